"""Sets of worlds as bits: each operation equals the one on sets of numbers."""

from types import SimpleNamespace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hudna.judging.bits import filled, grouped, numbers_by, packed, parted, unpacked, words_for


def members(flags):
    return set(np.flatnonzero(flags).tolist())


@st.composite
def universes(draw):
    """How many worlds there are, and some sets of them."""
    size = draw(st.sampled_from([1, 2, 63, 64, 65, 128, 130]))
    sets = st.frozensets(st.integers(0, size - 1))
    everything = frozenset(range(size))
    return size, draw(st.lists(st.one_of(sets, st.just(everything)), min_size=1, max_size=5))


def stacked(sets, size):
    return np.stack([packed(one, words_for(size)) for one in sets])


def test_words_hold_64_worlds_and_there_is_always_one():
    assert [words_for(n) for n in (0, 1, 64, 65, 128, 129, 4096)] == [1, 1, 1, 2, 2, 3, 64]


def test_world_i_is_bit_i_of_its_word():
    assert packed([0, 5, 64, 127], 2).tolist() == [1 + 32, 1 + 2**63]


@given(universes())
def test_what_is_packed_is_unpacked(universe):
    size, sets = universe
    flags = unpacked(stacked(sets, size), size)
    assert flags.shape == (len(sets), size)
    assert [members(row) for row in flags] == [set(one) for one in sets]


@given(st.integers(1, 130), st.lists(st.booleans(), min_size=1))
def test_filled_has_all_worlds_or_none(size, flags):
    full = packed(range(size), words_for(size))
    found = unpacked(filled(np.array(flags), full), size)
    assert [members(row) for row in found] == [set(range(size)) if f else set() for f in flags]


labels = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=130)


@given(labels)
def test_groups_part_the_worlds_by_their_key(told):
    worlds = [SimpleNamespace(key=key) for key in told]
    order = list(dict.fromkeys(told))
    numbers = numbers_by(worlds, lambda world: world.key)
    assert numbers.tolist() == [order.index(key) for key in told]
    by_two = [np.array(column, np.int64) for column in zip(*told, strict=True)]
    for groups in (grouped(worlds, lambda world: world.key), parted([numbers]), parted(by_two)):
        found = {frozenset(members(unpacked(one, len(told)))): first for first, one in groups}
        parts = {frozenset(i for i, other in enumerate(told) if other == key) for key in order}
        assert set(found) == parts
        assert len(groups) == len(parts)
        assert all(first in part for part, first in found.items())
