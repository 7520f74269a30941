"""Obligations: duties with a deadline, and how each stands at a day, by reading.

In: the obligations of a world's terms, the dates of events and of incidents that may perform them,
the status claims that dispute them.  Out: `Dues`, one for each obligation and reading.

    met        what performs it all happened by the deadline
    met_late   it happened after
    missed     the deadline passed and the record has nothing that performs it
    pending    the deadline lies ahead, or depends on an event without a date, or there is none
    disputed   a party denies that it was met, or the record cannot tell
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hudna.agreement.document import AgreementFile
from hudna.agreement.provisions import Obligation
from hudna.agreement.timerule import resolve
from hudna.agreement.worlds import World
from hudna.instant import Interval, read


class DueStatus(StrEnum):
    """How an obligation stands."""

    PENDING = "pending"
    MET = "met"
    MET_LATE = "met_late"
    MISSED = "missed"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Due:
    """One obligation in one world: its deadline, how it stands, and on what that rests."""

    id: str
    world: str
    term: str
    obligation: Obligation
    due: Interval | None  # the day, or the instant, on which it runs out
    status: DueStatus
    evidence: tuple[str, ...]


def dues(
    worlds: Iterable[World],
    document: AgreementFile,
    happened: Mapping[str, Interval],
    disputed: Iterable[str],
    at: int,
) -> list[Due]:
    """Work out every obligation in every world, as the record stands at the instant `at`.

    `happened` maps events and incidents that occurred to when; `disputed` are those of which a
    party denies that they happened or that they count.
    """
    disputed = frozenset(disputed)
    zone = document.agreement.zone
    known_claims = {c.id: read(c.at, zone).earliest for c in document.status_claims}
    found = []
    for world in worlds:
        for name, term in world.terms.items():
            if not term.binds:
                continue
            for item in term.obligations:
                moment = None if item.due is None else resolve(item.due, happened, zone)
                deadline = None if moment is None else moment.interval
                status, evidence = _status(item, deadline, happened, disputed, known_claims, at)
                found.append(Due(item.id, world.id, name, item, deadline, status, evidence))
    return found


def _status(
    item: Obligation,
    deadline: Interval | None,
    happened: Mapping[str, Interval],
    disputed: frozenset[str],
    claims: Mapping[str, int],
    at: int,
) -> tuple[DueStatus, tuple[str, ...]]:
    done = [name for name in item.met_by if name in happened and happened[name].earliest < at]
    doubts = [
        name
        for name in item.disputed_by
        if (name in claims and claims[name] < at)
        or (name in happened and happened[name].earliest < at)
    ]
    doubts += [name for name in done if name in disputed]
    evidence = tuple(dict.fromkeys((*done, *doubts)))
    passed = deadline is not None and at >= deadline.latest
    # Known only to have been in a span that is not over: before the deadline, it may yet come.
    unsure = any(happened[name].latest > at for name in done)
    if item.met_by and len(done) == len(item.met_by) and not (unsure and not passed):
        if doubts:
            return DueStatus.DISPUTED, evidence
        if deadline is None:
            return DueStatus.MET, evidence
        times = [happened[name] for name in done]
        if any(_after(time, deadline) for time in times):
            return DueStatus.MET_LATE, evidence
        # Half-open: a day that ends when the deadline's day ends is in time.
        met = all(time.latest <= deadline.latest for time in times)
        return (DueStatus.MET if met else DueStatus.DISPUTED), evidence
    if passed:
        return (DueStatus.DISPUTED if doubts else DueStatus.MISSED), evidence
    return DueStatus.PENDING, evidence


def _after(time: Interval, deadline: Interval) -> bool:
    """Whether all of `time` is too late: at the end of a deadline's day its day is over."""
    if time.is_instant and deadline.is_instant:
        return time.latest > deadline.latest
    return time.earliest >= deadline.latest
