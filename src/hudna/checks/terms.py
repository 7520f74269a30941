"""Checks of terms: that what their parameters refer to is there, and that their dates were."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from hudna import codes, taxonomy
from hudna.agreement.document import AgreementFile
from hudna.agreement.force import event_dates
from hudna.agreement.provisions import (
    ActTerm,
    Basis,
    Complaints,
    Conditions,
    Consequences,
    Deconfliction,
    DurationTerm,
    Exclusions,
    Guarantors,
    Interpretation,
    JointCommission,
    Monitoring,
    OtherLaw,
    PersonalScope,
    SelfDefence,
    Term,
    Termination,
    TerritorialScope,
    Withdrawal,
)
from hudna.agreement.timerule import TimeRule, Window, resolve
from hudna.checks.references import absent, missing, timed
from hudna.entry import Entry
from hudna.instant import Interval, TimeError, read, zone
from hudna.problem import Problem
from hudna.yamlfile import Located, Path_
from hudna.zones import ZoneKind

Wanted = tuple[Path_, str, Iterable[str], Collection[str]]
"""Place in the term, kind of thing, ids, where they must stand."""


@dataclass(frozen=True)
class Ids:
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


def ordered(
    at: Located, path: Path_, keys: tuple[str, str], dates: tuple[str | None, ...], zone_name: str
) -> Iterator[Problem]:
    """A problem for each of two dates that was not, and where the later one is the earlier."""
    found = []
    for key, date in zip(keys, dates, strict=True):
        wrong = () if date is None else tuple(timed(at, (*path, key), read, date, zone_name))
        yield from wrong
        if date is not None and not wrong:
            found.append(read(date, zone_name))
    # A day that ends as the other begins is before it; an instant at that moment is not.
    first, last = found if len(found) == 2 else (None, None)
    if first and last and (last.latest, last.earliest) < (first.earliest, first.earliest):
        yield at.problem(
            (*path, keys[1]), f"{dates[1]} is before {dates[0]}", "Correct one of the two dates"
        )


def _dates(document: AgreementFile) -> dict[str, Interval]:
    """When each event was; one whose date is wrong is left out, for it is a problem already."""
    found: dict[str, Interval] = {}
    for name, event in document.events.items():
        with suppress(TimeError):
            found |= event_dates(document.model_copy(update={"events": {name: event}}))
    return found


def check_rule(
    rule: TimeRule, at: Located, path: Path_, known: Ids, document: AgreementFile
) -> Iterator[Problem]:
    """The events that a time rule waits for are there, and its times were."""
    events = known.events | known.incidents
    for name in sorted(rule.events() - events):
        yield from absent(at, path, "event", name, events)
    yield from timed(at, path, resolve, rule, _dates(document), document.agreement.zone)


def _window(window: Window, at: Located, path: Path_, zone_name: str) -> Iterator[Problem]:
    """Its zone and days are; that a clock change skips its hour is met when it is read."""
    if window.zone is not None:
        unknown = tuple(timed(at, (*path, "zone"), zone, window.zone))
        yield from unknown
        zone_name = zone_name if unknown else window.zone
    yield from ordered(at, path, ("first", "last"), (window.first, window.last), zone_name)


def _within(entry: Entry, path: Path_) -> Iterator[tuple[Path_, Entry]]:
    """Every entry that stands in an entry, with its place."""
    for name, field in type(entry).model_fields.items():
        value = getattr(entry, name)
        here: Path_ = (*path, field.alias or name)
        items = enumerate(value) if isinstance(value, list) else [(None, value)]
        for i, item in items:
            if isinstance(item, Entry):
                where = here if i is None else (*here, i)
                yield where, item
                if not isinstance(item, TimeRule):
                    yield from _within(item, where)


def check_term(
    name: str, term: Term, at: Located, path: Path_, known: Ids, document: AgreementFile
) -> Iterator[Problem]:
    """The references of one term, as the base has it or as a world overrides it."""
    yield from missing(at, (*path, "clauses"), "clause", term.clauses, known.clauses)
    # What a switch supposes of a term stands on no clause: that is what the switch asks.
    if not term.clauses and term.basis != Basis.SILENT and path[0] != "switches":
        yield at.problem(
            path, f"{name} cites no clause", "List its `clauses`, or say `basis: silent`"
        )
    for where, entry in _within(term, path):
        if isinstance(entry, TimeRule):
            yield from check_rule(entry, at, where, known, document)
        elif isinstance(entry, Window):
            yield from _window(entry, at, where, document.agreement.zone)
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
        yield from missing(at, (*path, *key), kind, wanted, among)


def _term_references(term: Term, known: Ids) -> Iterator[Wanted]:
    """What a term's own parameters refer to."""
    kinds = {kind.value for kind in ZoneKind}
    match term:
        case ActTerm():
            yield from _act_term_references(term, known)
        case TerritorialScope():
            yield ("area",), "zone or unit", term.area, known.zones
            yield ("outside",), "zone or kind of zone", term.outside, known.zones | kinds
            yield ("covered_places",), "zone", term.covered_places, known.zones
        case PersonalScope():
            yield ("lists",), "list", _listed(term.lists), known.lists
            yield ("parties",), "actor", term.parties, known.actors
            yield ("not_parties",), "actor", term.not_parties, known.actors
        case Exclusions():
            yield ("actors",), "actor", term.actors, known.actors
            yield ("also",), "actor", term.also, known.actors
            yield ("lists",), "designation list", term.lists, known.designations
        case SelfDefence():
            yield ("never_for",), "observation code", term.never_for, taxonomy.acts()
            yield ("available_to",), "actor or side", _listed(term.available_to), known.holders
        case DurationTerm():
            for key, pieces in (("extensions", term.extensions), ("gaps", term.gaps)):
                for i, piece in enumerate(pieces):
                    yield (key, i, "by"), "actor or side", piece.by, known.holders
        case Conditions():
            yield ("conditions",), "event", term.conditions, known.events
        case Termination():
            yield ("gives_effect_to",), "status claim", term.gives_effect_to, known.claims
        case OtherLaw():
            for i, rule in enumerate(term.flags):
                flag = f"{rule.law}:{rule.code}"
                yield ("flags", i, "acts"), "observation code", rule.acts, taxonomy.acts()
                yield ("flags", i, "code"), "flag", (flag,), codes.codes("flag")
        case _:
            yield from _body_references(term, known)


