"""Importing: what became of a file's rows.

In: the rows that a format reads.  Out: an `ImportReport`, in which every row, column and name of
the file is accounted for, and tables of `hudna.report.SCHEMA`.
"""

from __future__ import annotations

import os
import tempfile
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hudna.problem import Problem, Refused, refuse
from hudna.report import SCHEMA
from hudna.sources.delimited import visible

MAX_REFUSED: Final = 1_000_000
"""A file with more unreadable rows than this is refused as a whole."""

BATCH: Final = 2_000
"""Reports made at a time."""

IN_MEMORY: Final = 200_000
"""Reports held in memory; of a larger file the table lies in a temporary file, mapped."""

# What `ImportReport.missed` counts names under.
NO_ACTOR: Final = "Actors that the case does not know (unidentified)"
NO_ORIGIN: Final = "Origins that the case does not know (no support)"
NO_UNIT: Final = "Units that the gazetteer does not know (left out)"

_Listed = dict[str, "array[int]"]  # what → the lines on which it stands


class BadRow(ValueError):
    """A row that cannot be taken, and why."""


@dataclass
class ImportReport:
    """What became of one file: rows = reports + refused + duplicates.

    `odd` is what was taken although it is strange; `notes` are counts that a reader needs;
    `names` are names that the case does not know, with the number of rows that have each.
    """

    file: str
    format: str
    encoding: str = ""
    rows: int = 0
    reports: int = 0
    aggregates: int = 0
    duplicates: int = 0
    empty_lines: int = 0
    refused_count: int = 0
    refused: _Listed = field(default_factory=dict)
    odd: _Listed = field(default_factory=dict)
    notes: Counter[str] = field(default_factory=Counter)
    names: dict[str, Counter[str]] = field(default_factory=dict)
    columns_used: list[str] = field(default_factory=list)
    columns_not_carried: list[str] = field(default_factory=list)
    columns_unknown: list[str] = field(default_factory=list)
    columns_missing: list[str] = field(default_factory=list)

    @property
    def refused_rows(self) -> list[tuple[int, str]]:
        """Every refused row: its line in the file, and why; by line."""
        return sorted((line, why) for why, lines in self.refused.items() for line in lines)

    def refuse_row(self, line: int, why: str) -> None:
        """List a row that cannot be taken.  Raises `Refused` when they are too many to list."""
        self.refused.setdefault(why, array("q")).append(line)
        self.refused_count += 1
        if self.refused_count > MAX_REFUSED:
            what = f"more than {MAX_REFUSED:,} rows cannot be read, the last because: {why}"
            raise refuse(self.file, what, "Is this the right file?", line)

    def note_odd(self, line: int, what: str) -> None:
        """List something strange that was taken all the same."""
        self.odd.setdefault(what, array("q")).append(line)

    def missed(self, kind: str, names: Iterable[str]) -> None:
        """Count names that the case does not know, once a row."""
        if names:
            self.names.setdefault(kind, Counter()).update(set(names))

    def settle(self, table: pa.Table, strict: bool, remedy: str) -> None:
        """Count the reports that were made.  Raises `Refused` for oddities if strict, and for none."""
        self.reports = table.num_rows
        self.aggregates = pc.sum(table["aggregate"]).as_py() or 0
        if strict:
            self.be_strict()
        if self.rows and not self.reports:
            raise self._none_taken(remedy)

    def _none_taken(self, remedy: str) -> Refused:
        """The refusal of a file none of whose rows can be taken, with why of the first."""
        first = [f"line {line}: {why}" for line, why in self.refused_rows[:3]]
        what = f"none of its {self.rows:,} rows can be taken ({'; '.join(first)})"
        return refuse(self.file, what, remedy)

    def be_strict(self) -> None:
        """Raise `Refused` with everything odd in the file, if anything is."""
        if found := self.oddities():
            raise Refused(found)

    def oddities(self) -> list[Problem]:
        """What `--strict` refuses: refused rows, duplicates, odd things, unknown columns."""
        first = self.refused_rows[:_SHOWN]
        found = [Problem(self.file, line, None, why, "Mend the row") for line, why in first]
        if self.refused_count > _SHOWN:
            what = f"{self.refused_count - _SHOWN:,} more rows cannot be taken"
            found.append(Problem(self.file, None, None, what, "Mend the rows"))
        for what, lines in self.odd.items():
            many = f" (on {_rows(len(lines))})" if len(lines) > 1 else ""
            found.append(Problem(self.file, lines[0], None, what + many, _LENIENT))
        if self.columns_unknown:
            shown = ", ".join(map(visible, self.columns_unknown[:_SHOWN]))
            found.append(Problem(self.file, 1, None, f"unknown columns: {shown}", _LENIENT))
        if self.duplicates:
            what = f"{self.duplicates:,} rows stand in the file more than once"
            found.append(Problem(self.file, None, None, what, _LENIENT))
        return found

    def as_dict(self) -> dict[str, Any]:
        """The whole report, for JSON: every refused row, every odd line, every name."""
        return {
            "file": self.file,
            "format": self.format,
            "encoding": self.encoding,
            "rows": self.rows,
            "reports": self.reports,
            "aggregates": self.aggregates,
            "refused": [{"line": line, "why": why} for line, why in self.refused_rows],
            "duplicates": self.duplicates,
            "empty_lines": self.empty_lines,
            "odd": {what: list(lines) for what, lines in self.odd.items()},
            "notes": dict(self.notes),
            "unknown_names": {kind: dict(n.most_common()) for kind, n in self.names.items()},
            "columns": {
                "used": self.columns_used,
                "not_carried": self.columns_not_carried,
                "unknown": self.columns_unknown,
                "missing": self.columns_missing,
            },
        }

    def as_text(self, limit: int = 20) -> str:
        """The report for people; of long lists the first `limit`, with how many more there are."""
        return "\n".join(self._lines(limit))

    def _lines(self, limit: int) -> Iterator[str]:
        yield f"{self.file}: {self.format}, {self.encoding}"
        yield (
            f"  {self.rows:,} rows = {self.reports:,} reports + {self.refused_count:,} refused "
            f"+ {self.duplicates:,} duplicates"
        )
        if self.aggregates:
            yield f"  {self.aggregates:,} of the reports are aggregates: never counted in a window"
        for what, count in self.notes.items():
            yield f"  {count:,} {what}"
        if self.empty_lines:
            yield f"  {self.empty_lines:,} empty lines, passed over"
        if self.refused:
            yield "  Rows refused:"
            yield from _some([f"line {n}: {why}" for n, why in self.refused_rows], limit, "rows")
        if self.odd:
            yield "  Odd, taken as they are:"
            odd = [f"{what}: {_on(lines)}" for what, lines in self.odd.items()]
            yield from _some(odd, limit, "kinds")
        for kind, names in self.names.items():
            yield f"  {kind}:"
            known = [f"{visible(name)} ({_rows(n)})" for name, n in names.most_common()]
            yield from _some(known, limit, "names")
        for title, columns in (
            ("Columns used", self.columns_used),
            ("Columns of the format that a report has no place for", self.columns_not_carried),
            ("Unknown columns, not used", self.columns_unknown),
            ("Columns that are missing, so unknown in every report", self.columns_missing),
        ):
            if columns:
                more = f" and {len(columns) - 60:,} more" if len(columns) > 60 else ""
                yield f"  {title}: {', '.join(map(visible, columns[:60]))}{more}"


