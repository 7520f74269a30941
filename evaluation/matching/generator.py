"""Reports of incidents that never were, with the truth of which tells of which.

In: a setting (`settings.py`), how many reports (about), a seed.  Out: `Generated`: one table a
source in the columns of `hudna match`, the truth, and for the oracle all that went into them.
The same seed makes the same tables.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv
import words
from accounts import NOBODY, Accounts, Told, learned
from rendering import (
    ADMIN1,
    ADMIN2,
    DAY,
    DAYS,
    HIDDEN,
    MISSING,
    MONTH,
    NAMED,
    NO_COUNT,
    OWN_SILENT,
    UMBRELLA,
    Rows,
    counts,
    joined,
    month_of,
    placed,
    rendered,
    table,
)  # fmt: skip
from settings import Setting, Source
from world import Fronts, Geography, Incidents, Ints, fronts, geography, incidents

# A trial of so many incidents says how many reports there are of each.
TRIAL = 10_000
# Bursts make the number of incidents uncertain: days enough for so many times those wanted.
SURPLUS, MARGIN_DAYS = 1.5, 20.0


@dataclass(frozen=True, slots=True)
class Made:
    """The rows of one source, as numbers, as a table, and what they tell of."""

    source: Source
    rows: Rows
    table: pa.Table
    members: list[Ints] | None  # of each row that sums up, in order


@dataclass(frozen=True, slots=True)
class Generated:
    """Tables by source, the truth, and what both were made from."""

    setting: Setting
    days: float
    land: Geography
    lines: Fronts
    happened: Incidents
    accounts: Accounts
    made: tuple[Made, ...]
    truth: pa.Table

    @property
    def tables(self) -> dict[str, pa.Table]:
        """The table of each source, by its name."""
        return {one.source.name: one.table for one in self.made}


def generate(setting: Setting, reports: int, seed: int) -> Generated:
    """About so many reports, over as many days as the setting needs for them."""
    trial = min(TRIAL, reports)
    each = sum(len(rows) for rows, _ in _told(setting, trial, seed).rows) / trial
    told = _told(setting, round(reports / each), seed)
    made = []
    for source, (rows, members) in zip(setting.sources, told.rows, strict=True):
        some = table(told.rng, setting, source, told.land, told.accounts, rows)
        made.append(Made(source, rows, some, members))
    truth = pa.concat_tables(_truth(one, told.accounts) for one in made)
    return Generated(
        setting, float(told.happened.day.max()), told.land, told.lines, told.happened,
        told.accounts, tuple(made), truth,
    )  # fmt: skip


RowsAndMembers = tuple[Rows, list[Ints]]


class _Told(NamedTuple):
    """What happened and the rows of all sources, as numbers."""

    rng: np.random.Generator
    land: Geography
    lines: Fronts
    happened: Incidents
    accounts: Accounts
    rows: list[RowsAndMembers]


def _told(setting: Setting, wanted: int, seed: int) -> _Told:
    """The first so many incidents, and what is told of them.

    The country comes from the seed alone: it is the same whatever the size.
    """
    rng = np.random.default_rng([seed, 0])
    land = geography(rng, setting.country)
    lines = fronts(rng, land, setting.process)
    rng = np.random.default_rng([seed, 1])
    days = wanted / setting.process.per_day * SURPLUS + MARGIN_DAYS
    happened = incidents(rng, setting, land, lines, days)
    happened = happened.take(np.arange(min(wanted, len(happened))))
    accounts, told = learned(rng, setting, land, happened)
    start = np.datetime64(setting.process.start, "D")
    rows = [
        _source_rows(rng, source, land, accounts, known, start)
        for source, known in zip(setting.sources, told, strict=True)
    ]
    return _Told(rng, land, lines, happened, accounts, rows)


# --- the rows of a source -------------------------------------------------------------------------


def _source_rows(
    rng: np.random.Generator, source: Source, land: Geography, accounts: Accounts, told: Told,
    start: np.datetime64,
) -> RowsAndMembers:  # fmt: skip
    """Single tellings, sums and repetitions, in the order in which they were published."""
    groups = _grouped(rng, source, land, accounts, told, start)
    summed = np.zeros(len(told.incident), bool)
    summed[[i for group in groups for i in group.tolist()]] = True
    alone = np.flatnonzero(~summed)
    rows = rendered(rng, source, land, accounts, told.account[alone], told.taken_from[alone], start)
    pieces = [rows, _repeated(rng, source, land, accounts, rows, start)]
    members = [told.incident[group] for group in groups]
    if groups:
        pieces.append(_sums(rng, source, land, accounts, told, groups, start))
    every = joined(pieces)
    order = np.argsort(every.published, kind="stable")
    every = every.take(order)
    number = order[every.members > 1] - (len(order) - len(groups))
    return every, [members[i] for i in number.tolist()]


def _repeated(
    rng: np.random.Generator, source: Source, land: Geography, accounts: Accounts, rows: Rows,
    start: np.datetime64,
) -> Rows:  # fmt: skip
    """What a source tells again: word for word, or anew with a toll that has risen."""
    again = np.flatnonzero(rng.random(len(rows)) < source.repeating.share)
    later = rows.published[again] + rng.exponential(source.repeating.days, len(again))
    exact = rng.random(len(again)) < source.repeating.exact
    same = replace(rows.take(again[exact]), published=later[exact])
    old = again[~exact]
    anew = rendered(rng, source, land, accounts, rows.account[old], rows.taken_from[old], start)
    deaths = accounts.deaths[rows.account[old]]
    low, best, high = counts(rng, source, deaths + rng.poisson(0.3 + 0.2 * deaths))
    anew = replace(anew, published=later[~exact], low=low, best=best, high=high)
    return joined([same, anew])


def _grouped(
    rng: np.random.Generator, source: Source, land: Geography, accounts: Accounts, told: Told,
    start: np.datetime64,
) -> list[Ints]:  # fmt: skip
    """Which tellings a source sums up: those of a unit, a period and a camp, two at least."""
    how = source.aggregating
    rows = np.flatnonzero(rng.random(len(told.incident)) < how.share)
    account = told.account[rows]
    admin2 = land.admin2[accounts.town[account]]
    unit = admin2 if how.unit == "admin2" else land.admin1_of[admin2]
    day = np.floor(accounts.day[account]).astype(np.int64)
    period = {"day": day, "week": day // 7, "month": month_of(day, start)[0]}[how.period]
    camp = words.CAMP_OF[accounts.actor[account]]
    key = np.stack([unit, period, camp])
    _, inverse, size = np.unique(key, axis=1, return_inverse=True, return_counts=True)
    which = inverse.ravel()
    order = np.argsort(which, kind="stable")
    groups = np.split(rows[order], np.cumsum(size)[:-1]) if len(rows) else []
    return [group for group in groups if len(set(told.incident[group].tolist())) > 1]


def _sums(
    rng: np.random.Generator, source: Source, land: Geography, accounts: Accounts, told: Told,
    groups: list[Ints], start: np.datetime64,
) -> Rows:  # fmt: skip
    """One row for each group: over its period and unit, with the sum of the deaths."""
    how, number = source.aggregating, len(groups)
    first_of = told.account[[group[0] for group in groups]]
    rows = rendered(rng, source, land, accounts, first_of, np.full(number, NOBODY), start)
    level = np.full(number, ADMIN2 if how.unit == "admin2" else ADMIN1)
    town = accounts.town[first_of]
    unit, x, y = placed(land, level, town, (rows.x, rows.y))
    day = np.floor(accounts.day[first_of]).astype(np.int64)
    week = day // 7 * 7
    first, last = {"day": (day, day), "week": (week, week + 6), "month": month_of(day, start)}[
        how.period
    ]
    kind = {"day": DAY, "week": DAYS, "month": MONTH}[how.period]
    deaths = np.array([accounts.deaths[told.account[group]].sum() for group in groups])
    missing = rows.best < 0
    latest = [accounts.day[told.account[group]].max() for group in groups]
    return replace(
        rows, account=np.full(number, NOBODY), incident=np.full(number, NOBODY), level=level,
        unit=unit, x=x, y=y, time=np.full(number, kind), first=first, last=last,
        named1=np.ones(number, bool), named2=np.full(number, how.unit == "admin2"),
        low=np.full(number, NO_COUNT), high=np.full(number, NO_COUNT),
        best=np.where(missing, NO_COUNT, deaths),
        actor_form=np.where(rows.actor_form == NAMED, UMBRELLA, rows.actor_form),
        target_form=np.full(number, MISSING), coarse=np.ones(number, bool),
        detail=np.full(number, -1), copied_words=np.zeros(number, bool),
        origin_form=np.where(rows.origin_form == HIDDEN, OWN_SILENT, rows.origin_form),
        published=np.maximum(np.array(latest), last) + 0.1
        + rng.exponential(source.telling.delay_days, number),
        members=np.array([len(group) for group in groups]),
        counted=rng.random(number) < how.counted,
    )  # fmt: skip


# --- the truth ------------------------------------------------------------------------------------


def incident_id(number: int) -> str:
    """How the truth names an incident."""
    return f"i{number:07d}"


def _truth(made: Made, accounts: Accounts) -> pa.Table:
    """For each report what it tells of, and who learned that by themselves."""
    rows = made.rows
    told = [incident_id(number) for number in rows.incident.tolist()]
    summed = np.flatnonzero(rows.members > 1).tolist()
    for row, members in zip(summed, made.members or [], strict=True):
        told[row] = "|".join(incident_id(number) for number in np.unique(members).tolist())
    outlet = np.where(rows.account == NOBODY, NOBODY, accounts.outlet[rows.account])
    names = [accounts.names[who] if who >= 0 else made.source.name for who in outlet.tolist()]
    kind = np.where(rows.members > 1, "contains", "same")
    columns = {"report_id": made.table["report_id"], "incident_ids": told, "kind": kind,
               "origin_true": names}  # fmt: skip
    return pa.table(columns)


def write(made: Generated, folder: Path) -> list[Path]:
    """Write the tables and `truth.csv`; the paths of the tables."""
    folder.mkdir(parents=True, exist_ok=True)
    pa.csv.write_csv(made.truth, folder / "truth.csv")
    found = []
    for name, some in made.tables.items():
        found.append(folder / f"{name}.csv")
        pa.csv.write_csv(some, found[-1])
    return found
