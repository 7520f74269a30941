"""The command match, on tables: what it prints, writes and refuses."""

import csv
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hudna.cli import app
from hudna.problem import Refused

sys.path.insert(0, str(Path(__file__).parents[1] / "matching"))
from tables import report, write


def run(*arguments):
    done = CliRunner().invoke(app, ["match", *map(str, arguments)])
    if isinstance(done.exception, Refused):
        raise done.exception
    return done


@pytest.fixture
def tables(tmp_path):
    return [
        write(tmp_path / "a.csv", [report("a1", "A"), report("a2", "A", "2017-03-01")]),
        write(tmp_path / "b.csv", [report("b1", "B"), report("b=2", "B", lat=None, lon=None)]),
    ]


def test_it_writes_links_and_pairs_and_says_what_was_found(tables, tmp_path):
    done = run(*tables, "-o", tmp_path / "links.csv", "--pairs", tmp_path / "pairs.csv", "--no-repeats", "A",
               "--no-repeats", "B")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "4 reports of 2 sources." in done.output
    assert "1 report (b=2)" in done.output
    assert f"The links are in {tmp_path / 'links.csv'}." in done.output
    with (tmp_path / "links.csv").open(encoding="utf-8", newline="") as file:
        links = list(csv.DictReader(file))
    same = {row["report_id"]: row["incident_id"] for row in links if row["relation"] == "same"}
    assert set(same) == {"a1", "a2", "b1", "b=2"}
    assert same["a1"] == same["b1"] == "i-a1"
    with (tmp_path / "pairs.csv").open(encoding="utf-8", newline="") as file:
        (pair,) = csv.DictReader(file)
    assert (pair["report_a"], pair["report_b"]) == ("a1", "b1")


def test_more_reports_are_matched_onto_a_folder(tables, tmp_path):
    kept, output = tmp_path / "kept", tmp_path / "links.csv"
    assert run(tables[0], "--onto", kept, "-o", output).exit_code == 0
    done = run(tables[1], "--onto", kept, "-o", output)
    assert "2 new reports beside 2 reports, " in done.output
    assert "5 reports" not in run("--onto", kept, "-o", output).output
    done = run("--onto", kept, "--re-estimate", "-o", output)
    assert "4 reports matched by weights that were estimated anew." in done.output
    with pytest.raises(Refused, match="hudna match --onto"):
        run(kept, "-o", output)
    with pytest.raises(Refused, match="Name a file with -o"):
        run("--onto", kept)
    for wrong in (
        ("--onto", kept, "-o", output, "--pairs", output),
        ("--re-estimate", tables[0]),
        (),
    ):
        assert run(*wrong).exit_code == 2


def test_a_zone_is_that_of_the_local_clock(tmp_path):
    row = report("1", t_earliest="2016-12-30T22:30Z", t_latest="2016-12-30T22:40Z")
    path = write(tmp_path / "a.csv", [row])
    assert "offset" in run(path, "-o", tmp_path / "links.csv").output
    done = run(path, "-o", tmp_path / "links.csv", "--zone", "Asia/Damascus")
    assert done.exit_code == 0
    assert "offset" not in done.output


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (["-o", "{}/links.csv", "--no-repeats", "Z"], "no report is of the source"),
        (["-o", "{}/links.csv", "--zone", "Mars"], "not an IANA time zone"),
        (["-o", "{}/none/links.csv"], "cannot be written"),
        (["-o", "{}/a.csv"], "one of the files that are read"),
        (["-o", "{}/links.csv", "--taxonomy", "{}/a.csv"], "has no columns name and of"),
        ([], "Name a file with -o"),
    ],
)
def test_what_is_refused_writes_nothing(tables, tmp_path, options, what):
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(Refused, match=what):
        run(*tables, *[option.format(tmp_path) for option in options])
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_nothing_of_a_file_reorders_the_terminal(tmp_path):
    path = write(tmp_path / "a.csv", [report("\u202ex\n[red]", lat=None)])
    done = run(path, "-o", tmp_path / "links.csv")
    assert "\u202e" not in done.output
    assert "<U+202E>x [red]" in done.output


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (["-o", "x.csv", "--master", "local[2]"], "only --engine spark has one"),
        (["-o", "x.csv", "--onto", "y", "--engine", "spark"], "leave out --onto"),
    ],
)
def test_what_does_not_go_with_spark(tables, options, what):
    done = run(*tables, *options)
    assert done.exit_code == 2
    assert what in " ".join(done.output.replace("│", " ").split())


def test_spark_does_not_match_a_case(tmp_path):
    done = run(tmp_path, "--engine", "spark")
    assert done.exit_code == 2
    assert "Spark matches tables" in done.output


def test_without_spark_the_extra_is_named_and_nothing_is_written(tables, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(Refused, match=r"hudna\[spark\]"):
        run(*tables, "-o", tmp_path / "links.csv", "--engine", "spark")
    assert not (tmp_path / "links.csv").exists()


@pytest.mark.spark
@pytest.mark.slow
def test_spark_writes_the_same_links(tables, tmp_path, spark, monkeypatch):
    @contextmanager
    def same(master):
        assert master == "local[2]"
        yield spark

    monkeypatch.setattr("hudna.engines.spark.session", same)
    here = run(*tables, "-o", tmp_path / "near.csv")
    there = run(*tables, "-o", tmp_path / "afar.csv", "--engine", "spark", "--master", "local[2]")
    assert there.exit_code == 0, there.output
    assert there.output.replace("afar.csv", "near.csv") == here.output
    assert (tmp_path / "afar.csv").read_bytes() == (tmp_path / "near.csv").read_bytes()
