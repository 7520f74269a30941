"""The geometries of zones, and `zones.lies_in` over arrays of places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from hudna.evidence import Truth
from hudna.zones import KM_PER_DEGREE, QUARTER, Zone, degrees, margin

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
Truths = NDArray[np.int8]

SLACK: Final = 1e-9  # degrees, a tenth of a millimetre: far above what rounding can do
INNER: Final = math.cos(math.pi / (4 * QUARTER))  # a footprint's inner radius, of its outer one
ORDINARY: Final = (1e-6, 1e5)  # degrees; beyond, a footprint may not be the polygon it should be


def reaches(lat: Floats, radius_km: Floats) -> Floats:
    """The outer radius in degrees of the `footprint` of each place, to the last bit."""
    # `math.cos`, one by one: that of numpy may differ in the last bit.
    pairs = zip(lat.tolist(), radius_km.tolist(), strict=True)
    found = (degrees(km, abs(at) + km / KM_PER_DEGREE) / INNER for at, km in pairs)
    return np.fromiter(found, np.float64, len(lat))


def is_odd(reach: Floats) -> Flags:
    """Whether a footprint is so small or so large that only its exact shape can tell."""
    return (reach > 0) & ((reach < ORDINARY[0]) | (reach > ORDINARY[1]))


class Shapes:
    """The geometries of zones, and what is asked of them.  Indices are those of the zones.

    Raises:
        ValueError: A zone has no geometry, or an empty one.
    """

    def __init__(self, zones: Sequence[Zone]) -> None:
        known = [(zone.geometry, zone.margin_km) for zone in zones if zone.geometry]
        if len(known) < len(zones):
            raise ValueError("a zone has no geometry")
        self.own: NDArray[Any] = np.array([shape for shape, _ in known], dtype=object)
        # Copies: to prepare a shape changes it, and the zone's own must answer as they did.
        self.prepared: NDArray[Any] = shapely.force_2d(self.own)
        self.area: Flags = shapely.get_dimensions(self.own) == 2
        # A line has no inside: all of it is edge.
        self.edges: NDArray[Any] = np.where(
            self.area, shapely.boundary(self.prepared), self.prepared
        )
        self.unsure: Floats = np.array([margin(km, shape) if km else 0.0 for shape, km in known])
        self.bounds: Floats = shapely.bounds(self.own).reshape(-1, 4)
        boxes: NDArray[Any] = np.asarray(shapely.box(*self.widened(0.0).T), dtype=object)
        self.tree = shapely.STRtree(boxes)
        self._prepare()

    def __len__(self) -> int:
        return len(self.own)

    def widened(self, reach: float) -> Floats:
        """West, south, east, north of where a place with a reach may lie in each zone."""
        return self.bounds + np.outer(self.unsure + reach + SLACK, [-1, -1, 1, 1])

    def _prepare(self) -> None:
        """Prepare, and ask until nothing more is built: what GEOS builds is for one thread.

        It builds the index of an edge at the first question, but that of an area only at the
        second (`PreparedPolygon::getPointLocator`); after that it only reads.
        """
        shapely.prepare(self.prepared)
        shapely.prepare(self.edges)
        for shape, edge in zip(self.prepared, self.edges, strict=True):
            x, y = shapely.get_coordinates(edge)[0]
            shapely.intersects_xy(shape, x, y)
            shapely.intersects_xy(shape, x, y)
            shapely.dwithin(edge, shapely.Point(x, y), 1.0)

    def truths(
        self, zone: Ints, lon: Floats, lat: Floats, reach: Floats, away: Floats | None
    ) -> Truths:
        """What `lies_in` says of each place and its zone.

        The distance of the centre from the edge nearly always decides: a footprint of outer
        radius r holds the circle of radius r * INNER.  Only the ring between is asked exactly.

        Args:
            zone: Indices of zones.
            lon: Longitudes of centres, degrees, one for each zone.
            lat: Latitudes.
            reach: Outer radii in degrees, 0 for points.
            away: Distances from the edges of the zones in degrees, but for rounding; those of
                points and areas without a margin are not read.  None: not known.
        """
        found = np.full(len(zone), Truth.U, np.int8)
        clear = self.area[zone] & (self.unsure[zone] + reach == 0)
        near = np.flatnonzero(~clear)
        if len(near):
            least = self.unsure[zone[near]] + reach[near] * INNER - SLACK
            most = self.unsure[zone[near]] + reach[near] + SLACK
            if away is None:
                spots: NDArray[Any] = np.asarray(shapely.points(lon[near], lat[near]))
                far, close = self._compared(zone[near], spots, least, most)
            else:
                far, close = away[near] > most, away[near] < least
            odd = is_odd(reach[near])
            clear[near[far & ~odd]] = True
            exact = near[odd | ~(far | close)]
            found[exact] = self._exact(zone[exact], lon[exact], lat[exact], reach[exact])
        at = np.flatnonzero(clear)
        found[at] = np.where(self.inside(zone[at], lon[at], lat[at]), Truth.T, Truth.F)
        return found

    def inside(self, zone: Ints, lon: Floats, lat: Floats) -> Flags:
        """Whether points lie in zones that are areas; one on the boundary does: `covers`."""
        order = np.argsort(zone.astype(np.int16), kind="stable")  # of one zone together: its cache
        inside = np.empty(len(zone), np.bool_)
        shapes = self.prepared[zone[order]]
        inside[order] = shapely.intersects_xy(shapes, lon[order], lat[order])
        return inside & self.area[zone]

    def _compared(
        self, zone: Ints, spots: NDArray[Any], least: Floats, most: Floats
    ) -> tuple[Flags, Flags]:
        """Whether points are farther than `most` from the edges, and nearer than `least`."""
        far = ~shapely.dwithin(self.edges[zone], spots, most)  # type: ignore[call-overload]
        close = ~far & (least > 0)
        some = np.flatnonzero(close)
        close[some] = shapely.dwithin(  # type: ignore[call-overload]
            self.edges[zone[some]], spots[some], least[some]
        )
        return far, close

    def _exact(self, zone: Ints, lon: Floats, lat: Floats, reach: Floats) -> Truths:
        """`lies_in` of the `footprint`, word for word, over arrays."""
        shapes: NDArray[Any] = np.asarray(shapely.points(lon, lat))
        wide = reach > 0
        shapes[wide] = shapely.buffer(shapes[wide], reach[wide], quad_segs=QUARTER)
        own, unsure = self.own[zone], self.unsure[zone]
        covered = shapely.covers(own, shapes)
        found = np.where(covered, Truth.T, Truth.U).astype(np.int8)
        sharp = np.flatnonzero(~covered & (unsure == 0))
        found[sharp[~shapely.intersects(own[sharp], shapes[sharp])]] = Truth.F
        blurred = np.flatnonzero(unsure > 0)
        shapes, unsure = shapes[blurred], unsure[blurred]
        near = shapely.distance(shapes, self.edges[zone[blurred]]) < unsure
        found[blurred[near]] = Truth.U
        found[blurred[shapely.distance(shapes, own[blurred]) > unsure]] = Truth.F
        return found
