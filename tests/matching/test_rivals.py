"""Rivals share the odds of a report that fits both, repeats do not; and levels of agreement by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import report, told

from hudna.matching.matched import match
from hudna.matching.rivals import rivals, with_rivals

ROWS = [
    report("a1", "A"),
    report("a2", "A"),
    report("b1", "B"),
    report("b2", "B"),
    report("c1", "C"),
]
TRAITS = match(told(ROWS)).traits


def shares(odds):
    """The probability of each pair {(a, b): odds}."""
    a, b = (np.array([pair[side] for pair in odds], np.int64) for side in (0, 1))
    beside = rivals(a, b, TRAITS.source, TRAITS.sources)
    found = with_rivals(np.log(np.array(list(odds.values()), float)), beside)
    return dict(zip(odds, found.tolist(), strict=True))


def test_alone_a_pair_has_its_odds():
    assert shares({(0, 2): 3.0})[0, 2] == pytest.approx(3 / 4)


def test_two_reports_of_a_source_share_the_odds_of_a_third():
    found = shares({(0, 2): 3.0, (0, 3): 1.0})
    assert found[0, 2] == pytest.approx(3 / 5)
    assert found[0, 3] == pytest.approx(1 / 5)


def test_reports_of_other_sources_are_no_rivals():
    found = shares({(0, 2): 3.0, (0, 4): 1.0})
    assert found[0, 2] == pytest.approx(3 / 4)
    assert found[0, 4] == pytest.approx(1 / 2)


def test_repeats_are_no_rivals():
    # b1 and b2 are surely one, told twice: both may be of one incident with a1.
    found = shares({(0, 2): 3.0, (0, 3): 3.0, (2, 3): 1e9})
    assert found[0, 2] == pytest.approx(3 / 4, abs=0.01)
    assert found[0, 3] == pytest.approx(3 / 4, abs=0.01)


@given(st.dictionaries(
    st.sampled_from([(a, b) for a in range(5) for b in range(a + 1, 5)]), st.floats(1e-12, 1e25), min_size=1
))  # fmt: skip
def test_probabilities_are_probabilities_and_no_more_than_the_odds_alone_give(odds):
    for pair, probability in shares(odds).items():
        assert 0 <= probability <= odds[pair] / (1 + odds[pair]) + 1e-9


# --- levels ----------------------------------------------------------------------------------------


def levels(one, other):
    reports = told([report("1", "A", **one), report("2", "B", **other)])
    from hudna.matching.compare import compared

    return compared(match(reports).traits, np.array([0]), np.array([1]))


def clock(start, end=None):
    return {"t_earliest": f"2017-01-05T{start}", "t_latest": f"2017-01-05T{end or start}"}


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (clock("10:00", "12:00"), clock("11:00"), 0),  # within
        (clock("10:00"), clock("10:00"), 0),
        (clock("10:00"), clock("10:30"), 1),  # an hour apart at most
        (clock("10:00"), clock("12:30"), 2),
        (clock("10:00"), clock("15:00"), 3),
        ({"day": "2017-01-05"}, {"day": "2017-01-05"}, 0),
        ({"day": "2017-01-05"}, clock("23:30"), 0),
        ({"day": "2017-01-05"}, {"day": "2017-01-06"}, 5),  # the next day
        ({"day": "2017-01-05"}, {"day": "2017-01-07"}, 6),
        ({"day": "2017-01-05"}, {"day": "2017-01-08"}, 7),
    ],
)
def test_times_by_level(one, other, level):
    assert levels(one, other).time.tolist() == [level]
    assert levels(other, one).time.tolist() == [level]


@pytest.mark.parametrize(
    ("lat", "radius", "level"),
    [
        (36.2, 2, 0),  # the same point
        (36.205, 2, 1),  # 0.56 km of 0.35 · √(2² + 2² + 1) = 1.05
        (36.215, 2, 2),  # 1.67 km of 2.1
        (36.2, 40, 1),  # the same middle of a wide region is no point
        (36.4, 2, 6),  # 22 km
    ],
)
def test_places_by_level(lat, radius, level):
    found = levels({"radius": radius}, {"lat": lat, "radius": radius})
    assert found.place.tolist() == [level]


def test_what_one_side_does_not_know_has_no_level():
    found = levels({"place": "X", "deaths_best": 0, "text": "a"}, {"origin": "Y"})
    assert found.name.tolist() == [-1]
    assert found.deaths.tolist() == [-1]
    assert found.words.tolist() == [-1]
    assert found.origin.tolist() == [-1]
    found = levels({"place": "X", "origin": "Y"}, {"place": "x", "origin": "Z"})
    assert found.name.tolist() == [0]
    assert found.origin.tolist() == [1]
