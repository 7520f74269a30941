"""Cells: each pair that may be of one incident is found in one of them, and in one only."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from test_blocking import everywhere, extents, found

from hudna.matching.blocking import Blocks, Extents
from hudna.matching.cells import cells


def some(told, rows):
    return Extents(*(getattr(told, name)[rows] for name in Extents.__slots__))


def pairs_by_cell(told, size):
    """The pairs that each cell finds by itself, of those that it has been sent."""
    made, owner = cells(told, size)
    pairs = []
    for number, rows in enumerate(made.around(told)):
        blocks = Blocks(some(told, rows))
        own = np.flatnonzero(owner[rows[blocks.order]] == number)
        for part in blocks.forward(own):
            for a, b in part.pairs():
                pairs += zip(rows[a].tolist(), rows[b].tolist(), strict=True)
    return pairs


@given(everywhere(), st.integers(1, 4))
def test_cells_find_together_what_is_found_at_once(rows, size):
    told = extents(rows)
    assert sorted(pairs_by_cell(told, size)) == sorted(found(told))


@given(everywhere(), st.data())
def test_what_lacks_a_place_or_a_time_is_in_no_cell(rows, data):
    told = extents(rows)
    for column in (told.lat, told.begin, told.end):
        blank = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
        column[np.array(blank, bool)] = np.nan
    made, owner = cells(told, 2)
    assert ((owner >= 0) == told.whole).all()
    assert all(told.whole[rows].all() for rows in made.around(told))
    assert sorted(pairs_by_cell(told, 2)) == sorted(found(told))


def test_cells_are_small_and_what_lies_far_is_not_sent_to_them():
    random = np.random.default_rng(3)
    size = 20_000
    begin = 400_000 + random.uniform(0, 24 * 3650, size)
    vague = random.random(size) < 0.1
    told = Extents(
        random.uniform(33, 37, size), random.uniform(36, 42, size), np.where(vague, 60.0, 2.0),
        begin, begin + np.where(vague, 168.0, 24.0),
    )  # fmt: skip
    made, owner = cells(told, 1000)
    assert np.bincount(owner).max() <= 1000
    sent = [len(rows) for rows in made.around(told)]
    assert len(sent) == len(made) == owner.max() + 1
    assert sum(sent) < 4 * size
