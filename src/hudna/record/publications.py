"""Publications: that a file was published, with its hash and what it rests on.

In: the bytes of files as they were written.  Out: a version of kind `publication`, by which anybody
who holds a checkpoint and a proof can tell the published file from an altered one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from hudna.record.manifest import Manifest
from hudna.record.store import Record, items, state_at
from hudna.record.tiers import Tier

KIND: Final = "publication"


def record(
    record: Record,
    what: str,
    files: Mapping[str, bytes],
    rests_on: Manifest,
    author: str | None,
    tier: Tier | None = None,
    shown: Mapping[str, str] | None = None,
) -> str | None:
    """Record that files were published; the publication's id.

    Files that were published already, byte for byte, are not recorded again: None.  `tier` is that
    for which they were released; None where nobody cleared them.  `shown` are the findings that
    they tell of, each with its headline, so that a later correction can name them.  Raises `Refused`.
    """
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    with record.writing(author) as writer:
        before = items(writer.connection, state_at(writer.connection, None), KIND)
        if any(found.value is not None and found.value["files"] == hashes for found in before):
            return None
        name = f"{what}-{writer.tail.size}"
        told: dict[str, Any] = {
            "what": what, "files": hashes, "entries": rests_on.entries, "engine": rests_on.engine,
        }  # fmt: skip
        if tier is not None:
            told["tier"] = tier.value
        if shown is not None:
            told["incidents"] = dict(shown)
        writer.put(KIND, name, told)
    return name


def find(connection: sa.Connection, content: bytes) -> str | None:
    """The publication of which a file is part, byte for byte; None for any other file."""
    digest = hashlib.sha256(content).hexdigest()
    for found in items(connection, state_at(connection, None), KIND):
        if found.value is not None and digest in found.value["files"].values():
            return found.id
    return None
