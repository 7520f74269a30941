"""Decisions: what people decide on reports and incidents, kept in the record.

In: a decision and the findings as they stand.  Out: a version of kind `decision`, under an id that
tells nothing; and `Workflow`, all that was decided as known at a state.  The rules are those of
`states.py`; they are held to under the lock of the one writer, so that no two people pass at once.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from hudna.problem import Refused, refuse
from hudna.record import complaints, findings, people, publications
from hudna.record.canonical import canonical
from hudna.record.complaints import REPLY_HOURS, Complaint
from hudna.record.entered import Entered, entered, numbered
from hudna.record.log import Writer
from hudna.record.people import People
from hudna.record.roles import Role
from hudna.record.states import (
    RULES,
    Action,
    Change,
    Correction,
    Course,
    Decision,
    Findings,
    Reply,
    Said,
    Stage,
    reply_open,
)
from hudna.record.store import Record, State, newest_of, state_at
from hudna.record.tiers import Tier

KIND: Final = "decision"
_PRINTED: Final = "sitrep"


@dataclass(frozen=True, slots=True)
class Announced:
    """A correction, and the publications before it that carry the incident as it was found then."""

    by: str
    role: Role
    at: int
    reason: str
    changes: tuple[Change, ...]
    publications: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentState:
    """The state of an incident at one state of the record, with its finding as it was then.

    `signatures` are on the finding as it is; where a correction is due, on the one that was told.
    """

    incident: str
    stage: Stage = Stage.DERIVED
    signatures: tuple[Decision, ...] = ()
    dissents: tuple[Decision, ...] = ()
    replies: tuple[Reply, ...] = ()
    complaints: tuple[str, ...] = ()  # ids of those that are open
    corrections: tuple[Announced, ...] = ()
    due: tuple[Change, ...] = ()  # what was told and no longer stands
    last: Decision | None = None

    @property
    def reply_open(self) -> bool:
        """Whether a right of reply is open."""
        return any(reply.open for reply in self.replies)

    @property
    def under_review(self) -> bool:
        """Whether a procedure is open, so that no finding may be told."""
        return self.reply_open or bool(self.complaints)

    @property
    def silent(self) -> bool:
        """Whether there is nothing to tell but that a finding was derived."""
        return self == IncidentState(self.incident)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A report that people took out of what is judged."""

    id: str
    stage: Stage
    at: int
    reason: str


@dataclass(frozen=True, slots=True)
class Workflow:
    """All that people decided, as it was known at one state."""

    courses: Mapping[tuple[str, str], Course] = field(default_factory=dict)  # by what, and its id
    complaints: tuple[Complaint, ...] = ()
    published: tuple[tuple[int, str, Mapping[str, str]], ...] = ()  # entry, id, headlines shown

    def incidents(self) -> tuple[str, ...]:
        """The incidents of which there is anything to tell."""
        decided = (name for of, name in self.courses if of == "incident")
        return tuple(dict.fromkeys([*decided, *(c.about for c in self.complaints if c.about)]))

    def incident(self, name: str, current: Findings) -> IncidentState:
        """The state of an incident, with its finding as it is: a value that can be compared."""
        course = self.courses.get(("incident", name)) or Course.begin("incident", name)
        stage = course.stage(current)
        due = course.due(current) if stage == Stage.CORRECTION_DUE else ()
        signed = course.signatures if due else course.signed(current)
        return IncidentState(
            name, stage, tuple(signed), tuple(course.dissents),
            tuple(Reply(r.party, r.asked, r.due, r.answered, r.text) for r in course.replies),
            complaints.open_about(self.complaints, name),
            tuple(self._announced(each) for each in course.corrections),
            due, course.last,
        )  # fmt: skip

    def report(self, name: str) -> Stage:
        """The stage of a report."""
        course = self.courses.get(("report", name))
        return Stage.RECEIVED if course is None else course.moved

    def under_review(self) -> frozenset[str]:
        """The incidents of which a right of reply or a complaint is open."""
        asked = {name for (of, name), c in self.courses.items() if of == "incident" and c.waiting()}
        return frozenset(asked | {c.about for c in self.complaints if c.open and c.about})

    def left_out(self) -> tuple[LeftOut, ...]:
        """The reports that are not judged, in the order in which they were first decided on."""
        return tuple(
            LeftOut(name, c.moved, c.last.at, c.last.reason or "")
            for (of, name), c in self.courses.items()
            if of == "report" and c.moved in (Stage.SET_ASIDE, Stage.WITHDRAWN) and c.last
        )

    def _announced(self, correction: Correction) -> Announced:
        decision, changes = correction
        old = {change.finding: change.before.headline for change in changes if change.before}
        carry = tuple(
            publication
            for seq, publication, shown in self.published
            if seq < decision.seq and any(shown.get(f) == headline for f, headline in old.items())
        )
        reason = decision.reason or ""
        return Announced(decision.by, decision.role, decision.at, reason, changes, carry)


