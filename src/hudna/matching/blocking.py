"""Blocking: which pairs of reports are compared at all.

In: where and when each report says it happened.  Out: pairs of rows, some at a time.  Two reports may
be of one incident only if their times lie no more than `GAP_HOURS` apart and their places no more than
`SLACK_KM` beyond what their radii allow.  Every such pair is found, and no other: reports are sorted
into cells of a grid as wide as the reach of their precision, by hour within a cell, so that a point of
a day meets the points around it and a province of a month meets all that it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from hudna.matching.placed import KM_A_DEGREE, distance_km
from hudna.matching.tellings import Flags, Floats, Ints, spread

GAP_HOURS: Final = 72.0
"""Times that lie further apart than this are of two incidents."""

SLACK_KM: Final = 15.0
"""Places that lie further apart than this, beyond both their radii, are of two incidents."""

AT_ONCE: Final = 1_000_000
"""Pairs that are looked at together: this bounds the memory."""

_RADII: Final = (5.0, 15.0, 50.0, 200.0, 1000.0)  # km; a class holds radii up to its own
_LENGTHS: Final = (25.0, 200.0, 800.0, 10_000.0, np.inf)  # hours

Pairs = tuple[Ints, Ints]


@dataclass(frozen=True, slots=True)
class Extents:
    """Where and when: degrees, km and hours.  A report that lacks one of them has NaN and no pairs."""

    lat: Floats
    lon: Floats
    radius: Floats
    begin: Floats
    end: Floats

    @property
    def whole(self) -> Flags:
        """Which reports have a place and a time."""
        return ~(np.isnan(self.lat) | np.isnan(self.begin) | np.isnan(self.end))


def pairs(
    extents: Extents, rows: Ints | None = None, shift: float = 0.0, at_once: int = AT_ONCE
) -> Iterator[Pairs]:
    """Pairs of reports that may be of one incident, each once, the lower row first.

    With `rows`, only pairs that one of these rows is in.  With `shift` (hours), the times of one
    side are moved by it: pairs that lie alike but cannot be of one incident; both orders are given.
    """
    whole = np.flatnonzero(extents.whole)
    asked = whole if rows is None else rows[extents.whole[rows]]
    again = np.zeros(len(extents.lat), bool)
    again[asked] = True
    space = np.searchsorted(_RADII, extents.radius)
    length = np.searchsorted(_LENGTHS, extents.end - extents.begin)
    everything = rows is None and not shift
    for level in np.unique(space[asked]):
        queries = asked[space[asked] == level]
        for other in np.unique(space[whole]):
            if everything and other > level:
                continue  # the wider one asks
            same = bool(other == level) or not everything
            cell = _RADII[level] + _RADII[other] + SLACK_KM
            for duration in np.unique(length[whole]):
                held = whole[(space[whole] == other) & (length[whole] == duration)]
                if not len(held):
                    continue
                longest = float((extents.end[held] - extents.begin[held]).max())
                index = _index(extents, held, cell)
                for one, two in _near(extents, index, queries, cell, longest, shift, at_once):
                    keep = _may_be_one(extents, one, two, shift)
                    if shift:
                        keep &= one != two
                    elif same:
                        keep &= np.where(again[one] & again[two], one < two, one != two)
                    a, b = one[keep], two[keep]
                    if len(a):
                        yield (a, b) if shift else (np.minimum(a, b), np.maximum(a, b))


def gap_hours(extents: Extents, a: Ints, b: Ints, shift: float = 0.0) -> Floats:
    """Hours between two times; 0 where they touch, negative by how much they overlap."""
    first = extents.begin[a] + shift
    last = extents.end[a] + shift
    return np.maximum(extents.begin[b] - last, first - extents.end[b])


def apart_km(extents: Extents, a: Ints, b: Ints) -> Floats:
    """Distance of the middles of two places."""
    return distance_km(extents.lat[a], extents.lon[a], extents.lat[b], extents.lon[b])


def _may_be_one(extents: Extents, a: Ints, b: Ints, shift: float) -> Flags:
    keep = gap_hours(extents, a, b, shift) <= GAP_HOURS
    near = np.zeros(len(a), bool)
    at = np.flatnonzero(keep)
    reach = extents.radius[a[at]] + extents.radius[b[at]] + SLACK_KM
    near[at] = apart_km(extents, a[at], b[at]) <= reach
    return near


@dataclass(frozen=True, slots=True)
class _Index:
    """Rows sorted by cell and hour: `keys[k]` is the place of `rows[k]`'s cell times `hours`, plus its hour."""

    rows: Ints
    cells: Ints
    keys: Ints
    first: int
    hours: int


