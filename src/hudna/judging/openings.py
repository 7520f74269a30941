"""Openings: what each part of the rows of a table leaves open of who did what to whom and when.

In: the columns of a table, as numbers, and the parts of its rows.  Out: `Openings`, in the order of
`alternatives.py`: instants, then acts, then pairs of actor and target.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hudna import taxonomy
from hudna.actors import ActorKind
from hudna.instant import Interval
from hudna.judging.bits import Flags, Ids, Ints
from hudna.judging.docket import Octets, Registrar
from hudna.judging.lists import Lists, kinds, numbered, spread
from hudna.judging.throughout import Parts


@dataclass(frozen=True, slots=True)
class Rows:
    """The columns of a table, as numbers."""

    site: Ids
    standing: Octets
    actors: Lists
    targets: Lists
    acts: Lists
    both: Flags


@dataclass(frozen=True, slots=True)
class Openings:
    """What is left open of some parts, part after part; `counts` says how many each has."""

    counts: Ints
    slice: Ids
    tick: Ids
    act: Ids
    actor: Ids
    target: Ids
    reverse: Flags

    def kept(self, flags: Flags) -> Openings:
        """Of parts with one opening each: those that stay."""
        return Openings(
            flags.astype(np.int64), self.slice[flags], self.tick[flags], self.act[flags],
            self.actor[flags], self.target[flags], self.reverse[flags],
        )  # fmt: skip



def joined(pieces: Sequence[Openings]) -> Openings:
    """The openings of some parts, then those of others."""
    if len(pieces) == 1:
        return pieces[0]
    columns = zip(*(piece.columns() for piece in pieces), strict=True)
    return Openings(*(np.concatenate(some) for some in columns))


class People:
    """Whom the names of one agreement's actors mean."""

    def __init__(self, registrar: Registrar) -> None:
        self._known = registrar
        entries = registrar.agreement.registry.entries
        kind = [entries[n].kind if n in entries else None for n in registrar.actors]
        self.umbrella: Flags = np.array([k == ActorKind.UMBRELLA for k in kind])
        self.civilian: Flags = np.array([k == ActorKind.CIVILIANS for k in kind])

    @cached_property
    def meant(self) -> Lists:
        """Whom a name means: by actor and slice of persons."""
        known = self._known
        registry = known.agreement.registry
        found: list[tuple[int, ...]] = []
        for number, name in enumerate(known.actors):
            if not self.umbrella[number]:
                found += [(number,)] * len(known.calendar.person_slices)
                continue
            for instant in known.calendar.person_slices:
                some = tuple(known.number[n] for n in registry.stands_for(name, instant))
                found.append(some or (known.unidentified,))
        first = np.cumsum([0, *map(len, found)])
        return Lists(first, np.array([i for some in found for i in some], np.int32))


