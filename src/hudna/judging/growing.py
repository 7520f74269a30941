"""Growing: arrays that are added to, and an index of rows by several small numbers.

In: rows, and the keys that they are known by.  Out: arrays, and for many keys at once the row of
each.  Numbers are dense and small; a table that would be mostly empty is hashed instead.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hudna.judging.bits import Ids, Ints

DENSE = 1 << 20
"""The most places of an index that is addressed directly: 4 MB, which a cache may hold."""


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

    def extend(self, rows: NDArray[Any]) -> None:
        """Append rows."""
        end = self._count + len(rows)
        if end > len(self.rows):
            size = max(end, 2 * len(self.rows))
            more = np.full((size, *self.rows.shape[1:]), self._fill, self.rows.dtype)
            more[: self._count] = self.rows[: self._count]
            self.rows = more
        self.rows[self._count : end] = rows
        self._count = end

    def cut(self, count: int) -> None:
        """Forget the rows from `count` on."""
        self._count = min(self._count, count)


class _Direct:
    """Numbers by key, addressed directly."""

    def __init__(self, room: int) -> None:
        self._numbers = np.full(room, -1, np.int32)

    def find(self, keys: NDArray[Any]) -> Ids:
        """The number of each key, -1 where there is none."""
        found: Ids = self._numbers.take(keys)
        return found

    def add(self, keys: NDArray[Any], numbers: Ids) -> None:
        """Number new keys."""
        self._numbers[keys] = numbers


class _Hashed:
    """Numbers by key, by open addressing.  Others may read while one adds: they miss at worst.

    At most half of the places are taken, so that most keys are found at the first.
    """

    def __init__(self, room: int) -> None:
        bits = max(4, (2 * room - 1).bit_length())
        self.room = 1 << (bits - 1)
        self._last = (1 << bits) - 1
        self._shift = np.uint64(64 - bits)
        self._keys = np.full(1 << bits, -1, np.int64)  # -1: free
        self._numbers = np.full(1 << bits, -1, np.int32)

    def find(self, keys: NDArray[Any]) -> Ids:
        """The number of each key, -1 where there is none."""
        keys = keys.astype(np.int64, copy=False)
        places = self._places(keys)
        rest = np.flatnonzero(self._keys.take(places) != keys)
        found: Ids = self._numbers.take(places)
        while len(rest):  # another key is there, or none
            found[rest] = -1
            rest = rest[self._keys[places[rest]] != -1]
            places[rest] = (places[rest] + 1) & self._last
            found[rest] = self._numbers[places[rest]]
            rest = rest[self._keys[places[rest]] != keys[rest]]
        return found

    def add(self, keys: NDArray[Any], numbers: Ids) -> None:
        """Number new keys, which are distinct, and for which there is room."""
        keys = keys.astype(np.int64, copy=False)
        places = self._places(keys)
        rest = np.arange(len(keys))
        while len(rest):
            free = rest[self._keys[places[rest]] == -1]
            mine = free[np.unique(places[free], return_index=True)[1]]
            self._numbers[places[mine]] = numbers[mine]
            self._keys[places[mine]] = keys[mine]  # last: who sees the key may read its number
            rest = rest[self._keys[places[rest]] != keys[rest]]
            places[rest] = (places[rest] + 1) & self._last

    def _places(self, keys: Ints) -> Ints:
        # By the golden ratio: Knuth, The Art of Computer Programming, vol. 3, section 6.4.
        mixed = keys.view(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        mixed >>= self._shift
        return mixed.view(np.int64)


class _Laid(NamedTuple):
    """How an index is laid out.  Exchanged whole: others may be reading."""

    shape: tuple[int, ...]
    table: _Direct | _Hashed


class Index:
    """The row of each key of several numbers from 0 up, -1 where there is none yet."""

    def __init__(self, numbers: int) -> None:
        self._keys = Growing((numbers,), np.int64)
        self._laid = _Laid((1,) * numbers, _Direct(1))

    def find(self, keys: Sequence[NDArray[Any]]) -> Ids:
        """The rows of many keys, each given as one array a number."""
        laid = self._laid
        if any(int(key.max(initial=0)) >= n for key, n in zip(keys, laid.shape, strict=True)):
            return self._find_within(keys, laid)
        return laid.table.find(_flat(keys, laid.shape))

    def _find_within(self, keys: Sequence[NDArray[Any]], laid: _Laid) -> Ids:
        """Where some keys have greater numbers than any that is known: those are not there."""
        within = np.logical_and.reduce([k < n for k, n in zip(keys, laid.shape, strict=True)])
        found = np.full(len(within), -1, np.int32)
        found[within] = laid.table.find(_flat([key[within] for key in keys], laid.shape))
        return found

    def first_of_each(self, keys: Sequence[NDArray[Any]]) -> Ints:
        """The place of the first of each distinct key, in the order in which they stand."""
        self._fit(keys)
        return np.sort(np.unique(_flat(keys, self._laid.shape), return_index=True)[1])

    def add(self, keys: Sequence[NDArray[Any]]) -> None:
        """Number new keys, which are distinct, from the next row on."""
        self._fit(keys)
        first = len(self._keys)
        self._keys.extend(np.stack(keys, axis=1))
        shape, table = self._laid
        if isinstance(table, _Hashed) and len(self._keys) > table.room:
            self._lay(shape)
        else:
            table.add(_flat(keys, shape), np.arange(first, len(self._keys), dtype=np.int32))

    def _fit(self, keys: Sequence[NDArray[Any]]) -> None:
        most = [int(key.max(initial=0)) + 1 for key in keys]
        now = self._laid.shape
        if any(a > b for a, b in zip(most, now, strict=True)):
            self._lay(tuple(b if a <= b else max(a, 2 * b) for a, b in zip(most, now, strict=True)))

    def _lay(self, shape: tuple[int, ...]) -> None:
        places = math.prod(shape)
        if places > np.iinfo(np.int64).max:
            raise OverflowError("more combinations than an index can tell apart")
        table = _Direct(places) if places <= DENSE else _Hashed(2 * len(self._keys))
        keys = _flat(list(self._keys.rows[: len(self._keys)].T), shape)
        table.add(keys, np.arange(len(keys), dtype=np.int32))
        self._laid = _Laid(shape, table)


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
        found[missing] = index.find(some)
    return found


class Combined:
    """Combinations of numbers, each numbered when it is first met."""

    def __init__(self, numbers: int) -> None:
        self._index = Index(numbers)
        self._lock = threading.Lock()

    def number(self, keys: Sequence[NDArray[Any]]) -> Ids:
        """The number of each combination."""
        found = self._index.find(keys)
        if len(found) and found.min() < 0:
            with self._lock:
                found = numbers_of(self._index, keys, lambda _: None)
        return found


class Asked:
    """An answer for each number from 0 up, asked once.  Threads may share one."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._answers = np.full(16, -1, np.int32)

    def of(self, numbers: Ids, ask: Callable[[int], int]) -> Ids:
        """The answers to numbers; `ask` is told where a new one stands first."""
        known = self._answers
        found: Ids = known.take(numbers, mode="clip")
        if len(found) and (found.min() < 0 or int(numbers.max()) >= len(known)):
            with self._lock:
                self._fill(numbers, ask)
                found = self._answers.take(numbers)
        return found

    def _fill(self, numbers: Ids, ask: Callable[[int], int]) -> None:
        known = self._answers
        if (room := int(numbers.max()) + 1) > len(known):
            more = np.full(max(room, 2 * len(known)) - len(known), -1, np.int32)
            known = np.concatenate([known, more])
        new, first = np.unique(numbers, return_index=True)
        missing = known[new] < 0
        for number, place in zip(new[missing].tolist(), first[missing].tolist(), strict=True):
            known[number] = ask(place)
        self._answers = known  # whole: others may be reading
