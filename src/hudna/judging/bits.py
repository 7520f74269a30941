"""Bits: sets of worlds, 64 to a word.

In: worlds, in a fixed order.  Out: arrays of `uint64` whose last axis has one word for each 64
worlds; world i is bit i % 64 of word i // 64.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from hudna.agreement.provisions import Term
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


Groups = Sequence[tuple[int, Words]]
"""Worlds in groups: the number of one of each group, and the set of all that are in it."""


def grouped(worlds: Sequence[World], key: Callable[[World], Hashable]) -> Groups:
    """Worlds that share a key."""
    return parted([numbers_by(worlds, key)])


def terms_of(world: World, kinds: tuple[type[Term], ...]) -> tuple[int, ...]:
    """A key for the terms of some kinds: worlds that have the very same share it."""
    return tuple(id(term) for term in world.terms.values() if isinstance(term, kinds))


def numbers_by(worlds: Sequence[World], key: Callable[[World], Hashable]) -> Ints:
    """For each world the number of its key, from 0, in the order in which keys first come."""
    found: dict[Hashable, int] = {}
    return np.array([found.setdefault(key(world), len(found)) for world in worlds], np.int64)


def parted(parts: Sequence[Ints]) -> Groups:
    """Worlds that are in the same part of every parting."""
    whole = parts[0]
    for part in parts[1:]:
        whole = np.unique(whole * (int(part.max()) + 1) + part, return_inverse=True)[1].reshape(-1)
    _, first, of = np.unique(whole, return_index=True, return_inverse=True)
    flags = of.reshape(-1) == np.arange(len(first))[:, None]
    octets = np.zeros((len(first), 8 * words_for(len(whole))), np.uint8)
    some = np.packbits(flags, axis=1, bitorder="little")
    octets[:, : some.shape[1]] = some
    return list(zip(first.tolist(), octets.view("<u8").astype(np.uint64), strict=True))
