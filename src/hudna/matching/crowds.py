"""Crowds: reports that so many others lie around that they cannot be compared with each of them.

In: `Blocks`, and the reports.  Out: which reports are in a crowd, and the pairs that are compared nevertheless.  Thousands of reports of
one town and one day are compared with those most like them only: each with `NEAR` others in each of
several orders, by what they have in common (their text, their point and hour, their dead).  Whoever
stands outside of the crowd is compared with all of it.  Where pairs are not too many there are no crowds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hudna.matching.blocking import AT_ONCE, Blocks, Extents, Pairs, Part, may_be_one
from hudna.matching.tellings import Flags, Floats, Ints, Tellings

NEAR: Final = 60
"""Others that a report of a crowd is compared with, in each order and on either side of it."""

LIMITS: Final = (20_000, 10_000, 5_000, 2_000, 1_000)
"""A report with more others around it is in a crowd: the first of these that leaves few enough pairs."""

_FEW: Final = 100_000_000  # pairs that are always looked at …
_EACH: Final = 700  # … and for each report
_PROBE: Final = 2000  # reports by which it is guessed how many pairs there are


@dataclass(frozen=True, slots=True)
class Crowd:
    """The reports in crowds, by their place in `blocks`, in several orders, with what orders them."""

    blocks: Blocks
    orders: tuple[Ints, ...]
    keys: tuple[Ints, ...]
    places: tuple[Ints, ...]  # of each report in each order; -1 where it has none

    def rows(self) -> Ints:
        """The rows of the reports."""
        members = np.flatnonzero(np.max(np.stack(self.places), axis=0) >= 0)
        return np.sort(self.blocks.order[members])

    def parts(self) -> Iterator[Part | Neighbours]:
        """The pairs that are compared, in parts that can be worked out at the same time."""
        inside = np.max(np.stack(self.places), axis=0) >= 0
        yield from beside(self.blocks, np.ones(len(inside), bool), inside)
        yield from self.within()

    def within(self) -> Iterator[Neighbours]:
        """The pairs of reports of the crowd."""
        step = max(AT_ONCE // NEAR, 1)
        for which, order in enumerate(self.orders):
            for start in range(0, len(order), step):
                yield Neighbours(self, which, start, min(start + step, len(order)))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Some reports of a crowd with those that follow them in one order."""

    crowd: Crowd
    which: int
    start: int
    stop: int

    def pairs(self, at_once: int = AT_ONCE) -> Iterator[Pairs]:
        """The pairs that may be of one incident, and that no earlier order has given."""
        del at_once  # parts are small
        crowd, blocks = self.crowd, self.crowd.blocks
        order, key = crowd.orders[self.which], crowd.keys[self.which]
        first = np.repeat(np.arange(self.start, self.stop), NEAR)
        second = first + np.tile(np.arange(1, NEAR + 1), self.stop - self.start)
        inside = np.flatnonzero(second < len(order))
        a, b = order.take(first.take(inside)), order.take(second.take(inside))
        keep = key.take(a) == key.take(b)
        for place, earlier in zip(crowd.places[: self.which], crowd.keys, strict=False):
            near = np.abs(place.take(a) - place.take(b)) <= NEAR
            keep &= ~(near & (earlier.take(a) == earlier.take(b)) & (earlier.take(a) >= 0))
        at = np.flatnonzero(keep)
        a, b = a.take(at), b.take(at)
        at = np.flatnonzero(may_be_one(blocks.told, a, b))
        one, two = blocks.order.take(a.take(at)), blocks.order.take(b.take(at))
        if len(at):
            yield np.minimum(one, two), np.maximum(one, two)


def beside(blocks: Blocks, asking: Flags, inside: Flags) -> Iterator[Part]:
    """The pairs of some reports with those that begin after them, but for pairs within the crowd."""
    yield from blocks.forward(np.flatnonzero(asking & ~inside))
    yield from blocks.forward(np.flatnonzero(asking & inside), inside)


def crowd(blocks: Blocks, told: Tellings, deaths: Floats) -> Crowd | None:
    """The crowd among reports, if there is one."""
    inside = _inside(blocks)
    if inside is None or not inside.any():
        return None
    members = np.flatnonzero(inside)
    orders, keys, places = [], [], []
    for values in _alike(blocks.order, blocks.told, told, deaths):
        known = members[values[members] >= 0]
        order = known[np.lexsort((known, values[known]))]  # of one value by the hour
        place = np.full(len(inside), -1)
        place[order] = np.arange(len(order))
        orders.append(order)
        keys.append(values)
        places.append(place)
    return Crowd(blocks, tuple(orders), tuple(keys), tuple(places))


def _alike(rows: Ints, extents: Extents, told: Tellings, deaths: Floats) -> Iterator[Ints]:
    """Numbers that rows have in common whose text, point and hour, or dead and day are the same; all."""
    text = pc.dictionary_encode(told.text.take(pa.array(rows))).indices
    yield text.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    lines = np.stack([extents.lat, extents.lon, extents.begin])
    yield _numbers(np.floor(lines * 100))
    dead = deaths[rows]
    number = _numbers(np.stack([np.nan_to_num(dead), np.floor(extents.begin / 24)]))
    yield np.where(np.isnan(dead), -1, number)
    yield np.zeros(len(rows), np.int64)


def _numbers(lines: Floats) -> Ints:
    """A number for each column of some lines: the same for the same."""
    order = np.lexsort(lines)
    new = (np.diff(lines[:, order], axis=1) != 0).any(axis=0)
    number = np.empty(len(order), np.int64)
    number[order] = np.concatenate([[0], np.cumsum(new)])
    return number


def _inside(blocks: Blocks) -> Flags | None:
    """Which reports are in a crowd."""
    size = len(blocks.order)
    allowed = _FEW + _EACH * size
    if size**2 / 2 <= allowed:
        return None
    probe = np.arange(0, size, max(1, size // _PROBE))
    if sum(part.ranges()[1].sum() for part in blocks.forward(probe)) * size / len(probe) <= allowed:
        return None
    around = _around(blocks)
    fit = [limit for limit in LIMITS if around[around <= limit].sum() <= allowed]
    return around > (fit[0] if fit else LIMITS[-1])


def _around(blocks: Blocks) -> Floats:
    """How many others each report would be looked at with: those that it asks, and that ask it."""
    found = np.zeros(len(blocks.order))
    for part in blocks.forward(np.arange(len(blocks.order))):
        first, size = part.ranges()
        found[part.asking] += size.sum(axis=1)
        some = np.flatnonzero(size)
        first, last = first.ravel()[some], (first + size).ravel()[some]
        many = len(part.grid.rows) + 1
        begins = np.bincount(first, minlength=many) - np.bincount(last, minlength=many)
        found[part.grid.rows] += np.cumsum(begins)[:-1]
    return found
