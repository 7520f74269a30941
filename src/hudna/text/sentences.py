"""Sentences, headings and points of lists, in text that the web has been at.

In: a marked text.  Out: stretches of words.  A heading that ran into the sentence after it, and a
list that was flattened into one line, are told apart and noted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from hudna.text.marked import QUOTES, END_QUOTES, Marked
from hudna.text.statement import Note

_STOPS = frozenset(".!?؟…؛")
_DASHES = frozenset("-–—•·*●▪◦■")
_CLOSING = END_QUOTES | {")", "'"}
# A heading is short, and a flattened list has more than a pair of dashes.
_HEADING = 8
_POINTS = 3
_STAMP = re.compile(r"\d{1,2}:\d{2}")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words `first` to before `last`, without the mark that ends them."""

    first: int
    last: int
    kind: Literal["sentence", "heading", "item"]


def stretches(text: Marked) -> tuple[list[Stretch], list[Note]]:
    """Cut a text; the notes say where a heading or a list was found."""
    found: list[Stretch] = []
    notes: list[Note] = []
    for first, last, line in _cut(text):
        found += _told(text, first, last, line, notes)
    return found, notes


def _cut(text: Marked) -> list[tuple[int, int, bool]]:
    """Stretches between stops and ends of paragraphs, and whether one is a line by itself."""
    words = text.words.text
    wrapped = _is_wrapped(text)
    cut: list[tuple[int, int, bool]] = []
    first, inside = 0, -1
    began_line = True
    stamps = _stamps(text)
    for place, word in enumerate(words):
        if place in stamps and place > first:
            cut.append((first, place, began_line))
            first, began_line, inside = place, False, -1
        if (
            place > first
            and place in text.breaks
            and (place in text.gaps or not wrapped or _is_bullet(text, place))
        ):
            cut.append((first, place, began_line))
            first, began_line, inside = place, True, -1
        inside = max(inside, text.closes.get(place, -1) if word not in "([" else -1)
        if word in _STOPS and place >= inside and place >= first and _ends(text, place):
            end = place + 1
            while end < len(words) and words[end] in _CLOSING and end not in text.closes:
                end += 1
            if end > first:
                cut.append((first, min(end, len(words)), False))
            first, began_line = end, end in text.breaks
        elif place == inside and place > first and _ends_within(text, place):
            cut.append((first, place + 1, False))
            first, began_line = place + 1, place + 1 in text.breaks
    if first < len(words):
        cut.append((first, len(words), began_line))
    return cut


def _stamps(text: Marked) -> frozenset[int]:
    """The times of a live blog that ran into one line, before which an entry begins."""
    found = [
        place
        for place, word in enumerate(text.words.text)
        if _STAMP.fullmatch(word) and place + 1 < len(text.words)
        and not (place and text.hit(place - 1, "locatives", "prepositions", "time_words", "clock"))
    ]  # fmt: skip
    return frozenset(found) if len(found) >= _POINTS else frozenset()


def _is_wrapped(text: Marked) -> bool:
    """Whether lines end where they are full, not where a sentence does."""
    if len(text.breaks) < 4 or not text.gaps:
        return False
    words = text.words
    stopped = sum(
        1 for place in text.breaks if place and words.text[place - 1] in _STOPS | _CLOSING | {":"}
    )
    return stopped * 2 < len(text.breaks - text.gaps)


def _is_bullet(text: Marked, place: int) -> bool:
    return text.words.text[place] in _DASHES


def _ends(text: Marked, place: int) -> bool:
    """Whether a stop ends a sentence: not after an abbreviation, an initial or in a number."""
    words = text.words
    if words.text[place] != "." or place + 1 >= len(words):
        return True
    spaced = words.start[place + 1] > words.end[place]
    before = words.text[place - 1] if place else ""
    if text.language == "ar":
        return len(before) > 1 or spaced
    if not spaced and text.is_word(place + 1):
        return False
    if text.hit(place - 1, "abbreviations") or (len(before) == 1 and before.isalpha()):
        return False
    return (
        not text.is_word(place + 1)
        or not words.text[place + 1][0].isalpha()
        or text.capital(place + 1)
    )


def _ends_within(text: Marked, closing: int) -> bool:
    """Whether a quotation that ends with a stop ends the sentence that it stands in."""
    words = text.words.text
    if words[closing - 1] not in _STOPS or closing + 1 >= len(words):
        return False
    after = closing + 1
    if text.hit(after, "verb") or not text.is_word(after):
        return False
    if text.language == "ar":
        return True
    return text.capital(after) and not any(
        text.hit(p, "verb") for p in range(after, min(after + 6, len(words)))
    )


