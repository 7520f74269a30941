"""Proofs: that something is in the log, or that one log follows from another, checked by files alone.

In: a proof file, a checkpoint, the log's public key, and perhaps a published file.  Out: what they
prove, in sentences, or `BadProof`.  Making proofs needs the record (`prove.py`); checking them needs
this module, `leaf.py`, `merkle.py` and `note.py`, no database and no network.

A proof is a JSON object.  Bytes are written in hex, bodies as the text that was hashed.

    {"hudna": "inclusion 1", "checkpoint": NOTE, "path": [HASH…],
     "entry": {"seq", "at", "author", "kind", "subject", "commitment"},
     "payload": {"salt", "body"},
     "row": {"index", "kind", "id", "salt", "body", "path": [HASH…]} or null}
    {"hudna": "consistency 1", "old": NOTE, "new": NOTE, "path": [HASH…]}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from hudna.instant import from_datetime
from hudna.record import merkle
from hudna.record.leaf import BATCH, commitment, leaf
from hudna.record.note import BadNote, Checkpoint, Verifier, open_note, read_checkpoint

MAX_BYTES: Final = 64 << 20
"""A proof file longer than this is not read."""

_Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_Salt = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
_Path = Annotated[list[_Hash], Field(max_length=64)]
_Count = Annotated[int, Field(ge=0, lt=1 << 53, strict=True)]


class BadProof(ValueError):
    """What was given proves nothing; the message says why."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(_Strict):
    """An entry of the log, as its leaf has it."""

    seq: _Count
    at: str
    author: str
    kind: str
    subject: str
    commitment: _Hash

    def leaf(self) -> bytes:
        """Its canonical bytes.  Raises `BadProof` for a time that is none."""
        try:
            moment = from_datetime(datetime.fromisoformat(self.at))
        except ValueError:
            raise BadProof(f"“{self.at[:40]}” is not a time") from None
        mark = bytes.fromhex(self.commitment)
        return leaf(self.seq, moment, self.author, self.kind, self.subject, mark)


class Payload(_Strict):
    """What an entry says, with the salt of its commitment."""

    salt: _Salt
    body: str


class Row(_Strict):
    """One row of a bulk change, with its place in the change's own tree."""

    index: _Count
    kind: str
    id: str
    salt: _Salt
    body: str
    path: _Path


class Inclusion(_Strict):
    """A proof that an entry, and what it says, is in the log of a checkpoint."""

    hudna: Literal["inclusion 1"]
    checkpoint: str
    path: _Path
    entry: Entry
    payload: Payload
    row: Row | None = None


class Consistency(_Strict):
    """A proof that the log of a newer checkpoint only adds to that of an older one."""

    hudna: Literal["consistency 1"]
    old: str
    new: str
    path: _Path


_PROOF: Final[TypeAdapter[Inclusion | Consistency]] = TypeAdapter(
    Annotated[Inclusion | Consistency, Field(discriminator="hudna")]
)


def read_proof(content: bytes) -> Inclusion | Consistency:
    """Read a proof file.  Raises `BadProof`."""
    if len(content) > MAX_BYTES:
        raise BadProof("the file is too long to be a proof")
    try:
        return _PROOF.validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise BadProof(f"{where}: {first['msg']}") from None


def check(
    proof: Inclusion | Consistency,
    keys: Sequence[Verifier],
    held: str | None = None,
    published: bytes | None = None,
) -> list[str]:
    """What a proof proves, in sentences.

    `keys` are the log's public keys that you hold; `held` a checkpoint that you kept, which the
    proof must be about; `published` the bytes of a file whose publication it must prove.  Raises
    `BadProof`.
    """
    if isinstance(proof, Consistency):
        if published is not None:
            raise BadProof("a consistency proof says nothing of a file")
        return _consistency(proof, keys, held)
    return _inclusion(proof, keys, held, published)


def _opened(note: str, keys: Sequence[Verifier], what: str) -> Checkpoint:
    try:
        opened = open_note(note, keys)
        stated = read_checkpoint(opened.text)
    except BadNote as error:
        raise BadProof(f"{what} does not stand: {error}") from None
    if stated.origin not in {signature.verifier.name for signature in opened.signatures}:
        raise BadProof(f"{what} is of {stated.origin}, whose key you do not hold")
    return stated


