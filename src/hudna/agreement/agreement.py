"""The agreement with everything dated that its terms refer to: what a judge has on the table.

In: the document, the registry of actors, the zones, the gazetteer.  Out: an `Agreement`, which
knows its worlds, when each is in force, who had acceded, and at which instants any of this changes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise
from typing import Any

from hudna.actors import Registry
from hudna.agreement.document import AgreementFile
from hudna.agreement.force import Timeline, event_dates, timeline
from hudna.agreement.ledger import Ledger, ledger
from hudna.agreement.provisions import (
    ActTerm,
    Conditions,
    DurationTerm,
    Start,
    Termination,
    TerritorialScope,
    Withdrawal,
)
from hudna.agreement.timerule import Moment, TimeRule, resolve
from hudna.agreement.worlds import World, Worlds
from hudna.gazetteer import Gazetteer
from hudna.instant import BEGIN, Interval
from hudna.yamlfile import Located
from hudna.zones import Zone, ZoneKind, ZoneMap, boundaries


class Agreement:
    """An agreement and the dated facts that its terms read."""

    def __init__(
        self,
        document: AgreementFile,
        registry: Registry,
        zones: Iterable[Zone],
        gazetteer: Gazetteer,
        located: Located | None = None,
    ) -> None:
        self.document = document
        self.registry = registry
        self.gazetteer = gazetteer
        self.zone = document.agreement.zone
        self.worlds = Worlds(document, located)
        self.events: dict[str, Interval] = event_dates(document)
        self.ledger: Ledger = ledger(document)
        self.zones = ZoneMap([*zones, *self._units_named_as_scope(zones)])
        self._timelines: dict[tuple[int, ...], Timeline] = {}

    def __getstate__(self) -> dict[str, Any]:
        """What was given, without what was worked out.

        Some of that is known by the `id`s of objects, which another process does not have.
        """
        worked_out = {"_turning", "term_instants", "person_instants", "zone_instants",
                      "_fact_instants", "calendar"}  # fmt: skip
        kept = {name: value for name, value in vars(self).items() if name not in worked_out}
        return kept | {"_timelines": {}}

    def _units_named_as_scope(self, zones: Iterable[Zone]) -> list[Zone]:
        """A unit of the gazetteer that a term names as its area is a zone of that unit."""
        known = {zone.id for zone in zones}
        named = {
            name
            for world in (*self.worlds.all(), *self._draft_worlds())
            for _, term in world.of(TerritorialScope)
            for name in (*term.area, *term.outside, *term.covered_places)
        }
        return [
            Zone(name, ZoneKind.SCOPE_IN, dict(spot.name), units=frozenset({name}),
                 within=frozenset({name}), above=frozenset(self.gazetteer.chain(name)))
            for name in sorted(named - known)
            if (spot := self.gazetteer.spots.get(name)) is not None
        ]  # fmt: skip

    def _draft_worlds(self) -> list[World]:
        return [
            world
            for name in self.worlds.readings("draft", "historic")
            for world in self.worlds.of_reading(name, every=True)
        ]

    def in_force(self, world: World) -> Timeline:
        """When the agreement is in force in `world`."""
        kinds = (Start, DurationTerm, Conditions, Termination)
        key = tuple(id(term) for term in world.terms.values() if isinstance(term, kinds))
        found = self._timelines.get(key)
        if found is None:
            found = self._timelines[key] = timeline(world, self.document, self.events)
        return found

    def moment(self, rule: TimeRule) -> Moment | None:
        """When a time rule of the agreement is, or None while its event has no date."""
        return resolve(rule, self.events, self.zone)

    @cached_property
    def _turning(self) -> list[Timeline]:
        worlds = [*self.worlds.all(), *self._draft_worlds()]
        return list({id(t): t for t in map(self.in_force, worlds)}.values())

    @cached_property
    def term_instants(self) -> list[int]:
        """The instants at which some term's own period begins or ends."""
        rules: list[TimeRule] = []
        for world in (*self.worlds.all(), *self._draft_worlds()):
            for term in world.terms.values():
                if isinstance(term, ActTerm):
                    rules += [rule for rule in (term.from_, term.until) if rule is not None]
                if isinstance(term, Withdrawal):
                    rules += [line.from_ for line in term.lines if line.from_ is not None]
        moments = [self.moment(rule) for rule in rules]
        return sorted({i for m in moments if m is not None for i in (m.earliest, m.latest)})

    @cached_property
    def person_instants(self) -> list[int]:
        """The instants at which some fact about actors begins or ends."""
        return sorted({*self.registry.boundaries, *self.ledger.boundaries})

    @cached_property
    def zone_instants(self) -> list[int]:
        """The instants at which some zone begins or ceases to hold."""
        return boundaries(self.zones.zones)

    @cached_property
    def _fact_instants(self) -> list[int]:
        return sorted({*self.person_instants, *self.zone_instants})

    @property
    def recurs(self) -> bool:
        """Whether it holds only in, or not in, windows that recur by the clock."""
        return any(line.inside or line.outside for line in self._turning)

    def parts(self, span: Interval) -> list[Interval]:
        """Cut a time that an act filled where a term begins or ceases to apply."""
        cuts = set(_within(self.term_instants, span))
        for line in self._turning:
            cuts.update(line.changes(span))
        return _cut(span, cuts)

    def slices(self, span: Interval) -> list[int]:
        """An instant in each slice of `span` within which every rule is constant.

        Where nothing recurs daily it is the slice's first instant on the case's calendar of
        changes, so that incidents of one slice share their answers.
        """
        cuts = {*_within(self.term_instants, span), *_within(self._fact_instants, span)}
        for line in self._turning:
            cuts.update(line.changes(span))
        firsts = [part.earliest for part in _cut(span, cuts)]
        if self.recurs:
            return firsts
        return list(
            dict.fromkeys(self.calendar[bisect_right(self.calendar, i) - 1] for i in firsts)
        )

    @cached_property
    def calendar(self) -> list[int]:
        """The instants at which anything may change that does not recur by the clock."""
        lines = {i for line in self._turning for i in line.instants}
        return sorted({BEGIN, *lines, *self.term_instants, *self._fact_instants})


def _within(instants: list[int], span: Interval) -> list[int]:
    return instants[bisect_right(instants, span.earliest) : bisect_left(instants, span.latest)]


def _cut(span: Interval, cuts: Iterable[int]) -> list[Interval]:
    ends = [span.earliest, *sorted(cuts), span.latest]
    if span.is_instant:
        return [span]
    return [Interval(a, b) for a, b in pairwise(ends)]
