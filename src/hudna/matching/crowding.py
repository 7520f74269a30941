"""Crowding: how incidents attract incidents, and how alike those are.

In: pairs of reports of one source, for sources that tell an incident once: two such reports, however
near, are of two incidents.  Out: `Crowding`: how many more of them lie near than an even rate would
give (one shelling is answered by another), and what part of those is of the same hands and the same
kind.  Without this, what follows from one another looks like one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from hudna.matching import priors
from hudna.matching.compare import (
    PLACE_GAPS,
    TIME_GAPS,
    TOWNS,
    Compared,
    Traits,
    place_room,
    time_room,
)
from hudna.matching.tellings import Flags, Floats, Ints
from hudna.matching.voices import frequent

_DAYS: Final = np.array([0, 1, 1, 1, 1, 1, 2, 3])  # levels of time that are told apart here
_NEAR: Final = np.array([0, 1, 2, 2, 2, 2, 2])  # and of place
_PRECISE_KM: Final = 5.0
_PRECISE_HOURS: Final = 25.0
_PRIOR: Final = 10.0  # pairs
_ALIKE: Final = ((0.30, 0.20, 0.10), (0.25, 0.15, 0.08), (0.20, 0.10, 0.05), (0.15, 0.10, 0.05))
# Where nothing can be counted: where something has happened, more does on the next days.  Log of how much
# more, by days and level of place.
_EXCESS: Final = np.array([
    [0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    [0.8, 0.2, 0.1, 0.0, 0.0, 0.0, 0.0],
    [1.5, 0.8, 0.5, 0.3, 0.0, 0.0, 0.0],
    [1.5, 0.8, 0.5, 0.3, 0.0, 0.0, 0.0],
])  # fmt: skip
_ENOUGH: Final = 50.0  # expected pairs without which a source is not asked
_ROUNDS: Final = 8


@dataclass(frozen=True, slots=True)
class Crowding:
    """`excess`: log of the times that more lie near than expected; `alike`: the part that is alike."""

    excess: Floats  # (days, level of place)
    alike: Floats  # (days, near)

    def rate(self, pairs: Compared) -> Floats:
        """What to add to the log rate around each pair: of vague places and times, nothing."""
        towns = (pairs.place_class == 0) | (pairs.place_class == TOWNS)
        precise = towns & (pairs.time_class <= 1)
        level = _DAYS.take(pairs.time) * len(PLACE_GAPS) + pairs.place
        rate: Floats = np.where(precise, self.excess.take(level), 0.0)
        return rate

    def tempered(self, pairs: Compared, agreement: Floats) -> Floats:
        """What to add to a log weight of agreement, for neighbours agree as well."""
        level = _DAYS.take(pairs.time) * self.alike.shape[1] + _NEAR.take(pairs.place)
        part = self.alike.take(level)
        tempered: Floats = -np.log(1.0 - part + part * np.exp(np.minimum(agreement, 50.0)))
        return tempered


def unknown() -> Crowding:
    """What is assumed where no source tells: all of it counts, for it was not measured from a few pairs."""
    return Crowding(_EXCESS / priors.COUNTS["crowding"], np.array(_ALIKE))


def precise(traits: Traits, rows: Ints) -> Flags:
    """Which reports say where and when precisely enough to be counted by distance."""
    length = traits.extents.end[rows] - traits.extents.begin[rows]
    exact: Flags = (traits.extents.radius[rows] <= _PRECISE_KM) & (length <= _PRECISE_HOURS)
    return exact


def excess(traits: Traits, rows: Ints, own: Compared, no_repeats: Flags) -> Floats:
    """The excess by days and level of place, from pairs of one source.

    Of sources that are declared not to repeat themselves; if none is, of the one with the least, for
    repeats only add.
    """
    tables = []
    for source in frequent(traits.source, traits.sources):
        mine = rows[(traits.source[rows] == source) & precise(traits, rows)]
        share = (traits.source == source).mean()
        expected = _expected(traits, mine, share) if len(mine) else np.zeros((4, len(PLACE_GAPS)))
        pairs = own.some(
            (traits.source[own.a] == source) & precise(traits, own.a) & precise(traits, own.b)
        )
        counts = np.zeros_like(expected)
        np.add.at(counts, (_DAYS[pairs.time], pairs.place), 1.0)
        tables.append((bool(no_repeats[source]), counts, expected))
    declared = [table for table in tables if table[0]]
    if sum(table[2].sum() for table in declared) >= _ENOUGH:
        return _log_ratio(
            np.sum([table[1] for table in declared], axis=0),
            np.sum([table[2] for table in declared], axis=0),
        )
    enough = [_log_ratio(counts, expected) for _, counts, expected in tables
              if expected.sum() >= _ENOUGH]  # fmt: skip
    if not enough:
        return unknown().excess
    return min(enough, key=lambda table: float(table[0].sum()))


def _log_ratio(counts: Floats, expected: Floats) -> Floats:
    ratio: Floats = np.log((counts + _PRIOR) / (expected + _PRIOR))
    return ratio


def _expected(traits: Traits, rows: Ints, share: float) -> Floats:
    """How many pairs of one source an even rate would give, by days and level of place."""
    length = traits.extents.end[rows] - traits.extents.begin[rows]
    radius = traits.extents.radius[rows]
    table = np.zeros((4, len(PLACE_GAPS)))
    hours = np.zeros((4, len(rows)))
    for level in range(len(TIME_GAPS)):
        if level in (0, 5, 6, 7):
            hours[_DAYS[level]] += time_room(
                np.full(len(rows), level, np.int16), np.maximum(length, 24.0)
            )
    for level in range(len(PLACE_GAPS)):
        km2, scale = place_room(np.full(len(rows), level, np.int16), radius, radius)
        rate = traits.rates[scale, rows] * share
        table[:, level] = (hours * (km2 * rate)).sum(axis=1) / 2
    return table


def alike(own: Compared, agreement: Floats) -> Floats:
    """The part of near pairs that agree as if they were one, by days and how near, as mixture."""
    ratio = np.exp(np.minimum(agreement, 50.0))
    prior = np.array(_ALIKE)
    table = np.array(_ALIKE)
    days, near = _DAYS[own.time], _NEAR[own.place]
    count = np.zeros_like(table)
    np.add.at(count, (days, near), 1.0)
    for _ in range(_ROUNDS):
        part = table[days, near]
        posterior = part * ratio / (1 - part + part * ratio)
        found = np.zeros_like(table)
        np.add.at(found, (days, near), posterior)
        table = (found + 20 * prior) / (count + 20)
    found_part: Floats = np.clip(table, 0.01, 0.9)
    return found_part
