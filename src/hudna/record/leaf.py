r"""What is hashed: the bytes of an entry, and the commitment to what it says.

An *entry* is a number, a time, an author, a kind, a subject, and a commitment to its *payload*.  Its
canonical bytes (RFC 8785) are a leaf of an RFC 6962 tree; the tree orders the entries, and there is
no second chain.  The payload is stored beside a random salt; the commitment is

    SHA-256(0x00 ‖ salt ‖ kind ‖ "\\n" ‖ id ‖ "\\n" ‖ body)

so nobody can test a guess at a payload against the log, and a payload can be erased, with its salt,
while the log still holds.  The payload of a bulk change names the root of a tree of its own, over its
rows in their order; 0x00 makes each row's commitment a leaf hash of that tree (RFC 6962).

This module reads no database, so that a sceptic can read it, `merkle.py`, `note.py` and `proof.py`
alone.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from typing import Final

from hudna.instant import to_datetime

SALT: Final = 16
"""Bytes of salt: 128 random bits hide a payload from whoever would guess it."""

BATCH: Final = "batch"
"""The kind of an entry that stands for many rows."""


@lru_cache(maxsize=64)  # all entries of a transaction have one time
def stamp(at: int) -> str:
    """A time of the log as it is written: RFC 3339, UTC, six decimals."""
    return to_datetime(at).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def leaf(seq: int, at: int, author: str, kind: str, subject: str, commitment: bytes) -> bytes:
    """The canonical bytes (RFC 8785) of an entry: a leaf of the tree.

    Written out by hand, since a million are remade by `hudna verify`; a test holds it equal to
    `canonical`.  `at` is in microseconds since 1970, UTC.
    """
    return (
        f'{{"at":"{stamp(at)}","author":{_quoted(author)},"commitment":"{commitment.hex()}",'
        f'"kind":{_quoted(kind)},"seq":{seq},"subject":{_quoted(subject)}}}'
    ).encode()


def commitment(salt: bytes, kind: str, name: str, body: bytes) -> bytes:
    """The commitment to one version: 32 bytes."""
    return hashlib.sha256(b"\0%b%b\n%b\n%b" % (salt, kind.encode(), name.encode(), body)).digest()
