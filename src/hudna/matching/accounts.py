"""Accounts: on what the reports of one incident agree, element by element, and how far that stands.

In: what each report says of one element, with its independent origins.  Out: an `Agreed`: the proposition
that is best supported, its standing, and the other accounts.

Reports that can both be right are one account; within it the proposition is the narrowest one among those
that stand at the highest level.  A report supports a proposition if what it says implies it: who says “the
4th Division” says “the army”, who says “the army” does not say “the 4th Division”.  Where another account
stands as high, or higher, the element is contested; below E3 every account stays open as an alternative, at
E3 or better lower ones are closed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from hudna.evidence import UNSUPPORTED, Level, Origin, Standing, independent, level_of

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Said(Generic[T]):
    """What one report says of an element, and the origins of the report."""

    what: T
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account(Generic[T]):
    """One proposition, its level, and the origins that it stands on."""

    what: T
    level: Level
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreed(Generic[T]):
    """The accounts of an element that stay open, the best one first, and the standing of the best."""

    open: tuple[Account[T], ...]
    standing: Standing

    @property
    def best(self) -> T | None:
        """The best supported proposition; None where no report says anything."""
        return self.open[0].what if self.open else None


@dataclass(frozen=True, slots=True)
class Logic(Generic[T]):
    """What follows from what, for one element.

    `fits`: whether two reports can both be right; `implies`: whether who says the first says the second;
    `proposals`: what an account may be said to agree on; `breadth`: how little a proposition says.
    """

    fits: Callable[[T, T], bool]
    implies: Callable[[T, T], bool]
    proposals: Callable[[Sequence[T]], Iterable[T]]
    breadth: Callable[[T], tuple[float, ...]]


def level(origins: Iterable[str], known: Mapping[str, Origin]) -> Level:
    """The level that origins support: a report was made by somebody, so that it is E1 at the least."""
    return max(level_of(origins, known), Level.E1)


def agreed(said: Sequence[Said[T]], logic: Logic[T], known: Mapping[str, Origin]) -> Agreed[T]:
    """What the reports agree on; `known` are the origins of the case."""
    accounts = [_account(some, logic, known) for some in _together(said, logic)]
    if not accounts:
        return Agreed((), UNSUPPORTED)
    accounts.sort(key=lambda each: (-each.level, -len(independent(each.origins, known)),
                                    logic.breadth(each.what), str(each.what)))  # fmt: skip
    best, others = accounts[0], accounts[1:]
    contested = any(other.level >= best.level for other in others)
    kept = [other for other in others if best.level < Level.E3 or other.level >= best.level]
    standing = Standing(best.level, contested=contested, origins=best.origins)
    return Agreed((best, *kept), standing)


def _together(said: Sequence[Said[T]], logic: Logic[T]) -> list[list[Said[T]]]:
    """Reports that can both be right, and what hangs together by them."""
    groups: list[list[Said[T]]] = []
    for each in said:
        mine = [g for g in groups if any(logic.fits(each.what, other.what) for other in g)]
        groups = [g for g in groups if g not in mine]
        groups.append([*(other for group in mine for other in group), each])
    return groups


def _account(said: Sequence[Said[T]], logic: Logic[T], known: Mapping[str, Origin]) -> Account[T]:
    found: list[Account[T]] = []
    for what in dict.fromkeys(logic.proposals([each.what for each in said])):
        mine = (each.origins for each in said if logic.implies(each.what, what))
        origins = tuple(sorted({name for names in mine for name in names}))
        found.append(Account(what, level(origins, known), origins))
    return min(found, key=lambda a: (-a.level, logic.breadth(a.what), str(a.what)))
