"""Sentences, headings and points of lists, in text that the web has been at.

In: a marked text.  Out: its parts, and notes.  A heading that ran into the sentence after it, and a
list that was flattened into one line, are told apart and noted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from hudna.text import lines, lists, titles
from hudna.text.arabic import headings as arabic
from hudna.text.english import headings as english
from hudna.text.lexicon import Language
from hudna.text.lines import STAMP
from hudna.text.lists import BULLETS, DASHES, Listing
from hudna.text.marked import BRACKETS, COMMAS, QUOTES, SEMICOLONS, Marked, Stretch
from hudna.text.statement import Note
from hudna.text.stops import STOPS, ending
from hudna.text.titles import HEADING

_ASKING = frozenset("?؟")
_DASHES = DASHES | BULLETS
_AFTER_NUMBER = _DASHES | {")", "."}
# Between the time of an entry, or a date, and what it tells.
_AFTER_STAMP = _DASHES | {":", "|"}
# A heading that ran in is short; so are a question and a label that are one.
_RUN_IN = 8
_QUESTION = 4
_LABEL = 3
# So many headings stand before one sentence at most.
_HEADINGS = 3
# No sentence has so many words: one without a stop is cut, so that reading is linear in its length.
_ENDLESS = 600
_FLASH = re.compile(r"[0-2]\d[0-5]\d")

_FIND_RUN_IN: dict[Language, Callable[[Marked, int, int, int], int | None]] = {
    "ar": arabic.run_in, "en": english.run_in,
}  # fmt: skip
_DATELINE: dict[Language, Callable[[Marked, int, int], int]] = {
    "ar": arabic.dateline, "en": english.dateline,
}  # fmt: skip
_BEGINS: dict[Language, Callable[[Marked, int], bool]] = {
    "ar": arabic.begins, "en": english.begins,
}  # fmt: skip
_RESUMES: dict[Language, Callable[[Marked, int, int], int | None]] = {
    "ar": arabic.resumes, "en": english.resumes,
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


class _Page(NamedTuple):
    """A text with its lists, the times of its entries, and up to where it is more than a signature."""

    text: Marked
    lists: Sequence[Listing]
    stamps: frozenset[int]
    body: int


def parts(text: Marked) -> tuple[list[Part], list[Note]]:
    """Cut a text; the notes say where a heading or a list was found."""
    stamps = lines.stamps(text)
    listed = _lists(text, stamps)
    notes = [
        Note("list", text.letters(one.first, text.shorn(one.first, one.last)), "a list")
        for one in listed
    ]
    page = _Page(text, listed, stamps, titles.body(text, listed))
    found: list[Part] = []
    captions, shown = lines.captions(text), 0
    for cut in _cuts(page):
        shown = captions.get(cut.first, shown)
        if cut.first < shown:
            found.append(Part(cut.first, cut.last, "heading"))
            continue
        found += _told(page, cut, notes)
    return found, notes


def _lists(text: Marked, stamps: frozenset[int]) -> list[Listing]:
    """The lists of a text; what goes on behind the last point in one line is no part of it."""
    resumes = _RESUMES[text.language]
    found = []
    for one in lists.find(text, stamps):
        mark, begin = one.points[-1]
        flat = mark != one.first and mark not in text.breaks
        rest = resumes(text, begin, one.last) if flat else None
        found.append(one if rest is None else one._replace(last=rest))
    return found


def _cuts(page: _Page) -> Iterator[_Cut]:
    """A text cut at stops, at ends of lines or paragraphs, at points, before the entries of a live blog."""
    text = page.text
    wrapped, stamps = lines.is_wrapped(text), page.stamps
    points = {place for one in page.lists for place in (one.last, *(at for at, _ in one.points))}
    inside = {place for one in page.lists for at, after in one.points for place in range(at, after)}
    first, quoted, alone = 0, -1, True
    for place in _turns(text, stamps, points):
        for end in range(first + _ENDLESS, place, _ENDLESS):
            yield _Cut(first, end, False)
            first, quoted, alone = end, -1, False
        if place == len(text.words):
            break
        parted = place in stamps or place in points
        if place > first and (parted or lines.begins(text, place, wrapped)):
            yield _Cut(first, place, alone)
            first, quoted, alone = place, -1, not {place, place - 1} & stamps
        elif place - first >= _ENDLESS:
            yield _Cut(first, place, False)
            first, quoted, alone = place, -1, False
        if place in text.closes and text.word(place) not in BRACKETS:
            quoted = max(quoted, text.closes[place])
        after = None
        if place >= first and place not in inside:
            after = ending(text, place, quoted)
        if after is not None and after > first:
            yield _Cut(first, after, False)
            first, alone = after, after in text.breaks
    if first < len(text.words):
        yield _Cut(first, len(text.words), alone)


def _turns(text: Marked, stamps: frozenset[int], points: set[int]) -> list[int]:
    """The words and marks at which a cut may begin or end, in order, and the end of the text."""
    stops = text.marks(0, len(text.words), STOPS)
    places = {*text.breaks, *stamps, *points, *stops, *text.closes, *text.closes.values()}
    places.discard(len(text.words))
    return [*sorted(places), len(text.words)]


def _told(page: _Page, cut: _Cut, notes: list[Note]) -> list[Part]:
    """What a cut is: a sentence, a heading, headings and a sentence, or a point."""
    text = page.text
    one = _listing(page.lists, cut.first)
    if one is not None and cut.first < one.last:
        return _point(text, cut, one)
    first, last = _bare(page, cut)
    if first >= last:
        return []
    if text.hit(first, "links") is not None:  # «اقرأ أيضا: …»
        return [Part(first, last, "heading")]
    leads = _listing(page.lists, cut.last)
    if leads is not None and leads.first == cut.last:
        return _lead(text, first, last, notes)
    title = _stamped(page, cut.first, last)
    flash = title - cut.first > 2
    kind = titles.of_line(text, title, last, page.body) if cut.alone and not flash else None
    if kind is None and _is_question(text, cut, first):
        kind, title = "heading", first
    if kind == "heading":
        asking = last < cut.last and text.word(last) in _ASKING
        notes.append(Note("heading", text.letters(title, last + asking), "a heading"))
    if kind is not None:
        return [Part(first, last, "heading")]
    return _run_in(text, first, last, notes)


def _listing(listed: Sequence[Listing], place: int) -> Listing | None:
    """The list that a word belongs to, or the one before it."""
    at = bisect_right(listed, place, key=lambda one: one.first)
    return listed[at - 1] if at else None


def _point(text: Marked, cut: _Cut, one: Listing) -> list[Part]:
    """A point, or a sentence of one."""
    mark = bisect_right(one.points, cut.first, key=lambda point: point[0]) - 1
    first = max(cut.first, one.points[mark][1])
    last = _unstopped(text, first, cut.last)
    last -= last > first and text.word(last - 1) in SEMICOLONS
    return [Part(first, last, "item")] if first < last else []


def _lead(text: Marked, first: int, last: int, notes: list[Note]) -> list[Part]:
    """What stands before the points: a title, or a sentence that leads to them."""
    words = text.shorn(first, last)
    line = first == 0 or first in text.breaks
    if text.word(last - 1) != ":":
        title = words - first <= HEADING and not lists.tells(text, first)
        begin = _FIND_RUN_IN[text.language](text, first, last, _RUN_IN)
        title = title and (begin is None or not text.has(begin, last, "verb"))
    else:
        short = words - first <= (HEADING if line else _LABEL)
        title = short and titles.is_title(text, first, words, not line)
    if title:
        end = last + (text.word(last) in _ASKING)
        notes.append(Note("heading", text.letters(first, end), "a heading before a list"))
        return [Part(first, last, "heading")]
    return _run_in(text, first, last, notes)


def _run_in(text: Marked, first: int, last: int, notes: list[Note]) -> list[Part]:
    """A sentence, and the headings that ran into it."""
    found: list[Part] = []
    for _ in range(_HEADINGS):
        begin = _FIND_RUN_IN[text.language](text, first, last, _RUN_IN)
        if begin is None:
            break
        notes.append(Note("heading", text.letters(first, begin), "a heading run into the sentence"))
        found.append(Part(first, begin, "heading"))
        first = titles.past_date(text, begin, last)
        first = _DATELINE[text.language](text, first, last)
    return [*found, Part(first, last, "sentence")]


def _is_question(text: Marked, cut: _Cut, first: int) -> bool:
    """Whether a question is a heading: one on a line by itself, or a short one before a sentence."""
    mark = cut.last - 1
    if text.closes.get(first) == mark and text.word(first) in QUOTES:
        mark -= 1  # «"What truce?"»
    if text.word(mark) not in _ASKING:
        return False
    if text.word(first + 1) == ":" and len(text.word(first)) == 1:
        return False  # «Q: …»
    line = first == 0 or first in text.breaks
    if cut.last in text.breaks or cut.last == len(text.words):
        return line and mark - first <= HEADING
    if mark < cut.last - 1:
        return False
    glued = cut.last < len(text.words) and text.words.end[mark] == text.words.start[cut.last]
    if text.has(first, mark, "verb") and not glued:
        return False
    if first and not glued and (line or mark - first > _QUESTION):
        return False
    return mark - first <= _RUN_IN and _BEGINS[text.language](text, cut.last)


def _unstopped(text: Marked, first: int, last: int) -> int:
    """The end of a cut without the stops at its end."""
    while last > first and text.word(last - 1) in STOPS | COMMAS:
        last -= 1
    return last


def _stamped(page: _Page, first: int, last: int) -> int:
    """The first word behind the time of an entry, or of a flash: «0712 GMT - …»."""
    text = page.text
    if last - first < 2:
        return first
    if _FLASH.fullmatch(text.word(first)) and text.word(first + 2) in DASHES:
        return first + 3 if text.written(first + 1).isupper() else first
    if first not in page.stamps and not STAMP.fullmatch(text.word(first)):
        return first
    return first + (2 if text.word(first + 1) in _AFTER_STAMP else 1)


def _bare(page: _Page, cut: _Cut) -> Stretch:
    """A cut without the stops at its end, and the stamp, dateline or number before it."""
    text, words = page.text, page.text.words.text
    first, last = cut.first, _unstopped(text, cut.first, cut.last)
    stamped = _stamped(page, first, last)
    if stamped > first:
        return stamped, last
    if last - first > 3 and words[first].isdigit() and words[first + 1] in _AFTER_NUMBER:
        return first + 2, last
    if last - first > 1 and words[first] in _DASHES:
        return first + 1, last
    if first < last:
        first = _DATELINE[text.language](text, first, last)
    return first, last
