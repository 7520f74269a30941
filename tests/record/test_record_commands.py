"""The commands of whoever keeps a record."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from crash import ged
from hudna import cli
from hudna.record.store import open_record
from hudna.record.verify import verify

MINSK = Path(__file__).parents[1] / "cases" / "minsk-2015"


@pytest.fixture
def hudna(capsys, monkeypatch):
    """Runs a command: its status, and what it printed."""

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["hudna", *map(str, words)])
        try:
            cli.main()
            status = 0
        except SystemExit as left:
            status = left.code or 0
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


@pytest.fixture
def case(tmp_path, hudna):
    folder = tmp_path / "case"
    shutil.copytree(MINSK, folder)
    file = tmp_path / "ged.csv"
    file.write_text(ged(1, 20))
    assert hudna("import", folder, file, "--as", "clerk")[0] == 0
    return folder


def test_a_record_is_kept_from_day_to_day(hudna, case, tmp_path):
    status, out, _ = hudna("record", "info", case, "--format", "json")
    told = json.loads(out)
    assert (status, told["case"], told["key_is_here"]) == (0, "minsk-2015", True)
    assert hudna("record", "info", case)[1].startswith(f"where: {case / 'record.db'}\n")

    backup = tmp_path / "backup.db"
    status, out, _ = hudna("record", "backup", case, backup)
    assert (status, backup.exists()) == (0, True)
    assert told["root"] in out

    status, out, err = hudna("record", "rotate", case, "--reason", "once a year", "--as", "admin")
    assert (status, out.strip()) == (0, hudna("log", "key", case)[1].strip())
    assert "give it to those who check" in err

    words = ("--reason", "consent withdrawn", "--as", "officer")
    status, out, err = hudna("record", "erase", case, "report/ucdp-3", *words)
    assert status == 0
    assert out.splitlines()[0] == "Erased report/ucdp-3"
    assert re.fullmatch("Erased document/doc-[0-9a-f]{12}", out.splitlines()[1])
    assert "Backups and copies still hold it" in err

    status, out, _ = hudna("record", "copy", case, "--to", f"sqlite:///{tmp_path}/moved.db")
    assert (status, (tmp_path / "moved.db").exists()) == (0, True)

    status, _, err = hudna("record", "restore", case, backup)
    assert status == 1
    assert "What would be lost of it: entries" in err.replace("\n", " ")
    status, out, _ = hudna("record", "restore", case, backup, "--replace", "--as", "admin")
    assert status == 0
    assert "Tell those who hold newer checkpoints" in out
    assert "is kept: " in out
    with open_record(case, None) as record:
        assert verify(record).holds
    assert hudna("verify", case)[0] == 0
    _, _, err = hudna("record", "erase", case, "report/ucdp-3", *words)
    assert f"Such a copy lies here: {case / 'record.db.replaced-1'}" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["erase", "CASE", "report", "--reason", "x", "--as", "a"], "write KIND/ID"),
        (["erase", "CASE", "report/ucdp-1", "--reason", "x"], "say who erases"),
        (["erase", "CASE", "report/no", "--reason", "x", "--as", "a"], "there is no such thing"),
        (["erase", "CASE", "finding/x", "--reason", "x", "--as", "a"], "are not erased"),
        (["rotate", "CASE", "--reason", " "], "no reason is given"),
        (["restore", "CASE", "/nonexistent"], "there is no record here yet"),
        (["backup", "CASE", "CASE/agreement.yaml"], "there is a file already"),
        (["copy", "CASE", "--to", "mysql://a/b"], "is no database that a record is kept in"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(hudna, case, words, said):
    before = (case / "record.db").read_bytes()
    status, _, err = hudna("record", *(word.replace("CASE", str(case)) for word in words))
    assert status in (1, 2)
    assert said in " ".join(err.replace("│", " ").split())
    assert (case / "record.db").read_bytes() == before


def test_a_checkpoint_that_misses_entries_says_why(hudna, case, tmp_path, monkeypatch):
    monkeypatch.setenv("HUDNA_KEYS", str(tmp_path / "another-machine"))
    with open_record(case, None) as record, record.writing("clerk") as writer:
        writer.put("test", "x", {})
    status, out, err = hudna("log", "checkpoint", case)
    assert status == 0
    assert out.startswith("hudna/minsk-2015/")
    assert "It does not hold the last 1 entries: the log's key is not on this machine" in err
