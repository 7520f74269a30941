"""Matching: reports in, incidents out, with the probability of every link.

In: `Tellings` and what is certain beforehand (`Certain`).  Out: `Matched`: for each report its incident,
the pairs that were compared and kept with their probability, and what could not be matched and why.
The procedure, in order: locate, block, sketch, count what lies around, estimate weights, weigh, part.

What is worked out of one report (`Ready`) rests on that report and on what is known of all: on `Learned`, if
that is given, so that the same report is always compared in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any, Final

import numpy as np

from hudna.matching import blocking, crowds, odds
from hudna.matching.compare import Compared, Traits, compared, joined, none
from hudna.matching.estimate import SHIFT, estimate
from hudna.matching.intensity import Counted, around, intensity
from hudna.matching.learned import Learned
from hudna.matching.partition import ALWAYS, NEVER, bounds, parted
from hudna.matching.phrases import SEVERAL, summed
from hudna.matching.placed import Located, Placed, located, placed
from hudna.matching.rivals import rivals, with_rivals
from hudna.matching.sites import Sites, sites, spots
from hudna.matching.symbols import Related, Symbols, symbols
from hudna.matching.tellings import Codes, Flags, Floats, Ints, Tellings
from hudna.matching.tokens import tokens
from hudna.matching.usual import FIELDS, Usual, usual
from hudna.matching.usual import around as usual_around
from hudna.matching.voices import OTHERS, voices
from hudna.matching.weights import Weights
from hudna.matching.words import words
from hudna.parallel import by_all
from hudna.problem import Problem, Refused

REVIEW: Final = (0.2, 0.8)
"""Probabilities between these go to a person."""

KEPT: Final = 0.02
"""Pairs less probable than this are dropped."""

SAMPLE: Final = 2_500_000
"""Pairs that weights are estimated from; of more, those of a part of the reports."""

UNRELATED: Final = 600_000
_STRETCH_DAYS: Final = 10
_SHIFT: Final = 0.68
_SLOPE: Final = 0.85


@dataclass(frozen=True, slots=True)
class Certain:
    """What is known beforehand: sources that never repeat themselves, pairs that are or are not one.

    `related` gives, by field (actors, targets, acts), whether two candidates may mean the same;
    `several` are rows that sum up an unknown number of incidents, whatever their words, and `events`
    those whose words do not say so: a headline tells of more than what is coded from it.
    """

    no_repeats: frozenset[str] = frozenset()
    same: tuple[tuple[int, int], ...] = ()
    different: tuple[tuple[int, int], ...] = ()
    related: Mapping[str, Related] = field(default_factory=dict)
    several: tuple[int, ...] = ()
    events: tuple[int, ...] = ()


NOTHING: Final = Certain()

Weigher = Callable[[Traits, dict[str, Symbols], Flags], Weights]
"""Makes the weights for reports of these traits; the flags say which sources never repeat themselves."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Reports ready to be compared: each worked out by itself, given what is known of all."""

    told: Tellings
    place: Placed
    traits: Traits
    tables: dict[str, Symbols]
    sums: Ints  # of each report, how many incidents it sums up: 0 for one, `SEVERAL` for some
    names: Located
    sites: Sites
    voices: tuple[str, ...]
    counted: Counted
    usual: Usual

    @property
    def extents(self) -> blocking.Extents:
        """Where and when each report says it was, also of those that sum up."""
        place, told = self.place, self.told
        return blocking.Extents(place.lat, place.lon, place.radius, told.begin, told.end)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The pairs that are worth keeping, in order, with their log odds before rivals are looked at."""

    pairs: Compared
    log_odds: Floats
    crowd: Ints  # rows that were compared with few of those around them (`hudna.matching.crowds`)


Advance = Callable[[int], None]
Weigh = Callable[[Ready, Certain, Weights, blocking.Blocks, Advance], Weighed]
"""Compares and weighs all pairs that may be one."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Reports as incidents.  `incident`: the least row of each report's incident; itself if alone."""

    ready: Ready
    weights: Weights
    pairs: Compared
    probability: Floats  # of each kept pair, that it is of one incident
    settled: Flags  # the pairs that a person has settled
    incident: Ints
    crowd: Ints

    @property
    def told(self) -> Tellings:
        """The reports."""
        return self.ready.told

    @property
    def place(self) -> Placed:
        """Where they lie."""
        return self.ready.place

    @property
    def traits(self) -> Traits:
        """What is compared of them."""
        return self.ready.traits

    @property
    def tables(self) -> dict[str, Symbols]:
        """The symbols of their fields."""
        return self.ready.tables

    @property
    def sums(self) -> Ints:
        """How many incidents each sums up: 0 for one, `SEVERAL` for some."""
        return self.ready.sums


