"""Checks of `incidents.yaml` and `scenarios.yaml` against the agreement that they are judged by."""

from __future__ import annotations

from collections.abc import Iterator

from hudna import codes, taxonomy
from hudna.agreement.agreement import Agreement
from hudna.checks.references import absent, missing, sources, timed, twice
from hudna.entry import Evidence
from hudna.finding import ELEMENTS, SCOPE
from hudna.incident import UNIDENTIFIED, IncidentEntry, IncidentsFile, PartiesEntry
from hudna.problem import Problem, Refused
from hudna.scenario import Scenario, ScenariosFile
from hudna.yamlfile import Located, Path_
from hudna.zones import geometry_problem


def check_incidents(
    file: IncidentsFile | ScenariosFile, at: Located, agreement: Agreement
) -> list[Problem]:
    """Every problem of the incidents of a file, and of what scenarios expect of them."""
    return list(_file(file, at, agreement))


def _file(
    file: IncidentsFile | ScenariosFile, at: Located, agreement: Agreement
) -> Iterator[Problem]:
    yield from sources(at, agreement.document.sources)
    if isinstance(file, IncidentsFile):
        ids = [entry.id for entry in file.incidents]
        yield from twice(at, ("incidents",), "incident", ids)
        for i, entry in enumerate(file.incidents):
            yield from _incident(entry, at, ("incidents", i), agreement, set(ids))
        return
    yield from twice(at, ("scenarios",), "scenario", (s.id for s in file.scenarios))
    for i, scenario in enumerate(file.scenarios):
        ids = [entry.id for entry in scenario.incidents]
        for j, entry in enumerate(scenario.incidents):
            path: Path_ = ("scenarios", i, "incidents", j)
            yield from _incident(entry, at, path, agreement, set(ids))
        yield from _scenario(scenario, at, ("scenarios", i), agreement, ids)


def _incident(
    entry: IncidentEntry, at: Located, path: Path_, agreement: Agreement, ids: set[str]
) -> Iterator[Problem]:
    actors = agreement.registry.entries
    spots = agreement.gazetteer.spots
    yield from timed(at, (*path, "time"), entry.time.interval, agreement.zone)
    yield from absent(at, (*path, "place", "spot"), "place", entry.place.spot, spots)
    if entry.place.point is not None:
        lon, lat = entry.place.point
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            yield at.problem(
                (*path, "place", "point"), f"longitude {lon:g}, latitude {lat:g}",
                "Write [longitude, latitude] in degrees: at most 180 and 90",
            )  # fmt: skip
    if entry.place.geometry is not None and (wrong := geometry_problem(entry.place.geometry)):
        yield at.problem((*path, "place", "geometry"), wrong, "Mend the shape")
    for key, parties in (
        ("actors", entry.actors), ("targets", entry.targets), ("held_by", entry.held_by),
    ):  # fmt: skip
        if parties is not None:
            yield from _parties(parties, at, (*path, key), agreement)
    for j, pair in enumerate(entry.pairings):
        yield from missing(at, (*path, "pairings", j), "actor", pair, {*actors, UNIDENTIFIED})
    for j, act in enumerate(entry.acts.any_of):
        here = (*path, "acts", "any_of", j)
        yield from absent(at, here, "observation code", act.code, taxonomy.acts())
        yield from absent(at, here, "weapon class", act.weapon, taxonomy.weapon_classes())
    for j, link in enumerate(entry.links):
        yield from absent(at, (*path, "links", j, "to"), "incident", link.to, ids)
    for j, claim in enumerate(entry.claims):
        known = {*actors, *agreement.registry.sides, *agreement.registry.origins}
        yield from absent(at, (*path, "claims", j, "by"), "actor, side or origin", claim.by, known)
    if entry.plea is not None:
        yield from absent(at, (*path, "plea", "invoked_by"), "actor", entry.plea.invoked_by, actors)
        for name, test in entry.plea.tests.items():
            yield from _evidence(test.evidence, at, (*path, "plea", "tests", name), agreement)
    for j, flag in enumerate(entry.flags):
        flags = codes.codes("flag")
        name = f"{flag.law}:{flag.code}"
        yield from absent(at, (*path, "flags", j, "code"), "flag", name, flags)
    for key, evidence in (
        ("evidence", entry.evidence), ("occurred", entry.occurred),
        ("time", entry.time.evidence), ("place", entry.place.evidence),
        ("acts", entry.acts.evidence),
    ):  # fmt: skip
        if evidence is not None:
            yield from _evidence(evidence, at, (*path, key), agreement)


def _parties(
    parties: PartiesEntry, at: Located, path: Path_, agreement: Agreement
) -> Iterator[Problem]:
    known = {*agreement.registry.entries, UNIDENTIFIED}
    for key in ("any_of", "together"):
        for j, candidate in enumerate(getattr(parties, key)):
            yield from absent(at, (*path, key, j), "actor", candidate.actor, known)
    if parties.evidence is not None:
        yield from _evidence(parties.evidence, at, (*path, "evidence"), agreement)


def _evidence(
    evidence: Evidence, at: Located, path: Path_, agreement: Agreement
) -> Iterator[Problem]:
    known = dict(agreement.registry.origins)
    yield from missing(at, (*path, "origins"), "origin", evidence.origins, known)
    supported = evidence.overstated(known)
    if supported is not None and evidence.level is not None:
        yield at.problem(
            (*path, "level"),
            f"level {evidence.level.name} stands above what its origins and grounds support "
            f"({supported.name})",
            "Name the further origins or grounds, or lower the level",
        )


def _scenario(
    scenario: Scenario, at: Located, path: Path_, agreement: Agreement, ids: list[str]
) -> Iterator[Problem]:
    switches = agreement.document.switches
    for name, value in scenario.pins.items():
        yield from absent(at, (*path, "pins", name), "switch", name, switches)
        if name in switches:
            yield from absent(at, (*path, "pins", name), "value", value, switches[name].values)
    for reading, pins in scenario.pins_by_reading.items():
        here = (*path, "pins_by_reading", reading)
        yield from absent(at, here, "reading", reading, agreement.document.readings)
        for name, value in pins.items():
            known = switches[name].values if name in switches else ()
            yield from absent(at, (*here, name), f"value of {name}", value, known)
    yield from missing(at, (*path, "proved"), "actor", scenario.proved, agreement.registry.entries)
    for j, expected in enumerate(scenario.expect):
        here = (*path, "expect", j)
        yield from absent(at, (*here, "incident"), "incident", expected.incident, ids)
        for selector, world in expected.worlds.items():
            place = (*here, "worlds", selector)
            try:
                agreement.worlds.select(selector)
            except Refused as refused:
                for problem in refused.problems:
                    yield at.problem(place, problem.what, problem.remedy)
            yield from missing(at, (*place, "failing"), "element", world.failing, SCOPE)
            yield from missing(
                at, (*place, "reasons"), "reason code", world.reasons, codes.codes("reason")
            )
            yield from missing(at, (*place, "elements"), "element", world.elements, ELEMENTS)
