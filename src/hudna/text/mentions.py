"""Actors and places named in a text, each where it stands.

A town that is a capital may speak for its state: it does where it says, decides or stands beside
one who does; it is a place after «in», «near», «the town of».  A town of the world's list is meant
only where the text treats it as a place and names its state, or it is large: many a town is called
like a word.  A name that nobody knows is one where a head stands beside it («بلدة …», "… Army").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hudna.text.letters import Span
from hudna.text.lexicon import Hit
from hudna.text.marked import Marked
from hudna.text.named import Named
from hudna.text.statement import Name

# A town of so many people is known without its state.
_LARGE = 300_000
# A town of so many people in a state that the text names is meant wherever its name stands.
_TOWN = 20_000
# A name that nobody knows has at most so many words.
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A name found: words `first` to before `last`; of an actor or of a place."""

    first: int
    last: int
    name: Name
    is_actor: bool


def find(text: Marked) -> list[Found]:
    """The names of a text, in order; none overlaps another."""
    states = _states(text)
    found: list[Found] = []
    place, end = 0, len(text.words)
    while place < end:
        one = _at(text, place, found, states)
        if one is None:
            place += 1
        else:
            found.append(one)
            place = max(one.last, place + 1)
    return found


def within(found: Sequence[Any], first: int, last: int) -> list[Any]:
    """Those of some finds, in order of `first`, that lie whole between two words."""
    low = bisect_left(found, first, key=_first)
    high = bisect_left(found, last, lo=low, key=_first)
    return [one for one in found[low:high] if one.last <= last]


def _first(one: Any) -> int:
    return int(one.first)


def _states(text: Marked) -> frozenset[str]:
    """The states that a text names, by their names, peoples and capitals."""
    return frozenset(
        hit.value.id
        for hits in text.hits
        for hit in hits
        if hit.kind in ("actor", "nation")
        and hit.value.sort in ("state", "capital")
        and hit.value.id
    )


def _at(text: Marked, place: int, found: list[Found], states: frozenset[str]) -> Found | None:
    """The name that begins at a word, if one does."""
    if not text.hits[place]:
        return _unknown(text, place) if text.language == "en" else None
    if text.language == "en":
        hits = (
            [h for h in text.hits[place] if h.kind in ("actor", "place")]
            if text.capital(place)
            else []
        )
    else:
        hits = [h for h in text.hits[place] if h.kind in ("actor", "place")]
    if hits and (one := _known(text, place, hits, states)) is not None:
        return one
    return _described(text, place, found) or (
        _unknown(text, place) if text.language == "en" else None
    )


def _known(text: Marked, place: int, hits: list[Hit], states: frozenset[str]) -> Found | None:
    """A name of the lexicon."""
    length = max(hit.length for hit in hits)
    hits = [hit for hit in hits if hit.length == length]
    actors = _of_case([hit for hit in hits if hit.kind == "actor"])
    places = _of_case([hit for hit in hits if hit.kind == "place"])
    if actors and places:
        actors, places = ([], places) if _is_place(text, place, places[0]) else (actors, [])
    if places and places[0].value.sort != "case":
        places = _meant(text, place, places, states)
    kept = actors or places
    return _named(text, place, kept, bool(actors)) if kept else None


def _without_possessive(text: Marked, span: Span) -> Span:
    """A name without the «'s» that stands at its end."""
    return (span[0], span[1] - 2) if text.quote(span).lower().endswith(("'s", "’s")) else span


def _of_case(hits: list[Hit]) -> list[Hit]:
    """Those that the case knows, where it knows one."""
    return [hit for hit in hits if hit.value.sort == "case"] or hits


def _named(text: Marked, place: int, hits: list[Hit], is_actor: bool) -> Found:
    first = hits[0]
    span = _without_possessive(text, text.letters(place, place + first.length, first.skip))
    ids = tuple(dict.fromkeys(hit.value.id for hit in hits if hit.value.id is not None))
    name = Name(
        span, text.quote(span), ids[0] if len(ids) == 1 else None, first.value.label,
        ids if len(ids) > 1 else (),
    )  # fmt: skip
    return Found(place, place + first.length, name, is_actor)


def _is_place(text: Marked, place: int, hit: Hit) -> bool:
    """Whether a name that may be an actor is a place here: by what stands before it."""
    if hit.skip and _locative_letter(text, place, hit.skip):
        return True
    if place == 0:
        return False
    if text.hit(place - 1, "place_heads", "facilities"):
        return True
    return text.hit(place - 1, "locatives") is not None and text.hit(place - 1, "loose") is None


def _locative_letter(text: Marked, place: int, skip: int) -> bool:
    return text.language == "ar" and text.words.text[place][skip - 1] == "ب"


def _meant(text: Marked, place: int, hits: list[Hit], states: frozenset[str]) -> list[Hit]:
    """The places of the world's list that a text can mean here."""
    if hits[0].value.sort == "state":
        return hits
    if _is_other(text, place):
        return []
    if text.language == "ar" and (hits[0].skip > 1 or hits[0].suffix):
        return []
    headed = (
        place > 0 and text.hit(place - 1, "place_heads", "facilities", "directions") is not None
    )
    located = headed or _is_place(text, place, hits[0])
    if text.language == "en":
        located = located or (place > 0 and (
            text.words.text[place - 1] in ("and", ",", "of") or text.hit(place - 1, "loose") is not None
        ))  # fmt: skip
    elif place > 0 and text.hit(place - 1, "locatives") is not None:
        located = True
    near = [hit for hit in hits if hit.value.of in states]
    if hits[0].value.sort == "capital":
        return near or hits
    if not located and not any(hit.value.size >= _TOWN and not hit.skip for hit in near):
        return []
    kept = near or [hit for hit in hits if headed or hit.value.size >= _LARGE]
    largest = max((hit.value.size for hit in kept), default=0)
    return [hit for hit in kept if hit.value.size * 20 >= largest]