def match(
    told: Tellings, certain: Certain = NOTHING, weights: Weights | Weigher | None = None,
    advance: Advance = lambda _: None, weigh: Weigh | None = None,
) -> Matched:  # fmt: skip
    """Match reports; those that sum up several incidents take no part (`hudna.matching.aggregates`).

    With `weights`, or what makes them, none are estimated.  `advance` is called with the number of
    pairs compared.  What compares them is `weighed`, or `weigh` elsewhere.
    """
    agreed(told, certain)
    ready = prepared(told, certain)
    blocks = blocking.Blocks(ready.traits.extents)
    repeats = repeating(told, certain.no_repeats)
    if weights is None:
        weights = estimated(ready.traits, ready.tables, repeats, blocks)
    elif not isinstance(weights, Weights):
        weights = weights(ready.traits, ready.tables, repeats)
    found = (weigh or weighed)(ready, certain, weights, blocks, advance)
    return parted_into(ready, certain, weights, found)


def prepared(
    told: Tellings, certain: Certain, learned: Learned | None = None, rates: Floats | None = None
) -> Ready:
    """What is compared of reports: by what all of them tell, or by what was learned of others.

    `rates` are those of `hudna.matching.intensity`, where they are known already.
    """
    names = located(told) if learned is None else learned.names
    place = placed(told, names)
    towns = sites(told, place, names) if learned is None else learned.sites
    where = spots(told, place, names, towns)
    cut = tokens(told.text)
    sums = summed(told.text, cut)
    sums[np.array(certain.events, np.int64)] = 0
    several = np.array(certain.several, np.int64)
    sums[several] = np.where(sums[several] == 0, SEVERAL, sums[several])
    begin = np.where(sums == 0, told.begin, np.nan)
    extents = blocking.Extents(place.lat, place.lon, place.radius, begin, told.end)
    names_of_voices, voice = voices(told, () if learned is None else learned.voices)
    tables = {
        name: symbols(
            getattr(told, name),
            voice,
            certain.related.get(name),
            None if learned is None else learned.met[name],
        )
        for name in FIELDS
    }
    deaths = np.where(np.isnan(told.best), (told.low + told.high) / 2, told.best)
    deaths = np.where(np.isnan(deaths), np.fmax(told.low, told.high), deaths)
    codes = {name: table.code for name, table in tables.items()}
    if learned is None:
        scales, counted = intensity(extents, told.source, len(told.sources))
        lines, known = usual(extents, voice, len(names_of_voices), where, codes)
        rates = np.concatenate([scales, lines])
    else:
        counted, known = learned.counted, learned.usual
    if rates is None:
        assert learned is not None
        itself = learned.counts(told)
        scales = around(counted, extents, learned.source(told), itself)
        lines = usual_around(known, extents, voice, where, codes, itself)
        rates = np.concatenate([scales, lines])
    traits = Traits(
        extents,
        told.source,
        len(told.sources),
        voice,
        len(names_of_voices),
        rates,
        where,
        codes,
        told.place,
        deaths,
        told.origin,
        words(cut, told.named, None if learned is None else learned.often),
        shared=names_of_voices[-len(OTHERS) :] == OTHERS,
    )
    return Ready(told, place, traits, tables, sums, names, towns, names_of_voices, counted, known)


def learn(ready: Ready, weights: Mapping[str, Any]) -> Learned:
    """What matching these reports has learned; `weights` as they are kept (`hudna.matching.kept`)."""
    return Learned(
        ready.names,
        ready.sites,
        ready.traits.words.often,
        ready.counted,
        ready.usual,
        ready.told.sources,
        frozenset(ready.told.ids),
        ready.voices,
        {name: table.met for name, table in ready.tables.items()},
        weights,
    )


def repeating(told: Tellings, no_repeats: frozenset[str]) -> Flags:
    """Which sources tell each incident once."""
    return np.array([name in no_repeats for name in told.sources], bool)


