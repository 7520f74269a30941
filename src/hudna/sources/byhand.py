"""Reports written by hand: YAML in which a person says what one source told.

In: a file with one report, a list of them, or `reports:` with a list.  Out: a table of
`hudna.report.SCHEMA`, one row a report, or every problem with line and column.  What is left out is not
known; nothing that is written is dropped.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

import pyarrow as pa
from pydantic import Field, model_validator

from hudna import taxonomy
from hudna.actors import Registry
from hudna.checks.references import absent, missing, timed, twice
from hudna.entry import Entry, Id, Written, build
from hudna.gazetteer import Gazetteer
from hudna.incident import UNIDENTIFIED, PlaceEntry, TimeEntry
from hudna.instant import ALWAYS, BEGIN, END
from hudna.problem import Problem, Refused
from hudna.report import SCHEMA
from hudna.sources.importing import batch_of
from hudna.yamlfile import Located, Path_, read_yaml
from hudna.zones import Region

NAME: Final = "by hand"
"""What the column `source` says of such a report."""


class DeathsEntry(Entry):
    """Persons killed; leave out what is not known."""

    low: int | None = Field(None, ge=0, lt=10**9, strict=True)
    best: int | None = Field(None, ge=0, lt=10**9, strict=True)
    high: int | None = Field(None, ge=0, lt=10**9, strict=True)
    civilians: int | None = Field(None, ge=0, lt=10**9, strict=True, description="Best estimate.")

    @model_validator(mode="after")
    def _ordered(self) -> DeathsEntry:
        known = [n for n in (self.low, self.best, self.high) if n is not None]
        if known != sorted(known):
            raise ValueError("low, best and high must not fall")
        return self


class ReportEntry(Entry):
    """One report: what one source told of one event.  Leave out what it did not tell."""

    id: Id | None = Field(None, description="Left out, one is made that tells nothing.")
    time: TimeEntry | None = None
    place: PlaceEntry | None = None
    actors: list[Id] = Field([], description="Who it may have been; left out: unidentified.")
    targets: list[Id] = Field([], description="Whom it may have hit; left out: unidentified.")
    initiator: Literal["known", "unknown"] = Field(
        "known", description="unknown: the targets may have acted on the actors as well."
    )
    acts: list[Id] = Field(min_length=1, description="Codes of the acts that it may have been.")
    deaths: DeathsEntry | None = None
    aggregate: bool = Field(False, strict=True, description="It sums many events: never counted.")
    origins: list[Id] = Field([], description="Who first told; left out: not named.")
    text: Written | None = None


class ReportsFile(Entry):
    """A file of reports written by hand."""

    reports: list[ReportEntry] = Field(min_length=1)


def read(
    path: Path,
    registry: Registry,
    gazetteer: Gazetteer,
    zone: str,
    contributor: str | None = None,
) -> pa.Table:
    """Read reports of the case, all of them or none; `contributor` is whose they are.

    `zone` is the IANA zone in which a time is read that names none.  Raises `Refused`.
    """
    located = read_yaml(path)
    entries, problems = _entries(located)
    for at, entry in entries:
        problems += _wrong(entry, located, at, registry, gazetteer, zone)
    problems += twice(located, _list_at(located), "report", (e.id or f"?{a}" for a, e in entries))
    if problems:
        raise Refused(problems)
    rows = [
        _row(entry, place, gazetteer, zone, contributor)
        for place, (_, entry) in enumerate(entries, 1)
    ]
    return pa.Table.from_batches([batch_of(rows)], schema=SCHEMA)


def _list_at(located: Located) -> Path_:
    return ("reports",) if isinstance(located.value, dict) and "reports" in located.value else ()


def _entries(located: Located) -> tuple[list[tuple[Path_, ReportEntry]], list[Problem]]:
    """The reports with their places in the file, and what is wrong with their form."""
    value = located.value
    if isinstance(value, dict) and "reports" in value:
        file, problems = build(located, ReportsFile)
        found = [] if file is None else list(enumerate(file.reports))
        return [(("reports", i), entry) for i, entry in found], problems
    listed: list[tuple[Path_, Any]] = (
        [((i,), each) for i, each in enumerate(value)] if isinstance(value, list) else [((), value)]
    )
    if not listed:
        what = "the file holds no report"
        return [], [located.problem((), what, "Write at least one")]
    entries, problems = [], []
    for at, each in listed:
        entry, wrong = build(located, ReportEntry, each, at)
        problems += wrong
        if entry is not None:
            entries.append((at, entry))
    return entries, problems


def _wrong(
    entry: ReportEntry,
    located: Located,
    at: Path_,
    registry: Registry,
    gazetteer: Gazetteer,
    zone: str,
) -> Iterator[Problem]:
    """What refers to nothing, and what a report has no place for."""
    if entry.time is not None:
        yield from timed(located, (*at, "time"), entry.time.interval, zone)
        yield from _no_place_for(entry.time, located, (*at, "time"), ("evidence", "note"))
    if entry.place is not None:
        here = (*at, "place")
        yield from absent(located, (*here, "spot"), "place", entry.place.spot, gazetteer.spots)
        yield from _no_place_for(entry.place, located, here, ("evidence", "note", "geometry"))
        if entry.place.point is not None:
            lon, lat = entry.place.point
            if not (-180 <= lon <= 180 and -90 <= lat <= 90):
                what = f"longitude {lon:g}, latitude {lat:g}"
                remedy = "Write [longitude, latitude] in degrees: at most 180 and 90"
                yield located.problem((*here, "point"), what, remedy)
    known = {*registry.entries, UNIDENTIFIED}
    yield from missing(located, (*at, "actors"), "actor", entry.actors, known)
    yield from missing(located, (*at, "targets"), "actor", entry.targets, known)
    yield from missing(located, (*at, "acts"), "observation code", entry.acts, taxonomy.acts())
    yield from missing(located, (*at, "origins"), "origin", entry.origins, registry.origins)


def _no_place_for(
    entry: Entry, located: Located, at: Path_, names: tuple[str, ...]
) -> Iterator[Problem]:
    for name in names:
        if getattr(entry, name) is not None:
            what = f"a report has no place for `{name}` here"
            yield located.problem((*at, name), what, "Say it in `text`; an incident may carry it")


def _row(
    entry: ReportEntry, place: int, gazetteer: Gazetteer, zone: str, contributor: str | None
) -> tuple[Any, ...]:
    """A row, its values in the order of the schema."""
    span = ALWAYS if entry.time is None else entry.time.interval(zone)
    region = Region() if entry.place is None else entry.place.region(gazetteer)
    deaths = entry.deaths or DeathsEntry()
    lon = lat = radius = None
    if region.geometry is not None:
        lon, lat, radius = region.geometry.centroid.x, region.geometry.centroid.y, region.radius_km
    told = {
        "report_id": entry.id or f"r-{secrets.token_hex(8)}",
        "source": NAME,
        "source_row": str(place),
        "origins": list(dict.fromkeys(entry.origins)),
        "origin_names": list(dict.fromkeys(entry.origins)),
        "articles": None,
        "t_earliest": None if span.earliest == BEGIN else span.earliest,
        "t_latest": None if span.latest == END else span.latest,
        "zone": zone if entry.time is None or entry.time.zone is None else entry.time.zone,
        "extent": "unknown" if entry.time is None else entry.time.extent.value,
        "place": _place_name(entry.place, gazetteer),
        "units": list(region.units),
        "is_unit": region.is_unit,
        "lon": lon,
        "lat": lat,
        "radius_km": radius,
        "actors": list(dict.fromkeys(entry.actors)) or [UNIDENTIFIED],
        "actor_name": None,
        "targets": list(dict.fromkeys(entry.targets)) or [UNIDENTIFIED],
        "target_name": None,
        "both_directions": entry.initiator == "unknown",
        "acts": list(dict.fromkeys(entry.acts)),
        "deaths_low": deaths.low,
        "deaths_best": deaths.best,
        "deaths_high": deaths.high,
        "deaths_civilians": deaths.civilians,
        "aggregate": entry.aggregate,
        "text": entry.text,
        "contributor": contributor,
    }
    return tuple(told[name] for name in SCHEMA.names)


def _place_name(place: PlaceEntry | None, gazetteer: Gazetteer) -> str | None:
    if place is None:
        return None
    if place.name is not None:
        return " / ".join(filter(None, (place.name.en, place.name.ar)))
    if place.spot is None:
        return None
    name = gazetteer.spots[place.spot].name
    return name.get("en") or name.get("ar")
