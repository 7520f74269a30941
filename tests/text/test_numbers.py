"""Numbers of things, in digits and in words, Arabic and English."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.text import numbers, numerals, times
from hudna.text.letters import folded
from hudna.text.reading import Reader
from hudna.text.words import words

# As `units.yaml` has them: singulars and broken plurals.
UNITS = {
    "ar": numbers.units(
        {
            "units": {
                "fighters": ["مقاتل", "مسلح", "عنصر", "عناصر"],
                "groups": ["فصيل", "فصائل", "مجموعة"],
                "prisoners": ["أسير", "أسرى"],
                "soldiers": ["جندي", "جنود"],
                "civilians": ["مدني"],
                "people": ["شخص", "أشخاص"],
                "parties": ["طرف", "أطراف"],
                "positions": ["موقع", "مواقع"],
                "killed": ["قتيل", "قتلى"],
                "wounded": ["جريح", "جرحى"],
                "trucks": ["شاحنة"],
                "days": ["يوم", "أيام"],
                "hours": ["ساعة"],
                "months": ["شهر", "أشهر"],
            },
            "more_than": ["أكثر من", "ما لا يقل عن"],
            "less_than": ["أقل من"],
            "about": ["نحو", "حوالي"],
        },
        "ar",
    ),
    "en": numbers.units(
        {
            "units": {
                "fighters": ["fighter", "rebel"],
                "groups": ["group"],
                "people": ["person", "people"],
                "civilians": ["civilian"],
                "soldiers": ["soldier"],
                "trucks": ["truck"],
                "days": ["day"],
                "hours": ["hour"],
                "kilometres": ["kilometre", "km"],
                "killed": ["killed", "dead", "toll"],
                "wounded": ["wounded"],
            },
            "more_than": ["more than", "at least", "over"],
            "less_than": ["less than", "up to"],
            "about": ["about", "some"],
            "plain": ["handed over"],
        },
        "en",
    ),
}


def read(text, language):
    cut = words(folded(text))
    found = numbers.find(cut, language, UNITS[language], times.find(cut, language))
    for one in found:
        low, high = one.value.span
        assert text[low:high] == one.value.quote
        assert words(folded(text)).text[one.first : one.last]
    return [(one.value.value, one.value.unit, one.value.modifier) for one in found]


def spelt(text, language):
    return [
        one.value for one in numerals.find(words(folded(text)), language) if one.kind == "cardinal"
    ]


# --- spelt-out numbers, by the rules of the grammars ----------------------------------------------

UNIT = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
FEMININE = ["", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"]
STEMS = ["", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
HUNDREDS = ["", "", "", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]


def arabic_below_hundred(n, feminine, oblique):
    unit = FEMININE if feminine else UNIT
    if n <= 10:
        word = unit[n]
        return word.replace("ان", "ين") if oblique and n == 2 else word
    if n == 11:
        return "إحدى عشرة" if feminine else "أحد عشر"
    if n == 12:
        two = ("اثنت" if feminine else "اثن") + ("ي" if oblique else "ا")
        return f"{two} عشر{'ة' if feminine else ''}"
    if n < 20:
        return f"{unit[n - 10]} عشر{'ة' if feminine else ''}"
    tens = STEMS[n // 10] + ("ين" if oblique else "ون")
    if n % 10 == 0:
        return tens
    one = "إحدى" if feminine and n % 10 == 1 else arabic_below_hundred(n % 10, feminine, oblique)
    return f"{one} و{tens}"


def arabic_below_thousand(n, feminine, oblique, hundred):
    parts = []
    if n >= 300:
        parts.append(HUNDREDS[n // 100] + hundred)
    elif n >= 200:
        parts.append(hundred.removeprefix(" ").removesuffix("ة") + ("تين" if oblique else "تان"))
    elif n >= 100:
        parts.append(hundred.removeprefix(" "))
    if n % 100:
        parts.append(arabic_below_hundred(n % 100, feminine, oblique))
    return " و".join(parts)


def arabic(n, feminine=False, oblique=False, hundred="مئة"):
    parts = []
    thousands = n // 1000
    if thousands == 1:
        parts.append("ألف")
    elif thousands == 2:
        parts.append("ألفين" if oblique else "ألفان")
    elif thousands:
        counted = "آلاف" if 3 <= thousands % 100 <= 10 else "ألف" if thousands % 100 < 3 else "ألفا"
        parts.append(f"{arabic_below_thousand(thousands, False, oblique, hundred)} {counted}")
    if n % 1000:
        parts.append(arabic_below_thousand(n % 1000, feminine, oblique, hundred))
    return " و".join(parts)


ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def english(n, hyphen="-", link=" and "):
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (hyphen + ONES[n % 10] if n % 10 else "")
    size, name = (100, "hundred") if n < 1000 else (1000, "thousand")
    head = f"{english(n // size, hyphen, link)} {name}"
    if not n % size:
        return head
    return head + (link if n % size < 100 else " ") + english(n % size, hyphen, link)


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (11, "أحد عشر"),
        (25, "خمسة وعشرون"),
        (200, "مئتان"),
        (345, "ثلاثمئة وخمسة وأربعون"),
        (1999, "ألف وتسعمئة وتسعة وتسعون"),
        (12_013, "اثنا عشر ألفا وثلاثة عشر"),
        (103_000, "مئة وثلاثة آلاف"),
    ],
)
def test_the_speller_of_these_tests_writes_arabic(n, text):
    assert arabic(n) == text


def test_small_numbers_in_words_are_read_back():
    for n in range(1, 1200):
        assert spelt(arabic(n), "ar") == [n]
        assert spelt(english(n), "en") == [n]


@given(
    n=st.integers(1, 999_999),
    feminine=st.booleans(),
    oblique=st.booleans(),
    hundred=st.sampled_from(["مئة", "مائة", " مئة"]),
)
def test_arabic_numbers_in_words_are_read_back(n, feminine, oblique, hundred):
    assert spelt(arabic(n, feminine, oblique, hundred), "ar") == [n]


@given(
    n=st.integers(1, 999_999), hyphen=st.sampled_from("- "), link=st.sampled_from([" and ", " "])
)
def test_english_numbers_in_words_are_read_back(n, hyphen, link):
    assert spelt(english(n, hyphen, link), "en") == [n]


@given(n=st.integers(0, 10**15 - 1))
def test_numbers_in_digits_are_read_back(n):
    for written in (str(n), f"{n:,}"):
        assert spelt(f"x {written} x", "en") == [n]


# --- by hand --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("تضم أكثر من 60 ألف مسلح", [(60_000, "fighters", "more_than")]),
        ("من بينهم 7 مجموعات", [(7, "groups", None)]),
        ("بأكثر من ثلاثة عشر فصيلا", [(13, "groups", "more_than")]),
        ("مئتي مقاتل", [(200, "fighters", None)]),
        ("ألفا مقاتل", [(2000, "fighters", None)]),
        ("خمسون ألفا من المسلحين", [(50_000, "fighters", None)]),
        ("ألفا وخمسمئة مقاتل", [(1500, "fighters", None)]),
        ("1,5 مليون شخص", [(1_500_000, "people", None)]),
        ("مليون ونصف المليون شخص", [(1_500_000, None, None)]),
        ("نصف مليون شخص", [(500_000, "people", None)]),
        ("60.000 مقاتل", [(60_000, "fighters", None)]),
        ("٦٠٬٠٠٠ مقاتل", [(60_000, "fighters", None)]),
        ("60ألف مقاتل", [(60_000, "fighters", None)]),
        ("و60 مقاتلا", [(60, "fighters", None)]),
        ("لـ72 ساعة", [(72, "hours", None)]),
        ("خمسة قتلى و20 جريحا", [(5, "killed", None), (20, "wounded", None)]),
        ("20 جريحا على الأقل", [(20, "wounded", "more_than")]),
        ("فصيل واحد", [(1, "groups", None)]),
        ("أسيران وفصيلين", [(2, "prisoners", None), (2, "groups", None)]),
        ("نحو شاحنتين", [(2, "trucks", "about")]),
        ("شخصان اثنان", [(2, "people", None)]),
        ("موقعان", [(2, "positions", None)]),
        ("الأيام السبعة", [(7, "days", None)]),
        ("الفصائل الـ7", [(7, "groups", None)]),
        ("خمسة من عناصر", [(5, "fighters", None)]),
        ("بين 12 و14 شاحنة", [(12, "trucks", None), (14, "trucks", None)]),
        ("12-14 شاحنة", [(12, "trucks", None), (14, "trucks", None)]),
        ("60% من", [(60, "percent", None)]),
        ("خمسون في المئة", [(50, "percent", None)]),
        ("ثلاثة خبراء", [(3, None, None)]),
    ],
)
def test_arabic(text, expected):
    assert read(text, "ar") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("more than 60,000 fighters", [(60_000, "fighters", "more_than")]),
        ("1.5 million people", [(1_500_000, "people", None)]),
        ("two dozen trucks", [(24, "trucks", None)]),
        ("a dozen trucks", [(12, "trucks", None)]),
        ("a hundred soldiers", [(100, "soldiers", None)]),
        ("twenty-five thousand people", [(25_000, "people", None)]),
        ("half a million people", [(500_000, "people", None)]),
        ("two and a half million people", [(2_500_000, "people", None)]),
        ("some 90 aid trucks", [(90, "trucks", "about")]),
        ("seven rebel groups", [(7, "groups", None)]),
        ("60 of its fighters", [(60, "fighters", None)]),
        ("four people or more", [(4, "people", "more_than")]),
        ("3,000 to 4,000 Russian soldiers", [(3000, "soldiers", None), (4000, "soldiers", None)]),
        ("12-14 trucks", [(12, "trucks", None), (14, "trucks", None)]),
        ("a 72-hour pause", [(72, "hours", None)]),
        ("a seven-day truce", [(7, "days", None)]),
        ("a five-kilometre-wide strip", [(5, "kilometres", None)]),
        ("20km away", [(20, "kilometres", None)]),
        ("said twice", [(2, "times", None)]),
        ("one civilian died", [(1, "civilians", None)]),
        ("60 percent of them", [(60, "percent", None)]),
        ("two versions", [(2, "versions", None)]),  # its own plural
        ("two sheep", [(2, None, None)]),
        ("up to two trucks", [(2, "trucks", "less_than")]),
        ("more than a million people", [(1_000_000, "people", "more_than")]),
        ("a 60-day truce", [(60, "days", None)]),  # what is hyphened counts, not what it belongs to
        ("six civilians dead", [(6, "killed", None)]),
        ("wounded three of its rangers", [(3, "wounded", None)]),
        ("put the toll at 26", [(26, "killed", None)]),
        (
            "14 people were killed and a further 30 were wounded",
            [(14, "people", None), (30, "wounded", None)],
        ),
        ("28,000 of the 72,000 trucks", [(28_000, "trucks", None), (72_000, "trucks", None)]),
        (
            "576 people dead and more than 1,500 wounded",
            [(576, "killed", None), (1500, "wounded", "more_than")],
        ),
        ("over three soldiers", [(3, "soldiers", "more_than")]),
        ("handed over three soldiers", [(3, "soldiers", None)]),
    ],
)
def test_english(text, expected):
    assert read(text, "en") == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar", "مقتل شخصين وإصابة سبعة آخرين", [(2, "killed", None), (7, "wounded", None)]),
        ("ar", "أصيب أكثر من عشرين", [(20, "wounded", "more_than")]),
        ("ar", "مقتل أربعة مدنيين", [(4, "civilians", None)]),  # told apart
        ("ar", "ارتفع عدد القتلى منذ الأحد إلى 865", [(865, "killed", None)]),
        ("ar", "ارتفع السعر إلى 865", [(865, None, None)]),
        ("ar", "600 شاحنة بينها 50 للوقود", [(600, "trucks", None), (50, "trucks", None)]),
        ("ar", "600 شاحنة، خمسون منها للوقود", [(600, "trucks", None), (50, "trucks", None)]),
        ("ar", "ثلاثة من جنوده", [(3, "soldiers", None)]),
        ("ar", "مواقع المراقبة الـ12", [(12, "positions", None)]),
        (
            "en",
            "two people were hurt and shelling killed four",
            [(2, "people", None), (4, "killed", None)],
        ),
        ("en", "412 trucks, up from 305 on Monday", [(412, "trucks", None), (305, "trucks", None)]),
        ("en", "of 600 trucks, 212 had crossed", [(600, "trucks", None), (212, "trucks", None)]),
        ("en", "for 72 hours, up from 48", [(72, "hours", None), (48, "hours", None)]),
        ("en", "the toll rose to 46", [(46, "killed", None)]),
        (
            "en",
            "puts the number of civilians hit last year at more than 97",
            [(97, "civilians", "more_than")],
        ),
        ("en", "40 trucks, 12 of them empty", [(40, "trucks", None), (12, "trucks", None)]),
        (
            "en",
            "12 trucks came. Of these, 7 were empty",
            [(12, "trucks", None), (7, "trucks", None)],
        ),
        (
            "en",
            "43 trucks: 19 through Gao, 16 through Kidal and 8 elsewhere",
            [(43, "trucks", None), (19, "trucks", None), (16, "trucks", None), (8, "trucks", None)],
        ),
        ("en", "30 trucks, five fewer than on Monday", [(30, "trucks", None), (5, "trucks", None)]),
        (
            "en",
            "31 trucks came, and the army put the figure at 70",
            [(31, "trucks", None), (70, "trucks", None)],
        ),
        ("ar", "كمين", []),
        ("ar", "واحدا وعشرين شهرا", [(21, "months", None)]),
        ("en", "a battalion of 770", [(770, "soldiers", None)]),
        ("en", "freed 20 on Monday", [(20, "prisoners", None)]),
        ("en", "boys aged 14 and 15", []),
        (
            "en",
            "20 soldiers, including 4 civilians, bringing the total to 60",
            [(20, "soldiers", None), (4, "civilians", None), (60, "soldiers", None)],
        ),
        (
            "ar",
            "75 مدنيا في ثمانية مواقع، منهم 27 في جوبا",
            [(75, "civilians", None), (8, "positions", None), (27, "civilians", None)],
        ),
        (
            "ar",
            "متمردي الحركة في أربعة مواقع و120 منهم",
            [(4, "positions", None), (120, None, None)],
        ),
        ("ar", "عشرة من الراغبين", [(10, "people", None)]),
        ("ar", "إطلاق سراح الأربعة الباقين", [(4, "prisoners", None)]),
        ("ar", "العودة إلى نقطة الصفر", []),
    ],
)
def test_what_a_number_counts_that_stands_elsewhere(language, text, expected):
    assert read(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "القرار 2254",
        "القرارين 2254 و2336",
        "القرار الأممي رقم 2254",
        "المادة 3 من الاتفاق",
        "طائرات سو-24 وإس-300",
        "في 30 ديسمبر 2016",
        "عام 2016",
        "الساعة الثامنة مساء",
        "المرة الثالثة",
        "عشرات المدنيين",
        "مئات المقاتلين",
        "مدنيين",  # a plural, though it looks like a dual
        "الطرفان",
        "لست عضوا",
        "وُلد ميتا ما دام",
        "القوات ألف من",
    ],
)
def test_what_counts_nothing_in_arabic(text):
    assert read(text, "ar") == []


@pytest.mark.parametrize(
    "text",
    [
        "Resolution 2254",
        "resolutions 2254 and 2336",
        "Article 5",
        "No. 5",
        "an F-16 and an M5",
        "on 30 December 2016",
        "at 8 p.m.",
        "the third time",
        "one of the trucks",
        "not one truck",
        "hundreds of people",
        "24/7",
        "Ali, 35, said",
        "the Three Brotherhood Alliance",
        "1. Cease fire",
        "two-thirds",
    ],
)
def test_what_counts_nothing_in_english(text):
    assert read(text, "en") == []


@pytest.mark.parametrize(
    ("text", "value"), [("خلال 72 ساعة", 72), ("قبل يومين", 2), ("بعد ثلاثة أشهر من التوقيع", 3)]
)
def test_a_stretch_is_a_number_and_part_of_a_time(text, value):
    assert [number for number, _, _ in read(text, "ar")] == [value]


def test_the_span_is_that_of_the_number_alone():
    text = "وقتل نحو \u200f60\u200f ألفاً"
    cut = words(folded(text))
    [one] = numbers.find(cut, "ar", UNITS["ar"], [])
    assert one.value.quote == "60\u200f ألفاً"
    assert one.value.modifier == "about"


# --- hostile --------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["5", "60,000", "خمسة", "وعشرون", "ألف", "ألفا", "مئة", "و", "نصف", "مليون", "two", "dozen",
     "hundred", "and", "a", "half", "-", ".", "%", "القرار", "مقاتل", "fighters", "2016", "\u200f", "\n"]
)  # fmt: skip


@given(text=st.text(max_size=60) | st.lists(PIECES, max_size=20).map(" ".join))
def test_any_text_is_read(text):
    read(text, "ar")
    read(text, "en")


@pytest.mark.parametrize(
    "text", ["9" * 1_000_000, "و" * 1_000_000, "5 " * 5000, "و5" * 50_000, "خمسة " * 5000]
)
def test_long_runs_take_no_long_time(text):
    start = time.process_time()
    read_count = len(numbers.find(words(folded(text)), "ar", UNITS["ar"], []))
    assert time.process_time() - start < 5
    assert read_count <= len(text)


def test_more_digits_than_a_count_has_are_no_number():
    assert spelt("9" * 5000, "en") == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "in breach of the 2002 ceasefire", []),
        ("en", "they sent 2002 trucks", [(2002, "trucks", None)]),
        ("en", "several thousand people fled", []),
        ("en", "four thousand people fled", [(4000, "people", None)]),
        ("ar", "نزح عدة آلاف شخص", []),
        ("ar", "نزح أربعة آلاف شخص", [(4000, "people", None)]),
    ],
)
def test_years_of_one_thing_and_scales_by_themselves_count_nothing(language, text, expected):
    assert read(text, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a 60-year-old woman", []),
        ("a two-month-old truce", []),
        ("three 60mm shells", [3]),
        ("two 120 mm mortars", [2]),
        ("$30 million in aid", [30_000_000]),
    ],
)
def test_ages_and_sizes_count_nothing(text, expected):
    reader = Reader.of("en")
    found = reader.read(text).document()["mentions"]["numbers"]
    assert [one["value"] for one in found] == expected


@pytest.mark.parametrize(
    ("language", "text", "unit"),
    [
        ("en", "worth $30 million", "dollars"),
        ("en", "worth €20", "euros"),
        ("ar", "تشمل خمسة شروط", "conditions"),
        ("ar", "قدم ثلاثة مقترحات", "proposals"),
        ("ar", "نهبوا 40 كيسا", "bags"),
        ("en", "killed 3 jawans", "soldiers"),
        ("en", "signed two pacts", "agreements"),
    ],
)
def test_what_the_news_counts(language, text, unit):
    [one] = Reader.of(language).read(text).document()["mentions"]["numbers"]
    assert one["unit"] == unit


def test_many_of_a_word_that_ends_with_ya_are_not_two():
    reader = Reader.of("ar")
    assert reader.read("قال للصحفيين ذلك").document()["mentions"]["numbers"] == []
    [one] = reader.read("قتل صحفيان").document()["mentions"]["numbers"]
    assert (one["value"], one["unit"]) == (2, "journalists")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a three month ceasefire", [(3, "months")]),
        ("the town, one of five regional capitals", [(5, "capitals")]),
        ("an attack on Wing 21", []),
    ],
)
def test_a_stretch_before_a_noun_and_one_of_several(text, expected):
    found = Reader.of("en").read(text).document()["mentions"]["numbers"]
    assert [(one["value"], one["unit"]) for one in found] == expected


def test_a_number_behind_a_name_is_part_of_it():
    found = Reader.of("ar").read("ينص اتفاق «مينسك 2» على ذلك.").document()["mentions"]
    assert found["numbers"] == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "120 Ukrainian and Russian prisoners", [(120, "prisoners", None)]),
        ("en", "a 15-kilometre-wide buffer zone", [(15, "kilometres", None)]),
        ("en", "a buffer zone 15 km wide", [(15, "kilometres", None)]),
        ("en", "killing three and wounding seven others", [(3, "killed", None), (7, "wounded", None)]),
        ("en", "seven others", [(7, "people", None)]),
        ("en", "nearly sixty complaints. Only a dozen could be verified", [(60, "complaints", "about"), (12, "complaints", None)]),
        ("en", "violations rose to 97", [(97, "violations", None)]),
        ("en", "13,000 have been displaced", [(13_000, "displaced", None)]),
        ("en", "six out of ten monitors", [(6, "monitors", None), (10, "monitors", None)]),
        ("en", "a family of six", [(6, "people", None)]),
        ("en", "a force 60 strong", [(60, "soldiers", None)]),
        ("en", "30 captives on two fishing boats", [(30, "captives", None), (2, "ships", None)]),
        ("en", "the number of violations at upwards of 150", [(150, "violations", "more_than")]),
        ("en", "37 children and eleven women", [(37, "children", None), (11, "women", None)]),
        ("en", "Rebels freed 70 prisoners. The Government spoke of 168.", [(70, "prisoners", None), (168, "prisoners", None)]),
        ("ar", "خمسة من «البيشمركة»", [(5, "fighters", None)]),
        ("en", "two thousand of an estimated 45,000 fighters", [(2_000, "fighters", None), (45_000, "fighters", "about")]),
        ("ar", "37 مدنيا قتلوا و425 جرحوا", [(37, "civilians", None), (425, "wounded", None)]),
        ("ar", "مئة ألف برميل يوميا", [(100_000, "barrels", None)]),
        ("en", "a fifth are children under five", []),
        ("en", "4,000 special police", [(4_000, "police", None)]),
        ("ar", "أقل من عشر العدد", []),
        ("ar", "دفعة واحدة", []),
        ("ar", "نحو مئتي كوخ", [(200, "houses", "about")]),
        ("en", "give up 840 arms", [(840, "weapons", None)]),
        ("ar", "سقوط قذيفتي هاون", [(2, "rounds", None)]),
        ("ar", "بلدتي نبل والزهراء", []),
        ("ar", "ثلاثة أرباع ضباطه", []),
        ("en", "three quarters of them", []),
        ("en", "it collapsed within half a year", []),
        ("ar", "من خمس إلى سبع شاحنات", [(5, "trucks", None), (7, "trucks", None)]),
        ("ar", "على المستويين", []),
        ("ar", "تحتفظ الجيوش الثلاثة بالبلدات", [(3, None, None)]),
        ("ar", "سبع بلدات", [(7, "towns", None)]),
        ("ar", "هدنة الـ72 ساعة", [(72, "hours", None)]),
        ("ar", "الدول الضامنة الثلاث", [(3, "countries", None)]),
        ("ar", "طائرتان مسيرتان", [(2, "drones", None)]),
        ("ar", "مستشفيين وحاجزين", [(2, "hospitals", None), (2, "checkpoints", None)]),
        ("ar", "سبعة من قادته", [(7, "leaders", None)]),
        ("ar", "مركبين", [(2, "ships", None)]),
        ("ar", "أربعة من رجال الشرطة", [(4, "police", None)]),
        ("ar", "نزوح 13 ألفا", [(13_000, "displaced", None)]),
        ("ar", "آلاف النازحين", []),
        ("ar", "ثلاثة آلاف نازح", [(3_000, "displaced", None)]),
        ("ar", "طائرة إف 16", []),
    ],
)  # fmt: skip
def test_what_stands_around_a_number(language, text, expected):
    counted = Reader.of(language).units
    found = numbers.find(words(folded(text)), language, counted, [])
    assert [(one.value.value, one.value.unit, one.value.modifier) for one in found] == expected
