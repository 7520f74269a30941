"""English of missions' reports and of reportage: relatives, asides, sources and conditions within a sentence."""

import pytest
from reads import told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "The envoy said that the convoys, to which Asmara has agreed to give passage, will leave soon.",
            [
                ("the convoys, to which Asmara has agreed to give passage, will leave soon",
                 "The envoy", "state", "affirmed"),
                ("give passage", "Asmara", "commit", "affirmed"),
            ],
        ),
        (
            "The truce, to which Asmara and the front both consented in writing, took effect at dawn.",
            [("The truce, to which Asmara and the front both consented in writing, took effect at dawn",
              None, "report", "affirmed")],
        ),
        (
            "The mission noted that, according to its patrols, not a single shell has fallen.",
            [
                ("not a single shell has fallen", "The mission", "state", "negated"),
                ("not a single shell has fallen", "its patrols", "report", "negated"),
            ],
        ),
        (
            "The colonel, for his part, waved it away.",
            [("it", "The colonel", "deny", "negated")],
        ),
        (
            "Not ours, insisted the army, no friend of the accord, in a note.",
            [("Not ours", "the army, no friend of the accord", "confirm", "negated")],
        ),
        (
            "The governor is hopeful that the truce will last, on one condition, namely that food is flown in.",
            [
                ("the truce will last", "The governor", "expect", "affirmed"),
                ("food is flown in", "The governor", "condition", "affirmed"),
            ],
        ),
        (
            "The mission asked the army for an explanation and was told that the guns had gone.",
            [
                ("the army for an explanation", "The mission", "demand", "affirmed"),
                ("the guns had gone", None, "state", "affirmed"),
            ],
        ),
        (
            "The rebel leader was said by diplomats to favour a longer truce.",
            [("The rebel leader was said by diplomats to favour a longer truce",
              "diplomats", "state", "affirmed")],
        ),
        (
            "The men were told to wait because, the captain reminded them, the truce is no peace.",
            [("the truce is no peace", "the captain", "state", "negated")],
        ),
        (
            "The observer told us that they were waiting; an officer on the other side shelled the bridge.",
            [
                ("they were waiting", "The observer", "state", "affirmed"),
                ("an officer on the other side shelled the bridge", None, "report", "affirmed"),
            ],
        ),
        (
            "The army claimed ignorance of the raid and committed itself to have the post removed.",
            [
                ("the raid", "The army", "deny", "negated"),
                ("have the post removed", "The army", "commit", "affirmed"),
            ],
        ),
        (
            "The two armies remained at odds over the buffer zone.",
            [("the buffer zone", "The two armies", "state", "affirmed")],
        ),
        (
            "The agency volunteered 30 doctors and renewed its plea that the children be freed.",
            [
                ("30 doctors", "The agency", "commit", "affirmed"),
                ("the children be freed", "The agency", "demand", "affirmed"),
            ],
        ),
        (
            "The code bars both armies from recruiting fighters.",
            [("The code bars both armies from recruiting fighters", None, "report", "negated")],
        ),
        (
            "The commander insisted that he recognised no line on the map.",
            [("he recognised no line on the map", "The commander", "confirm", "negated")],
        ),
        (
            "The guns were withdrawn, and on the main street there is no checkpoint left.",
            [
                ("The guns were withdrawn", None, "report", "affirmed"),
                ("on the main street there is no checkpoint left", None, "report", "negated"),
            ],
        ),
        (
            "The envoy has received the general's word that the prisoners will be freed.",
            [
                ("The envoy has received the general's word that the prisoners will be freed",
                 None, "report", "affirmed"),
                ("the prisoners will be freed", "general", "commit", "affirmed"),
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_said(text, said):
    assert [one[:3] + one[4:] for one in told(text, "en")] == said


def test_whose_estimation_it_is():
    found = told(
        "The general said the truce was holding. Two raids, in his estimation, were breaches.", "en"
    )
    assert found[1][1:3] == ("The general", "opinion")


@pytest.mark.parametrize(
    "text",
    [
        "The army, which lost a man to a mine last week, is keeping silent.",
        "Latest from the Monitoring Mission, based on information received as of 19:30, 23 September 2016\n\nNothing else.",
    ],
)
def test_nothing_is_said(text):
    assert told(text, "en") == []
