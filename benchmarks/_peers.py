"""The same rules as an analyst writes them: GeoPandas and pandas, and DuckDB SQL.

In: an agreement of `made_up`, and plain incidents.  Out: for each reading a verdict a row, 0 cannot
be determined, 1 violation, 2 outside the agreement.

The terms become small tables (who is bound or excluded when, what is prohibited), which is not
timed.  Timed are the spatial join, the dates, and the masks of one reading after another.  DuckDB
has no spatial extension without a network; it is given GeoPandas' join, and the time of that.
Left out are incidents that need more rules: acts on ground, acts of which two terms speak, and
umbrellas, which stand for several actors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from hudna import taxonomy
from hudna.actors import ActorKind
from hudna.agreement.acts import object_of
from hudna.agreement.agreement import Agreement
from hudna.agreement.provisions import ActTerm, DutyScope, ExclusionMode, NoSeizure
from hudna.agreement.worlds import World
from hudna.evidence import Truth
from hudna.instant import BEGIN
from hudna.judging.rules import Rules
from hudna.zones import Signature, ZoneKind
from made_up import ACTS, EAST, NORTH, SOUTH, WEST

NO_ONE, EVERYBODY, PARTIES = range(3)  # to whom a duty is owed


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading: what of the rules differs between readings."""

    name: str
    by_area: bool  # what is excluded is the area, too
    left_out: bool  # zones of the kind scope-out are
    owed: NDArray[np.int8]  # by act


@dataclass(frozen=True)
class RuleTables:
    """The rules of an agreement as tables; truth is 0 no, 1 unknown, 2 yes."""

    start: int
    end: int
    slices: NDArray[np.int64]  # when facts about persons change
    persons: pd.DataFrame  # slice, actor, bound, excluded, party, civilian
    zones: geopandas.GeoDataFrame
    prohibited: NDArray[np.int8]  # by act
    readings: list[Reading]


def expressible(table: pa.Table, agreement: Agreement) -> pa.Table:
    """The plain incidents that the peers can judge."""
    acts = [code for code in ACTS if code not in ("H-INF", "H-IED", "H-TER-T", "H-TER-A")]
    entries = agreement.registry.entries.values()
    people = [entry.id for entry in entries if entry.kind != ActorKind.UMBRELLA]
    kept = [
        pc.is_in(table[column].combine_chunks().flatten().cast(pa.string()), pa.array(known))
        for column, known in (("acts", acts), ("actors", people), ("targets", people))
    ]
    return table.filter(pc.and_(pc.and_(*kept[:2]), kept[2])).combine_chunks()


def rule_tables(agreement: Agreement, worlds: Sequence[World]) -> RuleTables:
    """The terms of an agreement under some worlds, as tables."""
    shared: dict[Any, Any] = {}
    every = [Rules(agreement, world, shared) for world in worlds]
    timeline = every[0].timeline
    start, end = (i for i in timeline.instants if i > BEGIN)
    slices = np.array(sorted({BEGIN, *agreement.person_instants}), np.int64)
    return RuleTables(
        start, end, slices, _persons(agreement, every, slices), _zones(agreement),
        np.array([_prohibited(every[0], code) for code in ACTS], np.int8),
        [_reading(world, rules) for world, rules in zip(worlds, every, strict=True)],
    )  # fmt: skip


def _persons(agreement: Agreement, every: list[Rules], slices: NDArray[np.int64]) -> pd.DataFrame:
    """Who is bound and who is excluded, by slice of time and actor; the same in all readings."""
    nowhere, rows = Signature(), []
    for number, instant in enumerate(slices.tolist()):
        for actor, name in enumerate(agreement.registry.entries):
            told = {
                (rules.persons.bound(name, instant).truth,
                 rules.excluded_target(name, nowhere, instant).truth)
                for rules in every
            }  # fmt: skip
            ((bound, excluded),) = told
            party = min(bound, ~excluded)
            civilian = agreement.registry.kind(name) == ActorKind.CIVILIANS
            rows.append((number, actor, int(bound), int(excluded), int(party), civilian))
    names = ["slice", "actor", "bound", "excluded", "party", "civilian"]
    return pd.DataFrame(rows, columns=names)


