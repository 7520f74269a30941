"""What a situation report contains: values only, the same for every language.

Every text is a `Text` in both languages; whatever is counted is a `Tally`, which knows how many
and which.  A `Series` holds the counts of one unit; figures of two series are never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hudna.agreement.obligations import DueStatus
from hudna.analysis.counts import MATCHED
from hudna.codes import Text
from hudna.evidence import Level, Standing
from hudna.finding import Finding, Headline, Reason, Verdict
from hudna.instant import Interval
from hudna.record.manifest import Manifest
from hudna.record.states import Stage


class Belongs(StrEnum):
    """How the time of an incident lies to the period of the report."""

    WITHIN = "within"
    MAYBE = "maybe"  # somewhere in a time that the period holds only in part
    PARTLY = "partly"  # it filled a time that the period holds only in part
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Named:
    """Something of the case with an id and a name: a reading, a switch, an actor."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the counts: a headline, with its causes where nothing is a violation."""

    headline: Headline
    causes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Its name in links, such as `violation`, `outside` or `outside-permitted`."""
        return "-".join(self.causes) or self.headline.value


HEADINGS = (
    Heading(Headline.VIOLATION),
    *(Heading(Headline.NOT_VIOLATION, (cause,)) for cause in ("outside", "permitted", "refuted")),
    Heading(Headline.DEPENDS),
    Heading(Headline.CANNOT_DETERMINE),
    Heading(Headline.UNDER_REVIEW),
)
"""The columns that every report has, in their order; a mixture of causes is added where met."""


def heading_of(finding: Finding) -> Heading:
    """The column in which a finding is counted: “not a violation” by its causes, never bare."""
    not_violation = finding.headline == Headline.NOT_VIOLATION
    return Heading(finding.headline, finding.causes if not_violation else ())


def columns(met: Iterable[Heading]) -> tuple[Heading, ...]:
    """The headings of a table: those of every report, and the mixtures that were met."""
    mixed = sorted(set(met) - set(HEADINGS), key=lambda heading: heading.key)
    return (*HEADINGS[:4], *mixed, *HEADINGS[4:])


@dataclass(frozen=True, slots=True)
class Tally:
    """How many, and which: anchors of the first of them (of coded incidents: of all)."""

    n: int = 0
    which: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One administrative unit, or the place that is not known to this level (`unit` None)."""

    unit: str | None
    name: Text
    counts: Mapping[Heading, Tally]
    apart: Tally = Tally()  # whose time the period holds only in part

    @property
    def silent(self) -> bool:
        """Whether nothing at all was reported of it."""
        return not self.counts and not self.apart.n


@dataclass(frozen=True, slots=True)
class Line:
    """One imported report, as listed: no words of its source, no coordinates."""

    id: str
    span: Interval
    zone: str
    place: Text
    unit: Text | None
    killed: tuple[int | None, int | None, int | None]
    heading: Heading


@dataclass(frozen=True, slots=True)
class Series:
    """The counts of one unit: incidents coded by hand, incidents matched, or reports of one source.

    What is counted is a finding: an incident, or each part of one that was split at an instant
    that matters.  `held` counts all that the case holds, whatever its time.
    """

    source: str | None  # None: incidents coded by hand; `MATCHED`: those matched from reports
    held: int
    counts: Mapping[Heading, Tally]
    rows: tuple[Row, ...]
    reasons: Mapping[str, Tally]
    incidents: int = 0  # within the period, parts of one counted once
    conditional: Tally = Tally()  # of those within: with a conditional verdict in some reading
    maybe: Tally = Tally()
    partly: Tally = Tally()
    outside: int = 0
    duplicates: int = 0  # entries that repeat another: never counted
    aggregates: int = 0  # rows that sum many events: never counted
    voices: Mapping[str, int] = field(default_factory=dict)  # none, one, more: independent origins
    speaks_of: Interval | None = None
    lines: tuple[Line, ...] = ()

    @property
    def matched(self) -> bool:
        """Whether it counts incidents that matching made of reports."""
        return self.source == MATCHED

    @property
    def within(self) -> int:
        """How many findings lie in the period."""
        return sum(tally.n for tally in self.counts.values())

    @property
    def columns(self) -> tuple[Heading, ...]:
        """The headings of its tables."""
        return columns(self.counts)


