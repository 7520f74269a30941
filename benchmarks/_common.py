"""What every benchmark shares: interleaved timing, peak memory, and one form of output.

A figure is a mapping with `name`, `value`, `unit`, `peer`, `peer_value`, `ratio` (how many times
faster than the peer: peer_value / value), `n` and `peak_mb`; None where there is no such figure.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

KEYS = ("name", "value", "unit", "peer", "peer_value", "ratio", "n", "peak_mb")


def arguments(description: str, **flags: str) -> argparse.Namespace:
    """The options of every benchmark; `flags`: further ones, each with its help."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--quick", action="store_true", help="end within a minute")
    for name, told in flags.items():
        parser.add_argument(f"--{name}", action="store_true", help=told)
    return parser.parse_args()


def best_of(works: Mapping[str, Callable[[], Any]], rounds: int) -> dict[str, tuple[float, Any]]:
    """Run each work once a round, in turn: the least seconds of each, and its last answer."""
    found: dict[str, tuple[float, Any]] = {}
    for _ in range(rounds):
        for name, work in works.items():
            gc.collect()
            start = time.perf_counter()
            answer = work()
            taken = time.perf_counter() - start
            found[name] = (min(taken, found.get(name, (taken,))[0]), answer)
    return found


def peak_mb(work: Callable[..., Any], *args: Any) -> float | None:
    """The most memory, in MiB, of a new process that imports what it needs and runs `work`.

    `work` is a function of a module's top level.  None where the system does not say.
    """
    if not Path("/proc/self/status").exists():
        return None
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_measured, args=(theirs, work, args))
    process.start()
    theirs.close()
    try:
        return float(mine.recv())
    finally:
        process.join()


def _measured(pipe: Any, work: Callable[..., Any], args: Sequence[Any]) -> None:
    work(*args)
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    high = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    pipe.send(int(high.split()[1]) / 1024)


def figure(name: str, value: float, unit: str, n: int, **more: Any) -> dict[str, Any]:
    """One figure; `more` are peer, peer_value and peak_mb.  The ratio is worked out."""
    found = dict.fromkeys(KEYS) | {"name": name, "value": value, "unit": unit, "n": n} | more
    if found["peer_value"] is not None:
        found["ratio"] = found["peer_value"] / value
    return found


def show(figures: Sequence[Mapping[str, Any]], as_json: bool) -> None:
    """Print the figures, as JSON or as a table for people."""
    if as_json:
        json.dump([dict(one) for one in figures], sys.stdout, indent=1, ensure_ascii=False)
        sys.stdout.write("\n")
        return
    print(f"{platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}")
    rows = [KEYS, *(tuple(_cell(one[key]) for key in KEYS) for one in figures)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(KEYS))]
    for row in rows:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
