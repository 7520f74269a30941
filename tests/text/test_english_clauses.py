"""Which words of an English sentence say something, and which only look as if they did."""

import pytest
from reads import told


def said(text):
    """Each statement as (content, speaker, act)."""
    return [one[:3] for one in told(text, "en")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The M23 — which has seized Goma — said it would leave the town.", "The M23"),
        ("The front -- the largest of the rebels -- said it would leave.", "The front"),
        ("General Li Wen – who was in Aden – said the truce was holding.", "General Li Wen"),
        ("The rebels—who want autonomy—said the truce was holding.", "The rebels"),
    ],
)
def test_an_aside_in_dashes_is_no_part_of_who_speaks(text, speaker):
    assert [one[1:] for one in said(text)] == [(speaker, "state")]


@pytest.mark.parametrize(
    "text",
    [
        "The army accused rebels of breaking a truce proposed for the holiday.",
        "The army accused rebels of breaking a truce announced on Sunday.",
        "The army accused rebels of breaking the ceasefire announced and respected by its command.",
    ],
)
def test_a_participle_only_says_which_thing_is_meant(text):
    assert [act for _, _, act in said(text)] == ["accuse"]


def test_where_a_statement_was_posted_is_not_who_says_it():
    text = "“The army has decided to leave the talks,” according to the statement posted on its website."
    assert said(text) == [("The army has decided to leave the talks", "the statement", "report")]


@pytest.mark.parametrize(
    "text",
    [
        "The army left the talks, raising fears of renewed fighting that displaced many.",
        "The army left the talks, dashing hopes of a truce.",
    ],
)
def test_hope_and_fear_that_nobody_has_are_not_said(text):
    assert [(speaker, act) for _, speaker, act in said(text)] == [(None, "report")]


def test_who_is_quoted_says_it_once():
    text = "“We demand that the army stop shelling Goma,” rebel spokesman Willy Adja said."
    assert [act for _, _, act in said(text)] == ["state"]


def test_what_goes_on_is_not_said():
    text = "“For a second day, rebels continued to break the truce,” the army said."
    assert [speaker for _, speaker, _ in said(text)] == ["the army"]


def test_what_was_due_when_something_was_done_is_no_expectation():
    text = "The two sides agreed to extend the truce just before it was due to expire."
    assert [act for _, _, act in said(text)] == ["commit"]


@pytest.mark.parametrize(
    "text",
    [
        "The army accused rebels of breaking the truce the government declared last year.",
        "The UN called on both sides to ensure calm and note any breaches.",
        "The UN told both sides that violence had claimed more than 40 lives.",
        "“Both armies must condemn this kind of action,” the UN said.",
    ],
)
def test_what_is_only_spoken_of_is_not_said(text):
    assert len(said(text)) == 1


def test_while_without_a_comma_only_tells_when():
    text = "The army said a convoy was shelled while it was crossing the river."
    assert said(text) == [
        ("a convoy was shelled while it was crossing the river", "The army", "state")
    ]


def test_what_is_added_behind_who_says_it_is_another_statement():
    text = "Earlier, tanks hit five towns, Lebanese security sources said, adding that two people were wounded."
    assert [content for content, _, _ in said(text)] == [
        "Earlier, tanks hit five towns",
        "two people were wounded",
    ]


def test_who_denied_it_accuses():
    text = "Kyiv accused the separatists of shelling the town, which Donetsk denied, accusing Kyiv of attacking it."
    assert [speaker for _, speaker, _ in said(text)] == ["Kyiv", "Donetsk"]


def test_what_a_participle_holds_goes_on_behind_a_comma():
    text = (
        "The movement set conditions, saying the truce must hold “in all areas, with no flights”."
    )
    assert said(text)[-1][0] == "the truce must hold “in all areas, with no flights”"


def test_a_noun_of_saying_may_stand_in_quotation_marks():
    text = "The UN expressed “regret” on Saturday that the talks had failed."
    assert said(text) == [("the talks had failed", "The UN", "state")]


def test_a_participle_that_begins_a_sentence_is_of_who_follows():
    text = "Denying reports of an incursion, the ministry summoned an envoy and urged Kyiv to respect the truce."
    assert said(text) == [
        ("reports of an incursion", "the ministry", "deny"),
        ("Kyiv to respect the truce", "the ministry", "demand"),
    ]


