"""What a count turns on: by hand on a little case, and against findings one by one."""

from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from agreements import agreements
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from little import (
    DAY,
    PLAIN_LEDGER,
    PLAIN_TERMS,
    REGISTRY,
    ZONES,
    agreement,
    an_incident,
    day,
    graded,
    noon,
    parties,
)
from random_incidents import incidents

from hudna.agreement.agreement import Agreement
from hudna.agreement.document import AgreementFile
from hudna.analysis.counts import Count, Times, Unit, UnitError, lying, times_of
from hudna.analysis.sensitivity import Change, LeftOut, Sensitivity, sensitivity
from hudna.evidence import Level
from hudna.finding import Finding, Verdict
from hudna.gazetteer import Gazetteer
from hudna.incident import Act, Extent, Incident
from hudna.incident_table import checked
from hudna.instant import BEGIN, END, Interval
from hudna.judging.alternatives import alternatives, parts
from hudna.judging.judge import Judge
from hudna.sitrep.counting import belongs
from hudna.sitrep.model import Belongs

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
CODED = Unit(None)
MONTH = Interval(day(1), day(5))  # 1 to 4 January

# Of the attack on whoever is not a party: A leaves open whether it counts, B says that it does not.
# C does not prohibit tanks.  A says that the exclusion of Nus follows it under the name of Jfs.
QUESTIONS = {
    "duty": {
        "label": "To whom?",
        "values": {
            "parties": {"T-attack": {"duty_scope": "inter_partes"}},
            "all": {"T-attack": {"duty_scope": "erga_omnes"}},
        },
        "readings": {"A": "open", "B": "parties"},
    },
    "rename": {
        "label": "Does it follow?",
        "values": {
            "true": {"T-exclude": {"follows_rename": True}},
            "false": {"T-exclude": {"follows_rename": False}},
        },
        "readings": {"A": True},
    },
}
READINGS = {"A": {}, "B": {}, "C": {"T-attack": {"acts": ["H-ART"]}}}


def questioned() -> Agreement:
    plain = agreement(PLAIN_TERMS, readings=READINGS, accessions=PLAIN_LEDGER).document
    raw = plain.model_dump(by_alias=True, exclude_unset=True, mode="json")
    document = AgreementFile.model_validate(raw | {"switches": QUESTIONS})
    return Agreement(document, REGISTRY, ZONES, Gazetteer({}))


def hit(name: str, **more: Any) -> Incident:
    return an_incident(id=name, **more)


def told(level: Level) -> dict[str, Any]:
    standing = graded(level)
    return {"occurred": standing, "time_standing": standing, "act_standing": standing}


INCIDENTS = [
    hit("party"),  # a violation in every world
    hit("stranger", targets=parties(["stranger"], graded(Level.E4))),  # where all are owed it
    # Excluded where the exclusion follows the name; else a violation where all are owed it.
    hit("renamed", targets=parties(["jfs"], graded(Level.E4)), time=Interval(noon(4), noon(4))),
    hit("tank", acts=(Act("H-TNK"),)),  # but for C
    hit("single", **told(Level.E2)),  # cannot be determined anywhere
    hit("early", time=Interval(noon(1), noon(1))),  # before it was in force
    # From the day before the start to the day after: two parts, of which the second violates.
    hit("split", time=Interval(day(1), day(3)), extent=Extent.THROUGHOUT),
    hit("edge", time=Interval(noon(4), noon(5))),  # a violation on the last day or after it
    hit("sum", aggregate=True),
    hit("late", time=Interval(noon(9), noon(9))),
]


def counted(agreement: Agreement, some: list[Incident], period: Interval) -> Sensitivity:
    court = Judge(agreement).court(agreement.worlds.all(), pivots=False)
    source = pa.table(
        {
            "incident_id": pa.array([i.id for i in some], pa.string()),
            "aggregate": pa.array([i.aggregate for i in some], pa.bool_()),
        }
    )
    found = court.table(court.scales.registrar.listed(some), source, reasons=False)
    spans = [span for incident in some for span in parts(incident, agreement)]
    times = Times(
        np.array([s.earliest for s in spans], np.int64),
        np.array([s.latest for s in spans], np.int64),
    )
    return sensitivity(found, times, agreement.worlds, period, CODED)


@pytest.fixture(scope="module")
def found() -> Sensitivity:
    return counted(questioned(), INCIDENTS, MONTH)


def n(within: int, possible: int) -> Count:
    return Count(CODED, within, possible)


# --- by hand ----------------------------------------------------------------------------------------


def test_violations_in_each_world(found) -> None:
    # Everywhere: party, split, and perhaps edge.  Tank but in C; stranger where all are owed it;
    # renamed where all are and the exclusion does not follow the name.
    assert {w.world: (w.violations.within, w.violations.possible) for w in found.worlds} == {
        "A[duty=parties]": (3, 4),
        "A[duty=parties,rename=false]": (3, 4),
        "A[duty=all]": (4, 5),
        "A[duty=all,rename=false]": (5, 6),
        "B": (3, 4),
        "B[duty=all]": (4, 5),
        "C": (2, 3),
    }
    assert {w.world for w in found.worlds if w.live} == {
        "A[duty=parties]", "A[duty=all]", "B", "C"
    }  # fmt: skip


