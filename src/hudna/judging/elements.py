"""Elements: a table for each, over all worlds at once, keyed only by what the element reads.

In: alternatives as arrays.  Out: for each, the number of its row in the element's table; a row
holds the worlds where the element is true, those where it is not false, and why it is unknown.

A row is made when it is first asked for, by the procedure's own functions (`reference.py`), once
for each group of worlds that have the terms in common which the element reads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hudna import codes
from hudna.evidence import Truth
from hudna.finding import ELEMENTS
from hudna.judging.bits import Groups, Ids, Ints, Words
from hudna.judging.growing import Growing, Index, Numbered, numbers_of
from hudna.judging.reference import Value, cited
from hudna.judging.rules import Rules

T, U, F = Truth.T, Truth.U, Truth.F
CODES: tuple[str, ...] = tuple(codes.codes("reason"))
"""The reason codes, in the order of their numbers."""

Ask = Callable[[int], Callable[[Rules], Value]]
"""For the alternative at a place: what the procedure says of it, in the world of some rules."""


class Table:
    """The rows of one element."""

    def __init__(
        self, element: str, numbers: int, words: int, rules: Callable[[int], Rules],
        terms: Mapping[str, int],
    ) -> None:  # fmt: skip
        """`numbers`: of how many a key consists.  `terms`: the number of each term.

        `rules`: those of a world by its number.
        """
        self._element = element
        self._rules = rules
        self._terms = terms
        self._index = Index(numbers)
        self._lock = threading.Lock()
        self._words = words
        self.sets = Growing((2 * words,), np.uint64)  # true, then not false
        self.conditional = Growing((words,), np.uint64)
        self.causes = Slots(words)
        self.cited = Slots(words)
        self._contents = Numbered()
        self._content = Growing((), np.int32)

    def rows(self, keys: Sequence[NDArray[Any]], groups: Callable[[int], Groups], ask: Ask) -> Ids:
        """The rows of alternatives with these keys; `ask` is put to those that are new.

        `groups`: the worlds of which one answers for all, for the alternative at a place.
        """
        found = self._index.find(keys)
        if len(found) and found.min() < 0:
            with self._lock:
                found = numbers_of(self._index, keys, lambda new: self._make(new, groups, ask))
        return found

    def contents(self, rows: Ids) -> Ids:
        """What rows hold, by number: many keys lead to the same."""
        found: Ids = self._content.rows.take(rows)
        return found

    def values(self, rows: Ids) -> Words:
        """Where the element is true, then where it is not false: shape (n, 2 * words)."""
        return gathered(self.sets.rows, rows)

    def _make(self, places: Ints, groups: Callable[[int], Groups], ask: Ask) -> None:
        for place in places.tolist():
            true = np.zeros(self._words, np.uint64)
            not_false = true.copy()
            conditional = true.copy()
            causes: dict[int, Words] = {}
            named: dict[int, Words] = {}
            of = ask(place)
            for world, group in groups(place):
                rules = self._rules(world)
                value = of(rules)
                if value.truth == T:
                    true |= group
                if value.truth != F:
                    not_false |= group
                if value.conditional:
                    conditional |= group
                if value.truth == U:
                    for cause in value.causes:
                        _join(causes, CODES.index(cause), group)
                if value.truth == F:
                    for name in cited(self._element, value.steps, rules.world.terms):
                        _join(named, self._terms[name], group)
            self.sets.add(np.concatenate([true, not_false]))
            self.conditional.add(conditional)
            self.causes.add(causes)
            self.cited.add(named)
            whole = [true, not_false, conditional, *causes.values(), *named.values()]
            held = (tuple(causes), tuple(named), np.concatenate(whole).tobytes())
            self._content.add(self._contents.of(held))


def _join(found: dict[int, Words], number: int, group: Words) -> None:
    found[number] = found[number] | group if number in found else group.copy()


def gathered(sets: Words, rows: Ids) -> Words:
    """Rows of a table; those of two words as one number each, which is twice as fast."""
    if sets.shape[1] == 2:
        found: Words = sets.view(np.complex128)[:, 0].take(rows).view(np.uint64).reshape(-1, 2)
        return found
    return sets.take(rows, axis=0)


class Slots:
    """For each row a few numbers, each with the worlds that it holds in; -1 where there is none."""

    def __init__(self, words: int) -> None:
        self._words = words
        self._count = 0
        self.numbers: list[Growing] = []
        self.sets: list[Growing] = []

    def add(self, found: Mapping[int, Words]) -> None:
        """Append a row."""
        while len(self.numbers) < len(found):
            numbers, sets = Growing((), np.int16, -1), Growing((self._words,), np.uint64)
            for _ in range(self._count):
                numbers.add(-1)
                sets.add(0)
            self.numbers.append(numbers)
            self.sets.append(sets)
        pairs = list(found.items())
        for i, (numbers, sets) in enumerate(zip(self.numbers, self.sets, strict=True)):
            number, group = pairs[i] if i < len(pairs) else (-1, 0)
            numbers.add(number)
            sets.add(group)
        self._count += 1


def reason_number(element: str, code: str) -> int:
    """The number of a reason: of an element and a code."""
    return ELEMENTS.index(element) * len(CODES) + CODES.index(code)
