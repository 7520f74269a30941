"""Hashing ahead in another process: the same verdict, whatever becomes of that process."""

from functools import partial

import pytest
import sqlalchemy as sa

from hudna.record import ahead, verify
from hudna.record.schema import ENTRY, VERSION
from hudna.record.store import open_record

ENTRIES = 40


@pytest.fixture
def record(database, tmp_path):
    """Plain entries with a bulk change and a document's kind of entry in their later part."""
    with open_record(tmp_path, "case", database, create=True) as opened:
        for i in range(ENTRIES):
            with opened.writing("clerk") as writer:
                if i == 30:
                    rows = [("thing", f"t-{n}", b"{}") for n in range(3)]
                    writer.put_rows("things", rows, {"format": "test"})
                else:
                    writer.put("file" if i == 33 else "note", f"n-{i}", {"i": i})
        yield opened


def verified(record, monkeypatch, start):
    monkeypatch.setattr(verify, "start", start)
    found = verify.verify(record)
    return found.in_order(), found.entries, found.versions, found.root, found.signed


def both_ways(record, monkeypatch):
    alone = verified(record, monkeypatch, ahead.start)
    together = verified(record, monkeypatch, partial(ahead.start, long=1))
    assert together == alone
    return alone


def test_what_is_hashed_ahead_is_what_is_stored(record):
    size = ENTRIES + 1
    found = ahead.work_out(record.url, 10, size)
    with record.reading() as connection:
        stored = [bytes(row.hashes)[:32] for row in connection.execute(
            sa.select(ENTRY).where(ENTRY.c.seq >= 10).order_by(ENTRY.c.seq)
        )]  # fmt: skip
    odd = {31, 34}  # the bulk change and the file: the record's own entry comes first
    wanted = [bytes(32) if seq in odd else stored[seq - 10] for seq in range(10, size)]
    assert [found[at : at + 32] for at in range(0, len(found), 32)] == wanted


def test_the_same_verdict_with_and_without(record, monkeypatch):
    faults, entries, versions, _, signed = both_ways(record, monkeypatch)
    assert (faults, entries, versions, signed) == ([], ENTRIES + 1, ENTRIES + 4, ENTRIES + 1)


@pytest.mark.parametrize(
    "change",
    [
        sa.update(ENTRY).where(ENTRY.c.seq == 25).values(author="somebody"),
        sa.update(ENTRY).where(ENTRY.c.seq == 39).values(hashes=bytes(32)),
        sa.update(ENTRY).where(ENTRY.c.seq == 29).values(at=1),
        sa.update(VERSION).where(VERSION.c.seq == 28).values(body=b'{"i":0}'),
        sa.update(VERSION).where(VERSION.c.seq == 28).values(body=None, salt=None),
        sa.update(VERSION).where(VERSION.c.id == "t-1").values(body=b"[]"),
        sa.delete(VERSION).where(VERSION.c.seq == 36),
        sa.delete(ENTRY).where(ENTRY.c.seq == 37),
        sa.insert(VERSION).values(n=900, seq=40, kind="x", id="y", commitment=b""),
    ],
    ids=["author", "hashes", "time", "payload", "gone", "row", "no-payload", "no-entry", "more"],
)
def test_what_was_altered_is_named_alike(record, monkeypatch, change):
    with record.engine.begin() as connection:
        connection.execute(change)
    faults, *_ = both_ways(record, monkeypatch)
    assert faults


def test_a_process_that_fails_changes_nothing(record, monkeypatch):
    alone = verified(record, monkeypatch, ahead.start)
    monkeypatch.setattr(ahead.sys, "executable", "/bin/false")
    assert verified(record, monkeypatch, partial(ahead.start, long=1)) == alone
    monkeypatch.setattr(ahead.sys, "executable", "/nowhere/python")
    assert verified(record, monkeypatch, partial(ahead.start, long=1)) == alone
