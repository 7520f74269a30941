"""Symbols: what a source writes in a field, one number for each distinct set of candidates.

In: the candidates of a field, by report and source.  Out: `Symbols`: a symbol a report, the values that
each symbol may mean, and how two values are related, as far as the words (and a taxonomy or a
registry, where one is given) tell: the same, alike, or different.  Values of two sources are two
values even where the words are the same: sources use words in their own ways, and what goes with what
is learned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from hudna.matching.tellings import Codes, Floats, Sets, names_of

SAME, ALIKE, DIFFERENT = range(3)
RELATIONS: Final = ("same", "alike", "different")
LIMIT: Final = 2500
"""Symbols that are told apart: the most frequent ones.  What else is written says nothing."""

UNSEEN: Final = 3.0
"""Reports that stand for the values that a source has not written yet."""

_FUZZY: Final = 1500  # distinct words that are compared letter by letter
_ALIKE: Final = 85  # of 100

Related = Callable[[str, str], bool]
"""Whether two candidates, as written and folded, may mean the same: allied, a part of, near in kind."""


@dataclass(frozen=True, slots=True)
class Symbols:
    """`code`: a symbol a report, -1 where nothing is known.  Values of one source are consecutive."""

    code: Codes
    words: tuple[str, ...]  # of each symbol
    holds: Floats  # (symbols, values): 1 where the symbol may mean the value
    source: Codes  # of each value
    frequency: Floats  # of each value within its source
    relation: NDArray[np.int8]  # (values, values)

    @property
    def owner(self) -> Codes:
        """The source of each symbol: that of its values."""
        owner: Codes = self.source[self.holds.argmax(axis=1)]
        return owner


def symbols(sets: Sets, source: Codes, related: Related | None = None) -> Symbols:
    """The symbols of one field."""
    kind, sample = _kinds(sets)
    known = kind >= 0
    pair = source.astype(np.int64) * (len(sample) + 1) + kind
    found, place, count = np.unique(pair[known], return_inverse=True, return_counts=True)
    kept = np.sort(np.argsort(-count, kind="stable")[:LIMIT])
    renamed = np.full(len(found), -1, np.int32)
    renamed[kept] = np.arange(len(kept))
    code = np.full(len(source), -1, np.int32)
    code[known] = renamed[place]
    owner, which = np.divmod(found[kept], len(sample) + 1)
    written = [names_of(sets, sample[at]) for at in which]
    values = sorted(
        {(int(by), name) for by, names in zip(owner, written, strict=True) for name in names}
    )
    at = {value: place for place, value in enumerate(values)}
    holds = np.zeros((len(written), len(values)))
    for row, (by, names) in enumerate(zip(owner, written, strict=True)):
        holds[row, [at[int(by), name] for name in names]] = 1
    sources = np.array([by for by, _ in values], np.int32)
    weight = count[kept] @ (holds / np.maximum(holds.sum(axis=1, keepdims=True), 1))
    total = np.bincount(sources, weight) if len(sources) else np.empty(0)
    return Symbols(
        code,
        tuple(" | ".join(names) for names in written),
        holds,
        sources,
        weight / (total[sources] + UNSEEN) if len(sources) else weight,
        _relations([name for _, name in values], related),
    )


def _kinds(sets: Sets) -> tuple[Codes, list[int]]:
    """A number for each distinct set, and one row that has it; -1 for the empty set."""
    sizes = sets.sizes()
    kind = np.full(len(sizes), -1, np.int64)
    sample: list[int] = []
    for size in np.unique(sizes[sizes > 0]):
        rows = np.flatnonzero(sizes == size)
        values = sets.codes[sets.start[rows][:, np.newaxis] + np.arange(size)]
        _, first, place = np.unique(values, axis=0, return_index=True, return_inverse=True)
        kind[rows] = place.ravel() + len(sample)
        sample += rows[first].tolist()
    return kind.astype(np.int32), sample


def _relations(written: list[str], related: Related | None) -> NDArray[np.int8]:
    names = sorted(set(written))
    result = np.full((len(names), len(names)), DIFFERENT, np.int8)
    if 0 < len(names) <= _FUZZY:
        result[process.cdist(names, names, scorer=fuzz.token_set_ratio) >= _ALIKE] = ALIKE
    if related is not None:
        tied = [[related(one, other) for other in names] for one in names]
        result[np.array(tied, bool).reshape(result.shape)] = ALIKE
    np.fill_diagonal(result, SAME)
    place = {name: at for at, name in enumerate(names)}
    index = [place[name] for name in written]
    return result[np.ix_(index, index)]
