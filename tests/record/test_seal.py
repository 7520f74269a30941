"""Seals: what goes in comes out with the key, and nothing of it shows anywhere else."""

import base64
import contextlib
import hashlib
import json
import os
import re
import stat
import subprocess
import sys
import traceback
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import sodium_pad
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from hudna.problem import Refused
from hudna.record import seal

PASSPHRASE = "velvet anchor mirror"
IDENTITY = {"name": "Zaynab al-Example", "telephone": "+963 000 4711", "note": "ترجمان"}
REAL_COST = seal.COST
KEY = seal.SealingKey(PrivateKey(bytes(range(32))))

posix = pytest.mark.skipif(os.name != "posix", reason="rights are those of POSIX")

texts = st.text(st.characters(exclude_categories=["Cs"]))
identities = st.dictionaries(texts, texts, max_size=6)


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(seal, "COST", seal.Cost(memory=8, passes=1, lanes=1))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "sealing.key"


def forms(secret):
    """Bytes, and the ways in which they are usually written."""
    encoded = {base64.b64encode(b"x" * shift + secret)[4:-4] for shift in range(3)}
    return {
        secret,
        secret.hex().encode(),
        secret.hex().upper().encode(),
        repr(secret)[2:-1].encode(),
        *encoded,
        *(piece.replace(b"+", b"-").replace(b"/", b"_") for piece in encoded),
    }


def shows(content, secret):
    if isinstance(content, str):
        content = content.encode(errors="surrogatepass")
    return any(form in content for form in forms(secret))


def told(error):
    """All that an exception says, to a person, to a log, and in what it was raised from."""
    texts = []
    seen = error
    while seen is not None:
        texts += [str(seen), repr(seen), repr(seen.args), repr(getattr(seen, "__dict__", ""))]
        texts += [repr(getattr(seen, name, "")) for name in ("doc", "object")]
        seen = seen.__context__
    return "\n".join([*texts, *traceback.format_exception(error)])


# --- the key and its file


def test_a_new_key_opens_what_was_sealed_to_it(path):
    public = seal.new_sealing_key(path, PASSPHRASE)
    assert len(public) == 32
    key = seal.open_sealing_key(path, PASSPHRASE)
    assert key.public == public
    assert seal.unseal(seal.seal(IDENTITY, public), key) == IDENTITY


def test_two_keys_differ(tmp_path):
    one = seal.new_sealing_key(tmp_path / "one", PASSPHRASE)
    assert one != seal.new_sealing_key(tmp_path / "two", PASSPHRASE)
    salts = {json.loads((tmp_path / name).read_bytes())["salt"] for name in ("one", "two")}
    assert len(salts) == 2


def test_the_real_cost_is_that_of_the_standard_or_more():
    # RFC 9106, section 4, second recommended option: 3 passes, 4 lanes, 64 MiB.
    assert REAL_COST.memory >= 64 * 1024
    assert REAL_COST.passes >= 3
    assert REAL_COST.lanes == 4
    assert REAL_COST.memory <= seal.MOST.memory
    assert REAL_COST.passes <= seal.MOST.passes


def test_the_file_says_what_it_cost_and_opens_after_the_cost_was_raised(path, monkeypatch):
    public = seal.new_sealing_key(path, PASSPHRASE)
    monkeypatch.setattr(seal, "COST", REAL_COST)
    assert seal.open_sealing_key(path, PASSPHRASE).public == public
    found = json.loads(path.read_bytes())
    assert (found["memory_kib"], found["passes"], found["lanes"]) == (8, 1, 1)


@pytest.mark.slow
def test_a_key_at_the_real_cost(path, monkeypatch):
    monkeypatch.setattr(seal, "COST", REAL_COST)
    public = seal.new_sealing_key(path, PASSPHRASE)
    assert seal.open_sealing_key(path, PASSPHRASE).public == public
    assert json.loads(path.read_bytes())["memory_kib"] >= 64 * 1024


