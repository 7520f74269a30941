"""Copies: a backup is whole and verified; a restore says what it loses; a record moves both ways."""

import hashlib
import shutil

import pytest
import sqlalchemy as sa
from tampering import cut, newest, put, tampered

from flip import CASE, rich
from hudna.problem import Refused
from hudna.record import checkpoints, copy, keys
from hudna.record import database as db
from hudna.record.schema import METADATA, VERSION
from hudna.record.store import history, open_record
from hudna.record.verify import verify


@pytest.fixture
def case(tmp_path):
    """The folder of the case, in which its own file lies."""
    return tmp_path


@pytest.fixture
def full(case, database):
    with rich(case, database) as record:
        yield record


@pytest.fixture
def backed(full, tmp_path):
    """A backup, after which the record got two entries more."""
    file = tmp_path / "backup.db"
    copy.backup(full, file)
    put(full, "decision", "ged-7", {"reason": "later"})
    put(full, "decision", "ged-8", {"reason": "later"})
    return file


def everything(record):
    """Every row of every table."""
    with record.reading() as connection:
        return {
            table.name: [
                tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)
                for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))
            ]
            for table in METADATA.sorted_tables
        }


def opened(case, file):
    return open_record(case, None, f"sqlite:///{file}", writes=False)


# --- backups --------------------------------------------------------------------------------------


def test_a_backup_is_one_file_that_holds_everything(full, case, tmp_path):
    file = tmp_path / "kept" / "backup.db"
    file.parent.mkdir()
    found = copy.backup(full, file)
    assert found.root == newest(full)[1].root
    assert [path.name for path in file.parent.iterdir()] == ["backup.db"]
    file.chmod(0o444)
    digest = hashlib.sha256(file.read_bytes()).digest()
    with opened(case, file) as backup:
        assert everything(backup) == everything(full)
        assert verify(backup).holds
    assert [path.name for path in file.parent.iterdir()] == ["backup.db"]
    assert hashlib.sha256(file.read_bytes()).digest() == digest


def test_a_backup_replaces_no_file(full, tmp_path):
    file = tmp_path / "backup.db"
    file.write_text("mine")
    with pytest.raises(Refused, match="there is a file already"):
        copy.backup(full, file)
    assert file.read_text() == "mine"


def test_no_backup_is_made_of_what_does_not_verify(full, tmp_path):
    with tampered(full) as connection:
        connection.execute(sa.update(VERSION).where(VERSION.c.n == 5).values(body=b"{}"))
    with pytest.raises(Refused, match="does not verify, so that no copy is made of it"):
        copy.backup(full, tmp_path / "backup.db")
    assert not list(tmp_path.glob("*backup*"))


def test_a_backup_in_a_folder_that_is_not_there_is_refused(full, tmp_path):
    with pytest.raises(Refused, match="cannot be made"):
        copy.backup(full, tmp_path / "nowhere" / "backup.db")


# --- restoring ------------------------------------------------------------------------------------


def test_a_backup_restores_a_record_that_is_lost(full, case, database, tmp_path):
    copy.backup(full, tmp_path / "backup.db")
    before = everything(full)
    if db.file_of(database) is None:
        with tampered(full) as connection:
            for table in METADATA.sorted_tables:
                connection.execute(sa.delete(table))
    full.close()
    for file in case.glob("record.db*"):
        file.unlink()
    told = copy.restore(case, CASE, database, tmp_path / "backup.db", "admin", "the disk broke")
    assert (told.lost, told.aside) == (copy.NOTHING, None)
    with open_record(case, CASE, database) as record:
        assert everything(record) == before  # and nothing needed to be said in the log
        assert verify(record).holds
        put(record, "decision", "ged-1", {})


def test_what_would_be_lost_is_said_before_it_is(full, backed, case, database):
    size = newest(full)[0].size
    full.close()
    with pytest.raises(
        Refused, match=f"What would be lost of it: entries {size - 2} to {size - 1}"
    ):
        copy.restore(case, CASE, database, backed, "admin", "a try")
    with open_record(case, CASE, database) as record:
        assert newest(record)[0].size == size


