"""Listing: a table of incidents to a docket, column by column.

In: an Arrow table, as `incident_table.checked` gives it.  Out: `Listed`, as `Registrar.listed`
makes it of the same incidents one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hudna import incident_table, taxonomy
from hudna.actors import ActorKind
from hudna.cells import Cells
from hudna.evidence import Level, Origin, Standing, Truth, level_of
from hudna.incident import Act
from hudna.instant import BEGIN, END, Interval
from hudna.judging import lists
from hudna.judging.bits import Flags, Ids, Ints
from hudna.judging.docket import GRADED, Docket, Listed, Octets, Registrar, grade
from hudna.judging.growing import Numbered
from hudna.judging.lists import Lists, kinds, numbered, spread
from hudna.zones import by_units

MOST_DISKS = 1_000_000
"""So many places with a radius are remembered."""


class Listing:
    """Tables of incidents of one agreement.  Safe to use from several threads."""

    def __init__(self, registrar: Registrar, origins: Mapping[str, Origin], strict: bool) -> None:
        """`strict`: refuse an actor that the case does not know; else it is unidentified."""
        self._known = registrar
        self._strict = strict
        self._origins = origins
        zones = registrar.agreement.zones.zones
        self._shaped = [i for i, zone in enumerate(zones) if zone.geometry is not None]
        self._cells = Cells([zones[i] for i in self._shaped])
        self._units = Numbered()
        self._site = lru_cache(maxsize=1_000_000)(self._work_out_site)
        self._grade = lru_cache(maxsize=100_000)(self._grade_of)
        self.code_set = lru_cache(maxsize=1_000_000)(self._number_codes)
        self._of_disk: dict[bytes, int] = {}
        names = registrar.actors
        entries = registrar.agreement.registry.entries
        kind = [entries[n].kind if n in entries else None for n in names]
        self._umbrella = np.array([k == ActorKind.UMBRELLA for k in kind])
        self._civilian = np.array([k == ActorKind.CIVILIANS for k in kind])

    def listed(self, table: pa.Table, name: str = "table") -> Listed:
        """List the incidents of a table.  Raises `Refused` for a name or code that is not known."""
        rows = _Rows(
            self._sites(table), self._standings(table),
            self._actors(table, "actors", name).or_else(self._known.unidentified),
            self._actors(table, "targets", name), self._acts(table, name),
            _flags(table, "both_directions"), *self._times(table),
        )  # fmt: skip
        number, part, spans = self._parts(table, rows)
        return _Docketing(self, rows, number, part, spans).listed()

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
                    "`hudna schema taxonomy` lists them", name,
                )  # fmt: skip
            with self._known.lock:
                return self._known.acts.of(Act(code))

        found = self._names(table, "acts", number)
        if "weapon" not in table.column_names:
            return found.distinct()
        weapons = table["weapon"].combine_chunks().dictionary_encode()
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

    # --- places -----------------------------------------------------------------------------------

    def _sites(self, table: pa.Table) -> Ids:
        rows = table.num_rows
        shapes = np.full(rows, -1, np.int32)
        if "lon" in table.column_names:
            columns = [table[c].combine_chunks() for c in ("lon", "lat", "radius_km")]
            there = np.asarray(pc.and_(pc.and_(columns[0].is_valid(), columns[1].is_valid()),
                                       columns[2].is_valid()))  # fmt: skip
            lon, lat, radius = (np.asarray(c.fill_null(0.0)) for c in columns)
            exact = there & (radius == 0)
            if exact.any():
                at = slice(None) if exact.all() else exact
                shapes[at] = self._cells.points(lon[at], lat[at])
            if (disks := there & ~exact).any():
                shapes[disks] = self._disks(np.stack([lon, lat, radius], axis=1)[disks])
        if "units" not in table.column_names:
            first, of = kinds(shapes)
            units: list[tuple[int, ...]] = [()] * len(first)
        else:
            told = lists.read(table["units"], self._unit)
            first, of = kinds(shapes, numbered(told)[0])
            units = [told.of(row) for row in first.tolist()]
        sites = [self._site(int(shapes[row]), some) for row, some in zip(first, units, strict=True)]
        return np.array(sites, np.int32)[of] if len(first) else shapes

    def _disks(self, disks: NDArray[np.float64]) -> Ids:
        """The shapes of points with a radius; the same places come again and again."""
        buffer = pa.py_buffer(np.ascontiguousarray(disks))
        coded = pa.Array.from_buffers(
            pa.binary(disks.itemsize * 3), len(disks), [None, buffer]
        ).dictionary_encode()
        keys = coded.dictionary.to_pylist()
        known = self._of_disk
        if len(known) > MOST_DISKS:
            known.clear()
        found = [known.get(key, -1) for key in keys]
        new = [i for i, number in enumerate(found) if number < 0]
        if new:
            once = np.frombuffer(b"".join(keys[i] for i in new)).reshape(-1, 3)
            for i, number in zip(new, self._cells.disks(*once.T).tolist(), strict=True):
                found[i] = known[keys[i]] = number
        numbers: Ids = np.array(found, np.int32)[np.asarray(coded.indices)]
        return numbers

    def _unit(self, name: str) -> int:
        with self._known.lock:
            return self._units.of(name)

    def _work_out_site(self, shape: int, units: tuple[int, ...]) -> int:
        """The status of a place, from its shape (-1: none) and the units that contain it."""
        names = tuple(self._units.things[i] for i in units)
        lies = (
            {self._shaped[i]: truth for i, truth in self._cells.found[shape]} if shape >= 0 else {}
        )
        status = []
        for i, zone in enumerate(self._known.agreement.zones.zones):
            truth = by_units(names, zone)
            if truth is None and (shape < 0 or zone.geometry is None):
                truth = Truth.U
            elif truth is None:
                truth = lies.get(i, Truth.F)
            if truth != Truth.F:
                status.append((zone.id, truth))
        return self._known.sites.status(tuple(status))

    # --- parts of acts that filled their time -------------------------------------------------------

    def _parts(self, table: pa.Table, rows: _Rows) -> tuple[Ints, Ids, tuple[Ints, Ints]]:
        """For each part its row and its number (0: the only one), and when it starts and ends."""
        every, count = np.arange(len(rows.site)), len(rows.site)
        if "extent" not in table.column_names:
            return every, np.zeros(count, np.int32), (rows.earliest, rows.latest)
        filled = np.asarray(
            pc.equal(table["extent"].combine_chunks(), "throughout").fill_null(False)
        )
        filled &= rows.earliest < rows.latest
        spans = {
            row: self._cut(int(rows.earliest[row]), int(rows.latest[row]))
            for row in np.flatnonzero(filled).tolist()
        }
        counts = np.ones(count, np.int64)
        for row, pieces in spans.items():
            counts[row] = len(pieces)
        number = np.repeat(every, counts)
        part = (spread(np.zeros(count, np.int64), counts) + 1).astype(np.int32)
        part[counts[number] == 1] = 0
        earliest, latest = rows.earliest[number], rows.latest[number]
        starts = np.cumsum(counts) - counts
        for row, pieces in spans.items():
            for i, piece in enumerate(pieces):
                earliest[starts[row] + i], latest[starts[row] + i] = piece.earliest, piece.latest
        return number, part, (earliest, latest)

    @lru_cache(maxsize=100_000)  # noqa: B019  # lives as long as the agreement that it is of
    def _cut(self, earliest: int, latest: int) -> list[Interval]:
        return self._known.agreement.parts(Interval(earliest, latest))

    def _number_codes(self, acts: tuple[int, ...]) -> int:
        """The number of the set of codes of some acts."""
        known = self._known
        with known.lock:
            return known.codes.of(frozenset(known.acts.things[act].code for act in acts))

    # --- what is shared ---------------------------------------------------------------------------

    @cached_property
    def meant(self) -> Lists:
        """Whom a name means: by actor and slice of persons."""
        known = self._known
        registry = known.agreement.registry
        found: list[tuple[int, ...]] = []
        for number, name in enumerate(known.actors):
            if not self._umbrella[number]:
                found += [(number,)] * len(known.calendar.person_slices)
                continue
            for instant in known.calendar.person_slices:
                some = tuple(known.number[n] for n in registry.stands_for(name, instant))
                found.append(some or (known.unidentified,))
        first = np.cumsum([0, *map(len, found)])
        return Lists(first, np.array([i for some in found for i in some], np.int32))

    @property
    def umbrella(self) -> Flags:
        """Which actors are umbrellas."""
        return self._umbrella

    @property
    def civilian(self) -> Flags:
        """Which actors are civilians."""
        return self._civilian

    @property
    def registrar(self) -> Registrar:
        """What numbers are given by."""
        return self._known


_EACH = tuple(enumerate(incident_table.ELEMENTS))


def _flags(table: pa.Table, column: str) -> Flags:
    if column not in table.column_names:
        return np.zeros(table.num_rows, np.bool_)
    return np.asarray(table[column].combine_chunks().fill_null(False))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The columns of a table, as numbers."""

    site: Ids
    standing: Octets
    actors: Lists
    targets: Lists
    acts: Lists
    both: Flags
    earliest: Ints
    latest: Ints


