"""How fast incidents are judged under every reading: made up ones by the million, GED, and peers.

Tables are warm but where a figure says `first`: what an agreement's rules answer is kept.  A value
of 200 ns a row is five million incidents a second.  The peers of one figure are other ways to do
the same work, run in turn with it; answers are compared.  `--profile` says where the time goes.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

import made_up
from _common import arguments, best_of, figure, peak_mb, show
from hudna.case import new_case
from hudna.engines.intake import import_files
from hudna.engines.tables import in_order, judged
from hudna.finding_table import SETS, members
from hudna.incident_table import checked
from hudna.judging.afresh import Afresh
from hudna.judging.court import Court
from hudna.judging.docket import Listed
from hudna.judging.judge import Judge
from hudna.judging.listing import Listing
from hudna.judging.placing import Placing
from hudna.record.known import open_known
from hudna.report import incidents
from import_ged import REAL, ROWS
from import_ged import made_up as made_up_ged

BATCH = 32_768
WORLDS = 64
Figures = list[dict[str, Any]]


# --- what is judged, and how ----------------------------------------------------------------------


@cache
def court_of(worlds: int) -> tuple[Court, Listing]:
    """The made-up agreement, compiled."""
    court = Judge(made_up.agreement(worlds)).court(pivots=False)
    return court, court.listing({})


def batches(table: pa.Table) -> list[pa.Table]:
    """A table in pieces that a cache holds."""
    pieces = range(0, table.num_rows, BATCH)
    return [table.slice(start, BATCH).combine_chunks() for start in pieces]


def judge(worlds: int, some: Iterable[pa.Table], reasons: bool = False, threads: int = 2) -> int:
    """Judge tables, and forget what came of them: how many findings there were."""
    found = judged(*court_of(worlds), some, reasons=reasons, threads=threads)
    return sum(table.num_rows for table in found)


def judge_made_up(rows: int) -> int:
    """Judge so many incidents as they are made up, for the memory that it takes."""
    return judge(WORLDS, (one for piece in made_up.pieces(rows) for one in batches(piece)))


def rule(some: list[Listed], reasons: bool) -> int:
    """Judge what is listed: the sets of worlds and the headline of each, and what is missing."""
    book = court_of(WORLDS)[0].book

    def work(listed: Listed) -> int:
        number = book.numbers(listed.docket).take(listed.row)
        for name in (*SETS, "headline", *(["reasons"] if reasons else [])):
            getattr(book, name).rows.take(number, axis=0)
        return len(number)

    return sum(in_order(work, some, 2))


def per_row(seconds: float, rows: int) -> float:
    """Nanoseconds a row."""
    return seconds / rows * 1e9


def compared(
    name: str, times: dict[str, tuple[float, Any]], mine: str, peer: str, rows: int, **more: Any
) -> dict[str, Any]:
    """A figure of two works on the same rows."""
    return figure(name, per_row(times[mine][0], rows), "ns/row", rows, peer=peer,
                  peer_value=per_row(times[peer][0], rows), **more)  # fmt: skip


# --- the figures ----------------------------------------------------------------------------------


def every_switch_turns() -> None:
    """That each of the nine switches decides some incident: else worlds would cost too little."""
    court = Judge(made_up.agreement(512)).court()
    listing = court.listing({})
    table = checked(made_up.incidents(20_000, seed=3))
    turning = court.table(listing.listed(table), table)["pivots"].unique().to_pylist()
    found = {name for said in turning for name in said.split("|")} - {""}
    assert found == set(made_up.SWITCHES), f"only {sorted(found)} turn something"


def from_tables(rows: int, rounds: int) -> Figures:
    """Location included, 64 worlds; by threads, and with reasons."""
    some = batches(pa.concat_tables(made_up.pieces(rows)).combine_chunks())
    start = time.perf_counter()
    judge(WORLDS, some)
    first = time.perf_counter() - start
    times = best_of(
        {"without reasons": lambda: judge(WORLDS, some),
         "with reasons": lambda: judge(WORLDS, some, reasons=True),
         "one thread": lambda: judge(WORLDS, some, threads=1)},
        rounds,
    )  # fmt: skip
    times |= {"again": times["without reasons"], "first": (first, None)}
    memory = peak_mb(judge_made_up, rows)
    return [
        compared("64 worlds, from the table", times, "without reasons", "one thread", rows,
                 peak_mb=memory),
        compared("64 worlds, with reasons", times, "with reasons", "without reasons", rows),
        compared("64 worlds, first time", times, "first", "again", rows),
    ]  # fmt: skip


def resolved(rows: int, rounds: int) -> Figures:
    """From the docket: places and names are numbers already."""
    some = batches(made_up.incidents(rows, seed=2))
    listing = court_of(WORLDS)[1]
    listed = [listing.listed(checked(table)) for table in some]
    rule(listed, reasons=True)
    times = best_of(
        {"verdicts": lambda: rule(listed, reasons=False),
         "reasons": lambda: rule(listed, reasons=True),
         "from the table": lambda: judge(WORLDS, some)},
        rounds,
    )  # fmt: skip
    return [
        compared("64 worlds, resolved", times, "verdicts", "from the table", rows),
        compared("64 worlds, resolved, reasons", times, "reasons", "verdicts", rows),
    ]


def by_worlds(rows: int, rounds: int, worlds: list[int]) -> Figures:
    """What more worlds cost."""
    some = batches(made_up.incidents(rows, seed=2))
    for number in worlds:
        judge(number, some)
    named = {f"{n} world{'s' * (n > 1)}": (lambda n=n: judge(n, some)) for n in worlds}
    times = best_of(named, rounds)
    names = list(named)
    return [
        compared(f"{name} against {before}", times, name, before, rows)
        for before, name in pairwise(names)
    ]


def against_peers(rows: int, rounds: int) -> Figures:
    """Eight readings by other means, whose answers are compared row by row."""
    import _peers  # noqa: PLC0415  # takes long to import

    court, listing = court_of(8)
    agreement = court.agreement
    table = _peers.expressible(made_up.incidents(rows, plain=True), agreement)
    rules = _peers.rule_tables(agreement, court.shown)
    frame, some = _peers.frame_of(table, agreement), batches(table)
    judge(8, some)
    times = best_of(
        {"ours": lambda: pa.concat_tables(judged(court, listing, some, reasons=False)),
         "GeoPandas, pandas": lambda: _peers.by_pandas(frame, rules),
         "DuckDB after GeoPandas": lambda: _peers.by_duckdb(frame, rules)},
        rounds,
    )  # fmt: skip
    found = times["ours"][1]
    for i in range(len(court.shown)):
        violation, outside = members(found["violation"], i), members(found["outside"], i)
        mine = np.where(violation, 1, np.where(outside, 2, 0))
        for peer in list(times)[1:]:
            assert np.array_equal(mine, times[peer][1][i]), f"{peer} differs in {court.shown[i].id}"
    return [
        compared(f"8 readings, against {peer}", times, "ours", peer, table.num_rows)
        for peer in list(times)[1:]
    ]


def ged(rounds: int, sample: int) -> Figures:
    """GED Syria under all worlds of the Syria case, with reasons and pivots."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "case"
        new_case(folder, "syria-2016")
        source = REAL if REAL.exists() else Path(place) / "ged.csv"
        if not REAL.exists():
            made_up_ged(source, ROWS)
        with open_known(folder) as known:
            list(import_files(known, [source]))
        with open_known(folder) as known:
            table, case = pa.concat_tables(known.reports()), known.case
    court = Judge(case.agreement).court()
    listing = court.listing(case.registry.origins, strict=False)

    def work() -> pa.Table:
        return pa.concat_tables(judged(court, listing, batches(table)))

    start = time.perf_counter()
    work()
    first = time.perf_counter() - start
    chosen = random.Random(7).sample(range(table.num_rows), sample)
    some = list(incidents(table.take(pa.array(chosen)), case.registry.origins))
    afresh = Afresh(case.agreement)
    court.findings(some)
    times = best_of(
        {"again": work, "compiled": lambda: court.findings(some),
         "the procedure afresh": lambda: [f for one in some for f in afresh.judge(one)]},
        rounds,
    )  # fmt: skip
    assert times["compiled"][1] == times["the procedure afresh"][1], "the engines differ"
    worlds, again = len(court.shown), times["again"][0]
    return [
        figure(f"GED Syria, {worlds} worlds, first time", first, "s", table.num_rows,
               peer="again", peer_value=again),
        figure(f"GED Syria, {worlds} worlds, again", again, "s", table.num_rows),
        compared(f"sample of GED, {worlds} worlds", times, "compiled", "the procedure afresh",
                 len(some)),
    ]  # fmt: skip


