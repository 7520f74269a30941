"""Reports written by hand: what is left out stays unknown, what is wrong is told with its line."""

from datetime import UTC, datetime

import pytest

from hudna.problem import Refused
from hudna.report import SCHEMA
from hudna.sources import byhand

ZONE = "Asia/Damascus"


@pytest.fixture
def read(tmp_path, people, places):
    def reading(text, contributor=None):
        path = tmp_path / "told.yaml"
        path.write_text(text, "utf-8")
        return byhand.read(path, people, places, ZONE, contributor).to_pylist()

    return reading


def refused(read, text):
    with pytest.raises(Refused) as found:
        read(text)
    return [str(problem) for problem in found.value.problems]


def test_the_least_that_can_be_told(read):
    (row,) = read("acts: [H-ART]\n")
    assert row.pop("report_id").startswith("r-")
    assert row == {
        **dict.fromkeys(SCHEMA.names[1:]),
        "source": "by hand", "source_row": "1", "origins": [], "origin_names": [], "zone": ZONE,
        "extent": "unknown", "units": [], "is_unit": False, "actors": ["unidentified"],
        "targets": ["unidentified"], "both_directions": False, "acts": ["H-ART"],
        "aggregate": False,
    }  # fmt: skip


def test_everything_that_can_be_told(read):
    (row,) = read(
        """
reports:
  - id: form-17
    time: {from: 2017-01-05T14:00, to: 2017-01-05T14:30, extent: throughout}
    place: {name: {en: Small village, ar: قرية}, point: [36.5, 34.5], radius_km: 2}
    actors: [gov, unidentified]
    targets: [north]
    initiator: unknown
    acts: [H-ART, H-MOR]
    deaths: {low: 1, best: 2, high: 4, civilians: 2}
    aggregate: true
    origins: [obs]
    text: "=we saw it"
""",
        "S-AAAA-BBBB",
    )
    assert row == {
        "report_id": "form-17", "source": "by hand", "source_row": "1", "origins": ["obs"],
        "origin_names": ["obs"], "articles": None,
        "t_earliest": datetime(2017, 1, 5, 12, tzinfo=UTC),
        "t_latest": datetime(2017, 1, 5, 12, 30, tzinfo=UTC), "zone": ZONE, "extent": "throughout",
        "place": "Small village / قرية", "units": [], "is_unit": False, "lon": 36.5, "lat": 34.5,
        "radius_km": 2.0, "actors": ["gov", "unidentified"], "actor_name": None,
        "targets": ["north"], "target_name": None, "both_directions": True,
        "acts": ["H-ART", "H-MOR"], "deaths_low": 1, "deaths_best": 2, "deaths_high": 4,
        "deaths_civilians": 2, "aggregate": True, "text": "=we saw it", "contributor": "S-AAAA-BBBB",
    }  # fmt: skip


def test_a_unit_and_a_day_are_as_wide_as_they_are(read):
    (row,) = read("{acts: [H-ART], place: {spot: T11}, time: {at: 2017-01-05}}")
    assert (row["units"], row["is_unit"], row["lon"]) == (["T11", "T1", "T"], True, None)
    assert (row["t_latest"] - row["t_earliest"]).total_seconds() == 86_400


def test_a_list_is_several_reports_with_ids_that_tell_nothing(read):
    rows = read("- acts: [H-ART]\n- acts: [H-MOR]\n")
    assert [row["source_row"] for row in rows] == ["1", "2"]
    assert len({row["report_id"] for row in rows}) == 2


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("acts: [H-ART]\nact: x\n", 2, "no field `act`"),
        ("text: hello\n", 1, "`acts` is missing"),
        ("acts: []\n", 1, "at least 1 item"),
        ("acts:\n - H-ART\n - H-ARTT\n", 3, "no observation code “H-ARTT”"),
        ("acts: [H-ART]\nactors: [nobody]\n", 2, "no actor “nobody”"),
        ("acts: [H-ART]\norigins: [nobody]\n", 2, "no origin “nobody”"),
        ("acts: [H-ART]\nplace: {spot: nowhere}\n", 2, "no place “nowhere”"),
        ("acts: [H-ART]\nplace: {point: [36, 95]}\n", 2, "latitude 95"),
        ("acts: [H-ART]\nplace: {spot: T1, note: near}\n", 2, "no place for `note`"),
        ("acts: [H-ART]\nplace: {geometry: {type: Point, coordinates: [1, 2]}}\n", 2, "`geometry`"),
        ("acts: [H-ART]\ntime: {at: 2017-02-30}\n", 2, "not a date"),
        ("acts: [H-ART]\ntime: {at: 2017-03-31T00:30}\n", 2, "clocks skipped"),
        ("acts: [H-ART]\ntime: {at: 2017-01-05, zone: Mars/Base}\n", 2, "not an IANA time zone"),
        ("acts: [H-ART]\ndeaths: {low: 3, best: 2}\n", 2, "must not fall"),
        ("acts: [H-ART]\ndeaths: {best: -1}\n", 2, "greater than or equal to 0"),
        ("acts: [H-ART]\ndeaths: {best: 1.5}\n", 2, "integer"),
        ("- {id: a, acts: [H-ART]}\n- {id: a, acts: [H-ART]}\n", 2, "stands twice"),
        ("reports: []\n", 1, "at least 1 item"),
        ("[]\n", 1, "no report"),
        ("", 1, ""),
        ("hello\n", 1, ""),
        ("id: '../x'\nacts: [H-ART]\n", 1, "not of the right form"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(read, text, line, why):
    first = refused(read, text)[0]
    assert first.startswith(f"told.yaml:{line}:"), first
    assert why in first


def test_every_problem_of_every_report_is_told(read):
    found = refused(read, "- {acts: [NO]}\n- {acts: [H-ART], actors: [no]}\n- {text: x}\n")
    assert [problem.split(":")[1] for problem in found] == ["1", "2", "3"]


def test_hidden_marks_are_refused(read):
    assert "hidden control characters" in refused(read, 'acts: [H-ART]\ntext: "a\\u202eb"\n')[0]
