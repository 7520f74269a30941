"""Tallies: the counts of one unit in every world, things that are alike counted together.

In: findings that lie in a period, of one unit.  Out: `Groups` of things whose verdicts and times are
alike, and `Tallies`, the counts over them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hudna.agreement.worlds import World, Worlds
from hudna.analysis.counts import Count, Flags, Ints, Unit
from hudna.finding import Verdict
from hudna.finding_table import SETS
from hudna.judging.outcomes import VERDICTS, Numbers


@dataclass(frozen=True, slots=True)
class WorldCount:
    """The counts in one world; `live`: it is a default world, at its holder's settings."""

    world: str
    reading: str
    live: bool
    violations: Count
    undetermined: Count

    @property
    def at_most(self) -> int:
        """How many within the period can be violations."""
        return self.violations.within + self.undetermined.within


@dataclass(frozen=True, slots=True)
class Spread:
    """The least and the most in some worlds, of each count by itself."""

    worlds: int
    violations: tuple[Count, Count]
    undetermined: tuple[Count, Count]


@dataclass(frozen=True, slots=True)
class Groups:
    """Things with the same verdicts and times to the period: `keys` are (kind, apart) by row."""

    keys: Sequence[tuple[tuple[int, bool], ...]]
    of: Ints  # the group of each thing
    first: Ints  # the first row of each thing

    def sizes(self) -> Ints:
        """How many things each group holds."""
        return np.bincount(self.of, minlength=len(self.keys)).astype(np.int64)


def kinds_of(findings: pa.Table, worlds: int) -> tuple[Ints, Numbers]:
    """The kind of each row, and of each kind the verdicts: numbers of shape (kinds, worlds)."""
    rows = findings.num_rows
    if not rows:
        return np.zeros(0, np.int64), np.zeros((0, worlds), np.int8)
    octets = np.concatenate([_octets(findings[name]) for name in SETS], axis=1)
    width = octets.shape[1]
    coded = pa.Array.from_buffers(
        pa.binary(width), rows, [None, pa.py_buffer(np.ascontiguousarray(octets))]
    ).dictionary_encode()
    distinct = np.frombuffer(coded.dictionary.buffers()[1], np.uint8)
    sets = distinct[: len(coded.dictionary) * width].reshape(-1, len(SETS), width // len(SETS))
    verdicts = np.full((len(sets), worlds), VERDICTS.index(Verdict.CANNOT_DETERMINE), dtype=np.int8)
    for place, name in enumerate(SETS):
        there = np.unpackbits(sets[:, place], axis=1, count=worlds, bitorder="little")
        verdicts[there.astype(np.bool_)] = VERDICTS.index(Verdict(name))
    return np.asarray(coded.indices).astype(np.int64), verdicts


def _octets(sets: pa.ChunkedArray) -> NDArray[np.uint8]:
    array = pa.concat_arrays(sets.chunks)
    width = array.type.byte_width
    start = array.offset * width
    return np.frombuffer(array.buffers()[1], np.uint8, len(array) * width, start).reshape(-1, width)


def groups_of(item: Ints, kinds: Ints, within: Flags) -> Groups:
    """The things that rows are of, `item` by `item`, grouped; a thing is all its rows."""
    first = np.flatnonzero(np.diff(item, prepend=-1))
    rows = list(zip(kinds.tolist(), (~within).tolist(), strict=True))
    number: dict[tuple[tuple[int, bool], ...], int] = {}
    of = [
        number.setdefault(tuple(rows[start:end]), len(number))
        for start, end in pairwise([*first.tolist(), len(rows)])
    ]
    return Groups(list(number), np.array(of, np.int64), first)


class Tallies:
    """The counts in every world: arrays over the worlds, from groups of things."""

    def __init__(
        self, groups: Groups, verdicts: Numbers, worlds: Sequence[World], unit: Unit
    ) -> None:
        self._unit, self._worlds = unit, worlds
        self._sizes = groups.sizes()
        self._within = np.array([any(not a for _, a in key) for key in groups.keys], np.bool_)
        shape = (2, len(groups.keys), len(worlds))
        violation, unknown = np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
        for group, key in enumerate(groups.keys):
            for kind, apart in key:
                for some, verdict in (
                    (violation, Verdict.VIOLATION), (unknown, Verdict.CANNOT_DETERMINE)
                ):  # fmt: skip
                    is_so = verdicts[kind] == VERDICTS.index(verdict)
                    some[1, group] |= is_so
                    if not apart:
                        some[0, group] |= is_so
        # An act with a part that is a violation is one, whatever its other parts are.
        unknown &= ~violation[0]
        self.violations = np.einsum("g,cgw->cw", self._sizes, violation.astype(np.int64))
        self.undetermined = np.einsum("g,cgw->cw", self._sizes, unknown.astype(np.int64))
        self.place = {world.id: i for i, world in enumerate(worlds)}

    def of(self, groups: Flags) -> Count:
        """How many things some groups hold."""
        possible = int(self._sizes[groups].sum())
        return Count(self._unit, int(self._sizes[groups & self._within].sum()), possible)

    def by_world(self, worlds: Worlds) -> tuple[WorldCount, ...]:
        """The counts in each world, in order."""
        live = {world.id for world in worlds.default()}
        return tuple(
            WorldCount(
                world.id, world.reading, world.id in live,
                self._count(self.violations[:, i]), self._count(self.undetermined[:, i]),
            )
            for i, world in enumerate(self._worlds)
        )  # fmt: skip

    def spread(self, worlds: Sequence[World]) -> Spread:
        """The least and the most in some worlds."""
        if not worlds:
            nothing = Count(self._unit, 0, 0)
            return Spread(0, (nothing, nothing), (nothing, nothing))
        places = [self.place[world.id] for world in worlds]
        ends = [
            (self._count(some[:, places].min(axis=1)), self._count(some[:, places].max(axis=1)))
            for some in (self.violations, self.undetermined)
        ]
        return Spread(len(worlds), *ends)

    def change(self, before: World, after: World) -> tuple[int, int]:
        """How violations, and the most that there can be, change within the period."""
        here, there = self.place[before.id], self.place[after.id]
        violations, unknown = self.violations[0], self.undetermined[0]
        moved = int(violations[there] - violations[here])
        return moved, moved + int(unknown[there] - unknown[here])

    def _count(self, pair: Ints) -> Count:
        return Count(self._unit, int(pair[0]), int(pair[1]))
