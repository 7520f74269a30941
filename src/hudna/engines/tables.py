"""Tables of incidents, judged several at a time.

In: tables of one case, one after another.  Out: their findings, in the same order, a few tables in
hand at a time.  numpy lets other threads run, so two of them use two cores.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import pyarrow as pa

from hudna.incident_table import checked
from hudna.judging.court import Court
from hudna.judging.docket import Listed
from hudna.judging.listing import Listing
from hudna.parallel import in_order
from hudna.problem import Refused

THREADS: Final = 2


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of a table or a file: its `name`, and the number of the `first` row in it, from 1."""

    table: pa.Table
    name: str = "table"
    first: int = 1


def judged(
    court: Court,
    listing: Listing,
    batches: Iterable[pa.Table | pa.RecordBatch],
    *,
    threads: int = THREADS,
    reasons: bool = True,
) -> Iterator[pa.Table]:
    """The findings of each table, in order; memory holds a few tables at a time.

    Args:
        court: What the agreement was compiled to; its `schema` is that of what is given.
        listing: Of this court.
        batches: Tables with columns of `incident_table.SCHEMA`; taken as they are needed.
        threads: How many judge at the same time.
        reasons: Whether to say what is missing.

    Raises:
        Refused: A row cannot be judged; it is told by its number over all tables, from 1.
    """
    return in_order(
        lambda batch: judge_batch(court, listing, batch, reasons), _numbered(batches), threads
    )


def _numbered(tables: Iterable[pa.Table | pa.RecordBatch]) -> Iterator[Batch]:
    first = 1
    for each in tables:
        table = pa.Table.from_batches([each]) if isinstance(each, pa.RecordBatch) else each
        yield Batch(table, first=first)
        first += table.num_rows


def judge_batch(court: Court, listing: Listing, batch: Batch, reasons: bool = True) -> pa.Table:
    """The findings of one table.  Raises `Refused`, with the row's number in the file."""
    try:
        source, listed = _listed(listing, batch.table, batch.name)
    except Refused:
        # A dictionary may hold words that no row has, of which one was refused.
        batch = replace(batch, table=_written_out(batch.table))
        if (refused := _refusal(listing, batch.table, batch.name)) is not None:
            raise _with_row(listing, batch, refused) from None
        source, listed = _listed(listing, batch.table, batch.name)
    return court.table(listed, source, reasons)


def _listed(listing: Listing, table: pa.Table, name: str) -> tuple[pa.Table, Listed]:
    source = checked(table, name)
    return source, listing.listed(source, name)


def _refusal(listing: Listing, table: pa.Table, name: str) -> Refused | None:
    try:
        _listed(listing, table, name)
    except Refused as refused:
        return refused
    return None


def _written_out(table: pa.Table) -> pa.Table:
    """The same with words in place of dictionaries."""
    fields = [field.with_type(_words(field.type)) for field in table.schema]
    return table.cast(pa.schema(fields))


def _words(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return kind.value_type
    if pa.types.is_list(kind):
        return pa.list_(_words(kind.value_type))
    return pa.large_list(_words(kind.value_type)) if pa.types.is_large_list(kind) else kind


def _with_row(listing: Listing, batch: Batch, refused: Refused) -> Refused:
    """The same refusal, told of the first row that it holds for: halves are tried until it is one."""
    fine, bad = 0, batch.table.num_rows
    if _refusal(listing, batch.table.slice(0, 0), batch.name):
        return refused  # of the columns, whatever the rows
    while bad - fine > 1:
        middle = (fine + bad) // 2
        if _refusal(listing, batch.table.slice(fine, middle - fine), batch.name):
            bad = middle
        else:
            fine = middle
    row = batch.table.slice(fine, 1)
    told = _refusal(listing, row, batch.name) or refused
    return Refused(replace(p, what=_told(p.what, row, batch.first + fine)) for p in told.problems)


def _told(what: str, row: pa.Table, number: int) -> str:
    bare = re.sub(r"^row 1 \(.*?\): ", "", what, flags=re.DOTALL)
    ids = "incident_id" if "incident_id" in row.column_names else "report_id"
    return f"row {number:,} ({row[ids][0]}): {bare}"
