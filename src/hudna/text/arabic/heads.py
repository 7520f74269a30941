"""The words of an Arabic sentence at which something said is introduced."""

from __future__ import annotations

from dataclasses import dataclass

from hudna.text.arabic.parts import (
    after_comma,
    before_auxiliaries,
    clause_start,
    ends_boundary,
    find_was,
    is_definite,
    is_that,
    names_somebody,
    quoted_before,
    subject_start,
)
from hudna.text.arabic.said import CONJUNCTIONS, find_preposition, find_said, is_direct
from hudna.text.frames import Stretch
from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import QUOTES, Marked

# Kinds of words that may introduce something said.
_HEADS = frozenset(
    {
        "verb",
        "noun",
        "participle",
        "according",
        "expected",
        "that",
        "deverbal",
        "negators",
        "condition",
        "boundary",
        "opinion",
        "reportedly",
    }
)


@dataclass(frozen=True, slots=True)
class Head:
    """A word at which something said is introduced: where its clause and its word begin."""

    first: int
    place: int
    hit: Hit
    sort: str  # verb, after, participle, more, according, expected, condition, clause, named
    nested: bool = False
    quoted: Stretch | None = None  # what is said, where it stands before the verb


def _takes_again(text: Marked, place: int, hit: Hit, heads: list[Head]) -> bool:
    """Whether «وعلى أن» repeats the preposition of the verb before it."""
    if not heads or not hit.skip or not isinstance(heads[-1].hit.value, Speech):
        return False
    return text.words.text[place][hit.skip :] in heads[-1].hit.value.with_


def find_heads(text: Marked, first: int, last: int) -> list[Head]:
    """Where something said is introduced, in order."""
    heads: list[Head] = []
    place = first
    while place < last:
        head = _head(text, place, first, last, heads)
        if head is None:
            place += 1
            continue
        heads.append(head)
        place = max(place + 1, head.place + head.hit.length)
    return heads


def _head(text: Marked, place: int, first: int, last: int, heads: list[Head]) -> Head | None:
    hits = [hit for hit in text.hits[place] if hit.kind in _HEADS]
    if not hits:
        return None
    start = clause_start(text, place, first)
    for hit in hits:
        kind = hit.kind
        if (
            kind == "verb"
            and not (hit.skip and text.words.text[place][hit.skip - 1] in "بك")
            and not (hit.skip and place > first and text.hit(place - 1, "relative"))
            and not is_definite(text, place, hit)
            and not (hit.suffix == "ه" and text.is_feminine(place))
            and not _is_negated(text, place, first, hit)
            and (
                quoted_before(text, start, first)
                or find_said(text, place, hit, first, last)
                or is_direct(text, place, hit, first, last)
                or _trails(text, place, hit, first, last)
            )
        ):
            if _trails(text, place, hit, first, last):
                return Head(first, place, hit, "after", quoted=(first, place - 1))
            if quoted := quoted_before(text, start, first):
                return Head(quoted[0] - 1, place, hit, "after", quoted=quoted)
            begins = before_auxiliaries(text, place, first)
            if (was := find_was(text, begins, first)) is not None:
                return Head(was, place, hit, "verb")
            if place > first and text.hit(place - 1, "prepositions"):
                continue
            top = start < begins or begins == first or _is_joined(text, begins, heads)
            fronted = not top and _is_fronted(text, begins, first, heads)
            begin = subject_start(text, first, begins) if fronted else start
            if not (top or fronted or heads):
                after = place + hit.length
                if hit.skip or after >= last or text.hit(after, "prepositions"):
                    continue
                top, begin = True, first if text.hit(after, "that") and place - first < 9 else place
            return Head(begin, place, hit, "verb", nested=not (top or fronted))
        if (
            kind == "noun" and all(head.sort == "clause" for head in heads) and place + 1 < last and text.hit(place + 1, "that")
            and (hit.skip or text.hit(place - 1, "prepositions"))
        ):  # fmt: skip
            return Head(start if start < place else first, place, hit, "verb")
        if (
            kind == "participle"
            and heads
            and not is_definite(text, place, hit)
            and _introduces(text, place, hit, last)
        ):
            return Head(place, place, hit, "participle")
        if kind == "according" and (place == first or start < place or after_comma(text, place)):
            if heads and heads[-1].sort == "clause" and after_comma(text, place):
                return Head(heads.pop().first, place, hit, "according")
            inside = not heads and after_comma(text, place)
            return Head(first if inside else start, place, hit, "according")
        if kind == "opinion" and (place == first or start < place or after_comma(text, place)):
            return Head(start, place, hit, "according")
        if kind == "reportedly" and not heads:
            return Head(start, place, hit, "reportedly")
        if kind == "expected" and is_that(text, place + hit.length, place + hit.length + 8, last):
            return Head(
                start,
                place,
                hit,
                "expected",
                nested=bool(heads) and start == place and not hit.skip,
            )
        if kind == "that" and hit.skip and heads and _goes_on(text, place, heads):
            return Head(place, place, hit, "more")
        if kind in ("deverbal", "negators", "that") and heads and _repeats(text, place, hit, heads):
            return Head(place, place, hit, "again")
        if kind == "condition" and _takes_again(text, place, hit, heads):
            return Head(place, place, hit, "more")
        if (
            kind == "condition"
            and place > first
            and not text.hit(place, "subordinate")
            and not _takes(text, place, heads)
        ):
            return Head(place, place, hit, "condition")
        if kind == "boundary" and place > first:
            return _boundary(text, place, hit, first, last, heads)
    return None


