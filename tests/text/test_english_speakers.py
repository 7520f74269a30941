"""Who speaks in English sentences that name them in unusual ways: behind a passive, by a comparison, as one of several."""

import pytest
from reads import read, told


def speakers(text):
    """Whose each statement of a text is, with what is said: by name."""
    return [
        (one.speaker and one.speaker.name, text[slice(*one.content)])
        for one in read(text, "en").statements
    ]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (  # behind a passive that begins with a pronoun
            "It was announced by the army on Monday that the truce had been extended.",
            "the army", "the truce had been extended",
        ),
        ("He was told by the rebels that the road was shut.", "the rebels", "the road was shut"),
        # a short clause before who says it
        ("Fighting has stopped, residents say.", "residents", "Fighting has stopped"),
        ("Three villagers died, one of them said.", "one of them", "Three villagers died"),
        # who is no more than described
        (
            "A person familiar with the talks told Reuters the deal was dead.",
            "A person familiar with the talks", "the deal was dead",
        ),
        # one of several
        ("Another said that shells had hit the market.", "Another",
         "shells had hit the market"),
        # papers
        (
            "A joint team is to be deployed by October, the agreement says.",
            "the agreement", "A joint team is to be deployed by October",
        ),
        ("The same broadcast said 20 officers had been arrested.", "The same broadcast",
         "20 officers had been arrested"),
        # comparisons
        ("As the bishop put it, the truce was a gift.", "the bishop", "the truce was a gift"),
        ("As the army announced on Friday, two soldiers were killed.", "the army",
         "two soldiers were killed"),
        ("Both sides are tired, as the minister put it.", "the minister",
         "Both sides are tired"),
        # sources
        ("Per the mission, 31 violations occurred.", "the mission", "31 violations occurred"),
        # whose position something is
        ("Moscow's position is that the truce covers Idlib.", "Moscow",
         "the truce covers Idlib"),
        ("It is the army's contention that the village was empty.", "the army",
         "the village was empty"),
        # who is quoted before a dash
        ('"We will fire back if attacked" - General Kub, Somali army commander, Baidoa.', "Kub",
         "We will fire back if attacked"),
        # said to parliament, and to nobody's surprise
        ("The Prime Minister told the House of Commons the truce would be monitored.",
         "The Prime Minister", "the truce would be monitored"),
        ("General Kub was quick to blame the rebels for the attack.", "Kub",
         "the rebels for the attack"),
    ],
)  # fmt: skip
def test_who_is_named_in_an_unusual_way_speaks(text, speaker, content):
    assert speakers(text) == [(speaker, content)]


def test_who_is_told_of_before_a_relative_clause_speaks_in_it():
    text = (
        "The army met the United Nations Mission in Liberia (UNMIL), which said that both broke it."
    )
    assert speakers(text)[-1] == ("the United Nations Mission in Liberia", "both broke it")
    text = "The mayor met Foreign Minister Walid Muallem, who said that the road would be opened."
    assert speakers(text)[-1] == ("Walid Muallem", "the road would be opened")


def test_both_of_them_are_who_spoke_last():
    text = "The general and the governor said they were ready. Both men promised to free prisoners."
    assert speakers(text)[-1] == ("The general and the governor", "free prisoners")


def test_an_order_of_a_day_ago_is_quoted_behind_a_colon():
    text = (
        "In Havana, his counterpart, Rodrigo Londono, known as Timochenko, had given the same order"
        ' a day earlier: "I order all our commanders to cease fire."'
    )
    assert speakers(text) == [("Rodrigo Londono", "I order all our commanders to cease fire")]


@pytest.mark.parametrize(
    "text",
    [
        "The army, accused by Kyiv of shelling the town, said the rebels had done it.",
        "The army, asked about the shelling of the town, said the rebels had done it.",
    ],
)
def test_what_is_asked_of_somebody_is_not_what_they_say(text):
    assert speakers(text) == [("The army", "the rebels had done it")]


