"""Time rules: instants that an agreement fixes by the clock or by an event.

In: a `TimeRule` as written and the dates of events.  Out: a `Moment`, the interval in which the
instant lies, or None where the event has no date yet.  A deadline of whole days (`within`) is the
local day on whose end it runs out: "within a month" of 30 December is the day 30 January.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated

from pydantic import Field, model_validator

from hudna.entry import Entry, Id, When
from hudna.instant import (
    Interval,
    TimeError,
    add_calendar,
    day_start,
    local_day,
    of_day,
    of_local,
    read,
    to_datetime,
)


class Duration(Entry):
    """A length of time: calendar months and days, then clock hours and minutes."""

    months: int = Field(0, ge=-1200, le=1200, strict=True)
    days: int = Field(0, ge=-36500, le=36500, strict=True)
    hours: int = Field(0, ge=-100_000, le=100_000, strict=True)
    minutes: int = Field(0, ge=-1_000_000, le=1_000_000, strict=True)


class TimeRule(Entry):
    """An instant: `at` a local time, or relative to an `event` (`plus` or `within`), or `any_of`.

    `at: 2016-12-30T00:00` with `zone` (the case's zone unless given).  `event: d-day` with
    `plus: {days: 3}` and, for a wall-clock hour, `time: "06:00"`.  `within: {months: 1}` is a
    deadline that runs to the end of its day.  `any_of` lists the instants that sources give where
    they differ: between the first and the last nothing is certain.
    """

    at: When | None = None
    zone: str | None = Field(None, description="IANA zone of the clock; the case's unless given.")
    event: Id | None = None
    plus: Duration | None = None
    within: Duration | None = None
    time: str | None = Field(
        None, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="Local clock time."
    )
    any_of: list[TimeRule] = []

    @model_validator(mode="after")
    def _one_form(self) -> TimeRule:
        if sum((self.at is not None, self.event is not None, bool(self.any_of))) != 1:
            raise ValueError("write one of `at`, `event` or `any_of`")
        if self.plus and self.within:
            raise ValueError("write `plus` (an instant) or `within` (a deadline), not both")
        if self.any_of and (self.plus or self.within or self.time):
            raise ValueError("put `plus`, `within` and `time` inside `any_of`")
        if self.at and self.time:
            raise ValueError("write the clock time in `at`")
        return self

    def events(self) -> frozenset[str]:
        """The ids of the events that this rule waits for."""
        own = {self.event} if self.event else set()
        return frozenset(own).union(*(rule.events() for rule in self.any_of))


@dataclass(frozen=True, slots=True)
class Moment:
    """When an instant is, as far as known: at `earliest`, or between it and `latest`."""

    earliest: int
    latest: int

    @property
    def interval(self) -> Interval:
        """The duration in which the instant may lie."""
        return Interval(self.earliest, self.latest)


def resolve(rule: TimeRule, events: Mapping[str, Interval], zone_name: str) -> Moment | None:
    """Return when `rule` is, or None while an event that it waits for has no date.

    `events` maps event ids to when each was.  Raises `TimeError` for a local time that the clocks
    skipped; one that they showed twice is an interval.
    """
    zone_name = rule.zone or zone_name
    if rule.any_of:
        moments = [resolve(part, events, zone_name) for part in rule.any_of]
        known = [moment for moment in moments if moment is not None]
        if len(known) < len(moments):
            return None
        return Moment(min(m.earliest for m in known), max(m.latest for m in known))
    if rule.at is not None:
        base = read(rule.at, zone_name)
        if "T" not in rule.at and " " not in rule.at and not rule.within:
            base = Interval(base.earliest, base.earliest)  # “from 30 December”: from its start
    else:
        assert rule.event is not None
        if rule.event not in events:
            return None
        base = events[rule.event]
        if base.is_open:
            return None
    return _shift(rule, base, zone_name)


def _shift(rule: TimeRule, base: Interval, zone_name: str) -> Moment:
    by = rule.plus or rule.within or Duration()
    # The end of an interval is not in it; of an hour shown twice, the second may be the one.
    twice = rule.at is not None and not _whole_days(base, zone_name)
    last = base.latest if base.is_instant or twice else base.latest - 1
    if rule.within and not (by.hours or by.minutes):
        first_day, last_day = (
            of_day(add_calendar(local_day(i, zone_name), months=by.months, days=by.days), zone_name)
            for i in (base.earliest, last)
        )
        return Moment(first_day.earliest, last_day.latest)
    if _whole_days(base, zone_name) and not (by.hours or by.minutes or rule.time):
        # A day and three days is a day: its midnight need not have been on a clock.
        first, final = (
            add_calendar(local_day(i, zone_name), months=by.months, days=by.days)
            for i in (base.earliest, last)
        )
        return Moment(day_start(first, zone_name), of_day(final, zone_name).latest - 1)
    ends = [_move(i, by, rule.time, zone_name) for i in (base.earliest, last)]
    return Moment(ends[0].earliest, ends[1].latest)


def _whole_days(span: Interval, zone_name: str) -> bool:
    if span.is_instant:
        return False
    first, last = (
        of_day(local_day(i, zone_name), zone_name) for i in (span.earliest, span.latest - 1)
    )
    return span.earliest == first.earliest and span.latest == last.latest


def _move(instant: int, by: Duration, clock: str | None, zone_name: str) -> Interval:
    local = to_datetime(instant, zone_name).replace(tzinfo=None)
    day = add_calendar(local.date(), months=by.months, days=by.days)
    if not (by.months or by.days or clock):
        moved = Interval(instant, instant)
    else:
        at = time.fromisoformat(clock) if clock else local.time()
        moved = of_local(datetime.combine(day, at), zone_name)
    microseconds = timedelta(hours=by.hours, minutes=by.minutes) // timedelta(microseconds=1)
    return Interval(moved.earliest + microseconds, moved.latest + microseconds)


class Window(Entry):
    """A recurring daily window of local time, such as a pause from 09:00 to 14:00.

    From `first` to `last` day (both included; open unless given), on `days` of the week (Monday is
    1; all unless given).  A window whose end is not after its start runs past midnight.
    """

    start: str = Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
    end: str = Field(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")
    first: When | None = None
    last: When | None = None
    days: list[Annotated[int, Field(strict=True)]] = Field(
        [], description="Days of the week, Monday is 1."
    )
    zone: str | None = None

    @model_validator(mode="after")
    def _days(self) -> Window:
        if any(not 1 <= day <= 7 for day in self.days):
            raise ValueError("`days` are 1 (Monday) to 7 (Sunday)")
        return self


MAX_WINDOW_DAYS = 20_000


def windows(window: Window, span: Interval, zone_name: str) -> list[Interval]:
    """The occurrences of `window` that meet `span`.

    Raises `TimeError` where a clock change skips a start or end, or the span is open or too long.
    An end that the clocks show twice leaves the hour to the window.
    """
    zone_name = window.zone or zone_name
    if span.is_open:
        raise TimeError("a daily window over a time without start or end")
    first = local_day(span.earliest, zone_name) - timedelta(days=1)
    last = local_day(span.latest, zone_name)
    if window.first is not None:
        first = max(first, local_day(read(window.first, zone_name).earliest, zone_name))
    if window.last is not None:
        last = min(last, local_day(read(window.last, zone_name).earliest, zone_name))
    if (last - first).days > MAX_WINDOW_DAYS:
        raise TimeError("a daily window over more than 50 years")
    start = time.fromisoformat(window.start)
    end = None if window.end == "24:00" else time.fromisoformat(window.end)
    found = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if window.days and day.isoweekday() not in window.days:
            continue
        end_day = day + timedelta(days=1) if end is not None and end <= start else day
        opened = of_local(datetime.combine(day, start), zone_name).earliest
        closed = (
            of_day(day, zone_name).latest
            if end is None
            else of_local(datetime.combine(end_day, end), zone_name).latest
        )
        if opened <= span.latest and closed >= span.earliest:
            found.append(Interval(opened, closed))
    return found
