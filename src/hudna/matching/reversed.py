"""Reversed: reports that cannot be of one act, since who acted in one was hit in the other.

In: reports, and pairs of them.  Out: the pairs that contradict each other on who did it to whom.  The shelling
of a village and the raid that answers it lie near each other in everything but this.  Where two accounts name
different hands but the same victims, they may well be of one act, and are left to be weighed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hudna.actors import Registry
from hudna.instant import ALWAYS
from hudna.matching.elements import Names, of_actors
from hudna.matching.incidents import named


def reversed_roles(
    rows: Sequence[Mapping[str, Any]], pairs: Iterable[tuple[int, int]], registry: Registry
) -> list[tuple[int, int]]:
    """The pairs in which each report has the other's actors for its targets."""
    fits = of_actors(registry, ALWAYS).fits
    known: dict[tuple[Names, Names, Names, Names], bool] = {}
    found = []
    for one, other in pairs:
        if rows[one]["both_directions"] or rows[other]["both_directions"]:
            continue
        key = (
            named(rows[one], "actors"), named(rows[one], "targets"),
            named(rows[other], "actors"), named(rows[other], "targets"),
        )  # fmt: skip
        if key not in known:
            actors, targets, others, hit = key
            known[key] = (
                all(key)
                and fits(actors, hit)
                and fits(others, targets)
                and not fits(actors, others)
            )
        if known[key]:
            found.append((one, other))
    return found
