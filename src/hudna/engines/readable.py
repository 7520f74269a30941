"""Readable: findings as people filter and count them, a verdict a column or a verdict a row.

In: a table of findings (`finding_table.schema`).  Out: the same findings in one of the forms of
`Form`.  Words repeat, so their columns are dictionaries: categories, in pandas and polars.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hudna.agreement.worlds import World
from hudna.finding import Headline, Verdict
from hudna.finding_table import SETS, members
from hudna.problem import refuse

_WORDS: Final = pa.dictionary(pa.int32(), pa.string())
_SAID: Final = (Verdict.CANNOT_DETERMINE.value, *SETS, Headline.DEPENDS.value)
"""What a column of verdicts says, by number; the last, of a reading, that its worlds differ."""

_BEFORE: Final = ("incident", "part", "headline", "causes")
_AFTER: Final = ("reasons", "pivots", "flags", "aggregate")


class Form(StrEnum):
    """How verdicts stand in a table for people."""

    READINGS = "readings"  # a row an incident, a column a reading
    WORLDS = "worlds"  # a row an incident, a column a world
    LONG = "long"  # a row an incident and world


def readable(found: pa.Table, worlds: Sequence[World], form: Form) -> pa.Table:
    """Findings under `worlds`, which are those of the table, in their order, in a form.

    Raises `Refused` where a reading is called as another column is.
    """
    numbers = _numbers(found, len(worlds))
    if form == Form.LONG:
        return _long(found, worlds, numbers)
    verdicts = (
        {world.id: numbers[:, i] for i, world in enumerate(worlds)}
        if form == Form.WORLDS
        else _by_reading(numbers, worlds)
    )
    if clash := sorted({*_BEFORE, *_AFTER} & set(verdicts)):
        what = f"the reading “{clash[0]}” of the case is called as a column of the table"
        raise refuse("table", what, 'Ask for `form="long"`')
    fields = [
        *(found.schema.field(name) for name in _BEFORE),
        *(pa.field(name, _WORDS, False, {"doc": _doc(form)}) for name in verdicts),
        *(found.schema.field(name) for name in _AFTER),
    ]
    columns = [
        *(found[name] for name in _BEFORE),
        *(_said(column) for column in verdicts.values()),
        *(found[name] for name in _AFTER),
    ]
    return pa.table(columns, schema=pa.schema(fields))


def _doc(form: Form) -> str:
    if form == Form.WORLDS:
        return "the verdict in this world"
    return "the verdict in every world of this reading that was judged; `depends`: they differ"


def _numbers(found: pa.Table, count: int) -> NDArray[np.int8]:
    """The verdict of each row in each world, by number: shape (rows, worlds)."""
    numbers = np.zeros((found.num_rows, count), np.int8)
    for name in SETS:
        for i in range(count):
            numbers[members(found[name], i), i] = _SAID.index(name)
    return numbers


def _by_reading(numbers: NDArray[np.int8], worlds: Sequence[World]) -> dict[str, NDArray[np.int8]]:
    columns: dict[str, list[int]] = {}
    for i, world in enumerate(worlds):
        columns.setdefault(world.reading, []).append(i)
    found: dict[str, NDArray[np.int8]] = {}
    for reading, places in columns.items():
        some = numbers[:, places]
        alike = (some == some[:, :1]).all(axis=1)
        found[reading] = np.where(alike, some[:, 0], _SAID.index(Headline.DEPENDS)).astype(np.int8)
    return found


def _long(found: pa.Table, worlds: Sequence[World], numbers: NDArray[np.int8]) -> pa.Table:
    rows, count = numbers.shape
    each = pa.array(np.repeat(np.arange(rows), count))
    readings = list(dict.fromkeys(world.reading for world in worlds))
    of = np.array([readings.index(world.reading) for world in worlds], np.int32)
    which = {
        "world": _dictionary(np.tile(np.arange(count), rows), [w.id for w in worlds]),
        "reading": _dictionary(np.tile(of, rows), readings),
        "verdict": _said(numbers.reshape(-1)),
    }
    docs = ("the world", "the reading that it is one of", _doc(Form.WORLDS))
    fields = [
        *(found.schema.field(name) for name in _BEFORE[:2]),
        *(pa.field(n, _WORDS, False, {"doc": d}) for n, d in zip(which, docs, strict=True)),
        *(found.schema.field(name) for name in ("headline", "aggregate")),
    ]
    kept = {name: found[name].take(each) for name in (*_BEFORE[:2], "headline", "aggregate")}
    columns = [(kept | which)[field.name] for field in fields]
    return pa.table(columns, schema=pa.schema(fields))


def _said(numbers: NDArray[np.int8]) -> pa.Array:
    return _dictionary(numbers, _SAID)


def _dictionary(numbers: NDArray[Any], texts: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(
        pa.array(numbers.astype(np.int32)), pa.array(list(texts), pa.string())
    )


def tidied(found: pa.Table) -> pa.Table:
    """The same, each dictionary one, of the words that occur, in the order of the alphabet.

    A court's dictionaries hold whatever it met before; what is told of a table must not.
    Of verdicts and headlines, the words are always all.
    """
    columns = [
        _tidied(column) if name in ("causes", "reasons", "pivots", "flags") else column
        for name, column in zip(found.column_names, found.unify_dictionaries().columns, strict=True)
    ]
    return pa.table(columns, schema=found.schema)


def _tidied(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    used = np.unique(np.asarray(whole.indices.drop_null()))
    texts = [whole.dictionary[i].as_py() for i in used.tolist()]
    order = sorted(range(len(texts)), key=texts.__getitem__)
    place = np.zeros(len(whole.dictionary) + 1, np.int32)
    place[used[order]] = np.arange(len(order))
    numbers = place[np.asarray(whole.indices.fill_null(0))]
    return pa.DictionaryArray.from_arrays(
        pa.array(numbers, mask=np.asarray(whole.is_null())),
        pa.array([texts[i] for i in order], pa.string()),
    )
