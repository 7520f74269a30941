"""Keys: made once, kept from others, never in the case; and what a machine saw of a log."""

import base64
import contextlib
import hashlib
import os
import shutil
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from hudna.problem import Refused
from hudna.record import keys

ORIGIN = "hudna/syria-2016/3f9a61c2"
NOTE = f"{ORIGIN}\n7\nq6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=\n\n— {ORIGIN} AAAAAA==\n"

posix = pytest.mark.skipif(os.name != "posix", reason="rights are those of POSIX")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HUDNA_KEYS", str(tmp_path / "keys"))
    return tmp_path / "keys"


def key_file(folder):
    (found,) = (file for file in folder.glob("*.pem") if file.name.count(".") == 1)
    return found


def written(folder, content, mode=0o600):
    keys.new_log_key(ORIGIN)
    file = key_file(folder)
    file.write_bytes(content)
    file.chmod(mode)
    return file


def public_bytes(key):
    return key.public_key().public_bytes_raw()


def test_the_folder_is_the_one_that_is_set(folder):
    assert keys.keys_folder() == folder


def test_the_folder_may_be_written_from_home(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("HUDNA_KEYS", "~/mine")
    assert keys.keys_folder() == tmp_path / "mine"


@posix
@pytest.mark.parametrize("configured", [None, "", "not/absolute"])
def test_else_it_is_in_the_users_configuration(monkeypatch, tmp_path, configured):
    monkeypatch.delenv("HUDNA_KEYS")
    monkeypatch.setenv("HOME", str(tmp_path))
    if configured is None:
        monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_CONFIG_HOME", configured)
    assert keys.keys_folder() == tmp_path / ".config/hudna/keys"


@posix
def test_or_where_the_desktop_puts_configuration(monkeypatch, tmp_path):
    monkeypatch.setenv("HUDNA_KEYS", "")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    assert keys.keys_folder() == tmp_path / "settings/hudna/keys"


def test_a_user_without_a_home_is_told_what_to_set(monkeypatch):
    def nowhere():
        raise RuntimeError("no home")

    monkeypatch.delenv("HUDNA_KEYS")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("APPDATA", raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    with pytest.raises(Refused, match="HUDNA_KEYS"):
        keys.keys_folder()


def test_keys_outside_the_case_are_well(tmp_path):
    keys.outside(tmp_path / "keys", tmp_path / "case")
    keys.outside(tmp_path / "case-keys", tmp_path / "case")  # a common beginning is no folder
    keys.outside(tmp_path / "keys", tmp_path / "keys/case")


@pytest.mark.parametrize("inside", [".", "keys", "a/b/../keys", "x/../../case"])
def test_keys_in_the_case_are_refused(tmp_path, inside):
    with pytest.raises(Refused, match="must not lie in the case folder"):
        keys.outside(tmp_path / "case" / inside, tmp_path / "case")


@posix
def test_links_do_not_hide_where_keys_lie(tmp_path):
    (tmp_path / "case/hidden").mkdir(parents=True)
    (tmp_path / "elsewhere").symlink_to(tmp_path / "case/hidden")
    (tmp_path / "same").symlink_to(tmp_path / "case")
    for folder, case in [
        ("elsewhere", "case"),
        ("elsewhere/new/folder", "case"),
        ("case/hidden", "same"),
        ("elsewhere", "same"),
    ]:
        with pytest.raises(Refused, match="must not lie"):
            keys.outside(tmp_path / folder, tmp_path / case)


def test_capitals_do_not_hide_where_keys_lie(tmp_path, monkeypatch):
    # As on a file system for which `Case` and `case` are one folder.
    monkeypatch.setattr(Path, "samefile", lambda one, other: str(one).lower() == str(other).lower())
    with pytest.raises(Refused, match="must not lie"):
        keys.outside(tmp_path / "Case/keys", tmp_path / "case")


@posix
def test_links_in_a_circle_are_refused(tmp_path):
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    with pytest.raises(Refused):
        keys.outside(tmp_path / "one/keys", tmp_path / "one")


def test_a_machine_without_a_key_holds_none(folder):
    assert keys.log_key(ORIGIN) is None
    assert keys.retired_log_keys(ORIGIN) == {}
    assert keys.last_seen(ORIGIN) is None
    assert not folder.exists()


def test_a_key_that_was_made_is_found_again():
    made = keys.new_log_key(ORIGIN)
    found = keys.log_key(ORIGIN)
    assert public_bytes(found) == public_bytes(made)
    made.public_key().verify(found.sign(b"entry"), b"entry")


def test_each_log_has_its_own_key():
    made = {
        public_bytes(keys.new_log_key(origin))
        for origin in ["hudna/a/1", "hudna/A/1", "hudna/a-1", "hudna/a.1", "hudna-a/1", "con"]
    }
    assert len(made) == 6


def test_names_differ_even_where_capitals_do_not_count(folder):
    for origin in ["hudna/syria", "hudna/Syria", "HUDNA/syria"]:
        keys.new_log_key(origin)
    assert len({file.name.lower() for file in folder.iterdir()}) == 3


def test_a_key_is_never_made_over_another(folder):
    made = keys.new_log_key(ORIGIN)
    before = key_file(folder).read_bytes()
    with pytest.raises(Refused, match="never overwritten"):
        keys.new_log_key(ORIGIN)
    assert key_file(folder).read_bytes() == before
    assert public_bytes(keys.log_key(ORIGIN)) == public_bytes(made)
    assert len(list(folder.iterdir())) == 1


def test_of_many_who_make_a_key_at_once_one_does(folder):
    def attempt(_):
        try:
            return public_bytes(keys.new_log_key(ORIGIN))
        except Refused:
            return None

    with ThreadPoolExecutor(8) as pool:
        made = [key for key in pool.map(attempt, range(40)) if key is not None]
    assert made == [public_bytes(keys.log_key(ORIGIN))]
    assert len(list(folder.iterdir())) == 1


@posix
def test_only_the_user_may_read_what_is_written(folder):
    before = os.umask(0)
    try:
        keys.new_log_key(ORIGIN)
        keys.rotate_log_key(ORIGIN)
        keys.remember(ORIGIN, NOTE)
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert len(list(folder.iterdir())) == 3


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o666])
def test_a_key_that_others_may_read_is_refused_with_the_remedy(folder, mode):
    keys.new_log_key(ORIGIN)
    key_file(folder).chmod(mode)
    with pytest.raises(Refused, match="chmod 600"):
        keys.log_key(ORIGIN)


