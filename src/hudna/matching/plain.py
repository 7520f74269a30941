"""The plain form: tables of reports, as files of text or from Python, read whole or refused.

In: CSV files, or tables of Arrow, pandas or polars, with the columns of `hudna.sources.plain.COLUMNS`.
Out: `Read`, one Arrow table of those columns, texts as texts, numbers as numbers, `begin` and `end` as
timestamps on the local clock.  Columns may be missing or in any order; others are left alone.  An empty
cell is unknown, never zero.  What cannot be is refused, with its file, line, column and remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from itertools import combinations, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from hudna.instant import TimeError
from hudna.instant import zone as zone_named
from hudna.matching.clock import Clock, columns_of_time
from hudna.matching.tellings import joined
from hudna.names import fold
from hudna.problem import Problem, Refused, refuse
from hudna.sources.delimited import Encoding, inspect, read_rows, visible
from hudna.sources.plain import COLUMNS

NUMBERS: Final = ("lat", "lon", "radius_km", "deaths_low", "deaths_best", "deaths_high")
RANGE: Final = NUMBERS[3:]
TIMES: Final = ("t_earliest", "t_latest")
_LEAST: Final = {"lat": -90.0, "lon": -180.0}
_MOST: Final = {"lat": 90.0, "lon": 180.0, "radius_km": 20_040.0}
_MOST_DEATHS: Final = 1e9
_BLOCK: Final = 32 * 1024 * 1024  # bytes: a row may be no longer
_SHOWN: Final = 5
_NEAR: Final = 0.85  # how much two names of columns have in common, of which one is misspelt

Lines = Callable[[Sequence[int]], Sequence[int | None]]
"""The lines of a file on which some of its rows begin."""


@dataclass(frozen=True, slots=True)
class Read:
    """Reports as one table, and what a person should know of how they were read."""

    table: pa.Table
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Part:
    """One table as it is read: its name, where its rows stand, and what is wrong with it."""

    name: str
    source: str
    lines: Lines | None = None
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    table: pa.Table | None = None
    offsets: int = 0

    def complain(self, bad: Any, what: Callable[[int], str], remedy: str) -> None:
        """Name the first rows where `bad` holds, and say how many more there are."""
        # Of a column without rows older Arrow cannot say which hold.
        rows = pc.indices_nonzero(pc.fill_null(bad, False)).to_pylist() if len(bad) else []
        if not rows:
            return
        lines = self.lines(rows[:_SHOWN]) if self.lines else [None] * len(rows[:_SHOWN])
        for row, line in zip(rows[:_SHOWN], lines, strict=True):
            where = "" if line is not None else f"row {row + 1}: "
            more = (
                f" (and so in {len(rows) - 1:,} more)" if len(rows) > 1 and row == rows[0] else ""
            )
            told = f"{where}{what(row)}{more}"
            self.problems.append(Problem(self.name, line, None, told, remedy))


def read(files: Sequence[Path], zone: str | None = None) -> Read:
    """Read files of reports as one table; with `zone`, times with an offset are put on its clock.

    Raises `Refused` for a file that is no table of text, for a number, a time or a place that cannot
    be, naming the first such rows of every file, and for an id that is there twice.
    """
    clock = _clock(zone)
    _once(files)
    return _whole(
        [_refusals(partial(_file, path, clock), visible(path.name)) for path in files], zone
    )


def _once(files: Sequence[Path]) -> None:
    """Raise `Refused` for a file that is named twice, which would be told of row by row."""
    seen: dict[Path, Path] = {}
    for path in files:
        first = seen.setdefault(path.resolve(), path)
        if first is not path:
            name = visible(path.name)
            same = "" if first == path else f", also as {visible(str(first))}"
            raise refuse(name, f"is named twice{same}", "Name each file once")


def read_tables(tables: Iterable[pa.Table], zone: str | None = None) -> Read:
    """Take tables of reports in the plain form.  Raises `Refused` as `read` does."""
    clock = _clock(zone)
    parts = []
    for number, table in enumerate(tables, 1):
        name = f"table {number}"
        part = _Part(name, name, notes=list(_misspelt(name, table.column_names)))
        parts.append(_refusals(partial(_checked, part, table, clock), name))
    return _whole(parts, zone)


def _clock(zone: str | None) -> Clock:
    try:
        return Clock(None if zone is None else zone_named(zone))
    except TimeError as error:
        raise refuse("--zone", str(error), "Name the zone of the local clock") from None


def _refusals(made: Callable[[], _Part], name: str) -> _Part:
    """A part, or one that holds why there is none: so that all files are told of at once."""
    try:
        return made()
    except Refused as refused:
        return _Part(name, name, problems=list(refused.problems))


def _whole(parts: Sequence[_Part], zone: str | None) -> Read:
    if problems := [problem for part in parts for problem in part.problems]:
        raise Refused(problems)
    table = joined([part.table for part in parts])
    _unique(parts, table.column("report_id"))
    notes = *(note for part in parts for note in part.notes), *_nearly_one(table.column("source"))
    offsets = sum(part.offsets for part in parts)
    if not offsets or zone is not None:
        return Read(table, notes)
    where = ", ".join(part.name for part in parts if part.offsets)
    note = (
        f"{offsets:,} times have an offset, such as Z or +03:00 ({where}): it was left out, and the "
        "clock read as the local one. Name the zone of the local clock, as in --zone Asia/Damascus, "
        "and they are put on it."
    )
    return Read(table, (*notes, note))


def _nearly_one(sources: pa.ChunkedArray) -> Iterator[str]:
    """What to say of sources that differ in case, marks or signs that nobody sees."""
    names = {name.strip() for name in pc.unique(sources).to_pylist()}
    for folded, some in groupby(sorted((fold(name), name) for name in names), key=itemgetter(0)):
        same = [f"“{visible(name)}”" for _, name in some]
        if folded and len(same) > 1:
            yield f"{' and '.join(same)} are taken for {len(same)} sources: if they are one, write it alike."


# --- files -----------------------------------------------------------------------------------------


def _file(path: Path, clock: Clock) -> _Part:
    name = visible(path.name)
    encoding = inspect(path)
    part = _Part(name, path.stem, partial(_lines, path, encoding))
    try:
        options = pv.ReadOptions(encoding=encoding.codec, block_size=_BLOCK)
        parsing = pv.ParseOptions(newlines_in_values=True)
        with pv.open_csv(path, options, parsing) as reader:
            written = reader.schema.names
        columns = [name.strip() for name in written]
        for known in COLUMNS:
            if columns.count(known) > 1:
                raise refuse(name, f"has two columns {known}", "Keep one of them", 1)
        wanted = [raw for raw, column in zip(written, columns, strict=True) if column in COLUMNS]
        if "report_id" not in columns:
            raise _without_id(name, columns, 1)
        part.notes += _misspelt(name, columns)
        converting = pv.ConvertOptions(
            column_types=dict.fromkeys(wanted, pa.string()),
            include_columns=wanted,
            strings_can_be_null=False,
        )
        table = pv.read_csv(path, options, parsing, converting)
    except pa.ArrowException as error:
        _prove(path, encoding, name, None)
        what = f"is no table that can be read: {visible(str(error), 200)}"
        raise refuse(name, what, "Save it as “CSV UTF-8”") from None
    _prove(path, encoding, name, len(table))
    return _checked(part, table.rename_columns([raw.strip() for raw in wanted]), clock)


def _prove(path: Path, encoding: Encoding, name: str, found: int | None) -> None:
    """Refuse a file in which a quote that is not closed has swallowed rows, or rows differ in cells.

    Where there are as many lines as rows nothing can have been swallowed, and it is not read again.
    """
    if found is not None and encoding.codec == "utf-8" and _is_even(path, found):
        return
    rows = read_rows(path, encoding)
    _, header = next(rows, (1, []))
    count = 0
    for line, cells in rows:
        if cells and len(cells) != len(header):
            what = f"this row has {len(cells)} cells, and the header {len(header)}"
            raise refuse(name, what, "A cell that holds a comma stands in quotes", line)
        count += bool(cells)
    if found is not None and count != found:
        what = f"is no table that can be read: it has {found:,} rows, or {count:,}"
        raise refuse(name, what, "Save it as “CSV UTF-8”")


def _is_even(path: Path, rows: int) -> bool:
    """Whether a file has a line for its header and for each row, and an even number of quotes."""
    lines, quotes, last = 0, 0, b""
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            lines += block.count(b"\n")
            quotes += block.count(b'"')
            last = block
    return lines + (not last.endswith(b"\n")) == rows + 1 and quotes % 2 == 0


def _lines(path: Path, encoding: Encoding, rows: Sequence[int]) -> list[int | None]:
    found: dict[int, int] = {}
    wanted, last, row = set(rows), max(rows), -2
    for line, cells in read_rows(path, encoding):
        row += bool(cells)
        if cells and row in wanted:
            found[row] = line
        if row >= last:
            break
    return [found.get(row) for row in rows]


# --- columns ---------------------------------------------------------------------------------------


def _checked(part: _Part, table: pa.Table, clock: Clock) -> _Part:
    """A table with its texts, numbers and times read."""
    if "report_id" not in table.column_names:
        raise _without_id(part.name, table.column_names, None)
    columns: dict[str, pa.ChunkedArray] = {}
    for column in COLUMNS:
        if column in table.column_names and column not in TIMES:
            read = _number if column in NUMBERS else _text
            columns[column] = read(part, column, table.column(column))
    for lower, upper in combinations(RANGE, 2):
        if lower in columns and upper in columns:
            _ordered(part, lower, upper, columns)
    begin, end, part.offsets = columns_of_time(table, clock, part.complain)
    if part.problems:
        raise Refused(part.problems)
    nothing = pa.chunked_array([pa.nulls(len(table), pa.string())])
    source = columns.get("source", nothing)  # the file is the source of what names none
    blank = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(source), ""), True)
    columns["source"] = pc.if_else(blank, pa.scalar(part.source, pa.string()), source)
    empty = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(columns["report_id"]), ""), True)
    part.complain(empty, lambda _: "report_id is empty", "Give each row an id")
    if part.problems:
        raise Refused(part.problems)
    part.table = pa.table({**columns, "begin": begin, "end": end})
    return part


def _without_id(name: str, columns: Iterable[str], line: int | None) -> Refused:
    columns = list(columns)
    there = ", ".join(visible(str(column)) for column in columns[:20]) or "none"
    remedy = f"Give each row an id; the columns of the form are {', '.join(COLUMNS)}"
    marks = {";": "semicolons", "\t": "tabs"}
    if len(columns) == 1 and (
        wrong := [name for mark, name in marks.items() if mark in columns[0]]
    ):
        remedy = f"Separate cells by commas, not by {wrong[0]}"
    return refuse(name, f"has no column report_id, but {there}", remedy, line)


def _misspelt(name: str, columns: Iterable[str]) -> Iterator[str]:
    """What to say of columns that the form does not have, but nearly."""
    columns = list(columns)
    missing = [known for known in COLUMNS if known not in columns]
    for column in columns:
        near = [] if column in COLUMNS else get_close_matches(column.lower(), missing, 1, _NEAR)
        if near:
            yield f"{name}: the column {visible(column)} was left alone; the form has {near[0]}."


def _text(part: _Part, column: str, written: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = written.type
    try:
        if pa.types.is_list(kind) or pa.types.is_large_list(kind):
            words = pa.list_(pa.string())
            return pc.binary_join(written.cast(words), "|").cast(pa.string())
        return written.cast(pa.string())
    except (pa.ArrowException, NotImplementedError):
        what, remedy = f"{column} is {kind}, no text", "Write texts; candidates separated by |"
        part.problems.append(Problem(part.name, None, None, what, remedy))
        return written


def _number(part: _Part, column: str, written: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = written.type
    remedy = "Correct the cell, or leave it empty where it is not known"

    def told(what: str) -> Callable[[int], str]:
        return lambda row: f"{column} “{visible(str(written[row].as_py()))}” {what}"

    numeric = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    if numeric or pa.types.is_null(kind):
        numbers = written.cast(pa.float64(), safe=False)
    elif pa.types.is_boolean(kind) or pa.types.is_temporal(kind) or pa.types.is_nested(kind):
        what = f"{column} is {kind}, no number"
        part.problems.append(Problem(part.name, None, None, what, "Write numbers"))
        return written
    else:
        text = pc.utf8_trim_whitespace(_text(part, column, written))
        text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
        plausible = pc.match_substring_regex(text, r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
        part.complain(pc.invert(plausible), told("is no number"), remedy)
        text = pc.if_else(pc.fill_null(plausible, False), text, pa.scalar(None, pa.string()))
        numbers = text.cast(pa.float64())
    numbers = pc.if_else(pc.is_nan(numbers), pa.scalar(None, pa.float64()), numbers)
    least = _LEAST.get(column, 0.0)
    most = _MOST.get(column, _MOST_DEATHS)
    outside = pc.or_(pc.less(numbers, least), pc.greater(numbers, most))
    part.complain(outside, told(f"lies outside {least:g} to {most:g}"), remedy)
    return numbers


def _ordered(part: _Part, lower: str, upper: str, columns: dict[str, pa.ChunkedArray]) -> None:
    """Complain of rows whose lower bound lies above the upper one."""
    low, high = columns[lower], columns[upper]
    if not (pa.types.is_floating(low.type) and pa.types.is_floating(high.type)):
        return  # complained of already

    def told(row: int) -> str:
        return f"{lower} {low[row].as_py():g} lies above {upper} {high[row].as_py():g}"

    remedy = "Correct the cells, or leave empty what is not known"
    part.complain(pc.greater(low, high), told, remedy)


def _unique(parts: Sequence[_Part], ids: pa.ChunkedArray) -> None:
    """Raise `Refused` where two reports have one id, naming where they stand."""
    if pc.count_distinct(ids).as_py() == len(ids):
        return
    counts = pc.value_counts(ids)
    twice = counts.filter(pc.greater(counts.field("counts"), 1)).field("values")
    first: dict[str, str] = {}
    problems: list[Problem] = []
    for part in parts:
        assert part.table is not None
        again = pc.indices_nonzero(pc.is_in(part.table.column("report_id"), twice)).to_pylist()
        again = again[: 20 * _SHOWN]
        lines = part.lines(again) if part.lines and again else [None] * len(again)
        for row, line in zip(again, lines, strict=True):
            name = part.table.column("report_id")[row].as_py()
            where = f"{part.name}:{line}" if line is not None else f"{part.name}, row {row + 1}"
            if name in first:
                what = f"report_id “{visible(name)}” stands in {where} and in {first[name]}"
                remedy = "Make them differ, for instance by the name of their source in front"
                problems.append(Problem(part.name, line, None, what, remedy))
            else:
                first[name] = where
    more = len(twice) - _SHOWN
    if more > 0:
        what = f"{len(twice):,} ids stand in more than one row"
        problems = [*problems[:_SHOWN], Problem("report_id", None, None, what, "Make them differ")]
    raise Refused(
        problems or [Problem("report_id", None, None, "ids are there twice", "Make them differ")]
    )
