"""The forms of words: by hand, from grammars."""

import pytest

from hudna.text import forms
from hudna.text.forms import arabic_verb, bare, english_hidden, english_verb, hidden
from hudna.text.letters import fold


@pytest.mark.parametrize(
    ("past", "present", "forms"),
    [
        (
            "أكد",
            "يؤكد",
            ["أكد", "أكدت", "أكدوا", "أكدتا", "يؤكد", "تؤكد", "يؤكدون", "تؤكدان", "يؤكدن"],
        ),
        ("نفى", "ينفي", ["نفى", "نفت", "نفوا", "نفيا", "ينفي", "تنفي", "ينفون", "ينفيان"]),
        ("دعا", "يدعو", ["دعا", "دعت", "دعوا", "يدعو", "تدعو", "يدعون", "تدعوان"]),
        ("قال", "يقول", ["قال", "قالت", "قالوا", "قالا", "يقول", "تقول", "يقولون"]),
    ],
)
def test_forms_of_a_verb(past, present, forms):
    found = set(arabic_verb(fold(past), fold(present)))
    assert {fold(form) for form in forms} <= found


def test_forms_of_a_verb_keep_a_hamza():
    found = set(arabic_verb(fold("تبرأ"), fold("يتبرأ"), hamza=True))
    assert {fold(form) for form in ("تبرأ", "تبرأت", "تبرأوا", "يتبرأ", "يتبرأون")} <= found


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("confirm", {"confirm", "confirms", "confirmed", "confirming"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("announce", {"announce", "announces", "announced", "announcing"}),
        ("stress", {"stress", "stresses", "stressed", "stressing"}),
        ("say", {"say", "says", "saying"}),
        ("call for", {"call for", "calls for", "called for", "calling for"}),
    ],
)
def test_regular_forms_of_an_english_verb(verb, forms):
    assert forms <= set(english_verb(verb))


def test_the_article_is_taken_off_only_where_a_word_is_left():
    assert bare("الهدنه") == "هدنه"
    assert bare("الي") == "الي"
    assert bare("الا") == "الا"


@pytest.mark.parametrize(
    ("word", "stem", "skip", "suffix"),
    [
        ("وبالاتفاق", "اتفاق", 2, ""), ("للهدنه", "هدنه", 2, ""), ("اتفاقهم", "اتفاق", 0, "هم"),
        ("فاعلن", "اعلن", 1, ""), ("قوتها", "قوه", 0, "ها"), ("ستضمنان", "تضمنان", 1, ""),
    ],
)  # fmt: skip
def test_what_a_word_hides(word, stem, skip, suffix):
    assert (stem, skip, suffix) in set(hidden(word))


def test_a_possessive_and_a_plural_hide_a_word():
    assert ("russia", 0, "'s") in set(english_hidden("russia's"))
    assert ("ceasefire", 0, "") in set(english_hidden("ceasefires"))


@pytest.mark.parametrize(
    ("word", "definite"),
    [
        ("الهدنه", True), ("والهدنه", True), ("بالهدنه", True), ("وبالهدنه", True),
        ("للهدنه", True), ("وللهدنه", True), ("هدنه", False), ("بهدنه", False), ("لهدنه", False),
    ],
)  # fmt: skip
def test_the_article_stands_behind_what_is_glued(word, definite):
    assert forms.is_definite(word) is definite


def test_a_participle_that_goes_on_is_accusative_and_a_subject_is_not_oblique():
    assert forms.is_accusative("مشيرا")
    assert not forms.is_accusative("مشير")
    assert forms.is_oblique("الطرفين")
    assert not forms.is_oblique("الطرفان")


@pytest.mark.parametrize(
    ("land", "people", "english"),
    [
        ("ليبيا", ["ليبي", "ليبية", "ليبيون", "ليبيين"], None),
        ("السودان", ["سوداني", "سودانية"], None),
        ("الصومال", ["صومالي"], None),
        ("Libya", None, ["Libyan", "Libyans"]),
        ("Iran", None, ["Iranian", "Iranians"]),
    ],
)
def test_a_people_is_called_after_its_land(land, people, english):
    if people is not None:
        assert set(people) <= set(forms.arabic_peoples(forms.arabic_people(land)))
    else:
        assert list(forms.english_peoples(forms.english_people(land))) == english


def test_a_people_that_is_called_as_what_is_its():
    assert list(forms.english_peoples("Sudanese")) == ["Sudanese"]
