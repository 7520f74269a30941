"""Precision: how a time and a place are made less sharp before they leave the mission.

In: an interval or a region as it is known, and the case's zone and gazetteer.  Out: one that holds
it and tells less.  Nothing is made sharper, and what is not known stays unknown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final

from hudna.gazetteer import KINDS, Gazetteer
from hudna.instant import (
    BEGIN,
    END,
    Interval,
    from_datetime,
    local_day,
    of_day,
    to_datetime,
    zone,
)
from hudna.zones import KM_PER_DEGREE, Region

UNITS: Final = KINDS[:4]
"""Kinds of administrative units, the largest first."""

PARTS: Final = {0: "night", 6: "morning", 12: "afternoon", 18: "evening"}
"""The parts of a day, by the local hour at which each begins."""

DEGREE: Final = 0.1
"""To what part of a degree coordinates are rounded."""

_HOUR: Final = 3_600_000_000


def to_parts(span: Interval, zone_name: str) -> Interval:
    """The parts of the local day that a time lies in, whole.  Whole days stay as they are."""
    return _widened(span, zone_name, tuple(PARTS))


def to_days(span: Interval, zone_name: str) -> Interval:
    """The local days that a time lies in, whole."""
    return _widened(span, zone_name, (0,))


def to_hours(span: Interval, zone_name: str) -> Interval:
    """The hours of the local clock that a time lies in, whole."""
    last = span.earliest if span.is_instant else span.latest - 1
    return Interval(
        BEGIN if span.earliest == BEGIN else _hour(span.earliest, zone_name),
        END if span.latest == END else _hour(last, zone_name) + _HOUR,
    )


def _hour(instant: int, zone_name: str) -> int:
    offset = to_datetime(instant, zone_name).utcoffset()
    assert offset is not None
    moved = instant + int(offset.total_seconds()) * 1_000_000
    return instant - moved % _HOUR


def _widened(span: Interval, zone_name: str, hours: Sequence[int]) -> Interval:
    earliest, latest = span.earliest, span.latest
    last = earliest if span.is_instant else latest - 1
    if earliest != BEGIN and not (latest != END and _begins(earliest, last, zone_name)):
        starts = _starts(local_day(earliest, zone_name), zone_name, hours)
        earliest = max(start for start in starts if start <= earliest)
    if latest != END:
        day = local_day(last, zone_name)
        ends = (*_starts(day, zone_name, hours)[1:], of_day(day, zone_name).latest)
        latest = min(end for end in ends if end > last)
    return Interval(earliest, latest)


def _begins(instant: int, last: int, zone_name: str) -> bool:
    """Whether a local day begins at an instant that the clocks showed as the day before.

    So it is where they went back over midnight; and `last` is of the later day.
    """
    day = local_day(last, zone_name)
    return local_day(instant, zone_name) < day and instant == of_day(day, zone_name).earliest


def _starts(day: date, zone_name: str, hours: Sequence[int]) -> list[int]:
    """When the parts of a local day begin, the first with the day; none twice, none outside it."""
    whole = of_day(day, zone_name)
    tz = zone(zone_name)
    later = [from_datetime(datetime.combine(day, time(hour), tzinfo=tz)) for hour in hours if hour]
    return [whole.earliest, *sorted({t for t in later if whole.earliest < t < whole.latest})]


def part_of(span: Interval, zone_name: str) -> str | None:
    """The part of a day that a time is, whole; None for any other time."""
    if span.is_open or span.is_instant:
        return None
    if to_parts(Interval(span.earliest, span.earliest), zone_name) != span:
        return None
    return PARTS.get(to_datetime(span.earliest, zone_name).hour)


def unit_of(region: Region, gazetteer: Gazetteer, smallest: str = "adm3") -> str | None:
    """The smallest unit that holds a region and is no smaller than `smallest`; None: not known."""
    allowed = UNITS[: UNITS.index(smallest) + 1]
    known = [name for name in region.units if name in gazetteer.spots]
    fitting = [name for name in known if gazetteer.spots[name].kind in allowed]
    return max(fitting, key=lambda name: UNITS.index(gazetteer.spots[name].kind), default=None)


def larger(unit: str | None, gazetteer: Gazetteer, smallest: str) -> str | None:
    """The unit itself, or the one that contains it, that is no smaller than `smallest`."""
    return (
        None if unit is None else unit_of(Region(units=gazetteer.chain(unit)), gazetteer, smallest)
    )


def rounded(region: Region) -> tuple[float, float, float] | None:
    """Longitude and latitude rounded to `DEGREE`, and a radius in km that holds the region.

    None where there is no geometry.
    """
    shape = region.geometry
    if shape is None:
        return None
    middle = shape.centroid
    lon, lat = (round(round(x / DEGREE) * DEGREE, 6) for x in (middle.x, middle.y))
    # That of a point is the same wherever in its cell it is, else it would tell where.
    half = math.hypot(DEGREE / 2, DEGREE / 2)
    west, south, east, north = shape.bounds
    corner = math.hypot(max(lon - west, east - lon), max(lat - south, north - lat))
    degrees = half if shape.geom_type == "Point" else max(half, corner)
    return lon, lat, float(math.ceil(degrees * KM_PER_DEGREE + region.radius_km))
