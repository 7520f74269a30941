"""The text of a page: as it was given, marked where something is said, cut into rows.

In: a reading, and how its statements look.  Out: passages, whose texts in order are the text.
Spans may nest and overlap in any way: the text is split at every end of a span, and each piece is
marked for whatever lies over it.  Linear in the text and in the number of spans.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from markupsafe import Markup, escape

from hudna.text.letters import Span
from hudna.text.statement import Reading

# What hides or reorders text, what no reader sees, and halves of characters.
_CONTROL = re.compile(
    "([\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e007f])\\1*"
)
_ENDS_LINE = "\u000b\u000c\u0085\u2028\u2029"

# Marks over one piece of text: the innermost are shown.
_DEEPEST = 8
# A row with as many statements may end within a sentence.
_FULL = 3
# Browsers bound the rows of a grid.
_MOST_ROWS = 4000
_LONGEST_WORD = 40
_SENTENCE_END = tuple('.!?؟…:؛»”")\n')
_OPENERS = "«“‘\"'(["
_BULLET = re.compile(r"(?:^|\n)([ \t]*[-•*–—▪●·][ \t]*)$")


@dataclass(frozen=True, slots=True)
class Look:
    """How a statement or a note is shown: its classes, its badge, and what a link to it says."""

    classes: str
    badge: str
    label: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A row: a piece of the text, and the places of the statements whose spans begin in it.

    `runs_on`: it begins within a line of the text.
    """

    text: Markup
    statements: tuple[int, ...]
    runs_on: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    span: Span
    tag: str
    classes: str


def visible(text: str) -> Markup:
    """Text escaped for a page; what hides or reorders it is shown by its number, and does nothing.

    A run of one control is shown once, with its length.
    """
    pieces: list[str] = []
    at = 0
    for run in _CONTROL.finditer(text):
        pieces += (escape(text[at : run.start()]), _shown(run[1], len(run[0])))
        at = run.end()
    if not at:
        return escape(text)
    return Markup("").join([*map(Markup, pieces), escape(text[at:])])


def _shown(control: str, times: int) -> str:
    number = f"U+{ord(control):04X}" + (f"×{times}" if times > 1 else "")
    name = unicodedata.name(control, "control character")
    line = "<br>" if control in _ENDS_LINE else ""
    return f'<bdi dir="ltr" class="control" title="{name}" translate="no">{number}</bdi>{line}'


def passages(reading: Reading, looks: Sequence[Look], notes: Sequence[Look]) -> Iterator[Passage]:
    """The rows of a reading's text, in order; `looks` are of its statements, `notes` of its notes."""
    text = reading.text
    extents = [_within(text, statement.span) for statement in reading.statements]
    leads = sorted(
        _within(text, note.span) for note in reading.notes if note.kind in ("heading", "list")
    )
    rows = _rows(text, extents, leads)
    begun: dict[int, list[int]] = defaultdict(list)
    for place, extent in enumerate(extents):
        begun[bisect_right(rows, extent[0]) - 1].append(place)
    badges = _badges(reading, looks, notes)
    pieces = _pieces(text, _marks(reading, looks, notes), {*badges, *rows})
    piece = next(pieces, None)
    for row, (start, end) in enumerate(pairwise([*rows, len(text)])):
        shown: list[Markup] = []
        while piece is not None and piece[0] < end:
            shown += (*badges.get(piece[0], ()), piece[1])
            piece = next(pieces, None)
        if end == len(text):
            shown += badges.get(end, ())
        before = text[max(0, start - _LONGEST_WORD) : start].rstrip(" \t")
        runs_on = before[-1:] not in ("", "\n", "\r")
        yield Passage(Markup("").join(shown), tuple(begun.get(row, ())), runs_on)


def _within(text: str, span: Span) -> Span:
    """A span that stands in the text, whatever was given."""
    start = min(max(span[0], 0), len(text))
    return start, min(max(span[1], start), len(text))


def _rows(text: str, extents: Sequence[Span], leads: Sequence[Span]) -> list[int]:
    """Where rows begin: at statements, within no other, at the start of a sentence if it may be.

    `leads` are headings and lists, sorted: what leads to a statement goes with it.
    """
    rows = [0]
    least = len(text) // _MOST_ROWS
    reached = held = 0
    for start, end in sorted(extents):
        place = _line_start(text, start)
        lead = _lead(text, place, leads)
        if lead >= max(reached, rows[-1] + 1):
            place = lead
        if (
            place >= max(reached, rows[-1] + least, 1)
            and place < len(text)
            and (held >= _FULL or place == lead or _begins_sentence(text, place))
        ):
            rows.append(place)
            held = 0
        held += 1
        reached = max(reached, end)
    return rows


