"""Provisions: the typed parameters of a term, for each of the 36 kinds P01 to P36.

A term says which kind it is, on which clauses it stands, whether they say so or are silent, and
its parameters.  Readings and switches override single parameters; a parameter left out is decided
by no one yet, and a world in which it stays open is refused.  The kinds are those of the typology
of provisions (P01 prohibited acts … P36 withdrawal of foreign forces).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from hudna.agreement.timerule import TimeRule, Window
from hudna.entry import Entry, Id, Label, Sourced, Written


class Basis(StrEnum):
    """Whether the clauses say it."""

    EXPLICIT = "explicit"
    IMPLIED = "implied"
    SILENT = "silent"


class Force(StrEnum):
    """What the term does: bind, state an aim, or nothing."""

    OPERATIVE = "operative"
    OBLIGATION = "obligation"  # operative; said of a duty to act
    AIM_ONLY = "aim_only"
    SILENT = "silent"


class Obligation(Sourced):
    """A duty with a deadline: who owes it, what, until when, and what meets it."""

    id: Id
    debtors: list[Id] = Field([], description="Actors or sides that owe it.")
    what: Label
    due: TimeRule | None = Field(None, description="None: no deadline was fixed.")
    met_by: list[Id] = Field([], description="Events or incidents that perform it, all of them.")
    disputed_by: list[Id] = Field([], description="Status claims or events that dispute it.")


class Term(Sourced):
    """What every term has."""

    clauses: list[Id] = Field([], description="The clauses that it stands on.")
    basis: Basis = Basis.EXPLICIT
    force: Force = Force.OPERATIVE
    text: Label | None = Field(None, description="The proposition, in plain words.")
    obligations: list[Obligation] = []

    @property
    def binds(self) -> bool:
        """Whether the term binds: an aim or a silence does not."""
        return self.force in (Force.OPERATIVE, Force.OBLIGATION) and self.basis != Basis.SILENT


class DutyScope(StrEnum):
    """To whom a duty is owed."""

    INTER_PARTES = "inter_partes"
    ERGA_OMNES = "erga_omnes"


class ActTerm(Term):
    """A term that prohibits acts: which, with what, by whom, where, and from when to when."""

    acts: list[Id] | Literal["default"] = Field(
        "default", description="Codes of the taxonomy; `default`: those whose default term it is."
    )
    weapons: list[Id] | Literal["any"] = "any"
    by: list[Id] | Literal["any"] = Field(
        "any", description="Actors, sides or kinds that it binds."
    )
    zones: list[Id] = Field([], description="Zones, or kinds of zone, that it is limited to.")
    duty_scope: DutyScope | None = None
    from_: TimeRule | None = Field(None, alias="from")
    until: TimeRule | None = None


class ProhibitedActs(ActTerm):
    """P01: acts that are prohibited."""

    type: Literal["P01"]


class NoSeizure(ActTerm):
    """P02: no seizure of territory that another party controls."""

    type: Literal["P02"]
    including_attempt: bool = True
    duty_scope: DutyScope | None = DutyScope.INTER_PARTES


class SelfDefence(Term):
    """P03: force that is permitted in response, by tests that the invoker must meet."""

    type: Literal["P03"]
    tests: list[Id] = Field(["direct_threat", "necessity", "proportionality"], min_length=1)
    burden: Literal["invoker", "none"] = "invoker"
    available_to: list[Id] | Literal["any"] = Field("any", description="Actors or sides.")
    never_for: list[Id] = Field(
        ["H-TER-T", "H-TER-A"], description="Acts that no response justifies (seizing ground)."
    )


class Start(Term):
    """P04: from when it is in force; the start instant is included."""

    type: Literal["P04"]
    start: TimeRule


class InForce(Entry):
    """An interval that an extension adds or that a gap takes away."""

    from_: TimeRule = Field(alias="from")
    to: TimeRule | None = None
    contested: bool = False
    by: list[Id] = []


class DurationTerm(Term):
    """P05: until when; extensions, gaps between them, and recurring daily windows."""

    type: Literal["P05"]
    end: TimeRule | None = Field(None, description="None: no end is fixed.")
    extensions: list[InForce] = []
    gaps: list[InForce] = []
    windows: list[Window] = Field([], description="In force only in these, where any is given.")
    pauses: list[Window] = Field([], description="Not in force in these.")


class TerritorialScope(Term):
    """P06: where it applies."""

    type: Literal["P06"]
    area: list[Id] = Field(min_length=1, description="Zones or units inside.")
    outside: list[Id] = Field([], description="Zones, or kinds of zone, outside.")
    covered_places: list[Id] = Field([], description="Zones named as covered: whoever is there.")


class PersonalScope(Term):
    """P07: who is bound beside those in the accession ledger."""

    type: Literal["P07"]
    members: bool = True
    supporting_forces: bool = True
    lists: list[Id] | Literal["all"] = Field("all", description="Membership lists that count.")
    parties: list[Id] = Field([], description="Actors that this reading holds to be bound.")
    not_parties: list[Id] = Field([], description="Actors that it holds not to be bound.")


class ExclusionMode(StrEnum):
    """How an exclusion works."""

    AREA = "area"  # anything inside an area of it, and the excluded actor anywhere
    PERSON = "person"  # the excluded actor only
    BOTH = "both"  # the excluded actor, inside such an area


class Inherits(StrEnum):
    """What becomes of an exclusion when the group merges or splits."""

    DOMINANT = "dominant"
    ANY = "any"
    NONE = "none"


class Exclusions(Term):
    """P08: who or where is excluded."""

    type: Literal["P08"]
    actors: list[Id] = []
    also: list[Id] = Field([], description="Actors that a switch adds.")
    lists: list[Id] = Field([], description="Designation lists whose entries are excluded.")
    linked: bool = Field(False, description="Groups linked to an excluded one, too.")
    mode: ExclusionMode | None = None
    area_kinds: list[Literal["combat-area", "control"]] = ["combat-area"]
    follows_rename: bool | None = None
    inherits: Inherits | None = None


class Line(Entry):
    """A withdrawal line: whose weapons of which class may not be in which zone, from when."""

    party: Id
    weapons: list[Id] = Field(min_length=1)
    zone: Id
    from_: TimeRule | None = Field(None, alias="from")


class ContactLine(ActTerm):
    """P09: contact line, buffer, disengagement: acts that are prohibited in zones."""

    type: Literal["P09"]


class Withdrawal(ActTerm):
    """P10: withdrawal of heavy weapons behind lines that may differ by party."""

    type: Literal["P10"]
    lines: list[Line] = []


class FlightBan(ActTerm):
    """P11: flights that are restricted."""

    type: Literal["P11"]


class Fortification(ActTerm):
    """P12: mines, fortification, reinforcement, recruitment, rotation."""

    type: Literal["P12"]


class Propaganda(ActTerm):
    """P13: hostile propaganda, incitement, cyber."""

    type: Literal["P13"]


class CivilianProtection(ActTerm):
    """P14: protection of civilians."""

    type: Literal["P14"]


class Access(ActTerm):
    """P15: humanitarian access."""

    type: Literal["P15"]


class Movement(ActTerm):
    """P16: freedom of movement, roads, checkpoints."""

    type: Literal["P16"]


class EssentialServices(ActTerm):
    """P17: water, power and other essential services."""

    type: Literal["P17"]


class Prisoners(ActTerm):
    """P18: release of prisoners, bodies, missing persons."""

    type: Literal["P18"]


class Monitoring(ActTerm):
    """P21: monitoring and verification, and acts against monitors."""

    type: Literal["P21"]
    mechanisms: list[Id] = []


class Guarantee(Entry):
    """A guarantor and the side or party that it guarantees."""

    guarantor: Id
    guarantees: list[Id] = Field(min_length=1)
    duties: list[Label] = []


class Guarantors(Term):
    """P20: who guarantees whom."""

    type: Literal["P20"]
    guarantees: list[Guarantee] = []


class JointCommission(Term):
    """P22: the joint commission."""

    type: Literal["P22"]
    mechanisms: list[Id] = []
    decides_by: Literal["unanimity", "majority", "chair", "unknown"] = "unknown"


class ComplaintStep(Entry):
    """A step of the complaint procedure and its clock from receipt, in hours."""

    step: Written
    hours: int | None = Field(None, ge=0)


class Complaints(Term):
    """P23: complaint and investigation."""

    type: Literal["P23"]
    who: list[Id] | Literal["anyone", "unknown"] = "unknown"
    steps: list[ComplaintStep] = []


class Consequences(Term):
    """P25: sanctions and other consequences of a violation."""

    type: Literal["P25"]
    ladder: list[Label] = []
    decided_by: list[Id] = []


class Interpretation(Term):
    """P26: dispute resolution, interpretation, authentic languages."""

    type: Literal["P26"]
    forum: list[Id] = []
    authentic: list[Literal["ar", "en", "ru", "tr", "fr", "es", "zh", "uk", "he"]] = []


class Deconfliction(Term):
    """P27: hotline, liaison, handing over of positions."""

    type: Literal["P27"]
    contacts: list[Id] = []
    positions_to_be_reported: bool | None = None


class Conditions(Term):
    """P32: what must happen before it enters into force (a mirror signature, a ratification)."""

    type: Literal["P32"]
    conditions: list[Id] = Field([], description="Events; while one has no date it is not certain.")


class Termination(Term):
    """P33: amendment, suspension, termination; which status claims are given effect."""

    type: Literal["P33"]
    gives_effect_to: list[Id] = []
    notice: Label | None = None


class FlagRule(Entry):
    """Acts that concern another body of law, flagged whatever the verdict."""

    law: Literal["IHL", "SCR"]
    code: Id
    acts: list[Id] = Field(min_length=1)


class OtherLaw(Term):
    """P34: relation to other law and instruments."""

    type: Literal["P34"]
    flags: list[FlagRule] = []


class Dues(Term):
    """A term of duties to act: return, reporting, timetable, separation and the like."""

    type: Literal["P19", "P24", "P28", "P29", "P30", "P31", "P35", "P36"]


_MODELS: dict[str, type[Term]] = {
    "P01": ProhibitedActs, "P02": NoSeizure, "P03": SelfDefence, "P04": Start,
    "P05": DurationTerm, "P06": TerritorialScope, "P07": PersonalScope, "P08": Exclusions,
    "P09": ContactLine, "P10": Withdrawal, "P11": FlightBan, "P12": Fortification,
    "P13": Propaganda, "P14": CivilianProtection, "P15": Access, "P16": Movement,
    "P17": EssentialServices, "P18": Prisoners, "P20": Guarantors, "P21": Monitoring,
    "P22": JointCommission, "P23": Complaints, "P25": Consequences, "P26": Interpretation,
    "P27": Deconfliction, "P32": Conditions, "P33": Termination, "P34": OtherLaw,
    **dict.fromkeys(("P19", "P24", "P28", "P29", "P30", "P31", "P35", "P36"), Dues),
}  # fmt: skip
KINDS = tuple(sorted(_MODELS))

AnyTerm = Annotated[
    ProhibitedActs | NoSeizure | SelfDefence | Start | DurationTerm | TerritorialScope
    | PersonalScope | Exclusions | ContactLine | Withdrawal | FlightBan | Fortification
    | Propaganda | CivilianProtection | Access | Movement | EssentialServices | Prisoners
    | Guarantors | Monitoring | JointCommission | Complaints | Consequences | Interpretation
    | Deconfliction | Conditions | Termination | OtherLaw | Dues,
    Field(discriminator="type"),
]  # fmt: skip


def model_of(kind: str) -> type[Term]:
    """The model of a kind of term, P01 to P36."""
    return _MODELS[kind]


def kind_of(term: Term) -> str:
    """The kind of a term, P01 to P36."""
    return str(term.type)  # type: ignore[attr-defined]  # each model of a kind has it


INFORMS = frozenset({"P20", "P22", "P23", "P25", "P26", "P27"})
"""Kinds whose parameters change no verdict or flag: they inform, and may carry obligations."""
