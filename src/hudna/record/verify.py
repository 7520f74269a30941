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
import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from hudna.problem import Refused, refuse
from hudna.record import database, keys, merkle
from hudna.record.checkpoints import digest_of
from hudna.record.documents import unpacked
from hudna.record.erasure import ERASABLE
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
from hudna.record.schema import strangers
from hudna.record.store import SCRUB, Record, meta

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


class _Version(NamedTuple):
    n: int
    seq: Any  # an SQLite file holds whatever somebody put there
    kind: str
    id: str
    commitment: bytes
    salt: bytes | None
    body: bytes | None


class _Gone(NamedTuple):
    """A payload that is not there, and of what."""

    seq: int
    kind: str
    id: str


@dataclass(slots=True)
class _Walk:
    """What is remembered while the log is walked from its beginning."""

    found: Verification
    tree: merkle.Frontier
    wanted: frozenset[int]  # sizes at which the root is needed
    versions: Iterator[_Version]
    head: _Version | None = None  # the next version that no entry took yet
    roots: dict[int, bytes] = field(default_factory=dict)
    at: int = 0
    n: int = 0
    gone: dict[int, _Gone] = field(default_factory=dict)  # versions without a payload
    erasures: dict[int, _Gone] = field(default_factory=dict)  # versions that an erasure names
    hashes: dict[str, int] = field(
        default_factory=dict
    )  # documents, and which entry speaks of them
    keyed: list[tuple[int, Verifier]] = field(default_factory=list)  # keys, and since which entry

    def fault(self, entry: int | None, what: str) -> None:
        self.found.faults.append(Fault(entry, what))

    def step(self) -> None:
        self.head = next(self.versions, None)


def verify(
    record: Record,
    vkeys: Sequence[str] = (),
    held: Sequence[str] = (),
    advance: Callable[[int], None] = lambda _: None,
    here: bool = True,
) -> Verification:
    """Recompute a record.

    `vkeys` are public keys of the log that somebody holds (otherwise those that the record itself
    names are used, which proves less); `held` are checkpoints that somebody kept; `advance` is told
    how many entries were read since it was last called; `here`: hold it to what this machine saw,
    too.  Raises `Refused` where the database cannot
    be read at all, and for a key or checkpoint that is none.
    """
    trusted = [_verifier(vkey) for vkey in vkeys]
    outside = [_checkpoint(note) for note in held]
    last = keys.last_seen(record.origin) if here else None
    seen = [] if last is None else [_checkpoint(last)]
    found = Verification(record.origin)
    with record.reading() as connection:
        notes = list(_rows(connection, "SELECT size, note FROM checkpoint ORDER BY size"))
        signed = {s: n for s, n in notes if isinstance(s, int) and isinstance(n, str)}
        sizes = {0, *signed, *(c.size for c, _ in (*outside, *seen))}
        walk = _Walk(found, merkle.Frontier(), frozenset(sizes), _versions(connection))
        walk.roots[0] = merkle.EMPTY
        if len(signed) < len(notes):
            walk.fault(None, "the table of checkpoints holds what is none")
        _entries(connection, walk, advance)
        found.root = walk.tree.root()
        _gaps(walk)
        trust = _trust(walk, signed, trusted)
        _checkpoints(walk, signed, trust)
        _witnesses(connection, walk, signed)
        for note in outside:
            _outside(walk, *note, "a checkpoint that you hold", trust)
        for note in seen:  # from a place of ours: it needs no signature
            _outside(walk, *note, "a checkpoint that this machine saw", None)
        _documents(connection, walk)
        _database(connection, walk)
    return found


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
    """Rows as the driver itself gives them, a few thousand at a time."""
    raw: Any = connection.connection.driver_connection
    name = () if database.is_sqlite(connection) else (f"rows_{next(_CURSORS)}",)
    cursor = raw.cursor(*name)
    try:
        cursor.execute(query)
        while rows := cursor.fetchmany(_FETCH):
            yield from rows
    finally:
        with suppress(sqlite3.Error):  # of one that was left unread, the database may be gone
            cursor.close()


_CURSORS: Final = count()  # a name keeps PostgreSQL from sending all rows at once


def _versions(connection: sa.Connection) -> Iterator[_Version]:
    query = "SELECT n, seq, kind, id, commitment, salt, body FROM version ORDER BY n"
    return map(_Version._make, _rows(connection, query))


_ENTRIES: Final = (
    "SELECT seq, at, author, kind, subject, first, commitment, hashes FROM entry ORDER BY seq"
)
_UNFIT: Final = (
    TypeError, ValueError, AttributeError, LookupError, OverflowError, RecursionError
)  # fmt: skip


