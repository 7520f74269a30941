"""A folder of texts: all read, one by one, into a file of JSON lines; a stop loses nothing.

In: a folder, and what reads a document.  Out: a file with a line for each text, in the order of their
names: its reading, or why it was refused; and beside it a file of the conflicts between texts, made of
these lines.  Each appears whole.  Until then the lines stand in
`.NAME.part` beside it, each appended when it is done; a second run goes on from there, and takes from
a finished file what was read in the same way from the same bytes.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from hudna.problem import Problem, Refused, refuse
from hudna.report import writing, written_whole
from hudna.text.copies import Copies, Told, near_duplicates, read_sketch, sketch
from hudna.text.disputed import Found, disputed, is_ours
from hudna.text.document import Asked, Document, file_bytes, open_document
from hudna.text.statement import Reading

_FORMAT: Final = "hudna reading 1"
_HELD: Final = 2  # what a line has besides the reading; of others the texts are read anew
_SYNC: Final = 64  # lines after which they are put on the disk


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a folder: so many texts read, taken from an earlier run, and refused with why.

    And which texts are copies, how many conflicts were found between texts, and how many statements were
    not compared with all, as many others tell of the same.
    """

    read: int
    kept: int
    refused: tuple[Problem, ...]
    copies: tuple[Copies, ...]
    conflicts: int
    left: int


class _Line(NamedTuple):
    """Where a line stands that was written before, and of which bytes it is."""

    sha256: str | None
    refused: bool
    source: Path
    start: int
    length: int


@dataclass(slots=True)
class _Lines:
    """The lines that are there, by file; those of the part stand in `part`, to which more are added."""

    path: Path
    part: BinaryIO
    there: dict[str, _Line] = field(default_factory=dict)

    def add(self, line: dict[str, Any]) -> None:
        """Append a line."""
        raw = _raw(line)
        start = self.part.tell()
        self.part.write(raw)
        self.part.flush()
        self.there[line["file"]] = _placed(line, self.path, start, len(raw))


def _raw(line: dict[str, Any]) -> bytes:
    """A line of JSON; a name that is not Unicode is kept by JSON's own escapes."""
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _placed(line: dict[str, Any], source: Path, start: int, length: int) -> _Line:
    return _Line(line["sha256"], "refused" in line, source, start, length)


