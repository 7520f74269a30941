"""When the events that times are counted from happened, as a text itself says.

In: a marked text, the times found, its parts, the events that it names.  Out: the same times, those that
are relative to an event («within a month of its entry into force») with the bounds that follow from the
event's own time, where the text gives it one: a time in the same sentence as words that name it («came into
force at midnight on Thursday»).  Where a text gives an event different times, it stays open: the
conflict is not repaired.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from hudna.text.found import Found
from hudna.text.marked import Marked
from hudna.text.mentions import within
from hudna.text.sentences import Part
from hudna.text.statement import When
from hudna.text.when.relative import Event, anchored, signings

# How many words may stand between an event and its time, and how many a time has at most.
_REACH = 10
_LONGEST = 20
# The provision whose phrases name the entry into force, and what times call that event.
_START = "P04"
_IN_FORCE = "in-force"


def resolved(
    text: Marked, dated: Sequence[Found[When]], parts: Sequence[Part], happened: Iterable[Event]
) -> list[Found[When]]:
    """The times of a text, with bounds where they are counted from an event that it dates."""
    starts = _starts(text, dated, parts, happened)
    if not starts:
        return list(dated)
    return [one._replace(value=anchored(one.value, starts)) for one in dated]


def _starts(
    text: Marked, dated: Sequence[Found[When]], parts: Sequence[Part], happened: Iterable[Event]
) -> Mapping[str, When]:
    """The time of each event that the text dates, and dates in one way only."""
    times = [one for one in dated if one.value.relative_to is None and one.value.earliest]
    begins = [part.first for part in parts]
    told: dict[str, list[When]] = {}
    for one in dated:  # «after the signature on Friday»
        counted = one.value.relative_to
        if counted is None or one.value.earliest is None:
            continue
        if not counted["offset"]:
            told.setdefault(counted["event"], []).append(one.value)
        elif one.value.precision == "within" and min(counted["offset"].values()) > 0:
            begin = replace(one.value, latest=one.value.earliest, relative_to=None)
            told.setdefault(counted["event"], []).append(begin)
    inside = {
        place
        for one in dated
        if one.value.relative_to is not None and one.value.relative_to["offset"]
        for place in range(one.first, one.last)
    }
    for first, last, event in _told(text, happened):
        if first in inside:
            continue  # «on Sunday, three days after the signing»
        part = bisect_right(begins, first) - 1
        if part < 0 or first >= parts[part].last:
            continue
        low = max(parts[part].first, first - _REACH - _LONGEST)
        high = min(parts[part].last, last + _REACH + _LONGEST)
        near = [one for one in within(times, low, high) if _distance(one, first, last) <= _REACH]
        if near:
            closest = min(near, key=lambda one: _distance(one, first, last))
            told.setdefault(event, []).append(closest.value)
    return {event: best for event, said in told.items() if (best := _one(said)) is not None}


def _told(text: Marked, happened: Iterable[Event]) -> list[tuple[int, int, str]]:
    """Where a text names an event: by its phrase, or by one that shows the start (P04)."""
    named = [(one.first, one.last, one.code) for one in happened if one.firm]
    topics = text.all(0, len(text.words), "topic")
    shown = [(at, at + hit.length, _IN_FORCE) for at, hit in topics if hit.value == _START]
    return named + shown + list(signings(text.words, text.language))


def _distance(one: Found[When], first: int, last: int) -> int:
    """How many words stand between a time and an event; none if they overlap."""
    return max(one.first - last, first - one.last, 0)


def _one(times: Sequence[When]) -> When | None:
    """The most precise of some times that all agree with it; None if they do not."""
    best = min(times, key=lambda when: (when.precision != "minute", str(when.earliest)))
    day = _day(best.earliest)
    agree = all(
        _day(when.earliest) <= day and (when.latest is None or day <= _day(when.latest))
        for when in times
    )
    return best if agree else None


def _day(stamp: str | None) -> str:
    """The day of a time as it is written in ISO 8601."""
    return str(stamp)[:10]
