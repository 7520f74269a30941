"""Notices: what of a published or signed account no longer stands, and what people decided of one.

In: the states of incidents.  Out: the corrections that were announced, those that are due and what
was withdrawn, to stand at the top of a report; and for each account the state that it is in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from hudna.codes import Text
from hudna.finding import Headline
from hudna.record.decisions import IncidentState
from hudna.record.states import Change, Decision, Said, Stage
from hudna.sitrep.model import Awaited, By, Decided, Heading, Notice, Turned


def notices(
    states: Mapping[str, IncidentState], shown: Iterable[str], held: Iterable[str]
) -> tuple[Notice, ...]:
    """The notices of the incidents that a report shows, and of those that the case has no more.

    `shown` are ids in the order of the report, `held` those that the case holds at all.
    """
    gone = [name for name in states if name not in set(held)]
    found: list[Notice] = []
    for name in (*dict.fromkeys(shown), *gone):
        if name in states:
            found += _notices(states[name])
    return tuple(found)


def _notices(state: IncidentState) -> Iterator[Notice]:
    name = state.incident
    for each in state.corrections:
        by = By(each.role.value, each.by, each.at)
        turned = tuple(map(_turned, each.changes))
        yield Notice(Stage.CORRECTED, name, turned, by, each.reason, each.publications)
    if state.due:
        yield Notice(Stage.CORRECTION_DUE, name, tuple(map(_turned, state.due)))
    if state.stage == Stage.WITHDRAWN and state.last is not None:
        by, reason = _by(state.last), state.last.reason or ""
        yield Notice(Stage.WITHDRAWN, name, (), by, reason)


def decided(state: IncidentState | None, name: Callable[[str], Text]) -> Decided:
    """The state in which an account is; `name` names a party."""
    if state is None:
        return Decided()
    return Decided(
        state.stage,
        tuple(map(_by, state.signatures)) if not state.due else (),
        tuple((_by(dissent), dissent.reason or "") for dissent in state.dissents),
        tuple(Awaited(name(r.party), r.asked, r.due) for r in state.replies if r.open),
        tuple((name(r.party), r.text) for r in state.replies if not r.open),
        bool(state.complaints),
    )


def _by(decision: Decision) -> By:
    return By(decision.role.value, decision.by, decision.at)


def _turned(change: Change) -> Turned:
    part = change.finding.split("/")[2:]
    return Turned(
        part[0] if part else None, _heading(change.before), _heading(change.after), change.what
    )


def _heading(said: Said | None) -> Heading | None:
    if said is None:
        return None
    headline = Headline(said.headline)
    return Heading(headline, said.causes if headline == Headline.NOT_VIOLATION else ())