_SHOWN: Final = 20
_LENIENT: Final = "Mend it, or import without --strict"


def _some(items: list[str], limit: int, what: str) -> Iterator[str]:
    yield from (f"    {item}" for item in items[:limit])
    if len(items) > limit:
        yield f"    and {len(items) - limit:,} more {what}"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _on(lines: array[int]) -> str:
    first = ", ".join(map(str, lines[:5])) + (", …" if len(lines) > 5 else "")
    return f"line {first}" if len(lines) == 1 else f"{_rows(len(lines))} (lines {first})"


def batch_of(rows: Sequence[tuple[Any, ...]]) -> pa.RecordBatch:
    """Make a batch of rows whose values stand in the order of the schema."""
    if not rows:
        return pa.RecordBatch.from_pylist([], schema=SCHEMA)
    columns = zip(*rows, strict=True)
    return pa.RecordBatch.from_arrays(
        [_array(values, field) for values, field in zip(columns, SCHEMA, strict=True)],
        schema=SCHEMA,
    )


def _array(values: tuple[Any, ...], column: pa.Field) -> pa.Array:
    if pa.types.is_timestamp(column.type):  # an instant is a count of microseconds
        return pa.array(values, pa.int64()).cast(column.type)
    return pa.array(values, column.type)


def table_of(batches: Iterable[pa.RecordBatch]) -> pa.Table:
    """Join batches of reports into a table that takes little memory however many there are.

    Beyond `IN_MEMORY` rows it lies in a temporary file, mapped, that is gone when the table is.
    """
    held: list[pa.RecordBatch] = []
    stream = iter(batches)
    rows = 0
    for batch in stream:
        held.append(batch)
        rows += batch.num_rows
        if rows > IN_MEMORY:
            return _on_disk(held, stream)
    return pa.Table.from_batches(held, schema=SCHEMA)


