"""Export: a case released to a tier, as a file that can be held to the record.

In: a case as it is or was known, a tier, a format.  Out: files written whole, with their manifest, and
the publication that the log then knows them by.  What is released, and how sharp, says
`hudna.record.release`; this module gathers what there is, judges what is shown, and writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import shapely
import sqlalchemy as sa

from hudna.engines import decided
from hudna.engines.custody import recorded
from hudna.engines.formats import Format, Shape, written
from hudna.engines.local import judge
from hudna.engines.publish import publish
from hudna.finding import Finding
from hudna.incident import Incident
from hudna.instant import BEGIN, END, Interval, TimeError, read, show
from hudna.problem import refuse
from hudna.record import consent, decisions, documents, reports, tiers
from hudna.record.canonical import canonical, table
from hudna.record.consent import USE_OF, Consent, Said, Use
from hudna.record.decisions import Workflow
from hudna.record.entered import entered
from hudna.record.known import Known
from hudna.record.leaf import BATCH
from hudna.record.log import CHUNK
from hudna.record.manifest import manifest
from hudna.record.release import K, Reduced, Release, Thing, release
from hudna.record.release_key import release_key
from hudna.record.rows import Marks, columns, row
from hudna.record.states import Action, Stage
from hudna.record.store import State, items, state_at
from hudna.record.tiers import Tier
from hudna.report import SCHEMA
from hudna.report import incidents as reported
from hudna.sources import byhand

RULES: Final = "hudna release 1"
"""The rules by which things were released: they change with what a reader may conclude."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and what was left out."""

    paths: tuple[Path, ...]
    rows: int
    suppressed: int
    withdrawn: int
    held: int  # published incidents of which a correction is due
    since: int  # of a replay: things in it of which consent was withdrawn since


def export(
    known: Known,
    tier: Tier,
    format: Format,
    first: str | None = None,
    last: str | None = None,
    k: int = K,
    folder: Path | None = None,
    author: str | None = None,
    advance: Callable[[], None] = lambda: None,
) -> Exported:
    """Release a case to a tier; `first` and `last` are local days of the case, or open.

    What is exported from the case as it stands is recorded as a publication.  Raises `Refused`.
    """
    case = known.case
    zone, gazetteer = case.agreement.zone, case.agreement.gazetteer
    period = _period(first, last, zone)
    chosen = release(things(known, tier), tier, gazetteer, zone, k, period)
    found = _judged(known, chosen, advance)
    due = set() if tier == Tier.MISSION else {(False, name) for name in _due(known, found)}
    shown = [each for each in chosen.shown if _key(each.thing) not in due]
    told = _told(known, shown, found, tier)
    held = len(chosen.shown) - len(shown)
    rests_on = manifest(case, known.record, known.state)
    about = {
        "manifest": rests_on.as_json(),
        "release": _about(chosen, len(told), held, period, zone),
    }
    files = written(
        format, f"export-{tier}", columns(tier), [each for _, each in told],
        [_shape(each, tier) for each, _ in told], about,
    )  # fmt: skip
    paths = publish(known, "export", files, folder, rests_on, author, tier)
    since = _withdrawn_since(known, tier, [each.thing for each in shown])
    return Exported(tuple(paths), len(told), chosen.suppressed, len(chosen.withdrawn), held, since)


def _told(
    known: Known,
    shown: Sequence[Reduced],
    found: Mapping[tuple[bool, str], Sequence[Finding]],
    tier: Tier,
) -> list[tuple[Reduced, dict[str, Any]]]:
    """What is shown, each with its row; never in the order in which it was recorded."""
    agreement = known.case.agreement
    # A replay makes no key: with another one its ids would not be those of the release.
    marks = Marks(release_key(recorded(known).origin, make=known.as_known is None), tier)
    told = []
    for each in shown:
        name, mark = marks.id(each.thing), marks.commitment(each.thing)
        judged = found[_key(each.thing)]
        zone, gazetteer = agreement.zone, agreement.gazetteer
        told.append((each, row(each, judged, gazetteer, zone, tier, name, mark)))
    return sorted(told, key=lambda pair: _order(pair[1]))


