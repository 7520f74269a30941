"""Checks of `actors.yaml`: ids that lead somewhere, dates, genealogy without cycles."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from hudna.actors import ActorKind, ActorsFile, Cover, Membership, Support, cycle
from hudna.checks.references import absent, missing, sources, timed, twice
from hudna.instant import read, span
from hudna.names import fold
from hudna.problem import Problem, Severity
from hudna.yamlfile import Located


def check_actors(
    actors: ActorsFile, at: Located, zone: str, known: Collection[str] | None
) -> list[Problem]:
    """Every problem of `actors.yaml`.

    `known`: the agreement's register of sources, None where it could not be read.
    """
    found = [] if known is None else list(sources(at, known))
    return [*found, *_actors(actors, at, zone)]


def _actors(actors: ActorsFile, at: Located, zone: str) -> Iterator[Problem]:
    ids = {actor.id for actor in actors.actors}
    sides = actors.sides
    yield from twice(at, ("actors",), "actor", (actor.id for actor in actors.actors))
    yield from twice(at, ("origins",), "origin", (origin.id for origin in actors.origins))
    yield from twice(at, ("genealogy",), "event", (event.id for event in actors.genealogy))
    for i, actor in enumerate(actors.actors):
        yield from absent(at, ("actors", i, "side"), "side", actor.side, sides)
        tied: tuple[tuple[str, Sequence[Membership | Support]], ...] = (
            ("member_of", actor.member_of), ("supports", actor.supports),
        )  # fmt: skip
        for key, ties in tied:
            for j, tie in enumerate(ties):
                path = ("actors", i, key, j)
                yield from absent(at, (*path, "of"), "actor", tie.of, ids)
                yield from timed(at, path, span, tie.from_, tie.to, zone)
        if actor.covers and actor.kind != ActorKind.UMBRELLA:
            yield at.problem(
                ("actors", i, "covers"), f"“{actor.id}” covers others but is no umbrella",
                "Set `kind: umbrella`, or say `member_of` at the others",
            )  # fmt: skip
        for j, cover in enumerate(actor.covers):
            name = cover.actor if isinstance(cover, Cover) else cover
            yield from absent(at, ("actors", i, "covers", j), "actor", name, ids)
            if isinstance(cover, Cover):
                yield from timed(at, ("actors", i, "covers", j), span, cover.from_, cover.to, zone)
        names = actor.names
        if not (names.en or names.ar or names.ru or names.tr or names.other):
            yield at.problem(("actors", i, "names"), f"“{actor.id}” has no name", "Give it one")
    yield from _genealogy(actors, at, zone, ids)
    for i, entry in enumerate(actors.designations):
        yield from absent(at, ("designations", i, "actor"), "actor", entry.actor, ids)
        yield from timed(at, ("designations", i), span, entry.from_, entry.to, zone)
    for i, link in enumerate(actors.links):
        yield from missing(at, ("links", i), "actor", (link.actor, link.linked_to), ids)
        yield from absent(
            at, ("links", i, "asserted_by"), "actor or side", link.asserted_by, ids | set(sides)
        )
        yield from timed(at, ("links", i), span, link.from_, link.to, zone)
    for i, origin in enumerate(actors.origins):
        yield from absent(at, ("origins", i, "side"), "side", origin.side, sides)
    yield from _ambiguous(actors, at)


def _genealogy(actors: ActorsFile, at: Located, zone: str, ids: set[str]) -> Iterator[Problem]:
    edges: list[tuple[str, str]] = []
    for i, event in enumerate(actors.genealogy):
        path = ("genealogy", i)
        yield from missing(at, (*path, "from"), "actor", event.from_, ids)
        yield from missing(at, (*path, "into"), "actor", event.into, ids)
        yield from absent(at, (*path, "dominant"), "member of `from`", event.dominant, event.from_)
        yield from timed(at, (*path, "at"), read, event.at, zone)
        edges += [(old, new) for old in event.from_ for new in event.into if old != new]
    for what, tied in (
        ("genealogy", edges),
        ("member_of", [(a.id, t.of) for a in actors.actors for t in a.member_of]),
        ("covers", [(a.id, c.actor if isinstance(c, Cover) else c)
                    for a in actors.actors for c in a.covers]),
    ):  # fmt: skip
        if found := cycle(tied):
            yield at.problem(
                ("genealogy" if what == "genealogy" else "actors",),
                f"`{what}` goes in a circle: {' → '.join(found)}",
                "An actor cannot descend from itself or be part of itself: remove one tie",
            )


def _ambiguous(actors: ActorsFile, at: Located) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for i, actor in enumerate(actors.actors):
        names = actor.names
        for name in (*names.en, *names.ar, *names.ru, *names.tr, *names.other):
            other = seen.setdefault(fold(name), actor.id)
            if other != actor.id:
                yield at.problem(
                    ("actors", i, "names"), f"“{name}” names both “{other}” and “{actor.id}”",
                    "Reports that use it will leave open which of the two is meant",
                    severity=Severity.WARNING,
                )  # fmt: skip
