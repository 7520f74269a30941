"""Copies: which of many texts are one told again; the same in every order."""

import random
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hudna.text.copies import Told, near_duplicates, read_sketch, sketch

WORDS = [f"كلمة{n}" for n in range(5000)]


def text(seed, length=200):
    return random.Random(seed).choices(WORDS, k=length)


def told(**texts):
    return [Told(name, sketch(" ".join(words))) for name, words in texts.items()]


def groups(found):
    return [copies.members for copies in near_duplicates(found)]


def test_wire_copies_are_grouped_and_others_are_not():
    wire = text(1)
    edited = [*wire[:90], "وكالات", *wire[90:150], *text(2, 10), *wire[160:]]
    found = told(wire=wire, edited=edited, other=text(3), another=text(4))
    assert groups(found) == [("edited", "wire")]


def test_spelling_does_not_part_copies():
    one = ["أكّد", "الوزير", "أنّ", "الهدنة", "تشمل", "كلّ", "المناطق", "في", "سورية"]
    other = ["اكد", "الوزير", "ان", "الهدنه", "تشمل", "كل", "المناطق", "في", "سوريه"]
    assert groups(told(one=one, other=other)) == [("one", "other")]


def test_a_text_that_was_cut_is_a_copy_of_the_whole():
    whole = text(5, 400)
    assert groups(told(whole=whole, cut=whole[:200])) == [("cut", "whole")]


def test_two_texts_that_quote_one_statement_are_no_copies():
    quoted = text(6, 40)
    found = told(one=text(7) + quoted, other=text(8) + quoted)
    assert groups(found) == []


def test_the_estimate_is_that_of_all_runs():
    # Jaccard of the sets of three-word runs, counted by hand of sets.
    for common in (50, 100, 200, 300):
        one = text(9, common) + text(10, 400 - common)
        other = text(9, common) + text(11, 400 - common)
        runs = [{tuple(words[n : n + 3]) for n in range(len(words) - 2)} for words in (one, other)]
        exact = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
        a, b = (sketch(" ".join(words)) for words in (one, other))
        assert (a.least == b.least).mean() == pytest.approx(exact, abs=0.1)
        assert a.runs == len(runs[0])


@settings(max_examples=30)
@given(st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order(mix):
    found = []
    for seed in range(6):
        base = text(seed)
        found += told(
            **{f"{seed}-a": base, f"{seed}-b": base[:150], f"{seed}-c": base[:20] + text(seed + 50)}
        )
    expected = groups(found)
    assert expected == [(f"{seed}-a", f"{seed}-b") for seed in range(6)]
    mix.shuffle(found)
    assert groups(found) == expected


def test_copies_of_copies_are_one_group():
    a = text(20, 300)
    b = [*a[60:], *text(21, 60)]
    c = [*b[60:], *text(22, 60)]
    d = [*c[60:], *text(23, 60)]
    assert groups(told(a=a, b=b, c=c, d=d)) == [("a", "b", "c", "d")]


def test_texts_without_words_are_in_no_group():
    assert groups(told(a=[], b=[], c=["…"])) == []
    assert groups(told(a=["نعم"], b=["نعم"], c=["لا"])) == [("a", "b")]


def dated(**days):
    same = sketch(" ".join(text(30)))
    (copies,) = near_duplicates(Told(name, same, day) for name, day in days.items())
    return copies


def test_the_earliest_is_that_with_the_first_date():
    copies = dated(a=date(2016, 12, 30), b=date(2016, 12, 29), c=date(2016, 12, 31))
    assert copies.earliest == "b"
    assert copies.why == "states 2016-12-29; the next 2016-12-30"


def test_where_a_copy_has_no_date_the_earliest_is_not_known():
    copies = dated(a=date(2016, 12, 30), b=None, c=None)
    assert copies.earliest is None
    assert copies.why.startswith("2 of 3 state no date")


def test_of_equal_dates_none_is_the_earliest():
    copies = dated(a=date(2016, 12, 30), b=date(2016, 12, 30), c=date(2017, 1, 1))
    assert copies.earliest is None
    assert copies.why == "2 of 3 state the earliest date, 2016-12-30"


@given(st.text(max_size=200))
def test_a_sketch_is_written_and_read_back(written):
    one = sketch(written)
    other = read_sketch(one.written())
    assert other.runs == one.runs
    assert (other.least == one.least).all()


@pytest.mark.parametrize("written", ["", "3", "3:", "3:AAAA", "x:" + "A" * 1360, "3:é"])
def test_what_is_no_sketch_is_refused(written):
    with pytest.raises(ValueError, match=r"\w"):
        read_sketch(written)


def test_the_hashes_are_the_same_on_every_machine():
    # Known once, and kept: a file of readings holds sketches of earlier runs.
    assert sketch("أكد الوزير أن الهدنة تشمل").least[:3].tolist() == [
        2287332804,
        1019706787,
        65083533,
    ]


@pytest.mark.slow
def test_many_copies_of_one_text_do_not_take_the_square_of_their_number():
    same = sketch(" ".join(text(40)))
    found = [Told(f"{n:05}", same) for n in range(5000)]
    start = time.perf_counter()
    assert len(groups(found)[0]) == 5000
    assert time.perf_counter() - start < 20
