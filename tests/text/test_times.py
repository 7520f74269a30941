"""Times that a text names, resolved against the day of publication."""

import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from hudna.text import times
from hudna.text.letters import folded
from hudna.text.statement import When
from hudna.text.words import words

FRIDAY = date(2016, 12, 30)
DAMASCUS = ZoneInfo("Asia/Damascus")


def read(text, language, published=FRIDAY, zone=None):
    found = times.find(words(folded(text)), language, published, zone)
    for one in found:
        low, high = one.value.span
        assert text[low:high] == one.value.quote
        assert one.first < one.last
    return [one.value for one in found]


def only(text, language, published=FRIDAY, zone=None):
    [when] = read(text, language, published, zone)
    return when


def bounds(text, language, published=FRIDAY, zone=None):
    return [(when.earliest, when.latest) for when in read(text, language, published, zone)]


def day(written):
    return [(written, written)]


# --- by hand, published on Friday 30 December 2016 ------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أمس", day("2016-12-29")),
        ("يوم غد السبت", day("2016-12-31")),  # the Saturday about tomorrow
        ("يوم أمس الخميس", day("2016-12-29")),
        ("هدنة تبدأ الاثنين", day("2017-01-02")),
        ("صيف 2015", [("2015-06-01", "2015-08-31")]),
        ("شتاء 2015", [("2014-12-01", "2016-02-29")]),  # of either end of the year
        ("الصيف الماضي", [("2016-06-01", "2016-08-31")]),
        ("ربيع العام المقبل", [("2017-03-01", "2017-05-31")]),
        ("يونيو حزيران 2016", [("2016-06-01", "2016-06-30")]),  # two names of one month
        ("منذ يوم 13 نوفمبر الجاري", [("2016-11-13", None)]),
        ("خلال الأيام الثلاثة المقبلة", [("2016-12-30", "2017-01-02")]),
        ("خلال الساعات الـ48 المقبلة", [("2016-12-30", "2017-01-01")]),
        ("قبل نحو أسبوعين", [("2016-12-10", "2016-12-18")]),
        ("اليوم", day("2016-12-30")),
        ("غدا", day("2016-12-31")),
        ("أول أمس", day("2016-12-28")),
        ("أمس الأول", day("2016-12-28")),
        ("بعد غد", day("2017-01-01")),
        ("منتصف ليل أمس", day("2016-12-30T00:00")),
        ("بداية من منتصف ليل أمس", [("2016-12-30T00:00", None)]),
        ("اعتبارا من منتصف نهار اليوم", [("2016-12-30T12:00", None)]),
        ("تسليم الخرائط في مهلة أسبوعين", [(None, None)]),
        ("مساء الخميس", day("2016-12-29")),
        ("فجر الجمعة", day("2016-12-30")),
        ("ليل الخميس", [("2016-12-29", "2016-12-30")]),
        ("ليلة الجمعة", [("2016-12-29", "2016-12-30")]),
        ("أمس الخميس", day("2016-12-29")),
        ("الخميس المقبل", day("2017-01-05")),
        ("الجمعة الماضي", day("2016-12-23")),
        ("والخميس", day("2016-12-29")),
        ("منذ الأربعاء", [("2016-12-28", None)]),
        ("حتى مساء أمس", [(None, "2016-12-29")]),
        ("بحلول الاثنين", [(None, "2017-01-02")]),
        ("الساعة الثامنة مساء", [(None, None)]),
        ("الساعة الثامنة من مساء الخميس", day("2016-12-29T20:00")),
        ("الثامنة والنصف مساء الخميس", day("2016-12-29T20:30")),
        ("الخميس عند الساعة 20:00", day("2016-12-29T20:00")),
        ("منذ السابعة من مساء الاثنين", [("2016-12-26T19:00", None)]),
        ("الثانية عشرة ظهر الخميس", day("2016-12-29T12:00")),
        ("الساعة السابعة إلا ربعا من صباح أمس", day("2016-12-29T06:45")),
        ("الساعة الثامنة الخميس", [("2016-12-29T08:00", "2016-12-29T20:00")]),
        ("منتصف ليل الخميس الجمعة", day("2016-12-30T00:00")),
        ("قبل منتصف ليل الخميس المقبل", [(None, "2017-01-06T00:00")]),
        ("الأسبوع الماضي", [("2016-12-17", "2016-12-25")]),
        ("الأسبوع المقبل", [("2016-12-31", "2017-01-08")]),
        ("الشهر المقبل", [("2017-01-01", "2017-01-31")]),
        ("العام الماضي", [("2015-01-01", "2015-12-31")]),
        ("نهاية العام الجاري", day("2016-12-31")),
        ("قبل نهاية الشهر", [(None, "2016-12-31")]),
        ("مطلع الشهر المقبل", [("2017-01-01", "2017-01-10")]),
        ("قبل يومين", day("2016-12-28")),
        ("منذ ثلاثة أيام", [("2016-12-27", None)]),
        ("قبل شهرين", [("2016-10-01", "2016-10-31")]),
        ("الساعات الـ48 المقبلة", [("2016-12-30", "2017-01-01")]),
        ("الأيام الثلاثة الماضية", [("2016-12-27", "2016-12-30")]),
        ("الأيام المقبلة", [("2016-12-30", None)]),
        ("30 كانون الأول/ديسمبر 2016", day("2016-12-30")),
        ("30 كانون الأول (ديسمبر) 2016", day("2016-12-30")),
        ("29 ديسمبر", day("2016-12-29")),
        ("2 كانون الثاني", day("2017-01-02")),
        ("23 كانون الثاني/يناير المقبل", day("2017-01-23")),
        ("الثلاثين من ديسمبر", day("2016-12-30")),
        ("الأول من آذار 2017", day("2017-03-01")),
        ("30 دجنبر 2016", day("2016-12-30")),
        ("3 جويلية 2017", day("2017-07-03")),
        ("5 غشت 2016", day("2016-08-05")),
        ("30/12/2016", day("2016-12-30")),
        ("٣٠ كانون الأول ٢٠١٦", day("2016-12-30")),
        ("29 من الشهر الجاري", day("2016-12-29")),
        ("من 5 إلى 8 كانون الثاني", [("2017-01-05", "2017-01-08")]),
        ("يومي 29 و30 ديسمبر", [("2016-12-29", "2016-12-30")]),
        ("من الاثنين إلى الجمعة", [("2016-12-26", "2016-12-30")]),
        ("في ديسمبر", [("2016-12-01", "2016-12-31")]),
        ("ديسمبر من العام الماضي", [("2015-12-01", "2015-12-31")]),
        ("في مارس 2017", [("2017-03-01", "2017-03-31")]),
        ("منذ عام 2011", [("2011-01-01", None)]),
        ("31 فبراير 2016", [(None, None)]),
        ("5 نيسان/مايو 2016", [(None, None)]),
        ("خلال شهرين", [(None, None)]),
        ("من المقرر أن يجتمعوا الاثنين", day("2017-01-02")),
        ("سيجتمعون الاثنين", day("2017-01-02")),
        ("بنهاية العام", [(None, "2016-12-31")]),
        ("فجرا", day("2016-12-30")),
        ("عند الظهر", day("2016-12-30")),
        ("سوق الجمعة", []),
        ("هدنة عيد الميلاد", []),
        ("قبل حلول شهر رمضان", [(None, "2017-05-26")]),
        ("الأسبوع الثاني من يناير", [("2017-01-08", "2017-01-14")]),
        ("في الأيام القليلة المقبلة", [("2016-12-30", None)]),
        ("منذ سقوط حلب في 22 ديسمبر", [("2016-12-22", None)]),
        ("قبل منتصف ليل الخميس بعشر دقائق", day("2016-12-29T23:50")),
        ("لليوم الثالث على التوالي", [("2016-12-28", "2016-12-30")]),
        ("دخلت الهدنة يومها الثاني", day("2016-12-30")),
        ("يوم الاثنين، وفي اليوم التالي", [*day("2016-12-26"), *day("2016-12-27")]),
        ("يوم الاثنين، وتلك الليلة", [*day("2016-12-26"), ("2016-12-26", "2016-12-27")]),
        ("يوم الاثنين، وبعد ذلك بيومين", [*day("2016-12-26"), *day("2016-12-28")]),
        ("يوم الاثنين، ومنذ ذلك الحين", [*day("2016-12-26"), ("2016-12-26", None)]),
        ("لمدة 72 ساعة اعتبارا من منتصف ليل الخميس", [("2016-12-30T00:00", "2017-01-02T00:00")]),
        ("منتصف ليل الخميس لمدة 72 ساعة", [("2016-12-30T00:00", "2017-01-02T00:00")]),
        ("وقال الخميس إن الهدنة تبدأ عند منتصف الليل", [*day("2016-12-29"), *day("2016-12-30T00:00")]),
    ],
)  # fmt: skip
def test_arabic(text, expected):
    assert bounds(text, "ar") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yesterday", day("2016-12-29")),
        ("the summer of 2015", [("2015-06-01", "2015-08-31")]),
        ("last autumn", [("2016-09-01", "2016-11-30")]),
        ("at midnight on Thursday", day("2016-12-30T00:00")),
        ("midnight between Saturday and Sunday", day("2016-12-25T00:00")),
        ("midnight on 28 December", [("2016-12-28T00:00", "2016-12-29T00:00")]),
        ("from 0000 hours on 30 December", [("2016-12-30T00:00", None)]),
        ("at 8 p.m. on Thursday", day("2016-12-29T20:00")),
        ("at 8pm on Thursday", day("2016-12-29T20:00")),
        ("8.30 p.m. on Thursday", day("2016-12-29T20:30")),
        ("12 a.m. on Thursday", day("2016-12-29T00:00")),
        ("noon on Thursday", day("2016-12-29T12:00")),
        ("between 8 and 10 a.m. on Thursday", [("2016-12-29T08:00", "2016-12-29T10:00")]),
        ("since Monday", [("2016-12-26", None)]),
        ("since April", [("2016-04-01", None)]),
        ("until Easter Monday", [(None, "2017-04-17")]),
        ("Orthodox Easter", day("2017-04-16")),
        ("the Lunar New Year", day("2017-01-28")),
        ("by Monday", [(None, "2017-01-02")]),
        ("no one had moved by Monday", [(None, "2016-12-26")]),
        ("until 31 January", [(None, "2017-01-31")]),
        ("after 18 December", [("2016-12-18", None)]),
        ("before talks resume on 3 February", [(None, "2017-02-03")]),
        ("by the end of the month", [(None, "2016-12-31")]),
        ("in early 2017", [("2017-01-01", "2017-04-30")]),
        ("mid-January", [("2017-01-11", "2017-01-20")]),
        ("the first half of 2017", [("2017-01-01", "2017-06-30")]),
        ("December 30", day("2016-12-30")),
        ("30 Dec 2016", day("2016-12-30")),
        ("Dec. 30, 2016", day("2016-12-30")),
        ("the 30th of December", day("2016-12-30")),
        ("10-12 January", [("2017-01-10", "2017-01-12")]),
        ("2016-12-30", day("2016-12-30")),
        ("12/30/2016", day("2016-12-30")),
        ("05/06/2016", [("2016-05-06", "2016-06-05")]),
        ("last week", [("2016-12-17", "2016-12-25")]),
        ("next Thursday", day("2017-01-05")),
        ("last Friday", day("2016-12-23")),
        ("three days ago", day("2016-12-27")),
        ("the next 48 hours", [("2016-12-30", "2017-01-01")]),
        ("overnight", [("2016-12-29", "2016-12-30")]),
        ("this morning", day("2016-12-30")),
        ("early on Friday", day("2016-12-30")),
        ("in May", [("2017-05-01", "2017-05-31")]),
        ("October last year", [("2015-10-01", "2015-10-31")]),
        ("within 72 hours", [(None, None)]),
        ("the talks will resume on Monday", day("2017-01-02")),
        ("a truce to take effect on Monday", day("2017-01-02")),
        ("the truce expires on Sunday", day("2017-01-01")),
        ("he went to Velk on Monday", day("2016-12-26")),
        ("on Monday, the next day", [*day("2016-12-26"), *day("2016-12-27")]),
        ("since the accord of December 13", [("2016-12-13", None)]),
        ("by mid-January", [(None, "2017-01-15")]),
        ("end-March 2017", day("2017-03-31")),
        ("by year's end", [(None, "2016-12-31")]),
        ("last year's truce", [("2015-01-01", "2015-12-31")]),
        ("at the weekend", [("2016-12-24", "2016-12-25")]),
        ("before the weekend", [(None, "2016-12-31")]),
        ("next weekend", [("2016-12-31", "2017-01-01")]),
        ("in the second week of January", [("2017-01-08", "2017-01-14")]),
        ("the last week of February", [("2017-02-22", "2017-02-28")]),
        ("in two weeks' time", [("2017-01-07", "2017-01-15")]),
        ("no later than 5 January", [(None, "2017-01-05")]),
        ("as of 00:01 hours GMT on 31 December", [("2016-12-31T00:01+00:00", None)]),
        ("at six in the morning on Thursday", day("2016-12-29T06:00")),
        ("since the fall of Aleppo on 22 December", [("2016-12-22", None)]),
        ("the next few days", [("2016-12-30", None)]),
        ("the Easter truce", []),
        ("for the third day running", [("2016-12-28", "2016-12-30")]),
        ("for a second consecutive night", [("2016-12-29", "2016-12-30")]),
        ("entered its third day", day("2016-12-30")),
        ("on the 24th", day("2016-12-24")),
        ("on 3 May, and on the 9th", [*day("2017-05-03"), *day("2017-05-09")]),
        ("the 12th round", []),
        ("on Monday, and the same evening", [*day("2016-12-26"), *day("2016-12-26")]),
        ("on Monday, and that night", [*day("2016-12-26"), ("2016-12-26", "2016-12-27")]),
        ("on Monday. Two days later", [*day("2016-12-26"), *day("2016-12-28")]),
        ("on Monday, two days later than planned", day("2016-12-26")),
        (
            "on Monday and the following two days",
            [*day("2016-12-26"), ("2016-12-27", "2016-12-28")],
        ),
        ("on Monday, and since then", [*day("2016-12-26"), ("2016-12-26", None)]),
        ("taken on Monday and freed after three days", [*day("2016-12-26"), *day("2016-12-29")]),
        ("for 72 hours from midnight on Thursday", [("2016-12-30T00:00", "2017-01-02T00:00")]),
    ],
)
def test_english(text, expected):
    assert bounds(text, "en") == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "لمدة 72 ساعة"),
        ("ar", "الأمين العام للأمم المتحدة"),
        ("ar", "بشكل عام"),
        ("ar", "مارس ضغوطا"),
        ("ar", "في اليوم التالي"),
        ("ar", "رمضان عبد الله"),
        ("ar", "القرار 2254"),
        ("ar", "أحد القادة"),
        ("en", "for 60 days"),
        ("en", "they may march on"),
        ("en", "Resolution 2254"),
        ("en", "the last of them"),
        ("en", "by Russia"),
        ("en", "at 99:99"),
    ],
)
def test_what_is_no_time(language, text):
    assert read(text, language) == []


