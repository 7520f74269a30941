"""The plain form: any order and choice of columns; what cannot be is refused, and says where."""

import contextlib
import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tables import report, table, write

from hudna.matching import plain
from hudna.problem import Refused


def file(folder, text, name="a.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def read(folder, text, **how):
    return plain.read([file(folder, text)], **how).table


def refusal(folder, text, **how):
    with pytest.raises(Refused) as refused:
        read(folder, text, **how)
    return [str(problem) for problem in refused.value.problems]


def hours(column):
    """Timestamps as text, to the minute."""
    return [
        None if moment is None else moment.isoformat(" ", "minutes")
        for moment in column.to_pylist()
    ]


# --- columns ---------------------------------------------------------------------------------------


def test_columns_come_in_any_order_and_others_are_left_alone(tmp_path):
    found = read(tmp_path, "begin, lat ,note,report_id,note,end\nx,36.5,n,r1,,y\n")
    assert found.column("report_id").to_pylist() == ["r1"]
    assert found.column("lat").to_pylist() == [36.5]
    assert found.column("begin").to_pylist() == [None]
    assert "note" not in found.column_names


def test_an_empty_cell_is_unknown_never_zero(tmp_path):
    found = read(tmp_path, "report_id,lat,lon,deaths_best,t_earliest,actors\nr1,,  ,,,\n")
    (row,) = found.to_pylist()
    assert row["lat"] is row["lon"] is row["deaths_best"] is row["begin"] is None


def test_a_file_is_its_own_source_where_it_names_none(tmp_path):
    paths = [file(tmp_path, "report_id\n1\n", "GED 2016.csv"),
             file(tmp_path, "report_id,source\n2,\n3, \n4,SOHR\n", "b.csv")]  # fmt: skip
    found = plain.read(paths).table
    assert found.column("source").to_pylist() == ["GED 2016", "b", "b", "SOHR"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_that_say_what_they_are(tmp_path, encoding, end):
    text = end.join(["report_id,text", "ر1,«قصف، 3 قتلى»", 'r2,"a ""b""', 'c"', ""])
    found = plain.read([file(tmp_path, text, encoding=encoding)]).table
    assert found.column("report_id").to_pylist() == ["ر1", "r2"]
    assert found.column("text").to_pylist() == ["«قصف، 3 قتلى»", f'a "b"{end}c']


def test_a_large_cell_is_read(tmp_path):
    found = read(tmp_path, f"report_id,text\nr1,{'ab ' * 1_000_000}\nr2,x\n")
    assert [len(text) for text in found.column("text").to_pylist()] == [3_000_000, 1]


def test_a_header_alone_is_a_table(tmp_path):
    assert len(read(tmp_path, "report_id,lat\n")) == 0


# --- times -----------------------------------------------------------------------------------------


def test_a_date_is_the_whole_local_day(tmp_path):
    found = read(tmp_path, "report_id,t_earliest,t_latest\n1,2016-12-30,2016-12-31\n")
    assert hours(found.column("begin")) == ["2016-12-30 00:00"]
    assert hours(found.column("end")) == ["2017-01-01 00:00"]


def test_times_of_every_form(tmp_path):
    found = read(
        tmp_path,
        "report_id,t_earliest,t_latest\n"
        "1,2016-12-30T14:05,2016-12-30 14:05\n"
        "2, 2016-12-30T14:05:59.5 ,2016-12-31\n",
    )
    assert hours(found.column("begin")) == ["2016-12-30 14:05", "2016-12-30 14:05"]
    assert hours(found.column("end")) == ["2016-12-30 14:05", "2017-01-01 00:00"]


OFFSETS = (
    "report_id,t_earliest,t_latest\n"
    "1,2016-12-30T23:30Z,2016-12-31\n"  # 01:30 of the 31st in Damascus, two hours ahead in winter
    "2,2016-07-01T10:00+00:00,2016-07-01 10:00Z\n"  # three in summer
    "3,2016-07-01T10:00+0300,\n"
    "4,2016-07-01T10:00-01,\n"
    "5,2016-07-01T10:00,\n"
)


def test_with_a_zone_a_time_with_an_offset_is_put_on_its_clock(tmp_path):
    found = plain.read([file(tmp_path, OFFSETS)], "Asia/Damascus")
    assert hours(found.table.column("begin")) == [
        "2016-12-31 01:30", "2016-07-01 13:00", "2016-07-01 10:00", "2016-07-01 14:00",
        "2016-07-01 10:00",
    ]  # fmt: skip
    assert hours(found.table.column("end"))[:2] == ["2017-01-01 00:00", "2016-07-01 13:00"]
    assert found.notes == ()


def test_without_one_its_own_clock_is_read_and_that_is_said(tmp_path):
    found = plain.read([file(tmp_path, OFFSETS)])
    assert hours(found.table.column("begin")) == [
        "2016-12-30 23:30", "2016-07-01 10:00", "2016-07-01 10:00", "2016-07-01 10:00",
        "2016-07-01 10:00",
    ]  # fmt: skip
    (note,) = found.notes
    assert "5 times have an offset" in note
    assert "a.csv" in note
    assert "--zone" in note


def test_an_hour_that_the_clock_shows_twice_is_no_error(tmp_path):
    # Damascus went back on 28 October 2016 at 00:00 +03, which is 21:00Z of the 27th.
    found = plain.read(
        [file(tmp_path, "report_id,t_earliest,t_latest\n1,2016-10-27T20:50Z,2016-10-27T21:10Z\n")],
        "Asia/Damascus",
    ).table
    assert found.column("end")[0].as_py() >= found.column("begin")[0].as_py()


def test_a_zone_that_there_is_not_is_refused(tmp_path):
    with pytest.raises(Refused, match="Asia/Damaskus"):
        plain.read([file(tmp_path, "report_id\n1\n")], "Asia/Damaskus")


def test_times_of_tables_are_dates_or_stamps():
    utc, day = dt.UTC, dt.date(2016, 12, 30)
    moment = dt.datetime(2016, 12, 30, 22, 30)  # noqa: DTZ001
    tables = [
        pa.table({"report_id": ["1"], "t_earliest": [day], "t_latest": [day]}),
        pa.table({"report_id": ["2"], "t_earliest": [moment], "t_latest": pa.array([moment], pa.timestamp("ns"))}),
        pa.table({"report_id": ["3"], "t_earliest": pa.array([moment.replace(tzinfo=utc)], pa.timestamp("us", "UTC"))}),
        pa.table({"report_id": ["4"], "t_earliest": pa.array([moment.replace(tzinfo=utc)], pa.timestamp("us", "+03:00"))}),
    ]  # fmt: skip
    found = plain.read_tables(tables)
    assert hours(found.table.column("begin")) == [
        "2016-12-30 00:00", "2016-12-30 22:30", "2016-12-30 22:30", "2016-12-31 01:30",
    ]  # fmt: skip
    assert hours(found.table.column("end"))[:2] == ["2016-12-31 00:00", "2016-12-30 22:30"]
    assert "2 times" in found.notes[0]
    found = plain.read_tables(tables, "Asia/Damascus")
    assert hours(found.table.column("begin"))[2:] == ["2016-12-31 00:30", "2016-12-31 00:30"]


# --- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cell", "what"),
    [
        ("lat", "90.5", "lat “90.5” lies outside -90 to 90"),
        ("lon", "-181", "lon “-181” lies outside -180 to 180"),
        ("radius_km", "-1", "radius_km “-1” lies outside 0 to 20040"),
        ("lat", "36,2", "lat “36,2” is no number"),
        ("lat", "٣٦", "lat “٣٦” is no number"),
        ("lat", "nan", "lat “nan” is no number"),
        ("deaths_best", "inf", "deaths_best “inf” is no number"),
        ("deaths_best", "1e999", "deaths_best “1e999” lies outside 0 to 1e+09"),
        ("deaths_low", "-2", "deaths_low “-2” lies outside 0 to 1e+09"),
        ("deaths_high", "a few", "deaths_high “a few” is no number"),
        ("t_earliest", "30.12.2016", "t_earliest “30.12.2016” is no day or time in ISO 8601"),
        ("t_earliest", "2016-02-30", "t_earliest “2016-02-30” never was"),
        ("t_latest", "2016-12-30T24:10", "t_latest “2016-12-30T24:10” never was"),
        ("t_latest", "2016-12-30T10:00+99:00", "t_latest “2016-12-30T10:00+99:00” never was"),
        ("t_latest", "2016-12", "t_latest “2016-12” is no day or time in ISO 8601"),
    ],
)
def test_what_cannot_be_is_named_with_line_and_column(tmp_path, column, cell, what):
    said = refusal(tmp_path, f'report_id,{column},text\n1,,"two\nlines"\n\n2,"{cell}",\n3,,\n')
    assert len(said) == 1
    assert said[0].startswith(f"a.csv:5: error: {what}. ")


def test_an_end_before_its_beginning(tmp_path):
    (said,) = refusal(
        tmp_path, "report_id,t_earliest,t_latest\n1,2016-12-30,2016-12-30\n2,2016-12-31T09:00,2016-12-30\n"
    )  # fmt: skip
    assert said.startswith(
        "a.csv:3: error: t_latest “2016-12-30” is before t_earliest “2016-12-31T09:00”. "
    )


def test_a_bad_time_hides_no_other(tmp_path):
    text = "report_id,t_earliest,t_latest\n1,2016-02-30,\n2,x,\n3,2016-12-31,2016-12-30\n"
    said = refusal(tmp_path, text)
    assert [line.split(": ")[0] for line in said] == ["a.csv:2", "a.csv:3", "a.csv:4"]


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    good = file(tmp_path, "report_id\n1\n", "good.csv")
    bad = file(tmp_path, "report_id,lat,t_latest\n2,91,x\n3,92,\n", "bad.csv")
    missing = tmp_path / "none.csv"
    with pytest.raises(Refused) as refused:
        plain.read([bad, good, missing])
    said = [str(problem) for problem in refused.value.problems]
    assert [line.split(" ", 1)[0] for line in said] == [
        "bad.csv:2:", "bad.csv:2:", "bad.csv:3:", "none.csv:"
    ]  # fmt: skip
    assert "(and so in 1 more)" in said[0] + said[1]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("report_id,lat,lat\n1,2,3\n", "a.csv:1: error: has two columns lat"),
        ("report_id, lat,lat \n1,2,3\n", "a.csv:1: error: has two columns lat"),
        ("id,lat\n1,2\n", "a.csv:1: error: has no column report_id, but id, lat"),
        ("report_id,lat\n1,2\n3\n", "a.csv:3: error: this row has 1 cells, and the header 2"),
        ("report_id,lat\n1,2,3\n", "a.csv:2: error: this row has 3 cells, and the header 2"),
        (
            'report_id,text\n1,"x\n2,y\n3,z\n',
            "a.csv:2: error: a quote that opens in this row is never",
        ),
        ('report_id,text\n1,"x\n2,y', "a.csv:2: error: a quote that opens in this row is never"),
        ('report_id,text\n1,x\n2,"', "a.csv:3: error: a quote that opens in this row is never"),
        ('report_id,text\n1,"x\n2,y\n3,"z\n4,w\n', "a.csv:2: error: text follows a closing quote"),
        ("report_id\n \n", "a.csv:2: error: report_id is empty"),
        ("", "a.csv: error: the file is empty"),
        ("report_id\n\0\n", "a.csv:2: error: a NUL byte"),
        ("<html>", "a.csv:1: error: this is not CSV but a web page"),
    ],
)
def test_what_is_no_table(tmp_path, text, what):
    assert refusal(tmp_path, text)[0].startswith(what)


