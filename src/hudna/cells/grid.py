"""The grid: what is known of every place in a cell, for each zone, and what is not.

A zone's status can change only at a certain distance from its edge: its margin, or for a place
with a reach from that less to that more.  A cell that no such line comes near has one status.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from hudna.cells.shapes import INNER, SLACK, Flags, Floats, Ints, Shapes
from hudna.evidence import Truth

Longs = NDArray[np.int64]
Window = NDArray[np.uint8]  # of one zone: a status for each cell, or _ASK
Status = tuple[tuple[int, Truth], ...]  # of each zone by its index, ascending; F is left out

_ASK: Final = 3  # the status of a cell that has none for all its places
_ROOTS: Final = 200_000  # pairs of a square and a segment to begin with, at most


@dataclass(frozen=True, slots=True)
class Frame:
    """Square cells in rows from the south.  Those at the rim stand for all that lies outside."""

    west: float
    south: float
    size: float  # of a cell, degrees
    rows: int
    columns: int

    def cells(self, lon: Floats, lat: Floats) -> Longs:
        """The cell of each point: rows one after the other."""
        column = np.clip((lon - self.west) / self.size, 0, self.columns - 1).astype(np.int64)
        row = np.clip((lat - self.south) / self.size, 0, self.rows - 1).astype(np.int64)
        row *= self.columns
        row += column
        return row

    def centres(self, column: Longs, row: Longs, block: int) -> tuple[Floats, Floats]:
        """The centres of squares of `block` cells a side, from their first column and row."""
        middle = 0.5 * block
        lon = self.west + (column.astype(np.float64) + middle) * self.size
        return lon, self.south + (row.astype(np.float64) + middle) * self.size


@dataclass(frozen=True, slots=True)
class Edges:
    """For cells where a zone is in question, the segments of its edge that may be the nearest.

    `keys` are zone * cells + cell, ascending; the segments of the i-th are those that `segments`
    names from `starts[i]` to `starts[i + 1]`, as columns of `ends` (x, y, dx, dy).
    """

    keys: Longs
    starts: Longs
    segments: Ints
    ends: Floats
    of: Flags  # zones of which segments are kept


@dataclass(frozen=True, slots=True)
class Grid:
    """Codes of cells, and what is needed to tell how far a point is from a zone's edge."""

    frame: Frame
    codes: Ints  # one for each cell
    edges: Edges
    wanted: int  # cells that were asked for

    def at(self, lon: Floats, lat: Floats) -> Ints:
        """The codes of the cells of points."""
        return self.codes.take(self.frame.cells(lon, lat), mode="clip")

    def away(self, zone: Ints, lon: Floats, lat: Floats) -> Floats:
        """Distances of points from the edges of zones, degrees; 0 where there is no need of it.

        Each point lies in a cell where its zone is in question.
        """
        away = np.zeros(len(zone))
        at = np.flatnonzero(self.edges.of[zone])
        if len(at):
            lon, lat = lon[at], lat[at]
            keys = zone[at].astype(np.int64) * len(self.codes) + self.frame.cells(lon, lat)
            index = np.searchsorted(self.edges.keys, keys)
            starts = self.edges.starts[index]
            counts = self.edges.starts[index + 1] - starts
            first = np.cumsum(counts) - counts
            each = np.repeat(starts - first, counts) + np.arange(counts.sum())
            of = np.repeat(np.arange(len(at)), counts)
            ends = self.edges.ends.take(self.edges.segments[each], axis=1)
            away[at] = np.minimum.reduceat(_distances(lon[of], lat[of], ends), first)
        return away


