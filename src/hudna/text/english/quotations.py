"""Quotations in an English sentence: before their verb, broken by who says them, and as part of a name.

In: places in a marked text.  Out: stretches between quotation marks; nothing is decided about who speaks.
"""

from __future__ import annotations

from hudna.text.marked import COMMAS, END_QUOTES, QUOTES, SEMICOLONS, Marked, Stretch

# Marks of which the last before a verb, or its subject, says whether it follows a quotation.
_BEFORE_VERB = END_QUOTES | SEMICOLONS | {":"}
# Marks before the end of a quotation that somebody is named for.
_IN_QUOTATION = frozenset(",!?.")
# A quoted name has at most so many words, with its first mark.
_QUOTED_NAME = 5
# A quotation goes on at most so many words behind who says it.
_BREAK = 8
_QUOTATION = 24
# The shortest quotation that is what somebody said.
_SHORTEST_QUOTATION = 4


def in_quoted_name(text: Marked, mark: int) -> bool:
    """Whether a quotation mark is one of a name: «Brigadier Jan "Wolf" Kub», «the "Lion Brigade" said»."""
    opening = text.opens.get(mark, mark)
    closing = text.closes.get(opening, opening)
    if text.word(mark) not in QUOTES | END_QUOTES:
        return False
    short = 1 < closing - opening <= _QUOTED_NAME and opening > 0 and closing + 1 < len(text.words)
    alias = short and text.word(closing + 1) in COMMAS and text.hit(opening - 1, "subordinate")
    if not short or not text.is_word(opening - 1) or not (alias or text.is_word(closing + 1)):
        return False
    name = opening + 1 + (text.hit(opening + 1, "articles") is not None)  # «known as "the Fox", …»
    return name < closing and all(text.capital(at) for at in range(name, closing))


def quoted_before(text: Marked, place: int, first: int) -> Stretch | None:
    """The quotation that a verb or its subject follows («"…," the minister said»)."""
    marks = text.marks(max(first, place - _QUOTATION) + 1, place, _BEFORE_VERB)
    if not marks or text.word(marks[-1]) not in END_QUOTES:
        return None
    return _quotation(text, marks[-1], first)


def quoted_on(text: Marked, quoted: Stretch, after: int, last: int) -> Stretch:
    """A quotation with its rest behind who says it: «"The truce," he said, "will last"»."""
    end = min(after + _BREAK, last)
    opening = text.mark(after, end, QUOTES)
    if opening >= end or text.word(quoted[1] - 1) not in COMMAS or text.capital(opening + 1):
        return quoted
    if text.word(opening - 1) not in COMMAS:
        return quoted
    return quoted[0], text.closes.get(opening, quoted[1])


def _quotation(text: Marked, closing: int, first: int) -> Stretch | None:
    """What a quotation holds that closes here, unless it is only words within a sentence."""
    opening = text.opens.get(closing, -1)
    if opening < first or closing - opening < _SHORTEST_QUOTATION:
        return None
    if opening > first and text.word(opening - 1).isalpha():
        return None
    if text.word(closing - 1) not in _IN_QUOTATION and text.word(closing + 1) not in COMMAS:
        return None
    return opening + 1, closing
