"""The compiled judge: what follows for each row of a docket, in every world at once.

In: a docket.  Out: `Rulings`: the worlds in which each row is a violation, lies outside the
agreement, is permitted, did not occur; and `Grounds`, the sets behind them.

Equal to `reference.py` in everything; a property test holds both together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hudna.evidence import Level
from hudna.finding import ELEMENTS, SCOPE
from hudna.judging.bits import Flags, Ids, Ints, Words, filled
from hudna.judging.docket import CONTESTED, REFUTED, Docket
from hudna.judging.elements import CODES, Slots, reason_number
from hudna.judging.lots import Lots
from hudna.judging.opened import Opened
from hudna.judging.weighing import Scales

JUSTIFIED = ELEMENTS[-1]


@dataclass(frozen=True, slots=True)
class Rulings:
    """For each row of a docket the worlds of each verdict: (rows, words).

    What is in none of the sets cannot be determined.
    """

    violation: Words
    outside: Words
    permitted: Words
    not_occurred: Words


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why: for each row the worlds in which something is so, each (rows, words)."""

    conditional: Words
    failing: Mapping[str, Words]  # by element of the scope
    true: Mapping[str, Words]  # by element
    false: Mapping[str, Words]
    reasons: Mapping[int, Words]  # by the number of a reason
    cited: Mapping[int, Words]  # by the number of a term
    apart: Mapping[int, Sequence[tuple[Ids, Words]]]
    """By row whose actors acted together: of each one's part, who acts in it, and the worlds in
    which that part is a violation."""


def rule_with_reasons(scales: Scales, docket: Docket, shown: Words) -> tuple[Rulings, Words]:
    """Judge the rows of a docket, and name what is missing in some world of `shown`.

    The second: a bit for each reason (`elements.reason_number`), shape (rows, 2).
    """
    bench = _Bench(scales, scales.opened(docket))
    rulings = bench.rulings()
    return rulings, bench.missing(rulings, shown)


def rule_with_grounds(scales: Scales, docket: Docket) -> tuple[Rulings, Grounds]:
    """Judge the rows of a docket, and say why."""
    bench = _Bench(scales, scales.opened(docket))
    rulings = bench.rulings()
    return rulings, bench.grounds(rulings)


