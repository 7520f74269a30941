"""Whose words an Arabic sentence gives where more than a verb and its subject stands in it."""

import pytest
from reads import read, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # the occasion goes on before the preposition of the verb
            "عبّر الوزير في تغريدة على حسابه عن أمله في وقف القصف.",
            [("وقف القصف", "الوزير", "expect")],
        ),
        (  # who published a statement did not make it
            "وقالت الوزارة في بيان نشرته صحيفة النهار إن الهدنة صامدة.",
            [("الهدنة صامدة", "الوزارة", "state")],
        ),
        (
            "أما الوزير فقال بعد لقائه الرئيس نبيه بري إن الهدنة صامدة.",
            [("الهدنة صامدة", "الوزير", "state")],
        ),
        (  # to whom it is said
            "قال لفرانس برس مسؤول أمني إن الهدنة صامدة.",
            [("الهدنة صامدة", "مسؤول أمني", "state")],
        ),
        (
            "قال الوزير لـ«الشرق الأوسط» إن الهدنة صامدة.",
            [("الهدنة صامدة", "الوزير", "state")],
        ),
        (  # by whom somebody speaks, and whom somebody quotes
            "قالت موسكو، على لسان وزير الدفاع، إن الهدنة صامدة.",
            [("الهدنة صامدة", "وزير الدفاع", "state")],
        ),
        (
            "أوضحت القناة نقلا عن مصدر أمني أن الهدنة صامدة.",
            [("الهدنة صامدة", "مصدر أمني", "state")],
        ),
        (  # a source without a comma
            "قتل ثلاثة جنود في دونيتسك بحسب وزارة الدفاع.",
            [("قتل ثلاثة جنود في دونيتسك", "وزارة الدفاع", "report")],
        ),
        (
            "أعربت قطر عن استعداد بلادها لإرسال مراقبين.",
            [("إرسال مراقبين", "قطر", "commit")],
        ),
        (
            "قال الوزير إن الهدنة صامدة، مشيرا في تصريح لقناة محلية إلى أن القصف توقف.",
            [("الهدنة صامدة", "الوزير", "state"), ("القصف توقف", "الوزير", "state")],
        ),
        (  # the first letters of the verb look like the article; the occasion has a «ب» of its own
            "التزم الطرفان، في لقاء عقد برعاية قطر، بوقف القصف.",
            [("وقف القصف", "الطرفان", "commit")],
        ),
        (  # the name of a state begins with a letter that may be a preposition
            "ولم تؤكد باكو رسميا وجود اتفاق.",
            [("وجود اتفاق", "باكو", "confirm")],
        ),
        (
            "لكن الأمين العام لحركة «غاتيا» قيس الخزعلي نفى وجود اتفاق.",
            [("وجود اتفاق", "الأمين العام لحركة «غاتيا» قيس الخزعلي", "deny")],
        ),
        (
            "تبادل الطرفان الاتهامات بشأن خرق الهدنة.",
            [("خرق الهدنة", "الطرفان", "accuse")],
        ),
        (
            "غير أن متحدثا باسم الجيش، طلب عدم الكشف عن اسمه، قال إن الهدنة صامدة.",
            [("الهدنة صامدة", "متحدثا باسم الجيش", "state")],
        ),
        (
            "ورد الوزير بأن الهدنة صامدة.",
            [("الهدنة صامدة", "الوزير", "state")],
        ),
        (
            "نفى المتحدث باسم الجيش ذلك جملة وتفصيلا.",
            [("ذلك جملة وتفصيلا", "المتحدث باسم الجيش", "deny")],
        ),
        (
            "هدد الوزير بـ«وقف كل شيء» إذا استمر القصف.",
            [("«وقف كل شيء» إذا استمر القصف", "الوزير", "announce")],
        ),
        (
            "ناشدت كييف جميع الأطراف وقف القصف.",
            [("وقف القصف", "كييف", "demand")],
        ),
        (
            "قالت كييف إن الهدنة صامدة. ودعت الجماعات المسلحة إلى وقف القصف.",
            [("الهدنة صامدة", "كييف", "state"), ("وقف القصف", "كييف", "demand")],
        ),
    ],
)
def test_whose_words(text, expected):
    assert [said[:3] for said in told(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وزاد «لا رجعة عما تم الاتفاق عليه بين الطرفين».", "state"),
        ("وبيّن الوزير أن الهدنة صامدة.", "state"),
        ("علم مراسلنا من مصادر عدة أن الهدنة صامدة.", "report"),
        ("عبر الوزير عن قلقه من القصف.", "state"),
        ("أبدى الوزير انزعاجه من القصف.", "state"),
        ("اعتبر الوزير قصف المطار خرقا للهدنة.", "opinion"),
        ("يساورني القلق إزاء قصف المطار.", "state"),
        ("وإنني أناشد الطرفين وقف القصف.", "demand"),
        ("وجددت الوزارة تحذيرها من قصف المطار.", "state"),
    ],
)
def test_words_of_saying(text, expected):
    (only,) = told(text)
    assert only[2] == expected


@pytest.mark.parametrize(
    "text",
    [
        "تمر القوافل عبر الطريق بين المدينة وبين الميناء.",
        "ولم يصدر أي تعليق من كييف على خرق الهدنة.",
        "رفض المتحدث باسم الجيش التعليق على القصف.",
        "وردت أنباء القصف بصورة مشروطة.",
    ],
)
def test_nothing_is_said(text):
    assert [said for said in told(text) if said[2] != "report" or said[4] == "negated"] == []


def test_a_relative_clause_that_names_who_announced_it_says_nothing():
    text = "ظل الالتزام بالهدنة التي أعلنها الرئيس سلفا كير متفاوتا."
    assert [said[1] for said in told(text)] == [None]


def test_what_a_nested_verb_takes_again_is_nested_too():
    said = told("قال البيان إن الجانبين توافقا على وقف القصف وعلى تبادل الأسرى.")
    assert [(content, act) for content, _, act, *_ in said] == [
        ("الجانبين توافقا على وقف القصف وعلى تبادل الأسرى", "state"),
        ("وقف القصف", "commit"),
        ("تبادل الأسرى", "commit"),
    ]


def test_another_predicate_is_not_governed():
    assert [said[4] for said in told("قالت كييف إن الهدنة تشمل المطار ولم تشمل الميناء.")] == [
        "affirmed"
    ]


def test_what_stands_behind_a_time_of_a_live_blog_is_no_heading():
    text = "10:05\nالكرملين: الهدنة صامدة في المطار\n10:10\nأعلنت كييف وقف القصف\n10:20\nلا جديد\n"
    assert [one.act for one in read(text).statements] == ["state", "announce"]
