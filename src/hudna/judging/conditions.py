"""Conditions: what tells some alternatives of an incident from the others, in words.

In: all alternatives of an incident, and some of them.  Out: “If the actor was A or B”, naming only
what distinguishes them, lists cut short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from hudna.instant import Interval
from hudna.judging.alternatives import Alternative
from hudna.judging.words import Words
from hudna.zones import Signature

DIMENSIONS: dict[str, tuple[str, ...]] = {
    "occurred": (),
    "time": ("time",),
    "territory": ("place", "time"),
    "actor": ("actor", "time"),
    "target": ("target", "actor", "place", "time", "act"),
    "act": ("act", "actor", "place", "time"),
    "justification": ("act", "actor"),
    "": ("actor", "target", "act", "time", "place"),
}
"""What each element's value may turn on, the most telling first; "" for the verdict."""

_OF: dict[str, Callable[[Alternative], object]] = {
    "actor": lambda a: a.actor,
    "target": lambda a: a.targets,
    "act": lambda a: a.act,
    "time": lambda a: a.instant,
    "place": lambda a: a.place,
}


class Conditions:
    """The alternatives of one incident, and how to tell them apart."""

    def __init__(
        self, words: Words, span: Interval, zone: str, found: Sequence[Alternative]
    ) -> None:
        self.words = words
        self.span = span
        self.zone = zone
        self.found = found
        self._instants = sorted({a.instant for a in found})
        zones = [a.place.zones for a in found]
        self._everywhere = frozenset.intersection(*zones) if zones else frozenset()
        self._anywhere = frozenset[str]().union(*zones)

    def of(self, some: Sequence[Alternative], element: str) -> str:
        """The condition under which it was one of `some`: on what `element` turns on."""
        say = self.words.say
        told: list[str] = []
        for dimension in DIMENSIONS[element]:
            of = _OF[dimension]
            here = dict.fromkeys(map(of, some))
            if set(here) != set(map(of, self.found)):
                told.append(self.phrase(dimension, here))
        if not told and len({a.reverse for a in some}) < len({a.reverse for a in self.found}):
            told.append(self.phrase("initiator", [some[0].reverse]))
        if not told:
            return say.count("In one of the alternatives", "In {n} of the alternatives", len(some))
        return say("If {conditions}", conditions=self.words.joined(told))

    def phrase(self, dimension: str, values: Iterable[Any]) -> str:
        """That one thing was one of some values."""
        words, say = self.words, self.words.say
        match dimension:
            case "actor":
                return say("the actor was {actor}", actor=words.one_of(map(words.actor, values)))
            case "target":
                return say("the target was {target}", target=words.one_of(map(words.hit, values)))
            case "act":
                return say("the act was {act}", act=words.one_of(map(words.act, values)))
            case "time":
                return say("the time was {time}", time=words.one_of(self._times(values)))
            case "place":
                return self._places(list(values))
            case _:
                whose = {a.actor: None for a in self.found if a.reverse in set(values)}
                return say("it was begun by {actor}", actor=words.one_of(map(words.actor, whose)))

    def slice_of(self, instant: int) -> Interval:
        """The part of the incident's time that an alternative's instant stands for."""
        place = self._instants.index(instant)
        last = place + 1 == len(self._instants)
        end = self.span.latest if last else self._instants[place + 1]
        start = max(instant, self.span.earliest)
        return Interval(start, max(start, end))

    def _times(self, instants: Iterable[int]) -> list[str]:
        """Slices as intervals, those that touch together."""
        merged: list[Interval] = []
        for piece in sorted(map(self.slice_of, instants)):
            if merged and merged[-1].latest == piece.earliest:
                merged[-1] = Interval(merged[-1].earliest, piece.latest)
            else:
                merged.append(piece)
        return [self.words.interval(piece, self.zone) for piece in merged]

    def _places(self, places: Sequence[Signature]) -> str:
        """Where it lay, by the zones that it may or may not be in."""
        words, say = self.words, self.words.say
        all_in = frozenset.intersection(*(p.zones for p in places)) - self._everywhere
        none_in = self._anywhere - frozenset[str]().union(*(p.zones for p in places))
        told = {
            "inside": words.listed(map(words.zone, sorted(all_in)), 3),
            "outside": words.listed(map(words.zone, sorted(none_in)), 3),
        }
        if all_in and none_in:
            return say("the place lay inside {inside} and outside {outside}", **told)
        if all_in:
            return say("the place lay inside {inside}", inside=told["inside"])
        if none_in:
            return say("the place lay outside {outside}", outside=told["outside"])
        return say.count(
            "the place lay in one of its possible positions",
            "the place lay in one of {n} of its possible positions",
            len(places),
        )
