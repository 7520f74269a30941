"""Evidence: how far a proposition is supported, and by whom.

In: the origins that an element rests on, and grounds.  Out: a `Standing`: a level E0 to E4,
contested or refuted, with its origins.  The levels are those of the record's evidence ladder:

    E0  nothing
    E1  claims of interested parties of one side, or of an unnamed origin
    E2  one credible origin that is not an interested party
    E3  two independent origins; two sides that agree; an authenticated, located and dated item;
        an admission against interest
    E4  own observation by trained monitors, or E3 with technical examination

Origins are counted, not articles: copies collapse to the account that they came from, and a party
and its allied media are one side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum


class Truth(IntEnum):
    """A truth value of Kleene's strong three-valued logic, ordered F < U < T."""

    F = 0
    U = 1
    T = 2

    def __invert__(self) -> Truth:
        return Truth(2 - self)


def all_of(values: Iterable[Truth]) -> Truth:
    """Kleene's conjunction; of nothing: T."""
    return min(values, default=Truth.T)


def any_of(values: Iterable[Truth]) -> Truth:
    """Kleene's disjunction; of nothing: F."""
    return max(values, default=Truth.F)


def agreed(values: Iterable[Truth]) -> Truth:
    """T if all are T, F if all are F, else U; of nothing: U."""
    seen = set(values)
    return seen.pop() if len(seen) == 1 else Truth.U


class Level(IntEnum):
    """How far a proposition is supported."""

    E0 = 0
    E1 = 1
    E2 = 2
    E3 = 3
    E4 = 4


class Ground(StrEnum):
    """What lifts a proposition beyond its count of origins."""

    ADMISSION = "admission"  # against interest, for the admitted element only
    AUTHENTICATED_ITEM = "authenticated_item"  # authenticated, geolocated and chronolocated
    OWN_OBSERVATION = "own_observation"  # by trained monitors
    EXAMINATION = "examination"  # technical or physical, on top of E3


@dataclass(frozen=True, slots=True)
class Origin:
    """Who first told: an account that others copy.

    `side` is the side whose account it is (None: of no side).  Media of a party stand on its side.
    `named` is False for an origin that hides who told ("local sources").
    """

    id: str
    names: tuple[str, ...]
    side: str | None = None
    named: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """The level of one proposition, and whether accounts of equal or higher level differ."""

    level: Level = Level.E0
    contested: bool = False
    refuted: bool = False
    origins: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()

    def at_most(self, level: Level) -> Standing:
        """The same, its level lowered to `level` where it was higher."""
        return self if self.level <= level else replace(self, level=level)


UNSUPPORTED = Standing()


def independent(origins: Iterable[str], known: Mapping[str, Origin]) -> frozenset[str]:
    """The independent voices among origins: each neutral origin, and each side once."""
    return frozenset(
        f"side:{origin.side}" if origin.side else origin.id
        for origin in (known[name] for name in origins if name in known)
        if origin.named
    )


def level_of(
    origins: Iterable[str], known: Mapping[str, Origin], grounds: Iterable[Ground] = ()
) -> Level:
    """Derive the level that origins and grounds support.

    An origin that is not in `known`, or that hides who told, supports E1 at most.
    """
    origins, grounds = tuple(origins), set(grounds)
    voices = independent(origins, known)
    if len(voices) >= 2:
        level = Level.E3
    elif any(not voice.startswith("side:") for voice in voices):
        level = Level.E2
    else:
        level = Level.E1 if origins else Level.E0
    if grounds & {Ground.ADMISSION, Ground.AUTHENTICATED_ITEM}:
        level = max(level, Level.E3)
    if Ground.OWN_OBSERVATION in grounds or (Ground.EXAMINATION in grounds and level >= Level.E3):
        level = Level.E4
    return level