def test_what_cannot_be_determined_stands_beside(found) -> None:
    assert {w.undetermined for w in found.worlds} == {n(1, 1)}  # single
    assert {w.world: w.at_most for w in found.worlds}["A[duty=all]"] == 5


def test_the_range_over_live_worlds_and_by_reading(found) -> None:
    assert (found.live.worlds, found.live.violations) == (4, (n(2, 3), n(4, 5)))
    spreads = {r.reading: r for r in found.readings}
    assert spreads["A"].live.violations == (n(3, 4), n(4, 5))
    assert spreads["A"].every.violations == (n(3, 4), n(5, 6))
    assert (spreads["A"].live.worlds, spreads["A"].every.worlds) == (2, 4)
    assert spreads["C"].live == spreads["C"].every


def test_by_setting(found) -> None:
    by = {(s.reading, s.switch, s.value): s for s in found.settings}
    assert set(by) == {
        ("A", "duty", "parties"), ("A", "duty", "all"), ("A", "rename", "true"),
        ("A", "rename", "false"), ("B", "duty", "parties"), ("B", "duty", "all"),
    }  # fmt: skip
    assert by["A", "duty", "all"].live.violations == (n(4, 5), n(4, 5))
    assert by["A", "duty", "all"].every.violations == (n(4, 5), n(5, 6))
    assert by["A", "rename", "false"].live.violations == (n(3, 4), n(5, 6))
    stated = {key for key, setting in by.items() if setting.stated}
    assert stated == set(by) - {("A", "rename", "false"), ("B", "duty", "all")}


def test_how_far_each_switch_moves_the_count(found) -> None:
    moves = {(m.switch, m.reading): m for m in found.moves}
    assert len(found.moves) == 3
    a, b, rename = moves["duty", "A"], moves["duty", "B"], moves["rename", "A"]
    assert (a.before, a.after, a.open) == ("parties", "all", True)
    assert (b.before, b.after, b.open) == ("parties", "all", False)
    assert (rename.before, rename.after, rename.open) == ("true", "false", False)
    assert a.violations == a.at_most == b.violations == b.at_most == Change(1, 1)
    assert rename.violations == rename.at_most == Change(0, 1)
    assert found.strongest() == ("duty", "rename")
    assert found.strongest(open_=True) == ("duty",)


def test_what_turns_on_what(found) -> None:
    assert {t.switch: t.ids for t in found.turning} == {
        "duty": ("stranger",),
        "rename": ("renamed",),
    }
    assert {t.switch: t.count for t in found.turning} == {"duty": n(1, 1), "rename": n(1, 1)}
    assert found.on_a_switch == n(2, 2)
    assert found.on_the_reading == n(1, 1)  # tank
    assert found.on_nothing == n(4, 5)  # party, single, early, split; and edge
    assert found.on_a_switch + found.on_the_reading + found.on_nothing == found.counted == n(7, 8)


def test_what_is_left_out(found) -> None:
    assert found.left_out == (LeftOut("aggregate", 1), LeftOut("outside", 1))


def test_a_decrease_is_the_largest_where_it_goes_farther() -> None:
    assert Change(-3, 2).largest == -3
    assert Change(-2, 2).largest == 2


def test_where_nothing_was_in_the_period() -> None:
    nothing = counted(questioned(), INCIDENTS, Interval(day(20), day(21)))
    assert nothing.counted == n(0, 0)
    assert nothing.live.violations == (n(0, 0), n(0, 0))
    assert nothing.strongest() == nothing.strongest("at_most") == ()
    assert nothing.left_out == (LeftOut("aggregate", 0), LeftOut("outside", 10))
    assert counted(questioned(), [], MONTH).counted == n(0, 0)


def test_findings_under_other_worlds_are_refused() -> None:
    agreement = questioned()
    court = Judge(agreement).court()
    source = pa.table({"incident_id": ["i"]})
    table = court.table(court.scales.registrar.listed([hit("i")]), source)
    times = Times(np.array([noon(3)]), np.array([noon(3)]))
    with pytest.raises(ValueError, match="every world"):
        sensitivity(table, times, agreement.worlds, MONTH, CODED)


# --- units ------------------------------------------------------------------------------------------


def test_counts_of_one_unit_are_added() -> None:
    assert n(1, 2) + n(3, 3) == n(4, 5)


@pytest.mark.parametrize(
    ("one", "other"),
    [(CODED, Unit("UCDP GED")), (Unit("UCDP GED"), CODED), (Unit("UCDP GED"), Unit("ACLED"))],
)
def test_units_are_never_summed(one: Unit, other: Unit) -> None:
    with pytest.raises(UnitError, match="are not added"):
        Count(one, 1, 1) + Count(other, 1, 1)


