"""What would change a finding: single facts, each tried alone by the same procedure.

In: an incident, its alternatives and a world.  Out: `Change`s, those facts that would lead to
another verdict there.  Nothing here is a forecast; it says which fact the verdict hangs on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace

from hudna.agreement.ledger import Ledger, LedgerEntry
from hudna.evidence import Level, Standing, Truth
from hudna.finding import WorldVerdict
from hudna.incident import Incident, Parties
from hudna.instant import BEGIN, END
from hudna.judging.alternatives import Alternative, left_open
from hudna.judging.derivation import Derivation, kind
from hudna.judging.reference import evaluate
from hudna.judging.rules import Rules

STANDINGS = ("occurred", "time", "territory", "actor", "target", "act")
"""The elements that have a standing of their own."""

Chosen = Callable[[Alternative], object]
Tried = tuple[str, object, Incident, Sequence[Alternative]]


@dataclass(frozen=True, slots=True)
class Change:
    """One fact (`kind`, and what it is `about`) and the verdict that it would lead to."""

    kind: str  # raised, contested, all, actor, target, act, time, place, plea, holder
    about: object
    verdict: WorldVerdict


def standing(incident: Incident, element: str) -> Standing:
    """The standing of an element that has one."""
    match element:
        case "occurred":
            return incident.occurred
        case "time":
            return incident.time_standing
        case "territory":
            return incident.place_standing
        case "actor":
            return incident.actors.standing
        case "target":
            return incident.targets.standing
        case _:
            return incident.act_standing


def with_standing(incident: Incident, element: str, new: Standing) -> Incident:
    """The incident with another standing of one element."""
    match element:
        case "occurred":
            return replace(incident, occurred=new)
        case "time":
            return replace(incident, time_standing=new)
        case "territory":
            return replace(incident, place_standing=new)
        case "actor":
            return replace(incident, actors=replace(incident.actors, standing=new))
        case "target":
            return replace(incident, targets=replace(incident.targets, standing=new))
        case _:
            return replace(incident, act_standing=new)


def proved(known: Standing, needed: Level) -> Standing:
    """The same, at the level needed at least, and no account differing."""
    return replace(known, level=max(known.level, needed), contested=False, refuted=False)


def changes(incident: Incident, case: Derivation) -> list[Change]:
    """The single facts that would lead to another verdict, in a fixed order.

    Where none does, everything proved at once, then with each actor that it may have been.
    """
    found, rules, now = case.found, case.rules, case.verdict
    needed = rules.agreement.document.standards.verdict
    kinds = {a: kind(a, case.alike) for a in found}

    def other(tried: Iterator[Tried]) -> list[Change]:
        results = []
        for what, about, changed, left in tried:
            if left:  # one of each kind is enough; what they leave open is read from all
                some = {kinds[a] if a in kinds else kind(a, case.alike): a for a in reversed(left)}
                verdict = evaluate(changed, list(some.values())[::-1], rules, left_open(left))
                results.append(Change(what, about, verdict))
        return [c for c in results if outcome(c.verdict) != outcome(now)]

    single = other(_single(incident, found, needed)) + _accessions(incident, case)
    if single:
        return single
    firm = incident
    for element in STANDINGS:
        firm = with_standing(firm, element, proved(standing(firm, element), needed))
    return other(iter([("all", None, firm, found)])) or other(
        (f"all_{what}", about, changed, left)
        for what, about, changed, left in _chosen(firm, found, needed)
    )


def outcome(verdict: WorldVerdict) -> tuple[object, ...]:
    """What counts as another verdict: its kind, and whether it is conditional."""
    return (verdict.verdict, verdict.conditional)


def _accessions(incident: Incident, case: Derivation) -> list[Change]:
    """For each actor of whom it is open whether it is bound: that it joined, and that it did not."""
    rules, now = case.rules, case.verdict
    found = [w.alternative for w in case.weighed]
    open_: dict[str, None] = {}
    for a in found:
        holder = rules.places.holder(a.place, a.instant, incident.holder)
        for name in (a.actor, *a.targets, *(holder.actors if holder else ())):
            answer = rules.persons.bound(name, a.instant)
            if answer.truth == Truth.U:
                open_.update((s.about[0], None) for s in answer.steps if s.key in _IN_DOUBT)
    results = []
    for name in open_ if len(open_) <= MOST_ACCESSIONS else ():
        for what, joined in (("joined", True), ("not_joined", False)):
            changed = copy(rules.agreement)
            changed.ledger = with_accession(rules.agreement.ledger, name, joined)
            verdict = evaluate(incident, found, Rules(changed, rules.world), case.many)
            if outcome(verdict) != outcome(now):
                results.append(Change(what, name, verdict))
    return results


_IN_DOUBT = ("actor.ledger_U", "actor.member", "actor.support", "actor.merged_into",
             "actor.came_from")  # fmt: skip
MOST_ACCESSIONS = 6
"""Where more actors than these are in doubt, no single accession settles anything: none is tried."""


def with_accession(ledger: Ledger, actor: str, joined: bool) -> Ledger:
    """The ledger as it would be if an actor were known to have joined, or known not to have."""
    entries = {name: found for name, found in ledger.entries.items() if name != actor}
    if joined:
        entries[actor] = (LedgerEntry(actor, "signed", BEGIN, BEGIN, END, contested=False),)
    lists = tuple(replace(x, members=x.members - {actor}) for x in ledger.lists)
    return Ledger(entries, lists)


def _single(incident: Incident, found: Sequence[Alternative], needed: Level) -> Iterator[Tried]:
    for element in STANDINGS:
        known = standing(incident, element)
        firm = proved(known, needed)
        if known != firm:
            yield "raised", element, with_standing(incident, element, firm), found
        if not known.contested:
            doubted = replace(known, contested=True)
            yield "contested", element, with_standing(incident, element, doubted), found
    yield from _chosen(incident, found, needed)
    if incident.targets.together:
        firm = proved(incident.targets.standing, needed)
        changed = with_standing(incident, "target", firm)
        for name in dict.fromkeys(t for a in found if not a.reverse for t in a.targets):
            yield (
                "target_alone",
                name,
                changed,
                [replace(a, targets=(name,)) for a in found if not a.reverse and a.actor != name],
            )
    if incident.plea is not None and incident.plea.tests:
        firm = Standing(needed)
        for what, value in (("plea_met", Truth.T), ("plea_not_met", Truth.F)):
            tests = tuple((name, value, firm) for name, _, _ in incident.plea.tests)
            plea = replace(incident.plea, tests=tests)
            yield what, None, replace(incident, plea=plea), found
    if incident.holder is not None:
        firm = proved(incident.holder.standing, max(needed, Level.E3))
        if incident.holder.standing != firm:
            yield "holder", None, _held(incident, incident.holder, firm), found
        for candidate in incident.holder.candidates if len(incident.holder.ids) > 1 else ():
            alone = replace(incident.holder, candidates=(candidate,))
            yield "holder_alone", candidate.actor, _held(incident, alone, firm), found


def _held(incident: Incident, holder: Parties, firm: Standing) -> Incident:
    return replace(incident, holder=replace(holder, standing=firm))


def _chosen(incident: Incident, found: Sequence[Alternative], needed: Level) -> Iterator[Tried]:
    """Each thing that the accounts leave open, settled one way and proved."""
    dimensions: tuple[tuple[str, str, Chosen], ...] = (
        ("actor", "actor", lambda a: a.targets if a.reverse else (a.actor,)),
        ("target", "target", lambda a: (a.actor,) if a.reverse else a.targets),
        ("act", "act", lambda a: a.act),
        ("time", "time", lambda a: a.instant),
        ("place", "territory", lambda a: a.place),
        ("initiator", "actor", lambda a: a.reverse),
    )
    for what, element, of in dimensions:
        if what == "actor" and incident.actors.together:
            continue  # they acted at once: there is nothing to choose
        lots: dict[object, list[Alternative]] = {}
        for a in found:
            lots.setdefault(of(a), []).append(a)
        firm = proved(standing(incident, element), needed)
        for value, left in lots.items() if len(lots) > 1 else ():
            yield what, value, with_standing(incident, element, firm), left
