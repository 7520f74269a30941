"""Arabic clauses that run together, and verbs that are only sometimes verbs of saying."""

import pytest
from reads import read, told


def contents(text):
    return [(one[0], one[2]) for one in told(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # two clauses that nobody is named for
            "وبموجب الاتفاق تشكل غرفة عمليات مشتركة، ويستثنى من وقف إطلاق النار تنظيم داعش.",
            [
                ("وبموجب الاتفاق تشكل غرفة عمليات مشتركة", "report"),
                ("ويستثنى من وقف إطلاق النار تنظيم داعش", "report"),
            ],
        ),
        (  # a verb goes on with no noun, and has a subject of its own
            "نفت الوزارة خرق الهدنة، وقررت موسكو تمديد الهدنة أسبوعا.",
            [("خرق الهدنة", "deny"), ("وقررت موسكو تمديد الهدنة أسبوعا", "report")],
        ),
        (  # what the speaker did besides is background
            "نفت الوزارة خرق الهدنة، ورفعت مذكرة.",
            [("خرق الهدنة", "deny")],
        ),
        (  # behind «أن» it is one statement
            "قالت الوزارة إن المسلحين خرقوا الهدنة، وقصفت مدفعيتهم البلدة.",
            [("المسلحين خرقوا الهدنة، وقصفت مدفعيتهم البلدة", "state")],
        ),
        (  # a masdar of two letters behind its preposition
            "اتهمت قوات الدعم السريع الجيش بشن غارات على مواقعها.",
            [("شن غارات على مواقعها", "accuse")],
        ),
        (  # an order
            "وأمر زعيم الإقليم قواته بوقف القصف.",
            [("وقف القصف", "demand")],
        ),
        (  # and a matter, a commander, a man called Samir
            "نفى فتحي الدرسي، آمر غرفة العمليات، خرق الهدنة.",
            [("خرق الهدنة", "deny")],
        ),
        (  # a further content of an expectation
            "ومن المفترض أن يبدأ سحب المدافع غدا وأن يستمر وقف إطلاق النار.",
            [("يبدأ سحب المدافع غدا", "expect"), ("يستمر وقف إطلاق النار", "expect")],
        ),
        (  # through a platform
            "وقال المبعوث توم بيرييلو عبر منصة إكس إن الهدنة صامدة.",
            [("الهدنة صامدة", "state")],
        ),
        (  # his knowledge
            "نفت كتائب القسام علمها بخرق الهدنة.",
            [("علمها بخرق الهدنة", "deny")],
        ),
    ],
)
def test_contents(text, expected):
    assert contents(text) == expected


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("قالت أرمينيا إن الهدنة صامدة، ووصفت الاتهامات بأنها كذب.", "أرمينيا"),
        (
            "إلا أن المتحدث باسم جيش الكونغو وصف الإعلان بأنه خدعة.",
            "المتحدث باسم جيش الكونغو",
        ),
        ("كشفت منظمة أطباء بلا حدود عن خرق الهدنة.", "منظمة أطباء بلا حدود"),
        ("اتهم المتمردون في الإقليم القوات الحكومية بانتهاك الهدنة.", "المتمردون في الإقليم"),
    ],
)
def test_speakers(text, speaker):
    last = read(text).statements[-1].speaker
    assert text[slice(*last.span)] == speaker


@pytest.mark.parametrize("again", ["ذات المسؤول", "المصدر نفسه"])
def test_who_spoke_last_is_meant_by_the_same(again):
    text = f"قال وزير الدفاع أندري كوفال إن الهدنة صامدة. وأضاف {again} أن القصف توقف."
    first, second = read(text).statements
    assert first.speaker.name == second.speaker.name == "أندري كوفال"


def test_a_title_without_a_name_is_no_person():
    (only,) = read("قال مسؤول أمني إن الهدنة صامدة.").statements
    assert only.speaker.name == "مسؤول أمني"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("طالبت بضمانات مكتوبة بعدم العودة إلى الحرب.", "ضمانات مكتوبة بعدم العودة إلى الحرب"),
        ("أعلنت حركة 23 مارس وقفا لإطلاق النار.", "وقفا لإطلاق النار"),
        ("سجلت آلية المراقبة 73 انتهاكا.", "73 انتهاكا"),
    ],
)
def test_where_a_content_begins(text, expected):
    (only,) = told(text)
    assert only[0] == expected


def test_a_verb_of_mine_in_a_quotation_is_the_speakers():
    text = "قال الوزير: «أدعو الطرفين إلى ضبط النفس»."
    assert contents(text) == [("أدعو الطرفين إلى ضبط النفس", "state")]


def test_what_was_agreed_upon_has_not_happened():
    text = "قال المبعوث إن الطرفين اتفقا على نشر كاميرات وطائرات استطلاع."
    assert [one.event for one in read(text).statements] == [None, None]


def test_who_stands_before_a_verb_speaks_and_not_whom_it_speaks_of():
    (only,) = read("لكن الهند اتهمت باكستان بخرق الهدنة.").statements
    assert (only.speaker.actor, only.said) == ("india", "خرق الهدنة")


def test_a_day_ends_a_subject_and_says_nothing_of_what_follows():
    text = "أمر الرئيس سلفا كير مساء الاثنين بوقف القصف."
    assert told(text) == [("وقف القصف", "الرئيس سلفا كير", "demand", "أمر", "affirmed")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("دعت الرئاسة السورية جميع الأطراف إلى وقف القصف.", "الرئاسة السورية"),
        ("سجلت جماعة الحوثي أكثر من 90 غارة.", "جماعة الحوثي"),
        ("وقال القيادي أحمد الدرسي بدوره إن الهدنة صامدة.", "القيادي أحمد الدرسي"),
    ],
)
def test_where_a_subject_ends(text, speaker):
    (only,) = read(text).statements
    assert text[slice(*only.speaker.span)] == speaker


def test_what_will_be_promised_is_no_promise():
    assert contents("قال المصدر إن الحركة ستلتزم بالهدنة.") == [("الحركة ستلتزم بالهدنة", "state")]


def test_a_clause_behind_a_time_is_parted_too():
    text = "اتهمت باكستان الهند بخرق الاتفاق بعد ساعات من إعلانه، وسمع دوي انفجارات."
    assert contents(text)[0] == ("خرق الاتفاق بعد ساعات من إعلانه", "accuse")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("إلا أن الجيش اتهم متمردي الحركة بالاستيلاء على البلدة.", "الجيش"),
        ("من جانبه، ثمّن وزير الدفاع دور قطر في رعاية المفاوضات.", "وزير الدفاع"),
    ],
)
def test_who_stands_before_or_behind_a_verb(text, speaker):
    assert [one[1] for one in told(text)] == [speaker]
