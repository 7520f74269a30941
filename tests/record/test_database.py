"""The database of a record on bad days: a clear refusal, and nothing lost that was acknowledged."""

import os
import resource
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from tampering import put, tampered

from hudna import cli
from hudna.problem import Refused
from hudna.record import database as db
from hudna.record.schema import METADATA, strangers
from hudna.record.store import history, open_record
from hudna.record.verify import verify

CASE = "case-1"
MINSK = Path(__file__).parents[1] / "cases" / "minsk-2015"


def hudna(capsys, *words):
    """What a command prints on standard error, and its status; fails for a traceback."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["hudna", *map(str, words)])
        try:
            cli.main()
            status = 0
        except SystemExit as left:
            status = left.code or 0
    return status, capsys.readouterr().err


# --- addresses ------------------------------------------------------------------------------------


def test_a_case_keeps_its_own_file_unless_another_is_named(tmp_path):
    assert db.address(tmp_path, None) == f"sqlite:///{tmp_path}/record.db"
    assert db.address(tmp_path, "postgresql://a@b/c") == "postgresql://a@b/c"


def test_no_password_is_shown():
    shown = db.shown("postgresql://mona:geheim@host/name")
    assert "geheim" not in shown
    assert "mona" in shown
    assert db.shown("sqlite:////a/b.db") == "/a/b.db"


@pytest.mark.parametrize("url", ["", "x", "mysql://a@b/c", "postgresql+pg8000://a@b/c", "://"])
def test_what_is_no_address_is_refused(url, tmp_path):
    with pytest.raises(Refused, match="--database"):
        open_record(tmp_path, CASE, url, create=True)


def test_a_server_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused, match="no server answers there"):
        open_record(tmp_path, CASE, "postgresql://a:b@127.0.0.1:9/c", create=True)


# --- files that are no record ---------------------------------------------------------------------


def other_program(file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE moz_places (id INTEGER)")
        connection.commit()


def newer(file):
    open_record(file.parent, CASE, create=True).close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


def truncated(file):
    open_record(file.parent, CASE, create=True).close()
    file.write_bytes(file.read_bytes()[:5000])


BAD = {
    "directory": (Path.mkdir, "is not a file"),
    "empty": (Path.touch, "is empty"),
    "pipe": (os.mkfifo, "is not a file"),
    "garbage": (lambda file: file.write_bytes(secrets.token_bytes(9000)), "is not a record"),
    "text": (lambda file: file.write_text("a record\n" * 999), "is not a record"),
    "other": (other_program, "holds other tables, and no record"),
    "newer": (newer, "was written by a newer version of Hudna"),
    "truncated": (truncated, "is damaged"),
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("writes", [False, True])
def test_what_is_no_record_is_refused_and_left_alone(tmp_path, kind, writes):
    make, said = BAD[kind]
    file = tmp_path / "record.db"
    make(file)
    before = file.read_bytes() if file.is_file() else None
    with pytest.raises(Refused, match=said):
        open_record(tmp_path, CASE, create=writes, writes=writes)
    assert before is None or file.read_bytes() == before


@pytest.mark.parametrize(
    "kind", [kind for kind in BAD if kind not in ("newer", "truncated", "pipe")]
)
def test_commands_say_so_without_a_traceback(tmp_path, capsys, kind):
    case = tmp_path / "case"
    shutil.copytree(MINSK, case)
    make, said = BAD[kind]
    make(case / "record.db")
    for words in (
        ["judge", case],
        ["verify", case],
        ["record", "info", case],
        ["log", "show", case],
    ):
        status, told = hudna(capsys, *words)
        assert status == 1
        assert said in told.replace("\n", " ")
        assert "Traceback" not in told


@pytest.mark.parametrize("length", [0, 1, 99, 100, 1024, 4096, 8192, 20_000, -1])
def test_a_file_that_was_cut_off_is_found_at_any_length(tmp_path, length):
    with open_record(tmp_path, CASE, create=True) as record:
        for i in range(40):
            put(record, "a", str(i), {"text": "x" * 500})
    file = tmp_path / "record.db"
    content = file.read_bytes()
    file.write_bytes(content[:length])
    found = pytest.raises((Refused, AssertionError), match=r"record\.db|does not hold")
    with found, open_record(tmp_path, CASE, writes=False) as record:
        assert verify(record).holds, "does not hold"


# --- being made -----------------------------------------------------------------------------------


def test_the_tables_are_those_of_the_schema(record):
    with record.reading() as connection:
        assert strangers(connection) == []


def test_a_file_appears_whole(tmp_path):
    open_record(tmp_path, CASE, create=True).close()
    assert [path.name for path in tmp_path.iterdir()] == ["record.db"]
    assert (tmp_path / "record.db").stat().st_mode & 0o777 == 0o666 & ~umask()


def umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_nothing_is_left_of_one_that_could_not_be_made(tmp_path, monkeypatch):
    def fails(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(db, "_migrate", fails)
    with pytest.raises(Refused, match=r"cannot be made: No space left on device"):
        open_record(tmp_path, CASE, create=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_many_begin_one_record_at_once(database, tmp_path):
    def begin(_):
        with open_record(tmp_path, CASE, database, create=True) as record:
            put(record, "a", "x", {})
            return record.origin

    with ThreadPoolExecutor(6) as pool:
        origins = set(pool.map(begin, range(6)))
    assert len(origins) == 1
    with open_record(tmp_path, CASE, database) as record:
        assert record.state().size == 7
        assert verify(record).holds


BEGIN = """
import sys
from pathlib import Path
from hudna.record.store import open_record
sys.stdin.readline()
with open_record(Path(sys.argv[1]), "case-1", sys.argv[2], create=True) as record:
    with record.writing("clerk") as writer:
        writer.put("a", "x", {})
    print(record.origin)
