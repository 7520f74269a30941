"""Cleared: what of a case is cleared for a tier, with whose it is and whether they agreed.

In: a case as it is or was known, a tier.  Out: the `Thing`s from which `hudna.record.release` chooses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from hudna.engines.custody import recorded
from hudna.incident import Incident
from hudna.record import consent, decisions, provenance, reports, tiers
from hudna.record.canonical import canonical, table
from hudna.record.consent import USE_OF, Said, Use
from hudna.record.decisions import Workflow
from hudna.record.entered import entered
from hudna.record.known import Known
from hudna.record.log import CHUNK
from hudna.record.provenance import Provenance, Whose
from hudna.record.release import Thing
from hudna.record.states import Action, Stage
from hudna.record.store import Item, State, items, newest_of
from hudna.record.tiers import Tier, Word
from hudna.report import SCHEMA
from hudna.report import incidents as reported
from hudna.sources import byhand


def things(known: Known, tier: Tier) -> Iterator[Thing]:
    """What is cleared for a tier, with whose it is and whether they agreed to that use."""
    with recorded(known, writes=False).reading() as connection:
        gather = _Gathering(
            known,
            connection,
            provenance.read(connection, known.state),
            consent.said(connection, known.state),
            USE_OF.get(tier, Use.INTERNAL),
        )
        told = list(gather.incidents(tier))
        yield from told
        within = known.matched().of
        names = (within.get(thing.incident.id, ()) for thing in told)
        yield from gather.reports(tier, {name for some in names for name in some})


class _Cleared(NamedTuple):
    """A report that is cleared for the tier, as the record has it."""

    item: Item
    tier: Tier


@dataclass(frozen=True, slots=True)
class _Gathering:
    """What it takes to tell of whom things are: where they came from, and what was agreed to."""

    known: Known
    connection: sa.Connection
    came: Provenance
    agreed: Said
    use: Use

    def incidents(self, tier: Tier) -> Iterator[Thing]:
        """The incidents, with the contributors of the reports that they were coded or matched from."""
        workflow = self.known.workflow()
        published = _published(self.connection, self.known.state)
        seen = [
            (incident, _incident_tier(workflow, incident, published, self.came.said))
            for incident in self.known.incidents()
        ]
        named = dict.fromkeys(name for incident, _ in seen for name in self._reports_of(incident))
        found = newest_of(self.connection, self.known.state, reports.KIND, list(named))
        there = {name: item for name, item in found.items() if item.body is not None}
        for incident, own in seen:
            names = self._reports_of(incident)
            of = own
            if of is None:  # nothing was said of it: as its reports
                of = tiers.strictest(self.came.tier(name, there[name].seq) for name in names)
            if not tier.sees(of):
                continue
            whose = _together(f"incident/{incident.id}", [
                self.came.whose(name, there[name].seq, there[name].value.get("contributor"))
                for name in names if name in there
            ])  # fmt: skip
            yield self._thing(
                incident, of, whose, self._digest_of(incident, there),
                untraced=any(name not in there for name in names),
            )  # fmt: skip

    def _reports_of(self, incident: Incident) -> Sequence[str]:
        """The reports that an incident was coded or matched from."""
        if incident.entry is None:
            return self.known.matched().of[incident.id]
        return list(dict.fromkeys(incident.entry.reports))

    def _digest_of(self, incident: Incident, there: Mapping[str, Item]) -> bytes:
        if incident.entry is not None:
            return _digest(incident=_entry_of(incident))
        bodies = [there[name].body or b"" for name in self._reports_of(incident)]
        return _digest(reports=[body.decode() for body in bodies])

    def reports(self, tier: Tier, told: Collection[str]) -> Iterator[Thing]:
        """The reports that nobody set aside, some thousand at a time.

        `told` are those that are released within an incident.
        """
        out = {report.id for report in self.known.workflow().left_out()} | set(told)
        cleared: list[_Cleared] = []
        for found in items(self.connection, self.known.state, reports.KIND):
            if found.body is None or found.id in out:
                continue
            seen = self.came.tier(found.id, found.seq)
            if tier.sees(seen):
                cleared.append(_Cleared(found, seen))
            if len(cleared) >= CHUNK:
                yield from self._reports(cleared)
                cleared.clear()
        yield from self._reports(cleared)

    def _reports(self, cleared: Sequence[_Cleared]) -> Iterator[Thing]:
        if not cleared:
            return
        bodies = [each.item.body or b"" for each in cleared]
        rows = table(bodies, SCHEMA)
        owns = rows["contributor"].to_pylist()
        told = reported(rows, self.known.case.registry.origins)
        for (item, tier), body, own, incident in zip(cleared, bodies, owns, told, strict=True):
            whose = self.came.whose(item.id, item.seq, own)
            document = self.came.document(item.seq)
            sha256 = self.came.documents.get(document or "", {}).get("sha256")
            yield self._thing(
                incident, tier, whose, _digest(report=body.decode(), document=sha256),
                published=not whose.givers and byhand.NAME not in incident.sources,
                document=document,
            )  # fmt: skip

    def _thing(
        self,
        incident: Incident,
        tier: Tier,
        whose: Whose,
        digest: bytes,
        *,
        untraced: bool = False,
        published: bool = False,
        document: str | None = None,
    ) -> Thing:
        standing = consent.standing_of_all(self.agreed, whose.things, whose.givers, self.use)
        return Thing(
            incident, tier, whose.contributors, standing, published, document, whose.things,
            digest, untraced,
        )  # fmt: skip


def _entry_of(incident: Incident) -> dict[str, Any] | None:
    if incident.entry is None:
        return None
    return incident.entry.model_dump(mode="json", by_alias=True, exclude_none=True)


def _together(name: str, reports: Iterable[Whose]) -> Whose:
    """Whom an incident is from: all from whom its reports are, each agreeing for each."""
    reports = tuple(reports)
    things = dict.fromkeys(thing for each in reports for thing in each.things)
    givers = ((voice, (name, *told)) for each in reports for voice, told in each.givers)
    return Whose((name, *things), tuple(givers))


def _incident_tier(
    workflow: Workflow, incident: Incident, published: Mapping[str, Word], said: tiers.Said
) -> Tier | None:
    """The tier of an incident: what was said last, by a decision to publish it or by `hudna tier`.

    None where nothing was said of one that was matched from reports.  One that was withdrawn, or reopened after it was published, is the mission's at the most.
    """
    name = incident.id
    what = f"incident/{name}"
    course = workflow.courses.get(("incident", name))
    if course is None:
        return None if incident.entry is None and what not in said else tiers.of(said, what)
    if course.moved in (Stage.PUBLISHED, Stage.CORRECTED):
        words = [word for word in (published.get(name), said.get(what)) if word is not None]
        return max(words, key=lambda word: word.n).tier if words else Tier.MISSION
    if course.public is not None or course.moved == Stage.WITHDRAWN:
        return tiers.strictest([Tier.MISSION, tiers.of(said, what)])
    return tiers.of(said, what)


def _published(connection: sa.Connection, state: State) -> dict[str, Word]:
    """The tier of the newest decision to publish each incident, where that names one."""
    found: dict[str, Word] = {}
    for entry in entered(connection, state, decisions.KIND):
        value = entry.item.value
        if isinstance(value, dict) and value["action"] == Action.PUBLISH:
            name, tier = value["subject"].partition("/")[2], tiers.told(value)
            found.pop(name, None)
            if tier is not None:
                found[name] = Word(tier, entry.item.n)
    return found


def _digest(**known: Any) -> bytes:
    """SHA-256 of what the record has of a thing: what its commitment commits to."""
    return hashlib.sha256(canonical(known)).digest()