def test_a_key_file_can_be_opened_without_hudna(path):
    # By libsodium's own Argon2id, which has one lane, from nothing but what the file says.
    public = seal.new_sealing_key(path, "é" * 12)
    found = json.loads(path.read_bytes())
    lock = argon2id.kdf(
        SecretBox.KEY_SIZE,
        b"\xc3\xa9" * 12,
        bytes.fromhex(found["salt"]),
        opslimit=found["passes"],
        memlimit=found["memory_kib"] * 1024,
    )
    private = PrivateKey(SecretBox(lock).decrypt(bytes.fromhex(found["box"])))
    assert bytes(private.public_key) == public == bytes.fromhex(found["public"])


@pytest.mark.parametrize("short", ["", "elevenchars", "e\u0301" * 11, "é" * 11])
def test_a_short_passphrase_is_refused_with_the_least_length(path, short):
    with pytest.raises(Refused, match="12"):
        seal.new_sealing_key(path, short)
    assert not path.exists()


def test_twelve_characters_are_enough(path):
    seal.new_sealing_key(path, "é" * 12)
    seal.open_sealing_key(path, "é" * 12)


@given(texts.filter(lambda text: len(unicodedata.normalize("NFC", text)) >= 12))
def test_a_passphrase_is_the_same_however_the_keyboard_composes_it(tmp_path_factory, passphrase):
    path = tmp_path_factory.mktemp("k") / "key"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seal, "COST", seal.Cost(8, 1, 1))
        public = seal.new_sealing_key(path, unicodedata.normalize("NFD", passphrase))
        composed = unicodedata.normalize("NFC", passphrase)
        assert seal.open_sealing_key(path, composed).public == public


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "x",
        PASSPHRASE + " ",
        PASSPHRASE.title(),
        PASSPHRASE + "\0",
        PASSPHRASE[:-1],
        "\ufb00" * 12,
    ],
)
def test_a_wrong_passphrase_is_refused(path, wrong):
    seal.new_sealing_key(path, PASSPHRASE)
    with pytest.raises(Refused, match="passphrase is wrong") as refused:
        seal.open_sealing_key(path, wrong)
    assert refused.value.problems[0].file == str(path)


def test_a_key_is_never_written_over_a_file(path):
    seal.new_sealing_key(path, PASSPHRASE)
    before = path.read_bytes()
    with pytest.raises(Refused, match="never overwritten"):
        seal.new_sealing_key(path, PASSPHRASE)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_key_for_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused, match="cannot be written"):
        seal.new_sealing_key(tmp_path / "none" / "key", PASSPHRASE)


@posix
def test_only_the_user_may_read_the_file(path):
    before = os.umask(0)
    try:
        seal.new_sealing_key(path, PASSPHRASE)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        seal.change_passphrase(path, PASSPHRASE, "another one, long")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@posix
def test_a_stick_without_rights_may_hold_the_file(path):
    public = seal.new_sealing_key(path, PASSPHRASE)
    path.chmod(0o755)
    assert seal.open_sealing_key(path, PASSPHRASE).public == public


def test_a_file_that_is_not_there_is_refused(path):
    with pytest.raises(Refused, match="no such file"):
        seal.open_sealing_key(path, PASSPHRASE)


def test_another_passphrase_opens_the_same_key(path):
    public = seal.new_sealing_key(path, PASSPHRASE)
    sealed = seal.seal(IDENTITY, public)
    seal.change_passphrase(path, PASSPHRASE, "another one, long")
    assert seal.unseal(sealed, seal.open_sealing_key(path, "another one, long")) == IDENTITY
    with pytest.raises(Refused, match="passphrase is wrong"):
        seal.open_sealing_key(path, PASSPHRASE)
    assert list(path.parent.iterdir()) == [path]


def test_another_passphrase_raises_the_cost_to_todays(path, monkeypatch):
    seal.new_sealing_key(path, PASSPHRASE)
    monkeypatch.setattr(seal, "COST", seal.Cost(16, 2, 2))
    seal.change_passphrase(path, PASSPHRASE, PASSPHRASE)
    found = json.loads(path.read_bytes())
    assert (found["memory_kib"], found["passes"], found["lanes"]) == (16, 2, 2)


