"""Files of incidents, which may be larger than memory: Parquet and Arrow.

In: a file, or a folder of files, whose rows follow each other by the files' names.  Out: their rows
in order, a batch at a time, each with its number in its file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from hudna.engines.tables import Batch
from hudna.incident_table import SCHEMA, checked
from hudna.problem import Refused, refuse

_IDS: Final = ("incident_id", "report_id")
_FORMS: Final = "Give Parquet, or Arrow (its file format), or a folder of such files"
_BROKEN: Final = (pa.ArrowException, OSError, UnicodeDecodeError)


class Form(StrEnum):
    """How a file is written."""

    PARQUET = "parquet"
    ARROW = "arrow"


@dataclass(frozen=True, slots=True)
class IncidentFile:
    """A file of incidents as it was found.

    `groups` are the rows of each of its row groups or record batches; `stamp` its size in bytes and
    the nanosecond of its last change; `columns` those that are judged, with their types as text.
    """

    path: Path
    form: Form
    rows: int
    groups: tuple[int, ...]
    stamp: tuple[int, int]
    columns: dict[str, str]

    def told(self) -> dict[str, Any]:
        """What tells this file from another, or from itself after a change."""
        return {
            "path": str(self.path.resolve()), "bytes": self.stamp[0], "changed": self.stamp[1],
            "row_groups": len(self.groups), "rows": self.rows, "columns": self.columns,
        }  # fmt: skip


def find(path: Path) -> list[IncidentFile]:
    """The files of an input, by name.  Raises `Refused`, also for columns that cannot be judged."""
    if not path.exists():
        raise refuse(str(path), "there is no such file or folder", _FORMS)
    if not path.is_dir():
        return [_opened(path)]
    inside = sorted(item for item in path.iterdir() if item.name[0] not in "._")
    if folders := [item for item in inside if item.is_dir()]:
        what = f"holds the folder {folders[0].name}: how its files follow each other is not known"
        raise refuse(str(path), what, "Give a folder of files alone")
    if not inside:
        raise refuse(str(path), "there are no files in the folder", _FORMS)
    return [_opened(item) for item in inside]


def count(files: Sequence[IncidentFile]) -> int:
    """How many rows they have."""
    return sum(file.rows for file in files)


def check_unchanged(files: Sequence[IncidentFile]) -> None:
    """That no file was changed since it was found.  Raises `Refused`."""
    for file in files:
        if not file.path.exists() or _stamp(file.path) != file.stamp:
            remedy = "Let it rest while it is judged, and begin again"
            raise refuse(str(file.path), "was changed while it was read", remedy)


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _opened(path: Path) -> IncidentFile:
    if not path.is_file():
        raise refuse(str(path), "is a device or a pipe, not a file", _FORMS)
    form, stamp = _form(path), _stamp(path)
    try:
        if form == Form.PARQUET:
            with pq.ParquetFile(path) as file:
                schema, meta = file.schema_arrow, file.metadata
                groups = [meta.row_group(i).num_rows for i in range(meta.num_row_groups)]
        else:
            # Mapped, so that only what is needed to count the rows is read.
            with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as reader:
                schema, number = reader.schema, reader.num_record_batches
                groups = [reader.get_batch(i).num_rows for i in range(number)]
    except _BROKEN as error:
        raise _broken(path, error) from None
    return IncidentFile(path, form, sum(groups), tuple(groups), stamp, _columns(path, schema))


def _form(path: Path) -> Form:
    with path.open("rb") as file:
        start = file.read(6)
    if start.startswith(b"PAR1"):
        return Form.PARQUET
    if start == b"ARROW1":
        return Form.ARROW
    is_text = path.suffix.lower() in {".csv", ".tsv", ".txt", ".json", ".jsonl", ".xlsx"}
    what = "is neither Parquet nor an Arrow file"
    raise refuse(
        str(path), what + (", and other formats are not judged" if is_text else ""), _FORMS
    )


def _columns(path: Path, schema: pa.Schema) -> dict[str, str]:
    """The columns that are judged.  Raises `Refused` for what is missing or of another type."""
    ids = next((name for name in _IDS if name in schema.names), None)
    wanted = [name for name in schema.names if name in SCHEMA.names or name == ids]
    twice = {name for name in wanted if wanted.count(name) > 1}
    if twice:
        what = f"there are two columns `{min(twice)}`"
        raise refuse(str(path), what, "Leave one of them")
    checked(pa.schema([schema.field(name) for name in wanted]).empty_table(), str(path))
    return {name: str(schema.field(name).type) for name in wanted}


def _broken(path: Path, error: Exception) -> Refused:
    why = str(error).splitlines()[0] if str(error) else type(error).__name__
    return refuse(str(path), f"cannot be read: {why}", "Check whether it is whole, and its rights")


# --- rows -----------------------------------------------------------------------------------------


def batches(files: Sequence[IncidentFile], first: int, size: int, every: int) -> Iterator[Batch]:
    """The rows of files from row `first` on, counted over all of them from 0.

    Batches have `size` rows at most, end with a file, and wherever `every` rows are full.
    Raises `Refused` for a file that cannot be read.
    """
    at = first
    starts = [0, *accumulate(file.rows for file in files)]
    for file, start in zip(files, starts, strict=False):
        if start + file.rows <= first:
            continue
        for table in _tables(file, max(0, first - start), size):
            taken = 0
            while taken < table.num_rows:
                some = min(table.num_rows - taken, every - at % every)
                yield Batch(table.slice(taken, some), str(file.path), at - start + 1)
                taken, at = taken + some, at + some


def _tables(file: IncidentFile, first: int, size: int) -> Iterator[pa.Table]:
    """The rows of a file from `first` on; of its row groups those before are not read."""
    ends = list(accumulate(file.groups))
    group = bisect_right(ends, first)
    before = first - (ends[group - 1] if group else 0)
    left = file.rows - first
    try:
        for table in read_groups(file, range(group, len(ends)), size):
            if before < table.num_rows:
                left -= table.num_rows - before
                yield table.slice(before)
            before = max(0, before - table.num_rows)
        if left:
            raise pa.ArrowInvalid(f"it has {abs(left):,} rows {'fewer' if left > 0 else 'more'}")
    except _BROKEN as error:
        raise _broken(file.path, error) from None


def read_groups(file: IncidentFile, groups: Sequence[int], size: int) -> Iterator[pa.Table]:
    """The rows of some row groups or record batches, `size` rows at a time at most.

    Raises `pyarrow.ArrowException` or `OSError` for a file that is broken.
    """
    names = list(file.columns)
    if file.form == Form.ARROW:
        with pa.OSFile(str(file.path)) as source, pa.ipc.open_file(source) as reader:
            for group in groups:
                whole = pa.Table.from_batches([reader.get_batch(group)]).select(names)
                for start in range(0, whole.num_rows, size):
                    yield whole.slice(start, size)
        return
    # The words of lists stay in the dictionaries that they were written with.
    with pq.ParquetFile(file.path) as opened:
        words, meta = _lists_of_words(opened, names), opened.metadata
    with pq.ParquetFile(file.path, metadata=meta, read_dictionary=words) as opened:
        for group in groups:  # one at a time: what was read ahead of several would stay
            for batch in opened.iter_batches(size, row_groups=[group], columns=names):
                yield pa.Table.from_batches([batch])


def _lists_of_words(file: pq.ParquetFile, names: Sequence[str]) -> list[str]:
    leaves = (file.schema.column(i) for i in range(len(file.schema)))
    return [
        leaf.path
        for leaf in leaves
        if leaf.physical_type == "BYTE_ARRAY"
        and "." in leaf.path
        and leaf.path.partition(".")[0] in names
    ]
