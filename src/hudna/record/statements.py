"""Statements that a person accepted: which draft of a text went into the case, and on which words.

In: an accepted draft.  Out: a version of kind `statement`, which can be erased, as it holds what
somebody said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import sqlalchemy as sa

from hudna.record.log import Writer
from hudna.record.store import State, newest_of

KIND: Final = "statement"


def accept(writer: Writer, draft: str, told: Mapping[str, Any]) -> None:
    """Record that the draft of an id was accepted; `told` says what it rests on, and where it went."""
    writer.put(KIND, draft, told)


def accepted(
    connection: sa.Connection, state: State, drafts: Iterable[str]
) -> dict[str, Mapping[str, Any]]:
    """Of the drafts of some ids those that were accepted, with what was told of each.

    Of one whose words were erased nothing is told but that it was.
    """
    found = newest_of(connection, state, KIND, list(drafts))
    return {name: item.value or {} for name, item in found.items()}
