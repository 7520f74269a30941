"""Lists: columns of lists as numbers, row after row.

In: a column of lists of names.  Out: `Lists`: where each row's list begins, and the numbers of all
names; and for rows of numbers, one number for each distinct list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hudna.judging.bits import Ids, Ints
from hudna.judging.growing import Combined


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of numbers: row i has `values[first[i]:first[i + 1]]`."""

    first: Ints
    values: Ids

    def __len__(self) -> int:
        return len(self.first) - 1

    @property
    def counts(self) -> Ints:
        """How many each row has."""
        return np.diff(self.first)

    def take(self, rows: NDArray[Any]) -> Lists:
        """The lists of some rows, in the order asked."""
        counts = self.counts[rows]
        first = np.concatenate([[0], np.cumsum(counts)])
        return Lists(first, self.values[spread(self.first[:-1][rows], counts)])

    def of(self, row: int) -> tuple[int, ...]:
        """One row's list."""
        return tuple(self.values[self.first[row] : self.first[row + 1]].tolist())

    def or_else(self, value: int) -> Lists:
        """The same, with a list of one value where there was none."""
        counts = self.counts
        if not len(counts) or counts.min() > 0:
            return self
        filled = np.maximum(counts, 1)
        first = np.concatenate([[0], np.cumsum(filled)])
        values = np.full(first[-1], value, np.int32)
        values[spread(first[:-1], counts)] = self.values
        return Lists(first, values)

    def distinct(self) -> Lists:
        """The same, each number of a list once, in the order in which they first stand."""
        counts = self.counts
        if not len(counts) or counts.max() < 2:
            return self
        rows = np.flatnonzero(counts > 1)
        some = self.take(rows)
        row = np.repeat(np.arange(len(rows)), some.counts)
        keys = row * (int(some.values.max()) + 1) + some.values
        first = np.unique(keys, return_index=True)[1]
        if len(first) == len(keys):
            return self
        again = np.ones(len(keys), np.bool_)
        again[first] = False
        kept = np.ones(len(self.values), np.bool_)
        kept[spread(self.first[rows], some.counts)[again]] = False
        left = counts - np.bincount(rows[row[again]], minlength=len(self))
        return Lists(np.concatenate([[0], np.cumsum(left)]), self.values[kept])


def spread(starts: Ints | Ids, counts: Ints | Ids) -> Ints:
    """All places of runs: from each start on, as many as counted."""
    ends: Ints = np.cumsum(counts, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts - (ends - counts), counts) + np.arange(total)


def read(column: pa.ChunkedArray, number: Callable[[str], int]) -> Lists:
    """A column of lists of strings, or of dictionaries of strings; a null is an empty list.

    `number` is asked once for each distinct name that occurs: a dictionary may hold others.  A null
    within a list has the number of "".
    """
    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = array.chunk(0) if array.num_chunks else pa.array([], column.type)
    if array.null_count:
        array = pc.fill_null(array, pa.scalar([], array.type))
    flat = array.flatten()
    offsets = np.asarray(array.offsets, np.int64)
    first = offsets - offsets[0]
    coded = flat if pa.types.is_dictionary(flat.type) else flat.dictionary_encode()
    names = [*coded.dictionary.to_pylist(), ""]
    places = np.asarray(coded.indices.cast(pa.int64()).fill_null(len(names) - 1))
    numbers = np.zeros(len(names), np.int32)
    for place in np.flatnonzero(np.bincount(places, minlength=len(names))).tolist():
        numbers[place] = number(names[place] or "")
    return Lists(first, numbers[places])


def nothing(rows: int) -> Lists:
    """Empty lists."""
    return Lists(np.zeros(rows + 1, np.int64), np.zeros(0, np.int32))


def kinds(*columns: NDArray[Any]) -> tuple[Ints, Ints]:
    """The first row of each distinct combination of numbers, and for each row its combination."""
    whole = columns[0].astype(np.int64)
    for column in columns[1:]:
        low = int(column.min(initial=0))
        size = int(column.max(initial=0)) - low + 1
        if len(whole) and int(whole.max()) > (1 << 62) // size:
            whole = np.unique(whole, return_inverse=True)[1].reshape(-1)
        whole = whole * size + (column - low)
    coded = pa.array(whole).dictionary_encode()
    of = np.asarray(coded.indices).astype(np.int64)
    first = np.zeros(len(coded.dictionary), np.int64)
    first[of[::-1]] = np.arange(len(of) - 1, -1, -1)
    return first, of


def told_apart(lists: Lists) -> Ints:
    """A number for each row, the same for equal lists and for them only."""
    counts = lists.counts
    found = np.zeros(len(counts), np.int64)
    for i in range(int(counts.max(initial=0))):  # few rows have a list of more than one
        rows = np.flatnonzero(counts > i)
        value = lists.values.take(lists.first.take(rows) + i)
        if i == 0:
            found[rows] = value.astype(np.int64) + 1
        else:  # numbers that no shorter list has
            found[rows] = int(found.max()) + 1 + kinds(found[rows], value)[1]
    return found


def numbered(lists: Lists) -> tuple[Ids, Sequence[int]]:
    """A number for each distinct list, and a row that has it."""
    first, numbers = kinds(told_apart(lists))
    return numbers.astype(np.int32), first.tolist()


class KnownLists:
    """Lists, each numbered when it is first met; 0 is the empty one.  Threads may share one."""

    def __init__(self) -> None:
        self._longer = Combined(2)  # by the number of a list and what follows it

    def number(self, lists: Lists) -> Ids:
        """The number of each list."""
        counts = lists.counts
        found = np.zeros(len(counts), np.int32)
        for i in range(int(counts.max(initial=0))):
            rows = np.flatnonzero(counts > i)
            value = lists.values.take(lists.first.take(rows) + i)
            found[rows] = self._longer.number((found.take(rows), value)) + 1
        return found
