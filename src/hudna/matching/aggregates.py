"""Aggregates: reports that sum up several incidents, and which incidents those may be.

In: `Matched`.  Out: `Contains`: for each report that sums up, the incidents that lie wholly within its time
and place and agree with it, with a probability; and bounds on how many more there are that no report
tells of.  An aggregate is never one of the incidents, and adds none to their number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from hudna.matching.blocking import Extents, apart_km, pairs
from hudna.matching.compare import compared
from hudna.matching.matched import Matched
from hudna.matching.phrases import SEVERAL
from hudna.matching.tellings import Floats, Ints

LEAST: Final = 0.3
"""Incidents that are in an aggregate with less than this probability are not named."""

_SOME: Final = 3.0  # how many "several" is thought to be, to spread probability
_HOURS: Final = 24.0  # what a report of an incident may lie outside of the aggregate's time


@dataclass(frozen=True, slots=True)
class Contains:
    """Which incidents (by their least row) an aggregate (by its row) contains, and how surely.

    `unseen` is, for each aggregate row in `rows`, how many of its incidents no report tells of: at
    least and at most.
    """

    aggregate: Ints
    incident: Ints
    probability: Floats
    rows: Ints
    unseen: Ints  # (aggregates, 2)


def contained(found: Matched) -> Contains:
    """Find what the aggregates contain."""
    rows = np.flatnonzero((found.sums != 0) & found.place.known & ~np.isnan(found.told.begin))
    a, b = _near(found, rows)
    agreement = _agreement(found, a, b)
    key = a * len(found.told) + found.incident[b]
    order = np.lexsort((-agreement, key))
    first = order[np.flatnonzero(np.diff(key[order], prepend=-1))]  # the best telling speaks for it
    a, incident, agreement = a[first], found.incident[b[first]], agreement[first]
    unseen = np.zeros((len(rows), 2), np.int64)
    of = np.searchsorted(rows, a)
    near = np.bincount(of, minlength=len(rows))
    some = found.sums[rows] == SEVERAL
    count = np.where(some, _SOME, found.sums[rows])
    probability = shares(agreement, of, np.minimum(count, near * 0.95))
    kept = probability >= LEAST
    named = np.bincount(of[kept], minlength=len(rows))
    unseen[:, 0] = np.maximum(np.where(some, 2, count) - near, 0)
    unseen[:, 1] = np.maximum(count - named, 0)
    return Contains(a[kept], incident[kept], probability[kept], rows, unseen)


def shares(values: Floats, of: Ints, total: Floats) -> Floats:
    """Log odds as probabilities that sum to `total` for each set, all of a set moved by the same.

    `of` is the set of each value.
    """
    low, high = np.full(len(total), -40.0), np.full(len(total), 40.0)
    for _ in range(60):
        middle = (low + high) / 2
        sums = np.bincount(of, 1 / (1 + np.exp(-(values + middle.take(of)))), len(total))
        less = sums < total
        low, high = np.where(less, middle, low), np.where(less, high, middle)
    probability: Floats = 1 / (1 + np.exp(-(values + ((low + high) / 2).take(of))))
    return probability


def _near(found: Matched, rows: Ints) -> tuple[Ints, Ints]:
    """Pairs of an aggregate and a report of one incident within its time and place."""
    told, place = found.told, found.place
    extents = Extents(place.lat, place.lon, place.radius, told.begin, told.end)
    ones, others = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for low, high in pairs(extents, rows):
        for one, other in ((low, high), (high, low)):
            keep = (found.sums[one] != 0) & (found.sums[other] == 0)
            a, b = one[keep], other[keep]
            within = (told.begin[b] >= told.begin[a] - _HOURS) & (
                told.end[b] <= told.end[a] + _HOURS
            )
            within &= apart_km(extents, a, b) <= place.radius[a]
            ones.append(a[within])
            others.append(b[within])
    return np.concatenate(ones), np.concatenate(others)


def _agreement(found: Matched, a: Ints, b: Ints) -> Floats:
    """How far the hands and the kind of a report agree with an aggregate's: a log weight."""
    fields = found.weights.fields(compared(found.traits, a, b), found.traits)
    total: Floats = fields["actors"] + fields["acts"] + 0.5 * fields["targets"]
    return total
