"""Holders: classes of who held a place, by what the terms say of them in every world.

In: for alternatives, the holder that an incident states, or else the control zones that the place
lies in.  Out: for each the number of its holder, and of its class at a slice of persons.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hudna.agreement.provisions import Exclusions, PersonalScope
from hudna.agreement.worlds import World
from hudna.evidence import Standing
from hudna.judging.bits import Ids, Ints, numbers_by, parted
from hudna.judging.docket import Registrar
from hudna.judging.growing import Growing, Numbered
from hudna.judging.opened import Opened
from hudna.judging.places import Holder
from hudna.judging.rules import Rules
from hudna.zones import Signature


class Holders:
    """Who held places.  Class 0: nobody is known to."""

    def __init__(
        self, worlds: Sequence[World], rules: Callable[[int], Rules], registrar: Registrar
    ) -> None:
        kinds = (PersonalScope, Exclusions)
        self._rules, self._registrar = rules, registrar
        self._of_world = numbers_by(
            worlds, lambda w: tuple(id(t) for t in w.terms.values() if isinstance(t, kinds))
        )
        self._groups = parted([self._of_world])
        self._lock = threading.Lock()
        self._known = Growing((len(registrar.calendar.person_slices),), np.int32, -1)
        self._classes = Numbered()
        self._parts: list[Ints] = []
        self._class((), np.zeros(len(worlds), np.int64))

    def parts(self, number: int) -> Ints:
        """For each world its part by what it says of a class."""
        return self._parts[number]

    def numbers(self, stated: Ids, found: Opened) -> Ids:
        """The number of the holder of each place: stated, or by its control zones; 0: none.

        `stated`: by row of the docket.
        """
        control: Ids = 2 * self._registrar.sites.control_of.rows.take(found.spot)
        if not stated.any():
            return control
        by_row = stated[found.row]
        return np.where(by_row > 0, 2 * by_row - 1, control)

    def classes(self, holders: Ids, persons: Ids) -> Ids:
        """The class of each holder at a slice of persons."""
        found = np.zeros(len(holders), np.int32)
        some = np.flatnonzero(holders)
        if not len(some):
            return found
        most = int(holders.max())
        if most >= len(self._known):
            with self._lock:
                while most >= len(self._known):
                    self._known.add(-1)
        values: NDArray[Any] = self._known.rows[holders[some], persons[some]]
        if values.min() < 0:
            with self._lock:
                missing = np.stack([holders[some], persons[some]], axis=1)[values < 0]
                for holder, when in np.unique(missing, axis=0).tolist():
                    self._known.rows[holder, when] = self._read(holder, when)
            values = self._known.rows[holders[some], persons[some]]
        found[some] = values
        return found

    def _class(self, key: Any, parts: Ints) -> int:
        if (number := self._classes.of(key)) == len(self._parts):
            self._parts.append(parts)
        return number

    def _read(self, holder: int, when: int) -> int:
        told: dict[Any, int] = {}
        said = [self._said(self._rules(world), holder, when) for world, _ in self._groups]
        numbers = np.array([told.setdefault(one, len(told)) for one in said], np.int64)
        return self._class(tuple(said), numbers[self._of_world])

    def _said(self, rules: Rules, number: int, when: int) -> tuple[object, ...]:
        """What the rules of a world say of a holder, whoever acted."""
        instant = self._registrar.calendar.person_slices[when]
        holder, places = self._holder(rules, number, instant), rules.places
        alone = places.sole_control(holder, instant)
        return (
            _bare(alone), places.held_by_party(holder, instant, None)[:2],
            places.free_of_excluded(holder, instant),
        )  # fmt: skip

    def said(self, rules: Rules, number: int, when: int, actor: str) -> tuple[object, ...]:
        """What the rules of a world say of a holder when an actor acted on the ground."""
        instant = self._registrar.calendar.person_slices[when]
        holder = self._holder(rules, number, instant)
        assert holder is not None
        held = rules.places.held_by_party(holder, instant, actor)
        return (held[:2], holder.standing.level < rules.places.needed)

    def related(self, number: int, when: int, actor: str) -> tuple[bool, ...]:
        """Which of a holder's actors is the one who acted, or belongs together with it."""
        rules = self._rules(0)  # ties are facts, and the same in every world
        instant = self._registrar.calendar.person_slices[when]
        holder = self._holder(rules, number, instant)
        assert holder is not None
        return tuple(
            name == actor or rules.persons.part_of(name, actor, instant) for name in holder.actors
        )

    def _holder(self, rules: Rules, number: int, instant: int) -> Holder | None:
        known = self._registrar
        stated = known.holders.things[(number + 1) // 2] if number % 2 else None
        zones = frozenset() if number % 2 else known.sites.controls[number // 2]
        return rules.places.holder(Signature(zones), instant, stated)


def _bare(standing: Standing) -> tuple[int, bool, bool]:
    return (standing.level, standing.contested, standing.refuted)
