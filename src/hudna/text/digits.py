"""What a text writes in digits: numbers, clock times and dates, told apart by their shape.

    60  60,000  60.000  1.5  1,5      numbers; with an ending (`3rd`), ordinals
    12-14                             two numbers
    24/25                             two days of a month, if a month follows
    20:00  20:00:30                   clock times
    20,00 ت غ                         clock times, in Arabic before a zone
    30/12/2016  2016-12-30            dates; whether day or month goes first may be open
    2016-12-30T20:00+02:00            a moment

What is part of a name (`F-16`, `M5`), a fraction or anything else is left out.  Digits of every
script are already folded to those of ASCII.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from hudna.text.tags import Language
from hudna.text.words import Words

Kind = Literal["cardinal", "ordinal", "clock", "date", "days", "moment"]

# More digits are no count of anything, and JSON holds no more exactly.
_MOST = 15
_LONGEST = 32
# More letters glued to digits are no clitic and no unit.
_GLUED = 24
_BLOB = re.compile(r"\d+(?:[.,:/٫٬–—-]\d+)*")
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,6})?(?:z|[+-]\d\d:?\d\d)?(?!\w)"
)
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::\d\d)?")
_COMMA_CLOCK = re.compile(r"\d{1,2}[.,٫٬]\d\d")
# So many letters behind it are looked at for what shows that it is one.
_ZONED = 40
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)")
_PAIR = re.compile(r"(\d{1,2})/(\d{1,2})")
_WHOLE = re.compile(rf"\d{{1,{_MOST}}}")
_GROUPED = re.compile(r"\d{1,3}(?:([,٬.])\d{3})(?:\1\d{3}){0,3}(?:[.٫]\d{1,6})?")
_DECIMAL = re.compile(r"\d{1,9}[.,٫]\d{1,6}")
_RANGE = re.compile(r"([\d.,:٫٬]+)[–—-]([\d.,:٫٬]+)")
_DASHES = "-–—"
# What may be glued before the digits of a number in Arabic.
_PROCLITICS = re.compile("(?:و|ف)?(?:ب|ل|ك)?(?:ال)?|(?:و|ف)?لل")
_CONJUNCTION = "و"


class Digits(NamedTuple):
    """Something written in digits: its words, and its place in the folded text.

    `value` is a `Decimal` of a number, (first, last) of days, (hour, minute) of a clock time, a
    `datetime` of a moment, and of a date what it may be, as (year, month, day).  `rest` is what its
    last word goes on with.
    """

    kind: Kind
    value: Any
    first: int
    last: int
    start: int
    end: int
    rest: str = ""
    joined: bool = False  # «و» is glued before it
    definite: bool = False  # the article is


def find(
    words: Words,
    language: Language,
    endings: Collection[str],
    clocked: re.Pattern[str] | None = None,
) -> Iterator[Digits]:
    """What a text writes in digits, in order.

    `endings` make an ordinal (`rd`).  `clocked` is what shows by standing behind it that digits with a comma
    or a point are a clock time.
    """
    text = words.folded.text
    after = 0
    for found in _BLOB.finditer(text):
        start, end = found.span()
        if start < after:
            continue
        moment = _MOMENT.match(text, start) if text[start + 4 : start + 5] == "-" else None
        if moment is not None:
            after = moment.end()
            value = _moment(moment[0])
            if value is not None:
                digits = _placed(words, "moment", value, start, after)
                if digits is not None:
                    yield digits
        elif end - start <= _LONGEST:
            for kind, value, low, high in _shaped(_clock(found, clocked), language):
                digits = _placed(words, kind, value, start + low, start + high)
                if digits is not None and (checked := _told(digits, words, language, endings)):
                    yield checked


def _clock(found: re.Match[str], clocked: re.Pattern[str] | None) -> str:
    """Digits as written; a clock time with a comma or a point with a colon: «14,00 ت غ»."""
    blob = found[0]
    if clocked is not None and _COMMA_CLOCK.fullmatch(blob):
        behind = found.string[found.end() : found.end() + _ZONED]
        if clocked.match(behind):
            return f"{blob[:-3]}:{blob[-2:]}"
    return blob


def _moment(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written.upper().replace(" ", "T"))
    except ValueError:
        return None


def _shaped(blob: str, language: Language) -> Iterator[tuple[Kind, Any, int, int]]:
    """What a stretch of digits and marks is: kind, value, and where in it."""
    whole = 0, len(blob)
    if clock := _CLOCK.fullmatch(blob):
        hour, minute = int(clock[1]), int(clock[2])
        if (hour < 24 and minute < 60) or (hour, minute) == (24, 0):
            yield "clock", (hour, minute), *whole
    elif dates := _dates(blob, language):
        yield "date", dates, *whole
    elif (pair := _PAIR.fullmatch(blob)) and int(pair[2]) == int(pair[1]) + 1:
        yield "days", (int(pair[1]), int(pair[2])), *whole
    elif (number := _number(blob, language)) is not None:
        yield "cardinal", number, *whole
    elif parts := _RANGE.fullmatch(blob):
        low, high = list(_shaped(parts[1], language)), list(_shaped(parts[2], language))
        # `2016-17` is a season; only numbers of one kind are the ends of something.
        if low and high and low[0][0] == high[0][0] and not (len(parts[1]) == 4 > len(parts[2])):
            yield low[0][0], low[0][1], 0, len(parts[1])
            yield high[0][0], high[0][1], parts.start(2), len(blob)


def _dates(blob: str, language: Language) -> tuple[tuple[int, int, int], ...]:
    """The days that a written date may mean, as (year, month, day): none, one, or two."""
    if found := _YEAR_FIRST.fullmatch(blob):
        written = [(int(found[1]), int(found[3]), int(found[4]))]
    elif found := _YEAR_LAST.fullmatch(blob):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        written = [(year, second, first)]
        if language == "en":
            written.append((year, first, second))
    else:
        return ()
    kept = (day for day in written if 1 <= day[1] <= 12 and 1 <= day[2] <= 31 and day[0])
    return tuple(dict.fromkeys(kept))


def _number(blob: str, language: Language) -> Decimal | None:
    if _WHOLE.fullmatch(blob):
        return Decimal(blob)
    grouped = _GROUPED.fullmatch(blob)
    if grouped and (grouped[1] != "." or _parts_thousands(blob, language)):
        return Decimal(blob.replace(grouped[1], "").replace("٫", "."))
    if _DECIMAL.fullmatch(blob) and not (grouped and language == "ar"):
        return Decimal(blob.replace(",", ".").replace("٫", "."))
    return None


def _parts_thousands(blob: str, language: Language) -> bool:
    """Whether the points of `60.000` part thousands: nobody counts to three decimal noughts."""
    return blob.count(".") > 1 or blob.endswith(".000") or language == "ar"


def _placed(words: Words, kind: Kind, value: Any, start: int, end: int) -> Digits | None:
    first = bisect_right(words.start, start) - 1
    last = bisect_right(words.start, end - 1, lo=max(first, 0))
    if first < 0 or words.end[first] <= start or words.end[last - 1] < end:
        return None
    return Digits(kind, value, first, last, start, end)


def _told(
    digits: Digits, words: Words, language: Language, endings: Collection[str]
) -> Digits | None:
    """The same with what is glued to it; None if that makes it part of a name."""
    text = words.folded.text
    glued = digits.start - words.start[digits.first], words.end[digits.last - 1] - digits.end
    if max(glued) > _GLUED:
        return None
    before = text[words.start[digits.first] : digits.start]
    rest = text[digits.end : words.end[digits.last - 1]]
    if before and not (language == "ar" and _PROCLITICS.fullmatch(before)):
        return None
    if before == "" and _follows_name(text, digits.start):
        return None
    kind = digits.kind
    if rest in endings and kind == "cardinal":
        kind, rest = "ordinal", ""
    end = words.end[digits.last - 1] if kind == "ordinal" else digits.end
    return Digits(
        kind, digits.value, digits.first, digits.last, digits.start, end, rest,
        joined=before.startswith(_CONJUNCTION), definite=before.endswith(("ال", "لل")),
    )  # fmt: skip


def _follows_name(text: str, start: int) -> bool:
    """Whether a hyphen ties digits to letters before them."""
    return start > 1 and text[start - 1] in _DASHES and text[start - 2].isalpha()
