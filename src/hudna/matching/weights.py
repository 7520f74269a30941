"""Weights: how much each level of agreement speaks for one incident.

In: compared pairs.  Out: tables of log likelihood ratios after Fellegi and Sunter (1969), and of each pair
the log odds that both reports are of one incident:

    odds = k(sources) · m(time) · m(place) / expected(near) · Π m(field) / u(field)

`expected` is how many unrelated incidents lie as near by chance (the rate around the pair times the
room of its levels): the frequency of the place and of the day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hudna.matching import priors
from hudna.matching.blocking import AT_ONCE
from hudna.matching.compare import (
    DEATH_LEVELS,
    DEATHS,
    TOWNS,
    Compared,
    Levels,
    Traits,
    spoken,
    with_words,
)
from hudna.matching.crowding import Crowding
from hudna.matching.intensity import SCALES
from hudna.matching.tellings import Floats
from hudna.matching.usual import CELLS, FIELDS
from hudna.parallel import by_all

AGREEMENT: Final = FIELDS
_REST: Final = (-1.0, 1.0, 2.5, 4.0)
RESTS: Final = 2 * (len(_REST) + 1)
"""Levels of how far two reports agree without their words."""

_DEADLY: Final = np.zeros(DEATH_LEVELS + 1)  # by level of deaths; the last where one is unknown
_DEADLY[:2] = priors.DEADLY[0]
_DEADLY[2 * (len(DEATHS) + 1) : -1] = priors.DEADLY[1]
_APART: Final = 2  # the level of place from which on two points are not near

_USUAL: Final = 0.75  # how much it counts that something is said there more often than elsewhere


@dataclass(slots=True)
class Weights:
    """Log weights by level.  Tables of sources are by pair of voices: lower times count plus upper."""

    tellings: Floats  # (pairs of sources)
    time: Floats  # (pairs of sources, class, level)
    place: Floats  # (pairs of sources, class, level)
    name: Floats  # (level of place, level)
    deaths: Floats
    words: Floats  # (pairs of sources, how far the rest agrees, level)
    origin: Floats  # (one source or two, level)
    crowding: Crowding
    symbols: dict[str, NDArray[np.float32]] = field(default_factory=dict)  # (symbols, symbols)
    values: dict[str, Floats] = field(default_factory=dict)  # how often two values meet

    def fields(self, pairs: Compared, traits: Traits) -> dict[str, Floats]:
        """The log likelihood ratio of each field by itself."""
        told = self.without_words(pairs, traits)
        told["words"] = np.zeros(len(pairs))
        worded = np.flatnonzero(pairs.words >= 0)
        if len(worded):
            some = pairs.some(worded)
            rest = agreeing({name: value.take(worded) for name, value in told.items()}, some)
            told["words"][worded] = _at(self.words, some.by, rest, some.words)
        return told

    def without_words(self, pairs: Compared, traits: Traits) -> dict[str, Floats]:
        """The log likelihood ratio of each field but the words."""
        two = two_sources(pairs, traits)
        told = {
            "name": np.where(
                pairs.place_class == TOWNS,  # that it is the same town is told by the place
                0.0,
                _known(self._named(pairs), pairs.name),
            ),
            "deaths": _known(self.deaths.take(pairs.deaths), pairs.deaths)
            + _DEADLY.take(pairs.deaths),
            "origin": _known(_at(self.origin, two, pairs.origin), pairs.origin),
        }
        for name, table in self.symbols.items():
            code = traits.symbols[name]
            a, b = code.take(pairs.a), code.take(pairs.b)
            low = np.minimum(a, b)
            key = low.astype(np.int64) * len(table) + np.maximum(a, b)
            value = table.take(np.maximum(key, 0)) if len(table) else np.zeros(len(a))
            value = value - _usual(pairs, traits, len(CELLS) + FIELDS.index(name))
            told[name] = np.where(low >= 0, value, 0.0)
        return told

    def _named(self, pairs: Compared) -> Floats:
        """The log weight of names: of what lies apart the same name is no proof, for towns share them."""
        value = _at(self.name, pairs.place, pairs.name)
        return np.where(pairs.place >= _APART, np.minimum(value, 0.0), value)

    def parts(
        self, pairs: Compared, traits: Traits, fields: dict[str, Floats] | None = None
    ) -> dict[str, Floats]:
        """The log weight of each field, for each pair; their sum is the log odds."""
        fields = self.fields(pairs, traits) if fields is None else fields
        told = {
            "sources": self.tellings.take(pairs.by),
            "time and place": _at(self.time, pairs.by, pairs.time_class, pairs.time)
            + _at(self.place, pairs.by, pairs.place_class, pairs.place)
            - priors.COUNTS["room"] * pairs.room
            - priors.COUNTS["crowding"] * self.crowding.rate(pairs),
        }
        told |= {name: counting(name, value) for name, value in fields.items()}
        agreement = sum((told[name] for name in AGREEMENT), np.zeros(len(pairs)))
        told["neighbours"] = priors.COUNTS["neighbours"] * self.crowding.tempered(pairs, agreement)
        return told

    def agreement(self, pairs: Compared, traits: Traits) -> Floats:
        """The log weight of who, whom and what together."""
        told = self.parts(pairs, traits)
        return sum((told[name] for name in AGREEMENT), np.zeros(len(pairs)))

    def log_odds(self, pairs: Compared, traits: Traits) -> Floats:
        """The log odds of each pair, before its rivals are looked at."""

        def odds(some: Compared) -> Floats:
            total: Floats = sum(self.parts(some, traits).values(), np.zeros(len(some)))
            return total

        if len(pairs) <= AT_ONCE:
            return odds(pairs)
        return np.concatenate(list(by_all(odds, pairs.pieces())))

    def worth(self, pairs: Compared, traits: Traits, least: float) -> tuple[Compared, Floats]:
        """Of pairs whose words are not compared yet those above some log odds, with words, and these.

        Words take longer than all the rest: they are compared only where they could tell.
        """
        fields = self.without_words(pairs, traits)
        total = sum(self.parts(pairs, traits, fields).values(), np.zeros(len(pairs)))
        rest = agreeing(fields, pairs)
        most = priors.COUNTS["words"] * _at(
            np.maximum(self.words.max(axis=-1), 0.0), pairs.by, rest
        )
        could = np.flatnonzero(total + np.where(spoken(pairs, traits), most, 0.0) > least)
        pairs = with_words(pairs.some(could), traits)
        told = _at(self.words, pairs.by, rest.take(could), pairs.words)
        total = total.take(could) + priors.COUNTS["words"] * _known(told, pairs.words)
        good = np.flatnonzero(total > least)
        return pairs.some(good), total.take(good)


def _usual(pairs: Compared, traits: Traits, line: int) -> Floats:
    """What to take off the log weight of a field, for it is what is said there anyhow."""
    said = traits.rates[len(SCALES) + line]
    counts: Floats = _USUAL * np.log((said.take(pairs.a) + said.take(pairs.b)) / 2)
    return counts


def agreeing(told: dict[str, Floats], pairs: Compared) -> Levels:
    """How far two reports agree without their words, which tell much of it again: a level."""
    rest = sum(told[name] for name in (*FIELDS, "deaths"))
    levels: Levels = ((pairs.name == 0) * (len(_REST) + 1)).astype(np.int16)
    for bound in _REST:
        np.add(levels, rest > bound, out=levels)
    return levels


def _at(table: Floats, *levels: NDArray[Any]) -> Floats:
    """The values of a table at levels of each axis; at unknown ones, anything."""
    key = levels[0].astype(np.int64)
    for size, level in zip(table.shape[1:], levels[1:], strict=True):
        key *= size
        key += level
    return table.take(key)


def _known(value: Floats, level: NDArray[np.int16]) -> Floats:
    return np.where(level >= 0, value, 0.0)


def counting(name: str, value: Floats) -> Floats:
    """How much of the weights of a field counts."""
    counts: Floats = priors.COUNTS[name] * value
    against = priors.AGAINST.get(name)
    return counts if against is None else counts + against * np.minimum(value, 0.0)


def two_sources(pairs: Compared, traits: Traits) -> Levels:
    """1 for a pair of two sources, 0 for one of one."""
    one, other = traits.source.take(pairs.a), traits.source.take(pairs.b)
    levels: Levels = (one != other).astype(np.int16)
    return levels