def _zones(agreement: Agreement) -> geopandas.GeoDataFrame:
    number = {name: i for i, name in enumerate(agreement.registry.entries)}
    kept = [zone for zone in agreement.zones.zones if zone.kind != ZoneKind.SCOPE_IN]
    return geopandas.GeoDataFrame(
        {
            "kind": [zone.kind.value for zone in kept],
            "first": [zone.held.earliest for zone in kept],
            "last": [zone.held.latest for zone in kept],
            "level": [int(zone.standing.level) for zone in kept],
            "holder": [number[zone.holders[0]] if zone.holders else -1 for zone in kept],
        },
        geometry=[zone.geometry for zone in kept],
    )


def _prohibited(rules: Rules, code: str) -> int:
    terms = [term for _, term in rules.terms_on(code)]
    if not terms:
        return int(Truth.F)
    return int(Truth.U if taxonomy.act(code).undetermined else Truth.T)


def _reading(world: World, rules: Rules) -> Reading:
    owed = []
    for code in ACTS:
        terms: list[ActTerm | None] = [term for _, term in rules.terms_on(code)] or [None]
        term = next((t for t in terms if not isinstance(t, NoSeizure)), None)
        parties = term is not None and term.duty_scope == DutyScope.INTER_PARTES
        on_nobody = object_of(code, term) == "none"
        owed.append(NO_ONE if on_nobody else PARTIES if parties else EVERYBODY)
    (exclusion,) = rules.persons.exclusions.values()
    ((_, scope),) = rules.places.scopes
    return Reading(
        world.id, exclusion.mode == ExclusionMode.AREA, bool(scope.outside),
        np.array(owed, np.int8),
    )  # fmt: skip


def frame_of(table: pa.Table, agreement: Agreement) -> pd.DataFrame:
    """Plain incidents as an analyst holds them: numbers in columns.  Not timed."""
    number = {name: i for i, name in enumerate(agreement.registry.entries)}
    place = {code: i for i, code in enumerate(ACTS)}

    def coded(column: str, known: dict[str, int]) -> NDArray[np.int32]:
        told = table[column].combine_chunks().flatten()
        names = np.array([known[name] for name in told.dictionary.to_pylist()], np.int32)
        return names[np.asarray(told.indices)]

    return pd.DataFrame(
        {
            "id": np.arange(table.num_rows),
            "t": np.asarray(table["t_earliest"].cast(pa.int64())),
            "lon": np.asarray(table["lon"]), "lat": np.asarray(table["lat"]),
            "actor": coded("actors", number), "target": coded("targets", number),
            "act": coded("acts", place),
            "level": np.asarray(table["level"]), "level_actor": np.asarray(table["level_actor"]),
        }
    )  # fmt: skip


# --- GeoPandas and pandas -------------------------------------------------------------------------


def located(frame: pd.DataFrame, rules: RuleTables) -> pd.DataFrame:
    """The spatial join: which zones each incident lies in, at whatever date.

    `within`, for which GeoPandas prepares the zones: several times faster than `intersects`.
    """
    points = geopandas.GeoDataFrame(geometry=shapely.points(frame["lon"], frame["lat"]))
    joined = geopandas.sjoin(points, rules.zones[["geometry"]], predicate="within")
    return pd.DataFrame({"id": joined.index.to_numpy(), "zone": joined["index_right"].to_numpy()})


def by_pandas(frame: pd.DataFrame, rules: RuleTables) -> list[NDArray[np.int8]]:
    """The verdicts by GeoPandas and pandas."""
    facts = _facts(frame, located(frame, rules), rules)
    return [_masks(facts, rules, reading) for reading in rules.readings]


