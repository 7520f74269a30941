"""Tables judged several at a time: in order, a few in hand, and errors that name the row."""

import pyarrow as pa
import pytest
from syria_tables import CASE, incidents, plain

from hudna.engines.tables import judged
from hudna.incident_table import checked
from hudna.judging.judge import Judge
from hudna.parallel import AHEAD
from hudna.problem import Refused

TABLE = incidents(240)
COURT = Judge(CASE.agreement).court()
LISTING = COURT.listing(CASE.registry.origins)


def whole():
    source = checked(TABLE)
    return plain(COURT.table(LISTING.listed(source), source))


def pieces(size, table=TABLE):
    return [table.slice(i, size) for i in range(0, table.num_rows, size)]


@pytest.mark.parametrize("size", [7, 100, 240])
@pytest.mark.parametrize("threads", [1, 2])
def test_neither_the_size_of_tables_nor_threads_matter(size, threads):
    found = list(judged(COURT, LISTING, pieces(size), threads=threads))
    assert plain(pa.concat_tables(found)).equals(whole())
    assert [t.schema for t in found] == [COURT.schema] * len(found)


def test_record_batches_are_tables_too():
    found = judged(COURT, LISTING, TABLE.to_batches(max_chunksize=90))
    assert plain(pa.concat_tables(found)).equals(whole())


def test_only_a_few_are_taken_ahead():
    taken = 0

    def some():
        nonlocal taken
        for table in pieces(4):
            taken += 1
            yield table

    for given, _ in enumerate(judged(COURT, LISTING, some(), threads=2), 1):
        assert taken <= given + 2 + AHEAD


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("lat", 91.0, "`lat` is 91"),
        ("level", 7, "`level` is 7"),
        ("actors", ["nobody-knows"], "“nobody-knows” is no actor"),
        ("acts", ["H-NONE"], "“H-NONE” is no code of an act"),
        ("extent", "always", "“always” is no extent"),
        ("contested", ["weather"], "“weather” is no element"),
    ],
)
def test_a_row_that_cannot_be_judged_is_told_by_its_number(column, value, told):
    values = TABLE[column].to_pylist()
    values[233] = value  # the 234th row, in the third table of a hundred
    place = TABLE.column_names.index(column)
    bad = TABLE.set_column(place, column, pa.array(values, TABLE.schema.field(column).type))
    if column == "lat":  # a point wants all three
        for other in ("lon", "radius_km"):
            there = bad[other].to_pylist()
            there[233] = 1.0
            bad = bad.set_column(bad.column_names.index(other), other, pa.array(there))
    found = judged(COURT, LISTING, pieces(100, bad))
    assert next(found).num_rows >= 100
    assert next(found).num_rows >= 100
    with pytest.raises(Refused) as refused:
        next(found)
    (problem,) = refused.value.problems
    assert problem.what.startswith("row 234 (i1-233): ")
    assert told in problem.what


def test_of_a_column_no_row_is_told():
    with pytest.raises(Refused) as refused:
        next(judged(COURT, LISTING, [TABLE.drop_columns(["incident_id"])]))
    assert "there is no column `incident_id`" in str(refused.value)
    assert "row" not in refused.value.problems[0].what
