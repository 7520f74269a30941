"""The heads of the log: signed with each change, and remembered by this machine.

In: the end of the log in a transaction, and the keys of this machine.  Out: a checkpoint, which
tells for ever what stood before it; and whether the log is the one that this machine last saw, grown.
"""

from __future__ import annotations

import json
from dataclasses import replace

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hudna.problem import Refused, refuse
from hudna.record import keys, merkle
from hudna.record.log import Tail, nodes
from hudna.record.note import BadNote, Checkpoint, Signer, read_checkpoint, read_note, sign
from hudna.record.schema import CHECKPOINT, VERSION


def follows(connection: sa.Connection, origin: str, end: Tail) -> bool:
    """Whether the log is the one that this machine last saw, or that one grown.  Raises `Refused`."""
    note = keys.last_seen(origin)
    if note is None:
        return True
    seen = _read(note)
    if seen.size == end.size:
        return seen.root == end.root
    return seen.size < end.size and merkle.head(seen.size, nodes(connection)) == seen.root


def _read(note: str) -> Checkpoint:
    try:
        return read_checkpoint(read_note(note)[0])
    except BadNote as error:
        raise refuse(
            "the checkpoint that this machine last saw", f"is damaged: {error}",
            "Compare the record with one that somebody else holds, then remove the file `.seen`",
        ) from None  # fmt: skip


def remember(origin: str, note: str, over: bool = False) -> None:
    """Keep a checkpoint as what this machine saw, if it is newer or `over`.  Raises `Refused`.

    The caller has committed what it covers, and knows that it follows from what was seen.
    """
    try:
        seen = None if over else keys.last_seen(origin)
        if seen is None or _read(seen).size < _read(note).size:  # another may have been faster
            keys.remember(origin, note)
    except Refused as refused:
        raise Refused(
            replace(p, what=f"{p.what}; the change is kept, its checkpoint is not remembered here")
            for p in refused.problems
        ) from None


def add_checkpoint(
    connection: sa.Connection,
    origin: str,
    size: int,
    root: bytes,
    also: Ed25519PrivateKey | None = None,
) -> str | None:
    """Sign a checkpoint and keep it; None where this machine does not hold the log's key.

    `also` signs it, too.  Raises `Refused`.
    """
    key = signing_key(connection, origin)
    if key is None:
        return None
    note = signed(origin, size, root, key, *([] if also is None else [also]))
    connection.execute(sa.insert(CHECKPOINT).values(size=size, note=note))
    return note


def signing_key(connection: sa.Connection, origin: str) -> Ed25519PrivateKey | None:
    """The key that the log named last, where this machine holds it; None where it does not.

    After a rotation that was cut short it is among those that were rotated out here.
    """
    named = vkeys(connection)[-1]
    for key in (keys.log_key(origin), *keys.retired_log_keys(origin).values()):
        if key is not None and Signer(origin, key).verifier().vkey == named:
            return key
    return None


def signed(origin: str, size: int, root: bytes, *private: Ed25519PrivateKey) -> str:
    """A checkpoint of the log as a signed note."""
    signers = [Signer(origin, key) for key in private]
    return sign(Checkpoint(origin, size, root).text(), *signers)


def vkeys(connection: sa.Connection) -> list[str]:
    """The public keys that the log has named, the oldest first.  Raises `Refused`."""
    named = sa.select(VERSION.c.body).where(VERSION.c.kind.in_(("record", "key")))
    try:
        return [
            str(json.loads(row.body)["key"])
            for row in connection.execute(named.order_by(VERSION.c.n))
        ]
    except (ValueError, LookupError, TypeError, RecursionError):
        what = "is damaged: one of the log's keys cannot be read"
        raise refuse("the record", what, "Run `hudna verify`; restore a backup") from None