def test_a_verb_may_be_quoted():
    text = "The ministry “categorically rejected” claims that its men had crossed the river."
    assert said(text)[0] == (
        "claims that its men had crossed the river",
        "The ministry",
        "deny",
    )


@pytest.mark.parametrize(
    "speaker",
    [
        "A source in the UN mission in Mali, or MINUSMA",
        "A source with the office in Aden, the capital of the south",
        "Both sides and France, the former colonial power",
        "The director (Asia and Africa), Dr Sami Nur",
    ],
)
def test_what_stands_in_commas_is_part_of_who_speaks(speaker):
    assert [one for _, one, _ in said(f"{speaker}, said it was calm.")] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "The army announced a halt to raids, a move observers say is unprecedented.",
        "“If they shell us, should we do nothing?” the minister asked. The army announced a halt.",
        "Officials were not available for comment on the truce. The army announced a halt.",
        "“The army will go,” he said, referring to the junta.",
        "The captives scheduled to be freed under the deal are women, the army said.",
        "The army gave more accurate reports of the fighting, the UN said.",
        "The army, which supposedly shelled the town, left it, the UN said.",
    ],
)
def test_small_clauses_say_nothing(text):
    assert len(said(text)) == 1


def test_who_issues_a_statement_is_told_by_what_it_says():
    text = "Even as the army shelled the town, rebel chief Sami Nur issued a statement, warning that the truce was over."
    assert said(text) == [("the truce was over", "rebel chief Sami Nur", "state")]


def test_what_is_all_quoted_is_said_by_who_spoke_last():
    text = (
        "“The truce holds in Aden,” Sami Nur said. “We have told our men to stay in their camps.”"
    )
    assert [(speaker, act) for _, speaker, act in said(text)] == [("Sami Nur", "state")] * 2


def test_they_may_be_a_body():
    text = "Reuters reported that it was calm. The rebel alliance seized Koch. They have accused Juba of shelling it."
    assert said(text)[-1][1] == "The rebel alliance"


@pytest.mark.parametrize(
    "text",
    [
        "The army said it would accept a truce.",
        "The army said it left Aden. It did not say how long the truce would last.",
        "The army said it left Aden. There was no immediate comment from the rebels on the truce.",
        "The army said fighting in the northern states threatens the truce.",
        "The army said it left Aden after the truce announced hours earlier by Moscow.",
        "The army said rebels had shelled the town but it was still in their hands.",
    ],
)
def test_what_will_be_said_or_was_not_said_is_no_statement(text):
    assert [act for _, _, act in said(text)] == ["state"]


def test_to_may_be_part_of_a_name():
    text = "“The truce has been undermined by armed youth,” Amad told Radio English to Africa’s programme."
    assert said(text) == [("The truce has been undermined by armed youth", "Amad", "state")]


def test_a_town_in_commas_is_not_who_says_it():
    text = "Jets struck the area around Khan, a town in the south, the observatory said."
    assert said(text)[0][1] == "the observatory"


