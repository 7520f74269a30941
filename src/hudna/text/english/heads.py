"""The words of an English sentence at which something said is introduced."""

from __future__ import annotations

from dataclasses import dataclass

from hudna.text.english.parts import (
    before_auxiliaries,
    clause_of,
    ends_subject,
    find_subject,
    is_noun,
    is_passive,
    is_predicate,
    only_asides,
    quoted_before,
    subject_around,
)
from hudna.text.english.said import find_content
from hudna.text.frames import Stretch
from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import END_QUOTES, Marked

GOES_ON = frozenset({"state", "confirm", "report"})


@dataclass(frozen=True, slots=True)
class Head:
    """A word at which something said is introduced: where its clause and its word begin."""

    first: int
    place: int
    hit: Hit
    sort: str  # verb, after, participle, more, according, expected, condition, clause
    subject: Stretch | None = None
    nested: bool = False
    quoted: Stretch | None = None  # of a quotation that comes before


def find_heads(text: Marked, first: int, last: int) -> list[Head]:
    heads: list[Head] = []
    place = first
    while place < last:
        head = _head(text, place, first, last, heads) if text.hits[place] else None
        if head is None:
            place += 1
            continue
        heads.append(head)
        place = max(place + 1, head.place + head.hit.length)
    return heads


def _head(text: Marked, place: int, first: int, last: int, heads: list[Head]) -> Head | None:
    for hit in text.hits[place]:
        kind = hit.kind
        if kind == "verb" or (kind == "participle" and place > first and _is_going_on(text, place)):
            head = _verb(text, place, hit, first, last, heads)
            if head is not None:
                return head
        if kind in ("participle", "verb") and heads and _continues(text, place, hit, last):
            return Head(place, place, hit, "participle")
        if kind == "according":
            return Head(place, place, hit, "according")
        if kind == "expected":
            start = clause_of(text, place, first)
            return Head(start, place, hit, "expected", nested=_inside(text, start, first, heads))
        if kind == "reportedly" and not heads:
            return Head(clause_of(text, place, first), place, hit, "reportedly")
        if (
            kind == "that"
            and heads
            and place > first
            and text.words.text[place - 1] in ("and", "but")
        ):
            return Head(place - 1, place, hit, "more")
        if kind == "condition" and place > first and not text.hit(place, "subordinate"):
            return Head(place, place, hit, "condition")
        if (
            kind == "boundary"
            and place > first
            and not text.hit(place + hit.length, "that")
            and _begins_clause(text, place, hit, last)
        ):
            return Head(place, place, hit, "clause")
    return None


def _is_going_on(text: Marked, place: int) -> bool:
    """Whether a form in -ing is the verb of its clause («isn't ruling out»)."""
    begins = before_auxiliaries(text, place, max(0, place - 4))
    return begins < place


def _begins_clause(text: Marked, place: int, hit: Hit, last: int) -> bool:
    """Whether a connective begins a clause that no verb of saying claims."""
    for after in range(place + hit.length, min(place + 14, last)):
        if text.words.text[after] in (",", ";") and after > place + hit.length + 1:
            break
        other = text.hit(after, "verb", "according")
        if other is not None and other.kind == "verb" and not is_noun(text, after):
            return False
    return True


def _verb(
    text: Marked, place: int, hit: Hit, first: int, last: int, heads: list[Head]
) -> Head | None:
    """A verb of saying, with its subject."""
    after = place + hit.length
    if is_noun(text, place) or (
        is_passive(text, place) and (after >= last or not text.hit(after, "that"))
    ):
        return None
    if quoted := quoted_before(text, place, first):
        return Head(quoted[0] - 1, place, hit, "after", subject_around(text, place, hit, quoted, last),
                     quoted=quoted)  # fmt: skip
    if (said := _trailing(text, place, hit, first, last)) is not None:
        return Head(first, place, hit, "after", said[1], quoted=said[0])
    start = clause_of(text, place, first)
    begins = before_auxiliaries(text, place, start)
    subject = find_subject(text, start, begins)
    joined = begins > first and text.words.text[begins - 1] in ("and", "but", ",")
    if subject is None and not (joined and heads) and not is_passive(text, place):
        return None
    if subject is None and joined:
        start = begins - 1
    if find_content(text, place, hit, last) is None:
        return None
    nested = _inside(text, start, first, heads)
    return Head(start, place, hit, "verb", subject, nested)


def _trailing(
    text: Marked, place: int, hit: Hit, first: int, last: int
) -> tuple[Stretch, Stretch | None] | None:
    """What is said before its verb without quotation marks: «…, the minister said on Monday»."""
    after = place + hit.length
    speech: Speech = hit.value
    plain = not speech.to and not speech.object and speech.act in GOES_ON | {"opinion", "announce"}
    if (
        plain and text.words.text[place - 1] == "," and place - first > 4 and after < last
    ):  # «…, said the minister»
        end = after
        while end < last and not ends_subject(text, end, after):
            end += 1
        subject = find_subject(text, after, end)
        if (
            subject is not None
            and subject[0] == after
            and not text.hit(after, "that", "prepositions")
        ):
            return (first, place - 1), subject
    if not only_asides(text, after, last):
        return None
    start = clause_of(text, place, first)
    if (
        start < first + 4
        or text.words.text[start - 1] != ","
        or text.hit(start, "boundary", "relative")
    ):
        return None
    if text.hit(first, "prepositions", "opener", "time_words") and not any(
        is_predicate(text, at) for at in range(first, start - 1)
    ):
        return None
    subject = find_subject(text, start, before_auxiliaries(text, place, start))
    return None if subject is None else ((first, start - 1), subject)


def _inside(text: Marked, start: int, first: int, heads: list[Head]) -> bool:
    """Whether a clause stands in what somebody before it says: nothing parts them."""
    if not heads or start == first:
        return False
    before = start - 1
    if text.words.text[before] in (",", ";", ".", "and", "but") or text.hit(before, "boundary"):
        return False
    if text.hit(start, "boundary") or text.words.text[start] in ("and", "but"):
        return False
    return True


def _continues(text: Marked, place: int, hit: Hit, last: int) -> bool:
    """Whether a participle goes on with what somebody says («, adding that …»)."""
    word = text.words.text[place]
    if not word.endswith("ing"):
        return False
    if text.words.text[place - 1] not in (",", "and", "while", *END_QUOTES):
        return False
    return find_content(text, place, hit, last) is not None
