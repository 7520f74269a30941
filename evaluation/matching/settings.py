"""The settings of the generator: what kind of conflict, and who tells of it, how well.

They were fixed before anything was tuned on what they make, and stay as they are.  `reference` is a
country-wide war told by five sources like those of Syria: a data set of deaths, a data set of all
events, a wire, a local monitor with points, and a ministry's bulletin.  The others change the
density (`sparse_precise`, `dense_imprecise`) or what two of the sources tell of at all
(`partial_coverage`).

All shares are probabilities.  Sizes grow by time, never by density: twice the reports are twice the
days.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

Group = Literal["shelling", "air", "bomb", "ground", "shooting", "abduction"]
Camp = Literal["government", "opposition", "jihadist", "northern", "foreign"]
Wording = Literal["fine", "plain", "arabic", "deaths", "ministry"]


@dataclass(frozen=True, slots=True)
class Country:
    """Where it happens: `admin1` units, each of so many `admin2`, with towns scattered in them."""

    admin1: int = 14
    admin2_each: int = 5
    towns: int = 1200
    width_km: float = 600.0
    height_km: float = 500.0
    # Activity of the town of rank r is (r + shift) ** -slope.
    slope: float = 0.85
    shift: float = 4.0
    # How far around its middle a town reaches.
    spread_km: float = 1.5
    reach_km: float = 4.0


@dataclass(frozen=True, slots=True)
class Process:
    """How incidents come: a background, offensives that come as bursts, and what each sets off."""

    per_day: float
    offensives: float = 0.5
    offensive_size: float = 40.0
    offensive_days: float = 10.0
    offensive_km: float = 15.0
    # How many further incidents one sets off on average, within so many days.
    branching: float = 0.3
    branching_days: float = 0.8
    same_town: float = 0.7
    same_dyad: float = 0.55
    reversed_dyad: float = 0.25
    same_act: float = 0.5
    dyads_each: int = 5
    start: str = "2011-03-15"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a source tells of.  `quiet`: an incident without deaths; each death adds.

    `noticed`: how much it follows, in logits, what everybody notices.
    """

    quiet: float
    per_death: float = 0.2
    noticed: float = 0.7
    lethal_only: bool = False
    only: tuple[Group, ...] = ()
    by_group: dict[Group, float] = field(default_factory=dict)
    # The share of admin1 units it works in, and what is left of its coverage outside.
    regions: float = 1.0
    outside: float = 1.0
    # Tells only of what these did; all camps where empty.
    camps: tuple[Camp, ...] = ()


@dataclass(frozen=True, slots=True)
class Precision:
    """How precisely a source says where and when, and which of it it writes down."""

    point: float
    town: float
    admin2: float
    admin1: float
    hour: float
    day: float
    days: float
    month: float
    coordinates: float = 1.0
    radius: float = 1.0
    # A unit above the one meant is named, too.
    admin_named: float = 0.9
    variant: float = 0.2  # the place is spelt otherwise than by most


@dataclass(frozen=True, slots=True)
class Faults:
    """What an outlet gets wrong of an incident, beyond the precision it declares."""

    other_day: float = 0.05
    other_town: float = 0.04
    other_act: float = 0.06
    other_actor: float = 0.03
    other_detail: float = 0.15
    deaths: float = 0.35  # the count is off
    deaths_down: float = 0.7  # an error is an undercount


@dataclass(frozen=True, slots=True)
class Telling:
    """How a source words what it knows."""

    wording: Wording
    umbrella: float = 0.1
    candidates: float = 0.05
    actor_missing: float = 0.05
    target_missing: float = 0.1
    swapped: float = 0.01
    act_missing: float = 0.02
    coarse_act: float = 0.1
    deaths_missing: float = 0.1
    deaths_range: float = 0.2
    text_missing: float = 0.05
    detail: float = 0.4  # what stood near by is mentioned
    delay_days: float = 1.0


@dataclass(frozen=True, slots=True)
class Copying:
    """How often a source takes an incident from others (if these tell of it), and says so."""

    share: float = 0.0
    taken_from: dict[str, float] = field(default_factory=dict)
    declared: float = 0.4
    in_text: float = 0.3  # only there; what is left hides its origin
    same_words: float = 0.8  # keeps the words, nearly, where the language is the same
    own_declared: float = 0.3  # names itself as the origin of its own


@dataclass(frozen=True, slots=True)
class Repeating:
    """How often a source tells the same again; with what changed, or word for word."""

    share: float = 0.0
    exact: float = 0.4
    days: float = 1.5


