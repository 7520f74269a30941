"""A text's times reckoned: what each comes to, in the light of the others.

In: the expressions of a text, the day of publication, the zone of the case.  Out: bounds, as days
or as clock times with an offset where the zone is known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from typing import Any, Literal

from hudna.instant import TimeError
from hudna.instant import zone as zone_of
from hudna.text.forms import is_future
from hudna.text.found import Found
from hudna.text.letters import fold
from hudna.text.statement import When
from hudna.text.tags import Language
from hudna.text.when import clocks
from hudna.text.when.expressions import UNTIL, Expression, stopped
from hudna.text.when.moments import Extent
from hudna.text.when.named import NamedTime
from hudna.text.when.relative import Event
from hudna.text.when.vocabulary import tagger, written
from hudna.text.words import Words

# How far back an hour looks for its day, and «by Friday» for `had`.
_SENTENCE = 60
_CLAUSE = 6
_MIDDLE = 15
# An English verb has more letters.
_VERB = 4
# A text is a running log of a day if so many of its lines begin with an hour.
_ENTRY = re.compile(r"^\d\d[:.]\d\d\b", re.MULTILINE)
_ENTRIES = 2
# A month without a year is the nearest one; «since» it, it is looked for so much earlier.
_EARLY = frozenset({"dawn", "morning", "small_hours"})
_SINCE = frozenset({"since", "since_ago"})
# What was done stands so many words before its time; a weekday so many days off is nearer before than after.
_DONE = 6
_PAST = "ed"
_HALF_WEEK = 3
# A deadline that is longer past is to come again.
_LONG_PAST = timedelta(days=90)
_HALF_A_YEAR = timedelta(days=183)

Zone = tuple[str | None, Literal["stated", "case"] | None]


@dataclass(slots=True)
class Reckoning:
    """A text with what its times depend on; `taken` are the expressions that others have."""

    words: Words
    language: Language
    published: date | None
    zone: tzinfo | None
    events: Sequence[Event]
    spoken: list[Expression]
    taken: set[int] = field(default_factory=set)
    firsts: list[int] = field(init=False)
    is_log: bool = field(init=False)  # its entries begin with an hour

    def __post_init__(self) -> None:
        self.firsts = [one.first for one in self.spoken]
        self.is_log = len(_ENTRY.findall(self.words.folded.text)) >= _ENTRIES

    def when(
        self, start: int, end: int, bounds: tuple[str | None, str | None], precision: str,
        zone: Zone = (None, None),
        relative_to: dict[str, Any] | None = None,
    ) -> When:  # fmt: skip
        """A time that stands on a stretch of the folded text."""
        span = self.words.folded.span(start, end)
        quote = self.words.folded.source[span[0] : span[1]]
        return When(span, quote, *bounds, precision, *zone, relative_to)


# --- times by themselves --------------------------------------------------------------------------


def told(text: Reckoning, at: int) -> Found[When]:
    """A time with its bounds, which a word before it may leave open."""
    one = text.spoken[at]
    assert one.time is not None
    low, high, precision = _point(text, at, one.time)
    if _is_too_early(text, one, low):
        later = one.time.extent(text.published + _HALF_A_YEAR if text.published else None)
        low, high = (later.earliest, later.latest) if later else (None, None)
    elif _is_too_late(text, one, low):
        earlier = one.time.extent(text.published - _HALF_A_YEAR if text.published else None)
        low, high = (earlier.earliest, earlier.latest) if earlier else (None, None)
    first = low
    if one.to is not None:
        low, high, precision = _range(text, at, one)
    elif one.bound == "from":
        low = _middle(one, low) or low
        high = high if one.time.is_closed else None
    elif one.bound == "until":
        middle = _middle(one, low)  # `by mid-May`
        high = middle or high
        first_day = one.before is not None and one.before.tag.startswith("before")
        low, high = None, (low if first_day and not middle and not _ends_week(one) else high)
    elif one.bound == "after" and one.before is not None and one.before.tag != "upon":
        low, high = high, None
    zone, stated = _zone(text, one)
    named = stated if isinstance(first, datetime) or stated[1] == "stated" else (None, None)
    bounds = _written(low, zone), _written(high, zone, late=True)
    when = text.when(one.start, one.end, bounds, precision, named)
    return Found(one.first, one.last, when, counts(one))


def _middle(one: Expression, low: date | None) -> date | None:
    """The middle of a month that is only an end: `by mid-May`, `since mid-May`."""
    edge = one.time.named.get("edge") if one.time else None
    is_middle = edge is not None and edge.value("edge") == "mid" and one.time is not None
    in_month = is_middle and one.time is not None and "month" in one.time.named
    return low.replace(day=_MIDDLE) if in_month and low is not None else None


def _ends_week(one: Expression) -> bool:
    """Whether a time is the end of a week, which is not before the last day that it may be."""
    edged = one.time.named.get("edged") if one.time else None
    return edged is not None and edged.tag("unit") == "weeks"


def _is_too_late(text: Reckoning, one: Expression, low: date | None) -> bool:
    """Whether a day or month that lies behind is put after the publication: «since March»."""
    since = one.before is not None and one.before.tag in _SINCE
    named = one.time.named.keys() if one.time else set()
    dated = not {"date", "month"}.isdisjoint(named)
    done = one.before is None and dated and _is_done(text, one)
    plain = (since or done) and one.time is not None and not one.time.is_clock and type(low) is date
    return plain and text.published is not None and low is not None and low > text.published


def _is_too_early(text: Reckoning, one: Expression, low: date | None) -> bool:
    """Whether a day or month that is a deadline is put before the publication: «by 7 December» in May."""
    by = one.before is not None and one.before.tag == "by" and not _has_been(text, one)
    dated = one.time is not None and {"date", "month"} & one.time.named.keys()
    plain = by and dated and type(low) is date
    if not plain or text.published is None or low is None:
        return False
    return low < text.published - _LONG_PAST


def _is_done(text: Reckoning, one: Expression) -> bool:
    """Whether a word right before a time says that what was done then is over: `signed on 20 August`."""
    words, known = text.words.text, _done(text.language)
    if one.last < len(words) and words[one.last] in _agreed(text.language):
        return True  # `the October ceasefire`
    to_come = _ahead(text.language) | frozenset(written(text.language)["undone"])
    for place in range(one.first - 1, max(-1, one.first - 1 - _DONE), -1):
        word = words[place]
        if not word[0].isalnum() or word in to_come:
            return False
        if word in known or (text.language == "en" and word.endswith(_PAST) and len(word) > _VERB):
            return place == 0 or words[place - 1] not in to_come
    return False


@cache
def _agreed(language: Language) -> frozenset[str]:
    """English: what a month before it names, and is past."""
    known = written(language)
    listed = (*known["papers"], *(word for states in known["states"].values() for word in states))
    return frozenset(map(fold, listed)) if language == "en" else frozenset()


@cache
def _done(language: Language) -> frozenset[str]:
    known = written(language)
    return frozenset(map(fold, (*known["done"], *known["signed"])))


def _point(
    text: Reckoning, at: int, time: NamedTime, day: Extent | None = None
) -> tuple[date | None, date | None, str]:
    """The first and the last day or minute that a time may be; `day` is given if it names none."""
    extent = time.extent(text.published, ahead=_is_ahead(text, text.spoken[at]))
    if not time.is_clock:
        assert extent is not None
        return extent.earliest, extent.latest, extent.precision
    if time.moment is not None:
        minute = time.moment.replace(second=0, microsecond=0)
        return minute, minute, "minute"
    extent = extent or day or _day_before(text, at) or _day_of_log(text) or _day_of_part(text, time)
    if time.is_midnight:
        extent = _day_of_midnight(text, text.spoken[at], extent)
    hours = time.clock()
    if hours is None or extent is None or extent.earliest is None or extent.latest is None:
        return None, None, "minute"
    first, last = hours
    try:
        low = clocks.on(extent.earliest, first.minutes)
        high = clocks.on(extent.latest, last.minutes if last.other is None else last.other)
    except OverflowError:
        return None, None, "minute"
    return low, high, "hour" if first is last and low != high else "minute"


def _day_of_midnight(text: Reckoning, one: Expression, told_of: Extent | None) -> Extent | None:
    """The day that ends with a midnight of which none is named; if it is past, it begins the day of telling."""
    since = one.before is not None and one.before.tag in _SINCE
    extent = told_of
    if extent is None and text.published is not None:
        since = since or _is_done(text, one)
        extent = Extent(text.published, text.published, "day")
    if not since or extent is None or extent.earliest is None:
        return extent
    day = extent.earliest - timedelta(days=1)
    return Extent(day, day, "day")


def _is_ahead(text: Reckoning, one: Expression) -> bool:
    """Whether a weekday is the next one: «بحلول الجمعة», unless `had` says that it is past."""
    if one.before is None:
        return _is_to_come(text, one)
    if one.before.tag == "from":
        return _is_nearer(text, one)
    if one.before.tag not in UNTIL:
        return False
    return not _has_been(text, one)


def _has_been(text: Reckoning, one: Expression) -> bool:
    """Whether words before a time say that it is past: `had left by Friday`."""
    known = tagger(text.language)
    before = range(max(0, one.first - _CLAUSE), one.first)
    pieces = (known.ending(text.words, place) for place in before)
    return any(piece is not None and piece.tag == "been" for piece in pieces)


def _is_nearer(text: Reckoning, one: Expression) -> bool:
    """Whether the next weekday is nearer than the last: `from Thursday` is tomorrow on a Wednesday."""
    match = one.time.named.get("weekday") if one.time else None
    if match is None or text.published is None:
        return False
    return (text.published.weekday() - int(match.value("weekday"))) % 7 > _HALF_WEEK


def _is_to_come(text: Reckoning, one: Expression) -> bool:
    """Whether words right before a weekday say that it is to come: "will meet on Monday"."""
    for place in range(one.first - 1, max(-1, one.first - 1 - _CLAUSE), -1):
        word = text.words.text[place]
        if not word[0].isalnum():
            return False
        future = text.language == "ar" and is_future(word) and word not in _nouns()
        two = f"{text.words.text[place - 1]} {word}" if place else word
        if future or not _ahead(text.language).isdisjoint((word, two)):
            return True
    return False


@cache
def _nouns() -> frozenset[str]:
    """Arabic nouns and names that look like a verb in the future."""
    return frozenset(map(fold, written("ar")["no_future"]))


@cache
def _ahead(language: Language) -> frozenset[str]:
    return frozenset(map(fold, written(language)["ahead"]))


def _day_before(text: Reckoning, at: int) -> Extent | None:
    """The last day named in the sentence before an hour that names none."""
    place = text.spoken[at].first
    for before in reversed(text.spoken[max(0, at - 2) : at]):
        if before.time is None or not before.time.is_day:
            continue
        if place - before.last > _SENTENCE or stopped(text.words, before.last, place):
            return None
        extent = before.time.extent(text.published)
        return extent if extent is not None and extent.is_day else None
    return None


def _day_of_part(text: Reckoning, time: NamedTime) -> Extent | None:
    """The day of publication, where an Arabic hour is one of its dawn or morning: «الرابعة فجرا»."""
    if text.language != "ar" or text.published is None or time.half not in _EARLY:
        return None
    return Extent(text.published, text.published, "day")


def _day_of_log(text: Reckoning) -> Extent | None:
    """The day of publication, of which the hours are that a running log tells of."""
    if text.published is None or not text.is_log:
        return None
    return Extent(text.published, text.published, "day")


def _range(text: Reckoning, at: int, one: Expression) -> tuple[date | None, date | None, str]:
    """From one time to another: a day that only one of them names is that of both."""
    assert one.time is not None
    assert one.to is not None
    assert one.to.time is not None
    here, there = one.time.extent(text.published), one.to.time.extent(text.published)
    low, _, precision = _point(text, at, one.time, there)
    _, high, _ = _point(text, at, one.to.time, here)
    if low and high and one.time.is_midnight and _lies_before(high, low):
        low -= timedelta(days=1)  # `between midnight and 6 a.m.`: it begins the day
    if low and high and type(low) is type(high) and high < low:
        weekly = "weekday" in one.to.time.named
        high = high + timedelta(weeks=1) if weekly else None
    return low, high, precision


def _lies_before(one: date, other: date) -> bool:
    """Whether a day or minute lies before another: a minute and a day by their days."""
    if type(one) is type(other):
        return one < other
    days = [each.date() if isinstance(each, datetime) else each for each in (one, other)]
    return days[0] < days[1]


def _zone(text: Reckoning, one: Expression) -> tuple[tzinfo | None, Zone]:
    """The zone of a clock time, and its id and whence it is known."""
    for time in (one.time, one.to.time if one.to else None):
        if time is None or not time.is_clock:
            continue
        if time.moment is not None and time.moment.tzinfo is not None:
            return time.moment.tzinfo, (None, "stated")
        if time.zone is not None:
            try:
                return zone_of(time.zone), (time.zone, "stated")
            except TimeError:
                return None, (time.zone, "stated")
    if text.zone is None:
        return None, (None, None)
    return text.zone, (getattr(text.zone, "key", None) or str(text.zone), "case")


def _written(bound: date | None, zone: tzinfo | None, *, late: bool = False) -> str | None:
    if isinstance(bound, datetime):
        return clocks.stamp(bound.replace(tzinfo=None), zone, late=late)
    return None if bound is None else bound.isoformat()


def counts(one: Expression) -> tuple[int, ...]:
    """The words of an expression at which numbers stand that count something."""
    if one.time is not None:
        return one.time.counts
    counted = one.stretch.pieces("count") if one.stretch else ()
    if counted:
        return (counted[0].first,)
    unit = one.stretch.pieces("unit") if one.stretch else ()
    return tuple(piece.first for piece in unit if piece.value == 2)  # a dual
