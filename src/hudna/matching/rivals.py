"""Rivals: of pairs that cannot all be of one incident, how likely each is.

In: pairs with their log odds.  Out: probabilities.  If a source tells each incident once, two of its
reports share the odds of a third that fits both; but repeats of one another are no rivals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csr_array

from hudna.matching.tellings import Codes, Flags, Floats, Ints

REPEATED: Final = 0.2
"""The least probability with which a pair of one source counts as a repeat."""

_SPARSE: Final = 4  # groups of rivals for each pair, from which on they are numbered


@dataclass(frozen=True, slots=True)
class Rivals:
    """For each pair the group of pairs that its first, and that its second report has in one source.

    Groups are numbered together: of one pair a report is the first, and of another the second.
    """

    a: Ints
    b: Ints
    first: Ints
    second: Ints
    own: Flags  # pairs of one source


def rivals(a: Ints, b: Ints, source: Codes, sources: int) -> Rivals:
    """Which pairs (a, b) of reports stand beside which; `source` is that of each report."""
    keys = np.concatenate([a * sources + source[b], b * sources + source[a]])
    if len(a) * _SPARSE < len(source) * sources:
        keys = np.unique(keys, return_inverse=True)[1]
    return Rivals(a, b, keys[: len(a)], keys[len(a) :], source[a] == source[b])


def with_rivals(log_odds: Floats, beside: Rivals) -> Floats:
    """The probability of each pair where an incident has one report in each source.

    A source that repeats itself has several, which are no rivals of each other.
    """
    odds = np.exp(np.minimum(log_odds, 50.0))
    both = np.concatenate([beside.first, beside.second])
    groups = np.bincount(both, np.concatenate([odds, odds]))
    total = 1.0 - odds + groups.take(beside.first) + groups.take(beside.second)
    probability: Floats = odds / total
    own = beside.own & (probability > REPEATED)
    if not own.any():
        return probability
    spared = _spared(odds, np.where(own, probability, 0.0), beside)
    total = np.maximum(total - spared, 1.0 + odds)
    result: Floats = odds / total
    return result


def _spared(odds: Floats, again: Floats, beside: Rivals) -> Floats:
    """For each pair of two sources the odds of rivals that are repeats of its own reports.

    `again` is the probability of a pair of one source that it is a repeat, 0 where it counts as none.
    """
    a, b = beside.a, beside.b
    repeated = np.flatnonzero(again)
    ones, others = a.take(repeated), b.take(repeated)
    twins = np.unique(np.concatenate([ones, others]))
    place = np.full(int(max(a.max(), b.max())) + 1, -1)
    place[twins] = np.arange(len(twins))
    size = (len(place), len(twins))
    ones, others, value = place[ones], place[others], again.take(repeated)
    repeats = csr_array(
        (np.concatenate([value, value]),
         (np.concatenate([ones, others]), np.concatenate([others, ones]))), (size[1], size[1])
    )  # fmt: skip
    spared = np.zeros(len(odds))
    # Only reports that have a repeat matter: of each pair, those of the one beside the other.
    sides = [np.flatnonzero(~beside.own & (place.take(side) >= 0)) for side in (b, a)]
    rows = [a.take(sides[0]), b.take(sides[1])]
    columns = [place.take(b.take(sides[0])), place.take(a.take(sides[1]))]
    table = csr_array(
        (np.concatenate([odds.take(side) for side in sides]),
         (np.concatenate(rows), np.concatenate(columns))), size
    )  # fmt: skip
    shared = table @ repeats  # by report and report: the odds that the repeats of the second have
    shared.sort_indices()
    for side, row, column in zip(sides, rows, columns, strict=True):
        if len(side):  # of no rows, SciPy gives objects
            spared[side] += np.asarray(shared[row, column]).ravel()
    return spared