@dataclass(frozen=True, slots=True)
class Aggregating:
    """How much of what it knows a source tells in sums, over what period and which units."""

    share: float = 0.0
    period: Literal["day", "week", "month"] = "week"
    unit: Literal["admin2", "admin1"] = "admin1"
    counted: float = 0.7  # says how many attacks


@dataclass(frozen=True, slots=True)
class Source:
    """One source: its table, and how it was made."""

    name: str
    coverage: Coverage
    precision: Precision
    faults: Faults
    telling: Telling
    copying: Copying = Copying()
    repeating: Repeating = Repeating()
    aggregating: Aggregating = Aggregating()


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who tells others and has no table here: others may name it as their origin."""

    name: str
    quiet: float
    faults: Faults = Faults()


@dataclass(frozen=True, slots=True)
class Setting:
    """All that the generator needs besides a size and a seed.

    Sources copy only from outlets and from sources that stand before them.
    """

    name: str
    country: Country
    process: Process
    sources: tuple[Source, ...]
    outlets: tuple[Outlet, ...]

    @property
    def tellers(self) -> tuple[Outlet | Source, ...]:
        """All who learn of incidents, those without a table first."""
        return (*self.outlets, *self.sources)

    @property
    def no_repeats(self) -> tuple[str, ...]:
        """The sources that do not repeat themselves."""
        return tuple(one.name for one in self.sources if one.repeating.share == 0)


OUTLETS = (
    Outlet("Local Committees", 0.35),
    Outlet("State Agency", 0.2, Faults(other_actor=0.1, deaths=0.5)),
    Outlet("Activists Network", 0.25, Faults(other_day=0.08, deaths=0.45)),
)

OBSERVATORY = Source(
    "observatory",
    Coverage(quiet=0.45, per_death=0.25, noticed=0.8),
    Precision(point=0.0, town=0.82, admin2=0.11, admin1=0.07, hour=0.25, day=0.69, days=0.04,
              month=0.02, coordinates=0.8, radius=0.7),
    Faults(other_day=0.06, other_town=0.04),
    Telling("arabic", umbrella=0.2, actor_missing=0.08, deaths_missing=0.12, delay_days=0.5),
    Copying(share=0.1, taken_from={"Local Committees": 2, "Activists Network": 1}),
    Repeating(share=0.2, exact=0.3),
    Aggregating(share=0.06, period="day"),
)  # fmt: skip

MONITOR = Source(
    "monitor",
    Coverage(quiet=0.65, per_death=0.1, noticed=0.4, regions=0.35, outside=0.04),
    Precision(point=0.75, town=0.25, admin2=0.0, admin1=0.0, hour=0.8, day=0.2, days=0.0,
              month=0.0, variant=0.3),
    Faults(other_day=0.02, other_town=0.02, other_act=0.05, deaths=0.2),
    Telling("plain", actor_missing=0.35, target_missing=0.3, deaths_missing=0.25,
            deaths_range=0.1, detail=0.6, delay_days=0.3),
    Copying(share=0.05, taken_from={"Local Committees": 1}),
    Repeating(share=0.08, exact=0.7),
)  # fmt: skip

MINISTRY = Source(
    "ministry",
    Coverage(quiet=0.4, per_death=0.1, noticed=0.5, camps=("opposition", "jihadist", "northern")),
    Precision(point=0.0, town=0.3, admin2=0.3, admin1=0.4, hour=0.05, day=0.8, days=0.15,
              month=0.0, coordinates=0.3, radius=0.3),
    Faults(other_day=0.04, other_town=0.04, other_act=0.1, other_actor=0.08, deaths=0.4,
           deaths_down=0.4),
    Telling("ministry", umbrella=0.75, target_missing=0.3, coarse_act=0.4, deaths_missing=0.45,
            detail=0.3, delay_days=0.7),
    Copying(share=0.3, taken_from={"State Agency": 1}, own_declared=0.5),
    Repeating(share=0.05, exact=1.0),
    Aggregating(share=0.35, period="day"),
)  # fmt: skip

CHRONICLE = Source(
    "chronicle",
    Coverage(quiet=0.45, per_death=0.2, noticed=1.0),
    Precision(point=0.05, town=0.72, admin2=0.16, admin1=0.07, hour=0.0, day=0.89, days=0.07,
              month=0.04, radius=0.8, admin_named=1.0),
    Faults(other_day=0.05, other_town=0.04),
    Telling("fine", umbrella=0.1, target_missing=0.05, deaths_range=0.05, detail=0.4,
            delay_days=7.0),
    Copying(share=0.75, taken_from={"observatory": 6, "monitor": 2, "ministry": 1,
            "Local Committees": 3, "State Agency": 2, "Activists Network": 2}),
    aggregating=Aggregating(share=0.03, period="week"),
)  # fmt: skip

LETHAL = Source(
    "deaths",
    Coverage(quiet=0.6, per_death=0.25, noticed=1.0, lethal_only=True),
    Precision(point=0.02, town=0.55, admin2=0.25, admin1=0.18, hour=0.0, day=0.76, days=0.16,
              month=0.08, radius=0.5, admin_named=0.95),
    Faults(other_day=0.05, other_town=0.04, deaths=0.3),
    Telling("deaths", umbrella=0.05, actor_missing=0.02, target_missing=0.0, coarse_act=0.0,
            deaths_missing=0.0, deaths_range=0.5, detail=0.3, delay_days=200.0),
    Copying(share=0.9, taken_from={"observatory": 8, "State Agency": 2, "Activists Network": 2,
            "Local Committees": 2}, declared=0.35, in_text=0.25),
    aggregating=Aggregating(share=0.06, period="month", unit="admin2"),
)  # fmt: skip

REFERENCE = Setting(
    "reference",
    Country(),
    Process(per_day=80.0),
    (OBSERVATORY, MONITOR, MINISTRY, CHRONICLE, LETHAL),
    OUTLETS,
)


def _sharp(source: Source, point: float, hour: float) -> Source:
    """A source that knows where and when: by point or town, by hour or day."""
    known = replace(
        source.precision,
        point=point,
        town=0.97 - point,
        admin2=0.03,
        admin1=0.0,
        hour=hour,
        day=0.98 - hour,
        days=0.02,
        month=0.0,
        coordinates=1.0,
        radius=1.0,
    )
    return replace(source, precision=known)  # fmt: skip


def _vague(source: Source, town: float, days: float) -> Source:
    """A source that knows a besieged city from outside: by district or as a whole, by days."""
    known = replace(
        source.precision,
        point=min(source.precision.point, 0.2),
        town=town,
        admin2=0.45,
        admin1=0.55 - town - min(source.precision.point, 0.2),
        hour=min(source.precision.hour, 0.2),
        days=days,
        month=0.03,
        day=0.97 - days - min(source.precision.hour, 0.2),
    )
    wrong = replace(source.faults, other_day=0.1, other_town=0.1, deaths=0.5)
    return replace(source, precision=known, faults=wrong)  # fmt: skip


SPARSE_PRECISE = Setting(
    "sparse_precise",
    Country(),
    Process(per_day=8.0, offensives=0.3, offensive_size=15.0),
    (
        _sharp(OBSERVATORY, 0.2, 0.5),
        _sharp(MONITOR, 0.9, 0.9),
        _sharp(MINISTRY, 0.1, 0.3),
        _sharp(CHRONICLE, 0.2, 0.2),
        _sharp(LETHAL, 0.2, 0.1),
    ),
    OUTLETS,
)

# Neighbourhoods for towns, three units of four districts each.
DENSE_IMPRECISE = Setting(
    "dense_imprecise",
    Country(admin1=3, admin2_each=4, towns=60, width_km=30.0, height_km=24.0, slope=0.6,
            spread_km=0.5, reach_km=1.2),
    Process(per_day=35.0, offensives=0.6, offensive_size=60.0, offensive_km=3.0, branching=0.4),
    (
        _vague(OBSERVATORY, 0.4, 0.1),
        _vague(replace(MONITOR, coverage=replace(MONITOR.coverage, quiet=0.4, regions=0.7)),
               0.3, 0.05),
        _vague(MINISTRY, 0.2, 0.15),
        _vague(CHRONICLE, 0.4, 0.15),
        _vague(LETHAL, 0.3, 0.2),
    ),
    OUTLETS,
)  # fmt: skip

PARTIAL_COVERAGE = replace(
    REFERENCE,
    name="partial_coverage",
    sources=(
        OBSERVATORY,
        replace(MONITOR, coverage=Coverage(quiet=0.75, per_death=0.1, noticed=0.4, only=("air",))),
        MINISTRY,
        CHRONICLE,
        LETHAL,
    ),
)

SETTINGS: dict[str, Setting] = {
    one.name: one for one in (REFERENCE, SPARSE_PRECISE, DENSE_IMPRECISE, PARTIAL_COVERAGE)
}
