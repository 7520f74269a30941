"""Keys: where the signing key of a log lives, and what this machine last saw of the log.

Neither stands in the case folder nor in the database: whoever copies or seizes those can then
neither sign in the log's name nor make this machine forget what it saw.  One folder holds, for
each log that this machine writes or watches, with NAME made from the log's origin:

    NAME.pem            the signing key, Ed25519, PKCS#8 in PEM (RFC 8410)
    NAME.KEYID.pem      a signing key that was rotated out
    NAME.seen           the newest checkpoint that this machine saw

Start reading at `new_log_key`.
"""

from __future__ import annotations

import errno
import glob
import hashlib
import os
import re
import shlex
import stat
import tempfile
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from hudna.problem import Refused, refuse

_POSIX: Final = os.name == "posix"
_LARGEST: Final = 1 << 16  # bytes; no key and no checkpoint comes near
_ORIGIN: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
_LONGEST_ORIGIN: Final = 150  # characters; a file name has 255 bytes at most
_ED25519: Final = b"\x01"  # signature type of the signed-note format


def keys_folder() -> Path:
    """Where this machine keeps its keys, absolute; it need not exist.

    `$HUDNA_KEYS`, else `hudna/keys` in the user's configuration folder (`$XDG_CONFIG_HOME` or
    `~/.config`; on Windows `%APPDATA%`).  Raises `Refused` where the user has no home folder.
    """
    try:
        if chosen := os.environ.get("HUDNA_KEYS"):
            return Path(chosen).expanduser().absolute()
        settings = Path(os.environ.get("XDG_CONFIG_HOME" if _POSIX else "APPDATA") or ".")
        if not settings.is_absolute():  # the XDG specification: a relative path is no path
            settings = Path.home() / (".config" if _POSIX else "AppData/Roaming")
    except RuntimeError:
        raise refuse(
            "HUDNA_KEYS", "the user has no home folder to keep keys in", "Set it to a folder"
        ) from None
    return settings / "hudna" / "keys"


def outside(folder: Path, case: Path) -> None:
    """Make sure that a keys folder, or the path of a key file, does not lie in a case folder.

    Links are followed.  Raises `Refused` if it does, or if the links go in a circle.
    """
    try:
        inner, outer = folder.resolve(), case.resolve()
    except (OSError, RuntimeError):
        raise refuse(
            str(folder), f"it cannot be told whether this lies in {case}", "Check both for links"
        ) from None
    # By identity too: names may differ in case, or a folder be mounted twice.
    if any(place == outer or _same(place, outer) for place in (inner, *inner.parents)):
        raise refuse(
            str(folder),
            f"keys must not lie in the case folder {case}: who gets the case would get the keys",
            "Set HUDNA_KEYS, or the path of the key, to a place outside it",
        )


def log_key(origin: str) -> Ed25519PrivateKey | None:
    """The key with which this machine signs the log `origin`; None if it holds none.

    Raises `Refused` for an origin that is none, and for a key file that others may read, that
    cannot be read, or that holds no Ed25519 private key.
    """
    return _read_log_key(_file(origin, "pem"))


def new_log_key(origin: str) -> Ed25519PrivateKey:
    """Make and keep a signing key for the log `origin`.

    The file is readable by its user only, and appears whole or not at all.  Raises `Refused` if
    there is one already, and if it cannot be written.
    """
    key = Ed25519PrivateKey.generate()
    write_private(_file(origin, "pem", make=True), _pem(key))
    return key


