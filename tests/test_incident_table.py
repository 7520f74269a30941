"""Tables of incidents are checked: what cannot be judged is refused, with the row and the remedy."""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.incident_table import SCHEMA, checked
from hudna.problem import Problem, Refused

WORDS = pa.dictionary(pa.int8(), pa.string())
GOOD: dict[str, Any] = {
    "incident_id": ["a", "b", "c", "d", "e"],
    "t_earliest": [datetime(2017, 1, day, tzinfo=UTC) for day in range(1, 6)],
    "t_latest": [None, *(datetime(2017, 1, day, tzinfo=UTC) for day in range(2, 6))],
    "extent": ["moment", None, "throughout", "unknown", "moment"],
    "lon": [36.5, None, -180.0, 180.0, 0.0],
    "lat": [33.0, None, -90.0, 90.0, 0.0],
    "radius_km": [0.0, 1.0, None, 20_000.0, 5.0],
    "units": [["D1", "P1"], None, [], ["P1"], ["C"]],
    "actors": [["gov"], [], None, ["gov", "reb"], ["unidentified"]],
    "targets": [["reb"], [], None, ["gov"], ["reb"]],
    "both_directions": [True, None, False, False, True],
    "acts": [["H-ART"], [], None, ["H-SNI", "H-ART"], ["H-ART"]],
    "weapon": [None, "artillery", "mortar", None, "drone"],
    "origins": [["x"], [], None, ["x", "y"], ["y"]],
    "level": [0, 1, None, 3, 4],
    "level_occurred": [None, 4, 3, None, 0],
    "contested": [["actor"], [], None, ["act", "time"], []],
    "refuted": [[], ["occurred"], None, [], []],
    "aggregate": [False, True, None, False, False],
}
TABLE = pa.table({n: pa.array(v, SCHEMA.field(n).type) for n, v in GOOD.items()})


def refusal(table: pa.Table, name: str = "table") -> Problem:
    with pytest.raises(Refused) as refused:
        checked(table, name)
    (problem,) = refused.value.problems
    assert problem.remedy
    return problem


def with_value(column: str, row: int, value: Any, kind: pa.DataType | None = None) -> pa.Table:
    """The good table with one value that is another."""
    values = GOOD.get(column, [None] * TABLE.num_rows)[:]
    values[row] = value
    array = pa.array(values, kind or SCHEMA.field(column).type)
    if column not in TABLE.column_names:
        return TABLE.append_column(column, array)
    return TABLE.set_column(TABLE.column_names.index(column), column, array)


# --- what can be judged ---------------------------------------------------------------------------


OTHERS = {
    pa.string(): (pa.large_string(), WORDS),
    pa.list_(pa.string()): (
        pa.large_list(pa.large_string()), pa.large_list(pa.string()), pa.list_(pa.large_string()),
        pa.list_(WORDS),
    ),
    pa.float64(): (pa.float32(),),
    pa.int8(): (pa.int64(), pa.uint16(), pa.float64()),
    pa.timestamp("us", "UTC"): (pa.timestamp("ns", "UTC"), pa.timestamp("s", "Asia/Damascus")),
    pa.bool_(): (),
}  # fmt: skip


@given(st.data(), st.lists(st.integers(0, 5), max_size=2), st.integers(0, 5), st.integers(0, 5))
def test_a_table_is_the_same_however_it_is_laid_out(data, cuts, start, size):
    columns = {}
    for field in TABLE.schema:
        kind = data.draw(st.sampled_from([field.type, *OTHERS[field.type]]))
        values = TABLE[field.name].to_pylist()
        chunks = [pa.array(values[a:b], kind) for a, b in pairwise([0, *sorted(cuts), 5])]
        columns[field.name] = pa.chunked_array(chunks, kind)
    found = checked(pa.table(columns).slice(start, size))
    found.validate(full=True)
    assert found.to_pylist() == TABLE.slice(start, size).to_pylist()


@pytest.mark.parametrize("kind", [pa.null(), None])
def test_a_column_of_nulls_and_one_that_is_left_out_say_nothing(kind):
    for column in set(GOOD) - {"incident_id", "level", "lon", "lat", "radius_km"}:
        rest = TABLE.drop_columns([column])
        if kind is None:
            assert column not in checked(rest).column_names
        else:
            found = checked(rest.append_column(column, pa.nulls(5)))
            assert found[column].to_pylist() == [None] * 5
            assert found[column].type == SCHEMA.field(column).type


