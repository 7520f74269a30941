"""Comparison: how two reports agree, field by field, as levels.

In: `Traits` of all reports, and pairs of them.  Out: `Compared`: for each pair, the level of each field,
a small number that indexes a table of weights (`hudna.matching.weights`).  Time and place are compared
relative to their precision, and each level has a volume: the hours and km² in which an unrelated
incident would reach it.  A field that one side does not know has level -1 and says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hudna.matching.blocking import SLACK_KM, Extents, apart_km, gap_hours
from hudna.matching.intensity import SCALES
from hudna.matching.tellings import Codes, Flags, Floats, Ints
from hudna.matching.words import Words, common

TIME_GAPS: Final = (0.0, 1.0, 3.0, 6.0, 12.0, 24.0, 48.0, 72.0)
"""Levels of time: they overlap, or lie at most so many hours apart."""

PLACE_GAPS: Final = (0.0, 0.35, 0.7, 1.2, 2.0, 3.5, np.inf)
"""Levels of place: one point, or at most so many times their common radius apart."""

_LENGTHS: Final = (6.0, 25.0, 200.0)  # hours: classes of the precision of time
_RADII: Final = (5.0, 15.0, 50.0)  # km: classes of the precision of place
TIME_CLASSES: Final = len(_LENGTHS) + 1
PLACE_CLASSES: Final = len(_RADII) + 1

WHOLE_DAY: Final = 20.0
"""Times of so many hours and more are whole days: what begins when they end is the next day."""

_DAYS_APART: Final = np.array((0.0, 0.0, 0.0, 0.0, 0.0, 48.0, 48.0, 96.0))
SAME_POINT_KM: Final = 0.15
WORDS: Final = (0.001, 0.1, 0.25, 0.4, 0.6, 0.8)
"""Levels of words: at most so much of them in common."""

DEATHS: Final = (0, 1, 2, 3, 5, 8, 12, 20, 35, 60, 120)
"""Levels of a number of deaths: from so many on."""

Levels = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared: extents, source, the symbol of each field (-1: unknown), words.

    A symbol stands for what one source writes in a field: candidates of two sources are never the same
    symbol, for each source has its own words.
    """

    extents: Extents
    source: Codes
    sources: int
    rates: Floats  # (scales, reports)
    symbols: dict[str, Codes]  # actors, targets, acts
    place: Codes
    deaths: Floats
    origin: Codes
    words: Words


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs with their levels.  `room`: the log of how many unrelated incidents one expects as near."""

    a: Ints
    b: Ints
    by: Ints  # the pair of sources
    time: Levels
    time_class: Levels
    place: Levels
    place_class: Levels
    room: Floats
    name: Levels
    deaths: Levels
    words: Levels
    origin: Levels

    def __len__(self) -> int:
        return len(self.a)

    def some(self, keep: Flags | Ints) -> Compared:
        """The pairs that are kept."""
        return Compared(*(getattr(self, name)[keep] for name in Compared.__slots__))


def compared(traits: Traits, a: Ints, b: Ints, shift: float = 0.0) -> Compared:
    """Compare pairs of reports; with `shift`, the hours by which the first was moved."""
    lower = np.minimum(traits.source[a], traits.source[b]).astype(np.int64)
    upper = np.maximum(traits.source[a], traits.source[b])
    time, time_class, hours = _time(traits.extents, a, b, shift)
    place, place_class, km2, scale = _place(traits.extents, a, b)
    return Compared(
        a,
        b,
        lower * traits.sources + upper,
        time,
        time_class,
        place,
        place_class,
        np.log(hours * km2) + _rate(traits, a, b, scale),
        _equal(traits.place, a, b),
        _deaths(traits.deaths, a, b),
        _words(traits.words, a, b),
        _equal(traits.origin, a, b),
    )


def joined(parts: list[Compared]) -> Compared:
    """Compared pairs of several parts as one."""
    return Compared(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in Compared.__slots__)
    )


def _time(extents: Extents, a: Ints, b: Ints, shift: float) -> tuple[Levels, Levels, Floats]:
    """The level of the times, the class of their precision, and the hours of the level."""
    gap = gap_hours(extents, a, b, shift)
    length_a, length_b = extents.end[a] - extents.begin[a], extents.end[b] - extents.begin[b]
    longest, shortest = np.maximum(length_a, length_b), np.minimum(length_a, length_b)
    # Days that touch do not overlap; a moment at the edge of a time lies in it.
    over = (gap < 0) | ((gap == 0) & (shortest == 0))
    coarse = longest >= WHOLE_DAY
    # Of whole days the next one begins where the first ends.
    level = np.where(
        coarse, np.searchsorted(TIME_GAPS, gap, "right"), np.searchsorted(TIME_GAPS, gap)
    )
    level = np.clip(level, np.where(coarse, 5, 1), len(TIME_GAPS) - 1)
    level = np.where(over, 0, level).astype(np.int16)
    return level, time_class(longest), time_room(level, longest)


def time_class(longest: Floats) -> Levels:
    """The class of the precision of two times, by the longer one."""
    return np.searchsorted(_LENGTHS, longest).astype(np.int16)


def time_room(level: Levels, longest: Floats) -> Floats:
    """The hours in which another time would be at a level, the longer one lasting `longest`."""
    hours = 2 * np.diff(TIME_GAPS, prepend=0.0)[level]
    hours = np.where((longest >= WHOLE_DAY) & (level >= 5), _DAYS_APART[level], hours)
    room: Floats = np.where(level == 0, np.maximum(longest, 1.0), hours)
    return room


def _place(extents: Extents, a: Ints, b: Ints) -> tuple[Levels, Levels, Floats, Levels]:
    """The level of the places, the class of their precision, the km² of the level, and its scale."""
    apart = apart_km(extents, a, b)
    radius_a, radius_b = extents.radius[a], extents.radius[b]
    widest = np.maximum(radius_a, radius_b)
    gaps = np.searchsorted(PLACE_GAPS[1:-1], apart / _both(radius_a, radius_b)) + 1
    point = (apart < SAME_POINT_KM) & (widest <= _RADII[0])
    level = np.where(point, 0, gaps).astype(np.int16)
    classes = np.searchsorted(_RADII, widest).astype(np.int16)
    return level, classes, *place_room(level, radius_a, radius_b)


def _both(radius_a: Floats, radius_b: Floats) -> Floats:
    radius: Floats = np.sqrt(radius_a**2 + radius_b**2 + 1.0)
    return radius


def place_room(level: Levels, radius_a: Floats, radius_b: Floats) -> tuple[Floats, Levels]:
    """The km² in which another place would be at a level, and the scale of the rate that fits."""
    radius = _both(radius_a, radius_b)
    last = len(PLACE_GAPS) - 1
    reach = np.maximum(radius_a + radius_b + SLACK_KM, PLACE_GAPS[-2] * radius * 1.2)
    bounds = np.array((*PLACE_GAPS[:-1], PLACE_GAPS[-2]))
    outer = np.where(level == last, reach, bounds[level] * radius)
    inner = np.where(level > 1, bounds[np.maximum(level - 1, 0)], 0.0) * radius
    km2 = np.where(level == 0, (2 * SCALES[0]) ** 2, np.pi * (outer**2 - inner**2))
    scale = np.where(level == 0, 0, 1 + np.searchsorted((4.0, 16.0, 64.0), outer))
    return km2, scale.astype(np.int16)


def _rate(traits: Traits, a: Ints, b: Ints, scale: Levels) -> Floats:
    """The log of the rate around a pair: chiefly that around the vaguer report, which holds the other."""
    weight = traits.extents.radius[a] ** 2 + 0.01
    other = traits.extents.radius[b] ** 2 + 0.01
    rates = np.log(traits.rates)
    found: Floats = (weight * rates[scale, a] + other * rates[scale, b]) / (weight + other)
    return found


def _words(words: Words, a: Ints, b: Ints) -> Levels:
    level = np.searchsorted(WORDS, common(words, a, b)).astype(np.int16)
    return np.where(words.known[a] & words.known[b], level, np.int16(-1))


def _equal(codes: Codes, a: Ints, b: Ints) -> Levels:
    """0: the same; 1: another; -1: not known."""
    first, second = codes[a], codes[b]
    level = (first != second).astype(np.int16)
    return np.where((first < 0) | (second < 0), np.int16(-1), level)


def _deaths(deaths: Floats, a: Ints, b: Ints) -> Levels:
    """A level for each pair of levels, lower first, and for the very same number."""
    first, second = np.minimum(deaths[a], deaths[b]), np.maximum(deaths[a], deaths[b])
    known = ~np.isnan(first) & ~np.isnan(second)
    low = np.searchsorted(DEATHS, np.where(known, first, 0), "right") - 1
    high = np.searchsorted(DEATHS, np.where(known, second, 0), "right") - 1
    level = (low * len(DEATHS) + high) * 2 + (first == second)
    return np.where(known, level, -1).astype(np.int16)


DEATH_LEVELS: Final = 2 * len(DEATHS) ** 2
