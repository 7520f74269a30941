"""`hudna judge --input`: anybody's file, by the case's agreement, and nothing kept of it."""

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from hudna.cli import app
from hudna.engines import growing_file, stream
from hudna.finding_table import worlds_of
from hudna.problem import Refused

MINSK = Path(__file__).parents[1] / "cases/minsk-2015"


@pytest.fixture
def case(tmp_path):
    return shutil.copytree(MINSK, tmp_path / "case")


@pytest.fixture
def source(tmp_path):
    table = pa.table({"incident_id": ["a", "b"], "level": pa.array([3, 1], pa.int8())})
    pq.write_table(table, tmp_path / "in.parquet")
    return tmp_path / "in.parquet"


def run(case, *arguments):
    done = CliRunner().invoke(app, ["judge", str(case), *map(str, arguments)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def test_a_file_is_judged_and_the_record_left_alone(case, source, tmp_path):
    before = sorted(item.name for item in case.iterdir())
    done = run(case, "--input", source, "--output", tmp_path / "out.parquet")
    assert done.stdout == f"2 incidents, 2 findings: wrote {tmp_path / 'out.parquet'}\n"
    found = pq.read_table(tmp_path / "out.parquet")
    assert found["incident"].to_pylist() == ["a", "b"]
    # Nothing is told of either but that something happened.
    assert set(found["headline"].to_pylist()) == {"cannot_determine"}
    assert sorted(item.name for item in case.iterdir()) == before


def test_worlds_are_chosen(case, source, tmp_path):
    ids = worlds_of(judged(case, source, tmp_path))
    reading = ids[0].partition("[")[0]
    some = worlds_of(judged(case, source, tmp_path, "--worlds", reading))
    assert some == [world for world in ids if world.partition("[")[0] == reading]


def judged(case, source, folder, *more):
    run(case, "--input", source, "--output", folder / "out.parquet", *more)
    return pq.read_table(folder / "out.parquet")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--input", "x"), "say where the findings go"),
        (("--input", "x", "--output", "y", "--format", "csv"), "are Parquet"),
        (("--input", "x", "--output", "y", "--engine", "reference"), "reference engine"),
        (("--input", "x", "--output", "y", "--as-known", "2016-12-30"), "as it stands"),
        (("--input", "x", "--output", "y", "--master", "local"), "only --engine spark"),
        (("--engine", "spark"), "give --input"),
        (("--master", "local"), "give --input"),
    ],
)
def test_options_that_do_not_go_together(case, arguments, told):
    done = run(case, *arguments)
    assert done.exit_code == 2
    assert told in " ".join(done.output.replace("│", " ").split())


def test_a_file_of_the_case_is_spared(case, source):
    with pytest.raises(Refused, match="is a file of the case"):
        run(case, "--input", source, "--output", case / "agreement.yaml")


def test_a_stop_is_told_and_gone_on_from(case, source, tmp_path, monkeypatch):
    monkeypatch.setattr(stream, "PART", 1)
    add = growing_file.Growing.add

    def interrupted(self, table):
        add(self, table)
        raise KeyboardInterrupt

    output = tmp_path / "out.parquet"
    monkeypatch.setattr(growing_file.Growing, "add", interrupted)
    done = run(case, "--input", source, "--output", output)
    assert done.exit_code == 130
    assert "The same command goes on from here" in done.output
    monkeypatch.setattr(growing_file.Growing, "add", add)
    assert "incidents had been judged before" in run(
        case, "--input", source, "--output", output
    ).stdout  # fmt: skip


@pytest.mark.slow
@pytest.mark.spark
def test_spark_judges_files_into_a_folder(case, source, tmp_path, spark, monkeypatch):
    from contextlib import contextmanager

    @contextmanager
    def same(master):
        assert master == "local[2]"
        yield spark

    monkeypatch.setattr("hudna.engines.spark.session", same)
    run(case, "--input", source, "--output", tmp_path / "out", "--engine", "spark",
        "--master", "local[2]")  # fmt: skip
    assert pq.read_table(tmp_path / "out")["incident"].to_pylist() == ["a", "b"]
