"""The plain form: tables of reports as files of text, read whole or refused.

In: CSV files with the columns of `hudna.matching.tellings.COLUMNS`.  Out: one Arrow table with those
columns, numbers as numbers, `begin` and `end` as timestamps on the local clock.  Columns may be
missing or in any order; unknown ones are kept.  An empty cell is unknown, never zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from hudna.matching.tellings import COLUMNS, joined
from hudna.problem import Problem, Refused, refuse
from hudna.sources.delimited import inspect, visible

_NUMBERS: Final = ("lat", "lon", "radius_km", "deaths_low", "deaths_best", "deaths_high")
_LEAST: Final = {"lat": -90.0, "lon": -180.0}
_MOST: Final = {"lat": 90.0, "lon": 180.0, "radius_km": 20_040.0}
_DAY: Final = pa.scalar(86_400_000_000, pa.duration("us"))


def read(files: Sequence[Path]) -> pa.Table:
    """Read files of reports as one table.

    Raises `Refused` for a file that is no table of text, for a number, a time or a place that cannot
    be, naming the first such rows, and for an id that is there twice.
    """
    table = joined([_file(path) for path in files])
    unique(table, ", ".join(visible(path.name) for path in files))
    return table


def checked(table: pa.Table, name: str = "table") -> pa.Table:
    """A table of reports in the plain form, with its numbers and times read.

    Raises `Refused` as `read` does.
    """
    problems: list[Problem] = []
    for column in table.column_names:
        if column in _NUMBERS:
            table = _number(table, column, name, problems)
    if "report_id" not in table.column_names:
        what = "has no column report_id"
        remedy = f"Give each row an id; the columns are {', '.join(COLUMNS)}"
        raise refuse(name, what, remedy)
    begin, end = _times(table, name, problems)
    if problems:
        raise Refused(problems)
    return table.append_column("begin", begin).append_column("end", end)


def _file(path: Path) -> pa.Table:
    name = visible(path.name)
    encoding = inspect(path)
    try:
        with pv.open_csv(path, pv.ReadOptions(encoding=encoding.codec)) as reader:
            columns = reader.schema.names
        twice = {column for column in columns if columns.count(column) > 1}
        if twice:
            raise refuse(name, f"has two columns {visible(min(twice))}", "Keep one of them", 1)
        table = pv.read_csv(
            path,
            pv.ReadOptions(encoding=encoding.codec),
            pv.ParseOptions(newlines_in_values=True),
            pv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        raise refuse(
            name, f"is no table: {visible(str(error), 200)}", "Save it as “CSV UTF-8”"
        ) from None
    table = table.rename_columns([column.strip() for column in table.column_names])
    if "source" not in table.column_names:  # the file is the source
        table = table.append_column("source", pa.array([path.stem] * len(table), pa.string()))
    return checked(table, name)


def _number(table: pa.Table, column: str, name: str, problems: list[Problem]) -> pa.Table:
    written = table.column(column)
    at = table.schema.get_field_index(column)
    if not pa.types.is_string(written.type):
        numbers = written.cast(pa.float64())
    else:
        text = pc.utf8_trim_whitespace(written)
        text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
        plausible = pc.match_substring_regex(text, r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
        bad = pc.fill_null(pc.invert(plausible), False)
        if pc.any(bad).as_py():
            _complain(table, bad, column, "is no number", name, problems)
            return table
        numbers = text.cast(pa.float64())
    least, most = _LEAST.get(column, 0.0), _MOST.get(column)
    outside = pc.less(numbers, least)
    if most is not None:
        outside = pc.or_kleene(outside, pc.greater(numbers, most))
    outside = pc.fill_null(outside, False)
    if pc.any(outside).as_py():
        bounds = f"lies outside {least:g} to {most:g}" if most is not None else "is less than 0"
        _complain(table, outside, column, bounds, name, problems)
    return table.set_column(at, column, numbers)


def _complain(
    table: pa.Table,
    bad: pa.ChunkedArray,
    column: str,
    what: str,
    name: str,
    problems: list[Problem],
) -> None:
    rows = pc.indices_nonzero(bad).to_pylist()
    for row in rows[:5]:
        value = visible(str(table.column(column)[row].as_py()))
        more = f" (and so in {len(rows) - 1} more)" if len(rows) > 1 and row == rows[0] else ""
        remedy = "Correct the cell, or leave it empty where it is not known"
        problems.append(
            Problem(name, None, None, f"row {row + 1}: {column} “{value}” {what}{more}", remedy)
        )


def _times(
    table: pa.Table, name: str, problems: list[Problem]
) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    nothing = pa.chunked_array([pa.nulls(len(table), pa.timestamp("us"))])
    begin, _ = _instants(table, "t_earliest", name, problems, nothing)
    end, whole_day = _instants(table, "t_latest", name, problems, nothing)
    if problems:
        return nothing, nothing
    end = pc.if_else(whole_day, pc.add(end, _DAY), end)
    late = pc.fill_null(pc.less(end, begin), False)
    if pc.any(late).as_py():
        _complain(table, late, "t_latest", "is before t_earliest", name, problems)
    return begin, end


def _instants(
    table: pa.Table, column: str, name: str, problems: list[Problem], nothing: pa.ChunkedArray
) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    """The instants of a column on its own clock, and which of them are whole days."""
    no = pa.chunked_array([pa.array([False] * len(table))])
    if column not in table.column_names:
        return nothing, no
    written = table.column(column)
    if pa.types.is_date(written.type):
        return written.cast(pa.timestamp("us")), pc.is_valid(written)
    if pa.types.is_timestamp(written.type):
        return pc.local_timestamp(written) if written.type.tz else written.cast(
            pa.timestamp("us")
        ), no
    text = pc.utf8_trim_whitespace(written.cast(pa.string()))
    text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    good = pc.match_substring_regex(
        text, r"^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d(:?\d\d)?)?)?$"
    )
    bad = pc.fill_null(pc.invert(good), False)
    if pc.any(bad).as_py():
        what = "is no time of the form 2016-12-30 or 2016-12-30T14:05 on the local clock"
        _complain(table, bad, column, what, name, problems)
        return nothing, no
    text = pc.replace_substring_regex(text, r"(T.*?)(Z|[+-]\d\d(:?\d\d)?)$", r"\1")
    try:
        moments = text.cast(pa.timestamp("us"))
    except pa.ArrowInvalid as error:
        problems.append(
            Problem(
                name, None, None, f"{column}: {visible(str(error), 200)}", "Write a day that was"
            )
        )
        return nothing, no
    return moments, pc.fill_null(pc.equal(pc.utf8_length(text), 10), False)


def unique(table: pa.Table, name: str) -> None:
    """Raise `Refused` where a report has no id, or two have one."""
    ids = table.column("report_id")
    empty = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(ids), ""), True)
    if pc.any(empty).as_py():
        row = pc.index(empty, True).as_py() + 1
        raise refuse(name, f"row {row}: report_id is empty", "Give each row an id")
    if pc.count_distinct(ids).as_py() == len(ids):
        return
    counts = pc.value_counts(ids)
    twice = [entry["values"] for entry in counts.to_pylist() if entry["counts"] > 1]
    shown = ", ".join(visible(value) for value in sorted(twice)[:5])
    what = f"{len(twice)} ids stand in more than one row: {shown}"
    raise refuse(name, what, "Make them differ, for instance by the name of their source in front")
