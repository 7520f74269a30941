"""English ways of saying: what somebody rises to say, radios, lets fall, does not accept; and what is none."""

import pytest
from reads import told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Commander Jan Kub stood up to pledge that his men would bring no gun into a church.",
            ("his men would bring no gun into a church", "Commander Jan Kub", "commit", "negated"),
        ),
        (
            "The minister was at pains to stress that the truce was holding.",
            ("the truce was holding", "The minister", "confirm", "affirmed"),
        ),
        (
            "The mission is able to confirm that the tanks have left.",
            ("the tanks have left", "The mission", "confirm", "affirmed"),
        ),
        (
            "The front has never accepted that Aden falls under the truce.",
            ("Aden falls under the truce", "The front", "deny", "negated"),
        ),
        (
            "The ministry does not share the view that the truce is dead.",
            ("the truce is dead", "The ministry", "deny", "negated"),
        ),
        (
            "The general radioed his men to cease all ambushes.",
            ("his men to cease all ambushes", "The general", "demand", "affirmed"),
        ),
        (
            "The army reserves the right to respond to fire.",
            ("respond to fire", "The army", "announce", "affirmed"),
        ),
        (
            "The generals settled on the reopening of the coastal road.",
            ("the reopening of the coastal road", "The generals", "commit", "affirmed"),
        ),
        (
            "An army source floated the possibility that the guns might stay.",
            ("the guns might stay", "An army source", "state", "affirmed"),
        ),
        (
            '"Nobody has told us to leave," the soldier grinned.',
            ("Nobody has told us to leave", "the soldier", "state", "negated"),
        ),
        (
            "The mission was given to understand that the captives would be freed.",
            ("the captives would be freed", None, "report", "affirmed"),
        ),
        (
            "The message from Kyiv was that the truce holds.",
            ("the truce holds", "Kyiv", "state", "affirmed"),
        ),
        (
            "Word from his camp is that he will not sign the truce.",
            ("he will not sign the truce", "his camp", "state", "negated"),
        ),
        (
            "Nurses in Aden told our envoy, Dr Mary Kub, that the fuel had run out.",
            ("the fuel had run out", "Nurses in Aden", "state", "affirmed"),
        ),
        (
            "In Kilinochchi on Thursday the army undertook to free the prisoners.",
            ("free the prisoners", "the army", "commit", "affirmed"),
        ),
        (
            "Asked afterwards about the siege, the general said the road was open.",
            ("the road was open", "the general", "state", "affirmed"),
        ),
        (
            'The truce, the envoy said, "will hold if both sides want it".',
            (
                'The truce, the envoy said, "will hold if both sides want it"',
                "the envoy", "state", "affirmed",
            ),
        ),
        (
            "As per the ministry's post, the truce began at noon.",
            ("the truce began at noon", "the ministry's post", "report", "affirmed"),
        ),
        (
            "Not so, said the envoy on Monday.",
            ("Not so", "the envoy", "state", "negated"),
        ),
        (
            "Not so, insists the ministry: there was no deal.",
            ("there was no deal", "the ministry", "confirm", "negated"),
        ),
        (
            "The war is over: so said yesterday, at a rally in Aden, the minister.",
            ("The war is over", "the minister", "state", "affirmed"),
        ),
        (
            "They aren't, the guerrillas complain.",
            ("They aren't", "the guerrillas", "state", "negated"),
        ),
        (
            "The minister has assured the squatters in writing that nobody would be evicted.",
            ("nobody would be evicted", "The minister", "commit", "negated"),
        ),
        (
            "His movement, the general assured reporters, has kept to the truce.",
            ("His movement, the general assured reporters, has kept to the truce",
             "the general", "state", "affirmed"),
        ),
        (
            "The spokesman rejects the charge of bad faith, and throws it back.",
            ("the charge of bad faith", "The spokesman", "deny", "negated"),
        ),
        (
            "The front, as ever, knows nothing of any hostages.",
            ("any hostages", "The front", "deny", "negated"),
        ),
        (
            "Aid workers put in a plea for the reopening of the track.",
            ("the reopening of the track", "Aid workers", "demand", "affirmed"),
        ),
        (
            "The mission cautioned them against mines: a tractor hit one.",
            ("them against mines", "The mission", "state", "affirmed"),
        ),
        (
            "The envoy suggested new dates for the pullout.",
            ("new dates for the pullout", "The envoy", "state", "affirmed"),
        ),
        (
            "General Jan Kub is sceptical: the fronts, he observes, have broken truces before.",
            ("the fronts, he observes, have broken truces before", "General Jan Kub", "state",
             "affirmed"),
        ),
        (
            "The governor gave an assurance that no family would be moved.",
            ("no family would be moved", "The governor", "commit", "negated"),
        ),
        (
            "The bishop appealed, once more, for the two sides to talk.",
            ("the two sides to talk", "The bishop", "demand", "affirmed"),
        ),
        (
            "It was the army, residents insisted, that had fired first.",
            ("It was the army, residents insisted, that had fired first", "residents", "confirm",
             "affirmed"),
        ),
        (
            "The ombudsman let it be understood that the list was incomplete.",
            ("the list was incomplete", "The ombudsman", "state", "affirmed"),
        ),
        (
            "Analysts caution against reading too much into the lull.",
            ("reading too much into the lull", "Analysts", "state", "affirmed"),
        ),
        (
            'The commander, known as "the Fox", swore his men had not crossed the river.',
            ("his men had not crossed the river", "The commander", "confirm", "negated"),
        ),
        (
            "If the men are not home by Easter, the wives of the missing say, they will march.",
            ("If the men are not home by Easter, the wives of the missing say, they will march",
             "the wives of the missing", "state", "affirmed"),
        ),
        (
            "The insurgents countered with a demand for the release of 40 men.",
            ("the release of 40 men", "The insurgents", "demand", "affirmed"),
        ),
        (
            "Shelling has stopped, but not in Shyrokyne, the OSCE's Jan Kub told reporters.",
            ("Shelling has stopped, but not in Shyrokyne", "the OSCE's Jan Kub", "state",
             "affirmed"),
        ),
        (
            "The major in charge informed our patrol on Monday that he had no orders to leave.",
            ("he had no orders to leave", "The major in charge", "state", "negated"),
        ),
        (
            "Under the deal inked in Accra, none of them may claim the chair, mediator Jan Kub explained.",
            ("Under the deal inked in Accra, none of them may claim the chair",
             "mediator Jan Kub", "state", "negated"),
        ),
        (
            "What the soldiers tell them, according to Jan Kub, who is in Beira, is that the road is shut.",
            ("What the soldiers tell them, according to Jan Kub, who is in Beira, is that the road is shut",
             "Jan Kub", "report", "affirmed"),
        ),
        (
            "The group, the Front (FNL), has left it, the South African mediator, Jan Kub, announced.",
            ("The group, the Front (FNL), has left it",
             "the South African mediator, Jan Kub", "announce", "affirmed"),
        ),
        (
            "A second truck, the envoy adds, never arrived.",
            ("A second truck, the envoy adds, never arrived", "the envoy", "state", "negated"),
        ),
        (
            "As Major Lewis tells it, the first shot came from a wedding.",
            ("the first shot came from a wedding", "Major Lewis", "state", "affirmed"),
        ),
        (
            "The minister thanked Cairo for its patience.",
            ("Cairo for its patience", "The minister", "state", "affirmed"),
        ),
        (
            "The minister confirmed to Radio Okapi the departure of the delegation.",
            ("the departure of the delegation", "The minister", "confirm", "affirmed"),
        ),
        (
            "Two years after the guns fell silent in Aceh, ex-fighters complain that they have no jobs.",
            ("they have no jobs", "ex-fighters", "state", "negated"),
        ),
        (
            "The sides have until May to leave, after which, the accord stipulates, they will be fined.",
            ("The sides have until May to leave, after which, the accord stipulates, they will be fined",
             "the accord", "state", "affirmed"),
        ),
        (
            "A member of the delegation puts it down to fatigue.",
            ("fatigue", "A member of the delegation", "accuse", "affirmed"),
        ),
        (
            'The deal, the president said at a news conference with his aide, "opens a door; it waits".',
            ('The deal, the president said at a news conference with his aide, "opens a door; it waits"',
             "the president", "state", "affirmed"),
        ),
        (
            "The governor directed the military to vacate all schools.",
            ("the military to vacate all schools", "The governor", "demand", "affirmed"),
        ),
        (
            "The mission notes with concern the continued presence of tanks.",
            ("the continued presence of tanks", "The mission", "state", "affirmed"),
        ),
        (
            "Kyiv has lodged a strong protest with Moscow over the raid.",
            ("the raid", "Kyiv", "state", "affirmed"),
        ),
        (
            "The prime minister defended the ceasefire as the only way.",
            ("the ceasefire as the only way", "The prime minister", "state", "affirmed"),
        ),
        (
            "The truce is over, a press note issued by the army said.",
            ("The truce is over", "a press note issued by the army", "state", "affirmed"),
        ),
        (
            "The mayor gave out that the truce was over.",
            ("the truce was over", "The mayor", "state", "affirmed"),
        ),
        (
            "The general laid down that no man should cross the line.",
            ("no man should cross the line", "The general", "state", "negated"),
        ),
        (
            "The minister would like the UN to send observers.",
            ("the UN to send observers", "The minister", "demand", "affirmed"),
        ),
        (
            "The king gave his blessing to the truce.",
            ("the truce", "The king", "state", "affirmed"),
        ),
        (
            "The mediator is sure that both sides will sign.",
            ("both sides will sign", "The mediator", "opinion", "affirmed"),
        ),
        (
            "The cleric came out against the truce.",
            ("the truce", "The cleric", "deny", "negated"),
        ),
        (
            "The mediator wrote to ask for more time.",
            ("more time", "The mediator", "demand", "affirmed"),
        ),
        (
            "The deputy head of the mission, Jan Kub, and his Georgian counterpart agreed to meet weekly.",
            ("meet weekly", "The deputy head of the mission, Jan Kub, and his Georgian counterpart",
             "commit", "affirmed"),
        ),
        (
            "Local councillor Fatima Omar, whose house was hit, doubts that the truce will last.",
            ("the truce will last", "Local councillor Fatima Omar", "opinion", "affirmed"),
        ),
        (
            "A man who answered the telephone said nobody was in.",
            ("nobody was in", "A man", "state", "negated"),
        ),
        (
            '"Nobody breaks this truce," the general is reported to have warned his officers.',
            ("Nobody breaks this truce", "the general", "state", "negated"),
        ),
        (
            "The envoy is said to have warned them that time was short.",
            ("The envoy is said to have warned them that time was short", None, "report", "affirmed"),
        ),
        (
            "Donors pledged a billion dollars, less than half of what the UN had asked for.",
            ("a billion dollars, less than half of what the UN had asked for", "Donors", "commit",
             "affirmed"),
        ),
        (
            "The minister has written to both sides asking them to name their delegates.",
            ("them to name their delegates", "The minister", "demand", "affirmed"),
        ),
        (
            "Colonel Abate laughed at the suggestion that his men had fled.",
            ("the suggestion that his men had fled", "Colonel Abate", "deny", "negated"),
        ),
        (
            '"You can have peace or my mine," the diamond dealer told the rebels.',
            ("You can have peace or my mine", "the diamond dealer", "state", "affirmed"),
        ),
        (
            "The envoy in Brussels said nothing had changed but the uniforms.",
            ("nothing had changed but the uniforms", "The envoy in Brussels", "state", "negated"),
        ),
        (
            "Kyiv and Moscow have each accused the other's ally of wrecking it.",
            ("the other's ally of wrecking it", "Kyiv and Moscow", "accuse", "affirmed"),
        ),
        (
            "The truce is to be reviewed in May, the foreign minister told the closing session.",
            ("The truce is to be reviewed in May", "the foreign minister", "state", "affirmed"),
        ),
        (
            "The army says it struck a cell that was moving rockets.",
            ("it struck a cell that was moving rockets", "The army", "state", "affirmed"),
        ),
        (
            "The front agreed on a mechanism to watch over the ceasefire.",
            ("a mechanism to watch over the ceasefire", "The front", "commit", "affirmed"),
        ),
        (
            "The contact group agreed on 20 June that farmers should be let into the fields.",
            ("farmers should be let into the fields", "The contact group", "commit", "affirmed"),
        ),
        (
            "Kyiv's man in Minsk, Yevhen Kub, calls that a lie.",
            ("that a lie", "Kyiv's man in Minsk, Yevhen Kub", "opinion", "affirmed"),
        ),
        (
            "The envoy put it on record that Kyiv had broken the truce.",
            ("Kyiv had broken the truce", "The envoy", "state", "affirmed"),
        ),
        (
            "Their leader, Jan Kub, called the ceasefire the most destabilising event since 1921.",
            ("the ceasefire the most destabilising event since 1921", "Their leader, Jan Kub",
             "opinion", "affirmed"),
        ),
        (
            'A minister suggested that they were "thinking hard".',
            ('they were "thinking hard"', "A minister", "state", "affirmed"),
        ),
        (
            "The army, which is on alert, the envoy said, has left.",
            ("The army, which is on alert, the envoy said, has left", "the envoy", "state", "affirmed"),
        ),
        (
            "Their leader scorned the signing in an audio message attributed to him.",
            ("the signing", "Their leader", "deny", "negated"),
        ),
        (
            "Should provocations continue, the command reserves the right to shell the road.",
            ("shell the road", "the command", "announce", "affirmed"),
        ),
    ],
)  # fmt: skip
def test_what_is_said(text, said):
    assert [(one[0], one[1], one[2], one[4]) for one in told(text, "en")] == [said]


