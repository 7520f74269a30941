"""Who says what in English sentences: each way of saying, by the guidelines of the evaluation."""

import pytest
from reads import read, told

KOVAL = "The defence minister, Andrei Koval"


def one(text):
    (only,) = told(text, "en")
    return only


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{KOVAL}, confirmed that the truce was holding.",
            ("the truce was holding", KOVAL, "confirm", "confirmed", "affirmed"),
        ),
        (  # without «that»
            "The defence minister said the truce was holding.",
            ("the truce was holding", "The defence minister", "state", "said", "affirmed"),
        ),
        (  # behind an opener, to somebody, on a day
            "Meanwhile, Kyiv told reporters on Monday that the truce was holding.",
            ("the truce was holding", "Kyiv", "state", "told", "affirmed"),
        ),
        (  # behind a preposition
            "Kyiv called for an end to the shelling.",
            ("an end to the shelling", "Kyiv", "demand", "called for", "affirmed"),
        ),
        (  # an infinitive
            "Ankara pledged to guarantee the deal.",
            ("guarantee the deal", "Ankara", "commit", "pledged", "affirmed"),
        ),
        (  # a noun
            "The army announced a three-day truce.",
            ("a three-day truce", "The army", "announce", "announced", "affirmed"),
        ),
        (
            "Moscow denied having any troops in Donetsk.",
            ("having any troops in Donetsk", "Moscow", "deny", "denied", "negated"),
        ),
        (  # to whom it is said belongs to what is said
            "Kyiv urged both sides to respect the truce.",
            ("both sides to respect the truce", "Kyiv", "demand", "urged", "affirmed"),
        ),
        (
            "Kyiv accused the separatists of breaking the truce.",
            ("the separatists of breaking the truce", "Kyiv", "accuse", "accused", "affirmed"),
        ),
        (  # a colon
            "Kyiv said: “The truce is holding in all sectors.”",
            ("The truce is holding in all sectors", "Kyiv", "state", "said", "affirmed"),
        ),
        (  # without a verb
            "Army spokesman: The truce is holding.",
            ("The truce is holding", "Army spokesman", "state", None, "affirmed"),
        ),
        (  # a quotation first
            "“The truce is holding along the whole front,” said the army spokesman.",
            ("The truce is holding along the whole front", "the army spokesman", "state", "said",
             "affirmed"),
        ),
        (
            '"The truce is holding along the whole front," the army spokesman said on Monday.',
            ("The truce is holding along the whole front", "the army spokesman", "state", "said",
             "affirmed"),
        ),
        (  # what is said first, without marks
            "The truce is holding along the whole front, the army spokesman said on Monday.",
            ("The truce is holding along the whole front", "the army spokesman", "state", "said",
             "affirmed"),
        ),
        (
            "The truce is holding along the whole front, said the army spokesman.",
            ("The truce is holding along the whole front", "the army spokesman", "state", "said",
             "affirmed"),
        ),
        (
            "According to local sources, artillery shelled Donetsk.",
            ("artillery shelled Donetsk", "local sources", "report", "According to", "affirmed"),
        ),
        (
            "Artillery shelled Donetsk, according to local sources.",
            ("Artillery shelled Donetsk", "local sources", "report", "according to", "affirmed"),
        ),
        (
            "Analysts believe the truce will not last.",
            ("the truce will not last", "Analysts", "opinion", "believe", "negated"),
        ),
        (
            "Talks are expected to begin on Sunday.",
            ("Talks are expected to begin on Sunday", None, "expect", "are expected to",
             "affirmed"),
        ),
        (
            "An official, who asked not to be named, said the truce would collapse.",
            ("the truce would collapse", "An official", "state", "said", "affirmed"),
        ),
        (  # a comma that closes what says who somebody is
            "The Lebanese army, which is to deploy along the border, said a drone had hit a base.",
            ("a drone had hit a base", "The Lebanese army", "state", "said", "affirmed"),
        ),
        (
            "The council, the body that oversees aid, said the convoy had arrived.",
            ("the convoy had arrived", "The council, the body that oversees aid", "state", "said",
             "affirmed"),
        ),
        (  # several subjects behind what is said
            "The truce was broken within minutes, residents and a military source said on Tuesday.",
            ("The truce was broken within minutes", "residents and a military source", "state",
             "said", "affirmed"),
        ),
        (  # to whom it is said may be named
            "Six men were shot dead in the camp, medical sources told Al Jazeera.",
            ("Six men were shot dead in the camp", "medical sources", "state", "told", "affirmed"),
        ),
        (  # what somebody is told to do is demanded of them
            "The army told residents to leave the town.",
            ("residents to leave the town", "The army", "demand", "told", "affirmed"),
        ),
        (
            "The two sides traded blame for the violation of the truce.",
            ("the violation of the truce", "The two sides", "accuse", "traded blame", "affirmed"),
        ),
        (
            "The envoy was quoted by Interfax as saying that the truce was holding.",
            ("the truce was holding", "The envoy", "state", "was quoted", "affirmed"),
        ),
        (  # when somebody agreed is no part of what they agreed to
            "The two sides agreed on Sunday to extend the truce.",
            ("extend the truce", "The two sides", "commit", "agreed", "affirmed"),
        ),
        (  # what only opens a sentence is no part of the speaker
            "Baku, in turn, accused Yerevan of digging trenches.",
            ("Yerevan of digging trenches", "Baku", "accuse", "accused", "affirmed"),
        ),
        (  # behind a clause that begins with a place
            "In Sumy region, a bomb killed a woman, regional officials said.",
            ("In Sumy region, a bomb killed a woman", "regional officials", "state", "said",
             "affirmed"),
        ),
        (
            "A report by experts put their number at 3,000.",
            ("their number at 3,000", "A report by experts", "state", "put", "affirmed"),
        ),
        (
            "The interior ministry is adamant that the truce covers the town.",
            ("the truce covers the town", "The interior ministry", "confirm", "is adamant",
             "affirmed"),
        ),
        (  # of whom it is said belongs to what is dismissed
            "The delegation dismissed them as goat tracks.",
            ("them as goat tracks", "The delegation", "deny", "dismissed", "negated"),
        ),
        (
            "The envoy said, however, that the truce was holding.",
            ("the truce was holding", "The envoy", "state", "said", "affirmed"),
        ),
        (
            "Jakarta promised 8,000 soldiers, but only after a vote in parliament.",
            ("8,000 soldiers, but only after a vote in parliament", "Jakarta", "commit",
             "promised", "affirmed"),
        ),
        (  # partly quoted
            'Units "must stop all attacks," the committee said in a statement.',
            ('Units "must stop all attacks,"', "the committee", "state", "said",
             "affirmed"),
        ),
        (  # a second predicate behind «but» is of one statement
            "The rebels said that they would stay but would not attack the town.",
            ("they would stay but would not attack the town", "The rebels", "state", "said",
             "affirmed"),
        ),
    ],
)  # fmt: skip
def test_one_thing_said(text, expected):
    assert one(text) == expected


