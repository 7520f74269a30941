"""States of a report and of an incident: what people decided, as one machine that can be read.

In: decisions in the order of the record, the findings that they were made on, the people who made
them.  Out: the state at that point.  Pure: no clock, no database; the same decisions give the same
state, and a decision that the rules do not allow, however it came into the record, moves nothing.

Start reading at `RULES`.  One thing moves without a decision: a finding changes when what it follows
from does (`Course.stage`).  What was signed by two, published or corrected then needs a correction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from hudna.record.roles import STAFF, Role


class Stage(StrEnum):
    """How far a report or an incident has come."""

    RECEIVED = "received"  # of a report, as are the next three
    TRIAGED = "triaged"
    ACCEPTED = "accepted"
    SET_ASIDE = "set_aside"
    DERIVED = "derived"  # of an incident, as are the next five
    SIGNED_ONCE = "signed_once"
    SIGNED = "signed"
    PUBLISHED = "published"
    CORRECTION_DUE = "correction_due"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"  # of both


class Action(StrEnum):
    """What a person may decide."""

    TRIAGE = "triage"
    ACCEPT = "accept"
    SET_ASIDE = "set-aside"
    SIGN = "sign"
    DISSENT = "dissent"
    ASK_REPLY = "ask-reply"
    REPLY = "reply"
    PUBLISH = "publish"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


class Rule(NamedTuple):
    """One row of the machine: on what, from where to where (None: it stays), by whom, with what."""

    of: str  # incident or report
    action: Action
    before: tuple[Stage, ...]
    after: Stage | None
    roles: tuple[Role, ...]
    needs: tuple[str, ...] = ()  # finding, reason, party


_S, _A, _R = Stage, Action, Role
_AUTHORS = (_R.ANALYST, _R.LEGAL)
_OFFICER = (_R.INFORMATION_OFFICER,)
_LIAISON = (_R.PARTY_LIAISON, _R.INFORMATION_OFFICER)
_TOLD = (_S.SIGNED, _S.PUBLISHED, _S.CORRECTION_DUE, _S.CORRECTED)
_OPEN = (_S.DERIVED, _S.SIGNED_ONCE, *_TOLD)
_LIVE = (_S.RECEIVED, _S.TRIAGED, _S.ACCEPTED)

RULES: Final = (
    #    of          action        from                         to                by whom       needs
    Rule("report",   _A.TRIAGE,    (_S.RECEIVED,),              _S.TRIAGED,       (_R.MONITOR, _R.ANALYST)),
    Rule("report",   _A.ACCEPT,    (_S.TRIAGED,),               _S.ACCEPTED,      _AUTHORS),
    Rule("report",   _A.SET_ASIDE, _LIVE,                       _S.SET_ASIDE,     _AUTHORS,     ("reason",)),
    Rule("report",   _A.WITHDRAW,  (*_LIVE, _S.SET_ASIDE),      _S.WITHDRAWN,     (*_AUTHORS, *_OFFICER), ("reason",)),
    Rule("report",   _A.REOPEN,    (_S.SET_ASIDE, _S.WITHDRAWN), _S.RECEIVED,     _AUTHORS,     ("reason",)),
    Rule("incident", _A.SIGN,      (_S.DERIVED, _S.CORRECTED),  _S.SIGNED_ONCE,   _AUTHORS,     ("finding",)),
    Rule("incident", _A.SIGN,      (_S.SIGNED_ONCE,),           _S.SIGNED,        (_R.REVIEWER,), ("finding",)),
    Rule("incident", _A.PUBLISH,   (_S.SIGNED,),                _S.PUBLISHED,     _OFFICER,     ("finding",)),
    Rule("incident", _A.CORRECT,   (_S.CORRECTION_DUE,),        _S.CORRECTED,     _OFFICER,     ("reason",)),
    Rule("incident", _A.WITHDRAW,  _OPEN,                       _S.WITHDRAWN,     (*_OFFICER, _R.REVIEWER), ("reason",)),
    Rule("incident", _A.REOPEN,    (*_TOLD, _S.WITHDRAWN),      _S.DERIVED,       (*_AUTHORS, _R.REVIEWER), ("reason",)),
    Rule("incident", _A.DISSENT,   (*_OPEN, _S.WITHDRAWN),      None,             STAFF,        ("finding", "reason")),
    Rule("incident", _A.ASK_REPLY, _OPEN,                       None,             _LIAISON,     ("party",)),
    Rule("incident", _A.REPLY,     (*_OPEN, _S.WITHDRAWN),      None,             _LIAISON,     ("party",)),
)  # fmt: skip
"""The machine.  `needs`: a finding that was recorded, a reason, a party that is named."""

UNDER_REVIEW: Final = "under_review"


class Said(NamedTuple):
    """What a finding says, without the engine and the file that it follows from."""

    headline: str
    causes: tuple[str, ...]
    pivots: tuple[str, ...]
    flags: tuple[str, ...]
    verdicts: str  # SHA-256 of the verdicts, world by world


Findings = Mapping[str, Said]
"""A finding, or each part of a split act: `incident/ID` or `incident/ID/part` to what it says."""


class Change(NamedTuple):
    """How one finding, or part, differs from what was told: from what, to what (None: not there)."""

    finding: str
    before: Said | None
    after: Said | None
    what: tuple[str, ...]  # names of the fields of `Said` that differ


def changes(before: Findings, after: Findings) -> tuple[Change, ...]:
    """What differs; that one of the two is under review is a stage of procedure, and no change."""
    found = []
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            found.append(Change(name, old, new, Said._fields))
            continue
        reviewed = UNDER_REVIEW in (old.headline, new.headline)
        compared = ("flags", "verdicts") if reviewed else Said._fields
        what = tuple(f for f in compared if getattr(old, f) != getattr(new, f))
        if what:
            found.append(Change(name, old, new, what))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, as it was recorded: `n` its version, `at` its time in microseconds."""

    n: int
    seq: int
    at: int
    id: str
    of: str  # incident or report
    subject: str  # the id of that
    action: Action
    by: str
    role: Role
    findings: Findings = field(default_factory=dict)
    reason: str | None = None
    party: str | None = None
    text: str | None = None  # a reply, verbatim; None: no reply came
    hours: int | None = None  # the clock of a right of reply
    tier: str | None = None  # for whom it was published


