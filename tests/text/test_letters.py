"""A folded text leads back to the text as given."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hudna.text.letters import fold, folded

HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "أإآٱىئؤةهكیکـ\u064b\u0651\u200f\u202e\u2066\ufefb\ufdfa\ufb50٠٩۴²½ǅﬁÅİ'’ \n"
        ),
    )
)


@given(HOSTILE)
@example("\ufdfa")  # one character that folds to eighteen
@example("a\u0301\u0301b")
def test_every_folded_character_leads_to_one_that_folds_to_it(text):
    found = folded(text)
    assert found.text == fold(text)
    for place, letter in enumerate(found.text):
        low, high = found.span(place, place + 1)
        assert 0 <= low < high <= len(text)
        assert letter in fold(text[low])


@given(HOSTILE, st.data())
def test_spans_are_in_order_and_within_the_text(text, data):
    found = folded(text)
    start = data.draw(st.integers(0, len(found.text)))
    end = data.draw(st.integers(start, len(found.text)))
    low, high = found.span(start, end)
    assert 0 <= low <= high <= len(text)
    assert fold(text[low:high]).startswith(found.text[start:end]) or found.turns


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الأُمَّة", "الامه"), ("إعلان", "اعلان"), ("مستشفى", "مستشفي"), ("كـــتاب", "كتاب"),
        ("٦٠ ألف", "60 الف"), ("۶۰", "60"), ("کابل", "كابل"), ("\ufefb", "لا"), ("بيان\u200f", "بيان"),
        ("\u202eبيان\u202c", "بيان"), ("Ceasefire", "ceasefire"), ("Pérez", "perez"), ("don’t", "don't"),
    ],
)  # fmt: skip
def test_what_writers_vary_folds_to_one_form(one, other):
    assert fold(one) == other


def test_marks_after_a_letter_belong_to_it():
    text = "وقَّعَ الاتفاق"
    assert unicodedata.category(text[2]) == "Mn"
    found = folded(text)
    end = found.text.index(" ")
    assert text[slice(*found.span(0, end))] == "وقَّعَ"
