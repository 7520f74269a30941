"""The calendar: time cut into slices within which no rule changes its answer.

In: the agreement.  Out: slices by number, and for each the coarser slices that terms, facts about
persons, and zones read.  Instants are microseconds since 1970 UTC.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

import numpy as np

from hudna.agreement.agreement import Agreement
from hudna.instant import BEGIN, Interval
from hudna.judging.bits import Ids, Ints


class Calendar:
    """The slices of an agreement's time.  A slice runs from its instant to the next one's."""

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement
        self.instants: Ints = np.array(agreement.calendar, np.int64)
        self.person_slices = _slices(agreement.person_instants)
        self.zone_slices = _slices(agreement.zone_instants)
        term_slices = _slices(agreement.term_instants)
        self.person_of = self._coarser(self.person_slices)
        self.zone_of = self._coarser(self.zone_slices)
        self.term_of = self._coarser(term_slices)
        self.recurs = agreement.recurs

    def _coarser(self, starts: list[int]) -> Ids:
        found = np.searchsorted(np.array(starts, np.int64), self.instants, "right") - 1
        return found.astype(np.int32)

    def zone_slice_of(self, instant: int) -> int:
        """The slice of the zones that an instant lies in."""
        return bisect_right(self.zone_slices, instant) - 1

    def within(self, earliest: Ints, latest: Ints) -> tuple[Ints, Ints]:
        """The first and last slice of each interval, where nothing recurs by the clock."""
        first = np.searchsorted(self.instants, earliest, "right") - 1
        last = first.copy()
        longer = np.flatnonzero(earliest < latest)
        ends = np.searchsorted(self.instants, latest[longer], "left") - 1
        last[longer] = np.maximum(first[longer], ends)
        return first, last

    def of(self, span: Interval) -> list[tuple[int, int]]:
        """The slices of one interval, each with an instant in it."""
        instants = self._agreement.slices(span)
        return [(bisect_right(self._agreement.calendar, i) - 1, i) for i in instants]


def _slices(instants: Iterable[int]) -> list[int]:
    return sorted({BEGIN, *instants})
