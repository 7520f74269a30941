"""Score links against the truth of the generator, or make, match and score in one go.

    python evaluation/matching/score.py links.csv truth.csv [--pairs pairs.csv] [--json]
    python evaluation/matching/score.py --make reference --seed 3 --reports 10000 [--json]

The second form runs `hudna match` as anyone would, on tables made for the purpose.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import generator
import pyarrow as pa
import pyarrow.csv
import scoring
from settings import SETTINGS


def read(path: Path, *strings: str) -> pa.Table:
    """A CSV; `strings` are columns that are text, whatever they look like."""
    types = dict.fromkeys(strings, pa.string())
    options = pyarrow.csv.ConvertOptions(strings_can_be_null=True, column_types=types)
    return pyarrow.csv.read_csv(path, convert_options=options)


def score_files(links: Path, truth: Path, pairs: Path | None) -> dict[str, Any]:
    """The figures of files."""
    return scoring.score(
        read(links, "report_id", "incident_id", "relation", "origin_id"),
        read(truth, "report_id", "incident_ids", "kind", "origin_true"),
        read(pairs, "report_a", "report_b") if pairs is not None else None,
    )


def matched(tables: list[Path], no_repeats: tuple[str, ...], folder: Path) -> float:
    """Run `hudna match` on files: `links.csv` and `pairs.csv` in a folder, and the seconds taken."""
    command = [sys.executable, "-m", "hudna", "match", *map(str, tables),
               "-o", str(folder / "links.csv"), "--pairs", str(folder / "pairs.csv")]  # fmt: skip
    for name in no_repeats:
        command += ["--no-repeats", name]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"hudna match ended with {done.returncode}:\n{done.stderr or done.stdout}")
    return time.perf_counter() - start


def made_and_scored(setting: str, seed: int, reports: int) -> dict[str, Any]:
    """Make the tables of a setting, match them, score."""
    chosen = SETTINGS[setting]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        tables = generator.write(generator.generate(chosen, reports, seed), folder)
        seconds = matched(tables, chosen.no_repeats, folder)
        figures = score_files(folder / "links.csv", folder / "truth.csv", folder / "pairs.csv")
    return {"setting": setting, "seed": seed, "seconds": round(seconds, 2)} | figures


def show(figures: dict[str, Any]) -> None:
    """Print figures for people."""
    for name, value in figures.items():
        if name == "reliability":
            print("\nscore said   was right      pairs")
            for row in value:
                print(f"{row['score']:10.3f} {row['right']:11.3f} {row['pairs']:10,}")
            continue
        shown = f"{value:.4f}" if isinstance(value, float) else f"{value:,}" \
            if isinstance(value, int) else value  # fmt: skip
        print(f"{name:20}{shown:>12}  {scoring.LEGEND.get(name, '')}")


def main() -> None:
    """Score and print."""
    asked = _asked()
    if asked.make:
        figures = made_and_scored(asked.make, asked.seed, asked.reports)
    else:
        figures = score_files(asked.links, asked.truth, asked.pairs)
    if asked.json:
        print(json.dumps(figures, indent=1))
    else:
        show(figures)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("links", type=Path, nargs="?")
    parser.add_argument("truth", type=Path, nargs="?")
    parser.add_argument("--pairs", type=Path, help="the scored pairs, for calibration")
    parser.add_argument("--make", choices=SETTINGS, help="make and match this setting")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not asked.make and asked.truth is None:
        parser.error("give links.csv and truth.csv, or --make SETTING")
    return asked


if __name__ == "__main__":
    main()
