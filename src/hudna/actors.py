"""Actors: who acts and who is harmed, with names in every script, genealogy and designations.

In: `actors.yaml`.  Out: a `Registry` that answers, for an instant, who belonged to whom, who
supported whom, what a group was before, who was listed, and which groups an umbrella name covers.
Every edge is dated and carries the level at which it is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Literal, TypeVar

from pydantic import Field

from hudna.entry import Entry, Id, Label, LevelName, Sourced, When, Written
from hudna.evidence import Level, Origin
from hudna.instant import ALWAYS, Interval, read, span
from hudna.names import fold, index

X = TypeVar("X")


class ActorKind(StrEnum):
    """What an actor is."""

    STATE = "state"
    STATE_FORCE = "state-force"
    ARMED_GROUP = "armed-group"
    UNIT = "unit"
    COALITION = "coalition"
    UMBRELLA = "umbrella"  # a name that may cover several actors
    CIVILIANS = "civilians"
    BODY = "body"  # a political body, a mission, a commission


class Membership(Sourced):
    """`of`: the actor that this one is part of, between two dates."""

    of: Id
    from_: When | None = Field(None, alias="from")
    to: When | None = None
    level: LevelName = Level.E3


class Support(Sourced):
    """`of`: the actor whose side this one fights on, between two dates."""

    of: Id
    from_: When | None = Field(None, alias="from")
    to: When | None = None
    level: LevelName = Level.E3


class Cover(Entry):
    """An actor that an umbrella name may stand for, between two dates."""

    actor: Id
    from_: When | None = Field(None, alias="from")
    to: When | None = None


class Alias(Entry):
    """Names of an actor; `en` and `ar` first names are shown, the rest only found."""

    en: list[Written] = []
    ar: list[Written] = []
    ru: list[Written] = []
    tr: list[Written] = []
    other: list[Written] = Field([], description="Spellings, abbreviations, data set names.")


class ActorEntry(Sourced):
    """One actor of the case."""

    id: Id
    kind: ActorKind
    names: Alias
    side: Id | None = Field(None, description="A side of `sides`; media of a side share it.")
    member_of: list[Membership] = []
    supports: list[Support] = []
    covers: list[Cover | Id] = Field([], description="For an umbrella: whom the name may mean.")


class GenealogyEvent(Sourced):
    """A rename, merger or split: `from` became `into` at a date."""

    id: Id
    kind: Literal["rename", "merge", "split"]
    at: When
    from_: list[Id] = Field(alias="from", min_length=1)
    into: list[Id] = Field(min_length=1)
    dominant: Id | None = Field(
        None, description="Of a merger: who supplied the leadership or most of the fighters."
    )


class Designation(Sourced):
    """An entry of a list (for instance a sanctions list) that names an actor."""

    list_: Id = Field(alias="list")
    entry: Written
    actor: Id
    from_: When = Field(alias="from")
    to: When | None = None


class Link(Sourced):
    """A tie that someone asserts between an actor and another (“groups linked to …”)."""

    actor: Id
    linked_to: Id
    level: LevelName
    asserted_by: Id | None = None
    from_: When | None = Field(None, alias="from")
    to: When | None = None


class OriginEntry(Sourced):
    """A source that first tells: a monitor, an agency, a party's media."""

    id: Id
    names: list[Written] = Field(min_length=1)
    side: Id | None = Field(None, description="The side whose account it is; none: of no side.")
    named: bool = Field(True, description="False for “local sources” and the like: E1 at most.")
    label: Label | None = None


class SideEntry(Entry):
    """A side of the conflict: a party with its allies and media."""

    label: Label


class ActorsFile(Entry):
    """`actors.yaml`: actors, their genealogy and designations, and the origins of reports."""

    sides: dict[Id, SideEntry] = {}
    actors: list[ActorEntry] = []
    genealogy: list[GenealogyEvent] = []
    designations: list[Designation] = []
    links: list[Link] = []
    origins: list[OriginEntry] = []


@dataclass(frozen=True, slots=True)
class Edge:
    """A dated tie from one actor to another."""

    to: str
    held: Interval
    level: Level


@dataclass(frozen=True, slots=True)
class Descent:
    """How an actor came to be: `kind` at `at`, from `ancestor`, dominant in it or not."""

    kind: str
    at: int
    ancestor: str
    dominant: bool


