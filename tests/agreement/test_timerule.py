"""Time rules and windows: by the clock, by an event, across clock changes."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hudna.agreement.timerule import Moment, TimeRule, Window, resolve, windows
from hudna.instant import ALWAYS, BEGIN, END, Interval, TimeError, of_day, read, to_datetime

DAMASCUS = "Asia/Damascus"
HOUR = 3_600_000_000
DAY = 24 * HOUR


def utc(text):
    return read(text + "Z", None).earliest


def rule(**about):
    return TimeRule.model_validate(about)


def when(events=None, zone=DAMASCUS, **about):
    return resolve(rule(**about), events or {}, zone)


def instant(text):
    return Interval(utc(text), utc(text))


# --- by the clock ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ({"at": "2016-12-30T00:00"}, "2016-12-29T22:00"),
        ({"at": "2016-12-30T00:00", "zone": "Europe/Moscow"}, "2016-12-29T21:00"),
        ({"at": "2016-12-30T00:00+03:00"}, "2016-12-29T21:00"),
        ({"at": "2016-12-30"}, "2016-12-29T22:00"),  # from 30 December: from its start
        ({"at": "2015-02-15T00:01", "zone": "Europe/Kyiv"}, "2015-02-14T22:01"),
    ],
)
def test_at(about, expected):
    assert when(**about) == Moment(utc(expected), utc(expected))


def test_a_skipped_time_is_an_error_and_a_doubled_one_an_interval():
    with pytest.raises(TimeError):
        when(at="2017-03-31T00:30")
    found = when(at="2017-10-26T23:30")
    assert found.interval == Interval(utc("2017-10-26T20:30"), utc("2017-10-26T21:30"))


def test_an_unknown_zone_is_an_error():
    with pytest.raises(TimeError):
        when(at="2016-12-30T00:00", zone="Mars/Olympus")


# --- by an event ----------------------------------------------------------------------------------

# D-day of the Colombian agreement, on two clocks that its parties read differently.
D_DAY = {"d-day": instant("2016-12-01T05:00")}


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ({}, "2016-12-01T05:00"),
        ({"plus": {"days": 3}}, "2016-12-04T05:00"),
        ({"plus": {"days": 3}, "time": "06:00"}, "2016-12-04T11:00"),
        ({"time": "06:00"}, "2016-12-01T11:00"),
        ({"plus": {"days": -56}}, "2016-10-06T05:00"),
        ({"plus": {"months": 3}}, "2017-03-01T05:00"),
        ({"plus": {"hours": 48, "minutes": 30}}, "2016-12-03T05:30"),
        ({"plus": {"days": 1, "hours": 2}, "time": "23:00"}, "2016-12-03T06:00"),
    ],
)
def test_relative_to_an_event(about, expected):
    found = when(D_DAY, "America/Bogota", event="d-day", **about)
    assert found == Moment(utc(expected), utc(expected))


def test_an_event_without_a_date_is_no_moment():
    assert when({}, event="d-day", plus={"days": 3}) is None
    assert when({}, event="d-day", within={"months": 1}) is None
    for open_end in (Interval(BEGIN, 0), Interval(0, END)):
        assert when({"d-day": open_end}, event="d-day", plus={"days": 3}) is None


def test_an_event_moved_later_moves_what_waits_for_it():
    for day in ("2016-12-01", "2017-06-15"):
        found = when({"d-day": instant(f"{day}T00:00")}, "UTC", event="d-day", plus={"days": 3})
        assert to_datetime(found.earliest).date() == date.fromisoformat(day) + timedelta(days=3)


def test_days_are_calendar_days_and_hours_are_hours_across_a_clock_change():
    noon = {"e": instant("2017-03-30T10:00")}  # 12:00 in Damascus, the day before its clocks go on
    assert when(noon, event="e", plus={"days": 1}).earliest == utc("2017-03-31T09:00")
    assert when(noon, event="e", plus={"hours": 24}).earliest == utc("2017-03-31T10:00")


def test_a_moved_hour_that_was_skipped_or_doubled():
    skipped = {"e": instant("2017-03-29T22:30")}  # 00:30 on 30 March
    with pytest.raises(TimeError):
        when(skipped, event="e", plus={"days": 1})
    doubled = {"e": instant("2017-10-25T20:30")}  # 23:30 on 25 October
    found = when(doubled, event="e", plus={"days": 1})
    assert found.interval == Interval(utc("2017-10-26T20:30"), utc("2017-10-26T21:30"))


def test_an_event_known_by_its_day_moves_as_a_day():
    day = {"e": of_day(date(2016, 12, 30), DAMASCUS)}
    found = when(day, event="e", plus={"days": 3})
    assert found == Moment(utc("2017-01-01T22:00"), utc("2017-01-02T22:00") - 1)
    found = when(day, event="e", plus={"days": 3}, time="06:00")
    assert found == Moment(utc("2017-01-02T04:00"), utc("2017-01-02T04:00"))
    found = when(day, event="e", plus={"hours": 2})
    assert found == Moment(utc("2016-12-30T00:00"), utc("2016-12-31T00:00") - 1)


def test_a_day_whose_midnight_the_clocks_skip_is_a_day_all_the_same():
    day = {"e": of_day(date(2017, 3, 28), DAMASCUS)}
    found = when(day, event="e", plus={"days": 3})
    assert found == Moment(utc("2017-03-30T22:00"), utc("2017-03-31T21:00") - 1)


# --- deadlines ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "within", "due"),
    [
        ("2016-12-30", {"months": 1}, "2017-01-30"),  # talks within a month
        ("2017-01-31", {"months": 1}, "2017-02-28"),
        ("2016-12-30", {"days": 14}, "2017-01-13"),
        ("2017-05-04", {"months": 6}, "2017-11-04"),
        ("2017-03-01", {"days": 30}, "2017-03-31"),  # midnight skipped
        ("2016-12-30", {}, "2016-12-30"),
    ],
)
def test_within_runs_to_the_end_of_its_local_day(day, within, due):
    expected = of_day(date.fromisoformat(due), DAMASCUS)
    for start in (f"{day}T00:00", f"{day}T23:59", day):
        assert when(at=start, within=within).interval == expected
        event = {"e": read(start, DAMASCUS)}
        assert when(event, event="e", within=within).interval == expected


def test_within_a_month_by_hand():
    found = when(at="2016-12-30T00:00", within={"months": 1})
    assert found == Moment(utc("2017-01-29T22:00"), utc("2017-01-30T22:00"))


def test_the_day_of_a_deadline_is_that_of_the_rules_clock():
    # 23:30 on 30 December in Damascus is 31 December in Almaty.
    event = {"e": instant("2016-12-30T21:30")}
    assert when(event, event="e", within={"days": 1}).latest == utc("2016-12-31T22:00")
    found = when(event, event="e", within={"days": 1}, zone="Asia/Almaty")
    assert found.latest == utc("2017-01-01T18:00")


def test_within_hours_is_an_instant():
    event = {"e": instant("2016-12-30T10:00")}
    assert when(event, event="e", within={"hours": 72}) == Moment(
        utc("2017-01-02T10:00"), utc("2017-01-02T10:00")
    )


def test_a_deadline_from_an_event_of_several_days_may_be_any_of_them():
    event = {"e": Interval(utc("2016-12-27T22:00"), utc("2016-12-30T22:00"))}  # 28 to 30 December
    found = when(event, event="e", within={"days": 2})
    assert found == Moment(utc("2016-12-29T22:00"), utc("2017-01-01T22:00"))  # 30 Dec to 1 Jan


# --- where sources differ -------------------------------------------------------------------------


def test_any_of_is_from_the_first_to_the_last():
    both = [{"at": "2015-02-15T00:01"}, {"at": "2015-02-15T00:00"}]
    found = when(any_of=both, zone="Europe/Kyiv")
    assert found == Moment(utc("2015-02-14T22:00"), utc("2015-02-14T22:01"))


def test_any_of_with_one_that_has_no_date_has_none():
    assert when(any_of=[{"at": "2016-12-30"}, {"event": "ratified"}]) is None


def test_any_of_passes_its_zone_on():
    found = when(any_of=[{"at": "2017-05-04"}, {"at": "2017-05-05"}], zone="UTC")
    assert found == Moment(utc("2017-05-04T00:00"), utc("2017-05-05T00:00"))


def test_the_events_of_a_rule():
    nested = rule(any_of=[{"event": "a"}, {"any_of": [{"event": "b"}, {"at": "2016-12-30"}]}])
    assert nested.events() == {"a", "b"}
    assert rule(at="2016-12-30").events() == frozenset()


@pytest.mark.parametrize(
    "about",
    [
        {},
        {"at": "2016-12-30", "event": "e"},
        {"at": "2016-12-30", "any_of": [{"event": "e"}]},
        {"event": "e", "plus": {"days": 1}, "within": {"days": 1}},
        {"any_of": [{"event": "e"}], "plus": {"days": 1}},
        {"any_of": [{"event": "e"}], "time": "06:00"},
        {"at": "2016-12-30", "time": "06:00"},
        {"event": "e", "time": "24:00"},
        {"event": "e", "time": "6:00"},
        {"event": "e", "time": "09:60"},
        {"event": "e", "plus": {"weeks": 1}},
        {"event": "e", "plus": {"days": 10**9}},
        {"at": "tomorrow"},
    ],
)
def test_a_rule_in_no_form_is_refused(about):
    with pytest.raises(ValidationError):
        rule(**about)


# --- windows --------------------------------------------------------------------------------------


def window(start="09:00", end="14:00", **about):
    return Window.model_validate({"start": start, "end": end} | about)


def pieces(found, start, end, zone=DAMASCUS):
    spans = windows(found, Interval(utc(start), utc(end)), zone)
    return [
        tuple(to_datetime(i).replace(tzinfo=None).isoformat("T", "minutes") for i in ends)
        for ends in ((piece.earliest, piece.latest) for piece in spans)
    ]


def test_each_day_from_nine_to_two_across_a_clock_change():
    assert pieces(window(), "2017-03-11T06:00", "2017-03-13T22:00", "America/New_York") == [
        ("2017-03-11T14:00", "2017-03-11T19:00"),
        ("2017-03-12T13:00", "2017-03-12T18:00"),
        ("2017-03-13T13:00", "2017-03-13T18:00"),
    ]


def test_past_midnight_also_over_the_night_that_loses_an_hour():
    night = window("22:00", "06:00")
    assert pieces(night, "2017-03-29T12:00", "2017-03-31T12:00") == [
        ("2017-03-29T20:00", "2017-03-30T04:00"),
        ("2017-03-30T20:00", "2017-03-31T03:00"),
    ]


def test_a_window_of_the_evening_before_is_met():
    night = window("22:00", "06:00")
    assert pieces(night, "2016-12-31T01:00", "2016-12-31T01:00") == [
        ("2016-12-30T20:00", "2016-12-31T04:00")
    ]


def test_from_an_hour_to_the_same_hour_is_a_day():
    assert pieces(window("08:00", "08:00"), "2016-12-30T07:00", "2016-12-30T08:00") == [
        ("2016-12-30T06:00", "2016-12-31T06:00")
    ]


def test_to_twenty_four_is_to_the_end_of_the_day():
    late = window("20:00", "24:00")
    assert pieces(late, "2016-12-30T18:00", "2016-12-30T19:00") == [
        ("2016-12-30T18:00", "2016-12-30T22:00")
    ]
    # The night whose midnight the clocks skip: the day ends where the next one begins.
    assert pieces(late, "2017-03-30T18:00", "2017-03-30T19:00") == [
        ("2017-03-30T18:00", "2017-03-30T22:00")
    ]


def test_on_some_days_of_the_week():
    # 30 December 2016 was a Friday.
    fridays = window(days=[5])
    assert pieces(fridays, "2016-12-26T00:00", "2017-01-08T00:00") == [
        ("2016-12-30T07:00", "2016-12-30T12:00"),
        ("2017-01-06T07:00", "2017-01-06T12:00"),
    ]


def test_the_day_of_a_window_past_midnight_is_that_of_its_start():
    friday_night = window("22:00", "06:00", days=[5])
    assert pieces(friday_night, "2016-12-31T00:00", "2016-12-31T12:00") == [
        ("2016-12-30T20:00", "2016-12-31T04:00")
    ]
    assert pieces(friday_night, "2016-12-30T00:00", "2016-12-30T12:00") == []


def test_from_first_to_last_day_both_included():
    some = window(first="2016-12-30", last="2016-12-31")
    found = pieces(some, "2016-12-01T00:00", "2017-02-01T00:00")
    assert [start[:10] for start, _ in found] == ["2016-12-30", "2016-12-31"]


def test_a_window_on_another_clock():
    assert pieces(window(zone="Europe/Moscow"), "2016-12-30T00:00", "2016-12-30T20:00") == [
        ("2016-12-30T06:00", "2016-12-30T11:00")
    ]


def test_a_skipped_start_or_end_is_an_error():
    span = Interval(utc("2017-03-30T00:00"), utc("2017-03-31T12:00"))
    for skipped in (window("00:30", "06:00"), window("22:00", "00:30"), window("00:00", "06:00")):
        with pytest.raises(TimeError):
            windows(skipped, span, DAMASCUS)
    # Where it does not fall into the span, or on those days, nothing is wrong.
    assert windows(window("00:30", "06:00", last="2017-03-30"), span, DAMASCUS)
    assert windows(window("00:30", "06:00", days=[4]), span, DAMASCUS)


def test_a_doubled_hour_belongs_to_the_window():
    # On 26 October 2017 Damascus showed 23:00 to 24:00 twice.
    assert pieces(window("20:00", "23:30"), "2017-10-26T12:00", "2017-10-26T22:00") == [
        ("2017-10-26T17:00", "2017-10-26T21:30")
    ]
    assert pieces(window("23:30", "23:45"), "2017-10-26T12:00", "2017-10-26T22:00") == [
        ("2017-10-26T20:30", "2017-10-26T21:45")
    ]


@pytest.mark.parametrize("span", [ALWAYS, Interval(BEGIN, 0), Interval(0, END)])
def test_over_a_time_without_end_there_is_no_list(span):
    with pytest.raises(TimeError):
        windows(window(), span, DAMASCUS)


def test_over_more_than_fifty_years_there_is_none():
    with pytest.raises(TimeError):
        windows(window(), Interval(utc("1900-01-01T00:00"), utc("2000-01-01T00:00")), "UTC")


CLOCKS = st.integers(0, 23).map(lambda hour: f"{hour:02}:00")


@given(
    start=CLOCKS, end=CLOCKS, days=st.lists(st.integers(1, 7), unique=True),
    at=st.datetimes(datetime(2016, 12, 1), datetime(2017, 2, 28)),  # noqa: DTZ001
    first=st.none() | st.dates(date(2016, 12, 10), date(2017, 1, 1)),
    last=st.none() | st.dates(date(2017, 1, 1), date(2017, 2, 10)),
    reach=st.integers(0, 4 * DAY),
)  # fmt: skip
def test_an_instant_is_in_a_window_when_the_clock_says_so(start, end, days, at, first, last, reach):
    """No clock change falls into that winter, so a local time says all."""
    daily = window(
        start, end, days=days,
        **({"first": first.isoformat()} if first else {}),
        **({"last": last.isoformat()} if last else {}),
    )  # fmt: skip
    local = at.replace(minute=30, second=0, microsecond=0)
    here = read(local.isoformat("T", "minutes"), DAMASCUS).earliest
    clock = local.strftime("%H:%M")
    day = local.date()
    if start < end:
        open_ = start <= clock < end
    else:
        open_ = clock >= start or clock < end
        if clock < end:
            day -= timedelta(days=1)
    expected = (
        open_
        and (not days or day.isoweekday() in days)
        and (first is None or day >= first)
        and (last is None or day <= last)
    )
    for span in (Interval(here, here), Interval(here - reach, here + reach)):
        found = any(p.earliest <= here < p.latest for p in windows(daily, span, DAMASCUS))
        assert found == expected


@given(start=CLOCKS, end=CLOCKS, at=st.integers(0, 40 * DAY), length=st.integers(0, 5 * DAY))
def test_windows_come_in_order_and_meet_the_span(start, end, at, length):
    span = Interval(utc("2016-12-01T00:00") + at, utc("2016-12-01T00:00") + at + length)
    found = windows(window(start, end), span, DAMASCUS)
    assert found == sorted(found)
    for piece in found:
        assert piece.earliest <= span.latest
        assert piece.latest >= span.earliest
        assert 0 < piece.latest - piece.earliest <= DAY
