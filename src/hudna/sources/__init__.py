"""Sources: files as received, made into reports of a case; one module a format.

`detect` says what format a file is; `read` makes its rows into reports.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pyarrow as pa

from hudna.actors import Registry
from hudna.gazetteer import Gazetteer
from hudna.problem import Refused, refuse
from hudna.sources import plain, ucdp
from hudna.sources.delimited import inspect, read_rows, sniff, visible
from hudna.sources.importing import ImportReport

__all__ = ["EVENTS", "FORMATS", "ImportReport", "detect", "read"]

FORMATS: Final = ("ucdp", "plain")

EVENTS: Final = frozenset({ucdp.NAME})
"""Sources that code one event a row, and say themselves which rows sum up: a headline of theirs does not."""


def detect(path: Path) -> str:
    """Name the format of a file by its columns.  Raises `Refused` where none is known."""
    try:
        header = next(read_rows(path, sniff(path)), (1, []))[1]
    except Refused:
        inspect(path)  # which says better what is wrong with the file, if it can
        raise
    if ucdp.matches(header):
        return "ucdp"
    if plain.matches(header):
        return "plain"
    shown = ", ".join(visible(cell, 30) for cell in header[:8])
    raise refuse(
        visible(path.name), f"no format has these columns: {shown}",
        f"Name one with --format ({', '.join(FORMATS)}) to see what it misses", 1,
    )  # fmt: skip


def read(
    path: Path,
    format: str,  # noqa: A002
    registry: Registry,
    gazetteer: Gazetteer,
    zone: str,
    strict: bool = False,
    advance: Callable[[int], None] = lambda _: None,
) -> tuple[pa.Table, ImportReport]:
    """Read a file of a named format into reports of the case, with an account of every row.

    The table has `hudna.report.SCHEMA`.  `zone` is the IANA zone of the case, in whose local days
    a source's dates are read.  `strict` refuses a file with anything odd in it; `advance` is told
    how many rows were read since it was last called.  Raises `Refused`.
    """
    if format not in FORMATS:
        known = ", ".join(FORMATS)
        raise refuse(visible(path.name), f"there is no format “{visible(format)}”", f"Use {known}")
    reader = plain.read if format == plain.NAME else ucdp.read
    try:
        return reader(path, registry, gazetteer, zone, strict, advance)
    except OSError as error:  # of the temporary file of a large table
        reason = error.strerror or str(error)
        raise refuse(visible(path.name), f"cannot be imported: {reason}", "Make room") from None
