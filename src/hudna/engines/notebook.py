"""Notebook: a case as a researcher asks it from Python, with tables in and tables out.

In: `hudna.open_case(folder)`, and tables of incidents of pandas, polars or Arrow.  Out: tables of
the same kind.  What is judged here is not recorded: the record keeps what the commands answer.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa

from hudna import case as cases
from hudna.agreement.worlds import World
from hudna.case import Case
from hudna.engines import frames
from hudna.engines.batch import current
from hudna.engines.readable import Form, readable, tidied
from hudna.engines.tables import judged
from hudna.engines.unknown import check_names
from hudna.incident_table import checked
from hudna.judging.judge import Judge
from hudna.problem import Refused, refuse
from hudna.record.known import open_known
from hudna.report import SCHEMA as REPORTS

BATCH: Final = 32_768
"""Rows that are judged at a time: what they need fits the processor's cache."""

_READINGS: Final = pa.schema(
    [("reading", pa.string()), ("label", pa.string()), ("holders", pa.list_(pa.string())),
     ("status", pa.string()), ("worlds", pa.int64())]
)  # fmt: skip
_WORLDS: Final = pa.schema(
    [("world", pa.string()), ("reading", pa.string()), ("counts", pa.bool_())]
)
_ACTORS: Final = pa.schema(
    [(name, pa.string()) for name in ("actor", "name", "name_ar", "kind", "side")]
)

