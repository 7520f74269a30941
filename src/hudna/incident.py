"""Incidents: what one or more reports are about, with what is not known left open.

In: entries of `incidents.yaml` or `scenarios.yaml`, coded by hand, or reports.  Out: `Incident`s,
the values that are judged.  Each element (occurred, time, place, actor, target, act) has its
candidates and a standing: a level E0 to E4, contested or refuted, and the origins it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, Literal

import shapely
from pydantic import BeforeValidator, Field, model_validator

from hudna import taxonomy
from hudna.entry import Entry, Evidence, Id, Label, LevelName, Sourced, When
from hudna.evidence import UNSUPPORTED, Level, Origin, Standing, Truth
from hudna.gazetteer import Gazetteer
from hudna.instant import ALWAYS, Interval, TimeError, read
from hudna.zones import Region

Number = Annotated[float, Field(strict=True)]

UNIDENTIFIED = taxonomy.UNIDENTIFIED
"""The candidate that stands for anybody: who it was is not known."""


class Extent(StrEnum):
    """How an act lies in its time."""

    MOMENT = "moment"  # somewhere within
    THROUGHOUT = "throughout"  # it filled it
    UNKNOWN = "unknown"  # judged as a moment


# --- as judged ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """One actor that it may have been; `level` where it is known for this one alone."""

    actor: str
    level: Level | None = None
    grounds: Mapping[str, str] | None = field(default=None, compare=False)
    unverified: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Parties:
    """Candidates for an actor, a target or the holder of a place, and the standing of the set.

    The standing is that of the statement "it is one of these"; `together` says that all of them
    were hit (or hold the place) at once.
    """

    candidates: tuple[Candidate, ...] = ()
    standing: Standing = UNSUPPORTED
    together: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """The actors that it may have been."""
        return tuple(candidate.actor for candidate in self.candidates)


@dataclass(frozen=True, slots=True)
class Act:
    """What was done: a code of the taxonomy, with a weapon class where it is known."""

    code: str
    weapon: str | None = None


@dataclass(frozen=True, slots=True)
class Plea:
    """A justification that someone invokes: for each test, what is known of it."""

    invoked_by: str
    tests: tuple[tuple[str, Truth, Standing], ...] = ()


@dataclass(frozen=True, slots=True)
class Harm:
    """A count of persons, low to high; an unknown bound is None, never zero."""

    kind: str  # killed, injured, detained, displaced
    of: str  # civilians, fighters, all, unknown
    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident as it is judged."""

    id: str
    occurred: Standing
    time: Interval
    time_standing: Standing
    region: Region
    place_standing: Standing
    actors: Parties
    targets: Parties
    acts: tuple[Act, ...]
    act_standing: Standing
    extent: Extent = Extent.UNKNOWN
    both_directions: bool = False
    pairs: tuple[tuple[str, str], ...] = ()
    holder: Parties | None = None
    plea: Plea | None = None
    under_review: bool = False
    zone: str = "UTC"
    title: Mapping[str, str] = field(default_factory=dict, compare=False)
    place_name: Mapping[str, str] = field(default_factory=dict, compare=False)
    harm: tuple[Harm, ...] = field(default=(), compare=False)
    flags: tuple[tuple[str, str], ...] = ()
    reasons: tuple[str, ...] = ()  # reason codes that a person set
    sources: tuple[str, ...] = field(default=(), compare=False)
    entry: IncidentEntry | None = field(default=None, compare=False, repr=False)
    unmatched: bool = False
    aggregate: bool = False  # kept, never counted in a window


# --- as written -----------------------------------------------------------------------------------


def _bare_candidate(value: Any) -> Any:
    return {"actor": value} if isinstance(value, str) else value


class CandidateEntry(Entry):
    """An actor that it may have been, why, and how far that is supported for it alone."""

    actor: Id = Field(description="An actor's id, or `unidentified`.")
    grounds: Label | None = None
    level: LevelName | None = None
    unverified: bool = Field(False, description="The grounds are from general knowledge.")


CandidateList = list[Annotated[
    CandidateEntry,
    BeforeValidator(_bare_candidate, json_schema_input_type=CandidateEntry | str),
]]  # fmt: skip


