"""What a statement says, with what its words show of a term's parameters, and what a case knows.

In: a statement, the classes of `data/lexicon/{ar,en}/terms.yaml`, and perhaps a case.  Out: a
`Content`, which says which classes it has and which actors and places it covers or leaves out; and a
`Ground`, which turns names into the ids of the case.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from hudna.codes import load
from hudna.names import fold
from hudna.text import lexicon
from hudna.text.letters import folded
from hudna.text.lexicon import Hit, Language, Lexicon
from hudna.text.statement import Name, Statement
from hudna.text.words import words

if TYPE_CHECKING:
    from hudna.case import Case
    from hudna.zones import Zone

# Kinds of zones and of actors, as a case writes them: the models of a case take long to load, and most
# texts are read without one.
_ALL, _PLACE, _UMBRELLA = "scope-in", "covered-place", "umbrella"
_COVER = ("inclusion", "exclusion", "exception")


@cache
def _classes(language: Language) -> Lexicon:
    """The classes that a term's parameters are read by."""
    compiled = Lexicon(language)
    grammar = load(f"lexicon/{language}/grammar.yaml")
    small = {
        kind: grammar.get(kind) for kind in ("negators", "inclusion", "exclusion", "everywhere")
    }
    for phrase, entry in lexicon.classes(
        {**small, **load(f"lexicon/{language}/terms.yaml")}, language
    ):
        compiled.add(phrase, entry)
    return compiled


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom and what a statement covers and leaves out.  `everywhere`: it covers all ground."""

    covered_actors: tuple[Name, ...] = ()
    excluded_actors: tuple[Name, ...] = ()
    covered_places: tuple[Name, ...] = ()
    excluded_places: tuple[Name, ...] = ()
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """A statement and the words of what it says.  `starts[i]` is where word `i` stands in the text."""

    statement: Statement
    starts: list[int]
    hits: list[tuple[Hit, ...]]

    @classmethod
    def of(cls, statement: Statement, language: Language) -> Content:
        """Look at what a statement says."""
        cut = words(folded(statement.said))
        starts = [statement.content[0] + cut.span(i, i + 1)[0] for i in range(len(cut))]
        return cls(statement, starts, _classes(language).hits(cut.text))

    def at(self, *kinds: str) -> list[int]:
        """The words at which an entry of one of some classes begins."""
        return [i for i, found in enumerate(self.hits) if any(hit.kind in kinds for hit in found)]

    def has(self, *kinds: str) -> bool:
        """Whether it has an entry of one of some classes."""
        return bool(self.at(*kinds))

    def word(self, name: Name) -> int:
        """The word on which a name begins."""
        return max(bisect_right(self.starts, name.span[0]) - 1, 0)

    @property
    def actors(self) -> list[Name]:
        """The actors named, but for whose ground it is that all is («all the Syrian territory»)."""
        after = {
            i + hit.length
            for i, found in enumerate(self.hits)
            for hit in found
            if hit.kind == "everywhere"
        }
        return [one for one in self.statement.actors if self.word(one) not in after]

    def about(self, *topics: str) -> bool:
        """Whether it is about one of some provisions."""
        return any(topic in self.statement.topics for topic in topics)

    def scope(self) -> Scope:
        """Whom and what it covers and leaves out."""
        signs = self._signs()
        actors, places = self._meant(signs)
        covered = [one for one in (*actors, *places) if self._covered(self.word(one), signs)]
        return Scope(
            tuple(one for one in actors if one in covered),
            tuple(one for one in actors if one not in covered),
            tuple(one for one in places if one in covered),
            tuple(one for one in places if one not in covered),
            any(self._covered(place, signs) for place in self.at("everywhere")),
        )  # fmt: skip

    def _meant(self, signs: list[tuple[int, bool]]) -> tuple[list[Name], list[Name]]:
        """The actors and places of which it is said: those after a word that covers or leaves out.

        Where none stands after one («… is left out»), those before it.
        """
        designating = self._designating()
        actors = [one for one in self.actors if one not in designating]
        places = list(self.statement.places)
        first = signs[0][0] if signs else 0
        if any(self.word(one) >= first for one in (*actors, *places)):
            actors = [one for one in actors if self.word(one) >= first]
            places = [one for one in places if self.word(one) >= first]
        return actors, places

    def _designating(self) -> list[Name]:
        """Who is named only because it has put others on a list."""
        lists = self.at("designated")
        after = [one for one in self.actors if lists and self.word(one) >= lists[0]]
        return after[:1]

    def _signs(self) -> list[tuple[int, bool]]:
        """The words that cover or leave out, each with whether what follows is covered.

        Where there is one, the statement's polarity tells: it counts the negators.  Of several, the
        later ones tell of what follows them, and an exception of the opposite of what it is from.
        """
        places = self.at(*_COVER)
        affirmed = self.statement.polarity == "affirmed"
        if len(places) < 2:
            return [(place, affirmed) for place in places]
        signs: list[tuple[int, bool]] = []
        outer = self.statement.act != "deny"
        for place in places:
            kinds = {hit.kind for hit in self.hits[place]}
            if "exception" in kinds:
                covered = not signs[-1][1] if signs else not outer
            else:
                plain = not self._negated(place)
                covered = (("inclusion" in kinds) == plain) == outer
            signs.append((place, covered))
        return signs

    def _negated(self, place: int) -> bool:
        return any(
            hit.kind == "negators" for i in (place - 1, place - 2) if i >= 0 for hit in self.hits[i]
        )

    def _covered(self, word: int, signs: list[tuple[int, bool]]) -> bool:
        before = [covered for place, covered in signs if place <= word]
        if before:
            return before[-1]
        return signs[0][1] if signs else self.statement.polarity == "affirmed"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a case knows of the names that a text has; without one, they are as read."""

    case: Case | None = None

    def area(self, name: Name) -> str | None:
        """The zone or unit that a place is: a zone of the same name or unit goes before a unit."""
        if self.case is None or name.id is None:
            return name.id
        agreement = self.case.agreement
        spot = agreement.gazetteer.spots.get(name.id)
        called = {fold(n) for n in (name.name, *(spot.name.values() if spot else ()))}
        for zone in self._scopes():
            same = zone.units == {name.id} or called & {fold(n) for n in zone.name.values()}
            if zone.id == name.id or same:
                return zone.id
        return name.id

    def everywhere(self) -> list[str]:
        """The zones that are all the ground of the case."""
        return [zone.id for zone in self._scopes() if zone.kind == _ALL]

    def is_everywhere(self, area: str) -> bool:
        """Whether an area is all the ground of the case, and no place in it."""
        if self.case is None:
            return False
        spot = self.case.agreement.gazetteer.spots.get(area)
        return area in self.everywhere() or (spot is not None and spot.kind == "country")

    def _scopes(self) -> Iterable[Zone]:
        if self.case is None:
            return ()
        return (zone for zone in self.case.agreement.zones.zones if zone.kind in (_ALL, _PLACE))

    def is_several(self, actor: str) -> bool:
        """Whether the case knows an actor as a name that may cover several."""
        entry = None if self.case is None else self.case.registry.entries.get(actor)
        return entry is not None and entry.kind == _UMBRELLA

    def lists(self) -> list[str]:
        """The lists of designations of the case."""
        if self.case is None:
            return []
        listed = self.case.registry.listed.values()
        return sorted({name for entries in listed for name, _ in entries})

    def renamed(self, actors: Iterable[str]) -> bool:
        """Whether of some actors one is another under a new name."""
        if self.case is None:
            return False
        named, descent = set(actors), self.case.registry.descent
        return any(
            tie.kind == "rename" and tie.ancestor in named
            for actor in named for tie in descent.get(actor, ())
        )  # fmt: skip
