"""Listing: a table of incidents to a docket, column by column.

In: an Arrow table, as `incident_table.checked` gives it.  Out: `Listed`, as `Registrar.listed`
makes it of the same incidents one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hudna import incident_table, taxonomy
from hudna.evidence import Level, Origin, Standing, level_of
from hudna.incident import Act
from hudna.instant import BEGIN, END
from hudna.judging import lists
from hudna.judging.bits import Flags, Ids, Ints
from hudna.judging.docket import GRADED, Docket, Listed, Octets, Registrar, grade
from hudna.judging.growing import Asked, Numbered
from hudna.judging.lists import KnownLists, Lists, kinds, numbered
from hudna.judging.openings import Opening, Openings, People, Rows, joined
from hudna.judging.placing import Placing
from hudna.judging.throughout import Parts, Throughout


class Listing:
    """Tables of incidents of one agreement.  Safe to use from several threads."""

    def __init__(self, registrar: Registrar, origins: Mapping[str, Origin], strict: bool) -> None:
        """`strict`: refuse an actor that the case does not know; else it is unidentified."""
        self._known = registrar
        self._strict = strict
        self._origins = origins
        self._placing = Placing(registrar, strict)
        self._people = People(registrar)
        self._throughout = Throughout(registrar.agreement)
        self._grade = lru_cache(maxsize=100_000)(self._grade_of)
        self._act_lists, self._code_sets = KnownLists(), Asked()

    def listed(self, table: pa.Table, name: str = "table") -> Listed:
        """List the incidents of a table.  Raises `Refused` for a name or code that is not known."""
        rows = Rows(
            self._placing.sites(table, name), self._standings(table),
            self._actors(table, "actors", name).or_else(self._known.unidentified),
            self._actors(table, "targets", name), self._acts(table, name),
            _flags(table, "both_directions"),
        )  # fmt: skip
        parts = self._throughout.parts(_filled(table), *self._times(table))
        docket, row = self._docket(rows, parts)
        codes = self._codes(rows.acts)
        codes = codes if parts.whole else codes[parts.row]
        return Listed(docket, parts.row, parts.number, row, codes)

    # --- columns ----------------------------------------------------------------------------------

    def _names(self, table: pa.Table, column: str, numbers: Any) -> Lists:
        if column not in table.column_names:
            return lists.nothing(table.num_rows)
        return lists.read(table[column], numbers)

    def _actors(self, table: pa.Table, column: str, name: str) -> Lists:
        known = self._known

        def number(actor: str) -> int:
            if self._strict and actor not in known.number:
                incident_table.check_names(
                    pa.array([actor]), known.actors, f"actor of the case (`{column}`)",
                    "Use the ids of actors.yaml, or `unidentified`", name,
                )  # fmt: skip
            return known.number.get(actor, known.unidentified)

        return self._names(table, column, number).distinct()

    def _acts(self, table: pa.Table, name: str) -> Lists:
        codes = taxonomy.acts()

        def number(code: str) -> int:
            if code not in codes:
                incident_table.check_names(
                    pa.array([code]), codes, "code of an act (`acts`)",
                    "See the reference of observation codes", name,
                )  # fmt: skip
            with self._known.lock:
                return self._known.acts.of(Act(code))

        found = self._names(table, "acts", number)
        if "weapon" not in table.column_names:
            return found.distinct()
        weapons = table["weapon"].combine_chunks().dictionary_encode()
        incident_table.check_names(
            weapons.dictionary, taxonomy.weapon_classes(), "weapon class (`weapon`)",
            "See the reference of observation codes", name,
        )  # fmt: skip
        indices = np.asarray(weapons.indices.fill_null(len(weapons.dictionary)))
        weapon = np.repeat(indices, found.counts)
        values = found.values.copy()
        first, of = kinds(found.values, weapon)
        classes = [*weapons.dictionary.to_pylist(), None]
        with self._known.lock:
            acts = self._known.acts
            made = [
                acts.of(replace(acts.things[found.values[one]], weapon=classes[weapon[one]]))
                for one in first.tolist()
            ]
        values[:] = np.array(made, np.int32)[of] if made else values
        return Lists(found.first, values).distinct()

    def _standings(self, table: pa.Table) -> Octets:
        rows = table.num_rows
        found = np.zeros((rows, len(GRADED)), np.uint8)
        if "origins" in table.column_names:
            origins = Numbered()
            told = lists.read(table["origins"], origins.of)
            number, first = numbered(told)
            grades = [self._grade(tuple(origins.things[i] for i in told.of(r))) for r in first]
            found[:] = np.array(grades, np.uint8)[number][:, None] if len(first) else found
        each: list[tuple[str, Any]] = [(f"level_{e}", i) for i, e in _EACH]
        for column, places in [("level", slice(None)), *each]:
            if column in table.column_names:
                level = table[column].combine_chunks()
                there = np.asarray(level.is_valid())
                values = np.asarray(level.fill_null(0)).astype(np.uint8)
                found[there, places] = values[there, None] if column == "level" else values[there]
        for column, weight in (("contested", 5), ("refuted", 10)):
            if column in table.column_names:
                told = lists.read(table[column], incident_table.ELEMENTS.index)
                told = told.distinct()
                found[np.repeat(np.arange(rows), told.counts), told.values] += np.uint8(weight)
        return found

    def _grade_of(self, origins: tuple[str, ...]) -> int:
        # An account was given by somebody: an origin that is not named supports E1 at most.
        return grade(Standing(level_of(origins, self._origins) if origins else Level.E1))

    def _times(self, table: pa.Table) -> tuple[Ints, Ints]:
        found = []
        for column, open_ in (("t_earliest", BEGIN), ("t_latest", END)):
            values = np.full(table.num_rows, open_, np.int64)
            if column in table.column_names:
                times = table[column].combine_chunks()
                values = np.asarray(times.cast(pa.int64()).fill_null(open_))
            found.append(values)
        return found[0], found[1]

    # --- the docket -------------------------------------------------------------------------------

    def _docket(self, rows: Rows, parts: Parts) -> tuple[Docket, Ints]:
        """Parts with one alternative but for the place, then the kinds of others; each part's row."""
        opening = Opening(self._known, self._people, rows, parts)
        plain = opening.plain()
        simple = np.flatnonzero(plain)
        found, pieces = [simple], [opening.single(simple)]
        row = np.empty(len(plain), np.int64)
        row[simple] = np.arange(len(simple))
        if len(simple) < len(plain):
            several = np.flatnonzero(~plain)
            first, of = opening.kinds(several)
            row[several] = len(simple) + of
            found.append(several[first])
            pieces.append(opening.every(several[first]))
        docket = _docket(rows, parts.row[np.concatenate(found)], joined(pieces), len(simple))
        return docket, row

    def _codes(self, acts: Lists) -> Ids:
        """The set of candidate codes of each row, by number."""
        number = self._act_lists.number(acts)
        return self._code_sets.of(number, lambda row: self._number_codes(acts.of(row)))

    def _number_codes(self, acts: tuple[int, ...]) -> int:
        known = self._known
        with known.lock:
            return known.codes.of(frozenset(known.acts.things[act].code for act in acts))