def _trails(text: Marked, place: int, hit: Hit, first: int, last: int) -> bool:
    """Whether a verb and its subject end a sentence that says what was said: «…، يقول مسؤول»."""
    after = place + hit.length
    return (
        hit.value.act in ("state", "confirm")
        and not hit.skip
        and place > first + 4
        and after_comma(text, place)
        and after < last <= after + 12
        and text.hit(after, "titles", "bodies", "actor", "group_heads") is not None
        and find_said(text, place, hit, first, last) is None
    )


def is_aside_of(text: Marked, place: int, last: int) -> bool:
    """Whether «، بحسب فلان،» stands within what is told."""
    if not after_comma(text, place):
        return False
    comma = next(
        (p for p in range(place + 1, min(place + 12, last)) if text.words.text[p] in ("،", ",")),
        last,
    )
    return comma + 1 < last


def _is_negated(text: Marked, place: int, first: int, hit: Hit) -> bool:
    """Whether it is told that somebody did not say it: narration, but for «لم يستبعد», «لم ينف»."""
    return (
        place > first
        and not hit.value.negates
        and not hit.value.excludes
        and hit.value.act != "confirm"
        and text.hit(place - 1, "negators") is not None
        and text.hit(place - 1, "still") is None
    )


def _boundary(
    text: Marked, place: int, hit: Hit, first: int, last: int, heads: list[Head]
) -> Head | None:
    """A connective that begins a new clause, unless a verb of saying right after it takes it."""
    for after in range(place + hit.length, min(place + hit.length + 12, last)):
        if text.words.text[after] in ("،", ","):
            break
        for other in text.hits[after]:
            if other.kind in ("verb", "according", "expected") and (
                clause_start(text, after, first) == place
                or (other.kind == "verb" and names_somebody(text, place + hit.length, after)
                    and find_said(text, after, other, first, last) is not None)
            ):  # fmt: skip
                return None
    return Head(place, place, hit, "clause")


def _is_joined(text: Marked, place: int, heads: list[Head]) -> bool:
    """Whether a conjunction is glued to the verb, and it does not begin what somebody says."""
    if place and text.words.text[place - 1] in ("-", "–", "—", "/", ":", "ـ"):
        return True
    if text.words.text[place][0] not in CONJUNCTIONS or not any(h.skip for h in text.hits[place]):
        return False
    return not (heads and text.hit(place - 1, "that"))


def _is_fronted(text: Marked, place: int, first: int, heads: list[Head]) -> bool:
    """Whether the words before a verb, back to the start or a comma, name its subject."""
    begin = subject_start(text, first, place)
    after_boundary = (
        begin > first and text.hit(begin - 1, "boundary") is not None
    ) or ends_boundary(text, begin)
    if any(head.sort != "clause" for head in heads) and not after_boundary:
        return False
    return begin < place and names_somebody(text, begin, place)


def _introduces(text: Marked, place: int, hit: Hit, last: int) -> bool:
    """Whether something said follows a participle."""
    speech: Speech = hit.value
    after = place + hit.length
    if after >= last or not (
        hit.skip or text.words.text[place].endswith("ا") or after_comma(text, place)
    ):
        return False
    if is_that(text, after, after + 3, last) is not None:
        return True
    if speech.to and find_said(text, place, hit, place, last) is not None:
        return True
    return (
        find_preposition(text, after, speech) is not None
        or ((speech.object or speech.to) and text.is_word(after))
        or text.words.text[after] in QUOTES | {":"}
    )


def _goes_on(text: Marked, place: int, heads: list[Head]) -> bool:
    """Whether «وأن» adds a content: somebody is speaking, and it is the conjunction that is glued."""
    return text.words.text[place][0] == "و" and any(
        head.sort in ("verb", "participle", "according") for head in heads
    )


def _repeats(text: Marked, place: int, hit: Hit, heads: list[Head]) -> bool:
    """Whether the preposition of the verb comes again with «و»: «وبعدم …», «وعلى إبلاغ …»."""
    speech: Speech = heads[-1].hit.value
    if heads[-1].sort not in ("verb", "participle", "again") or not isinstance(speech, Speech):
        return False
    word = text.words.text[place]
    if hit.skip == 2 and word[0] == "و" and word[1] in speech.with_:
        return True
    before = text.words.text[place - 1]
    return hit.skip == 0 and before[0] == "و" and before[1:] in speech.with_ and len(before) > 2


def _takes(text: Marked, place: int, heads: list[Head]) -> bool:
    """Whether a verb just before takes «على أن» as its own preposition."""
    if not heads or heads[-1].sort not in ("verb", "participle"):
        return False
    head = heads[-1]
    said = find_said(text, head.place, head.hit, head.first, len(text.words))
    return said is not None and said.content > place
