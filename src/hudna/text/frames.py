"""Frames: where in a sentence somebody says something, before it is a statement.

A frame is words: the verb or noun of saying, the words that name the speaker, what is said.
`arabic.py` and `english.py` find them; `reading.py` makes statements of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from hudna.text.lexicon import Speech
from hudna.text.marked import Marked

Stretch = tuple[int, int]

NARRATION = Speech("report")
LISTED = Speech("report")


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing said, in words of the text.

    `first` and `last` bound it with what introduces it; `skip` letters of its first word are left
    out.  `content` is what is said; `content_skip` letters of its first word are not («بضمان»).
    `speaker` is the words that name who says it; None: nobody, or whoever spoke last, if `carried`.
    `verb` is the word of saying, `verb_skip` the letters before it, `verb_length` its words.
    """

    first: int
    last: int
    content: Stretch
    speech: Speech
    skip: int = 0
    content_skip: int = 0
    speaker: Stretch | None = None
    carried: bool = False
    verb: int | None = None
    verb_skip: int = 0
    verb_length: int = 1
    nested: bool = False


def trimmed(text: Marked, stretch: Stretch) -> Stretch:
    """A stretch without marks at its ends; a quotation that it holds whole keeps its marks."""
    first, last = stretch
    words = text.words.text
    while first < last and not text.is_word(first) and not _opens(text, first, last):
        first += 1
    while last > first and not text.is_word(last - 1) and not _closes(text, first, last - 1):
        last -= 1
    if last - first >= 2 and text.closes.get(first) == last - 1 and words[first] not in "([":
        return first + 1, last - 1
    return first, last


def _opens(text: Marked, place: int, last: int) -> bool:
    return text.closes.get(place, last) < last


def _closes(text: Marked, first: int, place: int) -> bool:
    return any(text.closes.get(start) == place for start in range(max(first, place - 60), place))


def find(
    text: Marked, first: int, last: int, clauses: Callable[[Marked, int, int], list[Frame]]
) -> list[Frame]:
    """The frames of a sentence, in order, each with its ends trimmed; empty ones are dropped."""
    kept = []
    for frame in clauses(text, first, last):
        content = trimmed(text, frame.content)
        if content[0] >= content[1]:
            continue
        moved = content[0] != frame.content[0]
        kept.append(
            replace(
                frame, content=content, content_skip=0 if moved else frame.content_skip,
                first=min(frame.first, content[0]), last=max(frame.last, content[1]),
            )
        )  # fmt: skip
    return kept
