"""A Parquet file that grows by parts, and can be gone on with after a stop.

In: tables, one after another.  Out: one Parquet file, whole or not at all.

Each part is written as a Parquet file at the end of what is there, so that its offsets are those of
the whole.  To join the parts is to write one more footer, which lists the row groups of all: nothing
is read again or copied.  The parts' own footers stay between them, a few KB each, which no reader
looks at.  What is under way lies beside the output, in `.NAME.parts`: `parts.json` says of what it
is made and where each part ends; what follows the last of them was being written at a stop.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hudna.problem import refuse
from hudna.report import writing, written_whole

_FORMAT: Final = "hudna parts 1"
_MAGIC: Final = b"PAR1"
_OURS: Final = ("findings.parquet", "parts.json", "lock")


@dataclass(slots=True)
class Growing:
    """A file under way: `ends` are the offsets, in bytes, at which its parts end."""

    folder: Path
    schema: pa.Schema
    task: Mapping[str, Any]
    ends: list[int]

    @property
    def data(self) -> Path:
        """The file that grows."""
        return self.folder / _OURS[0]

    def add(self, table: pa.Table) -> None:
        """Add a part, a row group of its own.  Raises `Refused` where it cannot be written."""
        with writing(self.data):
            start = self.ends[-1] if self.ends else 0
            with self.data.open("ab") as file:
                file.truncate(start)
            with (
                _appending(self.data) as sink,
                pq.ParquetWriter(sink, self.schema, **options(self.schema)) as writer,
            ):
                writer.write_table(canonical(table), row_group_size=max(1, table.num_rows))
            end = _synced(self.data)
            with self.data.open("rb") as file:
                _check_place(_footer(file, end), start)
            self.ends.append(end)
            self.note()

    def finish(self, output: Path) -> int:
        """Make the parts the output: how many rows it has.  Raises `Refused`."""
        with writing(output):
            with self.data.open("r+b") as file:
                rows, footer = _joined([_footer(file, end) for end in self.ends])
                file.truncate(self.ends[-1])
                file.seek(self.ends[-1])
                file.write(footer)
            _synced(self.data)
            with written_whole(output) as path:
                self.data.replace(path)
            for name in _OURS:
                (self.folder / name).unlink(missing_ok=True)
            self.folder.rmdir()
        return rows

    def note(self) -> None:
        """Write down what it is made of, and the parts that are there.  Raises `OSError`."""
        told = {"format": _FORMAT, "made_of": self.task, "ends": self.ends}
        with written_whole(self.folder / _OURS[1]) as path:
            path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
            _synced(path)


@contextmanager
def begun(output: Path, schema: pa.Schema, task: Mapping[str, Any]) -> Iterator[Growing]:
    """Begin a file, or go on with it where its parts are there.

    Args:
        output: What the file is to be; the folder `.NAME.parts` beside it is made.
        schema: Of its rows.
        task: What it is made of, as JSON: parts of something else are refused.

    Raises:
        Refused: The parts that are there are of something else, or somebody is at work on them.
    """
    folder = output.parent / f".{output.name}.parts"
    with writing(output):
        folder.mkdir(exist_ok=True)
        lock = (folder / _OURS[2]).open("wb")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            what = "is being written by another run"
            raise refuse(str(output), what, "Wait for it, or name another output") from None
        growing = Growing(folder, schema, task, _ends(folder, output, task))
        with writing(output):
            growing.note()
        yield growing


def _ends(folder: Path, output: Path, task: Mapping[str, Any]) -> list[int]:
    """Where the parts end that are there.  Raises `Refused` for those of something else."""
    anew = f"Delete the folder {folder} to begin anew, or name another output"
    there = {item.name for item in folder.iterdir()} - {_OURS[2]}
    if _OURS[1] not in there:
        if there - {_OURS[0]} - {name for name in there if name.startswith(f".{_OURS[1]}.")}:
            raise refuse(str(folder), "is in the way, and is not of this program", anew)
        return []
    made_of, ends = _read(folder / _OURS[1], anew)
    if not ends:
        return []
    if other := [name for name in task if task[name] != made_of.get(name)]:
        what = f"was begun, and not ended, with another {' and another '.join(other)}"
        raise refuse(str(output), what, anew)
    size = (folder / _OURS[0]).stat().st_size if _OURS[0] in there else 0
    return [end for end in ends if end <= size]


def _read(path: Path, remedy: str) -> tuple[Mapping[str, Any], list[int]]:
    """What `parts.json` says.  Raises `Refused`."""
    try:
        told = json.loads(path.read_text("utf-8"))
        made_of, ends = dict(told["made_of"]), list(told["ends"])
        fits = told["format"] == _FORMAT and all(type(end) is int and end > 0 for end in ends)
    except (ValueError, KeyError, TypeError):
        fits, made_of, ends = False, {}, []
    if not fits or ends != sorted(ends):
        raise refuse(str(path), "cannot be understood", remedy)
    return made_of, ends


def canonical(table: pa.Table) -> pa.Table:
    """Equal rows in one form: one chunk, the words of each dictionary in the order of the rows."""
    whole = table.combine_chunks()
    columns = [
        _by_row(table[name]) if pa.types.is_dictionary(table[name].type) else whole[name]
        for name in table.column_names
    ]
    return pa.table(columns, schema=table.schema)


def _by_row(column: pa.ChunkedArray) -> pa.Array:
    if column.num_chunks == 0:
        return pa.DictionaryArray.from_arrays(pa.array([], pa.int32()), pa.array([], pa.string()))
    chunks = column.unify_dictionaries().chunks
    words = chunks[0].dictionary
    numbers = pa.chunked_array([chunk.indices for chunk in chunks]).combine_chunks()
    used = numbers.unique().drop_null()
    place = np.zeros(len(words), np.int32)
    place[np.asarray(used)] = np.arange(len(used))
    return pa.DictionaryArray.from_arrays(pa.array(place).take(numbers), words.take(used))


# --- the file -------------------------------------------------------------------------------------


def options(schema: pa.Schema) -> dict[str, Any]:
    """How rows are written, by measurement: small, and at the pace of the judge."""
    return {
        "compression": "zstd", "compression_level": 1,
        "use_dictionary": [name for name in schema.names if name != "incident"],
        "write_statistics": ["incident"],
    }  # fmt: skip


@contextmanager
def _appending(path: Path) -> Iterator[pa.NativeFile]:
    """A file to append to, which says that it stands at its start until something is written.

    The writer of Parquet refuses to begin elsewhere.  Then each write goes to the end, by the
    system, and what the writer asks is where that is: the place in the whole file.
    """
    with pa.OSFile(str(path), "ab") as sink:
        os.lseek(_descriptor(path), 0, os.SEEK_SET)
        yield sink


def _descriptor(path: Path) -> int:
    """By which number this process appends to a file; `OSFile.fileno` fails in older pyarrow."""
    there = path.stat()
    for number in map(int, os.listdir("/dev/fd")):  # noqa: PTH208  # names of no files
        with suppress(OSError):  # of those that were closed since
            appends = fcntl.fcntl(number, fcntl.F_GETFL) & os.O_APPEND
            if appends and os.path.samestat(os.fstat(number), there):
                return number
    raise OSError(errno.EBADF, "the file that was opened is not found", str(path))


def _check_place(footer: pq.FileMetaData, start: int) -> None:
    """That a part's rows are where its footer says.  Raises `OSError`."""
    columns = footer.row_group(0) if footer.num_row_groups else None
    if columns is not None and columns.column(0).data_page_offset < start:
        raise OSError(errno.EIO, "pyarrow places the rows elsewhere than they are")


def _footer(file: BinaryIO, end: int) -> pq.FileMetaData:
    """The footer of the part that ends at `end`: its metadata, their length, `PAR1`."""
    file.seek(end - 8)
    length = int.from_bytes(file.read(4), "little") + 8
    file.seek(end - length)
    return pq.read_metadata(pa.BufferReader(_MAGIC + file.read(length)))


def _joined(footers: list[pq.FileMetaData]) -> tuple[int, bytes]:
    """One footer that lists the row groups of all, and how many rows they have."""
    whole = footers[0]
    for more in footers[1:]:
        whole.append_row_groups(more)
    sink = pa.BufferOutputStream()
    whole.write_metadata_file(sink)
    return whole.num_rows, bytes(sink.getvalue())[len(_MAGIC) :]


def _synced(path: Path) -> int:
    """The size of a file, when all of it is on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        return os.fstat(file.fileno()).st_size