class _Bench:
    """A docket that is being judged."""

    def __init__(self, scales: Scales, opened: Opened) -> None:
        self.scales = scales
        self.full = scales.full
        self.docket = docket = opened.docket
        self.weighed = scales.weigh(opened)
        needed = int(scales.needed)
        grade = docket.standing[:, 0]
        level, firm = grade % 5, grade < CONTESTED
        self.refuted = (grade >= REFUTED) & (level >= Level.E3)
        self.proved = filled(firm & (level >= needed), self.full)
        self.lots = Lots.of(self.weighed, docket)
        w = self.weighed
        joint = w.values["time"] & w.values["territory"]
        for element in SCOPE[2:]:
            joint &= w.values[element]
        own = self.proved if self.lots.single else self.proved[w.row]
        scope, self.within = joint[:, : scales.words], joint[:, scales.words :]
        scope &= own
        self.out = self.full & ~self.within
        self.violation = scope & ~w.not_unexcused if self.pleaded else scope
        self.permitted = scope & w.excused

    @property
    def pleaded(self) -> bool:
        """Whether anybody pleads that an act was permitted."""
        return bool(self.docket.plea.any())

    def rulings(self) -> Rulings:
        """The verdicts."""
        lots = self.lots
        if lots.single:
            found, allowed, rest = self.violation, self.permitted, self.out
        else:
            violation, outside = lots.all(self.violation), lots.all(self.out)
            permitted = lots.all(self.out | self.permitted) & ~outside
            # What several did together is the act of each: see `reference.jointly`.
            undecided = self.full & ~(violation | outside | permitted)
            found = lots.any_lot(violation)
            unsure = lots.any_lot(undecided) & ~found
            allowed = lots.any_lot(permitted) & ~found & ~unsure
            rest = self.full & ~(found | unsure | allowed)
        refuted = filled(self.refuted, self.full)
        if not lots.single or self.refuted.any():
            happened = ~self.refuted & (np.diff(self.weighed.first) > 0)
            found, rest, allowed = (
                sets & filled(happened, self.full) for sets in (found, rest, allowed)
            )
        return Rulings(found, rest, allowed, refuted)

    # --- why --------------------------------------------------------------------------------------

    def grounds(self, rulings: Rulings) -> Grounds:
        """Elements, reasons and terms, in the worlds in which they count."""
        lots, full = self.lots, self.full
        known = rulings.violation | rulings.outside | rulings.permitted | rulings.not_occurred
        unsure = full & ~known
        # Of what several did together, the parts that were decisive speak.
        lot_violation, lot_out = lots.all(self.violation), lots.all(self.out)
        lot_permitted = lots.all(self.out | self.permitted) & ~lot_out
        lot_unsure = full & ~(lot_violation | lot_out | lot_permitted)
        speaks = (
            (lot_violation & rulings.violation[lots.row])
            | (lot_out & rulings.outside[lots.row])
            | (lot_permitted & rulings.permitted[lots.row])
            | (lot_unsure & unsure[lots.row])
        )
        true, false = self._elements(rulings, speaks)
        reasons = self._counted(lot_unsure & speaks, unsure)
        proved = self.proved[lots.row]
        conditional = lot_out & (full & ~proved | lots.any(self.out & self._low()))
        cited = {
            number: lots.any_lot(found & speaks) & ~rulings.not_occurred
            for number, found in self._cited().items()
        }
        return Grounds(
            lots.any_lot(conditional & speaks) & rulings.outside,
            {e: lots.any_lot(x & speaks) & rulings.outside for e, x in self._failing(lot_out)},
            true, false, reasons, cited, self._apart(lot_violation),
        )  # fmt: skip

    def _apart(self, violation: Words) -> dict[int, list[tuple[Ids, Words]]]:
        lots, found = self.lots, dict[int, list[tuple[Ids, Words]]]()
        if not lots.plain:
            acted = np.split(self.weighed.actor[lots.order], lots.starts[1:])
            for row, actors, worlds in zip(lots.row.tolist(), acted, violation, strict=True):
                if self.docket.together[row]:
                    found.setdefault(row, []).append((actors, worlds))
        return found

    def missing(self, rulings: Rulings, shown: Words) -> Words:
        """The reasons that hold in some world of `shown`, as bits."""
        known = rulings.violation | rulings.outside | rulings.permitted | rulings.not_occurred
        unsure = self.full & ~known & shown
        found = np.zeros((len(self.docket), 2), np.uint64)
        lots = self.lots
        violation, outside = lots.all(self.violation), lots.all(self.out)
        decided = violation | outside | lots.all(self.out | self.permitted)
        for number, worlds in self._counted(self.full & ~decided, unsure).items():
            bit = np.uint64(1) << np.uint64(number % 64)
            found[:, number // 64] |= np.where(worlds.any(axis=1), bit, np.uint64(0))
        return found

    def _counted(self, lot_unsure: Words, unsure: Words) -> dict[int, Words]:
        """By row: the reasons, in the worlds where it cannot be determined."""
        reasons = {
            number: self.lots.any_lot(found) & unsure
            for number, found in self._reasons(lot_unsure).items()
        }
        self._by_person(reasons, unsure)
        return reasons

    def _elements(
        self, rulings: Rulings, speaks: Words
    ) -> tuple[dict[str, Words], dict[str, Words]]:
        """Where each element is true, and false, in all that speaks."""
        lots, w, full = self.lots, self.weighed, self.full
        empty = filled(np.diff(w.first) == 0, full)
        rest = full & ~(rulings.not_occurred | empty)
        true = {"occurred": self.proved & rest}
        false = {"occurred": rulings.not_occurred}
        for e in SCOPE:
            true[e] = lots.every_lot(lots.all(w.true(e)) | ~speaks) & rest
            false[e] = lots.every_lot((full & ~lots.any(w.not_false(e))) | ~speaks) & rest
        true[JUSTIFIED] = lots.every_lot(lots.all(w.excused) | ~speaks) & rest
        false[JUSTIFIED] = lots.every_lot((full & ~lots.any(w.not_unexcused)) | ~speaks) & rest
        return true, false

    def _low(self) -> Words:
        """Where every element that fails does so by a finding below the level needed."""
        low = np.broadcast_to(self.full, self.out.shape).copy()
        for e in SCOPE:
            conditional = self._gathered(e, "conditional")
            low &= self.weighed.not_false(e) | conditional
        return low

    def _gathered(self, element: str, column: str) -> Words:
        """A column of an element's table for each alternative."""
        w, table = self.weighed, self.scales.tables[element]
        values: Words = getattr(table, column).rows
        if element in w.rows:
            own: Words = values[w.rows[element]]
            return own
        found = np.zeros_like(self.out)
        for some in w.chosen:
            rows: Ids = getattr(some, element)
            found[some.places] |= values[rows] & some.worlds
        return found

    def _failing(self, outside: Words) -> list[tuple[str, Words]]:
        """The elements that fail in every alternative; where none does, those that fail in some."""
        lots = self.lots
        common = {e: lots.all(self.full & ~self.weighed.not_false(e)) for e in SCOPE}
        some = np.bitwise_or.reduce(list(common.values()))
        return [
            (
                e,
                outside & (common[e] | (lots.any(self.full & ~self.weighed.not_false(e)) & ~some)),
            )
            for e in SCOPE
        ]

    def _reasons(self, unsure: Words) -> dict[int, Words]:
        """Why it cannot be determined, by lot: what is unknown, and what varies."""
        lots, w = self.lots, self.weighed
        found: dict[int, Words] = {}

        def note(element: str, code: str, worlds: Words) -> None:
            if (worlds & unsure).any():
                number = reason_number(element, code)
                found[number] = found.get(number, np.uint64(0)) | (worlds & unsure)

        for code, worlds in self._unproved().items():
            note("occurred", code, lots.any(worlds & ~self.out))
        for e in SCOPE:
            for code, worlds in self._causes(e).items():
                note(e, code, lots.any(worlds & ~self.out))
        open_ = w.not_unexcused & ~w.excused
        note(JUSTIFIED, "JUSTIFICATION_UNRESOLVED", lots.any(open_ & ~self.out))
        for element, code, worlds in self._varying():
            note(element, code, worlds)
        return found

    def _unproved(self) -> dict[str, Words]:
        """By reason code: the alternatives whose occurrence is not proved."""
        grade = self.docket.standing[:, 0]
        differs = grade >= CONTESTED
        low = ~differs & (grade % 5 < Level.E2)
        codes = {
            "SOURCES_CONTRADICT": differs,
            "OCCURRENCE_UNCORROBORATED": low,
            "SINGLE_ORIGIN": ~differs & ~low,
        }
        return {
            code: (filled(flags, self.full) & ~self.proved)[self.weighed.row]
            for code, flags in codes.items()
        }

    def _causes(self, element: str) -> dict[str, Words]:
        """By reason code: the alternatives and worlds in which an element is unknown for it."""
        slots = self.scales.tables[element].causes
        found: dict[str, Words] = {}
        for places, worlds, rows in self._rows(element):
            for number, sets in _distinct(slots, rows):
                here = found.setdefault(CODES[number], np.zeros_like(self.out))
                here[places] |= sets if worlds is None else sets & worlds
        return found

    def _rows(self, element: str) -> Sequence[tuple[Ints | slice, Words | None, Ids]]:
        w = self.weighed
        if element in w.rows:
            return [(slice(None), None, w.rows[element])]
        return [(some.places, some.worlds, getattr(some, element)) for some in w.chosen]

    def _varying(self) -> list[tuple[str, str, Words]]:
        """The reasons of elements that differ between the alternatives of a lot."""
        lots, w, full = self.lots, self.weighed, self.full
        found: list[tuple[str, str, Words]] = []
        if len(lots.row) == len(lots.order):
            return found  # each has one alternative
        forward, back = (filled(flags, full) for flags in (~w.reverse, w.reverse))
        mirrored = lots.any(back)
        for e in (*SCOPE, JUSTIFIED):
            true = w.excused if e == JUSTIFIED else w.true(e)
            not_false = w.not_unexcused if e == JUSTIFIED else w.not_false(e)
            kinds = (true, not_false & ~true, full & ~not_false)
            varies = _two_of([lots.any(kind) for kind in kinds])
            if e in ("actor", "target"):
                ahead = [lots.any(kind & forward) for kind in kinds]
                behind = [lots.any(kind & back) for kind in kinds]
                differs = np.bitwise_or.reduce([a ^ b for a, b in zip(ahead, behind, strict=True)])
                found.append((e, "INITIATOR_UNKNOWN", varies & mirrored & differs))
                code = "ACTOR_UNIDENTIFIED" if e == "actor" else "TARGET_IDENTITY"
                found.append((e, code, varies & (_two_of(ahead) | _two_of(behind))))
            elif e == "time":
                rise, fall = lots.turns(true, not_false)
                found.append((e, "TIME_STRADDLES_START", varies & rise))
                found.append((e, "TIME_STRADDLES_END", varies & fall))
            else:
                code = {"territory": "PLACE_IMPRECISE", "act": "ACT_UNKNOWN"}.get(
                    e, "JUSTIFICATION_UNRESOLVED"
                )
                found.append((e, code, varies))
        return found

    def _by_person(self, reasons: dict[int, Words], unsure: Words) -> None:
        """Reasons that a person set, and those of a row that leaves nothing to weigh."""
        docket, known = self.docket, self.scales.registrar
        empty = np.diff(self.weighed.first) == 0

        def note(flags: Flags, element: str, code: str) -> None:
            number = reason_number(element, code)
            before = reasons.get(number, np.zeros_like(unsure))
            reasons[number] = before | (filled(flags, self.full) & unsure)

        for number in np.unique(docket.reasons).tolist():
            for code in known.reasons.things[number]:
                note((docket.reasons == number) & ~empty, "occurred", code)
        if empty.any():
            note(empty & docket.acted, "actor", "ACTOR_UNIDENTIFIED")
            note(empty & ~docket.acted, "act", "ACT_UNKNOWN")

    def _cited(self) -> dict[int, Words]:
        """By term: the lots and worlds whose verdict rests on it."""
        lots, w, scales = self.lots, self.weighed, self.scales
        found: dict[int, Words] = {}

        def note(term: int, worlds: Words) -> None:
            found[term] = found.get(term, np.uint64(0)) | lots.any(worlds)

        for some in w.chosen:
            for term in np.unique(some.term[some.term >= 0]).tolist():
                worlds = np.zeros_like(self.out)
                worlds[some.places] = np.where((some.term == term)[:, None], some.worlds, 0)
                note(term, worlds)
        for e in SCOPE:
            slots = scales.tables[e].cited
            for places, chosen, rows in self._rows(e):
                for term, sets in _distinct(slots, rows):
                    worlds = np.zeros_like(self.out)
                    worlds[places] = sets if chosen is None else sets & chosen
                    note(term, worlds & self.out & ~w.not_false(e))
        for term, worlds in scales.duties.speaking(w.act):
            note(term, worlds & self.out & ~w.not_false("act"))
        pleaded = lots.any(w.not_unexcused)
        if pleaded.any():
            for term, worlds in scales.defences():
                found[term] = found.get(term, np.uint64(0)) | (pleaded & worlds)
        return found


def _two_of(sets: Sequence[Words]) -> Words:
    """Where at least two of three sets hold."""
    a, b, c = sets
    found: Words = (a & b) | (a & c) | (b & c)
    return found


def _distinct(slots: Slots, rows: Ids) -> list[tuple[int, Words]]:
    """For each number that stands in some slot of these rows: the sets of the rows that have it."""
    found: dict[int, Words] = {}
    for numbers, sets in zip(slots.numbers, slots.sets, strict=True):
        here = numbers.rows[rows]
        for number in np.unique(here[here >= 0]).tolist():
            some = np.where((here == number)[:, None], sets.rows[rows], np.uint64(0))
            found[number] = found[number] | some if number in found else some
    return list(found.items())