def test_whom_nobody_names_is_hearsay():
    def hedge(text):
        return read(text, "en").statements[0].hedge

    assert hedge("Artillery reportedly shelled Donetsk.") == "hearsay"
    assert hedge("According to local sources, artillery shelled Donetsk.") == "hearsay"
    assert hedge("According to the defence ministry, artillery shelled Donetsk.") == "none"
    assert hedge("Sources confirmed that artillery shelled Donetsk.") == "none"


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "Kyiv said the truce was holding and that shelling had stopped.",
            ["the truce was holding", "shelling had stopped"],
        ),
        (
            "Kyiv said the truce was holding, adding that monitors had reached Donetsk and that roads were open.",
            ["the truce was holding", "monitors had reached Donetsk", "roads were open"],
        ),
    ],
)
def test_what_hangs_on_one_verb_has_its_speaker_and_its_verb(text, contents):
    found = told(text, "en")
    assert [content for content, *_ in found] == contents
    assert {tuple(rest) for _, *rest in found} == {("Kyiv", "state", "said", "affirmed")}


def test_a_further_content_begins_at_its_own_connective():
    text = "Kyiv said the truce was holding and that shelling had stopped."
    quotes = [one.quote for one in read(text, "en").statements]
    assert quotes == ["Kyiv said the truce was holding", "and that shelling had stopped"]
    text = "Kyiv said the truce was holding, adding that shelling had stopped."
    assert read(text, "en").statements[1].quote == "adding that shelling had stopped"


