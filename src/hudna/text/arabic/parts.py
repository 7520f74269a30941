"""Where the clause of an Arabic verb of saying begins, and which words are its subject."""

from __future__ import annotations

from hudna.text.frames import Stretch
from hudna.text.lexicon import Hit
from hudna.text.marked import END_QUOTES, LONGEST_QUOTATION, QUOTES, Marked

# Kinds of words that begin what is said after a preposition.
BEGINS = ("deverbal", "noun", "negators", "exclusion", "inclusion", "quantifiers")


def is_definite(text: Marked, place: int, hit: Hit) -> bool:
    """Whether a participle has the article: an adjective, not what somebody does."""
    return text.words.text[place][hit.skip :].startswith("ال")


def clause_start(text: Marked, place: int, first: int) -> int:
    """Where the clause of a verb begins: before a connective, an opener, an auxiliary."""
    start = before_auxiliaries(text, place, first)
    while start > first:
        at = start
        if text.words.text[at - 1] in ("،", ",") and at - 1 > first:
            at -= 1
        small = _small(text, first, at)
        if small is None:
            return start
        start = small
        if text.hit(small, "boundary"):
            return start
    return start


def before_auxiliaries(text: Marked, place: int, first: int) -> int:
    """Where a verb begins with what belongs to it: «كان قد أكد», «ولم يستبعد»."""
    while place > first:
        for start in range(max(first, place - 2), place):
            hit = text.hit(start, "auxiliary", "negators")
            if hit is not None and start + hit.length == place:
                place = start
                break
        else:
            break
    return place


def _small(text: Marked, first: int, end: int) -> int | None:
    """Where a connective or opener begins that ends right before a word."""
    for start in range(max(first, end - 5), end):
        for hit in text.hits[start]:
            if hit.kind in ("boundary", "opener", "connective") and start + hit.length == end:
                return start
    return None


def find_was(text: Marked, place: int, first: int) -> int | None:
    """Where «وكان …» begins whose subject stands between it and its verb («وكان الوزير قد أكد»)."""
    if not text.hit(place, "auxiliary"):
        return None
    for before in range(place - 1, max(first, place - 14) - 1, -1):
        if text.hit(before, "was") and (before == first or text.words.text[before][0] == "و"):
            return before
        if text.hit(before, "that", "verb", "boundary"):
            return None
    return None


def quoted_before(text: Marked, place: int, first: int) -> Stretch | None:
    """The quotation that a verb follows («"…"، قال الوزير»)."""
    closing = place - 1
    if closing > first and text.words.text[closing] in ("،", ","):
        closing -= 1
    if closing <= first or text.words.text[closing] not in END_QUOTES:
        return None
    for opening in range(max(first, closing - LONGEST_QUOTATION), closing - 4):
        if text.closes.get(opening) == closing:
            if opening > first and text.words.text[opening - 1] not in ("،", ",", ":", "."):
                return None
            return opening + 1, closing
    return None


def after_comma(text: Marked, place: int) -> bool:
    return text.words.text[place - 1] in END_QUOTES | {"،", ","}


def ends_boundary(text: Marked, place: int) -> bool:
    """Whether a connective of several words ends right before a word («غير أن»)."""
    return any(
        hit.kind == "boundary" and before + hit.length == place
        for before in range(max(0, place - 4), place)
        for hit in text.hits[before]
    )


def subject_start(text: Marked, first: int, place: int) -> int:
    """Where a subject that stands before its verb begins."""
    begin = place
    while begin > first:
        if (
            text.hit(begin - 1, "boundary", "that", "relative")
            or ends_boundary(text, begin)
            or text.words.text[begin - 1] in END_QUOTES | {":"}
        ):
            break
        begin -= 1
    return begin


def names_somebody(text: Marked, first: int, last: int) -> bool:
    return any(
        True
        for _ in text.all(
            first, last, "titles", "bodies", "actor", "person", "nation", "group_heads"
        )
    )


def is_that(text: Marked, first: int, limit: int, last: int) -> int | None:
    for place in range(first, min(limit, last)):
        if text.hit(place, "that"):
            return place
    return None


def is_parted(text: Marked, place: int) -> bool:
    """Whether a comma stands before a word."""
    return text.words.text[place - 1] in ("،", ",")


def is_unnamed_aside(text: Marked, place: int, limit: int) -> bool:
    """Whether a clause only says that the speaker is not to be named («، طلب عدم ذكر اسمه،»)."""
    return any(text.hit(at, "anonymity") for at in range(place, min(place + 6, limit)))


def apposed(text: Marked, place: int) -> bool:
    """Whether what follows a comma is more of the subject: another title, or a name."""
    if place >= len(text.words):
        return False
    if text.hit(place, "titles"):
        return True
    for at in range(place, min(place + 3, len(text.words))):
        if not text.is_word(at):
            return False
        if not text.lexicon.has(text.words.text[at]) and not text.hit(at, "time_words"):
            return True
    return False


def subject_end(text: Marked, start: int, limit: int) -> int:
    """Where a subject ends that nothing marks the end of: after the name that it begins with."""
    hit = text.hit(start, "actor", "titles", "bodies", "place", "group_heads")
    if hit is None:
        return start
    end = start + hit.length
    while end < limit:
        word = text.words.text[end]
        if word in ("،", ","):  # «منسقة الأمم المتحدة، فلانة، …»
            closing = next(
                (
                    p
                    for p in range(end + 1, min(end + 7, limit))
                    if text.words.text[p] in ("،", ",")
                ),
                None,
            )
            if closing is None or not apposed(text, end + 1):
                break
            return closing
        if not text.is_word(end) or (
            text.hit(end, "parties", "bodies", "group_heads", *BEGINS)
            and not text.hit(end - 1, "titles", "bodies", "group_heads")
        ):
            break
        if text.hit(end, "actor") and not text.hit(end - 1, "titles", "locatives"):
            break
        end += 1
    return end


def without_addressee(text: Marked, stretch: Stretch) -> Stretch:
    """The subject of a verb that has an addressee after it: up to where its name ends."""
    start, last = stretch
    while start < last and text.hit(start, "resumptive"):
        start += 1
    if start < last and text.hit(start, "parties"):
        return start, start
    end = subject_end(text, start, last)
    return (start, end) if end > start else stretch


def find_subject(text: Marked, stretch: Stretch) -> Stretch | None:
    """The words that name a speaker: without adverbs of time and of place, and marks at the ends."""
    first, last = stretch
    while first < last and (
        not text.is_word(first)
        or is_aside(text, first)
        or text.hit(first, "resumptive", "auxiliary", "connective", "opener", "boundary")
    ):
        hit = text.hit(first, "auxiliary", "connective", "opener", "boundary", "occasions")
        first += hit.length if hit else 1
    if first < last and text.hit(first, "prepositions", "subordinate"):
        return None
    end = first
    while end < last:
        word = text.words.text[end]
        if is_aside(text, end) or text.hit(end, "subordinate", "relative", "auxiliary", "negators"):
            break
        if word in ("،", ",") and not (end + 1 < last and apposed(text, end + 1)):
            break
        if word in QUOTES | {"("}:
            closing = text.closes.get(end)
            if closing is None or closing >= last:
                break
        end += 1
    while (
        end > first
        and not text.is_word(end - 1)
        and text.words.text[end - 1] not in END_QUOTES | {")"}
    ):
        end -= 1
    return (first, end) if end > first else None


def is_aside(text: Marked, place: int) -> bool:
    """Whether a word only says when or on which occasion."""
    return text.hit(place, "time_words", "occasions") is not None
