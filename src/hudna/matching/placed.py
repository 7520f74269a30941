"""Where each report lies: a point with a radius, also where only a name is given.

In: `Tellings`.  Out: `Placed`: coordinates and a radius in km for every report that has a place at
all.  A named place without coordinates takes the middle of the reports that locate the same name, and
a unit takes the extent of the located reports within it: from the tables themselves, never from a
guess.  What no report locates stays without a place (NaN).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from hudna.matching.tellings import Flags, Floats, Ints, Tellings
from hudna.sources.plain import TOWN_KM

WIDEST_KM: Final = 1000.0
EARTH_KM: Final = 6371.0  # its radius
KM_A_DEGREE: Final = 111.195


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


def placed(told: Tellings) -> Placed:
    """Locate every report by its own coordinates, or else by the finest name that others locate."""
    lat, lon, radius = told.lat.copy(), told.lon.copy(), told.radius.copy()
    lat[(lat == 0) & (lon == 0)] = np.nan  # open sea: what is written where nothing is known
    located = ~(np.isnan(lat) | np.isnan(lon))
    exact = located & (np.isnan(radius) | (radius <= 25))
    place, admin1, admin2 = (
        codes.astype(np.int64) for codes in (told.place, told.admin1, told.admin2)
    )
    named = place >= 0
    finest = (
        (named, place * 1_000_003 + admin1, TOWN_KM),
        (named, place, TOWN_KM),
        (admin2 >= 0, admin2 * 1_000_003 + admin1, 5.0),
        (admin1 >= 0, admin1, 10.0),
    )
    open_ = ~located
    vague = located & np.isnan(
        radius
    )  # coordinates without a radius: as precise as its finest name
    for has, unit, least in finest:
        if not (open_ & has).any() and not (vague & has).any():
            continue
        middle = _middles(unit, exact & has, lat, lon, least)
        here = open_ & has
        found_lat, found_lon, found_radius = middle.at(unit)
        here &= ~np.isnan(found_lat)
        lat[here], lon[here] = found_lat[here], found_lon[here]
        radius[here] = np.fmax(found_radius[here], np.nan_to_num(radius[here]))
        open_ = open_ & ~here
        if least == TOWN_KM:
            radius[vague & has] = TOWN_KM
        else:
            wide = vague & has & ~np.isnan(found_radius)
            radius[wide] = found_radius[wide]
        vague = vague & np.isnan(radius)
    radius[vague] = TOWN_KM
    nowhere = np.isnan(lat) | np.isnan(lon)
    lat[nowhere] = lon[nowhere] = radius[nowhere] = np.nan
    return Placed(lat, lon, np.minimum(radius, WIDEST_KM))


@dataclass(frozen=True, slots=True)
class _Middles:
    """The middle and the extent of the located reports of each unit, units sorted."""

    units: Ints
    lat: Floats
    lon: Floats
    radius: Floats

    def at(self, unit: Ints) -> tuple[Floats, Floats, Floats]:
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


def _middles(unit: Ints, use: Flags, lat: Floats, lon: Floats, least: float) -> _Middles:
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
    return _Middles(units, middle_lat, middle_lon, np.maximum(extent, least))


def distance_km(lat: Floats, lon: Floats, other_lat: Floats, other_lon: Floats) -> Floats:
    """Distance on a sphere, by the chord: exact enough at any distance and across the date line."""
    a, b = np.radians(lat), np.radians(other_lat)
    half = np.sin((a - b) / 2) ** 2
    half += np.cos(a) * np.cos(b) * np.sin(np.radians(lon - other_lon) / 2) ** 2
    found: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return found


def unit_vectors(lat: Floats, lon: Floats) -> tuple[Floats, Floats, Floats]:
    """Points as vectors of length 1, whose differences tell how far apart they lie."""
    up, around = np.radians(lat), np.radians(lon)
    level = np.cos(up)
    return level * np.cos(around), level * np.sin(around), np.sin(up)
