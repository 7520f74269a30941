"""Complaints: what was alleged, and the steps that follow, each with its clock from receipt.

In: an allegation, verbatim, with the class of who complains and never who that is; steps done,
extended, and the end.  Out: versions of kind `complaint` and `step`; and `Complaint`s, a fold over
them.  The clocks are those promised at receipt: an agreement that changes later moves none.

A step that is late is shown as late, also when it was done in the end; no clock closes anything.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from hudna.agreement.document import AgreementFile
from hudna.agreement.provisions import Complaints
from hudna.problem import Refused, refuse
from hudna.record.entered import Entered, entered, instant
from hudna.record.leaf import stamp
from hudna.record.log import Writer
from hudna.record.people import People, unknown
from hudna.record.people import read as read_people
from hudna.record.roles import STAFF, Complainant
from hudna.record.states import HOUR
from hudna.record.store import Record, State, state_at

KIND: Final = "complaint"
STEP: Final = "step"
END: Final = "end"
REOPEN: Final = "reopen"


DEFAULTS: Final[tuple[tuple[str, int | None], ...]] = (
    ("receive", 1),
    ("triage", 2),
    ("notify", 4),
    ("inquire", 24),
    ("reply", 48),
    ("verify", 72),
    ("assess", 7 * 24),
    ("commission", 10 * 24),
    ("remedy", None),  # as agreed
    ("publish", None),  # as policy
)
"""The steps in their order, with hours from receipt where the agreement says nothing else."""

REPLY_HOURS: Final = 48
"""The clock of a right of reply, from when the party was asked."""


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was done: when it was, when that was recorded, by whom, with what outcome."""

    at: int
    recorded: int
    by: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Extension:
    """Hours that were added to a clock before it ran out, and why."""

    at: int
    by: str
    hours: int
    reason: str


@dataclass(slots=True)
class Clock:
    """One step of a complaint: `due` an instant, None where it has no clock."""

    step: str
    due: int | None
    done: Done | None = None
    extensions: list[Extension] = field(default_factory=list)


@dataclass(slots=True)
class Complaint:
    """A complaint as it stands: `about` is an incident's id, or None while it is about none."""

    id: str
    received: int
    recorded: int
    by: str
    complainant: Complainant
    allegation: str
    about: str | None
    clocks: dict[str, Clock]
    ended: Done | None = None

    @property
    def open(self) -> bool:
        """Whether its end has not been recorded."""
        return self.ended is None


@dataclass(frozen=True, slots=True)
class Late:
    """A step after its clock ran out: since when, by how much (microseconds), done in the end?"""

    step: str
    since: int
    by: int
    done: bool


def procedure(document: AgreementFile) -> tuple[tuple[str, int | None], ...]:
    """The steps of an agreement with their hours: the defaults, as its P23 terms have them.

    A step of a term that bears the name of a default one (or its number, 1 to 10) sets its clock;
    any other is a step of its own, after those.
    """
    steps = dict(DEFAULTS)
    names = {str(number): name for number, (name, _) in enumerate(DEFAULTS, 1)}
    for term in document.terms.values():
        for each in term.steps if isinstance(term, Complaints) else ():
            written = str(each.step).strip()
            name = names.get(written, written.casefold())
            if each.hours is not None or name not in steps:
                steps[name] = each.hours
    return tuple(steps.items())


# --- what was recorded ----------------------------------------------------------------------------


def read(connection: sa.Connection, state: State) -> tuple[Complaint, ...]:
    """The complaints that were known at a state, in the order of receipt; erased ones not."""
    found: dict[str, Complaint] = {}
    for entry in entered(connection, state, KIND):
        if isinstance(entry.item.value, dict):
            found[entry.item.id] = _complaint(entry)
    for entry in entered(connection, state, STEP):
        value = entry.item.value
        if isinstance(value, dict) and value["complaint"] in found:
            _take(found[value["complaint"]], entry)
    return tuple(found.values())


def _complaint(entry: Entered) -> Complaint:
    value = entry.item.value
    received = instant(value["received"])
    assert received is not None
    clocks = {
        told["step"]: Clock(
            told["step"], None if told["hours"] is None else received + told["hours"] * HOUR
        )
        for told in value["steps"]
    }
    return Complaint(
        entry.item.id, received, entry.at, entry.author, Complainant(value["complainant"]),
        value["allegation"], value.get("about"), clocks,
    )  # fmt: skip


def _take(complaint: Complaint, entry: Entered) -> None:
    value = entry.item.value
    at = instant(value.get("at")) or entry.at
    complaint.about = value.get("about", complaint.about)
    name = value["step"]
    done = Done(at, entry.at, entry.author, value.get("outcome", value.get("reason", "")))
    if name == END:
        complaint.ended = done
    elif name == REOPEN:
        complaint.ended = None
    elif name not in complaint.clocks:
        return
    elif "extension" in value:
        clock = complaint.clocks[name]
        hours = value["extension"]
        if clock.due is not None:
            clock.due += hours * HOUR
        clock.extensions.append(Extension(entry.at, entry.author, hours, value["reason"]))
    else:
        complaint.clocks[name].done = done