@pytest.mark.parametrize(
    ("columns", "cells", "what"),
    [
        ("deaths_low,deaths_high", "9,2", "deaths_low 9 lies above deaths_high 2"),
        ("deaths_low,deaths_best", "3,2.5", "deaths_low 3 lies above deaths_best 2.5"),
        ("deaths_best,deaths_high", "1000000,999999", "deaths_best 1e+06 lies above deaths_high 999999"),
    ],
)  # fmt: skip
def test_a_range_that_is_upside_down_is_refused(tmp_path, columns, cells, what):
    (told,) = refusal(tmp_path, f"report_id,{columns}\n1,,\n2,{cells}\n3,1,1\n")
    assert what in told
    assert told.startswith("a.csv:3: error")


def test_sources_that_only_look_alike_are_said(tmp_path):
    text = "report_id,source\n1,SOHR\n2,sohr\n3,SOHR \n4,المرصد\n5,Daily\n6,SOHR\u200f\n"
    (note,) = read_notes(tmp_path, text)
    assert note.endswith("are taken for 3 sources: if they are one, write it alike.")
    assert "“SOHR” and “SOHR<U+200F>” and “sohr”" in note


def read_notes(folder, text):
    return plain.read([file(folder, text)]).notes


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolons"), ("\t", "tabs")])
def test_cells_that_no_comma_separates(tmp_path, mark, word):
    (told,) = refusal(tmp_path, f"report_id{mark}source\n1{mark}A\n")
    assert f"Separate cells by commas, not by {word}" in told


