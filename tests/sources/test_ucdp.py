"""GED rows as reports: what each code becomes, worked out by hand, and what is refused."""

from datetime import UTC, datetime

import pytest

from hudna.problem import Refused
from hudna.report import SCHEMA
from hudna.sources import detect, read, ucdp

# What GED 20.1 to 25.1 and the candidate releases call their columns.
CURRENT = [
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
    "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
]  # fmt: skip


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def one(take, **cells):
    rows, report = take([cells])
    assert len(rows) == 1, report.refused_rows
    return rows[0]


def why(take, **cells):
    """Why a row is refused; a good one stands beside it, so that the file is not."""
    rows, report = take([{"id": "1"}, {"id": "2"} | cells])
    assert [row["report_id"] for row in rows] == ["ucdp-1"]
    [(line, reason)] = report.refused_rows
    assert line == 3
    return reason


def test_a_plain_row(take):
    row = one(take)
    assert row == {
        "report_id": "ucdp-1001",
        "source": "UCDP GED",
        "source_row": "1001",
        "origins": ["obs"],
        "origin_names": ["Observatory"],
        "articles": 1,
        # 30 December in Damascus, two hours ahead of UTC in winter
        "t_earliest": utc(2016, 12, 29, 22),
        "t_latest": utc(2016, 12, 30, 22),
        "zone": "Asia/Damascus",
        "extent": "unknown",
        "place": "Small village",
        "units": ["T11", "T1", "T"],
        "is_unit": False,
        "lon": 36.5,
        "lat": 34.5,
        "radius_km": ucdp.EXACT_KM,
        "actors": ["gov"],
        "actor_name": "Government of Testland",
        "targets": ["north"],
        "target_name": "Northern Front",
        "both_directions": True,
        "acts": ["H-LET-U"],
        "deaths_low": 4,
        "deaths_best": 6,
        "deaths_high": 9,
        "deaths_civilians": 3,
        "aggregate": False,
        "text": "Clashes near a village",
        "contributor": None,
    }


def test_the_table_has_the_schema_of_reports(tmp_path, write_csv, people, places):
    path = tmp_path / "any-name.txt"
    path.write_text(write_csv([{}]), "utf-8")
    assert detect(path) == "ucdp"
    table, report = read(path, "ucdp", people, places, "Asia/Damascus")
    assert table.schema.equals(SCHEMA)
    assert report.file == "any-name.txt"
    for field in SCHEMA:
        assert field.nullable or table[field.name].null_count == 0


@pytest.mark.parametrize(
    ("precision", "start", "end", "earliest", "latest", "aggregate"),
    [
        # the clocks went forward at midnight of 31 March 2017: that day has 23 hours, from 01:00
        ("1", "2017-03-31", "2017-03-31", utc(2017, 3, 30, 22), utc(2017, 3, 31, 21), False),
        ("1", "2016-03-25", "2016-03-25", utc(2016, 3, 24, 22), utc(2016, 3, 25, 21), False),
        # and back at the end of 27 October 2016, which has 25
        ("1", "2016-10-27", "2016-10-27", utc(2016, 10, 26, 21), utc(2016, 10, 27, 22), False),
        ("2", "2016-12-28", "2016-12-30", utc(2016, 12, 27, 22), utc(2016, 12, 30, 22), False),
        ("3", "2017-01-01", "2017-01-07", utc(2016, 12, 31, 22), utc(2017, 1, 7, 22), False),
        ("4", "2017-01-01", "2017-01-31", utc(2016, 12, 31, 22), utc(2017, 1, 31, 22), False),
        ("4", "2017-01-01", "2017-02-01", utc(2016, 12, 31, 22), utc(2017, 2, 1, 22), True),
        ("5", "2016-01-01", "2016-12-31", utc(2015, 12, 31, 22), utc(2016, 12, 31, 22), True),
        ("5", "2016-12-30", "2016-12-30", utc(2016, 12, 29, 22), utc(2016, 12, 30, 22), True),
    ],
)
def test_days(take, precision, start, end, earliest, latest, aggregate):
    row = one(take, date_prec=precision, date_start=start, date_end=end)
    assert (row["t_earliest"], row["t_latest"]) == (earliest, latest)
    assert row["aggregate"] is aggregate
    assert row["extent"] == "unknown"


def test_current_releases_write_days_with_a_midnight(take):
    stamp = "2016-12-30 00:00:00.000"
    assert one(take, date_start=stamp, date_end=stamp) == one(take)


def test_several_events_that_could_not_be_separated_are_no_aggregate(take):
    rows, report = take([{"event_clarity": "2"}])
    assert rows[0]["aggregate"] is False
    assert any("could not separate" in note and n == 1 for note, n in report.notes.items())


