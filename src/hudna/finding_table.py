"""Findings in bulk: the Arrow table that comes out of judging many incidents.

In: nothing; this names and types the columns.  Out: `schema`, for the worlds that were judged, and
`verdicts_in`, which reads one world's verdicts out of a table.

One row is one incident, or one part of it.  A verdict is a bit: byte i // 8, bit i % 8 of a set is
world i, in the order of the schema's metadata `worlds`; what is in no set cannot be determined.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from hudna.finding import Verdict

SETS: Final = ("violation", "outside", "permitted", "not_occurred")
"""The columns that are sets of worlds."""

_WORDS: Final = pa.dictionary(pa.int32(), pa.string())


def schema(worlds: Sequence[str], counted: Sequence[str]) -> pa.Schema:
    """The columns of a table of findings under `worlds`; `counted` are those of the headline."""
    size = 8 * max(1, -(-len(worlds) // 64))
    sets = pa.binary(size)
    named = {"hudna": "findings 1", "worlds": json.dumps(list(worlds)),
             "counted": json.dumps(list(counted))}  # fmt: skip
    fields = [
        ("incident", pa.string(), False, "id"),
        ("part", pa.int32(), True, "from 1, of an act that is split; null: the whole"),
        ("headline", _WORDS, False, "over the worlds that count: a code of `headline`"),
        ("causes", _WORDS, False, "why it is not a violation where it is not; joined by |"),
        ("violation", sets, False, "the worlds in which it is one"),
        ("outside", sets, False, "the worlds in which it lies outside the agreement"),
        ("permitted", sets, False, "the worlds in which it is a permitted response"),
        ("not_occurred", sets, False, "the worlds in which it is refuted"),
        ("reasons", _WORDS, True, "element:code of what is missing in some world; joined by |; null: not asked"),
        ("pivots", _WORDS, True, "the switches and readings on which it turns; joined by |; null: not asked"),
        ("flags", _WORDS, False, "law:code of concerns under other law; joined by |"),
        ("aggregate", pa.bool_(), False, "sums many events: never counted"),
    ]  # fmt: skip
    return pa.schema(
        [pa.field(name, kind, null, {"doc": doc}) for name, kind, null, doc in fields], named
    )


def worlds_of(table: pa.Table | pa.Schema) -> list[str]:
    """The worlds of a table of findings, in the order of their bits."""
    found = table.schema if isinstance(table, pa.Table) else table
    return list(json.loads((found.metadata or {})[b"worlds"]))


def verdicts_in(table: pa.Table, world: str) -> pa.Array:
    """The verdict of each row in one world, as strings.  Raises `KeyError` for an unknown world."""
    known = worlds_of(table)
    if world not in known:
        raise KeyError(world)
    place = known.index(world)
    found = np.full(table.num_rows, Verdict.CANNOT_DETERMINE.value, dtype=object)
    for name in SETS:
        found[members(table[name], place)] = name
    return pa.array(found, pa.string())


def members(sets: pa.ChunkedArray, place: int) -> Any:
    """Whether each set holds the world whose bit is at `place`."""
    array = sets.combine_chunks()
    width = sets.type.byte_width
    octets = np.frombuffer(array.buffers()[1], np.uint8, len(array) * width, array.offset * width)
    return (octets.reshape(len(array), width)[:, place // 8] >> (place % 8) & 1).astype(bool)
