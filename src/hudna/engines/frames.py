"""Frames: tables of other libraries as Arrow, and Arrow as the same kind of table again.

In: a table of pyarrow, pandas or polars, or anything that gives an Arrow stream.  Out: an Arrow
table of the columns that are judged; and of what was found, a table of the kind that came in.
Neither pandas nor polars is needed where no table of theirs is given.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hudna.incident_table import SCHEMA
from hudna.problem import Refused, refuse

WANTED: Final = (*SCHEMA.names, "report_id")
"""The columns that are read; others may hold anything."""

_TIMES: Final = ("t_earliest", "t_latest")


def read(table: Any, name: str = "table", wanted: Sequence[str] = WANTED) -> pa.Table:
    """The columns of a table that are wanted, as Arrow.  Raises `Refused` for what is no table."""
    if not isinstance(table, pa.Table | pa.RecordBatch) and not _is_frame(table):
        table = _streamed(table, name)
    columns = [str(column) for column in getattr(table, "column_names", table.columns)]
    twice = [c for c, count in Counter(columns).items() if count > 1 and c in wanted]
    if twice:
        raise refuse(name, f"there are several columns `{twice[0]}`", "Rename or drop all but one")
    there = [column for column in wanted if column in columns]
    if _is("polars", "DataFrame", table):
        found: pa.Table = table.select(there).to_arrow()
    elif _is("pandas", "DataFrame", table):
        found = pa.table([_from_pandas(table[c], name) for c in there], names=there)
    elif isinstance(table, pa.RecordBatch):
        found = pa.Table.from_batches([table]).select(there)
    else:
        found = table.select(there)
    return found


def _is(package: str, kind: str, table: Any) -> bool:
    """Whether it is an object of a library, which then is loaded already."""
    module = sys.modules.get(package)
    return module is not None and isinstance(table, getattr(module, kind, ()))


def _is_frame(table: Any) -> bool:
    return any(_is(package, "DataFrame", table) for package in ("pandas", "polars"))


def _streamed(table: Any, name: str) -> pa.Table:
    if hasattr(table, "__arrow_c_stream__"):
        return pa.RecordBatchReader.from_stream(table).read_all()
    what = f"a {type(table).__qualname__} is no table"
    if _is("polars", "LazyFrame", table):
        raise refuse(name, what, "Give `frame.collect()`")
    if isinstance(table, str) or hasattr(table, "__fspath__"):
        raise refuse(name, what, "Read the file first, as with pandas.read_parquet")
    raise refuse(name, what, "Give a DataFrame of pandas or polars, or an Arrow table")


def _from_pandas(column: Any, name: str) -> pa.Array:
    try:
        found = pa.Array.from_pandas(column)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
        what = f"`{column.name}` holds values of several kinds: {str(error).splitlines()[0]}"
        raise refuse(name, what, _kind(column.name)) from None
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _kind(column: str) -> str:
    """What a column should hold, as a remedy."""
    if column not in WANTED:
        return "Let a column hold values of one kind"
    field = SCHEMA.field("incident_id" if column == "report_id" else column)
    return f"It should hold {field.type}: {field.metadata[b'doc'].decode()}"


def check_kinds(found: pa.Table, table: Any, zone: str, name: str = "table") -> None:
    """That times are instants, and lists lists; `table` is what `found` was read from.

    A day, or a time without a zone, is another span in every country: nothing is put in its place.
    Raises `Refused`; `zone` is the case's own.
    """
    for field in found.schema:
        kind = field.type
        if pa.types.is_null(kind):
            continue
        if field.name in _TIMES:
            _check_time(field.name, kind, table, zone, name)
        wants_list = field.name in SCHEMA.names and pa.types.is_list(SCHEMA.field(field.name).type)
        if wants_list and not pa.types.is_nested(kind):
            what = f"`{field.name}` is {kind}, one value a row, not a list"
            raise refuse(name, what, f"{_kind(field.name)}. Of one value, write a list of one")
    ids = "incident_id" if "incident_id" in found.column_names else "report_id"
    if ids in found.column_names and found[ids].null_count:
        row = np.flatnonzero(np.asarray(found[ids].is_null()))[0] + 1
        raise refuse(name, f"row {row} has no `{ids}`", "Give every row an id")


def _check_time(column: str, kind: pa.DataType, table: Any, zone: str, name: str) -> None:
    if pa.types.is_timestamp(kind) and kind.tz is None:
        raise _zoneless(f"`{column}` has no time zone", column, table, zone, name)
    if pa.types.is_date(kind):
        what = f"`{column}` is a date: a day begins and ends at another instant in every country"
        raise _zoneless(what, column, table, zone, name)
    if not (pa.types.is_timestamp(kind) or pa.types.is_string(kind) or "string" in str(kind)):
        raise refuse(name, f"`{column}` is {kind}, no instant", _kind(column))


def _zoneless(what: str, column: str, table: Any, zone: str, name: str) -> Refused:
    if _is("polars", "DataFrame", table):
        how = f'pl.col("{column}").cast(pl.Datetime("us")).dt.replace_time_zone("{zone}")'
    elif _is("pandas", "DataFrame", table):
        how = f'pandas.to_datetime(table["{column}"]).dt.tz_localize("{zone}")'
    else:
        how = f'pyarrow.compute.assume_timezone(table["{column}"], "{zone}")'
    remedy = f"Say on whose clock. If it is the case's own: `{how}`; `t_latest` is not included"
    return refuse(name, what, remedy)


def afresh(found: pa.Table, table: Any) -> Any:
    """What was found, as a table of the kind of `table` that keeps nothing of its rows."""
    if _is("pandas", "DataFrame", table):
        return found.to_pandas()
    return like(found, table, np.zeros(0, np.int64))


def like(found: pa.Table, table: Any, rows: NDArray[np.int64]) -> Any:
    """What was found, as a table of the kind of `table`.

    `rows` says of which row of `table` each is: a pandas table keeps the labels of its index.
    Of a stream or a stranger, an Arrow table.
    """
    if _is("polars", "DataFrame", table):
        return sys.modules["polars"].from_arrow(found)
    if _is("pandas", "DataFrame", table):
        kinds = {pa.int32(): sys.modules["pandas"].Int32Dtype()}
        frame = found.to_pandas(types_mapper=kinds.get)
        frame.index = table.index.take(rows)
        return frame
    if isinstance(table, pa.RecordBatch):
        columns = [column.combine_chunks() for column in found.columns]
        return pa.RecordBatch.from_arrays(columns, schema=found.schema)
    return found