def test_a_participle_of_another_act_speaks_for_itself():
    text = "Kyiv said the truce was holding, urging Moscow to withdraw its artillery."
    assert told(text, "en")[1] == (
        "Moscow to withdraw its artillery", "Kyiv", "demand", "urging", "affirmed",
    )  # fmt: skip


def test_whoever_spoke_last_goes_on():
    found = told("Kyiv said the truce was holding. It added that the airport was covered.", "en")
    assert found[1] == ("the airport was covered", "Kyiv", "state", "added", "affirmed")


def test_a_title_stands_for_itself_and_speaks_for_whom_it_spoke_for():
    text = (
        "Ukrainian minister Andrei Koval said the truce held. The minister added that it was kept."
    )
    (first, second) = read(text, "en").statements
    assert second.speaker.name == "The minister"
    assert second.speaker.actor == first.speaker.actor == "ukraine"


def test_a_quotation_by_itself_goes_on_for_whoever_spoke_last():
    text = "The truce is over, said the army spokesman. “We shall not fire first.”"
    assert told(text, "en")[1] == (
        "We shall not fire first", "the army spokesman", "state", None, "negated",
    )  # fmt: skip


def test_a_title_that_nobody_bore_before_names_a_speaker():
    assert one("The minister said the truce was holding.")[1] == "The minister"
    assert one("He said the truce was holding.")[1] is None


def test_what_a_noun_holds_whose_holder_stands_beside_it():
    text = "The talks stalled over Moscow's refusal to exclude the airport from the truce."
    outer, inner = told(text, "en")
    assert inner == (
        "exclude the airport from the truce", "Moscow", "deny", "refusal", "affirmed",
    )  # fmt: skip
    assert inner[0] in outer[0]
    text = "The envoy heard Russia's demand that the airport not be covered, and left."
    assert told(text, "en")[-1] == (
        "the airport not be covered", "Russia", "demand", "demand", "negated",
    )  # fmt: skip
    text = "A claim by Baku that its troops were shelled is under review, and the talks go on."
    assert ("Baku", "state", "claim") in [tuple(rest[:3]) for _, *rest in told(text, "en")]


def test_what_somebody_says_that_another_said():
    outer, inner = told("Kyiv said Moscow had claimed that the truce was holding.", "en")
    assert outer[:3] == ("Moscow had claimed that the truce was holding", "Kyiv", "state")
    assert inner[:2] == ("the truce was holding", "Moscow")


def test_a_condition():
    text = "Kyiv will open the crossings, provided that the separatists free the prisoners."
    assert told(text, "en")[-1] == (
        "the separatists free the prisoners", None, "condition", "provided that", "affirmed",
    )  # fmt: skip


def test_a_connective_begins_another_statement():
    text = "Moscow announced that the truce was holding, while Kyiv denied that its forces had shelled the airport."
    first, second = told(text, "en")
    assert first[:3] == ("the truce was holding", "Moscow", "announce")
    assert second == (
        "its forces had shelled the airport", "Kyiv", "deny", "denied", "negated",
    )  # fmt: skip


def test_not_ruling_out_is_affirmed():
    assert one("Kyiv did not rule out an extension of the truce.") == (
        "an extension of the truce", "Kyiv", "deny", "rule out", "affirmed",
    )  # fmt: skip


def test_narration_is_told_of_terms_and_events_only():
    assert one("Artillery shelled Donetsk.")[1:4] == (None, "report", None)
    assert told("The envoy sat by the window.", "en") == []
    assert told("Will artillery shell Donetsk again?", "en") == []


def test_a_verb_that_is_a_noun_says_nothing():
    assert told("The claim and the repeated calls led to nothing.", "en") == []


