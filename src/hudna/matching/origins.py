"""Origins: whose account each report gives, so that voices are counted and not copies.

In: reports with their incidents, and pairs of them.  Out: of each report the name of its origin: as the
source declares it, as the text says it (“according to …”), as its words show it (a copy has the origin
of what it copies), and else the source itself: as far as anybody knows, it tells its own account.  What
one takes from another who took it from a third is the third's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from rapidfuzz import fuzz

from hudna.matching.components import components
from hudna.matching.phrases import attributed
from hudna.matching.tellers import with_tellers
from hudna.matching.tellings import Flags, Ints, Tellings
from hudna.matching.words import Words, common
from hudna.names import fold

DECLARED, IN_TEXT, COPIED, ITSELF = range(4)
HOW: Final = ("declared", "in its text", "copied", "the source itself")

_ALIKE: Final = 0.8  # words beyond the fields in common, of a copy
_COPY: Final = 85.0  # of 100: letters in common, of a copy
_CHAIN: Final = 8  # who took it from whom is followed so far; what leads on from there is a ring
_WORDS: Final = 6  # fewer words are a formula that anybody uses


@dataclass(frozen=True, slots=True)
class Origins:
    """`name` of the origin of each report (a code in `names`), and how it is known (`HOW`)."""

    names: tuple[str, ...]
    name: Ints
    how: Ints


def origins(told: Tellings, words: Words, a: Ints, b: Ints, more: Iterable[str] = ()) -> Origins:
    """The origins of reports; pairs (a, b) are those that may be copies: of one incident.

    A text may name an origin or a source of these reports, or one `more`.
    """
    names, declared, source = _names(told, more)
    index = {fold(name): code for code, name in enumerate(names)}
    name = declared.copy()
    how = np.where(declared >= 0, DECLARED, ITSELF).astype(np.int64)
    known_as, others = with_tellers(index)
    said, cited_too = _numbered(attributed(told.text, known_as, words.tokens), len(names))
    names = (*names, *(others[code - len(names)] for code in cited_too))
    open_ = (name < 0) & (said >= 0)
    name[open_], how[open_] = said[open_], IN_TEXT
    by = source[told.source]
    group = _copies(told, words, a, b)
    cited = np.bincount(name[(name >= 0) & (name != by)], minlength=len(names))
    for members in _several(group):
        known = members[name[members] >= 0]
        if len(known):
            first = known[np.lexsort((known, how[known]))[0]]
        else:  # who of them is named elsewhere as the origin, or else the first by name, told it first
            first = members[np.lexsort((by[members], -cited[by[members]]))[0]]
            name[first] = by[first]
        copies = members[name[members] < 0]
        name[copies], how[copies] = name[first], COPIED
    blank = np.flatnonzero(name < 0)
    name[blank] = by[blank]
    return Origins(names, _followed(name, by, a, b), how)


def _numbered(said: Ints, first: int) -> tuple[Ints, list[int]]:
    """Codes from `first` on numbered anew without gaps, and what they were."""
    used = np.unique(said[said >= first])
    beyond = first + np.searchsorted(used, said)
    return np.where(said >= first, beyond, said), used.tolist()


def _followed(name: Ints, by: Ints, a: Ints, b: Ints) -> Ints:
    """Origins followed to their own, where whoever is named tells of the same incident.

    Only where all that he tells of it is taken from one other; who take it from each other keep it.
    """
    incident = components(a, b, len(name))
    size = int(max(name.max(initial=0), by.max(initial=0))) + 1
    own, named = incident * size + by, incident * size + name
    order = np.argsort(own, kind="stable")
    starts = np.flatnonzero(np.diff(own[order], prepend=-1))
    teller = own[order[starts]]
    least, most = (each.reduceat(named[order], starts) for each in (np.minimum, np.maximum))
    takes = (least == most) & (least != teller)
    teller, taken = teller[takes], least[takes]
    result, at, rows = name.copy(), named, np.arange(len(name))
    for _ in range(_CHAIN if len(teller) else 0):
        place = np.minimum(np.searchsorted(teller, at), len(teller) - 1)
        further = teller[place] == at
        result[rows[~further]] = at[~further] % size
        rows, at = rows[further], taken[place[further]]
    return result


def _names(told: Tellings, more: Iterable[str]) -> tuple[tuple[str, ...], Ints, Ints]:
    """The names of origins and sources, folded ones once; of each report the declared one."""
    every = {*told.origin_names, *told.sources, *more}
    written = sorted(every, key=lambda name: (fold(name), name))
    places: dict[str, int] = {}
    names: list[str] = []
    for name in written:
        if fold(name) not in places:
            places[fold(name)] = len(names)
            names.append(name)
    by_origin, by_source = (_codes(some, places) for some in (told.origin_names, told.sources))
    declared = np.where(told.origin >= 0, by_origin[np.maximum(told.origin, 0)], -1)
    return tuple(names), declared, by_source


def _codes(names: Sequence[str], places: Mapping[str, int]) -> Ints:
    """The code of each name; -1 alone where there is none."""
    return np.array([places[fold(name)] for name in names] or [-1], np.int64)


def _copies(told: Tellings, words: Words, a: Ints, b: Ints) -> Ints:
    """A number for each report; copies of one another have the same."""
    said = told.text.is_valid().to_numpy(zero_copy_only=False)
    likely = (told.source[a] != told.source[b]) & said[a] & said[b]
    a, b = a[likely], b[likely]
    # Words that everybody uses are none; texts without any others are compared as they stand.
    near = ~(words.known[a] & words.known[b]) | (common(words, a, b) >= _ALIKE)
    a, b = a[near], b[near]
    copied = np.array(
        [_is_copy(told.text, int(i), int(j)) for i, j in zip(a, b, strict=True)], bool
    )
    a, b = a[copied], b[copied]
    return components(a, b, len(told))


def _is_copy(texts: pa.Array, i: int, j: int) -> bool:
    one, other = texts[i].as_py(), texts[j].as_py()
    if min(len(one.split()), len(other.split())) < _WORDS:
        return False
    return bool(fuzz.token_sort_ratio(one, other) >= _COPY)


def _several(group: Ints) -> list[Ints]:
    size = np.bincount(group)
    rows = np.flatnonzero(size.take(group) > 1)
    order = rows[np.argsort(group[rows], kind="stable")]
    ends = np.flatnonzero(np.diff(group[order])) + 1
    return np.split(order, ends) if len(order) else []


def rings(found: Origins, told: Tellings, incident: Ints) -> Ints:
    """Rows whose source and origin name each other for one incident: who told it first is not known."""
    places = {fold(name): code for code, name in enumerate(found.names)}
    by = _codes(told.sources, places)[told.source]
    size = len(found.names)
    said, back = (
        (incident * size + one) * size + other
        for one, other in ((by, found.name), (found.name, by))
    )
    rows: Ints = np.flatnonzero((by != found.name) & np.isin(back, said))
    return rows


def independent(found: Origins, incident: Ints, counted: Flags) -> Ints:
    """How many distinct origins each report's incident has; reports that are not counted add none."""
    key = np.where(counted, incident, -1) * (len(found.names) + 1) + found.name
    pairs = np.unique(key[counted])
    which = pairs // (len(found.names) + 1)
    numbers = (
        np.bincount(which, minlength=len(incident)) if len(which) else np.zeros(len(incident), int)
    )
    return numbers[incident]
