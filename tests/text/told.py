"""Statements written by hand, as the reader gives them: a text's pieces, who says them, how."""

import hashlib
from pathlib import Path

from hudna.text.statement import (
    Mentions,
    Name,
    Number,
    Quote,
    Reading,
    Speaker,
    Statement,
    When,
)

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "src/hudna/cases/syria-from-article"
ARTICLE = TEMPLATE / "sources/article.ar.txt"


class Text:
    """A text of which statements are told by hand, in order."""

    def __init__(self, text, published="2016-12-30", language="ar"):
        self.text, self.published, self.language = text, published, language
        self.statements, self.times = [], []

    def span(self, quote, low=0, high=None):
        at = self.text.index(quote, low, high)
        return at, at + len(quote)

    def say(
        self, content, act="state", *, by=None, topics=(), polarity="affirmed", event=None,
        hedge="none", actors=(), places=(), times=(), numbers=(), beside=None, whole=None,
    ):  # fmt: skip
        """One statement.  `by`: (actor, name); `beside`: a time with the verb; `whole`: its span."""
        low, high = self.span(content)
        span = self.span(whole) if whole else (low, high)
        speaker = None
        if by is not None:
            speaker = Speaker(self.span(by[1]), by[1], None, by[0])
        if beside is not None:
            self.times.append(self.when(beside, *span))
        self.statements.append(Statement(
            f"s{len(self.statements) + 1}", span, (low, high), self.text[slice(*span)], act, polarity, speaker,
            None if speaker is None else Quote(span, ""), hedge, tuple(topics), event,
            tuple(self.name(one, low, high) for one in actors),
            tuple(self.name(one, low, high) for one in places),
            tuple(self.when(one, low, high) for one in times),
            tuple(self.number(one, low, high) for one in numbers), said=content,
        ))  # fmt: skip
        return self

    def name(self, one, low, high):
        quote, id_ = one
        return Name(self.span(quote, low, high), quote, id_, quote)

    def when(self, one, low, high):
        quote, earliest, latest, *more = one
        about = more[0] if more else {}
        return When(
            self.span(quote, low, high), quote, earliest, latest, "day", about.get("zone"),
            about.get("zone_from"), about.get("relative_to"),
        )  # fmt: skip

    def number(self, one, low, high):
        quote, value, unit, *more = one
        return Number(self.span(quote, low, high), quote, value, unit, more[0] if more else None)

    def reading(self):
        return Reading(
            self.text, hashlib.sha256(self.text.encode()).hexdigest(), self.language,
            self.published, tuple(self.statements), Mentions(times=tuple(self.times)),
        )  # fmt: skip


MOD = ("russia", "وزارة الدفاع الروسية")
ARMY = ("syria-army", "القيادة العامة للجيش السوري")
MFA = ("turkey", "وزارة الخارجية التركية")
OPPOSITION = ("opposition-negotiators", "مفاوضو المعارضة")
GROUPS = [
    ("فيلق الشام", "faylaq-al-sham"), ("أحرار الشام", "ahrar-al-sham"),
    ("جيش الإسلام", "jaysh-al-islam"), ("ثوار الشام", "thuwar-al-sham"),
    ("جيش المجاهدين", "jaysh-al-mujahidin"), ("جيش إدلب", "jaysh-idlib"),
    ("الجبهة الشامية", "jabha-shamiyah"),
]  # fmt: skip
ISIL, NUSRA, JFS = ("تنظيم داعش", "isil"), ("جبهة النصرة", "nusra"), ("جبهة فتح الشام", "jfs")
YESTERDAY = ("أمس", "2016-12-29", "2016-12-29")
DAMASCUS = {"zone": "Asia/Damascus", "zone_from": "stated"}
OF_CASE = {"zone": "Asia/Damascus", "zone_from": "case"}


