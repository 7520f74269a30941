"""Tables of reports in the plain form, the one that `hudna match` takes: any source, a row a report.

In: CSV with the columns of `COLUMNS`, in any order; `report_id` and `source` are needed.  Out: reports.

- A time that is a date is the whole local day of the case; `t_latest` is included to its end.  A time with
  no offset is read on the case's clock.  A time that lacks is open.
- Coordinates without `radius_km`, and a named place of the gazetteer, lie within `TOWN_KM`.  A name that is
  a unit's is the whole unit; one that the gazetteer does not know is kept as written, in its `admin`s.
- Candidates are separated by `|`: actors by id or name, acts by code or label.  An actor that the case does
  not know is `unidentified`; a row with an act that the taxonomy does not know is refused.
- `origin` names who first told, several by `|`.  Left empty, matching looks for it (`according to …`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa

from hudna import taxonomy
from hudna.actors import Registry
from hudna.gazetteer import Gazetteer, Spot
from hudna.incident import UNIDENTIFIED, Extent
from hudna.instant import TimeError
from hudna.instant import read as instant
from hudna.names import fold
from hudna.problem import refuse
from hudna.sources.delimited import inspect, joined, odd_cells, read_rows, visible
from hudna.sources.importing import (
    BATCH,
    NO_ACTOR,
    NO_ORIGIN,
    NO_UNIT,
    BadRow,
    ImportReport,
    batch_of,
    table_of,
)
from hudna.sources.lookup import Names

NAME: Final = "plain"
COLUMNS: Final[Mapping[str, str]] = {
    "report_id": "id, unique over all tables",
    "source": "who reports: a data set, an agency, a mission",
    "origin": "whose account it is, as the source names it",
    "t_earliest": "start of the time it happened in, ISO 8601; a date is the whole local day",
    "t_latest": "end of it; a date is included to its end",
    "lat": "degrees, WGS 84",
    "lon": "degrees, WGS 84",
    "radius_km": "the place lies within this of the point",
    "place": "name of the place, as written",
    "admin1": "first-order unit",
    "admin2": "second-order unit",
    "actors": "who acted: candidates, separated by |",
    "targets": "whom it hit: candidates, separated by |",
    "acts": "what was done: candidates, separated by |",
    "deaths_low": "persons killed, at least",
    "deaths_best": "persons killed, best estimate",
    "deaths_high": "persons killed, at most",
    "text": "headline or account, as written",
}
"""The columns of the plain form, with what each holds."""

NEEDED: Final = ("report_id", "source")
TOWN_KM: Final = 3.0
"""Half the breadth of what the name of a town may mean."""

_ID: Final = re.compile(r"[^\s/\x00-\x1f\x7f]{1,100}")
_NO_PLACE: Final = "Places that the gazetteer does not know (kept as written)"


def matches(header: list[str]) -> bool:
    """Whether the columns are those of the plain form."""
    names = {cell.strip() for cell in header}
    return set(NEEDED) <= names and len(names & set(COLUMNS)) > len(NEEDED)


def read(
    path: Path,
    registry: Registry,
    gazetteer: Gazetteer,
    zone: str,
    strict: bool = False,
    advance: Callable[[int], None] = lambda _: None,
) -> tuple[pa.Table, ImportReport]:
    """Read a table in the plain form into reports, with an account of all its rows.

    `zone` is the IANA zone of the case; `strict` refuses a file with anything odd in it; `advance` is
    told how many rows were read since it was last called.  Raises `Refused`.
    """
    report = ImportReport(visible(path.name), NAME)
    encoding = inspect(path)
    report.encoding = encoding.label
    rows = read_rows(path, encoding)
    header = [cell.strip() for cell in next(rows, (1, []))[1]]
    _account(header, report)
    reader = _Reader(header, Names(registry, gazetteer), zone, report)
    table = table_of(reader.batches(rows, advance))
    report.settle(table, strict, "Mend the rows; the reference says what each column holds")
    return table, report


def _account(header: list[str], report: ImportReport) -> None:
    """List which columns are read.  Raises `Refused` for a table that cannot be."""
    if missing := [name for name in NEEDED if name not in header]:
        what = f"the columns {', '.join(missing)} are missing"
        raise refuse(report.file, what, f"The columns are {', '.join(COLUMNS)}", 1)
    if twice := sorted({name for name in COLUMNS if header.count(name) > 1}):
        what = f"the columns {', '.join(twice)} stand twice"
        raise refuse(report.file, what, "Leave one of each: nothing says which is right", 1)
    report.columns_used = [name for name in header if name in COLUMNS]
    report.columns_unknown = [name or "(no name)" for name in header if name not in COLUMNS]
    report.columns_missing = [name for name in COLUMNS if name not in header]


class _Where(NamedTuple):
    """A place as a report has it."""

    units: tuple[str, ...] = ()
    is_unit: bool = False
    lon: float | None = None
    lat: float | None = None
    radius_km: float | None = None


class _Reader:
    """Reads rows one by one, in the order of the file."""

    def __init__(self, header: list[str], names: Names, zone: str, report: ImportReport) -> None:
        self.header = header
        self.names = names
        self.zone = zone
        self.report = report
        self.lines: dict[str, int] = {}

    def batches(
        self, rows: Iterator[tuple[int, list[str]]], advance: Callable[[int], None]
    ) -> Iterator[pa.RecordBatch]:
        """The reports of the rows that can be taken; the others are listed."""
        report = self.report
        made: list[tuple[Any, ...]] = []
        for line, cells in rows:
            if not cells:
                report.empty_lines += 1
                continue
            report.rows += 1
            try:
                made.append(self.row(line, cells))
            except BadRow as bad:
                report.refuse_row(line, str(bad))
                continue
            for what in odd_cells(joined(cells)):
                report.note_odd(line, what)
            if len(made) == BATCH:
                yield batch_of(made)
                advance(len(made))
                made = []
        yield batch_of(made)
        advance(len(made))

    def row(self, line: int, cells: list[str]) -> tuple[Any, ...]:
        """The report of a row, in the order of the schema.  Raises `BadRow`."""
        if len(cells) != len(self.header):
            raise BadRow(f"{len(cells)} cells, the header has {len(self.header)}")
        told = dict.fromkeys(COLUMNS, "") | dict(
            zip(self.header, map(str.strip, cells), strict=True)
        )
        start, end = _times(told["t_earliest"], told["t_latest"], self.zone)
        where = self._where(told)
        actors, targets = self._actors(told["actors"]), self._actors(told["targets"])
        origins = self.names.origins(told["origin"].replace("|", ";"))
        self.report.missed(NO_ORIGIN, origins.unknown)
        deaths = [_count(told[f"deaths_{name}"], name) for name in ("low", "best", "high")]
        if (some := [n for n in deaths if n is not None]) != sorted(some):
            raise BadRow("deaths_low, deaths_best and deaths_high are not in order")
        acts = _acts(told["acts"])
        name = self._name(line, told)
        return (
            name, told["source"], name, origins.ids, origins.names, None, start, end, self.zone,
            Extent.UNKNOWN.value, told["place"] or None, where.units, where.is_unit, where.lon,
            where.lat, where.radius_km, actors, told["actors"] or None, targets,
            told["targets"] or None, False, acts, *deaths, None, False, told["text"] or None, None,
        )  # fmt: skip

    def _name(self, line: int, told: Mapping[str, str]) -> str:
        name = told["report_id"]
        if not told["source"]:
            raise BadRow("source is empty: who reports?")
        if _ID.fullmatch(name) is None:
            raise BadRow(f"report_id “{visible(name)}” is no id (no blanks, no slash, not empty)")
        if name in self.lines:
            raise BadRow(f"report_id “{visible(name)}” stands on line {self.lines[name]} as well")
        self.lines[name] = line
        return name

    def _actors(self, cell: str) -> tuple[str, ...]:
        registry = self.names.registry
        ids: dict[str, None] = {}
        unknown: list[str] = []
        for written in filter(None, map(str.strip, cell.split("|"))):
            known = written if written in registry.entries else registry.find(written)
            ids[known or UNIDENTIFIED] = None
            if known is None and written != UNIDENTIFIED:
                unknown.append(written)
        self.report.missed(NO_ACTOR, unknown)
        return tuple(ids) or (UNIDENTIFIED,)

    def _where(self, told: Mapping[str, str]) -> _Where:
        gazetteer = self.names.gazetteer
        lat = _number(told["lat"], "lat", 90.0)
        lon = _number(told["lon"], "lon", 180.0)
        radius = _number(told["radius_km"], "radius_km", 5000.0)
        if radius is not None and radius < 0:
            raise BadRow("radius_km is less than 0")
        if (lat is None) != (lon is None):
            raise BadRow("of lat and lon one is empty")
        outer = self._units(told)
        spot = _spot(gazetteer, told["place"], outer)
        if told["place"] and spot is None:
            self.report.missed(_NO_PLACE, [told["place"]])
        chain = outer if spot is None else gazetteer.chain(spot.id)
        is_unit = spot is not None and spot.kind != "place"
        if spot is not None and not is_unit:
            chain = chain[1:]
        if lat is not None:
            return _Where(chain, False, lon, lat, TOWN_KM if radius is None else radius)
        if spot is not None and not is_unit and spot.point is not None:
            return _Where(chain, False, *spot.point, TOWN_KM if radius is None else radius)
        return _Where(chain, is_unit or (not told["place"] and bool(chain)))

    def _units(self, told: Mapping[str, str]) -> tuple[str, ...]:
        """The chain of the smallest unit that is named and known."""
        units = self.names.units(told["admin2"], told["admin1"], "")
        self.report.missed(NO_UNIT, units.unknown)
        return units.second or units.first


def _spot(gazetteer: Gazetteer, name: str, inside: tuple[str, ...]) -> Spot | None:
    """The one place so called, or else the one unit; within the units that are named."""
    for kinds in (("place",), ("adm3", "adm2", "adm1", "country")):
        found = [
            spot
            for spot in gazetteer.find(name, kinds)
            if not inside or inside[0] in gazetteer.chain(spot.id)
        ]
        if len(found) == 1:
            return found[0]
    return None


def _times(earliest: str, latest: str, zone: str) -> tuple[int | None, int | None]:
    """Start and end as instants; None: open.  Raises `BadRow`."""
    try:
        start = instant(earliest, zone) if earliest else None
        end = instant(latest, zone) if latest else None
    except (TimeError, ValueError) as error:
        raise BadRow(str(error)) from None
    if start is not None and end is not None and end.latest < start.earliest:
        raise BadRow("t_latest is before t_earliest")
    return None if start is None else start.earliest, None if end is None else end.latest


def _number(text: str, name: str, most: float) -> float | None:
    if not text:
        return None
    if re.fullmatch(r"[+-]?\d{1,4}(\.\d*)?", text, re.ASCII) is None or abs(float(text)) > most:
        raise BadRow(f"{name} “{visible(text)}” is no number up to {most:g}")
    return float(text)


def _count(text: str, name: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BadRow(f"deaths_{name} “{visible(text)}” is no count of persons")
    return int(text)


@cache
def _labels() -> Mapping[str, str]:
    """Codes of acts by code and label, folded."""
    return {
        fold(name): act.code
        for act in taxonomy.acts().values()
        for name in (act.label.en, act.label.ar, act.code)
    }


def _acts(cell: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for written in filter(None, map(str.strip, cell.split("|"))):
        code = _labels().get(fold(written))
        if code is None:
            raise BadRow(f"the act “{visible(written)}” is none of the taxonomy")
        found[code] = None
    return tuple(found)
