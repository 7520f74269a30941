"""Tables in the plain form as reports of a case: what each cell becomes, and what is refused."""

from datetime import UTC, datetime

import pytest

from hudna import sources
from hudna.problem import Refused
from hudna.sources import plain

HEADER = "report_id,source,origin,t_earliest,t_latest,lat,lon,radius_km,place,admin1,actors,targets,acts,deaths_best,text"
WHOLE = (
    "r-1,Agency,Observatory,2016-12-30,2016-12-30,,,,Small village,East Governorate,"
    "Government of Testland,Northern Front|nobody known,H-ART,4,Shelling"
)


@pytest.fixture
def brought(tmp_path, people, places):
    def read(*rows, header=HEADER):
        path = tmp_path / "reports.csv"
        path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
        assert sources.detect(path) == "plain"
        return sources.read(path, "plain", people, places, "Asia/Damascus")

    return read


def test_every_cell_becomes_what_it_says(brought):
    table, report = brought(WHOLE)
    (row,) = table.to_pylist()
    assert (row["report_id"], row["source"], row["origin_names"]) == (
        "r-1",
        "Agency",
        ["Observatory"],
    )
    assert row["t_earliest"] == datetime(2016, 12, 29, 22, tzinfo=UTC)
    assert row["t_latest"] == datetime(2016, 12, 30, 22, tzinfo=UTC)
    assert (row["actors"], row["targets"]) == (["gov"], ["north", "unidentified"])
    assert (row["deaths_low"], row["deaths_best"]) == (None, 4)
    assert row["aggregate"] is False
    assert (report.rows, report.reports, report.refused_count) == (1, 1, 0)
    assert report.names["Actors that the case does not know (unidentified)"] == {"nobody known": 1}


def test_acts_are_codes_or_labels(brought):
    table, _ = brought(WHOLE.replace("H-ART", "H-ART|artillery fire|قصف مدفعي"))
    assert table["acts"].to_pylist() == [["H-ART"]]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("H-ART", "a verdict"), "the act “a verdict” is none of the taxonomy"),
        (("2016-12-30,2016-12-30", "2017-01-01,2016-12-30"), "t_latest is before t_earliest"),
        (("2016-12-30,2016-12-30", "yesterday,2016-12-30"), "yesterday"),
        (("r-1", "r 1"), "report_id “r 1” is no id"),
        (("Agency", ""), "source is empty"),
        ((",4,", ",four,"), "deaths_best “four” is no count of persons"),
        ((",,,,Small", ",91,20,,Small"), "lat “91” is no number up to 90"),
        ((",,,,Small", ",31,,,Small"), "of lat and lon one is empty"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line_and_reason(brought, change, why):
    good = WHOLE.replace("r-1", "r-2")
    _, report = brought(good, WHOLE.replace(*change))
    ((line, told),) = report.refused_rows
    assert line == 3
    assert why in told


def test_an_id_stands_once(brought):
    table, report = brought(WHOLE, WHOLE)
    assert table.num_rows == 1
    assert "stands on line 2 as well" in report.refused_rows[0][1]


def test_coordinates_and_their_precision(brought):
    row = WHOLE
    table, _ = brought(
        row.replace(",,,,Small", ",34.5,36.5,1.5,Small"),
        row.replace(",,,,Small", ",34.5,36.5,,Small").replace("r-1", "r-2"),
    )
    assert table["radius_km"].to_pylist() == [1.5, plain.TOWN_KM]


def test_a_unit_that_is_named_alone_is_the_whole_unit(brought):
    row = WHOLE.replace("Small village", "")
    table, _ = brought(row)
    (found,) = table.to_pylist()
    assert (found["is_unit"], found["lon"], found["units"][-1]) == (True, None, "T")


def test_columns_are_accounted_for(brought):
    _, report = brought("r-1,Agency,Nobody,x", header="report_id,source,origin,mood")
    assert report.columns_unknown == ["mood"]
    assert "t_earliest" in report.columns_missing
    assert report.names["Origins that the case does not know (no support)"] == {"Nobody": 1}


def test_a_table_without_its_columns_is_refused(tmp_path, people, places):
    path = tmp_path / "x.csv"
    path.write_text("report_id,text\n1,x\n", encoding="utf-8")
    with pytest.raises(Refused, match="the columns source are missing"):
        plain.read(path, people, places, "UTC")


def test_a_file_of_which_nothing_can_be_taken_is_refused(tmp_path, people, places):
    path = tmp_path / "x.csv"
    path.write_text("report_id,source,acts\n1,A,nothing\n", encoding="utf-8")
    with pytest.raises(Refused, match="none of its 1 rows can be taken"):
        plain.read(path, people, places, "UTC")
