"""Instants and intervals: the vectors of time, clock changes, and the algebra of intervals."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.instant import (
    ALWAYS,
    BEGIN,
    END,
    Interval,
    TimeError,
    add_calendar,
    day_start,
    from_datetime,
    local_day,
    of_day,
    of_local,
    read,
    show,
    span,
    to_datetime,
    zone,
)

HOUR = 3_600_000_000
ZONES = [
    "Asia/Damascus", "Asia/Beirut", "Europe/Kyiv", "America/New_York", "Europe/Istanbul",
    "Asia/Tehran", "Asia/Almaty", "America/Bogota", "Africa/Juba", "Australia/Lord_Howe",
    "America/Havana", "America/St_Johns", "America/Toronto", "Pacific/Apia", "Africa/Cairo",
    "Asia/Gaza", "America/Sao_Paulo", "UTC",
]  # fmt: skip


def utc(text):
    """The instant of a UTC time, by the standard library alone."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


# --- the vectors of the ceasefire's start ---------------------------------------------------------

START = utc("2016-12-29T22:00")


@pytest.mark.parametrize(
    ("zone_name", "local", "offset"),
    [
        ("Asia/Damascus", "2016-12-30T00:00", "+02:00"),
        ("Europe/Moscow", "2016-12-30T01:00", "+03:00"),
        ("Europe/Istanbul", "2016-12-30T01:00", "+03:00"),
        ("Asia/Tehran", "2016-12-30T01:30", "+03:30"),
        ("Asia/Almaty", "2016-12-30T04:00", "+06:00"),
        ("Europe/Amsterdam", "2016-12-29T23:00", "+01:00"),
        ("America/New_York", "2016-12-29T17:00", "-05:00"),
    ],
)
def test_the_start_is_one_instant_on_every_clock(zone_name, local, offset):
    assert read(local, zone_name) == Interval(START, START)
    assert read(local + offset, None) == Interval(START, START)
    assert show(START, zone_name) == f"{local}:00{offset}"


def test_the_start_of_the_day_is_the_start_of_the_ceasefire():
    assert day_start(date(2016, 12, 30), "Asia/Damascus") == START
    assert read("2016-12-29", "Asia/Damascus").latest == START


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        ("2017-03-30", "+02:00"),
        ("2017-03-31", "+03:00"),
        ("2017-10-26", "+03:00"),
        ("2017-10-27", "+02:00"),
    ],
)
def test_damascus_changes_its_clocks(day, offset):
    noon = read(f"{day}T12:00", "Asia/Damascus").earliest
    assert show(noon, "Asia/Damascus") == f"{day}T12:00:00{offset}"


@pytest.mark.parametrize(
    ("text", "zone_name", "expected"),
    [
        ("2016-12-29T23:55", "Asia/Damascus", "2016-12-29T21:55"),  # SC-04 a
        ("2016-12-30T00:55", "Europe/Moscow", "2016-12-29T21:55"),  # b
        ("2016-12-30T00:55", "Europe/Istanbul", "2016-12-29T21:55"),  # c
        ("2016-12-29T23:59:59", "Asia/Damascus", "2016-12-29T21:59:59"),  # e
        ("2017-04-01T00:10", "Asia/Damascus", "2017-03-31T21:10"),  # j
        ("2016-12-31T20:00", "Asia/Damascus", "2016-12-31T18:00"),  # the ultimatum
        ("2016-12-31T20:00+02:00", None, "2016-12-31T18:00"),
        ("2016-12-31T20:30", "Asia/Damascus", "2016-12-31T18:30"),  # SC-09
        ("2015-02-15T00:00", "Europe/Kyiv", "2015-02-14T22:00"),
        ("2016-12-31T18:00Z", None, "2016-12-31T18:00"),
        ("2016-12-31 18:00:00.000001Z", None, "2016-12-31T18:00"),
    ],
)
def test_times_as_written(text, zone_name, expected):
    found = read(text, zone_name)
    assert found.is_instant
    assert found.earliest // 1_000_000 == utc(expected) // 1_000_000


