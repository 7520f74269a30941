"""Arrays that grow, and the index of rows by several numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hudna.judging import growing
from hudna.judging.growing import Asked, Growing, Index, Numbered, numbers_of

batches = st.lists(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 5), st.integers(0, 40)), min_size=1),
    min_size=1, max_size=6,
)  # fmt: skip


def columns(keys):
    return [np.array(column, np.int32) for column in zip(*keys, strict=True)]


@pytest.mark.parametrize("room", [growing.DENSE, 64, 0])
@settings(max_examples=60)
@given(asked=batches)
def test_each_key_keeps_its_row_however_the_index_is_laid_out(room, asked):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(growing, "DENSE", room)
        index, known = Index(3), {}
        for keys in asked:
            fresh = list(dict.fromkeys(key for key in keys if key not in known))
            made = []
            found = numbers_of(
                index, columns(keys), lambda new, keys=keys, made=made: made.extend(
                    keys[i] for i in new.tolist())
            )  # fmt: skip
            assert made == fresh  # each once, where it stands first
            known |= {key: len(known) + i for i, key in enumerate(fresh)}
            assert found.tolist() == [known[key] for key in keys]
        every = list(known)
        assert index.find(columns(every)).tolist() == list(range(len(every)))
        unknown = (301, 0, 0)
        assert index.find(columns([unknown, every[0]])).tolist()[0] == -1


def test_an_index_of_nothing_finds_nothing():
    assert Index(2).find(columns([(0, 0), (7, 1)])).tolist() == [-1, -1]
    assert Index(2).find([np.zeros(0, np.int32)] * 2).tolist() == []


def test_a_key_of_known_numbers_that_was_not_added_is_not_found():
    index = Index(2)
    index.add(columns([(1, 2), (2, 1)]))
    assert index.find(columns([(1, 1), (2, 2), (2, 1)])).tolist() == [-1, -1, 1]


def test_numbers_too_great_to_be_told_apart_are_refused():
    index = Index(3)
    with pytest.raises(OverflowError):
        index.add(columns([(2**30, 2**30, 2**30)]))
    assert index.find(columns([(2**30, 0, 0)])).tolist() == [-1]


@given(st.lists(st.integers(0, 2**63), max_size=70))
def test_rows_are_kept_as_they_were_added(rows):
    grown = Growing((2,), np.uint64, 7)
    assert [grown.add([row, 1]) for row in rows] == list(range(len(rows)))
    assert len(grown) == len(rows)
    assert grown.rows[: len(rows)].tolist() == [[row, 1] for row in rows]
    assert (grown.rows[len(rows) :] == 7).all()


@given(st.lists(st.text(max_size=2)))
def test_equal_things_have_one_number_in_the_order_in_which_they_came(things):
    numbered = Numbered()
    order = list(dict.fromkeys(things))
    assert [numbered.of(thing) for thing in things] == [order.index(thing) for thing in things]
    assert numbered.things == order
    assert len(numbered) == len(order)


def test_many_keys_are_found_whatever_their_pattern():
    # Keys in a row, far apart, and by a step that collides where places are taken by low bits.
    for step in (1, 1 << 16, 3_000_017):
        index = Index(2)
        keys = [np.full(5000, 1 << 12), np.arange(5000) * step]
        for start in range(0, 5000, 700):
            index.add([key[start : start + 700] for key in keys])
        assert index.find(keys).tolist() == list(range(5000))
        assert (index.find([keys[0] - 1, keys[1]]) == -1).all()


@given(st.lists(st.lists(st.integers(0, 70)), max_size=5))
def test_each_number_is_asked_once_where_it_first_stands(tables):
    asked, known = [], {}
    answers = Asked()
    for numbers in tables:

        def ask(place, numbers=numbers):
            asked.append(numbers[place])
            assert numbers.index(numbers[place]) == place
            return known.setdefault(numbers[place], 3 * numbers[place])

        found = answers.of(np.array(numbers, np.int32), ask)
        assert found.tolist() == [3 * number for number in numbers]
    assert len(asked) == len(set(asked))
