"""Blocking: which pairs of reports are compared at all.

In: where and when each report says it happened.  Out: pairs of rows, some at a time.  Two reports may
be of one incident only if their times lie no more than `GAP_HOURS` apart and their places no more than
`SLACK_KM` beyond what their radii allow.  Every such pair is found, and no other: reports are sorted
into cells of a grid as wide as the reach of their precision, by time within a cell, so that a point of
a day meets the points around it and a province of a month meets all that it holds.

Of two reports the one that begins first asks, so that a long one need not be looked for in the past.
`Blocks` holds the grids, for they are asked several times; its `parts` are independent of one another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hudna.matching.placed import EARTH_KM, KM_A_DEGREE, distance_km, unit_vectors
from hudna.matching.tellings import Flags, Floats, Ints, spread

GAP_HOURS: Final = 72.0
"""Times that lie further apart than this are of two incidents."""

SLACK_KM: Final = 15.0
"""Places that lie further apart than this, beyond both their radii, are of two incidents."""

AT_ONCE: Final = 1 << 16
"""Pairs that are looked at together: few enough for what is worked out of them to stay in a cache."""

_RADII: Final = (5.0, 15.0, 50.0, 200.0, 1000.0)  # km; a class holds radii up to its own
_LENGTHS: Final = (25.0, 200.0, 800.0, 10_000.0, np.inf)  # hours
_ANY: Final = -1  # times of any length
_ASKING: Final = 1 << 13  # reports that ask together
_FUZZ: Final = 1e-6  # hours: sums of these round

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

    def some(self, rows: Ints | slice) -> Extents:
        """Those of some reports."""
        return Extents(*(getattr(self, name)[rows] for name in Extents.__slots__))

    def then(self, others: Extents) -> Extents:
        """These, and those of other reports after them."""
        both = ((getattr(self, name), getattr(others, name)) for name in Extents.__slots__)
        return Extents(*(np.concatenate(each) for each in both))


def pairs(
    extents: Extents, rows: Ints | None = None, shift: float = 0.0, at_once: int = AT_ONCE
) -> Iterator[Pairs]:
    """Pairs of reports that may be of one incident, each once, the lower row first.

    With `rows`, only pairs that one of these rows is in.  With `shift` (hours), the times of one
    side are moved by it: pairs that lie alike but cannot be of one incident; both orders are given.
    """
    yield from Blocks(extents).pairs(rows, shift, at_once)


def gap_hours(extents: Extents, a: Ints, b: Ints, shift: float = 0.0) -> Floats:
    """Hours between two times; 0 where they touch, negative by how much they overlap."""
    first = extents.begin.take(a) + shift
    last = extents.end.take(a) + shift
    return np.maximum(extents.begin.take(b) - last, first - extents.end.take(b))


def may_be_one(extents: Extents, a: Ints, b: Ints) -> Flags:
    """Which pairs may be of one incident."""
    reach = extents.radius.take(a) + extents.radius.take(b) + SLACK_KM
    near: Flags = apart_km(extents, a, b) <= reach
    return near & (gap_hours(extents, a, b) <= GAP_HOURS)


def apart_km(extents: Extents, a: Ints, b: Ints) -> Floats:
    """Distance of the middles of two places."""
    return distance_km(extents.lat[a], extents.lon[a], extents.lat[b], extents.lon[b])


@dataclass(frozen=True, slots=True, init=False)
class Blocks:
    """The reports that have a place and a time, sorted by their begin, and the grids they lie in."""

    order: Ints  # the row of each
    told: Extents
    point: tuple[Floats, Floats, Floats]
    space: Ints  # the class of its radius
    length: Ints  # and that of its time
    grids: dict[tuple[int, int, int, bool], _Grid | None] = field(repr=False)

    def __init__(self, extents: Extents) -> None:
        rows = np.flatnonzero(extents.whole)
        order = rows[np.argsort(extents.begin[rows], kind="stable")]
        told = extents.some(order)
        for name, value in (
            ("order", order),
            ("told", told),
            ("point", unit_vectors(told.lat, told.lon)),
            ("space", np.searchsorted(_RADII, told.radius)),
            ("length", np.searchsorted(_LENGTHS, told.end - told.begin)),
            ("grids", {}),
        ):
            object.__setattr__(self, name, value)

    def pairs(
        self, rows: Ints | None = None, shift: float = 0.0, at_once: int = AT_ONCE
    ) -> Iterator[Pairs]:
        """What the function `pairs` gives."""
        for part in self.parts(rows, shift):
            yield from part.pairs(at_once)

    def parts(self, rows: Ints | None = None, shift: float = 0.0) -> Iterator[Part]:
        """The same in parts that can be worked out at the same time."""
        asked = np.ones(len(self.order), bool)
        if rows is not None:
            asked = np.isin(self.order, rows, kind="table") if len(rows) else ~asked
        some = np.flatnonzero(asked)
        if not shift:
            yield from self.forward(some)
        if rows is None and not shift:
            return  # each is asked by those that begin before it
        left_out = None if shift else asked
        for asking, level, other in self._classes(some):
            for length in np.unique(self.length[self.space == other]).tolist():
                yield from self._cut(asking, self._grid(level, other, length), left_out, shift)

    def forward(self, asking: Ints, aside: Flags | None = None) -> Iterator[Part]:
        """The pairs of some reports, by their place in `order`, with those that begin after them.

        With `aside`, those that it marks are not asked.
        """
        for some, level, other in self._classes(asking):
            grid = self._grid(level, other, _ANY, aside)
            if grid is not None:
                yield from self._cut(some, grid, None, 0.0)

    def _classes(self, asking: Ints) -> Iterator[tuple[Ints, int, int]]:
        for level in np.unique(self.space[asking]).tolist():
            some = asking[self.space[asking] == level]
            for other in np.unique(self.space).tolist():
                yield some, level, other

    def _cut(
        self, asking: Ints, grid: _Grid | None, left_out: Flags | None, shift: float
    ) -> Iterator[Part]:
        for start in range(0, len(asking) if grid else 0, _ASKING):
            if grid:
                yield Part(self, asking[start : start + _ASKING], grid, left_out, shift)

    def _grid(
        self, level: int, other: int, length: int = _ANY, aside: Flags | None = None
    ) -> _Grid | None:
        key = (level, other, length, aside is not None)
        if key not in self.grids:
            held = self.space == other
            if aside is not None:
                held &= ~aside
            if length != _ANY:
                held &= self.length == length
            cell = _RADII[level] + _RADII[other] + SLACK_KM
            forward = length == _ANY
            self.grids[key] = (
                _grid(self.told, np.flatnonzero(held), cell, forward) if held.any() else None
            )
        return self.grids[key]


@dataclass(frozen=True, slots=True)
class Part:
    """Some reports that ask a grid for those that may be of one incident with them."""

    blocks: Blocks
    asking: Ints
    grid: _Grid
    left_out: Flags | None  # those that have asked for themselves; None: nobody has
    shift: float

    def pairs(self, at_once: int = AT_ONCE) -> Iterator[Pairs]:
        """The pairs, about `at_once` looked at together."""
        first, size = self.ranges()
        some = np.flatnonzero(size)
        ask = np.repeat(self.asking, first.shape[1])[some]
        for at, place, count in _pieces(first.ravel()[some], size.ravel()[some], at_once):
            a, b = self._may_be_one(ask[at], self.grid.rows.take(spread(place, count)), count)
            if len(a):
                rows = self.blocks.order
                one, two = rows.take(a), rows.take(b)
                yield ((one, two) if self.shift else (np.minimum(one, two), np.maximum(one, two)))

    def ranges(self) -> tuple[Ints, Ints]:
        """For each that asks, where in the grid the rows begin that it has to look at, and how many.

        One range for each of nine cells.
        """
        told, grid = self.blocks.told, self.grid
        begin, end = told.begin[self.asking] + self.shift, told.end[self.asking] + self.shift
        if not grid.forward:
            begin = begin - GAP_HOURS - grid.longest - _FUZZ
        early = np.maximum(grid.bins(begin), 0)
        late = np.minimum(grid.bins(end + GAP_HOURS + _FUZZ) + 1, grid.many_bins)
        bases = grid.around(told.lat[self.asking], told.lon[self.asking])
        first = grid.starts.take(bases + early[:, np.newaxis]).astype(np.int64)
        size = grid.starts.take(bases + late[:, np.newaxis]) - first
        return first, np.maximum(size, 0)

    def _may_be_one(self, ask: Ints, b: Ints, count: Ints) -> Pairs:
        """Of each that asks with each of the `count` rows `b` it looks at: those that may be one."""
        told, shift = self.blocks.told, self.shift
        a = np.repeat(ask, count)
        late = told.begin.take(b) - np.repeat(told.end.take(ask) + shift, count)
        keep = late <= GAP_HOURS
        if self.grid.forward:
            keep &= b > a
        else:
            early = np.repeat(told.begin.take(ask) + shift, count) - told.end.take(b)
            keep &= early <= GAP_HOURS
            keep &= b != a if self.left_out is None else (b < a) & ~self.left_out.take(b)
        chord = np.zeros(len(a))
        for axis in self.blocks.point:
            chord += (np.repeat(axis.take(ask), count) - axis.take(b)) ** 2
        reach = np.repeat(told.radius.take(ask) + SLACK_KM, count) + told.radius.take(b)
        reach *= 1 / EARTH_KM
        # Twice the sine of half the angle, as a series: angles are less than a third.
        square = reach * reach
        keep &= chord <= square * (1 - square * (1 / 24 - square / 1920)) ** 2
        at = np.flatnonzero(keep)
        return a.take(at), b.take(at)


def _pieces(first: Ints, size: Ints, at_once: int) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Ranges, about `at_once` numbers together: which of them, where each begins, and its size."""
    which = np.arange(len(size))
    if len(size) and int(size.max()) > at_once:  # ranges of more than fits: in pieces
        many = -(-size // at_once)
        which = np.repeat(which, many)
        piece = spread(np.zeros(len(many), np.int64), many)
        first = first[which] + piece * at_once
        size = np.minimum(size[which] - piece * at_once, at_once)
    ends = np.cumsum(size)
    start = 0
    while start < len(size):
        done = int(ends[start - 1]) if start else 0
        stop = max(int(np.searchsorted(ends, done + at_once, "right")), start + 1)
        part = slice(start, stop)
        yield which[part], first[part], size[part]
        start = stop


# --- grids -----------------------------------------------------------------------------------------

_SURE: Final = 1 + 1e-4  # a grid somewhat wider than the reach: no pair is lost to rounding
_SMALLEST: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class _Grid:
    """Rows sorted by cell and time.

    Cells are numbered line by line.  `place` of a cell is that of its first start, for cells that hold
    a row: `starts[place + bin]` is where the rows of a bin of time begin; all others share an empty one.
    """

    rows: Ints
    cell: float  # km
    top: int  # the first line
    many: Ints  # columns of each line
    offset: Ints  # the number of each line's first cell
    place: NDArray[np.int64]  # of each cell
    starts: NDArray[np.int32]
    first: float  # hours
    width: float  # hours of a bin
    many_bins: int
    longest: float  # hours
    forward: bool  # only those that ask begin earlier

    def bins(self, hour: Floats) -> Ints:
        """The bin of each hour; -1 for those before the first, their number for those after the last."""
        bins = np.floor((hour - self.first) / self.width)
        return np.clip(bins, -1, self.many_bins).astype(np.int64)

    def around(self, lat: Floats, lon: Floats) -> Ints:
        """The places of the nine cells around each point: an array (points, 9)."""
        line = _lines(lat, self.cell) - self.top
        bases = np.empty((len(lat), 9), np.int64)
        for up in (-1, 0, 1):
            # What lies beyond the first and the last line is as empty as these.
            at = np.clip(line + up, 0, len(self.many) - 1)
            many, offset = self.many.take(at), self.offset.take(at)
            column = _column(lon, many)
            # Of two columns one is beside the other once, and one alone never.
            for right, least in ((0, 1), (1, 2), (-1, 3)):
                beside = column + right
                beside[beside == many] = 0
                beside = np.where(beside < 0, many - 1, beside)
                base = self.place.take(offset + beside)
                bases[:, 3 * (up + 1) + right] = np.where(many >= least, base, 0)
        return bases


def _grid(told: Extents, rows: Ints, cell: float, forward: bool) -> _Grid:
    line = _lines(told.lat[rows], cell)
    top = int(line.min()) - 1
    many = _columns(np.arange(top, int(line.max()) + 2), cell)
    offset = np.concatenate([[0], np.cumsum(many)])
    number = offset[line - top] + _column(told.lon[rows], many[line - top])
    cells, rank = np.unique(number, return_inverse=True)
    begin, end = told.begin[rows], told.end[rows]
    first, span = float(begin.min()), float(begin.max() - begin.min())
    most = max((_SMALLEST + 2 * len(rows)) // len(cells), 1)  # bins that memory allows
    width = max(1.0, np.ceil((span + 1) / most))
    bins = int(span // width) + 1
    key = rank * (bins + 1) + np.floor((begin - first) / width).astype(np.int64)
    # Before the first cell an empty one: nothing begins there, and nothing ends.
    count = np.bincount(key, minlength=len(cells) * (bins + 1))
    starts = np.zeros((len(cells) + 1) * (bins + 1), np.int32)
    starts[bins + 2 :] = np.cumsum(count)[:-1]
    place = np.zeros(int(offset[-1]), np.int64)
    place[cells] = (np.arange(len(cells)) + 1) * (bins + 1)
    order = np.argsort(key, kind="stable")
    return _Grid(
        rows[order], cell, top, many, offset[:-1], place, starts, first, width, bins,
        float((end - begin).max()), forward,
    )  # fmt: skip


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
    column = np.floor((lon + 180) * (many / 360)).astype(np.int64)
    column[column >= many] = 0  # 180 degrees
    return column