@pytest.mark.parametrize(
    "text",
    [
        "A Russian post of about forty men remains inside the ceasefire line.",
        "The mission was not asked to supervise the ceasefire.",
        "The ceasefire was broken on the orders of Mr. Said Nuri.",
        "We have not been able to verify the ceasefire.",
        "Soldiers broke the truce when he asked who had sent them.",
        "The problem with the report is that the army broke the truce.",
        "The two leaders of the ceasefire talks shook hands, said little and left.",
        "The ceasefire deal obliges Kyiv to leave, commits Moscow to more and leaves the rest for later.",
        "The ministry, asked for a list at the ceasefire talks, referred reporters to Jan Kub.",
        "The front directed its fire at the town on Monday and broke the ceasefire.",
        "The rebels laid down their arms at a ceasefire post.",
        "The army challenged the rebels to a fight over the ceasefire.",
        "The council would like to thank the ceasefire monitors.",
        "The front gave out flour at a ceasefire post.",
        "The soldiers rose to leave Aden under the ceasefire.",
    ],
)
def test_what_is_not_said(text):
    assert all(verb is None and act == "report" for _, _, act, verb, _ in told(text, "en"))
    assert told(text, "en")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Reports in the press of a raid on Goma were wrong.",
            ("a raid on Goma", "the press", "report"),
        ),
        (
            "Unfounded is the statement by the army, Kyiv's own, to the effect that the hill was ceded.",
            ("the hill was ceded", "the army, Kyiv's own", "state"),
        ),
        (
            "Claims from the front of a raid were wrong.",
            None,
        ),
        (
            "Reports of a raid in the town of Goma alarmed the mission.",
            None,
        ),
    ],
)  # fmt: skip
def test_whose_reports_they_are(text, said):
    held = [one[:3] for one in told(text, "en") if one[1] is not None]
    assert held == ([] if said is None else [said])


