"""Places to numbers: through a grid where there are many of them, else by what is around each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from threading import RLock
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from hudna.cells.grid import Grid, Longs, Status, drawn
from hudna.cells.shapes import SLACK, Floats, Ints, Shapes, is_odd, reaches
from hudna.evidence import Truth
from hudna.zones import EXACT_KM, Zone

# A grid of so many cells is worth its making from so many places on.
GRIDS: Final = ((20_000, 1 << 18), (500_000, 1 << 21), (5_000_000, 20_000_000))
DISK_GRIDS: Final = ((40_000, 1 << 18),)
MAX_DISK_GRIDS: Final = 3
ALIKE: Final = 1.1  # the radii that one grid is for differ by this factor at most
CHUNK: Final = 1 << 17  # places at a time, so that what is in hand stays in the cache

_UNKNOWN: Final = int(np.iinfo(np.int32).min)
_SHIFT: Final = 1000  # so that kinds of disks are positive


class Cells:
    """Zones, and for any number of places which of them each lies in.

    `found` holds, by the numbers that are given out, the zones of a place: pairs of the index of a
    zone and T or U, ascending.  It grows as new ones are met; a number stays valid.  Threads may
    share one object.

    A grid is made when so many places are asked that it is worth it, and made finer as they grow.

    Args:
        zones: The zones; all have a geometry.
        cells: How many cells the grids have, 0 for none; None: by the number of places.

    Raises:
        ValueError: A zone has no geometry, or an empty one.
    """

    def __init__(self, zones: Sequence[Zone], cells: int | None = None) -> None:
        self._shapes = Shapes(zones)
        self._questions = _Questions()
        self._cells = cells
        self._grids: dict[int, Grid] = {}  # by kind of radius
        self._asked: dict[int, int] = {}
        self.found: list[Status] = self._questions.found

    def points(self, lon: Floats, lat: Floats) -> Ints:
        """Number the zones of points.

        Args:
            lon: Longitudes in degrees, -180 to 180.
            lat: Latitudes in degrees, as many.

        Returns:
            Indices into `found`, one for each point.

        Raises:
            ValueError: A coordinate is not a finite number, or the arrays differ in shape.
        """
        lon, lat = _checked(lon, lat)
        return self._of_kind(0, lon, lat, np.zeros(len(lon)))

    def disks(self, lon: Floats, lat: Floats, radius_km: Floats) -> Ints:
        """Number the zones of points with a radius in km; those with a radius of 0 are points.

        Arguments, result and errors are those of `points`; a negative radius is an error too.
        """
        lon, lat, radius_km = _checked(lon, lat, radius_km)
        if (radius_km < 0).any():
            raise ValueError("a radius is negative")
        radius_km = np.where(radius_km < EXACT_KM, 0.0, radius_km)
        once, back = _distinct(radius_km, lat, lon)
        lon, lat = lon[once], lat[once]
        reach = reaches(lat, radius_km[once])
        kinds = _kinds(reach)
        numbers = np.empty(len(once), np.int32)
        for kind in np.unique(kinds).tolist():
            at = np.flatnonzero(kinds == kind)
            numbers[at] = self._of_kind(kind, lon[at], lat[at], reach[at])
        return numbers[back]

    def _of_kind(self, kind: int, lon: Floats, lat: Floats, reach: Floats) -> Ints:
        grid = self._grid(kind, len(lon))
        numbers = np.empty(len(lon), np.int32)
        for start in range(0, len(lon), CHUNK):
            part = slice(start, start + CHUNK)
            numbers[part] = self._numbers(grid, lon[part], lat[part], reach[part])
        return numbers

    def _grid(self, kind: int, count: int) -> Grid | None:
        """The grid for a kind of radius; made, or made finer, if so many places are worth it."""
        if not len(self._shapes) or kind == _UNKNOWN:
            return None
        with self._questions.lock:
            grid = self._grids.get(kind)
            asked = self._asked[kind] = self._asked.get(kind, 0) + count
            steps = DISK_GRIDS if kind else GRIDS
            cells = max((cells for least, cells in steps if asked >= least), default=0)
            cells = cells if self._cells is None else self._cells
            full = kind and grid is None and len(self._grids.keys() - {0}) >= MAX_DISK_GRIDS
            if cells > (grid.wanted if grid else 0) and not full:
                number = self._questions.number
                grid = self._grids[kind] = drawn(self._shapes, _between(kind), cells, number)
            return grid

    def _numbers(self, grid: Grid | None, lon: Floats, lat: Floats, reach: Floats) -> Ints:
        """Look places up, and ask of zones in question until none is."""
        codes = grid.at(lon, lat) if grid else self._listed(lon, lat, reach)
        at = np.flatnonzero(codes < 0)
        while len(at):
            asks, ways = self._questions.tables
            state = ~codes[at]
            zone, x, y = asks[state], lon[at], lat[at]
            away = grid.away(zone, x, y) if grid else None
            truths = self._shapes.truths(zone, x, y, reach[at], away)
            on = ways[state, truths]
            for i in np.flatnonzero(on == _UNKNOWN).tolist():
                on[i] = self._questions.way(int(state[i]), Truth(int(truths[i])))
            codes[at] = on
            at = at[on < 0]
        return codes

    def _listed(self, lon: Floats, lat: Floats, reach: Floats) -> Ints:
        """Codes without a grid: of each place the zones whose bounds it meets are in question."""
        if not len(self._shapes):
            return np.zeros(len(lon), np.int32)
        boxes: NDArray[Any] = np.asarray(
            shapely.box(lon - reach, lat - reach, lon + reach, lat + reach)
        )
        place, zone = self._shapes.tree.query(boxes)
        names = zone[np.lexsort((zone, place))].tolist()
        ends = np.cumsum(np.bincount(place, minlength=len(lon)))
        pending = [tuple(names[i:j]) for i, j in zip([0, *ends[:-1]], ends, strict=True)]
        for i in np.flatnonzero(is_odd(reach)).tolist():
            pending[i] = tuple(range(len(self._shapes)))
        with self._questions.lock:
            codes = [self._questions.number((), zones) for zones in pending]
        return np.array(codes, np.int32)


class _Questions:
    """What is known of a place and which zones are in question: each such state has a code.

    A code of 0 or more is an index into `found`: nothing is in question.  Else its complement
    `~code` is an index into `tables`: the zone to ask next, and the code that each answer leads
    to.
    """

    def __init__(self) -> None:
        self.lock = RLock()
        self.found: list[Status] = [()]
        self.tables = (np.zeros(1024, np.int32), np.full((1024, 3), _UNKNOWN, np.int32))
        self._ends: dict[Status, int] = {(): 0}
        self._states: list[tuple[Status, tuple[int, ...]]] = []
        self._codes: dict[tuple[Status, tuple[int, ...]], int] = {}

    def number(self, known: Status, pending: tuple[int, ...]) -> int:
        """The code of a state.  Whoever calls holds the lock."""
        if not pending:
            end = self._ends.get(known)
            if end is None:
                end = self._ends[known] = len(self.found)
                self.found.append(known)
            return end
        state = (known, pending)
        code = self._codes.get(state)
        if code is None:
            index = len(self._states)
            asks, ways = self.tables
            if index == len(asks):
                # A thread that still reads the tables before finds a way unknown, and asks here.
                more = np.full_like(ways, _UNKNOWN)
                asks, ways = np.concatenate((asks, asks)), np.concatenate((ways, more))
                self.tables = (asks, ways)
            asks[index] = pending[0]
            self._states.append(state)
            code = self._codes[state] = ~index
        return code

    def way(self, index: int, truth: Truth) -> int:
        """The code that an answer leads to."""
        with self.lock:
            known, pending = self._states[index]
            if truth != Truth.F:
                known = tuple(sorted((*known, (pending[0], truth))))
            code = self.number(known, pending[1:])
            self.tables[1][index, truth] = code
            return code


def _kinds(reach: Floats) -> Longs:
    """Kinds of radius: 0 is points, `_UNKNOWN` what is odd, any other a range of much alike."""
    steps = np.floor(np.log(np.where(reach > 0, reach, 1.0)) / math.log(ALIKE))
    kinds = np.where(reach > 0, steps + _SHIFT, 0)
    return np.where(is_odd(reach), _UNKNOWN, kinds).astype(np.int64)


def _between(kind: int) -> tuple[float, float]:
    """The least and the greatest reach of a kind, degrees."""
    least = ALIKE ** (kind - _SHIFT) if kind else 0.0
    return least * (1 - SLACK), least * ALIKE * (1 + SLACK)


def _distinct(*keys: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where each distinct combination first stands, and which of them each place has."""
    order = np.lexsort(keys)
    new = np.zeros(len(order), np.bool_)
    new[:1] = True
    for key in keys:
        new[1:] |= np.diff(key[order]) != 0
    back = np.empty(len(order), np.intp)
    back[order] = np.cumsum(new) - 1
    return order[new], back


def _checked(*arrays: Floats) -> tuple[Floats, ...]:
    found = tuple(np.ascontiguousarray(array, dtype=np.float64) for array in arrays)
    if any(array.ndim != 1 or array.shape != found[0].shape for array in found):
        raise ValueError("coordinates are arrays of one dimension and of equal length")
    if not all(np.isfinite(array).all() for array in found):
        raise ValueError("a coordinate or a radius is not a finite number")
    return found