# --- where the time goes --------------------------------------------------------------------------


def profile(rows: int) -> None:
    """Print what each step costs on one thread, in ns of the processor a row."""
    court, listing = court_of(WORLDS)
    placing = Placing(court.scales.registrar, strict=True)
    some = batches(made_up.incidents(rows))
    sources = [checked(table) for table in some]
    listed = [listing.listed(table) for table in sources]
    pairs = list(zip(listed, sources, strict=True))
    steps: dict[str, Callable[[], Any]] = {
        "check the columns": lambda: [checked(table) for table in some],
        "places": lambda: [placing.sites(table) for table in sources],
        "listing, places included": lambda: [listing.listed(table) for table in sources],
        "alternatives": lambda: [court.scales.halves(one.docket) for one in listed],
        "rulings, alternatives included": lambda: [court.book.numbers(x.docket) for x in listed],
        "table, rulings included": lambda: [court.table(*pair, reasons=False) for pair in pairs],
        "the same with reasons": lambda: [court.table(*pair, reasons=True) for pair in pairs],
    }
    for name, step in steps.items():
        step()
        taken = []
        for _ in range(3):
            start = time.thread_time()
            step()
            taken.append(time.thread_time() - start)
        print(f"{name:32}{per_row(min(taken), rows):8.0f} ns/row")


def main() -> None:
    """Measure and print."""
    asked = arguments(__doc__ or "", profile="print where the time goes, and no more")
    quick = asked.quick
    if asked.profile:
        profile(200_000 if quick else 1_000_000)
        return
    rounds = 3
    found: Figures = []
    if not quick:
        every_switch_turns()
    found += from_tables(30_000 if quick else 10_000_000, rounds)
    found += resolved(30_000 if quick else 4_000_000, rounds)
    found += by_worlds(30_000 if quick else 2_000_000, rounds, [1, 8, 64, 512][: 3 if quick else 4])
    found += against_peers(30_000 if quick else 1_000_000, rounds)
    found += ged(rounds, 10 if quick else 300)
    show(found, asked.json)


if __name__ == "__main__":
    main()
