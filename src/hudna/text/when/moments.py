"""What a time that a text names comes to, on the day that the text was published.

In: the parts of a time (a weekday, `last`, a number of hours), and that day.  Out: an `Extent`: the
first and the last day that it may be, None where that is open or cannot be told.  Nothing is made
up: without the day of publication, what is relative to it has no bounds, and what is not in the
calendar has none either.

- A date without a year is the nearest to that day; with «المقبل» the first after it.
- A weekday alone is the last one on or before it.
- A week may begin on Saturday, Sunday or Monday: last week is all that may be meant.
- `2 months ago` is that month, `2 weeks ago` that week, for no more was said.
- A night is the day on which it begins and the next; «ليلة الجمعة» is the night before Friday.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, wraps
from typing import Literal, ParamSpec, cast

from hudna.text.when import calendars
from hudna.text.when.calendars import Days

Which = Literal["last", "next", "this"]

_BY = {"last": -1, "this": 0, "next": 1}
# «this Tuesday» is past if it was so many days ago.
_JUST = 2
_HALF_WEEK = 3
_WEEKS = 5
_SIX_DAYS = timedelta(days=6)
_PRECISION = {"days": "day", "weeks": "week", "months": "month", "years": "year"}
# More is no time of ours; the calendar ends with the year 9999.
_MOST = 100_000
_CENTURY = 100
# Resolutions that are kept, of each kind.
_KEPT = 1_000
_P = ParamSpec("_P")


@dataclass(frozen=True, slots=True)
class Extent:
    """The first and last day that a time may be, and how exactly it was told."""

    earliest: date | None
    latest: date | None
    precision: str

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.earliest is not None and self.earliest == self.latest


def _within_calendar(resolve: Callable[_P, Extent]) -> Callable[_P, Extent]:
    """A resolution without bounds where the calendar ends; kept, for a text names a day again and again."""
    once = cast("Callable[_P, Extent]", lru_cache(_KEPT)(resolve))

    @wraps(resolve)
    def resolved(*args: _P.args, **kwargs: _P.kwargs) -> Extent:
        try:
            return once(*args, **kwargs)
        except (ValueError, OverflowError):
            return unknown("day")

    return resolved


def unknown(precision: str) -> Extent:
    """A time that cannot be told."""
    return Extent(None, None, precision)


def _extent(days: Days | None, precision: str) -> Extent:
    return Extent(*days, precision) if days else unknown(precision)


@_within_calendar
def of_written(dates: tuple[tuple[int, int, int], ...], published: date | None) -> Extent:
    """A date in digits; where the order of day and month is open, from the one to the other."""
    known = []
    for year, month, day in dates:
        years = [year]
        if year < _CENTURY:
            if published is None:
                return unknown("day")
            century = published.year // _CENTURY * _CENTURY + year
            years = [century - _CENTURY, century, century + _CENTURY]
        found = [(one, one) for number in years if (one := _day(number, month, day))]
        best = calendars.nearest(published, found) if published else next(iter(found), None)
        if best:
            known.append(best[0])
    if not known:
        return unknown("day")
    return Extent(min(known), max(known), "day" if len(known) == 1 else "day_or_month")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@_within_calendar
def of_date(
    days: tuple[int, int],
    month: int,
    published: date | None,
    year: int | None = None,
    which: Which | None = None,
    which_year: Which | None = None,
) -> Extent:
    """Days of a month; `which` is said of them, `which_year` of the year."""
    candidates = [
        (low, high)
        for number in _years(year, which_year, published)
        if (low := _day(number, month, days[0])) and (high := _day(number, month, days[1]))
        if low <= high
    ]
    return _extent(_chosen(candidates, year, which, published), "day")


@_within_calendar
def of_month(
    month: int,
    published: date | None,
    year: int | None = None,
    which: Which | None = None,
    which_year: Which | None = None,
) -> Extent:
    """A month."""
    candidates = [calendars.month(number, month) for number in _years(year, which_year, published)]
    return _extent(_chosen(candidates, year, which, published), "month")


def _years(year: int | None, which: Which | None, published: date | None) -> list[int]:
    if year is not None:
        return [year]
    if published is None:
        return []
    if which is not None:
        return [published.year + _BY[which]]
    return [published.year + by for by in (-1, 0, 1)]


def _chosen(
    candidates: list[Days], year: int | None, which: Which | None, published: date | None
) -> Days | None:
    if year is not None or published is None:
        return next(iter(candidates), None)
    past = None if which in (None, "this") else which == "last"
    return calendars.nearest(published, candidates, past)


@_within_calendar
def of_hijri(
    days: tuple[int, int] | None, month: int, year: int | None, published: date | None
) -> Extent:
    """Days of a Hijri month or the month, with a day more on each side, of the nearest year."""
    precision = "hijri_day" if days else "hijri_month"
    middle = published and calendars.hijri_year(published)
    years = [year] if year is not None else [middle - 1, middle, middle + 1] if middle else []
    first, count = (days[0], days[1] - days[0] + 1) if days else (None, 1)
    found = [calendars.hijri(number, month, first, count) for number in years]
    known = [one for one in found if one and count > 0]
    if published is None or year is not None:
        return _extent(next(iter(known), None), precision)
    return _extent(calendars.nearest(published, known), precision)


@_within_calendar
def of_day_within(extent: Extent, weekday: int) -> Extent:
    """The weekday that is named beside a Hijri date tells which of the days it is."""
    if extent.earliest is None or extent.latest is None:
        return extent
    day = extent.earliest + timedelta(days=(weekday - extent.earliest.weekday()) % 7)
    return Extent(day, day, "day") if day <= extent.latest else extent


@_within_calendar
def of_feast(day: str, published: date | None, nth: int | None = None) -> Extent:
    """A feast by its `month-day`, of the Hijri year `month-day/days`, or `easter+1`; the nearest one.

    Of a feast of several days it may be the `nth`.
    """
    if published is None:
        return unknown("hijri_day" if "/" in day else "day")
    start, _, days = day.partition("/")
    if start[0].isalpha():
        name, _, by = start.partition("+")
        years = (published.year + near for near in (-1, 0, 1))
        found = [calendars.movable(name, year, int(by)) for year in years]
        known = [(one, one) for one in found if one is not None]
        return _extent(calendars.nearest(published, known), "day")
    month, first = map(int, start.split("-"))
    if days and nth is not None:
        return of_hijri((first + nth - 1,) * 2, month, None, published)
    if days:
        return of_hijri((first, first + int(days) - 1), month, None, published)
    return of_date((first, first), month, published)


@_within_calendar
def of_weekday(
    weekday: int, which: Which | None, published: date | None, *, ahead: bool = False
) -> Extent:
    """A weekday; `ahead` looks forward where no word says which («بحلول الجمعة»)."""
    if published is None:
        return unknown("day")
    back = (published.weekday() - weekday) % 7
    if which == "last":
        by = -(back or 7)
    elif which == "next":
        by = 7 - back
    elif which == "this" and 0 < back <= _JUST:  # on Wednesday «this Tuesday» was yesterday
        by = -back
    elif which == "this" or ahead:
        by = -back % 7
    else:
        by = -back
    day = published + timedelta(days=by)
    return Extent(day, day, "day")


@_within_calendar
def of_weekend(which: Which | None, published: date | None, *, ahead: bool = False) -> Extent:
    """A Saturday and Sunday: those that were last, or with `next`, or `ahead`, those to come."""
    saturday = of_weekday(calendars.SATURDAY, which, published, ahead=ahead).earliest
    if saturday is None:
        return unknown("day")
    return Extent(saturday, saturday + timedelta(days=1), "day")


@_within_calendar
def of_week(month: Extent, nth: int | None) -> Extent:
    """The seven days of a month that are its `nth` week; its last ones if no number is given."""
    if month.earliest is None or month.latest is None or (nth or 1) > _WEEKS:
        return unknown("week")
    if nth is None:
        return Extent(month.latest - _SIX_DAYS, month.latest, "week")
    first = month.earliest + timedelta(weeks=nth - 1)
    return Extent(first, min(first + _SIX_DAYS, month.latest), "week")


@_within_calendar
def of_share(whole: Extent, unit: str, count: float, *, last: bool) -> Extent:
    """The first so many days or weeks of a month, or its last ones."""
    if whole.earliest is None or whole.latest is None:
        return whole
    length = timedelta(days=(7 if unit == "weeks" else 1) * round(count) - 1)
    if last:
        return Extent(max(whole.earliest, whole.latest - length), whole.latest, "part")
    return Extent(whole.earliest, min(whole.latest, whole.earliest + length), "part")


@_within_calendar
def of_weekday_near(weekday: int, near: Extent) -> Extent:
    """The weekday that is nearest to a day: «غدا الجمعة» is the Friday about tomorrow."""
    if near.earliest is None:
        return near
    off = (weekday - near.earliest.weekday() + _HALF_WEEK) % 7 - _HALF_WEEK
    day = near.earliest + timedelta(days=off)
    return Extent(day, day, near.precision)


@_within_calendar
def of_quarter(
    month: int,
    year: int | None,
    which: Which | None,
    which_year: Which | None,
    published: date | None,
) -> Extent:
    """A season of three months from `month` on; that of a winter may be either of the year's two."""
    if year is None and published is not None:
        year = published.year + (_BY[which_year] if which_year else 0)
    if year is None:
        return unknown("part")
    seasons = [_season(month, one) for one in range(year - 1, year + 2)]
    if which is not None and published is not None:
        if which == "last":
            seasons = [one for one in seasons if one[1] < published][-1:]
        elif which == "next":
            seasons = [one for one in seasons if one[0] > published][:1]
        else:
            seasons = [one for one in seasons if one[1] >= published][:1]
    else:
        seasons = [one for one in seasons if year in (one[0].year, one[1].year)]
    return Extent(seasons[0][0], seasons[-1][1], "part")


