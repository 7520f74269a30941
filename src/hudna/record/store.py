"""The record of one case: opened, read as it stood at any time, and added to.

In: a case's folder, or the address of a database.  Out: a `Record`.  Nothing is updated in place: a
change is a new version of a thing, with who, when and why; what was known at a time is the newest
version of each thing among those that were recorded by then.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

import hudna
from hudna.instant import show
from hudna.problem import Refused, refuse
from hudna.record import database, keys
from hudna.record.heads import add_checkpoint, follows, remember
from hudna.record.housekeeping import scrub
from hudna.record.log import UNNAMED, Line, Writer, tail
from hudna.record.note import Signer
from hudna.record.schema import CHECKPOINT, ENTRY, METADATA, VERSION

BEHIND: Final = 60_000_000
"""How far, in microseconds, this machine's clock may lie behind the last entry: clocks of a team
differ a little.  The entry then takes the last one's time, for the log's order is that of its times."""


class State(NamedTuple):
    """How far the record had come: its entries, and the versions that they brought."""

    size: int
    versions: int


class Item(NamedTuple):
    """One version of one thing.  `body` is its canonical bytes; None where it was erased."""

    n: int
    seq: int
    kind: str
    id: str
    body: bytes | None

    @property
    def value(self) -> Any:
        """What it says: a JSON value; None where it was erased.  Raises `Refused` for a damaged one."""
        try:
            return None if self.body is None else json.loads(self.body)
        except (ValueError, TypeError, RecursionError):
            what = f"version {self.n} is damaged: it is not JSON"
            raise refuse("the record", what, "Run `hudna verify`; restore a backup") from None


_STREAMED: Final = {"yield_per": 5_000}
ITEM: Final = (VERSION.c.n, VERSION.c.seq, VERSION.c.kind, VERSION.c.id, VERSION.c.body)
"""The columns of an `Item`."""


@dataclass(slots=True)
class Record:
    """The record of a case.  Close it, or open it by `with`."""

    url: str
    engine: sa.Engine
    origin: str  # the log's name, which no other log bears
    case: str  # the case's id
    writes: bool
    inode: int | None = None  # of its file, when it was opened

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the database go."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state of the record.  Raises `Refused`."""
        with database.told(self.url), database.reading(self.engine) as connection:
            yield connection

    @contextmanager
    def writing(self, author: str | None, restored: bool = False) -> Iterator[Writer]:
        """One transaction: all that is appended in it is kept, or none of it.

        A checkpoint is signed with it where this machine holds the log's key.  Raises `Refused`:
        also where the log is not one that this machine saw before, grown.  `restored`: the caller
        appends that it is not, and why.
        """
        if not self.writes:
            raise refuse(database.shown(self.url), "was opened to be read", "Check its rights")
        note = None
        with database.told(self.url), database.writing(self.engine) as connection:
            if self.inode != database.inode_of(self.url):
                what = "was replaced by another file since it was opened"
                raise refuse(database.shown(self.url), what, "Run the command again")
            end = tail(connection)
            if not restored and not follows(connection, self.origin, end):
                what = "is not what this machine last saw: entries were cut off or rewritten since"
                raise refuse(database.shown(self.url), what, _CUT)
            last, before = end.at, end.size
            writer = Writer(connection, end, author or UNNAMED, _now(last, self.url))
            yield writer
            writer.close(_now(last, self.url))
            if end.size > before:
                note = add_checkpoint(connection, self.origin, end.size, end.root, writer.also)
        if note is not None:  # committed: acknowledged only now
            remember(self.origin, note, over=restored)
        elif restored:  # by a machine that cannot sign
            keys.forget(self.origin)

    def state(self) -> State:
        """The newest state."""
        with self.reading() as connection:
            return state_at(connection, None)

    def known_at(self, instant: int) -> State:
        """The state at an instant: all that was recorded by then."""
        with self.reading() as connection:
            return state_at(connection, instant)


def clock() -> int:
    """The time by this machine: microseconds since 1970, UTC."""
    return time.time_ns() // 1000


def _now(last: int | None, url: str) -> int:
    now = clock()
    if last is None or now > last:
        return now
    if last - now > BEHIND:
        what = f"this machine's clock lies behind the last entry ({show(last, 'UTC')})"
        raise refuse(database.shown(url), what, "Set the clock: no time is invented for an entry")
    return last


