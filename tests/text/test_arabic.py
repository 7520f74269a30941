"""Who says what in Arabic sentences: each way of saying, by the guidelines of the evaluation."""

import pytest
from reads import read, told

DEFENCE = "وزير الدفاع الأوكراني أندري كوفال"


def one(text):
    (only,) = told(text)
    return only


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # the verb first
            f"أكد {DEFENCE} أن الهدنة صامدة.",
            ("الهدنة صامدة", DEFENCE, "confirm", "أكد", "affirmed"),
        ),
        (  # the subject first
            f"{DEFENCE} أكد أن الهدنة صامدة.",
            ("الهدنة صامدة", DEFENCE, "confirm", "أكد", "affirmed"),
        ),
        (  # with an auxiliary around its subject
            "وكان الوزير قد أكد أن الهدنة صامدة.",
            ("الهدنة صامدة", "الوزير", "confirm", "أكد", "affirmed"),
        ),
        (  # behind an opener, and with an occasion
            "من جهته، قال المتحدث باسم الجيش في مؤتمر صحفي إن الهدنة صامدة.",
            ("الهدنة صامدة", "المتحدث باسم الجيش", "state", "قال", "affirmed"),
        ),
        (  # behind a preposition and «أن»
            "شددت الخارجية الروسية على أن الهدنة تشمل المطار.",
            ("الهدنة تشمل المطار", "الخارجية الروسية", "confirm", "شددت", "affirmed"),
        ),
        (  # a noun behind its preposition
            "أعلن الجيش عن هدنة لثلاثة أيام.",
            ("هدنة لثلاثة أيام", "الجيش", "announce", "أعلن", "affirmed"),
        ),
        (  # and behind one that is glued to it
            "تعهدت أنقرة بضمان الاتفاق.",
            ("ضمان الاتفاق", "أنقرة", "commit", "تعهدت", "affirmed"),
        ),
        (  # a noun that follows directly
            "نفت موسكو وجود قوات لها في دونيتسك.",
            ("وجود قوات لها في دونيتسك", "موسكو", "deny", "نفت", "negated"),
        ),
        (  # the speaker's own noun says it
            "عبر الوزير عن أمله في تمديد الهدنة.",
            ("تمديد الهدنة", "الوزير", "expect", "أمله", "affirmed"),
        ),
        (  # whom somebody quotes
            "نقلت وكالة رويترز عن مصادر عسكرية أن الهدنة انهارت.",
            ("الهدنة انهارت", "مصادر عسكرية", "report", "نقلت", "affirmed"),
        ),
        (  # a colon and a quotation
            "قال المتحدث باسم الجيش: «الهدنة صامدة في جميع الجبهات».",
            ("الهدنة صامدة في جميع الجبهات", "المتحدث باسم الجيش", "state", "قال", "affirmed"),
        ),
        (  # a colon without a verb
            "المتحدث باسم الجيش: الهدنة صامدة.",
            ("الهدنة صامدة", "المتحدث باسم الجيش", "state", None, "affirmed"),
        ),
        (  # a quotation before its verb
            "«الهدنة صامدة في جميع الجبهات»، قال المتحدث باسم الجيش.",
            ("الهدنة صامدة في جميع الجبهات", "المتحدث باسم الجيش", "state", "قال", "affirmed"),
        ),
        (  # what is said before its verb, without marks
            "الهدنة صامدة في جميع الجبهات حتى الآن، يقول مسؤول أممي.",
            ("الهدنة صامدة في جميع الجبهات حتى الآن", "مسؤول أممي", "state", "يقول", "affirmed"),
        ),
        (  # a source before what is told
            "بحسب مصادر محلية، قصفت المدفعية مدينة دونيتسك.",
            ("قصفت المدفعية مدينة دونيتسك", "مصادر محلية", "report", "بحسب", "affirmed"),
        ),
        (  # and behind it
            "قصفت المدفعية مدينة دونيتسك، بحسب مصادر محلية.",
            ("قصفت المدفعية مدينة دونيتسك", "مصادر محلية", "report", "بحسب", "affirmed"),
        ),
        (
            "في رأي محللين، الهدنة لن تصمد.",
            ("الهدنة لن تصمد", "محللين", "opinion", "في رأي", "negated"),
        ),
        (
            "من المتوقع أن تبدأ المحادثات الأحد المقبل.",
            ("تبدأ المحادثات الأحد المقبل", None, "expect", "المتوقع", "affirmed"),
        ),
        (
            "ومن المقرر، بعد انسحاب القوات، أن تبدأ المحادثات.",
            ("تبدأ المحادثات", None, "expect", "المقرر", "affirmed"),
        ),
        (
            "قال مسؤول، طلب عدم ذكر اسمه، إن الهدنة ستنهار.",
            ("الهدنة ستنهار", "مسؤول", "state", "قال", "affirmed"),
        ),
    ],
)
def test_one_thing_said(text, expected):
    assert one(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "شدد المبعوث الأممي على ضرورة أن تبدأ المحادثات.",
            ("ضرورة أن تبدأ المحادثات", "المبعوث الأممي", "confirm", "شدد", "affirmed"),
        ),
        (
            "حث الأمين العام بان كي مون الحكومة السورية على رفع الحصار.",
            ("رفع الحصار", "الأمين العام بان كي مون", "demand", "حث", "affirmed"),
        ),
        (
            "دعت المستشارة الألمانية أنغيلا ميركل الرئيس الروسي إلى سحب القوات.",
            ("سحب القوات", "المستشارة الألمانية أنغيلا ميركل", "demand", "دعت", "affirmed"),
        ),
        (
            "توقعت سويسرا، التي ترأس المنظمة، نشر نحو 500 مراقب.",
            ("نشر نحو 500 مراقب", "سويسرا", "expect", "توقعت", "affirmed"),
        ),
        (
            "أكد رئيس المجلس مهدي المشاط التزام جماعته بالهدنة.",
            ("التزام جماعته بالهدنة", "رئيس المجلس مهدي المشاط", "confirm", "أكد", "affirmed"),
        ),
        (  # what a letter begins may be a name
            "أشاد الرئيس الأميركي جو بايدن بجهود نظيره المصري.",
            ("جهود نظيره المصري", "الرئيس الأميركي جو بايدن", "state", "أشاد", "affirmed"),
        ),
        (
            "هدد رئيس الوزراء الإسرائيلي بنيامين نتنياهو بالرد على أي خرق.",
            (
                "الرد على أي خرق",
                "رئيس الوزراء الإسرائيلي بنيامين نتنياهو",
                "announce",
                "هدد",
                "affirmed",
            ),
        ),
        (
            "وصف لافروف الهجوم بأنه خرق فاضح.",
            ("الهجوم بأنه خرق فاضح", "لافروف", "opinion", "وصف", "affirmed"),
        ),
        (
            "أبلغ الوسطاء الحركة بأن إسرائيل ستنسحب.",
            ("إسرائيل ستنسحب", "الوسطاء", "state", "أبلغ", "affirmed"),
        ),
        (  # before whom it is said is nobody who says it
            "وفدا حماس وإسرائيل تعهدا أمام الوسطاء بعدم العودة إلى القتال.",
            ("عدم العودة إلى القتال", "وفدا حماس وإسرائيل", "commit", "تعهدا", "negated"),
        ),
        (
            "مزارعون من المنطقة رووا لنا أن معلمة اعتقلت.",
            ("معلمة اعتقلت", "مزارعون من المنطقة", "state", "رووا", "affirmed"),
        ),
        (
            "جددت الجزائر تمسكها بوحدة مالي.",
            ("وحدة مالي", "الجزائر", "confirm", "تمسكها", "affirmed"),
        ),
        (
            "تبادلت موسكو وكييف الاتهامات بانتهاك الهدنة.",
            ("انتهاك الهدنة", "موسكو وكييف", "accuse", "الاتهامات", "affirmed"),
        ),
        (
            "أما وزير الدفاع، فأعلن أن الهدنة صامدة.",
            ("الهدنة صامدة", "وزير الدفاع", "announce", "أعلن", "affirmed"),
        ),
        (  # on whom it is laid is part of it
            "حمّل المتحدث باسم الحكومة جماعة الحوثي المسؤولية عن انهيار الهدنة.",
            (
                "جماعة الحوثي المسؤولية عن انهيار الهدنة",
                "المتحدث باسم الحكومة",
                "accuse",
                "حمّل",
                "affirmed",
            ),
        ),
        (
            "لفت المسؤول الأممي الانتباه إلى أن القوافل تنتظر.",
            ("القوافل تنتظر", "المسؤول الأممي", "state", "لفت", "affirmed"),
        ),
        (  # a source without a comma
            "ووفق البيان تنسحب القوات خلال شهر.",
            ("تنسحب القوات خلال شهر", "البيان", "report", "وفق", "affirmed"),
        ),
        (
            "كما أفاد المتحدث بأن الهدنة صامدة.",
            ("الهدنة صامدة", "المتحدث", "report", "أفاد", "affirmed"),
        ),
        (
            "أعلن الجيش هدنة في حلب.",
            ("هدنة في حلب", "الجيش", "announce", "أعلن", "affirmed"),
        ),
        (  # a dateline
            "الخرطوم / الأناضول: اندلعت اشتباكات في الخرطوم.",
            ("اندلعت اشتباكات في الخرطوم", None, "report", None, "affirmed"),
        ),
        ("بيروت: صمدت الهدنة.", ("صمدت الهدنة", None, "report", None, "affirmed")),
    ],
)
def test_ways_of_saying_it_in_the_news(text, expected):
    assert one(text) == expected