@pytest.mark.parametrize(
    ("where", "units", "is_unit", "point", "radius"),
    [
        ("1", ["T11", "T1", "T"], False, (36.5, 34.5), ucdp.EXACT_KM),
        ("2", ["T1", "T"], False, (36.5, 34.5), 25.0),
        ("3", ["T11", "T1", "T"], True, (None, None), None),
        ("4", ["T1", "T"], True, (None, None), None),
        ("5", ["T1", "T"], False, (None, None), None),
        ("6", ["T"], True, (None, None), None),
        ("7", [], False, (None, None), None),
    ],
)
def test_places(take, where, units, is_unit, point, radius):
    row = one(take, where_prec=where)
    assert row["units"] == units
    assert row["is_unit"] is is_unit
    assert (row["lon"], row["lat"]) == point
    assert row["radius_km"] == radius


@pytest.mark.parametrize(
    ("where", "first", "second", "units", "is_unit"),
    [
        ("3", "East Governorate", "Nowhere district", ["T1", "T"], False),
        ("3", "East Governorate", "", ["T1", "T"], False),
        ("4", "Nowhere", "", ["T"], False),
        ("4", "", "", ["T"], False),
        ("5", "", "", ["T"], False),
        ("1", "West", "Market district", ["T21", "T2", "T"], False),
        ("1", "East", "Market district", ["T12", "T1", "T"], False),
        ("1", "", "Market district", ["T"], False),  # two bear the name
        ("1", "الغرب", "Inner district", ["T2", "T"], False),  # Inner lies in East
        ("3", "East", "Old Mill district", ["T111", "T11", "T1", "T"], True),
        ("1", "Nowhere", "Inner district", ["T"], False),
    ],
)
def test_units_that_the_gazetteer_has_not_are_not_guessed(
    take, where, first, second, units, is_unit
):
    row = one(take, where_prec=where, adm_1=first, adm_2=second)
    assert row["units"] == units
    assert row["is_unit"] is is_unit


def test_a_unit_of_another_country_is_not_taken_for_ours(take):
    rows, report = take([{"country": "Otherland", "adm_1": "East"}])
    assert rows[0]["units"] == []
    [names] = [n for kind, n in report.names.items() if "gazetteer" in kind]
    assert names == {"Otherland": 1}


def test_one_sided_violence_has_one_direction(take):
    row = one(take, type_of_violence="3", side_a="Northern Front", side_b="Civilians")
    assert (row["actors"], row["targets"]) == (["north"], ["civilians"])
    assert row["both_directions"] is False
    assert one(take, type_of_violence="2")["both_directions"] is True


@pytest.mark.parametrize(
    ("cell", "ids"),
    [
        ("northern  FRONT", ["north"]),
        ("Northern Front, Southern Front", ["north", "south"]),
        ("Southern Front, Strangers", ["south", "unidentified"]),
        ("Strangers", ["unidentified"]),
        ("The Twins", ["unidentified"]),  # two bear the name
        ("Hawks, Doves and Owls", ["pair"]),  # a name with a comma
        ("Northern Front, Hawks, Doves and Owls", ["north", "pair"]),
        ("", ["unidentified"]),
        (" , ,", ["unidentified"]),
    ],
)
def test_sides(take, cell, ids):
    row = one(take, side_a=cell)
    assert row["actors"] == ids
    assert row["actor_name"] == (cell.strip() or None)


def test_names_that_lead_nowhere_are_counted(take):
    _, report = take(
        [
            {"id": "1", "side_a": "Strangers", "side_b": "Strangers"},
            {"id": "2", "side_a": "Strangers, The Twins"},
            {"id": "3", "source_original": "Observatory, Passers-by"},
        ]
    )
    assert sorted(map(dict, report.names.values()), key=str) == [
        {"Passers-by": 1},
        {"Strangers": 2},
        {"The Twins": 1},
    ]


@pytest.mark.parametrize(
    ("cell", "ids", "names"),
    [
        ("observatory", ["obs"], ["observatory"]),
        ("Observatory\n", ["obs"], ["Observatory"]),
        ("OBSERVATORY, Observatory; observatory", ["obs"], ["OBSERVATORY"]),
        ("Observatory/Airwatch", ["obs", "wings"], ["Observatory", "Airwatch"]),
        ("Airwatch & Observatory", ["wings", "obs"], ["Airwatch", "Observatory"]),
        ("Airwatch and Observatory", ["wings", "obs"], ["Airwatch", "Observatory"]),
        ("Salt and Pepper", ["sound"], ["Salt and Pepper"]),
        ("Bread and Butter", [], ["Bread and Butter"]),
        ("Airwatch, and Observatory", ["wings", "obs"], ["Airwatch", "Observatory"]),
        ("the Ministry of Defence", ["ministry"], ["the Ministry of Defence"]),
        ("Observatory\nPassers-by", ["obs"], ["Observatory", "Passers-by"]),
        ("Observatory, the observatory for rights", ["obs"],
         ["Observatory", "the observatory for rights"]),
        ("local sources", ["locals"], ["local sources"]),
        ("Observatoryish", [], ["Observatoryish"]),
        ("NA", [], []),
        ("", [], []),
    ],
)  # fmt: skip
def test_origins(take, cell, ids, names):
    row = one(take, source_original=cell)
    assert row["origins"] == ids
    assert row["origin_names"] == names