@pytest.mark.parametrize(
    "text", ["أمس", "مساء الخميس", "نهاية العام الجاري", "29 ديسمبر", "قبل يومين"]
)
def test_without_a_day_of_publication_what_is_relative_is_open(text):
    when = only(text, "ar", None)
    assert (when.earliest, when.latest, when.relative_to) == (None, None, None)
    assert when.precision


def test_a_year_needs_no_day_of_publication():
    assert bounds("30 ديسمبر 2016", "ar", None) == day("2016-12-30")


def test_a_hijri_day_has_a_day_more_on_each_side():
    # 1 Rabi I 1438 of Umm al-Qura is 30 November 2016.
    for text in ("15 ربيع الأول 1438 هـ", "الخامس عشر من ربيع الأول 1438"):
        when = only(text, "ar")
        assert (when.earliest, when.latest) == ("2016-12-13", "2016-12-15")
        assert when.precision == "hijri_day"
    # That day was a Wednesday.
    assert bounds("الأربعاء 15 ربيع الأول 1438", "ar") == day("2016-12-14")


def test_a_hijri_month_is_that_of_the_nearest_year():
    # Ramadan 1438 was from 27 May to 24 June 2017.
    when = only("شهر رمضان", "ar")
    assert (when.earliest, when.latest) == ("2017-05-26", "2017-06-25")
    assert when.precision == "hijri_month"


