"""Bits: sets of worlds, 64 to a word.

In: worlds, in a fixed order.  Out: arrays of `uint64` whose last axis has one word for each 64
worlds; world i is bit i % 64 of word i // 64.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from hudna.agreement.worlds import World

Words = NDArray[np.uint64]
"""Sets of worlds: shape (…, words)."""

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Ids = NDArray[np.int32]


def words_for(worlds: int) -> int:
    """How many words hold so many worlds."""
    return max(1, -(-worlds // 64))


def packed(members: Iterable[int], words: int) -> Words:
    """The set of the worlds with these numbers."""
    found = np.zeros(words, np.uint64)
    for i in members:
        found[i // 64] |= np.uint64(1) << np.uint64(i % 64)
    return found


def unpacked(sets: Words, worlds: int) -> Flags:
    """For each set (n, words) whether each world is in it: shape (n, worlds)."""
    octets = np.ascontiguousarray(sets.astype("<u8", copy=False)).view(np.uint8)
    return np.unpackbits(octets, axis=-1, bitorder="little")[..., :worlds].astype(np.bool_)


def filled(flags: Flags, full: Words) -> Words:
    """Every world where a flag is set, none elsewhere: shape (n, words)."""
    return np.where(flags[:, None], full, np.uint64(0))


def whole(sets: Words, full: Words) -> Flags:
    """Whether each set holds every world of `full`."""
    if full.shape[-1] == 1:
        return (sets[:, 0] & full[0]) == full[0]
    return ((sets & full) == full).all(axis=1)


def some(sets: Words, among: Words) -> Flags:
    """Whether each set holds a world of `among`."""
    if sets.shape[-1] == 1:
        return (sets[:, 0] & among[..., 0]) != 0
    return (sets & among).any(axis=1)


def grouped(worlds: Sequence[World], key: Callable[[World], Hashable]) -> list[tuple[World, Words]]:
    """Worlds that share a key: one of them, and the set of all of them."""
    lots: dict[Hashable, list[int]] = {}
    for i, world in enumerate(worlds):
        lots.setdefault(key(world), []).append(i)
    words = words_for(len(worlds))
    return [(worlds[some[0]], packed(some, words)) for some in lots.values()]