@pytest.mark.parametrize(
    "text",
    ["", "2016", "2016-12", "30-12-2016", "2016-12-30T", "2016-12-30T24:00", "2016-12-30T23:60",
     "2016-12-30T1:00", "2016-13-01", "2016-02-30", "2017-02-29", "2016-12-30T00:00+24:00",
     "2016-12-30T00:00+01:99", "2016-12-30Z", "2016-12-30T00:00 +02:00", "1799-12-31",
     "2401-01-01", "0000-01-01", "٢٠١٦-١٢-٣٠", "2016-12-30T٠٠:٠٠", "2016-12-30T00:00:61",
     "2016-12-30\n2016-12-31", "midnight"],
)  # fmt: skip
def test_what_is_no_time_is_an_error(text):
    with pytest.raises(TimeError):
        read(text, "Asia/Damascus")


@given(st.text(max_size=30) | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.Z+-]{0,15}"))
def test_any_text_is_read_or_a_time_error(text):
    with suppress(TimeError):
        read(text, "Asia/Damascus")


@pytest.mark.parametrize("text", ["2016-12-30", "2016-12-30T00:00"])
def test_a_missing_zone_is_an_error_never_utc(text):
    with pytest.raises(TimeError, match="zone"):
        read(text, None)


@pytest.mark.parametrize(
    "name", ["Damascus", "Asia/Nowhere", "", "../../etc/passwd", "/etc/localtime", "Asia", "a\0b"]
)
def test_an_unknown_zone_is_an_error(name):
    with pytest.raises(TimeError, match="IANA"):
        zone(name)


def test_a_naive_datetime_is_an_error():
    with pytest.raises(TimeError):
        from_datetime(datetime(2016, 12, 30))  # noqa: DTZ001


# --- skipped and doubled local times --------------------------------------------------------------


@pytest.mark.parametrize(
    ("local", "zone_name"),
    [
        ("2017-03-31T00:00", "Asia/Damascus"),
        ("2017-03-31T00:30", "Asia/Damascus"),
        ("2017-03-26T00:30", "Asia/Beirut"),
        ("2015-03-29T03:30", "Europe/Kyiv"),
        ("2017-03-12T02:30", "America/New_York"),
        ("2011-12-30T12:00", "Pacific/Apia"),
    ],
)
def test_a_skipped_time_is_an_error(local, zone_name):
    with pytest.raises(TimeError, match="skipped"):
        read(local, zone_name)


@pytest.mark.parametrize(
    ("local", "zone_name", "first", "second"),
    [
        # Damascus went from 24:00 (+03:00) back to 23:00 (+02:00) on 26 October 2017.
        ("2017-10-26T23:30", "Asia/Damascus", "2017-10-26T20:30", "2017-10-26T21:30"),
        ("2015-10-25T03:30", "Europe/Kyiv", "2015-10-25T00:30", "2015-10-25T01:30"),
        ("2017-11-05T01:30", "America/New_York", "2017-11-05T05:30", "2017-11-05T06:30"),
        ("2017-11-05T01:00", "America/New_York", "2017-11-05T05:00", "2017-11-05T06:00"),
    ],
)
def test_a_doubled_time_is_an_interval(local, zone_name, first, second):
    assert read(local, zone_name) == Interval(utc(first), utc(second))


@pytest.mark.parametrize(
    ("local", "zone_name", "instant"),
    [
        # One minute either side of a change is an instant.
        ("2017-03-30T23:59", "Asia/Damascus", "2017-03-30T21:59"),
        ("2017-03-31T01:00", "Asia/Damascus", "2017-03-30T22:00"),
        ("2017-10-26T22:59", "Asia/Damascus", "2017-10-26T19:59"),
        ("2017-10-27T00:00", "Asia/Damascus", "2017-10-26T22:00"),
        ("2017-11-05T02:00", "America/New_York", "2017-11-05T07:00"),
    ],
)
def test_beside_a_change_a_time_is_an_instant(local, zone_name, instant):
    assert read(local, zone_name) == Interval(utc(instant), utc(instant))