def test_of_two_clauses_each_has_its_speaker():
    said = told("وبينما أكدت موسكو أن الهدنة صامدة، قالت كييف إنها انهارت.")
    assert [one[:2] for one in said] == [("الهدنة صامدة", "موسكو"), ("انهارت", "كييف")]


def test_a_number_is_not_told():
    assert [said[3] for said in told("ويبلغ عدد المراقبين 40، وسيبقون في المدينة.")] == [None]


def test_a_state_of_another_gender_is_whom_it_is_asked_of():
    assert told("قال الوزير إن الهدنة صامدة. ودعا تركيا وروسيا إلى تثبيتها.")[1][1] == "الوزير"


def test_who_is_described_is_not_who_describes():
    assert told("رحبت الجامعة العربية بالهدنة ووصفتها بأنها إنجاز.")[1][:2] == (
        "إنجاز", "الجامعة العربية",
    )  # fmt: skip


def test_what_a_source_said_to_whom_tells_it():
    assert [said[:3] for said in told("نقلت الإذاعة عن مزارعين قولهم إن المدافع صامتة.")] == [
        ("مزارعين قولهم إن المدافع صامتة", "الإذاعة", "report"),
        ("المدافع صامتة", "مزارعين", "state"),
    ]


def test_whom_nobody_names_is_hearsay():
    def hedge(text):
        return read(text).statements[0].hedge

    assert hedge("يقال إن القصف استهدف مدينة دونيتسك.") == "hearsay"
    assert hedge("بحسب مصادر محلية، قصفت المدفعية مدينة دونيتسك.") == "hearsay"
    assert hedge("بحسب وزارة الدفاع، قصفت المدفعية مدينة دونيتسك.") == "none"
    assert hedge("أكدت مصادر محلية أن المدفعية قصفت مدينة دونيتسك.") == "none"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("طالب وزير الخارجية الأطراف بوقف القصف.", "وزير الخارجية"),
        ("دعا المبعوث الأممي الطرفين إلى وقف القصف.", "المبعوث الأممي"),
        ("اتهمت كييف الانفصاليين بقصف المطار.", "كييف"),
        ("حث الأمين العام للأمم المتحدة كييف على وقف القصف.", "الأمين العام للأمم المتحدة"),
    ],
)
def test_an_addressee_is_no_part_of_the_speaker(text, speaker):
    assert one(text)[1] == speaker


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("قالت كييف إن الهدنة صامدة وإن القصف توقف.", ["الهدنة صامدة", "القصف توقف"]),
        ("قالت كييف إن الهدنة صامدة، وأن القصف توقف.", ["الهدنة صامدة", "القصف توقف"]),
        (
            "قالت كييف إن الهدنة صامدة، مشيرة إلى أن القصف توقف وأن الطرق مفتوحة.",
            ["الهدنة صامدة", "القصف توقف", "الطرق مفتوحة"],
        ),
    ],
)
def test_what_hangs_on_one_verb_has_its_speaker_and_its_verb(text, contents):
    found = told(text)
    assert [content for content, *_ in found] == contents
    assert {tuple(rest) for _, *rest in found} == {("كييف", "state", "قالت", "affirmed")}


