"""Afresh: the procedure itself, asked anew for each incident and world.

In: incidents of one agreement.  Out: `Finding`s, as the compiled judge gives them.  Slow, and kept
so: it is what a lawyer reads (`reference.py`), and what the compiled judge is held against.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from hudna.agreement.agreement import Agreement
from hudna.agreement.worlds import World
from hudna.finding import Finding, Verdict, WorldVerdict, causes, headline
from hudna.incident import Incident
from hudna.instant import Interval
from hudna.judging.alternatives import alternatives, parts
from hudna.judging.court import flag_rules, flags_of
from hudna.judging.reference import evaluate
from hudna.judging.rules import Rules


class Afresh:
    """Judges incidents of one agreement by the procedure alone."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        shared: dict[object, object] = {}
        self._rules = lru_cache(maxsize=None)(lambda world: Rules(agreement, world, shared))

    def judge(
        self,
        incident: Incident,
        worlds: Sequence[World] | None = None,
        headline_worlds: Sequence[World] | None = None,
        pivots: bool = True,
    ) -> list[Finding]:
        """Judge an incident: see `Judge.judge`."""
        counted = self.agreement.worlds.default() if headline_worlds is None else headline_worlds
        shown = counted if worlds is None else worlds
        spans = parts(incident, self.agreement)
        return [
            self._finding(
                incident, number if len(spans) > 1 else None, span, shown, counted, pivots
            )
            for number, span in enumerate(spans, 1)
        ]

    def _finding(
        self, incident: Incident, part: int | None, span: Interval, shown: Sequence[World],
        counted: Sequence[World], pivots: bool,
    ) -> Finding:  # fmt: skip
        found = alternatives(incident, self.agreement, span)
        derive = lru_cache(maxsize=None)(
            lambda world: evaluate(incident, found, self._rules(world))
        )
        outcomes = {world: derive(world).verdict for world in counted}
        verdicts: Mapping[str, WorldVerdict] = {world.id: derive(world) for world in shown}
        neighbours = {
            switch
            for world, verdict in outcomes.items()
            for switch, other in self.agreement.worlds.neighbours(world)
            if pivots and derive(other).verdict != verdict
        }
        codes = frozenset(act.code for act in incident.acts)
        return Finding(
            incident.id, part, verdicts,
            headline(outcomes.values(), incident.under_review),
            causes(outcomes.values()),
            self._pivots(outcomes, neighbours) if pivots else (),
            flags_of(incident.flags, codes, flag_rules(counted)),
            incident.unmatched, incident.aggregate,
        )  # fmt: skip

    def _pivots(self, outcomes: Mapping[World, Verdict], switches: set[str]) -> tuple[str, ...]:
        """The switches and readings on which the outcome turns.

        A switch: setting it otherwise, alone, changes the verdict of a reading that it concerns.
        A reading: without it the headline is another.
        """
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
