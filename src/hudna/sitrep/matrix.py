"""The verdict matrix: what each reading says, its worlds brought together where they agree.

In: the verdicts of one finding, the worlds.  Out: a `Cell` for each reading: one verdict, or each
with its share of the reading's worlds and the switches on which it turns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from hudna.agreement.agreement import Agreement
from hudna.agreement.obligations import Due, DueStatus
from hudna.agreement.worlds import World
from hudna.codes import Text
from hudna.finding import Finding
from hudna.sitrep.model import Cell, Named, Variant


def by_reading(worlds: Sequence[World]) -> dict[str, list[World]]:
    """The worlds of each reading, in the order given."""
    found: dict[str, list[World]] = {}
    for world in worlds:
        found.setdefault(world.reading, []).append(world)
    return found


def switch(agreement: Agreement, name: str) -> Named:
    """A switch with its name."""
    label = agreement.document.switches[name].label
    return Named(name, Text(label.text("en"), label.text("ar")))


def cells(
    finding: Finding,
    readings: Mapping[str, Sequence[World]],
    agreement: Agreement,
    actor: Callable[[str], Text],
) -> tuple[Cell, ...]:
    """What each reading says of a finding; `actor` names an actor."""
    return tuple(
        _cell(finding, reading, worlds, agreement, actor) for reading, worlds in readings.items()
    )


def _cell(
    finding: Finding,
    reading: str,
    worlds: Sequence[World],
    agreement: Agreement,
    actor: Callable[[str], Text],
) -> Cell:
    groups: dict[tuple[object, ...], list[World]] = {}
    for world in worlds:
        found = finding.verdicts[world.id]
        groups.setdefault((found.verdict, found.conditional, found.failing), []).append(world)
    turning = _turning(list(groups.values()))
    variants = []
    for group in groups.values():
        verdicts = [finding.verdicts[world.id] for world in group]
        first = verdicts[0]
        variants.append(
            Variant(
                first.verdict,
                first.conditional,
                first.failing,
                len(group),
                len(worlds),
                tuple(actor(name) for name in dict.fromkeys(n for v in verdicts for n in v.by)),
                tuple(dict.fromkeys(reason for v in verdicts for reason in v.reasons)),
                tuple(
                    (switch(agreement, name), values)
                    for name, values in _settings(group, worlds, turning)
                ),
            )
        )
    return Cell(reading, tuple(variants), tuple(switch(agreement, name) for name in turning))


def _turning(groups: Sequence[Sequence[World]]) -> list[str]:
    """The switches that alone lead from a world of one group to a world of another."""
    found: dict[str, None] = {}
    for some, others in combinations(groups, 2):
        for one in some:
            for other in others:
                differing = [k for k, v in one.switches.items() if other.switches.get(k) != v]
                if len(differing) == 1:
                    found[differing[0]] = None
    return list(found)


def _settings(
    group: Sequence[World], worlds: Sequence[World], turning: Sequence[str]
) -> list[tuple[str, tuple[str, ...]]]:
    """The values of the turning switches that lead to a group; none where they alone do not."""
    here = {name: {world.switches[name] for world in group} for name in turning}
    held = [w for w in worlds if all(w.switches[name] in here[name] for name in turning)]
    if len(held) != len(group):
        return []
    every = {name: {world.switches[name] for world in worlds} for name in turning}
    return [(name, tuple(sorted(v))) for name, v in here.items() if v != every[name]]


def standing_of(
    dues: Sequence[Due], readings: Mapping[str, Sequence[World]]
) -> tuple[tuple[str, tuple[tuple[DueStatus, int, int], ...]], ...]:
    """How one obligation stands in each reading: each status with its share of the worlds.

    A reading none of whose worlds knows the obligation has no status.
    """
    statuses = {due.world: due.status for due in dues}
    found = []
    for reading, worlds in readings.items():
        counts: dict[DueStatus, int] = {}
        for world in worlds:
            if world.id in statuses:
                counts[statuses[world.id]] = counts.get(statuses[world.id], 0) + 1
        shares = tuple((status, n, len(worlds)) for status, n in counts.items())
        found.append((reading, shares))
    return tuple(found)