def drawn(
    shapes: Shapes,
    reach: tuple[float, float],
    cells: int,
    number: Callable[[Status, tuple[int, ...]], int],
) -> Grid:
    """Draw a grid.

    Args:
        shapes: At least one.
        reach: The least and the greatest reach of the places that it is for, degrees.
        cells: About how many cells it has.
        number: Gives the code of what is known: sure statuses, and zones in question.
    """
    wide = shapes.widened(reach[1])
    frame = _frame(wide, cells)
    sets = np.zeros((frame.rows, frame.columns), np.int32)
    origins: list[Longs] = [np.zeros(1, np.int64)]  # of a set: 4 * the one before + a status
    zones = [-1]
    of = ~shapes.area | (shapes.unsure + reach[1] > 0)
    near: list[tuple[Longs, Ints]] = []
    ends: list[Floats] = []
    for zone in range(len(shapes)):
        segments = _segments(shapes.edges[zone])
        row, column, window, cell, segment = _window(
            shapes, zone, reach, wide[zone], frame, segments
        )
        part = sets[row : row + window.shape[0], column : column + window.shape[1]]
        new = _painted(part, window[: part.shape[0], : part.shape[1]], len(zones))
        origins.append(new)
        zones += [zone] * len(new)
        if of[zone]:
            near.append((cell + zone * sets.size, segment + sum(e.shape[1] for e in ends)))
            ends.append(segments)
    _coded(sets, np.concatenate(origins), zones, number)
    return Grid(frame, sets.reshape(-1), _edges(near, ends, of), cells)


def _frame(wide: Floats, cells: int) -> Frame:
    west, south = wide[:, :2].min(axis=0).tolist()
    east, north = wide[:, 2:].max(axis=0).tolist()
    width, height = east - west, north - south
    size = max(math.sqrt(width * height / cells), max(width, height) / 65_536, 1e-6)
    rows, columns = (math.ceil(side / size) + 3 for side in (height, width))
    return Frame(west - size, south - size, size, rows, columns)


def _edges(near: list[tuple[Longs, Ints]], ends: list[Floats], of: Flags) -> Edges:
    if not near:
        none = np.zeros(0, np.int64)
        return Edges(none, np.zeros(1, np.int64), none.astype(np.int32), np.zeros((4, 0)), of)
    pairs = np.concatenate([keys for keys, _ in near])  # ascending
    first = _firsts(pairs)
    segments = np.concatenate([segment for _, segment in near])
    return Edges(pairs[first], np.append(first, len(pairs)), segments, np.hstack(ends), of)


def _painted(part: Ints, window: Window, count: int) -> Longs:
    """Add one zone's statuses to the sets of cells; give the origins of sets that are new."""
    seen = np.zeros(4 * count, np.bool_)
    for rows in _stripes(part):
        seen[part[rows] * 4 + window[rows]] = True
    seen[::4] = False  # outside the zone a set stays as it is
    new = np.flatnonzero(seen)
    after = np.repeat(np.arange(count, dtype=np.int32), 4)
    after[new] = np.arange(count, count + len(new), dtype=np.int32)
    for rows in _stripes(part):
        part[rows] = after[part[rows] * 4 + window[rows]]
    return new


def _coded(
    sets: Ints, origins: Longs, zones: list[int], number: Callable[[Status, tuple[int, ...]], int]
) -> None:
    """Put in the place of each cell's set its code."""
    seen = np.zeros(len(origins), np.bool_)
    for rows in _stripes(sets):
        seen[sets[rows]] = True
    before, status = (origins >> 2).tolist(), (origins & 3).tolist()
    codes = np.zeros(len(origins), np.int32)
    truth = list(Truth)
    for index in np.flatnonzero(seen).tolist():
        known: list[tuple[int, Truth]] = []
        pending: list[int] = []
        at = index
        while at:
            if status[at] == _ASK:
                pending.append(zones[at])
            else:
                known.append((zones[at], truth[status[at]]))
            at = before[at]
        codes[index] = number(tuple(known[::-1]), tuple(pending[::-1]))
    for rows in _stripes(sets):
        sets[rows] = codes[sets[rows]]


def _firsts(ascending: Longs) -> Longs:
    """Where each value first stands."""
    return np.flatnonzero(np.append(True, ascending[1:] != ascending[:-1]))


