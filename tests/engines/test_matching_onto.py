"""Matching onto a folder: new reports touch their neighbourhood, ids stay, and bad input changes nothing."""

import csv
import json
import sys
from pathlib import Path

import pytest

from hudna.engines import shelf
from hudna.engines.matching import match_files
from hudna.engines.matching_onto import match_onto
from hudna.problem import Refused

sys.path.insert(0, str(Path(__file__).parents[1] / "matching"))
from tables import report, write
from worlds import world


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "matched"


def onto(folder, rows, **how):
    """Match rows onto a folder: the links that were written, and what was said."""
    output = folder.parent / "links.csv"
    files = []
    if rows is not None:
        files = [write(folder.parent / "new.csv", [dict(row) for row in rows])]
    said = match_onto(files, folder, output, **how)
    return rows_of(output), said


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def incidents(links):
    """The incidents by id: the reports of each."""
    groups = {}
    for row in links:
        if row["relation"] == "same":
            groups.setdefault(row["incident_id"], set()).add(row["report_id"])
    return groups


def plain(rows):
    return [{name: value for name, value in row.items() if name != "truth"} for row in rows]


def test_the_first_time_links_are_those_of_plain_matching(folder, tmp_path):
    rows = plain(world(1))
    links, said = onto(folder, rows)
    path = write(tmp_path / "all.csv", rows)
    expected = list(match_files([path], tmp_path / "plain.csv"))
    assert said == expected
    other = rows_of(tmp_path / "plain.csv")
    assert set(map(frozenset, incidents(links).values())) == set(
        map(frozenset, incidents(other).values())
    )
    for row, twin in zip(links, other, strict=True):
        assert [row[n] for n in ("report_id", "relation", "origin_id")] == [
            twin[n] for n in ("report_id", "relation", "origin_id")
        ]
        assert float(row["score"]) == pytest.approx(float(twin["score"]), abs=1e-3)


def test_what_is_written_of_new_reports_is_what_all_links_then_say(folder):
    rows = plain(world(2, 80))
    rows.append(
        report(
            "week",
            "A",
            "2017-01-05",
            lat=35.9,
            lon=36.6,
            radius=60,
            t_latest="2017-01-11",
            text="6 raids",
        )
    )
    late = rows[1::7]
    onto(folder, [row for row in rows if row not in late])
    links, said = onto(folder, late)
    assert said[0].startswith(f"{len(late)} new reports beside {len(rows) - len(late)} reports, ")
    every, _ = onto(folder, None)
    written = {row["report_id"] for row in links}
    assert {row["report_id"] for row in late} <= written
    assert len(written) < len(rows)
    assert links == [row for row in every if row["report_id"] in written]
    assert {row["report_id"] for row in every} == {row["report_id"] for row in rows}


def test_ids_stay_and_each_that_ends_says_where_it_went(folder):
    rows = plain(world(3, 120, days=20))
    late = rows[::5]
    first, _ = onto(folder, [row for row in rows if row not in late])
    before = incidents(first)
    onto(folder, late)
    after = incidents(onto(folder, None)[0])
    told = json.loads((folder / shelf.MANIFEST).read_text(encoding="utf-8"))
    assert set(before) - set(after) == set(told["ended"])
    for gone, into in told["ended"].items():
        assert into is None or before[gone] & after[into]
    for name in set(before) & set(after):
        assert before[name] & after[name], "an id that names another incident"


def test_reports_that_are_there_are_left_out_and_told_otherwise_refused(folder):
    rows = plain(world(4, 30))
    onto(folder, rows[:-3])
    links, said = onto(folder, rows[-6:])
    assert said[0] == "3 reports are there already, as they were told: left out."
    assert said[1].startswith("3 new reports")
    assert {row["report_id"] for row in rows[-3:]} <= {row["report_id"] for row in links}
    before = sorted(path.name for path in folder.iterdir())
    links, said = onto(folder, rows)
    assert not links
    assert said[-1] == "There is nothing new to match."
    with pytest.raises(Refused, match="told another thing"):
        onto(folder, [rows[0] | {"deaths_best": 77}, report("fresh")])
    assert sorted(path.name for path in folder.iterdir()) == before
    assert "fresh" not in {row["report_id"] for row in onto(folder, None)[0]}


def test_weights_are_estimated_anew_when_asked_and_ids_stay(folder):
    rows = plain(world(5, 80))
    first, _ = onto(folder, rows[:40])
    _, said = onto(folder, rows[40:])
    assert any("--re-estimate" in line for line in said)
    _, said = onto(folder, None, re_estimate=True)
    assert said[0] == f"{len(rows)} reports matched by weights that were estimated anew."
    every = incidents(onto(folder, None)[0])
    kept = [name for name, some in incidents(first).items() if some & every.get(name, set())]
    assert len(kept) > 0.8 * len(incidents(first))
    _, said = onto(folder, [report("after")])
    assert not any("--re-estimate" in line for line in said)


