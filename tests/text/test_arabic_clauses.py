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