@pytest.mark.parametrize(
    "text",
    [
        "The United States threatened individual sanctions against spoilers of the truce.",
        "The truce does not cover Islamic State or the Nusra Front.",
        "The ELN still holds a former lawmaker hostage.",  # responsible for nothing
        "The army suspended its offensive to make way for the prisoner exchange.",
        "The committee is to submit its findings on the shelling to the bloc.",
    ],
)
def test_what_only_looks_like_a_word_of_saying_says_nothing(text):
    assert [(verb, who) for _, who, _, verb, _ in told(text, "en")] == [(None, None)]


def test_who_begins_a_sentence_says_what_stands_behind_its_other_verbs():
    visited, noted = told(
        "The mission visited a storage site and noted that twelve howitzers were missing.", "en"
    )
    assert visited[1] is None
    assert noted == ("twelve howitzers were missing", "The mission", "state", "noted", "affirmed")

    _, said = told(
        "The ministry hit back at the shelling, claiming that its men had held fire.", "en"
    )
    assert said == ("its men had held fire", "The ministry", "state", "claiming", "affirmed")


def test_a_dateline_may_have_two_dashes():
    (only,) = told("JUBA, June 30 (Xinhua) -- The truce was holding.", "en")
    assert only[0] == "The truce was holding"


def test_a_quotation_is_of_one_verb():
    welcomed, ruled_out = (
        told(
            '"We hope that the violence will come down," said an army officer, but ruled out a withdrawal.',
            "en",
        )[:1]
        + told(
            '"We hope that the violence will come down," said an army officer, but ruled out a withdrawal.',
            "en",
        )[-1:]
    )
    assert welcomed[1:4] == ("an army officer", "state", "said")
    assert ruled_out == ("a withdrawal", "an army officer", "deny", "ruled out", "negated")


def test_what_is_only_told_of_a_truce_is_not_expected():
    found = told(
        "The sides have agreed to renew a truce that was due to expire, the envoy announced.", "en"
    )
    assert [act for _, _, act, *_ in found] == ["announce", "commit"]
    assert found[1][:2] == ("renew a truce that was due to expire", "The sides")


def test_a_second_predicate_may_be_of_saying():
    whole, asked = told(
        "The commander said the front had moved its men and had asked for written notice.", "en"
    )
    assert whole[0] == "the front had moved its men and had asked for written notice"
    assert asked[:3] == ("written notice", "The commander", "demand")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "The envoy Sara Bell, in a call with Kyiv, stressed the need for a truce.",
            "The envoy Sara Bell",
        ),
        ("Zakaria Amin, of the Fastaqim rebel group, said the truce was holding.", "Zakaria Amin"),
        ("The mayor's office on Wednesday said the truce was holding.", "The mayor's office"),
        ("The defence ministry in turn said the truce was holding.", "The defence ministry"),
        ("The truce is holding, acting U.N. envoy Sara Bell said.", "acting U.N. envoy Sara Bell"),
        ("Rights groups said at least 13 people had been abducted.", "Rights groups"),
        (
            "The ministry put the number of people killed since the truce began at 97.",
            "The ministry",
        ),
    ],
)
def test_who_speaks_where_more_stands_beside_the_verb(text, speaker):
    assert one(text)[1] == speaker


def test_and_joins_two_who_agree():
    text = "Nepal's government and Maoist insurgents have agreed to extend the truce."
    assert one(text)[:2] == ("extend the truce", "Nepal's government and Maoist insurgents")


def test_what_is_said_of_a_line_that_divides_something():
    text = "Both armies have agreed to hold fire along the line that divides Kashmir, the militaries said."
    assert told(text, "en")[0][1] == "the militaries"


@pytest.mark.parametrize(
    "text",
    [
        "A source, who declined to be named, said fighters had been seen near Gao.",
        "According to the text, any incident is to be examined by monitors.",
        "The group would keep the truce, Antonio Garcia said, remarks that senators called unwise.",
        "SPLA troops attacked Lasu, a base in Yei River state, on 24 December.",
    ],
)
def test_one_statement_where_words_look_like_another_of_saying(text):
    one(text)