def _season(month: int, year: int) -> tuple[date, date]:
    """Three months from one on."""
    first = date(year, month, 1)
    return first, calendars.moved(first, "months", 3) - timedelta(days=1)


@_within_calendar
def of_relative(days: int, published: date | None) -> Extent:
    """A number of days after the day of publication."""
    if published is None:
        return unknown("day")
    day = published + timedelta(days=days)
    return Extent(day, day, "day")


@_within_calendar
def of_period(unit: str, count: float | None, which: Which, published: date | None) -> Extent:
    """`last week`, `the next 48 hours`, `the coming days` (of which the last is not told)."""
    precision = _PRECISION.get(unit, "hour")
    if count is None and unit in _PRECISION:
        days = None if published is None else calendars.period(unit, published, _BY[which])
        return _extent(days, precision)
    if published is None or (count or 0) > _MOST or which == "this":
        return unknown(precision)
    if not count:
        other = None
    else:
        unit, by = _whole(unit, count)
        other = calendars.moved(published, unit, by if which == "next" else -by)
    if which == "next":
        return Extent(published, other, precision)
    return Extent(other, published, precision)


@_within_calendar
def of_ago(unit: str, count: float, published: date | None) -> Extent:
    """So long before the day of publication, as exactly as the unit says."""
    precision = _PRECISION.get(unit, "hour")
    if published is None or count > _MOST:
        return unknown(precision)
    if unit in _PRECISION:
        return _extent(calendars.period(unit, published, -round(count)), precision)
    _, most = _whole(unit, count)
    least = int(count // (24 if unit == "hours" else 24 * 60))
    return Extent(published - timedelta(days=most), published - timedelta(days=least), precision)


def _whole(unit: str, count: float) -> tuple[str, int]:
    """A stretch in days or longer units, rounded up."""
    if unit in _PRECISION:
        return unit, -int(-count // 1)
    return "days", -int(-count // (24 if unit == "hours" else 24 * 60))


@_within_calendar
def of_edge(extent: Extent, edge: str) -> Extent:
    """The start, end or a part of a period; of a day, the day."""
    if extent.earliest is None or extent.latest is None:
        return Extent(extent.earliest, extent.latest, "part")
    days = calendars.share((extent.earliest, extent.latest), edge)
    return Extent(*days, "day" if edge in ("start", "end") else "part")


@_within_calendar
def of_end(unit: str, edge: str, published: date | None) -> Extent:
    """The start, end or a part of this week, month or year."""
    if published is not None and unit == "weeks":
        found = calendars.union(calendars.share(one, edge) for one in calendars.weeks(published))
        return Extent(*found, "part")
    return of_edge(of_period(unit, None, "this", published), edge)


@_within_calendar
def of_part(extent: Extent, part: str) -> Extent:
    """A part of a day: the day, and for a night the next, or for its eve the one before."""
    if not extent.is_day or extent.earliest is None:
        return Extent(extent.earliest, extent.latest, part)
    if part == "night":
        return Extent(extent.earliest, extent.earliest + timedelta(days=1), part)
    if part == "eve":
        return Extent(extent.earliest - timedelta(days=1), extent.earliest, "night")
    return Extent(extent.earliest, extent.latest, part)


@_within_calendar
def of_years(first: int, last: int | None) -> Extent:
    """A year, or several."""
    days = calendars.year(first)[0], calendars.year(last or first)[1]
    return _extent(days if days[0] <= days[1] else None, "year")