@pytest.mark.parametrize(
    ("old", "new"), [("wrong passphrase", "long enough, this"), (PASSPHRASE, "short")]
)
def test_a_refused_change_leaves_the_file(path, old, new):
    seal.new_sealing_key(path, PASSPHRASE)
    before = path.read_bytes()
    with pytest.raises(Refused):
        seal.change_passphrase(path, old, new)
    assert path.read_bytes() == before


def test_a_change_that_finds_the_disk_full_leaves_the_file(path, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    seal.new_sealing_key(path, PASSPHRASE)
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="No space left"):
        seal.change_passphrase(path, PASSPHRASE, "another one, long")
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@posix
def test_a_change_through_a_link_changes_the_file_behind_it(path, tmp_path):
    seal.new_sealing_key(path, PASSPHRASE)
    link = tmp_path / "link"
    link.symlink_to(path)
    seal.change_passphrase(link, PASSPHRASE, "another one, long")
    assert link.is_symlink()
    seal.open_sealing_key(path, "another one, long")


# --- hostile key files


def changed(path, **fields):
    found = json.loads(path.read_bytes()) | fields
    path.write_text(json.dumps(found))


@pytest.mark.parametrize(
    "cost",
    [
        {"memory_kib": 100 * 1024 * 1024},
        {"memory_kib": 1024 * 1024 + 1},
        {"memory_kib": 2**32},
        {"memory_kib": 10**400},
        {"passes": 11},
        {"passes": 2**31},
        {"lanes": 17},
        {"lanes": 2**24},
    ],
)
def test_a_file_that_asks_for_too_much_is_refused_before_it_gets_it(path, cost, monkeypatch):
    seal.new_sealing_key(path, PASSPHRASE)
    changed(path, **cost)
    monkeypatch.setattr(seal, "hash_secret_raw", lambda *_: pytest.fail("it was tried"))
    with pytest.raises(Refused, match="which no key of Hudna does"):
        seal.open_sealing_key(path, PASSPHRASE)


def test_a_machine_without_the_memory_says_so(path, monkeypatch):
    def none(*_):
        raise seal.HashingError("Memory allocation error")

    seal.new_sealing_key(path, PASSPHRASE)
    monkeypatch.setattr(seal, "hash_secret_raw", none)
    with pytest.raises(Refused, match="Memory allocation error"):
        seal.open_sealing_key(path, PASSPHRASE)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"not json",
        b"\xff\xfe",
        b"[" * 50_000,
        b'{"a":' * 10_000,
        b"9" * 60_000,
        b"-----BEGIN PRIVATE KEY-----\n",
        bytes(70_000),
    ],
)
def test_a_foreign_file_is_refused_with_its_name(path, content):
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        seal.open_sealing_key(path, PASSPHRASE)
    (problem,) = refused.value.problems
    assert problem.file == str(path)
    assert problem.remedy


@pytest.mark.parametrize(
    "fields",
    [
        {"format": "hudna sealing key 2"},
        {"derivation": "argon2i 1.3"},
        {"memory_kib": "8"},
        {"memory_kib": 8.0},
        {"memory_kib": True},
        {"memory_kib": 0},
        {"memory_kib": 1},
        {"memory_kib": -8},
        {"passes": 0},
        {"passes": None},
        {"lanes": 0},
        {"lanes": 16},  # more than the memory allows
        {"salt": ""},
        {"salt": "00" * 15},
        {"salt": "00" * 17},
        {"salt": "zz" * 16},
        {"salt": 7},
        {"box": ""},
        {"box": "00" * 71},
        {"box": "00" * 72},
        {"box": ["00"] * 72},
        {"public": "00" * 32},
        {"public": "00" * 31},
        {"more": 1},
    ],
)
def test_a_file_with_a_wrong_part_is_refused(path, fields):
    seal.new_sealing_key(path, PASSPHRASE)
    changed(path, **fields)
    with pytest.raises(Refused):
        seal.open_sealing_key(path, PASSPHRASE)


@pytest.mark.parametrize(
    "part", ["format", "derivation", "memory_kib", "passes", "lanes", "salt", "public", "box"]
)
def test_a_file_without_a_part_is_refused(path, part):
    seal.new_sealing_key(path, PASSPHRASE)
    found = json.loads(path.read_bytes())
    del found[part]
    path.write_text(json.dumps(found))
    with pytest.raises(Refused, match="no sealing key"):
        seal.open_sealing_key(path, PASSPHRASE)


