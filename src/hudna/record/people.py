"""People: who has which role in a record, from when to when.

In: the people of a record, by ids that need tell nothing of who they are.  Out: versions of kind
`person`; and `People`, a fold over them: the roles that somebody had at a time, as it was known.
Nobody is deleted; roles end.  Who may say that he is whom is for the host of the record to check.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import sqlalchemy as sa

from hudna.problem import Refused, refuse
from hudna.record.entered import entered, instant
from hudna.record.leaf import stamp
from hudna.record.log import UNNAMED
from hudna.record.roles import Role
from hudna.record.store import Record, State, state_at

KIND: Final = "person"
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,79}")


@dataclass(frozen=True, slots=True)
class Term:
    """A role from `start` on, to `end` (not included; None: it goes on), in microseconds."""

    role: Role
    start: int
    end: int | None = None

    def holds(self, at: int) -> bool:
        """Whether the role is held at an instant."""
        return self.start <= at and (self.end is None or at < self.end)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, as one version says: a name to show where there is one, and roles."""

    id: str
    terms: tuple[Term, ...] = ()
    name: str | None = None

    def roles(self, at: int) -> tuple[Role, ...]:
        """The roles held at an instant, in the order of `Role`."""
        held = {term.role for term in self.terms if term.holds(at)}
        return tuple(role for role in Role if role in held)


@dataclass(frozen=True, slots=True)
class People:
    """Every version of everybody: by id, each with its number, the oldest first."""

    versions: Mapping[str, Sequence[tuple[int, Person]]]

    def one(self, name: str, before: int | None = None) -> Person | None:
        """Somebody as the newest version (below `before`) has him, or None."""
        for n, person in reversed(self.versions.get(name, ())):
            if before is None or n < before:
                return person
        return None

    def all(self) -> tuple[Person, ...]:
        """Everybody, as newest known, in the order of their first entry."""
        return tuple(versions[-1][1] for versions in self.versions.values())


def read(connection: sa.Connection, state: State) -> People:
    """The people that were known at a state."""
    found: dict[str, list[tuple[int, Person]]] = {}
    for item, _, _ in entered(connection, state, KIND):
        found.setdefault(item.id, []).append((item.n, _person(item.id, item.value)))
    return People(found)


def add(
    record: Record,
    name: str,
    roles: Sequence[Role],
    by: str | None,
    reason: str,
    start: int | None = None,
    shown: str | None = None,
) -> Person:
    """Give somebody roles from `start` on (None: from now), and perhaps a name to show.

    Raises `Refused`: an id that is none, no role, one that is held already, no reason.
    """
    if not _ID.fullmatch(name) or name == UNNAMED:
        what = "is not an id of a person"
        raise refuse(name[:80], what, "Use Latin letters, digits, dots, dashes: an id, not a name")
    _reasoned(name, reason)
    if not roles:
        raise refuse(name, "is given no role", f"Give one of {', '.join(Role)}")
    with record.writing(by) as writer:
        known = read(writer.connection, state_at(writer.connection, None))
        person = known.one(name) or Person(name)
        since = writer.at if start is None else start
        for role in dict.fromkeys(roles):
            if any(t.role == role and (t.end is None or since < t.end) for t in person.terms):
                raise refuse(name, f"has the role {role} already", "End it first, or leave it")
        terms = (*person.terms, *(Term(role, since) for role in dict.fromkeys(roles)))
        person = replace(person, terms=terms, name=shown or person.name)
        writer.put(KIND, name, _payload(person, reason))
    return person


def end(
    record: Record,
    name: str,
    roles: Iterable[Role],
    by: str | None,
    reason: str,
    at: int | None = None,
) -> Person:
    """End roles of somebody (none named: all) at an instant (None: now).

    Raises `Refused`: nobody of that id, a role that is not held then, no reason.
    """
    _reasoned(name, reason)
    with record.writing(by) as writer:
        person = read(writer.connection, state_at(writer.connection, None)).one(name)
        if person is None:
            raise unknown(name)
        until = writer.at if at is None else at
        ending = set(roles) or set(person.roles(until))
        missing = ending - set(person.roles(until)) if ending else {"any"}
        if missing:
            what = f"does not have the role {', '.join(sorted(missing))} then"
            raise refuse(name, what, "See `hudna person list`")
        person = replace(person, terms=tuple(
            replace(t, end=until) if t.role in ending and t.holds(until) else t
            for t in person.terms
        ))  # fmt: skip
        writer.put(KIND, name, _payload(person, reason))
    return person


def unknown(name: str | None) -> Refused:
    """The refusal of somebody whom the record does not know; the caller raises it."""
    if name is None:
        return refuse("--as", "it is not said who decides", "Give your id with --as")
    what = "is not a person of this record"
    return refuse(name[:80], what, "Add the person with `hudna person add`, or check the id")


def _reasoned(name: str, reason: str) -> None:
    if not reason.strip():
        raise refuse(name, "no reason is given", "Give one with --reason: it stays in the log")


def _payload(person: Person, reason: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "roles": [
            {"role": t.role.value, "from": stamp(t.start),
             "to": None if t.end is None else stamp(t.end)}
            for t in person.terms
        ],
        "reason": reason,
    }  # fmt: skip
    return told if person.name is None else {**told, "name": person.name}


def _person(name: str, value: Any) -> Person:
    """Somebody, from a payload; what is not a role of this version of Hudna gives no right."""
    terms = []
    for told in value["roles"] if isinstance(value, dict) else ():
        start, until = instant(told["from"]), instant(told["to"])
        if told["role"] in set(Role) and start is not None:
            terms.append(Term(Role(told["role"]), start, until))
    shown = value.get("name") if isinstance(value, dict) else None
    return Person(name, tuple(terms), shown if isinstance(shown, str) else None)
