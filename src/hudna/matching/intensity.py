"""Intensity: how many other incidents lie around each report.

In: where, when and by whom.  Out: for each report, the incidents that sources tell of there, per km²
and hour, at several scales.  Two reports that lie close are of one incident the more surely the
emptier it is around them: in a besieged city ten other shellings of the day would fit as well.  The
rate is that of reports of the same source (which seldom tells one incident twice) and of others at
some days' distance (which cannot be of the same), with the rate of the wider scale as a prior: a
gamma prior of `PRIOR` reports.

Reports are counted among those of a `Counted`: themselves, or others that were there before.  What lies
before or after all of these has the rates of their first or last days.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from hudna.matching.blocking import Extents
from hudna.matching.placed import KM_A_DEGREE
from hudna.matching.tellings import Codes, Flags, Floats, Ints
from hudna.parallel import by_all

SCALES: Final = (0.6, 2.5, 10.0, 40.0, 160.0)
"""Half the side of the squares in which reports are counted, in km; the least stands for one point."""

PRIOR: Final = 6.0
SPARSEST: Final = 1.0 / (24 * 100.0**2)
"""The rate where nothing at all is known: an incident a day in a square of 100 km."""

_DENSER: Final = (15.0, 5.5, 4.5, 3.2, 1.0)
"""By scale, how much denser than the wider one it is where a report lies: as wars go, that were measured."""

_DAYS: Final = (90.0, 45.0, 12.0, 8.0, 8.0)  # half the time in which reports are counted, by scale
_BURST_HOURS: Final = 36.0
_FAR_HOURS: Final = 84.0  # reports of other sources at this distance in time are of other incidents


@dataclass(frozen=True, slots=True)
class Counted:
    """The reports that are counted: those that have a place and a time, by the hour.

    `levels`: by scale and source (and for a source that none of them is of), how much denser than the
    wider scale it tells: towns are points, and sources differ in how they round.
    """

    extents: Extents
    source: Codes
    levels: Floats  # (scales, sources + 1)

    @property
    def sources(self) -> int:
        """How many sources they are of."""
        return int(self.levels.shape[1]) - 1


@dataclass(frozen=True, slots=True)
class _Asked:
    """Reports by the hour, whose surroundings are asked for."""

    extents: Extents
    hour: Floats
    source: Codes
    itself: Flags  # which are among those that are counted


def intensity(extents: Extents, source: Codes, sources: int) -> tuple[Floats, Counted]:
    """Incidents per km² and hour around each report, and what was counted: the reports themselves.

    An array (scales, reports); NaN where unknown.
    """
    whole = np.flatnonzero(extents.whole)
    whole = whole[np.argsort(_middle(extents)[whole], kind="stable")]
    counted = Counted(extents.some(whole), source[whole], np.ones((len(SCALES), sources + 1)))
    every = np.ones(len(source), bool)
    return _around(counted, extents, source, every, learn=True), counted


def around(counted: Counted, extents: Extents, source: Codes, itself: Flags) -> Floats:
    """The same for reports among others: `itself` are those that are counted themselves.

    Sources are those of `counted`; any that it has none of has their number as its code.
    """
    return _around(counted, extents, source, itself, learn=False)


def _around(
    counted: Counted, extents: Extents, source: Codes, itself: Flags, *, learn: bool
) -> Floats:
    rates = np.full((len(SCALES), len(source)), np.nan)
    whole = np.flatnonzero(extents.whole)
    if not len(whole):
        return rates
    if not len(counted.source):
        rates[:, whole] = SPARSEST * np.cumprod(_DENSER[::-1])[::-1, np.newaxis]
        return rates
    whole = whole[np.argsort(_middle(extents)[whole], kind="stable")]  # as squares keep them
    some = counted.extents if learn else extents.some(whole)
    hour = np.clip(_middle(some), *_middle(counted.extents)[[0, -1]])
    asked = _Asked(some, hour, source[whole], itself[whole])
    found = np.full(len(whole), SPARSEST)
    for scale in reversed(range(len(SCALES))):
        found = rates[scale, whole] = _rate(counted, asked, scale, found, learn=learn)
    rates[:, whole] *= _burst(counted, asked)
    return rates


def _middle(extents: Extents) -> Floats:
    return (extents.begin + extents.end) / 2


def _sure(extents: Extents, scale: int) -> Flags:
    """What is not too vague for a scale: the rest is not counted there, and its share not expected."""
    sure: Flags = extents.radius <= max(2 * SCALES[scale], 5.0)
    return sure


def _rate(counted: Counted, asked: _Asked, scale: int, prior: Floats, *, learn: bool) -> Floats:
    """The rate at one scale, with that of the wider scale as its prior."""
    half, days = SCALES[scale], _DAYS[scale] * 24
    exact = scale == 0
    sure = _sure(counted.extents, scale)
    itself = asked.itself & _sure(asked.extents, scale)
    share = np.bincount(counted.source, sure, counted.sources + 1)[asked.source] / len(sure)
    others = sure.mean() - share
    area = (2 * half) ** 2
    squares = _Squares(counted, asked, half, (days, _FAR_HOURS), exact=exact)
    own, near_own = squares.count(sure, by_source=True) - itself
    seen = own
    # Of one's own source all of the time; of the others the time that is far enough, and not at one
    # point: sources round to points of their own.
    if not exact:
        every, near = squares.count(sure, by_source=False) - itself
        seen = own + (every - own) - (near - near_own)
    first, last = _middle(counted.extents)[[0, -1]]
    hour = asked.hour
    around = np.minimum(hour - first, days) + np.minimum(last - hour, days)
    close = np.minimum(hour - first, _FAR_HOURS) + np.minimum(last - hour, _FAR_HOURS)
    exposed = area * (share * around + (0.0 if exact else others * (around - close)))
    exposed = np.maximum(exposed, area)
    if learn:
        told = np.bincount(asked.source, seen, counted.sources + 1) + 1.0
        even = (
            np.bincount(asked.source, exposed * prior, counted.sources + 1) + 1.0 / _DENSER[scale]
        )
        counted.levels[scale] = told / even
    prior = prior * counted.levels[scale][asked.source]
    rate: Floats = (seen + PRIOR) / (exposed + PRIOR / prior)
    return rate


def _burst(counted: Counted, asked: _Asked) -> Floats:
    """How much denser the hours around a report are than the days around it."""
    wide = _DAYS[3] * 24
    squares = _Squares(counted, asked, SCALES[3], (_BURST_HOURS, wide))
    sure = np.ones(len(counted.source), bool)
    part = _BURST_HOURS / wide  # at the edges of the record somewhat more: it is the same for both
    near, far = squares.count(sure, by_source=True) - asked.itself
    factor: Floats = (near + 2 * PRIOR * part) / (far + 2 * PRIOR) / part
    return np.where(asked.extents.end - asked.extents.begin > 2 * _BURST_HOURS, 1.0, factor)


class _Squares:
    """The squares of twice `half` in which reports lie, and how many of them lie in each."""

    def __init__(
        self, counted: Counted, asked: _Asked, half: float, within: tuple[float, ...], *,
        exact: bool = False,
    ) -> None:  # fmt: skip
        self.within, self.asked = within, asked
        self.same = asked.extents is counted.extents
        self.choice, self.sought = _squares(asked.extents, half, exact)
        hour = _middle(counted.extents)
        start = np.floor(hour[0])
        self.hours = int(hour[-1] - start) + 2
        self.time = np.floor(asked.hour).astype(np.int64) - int(start)
        self.part = slice(None)
        if not self.same:  # few ask: of the others those of their days
            reach = max(within) + 1
            ends = asked.hour.min() - reach, asked.hour.max() + reach
            self.part = slice(*np.searchsorted(hour, ends).tolist())
        self.source, self.sources = counted.source[self.part], counted.sources + 1
        self.whole = np.floor(hour[self.part]).astype(np.int64) - int(start)
        some = counted.extents.some(self.part)
        self.cells = self.sought if self.same else _squares(some, half, exact)[1]

    def count(self, use: Flags, *, by_source: bool) -> Floats:
        """How many reports that are used lie in the square of each that asks: (times, reports).

        They lie at most so many hours away, for each time in `within`.
        """
        found = np.zeros((len(self.within), len(self.time)))
        use = use[self.part]

        def work(grid: int) -> None:
            rows, rank, mine, own = self._ranks(grid, by_source=by_source)
            keys = rank * self.hours + self.whole.take(rows)
            used = np.concatenate([[0], np.cumsum(use.take(rows))])
            key, time = own * self.hours, self.time.take(mine)
            for line, reach in enumerate(self.within):
                first = np.maximum(time - int(reach), 0)
                last = np.minimum(time + int(reach), self.hours - 1)
                early = np.searchsorted(keys, key + first)
                late = np.searchsorted(keys, key + last, "right")
                found[line, mine] = used.take(late) - used.take(early)

        for _ in by_all(work, range(len(self.cells))):
            pass
        return found

    def _ranks(self, grid: int, *, by_source: bool) -> tuple[Ints, Ints, Ints, Ints]:
        """Of one grid the rows that are counted and those that ask, each with the rank of its cell.

        Both in order of rank, so that each search begins where the last one ended.
        """
        cells = self.cells[grid]
        mine = np.flatnonzero(self.choice == grid)
        if self.same:
            rows = np.arange(len(cells))
            rank = np.unique(cells, return_inverse=True)[1]
            own = rank
        else:  # of the cells those that are asked for
            known, place = np.unique(self.sought[grid].take(mine), return_inverse=True)
            at = np.searchsorted(known, cells)
            rows = np.flatnonzero(np.append(known, -1).take(at) == cells)
            rank = at.take(rows)
            own = np.zeros(len(self.time), np.int64)
            own[mine] = place
        if by_source:
            rank = rank * self.sources + self.source.take(rows)
            own = rank if self.same else own * self.sources + self.asked.source
        order = np.argsort(rank, kind="stable")
        if self.same:
            mine = order.take(np.flatnonzero(self.choice.take(order) == grid))
        else:
            mine = mine.take(np.argsort(own.take(mine), kind="stable"))
        return rows.take(order), rank.take(order), mine, own.take(mine)


def _squares(extents: Extents, half: float, exact: bool) -> tuple[Ints, list[Ints]]:
    """For each report a square of twice `half` in whose inner half it lies, and all squares it lies in.

    Four grids, each moved by half a square: of each report which of them it lies well in, and its cell
    in each of the four.
    """
    side = 2 * half
    down = (extents.lat + 90) * KM_A_DEGREE / side
    line = np.round(extents.lat * 4) / 4  # one breadth of a degree for a stretch of latitude
    across = (extents.lon + 180) * KM_A_DEGREE / side * np.cos(np.radians(line))
    if exact:  # the same point
        cell = np.round(extents.lat * 1000).astype(np.int64) * (1 << 22) + np.round(
            extents.lon * 1000
        ).astype(np.int64)
        return np.zeros(len(cell), np.int64), [cell]
    inner_down = np.abs(down % 1 - 0.5) <= 0.25
    inner_across = np.abs(across % 1 - 0.5) <= 0.25
    choice = np.where(inner_down, 0, 2) + np.where(inner_across, 0, 1)
    return choice, [
        np.floor(down + up / 2).astype(np.int64) * (1 << 26)
        + np.floor(across + right / 2).astype(np.int64)
        for up in (0, 1)
        for right in (0, 1)
    ]