_CUT: Final = (
    "Run `hudna verify`. Of a backup that you put back yourself, or a copy, say so by "
    "`hudna record restore`"
)


def open_record(
    case: Path,
    case_id: str | None,
    url: str | None = None,
    *,
    create: bool = False,
    writes: bool = True,
) -> Record:
    """Open the record of a case; with `create`, begin one where there is none.

    Raises `Refused`: also for the record of another case than `case_id` (None: whose it is, is not
    known, and it cannot be begun).
    """
    where = database.address(case, url)
    if writes:
        keys.outside(keys.keys_folder(), case)
    if create and not database.exists(where):
        keys.ready()  # before there is half a record
    engine = database.connect(where, create=create, writes=writes)
    try:
        with database.told(where):
            begun = create and case_id is not None
            origin, found = (
                _begun(engine, where, str(case_id)) if begun else _identity(engine, where)
            )
        if case_id not in (None, found):
            what = f"is the record of the case “{found}”, not of “{case_id}”"
            raise refuse(database.shown(where), what, "Name the case's own database")
    except BaseException:
        engine.dispose()
        raise
    record = Record(where, engine, origin, found, writes, database.inode_of(where))
    if writes:
        with suppress(Refused):  # another still reads: the next to open it goes on
            scrub(record)
    return record


def _identity(engine: sa.Engine, url: str) -> tuple[str, str]:
    """The log's name and the case's id, from the first entry."""
    with database.reading(engine) as connection:
        first = connection.execute(sa.select(VERSION.c.body).where(VERSION.c.n == 0)).scalar()
        if first is None and is_empty(connection):
            raise refuse(database.shown(url), database.NONE_YET, "`hudna judge` begins one")
    try:
        value = json.loads(first or b"")
        return str(value["origin"]), str(value["case"])
    except (ValueError, LookupError, TypeError, RecursionError):
        what = "is damaged: its first entry cannot be read"
        raise refuse(
            database.shown(url), what, "Restore a backup (`hudna record restore`)"
        ) from None


def is_empty(connection: sa.Connection) -> bool:
    """Whether nothing stands in the tables."""
    tables = METADATA.sorted_tables
    return all(connection.execute(sa.select(t).limit(1)).first() is None for t in tables)


def _begun(engine: sa.Engine, url: str, case_id: str) -> tuple[str, str]:
    """The identity of a record, which is begun if it is empty: with a key and a first entry."""
    with database.reading(engine) as connection:
        empty = is_empty(connection)
    if not empty:
        return _identity(engine, url)
    with database.writing(engine) as connection:
        # Another may have begun it meanwhile.
        begun = _first(connection, url, case_id) if is_empty(connection) else None
    if begun is None:
        return _identity(engine, url)
    origin, note = begun
    if note is not None:
        remember(origin, note)
    return origin, case_id


def _first(connection: sa.Connection, url: str, case_id: str) -> tuple[str, str | None]:
    """Append the first entry of a new log: its name and its first checkpoint."""
    origin = f"hudna/{case_id}/{secrets.token_hex(6)}"
    key = keys.new_log_key(origin)
    end = tail(connection)
    began = _now(None, url)
    writer = Writer(connection, end, UNNAMED, began)
    writer.put("record", origin, {
        "case": case_id, "origin": origin, "key": Signer(origin, key).verifier().vkey,
        "engine": f"hudna {hudna.__version__}",
    })  # fmt: skip
    writer.close(began)
    return origin, add_checkpoint(connection, origin, end.size, end.root)


# --- what was known ------------------------------------------------------------------------------


def state_at(connection: sa.Connection, instant: int | None) -> State:
    """The state at an instant (None: now)."""
    if instant is None:
        size = connection.scalar(sa.select(sa.func.coalesce(sa.func.max(ENTRY.c.seq) + 1, 0))) or 0
        versions = connection.scalar(sa.select(sa.func.coalesce(sa.func.max(VERSION.c.n) + 1, 0)))
        return State(size, versions or 0)
    # Times never fall along the log, so the entries of a time are a prefix: found by halving.
    low, high = 0, state_at(connection, None).size
    while low < high:
        middle = (low + high) // 2
        at = connection.scalar(sa.select(ENTRY.c.at).where(ENTRY.c.seq == middle))
        low, high = (middle + 1, high) if at is not None and at <= instant else (low, middle)
    return state_of(connection, low)