def _on_disk(held: list[pa.RecordBatch], rest: Iterator[pa.RecordBatch]) -> pa.Table:
    handle, name = tempfile.mkstemp(prefix="hudna-import-")
    try:
        with os.fdopen(handle, "wb") as file, pa.ipc.new_file(file, SCHEMA) as writer:
            for batch in held:
                writer.write_batch(batch)
            held.clear()
            for batch in rest:
                writer.write_batch(batch)
        return pa.ipc.open_file(pa.memory_map(name)).read_all()
    finally:
        Path(name).unlink()


class Seen:
    """Which ids a file has had: in a few bytes a row, so that millions fit."""

    def __init__(self) -> None:
        self._ids = array("q")
        self._cells = array("q")
        self._lines = array("q")

    def add(self, number: int, cells: str, line: int) -> None:
        """Remember the id of a row, what it says, and its line; in the order of the table."""
        self._ids.append(number)
        self._cells.append(hash(cells))
        self._lines.append(line)

    def settle(self, report: ImportReport) -> np.ndarray[Any, Any] | None:
        """Which rows to keep: None for all.

        Of rows that say the same the first is kept.  Rows that say different things under one id
        are refused: nothing says which is right.
        """
        ids = np.asarray(self._ids)
        order = np.argsort(ids, kind="stable")
        again = np.flatnonzero(ids[order][1:] == ids[order][:-1]) + 1
        if not len(again):
            return None
        keep = np.ones(len(ids), bool)
        groups: dict[int, list[int]] = {}
        for at in again:
            groups.setdefault(int(ids[order[at]]), [int(order[at - 1])]).append(int(order[at]))
        for number, rows in groups.items():
            if len({self._cells[row] for row in rows}) == 1:
                keep[rows[1:]] = False
                report.duplicates += len(rows) - 1
                continue
            keep[rows] = False
            lines = ", ".join(str(self._lines[row]) for row in rows[:5])
            for row in rows:
                why = f"the id {number} stands on rows that differ (lines {lines})"
                report.refuse_row(self._lines[row], why)
        return keep


def kept(table: pa.Table, keep: np.ndarray[Any, Any]) -> pa.Table:
    """The rows of `table` for which `keep` is true."""

    def batches() -> Iterator[pa.RecordBatch]:
        at = 0
        for batch in table.to_batches():
            yield batch.filter(pa.array(keep[at : at + batch.num_rows]))
            at += batch.num_rows

    return table_of(batches())
