"""Hudna on small tables: what is reported of a few days and places, matched by itself.

    python evaluation/matching/few.py [reference ...] [--seed 1] [--tables 120] [--json]

Most who match reports have dozens, not thousands: a mission's week, a province, a siege.  Small tables are cut
from large made-up ones: all reports of the incidents within a square of some km and some days around one of
them.  Beside Hudna stands the rule that a person with a spreadsheet would follow, in hindsight at its best: the
same town, by name or within 5 km, and at most so many days apart is one.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import generator
import numpy as np
import pyarrow as pa
from clustering import components
from numpy.typing import NDArray
from scoring import HIGH, LOW, calibration_error
from settings import SETTINGS

from hudna.engines.matching import by_id, related_by
from hudna.matching import plain
from hudna.matching.matched import Certain, match
from hudna.matching.placed import distance_km
from hudna.matching.tellings import tellings

REPORTS = 4000
FEWEST, MOST = 2, 40
DAYS = (0.5, 1.5, 5.0, 15.0)  # half the time around an incident
KM = {
    True: (1.0, 4.0),
    False: (2.0, 10.0, 40.0),
}  # half the side of a square: within a city, or a country
APART = (0, 1, 2)  # days, of the rule
NEAR_KM = 5.0
SIZES = ((2, 3), (4, 8), (9, 16), (17, 40))
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cut:
    """A small table, and the incident of each of its rows."""

    table: pa.Table
    incident: Ints
    once: frozenset[str]  # sources that are declared not to repeat themselves


@dataclass(frozen=True, slots=True)
class Tally:
    """What matching one table came to: pairs that were joined, those that are true, and both."""

    reports: int
    found: int
    true: int
    right: int
    incidents: int
    incidents_true: int
    said: Floats  # of each pair the probability, 0 where none was kept
    was: NDArray[np.bool_]


def cuts(setting: str, seed: int, tables: int) -> Iterator[Cut]:
    """So many small tables of a setting; half of them declare which sources do not repeat themselves."""
    made = generator.generate(SETTINGS[setting], REPORTS, seed)
    with tempfile.TemporaryDirectory() as place:
        whole = by_id(plain.read(generator.write(made, Path(place))).table)
    truth = made.truth.to_pylist()
    of = {row["report_id"]: row["incident_ids"] for row in truth if row["kind"] == "same"}
    names = {generator.incident_id(number): number for number in range(len(made.happened))}
    incident = np.array(
        [names[of[name]] if name in of else -1 for name in whole["report_id"].to_pylist()]
    )
    told, happened = np.unique(incident[incident >= 0]), made.happened
    rng = np.random.default_rng(seed)
    reaches = KM[SETTINGS[setting].country.width_km < 100]
    while tables:
        middle, km, days = rng.choice(told), rng.choice(reaches), rng.choice(DAYS)
        near = (
            (abs(happened.x - happened.x[middle]) <= km)
            & (abs(happened.y - happened.y[middle]) <= km)
            & (abs(happened.day - happened.day[middle]) <= days)
        )
        rows = np.flatnonzero((incident >= 0) & near[incident])
        if FEWEST <= len(rows) <= MOST:
            once = SETTINGS[setting].no_repeats if rng.integers(2) else ()
            yield Cut(whole.take(rows), incident[rows], frozenset(once))
            tables -= 1


def hudna(cut: Cut) -> Tally:
    """What Hudna makes of a table."""
    told = tellings(cut.table)
    once = cut.once & set(told.sources)
    found = match(told, Certain(no_repeats=once, related=related_by({})))
    said = np.zeros((len(told.ids), len(told.ids)))
    said[found.pairs.a, found.pairs.b] = found.probability
    return tally(cut, found.incident, said)


def rule(cut: Cut, days: int) -> Tally:
    """What the rule makes of it: one town by name or within `NEAR_KM`, so many days apart at most."""
    told = tellings(cut.table)
    size, day = len(told.ids), np.floor(told.begin / 24)
    a, b = np.triu_indices(size, 1)
    near = distance_km(told.lat[a], told.lon[a], told.lat[b], told.lon[b]) <= NEAR_KM
    named = (told.place[a] == told.place[b]) & (told.place[a] >= 0)
    joined = (near | named) & (abs(day[a] - day[b]) <= days)
    return tally(cut, components(size, a[joined], b[joined]), np.zeros((size, size)))


def tally(cut: Cut, group: Ints, said: Floats) -> Tally:
    """Count what one partition came to."""
    one, other = np.triu_indices(len(group), 1)
    joined, true = group[one] == group[other], cut.incident[one] == cut.incident[other]
    return Tally(
        len(group), int(joined.sum()), int(true.sum()), int((joined & true).sum()), len(set(group.tolist())),
        len(set(cut.incident.tolist())), said[one, other], true,
    )  # fmt: skip


def figures(some: list[Tally]) -> dict[str, Any]:
    """The figures of many tables, all their pairs together."""
    found, true, right, incidents, incidents_true = (
        sum(getattr(each, name) for each in some)
        for name in ("found", "true", "right", "incidents", "incidents_true")
    )
    said, was = (np.concatenate([getattr(each, name) for each in some]) for name in ("said", "was"))
    sure = said > HIGH
    return {
        "tables": len(some), "reports": sum(each.reports for each in some),
        "pair_precision": right / max(found, 1), "pair_recall": right / max(true, 1),
        "pair_f1": 2 * right / max(found + true, 1),
        "incidents_error": incidents / max(incidents_true, 1) - 1,
        "sure": int(sure.sum()), "sure_right": float(was[sure].mean()) if sure.any() else float("nan"),
    } | calibration_error(said, was.astype(float))  # fmt: skip


def main() -> None:
    """Cut, match and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("settings", nargs="*", metavar="SETTING", help=", ".join(SETTINGS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tables", type=int, default=120, help="of each setting")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    unknown = [name for name in asked.settings if name not in SETTINGS]
    if unknown:
        parser.error(f"no setting {unknown[0]}; there are {', '.join(SETTINGS)}")
    every: list[Tally] = []
    ruled: dict[int, list[Tally]] = {days: [] for days in APART}
    found: dict[str, dict[str, Any]] = {}
    for name in asked.settings or SETTINGS:
        some = list(cuts(name, asked.seed, asked.tables))
        mine = [hudna(cut) for cut in some]
        found[name] = figures(mine)
        every += mine
        for days in APART:
            ruled[days] += [rule(cut, days) for cut in some]
    for low, high in SIZES:
        of_size = [each for each in every if low <= each.reports <= high]
        if of_size:
            found[f"{low} to {high} reports"] = figures(of_size)
    found["all"] = figures(every)
    best = max((figures(some) for some in ruled.values()), key=lambda row: float(row["pair_f1"]))
    found["one town, so many days"] = {
        name: value for name, value in best.items() if not name.startswith(("sure", "ece"))
    }
    print(json.dumps(found, indent=1) if asked.json else "\n".join(_lines(found)))


SHOWN = (
    "tables",
    "pair_precision",
    "pair_recall",
    "pair_f1",
    "incidents_error",
    "ece",
    "sure_right",
)


def _lines(found: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield f"{'':26}" + "".join(f"{name.replace('_', ' '):>16}" for name in SHOWN)
    for name, row in found.items():
        cells = (row.get(each, "-") for each in SHOWN)
        yield f"{name:26}" + "".join(
            f"{cell:16.3f}" if isinstance(cell, float) else f"{cell:>16}" for cell in cells
        )
    yield f"ece: over pairs said {LOW} to {HIGH}; sure right: of pairs said above {HIGH}, how many are true"


if __name__ == "__main__":
    main()
