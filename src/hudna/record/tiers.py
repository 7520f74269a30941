"""Tiers: who may see a thing.

    public      everybody
    parties     the parties, in the joint commission
    mission     the mission alone: what nothing else is said of
    restricted  nobody without the sealing key: who a source is

In: what was recorded of a thing.  Out: its tier.  A thing goes no further down than a person said.
"""

from __future__ import annotations

from enum import StrEnum


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
