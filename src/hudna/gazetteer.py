"""The gazetteer: administrative units and places of a case, with names in every script.

In: `gazetteer.csv`.  Out: units and places by id or by any of their names, and the chain of units
that contain each.  Coordinates are WGS 84 longitude and latitude, in degrees.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hudna.actors import cycle
from hudna.names import fold
from hudna.problem import Problem, Refused
from hudna.yamlfile import hidden_characters, read_text

COLUMNS = ("id", "kind", "parent", "name_en", "name_ar", "aliases", "lat", "lon", "source", "note")
KINDS = ("country", "adm1", "adm2", "adm3", "place")


@dataclass(frozen=True, slots=True)
class Spot:
    """An administrative unit or a place."""

    id: str
    kind: str
    parent: str | None
    name: Mapping[str, str]
    aliases: tuple[str, ...] = ()
    point: tuple[float, float] | None = None  # longitude, latitude
    source: str = ""
    note: str = ""


@dataclass(slots=True)
class Gazetteer:
    """The units and places of a case."""

    spots: Mapping[str, Spot]
    _by_name: dict[str, list[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for spot in self.spots.values():
            for name in dict.fromkeys(fold(n) for n in (*spot.name.values(), *spot.aliases)):
                if name:
                    self._by_name.setdefault(name, []).append(spot.id)

    def chain(self, spot_id: str) -> tuple[str, ...]:
        """The unit itself and the units that contain it, smallest first; unknown: empty."""
        found: dict[str, None] = {}
        here: str | None = spot_id
        while here is not None and here in self.spots and here not in found:
            found[here] = None
            here = self.spots[here].parent
        return tuple(found)

    def find(self, name: str, kinds: tuple[str, ...] = KINDS) -> tuple[Spot, ...]:
        """Every unit or place called `name`, of the given kinds, larger units first."""
        hits = [self.spots[i] for i in self._by_name.get(fold(name), ())]
        return tuple(
            sorted((s for s in hits if s.kind in kinds), key=lambda s: KINDS.index(s.kind))
        )

    def find_one(self, name: str, kinds: tuple[str, ...] = KINDS) -> Spot | None:
        """The one unit or place called `name`, or None where there is none or more than one."""
        found = self.find(name, kinds)
        return found[0] if len(found) == 1 else None


def read_gazetteer(path: Path) -> tuple[Gazetteer, list[Problem]]:
    """Read `gazetteer.csv`; a case without one has an empty gazetteer."""
    if not path.exists():
        return Gazetteer({}), []
    try:
        text = read_text(path)
    except Refused as refused:
        return Gazetteer({}), list(refused.problems)
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    spots: dict[str, Spot] = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []

    def wrong(what: str, remedy: str) -> None:
        problems.append(Problem(path.name, rows.line_num, None, what, remedy))

    try:
        header = [name.strip() for name in next(rows, [])]
        missing = [name for name in ("id", "kind") if name not in header]
        if missing or set(header) - set(COLUMNS) or len(set(header)) < len(header):
            wrong(f"the header is {', '.join(header) or 'empty'}", f"Use {', '.join(COLUMNS)}")
            return Gazetteer({}), problems
        for row in rows:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if len(cells) != len(header):
                wrong(f"{len(cells)} cells, the header has {len(header)}", "Check the commas")
                continue
            spot = _spot(dict(zip(header, cells, strict=True)), wrong)
            if spot and spot.id in spots:
                wrong(f"the id “{spot.id}” stands twice", "Give each unit its own id")
            elif spot:
                spots[spot.id], lines[spot.id] = spot, rows.line_num
    except csv.Error as error:
        wrong(f"this is not CSV: {error}", "Check the quotes")
    problems += [
        Problem(
            path.name, lines[spot.id], None, f"“{spot.id}”: its parent “{spot.parent}” is no unit",
            "Add a row for it, or leave `parent` empty",
        )
        for spot in spots.values()
        if spot.parent is not None and spot.parent not in spots
    ]  # fmt: skip
    if circle := cycle((spot.id, spot.parent) for spot in spots.values() if spot.parent):
        what = f"“{circle[0]}” contains itself: {' → '.join(circle)}"
        problems.append(Problem(path.name, lines[circle[0]], None, what, "Mend `parent`"))
    return Gazetteer(spots), problems


def _spot(row: dict[str, str], wrong: object) -> Spot | None:
    assert callable(wrong)
    if hidden := hidden_characters("".join(row.values())):
        wrong(f"hidden control characters ({', '.join(hidden)})", "Remove them")
        return None
    if not row["id"] or row["kind"] not in KINDS:
        wrong(f"id “{row['id']}”, kind “{row['kind']}”", f"Kinds are {', '.join(KINDS)}")
        return None
    point: tuple[float, float] | None = None
    if row.get("lat") or row.get("lon"):
        try:
            lon, lat = float(row.get("lon", "")), float(row.get("lat", ""))
        except ValueError:
            wrong(f"“{row['id']}”: lat and lon are not two numbers", "Write decimal degrees")
            return None
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            where = f"“{row['id']}”: latitude {lat:g}, longitude {lon:g}"
            wrong(where, "Latitudes run from -90 to 90, longitudes from -180 to 180")
            return None
        point = (lon, lat)
    name = {lang: row[f"name_{lang}"] for lang in ("en", "ar") if row.get(f"name_{lang}")}
    aliases = tuple(alias.strip() for alias in row.get("aliases", "").split("|") if alias.strip())
    return Spot(
        row["id"], row["kind"], row.get("parent") or None, name, aliases, point,
        row.get("source", ""), row.get("note", ""),
    )  # fmt: skip