def rotate_log_key(origin: str) -> Ed25519PrivateKey:
    """Put a new signing key in the place of the old, which is kept under its key id.

    Killed at any moment, it leaves the old key or the new one in place, and the old one is never
    lost.  The caller lets one rotation run at a time, and enters the new public key in the log:
    until then no one else trusts it.  Raises `Refused` if there is no key to rotate.
    """
    path = _file(origin, "pem", make=True)
    old = _read_log_key(path)
    if old is None:
        raise refuse(
            str(path), "there is no signing key to rotate", "Rotate on the machine that signs"
        )
    kept = _file(origin, f"{key_id(origin, old.public_key())}.pem")
    before = _read_log_key(kept)
    if before is None:
        write_private(kept, _pem(old))
    elif before.public_key() != old.public_key():  # not of an earlier attempt
        raise refuse(
            str(kept), "another key stands under this key's id", "Move that file elsewhere"
        )
    new = Ed25519PrivateKey.generate()
    write_private(path, _pem(new), over=True)
    return new


def retired_log_keys(origin: str) -> dict[str, Ed25519PrivateKey]:
    """The keys of the log `origin` that were rotated out here, by key id.

    After a rotation that was cut short, the key that the log still knows may be among them.
    Raises `Refused` as `log_key` does.
    """
    path = _file(origin, "pem")
    keys = {}
    for file in sorted(path.parent.glob(f"{path.stem}.????????.pem")):
        key = _read_log_key(file)
        if key is not None:
            keys[key_id(origin, key.public_key())] = key
    return keys


def key_id(origin: str, public: Ed25519PublicKey) -> str:
    """The eight hex digits by which a signed note names a key (C2SP signed-note, "key ID")."""
    hashed = hashlib.sha256(origin.encode() + b"\n" + _ED25519 + public.public_bytes_raw())
    return hashed.hexdigest()[:8]


def logs_of(case: str) -> list[str]:
    """The logs of a case of which this machine saw a checkpoint, by their names."""
    found = []
    for path in sorted(keys_folder().glob(f"hudna+{glob.escape(case)}+*.seen")):
        note = read_guarded(path)
        if note is not None and _is_utf8(note):
            found.append(note.decode().partition("\n")[0])
    return found


def ready() -> None:
    """Make the folder of keys, if need be.  Raises `Refused` where no key could be kept there."""
    folder = _file("hudna", "pem", make=True).parent
    if not os.access(folder, os.W_OK | os.X_OK):
        what = "no key can be kept in this folder: it may not be written"
        raise refuse(str(folder), what, "Ask for the right, or set HUDNA_KEYS to another folder")


def last_seen(origin: str) -> str | None:
    """The newest checkpoint that this machine saw of the log `origin`, a signed note.

    None if it saw none.  Raises `Refused` for a file that is no checkpoint of that log, and as
    `log_key` does.
    """
    path = _file(origin, "seen")
    found = read_guarded(path)
    if found is None:
        return None
    if not found.startswith(f"{origin}\n".encode()) or not _is_utf8(found):
        raise refuse(
            str(path),
            f"this is no checkpoint of the log {origin}",
            "Compare the record with a checkpoint that somebody else holds, then remove the file",
        )
    return found.decode()


def remember(origin: str, checkpoint_note: str) -> None:
    """Keep a checkpoint as the newest that this machine saw of the log `origin`.

    The caller has made sure that it follows from `last_seen`, and that what it covers is on disk:
    else a power cut makes an honest record look cut.  Two processes at once leave one of the two.
    Raises `Refused` if it cannot be written, and `ValueError` for a note of another log.
    """
    path = _file(origin, "seen", make=True)
    note = checkpoint_note.encode()
    if not note.startswith(f"{origin}\n".encode()) or len(note) > _LARGEST:
        raise ValueError(f"not a checkpoint of the log {origin}")
    write_private(path, note, over=True)


def forget(origin: str) -> None:
    """Forget the newest checkpoint of a log that this machine saw: the caller answers for why."""
    _file(origin, "seen").unlink(missing_ok=True)


def read_guarded(path: Path, *, from_others: bool = True) -> bytes | None:
    """Read a small file of this machine's secrets; None if there is none.

    Raises `Refused` if it is no file, too large, cannot be read, or, unless `from_others` is
    False, if others may read or write it (POSIX).
    """
    # A pipe in the place of a key must not make anybody wait.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(path, "read", error) from None
    try:
        _guard(path, os.fstat(handle), from_others)
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(_LARGEST)
    except OSError as error:
        raise _unusable(path, "read", error) from None
    finally:
        os.close(handle)


