"""Statements of different texts that cannot both hold: found, never repaired.

In: what each of many texts tells, when it was published, and which texts are copies of one another.  Out:
disputes: two tellings of one thing, each with the first text that has it and the number of those that do.

Tellings meet in a bucket: of one provision and place, of one place and day, and so on.  In a bucket what is
told alike by one speaker is one telling, so that what a hundred texts repeat is compared once; a bucket holds
so many at most, so that time is linear in the number of texts.  The texts are sorted first: the
disputes do not depend on their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Final, NamedTuple

from hudna.text.comparing import common_deed, common_event
from hudna.text.contrary import COUNTED, COVERED, DATED, DONE, HAPPENED
from hudna.text.letters import fold
from hudna.text.telling import Telling

HELD: Final = 64
"""So many tellings of different speakers, days or counts are compared of one thing; more are counted."""

_TEXTS: Final = 16  # texts of a telling that are kept, to find two that may conflict
_SOON: Final = 3  # days after an event within which one denies it without saying its day
_LONG: Final = 31  # days that a denial is of at most
_ONE_TRUCE: Final = timedelta(days=31)  # between two days on which one thing may begin
_FAR: Final = "9999-12-31"  # behind all texts whose day is known
_DAY: Final = 10  # letters of a day


class Text(NamedTuple):
    """A text: its name, the day it was published, of which copies it is one, and what it tells."""

    file: str
    published: date | None
    copies: str
    tellings: tuple[Telling, ...]


class Place(NamedTuple):
    """Where something is told: in which text, and there in which statement."""

    file: str
    published: date | None
    copies: str
    telling: Telling


class Side(NamedTuple):
    """One of two tellings: where it stands, and in how many texts, copies counted once."""

    at: Place
    texts: int


class Dispute(NamedTuple):
    """Two tellings of different texts that cannot both hold, the earlier one first."""

    sides: tuple[Side, Side]
    about: str
    why: str


@dataclass(slots=True)
class _Told:
    """What one speaker tells alike: the first places, each of another text, and all copies of these."""

    places: list[Place] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)

    def add(self, place: Place) -> None:
        if place.copies not in self.texts:
            self.texts.add(place.copies)
            if len(self.places) < _TEXTS:
                self.places.append(place)


class Between(NamedTuple):
    """What was found between texts; `left` statements were not compared with all, for many others tell of the same."""

    disputes: tuple[Dispute, ...]
    left: int


def between(texts: Iterable[Text]) -> Between:
    """The disputes between texts with distinct names, in the order of where the first of both is told."""
    buckets: dict[tuple[str, ...], dict[tuple[object, ...], _Told]] = {}
    left: set[tuple[str, str]] = set()
    for text in sorted(texts, key=_order):
        for telling in text.tellings:
            place = Place(text.file, text.published, text.copies, telling)
            alike = _alike(place)
            for name in _buckets(place):
                bucket = buckets.setdefault(name, {})
                told = bucket.get(alike)
                if told is None:
                    if len(bucket) == HELD:
                        left.add((text.file, telling.statement))
                        continue
                    told = bucket[alike] = _Told()
                told.add(place)
    found = {
        (*(_at(side.at) for side in one.sides), one.about, one.why): one
        for bucket in buckets.values()
        for one in _disputes(bucket)
    }
    return Between(tuple(found[name] for name in sorted(found)), len(left))


def _order(text: Text | Place) -> tuple[str, str]:
    return text.published.isoformat() if text.published else _FAR, text.file


def _at(place: Place) -> tuple[str, str, int, str]:
    """What a place is known and sorted by."""
    return *_order(place), place.telling.content[0], place.telling.statement


def _buckets(place: Place) -> Iterator[tuple[str, ...]]:
    """With what a telling is compared."""
    one = place.telling
    if one.kind in ("covered", "dated"):
        yield one.kind, one.key
    else:
        for day in _days(place):
            yield one.kind, one.key, day


def _days(place: Place) -> Iterator[str]:
    """The days of what is told: those that are stated; else that on which a text was published.

    Who denies and states no day may speak of some days before.  Where neither is known there is none.
    """
    one, published = place.telling, place.published
    if one.first:
        first = date.fromisoformat(one.first)
        last = date.fromisoformat(one.last) if one.last else published
    elif published:
        before = min(_SOON, published.toordinal() - 1) if one.denies else 0
        first, last = published - timedelta(days=before), published
    else:
        return
    if last is None or not 0 <= (last - first).days < _LONG:
        return
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal).isoformat()


def _alike(place: Place) -> tuple[object, ...]:
    """What two tellings have in common that are one: all but where they stand."""
    one = place.telling
    stated = one.first, one.last
    day = place.published if stated == (None, None) and one.kind != "covered" else None
    who = one.actor or fold(one.speaker or "")
    return who, one.denies, *stated, day, one.event, one.low, one.high, one.doers


def _disputes(bucket: Mapping[tuple[object, ...], _Told]) -> Iterator[Dispute]:
    """The disputes among the tellings of one thing."""
    for one, other in combinations(bucket.values(), 2):
        first, second = one.places[0], other.places[0]
        found = _contrary(first.telling, second.telling)
        if found is None:
            continue
        pair = _pair(one, other)
        if pair is not None:
            sides = sorted(zip(pair, (one, other), strict=True), key=lambda side: _at(side[0]))
            (mine, alike), (theirs, unlike) = sides
            about, why = found
            yield Dispute(
                (Side(mine, len(alike.texts)), Side(theirs, len(unlike.texts))), about, why
            )


def _pair(one: _Told, other: _Told) -> tuple[Place, Place] | None:
    """The first places of two tellings that are of different texts, and not of one who thought better."""
    for mine in one.places:
        for theirs in other.places:
            if mine.copies != theirs.copies and _at_once(mine, theirs):
                return mine, theirs
    return None


def _at_once(one: Place, other: Place) -> bool:
    """Whether two speak, or one on the same day or of the same: else a mind was changed, a count mended."""
    mine, theirs = one.telling, other.telling
    if not _same_speaker(mine, theirs):
        return True
    if mine.kind in ("counted", "done"):
        return False
    if mine.kind == "happened" and mine.first and mine.first == theirs.first:
        return True
    return one.published is not None and one.published == other.published


def _same_speaker(one: Telling, other: Telling) -> bool:
    """Whether one speaks; what two texts tell themselves, two tell."""
    if one.speaker is None or other.speaker is None:
        return False
    if one.actor is not None and one.actor == other.actor:
        return True
    return fold(one.speaker) == fold(other.speaker)


def _contrary(one: Telling, other: Telling) -> tuple[str, str] | None:
    """What two tellings of one bucket are about, and why both cannot hold; None if they can."""
    about = min(one.about, other.about)
    if one.kind == "covered":
        return (about, COVERED) if one.denies != other.denies else None
    if one.kind == "counted":
        return (about, COUNTED) if _apart(one, other) or _apart(other, one) else None
    if one.kind == "dated":
        return (about, DATED) if _at_other_times(one, other) else None
    if one.kind == "done":
        event = common_deed(one.event, other.event)
        if event is None or set(one.doers) & set(other.doers):
            return None
        return f"{event}:{about}", DONE
    if one.denies == other.denies:
        return None
    event = common_event(one.event, other.event)
    told, denial = (other, one) if one.denies else (one, other)
    if event is None or not _may_be_theirs(told, denial):
        return None
    return f"{event}:{about}", HAPPENED


def _may_be_theirs(told: Telling, denial: Telling) -> bool:
    """Whether it may be what is denied: nobody else is said to have done it."""
    whose = set(denial.doers or (denial.actor or "",))
    return not told.doers or "" in whose or bool(whose & set(told.doers))


def _apart(less: Telling, more: Telling) -> bool:
    """Whether a count is at most so many, and another more."""
    return less.high is not None and more.low is not None and less.high < more.low


def _at_other_times(one: Telling, other: Telling) -> bool:
    """Whether one thing begins at two times: by days, and by hours only where both zones are known."""
    mine, theirs = _reach(one), _reach(other)
    between_them = max(mine[0], theirs[0]) - min(mine[1], theirs[1])
    if between_them > _ONE_TRUCE:
        return False
    hours = [
        len(time) > _DAY
        for telling in (one, other)
        for time in (telling.first, telling.last)
        if time
    ]
    if not any(hours):
        return between_them > timedelta(0)
    if all(hours):
        first, second = _clock(one), _clock(other)
        if first.tzinfo and second.tzinfo:
            return first != second
    # A midnight ends one day and begins the next, and another zone may have another day.
    return between_them > timedelta(days=1)


def _reach(one: Telling) -> tuple[date, date]:
    """The first and the last day of a time, of which one end is known at least."""
    first, last = one.first or one.last or _FAR, one.last or one.first or _FAR
    return date.fromisoformat(first[:_DAY]), date.fromisoformat(last[:_DAY])


def _clock(one: Telling) -> datetime:
    return datetime.fromisoformat(one.first or one.last or _FAR)
