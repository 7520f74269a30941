"""Sensitivity: on which clause does the count of a period turn?

In: findings under every world (`Worlds.all`: the live readings with every switch varied), with
their times, of one unit.  Out: `Sensitivity`: the counts in each world, by reading and by setting,
how far each switch moves them when it alone is set otherwise, and what turns on it.

What cannot be determined may be a violation.  The violations of a world are therefore the least
that there can be, and with those that cannot be determined the most: `at_most`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hudna.agreement.worlds import OPEN, Worlds
from hudna.analysis.counts import Count, Flags, Times, Unit, lying, numbered
from hudna.analysis.tallies import Groups, Spread, Tallies, WorldCount, groups_of, kinds_of
from hudna.finding_table import worlds_of
from hudna.instant import Interval
from hudna.judging.outcomes import Numbers, Outcomes


@dataclass(frozen=True, slots=True)
class ReadingSpread:
    """One reading: at its holder's settings, and with every switch varied."""

    reading: str
    live: Spread
    every: Spread


@dataclass(frozen=True, slots=True)
class SettingSpread:
    """One reading with one switch set.

    `stated`: it is the value that the holder stated, or the holder left it open.  `live`: the other
    switches at the holder's settings; `every`: they are varied.
    """

    reading: str
    switch: str
    value: str
    stated: bool
    live: Spread
    every: Spread


@dataclass(frozen=True, slots=True)
class Change:
    """By how much a count moves, signed: the least and the most over the worlds compared."""

    least: int
    most: int

    @property
    def largest(self) -> int:
        """The one of the two that is farther from zero; of equals the increase."""
        return self.most if abs(self.most) >= abs(self.least) else self.least


@dataclass(frozen=True, slots=True)
class Move:
    """What setting one switch otherwise, alone, does in the live worlds of one reading.

    From the value that its holder stated; of a switch left open, from each value to each later one.
    Counts are of what lies wholly within the period.
    """

    switch: str
    reading: str
    before: str
    after: str
    open: bool  # the holder left it open; else `before` is what the holder stated
    violations: Change
    at_most: Change

    @property
    def size(self) -> tuple[int, int]:
        """How far it moves the count of violations, then the most that there can be."""
        return abs(self.violations.largest), abs(self.at_most.largest)


@dataclass(frozen=True, slots=True)
class Turning:
    """What turns on a switch: setting it otherwise, alone, changes a verdict in a live world."""

    switch: str
    count: Count
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not counted, and why: a code, such as `aggregate` or `outside`."""

    why: str
    n: int


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The counts of one unit in a period, and what they turn on."""

    unit: Unit
    period: Interval
    counted: Count
    worlds: tuple[WorldCount, ...]
    live: Spread
    readings: tuple[ReadingSpread, ...]
    settings: tuple[SettingSpread, ...]
    moves: tuple[Move, ...]  # the largest first
    turning: tuple[Turning, ...]  # by switch: those that move the count most first
    on_a_switch: Count  # at least one
    on_the_reading: Count  # on no switch, but not the same in every reading
    on_nothing: Count
    left_out: tuple[LeftOut, ...]

    def strongest(self, measure: str = "violations", open_: bool = False) -> tuple[str, ...]:
        """The switches that move `violations` or `at_most` farthest; none where nothing does.

        With `open_`, of the moves between settings that the holder of the reading left open.
        """
        sizes = {m: abs(getattr(m, measure).largest) for m in self.moves if m.open or not open_}
        most = max(sizes.values(), default=0)
        return tuple(dict.fromkeys(m.switch for m, size in sizes.items() if size == most > 0))


def sensitivity(
    findings: pa.Table,
    times: Times,
    worlds: Worlds,
    period: Interval,
    unit: Unit,
    left_out: Mapping[str, int] | None = None,
) -> Sensitivity:
    """What the counts of a period turn on.

    `findings` are of one unit, the parts of an act one after the other, under `worlds.all()`;
    `times` are those of its rows.  `left_out` counts others, which are not among them, by reason.
    Raises `ValueError` for findings under other worlds.
    """
    every = worlds.all()
    if worlds_of(findings) != [world.id for world in every]:
        raise ValueError("sensitivity needs the findings under every world")
    within, possible = lying(times, period)
    aggregate = np.asarray(findings["aggregate"].combine_chunks())
    kept = possible & ~aggregate
    part = np.asarray(findings["part"].combine_chunks().fill_null(0))
    item = numbered(part)
    apart = Counter(left_out or {})
    apart["aggregate"] += len(np.unique(item[possible & aggregate]))
    apart["outside"] += len(np.setdiff1d(item, item[possible]))
    some = findings.filter(pa.array(kept))
    kinds, verdicts = kinds_of(some, len(every))
    groups = groups_of(item[kept], kinds, within[kept])
    counts = Tallies(groups, verdicts, every, unit)
    moves = _moves(counts, worlds)
    order = tuple(dict.fromkeys(move.switch for move in moves))
    return Sensitivity(
        unit, period, counts.of(np.ones(len(groups.keys), np.bool_)),
        counts.by_world(worlds), counts.spread(worlds.default()),
        _readings(counts, worlds), _settings(counts, worlds), moves,
        *_turning(some, groups, verdicts, counts, worlds, order),
        tuple(LeftOut(why, n) for why, n in sorted(apart.items())),
    )  # fmt: skip


