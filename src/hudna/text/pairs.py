"""What two words show together that stand near each other: «سحبت … مدافعها», "withdrew its guns".

In: a marked text.  Out: its pairs, found once, of which a content asks for those within it.  Words are of
sorts, and the value of a word of a sort says which others it shows what beside.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from hudna.text.lexicon import Hit
from hudna.text.marked import Marked, Stretch

# How far from each other two words of sorts may stand.
_APART = 5
# What stands at most so many words behind what dates something is only touched upon.
DATED = 3
# The longest phrase, in words.
_REACH = 12
_SORT, _DATING = "sort", "dating"


class Pair(NamedTuple):
    """Two words, the code that they show, and whether it is `aside`: behind what only dates."""

    places: Stretch
    code: str
    aside: bool


class _Found(NamedTuple):
    """Two words, what they show, and the last word before them that dates; -1 if none does."""

    places: Stretch
    code: str
    dated: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of a text in order of their second words, which are `seconds`.

    `long` is where phrases begin that have more than one word.
    """

    text: Marked
    found: list[_Found]
    seconds: list[int]
    long: list[int]

    def within(self, first: int, last: int) -> tuple[Pair, ...]:
        """The pairs of a stretch of words."""
        low = bisect_left(self.seconds, first)
        if low == len(self.seconds) or self.seconds[low] >= last:
            return ()
        if self._is_crossed(first, last):  # what lies in it whole may show something else
            found = list(_found(self.text.all(first, last, _SORT, _DATING)))
        else:
            found = self.found[low : bisect_left(self.seconds, last, low)]
        return tuple(
            Pair(places, code, first <= dated and 0 <= places[0] - dated <= DATED)
            for places, code, dated in found
            if places[0] >= first
        )

    def _is_crossed(self, first: int, last: int) -> bool:
        """Whether a phrase goes on behind the end of a stretch."""
        low = bisect_left(self.long, max(first, last - _REACH))
        return any(
            place + hit.length > last
            for place in self.long[low : bisect_left(self.long, last, low)]
            for hit in self.text.hits[place]
            if hit.kind in (_SORT, _DATING)
        )


def pairs(text: Marked) -> Pairs:
    """The pairs of a text; linear in its length."""
    hits = text.all(0, len(text.words), _SORT, _DATING)
    found = list(_found(hits))
    long = [place for place, hit in hits if hit.length > 1]
    return Pairs(text, found, [one.places[1] for one in found], long)


def _found(hits: Iterable[tuple[int, Hit]]) -> Iterator[_Found]:
    seen: dict[str, int] = {}
    dated = -1
    for place, hit in hits:
        if hit.kind == _DATING:
            dated = place
            continue
        sort, shown = _sort(hit.value)
        for other, code in shown:
            before = seen.get(other, place)
            if place - _APART <= before < place:
                yield _Found((before, place), code, dated)
        seen[sort] = place


@cache
def _sort(value: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A sort of words, and what it shows beside which others: "arms withdraw=P10"."""
    sort, *shown = value.split()
    return sort, tuple((other, code) for other, _, code in (one.partition("=") for one in shown))