# --- zones ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "written", "zone"),
    [
        ("ar", "الثامنة مساء الخميس بتوقيت دمشق", "2016-12-29T20:00+02:00", "Asia/Damascus"),
        ("ar", "الخميس الساعة 18:00 بتوقيت غرينتش", "2016-12-29T18:00+00:00", "Etc/GMT"),
        ("ar", "الخميس الساعة 22,00 ت غ", "2016-12-29T22:00+00:00", "Etc/GMT"),
        ("en", "8 p.m. Damascus time on Thursday", "2016-12-29T20:00+02:00", "Asia/Damascus"),
        ("en", "1800 GMT on Thursday", "2016-12-29T18:00+00:00", "Etc/GMT"),
        ("en", "at 20:00 GMT+3 on Thursday", "2016-12-29T20:00+03:00", "Etc/GMT-3"),
        ("en", "midnight Moscow time on Thursday", "2016-12-30T00:00+03:00", "Europe/Moscow"),
    ],
)
def test_a_stated_zone(language, text, written, zone):
    for of_case in (None, ZoneInfo("Asia/Tokyo")):
        when = only(text, language, zone=of_case)
        assert (when.earliest, when.latest) == (written, written)
        assert (when.zone, when.zone_from) == (zone, "stated")


@pytest.mark.parametrize(
    ("language", "text"), [("ar", "منتصف ليل أمس"), ("en", "at midnight local time on Thursday")]
)
def test_the_zone_of_the_case(language, text):
    when = only(text, language, zone=DAMASCUS)
    assert (when.earliest, when.latest) == ("2016-12-30T00:00+02:00",) * 2
    assert (when.zone, when.zone_from) == ("Asia/Damascus", "case")
    assert only(text, language).zone_from is None
    assert only(text, language).earliest == "2016-12-30T00:00"


