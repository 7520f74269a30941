"""Whose words a paragraph is in an interview or a broadcast: «Q: …», «A: …», «KUB: …».

In: a marked text, a part of it, and who has spoken before.  Out: whose turn it is, until the line ends.  A
label names a person of whom the text has told before, or stands before several turns; an answer is that of
whoever was told of, or spoke, before the first question.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from hudna.text.frames import SPEECH, Frame
from hudna.text.lines import starts
from hudna.text.marked import Marked
from hudna.text.sentences import Part
from hudna.text.speakers import Cast
from hudna.text.statement import Speaker

# A label has at most so many words before its colon.
_LABEL = 3
_COLON = frozenset(":")


class Turn(NamedTuple):
    """Whose words follow, if that is known, from word `first` on; who asks says nothing so."""

    speaker: Speaker | None
    first: int
    asks: bool = False


class Labels(NamedTuple):
    """The words that begin lines, in order, and what stands before a colon on several of them."""

    lines: Sequence[int]
    repeated: frozenset[tuple[str, ...]]


def labels(text: Marked) -> Labels:
    """Where lines begin, and with which labels: «KUB: …», «INTERVIEWER: …»."""
    lines = starts(text)
    ends = {
        line: text.mark(line, min(line + _LABEL + 1, len(text.words)), _COLON) for line in lines
    }
    counted = Counter(
        tuple(text.words.text[line:colon])
        for line, colon in ends.items()
        if line < colon < len(text.words) and text.word(colon) == ":"
    )
    return Labels(lines, frozenset(label for label, times in counted.items() if times > 1))


def turn(text: Marked, part: Part, known: Labels, cast: Cast, before: Turn | None) -> Turn | None:
    """Whose turn a part is: as `before`, unless it begins a line."""
    line = known.lines[bisect_right(known.lines, part.first) - 1]
    if line + _LABEL < part.first or any(text.word(at) in ".!?؟" for at in range(line, part.first)):
        return before
    colon = text.mark(line, min(line + _LABEL + 1, part.last), _COLON)
    if text.word(colon) != ":" or colon == line or text.has(line, colon, "verb", "participle"):
        return None
    begins = max(colon + 1, part.first)
    if text.hit(line, "questions") and colon == line + 1:
        if cast.interviewed is None:
            cast.interviewed = cast.told_of(text)
        return Turn(None, begins, asks=True)
    if text.hit(line, "answers") and colon == line + 1:
        return Turn(cast.interviewed, begins)
    named = cast.labelled(text, (line, colon))
    if named is None and _is_name(text, line, colon, known):
        named = cast.speaker(text, (line, colon), nested=False)
    return None if named is None else Turn(named, begins)


def _is_name(text: Marked, first: int, last: int, known: Labels) -> bool:
    """Whether a label that stands before several turns is a name that nothing else is known by."""
    plain = all(
        text.is_word(at) and text.is_plain(at) and text.capital(at) for at in range(first, last)
    )
    return plain and tuple(text.words.text[first:last]) in known.repeated


def spoken(frame: Frame, whose: Turn) -> Frame:
    """A frame that is the own of whose turn it is; who asks says nothing so."""
    if whose.asks:
        return frame._replace(unsaid=True)
    if whose.speaker is None:
        return frame
    speech = SPEECH if frame.verb is None else frame.speech
    return frame._replace(unsaid=False, speech=speech)


def is_own(text: Marked, frame: Frame) -> bool:
    """Whether nobody but whose turn it is says it: no speaker is named, or they say «I» or «we»."""
    named = frame.speaker or frame.otherwise
    if named is None:
        return frame.verb is None or frame.mine
    return named[1] - named[0] == 1 and text.hit(named[0], "selves") is not None
