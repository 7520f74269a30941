"""Counts: what a period holds, by hand-computed expectation and by property."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hudna.evidence import Level, Standing
from hudna.finding import Finding, Headline, Reason, Verdict, WorldVerdict
from hudna.incident import Act, Extent, Harm, Incident, Parties
from hudna.instant import ALWAYS, BEGIN, END, Interval
from hudna.sitrep.counting import LISTED, belongs
from hudna.sitrep.model import HEADINGS, Belongs, Heading, columns
from hudna.zones import Region

PERIOD = Interval(100, 200)
VIOLATION, OUTSIDE = HEADINGS[:2]
DEPENDS, CANNOT = HEADINGS[4:6]


def test_a_period_is_half_open():
    assert belongs(Interval(100, 200), Extent.MOMENT, PERIOD) == Belongs.WITHIN
    assert belongs(Interval(100, 100), Extent.MOMENT, PERIOD) == Belongs.WITHIN
    assert belongs(Interval(200, 200), Extent.MOMENT, PERIOD) == Belongs.OUTSIDE
    assert belongs(Interval(200, 300), Extent.MOMENT, PERIOD) == Belongs.OUTSIDE
    assert belongs(Interval(0, 100), Extent.MOMENT, PERIOD) == Belongs.OUTSIDE


def test_a_partial_overlap_is_counted_apart():
    assert belongs(Interval(199, 201), Extent.MOMENT, PERIOD) == Belongs.MAYBE
    assert belongs(Interval(99, 101), Extent.UNKNOWN, PERIOD) == Belongs.MAYBE
    assert belongs(Interval(99, 101), Extent.THROUGHOUT, PERIOD) == Belongs.PARTLY
    assert belongs(ALWAYS, Extent.UNKNOWN, PERIOD) == Belongs.MAYBE
    assert belongs(Interval(BEGIN, 100), Extent.UNKNOWN, PERIOD) == Belongs.OUTSIDE
    assert belongs(Interval(150, END), Extent.UNKNOWN, PERIOD) == Belongs.MAYBE


def test_the_small_case(report):
    coded = report.coded
    assert coded.held == 7
    assert {h: t.which for h, t in coded.counts.items()} == {
        VIOLATION: ("sure",),
        OUTSIDE: ("before",),
        DEPENDS: ("by-reading",),
        CANNOT: ("one-origin",),
    }
    assert coded.maybe.which == ("over-the-edge",)
    assert (coded.outside, coded.duplicates, coded.aggregates) == (1, 1, 0)
    assert coded.voices == {"none": 0, "one": 1, "more": 3}
    assert {code: t.which for code, t in coded.reasons.items()} == {
        "SINGLE_ORIGIN": ("one-origin",)
    }


def test_every_unit_has_a_row_and_so_has_the_unknown_place(report):
    rows = {row.unit: row for row in report.coded.rows}
    assert list(rows) == ["X1", "X2", "X3", None]
    assert rows["X3"].silent
    assert rows[None].counts[CANNOT].which == ("one-origin",)  # a place of the country, no unit
    assert rows["X2"].apart.which == ("over-the-edge",)


def test_a_mixture_of_causes_is_a_column_of_its_own():
    mixed = Heading(Headline.NOT_VIOLATION, ("outside", "permitted"))
    assert columns([VIOLATION]) == HEADINGS
    assert columns([mixed]) == (*HEADINGS[:4], mixed, *HEADINGS[4:])
    assert mixed.key == "outside-permitted"


def test_a_split_act_counts_each_part_by_its_own_time(case, make):
    sure = case.incidents[0]
    start = case.agreement.events["start"].earliest
    span = Interval(start - 60_000_000, start + 60_000_000)
    act = replace(sure, id="long", time=span, extent=Extent.THROUGHOUT)
    from hudna.engines.local import judge_incidents

    found = list(judge_incidents(case, [act]))
    assert [f.part for f in found] == [1, 2]
    coded = make(incidents=[act], found=found).coded
    assert coded.incidents == 1
    assert {h: t.which for h, t in coded.counts.items()} == {
        OUTSIDE: ("long.part1",),
        VIOLATION: ("long.part2",),
    }


# --- imported reports -----------------------------------------------------------------------------


def report_of(number, span, unit, aggregate=False, source="ucdp-ged"):
    standing = Standing(Level.E2, origins=("one",))
    units = (unit, "XX") if unit else ("XX",)
    return Incident(
        f"r-{number:04}", standing, span, standing, Region(None, 0, units, True), standing,
        Parties((), standing), Parties((), standing), (Act("H-LET-U"),), standing,
        zone="Asia/Beirut", title={"en": "A headline with the name of a person"},
        place_name={"en": "Some town"}, harm=(Harm("killed", "all", 1, None, 3),),
        sources=(source,), unmatched=True, aggregate=aggregate,
    )  # fmt: skip


def finding_of(incident, headline, worlds):
    verdict = {
        Headline.VIOLATION: WorldVerdict(Verdict.VIOLATION),
        Headline.NOT_VIOLATION: WorldVerdict(Verdict.OUTSIDE, failing=("actor",)),
        Headline.CANNOT_DETERMINE: WorldVerdict(
            Verdict.CANNOT_DETERMINE, reasons=(Reason("actor", "SINGLE_ORIGIN"),)
        ),
    }[headline]
    causes = ("outside",) if headline == Headline.NOT_VIOLATION else ()
    verdicts = {world.id: verdict for world in worlds}
    return Finding(incident.id, None, verdicts, headline, causes, unmatched=True)


drawn = st.lists(
    st.tuples(
        st.sampled_from(["X1", "X2", "X3", None]),
        st.sampled_from([Headline.VIOLATION, Headline.NOT_VIOLATION, Headline.CANNOT_DETERMINE]),
        st.tuples(st.integers(-5, 30), st.integers(0, 10)),  # days from the start of the period
        st.booleans(),
        st.sampled_from(["ucdp-ged", "bulletin"]),
    ),
    max_size=60,
)


@given(drawn)
def test_counts_add_up_and_units_are_never_mixed(days, worlds, make, rows):
    period = days(10, 19)
    day = (period.latest - period.earliest) // 10
    incidents, found, expected = [], [], {"ucdp-ged": 0, "bulletin": 0}
    for number, (unit, headline, (start, length), aggregate, source) in enumerate(rows):
        span = Interval(period.earliest + start * day, period.earliest + (start + length) * day)
        incident = report_of(number, span, unit, aggregate, source)
        incidents.append(incident)
        found.append(finding_of(incident, headline, worlds))
        inside = start >= 0 and start + length <= 10 and not (length == 0 and start == 10)
        expected[source] += inside and not aggregate
    report = make(period, incidents, found)
    assert report.coded.held == report.coded.within == 0
    assert {s.source for s in report.imported} == {row[4] for row in rows}
    for series in report.imported:
        assert series.within == expected[series.source]
        assert (
            series.within + series.maybe.n + series.partly.n + series.outside + series.aggregates
            == series.held
        )
        for heading in series.columns:
            whole = series.counts[heading].n if heading in series.counts else 0
            assert sum(r.counts[heading].n for r in series.rows if heading in r.counts) == whole
        apart = sum(row.apart.n for row in series.rows)
        assert apart == series.maybe.n + series.partly.n
        assert sum(series.voices.values()) == series.within
        assert all(t.n <= series.within for t in series.reasons.values())
        assert all(len(t.which) == min(t.n, LISTED) for t in series.counts.values())
        assert len(series.lines) == sum(min(t.n, LISTED) for t in series.counts.values())