def write_private(path: Path, content: bytes, *, over: bool = False) -> None:
    """Write a file that only its user may read, whole or not at all, and onto the disk.

    Unless `over`, a file that is there is never replaced.  Raises `Refused` for that, and if the
    file cannot be written.
    """
    name: str | None = None
    try:
        # Its mode is 0600 from the first byte on, whatever the user's mask.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if over:
            Path(name).replace(path)
        else:
            give_name(Path(name), path)
        settle(path.parent)
    except FileExistsError:
        raise refuse(
            str(path), "there is a file already, and a key is never overwritten",
            "Use that key, or name another file",
        ) from None  # fmt: skip
    except OSError as error:
        raise _unusable(path, "written", error) from None
    finally:
        if name is not None:
            Path(name).unlink(missing_ok=True)


def give_name(made: Path, path: Path) -> None:
    """Give the file `made` its name, if nothing has it.  Raises `FileExistsError` otherwise."""
    try:
        path.hardlink_to(made)
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks and some telephones know no links.  A crash between the two lines leaves an
        # empty file, which is refused when read.
        path.touch(mode=0o600, exist_ok=False)
        made.replace(path)


def settle(folder: Path) -> None:
    """Make sure that a new name in `folder` outlasts a power cut."""
    if _POSIX:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno != errno.EINVAL:  # a file system that cannot do so for folders
                raise
        finally:
            os.close(handle)


def _guard(path: Path, about: os.stat_result, from_others: bool) -> None:
    if not stat.S_ISREG(about.st_mode):
        raise refuse(str(path), "there is something else than a file", "Move it elsewhere")
    if about.st_size > _LARGEST:
        raise refuse(str(path), "this is too large for a key", "Name the key's file")
    if _POSIX and from_others and about.st_mode & 0o077:
        raise refuse(
            str(path),
            "others on this machine may read or change this file",
            f"Run: chmod 600 {shlex.quote(str(path))}. If others could read a key, rotate it",
        )


def _file(origin: str, ending: str, *, make: bool = False) -> Path:
    """The path of one of a log's files.  Raises `Refused` for a hostile origin or open folder."""
    if len(origin) > _LONGEST_ORIGIN or not _ORIGIN.fullmatch(origin):
        raise refuse(
            ascii(origin[:_LONGEST_ORIGIN]),
            "this is no name of a log",
            "A log is named by letters a to z, digits, - _ . and / between parts",
        )
    folder = keys_folder()
    try:
        if make:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _POSIX and folder.stat().st_mode & 0o022:
            raise refuse(
                str(folder),
                "others on this machine may put files into this folder of keys",
                f"Run: chmod 700 {shlex.quote(str(folder))}",
            )
    except FileNotFoundError:
        pass  # a machine without keys
    except OSError as error:
        raise _unusable(folder, "used", error) from None
    # The hash keeps apart names that differ only in case, where the file system does not.
    mark = hashlib.sha256(origin.encode()).hexdigest()[:16]
    return folder / f"{origin.replace('/', '+')}-{mark}.{ending}"


def _read_log_key(path: Path) -> Ed25519PrivateKey | None:
    found = read_guarded(path)
    if found is None:
        return None
    try:
        key = load_pem_private_key(found, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        what = "this is no Ed25519 private key in PEM" if found else "the file is empty"
        raise refuse(
            str(path), what, "Put the key back from a backup, or move the file away and make one"
        )
    return key


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _is_utf8(found: bytes) -> bool:
    try:
        found.decode()
    except UnicodeDecodeError:
        return False
    return True


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _unusable(path: Path, how: str, error: OSError) -> Refused:
    reason = error.strerror or type(error).__name__
    return refuse(str(path), f"cannot be {how}: {reason}", "Check the path and its rights")