Worlds = str | Sequence[str] | None
"""Readings or worlds, as `"R1,R4"` or `["R1", "R4"]`; `"all"`; None: the live readings."""


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case that was opened, to be asked.

    `case` is the case itself, with its agreement, actors, zones and incidents.  The folder was read
    once: open it again after a change.
    """

    case: Case
    _judge: Judge = field(repr=False, compare=False)

    def __repr__(self) -> str:
        live = self.case.agreement.document.readings.values()
        return (
            f"<hudna case {self.case.id}: {sum(r.status == 'live' for r in live)} live readings, "
            f"{len(self.case.agreement.worlds.default())} worlds, "
            f"{len(self.case.registry.entries)} actors>"
        )

    # --- what was opened --------------------------------------------------------------------------

    @property
    def zone(self) -> str:
        """The IANA time zone of the case's days, such as `Asia/Damascus`."""
        return self.case.agreement.zone

    @property
    def readings(self) -> pa.Table:
        """The readings of the agreement, a row each.

        Columns: `reading`, its id; `label`, in English; `holders`, who holds it, by name; `status`,
        of which only `live` counts for headlines; `worlds`, in how many it is judged by default.
        """
        rows = [
            {
                "reading": name,
                "label": reading.label.text("en"),
                "holders": [self.case.registry.label(actor, "en") for actor in reading.holders],
                "status": reading.status,
                "worlds": len(self.case.agreement.worlds.of_reading(name)),
            }
            for name, reading in self.case.agreement.document.readings.items()
        ]
        return pa.Table.from_pylist(rows, schema=_READINGS)

    @property
    def worlds(self) -> pa.Table:
        """The worlds that count for headlines, a row each: see `worlds_of`."""
        return self.worlds_of(None)

    def worlds_of(self, worlds: Worlds = "all") -> pa.Table:
        """Some worlds, a row each, in the order in which they are judged.

        A world is one reading with one setting of the switches that concern it.  Columns: `world`,
        its id; `reading`; `counts`, whether it counts for headlines; and one of each switch of the
        agreement with its value, null where it does not concern the reading.

        Raises:
            Refused: For a reading, switch or value that the agreement does not have.
        """
        counted = {world.id for world in self.case.agreement.worlds.default()}
        found = self._selected(worlds)
        columns: dict[str, list[str | None]] = {
            name: [world.switches.get(name) for world in found]
            for name in self.case.agreement.document.switches
        }
        schema = _WORLDS
        for name in columns:
            apart = name if name not in _WORLDS.names else f"switch {name}"
            schema = schema.append(pa.field(apart, pa.string()))
        first = [
            [world.id for world in found],
            [world.reading for world in found],
            [world.id in counted for world in found],
        ]
        return pa.table([*first, *columns.values()], schema=schema)

    @property
    def actors(self) -> pa.Table:
        """The actors of the case, a row each: their ids are what a table of incidents names.

        Columns: `actor`, the id; `name` and `name_ar`, the first in English and in Arabic; `kind`;
        `side`, null where it is on none.
        """
        registry = self.case.registry
        rows = [
            {
                "actor": name,
                "name": registry.label(name, "en"),
                "name_ar": registry.label(name, "ar"),
                "kind": entry.kind.value,
                "side": entry.side,
            }
            for name, entry in registry.entries.items()
        ]
        return pa.Table.from_pylist(rows, schema=_ACTORS)

    def units(self, name: str) -> list[str]:
        """A unit or place and the units that contain it, smallest first: a value of `units`.

        Args:
            name: An id of the gazetteer, or a name in Arabic or English.

        Raises:
            Refused: For a name that the gazetteer does not have, or that leads to several.
        """
        gazetteer = self.case.agreement.gazetteer
        found = [name] if name in gazetteer.spots else [s.id for s in gazetteer.find(name)]
        if len(found) != 1:
            what = f"“{name}” leads to {' and '.join(found) or 'no unit or place'}"
            raise refuse("gazetteer.csv", what, "Give the id of the one that is meant")
        return list(gazetteer.chain(found[0]))

    def reports(self, as_known: str | None = None, database: str | None = None) -> pa.Table:
        """The reports that were imported into the case, as an Arrow table that `judge` takes.

        Those that people set aside or withdrew are left out.  As with the commands, what changed in
        the case's files is recorded first.

        Args:
            as_known: A time: the reports as they were known then; of a day, at its end.
            database: A team's database; otherwise `HUDNA_DATABASE`, or the case's own file.

        Returns:
            The columns of the reference page “The table of reports”.

        Raises:
            Refused: Where the record cannot be read.
        """
        url = database or os.environ.get("HUDNA_DATABASE") or None
        with open_known(self.case.path, url, as_known) as known:
            for problem in known.warnings:
                warnings.warn(str(problem), stacklevel=2)
            return pa.concat_tables([REPORTS.empty_table(), *current(known)])

    # --- judging ----------------------------------------------------------------------------------

    def judge(
        self,
        table: Any,
        worlds: Worlds = None,
        *,
        form: Literal["readings", "worlds", "long"] = "readings",
        reasons: bool = True,
        pivots: bool = True,
        strict: bool = True,
        threads: int = 2,
    ) -> Any:
        """Judge a table of incidents; the findings come as the same kind of table.

        Args:
            table: A DataFrame of pandas or polars, a Table or RecordBatch of pyarrow, or what gives
                an Arrow stream (a DuckDB relation).  A row an incident.  Its columns are those of
                `hudna.incident_table.SCHEMA`; only an id and a level are required, and what is left
                out is unknown:

                - `incident_id`: string.
                - `t_earliest`, `t_latest`: instants with a time zone.  The end is not included;
                  null: open.  A local day runs from its midnight to the next.
                - `extent`: `moment`, `throughout` or `unknown`.  An act that filled its time is
                  split where a ceasefire begins or ends: a finding for each `part`.
                - `lon`, `lat`: degrees, WGS 84; `radius_km`: kilometres, 0 for an exact point.
                - `units`: lists of ids of the gazetteer, smallest first.
                - `actors`, `targets`: lists of candidates, ids of actors.yaml or `unidentified`.
                - `both_directions`: bool: who acted on whom is not said.
                - `acts`: lists of candidates, observation codes; `weapon`: a class.
                - `level`: 0 to 4, for E0 to E4; `level_actor` and so on, of one element; or
                  `origins`: lists of ids of origins, from which the level follows.
                - `contested`, `refuted`: lists of elements.
                - `aggregate`: bool: sums many events, and is never to be counted.

                Other columns are not read, and not given back: join them by `incident`.
            worlds: Whose verdicts are listed: `"R1,R4"`, a list of ids, or `"all"`, every switch
                varied.  The headline is over the live readings, whatever is listed.
            form: `"readings"`: a row an incident, a column a reading with its verdict, `depends`
                where its worlds differ.  `"worlds"`: a column a world.  `"long"`: a row an incident
                and world, with `world`, `reading` and `verdict`.
            reasons: Whether to say what is missing where a verdict cannot be determined.
            pivots: Whether to say on which switches and readings the outcome turns.
            strict: Whether to refuse ids that the case does not know.  Otherwise such an actor is
                unidentified, an origin supports E1, a unit says nothing.
            threads: How many processor cores to use.

        Returns:
            A row an incident, in the order of `table`; of pandas, with the labels of its index.
            `incident`, the id; `part`, null for the whole; `headline`; `causes`, why it is not a
            violation where it is not; the verdicts: `violation`, `outside`, `permitted`,
            `not_occurred` or `cannot_determine`; `reasons`, as `element:code`; `pivots`; `flags`,
            as `law:code`; `aggregate`.  Where there may be several, they are joined by `|`.

        Raises:
            Refused: For a time without a zone, an id that the case does not know, a value that
                cannot be, a reading that there is not; with the row and the remedy.
        """
        try:
            how = Form(form)
        except ValueError:
            known = ", ".join(f'"{one.value}"' for one in Form)
            raise refuse("form", f"there is no form “{form}”", f"Write one of {known}") from None
        shown = self._selected(worlds)
        batches = self._judged(self._source(table, strict), shown, reasons, pivots, strict, threads)
        found = tidied(pa.concat_tables(readable(batch, shown, how) for batch in batches))
        return frames.like(found, table, _rows(found, len(shown) if how == Form.LONG else 1))

    def findings(
        self,
        table: Any,
        worlds: Worlds = None,
        *,
        reasons: bool = True,
        pivots: bool = True,
        strict: bool = True,
        threads: int = 2,
    ) -> pa.Table:
        """Judge as `judge` does; verdicts come as sets of worlds, for many worlds and rows.

        Returns:
            An Arrow table of `hudna.finding_table.schema`, as `hudna judge --input` writes it:
            `hudna.finding_table.verdicts_in` reads the verdicts in one world out of it.

        Raises:
            Refused: As `judge`.
        """
        shown = self._selected(worlds)
        found = self._judged(self._source(table, strict), shown, reasons, pivots, strict, threads)
        return tidied(pa.concat_tables(found))

    def _source(self, table: Any, strict: bool) -> pa.Table:
        found = frames.read(table)
        frames.check_kinds(found, table, self.zone)
        source = checked(found).combine_chunks()
        if strict:
            check_names(source, self.case)
        return source

    def _judged(
        self, source: pa.Table, shown: Sequence[World], reasons: bool, pivots: bool, strict: bool,
        threads: int,
    ) -> list[pa.Table]:  # fmt: skip
        court = self._judge.court(shown, pivots=pivots)
        listing = court.listing(self.case.registry.origins, strict)
        starts = range(0, max(1, source.num_rows), BATCH)  # of no rows, a table of no rows
        batches = (source.slice(start, BATCH) for start in starts)
        return list(judged(court, listing, batches, threads=max(1, threads), reasons=reasons))

    def _selected(self, worlds: Worlds) -> list[World]:
        known = self.case.agreement.worlds
        if worlds is None:
            return known.default()
        try:
            return known.select(worlds if isinstance(worlds, str) else ",".join(worlds))
        except Refused as refused:
            (problem,) = refused.problems
            raise refuse("worlds", problem.what, problem.remedy) from None


def _rows(found: pa.Table, repeated: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Of which row of the source each row is: an act that was split has its parts in turn."""
    part = np.asarray(found["part"].fill_null(1))[::repeated]
    return np.repeat(np.cumsum(part == 1) - 1, repeated)


def open_case(path: Path | str) -> OpenedCase:
    """Open the folder of a case.

    Raises:
        Refused: With every error that the case has: file, line, what is wrong and what is right.
    """
    opened = cases.open_case(path)
    return OpenedCase(opened, Judge(opened.agreement))


def new_case(path: Path | str, template: str = "blank") -> OpenedCase:
    """Make a new folder from a shipped case, such as `syria-2016`, and open it.

    Raises:
        Refused: Where the folder is there and not empty, or there is no such template.
    """
    cases.new_case(Path(path), template)
    return open_case(path)