def test_a_restore_that_loses_entries_says_so_in_the_log(full, backed, case, database):
    size = newest(full)[0].size
    held = checkpoints.newest(full)
    full.close()
    told = copy.restore(case, CASE, database, backed, "admin", "the last import was wrong", True)
    assert told.lost == f"entries {size - 2} to {size - 1}"
    with open_record(case, CASE, database) as record:
        with record.reading() as connection:
            assert history(connection, "decision", "ged-8") == []
            (said,) = history(connection, "restore", record.origin)
        assert said.value == {
            "reason": "the last import was wrong", "entries": size - 2, "lost": told.lost,
        }  # fmt: skip
        found = verify(record)  # this machine takes it for the log that it knows
        assert found.holds
        assert any("restored from a backup" in note for note in found.notes)
        assert not verify(record, held=[held]).holds  # others are told
        put(record, "decision", "ged-8", {"reason": "again"})
        assert verify(record).holds
    if db.file_of(database) is not None:
        with opened(case, told.aside) as aside:  # the file that was there
            assert newest(aside)[0].size == size
            assert verify(aside, here=False).holds


def test_a_backup_that_was_put_back_by_hand_is_refused_and_can_be_restored(full, backed, case):
    if not db.is_sqlite(full.engine):
        pytest.skip("a file")
    full.close()
    shutil.copy(backed, case / "record.db")
    last_saw = pytest.raises(Refused, match="is not what this machine last saw")
    with open_record(case, CASE) as record, last_saw:
        put(record, "decision", "ged-9", {})
    copy.restore(case, CASE, None, backed, "admin", "put back", replace=True)
    with open_record(case, CASE) as record:
        put(record, "decision", "ged-9", {})
        assert verify(record).holds


def test_a_damaged_record_is_set_aside_and_replaced(full, backed, case):
    if not db.is_sqlite(full.engine):
        pytest.skip("a file")
    full.close()
    garbage = b"no record at all" * 999
    (case / "record.db").write_bytes(garbage)
    with pytest.raises(Refused, match="it cannot be read"):
        copy.restore(case, CASE, None, backed, "admin", "damaged")
    assert (case / "record.db").read_bytes() == garbage
    told = copy.restore(case, CASE, None, backed, "admin", "damaged", replace=True)
    assert told.aside.read_bytes() == garbage
    with open_record(case, CASE) as record:
        assert verify(record).holds


def test_a_log_beside_a_damaged_record_does_not_reach_the_new_one(full, backed, case):
    if not db.is_sqlite(full.engine):
        pytest.skip("a file")
    log = (case / "record.db-wal").read_bytes()
    full.close()
    (case / "record.db").write_bytes(b"x" * 9000)
    (case / "record.db-wal").write_bytes(log)
    told = copy.restore(case, CASE, None, backed, "admin", "damaged", replace=True)
    with open_record(case, CASE) as record:
        assert verify(record).holds
    assert (case / f"{told.aside.name}-wal").read_bytes() == log


def test_a_backup_that_was_altered_is_refused(full, backed, case, database):
    full.close()
    engine = db.connect(f"sqlite:///{backed}")
    with db.writing(engine) as connection:
        connection.execute(sa.update(VERSION).where(VERSION.c.n == 6).values(body=b"{}"))
    engine.dispose()
    with pytest.raises(Refused, match="does not verify: entry 4: row 1"):
        copy.restore(case, CASE, database, backed, "admin", "a try", replace=True)
    with open_record(case, CASE, database) as record:
        assert verify(record).holds


