"""Derivations: the alternatives of an incident, weighed in each world, equal ones told once.

In: an incident (or a part of it), a judge, worlds with their verdicts.  Out: `Derivation`s, each
for the worlds that share a verdict and every step that led to it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hudna.agreement.provisions import NoSeizure
from hudna.agreement.worlds import World
from hudna.finding import WorldVerdict
from hudna.incident import Incident
from hudna.instant import Interval
from hudna.judging.alike import Alike
from hudna.judging.alternatives import Alternative, Many, alternatives, left_open
from hudna.judging.judge import Judge
from hudna.judging.reference import Weighed, weigh
from hudna.judging.rules import Rules

MANY = 400
"""Of more alternatives than these, times and places that no rule tells apart are weighed once."""


@dataclass(frozen=True)
class Derivation:
    """Worlds that share a verdict and how it was derived.

    `members` are the alternatives that a weighed one speaks for, itself among them.
    """

    worlds: tuple[World, ...]
    alike: Alike
    verdict: WorldVerdict
    weighed: tuple[Weighed, ...]
    members: Mapping[Alternative, Sequence[Alternative]]
    found: Sequence[Alternative]
    many: Many
    span: Interval

    @property
    def world(self) -> World:
        """One of the worlds, which speaks for all."""
        return self.worlds[0]

    @property
    def rules(self) -> Rules:
        """The rules of that world."""
        return self.alike.rules

    def of(self, some: Iterable[Weighed]) -> list[Alternative]:
        """Every alternative that some weighed ones speak for."""
        return [member for w in some for member in self.members[w.alternative]]


def derive(
    incident: Incident,
    judge: Judge,
    worlds: Iterable[World],
    verdicts: Mapping[str, WorldVerdict],
    span: Interval,
) -> list[Derivation]:
    """The worlds, those that share verdict and derivation together, in the order of the worlds."""
    needed = judge.agreement.document.standards.verdict
    found = alternatives(incident, judge.agreement, span)
    many = left_open(found)
    lots: dict[tuple[WorldVerdict, tuple[Weighed, ...]], list[World]] = {}
    members: dict[str, dict[Alternative, list[Alternative]]] = {}
    for world in worlds:
        alike = judge.alike(world)
        members[world.id] = _members(found, alike)
        weighed = tuple(weigh(a, incident, alike.rules, needed, many) for a in members[world.id])
        lots.setdefault((verdicts[world.id], weighed), []).append(world)
    return [
        Derivation(
            tuple(some), judge.alike(some[0]), verdict, weighed, members[some[0].id], found, many,
            span,
        )
        for (verdict, weighed), some in lots.items()
    ]  # fmt: skip


def _members(found: Sequence[Alternative], alike: Alike) -> dict[Alternative, list[Alternative]]:
    """The alternatives to weigh, each with those it speaks for."""
    if len(found) <= MANY:
        return {a: [a] for a in found}
    lots: dict[Hashable, list[Alternative]] = {}
    for a in found:
        lots.setdefault((a.actor, a.targets, kind(a, alike)), []).append(a)
    return {some[0]: some for some in lots.values()}


def kind(a: Alternative, alike: Alike) -> Hashable:
    """What the rules of a world see of an alternative; those of one kind have the same verdict."""
    return (
        alike.instant(a.instant),
        alike.place(a.place, a.instant),
        a.actor if _on_ground(a.act.code, alike) else None,
        alike.actor(a.actor, a.instant),
        tuple(alike.target(target, a.instant) for target in a.targets),
        a.act,
        a.reverse,
    )


def _on_ground(code: str, alike: Alike) -> bool:
    """Whether a term on seizing ground speaks of an act: then who acted is told apart."""
    return any(isinstance(term, NoSeizure) for _, term in alike.rules.terms_on(code))
