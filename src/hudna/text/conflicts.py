"""Statements that cannot both hold about one term: found, never repaired.

Two statements conflict where they say of one place or actor that it is covered and that it is not,
give one term two different times or numbers, or affirm and deny one event.
"""

from __future__ import annotations

from collections.abc import Iterable

from hudna.text.letters import fold
from hudna.text.statement import Conflict, Name, Statement

_WHY = "one says that it is covered, the other that it is not"


def conflicts(statements: Iterable[Statement]) -> tuple[Conflict, ...]:
    """The conflicts between statements that say what is covered, in order of the later one.

    What is said of a place is about its territorial scope (P06), of an actor about exclusions (P08).
    """
    seen: dict[tuple[str, str], list[tuple[str, Statement]]] = {}
    found: dict[tuple[str, str], Conflict] = {}
    for one in statements:
        for topic, names in (("P06", one.places), ("P08", one.actors)):
            for name in names:
                held = seen.setdefault((topic, _key(name)), [])
                for shown, other in held:
                    pair = (other.id, one.id)
                    if other.polarity != one.polarity and pair not in found:
                        found[pair] = Conflict(pair, f"{topic}:{shown}", _WHY)
                held.append((name.id or name.quote, one))
    return tuple(found.values())


def _key(name: Name) -> str:
    """What a place or actor is known by: a name without its adjective, where it has no id."""
    return name.id or fold(name.quote).split()[0]
