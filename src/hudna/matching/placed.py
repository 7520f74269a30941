"""Where each report lies: a point with a radius, also where only a name is given.

In: `Tellings`.  Out: `Located`, which names lie where, and `Placed`: coordinates and a radius in km for
every report that has a place at all.  A named place without coordinates takes the middle of the reports that locate the same name, and
a unit takes the extent of the located reports within it: from the tables themselves, never from a
guess.  What no report locates stays without a place (NaN).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from hudna.matching.tellings import Codes, Flags, Floats, Ints, Tellings
from hudna.sources.plain import TOWN_KM

WIDEST_KM: Final = 1000.0
EARTH_KM: Final = 6371.0  # its radius
KM_A_DEGREE: Final = 111.195
_EXACT_KM: Final = 25.0  # a report with a larger radius locates no name
PROVINCES: Final = 1_000_003
"""More than there are provinces: a unit within a province is numbered by both."""


@dataclass(frozen=True, slots=True)
class Placed:
    """`lat`, `lon` in degrees and `radius` in km; NaN where nothing locates the report."""

    lat: Floats
    lon: Floats
    radius: Floats

    @property
    def known(self) -> Flags:
        """Which reports have a place."""
        return ~np.isnan(self.lat)


@dataclass(frozen=True, slots=True)
class Located:
    """What reports locate: places, provinces and districts by name, and where each lies.

    `middles` are those of a place within its district, within its province, and anywhere, of a district
    within its province, and of a province.
    """

    places: tuple[str, ...]
    admin1: tuple[str, ...]
    admin2: tuple[str, ...]
    middles: tuple[Middles, ...]


@dataclass(frozen=True, slots=True)
class Middles:
    """The middle and the extent of the located reports of each unit, units sorted."""

    units: Ints
    lat: Floats
    lon: Floats
    radius: Floats

    def at(self, unit: Ints) -> tuple[Floats, Floats, Floats]:
        """Those of some units; NaN for a unit that no report locates."""
        if not len(self.units):
            none = np.full(len(unit), np.nan)
            return none, none, none
        place = np.minimum(np.searchsorted(self.units, unit), len(self.units) - 1)
        found = self.units[place] == unit
        return (
            np.where(found, self.lat[place], np.nan),
            np.where(found, self.lon[place], np.nan),
            np.where(found, self.radius[place], np.nan),
        )


def located(told: Tellings) -> Located:
    """What names lie where, by the reports that have coordinates of their own."""
    lat, lon = _coordinates(told)
    exact = ~np.isnan(lat) & (np.isnan(told.radius) | (told.radius <= _EXACT_KM))
    middles = tuple(
        _middles(unit, exact & has, lat, lon, least)
        for has, unit, least in _units(told.place, told.admin1, told.admin2)
    )
    return Located(told.place_names, told.admin1_names, told.admin2_names, middles)


def placed(told: Tellings, names: Located) -> Placed:
    """Locate every report by its own coordinates, or else by the finest name that is located."""
    lat, lon = _coordinates(told)
    radius = told.radius.copy()
    open_ = np.isnan(lat)
    # Coordinates without a radius: as precise as its finest name.
    vague = ~open_ & np.isnan(radius)
    codes = codes_in(told, names)
    for (has, unit, least), middles in zip(_units(*codes), names.middles, strict=True):
        here = np.flatnonzero((open_ | vague) & has)
        if not len(here):
            continue
        found_lat, found_lon, found_radius = middles.at(unit[here])
        known = ~np.isnan(found_lat)
        opened = known & open_[here]
        rows = here[opened]
        lat[rows], lon[rows] = found_lat[opened], found_lon[opened]
        radius[rows] = np.fmax(found_radius[opened], np.nan_to_num(radius[rows]))
        open_[rows] = False
        if least == TOWN_KM:
            radius[vague & has] = TOWN_KM
        else:
            wide = known & vague[here]
            radius[here[wide]] = found_radius[wide]
        vague &= np.isnan(radius)
    radius[vague] = TOWN_KM
    radius[np.isnan(lat)] = np.nan
    return Placed(lat, lon, np.minimum(radius, WIDEST_KM))


def _coordinates(told: Tellings) -> tuple[Floats, Floats]:
    """The coordinates of each report; NaN where it does not have both."""
    lat, lon = told.lat.copy(), told.lon.copy()
    nowhere = (lat == 0) & (lon == 0)  # open sea: what is written where nothing is known
    nowhere |= np.isnan(lat) | np.isnan(lon)
    lat[nowhere] = lon[nowhere] = np.nan
    return lat, lon


def _units(place: Codes, admin1: Codes, admin2: Codes) -> Iterator[tuple[Flags, Ints, float]]:
    """From the finest: which reports name such a unit, its number, and the least extent in km."""
    town, province, district = (codes.astype(np.int64) for codes in (place, admin1, admin2))
    yield (town >= 0) & (district >= 0), town * PROVINCES + district, TOWN_KM
    yield town >= 0, town * PROVINCES + province, TOWN_KM
    yield town >= 0, town, TOWN_KM
    yield district >= 0, district * PROVINCES + province, 5.0
    yield province >= 0, province, 10.0


def codes_in(told: Tellings, names: Located) -> tuple[Codes, Codes, Codes]:
    """The place, the province and the district of each report, as codes of names that are located."""
    return (
        _recoded(told.place, told.place_names, names.places),
        _recoded(told.admin1, told.admin1_names, names.admin1),
        _recoded(told.admin2, told.admin2_names, names.admin2),
    )


def _recoded(codes: Codes, names: tuple[str, ...], known: tuple[str, ...]) -> Codes:
    """Codes of `names` as those of `known`; what is not known has a code beyond them, -1 stays."""
    if names == known:
        return codes
    place = {name: code for code, name in enumerate(known)}
    new = [place.get(name, len(known) + at) for at, name in enumerate(names)]
    return np.array([*new, -1], np.int32)[codes]


def _middles(unit: Ints, use: Flags, lat: Floats, lon: Floats, least: float) -> Middles:
    units, place = np.unique(unit[use], return_inverse=True)
    count = np.bincount(place, minlength=len(units)).astype(float)
    up, around = np.radians(lat[use]), np.radians(lon[use])
    # As vectors: a town on the date line has its middle there.
    x, y, z = (
        np.bincount(place, part, len(units)) / count
        for part in (np.cos(up) * np.cos(around), np.cos(up) * np.sin(around), np.sin(up))
    )
    middle_lat = np.degrees(np.arctan2(z, np.hypot(x, y)))
    middle_lon = np.degrees(np.arctan2(y, x))
    off = distance_km(lat[use], lon[use], middle_lat[place], middle_lon[place])
    # Twice the mean distance holds all of an even disc three times over: its mean is two thirds.
    extent = 1.5 * np.bincount(place, off, len(units)) / count
    return Middles(units, middle_lat, middle_lon, np.maximum(extent, least))


def distance_km(lat: Floats, lon: Floats, other_lat: Floats, other_lon: Floats) -> Floats:
    """Distance on a sphere, by the chord: exact enough at any distance and across the date line."""
    a, b = np.radians(lat), np.radians(other_lat)
    half = np.sin((a - b) / 2) ** 2
    half += np.cos(a) * np.cos(b) * np.sin(np.radians(lon - other_lon) / 2) ** 2
    found: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return found


def degrees_wide(lat: Floats, reach: Floats) -> Floats:
    """How many degrees of longitude on either side circles of `reach` degrees around points cover, at most."""
    # On a sphere a circle is widest somewhat nearer to the pole than its middle.
    steepest = np.minimum(np.abs(lat) + reach, 90.0)
    wide: Floats = reach / np.maximum(np.cos(np.radians(steepest)), 1e-9)
    return wide


def unit_vectors(lat: Floats, lon: Floats) -> tuple[Floats, Floats, Floats]:
    """Points as vectors of length 1, whose differences tell how far apart they lie."""
    up, around = np.radians(lat), np.radians(lon)
    level = np.cos(up)
    return level * np.cos(around), level * np.sin(around), np.sin(up)
