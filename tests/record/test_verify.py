"""Verifying: a record that was left alone holds; whatever a host changes is found and named."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tampering import cut, first_fault, newest, put, put_rows, remake, resign, tampered

from flip import rich
from hudna.problem import Refused
from hudna.record import checkpoints, documents, erasure, keys, merkle, reports
from hudna.record.canonical import canonical
from hudna.record.heads import signed, vkeys
from hudna.record.leaf import commitment
from hudna.record.note import Signer
from hudna.record.schema import BLOB, CHECKPOINT, ENTRY, META, VERSION, WITNESS
from hudna.record.store import lines, open_record, state_at
from hudna.record.verify import verify

EVIL = Ed25519PrivateKey.from_private_bytes(b"\x66" * 32)


@pytest.fixture
def full(tmp_path, database):
    """A record that holds something of everything."""
    with rich(tmp_path, database) as record:
        yield record


def set_entry(connection, where, **values):
    connection.execute(sa.update(ENTRY).where(ENTRY.c.seq == where).values(**values))


def set_version(connection, where, **values):
    connection.execute(sa.update(VERSION).where(VERSION.c.n == where).values(**values))


def of(connection, kind):
    """Versions of a kind, in their order."""
    return connection.execute(
        sa.select(VERSION).where(VERSION.c.kind == kind).order_by(VERSION.c.n)
    ).all()


def says(record, text, **more):
    """Whether some fault says a text."""
    return any(text in fault.what for fault in verify(record, **more).faults)


# --- what was left alone --------------------------------------------------------------------------


def test_a_record_that_was_left_alone_holds(full):
    found = verify(full)
    assert found.faults == []
    state, end = newest(full)
    assert (found.entries, found.versions, found.root) == (state.size, state.versions, end.root)
    assert found.signed == state.size
    assert found.erased == 2  # a report, and the document that it was from
    assert found.documents == 3
    assert len(found.vkeys) == 2  # one rotation
    assert found.notes == []


def test_it_holds_for_whoever_kept_its_key_and_a_checkpoint(record):
    with record.reading() as connection:
        (key,) = vkeys(connection)
    kept = checkpoints.newest(record)
    put(record, "a", "x", {})
    assert verify(record, [key], [kept]).holds


def test_it_tells_how_far_it_is(full):
    told = []
    assert verify(full, advance=told.append).holds
    assert sum(told) <= newest(full)[0].size


# --- an entry -------------------------------------------------------------------------------------


@pytest.mark.parametrize("remade", [False, True])
@pytest.mark.parametrize(
    "values",
    [{"author": "somebody"}, {"at": 1_400_000_000_000_000}, {"kind": "other"}, {"subject": "y"}],
)
def test_an_altered_entry_is_named(full, values, remade):
    with tampered(full) as connection:
        set_entry(connection, 5, **values)
        if remade:
            remake(connection)
    assert first_fault(full) == 5


@pytest.mark.parametrize("column", ["author", "kind", "subject"])
def test_an_entry_altered_with_its_payload_and_tree_is_named(full, column):
    # The host makes all fit but what needs the key: the first signed root that differs names it.
    with tampered(full) as connection:
        line = connection.execute(sa.select(ENTRY).where(ENTRY.c.seq == 6)).one()
        body, salt = b'{"reason":"made up"}', bytes(16)
        kind, name = line.kind, line.subject
        if column == "kind":
            kind = "judgement"
        if column == "subject":
            name = "ged-9"
        mark = commitment(salt, kind, name, body)
        set_version(
            connection, line.first, kind=kind, id=name, body=body, salt=salt, commitment=mark
        )
        set_entry(connection, 6, kind=kind, subject=name, commitment=mark)
        if column == "author":
            set_entry(connection, 6, author="somebody")
        remake(connection)
    # Entries 5 and 6 came in one transaction, under one checkpoint: that of five is the last good.
    assert first_fault(full) == 5
    assert says(full, "has another root")


def test_a_payload_that_was_altered_is_named(full):
    with tampered(full) as connection:
        (first, *_) = of(connection, "decision")
        set_version(connection, first.n, body=first.body.replace(b"confirmed", b"dismissed"))
    assert first_fault(full) == first.seq
    assert says(full, f"what it says of decision “{first.id}” was altered")


def test_a_payload_altered_with_its_commitment_is_named(full):
    with tampered(full) as connection:
        (first, *_) = of(connection, "decision")
        body = first.body.replace(b"confirmed", b"dismissed")
        mark = commitment(first.salt, first.kind, first.id, body)
        set_version(connection, first.n, body=body, commitment=mark)
        set_entry(connection, first.seq, commitment=mark)
    assert first_fault(full) == first.seq


def test_an_entry_that_is_gone_is_named(full):
    with tampered(full) as connection:
        connection.execute(sa.delete(ENTRY).where(ENTRY.c.seq == 4))
    assert first_fault(full) == 4
    assert says(full, "is missing: the next is numbered 5")


def test_a_dropped_entry_whose_place_was_closed_is_named(full):
    with tampered(full) as connection:
        size = connection.scalar(sa.select(sa.func.max(ENTRY.c.seq))) + 1
        gone = connection.execute(sa.select(ENTRY).where(ENTRY.c.seq == 5)).one()
        connection.execute(sa.delete(ENTRY).where(ENTRY.c.seq == 5))
        connection.execute(sa.delete(VERSION).where(VERSION.c.n == gone.first))
        last = connection.scalar(sa.select(sa.func.max(VERSION.c.n)))
        for n in range(gone.first + 1, last + 1):
            set_version(connection, n, n=n - 1, seq=VERSION.c.seq - 1)
        for seq in range(6, size):
            set_entry(connection, seq, seq=seq - 1, first=ENTRY.c.first - 1)
        remake(connection)
    assert first_fault(full) == 5


def test_two_entries_that_changed_places_are_named(full):
    with tampered(full) as connection:
        one, two = connection.execute(
            sa.select(ENTRY).where(ENTRY.c.seq.in_((5, 6))).order_by(ENTRY.c.seq)
        ).all()
        same = ("kind", "subject", "commitment", "author")
        set_entry(connection, 5, **{name: getattr(two, name) for name in same})
        set_entry(connection, 6, **{name: getattr(one, name) for name in same})
        pair = {
            v.seq: v
            for v in connection.execute(sa.select(VERSION).where(VERSION.c.seq.in_((5, 6))))
        }
        for seq, other in ((5, pair[6]), (6, pair[5])):
            set_version(connection, pair[seq].n, kind=other.kind, id=other.id, body=other.body,
                        salt=other.salt, commitment=other.commitment)  # fmt: skip
        remake(connection)
    assert first_fault(full) == 5
    assert says(full, "has another root")


def test_a_node_of_the_tree_that_was_altered_is_named(full):
    with tampered(full) as connection:
        hashes = connection.scalar(sa.select(ENTRY.c.hashes).where(ENTRY.c.seq == 3))
        assert len(hashes) == 96  # 4 leaves are complete: levels 0, 1, 2
        set_entry(connection, 3, hashes=hashes[:-1] + bytes([hashes[-1] ^ 1]))
    assert first_fault(full) == 3


@pytest.mark.parametrize("first", [-1, 0, 10_000])
def test_an_entry_that_points_elsewhere_is_named(full, first):
    with tampered(full) as connection:
        set_entry(connection, 2, first=first)
    found = verify(full)
    assert [fault.entry for fault in found.faults] == [2]


# --- rows of a bulk change ------------------------------------------------------------------------


def test_a_row_of_a_bulk_change_that_was_altered_is_named(record):
    put(record, "a", "x", {})
    seq = put_rows(record, "row", {f"r{i}": {"v": i} for i in range(9)})
    with tampered(record) as connection:
        row = of(connection, "row")[4]
        set_version(connection, row.n, body=b'{"v":5}')
    found = verify(record)
    assert [str(fault) for fault in found.faults] == [f"entry {seq}: row 4 (row “r4”) was altered"]


def test_a_row_altered_with_its_commitment_is_found(record):
    seq = put_rows(record, "row", {f"r{i}": {"v": i} for i in range(9)})
    with tampered(record) as connection:
        row = of(connection, "row")[4]
        mark = commitment(row.salt, "row", "r4", b'{"v":5}')
        set_version(connection, row.n, body=b'{"v":5}', commitment=mark)
    assert first_fault(record) == seq
    assert says(record, "its rows are not those that it was made of")


@pytest.mark.parametrize("where", [0, 4, 8])
def test_a_row_that_is_gone_is_named(record, where):
    seq = put_rows(record, "row", {f"r{i}": {"v": i} for i in range(9)})
    put(record, "a", "x", {})
    with tampered(record) as connection:
        row = of(connection, "row")[where]
        connection.execute(sa.delete(VERSION).where(VERSION.c.n == row.n))
    assert {fault.entry for fault in verify(record).faults} == {seq}


def test_rows_that_were_added_are_named(record):
    seq = put_rows(record, "row", {"r0": 1})
    with tampered(record) as connection:
        connection.execute(sa.insert(VERSION).values(
            n=3, seq=seq, kind="row", id="r1", commitment=commitment(bytes(16), "row", "r1", b"1"),
            salt=bytes(16), body=b"1",
        ))  # fmt: skip
    assert first_fault(record) == seq


def test_versions_of_no_entry_are_found(record):
    with tampered(record) as connection:
        connection.execute(sa.insert(VERSION).values(
            n=1, seq=1, kind="row", id="r1", commitment=bytes(32), salt=bytes(16), body=b"1",
        ))  # fmt: skip
    assert says(record, "the versions from 1 on belong to no entry")


# --- the end of the log, and who signs ------------------------------------------------------------


def test_a_tail_that_was_cut_off_is_found_by_whoever_holds_a_checkpoint(
    full, monkeypatch, tmp_path
):
    held = checkpoints.newest(full)
    size = newest(full)[0].size
    monkeypatch.setenv("HUDNA_KEYS", str(tmp_path.parent / "another-machine"))
    with tampered(full) as connection:
        cut(connection, size - 2)
    assert verify(full).holds  # no log can show it by itself
    assert first_fault(full, held=[held]) == size - 2
    assert says(full, "2 at the end were cut off", held=[held])


def test_a_tail_that_was_cut_off_is_found_by_the_machine_that_wrote_it(full):
    size = newest(full)[0].size
    with tampered(full) as connection:
        cut(connection, size - 2)
    assert first_fault(full) == size - 2


def test_a_log_that_was_made_anew_is_found_by_whoever_holds_a_checkpoint(full):
    held = checkpoints.newest(full)
    with tampered(full) as connection:
        set_entry(connection, 1, author="somebody")
        remake(connection)
        connection.execute(sa.delete(CHECKPOINT))
    assert says(full, "has another root: the log was rewritten up to here", held=[held])


def test_another_key_under_the_checkpoints_is_found(full):
    with tampered(full) as connection:
        set_entry(connection, 3, author="somebody")
        remake(connection)
        resign(connection, full.origin, EVIL)
    assert says(full, "its checkpoint does not stand")
    assert first_fault(full) == 0


def test_a_record_made_anew_with_another_key_is_found_by_whoever_holds_the_key(record):
    with record.reading() as connection:
        (key,) = vkeys(connection)
        (line,) = lines(connection)
        (first,) = of(connection, "record")
    value = canonical({"case": "case-1", "origin": record.origin, "key": vkey_of(record, EVIL)})
    mark = commitment(first.salt, "record", record.origin, value)
    with tampered(record) as connection:
        set_version(connection, 0, body=value, commitment=mark)
        set_entry(connection, 0, commitment=mark)
        remake(connection)
        resign(connection, record.origin, EVIL)
    keys.forget(record.origin)  # on the machine of somebody who has only the key
    assert line.seq == 0
    assert verify(record).holds  # what the record says of itself proves less
    assert says(record, "no key that you hold", vkeys=[key])


def vkey_of(record, key):
    return Signer(record.origin, key).verifier().vkey


def test_a_checkpoint_of_another_size_is_named(full):
    with tampered(full) as connection:
        connection.execute(sa.delete(CHECKPOINT).where(CHECKPOINT.c.size == 4))
        connection.execute(sa.update(CHECKPOINT).where(CHECKPOINT.c.size == 3).values(size=4))
    assert first_fault(full) == 3
    assert says(full, "it is that of another size")


def test_a_log_made_where_no_key_is_says_so(record, tmp_path, monkeypatch):
    monkeypatch.setenv("HUDNA_KEYS", str(tmp_path.parent / "elsewhere"))
    put(record, "a", "x", {})
    put(record, "a", "y", {})
    found = verify(record)
    assert found.holds
    assert (found.entries, found.signed) == (3, 1)
    (note,) = found.notes
    assert "entry 1: from here to entry 2, nothing is under a signed checkpoint" in note
    assert checkpoints.unsigned(record) == 2


def test_to_whoever_holds_the_key_what_is_not_signed_with_it_is_a_fault(full):
    """A host without the key can remake a log, and leave out the checkpoints that do not fit."""
    with full.reading() as connection:
        key = vkeys(connection)[0]
        size = state_at(connection, None).size
    assert verify(full, [key]).holds
    keys.forget(full.origin)
    with tampered(full) as connection:
        connection.execute(sa.update(ENTRY).where(ENTRY.c.seq == 2).values(author="somebody"))
        remake(connection)
        connection.execute(sa.delete(CHECKPOINT).where(CHECKPOINT.c.size > 2))
        signed_to = connection.scalar(sa.select(sa.func.max(CHECKPOINT.c.size)))
        connection.execute(sa.delete(WITNESS))
        connection.execute(sa.delete(META))
    assert says(full, "nothing is under a signed checkpoint", vkeys=[key])
    assert first_fault(full, vkeys=[key]) == signed_to
    with tampered(full) as connection:
        connection.execute(sa.delete(CHECKPOINT))
    assert says(full, f"from here to entry {size - 1}")  # a record begins with a checkpoint


@pytest.mark.parametrize("key", ["", "x", "name+00000000+AAAA"])
def test_what_is_no_key_is_refused(record, key):
    with pytest.raises(Refused, match="is not a public key of a log"):
        verify(record, [key])


@pytest.mark.parametrize("note", ["", "x\n", "a\n1\n\n— a AAAAAA==\n"])
def test_what_is_no_checkpoint_is_refused(record, note):
    with pytest.raises(Refused, match="is not a checkpoint"):
        verify(record, held=[note])


def test_a_checkpoint_of_another_log_is_a_fault(record):
    other = signed("hudna/other/1", 1, merkle.EMPTY, EVIL)
    assert says(record, "is of another log", held=[other])


# --- erasures -------------------------------------------------------------------------------------


def test_a_payload_that_is_gone_without_an_erasure_is_named(full):
    with tampered(full) as connection:
        (first, *_) = of(connection, "decision")
        set_version(connection, first.n, body=None, salt=None)
    assert first_fault(full) == first.seq
    assert says(full, "is gone, and no erasure explains it")


def test_half_a_payload_is_named(full):
    with tampered(full) as connection:
        (first, *_) = of(connection, "decision")
        set_version(connection, first.n, salt=None)
    assert first_fault(full) == first.seq
    assert says(full, "is there in part")


def test_an_erasure_of_what_nobody_may_erase_is_named(full):
    with tampered(full) as connection:
        (first, *_) = of(connection, "decision")
        set_version(connection, first.n, body=None, salt=None)
    seq = put(full, "erasure", f"decision/{first.id}", {
        "kind": "decision", "id": first.id, "versions": [first.n], "reason": "it looks bad",
    })  # fmt: skip
    assert says(full, "erases a thing of kind decision, which nobody may")
    assert first_fault(full) == seq


def test_an_erasure_that_names_another_thing_explains_nothing(full):
    with tampered(full) as connection:
        (first, *_) = of(connection, "decision")
        set_version(connection, first.n, body=None, salt=None)
    put(full, "erasure", "report/ged-3", {
        "kind": "report", "id": "ged-3", "versions": [first.n], "reason": "consent",
    })  # fmt: skip
    assert first_fault(full) == first.seq


def test_an_erasure_that_was_slipped_in_is_named(full):
    size = newest(full)[0].size
    body = canonical({"kind": "report", "id": "ged-3", "versions": [8], "reason": "consent"})
    mark = commitment(bytes(16), "erasure", "report/ged-3", body)
    with tampered(full) as connection:
        n = connection.scalar(sa.select(sa.func.max(VERSION.c.n))) + 1
        at = connection.scalar(sa.select(sa.func.max(ENTRY.c.at)))
        connection.execute(sa.insert(ENTRY).values(
            seq=size, at=at, author="officer", kind="erasure", subject="report/ged-3", first=n,
            commitment=mark, hashes=b"",
        ))  # fmt: skip
        connection.execute(sa.insert(VERSION).values(
            n=n, seq=size, kind="erasure", id="report/ged-3", commitment=mark, salt=bytes(16),
            body=body,
        ))  # fmt: skip
        set_version(connection, 8, body=None, salt=None)  # ged-3
    assert first_fault(full) == size
    with tampered(full) as connection:
        remake(connection)
    found = verify(full)  # no key was needed: but it is said that nobody signed it
    assert "nothing is under a signed checkpoint" in found.notes[-1]


def test_an_erasure_whose_thing_is_still_there_is_named(full):
    seq = put(full, "erasure", "report/ged-3", {
        "kind": "report", "id": "ged-3", "versions": [9], "reason": "consent",
    })  # fmt: skip
    assert first_fault(full) == seq
    assert says(full, "was erased which is still there")


def test_an_erasure_in_order_is_no_fault(full):
    before = verify(full).erased
    erasure.erase(full, "report", "ged-3", "officer", "consent withdrawn")
    found = verify(full)
    assert found.faults == []
    assert found.erased == before + 3  # and the document, and what was found of it


# --- documents, witnesses, housekeeping, the database ---------------------------------------------


def test_a_document_that_was_altered_is_named(full):
    with full.reading() as connection:
        (first, *_) = of(connection, "document")
        sha256 = documents.pack(b"a file as received\n" * 40).sha256
    other = documents.pack(b"another file\n" * 40).parts[0]
    with tampered(full) as connection:
        connection.execute(sa.update(BLOB).where(BLOB.c.sha256 == sha256).values(content=other))
    assert first_fault(full) == first.seq
    assert says(full, "was altered")


@pytest.mark.parametrize("content", [b"", b"x", b"\0\0\0\1", b"\xff\xff\xff\xff" + bytes(10)])
def test_a_document_that_is_damaged_is_named(full, content):
    with tampered(full) as connection:
        connection.execute(sa.update(BLOB).values(content=content))
    assert first_fault(full) == 1


def test_a_document_that_is_gone_is_named(full):
    with tampered(full) as connection:
        connection.execute(sa.delete(BLOB))
    assert first_fault(full) == 1
    assert says(full, "is missing")


def test_a_document_that_nobody_brought_is_found(full):
    packed = documents.pack(b"slipped in")
    with tampered(full) as connection:
        connection.execute(
            sa.insert(BLOB).values(sha256=packed.sha256, part=0, content=packed.parts[0])
        )
    assert says(full, "of which no entry speaks")


def test_a_witness_line_that_was_altered_is_found(full):
    with tampered(full) as connection:
        line = connection.scalar(sa.select(WITNESS.c.line))
        connection.execute(sa.update(WITNESS).values(line=line.replace("— w", "— v")))
    assert says(full, "the lines of witnesses are not those that were added")


def test_housekeeping_that_is_not_ours_is_found(full):
    with tampered(full) as connection:
        connection.execute(sa.insert(META).values(key="note", value="x"))
    assert not verify(full).holds


def test_another_version_of_the_tables_is_found(full):
    with tampered(full) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    assert says(full, "the tables say that they are of version")


ODD = [None, "text", b"bytes", 1.5, -1, 2**62, b"\xff", "[" * 9]


@pytest.mark.parametrize("table", [ENTRY, VERSION, BLOB, CHECKPOINT, WITNESS], ids=str)
def test_whatever_type_stands_in_a_column_there_is_a_fault(tmp_path, table):
    # A server keeps to the types; an SQLite file holds what somebody put there.
    record = rich(tmp_path)
    record.close()
    for column in table.columns:
        for value in ODD:
            found, before = put_in(record, table.name, column.name, value)
            assert found is not True or before == value, (column.name, value)


def put_in(record, table, column, value):
    """Whether a record holds that has a value in a column of its newest row, and what was there."""
    file = record.url.removeprefix("sqlite:///")
    kept = Path(file).read_bytes()
    with closing(sqlite3.connect(file)) as connection:
        row = f"{table} WHERE rowid = (SELECT max(rowid) FROM {table})"
        ((before,),) = connection.execute(f"SELECT {column} FROM {row}").fetchall()
        try:
            connection.execute(
                f"UPDATE {row.replace(' WHERE', f' SET {column} = ? WHERE')}", (value,)
            )
            connection.commit()
        except sqlite3.IntegrityError:
            return None, before
    try:
        with open_record(Path(file).parent, None, record.url, writes=False) as opened:
            return verify(opened).holds, before
    except Refused:
        return None, before
    finally:
        Path(file).write_bytes(kept)


def test_reports_that_were_imported_are_named_row_by_row(full):
    with full.reading() as connection:
        tables = list(reports.read(connection, full.state()))
    assert sum(table.num_rows for table in tables) == 13  # 12 and 2, of which one is erased
