"""What was entered, in order: every version of a kind, with when it was recorded and by whom.

In: a state of the record.  Out: `Entered`, from which the states of a workflow are folded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from hudna.instant import TimeError, read
from hudna.record.schema import ENTRY, VERSION
from hudna.record.store import ITEM, Item, State


class Entered(NamedTuple):
    """One version of one thing, with the time (microseconds since 1970, UTC) and its author."""

    item: Item
    at: int
    author: str


_QUERY: Final = sa.select(*ITEM, ENTRY.c.at, ENTRY.c.author).join(
    ENTRY, ENTRY.c.seq == VERSION.c.seq
)


def entered(connection: sa.Connection, state: State, kind: str) -> Iterator[Entered]:
    """Every version of a kind that was known at `state`, the oldest first; erased ones too."""
    query = _QUERY.where(VERSION.c.kind == kind, VERSION.c.n < state.versions)
    for row in connection.execute(query.order_by(VERSION.c.n)):
        yield Entered(Item(*row[:5]), row[5], row[6])


def numbered(connection: sa.Connection, numbers: Iterable[int]) -> dict[int, Item]:
    """The versions of these numbers that there are, by number."""
    wanted, found = sorted(set(numbers)), {}
    for first in range(0, len(wanted), 10_000):
        query = sa.select(*ITEM).where(VERSION.c.n.in_(wanted[first : first + 10_000]))
        for row in connection.execute(query):
            found[row[0]] = Item(*row)
    return found


def instant(value: Any) -> int | None:
    """A time as payloads write it (RFC 3339, UTC); None for none, and for what is no time."""
    if not isinstance(value, str):
        return None
    try:
        span = read(value, None)
    except TimeError:
        return None
    return span.earliest if span.is_instant else None