def test_a_table_without_rows_may_be_without_chunks():
    assert checked(SCHEMA.empty_table()).num_rows == 0
    assert checked(TABLE.slice(5)).num_rows == 0
    lists = {f.name: pa.list_(WORDS) if pa.types.is_list(f.type) else f.type for f in SCHEMA}
    assert checked(pa.schema(lists).empty_table()).num_rows == 0


def test_what_is_not_read_is_left_out_and_reports_have_their_own_name_for_ids():
    renamed = TABLE.rename_columns(["report_id", *TABLE.column_names[1:]])
    found = checked(renamed.append_column("comment", pa.nulls(5)))
    assert found.column_names == TABLE.column_names


# --- what cannot ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("lon", 180.5, "`lon` is 180.5"),
        ("lon", float("nan"), "`lon` is nan"),
        ("lat", -91.0, "`lat` is -91"),
        ("lat", float("inf"), "`lat` is inf"),
        ("radius_km", -1.0, "`radius_km` is -1"),
        ("level", 5, "`level` is 5"),
        ("level", -1, "`level` is -1"),
        ("level_act", 9, "`level_act` is 9"),
        ("t_latest", datetime(2017, 1, 3, tzinfo=UTC), "`t_latest` is before `t_earliest`"),
        ("t_earliest", datetime(1799, 12, 31, tzinfo=UTC), "`t_earliest` is outside 1800 to 2400"),
        ("t_earliest", -(2**63) + 1, "`t_earliest` is outside 1800 to 2400"),
        ("t_latest", datetime(9999, 12, 31, tzinfo=UTC), "`t_latest` is outside 1800 to 2400"),
        ("incident_id", None, "there is no id"),
    ],
)
def test_a_value_that_is_none_is_refused_with_its_row(column, value, what):
    bad = with_value(column, 3, value)
    row = f"row 4 ({'None' if column == 'incident_id' else 'd'}): "
    for table, number in ((bad, 4), (bad.slice(2), 2), (pa.concat_tables([bad[:2], bad[2:]]), 4)):
        problem = refusal(table, "mine.csv")
        assert problem.what.startswith(row.replace("4", str(number)) + what)
        assert problem.file == "mine.csv"


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("extent", "always", "“always” is no extent"),
        ("contested", ["actor", "weather"], "“weather” is no element (`contested`)"),
        ("refuted", ["Actor"], "“Actor” is no element (`refuted`)"),
        ("contested", ["actor", None], "“None” is no element (`contested`)"),
    ],
)
def test_a_word_that_is_none_is_refused(column, value, what):
    assert refusal(with_value(column, 3, value)).what == what


@pytest.mark.parametrize(
    ("column", "values", "what"),
    [
        ("t_earliest", pa.array([0] * 5, pa.timestamp("us")), "`t_earliest` has no time zone"),
        ("t_earliest", pa.array([0] * 5), "`t_earliest` is int64, and no instant"),
        ("t_latest", pa.array([0] * 5, pa.date32()), "`t_latest` is date32[day], and no instant"),
        ("actors", pa.array(["gov"] * 5), "`actors` is string, which is no list<"),
        ("lon", pa.array(["east"] * 5), "`lon` is string, which is no double"),
        ("level", pa.array([2.5] * 5), "`level` is double, which is no int8"),
        ("level", pa.array([300] * 5), "`level` is int64, which is no int8"),
        ("aggregate", pa.array([[True]] * 5), "`aggregate` is list<"),
    ],
)
def test_a_column_of_another_kind_is_refused(column, values, what):
    bad = TABLE.set_column(TABLE.column_names.index(column), column, values)
    assert refusal(bad).what.startswith(what)


@pytest.mark.parametrize(
    ("lacking", "what"),
    [
        (["incident_id"], "there is no column `incident_id`"),
        (["radius_km"], "there are `lon` and `lat`, and no `radius_km`"),
        (["lon", "lat"], "there are `radius_km`, and no `lon`"),
        (["level", "level_occurred", "origins"],
         "nothing says how far the incidents are supported"),
    ],
)  # fmt: skip
def test_a_table_that_lacks_a_column_is_refused(lacking, what):
    assert refusal(TABLE.drop_columns(lacking)).what == what


def test_a_column_that_is_there_twice_is_refused():
    bad = TABLE.append_column("level", pa.array([4] * 5, pa.int8()))
    assert refusal(bad).what == "there are two columns `level`"
