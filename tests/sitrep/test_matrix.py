"""The verdict matrix: worlds brought together where they agree, apart where they do not."""

from hudna.agreement.obligations import Due, DueStatus
from hudna.finding import Verdict
from hudna.sitrep.matrix import _settings, _turning, standing_of


class Setting:
    """A world as far as the matrix looks at it."""

    def __init__(self, **switches):
        self.switches = switches


def test_a_reading_whose_worlds_agree_has_one_verdict(report):
    account = next(a for a in report.accounts if a.id == "sure")
    assert [cell.reading for cell in account.cells] == ["A", "B"]
    assert [[v.verdict for v in cell.variants] for cell in account.cells] == [
        [Verdict.VIOLATION],
        [Verdict.VIOLATION],
    ]
    assert [(v.worlds, v.of) for cell in account.cells for v in cell.variants] == [(1, 1), (2, 2)]


def test_a_reading_whose_worlds_differ_says_on_which_switch(report):
    account = next(a for a in report.accounts if a.id == "by-reading")
    first, second = account.cells
    assert [v.verdict for v in first.variants] == [Verdict.VIOLATION]
    found = {
        v.verdict: (v.worlds, v.of, v.failing, [(s.id, values) for s, values in v.where])
        for v in second.variants
    }
    assert found == {
        Verdict.OUTSIDE: (1, 2, ("target",), [("duty_scope", ("inter_partes",))]),
        Verdict.VIOLATION: (1, 2, (), [("duty_scope", ("erga_omnes",))]),
    }
    assert [switch.id for switch in second.turns_on] == ["duty_scope"]
    assert [pivot.id for pivot in account.pivots] == ["duty_scope", "B"]


def test_settings_are_told_only_where_they_alone_lead_there():
    worlds = [Setting(a=x, b=y) for x in "01" for y in "01"]
    by_a = [worlds[:2], worlds[2:]]
    assert _turning(by_a) == ["a"]
    assert _settings(worlds[:2], worlds, ["a"]) == [("a", ("0",))]
    one = [[worlds[0]], worlds[1:]]  # a = 0 and b = 0, against everything else
    assert sorted(_turning(one)) == ["a", "b"]
    assert _settings(worlds[:1], worlds, ["a", "b"]) == [("a", ("0",)), ("b", ("0",))]
    assert _settings(worlds[1:], worlds, ["a", "b"]) == []  # no product of settings


def test_an_obligation_has_the_statuses_of_each_reading(worlds, report):
    assert {duty.id for duty in report.duties} == {"O-list", "O-open"}
    met = next(duty for duty in report.duties if duty.id == "O-list")
    assert met.cells == (("A", ((DueStatus.MET, 1, 1),)), ("B", ((DueStatus.MET, 2, 2),)))
    assert met.evidence == ("delivered",)
    last = worlds[-1]
    due = Due("x", last.id, "T", None, None, DueStatus.MISSED, ())
    readings = {"A": worlds[:1], "B": worlds[1:]}
    assert standing_of([due], readings) == (("A", ()), ("B", ((DueStatus.MISSED, 1, 2),)))
