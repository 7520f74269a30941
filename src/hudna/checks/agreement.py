"""Checks of `agreement.yaml`: ids that lead somewhere, dates that agree, worlds that are complete."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from hudna import codes, taxonomy
from hudna.actors import ActorsFile
from hudna.agreement.document import AgreementFile
from hudna.agreement.force import event_dates
from hudna.agreement.provisions import (
    ActTerm,
    Basis,
    Conditions,
    Exclusions,
    Guarantors,
    OtherLaw,
    PersonalScope,
    SelfDefence,
    Start,
    Term,
    Termination,
    TerritorialScope,
    Withdrawal,
)
from hudna.agreement.timerule import TimeRule, resolve
from hudna.agreement.worlds import OPEN, Worlds, undecided
from hudna.checks.questions import questions
from hudna.checks.references import absent, missing, sources, timed, twice
from hudna.entry import Entry
from hudna.gazetteer import Gazetteer
from hudna.incident import IncidentsFile
from hudna.instant import TimeError, read, span, zone
from hudna.problem import Problem, Refused
from hudna.yamlfile import Located, Path_
from hudna.zones import Zone, ZoneKind


@dataclass(frozen=True)
class Known:
    """The ids that an agreement may refer to."""

    actors: frozenset[str]
    sides: frozenset[str]
    zones: frozenset[str]
    events: frozenset[str]
    incidents: frozenset[str]
    claims: frozenset[str]
    clauses: frozenset[str]
    lists: frozenset[str]
    designations: frozenset[str]
    mechanisms: frozenset[str]

    @property
    def holders(self) -> frozenset[str]:
        """Whoever can hold a reading or owe a duty: actors and sides."""
        return self.actors | self.sides


def check_agreement(
    document: AgreementFile,
    at: Located,
    actors: ActorsFile,
    zones: Iterable[Zone],
    gazetteer: Gazetteer,
    incidents: IncidentsFile | None,
) -> list[Problem]:
    """Every problem of the agreement; a lawyer's questions only where there is no error."""
    zones = list(zones)
    known = Known(
        frozenset(actor.id for actor in actors.actors),
        frozenset(actors.sides),
        frozenset({*(z.id for z in zones), *gazetteer.spots}),
        frozenset(document.events),
        frozenset(entry.id for entry in incidents.incidents) if incidents else frozenset(),
        frozenset(claim.id for claim in document.status_claims),
        frozenset(clause.id for i in document.instruments for clause in i.clauses),
        frozenset(item.id for item in document.lists),
        frozenset(entry.list_ for entry in actors.designations),
        frozenset(item.id for item in document.mechanisms),
    )
    problems = [
        *sources(at, document.sources),
        *_header(document, at),
        *_instruments(document, at, known),
        *_dated(document, at, known),
    ]
    for name, term in document.terms.items():
        problems += _term(name, term, at, ("terms", name), known, document)
    problems += _readings(document, at, known)
    problems += _switches(document, at)
    if not problems:
        problems += _worlds(document, at, known)
    if not problems:
        problems += questions(document, at, actors, zones)
    return problems


def _header(document: AgreementFile, at: Located) -> Iterator[Problem]:
    yield from timed(at, ("agreement", "zone"), zone, document.agreement.zone)


def _instruments(document: AgreementFile, at: Located, known: Known) -> Iterator[Problem]:
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
        for j, clause in enumerate(instrument.clauses):
            here = (*path, "clauses", j)
            if clause.id in everywhere:
                yield at.problem(here, f"the clause id “{clause.id}” stands twice", "Rename one")
            everywhere.add(clause.id)
            yield from absent(at, (*here, "version"), "version", clause.version, versions)
            if clause.status == "quotation" and (
                clause.version is None or versions[clause.version].status == "unseen"
            ):
                yield at.problem(
                    (*here, "status"), f"{clause.id} is marked as a quotation of no seen text",
                    "Name the `version` that it quotes, or write `status: paraphrase`",
                )  # fmt: skip


