"""What UCDP GED gives under the Syria case, against queries that know nothing of Hudna.

The figures are those that the case's README quotes.  The queries read the CSV with the standard
library and lists of names typed here by hand.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from hudna.case import new_case
from hudna.engines.intake import import_files
from hudna.engines.local import judge_reports
from hudna.finding import Finding, Headline
from hudna.record.known import open_known

GED = Path(__file__).parents[2] / "shared" / "data" / "ucdp_ged_syria" / "ged_syria.csv"
pytestmark = pytest.mark.skipif(not GED.exists(), reason="UCDP GED Syria is not beside the repo")

START = "2016-12-30"  # local days: a day is wholly before the start, or not
# Nobody of these acceded, joined a party, came from one or supports one, in any list of the case.
UNBOUND = {
    "Civilians", "Government of Iraq", "Government of Israel", "Government of Jordan",
    "Government of United States of America", "HTS", "IS", "Jabhat Fateh al-Sham",
    "Jaysh al-Asha’er", "Jund al-Malahem", "Liwa al-Aqsa", "Nour al-Din al-Zenki", "PIJ",
    "Qawim movement", "SDF", "Tanzim Hurras ad-Din", "Wahab clan", "al-Bakkara clan",
    "al-Nasser clan", "al-Qaida", "al-Sultan clan",
}  # fmt: skip
# Origins of no side, however UCDP spells them; what excludes must stand on one of them.
NEUTRAL = re.compile(
    r"s?c?h?ohr|syrian observatory|airwars|hrw|human rights watch|vdc|violations documentation|waha"
    r"|amnesty|snhr|dogan",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, str]]:
    with GED.open(encoding="utf-8", newline="") as file:
        return {f"ucdp-{row['id']}": row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Finding]:
    folder = tmp_path_factory.mktemp("ged") / "syria"
    new_case(folder, "syria-2016")
    with open_known(folder) as known:
        list(import_files(known, [GED]))
    with open_known(folder) as known:
        found = judge_reports(known.case, known.reports())
        return {finding.incident: finding for finding in found}


def counted(rows: dict[str, dict[str, str]]) -> list[str]:
    """Every row but the year aggregates, which overlap each window and belong to none."""
    return [name for name, row in rows.items() if row["date_prec"] != "5"]


@pytest.mark.slow
def test_every_row_has_a_finding(rows, findings) -> None:
    assert set(rows) == set(findings)
    assert len(rows) == 16_566
    assert len(counted(rows)) == 16_515


def test_what_precedes_the_start_is_outside_by_time(rows, findings) -> None:
    before = {name for name in counted(rows) if rows[name]["date_end"][:10] < START}
    assert len(before) == 6_129
    by_time = {
        name
        for name in counted(rows)
        if all("time" in found.failing for found in findings[name].verdicts.values())
    }
    assert by_time == before
    assert {findings[name].headline for name in before} == {Headline.NOT_VIOLATION}


def test_what_has_a_side_outside_in_either_direction(rows, findings) -> None:
    def one_way(actors: list[str], targets: list[str], origin: str) -> bool:
        excluded = all(name == "IS" for name in targets) and NEUTRAL.search(origin) is not None
        return all(name in UNBOUND for name in actors) or excluded

    def outside(row: dict[str, str]) -> bool:
        a, b = ([n.strip() for n in row[side].split(",")] for side in ("side_a", "side_b"))
        there = one_way(a, b, row["source_original"])
        one_sided = row["type_of_violence"] == "3"
        return there and (one_sided or one_way(b, a, row["source_original"]))

    after = [name for name in counted(rows) if rows[name]["date_start"][:10] >= START]
    expected = {name for name in after if outside(rows[name])}
    derived = {name for name in after if findings[name].headline == Headline.NOT_VIOLATION}
    assert derived == expected
    assert len(expected) == 4_280


def test_nothing_is_a_violation_on_one_origin(rows, findings) -> None:
    def origins(row: dict[str, str]) -> set[str]:
        parts = re.split(r"[,/;]| and |&", row["source_original"])
        return {part.strip().lower() for part in parts} - {""}

    number = Counter(min(len(origins(rows[name])), 2) for name in counted(rows))
    assert number == {0: 452, 1: 15_191, 2: 16_515 - 452 - 15_191}
    for name in counted(rows):
        if len(origins(rows[name])) <= 1:
            verdicts = {found.verdict.value for found in findings[name].verdicts.values()}
            assert not verdicts & {"violation", "permitted", "not_occurred"}


def test_syrian_insurgents_cannot_be_told_apart(rows, findings) -> None:
    named = [
        name
        for name in counted(rows)
        if "Syrian insurgents" in (rows[name]["side_a"], rows[name]["side_b"])
    ]
    assert len(named) == 8_822
    after = [name for name in named if rows[name]["date_start"][:10] >= START]
    assert len(after) == 5_083
    assert {findings[name].headline for name in after} == {Headline.CANNOT_DETERMINE}


def test_the_figures_of_the_readme(rows, findings) -> None:
    tally = Counter((findings[n].headline.value, findings[n].causes) for n in counted(rows))
    outside = tally["not_violation", ("outside",)]
    cannot = sum(n for (headline, _), n in tally.items() if headline == "cannot_determine")
    depends = sum(n for (headline, _), n in tally.items() if headline == "depends")
    assert (outside, cannot, depends) == (10_410, 5_299, 806)
    readme = Path(__file__).parents[1] / "src/hudna/cases/syria-2016/README.md"
    text = readme.read_text(encoding="utf-8")
    for figure in (16_566, 16_515, 6_129, 4_280, 10_410, 5_299, 806, 8_822, 5_083, 15_191, 452):
        assert f"{figure:,}" in text, figure
