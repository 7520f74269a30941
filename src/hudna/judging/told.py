"""Told: verdicts and grounds in bits, as the verdicts of single worlds.

In: rulings and grounds of a docket.  Out: for each row a `WorldVerdict` in each world that is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hudna.agreement.worlds import World
from hudna.evidence import Truth
from hudna.finding import ELEMENTS, SCOPE, Reason, Verdict, WorldVerdict
from hudna.judging.answer import each
from hudna.judging.bits import Words, unpacked
from hudna.judging.compiled import Grounds
from hudna.judging.docket import Docket
from hudna.judging.elements import CODES
from hudna.judging.growing import Numbered
from hudna.judging.outcomes import VERDICTS, Numbers
from hudna.judging.weighing import Scales


class Told:
    """Verdicts and grounds as `WorldVerdict`s; equal ones are one object."""

    def __init__(
        self, scales: Scales, worlds: Sequence[World], docket: Docket, verdicts: Numbers,
        grounds: Grounds,
    ) -> None:  # fmt: skip
        """`worlds`: those that are shown, of those that were judged."""
        self._docket = docket
        self._actors = scales.registrar.actors
        self._shown = [world.id for world in worlds]
        place = {world.id: i for i, world in enumerate(scales.worlds)}
        columns = np.array([place[name] for name in self._shown], np.int64)
        size = len(scales.worlds)
        self._columns: list[int] = columns.tolist()
        self._apart = grounds.apart

        def shown(sets: Words) -> NDArray[np.uint64]:
            return unpacked(sets, size)[:, columns].astype(np.uint64)

        self._reasons, self._cited = sorted(grounds.reasons), sorted(grounds.cited)
        # Terms stand on other clauses in another reading.
        clauses = Numbered()
        clause = [
            clauses.of(tuple(tuple(term.clauses) for term in world.terms.values()))
            for world in worlds
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
        self._shared: dict[tuple[int, ...], dict[str, WorldVerdict]] = {}

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
        """The verdicts of a row by world; rows with the same verdicts share one mapping."""
        verdicts = [
            self._by(row, number, column)
            for number, column in zip(self._of[row].tolist(), self._columns, strict=True)
        ]
        found = dict(zip(self._shown, verdicts, strict=True))
        return self._shared.setdefault(tuple(map(id, verdicts)), found)

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
