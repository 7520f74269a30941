"""Partition: which reports are one incident, given the log odds of pairs and what is certain.

In: pairs of reports with log odds, and `Bounds`: what no group may hold together.  Out: a group a
report.  The value of a partition is the sum of the log odds of the pairs within its groups, each with
`LEAN` (and less `ALONE`, where two are by themselves); pairs that were not worth keeping count `UNCOMPARED`.  Reports that hang together by pairs are
looked at apart: up to `EXACT` of them over all their partitions (by subsets: 3^k steps), beyond by
merging, round after round, every two groups that gain most by each other.  Nothing depends on the
order of the reports, but for the choice between equal values, which goes by row.

Why `LEAN`: the log odds of a pair hold how rare it is that two reports are of one incident at all.
In a group of k reports that is paid for k (k - 1) / 2 times, though k - 1 would do.  And why so much of it:
a best partition is surer than what it was made from, and would have too many incidents.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hudna.matching.blocking import GAP_HOURS, SLACK_KM, Extents
from hudna.matching.components import components
from hudna.matching.placed import EARTH_KM, unit_vectors
from hudna.matching.tellings import Flags, Floats, Ints
from hudna.parallel import by_all

EXACT: Final = 12
LEAN: Final = 2.35
ALONE: Final = 0.95
"""What two reports by themselves must be worth besides: they are joined from log odds of `ALONE` - `LEAN` on."""

UNCOMPARED: Final = -5.0
"""Log odds of a pair that was not worth keeping."""

NEVER: Final = -1e4
ALWAYS: Final = 1e4
"""Log odds that a person has set: of two reports that are not, or are, one incident."""

_ROUNDING: Final = 1e-6  # hours, km
_STRONGEST: Final = 15.0
_APART: Final = -1e12  # more than any sum of pairs outweighs
_FINE: Final = 1 << 20  # parts of log odds
_AT_ONCE: Final = 1 << 18  # numbers in a table of subsets, which is to stay in a cache
_FEWEST: Final = 64  # sets that are looked at together


@dataclass(frozen=True, slots=True)
class Bounds:
    """What no group may hold together, unless a person has said that it is one incident.

    Two reports of one source that tells each incident once (`once`: its number, -1 for none), or times or
    places that lie further apart than may be of one incident: ranges (`low`, `high`) that do not meet.
    A line of ranges for the time, in hours, and for each axis through the earth, in km.
    """

    once: Ints
    low: Floats  # (axes, reports)
    high: Floats


def bounds(once: Ints, extents: Extents) -> Bounds:
    """The bounds of reports; what is not known of where or when sets none.

    The ranges of a place hold the ball around it: two of them meet whenever the places are near enough for
    `hudna.matching.blocking`, for a chord is shorter than an arc.  And ranges that meet two by two have a
    point in common, so that of a group only that need be kept.
    """
    points = np.stack(unit_vectors(extents.lat, extents.lon)) * EARTH_KM
    reach = extents.radius + SLACK_KM / 2
    low = np.vstack([extents.begin - GAP_HOURS / 2, points - reach]) - _ROUNDING
    high = np.vstack([extents.end + GAP_HOURS / 2, points + reach]) + _ROUNDING
    low[np.isnan(low)], high[np.isnan(high)] = -np.inf, np.inf
    return Bounds(once, low, high)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is parted: single reports, or several that a person has joined."""

    size: Floats
    told: NDArray[np.uint64]  # the sources that tell each incident once, as bits
    low: Floats  # of each axis the highest of the lower ends
    high: Floats  # and the lowest of the upper ones

    def some(self, rows: Ints) -> _Parts:
        return _Parts(self.size[rows], self.told[rows], self.low[:, rows], self.high[:, rows])


def worth(log_odds: Floats) -> Floats:
    """What it is worth to have both reports of a pair in one group; above 0 they hang together."""
    value = np.clip(log_odds, UNCOMPARED, _STRONGEST) + LEAN
    # Whole numbers of a small part, so that sums do not depend on the order of what is summed.
    return np.where(log_odds <= NEVER, _APART, np.round(value * _FINE) / _FINE)


def parted(a: Ints, b: Ints, log_odds: Floats, bounds: Bounds, large: Flags | None = None) -> Ints:
    """The group of each report: the least row of the group.  Pairs (a, b) are each given once.

    `large` says which reports hang together with more than `EXACT` others, where these pairs are but
    some of all that there are.
    """
    value = worth(log_odds)
    count = np.ones(len(a))
    parts = _Parts(np.ones(len(bounds.once)), _told(bounds.once), bounds.low, bounds.high)
    joined = log_odds >= ALWAYS
    if not joined.any():
        return _parted(a, b, value, count, parts, large)
    label, first = _labels(a[joined], b[joined], len(bounds.once))
    a, b, value, count = _regrouped(label[a], label[b], value, count)
    group = _parted(a, b, value, count, _together(parts, label, len(first)), None)
    return first[group][label]