def _act_term_references(term: ActTerm, known: Ids) -> Iterator[Wanted]:
    kinds = {kind.value for kind in ZoneKind}
    weapons = taxonomy.weapon_classes()
    actor_kinds = set(codes.codes("actor"))
    yield ("acts",), "observation code", _listed(term.acts), taxonomy.acts()
    yield ("weapons",), "weapon class", _listed(term.weapons), weapons
    yield ("by",), "actor, side or kind", _listed(term.by), known.holders | actor_kinds
    yield ("zones",), "zone or kind of zone", term.zones, known.zones | kinds
    if isinstance(term, Withdrawal):
        for i, line in enumerate(term.lines):
            yield ("lines", i, "party"), "actor or side", (line.party,), known.holders
            yield ("lines", i, "zone"), "zone", (line.zone,), known.zones
            yield ("lines", i, "weapons"), "weapon class", line.weapons, weapons
    if isinstance(term, Monitoring):
        yield ("mechanisms",), "mechanism", term.mechanisms, known.mechanisms


def _body_references(term: Term, known: Ids) -> Iterator[Wanted]:
    """What the terms about bodies and guarantors refer to."""
    bodies = known.holders | known.mechanisms
    match term:
        case Guarantors():
            for i, guarantee in enumerate(term.guarantees):
                here: Path_ = ("guarantees", i)
                yield (*here, "guarantor"), "actor", (guarantee.guarantor,), known.actors
                yield (*here, "guarantees"), "actor or side", guarantee.guarantees, known.holders
        case JointCommission():
            yield ("mechanisms",), "mechanism", term.mechanisms, known.mechanisms
        case Complaints():
            yield ("who",), "actor, side or mechanism", _listed(term.who), bodies
        case Consequences():
            yield ("decided_by",), "actor, side or mechanism", term.decided_by, bodies
        case Interpretation():
            yield ("forum",), "actor, side or mechanism", term.forum, bodies
        case Deconfliction():
            yield ("contacts",), "actor, side or mechanism", term.contacts, bodies
        case _:
            pass


def _listed(ids: list[str] | str) -> list[str]:
    """The ids; none where a word such as `any` or `default` stands for all of them."""
    return [] if isinstance(ids, str) else ids