def test_a_day_has_no_zone():
    when = only("أمس", "ar", zone=DAMASCUS)
    assert (when.earliest, when.zone, when.zone_from) == ("2016-12-29", None, None)


def test_clocks_that_change():
    # In Damascus the clocks went back at midnight before 28 October, on at that before 25 March.
    assert bounds("23:30 on 27 October 2016", "en", zone=DAMASCUS) == [
        ("2016-10-27T23:30+03:00", "2016-10-27T23:30+02:00")
    ]
    assert bounds("00:30 on 25 March 2016", "en", zone=DAMASCUS) == day("2016-03-25T00:30")


def test_a_moment_as_machines_write_it():
    when = only("2016-12-30T20:00:00+02:00", "en", zone=ZoneInfo("Asia/Tokyo"))
    assert when.earliest == when.latest == "2016-12-30T20:00+02:00"
    assert (when.zone, when.zone_from) == (None, "stated")


# --- relative to an event -------------------------------------------------------------------------

START = When((0, 0), "", "2016-12-30T00:00", None, "minute")


@pytest.mark.parametrize(
    ("language", "text", "event", "offset", "kind"),
    [
        ("ar", "خلال شهر من دخول وقف إطلاق النار حيز التنفيذ", "in-force", {"months": 1}, "within"),
        ("ar", "بعد 24 ساعة من التوقيع", "signature", {"hours": 24}, "at"),
        ("ar", "خلال مهلة أقصاها 30 يوما من تاريخ التوقيع", "signature", {"days": 30}, "within"),
        ("ar", "قبل أسبوعين من سريان الهدنة", "in-force", {"days": -14}, "at"),
        ("ar", "منذ سريان الهدنة", "in-force", {}, "from"),
        ("ar", "فور التوقيع", "signature", {}, "at"),
        ("ar", "اليوم الثاني من الهدنة", "in-force", {"days": 1}, "at"),
        ("en", "within a month of the ceasefire's entry into force", "in-force", {"months": 1}, "within"),
        ("en", "72 hours after signature", "signature", {"hours": 72}, "at"),
        ("en", "within 60 days of the ceasefire taking effect", "in-force", {"days": 60}, "within"),
        ("en", "since the truce took hold", "in-force", {}, "from"),
        ("en", "no later than the second day of the ceasefire", "in-force", {"days": 1}, "until"),
    ],
)  # fmt: skip
def test_relative_to_an_event(language, text, event, offset, kind):
    when = only(text, language)
    assert when.quote == text
    assert (when.earliest, when.latest) == (None, None)
    assert when.relative_to == {"event": event, "offset": offset}
    assert when.precision == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("within a month of the entry into force", ("2016-12-30", "2017-01-30")),
        ("within 72 hours of the entry into force", ("2016-12-30T00:00", "2017-01-02T00:00")),
        ("72 hours after the entry into force", ("2017-01-02T00:00", "2017-01-02T00:00")),
        ("two weeks after the entry into force", ("2017-01-13", "2017-01-13")),
        ("24 hours before the entry into force", ("2016-12-29T00:00", "2016-12-29T00:00")),
        ("since the entry into force", ("2016-12-30T00:00", None)),
        ("until the entry into force", (None, "2016-12-30T00:00")),
        ("by the third day of the ceasefire", (None, "2017-01-01")),
    ],
)
def test_anchored_in_the_event(text, expected):
    when = times.anchored(only(text, "en"), {"in-force": START})
    assert (when.earliest, when.latest) == expected
    assert times.anchored(only(text, "en"), {}) == only(text, "en")


