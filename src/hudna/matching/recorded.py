"""Recorded: the reports of a case as tellings.

In: reports (`hudna.report.SCHEMA`), and the actors, units and zones of their case.  Out: `Tellings` on the
case's clock, which rows are aggregates, and what is known of the case's words (`Related`).

- A report lies at its point, within its radius; without one, in the smallest unit that holds it, as wide as
  the case's zones or gazetteer show it (`unit_regions`), or else as reports of the same unit do.
- Candidates are ids; `unidentified` says nothing.  Where it is not said who acted on whom, both sides are
  candidates for both.
- The origin is the one that the source declares, or that the text names (“according to …”): ids of the
  case's origins, several joined by `|`.  Copies are found later, among reports of one incident.
- What people write by hand has no source of its own: whoever gave it, or told it, stands for one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from hudna import taxonomy
from hudna.actors import Registry
from hudna.gazetteer import Gazetteer
from hudna.incident import UNIDENTIFIED
from hudna.matching.phrases import attributed
from hudna.matching.placed import KM_A_DEGREE, distance_km
from hudna.matching.related import from_registry, from_ties
from hudna.matching.symbols import Related
from hudna.matching.tellings import Tellings, tellings
from hudna.names import fold
from hudna.sources import EVENTS, byhand
from hudna.sources.plain import TOWN_KM
from hudna.zones import Zone

Region = tuple[float, float, float]
"""Longitude and latitude in degrees, and the radius in km within which it lies."""

BETWEEN: Final = "|"
"""Stands between the origins of one report."""


@dataclass(frozen=True, slots=True)
class Told:
    """The reports of a case as tellings; `rows` as they are.

    `several`: the rows that sum up; `events`: those of a source of which each row is an event.
    """

    rows: Sequence[Mapping[str, Any]]
    tellings: Tellings
    several: tuple[int, ...]
    events: tuple[int, ...]


def told(
    reports: pa.Table, registry: Registry, gazetteer: Gazetteer, zones: Sequence[Zone], zone: str
) -> Told:
    """The reports as tellings, on the clock of the IANA zone `zone`."""
    regions = unit_regions(gazetteer, zones)
    rows = reports.to_pylist()
    where = [_where(row, gazetteer, regions) for row in rows]
    sides = [_sides(row) for row in rows]
    units = [_units(row["units"], gazetteer) for row in rows]
    text = reports["text"].combine_chunks()
    table = pa.table(
        {
            "report_id": reports["report_id"],
            "source": pa.array([_source(row) for row in rows], pa.string()),
            "origin": pa.array(_origins(rows, text, registry), pa.string()),
            "begin": _clock(reports["t_earliest"], zone),
            "end": _clock(reports["t_latest"], zone),
            **{
                name: pa.array([each[at] if each else None for each in where], pa.float64())
                for at, name in enumerate(("lon", "lat", "radius_km"))
            },
            "place": pa.array([_place(row["place"], gazetteer) for row in rows], pa.string()),
            "admin1": pa.array([first for first, _ in units], pa.string()),
            "admin2": pa.array([second for _, second in units], pa.string()),
            "actors": pa.array([side for side, _ in sides], pa.string()),
            "targets": pa.array([side for _, side in sides], pa.string()),
            "acts": pa.array([_joined(_acts(row["acts"])) for row in rows], pa.string()),
            **{name: reports[name] for name in ("deaths_low", "deaths_best", "deaths_high")},
            "text": text,
        }
    )
    read = tellings(table)
    written = tuple(
        reports[name].combine_chunks() for name in ("place", "actor_name", "target_name")
    )
    several = np.flatnonzero(np.asarray(reports["aggregate"].combine_chunks()))
    events = tuple(at for at, row in enumerate(rows) if row["source"] in EVENTS)
    return Told(rows, replace(read, named=(*read.named, *written)), tuple(several.tolist()), events)


def related(registry: Registry) -> dict[str, Related]:
    """Which candidates of a case may mean the same, by field: by ties of actors, by kinds of acts."""
    actors = from_registry(registry)
    ties = [(fold(act.code), fold(act.family)) for act in taxonomy.acts().values()]
    ties += [(fold(act.code), fold(act.kind_of)) for act in taxonomy.acts().values() if act.kind_of]
    return {"actors": actors, "targets": actors, "acts": from_ties(ties, siblings=True)}


# --- whose, whom and what -------------------------------------------------------------------------


def _source(row: Mapping[str, Any]) -> str:
    if row["source"] != byhand.NAME:
        return str(row["source"])
    return row["contributor"] or _joined(row["origins"]) or byhand.NAME


def _origins(
    rows: Sequence[Mapping[str, Any]], text: pa.Array, registry: Registry
) -> list[str | None]:
    """The declared origins of each report, or the one that its text names; None: not said."""
    ids = sorted(registry.origins)
    code = {name: ids.index(origin) for name, origin in registry.origin_names.items()}
    # “The Observatory” is looked for without its article, as it is read past in a text.
    said = attributed(text, code | {name.removeprefix("the "): at for name, at in code.items()})
    found: list[str | None] = []
    for row, at in zip(rows, said.tolist(), strict=True):
        declared = row["origins"] or [name.replace(BETWEEN, " ") for name in row["origin_names"]]
        in_text = ids[at] if at >= 0 else None
        found.append(_joined(sorted(declared)) or in_text)
    return found


def _sides(row: Mapping[str, Any]) -> tuple[str | None, str | None]:
    actors, targets = _named(row["actors"]), _named(row["targets"])
    if row["both_directions"]:
        actors = targets = list(dict.fromkeys((*actors, *targets)))
    return _joined(actors), _joined(targets)


def _named(candidates: Sequence[str]) -> list[str]:
    return [name for name in candidates if name != UNIDENTIFIED]


def _acts(codes: Sequence[str]) -> list[str]:
    """The acts; where all that is known is that force was used, none."""
    return [code for code in codes if not taxonomy.says_nothing(code)]


def _joined(names: Sequence[str]) -> str | None:
    return BETWEEN.join(names) or None


# --- when and where -------------------------------------------------------------------------------


def _clock(column: pa.ChunkedArray, zone: str) -> pa.ChunkedArray:
    """Instants as times on the clock of a zone."""
    return pc.local_timestamp(column.cast(pa.timestamp("us", zone)))


def _where(
    row: Mapping[str, Any], gazetteer: Gazetteer, regions: Mapping[str, Region]
) -> Region | None:
    if None not in (row["lon"], row["lat"], row["radius_km"]):
        return row["lon"], row["lat"], row["radius_km"]
    spot = _spot(row["place"], gazetteer)
    if spot is not None and not row["is_unit"]:
        return spot
    return regions.get(row["units"][0]) if row["units"] else None


def _spot(name: str | None, gazetteer: Gazetteer) -> Region | None:
    """The one place so called, where the gazetteer has its coordinates."""
    found = None if name is None else gazetteer.find_one(name, ("place",))
    return None if found is None or found.point is None else (*found.point, TOWN_KM)


def _place(name: str | None, gazetteer: Gazetteer) -> str | None:
    """The id of the place so called, in whatever script; of an unknown one its name as written."""
    found = None if name is None else gazetteer.find_one(name, ("place",))
    return name if found is None else found.id


def _units(chain: Sequence[str], gazetteer: Gazetteer) -> tuple[str | None, str | None]:
    """The units of the first and the second order."""
    found: dict[str, str] = {}
    for name in chain:
        if name in gazetteer.spots:
            found.setdefault(gazetteer.spots[name].kind, name)
    return found.get("adm1"), found.get("adm2")


def unit_regions(gazetteer: Gazetteer, zones: Sequence[Zone]) -> dict[str, Region]:
    """Where each unit lies: by the shape of a zone that is the unit, or by the points within it.

    Points within a unit show no more than a part of it: it reaches half way to its nearest neighbour of
    the same order at the least.  A unit without a shape or a point has no region.
    """
    found = dict(_by_points(gazetteer))
    for zone in zones:
        if zone.geometry is not None and len(zone.units) == 1:
            found[next(iter(zone.units))] = _of_shape(zone.geometry)
    return found


def _of_shape(shape: Any) -> Region:
    middle = shape.centroid
    corners = shapely.get_coordinates(shape)
    off = distance_km(
        corners[:, 1],
        corners[:, 0],
        np.full(len(corners), middle.y),
        np.full(len(corners), middle.x),
    )
    return middle.x, middle.y, float(off.max())


def _by_points(gazetteer: Gazetteer) -> dict[str, Region]:
    inside: dict[str, list[tuple[float, float]]] = {}
    for spot in gazetteer.spots.values():
        if spot.point is not None:
            for unit in gazetteer.chain(spot.id):
                inside.setdefault(unit, []).append(spot.point)
    found: dict[str, Region] = {}
    for unit, points in inside.items():
        spot = gazetteer.spots[unit]
        if spot.kind == "place":
            continue
        west, south = np.min(points, axis=0)
        east, north = np.max(points, axis=0)
        lon, lat = spot.point or ((west + east) / 2, (south + north) / 2)
        reach = max(_apart((lon, lat), point) for point in points)
        found[unit] = float(lon), float(lat), reach
    return {unit: _widened(unit, region, found, gazetteer) for unit, region in found.items()}


def _widened(
    unit: str, region: Region, found: Mapping[str, Region], gazetteer: Gazetteer
) -> Region:
    lon, lat, reach = region
    kind = gazetteer.spots[unit].kind
    others = [
        _apart((lon, lat), found[other][:2])
        for other in found
        if other != unit and gazetteer.spots[other].kind == kind
    ]
    return lon, lat, max(reach, min(others, default=0.0) / 2, TOWN_KM)


def _apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two points, longitude first."""
    east = (one[0] - other[0]) * np.cos(np.radians((one[1] + other[1]) / 2))
    return float(np.hypot(east, one[1] - other[1]) * KM_A_DEGREE)