def said(value: Mapping[str, Any]) -> Said:
    """What a finding says, from its value in the record."""
    causes, pivots, flags = (tuple(value[key]) for key in ("causes", "pivots", "flags"))
    return Said(value["headline"], causes, pivots, flags, value["verdicts"])


def read(connection: sa.Connection, state: State) -> Workflow:
    """All that was decided, and every complaint, as known at a state."""
    found = tuple(entered(connection, state, KIND))
    known = complaints.read(connection, state)
    if not found:
        return Workflow(complaints=known)
    values = [e.item.value for e in found if isinstance(e.item.value, dict)]
    numbers = (n for value in values for n in value["finding"].values())
    versions = {
        n: said(item.value)
        for n, item in numbered(connection, numbers).items()
        if item.kind == findings.KIND and item.value is not None and n < state.versions
    }
    everybody = people.read(connection, state)
    courses: dict[tuple[str, str], Course] = {}
    for entry in found:
        decision = _decision(entry, versions, everybody)
        if decision is not None:
            key = (decision.of, decision.subject)
            courses.setdefault(key, Course.begin(*key)).take(decision)
    return Workflow(courses, known, tuple(_printed(connection, state)))


def _decision(entry: Entered, versions: Mapping[int, Said], known: People) -> Decision | None:
    """A decision as it was recorded; None for one by nobody who had the role, or on no finding."""
    item, value = entry.item, entry.item.value
    if not isinstance(value, dict):
        return None
    of, _, subject = value["subject"].partition("/")
    person = known.one(value["by"], item.n)
    named: Mapping[str, int] = value["finding"]
    seen = {name: versions[n] for name, n in named.items() if n in versions and n < item.n}
    if person is None or len(seen) != len(named):
        return None
    if value["action"] not in set(Action) or value["role"] not in person.roles(entry.at):
        return None
    return Decision(
        item.n, item.seq, entry.at, item.id, of, subject, Action(value["action"]), person.id,
        Role(value["role"]), seen, value.get("reason"), value.get("party"), value.get("reply"),
        value.get("hours"), value.get("tier"),
    )  # fmt: skip


def _printed(
    connection: sa.Connection, state: State
) -> Iterable[tuple[int, str, Mapping[str, str]]]:
    for item, _, _ in entered(connection, state, publications.KIND):
        value = item.value
        if isinstance(value, dict) and value["what"] == _PRINTED and "incidents" in value:
            yield item.seq, item.id, value["incidents"]


# --- deciding -------------------------------------------------------------------------------------


