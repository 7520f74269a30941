"""What a content is about: provision types and observation codes, by the phrases that show them."""

from __future__ import annotations

from typing import cast

from hudna import taxonomy
from hudna.text.marked import Marked
from hudna.text.mention import Mention
from hudna.text.statement import Hedge, Quote

# Acts that speak of what should be or may be, not of what happened.
_NOT_TOLD = frozenset({"demand", "commit", "condition", "expect"})
# The code of an act of force that is not told apart.
_UNDETERMINED = "H-LET-U"
_MOST = 2
# What is shown less than this share of the first is only touched upon.
_NEAR = 0.6
_HEDGES: dict[str, Hedge] = {
    "expected": "expectation", "hoped": "expectation", "maybe": "expectation",
    "reportedly": "hearsay", "opinion": "opinion",
}  # fmt: skip


def topics(text: Marked, first: int, last: int, inside: list[Mention]) -> tuple[str, ...]:
    """Provision types, most shown first; at most two.

    An exclusion is of areas (P06) or of actors (P08) by what it names.
    """
    weights: dict[str, float] = {}
    for _, hit in text.all(first, last, "topic"):
        weights[hit.value] = weights.get(hit.value, 0) + 1 + 0.25 * (hit.length - 1)
    excludes = any(True for _ in text.all(first, last, "exclusion"))
    includes = any(True for _ in text.all(first, last, "inclusion"))
    excludes = excludes or (includes and _is_negated(text, first, last))
    if excludes:
        if any(one.is_actor for one in inside):
            weights["P08"] = weights.get("P08", 0) + 2
        if any(not one.is_actor for one in inside):
            weights["P06"] = weights.get("P06", 0) + 2
        if not inside:
            weights["P08"] = weights.get("P08", 0) + 1
    if includes and any(not one.is_actor for one in inside):
        weights["P06"] = weights.get("P06", 0) + 1.5
    if not weights:
        for _, hit in text.all(first, last, "weak"):
            weights[hit.value] = weights.get(hit.value, 0) + 1
    order = sorted(weights, key=lambda code: -weights[code])
    return tuple(code for code in order[:_MOST] if weights[code] >= _NEAR * weights[order[0]])


def _is_negated(text: Marked, first: int, last: int) -> bool:
    return any(True for _ in text.all(first, min(last, first + 6), "negators"))


def event(text: Marked, act: str, first: int, last: int) -> str | None:
    """The observation code of what a content says happened: of the longest phrase, then the first.

    A weapon by itself is no event; with a word of what weapons do it tells which, and such a word
    alone is an act that is not told apart (H-LET-U).
    """
    if act in _NOT_TOLD:
        return None
    struck = _has(text, first, last, "striking")
    harmed = struck or _has(text, first, last, "harming")
    best: tuple[int, int] | None = None
    code: str | None = None
    for place, hit in text.all(first, last, "event"):
        if place and text.hit(place - 1, "ceasing"):
            continue
        force = taxonomy.act(hit.value).force
        if force and not harmed and text.hit(place, "instruments"):
            continue
        rank = (-hit.length - (force and harmed), place)
        if best is None or rank < best:
            best, code = rank, hit.value
    if code is None and not struck and not any(True for _ in text.all(first, last, "topic")):
        return next((hit.value for _, hit in text.all(first, last, "weak_event")), None)
    return code or (_UNDETERMINED if struck else None)


def _has(text: Marked, first: int, last: int, kind: str) -> bool:
    """Whether a content says that weapons did something, not that they cease to."""
    return any(
        not (place and text.hit(place - 1, "ceasing")) for place, _ in text.all(first, last, kind)
    )


def hedge(text: Marked, first: int, last: int) -> Hedge:
    """What the words of a content take back of its certainty, before its first subordinate clause."""
    for place in range(first, min(last, first + 2)):
        said = text.hit(place, "verb", "participle")
        if said is not None and said.value.hedge != "none":
            return cast(Hedge, said.value.hedge)
    for place in range(first, min(last, first + 14)):
        hit = text.hit(place, "expected", "hoped", "maybe", "reportedly", "opinion")
        if hit is not None:
            return _HEDGES[hit.kind]
        if place > first and text.hit(place, "subordinate"):
            break
    return "none"


def causes(text: Marked, first: int, last: int) -> tuple[Quote, ...]:
    """The clauses of a content that give a cause, each to its comma or end."""
    found = []
    for place, hit in text.all(first, last, "cause"):
        end = place + hit.length
        while (
            end < last
            and text.words.text[end] not in ("،", ",", "؛", ";")
            and not text.hit(end, "boundary")
        ):
            end += 1
        if end > place + hit.length:
            span = text.letters(place, end, hit.skip)
            found.append(Quote(span, text.quote(span)))
    return tuple(found)


def scope(text: Marked, first: int, last: int) -> bool:
    """Whether a content says what is covered or left out: before its first subordinate clause."""
    for place in range(first, last):
        if place > first and text.hit(place, "subordinate", "boundary", "relative"):
            return False
        if text.hit(place, "exclusion", "inclusion"):
            return True
    return False
