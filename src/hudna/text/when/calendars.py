"""Calendars: what days, months and zones are called, and the days of a period.

Names come from CLDR (Babel) and hijridate; `data/lexicon/{ar,en}/times.yaml` adds what they lack.
A period is its first and its last day.  Hijri days are those of the Umm al-Qura calendar and one
more on each side, for months begin with a sighting of the moon that varies.
"""

from __future__ import annotations

import calendar
import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from typing import NamedTuple

from hudna.instant import add_calendar
from hudna.text.kept import kept
from hudna.text.tags import Language

Days = tuple[date, date]

SATURDAY = 5
UNITS = ("minutes", "hours", "days", "weeks", "months", "years")
# The form of the names that are kept: another one is made anew.
_FORM = "1"
_SIGHTING = timedelta(days=1)
# The days of the shortest month, and of a third of one.
_MONTH = 28
_TEN = 10


class Names(NamedTuple):
    """What a language calls months, days of the week (Monday is 0) and zones, by number or id.

    `short` are abbreviated months, which Arabic has not.  A land is named for its zone where it has
    only one.  `zoned` is how the zone of a place is called: `%s Time`.
    """

    months: list[tuple[int, str]]
    short: list[tuple[int, str]]
    hijri: list[tuple[int, str]]
    weekdays: list[tuple[int, str]]
    zones: list[tuple[str, str]]
    zoned: str


@cache
def names(language: Language) -> Names:
    """The names of a language, kept between runs: CLDR takes long to load."""
    mark = "-".join((_FORM, version("babel"), version("hijridate")))
    return kept(
        f"calendars-{language}", mark, lambda written: Names(*json.loads(written)),
        lambda: json.dumps(_named(language), ensure_ascii=False).encode(),
    )  # fmt: skip


def _named(language: Language) -> Names:
    from babel import Locale  # noqa: PLC0415  # once, and then it is kept
    from hijridate import Hijri  # noqa: PLC0415

    locale = Locale(language)
    hijri = [(month, Hijri(1440, month, 1).month_name(language)) for month in range(1, 13)]
    short = locale.months["format"]["abbreviated"].items() if language == "en" else ()
    return Names(
        _months(language), [*short], hijri, [*locale.days["format"]["wide"].items()],
        [*_zones(language)], str(locale.zone_formats["region"]),
    )  # fmt: skip


def _months(language: Language) -> list[tuple[int, str]]:
    """The names of the Gregorian months in all lands: those of Rabat are not those of Damascus."""
    from babel import Locale  # noqa: PLC0415
    from babel.localedata import locale_identifiers  # noqa: PLC0415

    known = [name for name in locale_identifiers() if name.split("_")[0] == language]
    found = {
        (number, name)
        for locale in map(Locale.parse, known if language == "ar" else [language])
        for form in ("format", "stand-alone")
        for number, name in locale.months[form]["wide"].items()
    }
    return sorted(found)


def _zones(language: Language) -> Iterator[tuple[str, str]]:
    """The zones that a text may state by city or land: (IANA id, name)."""
    from babel import Locale  # noqa: PLC0415
    from babel.core import get_global  # noqa: PLC0415

    locale = Locale(language)
    names = {zone: about.get("city") for zone, about in locale.time_zones.items()}
    for land, listed in get_global("territory_zones").items():
        for zone in listed:
            name = names.get(zone) or zone.rsplit("/", 1)[-1].replace("_", " ")
            if language == "en" or name[0] > "\u0600":
                yield zone, name
        if len(listed) == 1 and land in locale.territories:
            yield listed[0], locale.territories[land]


# --- periods --------------------------------------------------------------------------------------


def month(year: int, number: int) -> Days:
    """A month of the Gregorian calendar."""
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def year(number: int) -> Days:
    """A year of the Gregorian calendar."""
    return date(number, 1, 1), date(number, 12, 31)


def weeks(day: date) -> list[Days]:
    """The week of a day, as it is where weeks begin on Saturday, on Sunday and on Monday."""
    starts = [day - timedelta(days=(day.weekday() - first) % 7) for first in (SATURDAY, 6, 0)]
    return [(start, start + timedelta(days=6)) for start in starts]


def union(periods: Iterable[Days]) -> Days:
    """All days from the first to the last of some periods."""
    firsts, lasts = zip(*periods, strict=True)
    return min(firsts), max(lasts)


def period(unit: str, day: date, by: int) -> Days | None:
    """The day, week, month or year that lies `by` after that of a day; None for other units."""
    if unit == "days":
        moved = day + timedelta(days=by)
        return moved, moved
    if unit == "weeks":
        return union(weeks(day + timedelta(weeks=by)))
    if unit == "months":
        first = add_calendar(day.replace(day=1), months=by)
        return month(first.year, first.month)
    if unit == "years":
        return year(day.year + by)
    return None