_EACH = tuple(enumerate(incident_table.ELEMENTS))


def _flags(table: pa.Table, column: str) -> Flags:
    if column not in table.column_names:
        return np.zeros(table.num_rows, np.bool_)
    return np.asarray(table[column].combine_chunks().fill_null(False))


def _filled(table: pa.Table) -> Flags:
    """Whether the act filled its time."""
    if "extent" not in table.column_names:
        return np.zeros(table.num_rows, np.bool_)
    said = pc.equal(table["extent"].combine_chunks(), "throughout")
    return np.asarray(said.fill_null(False))


def _docket(rows: Rows, row: Ints, openings: Openings, singles: int) -> Docket:
    """A docket of parts of these rows, with their openings."""
    nothing = np.zeros(len(row), np.int32)
    return Docket(
        site=rows.site.take(row),
        standing=rows.standing.take(row, axis=0),
        holder=nothing, plea=nothing, reasons=nothing,
        together=np.zeros(len(row), np.bool_),
        acted=rows.acts.counts.take(row) > 0,
        first=np.concatenate([[0], np.cumsum(openings.counts)]),
        slice=openings.slice, tick=openings.tick, act=openings.act, actor=openings.actor,
        target=openings.target, reverse=openings.reverse, singles=singles,
    )  # fmt: skip