def read_folder(
    folder: Path,
    out: Path,
    read: Callable[[Document], Reading],
    *,
    task: Mapping[str, Any],
    language: Asked = "auto",
    advance: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """Read every text of a folder and of the folders in it, but for hidden ones.

    Args:
        folder: Where the texts are; links that lead out of it are refused.
        out: The file to write: JSON lines; `readings` gives them back.  The conflicts between texts go to
            `conflicts_file(out)`.
        read: Makes the reading of one document; a `Refused` of it is reported and goes no further.
        task: What a reading depends on besides its bytes (version, options, the case), as JSON:
            what was read otherwise before is read anew.
        language: As of `open_document`.
        advance: Told of each file that is done.

    Raises:
        Refused: The folder or the output cannot be used, or another run is at work on it.
    """
    mark = _mark({**task, "language": language, "held": _HELD})
    read_count = kept = 0
    files = list(_files(folder, out))
    if not files:
        raise refuse(str(folder), "there are no files in it", "Name a folder of texts")
    with _begun(out, mark) as lines:
        for count, (name, path) in enumerate(files, 1):
            known = lines.there.get(name)
            if known is not None and known.sha256 is not None and known.sha256 == _sha256(path):
                kept += 1
            else:
                line = _line(name, path, folder, mark, read, language)
                with writing(out):
                    lines.add(line)
                    if count % _SYNC == 0:
                        os.fsync(lines.part.fileno())
                read_count += 1
            advance(1)
        with writing(out):
            refused = _finish(out, [name for name, _ in files], lines)
        groups = copies(out)
        found = _compared(out, groups)
    return Outcome(read_count, kept, tuple(refused), groups, len(found.lines), found.left)


def conflicts_file(out: Path) -> Path:
    """Where the conflicts between the texts of a file of readings stand: beside it."""
    return out.with_name(f"{out.stem}.conflicts{out.suffix}")


def readings(out: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file that `read_folder` wrote.  Raises `Refused` where it is of another kind."""
    try:
        with out.open("rb") as file:
            for raw in file:
                line = _understood(raw)
                if line is None:
                    raise _not_ours(out)
                yield line
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise refuse(str(out), what, "Check the path and its rights") from None


def copies(out: Path) -> tuple[Copies, ...]:
    """The groups of copies among the texts of a file that `read_folder` wrote.  Raises `Refused`."""
    told = []
    for line in readings(out):
        if "reading" in line:
            try:
                day = line["reading"]["document"]["published"]
                day = None if day is None else date.fromisoformat(day)
                told.append(Told(line["file"], read_sketch(line["sketch"]), day))
            except (KeyError, TypeError, ValueError, AttributeError):
                raise _not_ours(out) from None
    return near_duplicates(told)


def _files(folder: Path, out: Path) -> Iterator[tuple[str, Path]]:
    """The files of a folder with their names in it, sorted by name."""
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "there is no such folder"
        raise refuse(str(folder), what, "Name a folder of texts")
    ours = {path.resolve() for path in (out, _part(out), conflicts_file(out))}

    def fails(error: OSError) -> None:
        what = f"cannot be read: {error.strerror}"
        raise refuse(str(error.filename), what, "Check its rights") from None

    found = []
    for place, folders, names in os.walk(folder, onerror=fails):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(place, name) for name in names if not name.startswith("."))
        found += [(path.relative_to(folder).as_posix(), path) for path in paths]
    yield from sorted((name, path) for name, path in found if path.resolve() not in ours)


def _line(
    name: str,
    path: Path,
    folder: Path,
    mark: str,
    read: Callable[[Document], Reading],
    language: Asked,
) -> dict[str, Any]:
    """What is written of one file."""
    line: dict[str, Any] = {"format": _FORMAT, "file": name, "sha256": None, "task": mark}
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise refuse(
                name, "is a link that leads out of the folder", "Put the file itself there"
            )
        document = open_document(path, language=language)
        line["sha256"] = document.sha256
        reading = read(document)
        return {
            **line, "reading": reading.document(), "sketch": sketch(document.text).written(),
            "tellings": [one.written() for one in reading.tellings],
        }  # fmt: skip
    except Refused as refused:
        line["sha256"] = line["sha256"] or _sha256(path)
        return {**line, "refused": [{"what": p.what, "remedy": p.remedy} for p in refused.problems]}


def _sha256(path: Path) -> str | None:
    """Of the bytes of a file: hex; None where they cannot be had."""
    try:
        return hashlib.sha256(file_bytes(path)).hexdigest()
    except Refused:
        return None


def _mark(task: Mapping[str, Any]) -> str:
    written = json.dumps(task, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


# --- the file -------------------------------------------------------------------------------------


def _part(out: Path) -> Path:
    return out.parent / f".{out.name}.part"


@contextmanager
def _begun(out: Path, mark: str) -> Iterator[_Lines]:
    """The lines that are there, of this task, and the part to which more are added."""
    with writing(out):
        for path in (out, conflicts_file(out)):
            if path.exists() and not path.is_file():
                raise OSError(errno.EINVAL, "there is something else than a file", str(path))
        if not is_ours(conflicts_file(out)):
            raise _not_ours(conflicts_file(out))
        part = _part(out).open("ab+")
    with part:
        try:
            fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
            free = os.fstat(part.fileno()).st_nlink > 0  # no other run ended meanwhile
        except OSError:
            free = False
        if not free:
            what = "is being written by another run"
            raise refuse(str(out), what, "Wait for it, or name another output") from None
        lines = _Lines(_part(out), part)
        with writing(out):
            _take_up(lines, out, mark)
        yield lines


def _take_up(lines: _Lines, out: Path, mark: str) -> None:
    """Find the lines that are there.  Raises `OSError`, and `Refused` for an output of others."""
    if out.exists():
        with out.open("rb") as file:
            if _indexed(file, out, mark, lines.there) != os.fstat(file.fileno()).st_size:
                raise _not_ours(out)
    lines.part.seek(0)
    lines.part.truncate(_indexed(lines.part, lines.path, mark, lines.there))
    lines.part.seek(0, os.SEEK_END)


def _indexed(file: BinaryIO, source: Path, mark: str, there: dict[str, _Line]) -> int:
    """Note the lines of a file that are of this task; up to where the lines are whole."""
    start = 0
    for raw in file:
        line = _understood(raw)
        if line is None:
            break
        if line["task"] == mark:
            there[line["file"]] = _placed(line, source, start, len(raw))
        start += len(raw)
    return start


def _understood(raw: bytes) -> dict[str, Any] | None:
    """A line that `read_folder` wrote; None for any other, or half of one."""
    try:
        line = json.loads(raw) if raw.endswith(b"\n") else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(line, dict) or line.get("format") != _FORMAT:
        return None
    return line if {"file", "sha256", "task"} <= line.keys() else None


def _not_ours(out: Path) -> Refused:
    return refuse(str(out), "is there, and is not of this program", "Name another output")


def _finish(out: Path, names: list[str], lines: _Lines) -> list[Problem]:
    """Write the output, a line for each file, and give what was refused."""
    refused = []
    sources: dict[Path, BinaryIO] = {lines.path: lines.part}
    with written_whole(out) as path, path.open("wb") as file:
        if out.exists():
            sources[out] = out.open("rb")
        for name in names:
            line = lines.there[name]
            sources[line.source].seek(line.start)
            raw = sources[line.source].read(line.length)
            file.write(raw)
            if line.refused:
                told = json.loads(raw)["refused"]
                refused += [Problem(name, None, None, why["what"], why["remedy"]) for why in told]
        file.flush()
        os.fsync(file.fileno())
        if out in sources:
            sources[out].close()
    lines.path.unlink()
    return refused


def _compared(out: Path, groups: tuple[Copies, ...]) -> Found:
    """Find and write the conflicts between the texts of an output.  Raises `Refused`."""
    try:
        found = disputed(lambda: readings(out), groups)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _not_ours(out) from None
    path = conflicts_file(out)
    with writing(path), written_whole(path) as part, part.open("wb") as file:
        file.writelines(map(_raw, found.lines))
        file.flush()
        os.fsync(file.fileno())
    return found
