"""What the web puts before an Arabic sentence: a heading that ran into it, a dateline."""

from __future__ import annotations

from hudna.text import forms
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
_WHO = ("titles", "bodies", "group_heads")
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
# A bulletin's name is no longer; what stands before a colon neither.
_TITLE = 8
_TOP = 14
_LABEL = 3
_IN_NUMBER = frozenset("()/")
# A verb and «أن» have a subject of at most so many words between them.
_REACH = 10


def run_in(text: Marked, first: int, last: int, longest: int) -> int | None:
    """Where the sentence begins that a heading of at most `longest` words ran into, if one did.

    But for the title of the text, it names nobody who could speak; the sentence begins with a formula, an opener, or a
    verb of saying and its subject.
    """
    if text.hit(first, *_BEGINS) or is_joined(text, first):
        return None
    if (begin := _numbered(text, first, last) or _section(text, first)) is not None:
        return begin if begin < last - 2 else None
    top = first == 0
    for place in range(first + 1, min(first + (_TOP if top else longest), last - 2)):
        if text.is_plain(place):
            continue
        if text.word(place) == ":" and (top or place - first <= _LABEL):
            continue
        if not text.is_word(place):
            return None
        if text.hit(place, "opening") or (place > first + 1 and _opens(text, place)):
            return None if _tells(text, first, place - 1) else place
        if place > first + 1 and _goes_on(text, place):
            return None if _tells(text, first, place) else place
        if _is_glued(text, place) and text.is_word(place - 1) and text.hit(place, "verb"):
            return place
        if place > first + 1 and text.is_word(place - 1) and _begins_with_verb(text, place):
            named = text.has(first, place, *_SPEAKERS, "person")
            return None if named and not (top and _is_told(text, first, place)) else place
        if text.hit(place, *_NEVER):
            return None
    return None


def _numbered(text: Marked, first: int, last: int) -> int | None:
    """Where the sentence begins behind a bulletin's name and number: «البلاغ رقم (9)»."""
    if not text.hit(first, "bulletins"):
        return None
    for place, _ in text.all(first + 1, min(first + _TITLE, last), "numbering"):
        end = place + 1
        while end < last and (text.word(end) in _IN_NUMBER or text.word(end).isdigit()):
            end += 1
        if end > place + 1 and not _tells(text, first, place):
            return end
    return None


def _section(text: Marked, first: int) -> int | None:
    """Where the sentence begins behind the name of a section: «خلاصة ما زال …»."""
    hit = text.hit(first, "sections")
    if hit is None or hit.skip:
        return None
    behind = first + hit.length
    return behind if begins(text, behind) or _is_glued(text, behind) else None


def _is_glued(text: Marked, place: int) -> bool:
    """Whether no space stands before a word."""
    words = text.words
    return 0 < place < len(words) and words.end[place - 1] == words.start[place]


def begins(text: Marked, place: int) -> bool:
    """Whether a sentence may begin at a word, behind what may be a heading."""
    return text.hit(place, *_BEGINS, "negators", "opening", "locatives") is not None or is_joined(
        text, place
    )


def resumes(text: Marked, first: int, last: int) -> int | None:
    """Where a sentence begins behind the last point of a list in one line."""
    for place, _ in text.all(first + 2, last, "opener", "links", "verb", "expected", "sections"):
        if text.hit(place, "links") or _section(text, place) is not None:
            return place
        if _opens(text, place) or _goes_on(text, place):
            return place
    return None


def _tells(text: Marked, first: int, last: int) -> bool:
    """Whether words have a verb of saying; one with an article is a noun: «الرأي»."""
    verbs = text.all(first, last, "verb")
    return any(not forms.is_definite(text.word(place)) for place, _ in verbs)


def is_joined(text: Marked, place: int) -> bool:
    """Whether a conjunction is glued to a word, with which sentences begin and no headings do."""
    joined = text.word(place).startswith(forms.CONJUNCTIONS)
    return joined and text.lexicon.glued(text.word(place)) and bool(text.hits[place])


def _goes_on(text: Marked, place: int) -> bool:
    """Whether a sentence begins with «و» and a verb of saying, or what is expected: «وأعربت البعثة»."""
    verb = text.hit(place, "verb", "expected", "boundary")
    if verb is None or verb.skip != 1:
        return False
    return verb.kind != "verb" or not text.hit(place + 1, "prepositions")


def _is_told(text: Marked, first: int, place: int) -> bool:
    """Whether a title with a name stands before a verb and its subject, and not the verb's own subject."""
    verb, subject = text.hit(place, "verb"), text.hit(place + 1, *_SPEAKERS)
    if verb is None or verb.value.to or text.hit(first, *_WHO):
        return False
    named = subject is not None and not text.hit(place + 1, "occasions", "prepositions")
    return named and place - first >= _LABEL


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
