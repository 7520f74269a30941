"""Related: which words may mean the same, by a list of what is a kind or a part of what.

In: a CSV file with the columns `name` and `of`: a mortar is a kind of shelling, a brigade a part of a
front; or the actors of a case.  Out: a function that says whether two candidates, folded, may mean the
same: one is within the other, or, in a file, both are within one third.  What the list does not name is not
known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from hudna.actors import Registry
from hudna.matching.symbols import Related
from hudna.names import fold
from hudna.problem import refuse
from hudna.sources.delimited import inspect, read_rows, visible

Ties = list[tuple[str, str]]
"""Names, folded, each with what it is a kind or a part of."""


def ties_of(path: Path) -> Ties:
    """Read a list of kinds or parts.  Raises `Refused` for a file without its two columns."""
    rows = read_rows(path, inspect(path))
    _, header = next(rows, (1, []))
    header = [column.strip() for column in header]
    if not {"name", "of"} <= set(header):
        what = f"has no columns name and of, but {', '.join(map(visible, header)) or 'none'}"
        raise refuse(visible(path.name), what, "Write a line for each: mortar fire,shelling", 1)
    name, of = header.index("name"), header.index("of")
    ties: Ties = []
    for line, cells in rows:
        if not cells:
            continue
        if len(cells) <= max(name, of):
            raise refuse(visible(path.name), "a row lacks a cell", "Give its name and of", line)
        ties.append((fold(cells[name]), fold(cells[of])))
    return ties


def from_registry(registry: Registry) -> Related:
    """Allies, parts and umbrellas of a case, whenever they held: dates are compared elsewhere."""
    ties: Ties = []
    names = registry.names
    called: dict[str, list[str]] = {}
    for name, ids in names.items():
        for actor in ids:
            called.setdefault(actor, []).append(name)
    for table in (registry.members, registry.supports):
        for actor, edges in table.items():
            ties += [(actor, edge.to) for edge in edges]
    for umbrella, edges in registry.covers.items():
        ties += [(edge.to, umbrella) for edge in edges]
    for actor, descents in registry.descent.items():
        ties += [(actor, descent.ancestor) for descent in descents]
    known = [(fold(one), fold(other)) for one, other in ties]
    # A name of an actor is the actor: so is its id, as a record's reports hold it.
    known += [(name, fold(actor)) for actor, written in called.items() for name in written]
    # Two groups under one umbrella are still two.
    return from_ties(known, siblings=False)


def from_ties(ties: Iterable[tuple[str, str]], siblings: bool) -> Related:
    """Whether one name is within the other, by pairs (name, within); with `siblings`, both in a third.

    None where a name stands in no pair.
    """
    ties = list(ties)
    named = {name for tie in ties for name in tie}
    above: dict[str, set[str]] = {}
    for name, within in ties:
        if name and within and name != within:
            above.setdefault(name, set()).add(within)
    reach: dict[str, frozenset[str]] = {}

    def over(name: str) -> Iterable[str]:
        return above.get(name, ())

    def related(one: str, other: str) -> bool | None:
        if one not in named or other not in named:
            return None
        first, second = all_above(one, over, reach), all_above(other, over, reach)
        return one in second or other in first or (siblings and not first.isdisjoint(second))

    return related


def either(first: Related, then: Related) -> Related:
    """What the first knows, and else what the other one does."""

    def related(one: str, other: str) -> bool | None:
        answer = first(one, other)
        return then(one, other) if answer is None else answer

    return related


def all_above(
    name: str, above: Callable[[str], Iterable[str]], reach: dict[str, frozenset[str]]
) -> frozenset[str]:
    """A name, what it is within, and so on; rings end where they began.  `reach` keeps what was found."""
    if name not in reach:
        found, waiting = {name}, [name]
        while waiting:
            more = set(above(waiting.pop())) - found
            found |= more
            waiting += more
        reach[name] = frozenset(found)
    return reach[name]
