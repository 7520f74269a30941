"""Times counted from an event: within a month of the entry into force, 72 hours after signature.

The events stand in `data/lexicon/{ar,en}/times.yaml`.  Such a time is `relative_to` an event and an
offset, and its `precision` says which part of time that is:

    within   from the event to the offset after it
    at       the offset after it (before it, if negative)
    from     the event and what comes after
    until    what comes before it, or before the offset after it

When the event's own time is known, `anchored` gives it bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from hudna.instant import add_calendar
from hudna.instant import zone as zone_of
from hudna.text.letters import fold
from hudna.text.statement import When
from hudna.text.tags import Language, Tagger
from hudna.text.when import clocks
from hudna.text.when.vocabulary import written
from hudna.text.words import Words, split

GAP = "…"
# The event of a stretch that nothing else is named for: that it is said.
TELLING = "telling"
# How many words may stand in the gap of a phrase.
_GAP = 6
# An agreement that is signed is named so many words from the word for it.
_BESIDE = 8
_SIGNATURE = "signature"
_STOPS = frozenset(".!?؟؛;")
_DAYS = {"days": 1, "weeks": 7}
_MONTHS = {"months": 1, "years": 12}
_MINUTES = {"minutes": 1, "hours": 60}


class Event(NamedTuple):
    """An event that words name; `firm` if they name it itself, not what it began (the truce)."""

    first: int
    last: int
    code: str
    firm: bool


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase in two parts: words, and after a gap more words."""

    head: tuple[str, ...]
    tail: tuple[str, ...]
    code: str
    firm: bool


@cache
def _events(language: Language) -> tuple[Tagger, dict[str, list[_Phrase]]]:
    """The phrases by their first word, longest first, and a tagger that finds those words."""
    tagger = Tagger(language)
    phrases: dict[str, list[_Phrase]] = {}
    for name, firm in (("events", True), ("states", False)):
        for code, listed in written(language)[name].items():
            for phrase in listed:
                head, _, tail = phrase.partition(GAP)
                made = _Phrase(tuple(split(fold(head))), tuple(split(fold(tail))), code, firm)
                phrases.setdefault(made.head[0], []).append(made)
    for first, held in phrases.items():
        held.sort(key=lambda known: (not known.firm, -len(known.head) - len(known.tail)))
        tagger.enter("event", first, [first])
    return tagger, phrases


@cache
def _states(language: Language, code: str) -> frozenset[str]:
    return frozenset(fold(word) for word in written(language)["states"][code])


def is_state(word: str, language: Language, code: str = "in-force") -> bool:
    """Whether a folded word names what an event begins: of an entry into force, a truce."""
    known = _states(language, code)
    return word in known or (language == "ar" and "ال" + word in known)


def signings(words: Words, language: Language) -> Iterator[tuple[int, int, str]]:
    """Where a text says that an agreement was signed: the word for it near one that names what was."""
    known = _signed(language)
    for place, word in enumerate(words.text):
        if word in known:
            near = words.text[max(0, place - _BESIDE) : place + _BESIDE + 1]
            if any(
                is_state(other, language, _SIGNATURE) or other in _papers(language)
                for other in near
            ):
                yield place, place + 1, _SIGNATURE


@cache
def _papers(language: Language) -> frozenset[str]:
    return frozenset(map(fold, written(language)["papers"]))


@cache
def _signed(language: Language) -> frozenset[str]:
    return frozenset(map(fold, written(language)["signed"]))


def events(words: Words, language: Language) -> list[Event]:
    """The events that a text names, in order."""
    tagger, phrases = _events(language)
    found: list[Event] = []
    after = 0
    for run in tagger.runs(words):
        for piece in run:
            if piece.tag != "event" or piece.first < after:
                continue
            for phrase in phrases[piece.value]:
                last = _end(words.text, piece.first, phrase)
                if last is not None:
                    found.append(Event(piece.first, last, phrase.code, phrase.firm))
                    after = last
                    break
    return found