def test_what_is_announced_within_a_clause_is_not_what_follows():
    text = "In the ceasefire which the army announced on Monday, there was little joy."
    assert [one[1:3] for one in told(text, "en")] == [(None, "report")]


def test_what_is_to_be_is_told_and_not_expected():
    text = "Complaints about the ceasefire are to be settled within 72 hours."
    assert [one[2] for one in told(text, "en")] == ["report"]


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        (
            "The general said he would leave, provided the rebels did not advance.",
            ["the rebels did not advance"],
        ),
        ("A spokeswoman, speaking on condition that she not be named, said shots were heard.", []),
        ("The ceasefire list, provided by Kyiv, has 40 names.", []),
        ("The ceasefire mission set up a camp, provided shelter for 400 and left.", []),
    ],
)
def test_what_is_provided(text, conditions):
    assert [one[0] for one in told(text, "en") if one[2] == "condition"] == conditions


def test_who_says_something_goes_on_to_demand():
    text = "The army has left Goma, its spokesman announced, and urged people to go back."
    assert [one[:3] for one in told(text, "en")] == [
        ("The army has left Goma", "its spokesman", "announce"),
        ("people to go back", "its spokesman", "demand"),
    ]


def test_who_is_named_with_whose_they_are_goes_on():
    text = (
        "Hanan Osman, a pharmacist, said no. The UN's Volker Kub welcomed it. He reported clashes."
    )
    assert told(text, "en")[-1][1] == "The UN's Volker Kub"


