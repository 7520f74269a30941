"""The ECM classifier of `recordlinkage`, on the comparisons that Splink made.

In: the levels of all compared pairs.  Out: their probabilities.  The package asks for pandas below 3
and so cannot share an environment with what else is here: `HUDNA_RECORDLINKAGE` names the Python of
one that has it, and the peer takes part only there.  Run as a program, with a file of bits and one
to write, it is what that Python runs.

    python3.11 -m venv PLACE && PLACE/bin/pip install recordlinkage
    HUDNA_RECORDLINKAGE=PLACE/bin/python python evaluation/matching/compare.py reference
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

# From which level on a comparison counts as agreement: the classifier knows yes and no.
AGREES = {"gamma_where": 4, "gamma_when": 4, "gamma_deaths": 2, "gamma_said": 2,
          "gamma_origin": 1, "gamma_actor": 3, "gamma_target": 3, "gamma_act": 2}  # fmt: skip


def python() -> str | None:
    """The Python that has the package, or None."""
    return os.environ.get("HUDNA_RECORDLINKAGE")


def scores(levels: dict[str, Any], where: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The probability of each pair, worked out by the Python `where`."""
    bits = np.stack([np.asarray(levels[name]) >= least for name, least in AGREES.items()], axis=1)
    with tempfile.TemporaryDirectory() as place:
        given, found = Path(place) / "bits.npy", Path(place) / "scores.npy"
        np.save(given, bits)
        subprocess.run([where, __file__, str(given), str(found)], check=True)
        result: np.ndarray[Any, np.dtype[np.float64]] = np.load(found)
    return result


def main(given: str, found: str) -> None:
    """Fit the classifier to the pairs of a file, and write the probability of each."""
    import pandas as pd  # noqa: PLC0415
    import recordlinkage  # noqa: PLC0415

    bits = pd.DataFrame(np.load(given).astype(int), columns=list(AGREES))
    bits.index = pd.MultiIndex.from_arrays([bits.index, bits.index])
    classifier = recordlinkage.ECMClassifier(init="jaro", max_iter=200)
    classifier.fit(bits)
    np.save(found, classifier.prob(bits).to_numpy())


if __name__ == "__main__":
    main(*sys.argv[1:])
