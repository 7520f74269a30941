"""The rules of one world: what each says of one actor, target, act, place and instant.

Each rule answers yes, no or unknown in Kleene logic, with the reason codes of an unknown and the
steps that led there.  Rules read the agreement and dated facts only; what the evidence for an
incident is worth is no concern of theirs (`reference.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeVar

from hudna import taxonomy
from hudna.actors import ActorKind
from hudna.agreement.acts import acts_of
from hudna.agreement.agreement import Agreement
from hudna.agreement.provisions import (
    ActTerm,
    DutyScope,
    ExclusionMode,
    Exclusions,
    Inherits,
    Line,
    PersonalScope,
    SelfDefence,
    TerritorialScope,
    Withdrawal,
)
from hudna.agreement.timerule import Moment, TimeRule
from hudna.agreement.worlds import World
from hudna.evidence import Level, Standing, Truth, agreed, all_of, any_of
from hudna.incident import UNIDENTIFIED, Act, Parties, Plea
from hudna.zones import Signature, Zone, ZoneKind

T, U, F = Truth.T, Truth.U, Truth.F
X = TypeVar("X")


class Step(NamedTuple):
    """One step of a derivation: a key of the phrase book, and what it is about."""

    key: str
    about: tuple[str, ...] = ()


class Answer(NamedTuple):
    """What a rule says: yes, no or unknown; reason codes where unknown; the steps."""

    truth: Truth
    causes: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held a place, as the incident or the control zones say, and how well that is known."""

    actors: tuple[str, ...]
    standing: Standing
    together: bool