def weighed(
    ready: Ready, certain: Certain, weights: Weights, blocks: blocking.Blocks,
    advance: Advance = lambda _: None, rows: Ints | None = None,
) -> Weighed:  # fmt: skip
    """Compare and weigh all pairs that may be one; or those that one of some `rows` is in."""
    traits = ready.traits
    repeats = repeating(ready.told, certain.no_repeats)
    crowd = crowds.crowd(blocks, ready.told, traits.deaths) if rows is None else None
    parts = blocks.parts(rows) if crowd is None else crowd.parts()
    pairs, log_odds = weighed_of(parts, traits, weights, repeats, advance)
    return Weighed(pairs, log_odds, np.empty(0, np.int64) if crowd is None else crowd.rows())


def parted_into(ready: Ready, certain: Certain, weights: Weights, found: Weighed) -> Matched:
    """The incidents that weighed pairs make up, and what people have said."""
    traits = ready.traits
    pairs, log_odds, settled = _settled(found.pairs, found.log_odds, traits, certain)
    alone = chances(log_odds, pairs.a, pairs.b, traits.source, traits.sources)
    log_odds = np.where(settled, log_odds, odds.log_odds(alone))
    alone = np.where(settled, log_odds > 0, alone)
    keep = (alone >= KEPT) | settled
    pairs, log_odds, alone, settled = pairs.some(keep), log_odds[keep], alone[keep], settled[keep]
    repeats = repeating(ready.told, certain.no_repeats)
    once = np.where(repeats[traits.source], traits.source, -1).astype(np.int64)
    group = parted(pairs.a, pairs.b, log_odds, bounds(once, traits.extents))
    return Matched(ready, weights, pairs, alone, settled, group, found.crowd)


def agreed(told: Tellings, certain: Certain) -> None:
    """Raise `Refused` where a person has said that two reports are one, and that they are not."""
    whose = _joined(certain.same)
    problems = [
        Problem(
            "answers", None, None,
            f"{told.ids[one]} and {told.ids[other]} are set apart, and joined"
            + ("" if one == other or len(whose[one]) == 2 else " by way of other reports"),
            "Take back one of these answers, or correct what was coded from these reports",
        )
        for one, other in sorted({(min(pair), max(pair)) for pair in certain.different})
        if other in whose.get(one, {one})
    ]  # fmt: skip
    if problems:
        raise Refused(problems)


