"""Tokens: the words of texts, each word a number.

In: texts.  Out: `Tokens`: for each text its words in order, as codes of their folded forms.  Texts are
cut byte by byte, a million in a second; what is not ASCII is settled when each distinct word is folded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hudna.matching.tellings import Codes, Flags, Ints, spread
from hudna.names import fold_each

_AT_ONCE: Final = 1 << 21  # bytes that are cut together: few enough to stay in a cache
# Letters, digits, and what `fold` takes out of words; beyond ASCII everything, punctuation too.
_WITHIN: Final = np.array(
    [byte >= 128 or chr(byte).isalnum() or chr(byte) in "'`" for byte in range(256)]
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """`code[start[i]:start[i + 1]]` are the words of text i, as codes in `forms`."""

    code: Codes
    start: Ints
    forms: tuple[str, ...]

    def rows(self, words: Ints) -> Ints:
        """The text of each of these words."""
        return np.searchsorted(self.start, words, "right") - 1

    def where(self, forms: Iterable[str]) -> Ints:
        """The words that have one of these forms, in order."""
        wanted = frozenset(forms)
        has = np.array([form in wanted for form in self.forms], bool)
        return np.flatnonzero(has[self.code]) if has.any() else np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Sought:
    """Phrases that are looked for, each with a number: a tree of words, as a table of its branches."""

    branches: Ints  # node and word as one number, in order
    nodes: Ints  # where each leads
    value: Ints  # of each node that ends a phrase; else -1
    words: int

    def longest(self, told: Tokens, at: Ints, step: int = 1) -> tuple[Ints, Ints]:
        """The number of the longest phrase from each word on, -1 for none, and how many words it has.

        With a `step` of -1, of phrases given backwards: those that end there.
        """
        found, length = np.full(len(at), -1), np.zeros(len(at), np.int64)
        text = told.rows(at)
        low, high = told.start[text], told.start[text + 1]
        open_, node, deep = np.arange(len(at)), np.zeros(len(at), np.int64), 0
        while len(open_) and len(self.branches):
            here = at[open_] + deep * step
            inside = (here >= low[open_]) & (here < high[open_])
            open_, node, here = open_[inside], node[inside], here[inside]
            key = node * self.words + told.code[here]
            branch = np.minimum(np.searchsorted(self.branches, key), len(self.branches) - 1)
            leads = self.branches[branch] == key
            open_, node, deep = open_[leads], self.nodes[branch[leads]], deep + 1
            ends = self.value[node] >= 0
            found[open_[ends]], length[open_[ends]] = self.value[node[ends]], deep
        return found, length


def sought(phrases: Mapping[str, int], told: Tokens, step: int = 1) -> Sought:
    """Phrases (folded) to look for among the words of `told`."""
    place = {form: at for at, form in enumerate(told.forms)}
    words = max(len(place), 1)
    branches: dict[int, int] = {}
    value = [-1]
    for phrase, number in phrases.items():
        forms = phrase.split()[::step]
        if not forms or any(form not in place for form in forms):
            continue
        node = 0
        for form in forms:
            key = node * words + place[form]
            if key not in branches:
                branches[key] = len(value)
                value.append(-1)
            node = branches[key]
        value[node] = number
    keys = sorted(branches)
    ends = np.array([branches[key] for key in keys], np.int64)
    return Sought(np.array(keys, np.int64), ends, np.array(value, np.int64), words)


def tokens(texts: pa.Array) -> Tokens:
    """The words of texts; null and empty texts have none."""
    codes, sizes, written = [], [np.zeros(1, np.int64)], pa.array([], pa.string())
    for part in _parts(texts):
        words, count = _cut(part)
        encoded = pc.dictionary_encode(words)
        written = pa.concat_arrays([written, encoded.dictionary])
        codes.append(encoded.indices.to_numpy() + (len(written) - len(encoded.dictionary)))
        sizes.append(count)
    start = np.cumsum(np.concatenate(sizes))
    # What was cut at ASCII alone may be several words, or none.
    forms = [form.split() for form in fold_each(written.to_pylist())]
    names = sorted({name for form in forms for name in form})
    place = {name: at for at, name in enumerate(names)}
    number = np.array([place[name] for form in forms for name in form], np.int32)
    if not len(number):
        return Tokens(np.empty(0, np.int32), start * 0, ())
    count = np.array([len(form) for form in forms], np.int64)
    found = np.concatenate(codes)
    if (count != 1).any():
        held = count[found]
        start = np.concatenate([[0], np.cumsum(held)])[start]
        found = spread((np.cumsum(count) - count)[found], held)
    return Tokens(number[found], start, tuple(names))


def _parts(texts: pa.Array) -> list[pa.Array]:
    texts = pc.fill_null(texts.cast(pa.large_string()), "")
    total = pc.sum(pc.binary_length(texts)).as_py() or 0
    step = max(1, int(len(texts) * _AT_ONCE / max(total, 1)))
    return [texts.slice(start, step) for start in range(0, len(texts), step)]


def _cut(texts: pa.Array) -> tuple[pa.Array, Ints]:
    """The words of texts, one after the other, and how many each text has."""
    offsets = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset :][: len(texts) + 1]
    first, last = int(offsets[0]), int(offsets[-1])
    if first == last:
        return pa.array([], pa.string()), np.zeros(len(texts), np.int64)
    written = np.frombuffer(texts.buffers()[2], np.uint8)[first:last]
    within: Flags = _WITHIN[written]
    begins = within.copy()
    begins[1:] &= ~within[:-1]
    edge = offsets[:-1] - first
    edge = edge[edge < len(within)]
    begins[edge] = within[edge]
    at = np.flatnonzero(begins)
    kept = written.compress(within)
    before = np.cumsum(within, dtype=np.int32)
    start: NDArray[np.int32] = np.append(before[at] - 1, np.int32(len(kept)))
    words = pa.StringArray.from_buffers(
        len(at), pa.py_buffer(start.astype(np.int32)), pa.py_buffer(kept)
    )
    return words, np.diff(np.searchsorted(at, offsets - first))
