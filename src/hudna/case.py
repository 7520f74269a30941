"""A case: the folder of an agreement, its actors, places, zones and incidents.

In: a folder.  Out: a `Case` whose parts fit together, or every problem that it has, with file,
line and column.  The folder is read, never written, except by `new_case`.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import shapely

from hudna.actors import ActorsFile, Registry, registry
from hudna.agreement.agreement import Agreement
from hudna.agreement.document import AgreementFile
from hudna.checks import check_actors, check_agreement, check_incidents, check_zones
from hudna.entry import Evidence, build
from hudna.gazetteer import Gazetteer, read_gazetteer
from hudna.incident import Incident, IncidentEntry, IncidentsFile, incident
from hudna.instant import ALWAYS, BEGIN, Interval, local_day, of_day, read, span
from hudna.problem import Problem, Refused, Severity
from hudna.scenario import ScenariosFile
from hudna.yamlfile import Located, read_text, read_yaml
from hudna.zones import Zone, ZoneKind, geometry_problem

TEXT_FILES = (
    "agreement.yaml", "actors.yaml", "gazetteer.csv", "zones.geojson", "incidents.yaml",
    "scenarios.yaml",
)  # fmt: skip
JUDGED_FILES = TEXT_FILES[:5]


@dataclass
class Case:
    """A case that was read and found to fit together.  `problems` are warnings and questions."""

    path: Path
    agreement: Agreement
    incidents_file: IncidentsFile
    scenarios_file: ScenariosFile
    problems: tuple[Problem, ...] = ()
    hashes: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The case's id, as its header gives it."""
        return self.agreement.document.case.id

    @property
    def registry(self) -> Registry:
        """The case's actors."""
        return self.agreement.registry

    @property
    def reports_path(self) -> Path:
        """Where imported reports are kept until the record exists."""
        return self.path / "reports.parquet"

    @cached_property
    def incidents(self) -> list[Incident]:
        """The incidents coded by hand."""
        return [self.read_incident(entry) for entry in self.incidents_file.incidents]

    def happened(self) -> tuple[dict[str, Interval], set[str]]:
        """What an obligation may be met by: events and incidents with their times.

        Returns also those that are disputed: an event that a party denies, an incident that does
        not stand at the level of a verdict, or is contested.
        """
        document = self.agreement.document
        found = dict(self.agreement.events)
        disputed = {name for name, event in document.events.items() if event.disputed}
        for item in self.incidents:
            if item.occurred.refuted or item.occurred.level < document.standards.reported:
                continue
            found[item.id] = item.time
            if item.occurred.contested or item.occurred.level < document.standards.verdict:
                disputed.add(item.id)
        return found, disputed

    def last_day(self) -> int:
        """The end of the last day that the record speaks of: an instant.

        Events, incidents, accessions, lists and claims count; a time that is open does not.
        """
        document, zone = self.agreement.document, self.agreement.zone
        spans = [*self.agreement.events.values(), *(item.time for item in self.incidents)]
        dated = [a.at for a in document.accessions] + [x.published for x in document.lists]
        spans += [read(day, zone) for day in (*dated, *(c.at for c in document.status_claims))]
        ends = [span.latest for span in spans if not span.is_open]
        if not ends:
            return BEGIN
        return of_day(local_day(max(ends) - 1, zone), zone).latest

    def read_incident(self, entry: IncidentEntry) -> Incident:
        """An entry as it is judged in this case."""
        return incident(
            entry, self.agreement.zone, self.agreement.gazetteer, dict(self.registry.origins)
        )

    @property
    def agreement_sha256(self) -> str:
        """SHA-256 of `agreement.yaml` as it is stored: hex."""
        return self.hashes["agreement.yaml"]

    @property
    def snapshot(self) -> str:
        """SHA-256 over the files that judgements read, and the imported reports: hex."""
        digest = hashlib.sha256()
        for name in JUDGED_FILES:
            digest.update(f"{name} {self.hashes.get(name, '-')}\n".encode())
        if self.reports_path.exists():
            reports = hashlib.sha256(self.reports_path.read_bytes()).hexdigest()
            digest.update(f"reports.parquet {reports}\n".encode())
        return digest.hexdigest()


def open_case(path: Path | str) -> Case:
    """Read a case folder.  Raises `Refused` with every error that it has."""
    case, problems = read_case(Path(path))
    errors = [problem for problem in problems if problem.severity == Severity.ERROR]
    if case is None or errors:
        raise Refused(errors)
    return case