"""


@pytest.mark.slow
def test_many_processes_begin_one_record_at_once(database, tmp_path):
    several = [
        subprocess.Popen(
            [sys.executable, "-c", BEGIN, tmp_path, database],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    for process in several:
        process.stdin.write("go\n")
        process.stdin.flush()
    told = {process.communicate()[0] for process in several}
    assert [process.returncode for process in several] == [0, 0, 0]
    assert len(told) == 1
    with open_record(tmp_path, CASE, database) as record:
        assert record.state().size == 4
        assert verify(record).holds


# --- two at once ----------------------------------------------------------------------------------


def test_two_writers_take_turns(record, database, tmp_path):
    def write(name):
        with open_record(tmp_path, CASE, database) as mine:
            for i in range(5):
                put(mine, "a", f"{name}-{i}", {}, name)

    threads = [threading.Thread(target=write, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert record.state().size == 11
    assert verify(record).holds


def test_a_writer_that_waits_too_long_is_refused(record, database, tmp_path, monkeypatch):
    monkeypatch.setattr(db, "WAIT", 0.2)
    with open_record(tmp_path, CASE, database) as other:
        with record.writing("one") as writer:
            writer.put("a", "x", {})
            with pytest.raises(Refused, match="another program is writing the record"):
                put(other, "a", "y", {}, "two")
        put(other, "a", "z", {}, "two")
    with record.reading() as connection:
        assert len(history(connection, "a", "x")) == len(history(connection, "a", "z")) == 1
        assert history(connection, "a", "y") == []


def test_a_reader_sees_one_state_while_another_writes(record, database, tmp_path):
    with open_record(tmp_path, CASE, database, writes=False) as reader:
        with reader.reading() as connection:
            assert history(connection, "a", "x") == []
            put(record, "a", "x", {})
            assert history(connection, "a", "x") == []
        with reader.reading() as connection:
            assert len(history(connection, "a", "x")) == 1


# --- what is not ours -----------------------------------------------------------------------------

SQLITE = {
    "trigger": "CREATE TRIGGER quiet AFTER INSERT ON entry BEGIN DELETE FROM checkpoint; END",
    "view": "CREATE VIEW entries AS SELECT * FROM entry",
    "table": "CREATE TABLE more (a)",
    "index": "CREATE INDEX more ON version (body)",
    "column": "ALTER TABLE entry ADD COLUMN hidden TEXT",
}
POSTGRESQL = {
    "rule": "CREATE RULE quiet AS ON INSERT TO checkpoint DO INSTEAD NOTHING",
    "security": "ALTER TABLE entry ENABLE ROW LEVEL SECURITY",
    "column": "ALTER TABLE entry ADD COLUMN hidden text",
    "type": "ALTER TABLE entry ALTER COLUMN author TYPE varchar(9)",
    "trigger": "CREATE TRIGGER quiet BEFORE UPDATE ON entry FOR EACH ROW "
    "EXECUTE FUNCTION suppress_redundant_updates_trigger()",
}


@pytest.mark.parametrize("what", sorted({*SQLITE, *POSTGRESQL}))
def test_a_schema_that_is_not_ours_is_not_written_and_named(record, database, tmp_path, what):
    made = (SQLITE if db.is_sqlite(record.engine) else POSTGRESQL).get(what)
    if made is None:
        pytest.skip("the other database's")
    with tampered(record) as connection:
        connection.exec_driver_sql(made)
    record.close()
    with pytest.raises(Refused, match="its tables are not those of a record"):
        open_record(tmp_path, CASE, database)
    with open_record(tmp_path, CASE, database, writes=False) as reader:
        found = verify(reader)
    assert any("the database is not as we made it" in fault.what for fault in found.faults)


def test_a_view_in_the_place_of_a_table_is_named(record, database, tmp_path):
    with tampered(record) as connection:
        connection.exec_driver_sql("ALTER TABLE meta RENAME TO hidden")
        connection.exec_driver_sql("CREATE VIEW meta AS SELECT * FROM hidden")
    record.close()
    with pytest.raises(Refused, match="its tables are not those of a record"):
        open_record(tmp_path, CASE, database)
    with open_record(tmp_path, CASE, database, writes=False) as reader:
        assert not verify(reader).holds


def test_bulk_rows_are_as_they_were_given(record):
    rows = [("a" * 64, i, bytes([i]) * 9) for i in range(3)]
    with tampered(record) as connection:
        db.bulk(connection, METADATA.tables["blob"], rows)
        found = connection.exec_driver_sql("SELECT sha256, part, content FROM blob ORDER BY part")
        assert [(a, b, bytes(c)) for a, b, c in found] == rows


# --- no room, no right ----------------------------------------------------------------------------

FILL = """
import sys
from pathlib import Path
from hudna.problem import Refused
from hudna.record.store import open_record
try:
    with open_record(Path(sys.argv[1]), "case-1", create=True) as record:
        for i in range(100_000):
            with record.writing("clerk") as writer:
                writer.put("a", str(i), {"text": "x" * 20_000})
            print(i, flush=True)