def test_who_stands_before_a_colon_is_told_of():
    text = "The envoy flew to Kyiv. The army was guarded: it would comply, it said, if they did."
    assert [one[1] for one in told(text, "en") if one[2] == "state"] == ["The army"]


@pytest.mark.parametrize(
    "text",
    [
        "I put that to the commander of the ceasefire post.",
        "The next briefing on the ceasefire is at noon.",
        "The pair shook hands at the airport.",
    ],
)
def test_what_tells_nothing_of_the_truce(text):
    assert told(text, "en") == []


def test_what_and_that_adds_is_no_clause_of_its_own():
    text = "The envoy said at least 22 people died in the strikes, and that the toll would rise."
    assert [one[1] for one in told(text, "en")] == ["The envoy", "The envoy"]


def test_contents_that_a_comma_and_that_part():
    text = (
        "The front said that a patrol had come under fire, that two men were hurt and that it would "
        "respond."
    )
    assert [one[0] for one in told(text, "en")] == [
        "a patrol had come under fire", "two men were hurt", "it would respond",
    ]  # fmt: skip


def test_who_was_accused_denies_it():
    text = "The rebels accuse the army of using the lull to bring up guns, a charge it denies."
    assert [one[1:3] for one in told(text, "en")] == [
        ("The rebels", "accuse"),
        ("the army", "deny"),
    ]


def test_who_acts_in_what_a_source_tells_goes_on():
    text = "According to two envoys, the general agreed to leave Goma and promised to free the men."
    assert told(text, "en")[-1][:3] == ("free the men", "the general", "commit")


def test_what_stands_behind_who_says_something_is_told_apart():
    text = "The ELN is not covered, the ministry noted, and a letter on Monday accused it of theft."
    assert told(text, "en")[0][:3] == ("The ELN is not covered", "the ministry", "state")


def test_who_has_a_title_in_ing_is_told_of():
    text = (
        "Coordinating minister Jan Kub has not given up. He voiced hope that the truce would hold."
    )
    assert told(text, "en")[-1][1] == "Coordinating minister Jan Kub"
