"""Lists of numbers, row after row, and one number for equal lists."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hudna.judging.lists import KnownLists, Lists, kinds, numbered

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
