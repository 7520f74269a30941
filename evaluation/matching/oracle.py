"""An oracle: scores pairs with the generator's own error model, and clusters them.

In: what the generator made (`generator.Generated`), and a clusterer.  Out: scored pairs, and links
in the form of `hudna match`.

It knows what nobody else can: how often each source is wrong in what way, how likely incidents are
at each place and day, who fights whom there, how deadly acts are, how often sources copy and repeat
themselves.  It does not know what happened: a pair is judged by what its rows say.  The odds that
two rows tell of one incident are

    the expected pairs of such rows from one incident / those from two,

both summed over all incidents that might have been, with their intensity.  Two rows of one incident
are either from the same account (one copies the other, or both a third) or from two.  Of two
incidents the second may be set off by the first, which is likelier than chance near by.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import accounts as telling
import numpy as np
import pyarrow as pa
import words
from accounts import NOBODY
from clustering import Clusterer, clustered, components
from generator import Generated
from numpy.typing import NDArray
from rendering import (
    ADMIN1,
    ADMIN2,
    DECLARED,
    EITHER,
    HOUR,
    IN_TEXT,
    MISSING,
    NAMED,
    OWN_DECLARED,
    POINT,
    TOWN,
    UMBRELLA,
    Rows,
    is_arabic,
    joined,
    non_state,
)
from settings import Source
from world import DEADLY, MOST, NO_DEATH, TAIL, Floats, Geography, Ints

CHUNK = 40_000
PERIOD = 10  # days over which who fights whom is taken to stay
SMOOTH_DAYS = 2.0
MOST_DEATHS = 40
KEPT = 1e-4  # pairs less likely are not kept
LAGS = np.arange(-4, 5)
Table = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Scored pairs of the reports that tell of one incident each, by their number in `Reports`."""

    one: Ints
    other: Ints
    odds: Floats  # logarithms
    copied: Floats  # that both come from one account, if they are of one incident; logarithms

    @property
    def score(self) -> Floats:
        """The probability of each."""
        return 1 / (1 + np.exp(-self.odds))


