"""Roles of the people who work on a record, and the classes of those who complain to it.

What somebody is at a time is known from `people.py`; here are only the names.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What somebody is in the mission; `public` reads, and decides nothing."""

    MONITOR = "monitor"
    ANALYST = "analyst"
    LEGAL = "legal"
    REVIEWER = "reviewer"
    INFORMATION_OFFICER = "information-officer"
    PARTY_LIAISON = "party-liaison"
    PUBLIC = "public"


STAFF: Final = tuple(role for role in Role if role != Role.PUBLIC)
"""The roles that work on the record."""


class Complainant(StrEnum):
    """The class of who complains: never who that is."""

    PARTY = "party"
    MONITOR = "monitor"
    NGO = "ngo"
    CITIZEN = "citizen"
    SELF_REPORT = "self-report"
