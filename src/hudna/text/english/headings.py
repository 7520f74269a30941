"""What the web puts before an English sentence: a heading that ran into it, a dateline."""

from __future__ import annotations

from hudna.text.marked import COMMAS, Marked

_DASHES = frozenset("-–—")
# A dateline is shorter, and has one of these marks unless it is the town alone.
_LONGEST_DATELINE = 14
# A town and a colon are a dateline near the top, with at most so many words.
_TOP = 60
_LONGEST_LABEL = 7
# What follows a verb of saying that holds nothing.
_ASIDES = ("time_words", "occasions", "addressees", "prepositions")
_PARTS_OF_DATELINE = frozenset(",(/")


def run_in(text: Marked, first: int, last: int, longest: int) -> int | None:
    """Where the sentence begins that a heading of at most `longest` words ran into, if one did.

    A word that begins sentences has a capital after one that ends none: «Sharp differences The
    minister …».
    """
    end = min(first + longest + 1, last - 3)
    if not any(text.capital(place) for place in text.places(first + 2, end, "starters")):
        return None
    for place in range(first + 2, end):
        if not text.is_word(place - 1) or not text.is_word(place):
            return None
        if text.hit(place - 1, "that") and text.hit(place - 2, "verb"):
            return None  # «Moscow claimed that …»
        if text.hit(place - 1, "pasts"):
            return None  # «Sources told The Irrawaddy …»
        begins = text.hit(place, "starters") is not None
        if text.hit(place - 1, "verb", "harming", "reaching", "that") and text.hit(place, "nation"):
            return None  # «Georgia said Russian planes …»
        if text.hit(place - 1, "verb", "titles") and not begins:
            return None
        if begins and text.capital(place) and not text.hit(place - 1, "starters", "prepositions"):
            return place
    return None


def goes_on(text: Marked, place: int) -> bool:
    """Whether the line before ends with a word or comma that ends none: «broken in⏎the past year»."""
    if not text.is_word(place) or text.capital(place):
        return False
    before = place - 1
    if text.word(before) in COMMAS:
        return text.word(place).isalpha()
    return not text.capital(before) and text.hit(before, "prepositions", "articles") is not None


def attributes(text: Marked, verb: int) -> bool:
    """Whether a verb of saying only tells who said what is quoted before it: «…" Koval said.»."""
    hit = text.hit(verb, "verb")
    after = verb + (hit.length if hit is not None else 1)
    if after >= len(text.words) or not text.is_word(after):
        return True
    return text.hit(after, *_ASIDES) is not None


def credited(text: Marked) -> list[int]:
    """Where words stand that say who took a picture: «Photo: …»."""
    return [place for place, _ in text.all(0, len(text.words), "credits")]


def _is_spaced(text: Marked, place: int) -> bool:
    """Whether a dash, or two that stand for one, has space on both sides."""
    if text.word(place + 1) not in _DASHES:
        return text.is_spaced(place)
    words = text.words
    return (
        words.end[place - 1] < words.start[place] and words.end[place + 1] < words.start[place + 2]
    )


def _is_dated(text: Marked, first: int, dash: int) -> bool:
    """Whether only names, a date and an agency stand before a dash: «Naqoura, 17 August 2006 —»."""
    named = all(
        text.capital(at) or not text.is_word(at) or text.word(at).isdigit()
        for at in range(first, dash)
    )
    return named and text.has(first, dash, "months")


def _behind_colon(text: Marked, first: int, last: int) -> int | None:
    """Where a sentence begins behind «Juba: …», «COLOMBO, June 21: …», near the top of a text."""
    colon = text.mark(first + 1, min(first + _LONGEST_LABEL, last - 3), frozenset(":"))
    if text.word(colon) != ":" or not text.capital(colon + 1):
        return None
    town = text.written(first).isupper() or text.hit(first, "place") is not None
    dated = all(
        text.capital(at) or not text.is_word(at) or text.word(at).isdigit()
        for at in range(first, colon)
    )
    named = text.has(first, colon, "titles", "bodies", "group_heads", "nation")
    return colon + 1 if town and dated and not named else None


def _is_shouted_place(text: Marked, first: int) -> bool:
    """Whether a line begins with where it is about, in capitals: «ANGOLA: …»."""
    shouted = first in text.breaks and text.written(first).isupper()
    return shouted and text.hit(first, "place") is not None


def dateline(text: Marked, first: int, last: int) -> int:
    """Where a sentence begins: after «JUBA, Jan. 3 (Agency) -», if it stands under a dateline."""
    labelled = first <= _TOP or _is_shouted_place(text, first)
    if (
        labelled
        and last - first > _LONGEST_LABEL
        and (after := _behind_colon(text, first, last)) is not None
    ):
        return after
    town = text.written(first)
    shouted = town.isupper() and len(town) >= 3
    if not shouted and not text.capital(first):
        return first
    near = min(first + _LONGEST_DATELINE, last - 3)
    if text.mark(first + 1, near, _DASHES) >= near:
        return first
    for place in range(first + 1, min(first + _LONGEST_DATELINE, last - 3)):
        if text.word(place) in _DASHES and _is_spaced(text, place):
            between = set(text.words.text[first + 1 : place])
            after = place + 1 + (text.word(place + 1) in _DASHES)
            if not shouted and not _is_dated(text, first, place):
                return first
            return after if not between or between & _PARTS_OF_DATELINE else first
        if text.hit(place, "verb"):
            return first
    return first


def may_close(text: Marked, place: int) -> bool:
    """Whether an abbreviation ends here that may end a sentence, and another sentence begins."""
    if text.hit(place, "numbering") and place + 2 < len(text.words):
        return not text.word(place + 2)[:1].isdigit()  # «he said no. The army …»
    first = place - 2 if place > 1 and text.word(place - 1) == "." else place  # «p.m.»
    hit, after = text.hit(first, "closing"), place + 2
    if hit is None or first + hit.length != place + 1 or after >= len(text.words):
        return False
    return text.capital(after) and text.hit(after, "starters") is not None
