"""Seals: who a source is, closed to everybody but the holder of a key that is kept elsewhere.

In: a source's identity and contact, and a public key.  Out: bytes that the record may keep and
that only the private key opens.  The private key stands in a file of its own, encrypted under a
passphrase, on a machine or a stick that travels apart from the case.

Boxes are those of NaCl (X25519, XSalsa20-Poly1305); the passphrase becomes a key by Argon2id
(RFC 9106).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hudna.problem import refuse
from hudna.record.keys import read_guarded, write_private

SHORTEST_PASSPHRASE: Final = 12  # characters
BLOCK: Final = 512  # bytes; a sealed identity tells no more of its length than its blocks

_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at a passphrase costs (RFC 9106: m in KiB, t, p)."""

    memory: int
    passes: int
    lanes: int


# Four times the memory of RFC 9106's second recommendation: under a second on two cores.
COST = Cost(memory=256 * 1024, passes=3, lanes=4)
# The most that a key file may ask of the machine that opens it.
MOST: Final = Cost(memory=1024 * 1024, passes=10, lanes=16)


@dataclass(frozen=True, slots=True)
class SealingKey:
    """The private key that opens what was sealed to `public`.  Its text shows nothing of it."""

    private: PrivateKey = field(repr=False)

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return bytes(self.private.public_key)


