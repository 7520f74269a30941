"""What the web puts before an English sentence: a heading that ran into it, a dateline."""

from __future__ import annotations

from hudna.text import forms
from hudna.text.marked import COMMAS, QUOTES, Marked, Stretch

_DASHES = frozenset("-–—")
# A dateline is shorter, and has one of these marks unless it is the town alone.
_LONGEST_DATELINE = 14
# A town and a colon are a dateline near the top, with at most so many words.
_TOP = 60
_LONGEST_LABEL = 7
# What follows a verb of saying that holds nothing.
_ASIDES = ("time_words", "occasions", "addressees", "prepositions")
# The name of who writes has so many words.
_NAME = (2, 4)
_PARTS_OF_DATELINE = frozenset(",(/")
# Small words that begin sentences; of names they do so too («The Hague»).
_SMALL = (
    "articles",
    "indefinite_articles",
    "determiners",
    "pronouns",
    "prepositions",
    "subordinate",
)
# The title of a text has so many words at most, and marks within; what it ran into has more than so many.
_TITLE = 16
_SHORTEST = 5
_IN_TITLE = frozenset(":,-–—")
_BULLETIN = 6
# What stands before a colon in one: «Next: Addis».
_LABELLED = 2
# What has a capital wherever it stands.
_ALWAYS = frozenset("i")
# So many words in capitals are a heading, if one is small or so long that it is no acronym.
_SHOUTED = 2
_WHOLE_WORD = 6
_IN_NUMBER = frozenset("/")
_OWNED = frozenset("©")


def run_in(text: Marked, first: int, last: int, longest: int) -> int | None:
    """Where the sentence begins that a heading of at most `longest` words ran into, if one did.

    A word that begins sentences has a capital after one that ends none: «Sharp differences The
    minister …».  Before that stand words in capitals, the name of a section, a quotation or a title; the
    title of the text may be longer.
    """
    begun = text.capital(first) or text.word(first) in QUOTES or text.word(first)[0].isdigit()
    if last - first < _SHORTEST or not begun:
        return None
    for find in (_quotation, _section, _shouted, _numbered):
        if (begin := find(text, first, last)) is not None:
            return begin if begin < last - 2 else None
    end = min(first + (longest if first else _TITLE) + 1, last - 3)
    for place in range(first + 1, end):
        if not text.is_word(place):
            label = text.word(place) == ":" and place - first <= _LABELLED
            if not label and (first or text.word(place) not in _IN_TITLE):
                return None
        elif (
            text.capital(place) and text.is_word(place - 1) and _is_start(text, first, place, last)
        ):
            return place
        elif first and _is_told(text, first, place):
            return None
    return None


def _is_told(text: Marked, first: int, place: int) -> bool:
    """Whether a sentence has begun already before a word, with its verb."""
    before = place - 1
    if text.hit(before, "that", "pasts", "verb", "harming", "reaching", "titles") is None:
        return False  # most words
    if text.hit(before, "that") and text.hit(before - 1, "verb"):
        return True  # «Moscow claimed that …»
    if text.hit(before, "pasts"):
        return True  # «Sources told The Irrawaddy …»
    if text.hit(before, "verb", "harming", "reaching", "that") and text.hit(place, "nation"):
        return True  # «Georgia said Russian planes …»
    small = text.hit(place, "starters") is not None
    return before > first and text.hit(before, "verb", "titles") is not None and not small


def _is_start(text: Marked, first: int, place: int, last: int) -> bool:
    """Whether a sentence begins at a capital: with a small word, a town's dateline, or those who speak."""
    before = place - 1
    starts = text.hit(place, "starters") is not None and text.word(place) not in _ALWAYS
    if is_glued(text, place):
        return starts
    small = starts and text.hit(place, *_SMALL) is not None
    if text.written(place)[1:2].isupper():  # «… and what is not BAKU, Nov 12 - …»
        told = text.capital(before) or text.has(first, place, "verb")
        return not told and dateline(text, place, last) > place
    if before == first:
        return small and text.is_plain(first) and text.hit(place, "articles") is not None
    if text.hit(before, *_SMALL, "conjunctions", "be", "pasts") or text.hit(place, "months"):
        return False
    following = text.capital(place + 1)
    if small:
        return not (following and text.capital(before) and text.hit(place, "prepositions"))
    if following or text.hit(place + 1, "of") or forms.is_past(text.word(before)):
        return False
    return starts and not text.hit(before, "verb", "titles")


def is_done(text: Marked, place: int) -> bool:
    """Whether a word tells what somebody did, as in a sentence: a small one with the form of a past."""
    return forms.is_past(text.word(place)) and not text.capital(place)


def is_glued(text: Marked, place: int) -> bool:
    """Whether no space stands before a word."""
    words = text.words
    return place > 0 and words.end[place - 1] == words.start[place]


