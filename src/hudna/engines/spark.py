"""Incidents judged on Apache Spark, on one machine or a cluster.

In: a DataFrame, or Parquet files that every worker sees.  Out: the findings that the local engine
gives, row for row, whatever the partitions; texts and sets are plain `string` and `binary`.

The agreement is sent to each worker once; a process there compiles it once.  Of files only references
are sent, and tasks read the row groups themselves: Java takes longer to turn its rows into Arrow than
judging them takes.  Needs the extra `spark` and Java 17; workers need `hudna` installed.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import socket
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from hudna.agreement.agreement import Agreement
from hudna.agreement.worlds import World
from hudna.case import Case
from hudna.engines.growing_file import canonical, options
from hudna.engines.incident_files import IncidentFile, check_unchanged, count, find, read_groups
from hudna.engines.stream import ROWS, Streamed, check_output, part_size, parts
from hudna.engines.tables import Batch, judge_batch
from hudna.incident_table import SCHEMA, checked
from hudna.judging.court import Court
from hudna.judging.judge import Judge
from hudna.judging.listing import Listing
from hudna.problem import Problem, Refused, refuse
from hudna.report import written_whole

if TYPE_CHECKING:
    from pyspark import Broadcast
    from pyspark.sql import DataFrame, SparkSession

_DONE: Final = "piece int, incidents bigint, findings bigint, problem string"
_KEPT: Final = 4
"""Compiled agreements that a worker process keeps."""


@contextmanager
def session(master: str | None = None) -> Iterator[SparkSession]:
    """A session of Spark for one command, at a master's address, or as Spark is configured.

    Raises `Refused` where Spark, pandas or Java is missing.
    """
    try:
        import pandas as pd  # noqa: F401, PLC0415  # Spark asks for it wherever Arrow passes
        from pyspark.errors import PySparkRuntimeError  # noqa: PLC0415
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError as error:
        what = f"Spark is not installed ({error.name} is missing)"
        raise refuse("--engine spark", what, "Install hudna[spark], and Java 17 or newer") from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("hudna").config("spark.log.level", "ERROR")
    builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "100000")
    try:
        found = (builder.master(master) if master else builder).getOrCreate()
    except PySparkRuntimeError as error:
        what = f"Spark does not start: {str(error).splitlines()[0]}"
        raise refuse(
            "--engine spark", what, "Install Java 17 or newer, or check --master"
        ) from None
    try:
        yield found
    finally:
        found.stop()


# --- a DataFrame ----------------------------------------------------------------------------------


def judge(
    frame: DataFrame,
    case: Case | Agreement,
    worlds: Sequence[World] | None = None,
    *,
    reasons: bool = True,
    pivots: bool = True,
) -> DataFrame:
    """The findings on a DataFrame of incidents, with `mapInArrow`; nothing is judged until asked.

    Args:
        frame: With columns of `incident_table.SCHEMA`; `timestamp` columns, not `timestamp_ntz`.
        case: By whose agreement.
        worlds: Those whose verdicts are given, by default the default worlds.
        reasons: Whether to say what is missing.
        pivots: Whether to say on what each turns.

    Returns:
        The columns of `finding_table.schema`, its texts as strings and its sets as binary.  Within a
        partition rows stay in order; `incident` and `part` tell them apart.

    Raises:
        Refused: A column is missing or of another type.  A row that cannot be judged ends the job
            with an error of Spark in which the refusal stands.
    """
    ids = "incident_id" if "incident_id" in frame.columns else "report_id"
    wanted = [name for name in frame.columns if name in SCHEMA.names or name == ids]
    chosen = frame.select(*wanted)
    checked(chosen.limit(0).toArrow(), "the DataFrame")
    sent, schema = _send(frame.sparkSession, case, worlds, pivots)

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return _judged(sent, batches, reasons)

    return _mapped(chosen, work, _declared(schema))


def _judged(
    sent: Broadcast[bytes], batches: Iterator[pa.RecordBatch], reasons: bool
) -> Iterator[pa.RecordBatch]:
    """What a task does with its partition."""
    from pyspark import TaskContext  # noqa: PLC0415

    court, listing = _court(sent.value)
    task = TaskContext.get()
    name = f"partition {task.partitionId() if task is not None else 0}"
    schema, first = _plain(court.schema), 1
    for batch in batches:
        table = pa.Table.from_batches([batch])
        for start in range(0, table.num_rows, ROWS):
            some = Batch(table.slice(start, ROWS), name, first + start)
            found = judge_batch(court, listing, some, reasons)
            yield from found.cast(schema).combine_chunks().to_batches()
        first += table.num_rows


def _plain(schema: pa.Schema) -> pa.Schema:
    """The same columns in types that Spark has; whatever arrives may be null."""
    plain = {name: schema.field(name).type for name in schema.names}
    for name, kind in plain.items():
        if pa.types.is_dictionary(kind):
            plain[name] = pa.string()
        elif pa.types.is_fixed_size_binary(kind):
            plain[name] = pa.binary()
    return pa.schema(plain.items())


def _declared(schema: pa.Schema) -> str:
    """The same columns as Spark declares them."""
    words = {pa.string(): "string", pa.int32(): "int", pa.binary(): "binary", pa.bool_(): "boolean"}
    return ", ".join(f"`{field.name}` {words[field.type]}" for field in _plain(schema))


def _mapped(frame: DataFrame, work: Callable[[Any], Any], schema: str) -> DataFrame:
    with only_arrow():
        return frame.mapInArrow(work, schema)


@contextmanager
def only_arrow() -> Iterator[None]:
    """Without warnings of what Spark does with pandas: only Arrow passes here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
        yield