class _Docketing:
    """Parts of the rows of a table, on their way into a docket."""

    def __init__(
        self, listing: Listing, rows: _Rows, number: Ints, part: Ids, spans: tuple[Ints, Ints]
    ) -> None:
        self._listing, self._known = listing, listing.registrar
        self._rows, self._number, self._part = rows, number, part
        self._whole = len(number) == len(rows.site)  # each row is one part
        self._when = self._slices(*spans)

    def listed(self) -> Listed:
        """The docket: parts with one alternative but for the place, then the kinds of others."""
        plain = self._plain()
        simple, several = np.flatnonzero(plain), np.flatnonzero(~plain)
        row = np.empty(len(plain), np.int64)
        row[simple] = np.arange(len(simple))
        pieces = [self._simple(simple)]
        heads = [simple]
        if len(several):
            first, of = self._kinds(several)
            row[several] = len(simple) + of
            pieces.append(self._expanded(several[first]))
            heads.append(several[first])
        docket = self._docket(np.concatenate(heads), pieces)
        return Listed(docket, self._number, self._part, row, self._codes())

    # --- what is left open --------------------------------------------------------------------------

    def _slices(self, earliest: Ints, latest: Ints) -> tuple[Lists, Ids]:
        """The slices of each part, and an instant in each, by number."""
        calendar = self._known.calendar
        if not calendar.recurs:
            first, last = calendar.within(earliest, latest)
            counts = last - first + 1
            values = (first if counts.max(initial=1) == 1 else spread(first, counts)).astype(
                np.int32
            )
            return Lists(np.concatenate([[0], np.cumsum(counts)]), values), values
        with self._known.lock:
            found = [
                [(number, self._known.ticks.of(instant)) for number, instant in calendar.of(span)]
                for span in map(Interval, earliest.tolist(), latest.tolist())
            ]
        flat = np.array([one for some in found for one in some], np.int32).reshape(-1, 2)
        return Lists(np.cumsum([0, *map(len, found)]), flat[:, 0]), flat[:, 1]

    def _of(self, column: NDArray[Any]) -> NDArray[Any]:
        """A column of the table by part."""
        return column if self._whole else column[self._number]

    def _plain(self) -> Flags:
        """Which parts have one slice, one act, one actor and at most one target, none an umbrella."""
        rows, umbrella = self._rows, self._listing.umbrella
        plain = (rows.acts.counts == 1) & (rows.actors.counts == 1) & ~rows.both
        plain &= rows.targets.counts <= 1
        if umbrella.any():
            for some in (rows.actors, rows.targets):
                here = np.repeat(np.arange(len(some)), some.counts)
                plain[here[umbrella[some.values]]] = False
        found: Flags = self._of(plain) & (self._when[0].counts == 1)
        return found

    def _simple(self, parts: Ints) -> _Openings:
        rows, when = self._rows, self._when
        row = self._number[parts]
        every = len(parts) == len(self._number) and self._whole
        actor = rows.actors.values if every else rows.actors.values[rows.actors.first[row]]
        act = rows.acts.values if every else rows.acts.values[rows.acts.first[row]]
        counts = rows.targets.counts[row]
        if len(counts) and counts.min() == 1:
            target = rows.targets.values[rows.targets.first[row]]
            group = target + 1
            kept = (actor != target) | (actor == self._known.unidentified)
        else:
            target = np.full(len(row), -1, np.int32)
            target[counts > 0] = rows.targets.values[rows.targets.first[row[counts > 0]]]
            group = np.where(target >= 0, target + 1, self._nobody(act))
            kept = (actor != target) | (actor == self._known.unidentified)
        at = when[0].first[parts]
        found = _Openings(
            np.ones(len(parts), np.int64), when[0].values[at], when[1][at], act, actor, group,
            np.zeros(len(parts), np.bool_),
        )  # fmt: skip
        return found if kept.all() else found.kept(kept)

    def _nobody(self, acts: Ids) -> Ids:
        """The group of targets of acts where none is told: none, or somebody."""
        size = int(acts.max(initial=0)) + 1
        group = np.zeros(size, np.int32)
        for number in np.unique(acts).tolist():
            if taxonomy.act(self._known.acts.things[number].code).needs_target:
                group[number] = self._known.unidentified + 1
        return group[acts]

    def _kinds(self, parts: Ints) -> tuple[Ints, Ints]:
        """The first of the parts of each kind, and the kind of each."""
        rows, row = self._rows, self._number[parts]
        when = self._when[0]
        at = when.first[parts]
        grades = kinds(*rows.standing[row].T)[1]
        columns: list[NDArray[Any]] = [
            rows.site[row], grades, self._when[1][at], when.counts[parts], rows.both[row],
            *(numbered(some.take(row))[0] for some in (rows.actors, rows.targets, rows.acts)),
        ]  # fmt: skip
        if self._known.calendar.recurs:  # then the first instant does not tell the others
            ticks = Lists(when.first, self._when[1]).take(parts)
            columns.append(numbered(ticks)[0])
        return kinds(*columns)

    def _expanded(self, parts: Ints) -> _Openings:
        """Every opening of some parts: instants, then acts, then pairs of actor and target."""
        rows, row, when = self._rows, self._number[parts], self._when
        slices = when[0].take(parts)
        tick = Lists(when[0].first, when[1]).take(parts).values
        here = np.repeat(np.arange(len(parts)), slices.counts)  # by part and slice
        persons = self._known.calendar.person_of[slices.values]
        actors = self._meant(rows.actors.take(row[here]), persons)
        targets = self._meant(rows.targets.take(row[here]), persons)
        acts = rows.acts.take(row[here])
        at = np.repeat(np.arange(len(here)), acts.counts)  # by part, slice and act
        act = acts.values
        groups = np.maximum(targets.counts, 1)[at]
        pairs = actors.counts[at] * groups
        one = np.repeat(np.arange(len(at)), pairs)
        within = spread(np.zeros(len(at), np.int64), pairs)
        actor = actors.values[actors.first[at[one]] + within // groups[one]]
        told = targets.counts[at[one]] > 0
        target = np.full(len(one), self._known.unidentified, np.int32)
        place = (targets.first[at[one]] + within % groups[one])[told]
        target[told] = targets.values[place]
        group = target + 1
        group[~told] = self._nobody(act[one][~told])
        kept = ~told | (actor != target) | (actor == self._known.unidentified)
        one, actor, target, group = one[kept], actor[kept], target[kept], group[kept]
        mirrored = rows.both[row[here[at[one]]]] & (group > 0) & ~self._listing.civilian[target]
        twice = np.repeat(np.arange(len(one)), 1 + mirrored)
        back = np.zeros(len(twice), np.bool_)
        back[1:] = twice[1:] == twice[:-1]
        one = one[twice]
        flat = at[one]
        return _Openings(
            np.bincount(here[flat], minlength=len(parts)),
            slices.values[flat], tick[flat], act[one],
            np.where(back, target[twice], actor[twice]),
            np.where(back, actor[twice] + 1, group[twice]),
            back,
        )  # fmt: skip

    def _meant(self, some: Lists, persons: Ids) -> Lists:
        """Whom the names of lists mean, each at a slice of persons."""
        if not self._listing.umbrella[some.values].any():
            return some
        meant = self._listing.meant
        slices = len(self._known.calendar.person_slices)
        keys = some.values.astype(np.int64) * slices + np.repeat(persons, some.counts)
        counts = meant.counts[keys]
        ends = np.concatenate([[0], np.cumsum(counts)])
        return Lists(ends[some.first], meant.values[spread(meant.first[keys], counts)]).distinct()

    # --- the docket -------------------------------------------------------------------------------

    def _docket(self, parts: Ints, pieces: list[_Openings]) -> Docket:
        row = self._number[parts]
        openings = pieces[0] if len(pieces) == 1 else _joined(pieces)
        nothing = np.zeros(len(parts), np.int32)
        return Docket(
            site=self._rows.site[row],
            standing=self._rows.standing[row],
            holder=nothing, plea=nothing, reasons=nothing,
            together=np.zeros(len(parts), np.bool_),
            acted=self._rows.acts.counts[row] > 0,
            first=np.concatenate([[0], np.cumsum(openings.counts)]),
            slice=openings.slice, tick=openings.tick, act=openings.act, actor=openings.actor,
            target=openings.target, reverse=openings.reverse,
        )  # fmt: skip

    def _codes(self) -> Ids:
        """The set of candidate codes of each part, by number."""
        acts, of = self._rows.acts, self._listing.code_set
        found = np.zeros(len(acts), np.int32)
        single = acts.counts == 1
        if single.any():
            alone = acts.values[acts.first[:-1][single]]
            size = int(alone.max()) + 1
            found[single] = np.array([of((number,)) for number in range(size)], np.int32)[alone]
        rest = np.flatnonzero(~single)
        if len(rest):
            some = acts.take(rest)
            number, first = numbered(some)
            found[rest] = np.array([of(some.of(one)) for one in first], np.int32)[number]
        codes: Ids = self._of(found)
        return codes


@dataclass(frozen=True, slots=True)
class _Openings:
    """What is left open of some parts, part after part; `counts` says how many each has."""

    counts: Ints
    slice: Ids
    tick: Ids
    act: Ids
    actor: Ids
    target: Ids
    reverse: Flags

    def kept(self, flags: Flags) -> _Openings:
        """Of parts with one opening each: those that stay."""
        return _Openings(
            flags.astype(np.int64), self.slice[flags], self.tick[flags], self.act[flags],
            self.actor[flags], self.target[flags], self.reverse[flags],
        )  # fmt: skip


def _joined(pieces: list[_Openings]) -> _Openings:
    return _Openings(
        *(
            np.concatenate([getattr(piece, name) for piece in pieces])
            for name in ("counts", "slice", "tick", "act", "actor", "target", "reverse")
        )
    )