@given(st.data())
def test_damage_to_a_key_file_gives_a_refusal_or_the_key(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("k") / "key"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seal, "COST", seal.Cost(8, 1, 1))
        # Damage may ask for as much as is allowed: let that be little.
        patch.setattr(seal, "MOST", seal.Cost(512, 4, 4))
        public = seal.new_sealing_key(path, PASSPHRASE)
        broken = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(0, 3))):
            place = data.draw(st.integers(0, len(broken) - 1))
            broken[place] = data.draw(st.integers(0, 255) | st.sampled_from(b'0123456789",:{}'))
        path.write_bytes(broken[: data.draw(st.integers(0, len(broken)) | st.just(len(broken)))])
        try:
            found = seal.open_sealing_key(path, PASSPHRASE)
        except Refused:
            return
        assert found.public == public


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["format", "derivation", "memory_kib", "passes", "lanes", "salt", "public", "box"]
        ),
        json_values | st.integers(0, 20) | st.binary(max_size=80).map(bytes.hex),
        min_size=1,
    )
)
def test_whatever_stands_in_a_key_file_there_is_a_refusal_or_the_key(tmp_path_factory, fields):
    path = tmp_path_factory.mktemp("k") / "key"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seal, "COST", seal.Cost(8, 1, 1))
        patch.setattr(seal, "MOST", seal.Cost(512, 4, 4))
        public = seal.new_sealing_key(path, PASSPHRASE)
        changed(path, **fields)
        with contextlib.suppress(Refused):
            assert seal.open_sealing_key(path, PASSPHRASE).public == public


# --- seals


@given(identities)
def test_what_was_sealed_comes_out(identity):
    assert seal.unseal(seal.seal(identity, KEY.public), KEY) == identity


@given(identities)
def test_two_seals_of_one_identity_differ(identity):
    assert seal.seal(identity, KEY.public) != seal.seal(identity, KEY.public)


@given(identities)
def test_the_length_of_a_seal_tells_only_its_blocks(identity):
    # ISO/IEC 7816-4 adds one byte at least; the box adds 48.
    plain = len(json.dumps(identity, ensure_ascii=False, separators=(",", ":")).encode())
    blocks = plain // 512 + 1
    assert len(seal.seal(identity, KEY.public)) == 48 + 512 * blocks


def test_short_identities_have_one_length():
    # {"n":"…"} is eight bytes and the text: 503 letters fill 511 bytes, one is left for padding.
    lengths = {len(seal.seal({"n": "x" * size}, KEY.public)) for size in range(504)}
    assert lengths == {48 + 512}
    assert len(seal.seal({"n": "x" * 504}, KEY.public)) == 48 + 1024


def test_one_identity_is_sealed_as_one_text_whatever_its_order():
    # RFC 8785, section 3.2.3: names in the order of their UTF-16 code units.
    names = ["\ufb33", "\U0001f600", "\u20ac", "1", "\r", "\u0080", "\u00f6"]
    order = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    sealed = seal.seal(dict.fromkeys(names, "x"), KEY.public)
    assert list(seal.unseal(sealed, KEY)) == order


def test_a_seal_is_that_of_nacl():
    sealed = seal.seal({"b": "é", "a": "\n"}, KEY.public)
    plain = SealedBox(KEY.private).decrypt(sealed)
    text = '{"a":"\\n","b":"é"}'.encode()
    assert plain == text + b"\x80" + bytes(512 - len(text) - 1)  # ISO/IEC 7816-4


@given(identities, st.data())
def test_a_changed_seal_is_refused(identity, data):
    sealed = bytearray(seal.seal(identity, KEY.public))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Refused, match="changed since"):
        seal.unseal(bytes(sealed), KEY)


def test_every_bit_of_the_box_key_counts():
    sealed = seal.seal(IDENTITY, KEY.public)
    for bit in range(48 * 8):
        broken = bytearray(sealed)
        broken[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Refused):
            seal.unseal(bytes(broken), KEY)