def article():
    """The article of the shipped template, with the statements that a reader should find in it."""
    t = Text(ARTICLE.read_text("utf-8"))
    president = ("russia", "الرئيس الروسي")
    t.say(
        "الحكومة السورية وفصائل من المعارضة المسلحة وقّعت اتفاقا لوقف إطلاق النار", "announce",
        by=president, topics=["P07"], actors=[("الحكومة السورية", "syria-gov")], beside=YESTERDAY,
        whole="أعلن الرئيس الروسي أمس أن الحكومة السورية وفصائل من المعارضة المسلحة وقّعت اتفاقا لوقف إطلاق النار",
    )  # fmt: skip
    t.say(
        "الاتفاق يدخل حيز التنفيذ يوم 30 كانون الأول/ديسمبر 2016 عند الساعة 00:00 بتوقيت دمشق",
        "announce", by=president, topics=["P04"],
        times=[("30 كانون الأول/ديسمبر 2016 عند الساعة 00:00 بتوقيت دمشق",
                "2016-12-30T00:00+02:00", "2016-12-30T00:00+02:00", DAMASCUS)],
    )  # fmt: skip
    t.say(
        "سبع جماعات كبرى وقّعت الاتفاق، هي فيلق الشام وأحرار الشام وجيش الإسلام وثوار الشام "
        "وجيش المجاهدين وجيش إدلب والجبهة الشامية",
        by=MOD, topics=["P07"], actors=GROUPS, numbers=[("سبع", 7, "groups")], beside=YESTERDAY,
        whole="وقالت وزارة الدفاع الروسية أمس إن سبع جماعات كبرى وقّعت الاتفاق، هي فيلق الشام "
        "وأحرار الشام وجيش الإسلام وثوار الشام وجيش المجاهدين وجيش إدلب والجبهة الشامية",
    )  # fmt: skip
    t.say(
        "التزامها بوقف إطلاق النار", "confirm", by=("russia", "روسيا"), topics=["P01"],
        beside=YESTERDAY, whole="وأكدت روسيا أمس التزامها بوقف إطلاق النار",
    )  # fmt: skip
    t.say("وقف إطلاق النار يسري على جميع الأراضي السورية", by=MOD, topics=["P06"])
    t.say(
        "يستثني مناطق العمليات القتالية ضد تنظيم داعش وجبهة النصرة وجبهة فتح الشام", by=MOD,
        topics=["P08"], polarity="negated", actors=[ISIL, NUSRA, JFS],
    )  # fmt: skip
    t.say(
        "النص المودع لدى الأمم المتحدة يلزم الأطراف والقوات الداعمة لها بوقف الهجمات بجميع أنواع "
        "الأسلحة بما فيها الطيران الحربي",
        by=MOD, topics=["P01"], actors=[("الأمم المتحدة", "united-nations")],
    )  # fmt: skip
    t.say("يحظر الاستيلاء على أراض يسيطر عليها طرف آخر أو محاولة ذلك", by=MOD, topics=["P02"])
    t.say("يجيز الرد دفاعا عن النفس بقدر ما يتناسب مع التهديد المباشر", by=MOD, topics=["P03"])
    t.say("إدخال المساعدات الإنسانية هدف من أهداف النص", by=MOD, topics=["P15"])
    t.say(
        "وقفا شاملا للأعمال القتالية يسري على جميع الأراضي السورية اعتبارا من منتصف ليل أمس",
        "announce", by=ARMY, topics=["P01", "P06", "P04"], beside=YESTERDAY, actors=[("السورية", "syria")],
        times=[("اعتبارا من منتصف ليل أمس", "2016-12-30T00:00+02:00", None, OF_CASE)],
        whole="وأعلنت القيادة العامة للجيش السوري أمس أن وقفا شاملا للأعمال القتالية يسري على جميع الأراضي "
        "السورية اعتبارا من منتصف ليل أمس",
    )  # fmt: skip
    t.say(
        "الاتفاق يستثني تنظيم داعش وجبهة النصرة والمجموعات المرتبطة بهما", "confirm", by=ARMY,
        topics=["P08"], polarity="negated", actors=[ISIL, NUSRA],
    )  # fmt: skip
    t.say(
        "روسيا ضامنة للحكومة السورية", by=MFA, topics=["P20"],
        actors=[("روسيا", "russia"), ("لحكومة السورية", "syria-gov")],
    )  # fmt: skip
    t.say(
        "تركيا ضامنة لفصائل المعارضة", by=MFA, topics=["P20"],
        actors=[("تركيا", "turkey"), ("فصائل المعارضة", "opposition-factions")],
    )  # fmt: skip
    t.say(
        "الاتفاق يستثني التنظيمات التي صنفها مجلس الأمن الدولي إرهابية", by=MFA, topics=["P08"],
        polarity="negated", actors=[("مجلس الأمن الدولي", "un-security-council")],
    )  # fmt: skip
    t.say("على الأطراف وقف جميع الهجمات المسلحة ومنها الغارات الجوية", by=MFA, topics=["P01"])
    t.say(
        "الاتفاق يشمل جميع المناطق ومنها الغوطة الشرقية ووادي بردى والوعر وإدلب", "confirm",
        by=OPPOSITION, topics=["P06"],
        places=[("الغوطة الشرقية", "eastern-ghouta-area"), ("وادي بردى", "wadi-barada-area"),
                ("الوعر", "al-waer"), ("إدلب", "SY07")],
    )  # fmt: skip
    t.say("لا يستثني جبهة فتح الشام", "confirm", by=OPPOSITION, topics=["P08"], actors=[JFS])
    t.say(
        "يستثني مناطق سيطرة تنظيم داعش فقط", "confirm", by=OPPOSITION, topics=["P08"],
        polarity="negated", actors=[ISIL],
    )  # fmt: skip
    t.say(
        "الاتفاق ينص على إدخال المساعدات الإنسانية إلى جميع المناطق", by=OPPOSITION,
        topics=["P15"],
    )  # fmt: skip
    t.say(
        "المفاوضات السياسية يجب أن تبدأ في أستانا خلال شهر من دخول وقف إطلاق النار حيز التنفيذ",
        by=OPPOSITION, topics=["P29"], places=[("أستانا", "kazakhstan-astana")],
        times=[("خلال شهر من دخول وقف إطلاق النار حيز التنفيذ", None, "2017-01-30",
                {"relative_to": {"event": "in-force", "offset": {"months": 1}}})],
    )  # fmt: skip
    t.say(
        "قصفا استهدف مدينة دوما أمس وأدى إلى مقتل 14 مدنيا",
        by=(None, "المرصد السوري لحقوق الإنسان"), event="H-LET-U", places=[("دوما", "duma")],
        times=[YESTERDAY], numbers=[("14", 14, "civilians")],
    )  # fmt: skip
    return t.reading()
