"""What a host who can write the database may do to a record, for the tests."""

from contextlib import contextmanager

import sqlalchemy as sa

from hudna.record import database, merkle
from hudna.record.canonical import canonical
from hudna.record.heads import signed
from hudna.record.leaf import leaf
from hudna.record.log import Line, nodes, tail
from hudna.record.schema import CHECKPOINT, ENTRY, META, VERSION, WITNESS
from hudna.record.store import state_at
from hudna.record.verify import verify


@contextmanager
def tampered(record):
    """A transaction in which anything can be written."""
    with database.writing(record.engine) as connection:
        yield connection


def remake(connection):
    """Make the tree over the entries anew, as a clever host would."""
    frontier = merkle.Frontier()
    rows = connection.execute(sa.select(*ENTRY.columns).order_by(ENTRY.c.seq)).all()
    for line in (Line(*row) for row in rows):
        mark = bytes(line.commitment)
        text = leaf(line.seq, line.at, line.author, line.kind, line.subject, mark)
        hashes = b"".join(frontier.append(merkle.leaf_hash(text)))
        connection.execute(sa.update(ENTRY).where(ENTRY.c.seq == line.seq).values(hashes=hashes))


def resign(connection, origin, key):
    """Put signatures of another key under checkpoints that fit the tree as it is now."""
    for (size,) in connection.execute(sa.select(CHECKPOINT.c.size)).all():
        note = signed(origin, size, merkle.head(size, nodes(connection)), key)
        connection.execute(sa.update(CHECKPOINT).where(CHECKPOINT.c.size == size).values(note=note))


def cut(connection, size):
    """Take the entries from `size` on, and all that came with them."""
    first = connection.scalar(sa.select(ENTRY.c.first).where(ENTRY.c.seq == size))
    connection.execute(sa.delete(ENTRY).where(ENTRY.c.seq >= size))
    connection.execute(sa.delete(VERSION).where(VERSION.c.n >= first))
    connection.execute(sa.delete(CHECKPOINT).where(CHECKPOINT.c.size > size))
    connection.execute(sa.delete(WITNESS))
    connection.execute(sa.delete(META))


def first_fault(record, **more):
    """The entry of the first fault; fails if there is none."""
    found = verify(record, **more)
    assert not found.holds
    return found.in_order()[0].entry


def put(record, kind, name, value, author="clerk"):
    """One change; its entry's number."""
    with record.writing(author) as writer:
        return writer.put(kind, name, value)


def put_rows(record, kind, values, what="rows"):
    """One bulk change; its entry's number."""
    rows = [(kind, name, canonical(value)) for name, value in values.items()]
    with record.writing("clerk") as writer:
        return writer.put_rows(what, rows, {"from": "a test"})


def newest(record):
    with record.reading() as connection:
        return state_at(connection, None), tail(connection)