# --- by reading, by setting -----------------------------------------------------------------------


def _readings(counts: Tallies, worlds: Worlds) -> tuple[ReadingSpread, ...]:
    return tuple(
        ReadingSpread(
            name,
            counts.spread(worlds.of_reading(name)),
            counts.spread(worlds.of_reading(name, every=True)),
        )
        for name in worlds.readings("live")
    )


def _settings(counts: Tallies, worlds: Worlds) -> tuple[SettingSpread, ...]:
    return tuple(
        SettingSpread(
            reading, switch, value, stated in (OPEN, value),
            counts.spread(worlds.pinned(reading, {switch: value})),
            counts.spread([
                world for world in worlds.of_reading(reading, every=True)
                if world.switches[switch] == value
            ]),
        )
        for reading in worlds.readings("live")
        for switch, stated in worlds.stated(reading).items()
        for value in worlds.document.switches[switch].values
    )  # fmt: skip


# --- what moves them, what turns ------------------------------------------------------------------


def _moves(counts: Tallies, worlds: Worlds) -> tuple[Move, ...]:
    """Every move, by the size of its switch's largest, then of its own."""
    found = [
        move
        for reading in worlds.readings("live")
        for switch, stated in worlds.stated(reading).items()
        for move in _moves_of(counts, worlds, reading, switch, stated)
    ]
    largest: dict[str, tuple[int, int]] = {}
    for move in found:
        largest[move.switch] = max(largest.get(move.switch, (0, 0)), move.size)
    order = list(worlds.document.switches)
    return tuple(
        sorted(
            found,
            key=lambda m: (
                *(-size for size in largest[m.switch]), order.index(m.switch),
                *(-size for size in m.size),
            ),
        )
    )  # fmt: skip


def _moves_of(
    counts: Tallies, worlds: Worlds, reading: str, switch: str, stated: str
) -> list[Move]:
    values = list(worlds.document.switches[switch].values)
    pairs = [
        (before, after)
        for i, before in enumerate(values)
        for j, after in enumerate(values)
        if (i < j if stated == OPEN else before == stated != after)
    ]
    found = []
    for before, after in pairs:
        changes = [
            counts.change(world, worlds.with_settings(reading, {**world.switches, switch: after}))
            for world in worlds.of_reading(reading)
            if world.switches[switch] == before
        ]
        ends = [Change(min(some), max(some)) for some in zip(*changes, strict=True)]
        found.append(Move(switch, reading, before, after, stated == OPEN, *ends))
    return found


def _turning(
    findings: pa.Table,
    groups: Groups,
    verdicts: Numbers,
    counts: Tallies,
    worlds: Worlds,
    order: Sequence[str],
) -> tuple[tuple[Turning, ...], Count, Count, Count]:
    """What turns on each switch, on any, on the reading alone, on nothing."""
    every, live = worlds.all(), worlds.default()
    outcomes = Outcomes(every, live, worlds)
    by_kind = outcomes.pivots(verdicts)
    columns = [counts.place[world.id] for world in live]
    differs = (verdicts[:, columns] != verdicts[:, columns[:1]]).any(axis=1)

    def of_groups(kinds: Flags) -> Flags:
        return np.array([any(kinds[kind] for kind, _ in key) for key in groups.keys], np.bool_)

    turns = {
        switch: of_groups(by_kind[:, outcomes.names.index(switch)])
        for switch in order
        if switch in outcomes.names
    }
    found = []
    for switch, some in turns.items():
        rows = groups.first[some[groups.of]] if len(groups.of) else groups.first
        ids = tuple(findings["incident"].take(pa.array(rows)).to_pylist())
        found.append(Turning(switch, counts.of(some), ids))
    on_some = np.any([np.zeros(len(groups.keys), np.bool_), *turns.values()], axis=0)
    by_reading = of_groups(differs) & ~on_some
    return (
        tuple(found),
        counts.of(on_some),
        counts.of(by_reading),
        counts.of(~on_some & ~by_reading),
    )
