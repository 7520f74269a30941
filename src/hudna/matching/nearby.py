"""Nearby: which of many reports lie near enough to a few others to be of one incident with them.

In: where and when the many, and the few, say it happened.  Out: rows of the many: all that may be of one
incident with one of the few, and some more (`hudna.matching.blocking` settles which).  The many are looked at
once, without any of the grids that it takes to compare them with each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from hudna.matching.blocking import GAP_HOURS, SLACK_KM, Extents
from hudna.matching.placed import KM_A_DEGREE, degrees_wide
from hudna.matching.tellings import Flags, Floats, Ints

_CELL: Final = 0.5  # degrees
_BIN: Final = 120.0  # hours
_RADIUS: Final = (
    50.0  # km: reports with a larger one, or a longer time, are told by their time alone
)
_LENGTH: Final = 200.0  # hours
_MOST: Final = (
    1_000_000  # cells that are marked, beyond which all of the many are as well looked at
)
_LINES, _COLUMNS = 512, 1024  # more than there are


def nearby(many: Extents, few: Extents) -> Ints:
    """Rows of `many` that may be of one incident with one of `few`, and some more; in order."""
    some = np.flatnonzero(few.whole)
    rows = np.flatnonzero(many.whole)
    if not len(some) or not len(rows):
        return np.empty(0, np.int64)
    begin, end = many.begin[rows], many.end[rows]
    at_the_time: Flags = (begin <= few.end[some].max() + GAP_HOURS) & (
        end >= few.begin[some].min() - GAP_HOURS
    )
    rows = rows[at_the_time]
    fine: Flags = (many.radius[rows] <= _RADIUS) & (many.end[rows] - many.begin[rows] <= _LENGTH)
    marks: list[Ints] = []
    total = 0
    for marked in _marked(few, some):
        marks.append(marked)
        total += len(marked)
        if total > _MOST:
            return rows
    known = np.unique(np.concatenate(marks))
    key = _key(
        np.floor(many.begin[rows] / _BIN),
        np.floor((many.lat[rows] + 90) / _CELL),
        np.floor((many.lon[rows] + 180) / _CELL) % round(360 / _CELL),
    )
    place = np.minimum(np.searchsorted(known, key), len(known) - 1)
    found: Ints = rows[(known[place] == key) | ~fine]
    return found


def _key(time: Floats, line: Floats, column: Floats) -> Ints:
    key: Ints = ((time * _LINES + line) * _COLUMNS + column).astype(np.int64)
    return key


def _marked(few: Extents, some: Ints) -> Iterator[Ints]:
    """For each of the few the cells in which a precise report may lie that is of one incident with it."""
    columns = round(360 / _CELL)
    reaches = (few.radius[some] + _RADIUS + SLACK_KM) / KM_A_DEGREE * 1.001
    both = zip(reaches.tolist(), degrees_wide(few.lat[some], reaches).tolist(), strict=True)
    for row, (reach, wide) in zip(some.tolist(), both, strict=True):
        lat, lon = float(few.lat[row]), float(few.lon[row])
        first = np.floor((few.begin[row] - GAP_HOURS - _LENGTH) / _BIN)
        time = np.arange(first, np.floor((few.end[row] + GAP_HOURS) / _BIN) + 1)
        line = np.arange(np.floor((lat + 90 - reach) / _CELL), (lat + 90 + reach) // _CELL + 1)
        if 2 * wide >= 360 - 2 * _CELL:
            column = np.arange(float(columns))
        else:
            column = np.arange(
                np.floor((lon + 180 - wide) / _CELL), (lon + 180 + wide) // _CELL + 1
            )
        # Above a pole there is nothing; beyond the date line one goes on at the other side.
        line = line[(line >= 0) & (line < _LINES)]
        yield _key(time[:, np.newaxis, np.newaxis], line[:, np.newaxis], column % columns).ravel()