def test_anchored_in_a_day_hours_are_days():
    start = When((0, 0), "", "2016-12-29", "2016-12-29", "day")
    when = times.anchored(only("خلال 72 ساعة من التوقيع", "ar"), {"signature": start})
    assert (when.earliest, when.latest) == ("2016-12-29", "2017-01-01")


def test_anchored_in_a_zone():
    # Damascus went from +02:00 to +03:00 on 25 March 2016.
    start = When((0, 0), "", "2016-03-24T12:00+02:00", None, "minute", "Asia/Damascus", "case")
    when = times.anchored(only("72 hours after the entry into force", "en"), {"in-force": start})
    assert when.earliest == when.latest == "2016-03-27T13:00+03:00"
    assert (when.zone, when.zone_from) == ("Asia/Damascus", "case")


def test_an_event_that_the_text_dates():
    when = only("٦٠ يوما من بدء سريان الاتفاق فجر الأربعاء", "ar")
    assert (when.earliest, when.latest) == ("2016-12-28", "2017-02-26")
    assert when.relative_to == {"event": "in-force", "offset": {"days": 60}}


# --- properties -----------------------------------------------------------------------------------

LOCALES = [
    *(("en", name) for name in ("en", "en_GB")),
    *(("ar", f"ar{land}") for land in ("", "_SY", "_LB", "_MA", "_DZ", "_MR")),
]


