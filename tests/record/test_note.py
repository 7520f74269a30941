"""Notes: published ones open, what is written is read back, and nothing malformed passes."""

import ast
import base64
import contextlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import assume, example, given
from hypothesis import strategies as st

from hudna.record import note
from hudna.record.note import BadNote, Checkpoint, Kind, Signature, Signer, Verifier

# --- published notes ------------------------------------------------------------------------------

# From the documentation of golang.org/x/mod/sumdb/note.
NEUMANN_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
NEUMANN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANN_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
NEUMANN_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb"
    "6KE6RyyBwJnAM="
)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WW"
    "d1RvMc+QQ="
)
# From Go's checksum database, which is a log.
GOSUM_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
GOSUM_NOTE = """go.sum database tree
6476701
mb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=

— sum.golang.org Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw=
"""
# A checkpoint of a Certificate Transparency log (staging) with the cosignatures of four witnesses.
# The log signs twice; its first signature is of a type that is not known here.
ARCHE_KEY = (
    "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
)
REMORA_KEY = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
ARCHE_NOTE = """arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
"""
# The example of c2sp.org/signed-note: its text has an empty line.
QUASIMODO = """Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
"""


def test_the_published_note_opens():
    verifier = note.read_verifier(NEUMANN_KEY)
    opened = note.open_note(f"{NEUMANN_TEXT}\n{NEUMANN_LINE}\n", [verifier])
    assert opened == note.Opened(NEUMANN_TEXT, (Signature(verifier),), ())


def test_the_published_keys_sign_as_published():
    neumann = Signer("PeterNeumann", Ed25519PrivateKey.from_private_bytes(NEUMANN_SEED))
    # In the example its key comes from a source of randomness that gives zeros.
    enoch = Signer("EnochRoot", Ed25519PrivateKey.from_private_bytes(bytes(32)))
    both = f"{NEUMANN_TEXT}\n{NEUMANN_LINE}\n{ENOCH_LINE}\n"
    assert neumann.verifier().vkey == NEUMANN_KEY
    assert note.sign(NEUMANN_TEXT, neumann, enoch) == both
    one = note.sign(NEUMANN_TEXT, neumann)
    assert note.add_signatures(one, [ENOCH_LINE]) == both


def test_a_published_checkpoint():
    opened = note.open_note(GOSUM_NOTE, [note.read_verifier(GOSUM_KEY)])
    root = bytes.fromhex("99bf102d022cd19d323f90acb6aea0ba3f3ba1759e0bd80433ca158a49a6f569")
    expected = Checkpoint("go.sum database tree", 6_476_701, root)
    assert note.read_checkpoint(opened.text) == expected
    assert expected.text() == opened.text


def test_a_published_cosignature():
    arche, remora = note.read_verifier(ARCHE_KEY), note.read_verifier(REMORA_KEY)
    assert (arche.kind, remora.kind) == (Kind.NOTE, Kind.COSIGNATURE)
    opened = note.open_note(ARCHE_NOTE, [remora, arche])
    # 0x6a122120 seconds are in May 2026.
    assert opened.signatures == (Signature(arche), Signature(remora, 0x6A122120))
    assert [line.split(" ")[1] for line in opened.unknown] == [
        "arche2025h1.staging.ct.transparency.dev",
        "transparency.dev/DEV:witness-little-garden",
        "witness1.smartit.nu/witness1",
        "witness.stagemole.eu",
    ]
    assert note.read_checkpoint(opened.text).size == 1_432_088_532


@pytest.mark.parametrize("key", [ARCHE_KEY, REMORA_KEY])
def test_a_published_checkpoint_of_another_size(key):
    changed = ARCHE_NOTE.replace("\n1432088532\n", "\n1432088533\n")
    with pytest.raises(BadNote, match="does not hold"):
        note.open_note(changed, [note.read_verifier(key)])


def test_the_text_ends_at_the_last_empty_line():
    text, (line,) = note.read_note(QUASIMODO)
    assert text.endswith("sole:\n\ned è subito sera.\n")
    assert line.startswith("— quasimodo.example/salvatore NnugSz")


@pytest.mark.parametrize("vkey", [NEUMANN_KEY, GOSUM_KEY, ARCHE_KEY, REMORA_KEY])
def test_published_keys_are_written_as_they_were_read(vkey):
    assert note.read_verifier(vkey).vkey == vkey


