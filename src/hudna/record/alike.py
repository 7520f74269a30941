"""Alike: rows of one public cell say only what at least k contributors say in the same words.

In: the rows of a public release, with whose each is.  Out: the same rows, with values left out.  A cell
is alike in time and place; but four rows of artillery and one of an abduction are not alike, and who
knows who saw the abduction finds his row.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

GROUPS: Final = (
    ("what",),
    ("acts", "acts_en", "acts_ar", "counts"),
    ("killed_low", "killed", "killed_high"),
    ("headlines", "headlines_en", "headlines_ar", "causes"),
    ("evidence",),
    ("aggregate",),
    ("source",),
)
"""Columns that are shown or left out together, in the order in which that is decided."""


class Voiced(NamedTuple):
    """A row, and the contributors behind it; none: it is shown as it is."""

    row: dict[str, Any]
    contributors: frozenset[str]


def alike(rows: Sequence[Voiced], k: int) -> list[dict[str, Any]]:
    """The rows in their order, with nothing that fewer than `k` contributors have in common.

    The rows of a cell, which has `k` contributors at least, begin as one class.  Group by group of
    `GROUPS`, each class falls into those that share a value, and the rest: the values of fewer than
    `k`, and what says nothing.  The rest says nothing in these columns.  Where fewer than `k` stand
    behind the rest, the smallest class that shares a value joins it, for to be the one that says
    nothing tells as much.  So each class has `k` contributors after each group, and rows that agree
    in every column but their ids and commitments are of `k` contributors, whichever columns a reader
    looks at together.
    """
    cells: dict[str, list[int]] = {}
    for at, (row, contributors) in enumerate(rows):
        if contributors:
            cells.setdefault(_key(row, _CELL), []).append(at)
    told = [dict(row) for row, _ in rows]
    voices = [contributors for _, contributors in rows]
    for cell in cells.values():
        classes = [cell]
        for group in GROUPS:
            classes = [part for each in classes for part in _split(each, group, k, told, voices)]
    return told


_CELL: Final = ("from", "to", "unit")


def _split(
    members: Sequence[int],
    group: Sequence[str],
    k: int,
    told: Sequence[dict[str, Any]],
    voices: Sequence[frozenset[str]],
) -> list[list[int]]:
    """The classes into which a class falls by one group, of which the last may say nothing."""
    shared: dict[str, list[int]] = {}
    rest: list[int] = []
    for at in members:
        blank = all(told[at][column] in (None, []) for column in group)
        (rest if blank else shared.setdefault(_key(told[at], group), [])).append(at)

    def stand_behind(some: Sequence[int]) -> int:
        return len(frozenset[str]().union(*(voices[at] for at in some)))

    for value in [value for value, some in shared.items() if stand_behind(some) < k]:
        rest += shared.pop(value)
    if rest and shared and stand_behind(rest) < k:
        rest += shared.pop(min(shared, key=lambda value: (stand_behind(shared[value]), value)))
    for at in rest:
        for column in group:
            told[at][column] = [] if isinstance(told[at][column], list) else None
    return [*shared.values(), *([rest] if rest else [])]


def _key(row: dict[str, Any], columns: Sequence[str]) -> str:
    return json.dumps([row[column] for column in columns])
