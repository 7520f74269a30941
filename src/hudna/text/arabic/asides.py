"""Asides between the commas of an Arabic clause: «الوزير، الذي زار جوبا، قال»، «القائد، وهو عميد سابق، أعلن».

In: places in a marked text.  Out: the commas; what stands between them says more of whoever was named.
"""

from __future__ import annotations

from hudna.text import forms
from hudna.text.lexicon import DOUBTFUL
from hudna.text.marked import COMMAS, Marked, Stretch

# An aside has at most so many words, and so many commas of its own before a word of it.
_LONGEST = 25
_COMMAS = 2


def aside_end(text: Marked, comma: int, last: int) -> int | None:
    """The comma that closes an aside that begins behind a comma, if one does."""
    if text.word(comma) not in COMMAS or not opens_aside(text, comma + 1):
        return None
    close = text.mark(comma + 1, min(last, comma + _LONGEST), COMMAS)
    return close if close < last and text.word(close) in COMMAS else None


def aside_before(text: Marked, close: int, first: int) -> int | None:
    """The comma behind which an aside begins that a comma closes, if one does."""
    if text.word(close) not in COMMAS:
        return None
    commas = text.marks(max(first, close - _LONGEST), close, COMMAS)
    return next((one for one in reversed(commas[-_COMMAS:]) if opens_aside(text, one + 1)), None)


def aside_around(text: Marked, place: int, first: int, last: int) -> Stretch | None:
    """The commas of an aside that a word stands in, if a verb of saying follows it: «…، الذي استبعد …، قال»."""
    opening = None
    for comma in text.marks(max(first, place - _LONGEST), place, COMMAS)[-_COMMAS:]:
        opening = comma if opens_aside(text, comma + 1) else opening
    if opening is None:
        return None
    close = text.mark(place, min(last, place + _LONGEST), COMMAS)
    if close >= last or text.word(close) not in COMMAS:
        return None
    after = text.past(close + 1, last, "auxiliary", "resuming", "negators")
    verb = text.hit(after, "verb", DOUBTFUL) if after < last else None
    return (opening, close) if verb is not None and not verb.skip else None


def opens_aside(text: Marked, place: int) -> bool:
    """Whether a word behind a comma begins an aside, and no clause that goes on («، وهو ما نفته …»)."""
    if text.hit(place, "boundary"):
        return False
    joined = text.hit(place, "was", "being", "resumptive")  # «وكان», «وهم», «وله»
    return text.hit(place, "relative", "amid") is not None or (
        joined is not None and joined.skip == 1 and text.word(place).startswith(forms.AND)
    )
