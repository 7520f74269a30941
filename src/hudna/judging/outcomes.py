"""Outcomes: the headline over the worlds that count, its causes, and what it turns on, in bulk.

In: the verdict of each row in each world, as numbers.  Out: arrays by row.  `finding.headline` and
`finding.causes` say the same of one row.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hudna.agreement.worlds import World, Worlds
from hudna.finding import CAUSES, Headline, Verdict
from hudna.judging.bits import Flags, unpacked
from hudna.judging.compiled import Rulings

VERDICTS: tuple[Verdict, ...] = (
    Verdict.CANNOT_DETERMINE, Verdict.VIOLATION, Verdict.OUTSIDE, Verdict.PERMITTED,
    Verdict.NOT_OCCURRED,
)  # fmt: skip
"""Verdicts by number."""

HEADLINES = tuple(Headline)
"""Headlines by number."""

Numbers = NDArray[np.int8]


def numbers(rulings: Rulings, worlds: int) -> Numbers:
    """The verdict of each row in each world: shape (rows, worlds)."""
    found = np.zeros((len(rulings.violation), worlds), np.int8)
    sets = (rulings.violation, rulings.outside, rulings.permitted, rulings.not_occurred)
    for number, some in enumerate(sets, 1):
        found[unpacked(some, worlds)] = number
    return found


class Outcomes:
    """What follows from verdicts in some worlds, of which some count for the headline."""

    def __init__(self, worlds: Sequence[World], counted: Sequence[World], known: Worlds) -> None:
        """`worlds` are the columns; with the neighbours of those that count, pivots can be told."""
        column = {world.id: i for i, world in enumerate(worlds)}
        self._counted = np.array([column[world.id] for world in counted], np.int64)
        self.names: list[str] = []
        self._apart: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
        pairs: dict[str, list[tuple[int, int]]] = {}
        for world in counted:
            for switch, other in known.neighbours(world):
                if other.id in column:
                    pairs.setdefault(switch, []).append((column[world.id], column[other.id]))
        for switch in known.document.switches:
            if switch in pairs:
                self.names.append(switch)
                here, there = np.array(pairs[switch]).T
                self._apart.append((here, there))
        readings = list(dict.fromkeys(world.reading for world in counted))
        self._without = [
            np.array([column[w.id] for w in counted if w.reading != reading], np.int64)
            for reading in readings
            if len(readings) > 1
        ]
        self.names += readings if len(readings) > 1 else []

    def headlines(self, verdicts: Numbers) -> Numbers:
        """The headline of each row, by number, nothing being under review."""
        return _headlines(verdicts[:, self._counted])

    def causes(self, verdicts: Numbers) -> list[tuple[str, ...]]:
        """Why it is not a violation, in the worlds that count in which it is not."""
        there = [
            ((verdicts[:, self._counted] == VERDICTS.index(verdict)).any(axis=1), cause)
            for verdict, cause in CAUSES.items()
        ]
        return [
            tuple(cause for flags, cause in there if flags[row]) for row in range(len(verdicts))
        ]

    def pivots(self, verdicts: Numbers) -> Flags:
        """On which of `names` the outcome of each row turns: shape (rows, names).

        A switch: setting it otherwise, alone, changes the verdict in a world that counts.
        A reading: without it the headline is another.
        """
        found = np.zeros((len(verdicts), len(self.names)), np.bool_)
        for i, (here, there) in enumerate(self._apart):
            found[:, i] = (verdicts[:, here] != verdicts[:, there]).any(axis=1)
        if self._without:
            whole = self.headlines(verdicts)
            for i, rest in enumerate(self._without, len(self._apart)):
                found[:, i] = _headlines(verdicts[:, rest]) != whole
        return found

    def turns(self, verdicts: Numbers) -> list[tuple[str, ...]]:
        """On what the outcome of each row turns, by name."""
        flags = self.pivots(verdicts)
        return [tuple(self.names[i] for i in np.flatnonzero(row).tolist()) for row in flags]


def _headlines(verdicts: Numbers) -> Numbers:
    found = np.full(len(verdicts), HEADLINES.index(Headline.DEPENDS), np.int8)
    if verdicts.shape[1]:
        for lowest, highest, headline in (
            (Verdict.VIOLATION, Verdict.VIOLATION, Headline.VIOLATION),
            (Verdict.CANNOT_DETERMINE, Verdict.CANNOT_DETERMINE, Headline.CANNOT_DETERMINE),
            (Verdict.OUTSIDE, Verdict.NOT_OCCURRED, Headline.NOT_VIOLATION),
        ):
            low, high = VERDICTS.index(lowest), VERDICTS.index(highest)
            all_so = ((verdicts >= low) & (verdicts <= high)).all(axis=1)
            found[all_so] = HEADLINES.index(headline)
    return found
