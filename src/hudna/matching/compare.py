"""Comparison: how two reports agree, field by field, as levels.

In: `Traits` of all reports, and pairs of them.  Out: `Compared`: for each pair, the level of each field,
a small number that indexes a table of weights (`hudna.matching.weights`).  Time and place are compared
relative to their precision, and each level has a volume: the hours and km² in which an unrelated
incident would reach it.  A field that one side does not know has level -1 and says nothing.

Pairs are many, a hundred for each report.  So what can be is worked out once for each report, logarithms
too, and levels are looked up or counted, which is ten times faster than a search among bounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hudna.matching.blocking import AT_ONCE, SLACK_KM, Extents, gap_hours
from hudna.matching.intensity import SCALES
from hudna.matching.placed import EARTH_KM, unit_vectors
from hudna.matching.sites import TOWN, UNITS, Spots
from hudna.matching.tellings import Codes, Flags, Floats, Ints
from hudna.matching.words import Words, common

TIME_GAPS: Final = (0.0, 1.0, 3.0, 6.0, 12.0, 24.0, 48.0, 72.0)
"""Levels of time: they overlap, or lie at most so many (whole) hours apart."""

PLACE_GAPS: Final = (0.0, 0.35, 0.7, 1.2, 2.0, 3.5, np.inf)
"""Levels of place: one point, or at most so many times their common radius apart."""

_LENGTHS: Final = (6.0, 25.0, 200.0)  # hours: classes of the precision of time
_RADII: Final = (5.0, 15.0, 50.0)  # km: classes of the precision of place
TIME_CLASSES: Final = len(_LENGTHS) + 1
TOWNS: Final = len(_RADII) + 1  # both are of a town, whatever radius they give
_UNITS: Final = TOWNS + 1  # one is of a district, a province: both lie in it, or not
PLACE_CLASSES: Final = _UNITS + len(UNITS)

WHOLE_DAY: Final = 20.0
"""Times of so many hours and more are whole days: what begins when they end is the next day."""

_DAYS_APART: Final = np.array((0.0, 0.0, 0.0, 0.0, 0.0, 48.0, 48.0, 96.0))
SAME_POINT_KM: Final = 0.15
WORDS: Final = (0.001, 0.1, 0.25, 0.4, 0.6, 0.8)
"""Levels of words: at most so much of them in common."""

DEATHS: Final = (0, 1, 2, 3, 5, 8, 12, 20, 35, 60, 120)
"""Levels of a number of deaths: from so many on."""

DEATH_LEVELS: Final = 2 * len(DEATHS) ** 2

Levels = NDArray[np.int16]

_COARSE, _MOMENT = 1, 2  # of a time: whole days; no length at all


@dataclass(frozen=True, slots=True)
class _Known:
    """What is worked out once for each report."""

    length: Floats  # log of the hours, at least one
    length_class: NDArray[np.int8]
    kind: NDArray[np.int8]  # `_COARSE` or `_MOMENT`
    point: tuple[Floats, Floats, Floats]
    square: Floats  # of the radius
    radius_class: NDArray[np.int8]
    rates: Floats  # logs: those of the first line, those of the second …
    bucket: Levels  # of the deaths; -1: unknown
    town: Codes  # the site of what is of one town, and whether it lies at its very point; -1: none


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared: extents, source, the symbol of each field (-1: unknown), words.

    A symbol stands for what one source writes in a field: candidates of two sources are never the same
    symbol, for each source has its own words.  `voice` is the source as weights tell it apart.
    """

    extents: Extents
    source: Codes
    sources: int
    voice: Codes
    voices: int
    rates: Floats  # (scales, then `usual.LINES`; reports)
    spots: Spots
    symbols: dict[str, Codes]  # actors, targets, acts
    place: Codes
    deaths: Floats
    origin: Codes
    words: Words
    shared: bool = False  # whether the last two voices are those of seldom sources
    known: _Known = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", _known(self))


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs with their levels.  `room`: the log of how many unrelated incidents one expects as near."""

    a: Ints
    b: Ints
    by: Ints  # the pair of voices
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
        at = np.flatnonzero(keep) if keep.dtype == np.bool_ else keep
        return Compared(*(getattr(self, name).take(at) for name in Compared.__slots__))

    def pieces(self) -> Iterator[Compared]:
        """The pairs, some at a time."""
        for start in range(0, len(self), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            yield Compared(*(getattr(self, name)[part] for name in Compared.__slots__))


def compared(
    traits: Traits, a: Ints, b: Ints, shift: float = 0.0, *, words: bool = True
) -> Compared:
    """Compare pairs of reports; with `shift`, the hours by which the first was moved.

    Without `words` these stay unknown, until `with_words`: they take longer than all the rest.
    """
    time, time_class, hours = _time(traits, a, b, shift)
    place, place_class, room = _place(traits, a, b)
    return Compared(
        a,
        b,
        _by(traits, a, b),
        time,
        time_class,
        place,
        place_class,
        hours + room,
        _equal(traits.place, a, b),
        _deaths(traits, a, b),
        _words(traits.words, a, b) if words else np.full(len(a), -1, np.int16),
        _equal(traits.origin, a, b),
    )


def _by(traits: Traits, a: Ints, b: Ints) -> Ints:
    """The pair of voices, the lower one times their number plus the upper one."""
    one, other = traits.voice.take(a), traits.voice.take(b)
    lower, upper = np.minimum(one, other), np.maximum(one, other)
    if traits.shared:  # two seldom sources: the shared voice and the last
        last = np.int32(traits.voices - 1)
        two = traits.source.take(a) != traits.source.take(b)
        upper = np.where((lower == last - 1) & two, last, upper)
    return (lower * np.int32(traits.voices) + upper).astype(np.int64)


def with_words(pairs: Compared, traits: Traits) -> Compared:
    """Pairs with the level of their words."""
    return replace(pairs, words=_words(traits.words, pairs.a, pairs.b))


def spoken(pairs: Compared, traits: Traits) -> Flags:
    """Of which pairs both reports have words."""
    known = traits.words.known
    return known.take(pairs.a) & known.take(pairs.b)


def none(traits: Traits) -> Compared:
    """No pairs, compared."""
    return compared(traits, np.empty(0, np.int64), np.empty(0, np.int64))


def joined(parts: list[Compared]) -> Compared:
    """Compared pairs of several parts as one."""
    return Compared(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in Compared.__slots__)
    )


_EXACT: Final = 1  # of a town: two times its site, and this


def _known(traits: Traits) -> _Known:
    extents, deaths, spots = traits.extents, traits.deaths, traits.spots
    length = extents.end - extents.begin
    with np.errstate(invalid="ignore"):
        coarse, moment = length >= WHOLE_DAY, length == 0
    bucket = np.searchsorted(DEATHS, np.nan_to_num(deaths), "right") - 1
    town = np.where(spots.level == TOWN, 2 * spots.site + _EXACT * spots.exact, -1)
    return _Known(
        np.log(np.fmax(length, 1.0)),
        np.searchsorted(_LENGTHS, length).astype(np.int8),
        (coarse * _COARSE + moment * _MOMENT).astype(np.int8),
        unit_vectors(extents.lat, extents.lon),
        extents.radius**2,
        np.searchsorted(_RADII, extents.radius).astype(np.int8),
        np.log(traits.rates).ravel(),
        np.where(np.isnan(deaths), -1, bucket).astype(np.int16),
        np.where(spots.site >= 0, town, -1).astype(np.int32),
    )


# --- time ------------------------------------------------------------------------------------------

_FAR: Final = int(TIME_GAPS[-1]) + 1
_HOURS: Final = np.arange(_FAR + 1.0)
# By hours, rounded up, the level of times; then, rounded down, that of whole days: of those the next
# one begins where the first ends.
_TIME_LEVELS: Final = np.concatenate(
    [
        np.clip(np.searchsorted(TIME_GAPS, _HOURS), 1, len(TIME_GAPS) - 1),
        np.clip(np.searchsorted(TIME_GAPS, _HOURS, "right"), 5, len(TIME_GAPS) - 1),
    ]
).astype(np.int16)


def _time(traits: Traits, a: Ints, b: Ints, shift: float) -> tuple[Levels, Levels, Floats]:
    """The level of the times, the class of their precision, and the log of the hours of the level."""
    known = traits.known
    gap = gap_hours(traits.extents, a, b, shift)
    kind = known.kind.take(a) | known.kind.take(b)
    coarse = (kind & _COARSE) != 0
    # Days that touch do not overlap; a moment at the edge of a time lies in it.
    over = (gap < 0) | ((gap == 0) & (kind >= _MOMENT))
    near = np.fmax(np.fmin(gap, _FAR), 0.0)
    hours = np.where(coarse, np.floor(near) + (_FAR + 1), np.ceil(near)).astype(np.int64)
    level = _TIME_LEVELS.take(hours)
    level[over] = 0
    longest = np.maximum(known.length.take(a), known.length.take(b))
    classes = np.maximum(known.length_class.take(a), known.length_class.take(b)).astype(np.int16)
    room = _LOG_HOURS.take(level + len(TIME_GAPS) * coarse)
    return level, classes, np.where(over, longest, room)


def time_room(level: Levels, longest: Floats) -> Floats:
    """The hours in which another time would be at a level, the longer one lasting `longest`."""
    hours = 2 * np.diff(TIME_GAPS, prepend=0.0)[level]
    hours = np.where((longest >= WHOLE_DAY) & (level >= 5), _DAYS_APART[level], hours)
    room: Floats = np.where(level == 0, np.maximum(longest, 1.0), hours)
    return room


_EVERY: Final = np.arange(len(TIME_GAPS), dtype=np.int16)
_LOG_HOURS: Final = np.log(
    np.concatenate([time_room(_EVERY, np.full(len(_EVERY), length)) for length in (1.0, WHOLE_DAY)])
)


# --- place -----------------------------------------------------------------------------------------


def _place(traits: Traits, a: Ints, b: Ints) -> tuple[Levels, Levels, Floats]:
    """The level of the places, the class of their precision, and the log of room times rate."""
    known = traits.known
    apart = _squared(known.point, a, b)
    square_a, square_b = known.square.take(a), known.square.take(b)
    classes = np.maximum(known.radius_class.take(a), known.radius_class.take(b))
    both = square_a + square_b + 1.0
    ratio = apart / both
    level = np.ones(len(a), np.int16)
    for bound in PLACE_GAPS[1:-1]:
        level += ratio > bound**2
    level[(apart < SAME_POINT_KM**2) & (classes == 0)] = 0
    level[np.isnan(ratio)] = len(PLACE_GAPS) - 1
    classes = classes.astype(np.int16)
    sites = _by_sites(traits, a, b, level, classes)
    km2, outer = _KM2.take(level) * both, _OUTER.take(level) * both
    far = np.flatnonzero(level == len(PLACE_GAPS) - 1)
    km2[far], outer[far] = _farthest(traits, a.take(far), b.take(far), both.take(far))
    point = np.flatnonzero(level == 0)
    km2[point], outer[point] = _POINT_KM2, -1.0
    reports = len(known.square)
    at = np.zeros(len(a), np.int64)
    for bound in (-0.5, *(bound**2 for bound in _SCALES)):
        at += outer > bound
    at *= reports
    # The rate around a pair: chiefly that around the vaguer report, which holds the other.
    square_a += 0.01
    square_b += 0.01
    rate = square_a * known.rates.take(at + a) + square_b * known.rates.take(at + b)
    rate /= square_a + square_b
    room = np.log(km2) + rate
    for rows, told in sites:
        room[rows] = told
    return level, classes, room


def _by_sites(
    traits: Traits, a: Ints, b: Ints, level: Levels, classes: Levels
) -> list[tuple[Ints, Floats]]:
    """Set the levels and classes of pairs whose sites or units are known; the rooms that follow.

    Of two towns the level tells whether they are one, and else how far apart; of a unit, whether the other
    report lies in it.  What else may have happened there is what is told of the site or the unit.
    """
    spots, rates, reports = traits.spots, traits.known.rates, len(traits.source)
    fine_a, fine_b = spots.level.take(a), spots.level.take(b)
    vague = np.maximum(fine_a, fine_b)
    found = []
    town_a, town_b = traits.known.town.take(a), traits.known.town.take(b)
    towns = (np.minimum(town_a, town_b) >= 0) & (((town_a | town_b) & _EXACT) > 0)
    classes[towns] = TOWNS
    alike = (town_a ^ town_b) <= _EXACT  # but for which of both lies at its very point
    other = np.flatnonzero(towns & ~alike)
    level[other] = np.maximum(level[other], 1)
    same = np.flatnonzero(towns & alike)
    level[same] = 0
    at = len(SCALES) * reports
    found.append((same, (rates.take(at + a.take(same)) + rates.take(at + b.take(same))) / 2))
    for line, unit in enumerate(UNITS):
        at += reports
        rows = np.flatnonzero(vague == unit)
        one, two = a.take(rows), b.take(rows)
        unit_a, unit_b = spots.units[line].take(one), spots.units[line].take(two)
        known = np.flatnonzero((unit_a >= 0) & (unit_b >= 0))
        rows, one, two = rows.take(known), one.take(known), two.take(known)
        inside = unit_a.take(known) == unit_b.take(known)
        classes[rows] = _UNITS + line
        level[rows] = np.where(inside, 1, np.maximum(level[rows], 2))
        whole_a, whole_b = fine_a.take(rows) == unit, fine_b.take(rows) == unit
        lower = np.where(whole_a, rates.take(at + one), rates.take(at + two))
        upper = np.where(whole_b, rates.take(at + two), rates.take(at + one))
        found.append((rows, (lower + upper) / 2))
    return found


def _squared(point: tuple[Floats, Floats, Floats], a: Ints, b: Ints) -> Floats:
    """The square of the distance of the middles, in km²."""
    chord = np.zeros(len(a))
    for axis in point:
        chord += (axis.take(a) - axis.take(b)) ** 2
    # That of the arc, as a series: exact to a millionth within 4000 km, and too little beyond.
    chord *= EARTH_KM**2 * (1 + chord * (1 / 12 + chord / 90))
    return chord


def _farthest(traits: Traits, a: Ints, b: Ints, both: Floats) -> tuple[Floats, Floats]:
    """The km² of the last level, and the square of its outer radius."""
    radius = traits.extents.radius
    outer = _reach(radius.take(a), radius.take(b), np.sqrt(both)) ** 2
    return np.pi * (outer - PLACE_GAPS[-2] ** 2 * both), outer


def _reach(radius_a: Floats, radius_b: Floats, both: Floats) -> Floats:
    reach: Floats = np.maximum(radius_a + radius_b + SLACK_KM, PLACE_GAPS[-2] * both * 1.2)
    return reach


def place_room(level: Levels, radius_a: Floats, radius_b: Floats) -> tuple[Floats, Levels]:
    """The km² in which another place would be at a level, and the scale of the rate that fits."""
    radius = np.sqrt(radius_a**2 + radius_b**2 + 1.0)
    last = len(PLACE_GAPS) - 1
    bounds = np.array((*PLACE_GAPS[:-1], PLACE_GAPS[-2]))
    outer = np.where(level == last, _reach(radius_a, radius_b, radius), bounds[level] * radius)
    inner = np.where(level > 1, bounds[np.maximum(level - 1, 0)], 0.0) * radius
    km2 = np.where(level == 0, _POINT_KM2, np.pi * (outer**2 - inner**2))
    scale = np.where(level == 0, 0, 1 + np.searchsorted(_SCALES, outer))
    return km2, scale.astype(np.int16)


_SCALES: Final = (4.0, 16.0, 64.0)  # km: up to so far, the rate of a scale fits
_POINT_KM2: Final = (2 * SCALES[0]) ** 2
_OUTER: Final = np.array((*PLACE_GAPS[:-1], 0.0)) ** 2  # times the square of the common radius
_KM2: Final = np.pi * np.diff(_OUTER, prepend=0.0)


# --- the rest --------------------------------------------------------------------------------------


def _words(words: Words, a: Ints, b: Ints) -> Levels:
    level = np.full(len(a), -1, np.int16)
    known = np.flatnonzero(words.known.take(a) & words.known.take(b))
    level[known] = np.searchsorted(WORDS, common(words, a.take(known), b.take(known)))
    return level


def _equal(codes: Codes, a: Ints, b: Ints) -> Levels:
    """0: the same; 1: another; -1: not known."""
    first, second = codes.take(a), codes.take(b)
    level = (first != second).astype(np.int16)
    return np.where(np.minimum(first, second) < 0, np.int16(-1), level)


def _deaths(traits: Traits, a: Ints, b: Ints) -> Levels:
    """A level for each pair of levels, lower first, and for the very same number."""
    first, second = traits.known.bucket.take(a), traits.known.bucket.take(b)
    low = np.minimum(first, second)
    high = np.maximum(first, second)
    same = traits.deaths.take(a) == traits.deaths.take(b)
    level: Levels = ((low * np.int16(len(DEATHS)) + high) * np.int16(2) + same).astype(np.int16)
    return np.where(low < 0, np.int16(-1), level)