def _labels(a: Ints, b: Ints, reports: int) -> tuple[Ints, Ints]:
    """A number for each report, the same for those that hang together, and the first report of each.

    Numbers go by first reports.
    """
    component = components(a, b, reports)
    first, label = np.unique(component, return_index=True, return_inverse=True)[1:]
    order = np.argsort(first)
    rank = np.empty(len(first), np.int64)
    rank[order] = np.arange(len(first))
    return rank[label], first[order]


def _together(parts: _Parts, label: Ints, many: int) -> _Parts:
    told = np.zeros((many, parts.told.shape[1]), np.uint64)
    np.bitwise_or.at(told, label, parts.told)
    low, high = (np.full((len(parts.low), many), end) for end in (-np.inf, np.inf))
    for axis, (lower, upper) in enumerate(zip(parts.low, parts.high, strict=True)):
        np.maximum.at(low[axis], label, lower)
        np.minimum.at(high[axis], label, upper)
    return _Parts(np.bincount(label, parts.size, many).astype(float), told, low, high)


def _parted(
    a: Ints, b: Ints, value: Floats, count: Floats, parts: _Parts, large: Flags | None
) -> Ints:
    """The group of each part, by the pairs of reports that lie between them, summed and counted."""
    many = len(parts.size)
    value = value + (UNCOMPARED + LEAN) * (parts.size[a] * parts.size[b] - count)
    group = np.arange(many)
    good = value > 0
    component = components(a[good], b[good], many)
    if large is not None:  # all of these together, though what joins them may not be here
        component = np.where(large, many, component)
    within = component[a] == component[b]
    a, b, value = a[within], b[within], value[within]
    size = np.bincount(component, minlength=1)
    if large is not None and len(size) > many:
        size[many] = max(size[many], EXACT + 1)
    of_pair = component[a]
    for k in range(2, EXACT + 1):
        some = np.flatnonzero(size[component] == k)
        if len(some):
            rows = some[np.argsort(component[some], kind="stable")].reshape(-1, k)
            mine = size[of_pair] == k
            place = np.searchsorted(component[rows[:, 0]], of_pair[mine])
            _part_exactly(group, rows, (place, a[mine], b[mine], value[mine]), parts)
    beyond = size[of_pair] > EXACT
    rest = np.flatnonzero(size[component] > EXACT)
    if len(rest):
        first, second = np.searchsorted(rest, a[beyond]), np.searchsorted(rest, b[beyond])
        group[rest] = rest[_merged(first, second, value[beyond], parts.some(rest))]
    return group


# --- exactly ---------------------------------------------------------------------------------------


def _part_exactly(
    group: Ints, rows: Ints, pairs: tuple[Ints, Ints, Ints, Floats], parts: _Parts
) -> None:
    """Part sets of k parts each (a line of `rows`), over all partitions of each."""
    place, a, b, value = pairs
    k = rows.shape[1]
    first = (rows[place] == a[:, np.newaxis]).argmax(axis=1)
    second = (rows[place] == b[:, np.newaxis]).argmax(axis=1)
    step = max(_FEWEST, _AT_ONCE >> k)
    _subsets(k)  # once, before all processors ask for them

    def work(start: int) -> None:
        part = rows[start : start + step]
        here = (place >= start) & (place < start + step)
        joint = parts.size[part][:, :, np.newaxis] * parts.size[part][:, np.newaxis]
        table = (UNCOMPARED + LEAN) * joint
        table[place[here] - start, first[here], second[here]] = value[here]
        table[place[here] - start, second[here], first[here]] = value[here]
        table[_apart(part, parts)] = _APART
        single = parts.size[part] == 1
        group[part] = np.take_along_axis(part, _best_partition(table, single), axis=1)

    for _ in by_all(work, range(0, len(rows), step)):
        pass


def _apart(rows: Ints, parts: _Parts) -> Flags:
    """Which two of each k parts no group may hold."""
    told = parts.told[rows]
    apart: Flags = np.logical_or.reduce(told[:, :, np.newaxis] & told[:, np.newaxis] != 0, axis=-1)
    for low, high in zip(parts.low, parts.high, strict=True):
        beyond = low[rows][:, :, np.newaxis] > high[rows][:, np.newaxis]
        apart |= beyond | beyond.transpose(0, 2, 1)
    return apart


@cache
def _subsets(k: int) -> tuple[NDArray[np.int32], ...]:
    """For each set of k (as bits) its subsets that hold its lowest member."""
    found = [np.empty(0, np.int32)]
    for whole in range(1, 1 << k):
        low = whole & -whole
        part = rest = whole ^ low
        parts = [whole]
        while part:
            part = (part - 1) & rest
            parts.append(part | low)
        found.append(np.array(parts, np.int32))
    return tuple(found)


