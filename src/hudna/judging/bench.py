"""The bench: one incident under every reading at once.

In: an incident and an agreement.  Out: `Finding`s, one for each part of the incident: a verdict in
each world that was asked for, the headline over the default worlds, the pivots and the flags.

The bench keeps answers: incidents that differ in nothing that a rule reads share their verdicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from hudna import taxonomy
from hudna.agreement.agreement import Agreement
from hudna.agreement.provisions import OtherLaw
from hudna.agreement.worlds import World
from hudna.finding import Finding, Verdict, WorldVerdict, causes, headline
from hudna.incident import Incident, Parties
from hudna.instant import Interval
from hudna.judging.alike import Alike, Slice, bare, parties_key
from hudna.judging.alternatives import Many, pairs, parts, standing_of
from hudna.judging.reference import evaluate
from hudna.judging.rules import Rules
from hudna.zones import Region, Signature


class Bench:
    """Judges incidents of one agreement, keeping what it has worked out."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        self.verdicts: dict[tuple[str, int], WorldVerdict] = {}
        self.classes: dict[Any, WorldVerdict] = {}
        self.shapes: dict[Any, int] = {}
        self._alike: dict[str, Alike] = {}
        self._shared: dict[Any, Any] = {}
        self._rulings: dict[Any, _Ruling] = {}
        self._raised: dict[Any, tuple[tuple[str, str], ...]] = {}
        self._statuses: dict[Region, Any] = {}
        self._places: dict[Any, tuple[Signature, ...]] = {}
        self._pairs: dict[Any, Any] = {}

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
            ruling = self._ruling(_Sitting(self, incident, span), shown, counted, pivots)
            found.append(
                Finding(
                    incident.id,
                    number if len(spans) > 1 else None,
                    ruling.verdicts,
                    headline(ruling.outcomes, incident.under_review),
                    ruling.causes,
                    ruling.pivots,
                    self._flags(incident, counted),
                    incident.unmatched,
                    incident.aggregate,
                )
            )
        return found

    def _ruling(
        self, case: _Sitting, shown: Sequence[World], counted: Sequence[World], pivots: bool
    ) -> _Ruling:
        """What incidents of one shape share."""
        asked = (tuple(w.id for w in shown), tuple(w.id for w in counted), pivots)
        key = (case.shape, asked)
        if key not in self._rulings:
            outcomes = {world: case.verdict(world).verdict for world in counted}
            self._rulings[key] = _Ruling(
                {world.id: case.verdict(world) for world in shown},
                tuple(outcomes.values()),
                causes(outcomes.values()),
                self._pivots(case, outcomes) if pivots else (),
            )
        return self._rulings[key]

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
        codes = frozenset(act.code for act in incident.acts)
        key = (incident.flags, codes, tuple(world.id for world in worlds))
        if key not in self._raised:
            self._raised[key] = _flags_of(incident.flags, codes, worlds)
        return self._raised[key]

    # --- what is kept -----------------------------------------------------------------------------

    def rules(self, world: World) -> Rules:
        """The rules of a world, made once."""
        return self.alike(world).rules

    def alike(self, world: World) -> Alike:
        """The classes of a world, made once."""
        if world.id not in self._alike:
            self._alike[world.id] = Alike(Rules(self.agreement, world, self._shared))
        return self._alike[world.id]

    def slices(self, incident: Incident, span: Interval) -> tuple[Slice, ...]:
        """What an incident leaves open within a span, slice by slice."""
        region = incident.region
        if region not in self._statuses:
            self._statuses[region] = tuple(self.agreement.zones.statuses(region).items())
        statuses = self._statuses[region]
        return tuple(
            Slice(
                instant,
                self._pairs_at(incident, instant),
                self._places_at(statuses, instant),
                incident.actors.together,
            )
            for instant in self.agreement.slices(span)
        )

    def _places_at(self, statuses: Any, instant: int) -> tuple[Signature, ...]:
        key = (statuses, instant)
        if key not in self._places:
            self._places[key] = self.agreement.zones.signatures(dict(statuses), instant)
        return self._places[key]

    def _pairs_at(self, incident: Incident, instant: int) -> Any:
        key = (
            incident.actors.candidates, incident.targets.candidates, incident.targets.together,
            incident.both_directions, incident.pairs, incident.acts, instant,
        )  # fmt: skip
        if key not in self._pairs:
            self._pairs[key] = tuple(
                (act, tuple(pairs(incident, act, self.agreement, instant))) for act in incident.acts
            )
        return self._pairs[key]


