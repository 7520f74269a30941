"""References: ids that must lead somewhere, dates that must be, each reported at its place."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from hudna.problem import Problem, Severity
from hudna.yamlfile import Located, Path_


def missing(
    located: Located, path: Path_, kind: str, wanted: Iterable[str], known: Collection[str]
) -> Iterator[Problem]:
    """A problem for each id of `wanted` (a list at `path`) that is not known."""
    for place, name in enumerate(wanted):
        yield from absent(located, (*path, place), kind, name, known)


def absent(
    located: Located, path: Path_, kind: str, name: str | None, known: Collection[str]
) -> Iterator[Problem]:
    """A problem where the one id at `path` is not known; None is no reference."""
    if name is None or name in known:
        return
    near = difflib.get_close_matches(name, list(known), 1)
    remedy = f"Did you mean “{near[0]}”?" if near else f"Add the {kind}, or correct the id"
    yield located.problem(path, f"there is no {kind} “{name}”", remedy)


def keyed(
    located: Located, path: Path_, kind: str, wanted: Iterable[str], known: Collection[str]
) -> Iterator[Problem]:
    """A problem for each key of `wanted` (a mapping at `path`) that is not known."""
    for name in wanted:
        yield from absent(located, (*path, name), kind, name, known)


def twice(located: Located, path: Path_, kind: str, ids: Iterable[str]) -> Iterator[Problem]:
    """A problem for each id of a list that stood there before."""
    seen: set[str] = set()
    for place, name in enumerate(ids):
        if name in seen:
            yield located.problem(
                (*path, place), f"the {kind} id “{name}” stands twice", "Give each its own id"
            )
        seen.add(name)


def timed(
    located: Located, path: Path_, read: Callable[..., object], *about: object
) -> Iterator[Problem]:
    """A problem where reading a date or time fails."""
    try:
        read(*about)
    except ValueError as error:  # a `TimeError`, or a clock time such as 99:99
        yield located.problem(path, str(error), "Correct the date, the time or the zone")


def sources(located: Located, known: Collection[str]) -> Iterator[Problem]:
    """A problem for each id in any `sources:` list of the file that the register lacks."""
    waiting: list[tuple[Path_, Any]] = [((), located.value)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            for key, inner in value.items():
                if key == "sources" and isinstance(inner, list):
                    yield from missing(
                        located, (*path, key), "source", [str(name) for name in inner], known
                    )
                elif isinstance(inner, dict | list):
                    waiting.append(((*path, key), inner))
        elif isinstance(value, list):
            waiting += [((*path, i), v) for i, v in enumerate(value) if isinstance(v, dict | list)]


def question(located: Located, path: Path_, what: str, remedy: str) -> Problem:
    """What a lawyer would ask."""
    return located.problem(path, what, remedy, severity=Severity.QUESTION)
