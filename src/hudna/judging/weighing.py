"""Weighing: every alternative of a docket, in every world at once.

In: a docket.  Out: `Weighed`: for each alternative the sets of worlds in which each element holds,
does not fail, and the rows of the tables that say why.

The meaning is that of `reference.py`, whose functions make the rows of the tables (`elements.py`).
Here they are gathered and, for the terms that speak of an act, chosen between.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hudna.agreement.acts import acts_of, object_of
from hudna.agreement.agreement import Agreement
from hudna.agreement.provisions import (
    ActTerm,
    Exclusions,
    PersonalScope,
    SelfDefence,
    Term,
    TerritorialScope,
    Withdrawal,
)
from hudna.agreement.worlds import World
from hudna.incident import Act, Incident, Parties
from hudna.instant import ALWAYS
from hudna.judging import reference
from hudna.judging.alternatives import Alternative, Many
from hudna.judging.bits import Flags, Ids, Ints, Words, grouped, packed, words_for
from hudna.judging.calendar import Calendar
from hudna.judging.docket import Docket, Registrar, standing_of_grade
from hudna.judging.elements import Ask, Groups, Table
from hudna.judging.growing import Growing, Numbered
from hudna.judging.reference import Value
from hudna.judging.rules import Rules
from hudna.judging.sites import Sites
from hudna.zones import Region

SOLE = 20
"""Added to a grade: no other alternative holds a differing account."""


class Chosen(NamedTuple):
    """Of some alternatives: in which worlds a term decides, and its rows for target and act."""

    places: Ints
    worlds: Words
    term: Ids  # its number; -1: none speaks of the act
    target: Ids
    act: Ids


@dataclass(frozen=True, slots=True)
class Weighed:
    """The alternatives of a docket, weighed.  Arrays over alternatives, row after row."""

    row: Ints  # of the docket
    first: Ints  # of each row, and one more
    tick: Ids
    actor: Ids
    act: Ids
    reverse: Flags
    true: Mapping[str, Words]  # by element
    not_false: Mapping[str, Words]
    rows: Mapping[str, Ids]  # of the tables of time, territory and actor
    chosen: Sequence[Chosen]
    excused: Words  # by a justification
    not_unexcused: Words  # where it is excused, or may be


@dataclass(frozen=True, slots=True)
class _Open:
    """The alternatives of a docket, place by place."""

    docket: Docket
    row: Ints
    first: Ints
    slice: Ids
    tick: Ids
    act: Ids
    actor: Ids
    target: Ids
    reverse: Flags
    signature: Ids
    many: NDArray[np.bool_]  # (rows, 5): `Many`, by row of the docket


class _Slot(NamedTuple):
    """A term that speaks of an act in some worlds; None where no term does."""

    term: str | None
    worlds: Words
    about: str


class Scales:
    """An agreement compiled for some worlds.  Tables fill as they are asked; threads may share it."""

    def __init__(self, agreement: Agreement, worlds: Sequence[World]) -> None:
        self.agreement = agreement
        self.worlds = list(worlds)
        self.words = words_for(len(worlds))
        self.full = packed(range(len(worlds)), self.words)
        self.needed = agreement.document.standards.verdict
        self.calendar = Calendar(agreement)
        shared: dict[Any, Any] = {}
        self.rules: Callable[[World], Rules] = lru_cache(maxsize=None)(
            lambda world: Rules(agreement, world, shared)
        )
        self.sites = Sites(agreement, worlds, self.rules, self.calendar)
        self.registrar = Registrar(agreement, self.calendar, self.sites)
        self.terms = list(agreement.document.terms)
        numbers = {name: i for i, name in enumerate(self.terms)}
        self.tables = {
            name: Table(name, size, self.words, self.rules, numbers)
            for name, size in (
                ("time", 2), ("territory", 3), ("actor", 3), ("target", 6), ("act", 6),
                ("justification", 3),
            )
        }  # fmt: skip
        self._lock = threading.Lock()
        self._held = Numbered()
        self._held.of(None)
        self._kinds = Numbered()
        self._slots: list[tuple[_Slot, ...]] = []
        self._slot_count = Growing((), np.int32)
        self._named = Numbered()
        self._name_class = np.full(
            (len(self.registrar.actors), len(self.calendar.person_slices)), -1, np.int32
        )
        self._terms_that_name = list(
            {id(t): (w, t) for w in worlds for _, t in w.of(ActTerm) if _names(t)}.values()
        )
        scope = (TerritorialScope, Exclusions)
        self._by_time = self._grouped(lambda w: id(agreement.in_force(w)))
        self._by_place = self._grouped(lambda w: _ids(w, scope))
        self._by_person = self._grouped(lambda w: _ids(w, (PersonalScope,)))
        self._by_defence = self._grouped(lambda w: _ids(w, (SelfDefence,)))
        whom = (PersonalScope, *scope)
        self._by_term: dict[str | None, tuple[Groups, Groups]] = {
            name: (
                self._grouped(lambda w, n=name: (id(w.terms[n]), _ids(w, whom))),  # type: ignore[misc]
                self._grouped(lambda w, n=name: id(w.terms[n])),  # type: ignore[misc]
            )
            for name in dict.fromkeys(n for w in worlds for n, _ in w.of(ActTerm))
        }
        self._by_term[None] = (self._grouped(lambda w: _ids(w, whom)), self._grouped(lambda _: 0))

    def _grouped(self, key: Callable[[World], Any]) -> Groups:
        return grouped(self.worlds, key)

    # --- all alternatives of a docket -------------------------------------------------------------

    def weigh(self, docket: Docket) -> Weighed:
        """Weigh every alternative of a docket."""
        open_ = self._opened(docket)
        row, persons = open_.row, self.calendar.person_of[open_.slice]
        land, ground = self.sites.classes(open_.signature, persons)
        held = self._holders(docket.holder[row], persons)
        sole = np.where(open_.many, 0, SOLE).astype(np.int32)
        graded = docket.standing.astype(np.int32)
        time = (graded[:, 1] + sole[:, 3])[row]
        place = (graded[:, 2] + sole[:, 4])[row]
        own = (graded[:, 3] + sole[:, 0])[row]
        whom = (graded[:, 4] + sole[:, 1])[row]
        back = open_.reverse
        if back.any():
            theirs = (graded[:, 4] + sole[:, 0])[row]
            hit = (graded[:, 3] + sole[:, 0])[row]
            own, whom = np.where(back, theirs, own), np.where(back, hit, whom)
        rows = {
            "time": self._ask("time", (open_.tick, time), open_, reference.in_force, self._by_time),
            "territory": self._ask(
                "territory", (land, place, held), open_, reference.territory, self._by_place
            ),
            "actor": self._ask(
                "actor", (open_.actor, persons, own), open_, reference.bound, self._by_person
            ),
        }
        true, not_false = {}, {}
        for name, some in rows.items():
            true[name], not_false[name] = self._values(name, some)
        area = np.where(self.sites.has_area[ground], docket.standing[row, 2] % 5 + 1, 0)
        keys = (persons, ground, whom * 6 + area, held)
        chosen = self._duty(open_, keys, (graded[:, 5] + sole[:, 2])[row], true, not_false)
        excused = np.zeros((len(row), self.words), np.uint64)
        not_unexcused = excused.copy()
        pleaded = np.flatnonzero(docket.plea[row]) if docket.plea.any() else ()
        if len(pleaded):
            found = self._justified(open_, pleaded)
            excused[pleaded], not_unexcused[pleaded] = self._values("justification", found)
        return Weighed(
            row, open_.first, open_.tick, open_.actor, open_.act, back, true, not_false, rows,
            chosen, excused, not_unexcused,
        )  # fmt: skip

    def _values(self, name: str, rows: Ids) -> tuple[Words, Words]:
        """Where an element is true, and where it is not false."""
        sets = self.tables[name].sets.rows[rows]
        return sets[:, : self.words], sets[:, self.words :]

    def _opened(self, docket: Docket) -> _Open:
        counts = np.diff(docket.first)
        row = np.repeat(np.arange(len(docket)), counts)
        start, many = self.sites.signatures(docket.site[row], docket.slice)
        some: dict[str, Any] = {
            name: getattr(docket, name)
            for name in ("slice", "tick", "act", "actor", "target", "reverse")
        }
        first = docket.first
        if len(many) and many.max() > 1:
            pick = np.repeat(np.arange(len(row)), many)
            ends = np.cumsum(many)
            start = start[pick] + np.arange(len(pick)) - (ends - many)[pick]
            row = row[pick]
            some = {name: column[pick] for name, column in some.items()}
            first = np.concatenate([[0], ends])[docket.first]
        open_ = _Open(
            docket, row, first, signature=self.sites.found[start], many=_none(len(docket)), **some
        )
        _left_open(open_)
        return open_

    def _holders(self, holder: Ids, persons: Ids) -> Ids:
        """The stated holder of each place at its time, by number; 0 where none is stated."""
        found = np.zeros(len(holder), np.int32)
        for place in np.flatnonzero(holder).tolist():
            with self._lock:
                found[place] = self._held.of((int(holder[place]), int(persons[place])))
        return found

    # --- target and act: by the terms that speak of an act ----------------------------------------

    def _duty(
        self, open_: _Open, whom: tuple[NDArray[Any], ...], grades: NDArray[Any],
        true: dict[str, Words], not_false: dict[str, Words],
    ) -> list[Chosen]:  # fmt: skip
        """G and M, by the term under which most holds; the first of those that are equal."""
        slots = self._slots_of(open_.act)
        every = np.arange(len(open_.row))
        chosen: list[Chosen] = []
        none = np.zeros((len(every), self.words), np.uint64)
        for name in ("target", "act"):
            true[name], not_false[name] = none.copy(), none.copy()
        for k in range(int(slots.max(initial=0))):
            places = every if k == 0 else np.flatnonzero(slots > k)
            acts = open_.act[places]
            terms, kinds, worlds = self._slot(k, acts)
            target = self._targets(open_, k, places, kinds, whom)
            act = self._acts(open_, k, places, terms, grades)
            g_true, g_not = self._values("target", target)
            m_true, m_not = self._values("act", act)
            if k == 0:
                true["target"], not_false["target"] = g_true.copy(), g_not.copy()
                true["act"], not_false["act"] = m_true.copy(), m_not.copy()
                none = ~worlds
                chosen.append(Chosen(places, worlds, terms, target, act))
                continue
            now = [x[n][places] for n in ("target", "act") for x in (true, not_false)]
            new = [g_true, g_not, m_true, m_not]
            better = worlds & (none[places] | _ranks_above(new, now))
            none[places] &= ~worlds
            for before in chosen:
                here = np.isin(before.places, places, assume_unique=True)
                before.worlds[here] &= ~better[np.isin(places, before.places, assume_unique=True)]
            for i, (n, x) in enumerate(
                (n, x) for n in ("target", "act") for x in (true, not_false)
            ):
                x[n][places] = (now[i] & ~better) | (new[i] & better)
            chosen.append(Chosen(places, better, terms, target, act))
        return chosen

    def _slots_of(self, acts: Ids) -> Ids:
        """For each act, how many terms speak of it in some world, or none does."""
        known = len(self._slots)
        if len(acts) and int(acts.max()) >= known:
            with self._lock:
                for number in range(len(self._slots), int(acts.max()) + 1):
                    made = self._make_slots(self.registrar.acts.things[number])
                    self._slots.append(made)
                    self._slot_count.add(len(made))
        found: Ids = self._slot_count.rows[acts]
        return found

    def _make_slots(self, act: Act) -> tuple[_Slot, ...]:
        speaking: dict[str, list[int]] = {}
        for i, world in enumerate(self.worlds):
            for name, term in world.of(ActTerm):
                if act.code in acts_of(term):
                    speaking.setdefault(name, []).append(i)
        slots = [
            _Slot(name, packed(speaking[name], self.words), self._about(act, name))
            for name in self.terms
            if name in speaking
        ]
        silent = self.full.copy()
        for slot in slots:
            silent &= ~slot.worlds
        if silent.any() or not slots:
            slots.append(_Slot(None, silent, object_of(act.code, None)))
        return tuple(slots)

    def _about(self, act: Act, name: str) -> str:
        term = next(t for w in self.worlds if isinstance(t := w.terms[name], ActTerm))
        return object_of(act.code, term)

    def _slot(self, k: int, acts: Ids) -> tuple[Ids, Ids, Words]:
        """The k-th term on each act: its number, its number with its object, its worlds."""
        distinct = np.unique(acts)
        terms = np.zeros(len(self._slots), np.int32)
        kinds = terms.copy()
        worlds = np.zeros((len(self._slots), self.words), np.uint64)
        for number in distinct.tolist():
            slot = self._slots[number][k]
            terms[number] = -1 if slot.term is None else self.terms.index(slot.term)
            with self._lock:
                kinds[number] = self._kinds.of((slot.term, slot.about))
            worlds[number] = slot.worlds
        return terms[acts], kinds[acts], worlds[acts]

    def _targets(
        self, open_: _Open, k: int, places: Ints, kinds: Ids, whom: tuple[NDArray[Any], ...]
    ) -> Ids:
        """The rows of the table of targets: of an act on ground, who acted is told apart."""
        abouts = [about for _, about in self._kinds.things]
        ground = np.array([about == "ground" for about in abouts])[kinds]
        nobody = np.array([about == "none" for about in abouts])[kinds]
        target = open_.target[places]
        if ground.any():
            target = np.where(ground, open_.actor[places] + 1, target)
        if nobody.any():
            target = np.where(nobody, 0, target)
        keys = (kinds, target, *(key[places] for key in whom))

        def groups(place: int) -> Groups:
            return self._by_term[self._slots[open_.act[places[place]]][k].term][0]

        def ask(place: int, rules: Rules) -> Value:
            one = int(places[place])
            term = self._slots[open_.act[one]][k].term
            return self._asked(open_, one, rules, reference.protection, term)

        return self.tables["target"].rows(keys, groups, ask)

    def _acts(self, open_: _Open, k: int, places: Ints, terms: Ids, grades: NDArray[Any]) -> Ids:
        """The rows of the table of acts."""
        slices = open_.slice[places]
        actors = self._naming(open_.actor[places], self.calendar.person_of[slices])
        keys = (
            terms + 1, open_.act[places], actors, self.sites.marked(open_.signature[places]),
            self.calendar.term_of[slices], grades[places],
        )  # fmt: skip

        def groups(place: int) -> Groups:
            return self._by_term[self._slots[open_.act[places[place]]][k].term][1]

        def ask(place: int, rules: Rules) -> Value:
            one = int(places[place])
            term = self._slots[open_.act[one]][k].term
            return self._asked(open_, one, rules, reference.prohibition, term)

        return self.tables["act"].rows(keys, groups, ask)

    def _naming(self, actors: Ids, persons: Ids) -> Ids:
        """The class of each actor by the terms on acts that name actors, or parties to a line."""
        if not self._terms_that_name:
            return np.zeros(len(actors), np.int32)
        found = self._name_class[actors, persons]
        if len(found) and found.min() < 0:
            with self._lock:
                missing = np.stack([actors, persons], axis=1)[found < 0]
                for actor, slice_ in np.unique(missing, axis=0).tolist():
                    name = self.registrar.actors[actor]
                    instant = self.calendar.person_slices[slice_]
                    told = tuple(
                        self.rules(world).named_by(term, name, instant)
                        for world, term in self._terms_that_name
                    )
                    self._name_class[actor, slice_] = self._named.of(told)
            found = self._name_class[actors, persons]
        return found

    def speaking(self, acts: Ids) -> list[tuple[int, Words]]:
        """For each term: for each act the worlds in which the term speaks of it."""
        found: dict[int, Words] = {}
        for number in np.unique(acts).tolist():
            for slot in self._slots[number]:
                if slot.term is not None:
                    term = self.terms.index(slot.term)
                    sets = found.setdefault(term, np.zeros((len(acts), self.words), np.uint64))
                    sets[acts == number] = slot.worlds
        return list(found.items())

    def defences(self) -> list[tuple[int, Words]]:
        """The terms on self-defence, each with the worlds in which it binds."""
        found: dict[int, Words] = {}
        for world, group in self._by_defence:
            for name, _ in self.rules(world).defences:
                number = self.terms.index(name)
                found[number] = found.get(number, np.uint64(0)) | group
        return list(found.items())

    # --- what the procedure is asked --------------------------------------------------------------

    def _ask(
        self, element: str, keys: Sequence[NDArray[Any]], open_: _Open, of: Callable[..., Value],
        groups: Groups,
    ) -> Ids:  # fmt: skip
        ask: Ask = lambda place, rules: self._asked(open_, place, rules, of)  # noqa: E731
        return self.tables[element].rows(keys, lambda _: groups, ask)

    def _asked(
        self, open_: _Open, place: int, rules: Rules, of: Callable[..., Value], *term: str | None
    ) -> Value:
        """What the procedure says of one element of the alternative at a place."""
        row = int(open_.row[place])
        many = Many(*open_.many[row].tolist())
        return of(self._alternative(open_, place), self._incident(open_, row), rules,
                  self.needed, many, *term)  # fmt: skip

    def _alternative(self, open_: _Open, place: int) -> Alternative:
        known = self.registrar
        return Alternative(
            known.actors[open_.actor[place]],
            known.groups.things[open_.target[place]],
            known.acts.things[open_.act[place]],
            known.ticks.things[open_.tick[place]],
            self.sites.place(int(open_.signature[place])),
            bool(open_.reverse[place]),
        )

    def _incident(self, open_: _Open, row: int) -> Incident:
        """An incident that stands as the one of a row does, and says nothing else."""
        docket, known = open_.docket, self.registrar
        occurred, time, place, actor, target, act = map(
            standing_of_grade, docket.standing[row].tolist()
        )
        return Incident(
            "", occurred, ALWAYS, time, Region(), place, Parties((), actor), Parties((), target),
            (), act, holder=known.holders.things[docket.holder[row]],
            plea=known.pleas.things[docket.plea[row]],
        )  # fmt: skip

    def _justified(self, open_: _Open, places: Ints) -> Ids:
        keys = (
            open_.docket.plea[open_.row[places]], open_.act[places], open_.actor[places],
        )  # fmt: skip

        def ask(place: int, rules: Rules) -> Value:
            one = int(places[place])
            incident = self._incident(open_, int(open_.row[one]))
            return reference.justification(
                self._alternative(open_, one), incident, rules, self.needed
            )

        return self.tables["justification"].rows(keys, lambda _: self._by_defence, ask)


def _none(rows: int) -> NDArray[np.bool_]:
    return np.zeros((rows, len(Many._fields)), np.bool_)


def _left_open(open_: _Open) -> None:
    """Which elements differ between the alternatives of each row (`alternatives.left_open`)."""
    counts = np.diff(open_.first)
    several = np.flatnonzero(counts > 1)
    if not len(several):
        return
    inside = np.repeat(counts > 1, counts)
    starts = np.concatenate([[0], np.cumsum(counts[several])[:-1]])

    def differ(values: NDArray[Any], of: Flags | None = None) -> Flags:
        low = high = values[inside].astype(np.int64)
        if of is not None:  # only these; where there are none, all of them
            mine = of[inside]
            alone = np.logical_or.reduceat(mine, starts)
            mine = mine | ~np.repeat(alone, counts[several])
            low = np.where(mine, low, np.iinfo(np.int64).max)
            high = np.where(mine, high, -1)
        least = np.minimum.reduceat(low, starts)
        return np.asarray(least != np.maximum.reduceat(high, starts))

    forward = ~open_.reverse
    together = open_.docket.together[several]
    open_.many[several] = np.stack(
        [
            differ(open_.actor, forward) & ~together,
            differ(open_.target, forward),
            differ(open_.act),
            differ(open_.tick),
            differ(open_.signature),
        ],
        axis=1,
    )


def _ranks_above(new: Sequence[Words], now: Sequence[Words]) -> Words:
    """Where more holds under a new term than under the one now: of target and act, then of the act.

    Each: target true, not false, act true, not false.
    """
    joint_new = new[0] & new[2], new[1] & new[3]
    joint_now = now[0] & now[2], now[1] & now[3]
    above, below = _above(joint_new, joint_now), _above(joint_now, joint_new)
    equal = ~(above | below)
    return above | (equal & _above((new[2], new[3]), (now[2], now[3])))


def _above(a: tuple[Words, Words], b: tuple[Words, Words]) -> Words:
    """Where a value (true, not false) is above another."""
    return (a[0] & ~b[0]) | (a[1] & ~b[1])


def _ids(world: World, kinds: tuple[type[Term], ...]) -> tuple[int, ...]:
    return tuple(id(term) for term in world.terms.values() if isinstance(term, kinds))


def _names(term: ActTerm) -> bool:
    return term.by != "any" or (isinstance(term, Withdrawal) and bool(term.lines))
