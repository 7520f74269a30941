"""Statements that cannot both hold about one term: found, never repaired.

Two statements conflict where they say of one place or actor that it is covered and that it is not,
give one term two different times or numbers, or affirm and deny one event.
"""

from __future__ import annotations

from collections.abc import Iterable

from hudna.text.letters import fold
from hudna.text.statement import Conflict, Name, Statement

# Topics on which naming a place or an actor says that it is covered or left out.
_SCOPE = {"P06", "P08"}


def conflicts(statements: Iterable[Statement]) -> tuple[Conflict, ...]:
    """The conflicts between statements, in order of the later one."""
    seen: dict[tuple[str, str], list[tuple[str, Statement]]] = {}
    found: list[Conflict] = []
    for one in statements:
        for topic in one.topics:
            if topic not in _SCOPE:
                continue
            for name in (*one.places, *one.actors):
                held = seen.setdefault((topic, _key(name)), [])
                found += [
                    Conflict((other.id, one.id), f"{topic}:{shown}", "one says that it is covered, the other that it is not")
                    for shown, other in held
                    if other.polarity != one.polarity
                ]
                held.append((name.id or name.quote, one))
    return tuple(found)


def _key(name: Name) -> str:
    """What a place or actor is known by: a name without its adjective, where it has no id."""
    return name.id or fold(name.quote).split()[0]
