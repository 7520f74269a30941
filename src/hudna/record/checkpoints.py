"""Checkpoints: the signed heads of the log, witnesses' signatures, and the change of its key.

In: a record and the keys of this machine.  Out: notes that outsiders keep, against which the record
can be held later.
"""

from __future__ import annotations

import hashlib
from typing import Final

import sqlalchemy as sa

from hudna.problem import refuse
from hudna.record import keys
from hudna.record.heads import signing_key, vkeys
from hudna.record.housekeeping import set_meta
from hudna.record.note import BadNote, Signer, add_signatures, read_checkpoint, read_note
from hudna.record.schema import CHECKPOINT, WITNESS
from hudna.record.store import Record, state_at

LATE: Final = "checkpoint"
"""The kind of an entry with which a checkpoint was signed late."""

WITNESSES: Final = "witnesses/"
"""The beginning of the keys of `digest_of`."""

_WHERE: Final = "Run this where the log's key is (see `hudna log key`)"


def newest_note(connection: sa.Connection) -> str:
    """The newest checkpoint, with what witnesses signed of it.  Raises `Refused` for none."""
    found = connection.execute(
        sa.select(CHECKPOINT.c.size, CHECKPOINT.c.note).order_by(CHECKPOINT.c.size.desc()).limit(1)
    ).first()
    if found is None:
        raise refuse("the record", "no checkpoint was ever signed", _WHERE)
    lines = connection.execute(
        sa.select(WITNESS.c.line).where(WITNESS.c.size == found.size).order_by(WITNESS.c.line)
    )
    return add_signatures(found.note, [row.line for row in lines])


def newest(record: Record) -> str:
    """The newest checkpoint of all entries, signed now if need be and if this machine can.

    Whoever signs late what others recorded says so in an entry.  Raises `Refused`.
    """
    if record.writes and unsigned(record):
        with record.writing(None) as writer:
            size = writer.tail.size
            there = sa.select(CHECKPOINT.c.size).where(CHECKPOINT.c.size == size)
            key = signing_key(writer.connection, record.origin)
            if key is not None and writer.connection.execute(there).first() is None:
                reason = "the entries before were recorded where the log's key is not"
                writer.put(LATE, record.origin, {"reason": reason})
    with record.reading() as connection:
        return newest_note(connection)


def digest_of(connection: sa.Connection, size: int) -> tuple[str, str]:
    """What housekeeping remembers of the lines of witnesses at a size: its key and its value.

    It proves nothing, for it stands beside them; but what a disk does to them is found.
    """
    lines = connection.execute(
        sa.select(WITNESS.c.line).where(WITNESS.c.size == size).order_by(WITNESS.c.line)
    )
    digest = hashlib.sha256("\n".join(sorted(str(row.line) for row in lines)).encode()).hexdigest()
    return f"{WITNESSES}{size}", digest


def add_witnesses(record: Record, note: str) -> int:
    """Keep the signatures that a note has and ours has not; how many.

    They are others': whether they hold is for whoever trusts them.  Raises `Refused` for a note of
    another checkpoint than one of this log.
    """
    try:
        text, lines = read_note(note)
        stated = read_checkpoint(text)
    except BadNote as error:
        raise refuse("the note", f"is not a checkpoint: {error}", "Give the whole file") from None
    with record.writing(None) as writer:
        ours = writer.connection.scalar(
            sa.select(CHECKPOINT.c.note).where(CHECKPOINT.c.size == stated.size)
        )
        if ours is None or read_note(ours)[0] != text:
            what = "is not one of this log's checkpoints"
            raise refuse("the note", what, "Witnesses sign what `hudna log checkpoint` prints")
        known = set(read_note(ours)[1])
        known |= {row[0] for row in writer.connection.execute(
            sa.select(WITNESS.c.line).where(WITNESS.c.size == stated.size)
        )}  # fmt: skip
        new = [line for line in dict.fromkeys(lines) if line not in known]
        for line in new:
            writer.connection.execute(sa.insert(WITNESS).values(size=stated.size, line=line))
        set_meta(writer.connection, *digest_of(writer.connection, stated.size))
    return len(new)


def unsigned(record: Record) -> int:
    """How many entries at the end no checkpoint holds: those made where the key is not."""
    with record.reading() as connection:
        newest = connection.scalar(sa.select(sa.func.max(CHECKPOINT.c.size))) or 0
        return state_at(connection, None).size - newest


def rotate(record: Record, author: str | None, reason: str) -> str:
    """Give the log a new key, which the old one introduces: the new public key.

    The checkpoint that first holds the change is signed by both.  Where this machine does not hold
    the log's key, a new one is made all the same, and `hudna verify` says that nothing introduced
    it.  A key that an attempt which was cut short made is used.  Raises `Refused`.
    """
    with record.writing(author) as writer:  # one at a time
        old = signing_key(writer.connection, record.origin)
        new = keys.log_key(record.origin)
        if new is None:
            new = keys.new_log_key(record.origin)
        elif Signer(record.origin, new).verifier().vkey in vkeys(writer.connection):
            new = keys.rotate_log_key(record.origin)
        vkey = Signer(record.origin, new).verifier().vkey
        writer.put("key", record.origin, {"key": vkey, "reason": reason})
        writer.also = old
    return vkey
