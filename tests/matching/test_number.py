"""How many incidents there are: by hand where it is certain, and the number found within."""

import itertools
import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.matching.number import OVERLOOKED, number


def counted(size, pairs, incident, sums=(), settled=()):
    """The number for pairs {(a, b): probability}."""
    a = np.array([pair[0] for pair in pairs], np.int64)
    b = np.array([pair[1] for pair in pairs], np.int64)
    summing = np.zeros(size, np.int64)
    summing[list(sums)] = 6
    found = SimpleNamespace(
        told=range(size), pairs=SimpleNamespace(a=a, b=b), incident=np.array(incident, np.int64), sums=summing,
        probability=np.array(list(pairs.values()), float),
        settled=np.array([pair in settled for pair in pairs], bool),
    )  # fmt: skip
    return number(found)


def test_nothing_is_none():
    found = counted(0, {}, [])
    assert (found.found, found.estimate, found.low, found.high) == (0, 0, 0, 0)


@pytest.mark.parametrize("groups", [[1], [1, 1, 1], [2, 3], [5, 1, 4], [8, 8, 1]])
def test_with_certain_pairs_it_is_the_count_by_hand(groups):
    pairs, incident, start = {}, [], 0
    for size in groups:
        rows = range(start, start + size)
        pairs |= dict.fromkeys(itertools.combinations(rows, 2), 1.0)
        incident += [start] * size
        start += size
    found = counted(start, pairs, incident, settled=set(pairs))
    assert found.found == len(groups)
    assert found.estimate == pytest.approx(len(groups), abs=1e-6)
    assert found.low <= len(groups) <= found.high


def test_pairs_that_are_certainly_not_one_count_nothing():
    pairs = {(0, 1): 0.0, (1, 2): 0.0}
    assert counted(3, pairs, [0, 1, 2], settled=set(pairs)).estimate == pytest.approx(3)


def test_a_pair_that_may_be_one_is_an_incident_less_by_as_much():
    # Of two reports there is one incident with p, and two otherwise; and p is somewhat more than was said.
    p = 1 / (1 + math.exp(-OVERLOOKED))
    assert counted(2, {(0, 1): 0.5}, [0, 0]).estimate == pytest.approx(2 - p)
    # Each report counts E[1 / (1 + X)] of an incident: of two pairs the middle one has none, one or two.
    three = counted(3, {(0, 1): 0.5, (1, 2): 0.5}, [0, 0, 2])
    middle = (1 - p) ** 2 + 2 * p * (1 - p) / 2 + p**2 / 3
    assert three.estimate == pytest.approx(2 * (1 - p / 2) + middle)


def test_reports_that_sum_up_are_no_incidents():
    found = counted(3, {(0, 1): 1.0}, [0, 0, 2], sums=[2], settled={(0, 1)})
    assert (found.found, found.high) == (1, 2)
    assert found.estimate == pytest.approx(1.0)


@given(st.integers(1, 12), st.data())
def test_the_interval_holds_what_was_found_and_what_is_expected(size, data):
    every = list(itertools.combinations(range(size), 2))
    chosen = data.draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    pairs = {pair: data.draw(st.floats(0.02, 1.0)) for pair in chosen}
    incident = [data.draw(st.integers(0, row)) for row in range(size)]
    incident = [
        incident[row] if incident[incident[row]] == incident[row] else row for row in range(size)
    ]
    found = counted(size, pairs, incident)
    assert 1 <= found.low <= found.found <= found.high <= size
    assert found.low - 1 <= found.estimate <= found.high + 1
