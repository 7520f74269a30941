"""What the counts of UCDP GED turn on in the first two months, against queries of the CSV alone.

The figures are those that `docs/explanation/sensitivity.md` quotes.  The queries use the standard
library and names typed here by hand; they know nothing of Hudna.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from hudna.analysis.counts import Count, Unit
from hudna.analysis.sensitivity import Sensitivity
from hudna.case import new_case
from hudna.engines.intake import import_files
from hudna.engines.turning import turned
from hudna.record.known import open_known

ROOT = Path(__file__).parents[1]
GED = ROOT.parent / "shared" / "data" / "ucdp_ged_syria" / "ged_syria.csv"
pytestmark = [
    pytest.mark.skipif(not GED.exists(), reason="UCDP GED Syria is not beside the repo"),
    pytest.mark.slow,
]

FIRST, LAST = "2016-12-30", "2017-02-28"
REPORTS = Unit("UCDP GED")
# Of the sides that rows of these months name, those that never joined, in any list of the case.
UNBOUND = {
    "Civilians", "Government of Iraq", "Government of United States of America", "HTS", "IS",
    "Jabhat Fateh al-Sham", "Jaysh al-Asha’er", "Liwa al-Aqsa", "SDF", "al-Qaida",
}  # fmt: skip
# An exclusion must stand on an origin of no side, however UCDP spells it.
NEUTRAL = re.compile(
    r"s?c?h?ohr|syrian observatory|airwars|hrw|human rights watch|vdc|violations documentation|waha"
    r"|amnesty|snhr|dogan",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def within() -> list[dict[str, str]]:
    """The rows whose days all lie in the period, without aggregates of a year."""
    with GED.open(encoding="utf-8", newline="") as file:
        return [
            row for row in csv.DictReader(file)
            if row["date_prec"] != "5" and row["date_start"][:10] >= FIRST
            and row["date_end"][:10] <= LAST
        ]  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Sensitivity:
    folder = tmp_path_factory.mktemp("ged") / "syria"
    new_case(folder, "syria-2016")
    with open_known(folder) as known:
        list(import_files(known, [GED]))
    with open_known(folder) as known:
        coded, reports = turned(known, FIRST, LAST).series
    assert (coded.unit, reports.unit) == (Unit(None), REPORTS)
    return reports


def sides(row: dict[str, str]) -> tuple[list[str], list[str]]:
    a, b = ([n.strip() for n in row[side].split(",")] for side in ("side_a", "side_b"))
    return a, b


def outside(row: dict[str, str]) -> bool:
    """Whether neither direction can matter to any reading: nobody bound acts, or ISIL is hit."""

    def one_way(actors: list[str], targets: list[str]) -> bool:
        hit_isil = set(targets) == {"IS"} and NEUTRAL.search(row["source_original"])
        return set(actors) <= UNBOUND or bool(hit_isil)

    a, b = sides(row)
    return one_way(a, b) and (row["type_of_violence"] == "3" or one_way(b, a))


def n(within: int, possible: int) -> Count:
    return Count(REPORTS, within, possible)


def test_the_reports_of_the_period(within, found) -> None:
    with GED.open(encoding="utf-8", newline="") as file:
        shares = [
            row["date_prec"] == "5" for row in csv.DictReader(file)
            if row["date_start"][:10] <= LAST and row["date_end"][:10] >= FIRST
        ]  # fmt: skip
    assert (len(within), shares.count(False), shares.count(True)) == (1_043, 1_048, 14)
    assert found.counted == n(1_043, 1_048)
    left = {each.why: each.n for each in found.left_out}
    assert (left["aggregate"], left["outside"]) == (14, 16_566 - 1_048 - 14)


def test_no_report_can_be_a_violation(within, found) -> None:
    """Two origins at least are needed, and to know who was hit."""
    open_ = [row for row in within if not outside(row)]

    def origins(row: dict[str, str]) -> int:
        parts = re.split(r"[,/;]| and |&", row["source_original"])
        return len({part.strip().lower() for part in parts} - {""})

    several = [row for row in open_ if origins(row) > 1]
    assert (len(open_), len(several)) == (577, 3)
    assert {row["side_b"] for row in several} == {"Syrian insurgents"}  # whom, nobody knows
    assert {w.violations for w in found.worlds} == {n(0, 0)}
    assert found.strongest() == ()


def test_the_range_over_the_live_worlds(within, found) -> None:
    assert sum(map(outside, within)) == 466
    live = [w.undetermined.within for w in found.worlds if w.live]
    assert (len(live), min(live), max(live)) == (22, 556, 577)
    assert max(live) == len(within) - 466


def test_what_turns_on_what_holders_left_open(within, found) -> None:
    # Who is no party, and not excluded by every reading: the SDF, and JFS with what followed it.
    turning = {t.switch: t for t in found.turning}
    left = [row for row in within if not outside(row)]
    sdf = {f"ucdp-{row['id']}" for row in left if "SDF" in sides(row)[1]}
    jfs = {f"ucdp-{row['id']}" for row in left
           if sides(row)[1] in (["Jabhat Fateh al-Sham"], ["HTS"])}  # fmt: skip
    assert (len(sdf), len(jfs)) == (9, 12)
    of_the_period = {f"ucdp-{row['id']}" for row in within}
    assert set(turning["excludes_pyd"].ids) & of_the_period == sdf
    assert set(turning["designation_follows_rename"].ids) & of_the_period == jfs
    assert set(turning["duty_scope"].ids) & of_the_period == sdf | jfs
    assert found.strongest("at_most", open_=True) == ("duty_scope",)
    largest = max(m.at_most.largest for m in found.moves if m.switch == "duty_scope")
    assert largest == 577 - 556 == len(sdf | jfs) == 21


def test_what_the_ultimatum_would_leave(within, found) -> None:
    # Its hour is 20:00 on 31 December; a row knows days.  No holder says that it ended anything.
    before = [r for r in within if not outside(r) and r["date_start"][:10] <= "2016-12-31"]
    suspended = {
        w.undetermined.within for w in found.worlds
        if "suspension" in w.world and "exclusion_mode=both" not in w.world
    }  # fmt: skip
    assert suspended == {len(before)}
    assert len(before) == 13
    most = [m for m in found.moves if m.switch == "suspension_by_material_breach"]
    assert min(m.at_most.least for m in most) == 13 - 577 == -564
    assert not any(m.open for m in most)
    assert found.strongest("at_most") == ("suspension_by_material_breach",)


def test_the_figures_of_the_page() -> None:
    text = (ROOT / "docs/explanation/sensitivity.md").read_text("utf-8")
    for figure in (1_043, 1_048, 466, 556, 577, 21, 12, 9, 13, 564, 14, 22):
        assert re.search(rf"\b{figure:,}\b", text), figure
