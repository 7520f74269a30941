"""Clock times: the hour that words say, and the offset of a zone at a moment.

In: an hour as written («الثامنة», `8`, `20:00`), the half of the day that words around it say, a
zone.  Out: hours of the day, and local times in ISO 8601 with an offset where the zone has one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_POINTED = re.compile(r"(\d{1,2})[.,٫](\d\d)")
_MILITARY = re.compile(r"(\d\d)(\d\d)")
_HOURS = re.compile(r"\d{1,2}")
# Which half of the day a part of it lies in.
HALVES = {
    "dawn": "am", "morning": "am", "small_hours": "am", "am": "am", "noon": "noon",
    "afternoon": "pm", "evening": "pm", "pm": "pm", "night": "night", "eve": "night",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clock:
    """Minutes from the start of a day; `other` is the second of two that an hour may mean.

    24 hours are the midnight that ends the day.
    """

    minutes: int
    other: int | None = None


# Minutes.
DAY = 24 * 60
MIDNIGHT = Clock(DAY)
# The midnight of a date: nobody knows which.
EITHER = Clock(0, DAY)
NOON = Clock(DAY // 2)


def read(written: str) -> tuple[int, int] | None:
    """An hour and minute in digits without a colon: `8`, `8.30`, `22,00`, `0600`."""
    found = _POINTED.fullmatch(written) or _MILITARY.fullmatch(written)
    if found:
        hour, minute = int(found[1]), int(found[2])
    elif _HOURS.fullmatch(written):
        hour, minute = int(written), 0
    else:
        return None
    return (hour, minute) if (hour < 24 and minute < 60) or (hour, minute) == (24, 0) else None


def clock(hour: int, minute: int, half: str | None, *, exact: bool) -> Clock | None:
    """The time of a clock.

    `half` is a part of the day or `am`, `pm`; without one, an hour up to 12 that is not `exact` may
    be before or after noon.
    """
    if not 0 <= hour <= 24:
        return None
    at = hour * 60 + minute
    if half is None:
        return Clock(at) if exact or not 1 <= hour <= 12 else Clock(at % 720, at % 720 + 720)
    if hour > 12 or hour == 0:
        return Clock(at)
    match HALVES[half]:
        case "am":
            return Clock(at % 720)
        case "noon":
            return Clock(at if hour >= 11 else at + 720)
        case "night" if hour == 12:
            return Clock(24 * 60 + minute)
        case "night" if hour < 6:
            return Clock(at)
    return Clock(at % 720 + 720)


def on(day: date, minutes: int) -> datetime:
    """The local time so many minutes after a day began."""
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


def stamp(moment: datetime, zone: tzinfo | None, *, late: bool = False) -> str:
    """A local time, with the offset of its zone; of one shown twice, the `late` is the second.

    One that the clocks of the zone skipped has no offset.
    """
    written = moment.isoformat(timespec="minutes")
    if zone is None:
        return written
    aware = moment.replace(tzinfo=zone, fold=int(late))
    try:
        shown = aware.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    except (OverflowError, ValueError):
        return written
    return aware.isoformat(timespec="minutes") if shown == moment else written
