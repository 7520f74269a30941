"""Canonical bytes: the one spelling of a thing, which the record stores and hashes.

In: a JSON value, or reports by the million as an Arrow table.  Out: its bytes by RFC 8785 (JSON
Canonicalization Scheme), and back.  `canonical` is the plain way, for one thing.  `rows` writes
the same bytes for each row of a table, column by column; `table` reads them back.

A row is an object of its columns, sorted by name.  What is unknown (null) and empty lists are left
out: such a row means the same however many columns its schema has.  A time is text, in UTC, with
six decimals always: `2016-12-29T22:00:00.000000Z`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pj
import rfc8785

MAX_ROW: Final = 64 * 1024 * 1024
"""Bytes in one row: more is no report, and no database takes it gladly."""

_SAFE: Final = 2**53 - 1  # RFC 8785, 3.2.2.3: a number is an IEEE 754 double
_TIME: Final = pa.timestamp("us", "UTC")
_TEXT: Final = pa.string()
_BOUNDS: Final = {  # lowest, highest, and what lies beyond
    pa.int64(): (-_SAFE, _SAFE, "is beyond ±(2**53 - 1), which JSON cannot hold exactly"),
    _TIME: (-62_135_596_800_000_000, 253_402_300_799_999_999, "is outside the years 0001 to 9999"),
}
_PLAIN: Final = (_TEXT, _TIME, pa.float64(), pa.int32(), pa.int64(), pa.bool_())
_ESCAPES: Final = {code: rfc8785.dumps(chr(code))[1:-1].decode() for code in (92, 34, *range(32))}
_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_ROWS: Final = 16_384  # at once: enough to forget the cost of a call, few enough for the caches
_BYTES: Final = 16 * 1024 * 1024  # at once, at most, unless one row has more
_BLOCK: Final = 4 * 1024 * 1024  # what one thread reads at a time


class NotCanonical(ValueError):
    """A value that has no canonical bytes, or bytes that are those of no value."""


def canonical(value: Any) -> bytes:
    """The RFC 8785 bytes of a JSON value: None, bool, int, float, str, list, tuple or dict.

    Raises `NotCanonical` for NaN and infinities, integers beyond ±(2**53 - 1), keys that are not
    text, lone surrogates, other types, and what is nested too deeply (or in itself).
    """
    try:
        return rfc8785.dumps(value)
    except RecursionError:
        raise NotCanonical("a value is nested too deeply to be written as JSON") from None
    except ValueError as error:  # of the library, or of a key that cannot be encoded
        raise NotCanonical(f"a value cannot be written as canonical JSON: {error}") from None


def parse(body: bytes) -> Any:
    """The value of a JSON text in UTF-8, canonical or not; `canonical` takes whatever this gives.

    A whole number beyond ±(2**53 - 1) becomes a float: JSON means a double.  Raises `NotCanonical`
    for what is not JSON, keys that occur twice, numbers beyond a double and lone surrogates.
    """
    try:
        value = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_number,
            parse_float=_number,
            parse_int=_whole,
        )
        if _SURROGATE.search(body):  # a pair of them is one character, half a pair is none
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except NotCanonical:
        raise
    except RecursionError:
        raise NotCanonical("JSON that is nested too deeply") from None
    except ValueError as error:
        raise NotCanonical(f"this is not JSON: {error}") from None
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical("a key occurs twice in an object")
    return found


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise NotCanonical(f"{text[:30]} is no number of JSON, or too large")
    return number


def _whole(text: str) -> int | float:
    # The longest safe integer has 17 characters with its sign.
    if len(text) <= 17 and abs(number := int(text)) <= _SAFE:
        return number
    return _number(text)


# --- rows out of a table --------------------------------------------------------------------------


def rows(batch: pa.RecordBatch | pa.Table) -> list[bytes]:
    """The canonical bytes of each row, as `bytes` objects: what hashlib and a database take.

    Equals `canonical` of the row as a dict, without its nulls and empty lists, times as text.
    Works through parts of a bounded size; give it batches to bound the list as well.

    Raises `NotCanonical` with the row (from 0) and the column for: a null where the schema allows
    none or within a list, a number that is not finite or beyond ±(2**53 - 1), a time outside the
    years 0001 to 9999, text that is not UTF-8, a row over `MAX_ROW`; and for a schema with other
    types than text, lists of text (not nullable), times in UTC by the microsecond, doubles,
    integers of 32 or 64 bits and booleans.
    """
    if isinstance(batch, pa.RecordBatch):
        batch = pa.Table.from_batches([batch])
    names = _names(batch.schema)
    out: list[bytes] = []
    for part in _parts(batch):
        for name in names:
            _check(part.schema.field(name), part.column(name), len(out))
        written = _objects(part, names)
        lengths = list(map(len, written))
        if (longest := max(lengths)) > MAX_ROW:
            raise _too_long(len(out) + lengths.index(longest))
        out += written
    return out


def _names(schema: pa.Schema) -> list[str]:
    """The columns in the order of RFC 8785, 3.2.3: by UTF-16 code units."""
    if not schema.names:
        raise NotCanonical("a table without columns has no rows to write")
    if len(set(schema.names)) != len(schema.names):
        raise NotCanonical("a column occurs twice")
    for field in schema:
        kind = field.type
        if pa.types.is_list(kind) and kind.value_type == _TEXT:
            if field.nullable:
                what = "a list that may be null could not be told from an empty one"
                raise NotCanonical(f"column {field.name!r}: {what}")
        elif kind not in _PLAIN:
            raise NotCanonical(f"column {field.name!r}: the type {kind} has no canonical form here")
    return sorted(schema.names, key=lambda name: name.encode("utf-16-be"))


def _parts(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """Parts of a table of at most `_ROWS` rows and `_BYTES` bytes, or one row; each one batch."""
    waiting = [table.slice(at, _ROWS) for at in range(0, table.num_rows, _ROWS)][::-1]
    done = 0
    while waiting:
        part = waiting.pop()
        if part.nbytes > _BYTES and part.num_rows > 1:
            half = part.num_rows // 2
            waiting += [part.slice(half), part.slice(0, half)]
            continue
        if part.nbytes > MAX_ROW:
            raise _too_long(done)
        done += part.num_rows
        yield part.combine_chunks().to_batches()[0]


def _too_long(row: int) -> NotCanonical:
    return NotCanonical(f"row {row}: more than {MAX_ROW:,} bytes")


def _check(field: pa.Field, column: pa.Array, first: int | None) -> None:
    """Raise `NotCanonical` for a value that has no canonical form.

    `first` counts the rows before; None: the caller says which row it is.
    """
    place = f"column {field.name!r}"

    def refuse_where(bad: pa.BooleanArray, what: str) -> None:
        if (row := pc.index(bad, True).as_py()) >= 0:
            at = place if first is None else f"row {first + row}, {place}"
            raise NotCanonical(f"{at}: {what}")

    kind = field.type
    if column.null_count and not field.nullable:
        refuse_where(column.is_null(), "nothing is there, but something must be")
    if kind == pa.float64():
        refuse_where(pc.invert(pc.is_finite(column)), "a number that is not finite")
    elif kind in _BOUNDS:
        low, high, what = _BOUNDS[kind]
        numbers = column.view(pa.int64())
        outside = pc.or_(pc.less(numbers, _constant(low)), pc.greater(numbers, _constant(high)))
        refuse_where(outside, f"the value {what}")
    elif not pa.types.is_primitive(kind):
        items = column if kind == _TEXT else column.flatten()
        if items is not column and items.null_count:
            refuse_where(pc.is_null(pc.binary_join(column, "")), "a list holds a null")
        try:
            items.validate(full=True)
        except pa.ArrowInvalid as error:
            at = place if first is None else f"{place} from row {first}"
            raise NotCanonical(f"{at}: text that is not UTF-8 ({error})") from None


@lru_cache(maxsize=1024, typed=True)
def _constant(value: str | int | float | None) -> pa.Scalar:
    """A scalar once: making one costs more than many rows."""
    return pa.scalar(value, _TEXT if value is None or isinstance(value, str) else None)


def _objects(part: pa.RecordBatch, names: Sequence[str]) -> list[bytes]:
    """The rows of a batch that `_check` has passed: fragments of each column, joined row by row."""
    pieces: list[str | pa.StringArray] = []
    begun: bool | pa.BooleanArray = False  # whether a row has its brace, and goes on by a comma
    for name in names:
        opening, text, closing = _value(part.column(name))
        key = canonical(name).decode() + ":" + opening
        lead: list[str | pa.StringArray] = ["," if begun is True else "{"]
        if not isinstance(begun, bool):
            lead = [pc.if_else(begun, _constant(","), _constant("{"))]
        if text.null_count == 0:
            pieces += [*lead, key, text, closing]
            begun = True
            continue
        pieces.append(_join([*lead, key, text, closing], null_handling="emit_null"))
        if begun is not True:
            begun = text.is_valid() if begun is False else pc.or_(begun, text.is_valid())
    if begun is not True:  # a row of which nothing is known
        pieces.append(pc.if_else(begun, _constant(""), _constant("{")))
    joined = _join([*pieces, "}"], null_handling="replace")
    found: list[bytes] = joined.cast(pa.binary()).to_numpy(zero_copy_only=False).tolist()
    return found


def _join(pieces: Sequence[str | pa.StringArray], null_handling: str) -> pa.StringArray:
    """Join arrays and constants row by row; neighbouring constants at once."""
    merged: list[Any] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        elif not isinstance(piece, str) or piece:
            merged.append(piece)
    arguments = [_constant(piece) if isinstance(piece, str) else piece for piece in merged]
    return pc.binary_join_element_wise(
        *arguments, _constant(""), null_handling=null_handling, null_replacement=""
    )


def _value(column: pa.Array) -> tuple[str, pa.StringArray, str]:
    """How a column is written: what stands before each value, the values, what stands after."""
    kind = column.type
    if kind == _TEXT:
        return '"', _escaped(column), '"'
    if kind == _TIME:
        clock = column.cast(pa.timestamp("us")).cast(_TEXT)  # of UTC, with a space in the middle
        return '"', pc.binary_replace_slice(clock, 10, 11, "T"), 'Z"'
    if kind == pa.float64():
        return "", _numbers(column), ""
    if pa.types.is_list(kind):
        return '["', _items(column), '"]'
    return "", column.cast(_TEXT), ""


def _items(column: pa.ListArray) -> pa.StringArray:
    """The items of each list with `","` between them; null for an empty list."""
    items = column.flatten()
    escaped = _escaped(items)
    if escaped is not items:
        column = pa.ListArray.from_arrays(pc.subtract(column.offsets, column.offsets[0]), escaped)
    some = pc.greater(pc.list_value_length(column), _constant(0))
    return pc.if_else(some, pc.binary_join(column, '","'), _constant(None))


def _escaped(column: pa.StringArray) -> pa.StringArray:
    """The same, its strings escaped by RFC 8785, 3.2.2.2; itself where nothing needs it."""
    _, offsets, data = column.buffers()
    if not len(column) or data is None:
        return column
    bounds = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1]
    used = np.frombuffer(data, np.uint8)[bounds[0] : bounds[-1]]
    found = np.flatnonzero((used < 0x20) | (used == 0x22) | (used == 0x5C))
    if not len(found):
        return column
    needs = np.zeros(len(column), np.bool_)
    needs[np.searchsorted(bounds, found + bounds[0], side="right") - 1] = True
    some = column.filter(pa.array(needs))
    codes = np.unique(used[found]).tolist()
    for code in sorted(codes, key=lambda code: code != 0x5C):  # the backslash, then those with it
        some = pc.replace_substring(some, chr(code), _ESCAPES[code])
    return pc.replace_with_mask(column, pa.array(needs), some)


def _numbers(column: pa.DoubleArray) -> pa.StringArray:
    """Finite doubles as ECMAScript writes them (Number::toString); -0.0 as 0.

    Each value once.  Arrow writes the same shortest digits, but differs for whole numbers ("5.0")
    and in where exponents begin.
    """
    coded = column.dictionary_encode()
    values = coded.dictionary
    small = pc.less(pc.abs(values), _constant(1e15))
    whole = pc.and_(small, pc.equal(values, pc.trunc(values)))
    integers = pc.if_else(whole, values, _constant(0.0)).cast(pa.int64()).cast(_TEXT)
    text = pc.if_else(whole, integers, values.cast(_TEXT))
    exponents = pc.match_substring(text, "e")
    if pc.any(exponents).as_py():
        odd = [canonical(value).decode() for value in values.filter(exponents).to_pylist()]
        text = pc.replace_with_mask(text, exponents, pa.array(odd, _TEXT))
    return text.take(coded.indices)


# --- a table out of rows --------------------------------------------------------------------------


def table(bodies: Sequence[bytes], schema: pa.Schema) -> pa.Table:
    """The rows that `rows` wrote, as a table of `schema`; what a row lacks is null, or [].

    Raises `NotCanonical`, with the row (from 0), for: what is not one JSON object, a key that the
    schema does not know or that occurs twice, a value of another type, a value that is required
    and lacks, and whatever `rows` would refuse to write.

    The same value in another spelling is read (another order, spaces, `1.0` for 1): that bytes are
    canonical is proved by their hash, or by `rows(table(bodies, schema)) == bodies`.
    """
    _names(schema)
    batches: list[pa.RecordBatch] = []
    for first, last in _groups(bodies):
        try:
            batches += _read(bodies[first:last], schema)
        except (NotCanonical, pa.ArrowException):
            row, why = _first_bad(bodies, first, last, schema)
            raise NotCanonical(f"row {row}: {why}") from None
    return pa.Table.from_batches(batches, schema)


def _groups(bodies: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """First and last (not included) of neighbours that have at most `_BYTES` together, or one."""
    ends = np.cumsum(np.fromiter(map(len, bodies), np.int64, len(bodies)))
    first = 0
    while first < len(bodies):
        before = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + _BYTES, side="right")))
        yield first, last
        first = last


def _first_bad(
    bodies: Sequence[bytes], first: int, last: int, schema: pa.Schema
) -> tuple[int, str]:
    """The first row that cannot be read, and why; one of them cannot."""
    while last - first > 1:
        half = (first + last) // 2
        if _why(bodies[first:half], schema) is None:
            first = half
        else:
            last = half
    return first, _why(bodies[first:last], schema) or "it cannot be read beside the others"


def _why(bodies: Sequence[bytes], schema: pa.Schema) -> str | None:
    try:
        _read(bodies, schema)
    except (NotCanonical, pa.ArrowException) as error:
        return str(error)
    return None


def _read(bodies: Sequence[bytes], schema: pa.Schema) -> list[pa.RecordBatch]:
    data = b"\n".join(bodies)
    longest = _lines(data, len(bodies))
    # All may lack, for the reader knows no []; times as text, for it would take a date for one.
    loose = [pa.field(f.name, _TEXT if f.type == _TIME else f.type) for f in schema]
    read = pj.read_json(
        pa.BufferReader(data),
        read_options=pj.ReadOptions(block_size=max(_BLOCK, longest + 1)),
        parse_options=pj.ParseOptions(pa.schema(loose), unexpected_field_behavior="error"),
    )
    if read.num_rows != len(bodies):
        raise NotCanonical("this is more than one object, or less")
    batches = []
    for batch in read.to_batches():
        columns = [_shaped(field, batch.column(field.name)) for field in schema]
        for field, column in zip(schema, columns, strict=True):
            _check(field, column, None)
        batches.append(pa.RecordBatch.from_arrays(columns, schema=schema))
    return batches


def _lines(data: bytes, count: int) -> int:
    """Prove that each line of `data` begins and ends like an object; the length of the longest.

    A closing brace, a line feed and an opening brace never follow each other within an object of
    JSON: a comma would stand between them, and in a text the line feed would be escaped.  So each
    line ends at the end of an object, and as many objects as lines are one on each.
    """
    if not data.startswith(b"{") or not data.endswith(b"}"):
        raise NotCanonical("this is no JSON object")
    codes = np.frombuffer(data, np.uint8)
    breaks = np.flatnonzero(codes < 0x20)
    if len(breaks) != count - 1:
        raise NotCanonical("a control character, which canonical JSON escapes")
    if (codes[breaks - 1] != ord("}")).any() or (codes[breaks + 1] != ord("{")).any():
        raise NotCanonical("this is no JSON object")
    longest = int(np.diff(breaks, prepend=-1, append=len(data)).max()) - 1
    if longest > MAX_ROW:
        raise NotCanonical(f"more than {MAX_ROW:,} bytes")
    return longest


def _shaped(field: pa.Field, column: pa.Array) -> pa.Array:
    """A column as the reader of JSON gave it, in the type of the schema."""
    if field.type == _TIME:
        # With its length, its T and its Z in place, only digits are left to be read otherwise.
        exact = pc.and_(pc.equal(pc.binary_length(column), 27), pc.ends_with(column, "Z"))
        exact = pc.and_(exact, pc.equal(pc.find_substring(column, "T"), 10))
        if pc.any(pc.invert(exact)).as_py():
            what = "a time is written like 2016-12-29T22:00:00.000000Z"
            raise NotCanonical(f"column {field.name!r}: {what}")
        return column.cast(_TIME)
    if pa.types.is_list(field.type):
        # A list that is null has no items in its buffers: without its null it is empty.
        return pa.ListArray.from_arrays(column.offsets, column.values, type=field.type)
    return column
