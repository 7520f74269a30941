"""A whole case judged: every finding once, in order, in each format; no cell is a formula."""

import csv
import io
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from hudna.case import open_case
from hudna.engines import batch
from hudna.engines.batch import FINDINGS, Judged, dues_of, everything, find_incident, judge_case
from hudna.evidence import Truth
from hudna.finding import ELEMENTS, Finding, Headline, Reason, Verdict, WorldVerdict
from hudna.instant import read
from hudna.problem import Refused
from hudna.record.known import Known
from hudna.record.store import State

ROOT = Path(__file__).resolve().parents[2]
MINSK = ROOT / "tests/cases/minsk-2015"
LEBANON = ROOT / "tests/cases/lebanon-2024"


@cache
def case(folder):
    return open_case(folder)


def known(folder):
    """A case without a record: nothing was imported."""
    return Known(case(folder), None, State(0, 0))


def test_every_incident_is_judged_once_and_in_order():
    for folder in (MINSK, LEBANON):
        told = []
        judged = judge_case(known(folder), None, told.append)
        assert [f.incident for f in judged.findings] == [i.id for i in everything(known(folder))]
        assert sum(told) == batch.count(known(folder)) == len(judged.findings)


def test_an_incident_is_found_by_its_id_also_in_a_scenario():
    found, agreement = find_incident(known(MINSK), "howitzer-west-30")
    assert found.id == "howitzer-west-30"
    assert agreement is case(MINSK).agreement
    found, _ = find_incident(known(MINSK), "mk-03-after")
    assert found.id == "mk-03-after"
    with pytest.raises(Refused, match="no incident “nothing”"):
        find_incident(known(MINSK), "nothing")


def written(judged, kind):
    return "".join(judged.pieces(kind))


# --- hostile cells ----------------------------------------------------------------------------------------

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x")',
    "=cmd|' /C calc'!A0",
    "|x",
    " =1",
    "\uff1d1",
]


def hostile(text):
    verdict = WorldVerdict(
        Verdict.CANNOT_DETERMINE, by=(text,), reasons=(Reason("time", "SINGLE_ORIGIN"),),
        elements=(Truth.U,) * len(ELEMENTS), clauses=(text, text),
    )  # fmt: skip
    return Finding(text, None, {text: verdict}, Headline.CANNOT_DETERMINE, (), (text,))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text):
    judged = Judged(known(MINSK), [], [hostile(text)])
    (row,) = csv.DictReader(io.StringIO(written(judged, "csv"), newline=""))
    for cell in row.values():
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert row["incident"] == "'" + text.strip()
    assert row["world"] == "'" + text.strip()


def test_ordinary_cells_are_left_alone():
    judged = judge_case(known(MINSK), None)
    rows = list(csv.DictReader(io.StringIO(written(judged, "csv"), newline="")))
    assert [r["incident"] for r in rows] == [f.incident for f in judged.findings]
    assert {r["part"] for r in rows} == {""}  # not a split act: empty, not 0


@pytest.mark.parametrize("text", ["a,b", 'a"b', "a\nb", "a\r\nb", "العربية", "[red]x[/red]"])
def test_cells_survive_the_round_trip(text):
    judged = Judged(known(MINSK), [], [hostile(text)])
    (row,) = csv.DictReader(io.StringIO(written(judged, "csv"), newline=""))
    assert row["incident"] == " ".join(text.split())  # in one line
    (line,) = pq.read_table(io.BytesIO(judged.parquet())).to_pylist()
    assert line["incident"] == text


def test_parquet_has_its_declared_schema():
    judged = judge_case(known(LEBANON), None)
    table = pq.read_table(io.BytesIO(judged.parquet()))
    assert table.schema.equals(FINDINGS)
    assert table.num_rows == sum(len(f.verdicts) for f in judged.findings)


def test_no_findings_are_an_empty_table():
    judged = Judged(known(MINSK), case(MINSK).agreement.worlds.default(), [])
    assert json.loads(written(judged, "json"))["findings"] == []
    assert written(judged, "csv").splitlines() == [",".join(FINDINGS.names)]
    assert pq.read_table(io.BytesIO(judged.parquet())).num_rows == 0
    judged.table()


def test_markup_in_a_table_is_text():
    from rich.console import Console

    judged = judge_case(known(MINSK), None)
    finding = replace(judged.findings[0], incident="[red]x[/red] [/] :100:")
    console = Console(file=io.StringIO(), width=300, emoji=False)
    console.print(Judged(judged.known, judged.worlds, [finding]).table())
    assert "[red]x[/red] [/] :100:" in console.file.getvalue()


# --- obligations --------------------------------------------------------------------------------------------


def statuses(day):
    _, found = dues_of(case(MINSK), None, day)
    return {due.id: due.status.value for due in found}


def test_obligations_by_default_stand_at_the_last_day_of_the_record():
    day, found = dues_of(case(MINSK), None, None)
    assert day == "2015-03-10"
    assert {due.id: due.status.value for due in found} == statuses("2015-03-10")
    assert {due.world for due in found} == {"M1"}


def test_an_obligation_of_each_world_that_is_asked():
    worlds = case(MINSK).agreement.worlds.select("M1,M2")
    _, found = dues_of(case(MINSK), worlds, None)
    assert [due.world for due in found] == ["M1"] * 5 + ["M2"] * 5


def test_a_day_that_is_none_is_refused():
    for day in ("soon", "2015-02-29", ""):
        with pytest.raises(Refused, match="--at"):
            dues_of(case(MINSK), None, day)


def test_obligations_at_an_hour():
    """The second day after the start ends at 00:00 on 18 February, Kyiv time."""
    deadline = read("2015-02-18", "Europe/Kyiv").earliest
    due = next(d for d in dues_of(case(MINSK), None, None)[1] if d.id == "begin-ukraine")
    assert due.due.latest == deadline


def test_the_json_is_json():
    for folder in (MINSK, LEBANON):
        assert json.loads(written(judge_case(known(folder), None), "json"))["case"] == folder.name
