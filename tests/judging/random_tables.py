"""Random tables of incidents of a random agreement; and a row of any table as an `Incident`."""

from collections.abc import Mapping
from random import Random
from typing import Any

import pyarrow as pa
import shapely
from agreements import Written
from countries import CODES, EVERYBODY, GAZETTEER, HEIGHT, LAST, UNITS, WEAPONS, WIDTH
from little import DAY, day

from hudna import taxonomy
from hudna.evidence import Level, Origin, Standing, level_of
from hudna.incident import UNIDENTIFIED, Act, Candidate, Extent, Incident, Parties
from hudna.incident_table import ELEMENTS, SCHEMA
from hudna.instant import BEGIN, END, Interval, from_datetime
from hudna.zones import Region

ORIGINS = {
    origin.id: origin
    for origin in (
        Origin("agency", ("Agency",)),
        Origin("monitor", ("Monitor",)),
        Origin("army-press", ("Press of the army",), side="s1"),
        Origin("state-tv", ("Television",), side="s1"),
        Origin("rebel-press", ("Press of the rebels",), side="s2"),
        Origin("locals", ("Local sources",), named=False),
    )
}
UNKNOWN_ACTORS = ("never-heard-of", "nor-of-these")
POINT = ("lon", "lat", "radius_km")


# --- a row as an incident -------------------------------------------------------------------------


def incident_of(row: Mapping[str, Any], origins: Mapping[str, Origin]) -> Incident:
    """What a row says, read by the descriptions of the columns.  A column left out is not in it."""
    stands = standings(row, origins)
    earliest, latest = row.get("t_earliest"), row.get("t_latest")
    lon, lat, radius = (row.get(name) for name in POINT)
    at = None if None in (lon, lat, radius) else shapely.Point(lon, lat)
    return Incident(
        id=row["incident_id"],
        occurred=stands["occurred"],
        time=Interval(
            BEGIN if earliest is None else from_datetime(earliest),
            END if latest is None else from_datetime(latest),
        ),
        time_standing=stands["time"],
        region=Region(at, radius if at else 0.0, tuple(row.get("units") or ())),
        place_standing=stands["territory"],
        actors=candidates(row.get("actors"), stands["actor"]),
        targets=candidates(row.get("targets"), stands["target"]),
        acts=tuple(Act(code, row.get("weapon")) for code in dict.fromkeys(row.get("acts") or ())),
        act_standing=stands["act"],
        extent=Extent(row.get("extent") or "unknown"),
        both_directions=bool(row.get("both_directions")),
        aggregate=bool(row.get("aggregate")),
    )


def standings(row: Mapping[str, Any], origins: Mapping[str, Origin]) -> dict[str, Standing]:
    """By element: its own level, else that of the row, else that of its origins, else nothing.

    Somebody gave each account: where origins are told of, one that names none is a claim (E1).
    """
    level = row.get("level")
    if level is None and "origins" in row:
        level = level_of(row["origins"] or ("unnamed",), origins)
    found = {}
    for name in ELEMENTS:
        own = row.get(f"level_{name}")
        found[name] = Standing(
            Level((level or 0) if own is None else own),
            name in (row.get("contested") or ()),
            name in (row.get("refuted") or ()),
        )
    return found


def candidates(names: Any, standing: Standing) -> Parties:
    return Parties(tuple(map(Candidate, dict.fromkeys(names or ()))), standing)


# --- tables -----------------------------------------------------------------------------------------


def a_table(written: Written, seed: int, size: int, strict: bool = True) -> pa.Table:
    """A table of an agreement; everything follows from the seed.  `strict`: no name is unknown."""
    chance = Random(seed)
    rows: list[dict[str, Any]] = []
    for number in range(size):
        row = a_row(chance, written, strict)
        if rows and chance.random() < 0.5:  # as an earlier one, but for a thing or two
            changed = [
                name for group in chance.sample(ALONE, chance.randint(1, 2)) for name in group
            ]
            row = chance.choice(rows) | {name: row[name] for name in changed}
        rows.append(row | {"incident_id": f"i{number}"})
    left_out = chance.choice([(), (), _some(chance, sorted(LEAVABLE), 6) or ()])
    left_out = {one for name in left_out for one in (POINT if name in POINT else (name,))}
    schema = pa.schema([field for field in SCHEMA if field.name not in left_out])
    return pa.Table.from_pylist(rows, schema)


def alike(written: Written, seed: int) -> pa.Table:
    """A row, and for each thing that a row says one that says only this otherwise."""
    chance = Random(seed)
    first = a_row(chance, written, strict=True)
    rows = [first]
    for group in ALONE:
        other = a_row(chance, written, strict=True)
        rows.append(first | {name: other[name] for name in group})
    return pa.Table.from_pylist(
        [row | {"incident_id": f"i{number}"} for number, row in enumerate(rows)], SCHEMA
    )