def read_case(path: Path) -> tuple[Case | None, list[Problem]]:
    """Read a case folder: the case (None where an error stands in the way), and all problems."""
    if not path.is_dir():
        what = "is not a folder" if path.exists() else "there is no such folder"
        return None, [Problem(str(path), None, None, what, "Make one with `hudna new DIR`")]
    if not (path / "agreement.yaml").exists():
        return None, [
            Problem(
                str(path), None, None, "the folder has no agreement.yaml, so it is no case",
                "Make one with `hudna new DIR`, or name the folder of a case",
            )
        ]  # fmt: skip
    problems: list[Problem] = []
    document, agreement_at = _read(path, "agreement.yaml", AgreementFile, problems)
    actors, actors_at = _read(path, "actors.yaml", ActorsFile, problems, ActorsFile())
    events, events_at = _read(path, "incidents.yaml", IncidentsFile, problems, IncidentsFile())
    scenarios, scenarios_at = _read(
        path, "scenarios.yaml", ScenariosFile, problems, ScenariosFile()
    )
    gazetteer, found = read_gazetteer(path / "gazetteer.csv")
    problems += found
    if document is None or actors is None:
        problems += _read_zones(path, "UTC", gazetteer, None)[1]
        return None, problems
    zone_name = document.agreement.zone
    problems += check_actors(actors, actors_at, zone_name)
    zones, found = _read_zones(path, zone_name, gazetteer, actors)
    problems += found
    problems += check_zones(zones, actors, gazetteer, "zones.geojson")
    problems += check_agreement(document, agreement_at, actors, zones, gazetteer, events)
    if any(problem.severity == Severity.ERROR for problem in problems):
        return None, problems
    try:
        agreement = Agreement(document, registry(actors, zone_name), zones, gazetteer, agreement_at)
    except Refused as refused:
        return None, [*problems, *refused.problems]
    for file, located in ((events, events_at), (scenarios, scenarios_at)):
        if file is not None:
            problems += check_incidents(file, located, agreement)
    if events is None or scenarios is None:
        return None, problems
    hashes = {
        name: hashlib.sha256((path / name).read_bytes()).hexdigest()
        for name in TEXT_FILES
        if (path / name).exists()
    }
    return Case(path, agreement, events, scenarios, tuple(problems), hashes), problems


def _read(
    path: Path, name: str, model: Any, problems: list[Problem], default: Any = None
) -> tuple[Any, Located]:
    """Read one YAML file into its model; a missing optional file is its default."""
    if default is not None and not (path / name).exists():
        return default, Located(name, {})
    try:
        located = read_yaml(path / name, name)
    except Refused as refused:
        problems += refused.problems
        return None, Located(name, {})
    if located.value is None and default is not None:
        return default, located
    built, found = build(located, model)
    problems += found
    return built, located


def _read_zones(
    path: Path, zone_name: str, gazetteer: Gazetteer, actors: ActorsFile | None
) -> tuple[list[Zone], list[Problem]]:
    """Read `zones.geojson`; a case without one has no zones."""
    name = "zones.geojson"
    if not (path / name).exists():
        return [], []
    try:
        text = read_text(path / name, name)
        features = json.loads(text)["features"]
        if not isinstance(features, list):
            raise TypeError
    except Refused as refused:
        return [], list(refused.problems)
    except json.JSONDecodeError as error:
        return [], [
            Problem(name, error.lineno, error.colno, f"this is not JSON: {error.msg}", "Mend it")
        ]
    except (KeyError, TypeError, RecursionError):
        remedy = 'Write {"type": "FeatureCollection", "features": […]}'
        return [], [Problem(name, 1, None, "this is no GeoJSON feature collection", remedy)]
    origins = (
        {} if actors is None else dict(registry(ActorsFile(origins=actors.origins), "UTC").origins)
    )
    zones: list[Zone] = []
    problems: list[Problem] = []
    for place, feature in enumerate(features):
        line = _line_of(text, feature)
        try:
            zones.append(_zone(feature, zone_name, gazetteer, origins))
        except (ValueError, TypeError, KeyError, AttributeError, Refused) as error:
            what = f"feature {place + 1}: {_reason(error)}"
            problems.append(Problem(name, line, None, what, "See the reference of zones.geojson"))
    return zones, problems


