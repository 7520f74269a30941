"""Named: the ids of incidents, which stay when reports are matched again.

In: sets of reports that are one incident, and which reports each incident had before.  Out: the id of each
set, what became of the ids that no set has, and from which incidents each set came.

An incident goes on where the larger part of its reports goes on.  A set in which several go on bears the id
of the oldest; the others end in it.  The smaller parts of an incident that was split are new ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_OURS: Final = re.compile(r"m-([1-9]\d*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Named:
    """`ids`: of each set; `came`: the other incidents that reports of each set were of before.

    `ended`: ids that are no more, each with the incident that has most of its reports, or None.
    """

    ids: tuple[str, ...]
    came: tuple[tuple[str, ...], ...]
    ended: Mapping[str, str | None]


def number_of(name: str) -> int:
    """The number of an id that was given here, in the order of age; 0 for another id."""
    found = _OURS.fullmatch(name)
    return 0 if found is None else int(found[1])


def named(
    sets: Sequence[Sequence[str]], before: Mapping[str, Sequence[str]],
    fixed: Mapping[int, str], last: int,
) -> Named:  # fmt: skip
    """Name sets of reports.

    `before` are the reports of each incident that there was; `fixed` the ids of sets that people named;
    `last` the highest number that was ever given.
    """
    of_report = {name: at for at, some in enumerate(sets) for name in some}
    goes_on: dict[int, list[str]] = {}
    holds: dict[str, int] = {}
    came: list[set[str]] = [set() for _ in sets]
    for incident, reports in before.items():
        parts = Counter(of_report[name] for name in reports if name in of_report)
        for at in parts:
            came[at].add(incident)
        if parts:
            holds[incident] = min(parts, key=lambda at: (-parts[at], min(sets[at])))
            goes_on.setdefault(holds[incident], []).append(incident)
    ids: list[str] = []
    for at in range(len(sets)):
        free = [name for name in goes_on.get(at, ()) if number_of(name)]
        oldest = min(free, key=number_of, default=None)
        ids.append(fixed.get(at) or oldest or "")
    for at in sorted((at for at, name in enumerate(ids) if not name), key=lambda at: min(sets[at])):
        last += 1
        ids[at] = f"m-{last}"
    ended = {
        incident: ids[holds[incident]] if incident in holds else None
        for incident in before.keys() - set(ids)
    }
    return Named(
        tuple(ids),
        tuple(tuple(sorted(came[at] - {ids[at]})) for at in range(len(sets))),
        ended,
    )
