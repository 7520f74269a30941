"""Sentences put together of a speaker, a verb, an occasion and a content are read into these again.

What is expected is known from how a sentence was made: nothing of it comes from the reader.
"""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reads import read

SPEAKERS = [
    "the army", "the army spokesman", "Defence Minister Jan Kub", "a Western ambassador", "two residents",
    "Moscow", "the UN mission", "rebel leader Ahmed Nur", "a source in the palace", "Hamas",
    "the foreign ministry in Aden", "General Moses Pawe of the northern front", "the governor of Homs",
    "the International Committee of the Red Cross", "mediators", "President Ortega", "local officials",
    "a police officer", "Human Rights Watch", "the front",
]  # fmt: skip
SAYING = {
    "said": "state", "says": "state", "announced": "announce", "confirmed": "confirm", "stressed": "confirm",
    "explained": "state", "told reporters": "state", "claimed": "state", "warned": "state", "noted": "state",
    "acknowledged": "state", "believes": "opinion", "has said": "state", "also said": "state",
    "conceded": "state", "pointed out": "state", "complained": "state", "insisted": "confirm",
}  # fmt: skip
CONTENTS = [
    ("the truce covers Aden", "affirmed"), ("the truce excludes Aden", "negated"),
    ("its forces had not shelled the town", "negated"), ("aid had reached the city", "affirmed"),
    ("40 prisoners would be freed on Monday", "affirmed"), ("nobody had signed the deal", "negated"),
    ("rebels shelled the airport at dawn", "affirmed"), ("no monitors were allowed in", "negated"),
    ("the ceasefire does not apply to Nusra", "negated"), ("the road to Goma was open", "affirmed"),
    ("neither side has withdrawn its guns", "negated"), ("12 soldiers were killed by a mine", "affirmed"),
    ("both sides must withdraw by Friday", "affirmed"), ("at least three civilians died", "affirmed"),
]  # fmt: skip
ORDERS = [
    "{who} {verb} that {what}", "{what}, {who} {verb}", "On Monday, {who} {verb} that {what}",
    "{who} {verb} on Monday that {what}", "{what}, {who} {verb} on Monday", "“{what},” {who} {verb}",
    "{who}, speaking in Aden, {verb} that {what}", "{who}, who came on Monday, {verb} that {what}",
    "In a statement, {who} {verb} that {what}", "{who} {verb} in a statement that {what}",
    "Speaking in Aden, {who} {verb} that {what}", "{what}, {who} {verb} in a statement",
    "{who} {verb} late on Monday: “{what}.”",
]  # fmt: skip
OTHERS = ["the rebels", "both sides", "Kyiv", "the Houthis", "President Saleh", "its fighters"]
TO_DO = [
    "leave the town", "respect the ceasefire", "free all prisoners", "shell the airport",
    "open the crossing to aid", "lift the siege of Taiz", "extend the truce by two months",
]  # fmt: skip
WHEN = ["", " on Monday", " in a statement", " late on Sunday"]
# How somebody asks or promises that something is done: what is said, of {other}, {when}, {to}.
ASKING = {
    "{who} called on {other}{when} {to}": ("{other}{when} {to}", "demand"),
    "{who} urged {other}{when} {to}": ("{other}{when} {to}", "demand"),
    "On Friday, {who} appealed to {other} {to}": ("{other} {to}", "demand"),
    "{other} were asked by {who} {to}": ("{to}", "demand"),
    "{who} pledged{when} {to}": ("{to}", "commit"),
    "{who} promised to the envoy, Li Wen, {to}": ("{to}", "commit"),
    "{who} agreed{when} {to}": ("{to}", "commit"),
    "{who} threatened{when} {to}": ("{to}", "announce"),
    "{who} ordered {other} {to}": ("{other} {to}", "demand"),
}


def plain(words):
    """A content without marks, and without what only leads to it."""
    return re.sub(r"^(to|that) ", "", words.strip("“”«»,. ").lower())


def held(text, content, language="en"):
    """Who says a content, how, and whether it is affirmed; None where it is not read."""
    for one in read(text, language).statements:
        if plain(one.said) == plain(content):
            return one.speaker and one.speaker.name, one.act, one.polarity
    return None


def is_same(name, speaker):
    """Whether a name is a speaker's, or the person's part of it."""
    words, whole = set((name or "").lower().split()), set(speaker.lower().split())
    return bool(words) and words <= whole


@settings(max_examples=300, deadline=None)
@given(*map(st.sampled_from, (SPEAKERS, sorted(SAYING), CONTENTS, ORDERS)))
def test_who_says_what_in_english(who, verb, content, order):
    what, polarity = content
    text = order.format(who=who, verb=verb, what=what) + "."
    text = text[0].upper() + text[1:]
    found = held(text, what)
    assert found is not None, text
    assert is_same(found[0], who), text
    assert found[1:] == (SAYING[verb], polarity), text


@settings(max_examples=300, deadline=None)
@given(*map(st.sampled_from, (SPEAKERS, OTHERS, TO_DO, WHEN, sorted(ASKING), ["to ", "not to "])))
def test_what_is_asked_or_promised_in_english(who, other, act, when, order, to):
    expected, kind = ASKING[order]
    words = {"who": who, "other": other, "when": when, "to": to + act}
    text = order.format(**words) + "."
    text = text[0].upper() + text[1:]
    found = held(text, expected.format(**words))
    assert found is not None, text
    assert is_same(found[0], who), text
    assert found[1:] == (kind, "affirmed" if to == "to " else "negated"), text