def _same(stated: Checkpoint, other: Checkpoint) -> bool:
    mine = (stated.origin, stated.size, stated.root)
    return mine == (other.origin, other.size, other.root)


def _consistency(proof: Consistency, keys: Sequence[Verifier], held: str | None) -> list[str]:
    old, new = (
        _opened(proof.old, keys, "the old checkpoint"),
        _opened(proof.new, keys, "the new one"),
    )
    if old.origin != new.origin:
        raise BadProof("the two checkpoints are of different logs")
    if held is not None:
        mine = _opened(held, keys, "the checkpoint that you hold")
        if not (_same(mine, old) or _same(mine, new)):
            raise BadProof("the proof is not about the checkpoint that you hold")
    path = [bytes.fromhex(part) for part in proof.path]
    if not merkle.is_consistent(old.size, old.root, new.size, new.root, path):
        raise BadProof("the newer log does not follow from the older: something was rewritten")
    return [
        f"Both checkpoints of {new.origin} are signed by a key that you hold.",
        f"The log of {new.size:,} entries only adds to that of {old.size:,}: nothing was rewritten.",
    ]


def _inclusion(
    proof: Inclusion, keys: Sequence[Verifier], held: str | None, published: bytes | None
) -> list[str]:
    stated = _opened(proof.checkpoint, keys, "the checkpoint")
    if held is not None and not _same(_opened(held, keys, "the checkpoint that you hold"), stated):
        raise BadProof("the proof is not about the checkpoint that you hold: ask for one that is")
    entry = proof.entry
    path = [bytes.fromhex(part) for part in proof.path]
    hashed = merkle.leaf_hash(entry.leaf())
    if not merkle.is_included(hashed, entry.seq, stated.size, path, stated.root):
        raise BadProof(f"entry {entry.seq} is not in the log of the checkpoint")
    body = proof.payload.body.encode()
    made = commitment(bytes.fromhex(proof.payload.salt), entry.kind, entry.subject, body)
    if made.hex() != entry.commitment:
        raise BadProof(f"entry {entry.seq} says something else than the proof shows")
    told = [
        f"The checkpoint of {stated.origin} ({stated.size:,} entries) is signed by a key that you hold.",
        f"Entry {entry.seq} ({entry.kind} {entry.subject}, by {entry.author}, {entry.at}) is in it.",
    ]
    if proof.row is not None:
        told.append(_row(proof, proof.row))
    if published is not None:
        told.append(_published(proof, published))
    return told


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise BadProof("what the entry says is not JSON") from None


def _row(proof: Inclusion, row: Row) -> str:
    about = _json(proof.payload.body)
    if proof.entry.kind != BATCH or not isinstance(about, dict):
        raise BadProof("the entry has no rows")
    mark = commitment(bytes.fromhex(row.salt), row.kind, row.id, row.body.encode())
    path = [bytes.fromhex(part) for part in row.path]
    try:
        size, root = int(about["rows"]), bytes.fromhex(about["root"])
    except (KeyError, TypeError, ValueError):
        raise BadProof("the entry does not say what its rows are") from None
    if not merkle.is_included(mark, row.index, size, path, root):
        raise BadProof(f"{row.kind} {row.id} is not a row of the entry")
    return f"{row.kind} {row.id} is row {row.index} of the {size:,} that it brought, as shown."


def _published(proof: Inclusion, content: bytes) -> str:
    about = _json(proof.payload.body)
    files = about.get("files") if isinstance(about, dict) else None
    if proof.entry.kind != "publication" or not isinstance(files, dict):
        raise BadProof("the entry is not that of a publication")
    digest = hashlib.sha256(content).hexdigest()
    names = [name for name, sha256 in files.items() if sha256 == digest]
    if not names:
        raise BadProof("the file is not the one that was published: it was altered, or is another")
    return f"The file is, byte for byte, the “{names[0]}” that was published."
