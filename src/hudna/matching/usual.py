"""What is usual: how many incidents are told of a site or unit around a day, and what is said there.

In: when and where reports say it was (`Spots`), by whom, and their symbols.  Out: for each report a line of
`LINES` numbers.  Incidents an hour at its site, in its district and its province: what else may have happened
where two reports both say that it was.  And by field how many times more often its source says there and
then what the report says than elsewhere: on a front where one side shells the other every day, that both say
so tells little.

As in `hudna.matching.intensity`, reports are counted among those of a `Usual`: themselves, or others that
were there before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from hudna.matching.blocking import Extents
from hudna.matching.sites import TOWN, Spots
from hudna.matching.tellings import Codes, Flags, Floats, Ints
from hudna.parallel import by_all

FIELDS: Final = ("actors", "targets", "acts")
CELLS: Final = ("site", "district", "province")
LINES: Final = (*CELLS, *FIELDS)

_DAY: Final = 25.0  # hours: only what is told by the day is counted by the day
_DAYS: Final = 60 * 24.0  # half the time in which reports are counted
_FAR_HOURS: Final = 84.0  # reports of other sources at this distance in time are of other incidents
_SEASON: Final = 10 * 24.0  # half the time in which what is said is counted
_SELDOM: Final = (1800.0, 240.0, 60.0, 6.0)
"""Hours for an incident in a cell, and anywhere, where nothing is known: a site is a point of a wide land."""

_PRIOR: Final = 8.0  # reports: of what a day adds to its season
_PRIOR_SAID: Final = 12.0  # and of what a unit adds to what holds for a wider one
_FEW: Final = 20  # so many reports for each that asks, and those around it are looked for first
_LEAST: Final = 0.05  # what is said nowhere near is not impossible there


@dataclass(frozen=True, slots=True)
class Usual:
    """The reports that are counted, by the hour; and what was learned of them: for each cell, the widest last.

    `mean`: incidents an hour in one; `again`: how many other reports of the same incident lie there, by voice,
    the last for those that none of them is of.
    """

    hour: Floats
    voice: Codes
    sharp: Flags  # which say where and when finely enough to be counted by the site and the day
    cells: Ints  # (site, district and province, reports)
    codes: Ints  # the symbol of each field: (fields, reports)
    mean: Floats  # (cells and everywhere)
    again: Floats  # (cells and everywhere, voices + 1)

    @property
    def voices(self) -> int:
        """How many voices they may be of, with that of none."""
        return int(self.again.shape[1])


@dataclass(frozen=True, slots=True)
class _Asked:
    """Reports whose surroundings are asked for; `itself`: those that are counted themselves."""

    hour: Floats
    voice: Codes
    vague: Flags  # times too long for a day to matter
    cells: Ints
    codes: Ints
    itself: Flags
    sharp: Flags


def usual(
    extents: Extents, voice: Codes, voices: int, spots: Spots, codes: dict[str, Codes]
) -> tuple[Floats, Usual]:
    """The numbers of each report, (`LINES`, reports), NaN or 1 where nothing is known; and what was counted."""
    rows = _by_hour(extents)
    asked = _asked(extents, voice, spots, codes, rows, extents.whole)
    lines = len(CELLS) + 1
    known = Usual(
        asked.hour, asked.voice, asked.sharp, asked.cells, asked.codes,
        np.ones(lines), np.zeros((lines, voices + 1)),
    )  # fmt: skip
    return _around(known, asked, rows, len(voice), learn=True), known


def around(
    known: Usual, extents: Extents, voice: Codes, spots: Spots, codes: dict[str, Codes], itself: Flags
) -> Floats:  # fmt: skip
    """The same for reports among others: `itself` are those that are counted themselves."""
    rows = _by_hour(extents)
    voice = np.minimum(voice, known.voices - 1)
    asked = _asked(extents, voice, spots, codes, rows, itself)
    return _around(known, asked, rows, len(voice), learn=False)


def _by_hour(extents: Extents) -> Ints:
    rows = np.flatnonzero(extents.whole)
    order: Ints = rows[np.argsort((extents.begin + extents.end)[rows], kind="stable")]
    return order


def _asked(
    extents: Extents, voice: Codes, spots: Spots, codes: dict[str, Codes], rows: Ints, itself: Flags
) -> _Asked:  # fmt: skip
    length = (extents.end - extents.begin)[rows]
    return _Asked(
        (extents.begin[rows] + extents.end[rows]) / 2,
        voice[rows],
        length > 3 * _DAY,
        np.stack([spots.site, *spots.units])[:, rows],
        np.stack([codes[name][rows] for name in FIELDS]).astype(np.int64),
        itself[rows],
        (length <= _DAY) & (spots.level[rows] == TOWN),
    )


def _around(known: Usual, asked: _Asked, rows: Ints, size: int, *, learn: bool) -> Floats:
    found = np.full((len(LINES), size), np.nan)
    found[len(CELLS) :] = 1.0
    if not len(rows) or not len(known.hour):
        return found
    found[: len(CELLS), rows] = _rates(known, asked, learn=learn)
    fields = range(len(FIELDS))
    for field, said in zip(
        fields, by_all(lambda each: _said(known, asked, each), fields), strict=True
    ):
        found[len(CELLS) + field, rows] = said
    return found


# --- how many incidents ----------------------------------------------------------------------------


def _rates(known: Usual, asked: _Asked, *, learn: bool) -> Floats:
    """Incidents an hour at the site, in the district, and in the province: the widest first."""
    found = np.full((len(CELLS), len(asked.hour)), np.nan)
    first, last = known.hour[0], known.hour[-1]
    hour = np.clip(asked.hour, first, last)
    around, close = (
        np.minimum(hour - first, reach) + np.minimum(last - hour, reach)
        for reach in (_DAYS, _FAR_HOURS)
    )
    burst = np.ones(len(hour))
    everywhere = np.zeros(len(known.hour), np.int64), np.zeros(len(hour), np.int64)
    for line in (-1, 2, 1, 0):
        cell, mine = everywhere if line < 0 else (known.cells[line], asked.cells[line])
        use = known.sharp & (cell >= 0)
        here = asked.itself & asked.sharp & (mine >= 0)
        all_, near = _count(cell, mine, known, hour, use, (_DAYS, _FAR_HOURS)) - here
        voices = known.voices
        by_voice = cell * voices + known.voice, mine * voices + asked.voice
        (own,) = _count(*by_voice, known, hour, use, (_FAR_HOURS,)) - here
        share = np.bincount(known.voice, use, voices)[asked.voice] / len(use)
        others = use.mean() - share
        # Of one's own source all of the time; of others what is too far to be of the same incident.
        exposed = np.maximum(share * around + others * (around - close), 1.0)
        seen = all_ - near + own
        there = mine >= 0
        # The days around, by all sources, less what they tell of the same incident on the whole.
        same = (near - own) - own * others / np.maximum(share, 1e-9)
        if learn:
            known.mean[line] = (seen[there].sum() + 1.0) / (exposed[there].sum() + _SELDOM[line])
            count, again = (
                np.bincount(asked.voice, each, voices) for each in (there, same * there)
            )
            known.again[line] = np.maximum(again / np.maximum(count, 1), 0.0)
        rate = (seen + 1.0) / (exposed + 1.0 / known.mean[line])
        day = np.maximum(near - known.again[line][asked.voice], 0.0)
        if line != 0:  # too few lie at one site
            expected = rate * close * use.mean() * burst
            burst = np.where(there, burst * (day + _PRIOR) / (expected + _PRIOR), burst)
        if line >= 0:
            found[line] = np.where(there, rate * np.where(asked.vague, 1.0, burst), np.nan)
    return found


# --- what is said ----------------------------------------------------------------------------------


def _said(known: Usual, asked: _Asked, field: int) -> Floats:
    """How many times more often a source says there and then what a report says in a field."""
    code, mine = known.codes[field], asked.codes[field]
    size = int(max(code.max(initial=0), mine.max(initial=0))) + 2
    said, says = code >= 0, mine >= 0
    itself = asked.itself & says
    often = np.bincount(code[said], minlength=size)
    total = np.bincount(known.voice[said], minlength=known.voices)
    overall = (often[mine] + 0.5) / (total[asked.voice] + 1.0)
    part = overall.copy()
    for line in (2, 1):
        cell, at = known.cells[line], asked.cells[line]
        use, there = said & (cell >= 0), says & (at >= 0)
        here = itself & (at >= 0)
        keys = (cell * known.voices + known.voice, at * known.voices + asked.voice)
        symbols = (cell * size + code, at * size + mine)  # a symbol is of one source
        reaches = (np.inf, _SEASON)
        same, every = (
            _count(*each, known, asked.hour, use, reaches) - here for each in (symbols, keys)
        )
        for some, all_ in zip(same, every, strict=True):
            closer = (some + _PRIOR_SAID * part) / (all_ + _PRIOR_SAID)
            part = np.where(there, closer, part)
    ratio: Floats = np.where(says, np.clip(part / overall, _LEAST, 1 / _LEAST), 1.0)
    return ratio


# --- counts ----------------------------------------------------------------------------------------


def _count(
    cell: Ints, asked: Ints, known: Usual, hour: Floats, use: Flags, within: tuple[float, ...]
) -> Floats:
    """How many used reports have the cell of each that asks, so many hours away: (times, asked)."""
    rows = np.flatnonzero(use)
    if len(asked) * _FEW < len(rows):
        # Of the others those that lie in the cells and days asked for.
        first, last = np.clip((hour.min(), hour.max()), known.hour[0], known.hour[-1])
        reach = max(within) + 2
        near = np.searchsorted(known.hour, (first - reach, last + reach))
        rows = rows[slice(*np.searchsorted(rows, near).tolist())]
        rows = rows[np.isin(cell[rows], asked)]
    cells, rank = np.unique(cell[rows], return_inverse=True)
    found = np.zeros((len(within), len(asked)))
    if not len(cells):
        return found
    at = np.minimum(np.searchsorted(cells, asked), len(cells) - 1)
    mine = np.flatnonzero(cells.take(at) == asked)
    own = at.take(mine)
    start = np.floor(known.hour[0])
    hours = int(known.hour[-1] - start) + 2
    keys = rank * hours + np.floor(known.hour[rows] - start).astype(np.int64)
    keys.sort()
    order = np.argsort(own, kind="stable")  # each search begins where the last one ended
    mine, own = mine.take(order), own.take(order) * hours
    time = np.clip(np.floor(hour.take(mine) - start).astype(np.int64), 0, hours - 1)
    for line, reach in enumerate(within):
        if np.isinf(reach):
            found[line, mine] = np.bincount(rank).take(at.take(mine))
            continue
        early = np.searchsorted(keys, own + np.maximum(time - int(reach), 0))
        late = np.searchsorted(keys, own + np.minimum(time + int(reach), hours - 1), "right")
        found[line, mine] = late - early
    return found
