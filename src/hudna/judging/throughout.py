"""Throughout: acts that filled their time, cut where a term begins or ceases to apply.

In: when each row of a table was, and whether its act filled that time.  Out: `Parts`, as
`alternatives.parts` gives them of one incident; any other row is one part.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from hudna.agreement.agreement import Agreement
from hudna.instant import ALWAYS, Interval
from hudna.judging.bits import Flags, Ids, Ints
from hudna.judging.lists import spread


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of rows, row after row; instants in microseconds since 1970 UTC."""

    row: Ints
    number: Ids  # from 1; 0 where it is the only one
    earliest: Ints
    latest: Ints
    whole: bool  # each row is one part


class Throughout:
    """Cuts the times of one agreement's incidents.  Safe to use from several threads."""

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement
        cuts = [part.earliest for part in agreement.parts(ALWAYS)[1:]]
        self._cuts = None if agreement.recurs else np.array(cuts, np.int64)
        self._cut = lru_cache(maxsize=100_000)(self._work_out_cuts)

    def parts(self, filled: Flags, earliest: Ints, latest: Ints) -> Parts:
        """The parts of rows; `filled`: the act filled its time, from `earliest` to `latest`."""
        filled = filled & (earliest < latest)
        rows = np.arange(len(filled))
        if not filled.any():
            return Parts(rows, np.zeros(len(rows), np.int32), earliest, latest, whole=True)
        counts = np.ones(len(rows), np.int64)
        first, counts[filled], cuts = self._inner(earliest[filled], latest[filled])
        row = np.repeat(rows, counts)
        number = (spread(np.zeros(len(rows), np.int64), counts) + 1).astype(np.int32)
        starts, ends = earliest[row], latest[row]
        later = number > 1  # what begins with a cut; the part before ends with it
        starts[later] = cuts[spread(first, counts[filled] - 1)]
        ends[:-1][later[1:]] = starts[later]
        number[counts[row] == 1] = 0
        return Parts(row, number, starts, ends, whole=len(row) == len(rows))

    def _inner(self, earliest: Ints, latest: Ints) -> tuple[Ints, Ints, Ints]:
        """For each span where its first cut stands, how many parts it has, and all cuts."""
        if self._cuts is not None:
            first = np.searchsorted(self._cuts, earliest, "right")
            last = np.searchsorted(self._cuts, latest, "left")
            return first, np.maximum(last - first, 0) + 1, self._cuts
        found = [self._cut(*span) for span in zip(earliest.tolist(), latest.tolist(), strict=True)]
        counts = np.array([len(some) for some in found], np.int64)
        cuts = np.array([cut for some in found for cut in some], np.int64)
        return np.cumsum(counts) - counts, counts + 1, cuts

    def _work_out_cuts(self, earliest: int, latest: int) -> list[int]:
        return [part.earliest for part in self._agreement.parts(Interval(earliest, latest))[1:]]
