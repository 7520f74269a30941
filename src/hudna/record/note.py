"""Signed notes: how the state of a log is stated, signed and countersigned.

In: a text and keys, or somebody's note.  Out: a note, or its text and whose signatures hold.  The
formats are those that transparency logs share, so that other people's tools read ours:

    signed-note        c2sp.org/signed-note: a text, an empty line, a line for each signature
    tlog-checkpoint    c2sp.org/tlog-checkpoint: the text that states a log's size and root
    tlog-cosignature   c2sp.org/tlog-cosignature: a witness signs a checkpoint and the time (v1)

Signatures are Ed25519.  Whatever is malformed raises `BadNote`.  This file uses the standard library
and `cryptography`, and nothing of Hudna, so that it can be read, and run, by itself.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

MOST_SIGNATURES: Final = 100  # in one note; the specification asks for 16, other tools take 100

_LARGEST: Final = 2**63 - 1  # a size or a time; others keep them in 64 bits with a sign
_DASH: Final = "—"
_COSIGNED: Final = "cosignature/v1\n"
_FORBIDDEN: Final = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")
_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,18}")
_KEY_ID: Final = re.compile(r"[0-9a-f]{8}")


class BadNote(ValueError):
    """A note, checkpoint, signature line, name or key is malformed, or a signature does not hold.

    Raised by whatever reads or makes one of them.
    """


class Kind(IntEnum):
    """What is signed, and how: the specification's signature type."""

    NOTE = 0x01  # the text
    COSIGNATURE = 0x04  # a checkpoint, with the time


# --- keys -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with the name of its holder: what a signature is checked against.

    Attributes:
        name: no spaces and no plus; an address without scheme, such as `example.org/log`, is usual.
        key: the Ed25519 public key, 32 bytes.
        kind: what the key signs.
    """

    name: str
    key: bytes
    kind: Kind = Kind.NOTE

    def __post_init__(self) -> None:
        _check_name(self.name)
        if len(self.key) != 32:
            raise BadNote(f"the key of {self.name!r} has {len(self.key)} bytes, not 32")

    @property
    def id(self) -> bytes:
        """The key id, 4 bytes: with the name it says which key made a signature."""
        return sha256(self.name.encode() + b"\n" + self._typed_key()).digest()[:4]

    @property
    def vkey(self) -> str:
        """The verifier as text: name, key id and key."""
        return f"{self.name}+{self.id.hex()}+{b64encode(self._typed_key()).decode()}"

    def _typed_key(self) -> bytes:
        return bytes([self.kind]) + self.key


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with the name of its holder, a log or a witness.

    A witness has one name for a key, as what it signs does not say the name.
    """

    name: str
    key: Ed25519PrivateKey = field(repr=False)

    def __post_init__(self) -> None:
        _check_name(self.name)

    def verifier(self, kind: Kind = Kind.NOTE) -> Verifier:
        """What checks this signer's signatures of one kind."""
        return Verifier(self.name, self.key.public_key().public_bytes_raw(), kind)


def read_verifier(vkey: str) -> Verifier:
    """Read a verifier from its text, `name+id+key` with 8 hexadecimal digits and base64.

    Raises `BadNote` for a malformed text, another signature type, or the id of another key.
    """
    name, _, rest = vkey.partition("+")  # base64 may hold a plus, a name may not
    id_, _, key = rest.partition("+")
    if not _KEY_ID.fullmatch(id_):
        raise BadNote(
            f"the verifier key {_short(vkey)} is not a name, 8 hexadecimal digits and a key in "
            "base64, with a plus between them"
        )
    typed = _unbase64(key, "the key in the verifier key")
    try:
        kind = Kind(typed[0])
    except ValueError:
        raise BadNote(
            f"the verifier key {_short(vkey)} is of signature type {typed[0]}; only 1 (Ed25519) "
            "and 4 (Ed25519 cosignature) are known"
        ) from None
    verifier = Verifier(name, typed[1:], kind)
    if verifier.id.hex() != id_:
        raise BadNote(f"the key id of {name!r} is {verifier.id.hex()}, not {id_}")
    return verifier


