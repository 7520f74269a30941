"""What is written, and what is never written over."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hudna.case import read_case
from hudna.report import written_whole

MINSK = Path(__file__).parent / "cases" / "minsk-2015"


def write(path, content):
    with written_whole(path) as file:
        file.write_bytes(content)


def hudna(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "hudna", *map(str, arguments)],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_a_pipe_is_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="something else than a file"):
        write(pipe, b"findings")
    assert pipe.is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_a_file_keeps_its_rights_and_a_new_one_has_those_of_the_mask(tmp_path):
    private = tmp_path / "private.csv"
    private.write_bytes(b"old")
    private.chmod(0o600)
    before = os.umask(0o077)
    try:
        write(private, b"new")
        write(tmp_path / "fresh.csv", b"new")
    finally:
        os.umask(before)
    assert private.read_bytes() == b"new"
    assert private.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "fresh.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_no_output_takes_the_place_of_a_file_of_the_case(tmp_path):
    case = tmp_path / "case"
    shutil.copytree(MINSK, case)
    before = (case / "incidents.yaml").read_bytes()
    done = hudna("judge", case, "--format", "csv", "--output", case / "incidents.yaml")
    assert done.returncode == 1
    assert "is a file of the case" in done.stderr
    assert (case / "incidents.yaml").read_bytes() == before


def test_a_case_file_that_leads_out_of_its_folder_is_not_read(tmp_path):
    case = tmp_path / "case"
    shutil.copytree(MINSK, case)
    secret = tmp_path / "secret"
    secret.write_text("root: private", encoding="utf-8")
    (case / "incidents.yaml").unlink()
    (case / "incidents.yaml").symlink_to(secret)
    _, problems = read_case(case)
    told = " ".join(map(str, problems))
    assert "leads out of its folder" in told
    assert "private" not in told
