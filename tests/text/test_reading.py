"""Reading a text: what always holds of plausible and of hostile ones, and cases by hand."""

import unicodedata

import pytest
from hostile import DAY, LANGUAGES, both, check, plausible, read, reader, sentences, texts
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hudna.text.reading import Reader
from hudna.text.vocabulary import vocabulary

# --- properties -------------------------------------------------------------------------------------


@pytest.mark.slow
@given(both(lambda language: texts(language) | plausible(language)), st.sampled_from([None, DAY]))
@settings(max_examples=300)
def test_every_reading_keeps_the_contract(said, published):
    language, text = said
    check(text, read(language, text, published))


@given(st.sampled_from(LANGUAGES), st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_is_read(language, text):
    check(text, read(language, text))


@pytest.mark.slow
@given(both(plausible))
@settings(max_examples=15)
def test_reading_twice_gives_the_same(said):
    language, text = said
    first = read(language, text)
    fresh = Reader(vocabulary(language).with_([]), reader(language).units)
    assert first == read(language, text) == fresh.read(text, DAY).document()


@given(both(sentences), st.sampled_from(["\n", " \n\t", "\u00a0\n", "\ufeff\n"]))
def test_space_before_a_text_only_moves_it(said, before):
    language, text = said
    assert moved(read(language, before + text)) == moved(read(language, text), len(before))


def moved(document, by=0):
    """Statements, mentions and notes with their spans moved."""
    if isinstance(document, dict):
        return {
            key: [place + by for place in value] if key in ("span", "content") else moved(value, by)
            for key, value in document.items()
            if key not in ("document", "drafts")
        }
    return [moved(one, by) for one in document] if isinstance(document, list) else document


# What may follow: words that nobody knows, marks, digits; no name, no date, no stamp of time.
AFTER = st.text("qzسشض «»\"'()،,.!-•7\n", max_size=80)


@given(both(sentences), AFTER)
def test_what_follows_a_paragraph_does_not_change_how_it_is_read(said, after):
    language, text = said
    assume("\n" not in text and not after.startswith("\n"))
    alone = read(language, text + "\n\n")["statements"]
    assert read(language, text + "\n\n" + after)["statements"][: len(alone)] == alone


@given(sentences("ar"), st.data())
def test_vowels_and_tatweel_change_nothing_that_is_read(text, data):
    marks = data.draw(st.lists(st.sampled_from(["", "", "\u064e", "\u0651\u064f", "\u0640"]),
                               min_size=len(text), max_size=len(text)))  # fmt: skip
    inside = [  # a mark stands between two letters of a word
        mark if a.isalpha() and b.isalpha() and unicodedata.name(a).startswith("ARABIC") else ""
        for mark, a, b in zip(marks, text, text[1:] + " ", strict=True)
    ]
    written = "".join(letter + mark for letter, mark in zip(text, inside, strict=True))
    assert [what(one) for one in read("ar", written)["statements"]] == [
        what(one) for one in read("ar", text)["statements"]
    ]


def what(statement):
    """What a statement says, whatever its place."""
    kept = ("act", "polarity", "hedge", "topics", "event")
    return {key: statement[key] for key in kept} | {
        "actors": [one["id"] for one in statement["actors"]],
        "numbers": [(one["value"], one["unit"]) for one in statement["numbers"]],
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_read_from_nothing(language):
    for text in ("", " ", "\n", "\u202e", ".", "«", "\u064b", "7", "ا"):
        document = read(language, text)
        assert document["statements"] == []
        check(text, document)


# --- by hand, from the issue and the guidelines for annotating -----------------------------------------


def only(language, text, published=DAY):
    """The one statement of a text."""
    (one,) = read(language, text, published)["statements"]
    return one


def quote(text, span):
    return text[slice(*span)]


@pytest.mark.parametrize(
    ("language", "text", "act", "polarity", "topics"),
    [
        ("ar", "رفضت موسكو استثناء ريف دمشق من وقف إطلاق النار.", "deny", "affirmed", "P06"),
        ("ar", "لم تستبعد أنقرة تمديد الهدنة أسبوعا آخر.", "deny", "affirmed", "P05"),
        ("ar", "نفى متحدث باسم الجيش السوداني أن تكون قواته قد خرقت الهدنة.", "deny", "negated", None),
        ("ar", "طالبت روسيا بعدم شمول الغوطة الشرقية السورية بوقف إطلاق النار.", "demand", "negated", "P06"),
        ("ar", "قال الوزير إن الاتفاق يشمل جميع المناطق ولا يستثني أحدا.", "state", "affirmed", "P06"),
        ("ar", "أعلنت وزارة الدفاع الروسية أن الاتفاق يستثني تنظيم داعش.", "announce", "negated", "P08"),
        ("ar", "اتهمت الحكومة السودانية قوات الدعم السريع بعدم الالتزام بالهدنة.", "accuse", "negated", "P01"),
        ("ar", "لا يشمل الاتفاق تنظيم داعش.", "report", "negated", "P08"),
        ("en", "Russia refused to exclude Eastern Ghouta in Syria from the ceasefire.", "deny", "affirmed", "P06"),
        ("en", "Turkey did not rule out an extension of the truce.", "deny", "affirmed", "P05"),
        ("en", "The Sudanese army denied that its troops had broken the truce.", "deny", "negated", None),
        ("en", "Turkey demanded that Syria's Idlib not be covered by the truce.", "demand", "negated", "P06"),
        ("en", "Russia said the deal covers all areas and does not exclude anyone.", "state", "affirmed", "P06"),
        ("en", "The Russian Defence Ministry said the deal excludes Islamic State.", "state", "negated", "P08"),
        ("en", "The opposition accused Moscow of not observing the truce.", "accuse", "negated", "P01"),
        ("en", "The deal does not cover Islamic State.", "report", "negated", "P08"),
    ],
)  # fmt: skip
def test_polarity_is_that_of_what_is_said(language, text, act, polarity, topics):
    one = only(language, text)
    assert (one["act"], one["polarity"]) == (act, polarity)
    assert topics is None or topics in one["topics"]


THREE = {
    "ar": "أكد وزير الخارجية التركي سليم كايا أن الهدنة تشمل جميع المناطق وأن المعابر ستفتح أمام المساعدات، "
    "مشيرا إلى أن المحادثات تبدأ في جنيف.",
    "en": "Turkish Foreign Minister Selim Yildirim confirmed that the truce covers all areas and that crossings "
    "will open to aid, adding that talks begin in Geneva.",
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "contents", "openings", "verb", "speaker", "name"),
    [
        ("ar", ["الهدنة تشمل جميع المناطق", "المعابر ستفتح أمام المساعدات", "المحادثات تبدأ في جنيف"],
         ["أكد", "وأن المعابر", "مشيرا"], "أكد", "وزير الخارجية التركي سليم كايا", "سليم كايا"),
        ("en", ["the truce covers all areas", "crossings will open to aid", "talks begin in Geneva"],
         ["Turkish", "and that", "adding"], "confirmed", "Turkish Foreign Minister Selim Yildirim", "Selim Yildirim"),
    ],
)  # fmt: skip
def test_contents_that_hang_on_one_verb(language, contents, openings, verb, speaker, name):
    text = THREE[language]
    found = read(language, text)["statements"]
    assert [quote(text, one["content"]) for one in found] == contents
    for one, opening in zip(found, openings, strict=True):
        assert one["quote"].startswith(opening)
        assert (one["act"], one["verb"]["text"]) == ("confirm", verb)
        assert quote(text, one["speaker"]["span"]) == speaker
        assert (one["speaker"]["name"], one["speaker"]["actor"]) == (name, "turkey")


@pytest.mark.parametrize(
    ("language", "text", "verb", "names"),
    [
        ("ar", "قال الناطق باسم الجيش إن الهدنة صامدة. وأضاف أن المعابر مفتوحة.", "أضاف", "الناطق باسم الجيش"),
        ("en", "The army spokesman said the truce was holding. He added that the crossings were open.", "added",
         "The army spokesman"),
    ],
)  # fmt: skip
def test_a_speaker_is_carried_on(language, text, verb, names):
    first, second = read(language, text)["statements"]
    assert second["verb"]["text"] == verb
    assert quote(text, first["speaker"]["span"]) == quote(text, second["speaker"]["span"]) == names


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("قال الوزير إن الهدنة تشمل مدينة الباب في سوريا.", ["الباب"]),
        ("قال المبعوث إن الباب مفتوح أمام المحادثات في سوريا.", []),
    ],
)
def test_the_town_of_al_bab_is_no_door(text, places):
    named = [one["quote"] for one in only("ar", text)["places"]]
    assert [one for one in named if one != "سوريا"] == places


