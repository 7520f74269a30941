"""How long `hudna check` takes of the Syria case; `judge.py` shows how fast incidents are judged.

The peer only parses the same YAML, with PyYAML's own loader.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import hudna
from _common import arguments, best_of, figure, peak_mb, show
from hudna.case import open_case

SYRIA = Path(hudna.__file__).parent / "cases" / "syria-2016"
PARSE = "import sys, yaml; [yaml.load(open(f), yaml.CSafeLoader) for f in sys.argv[1:]]"


def check() -> None:
    """`hudna check` as a person runs it, start of the program included."""
    subprocess.run([sys.executable, "-m", "hudna", "check", SYRIA], check=True, capture_output=True)


def parse() -> None:
    """The YAML of the same case, parsed and thrown away."""
    files = sorted(SYRIA.glob("*.yaml"))
    subprocess.run([sys.executable, "-c", PARSE, *files], check=True)


def main() -> None:
    """Measure and print."""
    asked = arguments("Check the Syria case.")
    times = best_of({"check": check, "parse": parse}, 3 if asked.quick else 5)
    found = figure("check the Syria case", times["check"][0], "s", 1, peer="PyYAML parse only",
                   peer_value=times["parse"][0], peak_mb=peak_mb(open_case, str(SYRIA)))  # fmt: skip
    show([found], asked.json)


if __name__ == "__main__":
    main()
