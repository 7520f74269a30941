"""Words: how much two accounts have in common beyond what their fields tell.

In: texts, and the names that the fields of each hold.  Out: `Words`, weighed by how rare they are (`Often`,
of these texts or of others), and for pairs the cosine of what they share.  Words of a report's own fields (its place, its actors), and
numbers, are left out: a headline repeats them.  Whether two texts are copies is settled on the texts
themselves (`hudna.matching.origins`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from hudna.matching.tellings import Codes, Flags, Floats, Ints, spread
from hudna.matching.tokens import Tokens, tokens

_COMMON: Final = 0.3
"""Words of more texts than this part say nothing."""

_AT_ONCE: Final = 1 << 16  # texts whose words are sorted together
_FINE: Final = 1 << 15
"""Weights are whole numbers of one part in so many, so that sums do not depend on any order."""


@dataclass(frozen=True, slots=True)
class Often:
    """Of how many texts each word is one: `count[i]` of `many` have the word `forms[i]`."""

    forms: tuple[str, ...]
    count: Ints
    many: int

    def of(self, forms: tuple[str, ...]) -> Ints:
        """The count of some words; 0 for one that no text has."""
        if forms is self.forms:
            return self.count
        place = dict(zip(self.forms, self.count.tolist(), strict=True))
        return np.array([place.get(form, 0) for form in forms], np.int64)


@dataclass(frozen=True, slots=True)
class Words:
    """Of each text its words, as a row of length `_FINE`, and which texts have any."""

    rows: csr_array
    known: Flags
    tokens: Tokens  # all that each says
    often: Often


def words(texts: Tokens, named: Sequence[pa.Array], often: Often | None = None) -> Words:
    """The words of texts without those of the columns `named`; null and empty texts are not known.

    How rare a word is, `often` tells; without it these texts do.
    """
    many, size = len(texts.start) - 1, max(len(texts.forms), 1)
    place = {form: at for at, form in enumerate(texts.forms)}
    own = [_own(column, place) for column in named]
    parts = [np.empty(0, np.int64)]
    for start in range(0, many, _AT_ONCE):
        rows = np.arange(start, min(start + _AT_ONCE, many))
        taken = [_keys(texts.code, texts.start, rows, rows, size)]
        taken += [_keys(code, starts, rows, value[rows], size) for code, starts, value in own]
        parts.append(_without(taken[0], np.concatenate(taken[1:]) if own else taken[0][:0]))
    row, column = np.divmod(np.concatenate(parts), size)
    spoken = np.array([not form.isdigit() for form in texts.forms] or [False])
    if often is None:
        often = Often(texts.forms, np.bincount(column, minlength=size)[: len(texts.forms)], many)
    count = np.append(often.of(texts.forms), 0)[:size]
    keep = np.flatnonzero((spoken & (count <= max(_COMMON * often.many, 2))).take(column))
    row, column = row.take(keep), column.take(keep)
    weight = np.round(_FINE * np.log1p(often.many / np.maximum(count, 1))).take(column)
    length = np.sqrt(np.bincount(row, weight**2, many))
    weight = np.round(_FINE * weight / length.take(row))
    starts = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=many))])
    held = (weight.astype(np.int32), column.astype(np.int32), starts.astype(np.int32))
    return Words(csr_array(held, (many, size)), length > 0, texts, often)


def common(found: Words, a: Ints, b: Ints) -> Floats:
    """The cosine of the words of pairs of texts, from 0 to 1."""
    if not found.rows.nnz or not len(a):
        return np.zeros(len(a))
    product = np.asarray((found.rows[a] * found.rows[b]).sum(axis=1)).ravel()
    cosine: Floats = np.minimum(product / _FINE**2, 1.0)
    return cosine


def _own(column: pa.Array, place: dict[str, int]) -> tuple[Ints, Ints, Ints]:
    """The words of each distinct value of a column, where they begin, and the value of each row."""
    encoded = pc.dictionary_encode(column)
    values = tokens(encoded.dictionary)
    number = np.array([place.get(form, -1) for form in values.forms] or [-1], np.int64)
    code = number[values.code] if len(values.code) else np.empty(0, np.int64)
    kept = np.concatenate([[0], np.cumsum(code >= 0)])
    start = np.append(kept[values.start], kept[-1])  # unknown: a value without words
    value = encoded.indices.fill_null(len(start) - 2).to_numpy(zero_copy_only=False)
    return code[code >= 0], start, value


def _keys(code: Ints | Codes, start: Ints, rows: Ints, values: Ints, size: int) -> Ints:
    """A number for each row and each word that its value has."""
    first = start.take(values)
    sizes = start.take(values + 1) - first
    return np.repeat(rows * size, sizes) + code.take(spread(first, sizes))


def _without(keys: Ints, own: Ints) -> Ints:
    """Numbers in order, each once, but for those of `own`."""
    # Sorted together, a number of `own` comes right before the same one of `keys`.
    both = np.concatenate([own * 2, keys * 2 + 1])
    both.sort()
    value = both >> 1
    first = np.diff(value, prepend=-1) != 0
    kept: Ints = value[first & ((both & 1) == 1)]
    return kept