def _period(first: str | None, last: str | None, zone: str) -> Interval:
    try:
        start = BEGIN if first is None else read(first, zone).earliest
        end = END if last is None else read(last, zone).latest
    except TimeError as error:
        raise refuse("--from, --to", str(error), "Write a day as 2016-12-30") from None
    if end <= start:
        raise refuse("--from, --to", "the period ends before it begins", "Give --from before --to")
    return Interval(start, end)


# --- gathering ------------------------------------------------------------------------------------


def things(known: Known, tier: Tier) -> Iterator[Thing]:
    """What is cleared for a tier, with whose it is and whether they agreed to that use."""
    use = USE_OF.get(tier, Use.INTERNAL)
    workflow = known.workflow()
    with recorded(known).reading() as connection:
        said = tiers.said(connection, known.state)
        agreed = consent.said(connection, known.state)
        published = _published(connection, known.state)
        for incident in known.incidents():
            what = f"incident/{incident.id}"
            seen = _incident_tier(workflow, incident.id, published) or tiers.of(said, what)
            if tier.sees(seen):
                yield _coded(incident, seen, consent.standing(agreed, [what], (), use))
        gather = _Reports(known, _documents(connection, known.state), agreed, use)
        heads = {found.seq: found for found in items(connection, known.state, BATCH)}
        out = {report.id for report in workflow.left_out()}
        cleared: list[_Cleared] = []
        for found in items(connection, known.state, reports.KIND):
            head = heads.get(found.seq)
            about: dict[str, Any] = {} if head is None else head.value or {}
            seen = tiers.of(said, f"report/{found.id}", head and head.id, about)
            if found.body is not None and found.id not in out and tier.sees(seen):
                cleared.append(_Cleared(found.id, found.body, seen, about.get("document")))
            if len(cleared) >= CHUNK:
                yield from gather.things(cleared)
                cleared.clear()
        yield from gather.things(cleared)


def _coded(incident: Incident, seen: Tier, standing: Consent) -> Thing:
    entry = incident.entry
    told = (
        None if entry is None else entry.model_dump(mode="json", by_alias=True, exclude_none=True)
    )
    return Thing(
        incident, seen, consent=standing, things=(f"incident/{incident.id}",),
        digest=_digest(incident=told),
    )  # fmt: skip


def _documents(connection: sa.Connection, state: State) -> dict[str, Mapping[str, Any]]:
    return {found.id: found.value or {} for found in items(connection, state, documents.KIND)}


class _Cleared(NamedTuple):
    """A report that is cleared for the tier, as the record has it."""

    id: str
    body: bytes
    tier: Tier
    document: str | None


@dataclass(frozen=True, slots=True)
class _Reports:
    """What it takes to tell of whom reports are: their documents, and what was agreed to."""

    known: Known
    documents: Mapping[str, Mapping[str, Any]]
    agreed: Said
    use: Use

    def things(self, cleared: Sequence[_Cleared]) -> Iterator[Thing]:
        """Reports with the contributors that they, or the document that they came in, are from."""
        if not cleared:
            return
        rows = table([each.body for each in cleared], SCHEMA)
        whose = rows["contributor"].to_pylist()
        incidents = reported(rows, self.known.case.registry.origins)
        for each, own, incident in zip(cleared, whose, incidents, strict=True):
            document = self.documents.get(each.document or "", {})
            names = frozenset(n for n in (own, document.get("contributor")) if n is not None)
            told = [f"report/{each.id}"] + ([f"document/{each.document}"] if each.document else [])
            yield Thing(
                incident, each.tier, names, consent.standing(self.agreed, told, names, self.use),
                not names and byhand.NAME not in incident.sources, each.document, tuple(told),
                _digest(report=each.body.decode(), document=document.get("sha256")),
            )  # fmt: skip


