"""Kinds: which words for an act may tell of the same act, whoever writes them in whichever language.

In: two acts as somebody wrote them, folded.  Out: whether they are of one family (`hudna.taxonomy`), by the words
that texts are read with: an air strike is a «غارة جوية» and no arrest.  Shelling that may be of any means is of
no family but of armed force; what no lexicon knows, or tells of two families, is not known.
"""

from __future__ import annotations

from functools import cache
from typing import get_args

from hudna import taxonomy
from hudna.text.lexicon import Language
from hudna.text.vocabulary import vocabulary

_KINDS = frozenset({"event", "weak_event"})


def of_one_kind(one: str, other: str) -> bool | None:
    """Whether two acts are of one family; None where nothing tells.

    An act that is known is of one kind with itself.
    """
    first, second = _kind(one), _kind(other)
    if first is None or second is None:
        return None
    if one == other:
        return True
    if first[0] != second[0]:
        return False
    return None if None in (first[1], second[1]) else first == second


@cache
def _kind(act: str) -> tuple[bool, str | None] | None:
    """Whether an act is of armed force, and its family if it has one; None for what is both, or unknown."""
    told = {
        taxonomy.act(hit.value)
        for language in get_args(Language)
        for hits in vocabulary(language).hits(act.split())
        for hit in hits
        if hit.kind in _KINDS
    }
    force = {each.force for each in told}
    family = {each.family for each in told if not taxonomy.says_nothing(each.code)}
    if len(force) != 1:
        return None
    return force.pop(), family.pop() if len(family) == 1 else None
