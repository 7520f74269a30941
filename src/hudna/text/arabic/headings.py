"""What the web puts before an Arabic sentence: a heading that ran into it, a dateline."""

from __future__ import annotations

from hudna.text.marked import Marked, Stretch
from hudna.text.when.vocabulary import tagger

# With one of these a sentence begins, not a heading.
_BEGINS = ("opener", "boundary", "according", "subordinate", "expected", "verb")
# A heading has none of these.
_NEVER = ("that", "boundary", "according", "participle", "auxiliary")
# Behind one of these a verb goes on with a sentence.
_GOES_ON = (
    "negators", "auxiliary", "connective", "boundary", "locatives", "prepositions", "relative", "that",
    "subordinate",
)  # fmt: skip
_SPEAKERS = ("titles", "bodies", "actor")
# A dateline is shorter; it begins with a place and ends with one of these marks, with others within.
_DATELINE = 14
_ENDS_DATELINE = frozenset(":-–—ـ")
_IN_DATELINE = frozenset("/()،") | _ENDS_DATELINE
# What stands in brackets within it has so many words at most.
_OPENS = "("
_IN_MARKS = 5
# Names of these sorts are places that a text is written in.
_WRITTEN_IN = frozenset({"capital", "town", "region"})
# Words of time in a dateline.
_DATED = frozenset({"month", "short", "doubtful", "weekday"})
# A verb and «أن» have a subject of at most so many words between them.
_REACH = 10


def run_in(text: Marked, first: int, last: int, longest: int) -> int | None:
    """Where the sentence begins that a heading of at most `longest` words ran into, if one did.

    The heading names nobody who could speak; the sentence begins with a formula, an opener, or a
    verb of saying and its subject.
    """
    if text.hit(first, *_BEGINS):
        return None
    for place in range(first + 1, min(first + longest, last - 2)):
        if text.is_plain(place):
            continue
        if not text.is_word(place):
            return None
        if text.hit(place, "opening") or (place > first + 1 and _opens(text, place)):
            return None if text.has(first, place, "verb") else place
        if place > first + 1 and _begins_with_verb(text, place):
            return None if text.has(first, place, *_SPEAKERS, "person") else place
        if text.hit(place, *_NEVER):
            return None
    return None


def _opens(text: Marked, place: int) -> bool:
    """Whether an opener stands here that is no adverb within a sentence."""
    return text.hit(place, "opener") is not None and not text.hit(place, "time_words")


def _begins_with_verb(text: Marked, place: int) -> bool:
    """Whether a verb of saying stands here with a subject behind it, and nothing to go on from."""
    verb = text.hit(place, "verb")
    if verb is None or verb.skip or text.hit(place - 1, *_GOES_ON):
        return False
    after = place + 1
    if text.hit(after, *_SPEAKERS, "nation"):
        return True
    if text.hit(after, "that", "prepositions") or not text.is_word(after):
        return False
    return text.find(after + 1, min(after + _REACH, len(text.words)), "that") is not None


def issuer(text: Marked, heading: Stretch) -> Stretch | None:
    """The words of a heading that name whose text it is: «بيان صادر عن …», «تقرير الأمين العام»."""
    for place, hit in text.all(*heading, "issued"):
        after = place + hit.length
        last = text.shorn(after, heading[1])
        if after + 1 < last and text.hit(after, *_SPEAKERS, "group_heads"):
            return after, last
    return None


def dateline(text: Marked, first: int, last: int) -> int:
    """Where a sentence begins: after «جنيف - وكالات:», «الخرطوم / الأناضول:», if it stands under a dateline.

    A place alone is one at the start of the text only: «دمشق: …» may be who says it.
    """
    where = text.hit(first, "place")
    if where is None or where.skip or where.value.sort not in _WRITTEN_IN:
        return first
    begin, marks = first, 0
    place, end = first + where.length, min(first + _DATELINE, last - 1)
    while place < end:
        word = text.word(place)
        close = text.closes.get(place) if word == _OPENS else None
        if close is not None and close < end and close - place <= _IN_MARKS:
            place = close + 1  # «(وكالات)»
        elif word in _IN_DATELINE:
            marks += 1
            if word in _ENDS_DATELINE and (marks > 1 or first == 0 or word != ":"):
                begin = place + 1
            place += 1
        elif (said := _dates(text, place)) > 0:
            place += said
        else:
            break
    agency = begin == first or first == 0 or text.has(first, begin, "dateline", "actor")
    return begin if agency else first


def _dates(text: Marked, place: int) -> int:
    """How many words of a dateline begin at one: an agency, a place, a letter of an agency, a number."""
    hit = text.hit(place, "dateline", "actor", "place")
    if hit is not None and not hit.skip:
        return hit.length
    known = tagger("ar")
    for length in (2, 1):  # «كانون الأول»
        end = place + length - 1
        piece = known.ending(text.words, end) if end < len(text.words) else None
        if piece is not None and piece.first == place and piece.tag in _DATED:
            return length
    word = text.word(place)
    return 1 if len(word) == 1 or word.isdigit() else 0
