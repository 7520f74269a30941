"""Vocabulary: what agreement is worth where all sources are read into one vocabulary, and tell little yet.

In: weights as estimated, on reports whose actors, targets and acts are ids of one case.  Out: weights whose
symbols lean on what the ids mean, the more so the less two sources have told.  From plain tables, where every
source has words of its own, what goes with what is only learned; of three reports nothing is.  In a case “the
same actor” and “another” mean the same whoever writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hudna.matching.compare import Traits
from hudna.matching.symbols import ALIKE, DIFFERENT, SAME, Symbols
from hudna.matching.tellings import Floats
from hudna.matching.weights import Weights

FIRM: Final = 30.0
"""Reports of the source that tells less, from which half of what its weights say is learned."""

_OF_ONE: Final = (0.70, 0.18, 0.12)  # pairs of one incident: the same, alike, different
_ALIKE: Final = 0.15  # the part of unrelated pairs that is alike
_PRIOR: Final = 10.0  # reports that name somebody else, before any is read


def leaning(weights: Weights, traits: Traits, tables: Mapping[str, Symbols]) -> Weights:
    """The weights, with those of actors, targets and acts drawn to what the ids mean."""
    made = {
        name: _leaning(np.asarray(table, float), traits, name, tables[name])
        for name, table in weights.symbols.items()
    }
    return replace(weights, symbols=made)


def relations(table: Symbols) -> NDArray[np.int8]:
    """How each two symbols are related at best."""
    result = np.full((len(table.words), len(table.words)), DIFFERENT, np.int8)
    for relation in (ALIKE, SAME):
        tied = table.holds @ (table.relation == relation).astype(float) @ table.holds.T
        result[tied > 0] = relation
    return result


def _leaning(learned: Floats, traits: Traits, name: str, table: Symbols) -> NDArray[np.float32]:
    if not len(table.words):
        return learned.astype(np.float32)
    code = traits.symbols[name]
    told = np.bincount(code[code >= 0], minlength=len(table.words)).astype(float)
    owner = table.owner
    by_source = np.bincount(owner, told, traits.voices)[owner]
    least = np.minimum(by_source[:, np.newaxis], by_source)
    share = least / (least + FIRM)
    blended: Floats = share * learned + (1 - share) * _meant(told, relations(table))
    return blended.astype(np.float32)


def _meant(told: Floats, relation: NDArray[np.int8]) -> Floats:
    """Log likelihood ratios by what the ids mean: to agree on who is rare is worth more."""
    same = relation == SAME
    often = (same @ told + 1.0) / (told.sum() + _PRIOR)
    both = np.sqrt(often[:, np.newaxis] * often)
    by_chance = float((told * often).sum() / max(told.sum(), 1.0))
    other = max(1.0 - by_chance - _ALIKE, 0.2)
    worth: Floats = np.select(
        [same, relation == ALIKE],
        [np.log(_OF_ONE[SAME] / both), np.log(_OF_ONE[ALIKE] / _ALIKE)],
        np.log(_OF_ONE[DIFFERENT] / other),
    )
    return worth
