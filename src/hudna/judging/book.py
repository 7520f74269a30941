"""The book: rulings by number, each made once.

In: dockets.  Out: for each row the number of its ruling; and by number the verdicts, the headline,
its causes, what it turns on and what is missing.  Rows whose alternatives the tables do not tell
apart have one ruling, so that most of a million incidents are looked up, not judged.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hudna.finding import ELEMENTS
from hudna.finding_table import SETS
from hudna.judging.bits import Ids, Ints, Words, unpacked
from hudna.judging.compiled import Rulings, rule_with_reasons
from hudna.judging.docket import Docket
from hudna.judging.elements import CODES
from hudna.judging.growing import Growing, Index, Numbered, numbers_of
from hudna.judging.lists import spread
from hudna.judging.opened import Opened
from hudna.judging.outcomes import HEADLINES, Outcomes, numbers
from hudna.judging.weighing import Scales


class Book:
    """The rulings of an agreement in some worlds.  Threads may share one.

    `violation` … `not_occurred` are sets of worlds by ruling; `headline`, `causes`, `pivots` and
    `reasons` are numbers: of `HEADLINES`, and of the texts in `said`.
    """

    def __init__(self, scales: Scales, outcomes: Outcomes, shown: Words, pivots: bool) -> None:
        self._scales, self._outcomes = scales, outcomes
        self._shown, self._pivots = shown, pivots
        self._lock = threading.RLock()
        self._made = 0
        self._single = Index(2)  # by grade of the occurrence and alternative
        self._of_single = Growing((), np.int32)
        self._several = Sequences()
        self._of_several = Growing((), np.int32)
        words = (scales.words,)
        self.violation, self.outside = Growing(words, np.uint64), Growing(words, np.uint64)
        self.permitted, self.not_occurred = Growing(words, np.uint64), Growing(words, np.uint64)
        self.headline = Growing((), np.int8)
        self.causes, self.pivots, self.reasons = (Growing((), np.int32) for _ in range(3))
        self.said = {name: Numbered() for name in ("causes", "pivots", "reasons")}

    def numbers(self, docket: Docket) -> Ids:
        """The number of the ruling on each row of a docket."""
        special = _special(docket)
        if special.any():
            found = np.zeros(len(docket), np.int32)
            rows = np.flatnonzero(special)
            with self._lock:
                found[rows] = self._make(docket.take(rows))
            if len(rest := np.flatnonzero(~special)):
                found[rest] = self.numbers(docket.take(rest))
            return found
        halves = self._scales.halves(docket)
        if len(halves) == 1:
            return self._numbers(halves[0][1])
        found = np.empty(len(docket), np.int32)
        for rows, part in halves:
            found[rows] = self._numbers(part)
        return found

    def _numbers(self, part: Opened) -> Ids:
        alternatives = self._scales.numbers(part)
        occurred = part.docket.standing[:, 0]
        if part.single:
            keys = (occurred, alternatives)
            found = self._single.find(keys)
            if len(found) and found.min() < 0:
                with self._lock:
                    found = numbers_of(
                        self._single, keys,
                        lambda new: self._of_single.extend(self._make(part.docket.take(new))),
                    )  # fmt: skip
            made: Ids = self._of_single.rows.take(found)
            return made
        heads = occurred.astype(np.int64) * 2 + part.docket.acted
        members = alternatives.astype(np.int64) * 2 + part.reverse
        first, members = _kinds(part, members)
        found = self._several.find(first, members, heads)
        if len(found) and found.min() < 0:
            with self._lock:
                self._several.add(
                    first, members, heads,
                    lambda new: self._of_several.extend(self._make(part.docket.take(new))),
                )  # fmt: skip
                found = self._several.find(first, members, heads)
        several: Ids = self._of_several.rows.take(found)
        return several

    def _make(self, docket: Docket) -> Ids:
        """Judge rows, and enter a ruling for each."""
        if not len(docket):
            return np.zeros(0, np.int32)
        rulings, missing = rule_with_reasons(self._scales, docket, self._shown)
        # Many rulings differ in little: their texts are made once.
        some, of = _distinct(rulings)
        verdicts = numbers(
            Rulings(*(getattr(rulings, name)[some] for name in SETS)), len(self._scales.worlds)
        )
        causes = [self.said["causes"].of("|".join(c)) for c in self._outcomes.causes(verdicts)]
        turns = [self.said["pivots"].of("|".join(names)) for names in self._turns(verdicts)]
        masks, told = np.unique(missing, axis=0, return_inverse=True)
        reasons = [self.said["reasons"].of(_told(bits.tobytes())) for bits in masks]
        entered = {
            **{name: getattr(rulings, name) for name in SETS},
            "headline": self._outcomes.headlines(verdicts)[of],
            "causes": np.array(causes, np.int32)[of],
            "pivots": np.array(turns, np.int32)[of],
            "reasons": np.array(reasons, np.int32)[told.reshape(-1)],
        }
        first = self._made
        for name, values in entered.items():
            column: Growing = getattr(self, name)
            column.cut(first)  # what an interrupted entry left
            column.extend(values)
        self._made += len(docket)
        return np.arange(first, first + len(docket), dtype=np.int32)

    def _turns(self, verdicts: NDArray[np.int8]) -> list[tuple[str, ...]]:
        if not self._pivots:
            return [()] * len(verdicts)
        return self._outcomes.turns(verdicts)


def _distinct(rulings: Rulings) -> tuple[Ints, Ints]:
    """One of the rulings with each set of verdicts, and for each ruling which."""
    whole = np.concatenate([getattr(rulings, name) for name in SETS], axis=1)
    _, first, of = np.unique(whole, axis=0, return_index=True, return_inverse=True)
    return first, of.reshape(-1)


def _kinds(part: Opened, members: Ints) -> tuple[Ints, Ints]:
    """The alternatives of each row, those of one time once each and in the order of their numbers.

    It is from one time to the next that their order counts: whether it began or ended within.
    """
    if not len(members):
        return part.first, members
    begins = np.zeros(len(members), np.bool_)
    begins[0] = True
    begins[1:] = (part.row[1:] != part.row[:-1]) | (part.tick[1:] != part.tick[:-1])
    run = np.cumsum(begins)
    size = int(members.max()) + 1
    once = np.unique(run * size + members)
    row = part.row[np.flatnonzero(begins)][once // size - 1]
    counts = np.bincount(row, minlength=len(part.docket))
    return np.concatenate([[0], np.cumsum(counts)]), once % size


def _special(docket: Docket) -> NDArray[np.bool_]:
    """The rows on which more is read than their alternatives: only a person codes such."""
    found: NDArray[np.bool_] = docket.together | (docket.plea > 0) | (docket.reasons > 0)
    return found


@lru_cache(maxsize=100_000)
def _told(bits: bytes) -> str:
    """Reasons, as bits, as `element:code`, by element and then by code, joined by |."""
    sets = np.frombuffer(bits, np.uint64)[None]
    held = np.flatnonzero(unpacked(sets, len(ELEMENTS) * len(CODES))[0])
    found = [(number // len(CODES), CODES[number % len(CODES)]) for number in held.tolist()]
    return "|".join(f"{ELEMENTS[element]}:{code}" for element, code in sorted(found))


class Sequences:
    """Sequences of numbers, each numbered when it is first met.

    Found by a mixed sum of 64 bits, and compared whole: two that mix to the same are told apart.
    Others may look up while one adds.
    """

    def __init__(self) -> None:
        # The mixed sums in order, and whose each is.  Exchanged whole: others may be reading.
        self._known = np.zeros(0, np.uint64), np.zeros(0, np.int32)
        self._mixed = Growing((), np.uint64)
        self._first = Growing((), np.int64)
        self._first.add(0)
        self._members = Growing((), np.int64)

    def find(self, first: Ints, members: Ints, heads: Ints) -> Ids:
        """The numbers of sequences, -1 where one is new: row i is heads[i], members[first[i]:first[i + 1]]."""
        whole, values = _with_heads(first, members, heads)
        keys, order = self._known
        if not len(keys):
            return np.full(len(heads), -1, np.int32)
        mixed = _mix(whole, values)
        place = np.minimum(np.searchsorted(keys, mixed), len(keys) - 1)
        found = np.where(keys[place] == mixed, order[place], np.int32(-1))
        known = np.flatnonzero(found >= 0)
        different = known[~self._equal(found[known], whole, values, known)]
        for row in different.tolist():  # mixed to the same as another
            found[row] = self._search(mixed[row], values[whole[row] : whole[row + 1]])
        return found

    def _equal(self, numbers_: Ids, whole: Ints, values: Ints, rows: Ints) -> NDArray[np.bool_]:
        starts, ends = self._first.rows[numbers_], self._first.rows[numbers_ + 1]
        counts = whole[rows + 1] - whole[rows]
        same: NDArray[np.bool_] = ends - starts == counts
        at = np.flatnonzero(same)
        counts = counts[at]
        mine = values[spread(whole[rows[at]], counts)]
        theirs = self._members.rows[spread(starts[at], counts)]
        if len(at):
            agree = np.logical_and.reduceat(mine == theirs, np.cumsum(counts) - counts)
            same[at] = agree
        return same

    def _search(self, mixed: np.uint64, values: Ints) -> int:
        for number in np.flatnonzero(self._mixed.rows[: len(self._mixed)] == mixed).tolist():
            start, end = self._first.rows[number], self._first.rows[number + 1]
            if np.array_equal(self._members.rows[start:end], values):
                return number
        return -1

    def add(self, first: Ints, members: Ints, heads: Ints, fill: Callable[[Ints], object]) -> None:
        """Number the sequences that are new.

        `fill` is told the rows that first have them, in the order numbered, before any is found:
        whoever finds a number may read what was made for it.
        """
        found = self.find(first, members, heads)
        whole, values = _with_heads(first, members, heads)
        seen: dict[bytes, int] = {}
        for row in np.flatnonzero(found < 0).tolist():
            seen.setdefault(values[whole[row] : whole[row + 1]].tobytes(), row)
        rows = np.array(list(seen.values()), np.int64)
        fill(rows)
        mixed, counts = _mix(whole, values)[rows], np.diff(whole)[rows]
        self._first.extend(len(self._members) + np.cumsum(counts))
        self._members.extend(values[spread(whole[rows], counts)])
        number = len(self._mixed) + np.arange(len(rows), dtype=np.int32)
        self._mixed.extend(mixed)
        keys, order = self._known
        sorted_ = np.argsort(mixed, kind="stable")
        place = np.searchsorted(keys, mixed[sorted_], "right")
        self._known = (
            np.insert(keys, place, mixed[sorted_]), np.insert(order, place, number[sorted_]),
        )  # fmt: skip


def _with_heads(first: Ints, members: Ints, heads: Ints) -> tuple[Ints, Ints]:
    """Each sequence with its head before it."""
    whole = first + np.arange(len(first))
    values = np.empty(len(members) + len(heads), np.int64)
    values[whole[:-1]] = heads
    inside = np.ones(len(values), np.bool_)
    inside[whole[:-1]] = False
    values[inside] = members
    return whole, values


def _mix(whole: Ints, values: Ints) -> NDArray[np.uint64]:
    """A sum of 64 bits of each sequence, in which the place of each number counts."""
    counts = np.diff(whole)
    place = np.arange(len(values), dtype=np.uint64) - np.repeat(whole[:-1], counts).astype(
        np.uint64
    )
    mixed = (values.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(29))) * (
        np.uint64(2) * place + np.uint64(0xBF58476D1CE4E5B9)
    )
    mixed ^= mixed >> np.uint64(32)
    found: NDArray[np.uint64] = np.add.reduceat(mixed, whole[:-1])
    return found


HEADLINE_WORDS: Sequence[str] = [headline.value for headline in HEADLINES]
"""Headlines by number, as they are written."""
