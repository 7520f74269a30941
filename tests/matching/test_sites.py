"""Sites and units: towns by their points and names, units by the towns that reports show in them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import report, told

from hudna.matching.placed import located, placed
from hudna.matching.sites import DISTRICT, PROVINCE, TOWN, UNKNOWN, sites, spots

HOMS = {"lat": 34.73, "lon": 36.72, "radius_km": 4}
TALBISEH = {"lat": 34.84, "lon": 36.73, "radius_km": 4}
DAMASCUS = {"lat": 33.51, "lon": 36.29, "radius_km": 4}


def rows_of(*fields):
    """Reports with these fields and no others, an id each."""
    empty = {"lat": None, "lon": None, "radius_km": None}
    return [report(f"r{at:03}", **(empty | each)) for at, each in enumerate(fields)]


def found(rows):
    reports = told(rows)
    names = located(reports)
    place = placed(reports, names)
    return spots(reports, place, names, sites(reports, place, names))


SHOWN = [
    HOMS | {"place": "Homs", "admin1": "Homs"},
    HOMS | {"place": "حمص", "admin1": "حمص"},
    TALBISEH | {"place": "Talbiseh", "admin1": "Homs"},
    TALBISEH | {"place": "تلبيسة", "admin1": "حمص"},
    DAMASCUS | {"place": "Damascus", "admin1": "Damascus"},
    DAMASCUS | {"place": "دمشق", "admin1": "دمشق"},
]


def test_reports_at_one_point_are_of_one_site_whatever_they_call_it():
    site = found(rows_of(*SHOWN)).site.tolist()
    assert site[0] == site[1] != site[2] == site[3] != site[4] == site[5]
    assert -1 not in site


def test_names_of_a_unit_in_two_scripts_are_one_by_the_towns_that_they_hold():
    where = found(rows_of(*SHOWN, {"admin1": "Homs"}, {"admin1": "حمص"}, {"admin1": "دمشق"}))
    province = where.units[1]
    assert province[6] == province[7] == province[0] == province[3]
    assert province[8] == province[4] != province[6]
    assert where.level.tolist() == [TOWN] * 6 + [PROVINCE] * 3


def test_a_town_that_is_only_named_lies_at_the_site_of_its_name():
    where = found(rows_of(*SHOWN, {"place": "Talbiseh", "admin1": "Homs"}, {"place": "Homs"}))
    assert where.site[6] == where.site[2]
    assert where.site[7] == where.site[0]
    assert where.exact[6]
    assert where.exact[7]


def test_a_town_far_from_all_of_its_name_is_another():
    far = {"lat": 36.5, "lon": 38.0, "radius_km": 4, "place": "Homs"}
    where = found(rows_of(*SHOWN, far))
    assert where.site[6] != where.site[0]
    assert not where.exact[6]


def test_a_town_without_coordinates_is_the_one_in_its_district():
    here, there = (
        HOMS | {"place": "X", "admin2": "East"},
        DAMASCUS | {"place": "X", "admin2": "West"},
    )
    where = found(rows_of(here, here, there, {"place": "X", "admin2": "West"}))
    assert where.site[0] == where.site[1] != where.site[2]
    assert where.site[3] == where.site[2]


def test_a_point_is_of_the_town_around_it_but_does_not_lie_at_its_site():
    near = {"lat": 34.75, "lon": 36.73, "radius_km": 0.5}
    where = found(rows_of(*SHOWN, near))
    assert where.site[6] == where.site[0]
    assert not where.exact[6]
    assert where.units[1][6] == where.units[1][0]  # its province is that of the town


def test_who_names_a_district_alone_is_of_its_province():
    inner = [each | {"admin2": "Rastan"} for each in SHOWN[2:3]] * 2
    where = found(
        rows_of(*SHOWN, *inner, {"admin2": "Rastan", "admin1": "Homs"}, {"admin2": "Nowhere"})
    )
    assert where.level.tolist()[8:] == [DISTRICT, DISTRICT]
    assert where.units[0][8] == where.units[0][6] != where.units[0][9]
    assert where.units[1][8] == where.units[1][0]


def test_a_wide_circle_names_no_town():
    wide = {"lat": 34.73, "lon": 36.72, "radius_km": 60, "admin1": "Homs"}
    where = found(rows_of(*SHOWN, wide, wide | {"admin1": None}))
    assert where.level.tolist()[6:] == [PROVINCE, UNKNOWN]
    assert where.site[6] == where.site[7] == -1


def test_of_nothing_nothing_is_known():
    where = found(rows_of({}, {"lat": 0, "lon": 0}))
    assert where.site.tolist() == [-1, -1]
    assert (where.units == -1).all()


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(len(SHOWN) + 2)))
def test_the_order_of_rows_does_not_matter(order):
    rows = rows_of(*SHOWN, {"admin1": "Homs"}, {"place": "دمشق"})
    one, other = found(rows), found([rows[at] for at in order])
    for line in (0, 1):
        same = one.units[line][:, np.newaxis] == one.units[line]
        moved = other.units[line][:, np.newaxis] == other.units[line]
        assert (same[np.ix_(order, order)] == moved).all()
    assert (one.site[list(order)] == other.site).all()
    assert (one.level[list(order)] == other.level).all()


@pytest.mark.parametrize("lat", [89.9999, -89.9999])
def test_points_at_the_ends_of_the_earth_have_numbers(lat):
    end = {"lat": lat, "lon": 179.9999, "radius_km": 1, "place": "Pole"}
    assert (found(rows_of(end, end)).site == 0).all()
