"""How well and how fast reports are matched: by setting, against peers and an oracle; and by size.

The tables are made up (`evaluation/matching/README.md`) and their truth is known.  Hudna is run as the
command that anyone would type, from CSV files to CSV files; so is Splink where time counts, with
blocking that reaches at least as many true pairs.  A share of the gap is how far Hudna comes from
the best peer (by whichever rule or threshold serves that best) to an oracle that scores with the
generator's own error model.  recordlinkage takes part where `HUDNA_RECORDLINKAGE` names a Python
that has it.  `--accuracy` and `--speed` leave out the other half.
"""

# ruff: noqa: E402  # where the evaluation stands must be known before it is imported

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

ROOM = Path(__file__).parents[1] / "evaluation" / "matching"
sys.path.insert(0, str(ROOM))

import compare
import crowd
import generator
import numpy as np
import peer_meltt
import prepared
import pyarrow as pa
import pyarrow.csv
from settings import REFERENCE, SETTINGS, Setting

from _common import arguments, best_of, figure, show

SEED = 20
REPORTS = 5000
QUICK_REPORTS = 1200
SIZES = (100_000, 1_000_000)
QUICK_SIZES = (1_500, 3_000)
CROWD = 50_000
MORE = 1000
PAIRWISE = 8000
ROUNDS = 3
GLANCE = 0.02  # seconds between two looks at the memory of a process
HIGHER = ("pair_f1", "b3_f1")
CALIBRATION = "ece"
Figures = list[dict[str, Any]]


# --- how well -------------------------------------------------------------------------------------


def accuracy(name: str, reports: int, parts: tuple[str, ...]) -> Figures:
    """One setting: Hudna, the best peer, the oracle."""
    made = generator.generate(SETTINGS[name], reports, SEED)
    rows = list(compare.rows(made, parts))
    number = len(made.truth)
    mine = rows[0]
    oracle = rows[-1]
    found: Figures = []
    for figure_name in HIGHER:
        peers = [row for row in rows if row["who"] not in ("hudna", "oracle")]
        best = max(peers, key=lambda row: float(row[figure_name]))
        found.append(_plain(f"{name}, {figure_name}", mine[figure_name], "", number,
                            f"{best['who']}, {best['rule']}", best[figure_name]))  # fmt: skip
        found.append(_plain(f"{name}, {figure_name}", mine[figure_name], "", number, "oracle",
                            oracle[figure_name]))  # fmt: skip
        share = compare.closed(rows, figure_name)
        if share is not None:
            found.append(_plain(f"{name}, {figure_name}, of the gap", share, "share", number))
    for figure_name in ("incidents_error", "origins_error", "origins_off", CALIBRATION):
        if figure_name in mine:
            found.append(_plain(f"{name}, {figure_name}", mine[figure_name], "", number, "oracle",
                                oracle.get(figure_name)))  # fmt: skip
    return found