@given(st.binary(max_size=1200))
def test_whatever_is_no_seal_is_refused(sealed):
    with pytest.raises(Refused):
        seal.unseal(sealed, KEY)


def test_another_key_does_not_open_a_seal():
    other = seal.SealingKey(PrivateKey(bytes(32)))
    with pytest.raises(Refused, match="another key"):
        seal.unseal(seal.seal(IDENTITY, KEY.public), other)


@pytest.mark.parametrize(
    "plain",
    [
        b"", b"null", b"[]", b'"x"', b"{", b'{"a":1}', b'{"a":null}', b'{"a":{}}', b"\xff",
        b'{"a":"\\ud800"}', b"[" * 100_000, '{"a":"x"}'.encode("utf-16"),
    ],
)  # fmt: skip
def test_a_seal_that_holds_no_identity_is_refused(plain):
    # Anybody can seal anything to a public key.
    sealed = SealedBox(PublicKey(KEY.public)).encrypt(sodium_pad(plain, 512))
    with pytest.raises(Refused, match="no identity"):
        seal.unseal(sealed, KEY)


@pytest.mark.parametrize("plain", [b"", b"{}", bytes(512), b"\x80" + bytes(512), b"x" * 512])
def test_a_seal_without_padding_is_refused(plain):
    with pytest.raises(Refused):
        seal.unseal(SealedBox(PublicKey(KEY.public)).encrypt(plain), KEY)


@pytest.mark.parametrize(
    "identity",
    [{"name": None}, {"name": 7}, {7: "x"}, {"name": ["x"]}, {"name": "\ud800"}, {"\udfff": ""}],
)
def test_an_identity_that_is_no_text_is_refused(identity):
    with pytest.raises(Refused, match="UTF-8"):
        seal.seal(identity, KEY.public)


# RFC 7748, section 6.1, and the points of small order that seal to anybody who asks.
@pytest.mark.parametrize(
    "public", [b"", bytes(31), bytes(33), bytes(32), b"\x01" + bytes(31), KEY.public.hex().encode()]
)
def test_what_is_no_public_key_is_refused(public):
    with pytest.raises(Refused, match="no public key"):
        seal.seal(IDENTITY, public)


# --- nothing shows


def test_nothing_secret_stands_in_a_file(tmp_path):
    path = tmp_path / "key"
    public = seal.new_sealing_key(path, PASSPHRASE)
    private = bytes(seal.open_sealing_key(path, PASSPHRASE).private)
    seal.change_passphrase(path, PASSPHRASE, "another one, long")
    (tmp_path / "sealed").write_bytes(seal.seal(IDENTITY, public))
    secrets = [private, PASSPHRASE.encode(), b"another one, long"]
    secrets += [value.encode() for value in IDENTITY.values()]
    files = list(tmp_path.iterdir())
    assert len(files) == 2
    for file in files:
        for secret in secrets:
            assert not shows(file.read_bytes(), secret)
    assert shows(path.read_bytes(), public)  # the search finds what is there


def test_nothing_secret_stands_in_the_text_of_a_key(path):
    seal.new_sealing_key(path, PASSPHRASE)
    key = seal.open_sealing_key(path, PASSPHRASE)
    for text in [repr(key), str(key), f"{key}", repr([key]), repr({"key": key}), ascii(key)]:
        assert not shows(text, bytes(key.private))