def _stripes(array: NDArray[Any]) -> Iterator[slice]:
    """Rows a few at a time, so that what is made of them stays small."""
    step = max(1, (1 << 18) // max(1, array.shape[1]))
    return (slice(row, row + step) for row in range(0, array.shape[0], step))


def _window(
    shapes: Shapes,
    zone: int,
    reach: tuple[float, float],
    wide: Floats,
    frame: Frame,
    segments: Floats,
) -> tuple[int, int, Window, Longs, Ints]:
    """The statuses of one zone in the cells that it can concern.

    Squares are halved until no line at which the status changes can cross them, or they are
    cells.  If the centre of a square is d from the edge, its points are d - half to d + half.
    A square keeps the segments of the edge that may be the nearest to any of its points.

    Returns:
        First row, first column and statuses; then cells in question, ascending, each as often as
        it has segments, and these.
    """
    row, column, block, (rows, columns) = _roots(wide, frame, segments.shape[1])
    window = np.full((rows, columns), _ASK, np.uint8)
    y, x = (n.reshape(-1) for n in np.indices(window.shape))
    square = np.repeat(np.arange(len(x)), segments.shape[1])
    segment = np.tile(np.arange(segments.shape[1], dtype=np.int32), len(x))
    least, most = shapes.unsure[zone] + reach[0] * INNER, shapes.unsure[zone] + reach[1]
    while True:
        half = block * frame.size * math.sqrt(0.5) * (1 + 1e-6) + SLACK
        lon, lat = frame.centres(column + x * block, row + y * block, block)
        away = _distances(lon[square], lat[square], segments.take(segment, axis=1))
        nearest = np.minimum.reduceat(away, _firsts(square))
        status = np.where(nearest < least - half, np.uint8(Truth.U), np.uint8(_ASK))
        deep = np.flatnonzero(nearest > most + half)
        inside = shapely.intersects_xy(shapes.prepared[zone], lon[deep], lat[deep])
        status[deep] = np.where(shapes.area[zone] & inside, Truth.T, Truth.F)
        window[y, x] = status
        unsure = status == _ASK
        keep = unsure[square] & (away <= nearest[square] + 2 * half)
        square, segment = square[keep], segment[keep]
        if block == 1 or not unsure.any():
            cell = ((row + y) * frame.columns + column + x)[square]
            order = np.argsort(cell, kind="stable")
            window = window.repeat(block, axis=0).repeat(block, axis=1)
            return row, column, window, cell[order], segment[order]
        y, x, square, segment = _quartered(y, x, square, segment, unsure)
        window = window.repeat(2, axis=0).repeat(2, axis=1)
        block //= 2


def _quartered(
    y: Longs, x: Longs, square: Longs, segment: Ints, unsure: Flags
) -> tuple[Longs, Longs, Longs, Ints]:
    """The quarters of squares that are unsure, and their pairs of square and segment again."""
    count = int(unsure.sum())
    square = (np.cumsum(unsure) - 1)[square]
    square = np.concatenate([square + quarter * count for quarter in range(4)])
    x, y = 2 * x[unsure], 2 * y[unsure]
    x, y = np.concatenate((x, x + 1, x, x + 1)), np.concatenate((y, y, y + 1, y + 1))
    return y, x, square, np.tile(segment, 4)


def _roots(wide: Floats, frame: Frame, segments: int) -> tuple[int, int, int, tuple[int, int]]:
    """Where to begin: first row, first column, cells to a side of a square, rows and columns."""
    west, south, east, north = wide.tolist()
    column, row = int((west - frame.west) / frame.size), int((south - frame.south) / frame.size)
    columns = int((east - frame.west) / frame.size) + 1 - column
    rows = int((north - frame.south) / frame.size) + 1 - row
    block = 1 << (max(rows, columns) - 1).bit_length()
    # The first halvings sort nothing out.
    for _ in range(3):
        half = max(1, block // 2)
        if -(-rows // half) * -(-columns // half) * segments <= _ROOTS:
            block = half
    return row, column, block, (-(-rows // block), -(-columns // block))


def _segments(edge: BaseGeometry) -> Floats:
    """The segments of a line, or points as those of no length: x, y, dx, dy, as rows."""
    coordinates, part = shapely.get_coordinates(shapely.get_parts([edge]), return_index=True)
    if shapely.get_dimensions(edge) == 0:
        return np.vstack((coordinates.T, np.zeros_like(coordinates.T)))
    joined = part[1:] == part[:-1]
    start = coordinates[:-1][joined]
    return np.vstack((start.T, (coordinates[1:][joined] - start).T))


def _distances(x: Floats, y: Floats, segments: Floats) -> Floats:
    """The distance of each point from its segment, but for rounding."""
    from_x, from_y, dx, dy = segments
    x, y = x - from_x, y - from_y
    square = dx * dx + dy * dy
    along = np.clip((x * dx + y * dy) / np.where(square > 0, square, 1.0), 0, 1)
    x -= along * dx
    y -= along * dy
    away: Floats = np.sqrt(x * x + y * y)
    return away