def _end(text: Sequence[str], first: int, phrase: _Phrase) -> int | None:
    """Where a phrase ends that begins at a word."""
    last = first + len(phrase.head)
    if tuple(text[first + 1 : last]) != phrase.head[1:]:
        return None
    if not phrase.tail:
        return last
    for start in range(last, min(last + _GAP + 1, len(text))):
        if tuple(text[start : start + len(phrase.tail)]) == phrase.tail:
            return start + len(phrase.tail)
        if text[start] in _STOPS:
            return None
    return None


def from_telling(when: When, published: date | None) -> When:
    """A stretch that is counted from when it is said: from a day on, or from none that is known."""
    if when.relative_to is None or when.relative_to["event"] != TELLING:
        return when
    if published is not None:
        day = published.isoformat()
        when = anchored(when, {TELLING: replace(when, earliest=day, latest=day)})
    return replace(when, relative_to=None)


def offset(unit: str, count: float) -> dict[str, int] | None:
    """A stretch as the offset of `relative_to`: whole months, days, hours or minutes."""
    if unit in _MONTHS and count == int(count):
        return {"months": int(count) * _MONTHS[unit]}
    if unit in _MONTHS and count * 2 == int(count * 2) and unit == "years":
        return {"months": int(count * 12)}
    if unit in _DAYS and count == int(count):
        return {"days": int(count) * _DAYS[unit]}
    if unit in _MINUTES:
        return {unit: int(count)} if count == int(count) else {"minutes": int(count * 60)}
    return None


def anchored(when: When, starts: Mapping[str, When]) -> When:
    """A time with bounds, once the event that it is counted from has them; else as it was.

    `starts` are the events by code.  An event that is open at its end (`from midnight on`) is at
    its start.  An offset of days or months gives days («within a month» of 30 December ends with
    30 January); one of hours gives clock times where the event has one.
    """
    if when.relative_to is None:
        return when
    start = starts.get(when.relative_to["event"])
    if start is None or start.earliest is None:
        return when
    low, high = start.earliest, start.latest or start.earliest
    by: dict[str, int] = when.relative_to["offset"]
    try:
        bounds = _bounds(when.precision, low, high, by, start.zone)
    except (OverflowError, ValueError):
        return when
    clocked = any(bound is not None and "T" in bound for bound in bounds)
    return replace(
        when, earliest=bounds[0], latest=bounds[1],
        zone=start.zone if clocked else None, zone_from=start.zone_from if clocked else None,
    )  # fmt: skip


def _bounds(
    kind: str, low: str, high: str, by: Mapping[str, int], zone: str | None
) -> tuple[str | None, str | None]:
    if kind == "from":
        return low, None
    if kind == "until":
        return None, _moved(high, by, zone, up=True) if by else high
    if kind == "within":
        if any(count < 0 for count in by.values()):
            return _moved(low, by, zone), high
        whole = set(by) - _MINUTES.keys()
        return (low[:10] if whole else low), _moved(high, by, zone, up=True)
    return _moved(low, by, zone), _moved(high, by, zone, up=True)


def _moved(start: str, by: Mapping[str, int], zone: str | None, *, up: bool = False) -> str:
    """A date or local time and an offset; hours after a date are days, rounded up if `up`."""
    minutes = sum(_MINUTES[unit] * count for unit, count in by.items() if unit in _MINUTES)
    if "T" in start and minutes:
        moved = datetime.fromisoformat(start) + timedelta(minutes=minutes)
        if moved.tzinfo and zone is not None:
            moved = moved.astimezone(zone_of(zone))
        return moved.isoformat(timespec="minutes")
    days = by.get("days", 0) + (-(-minutes // clocks.DAY) if up else minutes // clocks.DAY)
    day = date.fromisoformat(start[:10])
    return add_calendar(day, months=by.get("months", 0), days=days).isoformat()
