"""Growing: arrays that are added to, and an index of rows by several small numbers.

In: rows, and the keys that they are known by.  Out: arrays, and for many keys at once the row of
each.  Numbers are dense and small; a table that would be mostly empty is searched instead.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hudna.judging.bits import Ids, Ints

DENSE = 1 << 25
"""The most places of an index that is addressed directly: 128 MB."""


class Growing:
    """An array that rows are appended to; `rows` is all that there is room for."""

    def __init__(self, shape: tuple[int, ...], dtype: Any, fill: Any = 0) -> None:
        self._fill = fill
        self._count = 0
        self.rows: NDArray[Any] = np.full((16, *shape), fill, dtype)

    def __len__(self) -> int:
        return self._count

    def add(self, row: Any) -> int:
        """Append a row and return its number."""
        if self._count == len(self.rows):
            more = np.full(self.rows.shape, self._fill, self.rows.dtype)
            self.rows = np.concatenate([self.rows, more])
        self.rows[self._count] = row
        self._count += 1
        return self._count - 1


class _Place(NamedTuple):
    """How an index is laid out: directly, or sorted.  Exchanged whole: others may be reading."""

    shape: tuple[int, ...]
    dense: Ids | None
    sorted: Ints
    order: Ids


class Index:
    """The row of each key of several numbers from 0 up, -1 where there is none yet."""

    def __init__(self, numbers: int) -> None:
        self._keys = Growing((numbers,), np.int64)
        nothing = np.zeros(0, np.int64)
        self._laid = _Place(
            (1,) * numbers, np.full(1, -1, np.int32), nothing, nothing.astype(np.int32)
        )

    def find(self, keys: Sequence[NDArray[Any]]) -> Ids:
        """The rows of many keys, each given as one array a number."""
        laid = self._laid
        if any(int(key.max(initial=0)) >= n for key, n in zip(keys, laid.shape, strict=True)):
            return self._find_within(keys, laid)
        return self._find(keys, laid)

    def _find_within(self, keys: Sequence[NDArray[Any]], laid: _Place) -> Ids:
        """Where some keys have greater numbers than any that is known: those are not there."""
        within = np.logical_and.reduce([k < n for k, n in zip(keys, laid.shape, strict=True)])
        found = np.full(len(within), -1, np.int32)
        found[within] = self._find([key[within] for key in keys], laid)
        return found

    @staticmethod
    def _find(keys: Sequence[NDArray[Any]], laid: _Place) -> Ids:
        flat = _flat(keys, laid.shape)
        if laid.dense is not None:
            found: Ids = laid.dense[flat]
            return found
        if not len(laid.sorted):
            return np.full(len(flat), -1, np.int32)
        place = np.minimum(np.searchsorted(laid.sorted, flat), len(laid.sorted) - 1)
        return np.where(laid.sorted[place] == flat, laid.order[place], np.int32(-1))

    def first_of_each(self, keys: Sequence[NDArray[Any]]) -> Ints:
        """The place of the first of each distinct key, in the order in which they stand."""
        self._fit(keys)
        return np.sort(np.unique(_flat(keys, self._laid.shape), return_index=True)[1])

    def add(self, keys: Sequence[NDArray[Any]]) -> None:
        """Number new keys, which are distinct, from the next row on."""
        self._fit(keys)
        first = len(self._keys)
        for key in zip(*(key.tolist() for key in keys), strict=True):
            self._keys.add(key)
        laid = self._laid
        if laid.dense is None:
            self._lay(laid.shape)
        else:
            count = len(self._keys) - first
            numbers = np.arange(first, first + count, dtype=np.int32)
            laid.dense[_flat(keys, laid.shape)] = numbers

    def _fit(self, keys: Sequence[NDArray[Any]]) -> None:
        most = [int(key.max(initial=0)) + 1 for key in keys]
        now = self._laid.shape
        if any(a > b for a, b in zip(most, now, strict=True)):
            self._lay(tuple(b if a <= b else max(a, 2 * b) for a, b in zip(most, now, strict=True)))

    def _lay(self, shape: tuple[int, ...]) -> None:
        if math.prod(shape) > np.iinfo(np.int64).max:
            raise OverflowError("more combinations than an index can tell apart")
        stored = self._keys.rows[: len(self._keys)]
        flat = _flat(list(stored.T), shape)
        if math.prod(shape) <= DENSE:
            dense = np.full(math.prod(shape), -1, np.int32)
            dense[flat] = np.arange(len(flat), dtype=np.int32)
            self._laid = _Place(shape, dense, flat[:0], dense[:0])
        else:
            order = np.argsort(flat, kind="stable")
            self._laid = _Place(shape, None, flat[order], order.astype(np.int32))


def _flat(keys: Sequence[NDArray[Any]], shape: tuple[int, ...]) -> NDArray[Any]:
    """Each key as one number.  A number that is always 0 costs nothing, small ones half."""
    small = math.prod(shape) <= np.iinfo(np.int32).max
    flat: NDArray[Any] | None = None
    for key, size in zip(keys, shape, strict=True):
        if size == 1:
            continue
        if flat is None:
            flat = key.astype(np.int32 if small else np.int64)
        else:
            flat *= size
            flat += key
    return np.zeros(len(keys[0]), np.int32) if flat is None else flat


class Numbered:
    """Things by number, each numbered when it is first met."""

    def __init__(self) -> None:
        self.things: list[Any] = []
        self._numbers: dict[Any, int] = {}

    def __len__(self) -> int:
        return len(self.things)

    def of(self, thing: Any) -> int:
        """The number of a thing."""
        found = self._numbers.get(thing)
        if found is None:
            found = self._numbers[thing] = len(self.things)
            self.things.append(thing)
        return found


def numbers_of(index: Index, keys: Sequence[NDArray[Any]], fill: Callable[[Ints], None]) -> Ids:
    """The rows of many keys; `fill` makes those that are missing, told where each stands first."""
    found = index.find(keys)
    missing = np.flatnonzero(found < 0)
    if len(missing):
        some = [key[missing] for key in keys]
        new = missing[index.first_of_each(some)]
        fill(new)
        index.add([key[new] for key in keys])
        found = index.find(keys)
    return found