def test_declarations_must_be_those_of_before(folder, tmp_path):
    rows = plain(world(6, 20))
    kinds = tmp_path / "kinds.csv"
    kinds.write_text("name,of\nmortar fire,shelling\n", encoding="utf-8")
    onto(folder, rows[:-2], no_repeats=["A"], taxonomy=kinds)
    onto(folder, rows[-2:-1])
    onto(folder, rows[-1:], no_repeats=["A"], taxonomy=kinds)
    with pytest.raises(
        Refused, match="the reports of “B” there were matched as those of a source that"
    ):
        onto(folder, [report("x")], no_repeats=["B"])
    with pytest.raises(Refused, match="no report is of the source “New”"):
        onto(folder, [report("x")], no_repeats=["New"])
    kinds.write_text("name,of\nmortar fire,gunfire\n", encoding="utf-8")
    with pytest.raises(Refused, match="another list"):
        onto(folder, [report("x")], taxonomy=kinds)


def test_a_source_that_repeats_nothing_stays_so(folder):
    once = [report(f"A-{day}", "A", f"2017-01-{day:02}") for day in range(1, 29, 3)]
    onto(folder, once, no_repeats=["A"])
    links, _ = onto(folder, [report("A-again", "A", "2017-01-01")])
    groups = incidents(links)
    assert all(len(some) == 1 for some in groups.values())


def test_a_new_source_may_be_declared_to_repeat_nothing(folder):
    onto(folder, plain(world(11, 20)))
    twice = [report(f"N-{n}", "New", "2017-01-01", text="Shells on the mill") for n in range(2)]
    apart = incidents(onto(folder, twice, no_repeats=["New"])[0])
    assert not any({"N-0", "N-1"} <= some for some in apart.values())
    again = [report("N-2", "New", "2017-01-01", text="Shells on the mill")]
    apart = incidents(onto(folder, again)[0])
    assert not any(len(some & {"N-0", "N-1", "N-2"}) > 1 for some in apart.values())


@pytest.mark.parametrize(
    "name", ["reports-1.arrow", "pairs-1.arrow", "learned-1.json", "matching.json"]
)
def test_a_damaged_folder_is_refused(folder, name):
    onto(folder, plain(world(7, 10)))
    (folder / name).write_bytes((folder / name).read_bytes()[:-40])
    with pytest.raises(Refused, match="Match all reports again"):
        onto(folder, [report("x")])


def test_no_folder_of_somebody_else_is_written_to(folder):
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="Name a folder that is empty"):
        onto(folder, [report("x")])
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]


def test_without_files_there_must_be_something(folder):
    with pytest.raises(Refused, match="Name tables of reports"):
        onto(folder, None)


def test_two_at_once_are_not_let_in(folder):
    onto(folder, [report("x")])
    with shelf.held(folder), pytest.raises(Refused, match="another process"):
        onto(folder, [report("y")])


def test_a_run_that_fails_leaves_all_as_it_was(folder, monkeypatch):
    rows = plain(world(8, 20))
    onto(folder, rows[:-1])
    before = onto(folder, None)[0]
    real = shelf._put_json

    def full(where, name, value):
        if name == shelf.MANIFEST:
            raise OSError(28, "No space left on device")
        return real(where, name, value)

    monkeypatch.setattr(shelf, "_put_json", full)
    with pytest.raises(Refused, match="No space left"):
        onto(folder, rows[-1:])
    monkeypatch.undo()
    assert onto(folder, None)[0] == before
    assert len(onto(folder, rows[-1:])[0])
    assert len(list(folder.glob("*.arrow"))) == len({path.name for path in folder.glob("*.arrow")})


def test_after_a_first_run_that_fails_the_folder_can_be_used(folder, monkeypatch):
    with pytest.raises(Refused, match="no report is of the source"):
        onto(folder, [report("x")], no_repeats=["Nobody"])
    monkeypatch.setattr(shelf, "MANIFEST", "no/such/folder.json")
    with pytest.raises(Refused, match="cannot be written"):
        onto(folder, [report("x")])
    monkeypatch.undo()
    assert [path.name for path in folder.iterdir()] == [".lock"]
    assert [row["report_id"] for row in onto(folder, [report("x")])[0]] == ["x"]


def test_a_crowd_is_looked_at_as_a_whole(folder, monkeypatch):
    """Where thousands lie around each, new reports are matched together with all."""
    from hudna.matching import crowds

    rows = plain(world(9, 150, days=1))
    for name, value in (("_FEW", 0), ("_EACH", 5), ("LIMITS", (10,))):
        monkeypatch.setattr(crowds, name, value)
    onto(folder, rows[:-4])
    _, said = onto(folder, rows[-4:])
    assert any("all were matched again" in line for line in said)
    assert len({row["report_id"] for row in onto(folder, None)[0]}) == len(rows)
