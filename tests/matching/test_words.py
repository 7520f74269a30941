"""Tokens are the words of folded texts; words in common are those beyond what fields hold."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.matching.tokens import tokens
from hudna.matching.words import common, words
from hudna.names import fold

ALPHABET = "ab Z'’`-_.,;/(\n\t01٣é́Åßİأإآةىءـًقصف «»،؟\u200c\u202e½²京"


def spoken(texts):
    told = tokens(pa.array(texts, pa.string()))
    return [
        " ".join(told.forms[code] for code in told.code[first:last])
        for first, last in zip(told.start[:-1], told.start[1:], strict=True)
    ]


@given(st.lists(st.one_of(st.none(), st.text(ALPHABET, max_size=20)), max_size=6))
def test_tokens_are_the_words_of_the_folded_text(texts):
    assert spoken(texts) == [" ".join(fold(text or "").split()) for text in texts]


@given(st.lists(st.text(max_size=30), max_size=4))
def test_any_text_has_tokens(texts):
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    assert len(spoken(texts)) == len(texts)


def test_a_slice_of_texts_has_its_own_tokens():
    texts = pa.array(["one two", "three", None, "", "four five"], pa.string())
    assert [len(tokens(texts.slice(start)).start) for start in range(5)] == [6, 5, 4, 3, 2]
    told = tokens(texts.slice(1, 4))
    assert [told.forms[code] for code in told.code] == ["three", "four", "five"]


def shared(texts, one=0, other=1, **named):
    found = words(
        tokens(pa.array(texts, pa.string())), [pa.array(column) for column in named.values()]
    )
    return float(common(found, np.array([one]), np.array([other]))[0]), found.known.tolist()


FILLER = [f"{chr(97 + n) * 3} {chr(98 + n) * 4}" for n in range(20)]


def test_the_same_words_are_all_in_common_and_others_none():
    cosine, known = shared(["mortar shells fell", "SHELLS fell; mortar", *FILLER])
    assert cosine == pytest.approx(1, abs=1e-6)
    assert all(known)
    assert shared(["mortar shells fell", "a quiet day", *FILLER])[0] == 0


def test_what_a_field_holds_and_numbers_tell_nothing():
    texts = ["Madaya 5 dead quietly", "Madaya 5 wounded loudly", *FILLER]
    places = ["Madaya", "madaya", *([None] * 20)]
    assert shared(texts)[0] > 0
    assert shared(texts, place=places)[0] == 0
    texts = ["Madaya 5", "Madaya 5", *FILLER]
    assert shared(texts, place=places)[1][:2] == [False, False]


def test_a_rare_word_weighs_more_than_a_frequent_one():
    often = ["shelling"] * 5
    rare = shared(["phosphorus shelling", "phosphorus raid", *often, *FILLER])[0]
    frequent = shared(["shelling phosphorus", "shelling raid", *often, *FILLER])[0]
    assert rare > frequent > 0


@pytest.mark.parametrize("texts", [[None, None], ["", "x"], ["...", "!"], [None, "قصف"]])
def test_texts_without_words_have_nothing_in_common(texts):
    cosine, known = shared(texts)
    assert cosine == 0
    assert not known[0]


@given(st.lists(st.one_of(st.none(), st.text("ab قص1.", max_size=12)), min_size=2, max_size=8))
def test_a_cosine_lies_between_0_and_1_and_is_the_same_both_ways(texts):
    found = words(tokens(pa.array(texts, pa.string())), [])
    size = len(texts)
    a, b = np.repeat(np.arange(size), size), np.tile(np.arange(size), size)
    cosine = common(found, a, b).reshape(size, size)
    assert ((cosine >= 0) & (cosine <= 1 + 1e-5)).all()
    np.testing.assert_allclose(cosine, cosine.T, atol=1e-6)
    # Weights are whole numbers of a 32,768th: with themselves texts have as good as all in common.
    np.testing.assert_allclose(np.diag(cosine), found.known, atol=5e-4)
