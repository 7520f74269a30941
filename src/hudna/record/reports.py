"""The reports of a record: rows of `hudna.report.SCHEMA`, each a version of kind `report`.

In: tables of reports.  Out: their rows in one entry, and tables again, as they were known at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
import sqlalchemy as sa

from hudna.record.canonical import rows, table
from hudna.record.log import CHUNK, Writer
from hudna.record.schema import VERSION
from hudna.record.store import Item, State, item, items, newest_of
from hudna.report import SCHEMA

KIND: Final = "report"


@dataclass(slots=True)
class Added:
    """What became of the reports that were brought: new, the same, changed, or erased before."""

    added: int = 0
    same: int = 0
    changed: int = 0
    erased: int = 0


def add(writer: Writer, new: pa.Table, about: Mapping[str, Any]) -> tuple[Added, int | None]:
    """Add reports as one entry, of which `about` tells where they are from.

    A report that is there already and says the same is not added again; one that differs becomes a
    new version; one that was erased stays erased.  Returns also the entry's number, None for none.
    """
    told = Added()
    writer.flush()
    state = State(writer.tail.size, writer.tail.versions)
    fresh = not _any(writer.connection, state)
    return told, writer.put_rows("reports", _rows(writer, state, new, fresh, told), about)


def _rows(
    writer: Writer, state: State, new: pa.Table, fresh: bool, told: Added
) -> Iterator[tuple[str, str, bytes]]:
    for batch in new.to_batches(max_chunksize=CHUNK):
        names: list[str] = batch.column("report_id").to_pylist()
        known: Mapping[str, Item] = (
            {} if fresh else newest_of(writer.connection, state, KIND, names)
        )
        for name, body in zip(names, rows(batch), strict=True):
            there = known.get(name)
            if there is None:
                told.added += 1
            elif there.body is None:
                told.erased += 1
                continue
            elif there.body == body:
                told.same += 1
                continue
            else:
                told.changed += 1
            yield KIND, name, body


def _any(connection: sa.Connection, state: State) -> bool:
    query = sa.select(VERSION.c.n).where(VERSION.c.kind == KIND, VERSION.c.n < state.versions)
    return connection.execute(query.limit(1)).first() is not None


def count(connection: sa.Connection, state: State) -> int:
    """How many versions of reports there are: at least as many as reports."""
    query = sa.select(sa.func.count()).where(VERSION.c.kind == KIND)
    return connection.scalar(query.where(VERSION.c.n < state.versions)) or 0


def one(connection: sa.Connection, state: State, name: str) -> pa.Table | None:
    """One report, as a table of one row; None where there is none, or it was erased."""
    found = item(connection, state, KIND, name)
    return None if found is None or found.body is None else table([found.body], SCHEMA)


def read(connection: sa.Connection, state: State, at_once: int = CHUNK) -> Iterator[pa.Table]:
    """The reports known at `state`, in the order of the record, some at a time; erased ones not."""
    bodies: list[bytes] = []
    for found in items(connection, state, KIND, many=True):
        if found.body is not None:
            bodies.append(found.body)
        if len(bodies) >= at_once:
            yield table(bodies, SCHEMA)
            bodies.clear()
    if bodies:
        yield table(bodies, SCHEMA)
