"""UCDP GED Syria against the incidents that the Syria case has coded: does each find the event it cites?

Each coded incident of `syria-2016` that cites GED ids is matched, as one more telling beside all of GED, by the
weights that are estimated from the same reports; nothing is told of what it cites.  Found is an incident one of
whose cited events scores highest of all events; for the rest, rank and reason are printed.

    python evaluation/matching/ged.py [ged_syria.csv] [--json]

By default the file beside the repository is read, where there is one (`../shared/data/ucdp_ged_syria`).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from hudna.case import new_case, open_case
from hudna.incident import Incident
from hudna.instant import BEGIN, END
from hudna.matching import blocking
from hudna.matching.compare import compared
from hudna.matching.matched import Certain, estimated, match
from hudna.matching.recorded import related, told
from hudna.matching.vocabulary import leaning
from hudna.report import SCHEMA
from hudna.sources import ucdp
from hudna.sources.importing import batch_of

GED = Path(__file__).resolve().parents[3] / "shared" / "data" / "ucdp_ged_syria" / "ged_syria.csv"
CODED = "coded by hand"


@dataclass(frozen=True, slots=True)
class Found:
    """One coded incident: which events it cites, where the best of them ranks, and why not first.

    `weights` are those of the cited event, `instead` of the one that ranks first, by field.
    """

    incident: str
    cites: tuple[str, ...]
    rank: int | None  # None: no event that it cites was compared with it
    candidates: int
    best: str
    weights: Mapping[str, float]
    instead: Mapping[str, float]

    @property
    def first(self) -> bool:
        """Whether an event that it cites is the top candidate."""
        return self.rank == 1

    def why(self) -> str:
        """Why another event ranks first, by the fields that say so; empty where none does."""
        if self.first:
            return ""
        if self.rank is None:
            return "the event lies too far off in time or place to be compared"
        lost = {name: self.instead[name] - self.weights[name] for name in self.weights}
        told = sorted((name for name in lost if lost[name] > 0.3), key=lambda name: -lost[name])
        return f"{self.best} is nearer in: {', '.join(told)}"


def evaluate(ged: Path) -> list[Found]:
    """Match GED with the coded incidents that cite it."""
    with tempfile.TemporaryDirectory() as folder:
        new_case(Path(folder) / "case", "syria-2016")
        case = open_case(Path(folder) / "case")
    registry, agreement = case.registry, case.agreement
    events, _ = ucdp.read(ged, registry, agreement.gazetteer, agreement.zone)
    there = set(events["report_id"].to_pylist())
    coded = [(each, names) for each in case.incidents if (names := _cited(each) & there)]
    rows = pa.Table.from_batches([batch_of([_row(each) for each, _ in coded])], SCHEMA)
    table = pa.concat_tables([events, rows])
    reports = told(table, registry, agreement.gazetteer, agreement.zones.zones, agreement.zone)
    once = frozenset({ucdp.NAME, CODED})
    certain = Certain(
        once, related=related(registry), several=reports.several, events=reports.events
    )
    found = match(reports.tellings, certain, lambda *given: leaning(estimated(*given), *given[:2]))
    first = events.num_rows
    return list(_ranked(found, coded, first, reports.tellings.ids))


def _cited(incident: Incident) -> set[str]:
    return set() if incident.entry is None else {f"ucdp-{n}" for n in incident.entry.ucdp}


def _row(incident: Incident) -> tuple[Any, ...]:
    """A coded incident as a report of a source of its own, in the order of the schema."""
    region, time = incident.region, incident.time
    point = None if region.geometry is None else region.geometry.centroid
    dead = [harm for harm in incident.harm if harm.kind == "killed"]
    killed = next((harm for harm in dead if harm.of == "all"), dead[0] if len(dead) == 1 else None)
    value = {
        "report_id": f"coded-{incident.id}", "source": CODED, "source_row": incident.id,
        "origins": list(incident.occurred.origins), "origin_names": list(incident.occurred.origins),
        "t_earliest": None if time.earliest == BEGIN else time.earliest,
        "t_latest": None if time.latest == END else time.latest,
        "zone": incident.zone, "extent": incident.extent.value, "place": incident.place_name.get("en"),
        "units": list(region.units), "is_unit": region.is_unit,
        "lon": None if point is None else point.x, "lat": None if point is None else point.y,
        # A place that is coded without a radius is known to its town.
        "radius_km": None if point is None else region.radius_km or ucdp.EXACT_KM,
        "actors": list(incident.actors.ids), "targets": list(incident.targets.ids),
        "both_directions": incident.both_directions, "acts": [act.code for act in incident.acts],
        "deaths_low": killed and killed.low, "deaths_best": killed and killed.best,
        "deaths_high": killed and killed.high, "aggregate": False,
        "text": incident.title.get("en"),
    }  # fmt: skip
    return tuple(value.get(name) for name in SCHEMA.names)


def _ranked(
    found: Any, coded: Sequence[tuple[Incident, set[str]]], first: int, ids: Sequence[str]
) -> Iterator[Found]:
    rows = np.arange(first, first + len(coded))
    extents = found.traits.extents
    parts = list(blocking.pairs(extents, rows))
    a = np.concatenate([one for one, _ in parts])
    b = np.concatenate([other for _, other in parts])
    keep = (a < first) & (b >= first)  # an event and a coded incident, rows ascending
    pairs = compared(found.traits, a[keep], b[keep])
    fields = found.weights.parts(pairs, found.traits)
    score = found.weights.log_odds(pairs, found.traits)
    for row, (incident, cites) in zip(rows.tolist(), coded, strict=True):
        mine = np.flatnonzero(pairs.b == row)
        mine = mine[np.lexsort((pairs.a[mine], -score[mine]))]
        names = [ids[at] for at in pairs.a[mine].tolist()]
        rank = next((n for n, name in enumerate(names, 1) if name in cites), None)

        def told_of(at: int | None, mine: Any = mine) -> dict[str, float]:
            return {
                name: 0.0 if at is None else round(float(value[mine[at]]), 2)
                for name, value in fields.items()
            }

        yield Found(
            incident.id, tuple(sorted(cites)), rank, len(names), names[0] if names else "none",
            told_of(None if rank is None else rank - 1), told_of(0 if names else None),
        )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was found, or that there is no GED to read."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ged", nargs="?", type=Path, default=GED)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    if not given.ged.exists():
        print(f"{given.ged}: there is no such file; skipped", file=sys.stderr)
        return 0
    found = evaluate(given.ged)
    first = sum(each.first for each in found)
    if given.json:
        print(json.dumps({
            "cite": len(found), "first": first, "share": round(first / max(len(found), 1), 4),
            "rest": {each.incident: each.why() for each in found if not each.first},
        }, indent=2))  # fmt: skip
        return 0
    for each in found:
        rank = "not compared" if each.rank is None else f"rank {each.rank} of {each.candidates}"
        print(f"{each.incident}: {rank}. {each.why()}".rstrip())
    print(f"{first} of {len(found)} coded incidents find the event that they cite first.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