def decide(
    record: Record,
    subject: str,
    action: Action,
    by: str | None,
    current: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    reason: str | None = None,
    party: str | None = None,
    text: str | None = None,
    hours: int = REPLY_HOURS,
    tier: Tier | None = None,
) -> str:
    """Record a decision on `incident/ID` or `report/ID`; its id.

    `current` are the findings of the incident as they are derived now, each part of a split act,
    as `findings.value_of` writes them: all are decided together, and must stand in the record.
    `text` is a reply, verbatim; None says that none came.  Raises `Refused` with cause and remedy:
    somebody unknown or without the role, a stage in which it cannot be, a procedure still open.
    """
    with record.writing(by) as writer:
        workflow = read(writer.connection, state_at(writer.connection, None))
        of, _, name = subject.partition("/")
        course = workflow.courses.get((of, name)) or Course.begin(of, name)
        if action in (Action.SIGN, Action.PUBLISH) and (waiting := course.waiting()):
            raise refuse(subject, *reply_open(waiting))  # which is why its finding is another now
        on = _recorded(writer, subject, current or {}, action)
        seen = {f: said(value) for f, value in (current or {}).items()} if on else {}
        told = _told(action, reason, party, text, hours, tier)
        person = people.read(writer.connection, state_at(writer.connection, None)).one(by or "")
        if person is None:
            raise people.unknown(by)
        role = _role(course, action, seen, person.roles(writer.at))
        decision = Decision(
            writer.tail.versions, writer.tail.size, writer.at, "", of, name, action, person.id,
            role, seen, told.get("reason"), party, text, hours,
        )  # fmt: skip
        objection = course.objection(decision)
        if objection is None and action in (Action.SIGN, Action.PUBLISH):
            objection = _open(workflow, name)
        if objection is not None:
            raise refuse(subject, *objection)
        number = f"d-{secrets.token_hex(8)}"
        about = {"subject": subject, "by": person.id, "role": role.value, "finding": on}
        writer.put(KIND, number, {**told, **about})
    return number


def _told(
    action: Action,
    reason: str | None,
    party: str | None,
    text: str | None,
    hours: int,
    tier: Tier | None,
) -> dict[str, Any]:
    """What is recorded of a decision, beside its subject, its author and the finding."""
    told: dict[str, Any] = {"action": action.value}
    given = {"reason": (reason or "").strip() or None, "party": party, "tier": tier}
    told |= {key: str(value) for key, value in given.items() if value is not None}
    if action == Action.REPLY:
        told["reply"] = text
    if action == Action.ASK_REPLY:
        told["hours"] = hours
    return told


def _role(course: Course, action: Action, seen: Findings, held: tuple[Role, ...]) -> Role:
    """The role in which somebody decides: one that the rule asks for, where he has it.

    Whoever has none that fits is told so by the rule, in the first of his roles.
    """
    current = seen or (course.on if course.told is None else course.told)
    rule = course.rule(action, {} if action == Action.CORRECT and not seen else current)
    fits = () if rule is None else tuple(role for role in rule.roles if role in held)
    return next(iter((*fits, *held)), Role.PUBLIC)


def _open(workflow: Workflow, incident: str) -> tuple[str, str] | None:
    """What stands against signing and publishing: a complaint that has not ended."""
    about = complaints.open_about(workflow.complaints, incident)
    if not about:
        return None
    return (
        f"a complaint about it is open ({', '.join(about)})",
        "End it with `hudna complaint step … end --outcome …`: no clock closes it",
    )


def _recorded(
    writer: Writer, subject: str, current: Mapping[str, Mapping[str, Any]], action: Action
) -> dict[str, int]:
    """The versions in which the findings stand in the record: all, or for some actions none."""
    state = State(writer.tail.size, writer.tail.versions)
    kept = newest_of(writer.connection, state, findings.KIND, list(current))
    found = {
        name: kept[name].n
        for name, value in current.items()
        if name in kept and kept[name].body == canonical(value)
    }
    if len(found) == len(current):
        return found
    if action in _ON_FINDINGS:
        raise _not_recorded(subject)
    return {}


_ON_FINDINGS: Final = {r.action for r in RULES if "finding" in r.needs} | {Action.CORRECT}


def _not_recorded(subject: str) -> Refused:
    what = "its finding as it is derived now is not in the record"
    return refuse(subject, what, "Run `hudna judge`, look at what it says, then decide")