def failures(path, private):
    """Calls that are refused, each with secrets in its hands."""
    sealed = seal.seal(IDENTITY, KEY.public)
    other = seal.SealingKey(PrivateKey(private))
    bad = {**IDENTITY, "more": "\ud800"}
    nested = SealedBox(PublicKey(KEY.public)).encrypt(
        sodium_pad(json.dumps({"more": IDENTITY}, ensure_ascii=False).encode(), 512)
    )
    cut = SealedBox(PublicKey(KEY.public)).encrypt(
        sodium_pad(json.dumps(IDENTITY, ensure_ascii=False).encode()[:-1], 512)
    )
    odd = SealedBox(PublicKey(KEY.public)).encrypt(
        sodium_pad(IDENTITY["name"].encode() + b"\xff" + IDENTITY["telephone"].encode(), 512)
    )
    return [
        lambda: seal.unseal(sealed, other),
        lambda: seal.unseal(sealed[:-1], KEY),
        lambda: seal.unseal(nested, KEY),
        lambda: seal.unseal(cut, KEY),
        lambda: seal.unseal(odd, KEY),
        lambda: seal.seal(bad, KEY.public),
        lambda: seal.seal({**IDENTITY, "age": 7}, KEY.public),
        lambda: seal.seal(IDENTITY, bytes(32)),
        lambda: seal.seal(IDENTITY, b"short"),
        lambda: seal.new_sealing_key(path, PASSPHRASE),
        lambda: seal.new_sealing_key(path.parent / "no" / "key", PASSPHRASE),
        lambda: seal.new_sealing_key(path, PASSPHRASE[:11]),
        lambda: seal.new_sealing_key(path, PASSPHRASE + "\ud800"),
        lambda: seal.open_sealing_key(path, PASSPHRASE + "!"),
        lambda: seal.open_sealing_key(path, PASSPHRASE + "\ud800"),
        lambda: seal.change_passphrase(path, PASSPHRASE, PASSPHRASE[:11]),
        lambda: seal.change_passphrase(path, PASSPHRASE, PASSPHRASE + "\ud800"),
    ]


def test_nothing_secret_stands_in_a_refusal(path, caplog, capsys):
    seal.new_sealing_key(path, PASSPHRASE)
    private = bytes(seal.open_sealing_key(path, PASSPHRASE).private)
    secrets = [private, bytes(KEY.private), PASSPHRASE[:11].encode()]
    secrets += [value.encode() for value in IDENTITY.values()]
    for fail in failures(path, private):
        with pytest.raises(Refused) as refused:
            fail()
        for secret in secrets:
            assert not shows(told(refused.value), secret)
    printed = "".join([caplog.text, *capsys.readouterr()])
    assert printed == ""


def test_the_passphrase_does_not_show_when_the_file_was_changed(path):
    seal.new_sealing_key(path, PASSPHRASE)
    changed(path, public="00" * 32)
    private = None
    with pytest.raises(Refused, match="was changed") as refused:
        private = seal.open_sealing_key(path, PASSPHRASE)
    assert private is None
    assert not shows(told(refused.value), PASSPHRASE.encode())


# --- names and commitments


def test_a_pseudonym_has_the_form_of_the_document():
    names = [seal.pseudonym() for _ in range(2000)]
    form = re.compile("S-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")
    assert all(form.fullmatch(name) for name in names)
    assert len(set(names)) == 2000  # of 2^40: two alike once in half a million runs
    # Each letter stands at each place: one is missing once in 10^25 runs.
    letters = [set(place) for place in zip(*names, strict=True)]
    assert [len(seen) for seen in letters] == [1, 1, 32, 32, 32, 32, 1, 32, 32, 32, 32]


def test_pseudonyms_do_not_repeat_in_another_process():
    made = [
        subprocess.run(
            [sys.executable, "-c", "from hudna.record.seal import pseudonym; print(pseudonym())"],
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for _ in range(2)
    ]
    assert made[0] != made[1]


@given(st.binary(min_size=32, max_size=100), st.binary(min_size=32, max_size=32))
def test_a_commitment_is_the_construction_of_the_rfc(key, content):
    # RFC 2104: H(K xor opad, H(K xor ipad, text)), K hashed if longer than a block of 64 bytes.
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block) + content).digest()
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block) + inner).hexdigest()
    assert seal.keyed_commitment(key, content) == outer


def test_a_commitment_depends_on_key_and_content():
    made = {
        seal.keyed_commitment(bytes([key]) * 32, bytes([content]) * 32)
        for key in range(3)
        for content in range(3)
    }
    assert len(made) == 9


@pytest.mark.parametrize(("key", "content"), [(31, 32), (0, 32), (32, 31), (32, 33), (32, 64)])
def test_a_weak_commitment_is_refused(key, content):
    with pytest.raises(ValueError, match="32 bytes"):
        seal.keyed_commitment(bytes(key), bytes(content))
