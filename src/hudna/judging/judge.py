"""The judge: incidents under every reading, as findings.

In: incidents of one agreement.  Out: `Finding`s, one for each part of an incident: a verdict in
each world that was asked for, the headline over the default worlds, the pivots and the flags.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hudna.agreement.agreement import Agreement
from hudna.agreement.worlds import World
from hudna.finding import Finding
from hudna.incident import Incident
from hudna.judging.alike import Alike
from hudna.judging.court import Court
from hudna.judging.rules import Rules


class Judge:
    """Judges incidents of one agreement; what it has compiled is kept."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        self._compiled: dict[tuple[str, ...], Court] = {}
        self._alike: dict[str, Alike] = {}
        self._shared: dict[Any, Any] = {}

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
        return self.judge_all([incident], worlds, headline_worlds, pivots)

    def judge_all(
        self,
        incidents: Sequence[Incident],
        worlds: Sequence[World] | None = None,
        headline_worlds: Sequence[World] | None = None,
        pivots: bool = True,
    ) -> list[Finding]:
        """Judge incidents, in order."""
        court = self.court(worlds, headline_worlds, pivots)
        return court.findings(incidents)

    def court(
        self,
        worlds: Sequence[World] | None = None,
        headline_worlds: Sequence[World] | None = None,
        pivots: bool = True,
    ) -> Court:
        """What is compiled for some worlds, made once."""
        known = self.agreement.worlds
        counted = known.default() if headline_worlds is None else headline_worlds
        shown = counted if worlds is None else worlds
        key = (*(w.id for w in shown), "/", *(w.id for w in counted), str(pivots))
        if key not in self._compiled:
            self._compiled[key] = Court(self.agreement, shown, counted, pivots)
        return self._compiled[key]

    def alike(self, world: World) -> Alike:
        """What one world tells apart, made once."""
        if world.id not in self._alike:
            self._alike[world.id] = Alike(Rules(self.agreement, world, self._shared))
        return self._alike[world.id]
