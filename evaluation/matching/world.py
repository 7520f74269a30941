"""The country and what happened in it: the truth that sources then tell of.

In: a setting, a number of days, a random generator.  Out: a `Geography` and `Incidents`, arrays in
the order of time.  Days are counted from the start of the setting, with fractions.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import words
from numpy.typing import NDArray
from settings import Country, Process, Setting

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEIGHBOURS = 6
KM_A_DEGREE = 111.195
SOUTH, WEST = 32.4, 36.0
# How often each camp does each act (rows: words.CAMPS; columns: words.ACTS).
ACT_MIX = np.array([
    [22, 10, 8, 18, 8, 1, 1, 0, 16, 6, 5, 2, 3],
    [4, 12, 8, 0, 0, 1, 6, 1, 30, 10, 5, 1, 2],
    [2, 6, 3, 0, 0, 1, 14, 8, 26, 12, 4, 8, 6],
    [5, 6, 2, 0, 0, 1, 3, 0, 34, 12, 4, 1, 6],
    [10, 1, 6, 50, 0, 14, 0, 0, 4, 2, 0, 0, 0],
], dtype=float)  # fmt: skip
# By act: the share with civilians as the target, the share that kills nobody, the mean of the
# deaths of the others, roughly.
CIVILIAN = np.array([0.6, 0.6, 0.55, 0.6, 0.8, 0.2, 0.4, 0.4, 0.0, 0.1, 0.7, 0.7, 0.8])
NO_DEATH = np.array([0.7, 0.75, 0.65, 0.5, 0.55, 0.45, 0.5, 0.1, 0.45, 0.4, 0.3, 0.0, 0.95])
DEADLY = np.array([2.0, 1.5, 2.5, 4.0, 3.5, 2.0, 2.5, 8.0, 4.0, 6.0, 1.1, 3.0, 1.2])
TAIL = 2.3
MOST = 400
# Who fights whom, where: pairs of camps, each way, with a weight.
FRONTS = (("government", "opposition", 5), ("opposition", "government", 3),
          ("government", "jihadist", 2), ("jihadist", "government", 2),
          ("jihadist", "opposition", 1), ("opposition", "jihadist", 1),
          ("northern", "jihadist", 2), ("jihadist", "northern", 2), ("foreign", "opposition", 2),
          ("foreign", "jihadist", 2), ("opposition", "northern", 1), ("foreign", "northern", 1))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Geography:
    """Towns in districts in governorates.  Kilometres from the south-western corner."""

    x: Floats
    y: Floats
    admin2: Ints  # of each town
    admin1_of: Ints  # of each admin2
    activity: Floats  # of each town, sums to 1
    neighbours: Ints  # of each town, the nearest others
    radius2: Floats  # of each admin2, from its middle, all towns included
    radius1: Floats
    x2: Floats
    y2: Floats
    x1: Floats
    y1: Floats
    towns: list[tuple[str, str]]
    districts: list[tuple[str, str]]
    governorates: list[tuple[str, str]]

    @property
    def admin1(self) -> Ints:
        """The governorate of each town."""
        return self.admin1_of[self.admin2]


@dataclass(slots=True)
class Incidents:
    """What happened; one row an incident."""

    day: Floats
    town: Ints
    x: Floats
    y: Floats
    actor: Ints
    target: Ints
    act: Ints
    deaths: Ints
    detail: Ints
    notice: Floats  # how much everybody noticed it, standard normal
    offensive: Ints  # a number from 1; 0 of the background, -1 set off by another

    def take(self, rows: NDArray[np.int64]) -> Incidents:
        """Some of them."""
        return Incidents(*(getattr(self, one.name)[rows] for one in fields(self)))

    def __len__(self) -> int:
        return len(self.day)


def choose(rng: np.random.Generator, weights: Floats) -> Ints:
    """For each row of weights, one column, drawn by them."""
    reach = np.cumsum(weights, axis=1)
    return (rng.random((len(weights), 1)) * reach[:, -1:] >= reach).sum(axis=1)


def degrees(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Latitude and longitude of kilometres."""
    latitude = SOUTH + y / KM_A_DEGREE
    return latitude, WEST + x / (KM_A_DEGREE * np.cos(np.radians(latitude)))


# --- the country ----------------------------------------------------------------------------------