def test_claiming_to_have_done_something():
    text = "The army said its men held Omdurman, while the RSF claimed to have shot down a jet."
    assert told(text, "en")[1][:3] == ("have shot down a jet", "the RSF", "state")


def test_who_is_accused_in_the_passive_is_accused_by_nobody():
    text = (
        "The Tamil Tigers were accused of blocking a sluice gate. They said it would be reopened."
    )
    assert [(said, who, act) for said, who, act, _, _ in told(text, "en")] == [
        ("The Tamil Tigers were accused of blocking a sluice gate", None, "accuse"),
        ("it would be reopened", "The Tamil Tigers", "state"),
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [  # a person, whoever spoke since; whom a narration told of
        ("The envoy, Sara Bell, confirmed the truce. Moscow denied it. She said it held.", "The envoy, Sara Bell"),
        ("The envoy Sara Bell flew to Kyiv for talks. She said the truce held.", "The envoy Sara Bell"),
        ("Moscow confirmed the truce. It said the truce held.", "Moscow"),
    ],
)  # fmt: skip
def test_whom_a_pronoun_stands_for(text, speaker):
    assert told(text, "en")[-1][1] == speaker


def test_what_a_relative_clause_says_ends_at_its_comma():
    text = "Pakistan, which denies breaking the truce, said its forces were holding back."
    assert [said for said, *_ in told(text, "en")] == [
        "breaking the truce", "its forces were holding back",
    ]  # fmt: skip


def test_a_clause_of_time_does_not_cut_a_narration():
    text = "Shells hit Aleppo, hours after Moscow announced a ceasefire."
    assert told(text, "en")[0][0] == text[:-1]


def test_a_people_behind_a_verb_of_saying_begins_no_sentence():
    assert one("Georgia said Russian planes bombed the village of Ruisi.")[1] == "Georgia"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The truce is holding, the office of President Ali Rana said.", "the office of President Ali Rana"),
        ("The internationally recognised government blamed the rebels for the attack.",
         "The internationally recognised government"),
    ],
)  # fmt: skip
def test_a_body_with_a_title_or_a_participle_in_its_name(text, speaker):
    assert one(text)[1] == speaker


def test_a_quotation_behind_an_object_is_part_of_what_is_said():
    text = 'The envoy condemned the shelling "in the strongest terms".'
    assert one(text)[0] == 'the shelling "in the strongest terms"'


def test_what_a_participle_adds_to_a_denial_is_not_denied():
    text = "Kyiv rejected the figures as baseless, adding that the truce was holding."
    assert told(text, "en")[1][4] == "affirmed"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The minister called the truce a farce.", "the truce a farce"),
        ('Kyiv branded the move "unacceptable".', 'the move "unacceptable"'),
    ],
)
def test_what_something_is_called(text, content):
    assert one(text)[::2] == (content, "opinion", "affirmed")


@pytest.mark.parametrize("text", ["Kyiv called off the talks.", "The envoy called a meeting."])
def test_calling_off_and_calling_together_say_nothing(text):
    assert [act for _, _, act, _, _ in told(text, "en") if act == "opinion"] == []


def test_the_group_is_not_who_spoke_last():
    text = (
        "The militant group said the truce held. The oil ministry denied it. "
        "The group has claimed responsibility for two attacks on pipelines."
    )
    assert told(text, "en")[-1][1] == "The group"


def test_the_opposition_denies_nothing_by_its_name():
    assert one("A joint commission is to register opposition fighters.")[4] == "affirmed"


def test_a_participle_in_commas_ends_at_the_second():
    text = "The envoy, while welcoming the truce, said it was fragile."
    assert [said for said, *_ in told(text, "en")] == ["the truce", "it was fragile"]


def test_what_dates_is_no_apposition():
    text = "Army units pulled out of Kosovo, a day before a NATO deadline, observers reported."
    assert one(text)[:2] == (text[: text.index(", observers")], "observers")


