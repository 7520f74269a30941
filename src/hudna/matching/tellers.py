"""Tellers: who in the world is named as the origin of an account, under whichever of its names.

In: nothing but the lexicon of the world (`data/lexicon/world.yaml`).  Out: the names of each agency and body, in
all languages: “according to Reuters” and «بحسب رويترز» name one, whether or not it has reports of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from hudna.codes import load
from hudna.names import fold

_KINDS = frozenset({"media", "body"})


@cache
def tellers() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The most usual name of each, and all of its names, folded."""
    called = (
        (*entry.get("en", ()), *entry.get("ar", ()))
        for entry in load("lexicon/world.yaml", plain=True)["organisations"]
        if entry["kind"] in _KINDS
    )
    return tuple((names[0], tuple(map(fold, names))) for names in called)


def with_tellers(names: Mapping[str, int]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Codes by folded name, with the world's tellers: new ones have codes beyond those that there are.

    A teller that has one of the names already has its code under all of its own.  Out, besides: the names of
    the new ones, in the order of their codes.
    """
    known = dict(names)
    new: list[str] = []
    beyond = max(names.values(), default=-1) + 1
    for name, folded in tellers():
        code = next((names[each] for each in folded if each in names), None)
        if code is None:
            code = beyond + len(new)
            new.append(name)
        for each in folded:
            known.setdefault(each, code)
    return known, tuple(new)
