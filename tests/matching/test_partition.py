"""Partition: the best under what is certain, whatever the order of the reports."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hudna.matching.blocking import GAP_HOURS, SLACK_KM, Extents, may_be_one
from hudna.matching.partition import ALONE, ALWAYS, EXACT, LEAN, NEVER, UNCOMPARED, Bounds, parted
from hudna.matching.partition import bounds as bounds_of


def bounds(reports, once=None, begin=None, at=None):
    """Reports of an hour each, by when they begin and where they lie on a line of km."""
    begin = np.zeros(reports) if begin is None else np.array(begin, float)
    at = np.zeros(reports) if at is None else np.array(at, float)
    low = np.stack([begin - GAP_HOURS / 2, at - SLACK_KM / 2])
    high = np.stack([begin + 1 + GAP_HOURS / 2, at + SLACK_KM / 2])
    return Bounds(np.full(reports, -1) if once is None else np.array(once), low, high)


def part(pairs, held):
    """The groups for {(a, b): log odds}, as a set of sets."""
    a = np.array([pair[0] for pair in pairs], np.int64)
    b = np.array([pair[1] for pair in pairs], np.int64)
    group = parted(a, b, np.array(list(pairs.values()), float), held)
    for row, first in enumerate(group.tolist()):
        assert first <= row
        assert group[first] == first, "a group is named by its least row"
    return {frozenset(np.flatnonzero(group == first).tolist()) for first in set(group.tolist())}


def partitions(items):
    """Every partition of a list, by hand: the first item with each of the groups of the rest."""
    if not items:
        yield []
        return
    first, *rest = items
    for groups in partitions(rest):
        yield [[first], *groups]
        for at, group in enumerate(groups):
            yield [*groups[:at], [first, *group], *groups[at + 1 :]]


def worth(groups, pairs, held):
    """The value of a partition, or None where it is not allowed.  A hand's word goes before bounds."""
    total, root = 0.0, roots(pairs, len(held.once))
    for group in groups:
        for one, other in itertools.combinations(sorted(group), 2):
            odds = pairs.get((one, other), UNCOMPARED)
            if odds <= NEVER or (root[one] != root[other] and clash(one, other, held)):
                return None
            if odds < ALWAYS:
                total += min(max(odds, UNCOMPARED), 15.0) + LEAN
        if len(group) == 2 and len({root[row] for row in group}) == 2:
            total -= ALONE * all(root.count(root[row]) == 1 for row in group)
    where = {row: at for at, group in enumerate(groups) for row in group}
    if any(odds >= ALWAYS and where[a] != where[b] for (a, b), odds in pairs.items()):
        return None
    return total


def roots(pairs, size):
    root = list(range(size))
    for (a, b), odds in pairs.items():
        if odds >= ALWAYS:
            root = [root[a] if name == root[b] else name for name in root]
    return root


def clash(one, other, held):
    repeats = held.once[one] == held.once[other] >= 0
    low, high = held.low, held.high
    apart = (low[:, one] > high[:, other]) | (low[:, other] > high[:, one])
    return repeats or apart.any()


def odds_of(size, some):
    """Random log odds of some pairs; several of them equal."""
    value = st.one_of(st.sampled_from([-3.0, -1.0, 0.0, 2.0, 5.0]), st.floats(-8, 25))
    pair = st.sampled_from(list(itertools.combinations(range(size), 2)))
    return st.dictionaries(pair, value, max_size=some)