@posix
@pytest.mark.parametrize("mode", [0o720, 0o702, 0o777, 0o1777])
def test_a_folder_that_others_may_write_to_is_refused(folder, mode):
    folder.mkdir()
    folder.chmod(mode)
    for act in [keys.log_key, keys.new_log_key, keys.last_seen]:
        with pytest.raises(Refused, match="chmod 700"):
            act(ORIGIN)
    assert list(folder.iterdir()) == []


HOSTILE = [
    "", ".", "..", "/", "../../x", "a/../b", "a/./b", "a/..", "/etc/x", "a//b", "a/", ".hidden",
    "a/.b", "a\\b", "..\\x", "C:x", "a b", "a\n", "a\0b", "a+b", "a\u202eb", "é", "٣", "a*", "a?[b]",
    "a" * 151, "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("origin", HOSTILE)
def test_a_hostile_name_of_a_log_is_refused(folder, tmp_path, origin):
    for act in [
        keys.log_key,
        keys.new_log_key,
        keys.rotate_log_key,
        keys.retired_log_keys,
        keys.last_seen,
    ]:
        with pytest.raises(Refused, match="no name of a log") as refused:
            act(origin)
        assert str(refused.value).isprintable()
    assert list(tmp_path.iterdir()) == []


@given(st.text(st.sampled_from("aZ9-_./\\ \n+~$:\0"), max_size=20))
def test_no_name_of_a_log_leads_out_of_the_folder(tmp_path_factory, origin):
    base = tmp_path_factory.mktemp("base")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUDNA_KEYS", str(base / "keys"))
        try:
            keys.new_log_key(origin)
        except Refused:
            assert list(base.iterdir()) == []
        else:
            (file,) = (base / "keys").iterdir()
            assert file.is_file()
            assert keys.log_key(origin) is not None
    shutil.rmtree(base)


def test_the_longest_name_has_a_file():
    origin = "a" * 150
    keys.new_log_key(origin)
    keys.rotate_log_key(origin)
    assert len(keys.retired_log_keys(origin)) == 1


def pem(key, encryption=None):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())


