"""Who learned of what, and what they made of it: the accounts that reports then render.

In: incidents and a setting.  Out: one account for each incident that an outlet learned of by
itself, with what the outlet gets wrong; and for each source and incident the account that it tells,
its own or one that it took from another.  A copy carries every error of what it copies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import words
from numpy.typing import NDArray
from settings import Coverage, Faults, Setting, Source
from world import Floats, Geography, Incidents, Ints

Bools = NDArray[np.bool_]
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Accounts:
    """What outlets hold true; one row an account.  Outlets are numbered as `names` says."""

    names: tuple[str, ...]
    outlet: Ints
    incident: Ints
    day: Floats
    town: Ints
    x: Floats
    y: Floats
    actor: Ints
    target: Ints
    act: Ints
    deaths: Ints
    detail: Ints
    phrase: Ints


@dataclass(frozen=True, slots=True)
class Told:
    """What one source knows: incidents, the accounts it has of them, and whom it took them from."""

    incident: Ints
    account: Ints
    taken_from: Ints  # an outlet, or NOBODY


def outlets(setting: Setting) -> tuple[str, ...]:
    """The names of all who learn of incidents: those without a table first."""
    return tuple(one.name for one in setting.tellers)


def learned(
    rng: np.random.Generator, setting: Setting, land: Geography, happened: Incidents
) -> tuple[Accounts, list[Told]]:
    """All accounts, and what each source tells of."""
    number, names = len(happened), outlets(setting)
    known = np.full((len(names), number), NOBODY)
    pieces: list[dict[str, NDArray[Any]]] = []
    told: list[Told] = []
    made = 0
    for who, one in enumerate(setting.tellers):
        coverage = one.coverage if isinstance(one, Source) else Coverage(one.quiet)
        rows = np.flatnonzero(rng.random(number) < covered(rng, coverage, land, happened))
        taken_from = np.full(len(rows), NOBODY)
        if isinstance(one, Source):
            taken_from = _taken(rng, one, names, known[:, rows])
        own = rows[taken_from == NOBODY]
        known[who, own] = made + np.arange(len(own))
        made += len(own)
        copied = taken_from != NOBODY
        known[who, rows[copied]] = known[taken_from[copied], rows[copied]]
        lethal = coverage.lethal_only
        pieces.append(_account(rng, one.faults, land, happened.take(own), lethal)
                      | {"outlet": np.full(len(own), who), "incident": own})  # fmt: skip
        if isinstance(one, Source):
            told.append(Told(rows, known[who, rows], taken_from))
    every = {key: np.concatenate([one[key] for one in pieces]) for key in pieces[0]}
    return Accounts(names, **every), told


def covered(
    rng: np.random.Generator, coverage: Coverage, land: Geography, happened: Incidents
) -> Floats:
    """How likely a source or outlet learns of each incident."""
    miss = (1 - coverage.quiet) * (1 - coverage.per_death) ** np.minimum(happened.deaths, 30)
    hit = np.clip(1 - miss, 1e-6, 0.995)
    logit = np.log(hit / (1 - hit)) + coverage.noticed * happened.notice
    found = 1 / (1 + np.exp(-logit))
    group = words.GROUP_OF[happened.act]
    if coverage.only:
        found *= np.isin(group, [words.GROUPS.index(name) for name in coverage.only])
    for name, factor in coverage.by_group.items():
        found = np.where(group == words.GROUPS.index(name), found * factor, found)
    if coverage.camps:
        camps = [words.CAMPS.index(name) for name in coverage.camps]
        found *= np.isin(words.CAMP_OF[happened.actor], camps)
    if coverage.lethal_only:
        found *= happened.deaths > 0
    number = len(land.governorates)
    inside = rng.permutation(number) < max(1, round(coverage.regions * number))
    return found * np.where(inside[land.admin1[happened.town]], 1.0, coverage.outside)


def _taken(rng: np.random.Generator, source: Source, names: tuple[str, ...], known: Ints) -> Ints:
    """From whom each is taken: somebody who has an account of it, or nobody."""
    weight = np.array([source.copying.taken_from.get(name, 0.0) for name in names])
    pull = (known != NOBODY).T * weight
    some = (pull.sum(axis=1) > 0) & (rng.random(known.shape[1]) < source.copying.share)
    reach = np.cumsum(pull, axis=1)
    chosen = (rng.random((len(pull), 1)) * reach[:, -1:] >= reach).sum(axis=1)
    return np.where(some, chosen, NOBODY)


def _account(
    rng: np.random.Generator, faults: Faults, land: Geography, seen: Incidents, lethal: bool
) -> dict[str, NDArray[Any]]:
    """What an outlet makes of what it sees."""
    number = len(seen)

    def wrong(share: float) -> Bools:
        return rng.random(number) < share

    day = seen.day + np.where(wrong(faults.other_day), rng.choice([-1, 1], number), 0)
    elsewhere = wrong(faults.other_town)
    near = land.neighbours[seen.town, rng.integers(land.neighbours.shape[1], size=number)]
    town = np.where(elsewhere, near, seen.town)
    moved_x, moved_y = (at[town] - at[seen.town] for at in (land.x, land.y))
    act = seen.act.copy()
    for kind, others in words.CONFUSED.items():
        rows = np.flatnonzero((seen.act == kind) & wrong(faults.other_act))
        act[rows] = rng.choice(others, len(rows))
    return {
        "day": np.maximum(day, 0), "town": town, "x": seen.x + moved_x, "y": seen.y + moved_y,
        "actor": np.where(wrong(faults.other_actor),
                          rng.integers(words.CIVILIANS, size=number), seen.actor),
        "target": seen.target, "act": act,
        "deaths": miscounted(rng, faults, seen.deaths, lethal),
        "detail": np.where(wrong(faults.other_detail),
                           rng.integers(len(words.DETAILS), size=number), seen.detail),
        "phrase": rng.integers(words.PHRASES, size=number),
    }  # fmt: skip


def miscounted(rng: np.random.Generator, faults: Faults, deaths: Ints, lethal: bool) -> Ints:
    """The deaths as an outlet counts them: at least one where it tells only of deaths."""
    number = len(deaths)
    off = rng.random(number) < faults.deaths
    down = rng.random(number) < faults.deaths_down
    lot = rng.random(number)
    fewer = np.floor(deaths * (0.4 + 0.6 * lot))
    more = np.ceil(deaths * (1.05 + 0.75 * lot))
    some = np.where(lot < 0.15, 1 + np.floor(lot / 0.05), 0)
    wrong = np.where(deaths == 0, some, np.where(down, fewer, more))
    found = np.where(off, wrong, deaths).astype(np.int64)
    return np.maximum(found, 1) if lethal else found