def test_glued_words_are_parted_and_noted():
    text = "أعلنت أنقرةوموسكو أن الهدنة تشمل جميع المناطق."
    document = read("ar", text)
    (note,) = document["notes"]
    assert (note["kind"], quote(text, note["span"])) == ("glued_words", "أنقرةوموسكو")
    assert [one["quote"] for one in document["mentions"]["actors"]] == ["أنقرة", "موسكو"]


def test_a_heading_that_ran_into_a_sentence():
    text = "خلاف على الممرات أكدت وزارة الخارجية الروسية أن الهدنة صامدة."
    document = read("ar", text)
    (note,), (one,) = document["notes"], document["statements"]
    assert (note["kind"], quote(text, note["span"])) == ("heading", "خلاف على الممرات")
    assert one["quote"] == "أكدت وزارة الخارجية الروسية أن الهدنة صامدة"


def test_points_of_a_flattened_list():
    text = "أبرز بنود الاتفاق: - وقف القصف - تبادل الأسرى - دخول المساعدات"
    document = read("ar", text)
    assert [note["kind"] for note in document["notes"]] == ["heading", "list"]
    assert [one["quote"] for one in document["statements"]] == [
        "وقف القصف", "تبادل الأسرى", "دخول المساعدات"
    ]  # fmt: skip
    for one in document["statements"]:
        assert (one["act"], one["speaker"], one["verb"]) == ("report", None, None)