# Of him and of her.
ARABIC_SPEAKERS = [
    ("الجيش", 0), ("المتحدث باسم الجيش", 0), ("موسكو", 1), ("وزارة الخارجية التركية", 1), ("مصدر عسكري", 0),
    ("الأمم المتحدة", 1), ("حركة حماس", 1), ("المبعوث الأممي غير بيدرسن", 0), ("القيادة العامة للجيش", 1),
    ("رئيس الوفد محمد علوش", 0), ("الرئيس الروسي فلاديمير بوتين", 0), ("سكان محليون", 0),
    ("محافظ حمص", 0), ("قوات الدعم السريع", 1), ("اللجنة الدولية للصليب الأحمر", 1), ("قائد ميداني", 0),
]  # fmt: skip
ARABIC_SAYING = [
    ("قال", "قالت", "إن", "state"), ("أكد", "أكدت", "أن", "confirm"), ("أعلن", "أعلنت", "أن", "announce"),
    ("أشار", "أشارت", "إلى أن", "state"), ("شدد", "شددت", "على أن", "confirm"), ("أفاد", "أفادت", "بأن", "report"),
    ("اعتبر", "اعتبرت", "أن", "opinion"), ("حذر", "حذرت", "من أن", "state"), ("لفت", "لفتت", "إلى أن", "state"),
    ("أقر", "أقرت", "بأن", "state"), ("كشف", "كشفت", "أن", "state"),
]  # fmt: skip
ARABIC_CONTENTS = [
    ("الهدنة تشمل حلب", "affirmed"), ("الاتفاق لا يشمل إدلب", "negated"), ("قواته لم تقصف البلدة", "negated"),
    ("المساعدات وصلت إلى المدينة", "affirmed"), ("40 أسيرا سيفرج عنهم يوم الاثنين", "affirmed"),
    ("المسلحين قصفوا المطار فجرا", "affirmed"), ("الاتفاق يستثني جبهة النصرة", "negated"),
    ("الطريق إلى تعز مفتوح", "affirmed"), ("الطرفين لم يسحبا أسلحتهما الثقيلة", "negated"),
]  # fmt: skip
ARABIC_WHEN = [
    "", " يوم الاثنين", " في بيان", " أمس", " في مؤتمر صحفي", " لوكالة رويترز", " خلال لقاء مع الصحفيين",
    " في مقابلة مع قناة الجزيرة",
]  # fmt: skip
ARABIC_ORDERS = [
    "{verb} {who}{when} {that} {what}.", "و{verb} {who}{when} {that} {what}.", "{who} {verb}{when} {that} {what}.",
    "من جهته، {verb} {who}{when} {that} {what}.",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    *map(
        st.sampled_from,
        (ARABIC_SPEAKERS, ARABIC_SAYING, ARABIC_CONTENTS, ARABIC_WHEN, ARABIC_ORDERS),
    )
)
def test_who_says_what_in_arabic(speaker, saying, content, when, order):
    who, of_her = speaker
    verb, that, act = saying[of_her], saying[2], saying[3]
    what, polarity = content
    text = order.format(verb=verb, who=who, when=when, that=that, what=what)
    found = held(text, what, "ar")
    assert found is not None, text
    assert is_same(found[0], who), text
    assert found[1:] == (act, polarity), text


@settings(max_examples=150, deadline=None)
@given(
    *map(
        st.sampled_from,
        (
            ARABIC_SPEAKERS,
            ARABIC_WHEN,
            [("رفض", "رفضت", "deny"), ("اشترط", "اشترطت", "condition")],
            [
                ("وقف القصف", 1),
                ("عدم قصف المطار", 0),
                ("فتح المعابر", 1),
                ("تمديد الهدنة شهرين", 1),
            ],
        ),
    )
)
def test_what_is_refused_or_made_a_condition_in_arabic(speaker, when, verbs, what):
    who, of_her = speaker
    text = f"{verbs[of_her]} {who}{when} {what[0]}."
    found = held(text, what[0], "ar")
    affirmed = what[1] == (verbs[2] != "deny")
    assert found is not None, text
    assert is_same(found[0], who), text
    assert found[1:] == (verbs[2], "affirmed" if affirmed else "negated"), text


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("أقر الرئيس الروسي فلاديمير بوتين، الذي وصل الأحد، بأن المساعدات وصلت.", "المساعدات وصلت",
         ("فلاديمير بوتين", "state", "affirmed")),
        ("هددت الفصائل باستئناف القصف.", "استئناف القصف", ("الفصائل", "announce", "affirmed")),
        ("بحسب موسكو، 40 أسيرا سيفرج عنهم.", "40 أسيرا سيفرج عنهم", ("موسكو", "report", "affirmed")),
        ("رفضت القيادة العامة للجيش الانسحاب من البلدة.", "الانسحاب من البلدة",
         ("القيادة العامة للجيش", "deny", "negated")),
    ],
)  # fmt: skip
def test_further_arabic_sentences(text, content, expected):
    found = held(text, content, "ar")
    assert found is not None
    assert is_same(found[0], expected[0])
    assert found[1:] == expected[1:]
