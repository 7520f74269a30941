"""The procedure: one incident in one world, alternative by alternative, element by element.

This file is the meaning of every verdict.  It is written to be followed by a lawyer and to be slow;
whatever is faster must equal it, reasons included.

    O  occurred          did it happen?
    T  time              was the agreement in force then?
    L  territory         was the place within its scope?
    A  actor             was the actor bound?
    G  target            was what was hit protected: not excluded, and owed the duty?
    M  act               does a clause that binds prohibit it?
    J  justification     does a permitted response excuse it?

An incident is a set of alternatives: joint assignments of actor, target, act, time slice and zone
that the accounts leave open.  Each is evaluated by itself; the incident has a verdict where all its
alternatives agree.  A definite "no" on one element ends the inquiry even when others are unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from hudna.agreement.acts import object_of
from hudna.agreement.provisions import ExclusionMode, Term, kind_of
from hudna.evidence import Level, Standing, Truth, agreed, all_of
from hudna.finding import ELEMENTS, SCOPE, Reason, Verdict, WorldVerdict
from hudna.incident import Incident
from hudna.judging.alternatives import Alternative, Many, left_open, standing_of
from hudna.judging.answer import Answer, Step, each
from hudna.judging.places import Holder
from hudna.judging.rules import Rules, rests_on_area

T, U, F = Truth.T, Truth.U, Truth.F


# --- from evidence to truth -----------------------------------------------------------------------


class Value(NamedTuple):
    """An element in one alternative: its truth, and why.

    `conditional`: it is false by a finding below the level that the consequence needs.
    """

    truth: Truth
    causes: tuple[str, ...] = ()
    conditional: bool = False
    steps: tuple[Step, ...] = ()


def too_low(standing: Standing) -> str:
    """The reason code of a level that does not suffice."""
    if standing.contested or standing.refuted:
        return "SOURCES_CONTRADICT"
    return "SINGLE_ORIGIN" if standing.level >= Level.E2 else "OCCURRENCE_UNCORROBORATED"


def occurred(standing: Standing, needed: Level) -> Value:
    """O: true at the level needed and not contested; false if refuted at E3; else unknown."""
    if standing.refuted and standing.level >= Level.E3:
        return Value(F, (), False, (Step("occurred.refuted"),))
    if standing.level >= needed and not standing.contested and not standing.refuted:
        return Value(T, (), False, (Step("occurred.proved"),))
    return Value(U, (too_low(standing),), False, (Step("occurred.unproved"),))


def settle(rule: Answer, standing: Standing, needed: Level, sole: bool) -> Value:
    """T, L, A, M: what the rule says, as far as the evidence carries it.

    True: the rule says yes, at the level needed, not contested.  False: it says no, at E1 or
    better, no account differing (`sole`: no other alternative holds the differing account).
    """
    if rule.truth == T:
        if standing.level >= needed and not standing.contested and not standing.refuted:
            return Value(T, (), False, rule.steps)
        return Value(U, (too_low(standing),), False, (*rule.steps, Step("evidence.below")))
    if rule.truth == F:
        differing = (standing.contested or standing.refuted) and sole
        if standing.level >= Level.E1 and not differing:
            return Value(F, (), standing.level < needed, rule.steps)
        return Value(U, (too_low(standing),), False, (*rule.steps, Step("evidence.below")))
    return Value(U, rule.causes, False, rule.steps)


def settle_exclusion(
    rule: Answer, standing: Standing, needed: Level, sole: bool, short: str = "TARGET_IDENTITY"
) -> Value:
    """G, and L by an exclusion: an exception, so the invoker bears the burden.

    False only where what excludes stands at E3, or at E2, which is an origin that is of no side
    and so not of the side that invokes it.  `short` is the reason where it stands lower.
    """
    if rule.truth != F:
        return settle(rule, standing, needed, sole)
    differing = (standing.contested or standing.refuted) and sole
    if standing.level >= Level.E2 and not differing:
        return Value(F, (), standing.level < needed, rule.steps)
    causes = (too_low(standing) if differing else short,)
    return Value(U, causes, False, (*rule.steps, Step("evidence.burden")))


# --- one alternative ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Weighed:
    """One alternative in one world: the value of each element and what follows."""

    alternative: Alternative
    values: tuple[Value, ...]  # in the order of ELEMENTS
    term: str | None  # the term on acts that it was judged by
    verdict: Verdict
    failing: tuple[str, ...]

    def value(self, element: str) -> Value:
        """The value of one element."""
        return self.values[ELEMENTS.index(element)]


def weigh(
    alternative: Alternative, incident: Incident, rules: Rules, needed: Level, many: Many
) -> Weighed:
    """Evaluate the elements of one alternative, and what follows from them."""
    o = occurred(incident.occurred, needed)
    time = in_force(alternative, incident, rules, needed, many)
    place = territory(alternative, incident, rules, needed, many)
    actor = bound(alternative, incident, rules, needed, many)
    term, target, act = duty(alternative, incident, rules, needed, many)
    scope = all_of(value.truth for value in (time, place, actor, target, act))
    j = justification(alternative, incident, rules, needed, many)
    values = (o, time, place, actor, target, act, j)
    failing = tuple(
        name for name, v in zip(ELEMENTS, values, strict=True) if name in SCOPE and v.truth == F
    )
    if scope == F:
        verdict = Verdict.OUTSIDE
    elif o.truth == U or scope == U:
        verdict = Verdict.CANNOT_DETERMINE
    else:
        verdict = {
            T: Verdict.PERMITTED, U: Verdict.CANNOT_DETERMINE, F: Verdict.VIOLATION
        }[j.truth]  # fmt: skip
    return Weighed(alternative, values, term, verdict, failing)


def in_force(
    alternative: Alternative, incident: Incident, rules: Rules, needed: Level, many: Many
) -> Value:
    """T: in force at that time."""
    rule = rules.in_force(alternative.instant)
    return settle(rule, incident.time_standing, needed, not many.instants)


def bound(
    alternative: Alternative, incident: Incident, rules: Rules, needed: Level, many: Many
) -> Value:
    """A: bound at that time."""
    rule = rules.persons.bound(alternative.actor, alternative.instant)
    back = alternative.reverse  # then it is one of those who were hit, as told
    standing = standing_of(incident.targets if back else incident.actors)
    return settle(rule, standing, needed, not (many.targets if back else many.actors))


def territory(
    alternative: Alternative, incident: Incident, rules: Rules, needed: Level, many: Many
) -> Value:
    """L: within the territorial scope, and not in an area that is excluded as an area."""
    scope = rules.places.in_scope(alternative.place)
    value = settle(scope, incident.place_standing, needed, not many.places)
    if value.truth == F:
        return value
    area = rules.places.in_excluded_area(alternative.place, alternative.instant, ExclusionMode.AREA)
    if area.truth == F:
        return value
    found = rules.places.holder(alternative.place, alternative.instant, incident.holder)
    if area.truth == U and rules.places.free_of_excluded(found, alternative.instant):
        return value
    if area.truth == U:
        return Value(U, (*value.causes, *area.causes), False, (*value.steps, *area.steps))
    standing = rules.places.area_standing(area)
    known = incident.place_standing.at_most(standing.level)
    answer = Answer(F, (), area.steps)
    return settle_exclusion(answer, known, needed, not many.places, too_low(known))


def duty(
    alternative: Alternative, incident: Incident, rules: Rules, needed: Level, many: Many
) -> tuple[str | None, Value, Value]:
    """G and M: by the term, of those that speak of the act, under which most holds."""
    best: tuple[tuple[Truth, Truth], str | None, Value, Value] | None = None
    terms = rules.terms_on(alternative.act.code)
    names: list[str | None] = [term for term, _ in terms]
    for name in names or [None]:
        target = protection(alternative, incident, rules, needed, many, name)
        act = prohibition(alternative, incident, rules, needed, many, name)
        rank = (all_of([target.truth, act.truth]), act.truth)
        if best is None or rank > best[0]:
            best = (rank, name, target, act)
    assert best is not None
    return best[1:]


def prohibition(
    alternative: Alternative, incident: Incident, rules: Rules, needed: Level, many: Many,
    term: str | None,
) -> Value:  # fmt: skip
    """M: whether a term prohibits the act; without one that speaks of it, nothing does."""
    act, actor = alternative.act, alternative.actor
    if term is None:
        rule = Answer(F, (), (Step("act.no_term", (act.code,)),))
    else:
        rule = rules.prohibited(term, act, actor, alternative.place, alternative.instant)
    return settle(rule, incident.act_standing, needed, not many.acts)


def protection(
    alternative: Alternative, incident: Incident, rules: Rules, needed: Level, many: Many,
    term: str | None,
) -> Value:  # fmt: skip
    """G: not excluded and owed the duty, for what the act was done to."""
    clause = rules.act_terms.get(term) if term else None
    about = object_of(alternative.act.code, clause)
    holder = rules.places.holder(alternative.place, alternative.instant, incident.holder)
    if about == "none" or (about != "ground" and not alternative.targets):
        return Value(T, (), False, (Step("target.none"),))
    if about == "ground":
        return _ground(alternative, rules, holder, needed)
    answers = [
        rules.protected(target, alternative.place, alternative.instant, term, holder)
        for target in alternative.targets
    ]
    truth = agreed(answer.truth for answer in answers)
    causes = each(answer.causes for answer in answers) if truth == U else ()
    if truth == U and F in {answer.truth for answer in answers}:
        causes = (*causes, "TARGET_MIXED")
    steps = each(answer.steps for answer in answers)
    standing = standing_of(incident.actors if alternative.reverse else incident.targets)
    sole = rules.places.sole_control(holder, alternative.instant)
    if truth == F and sole.level > standing.level:
        standing = sole  # that an excluded group alone held the place is enough
    for answer in answers if truth == F else ():
        if rests_on_area(answer):  # then where it was is part of what excludes
            area = rules.places.area_standing(answer)
            place = incident.place_standing.at_most(area.level)
            standing = standing.at_most(place.level)
    sole_candidate = not (many.actors if alternative.reverse else many.targets)
    return settle_exclusion(Answer(truth, causes, steps), standing, needed, sole_candidate)


def _ground(alternative: Alternative, rules: Rules, holder: Holder | None, needed: Level) -> Value:
    """G of an act on ground: a party other than the actor held it, or the place is covered."""
    covered = rules.places.covers(alternative.place)
    if covered is not None:
        return Value(T, (), False, (Step("target.covered_place", (covered,)),))
    answer = rules.places.held_by_party(holder, alternative.instant, alternative.actor)
    below = holder is not None and holder.standing.level < needed
    return Value(answer.truth, answer.causes, answer.truth == F and below, answer.steps)


def justification(
    alternative: Alternative, incident: Incident, rules: Rules, needed: Level, _many: Many
) -> Value:
    """J: whether a permitted response excuses it."""
    plea = rules.justified(incident.plea, alternative.act, alternative.actor, needed)
    return Value(plea.truth, plea.causes, False, plea.steps)


# --- the incident ---------------------------------------------------------------------------------


def evaluate(
    incident: Incident, found: Sequence[Alternative], rules: Rules, many: Many | None = None
) -> WorldVerdict:
    """The verdict on an incident, or a part of it, in one world.

    `found` are its alternatives, or one of each kind that the world can tell apart; then `many`
    says what all of them leave open.
    """
    needed = rules.agreement.document.standards.verdict
    o = occurred(incident.occurred, needed)
    if o.truth == F:
        return WorldVerdict(Verdict.NOT_OCCURRED, elements=(F, *(U,) * 6))
    if not found:  # no act, or nobody but the actor itself whom it could have been done to
        reason = Reason("actor", "ACTOR_UNIDENTIFIED") if incident.acts else _NO_ACT
        return WorldVerdict(Verdict.CANNOT_DETERMINE, reasons=(reason,))
    many = many or left_open(found, incident.actors.together)
    weighed = [weigh(a, incident, rules, needed, many) for a in found]
    actors = tuple(dict.fromkeys(a.actor for a in found if not a.reverse))
    if not incident.actors.together or len(actors) < 2:
        return conclude(incident, weighed, rules)
    # What several did together is the act of each: a verdict for each, and then for all.
    mirrored = [w for w in weighed if w.alternative.reverse]
    each_own = [
        conclude(incident, [w for w in weighed if w.alternative.actor == actor] + mirrored, rules)
        for actor in actors
    ]
    return jointly(each_own)


_NO_ACT = Reason("act", "ACT_UNKNOWN")


def jointly(own: Sequence[WorldVerdict]) -> WorldVerdict:
    """The verdict on an act that several did together, from the verdict on each one's part.

    A violation by those whose part is one; else undetermined, permitted, outside, in this order.
    """
    order = (Verdict.VIOLATION, Verdict.CANNOT_DETERMINE, Verdict.PERMITTED, Verdict.OUTSIDE)
    decisive = next(verdict for verdict in order if any(v.verdict == verdict for v in own))
    some = [v for v in own if v.verdict == decisive]
    return WorldVerdict(
        decisive,
        any(v.conditional for v in some),
        tuple(e for e in SCOPE if any(e in v.failing for v in some)),
        each(v.by for v in some),
        tuple(sorted(each(v.reasons for v in some), key=_reason_order)),
        tuple(agreed(values) for values in zip(*(v.elements for v in some), strict=True)),
        each(v.clauses for v in some),
    )


def conclude(incident: Incident, weighed: Sequence[Weighed], rules: Rules) -> WorldVerdict:
    """Bring the alternatives together."""
    elements = tuple(
        agreed(w.values[place].truth for w in weighed) for place in range(len(ELEMENTS))
    )
    verdicts = {w.verdict for w in weighed}
    clauses = _clauses(weighed, rules)
    if verdicts == {Verdict.OUTSIDE}:
        open_ = elements[0] == U
        conditional = open_ or any(
            all(v.conditional for v in w.values[1:6] if v.truth == F) for w in weighed
        )
        return WorldVerdict(
            Verdict.OUTSIDE, conditional, _failing(weighed), elements=elements, clauses=clauses
        )
    if verdicts == {Verdict.VIOLATION}:
        by = tuple(dict.fromkeys(w.alternative.actor for w in weighed))
        return WorldVerdict(Verdict.VIOLATION, by=by, elements=elements, clauses=clauses)
    if verdicts <= {Verdict.OUTSIDE, Verdict.PERMITTED}:
        return WorldVerdict(Verdict.PERMITTED, elements=elements, clauses=clauses)
    return WorldVerdict(
        Verdict.CANNOT_DETERMINE,
        reasons=reasons(incident, weighed),
        elements=elements,
        clauses=clauses,
    )


def _failing(weighed: Sequence[Weighed]) -> tuple[str, ...]:
    """The elements that fail in every alternative; where none does, those that fail in some."""
    common = set(SCOPE).intersection(*(w.failing for w in weighed))
    return tuple(e for e in SCOPE if e in (common or {e for w in weighed for e in w.failing}))


def reasons(incident: Incident, weighed: Sequence[Weighed]) -> tuple[Reason, ...]:
    """Why it cannot be determined: the elements that are unknown, or that vary."""
    found: dict[Reason, None] = {}
    for w in weighed:
        if w.verdict == Verdict.OUTSIDE:
            continue  # in this alternative the inquiry has ended
        for element, value in zip(ELEMENTS, w.values, strict=True):
            if value.truth == U:
                found.update((Reason(element, cause), None) for cause in value.causes)
    for element in ELEMENTS[1:]:
        if len({w.value(element).truth for w in weighed}) > 1:
            found.update((Reason(element, code), None) for code in varying(element, weighed))
    found.update((Reason("occurred", code), None) for code in incident.reasons)
    return tuple(sorted(found, key=_reason_order))


def _reason_order(reason: Reason) -> tuple[int, str]:
    return (ELEMENTS.index(reason.element), reason.code)


def varying(element: str, weighed: Sequence[Weighed]) -> tuple[str, ...]:
    """The reason codes of an element that differs between alternatives."""
    match element:
        case "time":
            # Not in force, then in force: it straddles the start; the other way round: the end.
            found = {(w.alternative.instant, w.value("time").truth) for w in weighed}
            order = [truth for _, truth in sorted(found)]
            codes = [
                "TIME_STRADDLES_START" if early < late else "TIME_STRADDLES_END"
                for early, late in pairwise(order)
                if early != late
            ]
            return tuple(dict.fromkeys(codes))
        case "territory":
            return ("PLACE_IMPRECISE",)
        case "actor" | "target":
            forward = {w.value(element).truth for w in weighed if not w.alternative.reverse}
            reverse = {w.value(element).truth for w in weighed if w.alternative.reverse}
            codes = []
            if reverse and forward != reverse:
                codes.append("INITIATOR_UNKNOWN")
            if len(forward) > 1 or len(reverse) > 1:
                codes.append("ACTOR_UNIDENTIFIED" if element == "actor" else "TARGET_IDENTITY")
            return tuple(codes)
        case "act":
            return ("ACT_UNKNOWN",)
        case _:
            return ("JUSTIFICATION_UNRESOLVED",)


def _clauses(weighed: Sequence[Weighed], rules: Rules) -> tuple[str, ...]:
    """The clauses that the verdict rests on: of the term on the act, and of what failed."""
    terms = rules.world.terms
    names = {w.term for w in weighed if w.term is not None}
    failed = {
        (element, w.alternative.act.code, w.value(element).steps)
        for w in weighed
        if w.verdict == Verdict.OUTSIDE
        for element in w.failing
    }
    for element, code, steps in failed:
        names |= cited(element, steps, terms)
        if element == "act":
            names |= {name for name, _ in rules.terms_on(code)}
    if any(w.value("justification").truth != F for w in weighed):
        names |= {name for name, _ in rules.defences}
    return each(term.clauses for name, term in terms.items() if name in names)


_READ = {"time": ("P04", "P05", "P32", "P33"), "territory": ("P06", "P08"), "actor": ("P07",)}
_OF_A_TERM = (
    "act.", "area.", "territory.", "exclusion.named", "exclusion.listed", "exclusion.none",
    "target.scope_open",
)  # fmt: skip
"""The steps that are about a term first."""


def cited(element: str, steps: Sequence[Step], terms: Mapping[str, Term]) -> set[str]:
    """The terms that an element fails by: those that its steps name, and all of a kind it reads."""
    about = {step.about[0] for step in steps if step.about and step.key.startswith(_OF_A_TERM)}
    named = {name for name in about if name in terms}
    read = _READ.get(element)
    return (
        named | {name for name, term in terms.items() if kind_of(term) in read} if read else named
    )
