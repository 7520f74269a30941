"""Opened: the alternatives of a docket, each with one place, and the procedure asked about them.

In: a docket.  Out: `Opened`: arrays over alternatives, row after row, in the order of
`alternatives.py`; and for any of them what a function of `reference.py` says of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hudna.evidence import Level
from hudna.incident import Incident, Parties
from hudna.instant import ALWAYS
from hudna.judging.alternatives import Alternative, Many
from hudna.judging.bits import Flags, Ids, Ints
from hudna.judging.docket import Docket, Registrar, standing_of_grade
from hudna.judging.lists import spread
from hudna.judging.reference import Value
from hudna.judging.rules import Rules
from hudna.zones import Region

OPEN = ("slice", "tick", "act", "actor", "target", "reverse")
"""The columns of a docket that say what is left open."""


@dataclass(frozen=True)
class Opened:
    """The alternatives of a docket; `many` is what they leave open, by row of the docket."""

    docket: Docket
    registrar: Registrar
    needed: Level
    row: Ints
    first: Ints  # of each row, and one more
    slice: Ids
    tick: Ids
    act: Ids
    actor: Ids
    target: Ids
    reverse: Flags
    spot: Ids  # of the place
    possible: Ids  # the number of the set of places that it may be
    several: Flags  # whether that set has more than one
    many: NDArray[np.bool_] = field(init=False)  # (rows, 5), in the order of `Many`

    def __post_init__(self) -> None:
        object.__setattr__(self, "many", _left_open(self))

    @cached_property
    def single(self) -> bool:
        """Whether each row of the docket has one alternative, and no other was open."""
        return self.docket.singles == len(self.docket)

    def by_row(self, values: NDArray[Any]) -> NDArray[Any]:
        """What is known of rows, for each alternative."""
        return values if self.single else values[self.row]

    def asked(
        self, place: int, of: Callable[..., Value], *term: str | None
    ) -> Callable[[Rules], Value]:
        """What an element of the procedure says of the alternative at a place, in any world."""
        row = int(self.row[place])
        alternative, incident = self._alternative(place), self._incident(row)
        many = Many(*self.many[row].tolist())
        return lambda rules: of(alternative, incident, rules, self.needed, many, *term)

    def _alternative(self, place: int) -> Alternative:
        known = self.registrar
        return Alternative(
            known.actors[self.actor[place]],
            known.groups.things[self.target[place]],
            known.acts.things[self.act[place]],
            known.ticks.things[self.tick[place]],
            known.sites.place(int(self.spot[place])),
            bool(self.reverse[place]),
        )

    def _incident(self, row: int) -> Incident:
        """An incident that stands as the one of a row does, and says nothing else."""
        docket, known = self.docket, self.registrar
        occurred, time, place, actor, target, act = map(
            standing_of_grade, docket.standing[row].tolist()
        )
        return Incident(
            "", occurred, ALWAYS, time, Region(), place, Parties((), actor), Parties((), target),
            (), act, holder=known.holders.things[docket.holder[row]],
            plea=known.pleas.things[docket.plea[row]],
        )  # fmt: skip


def opened(docket: Docket, registrar: Registrar, needed: Level) -> Opened:
    """The alternatives of a docket: each opening at each spot that its region may be."""
    sites = registrar.sites
    row = np.repeat(np.arange(len(docket)), np.diff(docket.first))
    status = docket.site[row]
    start, many = sites.spots(status, docket.slice)
    columns: dict[str, Any] = {name: getattr(docket, name) for name in OPEN}
    columns["possible"], columns["several"] = sites.possibilities(status, docket.slice)
    first, at = docket.first, start.astype(np.int64)
    if len(many) and many.max() > 1:
        pick = np.repeat(np.arange(len(row)), many)
        at = spread(start, many)
        row = row[pick]
        columns = {name: column[pick] for name, column in columns.items()}
        first = np.concatenate([[0], np.cumsum(many)])[docket.first]
    return Opened(docket, registrar, needed, row, first, spot=sites.listed[at], **columns)


def halves(docket: Docket, registrar: Registrar, needed: Level) -> list[tuple[Ints, Opened]]:
    """The first rows, which have one alternative each, and the others; each with its rows."""
    count = docket.singles
    found: list[tuple[Ints, Opened]] = []
    if count:
        part = docket.part(0, count)
        columns: dict[str, Any] = {name: getattr(part, name) for name in OPEN}
        spot = registrar.sites.only(part.site, part.slice)
        every = np.arange(count)
        one = Opened(
            part, registrar, needed, every, part.first, spot=spot, possible=spot,
            several=np.zeros(count, np.bool_), **columns,
        )  # fmt: skip
        found.append((every, one))
    if count < len(docket):
        rest = docket.part(count, len(docket))
        found.append((np.arange(count, len(docket)), opened(rest, registrar, needed)))
    return found


def _left_open(opened: Opened) -> NDArray[np.bool_]:
    """Which elements differ between the alternatives of each row (`alternatives.left_open`)."""
    found = np.zeros((len(opened.docket), len(Many._fields)), np.bool_)
    if opened.single:
        return found
    # Places that no rule tells apart are one alternative, and yet not one place.
    found[opened.row[opened.several], Many._fields.index("places")] = True
    counts = np.diff(opened.first)
    several = np.flatnonzero(counts > 1)
    if not len(several):
        return found
    inside = np.repeat(counts > 1, counts)
    starts = np.concatenate([[0], np.cumsum(counts[several])[:-1]])

    def differ(values: NDArray[Any], of: Flags | None = None) -> Flags:
        low = high = values[inside]
        if of is not None:  # only these; where there are none, all of them
            mine = of[inside]
            alone = np.logical_or.reduceat(mine, starts)
            mine = mine | ~np.repeat(alone, counts[several])
            low = np.where(mine, low, np.iinfo(values.dtype).max)
            high = np.where(mine, high, -1)
        least = np.minimum.reduceat(low, starts)
        return np.asarray(least != np.maximum.reduceat(high, starts))

    forward = ~opened.reverse
    found[several] |= np.stack(
        [
            differ(opened.actor, forward) & ~opened.docket.together[several],
            differ(opened.target, forward),
            differ(opened.act),
            differ(opened.tick),
            differ(opened.possible),
        ],
        axis=1,
    )
    return found
