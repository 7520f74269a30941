"""Where reports lie: their own coordinates, or what other reports locate by the same name."""

import numpy as np
import pytest
from tables import report, told

from hudna.matching.placed import TOWN_KM, WIDEST_KM, distance_km, located, placed


def where(rows, at):
    reports = told(rows)
    found = placed(reports, located(reports))
    return tuple(float(column[at]) for column in (found.lat, found.lon, found.radius))


def named(name, place=None, **more):
    return report(name, lat=None, lon=None, radius=None, place=place, **more)


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ((0, 0), (0, 1), 111.195),
        ((0, 179.5), (0, -179.5), 111.195),
        ((90, 0), (90, 123), 0.0),
        ((0, 0), (0, 180), 20015.09),
        ((36.2021, 37.1343), (33.5138, 36.2765), 309.0),  # Aleppo and Damascus
    ],
)
def test_distances(one, other, km):
    found = distance_km(*(np.array([float(x)]) for x in (*one, *other)))[0]
    assert found == pytest.approx(km, abs=1)


def test_a_report_lies_at_its_own_coordinates():
    assert where([report("1", lat=36, lon=37, radius=12, place="Idlib")], 0) == (36, 37, 12)
    assert where([report("1", radius=20_000)], 0)[2] == WIDEST_KM


def test_coordinates_without_a_radius_are_a_towns():
    assert where([report("1", radius=None)], 0)[2] == TOWN_KM


def test_a_name_lies_where_others_locate_it():
    rows = [report("1", lat=36.0, lon=37.0, place="Saraqib"), report("2", lat=36.02, lon=37.0, place="saraqib "),
            named("3", "SARAQIB"), named("4", "Elsewhere"), report("5", lat=10, lon=10, place="Other")]  # fmt: skip
    lat, lon, radius = where(rows, 2)
    assert (lat, lon) == (pytest.approx(36.01), pytest.approx(37.0))
    assert radius == TOWN_KM
    assert np.isnan(where(rows, 3)).all()


def test_two_towns_of_one_name_are_told_apart_by_their_unit():
    rows = [report("1", lat=36, lon=37, place="X", admin1="North"), report("2", lat=33, lon=36, place="X", admin1="South"),
            named("3", "X", admin1="South")]  # fmt: skip
    assert where(rows, 2)[:2] == (pytest.approx(33), pytest.approx(36))


def test_a_district_tells_towns_of_one_name_apart_too():
    rows = [report("1", lat=36, lon=37, place="X", admin2="East"), report("2", lat=33, lon=36, place="X", admin2="West"),
            named("3", "X", admin2="West")]  # fmt: skip
    assert where(rows, 2)[:2] == (pytest.approx(33), pytest.approx(36))


def test_a_unit_is_as_wide_as_what_lies_in_it():
    rows = [report(str(n), lat=36 + n / 10, lon=37, admin1="Idlib") for n in range(5)]
    rows.append(named("u", admin1="Idlib"))
    lat, _, radius = where(rows, 5)
    assert lat == pytest.approx(36.2, abs=1e-3)
    # Mean distance (2 + 1 + 0 + 1 + 2) / 5 tenths of a degree, times 1.5: 20.0 km.
    assert radius == pytest.approx(1.5 * 1.2 * 11.1195, rel=1e-3)


def test_a_town_on_the_date_line_has_its_middle_there():
    rows = [
        report("1", lat=-16, lon=179.99, place="Tuvu"),
        report("2", lat=-16, lon=-179.99, place="Tuvu"),
        named("3", "Tuvu"),
    ]
    lat, lon, radius = where(rows, 2)
    assert lat == pytest.approx(-16, abs=1e-3)
    assert abs(lon) == pytest.approx(180, abs=1e-3)
    assert radius == TOWN_KM


def test_coordinates_0_0_are_none_and_locate_nothing():
    rows = [report("1", lat=0, lon=0, place="X"), named("2", "X"), report("3", lat=0, lon=0.5)]
    assert np.isnan(where(rows, 0)).all()
    assert np.isnan(where(rows, 1)).all()
    assert where(rows, 2)[:2] == (0, 0.5)
    rows.append(report("4", lat=36, lon=37, place="X"))
    assert where(rows, 0)[:2] == (pytest.approx(36), pytest.approx(37))


def test_ten_thousand_names_stay_apart():
    """A code times a million does not fit 32 bits."""
    rows = [
        report(str(n), lat=(n % 170) - 84.5, lon=n % 359 - 179, place=f"p{n}", admin1="u")
        for n in range(5000)
    ]
    rows += [named(f"q{n}", f"p{n}", admin1="u") for n in range(5000)]
    reports = told(rows)
    found = placed(reports, located(reports))
    np.testing.assert_allclose(found.lat[5000:], found.lat[:5000], atol=1e-6)
    np.testing.assert_allclose(found.lon[5000:], found.lon[:5000], atol=1e-6)