def test_a_column_that_is_nearly_one_of_the_form_is_said(tmp_path):
    text = "report_id,t_lastest,Source,notes\n1,2017-01-01,A,x\n"
    notes = plain.read([file(tmp_path, text)]).notes
    assert [note.split("the column ")[1] for note in notes] == [
        "t_lastest was left alone; the form has t_latest.",
        "Source was left alone; the form has source.",
    ]
    assert plain.read_tables([pa.table({"report_id": ["1"], "ltest": ["1"]})]).notes == ()


def test_a_file_that_is_named_twice(tmp_path):
    path = file(tmp_path, "report_id\n1\n")
    with pytest.raises(Refused, match="is named twice"):
        plain.read([path, tmp_path / "." / "x" / ".." / "a.csv"])


def test_an_id_that_is_there_twice_is_named_with_both_places(tmp_path):
    one = file(tmp_path, "report_id\nx\ny\n", "one.csv")
    two = file(tmp_path, "report_id\nz\n\nx\n", "two.csv")
    with pytest.raises(Refused) as refused:
        plain.read([one, two])
    assert str(refused.value).startswith(
        "two.csv:4: error: report_id “x” stands in two.csv:4 and in one.csv:2. "
    )


def test_many_ids_twice_are_counted(tmp_path):
    text = "report_id\n" + "".join(f"{n}\n{n}\n" for n in range(300))
    said = refusal(tmp_path, text)
    assert len(said) <= 7
    assert any("300 ids stand in more than one row" in line for line in said)