def overdue(complaint: Complaint, at: int) -> tuple[Late, ...]:
    """The steps that ran late by an instant: those that are, and those that were.

    A step that was never done runs on until the complaint ended, or until `at`.
    """
    found = []
    for clock in complaint.clocks.values():
        done = clock.done is not None and clock.done.at <= at
        until = at
        if done and clock.done is not None:
            until = clock.done.at
        elif complaint.ended is not None:
            until = min(at, complaint.ended.at)
        if clock.due is not None and until > clock.due:
            found.append(Late(clock.step, clock.due, until - clock.due, done))
    return tuple(found)


def open_about(complaints: Iterable[Complaint], incident: str) -> tuple[str, ...]:
    """The ids of the complaints about an incident that are open."""
    return tuple(c.id for c in complaints if c.open and c.about == incident)


# --- recording ------------------------------------------------------------------------------------


def open_complaint(
    record: Record,
    complainant: Complainant,
    allegation: str,
    by: str | None,
    steps: Sequence[tuple[str, int | None]] = DEFAULTS,
    about: str | None = None,
    received: int | None = None,
) -> str:
    """Record a complaint that was received at an instant (None: now); its id, for the receipt.

    Raises `Refused`: an allegation of no words, a time to come, somebody who may not.
    """
    if not allegation.strip():
        raise refuse("complaint", "the allegation is empty", "Give its words as they were said")
    with record.writing(by) as writer:
        _may(writer, by)
        at = writer.at if received is None else received
        if at > writer.at:
            raise refuse("--received", "is in the future", "Give the time of receipt")
        name = f"c-{secrets.token_hex(6)}"
        told: dict[str, Any] = {
            "received": stamp(at), "complainant": complainant.value, "allegation": allegation,
            "steps": [{"step": step, "hours": hours} for step, hours in steps],
        }  # fmt: skip
        writer.put(KIND, name, told if about is None else {**told, "about": about})
    return name


def take_step(
    record: Record,
    complaint: str,
    step: str,
    by: str | None,
    outcome: str,
    at: int | None = None,
    about: str | None = None,
) -> str:
    """Record that a step was done at an instant (None: now), with its outcome.

    `end` and `reopen` are steps, too.  `about` names the incident that it turned out to be about.
    Raises `Refused`: no such complaint or step, one done already, a time that cannot be.
    """
    if not outcome.strip():
        raise refuse(complaint, "no outcome is given", "Say with --outcome what came of it")
    with record.writing(by) as writer:
        _may(writer, by)
        found = _one(writer, complaint)
        when = writer.at if at is None else at
        if when > writer.at or when < found.received:
            what = "is before the complaint was received" if when < found.received else "is to come"
            raise refuse("--at", what, "Give the time at which the step was done")
        _fits(found, step)
        told: dict[str, Any] = {
            "complaint": complaint, "step": step, "at": stamp(when), "outcome": outcome,
        }  # fmt: skip
        return _put(writer, told if about is None else {**told, "about": about})


def extend(
    record: Record, complaint: str, step: str, by: str | None, hours: int, reason: str
) -> str:
    """Add hours to the clock of a step, with a reason, before it has run out.  Raises `Refused`."""
    if not reason.strip():
        raise refuse(complaint, "no reason is given", "An extension is reasoned: give --reason")
    if hours < 1:
        raise refuse("--extend", "adds no time", "Give whole hours, 1 or more")
    with record.writing(by) as writer:
        _may(writer, by)
        found = _one(writer, complaint)
        if step not in found.clocks:
            raise _no_step(found, step)
        _fits(found, step)
        due = found.clocks[step].due
        if due is None:
            raise refuse(complaint, f"{step} has no clock to extend", "Nothing was changed")
        if due < writer.at:
            what = f"the clock of {step} ran out at {stamp(due)[:16]}Z: a late step stays late"
            raise refuse(complaint, what, "Do the step, and say in its outcome why it is late")
        told = {"complaint": complaint, "step": step, "extension": hours, "reason": reason}
        return _put(writer, told)


def _put(writer: Writer, told: dict[str, Any]) -> str:
    name = f"s-{secrets.token_hex(6)}"
    writer.put(STEP, name, told)
    return name


def _may(writer: Writer, by: str | None) -> None:
    people: People = read_people(writer.connection, state_at(writer.connection, None))
    person = None if by is None else people.one(by)
    if person is None:
        raise unknown(by)
    if not set(person.roles(writer.at)) & set(STAFF):
        what = "has no role now that works on complaints"
        raise refuse(person.id, what, f"One of {', '.join(STAFF)} does: `hudna person add`")


def _one(writer: Writer, name: str) -> Complaint:
    for found in read(writer.connection, state_at(writer.connection, None)):
        if found.id == name:
            return found
    raise refuse(name[:80], "is no complaint of this record", "See `hudna complaint list`")


def _fits(found: Complaint, step: str) -> None:
    if step == REOPEN:
        if found.open:
            raise refuse(found.id, "is open", "Nothing was changed")
        return
    if not found.open:
        raise refuse(found.id, "has ended", "Reopen it first: the step `reopen`")
    if step == END:
        return
    if step not in found.clocks:
        raise _no_step(found, step)
    if found.clocks[step].done is not None:
        raise refuse(found.id, f"{step} is done already", "Nothing was changed")


def _no_step(found: Complaint, step: str) -> Refused:
    return refuse(
        step[:80], "is no step of this complaint", f"One of {', '.join(found.clocks)}, end, reopen"
    )
