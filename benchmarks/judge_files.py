"""How fast files larger than memory are judged: Parquet to Parquet, and on Apache Spark.

Made-up incidents under 64 worlds, with reasons.  Reading, writing and compiling the agreement are
in the time; Spark's workers have started and compiled it before.  A value of 500 ns a row is two
million incidents a second.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import made_up
from _common import arguments, best_of, figure, peak_mb, show
from hudna.case import Case
from hudna.engines import spark, stream
from hudna.incident import IncidentsFile
from hudna.problem import Refused
from hudna.scenario import ScenariosFile

WORLDS = 64
PIECE = 1_000_000


def made_up_case() -> Case:
    """The made-up agreement as a case without incidents of its own."""
    agreement = made_up.agreement(WORLDS)
    return Case(Path("made-up"), agreement, IncidentsFile(), ScenariosFile())


def write(path: Path, rows: int) -> None:
    """Write so many incidents, a million at a time."""
    pieces = made_up.pieces(rows, PIECE)
    first = next(pieces)
    with pq.ParquetWriter(path, first.schema, compression="zstd") as writer:
        for piece in (first, *pieces):
            writer.write_table(piece)


def stream_file(folder: str, rows: int) -> None:
    """Judge a file into another, and write down how long it took."""
    case, place = made_up_case(), Path(folder)
    start = time.perf_counter()
    found = stream.judge_file(case, place / f"{rows}.parquet", place / "out.parquet", pivots=False)
    assert found.incidents == rows
    (place / "seconds").write_text(str(time.perf_counter() - start))


def streamed(folder: Path, rows: int, rounds: int) -> tuple[float, float | None]:
    """The least nanoseconds a row, and the most memory in MiB, of processes of their own."""
    found = []
    for _ in range(rounds):
        memory = peak_mb(stream_file, str(folder), rows)
        found.append((float((folder / "seconds").read_text()) / rows * 1e9, memory))
        (folder / "out.parquet").unlink()
    return min(taken for taken, _ in found), found[-1][1]


def parquet_to_parquet(folder: Path, few: int, many: int, rounds: int) -> list[dict[str, Any]]:
    """A long file against a shorter one: the time of a row, and the memory."""
    for rows in (few, many):
        write(folder / f"{rows}.parquet", rows)
    peer, _ = streamed(folder, few, rounds)
    taken, memory = streamed(folder, many, 1 if many > 50_000_000 else rounds)
    (folder / f"{many}.parquet").unlink()
    return [
        figure("Parquet to Parquet, 64 worlds", taken, "ns/row", many, peer=f"{few:,} rows",
               peer_value=peer, peak_mb=memory)
    ]  # fmt: skip


def on_spark(folder: Path, rows: int, rounds: int) -> list[dict[str, Any]]:
    """Spark on two cores, with one partition and with many, against one process with two threads."""
    case, source = made_up_case(), folder / f"{rows}.parquet"
    if not source.exists():
        write(source, rows)
    many = max(2, rows // PIECE)
    number = iter(range(1_000))

    def judge(session: Any, partitions: int) -> Path:
        out = folder / f"spark-{next(number)}"
        spark.judge_file(session, case, source, out, pivots=False, partitions=partitions)
        return out

    def local() -> Path:
        out = folder / f"local-{next(number)}.parquet"
        stream.judge_file(case, source, out, pivots=False)
        return out

    with spark.session("local[2]") as session:
        for partitions in (many, 1, many):  # workers start, and compile the agreement
            judge(session, partitions)
        times = best_of(
            {"one": lambda: judge(session, 1), "many": lambda: judge(session, many),
             "local": local},
            rounds,
        )  # fmt: skip
    answers = {name: pq.read_table(answer) for name, (_, answer) in times.items()}
    assert _same(answers["one"], answers["many"]), "partitions change the answers"
    assert _same(answers["one"], answers["local"]), "Spark's answers differ"
    each = {name: taken / rows * 1e9 for name, (taken, _) in times.items()}
    return [
        figure(f"Spark local[2], {many} partitions", each["many"], "ns/row", rows,
               peer="1 partition", peer_value=each["one"]),
        figure(f"Spark local[2], {many} partitions", each["many"], "ns/row", rows,
               peer="one process, compiling", peer_value=each["local"]),
    ]  # fmt: skip


def _same(one: pa.Table, other: pa.Table) -> bool:
    """Whether all rows are equal.

    Words are compared, not dictionaries: these differ with where row groups end, which rows do not.
    """
    names = one.column_names
    return names == other.column_names and all(
        _written_out(one[name]).equals(_written_out(other[name])) for name in names
    )


def _written_out(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def main() -> None:
    """Measure and print."""
    asked = arguments(__doc__ or "")
    few, many = (100_000, 400_000) if asked.quick else (10_000_000, 100_000_000)
    rounds = 1 if asked.quick else 3
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        found = parquet_to_parquet(folder, few, many, rounds)
        try:
            found += on_spark(folder, few, rounds)
        except Refused as refused:
            print(f"Spark is left out: {refused}", file=sys.stderr)
    show(found, asked.json)


if __name__ == "__main__":
    main()