def _entries(connection: sa.Connection, walk: _Walk, advance: Callable[[int], None]) -> None:
    walk.step()
    expected = -1
    for expected, line in enumerate(map(Line._make, _rows(connection, _ENTRIES))):
        if line.seq != expected:
            walk.fault(expected, f"is missing: the next is numbered {line.seq}")
            return
        faults = len(walk.found.faults)
        try:
            _entry(walk, line)
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


def _make_up(walk: _Walk, seq: int) -> None:
    """Pass over what an entry that cannot be read brought, and its leaf."""
    if walk.tree.size == seq:
        walk.tree.append(merkle.EMPTY)
    while walk.head is not None and not (isinstance(walk.head.seq, int) and walk.head.seq > seq):
        walk.step()


def _entry(walk: _Walk, line: Line) -> None:
    """Check one entry and its versions, and step over them."""
    seq, mark = line.seq, line.commitment
    leaf_hash = merkle.leaf_hash(leaf(seq, line.at, line.author, line.kind, line.subject, mark))
    stored = b"".join(walk.tree.append(leaf_hash))
    if stored[:32] != line.hashes[:32]:
        walk.fault(seq, "was altered: it is not the leaf that the tree holds")
    elif stored != line.hashes:
        walk.fault(seq, "its nodes of the tree do not fit the leaves before it")
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


def _payload(walk: _Walk, version: _Version) -> None:
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


def _note_references(walk: _Walk, seq: int, version: _Version) -> None:
    value = json.loads(version.body or b"{}")
    if version.kind == "erasure":
        for n in value["versions"]:
            walk.erasures[int(n)] = _Gone(seq, value["kind"], value["id"])
    elif version.kind in ("record", "key"):
        walk.keyed.append((seq, read_verifier(value["key"])))
        walk.found.vkeys.append(value["key"])
    elif version.kind == "restore":
        what = f"entry {seq}: restored from a backup of {seq:,} entries"
        walk.found.notes.append(f"{what}; checkpoints that hold more of those days do not fit")
    elif sha256 := value.get("sha256"):
        walk.hashes.setdefault(sha256, seq)


def _missing(walk: _Walk, version: _Version) -> None:
    if version.body is not None or version.salt is not None:
        walk.fault(version.seq, f"what it says of {version.kind} “{version.id}” is there in part")
    if len(version.commitment) != 32:  # of two neighbours, bytes could move from one to the other
        walk.fault(version.seq, f"what it says of {version.kind} “{version.id}” has no commitment")
    walk.gone[version.n] = _Gone(version.seq, version.kind, version.id)


def _batch(walk: _Walk, seq: int, head: _Version) -> None:
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


def _gaps(walk: _Walk) -> None:
    """Payloads that are gone, against the erasures that explain them."""
    walk.found.erased = len(walk.gone)
    for n, gone in walk.gone.items():
        why = walk.erasures.get(n)
        if why is None or (why.kind, why.id) != (gone.kind, gone.id) or why.seq <= gone.seq:
            what = f"what it says of {gone.kind} “{gone.id}” is gone, and no erasure explains it"
            walk.fault(gone.seq, what)
        elif gone.kind not in ERASABLE:
            walk.fault(why.seq, f"erases a thing of kind {gone.kind}, which nobody may")
    for seq in sorted({why.seq for n, why in walk.erasures.items() if n not in walk.gone}):
        walk.fault(seq, "says that something was erased which is still there")


# --- checkpoints ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Term:
    """From which size on a key signs the log, and what is wrong with that."""

    since: int
    key: Verifier
    doubt: str | None


def _trust(walk: _Walk, signed: dict[int, str], trusted: Sequence[Verifier]) -> list[_Term]:
    """The keys in their order: each is held by the caller, or introduced by one that stands.

    A key introduces the next by the first checkpoint that holds the change, which both sign.
    """
    terms: list[_Term] = []
    sizes = sorted(signed)
    for since, key in walk.keyed:
        place = bisect_right(sizes, since)
        first = signed[sizes[place]] if place < len(sizes) else None
        introduced = bool(terms) and first is not None and _signed_by(first, terms[-1].key)
        if terms and not introduced:
            note = f"the key of entry {since} was not introduced by the key before it"
            walk.found.notes.append(f"{note}: ask whoever keeps the record why")
        good = not trusted or key in trusted or (introduced and terms[-1].doubt is None)
        doubt = (
            None if good else "no key that you hold has signed it, nor introduced the one that did"
        )
        terms.append(_Term(since, key, doubt))
    return terms


def _signed_by(note: str, key: Verifier) -> bool:
    try:
        return bool(open_note(note, [key]))
    except BadNote:
        return False


def _term(terms: Sequence[_Term], size: int) -> _Term | None:
    """The key that signs at a size: the one that the log had named last."""
    return next((term for term in reversed(terms) if term.since < size), None)