def test_the_backup_of_another_case_is_refused(full, backed, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(Refused, match="is of the case “rich-case”, not of “case-2”"):
        copy.restore(other, "case-2", None, backed, "admin", "a try")
    assert list(other.iterdir()) == []


def test_a_restore_where_no_key_is_stays_unsigned(full, backed, case, database, monkeypatch):
    full.close()
    monkeypatch.setenv("HUDNA_KEYS", str(case.parent / "elsewhere"))
    copy.restore(case, CASE, database, backed, "admin", "moved", replace=True)
    with open_record(case, CASE, database) as record:
        found = verify(record)
        assert found.holds
        assert found.signed == found.entries - 1
        assert keys.last_seen(record.origin) is None


# --- moving ---------------------------------------------------------------------------------------


def test_a_record_moves_to_another_file(full, case, tmp_path):
    url = f"sqlite:///{tmp_path}/moved.db"
    assert copy.copy(full, url).root == newest(full)[1].root
    with open_record(case, CASE, url) as moved:
        assert everything(moved) == everything(full)
        put(moved, "decision", "ged-1", {})
        assert verify(moved).holds


@pytest.mark.postgresql
def test_a_record_moves_to_a_server_and_back(case, postgresql_database, tmp_path):
    with rich(case) as record:
        found = copy.copy(record, postgresql_database)
        before = everything(record)
        assert found.root == newest(record)[1].root
    with open_record(case, CASE, postgresql_database) as moved:
        assert everything(moved) == before
        assert verify(moved).holds
        put(moved, "decision", "ged-1", {"reason": "on the server"})
        copy.copy(moved, f"sqlite:///{tmp_path}/back.db")
        before = everything(moved)
    with open_record(case, CASE, f"sqlite:///{tmp_path}/back.db") as back:
        assert everything(back) == before
        assert verify(back).holds


@pytest.mark.postgresql
def test_a_server_that_holds_a_record_is_not_filled(case, postgresql_database):
    with rich(case) as record:
        copy.copy(record, postgresql_database)
        with pytest.raises(Refused, match="is not empty"):
            copy.copy(record, postgresql_database)


@pytest.mark.postgresql
def test_nothing_is_left_on_a_server_of_what_does_not_verify(case, postgresql_database):
    with rich(case) as record:
        with tampered(record) as connection:
            connection.execute(sa.update(VERSION).where(VERSION.c.n == 5).values(body=b"{}"))
        with pytest.raises(Refused, match="does not verify"):
            copy.copy(record, postgresql_database)
    with pytest.raises(Refused, match="there is no record here yet"):
        open_record(case, CASE, postgresql_database)


def test_a_file_that_is_there_is_not_filled(full, tmp_path):
    (tmp_path / "there.db").write_text("mine")
    with pytest.raises(Refused, match="there is a file already"):
        copy.copy(full, f"sqlite:///{tmp_path}/there.db")


def test_two_copies_that_both_go_on_are_told_apart(full, case, tmp_path):
    url = f"sqlite:///{tmp_path}/moved.db"
    copy.copy(full, url)
    put(full, "decision", "ged-1", {"in": "the old one"})
    last_saw = pytest.raises(Refused, match="is not what this machine last saw")
    with open_record(case, CASE, url) as moved, last_saw:
        put(moved, "decision", "ged-1", {"in": "the new one"})


@pytest.mark.slow
def test_a_copy_takes_as_many_rows_at_a_time_as_fit(full, case, tmp_path, monkeypatch):
    monkeypatch.setattr(copy, "_BYTES", 200)
    monkeypatch.setattr(copy, "_ROWS", 3)
    url = f"sqlite:///{tmp_path}/moved.db"
    copy.copy(full, url)
    with open_record(case, CASE, url) as moved:
        assert everything(moved) == everything(full)


# --- what there is --------------------------------------------------------------------------------


def test_an_administrator_is_told_what_there_is(full, case, monkeypatch):
    told = copy.about(full)
    state, end = newest(full)
    assert (told["entries"], told["versions"]) == state
    assert (told["root"], told["log"], told["case"]) == (end.root.hex(), full.origin, CASE)
    assert told["signed_entries"] == state.size
    assert told["key_is_here"] is True
    assert told["erasure_unfinished"] is False
    assert told["bytes"] > 10_000
    monkeypatch.setenv("HUDNA_KEYS", str(case.parent / "elsewhere"))
    assert copy.about(full)["key_is_here"] is False


def test_a_cut_record_is_no_prefix_to_be_restored_in_silence(full, backed, case, database):
    # The host cut the record to before the backup: nothing of it is lost by restoring.
    with tampered(full) as connection:
        cut(connection, 8)
    full.close()
    told = copy.restore(case, CASE, database, backed, "admin", "a cut", replace=True)
    assert told.lost == "what this machine saw of the log after the backup"
    with open_record(case, CASE, database) as record:
        assert verify(record).holds
        with record.reading() as connection:  # this machine had seen more than the backup
            assert len(history(connection, "restore", record.origin)) == 1
