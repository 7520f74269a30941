"""Contributors: the protected sources of a case, of whom the record keeps a pseudonym and a seal.

In: who a source is, and the public key of the case.  Out: a version of kind `source` whose id is the
pseudonym and whose payload is the sealed identity, and nothing else that says who it is.  The key
that opens it lies in a file outside the case.  Whoever holds that file and its passphrase can also
open a copy of the record elsewhere, which no log shows.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from hudna.problem import Refused, refuse
from hudna.record import erasure
from hudna.record.housekeeping import scrub
from hudna.record.log import Writer
from hudna.record.seal import (
    SealingKey,
    new_sealing_key,
    open_sealing_key,
    pseudonym,
    seal,
    unseal,
)
from hudna.record.store import Item, Record, State, history, item, items, state_at

KIND: Final = "source"
KEY: Final = "sealing-key"
OPENING: Final = "opening"

_PSEUDONYM: Final = "pseudonym"  # sealed with the rest, so that no seal passes for another's


class PublicKey(NamedTuple):
    """The public half of a sealing key, and the id by which the record names it."""

    id: str
    public: bytes


def key_id(public: bytes) -> str:
    """The id of a sealing key: from its public half."""
    return f"K-{hashlib.sha256(public).hexdigest()[:16]}"


def current_key(connection: sa.Connection, state: State) -> PublicKey | None:
    """The key to which new sources are sealed; None where none was made."""
    newest = None
    for found in items(connection, state, KEY):
        newest = found
    if newest is None:
        return None
    return PublicKey(newest.id, base64.b64decode(newest.value["public"]))


def new_key(record: Record, file: Path, passphrase: str, author: str | None) -> PublicKey:
    """Make the case's sealing key: the private half in `file`, the public half in the record.

    Raises `Refused` where there is one already, or the file cannot be made.
    """
    with record.writing(author) as writer:
        there = current_key(writer.connection, state_at(writer.connection, None))
        if there is not None:
            what = f"the case has a sealing key already ({there.id})"
            raise refuse("the record", what, "To change it, run `hudna source reseal`")
        return _introduce(writer, new_sealing_key(file, passphrase), None)


def _introduce(writer: Writer, public: bytes, reason: str | None) -> PublicKey:
    told: dict[str, Any] = {"public": base64.b64encode(public).decode()}
    if reason is not None:
        told["reason"] = reason
    writer.put(KEY, key_id(public), told)
    return PublicKey(key_id(public), public)


def add(record: Record, identity: Mapping[str, str], author: str | None) -> str:
    """Seal who a source is, and keep it; the new pseudonym.  Raises `Refused`."""
    if not any(text.strip() for text in identity.values()) or _PSEUDONYM in identity:
        what = "nothing says who the source is" if _PSEUDONYM not in identity else "has a pseudonym"
        raise refuse("the identity", what, "Give a name or a contact; the pseudonym is made here")
    with record.writing(author) as writer:
        now = State(writer.tail.size, writer.tail.versions)
        key = current_key(writer.connection, now)
        if key is None:
            raise refuse(
                "the record", "the case has no sealing key, so nobody can be protected",
                "Run `hudna source key CASE --new FILE` first",
            )  # fmt: skip
        name = pseudonym()
        while item(writer.connection, now, KIND, name) is not None:
            name = pseudonym()
        writer.put(KIND, name, _sealed(identity, name, key))
    return name


def _sealed(identity: Mapping[str, str], name: str, key: PublicKey) -> dict[str, str]:
    box = seal({**identity, _PSEUDONYM: name}, key.public)
    return {"sealed": base64.b64encode(box).decode(), "key": key.id}


def find(connection: sa.Connection, state: State, name: str) -> Item:
    """A source by its pseudonym, erased or not.  Raises `Refused` where there is none."""
    found = item(connection, state, KIND, name)
    if found is None:
        what = f"there is no source “{name[:40]}”"
        raise refuse("the record", what, "See `hudna source list` for the pseudonyms")
    return found


def open_source(
    record: Record, name: str, file: Path, passphrase: str, author: str | None, reason: str
) -> dict[str, str]:
    """Open who a source is, after the log has who opened it and why.

    What cannot be opened is entered too, as an attempt.  Raises `Refused`: also for an author or a
    reason that is not given, and for a source that was erased.
    """
    if author is None or not reason.strip():
        what = "nobody says who opens it" if author is None else "no reason is given"
        raise refuse(f"source/{name}", what, "Give --as PERSON and --reason: both stay in the log")
    with record.reading() as connection:
        found = find(connection, state_at(connection, None), name)
    if found.value is None:
        raise refuse(f"source/{name}", "was erased", "`hudna log show` gives the reason")
    failed: Refused | None = None
    identity: dict[str, str] = {}
    try:
        identity = _opened(found, open_sealing_key(file, passphrase))
    except Refused as refused:
        failed = refused
    why = reason if failed is None else f"{reason} (an attempt: nothing was opened)"
    with record.writing(author) as writer:
        outcome = "opened" if failed is None else "refused"
        told = {"outcome": outcome, "key": found.value["key"], "reason": why}
        writer.put(OPENING, f"{KIND}/{name}", told)
    if failed is not None:
        raise failed
    return identity


def _opened(found: Item, key: SealingKey) -> dict[str, str]:
    try:
        box = base64.b64decode(found.value["sealed"], validate=True)
    except (binascii.Error, KeyError, TypeError):
        what = "is no seal"
        raise refuse(f"source/{found.id}", what, "Run `hudna verify`; restore a backup") from None
    identity = unseal(box, key)
    if identity.pop(_PSEUDONYM, None) != found.id:
        what = "the seal is of another source: somebody exchanged them"
        raise refuse(f"source/{found.id}", what, "Run `hudna verify`; ask who wrote the entry")
    return identity


def reseal(
    record: Record,
    old: tuple[Path, str],
    new: tuple[Path, str],
    author: str | None,
    reason: str,
) -> int:
    """Seal every source of the old key to a new one, and destroy the old seals; how many.

    `old` and `new` are key files with their passphrases; the new file is made where there is none.
    All of them are sealed anew, or none.  Raises `Refused`.
    """
    if not reason.strip():
        raise refuse("the sealing key", "no reason is given", "Give one with --reason: it stays")
    key = open_sealing_key(*old)
    public = open_sealing_key(*new).public if new[0].exists() else new_sealing_key(*new)
    before = key_id(key.public)
    if before == key_id(public):
        raise refuse(str(new[0]), "is the old key", "Name another file: it is made")
    with record.writing(author) as writer:
        connection = writer.connection
        now = State(writer.tail.size, writer.tail.versions)
        if item(connection, now, KEY, before) is None:
            what = f"is not a key of this case ({before})"
            raise refuse(str(old[0]), what, "Name the file of the key that sealed its sources")
        after = _introduce(writer, public, reason)
        mine = [found for found in items(connection, now, KIND)
                if found.value is not None and found.value["key"] == before]  # fmt: skip
        for found in mine:
            old_seals = [v.n for v in history(connection, KIND, found.id) if v.body is not None]
            writer.put(KIND, found.id, _sealed(_opened(found, key), found.id, after))
            erasure.forget(writer, KIND, found.id, old_seals, reason)
    scrub(record)
    return len(mine)


class Listed(NamedTuple):
    """A source as it may be listed: its pseudonym, and the key of its seal (None: erased)."""

    pseudonym: str
    key: str | None


def listed(connection: sa.Connection, state: State) -> list[Listed]:
    """The sources of a case, without who they are."""
    return [
        Listed(found.id, None if found.value is None else found.value["key"])
        for found in items(connection, state, KIND)
    ]