def test_what_a_message_shows_hides_nothing(tmp_path):
    (said,) = refusal(tmp_path, "report_id,lat\n1,\u202e=cmd\u2066\n")
    assert "<U+202E>" in said
    assert "\u202e" not in said


@pytest.mark.parametrize(
    ("column", "values", "what"),
    [
        ("lat", [True], "lat is bool, no number"),
        ("lat", [dt.date(2016, 1, 1)], "lat is date32[day], no number"),
        ("lat", [float("inf")], "row 1: lat “inf” lies outside"),
        ("lat", ["x"], "row 1: lat “x” is no number"),
        ("t_earliest", [7], "row 1: t_earliest “7” is no day or time in ISO 8601"),
        ("text", [{"a": 1}], "text is struct<a: int64>, no text"),
    ],
)
def test_columns_of_another_kind(column, values, what):
    with pytest.raises(Refused) as refused:
        plain.read_tables([pa.table({"report_id": ["1"], column: values})])
    assert what in str(refused.value)


def test_columns_of_any_text_and_number():
    found = plain.read_tables(
        [
            pa.table(
                {
                    "report_id": pa.array([1, 2]),
                    "source": pa.array(["a", "b"]).dictionary_encode(),
                    "place": pa.array(["x", None], pa.large_string()),
                    "text": pa.array([None, None]),
                    "actors": pa.array([["p", "q"], None]),
                    "lat": pa.array([1, None], pa.int8()),
                    "lon": pa.array([1.5, float("nan")], pa.float32()),
                    "deaths_best": pa.array(["3", " "], pa.large_string()),
                }
            ),
            table([report("3")]),
        ]
    ).table
    first, second, _ = found.to_pylist()
    assert (first["report_id"], first["source"], first["actors"]) == ("1", "a", "p|q")
    assert (first["lat"], first["lon"], first["deaths_best"]) == (1.0, 1.5, 3.0)
    assert {second[name] for name in ("place", "actors", "lat", "lon", "deaths_best")} == {None}