def foreign():
    ours = Ed25519PrivateKey.generate()
    good = pem(ours)
    return {
        "nothing": b"",
        "blank": b"\n\n",
        "text": b"not a key",
        "zeros": bytes(200),
        "not text": bytes(range(256)),
        "cut": good[: len(good) // 2],
        "no end": good.rpartition(b"-----END")[0],
        "other letters": good.replace(good[40:44], b"!!!!"),
        "rsa": pem(rsa.generate_private_key(65537, 1024)),
        "ecdsa": pem(ec.generate_private_key(ec.SECP256R1())),
        "locked": pem(ours, BestAvailableEncryption(b"passphrase")),
        "public": ours.public_key().public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        ),
        "raw": ours.private_bytes_raw(),
        "der": ours.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        "large": good + b"\n" * 100_000,
    }  # fmt: skip


@pytest.mark.filterwarnings("default")  # of the library, about the small RSA key
@pytest.mark.parametrize("kind", list(foreign()))
def test_a_broken_or_foreign_key_is_refused_with_its_file(folder, kind):
    file = written(folder, foreign()[kind])
    with pytest.raises(Refused) as refused:
        keys.log_key(ORIGIN)
    (problem,) = refused.value.problems
    assert problem.file == str(file)
    assert problem.what
    assert problem.remedy


def test_an_empty_key_file_is_called_empty(folder):
    written(folder, b"")
    with pytest.raises(Refused, match="the file is empty"):
        keys.log_key(ORIGIN)


@given(st.data())
def test_damage_to_a_key_is_refused_or_leaves_a_key(tmp_path_factory, data):
    good = pem(Ed25519PrivateKey.from_private_bytes(bytes(32)))
    broken = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    file = tmp_path_factory.mktemp("k") / "key"
    file.write_bytes(broken[: data.draw(st.integers(0, len(good)))])
    file.chmod(0o600)
    try:
        found = keys._read_log_key(file)
    except Refused:
        return
    assert isinstance(found, Ed25519PrivateKey)


def test_something_else_than_a_file_is_refused(folder):
    keys.new_log_key(ORIGIN)
    file = key_file(folder)
    file.unlink()
    file.mkdir(mode=0o700)
    with pytest.raises(Refused):
        keys.log_key(ORIGIN)


@posix
def test_a_pipe_in_the_place_of_a_key_makes_nobody_wait(folder):
    keys.new_log_key(ORIGIN)
    file = key_file(folder)
    file.unlink()
    os.mkfifo(file, 0o600)
    with pytest.raises(Refused, match="something else than a file"):
        keys.log_key(ORIGIN)


def test_a_file_in_the_place_of_the_folder_is_refused(folder):
    folder.write_text("here")
    folder.chmod(0o600)
    for act in [keys.log_key, keys.new_log_key]:
        with pytest.raises(Refused, match="cannot be"):
            act(ORIGIN)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not there")
def test_openssl_reads_the_key(folder):
    made = keys.new_log_key(ORIGIN)
    der = subprocess.run(
        ["openssl", "pkey", "-in", str(key_file(folder)), "-pubout", "-outform", "DER"],
        capture_output=True,
        check=True,
    ).stdout
    # RFC 8410, section 10.1: twelve bytes of algorithm, then the key.
    assert der == bytes.fromhex("302a300506032b6570032100") + public_bytes(made)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not there")
def test_a_key_that_openssl_made_is_read(folder, tmp_path):
    made = tmp_path / "made.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(made)], check=True)
    written(folder, made.read_bytes())
    assert isinstance(keys.log_key(ORIGIN), Ed25519PrivateKey)


def test_the_key_of_the_rfc_is_read(folder):
    # RFC 8410, section 10.3.
    written(
        folder,
        b"-----BEGIN PRIVATE KEY-----\n"
        b"MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
        b"-----END PRIVATE KEY-----\n",
    )
    expected = "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1"
    assert public_bytes(keys.log_key(ORIGIN)).hex() == expected


def test_a_key_is_named_as_signed_notes_name_it():
    # The key of Go's documentation of golang.org/x/mod/sumdb/note: PeterNeumann+c74f20a3+…
    raw = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    assert raw[0] == 1
    public = Ed25519PublicKey.from_public_bytes(raw[1:])
    assert keys.key_id("PeterNeumann", public) == "c74f20a3"


