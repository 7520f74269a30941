"""Arabic events told by two words, the main act of a content, sides without a name, counts."""

from datetime import date

import pytest
from reads import read

from hudna.text import forms

DAY = date(2025, 3, 12)


def only(text):
    (one,) = read(text, published=DAY).statements
    return one


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("فجرت قوات الاحتلال منازل في بلدة حولا.", "H-CIV"),
        ("أوقف الأمن العام 11 مطلوبا في بلدة القصير.", "H-ARR"),
        ("صدت قواتنا هجوما على الفرقة السادسة.", "H-TER-A"),
        ("نهب مسلحون مستودعات تابعة لبرنامج الأغذية العالمي.", "H-AID-R"),
        ("أقامت القوات التركية نقطة مراقبة جديدة قرب سراقب.", "H-FORT"),
        # what only dates or explains it is not what is told
        ("استعاد الجيش السيطرة على القصر الجمهوري بعد معارك ضارية.", "H-TER-T"),
        ("شن الجيش غارات على رفح بعد مقتل جنديين بصاروخ مضاد للدروع.", "H-AIR-FW"),
        ("عاد الهدوء إلى أحياء طرابلس بعد اشتباكات دامت ساعات.", None),
        ("قتل مدنيان بعد قصف مدفعي على البلدة.", "H-ART"),
        ("حشد الحوثيون مقاتليهم في أطراف مأرب.", "H-RNF"),
    ],
)
def test_events(text, event):
    assert only(text).event == event


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("شهدت الجبهات هدوءا نسبيا.", "P01"),
        ("تراجع مستوى العنف في الإقليم.", "P01"),
    ],
)
def test_topics(text, topic):
    assert topic in only(text).topics


def test_an_accusative():
    assert [*forms.arabic_accusative("هدوء نسبي")] == ["هدوءا نسبيا"]
    assert [*forms.arabic_accusative("خرق للهدنة")] == ["خرقا للهدنة"]
    for other in ("هدنة", "وقف القصف", "غارات", "متمردين"):
        assert not [*forms.arabic_accusative(other)]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("قال المصدر إن الجيش خرق الهدنة.", ["الجيش"]),
        ("قال المصدر إن قناصة المعارضة خرقوا الهدنة.", ["المعارضة"]),
        ("قال المصدر إن حركة حماس خرقت الهدنة.", ["حماس"]),
        ("قال المصدر إن حركة أحرار الشام خرقت الهدنة.", ["حركة أحرار الشام"]),
        ("قال المصدر إن الجيش السوداني خرق الهدنة.", ["الجيش السوداني"]),
        ("قال المصدر إن المعارضة المسلحة خرقت الهدنة.", []),
    ],
)
def test_actors(text, actors):
    assert [name.quote for name in only(text).actors] == actors


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("قال الجيش إن الانفجار تسبب بمقتل خمسة وإصابة العشرات.", [(5, "killed")]),
        ("أعلن الجيش هدنة من جانب واحد.", []),
        ("قال الجيش إن 280 متشددا قتلوا.", [(280, "fighters")]),
    ],
)
def test_numbers(text, numbers):
    assert [(one.value, one.unit) for one in only(text).numbers] == numbers


def test_the_night_before_last():
    (time,) = only("أعلن الجيش أنه قصف أربعة مواقع الليلة قبل الماضية.").times
    assert (time.earliest, time.latest) == ("2025-03-10", "2025-03-10")


def test_a_past_day_is_not_today():
    assert only("قال الجيش إنه رصد خرق الهدنة ست مرات خلال اليوم الماضي.").times == ()


def test_a_dual_that_describes_another_counts_nothing():
    assert only("قال المديران العامان إن الهدنة صامدة.").numbers == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أعلن أن الهدنة ستبدأ عند السادسة بالتوقيت المحلي.", [(None, None)]),
        (
            "أكد الجيش أن التبادل سيتم يومي السبت والأحد المقبلين.",
            [("2025-03-15", "2025-03-16")],
        ),
    ],
)
def test_times(text, expected):
    assert [(one.earliest, one.latest) for one in only(text).times] == expected
