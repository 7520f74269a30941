"""Carried: what is compared of reports as rows of bytes, which can be sent elsewhere and put together again.

In: `Traits`.  Out: its form, the traits of no report, and a table of two columns: the numbers of each report,
and its words.  Of any of these rows the form makes traits again, number for number: only what is said of each
report is in them, and whatever is known of all is in the form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import csr_array

from hudna.matching.compare import Traits
from hudna.matching.tellings import Ints
from hudna.matching.tokens import Tokens
from hudna.matching.words import Often, Words

_AT_ONCE: Final = 20_000
"""Reports of a chunk: few enough for their words to have 32-bit offsets."""

_WORD: Final = np.dtype([("weight", np.int32), ("column", np.int32)])

Array = NDArray[Any]


def packed(traits: Traits) -> tuple[Traits, pa.Table]:
    """The form of some traits, and a row of bytes for each report, in chunks."""
    arrays: dict[str, Array] = {}

    def emptied(name: str, array: Array) -> Array:
        arrays[name] = array
        return array[..., :0]

    words = traits.words.rows
    none = csr_array((0, words.shape[1]), dtype=words.dtype)
    form: Traits = _rebuilt(traits, emptied, none)
    kind = np.dtype([(name, array.dtype, array.shape[:-1]) for name, array in arrays.items()])
    chunks: list[pa.RecordBatch] = []
    for start in range(0, len(traits.source), _AT_ONCE):
        part = slice(start, min(start + _AT_ONCE, len(traits.source)))
        numbers = np.empty(part.stop - start, kind)
        for name, array in arrays.items():
            numbers[name] = np.moveaxis(array[..., part], -1, 0)
        ends = words.indptr[start : part.stop + 1]
        said = np.empty(ends[-1] - ends[0], _WORD)
        said["weight"] = words.data[ends[0] : ends[-1]]
        said["column"] = words.indices[ends[0] : ends[-1]]
        each = np.arange(len(numbers) + 1) * kind.itemsize
        columns = [_bytes(numbers, each), _bytes(said, (ends - ends[0]) * _WORD.itemsize)]
        chunks.append(pa.record_batch(columns, ["numbers", "words"]))
    schema = pa.schema([("numbers", pa.binary()), ("words", pa.binary())])
    return form, pa.Table.from_batches(chunks, schema)


def unpacked(form: Traits, rows: pa.Table) -> Traits:
    """The traits of some of the reports whose form this is."""
    shapes: list[tuple[str, Any, tuple[int, ...]]] = []

    def shape(name: str, array: Array) -> Array:
        shapes.append((name, array.dtype, array.shape[:-1]))
        return array

    none = form.words.rows
    _rebuilt(form, shape, none)
    numbers = np.frombuffer(_data(rows["numbers"])[0], np.dtype(shapes))

    def filled(name: str, _: Array) -> Array:
        return np.ascontiguousarray(np.moveaxis(numbers[name], 0, -1))

    data, ends = _data(rows["words"])
    said = np.frombuffer(data, _WORD)
    starts = (ends // _WORD.itemsize).astype(np.int32)
    held = (np.ascontiguousarray(said["weight"]), np.ascontiguousarray(said["column"]), starts)
    traits: Traits = _rebuilt(form, filled, csr_array(held, (len(numbers), none.shape[1])))
    return traits


def _rebuilt(
    value: Any, by: Callable[[str, Array], Array], words: csr_array, name: str = ""
) -> Any:
    """The same with every array of it, whose last axis is that of reports, replaced by another."""
    if isinstance(value, np.ndarray):
        return by(name, value)
    if isinstance(value, dict):
        return {key: _rebuilt(each, by, words, f"{name}.{key}") for key, each in value.items()}
    if isinstance(value, Words):  # what each text says, and how often, is in its weights already
        nothing = np.empty(0, np.int64)
        known = by(f"{name}.known", value.known)
        tokens = Tokens(nothing.astype(np.int32), np.zeros(1, np.int64), ())
        return Words(words, known, tokens, Often((), nothing, value.often.many))
    if is_dataclass(value) and not isinstance(value, type):
        made = {
            each.name: _rebuilt(getattr(value, each.name), by, words, f"{name}.{each.name}")
            for each in fields(value)
            if each.init
        }
        return type(value)(**made)
    return value


def _bytes(values: Array, ends: Ints) -> pa.Array:
    """Values as bytes, those of each row one after another."""
    buffers = [None, pa.py_buffer(ends.astype(np.int32)), pa.py_buffer(values.tobytes())]
    return pa.Array.from_buffers(pa.binary(), len(ends) - 1, buffers)


def _data(column: pa.ChunkedArray) -> tuple[memoryview, Ints]:
    """The bytes of all rows, one after another, and where those of each begin, and the last end."""
    whole = column.cast(pa.large_binary()).combine_chunks()
    if not len(whole):
        return memoryview(b""), np.zeros(1, np.int64)
    _, ends, data = whole.buffers()
    offsets = np.frombuffer(ends, np.int64)[whole.offset : whole.offset + len(whole) + 1]
    bytes_ = memoryview(data or b"")[offsets[0] : offsets[-1]]
    return bytes_, offsets - offsets[0]