def state_of(connection: sa.Connection, size: int) -> State:
    """The state after the first `size` entries."""
    first = connection.scalar(sa.select(ENTRY.c.first).where(ENTRY.c.seq == size))
    return state_at(connection, None) if first is None else State(size, first)


def _newest(kind: str, state: State, scanned: bool = False) -> sa.Select[Any]:
    """The newest version of each thing of a kind, in the order in which they were recorded.

    `scanned`: the table is read in its order, rather than found by an index and sorted; in SQLite
    only, which does not see by itself that the first of many is wanted at once.
    """
    later = VERSION.alias("later")
    of_kind = sa.literal_column("+version.kind") == kind if scanned else VERSION.c.kind == kind
    return (
        sa.select(*ITEM)
        .where(of_kind, VERSION.c.n < state.versions)
        .where(
            ~sa.exists()
            .where(later.c.kind == VERSION.c.kind, later.c.id == VERSION.c.id)
            .where(later.c.n > VERSION.c.n, later.c.n < state.versions)
        )
        .order_by(VERSION.c.n)
    )


def items(connection: sa.Connection, state: State, kind: str, many: bool = False) -> Iterator[Item]:
    """The newest version of each thing of a kind, erased ones too, in the order of the record.

    `many`: the kind is most of what the record holds.
    """
    query = _newest(kind, state, many and database.is_sqlite(connection))
    with connection.execute(query, execution_options=_STREAMED) as rows:
        for row in rows:
            yield Item(*row)


def item(connection: sa.Connection, state: State, kind: str, name: str) -> Item | None:
    """The newest version of one thing, or None."""
    found = connection.execute(
        sa.select(*ITEM)
        .where(VERSION.c.kind == kind, VERSION.c.id == name, VERSION.c.n < state.versions)
        .order_by(VERSION.c.n.desc())
        .limit(1)
    ).first()
    return None if found is None else Item(*found)


def history(connection: sa.Connection, kind: str, name: str) -> list[Item]:
    """Every version of one thing, the oldest first."""
    found = connection.execute(
        sa.select(*ITEM).where(VERSION.c.kind == kind, VERSION.c.id == name).order_by(VERSION.c.n)
    )
    return [Item(*row) for row in found]


def lines(connection: sa.Connection, first: int = 0, size: int | None = None) -> Iterator[Line]:
    """Entries of the log from `first` on, at most up to `size`."""
    query = sa.select(*ENTRY.columns).where(ENTRY.c.seq >= first).order_by(ENTRY.c.seq)
    if size is not None:
        query = query.where(ENTRY.c.seq < size)
    with connection.execute(query, execution_options=_STREAMED) as rows:
        for row in rows:
            yield Line(*row)


def checkpoint_from(connection: sa.Connection, size: int, state: State) -> str | None:
    """The first signed checkpoint that holds the first `size` entries, of those that `state` had.

    Each is signed with an entry, so what a state had it has for ever.
    """
    return connection.scalar(
        sa.select(CHECKPOINT.c.note)
        .where(CHECKPOINT.c.size >= size, CHECKPOINT.c.size <= state.size)
        .order_by(CHECKPOINT.c.size)
        .limit(1)
    )


def newest_of(
    connection: sa.Connection, state: State, kind: str, names: Sequence[str]
) -> dict[str, Item]:
    """The newest versions of the things that are named, by id."""
    found: dict[str, Item] = {}
    step = 10_000
    for at in range(0, len(names), step):
        query = _newest(kind, state).where(VERSION.c.id.in_(names[at : at + step]))
        for row in connection.execute(query):
            found[row[3]] = Item(*row)
    return found


def reasons(connection: sa.Connection, entries: Sequence[Line]) -> dict[int, str]:
    """Why each entry was made, where it says so: by its number."""
    found: dict[int, str] = {}
    firsts = [line.first for line in entries]
    for at in range(0, len(firsts), 10_000):
        query = sa.select(*ITEM).where(VERSION.c.n.in_(firsts[at : at + 10_000]))
        for row in connection.execute(query):
            item = Item(*row)
            why = item.value.get("reason") if isinstance(item.value, dict) else None
            if why is not None:
                found[item.seq] = str(why)
    return found
