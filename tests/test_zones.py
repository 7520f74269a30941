"""Zones: what lies in an area, wholly, not at all, or as far as nobody knows."""

import math

import pytest
import shapely
import shapely.ops
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon, box

from hudna.evidence import Truth
from hudna.instant import BEGIN, END, Interval
from hudna.zones import (
    KM_PER_DEGREE,
    MAX_SIGNATURES,
    Region,
    Zone,
    ZoneKind,
    ZoneMap,
    boundaries,
    footprint,
    geometry_problem,
    lies_in,
)
from hudna.zones import margin as drawn_margin

F, U, T = Truth.F, Truth.U, Truth.T


def zone(name="z", **about):
    return Zone(name, ZoneKind.SCOPE_IN, {"en": name}, **about)


def where(region, among):
    return lies_in(region, footprint(region), among)


def km(first, second):
    """The distance of two points on the globe, by the haversine formula."""
    (lon1, lat1), (lon2, lat2) = ((math.radians(c) for c in p) for p in (first, second))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * 6371.0 * math.asin(math.sqrt(half))


LONS = st.integers(350, 420).map(lambda n: n / 10)
LATS = st.integers(320, 375).map(lambda n: n / 10)
SPOTS = st.tuples(LONS, LATS)
BOXES = st.tuples(SPOTS, SPOTS).map(
    lambda p: box(
        min(p[0][0], p[1][0]) - 0.05,
        min(p[0][1], p[1][1]) - 0.05,
        max(p[0][0], p[1][0]) + 0.05,
        max(p[0][1], p[1][1]) + 0.05,
    )
)
POLYGONS = st.lists(SPOTS, min_size=3, max_size=8, unique=True).map(
    lambda spots: shapely.convex_hull(shapely.MultiPoint(spots))
).filter(lambda shape: shape.geom_type == "Polygon")  # fmt: skip


# --- without a margin: exactly what geometry says -------------------------------------------------


@given(POLYGONS, SPOTS)
def test_a_point_is_in_or_out(shape, spot):
    assert where(Region(Point(spot)), zone(geometry=shape)) == (
        T if shape.covers(Point(spot)) else F
    )


@given(POLYGONS, POLYGONS)
def test_a_shape_is_wholly_in_wholly_out_or_partly(shape, other):
    expected = T if shape.covers(other) else F if shape.disjoint(other) else U
    assert where(Region(other), zone(geometry=shape)) == expected


@given(POLYGONS)
def test_a_zone_lies_in_itself_and_its_corners_do(shape):
    assert where(Region(shape), zone(geometry=shape)) == T
    assert where(Region(Point(shape.exterior.coords[0])), zone(geometry=shape)) == T


@given(BOXES, SPOTS, st.integers(1, 300))
def test_a_radius_can_only_lose_certainty(shape, spot, radius):
    exact = where(Region(Point(spot)), zone(geometry=shape))
    assert where(Region(Point(spot), float(radius)), zone(geometry=shape)) in (exact, U)


# --- margins and radii in km ----------------------------------------------------------------------

BEARINGS = st.integers(0, 359)


@given(SPOTS, st.integers(1, 200), BEARINGS, st.floats(0, 1))
def test_the_footprint_holds_all_ground_within_the_radius(spot, radius, bearing, part):
    lon, lat = spot
    # A point at that bearing, at most that far away, on the globe.
    far, turn = radius * part * 0.995 / 6371.0, math.radians(bearing)
    here = math.radians(lat)
    there = math.asin(
        math.sin(here) * math.cos(far) + math.cos(here) * math.sin(far) * math.cos(turn)
    )
    aside = math.atan2(
        math.sin(turn) * math.sin(far) * math.cos(here),
        math.cos(far) - math.sin(here) * math.sin(there),
    )
    shape = footprint(Region(Point(spot), float(radius)))
    assert shape.covers(Point(lon + math.degrees(aside), math.degrees(there)))


@given(BOXES, SPOTS, st.sampled_from([1.0, 5.0, 25.0]))
def test_within_the_margin_nothing_is_certain(shape, spot, margin):
    found = where(Region(Point(spot)), zone(geometry=shape, margin_km=margin))
    nearest = shapely.ops.nearest_points(shape.boundary, Point(spot))[0]
    distance = km(spot, (nearest.x, nearest.y))
    inside = shape.covers(Point(spot))
    if distance < margin * 0.98:  # the globe is no plane, and its degrees differ by 1 %
        assert found == U
    elif found != U:
        assert found == (T if inside else F)
    if distance > margin * 1.6:
        assert found == (T if inside else F)


# A square from 36 to 37 east and 35 to 36 north; a degree of latitude is 111 km.
SQUARE = box(36, 35, 37, 36)