# --- checkpoints ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: its size and root.

    Attributes:
        origin: which log; one line, as a rule the name of its key.
        size: leaves in the tree.
        root: the tree's root (RFC 6962), 32 bytes.
        extensions: further lines, none of them empty.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for number, line in enumerate((self.origin, *self.extensions)):
            where = f"line {number + 3}: an extension line" if number else "line 1: the origin"
            if not line:
                raise BadNote(f"{where} is empty")
            if "\n" in line or _FORBIDDEN.search(line):
                raise BadNote(f"{where} is more than one line of text: {_short(line)}")
        if not 0 <= self.size <= _LARGEST:
            raise BadNote(f"line 2: the size is not in 0 … {_LARGEST}")
        if len(self.root) != 32:
            raise BadNote(f"line 3: the root has {len(self.root)} bytes, not 32")

    def text(self) -> str:
        """The checkpoint as the text of a note."""
        lines = (self.origin, str(self.size), b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def read_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint from the text of a note.

    Compare the origin with that of the log you mean, as one key may sign for several.  Raises
    `BadNote` for any other text, and any other way to write the same.
    """
    _check_text(text)
    lines = text[:-1].split("\n")
    if len(lines) < 3:
        raise BadNote(f"the checkpoint has {len(lines)} lines; it needs origin, size and root")
    origin, size, root, *extensions = lines
    if not _DECIMAL.fullmatch(size):
        raise BadNote(f"line 2: the size {_short(size)} is not a decimal without leading zeros")
    hashed = _unbase64(root, "line 3: the root")
    return Checkpoint(origin, int(size), hashed, tuple(extensions))


# --- signing --------------------------------------------------------------------------------------


def sign(text: str, *signers: Signer) -> str:
    """Make a note: a text that ends with a newline, signed by each signer.

    Raises `BadNote` without a signer, or for a text that cannot be that of a note.
    """
    _check_text(text)
    if text.startswith(_COSIGNED):
        raise BadNote("line 1: a text that begins as a cosignature does is not signed as a note")
    if not signers:
        raise BadNote("a note is signed by one key at least")
    lines = [_line(signer.verifier(), signer.key.sign(text.encode())) for signer in signers]
    return _written(text, lines)


def cosign(checkpoint: Checkpoint, witness: Signer, time: int) -> str:
    """Make a witness's signature line for a checkpoint; `add_signatures` adds it to the note.

    It states that at `time` this was the largest consistent tree of this log that the witness had
    seen.  So first open the note with the log's key, and check consistency with the last seen.

    Args:
        checkpoint: as read from the opened note.
        witness: who signs.
        time: seconds since 1970 (POSIX).
    """
    signature = witness.key.sign(_cosigned(checkpoint.text(), time))
    return _line(witness.verifier(Kind.COSIGNATURE), time.to_bytes(8, "big") + signature)


def add_signatures(note: str, lines: Iterable[str]) -> str:
    """Add signature lines, such as those of witnesses, to a note; each line stands there once.

    Nothing is verified: open the result with the witnesses' keys before it takes the place of the
    old one, as a note with one bad signature of a known key is refused.  Raises `BadNote` for a
    malformed note or line, or too many lines.
    """
    text, there = read_note(note)
    added = [_parsed_line(line.removesuffix("\n"), "the signature line to add") for line in lines]
    return _written(text, [*there, *(line.written for line in added)])


# --- opening --------------------------------------------------------------------------------------


def read_note(note: str) -> tuple[str, list[str]]:
    """A note's text and signature lines, which are worth nothing until `open_note` verifies them."""
    text, lines = _parsed(note)
    return text, [line.written for line in lines]


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that holds, and for a cosignature its time in seconds since 1970 (POSIX)."""

    verifier: Verifier
    time: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A note that at least one known key has signed.

    Attributes:
        text: the text that was signed.
        signatures: those that hold, one for each key, in the order of the note.
        unknown: signature lines of other keys, not verified.
    """

    text: str
    signatures: tuple[Signature, ...]
    unknown: tuple[str, ...]


def open_note(note: str, verifiers: Iterable[Verifier]) -> Opened:
    """Verify a note.  Of several good signatures of one key the first is given.

    A note from a file is read as bytes and decoded: text mode would change line ends in silence.

    Raises `BadNote` for a malformed note, a signature of a known key that does not hold, or a note
    that no known key has signed.
    """
    known: dict[tuple[str, bytes], Verifier] = {}
    for verifier in verifiers:
        if known.setdefault((verifier.name, verifier.id), verifier) != verifier:
            raise BadNote(f"two keys are named {verifier.name!r} and have id {verifier.id.hex()}")
    text, lines = _parsed(note)
    held: dict[Verifier, Signature] = {}
    unknown: dict[str, None] = {}
    for line in lines:
        signed_by = known.get((line.name, line.id))
        if signed_by is None:
            unknown[line.written] = None
        else:
            held.setdefault(signed_by, _verified(text, line, signed_by))
    if not held:
        raise BadNote("no known key has signed the note")
    return Opened(text, tuple(held.values()), tuple(unknown))


def _verified(text: str, line: _Line, verifier: Verifier) -> Signature:
    """The signature, if it holds."""
    signature, message, time = line.signature, text.encode(), None
    if verifier.kind is Kind.COSIGNATURE:
        read_checkpoint(text)
        time, signature = int.from_bytes(signature[:8], "big"), signature[8:]
        message = _cosigned(text, time)
    try:
        Ed25519PublicKey.from_public_bytes(verifier.key).verify(signature, message)
    except InvalidSignature:
        raise BadNote(
            f"{line.where}: the signature of {verifier.name!r} does not hold; the text or the "
            "signature was changed"
        ) from None
    return Signature(verifier, time)


def _cosigned(checkpoint: str, time: int) -> bytes:
    """What a witness signs."""
    if not 0 <= time <= _LARGEST:
        raise BadNote(f"the time is not in 0 … {_LARGEST} seconds")
    return f"{_COSIGNED}time {time}\n{checkpoint}".encode()


# --- form -----------------------------------------------------------------------------------------


class _Line(NamedTuple):
    """A signature line: as written, where it stands, and its parts."""

    written: str
    where: str
    name: str
    id: bytes
    signature: bytes


def _line(verifier: Verifier, signature: bytes) -> str:
    return f"{_DASH} {verifier.name} {b64encode(verifier.id + signature).decode()}"


def _written(text: str, lines: Iterable[str]) -> str:
    once = _counted(dict.fromkeys(lines))
    return text + "\n" + "".join(f"{line}\n" for line in once)


def _parsed(note: str) -> tuple[str, list[_Line]]:
    """A note's text and signature lines, none of them verified."""
    _check_text(note)
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures:
        raise BadNote("the note has no signatures: an empty line and signature lines end a note")
    text += "\n"
    lines = _counted(signatures[:-1].split("\n"))
    first = text.count("\n") + 2
    return text, [_parsed_line(line, f"line {n}") for n, line in enumerate(lines, first)]


def _parsed_line(line: str, where: str) -> _Line:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != _DASH:
        raise BadNote(
            f"{where} is not a dash ({_DASH}), a name and a signature, with a space between them: "
            f"{_short(line)}"
        )
    _check_name(parts[1], f"{where}: ")
    signature = _unbase64(parts[2], f"{where}: the signature")
    if len(signature) < 5:
        raise BadNote(f"{where}: the signature is too short: a key id has 4 bytes already")
    return _Line(line, where, parts[1], signature[:4], signature[4:])


def _counted(lines: Collection[str]) -> Collection[str]:
    if len(lines) > MOST_SIGNATURES:
        raise BadNote(f"the note has {len(lines)} signatures; {MOST_SIGNATURES} are allowed")
    return lines


def _check_text(text: str) -> None:
    if found := _FORBIDDEN.search(text):
        raise BadNote(
            f"line {text.count(chr(10), 0, found.start()) + 1}: the character {found[0]!a} may not "
            "stand in a note"
        )
    if not text.endswith("\n"):
        raise BadNote(f"line {text.count(chr(10)) + 1}: the last line does not end with a newline")


def _check_name(name: str, where: str = "") -> None:
    if not name or "+" in name or any(c.isspace() for c in name) or _FORBIDDEN.search(name):
        raise BadNote(
            f"{where}{_short(name)} is no name of a key: it has a space or plus, or nothing"
        )


def _unbase64(text: str, what: str) -> bytes:
    """Decode base64 that is written in the one way that it can be."""
    try:
        decoded = b64decode(text, validate=True)
    except ValueError:
        decoded = b""
    if not decoded or b64encode(decoded).decode() != text:
        raise BadNote(f"{what} is not base64 as it should be written: {_short(text)}")
    return decoded


def _short(text: str) -> str:
    """The text for a message, without what a terminal would obey."""
    return repr(text if len(text) <= 60 else text[:59] + "…")
