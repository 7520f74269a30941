"""Alike: which alternatives no rule of one world can tell apart.

In: what an incident leaves open, as factors (instants, pairs, places, acts).  Out: a key that
incidents share when a world must give them the same verdict, and one alternative of each kind.

This is no second meaning.  Each class holds the answers of the same rules that the procedure asks,
so a class has one value on every element; a test holds both ways equal.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hudna.agreement.acts import object_of
from hudna.agreement.provisions import ActTerm, ExclusionMode, Withdrawal
from hudna.evidence import Standing, Truth
from hudna.incident import UNIDENTIFIED, Act, Parties
from hudna.judging.alternatives import Alternative
from hudna.judging.rules import Rules
from hudna.zones import Signature

Pair = tuple[str, tuple[str, ...], bool]


@dataclass(frozen=True, slots=True)
class Slice:
    """What is left open in one time slice: pairs of actor and targets, for each act, and places."""

    instant: int
    pairs: tuple[tuple[Act, tuple[Pair, ...]], ...]
    places: tuple[Signature, ...]
    together: bool = False


def bare(standing: Standing) -> tuple[int, bool, bool]:
    """What a rule reads of a standing: not who told, only how far it carries."""
    return (standing.level, standing.contested, standing.refuted)


class Alike:
    """The classes of one world.  Answers are kept."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        terms = rules.act_terms.values()
        self._zones = frozenset(
            name for term in terms for name in term.zones
        ) | frozenset(
            line.zone for term in terms if isinstance(term, Withdrawal) for line in term.lines
        )  # fmt: skip
        self.instant = lru_cache(maxsize=None)(self._instant)
        self.place = lru_cache(maxsize=None)(self._place)
        self.actor = lru_cache(maxsize=None)(self._actor)
        self.target = lru_cache(maxsize=None)(self._target)
        self.places = lru_cache(maxsize=None)(self._places)
        self.pairs = lru_cache(maxsize=None)(self._pairs)
        self.held = lru_cache(maxsize=None)(self._held)

    def _instant(self, instant: int) -> Hashable:
        force = self.rules.in_force(instant)
        return (force.truth, force.causes, self.rules.periods(instant))

    def _place(self, place: Signature, instant: int) -> Hashable:
        places = self.rules.places
        here = places.zones(place)
        area = places.in_excluded_area(place, instant, ExclusionMode.AREA)
        both = places.in_excluded_area(place, instant, ExclusionMode.BOTH)
        holder = places.holder(place, instant, None)
        return (
            places.in_scope(place).truth, area.truth, area.causes, both.truth, both.causes,
            bare(places.area_standing(area)) if area.truth == Truth.T else None,
            places.covers(place) is not None,
            None if holder is None else (
                self.held(holder.actors, instant), bare(holder.standing), holder.together
            ),
            frozenset(z.id for z in here if z.id in self._zones or z.kind in self._zones),
        )  # fmt: skip

    def _actor(self, actor: str, instant: int) -> Hashable:
        bound = self.rules.persons.bound(actor, instant)
        return (bound.truth, bound.causes, self.rules.named(actor, instant))

    def _target(self, target: str, instant: int) -> Hashable:
        if target == UNIDENTIFIED:
            return target
        persons = self.rules.persons
        bound = persons.bound(target, instant)
        excluded = [persons.excluded_by(name, target, instant) for name in persons.exclusions]
        return (
            bound.truth, bound.causes, self.rules.registry.kind(target) == "civilians",
            tuple((e.truth, e.causes) for e in excluded),
        )  # fmt: skip

    def _held(self, names: tuple[str, ...], instant: int) -> Hashable:
        """Who held a place, with what a rule asks of a holder at that instant."""
        persons = self.rules.persons
        return tuple(
            (
                name, persons.bound(name, instant)[:2], persons.excluded(name, instant)[:2],
                frozenset(persons.above(name, instant)),
            )
            for name in names
        )  # fmt: skip

    def _stated(self, holder: Parties | None, instant: int) -> Hashable:
        """The holder that an incident states, as `_held`."""
        if holder is None or not holder.candidates:
            return None
        found = self.rules.places.holder(Signature(), instant, holder)
        return found and self.held(found.actors, instant)

    def _places(
        self, places: tuple[Signature, ...], instant: int
    ) -> tuple[tuple[Hashable, Signature], ...]:
        """One place of each class."""
        found: dict[Hashable, Signature] = {}
        for place in places:
            found.setdefault(self.place(place, instant), place)
        return tuple(found.items())

    def _pairs(
        self, act: Act, pairs: tuple[Pair, ...], instant: int, together: bool
    ) -> tuple[tuple[Hashable, Pair], ...]:
        """One pair of each class.

        Of an act on ground, actors are told apart from its holder; of one that several did
        together, from one another.
        """
        terms: list[ActTerm | None] = [term for _, term in self.rules.terms_on(act.code)]
        ground = any(object_of(act.code, term) == "ground" for term in terms or [None])
        found: dict[Hashable, Pair] = {}
        for pair in pairs:
            actor, targets, reverse = pair
            kind = (
                actor if ground or together else None,
                frozenset(self.rules.persons.above(actor, instant)) if ground else None,
                self.actor(actor, instant),
                tuple(self.target(target, instant) for target in targets), reverse,
            )  # fmt: skip
            found.setdefault(kind, pair)
        return tuple(found.items())

    def _slice(self, one: Slice, holder: Parties | None) -> Hashable:
        return (
            self.instant(one.instant),
            self._stated(holder, one.instant),
            tuple(kind for kind, _ in self.places(one.places, one.instant)),
            tuple(
                (act, tuple(kind for kind, _ in self.pairs(act, pairs, one.instant, one.together)))
                for act, pairs in one.pairs
            ),
        )

    def distinct(
        self, slices: Sequence[Slice], holder: Parties | None
    ) -> tuple[Hashable, list[Slice]]:
        """What this world can tell apart of an incident's alternatives, in the order of time.

        `holder`: who held the place, where the incident states it.
        Returns the key that such incidents share, and the slices without those that repeat the one
        before: whether it began or ended within is read from their order.
        """
        keys: list[Hashable] = []
        kept: list[Slice] = []
        for one in slices:
            key = self._slice(one, holder)
            if not keys or keys[-1] != key:
                keys.append(key)
                kept.append(one)
        return tuple(keys), kept

    def examples(self, slices: Sequence[Slice]) -> list[Alternative]:
        """One alternative of each class."""
        return [
            Alternative(actor, targets, act, one.instant, place, reverse)
            for one in slices
            for act, pairs in one.pairs
            for _, (actor, targets, reverse) in self.pairs(act, pairs, one.instant, one.together)
            for _, place in self.places(one.places, one.instant)
        ]


def parties_key(parties: Parties | None) -> Any:
    """What a rule reads of candidates."""
    if parties is None:
        return None
    return (parties.candidates, bare(parties.standing), parties.together)
