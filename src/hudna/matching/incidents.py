"""Incidents: the reports of one incident as the one `Incident` that is judged.

In: rows of `hudna.report.SCHEMA`, each with its origins as matching found them.  Out: an `Incident`: for
each element the candidates on which reports agree (`accounts`), its standing from the independent origins
that support just that, contested where accounts that stand as high differ.

Who made how many copies does not matter: levels come from origins.  Its title is made of the act and the
place, so that no words of a source are told; of a protected source the place is told by its unit alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hudna import taxonomy
from hudna.actors import Registry
from hudna.evidence import Standing
from hudna.gazetteer import Gazetteer
from hudna.incident import UNIDENTIFIED, Act, Candidate, Extent, Harm, Incident, Parties
from hudna.instant import BEGIN, END, Interval
from hudna.matching.accounts import Agreed, Said, agreed, level
from hudna.matching.elements import (
    Names,
    Spot,
    around,
    covering,
    of_actors,
    of_acts,
    of_places,
    of_times,
)
from hudna.report import span_of

Row = Mapping[str, Any]
_LANGUAGES: Final = ("en", "ar")


@dataclass(frozen=True, slots=True)
class Setting:
    """What of a case is read: its actors and origins, its places, its clock (an IANA zone)."""

    registry: Registry
    gazetteer: Gazetteer
    zone: str


@dataclass(frozen=True, slots=True)
class Elements:
    """On what the reports of one incident agree."""

    occurred: Standing
    time: Agreed[Interval]
    place: Agreed[Spot]
    actors: Agreed[Names]
    targets: Agreed[Names]
    acts: Agreed[Names]


def elements(rows: Sequence[Row], whose: Sequence[tuple[str, ...]], setting: Setting) -> Elements:
    """What reports agree on; `whose` are the origins of each row."""
    known = setting.registry.origins
    told = list(zip(rows, whose, strict=True))
    spans = [Said(span_of(row), names) for row, names in told if is_dated(row)]
    time = agreed(spans, of_times(), known)
    every = around([span_of(row) for row in rows])
    actors = of_actors(setting.registry, every)
    parties = {
        side: agreed(
            [Said(names, by) for names, by in _sides(told, side)], actors, known
        )
        for side in ("actors", "targets")
    }  # fmt: skip
    origins = tuple(sorted({name for names in whose for name in names}))
    return Elements(
        Standing(level(origins, known), origins=origins),
        time,
        agreed([Said(spot_of(r), by) for r, by in told if is_placed(r)], of_places(), known),
        parties["actors"],
        parties["targets"],
        agreed(_acts(told), of_acts(), known),
    )


def incident_of(
    name: str, rows: Sequence[Row], whose: Sequence[tuple[str, ...]], setting: Setting
) -> Incident:
    """The incident that some reports tell of; `whose` are the origins of each row."""
    found = elements(rows, whose, setting)
    spot = _spot(found.place)
    acts = _codes(found.acts, rows)
    directed = [row for row in rows if not row["both_directions"]]
    hidden = any(row["contributor"] for row in rows)
    place = _place_name(rows, spot, setting.gazetteer, hidden)
    extents = {row["extent"] for row in rows}
    return Incident(
        id=name,
        occurred=found.occurred,
        time=_span(found.time),
        time_standing=found.time.standing,
        region=spot.region(),
        place_standing=found.place.standing,
        actors=_parties(found.actors, found.occurred),
        targets=_parties(found.targets, found.occurred),
        acts=tuple(Act(code) for code in acts),
        act_standing=found.acts.standing if found.acts.open else found.occurred,
        extent=Extent(extents.pop()) if len(extents) == 1 else Extent.UNKNOWN,
        both_directions=not directed,
        zone=setting.zone,
        title={lang: _title(acts, place, lang) for lang in _LANGUAGES},
        place_name=place,
        harm=_harm(rows, whose),
        sources=tuple(sorted({row["source"] for row in rows})),
    )


# --- what a report says ---------------------------------------------------------------------------


def is_dated(row: Row) -> bool:
    """Whether a report says when."""
    return row["t_earliest"] is not None or row["t_latest"] is not None


def is_placed(row: Row) -> bool:
    """Whether a report says where."""
    return bool(row["units"]) or None not in (row["lon"], row["lat"], row["radius_km"])


def spot_of(row: Row) -> Spot:
    """The place of a report; a point that may lie anywhere around says nothing."""
    units = tuple(row["units"])
    if None in (row["lon"], row["lat"], row["radius_km"]):
        return Spot(None, None, 0.0, units, row["is_unit"])
    return Spot(row["lon"], row["lat"], row["radius_km"], units, False)


def named(row: Row, side: str) -> Names:
    """The candidates that a report names for `actors` or `targets`; `unidentified` names nobody."""
    return frozenset(row[side]) - {UNIDENTIFIED}


def _sides(
    told: Sequence[tuple[Row, tuple[str, ...]]], side: str
) -> list[tuple[Names, tuple[str, ...]]]:
    """Who acted, or was hit, by the reports that say so.

    One that does not say who acted on whom is asked only where no other says it.
    """
    open_ = [(row, by) for row, by in told if UNIDENTIFIED not in row[side] and row[side]]
    directed = [(row, by) for row, by in open_ if not row["both_directions"]]
    return [(named(row, side), by) for row, by in directed or open_]


def _acts(told: Sequence[tuple[Row, tuple[str, ...]]]) -> list[Said[Names]]:
    found = []
    for row, by in told:
        codes = frozenset(code for code in row["acts"] if not taxonomy.says_nothing(code))
        if codes:
            found.append(Said(codes, by))
    return found


# --- what they agree on ---------------------------------------------------------------------------


def _span(time: Agreed[Interval]) -> Interval:
    if not time.open:
        return Interval(BEGIN, END)
    return around([account.what for account in time.open])


def _spot(place: Agreed[Spot]) -> Spot:
    if not place.open:
        return Spot(None, None, 0.0, (), False)
    spots = [account.what for account in place.open]
    return spots[0] if len(spots) == 1 else covering(spots)


def _parties(parties: Agreed[Names], occurred: Standing) -> Parties:
    if not parties.open:
        return Parties((Candidate(UNIDENTIFIED),), occurred)
    alone = len(parties.open) == 1
    candidates: dict[str, Candidate] = {}
    for account in parties.open:
        for name in sorted(account.what):
            candidates.setdefault(name, Candidate(name, None if alone else account.level))
    return Parties(tuple(candidates.values()), parties.standing)


def _codes(acts: Agreed[Names], rows: Sequence[Row]) -> list[str]:
    codes = dict.fromkeys(code for account in acts.open for code in sorted(account.what))
    if not codes:  # nobody says by what means
        codes = dict.fromkeys(sorted({code for row in rows for code in row["acts"]}))
    return list(codes)


def _place_name(
    rows: Sequence[Row], spot: Spot, gazetteer: Gazetteer, hidden: bool
) -> Mapping[str, str]:
    """What the place is called in both languages: the gazetteer's name, or as most reports write it."""
    unit = next((name for name in spot.units if name in gazetteer.spots), None)
    if not hidden:
        written = [row["place"] for row in rows if row["place"]]
        for name in sorted(set(written), key=lambda each: (-written.count(each), each)):
            found = gazetteer.find_one(name, ("place",))
            if found is not None:
                return found.name
        if written:
            return {"en": max(sorted(set(written)), key=written.count)}
    return {} if unit is None else gazetteer.spots[unit].name