@pytest.mark.parametrize(
    ("day", "zone_name", "start", "hours"),
    [
        # Midnight skipped: the day begins at 01:00.
        ("2017-03-31", "Asia/Damascus", "2017-03-30T22:00", 23),
        ("2017-03-26", "Asia/Beirut", "2017-03-25T22:00", 23),
        # The clocks go back at the end of the day.
        ("2017-10-26", "Asia/Damascus", "2017-10-25T21:00", 25),
        ("2017-10-28", "Asia/Beirut", "2017-10-27T21:00", 25),
        # Midnight twice within the day.
        ("2017-11-05", "America/Havana", "2017-11-05T04:00", 25),
        ("2017-11-04", "America/Havana", "2017-11-04T04:00", 24),
        ("2017-11-05", "America/New_York", "2017-11-05T04:00", 25),
        ("2017-03-12", "America/New_York", "2017-03-12T05:00", 23),
        # Half an hour from 23:30 to 00:30: each of the two days loses half of an hour.
        ("1919-03-30", "America/Toronto", "1919-03-30T05:00", 23.5),
        ("1919-03-31", "America/Toronto", "1919-03-31T04:30", 23.5),
        # Back from 00:01 to 23:01: the day comes back for an hour.
        ("2006-10-28", "America/St_Johns", "2006-10-28T02:30", 25),
        ("2016-12-30", "Asia/Damascus", "2016-12-29T22:00", 24),
    ],
)
def test_local_days(day, zone_name, start, hours):
    found = of_day(date.fromisoformat(day), zone_name)
    assert found == Interval(utc(start), utc(start) + int(hours * HOUR))


def test_a_day_that_never_was_is_an_error():
    with pytest.raises(TimeError, match="skipped"):
        of_day(date(2011, 12, 30), "Pacific/Apia")


INSTANTS = st.datetimes(datetime(1901, 1, 1), datetime(2037, 12, 31)).map(  # noqa: DTZ001
    lambda moment: from_datetime(moment.replace(tzinfo=UTC))
)


@given(INSTANTS, st.sampled_from(ZONES))
def test_every_instant_lies_in_its_local_day(instant, zone_name):
    day = local_day(instant, zone_name)
    whole = of_day(day, zone_name)
    assert whole.holds(instant)
    assert local_day(whole.earliest, zone_name) == day
    assert local_day(whole.latest - 1, zone_name) == day
    assert local_day(whole.earliest - 1, zone_name) < day
    assert local_day(whole.latest, zone_name) > day


@given(INSTANTS, st.sampled_from(ZONES))
def test_what_is_shown_is_read_back(instant, zone_name):
    text = show(instant, zone_name)
    if text[-6] in "+-" and text[-9] not in "+-":  # old offsets have seconds; they are not written
        assert read(text, None) == Interval(instant, instant)


@given(INSTANTS, st.sampled_from(ZONES))
def test_a_local_time_holds_the_instant_that_showed_it(instant, zone_name):
    moment = to_datetime(instant, zone_name)
    assert from_datetime(moment) == instant
    found = of_local(moment.replace(tzinfo=None), zone_name)
    assert instant in (found.earliest, found.latest)
    assert from_datetime(moment.replace(fold=0)) == found.earliest
    assert from_datetime(moment.replace(fold=1)) == found.latest


LOCALS = st.datetimes(datetime(1950, 1, 1), datetime(2037, 12, 31))  # noqa: DTZ001


@given(LOCALS, st.sampled_from(ZONES))
def test_a_local_time_is_an_error_or_shows_as_itself(local, zone_name):
    try:
        found = of_local(local, zone_name)
    except TimeError:
        # Skipped: whatever the clocks show around it, they jump over it.
        day = timedelta(days=2)
        near = from_datetime(local.replace(tzinfo=UTC))
        for instant in range(near - int(day / timedelta(microseconds=1)), near, HOUR):
            assert to_datetime(instant, zone_name).replace(tzinfo=None) != local
        return
    for instant in (found.earliest, found.latest):
        assert to_datetime(instant, zone_name).replace(tzinfo=None) == local


@pytest.mark.parametrize("end", [BEGIN, END])
def test_an_open_end_is_shown_as_nothing(end):
    assert show(end, "Asia/Damascus") is None