def _joined(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """Of each row that is joined to others all that it is one with, by way of others too."""
    whose: dict[int, set[int]] = {}
    for one, other in pairs:
        both = whose.get(one, {one}) | whose.get(other, {other})
        whose |= dict.fromkeys(both, both)
    return whose


def chances(log_odds: Floats, a: Ints, b: Ints, source: Codes, sources: int) -> Floats:
    """The probability of each pair (a, b) beside its rivals; `source` is that of each report."""
    return modest(with_rivals(log_odds, rivals(a, b, source, sources)))


def modest(probability: Floats) -> Floats:
    """What a probability is worth, measured where the truth is known (`evaluation/matching`).

    Fields are not quite independent, so high odds are too high; and a match that is overlooked makes
    the next one seem rarer, so low ones are too low.
    """
    return odds.probability(_SHIFT + _SLOPE * odds.log_odds(probability))


def estimated(
    traits: Traits,
    tables: dict[str, Symbols],
    repeats: Flags,
    blocks: blocking.Blocks | None = None,
) -> Weights:
    """Weights from the pairs of the reports, or of some stretches of time where there are many."""
    blocks = blocking.Blocks(traits.extents) if blocks is None else blocks
    rows = np.flatnonzero(traits.extents.whole)
    part = _stretches(traits, rows, blocks)
    sample = _compared(traits, blocks.parts(part))
    unrelated = _unrelated(traits, rows, blocks)
    return estimate(sample, unrelated, traits, tables, repeats, part)


def _stretches(traits: Traits, rows: Ints, blocks: blocking.Blocks) -> Ints:
    """The reports of so many even stretches of time that their pairs are about `SAMPLE`.

    Stretches, not reports here and there: the rivals of a report are those around it.
    """
    probe = rows[:: max(1, len(rows) // 2000)]
    met = sum(len(a) for a, _ in blocks.pairs(probe))
    total = met * len(rows) / max(len(probe), 1) / 2
    if total <= SAMPLE:
        return rows
    step = int(np.ceil(total / SAMPLE))
    stretch = np.floor(traits.extents.begin[rows] / (_STRETCH_DAYS * 24)).astype(np.int64)
    stretches, rank = np.unique(stretch, return_inverse=True)
    part: Ints = rows[rank % step == min(step, len(stretches)) // 2]
    # Of a crowd within one stretch some reports, each with all that lies around it.
    probe = part[:: max(1, len(part) // 200)]
    crowd = sum(len(a) for a, _ in blocks.pairs(probe)) * len(part) / len(probe)
    return part[:: int(np.ceil(crowd / SAMPLE))] if crowd > 2 * SAMPLE else part


def _unrelated(traits: Traits, rows: Ints, blocks: blocking.Blocks) -> Compared:
    """Pairs that lie alike but for `SHIFT` hours: of an even part of the reports, if they are many."""
    probe = rows[:: max(1, len(rows) // 1000)]
    met = sum(len(a) for a, _ in blocks.pairs(probe, SHIFT))
    step = max(1, round(met * len(rows) / max(len(probe), 1) / UNRELATED))
    some = rows[::step]
    return _compared(traits, blocks.parts(some, SHIFT))


def _compared(traits: Traits, parts: Iterable[blocking.Part]) -> Compared:
    """All pairs of some parts, compared by all processors."""

    def work(part: blocking.Part) -> list[Compared]:
        return [compared(traits, a, b, part.shift) for a, b in part.pairs()]

    found = [pairs for made in by_all(work, parts) for pairs in made]
    return joined(found) if found else none(traits)


def weighed_of(
    parts: Iterable[blocking.Part | crowds.Neighbours], traits: Traits, weights: Weights,
    repeats: Flags, advance: Advance,
) -> tuple[Compared, Floats]:  # fmt: skip
    """The pairs that are worth keeping, with their log odds: worked out by all processors."""
    kept: list[tuple[Compared, Floats]] = []

    def work(part: blocking.Part | crowds.Neighbours) -> tuple[list[tuple[Compared, Floats]], int]:
        looked = [(worth_keeping(traits, weights, repeats, a, b), len(a)) for a, b in part.pairs()]
        return [found for found, _ in looked], sum(count for _, count in looked)

    for found, count in by_all(work, parts):
        kept += found
        advance(count)
    if not kept:
        return none(traits), np.empty(0)
    pairs = joined([pairs for pairs, _ in kept])
    log_odds = np.concatenate([each for _, each in kept])
    order = np.argsort(pairs.a * len(traits.source) + pairs.b, kind="stable")
    return pairs.some(order), log_odds.take(order)


def worth_keeping(
    traits: Traits, weights: Weights, repeats: Flags, a: Ints, b: Ints
) -> tuple[Compared, Floats]:
    """Of pairs those that are worth keeping, with their log odds."""
    source = traits.source.take(a)
    keep = np.flatnonzero((source != traits.source.take(b)) | ~repeats.take(source))
    pairs = compared(traits, a.take(keep), b.take(keep), words=False)
    return weights.worth(pairs, traits, float(np.log(KEPT)))


def _settled(
    pairs: Compared, log_odds: Floats, traits: Traits, certain: Certain
) -> tuple[Compared, Floats, Flags]:
    """The pairs with those that a person has settled, and which these are."""
    whose = _joined(certain.same)
    told = {pair: ALWAYS for group in whose.values() for pair in combinations(sorted(group), 2)}
    for one, other in certain.different:
        both = product(whose.get(one, {one}), whose.get(other, {other}))
        told |= {(min(pair), max(pair)): NEVER for pair in both}
    answers = [(*pair, answer) for pair, answer in sorted(told.items())]
    if not answers:
        return pairs, log_odds, np.zeros(len(pairs), bool)
    a, b = (np.array([answer[side] for answer in answers], np.int64) for side in (0, 1))
    size = len(traits.source)
    rest = ~np.isin(pairs.a * size + pairs.b, a * size + b)
    joint = joined([pairs.some(rest), compared(traits, a, b)])
    settled = np.concatenate([log_odds[rest], [answer[2] for answer in answers]])
    return joint, settled, np.arange(len(joint)) >= rest.sum()