@dataclass
class Registry:
    """The actors of a case, with every date read as an instant of the case's zone."""

    entries: Mapping[str, ActorEntry]
    sides: Mapping[str, Label]
    origins: Mapping[str, Origin]
    members: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict)
    supports: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict)
    covers: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict)
    links: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict)
    descent: Mapping[str, tuple[Descent, ...]] = field(default_factory=dict)
    left: Mapping[str, tuple[Descent, ...]] = field(default_factory=dict)
    listed: Mapping[str, tuple[tuple[str, Interval], ...]] = field(default_factory=dict)

    def kind(self, actor: str) -> ActorKind:
        """What kind of actor it is."""
        return self.entries[actor].kind

    def label(self, actor: str, lang: str) -> str:
        """The first name in `lang`, or in another script where there is none, or the id."""
        entry = self.entries.get(actor)
        if entry is None:
            return actor
        names = entry.names
        order = (names.ar, names.en) if lang == "ar" else (names.en, names.ar)
        return next((n[0] for n in (*order, names.tr, names.ru, names.other) if n), actor)

    def stands_for(self, actor: str, instant: int) -> tuple[str, ...]:
        """The actors that a name may mean at an instant: itself, unless it is an umbrella."""
        if actor not in self.covers:
            return (actor,)
        found: dict[str, None] = {}
        for edge in self.covers[actor]:
            if edge.held.holds(instant):
                found.update(dict.fromkeys(self.stands_for(edge.to, instant)))
        return tuple(found)

    @cached_property
    def boundaries(self) -> list[int]:
        """The instants at which some tie, listing or genealogy event begins or ends."""
        spans = [e.held for t in (self.members, self.supports, self.covers, self.links)
                 for edges in t.values() for e in edges]  # fmt: skip
        spans += [held for entries in self.listed.values() for _, held in entries]
        instants = {i for held in spans for i in (held.earliest, held.latest)}
        instants |= {d.at for edges in self.descent.values() for d in edges}
        return sorted(instants)

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Folded name → ids of the actors so called (more than one: ambiguous)."""
        found: dict[str, dict[str, None]] = {}
        for entry in self.entries.values():
            names = entry.names
            for name in (*names.en, *names.ar, *names.ru, *names.tr, *names.other):
                found.setdefault(fold(name), {})[entry.id] = None
        return {name: tuple(ids) for name, ids in found.items() if name}

    @cached_property
    def origin_names(self) -> dict[str, str]:
        """Folded name → id of the one origin so called; a name of two stands for neither."""
        return index((name, o.id) for o in self.origins.values() for name in o.names)[0]

    def find(self, name: str) -> str | None:
        """The one actor called `name`, or None where there is none or more than one."""
        ids = self.names.get(fold(name), ())
        return ids[0] if len(ids) == 1 else None


def registry(actors: ActorsFile, zone_name: str) -> Registry:
    """Read the dates of `actors` in `zone_name` and index its ties.

    Raises `TimeError` for a date that never was; `hudna.case` reports those with their place.
    """
    members: dict[str, list[Edge]] = {}
    supports: dict[str, list[Edge]] = {}
    covers: dict[str, list[Edge]] = {}
    links: dict[str, list[Edge]] = {}
    for actor in actors.actors:
        for tie, table in ((actor.member_of, members), (actor.supports, supports)):
            for edge in tie:
                held = span(edge.from_, edge.to, zone_name)
                table.setdefault(actor.id, []).append(Edge(edge.of, held, edge.level))
        if actor.kind == ActorKind.UMBRELLA:
            covers[actor.id] = [
                Edge(cover, ALWAYS, Level.E3)
                if isinstance(cover, str)
                else Edge(cover.actor, span(cover.from_, cover.to, zone_name), Level.E3)
                for cover in actor.covers
            ]
    for link in actors.links:
        held = span(link.from_, link.to, zone_name)
        links.setdefault(link.actor, []).append(Edge(link.linked_to, held, link.level))
    descent: dict[str, list[Descent]] = {}
    left: dict[str, list[Descent]] = {}
    for event in actors.genealogy:
        at = read(event.at, zone_name).earliest
        for child in event.into:
            for parent in event.from_:
                if parent == child:
                    continue
                dominant = event.kind != "merge" or event.dominant == parent
                descent.setdefault(child, []).append(Descent(event.kind, at, parent, dominant))
                left.setdefault(parent, []).append(Descent(event.kind, at, child, dominant))
    listed: dict[str, list[tuple[str, Interval]]] = {}
    for entry in actors.designations:
        held = span(entry.from_, entry.to, zone_name)
        listed.setdefault(entry.actor, []).append((entry.list_, held))
    return Registry(
        {actor.id: actor for actor in actors.actors},
        {side: entry.label for side, entry in actors.sides.items()},
        {o.id: Origin(o.id, tuple(o.names), o.side, o.named) for o in actors.origins},
        _fixed(members), _fixed(supports), _fixed(covers), _fixed(links),
        _fixed(descent), _fixed(left), _fixed(listed),
    )  # fmt: skip


def _fixed(table: Mapping[str, list[X]]) -> dict[str, tuple[X, ...]]:
    return {key: tuple(values) for key, values in table.items()}


def cycle(edges: Iterable[tuple[str, str]]) -> list[str] | None:
    """A path that returns to its start along directed `edges`, or None."""
    graph: dict[str, set[str]] = {}
    for start, end in edges:
        graph.setdefault(start, set()).add(end)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return None
