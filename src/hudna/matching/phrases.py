"""Phrases: what the words of a report say of itself: that it sums up, and whose account it gives.

In: the texts of reports.  Out: how many incidents each sums up, and the name of who told, where the
text says so.  The words are data (`data/tellings.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, Final

import numpy as np
import pyarrow as pa

from hudna.codes import load
from hudna.matching.tellings import Flags, Ints
from hudna.matching.tokens import Tokens, sought, tokens
from hudna.names import fold, fold_each

SEVERAL: Final = -1
"""A report that sums up an unknown number of incidents."""

_LONGEST: Final = 600  # characters of a text that are read for such phrases
_BETWEEN: Final = 3  # words that may stand between a number and what it counts
_YEARS: Final = range(1900, 2101)
_CLAUSE: Final = re.compile(r"(?<!\d)[.,:]|[.,:](?!\d)|[;!?،؛؟()\n…–—]")
_MODEL: Final = re.compile(r"(?<=[A-Za-z])-(?=\d)")


def summed(texts: pa.Array, told: Tokens | None = None) -> Ints:
    """How many incidents each report sums up: 0 for one, `SEVERAL` for an unknown number.

    `told` are the words of the texts, where they have been cut before.
    """
    told = tokens(texts) if told is None else told
    numbers = np.zeros(len(texts), np.int64)
    rows = _counting(told)
    written = texts.take(pa.array(rows)).to_pylist()
    numbers[rows] = [_summed(clauses) for clauses in _clauses(written)]
    return numbers


def _clauses(texts: Sequence[str]) -> Iterator[str]:
    """Texts folded, with a bar between clauses."""
    # A number counts what follows it within the clause; that of a model (Su-24) counts nothing.
    split = [_CLAUSE.split(_MODEL.sub("", text[:_LONGEST])) for text in texts]
    folded = iter(fold_each([clause for clauses in split for clause in clauses]))
    for clauses in split:
        yield " | ".join(islice(folded, len(clauses)))


def _counting(told: Tokens) -> Ints:
    """The texts in which a number stands before what may be counted: few are read letter by letter."""
    words = _words()
    numbers = [name for names in words["numbers"].values() for name in names] + words["several"]
    last = {fold(name).split()[-1] for name in numbers}
    last |= {form for form in told.forms if form.isdigit()}
    kinds = {fold(name).split()[0] for name in words["incidents"]}
    kind = told.where(kinds | {f"ال{name}" for name in kinds})
    number, between = (_flags(told, forms) for forms in (last, map(fold, words["between"])))
    counted = np.zeros(len(kind), bool)
    open_ = np.ones(len(kind), bool)
    for back in range(1, _BETWEEN + 2):
        at = np.maximum(kind - back, 0)
        counted |= open_ & number[at]
        open_ &= between[at]
    pairs = told.where(map(fold, words["pairs"]))
    return np.unique(told.rows(np.concatenate([kind[counted], pairs])))


def _flags(told: Tokens, forms: Iterable[str]) -> Flags:
    flags = np.zeros(max(len(told.code), 1), bool)
    flags[told.where(forms)] = True
    return flags


def attributed(texts: pa.Array, names: Mapping[str, int], told: Tokens | None = None) -> Ints:
    """Of each report who told it, by the code of a folded name in `names`; -1 where it says nothing.

    Only names that are known are found: an agency, a mission, another source.
    """
    told = tokens(texts) if told is None else told
    before, after = ({fold(word): 0 for word in _words()[key]} for key in ("from", "told"))
    named = dict(names) | {f"ال{name}": code for name, code in names.items()}
    start, end = _ends(before, told)
    titles = told.where(map(fold, _words()["titles"]))
    for _ in range(2):
        end = np.where(np.isin(end, titles), end + 1, end)
    inside = end < told.start[told.rows(start) + 1]
    start, end = start[inside], end[inside]
    first, _ = sought(named, told).longest(told, end)
    verb, _ = _ends(after, told)
    whole = verb > told.start[told.rows(verb)]
    verb = verb[whole]
    second, length = sought(named, told, -1).longest(told, verb - 1, -1)
    at = np.concatenate([start, verb - length])
    name = np.concatenate([first, second])
    at, name = at[name >= 0], name[name >= 0]
    codes = np.full(len(texts), -1, np.int64)
    order = np.argsort(at, kind="stable")
    # The last one is whose account the whole is.
    codes[told.rows(at[order])] = name[order]
    return codes


def _ends(phrases: Mapping[str, int], told: Tokens) -> tuple[Ints, Ints]:
    """Where phrases begin among the words, and the words after them."""
    at = told.where(phrase.split()[0] for phrase in phrases)
    found, length = sought(phrases, told).longest(told, at)
    at, length = at[found >= 0], length[found >= 0]
    return at, at + length


@cache
def _words() -> Mapping[str, Any]:
    words: Mapping[str, Any] = load("tellings.yaml")
    return words


@cache
def _sums() -> tuple[re.Pattern[str], Mapping[str, int], re.Pattern[str]]:
    words = _words()
    numbers = {fold(name): int(n) for n, names in words["numbers"].items() for name in names}
    several = [fold(name) for name in words["several"]]
    kinds, between, pairs, months = (
        _any(fold(name) for name in words[key])
        for key in ("incidents", "between", "pairs", "months")
    )
    before = _any([*numbers, *several])
    # At the start, or the number itself: “… killing 4 in attacks” counts the dead.
    return (
        re.compile(
            rf"^(?:\D{{0,40}}? )?(?:(?P<n>\d{{1,4}}|{before}) (?:(?:{between}) ){{0,{_BETWEEN}}}(?:ال)?(?:{kinds})"
            rf"|(?:{pairs}))\b"
        ),
        numbers,
        re.compile(rf"\b(?:{months}) $"),
    )


def _any(names: Any) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


def _summed(told: str) -> int:
    pattern, numbers, month = _sums()
    found = pattern.match(told)
    if found is None:
        return 0
    written = found["n"]
    if written is None:
        return 2
    count = int(written) if written.isdigit() else numbers.get(written, SEVERAL)
    if count in _YEARS or (written.isdigit() and month.search(told[: found.start("n")])):
        return 0
    return count if count == SEVERAL or count > 1 else 0
