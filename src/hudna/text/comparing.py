"""Whether two statements speak of one thing.

In: two stances.  Out: whether two speak at all, whether what they name, tell, count and date may be one, and
what it is called.  `contrary.py` asks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hudna import taxonomy
from hudna.text.letters import fold
from hudna.text.stance import Stance, span
from hudna.text.statement import Name, When
from hudna.text.stems import same, stem

# So many statements apart, a denial that names no place still answers what was told.
APART = 3
CLASH = "H-CLASH"
_SHELLING = frozenset({"indirect-fire", "air"})
# Families of what a side does that says that it held back.
GROUND = "territory"
OF_A_SIDE = frozenset({"indirect-fire", "air", "direct-fire", "unspecified", GROUND})
# Letters of a day and of a minute, as they are written: 2016-12-30T00:00.
_DAY, _MINUTE = 10, 16


def others(one: Stance, other: Stance) -> bool:
    """Whether two speak, and not for one side."""
    mine, theirs = one.statement.speaker, other.statement.speaker
    if mine is None or theirs is None:
        return mine is not theirs
    return mine.name != theirs.name and (mine.actor is None or mine.actor != theirs.actor)


def holds(one: Stance, other: Stance) -> bool:
    """Whether a statement stands in the words of another, which then only tells of it.

    One that denies what another says does more («denied Kyiv's charge that it had shelled Avdiivka»).
    """
    outer, inner = one.statement, other.statement
    if outer.act == "deny" and outer.polarity == "negated" and outer.speaker and inner.speaker:
        return outer.speaker.name == inner.speaker.name
    return is_within(other, one)


def is_within(inner: Stance, outer: Stance) -> bool:
    """Whether what is said stands in what another says."""
    first, last = inner.statement.content
    return outer.statement.content[0] <= first and last <= outer.statement.content[1]


def common_name(mine: Iterable[Name], theirs: Sequence[Name]) -> str | None:
    """A name that both have: what the first calls it."""
    return next((called(name) for name in mine if any(same(name, one) for one in theirs)), None)


def called(name: Name) -> str:
    """What a name is told by: its id, or its words where nobody knows it."""
    return name.id or name.quote


def common_event(one: str | None, other: str | None) -> str | None:
    """The code of what two events may both be; None if they are not the same."""
    if one is None or other is None:
        return None
    if one == other:
        return one
    vague = next((code for code in (one, other) if taxonomy.says_nothing(code)), None)
    if vague is None:
        return None
    told = other if vague == one else one
    return told if taxonomy.act(told).family in _SHELLING else None


def common_deed(one: str | None, other: str | None) -> str | None:
    """The code of what two accusations may both be of; a clash is whatever began it."""
    both = common_event(one, other)
    if both is not None or one is None or other is None or CLASH not in (one, other):
        return both
    return CLASH if taxonomy.act(other if one == CLASH else one).family in OF_A_SIDE else None


def may_be_theirs(told: Stance, denial: Stance) -> bool:
    """Whether it may be who denies an event that did it: no others are named."""
    speaker = denial.statement.speaker
    if speaker is None or speaker.actor is None:
        return True
    named = {name.id for name in (*told.statement.actors, *told.statement.places)}
    return speaker.actor in told.doers or not (told.doers or speaker.actor in named)


def unlike(one: Stance, other: Stance) -> bool:
    """Whether each names places that the other does not, so that they speak of two things."""
    mine, theirs = one.statement.places, other.statement.places
    if mine and theirs:
        return not common_name(mine, theirs)
    if one.text.language == "en" and (mine or one.unknown) and (theirs or other.unknown):
        return not one.unknown & other.unknown
    return False


def at_once(one: Stance, other: Stance) -> bool:
    """Whether both may speak of one time."""
    return all(
        reach(mine)[0] <= reach(theirs)[1] and reach(theirs)[0] <= reach(mine)[1]
        for mine in one.dated for theirs in other.dated
    )  # fmt: skip


def reach(when: When) -> tuple[str, str]:
    """The first and the last day of a time."""
    return (when.earliest or "")[:_DAY], (when.latest or "9999")[:_DAY]


def are_apart(one: When, other: When) -> bool:
    """Whether two times of one beginning or end are two: by their hours, where both have one."""
    mine, theirs = (when.earliest or when.latest or "" for when in (one, other))
    if len(mine) > _DAY and len(theirs) > _DAY:
        return mine[:_MINUTE] != theirs[:_MINUTE]
    first, second = reach(one), reach(other)
    return first[1] < second[0] or second[1] < first[0]


def differ(one: Stance, other: Stance) -> bool:
    """Whether two counts of one thing have nothing in common, where each gives only one of it."""
    bare = len(other.counts) == 1 and other.counts[0].unit is None
    for unit in {number.unit for number in one.counts} - {None}:
        mine = [span(number, one.denies) for number in one.counts if number.unit == unit]
        theirs = [
            span(number, other.denies) for number in other.counts if bare or number.unit == unit
        ]
        if len(mine) == len(theirs) == 1:
            (first,), (second,) = mine, theirs
            return first.high < second.low or second.high < first.low
    return False


def is_of_speaker(one: Stance, other: Stance) -> bool:
    """Whether a statement is about who spoke before («has 6,000 men»; «X's men at 4,000»)."""
    spoken = fold(other.speaker or "").split()
    return bool(spoken) and stem(spoken[-1], one.text.language) in one.sides


def are_near(told: Stance, denial: Stance, apart: int) -> bool:
    """Whether a denial that names no place may answer what was told: near it, or of its day."""
    if apart < APART:
        return True
    days = [[reach(when) for when in one.dated] for one in (told, denial)]
    return bool(days[0]) and days[0] == days[1]


def is_in_time(told: Stance, denial: Stance) -> bool:
    """Whether an event was surely within the time that a denial is of."""
    return all(
        (mine.earliest or "") + "T00:00" >= (theirs.earliest or "")
        for mine in told.dated for theirs in denial.dated
    )  # fmt: skip