# As Go's own test of note.NewVerifier does.
def test_no_part_of_a_key_is_a_key():
    for start in range(len(NEUMANN_KEY)):
        for end in range(start, len(NEUMANN_KEY) + 1):
            if (start, end) != (0, len(NEUMANN_KEY)):
                with pytest.raises(BadNote):
                    note.read_verifier(NEUMANN_KEY[start:end])


def test_no_key_with_another_character_is_the_key():
    for at, character in enumerate(NEUMANN_KEY):
        for other in (chr(ord(character) + 1), character.swapcase(), "\n", "+", "\ud800"):
            if other != character:
                with pytest.raises(BadNote):
                    note.read_verifier(NEUMANN_KEY[:at] + other + NEUMANN_KEY[at + 1 :])


@pytest.mark.parametrize(
    ("vkey", "why"),
    [  # the first two are from Go's test
        ("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==", "base64"),
        ("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "type 101;"),
        ("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "is c74f20a3, not"),
        ("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "8 hexadecimal"),
        ("PeterNeumann+c74f20a3+AQ==", "has 0 bytes, not 32"),
        ("Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "no name"),
        ("PeterNeumann", "8 hexadecimal"),
        ("", "8 hexadecimal"),
    ],
)
def test_what_is_wrong_with_a_key(vkey, why):
    with pytest.raises(BadNote, match=why):
        note.read_verifier(vkey)


# --- our own --------------------------------------------------------------------------------------

LOG = Signer("hudna.example/syria", Ed25519PrivateKey.from_private_bytes(b"\x01" * 32))
WITNESS = Signer("witness.example/w1", Ed25519PrivateKey.from_private_bytes(b"\x02" * 32))
OTHER = Signer("شاهد.example", Ed25519PrivateKey.from_private_bytes(b"\x03" * 32))
CHECKPOINT = Checkpoint("hudna.example/syria", 7, bytes(range(32)))
SIGNED = note.sign(CHECKPOINT.text(), LOG)
TIME = 1_483_142_400  # 31 December 2016, 00:00 UTC

NO_SPACE = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"], exclude_characters="+"
)
NAMES = st.text(NO_SPACE, min_size=1, max_size=8)
LINES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=20)
TEXTS = st.lists(LINES, min_size=1, max_size=5).map(lambda lines: "\n".join(lines) + "\n")
ROOTS = st.binary(min_size=32, max_size=32)
SIGNERS = st.builds(Signer, NAMES, ROOTS.map(Ed25519PrivateKey.from_private_bytes))
CHECKPOINTS = st.builds(
    Checkpoint,
    LINES.filter(bool),
    st.integers(0, 2**63 - 1),
    ROOTS,
    st.lists(LINES.filter(bool), max_size=3).map(tuple),
)


@given(TEXTS, st.lists(SIGNERS, min_size=1, max_size=3))
@example("\n", [LOG])
@example("a\n\n\n", [LOG, WITNESS])
@example("— a dash\n\n— name AAAA\n", [LOG])
def test_what_is_signed_opens(text, signers):
    signed = note.sign(text, *signers)
    opened = note.open_note(signed, [signer.verifier() for signer in signers])
    assert opened.text == text
    assert {s.verifier for s in opened.signatures} == {s.verifier() for s in signers}
    assert not opened.unknown
    some = note.open_note(signed, [signers[0].verifier()])
    assert some.signatures == (Signature(signers[0].verifier()),)
    assert len(some.unknown) == len(opened.signatures) - 1


@given(SIGNERS, st.sampled_from(Kind))
def test_a_key_written_is_read_back(signer, kind):
    verifier = signer.verifier(kind)
    assert note.read_verifier(verifier.vkey) == verifier


@given(CHECKPOINTS)
def test_a_checkpoint_written_is_read_back(checkpoint):
    assert note.read_checkpoint(checkpoint.text()) == checkpoint


@given(CHECKPOINTS, SIGNERS, SIGNERS, st.integers(0, 2**63 - 1))
def test_a_cosigned_checkpoint_opens(checkpoint, log, witness, time):
    signed = note.sign(checkpoint.text(), log)
    cosigned = note.add_signatures(signed, [note.cosign(checkpoint, witness, time)])
    assert cosigned.startswith(signed)
    by_log, by_witness = log.verifier(), witness.verifier(Kind.COSIGNATURE)
    opened = note.open_note(cosigned, [by_log, by_witness])
    assert opened.text == checkpoint.text()
    assert opened.signatures == (Signature(by_log), Signature(by_witness, time))


def test_a_cosignature_is_what_the_specification_says():
    mark, name, signature = note.cosign(CHECKPOINT, WITNESS, TIME).split(" ")
    raw = base64.b64decode(signature)
    assert (mark, name, len(raw)) == ("—", "witness.example/w1", 4 + 8 + 64)
    assert raw[4:12] == TIME.to_bytes(8, "big")
    message = f"cosignature/v1\ntime 1483142400\n{CHECKPOINT.text()}".encode()
    WITNESS.key.public_key().verify(raw[12:], message)


def test_the_same_line_stands_once():
    line = note.cosign(CHECKPOINT, WITNESS, TIME)
    once = note.add_signatures(SIGNED, [line])
    assert note.add_signatures(once, [line, f"{line}\n"]) == once
    assert note.add_signatures(SIGNED, []) == SIGNED
    assert note.sign(CHECKPOINT.text(), LOG, LOG) == SIGNED


def test_of_two_cosignatures_of_one_witness_the_first_counts():
    lines = [note.cosign(CHECKPOINT, WITNESS, TIME + seconds) for seconds in (9, 5)]
    verifier = WITNESS.verifier(Kind.COSIGNATURE)
    opened = note.open_note(note.add_signatures(SIGNED, lines), [verifier])
    assert opened.signatures == (Signature(verifier, TIME + 9),)


def test_an_unknown_line_that_stands_twice_is_given_once():
    twice = SIGNED + note.cosign(CHECKPOINT, WITNESS, TIME) + "\n"
    twice += note.cosign(CHECKPOINT, WITNESS, TIME) + "\n"
    assert len(note.open_note(twice, [LOG.verifier()]).unknown) == 1


def test_a_key_that_signs_notes_is_no_witness():
    with pytest.raises(BadNote, match="no known key"):
        note.open_note(SIGNED, [LOG.verifier(Kind.COSIGNATURE)])


def test_a_witness_cosigns_checkpoints_only():
    text = "just a text\n"
    signature = note._line(WITNESS.verifier(Kind.COSIGNATURE), bytes(72))
    signed = note.add_signatures(note.sign(text, LOG), [signature])
    with pytest.raises(BadNote, match="the checkpoint has 1 lines"):
        note.open_note(signed, [WITNESS.verifier(Kind.COSIGNATURE)])


def test_what_a_witness_signs_is_not_signed_as_a_note():
    with pytest.raises(BadNote, match="line 1: a text that begins as a cosignature"):
        note.sign(f"cosignature/v1\ntime 1\n{CHECKPOINT.text()}", LOG)


def test_a_private_key_does_not_show():
    assert repr(LOG) == "Signer(name='hudna.example/syria')"


# --- refused --------------------------------------------------------------------------------------


def test_a_note_that_no_known_key_signed():
    with pytest.raises(BadNote, match="no known key has signed"):
        note.open_note(SIGNED, [])
    with pytest.raises(BadNote, match="no known key has signed"):
        note.open_note(SIGNED, [OTHER.verifier()])


def test_a_key_of_the_same_name_is_another_key():
    imposter = Signer(LOG.name, OTHER.key)
    with pytest.raises(BadNote, match="no known key has signed"):
        note.open_note(note.sign(CHECKPOINT.text(), imposter), [LOG.verifier()])


def test_a_bad_signature_of_a_known_key_beside_a_good_one():
    line = note._line(WITNESS.verifier(Kind.COSIGNATURE), bytes(72))
    signed = note.add_signatures(SIGNED, [line])
    assert note.open_note(signed, [LOG.verifier()]).unknown == (line,)
    with pytest.raises(BadNote, match=r"line 6: the signature of 'witness\.example/w1' does not"):
        note.open_note(signed, [LOG.verifier(), WITNESS.verifier(Kind.COSIGNATURE)])
    good = note.cosign(CHECKPOINT, WITNESS, TIME)
    with pytest.raises(BadNote, match="line 7: the signature"):
        note.open_note(
            note.add_signatures(SIGNED, [good, line]), [WITNESS.verifier(Kind.COSIGNATURE)]
        )


@pytest.mark.parametrize("length", [1, 7, 8, 63, 65, 71, 73])
@pytest.mark.parametrize("kind", Kind)
def test_a_signature_of_another_length(length, kind):
    line = note._line(WITNESS.verifier(kind), bytes(length))
    with pytest.raises(BadNote, match="does not hold"):
        note.open_note(note.add_signatures(SIGNED, [line]), [WITNESS.verifier(kind)])


def test_a_cosignature_of_a_time_that_is_too_large():
    time = 2**63
    with pytest.raises(BadNote, match="the time is not in 0"):
        note.cosign(CHECKPOINT, WITNESS, time)
    with pytest.raises(BadNote, match="the time is not in 0"):
        note.cosign(CHECKPOINT, WITNESS, -1)
    signature = WITNESS.key.sign(f"cosignature/v1\ntime {time}\n{CHECKPOINT.text()}".encode())
    verifier = WITNESS.verifier(Kind.COSIGNATURE)
    line = note._line(verifier, time.to_bytes(8, "big") + signature)
    with pytest.raises(BadNote, match="the time is not in 0"):
        note.open_note(note.add_signatures(SIGNED, [line]), [verifier])


def test_two_keys_that_cannot_be_told_apart(monkeypatch):
    monkeypatch.setattr(Verifier, "id", b"same")
    with pytest.raises(BadNote, match=r"two keys are named 'hudna\.example/syria'"):
        note.open_note(SIGNED, [LOG.verifier(), Signer(LOG.name, OTHER.key).verifier()])
    with pytest.raises(BadNote, match="no known key"):  # the same key twice is no trouble
        note.open_note(SIGNED, [LOG.verifier(), LOG.verifier()])


def test_every_character_counts():
    lines = [note.cosign(CHECKPOINT, WITNESS, TIME)]
    cosigned = note.add_signatures(SIGNED, lines)
    verifiers = [LOG.verifier(), WITNESS.verifier(Kind.COSIGNATURE)]
    both = note.open_note(cosigned, verifiers)
    for at, character in enumerate(cosigned):
        for other in ("", chr(ord(character) ^ 1), character * 2):
            changed = cosigned[:at] + other + cosigned[at + 1 :]
            try:
                opened = note.open_note(changed, verifiers)
            except BadNote:
                continue
            # A change in one signature's name or id makes it an unknown key's.
            assert opened.text == both.text
            assert len(opened.signatures) == len(opened.unknown) == 1


LINE = SIGNED.splitlines()[-1]
BODY = CHECKPOINT.text()


@pytest.mark.parametrize(
    ("malformed", "why"),
    [
        ("", "line 1: the last line does not end with a newline"),
        ("\n", "the note has no signatures"),
        (BODY, "the note has no signatures"),
        (f"{BODY}\n", "the note has no signatures"),
        (f"{BODY}{LINE}\n", "the note has no signatures"),
        (f"\n{LINE}\n", "the note has no signatures"),
        (f"{BODY}\n{LINE}", "line 5: the last line does not end with a newline"),
        (f"{BODY}\n{LINE}\n\n", "the note has no signatures"),
        (f"{BODY}\r\n\r\n{LINE}\r\n", r"line 4: the character '\\r'"),
        (f"{BODY}\n{LINE}\r\n", r"line 5: the character '\\r'"),
        (f"a\tb\n\n{LINE}\n", r"line 1: the character '\\t'"),
        (f"a\n\0\n\n{LINE}\n", r"line 2: the character '\\x00'"),
        (f"a\ud800\n\n{LINE}\n", r"line 1: the character '\\ud800'"),
        (f"{BODY}\n{LINE}\nand more\n", "line 6 is not a dash"),
        (f"{BODY}\n{LINE.replace('—', '-')}\n", "line 5 is not a dash"),
        (f"{BODY}\n{LINE.replace('— ', '—')}\n", "line 5 is not a dash"),
        (f"{BODY}\n {LINE}\n", "line 5 is not a dash"),
        (f"{BODY}\n{LINE} \n", "line 5 is not a dash"),
        (f"{BODY}\n{LINE.replace('— ', '—  ')}\n", "line 5 is not a dash"),
        (f"{BODY}\n— name \n", "line 5: the signature is not base64"),
        (f"{BODY}\n—  AAAAAAAA\n", "line 5: '' is no name"),
        (f"{BODY}\n— a+b AAAAAAAA\n", r"line 5: 'a\+b' is no name"),
        (f"{BODY}\n— a\u00a0b AAAAAAAA\n", "line 5: .* is no name"),
        (f"{BODY}\n— a\u2028b AAAAAAAA\n", "line 5: .* is no name"),
        (f"{BODY}\n— name AAAA\n", "line 5: the signature is too short"),
        (f"{BODY}\n— name AAAAAA==\n", "line 5: the signature is too short"),
        (f"{BODY}\n— name AAAAAAA\n", "line 5: the signature is not base64"),
        (f"{BODY}\n— name AAAAAAA=AAAA\n", "line 5: the signature is not base64"),
        (f"{BODY}\n— name AAAAAAB=\n", "line 5: the signature is not base64"),  # stray bits
        (f"{BODY}\n— name AAAAAA-_\n", "line 5: the signature is not base64"),
        (f"{BODY}\n— name AAAAAAé=\n", "line 5: the signature is not base64"),
        (f"{BODY}\n{LINE}\n" + f"{LINE}\n" * 100, "the note has 101 signatures; 100 are"),
    ],
)
def test_what_is_wrong_with_a_note(malformed, why):
    with pytest.raises(BadNote, match=why):
        note.open_note(malformed, [LOG.verifier()])
    for read in (note.read_note, lambda malformed: note.add_signatures(malformed, [])):
        with pytest.raises(BadNote, match=why):
            read(malformed)


def test_a_hundred_signatures_are_allowed():
    lines = [note.cosign(CHECKPOINT, WITNESS, time) for time in range(99)]
    full = note.add_signatures(SIGNED, lines)
    assert len(note.open_note(full, [LOG.verifier()]).unknown) == 99
    with pytest.raises(BadNote, match="the note has 101 signatures"):
        note.add_signatures(full, [note.cosign(CHECKPOINT, WITNESS, 99)])


@pytest.mark.parametrize("line", ["", "x", f"{LINE}\n\n", f"{LINE}\n{LINE}", f"\n{LINE}"])
def test_what_is_wrong_with_a_line_to_add(line):
    with pytest.raises(BadNote, match="the signature line to add"):
        note.add_signatures(SIGNED, [line])


ROOT = base64.b64encode(bytes(range(32))).decode()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "does not end with a newline"),
        (f"log\n7\n{ROOT}", "does not end with a newline"),
        ("log\n7\n", "has 2 lines"),
        (f"\n7\n{ROOT}\n", "line 1: the origin is empty"),
        (f"log\t\n7\n{ROOT}\n", "line 1: the character"),
        (f"log\n07\n{ROOT}\n", "line 2: the size '07'"),
        (f"log\n\n{ROOT}\n", "line 2: the size ''"),
        (f"log\n+7\n{ROOT}\n", "line 2: the size"),
        (f"log\n-7\n{ROOT}\n", "line 2: the size"),
        (f"log\n 7\n{ROOT}\n", "line 2: the size"),
        (f"log\n7_0\n{ROOT}\n", "line 2: the size"),
        (f"log\n٧\n{ROOT}\n", "line 2: the size"),
        (f"log\n9223372036854775808\n{ROOT}\n", "line 2: the size is not in 0"),
        (f"log\n{'9' * 5000}\n{ROOT}\n", "line 2: the size"),
        ("log\n7\n\n", "line 3: the root is not base64"),
        (f"log\n7\n{ROOT} \n", "line 3: the root is not base64"),
        (f"log\n7\n{ROOT[:-2]}9=\n", "line 3: the root is not base64"),  # stray bits
        ("log\n7\nAAAA\n", "line 3: the root has 3 bytes"),
        (f"log\n7\n{ROOT}\n\n", "line 4: an extension line is empty"),
        (f"log\n7\n{ROOT}\nmore\n\nmore\n", "line 5: an extension line is empty"),
    ],
)
def test_what_is_wrong_with_a_checkpoint(text, why):
    with pytest.raises(BadNote, match=why):
        note.read_checkpoint(text)