def _dated(document: AgreementFile, at: Located, known: Known) -> Iterator[Problem]:
    zone_name = document.agreement.zone
    for name, event in document.events.items():
        path: Path_ = ("events", name)
        yield from timed(at, path, event_dates, document)
        if event.at and event.to:
            yield from _ordered(at, path, event.at, event.to, event.zone or zone_name)
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
        for later in (accession.not_later_than, accession.until):
            if later is not None:
                yield from _ordered(at, path, accession.at, later, zone_name)
    yield from twice(at, ("lists",), "list", (item.id for item in document.lists))
    for i, item in enumerate(document.lists):
        path = ("lists", i)
        yield from absent(at, (*path, "by"), "actor or side", item.by, known.holders)
        yield from missing(at, (*path, "members"), "actor", item.members, known.actors)
        yield from missing(at, (*path, "strengths"), "member", item.strengths, item.members)
        yield from timed(at, path, read, item.published, zone_name)
    for i, claim in enumerate(document.status_claims):
        path = ("status_claims", i)
        yield from missing(at, (*path, "by"), "actor or side", claim.by, known.holders)
        yield from timed(at, path, read, claim.at, zone_name)
        if claim.effective is not None:
            yield from _rule(claim.effective, at, (*path, "effective"), known, document)
    for i, body in enumerate(document.mechanisms):
        yield from missing(
            at, ("mechanisms", i, "composition"), "actor or side", body.composition, known.holders
        )


def _ordered(at: Located, path: Path_, first: str, last: str, zone_name: str) -> Iterator[Problem]:
    try:
        if read(last, zone_name).latest < read(first, zone_name).earliest:
            yield at.problem(path, f"{last} is before {first}", "Correct one of the two dates")
    except TimeError as error:
        yield at.problem(path, str(error), "Correct the date, the time or the zone")


def _rule(
    rule: TimeRule, at: Located, path: Path_, known: Known, document: AgreementFile
) -> Iterator[Problem]:
    events = known.events | known.incidents
    for name in sorted(rule.events() - events):
        yield from absent(at, path, "event", name, events)
    yield from timed(at, path, resolve, rule, event_dates(document), document.agreement.zone)


def _rules_in(entry: Entry, path: Path_) -> Iterator[tuple[Path_, TimeRule]]:
    """Every time rule of an entry, with its place."""
    for name, field in type(entry).model_fields.items():
        value = getattr(entry, name)
        key = field.alias or name
        for where, item in (
            [((*path, key), value)]
            if not isinstance(value, list)
            else [((*path, key, i), item) for i, item in enumerate(value)]
        ):
            if isinstance(item, TimeRule):
                yield where, item
            elif isinstance(item, Entry):
                yield from _rules_in(item, where)


def _term(
    name: str, term: Term, at: Located, path: Path_, known: Known, document: AgreementFile
) -> Iterator[Problem]:
    """The references of one term, as the base has it or as a reading overrides it."""
    yield from missing(at, (*path, "clauses"), "clause", term.clauses, known.clauses)
    if not term.clauses and term.basis != Basis.SILENT:
        yield at.problem(
            path, f"{name} cites no clause", "List its `clauses`, or say `basis: silent`"
        )
    for where, rule in _rules_in(term, path):
        yield from _rule(rule, at, where, known, document)
    ids = [item.id for item in term.obligations]
    yield from twice(at, (*path, "obligations"), "obligation", ids)
    happenings = known.events | known.incidents
    for i, item in enumerate(term.obligations):
        here = (*path, "obligations", i)
        yield from missing(at, (*here, "debtors"), "actor or side", item.debtors, known.holders)
        yield from missing(at, (*here, "met_by"), "event or incident", item.met_by, happenings)
        yield from missing(
            at, (*here, "disputed_by"), "status claim or event", item.disputed_by,
            known.claims | happenings,
        )  # fmt: skip
    for key, kind, wanted, among in _term_references(term, known):
        yield from missing(at, (*path, key), kind, wanted, among)


