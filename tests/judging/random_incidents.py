"""Random incidents of a random agreement: everything that an `Incident` can hold."""

from typing import Any

import shapely
from agreements import Written
from countries import (
    CODES,
    EVERYBODY,
    GAZETTEER,
    GROUPS,
    HEIGHT,
    LAST,
    UNITS,
    WEAPONS,
    WIDTH,
    often,
    shapes,
    some,
    standings,
)
from hypothesis import strategies as st
from little import DAY, day

from hudna import taxonomy
from hudna.evidence import Level, Standing, Truth
from hudna.incident import UNIDENTIFIED, Act, Candidate, Extent, Incident, Parties, Plea
from hudna.instant import BEGIN, END, Interval
from hudna.zones import Region

WHOEVER = (*EVERYBODY, "civ", UNIDENTIFIED, "never-heard-of")
TESTS = ("direct_threat", "necessity", "proportionality")
REASONS = ("ACCESS_DENIED", "TECHNICAL_LIMIT", "TEXT_UNAVAILABLE")


@st.composite
def intervals(draw: Any, moments: bool = False) -> Interval:
    """An instant or a span, about a day on which something changes; now and then open."""
    start = day(draw(st.integers(2, LAST))) + draw(st.sampled_from([0, DAY // 2, DAY // 4, -1, 1]))
    if moments:
        return Interval(start, start)
    length = draw(st.sampled_from([0, 0, 1, DAY, DAY, 3 * DAY, 12 * DAY]))
    usual = [(start, start + length)] * 9
    ends = draw(st.sampled_from([*usual, (BEGIN, start), (start, END), (BEGIN, END)]))
    return Interval(*ends)


@st.composite
def regions(draw: Any, written: Written, exact: bool = False) -> Region:
    """A point (often on an edge), a disk, a unit, a shape, nowhere known."""
    kinds = ["point", "point", "edge", "corner", "unit", "shape", "unknown"]
    kind = draw(st.sampled_from(kinds[: 4 if exact else None]))
    unit = draw(st.sampled_from([None, None, *UNITS]))
    units = GAZETTEER.chain(unit) if unit else ()
    if kind == "unknown":
        return Region(None, 0.0, units)
    if kind == "unit":
        return Region(draw(st.sampled_from([None, shapely.box(0, 0, 3, 2)])), 0.0,
                      units or GAZETTEER.chain("P1"), True)  # fmt: skip
    if kind == "shape":
        return Region(draw(shapes()), 0.0, units)
    radius = 0.0 if exact else draw(often(0.0, 5.0, 30.0, 100.0))
    if kind == "corner":
        drawn = [zone.geometry for zone in written.zones if zone.geometry is not None]
        corners = shapely.get_coordinates(draw(st.sampled_from(drawn)))
        return Region(shapely.Point(corners[draw(st.integers(0, len(corners) - 1))]), radius, units)
    x, y = draw(st.integers(0, 4 * WIDTH)), draw(st.integers(0, 4 * HEIGHT))
    inside = 0.1 if kind == "point" else 0.0
    return Region(shapely.Point(x / 4 + inside, y / 4 + inside), radius, units)


@st.composite
def a_party(
    draw: Any, names: Any, standing: st.SearchStrategy[Standing], most: int, least: int = 0
) -> Parties:
    """Candidates, some known by themselves; of many now and then all, together."""
    levels = st.sampled_from([None] * 6 + list(Level))
    picked = draw(st.lists(st.sampled_from(names), min_size=least, max_size=most, unique=True))
    found = tuple(Candidate(name, draw(levels)) for name in picked)
    together = len(found) > 1 and draw(st.booleans())
    return Parties(found, draw(standing), together)


@st.composite
def acts(draw: Any, written: Written) -> tuple[Act, ...]:
    """What it may have been: mostly what the main term speaks of, now and then anything."""
    main = written.document["terms"]["main"].get("acts", "default")
    named = CODES if main == "default" else tuple(main)
    pool = draw(often(named, CODES, sorted(taxonomy.acts())))
    weapon = st.sampled_from([None, None, *WEAPONS])
    found = draw(st.lists(st.builds(Act, st.sampled_from(pool), weapon), max_size=2, unique=True))
    return tuple(found) or draw(often((Act(named[0]),), ()))


@st.composite
def pleas(draw: Any, proved: st.SearchStrategy[Standing]) -> Plea | None:
    """A justification that is invoked, and what is known of each of its tests."""
    if draw(st.booleans()):
        return None
    tests = draw(st.one_of(st.just(["direct_threat", "necessity"]), some(TESTS, 3)))
    truths = st.sampled_from([Truth.T, Truth.T, Truth.T, Truth.F, Truth.U])
    standing = st.one_of(proved, proved, standings())
    found = tuple((test, draw(truths), draw(standing)) for test in tests)
    return Plea(draw(st.sampled_from(GROUPS)), found)


@st.composite
def incidents(draw: Any, written: Written, name: str = "i") -> Incident:
    """One incident of an agreement: in one of two everything is left open, in one little."""
    firm = draw(often(True, False, False))
    proved = st.sampled_from([Standing(Level.E3), Standing(Level.E4)])
    standing = proved if firm else standings()
    whoever = st.lists(st.tuples(*[st.sampled_from(WHOEVER)] * 2), min_size=1, max_size=3)
    parties = ("gov", "reb") if firm else ("gov", "army", "reb", "unit")
    return Incident(
        name,
        draw(standing),
        draw(intervals(firm)),
        draw(standing),
        draw(regions(written, firm)),
        draw(standing),
        draw(a_party(draw(often(parties, WHOEVER)), standing, 3 - firm, int(firm))),
        draw(a_party(draw(often(WHOEVER, parties)), standing, 3 - firm, int(firm))),
        draw(acts(written)),
        draw(standing),
        draw(st.sampled_from(Extent)),
        both_directions=draw(often(False, True)),
        pairs=tuple(draw(whoever)) if not firm and draw(often(False, True)) else (),
        holder=draw(a_party((*GROUPS, "umb", UNIDENTIFIED), standings(), 2))
        if draw(often(False, True))
        else None,
        plea=draw(pleas(proved)),
        under_review=draw(often(False, False, False, True)),
        flags=draw(often((), (("IHL", "stated"),))),
        reasons=tuple(draw(some(REASONS, 2))) if draw(often(False, True)) else (),
    )