@pytest.mark.parametrize(
    ("spot", "margin", "expected"),
    [
        ((36.5, 35.5), 0, T),
        ((36.5, 35.5), 10, T),
        ((36.5, 35.5), 60, U),  # 45 km from the nearest side
        ((36.5, 35.95), 10, U),  # 5.6 km inside
        ((36.5, 35.85), 10, T),  # 16.7 km inside
        ((36.5, 36.05), 10, U),  # 5.6 km outside
        ((36.5, 36.05), 0, F),
        ((36.5, 36.2), 10, F),  # 22 km outside
        ((37.05, 35.5), 10, U),  # 4.5 km outside
        ((36.5, 36.0), 0, T),  # on the boundary
        ((36.5, 36.0), 1, U),
    ],
)
def test_margins_by_hand(spot, margin, expected):
    assert where(Region(Point(spot)), zone(geometry=SQUARE, margin_km=margin)) == expected


@pytest.mark.parametrize(
    ("spot", "radius", "expected"),
    [
        ((36.5, 35.5), 25, T),
        ((36.5, 35.5), 60, U),
        ((36.5, 36.1), 25, U),
        ((36.5, 36.5), 25, F),
        ((36.5, 36.1), 0, F),
    ],
)
def test_radii_by_hand(spot, radius, expected):
    assert where(Region(Point(spot), radius), zone(geometry=SQUARE)) == expected


# --- units ----------------------------------------------------------------------------------------

# SY is a country, SY03 and SY07 are in it; SY0307 is in SY03, SY030702 in SY0307.
CHAIN = {
    "SY": ("SY",),
    "SY03": ("SY03", "SY"),
    "SY07": ("SY07", "SY"),
    "SY0307": ("SY0307", "SY03", "SY"),
    "SY030702": ("SY030702", "SY0307", "SY03", "SY"),
    "LB": ("LB",),
}


def unit(name, geometry=None):
    return Region(geometry, 0.0, CHAIN[name], geometry is None)


def place_in(name, geometry=None):
    return Region(geometry, 0.0, CHAIN[name], False)


def within(*names, **about):
    above = frozenset(u for name in names for u in CHAIN[name])
    return zone(within=frozenset(names), above=above, **about)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("SY03", T), ("SY0307", T), ("SY030702", T), ("SY07", U), ("SY", U), ("LB", U)],
)
def test_a_zone_of_units_holds_what_is_in_them(name, expected):
    """Nothing says where else the zone reaches, so outside its units nothing is certain."""
    assert where(unit(name), zone(units=frozenset({"SY03"}))) == expected
    assert where(place_in(name), zone(units=frozenset({"SY03"}))) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("SY03", T), ("SY0307", T), ("SY030702", T), ("SY07", F), ("SY", U), ("LB", F)],
)
def test_a_zone_that_is_a_unit(name, expected):
    itself = within("SY03", units=frozenset({"SY03"}))
    assert where(unit(name), itself) == expected
    assert where(place_in(name), itself) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("SY030702", U), ("SY0307", U), ("SY03", U), ("SY", U), ("SY07", F), ("LB", F)],
)
def test_a_zone_somewhere_in_a_unit(name, expected):
    """A place known only by a larger unit may be there all the same."""
    assert where(unit(name), within("SY0307")) == expected
    assert where(place_in(name), within("SY0307")) == expected


def test_a_point_is_asked_of_the_shape_where_units_leave_it_open():
    drawn = within("SY0307", geometry=SQUARE)
    assert where(place_in("SY", Point(36.5, 35.5)), drawn) == T
    assert where(place_in("SY0307", Point(36.5, 35.5)), drawn) == T
    assert where(place_in("SY0307", Point(38, 38)), drawn) == F
    assert where(place_in("SY07", Point(36.5, 35.5)), drawn) == F


def test_the_whole_country_is_partly_in_every_zone_of_it():
    for other in (
        within("SY03", units=frozenset({"SY03"})),
        within("SY0307", geometry=SQUARE),
        zone(geometry=SQUARE),
    ):
        assert where(unit("SY"), other) == U


@given(
    st.none() | POLYGONS, st.sets(st.sampled_from(sorted(CHAIN))),
    st.sets(st.sampled_from(sorted(CHAIN))), st.sampled_from([0.0, 10.0]),
)  # fmt: skip
def test_an_unknown_region_is_u_everywhere(geometry, units, inside, margin):
    unknown = Region()
    assert unknown.is_unknown
    found = within(*inside, geometry=geometry, units=frozenset(units), margin_km=margin)
    assert where(unknown, found) == U


# --- signatures -----------------------------------------------------------------------------------

