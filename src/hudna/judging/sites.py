"""Sites: where things were, as numbers, and what the terms read of each place at each time.

In: for a region, the zones that it is or may be in (`ZoneMap.statuses`).  Out: for many regions and
slices of time at once, the spots that it may be: of the signatures that are possible, those that no
rule tells apart are one spot.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from hudna.agreement.agreement import Agreement
from hudna.agreement.provisions import (
    ActTerm,
    ExclusionMode,
    Exclusions,
    TerritorialScope,
    Withdrawal,
)
from hudna.agreement.worlds import World
from hudna.evidence import Truth
from hudna.judging.bits import Flags, Ids, Ints, Words, grouped, terms_of, unpacked
from hudna.judging.calendar import Calendar
from hudna.judging.growing import Growing, Numbered
from hudna.judging.places import Places
from hudna.judging.rules import Rules
from hudna.zones import Signature, ZoneKind

T, U = Truth.T, Truth.U
Status = tuple[tuple[str, Truth], ...]
"""The zones that a region is wholly in (T) or may be in (U), in the order of the zones."""

AREA_TRUE, AREA_FIRM, AREA_OPEN, COVERED = range(4)
"""What a zone gives a place, in some worlds.  Then two columns for each term on territory: in it,
left out; and for each exclusion whose mode is `both` the first three, of its own areas.

