"""The agreement as written: `agreement.yaml`, and how its parts hang together.

quote → term → reading → position, each with its own provenance and dates.  Nobody's interpretation
is written into the text: a clause is a quotation or a paraphrase marked as one, a term is a typed
proposition that cites clauses, a reading overrides parameters of terms and names its holders, a
switch lists the values that a reading leaves open.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from hudna.agreement.provisions import AnyTerm
from hudna.agreement.timerule import TimeRule
from hudna.entry import Entry, Id, Label, LevelName, Sourced, When, Written
from hudna.evidence import Level


class CaseHeader(Entry):
    """Which case this folder is."""

    id: Id
    title: Label


class Relation(Sourced):
    """How the agreement stands to another text."""

    kind: Literal[
        "implements", "supersedes", "parallel_to", "endorsed_by", "noted_by", "welcomed_by"
    ]
    to: Written


class Header(Entry):
    """Which agreement it is, and whose clock its times are read on."""

    id: Id
    title: Label
    kind: Literal["cessation_of_hostilities", "preliminary", "definitive", "local", "mechanism"]
    zone: str = Field(description="IANA time zone of local times in this case.")
    relations: list[Relation] = []


class SourceEntry(Entry):
    """An entry of the source register: where a fact of the case was read."""

    title: Written
    url: Written | None = None
    date: When | None = None
    note: Label | None = None


class TextVersion(Sourced):
    """One version of an instrument's text, in one language."""

    id: Id
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] | Literal["unknown"]
    status: Literal[
        "authentic", "official_translation", "unofficial", "draft", "leaked", "alleged", "unseen"
    ]
    holders: list[Id] = Field([], description="Whose version it is said to be.")
    ref: Written | None = None
    differs_from: dict[Id, Label] = {}


class Clause(Sourced):
    """A passage of an instrument: a quotation, or a paraphrase marked as one."""

    id: Id
    status: Literal["quotation", "paraphrase"]
    text: Label
    version: Id | None = Field(None, description="The text version that a quotation is from.")
    differs: dict[Id, Label] = Field({}, description="Version → how it differs, or is absent.")


class Instrument(Sourced):
    """One document: a statement, an annex, a mirror paper, a resolution, a protocol."""

    id: Id
    title: Label
    date: When | None = None
    versions: list[TextVersion] = []
    clauses: list[Clause] = []


class Event(Sourced):
    """Something that time rules and obligations wait for; without `at` it has no date yet."""

    label: Label
    at: When | None = None
    to: When | None = Field(None, description="Its end, or the latest that it may have been.")
    zone: str | None = None
    disputed: bool = Field(False, description="A party denies that it happened, or that it counts.")


class Reading(Sourced):
    """One holder's interpretation: term → the parameters that it overrides."""

    label: Label
    holders: list[Id] = []
    kind: Literal["stated", "inferred_from_conduct", "analyst_hypothesis"] = "stated"
    status: Literal["live", "historic", "draft"]
    from_: When | None = Field(None, alias="from")
    to: When | None = None
    rationale: Label | None = None
    terms: dict[Id, dict[str, Any]] = {}


def _as_text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _setting(value: Any) -> Any:
    return value if isinstance(value, dict) else {"value": _as_text(value)}


class Setting(Sourced):
    """The value of a switch that a reading's holder stated, or `open`."""

    value: Annotated[Id, BeforeValidator(_as_text, json_schema_input_type=str | bool)]


class Switch(Sourced):
    """A question that a reading may leave open: value → the parameters that it sets."""

    label: Label
    values: dict[Id, dict[Id, dict[str, Any]]] = Field(min_length=2)
    readings: dict[
        Id,
        Annotated[Setting, BeforeValidator(_setting, json_schema_input_type=Setting | str | bool)],
    ] = Field({}, description="The readings that it concerns, each with a value or `open`.")


class Accession(Sourced):
    """An entry of the accession ledger.  Listing by a third party is a `MembershipList`."""

    actor: Id
    mode: Literal[
        "signed", "declared", "denied", "reserved", "suspended_claimed", "withdrew_claimed"
    ]
    at: When
    not_later_than: When | None = Field(None, description="Where only a span of dates is known.")
    until: When | None = None
    by: Id | None = Field(None, description="Who published it, when not the actor.")
    contested_by: list[Id] = []
    instrument: Id | None = None


class MembershipList(Sourced):
    """A list of members that a third party published at a date."""

    id: Id
    by: Id
    published: When
    members: list[Id] = Field(min_length=1)
    strengths: dict[Id, int] = Field({}, description="Fighters that the list claims for each.")


class StatusClaim(Sourced):
    """Somebody's claim that it is suspended, ended, extended or frozen: changes nothing by itself."""

    id: Id
    by: list[Id] = Field(min_length=1)
    at: When
    kind: Literal[
        "suspension_claimed", "end_claimed", "extension_claimed", "talks_frozen", "ultimatum"
    ]
    label: Label
    condition: Label | None = None
    effective: TimeRule | None = Field(None, description="From when, if a reading gives it effect.")


class Mechanism(Sourced):
    """A body that monitors, decides or liaises."""

    id: Id
    label: Label
    composition: list[Id] = []
    seat: Label | None = None
    decision_rule: Label | None = None
    from_: When | None = Field(None, alias="from")
    to: When | None = None


class Standards(Entry):
    """The evidence level that each consequence needs."""

    open_case: LevelName = Level.E1
    reported: LevelName = Level.E2
    verdict: LevelName = Level.E3
    measure: LevelName = Level.E4


class AgreementFile(Entry):
    """`agreement.yaml`."""

    case: CaseHeader
    agreement: Header
    sources: dict[Id, SourceEntry] = {}
    instruments: list[Instrument] = []
    events: dict[Id, Event] = {}
    terms: dict[Id, AnyTerm] = Field(min_length=1)
    readings: dict[Id, Reading] = Field(min_length=1)
    switches: dict[Id, Switch] = {}
    accessions: list[Accession] = []
    lists: list[MembershipList] = []
    status_claims: list[StatusClaim] = []
    mechanisms: list[Mechanism] = []
    standards: Standards = Standards()