def _reason(error: Exception) -> str:
    if isinstance(error, Refused):
        return "; ".join(problem.what for problem in error.problems)
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)


def _line_of(text: str, feature: Any) -> int | None:
    """The line on which a feature's id stands, for the person who mends it."""
    try:
        needle = json.dumps(feature["properties"]["id"])
        at = text.find(needle)
    except (KeyError, TypeError):
        return None
    return text.count("\n", 0, at) + 1 if at >= 0 else None


_ZONE_FIELDS = {
    "id", "kind", "name", "from", "to", "margin_km", "units", "within", "holders", "against",
    "evidence", "approximate", "sources", "unverified", "note",
}  # fmt: skip


def _zone(feature: Any, zone_name: str, gazetteer: Gazetteer, origins: dict[str, Any]) -> Zone:
    properties = feature["properties"]
    if unknown := set(properties) - _ZONE_FIELDS:
        raise ValueError(f"there is no property {', '.join(sorted(map(repr, unknown)))}")
    if properties["kind"] not in list(ZoneKind):
        raise ValueError(f"kind {properties['kind']!r}: write one of {', '.join(ZoneKind)}")
    geometry = feature.get("geometry")
    if geometry is not None and (wrong := geometry_problem(geometry)):
        raise ValueError(f"{properties['id']}: {wrong}")
    located = Located("zones.geojson", properties.get("evidence", {}))
    evidence, problems = build(located, Evidence)
    if evidence is None:
        raise Refused(problems)
    if (supported := evidence.overstated(origins)) is not None and origins:
        assert evidence.level is not None
        raise ValueError(
            f"{properties['id']}: level {evidence.level.name} stands above what its origins and "
            f"grounds support ({supported.name})"
        )
    margin = float(properties.get("margin_km", 0))
    if not 0 <= margin <= 1000:
        raise ValueError(f"{properties['id']}: margin_km {margin:g} is outside 0 to 1000")
    within = frozenset(properties.get("within", ()))
    start, end = properties.get("from"), properties.get("to")
    return Zone(
        id=str(properties["id"]),
        kind=ZoneKind(properties["kind"]),
        name=dict(properties.get("name") or {}),
        held=ALWAYS if start is None and end is None else span(start, end, zone_name),
        geometry=None if geometry is None else shapely.geometry.shape(geometry),
        margin_km=margin,
        units=frozenset(properties.get("units", ())),
        within=within,
        above=frozenset(unit for name in within for unit in gazetteer.chain(name)),
        holders=tuple(properties.get("holders", ())),
        against=tuple(properties.get("against", ())),
        standing=evidence.standing(origins),
        sources=tuple(properties.get("sources", ())),
        unverified=bool(properties.get("unverified", False)),
    )


GITIGNORE = "sources/\nrecord.db*\nreports.parquet\nout/\n"


def templates() -> list[str]:
    """The names of the shipped cases, which `hudna new --template` copies."""
    folder = resources.files("hudna") / "cases"
    return sorted(item.name for item in folder.iterdir() if (item / "agreement.yaml").is_file())


def new_case(path: Path, template: str) -> list[Path]:
    """Copy a template into a new folder, whole or not at all.  Raises `Refused`."""
    if template not in templates():
        raise Refused(
            [Problem(template, None, None, "there is no such template",
                     f"Templates are {', '.join(templates())}")]
        )  # fmt: skip
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise Refused(
            [Problem(str(path), None, None, "exists and is not an empty folder", "Name a new one")]
        )
    made: list[Path] = []
    staging = path.parent / f".{path.name}.new"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        for item in _files(resources.files("hudna") / "cases" / template):
            (staging / item.name).write_bytes(item.read_bytes())
            made.append(path / item.name)
        (staging / ".gitignore").write_text(GITIGNORE, encoding="utf-8")
        (staging / "sources").mkdir()
        if path.exists():
            path.rmdir()
        staging.rename(path)
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        reason = error.strerror or str(error)
        raise Refused(
            [
                Problem(
                    str(path), None, None, f"cannot be made: {reason}", "Check the folder's rights"
                )
            ]
        ) from None
    return made


def _files(folder: Any) -> Iterable[Any]:
    return sorted((f for f in folder.iterdir() if f.is_file()), key=lambda f: str(f.name))
