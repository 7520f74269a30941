"""From a case and its findings to a report.

In: a case, the findings of its incidents and reports, its obligations, the worlds, a period.
Out: a `Report`.  Pure: the same input gives the same report; no clock is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hudna import taxonomy
from hudna.agreement.obligations import Due
from hudna.agreement.worlds import OPEN, World
from hudna.analysis.counts import MATCHED
from hudna.case import Case
from hudna.codes import Text
from hudna.entry import Label
from hudna.finding import Finding
from hudna.incident import UNIDENTIFIED, Act, Incident, Parties
from hudna.instant import Interval
from hudna.judging.alternatives import parts
from hudna.record.decisions import IncidentState
from hudna.record.manifest import Manifest
from hudna.sitrep.counting import Counted, belongs, series, unit_of
from hudna.sitrep.matrix import by_reading, cells, standing_of, switch
from hudna.sitrep.model import (
    Account,
    Belongs,
    Claim,
    Count,
    Duty,
    Method,
    Named,
    Party,
    ReadingHead,
    Report,
    Source,
    heading_of,
)
from hudna.sitrep.notices import decided, notices
from hudna.sitrep.words import both, is_arabic


def build(
    case: Case,
    findings: Iterable[Finding],
    incidents: Iterable[Incident],
    dues: Sequence[Due],
    worlds: Sequence[World],
    period: Interval,
    rests_on: Manifest,
    dues_at: int | None = None,
    workflow: Mapping[str, IncidentState] | None = None,
    left_out: int = 0,
) -> Report:
    """Build the report of a period.

    `findings` are those of `incidents` in `worlds`, the default worlds; `dues` the obligations as
    they stand at the instant `dues_at`, by default the end of the period.  `rests_on` says from which
    state of the record all of it was derived.  `workflow` are the states of the incidents of which
    people decided anything; `left_out` counts the reports that they took out.
    """
    states = workflow or {}
    agreement, document = case.agreement, case.agreement.document
    readings = by_reading(worlds)
    counted = list(_counted(case, findings, incidents, period))
    shown = [c for c in counted if not c.incident.unmatched and c.belongs != Belongs.OUTSIDE]
    shown.sort(key=lambda c: (c.span, c.incident.id))
    accounts = tuple(_account(case, c, readings, states) for c in shown if not c.incident.aggregate)
    names = sorted({c.source for c in counted if c.source is not None})
    return Report(
        case.id,
        text(document.case.title),
        document.agreement.id,
        text(document.agreement.title),
        period,
        agreement.zone,
        tuple(_reading(case, name, found) for name, found in readings.items()),
        series(counted, None, case),
        tuple(series(counted, name, case) for name in names),
        accounts,
        _duties(case, dues, readings),
        period.latest if dues_at is None else dues_at,
        _method(case, accounts, rests_on),
        notices(states, (a.id for a in accounts), (i.id for i in case.incidents_file.incidents)),
        left_out,
    )


def text(label: Label) -> Text:
    """A label of the case in both languages; where one is missing, the other stands for it."""
    return Text(label.text("en"), label.text("ar"))


def _text(words: Mapping[str, str], otherwise: str) -> Text:
    en, ar = words.get("en"), words.get("ar")
    return Text(en or ar or otherwise, ar or en or otherwise)


def _counted(
    case: Case, findings: Iterable[Finding], incidents: Iterable[Incident], period: Interval
) -> Iterable[Counted]:
    """Each finding with its incident, and the time of its part."""
    found: dict[tuple[bool, str], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.unmatched, finding.incident), []).append(finding)
    for incident in incidents:
        spans = parts(incident, case.agreement)
        mine = found.get((incident.unmatched, incident.id), [])
        for finding, span in zip(mine, spans, strict=True):
            source = None if incident.entry is not None else MATCHED
            if incident.unmatched:
                source = (incident.sources or ("",))[0]
            lies = belongs(span, incident.extent, period)
            yield Counted(incident, finding, span, lies, source, heading_of(finding))


def _actor(case: Case, name: str) -> Text:
    if name == UNIDENTIFIED:
        return both("unidentified")
    return Text(case.registry.label(name, "en"), case.registry.label(name, "ar"))


def _source(case: Case, name: str) -> Source:
    entry = case.agreement.document.sources.get(name)
    return Source(name, entry.title if entry else "", entry.url if entry else None)


def _reading(case: Case, name: str, worlds: Sequence[World]) -> ReadingHead:
    reading = case.agreement.document.readings[name]
    stated = case.agreement.worlds.stated(name)
    return ReadingHead(
        name,
        text(reading.label),
        tuple(_actor(case, holder) for holder in reading.holders),
        reading.kind,
        len(worlds),
        tuple(switch(case.agreement, k) for k, value in stated.items() if value == OPEN),
        reading.unverified,
    )


def _act(act: Act) -> Text:
    def words(lang: str) -> str:
        name = taxonomy.label("act", act.code, lang)
        return f"{name} ({taxonomy.label('weapon', act.weapon, lang)})" if act.weapon else name

    return Text(words("en"), words("ar"))


def _party(case: Case, parties: Parties) -> Party:
    names = tuple(_actor(case, name) for name in dict.fromkeys(parties.ids))
    doubtful = [c.actor for c in parties.candidates if c.unverified]
    return Party(
        names,
        parties.together,
        parties.standing,
        tuple(_actor(case, name) for name in dict.fromkeys(doubtful)),
    )


def _account(
    case: Case,
    counted: Counted,
    readings: Mapping[str, Sequence[World]],
    states: Mapping[str, IncidentState],
) -> Account:
    incident, finding = counted.incident, counted.finding
    entry = incident.entry
    gazetteer = case.agreement.gazetteer
    unit = unit_of(incident.region, gazetteer)
    known = case.registry.origins
    standings = (
        ("occurred", incident.occurred),
        ("time", incident.time_standing),
        ("territory", incident.place_standing),
        ("actor", incident.actors.standing),
        ("target", incident.targets.standing),
        ("act", incident.act_standing),
    )
    origins = dict.fromkeys(name for _, standing in standings for name in standing.origins)
    return Account(
        anchor=counted.anchor,
        id=incident.id,
        part=finding.part,
        title=_text(incident.title, incident.id),
        span=counted.span,
        zone=incident.zone,
        belongs=counted.belongs,
        place=_text(incident.place_name, "") if any(incident.place_name.values()) else None,
        unit=_text(gazetteer.spots[unit].name, unit) if unit else None,
        acts=tuple(_act(act) for act in incident.acts),
        actors=_party(case, incident.actors),
        targets=_party(case, incident.targets),
        both_directions=incident.both_directions,
        standings=tuple(s for s in standings if s[0] != "target" or incident.targets.candidates),
        origins=tuple(_origin(case, name) for name in origins if name in known),
        sources=tuple(_source(case, name) for name in incident.sources),
        unverified=entry is not None and entry.unverified,
        harm=tuple(Count(h.kind, h.of, h.low, h.best, h.high) for h in incident.harm),
        claims=()
        if entry is None
        else tuple(
            Claim(_speaker(case, c.by), c.says, text(c.text), c.at, c.unverified)
            for c in entry.claims
        ),
        links=() if entry is None else tuple((link.kind, link.to) for link in entry.links),
        duplicate=counted.duplicate,
        flags=finding.flags,
        note=text(entry.note) if entry is not None and entry.note else None,
        heading=counted.heading,
        conditional=counted.conditional,
        pivots=tuple(_pivot(case, name) for name in finding.pivots),
        cells=cells(finding, readings, case.agreement, lambda name: _actor(case, name)),
        decided=decided(states.get(incident.id), lambda name: _party_named(case, name)),
    )


def _origin(case: Case, name: str) -> Text:
    """An origin by the first of its names in each script."""
    names = case.registry.origins[name].names
    arabic = [n for n in names if is_arabic(n)]
    other = [n for n in names if not is_arabic(n)]
    return Text((other or arabic)[0], (arabic or other)[0])


def _speaker(case: Case, name: str) -> Text:
    """Who makes a claim: an actor, a side or an origin."""
    if name in case.registry.sides:
        return text(case.registry.sides[name])
    if name in case.registry.origins and name not in case.registry.entries:
        return _origin(case, name)
    return _actor(case, name)


def _party_named(case: Case, name: str) -> Text:
    """A party that was asked for its reply; by its id where the case knows it no more."""
    known = name in case.registry.entries or name in case.registry.sides
    return _speaker(case, name) if known else Text(name, name)


def _pivot(case: Case, name: str) -> Named:
    document = case.agreement.document
    if name in document.switches:
        return switch(case.agreement, name)
    return Named(name, text(document.readings[name].label))


def _duties(
    case: Case, dues: Sequence[Due], readings: Mapping[str, Sequence[World]]
) -> tuple[Duty, ...]:
    """The obligations, one row for each deadline that some reading gives them."""
    groups: dict[tuple[str, Interval | None], list[Due]] = {}
    for due in dues:
        groups.setdefault((due.id, due.due), []).append(due)
    found = []
    for (name, deadline), some in groups.items():
        obligation = some[0].obligation
        sides = case.registry.sides
        found.append(
            Duty(
                name,
                text(obligation.what),
                tuple(
                    text(sides[d]) if d in sides else _actor(case, d) for d in obligation.debtors
                ),
                deadline,
                standing_of(some, readings),
                tuple(dict.fromkeys(e for due in some for e in due.evidence)),
                obligation.unverified,
            )
        )
    return tuple(found)


def _method(case: Case, accounts: Sequence[Account], rests_on: Manifest) -> Method:
    document = case.agreement.document
    cited: dict[str, set[str]] = {}
    for account in accounts:
        for source in account.sources:
            cited.setdefault(source.id, set()).add(account.id)
    order = list(document.sources)
    clauses = [clause for instrument in document.instruments for clause in instrument.clauses]
    quoted = sum(clause.status == "quotation" for clause in clauses)
    standards = document.standards
    return Method(
        (
            ("open_case", standards.open_case),
            ("reported", standards.reported),
            ("verdict", standards.verdict),
            ("measure", standards.measure),
        ),
        tuple(
            (_source(case, name), len(ids))
            for name, ids in sorted(
                cited.items(), key=lambda x: order.index(x[0]) if x[0] in order else len(order)
            )
        ),
        (quoted, len(clauses) - quoted),
        rests_on,
    )
