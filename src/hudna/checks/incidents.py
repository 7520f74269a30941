"""Checks of `incidents.yaml` and `scenarios.yaml` against the agreement that they are judged by."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from hudna import codes, taxonomy
from hudna.actors import ActorsFile
from hudna.agreement.document import AgreementFile
from hudna.agreement.worlds import Worlds
from hudna.checks.references import absent, keyed, missing, sources, timed, twice
from hudna.entry import Evidence
from hudna.evidence import Origin
from hudna.finding import ELEMENTS, SCOPE
from hudna.gazetteer import Gazetteer
from hudna.incident import UNIDENTIFIED, IncidentEntry, IncidentsFile, PartiesEntry
from hudna.problem import Problem, Refused
from hudna.scenario import Scenario, ScenariosFile
from hudna.yamlfile import Located, Path_
from hudna.zones import geometry_problem


@dataclass(frozen=True)
class Known:
    """What incidents may refer to; None for a file that could not be read: then nothing is told."""

    zone: str
    gazetteer: Gazetteer
    document: AgreementFile | None
    actors: ActorsFile | None
    worlds: Worlds | None

    @cached_property
    def actor_ids(self) -> Collection[str] | None:
        """The ids of the actors."""
        return None if self.actors is None else {actor.id for actor in self.actors.actors}

    @cached_property
    def origins(self) -> Mapping[str, Origin] | None:
        """The origins by id."""
        if self.actors is None:
            return None
        return {o.id: Origin(o.id, tuple(o.names), o.side, o.named) for o in self.actors.origins}


def check_incidents(
    file: IncidentsFile | ScenariosFile, at: Located, known: Known
) -> list[Problem]:
    """Every problem of the incidents of a file, and of what scenarios expect of them."""
    return list(_file(file, at, known))


def _file(file: IncidentsFile | ScenariosFile, at: Located, known: Known) -> Iterator[Problem]:
    if known.document is not None:
        yield from sources(at, known.document.sources)
    if isinstance(file, IncidentsFile):
        ids = [entry.id for entry in file.incidents]
        yield from twice(at, ("incidents",), "incident", ids)
        for i, entry in enumerate(file.incidents):
            yield from _incident(entry, at, ("incidents", i), known, set(ids))
        return
    yield from twice(at, ("scenarios",), "scenario", (s.id for s in file.scenarios))
    for i, scenario in enumerate(file.scenarios):
        ids = [entry.id for entry in scenario.incidents]
        yield from twice(at, ("scenarios", i, "incidents"), "incident", ids)
        for j, entry in enumerate(scenario.incidents):
            path: Path_ = ("scenarios", i, "incidents", j)
            yield from _incident(entry, at, path, known, set(ids))
        yield from _scenario(scenario, at, ("scenarios", i), known, ids)


def _incident(
    entry: IncidentEntry, at: Located, path: Path_, known: Known, ids: set[str]
) -> Iterator[Problem]:
    yield from timed(at, (*path, "time"), entry.time.interval, known.zone)
    yield from absent(
        at, (*path, "place", "spot"), "place", entry.place.spot, known.gazetteer.spots
    )
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
            yield from _parties(parties, at, (*path, key), known)
    if known.actors is not None:
        yield from _voices(entry, at, path, known.actors)
    for j, act in enumerate(entry.acts.any_of):
        here = (*path, "acts", "any_of", j)
        yield from absent(at, here, "observation code", act.code, taxonomy.acts())
        yield from absent(at, here, "weapon class", act.weapon, taxonomy.weapon_classes())
    for j, link in enumerate(entry.links):
        yield from absent(at, (*path, "links", j, "to"), "incident", link.to, ids)
    for j, flag in enumerate(entry.flags):
        flags = codes.codes("flag")
        name = f"{flag.law}:{flag.code}"
        yield from absent(at, (*path, "flags", j, "code"), "flag", name, flags)
    for name, test in entry.plea.tests.items() if entry.plea else ():
        yield from _evidence(test.evidence, at, (*path, "plea", "tests", name, "evidence"), known)
    graded: tuple[tuple[Path_, Evidence | None], ...] = (
        (("evidence",), entry.evidence), (("occurred",), entry.occurred),
        (("time", "evidence"), entry.time.evidence), (("place", "evidence"), entry.place.evidence),
        (("acts", "evidence"), entry.acts.evidence),
    )  # fmt: skip
    for keys, evidence in graded:
        if evidence is not None:
            yield from _evidence(evidence, at, (*path, *keys), known)


def _voices(
    entry: IncidentEntry, at: Located, path: Path_, actors: ActorsFile
) -> Iterator[Problem]:
    """Whom an incident names beside its candidates: in pairs, claims and pleas."""
    ids = {actor.id for actor in actors.actors}
    for j, pair in enumerate(entry.pairings):
        yield from missing(at, (*path, "pairings", j), "actor", pair, {*ids, UNIDENTIFIED})
    voices = {*ids, *actors.sides, *(origin.id for origin in actors.origins)}
    for j, claim in enumerate(entry.claims):
        here = (*path, "claims", j, "by")
        yield from absent(at, here, "actor, side or origin", claim.by, voices)
    if entry.plea is not None:
        here = (*path, "plea", "invoked_by")
        yield from absent(at, here, "actor", entry.plea.invoked_by, ids)


def _parties(parties: PartiesEntry, at: Located, path: Path_, known: Known) -> Iterator[Problem]:
    actors = known.actor_ids
    if actors is not None:
        for key in ("any_of", "together"):
            for j, candidate in enumerate(getattr(parties, key)):
                here = (*path, key, j)
                yield from absent(at, here, "actor", candidate.actor, {*actors, UNIDENTIFIED})
    if parties.evidence is not None:
        yield from _evidence(parties.evidence, at, (*path, "evidence"), known)


def _evidence(evidence: Evidence, at: Located, path: Path_, known: Known) -> Iterator[Problem]:
    origins = known.origins
    if origins is None:
        return
    yield from missing(at, (*path, "origins"), "origin", evidence.origins, origins)
    supported = evidence.overstated(dict(origins))
    if supported is not None and evidence.level is not None:
        yield at.problem(
            (*path, "level"),
            f"level {evidence.level.name} stands above what its origins and grounds support "
            f"({supported.name})",
            "Name the further origins or grounds, or lower the level",
        )


def _scenario(
    scenario: Scenario, at: Located, path: Path_, known: Known, ids: list[str]
) -> Iterator[Problem]:
    if known.document is not None:
        yield from _pins(scenario, at, path, known.document)
    if known.actor_ids is not None:
        yield from missing(at, (*path, "proved"), "actor", scenario.proved, known.actor_ids)
    for j, expected in enumerate(scenario.expect):
        here = (*path, "expect", j)
        yield from absent(at, (*here, "incident"), "incident", expected.incident, ids)
        for selector, world in expected.worlds.items():
            place = (*here, "worlds", selector)
            yield from _selector(selector, at, place, known.worlds)
            yield from missing(at, (*place, "failing"), "element", world.failing, SCOPE)
            yield from missing(
                at, (*place, "reasons"), "reason code", world.reasons, codes.codes("reason")
            )
            yield from keyed(at, (*place, "elements"), "element", world.elements, ELEMENTS)


def _selector(selector: str, at: Located, place: Path_, worlds: Worlds | None) -> Iterator[Problem]:
    try:
        if worlds is not None:
            worlds.select(selector)
    except Refused as refused:
        for problem in refused.problems:
            yield at.problem(place, problem.what, problem.remedy)


def _pins(
    scenario: Scenario, at: Located, path: Path_, document: AgreementFile
) -> Iterator[Problem]:
    switches = document.switches
    for name, value in scenario.pins.items():
        yield from absent(at, (*path, "pins", name), "switch", name, switches)
        if name in switches:
            yield from absent(at, (*path, "pins", name), "value", value, switches[name].values)
    for reading, pins in scenario.pins_by_reading.items():
        here = (*path, "pins_by_reading", reading)
        yield from absent(at, here, "reading", reading, document.readings)
        for name, value in pins.items():
            values = switches[name].values if name in switches else ()
            yield from absent(at, (*here, name), f"value of {name}", value, values)
