"""The record of a case: what was known at any point is what was observed at that point."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tampering import cut, put, put_rows, tampered

from hudna.problem import Refused
from hudna.record import erasure, keys, store
from hudna.record.canonical import canonical
from hudna.record.schema import ENTRY, VERSION
from hudna.record.store import (
    State,
    history,
    item,
    items,
    newest_of,
    open_record,
    state_at,
    state_of,
)
from hudna.record.verify import verify

CASE = "case-1"


def known(record, state, kind):
    """What is known of a kind, by id; None for what was erased."""
    with record.reading() as connection:
        return {found.id: found.value for found in items(connection, state, kind)}


# --- opening --------------------------------------------------------------------------------------


def test_a_record_begins_with_its_name_its_case_and_its_key(record):
    with record.reading() as connection:
        (first,) = history(connection, "record", record.origin)
    assert first.n == first.seq == 0
    assert first.value["case"] == CASE
    assert first.value["origin"] == record.origin
    assert first.value["key"].startswith(f"{record.origin}+")
    assert keys.log_key(record.origin) is not None


def test_it_is_begun_once(record, database, tmp_path):
    with open_record(tmp_path, CASE, database, create=True) as again:
        assert again.origin == record.origin
        assert again.state() == State(1, 1)


def test_the_record_of_another_case_is_refused(record, database, tmp_path):
    with pytest.raises(Refused, match="is the record of the case “case-1”, not of “case-2”"):
        open_record(tmp_path, "case-2", database)


def test_none_is_begun_unless_it_is_asked_for(database, tmp_path):
    with pytest.raises(Refused, match="there is no record here yet"):
        open_record(tmp_path, CASE, database)
    assert list(tmp_path.iterdir()) == []


def test_tables_without_entries_are_no_record_yet(record, database, tmp_path):
    with tampered(record) as connection:
        for table in ("entry", "version", "checkpoint"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    with pytest.raises(Refused, match="there is no record here yet"):
        open_record(tmp_path, CASE, database)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000, None])
def test_a_first_entry_that_cannot_be_read_is_refused(record, database, tmp_path, body):
    with tampered(record) as connection:
        connection.execute(sa.update(VERSION).where(VERSION.c.n == 0).values(body=body))
    with pytest.raises(Refused, match="is damaged: its first entry cannot be read"):
        open_record(tmp_path, CASE, database)


def test_to_read_is_not_to_write(record, database, tmp_path):
    with open_record(tmp_path, CASE, database, writes=False) as reader:
        with pytest.raises(Refused, match="opened to be read"):
            put(reader, "a", "x", {})
        assert reader.state() == record.state()


def test_keys_in_the_case_folder_are_refused(tmp_path, database, monkeypatch):
    monkeypatch.setenv("HUDNA_KEYS", str(tmp_path / "keys"))
    with pytest.raises(Refused, match="keys must not lie in the case folder"):
        open_record(tmp_path, CASE, database, create=True)


# --- time -----------------------------------------------------------------------------------------


def test_a_clock_that_lies_far_behind_is_refused(record, monkeypatch):
    put(record, "a", "x", {})
    now = store.clock()
    monkeypatch.setattr(store, "clock", lambda: now - store.BEHIND - 1_000_000)
    with pytest.raises(Refused, match="this machine's clock lies behind the last entry"):
        put(record, "a", "y", {})


def test_a_clock_that_lies_a_little_behind_does_not_turn_the_log_back(record, monkeypatch):
    put(record, "a", "x", {})
    now = store.clock()
    monkeypatch.setattr(store, "clock", lambda: now - 1_000_000)
    put(record, "a", "y", {})
    with record.reading() as connection:
        times = [row[0] for row in connection.execute(sa.select(ENTRY.c.at).order_by(ENTRY.c.seq))]
    assert times == sorted(times)
    assert times[1] == times[2]


@pytest.mark.slow
@settings(max_examples=25)
@given(st.lists(st.integers(0, 3), max_size=12), st.data())
def test_as_known_by_halving_is_as_known_by_looking_at_each(tmp_path_factory, steps, data):
    folder = tmp_path_factory.mktemp("case")
    start = 1_600_000_000_000_000
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "clock", lambda: start)
        with open_record(folder, CASE, create=True) as record:
            now = start
            for step in steps:
                now += step
                patch.setattr(store, "clock", lambda now=now: now)
                put(record, "a", "x", {"at": now})
            instant = data.draw(st.integers(start - 2, now + 2))
            with record.reading() as connection:
                rows = connection.execute(sa.select(ENTRY.c.at).order_by(ENTRY.c.seq)).all()
                plain = sum(row.at <= instant for row in rows)
                assert state_at(connection, instant) == State(plain, plain)
                assert state_of(connection, plain) == State(plain, plain)


# --- what was known -------------------------------------------------------------------------------


def test_a_change_is_a_new_version(record):
    put(record, "a", "x", {"v": 1})
    before = record.state()
    put(record, "a", "x", {"v": 2})
    assert known(record, before, "a") == {"x": {"v": 1}}
    assert known(record, record.state(), "a") == {"x": {"v": 2}}
    with record.reading() as connection:
        assert [found.value["v"] for found in history(connection, "a", "x")] == [1, 2]
        assert item(connection, before, "a", "x").value == {"v": 1}
        assert item(connection, before, "a", "y") is None


def test_things_come_in_the_order_of_their_newest_versions(record):
    for name in ("x", "y", "x"):
        put(record, "a", name, {})
    with record.reading() as connection:
        assert [found.id for found in items(connection, record.state(), "a")] == ["y", "x"]


def test_many_are_found_by_name(record):
    put_rows(record, "a", {f"x{i}": i for i in range(50)})
    put(record, "a", "x7", "new")
    with record.reading() as connection:
        found = newest_of(connection, record.state(), "a", ["x7", "x8", "nothing"])
    assert {name: found[name].value for name in found} == {"x7": "new", "x8": 8}


def test_a_damaged_payload_is_refused_by_name(record):
    put(record, "a", "x", {})
    with tampered(record) as connection:
        connection.execute(sa.update(VERSION).where(VERSION.c.n == 1).values(body=b"["))
    with pytest.raises(Refused, match="version 1 is damaged"):
        known(record, record.state(), "a")


# --- what this machine saw ------------------------------------------------------------------------


def test_nobody_writes_on_after_a_cut(record):
    for i in range(5):
        put(record, "a", str(i), {})
    with tampered(record) as connection:
        cut(connection, 4)
    with pytest.raises(Refused, match="is not what this machine last saw"):
        put(record, "a", "6", {})
    assert record.state().size == 4


def test_what_another_machine_wrote_is_taken_on(record, tmp_path, monkeypatch):
    mine = keys.keys_folder()
    monkeypatch.setenv("HUDNA_KEYS", str(tmp_path.parent / "others"))
    put(record, "a", "x", {})
    monkeypatch.setenv("HUDNA_KEYS", str(mine))
    put(record, "a", "y", {})
    assert verify(record).holds


# --- any sequence of operations -------------------------------------------------------------------

NAMES = st.sampled_from(["x", "y", "z", "صحفي", "a b", "q" * 50])
KINDS = st.sampled_from(["report", "statement", "decision"])
VALUES = st.dictionaries(
    st.sampled_from("abc"), st.integers(0, 3) | st.text(max_size=5), max_size=2
)


class Observed(RuleBasedStateMachine):
    """A record beside a dictionary of what was observed at each of its states."""

    fresh = None  # makes a database

    @initialize()
    def begin(self):
        self.folder = TemporaryDirectory()
        path = Path(self.folder.name)
        (path / "case").mkdir()
        self.place = type(self).fresh(path / "case")
        self.record = open_record(path / "case", CASE, self.place.__enter__(), create=True)
        self.now = {}  # (kind, id): value
        self.then = []  # what was observed at each state
        self.observe()

    def observe(self):
        self.then.append((self.record.state(), store.clock(), dict(self.now)))

    @rule(kind=KINDS, name=NAMES, value=VALUES)
    def put(self, kind, name, value):
        put(self.record, kind, name, value)
        self.now[kind, name] = value
        self.observe()

    @rule(kind=KINDS, values=st.dictionaries(NAMES, VALUES, min_size=1, max_size=4))
    def put_rows(self, kind, values):
        put_rows(self.record, kind, values)
        self.now |= {(kind, name): value for name, value in values.items()}
        self.observe()

    @rule(changes=st.lists(st.tuples(KINDS, NAMES, VALUES), min_size=1, max_size=4))
    def put_some(self, changes):
        with self.record.writing("clerk") as writer:
            for kind, name, value in changes:
                writer.put(kind, name, value)
                self.now[kind, name] = value
        self.observe()

    @rule(kind=KINDS, name=NAMES)
    def fail(self, kind, name):
        def change():
            with self.record.writing("clerk") as writer:
                writer.put(kind, name, {"no": "never"})
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            change()

    @precondition(
        lambda self: any(v is not None and k != "decision" for (k, _), v in self.now.items())
    )
    @rule(data=st.data())
    def erase(self, data):
        living = [key for key, v in self.now.items() if v is not None and key[0] != "decision"]
        kind, name = data.draw(st.sampled_from(sorted(living)))
        erasure.erase(self.record, kind, name, "officer", "asked for")
        self.now[kind, name] = None
        self.then = [
            (state, at, {k: None if k == (kind, name) else v for k, v in was.items()})
            for state, at, was in self.then
        ]
        self.observe()

    @rule()
    def reopen(self):
        case, url = Path(self.folder.name) / "case", self.record.url
        self.record.close()
        self.record = open_record(case, CASE, url)

    @invariant()
    def as_known_is_as_observed(self):
        for state, at, was in self.then:
            found = {
                (kind, name): value
                for kind in ("report", "statement", "decision")
                for name, value in known(self.record, state, kind).items()
            }
            assert found == was
            assert self.record.known_at(at) == state

    def teardown(self):
        if hasattr(self, "record"):
            found = verify(self.record)
            assert found.holds, found.in_order()
            self.record.close()
            self.place.__exit__(None, None, None)
            self.folder.cleanup()


@pytest.mark.slow
def test_any_sequence_of_operations_is_as_it_was_observed(fresh_database):
    server = fresh_database.__name__ != "in_file"

    class Machine(Observed):
        fresh = staticmethod(fresh_database)

    run_state_machine_as_test(
        Machine, settings=settings(max_examples=3 if server else 12, stateful_step_count=12)
    )


def test_bodies_are_canonical(record):
    put(record, "a", "x", {"b": 1, "a": [1.0, "é"]})
    with record.reading() as connection:
        (found,) = history(connection, "a", "x")
    assert found.body == canonical(json.loads(found.body)) == '{"a":[1,"é"],"b":1}'.encode()


def test_a_record_whose_file_was_replaced_is_not_written_on(tmp_path):
    """Else what is acknowledged would stand in a file that nobody looks at."""
    with open_record(tmp_path, "case", create=True) as record:
        file = tmp_path / "record.db"
        file.replace(tmp_path / "aside")
        file.write_bytes((tmp_path / "aside").read_bytes())
        with pytest.raises(Refused, match="was replaced by another file"), record.writing("a"):
            pass
