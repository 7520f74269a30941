"""Phrases: what the words of a report say of itself: that it sums up, and whose account it gives.

In: the texts of reports.  Out: how many incidents each sums up, and the name of who told, where the
text says so.  The words are data (`data/tellings.yaml`); each distinct text is read once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import yaml

from hudna.matching.tellings import Ints
from hudna.names import fold

SEVERAL: Final = -1
"""A report that sums up an unknown number of incidents."""

_LONGEST: Final = 600  # characters of a text that are read for such phrases


def summed(texts: pa.Array) -> Ints:
    """How many incidents each report sums up: 0 for one, `SEVERAL` for an unknown number."""
    encoded = pc.dictionary_encode(texts)
    found = [_summed(text) for text in encoded.dictionary.to_pylist()]
    values = np.array([*found, 0], np.int64)
    numbers: Ints = values[encoded.indices.fill_null(len(found)).to_numpy(zero_copy_only=False)]
    return numbers


def attributed(texts: pa.Array, names: Mapping[str, int]) -> Ints:
    """Of each report who told it, by the code of a folded name in `names`; -1 where it says nothing.

    Only names that are known are found: an agency, a mission, another source.
    """
    encoded = pc.dictionary_encode(texts)
    pattern = _attribution(tuple(sorted(names, key=lambda name: (-len(name), name))))
    found = [_named(text, pattern, names) for text in encoded.dictionary.to_pylist()]
    values = np.array([*found, -1], np.int64)
    codes: Ints = values[encoded.indices.fill_null(len(found)).to_numpy(zero_copy_only=False)]
    return codes


@cache
def _words() -> Mapping[str, Any]:
    text = files("hudna").joinpath("data/tellings.yaml").read_text("utf-8")
    words: Mapping[str, Any] = yaml.safe_load(text)
    return words


@cache
def _sums() -> tuple[re.Pattern[str], Mapping[str, int]]:
    words = _words()
    numbers = {fold(name): int(n) for n, names in words["numbers"].items() for name in names}
    several = [fold(name) for name in words["several"]]
    kinds = _any(fold(name) for name in words["incidents"])
    before = _any([*numbers, *several])
    # At the start, or the number itself: “… killing 4 in attacks” counts the dead.
    return re.compile(rf"^(?:\D{{0,40}}? )?(?P<n>\d{{1,4}}|{before}) (?:{kinds})\b"), numbers


def _any(names: Any) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


def _summed(text: str) -> int:
    pattern, numbers = _sums()
    found = pattern.match(fold(text[:_LONGEST]))
    if found is None:
        return 0
    written = found["n"]
    count = int(written) if written.isdigit() else numbers.get(written, SEVERAL)
    return count if count == SEVERAL or count > 1 else 0


@cache
def _attribution(names: Sequence[str]) -> re.Pattern[str] | None:
    if not names:
        return None
    before, after = (_any(fold(word) for word in _words()[key]) for key in ("from", "told"))
    which = _any(names)
    article = "(?:the |ال)?"
    return re.compile(
        rf"\b(?:{before}) {article}(?P<a>{which})\b|\b{article}(?P<b>{which}) (?:{after})\b"
    )


def _named(text: str, pattern: re.Pattern[str] | None, names: Mapping[str, int]) -> int:
    if pattern is None:
        return -1
    found = list(pattern.finditer(fold(text[-_LONGEST:])))
    # The last one is whose account the whole is.
    return names[found[-1]["a"] or found[-1]["b"]] if found else -1
