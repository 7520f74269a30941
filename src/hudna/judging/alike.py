"""Alike: which alternatives no rule of one world can tell apart.

In: an actor, target, place or instant.  Out: a key that is the same for those that the rules of the
world must judge alike, so that an explanation tells one of each kind.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache

from hudna.agreement.provisions import ExclusionMode, Withdrawal
from hudna.evidence import Standing, Truth
from hudna.incident import UNIDENTIFIED
from hudna.judging.rules import Rules
from hudna.zones import Signature


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
        self.held = lru_cache(maxsize=None)(self._held)

    def _instant(self, instant: int) -> Hashable:
        force = self.rules.in_force(instant)
        return (force.truth, force.causes, self.rules.periods(instant))

    def _place(self, place: Signature, instant: int) -> Hashable:
        places = self.rules.places
        here = places.zones(place)
        area = places.in_excluded_area(place, instant, ExclusionMode.AREA)
        both = [
            places.in_excluded_area(place, instant, ExclusionMode.BOTH, name)
            for name, term in places.persons.exclusions.items()
            if term.mode == ExclusionMode.BOTH
        ]
        holder = places.holder(place, instant, None)
        return (
            places.in_scope(place).truth, area.truth, area.causes, tuple((b.truth, b.causes) for b in both),
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