def _told(text: Marked, first: int, last: int, line: bool, notes: list[Note]) -> list[Stretch]:
    """What a stretch is: a sentence, a heading with or without one, or points."""
    words = text.words.text
    while last > first and (words[last - 1] in _STOPS or words[last - 1] == ","):
        last -= 1
    if last - first > 2 and _STAMP.fullmatch(words[first]):
        first += 2 if words[first + 1] in _DASHES else 1
    elif text.language == "en" and (begin := _dateline(text, first, last)) is not None:
        first = begin
    elif last - first > 3 and words[first].isdigit() and words[first + 1] in _DASHES | {")", "."}:
        first += 2
    if first >= last:
        return []
    if words[first] in _DASHES:
        points = _points(text, first, last)
        notes.append(Note("list", text.letters(first, last), "points of a list"))
        return [Stretch(a, b, "item") for a, b in points]
    dashes = [p for p in range(first + 1, last) if words[p] in _DASHES and _spaced(text, p)]
    if len(dashes) >= _POINTS and _is_list(text, first, dashes):
        notes.append(Note("list", text.letters(first, last), "a list flattened into one line"))
        points = _points(text, dashes[0], last)
        return [Stretch(first, dashes[0], "heading"), *(Stretch(a, b, "item") for a, b in points)]
    if line and _is_heading(text, first, last):
        notes.append(Note("heading", text.letters(first, last), "a heading"))
        return [Stretch(first, last, "heading")]
    if cut := _run_in(text, first, last):
        notes.append(Note("heading", text.letters(first, cut), "a heading run into the sentence"))
        return [Stretch(first, cut, "heading"), Stretch(cut, last, "sentence")]
    return [Stretch(first, last, "sentence")]


def _dateline(text: Marked, first: int, last: int) -> int | None:
    """Where a sentence begins after «JUBA, Jan. 3 (Agency) -», if it stands under a dateline."""
    low, high = text.words.span(first, first + 1)
    town = text.words.folded.source[low:high]
    if not town.isupper() or len(town) < 3:
        return None
    for place in range(first + 1, min(first + 14, last - 3)):
        if text.words.text[place] in ("-", "–", "—") and _spaced(text, place):
            before = text.words.text[first + 1 : place]
            return place + 1 if not before or set(before) & {",", "(", "/"} else None
        if text.hit(place, "verb"):
            return None
    return None


def _spaced(text: Marked, place: int) -> bool:
    words = text.words
    return words.start[place] > words.end[place - 1] and (
        place + 1 < len(words) and words.start[place + 1] > words.end[place]
    )


def _is_list(text: Marked, first: int, dashes: list[int]) -> bool:
    """Whether dashes part points: the words before the first are a title, not a sentence."""
    if text.words.text[dashes[0] - 1] == ":":
        return True
    return dashes[0] - first <= 2 * _HEADING and not text.hit(first, "verb")


def _points(text: Marked, first: int, last: int) -> list[tuple[int, int]]:
    words = text.words.text
    starts = [
        p for p in range(first, last) if words[p] in _DASHES and (p == first or _spaced(text, p))
    ]
    ends = [*starts[1:], last]
    return [(a + 1, b) for a, b in zip(starts, ends, strict=True) if a + 1 < b]


def _is_heading(text: Marked, first: int, last: int) -> bool:
    """A short line by itself that does not end as a sentence does."""
    if last - first > 2 * _HEADING or last == len(text.words):
        return False
    if text.words.text[last] in _STOPS or last not in text.breaks:
        return False
    return True


def _run_in(text: Marked, first: int, last: int) -> int | None:
    """Where a sentence begins that a heading ran into, if one did."""
    return (_arabic_run_in if text.language == "ar" else _english_run_in)(text, first, last)


def _arabic_run_in(text: Marked, first: int, last: int) -> int | None:
    """Words that name nobody who could speak, then a verb at which a sentence begins."""
    words = text.words.text
    if text.hit(first, "opener", "boundary", "according", "subordinate", "expected", "verb"):
        return None
    for place in range(first, min(first + _HEADING, last - 2)):
        if not text.is_word(place) and words[place] not in QUOTES | END_QUOTES | {"،", ":"}:
            return None
        if place > first and text.hit(place, "opening"):
            return place
        if place > first + 1 and text.hit(place, "opener") and text.is_word(place - 1):
            return place
        verb = text.hit(place, "verb")
        if (
            verb
            and place > first + 1
            and not verb.skip
            and not text.hit(
                place - 1, "negators", "auxiliary", "connective", "boundary", "locatives"
            )
            and _heads(text, place + 1)
        ):
            return None if _could_speak(text, first, place) else place
        if text.hit(place, "that", "boundary", "according", "participle", "auxiliary"):
            return None
        if place > first and not text.is_word(place):
            return None
    return None


def _heads(text: Marked, place: int) -> bool:
    """Whether a noun that can speak follows a verb, and what it says."""
    if text.hit(place, "titles", "bodies", "actor", "nation"):
        return True
    if text.hit(place, "that", "prepositions") or not text.is_word(place):
        return False
    return any(text.hit(at, "that") for at in range(place + 1, min(place + 10, len(text.words))))


def _could_speak(text: Marked, first: int, last: int) -> bool:
    return any(True for _ in text.all(first, last, "titles", "bodies", "actor", "person"))


def _english_run_in(text: Marked, first: int, last: int) -> int | None:
    """A small word with a capital after one without a stop: «Sharp differences The minister …»."""
    for place in range(first + 2, min(first + _HEADING + 1, last - 3)):
        if not text.is_word(place - 1) or not text.is_word(place):
            return None
        if text.hit(place - 1, "verb", "titles") and not text.hit(place, "starters"):
            return None
        if (
            text.capital(place)
            and text.hit(place, "starters")
            and not text.hit(place - 1, "starters", "prepositions")
        ):
            return place
    return None