def test_the_largest_checkpoint():
    assert note.read_checkpoint(f"log\n9223372036854775807\n{ROOT}\n").size == 2**63 - 1
    assert note.read_checkpoint(f"log\n0\n{ROOT}\n").size == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"origin": ""},
        {"origin": "two\nlines"},
        {"size": -1},
        {"size": 2**63},
        {"root": bytes(31)},
        {"extensions": ("",)},
        {"extensions": ("two\nlines",)},
        {"extensions": ("\ud800",)},
    ],
)
def test_no_checkpoint_that_could_not_be_written(fields):
    with pytest.raises(BadNote, match=r"^line [1-4]: "):
        Checkpoint(**{"origin": "log", "size": 7, "root": bytes(32), **fields})


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n", "a\u3000b", "a\u0085b", "a\0", "\ud800"])
def test_no_key_with_such_a_name(name):
    with pytest.raises(BadNote, match="is no name of a key"):
        Signer(name, LOG.key)
    with pytest.raises(BadNote, match="is no name of a key"):
        Verifier(name, bytes(32))


def test_a_name_has_no_character_that_unicode_calls_white_space():
    # The property White_Space; Go's unicode.IsSpace, which other tools use, is the same.
    spaces = {
        *range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029,
        0x202F, 0x205F, 0x3000,
    }  # fmt: skip
    refused = {0x2B, *range(0x20), *range(0xD800, 0xE000)} | spaces
    for code in range(0x3100):
        try:
            Verifier(f"a{chr(code)}b", bytes(32))
        except BadNote:
            assert code in refused, hex(code)
        else:
            assert code not in refused, hex(code)