@dataclass(slots=True)
class Reply:
    """A right of reply: of whom, asked when, answered when; `text` None: no reply came."""

    party: str
    asked: int
    due: int | None
    answered: int | None = None
    text: str | None = None

    @property
    def open(self) -> bool:
        """Whether an answer, or that none came, is still to be recorded."""
        return self.answered is None


class Correction(NamedTuple):
    """A correction that was announced: what it replaced, and why."""

    decision: Decision
    changes: tuple[Change, ...]


@dataclass(slots=True)
class Course:
    """The course of one report or incident: the decisions on it so far that the rules allow."""

    of: str
    subject: str
    moved: Stage  # by the last decision that moved it
    on: Findings = field(default_factory=dict)  # the findings that decision was made on
    told: Findings | None = None  # what was last signed by two, published or corrected to
    public: Findings | None = None  # what was last published or corrected to
    signatures: list[Decision] = field(default_factory=list)  # of this round
    dissents: list[Decision] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    last: Decision | None = None  # the one that moved it

    @classmethod
    def begin(cls, of: str, subject: str) -> Course:
        """Where everything begins: a report received, an incident derived."""
        return cls(of, subject, Stage.RECEIVED if of == "report" else Stage.DERIVED)

    def stage(self, current: Findings) -> Stage:
        """The stage, seen with the finding as it is now."""
        if self.of == "report" or self.moved == Stage.WITHDRAWN:
            return self.moved
        if self.told is not None and changes(self.told, current):
            return Stage.CORRECTION_DUE
        if self.moved == Stage.SIGNED_ONCE and changes(self.on, current):
            return Stage.DERIVED  # the one signature was on another version, and lapses
        return self.moved

    def signed(self, current: Findings) -> tuple[Decision, ...]:
        """The signatures of this round on the finding as it is now."""
        return tuple(s for s in self.signatures if not changes(s.findings, current))

    def due(self, current: Findings) -> tuple[Change, ...]:
        """What was told and no longer stands; empty if nothing."""
        return () if self.told is None else changes(self.told, current)

    def waiting(self) -> tuple[Reply, ...]:
        """The rights of reply that are open."""
        return tuple(reply for reply in self.replies if reply.open)

    # --- one decision ---------------------------------------------------------------------------

    def rule(self, action: Action, current: Findings) -> Rule | None:
        """The row of the machine for an action now, or None."""
        stage = self.stage(current)
        fit = (r for r in RULES if (r.of, r.action) == (self.of, action) and stage in r.before)
        return next(fit, None)

    def objection(self, decision: Decision) -> tuple[str, str] | None:
        """Why the rules do not allow a decision, and what would help; None where they do."""
        current = self._seen(decision)
        rule = self.rule(decision.action, current)
        if rule is None:
            return _no_move(self, decision.action, self.stage(current))
        if decision.role not in rule.roles:
            return _no_role(decision.action, rule)
        for name, there in (
            ("finding", decision.findings), ("reason", decision.reason), ("party", decision.party)
        ):  # fmt: skip
            if name in rule.needs and not there:
                return _NEEDED[name]
        return self._objection(decision)

    def _objection(self, decision: Decision) -> tuple[str, str] | None:
        """What goes beyond the table: four eyes, nobody twice, no procedure still open."""
        action, current = decision.action, decision.findings
        open_ = {reply.party for reply in self.waiting()}
        reviewed = any(said.headline == UNDER_REVIEW for said in current.values())
        if action == Action.SIGN and any(s.by == decision.by for s in self.signed(current)):
            return (
                f"{decision.by} has signed this finding already",
                "The other signature is another person's: four eyes",
            )
        if action in (Action.SIGN, Action.PUBLISH) and open_:
            return reply_open(self.waiting())
        if action in (Action.SIGN, Action.PUBLISH) and reviewed:
            return "the finding is under review", "End what is open, then run `hudna judge`"
        if action == Action.ASK_REPLY and decision.party in open_:
            return f"{decision.party} is asked already", "Record its reply, or that none came"
        if action == Action.REPLY and decision.party not in open_:
            return f"no reply of {decision.party} is awaited", "Ask with `ask-reply` first"
        return None

    def take(self, decision: Decision) -> bool:
        """Go on by a decision; False, and nothing moves, where the rules do not allow it."""
        if self.objection(decision) is not None:
            return False
        rule = self.rule(decision.action, self._seen(decision))
        assert rule is not None
        match decision.action:
            case Action.SIGN:
                self.signatures = [*self.signed(decision.findings), decision]
            case Action.DISSENT:
                self.dissents.append(decision)
            case Action.ASK_REPLY:
                hours = decision.hours
                due = None if hours is None else decision.at + hours * HOUR
                self.replies.append(Reply(str(decision.party), decision.at, due))
            case Action.REPLY:
                reply = next(r for r in self.waiting() if r.party == decision.party)
                reply.answered, reply.text = decision.at, decision.text
            case Action.CORRECT:
                self.corrections.append(Correction(decision, self.due(decision.findings)))
        if rule.after is not None:
            self._move(rule.after, decision)
        return True

    def _move(self, after: Stage, decision: Decision) -> None:
        self.moved, self.on, self.last = after, decision.findings, decision
        match after:
            case Stage.SIGNED:
                self.told = decision.findings
            case Stage.PUBLISHED:
                self.told = self.public = decision.findings
            case Stage.CORRECTED:
                self.told = self.public = decision.findings
                self.signatures = []
            case Stage.DERIVED:  # reopened: what is public stays so until it is corrected
                self.told, self.signatures = self.public, []
            case Stage.WITHDRAWN:
                self.told, self.public, self.signatures = None, None, []

    def _seen(self, decision: Decision) -> Findings:
        """The finding as the decision saw it; one that needs none saw what stood."""
        if decision.findings or decision.action == Action.CORRECT:
            return decision.findings
        return self.on if self.told is None else self.told