def moved(day: date, unit: str, by: int) -> date:
    """The day that lies so many days, weeks, months or years after one."""
    if unit in ("months", "years"):
        return add_calendar(day, months=by * (12 if unit == "years" else 1))
    return day + timedelta(days=by * (7 if unit == "weeks" else 1))


def share(days: Days, edge: str) -> Days:
    """A part of a period: its first or last day (`start`, `end`), a third (`early`), a half, a quarter.

    Of a year the thirds are of four months, of a month of ten days, of a shorter period of days.
    """
    first, last = days
    if edge in ("start", "end"):
        return (first, first) if edge == "start" else (last, last)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        cuts = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "first_half": (1, 6)}
        cuts |= {f"quarter_{nth}": (3 * nth - 2, 3 * nth) for nth in range(1, 5)}
        low, high = cuts.get(edge, (7, 12))
        return date(first.year, low, 1), month(first.year, high)[1]
    length = (last - first).days + 1
    if length < 3:
        return days
    days_each = _TEN if length >= _MONTH else length // 3
    third, half = timedelta(days=days_each), timedelta(days=(length + 1) // 2)
    one = timedelta(days=1)
    late = first + 2 * third if length >= _MONTH else last - third + one
    return {
        "early": (first, first + third - one),
        "mid": (first + third, late - one),
        "late": (late, last),
        "first_half": (first, first + half - one),
        "second_half": (first + half, last),
    }.get(edge, days)


def nearest(day: date, candidates: list[Days], past: bool | None = None) -> Days | None:
    """Of some periods the nearest to a day; of those before it, or after, if `past` says so."""
    kept = [one for one in candidates if past is None or (one[1] < day if past else one[0] > day)]
    return min(kept, key=lambda one: (abs((one[0] - day).days), one), default=None)


# --- feasts that move -------------------------------------------------------------------------------

# The new year of the lunar calendar, in which it falls, as month and day.
_LUNAR = {
    2000: (2, 5), 2001: (1, 24), 2002: (2, 12), 2003: (2, 1), 2004: (1, 22), 2005: (2, 9),
    2006: (1, 29), 2007: (2, 18), 2008: (2, 7), 2009: (1, 26), 2010: (2, 14), 2011: (2, 3),
    2012: (1, 23), 2013: (2, 10), 2014: (1, 31), 2015: (2, 19), 2016: (2, 8), 2017: (1, 28),
    2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22),
    2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13),
    2030: (2, 3),
}  # fmt: skip


def movable(name: str, year_: int, by: int) -> date | None:
    """A day so many days after Easter (`easter`), or the lunar new year (`lunar`), of a year.

    The Easter of churches of the west; `orthodox` is that of the Julian calendar.  None where the year
    is in no table.
    """
    if name == "lunar":
        known = _LUNAR.get(year_)
        return None if known is None else date(year_, *known) + timedelta(days=by)
    day = _orthodox(year_) if name == "orthodox" else _easter(year_)
    return day + timedelta(days=by)


def _easter(year_: int) -> date:
    """Easter of the Gregorian calendar (the anonymous computus)."""
    golden, (century, rest) = year_ % 19, divmod(year_, 100)
    leap, after = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - shift + 15) % 30
    week = (32 + 2 * after + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month_, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year_, month_, day + 1)


def _orthodox(year_: int) -> date:
    """Easter of the Julian calendar (Meeus), as a day of the Gregorian one."""
    moon = (19 * (year_ % 19) + 15) % 30
    week = (2 * (year_ % 4) + 4 * (year_ % 7) - moon + 34) % 7
    month_, day = divmod(moon + week + 114, 31)
    century = year_ // 100
    return date(year_, month_, day + 1) + timedelta(days=century - century // 4 - 2)


# --- Hijri ----------------------------------------------------------------------------------------


@cache
def hijri(year_: int, month_: int, day: int | None = None, days: int = 1) -> Days | None:
    """Some days of the Hijri calendar, or a month, with one day more on each side.

    None for a day that is in no calendar, and for years outside the tables (1343 to 1500).
    """
    from hijridate import Hijri  # noqa: PLC0415  # few texts name such days

    try:
        if day is None:
            first = Hijri(year_, month_, 1)
            days = first.month_length()
        else:
            first = Hijri(year_, month_, day)
        start = first.to_gregorian()
    except (ValueError, OverflowError):
        return None
    low = date(start.year, start.month, start.day)
    return low - _SIGHTING, low + timedelta(days=days - 1) + _SIGHTING


def hijri_year(day: date) -> int | None:
    """The Hijri year of a day."""
    from hijridate import Gregorian  # noqa: PLC0415

    try:
        return Gregorian.fromdate(day).to_hijri().year
    except (ValueError, OverflowError):
        return None
