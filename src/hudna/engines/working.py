"""Working lists: complaints with their clocks, and what ran late, as rows for a table or JSON.

In: what was decided and complained of, an instant.  Out: rows.  Pure: no clock is read here.
"""

from __future__ import annotations

from typing import Any

from hudna.record.complaints import Clock, Complaint, overdue
from hudna.record.decisions import Workflow
from hudna.record.leaf import stamp


def listed(complaint: Complaint, at: int) -> dict[str, Any]:
    """A complaint as the JSON of `hudna complaint list` writes it."""
    late = {each.step: each.by for each in overdue(complaint, at)}
    ended = complaint.ended
    return {
        "id": complaint.id,
        "received": stamp(complaint.received),
        "recorded": stamp(complaint.recorded),
        "complainant": complaint.complainant.value,
        "about": complaint.about,
        "allegation": complaint.allegation,
        "ended": None if ended is None else {"at": stamp(ended.at), "outcome": ended.outcome},
        "steps": [
            _step(clock, at, late.get(clock.step), complaint.open)
            for clock in complaint.clocks.values()
        ],
    }


def _step(clock: Clock, at: int, late: int | None, going_on: bool) -> dict[str, Any]:
    done = clock.done if clock.done is not None and clock.done.at <= at else None
    state = "done" if done else "to do" if going_on else "not done when it ended"
    return {
        "step": clock.step,
        "due": None if clock.due is None else stamp(clock.due),
        "state": f"{state}, late" if late else state,
        "late_seconds": None if late is None else late // 1_000_000,
        "done": None if done is None else {
            "at": stamp(done.at), "recorded": stamp(done.recorded), "by": done.by,
            "outcome": done.outcome,
        },
        "extensions": [
            {"at": stamp(e.at), "by": e.by, "hours": e.hours, "reason": e.reason}
            for e in clock.extensions
        ],
    }  # fmt: skip


def late(workflow: Workflow, at: int) -> list[dict[str, Any]]:
    """All that ran late by an instant, the latest first: complaints' steps, rights of reply."""
    rows = [
        _row(complaint.id, complaint.about, each.step, each.since, each.by, each.done)
        for complaint in workflow.complaints
        for each in overdue(complaint, at)
    ]
    for (of, name), course in workflow.courses.items():
        for reply in course.replies if of == "incident" else ():
            done = reply.answered is not None and reply.answered <= at
            until = reply.answered if done and reply.answered is not None else at
            if reply.due is not None and until > reply.due:
                step = f"reply of {reply.party}"
                rows.append(_row(name, name, step, reply.due, until - reply.due, done))
    return sorted(rows, key=lambda row: (row["done"], -row["late_seconds"], row["id"], row["step"]))


def _row(
    name: str, about: str | None, step: str, since: int, by: int, done: bool
) -> dict[str, Any]:
    return {
        "id": name, "about": about, "step": step, "since": stamp(since),
        "late_seconds": by // 1_000_000, "done": done,
    }  # fmt: skip
