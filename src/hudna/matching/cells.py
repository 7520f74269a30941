"""Cells: reports in parts that are compared apart from each other, each with what lies around it.

In: where and when each report says it happened.  Out: `Cells`, boxes of space and time, and of each report
the cell that owns it.  A pair is owned by the cell of whichever report begins earlier (of two that begin
together, the lower row).  So a cell takes its own reports and those that begin no earlier and may be of one
incident with one of them, and no pair is found twice or lost.

Reports of one precision share cells: a province and a month take in much, a street and an hour little.
Cells are halved, where they are longest for what they take in, until they are small.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from hudna.matching.blocking import GAP_HOURS, SLACK_KM, Extents
from hudna.matching.placed import KM_A_DEGREE, degrees_wide
from hudna.matching.tellings import Codes, Flags, Floats, Ints

SIZE: Final = 8192
"""Reports of a cell, at most."""

_RADII: Final = (20.0, 100.0)  # km: classes of the precision of place
_LENGTHS: Final = (200.0, 1000.0)  # hours: classes of the precision of time
_SURE: Final = 1 + 1e-3  # somewhat further than the reach: no pair is lost to rounding
_FUZZ: Final = 1e-6  # hours, or degrees: sums of these round


@dataclass(frozen=True, slots=True)
class Cells:
    """Of each cell the box of its own reports, their largest radius, and when the latest of them ends."""

    south: Floats
    north: Floats
    west: Floats
    east: Floats
    radius: Floats
    begin: Floats
    end: Floats

    def __len__(self) -> int:
        return len(self.south)

    def around(self, extents: Extents) -> Iterator[Ints]:
        """For each cell the rows that it is to be sent, its own among them, and some more; in order.

        What a row is sent to rests on it alone: rows may be asked for some at a time.
        """
        whole = np.flatnonzero(extents.whole)
        lat, lon, begin = extents.lat[whole], extents.lon[whole], extents.begin[whole]
        for cell in range(len(self)):
            last = self.end[cell] + GAP_HOURS + _FUZZ
            at = np.flatnonzero((begin >= self.begin[cell]) & (begin <= last))
            reach = extents.radius[whole[at]] + (self.radius[cell] + SLACK_KM)
            reach *= _SURE / KM_A_DEGREE
            yield whole[at[self._near(cell, lat[at], lon[at], reach)]]

    def _near(self, cell: int, lat: Floats, lon: Floats, reach: Floats) -> Flags:
        """Which points lie no further than their reach (degrees) from a cell."""
        above, below = lat - self.north[cell], self.south[cell] - lat
        near: Flags = np.maximum(above, below) <= reach + _FUZZ
        wide = degrees_wide(lat, reach)
        middle = (self.west[cell] + self.east[cell]) / 2
        half = (self.east[cell] - self.west[cell]) / 2
        aside = np.abs((lon - middle + 180) % 360 - 180)
        near &= aside <= half + wide + _FUZZ
        return near


def cells(extents: Extents, size: int = SIZE) -> tuple[Cells, Codes]:
    """The cells of reports, of at most `size` each, and which of them owns each report; -1: none.

    A report without a place or a time is in none.
    """
    rows = np.flatnonzero(extents.whole)
    length = extents.end[rows] - extents.begin[rows]
    space = np.searchsorted(_RADII, extents.radius[rows])
    precision = space * (len(_LENGTHS) + 1) + np.searchsorted(_LENGTHS, length)
    made = [
        cell
        for one in np.unique(precision).tolist()
        for cell in _halved(extents, rows[precision == one], size)
    ]
    owner = np.full(len(extents.lat), -1, np.int32)
    for number, own in enumerate(made):
        owner[own] = number
    lat, lon = [extents.lat[own] for own in made], [extents.lon[own] for own in made]
    return Cells(
        np.array([each.min() for each in lat]),
        np.array([each.max() for each in lat]),
        np.array([each.min() for each in lon]),
        np.array([each.max() for each in lon]),
        np.array([extents.radius[own].max() for own in made]),
        np.array([extents.begin[own].min() for own in made]),
        np.array([extents.end[own].max() for own in made]),
    ), owner


def _halved(extents: Extents, rows: Ints, size: int) -> Iterator[Ints]:
    """Rows in parts of at most `size`: each time halved along its longest side."""
    if len(rows) <= size:
        yield rows
        return
    lat, lon, begin = extents.lat[rows], extents.lon[rows], extents.begin[rows]
    degree = KM_A_DEGREE / (2 * extents.radius[rows].max() + SLACK_KM)
    hour = 1 / ((extents.end[rows] - begin).max() + GAP_HOURS)
    narrow = np.cos(np.radians(np.abs(lat).min()))
    sides = ((lat, degree), (lon, degree * narrow), (begin, hour))
    longest = max(sides, key=lambda side: float(np.ptp(side[0])) * side[1])[0]
    order = np.argsort(longest, kind="stable")
    half = len(rows) // 2
    yield from _halved(extents, rows[order[:half]], size)
    yield from _halved(extents, rows[order[half:]], size)