def test_when_something_was_is_part_of_what_is_said():
    text = "Koang said in the early hours of June 30 rebels shelled the town."
    assert said(text)[0][0] == "in the early hours of June 30 rebels shelled the town"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The rebels announced a truce on Sunday, according to the official count.",
            [("the official count", "report"), ("The rebels", "announce")],
        ),
        (
            "Monitors expressed concern over breaches in Upper Nile, Unity and Jonglei states.",
            [("Monitors", "state")],
        ),
        (
            "Both sides have traded many accusations over breaches of the truce.",
            [("Both sides", "accuse")],
        ),
        (
            "In its report on a truce, which was signed in May, the mission said “it saw the gunships fly”.",
            [("the mission", "state")],
        ),
        (
            "On its second day, the team discussed monitors, Radio Aden reported.",
            [("Radio Aden", "report")],
        ),
        (
            "The rebels agreed in mid-December to a mutual withdrawal.",
            [("The rebels", "commit")],
        ),
        (
            "Kyiv has written to the Security Council accusing Moscow of breaking the truce.",
            [("Kyiv", "accuse")],
        ),
        (
            "The UN chief calls in the strongest terms for an end to the fighting.",
            [("The UN chief", "demand")],
        ),
        ("The signatories commit that they will not attack.", [("The signatories", "commit")]),
        (
            "“The army attacked our positions,” Radio Aden quoted rebel spokesman Sami Nur as saying.",
            [("rebel spokesman Sami Nur", "state")],
        ),
        (
            "Radio Aden quoted rebel spokesman Sami Nur as saying that the army had left Koch.",
            [("rebel spokesman Sami Nur", "state")],
        ),
        (
            "The envoy of the movement to the talks, Sami Nur announced the deal was done.",
            [("The envoy of the movement to the talks, Sami Nur", "announce")],
        ),
        (
            "The movement (the Republic, DPR) said the truce was holding.",
            [("The movement", "state")],
        ),
        ("The envoy also had to deny that the general had left.", [("The envoy", "deny")]),
        ("The envoy conceded plans for an exchange have failed.", [("The envoy", "state")]),
        (
            "The chief-of-staff in Bosnia, General Sami Nur, sent a letter to Li Wen demanding a halt to the raids.",
            [("The chief-of-staff in Bosnia, General Sami Nur", "demand")],
        ),
        (
            "The truce follows a statement by the movement urging its men to stop fighting.",
            [(None, "report"), ("the movement", "demand")],
        ),
        (
            "As he spoke, a rebel leader Wednesday declared the talks were over.",
            [("a rebel leader", "announce")],
        ),
        (
            "“It will collapse sooner or later,” said one official gloomily.",
            [("one official", "state")],
        ),
        (
            "The two sides traded fresh accusations of breaking the truce.",
            [("The two sides", "accuse")],
        ),
        (
            "Kub said Ambassador Nur, the head of the mission, has repeated a call for a truce.",
            [("Kub", "state"), ("Ambassador Nur, the head of the mission", "demand")],
        ),
        (
            "The army said the truce would end on Sunday, reported Reuters.",
            [("Reuters", "report"), ("The army", "state")],
        ),
        ("The Islamic group said it carried out that attack.", [("The Islamic group", "state")]),
        (
            'It added: “The truce holds." The army said it left.',
            [(None, "state"), ("The army", "state")],
        ),
        (
            "He said that, in a call with Li Wen, Sami Nur had expressed the hope that it would hold.",
            [(None, "state"), ("Sami Nur", "expect")],
        ),
        (
            "The movement (PKK) on Saturday declared a truce, pledging to suspend its raids.",
            [("The movement", "announce"), ("The movement", "commit")],
        ),
        (
            "When asked about the siege of the town, which was hit again, Kub said it was calm.",
            [("Kub", "state")],
        ),
        (
            "The letter to the outgoing head of the council also said Moscow had broken the truce.",
            [("The letter to the outgoing head of the council", "state")],
        ),
    ],
)
def test_who_does_what(text, expected):
    assert [one[1:] for one in said(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Read more: the army announced a truce.",
        "Reporting by Sami Nur; editing by Li Wen, who announced a truce.",
        "Apart from that, the army said it would stay.",
        "The clan asked the government to also announce a truce.",
        "Trucks of aid did reach Aden, although kits had been taken off at a checkpoint.",
        "The army said no ultimatum was given and fighters would be expected to leave.",
        "No group immediately claimed responsibility for the attack.",
        "The attacks there have raised concerns that the rebels may take the town.",
        "The envoy stressed that the escalation is alarming and contradicts the truce.",
        "The army said Moscow remains committed to the truce.",
        "Analysts say the rebels broke the truce but don't want to lose face in the eyes of the world.",
        "“The army has left Koch,” a source said, asking not to be named.",
        "The rebels' key demand: the army must leave.",
        "The leader did not explicitly say that the truce was over.",
        "“It is likely in our view that these raids were meant,” the UN said.",
        "“Let me now announce that we are ending the truce,” the army said.",
        "The envoy did not say, however, whether the truce would hold.",
        "The army said the rebels were expected to leave.",
        "The truce came after Bogota released decrees that set its terms.",
        "In a statement today signed by Sami Nur and Li Wen, the army said it would stay.",
        "The rebels were promptly informed about the breach, the army said.",
        "The army said a delay was due to Hamas breaking the truce.",
    ],
)
def test_at_most_one_thing_is_said(text):
    assert len(said(text)) <= 1


def test_a_town_and_a_colon_are_a_dateline_near_the_top():
    text = "Juba: Rebels said the army had left Koch."
    assert said(text) == [("the army had left Koch", "Rebels", "state")]


