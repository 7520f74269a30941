"""Documents as received: the bytes, under their SHA-256, and how they came here.

In: a file.  Out: its parts in the record, and a version of kind `document` that says what it is,
where it is from, who brought it, when and with which tool.  The bytes are kept as they are; parts
are compressed, which loses nothing.
"""

from __future__ import annotations

import hashlib
import mimetypes
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import sqlalchemy as sa

import hudna
from hudna.problem import refuse
from hudna.record.log import Writer
from hudna.record.schema import BLOB
from hudna.record.store import items, state_at

KIND: Final = "document"

PART: Final = 4 << 20
"""Bytes of a document that are compressed and stored at a time."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A document ready to be kept: its hash, its length in bytes, its compressed parts."""

    sha256: str
    length: int
    parts: tuple[bytes, ...]


def pack(content: bytes | Path) -> Packed:
    """Hash and compress a document.  Raises `OSError` for a file that cannot be read."""
    digest = hashlib.sha256()
    parts = []
    length = 0
    for part in _parts(content):
        digest.update(part)
        length += len(part)
        parts.append(len(part).to_bytes(4, "big") + pa.compress(part, "zstd", asbytes=True))
    return Packed(digest.hexdigest(), length, tuple(parts))


def _parts(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield from (content[at : at + PART] for at in range(0, len(content), PART))
        return
    with content.open("rb") as file:
        while part := file.read(PART):
            yield part


def keep(
    writer: Writer,
    packed: Packed,
    name: str,
    media_type: str | None = None,
    brought_by: str | None = None,
    origin: str | None = None,
    contributor: str | None = None,
) -> str:
    """Keep a document; its id, which tells nothing of its content.

    What is not known is left out: `brought_by` (a person of the record), `origin` (where it is
    from, as an address or in words), `contributor` (the pseudonym of a protected source).
    """
    doc = f"doc-{secrets.token_hex(6)}"
    writer.keep(packed.sha256, packed.parts)
    told: dict[str, Any] = {
        "name": Path(name).name,
        "sha256": packed.sha256,
        "bytes": packed.length,
        "media_type": media_type or mimetypes.guess_type(name)[0],
        "brought_by": brought_by,
        "origin": origin,
        "contributor": contributor,
        "tool": f"hudna {hudna.__version__}",
    }
    writer.put(KIND, doc, {k: v for k, v in told.items() if v is not None})
    return doc


def find(connection: sa.Connection, sha256: str) -> str | None:
    """The id of a document that is kept already, by the hash of its bytes."""
    for found in items(connection, state_at(connection, None), KIND):
        if found.value is not None and found.value.get("sha256") == sha256:
            return found.id
    return None


def content(connection: sa.Connection, sha256: str) -> bytes:
    """The bytes of a document.  Raises `Refused` where they are gone or were altered."""
    query = sa.select(BLOB.c.content).where(BLOB.c.sha256 == sha256).order_by(BLOB.c.part)
    parts = [unpacked(bytes(row[0]), sha256) for row in connection.execute(query)]
    whole = b"".join(parts)
    if hashlib.sha256(whole).hexdigest() != sha256:
        what = "a document is missing, or its bytes were altered"
        raise refuse(f"document {sha256[:12]}…", what, "Run `hudna verify`; restore a backup")
    return whole


def unpacked(part: bytes, sha256: str) -> bytes:
    """One part of a document as it was received.  Raises `Refused` for one that is damaged."""
    size = int.from_bytes(part[:4], "big")
    try:
        if not 0 < size <= PART:
            raise pa.ArrowInvalid("no such size")
        return bytes(pa.decompress(part[4:], size, "zstd", asbytes=True))
    except (pa.ArrowException, OSError, ValueError):
        raise refuse(
            f"document {sha256[:12]}…", "a part of it is damaged",
            "Run `hudna verify`; restore a backup",
        ) from None  # fmt: skip