TOGETHER = (POINT, ("t_earliest", "t_latest"))
ALONE = [
    *TOGETHER,
    *((name,) for name in SCHEMA.names[1:] if not any(name in group for group in TOGETHER)),
]
LEAVABLE = set(SCHEMA.names) - {"incident_id", "level", "acts"}


def a_row(chance: Random, written: Written, strict: bool) -> dict[str, Any]:
    """In one of three rows little is left open."""
    firm = chance.random() < 0.35
    most = 1 if firm else 3
    people = ("gov", "reb") if firm else (*EVERYBODY, UNIDENTIFIED)
    people = people if strict or firm else (*people, *UNKNOWN_ACTORS)
    earliest, latest = _time(chance, written, firm)
    main = written.document["terms"]["main"].get("acts", "default")
    named = CODES if main == "default" or chance.random() < 0.2 else main
    codes = named if chance.random() < 0.9 else sorted(taxonomy.acts())
    return {
        "t_earliest": earliest,
        "t_latest": latest,
        "extent": chance.choice([None, "moment", "throughout", "throughout", "unknown"]),
        **_place(chance, written, firm, strict),
        "actors": _some(chance, people, most, firm),
        "targets": _some(chance, people, most, firm),
        "both_directions": chance.choice([None, False, False, False, True]),
        "acts": _some(chance, codes, 1 if firm else 2, chance.random() < 0.9),
        "weapon": chance.choice([None, None, *WEAPONS]),
        "origins": _some(chance, (*ORIGINS, "never-heard-of"), 3),
        **_levels(chance, firm),
        "aggregate": chance.choice([None, False, True]),
    }


def _some(chance: Random, names: Any, most: int, least: int = 0) -> list[str] | None:
    """A few names; now and then one of them twice, or null for none."""
    found = chance.sample(list(names), min(len(names), chance.randint(int(least), most)))
    if found and chance.random() < 0.05:
        found.append(found[0])
    return found or chance.choice([None, []])


def _time(chance: Random, written: Written, firm: bool) -> tuple[int | None, int | None]:
    """About a day, or just when something changes; now and then open."""
    changes = [i for i in written.agreement.calendar if BEGIN < i < END]
    if not firm and len(changes) > 1 and chance.random() < 0.3:
        first, last = sorted(chance.sample(changes, 2))
        return chance.choice([(first, last), (first, last), (first, first), (first - 1, last + 1)])
    start = day(chance.randint(2, LAST)) + chance.choice([0, DAY // 2, DAY // 4, -1, 1])
    length = 0 if firm else chance.choice([0, 0, 1, DAY, DAY, 3 * DAY, 12 * DAY])
    ends = [(None, start), (start, None), (None, None)]
    return chance.choice(ends) if not firm and chance.random() < 0.1 else (start, start + length)


def _place(chance: Random, written: Written, firm: bool, strict: bool) -> dict[str, Any]:
    """A point, often on an edge or a corner, with a radius or none; units; or nowhere known."""
    unit = chance.choice([None, None, *UNITS])
    chain = list(GAZETTEER.chain(unit)) if unit else []
    if not strict:
        chain = chance.choice([chain, chain, chain[:1], chain[1:], ["no-unit-of-the-case"]])
    units = chain or chance.choice([None, []])
    kind = chance.choice(["point", "edge", "corner"] if firm else ["point", "edge", "corner", None])
    if kind is None:
        lacking = chance.choice(POINT)
        return {"units": units, **dict.fromkeys(POINT, 1.0), lacking: None}
    x, y = chance.randint(0, 4 * WIDTH) / 4, chance.randint(0, 4 * HEIGHT) / 4
    if kind == "corner":
        drawn = [zone.geometry for zone in written.zones if zone.geometry is not None]
        x, y = chance.choice(shapely.get_coordinates(chance.choice(drawn)).tolist())
    inside = 0.1 if kind == "point" else 0.0
    radius = 0.0 if firm else chance.choice([0.0, 0.0, 1e-7, 5.0, 30.0, 100.0])
    return {"units": units, "lon": x + inside, "lat": y + inside, "radius_km": radius}


def _levels(chance: Random, firm: bool) -> dict[str, Any]:
    """Of the row, and of elements; what is contested and refuted."""
    found: dict[str, Any] = {"level": chance.choice([3, 4] if firm else [None, 3, 3, 4, 2, 1, 0])}
    for name in ELEMENTS:
        own = not firm and chance.random() < 0.15
        found[f"level_{name}"] = chance.choice([0, 1, 2, 3, 4]) if own else None
    for column in ("contested", "refuted"):
        doubtful = chance.random() < (0.1 if firm else 0.2)
        found[column] = (
            _some(chance, ELEMENTS, 2, least=1) if doubtful else chance.choice([None, []])
        )
    return found
