"""Whose words a paragraph is in an interview or a broadcast: «Q: …», «A: …», «KUB: …».

In: a marked text, a part of it, and who has spoken before.  Out: whose turn it is, until the line ends.  A
label names a person of whom the text has told before; an answer is that of whoever was told of, or spoke,
before the first question.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from hudna.text.frames import SPEECH, Frame
from hudna.text.marked import Marked
from hudna.text.sentences import Part
from hudna.text.speakers import Cast
from hudna.text.statement import Speaker

# A label has at most so many words before its colon.
_LABEL = 3


class Turn(NamedTuple):
    """Whose words follow, if that is known, from word `first` on; who asks says nothing so."""

    speaker: Speaker | None
    first: int
    asks: bool = False


def lines(text: Marked) -> list[int]:
    """The words that begin lines, in order."""
    return sorted({0, *text.breaks})


def turn(
    text: Marked, part: Part, starts: Sequence[int], cast: Cast, before: Turn | None
) -> Turn | None:
    """Whose turn a part is: as `before`, unless it begins a line."""
    line = starts[bisect_right(starts, part.first) - 1]
    if line + _LABEL < part.first or any(text.word(at) in ".!?؟" for at in range(line, part.first)):
        return before
    colon = text.mark(line, min(line + _LABEL + 1, part.last), frozenset(":"))
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
    return None if named is None else Turn(named, begins)


def spoken(text: Marked, frame: Frame, whose: Turn) -> Frame:
    """A frame in somebody's turn: what nobody else is named for is theirs; who asks says nothing so."""
    if not is_own(text, frame):
        return frame
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
