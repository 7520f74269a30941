"""Whose words a paragraph is, in an interview and in a broadcast."""

import pytest
from reads import read

INTERVIEW = """Commander Jan Kub, who sits on the front's talks team, received us in Aden.

Q: What happens after 26 July?
A: We shall prolong the ceasefire by three months. Our weapons can be locked up in containers.

Q: The army complains that you have dug trenches.
A: Not one trench has been dug. The home minister promised that the prisoners would be freed.

The front has 300 fighters under the truce.
"""

ARABIC = """قال وزير الدفاع الأوكراني أندري كوفال إن الهدنة صامدة.

س: ماذا بعد 26 تموز؟
ج: سنمدد الهدنة ثلاثة أشهر. ولن نسلم السلاح.
"""

BROADCAST = """Rebels took the port on Monday. General Moses Pawe of the northern front spoke to us by telephone.

PAWE: Those shells are not ours. My men will observe the ceasefire until the peacekeepers come.

Two battalions will monitor the truce.

ANGOLA: Rebels released 40 prisoners under the truce of last week in the north.
"""


def said(text, language="en"):
    statements = read(text, language).statements
    return [(one.said, one.speaker and one.speaker.name, one.act) for one in statements]


def test_an_interview():
    found = said(INTERVIEW)
    assert ("We shall prolong the ceasefire by three months", "Jan Kub", "state") in found
    assert ("Our weapons can be locked up in containers", "Jan Kub", "state") in found
    assert ("you have dug trenches", "The army", "state") in found
    assert ("Not one trench has been dug", "Jan Kub", "state") in found
    assert ("the prisoners would be freed", "The home minister", "commit") in found
    assert not any("What happens" in content for content, _, _ in found)
    assert found[-1] == ("The front has 300 fighters under the truce", None, "report")


def test_an_arabic_interview():
    found = said(ARABIC, "ar")
    assert ("سنمدد الهدنة ثلاثة أشهر", "أندري كوفال", "state") in found
    assert [one[1] for one in found] == ["أندري كوفال"] * len(found)


def test_an_answer_of_nobody_known():
    found = said("سؤال: ماذا بعد؟\nجواب: سنمدد الهدنة ثلاثة أشهر.\n", "ar")
    assert found == [("سنمدد الهدنة ثلاثة أشهر", None, "report")]


def test_a_broadcast():
    found = said(BROADCAST)
    assert ("Those shells are not ours", "Moses Pawe", "state") in found
    mine = "My men will observe the ceasefire until the peacekeepers come"
    assert (mine, "Moses Pawe", "state") in found
    assert [one[1] for one in found if "battalions" in one[0]] == [None]
    freed = "Rebels released 40 prisoners under the truce of last week in the north"
    assert (freed, None, "report") in found


@pytest.mark.parametrize(
    "text",
    [
        "Q: Will the truce hold? A: It will.",
        "A: The truce will hold in the whole of the country, and monitors will come.",
        "Question: will the truce hold?",
    ],
)
def test_nobody_is_made_up(text):
    assert {speaker for _, speaker, _ in said(text)} <= {None}


def test_a_label_before_several_turns_is_a_name():
    text = (
        "REPORTER: Will the truce hold?\n\nOKELLO: The truce will hold in the north.\n\n"
        "REPORTER: And the prisoners?\n\nOKELLO: We shall free 40 prisoners. The army has not freed one.\n"
    )
    assert said(text) == [
        ("The truce will hold in the north", "OKELLO", "state"),
        ("We shall free 40 prisoners", "OKELLO", "state"),
        ("The army has not freed one", "OKELLO", "state"),
    ]


def test_a_label_of_figures_is_no_name():
    text = "Violations: three in the north.\n\nViolations: four in the south, among them mortar fire.\n"
    assert {speaker for _, speaker, _ in said(text)} <= {None}
