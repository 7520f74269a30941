"""Matches: which reports of a record tell of one incident, as matching found it, and what people said of it.

In: the outcome of one matching.  Out: one entry, of versions of these kinds, and what it said, as it was
known at a state:

    match       of a report: its incident, how surely, whose account it is, by which weights
    matched     of an incident: its reports; of one that is no more: the incident that it ended in
    weights     what agreement is worth, as it was estimated; and the sources that never repeat themselves
    sameness    what a person said of two reports: that they are of one incident, or are not

A report that is not in the newest reports of an incident is matched with none, whatever its older versions
say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from hudna.matching.named import number_of
from hudna.record.canonical import canonical
from hudna.record.log import Writer
from hudna.record.schema import VERSION
from hudna.record.store import State, item, items, newest_of

KIND: Final = "match"
MATCHED: Final = "matched"
WEIGHTS: Final = "weights"
SAMENESS: Final = "sameness"
_CURRENT: Final = "current"
ENTRY: Final = "matches"
"""What a bulk entry of matching is called."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one matching found: by report, by incident, and the weights that it used."""

    reports: Mapping[str, Mapping[str, Any]]
    incidents: Mapping[str, Mapping[str, Any]]
    weights: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sameness:
    """What a person said of two reports: `same`, or that they are not; None: that it is open again."""

    one: str
    other: str
    same: bool | None


def incidents(connection: sa.Connection, state: State) -> dict[str, tuple[str, ...]]:
    """The reports of each incident, by its id; in the order of the record."""
    return {
        found.id: tuple(found.value["reports"])
        for found in items(connection, state, MATCHED)
        if found.value is not None and found.value["reports"]
    }


def last_number(connection: sa.Connection, state: State) -> int:
    """The highest number that any incident was ever given."""
    query = sa.select(VERSION.c.id).where(VERSION.c.kind == MATCHED, VERSION.c.n < state.versions)
    return max((number_of(name) for name in connection.scalars(query)), default=0)


def of_reports(
    connection: sa.Connection, state: State, names: Sequence[str]
) -> dict[str, Mapping[str, Any]]:
    """What matching found of some reports."""
    found = newest_of(connection, state, KIND, names)
    return {name: each.value for name, each in found.items() if each.value is not None}


def weights(connection: sa.Connection, state: State) -> Mapping[str, Any] | None:
    """The weights that were used last; None where nothing was matched yet."""
    found = item(connection, state, WEIGHTS, _CURRENT)
    return None if found is None else found.value


def said(connection: sa.Connection, state: State) -> list[Sameness]:
    """What people said of two reports, and stands."""
    found = []
    for each in items(connection, state, SAMENESS):
        value = each.value
        if value is not None and value["same"] is not None:
            one, other = value["reports"]
            found.append(Sameness(one, other, value["same"]))
    return found


def say(writer: Writer, word: Sameness, reason: str) -> None:
    """Record what a person says of two reports."""
    one, other = sorted((word.one, word.other))
    writer.put(SAMENESS, f"{one} {other}", {
        "reports": [one, other], "same": word.same, "reason": reason,
    })  # fmt: skip


def keep(writer: Writer, found: Outcome, about: Mapping[str, Any]) -> int | None:
    """Keep what is new of an outcome, as one entry; its number, None where nothing is new."""
    writer.flush()
    state = State(writer.tail.size, writer.tail.versions)
    return writer.put_rows(ENTRY, list(_rows(writer.connection, state, found)), about)


def _rows(
    connection: sa.Connection, state: State, found: Outcome
) -> Iterator[tuple[str, str, bytes]]:
    old = item(connection, state, WEIGHTS, _CURRENT)
    body = canonical(found.weights)
    if old is None or old.body != body:
        yield WEIGHTS, _CURRENT, body
    before = incidents(connection, state)
    for name, value in found.incidents.items():
        if before.get(name, ()) != tuple(value["reports"]):
            yield MATCHED, name, canonical(value)
    yield from _changed(connection, state, KIND, found.reports)


def _changed(
    connection: sa.Connection, state: State, kind: str, values: Mapping[str, Mapping[str, Any]]
) -> Iterable[tuple[str, str, bytes]]:
    names = list(values)
    kept = newest_of(connection, state, kind, names)
    for name in names:
        body = canonical(values[name])
        if name not in kept or kept[name].body != body:
            yield kind, name, body