def _flags_of(
    stated: Iterable[tuple[str, str]], codes: frozenset[str], worlds: Sequence[World]
) -> tuple[tuple[str, str], ...]:
    """The flags that a person set, those that each candidate act raises, and those of P34."""
    found = dict.fromkeys(stated)
    # Of acts that it may have been, only what each of them raises.  A resolution counts where
    # the agreement names it (P34), so the taxonomy's own SCR flags are left to the terms.
    raised = [
        {flag for flag in taxonomy.act(code).flags if flag.startswith("IHL:")} for code in codes
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


class _Ruling(NamedTuple):
    """What the bench found of a shape; the same object for every incident of it."""

    verdicts: Mapping[str, WorldVerdict]
    outcomes: tuple[Verdict, ...]  # in the worlds that the headline counts
    causes: tuple[str, ...]
    pivots: tuple[str, ...]


class _Sitting:
    """One part of one incident before the bench."""

    def __init__(self, bench: Bench, incident: Incident, span: Interval) -> None:
        self._bench = bench
        self._incident = incident
        self._slices = bench.slices(incident, span)
        known = (
            bare(incident.occurred), bare(incident.time_standing), bare(incident.place_standing),
            bare(incident.act_standing), parties_key(incident.actors),
            parties_key(incident.targets), parties_key(incident.holder), incident.plea,
            incident.reasons,
        )  # fmt: skip
        # Whole shapes first: an incident just like one before needs no class at all.
        self.shape = bench.shapes.setdefault((known, self._slices), len(bench.shapes))
        self._known = (
            *known[:4], standing_of_key(incident.actors), standing_of_key(incident.targets),
            *known[6:],
        )  # fmt: skip
        self._many: Many | None = None

    def verdict(self, world: World) -> WorldVerdict:
        """The verdict in a world, from what the bench keeps where it can."""
        whole = (world.id, self.shape)
        found = self._bench.verdicts.get(whole)
        if found is None:
            found = self._bench.verdicts[whole] = self._classed(world)
        return found

    def _classed(self, world: World) -> WorldVerdict:
        if self._many is None:
            self._many = self._left_open()
        alike = self._bench.alike(world)
        distinct, slices = alike.distinct(self._slices, self._incident.holder)
        key = (world.id, self._known, self._many, distinct)
        found = self._bench.classes.get(key)
        if found is None:
            examples = alike.examples(slices)
            found = evaluate(self._incident, examples, alike.rules, self._many)
            self._bench.classes[key] = found
        together = self._incident.actors.together
        if (
            found.verdict == Verdict.VIOLATION and not together
        ):  # by whom is told of each actor, not of each class
            found = replace(found, by=self._actors())
        return found

    def _actors(self) -> tuple[str, ...]:
        every = (pair for one in self._slices for _, pairs in one.pairs for pair in pairs)
        return tuple(dict.fromkeys(actor for actor, _, _ in every))

    def _left_open(self) -> Many:
        every = {pair for one in self._slices for _, pairs in one.pairs for pair in pairs}
        forward = {pair for pair in every if not pair[2]} or every
        return Many(
            len({actor for actor, _, _ in forward}) > 1 and not self._incident.actors.together,
            len({targets for _, targets, _ in forward}) > 1,
            len(self._incident.acts) > 1,
            len(self._slices) > 1,
            len({place for one in self._slices for place in one.places}) > 1,
        )


def standing_of_key(parties: Parties) -> tuple[int, bool, bool]:
    """What a rule reads of the standing of candidates."""
    return bare(standing_of(parties))
