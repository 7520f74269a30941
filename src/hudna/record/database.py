"""The database of a record: SQLite in the case's folder, or PostgreSQL for a team.

In: a case folder, and a database's address if it is not the folder's own.  Out: an engine whose
tables are those of `schema.py`, at the newest migration.  What a database says when it cannot go on
becomes a `Refused` that a person understands.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

from hudna.problem import Refused, refuse
from hudna.record import keys
from hudna.record.schema import strangers

FILE: Final = "record.db"
HEAD: Final = "0001"
"""The newest migration, which this version of Hudna writes."""

NONE_YET: Final = "there is no record here yet"

WAIT: Final = 30.0
"""Seconds that a writer waits for another."""

_APPLICATION: Final = 0x48554431  # “HUD1”, in the header of every SQLite file of ours


def address(case: Path, database: str | None) -> str:
    """The database's address: the case's own file unless another is named."""
    return f"sqlite:///{case / FILE}" if database is None else database


def shown(url: str) -> str:
    """An address as it may be printed: a file's path, or a server's without the password."""
    try:
        parts = sa.make_url(url)
        if parts.get_backend_name() == "sqlite" and parts.database:
            return parts.database
        return parts.render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return "the database"


def file_of(url: str) -> Path | None:
    """The file of an SQLite address; None for a server's."""
    parts = _parts(url)
    return Path(parts.database) if parts.get_backend_name() == "sqlite" and parts.database else None


def inode_of(url: str) -> int | None:
    """Which file an SQLite address leads to now; None for a server's, and where there is none."""
    file = file_of(url)
    return file.stat().st_ino if file is not None and file.exists() else None


def exists(url: str) -> bool:
    """Whether there is a record at an address.  Raises `Refused` where that cannot be told."""
    file = file_of(url)
    if file is not None:
        return file.exists()
    engine = _server(url)
    try:
        with told(url), engine.connect() as connection:
            return sa.inspect(connection).has_table("entry")
    finally:
        engine.dispose()


def connect(url: str, *, create: bool = False, writes: bool = True) -> sa.Engine:
    """Open a record's database, made (`create`) or brought to the newest migration if need be.

    Without `writes` nothing is changed, not even a lock file, so that a record on a read-only disk
    can be read.  Raises `Refused`: no such database, one that is broken, that is no record, that a
    newer Hudna made, or (to write) whose tables do more than ours.
    """
    file = file_of(url)
    if file is not None and create and not file.exists():
        try:
            with told(url):
                _make(file)
        except OSError as error:
            what = f"cannot be made: {error.strerror or error}"
            raise refuse(
                str(file), what, "Check the path, the disk and the folder's rights"
            ) from None
    engine = _server(url) if file is None else _sqlite(file, writes)
    try:
        with told(url):
            _prepare(engine, url, create=create and file is None, writes=writes)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _parts(url: str) -> sa.URL:
    try:
        parts = sa.make_url(url)
        backend = parts.get_backend_name()
    except (sa.exc.ArgumentError, ValueError):
        raise refuse("--database", "is not the address of a database", _ADDRESS) from None
    if backend not in ("sqlite", "postgresql"):
        raise refuse("--database", f"“{backend}” is no database that a record is kept in", _ADDRESS)
    return parts


_ADDRESS: Final = "Write postgresql://USER@HOST/NAME, or leave it out for the case's own file"


def _sqlite(file: Path, writes: bool) -> sa.Engine:
    if not file.exists():
        raise refuse(str(file), NONE_YET, "`hudna judge` or `import` begin one")
    if not file.is_file():
        raise refuse(str(file), "is not a file", "Put the record in its place, or remove it")
    if not file.stat().st_size:  # ours come into being whole (`_make`)
        what = "is empty: a record that was cut off, or something else"
        raise refuse(str(file), what, "Restore a backup (`hudna record restore`), or remove it")
    # To read, `ro` would leave its lock files behind; but what waits in a log is then not moved.
    pending = _wal(file).exists() and _wal(file).stat().st_size > 0
    mode = "rw" if writes or not pending else "ro"
    if not writes and not os.access(file.parent, os.W_OK) and not _wal(file).exists():
        mode = "ro&immutable=1"  # nobody can write beside it, so SQLite need not look for who does
    return _engine(file, mode, writes)


