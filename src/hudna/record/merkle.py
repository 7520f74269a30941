"""The Merkle tree of RFC 6962, section 2.1: what makes a log's past impossible to change unseen.

In: entries in order.  Out: one hash over all of them (the root), a proof that an entry is among
them (inclusion), and a proof that a later tree only added to an earlier one (consistency).

The tree of n > 1 leaves has on its left the tree of the first k, and on its right that of the rest;
k is the largest power of two smaller than n.  So a complete subtree (2**level leaves) never
changes when leaves are added, and the whole tree follows from the complete ones alone.

Hashes are SHA-256, 32 bytes.  Leaves are always given as leaf hashes (`leaf_hash`).  This file uses
nothing but the standard library, so that it can be read, and run, by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

EMPTY: Final = sha256(b"").digest()
"""The root of the tree without leaves."""

Node = Callable[[int, int], bytes]
"""Gives the hash of a complete subtree: of the leaves from `index * 2**level`, `2**level` of them.

Called with (level, index).
"""


def leaf_hash(data: bytes) -> bytes:
    """The hash of an entry; the prefix 0x00 keeps it from being taken for a node."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node above two hashes."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes that are all at hand, worked out level by level."""
    level = leaves
    while len(level) > 1:
        above = _pairs(level)
        if len(level) % 2:  # one without a sibling rises as it is
            above.append(level[-1])
        level = above
    return level[0] if level else EMPTY


def nodes_of(leaves: Sequence[bytes]) -> Node:
    """All complete subtrees over leaf hashes, held in memory: 64 bytes a leaf and overhead."""
    levels: list[Sequence[bytes]] = [leaves]
    while len(levels[-1]) > 1:
        levels.append(_pairs(levels[-1]))
    return lambda level, index: levels[level][index]


# --- a tree that grows ----------------------------------------------------------------------------


def grow(size: int, leaf: bytes, node: Node) -> tuple[bytes, ...]:
    """The hashes that become complete when a leaf hash is added to `size` leaves, from level 0 up.

    Kept beside each entry they hold the whole tree: `node(level, index)` is number `level` of those
    that came with entry `(index + 1) * 2**level - 1`.
    """
    complete = [leaf]
    while size & 1:
        complete.append(node_hash(node(len(complete) - 1, size - 1), complete[-1]))
        size >>= 1
    return tuple(complete)


@dataclass(slots=True)
class Frontier:
    """The complete subtrees at the growing edge, largest first: all that adding leaves needs.

    `Frontier()` is the empty tree.  Not to be changed but by `append`.
    """

    size: int = 0
    edge: list[bytes] = field(default_factory=list)

    @classmethod
    def of(cls, size: int, node: Node) -> Frontier:
        """The edge of the tree of the first `size` leaves; reads one node for each."""
        return cls(size, _edge(0, size, node))

    def append(self, leaf: bytes) -> tuple[bytes, ...]:
        """Add a leaf hash; give the hashes that it completed, as `grow` does."""
        edge, rest = self.edge, self.size
        complete = [leaf]
        while rest & 1:
            # node_hash, written out: this is the inner loop of verifying a record
            leaf = sha256(b"\x01" + edge.pop() + leaf).digest()
            complete.append(leaf)
            rest >>= 1
        edge.append(leaf)
        self.size += 1
        return tuple(complete)

    def root(self) -> bytes:
        """The root of the tree so far."""
        return _joined(self.edge)


def head(size: int, node: Node) -> bytes:
    """The root of the tree of the first `size` leaves."""
    return _joined(_edge(0, size, node))


# --- proofs ---------------------------------------------------------------------------------------


def inclusion(index: int, size: int, node: Node) -> list[bytes]:
    """The audit path of a leaf in the tree of the first `size` (RFC 6962 2.1.1), leaf end first.

    Raises:
        ValueError: there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size}")
    path, start, end = [], 0, size
    while end - start > 1:
        middle = _middle(start, end)
        if index < middle:
            path.append(_subtree(middle, end, node))
            end = middle
        else:
            path.append(_subtree(start, middle, node))
            start = middle
    return path[::-1]


def consistency(old: int, new: int, node: Node) -> list[bytes]:
    """The proof that the first `old` of `new` leaves are an earlier tree (RFC 6962 2.1.2).

    It is empty for an empty old tree and for two of equal size.

    Raises:
        ValueError: the old tree is larger than the new one.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} leaves does not follow one of {old}")
    path, start, end = [], 0, new if old else 0
    while old < end:
        middle = _middle(start, end)
        if old <= middle:
            path.append(_subtree(middle, end, node))
            end = middle
        else:
            path.append(_subtree(start, middle, node))
            start = middle
    if start:  # else what remains is the old tree itself, whose root the verifier has
        path.append(_subtree(start, end, node))
    return path[::-1]


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether a path proves that a leaf hash stands at `index` under `root` (RFC 9162 2.1.3.2).

    Size and root are those of one checkpoint: with another size than its own, a root proves nothing.
    """
    if not 0 <= index < size or not _are_hashes(leaf, root, *path):
        return False
    here, last, computed = index, size - 1, leaf
    for sibling in path:
        if not last:
            return False
        if here & 1 or here == last:
            computed = node_hash(sibling, computed)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        here, last = here >> 1, last >> 1
    return not last and computed == root


def is_consistent(
    old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether a path proves that a tree only grew from one root to another (RFC 9162 2.1.4.2).

    Each size and root are those of one checkpoint.  Anything follows the empty tree, and only
    `EMPTY` is its root.
    """
    if not 0 <= old <= new or not _are_hashes(old_root, new_root, *path):
        return False
    if not old:
        return not path and old_root == EMPTY and (new > 0 or new_root == EMPTY)
    if old == new:
        return not path and old_root == new_root
    if old & (old - 1) == 0:  # a complete tree: its root is where the proof starts
        path = [old_root, *path]
    if not path:
        return False
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if not last:
            return False
        if here & 1 or here == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        here, last = here >> 1, last >> 1
    return not last and before == old_root and after == new_root


# --- parts of a tree ------------------------------------------------------------------------------


def _pairs(level: Sequence[bytes]) -> list[bytes]:
    """The nodes above one level; what has no sibling is left out."""
    each = iter(level)
    pairs = zip(each, each, strict=False)
    return [sha256(b"\x01" + left + right).digest() for left, right in pairs]


def _middle(start: int, end: int) -> int:
    """Where the subtree of the leaves from `start` to before `end` (two or more) divides."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def _edge(start: int, end: int, node: Node) -> list[bytes]:
    """The complete subtrees that make up the subtree from `start` to before `end`, largest first."""
    edge = []
    while start < end:
        level = (end - start).bit_length() - 1
        edge.append(node(level, start >> level))
        start += 1 << level
    return edge


def _subtree(start: int, end: int, node: Node) -> bytes:
    return _joined(_edge(start, end, node))


def _joined(edge: Sequence[bytes]) -> bytes:
    """The hash above complete subtrees, largest first."""
    if not edge:
        return EMPTY
    joined = edge[-1]
    for left in edge[-2::-1]:
        joined = node_hash(left, joined)
    return joined


def _are_hashes(*values: bytes) -> bool:
    # Two strings of other lengths could be joined into what two hashes are joined into.
    return all(len(value) == 32 for value in values)
