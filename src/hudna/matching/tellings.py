"""Tellings: reports as matching sees them, in columns of numbers and codes.

In: tables of reports in the plain form (`hudna.sources.plain.COLUMNS`): Arrow, one row a report.  Out: `Tellings`, arrays
of one length; what is not known is NaN, code -1 or an empty set, never a default.  Places that are
only named get a region from the rows that locate the same name (`hudna.matching.placed`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hudna.names import fold

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]

_NAMES: Final = ("place", "admin1", "admin2", "actors", "targets")
_MICROSECONDS: Final = 3_600_000_000.0


@dataclass(frozen=True, slots=True)
class Sets:
    """A set of codes a row: `codes[start[i]:start[i + 1]]` are those of row i; none: not known."""

    codes: Codes
    start: Ints
    names: tuple[str, ...]

    def sizes(self) -> Ints:
        """How many codes each row has."""
        return np.diff(self.start)


@dataclass(frozen=True, slots=True)
class Tellings:
    """Reports in columns.  Times are hours since 1970 on the local clock, `begin` included."""

    ids: tuple[str, ...]
    sources: tuple[str, ...]
    source: Codes
    origin_names: tuple[str, ...]
    origin: Codes
    begin: Floats
    end: Floats
    lat: Floats
    lon: Floats
    radius: Floats  # km
    place_names: tuple[str, ...]
    place: Codes
    admin1_names: tuple[str, ...]
    admin1: Codes
    admin2_names: tuple[str, ...]
    admin2: Codes
    actors: Sets
    targets: Sets
    acts: Sets
    low: Floats
    best: Floats
    high: Floats
    text: pa.Array
    named: tuple[pa.Array, ...]  # the columns that name places and actors, as written

    def __len__(self) -> int:
        return len(self.ids)


def tellings(table: pa.Table) -> Tellings:
    """The columns of `table`, in the plain form, as arrays; columns that are missing are unknown.

    Numbers must be numbers and times Arrow timestamps (`begin`, `end`) by now: see
    `hudna.matching.plain.read`.
    """
    rows = table.num_rows
    sources, source = _coded(_column(table, "source"), rows)
    origin_names, origin = _coded(_column(table, "origin"), rows)
    places, place = _coded(_column(table, "place"), rows, fold)
    provinces, admin1 = _coded(_column(table, "admin1"), rows, fold)
    districts, admin2 = _coded(_column(table, "admin2"), rows, fold)
    return Tellings(
        ids=tuple(_column(table, "report_id", "").to_pylist()),
        sources=sources,
        source=source,
        origin_names=origin_names,
        origin=origin,
        begin=_hours(table, "begin"),
        end=_hours(table, "end"),
        lat=_numbers(table, "lat"),
        lon=_numbers(table, "lon"),
        radius=_numbers(table, "radius_km"),
        place_names=places,
        place=place,
        admin1_names=provinces,
        admin1=admin1,
        admin2_names=districts,
        admin2=admin2,
        actors=_sets(_column(table, "actors")),
        targets=_sets(_column(table, "targets")),
        acts=_sets(_column(table, "acts")),
        low=_numbers(table, "deaths_low"),
        best=_numbers(table, "deaths_best"),
        high=_numbers(table, "deaths_high"),
        text=_column(table, "text"),
        named=tuple(_column(table, name) for name in _NAMES),
    )


def _column(table: pa.Table, name: str, missing: str | None = None) -> pa.Array:
    if name not in table.column_names:
        return pa.array([missing] * table.num_rows, pa.string())
    column = table.column(name).combine_chunks().cast(pa.string())
    return pc.if_else(pc.equal(column, ""), pa.scalar(missing, pa.string()), column)


def _numbers(table: pa.Table, name: str) -> Floats:
    if name not in table.column_names:
        return np.full(table.num_rows, np.nan)
    numbers: Floats = table.column(name).cast(pa.float64()).to_numpy().astype(float, copy=True)
    return numbers


def _hours(table: pa.Table, name: str) -> Floats:
    if name not in table.column_names:
        return np.full(table.num_rows, np.nan)
    whole = table.column(name).cast(pa.timestamp("us")).cast(pa.int64())
    hours: Floats = whole.cast(pa.float64(), safe=False).to_numpy() / _MICROSECONDS
    return hours


def _coded(
    column: pa.Array, rows: int, written: Callable[[str], str] = str.strip
) -> tuple[tuple[str, ...], Codes]:
    """Distinct values in one fixed order, and the code of each row; -1 where there is none."""
    if rows == 0:
        return (), np.empty(0, np.int32)
    encoded = pc.dictionary_encode(column)
    forms = [written(value) for value in encoded.dictionary.to_pylist()]
    names = sorted({form for form in forms if form})
    place = {name: code for code, name in enumerate(names)} | {"": -1}
    codes = np.array([place[form] for form in forms] + [-1], np.int32)
    index = encoded.indices.fill_null(len(forms)).to_numpy(zero_copy_only=False)
    return tuple(names), codes[index]


def _sets(column: pa.Array) -> Sets:
    """The candidates of each row, folded and each once."""
    encoded = pc.dictionary_encode(column)
    split = [_candidates(value) for value in encoded.dictionary.to_pylist()]
    names = sorted({name for candidates in split for name in candidates})
    place = {name: code for code, name in enumerate(names)}
    coded = [np.array([place[name] for name in candidates], np.int32) for candidates in split]
    coded.append(np.empty(0, np.int32))
    index = encoded.indices.fill_null(len(split)).to_numpy(zero_copy_only=False)
    return gathered(coded, index, tuple(names))


def gathered(coded: Sequence[Codes], index: Ints, names: tuple[str, ...]) -> Sets:
    """The sets that `index` picks from `coded`, a row after the other."""
    sizes = np.array([len(codes) for codes in coded], np.int64)
    start = np.concatenate([[0], np.cumsum(sizes[index])])
    flat = np.concatenate(coded) if coded else np.empty(0, np.int32)
    first = np.concatenate([[0], np.cumsum(sizes)])[:-1]
    return Sets(flat[spread(first[index], sizes[index])], start, names)


def spread(first: Ints, sizes: Ints) -> Ints:
    """The whole numbers from `first[i]` on, `sizes[i]` of them, for every i in turn."""
    total = int(sizes.sum())
    ends = np.cumsum(sizes)
    numbers: Ints = np.arange(total) + np.repeat(first - (ends - sizes), sizes)
    return numbers


@cache
def _candidates(written: str) -> tuple[str, ...]:
    return tuple(sorted({form for part in written.split("|") if (form := fold(part))}))


def subset(sets: Sets, rows: Ints) -> Sets:
    """The sets of some rows."""
    sizes = sets.sizes()[rows]
    start = np.concatenate([[0], np.cumsum(sizes)])
    return Sets(sets.codes[spread(sets.start[rows], sizes)], start, sets.names)


def names_of(sets: Sets, row: int) -> tuple[str, ...]:
    """The candidates of one row, as words."""
    return tuple(sets.names[code] for code in sets.codes[sets.start[row] : sets.start[row + 1]])


def joined(tables: Iterable[pa.Table]) -> pa.Table:
    """Tables of different columns as one, unknown where one lacks a column."""
    return pa.concat_tables(tables, promote_options="permissive")