def test_no_ends_a_sentence_but_before_a_number():
    text = "The army would not say no. Asked about the raid, Lavrov said the pilot had erred."
    assert speakers(text)[-1] == ("Lavrov", "the pilot had erred")
    (whole,) = told("The army said No. 5 battalion had left the town.", "en")
    assert whole[0] == "No. 5 battalion had left the town"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"We were not consulted," fumed V. Lotha Kub of the front.', "V. Lotha Kub"),
        ('"We were not consulted," said Lt. Gen. John Kub.', "John Kub"),
        ('"We were not consulted," said Maj.-Gen. J. B. Kub of the U.N. force.', "J. B. Kub"),
        ('"We were not consulted," said the U.N. force commander.', "the U.N. force commander"),
        ('"We were not consulted," said Maj. Jan Kub of the 3rd Brigade.', "Jan Kub"),
    ],
)
def test_an_abbreviation_within_a_name_does_not_end_who_is_quoted(text, speaker):
    assert speakers(text) == [(speaker, "We were not consulted")]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("In the army's telling, no shell fell on Taiz.", "the army", "no shell fell on Taiz"),
        ("By the rebels' count, 300 people were killed.", "the rebels", "300 people were killed"),
        ("In all 300 people were killed, by the ministry's own count.", "the ministry",
         "In all 300 people were killed"),
        ("It was the army that announced that the truce was over.", "the army",
         "the truce was over"),
        ("Not only the army but also the rebels said the truce would hold.",
         "Not only the army but also the rebels", "the truce would hold"),
        ("The army, like the rebels before it, said the truce would hold.",
         "The army, like the rebels before it", "the truce would hold"),
        ("The army issued a terse statement: the truce was over.", "The army",
         "the truce was over"),
        ("The rebels agreed prisoners would be freed.", "The rebels",
         "prisoners would be freed"),
        ("Officials boast of having reopened four roads.", "Officials",
         "having reopened four roads"),
        ("Not one shell has been fired on the town, swears the commander.", "the commander",
         "Not one shell has been fired on the town"),
    ],
)  # fmt: skip
def test_who_is_named_by_an_account_or_beside_others_speaks(text, speaker, content):
    assert speakers(text) == [(speaker, content)]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (
            "Jets bombed Adigrat, spokeswoman Selome Tadesse told a news conference, after talks.",
            "Selome Tadesse", "Jets bombed Adigrat",
        ),
        ("The same station put the dead at four.", "The same station", "the dead at four"),
        (
            "General Kub, who commands the sector, was cited in the daily as ruling out a truce.",
            "Kub", "a truce",
        ),
        (
            "The general was quoted by the weekly as saying that the truce was over.",
            "The general", "the truce was over",
        ),
    ],
)  # fmt: skip
def test_who_speaks_to_the_press_or_through_it(text, speaker, content):
    assert speakers(text) == [(speaker, content)]


def test_whose_opinion_it_is_spoke_last():
    text = "Nur said the truce was dead. In his opinion, the rebels broke it."
    assert speakers(text)[-1] == ("Nur", "the rebels broke it")


def test_he_is_who_is_called_by_one_name_but_no_group():
    first = "Interior Minister Jan Kub said the truce held. "
    rest = " told journalists that it was over. He gave his word that the men would leave."
    assert speakers(f"{first}Kamorteiro{rest}")[-1][0] == "Kamorteiro"
    assert speakers(f"{first}Hamas{rest}")[-1][0] == "Jan Kub"


def test_who_stands_before_a_colon_is_he_who_argues_behind_it():
    text = (
        "The army said the truce held. A commander in the National Front, Jan Kub, voiced doubts:"
        " the army, he argued, had torn up every deal."
    )
    assert speakers(text)[-1][0] == "Jan Kub"
    assert speakers(text)[-1][1].startswith("the army, he argued")


def test_what_it_was_announced_by_somebody_is_theirs():
    text = "A convoy reached the valley, it was announced by the mission."
    assert speakers(text) == [("the mission", "A convoy reached the valley")]


def test_what_somebody_told_is_no_speaker():
    text = "That is what the envoy told the rebels about the truce."
    assert [one[0] for one in speakers(text)] == [None]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Two men died in Aceh on Sunday, the Jakarta Post reported, citing police.",
         "the Jakarta Post"),
        ("The palace sent us to Jan Kub, the president's adviser, who repeated that it was over.",
         "Jan Kub"),
        ('His Irish opposite number, Jan Kub, had no such doubts: "The long nightmare is over."',
         "His Irish opposite number, Jan Kub"),
        ('General Pol said it was over. GAM\'s Zaini Kub smiled. "Read the text now," he replied.',
         "GAM's Zaini Kub"),
    ],
)  # fmt: skip
def test_who_is_told_of_first_or_by_a_name_of_many_parts(text, speaker):
    assert speakers(text)[-1][0] == speaker


def test_whose_spokesman_somebody_is_is_not_who_speaks():
    found = read("President Kub's spokesman says that the truce will last.", "en").statements
    assert [one.speaker.name for one in found] == ["President Kub's spokesman"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("According to the UN, 40 people died. We urge the army to stop.", None),
        ("The front announces a truce. We call on the army to respect it.", "The front"),
        ("The front announces a truce. The army has denied it. We call on all to stop.", None),
        ("RAPID SUPPORT FORCES\n\nThe army has broken the truce. We call on all parties to stop.\n",
         "RAPID SUPPORT FORCES"),
        ("Statement by the Red Cross\n\nAccording to the UN, 40 people died. We urge the army to stop.\n",
         "Red Cross"),
        ("A fragile lull\nMona Kubler, Levant Programme, 20 October 2025\n\nIn our judgement, the truce will hold.\n",
         "Mona Kubler"),
        ("A fragile lull\n\nThe army said the truce held. “We call on all to stop,” the envoy said.\n", "the envoy"),
    ],
)  # fmt: skip
def test_we_are_whoever_writes_and_never_whoever_was_quoted_last(text, speaker):
    last = read(text, "en").statements[-1]
    assert (last.speaker and last.speaker.name) == speaker