class PartiesEntry(Entry):
    """Candidates as alternatives (`any_of`) or hit at once (`together`), with their evidence."""

    any_of: CandidateList = []
    together: CandidateList = []
    evidence: Evidence | None = None
    note: Label | None = None

    @model_validator(mode="after")
    def _one(self) -> PartiesEntry:
        if self.any_of and self.together:
            raise ValueError("write `any_of` (alternatives) or `together` (hit at once), not both")
        return self

    def parties(self, default: Standing, known: dict[str, Origin]) -> Parties:
        """Read the entry; `default` stands where it has no evidence of its own."""
        standing = self.evidence.standing(known) if self.evidence else default
        return Parties(
            tuple(
                Candidate(
                    c.actor, c.level,
                    c.grounds.model_dump(exclude_none=True) if c.grounds else None,
                    c.unverified,
                )
                for c in (*self.any_of, *self.together)
            ),
            standing,
            bool(self.together),
        )  # fmt: skip


class TimeEntry(Entry):
    """When: `at` an instant or a whole local day, or `from` … `to` (the end is not included).

    A `to` that is a date runs to the end of that day.
    """

    at: When | None = None
    from_: When | None = Field(None, alias="from")
    to: When | None = None
    zone: str | None = Field(None, description="IANA zone of the source's clock.")
    extent: Extent = Extent.UNKNOWN
    evidence: Evidence | None = None
    note: Label | None = None

    @model_validator(mode="after")
    def _some(self) -> TimeEntry:
        if (self.at is None) == (self.from_ is None and self.to is None):
            raise ValueError("write `at`, or `from` and `to`")
        return self

    def interval(self, zone: str) -> Interval:
        """The interval as instants.  Raises `TimeError`."""
        zone = self.zone or zone
        if self.at is not None:
            return read(self.at, zone)
        start = ALWAYS.earliest if self.from_ is None else read(self.from_, zone).earliest
        end = ALWAYS.latest if self.to is None else read(self.to, zone).latest
        if end < start:
            raise TimeError(f"the end ({self.to}) precedes the start ({self.from_})")
        return Interval(start, end)


class PlaceEntry(Entry):
    """Where: a gazetteer id, a point with a radius, a shape, a unit; what is known of each."""

    name: Label | None = None
    spot: Id | None = Field(None, description="A unit or place of the gazetteer.")
    point: tuple[Number, Number] | None = Field(None, description="Longitude, latitude.")
    radius_km: float | None = Field(None, ge=0, le=5000, strict=True)
    geometry: dict[str, Any] | None = Field(None, description="GeoJSON geometry.")
    evidence: Evidence | None = None
    note: Label | None = None

    def region(self, gazetteer: Gazetteer) -> Region:
        """The region, with the units that contain it."""
        spot = gazetteer.spots.get(self.spot) if self.spot else None
        units = gazetteer.chain(spot.id) if spot else ()
        is_unit = spot is not None and spot.kind != "place"
        if spot is not None and not is_unit:
            units = units[1:]
        point = self.point or (spot.point if spot and not is_unit else None)
        if self.geometry is not None:
            shape = shapely.geometry.shape(self.geometry)
            return Region(shape, self.radius_km or 0.0, units)
        if point is not None:
            return Region(shapely.Point(point), self.radius_km or 0.0, units)
        return Region(None, 0.0, units, is_unit)


class ActEntry(Entry):
    """What was done, with what."""

    code: Id
    weapon: Id | None = None


def _bare_act(value: Any) -> Any:
    return {"code": value} if isinstance(value, str) else value


class ActsEntry(Entry):
    """The act, or the acts that it may have been."""

    any_of: list[Annotated[
        ActEntry, BeforeValidator(_bare_act, json_schema_input_type=ActEntry | str)
    ]] = Field(min_length=1)  # fmt: skip
    evidence: Evidence | None = None


class TestEntry(Entry):
    """What is known of one test of a justification."""

    value: Literal["met", "not_met", "unknown"]
    evidence: Evidence = Evidence()
    note: Label | None = None


class PleaEntry(Entry):
    """A justification that someone invokes."""

    invoked_by: Id
    tests: dict[Id, TestEntry] = {}
    note: Label | None = None


class HarmEntry(Entry):
    """Persons harmed, low to high; leave out what is not known."""

    kind: Literal["killed", "injured", "detained", "displaced"]
    of: Literal["civilians", "fighters", "all", "unknown"] = "unknown"
    low: int | None = Field(None, ge=0, strict=True)
    best: int | None = Field(None, ge=0, strict=True)
    high: int | None = Field(None, ge=0, strict=True)

    @model_validator(mode="after")
    def _ordered(self) -> HarmEntry:
        known = [n for n in (self.low, self.best, self.high) if n is not None]
        if known != sorted(known):
            raise ValueError("low, best and high must not fall")
        return self