def _term_references(
    term: Term, known: Known
) -> Iterator[tuple[str, str, Iterable[str], Collection[str]]]:
    """(field, kind of thing, ids, where they must stand) of a term's own parameters."""
    kinds = {kind.value for kind in ZoneKind}
    acts, weapons = taxonomy.acts(), taxonomy.weapon_classes()
    match term:
        case ActTerm():
            yield "acts", "observation code", () if term.acts == "default" else term.acts, acts
            yield "weapons", "weapon class", () if term.weapons == "any" else term.weapons, weapons
            actor_kinds = set(codes.codes("actor"))
            yield (
                "by",
                "actor, side or kind",
                () if term.by == "any" else term.by,
                (known.holders | actor_kinds),
            )
            yield "zones", "zone or kind of zone", term.zones, known.zones | kinds
            if isinstance(term, Withdrawal):
                for line in term.lines:
                    yield "lines", "actor or side", (line.party,), known.holders
                    yield "lines", "zone", (line.zone,), known.zones
                    yield "lines", "weapon class", line.weapons, weapons
        case TerritorialScope():
            yield "area", "zone or unit", term.area, known.zones
            yield "outside", "zone or kind of zone", term.outside, known.zones | kinds
            yield "covered_places", "zone", term.covered_places, known.zones
        case PersonalScope():
            yield "lists", "list", () if term.lists == "all" else term.lists, known.lists
            yield "parties", "actor", term.parties, known.actors
            yield "not_parties", "actor", term.not_parties, known.actors
        case Exclusions():
            yield "actors", "actor", term.actors, known.actors
            yield "also", "actor", term.also, known.actors
            yield "lists", "designation list", term.lists, known.designations
        case SelfDefence():
            yield "never_for", "observation code", term.never_for, acts
            if term.available_to != "any":
                yield "available_to", "actor or side", term.available_to, known.holders
        case Guarantors():
            for guarantee in term.guarantees:
                yield "guarantees", "actor", (guarantee.guarantor,), known.actors
                yield "guarantees", "actor or side", guarantee.guarantees, known.holders
        case Conditions():
            yield "conditions", "event", term.conditions, known.events
        case Termination():
            yield "gives_effect_to", "status claim", term.gives_effect_to, known.claims
        case OtherLaw():
            for rule in term.flags:
                yield "flags", "observation code", rule.acts, acts
                yield "flags", "flag", (f"{rule.law}:{rule.code}",), codes.codes("flag")
        case _:
            yield "mechanisms", "mechanism", getattr(term, "mechanisms", ()), known.mechanisms


def _readings(document: AgreementFile, at: Located, known: Known) -> Iterator[Problem]:
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


def _worlds(document: AgreementFile, at: Located, known: Known) -> Iterator[Problem]:
    """Every world can be built, and leaves no parameter undecided that a verdict needs."""
    worlds = Worlds(document, at)
    seen: set[tuple[str, str, str]] = set()
    for name, reading in document.readings.items():
        try:
            own = worlds.of_reading(name)
        except Refused as refused:
            yield from refused.problems
            continue
        for world in own:
            for term, parameter in undecided(world):
                if (name, term, parameter) not in seen:
                    seen.add((name, term, parameter))
                    yield at.problem(
                        ("readings", name, "terms", term),
                        f"{name} does not say {term}.{parameter}",
                        f"Set it in readings.{name}.terms.{term}, or add {name} to the switch "
                        "that sets it",
                    )
            for term_name in reading.terms:
                path: Path_ = ("readings", name, "terms", term_name)
                yield from _term(term_name, world.terms[term_name], at, path, known, document)
            break
    starts = [t for t in document.terms.values() if isinstance(t, Start)]
    if not starts:
        yield at.problem(("terms",), "no term says from when it is in force (P04)", "Add one")
    if not any(isinstance(t, TerritorialScope) for t in document.terms.values()):
        yield at.problem(("terms",), "no term says where it applies (P06)", "Add one")