@pytest.mark.parametrize(
    ("text", "signers", "why"),
    [
        ("", [LOG], "does not end with a newline"),
        ("a", [LOG], "does not end with a newline"),
        ("a\r\n", [LOG], "line 1: the character"),
        ("a\n\ud800\n", [LOG], "line 2: the character"),
        ("a\n", [], "by one key at least"),
    ],
)
def test_what_is_not_signed(text, signers, why):
    with pytest.raises(BadNote, match=why):
        note.sign(text, *signers)


def test_a_message_holds_nothing_that_a_terminal_obeys():
    with pytest.raises(BadNote) as refused:
        note.open_note(f"{BODY}\n— \u202e\u001b[31m{'x' * 500} AAAA B\n", [])
    assert str(refused.value).isprintable()
    with pytest.raises(BadNote) as refused:
        note.open_note(f"{BODY}\n— \u202e{'x' * 500} AAAA B\n", [])
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 200


# --- anything at all ------------------------------------------------------------------------------

ANYTHING = st.text(max_size=60) | st.text(
    st.sampled_from("—+ \n=0719AQa\r\u2028\ud800"), max_size=60
)
KEYS = [LOG.verifier(), WITNESS.verifier(Kind.COSIGNATURE), Verifier("x", b"\xff" * 32)]