def _facts(frame: pd.DataFrame, pairs: pd.DataFrame, rules: RuleTables) -> pd.DataFrame:
    """What all readings share: the dated zones and persons of each incident."""
    found = frame.assign(slice=np.searchsorted(rules.slices, frame["t"], "right") - 1)
    actors = int(rules.persons["actor"].max()) + 1
    for who in ("actor", "target"):
        at = found["slice"] * actors + found[who]
        for name in ("bound", "excluded", "civilian"):
            found[f"{who}_{name}"] = rules.persons[name].to_numpy()[at]
    zones = rules.zones.drop(columns="geometry").iloc[pairs["zone"]].reset_index(drop=True)
    pairs = pd.concat([pairs, zones], axis=1)
    when = frame["t"].to_numpy()[pairs["id"]]
    pairs = pairs[(when >= pairs["first"]) & (when < pairs["last"])]
    of = {kind: pairs[pairs["kind"] == kind] for kind in rules.zones["kind"].unique()}
    held = of["control"]
    at = found["slice"].to_numpy()[held["id"]] * actors + held["holder"]
    held = held.assign(**{n: rules.persons[n].to_numpy()[at] for n in ("party", "excluded")})
    by = held.groupby("id")
    found["out"] = found["id"].isin(of["scope-out"]["id"])
    found["covered"] = found["id"].isin(of["covered-place"]["id"])
    found["area"] = of["combat-area"].groupby("id")["level"].max()
    found["held"] = by["level"].min()
    found["held_low"], found["held_high"] = by["party"].min(), by["party"].max()
    found["sole_low"], found["sole_high"] = by["excluded"].min(), by["excluded"].max()
    places = ["area", "held", "held_low", "held_high", "sole_low", "sole_high"]
    return found.fillna(dict.fromkeys(places, -1))


def _settled(truth: Any, level: Any) -> NDArray[np.int8]:
    """A truth, as far as the evidence carries it."""
    return np.where((truth == 2) & (level >= 3), 2, np.where((truth == 0) & (level >= 1), 0, 1))


def _masks(f: pd.DataFrame, rules: RuleTables, reading: Reading) -> NDArray[np.int8]:
    """The verdicts of one reading."""
    level = f["level"]
    time = _settled(np.where((f["t"] >= rules.start) & (f["t"] < rules.end), 2, 0), level)
    inside = f["lon"].between(WEST, EAST) & f["lat"].between(SOUTH, NORTH)
    place = _settled(np.where(inside & ~(f["out"] & reading.left_out), 2, 0), level)
    if reading.by_area:
        weak = (f["area"] == 1) & ~((f["held"] >= 3) & (f["sole_high"] == 0))
        open_ = np.where((f["area"] >= 2) & (level >= 2), 0, 1)
        place = np.where((place > 0) & ((f["area"] >= 2) | weak), open_, place)
    actor = _settled(f["actor_bound"], f["level_actor"])
    owed = reading.owed[f["act"]]
    unproved = (f["held"] < 3) & ((f["held_low"] != 0) | (f["held_high"] != 0) | (f["held"] < 2))
    mixed = f["held_low"] != f["held_high"]
    of_holder = np.where((f["held"] < 0) | unproved | mixed, 1, f["held_low"])
    to = np.where(f["target_civilian"], of_holder, f["target_bound"])
    to = np.where((owed != PARTIES) | f["covered"], 2, to)
    truth = np.minimum(2 - f["target_excluded"], to)
    known = np.where(f["sole_low"] == 2, np.maximum(level, f["held"]), level)
    target = np.where((truth == 0) & (known >= 2), 0, np.where((truth == 2) & (level >= 3), 2, 1))
    target = np.where(owed == NO_ONE, 2, target)
    act = _settled(rules.prohibited[f["act"]], level)
    scope = np.minimum.reduce([time, place, actor, target, act])
    scope = np.where(f["actor"] == f["target"], 1, scope)  # nobody attacks itself
    return np.where(scope == 0, 2, np.where((scope == 2) & (level >= 3), 1, 0)).astype(np.int8)


# --- DuckDB ---------------------------------------------------------------------------------------

MACROS = """
CREATE MACRO settled(truth, level) AS
  CASE WHEN truth = 2 AND level >= 3 THEN 2 WHEN truth = 0 AND level >= 1 THEN 0 ELSE 1 END;
CREATE MACRO placed(f, by_area, left_out) AS
  CASE WHEN settled(CASE WHEN f.inside AND NOT (f.out AND left_out) THEN 2 ELSE 0 END, f.level) > 0
         AND by_area AND (f.area >= 2 OR (f.area = 1 AND NOT (f.held >= 3 AND f.sole_high = 0)))
       THEN CASE WHEN f.area >= 2 AND f.level >= 2 THEN 0 ELSE 1 END
       ELSE settled(CASE WHEN f.inside AND NOT (f.out AND left_out) THEN 2 ELSE 0 END, f.level) END;
CREATE MACRO whom(f, truth) AS
  CASE WHEN truth = 0
         AND (CASE WHEN f.sole_low = 2 THEN greatest(f.level, f.held) ELSE f.level END) >= 2 THEN 0
       WHEN truth = 2 AND f.level >= 3 THEN 2 ELSE 1 END;
CREATE MACRO hit(f, owed) AS
  CASE WHEN owed = 0 THEN 2
       ELSE whom(f, least(2 - f.excluded, CASE WHEN owed = 2 AND NOT f.covered THEN f.owed_to ELSE 2 END))
  END;
CREATE MACRO verdict(f, scope) AS
  CASE WHEN f.itself THEN 0 WHEN scope = 0 THEN 2 WHEN scope = 2 AND f.level >= 3 THEN 1 ELSE 0 END;
"""

