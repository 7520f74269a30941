"""Voices: sources as weights tell them apart: each of the most frequent, and all others together.

In: `Tellings`.  Out: the names of the voices, and the voice of each report.  Tables of weights are by pair
of voices, so that a thousand papers with a report each need no million of tables, of which none would be
learned.  Two reports of one seldom source are a pair of the shared voice with itself; those of two are a
pair of it with a last one, which no report has.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from hudna.matching.tellings import Codes, Ints, Tellings

MOST: Final = 62
"""Sources that are a voice of their own, where there are more than two more."""

OTHERS: Final = ("", " ")
"""The names of the shared voice, and of the last: no source is called so."""


def voices(told: Tellings, known: tuple[str, ...] = ()) -> tuple[tuple[str, ...], Codes]:
    """The names of the voices, and the voice of each report.

    With those that are `known`, other sources are seldom ones, however much they tell.
    """
    if known:
        place = {name: at for at, name in enumerate(known) if name not in OTHERS}
        codes = np.array([place.get(name, len(place)) for name in told.sources], np.int32)
        return (*place, *OTHERS), codes[told.source]
    if len(told.sources) <= MOST + len(OTHERS):
        return told.sources, told.source
    own = frequent(told.source, len(told.sources))
    voice = np.full(len(told.sources), MOST, np.int32)
    voice[own] = np.arange(MOST)
    return (*(told.sources[at] for at in own), *OTHERS), voice[told.source]


def frequent(source: Codes, sources: int) -> Ints:
    """The most frequent sources, in their order; of equally frequent ones the first."""
    count = np.bincount(source, minlength=sources)
    found: Ints = np.sort(np.argsort(-count, kind="stable")[:MOST])
    return found
