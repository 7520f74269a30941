"""Zones: dated areas that an agreement's terms, or facts about control, refer to.

In: `zones.geojson` and the regions of incidents.  Out: for a region and an instant, which zones it
lies in wholly, and which it may lie in (`Signature`s, one for each possibility).

A zone is known by geometry, by the administrative units that it contains (`units`) or lies in
(`within`), or both; a boundary drawn by hand has a margin in km in which nothing is certain.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from hudna.evidence import UNSUPPORTED, Standing, Truth
from hudna.instant import ALWAYS, Interval

KM_PER_DEGREE = 111.32  # of latitude; the margin and radius of a region need no more


class ZoneKind(StrEnum):
    """What a zone says about the ground inside it."""

    SCOPE_IN = "scope-in"
    SCOPE_OUT = "scope-out"
    COMBAT_AREA = "combat-area"  # of combat operations against the actors in `against`
    CONTROL = "control"  # by `holders`
    CONTACT_LINE = "contact-line"
    BUFFER = "buffer"
    SECURITY_ZONE = "security-zone"
    WITHDRAWAL_LINE = "withdrawal-line"
    NO_FLY = "no-fly"
    COVERED_PLACE = "covered-place"


@dataclass(frozen=True, slots=True)
class Zone:
    """One version of an area: what it is, when it held, how well it is known."""

    id: str
    kind: ZoneKind
    name: Mapping[str, str]
    held: Interval = ALWAYS
    geometry: BaseGeometry | None = None
    margin_km: float = 0.0
    units: frozenset[str] = frozenset()  # administrative units wholly inside
    within: frozenset[str] = frozenset()  # units that contain the whole zone
    above: frozenset[str] = frozenset()  # those units and all that contain them
    holders: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    standing: Standing = UNSUPPORTED
    sources: tuple[str, ...] = ()
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """Where something was, as far as is known: a unit, a geometry, or both.

    `unit` is the smallest administrative unit known to contain it, `units` that unit and all that
    contain it.  A point has a radius, in km, in which it may lie.  No geometry and no units: the
    place is unknown.
    """

    geometry: BaseGeometry | None = None
    radius_km: float = 0.0
    units: tuple[str, ...] = ()  # smallest first
    is_unit: bool = False  # the region is the whole unit units[0], not a place inside it

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is known of where it was."""
        return self.geometry is None and not self.units


@dataclass(frozen=True, slots=True)
class Signature:
    """One possibility of where a region lies: the zones that it is wholly in."""

    zones: frozenset[str] = frozenset()


def degrees(km: float, latitude: float) -> float:
    """A distance in degrees, the longer of its two axes, so that a margin is never too small."""
    return km / (KM_PER_DEGREE * max(math.cos(math.radians(min(abs(latitude), 85.0))), 0.05))


def margin(km: float, geometry: BaseGeometry) -> float:
    """A distance around a shape in degrees: that of its latitude farthest from the equator."""
    _, south, _, north = geometry.bounds
    return degrees(km, max(abs(south), abs(north)) + km / KM_PER_DEGREE)


EXACT_KM = 1e-6
"""A radius below this, a millimetre, is none: a circle so small has no area in floating point."""
QUARTER = 8  # segments of a quarter of a circle


def footprint(region: Region) -> BaseGeometry | None:
    """The geometry in which a region may lie: its shape widened by its radius, not less."""
    if region.geometry is None or region.radius_km < EXACT_KM:
        return region.geometry
    # Drawn around the circle, not in it: a chord would leave out ground that is within the radius.
    radius = margin(region.radius_km, region.geometry) / math.cos(math.pi / (4 * QUARTER))
    return region.geometry.buffer(radius, quad_segs=QUARTER)


def by_units(units: Sequence[str], zone: Zone) -> Truth | None:
    """What administrative units alone say of whether a region lies in a zone; None: nothing.

    `units` are those that contain the region, smallest first.
    """
    if zone.units.intersection(units):
        return Truth.T
    elsewhere = bool(units) and not zone.within.intersection(units)
    # The smallest unit known may contain the zone's, and the region be in the zone all the same.
    return Truth.F if zone.within and elsewhere and units[0] not in zone.above else None


def lies_in(region: Region, shape: BaseGeometry | None, zone: Zone) -> Truth:
    """Whether a region lies in a zone: T wholly, F not at all, U partly or not known.

    `shape` is the region's `footprint`.
    """
    found = by_units(region.units, zone)
    if found is not None:
        return found
    if shape is None or zone.geometry is None:
        return Truth.U
    unsure = margin(zone.margin_km, zone.geometry) if zone.margin_km else 0.0
    # A point on the boundary is in: `covers`, and distance rather than disjointness.
    if unsure == 0:
        if zone.geometry.covers(shape):
            return Truth.T
        return Truth.U if zone.geometry.intersects(shape) else Truth.F
    if shape.distance(zone.geometry) > unsure:
        return Truth.F
    # A line has no inside: all of it is edge.
    edge = zone.geometry.boundary if shapely.get_dimensions(zone.geometry) == 2 else zone.geometry
    if zone.geometry.covers(shape) and shape.distance(edge) >= unsure:
        return Truth.T
    return Truth.U