def test_a_name_in_commas_is_whom_the_words_before_it_are():
    text = (
        "The rebel spokesman, Bertrand Bisimwa, said the general also wanted talks with Kinshasa."
    )
    assert one(text)[:2] == (
        "the general also wanted talks with Kinshasa", "The rebel spokesman, Bertrand Bisimwa",
    )  # fmt: skip


def test_a_person_without_a_title_is_who_he_is():
    text = (
        "The envoy, Sara Bell, confirmed the truce. Ibrahim Jabawi said it held. "
        "He said families could return."
    )
    assert told(text, "en")[-1][1] == "Ibrahim Jabawi"


def test_a_report_that_will_be_made_is_none():
    text = "Under the agreement, indigenous monitors will report breaches of the ceasefire."
    assert one(text)[1:4] == (None, "report", None)


def test_what_only_opens_a_sentence_is_no_statement():
    text = "Under the agreement, the army said it had withdrawn its tanks."
    assert one(text)[1] == "the army"


def test_adding_needs_no_that():
    text = '"The guns have gone," the envoy said, adding the pullout would end on Sunday.'
    assert [said for said, *_ in told(text, "en")] == [
        "The guns have gone", "the pullout would end on Sunday",
    ]  # fmt: skip


def sayings(text):
    """Of each statement: what is said, who says it, its act."""
    return [(said, speaker, act) for said, speaker, act, _, _ in told(text, "en")]


@pytest.mark.parametrize(
    ("text", "said", "speaker"),
    [
        (
            "The convoy, the mission said on Friday, was hit near Tulkarm.",
            "The convoy, the mission said on Friday, was hit near Tulkarm",
            "the mission",
        ),
        (
            "The convoy, said the mission, was hit near Tulkarm.",
            "The convoy, said the mission, was hit near Tulkarm",
            "the mission",
        ),
        (
            "The convoy, according to the mission, was hit near Tulkarm.",
            "The convoy, according to the mission, was hit near Tulkarm",
            "the mission",
        ),
        (
            '"The truce," the minister said, "will last for a month."',
            'The truce," the minister said, "will last for a month',
            "the minister",
        ),
    ],
)
def test_who_says_it_may_stand_within_what_is_said(text, said, speaker):
    assert [(one, who) for one, who, _ in sayings(text)] == [(said, speaker)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The claim was rejected by Moscow as baseless.", ("The claim", "Moscow", "deny")),
        ("The truce was announced by Kyiv on Monday.", ("The truce", "Kyiv", "announce")),
        (
            "Residents were told by the army to leave the town.",
            ("to leave the town", "the army", "demand"),
        ),
    ],
)
def test_behind_by_stands_who_says_what_a_passive_tells(text, expected):
    assert sayings(text) == [expected]


def test_nobody_is_named_by_an_impersonal_passive():
    text = "Kyiv confirmed the deal. It was announced that both armies would withdraw."
    assert sayings(text)[1] == ("both armies would withdraw", None, "announce")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The army issued a strong denial that it had shelled Bakhmut.",
            ("it had shelled Bakhmut", "The army", "deny"),
        ),
        (
            "The commission reiterated its demand for the withdrawal of foreign troops.",
            ("the withdrawal of foreign troops", "The commission", "demand"),
        ),
    ],
)
def test_a_noun_tells_what_is_done_by_a_verb_that_gives_it(text, expected):
    assert sayings(text) == [expected]


def test_a_relative_clause_says_what_another_says():
    text = "The deal was welcomed by the European Union, which called on both sides to respect it."
    assert sayings(text)[1:] == [
        ("both sides to respect it", "the European Union", "demand"),
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Residents of the town, reached by phone, said the truce was over.",
            "Residents of the town",
        ),
        ("The UN force in Lebanon (UNIFIL) said the truce was over.", "The UN force in Lebanon"),
        ("The army, in a letter to Kyiv, said the truce was over.", "The army"),
        ("In Moscow Kyiv's envoy said the truce was over.", "Kyiv's envoy"),
        ("The two sides each said the truce was over.", "The two sides each"),
        ("The mission's weekly report says the truce is over.", "The mission's weekly report"),
        (
            '"The truce has been over for days," said one man, who would not give his name.',
            "one man",
        ),
        ("In the view of one diplomat, the truce is over.", "one diplomat"),
    ],
)
def test_only_who_speaks_is_the_speaker(text, speaker):
    assert one(text)[1] == speaker


