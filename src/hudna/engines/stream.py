"""Files larger than memory, judged from one file to another.

In: Parquet or Arrow files of incidents, and a case.  Out: one Parquet file of findings, its rows in
the order of the input, the same to the byte whatever the size of batches, the threads and the stops.
What a part of the input gave is kept when a run is stopped; the same call goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

import hudna
from hudna.agreement.worlds import World
from hudna.case import Case
from hudna.engines.growing_file import begun
from hudna.engines.incident_files import IncidentFile, batches, check_unchanged, count, find
from hudna.engines.tables import THREADS, Batch, judge_batch
from hudna.judging.court import Court
from hudna.judging.judge import Judge
from hudna.parallel import in_order
from hudna.problem import refuse

ROWS: Final = 32_768
"""Rows judged at a time: what is in hand stays in the processor's cache."""

PART: Final = 1 << 20
"""Incidents in a part at most: what a stop may lose, and a row group of the output."""

JUDGED_BY: Final = ("agreement.yaml", "actors.yaml", "gazetteer.csv", "zones.geojson")
"""The files of a case on which findings rest."""


@dataclass(frozen=True, slots=True)
class Streamed:
    """What came of a file; `before`: how many of the incidents an earlier run had judged."""

    incidents: int
    findings: int
    before: int


def judge_file(
    case: Case,
    input: Path,
    output: Path,
    worlds: Sequence[World] | None = None,
    *,
    reasons: bool = True,
    pivots: bool = True,
    threads: int = THREADS,
    rows: int = ROWS,
    advance: Callable[[int], None] = lambda _: None,
) -> Streamed:
    """Judge the incidents of a file, or of a folder of files, into a Parquet file.

    Args:
        case: By whose agreement; its record and its incidents are not touched.
        input: Parquet or Arrow with columns of `incident_table.SCHEMA`.
        output: Takes the columns of `finding_table.schema`; whole, or not there.
        worlds: Those whose verdicts are given, by default the default worlds.
        reasons: Whether to say what is missing.
        pivots: Whether to say on what each turns.
        threads: How many judge at the same time.
        rows: How many rows are judged at a time.
        advance: Is told how many incidents more are done.

    Raises:
        Refused: A file or a row cannot be judged, or the output cannot be written.
    """
    files = find(input)
    check_output(output, input, files)
    court = Judge(case.agreement).court(worlds, pivots=pivots)
    part = part_size(court)
    task = {
        "input": [file.told() for file in files],
        **told_of(case, court),
        "options": {"reasons": reasons, "pivots": pivots, "part": part},
    }
    with begun(output, court.schema, task) as growing:
        before = min(len(growing.ends) * part, count(files))
        advance(before)
        found = _judged(case, court, batches(files, before, rows, part), reasons, threads)
        with closing(found), ThreadPoolExecutor(1, thread_name_prefix="write") as pool:
            written: Future[None] | None = None
            for table in parts(found, part, advance):
                check_unchanged(files)
                if written is not None:
                    written.result()
                written = pool.submit(growing.add, table)  # while the next part is judged
            if written is not None:
                written.result()
        if not growing.ends:  # of nothing
            growing.add(court.schema.empty_table())
        findings = growing.finish(output)
    return Streamed(count(files), findings, before)


def told_of(case: Case, court: Court) -> dict[str, Any]:
    """By what incidents are judged, so that findings of another time can be told from these."""
    return {
        "agreement": {name: case.hashes.get(name) for name in JUDGED_BY},
        "set of worlds": [[world.id for world in some] for some in (court.shown, court.counted)],
        "version of hudna": hudna.__version__,
    }


def part_size(court: Court) -> int:
    """How many incidents go into a part: fewer where sets of worlds are wide, for the memory."""
    width: int = court.schema.field("violation").type.byte_width
    return min(PART, max(ROWS, (1 << 26) // (4 * width) // ROWS * ROWS))


def check_output(output: Path, input: Path, files: Sequence[IncidentFile]) -> None:
    """That the output spares the input and has a folder to lie in.  Raises `Refused`."""
    path, name = output.resolve(), str(output)
    if output.is_dir():
        raise refuse(name, "is a folder", "Name a file")
    if path in {file.path.resolve() for file in files}:
        raise refuse(name, "is a file that is to be judged", "Name another output")
    if input.is_dir() and path.parent == input.resolve():
        what = "lies in the folder that is to be judged, and would be judged next time"
        raise refuse(name, what, "Name an output elsewhere")
    if not path.parent.is_dir():
        raise refuse(name, f"there is no folder {output.parent}", "Make it, or name another")
    if output.exists() and not output.is_file():
        raise refuse(name, "is a device or a pipe, not a file", "Name a file")


def _judged(
    case: Case, court: Court, some: Iterator[Batch], reasons: bool, threads: int
) -> Generator[tuple[int, pa.Table], None, None]:
    """For each batch how many rows it had, and its findings."""
    listing = court.listing(case.registry.origins)

    def judge(batch: Batch) -> tuple[int, pa.Table]:
        return batch.table.num_rows, judge_batch(court, listing, batch, reasons)

    return in_order(judge, some, threads)


def parts(
    found: Iterator[tuple[int, pa.Table]], part: int, advance: Callable[[int], None]
) -> Iterator[pa.Table]:
    """The findings of `part` incidents at a time; of the last, of what is left."""
    tables: list[pa.Table] = []
    done = 0
    for number, table in found:
        tables.append(table)
        done += number
        advance(number)
        if done % part == 0:
            yield pa.concat_tables(tables)
            tables = []
    if tables:
        yield pa.concat_tables(tables)
