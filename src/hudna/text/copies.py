"""Which of many texts are copies of one another: wire copies, reposts, cut or rewritten a little.

In: texts, each as a sketch.  Out: groups of copies, and which of each is the earliest, where their
dates tell.  A sketch is a MinHash (Broder 1997) of the runs of three folded words of a text: the part
of it that two sketches have in common estimates the part of their runs that two texts have in common.
Texts are compared where a band of their sketches is equal, so the cost grows with their number, not
its square.  The hashes are fixed: the groups are the same on every machine and in every order.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hudna.text.letters import fold

ALIKE: Final = 0.5
"""Copies have so many of all their runs of words in common, or"""

HELD: Final = 0.8
"""so many of the shorter text's stand in the longer, if that is not many times as long."""

_BANDS: Final = 85
_ROWS: Final = 3  # a pair with a third in common is compared 19 times of 20, one with a half always
_HASHES: Final = _BANDS * _ROWS  # the error of the estimate is 0.03 at most
_COMPARED: Final = 0.25  # with less in common, what the sketches say is too rough
_RUN: Final = 3
_BLOCK: Final = 1024  # runs that are hashed at a time
_WORD: Final = re.compile(r"\w+")
_MIX: Final = tuple(
    np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
)

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Sketch:
    """Of the runs of words of a text: how many, and for each hash the least, of 32 bits."""

    runs: int
    least: NDArray[np.uint32]

    def written(self) -> str:
        """As text, for JSON."""
        return f"{self.runs}:{base64.b64encode(self.least.astype('<u4').tobytes()).decode()}"


def read_sketch(written: str) -> Sketch:
    """The sketch that `Sketch.written` gave.  Raises `ValueError`."""
    count, _, least = written.partition(":")
    try:
        values = np.frombuffer(base64.b64decode(least, validate=True), "<u4")
    except binascii.Error as error:
        raise ValueError(str(error)) from None
    if len(values) != _HASHES:
        raise ValueError(f"a sketch has {_HASHES} values, not {len(values)}")
    return Sketch(int(count), values.astype(np.uint32))


@dataclass(frozen=True, slots=True)
class Told:
    """One of the texts: its id, its sketch, and the day it was published, if that is known."""

    id: str
    sketch: Sketch
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Copies:
    """Ids of texts that are copies, sorted; the earliest, where the dates tell, and why or why not."""

    members: tuple[str, ...]
    earliest: str | None
    why: str


def sketch(text: str) -> Sketch:
    """The sketch of a text; linear in its length."""
    runs = _runs(_WORD.findall(fold(text)))
    factors, shifts = _hashes()
    least = np.full(_HASHES, np.iinfo(np.uint32).max, np.uint32)
    for start in range(0, len(runs), _BLOCK):
        block = runs[start : start + _BLOCK, np.newaxis]
        hashed = ((block * factors + shifts) >> np.uint64(32)).astype(np.uint32)
        np.minimum(least, hashed.min(axis=0), out=least)
    return Sketch(len(runs), least)


def near_duplicates(texts: Iterable[Told]) -> tuple[Copies, ...]:
    """The groups of copies among texts with distinct ids; texts without words are in none.

    A group is what copies of copies connect.  It does not depend on the order of the texts.
    """
    told = sorted((text for text in texts if text.sketch.runs), key=lambda text: text.id)
    if len(told) < 2:
        return ()
    least = np.stack([text.sketch.least for text in told])
    runs = np.array([text.sketch.runs for text in told], float)
    above = list(
        range(len(told))
    )  # of each text one that it is grouped with, up to the group's first
    for band in range(_BANDS):
        for bucket in _buckets(least[:, band * _ROWS : (band + 1) * _ROWS]):
            _join(bucket, least, runs, above)
    groups: dict[int, list[Told]] = {}
    for place, text in enumerate(told):
        groups.setdefault(_top(above, place), []).append(text)
    return tuple(_copies(group) for group in groups.values() if len(group) > 1)


def _runs(words: list[str]) -> Hashes:
    """The hashes of the runs of words, each once; of a text of fewer words, of all of them."""
    if not words:
        return np.empty(0, np.uint64)
    known = {word: _hash(word) for word in set(words)}
    codes = np.array([known[word] for word in words], np.uint64)
    count = max(1, len(codes) - _RUN + 1)
    made = np.zeros(count, np.uint64)
    for place in range(min(_RUN, len(codes))):
        made += codes[place : place + count] * _MIX[place]
    made ^= made >> np.uint64(31)
    return np.unique(made * _MIX[1])


def _hash(word: str) -> int:
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "little")


@cache
def _hashes() -> tuple[Hashes, Hashes]:
    """Multiply, add and shift (Dietzfelbinger 1996): odd factors and what is added."""
    factors = np.array([_hash(f"factor {place}") | 1 for place in range(_HASHES)], np.uint64)
    return factors, np.array([_hash(f"shift {place}") for place in range(_HASHES)], np.uint64)


def _buckets(band: NDArray[np.uint32]) -> Iterator[NDArray[np.int64]]:
    """The places of the texts that are equal in a band, where they are several."""
    order = np.lexsort(band.T)
    ends = np.flatnonzero((band[order][1:] != band[order][:-1]).any(axis=1)) + 1
    for bucket in np.split(order, ends):
        if len(bucket) > 1:
            yield np.sort(bucket)


def _join(
    bucket: NDArray[np.int64],
    least: NDArray[np.uint32],
    runs: NDArray[np.float64],
    above: list[int],
) -> None:
    """Group the copies in a bucket.  Texts that are grouped already are not compared again."""
    rest = bucket
    while len(rest) > 1:
        waiting, rest = [int(rest[0])], rest[1:]
        while waiting and len(rest):
            one = waiting.pop()
            tops = np.array([_top(above, int(other)) for other in rest])
            joined = tops == _top(above, one)
            joined |= _alike(one, rest, least, runs)
            for other in rest[joined]:
                above[_top(above, int(other))] = _top(above, one)
            waiting += map(int, rest[joined])
            rest = rest[~joined]


def _alike(
    one: int, others: NDArray[np.int64], least: NDArray[np.uint32], runs: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Which of the others are copies of one text."""
    common: NDArray[np.float64] = (least[others] == least[one]).mean(axis=1)
    shared = common / (1 + common) * (runs[others] + runs[one])
    held = shared / np.minimum(runs[others], runs[one])
    alike: NDArray[np.bool_] = (common >= ALIKE) | ((common >= _COMPARED) & (held >= HELD))
    return alike


def _top(above: list[int], place: int) -> int:
    while above[place] != place:
        above[place] = above[above[place]]
        place = above[place]
    return place


def _copies(group: list[Told]) -> Copies:
    """A group, and which of it is the earliest: only where every one has a date."""
    members = tuple(text.id for text in group)
    dated = sorted((text.published, text.id) for text in group if text.published is not None)
    if len(dated) < len(group):
        why = (
            f"{len(group) - len(dated)} of {len(group)} state no date, so the earliest is not known"
        )
        return Copies(members, None, why)
    first = [name for day, name in dated if day == dated[0][0]]
    if len(first) > 1:
        why = f"{len(first)} of {len(group)} state the earliest date, {dated[0][0]}"
        return Copies(members, None, why)
    return Copies(members, first[0], f"states {dated[0][0]}; the next {dated[1][0]}")
