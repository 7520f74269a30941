"""Small tables, cut from large ones: what is cut is whole, and counted by hand."""

import few
import numpy as np
import pytest


@pytest.fixture(scope="module")
def some():
    return list(few.cuts("sparse_precise", seed=3, tables=6))


def test_a_cut_holds_all_that_is_told_of_its_incidents(some):
    assert len(some) == 6
    for cut in some:
        assert few.FEWEST <= len(cut.table) == len(cut.incident) <= few.MOST
        assert (cut.incident >= 0).all()
        assert cut.once in (frozenset(), frozenset({"chronicle", "deaths"}))


def test_the_same_seed_gives_the_same_tables(some):
    again = list(few.cuts("sparse_precise", seed=3, tables=6))
    assert all(one.table.equals(other.table) for one, other in zip(some, again, strict=True))


def test_pairs_are_counted_as_by_hand(some):
    cut = few.Cut(some[0].table, np.array([7, 7, 8, 8]), frozenset())
    said = np.zeros((4, 4))
    said[0, 1], said[1, 2] = 0.99, 0.5
    found = few.figures([few.tally(cut, np.array([0, 0, 0, 3]), said)])
    # Joined: 0-1, 0-2 and 1-2; true are 0-1 and 2-3.
    assert found["pair_precision"] == pytest.approx(1 / 3)
    assert found["pair_recall"] == pytest.approx(1 / 2)
    assert found["incidents_error"] == 0
    assert (found["sure"], found["sure_right"]) == (1, 1.0)
    assert found["ece"] == pytest.approx(0.5)


def test_hudna_and_the_rule_take_any_cut(some):
    for cut in some:
        for found in (few.hudna(cut), few.rule(cut, 1)):
            assert found.right <= min(found.found, found.true)
            assert 1 <= found.incidents <= found.reports
