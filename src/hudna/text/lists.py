"""Lists: points on lines of their own, or flattened into one line.

In: a marked text.  Out: where each list begins and ends, and where its points do.  A point begins with a
dash, a bullet, or the next number, letter or ordinal.  Lines that begin alike are a list if they follow
one another.  In one line dashes part points where there are so many that they are no asides, and what
stands before them is no sentence of their own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from hudna.text.lexicon import Language
from hudna.text.marked import BRACKETS, Marked
from hudna.text.stops import STOPS, ends

DASHES = frozenset("-–—")
BULLETS = frozenset("•·*●▪◦■")
# Behind a number, a letter, an ordinal of a list.
_AFTER_NUMBER = frozenset({")", "."})
_AFTER_ORDINAL = frozenset({":", "،", ",", ")", "-", "–"})
# A list has so many points on lines of their own; so many in one line, and more if nothing leads to it.
_LINES = 2
_LED = 2
_POINTS = 3
# What leads to a flattened list, if it has no colon, is so short; a point is no longer.
_LEAD = 16
_LONGEST = 80
_SUBJECTS = ("titles", "bodies", "group_heads", "actor", "nation", "that", "prepositions")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_LETTERS: Mapping[Language, str] = {"ar": "ابجدهوزحط", "en": "abcdefgh"}
# Before the last of several that are no list, but joined in a sentence.
_JOINING: Mapping[Language, str] = {"ar": "connective", "en": "conjunctions"}
# Numbers of points.
_MANY = 40


class Listing(NamedTuple):
    """A list: words `first` to before `last`, and its points, each with where the words behind its mark begin."""

    first: int
    last: int
    points: tuple[tuple[int, int], ...]


class _Mark(NamedTuple):
    """What a point begins with: its style, its number (0 if it has none), the words behind it."""

    place: int
    style: str
    number: int
    after: int


def find(text: Marked, stamps: frozenset[int]) -> list[Listing]:
    """The lists of a text, in order; before `stamps` the entries of a live blog begin."""
    lines = [0, *sorted(text.breaks | stamps - {0}), len(text.words)]
    marks = _marks(text)
    lined = list(_of_lines(text, marks, lines))
    found = [*lined]
    for line, inside in groupby(marks, key=lambda mark: bisect_right(lines, mark.place)):
        held = [mark for mark in inside if not _within(lined, mark.place)]
        found += _flattened(text, held, lines[line - 1], lines[line])
    found.sort()
    return [one for at, one in enumerate(found) if not at or found[at - 1].last <= one.first]


def tells(text: Marked, first: int) -> bool:
    """Whether words begin as a sentence does, with a verb of saying and, in Arabic, who speaks or what is said."""
    told = text.hit(first, "verb") is not None
    if text.language == "en":
        return told
    return told and text.hit(first + 1, *_SUBJECTS) is not None


def _within(listed: Sequence[Listing], place: int) -> bool:
    """Whether one of some lists, in order, has a place."""
    at = bisect_right(listed, place, key=lambda one: one.first) - 1
    return at >= 0 and place < listed[at].last


def _marks(text: Marked) -> list[_Mark]:
    """What may begin a point, in order."""
    places = {
        *text.marks(0, len(text.words), DASHES | BULLETS | _AFTER_NUMBER),
        *(place for place, _ in text.all(0, len(text.words), "enumerating")),
    }
    return [mark for place in sorted(places) if (mark := _mark(text, place)) is not None]


def _mark(text: Marked, place: int) -> _Mark | None:
    """The mark that a dash or bullet is, or that ends here: «-», «1.», «2)», «(b)», «أولا:»."""
    word, words = text.word(place), text.words
    if word in DASHES and place and words.end[place - 1] == words.start[place]:
        return _numbered(text, place)  # «1- …»
    if word in DASHES | BULLETS:
        alone = place in text.breaks or place == 0
        spaced = place > 0 and words.end[place - 1] < words.start[place]
        loose = text.is_spaced(place) or (word in BULLETS and spaced)
        if place + 1 >= len(words) or not (alone or loose) or text.word(place + 1) == word:
            return None
        if alone and text.word(place + 1).isdigit() and words.end[place] == words.start[place + 1]:
            return None  # «-5»
        return _Mark(place, word, 0, place + 1)
    if text.hit(place, "enumerating"):
        leads = place == 0 or place in text.breaks
        marked = text.word(place + 1) in _AFTER_ORDINAL
        return _Mark(place, "ordinal", 0, place + 2) if leads and marked else None
    return _numbered(text, place)


def _numbered(text: Marked, place: int) -> _Mark | None:
    """The number or letter with its brackets or stop that ends at a mark."""
    word, words = text.word(place), text.words
    if place == 0 or place + 1 >= len(words):
        return None
    number, sort = _number(text, place - 1)
    close = words.end[place] == words.start[place + 1]
    if not number or words.end[place - 1] < words.start[place] or place + 1 in text.breaks:
        return None
    if close and word != ")":
        return None
    first = place - 1
    if word == ")" and place > 1 and text.word(place - 2) in BRACKETS:
        first = place - 2
    if first and first not in text.breaks and words.end[first - 1] == words.start[first]:
        return None
    return _Mark(first, f"{sort}{place - first}{word}", number, place + 1)


def _number(text: Marked, place: int) -> tuple[int, str]:
    """Which point a number or letter is of, 0 if of none; and what sort it is."""
    word = text.word(place)
    if word.isdigit():
        return (int(word) if len(word) <= 2 and int(word) <= _MANY else 0), "number"
    if word in _ROMAN:
        return _ROMAN.index(word) + 1, "roman"
    letters = _LETTERS[text.language]
    return (letters.find(word) + 1 if len(word) == 1 else 0), "letter"


def _runs(marks: Iterable[_Mark], follows: Callable[[_Mark, _Mark], bool]) -> Iterator[list[_Mark]]:
    """Marks in order, those that follow one another together."""
    run: list[_Mark] = []
    for mark in marks:
        if run and not follows(run[-1], mark):
            yield run
            run = []
        run.append(mark)
    if run:
        yield run


def _of_lines(text: Marked, marks: Sequence[_Mark], lines: Sequence[int]) -> Iterator[Listing]:
    """Lists of which each point has its line, or its line and those that it goes on in."""
    begins = set(lines)
    leading = (mark for mark in marks if mark.place in begins)
    for run in _runs(leading, lambda mark, other: _follows(text, mark, other, lines)):
        if len(run) >= _LINES:
            yield _listing(run, _line_end(lines, run[-1].place))


def _line_end(lines: Sequence[int], place: int) -> int:
    return lines[bisect_right(lines, place)]


def _follows(text: Marked, mark: _Mark, other: _Mark, lines: Sequence[int]) -> bool:
    """Whether the line of a mark is the next point: no other line stands between, and numbers go up."""
    if mark.style != other.style or _line_end(lines, mark.place) != other.place:
        return False
    if not mark.number:
        return mark.style != "ordinal" or other.place not in text.gaps
    return other.number == mark.number + 1 and other.place not in text.gaps


def _flattened(text: Marked, marks: Sequence[_Mark], low: int, high: int) -> Iterator[Listing]:
    """Lists within one line."""
    stops = [stop for stop in text.marks(low, high, STOPS) if ends(text, stop)]
    by_style: dict[str, list[_Mark]] = {}
    for mark in marks:
        by_style.setdefault(mark.style, []).append(mark)
    for alike in by_style.values():
        runs = list(_runs(alike, lambda mark, other: _goes_on(text, mark, other, stops)))
        for run, after in zip(runs, [*runs[1:], None], strict=True):
            if run[0].number <= 1 and _is_list(text, run, low, stops):
                end = _stop(stops, run[-1].after, high)
                yield _listing(run, min(end, after[0].place) if after else end)


def _stop(stops: Sequence[int], place: int, high: int) -> int:
    """Where the sentence of a place ends."""
    at = bisect_left(stops, place)
    return stops[at] if at < len(stops) else high


def _goes_on(text: Marked, mark: _Mark, other: _Mark, stops: Sequence[int]) -> bool:
    """Whether one mark is of the point after that of another: dashes within one sentence."""
    if other.place - mark.place > _LONGEST or text.word(other.place - 1) == ":":
        return False  # «… • the mill was reached Access: • …»
    if mark.number:
        return other.number == mark.number + 1
    between = bisect_left(stops, other.place) - bisect_left(stops, mark.place)
    return mark.style in BULLETS or not between


def _is_list(text: Marked, run: Sequence[_Mark], low: int, stops: Sequence[int]) -> bool:
    """Whether marks part points: not asides, and not what «and» joins within a sentence."""
    first = run[0].place
    at = bisect_left(stops, first)
    begin = stops[at - 1] + 1 if at else low
    led = first > begin and text.word(first - 1) == ":"
    if run[0].number:
        joined = any(text.hit(mark.place - 1, _JOINING[text.language]) for mark in run[1:])
        return len(run) >= _POINTS and not joined
    if run[0].style in BULLETS:
        return len(run) >= _LED
    if led:
        return len(run) >= _LED
    short = first - begin <= _LEAD and not tells(text, begin)
    return len(run) >= _POINTS and short


def _listing(run: Sequence[_Mark], last: int) -> Listing:
    points = tuple((mark.place, mark.after) for mark in run)
    return Listing(run[0].place, max(last, run[-1].after), points)
