"""Compares the compiled judge with the procedure on random agreements and incidents, at length.

What the tests compare on about a thousand incidents, this compares on as many as asked, new ones
for each seed.  On the first that differs it says the smallest like it that was found, in full, and
exits 1.

    python scripts/agree.py --times 100000 [--seed N] [--jobs 2]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass, fields
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, seed, settings

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "judging"))

from test_compiled import Docketed, assert_as_the_procedure, cases

ROUND = 200
"""Agreements of one round, each with some incidents."""
SIZES = ("few",) * 46 + ("more",) * 3 + ("many",)
"""Some agreements have several words of worlds."""


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round: incidents compared, and the difference found, in words."""

    number: int
    incidents: int
    difference: str | None


def compare(number: int) -> Round:
    """Compare the agreements and incidents of one seed."""
    compared = 0
    failed: list[tuple[Docketed, AssertionError | Exception]] = []

    @seed(number)
    @settings(
        max_examples=ROUND, deadline=None, database=None, report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(cases(SIZES))
    def check(case: Docketed) -> None:
        nonlocal compared
        compared += len(case.incidents)
        try:
            assert_as_the_procedure(case)
        except Exception as error:
            failed.append((case, error))
            raise

    try:
        check()
    except Exception as error:  # whatever it is, it is shown with its case
        if not failed:
            raise
        case, first = failed[-1]  # hypothesis ends with the smallest
        return Round(number, compared, f"{in_full(case)}\n{first!r}\n{error!r}")
    return Round(number, compared, None)


def in_full(case: Docketed) -> str:
    """An agreement and its incidents as text that can be pasted into a test."""
    zones = [{f.name: _plain(getattr(zone, f.name)) for f in fields(zone)}
             for zone in case.written.zones]  # fmt: skip
    written = {"actors": case.written.actors, "agreement": case.written.document, "zones": zones}
    return "\n".join([json.dumps(written, indent=1, default=str), *map(repr, case.incidents)])


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return getattr(value, "wkt", value)


def rounds(times: int, first: int, jobs: int) -> Iterator[Round]:
    """Rounds until so many incidents were compared; their seeds follow on each other."""
    numbers, compared = count(first), 0
    with ProcessPoolExecutor(jobs) as pool:
        running = {pool.submit(compare, next(numbers)) for _ in range(jobs)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for found in done:
                one = found.result()
                compared += one.incidents
                yield one
                if compared < times and one.difference is None:
                    running.add(pool.submit(compare, next(numbers)))


def main() -> int:
    """Compare, saying how far it is.  Returns 1 where the two differ."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=100_000, help="incidents to compare")
    parser.add_argument(
        "--seed", type=int, default=time.time_ns() // 10**6, help="of the first round"
    )
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    asked = parser.parse_args()
    compared, began = 0, time.monotonic()
    for one in rounds(asked.times, asked.seed, asked.jobs):
        if one.difference is not None:
            print(f"They differ (--seed {one.number}):\n{one.difference}")
            return 1
        compared += one.incidents
        seconds = time.monotonic() - began
        print(f"{compared} incidents agree, {seconds:.0f} s (seed {one.number})", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
