"""Aggregates: reports that sum up several incidents, and which incidents those may be.

In: `Matched`.  Out: `Contains`: for each report that sums up, the incidents that lie wholly within its time
and place and agree with it, with a probability; and bounds on how many more there are that no report
tells of.  An aggregate is never one of the incidents, and adds none to their number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from hudna.matching import odds
from hudna.matching.blocking import Blocks, Extents, Part, apart_km
from hudna.matching.compare import compared
from hudna.matching.matched import Matched
from hudna.matching.phrases import SEVERAL
from hudna.matching.tellings import Floats, Ints
from hudna.parallel import by_all

LEAST: Final = 0.3
"""Incidents that are in an aggregate with less than this probability are not named."""

_SOME: Final = 3.0  # how many "several" is thought to be, to spread probability
# Measured where the truth is known (`evaluation/matching`, eight tables of four settings): how many of the
# incidents of a sum lie within it and are told of by others, the most that this can be of those that do, and
# what agreement is worth, for the best of many tellings agrees by chance.
_TOLD: Final = 0.75
_MOST: Final = 0.5
_SLOPE: Final = 0.4
_ROUNDS: Final = 40  # halvings: to a millionth of a millionth
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
    a, incident, agreement = _near(found, rows)
    unseen = np.zeros((len(rows), 2), np.int64)
    of = np.searchsorted(rows, a)
    near = np.bincount(of, minlength=len(rows))
    some = found.sums[rows] == SEVERAL
    count = np.where(some, _SOME, found.sums[rows])
    probability = shares(_SLOPE * agreement, of, np.minimum(_TOLD * count, _MOST * near))
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
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        sums = np.bincount(of, odds.probability(values + middle.take(of)), len(total))
        less = sums < total
        low, high = np.where(less, middle, low), np.where(less, high, middle)
    return odds.probability(values + ((low + high) / 2).take(of))


Inside = tuple[Ints, Ints, Floats]
"""Aggregates, incidents within the time and place of each, and how far they agree."""


def _near(found: Matched, rows: Ints) -> Inside:
    """Each aggregate with the incidents that it may contain, in order."""
    extents = found.ready.extents

    def work(part: Part) -> Inside:
        return _joined(found, [_within(found, extents, *pair) for pair in part.pairs()])

    return _joined(found, list(by_all(work, Blocks(extents).parts(rows))))


def _within(found: Matched, extents: Extents, low: Ints, high: Ints) -> Inside:
    sums = found.sums != 0
    one, other = np.concatenate([low, high]), np.concatenate([high, low])
    some = np.flatnonzero(sums.take(one) & ~sums.take(other))
    a, b = one.take(some), other.take(some)
    within = extents.begin.take(b) >= extents.begin.take(a) - _HOURS
    within &= extents.end.take(b) <= extents.end.take(a) + _HOURS
    within &= apart_km(extents, a, b) <= extents.radius.take(a)
    a, b = a[within], b[within]
    return _joined(found, [(a, found.incident.take(b), _agreement(found, a, b))])


def _joined(found: Matched, parts: list[Inside]) -> Inside:
    """Several as one: of the tellings of an incident the best speaks for it."""
    none = np.empty(0, np.int64)
    a, incident = (np.concatenate([none, *(part[side] for part in parts)]) for side in (0, 1))
    agreement = np.concatenate([np.empty(0), *(part[2] for part in parts)])
    key = a * len(found.told) + incident
    order = np.lexsort((-agreement, key))
    first = order[np.flatnonzero(np.diff(key[order], prepend=-1))]
    return a[first], incident[first], agreement[first]


def _agreement(found: Matched, a: Ints, b: Ints) -> Floats:
    """How far the hands and the kind of a report agree with an aggregate's: a log weight."""
    pairs = compared(found.traits, a, b, words=False)
    fields = found.weights.without_words(pairs, found.traits)
    total: Floats = fields["actors"] + fields["acts"] + 0.5 * fields["targets"]
    return total
