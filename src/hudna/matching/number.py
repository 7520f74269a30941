"""Number: how many incidents the reports are about, as far as can be known.

In: the probabilities of pairs.  Out: an estimate and an interval.  A report whose incident has n reports
counts 1/n of an incident; n is not known, so its mean is taken over the matches that it may have:
E[1 / (1 + X)] = ∫ Π (1 - p (1 - t)) dt, for X matches of probabilities p (Chao and Strawderman 1972).  The
interval covers what the probabilities themselves may be wrong by (`_WRONG`, in log odds), which matters far
more than chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from hudna.matching import odds
from hudna.matching.components import components
from hudna.matching.matched import Matched
from hudna.matching.tellings import Floats

OVERLOOKED: Final = 0.3
"""What to add to log odds for the matches that were not kept: the estimate is without bias where truth is known."""

_WRONG: Final = 0.5
_POINTS: Final = 8


@dataclass(frozen=True, slots=True)
class Number:
    """Incidents of which reports tell: those found, the estimate, and the interval around it."""

    found: int
    estimate: float
    low: int
    high: int


def number(matched: Matched) -> Number:
    """How many incidents there are among reports that sum up none."""
    whole = matched.sums == 0
    found = len(np.unique(matched.incident[whole]))
    low, estimate, high = (
        _expected(matched, OVERLOOKED + wrong) for wrong in (_WRONG, 0.0, -_WRONG)
    )
    spread = 2 * np.sqrt(max(high - low, 1.0))  # chance, for few reports
    # Never fewer than there would be if every two reports that may be one were.
    joined = components(matched.pairs.a, matched.pairs.b, len(matched.told))
    fewest = min(len(np.unique(joined[whole])), found)
    least = max(min(int(np.floor(low - spread)), found), fewest)
    most = min(max(int(np.ceil(high + spread)), found), int(whole.sum()))
    return Number(found, estimate, least, most)


def _expected(matched: Matched, shift: float) -> float:
    p = matched.probability
    p = np.where(matched.settled, p, odds.probability(odds.log_odds(p) + shift))
    points, weights = np.polynomial.legendre.leggauss(_POINTS)
    total: Floats = np.zeros(len(matched.told))
    for point, weight in zip((points + 1) / 2, weights / 2, strict=True):
        miss = np.log1p(-np.minimum(p, 1 - 1e-9) * (1 - point))
        size = len(total)
        total += weight * np.exp(
            np.bincount(matched.pairs.a, miss, size) + np.bincount(matched.pairs.b, miss, size)
        )
    return float(total[matched.sums == 0].sum())
