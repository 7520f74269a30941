"""UCDP GED: the Georeferenced Event Dataset of the Uppsala Conflict Data Program, as CSV.

In: a GED file (19.1, or a later or candidate release: the columns that are read kept their names),
and the actors, origins and places of a case.  Out: reports, and an account of every row.

What its codes become:

- `date_prec` 1 is a local day of the case's zone; 2 to 4 the local days from `date_start` to
  `date_end`; 5 (more than a month), or any longer span, an aggregate.  An event that UCDP could
  not separate from others (`event_clarity` 2) but can place within a month is not one.
- `where_prec` 1 is a point within `EXACT_KM`, 2 within `NEAR_KM` (so its second-order unit, that of
  the point, is left out); 3 is a second-order unit, 4 a first-order unit, 6 a country, each as a
  whole: their coordinates stand for the unit and are no place.  5 is fuzzy: somewhere in the
  first-order unit, or in the country where none is given.  7, sea or air: unknown.
- `type_of_violence` 3 is an act of side A on civilians; otherwise who acted on whom is not said.
- `number_of_sources` counts articles, never origins; -1 says that nobody counted.

Every event is lethal force by unknown means: UCDP has no other kind and does not say how.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa

from hudna.actors import Registry
from hudna.gazetteer import Gazetteer
from hudna.incident import Extent
from hudna.instant import of_day
from hudna.problem import refuse
from hudna.sources.delimited import inspect, joined, odd_cells, read_rows, visible
from hudna.sources.importing import (
    BATCH,
    NO_ACTOR,
    NO_ORIGIN,
    NO_UNIT,
    BadRow,
    ImportReport,
    Seen,
    batch_of,
    kept,
    table_of,
)
from hudna.sources.lookup import Names, Origins, Side, Units

NAME: Final = "UCDP GED"
ACT: Final = "H-LET-U"  # lethal force, means unknown

EXACT_KM: Final = 5.0
"""`where_prec` 1: in the named place, whose middle the point is: a town, or most of a city."""
NEAR_KM: Final = 25.0
"""`where_prec` 2: near the named place; the codebook says within about 25 km."""
MONTH_DAYS: Final = 31
"""An event that may have been on any of more days than these sums many."""
MANY_ROWS: Final = 10_000_000
"""More events than UCDP has: such a file is odd."""

NEEDED: Final = (
    "id", "type_of_violence", "side_a", "side_b", "where_prec", "latitude", "longitude",
    "date_prec", "date_start", "date_end", "low", "best", "high",
)  # fmt: skip
WANTED: Final = (
    "adm_1", "adm_2", "country", "where_coordinates", "number_of_sources", "source_original",
    "source_office", "source_headline", "deaths_civilians", "event_clarity", "code_status",
)  # fmt: skip
OLDER: Final = {"low_est": "low", "best_est": "best", "high_est": "high"}
NOT_CARRIED: Final = frozenset({
    "relid", "year", "active_year", "conflict_id", "conflict_new_id", "conflict_dset_id",
    "conflict_name", "dyad_id", "dyad_new_id", "dyad_dset_id", "dyad_name", "side_a_id",
    "side_a_new_id", "side_a_dset_id", "side_b_id", "side_b_new_id", "side_b_dset_id", "gwnoa",
    "gwnob", "source_article", "source_date", "where_description", "geom_wkt", "priogrid_gid",
    "country_id", "region", "deaths_a", "deaths_b", "deaths_unknown",
})  # fmt: skip

_EXTENT: Final = Extent.UNKNOWN.value
_MANY_ACTORS: Final = "Names that several actors bear (unidentified)"
_OFFICES: Final = "Offices of rows that name no original source (an office is no origin)"
_UNSAID: Final = "rows name no original source: E1 at most"
_SEVERAL: Final = "rows sum events within a month that UCDP could not separate (each one report)"
_NOT_CLEAR: Final = "rows are not marked clear by UCDP (code_status)"
_BLANK: Final = frozenset({"", "NA"})  # R writes NA for a value that is not there
_DEGREES: Final = re.compile(r"-?\d{1,3}(?:\.\d*)?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)


def matches(header: list[str]) -> bool:
    """Whether the columns are those of GED."""
    return set(NEEDED) <= set(_columns(header))


def read(
    path: Path,
    registry: Registry,
    gazetteer: Gazetteer,
    zone: str,
    strict: bool = False,
    advance: Callable[[int], None] = lambda _: None,
) -> tuple[pa.Table, ImportReport]:
    """Read a GED file into reports, with an account of all its rows.

    `zone` is the IANA zone whose days the dates are.  `strict` refuses a file with anything odd in
    it.  `advance` is told how many rows were read since it was last called.  Raises `Refused` for
    a file that is not GED, or of which no row can be taken.
    """
    report = ImportReport(visible(path.name), NAME)
    encoding = inspect(path)
    report.encoding = encoding.label
    rows = read_rows(path, encoding)
    columns = _account(next(rows, (1, []))[1], report)
    seen = Seen()
    reader = _Reader(columns, Names(registry, gazetteer), zone, report, seen)
    table = table_of(reader.batches(rows, advance))
    keep = seen.settle(report)
    if keep is not None:
        table = kept(table, keep)
    if report.rows >= MANY_ROWS:
        report.note_odd(1, f"the file has {report.rows:,} rows, more than UCDP has events")
    report.settle(table, strict, "Give the file as UCDP published it")
    return table, report


# --- columns --------------------------------------------------------------------------------------


def _columns(header: list[str]) -> dict[str, list[int]]:
    """Column name → the places where it stands."""
    found: dict[str, list[int]] = {}
    for place, cell in enumerate(header):
        name = cell.strip().casefold()
        found.setdefault(OLDER.get(name, name), []).append(place)
    return found


def _account(header: list[str], report: ImportReport) -> dict[str, int]:
    """Where each column that is read stands; the others are listed.  Raises `Refused`."""
    columns = _columns(header)
    if missing := [name for name in NEEDED if name not in columns]:
        what = f"the columns {', '.join(missing)} are missing: this is not GED"
        remedy = "Give the file as UCDP published it, as CSV with its header"
        if len(header) == 1 and (other := next((c for c in ";\t|" if c in header[0]), None)):
            what = f"the cells are separated by “{visible(other) or 'tab'}”, not by commas"
            remedy = "Save it as CSV with commas, and with points in decimal numbers"
        raise refuse(report.file, what, remedy, 1)
    if twice := [name for name in (*NEEDED, *WANTED) if len(columns.get(name, ())) > 1]:
        what = f"the columns {', '.join(twice)} stand twice"
        raise refuse(report.file, what, "Leave one of each: nothing says which is right", 1)
    for name, places in columns.items():
        if name in NEEDED or name in WANTED:
            report.columns_used.append(name)
        elif name in NOT_CARRIED:
            report.columns_not_carried.append(name)
        else:
            report.columns_unknown += [header[p].strip() or f"column {p + 1}" for p in places]
    report.columns_missing = [name for name in WANTED if name not in columns]
    # A column that is missing reads the empty cell that is put behind every row.
    behind = len(header)
    return {"width": behind} | {n: columns.get(n, [behind])[0] for n in (*NEEDED, *WANTED)}


# --- rows -----------------------------------------------------------------------------------------


class _Reader:
    """Reads rows one by one, in the order of the file."""

    def __init__(
        self, columns: Mapping[str, int], names: Names, zone: str, report: ImportReport, seen: Seen
    ) -> None:
        self.width = columns["width"]
        self.needed = itemgetter(*(columns[name] for name in NEEDED))
        self.wanted = itemgetter(*(columns[name] for name in WANTED))
        self.names = names
        self.zone = zone
        self.report = report
        self.seen = seen
        self.region = lru_cache(100_000)(self.read_region)

    def batches(
        self, rows: Iterator[tuple[int, list[str]]], advance: Callable[[int], None]
    ) -> Iterator[pa.RecordBatch]:
        """The reports of the rows that can be taken; the others are listed."""
        report = self.report
        made: list[tuple[Any, ...]] = []
        told = 0
        for line, cells in rows:
            if not cells:
                report.empty_lines += 1
                continue
            report.rows += 1
            if len(cells) != self.width:
                report.refuse_row(line, f"{len(cells)} cells, the header has {self.width}")
                continue
            whole = joined(cells)
            try:
                number, row = self.row(line, [*cells, ""])
            except BadRow as bad:
                report.refuse_row(line, str(bad))
                continue
            for what in odd_cells(whole):
                report.note_odd(line, what)
            self.seen.add(number, whole, line)
            made.append(row)
            if len(made) == BATCH:
                yield batch_of(made)
                made = []
                advance(report.rows - told)
                told = report.rows
        yield batch_of(made)
        advance(report.rows - told)

    def row(self, line: int, cells: list[str]) -> tuple[int, tuple[Any, ...]]:
        """The id of a row, and its report in the order of the schema.  Raises `BadRow`."""
        (
            number, kind, side_a, side_b, where, latitude, longitude, precision, start, end,
            low, best, high,
        ) = map(str.strip, self.needed(cells))  # fmt: skip
        wanted = list(map(str.strip, self.wanted(cells)))
        if "NA" in wanted:  # R writes it for a value that is not there
            wanted = ["" if cell == "NA" else cell for cell in wanted]
        (
            first, second, country, place, articles, original, office, headline, civilians,
            clarity, status,
        ) = wanted  # fmt: skip
        if not (number.isascii() and number.isdigit() and len(number) <= 18):
            raise BadRow(f"the id “{visible(number)}” is not a whole number")
        if kind not in ("1", "2", "3"):
            raise BadRow(f"type_of_violence “{visible(kind)}” is not 1, 2 or 3")
        days = _days(precision, start, end, self.zone)
        region, no_units = self.region(where, second, first, country, latitude, longitude)
        deaths = _deaths(low, best, high, civilians)
        actor, target = self.names.side(side_a), self.names.side(side_b)
        origins = self.names.origins(original)
        counted, wrong = _articles(articles)
        for what in (days.odd, region.odd, deaths.odd, wrong):
            if what is not None:
                self.report.note_odd(line, what)
        if clarity == "2" and not days.aggregate:
            self.report.notes[_SEVERAL] += 1
        if status and status.casefold() != "clear":
            self.report.notes[_NOT_CLEAR] += 1
        self._note_names(actor, target, origins, no_units, office)
        text = headline
        if not origins.names and office:
            text = f"{headline} [no original source given; source_office: {office}]".lstrip()
        identity = int(number)
        return identity, (
            f"ucdp-{identity}", NAME, str(identity), origins.ids, origins.names, counted,
            days.start, days.end, self.zone, _EXTENT, place or None, region.units,
            region.is_unit, region.lon, region.lat, region.radius_km, actor.ids, side_a or None,
            target.ids, side_b or None, kind != "3", (ACT,),
            deaths.low, deaths.best, deaths.high, deaths.civilians, days.aggregate, text or None,
            None,  # a published data set: nobody to protect
        )  # fmt: skip

    def read_region(
        self, where: str, second: str, first: str, country: str, latitude: str, longitude: str
    ) -> tuple[_Region, tuple[str, ...]]:
        """Where an event was, and the names of units that the gazetteer does not know."""
        units = self.names.units(second, first, country)
        return _region(where, units, _point(latitude, longitude)), units.unknown

    def _note_names(
        self, actor: Side, target: Side, origins: Origins, no_units: tuple[str, ...], office: str
    ) -> None:
        """Count the names that the case does not know."""
        missed = self.report.missed
        missed(NO_ACTOR, actor.unknown + target.unknown)
        missed(_MANY_ACTORS, actor.ambiguous + target.ambiguous)
        missed(NO_ORIGIN, origins.unknown)
        missed(NO_UNIT, no_units)
        if not origins.names:
            self.report.notes[_UNSAID] += 1
            missed(_OFFICES, (office,) if office else ())


class _Days(NamedTuple):
    start: int
    end: int
    aggregate: bool
    odd: str | None


class _Region(NamedTuple):
    units: tuple[str, ...]
    is_unit: bool = False
    lon: float | None = None
    lat: float | None = None
    radius_km: float | None = None
    odd: str | None = None


class _Deaths(NamedTuple):
    low: int | None
    best: int | None
    high: int | None
    civilians: int | None
    odd: str | None


@lru_cache(100_000)
def _days(precision: str, start: str, end: str, zone: str) -> _Days:
    """The local days of an event, as instants [start, end).  Raises `BadRow`."""
    if precision not in ("1", "2", "3", "4", "5"):
        raise BadRow(f"date_prec “{visible(precision)}” is not 1 to 5")
    first, last = _day(start, "date_start"), _day(end, "date_end")
    if last < first:
        raise BadRow(f"date_end {last} precedes date_start {first}")
    count = (last - first).days + 1
    odd = None
    if precision == "1" and count > 1:
        odd = "date_prec 1 (one day), yet date_end is a later day (the days as written)"
    return _Days(
        of_day(first, zone).earliest, of_day(last, zone).latest,
        precision == "5" or count > MONTH_DAYS, odd,
    )  # fmt: skip


def _day(text: str, name: str) -> date:
    try:
        written = _DAY.fullmatch(text)
        day = date.fromisoformat(written[1]) if written else None
    except ValueError:
        day = None
    if day is None or not 1800 <= day.year <= 2400:
        raise BadRow(f"{name} “{visible(text)}” is not a day written as 2016-12-30")
    return day


def _point(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Longitude and latitude in degrees; None where both are blank.  Raises `BadRow`."""
    if latitude in _BLANK and longitude in _BLANK:
        return None
    for name, text, most in (("latitude", latitude, 90), ("longitude", longitude, 180)):
        if _DEGREES.fullmatch(text) is None:
            raise BadRow(f"{name} “{visible(text)}” is not a number of degrees such as 36.19")
        if abs(float(text)) > most:
            raise BadRow(f"{name} {visible(text)} is outside -{most} to {most}")
    return float(longitude), float(latitude)