def _best_partition(table: Floats, single: Flags) -> Ints:
    """Of each report the first of its group in the best partition, for many sets of k reports."""
    many, k = table.shape[:2]
    value = _values(table, single)
    best = np.zeros((1 << k, many))  # a line for each subset: of all sets of k at once
    for sets, parts in enumerate(_subsets(k)):
        if sets:
            total = value.take(parts, axis=0)
            total += best.take(sets ^ parts, axis=0)
            np.max(total, axis=0, out=best[sets])
    return _firsts(value, best, k)


def _values(table: Floats, single: Flags) -> Floats:
    """The value of every subset as one group: (2^k, sets of k).  `single`: which parts are one report."""
    many, k = table.shape[:2]
    total = np.zeros((1 << k, many))
    for high in range(k):
        base = np.arange(1 << high)
        members = ((base[:, np.newaxis] >> np.arange(high)) & 1).astype(float)
        total[1 << high : 2 << high] = total[: 1 << high] + members @ table[:, high, :high].T
    for one, other in combinations(range(k), 2):
        total[(1 << one) | (1 << other)] -= ALONE * (single[:, one] & single[:, other])
    return total


def _firsts(value: Floats, best: Floats, k: int) -> Ints:
    """Of each report the first report of its group: the groups are those that make up the best."""
    many = value.shape[1]
    first = np.zeros((many, k), np.int64)
    rest = np.full(many, (1 << k) - 1)
    while rest.any():
        for sets in np.unique(rest[rest > 0]).tolist():
            these = np.flatnonzero(rest == sets)
            parts = _subsets(k)[sets]
            total = value[parts[:, np.newaxis], these] + best[(sets ^ parts)[:, np.newaxis], these]
            part = parts[total.argmax(axis=0)]
            member = (part[:, np.newaxis] >> np.arange(k)) & 1
            lowest = member.argmax(axis=1)[:, np.newaxis]
            first[these] = np.where(member == 1, lowest, first[these])
            rest[these] &= ~part
    return first


# --- beyond ----------------------------------------------------------------------------------------


def _merged(a: Ints, b: Ints, value: Floats, parts: _Parts) -> Ints:
    """Groups by merging: in each round every two groups that gain most by each other become one."""
    many = len(parts.size)
    group = np.arange(many)
    size, told = parts.size.copy(), parts.told.copy()
    low, high = parts.low.copy(), parts.high.copy()
    count = size[a] * size[b]  # what lies between two parts is counted already
    while len(a):
        joint = size[a] * size[b]
        gain = (value + (UNCOMPARED + LEAN) * (joint - count) - ALONE * (joint == 1)) / joint
        clash = (told[a] & told[b]).any(axis=1)
        clash |= (np.maximum(low[:, a], low[:, b]) > np.minimum(high[:, a], high[:, b])).any(axis=0)
        good = (gain > 1e-9) & ~clash
        if not good.any():
            break
        partner = _best(many, a[good], b[good], gain[good])
        has = np.flatnonzero(partner >= 0)
        lower = has[(partner[partner[has]] == has) & (has < partner[has])]
        upper = partner[lower]
        into = np.arange(many)
        into[upper] = lower
        size[lower] += size[upper]
        low[:, lower] = np.maximum(low[:, lower], low[:, upper])
        high[:, lower] = np.minimum(high[:, lower], high[:, upper])
        told[lower] |= told[upper]
        group = into[group]
        a, b, value, count = _regrouped(into[a], into[b], value, count)
    return group


def _told(once: Ints) -> NDArray[np.uint64]:
    """The sources that tell each incident once, as bits: (reports, words of 64)."""
    lines = max(int(once.max(initial=-1)) // 64 + 1, 1)
    bits = np.zeros((len(once), lines), np.uint64)
    rows = np.flatnonzero(once >= 0)
    bits[rows, once[rows] // 64] = np.uint64(1) << (once[rows] % 64).astype(np.uint64)
    return bits


def _best(reports: int, a: Ints, b: Ints, gain: Floats) -> Ints:
    """For each group the one it gains most by; of equal ones the first pair; -1 for none."""
    one, other = np.concatenate([a, b]), np.concatenate([b, a])
    both = np.concatenate([gain, gain])
    # The pair, not the partner, breaks a tie: then some pair is always best for both.
    order = np.lexsort((np.maximum(one, other), np.minimum(one, other), -both, one))
    first = order[np.flatnonzero(np.diff(one[order], prepend=-1))]
    partner = np.full(reports, -1)
    partner[one[first]] = other[first]
    return partner


def _regrouped(a: Ints, b: Ints, value: Floats, count: Floats) -> tuple[Ints, Ints, Floats, Floats]:
    """Pairs of groups, each once, with what lies between them summed."""
    keep = a != b
    low, high = np.minimum(a, b)[keep], np.maximum(a, b)[keep]
    many = int(high.max(initial=0)) + 1
    key, place = np.unique(low * many + high, return_inverse=True)
    summed: list[Floats] = [
        np.bincount(place, part[keep], len(key)).astype(float) for part in (value, count)
    ]
    return key // many, key % many, summed[0], summed[1]
