"""Said: classes of things by what the rules say of them in every world, and no more.

In: something that rules are asked of.  Out: the number of its class, and for each class the worlds
parted by what they say; and for many things, each at a slice of the facts about persons, their
classes, each worked out when it is first asked for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np

from hudna.agreement.provisions import Exclusions, PersonalScope
from hudna.agreement.worlds import World
from hudna.judging.bits import Ids, Ints, numbers_by, parted, terms_of
from hudna.judging.growing import Growing, Numbered
from hudna.judging.rules import Rules


class Said:
    """Classes by what the terms on persons and exclusions say.  Of class 0 nothing is said."""

    def __init__(self, worlds: Sequence[World], rules: Callable[[int], Rules]) -> None:
        self._rules = rules
        self._of_world = numbers_by(worlds, lambda w: terms_of(w, (PersonalScope, Exclusions)))
        self._groups = parted([self._of_world])
        self._lock = threading.Lock()
        self._classes = Numbered()
        self._parts: list[Ints] = [np.zeros(len(worlds), np.int64)]
        self._classes.of(None)

    def parts(self, number: int) -> Ints:
        """For each world its part by what it says of a class."""
        return self._parts[number]

    def of(self, what: str, said: Callable[[Rules], Hashable]) -> int:
        """The class of something, by what `said` gives for the rules of every world.

        `what`: answers to one question are not those to another.
        """
        told: dict[Hashable, int] = {}
        answers = [said(self._rules(world)) for world, _ in self._groups]
        numbers = np.array([told.setdefault(one, len(told)) for one in answers], np.int64)
        with self._lock:
            if (number := self._classes.of((what, *answers))) == len(self._parts):
                self._parts.append(numbers[self._of_world])
            return number


class AtTimes:
    """A class for each number at each slice of persons, which `read` works out once."""

    def __init__(self, slices: int, read: Callable[[int, int], int]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._known = Growing((slices,), np.int32, -1)

    def of(self, numbers: Ids, persons: Ids) -> Ids:
        """The classes of numbers, each at a slice of persons."""
        if not len(numbers):
            return np.zeros(0, np.int32)
        if (most := int(numbers.max())) >= len(self._known):
            with self._lock:
                while most >= len(self._known):
                    self._known.add(-1)
        found: Ids = self._known.rows[numbers, persons]
        if found.min() < 0:
            with self._lock:
                missing: Any = np.stack([numbers, persons], axis=1)[found < 0]
                for number, when in np.unique(missing, axis=0).tolist():
                    if self._known.rows[number, when] < 0:
                        self._known.rows[number, when] = self._read(number, when)
            found = self._known.rows[numbers, persons]
        return found