def _index(extents: Extents, rows: Ints, cell: float) -> _Index:
    line = _lines(extents.lat[rows], cell)
    many = _columns(line, cell)
    cells, rank = np.unique(line * _COLUMNS + _column(extents.lon[rows], many), return_inverse=True)
    hour = np.floor(extents.begin[rows]).astype(np.int64)
    first = int(hour.min())
    hours = int(hour.max()) - first + 2
    keys = rank * hours + (hour - first)
    order = np.argsort(keys, kind="stable")
    return _Index(rows[order], cells, keys[order], first, hours)


_COLUMNS: Final = 1 << 24
_SURE: Final = 1 + 1e-4  # a grid somewhat wider than the reach: no pair is lost to rounding


def _lines(lat: Floats, cell: float) -> Ints:
    """The line of each point in a grid whose cells are `cell` km high."""
    return np.floor((lat + 90) * (KM_A_DEGREE / (cell * _SURE))).astype(np.int64)


def _columns(line: Ints, cell: float) -> Ints:
    """Into how many columns, all around the earth, a line is cut: 1 beside a pole.

    A circle of radius r about latitude φ reaches asin(sin r / cos φ) to its sides; no column is
    narrower than that, so what is near lies in the same column or in one beside it.
    """
    high = cell * _SURE / KM_A_DEGREE
    edge = np.clip(np.maximum(np.abs(line * high - 90), np.abs((line + 1) * high - 90)), 0, 90)
    side = np.sin(np.radians(high)) / np.maximum(np.cos(np.radians(edge)), 1e-9)
    reach = np.degrees(np.arcsin(np.minimum(side, 1.0)))
    return np.maximum(np.where(side < 1, np.floor(360 / reach), 1), 1).astype(np.int64)


def _column(lon: Floats, many: Ints) -> Ints:
    return np.floor((lon + 180) * (many / 360)).astype(np.int64) % many


def _near(
    extents: Extents,
    index: _Index,
    queries: Ints,
    cell: float,
    longest: float,
    shift: float,
    at_once: int,
) -> Iterator[Pairs]:
    """Pairs of a query and an indexed row in the cells around it, within the hours that may do."""
    line = _lines(extents.lat[queries], cell)
    fuzz = 1e-6  # hours: sums of these round
    early = np.floor(extents.begin[queries] + shift - GAP_HOURS - longest - fuzz).astype(np.int64)
    late = np.floor(extents.end[queries] + shift + GAP_HOURS + fuzz).astype(np.int64)
    early = np.clip(early - index.first, 0, index.hours - 1)
    late = np.clip(late - index.first + 1, 0, index.hours - 1)
    firsts, sizes = [], []
    for up in (-1, 0, 1):
        many = _columns(line + up, cell)
        column = _column(extents.lon[queries], many)
        for right, least in (
            (0, 1),
            (1, 2),
            (-1, 3),
        ):  # of two columns, one is beside the other once
            wanted = (line + up) * _COLUMNS + (column + right) % many
            rank = np.minimum(np.searchsorted(index.cells, wanted), len(index.cells) - 1)
            there = (index.cells[rank] == wanted) & (many >= least)
            first = np.searchsorted(index.keys, rank * index.hours + early)
            last = np.searchsorted(index.keys, rank * index.hours + late)
            firsts.append(first)
            sizes.append(np.where(there, np.maximum(last - first, 0), 0))
    yield from _spread(queries, index.rows, np.stack(firsts, 1), np.stack(sizes, 1), at_once)


def _spread(queries: Ints, rows: Ints, firsts: Ints, sizes: Ints, at_once: int) -> Iterator[Pairs]:
    """The pairs that ranges of an index stand for, about `at_once` at a time."""
    first, size = firsts.ravel(), sizes.ravel()
    asking = np.repeat(queries, firsts.shape[1])
    some = np.flatnonzero(size)
    first, size, asking = first[some], size[some], asking[some]
    while len(size) and int(size.max()) > at_once:  # one range of more than fits: in pieces
        long = size > at_once
        first = np.concatenate([first, first[long] + at_once])
        asking = np.concatenate([asking, asking[long]])
        rest = size[long] - at_once
        size = np.concatenate([np.where(long, at_once, size), rest])
    ends = np.cumsum(size)
    start = 0
    while start < len(size):
        done = int(ends[start - 1]) if start else 0
        stop = max(int(np.searchsorted(ends, done + at_once, "right")), start + 1)
        part = slice(start, stop)
        yield np.repeat(asking[part], size[part]), rows[spread(first[part], size[part])]
        start = stop
