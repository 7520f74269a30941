"""The log: what each change appends, in the same transaction as the change.

In: changes.  Out: a row of `entry` for each, with the nodes of the tree that it completes, and rows
of `version` that hold what it says.  A bulk change is one entry for all its rows.  What is hashed,
and how, stands in `leaf.py`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hudna.problem import Refused, refuse
from hudna.record import merkle
from hudna.record.canonical import canonical
from hudna.record.database import bulk
from hudna.record.leaf import BATCH, SALT, commitment, leaf
from hudna.record.schema import BLOB, ENTRY, VERSION

UNNAMED: Final = "unnamed"
"""The author of a change of which nobody said who made it."""

CHUNK: Final = 20_000
"""Rows that are hashed and stored at a time."""

_LONGEST: Final = 400
_Row = tuple[int, int, str, str, bytes, bytes | None, bytes | None]


class Line(NamedTuple):
    """One entry of the log, as its row in `entry` has it."""

    seq: int
    at: int
    author: str
    kind: str
    subject: str
    first: int
    commitment: bytes
    hashes: bytes


@dataclass(slots=True)
class Tail:
    """The end of the log: where the next entry goes.  `versions` counts the rows of `version`."""

    size: int
    at: int | None
    versions: int
    frontier: merkle.Frontier

    @property
    def root(self) -> bytes:
        """The root of the tree over all entries."""
        return self.frontier.root()


def nodes(connection: sa.Connection) -> merkle.Node:
    """The stored nodes of the tree; each is read when it is asked for."""

    def node(level: int, index: int) -> bytes:
        last = ((index + 1) << level) - 1
        found = connection.scalar(sa.select(ENTRY.c.hashes).where(ENTRY.c.seq == last))
        kept = b"" if found is None else bytes(found)[32 * level : 32 * level + 32]
        if len(kept) != 32:
            what = f"the log is damaged at entry {last}: a node of its tree is missing"
            raise refuse("the record", what, "Run `hudna verify`, and restore a backup")
        return kept

    return node


def tail(connection: sa.Connection) -> Tail:
    """The end of the log as it stands."""
    last = connection.execute(
        sa.select(ENTRY.c.seq, ENTRY.c.at).order_by(ENTRY.c.seq.desc()).limit(1)
    ).first()
    size = 0 if last is None else last.seq + 1
    versions = connection.scalar(sa.select(sa.func.max(VERSION.c.n)))
    return Tail(
        size,
        None if last is None else last.at,
        0 if versions is None else versions + 1,
        merkle.Frontier.of(size, nodes(connection)),
    )


class _Made(NamedTuple):
    """An entry that has no time yet."""

    kind: str
    subject: str
    first: int
    commitment: bytes


@dataclass(slots=True)
class Writer:
    """What one transaction appends.  `close` appends its entries; the caller commits.

    All entries have one time: that of the close, for until then nobody can have known of them.  `at`
    is when the transaction began, in microseconds since 1970, UTC.
    """

    connection: sa.Connection
    tail: Tail
    author: str
    at: int
    also: Ed25519PrivateKey | None = None  # signs the checkpoint too: the key that goes
    _entries: list[_Made] = field(default_factory=list)
    _versions: list[_Row] = field(default_factory=list)

    def put(self, kind: str, subject: str, payload: Any) -> int:
        """Append one change that says `payload` (a JSON value) of `subject`; its number.

        Raises `Refused` for a name that no entry can bear, and `NotCanonical`.
        """
        _check(kind, subject, self.author)
        salt = os.urandom(SALT)
        body = canonical(payload)
        mark = commitment(salt, kind, subject, body)
        n = self.tail.versions
        self._versions.append((n, self.tail.size, kind, subject, mark, salt, body))
        self.tail.versions += 1
        seq = self._append(kind, subject, n, mark)
        if len(self._versions) >= CHUNK:
            self.flush()
        return seq

    def put_rows(self, what: str, rows: Iterable[tuple[str, str, bytes]], about: Any) -> int | None:
        """Append many versions as one entry: (kind, id, canonical bytes) each, in their order.

        `what` names them in the entry's subject; `about` (a JSON object) is said of all of them,
        beside their number and the root of their tree.  Returns the entry's number, or None where
        there was no row.
        """
        self.flush()
        stream = iter(rows)
        first = self.tail.versions
        seq = self.tail.size
        leaves: list[bytes] = []
        while some := list(islice(stream, CHUNK)):
            made = list(_committed(some, seq, first + 1 + len(leaves), leaves))
            bulk(self.connection, VERSION, made)
        if not leaves:
            return None
        subject = f"{what}/{seq}"
        body = canonical({**about, "root": merkle.root(leaves).hex(), "rows": len(leaves)})
        salt = os.urandom(SALT)
        _check(BATCH, subject, self.author)
        mark = commitment(salt, BATCH, subject, body)
        self._versions.append((first, seq, BATCH, subject, mark, salt, body))
        self.tail.versions += 1 + len(leaves)
        return self._append(BATCH, subject, first, mark)

    def keep(self, sha256: str, parts: Sequence[bytes]) -> None:
        """Keep a document's parts under its hash; one that is there already is kept once."""
        there = sa.select(BLOB.c.part).where(BLOB.c.sha256 == sha256).limit(1)
        if self.connection.execute(there).first() is None:
            bulk(self.connection, BLOB, [(sha256, i, part) for i, part in enumerate(parts)])

    def flush(self) -> None:
        """Hand what the entries say to the database."""
        bulk(self.connection, VERSION, self._versions)
        self._versions.clear()

    def close(self, at: int) -> None:
        """Append the entries, at a time that is not before the last entry's."""
        self.flush()
        lines = []
        frontier = self.tail.frontier
        for seq, (kind, subject, first, mark) in enumerate(self._entries, frontier.size):
            hashed = merkle.leaf_hash(leaf(seq, at, self.author, kind, subject, mark))
            hashes = b"".join(frontier.append(hashed))
            lines.append(Line(seq, at, self.author, kind, subject, first, mark, hashes))
        bulk(self.connection, ENTRY, lines)
        self._entries.clear()
        if lines:
            self.tail.at = at

    def _append(self, kind: str, subject: str, first: int, mark: bytes) -> int:
        self._entries.append(_Made(kind, subject, first, mark))
        self.tail.size += 1
        return self.tail.size - 1