@dataclass(slots=True)
class ZoneMap:
    """All zones of a case, and the question it answers for a region at an instant."""

    zones: Sequence[Zone]
    by_id: dict[str, Zone] = field(init=False)
    _overlaps: dict[tuple[str, str], bool] = field(init=False, default_factory=dict)
    _prepared: dict[str, BaseGeometry] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_id = {zone.id: zone for zone in self.zones}

    def statuses(self, region: Region) -> dict[str, Truth]:
        """For each zone, at whatever date: whether the region lies in it.  F is left out."""
        shape = footprint(region)
        if shape is not None:
            shapely.prepare(shape)
        found = {zone.id: lies_in(region, shape, zone) for zone in self.zones}
        return {name: truth for name, truth in found.items() if truth != Truth.F}

    def signatures(self, statuses: Mapping[str, Truth], instant: int) -> tuple[Signature, ...]:
        """The possible signatures of a region at an instant, in a fixed order.

        Zones that the region is wholly in stand in each.  Of those that it may be in, a
        possibility is any set whose members pairwise overlap, for a place cannot lie in two areas
        that do not meet.  Of very many (a whole country), only none, each, each two, and with each
        as many as can be are kept: no rule reads more than two kinds of zone together.
        """
        certain: list[str] = []
        possible: list[str] = []
        for name, truth in statuses.items():
            if self.by_id[name].held.holds(instant):
                (certain if truth == Truth.T else possible).append(name)
        possible = [name for name in possible if all(self._overlap(name, c) for c in certain)]
        groups: list[tuple[str, ...]] = [()]
        for name in possible:
            groups += [
                (*group, name) for group in groups if all(self._overlap(name, g) for g in group)
            ]
            if len(groups) > MAX_SIGNATURES:
                pairs = (p for p in combinations(possible, 2) if self._overlap(*p))
                most = (self._with(name, possible) for name in possible)
                groups = [(), *((name,) for name in possible), *pairs, *most]
                break
        found = (Signature(frozenset((*certain, *group))) for group in groups)
        return tuple(dict.fromkeys(found))

    def _with(self, name: str, possible: Iterable[str]) -> tuple[str, ...]:
        """A zone and, in their order, those that overlap it and each other."""
        group = [name]
        for other in possible:
            if other != name and all(self._overlap(other, g) for g in group):
                group.append(other)
        return tuple(group)

    def _overlap(self, first: str, second: str) -> bool:
        pair = (first, second) if first < second else (second, first)
        known = self._overlaps.get(pair)
        if known is None:
            a, b = self.by_id[pair[0]], self.by_id[pair[1]]
            known = a.geometry is None or b.geometry is None or self._meet(a, b)
            self._overlaps[pair] = known
        return known

    def _meet(self, a: Zone, b: Zone) -> bool:
        assert a.geometry is not None
        assert b.geometry is not None
        gap = margin(a.margin_km, a.geometry) + margin(b.margin_km, b.geometry)
        with _ALONE:
            # A copy: other threads ask the zone's own, and to prepare a shape changes it.
            if (shape := self._prepared.get(a.id)) is None:
                shape = self._prepared[a.id] = shapely.force_2d(a.geometry)
            shapely.prepare(shape)  # once; then each neighbour costs little
            return bool(shapely.dwithin(shape, b.geometry, gap))


MAX_SIGNATURES = 64

_ALONE: Final = threading.Lock()
"""Held while a prepared shape is asked: GEOS builds its index meanwhile, which is for one thread."""


def boundaries(zones: Iterable[Zone]) -> list[int]:
    """The instants at which some zone begins or ceases to hold."""
    return sorted({i for zone in zones for i in (zone.held.earliest, zone.held.latest)})


def geometry_problem(geometry: Any) -> str | None:
    """Say what is wrong with a shape, or None: longitude and latitude, valid, not empty."""
    try:
        with np.errstate(invalid="ignore"):  # what is not a number is reported below
            shape = shapely.geometry.shape(geometry)
    except Exception as error:  # noqa: BLE001  # shapely raises many kinds for a malformed one
        return f"the geometry cannot be read: {error}"
    if shape.is_empty:
        return "the geometry is empty"
    if shape.geom_type == "GeometryCollection":
        return "the geometry is a collection of shapes: write one shape, such as a MultiPolygon"
    west, south, east, north = shape.bounds
    if not all(map(math.isfinite, shape.bounds)):
        return "a coordinate is not a number"
    if west < -180 or east > 180:
        return f"a longitude is outside -180 to 180 ({west:g} to {east:g})"
    if south < -90 or north > 90:
        return f"a latitude is outside -90 to 90 ({south:g} to {north:g})"
    if not shape.is_valid:
        return f"the geometry is not valid: {shapely.is_valid_reason(shape)}"
    return None
