"""Odds: probabilities as log odds, and back."""

from __future__ import annotations

import numpy as np

from hudna.matching.tellings import Floats


def log_odds(probability: Floats) -> Floats:
    """Log odds of probabilities; of 0 and 1 they are infinite."""
    with np.errstate(divide="ignore"):
        found: Floats = np.log(probability) - np.log1p(-probability)
    return found


def probability(odds: Floats) -> Floats:
    """Probabilities of log odds."""
    found: Floats = 1 / (1 + np.exp(-odds))
    return found
