"""Killed at any moment: all or nothing of each change, and everything that was acknowledged."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "crash.py"


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
@pytest.mark.parametrize(
    ("what", "times"), [("all", 14), ("erase", 5), ("restore", 4), ("copy", 3)]
)
def test_a_record_outlives_whoever_writes_it(what, times):
    # In full: python scripts/crash.py --times 1000
    done = subprocess.run(
        [sys.executable, SCRIPT, "--times", str(times), "--what", what],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{times} kills, 0 failed" in done.stdout
