"""The manifest of an answer: from which state of which record, by which engine, it was derived.

It stands in every published page and export, so that the same can be made again and compared, and so
that the record can be held to it.  Nothing in it is a hash of something private: the checkpoint
commits to salted payloads.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

import hudna
from hudna.case import Case
from hudna.record.leaf import BATCH
from hudna.record.schema import ENTRY
from hudna.record.store import Record, State, checkpoint_from

SILENT: Final = (
    "record",
    "key",
    "restore",
    "checkpoint",
    "publication",
    "person",
    "sealing-key",
    "source",
    "opening",
    "statement",
)
"""Kinds of entries that change no answer."""

FINDINGS: Final = "findings"
"""What a bulk entry of findings is called: they follow from the rest, and change no answer."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an answer rests on.

    `entries` is how many entries of the log it rests on: the last of them is the last that could
    change an answer, so that a replay names the same.  `checkpoint` is the first signed one that
    holds them, as a note; None where none is signed, and where nothing is recorded.
    """

    case: str
    agreement: str
    agreement_sha256: str
    engine: str
    log: str | None = None
    entries: int = 0
    checkpoint: str | None = None

    def as_json(self) -> dict[str, Any]:
        """As it is embedded."""
        return {
            "case": self.case,
            "agreement": {"id": self.agreement, "sha256": self.agreement_sha256},
            "engine": self.engine,
            "log": self.log,
            "entries": self.entries,
            "checkpoint": self.checkpoint,
        }

    def text(self) -> str:
        """The JSON, in one line."""
        return json.dumps(self.as_json(), ensure_ascii=False)


def manifest(case: Case, record: Record | None, state: State) -> Manifest:
    """The manifest of an answer from a case at one state of its record."""
    document = case.agreement.document
    about = (case.id, document.agreement.id, case.agreement_sha256, f"hudna {hudna.__version__}")
    if record is None:
        return Manifest(*about)
    with record.reading() as connection:
        entries = inputs(connection, state)
        return Manifest(*about, record.origin, entries, checkpoint_from(connection, entries, state))


def inputs(connection: sa.Connection, state: State) -> int:
    """How many entries there were after the last one, by `state`, that can change an answer."""
    findings = sa.and_(ENTRY.c.kind == BATCH, ENTRY.c.subject.like(f"{FINDINGS}/%"))
    last = connection.scalar(
        sa.select(ENTRY.c.seq)
        .where(ENTRY.c.seq < state.size, ENTRY.c.kind.not_in(SILENT), ~findings)
        .order_by(ENTRY.c.seq.desc())
        .limit(1)
    )
    return 0 if last is None else last + 1
