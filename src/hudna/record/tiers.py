"""Tiers: who may see a thing.

    public      everybody
    parties     the parties, in the joint commission
    mission     the mission alone: what nothing else is said of
    restricted  nobody without the sealing key: who a source is

In: what was recorded of a thing.  Out: its tier.  A thing goes no further down than a person said.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

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
        order = list(Tier)
        return order.index(other) <= order.index(self)


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


def said(connection: sa.Connection, state: State) -> dict[str, Tier]:
    """What was said of the tiers of things: by `kind/id`, the newest of each."""
    found = {entry.id: _tier(entry.value) for entry in items(connection, state, KIND)}
    return {what: tier for what, tier in found.items() if tier is not None}


def of(said: Mapping[str, Tier], what: str, batch: str | None = None, about: Any = None) -> Tier:
    """The tier of a thing.

    What was said of the thing itself holds; else what was said of the entry `batch` that brought it
    (`reports/12`); else what that entry says, in `about`; else it is the mission's.
    """
    for name in (what, batch):
        if name is not None and name in said:
            return said[name]
    return _tier(about) or Tier.MISSION


def _tier(value: Any) -> Tier | None:
    """The tier in a payload; one that this version of Hudna does not know is restricted."""
    found = value.get("tier") if isinstance(value, dict) else None
    if found is None:
        return None
    return Tier(found) if found in set(Tier) else Tier.RESTRICTED