def geography(rng: np.random.Generator, country: Country) -> Geography:
    """A country; towns belong to the nearest of the middles of districts."""
    size = np.array([country.width_km, country.height_km])
    middles1 = _apart(rng, country.admin1, size)
    number = country.admin1 * country.admin2_each
    admin1_of = np.repeat(np.arange(country.admin1), country.admin2_each)
    scatter = rng.normal(0, 0.45 * size.min() / np.sqrt(country.admin1), (number, 2))
    middles2 = np.clip(middles1[admin1_of] + scatter, 0, size)
    admin2 = np.concatenate([np.arange(number), rng.integers(number, size=country.towns - number)])
    scatter = rng.normal(0, 0.4 * size.min() / np.sqrt(number), (country.towns, 2))
    at = np.clip(middles2[admin2] + scatter, 0, size)
    rank = rng.permutation(country.towns)
    activity = (rank + country.shift) ** -country.slope
    activity *= rng.lognormal(0, 0.8, country.admin1)[admin1_of[admin2]]
    centre2, radius2 = _round(at, admin2, number, country.reach_km)
    centre1, radius1 = _round(at, admin1_of[admin2], country.admin1, country.reach_km)
    names = [words.place_names(rng, n) for n in (country.towns, number, country.admin1)]
    return Geography(
        at[:, 0], at[:, 1], admin2, admin1_of, activity / activity.sum(), _nearest(at), radius2,
        radius1, centre2[:, 0], centre2[:, 1], centre1[:, 0], centre1[:, 1], *names,
    )  # fmt: skip


def _apart(rng: np.random.Generator, number: int, size: Floats) -> Floats:
    """Points that keep away from each other: each the best of some."""
    found = [rng.random(2) * size]
    while len(found) < number:
        some = rng.random((20, 2)) * size
        gap = np.min([np.hypot(*(some - one).T) for one in found], axis=0)
        found.append(some[gap.argmax()])
    return np.array(found)


def _nearest(at: Floats) -> Ints:
    gap = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    np.fill_diagonal(gap, np.inf)
    return np.argsort(gap, axis=1, kind="stable")[:, :NEIGHBOURS]


def _round(at: Floats, unit: Ints, number: int, reach: float) -> tuple[Floats, Floats]:
    """The middle of each unit, and how far its farthest point is from that."""
    count = np.bincount(unit, minlength=number)[:, None]
    middle = np.stack([np.bincount(unit, one, number) for one in at.T], axis=1) / count
    far = np.zeros(number)
    np.maximum.at(far, unit, np.hypot(*(at - middle[unit]).T))
    return middle, np.ceil(far + reach)


# --- what happened --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fronts:
    """Who fights whom in each district: some dyads with weights."""

    actor: Ints  # districts × dyads
    target: Ints
    weight: Floats


def fronts(rng: np.random.Generator, land: Geography, process: Process) -> Fronts:
    """The dyads of each district, taken from the fronts of its governorate."""
    number = len(land.governorates)
    lines = np.array([weight for *_, weight in FRONTS], float)
    local = lines * rng.gamma(0.4, 1.0, (number, len(lines)))
    members = [np.flatnonzero(i == words.CAMP_OF) for i in range(len(words.CAMPS))]
    shape = (len(land.districts), process.dyads_each)
    actor, target = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for district in range(shape[0]):
        some = choose(rng, np.tile(local[land.admin1_of[district]], (shape[1], 1)))
        for slot, line in enumerate(some):
            one, other = (words.CAMPS.index(camp) for camp in FRONTS[line][:2])
            actor[district, slot] = rng.choice(members[one])
            target[district, slot] = rng.choice(members[other])
    return Fronts(actor, target, rng.gamma(1.0, 1.0, shape) + 0.05)


def incidents(
    rng: np.random.Generator, setting: Setting, land: Geography, lines: Fronts, days: float
) -> Incidents:
    """All incidents of so many days, in the order of time."""
    process = setting.process
    wanted = process.per_day * days * (1 - process.branching)
    quiet = _background(rng, land, lines, int(rng.poisson(wanted * (1 - process.offensives))), days)
    loud = _offensives(rng, land, lines, process, wanted * process.offensives, days)
    born = [_joined(quiet, loud)]
    while len(born[-1]["day"]):
        born.append(_set_off(rng, land, lines, process, born[-1]))
    every = {key: np.concatenate([one[key] for one in born]) for key in born[0]}
    order = np.argsort(every["day"], kind="stable")
    order = order[(every["day"][order] < days) & (every["day"][order] >= 0)]
    return _finished(rng, setting.country, land, {k: v[order] for k, v in every.items()})


Born = dict[str, NDArray[Any]]


def _background(
    rng: np.random.Generator, land: Geography, lines: Fronts, number: int, days: float
) -> Born:
    town = rng.choice(len(land.x), number, p=land.activity)
    return _acted(rng, land, lines, town, rng.random(number) * days)


