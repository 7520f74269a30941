"""The court: an agreement compiled to be judged under some worlds.

In: incidents one by one, or tables of them.  Out: `Finding`s, or a table of findings
(`finding_table.schema`): a verdict in each world, the headline, its causes, pivots and flags.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hudna import finding_table, taxonomy
from hudna.agreement.agreement import Agreement
from hudna.agreement.provisions import OtherLaw
from hudna.agreement.worlds import World
from hudna.evidence import Origin
from hudna.finding import Finding, Headline, WorldVerdict
from hudna.incident import Incident
from hudna.judging.bits import Ids, Ints, Words, packed
from hudna.judging.book import HEADLINE_WORDS, Book
from hudna.judging.compiled import rule_with_grounds
from hudna.judging.docket import Docket, Listed
from hudna.judging.growing import Growing, Numbered
from hudna.judging.listing import Listing
from hudna.judging.outcomes import HEADLINES, Outcomes, numbers
from hudna.judging.told import Told
from hudna.judging.weighing import Scales

THICK = 1 << 26
"""The most that the sets of the rulings kept may take, in bytes."""

TOLD = 1000
"""How many rulings are told, world by world, at a time."""


class Ruling(NamedTuple):
    """What rows with the same verdicts and grounds share."""

    verdicts: Mapping[str, WorldVerdict]
    headline: Headline
    causes: tuple[str, ...]
    pivots: tuple[str, ...]


class Court:
    """An agreement compiled for some worlds.  Threads may share one."""

    def __init__(
        self, agreement: Agreement, shown: Sequence[World], counted: Sequence[World], pivots: bool
    ) -> None:
        """`shown`: the worlds of the verdicts; `counted`: those of the headline."""
        shown = list({world.id: world for world in shown}.values())  # each once
        counted = list({world.id: world for world in counted}.values())
        found = {world.id: world for world in (*shown, *counted)}
        if pivots:
            for world in counted:
                found |= {other.id: other for _, other in agreement.worlds.neighbours(world)}
        self.agreement = agreement
        # Where no reading is live nothing counts, and the tables want a world all the same.
        any_reading = next(iter(agreement.document.readings))
        self.worlds = list(found.values()) or agreement.worlds.of_reading(any_reading)[:1]
        self.shown, self.counted = shown, counted
        self.scales = Scales(agreement, self.worlds)
        self.outcomes = Outcomes(self.worlds, counted, agreement.worlds)
        self.schema = finding_table.schema([w.id for w in shown], [w.id for w in counted])
        self._pivots = pivots
        rules = flag_rules(counted)
        self._flags = lru_cache(maxsize=100_000)(
            lambda stated, codes: flags_of(stated, codes, rules)
        )
        self._flag_of = Growing((), np.int32)  # by set of codes
        self._flag_texts = Numbered()
        self._lock = threading.Lock()
        place = {world.id: i for i, world in enumerate(self.worlds)}
        self._mask = packed((place[world.id] for world in shown), self.scales.words)
        self._book = Book(self.scales, self.outcomes, self._mask, pivots)

    @property
    def book(self) -> Book:
        """The rulings by number; begun anew when it has grown too thick to keep."""
        if len(self._book.headline) * 32 * self.scales.words > THICK:
            self._book = Book(self.scales, self.outcomes, self._mask, self._pivots)
        return self._book

    def listing(self, origins: Mapping[str, Origin], strict: bool = True) -> Listing:
        """What lists tables of incidents for this court."""
        return Listing(self.scales.registrar, origins, strict)

    # --- incidents one by one ---------------------------------------------------------------------

    def findings(self, incidents: Sequence[Incident]) -> list[Finding]:
        """The findings of incidents, in order."""
        listed = self.scales.registrar.listed(incidents)
        rulings = self.rulings(listed.docket)
        rows = zip(listed.incident.tolist(), listed.part.tolist(), listed.row.tolist(), strict=True)
        return [self._finding(incidents[number], part, rulings[row]) for number, part, row in rows]

    def _finding(self, incident: Incident, part: int, ruling: Ruling) -> Finding:
        codes = frozenset(act.code for act in incident.acts)
        return Finding(
            incident.id,
            part or None,
            ruling.verdicts,
            Headline.UNDER_REVIEW if incident.under_review else ruling.headline,
            ruling.causes,
            ruling.pivots,
            self._flags(incident.flags, codes),
            incident.unmatched,
            incident.aggregate,
        )

    def findings_in(self, listed: Listed, source: pa.Table) -> Iterator[Finding]:
        """The findings on a table of reports (`source`), which a listing listed, in order.

        A report is judged as an incident of its own: `unmatched`, its flags those of its acts.
        """
        rulings, sets = self.rulings(listed.docket), self.scales.registrar.codes.things
        names = _taken(source["incident_id"], listed.incident).to_pylist()
        aggregates = _taken_flags(source, listed.incident).to_pylist()
        rows = zip(
            names, aggregates, listed.part.tolist(), listed.row.tolist(), listed.codes.tolist(),
            strict=True,
        )  # fmt: skip
        for name, aggregate, part, row, codes in rows:
            ruling = rulings[row]
            yield Finding(
                name, part or None, ruling.verdicts, ruling.headline, ruling.causes, ruling.pivots,
                self._flags((), sets[codes]), unmatched=True, aggregate=aggregate,
            )  # fmt: skip

    def rulings(self, docket: Docket) -> list[Ruling]:
        """The ruling on each row of a docket; rows in which nothing differs share it."""
        first, of = docket.kinds()
        found: list[Ruling] = []
        for start in range(0, len(first), TOLD):
            found += self._rulings(docket.take(first[start : start + TOLD]))
        return [found[kind] for kind in of.tolist()]

    def _rulings(self, docket: Docket) -> list[Ruling]:
        rulings, grounds = rule_with_grounds(self.scales, docket)
        verdicts = numbers(rulings, len(self.worlds))
        told = Told(self.scales, self.shown, docket, verdicts, grounds)
        headlines = self.outcomes.headlines(verdicts)
        causes = self.outcomes.causes(verdicts)
        turns = self.outcomes.turns(verdicts) if self._pivots else [()] * len(docket)
        return [
            Ruling(told.of(row), HEADLINES[headlines[row]], causes[row], turns[row])
            for row in range(len(docket))
        ]

    # --- tables -----------------------------------------------------------------------------------

    def table(self, listed: Listed, source: pa.Table, reasons: bool = True) -> pa.Table:
        """The findings on a table of incidents (`source`), which a listing listed."""
        book = self.book
        number = book.numbers(listed.docket).take(listed.row)
        columns: dict[str, pa.Array] = {
            "incident": _taken(source["incident_id"], listed.incident),
            "part": pa.array(listed.part, pa.int32(), mask=listed.part == 0),
            "headline": _words(book.headline.rows.take(number), HEADLINE_WORDS),
            "causes": _words(book.causes.rows.take(number), book.said["causes"].things),
        }
        for name in finding_table.SETS:
            columns[name] = self._sets(getattr(book, name).rows, number)
        asked = {"reasons": reasons, "pivots": self._pivots}
        for name, wanted in asked.items():
            texts = getattr(book, name).rows
            columns[name] = (
                _words(texts.take(number), book.said[name].things)
                if wanted
                else _nulls(len(number))
            )
        columns["flags"] = self._flag_words(listed)
        columns["aggregate"] = _taken_flags(source, listed.incident)
        return pa.table([columns[name] for name in self.schema.names], schema=self.schema)

    def _sets(self, sets: Words, number: Ids) -> pa.Array:
        """The sets of rulings, of the worlds that are shown."""
        width = self.schema.field("violation").type.byte_width
        found = sets[:, : width // 8].take(number, axis=0)
        found &= self._mask[: width // 8]
        found = found.astype("<u8", copy=False)
        return pa.Array.from_buffers(pa.binary(width), len(number), [None, pa.py_buffer(found)])

    def _flag_words(self, listed: Listed) -> pa.Array:
        sets = self.scales.registrar.codes.things
        while len(self._flag_of) < len(sets):
            with self._lock:
                if (known := len(self._flag_of)) < len(sets):
                    flags = self._flags((), sets[known])
                    text = "|".join(f"{law}:{code}" for law, code in flags)
                    self._flag_of.add(self._flag_texts.of(text))
        return _words(self._flag_of.rows.take(listed.codes), self._flag_texts.things)


def flag_rules(worlds: Sequence[World]) -> Mapping[tuple[str, str, frozenset[str]], None]:
    """What the terms on other law (P34) flag: law, code, and the acts; each once, in order."""
    return {
        (rule.law, rule.code, frozenset(rule.acts)): None
        for world in worlds
        for _, term in world.of(OtherLaw)
        for rule in term.flags
    }


def flags_of(
    stated: Iterable[tuple[str, str]], codes: frozenset[str],
    rules: Iterable[tuple[str, str, frozenset[str]]],
) -> tuple[tuple[str, str], ...]:  # fmt: skip
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
    for law, code, acts in rules:
        if codes and codes <= acts:
            found[law, code] = None
    return tuple(found)


def _words(numbers_: NDArray[Any], texts: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(
        pa.array(numbers_.astype(np.int32)), pa.array(list(texts), pa.string())
    )


def _nulls(rows: int) -> pa.Array:
    nothing = pa.nulls(rows, pa.int32())
    return pa.DictionaryArray.from_arrays(nothing, pa.array([], pa.string()))


def _taken(column: pa.ChunkedArray, rows: Ints) -> pa.ChunkedArray:
    whole = len(rows) == len(column) and (len(rows) == 0 or rows[-1] == len(rows) - 1)
    found = column if whole else column.take(pa.array(rows))
    return found.combine_chunks()


def _taken_flags(source: pa.Table, rows: Ints) -> pa.Array:
    if "aggregate" not in source.column_names:
        return pa.array(np.zeros(len(rows), np.bool_))
    return _taken(source["aggregate"].fill_null(False), rows)
