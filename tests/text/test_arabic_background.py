"""What stands in an Arabic text beside what is said, and is no statement: occasions, asides, things done."""

import pytest
from reads import told


def said(text):
    return [(one[0], one[1], one[2]) for one in told(text)]


@pytest.mark.parametrize(
    "text",
    [
        "وجاءت تصريحات الوزير خلال لقائه وفد الوسطاء لبحث وقف إطلاق النار.",
        "وجاء الإعلان عن الهدنة بعد أيام من القصف.",
        "يأتي ذلك بعد ساعات من تبادل الأسرى.",
        "وتزامن الاجتماع مع خرق جديد للهدنة.",
    ],
)
def test_on_which_occasion_something_was_said(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ورغم اتهامات خرق الهدنة، أكد الجيش احترام الاتفاق.",
            [("احترام الاتفاق", "الجيش", "confirm")],
        ),
        (
            "وعن وقف إطلاق النار، قال المبعوث إن الاتصالات مستمرة.",
            [("الاتصالات مستمرة", "المبعوث", "state")],
        ),
        (  # why or with whom
            "قرر المجلس تمديد الهدنة، وذلك بحضور ممثلي الفصائل.",
            [("قرر المجلس تمديد الهدنة", None, "report")],
        ),
        (  # no subject stands between the verb and its occasion
            "وأضافت في تصريحات صحفية مساء السبت أن الهدنة صامدة.",
            [("الهدنة صامدة", None, "state")],
        ),
        (  # nor before a newspaper
            "وقال في حديث للـ«البلاد» من مقره إن الهدنة صامدة.",
            [("الهدنة صامدة", None, "state")],
        ),
        (  # what is only called so
            "قالت الوزارة إنها ترفض ما وصفته بالابتزاز في ملف الأسرى.",
            [("ترفض ما وصفته بالابتزاز في ملف الأسرى", "الوزارة", "state")],
        ),
        (  # done by nobody who is named
            "وقال المرصد إنه تم رصد آليات للقوات الحكومية من جهة الجسر.",
            [("تم رصد آليات للقوات الحكومية من جهة الجسر", "المرصد", "state")],
        ),
        (  # what happened speaks for nobody
            "قال الجيش إن الحادثة أثبتت أن الهدنة هشة.",
            [("الحادثة أثبتت أن الهدنة هشة", "الجيش", "state")],
        ),
    ],
)
def test_what_is_no_statement(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "وقال عضو المكتب السياسي، عزت الدرسي، إن الاتفاق انتهى.",
            [("الاتفاق انتهى", "عضو المكتب السياسي، عزت الدرسي", "state")],
        ),
        (
            "قالت الحركة إن القصف مستمر، معتبرة ذلك خرقا للهدنة.",
            [("القصف مستمر", "الحركة", "state"), ("ذلك خرقا للهدنة", "الحركة", "opinion")],
        ),
        (
            "وحثت البعثة الأطراف لتسليم الأسرى.",
            [("تسليم الأسرى", "البعثة", "demand")],
        ),
    ],
)
def test_who_says_what(text, expected):
    assert said(text) == expected