def _acted(
    rng: np.random.Generator, land: Geography, lines: Fronts, town: Ints, day: Floats
) -> Born:
    """Give each a dyad of its district and an act of its actor."""
    district = land.admin2[town]
    slot = choose(rng, lines.weight[district])
    actor, opponent = lines.actor[district, slot], lines.target[district, slot]
    act = choose(rng, ACT_MIX[words.CAMP_OF[actor]])
    return {
        "day": day, "town": town, "actor": actor, "opponent": opponent, "act": act,
        "offensive": np.zeros(len(town), np.int64),
    }  # fmt: skip


def _offensives(
    rng: np.random.Generator, land: Geography, lines: Fronts, process: Process, wanted: float,
    days: float,
) -> Born:  # fmt: skip
    """Bursts: each around a town, over some days, mostly one dyad and few acts."""
    spread = 0.9
    number = max(1, int(rng.poisson(wanted / process.offensive_size)))
    mean = process.offensive_size * np.exp(-(spread**2) / 2)
    size = rng.poisson(rng.lognormal(np.log(mean), spread, number))
    which = np.repeat(np.arange(number), size)
    centre = rng.choice(len(land.x), number, p=land.activity)
    near = np.concatenate([np.arange(len(land.x))[:, None], land.neighbours], axis=1)
    near = np.concatenate([near, near[land.neighbours[:, -1]]], axis=1)[centre]
    gap = np.hypot(land.x[near] - land.x[centre, None], land.y[near] - land.y[centre, None])
    pull = np.exp(-gap / process.offensive_km) * land.activity[near] ** 0.5
    town = near[which, choose(rng, pull[which])]
    start = rng.random(number) * (days + 5) - 5
    length = 2 + rng.exponential(process.offensive_days, number)
    day = start[which] + rng.beta(1.2, 2.0, len(which)) * length[which]
    plain = _acted(rng, land, lines, town, day)
    led = _acted(rng, land, lines, centre, start)
    follows = rng.random(len(which)) < 0.8
    for key in ("actor", "opponent"):
        plain[key] = np.where(follows, led[key][which], plain[key])
    taste = ACT_MIX[words.CAMP_OF[led["actor"]]] * rng.gamma(0.5, 1.0, (number, len(words.ACTS)))
    own = choose(rng, taste[which] + 1e-9)
    plain["act"] = np.where(follows, own, plain["act"])
    plain["offensive"] = which + 1
    return plain


def _joined(one: Born, other: Born) -> Born:
    return {key: np.concatenate([one[key], other[key]]) for key in one}


def _set_off(
    rng: np.random.Generator, land: Geography, lines: Fronts, process: Process, born: Born
) -> Born:
    """What a generation of incidents sets off, soon and near by."""
    of = np.repeat(np.arange(len(born["day"])), rng.poisson(process.branching, len(born["day"])))
    town = born["town"][of]
    moved = rng.random(len(of)) >= process.same_town
    next_to = land.neighbours[town, rng.integers(NEIGHBOURS, size=len(of))]
    town = np.where(moved, next_to, town)
    day = born["day"][of] + rng.exponential(process.branching_days, len(of))
    found = _acted(rng, land, lines, town, day)
    lot = rng.random(len(of))
    actor, opponent = born["actor"][of], born["opponent"][of]
    same = lot < process.same_dyad
    back = ~same & (lot < process.same_dyad + process.reversed_dyad)
    found["actor"] = np.where(same, actor, np.where(back, opponent, found["actor"]))
    found["opponent"] = np.where(same, opponent, np.where(back, actor, found["opponent"]))
    act = choose(rng, ACT_MIX[words.CAMP_OF[found["actor"]]])
    keeps = same & (rng.random(len(of)) < process.same_act)
    found["act"] = np.where(keeps, born["act"][of], act)
    found["offensive"] = np.full(len(of), -1)
    return found


def _finished(rng: np.random.Generator, country: Country, land: Geography, born: Born) -> Incidents:
    """Where exactly, whom it hit, how many died."""
    number = len(born["day"])
    town, act = born["town"], born["act"]
    away = np.minimum(np.abs(rng.normal(0, country.spread_km, number)), country.reach_km)
    angle = rng.random(number) * 2 * np.pi
    civilian = rng.random(number) < CIVILIAN[act]
    deaths = np.ceil(DEADLY[act] * (rng.pareto(TAIL, number)) * (TAIL - 1) * 0.8 + 1e-9)
    deaths = np.where(rng.random(number) < NO_DEATH[act], 0, np.minimum(deaths, MOST))
    return Incidents(
        born["day"], town, land.x[town] + away * np.cos(angle), land.y[town] + away * np.sin(angle),
        born["actor"], np.where(civilian, words.CIVILIANS, born["opponent"]), act,
        deaths.astype(np.int64), rng.integers(len(words.DETAILS), size=number),
        rng.normal(0, 1, number),
        born["offensive"],
    )  # fmt: skip
