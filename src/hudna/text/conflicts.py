"""Statements that cannot both hold: found, never repaired.

In: the stances of the statements of a text, or of many.  Out: conflicts.  Each statement is compared with a
few before it and with the last ones that name the same; a denial that names nothing answers what was told
right before it.  `contrary.py` says of two when they cannot both hold.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from hudna.text import contrary
from hudna.text.comparing import holds
from hudna.text.stance import Stance
from hudna.text.statement import Conflict
from hudna.text.stems import keys

# A statement is compared with so many before it, and with the last so many that name the same, so that time
# is linear.
_NEAR = 8
_REMEMBERED = 20
# What takes something up speaks of one of so many statements.
_ANSWERED = 4


def conflicts(stances: Iterable[Stance]) -> tuple[Conflict, ...]:
    """The conflicts between statements, in order of the later one."""
    near: deque[Stance] = deque(maxlen=_NEAR)
    named: dict[str, deque[Stance]] = {}
    found: list[Conflict] = []
    for one in stances:
        known_by = _keys(one)
        if not one.withheld:
            found += _with(one, near, [named[key] for key in known_by if key in named])
        near.append(one)
        for key in known_by:
            named.setdefault(key, deque(maxlen=_REMEMBERED)).append(one)
    return tuple(found)


def _with(one: Stance, near: deque[Stance], alike: Iterable[deque[Stance]]) -> Iterator[Conflict]:
    """The conflicts of a statement with those before it; `alike` are those that name the same."""
    recent = [other for other in reversed(near) if not other.withheld]
    taken = contrary.taken_up(one, recent[:_ANSWERED])
    if taken is not None:
        yield taken
        return
    known = set(recent)
    distant = {
        other: None
        for named in alike
        for other in reversed(named)
        if other not in known and not other.withheld
    }
    pairs = [*zip(recent, range(_NEAR), strict=False), *((other, _NEAR) for other in distant)]
    found = [
        (other, conflict)
        for other, apart in pairs
        if contrary.may_be(other, one, apart)
        and (conflict := contrary.contrary(other, one, apart)) is not None
    ]
    for other, conflict in found:
        # Of what one tells that another said, what was said is meant.
        if not any(holds(other, inner) for inner, _ in found if inner is not other):
            yield conflict


def _keys(one: Stance) -> list[str]:
    """What the names of a statement may be found by, each once, in their order."""
    names = (*one.statement.places, *one.statement.actors)
    return list(dict.fromkeys(key for name in names for key in sorted(keys(name))))
