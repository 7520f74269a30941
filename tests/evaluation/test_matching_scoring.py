"""The scorer of matching, on examples worked out by hand."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pytest
import scoring

ROOM = Path(scoring.__file__).parent
TRUTH = pa.table({
    "report_id": ["a", "b", "c", "d", "e", "s"],
    "incident_ids": ["i1", "i1", "i1", "i2", "i3", "i1|i3|i9"],
    "kind": ["same"] * 5 + ["contains"],
    "origin_true": ["wire", "wire", "monitor", "wire", "wire", "ministry"],
})  # fmt: skip


def links(*rows):
    names = ("report_id", "incident_id", "relation", "origin_id")
    return pa.table({
        name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate(names)
    })  # fmt: skip


def same(**groups):
    return [(report, group, "same", report) for group, some in groups.items() for report in some]


def test_perfect_links_score_one():
    rows = [
        ("a", "x", "same", "1"), ("b", "x", "same", "1"), ("c", "x", "same", "2"),
        ("d", "y", "same", "1"), ("e", "z", "same", "1"),
        ("s", "x", "contains", "3"), ("s", "z", "contains", "3"),
    ]  # fmt: skip
    found = scoring.score(links(*rows), TRUTH)
    for name, value in found.items():
        if name.endswith(("precision", "recall", "f1")):
            assert value == 1, name
    assert found["incidents_error"] == found["origins_error"] == found["origins_off"] == 0


def test_pairs_clusters_and_bcubed_by_hand():
    """{a, b}, {c, d}, {e}, and the sum alone: of four couples one is right, of three true ones."""
    found = scoring.score(links(*same(x="ab", y="cd", z="e")), TRUTH)
    assert found["pair_precision"] == pytest.approx(1 / 2)
    assert found["pair_recall"] == pytest.approx(1 / 3)
    assert found["pair_f1"] == pytest.approx(0.4)
    assert found["cluster_precision"] == found["cluster_recall"] == pytest.approx(1 / 3)
    assert found["b3_precision"] == pytest.approx((1 + 1 + 1 / 2 + 1 / 2 + 1) / 5)
    assert found["b3_recall"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert found["incidents"] == found["incidents_true"] == 3


def test_all_alone_and_all_together():
    alone = scoring.score(links(*same(a="a", b="b", c="c", d="d", e="e")), TRUTH)
    assert alone["pair_precision"] == 1
    assert alone["pair_recall"] == alone["pair_f1"] == 0
    assert alone["b3_precision"] == 1
    assert alone["incidents_error"] == pytest.approx(2 / 3)
    together = scoring.score(links(*same(x="abcde")), TRUTH)
    assert together["pair_recall"] == together["b3_recall"] == 1
    assert together["pair_precision"] == pytest.approx(3 / 10)
    assert together["incidents_error"] == pytest.approx(-2 / 3)


def test_a_sum_taken_for_a_telling_is_a_wrong_pair():
    found = scoring.score(links(*same(x="abcs", y="d", z="e")), TRUTH)
    assert found["pair_precision"] == pytest.approx(3 / 6)
    assert found["pair_recall"] == 1
    assert found["b3_precision"] == pytest.approx((3 * 3 / 4 + 2) / 5)
    assert found["sums_recall"] == 0


def test_a_telling_taken_for_a_sum_is_alone():
    found = scoring.score(links(*same(x="ab", y="d", z="e")), TRUTH)
    assert found["sums_precision"] == pytest.approx(1 / 2)
    assert found["sums_recall"] == 1
    assert found["pair_recall"] == pytest.approx(1 / 3)
    assert found["incidents"] == 3


def test_contains_is_scored_by_the_incident_of_most():
    """x is i1 by majority, y is i2; i9 is told by nobody, so that nobody can link it."""
    rows = [*same(x="abcd", y="e"), ("s", "x", "contains", ""), ("s", "q", "contains", "")]
    found = scoring.score(links(*rows), TRUTH)
    assert found["contains_precision"] == 1
    assert found["contains_recall"] == pytest.approx(1 / 2)
    wrong = [*same(x="abc", y="d", z="e"), ("s", "y", "contains", "")]
    assert scoring.score(links(*wrong), TRUTH)["contains_precision"] == 0


def test_origins_are_counted_an_incident():
    """True: 2 + 1 + 1.  Found: {a, b} two, {c, d} one, {e} one."""
    rows = [
        ("a", "x", "same", "1"), ("b", "x", "same", "2"), ("c", "y", "same", "1"),
        ("d", "y", "same", "1"), ("e", "z", "same", "9"),
    ]  # fmt: skip
    found = scoring.score(links(*rows), TRUTH)
    assert (found["origins"], found["origins_true"]) == (4, 4)
    assert found["origins_error"] == 0
    assert found["origins_off"] == pytest.approx((0 + 0 + 1 + 0 + 0) / 5)


def test_calibration_by_hand():
    pairs = pa.table({
        "report_a": ["a", "a", "a", "a", "d"], "report_b": ["b", "c", "d", "e", "e"],
        "score": [0.9, 0.9, 0.9, 0.1, 0.99],
    })  # fmt: skip
    found = scoring.score(links(*same(x="abcde")), TRUTH, pairs)
    assert found["ece_pairs"] == 4
    assert found["ece"] == pytest.approx((3 * abs(0.9 - 2 / 3) + 0.1) / 4)
    assert sum(row["pairs"] for row in found["reliability"]) == 4


def test_a_pair_may_say_that_one_contains_the_other():
    pairs = pa.table({
        "report_a": ["s", "s"], "report_b": ["a", "d"], "score": [0.5, 0.5],
        "relation": ["contains", "contains"],
    })  # fmt: skip
    found = scoring.score(links(*same(x="abcde")), TRUTH, pairs)
    assert found["ece"] == 0


def test_every_figure_is_explained():
    pairs = pa.table({"report_a": ["a"], "report_b": ["b"], "score": [0.5]})
    found = scoring.score(links(*same(x="abcde")), TRUTH, pairs)
    assert set(found) - {"reliability"} <= set(scoring.LEGEND)


@pytest.mark.parametrize(
    ("rows", "why"),
    [(same(x="a", y="a"), "two `same` rows"), (same(x=["nobody"]), "no report of the truth")],
)
def test_links_that_cannot_be_scored(rows, why):
    with pytest.raises(ValueError, match=why):
        scoring.score(links(*rows), TRUTH)


def test_the_command(tmp_path):
    pyarrow.csv.write_csv(TRUTH, tmp_path / "truth.csv")
    pyarrow.csv.write_csv(links(*same(x="ab", y="cd", z="e")), tmp_path / "links.csv")
    command = [sys.executable, str(ROOM / "score.py"), str(tmp_path / "links.csv"),
               str(tmp_path / "truth.csv"), "--json"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["pair_f1"] == pytest.approx(0.4)