@pytest.mark.parametrize(
    "text",
    [
        "The ministry declined to comment.",
        "The ministry neither confirmed nor denied the report.",
        "Neither side confirmed the report.",
    ],
)
def test_who_says_nothing_says_nothing(text):
    assert [act for _, _, act in sayings(text) if act != "report"] == []


def test_both_delegations_are_not_who_spoke_before():
    text = "Kyiv denied the report. Both delegations agreed to exchange prisoners."
    assert sayings(text)[1][1] == "Both delegations"


def test_who_writes_is_not_who_spoke_before():
    text = "Kyiv denied the report. I urge all states to respect the truce."
    assert sayings(text)[1][1] == "I"


def test_another_office_is_another_speaker():
    text = (
        "Foreign minister Jan Kub denied the report. The governor, in a letter, said it was true."
    )
    assert sayings(text)[1][1] == "The governor"


def test_he_is_the_one_told_of_in_full():
    text = "Kyiv denied the report. Murat Karay arrived at noon. He said that it was true."
    assert [who for _, who, act in sayings(text) if act == "state"] == ["Murat Karay"]


def test_two_who_speak_together_are_both_named():
    text = "Foreign minister Jan Kub and his Turkish counterpart, Hakan Demir, said the truce held."
    said = "Foreign minister Jan Kub and his Turkish counterpart, Hakan Demir"
    assert one(text)[1] == said


def test_behind_a_quotation_with_its_stop_a_sentence_begins():
    text = '"It had nothing to do with the truce." The ministry said that Kyiv had agreed.'
    assert [said for said, _, _ in sayings(text)] == [
        "It had nothing to do with the truce", "Kyiv had agreed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The general suggested the ultimatum may be a bluff.",
            ("the ultimatum may be a bluff", "The general", "state"),
        ),
        (
            "The families have requested that the bodies be handed over.",
            ("the bodies be handed over", "The families", "demand"),
        ),
        (
            "The press service issued a statement saying no ultimatum had been authorised.",
            ("no ultimatum had been authorised", "The press service", "state"),
        ),
        (
            "The army agreed not to mobilise its reserves.",
            ("not to mobilise its reserves", "The army", "commit"),
        ),
        (
            "Khartoum has since explained that the refusal was a mistake.",
            ("the refusal was a mistake", "Khartoum", "state"),
        ),
        (
            "The front said through its president, Kasturi Mahk, that it had not been asked.",
            ("it had not been asked", "The front", "state"),
        ),
        (
            "Schools near the border to remain shut - army spokesman.",
            ("Schools near the border to remain shut", "army spokesman", "report"),
        ),
        (
            'The minister was categorical: "Ethiopia will not be dictated to."',
            ("Ethiopia will not be dictated to", "The minister", "state"),
        ),
        (
            "If the enemy breaks the truce, the general warns, his men will shoot.",
            ("If the enemy breaks the truce, the general warns, his men will shoot", "the general",
             "state"),
        ),
    ],
)  # fmt: skip
def test_further_ways_of_saying(text, expected):
    assert sayings(text) == [expected]


def test_who_is_quoted_speaks_for_all_that_is_quoted():
    text = '"The troops thought they saw rebels and nobody has denied it," the observer explained.'
    assert [who for _, who, act in sayings(text) if act == "state"] == ["the observer"]


