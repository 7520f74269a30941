"""Small tables of reports for the tests of matching."""

import csv

import pyarrow as pa

from hudna.matching import plain
from hudna.matching.tellings import tellings

HEADER = ("report_id", "source", "t_earliest", "t_latest", "lat", "lon", "radius_km")


def report(name, source="A", day="2016-12-30", lat=36.2, lon=37.2, radius=2, **more):
    """A report as a row: of a day, at a point."""
    row = dict(zip(HEADER, (name, source, day, day, lat, lon, radius), strict=True))
    return row | more


def table(rows):
    """Rows as an Arrow table; all cells are text, None is none."""
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table(
        {name: pa.array([_cell(row.get(name)) for row in rows], pa.string()) for name in names}
    )


def _cell(value):
    return None if value is None else str(value)


def told(rows):
    """Rows as tellings, in their order."""
    return tellings(plain.read_tables([table(rows)]).table)


def write(path, rows, names=None):
    """Rows as a CSV file."""
    names = names or list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(names)
        lines.writerows([["" if row.get(n) is None else row[n] for n in names] for row in rows])
    return path
