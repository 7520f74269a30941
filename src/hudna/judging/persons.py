"""Persons: who is bound in one world, and whom its exclusions name.

In: the ledger, and the ties and genealogy of actors.  Out: an `Answer` for an actor at an instant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from hudna.actors import ActorKind
from hudna.agreement.agreement import Agreement
from hudna.agreement.provisions import Exclusions, Inherits, PersonalScope
from hudna.agreement.worlds import World
from hudna.evidence import Level, Truth
from hudna.incident import UNIDENTIFIED
from hudna.judging.answer import Answer, Step

T, U, F = Truth.T, Truth.U, Truth.F


class Persons:
    """What one world's terms say of actors.  Answers are kept."""

    def __init__(self, agreement: Agreement, world: World) -> None:
        self.agreement = agreement
        self.registry = agreement.registry
        self.exclusions = {n: t for n, t in world.of(Exclusions) if t.binds}
        self.persons = next((t for _, t in world.of(PersonalScope) if t.binds), None)
        keep: Callable[..., Callable[..., Answer]] = lru_cache(maxsize=100_000)
        self.bound = keep(self._bound)
        self.excluded = keep(self._excluded)
        self.excluded_by = keep(self._excluded_by)

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
        best, steps = self._after_rename_or_merger(actor, instant, seen, best, steps)
        if best == F:
            for former, since in self._formerly(actor, instant):
                value, _ = self._undertook(former, since, seen)
                if value != F:
                    return U, (Step("actor.came_from", (actor, former)),)
        return best, steps

    def _after_rename_or_merger(
        self,
        actor: str,
        instant: int,
        seen: frozenset[str],
        best: Truth,
        steps: tuple[Step, ...],
    ) -> tuple[Truth, tuple[Step, ...]]:
        """A new name carries what the old one undertook; a merged group's own word is in doubt."""
        registry = self.registry
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
        answers = [self.excluded_by(name, actor, instant) for name in self.exclusions]
        return max(answers, key=lambda a: a.truth, default=Answer(F, (), ()))

    def _excluded_by(self, term: str, actor: str, instant: int) -> Answer:
        clause = self.exclusions[term]
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

    def part_of(self, actor: str, whole: str | None, instant: int) -> bool:
        """Whether two actors belong together at an instant."""
        if whole is None:
            return False
        return whole in self.above(actor, instant) or actor in self.above(whole, instant)

    def above(self, actor: str, instant: int) -> set[str]:
        """What an actor was part of at an instant, at any remove."""
        found: set[str] = set()
        waiting = [actor]
        while waiting:
            for edge in self.registry.members.get(waiting.pop(), ()):
                if edge.held.holds(instant) and edge.to not in found:
                    found.add(edge.to)
                    waiting.append(edge.to)
        return found
