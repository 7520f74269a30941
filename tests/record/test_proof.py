"""Proofs: made from a record, checked by files alone; whatever is changed in them proves nothing."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tampering import put, put_rows

from flip import rich
from hudna.problem import Refused
from hudna.record import checkpoints, erasure, publications
from hudna.record.heads import vkeys
from hudna.record.manifest import Manifest
from hudna.record.note import read_verifier
from hudna.record.proof import BadProof, Consistency, Inclusion, check, read_proof
from hudna.record.prove import prove, prove_consistency, prove_published
from hudna.record.store import history, lines

PAGE = "<p>A published page — صفحة</p>".encode()


@pytest.fixture
def full(tmp_path, database):
    with rich(tmp_path, database) as record:
        yield record


def verifiers(record):
    with record.reading() as connection:
        return [read_verifier(key) for key in vkeys(connection)]


def document_of(connection, line):
    """The subject of an entry whose document was erased; None of any other."""
    found = history(connection, "document", line.subject)
    return line.subject if found and found[0].body is None else None


def written(made):
    """A proof as a file, read again."""
    return read_proof(json.dumps(made).encode())


def test_every_entry_can_be_proved(full):
    keys = verifiers(full)
    held = checkpoints.newest(full)
    with full.reading() as connection:
        gone = {
            line.seq
            for line in lines(connection)
            if (line.kind, line.subject) == ("document", document_of(connection, line))
        }
    assert len(gone) == 1  # the document that was erased: what it said cannot be shown
    for seq in set(range(full.state().size)) - gone:
        made = written(prove(full, str(seq)))
        assert isinstance(made, Inclusion)
        told = check(made, keys, held)
        assert f"Entry {seq} (" in told[1]


def test_a_single_row_of_a_bulk_change_can_be_proved(record):
    put_rows(record, "row", {f"r{i}": {"v": i} for i in range(11)})
    put(record, "a", "x", {})
    for i in range(11):
        made = written(prove(record, f"row/r{i}"))
        assert made.row.index == i
        assert json.loads(made.row.body) == {"v": i}
        told = check(made, verifiers(record))
        assert told[-1] == f"row r{i} is row {i} of the 11 that it brought, as shown."


def test_the_newest_version_that_the_checkpoint_holds_is_proved(record):
    put(record, "a", "x", {"v": 1})
    old = checkpoints.newest(record)
    put(record, "a", "x", {"v": 2})
    assert json.loads(written(prove(record, "a/x")).payload.body) == {"v": 2}
    made = written(prove(record, "a/x", old))
    assert json.loads(made.payload.body) == {"v": 1}
    check(made, verifiers(record), old)


def test_a_published_file_is_proved_byte_for_byte(record):
    about = Manifest("case-1", "a", "0" * 64, "hudna 0")
    publications.record(record, "sitrep", {"sitrep-en.html": PAGE}, about, "editor")
    made = written(prove_published(record, PAGE))
    told = check(made, verifiers(record), published=PAGE)
    assert told[-1] == "The file is, byte for byte, the “sitrep-en.html” that was published."
    with pytest.raises(BadProof, match="not the one that was published"):
        check(made, verifiers(record), published=PAGE + b" ")
    with pytest.raises(Refused, match="was not published from this record"):
        prove_published(record, PAGE + b" ")
    put(record, "a", "x", {})
    with pytest.raises(BadProof, match="not that of a publication"):
        check(written(prove(record, "a/x")), verifiers(record), published=PAGE)


def test_that_the_log_only_grew_is_proved(record):
    notes = [checkpoints.newest(record)]
    for i in range(9):
        put(record, "a", str(i), {})
        notes.append(checkpoints.newest(record))
    for i, old in enumerate(notes):
        for new in notes[i:]:
            made = written(prove_consistency(record, old, new))
            assert isinstance(made, Consistency)
            check(made, verifiers(record), old)
            check(made, verifiers(record), new)
    with pytest.raises(Refused, match="is newer than the other"):
        prove_consistency(record, notes[2], notes[1])
    with pytest.raises(BadProof, match="not about the checkpoint that you hold"):
        check(written(prove_consistency(record, notes[0], notes[1])), verifiers(record), notes[2])


def test_what_was_erased_cannot_be_shown(full):
    with pytest.raises(Refused, match="was erased"):
        prove(full, "report/ged-100")
    erasure.erase(full, "report", "ged-3", "officer", "asked for")
    with pytest.raises(Refused, match="was erased"):
        prove(full, "report/ged-3")
    made = written(prove(full, "report/ged-4"))  # of the same import
    assert check(made, verifiers(full))[-1].startswith("report ged-4 is row 4 of the 12")


@pytest.mark.parametrize("what", ["999", "a/nothing", "nothing", "", "/", "²", "1" * 30])
def test_what_is_not_there_is_refused(record, what):
    with pytest.raises(Refused):
        prove(record, what)


def test_a_checkpoint_of_another_log_is_refused(record, tmp_path):
    from hudna.record.store import open_record

    folder = tmp_path / "other"
    folder.mkdir()
    with open_record(folder, "other", create=True) as other:
        note = checkpoints.newest(other)
    with pytest.raises(Refused, match="is of another log"):
        prove(record, "0", note)


def test_a_key_that_you_do_not_hold_proves_nothing(record, tmp_path):
    from hudna.record.store import open_record

    folder = tmp_path / "other"
    folder.mkdir()
    with open_record(folder, "other", create=True) as other:
        keys = verifiers(other)
    with pytest.raises(BadProof, match="does not stand"):
        check(written(prove(record, "0")), keys)


# --- what was changed -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def proofs(tmp_path_factory):
    """Proofs of a row, of an entry, and of growth, with the keys that check them."""
    with rich(tmp_path_factory.mktemp("rich")) as record:
        first = json.dumps(prove(record, "report/ged-3"))
        second = json.dumps(prove(record, "decision/ged-1"))
        old = prove(record, "0", None)["checkpoint"]
        put(record, "decision", "ged-1", {})
        third = json.dumps(prove_consistency(record, old))
        return [first, second, third], verifiers(record)


def leaves_of(value, path=()):
    """Each text and number of a JSON value, by the way to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves_of(inner, (*path, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from leaves_of(inner, (*path, i))
    else:
        yield path


@given(st.data())
def test_a_proof_that_was_changed_proves_nothing(proofs, data):
    texts, keys = proofs
    proof = json.loads(data.draw(st.sampled_from(texts)))
    path = data.draw(st.sampled_from([p for p in leaves_of(proof) if p[-1] != "hudna"]))
    inner = proof
    for step in path[:-1]:
        inner = inner[step]
    was = inner[path[-1]]
    if isinstance(was, int):
        inner[path[-1]] = was + data.draw(st.sampled_from([-1, 1, 7]))
    elif was is None:
        inner[path[-1]] = {}
    else:
        place = data.draw(st.integers(0, len(was) - 1))
        letter = data.draw(st.sampled_from("0123456789abcdefABC +/=\n\x00é"))
        inner[path[-1]] = was[:place] + letter + was[place + 1 :]
    changed = json.dumps(proof)
    if changed in texts:
        return
    with pytest.raises(BadProof):
        check(read_proof(changed.encode()), keys)


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_what_is_no_proof_is_refused(content):
    with pytest.raises(BadProof):
        read_proof(content)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"null", b"[]", b"{}", b'{"hudna":"inclusion 2"}', b"[" * 100_000,
        b'{"hudna":"consistency 1","old":"","new":"","path":["0"]}',
        b'{"hudna":"consistency 1","old":"","new":"","path":[],"more":1}',
        b'{"hudna":"consistency 1","old":"","new":"","path":' + json.dumps(["00" * 32] * 65).encode() + b"}",
    ],
)  # fmt: skip
def test_hostile_proofs_are_refused(content):
    with pytest.raises(BadProof):
        read_proof(content)


@pytest.mark.slow
def test_a_proof_is_checked_with_nothing_but_files(full, tmp_path):
    (tmp_path / "proof.json").write_text(json.dumps(prove(full, "report/ged-3")))
    (tmp_path / "held").write_text(checkpoints.newest(full))
    with full.reading() as connection:
        key = vkeys(connection)[-1]
    words = [
        "log",
        "check",
        tmp_path / "proof.json",
        "--key",
        key,
        "--checkpoint",
        tmp_path / "held",
    ]
    code = "import sys; from hudna.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True, text=True, check=False, cwd="/",
        env={"PATH": "", "HUDNA_KEYS": "/nonexistent", "PYTHONWARNINGS": "error"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "report ged-3 is row 3" in done.stdout
