"""Formats: the rows of a release as files that other programs read.

In: rows and columns of a release, and what is said of the whole.  Out: the bytes of each file.  The
manifest stands within the file, but for HXL, whose tables hold no more than their rows: there it is
a file beside.  A text that a spreadsheet would run as a formula is marked as text, and characters that
hide or reorder what a reader sees are written as escapes.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from hudna.record.rows import Column
from hudna.sources.delimited import HIDDEN

Row = Mapping[str, Any]
Shape = shapely.geometry.base.BaseGeometry


class Format(StrEnum):
    """What a release is written as."""

    HXL = "hxl"
    GEOJSON = "geojson"
    JSON = "json"
    PARQUET = "parquet"


def written(
    format: Format,
    stem: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    shapes: Sequence[Shape | None],
    about: Mapping[str, Any],
) -> dict[str, bytes]:
    """The files of a release, by name; `about` holds its `manifest` and its `release`.

    `shapes` are the places that are released, one a row; None where none is.
    """
    if format == Format.HXL:
        return {
            f"{stem}.csv": _hxl(columns, rows),
            f"{stem}.manifest.json": _json(about),
        }
    if format == Format.GEOJSON:
        return {f"{stem}.geojson": _json(_geojson(rows, shapes, about))}
    if format == Format.JSON:
        told = {**about, "columns": [_described(c) for c in columns], "rows": list(rows)}
        return {f"{stem}.json": _json(told)}
    return {f"{stem}.parquet": _parquet(columns, rows, about)}


def _described(column: Column) -> dict[str, str]:
    return {"name": column.name, "hxl": column.tag, "doc": column.doc}


def _json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    # Escapes of JSON itself: a program reads the very text, a person sees what is there.
    return (HIDDEN.sub(_escape, text) + "\n").encode()


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _geojson(
    rows: Sequence[Row], shapes: Sequence[Shape | None], about: Mapping[str, Any]
) -> dict[str, Any]:
    """A FeatureCollection (RFC 7946) with `about` as foreign members."""
    return {
        "type": "FeatureCollection",
        **about,
        "features": [
            {
                "type": "Feature",
                "id": row["id"],
                "geometry": None if shape is None else shapely.geometry.mapping(shape),
                "properties": dict(row),
            }
            for row, shape in zip(rows, shapes, strict=True)
        ],
    }


def _hxl(columns: Sequence[Column], rows: Sequence[Row]) -> bytes:
    """A table with names, HXL tags, and rows; lists with | between."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    writer.writerow([column.tag for column in columns])
    for row in rows:
        writer.writerow([cell(row[column.name]) for column in columns])
    return file.getvalue().encode()


def cell(value: Any) -> Any:
    """A value as a cell of a spreadsheet: no formula, nothing hidden, in one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        value = "|".join(str(item) for item in value)
    if not isinstance(value, str):
        return value
    text = " ".join(HIDDEN.sub(_escape, value).split())
    return f"'{text}" if text[:1] in FORMULA else text


FORMULA = frozenset("=+-@|\uff1d\uff0b\uff0d\uff20")
"""With what a cell begins that a spreadsheet runs, or takes for a command."""


def _parquet(columns: Sequence[Column], rows: Sequence[Row], about: Mapping[str, Any]) -> bytes:
    """Typed columns; `about` stands in the file's metadata under `hudna.*`, as JSON."""
    told = {f"hudna.{name}": json.dumps(value, ensure_ascii=False) for name, value in about.items()}
    schema = pa.schema(
        [pa.field(c.name, c.type, metadata={"hxl": c.tag, "doc": c.doc}) for c in columns],
        metadata=told,
    )
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows], schema=schema), file)
    return file.getvalue()
