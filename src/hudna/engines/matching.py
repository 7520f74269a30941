"""Matching of files and tables: read, match, write the links whole.

In: tables of reports in the plain form, as files or from Python.  Out: their links, the pairs that a
person may look at, and in words what was found and what was left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as pv

from hudna.engines.frames import like
from hudna.matching import plain
from hudna.matching.aggregates import Contains
from hudna.matching.links import matched_links, pairs
from hudna.matching.matched import REVIEW, Certain, Matched
from hudna.matching.matched import match as matched
from hudna.matching.number import number
from hudna.matching.origins import Origins
from hudna.matching.related import from_file
from hudna.matching.symbols import Related
from hudna.matching.tellings import joined, tellings
from hudna.problem import refuse
from hudna.report import writing, written_whole

_LISTED: Final = 5


@dataclass(frozen=True, slots=True)
class Found:
    """What matching a table found."""

    matched: Matched
    links: pa.Table
    origins: Origins
    contains: Contains


def match_files(
    files: Sequence[Path], output: Path, pairs_output: Path | None = None,
    no_repeats: Iterable[str] = (), taxonomy: Path | None = None, actors: Path | None = None,
    advance: Callable[[int], None] = lambda _: None,
) -> Iterator[str]:  # fmt: skip
    """Match the reports of files, write the links (and the pairs), and tell what was found.

    Raises `Refused` for a file that cannot be read or written, or a source that no file has.
    """
    table = plain.read(files)
    found = _match(table, no_repeats, _related(taxonomy, actors), advance)
    _write(found.links, output)
    if pairs_output is not None:
        _write(pairs(found.matched), pairs_output)
    return told(found)


def match(
    tables: Any, *, no_repeats: Iterable[str] = (), taxonomy: Path | None = None,
    actors: Path | None = None,
) -> Any:  # fmt: skip
    """Match reports: which of them tell of one incident, and whose account each gives.

    `tables` is a table of pandas, polars or Arrow in the plain form, or several of one kind; columns as
    in `hudna.matching.tellings.COLUMNS`, times as text or timestamps on the local clock, candidates
    separated by `|`.  `no_repeats` names sources that tell each incident once.  Returns the links
    (`hudna.matching.links.LINKS`) as a table of the same kind.  Raises `Refused`.
    """
    given = list(tables) if isinstance(tables, list | tuple) else [tables]
    if not given:
        raise refuse("tables", "there is none", "Give at least one table of reports")
    read = [plain.checked(_arrow(table), f"table {n}") for n, table in enumerate(given, 1)]
    table = joined(read)
    plain.unique(table, "tables")
    found = _match(table, no_repeats, _related(taxonomy, actors))
    kind = given[0] if not hasattr(given[0], "index") else given[0].reset_index(drop=True)
    return (
        like(found.links, kind, np.zeros(0, np.int64))
        if not hasattr(kind, "index")
        else (found.links.to_pandas())
    )


def _arrow(table: Any) -> pa.Table:
    if isinstance(table, pa.Table):
        return table
    if isinstance(table, pa.RecordBatch):
        return pa.Table.from_batches([table])
    if hasattr(table, "to_arrow"):
        found: pa.Table = table.to_arrow()
        return found
    if hasattr(table, "columns") and hasattr(table, "index"):
        return pa.Table.from_pandas(table, preserve_index=False)
    what = f"a {type(table).__qualname__} is no table"
    raise refuse("tables", what, "Give tables of pandas, polars or Arrow")


def _related(taxonomy: Path | None, actors: Path | None) -> dict[str, Related]:
    found: dict[str, Related] = {}
    if taxonomy is not None:
        found["acts"] = from_file(taxonomy)
    if actors is not None:
        found["actors"] = found["targets"] = from_file(actors)
    return found


def _match(
    table: pa.Table, no_repeats: Iterable[str], related: dict[str, Related],
    advance: Callable[[int], None] = lambda _: None,
) -> Found:  # fmt: skip
    reports = tellings(table)
    named = frozenset(no_repeats)
    strange = sorted(named - set(reports.sources))
    if strange:
        what = f"no report is of the source “{strange[0]}”"
        raise refuse("--no-repeats", what, f"The sources are {', '.join(reports.sources)}")
    result = matched(reports, Certain(no_repeats=named, related=related), advance=advance)
    return Found(result, *matched_links(result))


def _write(table: pa.Table, output: Path) -> None:
    with writing(output), written_whole(output) as path:
        pv.write_csv(table, path)


def told(found: Found) -> Iterator[str]:
    """What was found, in sentences: with units, an interval, and what was left out and why."""
    result = found.matched
    reports = result.told
    single = result.sums == 0
    count = number(result)
    yield f"{len(reports):,} reports of {len(reports.sources)} sources; {int((~single).sum()):,} sum up several incidents."
    yield (
        f"{count.found:,} incidents found. As far as can be known there are {count.low:,} to "
        f"{count.high:,}."
    )
    band = (result.probability >= REVIEW[0]) & (result.probability < REVIEW[1])
    yield f"{int(band.sum()):,} pairs are uncertain and should be looked at."
    more = found.contains.unseen.sum(axis=0)
    if len(found.contains.rows):
        yield f"The reports that sum up tell of {int(more[0]):,} to {int(more[1]):,} incidents more."
    yield from _left_out(result)


def _left_out(result: Matched) -> Iterator[str]:
    reports = result.told
    single = result.sums == 0
    for lacks, why in (
        (single & ~result.place.known, "no place, and no name that another report locates"),
        (single & result.place.known & np.isnan(reports.begin), "no time"),
        (single & result.place.known & ~np.isnan(reports.begin) & np.isnan(reports.end), "no end of its time"),
        (single & (reports.lat == 0) & (reports.lon == 0), "the coordinates 0, 0: probably none at all"),
    ):  # fmt: skip
        rows = np.flatnonzero(lacks)
        if len(rows):
            some = ", ".join(reports.ids[row] for row in rows[:_LISTED])
            more = f" and {len(rows) - _LISTED:,} more" if len(rows) > _LISTED else ""
            yield f"{len(rows):,} reports were compared with none, for they have {why}: {some}{more}."