def _incident_tier(workflow: Workflow, name: str, published: Mapping[str, Tier]) -> Tier | None:
    """For whom people decided to publish an incident; None where they decided nothing of it.

    One that was withdrawn, or reopened after it was published, is the mission's.
    """
    course = workflow.courses.get(("incident", name))
    if course is None:
        return None
    if course.moved in (Stage.PUBLISHED, Stage.CORRECTED):
        return published.get(name)
    return Tier.MISSION if course.public is not None or course.moved == Stage.WITHDRAWN else None


def _published(connection: sa.Connection, state: State) -> dict[str, Tier]:
    """The tier of the newest decision to publish each incident, where it names one."""
    found: dict[str, Tier] = {}
    for entry in entered(connection, state, decisions.KIND):
        value = entry.item.value
        if isinstance(value, dict) and value["action"] == Action.PUBLISH and "tier" in value:
            found[value["subject"].partition("/")[2]] = tiers.of({}, "", about=value)
    return found


def _digest(**known: Any) -> bytes:
    """SHA-256 of what the record has of a thing: what its commitment commits to."""
    return hashlib.sha256(canonical(known)).digest()


# --- judging and writing --------------------------------------------------------------------------


def _key(thing: Thing) -> tuple[bool, str]:
    return thing.incident.unmatched, thing.incident.id


def _judged(
    known: Known, chosen: Release, advance: Callable[[], None]
) -> dict[tuple[bool, str], list[Finding]]:
    """The findings of what is shown, under the default worlds."""
    found: dict[tuple[bool, str], list[Finding]] = {_key(each.thing): [] for each in chosen.shown}
    incidents = (each.thing.incident for each in chosen.shown)
    worlds = known.case.agreement.worlds.default()
    for finding in judge(known.case, incidents, worlds, advance):
        found[finding.unmatched, finding.incident].append(finding)
    return found


def _due(known: Known, found: Mapping[tuple[bool, str], Sequence[Finding]]) -> set[str]:
    """The incidents of which a correction is due: what is found now is not what was signed."""
    states = decided.states(known, (finding for some in found.values() for finding in some))
    return {name for name, state in states.items() if state.stage == Stage.CORRECTION_DUE}


def _shape(shown: Reduced, tier: Tier) -> Shape | None:
    """The place that is released."""
    if tier == Tier.PARTIES and shown.point is not None:
        return shapely.Point(shown.point[:2])
    return shown.thing.incident.region.geometry if tier == Tier.MISSION else None


def _order(told: Mapping[str, Any]) -> tuple[str, ...]:
    """By what everybody sees of a row: never by when it was recorded."""
    return tuple(told[name] or "" for name in ("from", "to", "unit", "id"))


def _about(chosen: Release, rows: int, held: int, period: Interval, zone: str) -> dict[str, Any]:
    """What a release says of itself.  Which things are left out is for the mission alone."""
    withdrawn: dict[str, Any] = {"why": "consent withdrawn", "count": len(chosen.withdrawn)}
    if chosen.tier == Tier.MISSION:
        withdrawn["which"] = sorted(thing.incident.id for thing in chosen.withdrawn)
    told: dict[str, Any] = {
        "rules": RULES, "tier": chosen.tier.value, "zone": zone,
        "from": show(period.earliest, zone), "to": show(period.latest, zone), "rows": rows,
        "left_out": [withdrawn, {"why": "correction due", "count": held}],
    }  # fmt: skip
    if chosen.tier == Tier.PUBLIC:
        told |= {"k": chosen.k, "suppressed": chosen.suppressed}
    return told


def _withdrawn_since(known: Known, tier: Tier, shown: Sequence[Thing]) -> int:
    """Of a replay: how many of its things no longer have the consent that they had then."""
    if known.as_known is None or known.record is None:
        return 0
    use = USE_OF[tier]
    with known.record.reading() as connection:
        agreed = consent.said(connection, state_at(connection, None))
    return sum(
        consent.standing(agreed, thing.things, thing.contributors, use) == Consent.WITHDRAWN
        for thing in shown
    )
