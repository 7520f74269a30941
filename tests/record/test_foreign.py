"""Go's own note and log packages accept what we sign and prove, and refuse it when touched.

`foreign/check.go` is built on golang.org/x/mod/sumdb, from the Debian packages golang-go and
golang-golang-x-mod-dev; without them these tests are skipped.
"""

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hudna.record import merkle, note
from hudna.record.merkle import leaf_hash, nodes_of
from hudna.record.note import BadNote, Checkpoint, Signature, Signer

SOURCE = Path(__file__).parent / "foreign" / "check.go"
GOPATH = Path("/usr/share/gocode")  # where Debian installs the sources of Go packages

LOG = Signer("hudna.example/syria", Ed25519PrivateKey.from_private_bytes(b"\x01" * 32))
WITNESS = Signer("witness.example/w1", Ed25519PrivateKey.from_private_bytes(b"\x02" * 32))
MANY = 70
ENTRIES = [f"entry {number} — قيد".encode() * (number % 5) for number in range(MANY)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
NODE = nodes_of(LEAVES)


def output(*command, **options):
    done = subprocess.run(command, check=False, capture_output=True, **options)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture(scope="module")
def tool(tmp_path_factory):
    if shutil.which("go") is None:
        pytest.skip("Go is not installed (Debian: golang-go)")
    if not (GOPATH / "src/golang.org/x/mod/sumdb/tlog").is_dir():
        pytest.skip("golang.org/x/mod is not installed (Debian: golang-golang-x-mod-dev)")
    made = tmp_path_factory.mktemp("go")
    environment = os.environ | {
        "GO111MODULE": "off",
        "GOPATH": str(GOPATH),
        "GOFLAGS": "",
        "GOCACHE": str(made / "cache"),
        "CGO_ENABLED": "0",
    }
    output("go", "build", "-o", made / "check", SOURCE, env=environment, cwd=made)
    return made / "check"


def answers(tool, cases):
    """What the tool says of each case: nothing if it holds, or why not."""
    return json.loads(output(tool, input=json.dumps(cases).encode()))


def checkpoint(size, root=None):
    return Checkpoint(LOG.name, size, root or merkle.head(size, NODE))


NOTES = [note.sign(checkpoint(size).text(), LOG) for size in range(MANY + 1)]


def case(size, **proofs):
    return {"note": NOTES[size], "vkey": LOG.verifier().vkey, "origin": LOG.name, **proofs}


def inclusion(index, size, path=None, record=None):
    path = merkle.inclusion(index, size, NODE) if path is None else path
    record = ENTRIES[index] if record is None else record
    return case(size, inclusion={"index": index, "record": text(record), "path": texts(path)})


def consistency(old, new, path=None, root=None):
    path = merkle.consistency(old, new, NODE) if path is None else path
    root = root or merkle.head(old, NODE)
    return case(new, consistency={"size": old, "root": text(root), "path": texts(path)})


def text(data):
    return base64.b64encode(data).decode()


def texts(path):
    return [text(data) for data in path]


def flipped(data):
    return bytes([data[0] ^ 1]) + data[1:]


def test_it_opens_our_checkpoints(tool):
    cases = [case(size) for size in range(MANY + 1)]
    assert answers(tool, cases) == [""] * len(cases)


def test_it_opens_a_checkpoint_with_a_witness(tool):
    lines = [note.cosign(checkpoint(7), WITNESS, 1_483_142_400)]
    assert answers(tool, [case(7) | {"note": note.add_signatures(NOTES[7], lines)}]) == [""]


def test_it_accepts_our_proofs_that_an_entry_is_there(tool):
    cases = [inclusion(index, size) for size in range(1, MANY + 1) for index in range(size)]
    assert answers(tool, cases) == [""] * len(cases)


def test_it_accepts_our_proofs_that_the_log_only_grew(tool):
    cases = [consistency(old, new) for new in range(1, MANY + 1) for old in range(1, new + 1)]
    assert answers(tool, cases) == [""] * len(cases)


def test_it_refuses_a_note_with_a_changed_character(tool):
    whole = NOTES[7]
    # The last character before the padding has bits that mean nothing; only we refuse those.
    places = [at for at in range(len(whole)) if at != whole.rindex("=") - 1]
    cases = [
        case(7) | {"note": whole[:at] + chr(ord(whole[at]) ^ 1) + whole[at + 1 :]} for at in places
    ]
    assert all(answers(tool, cases))
    for changed in cases:
        with pytest.raises(BadNote):
            note.open_note(changed["note"], [LOG.verifier()])


def test_it_refuses_another_key_and_another_log(tool):
    other = Signer(LOG.name, WITNESS.key).verifier().vkey
    cases = [case(7) | {"vkey": other}, case(7) | {"origin": "another.example"}]
    assert answers(tool, cases) == [
        "note has no verifiable signatures",
        "checkpoint of another origin",
    ]


@pytest.mark.parametrize("size", [2, 3, 7, 8, 21])
def test_it_refuses_proofs_with_a_changed_byte(tool, size):
    cases = []
    for index in range(size):
        path = merkle.inclusion(index, size, NODE)
        cases.append(inclusion(index, size, record=ENTRIES[index] + b"."))
        for at, value in enumerate(path):
            cases.append(inclusion(index, size, [*path[:at], flipped(value), *path[at + 1 :]]))
    for old in range(1, size):
        path = merkle.consistency(old, size, NODE)
        cases.append(consistency(old, size, root=flipped(merkle.head(old, NODE))))
        for at, value in enumerate(path):
            cases.append(consistency(old, size, [*path[:at], flipped(value), *path[at + 1 :]]))
    assert set(answers(tool, cases)) == {"invalid transparency proof"}


def test_it_judges_misplaced_proofs_as_we_do(tool):
    # A path for one place in one tree, held against every other place and tree.
    cases, ours = [], []
    for size in range(1, 10):
        for index in range(size):
            path = merkle.inclusion(index, size, NODE)
            for place in range(10):
                for tree in range(1, 10):
                    held = merkle.head(tree, NODE)
                    ours.append(merkle.is_included(LEAVES[index], place, tree, path, held))
                    proof = inclusion(index, size, path)["inclusion"] | {"index": place}
                    cases.append(case(tree, inclusion=proof))
        for old in range(1, size + 1):
            path, root = merkle.consistency(old, size, NODE), merkle.head(old, NODE)
            for earlier in range(1, 10):
                for later in range(1, 10):
                    held = merkle.head(later, NODE)
                    ours.append(merkle.is_consistent(earlier, root, later, held, path))
                    proof = consistency(old, size, path)["consistency"] | {"size": earlier}
                    cases.append(case(later, consistency=proof))
    assert [not answer for answer in answers(tool, cases)] == ours


@pytest.mark.parametrize("body", [checkpoint(7).text(), "ينتهي النص\n\nby a line\n"])
def test_we_open_what_it_signs(tool, body):
    signed = output(tool, "sign", "go.example/log", input=body.encode()).decode()
    vkey, _, signed = signed.partition("\n")
    verifier = note.read_verifier(vkey)
    assert verifier.vkey == vkey
    assert note.open_note(signed, [verifier]) == note.Opened(body, (Signature(verifier),), ())
    with pytest.raises(BadNote):
        note.open_note("." + signed, [verifier])