@pytest.mark.parametrize(("language", "locale"), LOCALES)
def test_days_of_ten_years_as_cldr_writes_them(language, locale):
    for number in range(3653):
        written = date(2012, 1, 1) + timedelta(days=number)
        form = ("full", "long", "medium")[number % 3]
        text = format_date(written, form, locale=locale)
        assert bounds(text, language) == day(written.isoformat()), text


RELATIVE = {
    "ar": ["أمس", "مساء الخميس", "الأسبوع الماضي", "الاثنين المقبل", "قبل يومين", "الساعات الـ48 المقبلة",
           "منتصف ليل أمس", "حتى الجمعة"],
    "en": ["tomorrow", "next week", "on Monday", "three days ago", "8 p.m. on Friday", "by Sunday"],
}  # fmt: skip


@given(
    published=st.dates(date(1980, 1, 1), date(2090, 1, 1)),
    spoken=st.sampled_from([(lang, text) for lang, texts in RELATIVE.items() for text in texts]),
)
def test_a_week_later_what_is_relative_is_a_week_later(published, spoken):
    language, text = spoken

    def shifted(bound):
        if bound is None:
            return None
        if "T" in bound:
            return (datetime.fromisoformat(bound) + timedelta(weeks=1)).isoformat(
                timespec="minutes"
            )
        return (date.fromisoformat(bound) + timedelta(weeks=1)).isoformat()

    now = bounds(text, language, published)
    later = bounds(text, language, published + timedelta(weeks=1))
    assert later == [tuple(map(shifted, one)) for one in now]


@given(published=st.dates(date(1900, 1, 1), date(2099, 12, 31)), month=st.integers(1, 12))
def test_a_date_without_a_year_is_within_half_a_year(published, month):
    [(found, _)] = bounds(
        f"5 {format_date(date(2000, month, 5), 'MMMM', locale='en')}", "en", published
    )
    assert abs((date.fromisoformat(found) - published).days) <= 183


PIECES = st.sampled_from(
    ["أمس", "الخميس", "من", "إلى", "حتى", "5", "2016", "ديسمبر", "منتصف ليل", "الساعة", "مساء", "خلال", "شهر",
     "التوقيع", "سريان", "بعد", "قبل", "يومين", "والنصف", "الماضي", "20:00", "30/12/2016", "99999999",
     "on", "Monday", "the", "next", "May", "midnight", "within", "of", "signature", "GMT", "+", "-", ",", "(",
     "p.m.", "رمضان", "1438", "0001-01-01", "9999-12-31", "\u200f", "\n"]
)  # fmt: skip


@given(
    text=st.text(max_size=60) | st.lists(PIECES, max_size=20).map(" ".join),
    published=st.none() | st.dates(),
    zone=st.sampled_from([None, DAMASCUS]),
)
def test_any_text_is_read(text, published, zone):
    start = When((0, 0), "", "9999-12-30T00:00", None, "minute")
    for language in ("ar", "en"):
        for when in read(text, language, published, zone):
            times.anchored(when, {"in-force": start, "signature": START})


