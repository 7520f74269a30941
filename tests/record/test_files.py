"""The files of a case: each version that was answered from is kept, and laid out again."""

import hashlib

import pytest
from tampering import put

from hudna.problem import Refused
from hudna.record import erasure, files
from hudna.record.store import items


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def synced(record, folder, texts):
    """Write files, keep what changed; which did."""
    for name, text in texts.items():
        (folder / name).write_text(text)
    hashes = {name: sha256(text) for name, text in texts.items()}
    with record.reading() as connection:
        names = files.changed(connection, record.state(), hashes)
    with record.writing("editor") as writer:
        files.keep(writer, folder, names)
    return names


def laid(record, state, folder):
    folder.mkdir()
    with record.reading() as connection:
        files.lay(connection, state, folder)
    return {path.name: path.read_text() for path in folder.iterdir()}


ONE = {"agreement.yaml": "a: 1\n", "actors.yaml": "[]\n"}


def test_what_changed_is_kept_and_what_did_not_is_not(record, tmp_path):
    assert set(synced(record, tmp_path, ONE)) == set(ONE)
    assert synced(record, tmp_path, ONE) == {}
    assert set(synced(record, tmp_path, ONE | {"actors.yaml": "[x]\n"})) == {"actors.yaml"}
    gone = synced(record, tmp_path, {"agreement.yaml": "a: 1\n"})
    assert gone == {"actors.yaml": None}
    assert record.state().size == 5


def test_files_are_laid_out_as_they_were_known(record, tmp_path):
    synced(record, tmp_path, ONE)
    before = record.state()
    synced(record, tmp_path, {"agreement.yaml": "a: 2\n"})
    assert laid(record, before, tmp_path / "then") == ONE
    assert laid(record, record.state(), tmp_path / "now") == {"agreement.yaml": "a: 2\n"}


def test_a_name_that_is_not_of_a_case_is_never_written(record, tmp_path):
    synced(record, tmp_path, ONE)
    for name in ("../evil", "evil.yaml", "/tmp/evil", "agreement.yaml/.."):
        put(record, "file", name, {"name": name, "sha256": sha256("a: 1\n")})
    assert laid(record, record.state(), tmp_path / "now") == ONE


def test_a_file_that_changes_while_it_is_read_is_refused(record, tmp_path):
    (tmp_path / "agreement.yaml").write_text("a: 2\n")
    with pytest.raises(Refused, match="was changed while it was read"):
        keep(record, tmp_path, {"agreement.yaml": sha256("a: 1\n")})
    assert record.state().size == 1


def keep(record, folder, names):
    with record.writing("editor") as writer:
        files.keep(writer, folder, names)


def test_an_older_version_that_was_erased_cannot_be_answered_from(record, tmp_path):
    synced(record, tmp_path, ONE)
    before = record.state()
    synced(record, tmp_path, ONE | {"actors.yaml": "[x]\n"})
    erasure.erase(record, "file", "actors.yaml", "officer", "a name stood in it")
    with pytest.raises(Refused, match="the version of that time was erased"):
        laid(record, before, tmp_path / "then")
    assert laid(record, record.state(), tmp_path / "now")["actors.yaml"] == "[x]\n"
    with record.reading() as connection:
        assert all(found.body is not None for found in items(connection, record.state(), "file"))
