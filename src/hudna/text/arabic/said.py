"""Where what an Arabic verb of saying holds begins.

It follows «أن», a preposition that the verb takes, a colon or a quotation mark, or directly as a noun.
"""

from __future__ import annotations

from dataclasses import dataclass

from hudna.text.arabic.parts import (
    BEGINS,
    apposed,
    is_aside,
    is_parted,
    is_unnamed_aside,
    names_somebody,
    subject_end,
)
from hudna.text.frames import Stretch
from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import QUOTES, Marked

# How far after a verb what is said may begin, in words.
_REACH = 45
CONJUNCTIONS = frozenset("وف")


@dataclass(frozen=True, slots=True)
class Said:
    """Where what is said begins, and which words name the speaker."""

    content: int
    skip: int
    subject: Stretch
    end: int | None = None  # of a quotation


def find_said(text: Marked, place: int, hit: Hit, first: int, last: int) -> Said | None:
    """Where what a verb holds begins, if it holds something said."""
    speech: Speech = hit.value
    start = place + hit.length
    limit = min(last, start + _REACH)
    named = aside = False  # whether the subject has begun, and is over
    candidate: Said | None = None
    at = start
    while at < limit:
        word = text.words.text[at]
        that = text.hit(at, "that") if speech.that else None
        if (
            that is not None
            and not (that.skip and word[0] in CONJUNCTIONS)
            and not (at > start and text.hit(at - 1, "subordinate", "without"))
        ):
            return Said(at + that.length, 0, (start, at))
        if text.hit(at, "thatnot"):
            return Said(at, 0, (start, at))
        if word == ":":
            return Said(at + 1, 0, (start, at), text.closes.get(at + 1))
        if word in QUOTES and at in text.closes and text.closes[at] - at > 4:
            if candidate is not None:
                return candidate
            return Said(at + 1, 0, (start, at), text.closes[at])
        if text.hit(at, "boundary") or (at > start and _verb_that_speaks(text, at)):
            break
        if (preposition := find_preposition(text, at, speech)) and not _in_title(text, at, start):
            content, skip = preposition
            after = text.hit(content, "that") if content < limit else None
            if after is not None:
                return Said(content + after.length, 0, (start, at))
            strong = content < limit and text.hit(content, *BEGINS) is not None
            if strong or candidate is None:
                candidate = Said(content, skip, (start, at))
            if strong:
                return candidate
        if candidate is None and named and (occasion := text.hit(at, "occasions")):
            aside = True
            at += occasion.length
            while (
                at < limit
                and text.words.text[at] not in QUOTES | {"،", ",", ":"}
                and not text.hit(at, "that")
            ):
                at += 1
            continue
        parted = named and at > start and (is_parted(text, at) or is_aside(text, at - 1))
        if (
            candidate is None
            and (speech.object or parted)
            and _begins_object(text, at, start, named)
        ):
            return Said(at, 0, (start, at))
        if word in ("،", ","):
            if candidate is not None:
                break
            plain = at + 1 < limit and not find_preposition(text, at + 1, speech)
            if is_unnamed_aside(text, at + 1, limit):
                at += 1
                while at < limit and text.words.text[at] not in ("،", ","):
                    at += 1
                continue
            plain = plain and not text.hit(at + 1, "occasions", "that")
            if named and speech.object and plain and (aside or not apposed(text, at + 1)):
                return Said(at + 1, 0, (start, at))
        if candidate is not None and text.hit(at, "subordinate", "relative"):
            break
        named = named or text.is_word(at)
        at += 1
    if candidate is None and speech.object:
        end = subject_end(text, start, limit)
        if start < end < last:
            content, skip = find_preposition(text, end, speech) or (end, 0)
            return Said(content, skip, (start, end)) if content < last else None
    return candidate


def is_direct(text: Marked, place: int, hit: Hit, first: int, last: int) -> bool:
    """Whether the object follows a verb at once whose subject stands before it («يريفان تعلن …»)."""
    after = place + hit.length
    speech: Speech = hit.value
    return (
        speech.object
        and not hit.skip
        and place > first
        and after < last
        and text.is_word(after)
        and not text.hit(after, "titles", "bodies", "actor", "prepositions", "locatives")
        and names_somebody(text, max(first, place - 6), place)
    )


def _verb_that_speaks(text: Marked, place: int) -> bool:
    hit = text.hit(place, "verb")
    return hit is not None and hit.skip == 1 and text.words.text[place][0] in CONJUNCTIONS


def find_preposition(text: Marked, place: int, speech: Speech) -> tuple[int, int] | None:
    """Where what is said begins if a preposition that a verb takes stands here: word, letters."""
    word = text.words.text[place]
    if word in speech.with_ and len(word) > 1:
        return place + 1, 0
    for letter in ("ب", "ل"):
        if letter in speech.with_ and word.startswith(letter) and len(word) > 3:
            if text.lexicon.glued(word):
                return place, 1
    return None


def _in_title(text: Marked, place: int, start: int) -> bool:
    """Whether a preposition belongs to a title («المبعوث الأممي إلى سوريا»)."""
    for before in range(max(start, place - 3), place):
        title = text.hit(before, "titles")
        if title is not None and before + title.length > place:
            return True
    after = place + 1
    named = after < len(text.words) and text.hit(after, "place", "actor") is not None
    return named and any(
        text.hit(before, "titles") for before in range(max(start, place - 3), place)
    )


def _begins_object(text: Marked, place: int, start: int, named: bool) -> bool:
    """Whether the object of a verb begins here: a masdar, after the subject."""
    if named and text.words.text[place][0].isdigit():
        return True
    hit = text.hit(place, "deverbal", "exclusion", "noun", "quantifiers")
    if hit is None or hit.skip:
        return False
    if place == start or (named and hit.suffix and hit.suffix != "ي"):
        return True
    before = text.words.text[place - 1]
    construct = text.hit(place - 1, "deverbal", "titles") and not before.startswith("ال")
    if construct or not named:
        return False
    return hit.kind == "quantifiers" or not _is_title_part(text, place) or before in ("،", ",")


def _is_title_part(text: Marked, place: int) -> bool:
    """Whether a word may be the second of a title («وزير الدفاع», «فريق المفاوضات»)."""
    return text.hit(place - 1, "titles", "bodies", "group_heads") is not None
