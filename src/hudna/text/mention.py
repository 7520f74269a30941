"""A name of an actor or a place that was found in a text, with the words that it stands on."""

from __future__ import annotations

from typing import NamedTuple

from hudna.text.marked import Marked, Stretch
from hudna.text.statement import Name

# Kinds of entries that are names, or say only what a text is about.
_NAMES = frozenset({"place", "actor", "name_particles", "everyday", "sort"})


class Mention(NamedTuple):
    """A name found: words `first` to before `last`; of an actor or of a place."""

    first: int
    last: int
    name: Name
    is_actor: bool


def mention(
    text: Marked, stretch: Stretch, is_actor: bool, *, skip: int = 0, ids: tuple[str, ...] = (),
    label: str | None = None,
) -> Mention:  # fmt: skip
    """The mention on some words, without `skip` letters before them.

    One id says whose name it is, several leave it open, none says that nobody knows.
    """
    span = text.name(*stretch, skip)
    quote = text.quote(span)
    sure = ids[0] if len(ids) == 1 else None
    name = Name(span, quote, sure, label or quote, ids if len(ids) > 1 else ())
    return Mention(*stretch, name, is_actor)


def is_other(text: Marked, place: int) -> bool:
    """Whether a word is also something else than a name."""
    return any(hit.kind not in _NAMES and not hit.suffix for hit in text.hits[place])