# --- calendar arithmetic --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "days", "expected"),
    [
        ("2016-12-30", 1, 0, "2017-01-30"),
        ("2017-01-31", 1, 0, "2017-02-28"),
        ("2016-01-31", 1, 0, "2016-02-29"),
        ("2016-12-31", 2, 0, "2017-02-28"),
        ("2016-12-30", 12, 0, "2017-12-30"),
        ("2016-02-29", 12, 0, "2017-02-28"),
        ("2017-03-31", -1, 0, "2017-02-28"),
        ("2017-01-15", -1, 0, "2016-12-15"),
        ("2016-12-30", 0, 14, "2017-01-13"),
        ("2016-12-30", 1, 1, "2017-01-31"),
        ("2017-01-31", 1, 1, "2017-03-01"),  # months first, then days
        ("2017-05-04", 6, 0, "2017-11-04"),
        ("2016-12-30", 0, -30, "2016-11-30"),
    ],
)
def test_add_calendar(day, months, days, expected):
    found = add_calendar(date.fromisoformat(day), months=months, days=days)
    assert found == date.fromisoformat(expected)


@given(st.dates(date(1800, 1, 1), date(2400, 12, 31)), st.integers(-1200, 1200))
def test_adding_months_lands_in_that_month_on_that_day_or_the_last(day, months):
    found = add_calendar(day, months=months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1
    assert found.day <= day.day


# --- intervals ------------------------------------------------------------------------------------

POINTS = st.integers(-20, 20)
INTERVALS = st.tuples(POINTS, POINTS).map(lambda p: Interval(min(p), max(p)))


def halves(interval):
    """The moments of an interval in half units: an independent picture of [earliest, latest)."""
    if interval.earliest == interval.latest:
        return {2 * interval.earliest}
    return set(range(2 * interval.earliest, 2 * interval.latest))


def test_an_interval_cannot_end_before_it_starts():
    with pytest.raises(TimeError):
        Interval(1, 0)


@given(INTERVALS, POINTS)
def test_holds_is_membership(interval, point):
    assert interval.holds(point) == (2 * point in halves(interval))


@given(INTERVALS, INTERVALS)
def test_meets_is_a_common_moment(one, other):
    assert one.meets(other) == bool(halves(one) & halves(other))
    assert one.meets(other) == other.meets(one)


@given(INTERVALS)
def test_an_interval_meets_itself_and_always(interval):
    assert interval.meets(interval)
    assert interval.holds(interval.earliest)
    assert ALWAYS.meets(interval)
    assert not interval.is_open
    assert interval.is_instant == (interval.earliest == interval.latest)


@given(st.sets(POINTS, min_size=3, max_size=3).map(sorted), POINTS)
def test_neighbours_do_not_meet(ends, point):
    one, other = Interval(ends[0], ends[1]), Interval(ends[1], ends[2])
    assert not one.meets(other)
    assert not (one.holds(point) and other.holds(point))


def test_the_end_is_not_included_and_an_instant_is():
    day = read("2016-12-29", "Asia/Damascus")
    assert not day.holds(START)
    assert day.holds(START - 1)
    assert not day.meets(Interval(START, START))
    assert Interval(START, START).holds(START)


@pytest.mark.parametrize("ends", [(BEGIN, 0), (0, END), (BEGIN, END)])
def test_open_ends(ends):
    assert Interval(*ends).is_open


# --- dated validity -------------------------------------------------------------------------------


def test_span_runs_to_the_start_of_its_end():
    found = span("2016-12-30", "2017-05-04", "Asia/Damascus")
    assert found == Interval(START, utc("2017-05-03T21:00"))
    assert span(None, None, "Asia/Damascus") == ALWAYS
    assert span(None, "2016-12-30", "Asia/Damascus") == Interval(BEGIN, START)
    assert span("2016-12-30", None, "Asia/Damascus") == Interval(START, END)


def test_span_refuses_an_end_before_its_start():
    with pytest.raises(TimeError, match="precedes"):
        span("2017-01-01", "2016-12-31", "Asia/Damascus")
