"""The rules of one world: what each says of one actor, target, act, place and instant.

Each rule answers yes, no or unknown in Kleene logic, with the reason codes of an unknown and the
steps that led there.  Rules read the agreement and dated facts only; what the evidence for an
incident is worth is no concern of theirs (`reference.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from hudna import taxonomy
from hudna.actors import ActorKind
from hudna.agreement.acts import acts_of
from hudna.agreement.agreement import Agreement
from hudna.agreement.provisions import (
    ActTerm,
    DutyScope,
    ExclusionMode,
    Exclusions,
    Line,
    PersonalScope,
    SelfDefence,
    TerritorialScope,
    Withdrawal,
)
from hudna.agreement.timerule import Moment, TimeRule
from hudna.agreement.worlds import World
from hudna.evidence import UNSUPPORTED, Level, Truth, all_of, any_of
from hudna.incident import UNIDENTIFIED, Act, Plea
from hudna.judging.answer import Answer, Step, each
from hudna.judging.persons import Persons
from hudna.judging.places import Holder, Places
from hudna.zones import Signature

T, U, F = Truth.T, Truth.U, Truth.F


class Rules:
    """What one world's terms say.  Answers are kept, for the same question comes up often."""

    def __init__(
        self, agreement: Agreement, world: World, shared: dict[Any, Any] | None = None
    ) -> None:
        """`shared` keeps what worlds with the same terms on persons and places have in common."""
        self.agreement = agreement
        self.world = world
        self.registry = agreement.registry
        self.timeline = agreement.in_force(world)
        shared = {} if shared is None else shared
        read = (PersonalScope, Exclusions, TerritorialScope)
        terms = {name: t for name, t in world.terms.items() if isinstance(t, read)}
        key = tuple((name, id(term)) for name, term in terms.items())
        if key not in shared:
            persons = Persons(agreement, world)
            shared[key] = (persons, Places(agreement, world, persons))
        self.persons: Persons
        self.places: Places
        self.persons, self.places = shared[key]
        self.act_terms = dict(world.of(ActTerm))
        self.defences = [(n, t) for n, t in world.of(SelfDefence) if t.binds]
        keep: Callable[..., Callable[..., Answer]] = lru_cache(maxsize=100_000)
        self.in_force = keep(self._in_force)
        self.protected = keep(self._protected)
        self.prohibited = keep(self._prohibited)
        self.terms_on = lru_cache(maxsize=1000)(self._terms_on)

    # --- time -------------------------------------------------------------------------------------

    def _in_force(self, instant: int) -> Answer:
        truth = self.timeline.at(instant)
        if truth == T:
            return Answer(T, (), (Step("time.in_force"),))
        if truth == F:
            began = any(v != F and i <= instant for i, v in self._force_history())
            return Answer(F, (), (Step("time.after" if began else "time.before"),))
        # Unknown after a time in which it was in force: it is the end that is open.
        before = [v for i, v in self._force_history() if i <= instant and v != U]
        cause = "TIME_STRADDLES_END" if before and before[-1] == T else "TIME_STRADDLES_START"
        return Answer(U, (cause,), (Step("time.open"),))

    def _force_history(self) -> Iterable[tuple[int, Truth]]:
        return zip(self.timeline.instants, self.timeline.values, strict=True)

    # --- target -----------------------------------------------------------------------------------

    def excluded_target(self, target: str, place: Signature, instant: int) -> Answer:
        """Whether the exclusion reaches a target at a place, by its mode."""
        answers = [Answer(F, (), ())]
        for name, term in self.persons.exclusions.items():
            person = self.persons.excluded_by(name, target, instant)
            if term.mode == ExclusionMode.BOTH and person.truth != F:
                area = self.places.in_excluded_area(place, instant, ExclusionMode.BOTH, name)
                truth = all_of([person.truth, area.truth])
                causes = each((person.causes, area.causes)) if truth == U else ()
                person = Answer(truth, causes, (*person.steps, *area.steps))
            answers.append(person)
        return max(answers, key=lambda answer: answer.truth)

    def _protected(
        self, target: str, place: Signature, instant: int, term: str | None, holder: Holder | None
    ) -> Answer:
        """G for one target: not excluded, and owed the duty of `term`."""
        excluded = self.excluded_target(target, place, instant)
        owed = self._owed(target, place, instant, term, holder)
        if excluded.truth == T and not (owed.truth == F and rests_on_area(excluded)):
            return Answer(F, (), excluded.steps)
        truth = all_of([~excluded.truth, owed.truth])
        if truth == T:
            return Answer(T, (), owed.steps)
        if truth == F:
            return Answer(F, (), owed.steps)
        unknown = [a for a in (excluded, owed) if a.truth == U]
        return Answer(U, each(a.causes for a in unknown), each(a.steps for a in unknown))

    def _owed(
        self, target: str, place: Signature, instant: int, term: str | None, holder: Holder | None
    ) -> Answer:
        covered = self.places.covers(place)
        if covered is not None:
            return Answer(T, (), (Step("target.covered_place", (covered,)),))
        clause = self.act_terms.get(term) if term else None
        scope = clause.duty_scope if clause is not None else DutyScope.ERGA_OMNES
        if scope == DutyScope.ERGA_OMNES:
            return Answer(T, (), (Step("target.owed_to_all", (target,)),))
        if scope is None:
            return Answer(U, ("TEXT_UNAVAILABLE",), (Step("target.scope_open", (term or "",)),))
        if target == UNIDENTIFIED:
            return Answer(U, ("TARGET_IDENTITY",), (Step("target.unidentified"),))
        if self.registry.kind(target) == ActorKind.CIVILIANS:
            return self.places.held_by_party(holder, instant, None)
        answer = self.persons.bound(target, instant)
        key = {T: "target.party", F: "target.no_party", U: "target.status_open"}[answer.truth]
        return Answer(answer.truth, answer.causes, (Step(key, (target,)), *answer.steps))

    # --- act --------------------------------------------------------------------------------------

    def _terms_on(self, code: str) -> tuple[tuple[str, ActTerm], ...]:
        """The terms that speak of an act, binding or not."""
        return tuple((name, term) for name, term in self.act_terms.items() if code in acts_of(term))

    def _prohibited(
        self, term: str, act: Act, actor: str, place: Signature, instant: int
    ) -> Answer:
        """M for one term: it binds, and the act, weapon, actor, zone and time are its own."""
        clause = self.act_terms[term]
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

    def periods(self, instant: int) -> tuple[Truth, ...]:
        """For each term on acts, and each line, whether its own period has begun and not ended."""
        terms = self.act_terms.values()
        lines = [line for t in terms if isinstance(t, Withdrawal) for line in t.lines]
        return (
            *(self._period(term.from_, term.until, instant) for term in terms),
            *(self._period(line.from_, None, instant) for line in lines),
        )

    def named(self, actor: str, instant: int) -> tuple[bool | Truth, ...]:
        """Where terms name actors, sides or kinds: whether each means this actor."""
        terms = self.act_terms.values()
        lines = [line for t in terms if isinstance(t, Withdrawal) for line in t.lines]
        return (
            *(self._by(term, actor, instant) for term in terms if term.by != "any"),
            *(self._belongs(line.party, actor, instant) for line in lines),
            *(self._may_plead(term, actor) for _, term in self.defences),
        )

    def named_by(self, term: ActTerm, actor: str, instant: int) -> tuple[Truth, ...]:
        """What a term on acts says of an actor: whether it means it, and each of its lines does."""
        lines = term.lines if isinstance(term, Withdrawal) else ()
        return (
            self._by(term, actor, instant),
            *(self._belongs(line.party, actor, instant) for line in lines),
        )

    def _by(self, clause: ActTerm, actor: str, instant: int) -> Truth:
        if clause.by == "any":
            return T
        if actor == UNIDENTIFIED:
            return U
        names = {actor, *self.persons.above(actor, instant)}
        entries = [self.registry.entries[name] for name in names]
        return T if any({e.id, e.side, e.kind.value} & set(clause.by) for e in entries) else F

    def _zoned(self, clause: ActTerm, place: Signature) -> Truth:
        if not clause.zones:
            return T
        here = self.places.zones(place)
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
            party = self._belongs(line.party, actor, instant)
            weapon = _armed(act, line.weapons)
            values.append(all_of([party, weapon, self._period(line.from_, None, instant)]))
        return any_of(values)

    def _belongs(self, party: str, actor: str, instant: int) -> Truth:
        """Whether an actor is a party, part of it, or of the side so called."""
        if actor == UNIDENTIFIED:
            return U
        names = {actor, *self.persons.above(actor, instant)}
        sides = {self.registry.entries[name].side for name in names}
        return T if party in names | sides else F

    # --- justification ----------------------------------------------------------------------------

    def _may_plead(self, term: SelfDefence, actor: str) -> bool:
        entry = self.registry.entries.get(actor)
        if term.available_to == "any":
            return True
        return entry is not None and bool({entry.id, entry.side} & set(term.available_to))

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
            if not self._may_plead(term, actor):
                answers.append(Answer(F, (), (Step("plea.not_available", (name, actor)),)))
                continue
            known = {test: (value, standing) for test, value, standing in plea.tests}
            values = []
            for test in term.tests:
                value, standing = known.get(test, (U, UNSUPPORTED))
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


def rests_on_area(answer: Answer) -> bool:
    """Whether an exclusion of a target holds only because of where it was (mode `both`)."""
    return any(step.key == "area.inside" for step in answer.steps)


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
