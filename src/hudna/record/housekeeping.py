"""Housekeeping of a record: nothing that is evidence, and nothing that an answer rests on.

In: a key and a value.  Out: a row of `meta`.  So far: that an erasure is not finished, and what the
lines of witnesses were.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from hudna.problem import Refused
from hudna.record import database
from hudna.record.schema import META

if TYPE_CHECKING:
    from hudna.record.store import Record


def meta(connection: sa.Connection, key: str) -> str | None:
    """A piece of housekeeping."""
    return connection.scalar(sa.select(META.c.value).where(META.c.key == key))


def set_meta(connection: sa.Connection, key: str, value: str | None) -> None:
    """Write or remove a piece of housekeeping: nothing that is evidence."""
    connection.execute(sa.delete(META).where(META.c.key == key))
    if value is not None:
        connection.execute(sa.insert(META).values(key=key, value=value))


SCRUB: Final = "scrub"
"""The piece of housekeeping that says that something was erased, and not yet overwritten."""


def scrub(record: Record) -> None:
    """Overwrite what erasure freed: pages, write-ahead log, the whole file written anew.

    Where it was cut short, the next opening of the record for writing does it.  Raises `Refused`.
    """
    with record.reading() as connection:
        if meta(connection, SCRUB) is None:
            return
    try:
        with database.told(record.url):
            database.scrub(record.engine)
            with database.writing(record.engine) as connection:
                set_meta(connection, SCRUB, None)
    except Refused as refused:
        raise Refused(
            replace(
                p, what=f"what was erased is gone, but may stand in unused parts yet: {p.what}",
                remedy="It is finished when the record is next written and nobody else reads it",
            )
            for p in refused.problems
        ) from None  # fmt: skip
