"""Hudna, its peers and the oracle on the same tables: one row each.

python evaluation/matching/compare.py reference --seed 7 --reports 5000 [--json]
python evaluation/matching/compare.py reference --only peers
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import generator
import oracle
import peers
import score
import scoring
from settings import SETTINGS

SHOWN = ("pair_precision", "pair_recall", "pair_f1", "b3_f1", "cluster_f1", "incidents_error",
         "origins_error", "origins_off", "contains_recall", "ece")  # fmt: skip
PARTS = ("hudna", "peers", "oracle")
Row = dict[str, Any]


def rows(made: generator.Generated, parts: tuple[str, ...] = PARTS) -> Iterator[Row]:
    """The figures of each, with `who` and `rule`."""
    if "hudna" in parts:
        yield hudna(made)
    if "peers" in parts:
        for one in peers.results(made):
            yield {"who": one.peer, "rule": one.rule, "seconds": one.seconds} | one.figures
    if "oracle" in parts:
        start = time.perf_counter()
        links, pairs = oracle.matched(made)
        seconds = time.perf_counter() - start
        figures = scoring.score(links, made.truth, pairs)
        yield {"who": "oracle", "rule": "", "seconds": seconds} | figures


def hudna(made: generator.Generated) -> Row:
    """The figures of `hudna match`, run as anyone would."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        tables = generator.write(made, folder)
        seconds = score.matched(tables, made.setting.no_repeats, folder)
        figures = score.score_files(
            folder / "links.csv", folder / "truth.csv", folder / "pairs.csv"
        )
    return {"who": "hudna", "rule": "", "seconds": seconds} | figures


def closed(found: list[Row], figure: str) -> float | None:
    """How much of the gap between the best peer and the oracle Hudna closes; 1 is all of it."""
    by = {who: [row[figure] for row in found if row["who"] == who] for who in ("hudna", "oracle")}
    others = [row[figure] for row in found if row["who"] not in by]
    if not by["hudna"] or not by["oracle"] or not others:
        return None
    low, high = max(others), by["oracle"][0]
    return float((by["hudna"][0] - low) / (high - low)) if high > low else None


def main() -> None:
    """Make, match, score and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("setting", choices=SETTINGS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reports", type=int, default=5000)
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    made = generator.generate(SETTINGS[asked.setting], asked.reports, asked.seed)
    found = list(rows(made, tuple(asked.only or PARTS)))
    if asked.json:
        print(json.dumps(found, indent=1))
        return
    print(f"{asked.setting}, seed {asked.seed}: {len(made.truth):,} reports")
    print(f"{'':30}" + "".join(f"{name.replace('_', ' '):>16}" for name in SHOWN) + f"{'s':>9}")
    for row in found:
        cells = "".join(f"{row[name]:16.4f}" if name in row else f"{'-':>16}" for name in SHOWN)
        print(f"{row['who']:24}{row['rule']:6}{cells}{row['seconds']:9.1f}")
    for figure in ("pair_f1", "b3_f1"):
        share = closed(found, figure)
        if share is not None:
            print(f"of the gap in {figure} between the best peer and the oracle: {share:.0%}")


if __name__ == "__main__":
    main()