def read_or_refused(text):
    for read in (
        note.read_checkpoint,
        note.read_verifier,
        lambda given: note.open_note(given, KEYS),
        lambda given: note.open_note(f"{BODY}\n{given}\n", KEYS),
        lambda given: note.add_signatures(SIGNED, [given]),
        lambda given: note.sign(given, LOG),
        lambda given: Checkpoint(given, 7, bytes(32), (given,)),
        lambda given: Verifier(given, given.encode("utf-8", "replace")),
    ):
        with contextlib.suppress(BadNote):
            read(text)


@given(ANYTHING)
def test_any_text_is_read_or_refused(text):
    read_or_refused(text)


@given(
    st.sampled_from([SIGNED, ARCHE_NOTE, QUASIMODO, NEUMANN_KEY, REMORA_KEY, CHECKPOINT.text()]),
    st.data(),
)
def test_a_broken_text_is_read_or_refused(text, data):
    start = data.draw(st.integers(0, len(text)), "start")
    end = data.draw(st.integers(start, len(text)), "end")
    read_or_refused(text[:start] + data.draw(ANYTHING, "instead") + text[end:])


@given(CHECKPOINTS, ANYTHING)
def test_what_is_read_can_be_written_in_one_way_only(checkpoint, text):
    text = checkpoint.text().replace("\n", f"\n{text}", 1)
    try:
        read = note.read_checkpoint(text)
    except BadNote:
        assume(False)
    assert read.text() == text


# --- to be read alone -----------------------------------------------------------------------------


def test_it_imports_nothing_of_ours():
    tree = ast.parse(Path(note.__file__).read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    assert {module.split(".")[0] for module in modules} == {
        "__future__", "base64", "collections", "cryptography", "dataclasses", "enum", "hashlib",
        "re", "typing",
    }  # fmt: skip
