"""Lists of numbers, row after row, and one number for equal lists."""

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.judging.lists import KnownLists, Lists, kinds, numbered, read

rows = st.lists(st.lists(st.integers(0, 4), max_size=4), max_size=12)


def lists(some):
    flat = [value for one in some for value in one]
    return Lists(np.cumsum([0, *map(len, some)]), np.array(flat, np.int32))


def plain(some):
    return [list(some.of(row)) for row in range(len(some))]


@given(rows)
def test_of_equal_numbers_in_a_list_the_first_stays(some):
    assert plain(lists(some).distinct()) == [list(dict.fromkeys(one)) for one in some]


@given(rows, st.data())
def test_rows_are_taken_in_the_order_asked(some, data):
    chosen = data.draw(st.lists(st.integers(0, len(some) - 1)) if some else st.just([]))
    assert plain(lists(some).take(np.array(chosen, np.int64))) == [some[row] for row in chosen]


@given(rows)
def test_where_there_is_none_another_value_stands(some):
    assert plain(lists(some).or_else(9)) == [one or [9] for one in some]


@given(rows)
def test_equal_lists_and_only_they_have_one_number(some):
    number, first = numbered(lists(some))
    assert [some[first[n]] for n in number.tolist()] == some
    assert len({tuple(some[row]) for row in first}) == len(first)


@given(st.lists(rows, max_size=4))
def test_a_list_keeps_its_number_from_one_table_to_the_next(tables):
    known, numbers = KnownLists(), {(): 0}
    for some in tables:
        for one, number in zip(some, known.number(lists(some)).tolist(), strict=True):
            assert numbers.setdefault(tuple(one), number) == number
    assert len(set(numbers.values())) == len(numbers)


@given(st.lists(st.tuples(*[st.integers(-(2**40), 2**40)] * 3)))
def test_equal_rows_of_numbers_are_of_one_kind(some):
    first, of = kinds(*np.array(some, np.int64).reshape(-1, 3).T)
    assert [some[first[kind]] for kind in of.tolist()] == some
    assert len({some[row] for row in first.tolist()}) == len(first)


# --- columns ----------------------------------------------------------------------------------------

KINDS = (
    pa.list_(pa.string()),
    pa.large_list(pa.large_string()),
    pa.list_(pa.dictionary(pa.int8(), pa.string())),
    pa.large_list(pa.dictionary(pa.int32(), pa.string())),
)
names = st.sampled_from(["a", "b", "c", "d", "", None])
columns = st.lists(st.none() | st.lists(names, max_size=4), max_size=12)


@pytest.mark.parametrize("kind", KINDS)
@given(columns, st.lists(st.integers(0, 12), max_size=3), st.integers(0, 3), st.integers(0, 12))
def test_a_column_is_read_however_it_is_laid_out(kind, some, cuts, start, size):
    ends = [0, *sorted(min(cut, len(some)) for cut in cuts), len(some)]
    chunks = [pa.array(some[a:b], kind) for a, b in pairwise(ends)]  # each with its dictionary
    column = pa.chunked_array(chunks, kind).slice(start, size)
    numbers = {}
    found = read(column, lambda name: numbers.setdefault(name, len(numbers)))
    expected = [[name or "" for name in one or ()] for one in some[start : start + size]]
    assert plain(found) == [[numbers[name] for name in one] for one in expected]
    assert set(numbers) == {name for one in expected for name in one}


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_without_chunks_has_no_row(kind):
    assert plain(read(pa.chunked_array([], kind), len)) == []


def test_what_lies_under_a_null_is_not_read():
    told = pa.ListArray.from_arrays(
        pa.array([0, 1, 3]), pa.array(["a", "hidden", "hidden"]), mask=pa.array([False, True])
    )
    asked = []
    assert plain(read(pa.chunked_array([told]), lambda name: asked.append(name) or 7)) == [[7], []]
    assert asked == ["a"]


def test_a_dictionary_as_large_as_its_numbers_allow_may_have_nulls():
    words = [f"w{n}" for n in range(128)]  # int8 has no number for one more
    column = pa.array([words, [None, "w127"]], pa.list_(pa.dictionary(pa.int8(), pa.string())))
    numbers = dict(zip(["", *words], range(129), strict=True))
    found = read(pa.chunked_array([column]), numbers.__getitem__)
    assert plain(found) == [list(range(1, 129)), [0, 128]]
