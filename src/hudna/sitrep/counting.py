"""Counting: which findings a period holds, by headline and by administrative unit.

In: findings with their incidents.  Out: a `Series` for one unit of count.  A finding whose time
the period holds only in part is counted apart; an aggregate of many events is never counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from hudna.analysis.counts import MATCHED
from hudna.case import Case
from hudna.codes import Text
from hudna.evidence import independent
from hudna.finding import Finding, Verdict
from hudna.gazetteer import Gazetteer
from hudna.incident import Extent, Incident
from hudna.instant import Interval
from hudna.sitrep.model import HEADINGS, Belongs, Heading, Line, Row, Series, Tally
from hudna.sitrep.words import both
from hudna.zones import Region

LISTED = 10
"""How many imported reports of each headline are listed; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A finding with its incident: the time of its part, and how that lies to the period."""

    incident: Incident
    finding: Finding
    span: Interval
    belongs: Belongs
    source: str | None  # of an imported report
    heading: Heading

    @property
    def anchor(self) -> str:
        """Its name in links."""
        part = self.finding.part
        return self.incident.id + (f".part{part}" if part else "")

    @property
    def conditional(self) -> bool:
        """Whether some reading's verdict stands on less than the level that a verdict needs."""
        return any(verdict.conditional for verdict in self.finding.verdicts.values())

    @property
    def duplicate(self) -> bool:
        """Whether its coder says that it repeats another entry."""
        entry = self.incident.entry
        return entry is not None and any(link.kind == "duplicate_of" for link in entry.links)


def belongs(span: Interval, extent: Extent, period: Interval) -> Belongs:
    """How a time lies to the period, which is half-open."""
    if not span.meets(period):
        return Belongs.OUTSIDE
    if period.earliest <= span.earliest and span.latest <= period.latest:
        return Belongs.WITHIN
    return Belongs.PARTLY if extent == Extent.THROUGHOUT else Belongs.MAYBE


def unit_of(region: Region, gazetteer: Gazetteer) -> str | None:
    """The largest unit below the country that contains a region; None where that is not known."""
    for name in region.units:
        spot = gazetteer.spots.get(name)
        if spot is not None and spot.kind == "adm1":
            return name
    return None


def series(counted: Iterable[Counted], source: str | None, case: Case) -> Series:
    """The series of one source of reports, of the incidents coded by hand (None), or `MATCHED`."""
    mine = [c for c in counted if c.source == source]
    dated = [c for c in mine if not c.incident.aggregate and not c.duplicate]
    within = [c for c in dated if c.belongs == Belongs.WITHIN]
    # Reports come in thousands: their ids are bounded, those of coded incidents are not.
    most = None if source in (None, MATCHED) else LISTED
    times = [c.span for c in dated if not c.span.is_open]
    return Series(
        source,
        held=len({c.incident.id for c in mine}),
        counts=_tallies(within, most),
        rows=_rows(dated, case.agreement.gazetteer, most),
        reasons=_reasons(within, most),
        incidents=len({c.incident.id for c in within}),
        conditional=_tally([c for c in within if c.conditional], most),
        maybe=_tally([c for c in dated if c.belongs == Belongs.MAYBE], most),
        partly=_tally([c for c in dated if c.belongs == Belongs.PARTLY], most),
        outside=sum(c.belongs == Belongs.OUTSIDE for c in dated),
        duplicates=sum(c.duplicate for c in mine),
        aggregates=sum(c.incident.aggregate for c in mine),
        voices=_voices(within, case),
        speaks_of=Interval(min(t.earliest for t in times), max(t.latest for t in times))
        if times
        else None,
        lines=() if source in (None, MATCHED) else _lines(within, case.agreement.gazetteer),
    )


def _tally(some: Sequence[Counted], most: int | None) -> Tally:
    return Tally(len(some), tuple(c.anchor for c in sorted(some, key=_order)[:most]))


def _order(counted: Counted) -> tuple[Interval, str]:
    return (counted.span, counted.anchor)


def _tallies(some: Iterable[Counted], most: int | None) -> dict[Heading, Tally]:
    groups: dict[Heading, list[Counted]] = {}
    for counted in some:
        groups.setdefault(counted.heading, []).append(counted)
    return {heading: _tally(group, most) for heading, group in groups.items()}


def _rows(dated: Sequence[Counted], gazetteer: Gazetteer, most: int | None) -> tuple[Row, ...]:
    """A row for each unit, also where nothing was reported, and one for places not known to it."""
    places: dict[str | None, list[Counted]] = {}
    for counted in dated:
        if counted.belongs != Belongs.OUTSIDE:
            places.setdefault(unit_of(counted.incident.region, gazetteer), []).append(counted)
    units: list[str | None] = [s.id for s in gazetteer.spots.values() if s.kind == "adm1"]
    found = []
    for unit in [*units, None]:
        here = places.get(unit, [])
        apart = [c for c in here if c.belongs != Belongs.WITHIN]
        found.append(
            Row(
                unit,
                _unit_name(gazetteer, unit),
                _tallies((c for c in here if c.belongs == Belongs.WITHIN), most),
                _tally(apart, most),
            )
        )
    return tuple(found)


def _unit_name(gazetteer: Gazetteer, unit: str | None) -> Text:
    if unit is None:
        return both("place not known to this level")
    name: Mapping[str, str] = gazetteer.spots[unit].name
    return Text(name.get("en") or name.get("ar") or unit, name.get("ar") or name.get("en") or unit)


def _reasons(within: Iterable[Counted], most: int | None) -> dict[str, Tally]:
    """For each reason why something cannot be determined, the findings that give it."""
    groups: dict[str, list[Counted]] = {}
    for counted in within:
        given = {
            reason.code
            for verdict in counted.finding.verdicts.values()
            if verdict.verdict == Verdict.CANNOT_DETERMINE
            for reason in verdict.reasons
        }
        for code in given:
            groups.setdefault(code, []).append(counted)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return {code: _tally(group, most) for code, group in ordered}


def _voices(within: Iterable[Counted], case: Case) -> dict[str, int]:
    """How many rest on no named origin, on one, on more; a side counts as one."""
    found = {"none": 0, "one": 0, "more": 0}
    for counted in within:
        n = len(independent(counted.incident.occurred.origins, case.registry.origins))
        found["none" if n == 0 else "one" if n == 1 else "more"] += 1
    return found


def _lines(within: Sequence[Counted], gazetteer: Gazetteer) -> tuple[Line, ...]:
    """The first reports of each headline, by time."""
    headings = (*HEADINGS, *sorted({c.heading for c in within} - set(HEADINGS), key=_key))
    found = []
    for heading in headings:
        some = (c for c in within if c.heading == heading)
        found += [_line(c, gazetteer) for c in nsmallest(LISTED, some, key=_order)]
    return tuple(found)


def _key(heading: Heading) -> str:
    return heading.key


def _line(counted: Counted, gazetteer: Gazetteer) -> Line:
    incident = counted.incident
    unit = unit_of(incident.region, gazetteer)
    name = incident.place_name.get("en") or incident.place_name.get("ar") or ""
    killed = [h for h in incident.harm if h.kind == "killed" and h.of == "all"]
    return Line(
        incident.id,
        counted.span,
        incident.zone,
        Text(name, incident.place_name.get("ar") or name),
        None if unit is None else _unit_name(gazetteer, unit),
        (killed[0].low, killed[0].best, killed[0].high) if killed else (None, None, None),
        counted.heading,
    )
