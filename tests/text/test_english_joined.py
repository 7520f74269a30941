"""Where one English main clause ends and another begins, if nobody says them."""

import pytest
from reads import told


def contents(text):
    return [one[0] for one in told(text, "en")]


@pytest.mark.parametrize(
    ("one", "joint", "other"),
    [
        ("The convoy reached Kadugli on Friday", ", and ", "aid workers handed out flour"),
        ("Shelling killed three soldiers in Avdiivka", ", and ", "a school was hit by two mortars"),
        ("The rebels withdrew from the heights", "; ", "two soldiers were shot"),
        ("The army is to leave Goma by Friday", " and ", "joint patrols will watch the ceasefire"),
        ("Neither side withdrew its tanks", ", ", "nor may they fly drones over the buffer zone"),
    ],
)
def test_clauses_with_a_subject_each_are_told_apart(one, joint, other):
    assert contents(f"{one}{joint}{other}.") == [one, other]


@pytest.mark.parametrize(
    "text",
    [
        "The ceasefire took effect at noon and has held since",
        "Shells hit schools and hospitals were damaged in Taiz",
        "Fighters who had attacked the post and the soldiers who guarded it were shot",
        "If the army attacks and the rebels respond, the ceasefire will be over",
        "The army shelled positions held by rebels and villages controlled by the front",
        "Under the plan, the army would leave Goma and the rebels would be disarmed",
        "A drone killed a man and his son in Homs",
    ],
)
def test_what_has_one_subject_or_stands_in_a_clause_is_told_as_one(text):
    assert contents(f"{text}.") == [text]


def test_what_follows_a_promise_is_told_by_nobody():
    text = "The front undertook to free the prisoners, and two soldiers were shot in Goma."
    assert [one[:3] for one in told(text, "en")] == [
        ("free the prisoners", "The front", "commit"),
        ("two soldiers were shot in Goma", None, "report"),
    ]


def test_what_is_said_goes_on_behind_and():
    text = "The ministry said the front had broken the truce, and its men were under fire."
    assert contents(text) == ["the front had broken the truce, and its men were under fire"]
