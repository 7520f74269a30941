"""Matching of files and tables: read, match, write the links whole.

In: tables of reports in the plain form, as files or from Python.  Out: their links, the pairs that a
person may look at, and in words what was found and what was left out.  Reports are taken in the order of
their ids, whatever their order in the tables, so that the same reports give the same links.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from hudna.engines import frames
from hudna.matching import plain
from hudna.matching.aggregates import Contains
from hudna.matching.kinds import of_one_kind
from hudna.matching.links import matched_links, pairs
from hudna.matching.matched import REVIEW, Certain, Matched, Weigh
from hudna.matching.matched import match as matched
from hudna.matching.number import number
from hudna.matching.origins import Origins, rings
from hudna.matching.related import Ties, either, from_ties, ties_of
from hudna.matching.symbols import Related
from hudna.matching.tellings import Ints, tellings
from hudna.problem import refuse
from hudna.report import writing, written_whole
from hudna.sources.delimited import visible
from hudna.sources.plain import COLUMNS

_LISTED: Final = 5


@dataclass(frozen=True, slots=True)
class Found:
    """What matching a table found."""

    matched: Matched
    links: pa.Table
    origins: Origins
    contains: Contains
    no_repeats: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def match_files(
    files: Sequence[Path], output: Path, pairs_output: Path | None = None,
    no_repeats: Iterable[str] = (), taxonomy: Path | None = None, actors: Path | None = None,
    advance: Callable[[int], None] = lambda _: None, zone: str | None = None,
    weigh: Weigh | None = None,
) -> Iterator[str]:  # fmt: skip
    """Match the reports of files, write the links (and the pairs), and tell what was found.

    Times with an offset are put on the clock of `zone`.  Pairs are compared here, or by `weigh`.  Raises
    `Refused` for a file that cannot be read or written, or a source that no file has.
    """
    spared(output, pairs_output, [*files, taxonomy, actors])
    related = related_by(ties(taxonomy, actors))
    found = _match(plain.read(files, zone), no_repeats, related, advance, weigh)
    tables = {output: found.links}
    if pairs_output is not None:
        tables[pairs_output] = pairs(found.matched)
    write(tables)
    return told(found)


def match(
    tables: Any, *, no_repeats: Iterable[str] = (), taxonomy: Path | None = None,
    actors: Path | None = None, zone: str | None = None,
) -> Any:  # fmt: skip
    """Match reports: which of them tell of one incident, and whose account each gives.

    `tables` is a table of pandas, polars or Arrow in the plain form, or a list of several; columns as
    in `hudna.sources.plain.COLUMNS`, times as text, dates or timestamps on the local clock,
    candidates separated by `|` or as lists.  `no_repeats` names sources that tell each incident once.
    Times with an offset or a zone are put on the clock of `zone`; without it their own clock is read, and
    a warning says so.  Returns the links (`hudna.matching.links.LINKS`), by report, as a table of the
    kind of the first.  Raises `Refused`.
    """
    given = list(tables) if isinstance(tables, list | tuple) else [tables]
    if not given:
        raise refuse("tables", "there is none", "Give at least one table of reports")
    arrow = [
        frames.read(table, f"table {number}", tuple(COLUMNS))
        for number, table in enumerate(given, 1)
    ]
    read = plain.read_tables(arrow, zone)
    for note in read.notes:
        warnings.warn(note, stacklevel=2)
    found = _match(read, no_repeats, related_by(ties(taxonomy, actors)))
    return frames.afresh(found.links, given[0])


def ties(taxonomy: Path | None, actors: Path | None) -> dict[str, Ties]:
    """Which acts are kinds, and which actors are parts of which, by the files that say so."""
    files = {"acts": taxonomy, "actors": actors}
    return {name: ties_of(path) for name, path in files.items() if path is not None}


def related_by(told: Mapping[str, Ties]) -> dict[str, Related]:
    """By field, whether two candidates may mean the same; of acts that no file names by their words."""
    found = {name: from_ties(some, siblings=True) for name, some in told.items()}
    found["acts"] = either(found["acts"], of_one_kind) if "acts" in found else of_one_kind
    return found | ({"targets": found["actors"]} if "actors" in found else {})


def _match(
    read: plain.Read, no_repeats: Iterable[str], related: dict[str, Related],
    advance: Callable[[int], None] = lambda _: None, weigh: Weigh | None = None,
) -> Found:  # fmt: skip
    table = by_id(read.table)
    reports = tellings(table)
    named = frozenset(name.strip() for name in no_repeats)
    check_sources(named, reports.sources)
    certain = Certain(no_repeats=named, related=related)
    result = matched(reports, certain, advance=advance, weigh=weigh)
    return Found(result, *matched_links(result), named, read.notes)


def by_id(table: pa.Table) -> pa.Table:
    """Reports in the order of their ids."""
    return table.take(pc.sort_indices(table, [("report_id", "ascending")]))


def check_sources(named: Collection[str], sources: Collection[str]) -> None:
    """Refuse sources of which there is no report."""
    strange = sorted(set(named) - set(sources))
    if strange:
        there = ", ".join(visible(name) for name in sorted(sources)[:20])
        more = f" and {len(sources) - 20:,} more" if len(sources) > 20 else ""
        what = f"no report is of the source “{visible(strange[0])}”"
        raise refuse("--no-repeats", what, f"The sources are {there}{more}")


def spared(output: Path, pairs_output: Path | None, inputs: Iterable[Path | None]) -> None:
    """Refuse to write over what is read, or both tables into one file."""
    read = {path.resolve() for path in inputs if path is not None}
    for path in (output, pairs_output):
        if path is not None and path.resolve() in read:
            raise refuse(str(path), "is one of the files that are read", "Name another file")
    if pairs_output is not None and pairs_output.resolve() == output.resolve():
        raise refuse(str(output), "is to hold both links and pairs", "Name two files")


def write(tables: dict[Path, pa.Table]) -> None:
    """Write tables, all or none."""
    with ExitStack() as stack:
        for path, table in tables.items():
            stack.enter_context(writing(path))
            pv.write_csv(table, stack.enter_context(written_whole(path)))


def told(found: Found) -> Iterator[str]:
    """What was found, in sentences: with units, an interval, and what was left out and why."""
    result = found.matched
    reports = result.told
    sums = int((result.sums != 0).sum())
    count = number(result)
    summing = f"; {sums:,} of them sum{'s' * (sums == 1)} up several incidents" if sums else ""
    yield f"{counted(len(reports), 'report')} of {counted(len(reports.sources), 'source')}{summing}."
    yield (
        f"{counted(count.found, 'incident')} found. As far as can be known there are {count.low:,} to "
        f"{count.high:,}."
    )
    band = (result.probability >= REVIEW[0]) & (result.probability < REVIEW[1])
    yield f"Uncertain, and should be looked at: {counted(int(band.sum()), 'pair')}."
    yield from _unsure(found.links)
    least, most = (int(number) for number in found.contains.unseen.sum(axis=0))
    if len(found.contains.rows):
        span = f"{least:,} to {most:,} incidents" if least < most else counted(most, "incident")
        yield f"What sums up tells of {span} more, which no other report does."
    yield from found.notes
    yield from _left_out(result)
    yield from _repeats(result, found.no_repeats)
    rows = rings(found.origins, reports, result.incident)
    if len(rows):
        yield (
            f"{counted(len(rows), 'report')} ({_ids(result, rows)}) of one incident name each other as their "
            "origin: who told it first is not known, and each counts as an origin."
        )


def _unsure(links: pa.Table) -> Iterator[str]:
    """The reports that are in an incident with others, though it is not sure that they are of it."""
    same = links.filter(pc.equal(links["relation"], "same"))
    unsure = same.filter(pc.less(same["score"], REVIEW[1]))["report_id"].to_pylist()
    if unsure:
        yield (
            f"In their incident with a probability below {REVIEW[1]}: {counted(len(unsure), 'report')} "
            f"({_listed(unsure)})."
        )


def counted(count: int, what: str) -> str:
    """So many of something, in the plural where it is not one."""
    return f"{count:,} {what}" + ("" if count == 1 else "s")


def _left_out(result: Matched) -> Iterator[str]:
    reports = result.told
    single = result.sums == 0
    nowhere = single & ~result.place.known
    zero = nowhere & (reports.lat == 0) & (reports.lon == 0)
    begun, ended = ~np.isnan(reports.begin), ~np.isnan(reports.end)
    for lacks, why in (
        (
            zero,
            "their coordinates are 0, 0, which is open sea, and no report locates a name of theirs",
        ),
        (nowhere & ~zero, "they have no place, and no name that another report locates"),
        (single & ~nowhere & ~begun, "it is not known when the time of theirs begins"),
        (single & ~nowhere & begun & ~ended, "it is not known when the time of theirs ends"),
    ):
        rows = np.flatnonzero(lacks)
        if len(rows):
            yield f"Compared with none, for {why}: {counted(len(rows), 'report')} ({_ids(result, rows)})."
    if len(result.crowd):
        yield (
            f"Compared with those most like them only, for thousands of reports lie around each: "
            f"{counted(len(result.crowd), 'report')} ({_ids(result, result.crowd)}). Others of their "
            "incidents may have been missed: finer places and times would tell them apart."
        )


def _repeats(result: Matched, no_repeats: frozenset[str]) -> Iterator[str]:
    """Sources that are declared to tell each incident once, and say the very same again."""
    reports = result.told
    declared = np.array([name in no_repeats for name in reports.sources], bool)
    known = reports.text.is_valid().to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(declared[reports.source] & known) if len(declared) else np.empty(0, int)
    if not len(rows):
        return
    words = pc.dictionary_encode(reports.text.take(pa.array(rows))).indices.to_numpy()
    columns: list[Any] = [reports.source, reports.begin, reports.end, reports.lat, reports.lon,
               reports.place, reports.low, reports.best, reports.high]  # fmt: skip
    table = np.column_stack([words, *(np.nan_to_num(column[rows], nan=-1e9) for column in columns)])
    _, first, count = np.unique(table, axis=0, return_index=True, return_counts=True)
    for source in np.flatnonzero(declared):
        mine = (count > 1) & (reports.source[rows[first]] == source)
        if mine.any():
            again = int((count[mine] - 1).sum())
            yield (
                f"{visible(reports.sources[source])} is said to tell each incident once, but tells the "
                f"very same again {counted(again, 'time')} ({_ids(result, np.sort(rows[first[mine]]))}): "
                "these were kept apart. Leave --no-repeats out if they are one."
            )


def _ids(result: Matched, rows: Ints) -> str:
    return _listed([result.told.ids[row] for row in rows])


def _listed(ids: Sequence[str]) -> str:
    some = ", ".join(map(visible, ids[:_LISTED]))
    return some + (f" and {len(ids) - _LISTED:,} more" if len(ids) > _LISTED else "")
