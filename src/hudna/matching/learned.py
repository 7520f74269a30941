"""Learned: what matching some reports has learned, by which others are matched as they were.

In: reports that were matched.  Out: `Learned`: which names lie where, which towns lie in which unit, how often
each word is said, how many incidents lie around a place and a day and what is said there, which sources and
symbols there are, and the weights.  All of these are the frequencies that agreement is weighed by.  As long as
they stay, two reports are compared in the same way whatever else is reported: what is new touches only its
neighbourhood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from hudna.matching.intensity import Counted
from hudna.matching.placed import Located
from hudna.matching.sites import Sites
from hudna.matching.symbols import Met
from hudna.matching.tellings import Codes, Flags, Tellings
from hudna.matching.usual import Usual
from hudna.matching.words import Often


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned.  `sources` are those of the reports that were `counted`, `reports` their ids."""

    names: Located
    sites: Sites
    often: Often
    counted: Counted
    usual: Usual
    sources: tuple[str, ...]
    reports: frozenset[str]
    voices: tuple[str, ...]
    met: Mapping[str, Met]
    weights: Mapping[str, Any]

    def source(self, told: Tellings) -> Codes:
        """The source of each report as `counted` numbers them; one that it has none of comes last."""
        place = {name: at for at, name in enumerate(self.sources)}
        codes = np.array([place.get(name, len(place)) for name in told.sources], np.int32)
        return codes[told.source]

    def counts(self, told: Tellings) -> Flags:
        """Which reports are counted themselves."""
        return np.array([name in self.reports for name in told.ids], bool)
