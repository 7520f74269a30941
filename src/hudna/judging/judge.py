"""The judge: incidents under every reading, as findings.

In: incidents of one agreement.  Out: `Finding`s, one for each part of an incident: a verdict in
each world that was asked for, the headline over the default worlds, the pivots and the flags.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hudna import taxonomy
from hudna.agreement.agreement import Agreement
from hudna.agreement.provisions import OtherLaw
from hudna.agreement.worlds import World
from hudna.evidence import Truth
from hudna.finding import ELEMENTS, SCOPE, Finding, Headline, Reason, Verdict, WorldVerdict
from hudna.incident import Incident
from hudna.judging.answer import each
from hudna.judging.bits import Words, unpacked
from hudna.judging.compiled import Grounds, rule_with_grounds
from hudna.judging.docket import Docket
from hudna.judging.elements import CODES
from hudna.judging.growing import Numbered
from hudna.judging.outcomes import HEADLINES, VERDICTS, Numbers, Outcomes, numbers
from hudna.judging.weighing import Scales


class Judge:
    """Judges incidents of one agreement; what it has compiled is kept."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        self._compiled: dict[tuple[str, ...], _Court] = {}

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
    ) -> _Court:
        """What is compiled for some worlds, made once."""
        known = self.agreement.worlds
        counted = known.default() if headline_worlds is None else headline_worlds
        shown = counted if worlds is None else worlds
        key = (*(w.id for w in shown), "/", *(w.id for w in counted), str(pivots))
        if key not in self._compiled:
            self._compiled[key] = _Court(self.agreement, shown, counted, pivots)
        return self._compiled[key]


class _Ruling(NamedTuple):
    """What rows with the same verdicts and grounds share."""

    verdicts: dict[str, WorldVerdict]
    headline: Headline
    causes: tuple[str, ...]
    pivots: tuple[str, ...]


class _Court:
    """An agreement compiled to be judged under some worlds."""

    def __init__(
        self, agreement: Agreement, shown: Sequence[World], counted: Sequence[World], pivots: bool
    ) -> None:
        found = {world.id: world for world in (*counted, *shown)}
        if pivots:
            for world in counted:
                found |= {other.id: other for _, other in agreement.worlds.neighbours(world)}
        # Where no reading is live nothing counts; the tables want a world all the same.
        self.worlds = list(found.values()) or agreement.worlds.of_reading(
            next(iter(agreement.document.readings))
        )
        self.shown, self.counted = shown, counted
        self.agreement = agreement
        self.scales = Scales(agreement, self.worlds)
        self.outcomes = Outcomes(self.worlds, counted, agreement.worlds)
        self.flags = lru_cache(maxsize=None)(self._flags)
        self._pivots = pivots
        self._columns = np.array([list(found).index(world.id) for world in shown], np.int64)

    def findings(self, incidents: Sequence[Incident]) -> list[Finding]:
        """The findings of incidents, in order."""
        listed = self.scales.registrar.listed(incidents)
        rulings = self.rulings(listed.docket)
        rows = zip(listed.incident.tolist(), listed.part.tolist(), listed.row.tolist(), strict=True)
        return [self._finding(incidents[number], part, rulings[row]) for number, part, row in rows]

    def _finding(self, incident: Incident, part: int, ruling: _Ruling) -> Finding:
        codes = frozenset(act.code for act in incident.acts)
        return Finding(
            incident.id,
            part or None,
            ruling.verdicts,
            Headline.UNDER_REVIEW if incident.under_review else ruling.headline,
            ruling.causes,
            ruling.pivots,
            self.flags(incident.flags, codes),
            incident.unmatched,
            incident.aggregate,
        )

    def rulings(self, docket: Docket) -> list[_Ruling]:
        """The ruling on each row of a docket."""
        rulings, grounds = rule_with_grounds(self.scales, docket)
        verdicts = numbers(rulings, len(self.worlds))
        told = _Told(self, docket, verdicts, grounds)
        headlines = self.outcomes.headlines(verdicts)
        causes = self.outcomes.causes(verdicts)
        turns = self.outcomes.pivots(verdicts) if self._pivots else np.zeros((len(docket), 0))
        names = self.outcomes.names
        return [
            _Ruling(
                told.of(row), HEADLINES[headlines[row]], causes[row],
                tuple(names[i] for i in np.flatnonzero(turns[row]).tolist()),
            )
            for row in range(len(docket))
        ]  # fmt: skip

    def _flags(
        self, stated: tuple[tuple[str, str], ...], codes: frozenset[str]
    ) -> tuple[tuple[str, str], ...]:
        """Concerns under other law, independent of every verdict."""
        return flags_of(stated, codes, self.counted)