NOW = 1_000


@given(st.lists(BOXES, min_size=1, max_size=6), BOXES)
def test_signatures_hold_what_is_certain_and_only_zones_that_meet(shapes, region):
    zones = ZoneMap([zone(f"z{n}", geometry=shape) for n, shape in enumerate(shapes)])
    statuses = zones.statuses(Region(region))
    certain = {name for name, truth in statuses.items() if truth == T}
    possible = {name for name, truth in statuses.items() if truth == U}
    found = zones.signatures(statuses, NOW)
    assert len(set(found)) == len(found)
    assert any(signature.zones == certain for signature in found)
    for signature in found:
        assert certain <= signature.zones <= certain | possible
        for one in signature.zones:
            for other in signature.zones:
                assert zones.by_id[one].geometry.intersects(zones.by_id[other].geometry)
    # Every point of the region has its signature among them.
    for x, y in ((0.1, 0.1), (0.5, 0.5), (0.9, 0.2), (0.33, 0.77)):
        west, south, east, north = region.bounds
        spot = Point(west + x * (east - west), south + y * (north - south))
        real = {n for n in statuses if zones.by_id[n].geometry.covers(spot)}
        assert any(signature.zones == real for signature in found)


def test_zones_that_do_not_meet_are_never_together_also_of_very_many():
    strips = [zone(f"s{n}", geometry=box(n, 0, n + 0.5, 1)) for n in range(MAX_SIGNATURES * 2)]
    zones = ZoneMap(strips)
    found = zones.signatures(zones.statuses(Region(box(-1, -1, 200, 2))), NOW)
    assert {len(signature.zones) for signature in found} == {0, 1}
    assert len(found) == len(strips) + 1


def test_of_very_many_zones_that_all_meet_each_each_pair_and_all_are_kept():
    nested = [zone(f"s{n}", geometry=box(0, 0, n + 1, n + 1)) for n in range(10)]
    zones = ZoneMap(nested)
    found = zones.signatures(zones.statuses(Region(box(-1, -1, 20, 20))), NOW)
    assert len(found) == 1 + 10 + 45 + 1
    assert {len(signature.zones) for signature in found} == {0, 1, 2, 10}


@given(st.lists(BOXES, min_size=10, max_size=14))
def test_of_very_many_none_that_do_not_meet_are_together(shapes):
    zones = ZoneMap([zone(f"z{n}", geometry=shape) for n, shape in enumerate(shapes)])
    found = zones.signatures(zones.statuses(Region(box(30, 30, 45, 40))), NOW)
    assert len(set(found)) == len(found)
    assert {f"z{n}" for n in range(len(shapes))} == {n for s in found for n in s.zones}
    for signature in found:
        for one in signature.zones:
            for other in signature.zones:
                assert zones.by_id[one].geometry.intersects(zones.by_id[other].geometry)


def test_margins_let_zones_meet():
    # 0.2 degrees of longitude at 36 north are 18 km.
    apart = [box(36, 35.5, 36.4, 36), box(36.6, 35.5, 37, 36)]
    for margin, together in ((0.0, False), (5.0, False), (12.0, True)):
        zones = ZoneMap(
            [zone(f"z{n}", geometry=shape, margin_km=margin) for n, shape in enumerate(apart)]
        )
        found = zones.signatures(zones.statuses(Region(box(35, 35, 38, 37))), NOW)
        assert any(len(signature.zones) == 2 for signature in found) == together


def test_zones_stay_as_they_are_when_it_is_asked_which_meet():
    # What is prepared may be asked by one thread at first, and a zone's geometry is for all.
    zones = ZoneMap([zone(n, geometry=box(36, 35.5, 36.4, 36)) for n in "abc"])
    zones.signatures(dict.fromkeys("abc", U), NOW)
    assert not any(shapely.is_prepared(each.geometry) for each in zones.zones)


SHAPES = st.one_of(
    BOXES, POLYGONS, SPOTS.map(Point), st.tuples(BOXES, BOXES).map(shapely.union_all),
    st.lists(SPOTS, min_size=2, max_size=4, unique=True).map(LineString),
)  # fmt: skip


@given(SHAPES, SHAPES, st.sampled_from([0.0, 5.0, 40.0]))
def test_zones_meet_that_are_no_farther_apart_than_their_margins(first, second, margin):
    zones = ZoneMap(
        [zone(n, geometry=g, margin_km=margin) for n, g in (("a", first), ("b", second))]
    )
    found = zones.signatures({"a": U, "b": U}, NOW)
    gap = sum(drawn_margin(margin, shape) for shape in (first, second))
    assert any(len(signature.zones) == 2 for signature in found) == (first.distance(second) <= gap)


