"""Instants and intervals: time as the record keeps it.

An instant is an `int`, microseconds since 1970-01-01T00:00Z, so that it compares fast and fits an
Arrow `timestamp[us, UTC]`.  An `Interval` is half-open, [earliest, latest); equal ends are an
instant; an open end is `BEGIN` or `END`.  A day is a *local* day, of a named IANA zone: nothing
here guesses a zone, a day of a month, or which side of a clock change was meant.
"""

from __future__ import annotations

import calendar
import functools
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

BEGIN: Final = -(2**62)  # before every date that can be written
END: Final = 2**62

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_WRITTEN = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?P<clock>(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?)"
    r"(?P<offset>Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?)?"
)


class TimeError(ValueError):
    """A time that cannot be read, or that no clock of its zone ever showed."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """[earliest, latest): when something was, as far as is known.  Equal ends: an instant."""

    earliest: int
    latest: int

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise TimeError("the end precedes the start")

    @property
    def is_instant(self) -> bool:
        """Whether it is a single instant."""
        return self.earliest == self.latest

    @property
    def is_open(self) -> bool:
        """Whether either end is unknown."""
        return self.earliest == BEGIN or self.latest == END

    def holds(self, instant: int) -> bool:
        """Whether `instant` lies in it; an instant holds itself."""
        return self.earliest <= instant < self.latest or self.earliest == instant == self.latest

    def meets(self, other: Interval) -> bool:
        """Whether the two share a moment."""
        return (
            self.holds(other.earliest)
            or other.holds(self.earliest)
            or (self.earliest < other.latest and other.earliest < self.latest)
        )


ALWAYS: Final = Interval(BEGIN, END)


@functools.cache
def zone(name: str) -> ZoneInfo:
    """Return the IANA zone called `name`.  Raises `TimeError` for an unknown one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError, TypeError):
        raise TimeError(
            f"“{name}” is not an IANA time zone (such as Asia/Damascus or Europe/Kyiv)"
        ) from None


def from_datetime(moment: datetime) -> int:
    """Convert an aware datetime.  Raises `TimeError` for a naive one: its zone is not known."""
    if moment.tzinfo is None:
        raise TimeError("a time without a zone is not an instant")
    return (moment - _EPOCH) // _MICRO


def to_datetime(instant: int, zone_name: str = "UTC") -> datetime:
    """Convert an instant to an aware datetime in `zone_name`."""
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(zone(zone_name))


def show(instant: int, zone_name: str) -> str | None:
    """Write an instant in ISO 8601 with the zone's offset; an open end is None."""
    if instant in (BEGIN, END):
        return None
    moment = to_datetime(instant, zone_name)
    return moment.isoformat(timespec="seconds" if not moment.microsecond else "microseconds")


def of_local(local: datetime, zone_name: str) -> Interval:
    """Return the instant of a local time; an interval where the clocks showed it twice.

    Raises `TimeError` where a clock change skipped it.
    """
    tz = zone(zone_name)
    first, second = (
        from_datetime(local.replace(tzinfo=tz, fold=fold).astimezone(UTC)) for fold in (0, 1)
    )
    if to_datetime(first, zone_name).replace(tzinfo=None) != local:
        raise TimeError(f"{local.isoformat()} never was in {zone_name}: the clocks skipped it")
    return Interval(first, second)


def of_day(day: date, zone_name: str) -> Interval:
    """Return the local day [00:00, 24:00) as instants.

    Where the clocks went back over midnight it runs to the second midnight.  Raises `TimeError`
    for a day that the zone left out when it crossed the date line.
    """
    start, end = day_start(day, zone_name), day_start(day + timedelta(days=1), zone_name)
    if start == end:
        raise TimeError(f"{day} never was in {zone_name}: the calendar skipped it")
    again = _midnights(day + timedelta(days=1), zone_name)[1]
    if again > end and local_day(again - 1, zone_name) == day:
        end = again
    return Interval(start, end)


@functools.lru_cache(maxsize=8192)  # days repeat
def day_start(day: date, zone_name: str) -> int:
    """Return the first instant of a local day, also where the clocks skip its midnight."""
    first, second = _midnights(day, zone_name)
    if second >= first:
        return first
    # The clocks skipped it: the change, at which the day begins, lies after the one and by the other.
    before, after = second, first
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if local_day(middle, zone_name) < day else (before, middle)
    return after


@functools.lru_cache(maxsize=8192)
def _midnights(day: date, zone_name: str) -> tuple[int, int]:
    """The two instants that 00:00 of a day may mean: equal unless a clock change touches it."""
    tz = zone(zone_name)
    first, second = (
        from_datetime(datetime.combine(day, time(0, fold=fold), tzinfo=tz)) for fold in (0, 1)
    )
    return first, second


def local_day(instant: int, zone_name: str) -> date:
    """Return the local calendar day in which an instant lies."""
    return to_datetime(instant, zone_name).date()


def read(text: str, zone_name: str | None) -> Interval:
    """Read `YYYY-MM-DD` (its whole local day) or `YYYY-MM-DDTHH:MM[:SS][offset]`.

    `zone_name` is the zone of the clock that was read; an offset in the text needs none.  Raises
    `TimeError` for anything else, a missing zone, and a local time that the clocks skipped.
    """
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        raise TimeError(f"“{text}” is not a date or time: write 2016-12-30 or 2016-12-30T23:55")
    try:
        day = date.fromisoformat(written["date"])
        clock = time.fromisoformat(written["clock"]) if written["clock"] else None
    except ValueError as error:
        raise TimeError(f"“{text}” is not a date or time: {error}") from None
    if not 1800 <= day.year <= 2400:
        raise TimeError(f"“{text}”: the year is outside 1800 to 2400")
    if written["offset"]:
        assert clock is not None
        try:
            moment = datetime.fromisoformat(f"{day}T{clock}{written['offset']}")
        except ValueError as error:
            raise TimeError(f"“{text}” is not a date or time: {error}") from None
        return Interval(from_datetime(moment), from_datetime(moment))
    if zone_name is None:
        raise TimeError(f"“{text}” has no zone: name the zone of the clock that was read")
    if clock is None:
        return of_day(day, zone_name)
    return of_local(datetime.combine(day, clock), zone_name)


def span(start: str | None, end: str | None, zone_name: str) -> Interval:
    """Read a dated validity: from the start of `start` to the *start* of `end`; None is open."""
    return Interval(
        BEGIN if start is None else read(start, zone_name).earliest,
        END if end is None else read(end, zone_name).earliest,
    )


def add_calendar(day: date, *, months: int = 0, days: int = 0) -> date:
    """Add calendar months, then days.  31 January and one month is the last day of February."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last)) + timedelta(days=days)
