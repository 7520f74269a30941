"""Clusters from scored pairs, for scorers that bring none of their own.

In: how many reports, pairs of them by number with log odds of being one incident, and pairs that
cannot be.  Out: for each report the least number of its cluster.  Clusters are merged from those
that belong together most, as long as the mean log odds between two, with `LEAN`, is above zero.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Clusterer = Callable[[int, Ints, Ints, Floats, Bools], Ints]

# Log odds of a pair that cannot be; the least of any other; and what speaks for merging besides: two
# vague reports of one incident look unlike chance only through a third.  Both were chosen on other
# seeds than those that are reported.
NEVER, LEAST, LEAN = -1e6, -4.0, 2.0


def clustered(number: int, one: Ints, other: Ints, odds: Floats, never: Bools) -> Ints:
    """Merge clusters by the mean log odds between them; of equals those first by number."""
    near: list[dict[int, tuple[float, int]]] = [{} for _ in range(number)]
    weight = np.where(never, NEVER, np.maximum(odds, LEAST) + LEAN)
    linked = _linked(number, one, other, weight)
    for a, b, value in zip(one[linked].tolist(), other[linked].tolist(), weight[linked].tolist(),
                           strict=True):  # fmt: skip
        near[a][b] = near[b][a] = (value, 1)
    size = [1] * number
    into = list(range(number))
    heap = [(-value, a, b, 1, 1) for a in range(number) for b, (value, _) in near[a].items()
            if a < b and value > 0]  # fmt: skip
    heapq.heapify(heap)
    while heap:
        _, a, b, size_a, size_b = heapq.heappop(heap)
        if into[a] != a or into[b] != b or size[a] != size_a or size[b] != size_b:
            continue
        into[b] = a
        _merge(near, size, a, b)
        for c, (total, scored) in near[a].items():
            mean = _mean(total, scored, size[a] * size[c])
            if mean > 0:
                low, high = min(a, c), max(a, c)
                heapq.heappush(heap, (-mean, low, high, size[low], size[high]))
    return np.array([_root(into, i) for i in range(number)], np.int64)


def _linked(number: int, one: Ints, other: Ints, weight: Floats) -> Bools:
    """Which pairs matter: those of reports that anything speaks for."""
    drawn = np.zeros(number, bool)
    drawn[one[weight > 0]] = drawn[other[weight > 0]] = True
    return drawn[one] & drawn[other]


def _mean(total: float, scored: int, pairs: int) -> float:
    return (total + (LEAST + LEAN) * (pairs - scored)) / pairs


def _merge(near: list[dict[int, tuple[float, int]]], size: list[int], a: int, b: int) -> None:
    """Take cluster b into a."""
    for c, (total, scored) in near[b].items():
        del near[c][b]
        if c == a:
            continue
        mine = near[a].get(c, (0.0, 0))
        near[a][c] = near[c][a] = (mine[0] + total, mine[1] + scored)
    near[b] = {}
    size[a] += size[b]


def _root(into: list[int], at: int) -> int:
    while into[at] != at:
        at = into[at]
    return at


def components(number: int, one: Ints, other: Ints) -> Ints:
    """What hangs together: for each the least number that it is connected with."""
    label = np.arange(number)
    while True:
        low = np.minimum(label[one], label[other])
        before = label.copy()
        np.minimum.at(label, one, low)
        np.minimum.at(label, other, low)
        label = label[label]
        if np.array_equal(label, before):
            return label
