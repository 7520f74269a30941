"""Openings: what each part of the rows of a table leaves open of who did what to whom and when.

In: the columns of a table, as numbers, and the parts of its rows.  Out: `Openings`, in the order of
`alternatives.py`: instants, then acts, then pairs of actor and target.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hudna import taxonomy
from hudna.actors import ActorKind
from hudna.instant import Interval
from hudna.judging.bits import Flags, Ids, Ints
from hudna.judging.docket import CONTESTED, Octets, Registrar
from hudna.judging.lists import Lists, kinds, spread, told_apart
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


def joined(pieces: Sequence[Openings]) -> Openings:
    """The openings of some parts, then those of others."""
    if len(pieces) == 1:
        return pieces[0]
    return Openings(
        *(
            np.concatenate([getattr(piece, item.name) for piece in pieces])
            for item in fields(Openings)
        )
    )


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

    def plain(self) -> Flags:
        """Which parts are one alternative.

        One slice, act, actor, and target or none, none an umbrella; one spot, on which accounts do
        not differ.
        """
        rows, umbrella = self._rows, self._people.umbrella
        counts = rows.targets.counts
        plain: Flags = (rows.acts.counts == 1) & (rows.actors.counts == 1) & ~rows.both
        plain &= counts <= 1
        if umbrella.any():
            for some in (rows.actors, rows.targets):
                here = np.repeat(np.arange(len(some)), some.counts)
                plain[here[umbrella[some.values]]] = False
        # Nobody attacks itself: where the only actor is the only target there is no opening.
        one = np.flatnonzero(plain & (counts == 1))
        actor = rows.actors.values.take(rows.actors.first.take(one))
        same = actor == rows.targets.values.take(rows.targets.first.take(one))
        plain[one[same & (actor != self._known.unidentified)]] = False
        plain &= rows.standing[:, 2] < CONTESTED
        found = plain if self._parts.whole else plain[self._parts.row]
        found &= self._when[0].counts == 1
        some_parts = np.flatnonzero(found)
        slices = self._when[0].values.take(self._when[0].first.take(some_parts))
        site = rows.site.take(self._parts.row.take(some_parts))
        found[some_parts[self._known.sites.only(site, slices) < 0]] = False
        return found

    def single(self, parts: Ints) -> Openings:
        """The openings of parts that are plain."""
        rows, (slices, tick) = self._rows, self._when
        row = self._parts.row[parts]
        act = rows.acts.values.take(rows.acts.first.take(row))
        actor = rows.actors.values.take(rows.actors.first.take(row))
        told = rows.targets.counts.take(row) > 0
        if told.all():
            target = rows.targets.values.take(rows.targets.first.take(row)) + 1
        else:
            target = self._nobody(act)
            target[told] = rows.targets.values[rows.targets.first[row[told]]] + 1
        at = slices.first.take(parts)
        return Openings(
            np.ones(len(parts), np.int64), slices.values.take(at), tick.take(at), act, actor,
            target, np.zeros(len(parts), np.bool_),
        )  # fmt: skip

    def _nobody(self, acts: Ids) -> Ids:
        """The group of targets of acts where none is told: none, or somebody."""
        size = int(acts.max(initial=0)) + 1
        group = np.zeros(size, np.int32)
        for number in np.unique(acts).tolist():
            if taxonomy.act(self._known.acts.things[number].code).needs_target:
                group[number] = self._known.unidentified + 1
        return group[acts]

    def kinds(self, parts: Ints) -> tuple[Ints, Ints]:
        """The first of the parts of each kind, and the kind of each."""
        rows, row = self._rows, self._parts.row[parts]
        when = self._when[0]
        at = when.first[parts]
        grades = kinds(*rows.standing[row].T)[1]
        columns: list[NDArray[Any]] = [
            rows.site[row], grades, self._when[1][at], when.counts[parts], rows.both[row],
            *(told_apart(some.take(row)) for some in (rows.actors, rows.targets, rows.acts)),
        ]  # fmt: skip
        if self._known.calendar.recurs:  # then the first instant does not tell the others
            ticks = Lists(when.first, self._when[1]).take(parts)
            columns.append(told_apart(ticks))
        return kinds(*columns)

    def every(self, parts: Ints) -> Openings:
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
