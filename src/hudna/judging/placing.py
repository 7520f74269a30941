"""Placing: where the rows of a table were, as numbers.

In: columns of points, radii and administrative units.  Out: for each row the number of the status
of its place (`Sites.status`), as `Registrar.site` gives it for a region.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hudna.cells import Cells
from hudna.evidence import Truth
from hudna.judging import lists
from hudna.judging.bits import Ids
from hudna.judging.docket import Registrar
from hudna.judging.growing import Asked, Numbered
from hudna.judging.lists import kinds, numbered
from hudna.problem import Problem, Refused
from hudna.zones import by_units

MOST_DISKS = 1_000_000
"""So many places with a radius are remembered."""

NOWHERE = -1
"""The shape of a row without a point."""


class Placing:
    """The places of one agreement's tables.  Safe to use from several threads."""

    def __init__(self, registrar: Registrar, strict: bool) -> None:
        """`strict`: refuse units that the case does not know, or that are not all that contain it."""
        self._known = registrar
        self._strict = strict
        zones = registrar.agreement.zones.zones
        self._shaped = [i for i, zone in enumerate(zones) if zone.geometry is not None]
        self._cells = Cells([zones[i] for i in self._shaped])
        self._units = Numbered()
        self._site = lru_cache(maxsize=1_000_000)(self._work_out_site)
        self._of_shape = Asked()  # from `NOWHERE` on, no unit being told
        self._of_disk: dict[bytes, int] = {}

    def sites(self, table: pa.Table, name: str = "table") -> Ids:
        """The number of the status of the place of each row.  Raises `Refused`; see `strict`."""
        shapes = self._shapes(table)
        found = self._of_shape.of(shapes - NOWHERE, lambda row: self._site(int(shapes[row]), ()))
        if "units" not in table.column_names:
            return found
        told = lists.read(table["units"], self._unit)
        rows = np.flatnonzero(told.counts)
        some, shapes = told.take(rows), shapes[rows]
        first, of = kinds(shapes, numbered(some)[0])
        try:
            sites = [self._site(int(shapes[one]), some.of(one)) for one in first.tolist()]
        except Refused as refused:
            raise Refused(replace(problem, file=name) for problem in refused.problems) from None
        found[rows] = np.array(sites, np.int32)[of]
        return found

    def _shapes(self, table: pa.Table) -> Ids:
        """For each row an index into `Cells.found`, or `NOWHERE`."""
        shapes = np.full(table.num_rows, NOWHERE, np.int32)
        if "lon" not in table.column_names:
            return shapes
        columns = [table[c].combine_chunks() for c in ("lon", "lat", "radius_km")]
        there = np.asarray(
            pc.and_(pc.and_(columns[0].is_valid(), columns[1].is_valid()), columns[2].is_valid())
        )
        lon, lat, radius = (np.asarray(column.fill_null(0.0)) for column in columns)
        exact = there & (radius == 0)
        if exact.any():
            at = slice(None) if exact.all() else exact
            shapes[at] = self._cells.points(lon[at], lat[at])
        if (disks := there & ~exact).any():
            shapes[disks] = self._disks(np.stack([lon, lat, radius], axis=1)[disks])
        return shapes

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

    def _check(self, units: tuple[str, ...]) -> None:
        """That these are all units that contain a place: what is left out would not contain it."""
        gazetteer = self._known.agreement.gazetteer
        if not gazetteer.spots:
            return
        whole = gazetteer.chain(units[0])
        if not whole:
            what, remedy = f"“{units[0]}” is no unit of the case (`units`)", "See gazetteer.csv"
        elif set(whole) != set(units):
            what = (
                f"`units` are {', '.join(units)}: those that contain {units[0]} are not just these"
            )
            remedy = f"Write {', '.join(whole)}: what is left out would not contain it"
        else:
            return
        raise Refused([Problem("table", None, None, what, remedy)])

    def _work_out_site(self, shape: int, units: tuple[int, ...]) -> int:
        """The status of a place, from its shape (`NOWHERE`: none) and the units that contain it."""
        names = tuple(self._units.things[i] for i in units)
        if self._strict and names:
            self._check(names)
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
