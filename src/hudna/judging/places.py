"""Places: whether a place is in scope or in an excluded area in one world, and who held it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from hudna.agreement.agreement import Agreement
from hudna.agreement.provisions import ExclusionMode, TerritorialScope
from hudna.agreement.worlds import World
from hudna.evidence import UNSUPPORTED, Level, Standing, Truth, agreed, all_of, any_of
from hudna.incident import UNIDENTIFIED, Parties
from hudna.judging.alternatives import meant
from hudna.judging.answer import Answer, Step, each
from hudna.judging.persons import Persons
from hudna.zones import Signature, Zone, ZoneKind

T, U, F = Truth.T, Truth.U, Truth.F


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held a place, as the incident or the control zones say, and how well that is known."""

    actors: tuple[str, ...]
    standing: Standing
    together: bool


class Places:
    """What one world's terms say of places.  Answers are kept."""

    def __init__(self, agreement: Agreement, world: World, persons: Persons) -> None:
        self.agreement = agreement
        self.persons = persons
        self.registry = agreement.registry
        self.needed = agreement.document.standards.verdict
        self.scopes = [(n, t) for n, t in world.of(TerritorialScope) if t.binds]
        keep: Callable[..., Callable[..., Answer]] = lru_cache(maxsize=100_000)
        self.in_scope = keep(self._in_scope)
        self.in_excluded_area = keep(self._in_excluded_area)
        self.zones = lru_cache(maxsize=100_000)(self._zones)
        self._holder_by_zones = lru_cache(maxsize=100_000)(self._by_zones)

    def _zones(self, place: Signature) -> list[Zone]:
        """The zones of a signature, in a fixed order."""
        return [self.agreement.zones.by_id[name] for name in sorted(place.zones)]

    def _in_scope(self, place: Signature) -> Answer:
        """P06: inside the area and not in what it leaves out."""
        here = self.zones(place)
        if not self.scopes:
            return Answer(U, ("PLACE_IMPRECISE",), (Step("territory.no_term"),))
        for name, term in self.scopes:
            out = [z for z in here if z.id in term.outside or z.kind in term.outside]
            if out:
                return Answer(F, (), (Step("territory.left_out", (name, out[0].id)),))
            if not any(z.id in term.area for z in here):
                return Answer(F, (), (Step("territory.not_in_area", (name,)),))
        return Answer(T, (), (Step("territory.in_area", (self.scopes[0][0],)),))

    def _in_excluded_area(
        self, place: Signature, instant: int, mode: ExclusionMode, only: str | None = None
    ) -> Answer:
        """P08 by area: whether the place lies in an area of an exclusion of this mode.

        `only`: of this exclusion, where one whom it names must be in an area of its own.

        An exclusion is an exception: the area stands at E3, or at E2 from an origin of no side.
        One that is only asserted leaves it unknown; none that anybody asserts, outside it.
        """
        answers = [Answer(F, (), (Step("area.none"),))]
        for name, term in self.persons.exclusions.items():
            if term.mode != mode or only not in (None, name):
                continue
            for zone in self.zones(place):
                if zone.kind.value not in term.area_kinds:
                    continue
                against = zone.against if zone.kind == ZoneKind.COMBAT_AREA else zone.holders
                if not against:
                    continue
                values = [
                    self.persons.excluded_by(name, actor, instant).truth
                    for actor in meant(against, self.agreement, instant)
                ]
                combine = any_of if zone.kind == ZoneKind.COMBAT_AREA else all_of
                value = combine(values)
                if value == F:
                    continue
                about = (name, zone.id)
                if value == U:
                    answers.append(
                        Answer(U, ("CONTROL_UNKNOWN",), (Step("area.status_open", about),))
                    )
                elif zone.standing.contested or zone.standing.level < Level.E2:
                    answers.append(
                        Answer(U, ("CONTROL_UNKNOWN",), (Step("area.asserted_only", about),))
                    )
                else:
                    answers.append(Answer(T, (), (Step("area.inside", about),)))
        return max(answers, key=self._by_weight)

    def _by_weight(self, answer: Answer) -> tuple[Truth, int]:
        known = answer.truth == T
        return (answer.truth, self.area_standing(answer).level if known else 0)

    def area_standing(self, answer: Answer) -> Standing:
        """How well the area stands that an answer of `in_excluded_area` found."""
        return self.agreement.zones.by_id[answer.steps[-1].about[1]].standing

    def free_of_excluded(self, holder: Holder | None, instant: int) -> bool:
        """Whether a finding at E3 says that nobody excluded was at the place.

        It closes an area that is asserted below E3: a claim that a finding contradicts.
        """
        if holder is None or holder.standing.contested or holder.standing.level < Level.E3:
            return False
        return all(self.persons.excluded(name, instant).truth == F for name in holder.actors)

    def sole_control(self, holder: Holder | None, instant: int) -> Standing:
        """How well it is known that only excluded groups held the place; E0 if that is not said."""
        if holder is None or holder.standing.contested:
            return UNSUPPORTED
        alone = all(self.persons.excluded(name, instant).truth == T for name in holder.actors)
        return holder.standing if alone else UNSUPPORTED

    def covers(self, place: Signature) -> str | None:
        """The place that the reading names as covered and that holds this one, if any."""
        for _, term in self.scopes:
            for name in term.covered_places:
                if name in place.zones:
                    return name
        return None

    def holder(self, place: Signature, instant: int, stated: Parties | None) -> Holder | None:
        """Who held the place: as the incident states, else by the control zones."""
        if stated is not None and stated.candidates:
            names = tuple(meant(stated.ids, self.agreement, instant))
            return Holder(names, stated.standing, stated.together)
        return self._holder_by_zones(place, instant)

    def _by_zones(self, place: Signature, instant: int) -> Holder | None:
        zones = [z for z in self.zones(place) if z.kind == ZoneKind.CONTROL and z.holders]
        if not zones:
            return None
        names = tuple(
            meant([name for zone in zones for name in zone.holders], self.agreement, instant)
        )
        weakest = min((z.standing for z in zones), key=lambda s: (not s.contested, s.level))
        return Holder(names, weakest, True)

    def held_by_party(self, holder: Holder | None, instant: int, but_not: str | None) -> Answer:
        """Whether the place was held by a party that is not excluded (and not by `but_not`)."""
        if holder is None:
            return Answer(U, ("CONTROL_UNKNOWN",), (Step("holder.unknown"),))
        values: list[Truth] = []
        causes: list[str] = []
        for name in holder.actors:
            if name == but_not or self.persons.part_of(name, but_not, instant):
                values.append(F)
                continue
            party = self.persons.bound(name, instant)
            excluded = self.persons.excluded(name, instant)
            values.append(all_of([~excluded.truth, party.truth]))
            if values[-1] == U and name == UNIDENTIFIED:
                causes.append("CONTROL_UNKNOWN")
            elif values[-1] == U:
                causes += [*party.causes, *excluded.causes]
        truth = agreed(values)
        about = tuple(holder.actors)
        if truth == U and len(set(values)) > 1:
            causes.append("CONTROL_UNKNOWN")
        if (
            holder.standing.contested
            or holder.standing.refuted
            or holder.standing.level < (Level.E2 if truth == F else self.needed)
        ):
            # Who held it is itself not proved: a party's ground, or not, is then not either.
            causes.insert(0, "CONTROL_UNKNOWN")
            return Answer(U, each([causes]), (Step("holder.unproved", about),))
        key = {T: "holder.party", F: "holder.no_party", U: "holder.open"}[truth]
        return Answer(truth, each([causes]) if truth == U else (), (Step(key, about),))
