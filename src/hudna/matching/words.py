"""Words: how much two accounts have in common beyond what their fields tell.

In: texts, and the names that the fields of each hold.  Out: `Words`, weighed by how rare they are, and
for pairs the cosine of what they share.  Words of a report's own fields (its place, its actors), and
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

from hudna.matching.tellings import Flags, Floats, Ints
from hudna.names import fold

_COMMON: Final = 0.3
"""Words of more texts than this part say nothing."""


@dataclass(frozen=True, slots=True)
class Words:
    """Of each text its words, as a row of length 1, and which texts have any."""

    rows: csr_array
    known: Flags


def words(texts: pa.Array, named: Sequence[pa.Array]) -> Words:
    """The words of texts without those of the columns `named`; null and empty texts are not known."""
    split = _split(texts)
    code = split.flatten()
    encoded = pc.dictionary_encode(code)
    forms = [fold(word) for word in encoded.dictionary.to_pylist()]
    names = sorted(set(forms))
    place = {name: at for at, name in enumerate(names)}
    number = np.array([place[form] for form in forms] or [0], np.int64)
    column = number[encoded.indices.to_numpy()] if len(code) else np.empty(0, np.int64)
    sizes = pc.list_value_length(split).fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    row = np.repeat(np.arange(len(texts)), sizes)
    size = max(len(names), 1)
    key = np.unique(row * size + column)
    key = np.setdiff1d(key, _own(named, place, size), assume_unique=True)
    row, column = np.divmod(key, size)
    spoken = np.array([bool(name) and not name.isdigit() for name in names] or [False])
    often = np.bincount(column, minlength=size)
    keep = spoken[column] & (often[column] <= max(_COMMON * len(texts), 2))
    row, column = row[keep], column[keep]
    weight = np.log1p(len(texts) / often[column])
    length = np.sqrt(np.bincount(row, weight**2, len(texts)))
    weight /= length[row]
    starts = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(texts)))])
    rows = csr_array(
        (weight.astype(np.float32), column.astype(np.int32), starts.astype(np.int32)),
        (len(texts), size),
    )
    return Words(rows, length > 0)


def common(found: Words, a: Ints, b: Ints) -> Floats:
    """The cosine of the words of pairs of texts, from 0 to 1."""
    if not found.rows.nnz or not len(a):
        return np.zeros(len(a))
    cosine: Floats = np.asarray((found.rows[a] * found.rows[b]).sum(axis=1)).ravel().astype(float)
    return cosine


def _split(texts: pa.Array) -> pa.ListArray:
    return pc.split_pattern_regex(pc.utf8_lower(texts), r"[^\p{L}\p{N}]+")


def _own(named: Sequence[pa.Array], place: dict[str, int], size: int) -> Ints:
    """The keys of the words that the fields of a report hold."""
    keys = []
    for column in named:
        split = _split(column)
        encoded = pc.dictionary_encode(split.flatten())
        number = np.array(
            [place.get(fold(word), -1) for word in encoded.dictionary.to_pylist()] or [-1]
        )
        sizes = (
            pc.list_value_length(split).fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
        )
        row = np.repeat(np.arange(len(column)), sizes)
        value = number[encoded.indices.to_numpy()] if len(row) else np.empty(0, np.int64)
        keys.append((row * size + value)[value >= 0])
    return np.unique(np.concatenate(keys)) if keys else np.empty(0, np.int64)
