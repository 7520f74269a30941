"""Times counted from others: a stretch and its event, or the time that it begins with.

In: the stretches of a text («خلال شهر من …»), the events that it names, its times.  Out: times
that are relative to an event, and those that a stretch makes of another time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hudna.text.found import Found
from hudna.text.statement import When
from hudna.text.tags import Piece
from hudna.text.when import relative
from hudna.text.when.calendars import UNITS
from hudna.text.when.expressions import FROM, GLUE, UNTIL, Expression, stopped
from hudna.text.when.named import count
from hudna.text.when.reckoning import Reckoning, counts, told
from hudna.text.when.relative import Event
from hudna.text.when.vocabulary import tagger, written

# How far from a stretch its event may be named, and from an event its date, in words.
_REACH = 8
_NEAR = 5
# More of any unit is no time of ours.
_MOST = 100_000
# What a word before an event makes of it.
_BOUNDS = {
    **dict.fromkeys(FROM | {"after"}, "from"),
    **dict.fromkeys(UNTIL - {"by"}, "until"),
    "upon": "at",
}
# What may stand between a stretch and the time that it begins with.
_BEGINS = FROM | {"begins"}
# What something takes is counted in these.
_SHORT = frozenset({"hours", "days", "weeks", "months"})
# Behind a stretch, so that it ends with what follows.
_BACK = frozenset({"to", "until", "before", "leading"})
# The event of the first days, of which nobody says what they are of.
_TRUCE = "in-force"
# The event of a stretch that is counted from a time: `for 72 hours from midnight`.
_START = "start"
# What is glued to a stretch that says how far from a time something is.
_BY = "ب"


# --- stretches ------------------------------------------------------------------------------------


def stretched(text: Reckoning, at: int) -> Iterator[Found[When]]:
    """What a stretch comes to: counted from an event or a time, or «within» by itself."""
    one = text.spoken[at]
    match = one.stretch
    if match is None:
        return
    how, link, amount = match.tag("how"), match.tag("link"), count(match)
    by: dict[str, int] | None = None
    if match.rule == "ordinal_day":
        by = {"days": match.value("ord") - 1}
        how = "until" if how else "after"
    elif amount is not None and amount <= _MOST:
        by = relative.offset(match.tag("unit") or "", amount)
    if by is None:
        if how == "within" and amount is None:
            yield _open(text, one, "within")
        return
    if match.rule == "span":
        yield from _spanning(text, at, by)
        return
    if match.rule == "first" and match.value("share") != 1:
        return
    kind, by = ("within", by) if match.rule == "first" else _kind(how, link, by)
    event = _event_after(text, one.last, _REACH if link else 2)
    if event is not None and (link or match.rule == "ordinal_day"):
        yield _related(text, one.before or one.run[one.low], event, kind, by, counts(one))
    elif match.rule == "first":
        if link is None:  # of the truce, which needs no name
            related = {"event": _TRUCE, "offset": by}
            when = text.when(one.start, one.end, (None, None), kind, relative_to=related)
            yield Found(one.first, one.last, when, counts(one))
    elif (
        ((link or _begins(text, at)) and (found := _from_time(text, at, kind, by)))
        or (how == "lasting" and (found := _lasting(text, at, by) or _enduring(text, one, by)))
        or (how is None and not link and (found := _short_of(text, at, by)))
        or (how is None and _goes_on(text, one) and (found := _enduring(text, one, by)))
    ):
        yield found
    elif (
        how == "within"
        or _is_taken(text, one)
        or (how is not None and link == "of" and text.language == "ar" and how != "lasting")
    ):
        told_of = link is not None or _is_taken(text, one)
        yield _open(text, one, kind, None if told_of else by)


def _spanning(text: Reckoning, at: int, by: dict[str, int]) -> Iterator[Found[When]]:
    """`the 24 hours to noon on Monday`, `the week after the signing`, `the nine days since` something."""
    one = text.spoken[at]
    assert one.stretch is not None
    link = one.stretch.tag("link")
    if link in FROM:  # up to now
        event = _event_after(text, one.last, _REACH)
        after = _plainly(text, at + 1)
        if event is None and after is None:
            return
        last, end = one.last, one.end
        if event is not None:
            last, end = event.last, text.words.end[event.last - 1]
        if after is not None:
            text.taken.add(at + 1)
            last, end = max(last, after.last), max(end, text.spoken[at + 1].end)
        when = _up_to_now(text, (one.start, end), by, after)
        yield Found(one.first, last, when, counts(one))
        return
    if link in _BACK:
        by = {unit: -number for unit, number in by.items()}
    after = _plainly(text, at + 1)
    if after is not None:
        start = replace(after.value, relative_to=None)
        whole = text.when(one.start, text.spoken[at + 1].end, (None, None), "within",
                          relative_to={"event": _START, "offset": by})  # fmt: skip
        text.taken.add(at + 1)
        yield Found(
            one.first, after.last, replace(relative.anchored(whole, {_START: start}), relative_to=None),
            counts(one),
        )  # fmt: skip
    elif (event := _event_after(text, one.last, _REACH)) is not None:
        yield _related(text, one.run[one.low], event, "within", by, counts(one))


def _plainly(text: Reckoning, at: int) -> Found[When] | None:
    """The time right behind a stretch, without what the word between makes of it."""
    if at >= len(text.spoken):
        return None
    one, before = text.spoken[at], text.spoken[at - 1]
    if one.time is None or one.to is not None or one.run is not before.run:
        return None
    if not all(piece.tag in GLUE for piece in one.run[before.high : one.low]):
        return None
    bound, one.before = one.before, None
    found = told(text, at)
    one.before = bound
    return found if found.value.earliest is not None else None


def _up_to_now(
    text: Reckoning, ends: tuple[int, int], by: dict[str, int], start: Found[When] | None
) -> When:
    """From a time, or so long before the day of publication, up to that day."""
    if text.published is None:
        return text.when(*ends, (None, None), "day")
    today = text.published.isoformat()
    if start is not None:
        return text.when(*ends, (start.value.earliest, today), "day")
    back = {unit: -number for unit, number in by.items()}
    whole = text.when(*ends, (None, None), "within", relative_to={"event": _START, "offset": back})
    said = text.when(*ends, (today, today), "day")
    return replace(relative.anchored(whole, {_START: said}), relative_to=None)


def _is_taken(text: Reckoning, one: Expression) -> bool:
    """Whether something took a stretch: `31 breaches in three days`."""
    said = one.stretch is not None and one.stretch.has("count") and one.first > 0
    said = said and one.stretch is not None and one.stretch.tag("unit") in _SHORT
    return said and text.words.text[one.first - 1] in written(text.language)["taking"]


def _begins(text: Reckoning, at: int) -> bool:
    """Whether a word between a stretch and the time behind it says that it begins then: «تبدأ عند»."""
    one = text.spoken[at]
    after = text.spoken[at + 1] if at + 1 < len(text.spoken) else None
    if after is None or after.run is not one.run:
        return False
    return any(piece.tag in _BEGINS for piece in one.run[one.high : after.low])


def _kind(how: str | None, link: str | None, by: dict[str, int]) -> tuple[str, dict[str, int]]:
    """Whether a time is within a stretch or at its end, and the offset, negative if before."""
    if how == "until":
        return how, by
    before = how in ("before", "before_ago") or link == "before"
    if before:
        by = {unit: -number for unit, number in by.items()}
    at_end = how in ("after", "before", "before_ago") or (
        how is None and link in ("after", "before")
    )
    return "at" if at_end else "within", by


def _open(
    text: Reckoning, one: Expression, kind: str, by: dict[str, int] | None = None
) -> Found[When]:
    """«خلال شهرين», counted from a time or an event that is not known; it may be when it is said."""
    last = one.run[one.high - 2 if one.stretch and one.stretch.has("link") else one.high - 1]
    said = {"event": relative.TELLING, "offset": by} if by and kind == "within" else None
    when = text.when(one.start, last.end, (None, None), kind, relative_to=said)
    return Found(one.first, last.last, when, counts(one))


def _event_after(text: Reckoning, place: int, reach: int) -> Event | None:
    """The event that the words after a stretch name; one that they name itself goes before."""
    state: Event | None = None
    for at in range(bisect_left(text.events, (place,)), len(text.events)):
        event = text.events[at]
        if event.first >= place + reach or stopped(text.words, place, event.first):
            break
        if event.firm:
            return _named(text, event)
        if state is None and event.first < place + _NEAR:
            state = event
    return state


def _named(text: Reckoning, event: Event) -> Event:
    """An event with the words after it that name what began: «توقيع اتفاق وقف إطلاق النار»."""
    known, last = tagger(text.language), event.last
    for _ in range(_NEAR):
        if last >= len(text.words):
            break
        at = bisect_left(text.events, (last,))
        after = text.events[at] if at < len(text.events) else None
        if after is not None and after.first == last and not after.firm:
            last = after.last
            event = event._replace(last=last)
        elif (piece := known.ending(text.words, last)) and piece.tag in ("of", "the"):
            last += 1
        else:
            break
    return event


def _related(
    text: Reckoning, first: Piece, event: Event, kind: str, by: dict[str, int],
    counted: tuple[int, ...] = (),
) -> Found[When]:  # fmt: skip
    """A time relative to an event; with bounds if the text dates the event right after it."""
    relative_to = {"event": event.code, "offset": by}
    end, last = text.words.end[event.last - 1], event.last
    dated = _date_after(text, event.last)
    if dated is not None:
        end, last = text.spoken[dated].end, text.spoken[dated].last
        text.taken.add(dated)
    when = text.when(first.start, end, (None, None), kind, relative_to=relative_to)
    if dated is not None:
        when = relative.anchored(when, {event.code: told(text, dated).value})
    return Found(first.first, last, when, counted)


def _date_after(text: Reckoning, place: int) -> int | None:
    """The time that stands right after an event, with no mark between."""
    after = bisect_left(text.firsts, place)
    if after >= len(text.spoken) or after in text.taken:
        return None
    one = text.spoken[after]
    if one.time is None or one.bound or one.to or one.first >= place + _NEAR:
        return None
    between = text.words.text[place : one.first]
    return after if all(word[0].isalnum() for word in between) else None


def _from_time(text: Reckoning, at: int, kind: str, by: dict[str, int]) -> Found[When] | None:
    """`72 hours from midnight on Thursday`."""
    one = text.spoken[at]
    if at + 1 >= len(text.spoken) or (after := text.spoken[at + 1]).time is None:
        return None
    between = one.run[one.high : after.low] if after.run is one.run else ()
    if after.run is not one.run or not all(p.tag in GLUE or p.tag in _BEGINS for p in between):
        return None
    return _counted(text, one, at + 1, (one.start, after.end), kind, by)


def _lasting(text: Reckoning, at: int, by: dict[str, int]) -> Found[When] | None:
    """`midnight on Thursday for 72 hours`: the stretch begins with the time before it."""
    one = text.spoken[at]
    before = text.spoken[at - 1] if at else None
    if before is None or before.time is None or before.to or at - 1 in text.taken:
        return None
    near = one.first - before.last <= 1 and not stopped(text.words, before.last, one.first)
    if not near or before.bound not in ("", "from"):
        return None
    return _counted(text, one, at - 1, (before.start, one.end), "within", by)


def _goes_on(text: Reckoning, one: Expression) -> bool:
    """Whether what goes on stands right before a stretch: `have been waiting three weeks`."""
    return (
        text.language == "en" and one.first > 0 and text.words.text[one.first - 1].endswith("ing")
    )


def _enduring(text: Reckoning, one: Expression, by: dict[str, int]) -> Found[When] | None:
    """`have been waiting for nine days`: up to now."""
    words, known = text.words.text, written(text.language)["enduring"]
    for place in range(one.first - 1, max(0, one.first - 1 - _REACH), -1):
        if not words[place][0].isalnum():
            return None
        if f"{words[place - 1]} {words[place]}" in known:
            when = _up_to_now(text, (one.start, one.end), by, None)
            return Found(one.first, one.last, when, counts(one))
    return None


def _short_of(text: Reckoning, at: int, by: dict[str, int]) -> Found[When] | None:
    """«قبل السابعة بعشر دقائق»: so long before or after the time that stands before it."""
    one = text.spoken[at]
    before = text.spoken[at - 1] if at else None
    piece = one.run[one.low]
    glued = text.words.folded.text[text.words.start[piece.first] : piece.start]
    if text.language != "ar" or glued != _BY or before is None or before.last != one.first:
        return None
    if before.time is None or before.to or before.bound not in ("until", "after"):
        return None
    if before.bound == "until":
        by = {unit: -number for unit, number in by.items()}
    bound, before.before = before.before, None  # the time itself, not what lies before it
    start = (bound or before.run[before.low]).start
    found = _counted(text, one, at - 1, (start, one.end), "at", by)
    before.before = bound
    return found


def _counted(
    text: Reckoning,
    one: Expression,
    other: int,
    ends: tuple[int, int],
    kind: str,
    by: dict[str, int],
) -> Found[When] | None:
    """A stretch with the time that it begins with, which it takes; None if that is not known."""
    time = told(text, other).value
    if time.earliest is None:
        return None
    whole = text.when(*ends, (None, None), kind, relative_to={"event": _START, "offset": by})
    when = replace(relative.anchored(whole, {_START: time}), relative_to=None)
    text.taken.add(other)
    spoken = text.spoken[other]
    return Found(min(one.first, spoken.first), max(one.last, spoken.last), when, counts(one))


# --- events ---------------------------------------------------------------------------------------


def from_events(text: Reckoning, found: Sequence[Found[When]]) -> Iterator[Found[When]]:
    """`since the truce took hold`, «فور التوقيع»: from an event on, at it, or until it."""
    covered = {place for one in found for place in range(one.first, one.last)}
    covered |= {place for one in text.spoken for place in range(one.first, one.last)}
    known = tagger(text.language)
    for event in text.events:
        if not event.firm or event.first in covered:
            continue
        for place in range(event.first - 1, max(-1, event.first - 4), -1):
            piece = known.ending(text.words, place)
            if place in covered or not text.words.text[place][0].isalnum():
                break
            if piece is not None and piece.tag in _BOUNDS:
                yield _related(text, piece, _named(text, event), _BOUNDS[piece.tag], {})
                break
            if piece is not None and piece.tag in UNITS:
                break
