"""Make the tables of a setting: one CSV a source, and `truth.csv`.

python evaluation/matching/generate.py reference --seed 1 --reports 10000 --out DIR
"""

from __future__ import annotations

import argparse
from pathlib import Path

import generator
from settings import SETTINGS


def main() -> None:
    """Make and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("setting", choices=SETTINGS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reports", type=int, default=10_000, help="how many, about")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    asked = parser.parse_args()
    setting = SETTINGS[asked.setting]
    made = generator.generate(setting, asked.reports, asked.seed)
    for path in generator.write(made, asked.out):
        print(path)
    told = ", ".join(f"{name} {table.num_rows:,}" for name, table in made.tables.items())
    print(f"{len(made.truth):,} reports over {made.days:,.0f} days: {told}")
    print("Sources that do not repeat themselves:", ", ".join(setting.no_repeats))


if __name__ == "__main__":
    main()