except Refused as refused:
    print(refused, file=sys.stderr)
    sys.exit(1)
"""


def filled(folder, **more):
    """What a writer acknowledged, and said at last, that goes on until there is no room."""
    done = subprocess.run(
        [sys.executable, "-c", FILL, folder], capture_output=True, text=True, check=False, **more
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout.split(), done.stderr


def all_there(folder, acknowledged):
    with open_record(folder, CASE) as record:
        assert verify(record).holds
        with record.reading() as connection:
            for name in acknowledged:
                assert len(history(connection, "a", name)) == 1
        put(record, "a", "after", {})


@pytest.mark.slow
def test_a_limit_of_the_size_of_files_loses_nothing(tmp_path):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))

    acknowledged, said = filled(tmp_path, preexec_fn=limit)
    assert acknowledged
    assert "the disk" in said
    all_there(tmp_path, acknowledged)


@pytest.mark.slow
def test_a_full_disk_loses_nothing(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("no right to mount a small disk")
    try:
        acknowledged, said = filled(disk)
        assert acknowledged
        assert "the disk is full" in said
        with open_record(disk, CASE, writes=False) as record:
            assert verify(record).holds
        subprocess.run(["mount", "-o", "remount,size=8m", disk], check=True)
        all_there(disk, acknowledged)
    finally:
        subprocess.run(["umount", disk], check=True)


def as_nobody(work):
    """Run something without the rights of root, to which no rights of files apply."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            work()
            status = 0
        except BaseException as error:  # noqa: BLE001 - told to the parent by the status
            print(repr(error), file=sys.stderr)
        finally:
            sys.stderr.flush()
            os._exit(status)
    return os.waitpid(pid, 0)[1] == 0


@pytest.fixture
def readable():
    """A folder that everybody can enter, with a record of two entries."""
    folder = Path(tempfile.mkdtemp(prefix="hudna-"))
    with open_record(folder, CASE, create=True) as record:
        put(record, "a", "x", {})
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def expect(text, work):
    with pytest.raises(Refused, match=text):
        work()


def test_what_may_not_be_written_can_be_read(readable, monkeypatch):
    (readable / "record.db").chmod(0o444)
    readable.chmod(0o555)
    before = sorted(path.name for path in readable.iterdir())
    monkeypatch.setenv("HUDNA_KEYS", "/nonexistent")

    def work():
        with open_record(readable, CASE, writes=False) as record:
            assert record.state().size == 2
            assert verify(record, here=False).holds

    assert as_nobody(work)
    assert sorted(path.name for path in readable.iterdir()) == before


def test_what_may_not_be_written_is_not(readable, monkeypatch):
    (readable / "record.db").chmod(0o444)
    monkeypatch.setenv("HUDNA_KEYS", "/nonexistent")

    def work():
        with open_record(readable, CASE) as record:
            put(record, "a", "y", {})

    assert as_nobody(lambda: expect("may not be written", work))
    readable.chmod(0o555)
    assert as_nobody(lambda: expect("cannot be opened", work)) or as_nobody(
        lambda: expect("may not be written", work)
    )
    with open_record(readable, CASE, writes=False) as record:
        assert record.state().size == 2


def test_what_may_not_be_read_is_refused(readable):
    (readable / "record.db").chmod(0)
    assert as_nobody(lambda: expect("record.db", lambda: open_record(readable, CASE, writes=False)))


def test_none_is_made_in_a_folder_that_may_not_be_written(monkeypatch):
    folder = Path(tempfile.mkdtemp(prefix="hudna-"))
    folder.chmod(0o555)
    keys = Path(tempfile.mkdtemp(prefix="hudna-"))
    if os.getuid() == 0:
        os.chown(keys, 65534, 65534)
    monkeypatch.setenv("HUDNA_KEYS", str(keys))
    try:
        make = lambda: open_record(folder, CASE, create=True)  # noqa: E731
        assert as_nobody(lambda: expect("cannot be made: Permission denied", make))
        assert list(folder.iterdir()) == []
        # Where no key could be kept, there is no half of a record either.
        folder.chmod(0o777)
        monkeypatch.setenv("HUDNA_KEYS", "/nonexistent/keys")
        assert as_nobody(lambda: expect("cannot be used: Permission denied", make))
        assert list(folder.iterdir()) == []
    finally:
        folder.rmdir()
        keys.rmdir()
