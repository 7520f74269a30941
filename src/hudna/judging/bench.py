"""The bench: one incident under every reading at once.

In: an incident and an agreement.  Out: `Finding`s, one for each part of the incident: a verdict in
each world that was asked for, the headline over the default worlds, the pivots and the flags.

The bench keeps answers: incidents that differ in nothing that a rule reads share their verdicts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hudna import taxonomy
from hudna.agreement.agreement import Agreement
from hudna.agreement.provisions import OtherLaw
from hudna.agreement.worlds import World
from hudna.evidence import Standing, Truth
from hudna.finding import Finding, Verdict, WorldVerdict, causes, headline
from hudna.incident import Incident, Parties
from hudna.instant import Interval
from hudna.judging.reference import alternatives, evaluate, parts
from hudna.judging.rules import Rules
from hudna.zones import Region, Signature


class Bench:
    """Judges incidents of one agreement, keeping what it has worked out."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        self._rules: dict[str, Rules] = {}
        self.verdicts: dict[tuple[str, int], WorldVerdict] = {}
        self._shapes: dict[Any, int] = {}
        self._statuses: dict[Region, dict[str, Truth]] = {}
        self._places: dict[Any, tuple[Signature, ...]] = {}

    def rules(self, world: World) -> Rules:
        """The rules of a world, made once."""
        if world.id not in self._rules:
            self._rules[world.id] = Rules(self.agreement, world)
        return self._rules[world.id]

    def judge(
        self,
        incident: Incident,
        worlds: Sequence[World] | None = None,
        headline_worlds: Sequence[World] | None = None,
        pivots: bool = True,
    ) -> list[Finding]:
        """Judge an incident: one finding, or one for each part of an act that is split.

        `worlds` are those whose verdicts are listed, by default the default worlds.  The headline
        is over `headline_worlds`, by default the default worlds, whatever was asked for.
        """
        counted = self.agreement.worlds.default() if headline_worlds is None else headline_worlds
        shown = counted if worlds is None else worlds
        spans = parts(incident, self.agreement)
        found = []
        for number, span in enumerate(spans, 1):
            case = _Sitting(self, incident, span)
            verdicts = {world.id: case.verdict(world) for world in shown}
            outcomes = {world: case.verdict(world).verdict for world in counted}
            found.append(
                Finding(
                    incident.id,
                    number if len(spans) > 1 else None,
                    verdicts,
                    headline(outcomes.values(), incident.under_review),
                    causes(outcomes.values()),
                    self._pivots(case, outcomes) if pivots else (),
                    self._flags(incident, counted),
                    incident.unmatched,
                )
            )
        return found

    def _pivots(self, case: _Sitting, outcomes: Mapping[World, Verdict]) -> tuple[str, ...]:
        """The switches and readings on which the outcome turns.

        A switch: setting it otherwise, alone, changes the verdict of a reading that it concerns.
        A reading: without it the headline is another.
        """
        switches = {
            switch
            for world, verdict in outcomes.items()
            for switch, other in self.agreement.worlds.neighbours(world)
            if case.verdict(other).verdict != verdict
        }
        whole = headline(outcomes.values())
        readings = list(dict.fromkeys(world.reading for world in outcomes))
        turning = [
            reading
            for reading in readings
            if len(readings) > 1
            and headline(v for w, v in outcomes.items() if w.reading != reading) != whole
        ]
        ordered = [name for name in self.agreement.document.switches if name in switches]
        return (*ordered, *turning)

    def _flags(self, incident: Incident, worlds: Sequence[World]) -> tuple[tuple[str, str], ...]:
        """Concerns under other law, independent of every verdict."""
        found = dict.fromkeys(incident.flags)
        codes = {act.code for act in incident.acts}
        # Of acts that it may have been, only what each of them raises.  A resolution counts where
        # the agreement names it (P34), so the taxonomy's own SCR flags are left to the terms.
        raised = [
            {flag for flag in taxonomy.act(code).flags if flag.startswith("IHL:")}
            for code in codes
        ]
        for flag in sorted(set.intersection(*raised)) if raised else ():
            law, _, code = flag.partition(":")
            found[law, code] = None
        for world in worlds:
            for _, term in world.of(OtherLaw):
                for rule in term.flags:
                    if codes and codes <= set(rule.acts):
                        found[rule.law, rule.code] = None
        return tuple(found)

    # --- what is kept -----------------------------------------------------------------------------

    def statuses(self, region: Region) -> dict[str, Truth]:
        """The zones that a region is or may be in."""
        found = self._statuses.get(region)
        if found is None:
            found = self._statuses[region] = self.agreement.zones.statuses(region)
        return found

    def shape(self, incident: Incident, span: Interval) -> int:
        """A number that incidents share when no rule can tell them apart."""
        statuses = tuple(self.statuses(incident.region).items())
        where = []
        for instant in self.agreement.slices(span):
            here = (statuses, instant)
            if here not in self._places:
                self._places[here] = self.agreement.zones.signatures(dict(statuses), instant)
            where.append((instant, self._places[here]))
        key = (
            tuple(where), _bare(incident.occurred), _bare(incident.time_standing),
            _bare(incident.place_standing), _bare(incident.act_standing),
            _parties(incident.actors), _parties(incident.targets), _parties(incident.holder),
            incident.both_directions, incident.pairs, incident.acts, incident.plea,
            incident.reasons,
        )  # fmt: skip
        return self._shapes.setdefault(key, len(self._shapes))


class _Sitting:
    """One part of one incident before the bench; its alternatives are worked out once."""

    def __init__(self, bench: Bench, incident: Incident, span: Interval) -> None:
        self._bench = bench
        self._incident = incident
        self._span = span
        self._shape = bench.shape(incident, span)
        self._found: list[Any] | None = None

    def verdict(self, world: World) -> WorldVerdict:
        """The verdict in a world, from what the bench keeps where it can."""
        key = (world.id, self._shape)
        known = self._bench.verdicts.get(key)
        if known is None:
            if self._found is None:
                statuses = self._bench.statuses(self._incident.region)
                self._found = alternatives(
                    self._incident, self._bench.agreement, self._span, statuses
                )
            known = evaluate(self._incident, self._found, self._bench.rules(world))
            self._bench.verdicts[key] = known
        return known


def _bare(standing: Standing) -> tuple[int, bool, bool]:
    """What a rule reads of a standing: not who told, only how far it carries."""
    return (standing.level, standing.contested, standing.refuted)


def _parties(parties: Parties | None) -> Any:
    if parties is None:
        return None
    return (parties.candidates, _bare(parties.standing), parties.together)
