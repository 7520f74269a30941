"""Copies of a record: backups, their restoring, and its move to another database.

In: a record.  Out: the same one elsewhere, entry by entry and byte by byte: entries, versions,
documents, checkpoints, witnesses, housekeeping.  A copy appears whole and verified, or not at all,
and is made in bounded memory.  It is the same log: whoever goes on in both has two that differ, and
each machine refuses the one that it did not see grow.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from hudna.problem import Refused, refuse
from hudna.record import database, keys, merkle
from hudna.record.heads import follows, signing_key, vkeys
from hudna.record.housekeeping import SCRUB, meta
from hudna.record.leaf import stamp
from hudna.record.log import Tail, nodes, tail
from hudna.record.schema import CHECKPOINT, METADATA
from hudna.record.store import Record, is_empty, open_record
from hudna.record.verify import verify
from hudna.record.walk import Verification

KIND: Final = "restore"

_ROWS: Final = 20_000  # at once, at most
_BYTES: Final = 16 << 20  # at once, at most, unless one row has more

Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of a restore: entries that it has, what was lost, and where the old file is."""

    entries: int
    lost: str
    aside: Path | None


def backup(record: Record, file: Path, advance: Advance = lambda _: None) -> Verification:
    """Write a record as one SQLite file, whole and verified.  Raises `Refused`: never over a file."""
    if file.exists() or file.is_symlink():
        raise refuse(str(file), "there is a file already", "Name another: a backup replaces none")
    with _made(record, file) as made:
        # A file that waits for no log beside it: it can be read where nothing can be written.
        with closing(sqlite3.connect(made)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
        found = _verified(record, made, advance)
        _named(made, file)
    return found


def copy(record: Record, url: str, advance: Advance = lambda _: None) -> Verification:
    """Copy a record into an empty database, SQLite or PostgreSQL.  Raises `Refused`."""
    file = database.file_of(url)
    if file is not None:
        if file.exists():
            raise refuse(str(file), "there is a file already", "Name a file that is not there yet")
        with _made(record, file) as made:
            found = _verified(record, made, advance)
            _named(made, file)
        return found
    engine = database.connect(url, create=True)
    try:
        _fill(record, engine, url, over=False)
        try:
            return _checked(Record(url, engine, record.origin, record.case, False), record, advance)
        except BaseException:
            with database.told(url), database.writing(engine) as connection:
                _clear(connection)
            raise
    finally:
        engine.dispose()


def restore(
    case: Path,
    case_id: str | None,
    url: str | None,
    file: Path,
    author: str | None,
    reason: str,
    replace: bool = False,
) -> Restored:
    """Put a backup in the place of a case's record; `case_id` is None where its files are lost.

    Where there is a record, it is replaced only with `replace`; an SQLite file is set aside.  If
    entries are lost thereby, the log says so in an entry of kind `restore`, and this machine takes
    the restored log for the one that it saw.  Raises `Refused`: also for a backup that does not
    verify, and where entries would be lost without `replace`.
    """
    where = database.address(case, url)
    aside = None
    with open_record(case, None, f"sqlite:///{file}", writes=False) as kept:
        found = verify(kept, here=False)
        if not found.holds:
            what = f"does not verify: {found.in_order()[0]}"
            raise refuse(str(file), what, "Restore another backup: nothing was changed")
        if case_id not in (None, kept.case):
            raise _other(kept, str(case_id))
        lost = _loss(case, where, kept)
        if lost is not None and not replace:
            what = f"there is a record. What would be lost of it: {lost}"
            raise refuse(database.shown(where), what, "Add --replace if that is right")
        target = database.file_of(where)
        if target is None:
            engine = database.connect(where, create=True)
            try:
                _fill(kept, engine, where, over=True)
            finally:
                engine.dispose()
        else:
            with _made(kept, target) as made:
                aside = _swapped(made, target)
    with open_record(case, None, url) as record:
        lost = _acknowledge(record, author, reason, lost)
    return Restored(found.entries, lost, aside)


NOTHING: Final = "nothing"


def _acknowledge(record: Record, author: str | None, reason: str, lost: str | None) -> str:
    """Say in the log that it is not the one that was, grown, where this is so; what was lost."""
    with record.reading() as connection:
        same = follows(connection, record.origin, tail(connection))
    if same and lost in (None, NOTHING):
        return NOTHING
    if not same and lost in (None, NOTHING):
        lost = "what this machine saw of the log after the backup"
    with record.writing(author, restored=True) as writer:
        told = {"reason": reason, "entries": writer.tail.size, "lost": lost or "not known"}
        writer.put(KIND, record.origin, told)
    return lost or "not known"


def _loss(case: Path, where: str, kept: Record) -> str | None:
    """What of the record in a place is not in a backup, in words; None where there is no record."""
    if not database.exists(where):
        return None
    try:
        there = open_record(case, None, where, writes=False)
    except Refused as refused:
        what = refused.problems[0].what
        return None if what == database.NONE_YET else f"{_UNREADABLE} ({what})"
    with there:
        if there.case != kept.case:
            raise _other(kept, there.case)
        try:
            with there.reading() as connection, kept.reading() as other:
                return _beyond(there, connection, kept, other)
        except Refused as refused:
            return f"{_UNREADABLE} ({refused.problems[0].what})"


_UNREADABLE: Final = "whatever the backup has not: it cannot be read"


def _other(kept: Record, case: str) -> Refused:
    what = f"is of the case “{kept.case}”, not of “{case}”"
    return refuse(database.shown(kept.url), what, "Name a backup of this case")


def _beyond(there: Record, connection: sa.Connection, kept: Record, other: sa.Connection) -> str:
    mine, backed = tail(connection), tail(other)
    if there.origin != kept.origin:
        return f"all its {mine.size:,} entries: it is another log ({there.origin})"
    if mine.size <= backed.size:
        grown = merkle.head(mine.size, nodes(other)) == mine.root
        return NOTHING if grown else f"its {mine.size:,} entries went another way than the backup"
    if merkle.head(backed.size, nodes(connection)) != backed.root:
        return f"its {mine.size:,} entries went another way than the backup"
    return f"entries {backed.size:,} to {mine.size - 1:,}"


# --- how ------------------------------------------------------------------------------------------


@contextmanager
def _made(record: Record, file: Path) -> Iterator[Path]:
    """A copy as an SQLite file beside `file`, under another name; what is left of it goes."""
    try:
        folder = tempfile.TemporaryDirectory(
            dir=file.resolve().parent, prefix=f"{file.name}.making-", ignore_cleanup_errors=True
        )
    except OSError as error:
        what = f"cannot be made: {error.strerror or error}"
        raise refuse(str(file), what, "Check the path, the disk and the folder's rights") from None
    with folder as name:
        made = Path(name) / database.FILE
        url = f"sqlite:///{made}"
        engine = database.connect(url, create=True)
        try:
            _fill(record, engine, url, over=False)
        finally:
            engine.dispose()
        yield made


def _fill(record: Record, engine: sa.Engine, url: str, over: bool) -> None:
    """Copy every row, in one transaction on each side; `over` what is there, or into nothing."""
    with record.reading() as old, database.told(url), database.writing(engine) as new:
        if over:
            _clear(new)
        elif not is_empty(new):
            raise refuse(database.shown(url), "is not empty", "Name an empty database")
        for table in METADATA.sorted_tables:
            for rows in _pieces(old, table):
                database.bulk(new, table, rows)
        if _end(tail(old)) != _end(tail(new)):
            raise refuse(database.shown(url), "the copy differs", "Run `hudna verify` first")


def _end(end: Tail) -> tuple[int, int, bytes]:
    return end.size, end.versions, end.root


def _clear(connection: sa.Connection) -> None:
    for table in METADATA.sorted_tables:
        connection.execute(sa.delete(table))


def _pieces(connection: sa.Connection, table: sa.Table) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a table in the order of its key, as many at a time as fit."""
    large = table.name == "blob"
    query = sa.select(table).order_by(*table.primary_key.columns)
    rows: list[tuple[Any, ...]] = []
    size = 0
    streamed = {"yield_per": 4 if large else 2_000}
    with connection.execute(query, execution_options=streamed) as result:
        for row in result:
            rows.append(tuple(row))
            size += sum(len(cell) for cell in row if isinstance(cell, bytes))
            if len(rows) >= _ROWS or size >= _BYTES:
                yield rows
                rows, size = [], 0
    if rows:
        yield rows


def _verified(record: Record, made: Path, advance: Advance) -> Verification:
    url = f"sqlite:///{made}"
    engine = database.connect(url, writes=False)
    with Record(url, engine, record.origin, record.case, False) as copied:
        return _checked(copied, record, advance)


def _checked(copied: Record, record: Record, advance: Advance) -> Verification:
    """Verify a copy.  Raises `Refused` for one that does not hold."""
    found = verify(copied, advance=advance)
    if not found.holds:
        what = f"does not verify, so that no copy is made of it: {found.in_order()[0]}"
        remedy = "Run `hudna verify`; keep the files as they are, and restore a backup"
        raise refuse(database.shown(record.url), what, remedy)
    return found


def _named(made: Path, file: Path) -> None:
    """Give a copy that is done its name, if nothing has it."""
    try:
        keys.give_name(made, file)
        keys.settle(file.resolve().parent)
    except FileExistsError:
        raise refuse(str(file), "there is a file by now", "Name another") from None
    except OSError as error:
        what = f"cannot be made: {error.strerror or error}"
        raise refuse(str(file), what, "Check the path, the disk and the folder's rights") from None


def _swapped(made: Path, file: Path) -> Path | None:
    """Put a file in the place of a record at once; where the old one is now, with its log.

    A log must never lie beside another file than its own, which SQLite would mend by it.
    """
    file = file.resolve()
    aside = None
    if file.exists():
        aside = next(
            path for i in range(1, 10_000)
            if not (path := file.with_name(f"{file.name}.replaced-{i}")).exists()
        )  # fmt: skip
        try:
            aside.hardlink_to(file)
        except OSError:  # no links here: for a moment there is no record
            file.replace(aside)
    wal, shm = (file.with_name(file.name + ending) for ending in ("-wal", "-shm"))
    if wal.exists() and aside is not None:
        wal.replace(aside.with_name(aside.name + "-wal"))
    wal.unlink(missing_ok=True)
    shm.unlink(missing_ok=True)
    made.replace(file)
    keys.settle(file.parent)
    return aside


def beside(record: Record) -> list[Path]:
    """Files beside a record's own that may hold what it held.

    They were set aside, or are the rest of copies that were cut short.
    """
    file = database.file_of(record.url)
    return [] if file is None else sorted(file.parent.glob(f"{file.name}.*"))


# --- what there is --------------------------------------------------------------------------------


def about(record: Record) -> dict[str, Any]:
    """What an administrator asks of a record: where, how large, how far, signed with what."""
    file = database.file_of(record.url)
    with record.reading() as connection:
        end = tail(connection)
        signed = connection.scalar(sa.select(sa.func.max(CHECKPOINT.c.size))) or 0
        key = signing_key(connection, record.origin)
        if file is None:
            size = connection.scalar(
                sa.select(sa.func.pg_database_size(sa.func.current_database()))
            )
        else:
            size = file.stat().st_size
        return {
            "where": database.shown(record.url) if file is None else str(file),
            "bytes": size,
            "log": record.origin,
            "case": record.case,
            "entries": end.size,
            "versions": end.versions,
            "newest": None if end.at is None else stamp(end.at),
            "root": end.root.hex(),
            "signed_entries": signed,
            "key": vkeys(connection)[-1],
            "key_is_here": key is not None,
            "erasure_unfinished": meta(connection, SCRUB) is not None,
        }
