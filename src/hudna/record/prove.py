"""Making proofs from a record, for people who hold a checkpoint and a published file.

In: what to prove (an entry, a thing, a published file; or two checkpoints).  Out: a proof as a JSON
object (`proof.py` says its form and checks it).  A proof shows what it proves: whoever makes one for
a thing of a higher tier gives that thing away.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from hudna.problem import refuse
from hudna.record import merkle, publications
from hudna.record.checkpoints import newest_note
from hudna.record.leaf import BATCH, stamp
from hudna.record.log import Line, nodes
from hudna.record.note import BadNote, Checkpoint, read_checkpoint, read_note
from hudna.record.schema import ENTRY, VERSION
from hudna.record.store import Record, lines, state_at, state_of


def prove_consistency(record: Record, old: str, new: str | None = None) -> dict[str, Any]:
    """A proof that the log of `new` (by default the newest checkpoint) adds to that of `old`.

    Both are notes.  Raises `Refused`.
    """
    with record.reading() as connection:
        new = new or newest_note(connection)
        first, second = _stated(record, old), _stated(record, new)
        if first.size > second.size:
            raise refuse("--from", "is newer than the other checkpoint", "Exchange the two")
        _held(connection, second)
        path = merkle.consistency(first.size, second.size, nodes(connection))
    return {"hudna": "consistency 1", "old": old, "new": new, "path": [h.hex() for h in path]}


def prove(record: Record, what: str, note: str | None = None) -> dict[str, Any]:
    """A proof that `what` is in the log of the checkpoint `note` (by default the newest).

    `what` is an entry's number, or `kind/id`: of its versions the newest that the checkpoint holds.
    Raises `Refused`.
    """
    with record.reading() as connection:
        note = note or newest_note(connection)
        stated = _stated(record, note)
        _held(connection, stated)
        n = _version(connection, what, stated.size)
        return _inclusion(connection, n, stated, note)


def prove_published(record: Record, content: bytes, note: str | None = None) -> dict[str, Any]:
    """A proof that a file was published, byte for byte.  Raises `Refused`."""
    with record.reading() as connection:
        name = publications.find(connection, content)
    if name is None:
        what = "was not published from this record, or was altered since"
        raise refuse("the file", what, "Give the file as it was written")
    return prove(record, f"{publications.KIND}/{name}", note)


def _stated(record: Record, note: str) -> Checkpoint:
    try:
        stated = read_checkpoint(read_note(note)[0])
    except BadNote as error:
        raise refuse("checkpoint", f"is not a checkpoint: {error}", "Give the whole file") from None
    if stated.origin != record.origin:
        what = f"is of another log ({stated.origin}), not of {record.origin}"
        raise refuse("checkpoint", what, "Give one of this record")
    return stated


def _held(connection: sa.Connection, stated: Checkpoint) -> None:
    """Refuse a checkpoint that the record does not fit."""
    size = state_at(connection, None).size
    if stated.size > size:
        what = f"has {stated.size:,} entries, the record has {size:,}: some were cut off"
        raise refuse("checkpoint", what, "Run `hudna verify`")
    if merkle.head(stated.size, nodes(connection)) != stated.root:
        what = "does not fit the record: one of the two was altered"
        raise refuse("checkpoint", what, "Run `hudna verify --checkpoint FILE`")


def _version(connection: sa.Connection, what: str, size: int) -> int:
    """The `n` of the version that is meant."""
    bound = sa.select(ENTRY.c.first).where(ENTRY.c.seq == size).scalar_subquery()
    within = sa.or_(bound.is_(None), VERSION.c.n < bound)
    if what.isdecimal() and len(what) < 19:  # as much as a database can count
        n: int | None = connection.scalar(sa.select(ENTRY.c.first).where(ENTRY.c.seq == int(what)))
        if n is None or int(what) >= size:
            raise refuse(
                what, f"the checkpoint holds entries 0 to {size - 1:,}", "Name one of them"
            )
        return n
    kind, _, name = what.partition("/")
    query = sa.select(sa.func.max(VERSION.c.n))
    n = connection.scalar(query.where(VERSION.c.kind == kind, VERSION.c.id == name, within))
    if n is None:
        remedy = "Write an entry's number, or KIND/ID as `hudna log show` has them"
        raise refuse(what, "there is no such thing in the log of the checkpoint", remedy)
    return n


def _inclusion(connection: sa.Connection, n: int, stated: Checkpoint, note: str) -> dict[str, Any]:
    version = connection.execute(sa.select(VERSION).where(VERSION.c.n == n)).one()
    (line,) = lines(connection, version.seq, version.seq + 1)
    head = connection.execute(sa.select(VERSION).where(VERSION.c.n == line.first)).one()
    path = merkle.inclusion(line.seq, stated.size, nodes(connection))
    return {
        "hudna": "inclusion 1",
        "checkpoint": note,
        "path": [hashed.hex() for hashed in path],
        "entry": entry_json(line),
        "payload": _opened(head),
        "row": _row(connection, line, n) if line.kind == BATCH and n != line.first else None,
    }


def entry_json(line: Line) -> dict[str, Any]:
    """An entry as a proof writes it."""
    return {
        "seq": line.seq, "at": stamp(line.at), "author": line.author, "kind": line.kind,
        "subject": line.subject, "commitment": bytes(line.commitment).hex(),
    }  # fmt: skip


def _opened(version: Any) -> dict[str, str]:
    if version.body is None:
        what = "was erased: that it was there can be shown, what it said cannot"
        raise refuse(f"{version.kind}/{version.id}", what, "`hudna log show` gives the reason")
    return {"salt": bytes(version.salt).hex(), "body": bytes(version.body).decode()}


def _row(connection: sa.Connection, line: Line, n: int) -> dict[str, Any]:
    end = state_of(connection, line.seq + 1).versions
    marks = connection.execute(
        sa.select(VERSION.c.commitment)
        .where(VERSION.c.n > line.first, VERSION.c.n < end)
        .order_by(VERSION.c.n)
    )
    leaves = [bytes(row[0]) for row in marks]
    index = n - line.first - 1
    version = connection.execute(sa.select(VERSION).where(VERSION.c.n == n)).one()
    path = merkle.inclusion(index, len(leaves), merkle.nodes_of(leaves))
    return {
        "index": index, "kind": version.kind, "id": version.id, **_opened(version),
        "path": [hashed.hex() for hashed in path],
    }  # fmt: skip
