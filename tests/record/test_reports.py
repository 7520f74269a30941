"""Reports in the record: what is added, what is there already, what changed, what stays erased."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hudna.record import reports
from hudna.record.erasure import erase
from hudna.record.reports import Added
from hudna.record.store import open_record, state_at
from hudna.report import SCHEMA
from hudna.sources.importing import batch_of


def bare(report_id, text="x", origins=("obs",), best=1, lon=1.5):
    values = dict.fromkeys(SCHEMA.names) | {
        "report_id": report_id, "source": "S", "source_row": report_id, "origins": origins,
        "origin_names": origins, "zone": "UTC", "extent": "unknown", "units": (), "is_unit": False,
        "actors": ("a",), "targets": ("b",), "both_directions": True, "acts": ("H-LET-U",),
        "deaths_best": best, "lon": lon, "aggregate": False, "text": text,
    }  # fmt: skip
    return tuple(values[name] for name in SCHEMA.names)


def table(*rows):
    return pa.Table.from_batches([batch_of(rows)], schema=SCHEMA)


@pytest.fixture
def record(database, tmp_path):
    with open_record(tmp_path, "case", database, create=True) as opened:
        yield opened


def add(record, new):
    with record.writing("clerk") as writer:
        return reports.add(writer, new, {"format": "test"})


def read(record, state=None):
    with record.reading() as connection:
        state = state or state_at(connection, None)
        tables = list(reports.read(connection, state))
    return pa.concat_tables(tables) if tables else table()


def test_the_first_import_is_all_new(record):
    new = table(bare("a"), bare("b"))
    assert add(record, new) == (Added(added=2), 1)
    assert read(record).equals(new)


def test_the_same_again_adds_nothing(record):
    new = table(bare("a"), bare("b", text=None, origins=(), best=None, lon=None))
    add(record, new)
    before = record.state()
    assert add(record, new) == (Added(same=2), None)
    assert record.state() == before
    assert read(record).equals(new)


def test_no_report_is_no_entry(record):
    assert add(record, table()) == (Added(), None)
    assert record.state().size == 1


@pytest.mark.parametrize(
    "change",
    [
        {"text": "y"}, {"text": None}, {"origins": ()}, {"origins": ("obs", "obs")},
        {"origins": ("wings",)}, {"best": 2}, {"best": None}, {"lon": 1.25}, {"lon": None},
    ],
)  # fmt: skip
def test_a_changed_report_is_a_new_version_and_the_old_one_stays(record, change):
    old = table(bare("a"), bare("b"), bare("c"))
    add(record, old)
    before = record.state()
    told, _ = add(record, table(bare("d"), bare("b", **change), bare("c")))
    assert told == Added(added=1, same=1, changed=1)
    found = {row["report_id"]: row for row in read(record).to_pylist()}
    wanted = table(bare("a"), bare("b", **change), bare("c"), bare("d")).to_pylist()
    assert found == {row["report_id"]: row for row in wanted}
    assert read(record, before).equals(old)


CONTENTS = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.tuples(
        st.sampled_from(["x", "y", None]),
        st.lists(st.sampled_from(["o1", "o2", "o3"]), max_size=3).map(tuple),
        st.sampled_from([None, 0, 1]),
        st.sampled_from([None, 0.5]),
    ),
)


@pytest.mark.slow
@settings(max_examples=20)
@given(old=CONTENTS, new=CONTENTS)
def test_adding_is_a_dictionary_update(fresh_database, old, new):
    with (
        TemporaryDirectory() as name,
        fresh_database(Path(name)) as url,
        open_record(Path(name), "case", url, create=True) as record,
    ):
        add(record, table(*(bare(k, *v) for k, v in old.items())))
        told, _ = add(record, table(*(bare(k, *v) for k, v in new.items())))
        found = {row["report_id"]: row for row in read(record).to_pylist()}
    wanted = table(*(bare(k, *v) for k, v in (old | new).items())).to_pylist()
    assert found == {row["report_id"]: row for row in wanted}
    assert told.added == len(new.keys() - old.keys())
    assert told.same == sum(old.get(k) == v for k, v in new.items())
    assert told.changed == len(new) - told.added - told.same


def test_what_was_erased_does_not_come_back(record):
    add(record, table(bare("a"), bare("b")))
    erase(record, "report", "a", "clerk", "consent withdrawn")
    told, _ = add(record, table(bare("a"), bare("b")))
    assert told == Added(same=1, erased=1)
    assert read(record).equals(table(bare("b")))


def test_one_report_by_its_id(record):
    add(record, table(bare("a"), bare("b")))
    with record.reading() as connection:
        state = state_at(connection, None)
        assert reports.one(connection, state, "b").equals(table(bare("b")))
        assert reports.one(connection, state, "z") is None
        assert reports.count(connection, state) == 2


def test_read_some_at_a_time_is_read_all_at_once(record):
    rows = [bare(f"r{i}", text=str(i)) for i in range(25)]
    add(record, table(*rows))
    with record.reading() as connection:
        state = state_at(connection, None)
        pieces = list(reports.read(connection, state, at_once=7))
    assert [piece.num_rows for piece in pieces] == [7, 7, 7, 4]
    assert pa.concat_tables(pieces).equals(table(*rows))
