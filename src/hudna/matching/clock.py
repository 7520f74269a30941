"""The clock: the columns of time of a table of reports, as timestamps on the local clock.

In: `t_earliest` and `t_latest` as text in ISO 8601, dates or timestamps.  Out: `begin` and `end`: a date is
the whole local day.  A time with an offset is an instant: it is put on the clock of the zone that is named;
where none is, its clock is read as the local one, and such times are counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hudna.sources.delimited import visible

_DAY: Final = pa.scalar(86_400_000_000, pa.duration("us"))
_STAMP: Final = pa.timestamp("us")
_UTC: Final = pa.timestamp("us", "UTC")
_FORM: Final = r"^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d(:?\d\d)?)?)?$"
_OFFSET: Final = r"^(.{10}[T ].*?)(Z|[+-]\d\d(:?\d\d)?)$"
_QUARTER: Final = 900_000_000  # microseconds: no zone changes its clock within a quarter of an hour
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

Complain = Callable[[Any, Callable[[int], str], str], None]


@dataclass(frozen=True, slots=True)
class Clock:
    """The local clock: of a zone, or of whoever wrote the times."""

    zone: tzinfo | None = None

    def local(self, instants: pa.Array) -> pa.Array:
        """What the clock of the zone shows at instants (timestamps in UTC)."""
        micros = instants.cast(pa.int64()).to_numpy(zero_copy_only=False)
        known = instants.is_valid().to_numpy(zero_copy_only=False)
        quarters, place = np.unique(
            np.where(known, micros, 0).astype(np.int64) // _QUARTER, return_inverse=True
        )
        ahead = np.array([self._ahead(int(quarter)) for quarter in quarters], np.int64)
        shown = np.where(known, micros, 0).astype(np.int64) + ahead[place]
        return pa.array(shown, mask=~known).cast(_STAMP)

    def _ahead(self, quarter: int) -> int:
        assert self.zone is not None
        try:
            moment = (_EPOCH + timedelta(microseconds=quarter * _QUARTER)).astimezone(self.zone)
        except OverflowError:  # the first and the last day of all
            return 0
        offset = moment.utcoffset()
        return 0 if offset is None else offset // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class _Column:
    """Times on the local clock; which are whole days; the instants of those with an offset."""

    local: pa.Array
    day: pa.Array
    instant: pa.Array


def columns_of_time(
    table: pa.Table, clock: Clock, complain: Complain
) -> tuple[pa.Array, pa.Array, int]:
    """`begin` and `end` of the rows of a table, and how many times have an offset."""
    begin, end = (_column(table, name, clock, complain) for name in ("t_earliest", "t_latest"))
    latest = pc.if_else(end.day, pc.add(end.local, _DAY), end.local)
    # A day ends when the next begins, and so before it.
    late = pc.less(end.local, begin.local)
    late = pc.and_(late, pc.or_(pc.invert(end.day), pc.less_equal(latest, begin.local)))
    # Where the clocks go back, an hour is shown twice: what came later may be shown as earlier.
    twice = pc.and_(late, pc.greater_equal(end.instant, begin.instant))
    if clock.zone is not None and pc.any(twice).as_py():
        twice = pc.fill_null(twice, False)
        latest = pc.if_else(twice, begin.local, latest)
        late = pc.and_(late, pc.invert(twice))

    def told(row: int) -> str:
        first, last = (
            visible(str(table.column(name)[row].as_py())) for name in ("t_earliest", "t_latest")
        )
        return f"t_latest “{last}” is before t_earliest “{first}”"

    complain(late, told, "Exchange them, or leave empty what is not known")
    offsets = sum(len(column.instant) - column.instant.null_count for column in (begin, end))
    return begin.local, latest, offsets


def _column(table: pa.Table, name: str, clock: Clock, complain: Complain) -> _Column:
    size = len(table)
    nothing = _Column(
        pa.nulls(size, _STAMP), pa.array(np.zeros(size, bool)), pa.nulls(size, _STAMP)
    )
    if name not in table.column_names:
        return nothing
    column = table.column(name).combine_chunks()
    kind = column.type
    if pa.types.is_null(kind):
        return nothing
    try:
        if pa.types.is_date(kind):
            return _Column(column.cast(_STAMP), column.is_valid(), nothing.instant)
        if pa.types.is_timestamp(kind):
            return _stamps(column, nothing, clock)
        text = pc.utf8_trim_whitespace(column.cast(pa.string()))
    except (pa.ArrowException, NotImplementedError, ValueError):
        complain(column.is_valid(), lambda _: f"{name} is {kind}, no time",
                 "Write days, or times on the local clock")  # fmt: skip
        return nothing
    return _written(text, name, clock, complain)


def _stamps(column: pa.Array, nothing: _Column, clock: Clock) -> _Column:
    if column.type.tz is None:
        return _Column(column.cast(_STAMP, safe=False), nothing.day, nothing.instant)
    instant = column.cast(pa.timestamp("us", column.type.tz), safe=False).cast(_UTC).cast(_STAMP)
    own = clock if clock.zone is not None else Clock(_zone_of(column.type.tz))
    return _Column(own.local(instant), nothing.day, instant)


def _zone_of(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # an offset such as +03:00
        return datetime.fromisoformat(f"2000-01-01T00:00{name}").tzinfo


def _written(text: pa.Array, name: str, clock: Clock, complain: Complain) -> _Column:
    none = pa.scalar(None, pa.string())
    text = pc.if_else(pc.equal(text, ""), none, text)
    good = pc.match_substring_regex(text, _FORM)

    def told(what: str) -> Callable[[int], str]:
        return lambda row: f"{name} “{visible(text[row].as_py())}” {what}"

    remedy = "Write a day, 2016-12-30, or a time on the local clock, 2016-12-30T14:05"
    complain(pc.invert(good), told("is no day or time in ISO 8601"), remedy)
    fine = pc.if_else(pc.fill_null(good, False), text, none)
    never = _never(fine)
    if len(never):
        bad = pc.is_in(fine, never)
        complain(bad, told("never was"), remedy)
        fine = pc.if_else(bad, none, fine)
    has_offset = pc.fill_null(pc.match_substring_regex(fine, _OFFSET), False)
    local = pc.replace_substring_regex(fine, _OFFSET, r"\1").cast(_STAMP)
    instant = pc.if_else(has_offset, fine, none).cast(_UTC).cast(_STAMP)
    if clock.zone is not None and pc.any(has_offset).as_py():
        local = pc.if_else(has_offset, clock.local(instant), local)
    day = pc.fill_null(pc.equal(pc.utf8_length(fine), 10), False)
    return _Column(local, day, instant)


def _never(written: pa.Array) -> pa.Array:
    """The days and times among these that never were."""
    if _were(written):
        return pa.array([], pa.string())
    values = written.drop_null().unique()
    # One by one, but in stretches: most of them were.
    step = 1000
    stretches = [values.slice(start, step) for start in range(0, len(values), step)]
    doubtful = [value for part in stretches if not _were(part) for value in part.to_pylist()]
    return pa.array([value for value in doubtful if not _were(pa.array([value]))], pa.string())


def _were(written: pa.Array) -> bool:
    try:
        has_offset = pc.fill_null(pc.match_substring_regex(written, _OFFSET), False)
        pc.replace_substring_regex(written, _OFFSET, r"\1").cast(_STAMP)
        written.filter(has_offset).cast(_UTC)
    except pa.ArrowInvalid:
        return False
    return True