A class of places for the territory has the first three, and whether it is inside and whether some
term says so; one for what was hit has whether it is covered, and the three of each such exclusion.
"""


class Sites:
    """The places of an agreement.  Made as they are asked for; safe to ask from several threads."""

    def __init__(
        self, agreement: Agreement, worlds: Sequence[World], rules: Callable[[int], Rules],
        calendar: Calendar,
    ) -> None:  # fmt: skip
        self._agreement = agreement
        self._calendar = calendar
        self._lock = threading.RLock()
        self._statuses = Numbered()
        self._sets = Numbered()  # of zones: signatures
        self._piece = Growing((len(calendar.zone_slices),), np.int32)  # by status, slice of zones
        self._pieces: list[tuple[int, int]] = []  # status and first slice of each piece
        self._facts = _Facts(agreement, worlds, rules, calendar)
        # By piece and slice of persons: the only spot, or how many there are and where they stand.
        self._persons = len(calendar.person_slices)
        self._only = Growing((self._persons,), np.int32, UNKNOWN)
        self._first = Growing((self._persons,), np.int32)
        self._count = Growing((self._persons,), np.int32)
        self._listed = Growing((), np.int32)
        # By piece: the number of its set of signatures, and whether it has more than one.
        self._possible = Growing((), np.int32, UNKNOWN)
        self._several = Growing((), np.bool_, fill=False)
        self._possibilities = Numbered()
        # By spot: what each element reads of it.
        self._spots = Numbered()
        self._found: list[frozenset[str]] = []
        self.land_of, self.ground_of = Growing((), np.int32), Growing((), np.int32)
        self.control_of, self.marked_of = Growing((), np.int32), Growing((), np.int32)
        self._controls, self._marks = Numbered(), Numbered()
        self._controls.of(frozenset())
        self._marks.of(frozenset())
        self._of_territory, self._of_ground = Numbered(), Numbered()
        # Of the territory: whether the status of an area is open, so that its holder counts.
        self.land = Parted(worlds, AREA_OPEN)
        # Of what was hit: whether an exclusion reads the place, so that its standing counts.
        self.ground = Parted(worlds, None)

    # --- statuses, and what is possible at a time ---------------------------------------------------

    def status(self, status: Status) -> int:
        """The number of a status."""
        with self._lock:
            known = len(self._statuses)
            number = self._statuses.of(status)
            if number == known:
                self._lay_out(number, status)
            return number

    def _lay_out(self, number: int, status: Status) -> None:
        """Between two changes of the zones that it is or may be in, a status is one piece."""
        held = [self._agreement.zones.by_id[name].held for name, _ in status]
        ends = {i for h in held for i in (h.earliest, h.latest)}
        cuts = sorted({0, *(self._calendar.zone_slice_of(i) for i in ends)})
        row = np.zeros(len(self._calendar.zone_slices), np.int32)
        for cut in cuts:
            row[cut:] = len(self._pieces)
            self._pieces.append((number, cut))
            for column in (self._only, self._possible):
                column.add(UNKNOWN)
            for column in (self._first, self._count, self._several):
                column.add(0)
        self._piece.add(row)

    def only(self, status: Ids, slices: Ids) -> Ids:
        """For each status and slice of the calendar the only spot that it may be; else SEVERAL."""
        return self._only.rows.ravel().take(self._at(status, slices))

    def spots(self, status: Ids, slices: Ids) -> tuple[Ids, Ids]:
        """For each status and slice of the calendar: where its spots are listed, and how many."""
        at = self._at(status, slices)
        return self._first.rows.ravel().take(at), self._count.rows.ravel().take(at)

    @property
    def listed(self) -> Ids:
        """The spots that `spots` points to."""
        return self._listed.rows

    def possibilities(self, status: Ids, slices: Ids) -> tuple[Ids, Flags]:
        """For each status and slice: the number of its set of signatures; whether it has several."""
        self._at(status, slices)
        piece = self._piece.rows[status, self._calendar.zone_of[slices]]
        return self._possible.rows[piece], self._several.rows[piece]

    def _at(self, status: Ids, slices: Ids) -> Ints:
        """The place of each status and slice by piece and slice of persons; made where it is new."""
        calendar = self._calendar
        zone_slices, width = calendar.zone_of.take(slices), len(calendar.zone_slices)
        piece = self._piece.rows.ravel().take(status.astype(np.int64) * width + zone_slices)
        at: Ints = piece.astype(np.int64) * self._persons
        at += calendar.person_of.take(slices)
        only = self._only.rows.ravel().take(at)
        if len(only) and only.min() == UNKNOWN:
            with self._lock:
                for one in np.unique(at[only == UNKNOWN]).tolist():
                    if self._only.rows.ravel()[one] == UNKNOWN:
                        self._work_out(*divmod(one, self._persons))
        return at

    def _work_out(self, piece: int, persons: int) -> None:
        number, zone_slice = self._pieces[piece]
        instant = self._calendar.zone_slices[zone_slice]
        signatures = [
            signature.zones
            for signature in self._agreement.zones.signatures(
                dict(self._statuses.things[number]), instant
            )
        ]
        self._possible.rows[piece] = self._possibilities.of(frozenset(signatures))
        self._several.rows[piece] = len(signatures) > 1
        spots = list(dict.fromkeys(self._spots_of(signatures, persons)))
        self._first.rows[piece, persons] = len(self._listed)
        self._count.rows[piece, persons] = len(spots)
        self._listed.extend(np.array(spots, np.int32))
        # Last: who sees it may read the others.
        self._only.rows[piece, persons] = spots[0] if len(spots) == 1 else SEVERAL

    # --- what the terms read of a place ---------------------------------------------------------------

    def _spots_of(self, signatures: Sequence[frozenset[str]], persons: int) -> list[int]:
        """The spots of signatures at a slice of persons: what no rule tells apart is one."""
        members = [tuple(self._facts.giving(zones)) for zones in signatures]
        territory, ground = self._facts.of(members, np.full(len(members), persons, np.int32))
        by_id = self._agreement.zones.by_id
        found = []
        for i, zones in enumerate(signatures):
            control = frozenset(
                z for z in zones if by_id[z].kind == ZoneKind.CONTROL and by_id[z].holders
            )
            spot = (
                _class(self._of_territory, self.land, territory[i]),
                _class(self._of_ground, self.ground, ground[i]),
                self._controls.of(control),
                self._marks.of(zones & self._facts.marking),
            )
            # At another slice of persons the same zones may be read otherwise.
            known = len(self._spots)
            number = self._spots.of((*spot, persons))
            if number == known:
                self._found.append(zones)
                columns = (self.land_of, self.ground_of, self.control_of, self.marked_of)
                for column, value in zip(columns, spot, strict=True):
                    column.add(value)
            found.append(number)
        return found

    @property
    def controls(self) -> Sequence[frozenset[str]]:
        """The sets of control zones, by number; 0 is the empty one."""
        return self._controls.things

    def place(self, spot: int) -> Signature:
        """A signature of a spot."""
        return Signature(self._found[spot])


UNKNOWN, SEVERAL = -2, -1
"""For the only spot of a place: not worked out yet (the least); there are several."""


def _class(known: Numbered, classes: Parted, facts: Words) -> int:
    number = known.of(facts.tobytes())
    if number == len(classes):
        classes.add(facts)
    return number


class Parted:
    """For each class of places: the worlds parted by what they read of it."""

    def __init__(self, worlds: Sequence[World], column: int | None) -> None:
        self._worlds = len(worlds)
        self._parts: list[Ints] = []
        self._column = column
        self._tells = Growing((), np.bool_, fill=False)

    def __len__(self) -> int:
        return len(self._parts)

    def add(self, facts: Words) -> None:
        """Append a class: for each fact the worlds in which it is so."""
        flags = unpacked(facts, self._worlds)
        self._tells.add(flags[1:].any() if self._column is None else flags[self._column].any())
        self._parts.append(np.unique(flags, axis=1, return_inverse=True)[1].reshape(-1))

    def of(self, number: int) -> Ints:
        """For each world its part."""
        return self._parts[number]

    def tells(self, numbers: Ids) -> Flags:
        """For each class, whether more is to be asked: see `Sites`."""
        found: Flags = self._tells.rows[numbers]
        return found


class _Facts:
    """What each zone gives a place that lies in it, by world and slice of the facts on persons."""

    def __init__(
        self, agreement: Agreement, worlds: Sequence[World], rules: Callable[[int], Rules],
        calendar: Calendar,
    ) -> None:  # fmt: skip
        groups = grouped(worlds, lambda w: terms_of(w, (TerritorialScope, Exclusions)))
        self.words = len(groups[0][1])
        zones = agreement.zones.zones
        self._number = {zone.id: i for i, zone in enumerate(zones)}
        self._scopes = list(
            dict.fromkeys(n for w in worlds for n, t in w.of(TerritorialScope) if t.binds)
        )
        self._bound = np.zeros((len(self._scopes), self.words), np.uint64)
        both = dict.fromkeys(
            n for w in worlds for n, t in w.of(Exclusions) if t.mode == ExclusionMode.BOTH
        )
        self._own = COVERED + 1 + 2 * len(self._scopes)
        own = {name: self._own + 3 * i for i, name in enumerate(both)}
        columns = self._own + 3 * len(own)
        shape = (len(calendar.person_slices), len(zones), columns, self.words)
        facts = np.zeros(shape, np.uint64)
        for world, group in groups:
            places = rules(world).places
            for name, term in places.scopes:
                column = COVERED + 1 + 2 * self._scopes.index(name)
                self._bound[self._scopes.index(name)] |= group
                for i, zone in enumerate(zones):
                    if zone.id in term.area:
                        facts[:, i, column] |= group
                    if zone.id in term.outside or zone.kind in term.outside:
                        facts[:, i, column + 1] |= group
                    if zone.id in term.covered_places:
                        facts[:, i, COVERED] |= group
            when = calendar.person_slices
            _excluded(places, ExclusionMode.AREA, None, when, facts[:, :, AREA_TRUE:], group)
            for name, column in own.items():
                here = facts[:, :, column:]
                _excluded(places, ExclusionMode.BOTH, name, when, here, group)
        # Slices in which every zone gives the same are one.
        self._slice = np.unique(
            facts.reshape(shape[0], -1), axis=0, return_inverse=True
        )[1].reshape(-1).astype(np.int32)  # fmt: skip
        _, first = np.unique(self._slice, return_index=True)
        self._facts = facts[first].reshape(len(first) * len(zones), columns, self.words)
        self._zones = len(zones)
        gives: Flags = np.any(facts, axis=(0, 2, 3))
        self._gives = {zone.id for i, zone in enumerate(zones) if gives[i]}
        self.marking = _marking(agreement, worlds)

    def giving(self, zones: frozenset[str]) -> list[int]:
        """The numbers of the zones that give something in some world."""
        return sorted(self._number[name] for name in zones & self._gives)

    def of(
        self, members: Sequence[tuple[int, ...]], persons: NDArray[np.int32]
    ) -> tuple[Words, Words]:
        """What places give that lie in these zones: for the territory, and for what was hit there.

        Shapes (n, columns, words); the columns are told above.
        """
        n = len(members)
        given = np.zeros((n, self._facts.shape[1], self.words), np.uint64)
        counts = np.array([len(some) for some in members])
        full = np.flatnonzero(counts)
        if len(full):
            zones = np.array([z for some in members for z in some])
            row = np.repeat(self._slice[persons[full]].astype(np.int64), counts[full])
            starts = np.concatenate([[0], np.cumsum(counts[full])[:-1]])
            picked = self._facts[row * self._zones + zones]
            given[full] = np.bitwise_or.reduceat(picked, starts, axis=0)
        said = np.zeros((n, self.words), np.uint64)
        inside = np.full((n, self.words), ~np.uint64(0))
        for i, bound in enumerate(self._bound):
            column = COVERED + 1 + 2 * i
            said |= bound
            inside &= ~bound | (given[:, column] & ~given[:, column + 1])
        area = given[:, AREA_TRUE]
        territory = np.stack(
            [area, given[:, AREA_FIRM], given[:, AREA_OPEN] & ~area, inside & said, said], axis=1
        )
        hit = [given[:, COVERED]]
        for column in range(self._own, given.shape[1], 3):
            true = given[:, column]
            hit += [true, given[:, column + 1], given[:, column + 2] & ~true]
        return territory, np.stack(hit, axis=1)


def _excluded(
    places: Places, mode: ExclusionMode, only: str | None, instants: Sequence[int], facts: Words,
    group: Words,
) -> None:  # fmt: skip
    """Where each zone is an excluded area of a mode: true, firm (at the level needed), open.

    `only`: of this exclusion.
    """
    terms = {n: t for n, t in places.persons.exclusions.items() if only in (None, n)}
    terms = {name: term for name, term in terms.items() if term.mode == mode}
    kinds = {kind for term in terms.values() for kind in term.area_kinds}
    for i, zone in enumerate(places.agreement.zones.zones):
        if zone.kind.value not in kinds:
            continue
        for when, instant in enumerate(instants):
            place = Signature(frozenset({zone.id}))
            area = places.in_excluded_area(place, instant, mode, only)
            if area.truth == T:
                facts[when, i, 0] |= group
                if places.area_standing(area).level >= places.needed:
                    facts[when, i, 1] |= group
            elif area.truth == U:
                facts[when, i, 2] |= group


def _marking(agreement: Agreement, worlds: Sequence[World]) -> frozenset[str]:
    """The zones that some term on acts, or a line of one, names by id or kind."""
    named: set[str] = set()
    for terms in {id(t): t for world in worlds for _, t in world.of(ActTerm)}.values():
        named.update(terms.zones)
        if isinstance(terms, Withdrawal):
            named.update(line.zone for line in terms.lines)
    return frozenset(z.id for z in agreement.zones.zones if z.id in named or z.kind in named)
