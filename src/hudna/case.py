"""A case: the folder of an agreement, its actors, places, zones and incidents.

In: a folder.  Out: a `Case` whose parts fit together, or every problem that it has, with file,
line and column.  The folder is read, never written, except by `new_case`.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Final

from hudna.actors import ActorsFile, Registry, registry
from hudna.agreement.agreement import Agreement
from hudna.agreement.document import AgreementFile
from hudna.checks import (
    Known,
    check_actors,
    check_agreement,
    check_incidents,
    read_zones,
    with_known_zone,
)
from hudna.entry import build
from hudna.gazetteer import read_gazetteer
from hudna.incident import Incident, IncidentEntry, IncidentsFile, incident
from hudna.instant import BEGIN, Interval, local_day, of_day, read
from hudna.problem import Problem, Refused, Severity
from hudna.scenario import ScenariosFile
from hudna.yamlfile import Located, parse_yaml, read_yaml

TEXT_FILES = (
    "agreement.yaml", "actors.yaml", "gazetteer.csv", "zones.geojson", "incidents.yaml",
    "scenarios.yaml",
)  # fmt: skip
RECORD_FILES = ("record.db", "record.db-wal", "record.db-shm")


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
        # The end of an interval is not in it; an instant is.
        lasts = [s.latest if s.is_instant else s.latest - 1 for s in spans if not s.is_open]
        return of_day(local_day(max(lasts), zone), zone).latest if lasts else BEGIN

    def read_incident(self, entry: IncidentEntry) -> Incident:
        """An entry as it is judged in this case."""
        return incident(
            entry, self.agreement.zone, self.agreement.gazetteer, dict(self.registry.origins)
        )

    @property
    def agreement_sha256(self) -> str:
        """SHA-256 of `agreement.yaml` as it is stored: hex."""
        return self.hashes["agreement.yaml"]


def open_case(path: Path | str) -> Case:
    """Read a case folder.  Raises `Refused` with every error that it has."""
    case, problems = read_case(Path(path))
    errors = _errors(problems)
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
    if devices := [name for name in (*TEXT_FILES, *RECORD_FILES) if _is_device(path / name)]:
        return None, [
            Problem(
                name, None, None, "is a device or a pipe, not a file", "Put a file in its place"
            )
            for name in devices
        ]
    problems: list[Problem] = []
    document, agreement_at = _read(path, "agreement.yaml", AgreementFile, problems)
    actors, actors_at = _read(path, "actors.yaml", ActorsFile, problems, ActorsFile())
    events, events_at = _read(path, "incidents.yaml", IncidentsFile, problems, IncidentsFile())
    scenarios, scenarios_at = _read(
        path, "scenarios.yaml", ScenariosFile, problems, ScenariosFile()
    )
    gazetteer, found = read_gazetteer(path / "gazetteer.csv")
    problems += found
    # What a broken file would answer is not asked; all else is, so that every error shows at once.
    zone_name = "UTC" if document is None else with_known_zone(document).agreement.zone
    register = None if document is None else document.sources
    zones, zone_ids, found = read_zones(path, zone_name, gazetteer, actors, register)
    problems += found
    if actors is not None:
        problems += check_actors(actors, actors_at, zone_name, register)
    if document is not None and actors is not None:
        problems += check_agreement(
            document, agreement_at, actors, zones, gazetteer, events, zone_ids
        )
    agreement = None
    if document is not None and actors is not None and not _errors(problems):
        try:
            agreement = Agreement(
                document, registry(actors, zone_name), zones, gazetteer, agreement_at
            )
        except Refused as refused:
            problems += refused.problems
    known = Known(
        zone_name, gazetteer, document, actors, None if agreement is None else agreement.worlds
    )
    for file, located in ((events, events_at), (scenarios, scenarios_at)):
        if file is not None:
            problems += check_incidents(file, located, known)
    if agreement is None or events is None or scenarios is None:
        return None, problems
    hashes = {
        name: hashlib.sha256((path / name).read_bytes()).hexdigest()
        for name in TEXT_FILES
        if (path / name).exists()
    }
    return Case(path, agreement, events, scenarios, tuple(problems), hashes), problems


def _is_device(path: Path) -> bool:
    """Whether reading it may never end."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _errors(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity == Severity.ERROR]


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


GITIGNORE = "sources/\nrecord.db*\nout/\n"


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
    staging: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
        staging.chmod(0o755)
        (staging / "sources").mkdir()
        for name, item in _files(resources.files("hudna") / "cases" / template):
            (staging / name).write_bytes(item.read_bytes())
            made.append(path / name)
        (staging / ".gitignore").write_text(GITIGNORE, encoding="utf-8")
        if path.exists():
            path.rmdir()
        staging.rename(path)
    except OSError as error:
        if staging is not None:
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


def _files(folder: Any) -> list[tuple[str, Any]]:
    """What a template ships, by name; not a record that somebody began in it.

    Its `template.yaml` may name another template and files of that one which it shares; what lies
    in its `sources` comes with it.
    """
    shipped = {f.name: f for f in folder.iterdir() if f.name in (*TEXT_FILES, "README.md")}
    if (shared := folder / _TEMPLATE).is_file():
        told = parse_yaml(shared.read_text(encoding="utf-8"), _TEMPLATE).value
        shipped |= {name: folder.parent / told["from"] / name for name in told["files"]}
    if (brought := folder / "sources").is_dir():
        shipped |= {f"sources/{f.name}": f for f in brought.iterdir() if f.is_file()}
    return sorted(shipped.items())


_TEMPLATE: Final = "template.yaml"
