"""Checks of `agreement.yaml`: ids that lead somewhere, dates that agree, worlds that are complete."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hudna.actors import ActorsFile
from hudna.agreement.document import AgreementFile
from hudna.agreement.force import event_dates, timeline
from hudna.agreement.provisions import DurationTerm, Start, Term, TerritorialScope
from hudna.agreement.worlds import OPEN, World, Worlds, undecided
from hudna.checks.questions import questions
from hudna.checks.references import absent, keyed, missing, sources, timed, twice
from hudna.checks.terms import Ids, check_rule, check_term, ordered
from hudna.gazetteer import Gazetteer
from hudna.incident import IncidentsFile
from hudna.instant import ALWAYS, TimeError, read, span, zone
from hudna.problem import Problem, Refused
from hudna.yamlfile import Located, Path_
from hudna.zones import Zone


def check_agreement(
    document: AgreementFile,
    at: Located,
    actors: ActorsFile,
    zones: Iterable[Zone],
    gazetteer: Gazetteer,
    incidents: IncidentsFile | None,
    zone_ids: frozenset[str] = frozenset(),
) -> list[Problem]:
    """Every problem of the agreement; a lawyer's questions only where there is no error.

    `zone_ids`: ids of zones that could not be read, and are problems already.
    """
    zones = list(zones)
    known = Ids(
        frozenset(actor.id for actor in actors.actors),
        frozenset(actors.sides),
        frozenset({*(z.id for z in zones), *zone_ids, *gazetteer.spots}),
        frozenset(document.events),
        frozenset(entry.id for entry in incidents.incidents) if incidents else frozenset(),
        frozenset(claim.id for claim in document.status_claims),
        frozenset(clause.id for i in document.instruments for clause in i.clauses),
        frozenset(item.id for item in document.lists),
        frozenset(entry.list_ for entry in actors.designations),
        frozenset(item.id for item in document.mechanisms),
    )
    problems = [*sources(at, document.sources), *_header(document, at)]
    document = with_known_zone(document)
    problems += [
        *_instruments(document, at, known),
        *_dated(document, at, known),
    ]
    for name, term in document.terms.items():
        problems += check_term(name, term, at, ("terms", name), known, document)
    problems += _obligations(document, at)
    problems += _readings(document, at, known)
    unsettled = list(_switches(document, at))
    problems += unsettled
    problems += _scope(document, at)
    if not unsettled:
        problems += _worlds(document, at, known, {p.what for p in problems})
    if not problems:
        problems += questions(document, at, actors, zones)
    return problems


def _header(document: AgreementFile, at: Located) -> Iterator[Problem]:
    yield from timed(at, ("agreement", "zone"), zone, document.agreement.zone)


def with_known_zone(document: AgreementFile) -> AgreementFile:
    """The document; with UTC for a zone that there is not, so that one error stays one."""
    try:
        zone(document.agreement.zone)
    except TimeError:
        header = document.agreement.model_copy(update={"zone": "UTC"})
        return document.model_copy(update={"agreement": header})
    return document


def _instruments(document: AgreementFile, at: Located, known: Ids) -> Iterator[Problem]:
    yield from twice(at, ("instruments",), "instrument", (i.id for i in document.instruments))
    everywhere: set[str] = set()
    for i, instrument in enumerate(document.instruments):
        versions = {version.id: version for version in instrument.versions}
        path: Path_ = ("instruments", i)
        yield from twice(at, (*path, "versions"), "version", (v.id for v in instrument.versions))
        for j, version in enumerate(instrument.versions):
            here = (*path, "versions", j)
            yield from missing(
                at, (*here, "holders"), "actor or side", version.holders, known.holders
            )
            yield from keyed(at, (*here, "differs_from"), "version", version.differs_from, versions)
        for j, clause in enumerate(instrument.clauses):
            here = (*path, "clauses", j)
            if clause.id in everywhere:
                yield at.problem(here, f"the clause id “{clause.id}” stands twice", "Rename one")
            everywhere.add(clause.id)
            yield from absent(at, (*here, "version"), "version", clause.version, versions)
            yield from keyed(at, (*here, "differs"), "version", clause.differs, versions)
            quoted = versions.get(clause.version or "")
            if clause.status == "quotation" and (
                clause.version is None or (quoted is not None and quoted.status == "unseen")
            ):
                yield at.problem(
                    (*here, "status"), f"{clause.id} is marked as a quotation of no seen text",
                    "Name the `version` that it quotes, or write `status: paraphrase`",
                )  # fmt: skip


def _dated(document: AgreementFile, at: Located, known: Ids) -> Iterator[Problem]:
    zone_name = document.agreement.zone
    for name, event in document.events.items():
        path: Path_ = ("events", name)
        dates = (event.at, event.to)
        yield from ordered(at, path, ("at", "to"), dates, event.zone or zone_name)
    for i, accession in enumerate(document.accessions):
        path = ("accessions", i)
        yield from absent(at, (*path, "actor"), "actor", accession.actor, known.actors)
        yield from absent(at, (*path, "by"), "actor or side", accession.by, known.holders)
        yield from missing(
            at, (*path, "contested_by"), "actor or side", accession.contested_by, known.holders
        )
        instruments = {item.id for item in document.instruments}
        yield from absent(
            at, (*path, "instrument"), "instrument", accession.instrument, instruments
        )
        for key in ("not_later_than", "until"):
            dates = (accession.at, getattr(accession, key))
            yield from ordered(at, path, ("at", key), dates, zone_name)
    yield from twice(at, ("lists",), "list", (item.id for item in document.lists))
    for i, item in enumerate(document.lists):
        path = ("lists", i)
        yield from absent(at, (*path, "by"), "actor or side", item.by, known.holders)
        yield from missing(at, (*path, "members"), "actor", item.members, known.actors)
        yield from keyed(at, (*path, "strengths"), "member", item.strengths, item.members)
        yield from timed(at, path, read, item.published, zone_name)
    for i, claim in enumerate(document.status_claims):
        path = ("status_claims", i)
        yield from missing(at, (*path, "by"), "actor or side", claim.by, known.holders)
        yield from timed(at, path, read, claim.at, zone_name)
        if claim.effective is not None:
            yield from check_rule(claim.effective, at, (*path, "effective"), known, document)
    for i, body in enumerate(document.mechanisms):
        yield from missing(
            at, ("mechanisms", i, "composition"), "actor or side", body.composition, known.holders
        )


def _obligations(document: AgreementFile, at: Located) -> Iterator[Problem]:
    """Every obligation of the agreement has an id of its own."""
    seen: set[str] = set()
    for name, term in document.terms.items():
        for i, item in enumerate(term.obligations):
            if item.id in seen:
                yield at.problem(
                    ("terms", name, "obligations", i, "id"),
                    f"the obligation id “{item.id}” stands twice", "Give each its own id",
                )  # fmt: skip
            seen.add(item.id)


def _readings(document: AgreementFile, at: Located, known: Ids) -> Iterator[Problem]:
    for name, reading in document.readings.items():
        path: Path_ = ("readings", name)
        yield from missing(at, (*path, "holders"), "actor or side", reading.holders, known.holders)
        for term in reading.terms:
            yield from absent(at, (*path, "terms", term), "term", term, document.terms)
        yield from timed(at, path, span, reading.from_, reading.to, document.agreement.zone)


def _switches(document: AgreementFile, at: Located) -> Iterator[Problem]:
    for name, switch in document.switches.items():
        for value, changes in switch.values.items():
            for term in changes:
                path: Path_ = ("switches", name, "values", value, term)
                yield from absent(at, path, "term", term, document.terms)
        for reading, setting in switch.readings.items():
            path = ("switches", name, "readings", reading)
            yield from absent(at, path, "reading", reading, document.readings)
            yield from absent(at, path, "value", setting.value, {*switch.values, OPEN})
        if OPEN in switch.values:
            yield at.problem(("switches", name), "a value called “open”", "Give it another name")


def _scope(document: AgreementFile, at: Located) -> Iterator[Problem]:
    kinds = {type(term) for term in document.terms.values()}
    if Start not in kinds:
        yield at.problem(("terms",), "no term says from when it is in force (P04)", "Add one")
    if TerritorialScope not in kinds:
        yield at.problem(("terms",), "no term says where it applies (P06)", "Add one")


def _worlds(document: AgreementFile, at: Located, known: Ids, told: set[str]) -> Iterator[Problem]:
    """Every world can be built, refers to what there is, and decides what a verdict needs.

    `told`: what is wrong with the base terms; a world that inherits it is not told again.
    """
    worlds = Worlds(document, at)
    for name in document.readings:
        try:
            own = worlds.of_reading(name)
            every = [*own, *(other for world in own for _, other in worlds.neighbours(world))]
        except Refused as refused:
            yield from refused.problems
            continue
        for world in own:
            for term, parameter in undecided(world):
                what = f"{name} does not say {term}.{parameter}"
                if what not in told:
                    told.add(what)
                    yield at.problem(
                        ("readings", name, "terms", term), what,
                        f"Set it in readings.{name}.terms.{term}, or add {name} to the switch "
                        "that sets it",
                    )  # fmt: skip
            for problem in _recurrences(document, world, at):
                if problem.what not in told:
                    told.add(problem.what)
                    yield problem
        for path, term_name, term_here in _overridden(document, name, every):
            for problem in check_term(term_name, term_here, at, path, known, document):
                inherited = (problem.line, problem.column) == at.place(path)
                if not (inherited and problem.what in told):
                    told.add(problem.what)
                    yield problem


def _recurrences(document: AgreementFile, world: World, at: Located) -> Iterator[Problem]:
    """A daily window or pause that on some day begins or ends at a time that the clocks skip."""
    for name, term in world.of(DurationTerm):
        if term.windows or term.pauses:
            line = timeline(world, document, event_dates(document))
            yield from timed(at, ("terms", name), line.changes, ALWAYS)


def _overridden(
    document: AgreementFile, reading: str, worlds: Iterable[World]
) -> Iterator[tuple[Path_, str, Term]]:
    """The terms that a reading or a switch of it changes, each once, with who changes it."""
    seen: set[Path_] = set()
    for world in worlds:
        changes: list[tuple[Path_, Iterable[str]]] = [
            (("readings", reading, "terms"), document.readings[reading].terms)
        ]
        for switch, value in world.switches.items():
            here: Path_ = ("switches", switch, "values", value)
            changes.append((here, document.switches[switch].values[value]))
        for path, names in changes:
            for name in names:
                if (*path, name) not in seen and name in world.terms:
                    seen.add((*path, name))
                    yield (*path, name), name, world.terms[name]
