"""Duties: whom an act was done to and whether it is prohibited, by the terms that speak of it.

In: alternatives.  Out: for each the worlds where its target is protected and its act prohibited, by
the term under which most holds (`reference.duty`), and which term that is in which worlds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hudna.actors import ActorKind
from hudna.agreement.acts import acts_of, object_of
from hudna.agreement.provisions import (
    ActTerm,
    Exclusions,
    Withdrawal,
)
from hudna.agreement.worlds import World
from hudna.incident import UNIDENTIFIED, Act
from hudna.judging import reference
from hudna.judging.bits import Flags, Groups, Ids, Ints, Words, numbers_by, packed, parted
from hudna.judging.docket import Registrar
from hudna.judging.elements import Table
from hudna.judging.growing import Combined, Growing, Index, Numbered, numbers_of
from hudna.judging.holders import Holders
from hudna.judging.opened import Opened
from hudna.judging.persons import Persons
from hudna.judging.reference import Value, cited
from hudna.judging.rules import Rules
from hudna.judging.said import AtTimes, Said


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
        self._slots: list[tuple[Slot, ...]] = []  # by act
        self._laid = _Columns.of([], self._kinds, terms, full)
        self._combined: list[Combined] = []
        names = dict.fromkeys(n for w in worlds for n, _ in w.of(ActTerm))
        self._parts: dict[str | None, Ints] = {
            name: numbers_by(worlds, lambda w, n=name: id(w.terms[n]))  # type: ignore[misc]
            for name in names
        }
        self._parts[None] = np.zeros(len(worlds), np.int64)
        self._groups = {name: parted([parts]) for name, parts in self._parts.items()}
        self._whom = Whom(worlds, rules, registrar, holders)
        self._naming = Naming(worlds, rules, registrar)

    # --- which terms speak of an act --------------------------------------------------------------

    def _columns(self, acts: Ids) -> _Columns:
        """The terms on acts, as arrays by act."""
        laid = self._laid
        if len(acts) and int(acts.max()) >= len(laid.count):
            with self._lock:
                things = self._registrar.acts.things
                self._slots += [self._make(act) for act in things[len(self._slots) :]]
                laid = self._laid = _Columns.of(self._slots, self._kinds, self._terms, self._full)
        return laid

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

    # --- the term under which most holds ----------------------------------------------------------

    def weigh(
        self, opened: Opened, target: Sequence[NDArray[Any]], act: NDArray[Any]
    ) -> tuple[list[Chosen], Words, Words]:
        """G and M; of terms that are equal, by the first.

        `target`: slices of persons, classes of places, grades, holders and their classes; `act`:
        grades.
        """
        columns = self._columns(opened.act)
        counts = columns.count[opened.act]
        one = self._chosen(opened, 0, None, columns, target, act)
        hit = self._tables["target"].values(one.target)
        done = self._tables["act"].values(one.act)
        chosen = [one]
        if int(counts.max(initial=1)) > 1:
            none = ~one.worlds
            for k in range(1, int(counts.max())):
                places = np.flatnonzero(counts > k)
                one = self._chosen(opened, k, places, columns, target, act)
                one = one._replace(worlds=self._better(one, none, hit, done))
                for before in chosen:  # its places are among theirs
                    here = np.searchsorted(before.places, one.places)
                    before.worlds[here] &= ~one.worlds
                chosen.append(one)
        return chosen, hit, done

    def numbers(
        self, opened: Opened, target: Sequence[NDArray[Any]], act: NDArray[Any]
    ) -> tuple[Ids, Ids]:
        """How many terms speak of each act, and a number for each alternative among those.

        Alternatives with the same two are judged alike by every term.
        """
        columns = self._columns(opened.act)
        counts = columns.count.take(opened.act)
        found = columns.alike.take(opened.act)
        for k in range(int(counts.max(initial=0))):
            if k == len(self._combined):
                self._combined.append(Combined(3))
            places = None if k == 0 else np.flatnonzero(counts > k)
            some = self._some(opened, k, places)
            contents = (
                self._tables["target"].contents(self._targets(some, columns, target)),
                self._tables["act"].contents(self._acts(some, act)),
            )
            if places is None:
                found = self._combined[k].number((found, *contents))
            else:
                found[places] = self._combined[k].number((found[places], *contents))
        return counts, found

    def _some(self, opened: Opened, k: int, places: Ints | None) -> _Some:
        acts = opened.act if places is None else opened.act[places]
        return _Some(opened, k, places, acts, self._slots)

    def _chosen(
        self, opened: Opened, k: int, places: Ints | None, columns: _Columns,
        target: Sequence[NDArray[Any]], act: NDArray[Any],
    ) -> Chosen:  # fmt: skip
        """The k-th term on each act, at some places or all."""
        some = self._some(opened, k, places)
        acts = some.acts
        every = np.arange(len(acts)) if places is None else places
        return Chosen(
            every, columns.worlds[k][acts], columns.term[k][acts],
            self._targets(some, columns, target), self._acts(some, act),
        )  # fmt: skip

    def _better(self, one: Chosen, none: Words, hit: Words, done: Words) -> Words:
        """Where a term stands above those before it; its values take their place there."""
        new = self._tables["target"].values(one.target), self._tables["act"].values(one.act)
        now = hit[one.places], done[one.places]
        better = one.worlds & (none[one.places] | _ranks_above(new, now))
        none[one.places] &= ~one.worlds
        twice = np.concatenate([better, better], axis=1)
        for values, before, after in zip((hit, done), now, new, strict=True):
            values[one.places] = (before & ~twice) | (after & twice)
        return better

    # --- the tables -------------------------------------------------------------------------------

    def _targets(self, some: _Some, columns: _Columns, target: Sequence[NDArray[Any]]) -> Ids:
        """The rows of the table of targets."""
        persons, ground, grades, holder, held = map(some.at, target)
        classes = self._whom.classes(some.at(some.opened.target), persons)
        on_ground = columns.on_ground[some.k][some.acts]
        if on_ground.any():  # there it is the actor that is told apart from whoever held it
            classes = np.where(on_ground, 0, classes)
            here = np.flatnonzero(on_ground & (holder > 0))
            actors = some.at(some.opened.actor)[here]
            classes[here] = self._whom.against(actors, holder[here], persons[here])
            held = np.where(on_ground, 0, held)
        kinds = columns.kind[some.k][some.acts]

        def groups(place: int) -> Groups:
            return parted(
                [
                    self._parts[some.term(place)],
                    self._whom.parts(int(classes[place])),
                    self._sites.ground.of(int(ground[place])),
                    self._holders.parts(int(held[place])),
                ]
            )

        def ask(place: int) -> Callable[[Rules], Value]:
            return some.asked(place, reference.protection)

        return self._tables["target"].rows((kinds, classes, ground, grades, held), groups, ask)

    def _acts(self, some: _Some, grades: NDArray[Any]) -> Ids:
        """The rows of the table of acts."""
        slices = some.at(some.opened.slice)
        actors = self._naming.classes(some.at(some.opened.actor), self._calendar.person_of[slices])
        marked = self._sites.marked_of.rows.take(some.at(some.opened.spot))
        term = self._calendar.term_of[slices]
        # The act, and which of its terms, say the term.
        keys = (some.acts, np.full(len(slices), some.k, np.int8), actors, marked, term,
                some.at(grades))  # fmt: skip

        def ask(place: int) -> Callable[[Rules], Value]:
            return some.asked(place, reference.prohibition)

        return self._tables["act"].rows(keys, lambda place: self._groups[some.term(place)], ask)

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


def _ranks_above(new: tuple[Words, Words], now: tuple[Words, Words]) -> Words:
    """Where more holds under a new term than under the one now: of target and act, then of the act.

    Each: values of the target, values of the act.
    """
    joint_new, joint_now = new[0] & new[1], now[0] & now[1]
    above, below = _above(joint_new, joint_now), _above(joint_now, joint_new)
    return above | (~below & _above(new[1], now[1]))


def _above(a: Words, b: Words) -> Words:
    """Where values (true, then not false) are above others."""
    more = a & ~b
    half = more.shape[1] // 2
    found: Words = more[:, :half] | more[:, half:]
    return found


@dataclass(frozen=True, slots=True)
class _Columns:
    """The terms that speak of each act, as arrays by act; the k-th term of each at place k."""

    count: Ids
    alike: Ids  # a number for acts with the same terms in the same worlds
    term: Sequence[Ids]  # its number; -1: none speaks
    kind: Sequence[Ids]  # of term and object
    on_ground: Sequence[Flags]
    worlds: Sequence[Words]

    @classmethod
    def of(
        cls, slots: Sequence[tuple[Slot, ...]], kinds: Numbered, terms: Sequence[str], full: Words
    ) -> _Columns:
        """Lay out the terms of acts."""
        most = max((len(some) for some in slots), default=1)
        number = {name: i for i, name in enumerate(terms)}
        shape = (most, len(slots))
        term, kind = np.full(shape, -1, np.int32), np.zeros(shape, np.int32)
        on_ground = np.zeros(shape, np.bool_)
        worlds = np.zeros((*shape, len(full)), np.uint64)
        for act, some in enumerate(slots):
            for k, slot in enumerate(some):
                term[k, act] = number.get(slot.term, -1) if slot.term else -1
                kind[k, act] = kinds.of((slot.term, slot.about))
                on_ground[k, act] = slot.about == "ground"
                worlds[k, act] = slot.worlds
        count = np.array([len(some) for some in slots], np.int32)
        same = Numbered()
        alike = [
            same.of(tuple((slot.term, slot.about, slot.worlds.tobytes()) for slot in some))
            for some in slots
        ]
        return cls(
            count, np.array(alike, np.int32), list(term), list(kind), list(on_ground), list(worlds)
        )


@dataclass(frozen=True, slots=True)
class _Some:
    """Some of the alternatives, or all, with the k-th term on the act of each."""

    opened: Opened
    k: int
    places: Ints | None
    acts: Ids
    slots: Sequence[tuple[Slot, ...]]

    def at(self, column: NDArray[Any]) -> NDArray[Any]:
        """A column at these places."""
        return column if self.places is None else column[self.places]

    def term(self, place: int) -> str | None:
        """The term on the act of one of them."""
        return self.slots[int(self.acts[place])][self.k].term

    def asked(self, place: int, of: Callable[..., Value]) -> Callable[[Rules], Value]:
        """What the procedure says of one of them by its term."""
        one = place if self.places is None else int(self.places[place])
        return self.opened.asked(one, of, self.term(place))


class Whom:
    """Classes of targets at a time: what the rules say of each in every world, and no more."""

    def __init__(
        self, worlds: Sequence[World], rules: Callable[[int], Rules], registrar: Registrar,
        holders: Holders,
    ) -> None:  # fmt: skip
        self._registrar, self._holders = registrar, holders
        self._lock = threading.Lock()
        self._said = Said(worlds, rules)
        self._known = AtTimes(len(registrar.calendar.person_slices), self._read)
        self._on_ground = Index(3)
        self._class_against = Growing((), np.int32)
        self._answers: dict[tuple[str, Hashable, str, int], object] = {}
        self._opposed: dict[tuple[int, int, tuple[bool, ...]], int] = {}
        # By identity, which the entry keeps alive.
        self._exclusions: dict[int, tuple[Persons, tuple[tuple[str, object, Hashable], ...]]] = {}

    def parts(self, number: int) -> Ints:
        """For each world its part by what it says of a class."""
        return self._said.parts(number)

    def classes(self, targets: Ids, persons: Ids) -> Ids:
        """The classes of groups of targets, each at a slice of persons."""
        return self._known.of(targets, persons)

    def against(self, actors: Ids, holders: Ids, persons: Ids) -> Ids:
        """The classes of holders of ground, as they are to those who acted on it."""
        keys = (holders, actors, persons)
        found = self._on_ground.find(keys)
        if len(found) and found.min() < 0:
            with self._lock:
                found = numbers_of(self._on_ground, keys, lambda new: self._oppose(keys, new))
        classes: Ids = self._class_against.rows[found]
        return classes

    def _oppose(self, keys: Sequence[Ids], places: Ints) -> None:
        for place in places.tolist():
            holder, actor, when = (int(key[place]) for key in keys)
            name = self._registrar.actors[actor]
            # Of who acted no more is read than which holders it belongs together with.
            key = (holder, when, self._holders.related(holder, when, name))
            if key not in self._opposed:
                said = partial(self._holders.said, number=holder, when=when, actor=name)
                self._opposed[key] = self._said.of("against", said)
            self._class_against.add(self._opposed[key])

    def _read(self, target: int, when: int) -> int:
        group = self._registrar.groups.things[target]
        if not group:
            return 0
        instant = self._registrar.calendar.person_slices[when]

        def said(rules: Rules) -> tuple[object, ...]:
            return tuple(self._of_one(rules, name, instant) for name in group)

        return self._said.of("whom", said)

    def _of_one(self, rules: Rules, name: str, instant: int) -> tuple[object, ...]:
        """What the rules of a world say of one target, wherever it was."""
        persons = rules.persons
        excluded = tuple(
            (mode, self._once((term, whom, name, instant), self._excluded, rules))
            for term, mode, whom in self._clauses(persons)
        )
        if name == UNIDENTIFIED:
            return (UNIDENTIFIED, excluded)
        civilians = rules.registry.kind(name) == ActorKind.CIVILIANS
        bound = self._once(("", id(persons.persons), name, instant), self._bound, rules)
        return (civilians, excluded, bound)

    def _clauses(self, persons: Persons) -> tuple[tuple[str, object, Hashable], ...]:
        """The exclusions of a world: the term, its mode, and what it says of whom it names."""
        if id(persons) not in self._exclusions:
            read = tuple(
                (term, clause.mode, _whom(clause)) for term, clause in persons.exclusions.items()
            )
            self._exclusions[id(persons)] = (persons, read)
        return self._exclusions[id(persons)][1]

    def _once(
        self, key: tuple[str, Hashable, str, int], of: Callable[..., object], rules: Rules
    ) -> object:
        """What a term says of an actor, asked once for all worlds that have it."""
        if key not in self._answers:
            term, _, name, instant = key
            self._answers[key] = of(rules, term, name, instant)
        return self._answers[key]

    @staticmethod
    def _excluded(rules: Rules, term: str, name: str, instant: int) -> object:
        answer = rules.persons.excluded_by(term, name, instant)
        named = frozenset(cited("target", answer.steps, rules.world.terms))
        return (term, answer.truth, answer.causes, named)

    @staticmethod
    def _bound(rules: Rules, _: str, name: str, instant: int) -> object:
        return rules.persons.bound(name, instant)[:2]


def _whom(clause: Exclusions) -> Hashable:
    """What an exclusion says of whom it names: all of it that `Persons` reads."""
    return (
        *map(tuple, (clause.actors, clause.also, clause.lists)), clause.linked, clause.inherits,
        clause.follows_rename,
    )  # fmt: skip


class Naming:
    """Classes of actors at a time: by the terms on acts that name actors, or parties to a line."""

    def __init__(
        self, worlds: Sequence[World], rules: Callable[[int], Rules], registrar: Registrar
    ) -> None:
        self._rules, self._registrar = rules, registrar
        self._terms = list(
            {id(t): (i, t) for i, w in enumerate(worlds) for _, t in w.of(ActTerm) if _names(t)}
            .values()
        )  # fmt: skip
        self._classes = Numbered()
        self._known = AtTimes(len(registrar.calendar.person_slices), self._read)

    def classes(self, actors: Ids, persons: Ids) -> Ids:
        """The classes of actors, each at a slice of persons."""
        if not self._terms:
            return np.zeros(len(actors), np.int32)
        return self._known.of(actors, persons)

    def _read(self, actor: int, when: int) -> int:
        name = self._registrar.actors[actor]
        instant = self._registrar.calendar.person_slices[when]
        return self._classes.of(
            tuple(self._rules(i).named_by(term, name, instant) for i, term in self._terms)
        )


def _names(term: ActTerm) -> bool:
    return term.by != "any" or (isinstance(term, Withdrawal) and bool(term.lines))