def own_country(text: Marked, first: int, last: int, actor: str | None, name: str) -> list[Found]:
    """«بلاده», "his country": the state that a speaker speaks for."""
    found = []
    for place, hit in text.all(first, last, "own_country"):
        if hit.suffix or text.language == "en":
            span = text.letters(place, place + hit.length, hit.skip)
            found.append(
                Found(place, place + hit.length, Name(span, text.quote(span), actor, name), True)
            )
    return found


def _is_other(text: Marked, place: int) -> bool:
    """Whether a word is also something else than a name."""
    return any(
        hit.kind not in ("place", "actor", "name_particles") and not hit.suffix
        for hit in text.hits[place]
    )


def _described(text: Marked, place: int, found: list[Found]) -> Found | None:
    """A place or an actor that a head names («بلدة …», «الجيش السوداني», «التنظيم المتشدد»)."""
    if (head := text.hit(place, "own_country")) is not None and (
        head.suffix or text.language == "en"
    ):
        return None
    head = text.hit(place, "group_heads")
    if head is not None and (one := _group(text, place, head, found)) is not None:
        return one
    head = text.hit(place, "place_heads", "facilities")
    return _place(text, place, head) if head is not None else None


def _group(text: Marked, place: int, head: Hit, found: list[Found]) -> Found | None:
    after = place + head.length
    if after >= len(text.words) or text.language == "en":
        return None
    nation = text.hit(after, "nation")
    if nation is not None and not nation.skip:
        end = after + nation.length
        span = text.letters(place, end, head.skip)
        quote = text.quote(span)
        return Found(place, end, Name(span, quote, None, quote, (nation.value.id,)), True)
    if text.hit(after, "epithets"):
        before = next((f for f in reversed(found[-12:]) if f.is_actor and f.name.id), None)
        if before is not None:
            span = text.letters(place, after + 1, head.skip)
            return Found(
                place,
                after + 1,
                Name(span, text.quote(span), before.name.id, before.name.name),
                True,
            )
    return None


def _place(text: Marked, place: int, head: Hit) -> Found | None:
    """The name after «بلدة», "the town of"; a bridge, a port or a road is named with its head."""
    after = place + head.length
    whole = text.hit(place, "facilities") is not None
    if text.language == "en":
        if after < len(text.words) and text.words.text[after] == "of":
            after += 1
        end = _capitals(text, after)
        whole = False
    else:
        end = after
        if after < len(text.words) and text.is_word(after):
            known = text.hit(after, "place", "actor")
            if known is not None and not known.skip and whole and not _is_other(text, after):
                end = after + known.length
            elif (
                text.hit(place, "sites", "facilities")
                and not text.lexicon.has(text.words.text[after])
                and len(text.words.text[after]) > 2
            ):
                end = after + 1
    if end <= after:
        return None
    first, skip = (place, head.skip) if whole else (after, 0)
    known = text.hit(after, "place")
    if known is not None and not whole:
        return None
    span = text.letters(first, end, skip)
    return Found(first, end, Name(span, text.quote(span), None, text.quote(span)), False)


def _capitals(text: Marked, first: int) -> int:
    """Where a run of words with a capital ends."""
    end = first
    while end < min(len(text.words), first + _LONGEST) and text.is_word(end) and text.capital(end):
        if text.hit(end, "months", "time_words", "titles"):
            break
        end += 1
    return end


def _unknown(text: Marked, place: int) -> Found | None:
    """An English name that nobody knows: with a head it is an actor, after «in», «near» a place."""
    if (
        not text.is_word(place)
        or not text.capital(place)
        or text.hit(place, "starters", "titles", "months")
    ):
        return None
    if (
        place
        and text.is_word(place - 1)
        and text.capital(place - 1)
        and not text.hit(place - 1, "starters")
    ):
        return None
    end = _capitals(text, place)
    if end + 2 < len(text.words) and text.words.text[end] == "(" and _is_acronym(text, end + 1):
        end += 3
    span = text.letters(place, end)
    span = _without_possessive(text, span)
    quote = text.quote(span)
    if _is_group(text, place, end, quote):
        return Found(place, end, Name(span, quote, None, quote), True)
    before = place - 1
    if (
        before >= 0
        and text.hit(before, "starters")
        and before > 0
        and text.words.text[before] == "the"
    ):
        before -= 1
    facility = end < len(text.words) and text.hit(end, "facilities")
    if facility:
        span = text.letters(place, end + 1)
        return Found(place, end + 1, Name(span, text.quote(span), None, text.quote(span)), False)
    if before >= 0 and text.hit(before, "locatives") and not text.hit(before, "loose"):
        return Found(place, end, Name(span, quote, None, quote), False)
    return None


def _is_acronym(text: Marked, place: int) -> bool:
    """Whether «(JEM)» begins: an acronym in parentheses."""
    low, high = text.words.span(place, place + 1)
    word = text.words.folded.source[low:high]
    return word.isupper() and len(word) > 1 and text.words.text[place + 1] == ")"


def _is_group(text: Marked, first: int, last: int, quote: str) -> bool:
    """Whether a run of capitals is the name of a body: by its head, or as an acronym."""
    if last - first == 1:
        return quote.isupper() and len(quote) > 2 and quote.isalnum() and not quote.isdigit()
    return any(text.hit(place, "group_heads", "bodies") is not None for place in range(first, last))
