"""Estimate: the weights that fit the reports at hand (`hudna.matching.weights`).

In: compared pairs, and pairs that lie alike but so far apart in time that they cannot be of one incident.
Out: `Weights`.  u comes from the latter; m and k from the data at hand by expectation and maximisation
(Winkler 1988), where rivals count: if a source tells each incident once, two of its reports share the odds.
Every table has a prior, so that ten reports get sensible weights and ten thousand get their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from hudna.matching import crowding, priors
from hudna.matching.compare import (
    DEATH_LEVELS,
    DEATHS,
    PLACE_CLASSES,
    PLACE_GAPS,
    TIME_CLASSES,
    TIME_GAPS,
    WORDS,
    Compared,
    Traits,
    none,
)
from hudna.matching.crowding import Crowding
from hudna.matching.rivals import rivals, with_rivals
from hudna.matching.symbols import APART, DIFFERENT, RELATIONS, Symbols
from hudna.matching.tellings import Floats, Ints
from hudna.matching.weights import RESTS, Weights, agreeing, two_sources

SHIFT: Final = 12 * 24.0
"""Hours by which one side is moved to find pairs that are certainly not of one incident."""

ROUNDS: Final = 4
"""Rounds of estimation; more only make the weights surer of what they hold already."""

_PRIOR_PAIRS: Final = 20.0  # what a table's prior weighs, in pairs
_PRIOR_SYMBOLS: Final = 12.0
_FIRST: Final = 12.0  # pairs in which values met, before they outweigh what is known beforehand
_PRIOR_SHAPE: Final = 100.0  # the same, of time and place
_FIRM: Final = 1.0
# Pairs of two sources without which what is known to be two is not learned to be one.
_SEVERAL: Final = 10.0
_PRIOR_UNRELATED: Final = 100.0
_COUNTED: Final = (
    -10.0
)  # log odds below which a pair teaches nothing: a million of them, 45 matches
_SETTLED: Final = 3  # rounds
_SPOKEN: Final = 200_000  # unrelated pairs that words are counted in
_LEAST: Final = 0.005  # what no table of words goes below: a rare agreement is no proof


def estimate(
    pairs: Compared, unrelated: Compared, traits: Traits, tables: dict[str, Symbols],
    no_repeats: NDArray[np.bool_], rows: Ints,
) -> Weights:  # fmt: skip
    """Estimate the weights from candidate pairs and from pairs that are certainly unrelated.

    `no_repeats` says of each source whether it never tells an incident twice; `rows` are
    the reports whose pairs are given.
    """
    chance = _chance(unrelated, traits, tables)
    own = _own(pairs, traits, no_repeats)
    crowd = Crowding(crowding.excess(traits, rows, own, no_repeats), crowding.unknown().alike)
    weights = _start(traits, tables, chance, crowd)
    crowd = Crowding(crowd.excess, crowding.alike(own, weights.agreement(own, traits)))
    weights = _start(traits, tables, chance, crowd)
    sampled = len(rows) / max(traits.extents.whole.sum(), 1)
    possible = _possible(pairs, traits, no_repeats)
    pairs = pairs.some(possible)
    expected = _expected(traits) * sampled
    for done in range(ROUNDS):
        log_odds = weights.log_odds(pairs, traits)
        if done == _SETTLED:  # what lies far below by now stays below
            near = np.flatnonzero(log_odds > 2 * _COUNTED)
            pairs, log_odds = pairs.some(near), log_odds.take(near)
        some = np.flatnonzero(log_odds > _COUNTED)
        likely = pairs.some(some)
        probability = with_rivals(
            log_odds.take(some), rivals(likely.a, likely.b, traits.source, traits.sources)
        )
        weights = _maximise(likely, probability, traits, tables, chance, expected, crowd, weights)
    return weights


def _own(pairs: Compared, traits: Traits, no_repeats: NDArray[np.bool_]) -> Compared:
    """Pairs of one source that are of two incidents: of sources that never repeat themselves, or all."""
    source = traits.source[pairs.a]
    same = source == traits.source[pairs.b]
    declared = same & no_repeats[source]
    return pairs.some(declared if declared.any() else same)


def _possible(pairs: Compared, traits: Traits, no_repeats: NDArray[np.bool_]) -> NDArray[np.bool_]:
    source = traits.source[pairs.a]
    possible: NDArray[np.bool_] = (source != traits.source[pairs.b]) | ~no_repeats[source]
    return possible


def _expected(traits: Traits) -> Floats:
    """For each pair of sources the product of their reports over all reports."""
    count = np.bincount(traits.voice, minlength=traits.voices).astype(float)
    table = count[:, np.newaxis] * count
    if traits.shared:
        shared = traits.voices - 2
        source = np.bincount(traits.source[traits.voice == shared]).astype(float)
        own = (source**2).sum()
        table[shared, shared], table[shared, shared + 1] = own, (source.sum() ** 2 - own) / 2
    share: Floats = (table / max(count.sum(), 1)).ravel()
    return share


@dataclass(frozen=True, slots=True)
class _Chance:
    """How often unrelated pairs reach each level: tables of probabilities."""

    name: Floats
    deaths: Floats
    bucket: Floats  # how often each level of deaths occurs
    origin: Floats
    values: dict[str, Floats]  # (values, values)
    symbols: dict[str, Floats]  # (symbols, symbols): the sum of their values
    by_relation: dict[str, Floats]
    spoken: Compared  # unrelated pairs that have words


def _chance(pairs: Compared, traits: Traits, tables: dict[str, Symbols]) -> _Chance:
    two = two_sources(pairs, traits)
    places = len(PLACE_GAPS)
    name = _counted((pairs.place, pairs.name), (places, 2)) + 2.0 * np.array([0.3, 0.7])
    bucket = np.searchsorted(DEATHS, traits.deaths[~np.isnan(traits.deaths)], "right") - 1
    bucket_share = np.bincount(bucket, minlength=len(DEATHS)) + 0.5
    bucket_share = bucket_share / bucket_share.sum()
    deaths = _counted((pairs.deaths,), (DEATH_LEVELS,)) + _PRIOR_UNRELATED * _independent(
        bucket_share
    )
    deaths += 1e-6
    origin = _counted((two, pairs.origin), (2, 2)) + 2.0 * np.array([0.3, 0.7])
    joint, by_symbol, by_relation = {}, {}, {}
    for field_name, table in tables.items():
        joint[field_name] = _joint_chance(table)
        by_symbol[field_name] = _summed(joint[field_name], csr_array(table.holds))
        level = (
            np.bincount(table.relation.ravel(), joint[field_name].ravel(), len(RELATIONS)) + 1e-3
        )
        blocks = len(np.unique(table.source)) ** 2
        others = level[[DIFFERENT, APART]]
        level[[DIFFERENT, APART]] += (
            max(blocks - joint[field_name].sum(), 0.0) * others / others.sum()
        )
        by_relation[field_name] = level / level.sum()
    worded = np.flatnonzero(pairs.words >= 0)
    worded = worded[:: max(1, round(len(worded) / _SPOKEN))]
    return _Chance(
        _shares(name), deaths / deaths.sum(), bucket_share, _shares(origin),
        joint, by_symbol, by_relation, pairs.some(worded),
    )  # fmt: skip


def _unalike(levels: int) -> Floats:
    return _shares(np.power(0.5, np.arange(levels, dtype=float)))


def _shares(counts: Floats) -> Floats:
    total: Floats = counts / counts.sum(axis=-1, keepdims=True)
    return total


def _counted(
    levels: tuple[NDArray[Any], ...], shape: tuple[int, ...],
    weight: Floats | None = None,
) -> Floats:  # fmt: skip
    """A table of how many pairs have each combination of levels; unknown ones are left out."""
    known = np.logical_and.reduce([level >= 0 for level in levels])
    flat = np.ravel_multi_index([level[known].astype(np.int64) for level in levels], shape)
    size = int(np.prod(shape))
    counts = np.bincount(flat, None if weight is None else weight[known], size)
    return counts.astype(float).reshape(shape)


def _independent(bucket: Floats) -> Floats:
    """The levels of deaths of two numbers that have nothing to do with each other."""
    size = len(DEATHS)
    table = np.zeros((size, size, 2))
    for low in range(size):
        same = 1.0 / (DEATHS[low + 1] - DEATHS[low]) if low + 1 < size else 0.01
        table[low, low] = bucket[low] ** 2 * np.array([1 - same, same])
        table[low, low + 1 :, 0] = 2 * bucket[low] * bucket[low + 1 :]
    return table.ravel()


def _alike_deaths(bucket: Floats) -> Floats:
    """The levels of two numbers of one incident: mostly the same, or near."""
    size = len(DEATHS)
    table = np.zeros((size, size, 2))
    for low in range(size):
        single = low + 1 < size and DEATHS[low + 1] - DEATHS[low] == 1
        table[low, low] += bucket[low] * np.array([0.0, 0.65] if single else [0.15, 0.5])
        near = [other for other in (low - 1, low + 1) if 0 <= other < size]
        for other in near:
            table[min(low, other), max(low, other), 0] += bucket[low] * 0.2 / len(near)
        for other in range(size):
            table[min(low, other), max(low, other), 0] += bucket[low] * bucket[other] * 0.15
    return _shares(table.ravel())


def _joint_chance(table: Symbols) -> Floats:
    """How often two values meet in unrelated pairs of their two sources; sums to 1 for each two.

    That unrelated reports of one place and day are alike is told for each report (`hudna.matching.usual`).
    """
    joint: Floats = table.frequency[:, np.newaxis] * table.frequency
    return joint


def _met(
    pairs: Compared, code: NDArray[np.int32], size: int, weight: Floats | None = None
) -> Floats:
    """How often symbols meet, in either order."""
    first, second = code[pairs.a].astype(np.int64), code[pairs.b].astype(np.int64)
    known = (first >= 0) & (second >= 0)
    key = first[known] * size + second[known]
    counts = np.bincount(key, None if weight is None else weight[known], size * size)
    table: Floats = counts.astype(float).reshape(size, size)
    return (table + table.T) / 2


def _values(counts: Floats, share: Floats, table: Symbols) -> Floats:
    """How often values meet, given how often symbols do: a symbol of several values counts in shares."""
    if not len(table.source):
        return np.empty((0, 0))
    holds = csr_array(table.holds)
    whole = _summed(share, holds)
    ratio = np.divide(counts, whole, out=np.zeros_like(counts), where=counts > 0)
    result: Floats = share * _summed(ratio, csr_array(table.holds.T))
    return result


def _summed(table: Floats, holds: csr_array) -> Floats:
    """What the members of each two sets have in a table, summed: holds · table · holdsᵀ."""
    half: Floats = holds @ table
    whole: Floats = np.ascontiguousarray((holds @ half.T).T)
    return whole


def _by_sources(table: Floats, symbols: Symbols) -> Floats:
    """The sum of a table of values over each two sources, put back at every cell."""
    if not len(symbols.source):
        return table
    begins = np.diff(symbols.source, prepend=-1) != 0
    starts = np.flatnonzero(begins)
    summed = np.add.reduceat(np.add.reduceat(table, starts, axis=0), starts, axis=1)
    place = np.cumsum(begins) - 1
    spread: Floats = summed[np.ix_(place, place)]
    return spread


def _start(traits: Traits, tables: dict[str, Symbols], chance: _Chance, crowd: Crowding) -> Weights:
    """The weights before any pair is looked at: the priors alone."""
    return _maximise(
        none(traits), np.empty(0), traits, tables, chance, _expected(traits) * 0, crowd, None
    )


def _maximise(
    pairs: Compared, probability: Floats, traits: Traits, tables: dict[str, Symbols],
    chance: _Chance, expected: Floats, crowd: Crowding, before: Weights | None,
) -> Weights:  # fmt: skip
    """The weights that fit pairs which are of one incident with the given probabilities."""
    size = traits.voices
    two = two_sources(pairs, traits)
    matched = np.bincount(pairs.by, probability, size * size)
    alone = np.eye(size, dtype=bool).ravel()
    prior = np.where(alone, priors.REPEATS, priors.TELLINGS)
    half = np.where(alone, 2.0, 1.0)  # of one source each pair is met once, not twice
    tellings = (half * matched + 2.0 * prior) / (expected + 2.0)
    name = _counted((pairs.place, pairs.name), (len(PLACE_GAPS), 2), probability)
    deaths = _counted((pairs.deaths,), (DEATH_LEVELS,), probability)
    origin = _counted((two, pairs.origin), (2, 2), probability)
    weights = Weights(
        np.log(tellings) + np.where(alone, priors.AGAIN, 0.0),
        _log_by_sources((pairs.by, pairs.time_class, pairs.time), probability, size,
                        (TIME_CLASSES, len(TIME_GAPS)), priors.TIME),
        _log_by_sources((pairs.by, pairs.place_class, pairs.place), probability, size,
                        (PLACE_CLASSES, len(PLACE_GAPS)), priors.PLACE),
        np.log(_shares(name + _PRIOR_PAIRS * priors.NAME) / chance.name),
        np.log(_shares(deaths + _PRIOR_PAIRS * _alike_deaths(chance.bucket) + 1e-6) / chance.deaths),
        np.zeros((size * size, RESTS, len(WORDS) + 1)),
        np.log(_shares(origin + _PRIOR_PAIRS * priors.ORIGIN) / chance.origin),
        crowd,
    )  # fmt: skip
    for field_name, table in tables.items():
        counts = _met(pairs, traits.symbols[field_name], len(table.words), probability)
        weights.values[field_name], weights.symbols[field_name] = _symbol_weights(
            counts, table, chance, field_name, None if before is None else before.values[field_name]
        )
    weights.words = _word_weights(weights, pairs, probability, chance, traits)
    return weights


def _word_weights(
    weights: Weights, pairs: Compared, probability: Floats, chance: _Chance, traits: Traits
) -> Floats:
    """The weights of words, by how far the rest agrees: a headline tells of it once more."""
    shape = (traits.voices**2, RESTS, len(WORDS) + 1)
    tables = []
    for given, weight, prior in (
        (pairs, probability, priors.WORDS), (chance.spoken, None, _unalike(len(WORDS) + 1))
    ):  # fmt: skip
        rest = agreeing(weights.without_words(given, traits), given)
        counts = _counted((given.by, rest, given.words), shape, weight)
        # Two languages share few words, whatever they tell: drawn to the two sources' own.
        every = _shares(counts.sum(axis=1, keepdims=True) + _PRIOR_PAIRS * prior)
        tables.append(_shares(counts + _PRIOR_UNRELATED * every) + _LEAST)
    ratio: Floats = np.log(tables[0] / tables[1])
    return ratio


def _log_by_sources(
    levels: tuple[NDArray[Any], ...], weight: Floats, sources: int,
    shape: tuple[int, int], prior: Floats,
) -> Floats:  # fmt: skip
    """Log shares of the levels within each class, by pair of sources, each drawn to that of all."""
    counts = _counted(levels, (sources * sources, *shape), weight)
    total = counts.sum(axis=0)
    every = _shares(total + (_PRIOR_SHAPE + _FIRM * total.sum(axis=-1, keepdims=True)) * prior)
    shares: Floats = np.log(
        _shares(counts + (_PRIOR_SHAPE + _FIRM * counts.sum(axis=-1, keepdims=True)) * every)
    )
    return shares


def _symbol_weights(
    counts: Floats, table: Symbols, chance: _Chance, name: str, before: Floats | None
) -> tuple[Floats, NDArray[np.float32]]:
    """How often values meet in pairs of one incident, and the log weight of each two symbols.

    Learned, and by how their words are related where they are rare.
    """
    if not len(table.source):
        return np.empty((0, 0)), np.empty((0, 0), np.float32)
    unrelated, by_relation = chance.values[name], chance.by_relation[name]
    expected = _related(by_relation)
    if before is None:
        before = _by_relation(unrelated, expected / by_relation, table)
    met = _values(counts, before, table)
    # That two things are one is not learned from the few reports that it would join.
    several = _by_sources(met, table)
    met = np.where(table.relation == APART, met * several / (several + _SEVERAL), met)
    relation = np.bincount(table.relation.ravel(), met.ravel(), len(RELATIONS))
    share = _shares(relation + _PRIOR_PAIRS * expected)
    prior = _by_relation(unrelated, share / by_relation, table)
    total = _by_sources(met, table)
    firm = _PRIOR_SYMBOLS + _FIRST**2 / (_FIRST + total)
    agreed = (met + firm * prior) / (total + firm)
    ratio = _summed(agreed, csr_array(table.holds)) / chance.symbols[name]
    return agreed, np.log(ratio).astype(np.float32)


def _related(unrelated: Floats) -> Floats:
    """How often values of one incident are related so, before any is known; `unrelated`: and of others."""
    same, alike, neither = priors.RELATION
    rest = np.array([unrelated[DIFFERENT], priors.APART * unrelated[APART]])
    return np.array([same, alike, *(neither * rest / rest.sum())])


def _by_relation(unrelated: Floats, ratio: Floats, table: Symbols) -> Floats:
    prior = unrelated * ratio[table.relation]
    # What neither has written yet is not the same.
    unseen = np.maximum(1.0 - _by_sources(unrelated, table), 0.0) * ratio[DIFFERENT]
    shares: Floats = prior / (_by_sources(prior, table) + unseen)
    return shares
