"""Weighing: every alternative of a docket, in every world at once.

In: a docket.  Out: `Weighed`: for each alternative the sets of worlds in which each element holds,
does not fail, and the rows of the tables that say why.

The meaning is that of `reference.py`, whose functions make the rows of the tables (`elements.py`).
Here they are gathered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hudna.agreement.agreement import Agreement
from hudna.agreement.provisions import PersonalScope, SelfDefence
from hudna.agreement.worlds import World
from hudna.judging import reference
from hudna.judging.alternatives import Many
from hudna.judging.bits import Flags, Groups, Ids, Ints, Words, grouped, packed, parted, words_for
from hudna.judging.calendar import Calendar
from hudna.judging.docket import CONTESTED, GRADED, Docket, Octets, Registrar
from hudna.judging.duties import Chosen, Duties
from hudna.judging.elements import Table
from hudna.judging.growing import Combined
from hudna.judging.holders import Holders
from hudna.judging.opened import Opened, halves, opened
from hudna.judging.reference import Value
from hudna.judging.rules import Rules
from hudna.judging.sites import Sites

SOLE = 20
"""Added to a grade: no other alternative holds a differing account."""

KEYS = {"time": 2, "territory": 3, "actor": 3, "target": 5, "act": 6, "justification": 3}
"""The elements that have a table, and of how many numbers a key consists."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The alternatives of a docket, weighed.  Arrays over alternatives, row after row."""

    row: Ints  # of the docket
    first: Ints  # of each row, and one more
    tick: Ids
    actor: Ids
    act: Ids
    reverse: Flags
    values: Mapping[str, Words]  # by element: where it is true, then where it is not false
    rows: Mapping[str, Ids]  # of the tables of time, territory and actor
    chosen: Sequence[Chosen]
    excused: Words  # by a justification
    not_unexcused: Words  # where it is excused, or may be

    def true(self, element: str) -> Words:
        """The worlds where an element is true."""
        values = self.values[element]
        return values[:, : values.shape[1] // 2]

    def not_false(self, element: str) -> Words:
        """The worlds where an element is true or unknown."""
        values = self.values[element]
        return values[:, values.shape[1] // 2 :]


class _Read(NamedTuple):
    """What is read of alternatives: rows of tables; the keys for the tables of targets and acts."""

    rows: Mapping[str, Ids]
    target: Sequence[NDArray[Any]]
    act: NDArray[Any]


class Scales:
    """An agreement compiled for some worlds.  Tables fill as they are asked; threads may share it."""

    def __init__(self, agreement: Agreement, worlds: Sequence[World]) -> None:
        self.agreement = agreement
        self.worlds = list(worlds)
        self.words = words_for(len(worlds))
        self.full = packed(range(len(worlds)), self.words)
        self.needed = agreement.document.standards.verdict
        calendar = Calendar(agreement)
        shared: dict[Any, Any] = {}
        self.rules: Callable[[int], Rules] = lru_cache(maxsize=None)(
            lambda number: Rules(agreement, self.worlds[number], shared)
        )
        self.sites = Sites(agreement, worlds, self.rules, calendar)
        self.registrar = Registrar(agreement, calendar, self.sites)
        terms = list(agreement.document.terms)
        numbers = {name: i for i, name in enumerate(terms)}
        self.tables = {
            name: Table(name, size, self.words, self.rules, numbers) for name, size in KEYS.items()
        }
        self.holders = Holders(worlds, self.rules, self.registrar)
        self.duties = Duties(
            worlds, self.full, self.rules, self.registrar, self.tables, terms, self.holders
        )
        self._scopes, self._alternatives = Combined(3), Combined(3)
        self._by_time = grouped(worlds, lambda w: id(agreement.in_force(w)))
        self._by_person = grouped(worlds, lambda w: tuple(id(t) for _, t in w.of(PersonalScope)))
        self._by_defence = grouped(worlds, lambda w: tuple(id(t) for _, t in w.of(SelfDefence)))
        self._numbers = numbers

    def defences(self) -> list[tuple[int, Words]]:
        """The terms on self-defence, each with the worlds in which it binds."""
        found: dict[int, Words] = {}
        for world, group in self._by_defence:
            for name, _ in self.rules(world).defences:
                number = self._numbers[name]
                found[number] = found.get(number, np.uint64(0)) | group
        return list(found.items())

    def opened(self, docket: Docket) -> Opened:
        """The alternatives of a docket."""
        return opened(docket, self.registrar, self.needed)

    def halves(self, docket: Docket) -> list[tuple[Ints, Opened]]:
        """The rows of a docket with one alternative, and the others; each with its rows."""
        return halves(docket, self.registrar, self.needed)

    def weigh(self, found: Opened) -> Weighed:
        """Weigh alternatives."""
        docket, read = found.docket, self._read(found)
        rows = read.rows
        values = {name: self.tables[name].values(some) for name, some in rows.items()}
        chosen, values["target"], values["act"] = self.duties.weigh(found, read.target, read.act)
        excused = np.zeros((len(found.row), self.words), np.uint64)
        not_unexcused = excused
        if docket.plea.any():
            places = np.flatnonzero(docket.plea[found.row])
            not_unexcused = excused.copy()
            justified = self._justified(found, places)
            excused[places] = justified[:, : self.words]
            not_unexcused[places] = justified[:, self.words :]
        return Weighed(
            found.row, found.first, found.tick, found.actor, found.act, found.reverse, values, rows,
            chosen, excused, not_unexcused,
        )  # fmt: skip

    def numbers(self, found: Opened) -> Ids:
        """A number for each alternative: those with the same have the same on every element.

        Of pleas nothing is read.
        """
        read = self._read(found)
        contents = [self.tables[name].contents(rows) for name, rows in read.rows.items()]
        duty = self.duties.numbers(found, read.target, read.act)
        return self._alternatives.number((self._scopes.number(contents), *duty))

    def _read(self, found: Opened) -> _Read:
        """The rows of the tables that do not depend on a term, and the keys of those that do."""
        docket = found.docket
        persons = self.registrar.calendar.person_of.take(found.slice)
        land, ground = (
            column.rows.take(found.spot) for column in (self.sites.land_of, self.sites.ground_of)
        )
        holder = self.holders.numbers(docket.holder, found)
        held = self.holders.classes(holder, persons)
        grades = _Grades(found)
        rows = {
            "time": self._ask("time", found, (found.tick, grades.time), lambda _: self._by_time),
            "territory": self._territory(found, land, grades.place, held),
            "actor": self._ask(
                "actor", found, (found.actor, persons, grades.actor), lambda _: self._by_person
            ),
        }
        # How well the place is known counts where an exclusion reads the place.
        reads_place, whom = self.sites.ground.tells(ground), grades.target
        if reads_place.any():
            level = found.by_row(docket.standing[:, 2]) % 5 + 1
            whom = whom + SOLE * 2 * np.where(reads_place, level, 0).astype(np.int16)
        return _Read(rows, (persons, ground, whom, holder, held), grades.act)

    def _ask(
        self, element: str, found: Opened, keys: Sequence[NDArray[Any]],
        groups: Callable[[int], Groups],
    ) -> Ids:  # fmt: skip
        of = _OF[element]
        return self.tables[element].rows(keys, groups, lambda place: found.asked(place, of))

    def _territory(self, found: Opened, land: Ids, grades: NDArray[Any], held: Ids) -> Ids:
        # Who held the place is asked only where the status of an area is open.
        held = np.where(self.sites.land.tells(land), held, 0)

        def groups(place: int) -> Groups:
            of_place = self.sites.land.of(int(land[place]))
            return parted([of_place, self.holders.parts(int(held[place]))])

        return self._ask("territory", found, (land, grades, held), groups)

    def _justified(self, found: Opened, places: Ints) -> Words:
        keys = (found.docket.plea[found.row[places]], found.act[places], found.actor[places])

        def ask(place: int) -> Callable[[Rules], Value]:
            return found.asked(int(places[place]), reference.justification)

        table = self.tables["justification"]
        return table.values(table.rows(keys, lambda _: self._by_defence, ask))


_OF: Mapping[str, Callable[..., Value]] = {
    "time": reference.in_force,
    "territory": reference.territory,
    "actor": reference.bound,
}


class _Grades:
    """For each alternative the grades of its elements, and whether each is the only account.

    Whether it is the only one counts where accounts differ, and is told only there.
    """

    def __init__(self, found: Opened) -> None:
        standing = found.docket.standing
        differs = (standing >= CONTESTED) * np.uint8(SOLE)
        if found.single:
            _, self.time, self.place, self.actor, self.target, self.act = (standing + differs).T
            return

        def of(element: str, left_open: str) -> Octets:
            """By row: the grade of an element, and whether something that tells it is left open."""
            column = GRADED.index(element)
            many = found.many[:, Many._fields.index(left_open)] * np.uint8(SOLE)
            graded: Octets = standing[:, column] + np.minimum(differs[:, column], SOLE - many)
            return graded

        self.time = of("time", "instants")[found.row]
        self.place = of("territory", "places")[found.row]
        self.act = of("act", "acts")[found.row]
        actors, targets = of("actor", "actors"), of("target", "targets")
        self.actor, self.target = actors[found.row], targets[found.row]
        if found.reverse.any():  # one of the targets acted on one of the actors
            self.actor = np.where(found.reverse, targets[found.row], self.actor)
            self.target = np.where(found.reverse, actors[found.row], self.target)
