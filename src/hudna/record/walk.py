"""The log walked from its beginning: each entry, what it says, each row of a bulk change.

In: the rows of a record, none of them trusted.  Out: a `Verification`, in which the faults of the
entries are named, and the roots that the tree had on the way.  `verify.py` goes on from there.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from hudna.record import database, merkle
from hudna.record.erasure import DERIVED, ERASABLE, MATCHED, is_replaced
from hudna.record.leaf import BATCH, SALT, commitment, leaf
from hudna.record.log import Line
from hudna.record.note import Verifier, read_verifier

SHOWN: Final = 50
"""Faults that are listed; of more, their number."""

_FETCH: Final = 5_000


class Fault(NamedTuple):
    """One thing that does not fit; `entry` is None for what belongs to no entry."""

    entry: int | None
    what: str

    def __str__(self) -> str:
        """Return the fault as one line."""
        return self.what if self.entry is None else f"entry {self.entry}: {self.what}"


@dataclass(slots=True)
class Verification:
    """What came of verifying a record.  `root` is that of all entries, as recomputed."""

    origin: str
    entries: int = 0
    versions: int = 0
    erased: int = 0
    documents: int = 0
    root: bytes = merkle.EMPTY
    checkpoints: int = 0
    signed: int = 0  # entries that the newest good checkpoint holds
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    vkeys: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether everything fits."""
        return not self.faults

    def in_order(self) -> list[Fault]:
        """The faults: by entry, then those of the database as a whole."""
        return sorted(self.faults, key=lambda f: (f.entry is None, f.entry or 0))


class Version(NamedTuple):
    """A row of `version`, as it stands."""

    n: int
    seq: Any  # an SQLite file holds whatever somebody put there
    kind: str
    id: str
    commitment: bytes
    salt: bytes | None
    body: bytes | None


class Gone(NamedTuple):
    """A payload that is not there, and of what."""

    seq: int
    kind: str
    id: str


@dataclass(slots=True)
class Walk:
    """What is remembered while the log is walked from its beginning."""

    found: Verification
    tree: merkle.Frontier
    wanted: frozenset[int]  # sizes at which the root is needed
    versions: Iterator[Version]
    head: Version | None = None  # the next version that no entry took yet
    roots: dict[int, bytes] = field(default_factory=dict)
    at: int = 0
    n: int = 0
    gone: dict[int, Gone] = field(default_factory=dict)  # versions without a payload
    erasures: dict[int, Gone] = field(default_factory=dict)  # versions that an erasure names
    replaced: list[tuple[int, Any]] = field(default_factory=list)  # erasures that say so
    hashes: dict[str, int] = field(
        default_factory=dict
    )  # documents, and which entry speaks of them
    keyed: list[tuple[int, Verifier]] = field(default_factory=list)  # keys, and since which entry

    def fault(self, entry: int | None, what: str) -> None:
        """Note what does not fit."""
        self.found.faults.append(Fault(entry, what))

    def step(self) -> None:
        """Go on to the next version."""
        self.head = next(self.versions, None)


