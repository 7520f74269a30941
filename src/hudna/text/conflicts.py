"""Statements that cannot both hold: found, never repaired.

In: the statements of a text, or of many.  Out: conflicts.  Two statements conflict where one says of a
place or an actor that it is covered and the other that it is not (P06, P08), or where one tells of an
event at a place that the other denies.  A denial that names no place is of what was told right before it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from hudna import taxonomy
from hudna.text.letters import fold
from hudna.text.statement import Conflict, Name, Statement

_COVERED = "one says that it is covered, the other that it is not"
_HAPPENED = "one says that it happened, the other that it did not"
_AREAS, _ACTORS, _EVENT = "P06", "P08", "event"
# The code of force that is not told apart, and the families of the acts that it may be.
_UNDETERMINED = "H-LET-U"
_SHELLING = frozenset({"indirect-fire", "air"})
# A statement is compared with the last so many about the same, so that time is linear.
_REMEMBERED = 20
# A denial without a place answers one of the last so many events that were told.
_ANSWERED = 3


class _Claim(NamedTuple):
    """What a statement says of a place or an actor: `shown` is what it calls it."""

    kind: str
    shown: str
    statement: Statement


def conflicts(statements: Iterable[Statement], scoped: Container[str]) -> tuple[Conflict, ...]:
    """The conflicts between statements, in order of the later one.

    `scoped` are the ids of those that say what is covered or left out.
    """
    said: dict[tuple[str, str], deque[_Claim]] = {}
    found: dict[tuple[str, str], Conflict] = {}
    told: deque[Statement] = deque(maxlen=_ANSWERED)
    for one in statements:
        for kind, name in _named(one, one.id in scoped):
            claim = _Claim(kind, name.id or name.quote, one)
            before = said.setdefault((kind, _key(name)), deque(maxlen=_REMEMBERED))
            for other in before:
                pair = other.statement.id, one.id
                if pair not in found and (conflict := _conflict(other, claim)):
                    found[pair] = conflict
            before.append(claim)
        for conflict in _answered(one, told):
            found.setdefault(conflict.statements, conflict)
        if one.event is not None and one.polarity == "affirmed":
            told.append(one)
    return tuple(found.values())


def _answered(one: Statement, told: Iterable[Statement]) -> Iterator[Conflict]:
    """What a denial that names no place answers: the same event, told by another right before it."""
    if one.event is None or one.polarity == "affirmed" or one.places or one.act != "deny":
        return
    for other in reversed(tuple(told)):
        event = _common(other.event, one.event)
        same = other.speaker is not None and one.speaker is not None and (
            other.speaker.name == one.speaker.name
        )  # fmt: skip
        if event is None or same or not other.places or _holds(one, other) or _holds(other, one):
            continue
        place = other.places[0]
        yield Conflict((other.id, one.id), f"{event}:{place.id or place.quote}", _HAPPENED)
        return


def _named(one: Statement, scoped: bool) -> Iterator[tuple[str, Name]]:
    """What a statement says something of: places and actors of its scope, places of its event."""
    if scoped:
        yield from ((_AREAS, name) for name in one.places)
        yield from ((_ACTORS, name) for name in one.actors)
    if one.event is not None:
        yield from ((_EVENT, name) for name in one.places)


def _key(name: Name) -> str:
    """What a place or actor is known by: a name without its adjective, where it has no id."""
    return name.id or fold(name.quote).split()[0]


def _conflict(one: _Claim, other: _Claim) -> Conflict | None:
    """The conflict of two claims about the same, if they cannot both hold."""
    first, second = one.statement, other.statement
    if first.polarity == second.polarity or _holds(first, second) or _holds(second, first):
        return None
    pair = first.id, second.id
    if one.kind != _EVENT:
        return Conflict(pair, f"{one.kind}:{one.shown}", _COVERED)
    event = _common(first.event, second.event)
    return None if event is None else Conflict(pair, f"{event}:{one.shown}", _HAPPENED)


def _holds(one: Statement, other: Statement) -> bool:
    """Whether a statement stands in the words of another, which then only tells of it.

    One that denies what another says does more («denied Kyiv's charge that it had shelled Avdiivka»).
    """
    speakers = [said.speaker and said.speaker.name for said in (one, other)]
    if one.act == "deny" and one.polarity == "negated" and None not in speakers:
        return speakers[0] == speakers[1]
    return one.content[0] <= other.content[0] and other.content[1] <= one.content[1]


def _common(one: str | None, other: str | None) -> str | None:
    """The code of what two events may both be; None if they are not the same."""
    if one is None or other is None:
        return None
    if one == other:
        return one
    if _UNDETERMINED not in (one, other):
        return None
    told = other if one == _UNDETERMINED else one
    return told if taxonomy.act(told).family in _SHELLING else None
