"""Consent: what a protected source agreed to, use by use, and what was promised for it.

In: what a source said of everything it gives (`source/S-…`), or of one thing (`report/…`,
`document/…`, `incident/…`).  Out: whether a use of a thing is agreed to.  What nobody recorded is not
given.  A withdrawal stands in the log with its reason, and `hudna export` leaves the thing out from
then on; what was released before cannot be called back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from hudna.problem import refuse
from hudna.record.log import Writer
from hudna.record.store import State, items
from hudna.record.tiers import Tier

KIND: Final = "consent"


class Use(StrEnum):
    """What a thing may be used for."""

    INTERNAL = "internal"  # by the mission
    PARTIES = "parties"
    PUBLIC = "public"
    COURT = "court"


USE_OF: Final[Mapping[Tier, Use]] = {
    Tier.PUBLIC: Use.PUBLIC, Tier.PARTIES: Use.PARTIES, Tier.MISSION: Use.INTERNAL,
}  # fmt: skip
"""The use that a release to a tier is.  No use needs another: each is asked for."""


class Consent(StrEnum):
    """How a use of a thing stands."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"  # or refused
    UNSAID = "unsaid"


Said = Mapping[tuple[str, Use], bool]
"""What was said last of each thing (`kind/id`) and use."""


def say(
    writer: Writer, what: str, use: Use, given: bool, promised: str | None, reason: str
) -> None:
    """Record that a use of `what` is agreed to, or no longer.

    `promised` is what the source was promised, word for word.  Raises `Refused`.
    """
    if not reason.strip():
        raise refuse(what, "no reason is given", "Give one with --reason: it stays in the log")
    if given and not (promised or "").strip():
        raise refuse(what, "what was promised is not said", "Give it word for word with --promised")
    told: dict[str, Any] = {"of": what, "use": use.value, "given": given, "reason": reason}
    if promised is not None:
        told["promised"] = promised
    writer.put(KIND, f"{what}/{use.value}", told)


def said(connection: sa.Connection, state: State) -> dict[tuple[str, Use], bool]:
    """What was said last, by `state`, of each thing and use."""
    return {
        (entry.value["of"], Use(entry.value["use"])): entry.value["given"] is True
        for entry in items(connection, state, KIND)
        if entry.value is not None and entry.value["use"] in set(Use)
    }


def standing(said: Said, things: Iterable[str], contributors: Iterable[str], use: Use) -> Consent:
    """How a use stands of something that is, or is from, `things`, by all its contributors.

    One withdrawal is enough to withdraw it, whichever was said last: what a source says of one
    thing does not undo what it says of all.  Every contributor must have agreed, for all that he
    gives or for one of the things.
    """
    things, sources = tuple(things), [f"source/{name}" for name in contributors]
    last = [said.get((what, use)) for what in (*things, *sources)]
    if False in last:
        return Consent.WITHDRAWN
    own = any(said.get((what, use)) for what in things)
    agreed = own or (sources and all(said.get((source, use)) for source in sources))
    return Consent.GIVEN if agreed else Consent.UNSAID


def standing_of_all(
    said: Said, things: Iterable[str], givers: Iterable[tuple[str, Iterable[str]]], use: Use
) -> Consent:
    """How a use stands of something that came several times, or is from several things.

    `things` are all names under which consent may be recorded of it: one withdrawal of any of them,
    or of any contributor, withdraws it.  `givers` are the contributors, each with the names of what
    he gave of it: he must have agreed for all that he gives, or for one of those.
    """
    things, givers = tuple(things), tuple(givers)
    names = {name for name, _ in givers}
    if standing(said, things, names, use) == Consent.WITHDRAWN:
        return Consent.WITHDRAWN
    if not givers:
        return standing(said, things, (), use)
    agreed = all(standing(said, own, [name], use) == Consent.GIVEN for name, own in givers)
    return Consent.GIVEN if agreed else Consent.UNSAID
