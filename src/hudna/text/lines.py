"""Lines of a text: whether they end sentences, the times of a live blog, captions of pictures.

In: a marked text.  Out: which of its lines begin something, and which only say what a picture shows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from hudna.text.english import headings as english
from hudna.text.lists import BULLETS, DASHES
from hudna.text.marked import BRACKETS, Marked
from hudna.text.stops import CLOSING, STOPS

_MARKS = DASHES | BULLETS
# So many lines tell whether a text is wrapped; a line that is full has so many words.
_LINES = 4
_FULL = 6
_WIDER = 2
# A caption has at most so many words, and ends with who took the picture, named in so many.
_CAPTION = 90
_CREDIT = 12
# A live blog has so many times at least, and a text that is wrapped so many full lines.
_ENTRIES = 3
STAMP = re.compile(r"\d{1,2}:\d{2}")
# A time that begins a line, as some live blogs have it: «16.20», «0725».
_LEADING = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d|(?:[01]\d|2[0-3])[0-5]\d")
# Before a time of the day that is part of a sentence.
_TIMED = ("locatives", "prepositions", "time_words", "clock")


def captions(text: Marked) -> dict[int, int]:
    """Lines that only say what a picture shows, by their first word: they end with who took it."""
    credited = english.credited(text) if text.language == "en" else []
    lines = sorted(text.gaps if is_wrapped(text) else text.breaks) if credited else []
    breaks = [0, *lines, len(text.words)]
    found = {}
    for place in credited if len(breaks) > _LINES else ():
        at = bisect_right(breaks, place)
        first, last = breaks[at - 1], breaks[at]
        before = text.word(place - 1)
        parted = place == first or before in STOPS or before in BRACKETS
        parted = parted or text.word(place - 2) == "/"  # «/Agency Photo»
        if parted and last - place <= _CREDIT and last - first <= _CAPTION:
            found[first] = last
    return found


def begins(text: Marked, place: int, wrapped: bool) -> bool:
    """Whether a line begins that is more than the rest of the one before it."""
    if place not in text.breaks:
        return False
    if place in text.gaps or text.word(place) in _MARKS:
        return True
    return not wrapped and not (text.language == "en" and english.goes_on(text, place))


def is_wrapped(text: Marked) -> bool:
    """Whether lines end where they are full, not where a sentence does: none is much wider than those."""
    if len(text.breaks) < _LINES:
        return False
    if not text.gaps:
        return _goes_on(text)
    ending = STOPS | CLOSING | {":"}
    lines = list(pairwise([*starts(text), len(text.words)]))
    long = [
        (begin, end)
        for begin, end in lines
        if end - begin >= _FULL
        and end in text.breaks - text.gaps
        and text.word(begin) not in _MARKS
    ]
    open_ = sorted(_width(text, *line) for line in long if text.word(line[1] - 1) not in ending)
    if len(long) < _ENTRIES or len(open_) * 2 <= len(long):
        return False
    return max(_width(text, *line) for line in lines) <= _WIDER * open_[len(open_) // 2]


def _width(text: Marked, first: int, last: int) -> int:
    """How many letters a line has."""
    return text.words.end[last - 1] - text.words.start[first]


def _goes_on(text: Marked) -> bool:
    """Whether lines without a stop mostly go on with a small letter, and are no few."""
    open_ = [place for place in text.breaks if text.word(place - 1) not in STOPS]
    small = [place for place in open_ if text.word(place).isalpha() and not text.capital(place)]
    cased = text.language == "en"
    return cased and len(small) * 2 > len(open_) and len(open_) * 3 > len(text.breaks)


def starts(text: Marked) -> list[int]:
    """The words that begin lines, in order."""
    return sorted({0, *text.breaks})


def stamps(text: Marked) -> frozenset[int]:
    """The times of a live blog that ran into one line, before which an entry begins."""
    found = [
        place
        for place, word in enumerate(text.words.text)
        if ":" in word
        and STAMP.fullmatch(word)
        and place + 1 < len(text.words)
        and (place in text.breaks or not (place and text.hit(place - 1, *_TIMED)))
    ]
    leading = [place for place in found if place == 0 or place in text.breaks]
    if not leading:
        leading = [
            place
            for place in starts(text)
            if _LEADING.fullmatch(text.word(place)) and text.is_word(place + 1)
        ]
    if len(leading) >= _ENTRIES:
        found = leading  # others are times that the entries tell
    return frozenset(found) if len(found) >= _ENTRIES else frozenset()
