"""The shape of the source: who may import whom, and files that can be read in one sitting."""

import importlib
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import hudna

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 500


def test_a_room_imports_only_from_rooms_below_it():
    pytest.importorskip("importlinter", reason="a development tool, not among the lowest versions")
    # In a process of its own: import-linter reads the source afresh, whatever this one imported.
    result = subprocess.run(
        [sys.executable, "-c", "import importlinter.cli as c; c.lint_imports_command()"],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "1 kept, 0 broken" in result.stdout, result.stdout


def test_no_file_is_longer_than_one_sitting():
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "src").rglob("*.py")
    }
    assert lengths, "no source found"
    too_long = {path: lines for path, lines in lengths.items() if lines > LONGEST}
    assert not too_long, f"split where a reader would take a breath: {too_long}"


def test_every_module_can_be_imported():
    names = [module.name for module in pkgutil.walk_packages(hudna.__path__, "hudna.")]
    for name in names:
        if not name.endswith(("__main__", "migrations.env")):  # Alembic runs the latter
            importlib.import_module(name)
