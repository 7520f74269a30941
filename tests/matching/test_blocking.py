"""Blocking: every pair that may be of one incident, each once, wherever on earth it lies."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.matching.blocking import GAP_HOURS, SLACK_KM, Extents, pairs


def extents(rows):
    """Of tuples (lat, lon, radius, begin, hours)."""
    table = np.array(rows, float).reshape(-1, 5)
    lat, lon, radius, begin, hours = table.T
    return Extents(lat, lon, radius, begin, begin + hours)


def found(told, **how):
    """The pairs, as a list: a pair that is there twice stands there twice."""
    return [
        pair for a, b in pairs(told, **how) for pair in zip(a.tolist(), b.tolist(), strict=True)
    ]


def apart(one, other):
    """The distance in km by the spherical law of cosines, of vectors: another formula than the code's."""
    vectors = []
    for place in (one, other):
        lat, lon = map(math.radians, place)
        vectors.append(
            np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])
        )
    cross, dot = np.linalg.norm(np.cross(*vectors)), float(np.dot(*vectors))
    return 6371.0 * math.atan2(cross, dot)


def may_be_one(told, a, b, shift=0.0):
    """Whether two rows may be of one incident: True, False, or None at the very edge."""
    if np.isnan([*(getattr(told, n)[i] for n in Extents.__slots__ for i in (a, b))]).any():
        return False
    gap = max(told.begin[b] - told.end[a] - shift, told.begin[a] + shift - told.end[b])
    off = apart((told.lat[a], told.lon[a]), (told.lat[b], told.lon[b]))
    reach = told.radius[a] + told.radius[b] + SLACK_KM
    if min(abs(gap - GAP_HOURS), abs(off - reach)) < 1e-5:
        return None
    return bool(gap <= GAP_HOURS and off <= reach)


def check(told, got, wanted, shift=0.0):
    assert len(got) == len(set(got)), "a pair is given twice"
    for pair in wanted:
        truth = may_be_one(told, *pair, shift)
        if truth is not None:
            assert (pair in set(got)) is truth, (pair, [
                tuple(getattr(told, n)[i] for n in Extents.__slots__) for i in pair
            ])  # fmt: skip
    assert set(got) <= set(wanted)


def everywhere():
    """Rows crowded around a few spots, among them the date line and both poles."""
    spot = st.sampled_from(
        [(36.2, 37.2), (-16.5, 179.9), (65.0, -180.0), (89.9, 0.0), (-89.5, 77.0), (0.0, 0.0), (72.0, 180.0)]
    )  # fmt: skip
    move = st.sampled_from([0.0, 0.05, 0.3, 2.0, 9.0]).flatmap(lambda size: st.floats(-size, size))
    turn = st.one_of(move, st.floats(-180, 180))
    radius = st.sampled_from([0.0, 1.0, 5.0, 5.01, 14.0, 40.0, 200.0, 999.0, 1000.0])
    length = st.sampled_from([0.0, 0.5, 24.0, 25.0, 26.0, 190.0, 744.0, 9000.0, 20000.0])
    begin = st.floats(400_000, 400_400)

    def row(spot, up, right, radius, begin, length):
        lat = max(-90.0, min(90.0, spot[0] + up))
        lon = (spot[1] + right + 180) % 360 - 180
        return (lat, lon, radius, begin, length)

    return st.lists(
        st.builds(row, spot, move, turn, radius, begin, length), min_size=0, max_size=14
    )


def all_pairs(size):
    return [(a, b) for a in range(size) for b in range(a + 1, size)]


@given(everywhere())
def test_every_pair_that_may_be_one_is_found_once(rows):
    told = extents(rows)
    check(told, found(told), all_pairs(len(rows)))


@given(everywhere(), st.data())
def test_pairs_of_some_rows_are_those_that_they_are_in(rows, data):
    told = extents(rows)
    some = np.flatnonzero(
        data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    )
    asked = set(some.tolist())
    wanted = [(a, b) for a, b in all_pairs(len(rows)) if a in asked or b in asked]
    check(told, found(told, rows=some), wanted)


@given(everywhere(), st.sampled_from([288.0, 24.0, -60.0]), st.booleans())
def test_moved_in_time_both_orders_are_found(rows, shift, part):
    told = extents(rows)
    size = len(rows)
    some = np.arange(0, size, 2) if part else np.arange(size)
    wanted = [(int(a), b) for a in some for b in range(size) if a != b]
    check(told, found(told, rows=some if part else None, shift=shift), wanted, shift)


@given(everywhere(), st.integers(1, 5))
def test_how_many_are_looked_at_together_changes_nothing(rows, at_once):
    told = extents(rows)
    assert sorted(found(told, at_once=at_once)) == sorted(found(told))


@given(everywhere(), st.data())
def test_what_lacks_a_place_or_a_time_has_no_pairs(rows, data):
    told = extents(rows)
    for name in Extents.__slots__:
        column = getattr(told, name)
        blank = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
        if name in ("lat", "begin", "end"):
            column[np.array(blank, bool)] = np.nan
    for a, b in found(told):
        assert told.whole[a]
        assert told.whole[b]
    check(told, found(told), all_pairs(len(rows)))


@pytest.mark.parametrize(
    ("one", "other", "met"),
    [
        ((10.0, 179.99), (10.0, -179.99), True),  # 2.2 km across the date line
        ((89.95, 0.0), (89.95, 180.0), True),  # 11 km across the pole
        ((89.0, 0.0), (89.0, 180.0), False),  # 222 km
        ((60.0, 10.0), (60.0, 10.44), True),  # 0.44 degrees are 24.5 km there
        ((60.0, 10.0), (60.0, 10.46), False),  # and 0.46 are 25.6 km
    ],
)
def test_near_is_25_km_for_radii_of_5(one, other, met):
    told = extents([(*one, 5.0, 0.0, 1.0), (*other, 5.0, 0.0, 1.0)])
    assert bool(found(told)) is met


def test_a_month_and_a_province_meet_the_day_and_the_point_within():
    point, province = (36.2, 37.2, 1.0, 1000.0, 24.0), (35.5, 37.9, 120.0, 700.0, 720.0)
    assert found(extents([point, province])) == [(0, 1)]
    late = (36.2, 37.2, 1.0, 700.0 + 720.0 + 72.5, 24.0)
    assert found(extents([late, province])) == []
