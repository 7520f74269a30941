"""Tracked files: what git must not keep of a case, because sources can be killed for talking."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from hudna.problem import Problem, Severity

PRIVATE = ("sources", "record.db*", "out")


def check_tracked(path: Path) -> list[Problem]:
    """A warning for each private part of a case folder that git tracks; none without git."""
    git = shutil.which("git")
    if git is None:
        return []
    try:
        listed = subprocess.run(  # noqa: S603  # a fixed command on a folder that the user named
            [git, "-C", str(path), "ls-files", "-z", "--", *PRIVATE],
            capture_output=True, check=False, timeout=10,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return []
    if listed.returncode != 0:
        return []
    names = {name.split("/")[0] for name in listed.stdout.decode(errors="replace").split("\0")}
    return [
        Problem(
            name, None, None, f"git tracks {name}, which may name sources",
            f"Run `git rm -r --cached {name}`, and keep it in .gitignore",
            severity=Severity.WARNING,
        )
        for name in sorted(names - {""})
    ]  # fmt: skip
