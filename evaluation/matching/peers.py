"""The peers of the evaluation on one set of tables: Splink, recordlinkage, MELTT.

In: what the generator made.  Out: for each peer its links under several rules, of which one is what
an honest user would take without the truth (`plain`), and one the best that any threshold or
window would have given (`best`, chosen by pairwise F1 with the truth at hand: more than any user
can do).
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
import peer_meltt
import peer_recordlinkage
import peer_splink
import prepared
import pyarrow as pa
import scoring
from clustering import clustered, components
from generator import Generated
from numpy.typing import NDArray

# Thresholds that are tried.
PROBABILITIES = (0.3, 0.5, 0.7, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999)
SHIFTS = (-4, -3, -2, -1, 0, 1, 2, 3, 4, 5)
# Windows of days and kilometres; the first is the plain one.
WINDOWS = ((1, 10.0), (0, 5.0), (1, 5.0), (1, 30.0), (1, 100.0), (2, 10.0), (2, 30.0))

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Groups = Callable[[], Ints]


class Result(NamedTuple):
    """What a peer found under one rule, and the seconds that its scores took."""

    peer: str
    rule: str
    figures: scoring.Figures
    seconds: float


def results(made: Generated) -> Iterator[Result]:
    """All peers that are here."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    frame = prepared.prepared(made.tables, made.setting)
    yield from _meltt(frame, made)
    for scheme, name in ((False, "splink"), (True, "splink, common scheme")):
        start = time.perf_counter()
        try:
            pairs = peer_splink.scored(frame, scheme)
        except ValueError as error:  # training ends so where pairs are too few
            print(f"{name} takes no part: {error}", file=sys.stderr)
            continue
        yield from _by_scores(name, frame, made, pairs, time.perf_counter() - start)
    where = peer_recordlinkage.python()
    if where:
        start = time.perf_counter()
        table, names = peer_splink.compared(frame)
        score = peer_recordlinkage.scores({name: table[name] for name in names}, where)
        one, other = np.asarray(table["row_l"]), np.asarray(table["row_r"])
        kept = score > peer_splink.LEAST
        pairs = one[kept], other[kept], score[kept]
        seconds = time.perf_counter() - start
        yield from _by_scores("recordlinkage", frame, made, pairs, seconds)


def links(frame: pd.DataFrame, group: Ints) -> pa.Table:
    """Links as of `hudna match`; the origin is the one that a row names, or its source."""
    names = [f"p{number:07d}" for number in group.tolist()]
    return pa.table({
        "report_id": pa.array(frame["unique_id"]), "incident_id": names,
        "relation": ["same"] * len(names), "origin_id": pa.array(frame["from"]),
    })  # fmt: skip


def _figures(frame: pd.DataFrame, made: Generated, group: Ints) -> scoring.Figures:
    return scoring.score(links(frame, group), made.truth)


def _best(some: list[scoring.Figures]) -> scoring.Figures:
    return max(some, key=lambda figures: float(figures["pair_f1"]))


def _meltt(frame: pd.DataFrame, made: Generated) -> Iterator[Result]:
    prepared.harmonised(frame)
    start = time.perf_counter()
    peer_meltt.matched(frame, *WINDOWS[0])
    seconds = time.perf_counter() - start
    tried = [_figures(frame, made, peer_meltt.matched(frame, *window)) for window in WINDOWS]
    yield Result("MELTT", "plain", tried[0], seconds)
    yield Result("MELTT", "best", _best(tried), seconds)


def _by_scores(
    peer: str, frame: pd.DataFrame, made: Generated, pairs: peer_splink.Pairs, seconds: float
) -> Iterator[Result]:
    """By threshold and what hangs together, and by the clusters that the oracle is given, too."""
    one, other, score = pairs
    source, repeats = frame["source_dataset"].to_numpy(), frame["repeats"].to_numpy()
    never = (source[one] == source[other]) & ~repeats[one]

    def together(least: float) -> scoring.Figures:
        kept = (score >= least) & ~never
        return _figures(frame, made, components(len(frame), one[kept], other[kept]))

    def constrained(shift: float) -> scoring.Figures:
        odds = np.log(score + 1e-12) - np.log(1 - score + 1e-12) - shift
        return _figures(frame, made, clustered(len(frame), one, other, odds, never))

    yield Result(peer, "plain", together(0.5), seconds)
    tried = [*map(together, PROBABILITIES), *map(constrained, SHIFTS)]
    yield Result(peer, "best", _best(tried), seconds)
