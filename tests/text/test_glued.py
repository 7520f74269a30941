"""Words that lost the space between them, parted; no other word is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.text.glued import parted
from hudna.text.letters import folded
from hudna.text.vocabulary import vocabulary
from hudna.text.words import words


def cut(text, language="ar"):
    made, glued = parted(words(folded(text)), vocabulary(language))
    return [made.quote(i, i + 1) for i in range(len(made))], glued


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أنقرةوموسكو", ["أنقرة", "وموسكو"]),
        ("قالت موسكووأنقرة إنهما", ["قالت", "موسكو", "وأنقرة", "إنهما"]),
        ("الولاياتالمتحدة", ["الولايات", "المتحدة"]),
        ("الهدنةصامدة", ["الهدنة", "صامدة"]),  # a ta marbuta only ends a word
        ("وزيردمشق", ["وزير", "دمشق"]),
        ("خلاصةما", ["خلاصة", "ما"]),  # though it looks like a word with a pronoun
        ("وثيقة مينسكلا تستثني", ["وثيقة", "مينسك", "لا", "تستثني"]),
        ("جنوبالليطاني", ["جنوب", "الليطاني"]),
        ("طرابلسوضواحيها", ["طرابلس", "وضواحيها"]),
        ("الاتفاقالذي رعته", ["الاتفاق", "الذي", "رعته"]),
        ("قالتالأمم المتحدة", ["قالت", "الأمم", "المتحدة"]),
        ("المطار أولاقال رئيس الهيئة", ["المطار", "أولا", "قال", "رئيس", "الهيئة"]),
    ],
)
def test_two_words_are_told_apart(text, expected):
    found, glued = cut(text)
    assert found == expected
    first = next(i for i, word in enumerate(found) if word not in text.split())
    assert glued == [first]


@pytest.mark.parametrize(
    "text",
    [
        "استهدفت المدفعية",
        "دونيتسك",
        "الأميركيان",
        "المصرفي",
        "والتزامات",
        "مجتمعاتهم",
        "المستوطنات",
        "والمفاوضات",
        "مئة",
        "أنقرة وموسكو",
    ],
)
def test_a_word_is_not_cut(text):
    assert cut(text) == (text.split(), [])


@pytest.mark.parametrize(
    "text", ["Washington", "Damascus", "ceasefire", "understanding", "overrun", "Santamaría"]
)
def test_an_english_word_is_not_cut(text):
    assert cut(text, "en") == ([text], [])


@pytest.mark.parametrize(
    "text",
    [
        "McGuinness", "WhatsApp", "YouTube", "LinkedIn", "SaveTheChildren", "MoD", "iPhone", "al-Shabaab",
        "#CeasefireNow", "Thailand", "Marchand", "theatre", "Holland",
    ],
)  # fmt: skip
def test_a_name_with_capitals_within_is_not_cut(text):
    assert cut(f"{text} left", "en")[1] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RussiaTurkey", ["Russia", "Turkey"]),
        ("monthsThe", ["months", "The"]),
        ("theHouthis", ["the", "Houthis"]),
        ("atAlmoustarat", ["at", "Almoustarat"]),
        ("NagornoKarabakh", ["Nagorno", "Karabakh"]),
        ("theministry", ["the", "ministry"]),
        ("Theteam", ["The", "team"]),
        ("itAt", ["it", "At"]),
        ("Sudanesegovernment", ["Sudanese", "government"]),
        ("PresidentSalva", ["President", "Salva"]),
        ("Kinshasaand Kigali", ["Kinshasa", "and", "Kigali"]),
    ],
)
def test_english_words_are_told_apart(text, expected):
    assert cut(text, "en") == (expected, [0])


@given(st.sampled_from(["ar", "en"]), st.text(alphabet="ةواندمشقموسكabcRussia ", max_size=120))
def test_no_letter_is_lost_and_none_moves(language, text):
    before = words(folded(text))
    after, glued = parted(before, vocabulary(language))
    assert "".join(after.text) == "".join(before.text)
    assert len(after) == len(before) + len(glued)
    for place in range(len(after)):
        assert after.quote(place, place + 1) in text
