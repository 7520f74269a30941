"""Counts with units: how many of what, within a period or perhaps within it.

In: times, a period.  Out: how each time lies to the period, and `Count`s, which refuse to be added
to counts of another unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hudna.agreement.agreement import Agreement
from hudna.instant import Interval

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


MATCHED: Final = "hudna: matched"
"""Stands for a source where what is counted are incidents that matching made of reports."""


class UnitError(ValueError):
    """Two counts have different units: a sum of them would count nothing."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted: incidents coded by hand, incidents matched, or reports of one source, unmatched.

    A report is one account; several may tell of one incident, and an incident coded by hand may
    rest on reports that are counted, too.
    """

    source: str | None  # of reports; None: incidents coded by hand; `MATCHED`: those matched

    @property
    def kind(self) -> str:
        """`incidents` or `reports`."""
        return "incidents" if self.source in (None, MATCHED) else "reports"


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a unit: those wholly within the period, and those at least perhaps within it."""

    unit: Unit
    within: int
    possible: int  # with those whose time the period holds only in part

    def __add__(self, other: Count) -> Count:
        """Add counts of things apart.  Raises `UnitError` for another unit."""
        if self.unit != other.unit:
            raise UnitError(f"{_named(self.unit)} and {_named(other.unit)} are not added")
        return Count(self.unit, self.within + other.within, self.possible + other.possible)


def _named(unit: Unit) -> str:
    if unit.source == MATCHED:
        return "incidents matched from reports"
    return "incidents" if unit.source is None else f"reports of {unit.source}, unmatched"


@dataclass(frozen=True, slots=True)
class Times:
    """When each row was, as far as is known: [earliest, latest), microseconds since 1970, UTC."""

    earliest: Ints
    latest: Ints


def lying(times: Times, period: Interval) -> tuple[Flags, Flags]:
    """Which times lie wholly within a period, and which share a moment with it."""
    starts, ends = times.earliest, times.latest
    before_end, in_or_after = starts < period.latest, starts >= period.earliest
    shares = before_end & (in_or_after | (ends > period.earliest))
    return shares & in_or_after & (ends <= period.latest), shares


def times_of(findings: pa.Table, source: Times, agreement: Agreement) -> Times:
    """The time of each row of a table of findings; `source` has those of what was judged.

    A part of an act that was split has its own: `Agreement.parts` cuts it as the judge did.
    """
    part = np.asarray(findings["part"].combine_chunks().fill_null(0)).astype(np.int64)
    number = numbered(part)
    earliest, latest = source.earliest[number], source.latest[number]
    for row in np.flatnonzero(part).tolist():
        span = agreement.parts(Interval(int(earliest[row]), int(latest[row])))[int(part[row]) - 1]
        earliest[row], latest[row] = span.earliest, span.latest
    return Times(earliest, latest)


def numbered(part: NDArray[Any]) -> Ints:
    """Which of the things judged each row is of, from its part: from 1, or 0 for the whole."""
    return np.cumsum(part <= 1, dtype=np.int64) - 1
