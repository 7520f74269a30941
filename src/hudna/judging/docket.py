"""The docket: incidents as numbers, ready to be judged many at a time.

In: incidents, or tables of them (`listing.py`).  Out: a `Docket`: one row for each kind of part of
an incident, with what its accounts leave open of who did what to whom and when; and for each part
its row.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hudna.agreement.agreement import Agreement
from hudna.evidence import Level, Standing
from hudna.incident import UNIDENTIFIED, Incident, Parties
from hudna.instant import Interval
from hudna.judging.alternatives import pairs, parts, standing_of
from hudna.judging.bits import Flags, Ids, Ints
from hudna.judging.calendar import Calendar
from hudna.judging.growing import Numbered
from hudna.judging.lists import spread
from hudna.judging.sites import Sites
from hudna.zones import Region

Octets = NDArray[np.uint8]
GRADED = ("occurred", "time", "territory", "actor", "target", "act")
"""The elements that have a standing of their own, in the order of `Docket.standing`."""


CONTESTED, REFUTED = 5, 10
"""What a grade is at least where accounts differ, and where they refute."""


def grade(standing: Standing) -> int:
    """A standing as a number: its level, contested or not, refuted or not."""
    return int(standing.level) + 5 * standing.contested + 10 * standing.refuted


def standing_of_grade(number: int) -> Standing:
    """The standing that `grade` numbers."""
    return Standing(Level(number % 5), bool(number // 5 % 2), bool(number // 10 % 2))


@dataclass(frozen=True, slots=True)
class Docket:
    """Rows to judge: arrays of one length, and what is left open of each, row after row.

    `first` has one more entry than there are rows: row i has the openings first[i] to first[i+1].
    """

    site: Ids  # the status of its region (`Sites`)
    standing: Octets  # (rows, 6): the grades of `GRADED`
    holder: Ids  # the stated holder of the place; 0: none is stated
    plea: Ids  # 0: nobody pleads
    reasons: Ids  # reason codes that a person set; 0: none
    together: Flags  # several acted together
    acted: Flags  # it is known that there was an act
    first: Ints
    # What is left open:
    slice: Ids  # of the calendar
    tick: Ids  # the instant, by number
    act: Ids
    actor: Ids
    target: Ids  # a group of targets
    reverse: Flags
    # The first rows that have one opening, which may be at one spot, and are no more than that.
    singles: int = 0

    def __len__(self) -> int:
        return len(self.site)

    def kinds(self) -> tuple[Ints, Ints]:
        """The first of the rows of each kind, which differ in something, and the kind of each row."""
        heads = np.column_stack([getattr(self, name).astype(np.int32) for name in _BY_ROW])
        columns = (self.slice, self.tick, self.act, self.actor, self.target, self.reverse)
        openings = np.column_stack([column.astype(np.int32) for column in columns])
        places = self.first.tolist()
        seen: dict[tuple[bytes, bytes], int] = {}
        first: list[int] = []
        of = np.zeros(len(self), np.int64)
        for row in range(len(self)):
            here = openings[places[row] : places[row + 1]].tobytes()
            number = of[row] = seen.setdefault((heads[row].tobytes(), here), len(seen))
            if number == len(first):
                first.append(row)
        return np.array(first, np.int64), of

    def take(self, rows: Ints) -> Docket:
        """Some of the rows, in the order asked."""
        counts = np.diff(self.first)[rows]
        first = np.concatenate([[0], np.cumsum(counts)])
        places = spread(self.first[:-1][rows], counts)
        singles = len(rows) if len(rows) and int(rows.max()) < self.singles else 0
        return self._some(rows, places, first, singles)

    def part(self, start: int, end: int) -> Docket:
        """Consecutive rows, without copying."""
        first = self.first[start : end + 1]
        places = slice(int(first[0]), int(first[-1]))
        singles = max(0, min(end, self.singles) - start)
        return self._some(slice(start, end), places, first - first[0], singles)

    def _some(self, rows: Any, places: Any, first: Ints, singles: int) -> Docket:
        columns = {
            item.name: getattr(self, item.name)[rows if item.name in _BY_ROW else places]
            for item in fields(self)
            if item.name not in ("first", "singles")
        }
        return Docket(first=first, singles=singles, **columns)


_BY_ROW = (
    "site", "standing", "holder", "plea", "reasons", "together", "acted",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """The parts of incidents, each with its row of a docket."""

    docket: Docket
    incident: Ints  # which of the incidents given
    part: Ids  # from 1; 0 where it has only one
    row: Ints  # of the docket
    codes: Ids  # the acts that it may have been, by number (`Registrar.codes`)


@dataclass
class Registrar:
    """Numbers for what incidents are about; one for all dockets of an agreement."""

    agreement: Agreement
    calendar: Calendar
    sites: Sites
    acts: Numbered = field(default_factory=Numbered)
    groups: Numbered = field(default_factory=Numbered)  # of targets: () and each actor come first
    holders: Numbered = field(default_factory=Numbered)
    pleas: Numbered = field(default_factory=Numbered)
    reasons: Numbered = field(default_factory=Numbered)
    codes: Numbered = field(default_factory=Numbered)  # of candidate acts: sets of codes
    ticks: Numbered = field(default_factory=Numbered)  # instants; those of the calendar come first
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.actors = [*self.agreement.registry.entries, UNIDENTIFIED]
        self.number = {name: i for i, name in enumerate(self.actors)}
        self.unidentified = self.number[UNIDENTIFIED]
        for group in ((), *((name,) for name in self.actors)):
            self.groups.of(group)
        for instant in self.calendar.instants.tolist():
            self.ticks.of(instant)
        for nothing in (self.holders, self.pleas):
            nothing.of(None)
        self.reasons.of(())
        self._regions: dict[Region, int] = {}

    def site(self, region: Region) -> int:
        """The number of the status of a region."""
        found = self._regions.get(region)
        if found is None:
            status = tuple(self.agreement.zones.statuses(region).items())
            found = self._regions[region] = self.sites.status(status)
        return found

    def listed(self, incidents: Sequence[Incident]) -> Listed:
        """The docket of incidents given one by one; parts that are judged alike share a row."""
        with self.lock:
            seen: dict[Any, int] = {}
            rows: list[tuple[Incident, list[tuple[int, ...]]]] = []
            found: list[tuple[int, int, int, int]] = []
            for number, incident in enumerate(incidents):
                codes = self.codes.of(frozenset(act.code for act in incident.acts))
                for part, span in _numbered(parts(incident, self.agreement)):
                    openings = self._open(incident, span)
                    key = (*self._head(incident), *openings)
                    row = seen.setdefault(key, len(rows))
                    if row == len(rows):
                        rows.append((incident, openings))
                    found.append((number, part, row, codes))
            incident_, part_, row_, codes_ = np.array(found, np.int64).reshape(-1, 4).T
            docket = self._docket(rows)
        return Listed(docket, incident_, part_.astype(np.int32), row_, codes_.astype(np.int32))

    def _head(self, incident: Incident) -> tuple[Any, ...]:
        """What is judged of an incident besides its openings."""
        return (
            self.site(incident.region), grades_of(incident), self.holders.of(_bare(incident.holder)),
            self.pleas.of(incident.plea), self.reasons.of(incident.reasons),
            incident.actors.together, bool(incident.acts),
        )  # fmt: skip

    def _docket(self, rows: Sequence[tuple[Incident, list[tuple[int, ...]]]]) -> Docket:
        heads = [self._head(incident) for incident, _ in rows]
        site, standing, holder, plea, reasons, together, acted = (
            [head[i] for head in heads] for i in range(7)
        )
        flat = [one for _, openings in rows for one in openings]
        columns = np.array(flat, np.int32).reshape(len(flat), 6).T
        return Docket(
            site=np.array(site, np.int32),
            standing=np.array(standing, np.uint8).reshape(len(rows), 6),
            holder=np.array(holder, np.int32),
            plea=np.array(plea, np.int32),
            reasons=np.array(reasons, np.int32),
            together=np.array(together, np.bool_),
            acted=np.array(acted, np.bool_),
            first=np.cumsum([0, *(len(openings) for _, openings in rows)]),
            slice=columns[0], tick=columns[1], act=columns[2], actor=columns[3],
            target=columns[4], reverse=columns[5].astype(np.bool_),
        )  # fmt: skip

    def _open(self, incident: Incident, span: Interval) -> list[tuple[int, ...]]:
        return [
            (
                number, self.ticks.of(instant), self.acts.of(act), self.number.get(actor, -1),
                self.groups.of(targets), reverse,
            )
            for number, instant in self.calendar.of(span)
            for act in incident.acts
            for actor, targets, reverse in pairs(incident, act, self.agreement, instant)
        ]  # fmt: skip


def _numbered(spans: Sequence[Interval]) -> list[tuple[int, Interval]]:
    return list(enumerate(spans, 1)) if len(spans) > 1 else [(0, spans[0])]


def _bare(holder: Parties | None) -> Parties | None:
    """A stated holder as a rule reads it: who, and how well that is known."""
    if holder is None or not holder.candidates:
        return None
    standing = standing_of_grade(grade(holder.standing))
    return replace(holder, standing=standing)


def grades_of(incident: Incident) -> tuple[int, ...]:
    """The grades of an incident's elements, in the order of `GRADED`."""
    return tuple(
        grade(standing)
        for standing in (
            incident.occurred, incident.time_standing, incident.place_standing,
            standing_of(incident.actors), standing_of(incident.targets), incident.act_standing,
        )
    )  # fmt: skip
