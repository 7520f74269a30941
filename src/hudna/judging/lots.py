"""Lots: the alternatives that are brought together to one verdict.

In: weighed alternatives.  Out: `Lots`: those of each row, or, of what several did together, those
of each one's part in it; and sets of worlds reduced over them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hudna.judging.bits import Ids, Ints, Words
from hudna.judging.docket import Docket
from hudna.judging.weighing import Weighed


@dataclass(frozen=True)
class Lots:
    """The alternatives that are brought together: of a row, or of each that acted in it.

    `order` are the alternatives, lot after lot; `starts` where each lot begins; `row` its row.
    """

    rows: int
    order: Ints
    starts: Ints
    row: Ints
    plain: bool  # the lots are the rows with anything to weigh, in order
    single: bool  # each row is one lot of one alternative
    tick: Ids

    @classmethod
    def of(cls, weighed: Weighed, docket: Docket) -> Lots:
        """The lots of a docket's alternatives."""
        counts = np.diff(weighed.first)
        rows = np.flatnonzero(counts)
        single = len(rows) == len(docket) == len(weighed.row)
        split = docket.together[rows]
        if single or not split.any():
            order = np.arange(len(weighed.row))
            return cls(
                len(docket),
                order,
                weighed.first[rows],
                rows,
                plain=True,
                single=single,
                tick=weighed.tick,
            )
        orders: list[Ints] = []
        of: list[int] = []
        for row, apart in zip(rows.tolist(), split.tolist(), strict=True):
            here = np.arange(weighed.first[row], weighed.first[row + 1])
            ahead = here[~weighed.reverse[here]]
            actors = list(dict.fromkeys(weighed.actor[ahead].tolist()))
            for actor in actors if apart and len(actors) > 1 else (None,):
                mine = weighed.reverse[here] | (weighed.actor[here] == actor)
                orders.append(here if actor is None else here[mine])
                of.append(row)
        starts = np.concatenate([[0], np.cumsum([len(o) for o in orders])[:-1]])
        order = np.concatenate(orders)
        return cls(
            len(docket), order, starts, np.array(of), plain=False, single=False, tick=weighed.tick
        )

    def all(self, sets: Words) -> Words:
        """Where something holds in every alternative of a lot."""
        return self._reduced(np.bitwise_and, sets)

    def any(self, sets: Words) -> Words:
        """Where something holds in some alternative of a lot."""
        return self._reduced(np.bitwise_or, sets)

    def _reduced(self, how: np.ufunc, sets: Words) -> Words:
        if self.single:
            return sets
        if not self.plain:
            sets = sets[self.order]
        if len(self.starts) == len(sets):
            return sets
        found: Words = how.reduceat(sets, self.starts, axis=0)
        return found

    def any_lot(self, sets: Words) -> Words:
        """By row: where something holds in some of its lots."""
        if self.single:
            return sets
        found = np.zeros((self.rows, sets.shape[1]), np.uint64)
        if self.plain:
            found[self.row] = sets
        else:
            np.bitwise_or.at(found, self.row, sets)
        return found

    def every_lot(self, sets: Words) -> Words:
        """By row: where something holds in all of its lots."""
        if self.single:
            return sets
        found = np.full((self.rows, sets.shape[1]), ~np.uint64(0))
        if self.plain:
            found[self.row] = sets
        else:
            np.bitwise_and.at(found, self.row, sets)
        return found

    def turns(self, true: Words, not_false: Words) -> tuple[Words, Words]:
        """Where a value rises, and where it falls, from one time to the next within a lot."""
        true, not_false = true[self.order], not_false[self.order]
        rise, fall = np.zeros_like(true), np.zeros_like(true)
        rise[1:] = (true[1:] & ~true[:-1]) | (not_false[1:] & ~not_false[:-1])
        fall[1:] = (true[:-1] & ~true[1:]) | (not_false[:-1] & ~not_false[1:])
        rise[self.starts] = fall[self.starts] = 0
        return (
            np.bitwise_or.reduceat(rise, self.starts, axis=0),
            np.bitwise_or.reduceat(fall, self.starts, axis=0),
        )
