"""Questions: what a lawyer would ask of an agreement that has no error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hudna import taxonomy
from hudna.actors import ActorsFile
from hudna.agreement.acts import acts_of
from hudna.agreement.document import AgreementFile
from hudna.agreement.force import event_dates
from hudna.agreement.provisions import (
    ActTerm,
    DurationTerm,
    ExclusionMode,
    Exclusions,
    Start,
    TerritorialScope,
)
from hudna.agreement.timerule import resolve
from hudna.agreement.worlds import World, Worlds
from hudna.checks.references import question
from hudna.problem import Problem
from hudna.yamlfile import Located
from hudna.zones import Zone, ZoneKind


def questions(
    document: AgreementFile, at: Located, actors: ActorsFile, zones: Iterable[Zone]
) -> list[Problem]:
    """Every question, each at the place that raises it."""
    worlds = Worlds(document, at)
    zones = list(zones)
    live = worlds.default()
    found = [
        *_uncovered(at, live),
        *_same_readings(document, at, worlds),
        *_deadlines(document, at, worlds),
    ]
    for world in live:
        found += _conflicts(world, document, at)
        found += _exclusions(world, at, actors, zones)
    return list({(p.what, p.line): p for p in found}.values())


def _uncovered(at: Located, live: list[World]) -> Iterator[Problem]:
    """An observation code that no term covers."""
    covered = {code for world in live for _, term in world.of(ActTerm) for code in acts_of(term)}
    free = [
        code for code, act in taxonomy.acts().items()
        if code not in covered and act.terms and not act.compliance
    ]  # fmt: skip
    if free:
        yield question(
            at, ("terms",), f"no term of any live reading speaks of {', '.join(free)}",
            "They will come out as outside the agreement (act); add a term if they should not",
        )  # fmt: skip


def _same_readings(document: AgreementFile, at: Located, worlds: Worlds) -> Iterator[Problem]:
    """A reading that differs from another in nothing."""
    names = list(document.readings)
    shapes = {
        name: [
            {term: t.model_dump(exclude={"sources", "note", "text", "clauses"})
             for term, t in world.terms.items()}
            for world in worlds.of_reading(name)
        ]
        for name in names
    }  # fmt: skip
    for i, name in enumerate(names):
        for other in names[:i]:
            if shapes[name] == shapes[other]:
                yield question(
                    at, ("readings", name), f"{name} differs from {other} in nothing",
                    "Say in which term it differs, or add its holders to the other",
                )  # fmt: skip


def _deadlines(document: AgreementFile, at: Located, worlds: Worlds) -> Iterator[Problem]:
    """A deadline whose event has no date."""
    dates = event_dates(document)
    for name in document.readings:
        for world in worlds.of_reading(name)[:1]:
            for term_name, term in world.terms.items():
                for item in term.obligations:
                    if item.due is None or resolve(item.due, dates, document.agreement.zone):
                        continue
                    waits = ", ".join(sorted(item.due.events() - set(dates)))
                    overridden = term_name in document.readings[name].terms
                    path = ("readings", name, "terms", term_name) if overridden else (
                        "terms", term_name)  # fmt: skip
                    yield question(
                        at,
                        path,
                        f"the deadline of {item.id} waits for {waits}, without a date",
                        "Its status stays pending until the event has a date",
                    )


def _conflicts(world: World, document: AgreementFile, at: Located) -> Iterator[Problem]:
    """Two terms of one reading that conflict."""
    path = ("readings", world.reading)
    binding = [(name, term) for name, term in world.of(ActTerm)]
    for i, (name, term) in enumerate(binding):
        for other_name, other in binding[:i]:
            shared = sorted(acts_of(term) & acts_of(other))
            if shared and term.binds != other.binds:
                yield question(
                    at, path,
                    f"{world.reading}: {name} and {other_name} both speak of {', '.join(shared)}, "
                    "and only one of them binds",
                    "Take the acts out of one of the two, or make both bind",
                )  # fmt: skip
    for name, scope in world.of(TerritorialScope):
        both = sorted({*scope.covered_places} & {*scope.outside})
        if both:
            yield question(
                at, path, f"{world.reading}: {name} covers and leaves out {', '.join(both)}",
                "Decide which",
            )  # fmt: skip
    parties = {a.actor for a in document.accessions if a.mode in ("signed", "declared")}
    for name, exclusion in world.of(Exclusions):
        for actor in sorted({*exclusion.actors, *exclusion.also} & parties):
            yield question(
                at, path, f"{world.reading}: {name} excludes {actor}, which acceded",
                "Say in the reading which of the two prevails",
            )  # fmt: skip
    yield from _end_before_start(world, document, at)


def _end_before_start(world: World, document: AgreementFile, at: Located) -> Iterator[Problem]:
    dates, zone = event_dates(document), document.agreement.zone
    starts = [resolve(term.start, dates, zone) for _, term in world.of(Start)]
    for name, term in world.of(DurationTerm):
        end = resolve(term.end, dates, zone) if term.end is not None else None
        if end and any(start and end.latest <= start.earliest for start in starts):
            yield question(
                at, ("readings", world.reading), f"{world.reading}: {name} ends before the start",
                "Correct one of the two",
            )  # fmt: skip


def _exclusions(
    world: World, at: Located, actors: ActorsFile, zones: list[Zone]
) -> Iterator[Problem]:
    """An exclusion whose actor or area is undefined."""
    path = ("readings", world.reading)
    listed = {entry.list_ for entry in actors.designations}
    for name, term in world.of(Exclusions):
        for list_ in sorted(set(term.lists) - listed):
            yield question(
                at, path, f"{world.reading}: {name} excludes by {list_}, which has no entries",
                "Add its designations to actors.yaml",
            )  # fmt: skip
        if term.mode in (ExclusionMode.AREA, ExclusionMode.BOTH):
            kinds = {ZoneKind(kind) for kind in term.area_kinds}
            for actor in (*term.actors, *term.also):
                if not any(z.kind in kinds and actor in (*z.against, *z.holders) for z in zones):
                    yield question(
                        at, path,
                        f"{world.reading}: {name} excludes areas about {actor}, and no zone is one",
                        f"Draw one in zones.geojson (kind {' or '.join(term.area_kinds)})",
                    )  # fmt: skip