class _KeyFile(BaseModel):
    """A sealing key as it stands in its file: JSON, bytes in hex."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, ser_json_bytes="hex", val_json_bytes="hex"
    )

    format: Literal["hudna sealing key 1"]
    derivation: Literal["argon2id 1.3"]
    memory_kib: Annotated[int, Field(ge=1)]
    passes: Annotated[int, Field(ge=1)]
    lanes: Annotated[int, Field(ge=1)]
    salt: Annotated[bytes, Field(min_length=16, max_length=16)]
    public: Annotated[bytes, Field(min_length=32, max_length=32)]
    box: Annotated[bytes, Field(min_length=72, max_length=72)]  # nonce 24, tag 16, key 32


def new_sealing_key(path: Path, passphrase: str) -> bytes:
    """Make a sealing key, write it encrypted under a passphrase, and return its public key.

    The file is readable by its user only, appears whole or not at all, and never replaces another.
    Who loses the file or the passphrase loses every identity that was sealed to it.

    Returns:
        The public key, 32 bytes.

    Raises:
        Refused: The passphrase is too short, there is a file, or it cannot be written.
    """
    key = SealingKey(PrivateKey.generate())
    write_private(path, _locked(path, key, passphrase))
    return key.public


def open_sealing_key(path: Path, passphrase: str) -> SealingKey:
    """Open a file that `new_sealing_key` made.

    Others on the machine may read it (a memory stick knows no rights): it is encrypted.

    Raises:
        Refused: The passphrase is wrong, the file is broken or of another kind, or it asks for
            more memory or time than any key of ours.
    """
    found = read_guarded(path, from_others=False)
    if found is None:
        raise refuse(str(path), "there is no such file", "Bring the stick that holds the key")
    file = _key_file(path, found)
    cost = Cost(file.memory_kib, file.passes, file.lanes)
    if cost.memory > MOST.memory or cost.passes > MOST.passes or cost.lanes > MOST.lanes:
        raise refuse(
            str(path),
            f"to open it would take more than {MOST.memory // 1024} MiB, {MOST.passes} passes or "
            f"{MOST.lanes} lanes, which no key of Hudna does",
            "Put the key back from a backup",
        )
    lock = SecretBox(_derived(path, passphrase, file.salt, cost))
    try:
        key = SealingKey(PrivateKey(lock.decrypt(file.box)))
    except CryptoError:
        raise refuse(
            str(path), "the passphrase is wrong, or the file was changed",
            "Type it again, or put the key back from a backup",
        ) from None  # fmt: skip
    if key.public != file.public:
        raise refuse(str(path), "the file was changed", "Put the key back from a backup")
    return key


def change_passphrase(path: Path, old: str, new: str) -> None:
    """Encrypt a sealing key under another passphrase, with today's cost, whole or not at all.

    The key stays the same: copies of the file made before still open with the old passphrase.
    Raises `Refused` as `open_sealing_key` and `new_sealing_key` do.
    """
    path = path.resolve()  # else a link would be replaced and the file behind it stay as it was
    key = open_sealing_key(path, old)
    write_private(path, _locked(path, key, new), over=True)


def seal(identity: Mapping[str, str], public: bytes) -> bytes:
    """Seal a source's identity and contact to a public key.

    Each call gives other bytes, so that nobody can try names.  Their length is 48 bytes more than
    a multiple of 512.  A seal does not say who made it, or for which pseudonym: put the pseudonym
    among the fields and compare it when opening.

    Args:
        identity: Field to text, such as `name` and `telephone`.
        public: The public key, 32 bytes, as `new_sealing_key` gave it.

    Raises:
        Refused: A field is no text, or `public` is no key.
    """
    if not _is_text(identity):
        raise refuse(
            "identity", "a field is no text that can be written", "Give each field as UTF-8 text"
        )
    try:
        return SealedBox(PublicKey(public)).encrypt(sodium_pad(_canonical(identity), BLOCK))
    except CryptoError:  # another length, or a point that would seal to nobody
        raise refuse(
            "public key", "these bytes are no public key", "Give the 32 bytes of a sealing key"
        ) from None


def unseal(sealed: bytes, key: SealingKey) -> dict[str, str]:
    """Open what `seal` sealed.

    Raises:
        Refused: It was sealed to another key, was changed since, or holds no identity.
    """
    try:
        plain = sodium_unpad(SealedBox(key.private).decrypt(sealed), BLOCK)
    except CryptoError:
        raise refuse(
            "sealed identity", "it was sealed to another key, or changed since",
            "Open it with the key whose public half the record names",
        ) from None  # fmt: skip
    identity = _identity(plain)
    if identity is None:
        raise refuse(
            "sealed identity", "what was sealed is no identity", "Ask the one who entered it"
        )
    return identity


def pseudonym() -> str:
    """A name for a source within one case, such as `S-K7Q2-9MXF`: 40 random bits, no meaning.

    The caller makes sure that it is new to the case: among a million, two may be equal.
    """
    letters = "".join(secrets.choice(_CROCKFORD) for _ in range(8))
    return f"S-{letters[:4]}-{letters[4:]}"


def keyed_commitment(key: bytes, content_sha256: bytes) -> str:
    """What may be published in the place of a private file's hash: HMAC-SHA-256 in hex (RFC 2104).

    Whoever is told the key can test guesses at every file under it: take a key for each file.
    Raises `ValueError` for a key under 32 bytes, which could be guessed, or for no SHA-256.
    """
    if len(key) < 32 or len(content_sha256) != 32:
        raise ValueError("a commitment takes a key of 32 bytes or more and a SHA-256 of 32")
    return hmac.new(key, content_sha256, hashlib.sha256).hexdigest()


def _locked(path: Path, key: SealingKey, passphrase: str) -> bytes:
    """The content of a key file.  Raises `Refused` for a passphrase that is too short."""
    if len(unicodedata.normalize("NFC", passphrase)) < SHORTEST_PASSPHRASE:
        raise refuse(
            str(path), f"the passphrase has fewer than {SHORTEST_PASSPHRASE} characters",
            f"Take {SHORTEST_PASSPHRASE} or more; six words drawn by lot are better",
        )  # fmt: skip
    salt = secrets.token_bytes(16)
    lock = SecretBox(_derived(path, passphrase, salt, COST))
    file = _KeyFile(
        format="hudna sealing key 1",
        derivation="argon2id 1.3",
        memory_kib=COST.memory,
        passes=COST.passes,
        lanes=COST.lanes,
        salt=salt,
        public=key.public,
        box=bytes(lock.encrypt(bytes(key.private))),
    )
    return file.model_dump_json(indent=2).encode() + b"\n"


def _derived(path: Path, passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """The 32-byte key that a passphrase stands for."""
    if not _is_text({"": passphrase}):
        raise refuse(
            str(path), "the passphrase has characters that are not UTF-8", "Type it in UTF-8"
        )
    secret = unicodedata.normalize("NFC", passphrase).encode()
    try:
        return hash_secret_raw(
            secret, salt, cost.passes, cost.memory, cost.lanes, SecretBox.KEY_SIZE, Type.ID
        )
    except HashingError as error:
        raise refuse(
            str(path), f"the passphrase cannot be tried: {error}",
            f"It takes {cost.memory // 1024} MiB of free memory",
        ) from None  # fmt: skip


def _key_file(path: Path, found: bytes) -> _KeyFile:
    try:
        return _KeyFile.model_validate_json(found)
    except ValidationError:
        what = "this is no sealing key of Hudna, or a broken one" if found else "the file is empty"
        raise refuse(
            str(path), what, "Name the file of the sealing key, or put it back from a backup"
        ) from None


def _canonical(identity: Mapping[str, str]) -> bytes:
    """JSON as RFC 8785 orders and writes it; with texts alone, Python's own comes to the same."""
    ordered = dict(sorted(identity.items(), key=lambda item: item[0].encode("utf-16-be")))
    return json.dumps(ordered, ensure_ascii=False, separators=(",", ":")).encode()


def _identity(plain: bytes) -> dict[str, str] | None:
    """Read an identity; None if this is none.

    The caller raises, so that no exception holds what was opened, not even as its context.
    """
    try:
        found = json.loads(plain.decode())
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and _is_text(found) else None


def _is_text(fields: Mapping[Any, Any]) -> bool:
    """Whether every name and value is text that UTF-8 can write: no lone surrogates.

    Asked beforehand, since the exception of an encoder holds the whole text.
    """
    parts = [part for item in fields.items() for part in item]
    return all(
        isinstance(part, str) and not any("\ud800" <= char <= "\udfff" for char in part)
        for part in parts
    )
