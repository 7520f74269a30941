"""Holders: classes of who held a place, by what the terms say of them in every world.

In: for alternatives, the holder that an incident states, or else the control zones that the place
lies in.  Out: for each the number of its holder, and of its class at a slice of persons.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from hudna.agreement.worlds import World
from hudna.judging.alike import bare
from hudna.judging.bits import Ids, Ints
from hudna.judging.docket import Registrar
from hudna.judging.opened import Opened
from hudna.judging.places import Holder
from hudna.judging.rules import Rules
from hudna.judging.said import AtTimes, Said
from hudna.zones import Signature


class Holders:
    """Who held places.  Class 0: nobody is known to."""

    def __init__(
        self, worlds: Sequence[World], rules: Callable[[int], Rules], registrar: Registrar
    ) -> None:
        self._rules, self._registrar = rules, registrar
        self._said = Said(worlds, rules)
        self._known = AtTimes(len(registrar.calendar.person_slices), self._read)

    def parts(self, number: int) -> Ints:
        """For each world its part by what it says of a class."""
        return self._said.parts(number)

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
        return self._known.of(holders, persons)

    def _read(self, holder: int, when: int) -> int:
        if not holder:
            return 0
        return self._said.of("held", partial(self._of_anybody, number=holder, when=when))

    def _of_anybody(self, rules: Rules, number: int, when: int) -> tuple[object, ...]:
        """What the rules of a world say of a holder, whoever acted."""
        instant = self._registrar.calendar.person_slices[when]
        holder, places = self._holder(rules, number, instant), rules.places
        alone = places.sole_control(holder, instant)
        return (
            bare(alone), places.held_by_party(holder, instant, None)[:2],
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
