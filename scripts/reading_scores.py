"""The scores of the reader, put where the documentation shows them: never typed by hand.

In: `evaluation/reading/score.py`, which scores a half of the annotated texts.  Out: a table for each
half, between the marks of `docs/explanation/reading-texts.md`.  A half that is not asked for stays as
it is there.

    python scripts/reading_scores.py             scores both halves, and writes them
    python scripts/reading_scores.py dev         scores one
    python scripts/reading_scores.py --check     says which differ from what is there, and exits 1
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "explanation" / "reading-texts.md"
SCORER = ROOT / "evaluation" / "reading" / "score.py"

HALVES = ("test", "dev", "brief")
LANGUAGES = {"ar": "Arabic", "en": "English"}
FIELDS = {
    "statements": "statements: place and act",
    "content": "statements: place alone",
    "speaker": "speaker",
    "act": "act",
    "polarity": "polarity",
    "hedge": "hedge",
    "verb": "word of saying",
    "topics": "provisions",
    "event": "observation",
    "typed": "content: the four below together",
    "actors": "actors",
    "places": "places",
    "times": "times",
    "numbers": "numbers",
    "conflicts": "conflicts",
    "notes": "notes on the text",
}
"""What is scored, in the order and the words of the table."""


def scores(half: str) -> dict[str, Any]:
    """What the scorer says of a half, by language."""
    done = subprocess.run(
        [sys.executable, str(SCORER), half, "--json"],
        check=True, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def table(found: Mapping[str, Any]) -> Iterator[str]:
    """The scores of a half as a table."""
    known = [language for language in LANGUAGES if language in found]
    heads = [f"{LANGUAGES[one]}, {found[one]['texts']} texts: F1 (95 %)" for one in known]
    yield f"| | {' | '.join(f'{head} | P | R' for head in heads)} |"
    yield "| --- |" + " ---: |" * (3 * len(known))
    scored = (one for one in FIELDS.items() if all(one[0] in found[language] for language in known))
    for name, told in scored:
        yield f"| {told} | {' | '.join(_cells(found[one][name]) for one in known)} |"


def _cells(row: Mapping[str, Any]) -> str:
    low, high = row["interval"]
    return f"{row['f1']:.2f} ({low:.2f}–{high:.2f}) | {row['precision']:.2f} | {row['recall']:.2f}"


def block(text: str, half: str) -> re.Match[str]:
    """The table of a half on the page, between its marks.  Raises `ValueError` where they lack."""
    marks = f"<!-- scores of the {half} half -->\n", "<!-- end of the scores -->\n"
    found = re.search(f"(?<={re.escape(marks[0])}).*?(?={re.escape(marks[1])})", text, re.DOTALL)
    if found is None:
        raise ValueError(f"{PAGE.name} has no marks for the {half} half")
    return found


def main() -> int:
    """Write the tables, or with `--check` compare them; the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("halves", nargs="*", metavar="HALF", help=", ".join(HALVES))
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    if wrong := set(asked.halves) - set(HALVES):
        parser.error(f"no half: {', '.join(sorted(wrong))}")
    text = before = PAGE.read_text(encoding="utf-8")
    for half in asked.halves or HALVES:
        there = block(text, half)
        made = "".join(f"{line}\n" for line in ("", *table(scores(half)), ""))
        if asked.check and there[0] != made:
            print(f"{PAGE.name}: scores of the {half} half differ: run {Path(__file__).name}")
        text = text[: there.start()] + made + text[there.end() :]
    if asked.check:
        return int(text != before)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