def test_rotation_puts_a_new_key_and_keeps_the_old(folder):
    first = keys.new_log_key(ORIGIN)
    second = keys.rotate_log_key(ORIGIN)
    third = keys.rotate_log_key(ORIGIN)
    assert len({public_bytes(key) for key in (first, second, third)}) == 3
    assert public_bytes(keys.log_key(ORIGIN)) == public_bytes(third)
    retired = keys.retired_log_keys(ORIGIN)
    assert {name: public_bytes(key) for name, key in retired.items()} == {
        keys.key_id(ORIGIN, key.public_key()): public_bytes(key) for key in (first, second)
    }
    names = {file.name for file in folder.iterdir()}
    assert all(any(name in file for file in names) for name in retired)


def test_rotated_keys_of_one_log_are_not_those_of_another():
    keys.new_log_key("hudna/a")
    keys.new_log_key("hudna/a.b")
    keys.rotate_log_key("hudna/a.b")
    assert keys.retired_log_keys("hudna/a") == {}


def test_without_a_key_there_is_nothing_to_rotate(folder):
    with pytest.raises(Refused, match="no signing key to rotate"):
        keys.rotate_log_key(ORIGIN)
    assert list(folder.iterdir()) == []


class PowerCut(Exception):
    pass


def steps():
    """The calls between which a write may be cut short."""
    return [(os, "fsync"), (Path, "replace"), (Path, "hardlink_to"), (os, "fdopen")]


def cut_at(patch, moment):
    """Let the call number `moment` of all `steps` fail; tell how many there were."""
    count = [0]
    for where, name in steps():
        real = getattr(where, name)

        def step(*args, real=real, **kwargs):
            count[0] += 1
            if count[0] == moment:
                raise PowerCut
            return real(*args, **kwargs)

        patch.setattr(where, name, step)
    return count


def test_a_rotation_cut_short_anywhere_loses_no_key(folder):
    for moment in range(1, 100):
        shutil.rmtree(folder, ignore_errors=True)
        first = public_bytes(keys.new_log_key(ORIGIN))
        with pytest.MonkeyPatch.context() as patch:
            count = cut_at(patch, moment)
            with contextlib.suppress(PowerCut):
                keys.rotate_log_key(ORIGIN)
        current = public_bytes(keys.log_key(ORIGIN))
        held = {public_bytes(key) for key in keys.retired_log_keys(ORIGIN).values()}
        assert first in {current} | held
        third = public_bytes(keys.rotate_log_key(ORIGIN))  # an attempt that was cut can be repeated
        held = {public_bytes(key) for key in keys.retired_log_keys(ORIGIN).values()}
        assert {first, current} <= held
        assert third not in held
        assert not [file for file in folder.iterdir() if file.name.startswith(".")]
        if count[0] < moment:
            assert moment > 8
            return
    pytest.fail("there were always more steps")


def test_a_new_key_cut_short_anywhere_is_there_or_not(folder):
    for moment in range(1, 100):
        shutil.rmtree(folder, ignore_errors=True)
        with pytest.MonkeyPatch.context() as patch:
            count = cut_at(patch, moment)
            with contextlib.suppress(PowerCut):
                keys.new_log_key(ORIGIN)
        if keys.log_key(ORIGIN) is None:
            assert list(folder.iterdir()) == []
        if count[0] < moment:
            return
    pytest.fail("there were always more steps")


def test_another_key_under_the_id_of_the_old_is_not_overwritten(folder):
    first = keys.new_log_key(ORIGIN)
    file = key_file(folder)
    kept = file.with_suffix(f".{keys.key_id(ORIGIN, first.public_key())}.pem")
    kept.write_bytes(pem(Ed25519PrivateKey.generate()))
    kept.chmod(0o600)
    before = kept.read_bytes()
    with pytest.raises(Refused, match="another key stands under"):
        keys.rotate_log_key(ORIGIN)
    assert kept.read_bytes() == before
    assert public_bytes(keys.log_key(ORIGIN)) == public_bytes(first)


def test_a_full_disk_is_told_and_leaves_nothing(folder, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="No space left on device"):
        keys.new_log_key(ORIGIN)
    assert list(folder.iterdir()) == []


def test_a_stick_without_links_takes_keys_too(folder, monkeypatch):
    def unknown(*_args):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", unknown)
    made = keys.new_log_key(ORIGIN)
    assert public_bytes(keys.log_key(ORIGIN)) == public_bytes(made)
    with pytest.raises(Refused, match="never overwritten"):
        keys.new_log_key(ORIGIN)
    assert public_bytes(keys.log_key(ORIGIN)) == public_bytes(made)
    assert stat.S_IMODE(key_file(folder).stat().st_mode) & 0o077 == 0 or os.name != "posix"


