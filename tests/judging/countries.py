"""Random countries: actors whose ties change, zones of all kinds, as strategies of hypothesis."""

from itertools import combinations
from typing import Any

import shapely
from hypothesis import strategies as st

from hudna.evidence import Level, Standing
from hudna.gazetteer import Gazetteer, Spot
from hudna.instant import span
from hudna.zones import Zone, ZoneKind

GROUPS = ("gov", "army", "ally", "reb", "unit", "con", "nus", "jfs", "mrg")
EVERYBODY = (*GROUPS, "civ", "umb", "all")
KINDS = {"gov": "state", "army": "state-force", "unit": "unit", "civ": "civilians",
         "umb": "umbrella", "all": "umbrella"}  # fmt: skip
CODES = ("H-ART", "H-SNI", "H-TER-T", "H-TER-A", "H-INF", "H-FORT", "H-WIV", "H-EXP-U", "H-AID-D",
         "H-CHM", "H-AIR-OV", "H-EXE")  # fmt: skip
WEAPONS = ("artillery", "small-arms", "mortar", "missile", "drone")
UNITS = ("C", "P1", "P2", "D1", "D2", "D3")
GAZETTEER = Gazetteer({
    name: Spot(name, kind, parent, {"en": name})
    for name, kind, parent in (
        ("C", "country", None), ("P1", "adm1", "C"), ("P2", "adm1", "C"), ("D1", "adm2", "P1"),
        ("D2", "adm2", "P1"), ("D3", "adm2", "P2"),
    )
})  # fmt: skip
LAST = 20  # of the days that are spoken of


# --- time -----------------------------------------------------------------------------------------


def date(n: int) -> str:
    return f"2017-01-{n:02d}"


def often(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    """The usual value three times in four."""
    return st.sampled_from([usual] * (3 * len(others)) + list(others))


days = st.integers(1, LAST)
dates = days.map(date)


@st.composite
def dated(draw: Any) -> dict[str, str]:
    """When a tie held: always, from or until a day, or between two."""
    first = draw(st.integers(1, LAST - 1))
    last = draw(st.integers(first + 1, LAST))
    keys = draw(st.sampled_from(["", "", "from", "to", "both"]))
    ends = {"from": date(first), "to": date(last)}
    return {key: day for key, day in ends.items() if keys in (key, "both")}


# --- actors and zones -----------------------------------------------------------------------------

PAIRS = [(b, a) for a, b in combinations(GROUPS, 2)]
levels = st.sampled_from(["E3", "E4", "E2"])


def some(things: Any, most: int, least: int = 0) -> st.SearchStrategy[Any]:
    """A few of some things, each once."""
    return st.lists(st.sampled_from(things), min_size=least, max_size=most, unique=True)


@st.composite
def actors(draw: Any) -> dict[str, Any]:
    """Who there is, and how their ties change with the days."""

    def ties(most: int) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for one, other in draw(some(PAIRS, most)):
            tie = {"of": other, "level": draw(levels)} | draw(dated())
            found.setdefault(one, []).append(tie)
        return found

    members, supports = ties(4), ties(2)
    sides = draw(
        st.dictionaries(st.sampled_from(GROUPS), st.sampled_from(["s1", "s2"]), max_size=4)
    )
    covers = {
        "umb": [{"actor": name} | draw(dated()) for name in draw(some(GROUPS, 3))],
        "all": [{"actor": name} | draw(dated()) for name in draw(some(("umb", "reb", "con"), 2))],
    }
    genealogy = []
    for number, kind in enumerate(
        draw(st.lists(st.sampled_from(["rename", "merge", "split"]), max_size=3))
    ):
        # Of a group only later ones come.
        line = sorted(draw(some(GROUPS, 3, 2)), key=GROUPS.index)
        cut = 1 if kind == "rename" else len(line) - 1 if kind == "merge" else 1
        event = {"id": f"g{number}", "kind": kind, "at": draw(dates), "from": line[:cut],
                 "into": line[cut:]}  # fmt: skip
        if kind == "merge" and draw(st.booleans()):
            event["dominant"] = line[0]
        genealogy.append(event)
    return {
        "sides": {"s1": {"label": {"en": "One"}}, "s2": {"label": {"en": "Two"}}},
        "actors": [
            {"id": name, "kind": KINDS.get(name, "armed-group"), "names": {"en": [name]},
             "side": sides.get(name), "member_of": members.get(name, []),
             "supports": supports.get(name, []), "covers": covers.get(name, [])}
            for name in EVERYBODY
        ],
        "genealogy": genealogy,
        "designations": [
            {"list": draw(st.sampled_from(["un", "us"])), "entry": "E", "actor": name,
             "from": date(1)} | draw(dated())
            for name in draw(some(GROUPS, 2))
        ],
        "links": [
            {"actor": one, "linked_to": other, "level": draw(levels)} | draw(dated())
            for one, other in draw(some(PAIRS, 2))
        ],
    }  # fmt: skip


WIDTH, HEIGHT = 6, 2  # of the country, in degrees


@st.composite
def shapes(draw: Any) -> Any:
    """A box, a triangle, a ring, two boxes or a line, with corners on the grid."""
    x, y = draw(st.integers(0, WIDTH - 1)), draw(st.integers(0, HEIGHT - 1))
    box = shapely.box(x, y, draw(st.integers(x + 1, WIDTH)), draw(st.integers(y + 1, HEIGHT)))
    return draw(st.sampled_from([
        box, box, box, shapely.Polygon([(x, y), (x + 2, y), (x, y + 1)]),
        box.difference(shapely.box(x + 0.25, y + 0.25, x + 0.75, y + 0.75)),
        shapely.MultiPolygon([shapely.box(x, y, x + 0.5, y + 1), shapely.box(x + 2, y, x + 3, y + 1)]),
        shapely.LineString([(x, y), (x + 2, y + 1)]),
    ]))  # fmt: skip


@st.composite
def standings(draw: Any, least: int = 0) -> Standing:
    """How well something stands: mostly proved, now and then low, contested or refuted."""
    level = draw(st.sampled_from([3, 3, 3, 4, 2, 1, 0]))
    doubtful = [(True, False), (True, False), (False, True), (True, True)]
    doubts = draw(st.sampled_from([(False, False)] * 16 + doubtful))
    return Standing(Level(max(level, least)), *doubts)


@st.composite
def a_zone(draw: Any, number: int) -> Zone:
    units = frozenset(draw(st.one_of(st.just([]), some(UNITS, 2))))
    within = frozenset(draw(st.one_of(st.just([]), some(UNITS, 1)))) | units
    shape = draw(shapes()) if draw(often(True, False)) or not within else None
    held = draw(dated())
    return Zone(
        f"z{number}",
        draw(st.sampled_from([ZoneKind.COMBAT_AREA] * 3 + [ZoneKind.CONTROL] * 3 + list(ZoneKind))),
        {},
        span(held.get("from"), held.get("to"), "UTC"),
        shape,
        draw(often(0.0, 10.0, 40.0)),
        units,
        within,
        frozenset(unit for name in within for unit in GAZETTEER.chain(name)),
        tuple(draw(some((*GROUPS, "umb", "unidentified"), 2))),
        tuple(draw(some((*GROUPS, "umb"), 2))),
        draw(standings()),
    )


COUNTRY = Zone("country", ZoneKind.SCOPE_IN, {}, geometry=shapely.box(0, 0, WIDTH, HEIGHT))
MOST_ZONES = 6
ZONES = ("country", *(f"z{n}" for n in range(MOST_ZONES)))