def test_times_and_numbers_of_the_issue():
    text = (
        "دخلت الهدنة حيز التنفيذ منتصف ليل أمس. وقال الرئيس الروسي إن المحادثات تبدأ خلال شهر من دخول الهدنة "
        "حيز التنفيذ. وأضاف أن أكثر من 60 ألف مقاتل انضموا إليها."
    )
    times = read("ar", text)["mentions"]["times"]
    assert [(one["earliest"], one["latest"]) for one in times] == [
        ("2016-12-30T00:00", "2016-12-30T00:00"), ("2016-12-30", "2017-01-30"),
    ]  # fmt: skip
    (number,) = [
        one for one in read("ar", text)["mentions"]["numbers"] if one["unit"] == "fighters"
    ]
    assert (number["value"], number["modifier"]) == (60_000, "more_than")


def test_a_demand_and_a_refusal_about_one_place_conflict():
    text = (
        "اشترطت روسيا عدم شمول الغوطة الشرقية قرب دمشق بوقف إطلاق النار.\n\n"
        "ورفضت موسكو استثناء الغوطة الشرقية من وقف إطلاق النار."
    )
    document = read("ar", text)
    first, second = document["statements"]
    (conflict,) = document["conflicts"]
    assert conflict["statements"] == [first["id"], second["id"]]
    assert conflict["about"].startswith("P06:")


def test_a_word_keeps_the_letter_that_looks_like_a_preposition():
    text = "قال وزير الخارجية الروسي إن الهدنة صامدة، معربا عن استعداد بلاده للتفاوض."
    (one,) = [one for one in read("ar", text)["statements"] if one["act"] == "commit"]
    assert text[one["content"][0] - 1] == " "
    assert [actor["id"] for actor in one["actors"]] == ["russia"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "تبدأ الهدنة منتصف ليل - 5 كانون الثاني."),
        ("en", "The truce begins at midnight - on Saturday, 31 December."),
    ],
)
def test_no_time_ends_before_it_begins(language, text):
    document = read(language, text)
    assert document["mentions"]["times"]
    check(text, document)