def _title(acts: Sequence[str], place: Mapping[str, str], lang: str) -> str:
    known = [code for code in acts if code in taxonomy.acts()]
    what = " / ".join(taxonomy.label("act", code, lang) for code in known[:2])
    where = place.get(lang) or next(iter(place.values()), "")
    return ": ".join(filter(None, (where, what)))


def _harm(rows: Sequence[Row], whose: Sequence[tuple[str, ...]]) -> tuple[Harm, ...]:
    """The dead, over distinct origins: of each the last number that it gave."""
    last: dict[tuple[str, ...], dict[str, int]] = {}
    for row, by in zip(rows, whose, strict=True):
        given = {
            name: row[f"deaths_{name}"] for name in ("low", "best", "high", "civilians")
            if row[f"deaths_{name}"] is not None
        }  # fmt: skip
        last.setdefault(by, {}).update(given)
    told = list(last.values())
    lows = [least for each in told if (least := each.get("low", each.get("best"))) is not None]
    highs = [most for each in told if (most := each.get("high", each.get("best"))) is not None]
    return (
        Harm(
            "killed",
            "all",
            min(lows, default=None),
            _middle(told, "best"),
            max(highs, default=None),
        ),
        Harm("killed", "civilians", None, _middle(told, "civilians"), None),
    )


def _middle(told: Sequence[Mapping[str, int]], name: str) -> int | None:
    """The middle number of those that were given, the lower of two: never one that nobody gave."""
    numbers = sorted(each[name] for each in told if name in each)
    return numbers[(len(numbers) - 1) // 2] if numbers else None