def _committed(
    rows: Sequence[tuple[str, str, bytes]], seq: int, n: int, leaves: list[bytes]
) -> Iterator[_Row]:
    """Rows with salt and commitment; their leaf hashes are added to `leaves`."""
    salts = os.urandom(SALT * len(rows))
    sha256 = hashlib.sha256
    for i, (kind, name, body) in enumerate(rows):
        salt = salts[SALT * i : SALT * i + SALT]
        if not name or len(name) > _LONGEST or "\n" in name or "\0" in name:
            raise _unfit("id", name)
        try:
            mark = sha256(b"\0%b%b\n%b\n%b" % (salt, kind.encode(), name.encode(), body)).digest()
        except UnicodeEncodeError:
            raise _unfit("id", name) from None
        leaves.append(mark)
        yield n + i, seq, kind, name, mark, salt, body


def _check(kind: str, subject: str, author: str) -> None:
    for what, text in (("kind", kind), ("id", subject), ("author", author)):
        # What is half a character (a surrogate) has no bytes to be hashed.
        if not text or len(text) > _LONGEST or any(_unprintable(c) for c in text):
            raise _unfit(what, text)


def _unprintable(char: str) -> bool:
    return char < " " or char == "\x7f" or "\ud800" <= char <= "\udfff"


def _unfit(what: str, text: str) -> Refused:
    seen = text[:60].encode("unicode_escape").decode()
    return refuse(
        "the record", f"“{seen}” cannot stand in the log as {what}",
        f"Use 1 to {_LONGEST} printable characters in one line",
    )  # fmt: skip