def _region(where: str, units: Units, point: tuple[float, float] | None) -> _Region:
    """Where an event was, as far as `where_prec` says.  Raises `BadRow`."""
    outer = units.first or units.country
    match where:
        case "1" | "2":
            inside = units.second if where == "1" and units.second else outer
            if point is None:
                return _Region(inside, odd="no coordinates, though where_prec is 1 or 2")
            return _Region(inside, False, *point, EXACT_KM if where == "1" else NEAR_KM)
        case "3":
            return _Region(units.second or outer, bool(units.second))
        case "4":
            return _Region(outer, bool(units.first))
        case "5":
            return _Region(outer)
        case "6":
            return _Region(units.country, bool(units.country))
        case "7":
            return _Region(())
    raise BadRow(f"where_prec “{visible(where)}” is not 1 to 7")


def _count(text: str, name: str) -> int | None:
    """Persons killed; None where it is blank.  Raises `BadRow`."""
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return int(text)
    if text in _BLANK:
        return None
    raise BadRow(f"{name} “{visible(text)}” is not a count of persons")


@lru_cache(100_000)
def _deaths(low: str, best: str, high: str, civilians: str) -> _Deaths:
    """The dead, as written.  Raises `BadRow`."""
    least, likely, most = _count(low, "low"), _count(best, "best"), _count(high, "high")
    odd = None
    if least is None or likely is None or most is None:
        odd = "low, best or high is blank (unknown)"
    elif not least <= likely <= most:
        odd = "low, best and high are not in order (as written)"
    return _Deaths(least, likely, most, _count(civilians, "deaths_civilians"), odd)


def _articles(text: str) -> tuple[int | None, str | None]:
    """The count of articles, or None; and what is odd about it.  -1: nobody counted."""
    if text.isascii() and text.isdigit() and len(text) <= 6 and text.strip("0"):
        return int(text), None
    if text in ("", "-1"):
        return None, None
    return None, "number_of_sources is no count (unknown)"