def rows(connection: sa.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    """Rows as the driver itself gives them, a few thousand at a time."""
    raw: Any = connection.connection.driver_connection
    name = () if database.is_sqlite(connection) else (f"rows_{next(_CURSORS)}",)
    cursor = raw.cursor(*name)
    try:
        cursor.execute(query)
        while some := cursor.fetchmany(_FETCH):
            yield from some
    finally:
        with suppress(sqlite3.Error):  # of one that was left unread, the database may be gone
            cursor.close()


_CURSORS: Final = count()  # a name keeps PostgreSQL from sending all rows at once


def versions_of(connection: sa.Connection) -> Iterator[Version]:
    """All versions, in the order of their numbers."""
    query = "SELECT n, seq, kind, id, commitment, salt, body FROM version ORDER BY n"
    return map(Version._make, rows(connection, query))


_ENTRIES: Final = (
    "SELECT seq, at, author, kind, subject, first, commitment, hashes FROM entry ORDER BY seq"
)
_UNFIT: Final = (
    TypeError, ValueError, AttributeError, LookupError, OverflowError, RecursionError
)  # fmt: skip


def walk_entries(connection: sa.Connection, walk: Walk, advance: Callable[[int], None]) -> None:
    """Check every entry and what it brought, the first one first."""
    walk.step()
    expected = -1
    for expected, line in enumerate(rows(connection, _ENTRIES)):
        if line[0] != expected:
            walk.fault(expected, f"is missing: the next is numbered {line[0]}")
            return
        faults = len(walk.found.faults)
        try:
            if not _fits(walk, line):
                _entry(walk, Line(*line))
        except _UNFIT as error:
            walk.fault(expected, f"holds what no entry holds ({type(error).__name__}: {error})")
            _make_up(walk, expected)
        if len(walk.found.faults) > faults and walk.head is not None:
            walk.n = walk.head.n  # so that what follows is judged by itself
        walk.found.entries += 1
        if walk.found.entries in walk.wanted:
            walk.roots[walk.found.entries] = walk.tree.root()
        if expected % 10_000 == 9_999:
            advance(10_000)
    if walk.head is not None:
        walk.fault(None, f"the versions from {walk.head.n} on belong to no entry")


def _fits(walk: Walk, line: tuple[Any, ...]) -> bool:
    """Whether a plain entry and its payload are what they should be: the way that nearly all go.

    Where anything is odd nothing is noted or stepped over, and `_entry` says what it is.
    """
    seq, at, author, kind, subject, first, mark, hashes = line
    if walk.head is None:
        return False
    n, of, version_kind, name, version_mark, salt, body = walk.head
    if (
        n != walk.n or first != n or of != seq or at < walk.at or mark != version_mark
        or kind != version_kind or subject != name or kind in _ODD or body is None or salt is None
        or len(salt) != SALT or commitment(salt, kind, subject, body) != mark
    ):  # fmt: skip
        return False
    hashed = merkle.leaf_hash(leaf(seq, at, author, kind, subject, mark))
    if hashed != hashes[:32]:
        return False
    if b"".join(walk.tree.append(hashed)) != hashes:
        walk.fault(seq, _NODES)
    walk.at, walk.n = at, n + 1
    walk.found.versions += 1
    walk.head = next(walk.versions, None)
    return True


_NODES: Final = "its nodes of the tree do not fit the leaves before it"


def _make_up(walk: Walk, seq: int) -> None:
    """Pass over what an entry that cannot be read brought, and its leaf."""
    if walk.tree.size == seq:
        walk.tree.append(merkle.EMPTY)
    while walk.head is not None and not (isinstance(walk.head.seq, int) and walk.head.seq > seq):
        walk.step()


def _entry(walk: Walk, line: Line) -> None:
    """Check one entry and its versions, and step over them."""
    seq, mark = line.seq, line.commitment
    leaf_hash = merkle.leaf_hash(leaf(seq, line.at, line.author, line.kind, line.subject, mark))
    stored = b"".join(walk.tree.append(leaf_hash))
    if stored[:32] != line.hashes[:32]:
        walk.fault(seq, "was altered: it is not the leaf that the tree holds")
    elif stored != line.hashes:
        walk.fault(seq, _NODES)
    if line.at < walk.at:
        walk.fault(seq, "was recorded before the entry that precedes it")
    walk.at = max(walk.at, line.at)
    while walk.head is not None and walk.head.seq < seq:
        walk.fault(walk.head.seq, f"version {walk.head.n} stands where it does not belong")
        walk.step()
    head = walk.head
    if head is None or head.seq != seq:
        walk.fault(seq, "has no payload")
        return
    if head.n != walk.n or line.first != walk.n:
        walk.fault(seq, "has no payload where it should stand")
    if (head.kind, head.id, head.commitment) != (line.kind, line.subject, mark):
        walk.fault(seq, "and its payload speak of different things")
    else:
        _payload(walk, head)
    walk.step()
    walk.n = head.n + 1
    walk.found.versions += 1
    if line.kind == BATCH:
        _batch(walk, seq, head)


def _payload(walk: Walk, version: Version) -> None:
    """A payload against its commitment, and what it refers to."""
    seq = version.seq
    if version.body is None or version.salt is None:
        _missing(walk, version)
        return
    if len(version.salt) != SALT or version.commitment != commitment(
        version.salt, version.kind, version.id, version.body
    ):
        walk.fault(seq, f"what it says of {version.kind} “{version.id}” was altered")
        return
    if version.kind in _READ:
        _note_references(walk, seq, version)


_READ: Final = frozenset({"record", "key", "restore", "erasure", "document", "file"})
"""Kinds that refer to something."""

_ODD: Final = _READ | {BATCH}


def _note_references(walk: Walk, seq: int, version: Version) -> None:
    value = json.loads(version.body or b"{}")
    if version.kind == "erasure":
        for n in value["versions"]:
            walk.erasures[int(n)] = Gone(seq, value["kind"], value["id"])
        if value.get("replaced"):
            walk.replaced.append((seq, value))
    elif version.kind in ("record", "key"):
        walk.keyed.append((seq, read_verifier(value["key"])))
        walk.found.vkeys.append(value["key"])
    elif version.kind == "restore":
        what = f"entry {seq}: restored from a backup of {seq:,} entries"
        walk.found.notes.append(f"{what}; checkpoints that hold more of those days do not fit")
    elif sha256 := value.get("sha256"):
        walk.hashes.setdefault(sha256, seq)


def _missing(walk: Walk, version: Version) -> None:
    if version.body is not None or version.salt is not None:
        walk.fault(version.seq, f"what it says of {version.kind} “{version.id}” is there in part")
    if len(version.commitment) != 32:  # of two neighbours, bytes could move from one to the other
        walk.fault(version.seq, f"what it says of {version.kind} “{version.id}” has no commitment")
    walk.gone[version.n] = Gone(version.seq, version.kind, version.id)


def _batch(walk: Walk, seq: int, head: Version) -> None:
    """The rows of a bulk change against the tree that its payload names."""
    sha256 = hashlib.sha256
    leaves: list[bytes] = []
    n = head.n
    after = walk.head
    row = after
    while row is not None and row.seq == seq:
        n += 1
        if row.n != n:
            walk.fault(seq, f"row {len(leaves)} is missing")
            n = row.n
        mark, salt, body = row.commitment, row.salt, row.body
        if body is None or salt is None:
            _missing(walk, row)
        else:
            text = b"\0%b%b\n%b\n%b" % (salt, row.kind.encode(), row.id.encode(), body)
            if sha256(text).digest() != mark or len(salt) != SALT:
                walk.fault(seq, f"row {len(leaves)} ({row.kind} “{row.id}”) was altered")
        if row.kind in _READ:
            walk.fault(seq, f"row {len(leaves)} is of a kind that stands alone: {row.kind}")
        leaves.append(mark)
        row = walk.head = next(walk.versions, None)
    walk.n = n + 1
    walk.found.versions += len(leaves)
    about = json.loads(head.body or b"{}")
    if about.get("rows") != len(leaves) or about.get("root") != merkle.root(leaves).hex():
        walk.fault(seq, "its rows are not those that it was made of")


def look_for_gaps(connection: sa.Connection, walk: Walk) -> None:
    """Payloads that are gone, against the erasures that explain them."""
    for seq, value in walk.replaced:
        if not is_replaced(connection, value):
            walk.fault(seq, "says that newer versions replace what it erased, and there are none")
    walk.found.erased = len(walk.gone)
    for n, gone in walk.gone.items():
        why = walk.erasures.get(n)
        if why is None or (why.kind, why.id) != (gone.kind, gone.id) or why.seq <= gone.seq:
            what = f"what it says of {gone.kind} “{gone.id}” is gone, and no erasure explains it"
            walk.fault(gone.seq, what)
        elif gone.kind not in (*ERASABLE, DERIVED, MATCHED):
            walk.fault(why.seq, f"erases a thing of kind {gone.kind}, which nobody may")
    for seq in sorted({why.seq for n, why in walk.erasures.items() if n not in walk.gone}):
        walk.fault(seq, "says that something was erased which is still there")
