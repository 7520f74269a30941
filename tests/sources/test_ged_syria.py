"""The real file: UCDP GED 19.1 for Syria, every count set beside one made from the file itself."""

import csv
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

import hudna
from hudna.actors import ActorsFile, registry
from hudna.entry import build
from hudna.gazetteer import read_gazetteer
from hudna.sources import detect, read
from hudna.yamlfile import read_yaml

GED = Path(__file__).parents[3] / "shared" / "data" / "ucdp_ged_syria" / "ged_syria.csv"
SYRIA = Path(hudna.__file__).parent / "cases" / "syria-2016"
pytestmark = pytest.mark.skipif(not GED.exists(), reason="the data is not beside the repository")

BOTH = {"SOHR, airwars", "SOHR, Airwars", "SOHR and airwars"}

# Local days of Damascus, two hours ahead of UTC in winter.
DAY_28_DEC = datetime(2016, 12, 27, 22, tzinfo=UTC)
DAY_30_DEC = datetime(2016, 12, 29, 22, tzinfo=UTC)
DAY_1_MAR = datetime(2017, 2, 28, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def written():
    """The rows of the file, by the csv module."""
    with GED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def imported():
    actors, problems = build(read_yaml(SYRIA / "actors.yaml"), ActorsFile)
    assert problems == []
    gazetteer, problems = read_gazetteer(SYRIA / "gazetteer.csv")
    assert problems == []
    assert detect(GED) == "ucdp"
    people = registry(actors, "Asia/Damascus")
    return read(GED, "ucdp", people, gazetteer, "Asia/Damascus")


@pytest.fixture(scope="module")
def rows(imported):
    return {row["source_row"]: row for row in imported[0].to_pylist()}


def test_every_row_is_a_report(imported, written):
    table, report = imported
    assert len(written) == 16_566
    assert report.rows == report.reports == table.num_rows == len(written)
    assert report.refused_count == report.duplicates == report.empty_lines == 0
    assert set(table["report_id"].to_pylist()) == {f"ucdp-{row['id']}" for row in written}


def test_every_column_is_accounted_for(imported, written):
    report = imported[1]
    assert report.columns_unknown == []
    assert sorted(report.columns_used + report.columns_not_carried) == sorted(written[0])


def test_year_rows_are_aggregates(imported, written, rows):
    years = {row["id"] for row in written if row["date_prec"] == "5"}
    assert len(years) == 51
    assert {number for number, row in rows.items() if row["aggregate"]} == years
    assert imported[1].aggregates == 51
    assert rows["233200"]["deaths_best"] == 8_179
    assert rows["233200"]["aggregate"]


def test_the_window_around_the_start(written, rows):
    def overlapping(row):
        return row["date_end"] >= "2016-12-28" and row["date_start"] <= "2017-02-28"

    inside = {
        number
        for number, row in rows.items()
        if row["t_latest"] > DAY_28_DEC and row["t_earliest"] < DAY_1_MAR
    }
    assert inside == {row["id"] for row in written if overlapping(row)}
    assert len(inside) == 1_107  # formally: year rows overlap it as well
    years = sum(row["date_prec"] == "5" for row in written if overlapping(row))
    assert years == 14
    assert sum(rows[number]["aggregate"] for number in inside) == years


def test_the_window_after_the_start(written, rows):
    inside = {n: r for n, r in rows.items() if DAY_30_DEC <= r["t_earliest"] < DAY_1_MAR}
    assert len(inside) == 1_054
    texts = {row["id"]: row for row in written}
    exactly = [n for n in inside if texts[n]["source_original"] == "SOHR"]
    assert len(exactly) == 953
    assert all(rows[n]["origins"] == ["sohr"] for n in exactly)
    assert all(rows[n]["origin_names"] == ["SOHR"] for n in exactly)
    assert sum(texts[n]["source_original"] == "Airwars" for n in inside) == 47
    articles = Counter(row["articles"] for row in inside.values())
    assert (articles[1], articles[2]) == (896, 129)
    # Two articles or more say nothing of two origins: most of these rest on one.
    several = [r for r in inside.values() if (r["articles"] or 0) >= 2]
    assert sum(len(r["origins"]) <= 1 for r in several) > len(several) / 2


def test_two_origins_are_two(written, rows):
    both = [row["id"] for row in written if row["source_original"] in BOTH]
    assert len(both) == 559
    assert all(sorted(rows[number]["origins"]) == ["airwars", "sohr"] for number in both)
    assert rows["241478"]["origins"] == ["sohr", "airwars"]  # Taftanaz, 11 January 2017


def test_one_sided_rows_have_one_direction(written, rows):
    one_sided = {row["id"] for row in written if row["type_of_violence"] == "3"}
    assert {n for n, row in rows.items() if not row["both_directions"]} == one_sided
    assert all(rows[n]["targets"] == ["civilians"] for n in one_sided)


def test_places_by_precision(written, rows):
    found = Counter(
        (row["where_prec"], rows[row["id"]]["is_unit"], rows[row["id"]]["radius_km"])
        for row in written
    )
    by_precision = Counter(row["where_prec"] for row in written)
    assert found == {
        ("1", False, 5.0): by_precision["1"],
        ("2", False, 25.0): by_precision["2"],
        ("3", True, None): by_precision["3"],
        ("4", True, None): by_precision["4"],
        ("5", False, None): by_precision["5"],
        ("6", True, None): by_precision["6"],
    }
    assert (by_precision["1"], by_precision["2"]) == (9_010, 5_786)


def test_deaths_are_as_written(written, rows):
    for row in written:
        got = rows[row["id"]]
        for name in ("low", "best", "high"):
            assert got[f"deaths_{name}"] == int(row[name])
        assert got["deaths_civilians"] == int(row["deaths_civilians"])


def test_blank_origins_stay_unknown(written, rows):
    blank = {row["id"] for row in written if not row["source_original"].strip()}
    assert len(blank) == 452
    assert {n for n, row in rows.items() if not row["origin_names"]} == blank
    assert all(rows[n]["origins"] == [] for n in blank)


def test_days_of_named_events(rows):
    # 240893: 28 to 30 December, which straddles the start; 233223: 29 December, before it
    straddling = rows["240893"]
    assert straddling["t_earliest"] == DAY_28_DEC
    assert straddling["t_latest"] == datetime(2016, 12, 30, 22, tzinfo=UTC)
    assert rows["233223"]["t_latest"] == DAY_30_DEC


def test_the_case_knows_every_actor_and_unit_of_the_file(imported, rows):
    report = imported[1]
    assert not [kind for kind in report.names if "Actors" in kind or "Units" in kind], report.names
    assert all(row["units"] for row in rows.values())