def test_a_further_content_begins_at_its_own_connective():
    quotes = [s.quote for s in read("قالت كييف إن الهدنة صامدة وإن القصف توقف.").statements]
    assert quotes == ["قالت كييف إن الهدنة صامدة", "وإن القصف توقف"]
    text = "قالت كييف إن الهدنة صامدة، مشيرة إلى أن القصف توقف."
    assert read(text).statements[1].quote == "مشيرة إلى أن القصف توقف"


def test_a_participle_of_another_act_speaks_for_itself():
    text = "قالت كييف إن الهدنة صامدة، مطالبة موسكو بسحب المدفعية."
    assert told(text)[1] == ("سحب المدفعية", "كييف", "demand", "مطالبة", "affirmed")


def test_the_preposition_of_a_verb_again():
    found = told("طالب وزير الخارجية بوقف القصف وبتسليم الجثث وبعدم قصف المطار.")
    assert [content for content, *_ in found] == ["وقف القصف", "تسليم الجثث", "عدم قصف المطار"]
    assert [polarity for *_, polarity in found] == ["affirmed", "affirmed", "negated"]
    found = told("اتفق الطرفان على وقف القصف وعلى تسليم الجثث.")
    assert [content for content, *_ in found] == ["وقف القصف", "تسليم الجثث"]


