"""Symbols: what a source writes in a field, one number for each distinct set of candidates.

In: the candidates of a field, by report and source.  Out: `Symbols`: a symbol a report, the values that
each symbol may mean, and how two values are related, as far as the words (and a taxonomy or a
registry, where one is given) tell: the same, alike, different as far as can be told, or known to be apart.
Values of two sources are two
values even where the words are the same: sources use words in their own ways, and what goes with what
is learned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from hudna.matching.tellings import Codes, Floats, Sets, names_of

SAME, ALIKE, DIFFERENT, APART = range(4)
RELATIONS: Final = ("same", "alike", "different", "apart")
LIMIT: Final = 2500
"""Symbols that are told apart: the most frequent ones.  What else is written says nothing."""

UNSEEN: Final = 3.0
"""Reports that stand for the values that a source has not written yet."""

_FUZZY: Final = 1500  # distinct words that are compared letter by letter
_ALIKE: Final = 85  # of 100

Related = Callable[[str, str], bool | None]
"""Whether two candidates, as written and folded, may mean the same: allied, a part of, near in kind.

None where that is not known: two words may be names of one thing.
"""


Symbol = tuple[int, tuple[str, ...]]
"""The source that writes it, and the candidates that it stands for."""


@dataclass(frozen=True, slots=True)
class Met:
    """The symbols that are known beforehand, and whether their words are compared letter by letter."""

    symbols: tuple[Symbol, ...]
    by_letter: bool


@dataclass(frozen=True)
class Symbols:
    """`code`: a symbol a report, -1 where nothing is known.  Values of one source are consecutive."""

    code: Codes
    met: Met
    holds: Floats  # (symbols, values): 1 where the symbol may mean the value
    source: Codes  # of each value
    frequency: Floats  # of each value within its source
    names: tuple[str, ...]  # of each value
    related: Related | None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What each symbol stands for."""
        return tuple(" | ".join(names) for _, names in self.met.symbols)

    @cached_property
    def relation(self) -> NDArray[np.int8]:
        """How each two values are related: (values, values)."""
        return _relations(self.names, self.related, by_letter=self.met.by_letter)

    @property
    def owner(self) -> Codes:
        """The source of each symbol: that of its values."""
        owner: Codes = self.source[self.holds.argmax(axis=1)]
        return owner


def symbols(
    sets: Sets, source: Codes, related: Related | None = None, met: Met | None = None
) -> Symbols:
    """The symbols of one field.

    With those that were `met` before, new ones follow these, as long as there is room.
    """
    kind, sample = _kinds(sets)
    known = kind >= 0
    pair = source.astype(np.int64) * (len(sample) + 1) + kind
    found, place, count = np.unique(pair[known], return_inverse=True, return_counts=True)
    owner, which = np.divmod(found, len(sample) + 1)

    def written(at: int) -> Symbol:
        return int(owner[at]), names_of(sets, sample[which[at]])

    if met is None:
        kept = np.sort(np.argsort(-count, kind="stable")[:LIMIT])
        listed = tuple(map(written, kept.tolist()))
        codes = np.full(len(found), -1, np.int32)
        codes[kept] = np.arange(len(kept))
    else:
        mine = list(map(written, range(len(found))))
        new = sorted(set(mine) - set(met.symbols))
        listed = met.symbols + tuple(new[: max(LIMIT - len(met.symbols), 0)])
        index = {symbol: code for code, symbol in enumerate(listed)}
        codes = np.array([index.get(symbol, -1) for symbol in mine], np.int32)
    code = np.full(len(source), -1, np.int32)
    code[known] = codes[place]
    values = sorted({(by, name) for by, names in listed for name in names})
    at = {value: place for place, value in enumerate(values)}
    holds = np.zeros((len(listed), len(values)))
    for row, (by, names) in enumerate(listed):
        holds[row, [at[by, name] for name in names]] = 1
    sources = np.array([by for by, _ in values], np.int32)
    often = np.bincount(code[code >= 0], minlength=len(listed))
    weight = often @ (holds / np.maximum(holds.sum(axis=1, keepdims=True), 1))
    total = np.bincount(sources, weight) if len(sources) else np.empty(0)
    return Symbols(
        code,
        Met(
            listed,
            0 < len({name for _, name in values}) <= _FUZZY if met is None else met.by_letter,
        ),
        holds,
        sources,
        weight / (total[sources] + UNSEEN) if len(sources) else weight,
        tuple(name for _, name in values),
        related,
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


def _relations(
    written: tuple[str, ...], related: Related | None, *, by_letter: bool
) -> NDArray[np.int8]:
    names = sorted(set(written))
    result = np.full((len(names), len(names)), DIFFERENT, np.int8)
    if by_letter:
        result[process.cdist(names, names, scorer=fuzz.token_set_ratio) >= _ALIKE] = ALIKE
    if related is not None:
        told = [at for at, name in enumerate(names) if related(name, name) is not None]
        for row, line in product(told, told):
            answer = related(names[row], names[line])
            if answer is not None:
                result[row, line] = ALIKE if answer else APART
    np.fill_diagonal(result, SAME)
    place = {name: at for at, name in enumerate(names)}
    index = [place[name] for name in written]
    return result[np.ix_(index, index)]
