"""MELTT, written anew from its published description.

Donnay, Dunford, McGrath, Backer, Cunningham: Integrating Conflict Event Data (2018).  In: the frame
of `prepared` with the levels of a common scheme.  Out: for each report the least row of what it was
matched with.

Data sets are matched one after the other: the second with the first, the third with what both have
left, and so on.  Two entries may be one if they lie within a window of days and of kilometres and
agree on every property at its coarsest level at least; a property that one of them does not give
cannot speak against it.  Of several candidates the best is the one that agrees on finer levels, then
the nearest; an entry is used once.  Events (of one day) are matched with events, then episodes with
episodes, by both ends; an event and an episode are left for a person to look at.  A data set is taken
to hold nothing twice.  `plainly` does the same by comparing each with each in loops.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

PROPERTIES = ("act", "actor", "target")
LEVELS = 3
EARTH_KM = 6371.0

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Entries(NamedTuple):
    """What is compared, one row a report."""

    first: Ints
    last: Ints
    lat: Floats
    lon: Floats
    levels: Ints  # reports × properties × levels, coarse first; -1 unknown


def entries(frame: pd.DataFrame) -> Entries:
    """The numbers of a frame in the common scheme."""
    columns = [[pd.factorize(frame[f"{name}_{level + 1}"])[0] for level in range(LEVELS)]
               for name in PROPERTIES]  # fmt: skip
    levels = np.array(columns).transpose(2, 0, 1)
    return Entries(frame["first"].to_numpy(), frame["last"].to_numpy(), frame["lat"].to_numpy(),
                   frame["lon"].to_numpy(), levels)  # fmt: skip


def matched(frame: pd.DataFrame, days: int, kilometres: float) -> Ints:
    """Match all data sets of a frame, in their order."""
    known = entries(frame)
    source = frame["source_dataset"].to_numpy()
    sets = [np.flatnonzero(source == name) for name in dict.fromkeys(source.tolist())]
    into = np.arange(len(frame))
    left = sets[0]
    for rows in sets[1:]:
        taken = []
        for episodes in (False, True):
            one, other = (some[(known.first[some] != known.last[some]) == episodes]
                          for some in (left, rows))  # fmt: skip
            pairs = _best(*_candidates(known, one, other, days, kilometres))
            into[pairs[1]] = pairs[0]
            taken.append(pairs[1])
        left = np.concatenate([left, np.setdiff1d(rows, np.concatenate(taken))])
    return into


def _candidates(
    known: Entries, one: Ints, other: Ints, days: int, kilometres: float
) -> tuple[Ints, Ints, Floats, Floats]:
    """Pairs within the windows that agree, how well, and how near they are."""
    other = other[np.argsort(known.first[other], kind="stable")]
    start = np.searchsorted(known.first[other], known.first[one] - days, "left")
    count = np.searchsorted(known.first[other], known.first[one] + days, "right") - start
    a = np.repeat(one, count)
    b = other[np.arange(len(a)) - np.repeat(np.cumsum(count) - count, count)
              + np.repeat(start, count)]  # fmt: skip
    gap = np.abs(known.last[a] - known.last[b])
    a, b = a[gap <= days], b[gap <= days]
    far = _distance(known, a, b)
    near = far <= kilometres
    a, b, far = a[near], b[near], far[near]
    fit, agrees = _fit(known.levels[a], known.levels[b])
    apart = far / kilometres + np.abs(known.first[a] - known.first[b]) / max(days, 1)
    return a[agrees], b[agrees], fit[agrees], apart[agrees]


def _distance(known: Entries, a: Ints, b: Ints) -> Floats:
    lat = np.radians(known.lat[a]), np.radians(known.lat[b])
    lon = np.radians(known.lon[a] - known.lon[b])
    chord = (
        np.sin((lat[0] - lat[1]) / 2) ** 2 + np.cos(lat[0]) * np.cos(lat[1]) * np.sin(lon / 2) ** 2
    )
    return 2 * EARTH_KM * np.arcsin(np.sqrt(chord))


def _fit(one: Ints, other: Ints) -> tuple[Floats, NDArray[np.bool_]]:
    """How deep two agree, mean over properties from 0 to 1; and whether at the coarsest level."""
    known = (one >= 0) & (other >= 0)
    equal = known & (one == other)
    depth = np.cumprod(equal, axis=2).sum(axis=2)
    agrees = (equal[:, :, 0] | ~known[:, :, 0]).all(axis=1)
    return depth.mean(axis=1) / LEVELS, agrees


def _best(one: Ints, other: Ints, fit: Floats, apart: Floats) -> tuple[Ints, Ints]:
    """Each entry at most once: the best fit first, of equals the nearest."""
    order = np.lexsort((other, one, apart, -fit))
    used: set[int] = set()
    kept = []
    for a, b in zip(one[order].tolist(), other[order].tolist(), strict=True):
        if a not in used and b not in used:
            used |= {a, b}
            kept.append((a, b))
    found = np.array(kept, np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


# --- by loops -------------------------------------------------------------------------------------


def plainly(frame: pd.DataFrame, days: int, kilometres: float) -> list[int]:
    """The same, comparing each entry of one data set with each of the other."""
    known = entries(frame)
    first, last, lat, lon = (column.tolist() for column in known[:4])
    levels = known.levels.tolist()
    source = frame["source_dataset"].tolist()
    into = list(range(len(frame)))
    left: list[int] = []
    for name in dict.fromkeys(source):
        rows = [i for i in range(len(frame)) if source[i] == name]
        taken: set[int] = set()
        for episodes in (False, True):
            pairs = []
            for a in left:
                if (first[a] != last[a]) != episodes:
                    continue
                for b in rows:
                    if (first[b] != last[b]) != episodes or abs(first[a] - first[b]) > days:
                        continue
                    if abs(last[a] - last[b]) > days:
                        continue
                    far = _apart(lat[a], lon[a], lat[b], lon[b])
                    if not far <= kilometres:
                        continue
                    fit = _agreement(levels[a], levels[b])
                    if fit is not None:
                        near = far / kilometres + abs(first[a] - first[b]) / max(days, 1)
                        pairs.append((-fit, near, a, b))
            used: set[int] = set()
            for _, _, a, b in sorted(pairs):
                if a not in used and b not in used:
                    used |= {a, b}
                    into[b] = a
                    taken.add(b)
        left += [b for b in rows if b not in taken]
    return into


def _apart(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    lat = math.radians(lat_a), math.radians(lat_b)
    chord = math.sin((lat[0] - lat[1]) / 2) ** 2 + math.cos(lat[0]) * math.cos(lat[1]) * (
        math.sin(math.radians(lon_a - lon_b) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(chord))


def _agreement(one: list[list[int]], other: list[list[int]]) -> float | None:
    """How deep two agree; None where they differ at the coarsest level of a property."""
    depth = 0
    for mine, theirs in zip(one, other, strict=True):
        if mine[0] < 0 or theirs[0] < 0:
            continue
        if mine[0] != theirs[0]:
            return None
        for a, b in zip(mine, theirs, strict=True):
            if a < 0 or a != b:
                break
            depth += 1
    return depth / len(one) / LEVELS
