"""Erasure: what must be forgotten is destroyed, and the log shows that something was, and why.

In: a thing of the record and a reason.  Out: its payloads and their salts gone from every page of
the database, and an entry of kind `erasure` in their place: a tombstone.  The commitments stay, so
the log still holds; without the salts they tell nothing.  What a backup, a copy or a server's own
write-ahead log still holds is not reached: the how-to says what to do there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from hudna.instant import show
from hudna.problem import refuse
from hudna.record.housekeeping import SCRUB, scrub, set_meta
from hudna.record.log import Writer
from hudna.record.schema import BLOB, ENTRY, VERSION
from hudna.record.store import ITEM, Item, Record, State, history, items

KIND: Final = "erasure"
ERASABLE: Final = ("report", "statement", "document", "file", "source", "complaint")
"""Kinds that may be erased.  What shows how the record was kept may not."""

DERIVED: Final = "finding"
"""The kind of what is erased with the thing that it was derived from."""
MATCHED: Final = "match"
"""The kind of what matching found of a report, which is erased with it."""

_REPLACED: Final = "replaced"
"""Said of an erasure that newer versions made good: nothing is missing from any answer."""


_ALL: Final = State(0, 1 << 62)
"""A state that no record comes to: whatever was ever erased counts."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stands in the place of something that was erased."""

    kind: str
    id: str
    erased: str  # when: ISO 8601, UTC
    author: str
    reason: str

    def as_json(self) -> dict[str, str]:
        """As the JSON of `judge` writes it."""
        return {
            "kind": self.kind, "id": self.id, "erased": self.erased, "reason": self.reason,
        }  # fmt: skip


def erase(record: Record, kind: str, name: str, author: str, reason: str) -> list[str]:
    """Destroy every version of a thing, of what it was taken from, and their salts.

    A report goes with the document that it was imported from, whose bytes hold it too, and with what
    was found of it.  Of a file of the case all versions but the newest go: edit the file first.
    Returns what was erased, each as `kind/id`.  Raises `Refused`.
    """
    if kind not in ERASABLE:
        what = f"things of kind “{kind}” are not erased: they show how the record was kept"
        raise refuse(f"{kind}/{name}", what, f"Kinds that can be: {', '.join(ERASABLE)}")
    if not reason.strip():
        raise refuse(f"{kind}/{name}", "no reason is given", "Give one with --reason: it stays")
    with record.writing(author) as writer:
        connection = writer.connection
        doomed = [(kind, name, _living(connection, kind, name))]
        if kind == "report":
            also = [("document", each) for each in _documents_of(connection, doomed[0][2])]
            also += [(DERIVED, each) for each in _findings_of(connection, name)]
            also += [(MATCHED, name)] if _is_living(connection, MATCHED, name) else []
            doomed += [(each, thing, _living(connection, each, thing)) for each, thing in also]
        for each, thing, versions in doomed:
            hashes = [v.value["sha256"] for v in versions if "sha256" in (v.value or {})]
            _destroy(connection, [version.n for version in versions])
            _drop(connection, hashes)
            writer.put(KIND, f"{each}/{thing}", {
                "kind": each, "id": thing, "versions": [v.n for v in versions], "reason": reason,
            })  # fmt: skip
        writer.flush()
        set_meta(connection, SCRUB, "needed")
    scrub(record)
    return [f"{each}/{thing}" for each, thing, _ in doomed]


def forget(writer: Writer, kind: str, name: str, versions: Iterable[int], reason: str) -> None:
    """Destroy versions that newer ones replaced, within a change; the caller scrubs after it."""
    gone = sorted(versions)
    _destroy(writer.connection, gone)
    writer.put(KIND, f"{kind}/{name}", {
        "kind": kind, "id": name, "versions": gone, "reason": reason, _REPLACED: True,
    })  # fmt: skip
    set_meta(writer.connection, SCRUB, "needed")


def is_replaced(connection: sa.Connection, value: Mapping[str, Any]) -> bool:
    """Whether newer versions made an erasure good: then nothing is missing from any answer.

    That it says so is not enough: a newer version of the same thing must be there.
    """
    if not value.get(_REPLACED) or not value["versions"]:
        return False
    newer = sa.select(VERSION.c.n).where(
        VERSION.c.kind == value["kind"], VERSION.c.id == value["id"],
        VERSION.c.n > max(value["versions"]), VERSION.c.body.is_not(None),
    )  # fmt: skip
    return connection.execute(newer.limit(1)).first() is not None