def test_he_may_be_a_source():
    text = "Minister Sami Nur left. “The army has left Koch,” a senior source told Reuters. He said men had died."
    assert said(text)[-1][1] == "a senior source"


def test_a_heading_does_not_tell_which_subject_is_meant():
    text = "Army rules out extension of ceasefire\n\nThe army has rejected calls to extend the truce.\n\nIt left.\n"
    assert said(text) == [("calls to extend the truce", "The army", "deny")]


def test_by_what_something_is_done_is_no_source():
    text = "The truce was extended according to the same provisions."
    assert [(speaker, act) for _, speaker, act in said(text)] == [(None, "report")]


def test_a_day_before_the_verb_behind_an_apposition():
    text = (
        "The Front, the largest of the rebel groups, Monday accused the army of breaking the truce."
    )
    assert [(content, act) for content, _, act in said(text)] == [
        ("the army of breaking the truce", "accuse")
    ]


def test_it_was_clear_says_nothing_new():
    text = "Kub said it was clear that the rebels had broken the truce."
    assert said(text) == [("it was clear that the rebels had broken the truce", "Kub", "state")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The rebels broke the truce, the ministry said.",
            ("The rebels broke the truce", "the ministry", "state"),
        ),
        (
            "Karen sources told The Irrawaddy on Wednesday that troops have broken the truce.",
            ("troops have broken the truce", "Karen sources", "state"),
        ),
        (
            "A refugee named Jan Kub, who recently fled to a camp, said that he saw the shelling.",
            ("he saw the shelling", "A refugee named Jan Kub", "state"),
        ),
        (
            "Speaking from Dar es Salaam, Tanzania, a spokesman said the fighting took place on Friday.",
            ("the fighting took place on Friday", "a spokesman", "state"),
        ),
        (
            "The Front has so far refused to enter talks with the government.",
            ("enter talks with the government", "The Front", "deny"),
        ),
        (
            "Nur said if the rebels break the truce, the army would respond.",
            ("if the rebels break the truce, the army would respond", "Nur", "state"),
        ),
        (
            "Nur said in a statement he had reports that rebels had attacked the town.",
            ("he had reports that rebels had attacked the town", "Nur", "state"),
        ),
        (
            "The Front said it would talk to the army who, it claims, broke the truce.",
            ("it would talk to the army who, it claims, broke the truce", "The Front", "state"),
        ),
        (
            "Nur says despite the truce, deep mistrust remains between the two sides.",
            ("despite the truce, deep mistrust remains between the two sides", "Nur", "state"),
        ),
        (
            "The ministry said Monday's strikes killed six people in the town.",
            ("Monday's strikes killed six people in the town", "The ministry", "state"),
        ),
        (
            "“The rebels can accuse all they want, the truce holds,” Nur said.",
            ("The rebels can accuse all they want, the truce holds", "Nur", "state"),
        ),
        (
            "The government welcomed the rebel call, though the Front has yet to agree to talks.",
            ("the rebel call", "The government", "state"),
        ),
        (
            "Members of the mission who went there said in a statement they found that rebels had held the post.",
            (
                "they found that rebels had held the post",
                "Members of the mission",
                "state",
            ),
        ),
        (
            "Commanders reported at the conference that the army has broken the truce.",
            ("the army has broken the truce", "Commanders", "report"),
        ),
        (
            "“We have given specific orders to our commanders to keep the truce,” a delegate said.",
            (
                "We have given specific orders to our commanders to keep the truce",
                "a delegate",
                "state",
            ),
        ),
        (
            "But a South Ossetian spokeswoman denied any raids.",
            ("any raids", "a South Ossetian spokeswoman", "deny"),
        ),
        (
            "The attack left two dead, while an official disappeared, a report by the radio said.",
            (
                "The attack left two dead, while an official disappeared",
                "a report by the radio",
                "state",
            ),
        ),
    ],
)
def test_what_is_said_and_no_more(text, expected):
    assert said(text) == [expected]


def test_he_is_the_person_of_whom_a_part_of_a_name_was_said():
    text = (
        "“The truce is over,” said a statement by Sofyan Dawod, spokesman for the Movement. "
        "Dawod said the raid was planned. He said the raid began at nine."
    )
    assert [speaker for _, speaker, _ in said(text)][1:] == ["Dawod", "Dawod"]


