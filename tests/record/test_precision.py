"""Precision: what is released holds what is known, tells less, and is never made up."""

from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from hudna.gazetteer import Gazetteer, Spot
from hudna.instant import ALWAYS, BEGIN, Interval, of_day, read
from hudna.record.precision import (
    larger,
    part_of,
    rounded,
    to_days,
    to_hours,
    to_parts,
    unit_of,
)
from hudna.zones import KM_PER_DEGREE, Region

DAMASCUS = "Asia/Damascus"
PLACES = Gazetteer({
    spot.id: spot for spot in (
        Spot("X", "country", None, {}), Spot("X1", "adm1", "X", {}), Spot("X11", "adm2", "X1", {}),
        Spot("X111", "adm3", "X11", {}), Spot("village", "place", "X111", {}),
    )
})  # fmt: skip


def span(first, last=None, zone=DAMASCUS):
    start = read(first, zone)
    return start if last is None else Interval(start.earliest, read(last, zone).earliest)


@pytest.mark.parametrize(
    ("known", "released"),
    [
        # 14:07 becomes the afternoon, 12 to 18
        (span("2017-01-05T14:07"), ("2017-01-05T12:00", "2017-01-05T18:00")),
        (span("2017-01-05T00:00"), ("2017-01-05T00:00", "2017-01-05T06:00")),
        (span("2017-01-05T05:59"), ("2017-01-05T00:00", "2017-01-05T06:00")),
        (span("2017-01-05T18:00"), ("2017-01-05T18:00", "2017-01-06T00:00")),
        # an end is not in it: until 18:00 is the afternoon still
        (span("2017-01-05T13:00", "2017-01-05T18:00"), ("2017-01-05T12:00", "2017-01-05T18:00")),
        (span("2017-01-05T05:50", "2017-01-05T06:10"), ("2017-01-05T00:00", "2017-01-05T12:00")),
        # from evening to morning, over midnight
        (span("2017-01-05T23:55", "2017-01-06T06:05"), ("2017-01-05T18:00", "2017-01-06T12:00")),
    ],
)
def test_a_time_becomes_the_parts_of_the_day_that_it_lies_in(known, released):
    assert to_parts(known, DAMASCUS) == span(*released)


def test_whole_days_and_what_is_not_known_stay_as_they_are():
    for day in (date(2017, 1, 5), date(2016, 10, 27), date(2016, 10, 28), date(2017, 3, 31)):
        whole = of_day(day, DAMASCUS)
        assert to_parts(whole, DAMASCUS) == to_days(whole, DAMASCUS) == whole
    assert to_parts(ALWAYS, DAMASCUS) == to_hours(ALWAYS, DAMASCUS) == ALWAYS
    open_ = Interval(BEGIN, span("2017-01-05T14:07").earliest)
    assert to_parts(open_, DAMASCUS) == Interval(BEGIN, span("2017-01-05T18:00").earliest)


def test_the_hour_that_the_clocks_showed_twice_is_no_part_of_a_day_of_its_own():
    # On 28 October 2016 at 00:00 the clocks of Damascus went back to 23:00 of the 27th.
    again = read("2016-10-27T23:30:00+02:00", None)
    first = read("2016-10-27T18:00", DAMASCUS).earliest
    whole = of_day(date(2016, 10, 27), DAMASCUS)
    assert to_parts(again, DAMASCUS) == Interval(first, whole.latest)
    assert to_days(again, DAMASCUS) == whole


def test_hours_are_those_of_the_local_clock():
    # Kathmandu is 5:45 ahead: its 14:00 is 08:15 UTC
    found = to_hours(read("2017-01-05T14:07", "Asia/Kathmandu"), "Asia/Kathmandu")
    assert found == Interval(
        read("2017-01-05T08:15:00Z", None).earliest, read("2017-01-05T09:15:00Z", None).earliest
    )


