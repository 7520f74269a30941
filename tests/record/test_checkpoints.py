"""Checkpoints: each change is signed; a key is replaced, whenever one is killed in between."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tampering import put

from hudna.problem import Refused
from hudna.record import checkpoints, keys
from hudna.record.heads import signing_key, vkeys
from hudna.record.note import (
    Signer,
    add_signatures,
    cosign,
    open_note,
    read_checkpoint,
    read_note,
    read_verifier,
)
from hudna.record.store import lines, open_record
from hudna.record.verify import verify

WITNESS = Signer("witness.example", Ed25519PrivateKey.from_private_bytes(bytes(32)))


def cosigned(note, witness=WITNESS):
    line = cosign(read_checkpoint(read_note(note)[0]), witness, 1_700_000_000)
    return add_signatures(note, [line])


def keys_of(record):
    with record.reading() as connection:
        return vkeys(connection)


def test_each_change_is_signed_at_once_and_remembered_here(record):
    for i in range(3):
        put(record, "a", str(i), {})
        note = checkpoints.newest(record)
        (vkey,) = keys_of(record)
        assert read_checkpoint(open_note(note, [read_verifier(vkey)]).text).size == i + 2
        assert keys.last_seen(record.origin) == note


def test_witnesses_are_added_once(record):
    note = checkpoints.newest(record)
    assert checkpoints.add_witnesses(record, cosigned(note)) == 1
    assert checkpoints.add_witnesses(record, cosigned(note)) == 0
    assert checkpoints.newest(record) == cosigned(note)
    assert verify(record).holds


@pytest.mark.parametrize("note", ["", "x\n", "a\n1\nAAAA\n"])
def test_what_is_no_checkpoint_is_refused(record, note):
    with pytest.raises(Refused, match="is not a checkpoint"):
        checkpoints.add_witnesses(record, note)


def test_what_witnesses_signed_of_another_log_is_refused(record):
    other = Signer("hudna/other/1", WITNESS.key)
    note = checkpoints.newest(record).replace(record.origin, other.name)
    with pytest.raises(Refused, match="is not one of this log's checkpoints"):
        checkpoints.add_witnesses(record, note)


def test_a_new_key_is_introduced_by_the_old_one(record):
    old = keys_of(record)[0]
    new = checkpoints.rotate(record, "admin", "once a year")
    assert keys_of(record) == [old, new]
    opened = open_note(checkpoints.newest(record), [read_verifier(old), read_verifier(new)])
    assert len(opened.signatures) == 2
    put(record, "a", "x", {})
    opened = open_note(checkpoints.newest(record), [read_verifier(new)])
    assert len(opened.signatures) == 1
    for held in ([], [old], [new], [old, new]):
        found = verify(record, held)
        assert found.faults == []
        assert found.notes == []


def test_a_key_that_was_replaced_signs_nothing_any_more(record):
    old = keys.log_key(record.origin)
    checkpoints.rotate(record, "admin", "it was stolen")
    folder = keys.keys_folder()
    retired = next(iter(keys.retired_log_keys(record.origin).values()))
    assert retired.public_key() == old.public_key()
    (current,) = [path for path in folder.glob("*.pem") if len(path.suffixes) < 2 or
                  len(path.stem.rpartition(".")[2]) != 8]  # fmt: skip
    (kept,) = [path for path in folder.glob("*.pem") if path != current]
    kept.replace(current)  # as a thief has it
    put(record, "a", "x", {})
    found = verify(record)
    assert found.holds
    assert found.signed == found.entries - 1


def test_a_rotation_that_was_cut_short_before_the_log_knows_is_taken_up(record, monkeypatch):
    (old,) = keys_of(record)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(checkpoints.Signer, "verifier", killed)
        with pytest.raises(KeyboardInterrupt):
            checkpoints.rotate(record, "admin", "once a year")
    # As if it had been killed a moment later: a new key is in place, which the log does not know.
    made = keys.rotate_log_key(record.origin)
    put(record, "a", "x", {})  # signed by the key that the log knows
    assert verify(record, [old]).notes == []
    new = checkpoints.rotate(record, "admin", "once a year")
    assert new == Signer(record.origin, made).verifier().vkey
    assert verify(record, [old]).faults == []
    assert verify(record).notes == []


def test_a_key_that_nothing_introduced_is_told(record, tmp_path, monkeypatch):
    (old,) = keys_of(record)
    monkeypatch.setenv("HUDNA_KEYS", str(tmp_path.parent / "another"))
    put(record, "a", "x", {})
    with record.reading() as connection:
        assert signing_key(connection, record.origin) is None
    assert checkpoints.unsigned(record) == 1
    checkpoints.rotate(record, "admin", "the machine is lost")
    assert checkpoints.unsigned(record) == 0
    found = verify(record)
    assert found.holds
    assert any("was not introduced by the key before it" in note for note in found.notes)
    assert not verify(record, [old]).holds  # whoever holds the old key asks


def test_entries_that_were_made_where_no_key_is_are_signed_later(
    record, database, tmp_path, monkeypatch
):
    mine = keys.keys_folder()
    monkeypatch.setenv("HUDNA_KEYS", str(tmp_path.parent / "another"))
    put(record, "a", "x", {})
    assert read_checkpoint(read_note(checkpoints.newest(record))[0]).size == 1
    monkeypatch.setenv("HUDNA_KEYS", str(mine))
    with open_record(tmp_path, None, database) as again:
        # Whoever signs later says so in an entry, which the checkpoint holds too.
        assert read_checkpoint(read_note(checkpoints.newest(again))[0]).size == 3
        with again.reading() as connection:
            *_, last = lines(connection)
        assert last.kind == checkpoints.LATE
        assert verify(again).notes == []
        assert read_checkpoint(read_note(checkpoints.newest(again))[0]).size == 3