@posix
def test_a_dangling_link_in_the_place_of_a_key_is_not_followed(folder, tmp_path):
    keys.new_log_key(ORIGIN)
    file = key_file(folder)
    file.unlink()
    file.symlink_to(tmp_path / "planted")
    with pytest.raises(Refused, match="never overwritten"):
        keys.new_log_key(ORIGIN)
    assert not (tmp_path / "planted").exists()


def test_what_was_seen_is_remembered_exactly():
    keys.remember(ORIGIN, NOTE)
    assert keys.last_seen(ORIGIN) == NOTE
    later = NOTE.replace("\n7\n", "\n9\n")
    keys.remember(ORIGIN, later)
    assert keys.last_seen(ORIGIN) == later
    assert keys.last_seen("hudna/syria-2016/00000000") is None


def test_whoever_remembers_at_once_a_whole_note_is_found():
    notes = [NOTE.replace("\n7\n", f"\n{10**size}\n") for size in range(40)]
    with ThreadPoolExecutor(8) as pool:
        seen = list(
            pool.map(lambda note: (keys.remember(ORIGIN, note), keys.last_seen(ORIGIN))[1], notes)
        )
    assert set(seen) <= set(notes)


def test_a_machine_may_remember_a_log_that_it_does_not_sign():
    keys.remember(ORIGIN, NOTE)
    assert keys.log_key(ORIGIN) is None


@pytest.mark.parametrize(
    "note", ["", "hudna/other\n7\n", ORIGIN, f"{ORIGIN}x\n7\n", f"{ORIGIN}\n" + "x" * 70_000]
)
def test_a_note_of_another_log_is_not_remembered(note):
    keys.remember(ORIGIN, NOTE)
    with pytest.raises(ValueError, match="not a checkpoint"):
        keys.remember(ORIGIN, note)
    assert keys.last_seen(ORIGIN) == NOTE


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"hudna/other\n7\n", f"{ORIGIN}\n".encode() + b"\xff"]
)
def test_a_memory_that_was_changed_is_refused_with_its_file(folder, content):
    keys.remember(ORIGIN, NOTE)
    (file,) = folder.iterdir()
    file.write_bytes(content)
    with pytest.raises(Refused, match="no checkpoint of the log") as refused:
        keys.last_seen(ORIGIN)
    assert refused.value.problems[0].file == str(file)


def test_a_memory_cut_short_anywhere_is_the_old_or_the_new(folder):
    later = NOTE.replace("\n7\n", "\n9\n")
    for moment in range(1, 100):
        keys.remember(ORIGIN, NOTE)
        with pytest.MonkeyPatch.context() as patch:
            count = cut_at(patch, moment)
            with contextlib.suppress(PowerCut):
                keys.remember(ORIGIN, later)
        assert keys.last_seen(ORIGIN) in (NOTE, later)
        assert len(list(folder.iterdir())) == 1
        if count[0] < moment:
            return
    pytest.fail("there were always more steps")


def test_no_refusal_shows_a_key(folder, capsys):
    key = keys.new_log_key(ORIGIN)
    file = key_file(folder)
    content = file.read_bytes()
    secret = key.private_bytes_raw()
    told = []
    for broken in [content[:-30], content + content, b"x" + content[5:]]:
        file.write_bytes(broken)
        try:
            keys.log_key(ORIGIN)
        except Refused as refused:
            told += [str(refused), repr(refused), repr(refused.__context__)]
    file.write_bytes(content)
    with pytest.raises(Refused) as again:
        keys.new_log_key(ORIGIN)
    told += [str(again.value), repr(key), *capsys.readouterr()]
    body = content.decode().splitlines()[1]
    for text in told:
        assert secret.hex() not in text.lower()
        assert body[-24:] not in text
        assert repr(secret)[2:-1] not in text


def test_the_name_of_a_file_tells_which_log_it_is_of(folder):
    keys.new_log_key(ORIGIN)
    mark = hashlib.sha256(ORIGIN.encode()).hexdigest()[:16]
    assert key_file(folder).name == f"hudna+syria-2016+3f9a61c2-{mark}.pem"
