"""Words: times with their zone and cut-off, names isolated, controls made visible."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.codes import Text
from hudna.evidence import Level, Standing
from hudna.instant import ALWAYS, BEGIN, END, Interval, day_start, read
from hudna.sitrep.words import Phrasing, both, plain

EN, AR = Phrasing("en", "Asia/Damascus"), Phrasing("ar", "Asia/Damascus")
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def bare(markup):
    return re.sub("<[^>]*>", "", str(markup))


def period(first, last, zone):
    return Interval(
        day_start(date.fromisoformat(first), zone), day_start(date.fromisoformat(last), zone)
    )


def test_a_period_has_its_cut_off_zone_and_offset():
    span = period("2016-12-30", "2016-12-31", "Asia/Damascus")
    assert (
        bare(EN.period(span, "Asia/Damascus"))
        == "from 00:00 30 Dec 2016 to 00:00 31 Dec 2016, Damascus time (UTC+2)"
    )
    assert (
        bare(AR.period(span, "Asia/Damascus"))
        == "من 00:00 30 كانون الأول/ديسمبر 2016 إلى 00:00 31 كانون الأول/ديسمبر 2016، "
        "بتوقيت دمشق (UTC+2)"
    )


def test_a_period_over_a_clock_change_has_both_offsets():
    span = period("2017-03-01", "2017-05-01", "Asia/Damascus")
    assert bare(EN.clock("Asia/Damascus", *map(_local, (span.earliest, span.latest)))) == (
        "Damascus time (UTC+2 at the start, then UTC+3)"
    )


def _local(instant):
    from hudna.instant import to_datetime

    return to_datetime(instant, "Asia/Damascus")


@pytest.mark.parametrize(
    ("zone", "en", "ar"),
    [
        ("Asia/Damascus", "Damascus", "دمشق"),
        ("Europe/Kyiv", "Kyiv", "كييف"),
        ("UTC", "UTC", "UTC"),
        ("Etc/GMT+3", "Etc/GMT+3", "Etc/GMT+3"),
    ],
)
def test_the_city_of_a_zone(zone, en, ar):
    assert (EN.city(zone), AR.city(zone)) == (en, ar)


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2016-12-30", None, "2016-12-30"),
        ("2016-12-28T00:00", "2016-12-31T00:00", "2016-12-28 to 2016-12-30"),
        ("2016-12-30T14:07", None, "2016-12-30 14:07 Damascus time (UTC+2)"),
        ("2016-12-30T00:00", "2016-12-30T02:00", "2016-12-30 00:00–02:00 Damascus time (UTC+2)"),
        (
            "2016-12-29T23:00", "2016-12-30T01:00",
            "2016-12-29 23:00 – 2016-12-30 01:00 Damascus time (UTC+2)",
        ),
    ],
)  # fmt: skip
def test_a_time_as_far_as_it_is_known(start, end, shown):
    span = read(start, "Asia/Damascus")
    if end:
        span = Interval(span.earliest, read(end, "Asia/Damascus").earliest)
    assert bare(EN.when(span, "Asia/Damascus")) == shown


def test_a_day_of_another_clock_names_it():
    assert bare(EN.when(read("2016-12-30", "Europe/Moscow"), "Europe/Moscow")) == (
        "2016-12-30 Moscow time (UTC+3)"
    )


def test_open_ends_are_said():
    noon = read("2016-12-30T12:00", "Asia/Damascus").earliest
    assert bare(EN.when(ALWAYS, "Asia/Damascus")) == "at a time not known"
    assert bare(EN.when(Interval(BEGIN, noon), "Asia/Damascus")).startswith("before 2016-12-30")
    assert bare(EN.when(Interval(noon, END), "Asia/Damascus")).endswith("or later")


def test_levels_are_words_with_codes():
    assert bare(EN.level(Standing(Level.E2))) == "reported (E2)"
    assert bare(EN.level(Standing(Level.E3, contested=True))) == "corroborated (E3), contested"


def test_dates_and_ids_run_from_left_to_right():
    assert str(AR.iso(date(2016, 12, 30))) == (
        '<bdi dir="ltr" class="code" translate="no">2016-12-30</bdi>'
    )


def test_a_name_in_the_other_language_says_so():
    assert str(AR.name(Text("Russia", "روسيا"))) == "<bdi>روسيا</bdi>"
    assert str(AR.name(Text("Russia", "Russia"))) == '<bdi lang="en">Russia</bdi>'


def test_a_capital_leaves_tags_alone():
    assert str(EN.capital(EN.name("place not known"))) == "<bdi>Place not known</bdi>"
    assert str(EN.capital("a < b")) == "A &lt; b"
    assert str(EN.capital("")) == ""


@given(st.text(max_size=40))
def test_whatever_a_name_holds_it_is_text(hostile):
    for words in (EN, AR):
        for shown in (words.name(hostile), words.code(hostile), words.long(hostile)):
            inner = re.fullmatch("<bdi[^>]*>(.*)</bdi>", str(shown), re.DOTALL)
            assert inner is not None
            assert not set(inner[1]) & set('<>"')
            assert not BIDI.search(inner[1])


def test_hidden_controls_become_visible():
    assert plain("safe\u202egnp.exe\u0000") == "safe\ufffdgnp.exe\ufffd"
    assert plain("line\nline\tتمهيد") == "line\nline\tتمهيد"


def test_both_languages():
    assert both("unidentified") == Text("unidentified", "مجهول الهوية")