@dataclass(frozen=True, slots=True)
class ReadingHead:
    """A live reading and who holds it."""

    id: str
    label: Text
    holders: tuple[Text, ...]
    kind: str
    worlds: int
    open_switches: tuple[Named, ...]
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class Variant:
    """A verdict of one reading, in some or all of its worlds.

    `where` names the switches that lead to it with their values; empty where all worlds agree or
    no single setting of a switch does.
    """

    verdict: Verdict
    conditional: bool
    failing: tuple[str, ...]
    worlds: int
    of: int
    by: tuple[Text, ...] = ()
    reasons: tuple[Reason, ...] = ()
    where: tuple[tuple[Named, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What one reading says of one incident."""

    reading: str
    variants: tuple[Variant, ...]
    turns_on: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of the source register."""

    id: str
    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Who it may have been, or who was hit; in the end how far that is supported."""

    names: tuple[Text, ...]
    together: bool
    standing: Standing
    unverified: tuple[Text, ...] = ()  # those named from general knowledge


@dataclass(frozen=True, slots=True)
class Claim:
    """What a party says of an incident: a claim, whoever makes it."""

    by: Text
    says: str
    text: Text
    at: str | None
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """Persons harmed: an unknown bound is None, never zero."""

    kind: str
    of: str
    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class By:
    """Who decided, and when: a role, and an id that need not tell who that is."""

    role: str
    id: str
    at: int


@dataclass(frozen=True, slots=True)
class Awaited:
    """A reply that a party was asked for, and has not given; `due` is when its time runs out."""

    party: Text
    asked: int
    due: int | None


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided of an account: nothing, unless it says so."""

    stage: Stage = Stage.DERIVED
    signatures: tuple[By, ...] = ()
    dissents: tuple[tuple[By, str], ...] = ()
    awaited: tuple[Awaited, ...] = ()
    answered: tuple[tuple[Text, str | None], ...] = ()  # what the party replied; None: nothing
    complaint: bool = False  # whether one about it is open


@dataclass(frozen=True, slots=True)
class Turned:
    """A finding, or a part of one, that changed: from what, to what (None: not there)."""

    part: str | None
    before: Heading | None
    after: Heading | None
    what: tuple[str, ...]  # codes of `change`


@dataclass(frozen=True, slots=True)
class Notice:
    """That an account no longer stands as it was told: corrected, to be corrected, withdrawn."""

    stage: Stage
    incident: str
    turned: tuple[Turned, ...]
    by: By | None = None
    reason: str = ""
    publications: tuple[str, ...] = ()  # that carry it as it was


@dataclass(frozen=True, slots=True)
class Account:
    """One coded incident, or a part of it, as printed."""

    anchor: str
    id: str
    part: int | None
    title: Text
    span: Interval
    zone: str
    belongs: Belongs
    place: Text | None
    unit: Text | None
    acts: tuple[Text, ...]
    actors: Party
    targets: Party
    both_directions: bool
    standings: tuple[tuple[str, Standing], ...]
    origins: tuple[Text, ...]
    sources: tuple[Source, ...]
    unverified: bool
    harm: tuple[Count, ...]
    claims: tuple[Claim, ...]
    links: tuple[tuple[str, str], ...]
    duplicate: bool
    flags: tuple[tuple[str, str], ...]
    note: Text | None
    heading: Heading
    conditional: bool
    pivots: tuple[Named, ...]
    cells: tuple[Cell, ...]
    decided: Decided = Decided()


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation: its deadline, and how it stands in each reading (status, worlds, of)."""

    id: str
    what: Text
    debtors: tuple[Text, ...]
    due: Interval | None
    cells: tuple[tuple[str, tuple[tuple[DueStatus, int, int], ...]], ...]
    evidence: tuple[str, ...]
    unverified: bool


@dataclass(frozen=True, slots=True)
class Method:
    """How the report was made, so that others can make it again."""

    standards: tuple[tuple[str, Level], ...]
    sources: tuple[tuple[Source, int], ...]  # with the incidents of the period that cite each
    clauses: tuple[int, int]  # quoted, paraphrased
    rests_on: Manifest


@dataclass(frozen=True, slots=True)
class Report:
    """A situation report."""

    case: str
    title: Text
    agreement: str
    agreement_title: Text
    period: Interval
    zone: str
    readings: tuple[ReadingHead, ...]
    coded: Series
    imported: tuple[Series, ...]
    accounts: tuple[Account, ...]
    duties: tuple[Duty, ...]
    duties_at: int
    method: Method
    notices: tuple[Notice, ...] = ()
    left_out: int = 0  # reports that people set aside or withdrew

    @property
    def signed(self) -> int:
        """How many of the accounts two people have signed, as they are."""
        return sum(len(account.decided.signatures) > 1 for account in self.accounts)

    @property
    def series(self) -> tuple[Series, ...]:
        """Every series, each with a unit of its own."""
        return (self.coded, *self.imported)