class ClaimEntry(Sourced):
    """What a party says of the incident: a claim, or a denial."""

    by: Id
    says: Literal["claims", "denies", "admits", "accuses"]
    text: Label
    at: When | None = None


class LinkEntry(Entry):
    """How this incident is tied to another."""

    kind: Literal["response_to", "part_of", "same_act_as", "duplicate_of"]
    to: Id


class FlagEntry(Entry):
    """A concern under other law, independent of every verdict."""

    law: Literal["IHL", "SCR"]
    code: Id
    note: Label | None = None


class IncidentEntry(Sourced):
    """One incident, coded by hand.  `evidence` holds for each element that has none of its own."""

    id: Id
    title: Label
    evidence: Evidence = Evidence()
    occurred: Evidence | None = None
    time: TimeEntry
    place: PlaceEntry
    actors: PartiesEntry = PartiesEntry()
    targets: PartiesEntry = PartiesEntry()
    initiator: Literal["known", "unknown"] = Field(
        "known", description="unknown: the targets may have acted on the actors as well."
    )
    pairings: list[tuple[Id, Id]] = Field([], description="Actor and target, where not all pair.")
    held_by: PartiesEntry | None = Field(None, description="Who held the place at that time.")
    acts: ActsEntry
    plea: PleaEntry | None = None
    harm: list[HarmEntry] = []
    claims: list[ClaimEntry] = []
    links: list[LinkEntry] = []
    flags: list[FlagEntry] = []
    tags: list[Id] = Field([], description="Notes in a word, such as `spoiler`.")
    ucdp: list[int] = Field([], description="UCDP GED ids of the same event.")
    reports: list[Id] = Field([], description="Ids of the record's reports that it was coded from.")
    reasons: list[Literal["TEXT_UNAVAILABLE", "ACCESS_DENIED", "TECHNICAL_LIMIT"]] = []
    under_review: bool = False


class IncidentsFile(Entry):
    """`incidents.yaml`: incidents coded by hand."""

    incidents: list[IncidentEntry] = []


def incident(
    entry: IncidentEntry, zone: str, gazetteer: Gazetteer, known: dict[str, Origin]
) -> Incident:
    """Read an entry in the case's zone and gazetteer.  Raises `TimeError` for a time that is none."""
    default = entry.evidence.standing(known)

    def stands(evidence: Evidence | None) -> Standing:
        return evidence.standing(known) if evidence else default

    place = entry.place.name
    place_name: Mapping[str, str] = place.model_dump(exclude_none=True) if place else {}
    if place is None and entry.place.spot is not None and entry.place.spot in gazetteer.spots:
        place_name = gazetteer.spots[entry.place.spot].name
    plea = None
    if entry.plea is not None:
        truths = {"met": Truth.T, "not_met": Truth.F, "unknown": Truth.U}
        plea = Plea(
            entry.plea.invoked_by,
            tuple(
                (name, truths[test.value], test.evidence.standing(known))
                for name, test in entry.plea.tests.items()
            ),
        )
    return Incident(
        id=entry.id,
        occurred=stands(entry.occurred),
        time=entry.time.interval(zone),
        time_standing=stands(entry.time.evidence),
        region=entry.place.region(gazetteer),
        place_standing=stands(entry.place.evidence),
        actors=entry.actors.parties(default, known),
        targets=entry.targets.parties(default, known),
        acts=tuple(Act(act.code, act.weapon) for act in entry.acts.any_of),
        act_standing=stands(entry.acts.evidence),
        extent=entry.time.extent,
        both_directions=entry.initiator == "unknown",
        pairs=tuple(entry.pairings),
        holder=entry.held_by.parties(default, known) if entry.held_by else None,
        plea=plea,
        under_review=entry.under_review,
        zone=entry.time.zone or zone,
        title=entry.title.model_dump(exclude_none=True),
        place_name=place_name,
        harm=tuple(Harm(h.kind, h.of, h.low, h.best, h.high) for h in entry.harm),
        flags=tuple((flag.law, flag.code) for flag in entry.flags),
        reasons=tuple(entry.reasons),
        sources=tuple(entry.sources),
        entry=entry,
    )
