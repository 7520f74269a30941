"""Erasure: gone from every byte of the file; that something was there, and why it went, stays."""

import hashlib

import pytest
import sqlalchemy as sa
from tampering import put, tampered

from flip import bring, some_reports
from hudna.problem import Refused
from hudna.record import database, erasure, reports, store
from hudna.record.housekeeping import SCRUB, meta
from hudna.record.schema import BLOB, VERSION
from hudna.record.store import open_record
from hudna.record.verify import verify

CASE = "case-1"
SECRET = "the headline of one report alone"
BYTES = b"what stood in the file as it was received: 7f3a91c2"


def raw(record):
    """Everything that the database holds: the file and what lies beside it, or each table."""
    if database.is_sqlite(record.engine):
        file = database.file_of(record.url)
        return b"".join(path.read_bytes() for path in file.parent.glob(file.name + "*"))
    with record.engine.connect() as connection:
        cells = []
        for table in ("version", "blob", "meta"):
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}"):
                cells += [v if isinstance(v, bytes) else str(v).encode() for v in row]
        return b"\0".join(cells)


@pytest.fixture
def doomed(record):
    """A record with an import of which one report must go: its salt, its packed document."""
    bring(record, some_reports(0, 30), b"another file", "other.csv")
    bring(record, some_reports(100, 3, SECRET), BYTES * 50, "gone.csv")
    with record.reading() as connection:
        salts = [bytes(row.salt) for row in connection.execute(
            sa.select(VERSION.c.salt).where(VERSION.c.id == "ged-101")
        )]  # fmt: skip
        digest = hashlib.sha256(BYTES * 50).hexdigest()
        packed = bytes(connection.scalar(sa.select(BLOB.c.content).where(BLOB.c.sha256 == digest)))
    return record, [f"{SECRET} 101".encode(), salts[0], packed[20:60]]


def test_what_was_erased_is_in_no_byte(doomed):
    record, traces = doomed
    assert all(trace in raw(record) for trace in traces)
    gone = erasure.erase(record, "report", "ged-101", "officer", "consent withdrawn")
    assert [name.partition("/")[0] for name in gone] == ["report", "document"]
    assert not any(trace in raw(record) for trace in traces)
    assert f"{SECRET} 102".encode() in raw(record)  # the others stay
    assert verify(record).holds


def test_the_next_opening_finishes_it(doomed, database, tmp_path, monkeypatch):
    record, traces = doomed
    monkeypatch.setattr(erasure, "scrub", lambda _: None)
    erasure.erase(record, "report", "ged-101", "officer", "consent withdrawn")
    assert any("erasure is not finished" in note for note in verify(record).notes)
    with open_record(tmp_path, CASE, database, writes=False):
        pass  # a reader changes nothing
    record.close()
    with open_record(tmp_path, CASE, database) as again:
        with again.reading() as connection:
            assert meta(connection, SCRUB) is None
        assert not any(trace in raw(again) for trace in traces)
        assert verify(again).notes == []


def test_somebody_who_reads_keeps_it_from_finishing_and_nobody_from_working(
    doomed, database, tmp_path, monkeypatch
):
    record, _ = doomed
    if record.engine.dialect.name != "sqlite":
        pytest.skip("a server waits for its own readers")
    monkeypatch.setattr(store.database, "WAIT", 0.2)
    with (
        open_record(tmp_path, CASE, database, writes=False) as reader,
        reader.reading() as connection,
    ):
        connection.execute(sa.select(VERSION.c.n)).first()
        with (
            open_record(tmp_path, CASE, database) as writer,
            pytest.raises(Refused, match="may stand in unused parts yet: another program"),
        ):
            erasure.erase(writer, "report", "ged-101", "officer", "consent withdrawn")
        with open_record(tmp_path, CASE, database) as writer:
            put(writer, "a", "x", {})
            with writer.reading() as other:
                assert meta(other, SCRUB) == "needed"
    with open_record(tmp_path, CASE, database) as writer, writer.reading() as connection:
        assert meta(connection, SCRUB) is None


def test_a_tombstone_stands_in_its_place(doomed):
    record, _ = doomed
    before = record.state()
    erasure.erase(record, "report", "ged-101", "officer", "consent withdrawn")
    with record.reading() as connection:
        for state in (before, record.state()):
            stones = {stone.kind: stone for stone in erasure.tombstones(connection, state)}
            assert set(stones) == {"report", "document"}
            assert stones["report"].id == "ged-101"
            assert (stones["report"].author, stones["report"].reason) == (
                "officer", "consent withdrawn",
            )  # fmt: skip
        early = store.State(1, 1)  # before it was imported
        assert erasure.tombstones(connection, early) == []
        kept = [t.num_rows for t in reports.read(connection, before)]
    assert sum(kept) == 32


def test_what_was_erased_does_not_come_back(doomed):
    record, _ = doomed
    erasure.erase(record, "report", "ged-101", "officer", "consent withdrawn")
    with record.writing("clerk") as writer:
        told, _ = reports.add(writer, some_reports(100, 3, SECRET), {"format": "ucdp"})
    assert (told.added, told.same, told.changed, told.erased) == (0, 2, 0, 1)
    assert f"{SECRET} 101".encode() not in raw(record)


def test_all_versions_of_a_thing_go(record):
    for i in range(3):
        put(record, "statement", "s-1", {"said": f"version {i} of what was said"})
    erasure.erase(record, "statement", "s-1", "officer", "asked for")
    assert b"of what was said" not in raw(record)


def test_a_document_that_something_else_refers_to_stays(record):
    bring(record, some_reports(0, 1), BYTES, "one.csv")
    bring(record, some_reports(1, 1), BYTES, "two.csv")
    erasure.erase(record, "report", "ged-0", "officer", "asked for")
    with record.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(BLOB)) == 1
    assert verify(record).holds


@pytest.mark.parametrize("kind", ["record", "key", "finding", "decision", "publication", "erasure"])
def test_what_shows_how_the_record_was_kept_is_not_erased(record, kind):
    with pytest.raises(Refused, match="are not erased"):
        erasure.erase(record, kind, record.origin, "officer", "asked for")
    assert record.state().size == 1


def test_nothing_is_erased_without_a_reason_or_twice_or_that_is_not_there(doomed):
    record, _ = doomed
    size = record.state().size
    with pytest.raises(Refused, match="no reason is given"):
        erasure.erase(record, "report", "ged-101", "officer", "  ")
    with pytest.raises(Refused, match="no such thing"):
        erasure.erase(record, "report", "ged-999", "officer", "asked for")
    assert record.state().size == size
    erasure.erase(record, "report", "ged-101", "officer", "asked for")
    with pytest.raises(Refused, match="is erased already"):
        erasure.erase(record, "report", "ged-101", "officer", "asked for")


def test_an_erasure_that_cannot_be_kept_destroys_nothing(doomed):
    record, traces = doomed
    with tampered(record) as connection:  # what follows in the same transaction fails
        connection.exec_driver_sql("ALTER TABLE meta RENAME TO elsewhere")
    with pytest.raises(Refused):
        erasure.erase(record, "report", "ged-101", "officer", "asked for")
    assert traces[0] in raw_versions(record)


def raw_versions(record):
    with record.engine.connect() as connection:
        bodies = connection.execute(sa.select(VERSION.c.body)).all()
        return b"".join(bytes(row.body or b"") for row in bodies)
