"""A time while its words are put together: day, part of the day, clock, zone.

In: matches of the grammar side by side.  Out: a `NamedTime`, which takes a match if it may belong
to the same time («مساء», «أمس», «الخميس»), and what it comes to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from hudna.text.when import clocks, moments
from hudna.text.when.clocks import Clock
from hudna.text.when.grammar import Match
from hudna.text.when.moments import Extent, Which
from hudna.text.words import Words

# What names days; at most one of a kind, and only these side by side.
_TOGETHER = (
    frozenset({"weekday", "relative", "date", "written"}),
    frozenset({"weekday", "hijri", "date"}),
    frozenset({"weekday", "relative", "hijri"}),
    frozenset({"weekday", "dated"}),
)
# Of several the first of these tells the day.
_ORDER = ("date", "written", "dated", "hijri", "weekday", "relative")
_ALONE = frozenset(
    {
        "period",
        "month",
        "year",
        "ago",
        "edged",
        "quarter",
        "week",
        "share",
        "weekend",
        "closing",
        "hence",
        "feast",
        "hijri_feast",
        "tonight",
        "last_night",
    }
)
_DAYS = frozenset(_ORDER) | _ALONE
_OF_DAYS = _DAYS | {"moment", "midnight_tonight"}
_CLOCKS = frozenset({"clock", "hours", "midnight", "noonday", "midnight_tonight", "moment"})

# The day on which a night begins, and which part of the day it is: tonight is mostly the evening.
_NIGHTS = {"tonight": (0, "evening"), "last_night": (-1, "night")}
_UNKNOWN = moments.unknown("day")


@dataclass(slots=True)
class NamedTime:
    """A time that is being put together."""

    words: Words
    named: dict[str, Match] = field(default_factory=dict)
    is_clock: bool = False  # it names an hour
    is_day: bool = False  # it names a day or longer
    is_today: bool = False  # today, where it names only a part of a day
    is_noon: bool = False  # a noon that bounds something: the hour

    def takes(self, match: Match) -> bool:
        """Whether a match may belong to the same time."""
        rule, named = match.rule, self.named
        if rule in named or "moment" in named:
            return False
        if rule in _CLOCKS:
            return not self.is_clock
        if rule in ("zone", "local"):
            return self.is_clock and not ("zone" in named or "local" in named)
        if rule == "edge":
            return not named
        if rule == "part":
            return "tonight" not in named
        days = _DAYS & named.keys()
        if not days:
            return True
        return rule not in _ALONE and any(days | {rule} <= group for group in _TOGETHER)

    def add(self, match: Match) -> None:
        """Take a match."""
        self.named[match.rule] = match
        self.is_clock = self.is_clock or match.rule in _CLOCKS
        self.is_day = self.is_day or match.rule in _OF_DAYS or match.has("this")

    def take_today(self) -> None:
        """Say that it is of the day of publication, if it names only a part of a day."""
        if self.named.keys() == {"part"}:
            self.is_today = self.is_day = True

    def take_noon(self) -> None:
        """Say that noon is the hour, not a part of the day: «قبل ظهر الجمعة»."""
        if self.half == "noon" and not self.is_clock:
            self.is_noon = self.is_clock = True

    @property
    def is_midnight(self) -> bool:
        """Whether it is a midnight of which no day is named."""
        return "midnight" in self.named and not self.is_day

    @property
    def is_range(self) -> bool:
        """Whether it names two ends."""
        return "hours" in self.named or any(
            match.has("until") or match.has("days") for match in self.named.values()
        )

    @property
    def is_closed(self) -> bool:
        """Whether it goes from one end to another, not from the midnight between two days."""
        return self.is_range and (not self.is_clock or "hours" in self.named)

    @property
    def _this_part(self) -> bool:
        part = self.named.get("part")
        return part is not None and part.has("this")

    @property
    def is_time(self) -> bool:
        """Whether it names a time at all: neither a zone alone nor `early`."""
        return self.is_day or self.is_clock

    @property
    def is_readable(self) -> bool:
        """Whether the hour that it names is one; true if it names none."""
        return not self.is_clock or self.moment is not None or self.clock() is not None

    @property
    def counts(self) -> tuple[int, ...]:
        """The words within it at which numbers stand that count hours, days or months."""
        found = []
        for rule in ("period", "ago", "hence", "share"):
            if (match := self.named.get(rule)) is None:
                continue
            if match.has("count"):
                found.append(match.pieces("count")[0].first)
            elif match.value("unit") == 2:
                found.append(match.pieces("unit")[0].first)
        return tuple(found)

    @property
    def moment(self) -> datetime | None:
        """The day and time that it writes whole, in digits."""
        match = self.named.get("moment")
        return None if match is None else match.value("moment")

    @property
    def zone(self) -> str | None:
        """The id of the zone that it states; `GMT+3` is `Etc/GMT-3`, as POSIX has it."""
        match = self.named.get("zone")
        if match is None:
            return None
        hours = number(match, "hours")
        if hours is None:
            return str(match.value("zone"))
        return f"Etc/GMT{-hours if match.tag('sign') == 'plus' else hours:+d}"

    # --- what it comes to -------------------------------------------------------------------------

    def extent(self, published: date | None, *, ahead: bool = False) -> Extent | None:
        """The days that it names, without the hour; None if it names none."""
        named = self.named
        if self.moment is not None:
            day = self.moment.date()
            return Extent(day, day, "minute")
        rule = next((rule for rule in (*_ORDER, *_ALONE) if rule in named), None)
        if rule is None:
            today = self.is_today or self._this_part or "midnight_tonight" in named
            found = moments.of_relative(0, published) if today else None
        elif rule in _NIGHTS and self.is_clock:
            return moments.of_relative(_NIGHTS[rule][0], published)
        else:
            found = _extent(rule, named[rule], published, ahead=ahead)
        if found is None:
            return None
        if rule == "weekday" and "relative" in named and not named[rule].has("until"):
            near = moments.of_relative(named["relative"].value("relative") or 0, published)
            found = moments.of_weekday_near(named[rule].value("weekday"), near)
        if rule == "hijri" and "weekday" in named:
            found = moments.of_day_within(found, named["weekday"].value("weekday"))
        if self.is_clock and self.is_range and found.earliest:
            # The midnight between two days is that which ends the first.
            return Extent(found.earliest, found.earliest, found.precision)
        if "edge" in named:
            found = moments.of_edge(found, str(named["edge"].value("edge")))
        if self.half is not None and not self.is_clock:
            found = moments.of_part(found, self.half)
        return found

    @property
    def half(self) -> str | None:
        """The part of the day that it names."""
        part = self.named.get("part")
        if part is None:
            return next((_NIGHTS[rule][1] for rule in _NIGHTS if rule in self.named), None)
        return str(part.value("part"))

    def clock(self) -> tuple[Clock, Clock] | None:
        """The hour that it names, or the first and the last of two."""
        named = self.named
        if "midnight" in named and named["midnight"].value("midnight") == "either":
            dated = {"date", "written", "dated", "hijri"} & named.keys() and not self.is_range
            return (clocks.EITHER,) * 2 if dated else (clocks.MIDNIGHT,) * 2
        if "midnight" in named or "midnight_tonight" in named:
            return clocks.MIDNIGHT, clocks.MIDNIGHT
        if "noonday" in named or self.is_noon:
            return clocks.NOON, clocks.NOON
        if "hours" in named:
            return _hours(named["hours"], self.half)
        match = named.get("clock")
        found = None if match is None else self._read(match)
        return None if found is None else (found, found)

    def _read(self, match: Match) -> Clock | None:
        half = str(match.value("meridiem")) if match.has("meridiem") else self.half
        exact = match.has("clock") or match.has("digits")
        if match.has("zero"):
            return Clock(0)
        if match.has("clock"):
            hour, minute = match.value("clock")
        elif match.tag("hour") == "hour_name" or match.tag("hour") == "ord":
            hour, minute = match.value("hour"), 0
        else:
            piece = match.pieces("digits" if match.has("digits") else "hour")[0]
            read = clocks.read(self.words.folded.text[piece.start : piece.end])
            if read is None:
                value = match.value("hour")  # in words
                read = (value, 0) if isinstance(value, int) else None
            if read is None:
                return None
            hour, minute = read
        minute += match.value("minute") or match.value("minute_count") or 0
        minute -= match.value("less") or 0
        return clocks.clock(hour, minute, half, exact=exact)


def _hours(match: Match, part: str | None) -> tuple[Clock, Clock] | None:
    """`between 8 and 10 a.m.`; what goes past noon began before it."""
    low, high = (match.value("hour")), (match.value("until"))
    half = str(match.value("meridiem")) if match.has("meridiem") else part
    last = clocks.clock(high, 0, half, exact=False)
    first = clocks.clock(low, 0, half, exact=False)
    if first is None or last is None:
        return None
    if first.minutes > last.minutes:
        first = Clock(first.minutes - 720)
    return (first, last) if first.minutes >= 0 else None


# --- days by rule ---------------------------------------------------------------------------------


def which(match: Match, part: str = "which") -> Which | None:
    """What of `last`, `next`, `this` a part of a match is."""
    for piece in match.pieces(part):
        if piece.tag == "previous":
            return "last"
        if piece.tag in ("last", "next", "this"):
            return cast("Which", piece.tag)
    return None


def number(match: Match, part: str) -> int | None:
    """A whole number that a part of a match is."""
    value = match.value(part)
    return value if isinstance(value, int) else None


def count(match: Match) -> float | None:
    """How many of a unit: a number, the two of a dual, or one."""
    value = match.value("count")
    if isinstance(value, int | float):
        return value
    own = match.value("unit")
    return own if isinstance(own, int) else None


def _days(match: Match) -> tuple[int, int]:
    if match.has("days"):
        first, last = match.value("days")
        return first, last
    first = number(match, "day") or 0
    return first, number(match, "until") or first


def _month(match: Match) -> int | None:
    """The month; None where its names in two calendars differ («نيسان/مايو»)."""
    months = {piece.value for piece in match.pieces("month") if isinstance(piece.value, int)}
    return months.pop() if len(months) == 1 else None


def _extent(rule: str, match: Match, published: date | None, *, ahead: bool) -> Extent:
    """What a match of a rule comes to."""
    match rule:
        case "written":
            return moments.of_written(match.value("date"), published)
        case "date" | "month":
            return _dated(match, published)
        case "dated":  # «29 من الشهر الجاري»
            month = moments.of_period("months", None, which(match) or "this", published).earliest
            if month is None:
                return _UNKNOWN
            return moments.of_date(_days(match), month.month, published, month.year)
        case "hijri":
            days = _days(match) if match.has("day") or match.has("days") else None
            year = number(match, "hijri_year")
            return moments.of_hijri(days, match.value("hijri"), year, published)
        case "weekday":
            return _weekday(match, published, ahead=ahead)
        case "relative":
            return moments.of_relative(match.value("relative") or 0, published)
        case "period":
            return _period(match, published)
        case "ago":
            return _ago(match, published)
        case "quarter":
            said, of_year = which(match), which(match, "which_year")
            first = int(match.value("quarter"))
            return moments.of_quarter(first, number(match, "year"), said, of_year, published)
        case "year":
            return moments.of_years(match.value("year"), number(match, "until"))
        case "edged":
            edge = "end" if match.has("closed") else match.value("edge")
            return moments.of_end(match.tag("unit") or "", edge, published)
        case "feast" | "hijri_feast":
            return moments.of_feast(match.value("feast"), published, number(match, "nth"))
        case "tonight" | "last_night":
            return moments.of_relative(_NIGHTS[rule][0], published)
    return _span(rule, match, published, ahead=ahead)


def _span(rule: str, match: Match, published: date | None, *, ahead: bool) -> Extent:
    """Days that belong together: a week of a month, a weekend, the end of a year, so long from now."""
    match rule:
        case "hence":
            counted = count(match)
            if counted is None:
                return _UNKNOWN
            return moments.of_ago(match.tag("unit") or "days", -counted, published)
        case "week":
            nth = number(match, "of_month") if match.tag("of_month") == "ord" else None
            month = _dated(match, published)
            if match.has("unit"):  # `the first week of last month`
                month = moments.of_period("months", None, which(match) or "this", published)
            return moments.of_week(month, nth)
        case "share":
            last = match.tag("share") == "last"
            if not last and match.value("share") != 1:
                return _UNKNOWN
            month = _dated(match, published)
            return moments.of_share(month, match.tag("unit") or "", count(match) or 0, last=last)
        case "weekend":
            return moments.of_weekend(which(match), published, ahead=ahead)
        case "closing":
            return moments.of_end(str(match.value("closing")), "end", published)
    return _UNKNOWN


def _weekday(match: Match, published: date | None, *, ahead: bool) -> Extent:
    """A weekday, or from one to another («ليل الخميس الجمعة»)."""
    found = moments.of_weekday(match.value("weekday"), which(match), published, ahead=ahead)
    until = number(match, "until")
    if until is None:
        return found
    return Extent(found.earliest, moments.of_weekday(until, "next", found.earliest).latest, "day")


def _dated(match: Match, published: date | None) -> Extent:
    """Days of a month, or the month."""
    month = _month(match)
    if month is None:
        return _UNKNOWN
    year, said, of_year = number(match, "year"), which(match), which(match, "which_year")
    if not match.has("day") and not match.has("days"):
        return moments.of_month(month, published, year, said, of_year)
    return moments.of_date(_days(match), month, published, year, said, of_year)


def _period(match: Match, published: date | None) -> Extent:
    """`last week`; of several units the count, or none («الأيام المقبلة»)."""
    unit, own = match.tag("unit") or "days", match.value("unit")
    several = own != 1 or match.has("count")
    rolling = match.has("rolling") and match.tag("which") == "last"  # `the past week`, up to today
    counted = (count(match) or 0) if several or rolling else None
    return moments.of_period(unit, counted, which(match) or "this", published)


def _ago(match: Match, published: date | None) -> Extent:
    """`two days ago`; «منذ يومين» is from then on."""
    counted = count(match)
    if counted is None:
        return _UNKNOWN
    found = moments.of_ago(match.tag("unit") or "days", counted, published)
    if match.tag("back") == "since_ago":
        return Extent(found.earliest, None, found.precision)
    return found