def test_a_connective_of_two_words_begins_a_clause():
    text = "Hamas ordered its men to hold fire, even as Israel voiced doubts about the truce."
    assert sayings(text)[0] == ("its men to hold fire", "Hamas", "demand")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Kyiv denied it. Israeli forces left the town. They told Beirut that they were gone.",
         "Israeli forces"),
        ("Jan Kub of Kyiv said it was over. There is no deadline, according to him.", "Jan Kub of Kyiv"),
    ],
)  # fmt: skip
def test_pronouns_stand_for_the_one_told_of(text, speaker):
    assert sayings(text)[-1][1] == speaker


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("62-year-old rubber tapper Mae Yoh said the truce was over.", "Mae Yoh"),
        (
            "Col. Kiat Neew, spokesman for the Internal Security Command, said it was over.",
            "Kiat Neew",
        ),
    ],
)
def test_a_name_stands_beside_what_somebody_is(text, name):
    (only,) = read(text, "en").statements
    assert only.speaker.name == name


def test_a_label_is_no_statement():
    assert told("2. Ceasefire. The mission said the truce was holding.", "en") == told(
        "The mission said the truce was holding.", "en"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It will not, the general specified, cover abuses.",
            ("It will not, the general specified, cover abuses", "the general", "state"),
        ),
        (
            "Two men were shot, neighbours claim, by members of a gang.",
            ("Two men were shot, neighbours claim, by members of a gang", "neighbours", "state"),
        ),
        (
            "The general told a rally in the southern suburbs his fighters would abide by it.",
            ("his fighters would abide by it", "The general", "state"),
        ),
        (
            "The commission maintains there is no other way.",
            ("there is no other way", "The commission", "state"),
        ),
        (
            "Government sources quoted by the agency maintained that the truce was dead.",
            ("the truce was dead", "Government sources quoted by the agency", "state"),
        ),
        (
            "Questioned about Man, where a curfew holds, the envoy countered that it was calm.",
            ("it was calm", "the envoy", "state"),
        ),
        ("A third denied the report.", ("the report", "A third", "deny")),
        (
            "The army announced a truce at a ceremony in the capital.",
            ("a truce", "The army", "announce"),
        ),
        (
            '"It is a trap." (Marie Gill, a farmer)',
            ("It is a trap", "Marie Gill, a farmer", "state"),
        ),
        (
            "Naqoura, 17 August 2006 - UNIFIL says that the truce held.",
            ("the truce held", "UNIFIL", "state"),
        ),
    ],
)  # fmt: skip
def test_still_further_ways_of_saying(text, expected):
    assert sayings(text) == [expected]


def test_what_dates_a_sentence_ends_at_its_comma():
    text = "A month after the president ordered a halt, fighting has not stopped, residents said."
    assert ("a halt", "the president", "demand") in sayings(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fatoumata, a cloth seller in the market, said that the truce was over.", "Fatoumata"),
        ("Hla Maung Shway of the Peace Centre said that the truce was over.", "Hla Maung Shway"),
        (
            "The Civil Defense, known as the White Helmets, said that it was over.",
            "The Civil Defense",
        ),
        ("Brang Shawng, 34, who fled with his daughters, says that it is over.", "Brang Shawng"),
    ],
)
def test_a_name_is_read_without_what_says_more(text, name):
    (only,) = read(text, "en").statements
    assert only.speaker.name == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The mediators were told by the army that 30 families had left.",
            [("30 families had left", "the army", "state")],
        ),
        (
            "According to a note, the two sides agreed to consider further steps.",
            [
                ("the two sides agreed to consider further steps", "a note", "report"),
                ("consider further steps", "the two sides", "commit"),
            ],
        ),
        (
            "Cairo welcomed the decision; the others have yet to speak.",
            [("the decision", "Cairo", "state")],
        ),
    ],
)
def test_where_what_is_said_begins_and_ends(text, expected):
    assert sayings(text) == expected


def test_a_question_that_is_quoted_says_nothing():
    text = '"We heard no shells," said the tailor. "Who knows about the truce tomorrow?"'
    assert [said for said, _, _ in sayings(text)] == ["We heard no shells"]


@pytest.mark.parametrize(
    "text",
    [
        "Georgia Boulos, the US president's adviser for Africa, said that it was over.",
        "Georgia Boulos, US adviser for Africa, said that it was over.",
    ],
)
def test_a_name_that_begins_as_a_state_does(text):
    (only,) = read(text, "en").statements
    assert only.speaker.name == "Georgia Boulos"