def _quotation(text: Marked, first: int, last: int) -> int | None:
    """Where a sentence begins behind a heading in quotation marks: «"Nobody asked us"The rebels …»."""
    close = text.closes.get(first)
    if close is None or text.word(first) not in QUOTES or close + 2 >= last:
        return None
    behind = close + 1
    small = text.hit(behind, *_SMALL) is not None and text.hit(behind, "starters") is not None
    return behind if text.capital(behind) and (is_glued(text, behind) or small) else None


def _section(text: Marked, first: int, last: int) -> int | None:
    """Where the sentence begins behind the name of a section: «Access Four trucks …»."""
    hit = text.hit(first, "sections")
    if hit is None or not text.capital(first):
        return None
    behind = first + hit.length
    named = text.hit(first, "actor", "bodies", "titles", "group_heads")
    if text.word(behind) == ":" and first in text.breaks | {0}:
        return behind + 1
    longer = named is not None and named.length > hit.length  # «Security Council»
    if (
        longer
        or behind >= last
        or not text.capital(behind)
        or text.hit(behind, "titles", "bodies", "papers")
    ):
        return None
    return behind


def _shouted(text: Marked, first: int, last: int) -> int | None:
    """Where the sentence begins behind words that are all capitals, and a number: «BULLETIN No. 7 …»."""
    place, words, sure = first, 0, False
    while place < min(last, first + 2 * _TITLE):
        word = text.written(place)
        if len(word) > 1 and word.isupper() and word.isalpha():
            words += 1
            name = text.hit(place, "actor", "place", "nation") is not None
            small = text.hit(place, *_SMALL, "conjunctions") is not None
            sure = sure or small or (len(word) >= _WHOLE_WORD and not name)
        elif not words or not (_is_number(text, place) or _numbers(text, place)):
            break
        place += 1
    if words < _SHOUTED or not sure:
        return None
    begins = text.capital(place) or text.word(place) == "|" or text.word(place)[:1].isdigit()
    return place if begins else None


def _numbered(text: Marked, first: int, last: int) -> int | None:
    """Where the sentence begins behind a bulletin's name and number: «Weekly report No. 7 The …»."""
    for place, _ in text.all(first, min(first + _BULLETIN, last), "bulletins"):
        end = place + 1
        while end < last and _numbers(text, end):
            end += 1
        behind = end + 1
        if (
            end > place + 1
            and text.word(end).isdigit()
            and (text.capital(behind) or text.word(behind)[:1].isdigit())
        ):
            return behind
    return None


def _is_number(text: Marked, place: int) -> bool:
    """Whether a number stands here, or a part of one: «31/2019», but not a second number."""
    word, before = text.word(place), text.word(place - 1)
    return word in _IN_NUMBER or (word[0].isdigit() and not before[0].isdigit())


def _numbers(text: Marked, place: int) -> bool:
    """Whether a number follows a word that stands before one: «No. 7», or its stop."""
    return text.hit(place, "numbering") is not None or (
        text.word(place) == "." and text.hit(place - 1, "numbering") is not None
    )


def begins(text: Marked, place: int) -> bool:
    """Whether a sentence may begin at a word, behind a question that is a heading."""
    return text.capital(place) and text.is_word(place)


def resumes(text: Marked, first: int, last: int) -> int | None:
    """Where a sentence or heading begins behind the last point of a list in one line."""
    owned = text.mark(first + 1, last, _OWNED)
    for place in text.places(
        first + 2, last, "starters", "sections", "boilerplate", "opener", "titles"
    ):
        if place >= owned:
            break
        if not text.capital(place) or not text.is_word(place - 1):
            continue
        if not text.hit(place - 1, *_SMALL, "conjunctions", "titles") and not (
            text.capital(place - 1) and text.hit(place, "titles")
        ):
            return place
    return owned if owned < last else None


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


def issuer(text: Marked, heading: Stretch) -> Stretch | None:
    """Whose text it is, as a heading says: «Statement by the Mission», «RAPID SUPPORT FORCES»."""
    first, last = heading
    if text.hit(first, "documents") or text.hit(first + 1, "documents"):
        by = text.find(first + 1, last, "by_whom")
        first = last if by is None else by + 1
    first = text.past(first, last, "articles")
    whole = text.hit(first, "actor", "bodies") if first < last else None
    if whole is None:
        return _byline(text, first, last)
    end = first + whole.length
    return (first, end) if end >= last or text.word(end) in COMMAS else None


def _byline(text: Marked, first: int, last: int) -> Stretch | None:
    """Who writes: «By Jan Kub», «Jan Kub, Levant Programme, 20 October 2025»."""
    by = text.hit(first, "bylines") if first < last else None
    begin = first if by is None else first + by.length
    end = begin
    while end < last and text.is_word(end) and text.capital(end) and text.is_plain(end):
        end += 1
    dated = end < last and text.word(end) in COMMAS and text.has(end, last, "months")
    named = _NAME[0] <= end - begin <= _NAME[1]
    return (begin, end) if named and (dated or (by is not None and end == last)) else None