def _plain(
    name: str, value: float, unit: str, number: int, peer: str | None = None,
    peer_value: float | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A figure of which no ratio is taken."""
    made = figure(name, value, unit, number, peer=peer, peer_value=None)
    return made | {"peer_value": peer_value}


# --- how fast -------------------------------------------------------------------------------------


def run(command: list[str]) -> tuple[float, float]:
    """Run a command: the seconds taken, and the most memory of its process in MiB."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
        status, most = Path(f"/proc/{process.pid}/status"), 0.0
        while process.poll() is None:
            most = max(most, _high_water(status))
            time.sleep(GLANCE)
        taken = time.perf_counter() - start
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{said.read().decode()[-2000:]}")
    return taken, most


def _high_water(status: Path) -> float:
    """The most memory so far of a process, in MiB; 0 where the system does not say."""
    try:
        told = status.read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    high = [line for line in told.splitlines() if line.startswith("VmHWM")]
    return int(high[0].split()[1]) / 1024 if high else 0.0


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


@cache
def tables(reports: int, crowded: bool = False) -> tuple[Path, tuple[Path, ...]]:
    """The folder and the tables of so many reports, on disk."""
    folder = Path(_folder().name) / f"{reports}{'-crowd' * crowded}"
    if crowded:
        return folder, tuple(crowd.write(reports, SEED, folder))
    return folder, tuple(generator.write(generator.generate(REFERENCE, reports, SEED), folder))


def by_hudna(reports: int, crowded: bool = False) -> tuple[float, float]:
    """Match so many reports: seconds and MiB."""
    folder, files = tables(reports, crowded)
    command = [sys.executable, "-m", "hudna", "match", *map(str, files), "-o",
               str(folder / "links.csv"), "--pairs", str(folder / "pairs.csv")]  # fmt: skip
    for name in REFERENCE.no_repeats:
        command += ["--no-repeats", name]
    return run(command)


def by_splink(reports: int) -> tuple[float, float]:
    """The same by Splink."""
    folder, files = tables(reports)
    return run([sys.executable, str(ROOM / "peer_splink.py"), REFERENCE.name,
                str(folder / "splink.csv"), *map(str, files)])  # fmt: skip


def reached(reports: int) -> tuple[float, float]:
    """The share of true pairs that Splink's blocking reaches, and that Hudna keeps to the end."""
    folder, files = tables(reports)
    frame = prepared.prepared({file.stem: _read(file) for file in files}, REFERENCE)
    true = _true_pairs(folder, list(frame["unique_id"]))
    keys = prepared.blocking_keys(frame)
    rng = np.random.default_rng(0)
    sample = true[rng.permutation(len(true))[:50_000]]
    met = [not set(keys[a].tolist()).isdisjoint(keys[b].tolist()) for a, b in sample.tolist()]
    pairs = _read(folder / "pairs.csv")
    at = {name: row for row, name in enumerate(frame["unique_id"])}
    kept = {frozenset((at[a], at[b])) for a, b in
            zip(pairs["report_a"].to_pylist(), pairs["report_b"].to_pylist(), strict=True)}  # fmt: skip
    mine = [frozenset(one) in kept for one in sample.tolist()]
    return float(np.mean(met)), float(np.mean(mine))


def _read(path: Path) -> pa.Table:
    types = dict.fromkeys(("t_earliest", "t_latest", "published"), pa.string())
    options = pyarrow.csv.ConvertOptions(strings_can_be_null=True, column_types=types)
    return pyarrow.csv.read_csv(path, convert_options=options)


def _true_pairs(folder: Path, ids: list[str]) -> np.ndarray[Any, Any]:
    """All pairs of rows that tell of one incident."""
    truth = _read(folder / "truth.csv").to_pandas().set_index("report_id").loc[ids].reset_index()
    single = truth[truth["kind"] == "same"]
    groups = single.groupby("incident_ids").indices.values()
    rows = single.index.to_numpy()
    pairs = [(rows[g[i]], rows[g[j]]) for g in groups for i in range(len(g)) for j in range(i)]
    return np.array(pairs, np.int64).reshape(-1, 2)


def end_to_end(reports: int, rounds: int) -> Figures:
    """From files to files, against Splink."""
    tables(reports)
    taken = best_of({"hudna": lambda: by_hudna(reports), "splink": lambda: by_splink(reports)},
                    rounds)  # fmt: skip
    mine, theirs = taken["hudna"], taken["splink"]
    splink_reach, hudna_reach = reached(reports)
    return [
        figure("end to end", mine[0], "s", reports, peer="splink", peer_value=theirs[0],
               peak_mb=mine[1][1]),
        _plain("end to end, memory", mine[1][1], "MiB", reports, "splink", theirs[1][1]),
        _plain("true pairs kept at the end, and reached by blocking", hudna_reach, "share",
               reports, "splink", splink_reach),
    ]  # fmt: skip


def growth(small: int, large: int, rounds: int) -> Figures:
    """Time a report as tables grow."""
    for reports in (small, large):
        tables(reports)
    taken = best_of({str(n): (lambda n=n: by_hudna(n)) for n in (small, large)}, rounds)
    each = {n: taken[str(n)][0] / n * 1e6 for n in (small, large)}
    return [figure(f"a report, of {large:,}", each[large], "µs", large, peer=f"of {small:,}",
                   peer_value=each[small], peak_mb=taken[str(large)][1][1])]  # fmt: skip


def pairwise(reports: int) -> Figures:
    """Against MELTT's method as published, each compared with each; taxonomies given."""
    _, files = tables(reports)
    frame = prepared.prepared({file.stem: _read(file) for file in files}, REFERENCE)
    prepared.harmonised(frame)
    taken = best_of({"hudna": lambda: by_hudna(reports)}, ROUNDS)
    taken |= best_of({"meltt": lambda: peer_meltt.plainly(frame, 1, 10.0)}, 1)
    return [figure("pairwise", taken["hudna"][0], "s", reports, peer="MELTT, in loops",
                   peer_value=taken["meltt"][0])]  # fmt: skip


def onto(reports: int, more: int) -> Figures:
    """The latest reports matched onto all others, against all of them matched again."""
    folder, files = tables(reports)
    old, new = folder / "old", folder / "new"
    for part in (old, new):
        part.mkdir(exist_ok=True)
    read = {file.name: _read(file) for file in files}
    times = pa.chunked_array(
        [chunk for table in read.values() for chunk in table["t_earliest"].chunks]
    )
    last = sorted(time for time in times.to_pylist() if time)[-more]
    for name, table in read.items():
        late = pa.compute.fill_null(pa.compute.greater_equal(table["t_earliest"], last), False)
        pyarrow.csv.write_csv(table.filter(late), new / name)
        pyarrow.csv.write_csv(table.filter(pa.compute.invert(late)), old / name)
    kept = folder / "matched"
    command = [
        sys.executable,
        "-m",
        "hudna",
        "match",
        "--onto",
        str(kept),
        "-o",
        str(folder / "onto.csv"),
    ]
    first = [f"--no-repeats={name}" for name in REFERENCE.no_repeats]
    whole = run([*command, *first, *(str(old / name) for name in read)])
    seconds, memory = run([*command, *(str(new / name) for name in read)])
    return [figure("the latest, onto all others", seconds, "s", more, peer=f"all {reports:,} again",
                   peer_value=whole[0], peak_mb=memory)]  # fmt: skip


def crowded(reports: int) -> Figures:
    """All in one district on one day."""
    taken = best_of({"hudna": lambda: by_hudna(reports, crowded=True)}, 1)
    seconds, (_, memory) = taken["hudna"]
    return [figure("a crowded day", seconds, "s", reports, peak_mb=memory)]


@contextmanager
def _room() -> Iterator[None]:
    """The folder of all tables, while it is needed."""
    try:
        yield
    finally:
        _folder().cleanup()


def settings_of(quick: bool) -> dict[str, Setting]:
    """Which settings are scored."""
    return {"reference": REFERENCE} if quick else SETTINGS


def main() -> None:
    """Measure and print."""
    asked = arguments(__doc__ or "", accuracy="only how well", speed="only how fast")
    quick = asked.quick
    small, large = QUICK_SIZES if quick else SIZES
    found: Figures = []
    with _room():
        if not asked.speed:
            for name in settings_of(quick):
                found += accuracy(name, QUICK_REPORTS if quick else REPORTS, compare.PARTS)
        if not asked.accuracy:
            found += end_to_end(large, 1)
            found += growth(small, large, 1)
            found += pairwise(1000 if quick else PAIRWISE)
            found += crowded(1000 if quick else CROWD)
            found += onto(large, MORE // 20 if quick else MORE)
    show(found, asked.json)


if __name__ == "__main__":
    main()
