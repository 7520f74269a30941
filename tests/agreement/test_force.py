"""In force: from the start, included, to the end, not included, as far as is known."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.actors import ActorsFile, registry
from hudna.agreement.agreement import Agreement
from hudna.agreement.force import Timeline, event_dates, timeline
from hudna.agreement.timerule import Window
from hudna.agreement.worlds import Worlds
from hudna.evidence import Truth
from hudna.gazetteer import Gazetteer
from hudna.instant import ALWAYS, BEGIN, END, Interval, of_day, read

F, U, T = Truth.F, Truth.U, Truth.T
HOUR = 3_600_000_000
DAY = 24 * HOUR


def at(text):
    return read(text, "Asia/Damascus").earliest


START = at("2016-12-30T00:00")


@pytest.fixture
def force(document):
    """The timeline of the only world of a small agreement."""

    def make(terms=None, **parts):
        written = document(terms=terms, **parts)
        (world,) = Worlds(written).default()
        return timeline(world, written, event_dates(written))

    return make


def values(line, *texts):
    return [line.at(at(text)) for text in texts]


def duration(**about):
    return {"T-end": {"type": "P05"} | about}


LABEL = {"label": "x"}


# --- start and end --------------------------------------------------------------------------------


def test_the_start_is_included(force):
    line = force()
    assert line.at(START) == T
    assert line.at(START - 1) == F
    assert line.at(BEGIN) == F
    assert values(line, "1900-01-01", "2016-12-29T23:59:59", "2016-12-30", "2030-01-01") == [
        F,
        F,
        T,
        T,
    ]


def test_the_end_is_not_included(force):
    line = force(duration(end={"at": "2017-05-04T00:00"}))
    end = at("2017-05-04T00:00")
    assert line.at(end - 1) == T
    assert line.at(end) == F
    assert line.changes(ALWAYS) == [START, end]


def test_an_end_given_as_a_day_is_the_first_day_on_which_it_no_longer_holds(force):
    line = force(duration(end={"at": "2017-05-04"}))
    assert values(line, "2017-05-03T23:59", "2017-05-04T00:00") == [T, F]


def test_silence_on_the_end_ends_nothing(force):
    for silent in ({"basis": "silent"}, {"force": "silent"}, {"force": "aim_only"}):
        line = force(duration(end={"at": "2017-01-01"}, **silent))
        assert values(line, "2017-06-01") == [T]


def test_without_a_start_that_binds_nothing_says_that_it_is_in_force(force):
    line = force({"T-start": {"type": "P04", "basis": "silent", "start": {"at": "2016-12-30"}}})
    assert values(line, "2016-12-29", "2016-12-31") == [F, F]


def test_a_start_on_which_sources_differ_is_unknown_in_between(force):
    both = [{"at": "2015-02-15T00:00"}, {"at": "2015-02-15T00:01"}]
    line = force({"T-start": {"type": "P04", "start": {"any_of": both}}}, zone="Europe/Kyiv")
    zero = read("2015-02-15T00:00", "Europe/Kyiv").earliest
    assert [line.at(zero + n) for n in (-1, 0, 59_999_999, 60_000_000)] == [F, U, U, T]


def test_a_start_in_an_hour_shown_twice_is_unknown_in_between(force):
    line = force({"T-start": {"type": "P04", "start": {"at": "2017-10-26T23:30"}}})
    first = read("2017-10-26T20:30Z", None).earliest
    assert [line.at(first + n) for n in (-1, 0, HOUR - 1, HOUR)] == [F, U, U, T]


def test_two_starts_must_both_have_come(force):
    line = force({"T-air": {"type": "P04", "start": {"at": "2017-01-02T00:00"}}})
    assert values(line, "2016-12-31", "2017-01-02") == [F, T]


def test_a_start_that_waits_for_an_event_is_unknown_until_it_has_a_date(force):
    waits = {"T-start": {"type": "P04", "start": {"event": "d-day", "plus": {"days": 3}}}}
    line = force(waits, events={"d-day": LABEL})
    assert values(line, "1900-01-01", "2017-01-01", "2100-01-01") == [U, U, U]
    line = force(waits, events={"d-day": LABEL | {"at": "2016-12-01T00:00"}})
    assert values(line, "2016-12-03T23:59", "2016-12-04T00:00") == [F, T]


def test_an_event_known_by_its_day_leaves_that_day_open(force):
    waits = {"T-start": {"type": "P04", "start": {"event": "signed"}}}
    line = force(waits, events={"signed": LABEL | {"at": "2016-12-30"}})
    assert values(line, "2016-12-29T23:59", "2016-12-30T00:00", "2016-12-30T23:59", "2016-12-31") == [
        F, U, U, T,
    ]  # fmt: skip


def test_an_end_that_waits_for_an_event_is_never_certain(force):
    line = force(duration(end={"event": "talks-fail"}), events={"talks-fail": LABEL})
    assert values(line, "2016-12-29", "2017-01-01") == [F, U]


# --- extensions and gaps --------------------------------------------------------------------------

FIRST = {"at": "2017-05-04"}


def test_an_extension_goes_on_where_the_end_was(force):
    line = force(
        duration(
            end={"at": "2017-02-01"},
            extensions=[{"from": {"at": "2017-02-01"}, "to": {"at": "2017-03-01"}}],
        )
    )
    assert values(line, "2017-01-31", "2017-02-01", "2017-02-28T23:59", "2017-03-01") == [
        T,
        T,
        T,
        F,
    ]


def test_between_the_end_and_a_later_extension_it_is_not_in_force(force):
    """The Hodeidah and South Sudan kind of ceasefire: it lapses, then is renewed."""
    line = force(
        duration(end={"at": "2017-02-01"}, extensions=[{"from": {"at": "2017-02-10"}, "to": FIRST}])
    )
    assert values(line, "2017-01-31", "2017-02-01", "2017-02-09T23:59", "2017-02-10", "2017-05-04") == [
        T, F, F, T, F,
    ]  # fmt: skip


def test_a_contested_extension_is_unknown(force):
    line = force(
        duration(
            end={"at": "2017-02-01"},
            extensions=[{"from": {"at": "2017-02-01"}, "contested": True, "by": ["x"]}],
        )
    )
    assert values(line, "2017-01-31", "2017-02-01", "2030-01-01") == [T, U, U]


def test_a_contested_extension_does_not_unsettle_what_is_certain(force):
    line = force(
        duration(
            end={"at": "2017-02-01"},
            extensions=[{"from": {"at": "2017-01-01"}, "to": FIRST, "contested": True}],
        )
    )
    assert values(line, "2017-01-15", "2017-02-15", "2017-05-04") == [T, U, F]


def test_a_gap_takes_away_and_a_contested_one_makes_unknown(force):
    gap = {"from": {"at": "2017-01-10T08:00"}, "to": {"at": "2017-01-12T20:00"}}
    line = force(duration(gaps=[gap]))
    assert values(
        line, "2017-01-10T07:59", "2017-01-10T08:00", "2017-01-12T19:59", "2017-01-12T20:00"
    ) == [T, F, F, T]
    line = force(duration(gaps=[gap | {"contested": True}]))
    assert values(
        line, "2017-01-10T07:59", "2017-01-10T08:00", "2017-01-12T19:59", "2017-01-12T20:00"
    ) == [T, U, U, T]
    assert values(line, "2016-12-29") == [F]


def test_a_gap_takes_from_an_extension_too(force):
    line = force(
        duration(
            end={"at": "2017-01-02"},
            extensions=[{"from": {"at": "2017-01-02"}}],
            gaps=[{"from": {"at": "2017-01-05"}, "to": {"at": "2017-01-06"}}],
        )
    )
    assert values(line, "2017-01-04", "2017-01-05", "2017-01-06") == [T, F, T]


def test_a_gap_from_an_event_without_a_date_is_unknown(force):
    line = force(duration(gaps=[{"from": {"event": "e"}}]), events={"e": LABEL})
    assert values(line, "2016-12-29", "2017-01-01") == [F, U]


# --- conditions -----------------------------------------------------------------------------------

MIRROR = {"T-mirror": {"type": "P32", "conditions": ["mirror"]}}


def test_while_a_condition_has_no_date_it_is_not_certain(force):
    """The delegation paper bound if the other side signed one of analogous content."""
    line = force(MIRROR, events={"mirror": LABEL})
    assert values(line, "2016-12-29", "2016-12-30", "2020-01-01") == [F, U, U]


def test_a_condition_met_later_delays_the_start(force):
    line = force(MIRROR, events={"mirror": LABEL | {"at": "2017-01-05T12:00"}})
    assert values(line, "2016-12-30", "2017-01-05T11:59", "2017-01-05T12:00") == [F, F, T]


def test_a_condition_met_before_delays_nothing(force):
    line = force(MIRROR, events={"mirror": LABEL | {"at": "2016-12-29"}})
    assert values(line, "2016-12-29T23:59", "2016-12-30") == [F, T]


def test_a_condition_that_does_not_bind_delays_nothing(force):
    silent = {"T-mirror": MIRROR["T-mirror"] | {"basis": "silent"}}
    assert values(force(silent, events={"mirror": LABEL}), "2016-12-30") == [T]


# --- status claims --------------------------------------------------------------------------------


def claim(kind, **about):
    return {"id": "c", "by": ["x"], "at": "2016-12-31", "kind": kind, "label": "x"} | about


EFFECT = {"T-term": {"type": "P33", "gives_effect_to": ["c"]}}
KINDS = ["suspension_claimed", "end_claimed", "ultimatum", "talks_frozen", "extension_claimed"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_claim_by_itself_changes_nothing(force, kind):
    line = force(status_claims=[claim(kind, effective={"at": "2016-12-31T20:00"})])
    assert values(line, "2016-12-31T21:00", "2017-06-01") == [T, T]
    assert line.changes(ALWAYS) == [START]


@pytest.mark.parametrize("kind", ["suspension_claimed", "end_claimed", "ultimatum"])
def test_a_claim_given_effect_ends_it_from_when_it_says(force, kind):
    """SC-09: the ultimatum ran out at 20:00 on 31 December."""
    line = force(EFFECT, status_claims=[claim(kind, effective={"at": "2016-12-31T20:00"})])
    assert values(line, "2016-12-31T19:59", "2016-12-31T20:00", "2016-12-31T20:30") == [T, F, F]


def test_a_claim_given_effect_without_an_hour_counts_from_its_day(force):
    line = force(EFFECT, status_claims=[claim("end_claimed")])
    assert values(line, "2016-12-30T23:59", "2016-12-31T00:00") == [T, F]


def test_frozen_talks_end_nothing_even_where_a_reading_names_them(force):
    line = force(EFFECT, status_claims=[claim("talks_frozen")])
    assert values(line, "2016-12-31", "2017-06-01") == [T, T]


def test_an_extension_given_effect_extends(force):
    line = force(
        EFFECT | duration(end={"at": "2017-01-10"}),
        status_claims=[claim("extension_claimed", effective={"at": "2017-01-10"})],
    )
    assert values(line, "2017-01-09", "2017-01-10", "2018-01-01") == [T, T, T]


# --- windows and pauses ---------------------------------------------------------------------------


def test_in_force_only_in_its_windows(force):
    line = force(duration(windows=[{"start": "09:00", "end": "14:00"}]))
    assert values(
        line, "2016-12-29T10:00", "2016-12-30T08:59", "2016-12-30T09:00", "2016-12-30T13:59",
        "2016-12-30T14:00", "2017-06-01T10:00",
    ) == [F, F, T, T, F, T]  # fmt: skip


def test_not_in_force_in_its_pauses(force):
    line = force(duration(pauses=[{"start": "22:00", "end": "06:00", "days": [5]}]))
    # The night of Friday 30 December.
    assert values(
        line, "2016-12-30T21:59", "2016-12-30T22:00", "2016-12-31T05:59", "2016-12-31T06:00",
        "2016-12-31T23:00",
    ) == [T, F, F, T, T]  # fmt: skip


def test_what_is_unknown_stays_unknown_within_its_windows_and_false_outside(force):
    line = force(
        duration(windows=[{"start": "09:00", "end": "14:00"}]) | MIRROR, events={"mirror": LABEL}
    )
    assert values(line, "2016-12-31T10:00", "2016-12-31T15:00") == [U, F]


def test_windows_change_it_twice_a_day(force):
    line = force(duration(windows=[{"start": "09:00", "end": "14:00"}]))
    day = of_day(date(2017, 1, 5), "Asia/Damascus")
    assert line.changes(day) == [at("2017-01-05T09:00"), at("2017-01-05T14:00")]


@pytest.mark.parametrize("open_", ["from", "to", "both"])
def test_a_time_that_is_open_meets_windows_without_end(force, open_):
    """An incident of which only the latest time is known is judged, too."""
    span = {
        "from": Interval(at("2017-01-01"), END),
        "to": Interval(BEGIN, at("2017-01-10")),
        "both": ALWAYS,
    }[open_]
    line = force(duration(windows=[{"start": "09:00", "end": "14:00"}]))
    changes = line.changes(span)
    assert at("2017-01-05T09:00") in changes
    assert at("2017-01-05T14:00") in changes
    assert all(span.earliest < change < span.latest for change in changes)
    assert {line.at(change) for change in changes} == {F, T}


def test_an_agreement_cuts_an_open_time_without_end(document):
    written = document(
        terms=duration(windows=[{"start": "09:00", "end": "14:00"}], end={"at": "2017-01-03"}),
    )
    agreement = Agreement(written, registry(ActorsFile(), "UTC"), [], Gazetteer({}))
    assert len(agreement.slices(ALWAYS)) == len(agreement.parts(ALWAYS))
    # Before; each of four days before, in and after its window; after the end.
    (world,) = agreement.worlds.default()
    held = [agreement.in_force(world).at(part.earliest) for part in agreement.parts(ALWAYS)]
    assert held.count(T) == 4


def test_windows_on_what_never_holds_matter_nowhere():
    never = Timeline((BEGIN,), (F,), (Window(start="09:00", end="14:00"),), (), "UTC")
    assert never.changes(ALWAYS) == []
    assert never.at(0) == F


# --- between its changes it is constant -----------------------------------------------------------

ZONE = "Asia/Damascus"
MOMENTS = st.integers(0, 20 * 24).map(lambda hours: START + (hours - 48) * HOUR)
TRUTHS = st.sampled_from([F, U, T])
CLOCKS = st.integers(1, 23).map(lambda hour: f"{hour:02}:00")
WINDOWS = st.builds(Window, start=CLOCKS, end=CLOCKS, days=st.lists(st.integers(1, 7), max_size=3))


@given(
    instants=st.lists(MOMENTS, unique=True, max_size=4).map(sorted), data=st.data(),
    inside=st.lists(WINDOWS, max_size=2), outside=st.lists(WINDOWS, max_size=2),
    ends=st.tuples(MOMENTS, MOMENTS).map(sorted), zone=st.sampled_from([ZONE, "America/New_York"]),
)  # fmt: skip
def test_a_timeline_is_constant_between_its_changes(instants, data, inside, outside, ends, zone):
    values = data.draw(st.lists(TRUTHS, min_size=len(instants), max_size=len(instants)))
    line = Timeline((BEGIN, *instants), (F, *values), tuple(inside), tuple(outside), zone)
    span = Interval(*ends)
    changes = line.changes(span)
    assert changes == sorted(set(changes))
    assert all(span.earliest < change < span.latest for change in changes)
    cuts = [span.earliest, *changes, span.latest]
    for start, end in itertools.pairwise(cuts):
        inner = [start, (start + end) // 2, end - 1, start + (end - start) // 3]
        assert len({line.at(i) for i in inner if start <= i < end}) <= 1


@given(st.integers(-3, 20), st.integers(0, 24), WINDOWS)
def test_constant_also_over_the_night_that_loses_an_hour_and_that_which_gains_one(days, hour, some):
    for change in ("2017-03-26T12:00", "2017-10-25T12:00"):
        span = Interval(at(change) + days * HOUR, at(change) + (hour + 72) * HOUR)
        line = Timeline((BEGIN, at("2017-01-01")), (F, T), (some,), (), "Asia/Beirut")
        cuts = [span.earliest, *line.changes(span), span.latest]
        for start, end in itertools.pairwise(cuts):
            inner = {start, (start + end) // 2, end - 1}
            assert len({line.at(i) for i in inner if start <= i < end}) <= 1


def test_event_dates_run_to_the_end_of_to(document):
    written = document(
        events={
            "a": LABEL | {"at": "2016-12-28", "to": "2016-12-30"},
            "b": LABEL | {"at": "2016-12-30T01:00", "zone": "Europe/Moscow"},
            "c": LABEL,
        }
    )
    assert event_dates(written) == {
        "a": Interval(START - 2 * DAY, START + DAY),
        "b": Interval(START, START),
    }
