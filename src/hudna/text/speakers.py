"""Who speaks: the name, the title and whom they speak for, from the words that name them.

Words that the lexicon does not know, at the end of a title, are a person's name.  A person named in
full is known again by the last name.  Whom they speak for is an actor named in the title, or the
state whose people's name the title bears.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rapidfuzz import fuzz

from hudna.text.frames import Stretch
from hudna.text.marked import Marked
from hudna.text.named import Named
from hudna.text.statement import Speaker

# Two spellings of a name are one from this likeness on, of 100.
_ALIKE = 75
_PARTICLES = frozenset(
    {
        "ابو",
        "بن",
        "ابن",
        "ال",
        "عبد",
        "ام",
        "ذو",
        "de",
        "del",
        "al",
        "bin",
        "van",
        "von",
        "abu",
        "el",
    }
)


# So many persons are remembered: a name is linked to one of the last.
_REMEMBERED = 100


@dataclass(slots=True)
class Cast:
    """Who has spoken in a text so far, so that a last name or a pronoun finds them."""

    titled: dict[str, Speaker] = field(default_factory=dict)
    links: dict[str, Speaker | None] = field(default_factory=dict)
    last: Speaker | None = None

    def speaker(self, text: Marked, stretch: Stretch, nested: bool) -> Speaker:
        """The speaker whom some words name; remembered, as the last one unless `nested`."""
        found = self._linked(_read(text, stretch))
        if found.role is not None and found.role != found.name and found.name not in self.titled:
            self.titled[found.name] = found
            self.links.clear()
            if len(self.titled) > _REMEMBERED:
                del self.titled[next(iter(self.titled))]
        if not nested:
            self.last = found
        return found

    def _linked(self, speaker: Speaker) -> Speaker:
        """With the title and side of a person who was named in full before."""
        if speaker.role is not None and speaker.actor is not None:
            return speaker
        if speaker.name not in self.links:
            if len(self.links) > _REMEMBERED:
                self.links.clear()
            self.links[speaker.name] = next(
                (other for name, other in reversed(self.titled.items()) if _same(speaker.name, name)),
                None,
            )  # fmt: skip
        before = self.links[speaker.name]
        if before is None:
            return speaker
        return Speaker(
            speaker.span, speaker.name, speaker.role or before.role, speaker.actor or before.actor
        )


def _same(one: str, other: str) -> bool:
    """Whether two names are one person's: the last words agree, or the one is part of the other."""
    if one == other:
        return True
    mine, theirs = one.split(), other.split()
    if not mine or not theirs or min(len(mine), len(theirs)) > 2:
        return fuzz.ratio(one, other) >= _ALIKE + 10
    return fuzz.ratio(mine[-1], theirs[-1]) >= _ALIKE


def _read(text: Marked, stretch: Stretch) -> Speaker:
    first, last = stretch
    span = text.letters(first, last, _conjunction(text, first))
    if text.words.text[last - 1].endswith("'s"):
        span = (span[0], span[1] - 2)
    title = next((p for p, _ in text.all(first, last, "titles")), None)
    actor = _side(text, first, last)
    if title is None:
        return Speaker(span, text.quote(span), None, actor)
    name = (
        _name(text, title, last)
        if text.language == "ar"
        else _english_name(text, first, title, last)
    )
    if name is None:
        return Speaker(span, text.quote(span), None if first == title else None, actor)
    low, high = name
    named = text.quote(text.letters(low, high))
    role = (first, low) if low > title else (high, last)
    while role[1] > role[0] and not text.is_word(role[1] - 1):
        role = (role[0], role[1] - 1)
    while role[1] > role[0] and not text.is_word(role[0]):
        role = (role[0] + 1, role[1])
    return Speaker(span, named, text.quote(text.letters(*role)) or None, actor)


def _conjunction(text: Marked, place: int) -> int:
    """Letters of a conjunction glued before a speaker («وموسكو»)."""
    hits = text.hits[place]
    return hits[0].skip if hits and hits[0].skip == 1 and all(h.skip for h in hits) else 0


def _name(text: Marked, title: int, last: int) -> Stretch | None:
    """The words at the end that the lexicon does not know; «ال…» only after such a one."""
    low = last
    while low > title + 1 and _may_name(text, low - 1, title):
        low -= 1
    while low < last and text.words.text[low].startswith("ال"):
        low += 1
    return (low, last) if low < last else None


def _may_name(text: Marked, place: int, title: int) -> bool:
    word = text.words.text[place]
    if not text.is_word(place):
        return False
    if word in _PARTICLES or text.hit(place, "person"):
        return True
    if text.hit(place, "titles", "nation", "actor", "bodies", "group_heads", "place_heads"):
        return False
    before = text.words.text[place - 1] if place else ""
    if word.startswith("ال"):
        return place - 1 > title and not before.startswith("ال") and not _is_word(text, place - 1)
    return not _is_word(text, place)


def _is_word(text: Marked, place: int) -> bool:
    """Whether a word is more than a part of somebody's name or of a place's."""
    return any(hit.kind not in ("place", "person") and not hit.suffix for hit in text.hits[place])


def _english_name(text: Marked, first: int, title: int, last: int) -> Stretch | None:
    """The longest run of capitals that is no title, state or body."""
    best: Stretch | None = None
    place = first
    while place < last:
        end = place
        while (
            end < last
            and text.is_word(end)
            and (
                (
                    text.capital(end)
                    and not text.hit(
                        end, "titles", "nation", "actor", "bodies", "place", "starters"
                    )
                )
                or (end > place and text.words.text[end] in _PARTICLES)
            )
        ):
            end += 1
        if end - place == 1 and len(text.words.text[place]) == 1:
            place = end
            continue
        if end > place and (best is None or end - place >= best[1] - best[0]):
            best = (place, end)
        place = max(end, place + 1)
    return best


def _side(text: Marked, first: int, last: int) -> str | None:
    """Whom a speaker speaks for: the first actor named, or the people that the title bears."""
    state: str | None = None
    for place in range(first, last):
        for hit in text.hits[place]:
            if place + hit.length > last:
                continue
            if hit.kind in ("actor", "person", "role_of"):
                named: Named = hit.value
                return named.id
            if hit.kind == "nation" and state is None:
                state = hit.value.id
    return state
