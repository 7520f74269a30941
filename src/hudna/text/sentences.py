"""Sentences, headings and points of lists, in text that the web has been at.

In: a marked text.  Out: its parts, and notes.  A heading that ran into the sentence after it, and a
list that was flattened into one line, are told apart and noted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from hudna.text.arabic import headings as arabic
from hudna.text.english import headings as english
from hudna.text.lexicon import Language
from hudna.text.marked import BRACKETS, COMMAS, END_QUOTES, Marked, Stretch
from hudna.text.statement import Note

_STOPS = frozenset(".!?؟…؛")
_DASHES = frozenset("-–—•·*●▪◦■")
_CLOSING = END_QUOTES | {")", "'"}
_AFTER_NUMBER = _DASHES | {")", "."}
# A heading is short, by itself or run in; a flattened list, a live blog have more than a pair.
_HEADING = 16
_RUN_IN = 8
# No sentence has so many words: one without a stop is cut, so that reading is linear in its length.
_ENDLESS = 600
_POINTS = 3
# So many lines tell whether a text is wrapped.
_LINES = 4
# A caption has at most so many words, and ends with who took the picture, named in so many.
_CAPTION = 90
_CREDIT = 12
# The verb that a quotation belongs to stands within so many words after it.
_REACH = 6
_STAMP = re.compile(r"\d{1,2}:\d{2}")
# Before a time of the day that is part of a sentence.
_TIMED = ("locatives", "prepositions", "time_words", "clock")

_FIND_RUN_IN: dict[Language, Callable[[Marked, int, int, int], int | None]] = {
    "ar": arabic.run_in, "en": english.run_in,
}  # fmt: skip
_DATELINE: dict[Language, Callable[[Marked, int, int], int]] = {
    "ar": arabic.dateline, "en": english.dateline,
}  # fmt: skip


class Part(NamedTuple):
    """Words `first` to before `last`, without the mark that ends them."""

    first: int
    last: int
    kind: Literal["sentence", "heading", "item"]


class _Cut(NamedTuple):
    """Words between two stops or ends of lines; `alone` if they stand on a line without a stop."""

    first: int
    last: int
    alone: bool


def parts(text: Marked) -> tuple[list[Part], list[Note]]:
    """Cut a text; the notes say where a heading or a list was found."""
    found: list[Part] = []
    notes: list[Note] = []
    captions, shown = _captions(text), 0
    for cut in _cuts(text):
        shown = captions.get(cut.first, shown)
        if cut.first < shown:
            found.append(Part(cut.first, cut.last, "heading"))
            continue
        found += _told(text, cut, notes)
    return found, notes


def _captions(text: Marked) -> dict[int, int]:
    """Lines that only say what a picture shows, by their first word: they end with who took it."""
    credited = english.credited(text) if text.language == "en" else []
    lines = sorted(text.gaps if _is_wrapped(text) else text.breaks) if credited else []
    breaks = [0, *lines, len(text.words)]
    found = {}
    for place in credited if len(breaks) > _LINES else ():
        at = bisect_right(breaks, place)
        first, last = breaks[at - 1], breaks[at]
        before = text.word(place - 1)
        parted = place == first or before in _STOPS or before in BRACKETS
        parted = parted or text.word(place - 2) == "/"  # «/Agency Photo»
        if parted and last - place <= _CREDIT and last - first <= _CAPTION:
            found[first] = last
    return found


def _cuts(text: Marked) -> Iterator[_Cut]:
    """A text cut at stops, at ends of lines or paragraphs, and before the entries of a live blog."""
    wrapped, stamps = _is_wrapped(text), _stamps(text)
    first, quoted, alone = 0, -1, True
    for place in _turns(text, stamps):
        for end in range(first + _ENDLESS, place, _ENDLESS):
            yield _Cut(first, end, False)
            first, quoted, alone = end, -1, False
        if place == len(text.words):
            break
        if place > first and (place in stamps or _begins_line(text, place, wrapped)):
            yield _Cut(first, place, alone)
            first, quoted, alone = place, -1, not {place, place - 1} & stamps
        elif place - first >= _ENDLESS:
            yield _Cut(first, place, False)
            first, quoted, alone = place, -1, False
        if place in text.closes and text.word(place) not in BRACKETS:
            quoted = max(quoted, text.closes[place])
        after = _end(text, place, quoted) if place >= first else None
        if after is not None and after > first:
            yield _Cut(first, after, False)
            first, alone = after, after in text.breaks
    if first < len(text.words):
        yield _Cut(first, len(text.words), alone)


def _turns(text: Marked, stamps: frozenset[int]) -> list[int]:
    """The words and marks at which a cut may begin or end, in order, and the end of the text."""
    stops = text.marks(0, len(text.words), _STOPS)
    places = {*text.breaks, *stamps, *stops, *text.closes, *text.closes.values()}
    return [*sorted(places), len(text.words)]


def _begins_line(text: Marked, place: int, wrapped: bool) -> bool:
    """Whether a line begins that is more than the rest of the one before it."""
    if place not in text.breaks:
        return False
    if place in text.gaps or text.word(place) in _DASHES:
        return True
    return not wrapped and not (text.language == "en" and english.goes_on(text, place))


def _is_wrapped(text: Marked) -> bool:
    """Whether lines end where they are full, not where a sentence does."""
    if len(text.breaks) < _LINES:
        return False
    if not text.gaps:
        return _goes_on(text)
    ending = _STOPS | _CLOSING | {":"}
    stopped = sum(1 for place in text.breaks if place and text.word(place - 1) in ending)
    return stopped * 2 < len(text.breaks - text.gaps)


def _goes_on(text: Marked) -> bool:
    """Whether lines without a stop mostly go on with a small letter, and are no few."""
    open_ = [place for place in text.breaks if text.word(place - 1) not in _STOPS]
    small = [place for place in open_ if text.word(place).isalpha() and not text.capital(place)]
    cased = text.language == "en"
    return cased and len(small) * 2 > len(open_) and len(open_) * 3 > len(text.breaks)


def _stamps(text: Marked) -> frozenset[int]:
    """The times of a live blog that ran into one line, before which an entry begins."""
    found = [
        place
        for place, word in enumerate(text.words.text)
        if ":" in word
        and _STAMP.fullmatch(word)
        and place + 1 < len(text.words)
        and (place in text.breaks or not (place and text.hit(place - 1, *_TIMED)))
    ]
    leading = [place for place in found if place == 0 or place in text.breaks]
    if len(leading) >= _POINTS:
        found = leading  # others are times that the entries tell
    return frozenset(found) if len(found) >= _POINTS else frozenset()


def _end(text: Marked, place: int, quoted: int) -> int | None:
    """Where a sentence ends that ends with a word or mark; `quoted`: up to where one quotes."""
    words = text.words.text
    if words[place] in _STOPS:
        if place < quoted or not _ends(text, place):
            return None
        end = place + 1
        while (
            end < len(words)
            and words[end] in _CLOSING
            and end not in text.closes
            and end not in text.breaks
        ):
            end += 1
        return end
    return place + 1 if place == quoted and _ends_within(text, place) else None


def _ends(text: Marked, place: int) -> bool:
    """Whether a stop ends a sentence: not after an abbreviation, an initial or in a number."""
    words = text.words
    if words.text[place] != "." or place + 1 >= len(words):
        return True
    spaced = words.start[place + 1] > words.end[place]
    if place and _is_abbreviation(text, place - 1):
        return False
    if text.language == "ar":
        return not _is_pause(text, place)
    after = words.text[place + 1]
    if not spaced and text.is_word(place + 1):
        return False
    return not after[0].isalpha() or text.capital(place + 1)


def _is_pause(text: Marked, place: int) -> bool:
    """Whether two stops only part the halves of a heading on a line by itself: «الهدنة.. إلى أين»."""
    words = text.words.text
    low = place - 1 if place and words[place - 1] == "." else place
    if words[low + 1 : low + 2] != ["."]:
        return False
    begin, end = low, low + 2
    while begin > max(0, low - _HEADING) and begin not in text.breaks:
        begin -= 1
    while end < min(len(words), low + _HEADING) and end not in text.breaks:
        end += 1
    alone = end in text.breaks and (begin == 0 or begin in text.breaks)
    return alone and end > low + 2 and words[end - 1] not in _STOPS


def _is_abbreviation(text: Marked, place: int) -> bool:
    """Whether a word is abbreviated: listed, or an initial; «2016 م.» ends a sentence."""
    word = text.word(place)
    if not text.hit(place, "abbreviations") and not (len(word) == 1 and word.isalpha()):
        return False
    if text.hit(max(0, place - 1), "occasions") and text.language == "en":
        return False  # «wrote in a post on X.»
    if text.language == "en" and english.may_close(text, place):
        return False  # «took effect at 6 p.m. The army …»
    return text.language == "en" or not (place and text.word(place - 1)[-1].isdigit())


def _ends_within(text: Marked, closing: int) -> bool:
    """Whether a quotation that ends with a stop ends the sentence that it stands in."""
    after = closing + 1
    if text.word(closing - 1) not in _STOPS or after >= len(text.words):
        return False
    if after in text.breaks:
        return True
    if text.hit(after, "verb") or not text.is_word(after):
        return False
    if text.language == "ar":
        return True
    if not text.capital(after):
        return False
    verb = text.find(after, min(after + _REACH, len(text.words)), "verb")
    return verb is None or not english.attributes(text, verb)


def _told(text: Marked, cut: _Cut, notes: list[Note]) -> list[Part]:
    """What a cut is: a sentence, a heading, a heading and a sentence, or points."""
    first, last = _bare(text, cut)
    if first >= last:
        return []
    if text.hit(first, "links") is not None:  # «اقرأ أيضا: …»
        return [Part(first, last, "heading")]
    if points := _points(text, first, last):
        flattened = points[0][0] > first + 1
        about = "a list flattened into one line" if flattened else "points of a list"
        notes.append(Note("list", text.letters(first, last), about))
        title = [Part(first, points[0][0] - 1, "heading")] if flattened else []
        return [*title, *(Part(*point, "item") for point in points if point[0] < point[1])]
    if cut.alone and _is_heading(text, first, last):
        notes.append(Note("heading", text.letters(first, last), "a heading"))
        return [Part(first, last, "heading")]
    begin = _FIND_RUN_IN[text.language](text, first, last, _RUN_IN)
    if begin is not None:
        span = text.letters(first, begin)
        notes.append(Note("heading", span, "a heading run into the sentence"))
        return [Part(first, begin, "heading"), Part(begin, last, "sentence")]
    return [Part(first, last, "sentence")]


def _bare(text: Marked, cut: _Cut) -> Stretch:
    """A cut without the stops at its end, and the stamp, dateline or number before it."""
    words = text.words.text
    first, last, _ = cut
    while last > first and words[last - 1] in _STOPS | COMMAS:
        last -= 1
    if last - first > 2 and _STAMP.fullmatch(words[first]):
        return first + (2 if words[first + 1] in _DASHES else 1), last
    if last - first > 3 and words[first].isdigit() and words[first + 1] in _AFTER_NUMBER:
        return first + 2, last
    if first < last:
        first = _DATELINE[text.language](text, first, last)
    return first, last


def _points(text: Marked, first: int, last: int) -> list[Stretch]:
    """The points of a list, where a line begins with a dash or was flattened; else none."""
    dashes = [
        place
        for place in text.marks(first, last, _DASHES)
        if place == first or text.is_spaced(place)
    ]
    if not dashes or (dashes[0] > first and not _is_flattened(text, first, dashes)):
        return []
    return [(dash + 1, end) for dash, end in zip(dashes, [*dashes[1:], last], strict=True)]


def _is_flattened(text: Marked, first: int, dashes: list[int]) -> bool:
    """Whether dashes part points: the words before the first are a title, not a sentence."""
    if len(dashes) < _POINTS:
        return False
    if text.word(dashes[0] - 1) == ":":
        return True
    return dashes[0] - first <= _HEADING and not text.hit(first, "verb")


def _is_heading(text: Marked, first: int, last: int) -> bool:
    """A short line by itself that does not end as a sentence does."""
    return (
        last - first <= _HEADING
        and last < len(text.words)
        and last in text.breaks
        and text.word(last) not in _STOPS
    )
