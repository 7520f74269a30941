"""Stops: which of them end a sentence.

In: a marked text and a stop.  Out: where the sentence ends.  None ends after an abbreviation or an initial,
in a number, or within a quotation that goes on.
"""

from __future__ import annotations

from hudna.text.english import headings as english
from hudna.text.marked import END_QUOTES, Marked

STOPS = frozenset(".!?؟…؛")
CLOSING = END_QUOTES | {")", "'"}
# A heading on a line by itself has at most so many words.
_TITLE = 16
# The verb that a quotation belongs to stands within so many words after it.
_REACH = 6


def ending(text: Marked, place: int, quoted: int) -> int | None:
    """Where a sentence ends that ends with a word or mark; `quoted`: up to where one quotes."""
    words = text.words.text
    if words[place] in STOPS:
        if place < quoted or not ends(text, place):
            return None
        end = place + 1
        while (
            end < len(words)
            and words[end] in CLOSING
            and end not in text.closes
            and end not in text.breaks
        ):
            end += 1
        return end
    return place + 1 if place == quoted and _ends_within(text, place) else None


def ends(text: Marked, place: int) -> bool:
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
    while begin > max(0, low - _TITLE) and begin not in text.breaks:
        begin -= 1
    while end < min(len(words), low + _TITLE) and end not in text.breaks:
        end += 1
    alone = end in text.breaks and (begin == 0 or begin in text.breaks)
    return alone and end > low + 2 and words[end - 1] not in STOPS


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
    if text.word(closing - 1) not in STOPS or after >= len(text.words):
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