def test_a_dated_zone_appears_only_in_its_dates():
    old = zone("old", geometry=SQUARE, held=Interval(BEGIN, 100))
    new = zone("new", geometry=SQUARE, held=Interval(100, 200))
    zones = ZoneMap([old, new])
    inside = zones.statuses(Region(Point(36.5, 35.5)))
    partly = zones.statuses(Region(box(36.5, 35.5, 38, 38)))

    def at(statuses, instant):
        return [sorted(signature.zones) for signature in zones.signatures(statuses, instant)]

    assert at(inside, 0) == [["old"]]
    assert at(inside, 99) == [["old"]]
    assert at(inside, 100) == [["new"]]
    assert at(inside, 199) == [["new"]]
    assert at(inside, 200) == [[]]
    assert at(partly, 0) == [[], ["old"]]
    assert at(partly, 100) == [[], ["new"]]
    assert boundaries(zones.zones) == [BEGIN, 100, 200]


def test_zones_without_dates_always_hold():
    zones = ZoneMap([zone(geometry=SQUARE)])
    inside = zones.statuses(Region(Point(36.5, 35.5)))
    for instant in (BEGIN, 0, END - 1):
        assert [s.zones for s in zones.signatures(inside, instant)] == [frozenset({"z"})]


def test_an_unknown_region_may_be_in_any_zone_and_in_none():
    zones = ZoneMap([zone("a", geometry=SQUARE), zone("b", units=frozenset({"SY03"}))])
    found = zones.signatures(zones.statuses(Region()), NOW)
    assert {signature.zones for signature in found} == {
        frozenset(), frozenset({"a"}), frozenset({"b"}), frozenset({"a", "b"})
    }  # fmt: skip


def test_a_line_may_be_a_zone():
    line = zone(geometry=LineString([(36, 35), (37, 36)]), margin_km=5)
    assert where(Region(Point(36.5, 35.5)), line) == U
    assert where(Region(Point(36.5, 36.5)), line) == F


# --- shapes that are none -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("geometry", "word"),
    [
        ({"type": "Point", "coordinates": [36.7, 340]}, "latitude"),
        ({"type": "Point", "coordinates": [340, 36.7]}, "longitude"),
        ({"type": "Point", "coordinates": [36.7, -90.1]}, "latitude"),
        ({"type": "Point", "coordinates": [math.nan, 36]}, "not a number"),
        ({"type": "Point", "coordinates": [math.inf, 36]}, "not a number"),
        ({"type": "LineString", "coordinates": [[0, 0], [math.nan, 1], [2, 2]]}, ""),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [math.nan, 1], [0, 0]]]}, ""),
        ({"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}, "not valid"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        ({"type": "GeometryCollection", "geometries": []}, "empty"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, "cannot be read"),
        ({"type": "Polygon", "coordinates": [[0, 0], [1, 1], [0, 1]]}, "cannot be read"),
        ({"type": "Circle", "coordinates": [0, 0]}, "cannot be read"),
        ({"type": "Point"}, "cannot be read"),
        ({"type": "Point", "coordinates": None}, "empty"),
        ({"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 1]}]},
         "a collection"),
        ({"type": "Point", "coordinates": ["x", "y"]}, "cannot be read"),
        ({}, "cannot be read"),
        (None, "cannot be read"),
        ("POINT (1 1)", "cannot be read"),
        ([], "cannot be read"),
        (3, "cannot be read"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_shape(geometry, word):
    assert word in geometry_problem(geometry)


def test_a_shape_in_metres_is_met():
    metres = shapely.geometry.mapping(box(290_000, 3_980_000, 300_000, 3_990_000))
    assert "longitude" in geometry_problem(metres)


@given(POLYGONS)
def test_a_good_shape_has_no_problem(shape):
    assert geometry_problem(shapely.geometry.mapping(shape)) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=3) | st.integers(-400, 400),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "geometries", "x"]), inner)
    ),
    max_leaves=12,
)
TYPES = st.sampled_from(
    ["Point", "LineString", "Polygon", "MultiPoint", "MultiPolygon", "GeometryCollection", "", "?"]
)
SHAPES = st.fixed_dictionaries({"type": TYPES | JSON, "coordinates": JSON}) | JSON


@given(SHAPES)
def test_garbage_has_a_problem_or_is_a_sound_shape(geometry):
    if geometry_problem(geometry) is None:
        west, south, east, north = shapely.geometry.shape(geometry).bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90


def test_a_degree_is_a_degree():
    assert km((36, 35), (36, 36)) == pytest.approx(KM_PER_DEGREE, rel=0.01)
    assert Polygon(SQUARE.exterior).area == 1