def flags_of(
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


class _Told:
    """Verdicts and grounds as `WorldVerdict`s; equal ones are one object."""

    def __init__(self, court: _Court, docket: Docket, verdicts: Numbers, grounds: Grounds) -> None:
        self._docket = docket
        self._actors = court.scales.registrar.actors
        self._shown = [world.id for world in court.shown]
        columns, size = court._columns, len(court.worlds)  # noqa: SLF001
        self._apart = grounds.apart
        self._columns: list[int] = columns.tolist()

        def shown(sets: Words) -> NDArray[np.uint64]:
            return unpacked(sets, size)[:, columns].astype(np.uint64)

        self._reasons, self._cited = sorted(grounds.reasons), sorted(grounds.cited)
        # Terms stand on other clauses in another reading.
        clauses = Numbered()
        clause = [
            clauses.of(tuple(tuple(term.clauses) for term in world.terms.values()))
            for world in court.shown
        ]
        self._clauses = clauses.things
        flags = [
            grounds.conditional,
            *(grounds.failing[e] for e in SCOPE),
            *(grounds.true[e] for e in ELEMENTS),
            *(grounds.false[e] for e in ELEMENTS),
            *(grounds.reasons[number] for number in self._reasons),
            *(grounds.cited[number] for number in self._cited),
        ]
        told = [
            verdicts[:, columns].astype(np.uint64),
            np.broadcast_to(np.array(clause, np.uint64), (len(verdicts), len(columns))),
        ]
        for i, sets in enumerate(flags):
            if i % 60 == 0:
                told.append(np.zeros_like(told[0]))
            told[-1] |= shown(sets) << np.uint64(i % 60)
        table = np.stack(told, axis=-1)
        rows, of = np.unique(table.reshape(-1, table.shape[-1]), axis=0, return_inverse=True)
        self._of = of.reshape(verdicts.shape[0], len(columns))
        self._made = [self._verdict(row) for row in rows.tolist()]
        self._with: dict[Any, WorldVerdict] = {}

    def _verdict(self, row: Sequence[int]) -> WorldVerdict:
        def at(place: int) -> bool:
            return bool(row[2 + place // 60] >> (place % 60) & 1)

        count = len(ELEMENTS)
        truths = tuple(
            Truth.T if at(6 + i) else Truth.F if at(6 + count + i) else Truth.U
            for i in range(count)
        )
        start = 6 + 2 * count
        numbers = [n for i, n in enumerate(self._reasons) if at(start + i)]
        reasons = [Reason(ELEMENTS[n // len(CODES)], CODES[n % len(CODES)]) for n in numbers]
        start += len(self._reasons)
        cited = [n for i, n in enumerate(self._cited) if at(start + i)]
        return WorldVerdict(
            VERDICTS[row[0]],
            at(0),
            tuple(e for i, e in enumerate(SCOPE) if at(1 + i)),
            (),
            tuple(sorted(reasons, key=lambda r: (ELEMENTS.index(r.element), r.code))),
            truths,
            each(self._clauses[row[1]][n] for n in cited),
        )

    def of(self, row: int) -> dict[str, WorldVerdict]:
        """The verdicts of a row by world."""
        return {
            world: self._by(row, number, column)
            for world, number, column in zip(
                self._shown, self._of[row].tolist(), self._columns, strict=True
            )
        }

    def _by(self, row: int, number: int, column: int) -> WorldVerdict:
        found = self._made[number]
        if found.verdict != Verdict.VIOLATION:
            return found
        by = tuple(dict.fromkeys(self._actors_of(row, column)))
        key = (number, by)
        if key not in self._with:
            self._with[key] = replace(found, by=tuple(self._actors[n] for n in by))
        return self._with[key]

    def _actors_of(self, row: int, column: int) -> Iterable[int]:
        """By whom it is a violation: of several together, those whose own part is one."""
        docket = self._docket
        if row not in self._apart:
            found: list[int] = docket.actor[docket.first[row] : docket.first[row + 1]].tolist()
            return found
        word, bit = divmod(column, 64)
        return [
            actor
            for actors, worlds in self._apart[row]
            if int(worlds[word]) >> bit & 1
            for actor in actors.tolist()
        ]