# --- times ------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), min_size=1), st.integers(1, 3))
def test_times_lie_to_a_period_as_a_situation_report_has_it(some, length) -> None:
    period = Interval(2, 2 + length)
    spans = [Interval(start, start + more) for start, more in some] + [Interval(BEGIN, END)]
    times = Times(np.array([s.earliest for s in spans]), np.array([s.latest for s in spans]))
    within, possible = lying(times, period)
    lies = [belongs(span, Extent.UNKNOWN, period) for span in spans]
    assert within.tolist() == [b == Belongs.WITHIN for b in lies]
    assert possible.tolist() == [b != Belongs.OUTSIDE for b in lies]


def test_the_parts_of_an_act_that_filled_its_time_have_times_of_their_own() -> None:
    agreement = questioned()
    court = Judge(agreement).court(agreement.worlds.all())
    source = checked(
        pa.table(
            {
                "incident_id": ["moment", "filled"],
                "t_earliest": pa.array([noon(3), day(1)], pa.timestamp("us", "UTC")),
                "t_latest": pa.array([noon(3), day(1) + 3 * DAY], pa.timestamp("us", "UTC")),
                "extent": ["moment", "throughout"],
                "actors": [["army"], ["army"]],
                "level": pa.array([4, 4], pa.int8()),
            }
        )
    )
    found = court.table(court.listing({}).listed(source), source)
    whole = Times(np.array([noon(3), day(1)]), np.array([noon(3), day(4)]))
    times = times_of(found, whole, agreement)
    assert found["part"].to_pylist() == [None, 1, 2]
    assert list(zip(times.earliest, times.latest, strict=True)) == [
        (noon(3), noon(3)), (day(1), day(2)), (day(2), day(4))
    ]  # fmt: skip


# --- against findings one by one --------------------------------------------------------------------


def plainly(findings: list[list[tuple[Finding, Belongs]]], world: str) -> Counter[str]:
    """For one world, how many incidents are or perhaps are what; from its findings, one by one."""
    counts: Counter[str] = Counter()
    for mine in findings:
        inside = {f.verdicts[world].verdict for f, lies in mine if lies == Belongs.WITHIN}
        perhaps = {f.verdicts[world].verdict for f, lies in mine if lies != Belongs.OUTSIDE}
        violates, unknown = Verdict.VIOLATION, Verdict.CANNOT_DETERMINE
        counts["violations within"] += violates in inside
        counts["violations possible"] += violates in perhaps
        counts["undetermined within"] += unknown in inside and violates not in inside
        counts["undetermined possible"] += unknown in perhaps and violates not in inside
    return counts


@st.composite
def cases(draw: Any) -> tuple[Agreement, list[Incident], Interval]:
    written = draw(agreements())
    agreement = written.agreement
    most = max(20, 5000 // max(1, len(agreement.worlds.all())))
    some = [draw(incidents(written, f"i{i}")) for i in range(draw(st.integers(0, 8)))]
    few = [
        i for i in some
        if sum(len(alternatives(i, agreement, s)) for s in parts(i, agreement)) <= most
    ]  # fmt: skip
    first = draw(st.integers(1, 9))
    return agreement, few, Interval(day(first), day(first + draw(st.integers(1, 9))))


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=SLOW)
@given(cases())
def test_counts_are_those_of_findings_one_by_one(case) -> None:
    agreement, some, period = case
    worlds, default = agreement.worlds.all(), agreement.worlds.default()
    if not default:
        return
    found = counted(agreement, some, period)
    judge = Judge(agreement)
    findings = []
    for incident in (i for i in some if not i.aggregate):
        judged = judge.judge_all([incident], worlds)
        spans = parts(incident, agreement)
        lies = [belongs(span, incident.extent, period) for span in spans]
        if set(lies) != {Belongs.OUTSIDE}:
            findings.append(list(zip(judged, lies, strict=True)))
    for world in found.worlds:
        plain = plainly(findings, world.world)
        assert (world.violations.within, world.violations.possible) == (
            plain["violations within"], plain["violations possible"]
        )  # fmt: skip
        assert (world.undetermined.within, world.undetermined.possible) == (
            plain["undetermined within"], plain["undetermined possible"]
        )  # fmt: skip
    near = [[f for f, lies in mine if lies != Belongs.OUTSIDE] for mine in findings]
    for turning in found.turning:
        assert list(turning.ids) == [
            mine[0].incident for mine in near if any(turning.switch in f.pivots for f in mine)
        ]
    switches = set(agreement.document.switches)
    assert found.on_a_switch.possible == sum(
        any(switches & set(f.pivots) for f in mine) for mine in near
    )
    assert found.counted.possible == len(near)
    total = found.on_a_switch + found.on_the_reading + found.on_nothing
    assert total == found.counted