FACTS = f"""
WITH dated AS (SELECT i.*, s.slice FROM incidents i ASOF JOIN slices s ON i.t >= s.start),
place AS (
  SELECT d.id, bool_or(z.kind = 'scope-out') AS out, bool_or(z.kind = 'covered-place') AS covered,
    max(z.level) FILTER (z.kind = 'combat-area') AS area,
    min(z.level) FILTER (z.kind = 'control') AS held,
    min(h.party) AS held_low, max(h.party) AS held_high,
    min(h.excluded) AS sole_low, max(h.excluded) AS sole_high
  FROM pairs p JOIN dated d USING (id)
    JOIN zones z ON z.zone = p.zone AND d.t >= z.first AND d.t < z.last
    LEFT JOIN persons h ON h.slice = d.slice AND h.actor = z.holder
  GROUP BY d.id),
facts AS (
  SELECT d.id, d.level, d.act, d.actor = d.target AS itself, ifnull(p.out, false) AS out, ifnull(p.covered, false) AS covered,
    ifnull(p.area, -1) AS area, ifnull(p.held, -1) AS held, ifnull(p.sole_low, -1) AS sole_low,
    ifnull(p.sole_high, -1) AS sole_high, t.excluded,
    d.lon BETWEEN {WEST} AND {EAST} AND d.lat BETWEEN {SOUTH} AND {NORTH} AS inside,
    least(settled(CASE WHEN d.t >= $start AND d.t < $end THEN 2 ELSE 0 END, d.level),
          settled(a.bound, d.level_actor), settled(c.prohibited, d.level)) AS shared,
    CASE WHEN NOT t.civilian THEN t.bound
         WHEN p.held IS NULL OR p.held_low <> p.held_high THEN 1
         WHEN p.held < (CASE WHEN p.held_high = 0 THEN 2 ELSE 3 END) THEN 1
         ELSE p.held_low END AS owed_to
  FROM dated d LEFT JOIN place p USING (id)
    JOIN persons a ON a.slice = d.slice AND a.actor = d.actor
    JOIN persons t ON t.slice = d.slice AND t.actor = d.target
    JOIN acts c ON c.act = d.act)
"""


def by_duckdb(frame: pd.DataFrame, rules: RuleTables) -> list[NDArray[np.int8]]:
    """The verdicts by SQL, all readings in one pass; the zones of each incident by GeoPandas."""
    acts = {"act": np.arange(len(ACTS)), "prohibited": rules.prohibited}
    acts |= {f"owed_{i}": reading.owed for i, reading in enumerate(rules.readings)}
    verdicts = ", ".join(
        f"verdict(f, least(f.shared, placed(f, {reading.by_area}, {reading.left_out}),"
        f" hit(f, c.owed_{i})))::TINYINT AS v{i}"
        for i, reading in enumerate(rules.readings)
    )
    with duckdb.connect() as database:
        database.execute(MACROS)
        tables = {
            "incidents": frame, "pairs": located(frame, rules), "persons": rules.persons,
            "acts": pd.DataFrame(acts),
            "zones": pd.DataFrame(rules.zones.drop(columns="geometry")).rename_axis("zone").reset_index(),
            "slices": pd.DataFrame({"start": rules.slices, "slice": range(len(rules.slices))}),
        }  # fmt: skip
        for name, table in tables.items():
            database.register(name, table)
        asked = f"{FACTS} SELECT {verdicts} FROM facts f JOIN acts c USING (act) ORDER BY f.id"
        found = database.execute(asked, {"start": rules.start, "end": rules.end}).fetchnumpy()
    return [np.asarray(found[f"v{i}"]) for i in range(len(rules.readings))]
