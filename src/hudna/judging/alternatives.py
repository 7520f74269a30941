"""Alternatives: the joint assignments that the accounts of an incident leave open.

In: an incident, an agreement and a span of time.  Out: every combination of actor, target, act,
time slice and zone that is still possible, in a fixed order; `reference.py` evaluates each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hudna import taxonomy
from hudna.actors import ActorKind
from hudna.agreement.agreement import Agreement
from hudna.evidence import Level, Standing
from hudna.incident import UNIDENTIFIED, Act, Extent, Incident, Parties
from hudna.instant import Interval
from hudna.zones import Signature


@dataclass(frozen=True, slots=True)
class Alternative:
    """One joint assignment of what the accounts leave open.

    `targets` are several where they were hit together, none where the act has no target.
    `reverse`: of a clash of unknown initiator, the direction opposite to the one as told.
    """

    actor: str
    targets: tuple[str, ...]
    act: Act
    instant: int
    place: Signature
    reverse: bool = False


def alternatives(incident: Incident, agreement: Agreement, span: Interval) -> list[Alternative]:
    """All alternatives of an incident within `span`, in a fixed order."""
    statuses = agreement.zones.statuses(incident.region)
    return [
        Alternative(actor, targets, act, instant, place, reverse)
        for instant in agreement.slices(span)
        for act in incident.acts
        for actor, targets, reverse in pairs(incident, act, agreement, instant)
        for place in agreement.zones.signatures(statuses, instant)
    ]


def open_candidates(parties: Parties) -> tuple[str, ...]:
    """The candidates that remain: one below E3 that a finding at E3 contradicts is closed."""
    proved = [c.actor for c in parties.candidates if c.level is not None and c.level >= Level.E3]
    return tuple(proved) if proved and not parties.together else parties.ids


def standing_of(parties: Parties) -> Standing:
    """The standing of "it is one of these": of a proved candidate, at least its own level."""
    levels = [c.level for c in parties.candidates if c.level is not None and c.level >= Level.E3]
    if levels and parties.standing.level < min(levels):
        base = parties.standing
        return Standing(min(levels), base.contested, base.refuted, base.origins, base.grounds)
    return parties.standing


def pairs(
    incident: Incident, act: Act, agreement: Agreement, instant: int
) -> list[tuple[str, tuple[str, ...], bool]]:
    """Who may have acted on whom, at an instant, each once; the last says: the other way round."""
    return list(dict.fromkeys(_pairs(incident, act, agreement, instant)))


def _pairs(
    incident: Incident, act: Act, agreement: Agreement, instant: int
) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    if incident.pairs:
        for first, second in incident.pairs:
            for actor in meant([first], agreement, instant):
                for target in meant([second], agreement, instant):
                    if actor != target:
                        yield actor, (target,), False
                        if incident.both_directions:
                            yield target, (actor,), True
        return
    actors = meant(open_candidates(incident.actors), agreement, instant) or [UNIDENTIFIED]
    targets = meant(open_candidates(incident.targets), agreement, instant)
    if not targets:
        no_target = not taxonomy.act(act.code).needs_target
        groups: list[tuple[str, ...]] = [() if no_target else (UNIDENTIFIED,)]
    elif incident.targets.together:
        groups = [tuple(targets)]
    else:
        groups = [(target,) for target in targets]
    for actor in actors:
        for group in groups:
            hit = tuple(t for t in group if t != actor or t == UNIDENTIFIED)
            if group and not hit:
                continue  # an actor does not attack itself
            yield actor, hit, False
            if incident.both_directions:
                for target in hit:
                    if not _is_civilian(agreement, target):
                        yield target, (actor,), True


def meant(names: Iterable[str], agreement: Agreement, instant: int) -> list[str]:
    """Whom names mean at an instant: an umbrella stands for each that it may cover."""
    found: dict[str, None] = {}
    for name in names:
        known = name != UNIDENTIFIED and name in agreement.registry.entries
        meant = agreement.registry.stands_for(name, instant) if known else ()
        found.update(dict.fromkeys(meant or (UNIDENTIFIED,)))
    return list(found)


def _is_civilian(agreement: Agreement, actor: str) -> bool:
    entry = agreement.registry.entries.get(actor)
    return entry is not None and entry.kind == ActorKind.CIVILIANS


class Many(NamedTuple):
    """What the accounts leave open: elements that have more than one candidate."""

    actors: bool
    targets: bool
    acts: bool
    instants: bool
    places: bool


def left_open(found: Sequence[Alternative], together: bool = False) -> Many:
    """Which elements differ between alternatives; actors who acted together are no alternatives."""
    forward = [a for a in found if not a.reverse] or found
    return Many(
        len({a.actor for a in forward}) > 1 and not together,
        len({a.targets for a in forward}) > 1,
        len({a.act for a in found}) > 1,
        len({a.instant for a in found}) > 1,
        len({a.place for a in found}) > 1,
    )


def parts(incident: Incident, agreement: Agreement) -> list[Interval]:
    """The parts of an act that filled its time across an instant; else its time, whole."""
    if incident.extent == Extent.THROUGHOUT and not incident.time.is_instant:
        return agreement.parts(incident.time)
    return [incident.time]