class Rules:
    """What one world's terms say.  Answers are kept, for the same question comes up often."""

    def __init__(self, agreement: Agreement, world: World) -> None:
        self.agreement = agreement
        self.world = world
        self.registry = agreement.registry
        self.timeline = agreement.in_force(world)
        self.scopes = world.of(TerritorialScope)
        self.exclusions = [(n, t) for n, t in world.of(Exclusions) if t.binds]
        self.persons = next((t for _, t in world.of(PersonalScope) if t.binds), None)
        self.act_terms = world.of(ActTerm)
        self.defences = [(n, t) for n, t in world.of(SelfDefence) if t.binds]
        keep: Callable[..., Callable[..., Answer]] = lru_cache(maxsize=100_000)
        self.in_force = keep(self._in_force)
        self.in_scope = keep(self._in_scope)
        self.in_excluded_area = keep(self._in_excluded_area)
        self.bound = keep(self._bound)
        self.excluded = keep(self._excluded)
        self.protected = keep(self._protected)
        self.prohibited = keep(self._prohibited)

    # --- time -------------------------------------------------------------------------------------

    def _in_force(self, instant: int) -> Answer:
        truth = self.timeline.at(instant)
        if truth == T:
            return Answer(T, (), (Step("time.in_force"),))
        if truth == F:
            began = any(v != F and i <= instant for i, v in self._force_history())
            return Answer(F, (), (Step("time.after" if began else "time.before"),))
        return Answer(U, ("TIME_STRADDLES_START",), (Step("time.open"),))

    def _force_history(self) -> Iterable[tuple[int, Truth]]:
        return zip(self.timeline.instants, self.timeline.values, strict=True)

    # --- place ------------------------------------------------------------------------------------

    def _zones(self, place: Signature) -> list[Zone]:
        return [self.agreement.zones.by_id[name] for name in sorted(place.zones)]

    def _in_scope(self, place: Signature) -> Answer:
        """P06: inside the area and not in what it leaves out."""
        here = self._zones(place)
        if not self.scopes:
            return Answer(U, ("PLACE_IMPRECISE",), (Step("territory.no_term"),))
        for name, term in self.scopes:
            out = [z for z in here if z.id in term.outside or z.kind in term.outside]
            if out:
                return Answer(F, (), (Step("territory.left_out", (name, out[0].id)),))
            if not any(z.id in term.area for z in here):
                return Answer(F, (), (Step("territory.not_in_area", (name,)),))
        return Answer(T, (), (Step("territory.in_area", (self.scopes[0][0],)),))

    def _in_excluded_area(self, place: Signature, instant: int, mode: ExclusionMode) -> Answer:
        """P08 by area: whether the place lies in an area of an exclusion of this mode.

        An exclusion is an exception: the area stands at E3, or at E2 from an origin of no side.
        One that is only asserted leaves it unknown; none that anybody asserts, outside it.
        """
        answers = [Answer(F, (), (Step("area.none"),))]
        for name, term in self.exclusions:
            if term.mode != mode:
                continue
            for zone in self._zones(place):
                if zone.kind.value not in term.area_kinds:
                    continue
                against = zone.against if zone.kind == ZoneKind.COMBAT_AREA else zone.holders
                if not against:
                    continue
                values = [self._excluded_by(name, actor, instant).truth for actor in against]
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
        return max(answers, key=lambda answer: answer.truth)

    def area_standing(self, place: Signature) -> Standing:
        """The best standing of the areas that an exclusion may read and that hold the place."""
        kinds = (ZoneKind.COMBAT_AREA, ZoneKind.CONTROL)
        known = [z.standing for z in self._zones(place) if z.kind in kinds]
        return max(known, key=lambda s: (not s.contested, s.level), default=Standing())

    def sole_control(self, holder: Holder | None, instant: int) -> Standing:
        """How well it is known that only excluded groups held the place; E0 if that is not said."""
        if holder is None or holder.standing.contested:
            return Standing()
        alone = all(self.excluded(name, instant).truth == T for name in holder.actors)
        return holder.standing if alone else Standing()

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
            names = _each(self.registry.stands_for(a, instant) for a in stated.ids)
            return Holder(names, stated.standing, stated.together)
        zones = [z for z in self._zones(place) if z.kind == ZoneKind.CONTROL and z.holders]
        if not zones:
            return None
        names = _each(self.registry.stands_for(a, instant) for z in zones for a in z.holders)
        weakest = min((z.standing for z in zones), key=lambda s: (not s.contested, s.level))
        return Holder(names, weakest, True)

    # --- persons ----------------------------------------------------------------------------------

    def _bound(self, actor: str, instant: int) -> Answer:
        """Whether an actor is bound: by the ledger, or with the party it belongs to or supports."""
        if actor == UNIDENTIFIED:
            return Answer(U, ("ACTOR_UNIDENTIFIED",), (Step("actor.unidentified"),))
        truth, steps = self._undertook(actor, instant, frozenset())
        causes = ("ACTOR_STATUS_CONTESTED",) if truth == U else ()
        return Answer(truth, causes, steps)

    def _undertook(
        self, actor: str, instant: int, seen: frozenset[str]
    ) -> tuple[Truth, tuple[Step, ...]]:
        if actor in seen:
            return F, ()
        seen = seen | {actor}
        persons, registry = self.persons, self.registry
        if persons and actor in persons.not_parties:
            return F, (Step("actor.held_not_bound", (actor,)),)
        if persons and actor in persons.parties:
            return T, (Step("actor.held_bound", (actor,)),)
        own = self.agreement.ledger.status(actor, instant, persons.lists if persons else "all")
        best = own
        steps: tuple[Step, ...] = (Step(f"actor.ledger_{own.name}", (actor,)),)
        for on, edges, key in (
            (persons is not None and persons.members, registry.members, "member"),
            (persons is not None and persons.supporting_forces, registry.supports, "support"),
        ):
            for edge in edges.get(actor, ()) if on else ():
                if not edge.held.holds(instant):
                    continue
                value, why = self._undertook(edge.to, instant, seen)
                value = value if edge.level >= Level.E3 else min(value, U)
                if value > best:
                    best, steps = value, (Step(f"actor.{key}", (actor, edge.to)), *why)
        for descent in registry.descent.get(actor, ()):
            if descent.kind == "rename" and descent.at <= instant:
                value, why = self._undertook(descent.ancestor, instant, seen)
                if value > best:
                    best, steps = value, (Step("actor.renamed", (actor, descent.ancestor)), *why)
        for parting in registry.left.get(actor, ()):
            if parting.kind == "merge" and parting.at <= instant:
                value, _ = self._undertook(parting.ancestor, instant, seen)
                if value != best:
                    best, steps = U, (Step("actor.merged_into", (actor, parting.ancestor)),)
        if best == F:
            for former, since in self._formerly(actor, instant):
                value, _ = self._undertook(former, since, seen)
                if value != F:
                    return U, (Step("actor.came_from", (actor, former)),)
        return best, steps

    def _formerly(self, actor: str, instant: int) -> Iterable[tuple[str, int]]:
        """Whom an actor came from or left by `instant`, each with the last moment before."""
        for descent in self.registry.descent.get(actor, ()):
            if descent.kind != "rename" and descent.at <= instant:
                yield descent.ancestor, descent.at - 1
        for edge in self.registry.members.get(actor, ()):
            if edge.held.latest <= instant:
                yield edge.to, edge.held.latest - 1

    def _excluded(self, actor: str, instant: int) -> Answer:
        """Whether some exclusion of this world names the actor, whatever the mode."""
        answers = [self._excluded_by(name, actor, instant) for name, _ in self.exclusions]
        return max(answers, key=lambda a: a.truth, default=Answer(F, (), ()))

    def _excluded_by(self, term: str, actor: str, instant: int) -> Answer:
        clause = dict(self.exclusions)[term]
        if actor == UNIDENTIFIED:
            return Answer(U, ("TARGET_IDENTITY",), (Step("target.unidentified"),))
        if self.registry.kind(actor) == ActorKind.CIVILIANS:
            return Answer(F, (), ())
        truth, steps = self._named(clause, term, actor, instant, frozenset())
        return Answer(truth, ("TARGET_IDENTITY",) if truth == U else (), steps)

    def _named(
        self, clause: Exclusions, term: str, actor: str, instant: int, seen: frozenset[str]
    ) -> tuple[Truth, tuple[Step, ...]]:
        if actor in clause.actors or actor in clause.also:
            return T, (Step("exclusion.named", (term, actor)),)
        registry = self.registry
        for name, held in registry.listed.get(actor, ()):
            if name in clause.lists and held.holds(instant):
                return T, (Step("exclusion.listed", (term, actor, name)),)
        if actor in seen:
            return F, ()
        seen = seen | {actor}
        best: tuple[Truth, tuple[Step, ...]] = (F, (Step("exclusion.none", (term, actor)),))

        def weigh(applies: Truth, via: str, step: Step) -> None:
            nonlocal best
            value, why = self._named(clause, term, via, instant, seen)
            value = min(value, applies)
            if value > best[0]:
                best = (value, (step, *why))

        for descent in registry.descent.get(actor, ()):
            if descent.at <= instant:
                passes = self._passes(clause, descent.kind, descent.dominant)
                step = Step(f"exclusion.{descent.kind}", (actor, descent.ancestor))
                weigh(passes, descent.ancestor, step)
        for edge in registry.members.get(actor, ()):
            if edge.held.holds(instant):
                known = T if edge.level >= Level.E3 else U
                weigh(known, edge.to, Step("exclusion.member", (actor, edge.to)))
        for edge in registry.links.get(actor, ()) if clause.linked else ():
            if edge.held.holds(instant):
                known = T if edge.level >= Level.E3 else U
                weigh(known, edge.to, Step("exclusion.linked", (actor, edge.to)))
        return best

    @staticmethod
    def _passes(clause: Exclusions, kind: str, dominant: bool) -> Truth:
        """Whether an exclusion passes along a rename, merger or split in this world."""
        if kind == "rename":
            return U if clause.follows_rename is None else T if clause.follows_rename else F
        match clause.inherits:
            case Inherits.ANY:
                return T
            case Inherits.DOMINANT:
                return T if dominant else F
            case Inherits.NONE:
                return F
            case None:
                return U

    # --- target -----------------------------------------------------------------------------------

    def excluded_target(self, target: str, place: Signature, instant: int) -> Answer:
        """Whether the exclusion reaches a target at a place, by its mode."""
        answers = [Answer(F, (), ())]
        for name, term in self.exclusions:
            person = self._excluded_by(name, target, instant)
            if term.mode == ExclusionMode.BOTH and person.truth != F:
                area = self.in_excluded_area(place, instant, ExclusionMode.BOTH)
                truth = all_of([person.truth, area.truth])
                causes = _each((person.causes, area.causes)) if truth == U else ()
                person = Answer(truth, causes, (*person.steps, *area.steps))
            answers.append(person)
        return max(answers, key=lambda answer: answer.truth)

    def _protected(
        self, target: str, place: Signature, instant: int, term: str | None, holder: Holder | None
    ) -> Answer:
        """G for one target: not excluded, and owed the duty of `term`."""
        excluded = self.excluded_target(target, place, instant)
        if excluded.truth == T:
            return Answer(F, (), excluded.steps)
        owed = self._owed(target, place, instant, term, holder)
        truth = all_of([~excluded.truth, owed.truth])
        if truth == T:
            return Answer(T, (), owed.steps)
        if truth == F:
            return Answer(F, (), owed.steps)
        unknown = [a for a in (excluded, owed) if a.truth == U]
        return Answer(U, _each(a.causes for a in unknown), _each(a.steps for a in unknown))

    def _owed(
        self, target: str, place: Signature, instant: int, term: str | None, holder: Holder | None
    ) -> Answer:
        covered = self.covers(place)
        if covered is not None:
            return Answer(T, (), (Step("target.covered_place", (covered,)),))
        clause = dict(self.act_terms).get(term) if term else None
        scope = clause.duty_scope if clause is not None else DutyScope.ERGA_OMNES
        if scope == DutyScope.ERGA_OMNES:
            return Answer(T, (), (Step("target.owed_to_all", (target,)),))
        if scope is None:
            return Answer(U, ("TEXT_UNAVAILABLE",), (Step("target.scope_open", (term or "",)),))
        if target == UNIDENTIFIED:
            return Answer(U, ("TARGET_IDENTITY",), (Step("target.unidentified"),))
        if self.registry.kind(target) == ActorKind.CIVILIANS:
            return self.held_by_party(holder, instant, None)
        answer = self.bound(target, instant)
        key = {T: "target.party", F: "target.no_party", U: "target.status_open"}[answer.truth]
        return Answer(answer.truth, answer.causes, (Step(key, (target,)), *answer.steps))

    def held_by_party(self, holder: Holder | None, instant: int, but_not: str | None) -> Answer:
        """Whether the place was held by a party that is not excluded (and not by `but_not`)."""
        if holder is None:
            return Answer(U, ("CONTROL_UNKNOWN",), (Step("holder.unknown"),))
        values: list[Truth] = []
        causes: list[str] = []
        for name in holder.actors:
            if name == but_not or self._part_of(name, but_not, instant):
                values.append(F)
                continue
            party = self.bound(name, instant)
            values.append(all_of([~self.excluded(name, instant).truth, party.truth]))
            if party.truth == U and values[-1] == U:
                causes.append(
                    "CONTROL_UNKNOWN" if name == UNIDENTIFIED else "ACTOR_STATUS_CONTESTED"
                )
        truth = agreed(values)
        about = tuple(holder.actors)
        if truth == U and len(set(values)) > 1:
            causes.append("CONTROL_UNKNOWN")
        if (
            holder.standing.contested
            or holder.standing.refuted
            or (holder.standing.level < (Level.E2 if truth == F else Level.E3))
        ):
            # Who held it is itself not proved: a party's ground, or not, is then not either.
            causes.insert(0, "CONTROL_UNKNOWN")
            return Answer(U, _each([causes]), (Step("holder.unproved", about),))
        key = {T: "holder.party", F: "holder.no_party", U: "holder.open"}[truth]
        return Answer(truth, _each([causes]) if truth == U else (), (Step(key, about),))

    def _part_of(self, actor: str, whole: str | None, instant: int) -> bool:
        """Whether two actors belong together at an instant."""
        if whole is None:
            return False
        return whole in self._above(actor, instant) or actor in self._above(whole, instant)

    def _above(self, actor: str, instant: int) -> set[str]:
        found: set[str] = set()
        waiting = [actor]
        while waiting:
            for edge in self.registry.members.get(waiting.pop(), ()):
                if edge.held.holds(instant) and edge.to not in found:
                    found.add(edge.to)
                    waiting.append(edge.to)
        return found

    # --- act --------------------------------------------------------------------------------------

    def terms_on(self, code: str) -> tuple[tuple[str, ActTerm], ...]:
        """The terms that speak of an act, binding or not."""
        return tuple((name, term) for name, term in self.act_terms if code in acts_of(term))

    def _prohibited(
        self, term: str, act: Act, actor: str, place: Signature, instant: int
    ) -> Answer:
        """M for one term: it binds, and the act, weapon, actor, zone and time are its own."""
        clause = dict(self.act_terms)[term]
        if not clause.binds:
            return Answer(F, (), (Step(f"act.{clause.force.value}", (term,)),))
        parts = [
            self._by(clause, actor, instant),
            self._zoned(clause, place),
            self._period(clause.from_, clause.until, instant),
        ]
        if isinstance(clause, Withdrawal) and clause.lines:
            parts.append(self._behind_line(clause.lines, act, actor, place, instant))
        else:
            parts.append(_armed(act, clause.weapons))
        if taxonomy.act(act.code).undetermined:
            parts.append(U)
        truth = all_of(parts)
        causes = ("ACT_UNKNOWN",) if truth == U else ()
        key = {T: "act.prohibited", F: "act.not_within", U: "act.open"}[truth]
        return Answer(truth, causes, (Step(key, (term, act.code)),))

    def _by(self, clause: ActTerm, actor: str, instant: int) -> Truth:
        if clause.by == "any":
            return T
        if actor == UNIDENTIFIED:
            return U
        names = {actor, *self._above(actor, instant)}
        entries = [self.registry.entries[name] for name in names]
        return T if any({e.id, e.side, e.kind.value} & set(clause.by) for e in entries) else F

    def _zoned(self, clause: ActTerm, place: Signature) -> Truth:
        if not clause.zones:
            return T
        here = self._zones(place)
        return T if any(z.id in clause.zones or z.kind in clause.zones for z in here) else F

    def _period(self, start: TimeRule | None, end: TimeRule | None, instant: int) -> Truth:
        begun = T if start is None else _since(self.agreement.moment(start), instant)
        ended = F if end is None else _since(self.agreement.moment(end), instant)
        return all_of([begun, ~ended])

    def _behind_line(
        self, lines: Iterable[Line], act: Act, actor: str, place: Signature, instant: int
    ) -> Truth:
        """Whether a line forbids this party this weapon in this zone at this time."""
        values: list[Truth] = []
        for line in lines:
            if line.zone not in place.zones:
                continue
            if actor == UNIDENTIFIED:
                party = U
            else:
                names = {actor, *self._above(actor, instant)}
                sides = {self.registry.entries[name].side for name in names}
                party = T if line.party in names | sides else F
            weapon = _armed(act, line.weapons)
            values.append(all_of([party, weapon, self._period(line.from_, None, instant)]))
        return any_of(values)

    # --- justification ----------------------------------------------------------------------------

    def justified(self, plea: Plea | None, act: Act, actor: str, threshold: Level) -> Answer:
        """J: false if no one pleads it; else the tests of the term, on what is known of each."""
        if plea is None:
            return Answer(F, (), (Step("plea.none"),))
        if not self.defences:
            return Answer(F, (), (Step("plea.no_term"),))
        answers = []
        for name, term in self.defences:
            if act.code in term.never_for:
                answers.append(Answer(F, (), (Step("plea.never_for", (name, act.code)),)))
                continue
            if term.available_to != "any":
                entry = self.registry.entries.get(actor)
                if entry is None or not {entry.id, entry.side} & set(term.available_to):
                    answers.append(Answer(F, (), (Step("plea.not_available", (name, actor)),)))
                    continue
            known = {test: (value, standing) for test, value, standing in plea.tests}
            values = []
            for test in term.tests:
                value, standing = known.get(test, (U, Standing()))
                if value == T and (standing.contested or standing.level < threshold):
                    value = U
                if value == F and (standing.contested or standing.level < Level.E1):
                    value = U
                if value == U and standing.level == Level.E0 and term.burden == "invoker":
                    value = F  # the invoker put nothing forward
                values.append(value)
            truth = all_of(values)
            key = {T: "plea.met", F: "plea.not_met", U: "plea.open"}[truth]
            cause = ("JUSTIFICATION_UNRESOLVED",) if truth == U else ()
            answers.append(Answer(truth, cause, (Step(key, (name, plea.invoked_by)),)))
        return max(answers, key=lambda answer: answer.truth)


def _armed(act: Act, weapons: Iterable[str] | str) -> Truth:
    """Whether an act was done with one of `weapons`, as far as its code and weapon say."""
    if weapons == "any":
        return T
    wanted = set(weapons)
    possible = {act.weapon} if act.weapon else set(taxonomy.act(act.code).weapons)
    if not possible or possible & {"any", "unknown"}:
        return U
    if possible <= wanted:
        return T
    return U if possible & wanted else F


def _since(moment: Moment | None, instant: int) -> Truth:
    if moment is None:
        return U
    return T if instant >= moment.latest else U if instant >= moment.earliest else F


def _each(groups: Iterable[Iterable[X]]) -> tuple[X, ...]:
    """The members of all groups, each once, in order."""
    return tuple(dict.fromkeys(item for group in groups for item in group))
