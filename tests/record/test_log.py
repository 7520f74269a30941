"""The log: entries, their order, their bytes; a change is kept whole or not at all."""

import os

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from tampering import put, put_rows

from hudna.problem import Refused
from hudna.record import merkle
from hudna.record.canonical import NotCanonical, canonical
from hudna.record.leaf import commitment, leaf, stamp
from hudna.record.log import CHUNK, UNNAMED, tail
from hudna.record.schema import ENTRY, VERSION
from hudna.record.store import lines
from hudna.record.verify import verify

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
times = st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999)


@given(
    st.integers(0, 2**53 - 1),
    times,
    texts | st.sampled_from(["\u202e", '"\\', "\x7f", "\u2028", "é", "é", "\U0001f600", "\b\f\n"]),
    texts,
    texts,
    st.binary(min_size=32, max_size=32),
)
def test_a_leaf_is_the_canonical_json_of_its_entry(seq, at, author, kind, subject, mark):
    entry = {
        "at": stamp(at), "author": author, "commitment": mark.hex(), "kind": kind, "seq": seq,
        "subject": subject,
    }  # fmt: skip
    assert leaf(seq, at, author, kind, subject, mark) == canonical(entry)


def test_a_time_is_written_as_the_leaf_says():
    # 1 483 135 200 s since 1970: 2016-12-30T22:00:00Z
    assert stamp(1_483_135_200_000_001) == "2016-12-30T22:00:00.000001Z"


def test_entries_are_numbered_and_say_who_what_and_when(record):
    assert put(record, "a", "x", {"v": 1}, "mona") == 1
    assert put(record, "b", "y", {"v": 2}, None) == 2
    with record.reading() as connection:
        found = list(lines(connection))
        end = tail(connection)
    assert [(line.seq, line.author, line.kind, line.subject) for line in found[1:]] == [
        (1, "mona", "a", "x"), (2, UNNAMED, "b", "y"),
    ]  # fmt: skip
    assert [line.at for line in found] == sorted(line.at for line in found)
    leaves = [
        merkle.leaf_hash(leaf(x.seq, x.at, x.author, x.kind, x.subject, bytes(x.commitment)))
        for x in found
    ]
    assert end.root == merkle.root(leaves)


def test_a_payload_is_committed_to_with_a_salt_of_its_own(record):
    put(record, "a", "x", {"v": 1})
    put(record, "a", "x", {"v": 1})
    with record.reading() as connection:
        one, two = connection.execute(
            sa.select(VERSION).where(VERSION.c.kind == "a").order_by(VERSION.c.n)
        ).all()
    assert one.body == two.body == b'{"v":1}'
    assert one.salt != two.salt
    assert one.commitment != two.commitment
    assert len(one.salt) == 16
    assert one.commitment == commitment(one.salt, "a", "x", b'{"v":1}')


def test_a_bulk_change_is_one_entry_over_its_rows(record):
    seq = put_rows(record, "row", {f"r{i}": {"v": i} for i in range(5)})
    with record.reading() as connection:
        (line,) = lines(connection, seq)
        rows = connection.execute(
            sa.select(VERSION).where(VERSION.c.seq == seq).order_by(VERSION.c.n)
        ).all()
    assert line.seq == seq
    head, *rest = rows
    assert (line.kind, line.subject, line.first) == ("batch", f"rows/{seq}", head.n)
    assert [row.id for row in rest] == ["r0", "r1", "r2", "r3", "r4"]
    root = merkle.root([bytes(row.commitment) for row in rest])  # each begins with 0x00
    assert head.body == canonical({"from": "a test", "root": root.hex(), "rows": 5})
    assert verify(record).holds


def test_no_rows_make_no_entry(record):
    assert put_rows(record, "row", {}) is None
    with record.reading() as connection:
        assert tail(connection).size == 1


@pytest.mark.slow
def test_more_rows_than_are_hashed_at_a_time(record):
    count = CHUNK + 1
    seq = put_rows(record, "row", {str(i): i for i in range(count)})
    with record.reading() as connection:
        many = sa.select(sa.func.count()).where(VERSION.c.seq == seq)
        assert connection.scalar(many) == count + 1
    assert verify(record).holds


def test_what_fails_midway_leaves_nothing(record):
    def rows():
        yield from (("row", str(i), b"{}") for i in range(10))
        raise ZeroDivisionError

    before = whole(record)

    def change():
        with record.writing("clerk") as writer:
            writer.put("a", "x", {})
            writer.put_rows("rows", rows(), {})

    with pytest.raises(ZeroDivisionError):
        change()
    assert whole(record) == before
    assert verify(record).holds


def whole(record):
    with record.reading() as connection:
        return [connection.execute(sa.select(table)).all() for table in (ENTRY, VERSION)]


@pytest.mark.parametrize("bad", ["", "a\nb", "a\0b", "\udc80", "x" * 401])
@pytest.mark.parametrize("where", ["kind", "id", "row"])
def test_what_cannot_stand_in_the_log_is_refused(record, bad, where):
    before = whole(record)

    def change():
        with record.writing("clerk") as writer:
            writer.put("fits", "fits", {})
            if where == "row":
                writer.put_rows("rows", [("row", bad, b"{}")], {})
            writer.put(*((bad, "s") if where == "kind" else ("k", bad)), {})

    with pytest.raises(Refused, match=r"cannot stand in the log as (kind|id)"):
        change()
    assert whole(record) == before


@pytest.mark.parametrize("author", ["a\nb", "\x7f", "\udc80", "x" * 401])
def test_nobody_signs_by_what_is_no_name(record, author):
    with pytest.raises(Refused, match="cannot stand in the log as author"):
        put(record, "a", "x", {}, author)


def test_a_payload_that_is_no_json_is_refused(record):
    with pytest.raises(NotCanonical):
        put(record, "a", "x", float("nan"))
    with pytest.raises(NotCanonical):
        put(record, "a", "x", {"a": "\ud800"})


@pytest.mark.parametrize("author", ["\u202eevil", "صحفي", '"\\{', "a+b — c"])
def test_odd_names_are_kept_as_they_are(record, author):
    put(record, "a", author, {"by": author}, author)
    with record.reading() as connection:
        (line,) = lines(connection, 1)
    assert (line.author, line.subject) == (author, author)
    assert verify(record).holds


def test_documents_are_kept_once(record):
    with record.writing(None) as writer:
        writer.keep("00" * 32, [os.urandom(10)])
        writer.keep("00" * 32, [os.urandom(10)])
    with record.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM blob").scalar() == 1
