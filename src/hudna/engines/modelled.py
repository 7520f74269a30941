"""A text read by a model that a person named, within what may be sent where.

In: a document, the case that it belongs to, if any, and the person's leave.  Out: a reading and counts
of what was dropped.  Where leave must be logged, the record of the case says what was sent, to where
and why, before it is sent (kind `sent`).
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hudna.problem import refuse
from hudna.record import documents, tiers
from hudna.record.known import Known
from hudna.text.document import Document
from hudna.text.model import Answer, allowed, ask

SENT: Final = "sent"
KEY: Final = "HUDNA_MODEL_KEY"
"""The environment variable with the key for the server; it is never an option."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model of a server, and what a person said may be sent to it."""

    name: str
    endpoint: str
    public: bool = False
    tier: str | None = None
    timeout: float = 300.0


def read(
    document: Document, published: date | None, model: Model, known: Known | None,
    person: str | None = None,
) -> Answer:  # fmt: skip
    """Ask a model what a document says.

    Args:
        document: The text.
        published: The day that it was published.
        model: Whom to ask.
        known: The case that it belongs to; its actors and places may be named.
        person: Who asks, for the log.

    Raises:
        Refused: It may not be sent, or nothing came back that can be read.
    """
    if document.language is None:
        raise refuse("the text", "it is in no language that is read", "Give Arabic or English text")
    tier = _tier(document.sha256, known) if known is not None else None
    leave = allowed(model.endpoint, tier=tier, public=model.public, model_tier=model.tier)
    names = (
        ()
        if known is None
        else (*known.case.registry.entries, *known.case.agreement.gazetteer.spots)
    )
    return ask(
        document.text, leave, model.name, language=document.language, published=published,
        sha256=document.sha256, key=os.environ.get(KEY), timeout=model.timeout, known=names,
        log=None if known is None else lambda told: _log(known, told, person),
    )  # fmt: skip


def _tier(sha256: str, known: Known) -> str:
    """The tier of a document of a case: what the record says of it, else the mission's."""
    if known.record is None:
        return tiers.Tier.MISSION.value
    with known.record.reading() as connection:
        found = documents.find(connection, sha256)
        said = tiers.said(connection, known.record.state())
    return tiers.of(said, f"{documents.KIND}/{found}").value if found else tiers.Tier.MISSION.value


def _log(known: Known, told: Mapping[str, Any], person: str | None) -> None:
    if known.record is None:
        what = "a text is sent only where the record says so, and there is none"
        raise refuse(str(known.case.path), what, "Make the case's record writable")
    with known.record.writing(person) as writer:
        writer.put(SENT, uuid.uuid4().hex, dict(told))
