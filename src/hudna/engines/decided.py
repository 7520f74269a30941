"""Deciding: what people decide on a case, and the states that follow, with its findings as they are.

In: a case as it is known, an incident or a report, a decision.  Out: the decision in the record; the
state of each incident as a value; and that state in words, to stand after an explanation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from hudna import codes
from hudna.engines.batch import find_incident
from hudna.engines.custody import recorded
from hudna.finding import Finding
from hudna.incident import Incident
from hudna.judging.judge import Judge
from hudna.judging.words import Words
from hudna.problem import refuse
from hudna.record import decisions
from hudna.record.complaints import REPLY_HOURS, procedure
from hudna.record.decisions import IncidentState
from hudna.record.findings import name_of, value_of, verdicts_of
from hudna.record.known import Known
from hudna.record.states import Action, Change, Decision, Findings, Said, Stage
from hudna.record.tiers import Tier


def states(known: Known, found: Iterable[Finding]) -> dict[str, IncidentState]:
    """The states of the incidents of which there is anything to tell, with these findings.

    An incident that was decided on and is in the case no more is among them.
    """
    workflow = known.workflow()
    mine: dict[str, list[Finding]] = {name: [] for name in workflow.incidents()}
    for finding in found if mine else ():
        if not finding.unmatched and finding.incident in mine:
            mine[finding.incident].append(finding)
    return {name: workflow.incident(name, _said(known, some)) for name, some in mine.items()}


def state_of(known: Known, incident: Incident) -> IncidentState:
    """The state of one incident, judged as the case now stands."""
    workflow = known.workflow()
    if incident.id not in workflow.incidents():
        return IncidentState(incident.id)
    found = Judge(known.case.agreement).judge(incident)
    return workflow.incident(incident.id, _said(known, found))


def decide(
    known: Known,
    name: str,
    action: Action,
    by: str | None,
    *,
    reason: str | None = None,
    party: str | None = None,
    text: str | None = None,
    tier: Tier | None = None,
) -> str:
    """Record what a person decides on an incident or a report; the decision's id.

    Raises `Refused`: see `decisions.decide`; a party that is none of the case.
    """
    record = recorded(known)
    registry = known.case.registry
    if party is not None and party not in registry.entries and party not in registry.sides:
        what = "is neither an actor nor a side of the case"
        raise refuse(party[:80], what, "Write an id of actors.yaml")
    subject, current = _subject(known, name)
    hours = dict(procedure(known.case.agreement.document))["reply"]
    return decisions.decide(
        record, subject, action, by, current, reason=reason, party=party, text=text, tier=tier,
        hours=REPLY_HOURS if hours is None else hours,
    )  # fmt: skip


def _subject(known: Known, name: str) -> tuple[str, dict[str, dict[str, Any]]]:
    """What a name stands for, with its findings as they are derived now."""
    for incident in known.incidents():
        if incident.id == name:
            found = Judge(known.case.agreement).judge(incident)
            return f"incident/{name}", _values(known, found)
    if known.report(name) is not None:
        return f"report/{name}", {}
    if name in known.workflow().incidents():  # the case has it no more
        return f"incident/{name}", {}
    find_incident(known, name)  # refuses what there is not, with the reason
    raise refuse(name, "is an incident of a scenario", "Nothing is decided on what never happened")


def _values(known: Known, found: Iterable[Finding]) -> dict[str, dict[str, Any]]:
    sha256 = known.case.agreement_sha256
    return {
        name_of(each): value_of(each, hashlib.sha256(verdicts_of(each)).hexdigest(), sha256)
        for each in found
    }


def _said(known: Known, found: Iterable[Finding]) -> Findings:
    return {name: decisions.said(value) for name, value in _values(known, found).items()}


# --- in words -------------------------------------------------------------------------------------


def told(known: Known, state: IncidentState, lang: str) -> str:
    """The state of an incident, its signatures, dissents and corrections; empty if there is none."""
    if state.silent:
        return ""
    say = Words(known.case.agreement, lang)
    title = say.say("What people decided")
    rows = [title, "-" * min(len(title), 79), *_Telling(known, say).lines(state)]
    return "\n".join(rows) + "\n"


def told_of_report(known: Known, name: str, lang: str) -> str:
    """The state of a report; empty if nothing was decided on it."""
    course = known.workflow().courses.get(("report", name))
    if course is None or course.last is None:
        return ""
    words = Words(known.case.agreement, lang)
    title = words.say("What people decided")
    telling = _Telling(known, words)
    rows = [title, "-" * min(len(title), 79), telling.stage(course.moved)]
    return "\n".join([*rows, telling.decided(course.last)]) + "\n"


class _Telling:
    """Says what was decided, in one language."""

    def __init__(self, known: Known, words: Words) -> None:
        self.known = known
        self.words = words
        self.say = words.say

    def lines(self, state: IncidentState) -> Iterator[str]:
        """The state of an incident, line by line."""
        say, words = self.say, self.words
        yield self.stage(state.stage)
        for signature in state.signatures:
            who = self.who(signature)
            if state.due:
                yield say("Signed, on an earlier version of the finding: {who}.", who=who)
            else:
                yield say("Signed: {who}.", who=who)
        if state.last is not None and state.last.action != Action.SIGN:
            yield self.decided(state.last)
        for change in state.due:
            yield say("A correction is due. {change}", change=self.change(change))
        for dissent in state.dissents:
            reason = words.apart(dissent.reason or "")
            yield say("Dissent, which blocks nothing: {who}: {reason}",
                      who=self.who(dissent), reason=reason)  # fmt: skip
        yield from self.procedures(state)
        for each in state.corrections:
            changes = " ".join(map(self.change, each.changes))
            yield say("Corrected at {when}. {changes} Reason: {reason}",
                      when=self.when(each.at), changes=changes,
                      reason=words.apart(each.reason))  # fmt: skip
            if each.publications:
                names = words.listed(map(words.apart, each.publications))
                yield "  " + say("It was published as found then in: {publications}.",
                                 publications=names)  # fmt: skip

    def procedures(self, state: IncidentState) -> Iterator[str]:
        """The rights of reply, and the complaints that are open."""
        say, words = self.say, self.words
        for reply in state.replies:
            party = self.party(reply.party)
            if reply.answered is None:
                due = say("not known") if reply.due is None else self.when(reply.due)
                yield say("A right of reply is open: {party}, asked at {when}, due at {due}.",
                          party=party, when=self.when(reply.asked), due=due)  # fmt: skip
            elif reply.text is None:
                yield say("No reply of {party} came; silence is not an admission.", party=party)
            else:
                yield say("{party} replied at {when}: “{text}”", party=party,
                          when=self.when(reply.answered), text=words.apart(reply.text))  # fmt: skip
        for complaint in state.complaints:
            yield say("A complaint about it is open: {id}.", id=words.apart(complaint))

    def stage(self, stage: Stage) -> str:
        """The stage, with what it means."""
        lang = self.words.lang
        label, meaning = (words("stage", stage, lang) for words in (codes.label, codes.meaning))
        return self.say("State: {stage}. {meaning}", stage=label, meaning=meaning)

    def decided(self, decision: Decision) -> str:
        """The decision that moved it, with its reason where it has one."""
        told = {"who": self.who(decision), "when": self.when(decision.at)}
        if decision.reason is None:
            return self.say("Decided at {when}: {who}.", **told)
        reason = self.words.apart(decision.reason)
        return self.say("Decided at {when}: {who}. Reason: {reason}", **told, reason=reason)

    def change(self, change: Change) -> str:
        """How a finding differs from what was told."""
        words, say = self.words, self.say
        told = {"id": words.apart(change.finding), "before": self.heading(change.before),
                "after": self.heading(change.after)}  # fmt: skip
        if change.before is None or change.after is None:
            return say("{id}: {before} before, {after} now.", **told)
        labels = (codes.label("change", what, words.lang) for what in change.what)
        return say("{id}: {before} before, {after} now; what differs: {what}.", **told,
                   what=words.listed(labels))  # fmt: skip

    def heading(self, said: Said | None) -> str:
        """A headline in words, by its causes where nothing is a violation."""
        if said is None:
            return self.say("not there")
        lang = self.words.lang
        if said.headline == "not_violation":
            return " / ".join(codes.label("cause", cause, lang) for cause in said.causes)
        return codes.label("headline", said.headline, lang)

    def who(self, decision: Decision) -> str:
        """A person by role and id."""
        role = codes.label("role", decision.role, self.words.lang)
        return self.say("{role} ({person})", role=role, person=self.words.apart(decision.by))

    def party(self, name: str) -> str:
        """A party by name, or by its id where the case knows it no more."""
        registry = self.known.case.registry
        known = name in registry.entries or name in registry.sides
        return self.words.actor(name) if known else self.words.apart(name)

    def when(self, at: int) -> str:
        """A time of the record, to the second, in the zone of the case."""
        return self.words.instant(at - at % 1_000_000, self.known.case.agreement.zone)
