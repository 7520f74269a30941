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
def tellers() -> tuple[tuple[str, ...], ...]:
    """The names of each, the most usual English one first."""
    return tuple(
        (*entry.get("en", ()), *entry.get("ar", ()))
        for entry in load("lexicon/world.yaml", plain=True)["organisations"]
        if entry["kind"] in _KINDS
    )


def with_tellers(names: Mapping[str, int]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Codes by folded name, with the world's tellers: new ones have codes beyond those that there are.

    A teller that has one of the names already has its code under all of its own.  Out, besides: the names of
    the new ones, in the order of their codes.
    """
    known = dict(names)
    new: list[str] = []
    beyond = max(names.values(), default=-1) + 1
    for called in tellers():
        folded = [fold(name) for name in called]
        code = next((names[name] for name in folded if name in names), None)
        if code is None:
            code = beyond + len(new)
            new.append(called[0])
        for name in folded:
            known.setdefault(name, code)
    return known, tuple(new)
