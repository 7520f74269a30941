"""A marked text: where quotations close, where lines end, what stands beside a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reads import page

from hudna.text.marked import LONGEST_QUOTATION


def quoted(text):
    """The words inside each quotation, by where it opens."""
    made = page(text, "en")
    return [
        " ".join(made.words.text[opens + 1 : closes])
        for opens, closes in sorted(made.closes.items())
    ]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("he said “it holds” today", ["it holds"]),
        ('he said "it holds" today', ["it holds"]),
        ("he said „it holds“ today", ["it holds"]),
        ("he said ''it holds'' today", ["it holds"]),
        ("«he said “it holds” today»", ["he said “ it holds ” today", "it holds"]),
        ("«a « b » c»", ["a « b » c", "b"]),
        ('"a" and "b"', ["a", "b"]),
        ('"he left "Yasin" camp" today', ['he left " yasin " camp', "yasin"]),
        ('"a" or "b" or "c"', ["a", "b", "c"]),
    ],
)
def test_a_quotation_closes_with_the_mark_of_its_kind(text, inside):
    assert quoted(text) == inside


@pytest.mark.parametrize("text", ["he said “it holds", "it holds” today", '"', "» a «"])
def test_what_never_closes_opens_nothing(text):
    assert quoted(text) == []


def test_a_mark_that_never_closes_hides_none_before_it():
    assert quoted("«a (b» c") == ["a ( b"]
    assert quoted("“a «b” c") == ["a « b"]


def test_a_quotation_ends_with_its_paragraph_but_runs_over_lines():
    assert quoted("“a\nb” c") == ["a b"]
    assert quoted("“a\n\nb” c") == []
    assert quoted('"a\n\nb "c"') == ["c"]


def test_a_quotation_has_an_end_of_its_length():
    assert len(quoted("“" + "a " * (LONGEST_QUOTATION - 1) + "”")) == 1
    assert quoted("“" + "a " * (LONGEST_QUOTATION + 1) + "”") == []


@given(st.text(alphabet="«»“”„\"'()[] a\n", max_size=200))
def test_quotations_nest_or_stand_apart(text):
    closes = page(text, "en").closes
    kinds = [(opens, closes[opens]) for opens in sorted(closes)]
    for opens, end in kinds:
        assert opens < end
        assert end - opens <= LONGEST_QUOTATION


@pytest.mark.parametrize("marks", ["((((", "»»»»", "«(", "“„"])
def test_time_is_linear_in_marks_that_never_close(marks):
    made = page(marks * 20_000, "en")
    assert len(made.words) == len(marks) * 20_000


def test_lines_and_paragraphs():
    made = page("a b\nc d\n\ne\n", "en")
    assert (made.breaks, made.gaps) == ({2, 4}, {4})


def test_what_stands_beside_the_ends_of_a_text_is_nothing():
    made = page("the xyzzy", "en")
    assert made.hit(-1, "determiners") is None
    assert made.hit(2, "determiners") is None


def test_stretches_without_their_marks():
    made = page("- , the truce holds . !", "en")
    assert made.past(0, 7) == 2
    assert made.past(0, 7, "determiners") == 3
    assert made.past(0, 2) == 2
    assert made.shorn(0, 7) == 5
    assert made.shorn(5, 7) == 5
    assert made.mark(0, 7, frozenset(".")) == 5
    assert made.mark(0, 3, frozenset(".")) == 3


def test_nothing_stands_behind_the_last_word():
    made = page("the xyzzy", "en")
    assert made.is_plain(1)
    assert not made.is_plain(2)
    assert not made.is_word(2)


def test_a_name_stands_without_its_possessive():
    made = page("Russia's demand", "en")
    assert made.quote(made.name(0, 1)) == "Russia"
    assert made.quote(made.letters(0, 1)) == "Russia's"


def test_a_mark_is_spaced_on_both_sides():
    made = page("a - b- c -", "en")
    dashes = [place for place in range(6) if made.word(place) == "-"]
    assert [place for place in dashes if made.is_spaced(place)] == [1]


def test_straight_and_curly_marks_may_close_each_other():
    text = page('He said: “It holds." She said: "It does not.”', "en")
    assert len(text.closes) == 2
