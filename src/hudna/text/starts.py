"""When the events that times are counted from happened, as a text itself says.

In: a marked text, the times found, the stretches of the text.  Out: the same times, those that are
relative to an event («within a month of its entry into force») with the bounds that follow from the
event's own time, where the text gives it one: a time in the same sentence as words that name the
event («came into force at midnight on Thursday»).  Where a text gives an event different times, it
stays open: the conflict is not repaired.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hudna.text.found import Found
from hudna.text.marked import Marked
from hudna.text.sentences import Part
from hudna.text.statement import When
from hudna.text.when.relative import anchored, events

# How many words may stand between an event and its time.
_REACH = 10
_START = "P04"


def resolved(
    text: Marked, dated: Sequence[Found[When]], parts: Sequence[Part]
) -> list[Found[When]]:
    """The times of a text, with bounds where they are counted from an event that it dates."""
    starts = _starts(text, dated, parts)
    if not starts:
        return list(dated)
    return [one._replace(value=anchored(one.value, starts)) for one in dated]


def _starts(
    text: Marked, dated: Sequence[Found[When]], parts: Sequence[Part]
) -> Mapping[str, When]:
    """The time of each event that the text dates, and dates in one way only."""
    told: dict[str, list[When]] = {}
    ends = {at: part.first for part in parts for at in range(part.first, part.last)}
    for first, last, code in _told(text):
        near = [
            one
            for one in dated
            if one.value.relative_to is None
            and one.value.earliest is not None
            and ends.get(one.first) == ends.get(first)
            and _distance(one, first, last) <= _REACH
        ]
        if near:
            closest = min(near, key=lambda one: _distance(one, first, last))
            told.setdefault(code, []).append(closest.value)
    return {code: best for code, times in told.items() if (best := _one(times)) is not None}


def _told(text: Marked) -> list[tuple[int, int, str]]:
    """Where a text names an event: by its phrase, or by one that shows the start (P04)."""
    named = [
        (one.first, one.last, one.code) for one in events(text.words, text.language) if one.firm
    ]
    begins = text.all(0, len(text.words), "topic")
    return named + [(at, at + hit.length, "in-force") for at, hit in begins if hit.value == _START]


def _distance(one: Found[When], first: int, last: int) -> int:
    """How many words stand between a time and an event; none if they overlap."""
    return max(one.first - last, first - one.last, 0)


def _one(times: Sequence[When]) -> When | None:
    """The most precise of some times that all agree with it; None if they do not."""
    best = min(times, key=lambda when: (when.precision != "minute", str(when.earliest)))
    day = str(best.earliest)[:10]
    agree = all(
        str(when.earliest)[:10] <= day and (when.latest is None or day <= str(when.latest)[:10])
        for when in times
    )
    return best if agree else None