def _living(connection: sa.Connection, kind: str, name: str) -> list[Item]:
    found = history(connection, kind, name)
    if not found:
        raise refuse(
            f"{kind}/{name}", "there is no such thing in the record", "See `hudna log show`"
        )
    living = [version for version in found if version.body is not None]
    if kind == "file":
        living = [v for v in living if v.n != found[-1].n and not _same_file(v, found[-1])]
    if not living:
        what = "is erased already" if kind != "file" else "has no older version to erase"
        raise refuse(f"{kind}/{name}", what, "Nothing was changed")
    return living


def _same_file(version: Item, newest: Item) -> bool:
    return newest.value is not None and version.value.get("sha256") == newest.value.get("sha256")


def _documents_of(connection: sa.Connection, versions: Iterable[Item]) -> list[str]:
    """The documents from which reports were imported, that are not erased yet."""
    found: dict[str, None] = {}
    for seq in {version.seq for version in versions}:
        first = sa.select(ENTRY.c.first).where(ENTRY.c.seq == seq).scalar_subquery()
        head = connection.execute(sa.select(*ITEM).where(VERSION.c.n == first)).first()
        value = None if head is None else Item(*head).value
        document = None if value is None else value.get("document")
        if document and any(v.body is not None for v in history(connection, "document", document)):
            found[document] = None
    return list(found)


def _findings_of(connection: sa.Connection, report: str) -> list[str]:
    """The findings on a report, or on each part of it, that are not erased yet."""
    begins = f"report/{report}"
    named = sa.select(VERSION.c.id).where(
        VERSION.c.kind == DERIVED, VERSION.c.body.is_not(None),
        sa.or_(VERSION.c.id == begins, VERSION.c.id.startswith(f"{begins}/", autoescape=True)),
    )  # fmt: skip
    return sorted({row.id for row in connection.execute(named)})


def _is_living(connection: sa.Connection, kind: str, name: str) -> bool:
    return any(version.body is not None for version in history(connection, kind, name))


def _destroy(connection: sa.Connection, versions: Iterable[int]) -> None:
    for n in versions:
        connection.execute(sa.update(VERSION).where(VERSION.c.n == n).values(body=None, salt=None))


def _drop(connection: sa.Connection, hashes: Iterable[str]) -> None:
    """Remove the bytes of documents that nothing else in the record refers to."""
    kept: set[Any] = set()
    for kind in ("document", "file"):
        for found in _all(connection, kind):
            kept.add((found.value or {}).get("sha256"))
    for sha256 in set(hashes) - kept:
        connection.execute(sa.delete(BLOB).where(BLOB.c.sha256 == sha256))


def _all(connection: sa.Connection, kind: str) -> Iterable[Item]:
    rows = connection.execute(sa.select(*ITEM).where(VERSION.c.kind == kind))
    return (Item(*row) for row in rows)


def tombstones(connection: sa.Connection, state: State) -> list[Tombstone]:
    """What was known at `state` and has been erased since, or was erased by then."""
    found = []
    at = {line.seq: line for line in _erasures(connection)}
    for erased in items(connection, _ALL, KIND):
        value = erased.value
        if value is None or not any(n < state.versions for n in value["versions"]):
            continue
        if value["kind"] in (DERIVED, MATCHED) or is_replaced(connection, value):
            continue
        line = at[erased.seq]
        found.append(
            Tombstone(value["kind"], value["id"], show(line.at, "UTC") or "", line.author,
                      value["reason"])
        )  # fmt: skip
    return found


def names(connection: sa.Connection, kind: str) -> set[str]:
    """The things of a kind that were erased."""
    values = (found.value for found in items(connection, _ALL, KIND))
    return {
        value["id"] for value in values
        if value is not None and value["kind"] == kind and not is_replaced(connection, value)
    }  # fmt: skip


def _erasures(connection: sa.Connection) -> Iterable[Any]:
    return connection.execute(
        sa.select(ENTRY.c.seq, ENTRY.c.at, ENTRY.c.author).where(ENTRY.c.kind == KIND)
    )