def test_who_accuses_on_a_day():
    text = "Washington and Riyadh on Thursday suspended talks on a truce, accusing both sides of raids."
    assert said(text)[-1] == ("both sides of raids", "Washington and Riyadh", "accuse")


def test_what_who_is_told_of_claims_ends_at_its_comma():
    text = "Syrian forces, who now claim control of the town, rejected a truce."
    assert [content for content, _, _ in said(text)] == ["control of the town", "a truce"]


def test_each_of_two_towns_reports():
    text = "The Front said it had left the town on Friday but residents of Koch and its sister city Duk reported raids."
    assert said(text) == [
        ("it had left the town on Friday", "The Front", "state"),
        ("raids", "residents of Koch and its sister city Duk", "report"),
    ]


def test_whose_picture_it_is_makes_a_caption():
    assert said("A man holds a girl after air strikes in Aleppo, Syria / AP") == []


def test_what_is_done_on_a_day_before_what_is_said_of_it():
    text = "On Wednesday, Iran imposed new conditions for the truce, saying the wounded must leave."
    assert [act for _, _, act in said(text)] == ["report", "state"]


def test_what_a_relative_clause_says_of_a_thing_is_said_too():
    text = "The army said it repelled an attack on a base, which it described as a breach of the truce."
    assert [content for content, _, _ in said(text)] == [
        "it repelled an attack on a base",
        "a breach of the truce",
    ]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            'The minister replied that it "does not command a soldier".',
            'it "does not command a soldier"',
        ),
        ("The ministry attributed the mine to Cambodian sappers.", "the mine to Cambodian sappers"),
    ],
)
def test_what_a_verb_takes_is_held_whatever_stands_within(text, content):
    assert [each for each, _, _ in said(text)] == [content]


@pytest.mark.parametrize(
    ("tail", "speaker", "content"),
    [
        ("a charge the army denies", "the army", "a charge"),
        ("an accusation that Kinshasa has rejected", "Kinshasa", "an accusation"),
        ("something the government dismissed as propaganda", "the government", "something"),
        ("a claim denied by a military spokesman", "a military spokesman", "a claim"),
    ],
)
def test_a_remark_on_what_was_told_is_said_by_who_makes_it(tail, speaker, content):
    first, second = said(f"The rebels say that tanks shelled villages near Kaya, {tail}.")
    assert first == ("tanks shelled villages near Kaya", "The rebels", "state")
    assert second == (content, speaker, "deny")


def test_who_stands_beside_what_is_told_speaks():
    told_, blamed = said("The truce broke down on Monday, with each side blaming the other for it.")
    assert told_ == ("The truce broke down on Monday", None, "report")
    assert blamed == ("the other for it", "each side", "accuse")
    outer, inner = said(
        "The envoy said the talks had failed, with the rebels accusing him of bias."
    )
    assert outer[:2] == (
        "the talks had failed, with the rebels accusing him of bias",
        "The envoy",
    )
    assert inner == ("him of bias", "the rebels", "accuse")


@pytest.mark.parametrize(
    "text",
    [
        "Both sides reaffirmed their commitment to the ceasefire.",
        "The rebels rejected its demand that they leave Kaya.",
    ],
)
def test_what_a_verb_holds_with_whose_it_is_is_one_thing_said(text):
    assert len(said(text)) == 1


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Beijing said the truce was holding.", "Beijing"),
        ("Downing Street said the truce was holding.", "Downing Street"),
        ("Peking radio promised that the truce would hold.", "Peking radio"),
        (
            "Ahmed Nur, the envoy, met rebels, saying that the truce was holding.",
            "Ahmed Nur, the envoy",
        ),
    ],
)
def test_a_name_may_end_as_a_participle_does(text, speaker):
    assert speaker in [one[1] for one in said(text)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The governor announced here on Monday that the truce was over.", "the truce was over"),
        ("The rebels pledged in a letter seen by a reporter to respect the truce.", "respect the truce"),
        ("The rebels agreed at talks in Doha to respect the truce.", "respect the truce"),
        ("The two sides agreed in principle on a truce.", "a truce"),
        ("The commander told reporters in Kaya nobody had seen the truce text.",
         "nobody had seen the truce text"),
        ("The army did not, however, rule out attacks on the town.", "attacks on the town"),
        ("The rebels for their part claim that the town was shelled.", "the town was shelled"),
        ("The army blamed rebels.", "rebels"),
    ],
)  # fmt: skip
def test_what_stands_between_a_verb_and_what_it_holds_is_no_part_of_it(text, content):
    assert [one[0] for one in said(text)] == [content]


