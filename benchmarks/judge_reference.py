"""How long `hudna check` takes of the Syria case, and `hudna judge` of 16,566 GED events.

The reports are GED 19.1 for Syria where it lies beside the repository, else made up in its shape.
The peer of `check` only parses the same YAML, with PyYAML's own loader.  The peer of `judge` is the
procedure itself, asked anew for each incident and world; its verdicts are compared.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import hudna
from _common import arguments, best_of, figure, peak_mb, show
from hudna.case import Case, new_case, open_case
from hudna.engines.batch import judge_case
from hudna.engines.intake import import_files
from hudna.finding import Verdict
from hudna.incident import Incident
from hudna.judging.alternatives import alternatives
from hudna.judging.bench import Bench
from hudna.judging.reference import evaluate
from hudna.judging.rules import Rules
from hudna.record.known import open_known
from hudna.report import incidents
from import_ged import REAL, ROWS, made_up

SYRIA = Path(hudna.__file__).parent / "cases" / "syria-2016"
PARSE = "import sys, yaml; [yaml.load(open(f), yaml.CSafeLoader) for f in sys.argv[1:]]"


def check() -> None:
    """`hudna check` as a person runs it, start of the program included."""
    subprocess.run([sys.executable, "-m", "hudna", "check", SYRIA], check=True, capture_output=True)


def parse() -> None:
    """The YAML of the same case, parsed and thrown away."""
    files = sorted(SYRIA.glob("*.yaml"))
    subprocess.run([sys.executable, "-c", PARSE, *files], check=True)


def judged(folder: str) -> int:
    """Judge a case whole, as `hudna judge` does but for printing."""
    with open_known(Path(folder)) as known:
        return len(judge_case(known, None).findings)


def by_bench(case: Case, sample: list[Incident]) -> list[list[Verdict]]:
    """Verdicts in the default worlds, by the bench."""
    bench = Bench(case.agreement)
    found = [bench.judge(item, pivots=False)[0] for item in sample]
    return [[v.verdict for v in finding.verdicts.values()] for finding in found]


def by_procedure(case: Case, sample: list[Incident]) -> list[list[Verdict]]:
    """The same, each alternative of each incident in each world by itself."""
    rules = [Rules(case.agreement, world) for world in case.agreement.worlds.default()]
    answers: list[list[Verdict]] = []
    for item in sample:
        found = alternatives(item, case.agreement, item.time)
        answers.append([evaluate(item, found, world).verdict for world in rules])
    return answers


def main() -> None:
    """Measure and print."""
    asked = arguments("Check the Syria case, and judge GED under it.")
    rounds = 1 if asked.quick else 3
    figures: list[dict[str, Any]] = []
    times = best_of({"check": check, "parse": parse}, rounds + 2)
    figures.append(
        figure("check the Syria case", times["check"][0], "s", 1, peer="PyYAML parse only",
               peer_value=times["parse"][0], peak_mb=peak_mb(open_case, str(SYRIA)))
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "case"
        new_case(folder, "syria-2016")
        case = open_case(folder)
        source = REAL if REAL.exists() else Path(place) / "ged.csv"
        if not REAL.exists():
            made_up(source, ROWS)
        with open_known(folder) as known:
            list(import_files(known, [source]))
        with open_known(folder) as known:
            every = [i for some in known.reports() for i in incidents(some, case.registry.origins)]
        dated = [item for item in every if not item.aggregate]
        sample = random.Random(7).sample(dated, 100 if asked.quick else 300)
        works = {
            "bench": lambda: by_bench(case, sample),
            "procedure": lambda: by_procedure(case, sample),
        }
        times = best_of(works, rounds)
        assert times["bench"][1] == times["procedure"][1], "the bench differs from the procedure"
        figures.append(
            figure("judge a sample, 22 worlds", times["bench"][0], "s", len(sample),
                   peer="procedure, nothing shared", peer_value=times["procedure"][0])
        )  # fmt: skip
        whole = best_of({"judge": lambda: judged(str(folder))}, rounds)
        figures.append(
            figure("judge GED Syria, 22 worlds and pivots", whole["judge"][0], "s", len(every),
                   peak_mb=peak_mb(judged, str(folder)))
        )  # fmt: skip
    show(figures, asked.json)


if __name__ == "__main__":
    main()
