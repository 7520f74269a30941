"""Zones of a case: `zones.geojson` read and checked.

In: the folder, the zone of its clock, actors, units and sources.  Out: `Zone`s, and every problem
with the line and column of the property that raises it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import shapely

from hudna.actors import ActorsFile, registry
from hudna.entry import Evidence, build
from hudna.evidence import Standing
from hudna.gazetteer import Gazetteer
from hudna.instant import ALWAYS, span
from hudna.problem import Problem, Refused
from hudna.yamlfile import Located, Path_, hidden_characters, parse_yaml, read_text
from hudna.zones import Zone, ZoneKind, geometry_problem


def read_zones(
    path: Path,
    zone_name: str,
    gazetteer: Gazetteer,
    actors: ActorsFile | None,
    register: Collection[str] | None,
) -> tuple[list[Zone], frozenset[str], list[Problem]]:
    """Read `zones.geojson`; a case without one has no zones.

    Returns also the ids of all features, so that who refers to a broken one is not wrong as well.

    `register`: the agreement's sources.  It, or `actors`, is None where it could not be read: then
    nothing is checked against it.
    """
    name = "zones.geojson"
    if not (path / name).exists():
        return [], frozenset(), []
    try:
        text = read_text(path / name, name)
        features = json.loads(text)["features"]
        if not isinstance(features, list):
            raise TypeError
    except Refused as refused:
        return [], frozenset(), list(refused.problems)
    except json.JSONDecodeError as error:
        return (
            [],
            frozenset(),
            [Problem(name, error.lineno, error.colno, f"this is not JSON: {error.msg}", "Mend it")],
        )
    except (KeyError, TypeError, ValueError, RecursionError):
        remedy = 'Write {"type": "FeatureCollection", "features": […]}'
        return (
            [],
            frozenset(),
            [Problem(name, 1, None, "this is no GeoJSON feature collection", remedy)],
        )
    origins = (
        {} if actors is None else dict(registry(ActorsFile(origins=actors.origins), "UTC").origins)
    )
    zones: list[Zone] = []
    placed: list[int] = []  # for each zone: which feature it is
    wrong: list[tuple[Path_, str, str]] = []
    for place, feature in enumerate(features):
        try:
            zones.append(_zone(feature, zone_name, gazetteer, origins))
            placed.append(place)
        except (ValueError, TypeError, KeyError, AttributeError, Refused) as error:
            what = f"feature {place + 1}: {_reason(error)}"
            where = ("features", place, *getattr(error, "where", ("properties", "id")))
            wrong.append((where, what, "See the reference of zones.geojson"))
    if actors is not None:
        for position, key, what, remedy in _among(zones, actors, gazetteer, register):
            where = ("features", placed[position], "properties", key)
            wrong.append((where, f"{zones[position].id}: {what}", remedy))
    located = _located_json(text, name) if wrong else Located(name, None)
    return zones, _all_ids(features), [located.problem(*problem) for problem in wrong]


def _all_ids(features: list[Any]) -> frozenset[str]:
    each = (f.get("properties") for f in features if isinstance(f, dict))
    ids = (properties.get("id") for properties in each if isinstance(properties, dict))
    return frozenset(name for name in ids if isinstance(name, str))


def _located_json(text: str, name: str) -> Located:
    """Where the parts of a JSON text stand: JSON is YAML, but for tabs and hidden escapes."""
    try:
        return parse_yaml(text.replace("\t", " ").replace("\\u", "\\\\u"), name)
    except Refused:
        return Located(name, None)


def _reason(error: Exception) -> str:
    if isinstance(error, Refused):
        return "; ".join(problem.what for problem in error.problems)
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)


class _ZoneError(ValueError):
    """What is wrong with a property of a zone."""

    def __init__(self, what: str, *where: str) -> None:
        super().__init__(what)
        self.where = where


_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,79}")
_ZONE_FIELDS = {
    "id", "kind", "name", "from", "to", "margin_km", "units", "within", "holders", "against",
    "evidence", "approximate", "sources", "unverified", "note",
}  # fmt: skip


def _zone(feature: Any, zone_name: str, gazetteer: Gazetteer, origins: dict[str, Any]) -> Zone:
    properties = feature["properties"]
    zone_id = properties["id"]
    if not isinstance(zone_id, str) or not _ID.fullmatch(zone_id):
        raise ValueError(f"the id {zone_id!r}: use Latin letters, digits, `-`, `_` and `.` only")
    if unknown := set(properties) - _ZONE_FIELDS:
        raise ValueError(f"there is no property {', '.join(sorted(map(repr, unknown)))}")
    if properties["kind"] not in list(ZoneKind):
        what = f"kind {properties['kind']!r}: write one of {', '.join(ZoneKind)}"
        raise _ZoneError(what, "properties", "kind")
    geometry = feature.get("geometry")
    if geometry is not None and (wrong := geometry_problem(geometry)):
        raise _ZoneError(f"{zone_id}: {wrong}", "geometry")
    margin = properties.get("margin_km", 0)
    if not isinstance(margin, int | float) or not 0 <= margin <= 1000:
        what = f"{zone_id}: margin_km {margin!r} is not a number from 0 to 1000"
        raise _ZoneError(what, "properties", "margin_km")
    start, end = properties.get("from"), properties.get("to")
    try:
        held = ALWAYS if start is None and end is None else span(start, end, zone_name)
    except (ValueError, AttributeError) as error:
        raise _ZoneError(f"{zone_id}: {error}", "properties", "from") from None
    within = _ids(properties, "within")
    return Zone(
        id=zone_id,
        kind=ZoneKind(properties["kind"]),
        name=_zone_name(properties),
        held=held,
        geometry=None if geometry is None else shapely.geometry.shape(geometry),
        margin_km=float(margin),
        units=frozenset(_ids(properties, "units")),
        within=frozenset(within),
        above=frozenset(unit for name in within for unit in gazetteer.chain(name)),
        holders=_ids(properties, "holders"),
        against=_ids(properties, "against"),
        standing=_zone_standing(properties, origins),
        sources=_ids(properties, "sources"),
        unverified=bool(properties.get("unverified", False)),
    )


def _ids(properties: Any, key: str) -> tuple[str, ...]:
    """The ids that a property lists."""
    value = properties.get(key) or []
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        what = f"{properties['id']}: {key} is not a list of ids"
        raise _ZoneError(what, "properties", key)
    return tuple(value)


def _zone_name(properties: Any) -> dict[str, str]:
    """The name of a zone by language."""
    name = properties.get("name") or {}
    if not isinstance(name, dict) or not all(isinstance(text, str) for text in name.values()):
        what = f'{properties["id"]}: the name is not {{"en": …, "ar": …}}'
        raise _ZoneError(what, "properties", "name")
    if hidden := hidden_characters("".join((*name, *name.values()))):
        what = f"{properties['id']}: the name has hidden control characters ({', '.join(hidden)})"
        raise _ZoneError(what, "properties", "name")
    return dict(name)


def _zone_standing(properties: Any, origins: dict[str, Any]) -> Standing:
    """How well a zone is known, by the rules of evidence."""
    where = ("properties", "evidence")
    located = Located("zones.geojson", properties.get("evidence", {}))
    evidence, problems = build(located, Evidence)
    if evidence is None:
        what = "; ".join(problem.what for problem in problems)
        raise _ZoneError(f"{properties['id']}: evidence: {what}", *where)
    if (supported := evidence.overstated(origins)) is not None and origins:
        assert evidence.level is not None
        what = (
            f"{properties['id']}: level {evidence.level.name} stands above what its origins and "
            f"grounds support ({supported.name})"
        )
        raise _ZoneError(what, *where)
    return evidence.standing(origins)


Flaw = tuple[int, str, str, str]  # position of the zone, property, what is wrong, remedy


def _among(
    zones: Sequence[Zone],
    actors: ActorsFile,
    gazetteer: Gazetteer,
    register: Collection[str] | None,
) -> Iterator[Flaw]:
    """Every problem of the zones among themselves and with actors, units, origins and sources."""
    ids = {actor.id for actor in actors.actors}
    origins = {origin.id for origin in actors.origins}
    seen: set[str] = set()
    for i, zone in enumerate(zones):
        if zone.id in seen:
            yield i, "id", "this zone id stands twice", "Give each version of a zone its own id"
        seen.add(zone.id)
        references: tuple[tuple[str, str, Iterable[str], Collection[str] | None, str], ...] = (
            ("holders", "actor", zone.holders, ids, "Add it to actors.yaml"),
            ("against", "actor", zone.against, ids, "Add it to actors.yaml"),
            ("units", "unit", sorted(zone.units), gazetteer.spots, "Add it to gazetteer.csv"),
            ("within", "unit", sorted(zone.within), gazetteer.spots, "Add it to gazetteer.csv"),
            ("evidence", "origin", zone.standing.origins, origins, "Add it to actors.yaml"),
            ("sources", "source", zone.sources, register, "Add it to `sources` of agreement.yaml"),
        )
        for key, kind, wanted, known, remedy in references:
            for name in wanted:
                if known is not None and name not in known:
                    yield i, key, f"there is no {kind} “{name}”", remedy
        yield from ((i, *flaw) for flaw in _alone(zone))


def _alone(zone: Zone) -> Iterator[tuple[str, str, str]]:
    if zone.held.is_instant:
        yield "to", "it ends when it begins", "`to` is the first day it no longer holds"
    if zone.geometry is None and not zone.units:
        yield "id", "it has no shape and no units", "Draw it, or list its `units`"
    if zone.kind == ZoneKind.CONTROL and not zone.holders:
        yield "kind", "control by nobody", "Name the `holders`"
    if zone.kind == ZoneKind.COMBAT_AREA and not zone.against:
        yield "kind", "combat operations against nobody", "Name whom in `against`"