def test_a_name_within_quotation_marks_is_part_of_who_speaks():
    text = "Flanked by aides, General Jan “Wolf” Kub said the truce was over."
    assert [one[1:] for one in said(text)] == [("General Jan “Wolf” Kub", "state")]
    (one,) = said('The so-called "Lion Brigade" denied it.')
    assert one[1].startswith('The so-called "Lion Brigade')


def test_who_ordered_something_is_not_who_tells_of_it():
    outer, inner = said("The president urged the army to leave Kaya, his office said.")
    assert outer == ("The president urged the army to leave Kaya", "his office", "state")
    assert inner[1:] == ("The president", "demand")


@pytest.mark.parametrize(
    "text",
    [
        "He flew to Kaya for talks on the ceasefire.",
        "It was not immediately clear whether the rebels would respect the ceasefire.",
        "The envoy made no mention of the ceasefire.",
        "Residents told a different story about the ceasefire.",
        "A bakery in the town reopened.",
    ],
)
def test_what_tells_of_a_person_or_of_silence_is_no_statement(text):
    assert said(text) == []


def test_whom_a_silence_tells_of_goes_on():
    text = "The envoy met the press in Kaya. Residents told a different story. They said the town was shelled."
    assert [one[1] for one in said(text)][-1] == "Residents"


def test_a_body_with_several_members_is_one():
    text = "The front, an umbrella of 13 groups, broke the truce. It said the town was shelled."
    assert [one[1] for one in said(text)][-1] == "The front, an umbrella of 13 groups"


def test_what_is_wanted_is_demanded_where_the_text_tells_it():
    assert said("The group wants the siege lifted.") == [
        ("the siege lifted", "The group", "demand")
    ]
    assert [act for _, _, act in said("The group said it wants the siege lifted.")] == ["state"]
    assert "demand" not in [act for _, _, act in said("The group wanted to leave the talks.")]


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("The army rejected the claim: “We never fired.”",
         [("the claim", "The army", "deny"), ("We never fired", "The army", "state")]),
        ("The rebels called for calm: “We ask everyone to stay at home.”",
         [("calm", "The rebels", "demand"),
          ("We ask everyone to stay at home", "The rebels", "state")]),
        ("The rebels demanded: “Stop the shelling of the town now.”",
         [("Stop the shelling of the town now", "The rebels", "demand")]),
        ("The army denied that.", [("that", "The army", "deny")]),
    ],
)  # fmt: skip
def test_somebodys_words_stand_behind_what_they_deny_or_demand(text, statements):
    assert said(text) == statements


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The union welcomed the ceasefire, as did its neighbours.", "the ceasefire"),
        ("The rebels said “local forces” means the old police.",
         "“local forces” means the old police"),
        ("The army gave reporters assurances that the truce would hold.", "the truce would hold"),
        ("Residents described sporadic fire in the town.", "sporadic fire in the town"),
    ],
)  # fmt: skip
def test_what_is_said_is_whole_and_no_more(text, content):
    assert [one[0] for one in said(text)] == [content]


def test_a_comma_between_adjectives_ends_nothing():
    *_, declared = said("It came a day after the army declared an immediate, unilateral truce.")
    assert declared == ("an immediate, unilateral truce", "the army", "announce")


def test_what_is_left_open_is_no_statement_and_a_view_is_an_opinion():
    assert said("Who broke the ceasefire first is in dispute.") == []
    assert said("In our view, the ceasefire will not last.") == [
        ("the ceasefire will not last", None, "opinion")
    ]