def test_where_no_origin_is_named_the_office_is_shown_and_is_none(take):
    rows, report = take([{"source_original": " ", "source_office": "Observatory"}])
    assert rows[0]["origins"] == []
    assert "source_office: Observatory" in rows[0]["text"]
    assert any("E1 at most" in note for note in report.notes)


@pytest.mark.parametrize(
    ("cell", "articles"), [("1", 1), ("26", 26), ("-1", None), ("", None), ("0", None)]
)
def test_articles_are_not_origins(take, cell, articles):
    row = one(take, number_of_sources=cell)
    assert row["articles"] == articles
    assert row["origins"] == ["obs"]


def test_deaths_out_of_order_are_kept_as_written_and_listed(take):
    rows, report = take([{"low": "9", "best": "6", "high": "4"}])
    assert [rows[0][f"deaths_{n}"] for n in ("low", "best", "high")] == [9, 6, 4]
    assert any("not in order" in what for what in report.odd)


def test_blank_deaths_are_unknown_not_zero(take):
    rows, report = take([{"low": "", "deaths_civilians": "NA"}])
    assert rows[0]["deaths_low"] is None
    assert rows[0]["deaths_civilians"] is None
    assert report.odd


def test_no_coordinates_is_no_point(take):
    rows, report = take([{"latitude": "", "longitude": ""}])
    assert (rows[0]["lon"], rows[0]["lat"], rows[0]["radius_km"]) == (None, None, None)
    assert rows[0]["units"] == ["T11", "T1", "T"]
    assert report.odd


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        ({"latitude": "340"}, "latitude 340 is outside"),
        ({"latitude": "-90.1"}, "outside"),
        ({"longitude": "180.5"}, "outside"),
        ({"latitude": "34,5"}, "not a number of degrees"),
        ({"latitude": "nan"}, "not a number of degrees"),
        ({"latitude": ""}, "not a number of degrees"),
        ({"where_prec": "6", "latitude": "340"}, "outside"),
        ({"low": "-1"}, "low “-1”"),
        ({"best": "many"}, "best “many”"),
        ({"high": "1e3"}, "high “1e3”"),
        ({"best": "٣"}, "best"),
        ({"deaths_civilians": "2.5"}, "deaths_civilians"),
        ({"high": "9" * 30}, "high"),
        ({"date_start": "30.12.2016"}, "date_start “30.12.2016”"),
        ({"date_start": "2016-02-30"}, "date_start"),
        ({"date_end": "2016-12-29"}, "precedes"),
        ({"date_start": "0000-01-01"}, "date_start"),
        ({"date_start": "2016-12-30 14:07:00"}, "date_start"),
        ({"date_prec": "0"}, "date_prec “0”"),
        ({"date_prec": ""}, "date_prec"),
        ({"where_prec": "8"}, "where_prec “8”"),
        ({"type_of_violence": "4"}, "type_of_violence “4”"),
        ({"id": ""}, "id “”"),
        ({"id": "12a"}, "id “12a”"),
        ({"id": "-5"}, "id “-5”"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(take, cells, word):
    assert word in why(take, **cells)


def test_equal_rows_count_once(take):
    rows, report = take([{"id": "7"}, {"id": "8"}, {"id": "7"}, {"id": "7"}])
    assert [row["report_id"] for row in rows] == ["ucdp-7", "ucdp-8"]
    assert (report.rows, report.reports, report.duplicates) == (4, 2, 2)


def test_rows_that_differ_under_one_id_are_all_refused(take):
    rows, report = take([{"id": "7"}, {"id": "8"}, {"id": "007", "best": "7"}, {"id": "7"}])
    assert [row["report_id"] for row in rows] == ["ucdp-8"]
    assert [line for line, _ in report.refused_rows] == [2, 4, 5]
    assert "lines 2, 4, 5" in report.refused_rows[0][1]
    assert (report.rows, report.reports, report.refused_count, report.duplicates) == (4, 1, 3, 0)


def test_a_bad_row_does_not_take_a_good_one_with_it(take):
    rows, _ = take([{"id": "7", "latitude": "340"}, {"id": "7"}])
    assert [row["report_id"] for row in rows] == ["ucdp-7"]


# --- columns --------------------------------------------------------------------------------------


def test_current_columns_give_the_same_reports(take):
    old, _ = take([{}])
    new, report = take([{"code_status": "Clear"}], CURRENT)
    assert new == old
    assert report.columns_unknown == []
    assert report.columns_missing == []


def test_any_order_of_columns(take, write_csv):
    columns = sorted(CURRENT, reverse=True)
    assert take([{}], columns)[0] == take([{}])[0]


def test_a_row_that_ucdp_still_checks_is_noted(take):
    _, report = take([{"code_status": "Check deaths"}], CURRENT)
    assert any("code_status" in note for note in report.notes)


def test_every_column_is_accounted_for(take):
    columns = [*CURRENT, "my notes", "", "=SUM(A1)"]
    _, report = take([{}], columns)
    assert report.columns_unknown == ["my notes", f"column {len(CURRENT) + 2}", "=SUM(A1)"]
    listed = report.columns_used + report.columns_not_carried
    assert sorted(listed) == sorted(CURRENT)


def test_missing_columns_are_named(take):
    columns = [name for name in CURRENT if name not in ("side_b", "date_prec")]
    with pytest.raises(Refused, match="side_b, date_prec are missing"):
        take([{}], columns)


def test_what_a_report_can_do_without_may_be_missing(take):
    left_out = ("source_original", "adm_2", "number_of_sources", "source_office")
    columns = [name for name in CURRENT if name not in left_out]
    rows, report = take([{}], columns)
    assert (rows[0]["origins"], rows[0]["articles"]) == ([], None)
    assert rows[0]["units"] == ["T1", "T"]
    assert sorted(report.columns_missing) == sorted(left_out)


def test_a_column_that_stands_twice_is_refused(take):
    with pytest.raises(Refused, match="best stand twice"):
        take([{}], [*CURRENT, "Best"])


def test_a_header_alone_is_no_reports(take):
    rows, report = take([])
    assert rows == []
    assert report.rows == 0


def test_a_file_of_which_nothing_can_be_taken_is_refused(take):
    with pytest.raises(Refused, match="none of its 2 rows"):
        take([{"id": "1", "best": "x"}, {"id": "2", "where_prec": "9"}])


# --- odd, and strict ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"source_headline": "=HYPERLINK(1)"}, "formula"),
        ({"dyad_name": "@SUM(1)"}, "formula"),
        ({"source_headline": "-2+3"}, "formula"),
        ({"source_headline": "ab\u202ecd"}, "hidden"),
        ({"source_original": "Obser\u200bvatory"}, "hidden"),
        ({"where_coordinates": "a\x1b[31mb"}, "hidden"),
        ({"source_headline": "caf\ufffd"}, "lost"),
        ({"date_end": "2016-12-31"}, "date_prec 1"),
        ({"number_of_sources": "several"}, "number_of_sources"),
    ],
)
def test_what_is_odd_is_taken_as_text_and_listed(take, cells, what):
    rows, report = take([cells])
    assert len(rows) == 1
    [(kind, lines)] = report.odd.items()
    assert what in kind
    assert list(lines) == [2]
    with pytest.raises(Refused, match=what):
        take([cells], strict=True)


