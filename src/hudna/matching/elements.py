"""Elements: what reports say of who, what, when and where, and what follows from it.

In: rows of `hudna.report.SCHEMA`.  Out: the `Logic` of sets of actors or acts, of times and of regions, by
which `accounts` finds on what reports agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from hudna import taxonomy
from hudna.actors import ActorKind, Registry
from hudna.instant import Interval
from hudna.matching.accounts import Logic
from hudna.matching.placed import distance_km
from hudna.matching.related import all_above
from hudna.sources.plain import TOWN_KM
from hudna.zones import Region

Names = frozenset[str]


# --- who and what ---------------------------------------------------------------------------------


def of_actors(registry: Registry, span: Interval) -> Logic[Names]:
    """Sets of actors: who is part of whom, and whom an umbrella name covers, within a time."""

    def above(name: str) -> Iterable[str]:
        yield from (e.to for e in registry.members.get(name, ()) if e.held.meets(span))
        for umbrella, edges in registry.covers.items():
            if any(edge.to == name and edge.held.meets(span) for edge in edges):
                yield umbrella

    def vague(names: Names) -> bool:
        kinds = (registry.entries[name].kind for name in names if name in registry.entries)
        return any(kind == ActorKind.UMBRELLA for kind in kinds)

    return _of_sets(above, lambda *_: False, vague)


def of_acts() -> Logic[Names]:
    """Sets of acts: a kind of an act is that act; two of one family may be one seen by two."""
    acts = taxonomy.acts()

    def above(code: str) -> Iterable[str]:
        kind = acts[code].kind_of if code in acts else None
        return () if kind is None else (kind,)

    def near(one: str, other: str) -> bool:
        return one in acts and other in acts and acts[one].family == acts[other].family

    return _of_sets(above, near, lambda _: False)


def _of_sets(
    above: Callable[[str], Iterable[str]], near: Callable[[str, str], bool],
    vague: Callable[[Names], bool],
) -> Logic[Names]:  # fmt: skip
    reach: dict[str, Names] = {}

    def within(one: str, other: str) -> bool:
        return other in all_above(one, above, reach)

    def fits(one: Names, other: Names) -> bool:
        return any(within(a, b) or within(b, a) or near(a, b) for a in one for b in other)

    def implies(one: Names, other: Names) -> bool:
        return all(any(within(a, b) for b in other) for a in one)

    def proposals(sets: Sequence[Names]) -> Iterable[Names]:
        exact = [names for names in sets if not vague(names)] or list(sets)
        yield from exact
        union = frozenset().union(*exact)
        yield frozenset(a for a in union if not any(b != a and within(a, b) for b in union))

    def breadth(names: Names) -> tuple[float, ...]:
        depth = sum(len(reach.get(name, ())) for name in names)
        return float(len(names)), -float(depth)

    return Logic(fits, implies, proposals, breadth)


# --- when -----------------------------------------------------------------------------------------


def of_times() -> Logic[Interval]:
    """Times: two that share an instant can both be right; one implies every time that holds it."""

    def hull(spans: Sequence[Interval]) -> Interval:
        return around(spans)

    def proposals(spans: Sequence[Interval]) -> Iterable[Interval]:
        yield from spans
        yield hull(spans)

    return Logic(
        lambda one, other: one.meets(other) or other.meets(one),
        lambda one, other: other.earliest <= one.earliest and one.latest <= other.latest,
        proposals,
        lambda span: (float(span.latest - span.earliest),),
    )


def around(spans: Sequence[Interval]) -> Interval:
    """The least time that holds all of some."""
    return Interval(min(s.earliest for s in spans), max(s.latest for s in spans))


# --- where ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a report puts it: a point within a radius (km), the units that hold it, or both."""

    lon: float | None
    lat: float | None
    radius_km: float
    units: tuple[str, ...]
    is_unit: bool

    def region(self) -> Region:
        """The same as it is judged."""
        if self.lon is None or self.lat is None:
            return Region(None, 0.0, self.units, self.is_unit)
        return Region(shapely.Point(self.lon, self.lat), self.radius_km, self.units)


def of_places() -> Logic[Spot]:
    """Places: two whose circles touch, or whose units lie in each other, can both be right."""
    return Logic(_near, _inside, _wheres, _size)


def _apart(one: Spot, other: Spot) -> float | None:
    """Kilometres between two points; None where one has none."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    pair = (np.array([v]) for v in (one.lat, one.lon, other.lat, other.lon))
    return float(distance_km(*pair)[0])


def _near(one: Spot, other: Spot) -> bool:
    apart = _apart(one, other)
    if apart is not None:
        return apart <= one.radius_km + other.radius_km + TOWN_KM
    if not one.units or not other.units:
        return True
    return one.units[0] in other.units or other.units[0] in one.units


def _inside(one: Spot, other: Spot) -> bool:
    apart = _apart(one, other)
    if apart is not None:
        return apart + one.radius_km <= other.radius_km + 0.01
    return other.lat is None and bool(other.units) and other.units[0] in one.units


def _wheres(spots: Sequence[Spot]) -> Iterable[Spot]:
    yield from spots
    yield covering(spots)
    common = _common(spots)
    if common:
        yield Spot(None, None, 0.0, common, True)


def covering(spots: Sequence[Spot]) -> Spot:
    """The least circle, nearly, that holds all of some places; or else the unit that does."""
    units = _common(spots)
    points = [spot for spot in spots if spot.lat is not None and spot.lon is not None]
    if len(points) < len(spots):
        return Spot(None, None, 0.0, units, bool(units))
    lon = (min(s.lon or 0.0 for s in points) + max(s.lon or 0.0 for s in points)) / 2
    lat = (min(s.lat or 0.0 for s in points) + max(s.lat or 0.0 for s in points)) / 2
    middle = Spot(lon, lat, 0.0, units, False)
    reach = max((_apart(middle, spot) or 0.0) + spot.radius_km for spot in points)
    return Spot(lon, lat, reach, units, False)


def _common(spots: Sequence[Spot]) -> tuple[str, ...]:
    """The chain of the smallest unit that holds all."""
    first, rest = spots[0].units, spots[1:]
    kept = [unit for unit in first if all(unit in spot.units for spot in rest)]
    return tuple(kept)


def _size(spot: Spot) -> tuple[float, ...]:
    if spot.lat is None:
        return 1.0, -float(len(spot.units)), 0.0
    return 0.0, spot.radius_km, 0.0
