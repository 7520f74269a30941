"""Which words of an Arabic speaker are a person's name."""

from __future__ import annotations

from hudna.text import forms
from hudna.text.lexicon import DOUBTFUL
from hudna.text.marked import COMMAS, Marked, Stretch

# Kinds of words that are part of a title or a body, not of a person's name.
_TITLED = ("titles", "nation", "actor", "bodies", "group_heads", "place_heads")
# Kinds of entries that a person may be called like, or that may be hidden in a name («سامر», «كايا»).
_NAMES = frozenset({"place", "person", "name_particles", "everyday", "sort", "sweeping", DOUBTFUL})


def find_name(text: Marked, stretch: Stretch) -> Stretch | None:
    """The words that the lexicon does not know: at the end, or before a comma and the title.

    «ال…» is part of a name only behind such a word.
    """
    first, last = stretch
    title = text.find(first, last, "titles")
    if title is None:
        return None
    comma = text.mark(first, title, COMMAS)
    if first < comma < title and all(_may_name(text, at, first) for at in range(first, comma)):
        return first, comma
    low = last
    while low > title + 1 and _may_name(text, low - 1, title + 1):
        low -= 1
    while low < last and text.word(low).startswith(forms.ARTICLE):
        low += 1
    if low == last - 1 == title + 1 and _is_of_kind(text, title):
        return None
    return (low, last) if low < last else None


def _is_of_kind(text: Marked, title: int) -> bool:
    """Whether an adjective stands behind a title without the article: «مسؤول أمني», not «السفير علي»."""
    word = text.word(title + 1)
    return word.endswith(forms.MY) and not forms.is_definite(text.word(title))


def _may_name(text: Marked, place: int, first: int) -> bool:
    """Whether a word may be part of a person's name that begins at `first` or later."""
    if not text.is_word(place):
        return False
    if text.hit(place, "person") or _is_particle(text, place):
        return True
    if place - 1 >= first and _is_particle(text, place - 1):
        return True  # «بن علي»
    where = text.hit(place, "place")
    if where is not None and where.value.sort == "region" and not where.suffix:
        return False
    if text.hit(place, *_TITLED):
        return False
    if not text.word(place).startswith(forms.ARTICLE):
        return not _is_word(text, place)
    before = place - 1
    return (
        before >= first
        and not text.word(before).startswith(forms.ARTICLE)
        and not _is_word(text, before)
    )


def _is_particle(text: Marked, place: int) -> bool:
    """Whether a word is by itself part of names («بن»)."""
    hit = text.hit(place, "name_particles")
    return hit is not None and not hit.skip and not hit.suffix


def _is_word(text: Marked, place: int) -> bool:
    """Whether a word is more than a part of somebody's name or of a place's."""
    return any(hit.kind not in _NAMES and not hit.suffix for hit in text.hits[place])
