"""Verifying: everything in a record recomputed from its stored bytes, trusting none of them.

In: a record, and what somebody outside it holds: public keys, checkpoints.  Out: a `Verification`
that names each entry that does not fit, the first one first.  Nothing is written or mended.

What is checked: each payload against its commitment, each entry against the tree, each row of a bulk
change against its own tree, each checkpoint against the tree and its signature, each document
against its hash, each gap against an erasure that explains it; and that the database holds nothing
else.  What no log can show is a tail cut off after the last checkpoint that somebody outside holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from hudna.problem import Refused, refuse
from hudna.record import database, keys, merkle
from hudna.record.documents import unpacked
from hudna.record.leaf import BATCH, SALT, commitment, leaf
from hudna.record.log import Line
from hudna.record.note import (
    BadNote,
    Checkpoint,
    Verifier,
    open_note,
    read_checkpoint,
    read_note,
    read_verifier,
)
from hudna.record.schema import METADATA
from hudna.record.store import Record

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
        last = self.entries + 1
        return sorted(self.faults, key=lambda f: last if f.entry is None else f.entry)


class _Version(NamedTuple):
    n: int
    seq: int
    kind: str
    id: str
    commitment: bytes
    salt: bytes | None
    body: bytes | None


@dataclass(slots=True)
class _Walk:
    """What is remembered while the log is walked from its beginning."""

    found: Verification
    tree: merkle.Frontier
    wanted: frozenset[int]  # sizes at which the root is needed
    roots: dict[int, bytes] = field(default_factory=dict)
    at: int = 0
    n: int = 0
    gone: set[int] = field(default_factory=set)  # versions without a payload
    explained: set[int] = field(default_factory=set)  # versions that an erasure names
    hashes: dict[str, int] = field(
        default_factory=dict
    )  # documents referred to, and by which entry
    keyed: list[tuple[int, Verifier]] = field(default_factory=list)  # keys, and since which entry

    def fault(self, entry: int | None, what: str) -> None:
        self.found.faults.append(Fault(entry, what))


def verify(
    record: Record,
    vkeys: Sequence[str] = (),
    held: Sequence[str] = (),
    advance: Callable[[int], None] = lambda _: None,
) -> Verification:
    """Recompute a record.

    `vkeys` are public keys of the log that somebody holds (otherwise those that the record itself
    names are used, which proves less); `held` are checkpoints that somebody kept; `advance` is told
    how many entries were read since it was last called.  Raises `Refused` where the database cannot
    be read at all, and for a key or checkpoint that is none.
    """
    trusted = [_verifier(vkey) for vkey in vkeys]
    outside = [_checkpoint(note) for note in held]
    seen = keys.last_seen(record.origin)
    kept = [*outside, *([] if seen is None else [_checkpoint(seen)])]
    found = Verification(record.origin)
    with record.reading() as connection:
        notes = _rows(connection, "SELECT size, note FROM checkpoint ORDER BY size")
        signed: list[tuple[int, str]] = [(int(size), str(note)) for size, note in notes]
        sizes = {size for size, _ in signed} | {c.size for c, _ in kept}
        walk = _Walk(found, merkle.Frontier.of(0, _no_node), frozenset(sizes))
        if 0 in walk.wanted:
            walk.roots[0] = merkle.EMPTY
        _entries(connection, walk, advance)
        found.root = walk.tree.root()
        _gaps(walk)
        _checkpoints(walk, signed, trusted)
        _witnesses(connection, walk)
        for note in outside:
            _outside(walk, *note, "a checkpoint that you hold", trusted)
        if seen is not None:
            _outside(walk, *_checkpoint(seen), "a checkpoint that this machine saw", trusted)
        _documents(connection, walk)
        _database(connection, walk)
    return found


def _no_node(level: int, index: int) -> bytes:
    raise AssertionError(f"an empty tree has no node {level}/{index}")


def _verifier(vkey: str) -> Verifier:
    try:
        return read_verifier(vkey)
    except BadNote as error:
        raise refuse("--key", f"is not a public key of a log: {error}", _VKEY) from None


def _checkpoint(note: str) -> tuple[Checkpoint, str]:
    try:
        return read_checkpoint(read_note(note)[0]), note
    except BadNote as error:
        raise refuse("checkpoint", f"is not a checkpoint: {error}", _NOTE) from None


_VKEY: Final = "Give it as `hudna log key` prints it: NAME+HASH+KEY"
_NOTE: Final = "Give the file that `hudna log checkpoint` wrote, whole"


# --- entries and what they say --------------------------------------------------------------------


def _rows(connection: sa.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    """Rows as the driver gives them, a few thousand at a time."""
    result = connection.execution_options(yield_per=_FETCH).exec_driver_sql(query)
    while rows := result.cursor.fetchmany(_FETCH):
        yield from rows
    result.close()


def _entries(connection: sa.Connection, walk: _Walk, advance: Callable[[int], None]) -> None:
    versions = _rows(
        connection, "SELECT n, seq, kind, id, commitment, salt, body FROM version ORDER BY n"
    )
    pending = next(versions, None)
    entries = _rows(
        connection,
        "SELECT seq, at, author, kind, subject, first, commitment, hashes FROM entry ORDER BY seq",
    )
    found, wanted = walk.found, walk.wanted
    for expected, line in enumerate(entries):
        if line[0] != expected:
            walk.fault(expected, f"is missing: the next is numbered {line[0]}")
            break
        try:
            if pending is not None and _fits(walk, line, pending):
                pending = next(versions, None)
            else:
                pending = _entry(walk, Line(*line), pending, versions)
        except (TypeError, ValueError, AttributeError, OverflowError) as error:
            walk.fault(expected, f"holds what no entry holds ({error})")
            pending = _skip(walk, expected, pending, versions)
        found.entries += 1
        if found.entries in wanted:
            walk.roots[found.entries] = walk.tree.root()
        if expected % 10_000 == 9_999:
            advance(10_000)
    while pending is not None:
        walk.fault(None, f"version {pending[0]} belongs to no entry")
        if len(found.faults) > SHOWN:
            break
        pending = next(versions, None)


def _fits(walk: _Walk, line: tuple[Any, ...], version: tuple[Any, ...]) -> bool:
    """Whether a plain entry and its payload are what they should be: the way that nearly all go.

    Where anything is odd, nothing is noted, and `_entry` says what it is.
    """
    seq, at, author, kind, subject, first, mark, hashes = line
    n, of, version_kind, name, version_mark, salt, body = version
    if (
        n != walk.n or first != n or of != seq or at < walk.at or mark != version_mark
        or kind != version_kind or subject != name or kind in _READ or body is None or salt is None
        or len(salt) != SALT or commitment(salt, kind, subject, body) != mark
    ):  # fmt: skip
        return False
    hashed = merkle.leaf_hash(leaf(seq, at, author, kind, subject, mark))
    if hashed != hashes[:32]:
        return False
    if b"".join(walk.tree.append(hashed)) != hashes:
        walk.fault(seq, "its nodes of the tree do not fit the leaves before it")
    walk.at = at
    walk.n += 1
    walk.found.versions += 1
    return True


def _entry(
    walk: _Walk, line: Line, after: tuple[Any, ...] | None, versions: Iterator[tuple[Any, ...]]
) -> tuple[Any, ...] | None:
    """Check one entry and its versions; the first version after them."""
    head = None if after is None else _Version(*after)
    seq, mark = line.seq, line.commitment
    if line.at < walk.at:
        walk.fault(seq, "was recorded before the entry that precedes it")
    walk.at = max(walk.at, line.at)
    if head is None or head.seq != seq or head.n != walk.n or line.first != walk.n:
        walk.fault(seq, "has no payload where it should stand")
    elif (head.kind, head.id, head.commitment) != (line.kind, line.subject, mark):
        walk.fault(seq, "and its payload speak of different things")
    else:
        _payload(walk, seq, head)
    leaf_hash = merkle.leaf_hash(leaf(seq, line.at, line.author, line.kind, line.subject, mark))
    stored = b"".join(walk.tree.append(leaf_hash))
    if stored[:32] != line.hashes[:32]:
        walk.fault(seq, "was altered: it is not the leaf that the tree holds")
    elif stored != line.hashes:
        walk.fault(seq, "its nodes of the tree do not fit the leaves before it")
    if head is None or head.seq != seq:
        return head
    if line.kind == BATCH:
        return _batch(walk, seq, head, versions)
    walk.n += 1
    walk.found.versions += 1
    return next(versions, None)


def _payload(walk: _Walk, seq: int, version: _Version) -> None:
    """A payload against its commitment, and what it refers to."""
    if version.body is None or version.salt is None:
        _missing(walk, seq, version)
        return
    if len(version.salt) != SALT or version.commitment != commitment(
        version.salt, version.kind, version.id, version.body
    ):
        walk.fault(seq, f"what it says of {version.kind} “{version.id}” was altered")
        return
    if version.kind in _READ and version.kind != BATCH:
        _note_references(walk, seq, version)


_READ: Final = frozenset({"record", "key", "erasure", "document", "file", BATCH})
"""Kinds that refer to something, or have rows."""


def _note_references(walk: _Walk, seq: int, version: _Version) -> None:
    value = json.loads(version.body or b"{}")
    if version.kind == "erasure":
        walk.explained.update(map(int, value["versions"]))
    elif version.kind in ("record", "key"):
        walk.keyed.append((seq, read_verifier(value["key"])))
        walk.found.vkeys.append(value["key"])
    elif sha256 := value.get("sha256"):
        walk.hashes.setdefault(sha256, seq)


def _missing(walk: _Walk, seq: int, version: _Version) -> None:
    if version.body is not None or version.salt is not None:
        walk.fault(seq, f"what it says of {version.kind} “{version.id}” is there in part")
    walk.gone.add(version.n)


def _batch(
    walk: _Walk, seq: int, head: _Version, versions: Iterator[tuple[Any, ...]]
) -> tuple[Any, ...] | None:
    """The rows of a bulk change against the tree that its payload names; the version after them."""
    sha256 = hashlib.sha256
    leaves: list[bytes] = []
    expected = walk.n
    after = None
    for row in versions:
        n, of, kind, name, mark, salt, body = row
        if of != seq:
            after = row
            break
        expected += 1
        if n != expected:
            walk.fault(seq, f"row {len(leaves)} is missing")
            expected = n
        if body is None or salt is None:
            _missing(walk, seq, _Version(*row))
        elif len(salt) != SALT or (
            sha256(b"%b%b\n%b\n%b" % (salt, kind.encode(), name.encode(), body)).digest() != mark
        ):
            walk.fault(seq, f"row {len(leaves)} ({kind} “{name}”) was altered")
        leaves.append(sha256(b"\0" + mark).digest())
    about = json.loads(head.body or b"{}")
    if about.get("rows") != len(leaves) or about.get("root") != merkle.root(leaves).hex():
        walk.fault(seq, "its rows are not those that it was made of")
    walk.found.versions += 1 + len(leaves)
    walk.n = expected + 1
    return after


def _skip(
    walk: _Walk, seq: int, after: tuple[Any, ...] | None, versions: Iterator[tuple[Any, ...]]
) -> tuple[Any, ...] | None:
    while after is not None and after[1] <= seq:
        walk.n = after[0] + 1
        after = next(versions, None)
    return after


def _gaps(walk: _Walk) -> None:
    """Payloads that are gone, against the erasures."""
    walk.found.erased = len(walk.gone)
    for n in sorted(walk.gone - walk.explained)[:SHOWN]:
        walk.fault(None, f"version {n} has no payload, and no erasure explains it")
    if alive := walk.explained - walk.gone:
        walk.fault(None, f"an erasure names {len(alive)} versions that are still there")


# --- checkpoints ----------------------------------------------------------------------------------


def _checkpoints(
    walk: _Walk, signed: Sequence[tuple[int, str]], trusted: Sequence[Verifier]
) -> None:
    found = walk.found
    for size, note in signed:
        last = size - 1
        try:
            opened = open_note(note, trusted or _keys_by(walk, size))
            stated = read_checkpoint(opened.text)
        except BadNote as error:
            walk.fault(last, f"its checkpoint does not stand: {error}")
            continue
        if stated.size != size or stated.origin != found.origin:
            walk.fault(last, "its checkpoint is that of another size or another log")
        elif walk.roots.get(size) != stated.root:
            walk.fault(
                last, "its signed checkpoint has another root: the log was altered up to here"
            )
        else:
            found.checkpoints += 1
            found.signed = max(found.signed, size)
    if found.signed < found.entries:
        rest = found.entries - found.signed
        found.notes.append(f"{rest:,} entries at the end are under no signed checkpoint yet")
    _rotations(walk, dict(signed))


def _keys_by(walk: _Walk, size: int) -> list[Verifier]:
    """The keys that the record had named when it had `size` entries."""
    return [key for since, key in walk.keyed if since < size]


def _rotations(walk: _Walk, signed: dict[int, str]) -> None:
    """Whether each new key was introduced by the one before: a checkpoint that both signed."""
    for (_, old), (since, _new) in zip(walk.keyed, walk.keyed[1:], strict=False):
        size = min((size for size in signed if size > since), default=None)
        try:
            good = size is not None and bool(open_note(signed[size], [old]))
        except BadNote:
            good = False
        if not good:
            note = f"the key of entry {since} was not introduced by the key before it"
            walk.found.notes.append(f"{note}: ask whoever keeps the record why")


def _witnesses(connection: sa.Connection, walk: _Walk) -> None:
    """Lines of witnesses are signatures of others: that they are lines of a note is all we check."""
    query = "SELECT w.size, w.line, c.note FROM witness w LEFT JOIN checkpoint c ON c.size = w.size"
    for size, line, note in _rows(connection, query):
        try:
            read_note(f"{note}{line}\n")
        except (BadNote, TypeError):
            walk.fault(None, f"a witness's line at size {size} is damaged")


def _outside(
    walk: _Walk, stated: Checkpoint, note: str, whose: str, trusted: Sequence[Verifier]
) -> None:
    """A checkpoint that somebody outside the record kept, against the log as it is now."""
    found = walk.found
    if stated.origin != found.origin:
        walk.fault(None, f"{whose} is of another log ({stated.origin})")
        return
    try:
        open_note(note, trusted or [key for _, key in walk.keyed])
    except BadNote as error:
        walk.fault(None, f"{whose} does not stand: {error}")
        return
    if stated.size > found.entries:
        missing = stated.size - found.entries
        what = f"{whose} has {stated.size:,} entries: {missing:,} at the end were cut off"
        walk.fault(found.entries, what)
    elif walk.roots.get(stated.size) != stated.root:
        walk.fault(stated.size - 1, f"{whose} has another root: the log was rewritten up to here")


# --- documents and the database -------------------------------------------------------------------


def _documents(connection: sa.Connection, walk: _Walk) -> None:
    there: set[str] = set()
    digest, current, next_part = hashlib.sha256(), "", 0

    def close() -> None:
        if current and digest.hexdigest() != current:
            walk.fault(walk.hashes.get(current), f"the document {current[:12]}… was altered")

    for sha256, part, content in _rows(
        connection, "SELECT sha256, part, content FROM blob ORDER BY sha256, part"
    ):
        if sha256 != current:
            close()
            digest, current, next_part = hashlib.sha256(), sha256, 0
            there.add(sha256)
            if sha256 not in walk.hashes:
                walk.fault(None, f"a document ({str(sha256)[:12]}…) of which no entry speaks")
        try:
            if part != next_part:
                raise ValueError
            digest.update(unpacked(bytes(content), sha256))
        except (Refused, ValueError, TypeError):
            digest = hashlib.sha256(b"damaged")
        next_part += 1
    close()
    walk.found.documents = len(there)
    for sha256, seq in walk.hashes.items():
        if sha256 not in there and sha256 != hashlib.sha256().hexdigest():
            walk.fault(seq, f"the document {sha256[:12]}… is missing")


def _database(connection: sa.Connection, walk: _Walk) -> None:
    """That the tables are ours and no more; in SQLite also that every page is sound."""
    version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if version != database.HEAD:
        walk.fault(None, f"the tables say that they are of version “{version}”")
    if not database.is_sqlite(connection):
        return
    ours = {table.name for table in METADATA.sorted_tables} | {"alembic_version"}
    ours |= {str(index.name) for table in METADATA.sorted_tables for index in table.indexes}
    for kind, name in _rows(connection, "SELECT type, name FROM sqlite_schema"):
        if kind not in ("table", "index") or (
            name not in ours and not str(name).startswith("sqlite_autoindex_")
        ):
            walk.fault(None, f"the file holds something that is not ours: {kind} “{name}”")
    for (line,) in islice(_rows(connection, f"PRAGMA integrity_check({SHOWN})"), SHOWN):
        if line != "ok":
            walk.fault(None, f"the file is damaged: {line}")