class Opening:
    """The parts of the rows of one table, and what they leave open."""

    def __init__(self, registrar: Registrar, people: People, rows: Rows, parts: Parts) -> None:
        self._known, self._people = registrar, people
        self._rows, self._parts = rows, parts
        self._when = self._slices(parts.earliest, parts.latest)

    def _slices(self, earliest: Ints, latest: Ints) -> tuple[Lists, Ids]:
        """The slices of each part, and an instant in each, by number."""
        calendar = self._known.calendar
        if not calendar.recurs:
            first, last = calendar.within(earliest, latest)
            counts = last - first + 1
            values = (first if counts.max(initial=1) == 1 else spread(first, counts)).astype(
                np.int32
            )
            return Lists(np.concatenate([[0], np.cumsum(counts)]), values), values
        with self._known.lock:
            found = [
                [(number, self._known.ticks.of(instant)) for number, instant in calendar.of(span)]
                for span in map(Interval, earliest.tolist(), latest.tolist())
            ]
        flat = np.array([one for some in found for one in some], np.int32).reshape(-1, 2)
        return Lists(np.cumsum([0, *map(len, found)]), flat[:, 0]), flat[:, 1]

    def _plain(self) -> Flags:
        """Which parts have one slice, one act, one actor and at most one target, none an umbrella."""
        rows, umbrella = self._rows, self._people.umbrella
        plain = (rows.acts.counts == 1) & (rows.actors.counts == 1) & ~rows.both
        plain &= rows.targets.counts <= 1
        if umbrella.any():
            for some in (rows.actors, rows.targets):
                here = np.repeat(np.arange(len(some)), some.counts)
                plain[here[umbrella[some.values]]] = False
        found: Flags = self._of(plain) & (self._when[0].counts == 1)
        return found

    def _simple(self, parts: Ints) -> Openings:
        rows, when = self._rows, self._when
        row = self._parts.row[parts]
        every = len(parts) == len(self._parts.row) and self._parts.whole
        actor = rows.actors.values if every else rows.actors.values[rows.actors.first[row]]
        act = rows.acts.values if every else rows.acts.values[rows.acts.first[row]]
        counts = rows.targets.counts[row]
        if len(counts) and counts.min() == 1:
            target = rows.targets.values[rows.targets.first[row]]
            group = target + 1
            kept = (actor != target) | (actor == self._known.unidentified)
        else:
            target = np.full(len(row), -1, np.int32)
            target[counts > 0] = rows.targets.values[rows.targets.first[row[counts > 0]]]
            group = np.where(target >= 0, target + 1, self._nobody(act))
            kept = (actor != target) | (actor == self._known.unidentified)
        at = when[0].first[parts]
        found = Openings(
            np.ones(len(parts), np.int64), when[0].values[at], when[1][at], act, actor, group,
            np.zeros(len(parts), np.bool_),
        )  # fmt: skip
        return found if kept.all() else found.kept(kept)

    def _nobody(self, acts: Ids) -> Ids:
        """The group of targets of acts where none is told: none, or somebody."""
        size = int(acts.max(initial=0)) + 1
        group = np.zeros(size, np.int32)
        for number in np.unique(acts).tolist():
            if taxonomy.act(self._known.acts.things[number].code).needs_target:
                group[number] = self._known.unidentified + 1
        return group[acts]

    def _kinds(self, parts: Ints) -> tuple[Ints, Ints]:
        """The first of the parts of each kind, and the kind of each."""
        rows, row = self._rows, self._parts.row[parts]
        when = self._when[0]
        at = when.first[parts]
        grades = kinds(*rows.standing[row].T)[1]
        columns: list[NDArray[Any]] = [
            rows.site[row], grades, self._when[1][at], when.counts[parts], rows.both[row],
            *(numbered(some.take(row))[0] for some in (rows.actors, rows.targets, rows.acts)),
        ]  # fmt: skip
        if self._known.calendar.recurs:  # then the first instant does not tell the others
            ticks = Lists(when.first, self._when[1]).take(parts)
            columns.append(numbered(ticks)[0])
        return kinds(*columns)

    def _expanded(self, parts: Ints) -> Openings:
        """Every opening of some parts: instants, then acts, then pairs of actor and target."""
        rows, row, when = self._rows, self._parts.row[parts], self._when
        slices = when[0].take(parts)
        tick = Lists(when[0].first, when[1]).take(parts).values
        here = np.repeat(np.arange(len(parts)), slices.counts)  # by part and slice
        persons = self._known.calendar.person_of[slices.values]
        actors = self._meant(rows.actors.take(row[here]), persons)
        targets = self._meant(rows.targets.take(row[here]), persons)
        acts = rows.acts.take(row[here])
        at = np.repeat(np.arange(len(here)), acts.counts)  # by part, slice and act
        act = acts.values
        groups = np.maximum(targets.counts, 1)[at]
        pairs = actors.counts[at] * groups
        one = np.repeat(np.arange(len(at)), pairs)
        within = spread(np.zeros(len(at), np.int64), pairs)
        actor = actors.values[actors.first[at[one]] + within // groups[one]]
        told = targets.counts[at[one]] > 0
        target = np.full(len(one), self._known.unidentified, np.int32)
        place = (targets.first[at[one]] + within % groups[one])[told]
        target[told] = targets.values[place]
        group = target + 1
        group[~told] = self._nobody(act[one][~told])
        kept = ~told | (actor != target) | (actor == self._known.unidentified)
        one, actor, target, group = one[kept], actor[kept], target[kept], group[kept]
        mirrored = rows.both[row[here[at[one]]]] & (group > 0) & ~self._people.civilian[target]
        twice = np.repeat(np.arange(len(one)), 1 + mirrored)
        back = np.zeros(len(twice), np.bool_)
        back[1:] = twice[1:] == twice[:-1]
        one = one[twice]
        flat = at[one]
        return Openings(
            np.bincount(here[flat], minlength=len(parts)),
            slices.values[flat], tick[flat], act[one],
            np.where(back, target[twice], actor[twice]),
            np.where(back, actor[twice] + 1, group[twice]),
            back,
        )  # fmt: skip

    def _meant(self, some: Lists, persons: Ids) -> Lists:
        """Whom the names of lists mean, each at a slice of persons."""
        if not self._people.umbrella[some.values].any():
            return some
        meant = self._people.meant
        slices = len(self._known.calendar.person_slices)
        keys = some.values.astype(np.int64) * slices + np.repeat(persons, some.counts)
        counts = meant.counts[keys]
        ends = np.concatenate([[0], np.cumsum(counts)])
        return Lists(ends[some.first], meant.values[spread(meant.first[keys], counts)]).distinct()
