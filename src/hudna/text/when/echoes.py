"""Times that take up another: that night, two days later, «بعد ذلك بساعتين», on the 12th, for the third day.

In: the times of a text so far, in order, and its numerals.  Out: times counted from the one named last, or,
of a run of days («for the third day running»), from the day of publication.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from hudna.text.found import Found
from hudna.text.letters import fold
from hudna.text.numerals import Numeral
from hudna.text.numerals import lexicon as numbers
from hudna.text.statement import When
from hudna.text.tags import Language
from hudna.text.when import relative
from hudna.text.when.expressions import FROM, UNTIL, Expression
from hudna.text.when.named import count
from hudna.text.when.reckoning import Reckoning
from hudna.text.when.vocabulary import tagger, written
from hudna.text.words import split

# A time is taken up so many words behind it; a phrase that does so has at most so many.
_REACH = 120
_LONGEST = 5
# So many times beside a word are looked at.
_NEAR = 3
_AFTER = frozenset({"after", "upon"})
_BOUNDED = FROM | UNTIL | _AFTER
_NIGHT = "night"
_THERE = "there"
_DAY = timedelta(days=1)
_BOTH = 2
# What may be glued to the first word of a phrase.
_GLUED: Mapping[Language, str] = {"ar": "وفبل", "en": ""}


class _Rests(NamedTuple):
    """The phrases that begin with a word: the days each is off by its other words, and how many they are.

    `lengths` are the longest first.
    """

    days: Mapping[tuple[str, ...], int]
    lengths: Sequence[int]


_NONE = _Rests({}, ())


@dataclass(slots=True)
class _Text:
    """A text with the times found so far."""

    text: Reckoning
    found: list[Found[When]]

    def last(self, place: int, *, closed: bool = False) -> When | None:
        """The time named last before a word, if it has a bound; `closed`: both."""
        at = bisect_left(self.found, (place,))
        for one in reversed(self.found[max(0, at - _NEAR) : at]):
            if one.last <= place and place - one.first <= _REACH:
                when = one.value
                ends = (when.earliest is not None) + (when.latest is not None)
                if ends == _BOTH or (ends and not closed):
                    return when
        return None

    def is_free(self, first: int, last: int) -> bool:
        """Whether no time stands on words, nor an hour right before them that they are the day of."""
        at = bisect_left(self.found, (first,))
        return not any(
            (one.first < last and first < one.last and one.last - one.first > last - first)
            or (one.last == first and one.value.precision in ("minute", "hour"))
            for one in self.found[max(0, at - _NEAR) : at + _NEAR]
        )


def echoes(
    text: Reckoning, found: Sequence[Found[When]], said: Sequence[Numeral]
) -> list[Found[When]]:
    """The times of a text with those that take up another, instead of what they hold («الليلة»)."""
    known = _Text(text, sorted(found, key=lambda one: one.first))
    made = [
        one
        for one in (*_phrases(known), *_later(known), *_ordinals(known, said))
        if known.is_free(one.first, one.last)
    ]
    taken = {place for one in made for place in range(one.first, one.last)}
    kept = [one for one in found if not taken.issuperset(range(one.first, one.last))]
    return [*kept, *made]


# --- phrases --------------------------------------------------------------------------------------


@cache
def _listed(language: Language, name: str) -> dict[str, _Rests]:
    """The phrases of a class by their first word."""
    held: dict[str, dict[tuple[str, ...], int]] = {}
    given: Mapping[int, Sequence[str]] = written(language)[name]
    for days, phrases in given.items():
        for phrase in phrases:
            first, *rest = split(fold(phrase))
            held.setdefault(first, {}).setdefault(tuple(rest), int(days))
    return {
        first: _Rests(rests, sorted({len(rest) for rest in rests}, reverse=True))
        for first, rests in held.items()
    }


@cache
def _firsts(language: Language) -> frozenset[str]:
    """The words with which the phrases begin that take up a time by themselves."""
    firsts = {*_listed(language, "echoes"), *_listed(language, "then")}
    return frozenset({glued + first for first in firsts for glued in ("", *_GLUED[language])})


def _at(text: Reckoning, place: int, name: str) -> tuple[int, int] | None:
    """How many words a phrase of a class has that begins at a word, and the days it is off."""
    words = text.words.text
    if place >= len(words):
        return None
    word = words[place]
    known = _listed(text.language, name)
    glued = word[:1] if word[:1] in _GLUED[text.language] else ""
    held = known.get(word) or (known.get(word[1:]) if glued else None) or _NONE
    for length in held.lengths:
        rest = tuple(words[place + 1 : place + 1 + length])
        if rest in held.days:
            return len(rest) + 1, held.days[rest]
    return None


def _phrases(known: _Text) -> Iterator[Found[When]]:
    """`that night`, `the following day`, `since then`: the day named last, or one near it."""
    text = known.text
    begins = _firsts(text.language)
    for place in [at for at, word in enumerate(text.words.text) if word in begins]:
        met = _at(text, place, "echoes")
        if met is not None:
            length, days = met
            when = known.last(place, closed=True)
            if when is None:
                continue
            base = when.earliest or when.latest or ""
            low = high = date.fromisoformat(base[:10]) + timedelta(days=days)
            if days == 0 and when.earliest and when.latest:
                high = date.fromisoformat(when.latest[:10])
            if low == high and _is_night(text, place, length):
                high += _DAY
            days_named = low.isoformat(), high.isoformat()
            yield _made(text, place, place + length, _opened(text, place, days_named))
        elif (then := _at(text, place, "then")) is not None and _bound(text, place):
            when = known.last(place)
            if when is not None:
                bounds = when.earliest or when.latest, when.latest or when.earliest
                yield _made(text, place, place + then[0], _opened(text, place, bounds))


def _is_night(text: Reckoning, place: int, length: int) -> bool:
    """Whether a phrase speaks of a night."""
    pieces = (tagger(text.language).ending(text.words, at) for at in range(place, place + length))
    tags = [(piece.tag, piece.value) for piece in pieces if piece is not None]
    return ("part", _NIGHT) in tags or ("tonight", None) in tags


def _bound(text: Reckoning, place: int) -> str:
    """The class of the word before a phrase that leaves a side open."""
    piece = tagger(text.language).ending(text.words, place - 1) if place else None
    return piece.tag if piece is not None and piece.tag in _BOUNDED else ""


def _opened(
    text: Reckoning, place: int, bounds: tuple[str | None, str | None]
) -> tuple[str | None, str | None]:
    tag = _bound(text, place)
    low, high = bounds
    if tag in FROM:
        return low, None
    if tag in UNTIL:
        return None, low if tag.startswith("before") else high
    return (high, None) if tag in _AFTER else (low, high)


def _made(
    text: Reckoning, first: int, last: int, bounds: tuple[str | None, str | None],
    counted: tuple[int, ...] = (),
) -> Found[When]:  # fmt: skip
    start, end = text.words.start[first], text.words.end[last - 1]
    return Found(first, last, text.when(start, end, bounds, "day"), counted)


# --- stretches ------------------------------------------------------------------------------------


def _later(known: _Text) -> Iterator[Found[When]]:
    """`two days later`, «بعد ذلك بيومين», and, of a day of its sentence, `after three days`."""
    text = known.text
    for one in text.spoken:
        if one.stretch is None or one.stretch.has("link") or one.stretch.rule != "stretch":
            continue
        amount = count(one.stretch)
        by = None if amount is None else relative.offset(one.stretch.tag("unit") or "", amount)
        if by is None:
            continue
        first, last = one.first, one.last
        behind = _at(text, last, "later") if last < len(text.words) else None
        before = next(
            (at for at in range(max(0, first - _LONGEST), first)
             if (met := _at(text, at, "thereafter")) and at + met[0] == first),
            None,
        )  # fmt: skip
        after = one.stretch.tag("how") == "after" and text.language == "en"
        if behind is not None and _at(text, last + behind[0], "than"):
            continue  # `two days later than planned`
        ensuing = (
            _at(text, first, "ensuing") if first and text.words.text[first - 1] == "the" else None
        )
        if ensuing is not None and (start := known.last(first)) is not None:
            yield _ensuing(text, one, start, by)
            continue
        if behind is not None:
            last += behind[0]
        elif before is not None:
            days = _at(text, before, "thereafter")
            by = {unit: -number for unit, number in by.items()} if days and days[1] < 0 else by
            first = before
        elif not after:
            continue
        start = known.last(first)
        if start is None:
            if behind is not None or before is not None:
                yield _made(text, first, last, (None, None), _counts(one.first, one.last))
            continue
        if after and not (behind or before) and _parted(text, known, first):
            continue
        whole = text.when(
            text.words.start[first], text.words.end[last - 1], (None, None), "at",
            relative_to={"event": _THERE, "offset": by},
        )  # fmt: skip
        when = replace(relative.anchored(whole, {_THERE: _closed(start)}), relative_to=None)
        yield Found(first, last, when, _counts(one.first, one.last))


def _ensuing(
    text: Reckoning, one: Expression, start: When, by: dict[str, int]
) -> Found[When]:  # fmt: skip
    """`the following two days`: from the day behind the one named last."""
    base = date.fromisoformat((start.latest or start.earliest or "")[:10])
    days = by.get("days", 0)
    bounds = (base + _DAY).isoformat(), (base + timedelta(days=days)).isoformat()
    return _made(
        text,
        one.first,
        one.last,
        bounds if days else (None, None),
        _counts(one.first, one.last),
    )


def _closed(when: When) -> When:
    """A time whose end is open, or its start: as the end that it has."""
    return replace(when, earliest=when.earliest or when.latest, latest=when.latest or when.earliest)


def _counts(first: int, last: int) -> tuple[int, ...]:
    """The words of a stretch on which its number stands: those before its unit."""
    return tuple(range(first, last))


def _parted(text: Reckoning, known: _Text, place: int) -> bool:
    """Whether a sentence ends between the time named last and a word."""
    at = bisect_left(known.found, (place,)) - 1
    return at < 0 or "." in text.words.text[known.found[at].last : place]


# --- ordinals -------------------------------------------------------------------------------------


def _ordinals(known: _Text, said: Sequence[Numeral]) -> Iterator[Found[When]]:
    """`on the 12th`, `for the third day running`, «لليوم الثالث»."""
    text = known.text
    for one in said:
        if one.kind != "ordinal" or not one.first:
            continue
        day = _day_of_month(known, one) if text.language == "en" else None
        run = _in_a_row(text, one)
        if day is not None:
            yield day
        elif run is not None:
            yield run


def _day_of_month(known: _Text, one: Numeral) -> Found[When] | None:
    """`on the 12th`: of the month of the day named last, else the last one that there was."""
    text = known.text
    words = text.words.text
    written_out = (
        not words[one.first][:1].isdigit() or one.first < 2 or words[one.first - 1] != "the"
    )
    piece = tagger("en").ending(text.words, one.first - 2) if one.first > 1 else None
    leads = piece is not None and (piece.tag in _BOUNDED or piece.tag in ("on", "of", "part"))
    follows = words[one.last] if one.last < len(words) else "."
    noun = follows[:1].isalpha() and follows not in numbers("en")["stop"]
    if written_out or not leads or noun or follows == "of":
        return None
    base = known.last(one.first)
    near = base and (base.earliest or base.latest)
    day = _near(int(one.value), date.fromisoformat(near[:10]) if near else None, text.published)
    if day is None:
        return None
    bounds = (day.isoformat(),) * 2
    first = one.first - 1 - (piece is not None and piece.tag in _BOUNDED)
    return _made(text, first, one.last, _opened(text, one.first - 1, bounds))


def _near(day: int, base: date | None, published: date | None) -> date | None:
    """A day of the month of another; else the last that was by the day of publication."""
    given = base or published
    if given is None:
        return None
    months = [given] if base else [given, given.replace(day=1) - _DAY]
    for month in months:
        try:
            found = month.replace(day=day)
        except ValueError:
            continue
        if base or found <= given:
            return found
    return None


def _in_a_row(text: Reckoning, one: Numeral) -> Found[When] | None:
    """`for the third consecutive day`: from the first of them to the day of publication."""
    known, words = tagger(text.language), text.words
    if text.published is None or one.value < 2:
        return None
    if text.language == "ar":
        met = _at(text, one.first - 1, "running")
        unit, last, first = (met[1] if met else 0), one.last, one.first - 1
        own = _at(text, one.first - 1, "its_day")
    else:
        place = one.last
        piece = known.ending(words, place) if place < len(words) else None
        if piece is not None and piece.tag == "qualifier":
            place += 1
        met = _at(text, place, "running") if place < len(words) else None
        lead = words.text[one.first - 2 : one.first] if one.first > 1 else ()
        unit = met[1] if met and tuple(lead) in (("for", "the"), ("for", "a")) else 0
        last, first = place + 1, one.first - 2
        own = _at(text, one.first - 1, "its_day") if met and met[1] == 1 else None
    if own is not None:
        today = text.published.isoformat()
        return _made(text, one.first - 1, last, (today, today))
    if not unit:
        return None
    start = text.published - timedelta(days=(int(one.value) - 1) * unit)
    return _made(text, first, last, (start.isoformat(), text.published.isoformat()))