@pytest.mark.parametrize(
    "cells",
    [{}, {"longitude": "-36.5"}, {"number_of_sources": "-1"}, {"source_headline": "a=b, a-b"}],
)
def test_what_is_not_odd(take, cells):
    _, report = take([cells], strict=True)
    assert report.odd == {}


@pytest.mark.parametrize(
    "rows", [[{"id": "1"}, {"id": "2", "best": "x"}], [{"id": "1"}, {"id": "1"}]]
)
def test_strict_refuses_rows_that_are_not_reports(take, rows):
    take(rows)
    with pytest.raises(Refused):
        take(rows, strict=True)


def test_strict_refuses_an_unknown_column(take):
    with pytest.raises(Refused, match="unknown columns: notes"):
        take([{}], [*CURRENT, "notes"], strict=True)


def test_a_hostile_name_does_not_reach_the_terminal(take):
    _, report = take([{"side_a": "a\x1b]0;title\x07\u202eb"}])
    text = report.as_text()
    assert not set(text) & {"\x1b", "\x07", "\u202e"}
    assert "<U+202E>" in text


def test_a_side_of_very_many_names_is_no_list(take):
    row = one(take, side_a=", ".join(f"g{n}" for n in range(15_000)))
    assert row["actors"] == ["unidentified"]


def test_progress_counts_every_row(take, monkeypatch):
    monkeypatch.setattr(ucdp, "BATCH", 2)
    told = []
    take([{"id": str(n)} for n in range(5)], advance=told.append)
    assert sum(told) == 5