def test_parts_have_names():
    names = [part_of(to_parts(span(f"2017-01-05T{h:02}:30"), DAMASCUS), DAMASCUS)
             for h in (3, 9, 15, 21)]  # fmt: skip
    assert names == ["night", "morning", "afternoon", "evening"]
    assert part_of(of_day(date(2017, 1, 5), DAMASCUS), DAMASCUS) is None
    assert part_of(span("2017-01-05T14:07"), DAMASCUS) is None


INSTANTS = st.integers(-(10**15), 4 * 10**15)
SPANS = st.builds(
    lambda t, length: Interval(t, t + length),
    INSTANTS, st.just(0) | st.integers(1, 10**10) | st.integers(1, 10**13),
)  # fmt: skip
ZONES = st.sampled_from([DAMASCUS, "Europe/Kyiv", "Asia/Kathmandu", "America/New_York", "UTC"])


@given(SPANS, ZONES)
def test_no_time_is_made_sharper(known, zone):
    hours, parts, days = (f(known, zone) for f in (to_hours, to_parts, to_days))
    for wider in (hours, parts, days):
        assert wider.earliest <= known.earliest
        assert known.latest <= wider.latest
    # a part of a day is six hours; clocks may take one of them or two
    assert parts.latest - parts.earliest >= 4 * 3_600_000_000
    assert hours.latest - hours.earliest >= 3_600_000_000
    assert days.earliest <= parts.earliest
    assert parts.latest <= days.latest


@given(SPANS, ZONES)
def test_times_of_one_part_of_a_day_cannot_be_told_apart(known, zone):
    wider = to_parts(known, zone)
    assert to_parts(wider, zone) == wider
    assert to_days(wider, zone) == to_days(known, zone)


def test_a_place_becomes_the_unit_of_the_third_order_or_the_next_larger():
    chain = PLACES.chain("village")
    assert unit_of(Region(units=chain), PLACES) == "X111"
    assert unit_of(Region(units=chain), PLACES, "adm2") == "X11"
    assert unit_of(Region(units=("X11", "X1", "X")), PLACES) == "X11"
    assert unit_of(Region(units=("X",)), PLACES) == "X"
    assert unit_of(Region(shapely.Point(1, 2), 1.0), PLACES) is None
    assert unit_of(Region(units=("gone", "X1", "X")), PLACES) == "X1"
    assert larger("X111", PLACES, "adm1") == "X1"
    assert larger("X", PLACES, "adm1") == "X"
    assert larger(None, PLACES, "adm1") is None


def test_coordinates_are_rounded_with_a_radius_that_holds_the_place():
    # half the diagonal of a cell of 0.1 degree: 0.0707 degrees, 7.87 km; and the place's own 1 km
    assert rounded(Region(shapely.Point(36.1788, 33.6167), 1.0)) == (36.2, 33.6, 9.0)
    assert rounded(Region(units=("X",))) is None


@given(st.floats(-180, 180), st.floats(-85, 85), st.floats(0, 50))
def test_the_rounded_place_holds_the_known_one_and_tells_only_its_cell(lon, lat, radius):
    found = rounded(Region(shapely.Point(lon, lat), radius))
    away = max(abs(found[0] - lon), abs(found[1] - lat))
    assert away <= 0.05 + 1e-9
    assert shapely.Point(found[:2]).distance(shapely.Point(lon, lat)) * KM_PER_DEGREE + radius <= (
        found[2] + 1e-6
    )
    assert rounded(Region(shapely.Point(found[:2]), radius)) == found


def test_a_shape_lies_within_the_radius_around_its_rounded_middle():
    shape = shapely.box(36.0, 33.0, 37.0, 33.4)
    lon, lat, km = rounded(Region(shape, 2.0))
    assert (lon, lat) == (36.5, 33.2)
    assert shape.hausdorff_distance(shapely.Point(lon, lat)) * KM_PER_DEGREE + 2 <= km
