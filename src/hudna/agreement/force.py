"""In force: from when to when an agreement holds in a world.

In: a world's P04 (start), P05 (end, extensions, gaps, windows), P32 (conditions) and P33 (status
claims given effect).  Out: a `Timeline`, a truth value for every instant and the instants at which
it changes.  What waits for an event without a date is unknown, never false.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hudna.agreement.document import AgreementFile
from hudna.agreement.provisions import Conditions, DurationTerm, Start, Termination
from hudna.agreement.timerule import Moment, TimeRule, Window, resolve, windows
from hudna.agreement.worlds import World
from hudna.evidence import Truth, all_of, any_of
from hudna.instant import BEGIN, END, Interval, read

UNKNOWN_MOMENT = Moment(BEGIN, END)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Whether something holds, over time.

    `instants` are the moments of change and `values` the truth from each on; before the first it
    is F.  `inside` and `outside` are recurring windows: it holds only in the ones, never in the
    others.
    """

    instants: tuple[int, ...]
    values: tuple[Truth, ...]
    inside: tuple[Window, ...] = ()
    outside: tuple[Window, ...] = ()
    zone: str = "UTC"

    def at(self, instant: int) -> Truth:
        """Whether it holds at an instant."""
        place = bisect_right(self.instants, instant) - 1
        value = self.values[place] if place >= 0 else Truth.F
        if value == Truth.F or not (self.inside or self.outside):
            return value
        if instant in (BEGIN, END):
            return Truth.U  # no clock shows it
        here = Interval(instant, instant)
        if self.inside and not _in_one(self.inside, here, self.zone):
            return Truth.F
        return Truth.F if _in_one(self.outside, here, self.zone) else value

    def changes(self, span: Interval) -> list[int]:
        """The instants within (earliest, latest) at which it may change."""
        found = {i for i in self.instants if span.earliest < i < span.latest}
        for window, part in self._recurring(span):
            for piece in windows(window, part, self.zone):
                ends = (piece.earliest, piece.latest)
                found |= {i for i in ends if span.earliest < i < span.latest}
        return sorted(found)

    def _recurring(self, span: Interval) -> Iterator[tuple[Window, Interval]]:
        """Each window, with the part of a span in which it matters: where it may hold, if not `FAR`."""
        may = [i for i, value in zip(self.instants, self.values, strict=True) if value != Truth.F]
        for window in (*self.inside, *self.outside) if may else ():
            first = max(span.earliest, may[0])
            last = min(span.latest, END if self.values[-1] != Truth.F else self.instants[-1])
            if first == BEGIN:
                first = 0 if last == END else last - FAR
            if first <= last:
                yield window, Interval(first, min(last, first + FAR))


FAR = 5 * 366 * 86_400_000_000
"""Five years, in microseconds: what recurs daily has by then shown all that it does."""


def _in_one(among: Iterable[Window], here: Interval, zone: str) -> bool:
    return any(
        piece.earliest <= here.earliest < piece.latest
        for window in among
        for piece in windows(window, here, zone)
    )


def event_dates(document: AgreementFile) -> dict[str, Interval]:
    """When each dated event of the agreement was; one with `to` is the interval up to its end."""
    found: dict[str, Interval] = {}
    for name, event in document.events.items():
        if event.at is not None:
            zone = event.zone or document.agreement.zone
            first = read(event.at, zone)
            last = read(event.to, zone) if event.to else first
            found[name] = Interval(first.earliest, max(first.latest, last.latest))
    return found


def timeline(world: World, document: AgreementFile, events: Mapping[str, Interval]) -> Timeline:
    """Work out when the agreement is in force in `world`."""
    zone = document.agreement.zone

    def when(rule: TimeRule) -> Moment:
        return resolve(rule, events, zone) or UNKNOWN_MOMENT

    starts = [when(term.start) for _, term in world.of(Start) if term.binds]
    ends: list[Moment] = []
    added: list[tuple[Moment, Moment, bool]] = []
    removed: list[tuple[Moment, Moment, bool]] = []
    inside: list[Window] = []
    outside: list[Window] = []
    for _, duration in world.of(DurationTerm):
        if not duration.binds:
            continue
        if duration.end is not None:
            ends.append(when(duration.end))
        for pieces, into in ((duration.extensions, added), (duration.gaps, removed)):
            for piece in pieces:
                to = when(piece.to) if piece.to else Moment(END, END)
                into.append((when(piece.from_), to, piece.contested))
        inside += duration.windows
        outside += duration.pauses
    claims = {claim.id: claim for claim in document.status_claims}
    for _, termination in world.of(Termination):
        for name in termination.gives_effect_to:
            claim = claims[name]
            effect = when(claim.effective or TimeRule(at=claim.at))
            if claim.kind == "extension_claimed":
                added.append((effect, Moment(END, END), False))
            elif claim.kind != "talks_frozen":  # talks are not the agreement
                ends.append(effect)
    waits = [
        Moment(events[name].earliest, events[name].latest) if name in events else UNKNOWN_MOMENT
        for _, term in world.of(Conditions)
        if term.binds
        for name in term.conditions
    ]
    moments = [*starts, *ends, *waits, *(m for a, b, _ in (*added, *removed) for m in (a, b))]
    instants = sorted({BEGIN, *(i for m in moments for i in (m.earliest, m.latest))} - {END})

    def holds(instant: int) -> Truth:
        begun = [_since(moment, instant) for moment in (*starts, *waits)]
        base = all_of([*begun, *(~_since(moment, instant) for moment in ends)])
        extended = [_piece(a, b, contested, instant) for a, b, contested in added]
        missing = [~_piece(a, b, contested, instant) for a, b, contested in removed]
        # Without a start clause nothing says that it is in force.
        return all_of([any_of([base if starts else Truth.F, *extended]), *missing])

    values = tuple(holds(instant) for instant in instants)
    return Timeline(tuple(instants), values, tuple(inside), tuple(outside), zone)


def _since(moment: Moment, instant: int) -> Truth:
    if instant >= moment.latest:
        return Truth.T
    return Truth.U if instant >= moment.earliest else Truth.F


def _piece(start: Moment, end: Moment, contested: bool, instant: int) -> Truth:
    inside = all_of([_since(start, instant), ~_since(end, instant)])
    return Truth.U if contested and inside == Truth.T else inside