@pytest.mark.parametrize(
    "text",
    ["5 " * 5000, "من " * 50_000, "الخميس " * 5000, "دخول " * 20_000, "الهدنة " * 20_000, "1/" * 100_000,
     "خلال 5 أيام من الهدنة " * 2000, "20:00 " * 3000, "و5" * 50_000, "within a day of " * 5000, "Monday, that night, two days later, on the 12th, " * 3000],
)  # fmt: skip
def test_long_runs_take_no_long_time(text):
    start = time.process_time()
    for language in ("ar", "en"):
        times.find(words(folded(text)), language, FRIDAY)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("عند 21,00 ت غ الجمعة", [("2016-12-30T21:00+00:00",) * 2]),
        ("الجمعة الساعة 10.30 صباحا", [("2016-12-30T10:30",) * 2]),
        ("خلال يومي الأربعاء والخميس الماضيين", [("2016-12-28", "2016-12-29")]),
        ("خلال 12,50 في المئة", []),
    ],
)
def test_clocks_with_a_comma_and_days_that_a_stretch_has(text, expected):
    assert bounds(text, "ar") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("this Thursday", day("2016-12-29")),  # published on the Friday after
        ("this Tuesday", day("2017-01-03")),
        ("at 1800 GMT on Friday", day("2016-12-30T18:00+00:00")),
        ("at 1800 GMT", [(None, None)]),
        ("last July 25", day("2016-07-25")),
    ],
)
def test_this_weekday_and_hours_of_a_zone(text, expected):
    assert bounds(text, "en") == expected


