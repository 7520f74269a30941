"""Tiers: who may see a thing.

    public      everybody
    parties     the parties, in the joint commission
    mission     the mission alone: what nothing else is said of
    restricted  nobody without the sealing key: who a source is

In: what was recorded of a thing.  Out: its tier.  A thing goes no further down than a person said.
That of a report, which may have come several times, stands in `provenance.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from hudna.problem import refuse
from hudna.record.log import Writer
from hudna.record.store import State, items

KIND: Final = "tier"


class Tier(StrEnum):
    """Who may see a thing, from everybody to nobody without a key."""

    PUBLIC = "public"
    PARTIES = "parties"
    MISSION = "mission"
    RESTRICTED = "restricted"

    def sees(self, other: Tier) -> bool:
        """Whether a reader of this tier may see a thing of the other."""
        return _ORDER.index(other) <= _ORDER.index(self)


_ORDER: Final = tuple(Tier)


class Word(NamedTuple):
    """What was said of a tier, and in which version of the record: the later has the higher `n`."""

    tier: Tier
    n: int


Said = Mapping[str, Word]
"""What was said last of the tier of each thing (`kind/id`)."""


def say(writer: Writer, what: str, tier: Tier, reason: str) -> None:
    """Say that a thing (`kind/id`) is for a tier.  Raises `Refused`."""
    if not reason.strip():
        raise refuse(what, "no reason is given", "Give one with --reason: it stays in the log")
    if what.startswith("source/"):
        raise refuse(
            what, "who a source is stays restricted, whatever anybody says",
            "Give the tier of a report, a document or an incident",
        )  # fmt: skip
    writer.put(KIND, what, {"tier": tier.value, "reason": reason})


def said(connection: sa.Connection, state: State) -> dict[str, Word]:
    """What was said last of the tiers of things, by `kind/id`."""
    found = ((entry, told(entry.value)) for entry in items(connection, state, KIND))
    return {entry.id: Word(tier, entry.n) for entry, tier in found if tier is not None}


def of(said: Said, what: str) -> Tier:
    """The tier of a document or an incident: what was said of it, else the mission's."""
    return said[what].tier if what in said else Tier.MISSION


def strictest(tiers: Iterable[Tier]) -> Tier:
    """The one of several, at least one, that the fewest may see."""
    return max(tiers, key=_ORDER.index)


def told(value: Any) -> Tier | None:
    """The tier in a payload; one that this version of Hudna does not know is restricted."""
    found = value.get("tier") if isinstance(value, dict) else None
    if found is None:
        return None
    return Tier(found) if found in set(Tier) else Tier.RESTRICTED
