"""Intensity: how many other incidents lie around each report.

In: where, when and by whom.  Out: for each report, the incidents that sources tell of there, per km²
and hour, at several scales.  Two reports that lie close are of one incident the more surely the
emptier it is around them: in a besieged city ten other shellings of the day would fit as well.  The
rate is that of reports of the same source (which seldom tells one incident twice) and of others at
some days' distance (which cannot be of the same), with the rate of the wider scale as a prior: a
gamma prior of `PRIOR` reports.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from hudna.matching.blocking import Extents
from hudna.matching.placed import KM_A_DEGREE
from hudna.matching.tellings import Codes, Flags, Floats, Ints
from hudna.parallel import by_all

SCALES: Final = (0.6, 2.5, 10.0, 40.0, 160.0)
"""Half the side of the squares in which reports are counted, in km; the least stands for one point."""

PRIOR: Final = 6.0
SPARSEST: Final = 1.0 / (30 * 24 * 100.0**2)
"""The rate where nothing at all is known: an incident a month in a square of 100 km."""

_DAYS: Final = (90.0, 45.0, 12.0, 8.0, 8.0)  # half the time in which reports are counted, by scale
_BURST_HOURS: Final = 36.0
_FAR_HOURS: Final = 84.0  # reports of other sources at this distance in time are of other incidents


def intensity(extents: Extents, source: Codes) -> Floats:
    """Incidents per km² and hour around each report: an array (scales, reports); NaN where unknown."""
    whole = np.flatnonzero(extents.whole)
    rates = np.full((len(SCALES), len(extents.lat)), np.nan)
    if not len(whole):
        return rates
    middle = (extents.begin[whole] + extents.end[whole]) / 2
    whole = whole[np.argsort(middle, kind="stable")]  # by the hour, which squares keep
    some = Extents(*(getattr(extents, name)[whole] for name in Extents.__slots__))
    hour = (some.begin + some.end) / 2
    by = source[whole]
    found = np.full(len(whole), SPARSEST)
    for scale in reversed(range(len(SCALES))):
        found = rates[scale, whole] = _rate(some, hour, by, scale, found)
    rates[:, whole] *= _burst(some, hour, by)
    return rates


def _rate(extents: Extents, hour: Floats, source: Codes, scale: int, prior: Floats) -> Floats:
    """The rate at one scale, with that of the wider scale as its prior."""
    half, days = SCALES[scale], _DAYS[scale] * 24
    exact = scale == 0
    # What is too vague for a scale is not counted there, and its share is not expected.
    sure = extents.radius <= max(2 * half, 5.0)
    share = np.bincount(source + 1, sure, int(source.max()) + 2)[source + 1] / len(source)
    others = sure.mean() - share
    area = (2 * half) ** 2
    square = _squares(extents, half, exact)
    own, near_own = _count(square, source, hour, (days, _FAR_HOURS), sure) - sure
    counted = own
    # Of one's own source all of the time; of the others the time that is far enough, and not at one
    # point: sources round to points of their own.
    if not exact:
        every, near = _count(square, None, hour, (days, _FAR_HOURS), sure) - sure
        counted = own + (every - own) - (near - near_own)
    around = np.minimum(hour - hour.min(), days) + np.minimum(hour.max() - hour, days)
    close = np.minimum(hour - hour.min(), _FAR_HOURS) + np.minimum(hour.max() - hour, _FAR_HOURS)
    exposed = area * (share * around + (0.0 if exact else others * (around - close)))
    exposed = np.maximum(exposed, area)
    # Towns are points, and sources differ in how they round: how much denser than the wider scale.
    told = np.bincount(source, counted, int(source.max()) + 1) + 1.0
    even = np.bincount(source, exposed * prior, int(source.max()) + 1) + 1.0
    prior = prior * (told / even)[source]
    rate: Floats = (counted + PRIOR) / (exposed + PRIOR / prior)
    return rate


def _burst(extents: Extents, hour: Floats, source: Codes) -> Floats:
    """How much denser the hours around a report are than the days around it."""
    square = _squares(extents, SCALES[3], exact=False)
    sure = np.ones(len(hour), bool)
    wide = _DAYS[3] * 24
    part = _BURST_HOURS / wide  # at the edges of the record somewhat more: it is the same for both
    near, far = _count(square, source, hour, (_BURST_HOURS, wide), sure) - 1
    factor: Floats = (near + 2 * PRIOR * part) / (far + 2 * PRIOR) / part
    return np.where(extents.end - extents.begin > 2 * _BURST_HOURS, 1.0, factor)


def _squares(extents: Extents, half: float, exact: bool) -> tuple[Ints, ...]:
    """For each report a square of twice `half` in whose inner half it lies, and all squares it lies in.

    Four grids, each moved by half a square: first of each report which of them it lies well in, then
    its cell in each of the four.
    """
    side = 2 * half
    down = (extents.lat + 90) * KM_A_DEGREE / side
    line = np.round(extents.lat * 4) / 4  # one breadth of a degree for a stretch of latitude
    across = (extents.lon + 180) * KM_A_DEGREE / side * np.cos(np.radians(line))
    if exact:  # the same point
        cell = np.round(extents.lat * 1000).astype(np.int64) * (1 << 22) + np.round(
            extents.lon * 1000
        ).astype(np.int64)
        return (np.zeros(len(cell), np.int64), cell)
    inner_down = np.abs(down % 1 - 0.5) <= 0.25
    inner_across = np.abs(across % 1 - 0.5) <= 0.25
    choice = np.where(inner_down, 0, 2) + np.where(inner_across, 0, 1)
    cells = [
        np.floor(down + up / 2).astype(np.int64) * (1 << 26)
        + np.floor(across + right / 2).astype(np.int64)
        for up in (0, 1)
        for right in (0, 1)
    ]
    return (choice, *cells)


def _count(
    squares: tuple[Ints, ...], source: Codes | None, hour: Floats, within: tuple[float, ...], use: Flags
) -> Floats:  # fmt: skip
    """How many reports that are used lie in the square of each: (times, reports).

    They lie at most so many hours away, for each time in `within`; reports are given by the hour.
    """
    choice, *cells = squares
    found = np.zeros((len(within), len(hour)))
    whole = np.floor(hour).astype(np.int64) - int(np.floor(hour[0]))
    hours = int(whole[-1]) + 2

    def work(grid: int) -> None:
        rank = np.unique(cells[grid], return_inverse=True)[1]
        if source is not None:
            rank = rank * (int(source.max()) + 1) + source
        order = np.argsort(rank, kind="stable")
        key = rank.take(order) * hours
        keys = key + whole.take(order)
        used = np.concatenate([[0], np.cumsum(use.take(order))])
        asked = np.flatnonzero(choice.take(order) == grid)
        rows = order.take(asked)
        key, time = key.take(asked), whole.take(rows)
        # In order, so that each search begins where the last one ended.
        for line, reach in enumerate(within):
            early = np.searchsorted(keys, key + np.maximum(time - int(reach), 0))
            late = np.searchsorted(keys, key + np.minimum(time + int(reach), hours - 1), "right")
            found[line, rows] = used.take(late) - used.take(early)

    for _ in by_all(work, range(len(cells))):
        pass
    return found