# --- stretches that end or begin with something, and what is past; on Wednesday 15 May 2024 -------


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "in the 24 hours to noon on Monday", ("2024-05-12T12:00", "2024-05-13T12:00")),
        ("en", "in the two weeks before 1 May", ("2024-04-17", "2024-05-01")),
        ("en", "in the two weeks after 1 May", ("2024-05-01", "2024-05-15")),
        ("en", "in the three weeks since 1 May", ("2024-05-01", "2024-05-15")),
        ("en", "60 breaches in the nine days since the signing", ("2024-05-06", "2024-05-15")),
        ("en", "in the first ten days of May", ("2024-05-01", "2024-05-10")),
        ("en", "in the last three weeks of April", ("2024-04-10", "2024-04-30")),
        ("en", "in the first four days", (None, None)),
        ("en", "in the first quarter of 2025", ("2025-01-01", "2025-03-31")),
        ("en", "over the past week", ("2024-05-08", "2024-05-15")),
        ("en", "last week", ("2024-05-04", "2024-05-12")),
        ("en", "31 breaches in three days", (None, None)),
        ("en", "before the month is out", (None, "2024-05-31")),
        ("en", "shortly after 3 p.m. on Tuesday", ("2024-05-14T15:00", "2024-05-14T15:00")),
        ("en", "at six on Tuesday evening", ("2024-05-14T18:00", "2024-05-14T18:00")),
        ("en", "from six in the morning of 20 May", ("2024-05-20T06:00", None)),
        ("en", "between midnight and 6 a.m. on Monday", ("2024-05-13T00:00", "2024-05-13T06:00")),
        ("en", "12 shells since midnight", ("2024-05-15T00:00", None)),
        ("en", "the truce ends at midnight", ("2024-05-16T00:00", "2024-05-16T00:00")),
        ("en", "the truce took effect at midnight", ("2024-05-15T00:00", "2024-05-15T00:00")),
        ("en", "for 48 hours from 6 a.m. on Friday", ("2024-05-17T06:00", "2024-05-19T06:00")),
        ("en", "for 48 hours, starting at 6 a.m. on Friday", ("2024-05-17T06:00", "2024-05-19T06:00")),
        ("en", "a truce signed on 20 August", ("2023-08-20", "2023-08-20")),
        ("en", "it is to begin on 30 June at the latest", (None, "2024-06-30")),
        ("en", "the first week of last month", ("2024-04-01", "2024-04-07")),
        ("en", "they kidnapped two drivers in October", ("2023-10-01", "2023-10-31")),
        ("en", "they agreed to meet in October", ("2024-10-01", "2024-10-31")),
        ("en", "mid-March", ("2024-03-11", "2024-03-20")),
        ("en", "since mid-March", ("2024-03-15", None)),
        ("ar", "في الأسبوع الأول من الشهر الماضي", ("2024-04-01", "2024-04-07")),
        ("ar", "خلال اليومين الأخيرين", ("2024-05-13", "2024-05-15")),
        ("ar", "ستبدأ الاثنين", ("2024-05-20", "2024-05-20")),
        ("ar", "استهدف سيارة الاثنين", ("2024-05-13", "2024-05-13")),
        ("en", "they have been waiting three weeks", ("2024-04-24", "2024-05-15")),
        ("ar", "بين السادس والعاشر من الشهر الحالي", ("2024-05-06", "2024-05-10")),
        ("en", "they were supposed to leave by 26 April", (None, "2024-04-26")),
        ("en", "compliance with an October ceasefire", ("2023-10-01", "2023-10-31")),
        ("ar", "قرابة الرابعة فجرا", ("2024-05-15T04:00", "2024-05-15T04:00")),
        ("ar", "قبل منتصف شباط", (None, "2024-02-15")),
        ("ar", "منذ الدقيقة الأولى من يوم الاثنين", ("2024-05-13", None)),
        ("en", "by 7 December", (None, "2024-12-07")),
        ("en", "they have been waiting for nine days", ("2024-05-06", "2024-05-15")),
        ("en", "at 0630 hours yesterday", ("2024-05-14T06:30", "2024-05-14T06:30")),
        ("en", "talks held in October", ("2023-10-01", "2023-10-31")),
        ("en", "talks to be held in October", ("2024-10-01", "2024-10-31")),
        ("ar", "في الأيام العشرة الأولى من أيار", ("2024-05-01", "2024-05-10")),
        ("ar", "خلال الأيام التسعة التي تلت 1 أيار", ("2024-05-01", "2024-05-10")),
        ("ar", "في الأسبوعين اللذين سبقا 1 أيار", ("2024-04-17", "2024-05-01")),
        ("ar", "قبل ظهر الجمعة", (None, "2024-05-17T12:00")),
        ("ar", "ظهر الجمعة", ("2024-05-10", "2024-05-10")),
        ("ar", "منذ منتصف الليل", ("2024-05-15T00:00", None)),
        ("ar", "لمدة 72 ساعة تبدأ عند السادسة من صباح الجمعة", ("2024-05-17T06:00", "2024-05-20T06:00")),
        ("ar", "ليلة الأحد على الاثنين", ("2024-05-12", "2024-05-13")),
        ("ar", "بين السادسة والثامنة من صباح الاثنين", ("2024-05-13T06:00", "2024-05-13T08:00")),
        ("ar", "قبل انتهاء الشهر", (None, "2024-05-31")),
        ("ar", "اعتبارا من الخميس", ("2024-05-16", None)),
        ("ar", "الاتفاق الموقع في 20 آب", ("2023-08-20", "2023-08-20")),
        ("ar", "منذ أكثر من ثلاثة أيام", ("2024-05-12", None)),
    ],
)  # fmt: skip
def test_stretches_beside_times_and_what_is_past(language, text, expected):
    assert bounds(text, language, date(2024, 5, 15)) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("لم يصل الرد حتى الآن", (None, "2024-05-15")),
        ("لم يعرف السبب حتى الساعة", (None, "2024-05-15")),
        ("حتى الساعة السادسة من صباح الأربعاء", (None, "2024-05-15T06:00")),
        ("لم يعرف السبب حتى الساعة الاثنين", (None, "2024-05-13")),
        ("سجلت البعثة 12 خرقا حتى مساء الخميس", (None, "2024-05-09")),
        ("ستمدد الهدنة حتى مساء الخميس", (None, "2024-05-16")),
        ("عند الساعة 14,30 (11,30 ت غ) الاثنين", ("2024-05-13T14:30", "2024-05-13T14:30")),
        (
            "الخميس عند السابعة صباحا (الرابعة بتوقيت غرينتش)",
            ("2024-05-09T07:00", "2024-05-09T07:00"),
        ),
        ("أيام السبت والأحد والاثنين", ("2024-05-11", "2024-05-13")),
        ("منذ ساعات الصباح", ("2024-05-15", None)),
        ("بعد انتهاء شهر أيار", ("2024-05-31", None)),
        ("بين منتصف الليل واليوم", ("2024-05-15T00:00", "2024-05-15")),
        ("بعد عشرة أيام من الآن", ("2024-05-25", "2024-05-25")),
        ("ثاني أيام عيد الفطر", ("2024-04-10", "2024-04-12")),
        ("في اليوم الثالث من عيد الفطر", ("2024-04-11", "2024-04-13")),
        ("أول أيام شهر رمضان", ("2024-03-10", "2024-03-12")),
    ],
)
def test_up_to_now_from_now_on_and_days_of_feasts(text, expected):
    assert bounds(text, "ar", date(2024, 5, 15)) == [expected]


def test_what_comes_again_is_no_time():
    assert bounds("تتوقف المعارك كل مساء", "ar", date(2024, 5, 15)) == []


def test_up_to_now_is_a_time_of_its_own():
    told = bounds("القصف مستمر منذ فجر الاثنين حتى الآن", "ar", date(2024, 5, 15))
    assert told == [("2024-05-13", None), (None, "2024-05-15")]