def _engine(file: Path, mode: str, writes: bool) -> sa.Engine:
    name = f"file:{quote(str(file.resolve()))}?mode={mode}"

    def opened() -> sqlite3.Connection:
        # Transactions are begun by us: as readers, or as the one writer.
        connection = sqlite3.connect(
            name, uri=True, isolation_level=None, timeout=WAIT, check_same_thread=False
        )
        for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        if writes:
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("PRAGMA cache_size=-65536")
        else:
            connection.execute("PRAGMA query_only=ON")
        return connection

    engine = sa.create_engine(
        "sqlite://", creator=opened, poolclass=QueuePool, pool_size=2, max_overflow=4
    )

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writer = connection.get_execution_options().get("writer", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")

    return engine


def _wal(file: Path) -> Path:
    return file.with_name(file.name + "-wal")


def _make(file: Path) -> None:
    """Make a database without entries: under another name first, so that it appears whole.

    Of several who do so at once one is first, and the others use what it made.
    """
    file = file.resolve()
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.making-")
    os.close(handle)
    made = Path(name)
    try:
        engine = _engine(made, "rw", writes=True)
        try:
            _migrate(engine)
        finally:
            engine.dispose()
        mask = os.umask(0)
        os.umask(mask)
        made.chmod(0o666 & ~mask)
        with suppress(FileExistsError):
            keys.give_name(made, file)
    finally:
        for rest in (made, _wal(made), made.with_name(made.name + "-shm")):
            rest.unlink(missing_ok=True)


def _server(url: str) -> sa.Engine:
    parts = _parts(url)
    if parts.drivername == "postgresql":
        parts = parts.set(drivername="postgresql+psycopg")
    if parts.drivername != "postgresql+psycopg":
        raise refuse("--database", f"the driver of {parts.drivername} is not used here", _ADDRESS)
    try:
        return sa.create_engine(
            parts, isolation_level="REPEATABLE READ", pool_size=2, pool_pre_ping=True
        )
    except ModuleNotFoundError:
        raise refuse(
            "--database", "PostgreSQL needs an extra that is not installed",
            "Run `pip install 'hudna[postgresql]'`",
        ) from None  # fmt: skip


def is_sqlite(connection: sa.Connection | sa.Engine) -> bool:
    """Whether it is an SQLite file."""
    return connection.dialect.name == "sqlite"


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that sees one state of the record and changes nothing."""
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """The one transaction that may append: others wait.  All of it is kept, or nothing."""
    with engine.connect().execution_options(writer=True) as connection, connection.begin():
        if not is_sqlite(connection):
            # A snapshot taken before the lock would not see what the last writer appended.
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{int(WAIT * 1000)}ms'")
            connection.exec_driver_sql("LOCK TABLE entry IN EXCLUSIVE MODE")
        yield connection


def _prepare(engine: sa.Engine, url: str, *, create: bool, writes: bool) -> None:
    with engine.connect() as connection:
        tables = set(sa.inspect(connection).get_table_names())
        found = None
        if "alembic_version" in tables:
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        strange = strangers(connection) if found == HEAD and writes else []
    if strange:
        what = f"its tables are not those of a record: {strange[0]}"
        raise refuse(shown(url), what, "Run `hudna verify`; restore a backup")
    if found == HEAD:
        return
    if found is None and tables:
        what = "holds other tables, and no record of Hudna"
        raise refuse(shown(url), what, "Name another database with --database")
    if found is None and not create:
        raise refuse(shown(url), NONE_YET, "`hudna judge` or `import` begin one")
    if found is not None and found not in _known():
        what = f"was written by a newer version of Hudna (its tables are at “{str(found)[:40]}”)"
        raise refuse(shown(url), what, "Use that version: nothing was changed")
    if not writes:
        what = f"has tables of an older version (“{found}”), and may not be written here"
        raise refuse(shown(url), what, "Open it once where it can be written")
    _migrate(engine)


def _scripts() -> Any:
    from alembic.config import Config  # noqa: PLC0415 - only a new or older record needs it

    config = Config()
    config.set_main_option("script_location", "hudna.record:migrations")
    return config


def _known() -> set[str]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return {script.revision for script in ScriptDirectory.from_config(_scripts()).walk_revisions()}


_ONE_AT_A_TIME = threading.Lock()  # Alembic keeps its context in a module


def _migrate(engine: sa.Engine) -> None:
    from alembic import command  # noqa: PLC0415

    config = _scripts()
    if is_sqlite(engine):
        with engine.connect() as connection:  # neither can be set within a transaction
            raw = connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            raw.execute("PRAGMA journal_mode=WAL")
            raw.execute(f"PRAGMA application_id={_APPLICATION}")
    writer = engine.connect().execution_options(writer=True)
    with _ONE_AT_A_TIME, writer as connection, connection.begin():
        if not is_sqlite(connection):
            # As in `writing`: what another made meanwhile must be seen after the lock.
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(1213547569)")
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)


@contextmanager
def told(url: str) -> Iterator[None]:
    """Turn what a database says when it cannot go on into a `Refused` for people."""
    try:
        yield
    except _errors() as error:
        raise _explained(url, error) from None


def _errors() -> tuple[type[Exception], ...]:
    driver = sys.modules.get("psycopg")  # `bulk` speaks with it directly
    of_driver = () if driver is None else (driver.Error,)
    # Text that is none is a damaged file; sqlite3 tells it so, or by an error of its own.
    return (sa.exc.SQLAlchemyError, sqlite3.Error, UnicodeDecodeError, *of_driver)


_SAYINGS: Final = (
    ("database is locked", "another program is writing the record, and did not end in time",
     "Wait for it, then try again: nothing was changed"),
    ("lock timeout", "another program is writing the record, and did not end in time",
     "Wait for it, then try again: nothing was changed"),
    ("disk is full", "the disk is full", "Make room, then try again: nothing was changed"),
    ("no space left", "the disk is full", "Make room, then try again: nothing was changed"),
    ("readonly database", "may not be written", "Check the rights of the file and its folder"),
    ("read-only transaction", "may not be written", "Ask for the right to write"),
    ("permission denied", "may not be written or read", "Ask for the right, or check those of the file"),
    ("unable to open", "cannot be opened", "Check the path and the rights of the file and its folder"),
    ("not a database", "is not a record: its beginning is damaged, or it is another kind of file",
     "Keep a copy of the file as it is, and restore a backup (`hudna record restore`)"),
    ("decode", "is damaged: a part of the file was changed",
     "Keep a copy of the file as it is, and restore a backup (`hudna record restore`)"),
    ("malformed", "is damaged: a part of the file is missing or was changed",
     "Keep a copy of the file as it is, and restore a backup (`hudna record restore`)"),
    ("disk i/o error", "the disk cannot be read or written",
     "Check the disk: what was acknowledged is in the file or in its -wal beside it"),
    ("no such table", "is damaged: a table is missing",
     "Keep a copy of the file as it is, and restore a backup (`hudna record restore`)"),
    ("no such column", "is damaged: a column is missing",
     "Keep a copy of the file as it is, and restore a backup (`hudna record restore`)"),
    ("password authentication failed", "the server refuses the user or the password",
     "Check the address given with --database"),
    ("does not exist", "the server has no such database, user or table",
     "Check the address given with --database"),
    ("connection refused", "no server answers there", "Start it, or check the address"),
    ("server closed the connection", "the server went away",
     "Start it, then try again: what was not acknowledged was not kept"),
    ("terminating connection", "the server went away",
     "Start it, then try again: what was not acknowledged was not kept"),
    ("could not translate host name", "there is no such host", "Check the address"),
    ("failed to resolve host", "there is no such host", "Check the address"),
    ("timeout expired", "no server answers there", "Start it, or check the address"),
)  # fmt: skip


def _explained(url: str, error: Exception) -> Refused:
    cause = getattr(error, "orig", None) or error
    said = str(cause).strip().lower()
    for words, what, remedy in _SAYINGS:
        if words in said:
            return refuse(shown(url), what, remedy)
    first = str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
    what = f"the database cannot go on: {first.rstrip('.')}"
    return refuse(
        shown(url), what, "Check the record with `hudna verify`; restore a backup if need be"
    )


def bulk(connection: sa.Connection, table: sa.Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows, whose values stand in the order of the table's columns, in the transaction.

    The fast way of each database, without an object a row: binary COPY in PostgreSQL, and SQLite's
    own prepared insert, within a fifth of ADBC's time.  ADBC would bring a second copy of SQLite into
    the process, and two copies undo each other's locks on a file (sqlite.org, "How To Corrupt").
    """
    if not rows:
        return
    names = [column.name for column in table.columns]
    raw = connection.connection.driver_connection
    if isinstance(raw, sqlite3.Connection):
        marks = ",".join("?" * len(names))
        raw.executemany(f"INSERT INTO {table.name} VALUES ({marks})", rows)  # noqa: S608
        return
    assert raw is not None
    with raw.cursor() as cursor, cursor.copy(
        f"COPY {table.name} ({', '.join(names)}) FROM STDIN (FORMAT BINARY)"
    ) as copy:  # fmt: skip
        copy.set_types([_TYPES[type(column.type)] for column in table.columns])
        for row in rows:
            copy.write_row(row)


_TYPES: Final = {
    sa.BigInteger: "int8", sa.Integer: "int4", sa.Text: "text", sa.LargeBinary: "bytea",
}  # fmt: skip


def scrub(engine: sa.Engine) -> None:
    """Write the database anew without what was freed, and empty its write-ahead log.

    Raises `sqlite3.OperationalError` and the errors of SQLAlchemy: where somebody else still reads
    what was freed, too.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        raw = connection.connection.driver_connection
        if isinstance(raw, sqlite3.Connection):
            _emptied(raw)
            raw.execute("VACUUM")
            _emptied(raw)
            return
        connection.exec_driver_sql(f"SET lock_timeout = '{int(WAIT * 1000)}ms'")
        for table in ("version", "blob"):
            connection.exec_driver_sql(f"VACUUM (FULL) {table}")
        connection.exec_driver_sql("RESET lock_timeout")


def _emptied(raw: sqlite3.Connection) -> None:
    busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:  # told as a result, not as an error
        raise sqlite3.OperationalError("database is locked")
