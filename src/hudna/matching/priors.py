"""Priors: what agreement looks like where nothing is known of the sources.

Fractions of the pairs of one incident, by level (`hudna.matching.compare`); what data tell is drawn to them.
"""

from __future__ import annotations

from typing import Final

import numpy as np

TIME: Final = np.array([
    [0.82, 0.06, 0.03, 0.02, 0.02, 0.04, 0.005, 0.005],
    [0.87, 0.002, 0.003, 0.005, 0.01, 0.102, 0.006, 0.002],
    [0.90, 0.002, 0.003, 0.005, 0.01, 0.05, 0.02, 0.01],
    [0.95, 0.001, 0.001, 0.003, 0.005, 0.02, 0.01, 0.01],
])  # fmt: skip
PLACE: Final = np.array([
    [0.40, 0.15, 0.12, 0.10, 0.08, 0.06, 0.09],
    [0.001, 0.25, 0.30, 0.25, 0.10, 0.06, 0.04],
    [0.001, 0.25, 0.30, 0.28, 0.10, 0.05, 0.02],
    [0.001, 0.25, 0.30, 0.30, 0.10, 0.04, 0.01],
    [0.83, 0.02, 0.05, 0.04, 0.03, 0.018, 0.012],
    [0.001, 0.92, 0.015, 0.015, 0.015, 0.015, 0.019],
    [0.001, 0.95, 0.01, 0.01, 0.01, 0.01, 0.009],
])  # fmt: skip
RELATION: Final = np.array([0.65, 0.15, 0.20])  # same, alike, neither
APART: Final = 0.1
"""How much seldomer in one incident than other words that differ are those known to mean another thing."""

NAME: Final = np.array([0.85, 0.15])  # the same name, another: with both named
WORDS: Final = np.array([0.25, 0.15, 0.15, 0.15, 0.12, 0.08, 0.10])
ORIGIN: Final = np.array([0.5, 0.5])

TELLINGS: Final = 2.0
"""Reports an incident, before anything is known."""

REPEATS: Final = 0.1
"""The same for two reports of one source."""

COUNTS: Final = {
    "name": 0.6, "deaths": 0.93, "origin": 0.6, "words": 0.74, "actors": 0.58, "targets": 0.88, "acts": 0.95,
    "room": 0.86, "crowding": 0.23, "neighbours": 0.65,
}  # fmt: skip
"""How much of a weight counts.

Fields repeat one another (a town has its point, a headline its hands), and what is counted around a pair
(`room`, `crowding`, `neighbours`) is itself but an estimate; what was measured where the truth is known
(`evaluation/matching`) is less than the whole.
"""

AGAINST: Final = {"actors": 0.25, "targets": 0.5, "acts": 0.25}
"""How much more of a weight counts that speaks against one incident."""

DEADLY: Final = (-0.4, 0.4)
"""Log weight of two reports that nobody was killed, and that somebody was: of the latter more sources tell."""

AGAIN: Final = -2.0
"""Log weight of two reports of one source: what it tells next of a place is mostly a further incident."""
