"""The commands tier, consent and export, run as a person runs them."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hudna.cli import app
from hudna.problem import Refused

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def case(tmp_path):
    folder = shutil.copytree(ROOT / "tests/cases/minsk-2015", tmp_path / "case")
    (tmp_path / "told.yaml").write_text("id: r-1\nacts: [H-ART]\ntime: {at: 2015-03-01}\n", "utf-8")
    said("add", folder, tmp_path / "told.yaml")
    return folder


def run(*arguments):
    done = CliRunner().invoke(app, list(map(str, arguments)))
    if isinstance(done.exception, Refused):
        raise done.exception
    return done


def said(*arguments):
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_nothing_is_public_until_somebody_says_so(case):
    assert "0 rows" in said("export", case, "--tier", "public", "--format", "json")
    said("tier", case, "report/r-1", "public", "--reason", "the newspaper has it")
    shown = said("export", case, "--tier", "public", "--format", "json")
    assert "1 row" in shown
    (row,) = json.loads((case / "out/export-public.json").read_text("utf-8"))["rows"]
    assert (row["day"], row["time_precision"], row["unit"]) == ("2015-03-01", "day", None)
    log = json.loads(said("log", "show", case, "--kind", "tier", "--format", "json"))
    assert [(e["subject"], e["reason"]) for e in log] == [("report/r-1", "the newspaper has it")]


def test_a_release_can_be_verified_and_proved(case, tmp_path):
    for kind in ("hxl", "geojson", "json", "parquet"):
        said("export", case, "--tier", "mission", "--format", kind, "--out", tmp_path / "o")
    files = sorted((tmp_path / "o").iterdir())
    assert [f.name for f in files] == [
        "export-mission.csv", "export-mission.geojson", "export-mission.json",
        "export-mission.manifest.json", "export-mission.parquet",
    ]  # fmt: skip
    said("verify", case, *files)
    key = said("log", "key", case).strip()
    for file in files:
        said("log", "prove", case, file, "--output", tmp_path / "proof")
        said("log", "check", tmp_path / "proof", "--key", key, "--file", file)
    (tmp_path / "o/export-mission.csv").write_text("altered", "utf-8")
    assert run("verify", case, tmp_path / "o/export-mission.csv").exit_code == 1


def test_withdrawn_consent_is_told_as_a_number(case):
    said("tier", case, "report/r-1", "public", "--reason", "r")
    said("consent", case, "report/r-1", "--use", "public", "--withdrawn", "--reason", "asked")
    shown = said("export", case, "--tier", "public", "--format", "json")
    assert "0 rows" in shown
    assert "1 left out: consent withdrawn" in shown


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("export", "--tier", "restricted", "--format", "json"), "released to nobody"),
        (("export", "--tier", "public", "--format", "json", "--k", "1"), "hide nobody"),
        (("export", "--tier", "public", "--format", "json", "--from", "yesterday"), "not a date"),
        (("tier", "report/r-2", "public", "--reason", "r"), "no such thing"),
        (("tier", "report/r-1", "public", "--reason", " "), "no reason"),
        (("tier", "source/S-1", "public", "--reason", "r"), "restricted"),
        (("consent", "report/r-2", "--use", "public", "--given", "--promised", "p",
          "--reason", "r"), "no such thing"),
        (("consent", "report/r-1", "--use", "public", "--given", "--reason", "r"), "promised"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(case, arguments, why):
    command, *rest = arguments
    before = (case / "record.db").stat().st_size
    with pytest.raises(Refused, match=why):
        run(command, case, *rest)
    assert not (case / "out").exists()
    assert (case / "record.db").stat().st_size == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "--format", "json"), ("export", "--tier", "public"),
        ("export", "--tier", "secret", "--format", "json"),
        ("export", "--tier", "public", "--format", "xlsx"),
        ("consent", "report/r-1", "--use", "public", "--reason", "r"),
        ("consent", "report/r-1", "--given", "--reason", "r"),
        ("consent", "report/r-1", "--use", "fun", "--given", "--reason", "r"),
        ("tier", "report/r-1", "public"),
    ],
)  # fmt: skip
def test_nothing_is_taken_for_granted(case, arguments):
    command, *rest = arguments
    assert run(command, case, *rest).exit_code == 2


def test_an_output_that_is_no_folder_is_refused(case, tmp_path):
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(Refused, match="cannot be written"):
        run("export", case, "--tier", "mission", "--format", "json", "--out", tmp_path / "file")
    assert (tmp_path / "file").read_text("utf-8") == "x"