def _lead(text: str, place: int, leads: Sequence[Span]) -> int:
    """Where a heading right before a place begins, or a list that it is in; -1: neither."""
    at = bisect_right(leads, (place, len(text))) - 1
    low = max(0, place - 8)
    before = low + len(text[low:place].rstrip(" \t"))
    return leads[at][0] if at >= 0 and leads[at][1] >= before else -1


def _line_start(text: str, place: int) -> int:
    """Before the word, the quotation mark or the bullet of what begins at a place."""
    place = _word_start(text, place)
    if place and text[place - 1] in _OPENERS and (place == 1 or text[place - 2].isspace()):
        place -= 1
    low = max(0, place - 8)
    bullet = _BULLET.search(text[low:place])
    return low + bullet.start(1) if bullet else place


def _word_start(text: str, place: int) -> int:
    """The start of the word that a place is in: a badge within it would part its letters."""
    low = max(0, place - _LONGEST_WORD)
    while low < place < len(text) and _is_letter(text[place - 1]) and _is_letter(text[place]):
        place -= 1
    return place


def _is_letter(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character) in ("Mn", "Me", "Cf")


def _begins_sentence(text: str, place: int) -> bool:
    before = text[max(0, place - 8) : place].rstrip(" \t\u00a0")
    return not before or before.endswith(_SENTENCE_END)


def _marks(reading: Reading, looks: Sequence[Look], notes: Sequence[Look]) -> list[_Mark]:
    marks = [
        _Mark(span, "span", look.classes)
        for note, look in zip(reading.notes, notes, strict=True)
        if (span := _within(reading.text, note.span)) != (0, len(reading.text))
    ]
    for statement, look in zip(reading.statements, looks, strict=True):
        span = _within(reading.text, statement.span)
        content = _within(reading.text, statement.content)
        around = ((span[0], min(span[1], content[0])), (max(span[0], content[1]), span[1]))
        marks += [_Mark(part, "span", f"around {look.classes}") for part in around]
        marks.append(_Mark(content, "mark", f"said {look.classes}"))
    return marks


def _badges(
    reading: Reading, looks: Sequence[Look], notes: Sequence[Look]
) -> dict[int, list[Markup]]:
    """The links from the text to cards and notes, by where they stand; they hold no text."""
    badges: dict[int, list[Markup]] = defaultdict(list)
    link = Markup('<a class="tag {}" id="{}{}" href="#{}{}" data-badge="{}" aria-label="{}"></a>')
    sorts = (
        ("n", "m", ((note.span, look) for note, look in zip(reading.notes, notes, strict=True))),
        ("s", "t", ((s.content, look) for s, look in zip(reading.statements, looks, strict=True))),
    )
    for there, here, each in sorts:
        for number, (span, look) in enumerate(each, 1):
            place = _word_start(reading.text, _within(reading.text, span)[0])
            badges[place].append(
                link.format(look.classes, here, number, there, number, look.badge, look.label)
            )
    return badges


def _pieces(text: str, marks: list[_Mark], cuts: set[int]) -> Iterator[tuple[int, Markup]]:
    """The text split at every cut and every end of a mark, each piece in the marks over it."""
    begins: dict[int, list[_Mark]] = defaultdict(list)
    ends: dict[int, list[int]] = defaultdict(list)
    for mark in sorted(marks, key=lambda mark: (mark.span[0], -mark.span[1])):
        if mark.span[0] < mark.span[1]:
            begins[mark.span[0]].append(mark)
            ends[mark.span[1]].append(id(mark))
    over: dict[int, _Mark] = {}  # in the order of their beginnings
    for start, end in pairwise(sorted({0, len(text), *cuts, *begins, *ends})):
        for ended in ends[start]:
            del over[ended]
        over.update((id(mark), mark) for mark in begins[start])
        inner = list(islice(reversed(over.values()), _DEEPEST))[::-1]
        yield start, _nested(visible(text[start:end]), inner)


def _nested(shown: Markup, marks: Sequence[_Mark]) -> Markup:
    """A piece within its marks, the outermost first; `d0`, `d1` … keep their lines apart."""
    lines = [mark.classes.startswith(("said", "around")) for mark in marks]
    for at in reversed(range(len(marks))):
        mark = marks[at]
        depth = f" d{sum(lines[:at])}" if lines[at] else ""
        shown = Markup('<{0} class="{1}{2}">{3}</{0}>').format(mark.tag, mark.classes, depth, shown)
    return shown
