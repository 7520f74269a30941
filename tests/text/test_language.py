"""Languages: which a text is in, by its script and its small words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.codes import load
from hudna.text.language import read_language, remark, shares

ARABIC = "أكد وزير الخارجية أن الهدنة تشمل جميع المناطق ولا تستثني أحدا، في حين نفى المتحدث ذلك."
ENGLISH = "The foreign minister said on Friday that the ceasefire would hold in all areas."
RUSSIAN = "Министр обороны заявил, что перемирие вступило в силу в полночь и что его соблюдают."

OTHERS = {
    "fa": "وزیر خارجه ترکیه گفت که آتش‌بس در سوریه از نیمه شب آغاز شده است و باید همه آن را رعایت کنند",
    "ur": "وزیر خارجہ نے کہا کہ جنگ بندی کا معاہدہ آج رات سے نافذ ہو گیا ہے اور سب کو اس پر عمل کرنا ہے",
    "ckb": "وەزیری دەرەوەی تورکیا ڕایگەیاند کە ئاگربەست لە سوریا لە نیوەی شەودا دەستی پێکرد",
    "ps": "د ترکیې د بهرنیو چارو وزیر وویل چې په سوریه کې اوربند د شپې له نیمایي پیل شوی دی",
    "tr": "Bakan, ateşkesin gece yarısı yürürlüğe girdiğini ve tüm taraflar için geçerli olduğunu söyledi.",
    "ku": "Wezîrê derve got ku agirbesta li Sûriyeyê di nîvê şevê de dest pê kir û divê her kes lê rêz bigire",
    "fr": "Le ministre a déclaré vendredi que le cessez-le-feu était respecté dans toutes les régions.",
    "de": "Der Minister sagte, dass die Waffenruhe um Mitternacht in Kraft getreten ist und für alle gilt.",
    "es": "El ministro dijo que el alto el fuego entró en vigor a medianoche para todas las partes",
    "ru": RUSSIAN,
    "uk": "Міністр заявив, що перемир'я набуло чинності і що воно діє для всіх сторін",
    "he": "שר החוץ אמר כי הפסקת האש תיכנס לתוקף בחצות",
    "ja": "シリアで停戦が発効した",
    "id": "Menteri mengatakan bahwa gencatan senjata yang disepakati akan berlaku untuk semua pihak",
}


@pytest.mark.parametrize(("text", "language"), [(ARABIC, "ar"), (ENGLISH, "en")])
def test_what_is_read_is_known(text, language):
    assert shares(text) == {language: 1.0}
    assert read_language(shares(text)) == language
    assert remark(shares(text)) is None


@pytest.mark.parametrize("language", OTHERS)
def test_a_third_language_is_named_and_not_read(language):
    found = shares(OTHERS[language])
    assert next(iter(found)) == language
    assert read_language(found) is None
    assert "does not read" in remark(found)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قصف دمشق", "ar"),  # a headline holds no small word
        ("Shelling hits Damascus", "en"),
        ("Tirs à Damas", None),
        ("ا", "ar"),
        ("a", "en"),
        ("چپ گڑھ", None),
        ("١٢٣ 456 …", None),
    ],
)
def test_a_text_of_few_words(text, language):
    assert read_language(shares(text)) == language


def test_arabic_typed_with_persian_letters_is_arabic():
    assert read_language(shares(ARABIC.replace("ي", "ی").replace("ك", "ک"))) == "ar"


def test_a_text_without_words_is_in_no_language():
    assert shares("12 + 34\n") == {}
    assert remark({}) == "The text has no words"


def test_of_a_mixed_text_the_language_of_most_is_read_and_the_rest_is_said():
    found = shares((ARABIC + "\n") * 6 + RUSSIAN + "\n" + ENGLISH)
    assert read_language(found) == "ar"
    assert set(found) == {"ar", "ru", "en"}
    assert "Arabic" in remark(found)
    assert "Russian" in remark(found)


def test_unknown_latin_words_are_not_taken_for_english():
    text = (
        "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut"
    )
    assert read_language(shares(text)) is None


def test_a_long_text_costs_no_more_than_its_samples():
    text = (ARABIC + " ") * 100_000
    start = time.perf_counter()
    assert shares(text) == {"ar": 1.0}
    assert time.perf_counter() - start < 2


@given(st.text(max_size=300))
def test_shares_are_parts_of_one(text):
    found = shares(text)
    assert not found or sum(found.values()) == pytest.approx(1)
    assert list(found.values()) == sorted(found.values(), reverse=True)
    remark(found)


def test_no_word_of_the_profiles_is_lost_to_the_format():
    told = load("lexicon/languages.yaml", plain=True)
    for code, language in told["languages"].items():
        assert language["script"], code
        assert all(isinstance(word, str) and word for word in language["words"]), code
        assert len(language["words"]) == len(set(language["words"])), code