def _checkpoints(walk: _Walk, signed: dict[int, str], terms: Sequence[_Term]) -> None:
    found = walk.found
    stated: dict[int, Checkpoint] = {}
    for size, note in signed.items():
        try:
            stated[size] = _stated(walk, size, note, _term(terms, size))
        except BadNote as error:
            walk.fault(max(size - 1, 0), f"its checkpoint does not stand: {error}")
    good = [size for size, c in stated.items() if walk.roots.get(size) == c.root]
    bad = [size for size, c in stated.items() if walk.roots.get(size, c.root) != c.root]
    if beyond := [size for size in stated if size > found.entries]:
        what = f"a signed checkpoint has {beyond[-1]:,} entries: from here on they are gone"
        walk.fault(found.entries, what)
    if bad:  # one that was altered makes all that come after it differ
        first = max((size for size in good if size < bad[0]), default=0)
        what = f"up to entry {bad[0] - 1}: the signed checkpoint has another root; so have"
        walk.fault(first, f"{what} {len(bad) - 1} after it. Here the log was altered, or before it")
    for size in reversed(good):
        term = _term(terms, size)
        # A key that is held may sign what others signed before it, not what comes after.
        if term is not None and term.doubt is not None and not found.signed:
            walk.fault(max(size - 1, 0), f"its checkpoint does not stand: {term.doubt}")
        else:
            found.checkpoints += 1
            found.signed = max(found.signed, size)
    if not found.signed and any(term.doubt for term in terms):
        walk.fault(None, "nothing in it is signed by a key that you hold")
    if found.signed < found.entries:
        what = f"the entries from {found.signed:,} to {found.entries - 1:,} are under no signed"
        found.notes.append(f"{what} checkpoint: nothing yet tells who wrote them")


def _stated(walk: _Walk, size: int, note: str, term: _Term | None) -> Checkpoint:
    """What a checkpoint of the record states.  Raises `BadNote`."""
    stated = read_checkpoint(open_note(note, [] if term is None else [term.key]).text)
    if stated.size != size or stated.origin != walk.found.origin:
        raise BadNote("it is that of another size or another log")
    return stated


def _witnesses(connection: sa.Connection, walk: _Walk, signed: dict[int, str]) -> None:
    """Lines of witnesses are signatures of others: that they are as they were is all we check."""
    lines: dict[int, list[str]] = {}
    for size, line in _rows(connection, "SELECT size, line FROM witness ORDER BY size, line"):
        lines.setdefault(size, []).append(line)
        try:
            read_note(f"{signed[size]}{line}\n")
        except (BadNote, TypeError, LookupError):
            walk.fault(None, f"a witness's line at size {size} is damaged")
    kept = dict(_rows(connection, "SELECT key, value FROM meta"))
    if kept.pop(SCRUB, "needed") != "needed":
        walk.fault(None, "the table of housekeeping is damaged")
    if meta(connection, SCRUB) is not None:
        walk.found.notes.append(
            "an erasure is not finished: open the record where it can be written"
        )
    if kept != dict(digest_of(connection, size) for size in lines):
        walk.fault(None, "the lines of witnesses are not those that were added")


def _outside(
    walk: _Walk, stated: Checkpoint, note: str, whose: str, terms: Sequence[_Term] | None
) -> None:
    """A checkpoint that somebody outside the record kept, against the log as it is now.

    Without `terms` its signature is not asked for.
    """
    found = walk.found
    if stated.origin != found.origin:
        walk.fault(None, f"{whose} is of another log ({stated.origin})")
        return
    term = None if terms is None else _term(terms, stated.size)
    good = terms is None or (term is not None and not term.doubt and _signed_by(note, term.key))
    if not good and stated.size <= found.entries:
        walk.fault(None, f"{whose} is not signed by the key that the log had then")
        return
    if stated.size > found.entries:
        missing = stated.size - found.entries
        what = f"{whose} has {stated.size:,} entries: {missing:,} at the end were cut off"
        more = "" if good else ", unless it is made up, for its key is not known here"
        walk.fault(found.entries, what + more)
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
            if part != next_part or not isinstance(content, bytes):
                raise ValueError
            digest.update(unpacked(content, sha256))
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
    versions = [row[0] for row in _rows(connection, "SELECT version_num FROM alembic_version")]
    if versions != [database.HEAD]:
        walk.fault(None, f"the tables say that they are of version “{versions}”")
    for what in strangers(connection):
        walk.fault(None, f"the database is not as we made it: {what}")
    if not database.is_sqlite(connection):
        return
    for (line,) in islice(_rows(connection, f"PRAGMA integrity_check({SHOWN})"), SHOWN):
        if line != "ok":
            walk.fault(None, f"the file is damaged: {line}")
