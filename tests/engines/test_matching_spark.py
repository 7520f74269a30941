"""Reports compared on Spark give the files that comparing them here gives, to the last digit."""

import sys
from pathlib import Path

import pytest

from hudna.engines import matching_spark
from hudna.engines.matching import match_files
from hudna.matching import crowds

sys.path.insert(0, str(Path(__file__).parents[1] / "matching"))
from tables import report, write
from worlds import world

pytestmark = pytest.mark.spark


def plain(*args, **more):
    return [
        {key: value for key, value in row.items() if key != "truth"} for row in world(*args, **more)
    ]


def vague():
    """Provinces and months, sums, and what has no place or no time, beside what is precise."""
    rows = plain(3, 90, days=30)
    for number, row in enumerate(rows):
        if number % 7 == 0:
            row |= {"radius_km": 90, "place": None}
        if number % 11 == 0:
            row["t_latest"] = "2017-02-20"
        if number % 13 == 0:
            row |= {"lat": None, "lon": None, "place": "nowhere that is known"}
        if number % 17 == 0:
            row |= {"t_earliest": None, "t_latest": None}
        if number % 19 == 0:
            row["text"] = "6 attacks during the week"
    return [*rows, report("everywhere", radius=1000, t_latest="2018-01-01")]


def at_the_date_line():
    """The same war there: one half of it lies at 179, the other at -179."""
    rows = plain(4, 80, days=20)
    for row in rows:
        lon = 180 + (row["lon"] - 36.5) * 3
        row["lon"] = round(lon if lon <= 180 else lon - 360, 4)
    return rows


WORLDS = {
    "plain": (plain(1, 120), {}),
    "no repeats": (plain(2, 120, chance=0.9), {"no_repeats": ["A", "B"]}),
    "vague": (vague(), {}),
    "date line": (at_the_date_line(), {}),
}


def both(folder, rows, weigh, **how):
    """What is written and said without Spark, and with it."""
    path, made = write(folder / "reports.csv", rows), []
    for name, more in (("here", {}), ("there", {"weigh": weigh})):
        links, pairs = folder / f"{name}.csv", folder / f"{name}-pairs.csv"
        said = list(match_files([path], links, pairs, **how, **more))
        made.append((links.read_bytes(), pairs.read_bytes(), said))
    return made


@pytest.mark.slow
@pytest.mark.parametrize("smallest", [10, 1000])
@pytest.mark.parametrize("name", WORLDS)
def test_the_files_are_the_same(spark, tmp_path, monkeypatch, name, smallest):
    monkeypatch.setattr(matching_spark, "_SMALLEST", smallest)
    rows, how = WORLDS[name]
    here, there = both(tmp_path, rows, matching_spark.on_spark(spark), **how)
    assert there == here
    assert here[1].count(b"\n") > 20


def test_a_crowd_is_the_same(spark, tmp_path, monkeypatch):
    monkeypatch.setattr(matching_spark, "_SMALLEST", 40)
    for name, value in (("_FEW", 0), ("_EACH", 20), ("LIMITS", (40, 20)), ("NEAR", 5)):
        monkeypatch.setattr(crowds, name, value)
    rows = [row for row in plain(5, 150, days=3) if row["place"] != "Madaya"] + vague()
    rows = [row | {"report_id": f"{n}"} for n, row in enumerate(rows)]
    here, there = both(tmp_path, rows, matching_spark.on_spark(spark))
    assert any("Compared with those most like them only" in line for line in here[2])
    assert there == here


def test_nothing_to_compare(spark, tmp_path):
    rows = [report("one", lat=None), report("two", lat=None)]
    here, there = both(tmp_path, rows, matching_spark.on_spark(spark))
    assert there == here
    here, there = both(tmp_path, [report("alone")], matching_spark.on_spark(spark))
    assert there == here