# --- files ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """Row groups of a file, one after another; `first` is the number of their first row, from 1."""

    file: IncidentFile
    groups: range
    first: int


def judge_file(
    session: SparkSession,
    case: Case,
    input: Path,
    output: Path,
    worlds: Sequence[World] | None = None,
    *,
    reasons: bool = True,
    pivots: bool = True,
    partitions: int | None = None,
) -> Streamed:
    """Judge files that every worker sees into a folder of Parquet files, whole or not at all.

    In the order of the folder's names, and within a file, rows stand in the order of the input.
    Tasks read row groups and write the findings on them; for files that not every worker sees (such
    as `s3a://…`), use `judge` with a DataFrame.

    Args:
        session: Of Spark.
        case: By whose agreement; its record is not touched.
        input: A file or a folder of files, Parquet or Arrow.
        output: A folder that is made, where all workers see it.
        worlds: Those whose verdicts are given, by default the default worlds.
        reasons: Whether to say what is missing.
        pivots: Whether to say on what each turns.
        partitions: How many tasks; by default one for about each million rows.

    Raises:
        Refused: A file or a row cannot be judged, or the output cannot be written.
    """
    files = find(input)
    if output.exists():
        raise refuse(str(output), "is there already", "Name a folder that is to be made")
    check_output(output, input, files)
    sent, schema = _send(session, case, worlds, pivots)
    pieces = _pieces(files)
    told = session.sparkContext.broadcast(pieces)
    staging = Path(tempfile.mkdtemp(dir=output.resolve().parent, prefix=f".{output.name}."))
    staging.chmod(0o777 & ~_mask())
    folder = str(staging)

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return _judged_pieces(sent, told, batches, Path(folder), reasons)

    try:
        numbers = session.range(0, len(pieces), 1, partitions or max(1, len(pieces)))
        done = _mapped(numbers, work, _DONE).collect()
        if problems := [Problem(*json.loads(row.problem)) for row in done if row.problem]:
            raise Refused(problems)
        if not pieces:
            pq.write_table(schema.empty_table(), staging / _part_name(0))
        check_unchanged(files)
        staging.rename(output)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return Streamed(count(files), sum(row.findings for row in done), 0)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _part_name(number: int) -> str:
    return f"part-{number:06d}.parquet"