# --- fuzz ------------------------------------------------------------------------------------------

CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "=1+1", "2016-12-30", "2016-13-01", "2016-12-30T10:00Z", "9999-12-31", "0000-00-00", "91", "-0",
         "1e308", "\u202eabc", "قصف", "a|b||", '"', "x\ny", "\r", "'", "\ufeff", "0001-01-01T00:00+14:00"]
    ),
    st.text(max_size=8),
)  # fmt: skip


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(["report_id", *plain.COLUMNS, "other"]), min_size=1, max_size=6, unique=True),
    st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=4),
    st.sampled_from([None, "Asia/Damascus"]),
)  # fmt: skip
def test_whatever_is_in_the_cells_only_refused_is_raised(tmp_path_factory, names, rows, zone):
    path = tmp_path_factory.mktemp("fuzz") / "a.csv"
    try:
        write(path, [dict(zip(names, row, strict=False)) for row in rows], names)
    except UnicodeEncodeError:
        return
    with contextlib.suppress(Refused):
        found = plain.read([path], zone).table
        assert set(found.column_names) <= {*plain.COLUMNS, "begin", "end"}


@settings(max_examples=100)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=100).map(
            lambda text: ("report_id,text\n" + text).encode("utf-8", "ignore")
        ),
        st.text('",\n\ra1 ', max_size=40).map(lambda text: ("report_id,text\n" + text).encode()),
    )
)
@example(b"\xff\xfe")
@example(b"report_id\r1\r2\r")
@example("report_id,text\n1,a".encode("utf-16"))
def test_whatever_the_bytes_only_refused_is_raised(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("fuzz") / "a.csv"
    path.write_bytes(content)
    with contextlib.suppress(Refused):
        plain.read([path])


@settings(max_examples=60)
@given(st.text('",\na', max_size=40))
@example('1,"x\n2,y')
@example('a,"')
def test_no_row_is_swallowed(tmp_path_factory, tail):
    """What is read has the rows and cells that Python's strict reader finds, or is refused."""
    import csv
    import io

    path = tmp_path_factory.mktemp("fuzz") / "a.csv"
    text = "report_id,text\n" + tail
    path.write_text(text, encoding="utf-8", newline="")
    try:
        found = plain.read([path]).table
    except Refused:
        return
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row][1:]
    except csv.Error:  # a quote within a cell: then each row is a line by itself
        assert len(found) == len(tail.splitlines())
        return
    assert [list(row) for row in rows] == [
        [row["report_id"], row.get("text", "")] for row in found.to_pylist()
    ]
