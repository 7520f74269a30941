"""Whether what is said is affirmed or negated, by parity over the negators that govern it.

A negator governs when it stands before the word of saying or at or before the main predicate of the
content: not in a clause of cause, time or relation.  Words of denial, refusal and exclusion are
negators, so that refusing to exclude is affirmed.  Another word of saying ends the search: what
stands behind it is what somebody else says.
"""

from __future__ import annotations

from hudna.text.frames import Frame
from hudna.text.marked import Marked
from hudna.text.statement import Polarity

# A predicate begins within so many words of its clause.
_REACH = 30


def polarity(text: Marked, frame: Frame, first: int, last: int) -> Polarity:
    """The polarity of what a frame holds."""
    count = (frame.speech.negates or frame.speech.excludes) + _governing(text, first, last)
    if frame.verb is not None:
        count += _before(text, frame.verb, frame.first)
    return "negated" if count % 2 else "affirmed"


def _before(text: Marked, verb: int, first: int) -> int:
    """Whether a negator stands right before a word of saying («لم يستبعد», "did not rule out")."""
    place = verb - 1
    while place >= first and text.hit(place, "auxiliary", "be", "adverbs"):
        place -= 1
    return int(
        place >= max(first, 0)
        and text.hit(place, "negators") is not None
        and not text.hit(place, "still")
    )


def _governing(text: Marked, first: int, last: int) -> int:
    """How many negators govern the first predicate of a stretch."""
    count = 0
    place = first
    while place < min(last, first + _REACH):
        if place > first and (
            text.hit(place, "subordinate", "boundary", "relative")
            or text.words.text[place] in ("؛", ";", ":", "(")
        ):
            break
        if (still := text.hit(place, "still")) is not None:
            place += still.length
            continue
        found = text.hit(place, "without") or text.hit(
            place, "negators", "failing", "thatnot", "exclusion", "noun", "verb", "participle"
        )
        if found is None:
            place += 1
            continue
        if found.kind in ("negators", "failing", "thatnot"):
            if count and found.skip and text.words.text[place][0] == "و":
                break  # «… ولا …»: another predicate
            count += not text.hit(place + found.length, "quantifiers") or place == first
        elif found.kind == "without":
            count += place == first
        elif found.kind == "exclusion" or found.value.negates or found.value.excludes:
            count += not _is_object(text, place, first)
        elif found.kind == "verb" and place > first:
            break  # what another says
        place += found.length
    return count


def _is_object(text: Marked, place: int, first: int) -> bool:
    """Whether a word of exclusion is only spoken of («بعد إزالة الاستثناءات»): it is definite."""
    word = text.words.text[place]
    if text.language == "ar":
        return word.startswith(("ال", "وال", "لل", "بال")) and place > first
    return place > first and text.words.text[place - 1] in ("the", "of")
