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
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import sqlalchemy as sa

from hudna.problem import Refused, refuse
from hudna.record import database, keys, merkle
from hudna.record.checkpoints import digest_of
from hudna.record.documents import unpacked
from hudna.record.housekeeping import SCRUB, meta
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
from hudna.record.store import Record
from hudna.record.walk import (
    SHOWN,
    Verification,
    Walk,
    look_for_gaps,
    rows,
    versions_of,
    walk_entries,
)


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
    found = Verification(record.origin)
    last = _seen(found) if here else None
    seen = [] if last is None else [_checkpoint(last)]
    with record.reading() as connection:
        notes = list(rows(connection, "SELECT size, note FROM checkpoint ORDER BY size"))
        signed = {s: n for s, n in notes if isinstance(s, int) and isinstance(n, str)}
        sizes = {0, *signed, *(c.size for c, _ in (*outside, *seen))}
        walk = Walk(found, merkle.Frontier(), frozenset(sizes), versions_of(connection))
        walk.roots[0] = merkle.EMPTY
        if len(signed) < len(notes):
            walk.fault(None, "the table of checkpoints holds what is none")
        walk_entries(connection, walk, advance)
        found.root = walk.tree.root()
        look_for_gaps(connection, walk)
        trust = _trust(walk, signed, trusted)
        _checkpoints(walk, signed, trust)
        _unsigned(walk, bool(trusted))
        _witnesses(connection, walk, signed)
        for note in outside:
            _outside(walk, *note, "a checkpoint that you hold", trust)
        for note in seen:  # from a place of ours: it needs no signature
            _outside(walk, *note, "a checkpoint that this machine saw", None)
        _documents(connection, walk)
        _database(connection, walk)
    return found


def _seen(found: Verification) -> str | None:
    """The checkpoint that this machine saw; whoever may not read it is told so."""
    try:
        return keys.last_seen(found.origin)
    except Refused as refused:
        what = refused.problems[0]
        found.notes.append(
            f"what this machine saw of the log is not asked: {what.file} {what.what}"
        )
        return None


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


# --- checkpoints ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Term:
    """From which size on a key signs the log, and what is wrong with that."""

    since: int
    key: Verifier
    doubt: str | None


def _trust(walk: Walk, signed: dict[int, str], trusted: Sequence[Verifier]) -> list[_Term]:
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


def _checkpoints(walk: Walk, signed: dict[int, str], terms: Sequence[_Term]) -> None:
    found = walk.found
    stated: dict[int, Checkpoint] = {}
    for size, note in signed.items():
        try:
            stated[size] = _stated(walk, size, note, [t.key for t in terms if t.since < size])
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


def _unsigned(walk: Walk, asked: bool) -> None:
    """Entries that no good checkpoint holds: anybody who can write the file can have made them.

    To whoever asks with a key that is a fault: the key is not in them.  So it is where nothing is
    signed at all, for a record begins with a checkpoint.
    """
    found = walk.found
    if found.signed == found.entries:
        return
    what = f"from here to entry {found.entries - 1:,}, nothing is under a signed checkpoint"
    if asked or not found.signed:
        walk.fault(found.signed, f"{what}: whoever can write the file can have made it")
    else:
        found.notes.append(
            f"entry {found.signed}: {what} yet. `hudna log checkpoint` signs it, where the key is"
        )


def _stated(walk: Walk, size: int, note: str, named: Sequence[Verifier]) -> Checkpoint:
    """What a checkpoint of the record states.  Raises `BadNote`.

    The key that was named last must have signed, and every line must be a signature that holds.
    """
    opened = open_note(note, named)
    signers = {signature.verifier for signature in opened.signatures}
    if opened.unknown or not named or named[-1] not in signers:
        raise BadNote("another key than the log's has signed, or its signature was altered")
    stated = read_checkpoint(opened.text)
    if stated.size != size or stated.origin != walk.found.origin:
        raise BadNote("it is that of another size or another log")
    return stated


def _witnesses(connection: sa.Connection, walk: Walk, signed: dict[int, str]) -> None:
    """Lines of witnesses are signatures of others: that they are as they were is all we check."""
    lines: dict[int, list[str]] = {}
    for size, line in rows(connection, "SELECT size, line FROM witness ORDER BY size, line"):
        lines.setdefault(size, []).append(line)
        try:
            read_note(f"{signed[size]}{line}\n")
        except (BadNote, TypeError, LookupError):
            walk.fault(None, f"a witness's line at size {size} is damaged")
    kept = dict(rows(connection, "SELECT key, value FROM meta"))
    if kept.pop(SCRUB, "needed") != "needed":
        walk.fault(None, "the table of housekeeping is damaged")
    if meta(connection, SCRUB) is not None:
        walk.found.notes.append(
            "an erasure is not finished: open the record where it can be written"
        )
    if kept != dict(digest_of(connection, size) for size in lines):
        walk.fault(None, "the lines of witnesses are not those that were added")


def _outside(
    walk: Walk, stated: Checkpoint, note: str, whose: str, terms: Sequence[_Term] | None
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


def _documents(connection: sa.Connection, walk: Walk) -> None:
    there: set[str] = set()
    digest, current, next_part = hashlib.sha256(), "", 0

    def close() -> None:
        if current and digest.hexdigest() != current:
            walk.fault(walk.hashes.get(current), f"the document {current[:12]}… was altered")

    for sha256, part, content in rows(
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


def _database(connection: sa.Connection, walk: Walk) -> None:
    """That the tables are ours and no more; in SQLite also that every page is sound."""
    versions = [row[0] for row in rows(connection, "SELECT version_num FROM alembic_version")]
    if versions != [database.HEAD]:
        walk.fault(None, f"the tables say that they are of version “{versions}”")
    for what in strangers(connection):
        walk.fault(None, f"the database is not as we made it: {what}")
    if not database.is_sqlite(connection):
        return
    for (line,) in islice(rows(connection, f"PRAGMA integrity_check({SHOWN})"), SHOWN):
        if line != "ok":
            walk.fault(None, f"the file is damaged: {line}")