HOUR: Final = 3_600_000_000
"""An hour in microseconds."""

_NEEDED: Final = {
    "finding": ("it has no finding that was recorded", "Run `hudna judge` first"),
    "reason": ("no reason is given", "Give one with --reason: it stays in the log"),
    "party": ("no party is named", "Name it with --party"),
}
_MISSING: Final = {
    (Action.PUBLISH, Stage.DERIVED): "it needs the signatures of an author and of a reviewer",
    (Action.PUBLISH, Stage.SIGNED_ONCE): "it needs the signature of a reviewer as well",
    (Action.PUBLISH, Stage.CORRECTED): "the finding as it now is needs both signatures first",
    (Action.PUBLISH, Stage.CORRECTION_DUE): "both signatures are on an older finding",
    (Action.SIGN, Stage.CORRECTION_DUE): "what was told differs from the finding as it now is",
    (Action.SIGN, Stage.SIGNED): "an author and a reviewer have signed already",
    (Action.SIGN, Stage.PUBLISHED): "an author and a reviewer have signed already",
}
_REMEDIES: Final = {
    Stage.CORRECTION_DUE: "Correct or withdraw it first: `hudna decide … correct --reason …`",
    Stage.WITHDRAWN: "Reopen it first: `hudna decide … reopen --reason …`",
    Stage.SET_ASIDE: "Reopen it first: `hudna decide … reopen --reason …`",
    Stage.RECEIVED: "Triage it first: `hudna decide … triage`",
}


def _no_move(course: Course, action: Action, stage: Stage) -> tuple[str, str]:
    if not any((r.of, r.action) == (course.of, action) for r in RULES):
        known = dict.fromkeys(r.action.value for r in RULES if r.of == course.of)
        return f"{action} is no decision on a {course.of}", f"Decide {', '.join(known)}"
    why = _MISSING.get((action, stage))
    if why is None and action == Action.CORRECT:
        why = "the finding is the one that was told, or none was: there is nothing to correct"
    what = f"it is {stage.replace('_', ' ')}, and {why or f'{action} does not follow on that'}"
    fit = (s for r in RULES if (r.of, r.action) == (course.of, action) for s in r.before)
    from_ = ", ".join(dict.fromkeys(s.replace("_", " ") for s in fit))
    return what, _REMEDIES.get(stage, f"It can be done when it is {from_}")


def _no_role(action: Action, rule: Rule) -> tuple[str, str]:
    what = f"this {action} is for a person with the role {' or '.join(rule.roles)}"
    if rule.after == Stage.SIGNED_ONCE:
        what += ": the author signs first, then a reviewer"
    if rule.after == Stage.SIGNED:
        what += ": the author has signed, and another pair of eyes is needed"
    return what, "Let such a person decide, or add the role with `hudna person add`"


def reply_open(waiting: Iterable[Reply]) -> tuple[str, str]:
    """What stands against signing and publishing while parties may still answer."""
    names = ", ".join(sorted({reply.party for reply in waiting}))
    return (
        f"a right of reply is open ({names})",
        "Record the reply, or that none came: no clock closes it",
    )
