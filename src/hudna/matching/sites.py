"""Sites: the towns that reports tell of, and the districts and provinces that these lie in.

In: `Tellings`, and where they are placed.  Out: `Sites`, what the reports show of towns and units, and by
these `Spots`: of each report its site and its units.  A site is a point that several reports give, or that a
name mostly stands for.  Two names of a unit are one where the reports of the rarer one lie at sites of the
other: so names in two scripts or spellings are brought together by what they name, never by their letters.
A circle around a province holds much of its neighbours; which town is in it is known from the reports.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from hudna.matching.blocking import SLACK_KM
from hudna.matching.placed import (
    EARTH_KM,
    PROVINCES,
    Located,
    Placed,
    codes_in,
    distance_km,
    unit_vectors,
)
from hudna.matching.tellings import Codes, Flags, Floats, Ints, Tellings

TOWN, DISTRICT, PROVINCE, UNKNOWN = range(4)
"""How finely a report says where it was, as far as names and sites tell."""

UNITS: Final = (DISTRICT, PROVINCE)

_TOWN_KM: Final = 5.0  # what is no vaguer is of one town
_SHARP_KM: Final = 1.0  # and this even where a unit is all that is named
_VAGUE_KM: Final = 15.0  # a town is named, but may be far off
_SAME: Final = (
    0.7  # the part of the reports of a unit's name at sites of another's, if both are one
)
_FEWEST: Final = 2  # reports that make a point a site
_PLACES: Final = 1 << 22  # more than there are thousandths of a degree around the earth


@dataclass(frozen=True, slots=True)
class Sites:
    """Numbers only.  Keys are sorted, and what belongs to each stands in the array after them."""

    point: Ints  # of each site
    firm: Flags  # whether several reports lie there
    place: Ints  # places within their provinces
    site_of_place: Ints
    name: Ints  # places by their name alone
    site_of_name: Ints
    district: Ints  # names of districts, within provinces
    unit_of_district: Ints
    province: Ints
    unit_of_province: Ints
    district_of_site: Ints
    province_of_site: Ints
    province_of_district: Ints  # by unit


@dataclass(frozen=True, slots=True)
class Spots:
    """Of each report its site (-1: none), whether it lies at its very point, and its units."""

    site: Ints
    exact: Flags
    level: NDArray[np.int8]
    units: NDArray[np.int64]  # (district and province, reports); -1: not known


def sites(told: Tellings, place: Placed, names: Located) -> Sites:
    """What reports show of towns and units."""
    codes = codes_in(told, names)
    fine = _fine(told, place)
    own = np.where(fine & _located(told), _points(told.lat, told.lon), -1)
    town, province, district = (each.astype(np.int64) for each in codes)
    keys = _within(town, province), town
    mostly = [_most(key, own) for key in keys]
    points, count = np.unique(own[own >= 0], return_counts=True)
    sure = count >= _FEWEST
    of_names = np.unique(np.concatenate([value for _, value in mostly]))
    kept = sure | np.isin(points, of_names)
    point, firm = points[kept], sure[kept]
    named = [(key, np.searchsorted(point, value)) for key, value in mostly]
    none = np.empty(0, np.int64)
    nowhere = np.full(len(point), -1)
    known = Sites(point, firm, *named[0], *named[1], none, none, none, none, nowhere, nowhere, none)
    site = _site(told, place, codes, known, fine)[0]
    found: list[Ints] = []
    units = []
    for code in (_within(district, province), province):
        key, unit = _units(site, code, len(point))
        mine = _looked_up(key, unit, code)
        units.append(mine)
        found += [key, unit]
    return replace(
        known,
        district=found[0],
        unit_of_district=found[1],
        province=found[2],
        unit_of_province=found[3],
        district_of_site=_table(site, units[0], len(point)),
        province_of_site=_table(site, units[1], len(point)),
        province_of_district=_table(units[0], units[1], int(units[0].max(initial=-1)) + 1),
    )


def spots(told: Tellings, place: Placed, names: Located, known: Sites) -> Spots:
    """The site and the units of each report."""
    codes = codes_in(told, names)
    fine = _fine(told, place)
    site, exact = _site(told, place, codes, known, fine)
    _, province, district = (each.astype(np.int64) for each in codes)
    inner = _within(district, province)
    inner = _looked_up(known.district, known.unit_of_district, inner)
    outer = _looked_up(known.province, known.unit_of_province, province)
    # Where a town lies is known better from all that tell of it than from one of them.
    here = np.flatnonzero(site >= 0)
    for unit, home in ((inner, known.district_of_site), (outer, known.province_of_site)):
        of_site = home.take(site[here])
        unit[here] = np.where(of_site >= 0, of_site, unit[here])
    open_ = np.flatnonzero((outer < 0) & (inner >= 0))
    outer[open_] = known.province_of_district.take(inner[open_])
    level = np.where((district >= 0) & (inner >= 0), DISTRICT, UNKNOWN)
    level[(district < 0) & (outer >= 0)] = PROVINCE
    level[fine] = TOWN
    return Spots(site, exact, level.astype(np.int8), np.stack([inner, outer]))


def _located(told: Tellings) -> Flags:
    known: Flags = ~(np.isnan(told.lat) | np.isnan(told.lon) | ((told.lat == 0) & (told.lon == 0)))
    return known


def _fine(told: Tellings, place: Placed) -> Flags:
    """Which reports are of one town."""
    unit = (told.admin1 >= 0) | (told.admin2 >= 0)
    with np.errstate(invalid="ignore"):
        off = _located(told) & (place.radius > _VAGUE_KM)
        near = place.radius <= np.where(unit, _SHARP_KM, _TOWN_KM)
    fine: Flags = ((told.place >= 0) & ~off) | near
    return fine


def _points(lat: Floats, lon: Floats) -> Ints:
    """A number for each point, to a thousandth of a degree; -1 for none."""
    with np.errstate(invalid="ignore"):
        down, across = np.round((lat + 90) * 1000), np.round((lon + 180) * 1000)
    key: Ints = np.where(np.isnan(lat), -1, np.nan_to_num(down * _PLACES + across)).astype(np.int64)
    return key


def _within(unit: Ints, province: Ints) -> Ints:
    """A number for each unit within a province, or within none that is named; -1 for no unit."""
    key: Ints = np.where(unit >= 0, (unit + 1) * PROVINCES + province, -1)
    return key


def _coordinates(point: Ints) -> tuple[Floats, Floats]:
    down, across = np.divmod(point, _PLACES)
    return down / 1000 - 90, across / 1000 - 180


def _most(key: Ints, value: Ints) -> tuple[Ints, Ints]:
    """Of each key the value that it has most often, of equals the least; -1 is no key, and no value."""
    known = (key >= 0) & (value >= 0)
    key, value = key[known], value[known]
    order = np.lexsort((value, key))
    key, value = key[order], value[order]
    new = np.ones(len(key), bool)
    new[1:] = (key[1:] != key[:-1]) | (value[1:] != value[:-1])
    first = np.flatnonzero(new)
    count = np.diff(np.append(first, len(key)))
    key, value = key[first], value[first]
    order = np.lexsort((value, -count, key))
    best = order[np.flatnonzero(np.diff(key[order], prepend=-1))]
    return key[best], value[best]


def _table(key: Ints, value: Ints, size: int) -> Ints:
    """The same by key, from 0 on; -1 where there is none."""
    keys, values = _most(key, value)
    table = np.full(size, -1)
    table[keys] = values
    return table


def _looked_up(keys: Ints, values: Ints, asked: Ints) -> Ints:
    """What belongs to keys that are asked for; -1 where a key is not known."""
    if not len(keys):
        return np.full(len(asked), -1)
    at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    found: Ints = np.where((keys.take(at) == asked) & (asked >= 0), values.take(at), -1)
    return found


def _site(
    told: Tellings, place: Placed, codes: tuple[Codes, ...], known: Sites, fine: Flags
) -> tuple[Ints, Flags]:
    """The site of each report: at its point, or that of its name, or the nearest; and which lie at it."""
    own = np.where(fine & _located(told), _points(told.lat, told.lon), -1)
    at = _looked_up(known.point, np.arange(len(known.point)), own)
    site = (
        np.where((at >= 0) & known.firm.take(np.maximum(at, 0)), at, -1) if len(known.point) else at
    )
    exact = site >= 0
    town, province = codes[0].astype(np.int64), codes[1].astype(np.int64)
    within = _within(town, province)
    named = _looked_up(known.place, known.site_of_place, within)
    alone = _looked_up(known.name, known.site_of_name, town)
    named = np.where(named >= 0, named, alone)
    rows = np.flatnonzero((site < 0) & fine & (named >= 0))
    rows = rows[~_far(told, place, rows, known, named[rows])]  # another town of the same name
    site[rows] = named[rows]
    exact[rows] = own[rows] < 0
    rest = np.flatnonzero((site < 0) & (own >= 0))
    firm = np.flatnonzero(known.firm)
    if len(rest) and len(firm):
        tree = cKDTree(np.column_stack(unit_vectors(*_coordinates(known.point[firm]))))
        asked = np.column_stack(unit_vectors(told.lat[rest], told.lon[rest]))
        gap, nearest = (np.asarray(each) for each in tree.query(asked))
        near = gap * EARTH_KM <= _TOWN_KM
        site[rest[near]] = firm[nearest[near]]
    return site, exact


def _far(told: Tellings, place: Placed, rows: Ints, known: Sites, site: Ints) -> Flags:
    """Which reports lie too far from sites: by their own coordinates, or where their names place them."""
    lat, lon = _coordinates(known.point[site])
    apart = distance_km(place.lat[rows], place.lon[rows], lat, lon)
    named = np.where(_located(told)[rows], 0.0, place.radius[rows])
    far: Flags = apart > SLACK_KM + named
    return far


def _units(site: Ints, code: Ints, many: int) -> tuple[Ints, Ints]:
    """The names of units, and for each the number of the unit: that of its most frequent name."""
    codes, place = np.unique(code[code >= 0], return_inverse=True)
    number = np.full(len(code), -1)
    number[code >= 0] = place
    known = (site >= 0) & (number >= 0)
    size = max(len(codes), 1)
    met, count = np.unique(site[known] * size + number[known], return_counts=True)
    at, name = np.divmod(met, size)
    shape = (max(many, 1), size)
    reports = csr_array((count.astype(float), (at, name)), shape)
    there = csr_array((np.ones(len(met)), (at, name)), shape)
    total = np.asarray(reports.sum(axis=0)).ravel()
    rank = np.empty(size, np.int64)
    rank[np.lexsort((np.arange(size), -total))] = np.arange(size)
    # Of the reports of one name, how many lie at sites that have the other name, too.
    shared = (there.T @ reports).tocoo()
    other, one = shared.row, shared.col  # older SciPy knows no `coords`
    good = (rank[other] < rank[one]) & (shared.data >= _SAME * total[one])
    one, other, part = one[good], other[good], shared.data[good]
    unit = np.arange(size)
    order = np.lexsort((rank[other], -part, one))
    first = order[np.flatnonzero(np.diff(one[order], prepend=-1))]
    unit[one[first]] = other[first]
    while not np.array_equal(unit, unit[unit]):
        unit = unit[unit]
    return codes, unit[: len(codes)]
