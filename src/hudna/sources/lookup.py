"""Lookup: the names in a file, as actors, origins and units of the case.

In: cells as written.  Out: ids of the case, and the names that it does not know.  A name that is
not known, or that several bear, becomes nobody: `unidentified`, no origin, no unit.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from hudna.actors import Registry
from hudna.gazetteer import Gazetteer
from hudna.incident import UNIDENTIFIED
from hudna.names import fold

_MOST_PARTS: Final = 64  # names in one cell: more is no list of names
_LONGEST: Final = 5  # parts of one name that holds commas
_KEPT: Final = 50_000  # distinct cells remembered
_BETWEEN_ORIGINS: Final = re.compile(r"[,;/\n\r]|\s&\s")
_AND: Final = re.compile(r"(?:\A|\s+)and(?:\s+|\Z)", re.IGNORECASE)
_LEADING_AND: Final = re.compile(r"\Aand\s+", re.IGNORECASE)
_LEADING: Final = re.compile(r"(?:and|the)\s+", re.IGNORECASE)
_UNIT_WORD: Final = re.compile(
    r"\s+(?:governorate|province|district|region|oblast|raion|state|county|department|"
    r"municipality|prefecture)$",
    re.IGNORECASE,
)


class Side(NamedTuple):
    """Candidates for one side: ids or `unidentified`, and the names that led to nobody."""

    ids: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()


class Origins(NamedTuple):
    """Who first told: ids of the case's origins, all names as written, those not known."""

    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class Units(NamedTuple):
    """Chains of units, smallest first, from each order that is known; empty where it is not."""

    second: tuple[str, ...]
    first: tuple[str, ...]
    country: tuple[str, ...]
    unknown: tuple[str, ...] = ()


class Names:
    """The names that a case knows.  Cells repeat, so what each was read as is kept."""

    def __init__(self, registry: Registry, gazetteer: Gazetteer) -> None:
        self.registry = registry
        self.gazetteer = gazetteer
        self.kinds = {spot.kind for spot in gazetteer.spots.values()}
        self.side = lru_cache(_KEPT)(self.read_side)
        self.origins = lru_cache(_KEPT)(self.read_origins)
        self.units = lru_cache(_KEPT)(self.read_units)

    def read_side(self, cell: str) -> Side:
        """Read one side of an event: an actor, or several with commas between.

        A name may itself hold commas, so the longest known run of parts is one name, unless each
        of its parts is known by itself: a list may look like one name that lost its commas.
        """
        parts = _parts(cell.split(","))
        if len(parts) > _MOST_PARTS:
            parts = [cell.strip()]
        ids: dict[str, None] = {}
        unknown: dict[str, None] = {}
        ambiguous: dict[str, None] = {}
        while parts:
            taken, found = self._longest(parts)
            name, parts = ", ".join(parts[:taken]), parts[taken:]
            if len(found) == 1:
                ids[found[0]] = None
            else:
                (ambiguous if found else unknown)[name] = None
        if not ids or unknown or ambiguous:
            ids[UNIDENTIFIED] = None
        return Side(tuple(ids), tuple(unknown), tuple(ambiguous))

    def _longest(self, parts: list[str]) -> tuple[int, tuple[str, ...]]:
        """How many of the parts make the longest known name (at least one), and who bears it."""
        for count in range(min(_LONGEST, len(parts)), 1, -1):
            found = self._actor(", ".join(parts[:count]))
            if found and not all(map(self._actor, parts[:count])):
                return count, found
        return 1, self._actor(parts[0])

    def _actor(self, name: str) -> tuple[str, ...]:
        return self.registry.names.get(fold(name), ())

    def read_origins(self, cell: str) -> Origins:
        """Read the original sources: names with commas, semicolons, slashes, lines or “and”.

        “and” parts two names only where it stands beside one that is known: names hold it too.
        A known name may hold any of these, unless each part of it is known by itself.
        """
        cell = cell.strip()
        cells = _BETWEEN_ORIGINS.split(cell)
        parts = [cell]
        if len(cells) <= _MOST_PARTS:
            apart = [part for whole in _parts(cells) for part in self._around_and(whole)]
            if self._origin(cell) is None or all(self._origin(part) for part in apart):
                parts = apart
        names: dict[str, str] = {}
        for part in parts:
            names.setdefault(fold(part), part)
        found = {part: self._origin(part) for part in names.values()}
        return Origins(
            tuple(dict.fromkeys(origin for origin in found.values() if origin is not None)),
            tuple(found),
            tuple(part for part, origin in found.items() if origin is None),
        )

    def _around_and(self, part: str) -> list[str]:
        pieces = _parts(_AND.split(part))
        known = [self._origin(piece) is not None for piece in pieces]
        if all(known) or (any(known) and self._origin(part) is None):
            return pieces
        return [part]

    def _origin(self, name: str) -> str | None:
        known = self.registry.origin_names
        found = known.get(fold(name))
        if found is None and (leading := _LEADING.match(name)):
            found = known.get(fold(name[leading.end() :]))
        return found

    def read_units(self, second: str, first: str, country: str) -> Units:
        """Read the names of the units of a place.  A blank name is not unknown but not given.

        A unit is looked for inside the larger one that is named.  Where that one is not known, or
        does not hold it, it is not known either: its name may be borne elsewhere.
        """
        unknown: list[str] = []
        nation = self._unit(country, ("country",), (), unknown)
        if nation is None:
            return Units((), (), (), tuple(unknown))
        outer = self._unit(first, ("adm1",), nation, unknown)
        if outer is None:
            return Units((), (), nation, tuple(unknown))
        # What a source takes for the second order may be the case's third.
        inner = self._unit(second, ("adm2", "adm3"), outer or nation, unknown)
        return Units(inner or (), outer, nation, tuple(unknown))

    def _unit(
        self, name: str, kinds: tuple[str, ...], inside: tuple[str, ...], unknown: list[str]
    ) -> tuple[str, ...] | None:
        """The chain of the one unit so called; empty if none is named; None if it is not known."""
        name = name.strip()
        if not name or self.kinds.isdisjoint(kinds):
            return ()
        for kind in kinds:
            for written in dict.fromkeys((name, _UNIT_WORD.sub("", name))):
                spots = self.gazetteer.find(written, (kind,))
                chains = [self.gazetteer.chain(spot.id) for spot in spots]
                fitting = [chain for chain in chains if not inside or inside[0] in chain]
                if len(fitting) == 1:
                    return fitting[0]
        unknown.append(name)
        return None


def _parts(cells: list[str]) -> list[str]:
    stripped = (_LEADING_AND.sub("", cell.strip()) for cell in cells)
    return [cell for cell in stripped if cell]
