"""Duties: whom an act was done to and whether it is prohibited, by the terms that speak of it.

In: alternatives.  Out: for each the worlds where its target is protected and its act prohibited, by
the term under which most holds (`reference.duty`), and which term that is in which worlds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hudna.actors import ActorKind
from hudna.agreement.acts import acts_of, object_of
from hudna.agreement.provisions import (
    ActTerm,
    Exclusions,
    PersonalScope,
    Term,
    TerritorialScope,
    Withdrawal,
)
from hudna.agreement.worlds import World
from hudna.incident import UNIDENTIFIED, Act
from hudna.judging import reference
from hudna.judging.bits import Groups, Ids, Ints, Words, grouped, numbers_by, packed, parted
from hudna.judging.calendar import Calendar
from hudna.judging.docket import Registrar
from hudna.judging.elements import Table
from hudna.judging.growing import Growing, Numbered
from hudna.judging.holders import Holders
from hudna.judging.opened import Opened
from hudna.judging.reference import Value, cited
from hudna.judging.rules import Rules


class Slot(NamedTuple):
    """A term that speaks of an act in some worlds; None where no term does."""

    term: str | None
    worlds: Words
    about: str  # whom or what the duty protects


class Chosen(NamedTuple):
    """Of some alternatives: in which worlds a term decides, and its rows for target and act."""

    places: Ints
    worlds: Words
    term: Ids  # its number; -1: none speaks of the act
    target: Ids
    act: Ids


class Duties:
    """The terms on acts of an agreement, in some worlds."""

    def __init__(
        self, worlds: Sequence[World], full: Words, rules: Callable[[int], Rules],
        registrar: Registrar, tables: dict[str, Table], terms: Sequence[str], holders: Holders,
    ) -> None:  # fmt: skip
        self._holders = holders
        self._worlds, self._full, self._rules = worlds, full, rules
        self._registrar, self._tables, self._terms = registrar, tables, terms
        self._calendar, self._sites = registrar.calendar, registrar.sites
        self._lock = threading.Lock()
        self._kinds = Numbered()  # of slots: term and object
        self._on_ground = Growing((), np.bool_, fill=False)
        self._slots: list[tuple[Slot, ...]] = []  # by act
        self._count = Growing((), np.int32)
        names = dict.fromkeys(n for w in worlds for n, _ in w.of(ActTerm))
        self._parts: dict[str | None, Ints] = {
            name: numbers_by(worlds, lambda w, n=name: id(w.terms[n]))  # type: ignore[misc]
            for name in names
        }
        self._parts[None] = np.zeros(len(worlds), np.int64)
        self._groups = {name: parted([parts]) for name, parts in self._parts.items()}
        self._whom = Whom(worlds, rules, registrar, terms)
        self._naming = Naming(worlds, rules, registrar)

    # --- which terms speak of an act --------------------------------------------------------------

    def slots(self, act: int) -> tuple[Slot, ...]:
        """The terms that speak of an act, in the order of the agreement."""
        return self._slots[act]

    def _counts(self, acts: Ids) -> Ids:
        if len(acts) and int(acts.max()) >= len(self._slots):
            with self._lock:
                for number in range(len(self._slots), int(acts.max()) + 1):
                    made = self._make(self._registrar.acts.things[number])
                    for slot in made:
                        if self._kinds.of((slot.term, slot.about)) == len(self._on_ground):
                            self._on_ground.add(slot.about == "ground")
                    self._count.add(len(made))
                    self._slots.append(made)
        found: Ids = self._count.rows[acts]
        return found

    def _make(self, act: Act) -> tuple[Slot, ...]:
        speaking: dict[str, list[int]] = {}
        for i, world in enumerate(self._worlds):
            for name, term in world.of(ActTerm):
                if act.code in acts_of(term):
                    speaking.setdefault(name, []).append(i)
        slots = []
        silent = self._full.copy()
        for name in self._terms:
            if name in speaking:
                clause = self._worlds[speaking[name][0]].terms[name]
                assert isinstance(clause, ActTerm)
                slots.append(
                    Slot(name, packed(speaking[name], len(silent)), object_of(act.code, clause))
                )
                silent &= ~slots[-1].worlds
        if silent.any() or not slots:
            slots.append(Slot(None, silent, object_of(act.code, None)))
        return tuple(slots)

    def _slot(self, k: int, acts: Ids) -> tuple[Ids, Ids, Words]:
        """The k-th term on each act: its number, its number with its object, its worlds."""
        size = int(acts.max()) + 1
        terms, kinds = np.zeros(size, np.int32), np.zeros(size, np.int32)
        worlds = np.zeros((size, len(self._full)), np.uint64)
        for number in np.unique(acts).tolist():
            slot = self._slots[number][k]
            terms[number] = -1 if slot.term is None else self._terms.index(slot.term)
            kinds[number] = self._kinds.of((slot.term, slot.about))
            worlds[number] = slot.worlds
        return terms[acts], kinds[acts], worlds[acts]

    # --- the term under which most holds ----------------------------------------------------------

    def weigh(
        self, opened: Opened, target: Sequence[NDArray[Any]], act: NDArray[Any],
        true: dict[str, Words], not_false: dict[str, Words],
    ) -> list[Chosen]:  # fmt: skip
        """G and M, written to `true` and `not_false`; of terms that are equal, by the first.

        `target`: slices of persons, classes of places, grades, holders and their classes; `act`:
        grades.
        """
        counts = self._counts(opened.act)
        every = np.arange(len(opened.row))
        none = np.zeros((len(every), len(self._full)), np.uint64)
        for name in ("target", "act"):
            true[name] = not_false[name] = none
        chosen: list[Chosen] = []
        for k in range(int(counts.max(initial=0))):
            places = every if k == 0 else np.flatnonzero(counts > k)
            terms, kinds, worlds = self._slot(k, opened.act[places])
            one = Chosen(
                places, worlds, terms, self._targets(opened, k, places, kinds, target),
                self._acts(opened, k, places, terms, act),
            )  # fmt: skip
            new = [*self._tables["target"].values(one.target), *self._tables["act"].values(one.act)]
            if k == 0:
                true["target"], not_false["target"], true["act"], not_false["act"] = new
                if int(counts.max()) > 1:
                    none = ~worlds
                    for held in (true, not_false):
                        held["target"], held["act"] = held["target"].copy(), held["act"].copy()
            else:
                one = one._replace(worlds=self._better(one, new, none, true, not_false))
                self._withdraw(chosen, one)
            chosen.append(one)
        return chosen

    def _better(
        self, one: Chosen, new: Sequence[Words], none: Words, true: dict[str, Words],
        not_false: dict[str, Words],
    ) -> Words:  # fmt: skip
        """Where a term stands above those before it; its values take their place there."""
        columns = [(held, name) for name in ("target", "act") for held in (true, not_false)]
        now = [held[name][one.places] for held, name in columns]
        better = one.worlds & (none[one.places] | _ranks_above(new, now))
        none[one.places] &= ~one.worlds
        for (held, name), before, after in zip(columns, now, new, strict=True):
            held[name][one.places] = (before & ~better) | (after & better)
        return better

    @staticmethod
    def _withdraw(chosen: Sequence[Chosen], one: Chosen) -> None:
        """Terms before decide no longer where this one does: its places are among theirs."""
        for before in chosen:
            here = np.searchsorted(before.places, one.places)
            before.worlds[here] &= ~one.worlds

    # --- the tables -------------------------------------------------------------------------------

    def _targets(
        self, opened: Opened, k: int, places: Ints, kinds: Ids, target: Sequence[NDArray[Any]]
    ) -> Ids:
        """The rows of the table of targets."""
        persons, ground, grades, holder, held = (key[places] for key in target)
        classes = self._whom.classes(opened.target[places], persons)
        on_ground = self._on_ground.rows[kinds]
        if on_ground.any():  # there it is the actor that is told apart from whoever held it
            classes = np.where(on_ground, 0, classes)
            some = np.flatnonzero(on_ground & (holder > 0))
            actors = opened.actor[places[some]]
            classes[some] = self._whom.against(actors, holder[some], persons[some])

        def term_at(place: int) -> str | None:
            return self._slots[int(opened.act[places[place]])][k].term

        def groups(place: int) -> Groups:
            return parted(
                [
                    self._parts[term_at(place)],
                    self._whom.parts(int(classes[place])),
                    self._sites.ground.of(int(ground[place])),
                    self._holders.parts(int(held[place])),
                ]
            )

        def ask(place: int) -> Callable[[Rules], Value]:
            return opened.asked(int(places[place]), reference.protection, term_at(place))

        return self._tables["target"].rows((kinds, classes, ground, grades, held), groups, ask)

    def _acts(self, opened: Opened, k: int, places: Ints, terms: Ids, grades: NDArray[Any]) -> Ids:
        """The rows of the table of acts."""
        slices = opened.slice[places]
        actors = self._naming.classes(opened.actor[places], self._calendar.person_of[slices])
        keys = (
            terms + 1, opened.act[places], actors, self._sites.marked(opened.signature[places]),
            self._calendar.term_of[slices], grades[places],
        )  # fmt: skip

        def term_at(place: int) -> str | None:
            return self._slots[int(opened.act[places[place]])][k].term

        def ask(place: int) -> Callable[[Rules], Value]:
            return opened.asked(int(places[place]), reference.prohibition, term_at(place))

        return self._tables["act"].rows(keys, lambda place: self._groups[term_at(place)], ask)

    def speaking(self, acts: Ids) -> list[tuple[int, Words]]:
        """For each term: for each act the worlds in which the term speaks of it."""
        found: dict[int, Words] = {}
        for number in np.unique(acts).tolist():
            for slot in self._slots[number]:
                if slot.term is not None:
                    term = self._terms.index(slot.term)
                    empty = np.zeros((len(acts), len(self._full)), np.uint64)
                    found.setdefault(term, empty)[acts == number] = slot.worlds
        return list(found.items())


def _ranks_above(new: Sequence[Words], now: Sequence[Words]) -> Words:
    """Where more holds under a new term than under the one now: of target and act, then of the act.

    Each: target true, not false, act true, not false.
    """
    joint_new = new[0] & new[2], new[1] & new[3]
    joint_now = now[0] & now[2], now[1] & now[3]
    above, below = _above(joint_new, joint_now), _above(joint_now, joint_new)
    return above | (~below & _above((new[2], new[3]), (now[2], now[3])))


def _above(a: tuple[Words, Words], b: tuple[Words, Words]) -> Words:
    """Where a value (true, not false) is above another."""
    return (a[0] & ~b[0]) | (a[1] & ~b[1])


class Whom:
    """Classes of targets at a time: what the rules say of each in every world, and no more."""

    def __init__(
        self, worlds: Sequence[World], rules: Callable[[int], Rules], registrar: Registrar,
        terms: Sequence[str],
    ) -> None:  # fmt: skip
        self._rules, self._registrar, self._terms = rules, registrar, terms
        kinds = (PersonalScope, Exclusions)
        self._of_world = numbers_by(worlds, lambda w: _ids(w, kinds))
        self._groups = grouped(worlds, lambda w: _ids(w, kinds))
        self._all = numbers_by(worlds, lambda w: _ids(w, (*kinds, TerritorialScope)))
        self._lock = threading.Lock()
        self._classes = Numbered()
        self._parts: list[Ints] = []
        slices = len(registrar.calendar.person_slices)
        self._known = Growing((slices,), np.int32, -1)  # by group of targets
        self._class("nothing is read of it", np.zeros(len(worlds), np.int64))  # class 0

    def parts(self, number: int) -> Ints:
        """For each world its part by what it says of a class."""
        return self._parts[number]

    def classes(self, targets: Ids, persons: Ids) -> Ids:
        """The classes of groups of targets, each at a slice of persons."""
        if len(self._known) < len(self._registrar.groups):
            with self._lock:
                while len(self._known) < len(self._registrar.groups):
                    self._known.add(-1)
        found: Ids = self._known.rows[targets, persons]
        if len(found) and found.min() < 0:
            with self._lock:
                missing = np.stack([targets, persons], axis=1)[found < 0]
                for target, when in np.unique(missing, axis=0).tolist():
                    self._known.rows[target, when] = self._read(target, when)
            found = self._known.rows[targets, persons]
        return found

    def against(self, actors: Ids, holders: Ids, persons: Ids) -> Ids:
        """The classes of holders of ground for those who acted on it: each pair is its own."""
        with self._lock:
            return np.array(
                [
                    self._class(("against", key), self._all)
                    for key in zip(actors.tolist(), holders.tolist(), persons.tolist(), strict=True)
                ],
                np.int32,
            )

    def _class(self, key: Any, parts: Ints) -> int:
        if (number := self._classes.of(key)) == len(self._parts):
            self._parts.append(parts)
        return number

    def _read(self, target: int, when: int) -> int:
        group = self._registrar.groups.things[target]
        if not group:
            return 0
        instant = self._registrar.calendar.person_slices[when]
        told: dict[Any, int] = {}
        said = [
            tuple(self._said(self._rules(world), name, instant) for name in group)
            for world, _ in self._groups
        ]
        numbers = np.array([told.setdefault(one, len(told)) for one in said], np.int64)
        return self._class(tuple(said), numbers[self._of_world])

    def _said(self, rules: Rules, name: str, instant: int) -> tuple[object, ...]:
        """What the rules of a world say of one target, wherever it was."""
        persons = rules.persons
        excluded = tuple(
            (term, clause.mode, answer.truth, answer.causes,
             frozenset(cited("target", answer.steps, rules.world.terms)))
            for term, clause in persons.exclusions.items()
            for answer in [persons.excluded_by(term, name, instant)]
        )  # fmt: skip
        if name == UNIDENTIFIED:
            return (UNIDENTIFIED, excluded)
        civilians = rules.registry.kind(name) == ActorKind.CIVILIANS
        return (civilians, excluded, *persons.bound(name, instant)[:2])


class Naming:
    """Classes of actors at a time: by the terms on acts that name actors, or parties to a line."""

    def __init__(
        self, worlds: Sequence[World], rules: Callable[[int], Rules], registrar: Registrar
    ) -> None:
        self._rules, self._registrar = rules, registrar
        self._lock = threading.Lock()
        self._terms = list(
            {id(t): (i, t) for i, w in enumerate(worlds) for _, t in w.of(ActTerm) if _names(t)}
            .values()
        )  # fmt: skip
        calendar: Calendar = registrar.calendar
        self._known = np.full((len(registrar.actors), len(calendar.person_slices)), -1, np.int32)
        self._classes = Numbered()
        if not self._terms:
            self._known[:] = 0

    def classes(self, actors: Ids, persons: Ids) -> Ids:
        """The classes of actors, each at a slice of persons."""
        found: Ids = self._known[actors, persons]
        if len(found) and found.min() < 0:
            with self._lock:
                missing = np.stack([actors, persons], axis=1)[found < 0]
                for actor, when in np.unique(missing, axis=0).tolist():
                    self._known[actor, when] = self._classes.of(self._said(actor, when))
            found = self._known[actors, persons]
        return found

    def _said(self, actor: int, when: int) -> tuple[object, ...]:
        name = self._registrar.actors[actor]
        instant = self._registrar.calendar.person_slices[when]
        return tuple(self._rules(i).named_by(term, name, instant) for i, term in self._terms)


def _ids(world: World, kinds: tuple[type[Term], ...]) -> tuple[int, ...]:
    return tuple(id(term) for term in world.terms.values() if isinstance(term, kinds))


def _names(term: ActTerm) -> bool:
    return term.by != "any" or (isinstance(term, Withdrawal) and bool(term.lines))
