"""Incidents in bulk: the Arrow table that is judged.

In: any table with columns of `SCHEMA`; a table of reports (`report.SCHEMA`) is one, too.  Out: the
same, checked, its columns of the types that the judge reads.  What a column that is left out would
have told is unknown; nothing is filled in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from hudna.problem import Problem, Refused

_TIME: Final = pa.timestamp("us", "UTC")
_NAMES: Final = pa.list_(pa.string())
_FIRST: Final = pa.scalar(datetime(1800, 1, 1, tzinfo=UTC), _TIME)
_LAST: Final = pa.scalar(datetime(2401, 1, 1, tzinfo=UTC), _TIME)
"""The years that `instant.read` reads."""
ELEMENTS: Final = ("occurred", "time", "territory", "actor", "target", "act")
"""The elements that have a level of their own."""

SCHEMA: Final = pa.schema(
    [
        pa.field("incident_id", pa.string(), False, {"doc": "id; `report_id` of a table of reports"}),
        pa.field("t_earliest", _TIME, True, {"doc": "start, included; null: open"}),
        pa.field("t_latest", _TIME, True, {"doc": "end, not included; the start itself: an instant; null: open"}),
        pa.field("extent", pa.string(), True, {"doc": "moment, throughout or unknown; null: unknown"}),
        pa.field("lon", pa.float64(), True, {"doc": "degrees, WGS 84"}),
        pa.field("lat", pa.float64(), True, {"doc": "degrees, WGS 84"}),
        pa.field("radius_km", pa.float64(), True, {"doc": "the place lies within this of the point; 0: at it; null: the point says nothing"}),
        pa.field("units", _NAMES, True, {"doc": "administrative units that contain it, smallest first"}),
        pa.field("actors", _NAMES, True, {"doc": "candidates: actor ids, or unidentified; none: unidentified"}),
        pa.field("targets", _NAMES, True, {"doc": "candidates: actor ids, or unidentified; none: unidentified"}),
        pa.field("both_directions", pa.bool_(), True, {"doc": "who acted on whom is not said; null: it is"}),
        pa.field("acts", _NAMES, True, {"doc": "candidates: codes of the taxonomy; none: unknown"}),
        pa.field("weapon", pa.string(), True, {"doc": "weapon class of the taxonomy; null: unknown"}),
        pa.field("origins", _NAMES, True, {"doc": "ids of the case's origins: they give the level where `level` is null"}),
        pa.field("level", pa.int8(), True, {"doc": "0 to 4: how far every element is supported (E0 to E4)"}),
        *(
            pa.field(f"level_{name}", pa.int8(), True, {"doc": f"0 to 4, of this element: {name}; null: `level`"})
            for name in ELEMENTS
        ),
        pa.field("contested", _NAMES, True, {"doc": "elements on which accounts of equal or higher level differ"}),
        pa.field("refuted", _NAMES, True, {"doc": "elements that are refuted"}),
        pa.field("aggregate", pa.bool_(), True, {"doc": "sums many events: never counted; null: it does not"}),
    ],
    metadata={"hudna": "incidents 1"},
)  # fmt: skip


def checked(table: pa.Table, name: str = "table") -> pa.Table:
    """The columns that are judged, as the types of `SCHEMA`; dictionaries stay dictionaries.

    Raises `Refused`, with the row, for what cannot be judged: a time that ends before it starts, a
    point off the globe, a level that is none, an unknown code.
    """
    twice = [one for one, times in Counter(table.column_names).items() if times > 1]
    if twice:
        raise _refused(name, f"there are two columns `{twice[0]}`", "Rename or drop one of them")
    ids = "incident_id" if "incident_id" in table.column_names else "report_id"
    if ids not in table.column_names:
        raise _refused(name, "there is no column `incident_id`", "Give every row an id")
    columns: dict[str, pa.ChunkedArray] = {"incident_id": _cast(table, ids, pa.string(), name)}
    for field in SCHEMA:
        if field.name != "incident_id" and field.name in table.column_names:
            columns[field.name] = _cast(table, field.name, field.type, name)
    found = pa.table(columns)
    _first(found, found["incident_id"].is_null(), name, lambda _: "there is no id",
           "Give every row an id")  # fmt: skip
    _check_evidence(found, name)
    _check_times(found, name)
    _check_points(found, name)
    return found


def check_names(values: pa.Array, known: Iterable[str], what: str, remedy: str, name: str) -> None:
    """That every name is known.  Raises `Refused` with the first that is not."""
    unknown = pc.filter(values, pc.invert(pc.is_in(values, pa.array(list(known), pa.string()))))
    if len(unknown):
        raise _refused(name, f"“{unknown[0].as_py()}” is no {what}", remedy)


def _cast(table: pa.Table, column: str, kind: pa.DataType, name: str) -> pa.ChunkedArray:
    found = table[column]
    have = found.type
    if _is_list(have):
        inner = have.value_type
        if pa.types.is_dictionary(inner) and _is_string(inner.value_type):
            return found
    if pa.types.is_dictionary(have) and pa.types.is_string(kind):
        found = found.cast(have.value_type)
        have = found.type
    # A text names its offset, or is refused below.
    instants = pa.types.is_timestamp(have) or pa.types.is_null(have) or _is_string(have)
    if pa.types.is_timestamp(kind) and not instants:
        raise _refused(
            name, f"`{column}` is {have}, and no instant",
            "Give instants of a zone: a day begins at another instant in every country",
        )  # fmt: skip
    if pa.types.is_timestamp(kind) and pa.types.is_timestamp(have) and have.tz is None:
        raise _refused(
            name, f"`{column}` has no time zone",
            "Give instants of a zone: a time without one is another instant in every country",
        )  # fmt: skip
    wanted = pa.large_list(pa.large_string()) if have == pa.large_list(pa.large_string()) else kind
    try:
        return found.cast(wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError) as error:
        what = f"`{column}` is {have}, which is no {kind}: {str(error).splitlines()[0]}"
        raise _refused(name, what, "`hudna schema incidents-table` gives the types") from None


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def _is_string(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _check_evidence(table: pa.Table, name: str) -> None:
    levels = [c for c in ("level", *(f"level_{e}" for e in ELEMENTS)) if c in table.column_names]
    if not levels and "origins" not in table.column_names:
        raise _refused(
            name, "nothing says how far the incidents are supported",
            "Add `level` (0 to 4, for E0 to E4), or `origins`",
        )  # fmt: skip
    for column in levels:
        bad = pc.or_(pc.less(table[column], 0), pc.greater(table[column], 4))
        _first(table, bad, name, lambda row, c=column: f"`{c}` is {table[c][row]}",
               "Levels run from 0 to 4, for E0 to E4")  # fmt: skip
    for column in ("contested", "refuted"):
        if column in table.column_names:
            values = pc.list_flatten(table[column]).combine_chunks().cast(pa.string())
            check_names(values, ELEMENTS, f"element (`{column}`)", ", ".join(ELEMENTS), name)


def _check_times(table: pa.Table, name: str) -> None:
    if "extent" in table.column_names:
        values = pc.drop_null(table["extent"]).combine_chunks().cast(pa.string())
        check_names(values, ("moment", "throughout", "unknown"), "extent",
                    "Write moment, throughout or unknown", name)  # fmt: skip
    for column in ("t_earliest", "t_latest"):
        if column in table.column_names:
            bad = pc.or_(pc.less(table[column], _FIRST), pc.greater(table[column], _LAST))
            _first(table, bad, name, lambda _, c=column: f"`{c}` is outside 1800 to 2400",
                   "Leave an end that is not known null")  # fmt: skip
    if {"t_earliest", "t_latest"} <= set(table.column_names):
        bad = pc.less(table["t_latest"], table["t_earliest"])
        _first(table, bad, name, lambda _: "`t_latest` is before `t_earliest`",
               "The end is not included, and not before the start")  # fmt: skip


def _check_points(table: pa.Table, name: str) -> None:
    there = [c for c in ("lon", "lat", "radius_km") if c in table.column_names]
    if there and len(there) < 3:
        missing = next(c for c in ("lon", "lat", "radius_km") if c not in there)
        raise _refused(
            name, f"there are {' and '.join(f'`{c}`' for c in there)}, and no `{missing}`",
            "A point needs all three; `radius_km` says how precise it is, 0 that it is exact",
        )  # fmt: skip
    for column, least, most in (("lon", -180, 180), ("lat", -90, 90), ("radius_km", 0, 20_000)):
        if column in there:
            values = table[column]
            inside = pc.and_(pc.greater_equal(values, least), pc.less_equal(values, most))
            _first(table, pc.invert(inside), name,
                   lambda row, c=column: f"`{c}` is {table[c][row]}",
                   f"It runs from {least} to {most}")  # fmt: skip


def _first(table: pa.Table, bad: pa.ChunkedArray, name: str, what: object, remedy: str) -> None:
    """Refuse the first row that is bad."""
    row = pc.index(bad, pa.scalar(True)).as_py()
    if row >= 0:
        assert callable(what)
        which = f"row {row + 1} ({table['incident_id'][row]}): {what(row)}"
        raise _refused(name, which, remedy)


def _refused(name: str, what: str, remedy: str) -> Refused:
    return Refused([Problem(name, None, None, what, remedy)])
