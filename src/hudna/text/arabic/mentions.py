"""Names in Arabic that the lexicon does not hold: told by a head that stands before them.

In: a word of a marked text.  Out: the mention that begins there, or none («بلدة …», «الجيش السوداني»,
«التنظيم المتشدد»).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hudna.text.lexicon import Hit
from hudna.text.marked import Marked
from hudna.text.mention import Mention, mention

# An epithet takes up an actor of the last so many names.
_REMEMBERED = 12
# A name of fewer letters is more likely a word that is not known.
_SHORTEST = 3
# Kinds of entries that are names.
_NAMES = frozenset({"place", "actor", "name_particles"})


def described(text: Marked, place: int, before: Sequence[Mention]) -> Mention | None:
    """The actor or place that a head names; `before` are the mentions before it."""
    own = text.hit(place, "own_country")
    if own is not None and own.suffix:
        return None
    group = text.hit(place, "group_heads")
    if group is not None and (one := _group(text, place, group, before)) is not None:
        return one
    head = text.hit(place, "place_heads", "facilities")
    return None if head is None else _place(text, place, head)


def is_located(text: Marked, place: int) -> bool:
    """Whether what stands before a name shows that it is a place's."""
    return place > 0 and text.hit(place - 1, "locatives") is not None


def is_other(text: Marked, place: int) -> bool:
    """Whether a word is also something else than a name."""
    return any(hit.kind not in _NAMES and not hit.suffix for hit in text.hits[place])


def _group(text: Marked, place: int, head: Hit, before: Sequence[Mention]) -> Mention | None:
    """«الجيش السوداني»: a state's; «التنظيم المتشدد»: the actor named last."""
    after = place + head.length
    if after >= len(text.words):
        return None
    nation = text.hit(after, "nation")
    if nation is not None and not nation.skip:
        stretch = place, after + nation.length
        one = mention(text, stretch, True, skip=head.skip)
        state = nation.value.id
        return replace(one, name=replace(one.name, candidates=(state,) if state else ()))
    if text.hit(after, "epithets"):
        last = next((one for one in reversed(before[-_REMEMBERED:]) if _is_known(one)), None)
        if last is not None and last.name.id is not None:
            return mention(
                text, (place, after + 1), True, skip=head.skip, ids=(last.name.id,),
                label=last.name.name,
            )  # fmt: skip
    return None


def _is_known(one: Mention) -> bool:
    return one.is_actor and one.name.id is not None


def _place(text: Marked, place: int, head: Hit) -> Mention | None:
    """The name behind «بلدة»; a bridge, a port or a road is named with its head."""
    after = place + head.length
    if after >= len(text.words) or not text.is_word(after):
        return None
    whole = text.hit(place, "facilities") is not None
    known = text.hit(after, "place", "actor")
    if known is not None and not known.skip and whole and not is_other(text, after):
        return mention(text, (place, after + known.length), False, skip=head.skip)
    word = text.word(after)
    is_name = len(word) >= _SHORTEST and not text.lexicon.has(word)
    if not is_name or not text.hit(place, "sites", "facilities"):
        return None
    if whole:
        return mention(text, (place, after + 1), False, skip=head.skip)
    return None if text.hit(after, "place") else mention(text, (after, after + 1), False)
