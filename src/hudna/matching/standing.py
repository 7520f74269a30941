"""Standing: reports as they were matched, and what new ones change of it.

In: `Standing`, what was found of earlier reports, and `Arrived`, new ones with the pairs that they make.
Out: the standing of all, the same as if all were matched afresh by what was learned (`Learned`), and which
reports were looked at again.

A new report takes odds from its rivals, so the pairs of the reports around it change, and with them the
incidents that these are in.  An incident further away changes only if one of those that changed would take
it in: merging is by average linkage, where what two groups gain by a third is never more together than the
better of them gains alone, so that groups which never meet do not matter to each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hudna.matching import odds
from hudna.matching.blocking import Extents
from hudna.matching.components import components
from hudna.matching.matched import KEPT, Matched, Weighed, chances, repeating
from hudna.matching.partition import EXACT, bounds, parted, worth
from hudna.matching.rivals import REPEATED
from hudna.matching.tellings import Codes, Flags, Floats, Ints

_REPEATS: Final = float(odds.log_odds(np.array([REPEATED]))[0])

Order = Callable[[Ints], Ints]
"""Rows in the order of the ids of their reports."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Reports, a row each in the order in which they came, and the pairs of them that are worth keeping.

    `incident` is the row of the first report of each one's incident, by its id; `component` a number for
    all that hang together.
    """

    extents: Extents
    source: Codes
    once: Flags  # which sources tell each incident once
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    log_odds: Floats  # of each pair, before rivals are looked at
    probability: Floats
    incident: Ints
    component: Ints

    def __len__(self) -> int:
        return len(self.source)

    def touching(self, rows: Flags) -> Ints:
        """The pairs that one of some rows is in."""
        return np.flatnonzero(rows[self.a] | rows[self.b])


@dataclass(frozen=True, slots=True)
class Arrived:
    """New reports, and the pairs that they make: their rows come after those that stand."""

    extents: Extents
    source: Codes
    once: Flags  # of all sources there are now
    a: Ints
    b: Ints
    log_odds: Floats


def standing_of(found: Matched, pairs: Weighed, no_repeats: frozenset[str]) -> Standing:
    """Reports that were matched together, as they stand."""
    a, b, traits = pairs.pairs.a, pairs.pairs.b, found.traits
    probability = chances(pairs.log_odds, a, b, traits.source, traits.sources)
    good = hang_together(probability)
    return Standing(
        traits.extents,
        traits.source,
        repeating(found.told, no_repeats),
        a.astype(np.int32),
        b.astype(np.int32),
        pairs.log_odds,
        probability,
        found.incident,
        components(a[good], b[good], len(traits.source)),
    )


def with_arrived(standing: Standing, new: Arrived, order: Order) -> tuple[Standing, Flags]:
    """The standing of all reports, and which rows were looked at again: theirs may be other incidents."""
    before, rows = len(standing), len(standing) + len(new.source)
    joint = replace(
        standing,
        extents=standing.extents.then(new.extents),
        source=np.concatenate([standing.source, new.source]),
        once=new.once,
        a=np.concatenate([standing.a, new.a.astype(np.int32)]),
        b=np.concatenate([standing.b, new.b.astype(np.int32)]),
        log_odds=np.concatenate([standing.log_odds, new.log_odds]),
        probability=np.concatenate([standing.probability, np.full(len(new.a), np.nan)]),
        incident=np.concatenate([standing.incident, np.arange(before, rows)]),
    )
    at, probability = _weighed_again(joint, before, order)
    different = at[joint.probability[at] != probability]
    joint.probability[at] = probability
    good = hang_together(joint.probability)
    component = components(joint.a[good].astype(np.int64), joint.b[good].astype(np.int64), rows)
    moved = _flags(rows, np.arange(before, rows), joint.a[different], joint.b[different])
    moved = _whole(joint, component, moved)
    large = np.bincount(component)[component] > EXACT
    incident, moved = _parted_again(joint, moved, large, good, order)
    return replace(joint, incident=incident, component=component), moved


def hang_together(probability: Floats) -> Flags:
    """Which pairs speak for one incident: whatever hangs together by them is parted together."""
    found: Flags = probability >= _least()
    return found


@cache
def _least() -> float:
    """The least probability of a pair whose reports hang together."""
    low, high = 0.0, 1.0
    while (middle := (low + high) / 2) not in (low, high):
        good = worth(odds.log_odds(np.array([middle])))[0] > 0
        low, high = (low, middle) if good else (middle, high)
    return high


def _flags(size: int, *rows: Ints | NDArray[np.int32]) -> Flags:
    flags = np.zeros(size, bool)
    for some in rows:
        flags[some] = True
    return flags


def _with_repeats(standing: Standing, rows: Flags) -> Flags:
    """Some rows with those that may repeat them: rivals of theirs may be spared for it."""
    at = standing.touching(rows)
    a, b = standing.a[at], standing.b[at]
    again = (standing.source[a] == standing.source[b]) & (standing.log_odds[at] > _REPEATS)
    return rows | _flags(len(rows), a[again], b[again])


def _weighed_again(standing: Standing, before: int, order: Order) -> tuple[Ints, Floats]:
    """The pairs that rows from `before` on may have changed, and the probability of each."""
    rows = len(standing)
    new = _flags(rows, np.arange(before, rows))
    at = standing.touching(new)
    met = _with_repeats(standing, new | _flags(rows, standing.a[at], standing.b[at]))
    at = standing.touching(met)
    ends = _flags(rows, standing.a[at], standing.b[at])
    # What a pair is worth takes all pairs of both its ends, and of those that repeat these.
    beside = standing.touching(_with_repeats(standing, ends))
    place = order(np.flatnonzero(_flags(rows, standing.a[beside], standing.b[beside])))
    beside, a, b = _numbered(standing, beside, place)
    probability = np.empty(len(standing.a))
    probability[beside] = chances(
        standing.log_odds[beside], a, b, standing.source[place], len(standing.once)
    )
    return at, probability[at]


def _numbered(standing: Standing, at: Ints, rows: Ints) -> tuple[Ints, Ints, Ints]:
    """Pairs of some `rows`, in the order of ids, as numbers in it, the lower first: in their order.

    As if all reports were matched together: there rows are in the order of ids, and sums go by them.
    """
    number = np.empty(len(standing), np.int64)
    number[rows] = np.arange(len(rows))
    one, other = number[standing.a[at]], number[standing.b[at]]
    a, b = np.minimum(one, other), np.maximum(one, other)
    turn = np.argsort(a * max(len(rows), 1) + b, kind="stable")
    return at[turn], a[turn], b[turn]


def _whole(standing: Standing, component: Ints, moved: Flags) -> Flags:
    """Rows with all of their incidents; and with all that few hang together with, now or before.

    So few are parted over all their partitions, where any may matter to any other.
    """
    for label in (standing.component, component):
        size = np.bincount(label)
        mine = _flags(len(size), label[moved[: len(label)]]) & (size <= EXACT)
        moved[: len(label)] |= mine[label]
    return _incidents(standing, moved)


def _incidents(standing: Standing, rows: Flags) -> Flags:
    """All reports of the incidents that some are of."""
    return _flags(len(rows), standing.incident[rows])[standing.incident]


def _parted_again(
    standing: Standing, moved: Flags, large: Flags, good: Flags, order: Order
) -> tuple[Ints, Flags]:
    """The incidents of all, where those of some rows are looked at again, and which these were.

    `good` are the pairs that hang together.
    """
    a, b = standing.a[good], standing.b[good]
    once = np.where(standing.once[standing.source], standing.source, -1).astype(np.int64)
    while True:
        at = np.flatnonzero(moved[a] | moved[b])
        beside = _incidents(standing, _flags(len(moved), a[at], b[at]) & large & ~moved)
        rows = order(np.flatnonzero(moved | beside))
        some = _flags(len(moved), rows)
        inside = standing.touching(some)
        inside = inside[some[standing.a[inside]] & some[standing.b[inside]]]
        inside = inside[standing.probability[inside] >= KEPT]
        inside, first, second = _numbered(standing, inside, rows)
        group = parted(
            first,
            second,
            odds.log_odds(standing.probability[inside]),
            bounds(once[rows], standing.extents.some(rows)),
            large[rows],
        )
        # An incident that was not looked at, and that one of the others would now take in.
        holds = _flags(len(rows), group[moved[rows]])
        taken = _flags(len(moved), rows[holds[group] & ~moved[rows]])
        if not taken.any():
            break
        moved = _incidents(standing, moved | taken)
    incident = standing.incident.copy()
    mine = moved[rows]
    incident[rows[mine]] = rows[group[mine]]
    return incident, moved