def test_a_quotation_that_ends_its_line_ends_its_sentence():
    text = 'A spokesman said "armed groups have broken the truce."\n\n"We hold our fire," he told a rally.'
    assert [one[0] for one in said(text)] == [
        "armed groups have broken the truce",
        "We hold our fire",
    ]


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("They agreed on December 22 to halt all fire.",
         [("halt all fire", None, "commit")]),
        ("“We want no truce with them,” the minister told parliament in response to questions.",
         [("We want no truce with them", "the minister", "state")]),
        ("The army dismissed as “mad” the offer of a truce.",
         [("the offer of a truce", "The army", "deny")]),
        ("The two sides agreed to a truce in May, but that deal fell apart.",
         [("a truce in May", "The two sides", "commit"),
          ("that deal fell apart", None, "report")]),
        ("The ministry said images offer “credible evidence” that rebels shelled Kaya.",
         [("images offer “credible evidence” that rebels shelled Kaya", "The ministry", "state")]),
        ("The envoy refused to say whether the truce was broken.", []),
        ("The civil war began in 2013 when the king accused his deputy of planning a coup.", []),
        ("The minister said that the army was ready and wanted peace.",
         [("the army was ready and wanted peace", "The minister", "state")]),
    ],
)  # fmt: skip
def test_words_that_only_look_like_what_brings_something_said(text, statements):
    assert said(text) == statements


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("India, which Islamabad accuses of stoking the fighting, has sent troops.",
         [("India, which Islamabad accuses of stoking the fighting, has sent troops", None, "report"),
          ("of stoking the fighting", "Islamabad", "accuse")]),
        ("The rebels, which hold the town, said the truce was over.",
         [("the truce was over", "The rebels", "state")]),
        ("The ministry said the army had never announced a truce.",
         [("the army had never announced a truce", "The ministry", "state")]),
        ("The rebels rejected what the army called a truce.",
         [("what the army called a truce", "The rebels", "deny")]),
        ("The envoy said much the same.", []),
        ("The rebels scorned the truce in an audio message attributed to their leader.",
         [("the truce", "The rebels", "deny")]),
        ("“Who broke the truce?” Church leaders appealed to both sides to leave the town.",
         [("both sides to leave the town", "Church leaders", "demand")]),
    ],
)  # fmt: skip
def test_who_speaks_beside_others_and_what_is_not_said(text, statements):
    assert said(text) == statements


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("The minister said the sirens were silent, referring to the nightly raids.",
         [("the sirens were silent", "The minister", "state")]),
        ("The front said it had won guarantees, without giving details.",
         [("it had won guarantees", "The front", "state")]),
        ("“They break the law,” added Kub in reference to officials in Moscow.",
         [("They break the law", "Kub", "state")]),
        ("The spokesman said in Kiev there had been some deaths.",
         [("there had been some deaths", "The spokesman", "state")]),
        ("The rebels kept a ceasefire that took effect on Thursday, Secretary General Jan Kub said.",
         [("The rebels kept a ceasefire that took effect on Thursday",
           "Secretary General Jan Kub", "state")]),
        ("The envoy urged both sides to meet, assuming the truce holds.",
         [("both sides to meet, assuming the truce holds", "The envoy", "demand")]),
    ],
)  # fmt: skip
def test_where_what_is_said_begins_and_ends(text, statements):
    assert said(text) == statements


def test_a_day_that_opens_a_sentence_adopts_nothing():
    (urged,) = said(
        "Earlier on Friday, the Security Council adopted a resolution urging restraint."
    )
    assert urged == ("restraint", "the Security Council", "demand")


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("A truce signed by opposition leader Said Nur broke down on Friday.",
         [("A truce signed by opposition leader Said Nur broke down on Friday", None, "report")]),
        ("The text contains no political clause, a security source confirmed, asking for anonymity.",
         [("The text contains no political clause", "a security source", "confirm")]),
        ("A ship could dock on Friday, the agency said, provided that the truce holds.",
         [("A ship could dock on Friday", "the agency", "state"),
          ("the truce holds", "the agency", "condition")]),
        ("The truce with the rebels that went into force on Friday is described by both sides as mutual.",
         [("The truce with the rebels that went into force on Friday is described by both sides as mutual",
           "both sides", "state")]),
        ("His predecessor had accused Washington of arming them.",
         [("Washington of arming them", "His predecessor", "accuse")]),
        ("The minister is on record as saying that the truce is over.",
         [("the truce is over", "The minister", "state")]),
        ("The envoy offered a timetable for talks on the truce.",
         [("a timetable for talks on the truce", "The envoy", "commit")]),
        ("“The rebels never offered a truce,” the minister said.",
         [("The rebels never offered a truce", "the minister", "state")]),
        ("The health ministry has yet to publish figures on the truce.", []),
    ],
)  # fmt: skip
def test_clauses_with_words_that_no_list_knows_and_sources_behind_them(text, statements):
    assert said(text) == statements


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("Its leaders have complained that the army broke the truce.",
         [("the army broke the truce", "Its leaders", "state")]),
        ("According to the army, the clashes have left 52 dead, most of them rebels.",
         [("the clashes have left 52 dead, most of them rebels", "the army", "report")]),
        ("It remains my view that only a truce will bring calm.",
         [("only a truce will bring calm", None, "opinion")]),
        ("The rebels begged to differ, insisting that the truce was over.",
         [("the truce was over", "The rebels", "confirm")]),
    ],
)  # fmt: skip
def test_who_complains_and_what_is_held(text, statements):
    assert said(text) == statements