def _pieces(files: Sequence[IncidentFile]) -> list[_Piece]:
    """The row groups of files in pieces of about a million rows, or of one row group."""
    found = []
    for file in files:
        start, first, rows = 0, 1, 0
        for group, number in enumerate(file.groups):
            rows += number
            if rows >= _PIECE or group + 1 == len(file.groups):
                found.append(_Piece(file, range(start, group + 1), first))
                start, first, rows = group + 1, first + rows, 0
    return [piece for piece in found if piece.file.rows]


_PIECE: Final = 1_000_000


def _judged_pieces(
    sent: Broadcast[bytes],
    told: Broadcast[list[_Piece]],
    batches: Iterator[pa.RecordBatch],
    folder: Path,
    reasons: bool,
) -> Iterator[pa.RecordBatch]:
    """What a task does with the numbers of pieces: it says how many rows each had."""
    court, listing = _court(sent.value)
    for number in (n for batch in batches for n in batch.column(0).to_pylist()):
        piece, problem, rows, findings = told.value[number], None, 0, 0
        try:
            _check_seen(piece.file.path, folder)
            check_unchanged([piece.file])
            path = folder / _part_name(number)
            rows, findings = _judge_piece(court, listing, piece, path, reasons)
        except Refused as refused:
            first = refused.problems[0]
            problem = json.dumps([first.file, first.line, first.column, first.what, first.remedy])
        yield pa.record_batch(
            [pa.array([number], pa.int32()), pa.array([rows], pa.int64()),
             pa.array([findings], pa.int64()), pa.array([problem], pa.string())],
            names=["piece", "incidents", "findings", "problem"],
        )  # fmt: skip


def _check_seen(*paths: Path) -> None:
    for path in paths:
        if not path.exists():
            what = f"is not there for the worker {socket.gethostname()}"
            remedy = "Put input and output where every worker sees them, or judge a DataFrame"
            raise refuse(str(path), what, remedy)


def _judge_piece(
    court: Court, listing: Listing, piece: _Piece, path: Path, reasons: bool
) -> tuple[int, int]:
    """Judge a piece into a file: how many incidents and findings.  Raises `Refused`."""
    rows = findings = 0

    def judged() -> Iterator[tuple[int, pa.Table]]:
        nonlocal rows
        for table in read_groups(piece.file, piece.groups, ROWS):
            batch = Batch(table, str(piece.file.path), piece.first + rows)
            rows += table.num_rows
            yield table.num_rows, judge_batch(court, listing, batch, reasons)

    try:
        with (
            written_whole(path) as whole,
            pq.ParquetWriter(whole, court.schema, **options(court.schema)) as writer,
        ):
            for table in parts(judged(), part_size(court), lambda _: None):
                writer.write_table(canonical(table), row_group_size=max(1, table.num_rows))
                findings += table.num_rows
    except (pa.ArrowException, OSError) as error:
        why = f"cannot be judged: {str(error).splitlines()[0]}"
        raise refuse(str(piece.file.path), why, "Check whether it is whole, and the disk") from None
    return rows, findings


# --- the agreement --------------------------------------------------------------------------------


def _send(
    session: SparkSession, case: Case | Agreement, worlds: Sequence[World] | None, pivots: bool
) -> tuple[Broadcast[bytes], pa.Schema]:
    """Send an agreement to the workers: what they read, and the schema of what they will find."""
    agreement = case.agreement if isinstance(case, Case) else case
    schema = Judge(agreement).court(worlds, pivots=pivots).schema
    packed = pickle.dumps((agreement, None if worlds is None else list(worlds), pivots))
    return session.sparkContext.broadcast(packed), schema


_courts: dict[str, tuple[Court, Listing]] = {}
_lock = threading.Lock()


def _court(packed: bytes) -> tuple[Court, Listing]:
    """The court of an agreement that was sent, compiled once in a process."""
    sha256 = hashlib.sha256(packed).hexdigest()
    with _lock:
        if sha256 not in _courts:
            agreement, worlds, pivots = pickle.loads(packed)  # noqa: S301  # the driver's, by Spark
            court = Judge(agreement).court(worlds, pivots=pivots)
            for old in list(_courts)[: 1 - _KEPT]:
                del _courts[old]
            _courts[sha256] = court, court.listing(agreement.registry.origins)
        return _courts[sha256]
