"""Random incidents of the Syria case, as a table; everything follows from a seed."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from hudna import taxonomy
from hudna.case import open_case
from hudna.incident_table import SCHEMA
from hudna.instant import read

SYRIA = Path(__file__).parents[2] / "src/hudna/cases/syria-2016"
CASE = open_case(SYRIA)
DAY = 86_400_000_000
COLUMNS = (
    "incident_id", "t_earliest", "t_latest", "extent", "lon", "lat", "radius_km", "units", "actors",
    "targets", "both_directions", "acts", "origins", "level", "level_actor", "contested", "aggregate",
)  # fmt: skip


def incidents(n: int, seed: int = 1) -> pa.Table:
    """A tenth have candidates, a tenth a time that they filled, a third a unit or a radius."""
    rng = np.random.default_rng(seed)
    names = [*CASE.registry.entries, "unidentified"]
    begin = read("2016-12-01", "UTC").earliest
    start = begin + rng.integers(0, 120, n) * DAY + rng.integers(0, 2, n) * rng.integers(0, DAY, n)
    long = rng.integers(0, 30, n) * (rng.random(n) < 0.3) * DAY
    told = [start, start + long]
    place = rng.choice(3, n, p=(0.65, 0.25, 0.1))  # a point, a unit, nowhere
    point = place == 0
    units = list(CASE.agreement.gazetteer.spots)
    columns = {
        "incident_id": [f"i{seed}-{i}" for i in range(n)],
        "t_earliest": [_or_none(t, p) for t, p in zip(told[0], rng.random(n), strict=True)],
        "t_latest": [_or_none(t, p) for t, p in zip(told[1], rng.random(n), strict=True)],
        "extent": rng.choice(["moment", "throughout", "unknown"], n, p=(0.6, 0.1, 0.3)).tolist(),
        "lon": _where(point, rng.uniform(35, 43, n)),
        "lat": _where(point, rng.uniform(32, 37.5, n)),
        "radius_km": _where(point, rng.choice([0.0, 5.0, 25.0], n, p=(0.6, 0.2, 0.2))),
        "units": [
            list(CASE.agreement.gazetteer.chain(str(u))) if p == 1 else []
            for u, p in zip(rng.choice(units, n), place, strict=True)
        ],
        "actors": _some(rng, names, n),
        "targets": _some(rng, names, n),
        "both_directions": (rng.random(n) < 0.1).tolist(),
        "acts": _some(rng, sorted(taxonomy.acts()), n),
        "origins": _some(rng, sorted(CASE.registry.origins), n),
        "level": _where(rng.random(n) < 0.7, rng.integers(0, 5, n)),
        "level_actor": _where(rng.random(n) < 0.3, rng.integers(0, 5, n)),
        "contested": [["actor"] if p < 0.1 else [] for p in rng.random(n)],
        "aggregate": (rng.random(n) < 0.05).tolist(),
    }
    kinds = {name: SCHEMA.field(name).type for name in COLUMNS}
    times = ("t_earliest", "t_latest")
    arrays = [
        pa.array(columns[name], pa.int64()).cast(kinds[name])
        if name in times
        else pa.array(columns[name], kinds[name])
        for name in COLUMNS
    ]
    return pa.table(arrays, names=list(COLUMNS))


def plain(table: pa.Table) -> pa.Table:
    """Findings with strings in place of dictionaries, in one chunk: equal where the rows are."""
    fields = [
        pa.field(f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type)
        for f in table.schema
    ]
    return table.cast(pa.schema(fields)).combine_chunks().replace_schema_metadata(None)


def _or_none(value, chance):
    return None if chance < 0.03 else int(value)


def _where(there, values):
    return [v if t else None for t, v in zip(there.tolist(), values.tolist(), strict=True)]


def _some(rng, names, n):
    """One name a row; in a tenth of them two or three, in some none."""
    counts = rng.choice([0, 1, 2, 3], n, p=(0.03, 0.87, 0.05, 0.05))
    return [[str(name) for name in rng.choice(names, count, replace=False)] for count in counts]