@st.composite
def problems(draw, least=2, most=7, hand=True):
    size = draw(st.integers(least, most))
    pairs = draw(odds_of(size, size * (size - 1) // 2))
    once = draw(st.lists(st.sampled_from([-1, -1, 0, 1, 70]), min_size=size, max_size=size))
    begin = draw(st.lists(st.sampled_from([0.0, 40.0, 80.0, 200.0]), min_size=size, max_size=size))
    at = draw(st.lists(st.sampled_from([0.0, 10.0, 20.0]), min_size=size, max_size=size))
    held = bounds(size, once, begin, at)
    if hand:
        pair = st.sampled_from(list(itertools.combinations(range(size), 2)))
        for chosen in draw(st.lists(pair, max_size=2)):
            pairs[chosen] = ALWAYS
        root = roots(pairs, size)
        for one, other in draw(st.lists(pair, max_size=3)):
            if root[one] != root[other]:
                pairs[one, other] = NEVER
    return pairs, held


@settings(max_examples=60)
@given(problems())
def test_no_partition_is_worth_more(problem):
    pairs, held = problem
    found = part(pairs, held)
    values = [worth(groups, pairs, held) for groups in partitions(list(range(len(held.once))))]
    best = max(value for value in values if value is not None)
    mine = worth(found, pairs, held)
    assert mine is not None, "a bound is broken"
    assert mine == pytest.approx(best, abs=1e-6)


@st.composite
def crowds(draw):
    """More reports than are parted exactly, all near each other; a few words of a hand."""
    size = draw(st.integers(EXACT + 1, 25))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    every = list(itertools.combinations(range(size), 2))
    pairs = {pair: float(random.normal(1, 6)) for pair in every if random.random() < 0.7}
    pairs |= {(at, at + 1): 20.0 for at in range(size - 1)}  # they hang together
    once = random.integers(-1, 6, size)
    begin = random.choice([0.0, 50.0, 100.0], size)
    root = list(range(size))
    for _ in range(draw(st.integers(0, 4))):
        pairs[every[random.integers(len(every))]] = ALWAYS
    root = roots(pairs, size)
    for _ in range(draw(st.integers(0, 10))):
        one, other = every[random.integers(len(every))]
        if root[one] != root[other]:
            pairs[one, other] = NEVER
    return pairs, bounds(size, once, begin, random.choice([0.0, 10.0, 20.0], size))


@settings(max_examples=40)
@given(crowds())
def test_beyond_what_is_exact_no_bound_is_broken(problem):
    pairs, held = problem
    assert worth(part(pairs, held), pairs, held) is not None


@settings(max_examples=40)
@given(st.one_of(problems(), crowds()), st.integers(0, 2**32))
def test_the_order_of_reports_and_pairs_does_not_matter(problem, seed):
    pairs, held = problem
    random = np.random.default_rng(seed)
    # Equal values leave a choice, which goes by row: make all values differ (15 and more are equal).
    moved = {
        pair: odds if abs(odds) >= ALWAYS else min(odds, 14.0) + 1e-3 * random.random()
        for pair, odds in pairs.items()
    }
    names = random.permutation(len(held.once)).tolist()
    again = {tuple(sorted((names[a], names[b]))): odds for (a, b), odds in moved.items()}
    keys = list(again)
    random.shuffle(keys)
    back = np.argsort(names)
    turned = Bounds(held.once[back], held.low[:, back], held.high[:, back])
    found = part(moved, held)
    other = part({key: again[key] for key in keys}, turned)
    renamed = {frozenset(names[row] for row in group) for group in found}
    assert other == renamed


def test_a_chain_is_not_one():
    # a-b and b-c are likely, a-c is not: 2 (5 + 2.35) + 2.35 - 5 = 12.05 for all three, 6.4 for a pair.
    assert part({(0, 1): 5.0, (1, 2): 5.0}, bounds(3)) == {frozenset({0, 1, 2})}
    # What a third adds, -1.5 + 2.35 - 5 + 2.35, is less than what two by themselves lose, 0.95.
    assert part({(0, 1): 5.0, (1, 2): -1.5}, bounds(3)) == {frozenset({0, 1}), frozenset({2})}


def test_what_a_person_has_said_is_one_stays_one():
    # Two reports of one source that does not repeat itself, a week apart, and nobody else thinks so.
    held = bounds(3, [0, 0, -1], [0.0, 200.0, 0.0])
    pairs = {(0, 1): ALWAYS, (0, 2): 9.0}
    # The third lies 127 hours before the second: it cannot be with both.
    assert part(pairs, held) == {frozenset({0, 1}), frozenset({2})}
    held = bounds(3, [0, 0, -1])
    assert part(pairs, held) == {frozenset({0, 1, 2})}


def test_what_a_person_has_set_apart_stays_apart_in_a_crowd():
    # Two crowds of 60, each pair of the two at the strongest: 3,600 pairs of 17 outweigh 1e4.
    size = 120
    pairs = dict.fromkeys(itertools.combinations(range(size), 2), 15.0)
    pairs[0, 60] = NEVER
    groups = part(pairs, bounds(size))
    assert not any({0, 60} <= group for group in groups)
    assert len(groups) == 2


def test_joined_by_a_person_reports_are_as_one_in_the_source_constraint():
    # 0 and 1 are joined; 1 is of source 0, as 2 is: 2 may not come to 0, who is of another source.
    held = bounds(3, [-1, 0, 0])
    assert part({(0, 1): ALWAYS, (0, 2): 14.0}, held) == {frozenset({0, 1}), frozenset({2})}


@pytest.mark.parametrize("reports", [0, 1, 3])
def test_without_pairs_each_is_alone(reports):
    assert part({}, bounds(reports)) == {frozenset({row}) for row in range(reports)}


@pytest.mark.parametrize(("odds", "together"), [(-1.3, True), (-1.5, False)])
def test_two_by_themselves_are_one_from_a_fifth_on(odds, together):
    # What a person looks at begins there: log odds of 0.2 are -1.39.
    assert (len(part({(0, 1): odds}, bounds(2))) == 1) == together


def test_what_lies_too_far_apart_is_not_one_by_way_of_a_third():
    near = {(0, 1): 9.0, (1, 2): 9.0}
    assert part(near, bounds(3, at=[0, 14, 28])) in (
        {frozenset({0, 1}), frozenset({2})}, {frozenset({0}), frozenset({1, 2})},
    )  # fmt: skip
    assert part(near, bounds(3, at=[0, 7, 14])) == {frozenset({0, 1, 2})}


@st.composite
def extents(draw):
    """Some places and times near each other, anywhere on the earth; a few are not known."""
    size = draw(st.integers(2, 8))
    numbers = np.random.default_rng(draw(st.integers(0, 2**32)))
    spread = draw(st.sampled_from([0.1, 1.0, 20.0]))
    lat = np.clip(draw(st.floats(-90, 90)) + spread * numbers.normal(size=size), -90, 90)
    lon = (
        draw(st.sampled_from([0.0, 37.0, 179.9])) + spread * numbers.normal(size=size) + 180
    ) % 360 - 180
    lat[numbers.random(size) < 0.1] = np.nan
    radius = np.where(np.isnan(lat), np.nan, numbers.choice([0.0, 3.0, 50.0, 1000.0], size))
    begin = numbers.choice([0.0, 60.0, 100.0, 300.0], size)
    end = begin + numbers.choice([0.0, 24.0, 700.0], size)
    return Extents(lat, lon, radius, begin, end)


@given(extents())
def test_bounds_allow_all_that_may_be_one(some):
    size = len(some.lat)
    held = bounds_of(np.full(size, -1), some)
    for one, other in itertools.combinations(range(size), 2):
        if may_be_one(some, np.array([one]), np.array([other]))[0]:
            assert not clash(one, other, held)


def test_bounds_keep_apart_what_lies_far_off():
    # Two towns 280 km from each other, a third report without a place; and one at the date line.
    lat, lon = (
        np.array([35.5, 33.0, np.nan, 0.0, 0.0]),
        np.array([36.2, 36.3, np.nan, 179.95, -179.95]),
    )
    some = Extents(lat, lon, np.array([3.0, 3.0, np.nan, 3.0, 3.0]), np.zeros(5), np.full(5, 24.0))
    held = bounds_of(np.full(5, -1), some)
    assert clash(0, 1, held)
    assert not clash(0, 2, held)
    assert not clash(1, 2, held)
    assert not clash(3, 4, held)
    assert clash(0, 3, held)
