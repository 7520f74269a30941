"""Actors and places named in a text, each where it stands.

A town that is a capital may speak for its state: it does where it says, decides or stands beside
one who does; it is a place after «in», «near», «the town of».  A town known only to the world's list
is one only where the text treats it as a place, for many towns are also words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hudna.text.lexicon import Hit
from hudna.text.marked import Marked
from hudna.text.named import Named
from hudna.text.statement import Name


@dataclass(frozen=True, slots=True)
class Found:
    """A name found: words `first` to before `last`; of an actor or of a place."""

    first: int
    last: int
    name: Name
    is_actor: bool


def find(text: Marked) -> list[Found]:
    """The names of a text, in order; none overlaps another."""
    found: list[Found] = []
    place, end = 0, len(text.words)
    while place < end:
        one = _at(text, place, found) if text.hits[place] else None
        if one is None:
            place += 1
        else:
            found.append(one)
            place = max(one.last, place + 1)
    return found


def _at(text: Marked, place: int, found: list[Found]) -> Found | None:
    """The name that begins at a word, if one does."""
    hits = [hit for hit in text.hits[place] if hit.kind in ("actor", "place")]
    if text.language == "en" and not text.capital(place):
        hits = []
    if not hits:
        return _described(text, place, found)
    length = max(hit.length for hit in hits)
    hits = [hit for hit in hits if hit.length == length]
    case = [hit for hit in hits if hit.value.sort == "case"]
    hits = case or hits
    actors = [hit for hit in hits if hit.kind == "actor"]
    places = [hit for hit in hits if hit.kind == "place"]
    if actors and places:
        actors, places = ([], places) if _is_place(text, place, places[0]) else (actors, [])
    if places and not actors and not case and not _certain(text, place, places):
        return None
    kept = actors or places
    return _named(text, place, kept, bool(actors))


def _named(text: Marked, place: int, hits: list[Hit], is_actor: bool) -> Found:
    first = hits[0]
    span = text.letters(place, place + first.length, first.skip)
    ids = tuple(dict.fromkeys(hit.value.id for hit in hits if hit.value.id is not None))
    towns = all(hit.value.sort in ("town", "capital") for hit in hits)
    id_ = ids[0] if len(ids) == 1 else None
    name = Name(
        span, text.quote(span), id_, first.value.label, ids if len(ids) > 1 and not (towns and len(ids) > 8) else (),
    )  # fmt: skip
    return Found(place, place + first.length, name, is_actor)


def _is_place(text: Marked, place: int, hit: Hit) -> bool:
    """Whether a name that may be an actor is a place here: by what stands before it."""
    named: Named = hit.value
    if hit.skip and _locative_letter(text, place, hit.skip):
        return True
    if place == 0:
        return False
    if text.hit(place - 1, "place_heads"):
        return True
    if named.sort in ("state", "capital"):
        return text.hit(place - 1, "locatives") is not None
    return text.hit(place - 1, "locatives", "place_heads") is not None


def _locative_letter(text: Marked, place: int, skip: int) -> bool:
    return text.language == "ar" and text.words.text[place][skip - 1] == "ب"


def _certain(text: Marked, place: int, hits: list[Hit]) -> bool:
    """Whether a town of the world's list is meant: the text must treat it as a place."""
    if hits[0].value.sort in ("capital", "state"):
        return True
    if any(hit.kind not in ("place", "actor") for hit in text.hits[place]):
        return False
    if text.language == "en":
        return place > 0 and (
            text.hit(place - 1, "locatives", "place_heads") is not None or text.words.text[place - 1] in ("and", ",", "of")
        )
    if hits[0].skip > 1 or (hits[0].skip and text.words.text[place][0] not in "وب"):
        return False
    if hits[0].skip and _locative_letter(text, place, hits[0].skip):
        return len(text.words.text[place]) > 4
    return place > 0 and text.hit(place - 1, "locatives", "place_heads") is not None


def _described(text: Marked, place: int, found: list[Found]) -> Found | None:
    """A place or an actor that a head names («بلدة …», «الجيش السوداني», «التنظيم المتشدد»)."""
    head = text.hit(place, "group_heads")
    if head is not None:
        return _group(text, place, head, found)
    head = text.hit(place, "place_heads")
    if head is not None:
        return _place(text, place, head)
    return None


def _group(text: Marked, place: int, head: Hit, found: list[Found]) -> Found | None:
    after = place + head.length
    if after >= len(text.words):
        return None
    nation = text.hit(after, "nation")
    if nation is not None and not nation.skip:
        span = text.letters(place, after + nation.length, head.skip)
        named: Named = nation.value
        quote = text.quote(span)
        return Found(place, after + nation.length, Name(span, quote, None, quote, (named.id or "",)), True)
    if text.hit(after, "epithets"):
        before = next((f for f in reversed(found[-12:]) if f.is_actor and f.name.id), None)
        if before is not None:
            span = text.letters(place, after + 1, head.skip)
            return Found(place, after + 1, Name(span, text.quote(span), before.name.id, before.name.name), True)
    return None


def _place(text: Marked, place: int, head: Hit) -> Found | None:
    """The unknown name after «بلدة», «the town of»."""
    after = place + head.length
    if text.language == "en" and after < len(text.words) and text.words.text[after] == "of":
        after += 1
    if after >= len(text.words) or not text.is_word(after) or text.hits[after]:
        return None
    if text.language == "ar":
        if text.lexicon.has(text.words.text[after]) or len(text.words.text[after]) < 3:
            return None
    elif not text.capital(after):
        return None
    end = after + 1
    if text.language == "en":
        while end < len(text.words) and text.is_word(end) and text.capital(end) and end < after + 3:
            end += 1
    span = text.letters(after, end)
    return Found(after, end, Name(span, text.quote(span), None, text.quote(span)), False)


def within(found: Sequence[Any], first: int, last: int) -> list[Any]:
    """Those of some finds, in order of `first`, that lie whole between two words."""
    low = bisect_left(found, first, key=_first)
    high = bisect_left(found, last, lo=low, key=_first)
    return [one for one in found[low:high] if one.last <= last]


def _first(one: Any) -> int:
    return int(one.first)