class Reports:
    """The rows of all sources that tell of one incident, one after the other."""

    def __init__(self, made: Generated) -> None:
        self.made = made
        kept = [np.flatnonzero(one.rows.members == 1) for one in made.made]
        self.rows: Rows = joined([one.rows.take(k) for one, k in zip(made.made, kept, strict=True)])
        self.source = np.repeat(np.arange(len(kept)), [len(k) for k in kept])
        ids = [one.table["report_id"].take(pa.array(k)) for one, k in
               zip(made.made, kept, strict=True)]  # fmt: skip
        self.ids = pa.chunked_array([c for one in ids for c in one.chunks]).combine_chunks()
        rows = self.rows
        hourly = rows.time == HOUR
        self.first = np.where(hourly, rows.first // 24, rows.first)
        self.last = np.where(hourly, rows.last // 24, rows.last)
        towns, districts = len(made.land.towns), len(made.land.districts)
        self.place = rows.unit + np.select(
            [rows.level <= TOWN, rows.level == ADMIN2], [0, towns], towns + districts
        )

    def __len__(self) -> int:
        return len(self.source)

    @cached_property
    def admin2(self) -> Ints:
        """The district of each, or -1."""
        rows, land = self.rows, self.made.land
        known = np.where(rows.level == ADMIN2, rows.unit, -1)
        fine = rows.level <= TOWN
        known[fine] = land.admin2[rows.unit[fine]]
        return known

    @cached_property
    def admin1(self) -> Ints:
        """The governorate of each."""
        rows, land = self.rows, self.made.land
        return np.where(rows.level == ADMIN1, rows.unit, land.admin1_of[self.admin2])

    @cached_property
    def claims(self) -> Ints:
        """Whom each visibly names as its origin (an outlet), or NOBODY."""
        rows, names = self.rows, self.made.accounts.names
        own = np.array([names.index(one.name) for one in self.made.setting.sources])[self.source]
        told = (rows.origin_form == DECLARED) | ((rows.origin_form == IN_TEXT) & rows.worded)
        return np.where(told, rows.taken_from, np.where(rows.origin_form == OWN_DECLARED, own, -1))


# --- which pairs are looked at --------------------------------------------------------------------


def candidates(reports: Reports) -> tuple[Ints, Ints]:
    """All pairs that error by a day each, and by a neighbouring town, can bring together."""
    land, count = reports.made.land, len(reports)
    near = _governorates_near(land)
    begin, end = reports.first - 1, reports.last + 1
    days = end - begin + 1
    row = np.repeat(np.arange(count), days)
    day = np.concatenate([np.arange(b, e + 1) for b, e in zip(begin, end, strict=True)])
    fine = reports.rows.level <= TOWN
    town = np.where(fine, reports.rows.unit, 0)
    found = []
    for unit in range(len(land.governorates)):
        here = np.where(fine, near[town, unit], reports.admin1 == unit)[row]
        order = np.argsort(day[here], kind="stable")
        found.append(_within(row[here][order], day[here][order], begin))
    both = np.unique(np.concatenate(found))
    return both // count, both % count


def _governorates_near(land: Geography) -> NDArray[np.bool_]:
    """For each town which governorates it, its neighbours and those it neighbours are in."""
    found = np.zeros((len(land.x), len(land.governorates)), bool)
    towns = np.arange(len(land.x))
    found[towns, land.admin1] = True
    for column in land.neighbours.T:
        found[towns, land.admin1[column]] = True
        found[column, land.admin1[towns]] = True
    return found


def _within(row: Ints, day: Ints, begin: Ints) -> Ints:
    """Pairs of rows of one day, as one number each; each pair at its first common day only."""
    count = len(begin)
    after = np.searchsorted(day, day, "right") - np.arange(len(day)) - 1
    found = [np.zeros(0, np.int64)]
    for start in range(0, len(day), 20_000):
        piece = after[start : start + 20_000]
        left = np.repeat(np.arange(start, start + len(piece)), piece)
        offset = np.arange(len(left)) - np.repeat(np.cumsum(piece) - piece, piece)
        right = left + 1 + offset
        a, b = row[left], row[right]
        first = day[left] == np.maximum(begin[a], begin[b])
        a, b = np.minimum(a, b)[first], np.maximum(a, b)[first]
        found.append(a * count + b)
    return np.concatenate(found)


# --- where and when -------------------------------------------------------------------------------


class Ground:
    """How likely incidents are, and what a named place says of where it was."""

    def __init__(self, made: Generated) -> None:
        self.land, self.setting = made.land, made.setting
        process = made.setting.process
        towns = len(self.land.x)
        days = int(np.ceil(made.days)) + 2
        quiet = process.per_day * (1 - process.branching) * (1 - process.offensives)
        loud = made.happened.offensive > 0
        count = np.zeros((towns, days))
        np.add.at(count, (made.happened.town[loud], made.happened.day[loud].astype(int)), 1.0)
        reach = np.arange(-6, 7)
        kernel = np.exp(-((reach / SMOOTH_DAYS) ** 2) / 2)
        padded = np.pad(count, ((0, 0), (6, 6)))
        smooth = sum(w * padded[:, k : k + days] for k, w in enumerate(kernel / kernel.sum()))
        smooth = 0.6 * smooth + 0.4 * np.mean([smooth[c] for c in self.land.neighbours.T], axis=0)
        whole = quiet * self.land.activity[:, None] + smooth
        self.intensity = whole / (1 - process.branching)
        self.summed = np.concatenate(
            [np.zeros((towns, 1)), np.cumsum(self.intensity, axis=1)], axis=1
        )
        faults = [one.faults for one in self.setting.tellers]
        self.wrong = float(np.mean([one.other_town for one in faults]))
        self.exact = self._likelihood(0.0)
        self.plain = self._likelihood(self.wrong)
        moved = 1 - process.same_town
        self.moved = self._likelihood(1 - (1 - moved) * (1 - self.wrong))
        self.support = self._support()
        self._tables = {id(one): one for one in (self.exact, self.plain, self.moved)}
        self._known: dict[tuple[int, int], Table] = {}

    def _wide(self, which: int, day: int) -> Table:
        """The intensity at a day of incidents that two units may both stand for, by both."""
        if (which, day) not in self._known:
            units = self._tables[which][len(self.land.x) :]
            self._known[which, day] = (units * self.intensity[:, day]) @ units.T
        return self._known[which, day]

    def _likelihood(self, wrong: float) -> Table:
        """Places (towns, districts, governorates) by towns: how likely a place is named."""
        land, towns = self.land, len(self.land.x)
        step = np.zeros((towns, towns))
        for column in land.neighbours.T:
            step[np.arange(towns), column] += 1 / land.neighbours.shape[1]
        told = (1 - wrong) * np.eye(towns) + wrong * step
        units2 = np.eye(len(land.districts))[land.admin2]
        units1 = np.eye(len(land.governorates))[land.admin1]
        return np.concatenate([told, told @ units2, told @ units1], axis=1).T.copy()

    def _support(self) -> Ints:
        """For each town those from which it may have been named, itself first; -1 beyond."""
        land, towns = self.land, len(self.land.x)
        of: list[list[int]] = [[town] for town in range(towns)]
        for town in range(towns):
            for other in land.neighbours[town].tolist():
                of[other].append(town)
        found = np.full((towns, max(map(len, of))), -1)
        for town, some in enumerate(of):
            found[town, : len(some)] = some
        return found

    def expected(self, reports: Reports) -> Floats:
        """For each report, how many incidents would be told so, were all told."""
        days = self.intensity.shape[1]
        first = np.clip(reports.first, 0, days - 1)
        last = np.clip(reports.last, 0, days - 1)
        found = np.zeros(len(reports))
        for start in range(0, len(reports), 2000):
            part = slice(start, start + 2000)
            over = self.summed[:, last[part] + 1] - self.summed[:, first[part]]
            found[part] = (self.plain[reports.place[part]] * over.T).sum(axis=1)
        return found

    def common(self, one: Ints, other: Ints, day: Ints, table: Table, at: Table) -> Floats:
        """The intensity at a day of incidents that two places may both stand for."""
        towns = len(self.land.x)
        day = np.clip(day, 0, self.intensity.shape[1] - 1)
        swap = one >= towns
        a, b = np.where(swap, other, one), np.where(swap, one, other)
        found = np.zeros(len(a))
        fine = np.flatnonzero(a < towns)
        for column in self.support.T:
            town = column[a[fine]]
            value = at[a[fine], town] * table[b[fine], town] * self.intensity[town, day[fine]]
            found[fine] += np.where(town < 0, 0.0, value)
        wide = np.flatnonzero(a >= towns)
        for each in np.unique(day[wide]).tolist():
            rows = wide[day[wide] == each]
            known = self._wide(id(table), each)
            found[rows] = known[a[rows] - towns, b[rows] - towns]
        return found


def _overlap(a: tuple[Ints, Ints], b: tuple[Ints, Ints], shift: int) -> Floats:
    """Common days of intervals, the second one moved."""
    low = np.maximum(a[0], b[0] + shift)
    return np.maximum(0, np.minimum(a[1], b[1] + shift) - low + 1).astype(float)


class Clock:
    """What named times say of when it was; in days of an incident that both may stand for."""

    def __init__(self, reports: Reports) -> None:
        self.reports = reports
        setting = reports.made.setting
        faults = [one.faults for one in setting.tellers]
        off = float(np.mean([one.other_day for one in faults]))
        step = np.array([off / 2, 1 - off, off / 2])
        self.both = np.convolve(step, step)  # the shift of one against the other, -2 to 2
        scale = setting.process.branching_days
        self.scale = scale
        fine = np.linspace(-5, 5, 4001)
        density = np.exp(-np.abs(fine) / scale)
        density /= density.sum()
        tent = np.maximum(0, 1 - np.abs(LAGS[:, None] - fine[None]))
        self.lags = (tent * density).sum(axis=1)

    def _spans(self, rows: Ints) -> tuple[Ints, Ints]:
        return self.reports.first[rows], self.reports.last[rows]

    def same(self, one: Ints, other: Ints, shared: bool) -> Floats:
        """Of one incident; from one account, or from two, each perhaps a day off."""
        a, b = self._spans(one), self._spans(other)
        weights = {0: 1.0} if shared else dict(zip(range(-2, 3), self.both, strict=True))
        days = sum(w * _overlap(a, b, shift) for shift, w in weights.items())
        apart = self.reports.rows.first[one] - self.reports.rows.first[other]
        whole = np.round(apart / 24).astype(int)
        chance = np.array([weights.get(shift, 0.0) for shift in range(-2, 3)])
        hours = np.where(np.abs(whole) > 2, 0.0, chance[np.clip(whole, -2, 2) + 2])
        hours = np.where(apart == 24 * whole, 24.0 * hours, 0.0)
        return np.where(self._hourly(one, other), hours, days)

    def after(self, one: Ints, other: Ints) -> Floats:
        """Of two incidents, one of which set the other off."""
        a, b = self._spans(one), self._spans(other)
        days = sum(w * _overlap(a, b, int(shift)) for shift, w in zip(LAGS, self.lags, strict=True))
        apart = (self.reports.rows.first[one] - self.reports.rows.first[other]) / 24
        hours = np.exp(-np.abs(apart) / self.scale) / (2 * self.scale)
        return np.where(self._hourly(one, other), hours, days)

    def _hourly(self, one: Ints, other: Ints) -> NDArray[np.bool_]:
        time = self.reports.rows.time
        return (time[one] == HOUR) & (time[other] == HOUR)


def _points(reports: Reports, one: Ints, other: Ints) -> Floats:
    """What two points say besides their towns: how much likelier they are of one incident."""
    rows, land, country = reports.rows, reports.made.land, reports.made.setting.country
    rng = np.random.default_rng(5)
    noise = [rng.random((2, 400_000)) * np.array([[0.3], [2 * np.pi]]) for _ in range(2)]
    gap = np.hypot(*(noise[0][0] * f(noise[0][1]) - noise[1][0] * f(noise[1][1])
                     for f in (np.cos, np.sin)))  # fmt: skip
    edges = np.linspace(0, 0.62, 32)
    density = np.histogram(gap, edges)[0] / 400_000 / (np.pi * np.diff(edges**2))
    at = []
    for some in (one, other):
        town = np.where(rows.level[some] == POINT, rows.unit[some], 0)
        at.append((rows.x[some] - land.x[town], rows.y[some] - land.y[town]))
    apart = np.hypot(at[0][0] - at[1][0], at[0][1] - at[1][1])
    middle = np.maximum(np.hypot((at[0][0] + at[1][0]) / 2, (at[0][1] + at[1][1]) / 2), 0.1)
    spread = country.spread_km
    chance = 2 / (spread * np.sqrt(2 * np.pi)) * np.exp(-((middle / spread) ** 2) / 2)
    chance = np.maximum(chance / (2 * np.pi * middle), 1e-4)
    near = np.append(density, 0.0)[np.minimum((apart / 0.62 * 31).astype(int), 31)]
    both = (rows.level[one] == POINT) & (rows.level[other] == POINT)
    return np.where(both, near / chance, 1.0)


# --- who, what, how many --------------------------------------------------------------------------


class Cells:
    """Who fights whom and how, by district (then governorate) and period."""

    def __init__(self, made: Generated) -> None:
        land, happened = made.land, made.happened
        self.periods = int(made.days) // PERIOD + 1
        self.districts = len(land.districts)
        number, actors = self.districts + len(land.governorates), len(words.ACTORS)
        period = np.minimum(happened.day.astype(int) // PERIOD, self.periods - 1)
        dyad = happened.actor * actors + happened.target
        self.dyads = self._mix(land, happened.town, period, dyad, actors**2, number)
        self.dyads = self.dyads.reshape(-1, actors, actors)
        self.acts = self._mix(land, happened.town, period, happened.act, len(words.ACTS), number)

    def _mix(
        self, land: Geography, town: Ints, period: Ints, mark: Ints, kinds: int, number: int
    ) -> Table:
        count = np.zeros((number, self.periods, kinds))
        np.add.at(count, (land.admin2[town], period, mark), 1.0)
        np.add.at(count, (self.districts + land.admin1[town], period, mark), 1.0)
        whole = np.bincount(mark, minlength=kinds) + 0.01
        over = count.sum(axis=1, keepdims=True) + 5 * whole / whole.sum()
        over /= over.sum(axis=2, keepdims=True)
        found = count + 8 * over
        return (found / found.sum(axis=2, keepdims=True)).reshape(-1, kinds).astype(np.float32)

    def of(self, reports: Reports, one: Ints, other: Ints, day: Ints) -> Ints:
        """The cell of a pair: the finer of both places."""
        fine = np.where(reports.admin2[one] >= 0, reports.admin2[one], reports.admin2[other])
        unit = np.where(fine >= 0, fine, self.districts + reports.admin1[one])
        return unit * self.periods + np.clip(day // PERIOD, 0, self.periods - 1)


def _name_likelihood(source: Source, is_actor: bool) -> Table:
    """Forms × numbers (and second numbers) × who it was: flattened by `_name_symbol`."""
    telling_, faults = source.telling, source.faults
    count = len(words.ACTORS)
    names = np.array([words.actor_name(telling_.wording, i) for i in range(count)], object)
    wide = np.array([words.umbrella(telling_.wording, i) for i in range(count)], object)
    called = (names[:, None] == names[None]).astype(float)
    summed = (wide[:, None] == wide[None]).astype(float)
    crossed = (wide[:, None] == names[None]).astype(float)
    umbrella = telling_.umbrella
    either = telling_.candidates if is_actor else 0.0
    named = (1 - umbrella - either) * called + umbrella * crossed.T
    found = np.ones((4, count, count, count))
    found[NAMED] = named[:, None]
    found[UMBRELLA] = (umbrella * summed + (1 - umbrella - either) * crossed)[:, None]
    found[EITHER] = either / count * (called[:, None] + called[None, :]) / 2 + 1e-9
    found[MISSING] = 1.0
    if is_actor:
        spread = (1 - faults.other_actor) * np.eye(count) + faults.other_actor / count
        found[:3] = found[:3] @ spread.T
    return found + 0.01 / count * (found < 1)


class Marks:
    """What the words for actors, acts and deaths say, by source."""

    def __init__(self, reports: Reports) -> None:
        self.reports, setting = reports, reports.made.setting
        self.sources = setting.sources
        self.actor = self._names(is_actor=True)
        self.target = self._names(is_actor=False)
        self.act_exact = self._acts()
        confused = np.array([one.faults.other_act for one in self.sources])[reports.source]
        self.act = (1 - confused[:, None]) * self.act_exact + confused[:, None] * (
            self.act_exact @ _confusion().T
        )
        self.tables = Deaths(reports)

    def _names(self, is_actor: bool) -> Table:
        rows = self.reports.rows
        found = np.zeros((len(rows), len(words.ACTORS)), np.float32)
        for number, source in enumerate(self.sources):
            some = self.reports.source == number
            known = _name_likelihood(source, is_actor)
            form = (rows.actor_form if is_actor else rows.target_form)[some]
            who = (rows.actor if is_actor else rows.target)[some]
            also = rows.actor_else[some] if is_actor else who
            found[some] = known[form, who, also]
            camps = source.coverage.camps
            if is_actor and camps:
                kept = np.isin(words.CAMP_OF, [words.CAMPS.index(name) for name in camps])
                found[some] *= np.where(kept, 1.0, 1e-6)
        return found

    def _acts(self) -> Table:
        """For each report how likely its word is for each act (of its account)."""
        rows = self.reports.rows
        found = np.ones((len(rows), len(words.ACTS)))
        plain = non_state(rows)
        for number, source in enumerate(self.sources):
            some = np.flatnonzero((self.reports.source == number) & (rows.word >= 0))
            known = _word_likelihood(source)
            found[some] = known[rows.act[some], rows.coarse[some].astype(int),
                                plain[some].astype(int), rows.word[some]]  # fmt: skip
            if source.coverage.only:
                groups = [words.GROUPS.index(name) for name in source.coverage.only]
                kept = np.isin(words.GROUP_OF, groups)
                found[self.reports.source == number] *= np.where(kept, 1.0, 1e-6)
        return found


def _confusion() -> Table:
    found = np.zeros((len(words.ACTS), len(words.ACTS)))
    for act, others in words.CONFUSED.items():
        found[act, list(others)] = 1 / len(others)
    return found


def _word_likelihood(source: Source) -> Table:
    """Acts × coarse × non-state × word, each a word: how likely it is for each act."""
    count, coarse = len(words.ACTS), source.telling.coarse_act
    said = np.empty((count, 2, 2, 2), object)
    for act, wide, plain, word in np.ndindex(said.shape):
        some = words.act_words(source.telling.wording, act, bool(wide), bool(plain))
        said[act, wide, plain, word] = some[word % len(some)]
    chance = np.array([1 - coarse, coarse])[None, :, None] / 2
    found = np.zeros((*said.shape, count))
    for at in np.ndindex(said.shape):
        equal = said[:, :, at[2], :] == said[at]
        found[at] = (equal * chance).sum(axis=(1, 2))
    return found + 1e-6


class Deaths:
    """What counts say: by both sources and both counts, for each act.

    Counts are cut at `MOST_DEATHS`; one further symbol says that none was given.
    """

    def __init__(self, reports: Reports) -> None:
        rows, setting = reports.rows, reports.made.setting
        middle = np.round((rows.low / 0.8 + rows.high / 1.25) / 2).astype(int)
        given = np.where(rows.best >= 0, rows.best, np.where(rows.low >= 0, middle, -1))
        self.symbol = np.where(given < 0, MOST_DEATHS + 1, np.minimum(given, MOST_DEATHS))
        self.prior = _death_prior()  # acts × deaths
        true = np.arange(self.prior.shape[1])
        self.noise, self.known = [], []
        for source in setting.sources:
            coverage = source.coverage
            hit = 1 - (1 - coverage.quiet) * (1 - coverage.per_death) ** np.minimum(true, 30)
            hit = hit * (true > 0) if coverage.lethal_only else hit
            self.known.append(hit)
            self.noise.append(_miscount(source, true) * hit[:, None])
        count = len(self.noise)
        size, acts = MOST_DEATHS + 2, len(self.prior)
        self.alone = np.stack([self.prior @ one for one in self.noise])  # source, act, symbol
        self.two = np.zeros((count, count, size, size, acts))
        self.shared = np.zeros_like(self.two)
        for a, b in np.ndindex(count, count):
            self.two[a, b] = np.einsum(
                "gd,dx,dy->xyg", self.prior, self.noise[a], self.noise[b], optimize=True
            )
            seen = np.stack([self.prior @ self.noise[a], self.prior @ self.noise[b]]).mean(0)
            rise = setting.sources[a].repeating
            moved = _equal() if a != b else _risen(rise.exact)
            chance = seen * np.append(np.minimum(self.known[b], 1)[: size - 1], 1.0)
            self.shared[a, b] = np.einsum("gx,xy->xyg", chance, moved)

    def of(self, reports: Reports, one: Ints, other: Ints) -> tuple[Table, Table, Table, Table]:
        """For each pair and act: of two accounts, of one, and each alone."""
        a, b = reports.source[one], reports.source[other]
        x, y = self.symbol[one], self.symbol[other]
        return (self.two[a, b, x, y], self.shared[a, b, x, y],
                self.alone[a, :, x], self.alone[b, :, y])  # fmt: skip


def _death_prior() -> Table:
    """Acts × deaths, cut."""
    rng = np.random.default_rng(3)
    number = 100_000
    found = []
    for act in range(len(words.ACTS)):
        some = np.ceil(DEADLY[act] * rng.pareto(TAIL, number) * (TAIL - 1) * 0.8 + 1e-9)
        some = np.where(rng.random(number) < NO_DEATH[act], 0, np.minimum(some, MOST))
        some = np.minimum(some, MOST_DEATHS).astype(int)
        found.append(np.bincount(some, minlength=MOST_DEATHS + 1) / number)
    return np.array(found) + 1e-7


def _miscount(source: Source, true: Ints) -> Table:
    """Deaths × symbols: how likely each count is, if one is given; none says nothing."""
    rng, number = np.random.default_rng(4), 3000
    found = np.zeros((len(true), MOST_DEATHS + 2))
    for deaths in true.tolist():
        some = telling.miscounted(rng, source.faults, np.full(number, deaths),
                                  source.coverage.lethal_only)  # fmt: skip
        some = np.minimum(some, MOST_DEATHS)
        found[deaths, :-1] = np.bincount(some, minlength=MOST_DEATHS + 1) / number
    found[:, :-1] += 1e-5
    found[:, -1] = 1.0
    return found


def _equal() -> Table:
    """Symbols × symbols of one account: the same, but for what ranges blur."""
    size = MOST_DEATHS + 2
    count = np.arange(size - 1)
    near = np.abs(count[:, None] - count[None]) <= np.maximum(1, 0.15 * count)[:, None]
    found = np.ones((size, size))
    found[:-1, :-1] = 0.95 * np.eye(size - 1) + 0.05 * near / near.sum(axis=1, keepdims=True)
    return found


def _risen(exact: float) -> Table:
    """Symbols × symbols of a source that repeats itself; the order is not known."""
    rng, size = np.random.default_rng(6), MOST_DEATHS + 2
    found = np.ones((size, size))
    rise = np.zeros((size - 1, size - 1))
    for deaths in range(size - 1):
        more = np.minimum(deaths + rng.poisson(0.3 + 0.2 * deaths, 2000), MOST_DEATHS)
        rise[deaths] = np.bincount(more, minlength=size - 1) / 2000
    found[:-1, :-1] = exact * np.eye(size - 1) + (1 - exact) * (rise + rise.T) / 2 + 1e-5
    return found


# --- words, origins -------------------------------------------------------------------------------


def _details(reports: Reports, one: Ints, other: Ints) -> tuple[Floats, Floats]:
    """What is said to stand near by: factors of two accounts, and of one."""
    detail, kinds = reports.rows.detail, len(words.DETAILS)
    wrong = reports.made.setting.sources[0].faults.other_detail
    hit = (1 - wrong) ** 2 + (1 - (1 - wrong) ** 2) / kinds
    equal = detail[one] == detail[other]
    known = (detail[one] >= 0) & (detail[other] >= 0)
    two = np.where(equal, hit * kinds, (1 - hit) * kinds / (kinds - 1))
    return np.where(known, two, 1.0), np.where(known, np.where(equal, kinds, 1e-3), 1.0)


def _phrases(reports: Reports, one: Ints, other: Ints) -> Floats:
    """What the wording says for one account against two."""
    rows, sources = reports.rows, reports.made.setting.sources
    arabic = np.array([is_arabic(s) for s in sources])[reports.source]
    keeps = np.array([s.copying.same_words for s in sources])[reports.source]
    keeps = np.where(rows.taken_from == NOBODY, 1.0, keeps)
    keep = np.where(reports.source[one] == reports.source[other],
                    np.maximum(keeps[one], keeps[other]), keeps[one] * keeps[other])  # fmt: skip
    kinds = words.PHRASES
    equal = rows.phrase[one] == rows.phrase[other]
    told = rows.worded[one] & rows.worded[other] & (arabic[one] == arabic[other])
    factor = np.where(equal, keep * kinds + 1 - keep, np.maximum(1 - keep, 0.01))
    return np.where(told, factor, 1.0)


def _origin_class(reports: Reports, one: Ints, other: Ints) -> Ints:
    """What two claims of origin are to each other, with both sources: a number."""
    names = reports.made.accounts.names
    sources = reports.made.setting.sources
    own = np.array([names.index(s.name) for s in sources])[reports.source]
    a, b = reports.claims[one], reports.claims[other]
    said_a, said_b = a >= 0, b >= 0
    kind = np.select(
        [said_a & said_b & (a == b), said_a & said_b, said_a & (a == own[other]), said_a,
         said_b & (b == own[one]), said_b], range(6), 6)  # fmt: skip
    count = len(sources)
    return (reports.source[one] * count + reports.source[other]) * 7 + kind


class Priors:
    """How often sources tell of the same, from the same account, and what they claim then."""

    def __init__(self, reports: Reports, one: Ints, other: Ints) -> None:
        setting = reports.made.setting
        self.count = len(setting.sources)
        kind = _origin_class(reports, one, other)
        same = reports_same(reports, one, other)
        shared = same & (reports.rows.account[one] == reports.rows.account[other])
        size = self.count**2 * 7
        pair = np.arange(size) // 7
        tallies = [
            np.bincount(kind[some], minlength=size) + 0.02
            for some in (same & ~shared, shared, ~same)
        ]
        true = np.bincount(pair, tallies[0] + tallies[1])[pair]
        false = np.bincount(pair, tallies[2])[pair]
        self.apart, self.shared = tallies[0] / true, tallies[1] / true
        self.distinct = tallies[2] / false
        self.boost = self._boost(reports, one, other, same)[pair]

    def _boost(self, reports: Reports, one: Ints, other: Ints, same: NDArray[np.bool_]) -> Floats:
        """True pairs of two sources, over what their coverage alone would give."""
        made, count = reports.made, self.count
        pair = reports.source[one] * count + reports.source[other]
        true = np.bincount(pair[same], minlength=count**2)
        hit = []
        unit = made.land.admin1[made.happened.town]
        for number, source in enumerate(made.setting.sources):
            chance = telling.covered(np.random.default_rng(0), source.coverage, made.land,
                                     made.happened)  # fmt: skip
            chance = np.maximum(chance, 1e-9)
            rows = reports.rows.incident[reports.source == number]
            told = np.bincount(unit[rows], minlength=unit.max() + 1)
            over = np.bincount(unit, chance, minlength=unit.max() + 1)
            hit.append(chance * (told / np.maximum(over, 1e-9))[unit])
        expected = np.array([(a * b).sum() for a in hit for b in hit])
        expected[:: count + 1] /= 2
        return (true + 0.5) / (expected + 1)


# --- the score ------------------------------------------------------------------------------------


class Oracle:
    """Scores pairs of reports."""

    def __init__(self, made: Generated) -> None:
        self.reports = Reports(made)
        self.ground, self.clock = Ground(made), Clock(self.reports)
        self.cells, self.marks = Cells(made), Marks(self.reports)
        self.expected = np.maximum(self.ground.expected(self.reports), 1e-9)
        self.process = made.setting.process

    def pairs(self) -> Pairs:
        """All pairs that are not wholly unlikely, scored."""
        one, other = candidates(self.reports)
        near = np.concatenate([np.zeros(0, bool)] + [
            self._possible(one[i : i + CHUNK], other[i : i + CHUNK])
            for i in range(0, len(one), CHUNK)
        ])  # fmt: skip
        one, other = one[near], other[near]
        self.priors = Priors(self.reports, one, other)
        pieces = [self._odds(one[i : i + CHUNK], other[i : i + CHUNK])
                  for i in range(0, len(one), CHUNK)]  # fmt: skip
        odds, copied = (np.concatenate([np.zeros(0), *(piece[i] for piece in pieces)])
                        for i in (0, 1))  # fmt: skip
        same = reports_same(self.reports, one, other)
        odds += _balance(odds, int(same.sum()))
        kept = odds > np.log(KEPT)
        return Pairs(one[kept], other[kept], odds[kept], copied[kept])

    def _day(self, one: Ints, other: Ints) -> Ints:
        """The middle of what both say of the day."""
        first, last = self.reports.first, self.reports.last
        middle: Ints = (
            np.maximum(first[one], first[other]) + np.minimum(last[one], last[other])
        ) // 2
        return middle

    def _possible(self, one: Ints, other: Ints) -> NDArray[np.bool_]:
        """Which pairs can be one: their times meet, and their places."""
        found = self.clock.same(one, other, shared=False) > 0
        some = np.flatnonzero(found)
        a, b = one[some], other[some]
        ground, place = self.ground, self.reports.place
        where = ground.common(place[a], place[b], self._day(a, b), ground.plain, ground.plain)
        found[some] = where > 0
        return found

    def _odds(self, one: Ints, other: Ints) -> tuple[Floats, Floats]:
        """Of one incident against two; of one account against two of one incident."""
        ground, reports = self.ground, self.reports
        day = self._day(one, other)
        at = reports.place[one], reports.place[other]
        where = [ground.common(*at, day, table, near) for table, near in
                 ((ground.plain, ground.plain), (ground.exact, ground.exact),
                  (ground.moved, ground.plain))]  # fmt: skip
        when = [self.clock.same(one, other, shared=False),
                self.clock.same(one, other, shared=True), self.clock.after(one, other)]  # fmt: skip
        cell = self.cells.of(reports, one, other, day)
        dyad = self._dyads(one, other, self.cells.dyads[cell])
        act = self._acts(one, other, self.cells.acts[cell])
        detail = _details(reports, one, other)
        points = _points(reports, one, other)
        kind = _origin_class(reports, one, other)
        priors = self.priors
        apart = priors.apart[kind] * where[0] * when[0] * dyad["two"] * act["two"] * detail[0]
        shared = (
            priors.shared[kind]
            * where[1]
            * when[1]
            * dyad["shared"]
            * act["shared"]
            * detail[1]
            * _phrases(reports, one, other)
        )
        same = priors.boost[kind] * points * (apart + shared)
        excess = 1 / (1 - self.process.branching) ** 2 - 1
        process, chance = self.process, dyad["chance"] * act["chance"]
        set_off = (
            process.same_dyad * dyad["two"] * (
                process.same_act * act["kind"] + (1 - process.same_act) * act["chance"])
            + process.reversed_dyad * dyad["back"] * act["chance"]
            + (1 - process.same_dyad - process.reversed_dyad) * chance
        )  # fmt: skip
        distinct = priors.distinct[kind] * (
            self.expected[one] * self.expected[other] * chance
            + excess * where[2] * when[2] * set_off
        )
        return _log_ratio(same, distinct), _log_ratio(shared, apart)

    def _dyads(self, one: Ints, other: Ints, mix: Table) -> dict[str, Floats]:
        """Who is named: of one incident, by chance, and with sides changed."""
        a, b = self.marks.actor[one], self.marks.actor[other]
        s, t = self.marks.target[one], self.marks.target[other]

        def over(first: Table, second: Table) -> Floats:
            return np.einsum("ni,nij,nj->n", first, mix, second, optimize=True).astype(float)

        two = over(a * b, s * t)
        return {"two": two, "shared": two, "chance": over(a, s) * over(b, t),
                "back": over(a * t, s * b)}  # fmt: skip

    def _acts(self, one: Ints, other: Ints, mix: Table) -> dict[str, Floats]:
        """What was done and how many died."""
        marks = self.marks
        two, shared, alone_a, alone_b = marks.tables.of(self.reports, one, other)
        a, b = marks.act[one], marks.act[other]
        exact = marks.act_exact[one] * marks.act_exact[other]
        return {
            "two": (mix * a * b * two).sum(axis=1), "shared": (mix * exact * shared).sum(axis=1),
            "chance": (mix * a * alone_a).sum(axis=1) * (mix * b * alone_b).sum(axis=1),
            "kind": (mix * a * b * alone_a * alone_b).sum(axis=1),
        }  # fmt: skip


def reports_same(reports: Reports, one: Ints, other: Ints) -> NDArray[np.bool_]:
    """Which pairs tell of one incident."""
    same: NDArray[np.bool_] = reports.rows.incident[one] == reports.rows.incident[other]
    return same


def _log_ratio(one: Floats, other: Floats) -> Floats:
    return np.log(np.maximum(one, 1e-300)) - np.log(np.maximum(other, 1e-300))


def _balance(odds: Floats, true: int) -> float:
    """What to add to all log odds, so that as many pairs are expected as there are: the prior."""
    low, high = -5.0, 5.0
    for _ in range(40):
        middle = (low + high) / 2
        expected = (1 / (1 + np.exp(-(odds + middle)))).sum()
        low, high = (middle, high) if expected < true else (low, middle)
    return (low + high) / 2


# --- links ----------------------------------------------------------------------------------------


def matched(made: Generated, cluster: Clusterer = clustered) -> tuple[pa.Table, pa.Table]:
    """Links and scored pairs in the form of `hudna match`, by the oracle's scores."""
    oracle = Oracle(made)
    pairs, reports = oracle.pairs(), oracle.reports
    single = np.array([one.repeating.share == 0 for one in made.setting.sources])
    never = (reports.source[pairs.one] == reports.source[pairs.other]) & single[
        reports.source[pairs.one]
    ]
    group = cluster(len(reports), pairs.one, pairs.other, pairs.odds, never)
    links = linked(reports, group, _origin_groups(reports, pairs, group))
    scored = pa.table({
        "report_a": reports.ids.take(pa.array(pairs.one)),
        "report_b": reports.ids.take(pa.array(pairs.other)),
        "score": np.where(never, 0.0, pairs.score),
    })  # fmt: skip
    return links, scored


def _origin_groups(reports: Reports, pairs: Pairs, group: Ints) -> list[str]:
    """The origin of each report: what it or a copy of it names, or its own source."""
    names = reports.made.accounts.names
    own = [one.name for one in reports.made.setting.sources]
    copies = (group[pairs.one] == group[pairs.other]) & (pairs.copied > 0)
    account = components(len(reports), pairs.one[copies], pairs.other[copies])
    named = {at: claim for at, claim in zip(account.tolist(), reports.claims.tolist(), strict=True)
             if claim >= 0}  # fmt: skip
    return [names[claim] if claim >= 0 else names[named[at]] if at in named
            else own[reports.source[at]]
            for at, claim in zip(account.tolist(), reports.claims.tolist(), strict=True)]  # fmt: skip


def linked(reports: Reports, group: Ints, origin: list[str]) -> pa.Table:
    """Links of reports, and of the rows that sum up to all that they might contain.

    Which rows sum up is known; what they contain is what lies in their period and unit.
    """
    names = [f"m{number:07d}" for number in group.tolist()]
    links = pa.table({
        "report_id": reports.ids, "incident_id": names, "relation": ["same"] * len(names),
        "score": [1.0] * len(names), "origin_id": origin,
    })  # fmt: skip
    return pa.concat_tables([links, _contained(reports, names)])


def _contained(reports: Reports, names: list[str]) -> pa.Table:
    """For each row that sums up, the incidents of its camp in its period and unit."""
    found: list[tuple[str, str]] = []
    camp = words.CAMP_OF[reports.rows.actor]
    incident = np.array(names, object)
    for made in reports.made.made:
        for row in np.flatnonzero(made.rows.members > 1).tolist():
            one = made.rows
            level, unit = int(one.level[row]), int(one.unit[row])
            here = (reports.admin2 if level == ADMIN2 else reports.admin1) == unit
            some = here & (reports.first >= one.first[row]) & (reports.last <= one.last[row])
            some &= camp == words.CAMP_OF[one.actor[row]]
            report = made.table["report_id"][row].as_py()
            found += [(report, name) for name in np.unique(incident[some]).tolist()]
    return pa.table({
        "report_id": pa.array([a for a, _ in found], pa.string()),
        "incident_id": pa.array([b for _, b in found], pa.string()),
        "relation": pa.array(["contains"] * len(found), pa.string()),
        "score": pa.array([0.5] * len(found), pa.float64()),
        "origin_id": pa.array([""] * len(found), pa.string()),
    })  # fmt: skip
