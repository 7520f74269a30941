"""Times that a text names, Arabic and English, as intervals on the day that it was published.

In: words, the day of publication, the zone of the case.  Out: `When`s with the words that they
stand on.  `grammar` says which words make a time, `moments` and `clocks` what it comes to,
`relative` what is counted from an event.  Start reading at `find`.

- *By, before, until X*: `earliest` is None; *from, since X on*, *after X*: `latest` is.
- A weekday after *by, before, until* is the next one, unless `had` says that it is past.
- The midnight of a day is the one that ends it.  Where an hour up to twelve may be before or after
  noon, the interval is from the one to the other.
- An hour without a day is of the last day named in its sentence; else it has no bounds.
- A clock time has an offset where the text states a zone, else that of the case; a date has none.

`precision` is `minute`; `hour`; `day`; the part of a day (`dawn`, `night`); `day_or_month` where
their order is open; `week`, `month`, `year`, `part` of one; `hijri_day` and `hijri_month`, which
have a day more on each side; and for what is relative to an event that of `relative`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Literal

from hudna.instant import TimeError
from hudna.instant import zone as zone_of
from hudna.text import clocks, numerals, relative
from hudna.text.drafts import Draft, count
from hudna.text.expressions import FROM, GLUE, UNTIL, Expression, expressions, stopped
from hudna.text.found import Found
from hudna.text.moments import Extent
from hudna.text.numerals import Numeral
from hudna.text.relative import Event
from hudna.text.statement import When
from hudna.text.tags import Language
from hudna.text.timewords import tagger
from hudna.text.words import Words

# How far from a stretch its event may be named, and from an event its date, in words.
_REACH = 8
_NEAR = 5
# How far back an hour looks for its day, and «by Friday» for `had`.
_SENTENCE = 60
_CLAUSE = 6
# More of any unit is no time of ours.
_MOST = 100_000
# What a word before an event makes of it.
_BOUNDS = {
    **dict.fromkeys(FROM | {"after"}, "from"), **dict.fromkeys(UNTIL, "until"), "upon": "at",
}  # fmt: skip

# The event of a stretch that is counted from a time: `for 72 hours from midnight`.
_START = "start"


def find(
    words: Words,
    language: Language,
    published: date | None = None,
    zone: tzinfo | None = None,
    said: Sequence[Numeral] | None = None,
) -> list[Found[When]]:
    """The times of a text, in order.

    Args:
        words: The words of the text.
        language: The language that it is read in.
        published: The day of publication; without it what is relative to it has no bounds.
        zone: The zone of the case, for clock times whose zone the text does not state.
        said: The numerals of the text, if they are known already.
    """
    if said is None:
        said = numerals.find(words, language)
    spoken = list(expressions(words, language, said))
    text = _Text(words, language, published, zone, relative.events(words, language), spoken)
    found = [one for at in range(len(spoken)) for one in _stretched(text, at)]
    found += [
        _told(text, at)
        for at, one in enumerate(spoken)
        if one.draft is not None and at not in text.taken
    ]
    found += _from_events(text, found)
    return sorted(found, key=lambda one: (one.first, one.last))


@dataclass(slots=True)
class _Text:
    """A text with what its times depend on; `taken` are the expressions that others have."""

    words: Words
    language: Language
    published: date | None
    zone: tzinfo | None
    events: list[Event]
    spoken: list[Expression]
    taken: set[int] = field(default_factory=set)

    def when(
        self, start: int, end: int, bounds: tuple[str | None, str | None], precision: str,
        zone: tuple[str | None, Literal["stated", "case"] | None] = (None, None),
        relative_to: dict[str, Any] | None = None,
    ) -> When:  # fmt: skip
        """A time that stands on a stretch of the folded text."""
        span = self.words.folded.span(start, end)
        quote = self.words.folded.source[span[0] : span[1]]
        return When(span, quote, *bounds, precision, *zone, relative_to)


# --- times by themselves --------------------------------------------------------------------------


def _told(text: _Text, at: int) -> Found[When]:
    """A time with its bounds, which a word before it may leave open."""
    one = text.spoken[at]
    assert one.draft is not None
    low, high, precision = _point(text, at, one.draft)
    first = low
    if one.to is not None:
        low, high, precision = _range(text, at, one)
    elif one.bound == "from":
        high = high if one.draft.is_range else None
    elif one.bound == "until":
        low, high = None, (low if one.before and one.before.tag.startswith("before") else high)
    elif one.bound == "after":
        low, high = high, None
    zone, stated = _zone(text, one)
    named = stated if isinstance(first, datetime) or stated[1] == "stated" else (None, None)
    bounds = _written(low, zone), _written(high, zone, late=True)
    when = text.when(one.start, one.end, bounds, precision, named)
    return Found(one.first, one.last, when, _counts(one))


def _point(
    text: _Text, at: int, draft: Draft, day: Extent | None = None
) -> tuple[date | None, date | None, str]:
    """The first and the last day or minute that a draft may be; `day` is given if it names none."""
    extent = draft.extent(text.published, ahead=_is_ahead(text, text.spoken[at]))
    if not draft.is_clock:
        assert extent is not None
        return extent.earliest, extent.latest, extent.precision
    if draft.moment is not None:
        minute = draft.moment.replace(second=0, microsecond=0)
        return minute, minute, "minute"
    extent = extent or day or _day_before(text, at)
    hours = draft.clock()
    if hours is None or extent is None or extent.earliest is None or extent.latest is None:
        return None, None, "minute"
    first, last = hours
    try:
        low = clocks.on(extent.earliest, first.minutes)
        high = clocks.on(extent.latest, last.minutes if last.other is None else last.other)
    except OverflowError:
        return None, None, "minute"
    return low, high, "hour" if first is last and low != high else "minute"


def _is_ahead(text: _Text, one: Expression) -> bool:
    """Whether a weekday is the next one: «بحلول الجمعة», unless `had` says that it is past."""
    if one.before is None or one.before.tag not in UNTIL:
        return False
    known = tagger(text.language)
    for place in range(max(0, one.first - _CLAUSE), one.first):
        piece = known.ending(text.words, place)
        if piece is not None and piece.tag == "been":
            return False
    return True


def _day_before(text: _Text, at: int) -> Extent | None:
    """The last day named in the sentence before an hour that names none."""
    place = text.spoken[at].first
    for before in reversed(text.spoken[max(0, at - 2) : at]):
        if before.draft is None or not before.draft.is_day:
            continue
        if place - before.last > _SENTENCE or stopped(text.words, before.last, place):
            return None
        extent = before.draft.extent(text.published)
        return extent if extent is not None and extent.is_day else None
    return None


def _range(text: _Text, at: int, one: Expression) -> tuple[date | None, date | None, str]:
    """From one time to another: a day that only one of them names is that of both."""
    assert one.draft is not None
    assert one.to is not None
    assert one.to.draft is not None
    here, there = one.draft.extent(text.published), one.to.draft.extent(text.published)
    low, _, precision = _point(text, at, one.draft, there)
    _, high, _ = _point(text, at, one.to.draft, here)
    if low and high and type(low) is type(high) and high < low:
        weekly = "weekday" in one.to.draft.named
        high = high + timedelta(weeks=1) if weekly else None
    return low, high, precision


def _zone(
    text: _Text, one: Expression
) -> tuple[tzinfo | None, tuple[str | None, Literal["stated", "case"] | None]]:
    """The zone of a clock time, and its id and whence it is known."""
    for draft in (one.draft, one.to.draft if one.to else None):
        if draft is None or not draft.is_clock:
            continue
        if draft.moment is not None and draft.moment.tzinfo is not None:
            return draft.moment.tzinfo, (None, "stated")
        if draft.zone is not None:
            try:
                return zone_of(draft.zone), (draft.zone, "stated")
            except TimeError:
                return None, (draft.zone, "stated")
    if text.zone is None:
        return None, (None, None)
    return text.zone, (getattr(text.zone, "key", None) or str(text.zone), "case")


def _written(bound: date | None, zone: tzinfo | None, *, late: bool = False) -> str | None:
    if isinstance(bound, datetime):
        return clocks.stamp(bound.replace(tzinfo=None), zone, late=late)
    return None if bound is None else bound.isoformat()


def _counts(one: Expression) -> tuple[int, ...]:
    """The words of an expression at which numbers stand that count something."""
    if one.draft is not None:
        return one.draft.counts
    counted = one.stretch.parts.get("count") if one.stretch else None
    if counted:
        return (counted[0].first,)
    unit = one.stretch.parts.get("unit", ()) if one.stretch else ()
    return tuple(piece.first for piece in unit if piece.value == 2)  # a dual


# --- stretches ------------------------------------------------------------------------------------


def _stretched(text: _Text, at: int) -> Iterator[Found[When]]:
    """What a stretch comes to: counted from an event or a time, or «within» by itself."""
    one = text.spoken[at]
    match = one.stretch
    if match is None:
        return
    how, link, amount = match.tag("how"), match.tag("link"), count(match)
    by: dict[str, int] | None = None
    if match.rule == "ordinal_day":
        by, how = {"days": match.value("ord") - 1}, "after"
    elif amount is not None and amount <= _MOST:
        by = relative.offset(match.tag("unit") or "", amount)
    if by is None:
        if how == "within" and amount is None:
            yield _open(text, one)
        return
    kind, by = _kind(how, link, by)
    event = _event_after(text, one.last, _REACH if link else _NEAR)
    if event is not None and (link or match.rule == "ordinal_day"):
        yield _from_event(text, at, event, kind, by)
    elif (link and (found := _from_time(text, at, kind, by))) or (how == "lasting" and (found := _lasting(text, at, by))):
        yield found
    elif how == "within":
        yield _open(text, one)


def _kind(how: str | None, link: str | None, by: dict[str, int]) -> tuple[str, dict[str, int]]:
    """Whether a time is within a stretch or at its end, and the offset, negative if before."""
    before = how in ("before", "before_ago") or link == "before"
    if before:
        by = {unit: -number for unit, number in by.items()}
    at_end = how in ("after", "before", "before_ago") or (
        how is None and link in ("after", "before")
    )
    return "at" if at_end else "within", by


def _open(text: _Text, one: Expression) -> Found[When]:
    """«خلال شهرين», counted from a time that is not told."""
    last = one.run[one.high - 2 if one.stretch and "link" in one.stretch.parts else one.high - 1]
    when = text.when(one.start, last.end, (None, None), "within")
    return Found(one.first, last.last, when, _counts(one))


def _event_after(text: _Text, place: int, reach: int) -> Event | None:
    """The event that the words after a stretch name; one that they name itself goes before."""
    state: Event | None = None
    for event in text.events[bisect_left(text.events, (place,)) :]:
        if event.first >= place + reach or stopped(text.words, place, event.first):
            break
        if event.firm:
            return event
        if state is None and event.first < place + _NEAR:
            state = event
    return state


def _from_event(text: _Text, at: int, event: Event, kind: str, by: dict[str, int]) -> Found[When]:
    """A time relative to an event; with bounds if the text dates the event right after it."""
    one = text.spoken[at]
    relative_to = {"event": event.code, "offset": by}
    end, last = text.words.end[event.last - 1], event.last
    dated = _date_after(text, at, event.last)
    when = text.when(one.start, end, (None, None), kind, relative_to=relative_to)
    if dated is not None:
        text.taken.add(dated)
        other = text.spoken[dated]
        when = relative.anchored(when, {event.code: _told(text, dated).value})
        span = text.words.folded.span(one.start, other.end)
        quote = text.words.folded.source[span[0] : span[1]]
        when, last = replace(when, span=span, quote=quote), other.last
    return Found(one.first, last, when, _counts(one))


def _date_after(text: _Text, at: int, place: int) -> int | None:
    """The time that stands right after an event, with no mark between."""
    for after in range(at + 1, min(at + 3, len(text.spoken))):
        one = text.spoken[after]
        if one.first >= place + _NEAR:
            return None
        if one.first >= place and one.draft is not None:
            marked = any(not word[0].isalnum() for word in text.words.text[place : one.first])
            return None if marked or one.bound or one.to else after
    return None


def _from_time(text: _Text, at: int, kind: str, by: dict[str, int]) -> Found[When] | None:
    """`72 hours from midnight on Thursday`."""
    one = text.spoken[at]
    if at + 1 >= len(text.spoken) or (after := text.spoken[at + 1]).draft is None:
        return None
    between = one.run[one.high : after.low] if after.run is one.run else ()
    if after.run is not one.run or not all(p.tag in GLUE or p.tag in FROM for p in between):
        return None
    return _counted(text, one, at + 1, (one.start, after.end), kind, by)


def _lasting(text: _Text, at: int, by: dict[str, int]) -> Found[When] | None:
    """`midnight on Thursday for 72 hours`: the stretch begins with the time before it."""
    one = text.spoken[at]
    before = text.spoken[at - 1] if at else None
    if before is None or before.draft is None or before.to or at - 1 in text.taken:
        return None
    near = one.first - before.last <= 1 and not stopped(text.words, before.last, one.first)
    if not near or before.bound not in ("", "from"):
        return None
    return _counted(text, one, at - 1, (before.start, one.end), "within", by)


def _counted(
    text: _Text, one: Expression, other: int, ends: tuple[int, int], kind: str, by: dict[str, int]
) -> Found[When] | None:
    """A stretch with the time that it begins with, which it takes; None if that is not known."""
    time = _told(text, other).value
    if time.earliest is None:
        return None
    whole = text.when(*ends, (None, None), kind, relative_to={"event": _START, "offset": by})
    when = replace(relative.anchored(whole, {_START: time}), relative_to=None)
    text.taken.add(other)
    spoken = text.spoken[other]
    return Found(min(one.first, spoken.first), max(one.last, spoken.last), when, _counts(one))


# --- events ---------------------------------------------------------------------------------------


def _from_events(text: _Text, found: Sequence[Found[When]]) -> Iterator[Found[When]]:
    """`since the truce took hold`, «فور التوقيع»: from an event on, at it, or until it."""
    covered = {place for one in found for place in range(one.first, one.last)}
    known = tagger(text.language)
    for event in text.events:
        if not event.firm or event.first in covered:
            continue
        for place in range(event.first - 1, max(-1, event.first - 4), -1):
            if place in covered or not text.words.text[place][0].isalnum():
                break
            piece = known.ending(text.words, place)
            kind = _BOUNDS.get(piece.tag) if piece else None
            if piece is not None and kind is not None:
                end = text.words.end[event.last - 1]
                relative_to: dict[str, Any] = {"event": event.code, "offset": {}}
                when = text.when(piece.start, end, (None, None), kind, relative_to=relative_to)
                yield Found(piece.first, event.last, when)
                break