def test_whoever_spoke_last_goes_on():
    found = told("أكد وزير الدفاع الأوكراني أن الهدنة صامدة. وأضاف أن الهدنة تشمل المطار.")
    assert found[1] == (
        "الهدنة تشمل المطار", "وزير الدفاع الأوكراني", "state", "أضاف", "affirmed",
    )  # fmt: skip


def test_what_somebody_enclosed_did_not_say_it():
    found = told(
        "قال الكرملين إن الهدنة صامدة. وأرفق بيانه بقائمة بالمنشآت، مشيرا إلى أن مدتها 30 يوما."
    )
    assert [one[1] for one in found if one[2] == "state"] == ["الكرملين", "الكرملين"]


def test_a_governor_amid_a_province_keeps_his_name():
    found = told("قال والي وسط دارفور أديب عبد الرحمن إن الهدنة صامدة.")
    assert found[0][1] == "والي وسط دارفور أديب عبد الرحمن"


def test_what_a_noun_holds_whose_holder_stands_beside_it():
    text = "أدت الخلافات، بسبب رفض كييف استثناء المطار من الهدنة، إلى تأجيل المحادثات."
    outer, inner = told(text)
    assert inner == ("استثناء المطار من الهدنة", "كييف", "deny", "رفض", "affirmed")
    assert inner[0] in outer[0]
    text = "انسحبت كييف بسبب تعنت الروس واشتراطهم عدم شمول الهدنة المطار."
    assert told(text)[-1] == (
        "عدم شمول الهدنة المطار", "الروس", "condition", "اشتراطهم", "negated",
    )  # fmt: skip


def test_what_somebody_says_that_another_said():
    text = "قال الوزير إن موسكو أعلنت أن الهدنة تشمل المطار."
    outer, inner = told(text)
    assert outer[:3] == ("موسكو أعلنت أن الهدنة تشمل المطار", "الوزير", "state")
    assert inner[:3] == ("الهدنة تشمل المطار", "موسكو", "announce")


def test_a_condition():
    found = told("ستفتح كييف المعابر على أن يسلم الانفصاليون الأسرى.")
    assert found[-1] == ("يسلم الانفصاليون الأسرى", None, "condition", "على أن", "affirmed")
    found = told("ستفتح كييف المعابر شريطة أن يسلم الانفصاليون الأسرى.")
    assert found[-1][2] == "condition"
    found = told("تعهدت كييف بفتح المعابر، على أن يسلم الانفصاليون الأسرى.")
    assert found[-1][:3] == ("يسلم الانفصاليون الأسرى", "كييف", "condition")


def test_a_connective_begins_another_statement():
    text = "أعلنت موسكو أن الهدنة صامدة، فيما نفى وزير الدفاع الأوكراني أن تكون قواته قصفت المطار."
    first, second = told(text)
    assert first[:3] == ("الهدنة صامدة", "موسكو", "announce")
    assert second == (
        "تكون قواته قصفت المطار", "وزير الدفاع الأوكراني", "deny", "نفى", "negated",
    )  # fmt: skip


def test_a_negated_verb_of_saying_tells_nothing_said():
    assert all(act != "state" for _, _, act, _, _ in told("لم يقل الوزير إن الهدنة تشمل المطار."))
    assert one("لم يستبعد الوزير تمديد الهدنة.") == (
        "تمديد الهدنة", "الوزير", "deny", "يستبعد", "affirmed",
    )  # fmt: skip


def test_narration_is_told_of_terms_and_events_only():
    assert one("قصفت المدفعية مدينة دونيتسك.")[1:4] == (None, "report", None)
    assert told("جلس الوزير قرب النافذة.") == []
    assert told("هل تصمد الهدنة في دونيتسك؟") == []