def test_a_clause_that_says_which_truce_is_meant_cuts_nothing():
    whole = "A truce that the envoy said he had brokered fell apart on Monday"
    assert said(f"{whole}.")[0] == (whole, None, "report")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("A UN report published on Monday found that both sides broke the truce.", "A UN report"),
        ("The UN report published on Monday found that both sides broke the truce.",
         "The UN report"),
        ("An EU statement found that both sides broke the truce.", "An EU statement"),
        ("The two armies report violations of the truce.", "The two armies"),
    ],
)  # fmt: skip
def test_a_paper_with_the_name_of_a_body_is_no_verb(text, speaker):
    assert [one[1:] for one in said(text)] == [(speaker, "report")]


def test_a_source_before_a_name_in_marks_behind_a_colon():
    text = 'The guns fell silent at dawn, according to: "Reuters" and residents.'
    ((content, _, act),) = said(text)
    assert content.startswith("The guns fell silent at dawn")
    assert act == "report"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jets overflew the pocket at noon, a UN spokesman announced in Zagreb.",
         ("Jets overflew the pocket at noon", "a UN spokesman", "announce")),
        ("The convoy will not leave before somebody pays, an envoy of the bloc confided to our reporter.",
         ("The convoy will not leave before somebody pays", "an envoy of the bloc", "state")),
        ("A strike on a radar near Aden has been confirmed to us by two Israeli officials.",
         ("A strike on a radar near Aden", "two Israeli officials", "confirm")),
        ("Monitors, the brigadier is at pains to say, will never carry guns.",
         ("Monitors, the brigadier is at pains to say, will never carry guns", "the brigadier", "state")),
        ("The army laid at the rebels' door the failure of the truce.",
         ("at the rebels' door the failure of the truce", "The army", "accuse")),
        ("The minister made light of reports that units had left Aden.",
         ("reports that units had left Aden", "The minister", "deny")),
        ("The minister gave us his word that the prisoners would be freed.",
         ("the prisoners would be freed", "The minister", "commit")),
        ("The front pins its hopes on a meeting of the commission.",
         ("a meeting of the commission", "The front", "expect")),
        ("Rebels have freed 27 captives since then, by the tally of UN observers in Aden.",
         ("Rebels have freed 27 captives since then", "UN observers in Aden", "report")),
        ("Kyiv reads it as a breach of the truce.", ("it as a breach of the truce", "Kyiv", "opinion")),
    ],
)  # fmt: skip
def test_less_common_ways_of_saying(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bishop has been asked by both camps to receive complaints.",
         [("to receive complaints", "both camps", "demand")]),
        ("The text leaves out the local militias, a Western ambassador observed.",
         [("The text leaves out the local militias", "a Western ambassador", "state")]),
        ("Rebel radio has it that jets bombed the town on Sunday.",
         [("jets bombed the town on Sunday", "Rebel radio", "state")]),
        ("The army pinned the attack on the front.", [("the attack on the front", "The army", "accuse")]),
        ("The army calls the offer worthless.", [("the offer worthless", "The army", "opinion")]),
        ("A force, for which Paris has pledged 300 men, will monitor the truce.",
         [("A force, for which Paris has pledged 300 men, will monitor the truce", None, "report"),
          ("300 men", "Paris", "commit")]),
        ("The truce, which Kyiv accuses Moscow of breaking, entered into force on Monday.",
         [("The truce, which Kyiv accuses Moscow of breaking, entered into force on Monday", None, "report"),
          ("Moscow of breaking", "Kyiv", "accuse")]),
        ("Pakistan, which denies the charge, said it would keep the truce.",
         [("the charge", "Pakistan", "deny"), ("it would keep the truce", "Pakistan", "state")]),
    ],
)  # fmt: skip
def test_what_is_set_in_and_what_is_around_it(text, expected):
    assert said(text) == expected
