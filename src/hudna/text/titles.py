"""Lines by themselves: titles, and what is none though it ends without a stop.

In: a line of a marked text.  Out: whether it is a heading, or only says who wrote it, when and where, or
who signed it; or neither, for it is a sentence that leads to what follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from hudna.text.arabic import headings as arabic
from hudna.text.english import headings as english
from hudna.text.lexicon import Language
from hudna.text.lists import DASHES, Listing, tells
from hudna.text.marked import BRACKETS, COMMAS, Marked
from hudna.text.tags import Tagger
from hudna.text.when.calendars import UNITS
from hudna.text.when.vocabulary import tagger

# A heading has so many words at most.
HEADING = 16
_STOPS = frozenset(".!?؟…")
# A signature, a line of who writes from where.
_SIGNED = 6
_INITIAL = 1
_DATED = frozenset({"month", "short", "doubtful", "weekday", "ago", *UNITS})
# Marks of a date, and between it and a place.
_AMONG = COMMAS | frozenset("/.-–—:()|")
_OPENS = frozenset("(")
# What a title has none of, if a list or a colon follows.
_TELLS: Mapping[Language, tuple[str, ...]] = {
    "ar": ("auxiliary",), "en": ("auxiliary", "provides", "modal"),
}  # fmt: skip
# A label begins with none of these.
_BEFORE_NOUNS: Mapping[Language, tuple[str, ...]] = {
    "ar": ("demonstratives",), "en": ("articles",),
}  # fmt: skip
# A title neither.
_GOING_ON: Mapping[Language, tuple[str, ...]] = {
    "ar": ("connective",), "en": ("pronouns", "prepositions"),
}  # fmt: skip
# What a page says of itself.
_PAGE: Mapping[Language, str] = {"ar": "links", "en": "boilerplate"}
# Who writes from a place; what may stand beside a date and a place.
_AGENCIES: Mapping[Language, tuple[str, ...]] = {"ar": ("dateline",), "en": ("mastheads",)}
_BESIDE: Mapping[Language, tuple[str, ...]] = {
    "ar": ("dateline", "place_heads"), "en": ("conjunctions", "place_heads", "plural_heads"),
}  # fmt: skip


def body(text: Marked, listed: Sequence[Listing]) -> int:
    """Up to where a text has sentences, lists or long lines: behind it stand signatures."""
    stops = text.marks(0, len(text.words), _STOPS)
    last = stops[-1] if stops else 0
    last = max(last, listed[-1].last if listed else 0)
    lines = sorted(text.breaks)
    ends = [*lines[1:], len(text.words)]
    long = [end for begin, end in zip(lines, ends, strict=False) if end - begin > HEADING]
    return max(last, long[-1] if long else 0)


def of_line(text: Marked, first: int, last: int, body: int) -> Literal["heading", "aside"] | None:
    """What a line is that does not end as a sentence does."""
    short = last - first <= HEADING or text.hit(first, "issues") is not None
    short = short and last < len(text.words) and last in text.breaks
    if not short or text.word(last) in _STOPS:
        return None
    if text.word(last - 1) == ":" and not is_title(text, first, last, False):
        return None
    if first >= body or is_aside(text, first, last):
        return "aside"
    flash = first + 1 if text.word(first) in BRACKETS else first
    return None if text.hit(flash, "flash") and last - flash > 2 else "heading"


def is_title(text: Marked, first: int, last: int, label: bool) -> bool:
    """Whether words before a list or a colon are a title, not a sentence that leads to it.

    A `label` stands within a line: it begins with no small word.
    """
    last = text.shorn(first, last)
    if first >= last or tells(text, first) or text.hit(first, *_GOING_ON[text.language]):
        return False
    if text.language == "ar" and arabic.is_joined(text, first):
        return False
    if text.language == "en" and any(english.is_done(text, at) for at in range(first + 1, last)):
        return False  # «The team received two complaints:»
    if text.has(first + 1, last, "verb", "that", *_TELLS[text.language]):
        return False
    return not (label and text.hit(first, *_BEFORE_NOUNS[text.language]))


def is_aside(text: Marked, first: int, last: int) -> bool:
    """Whether a line only says when, where, by whom: a date, a byline, a signature; or is of the page."""
    if text.hit(first, "bylines", _PAGE[text.language]):
        return True
    if text.language == "en" and text.written(first)[0].islower():
        return True  # the rest of a line
    if not any(text.is_word(at) for at in range(first, last)):
        return True
    if is_dated(text, first, last) or _is_signed(text, first, last):
        return True
    return _is_agency(text, first, last) or _is_from(text, first, last)


def _is_agency(text: Marked, first: int, last: int) -> bool:
    """Whether a line is a place and an agency, or who writes from there: «درعا - ليث الحوراني»."""
    known = ("place", "actor", *_AGENCIES[text.language])
    hit = text.hit(first, *known)
    if hit is None or last - first > _SIGNED + 2:
        return False
    behind = first + hit.length
    if behind >= last:
        return hit.kind == "place" and text.written(first).isupper()
    if text.word(behind) in _OPENS:
        return text.closes.get(behind, 0) >= last - 2
    return text.word(behind) in DASHES and all(
        text.is_plain(at) or not text.is_word(at) or text.hit(at, *known)
        for at in range(behind + 1, last)
    )


def _is_from(text: Marked, first: int, last: int) -> bool:
    """Whether a line is names and, behind a comma, a place or a date: «Jan Kub, The Courier, Aden»."""
    commas = text.marks(first, last, COMMAS)
    if not commas or text.language != "en":
        return False
    behind = commas[-1] + 1
    place = text.hit(behind, "place")
    ends = place is not None and behind + place.length == last and len(commas) > 1
    if not ends and not is_dated(text, behind, last):
        return False
    return all(text.capital(at) or not text.word(at).isalpha() for at in range(first, behind))


def is_dated(text: Marked, first: int, last: int) -> bool:
    """Whether a line is a time or date, or a place, or names, and a date."""
    return first < last and past_date(text, first, last) == last


def past_date(text: Marked, first: int, last: int) -> int:
    """The first word behind a date, with the places before it, that a stretch begins with; else its first."""
    known = tagger(text.language)
    dated, place = False, first
    while place < last:
        word = text.word(place)
        close = text.closes.get(place, last) if word in _OPENS else last
        if word[0].isdigit():
            dated, length = True, 1
        elif close < last and close - place <= _SIGNED:
            length = close - place + 1  # «(Reuters)»
        elif word in _AMONG:
            length = 1
        elif length := _dates(text, known, place, last):
            dated = True
        else:
            hit = text.hit(place, "place", "locatives", *_BESIDE[text.language])
            if hit is None:
                break
            length = hit.length
        place += length
    return min(place, last) if dated else first


def _dates(text: Marked, known: Tagger, place: int, last: int) -> int:
    """How many words a month or weekday has that begins at a word."""
    for length in (2, 1):  # «كانون الأول»
        end = place + length - 1
        piece = known.ending(text.words, end) if end < last else None
        if piece is not None and piece.first == place and piece.tag in _DATED:
            return length
    return 0


def _is_signed(text: Marked, first: int, last: int) -> bool:
    """Whether a line is somebody's name or office, or says for whom they sign."""
    if last - first > _SIGNED:
        return False
    if text.hit(first, "signing"):
        return True
    end = text.shorn(first, last)
    initials = [
        at for at in range(first, end) if text.is_word(at) and len(text.word(at)) == _INITIAL
    ]
    hit = text.hit(first, "titles")
    if hit is None:
        return (
            bool(initials)
            and text.is_plain(end - 1)
            and all(text.capital(at) or not text.is_word(at) for at in range(first, end))
        )
    behind = range(first + hit.length, end)
    return all(text.is_plain(at) or not text.is_word(at) for at in behind)
