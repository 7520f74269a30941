"""Numbers of things: how many of what, in a text.

In: words, the numerals in them, units, and the times found (a day of the month counts nothing).
Out: `Number`s with the words that they stand on; their span is that of the number alone, without
unit and modifier.

- `12-14 trucks` are two numbers, each with its own span and the unit that follows: what is written
  is two counts, and neither is the other's.
- A number after «القرار», `Resolution`, `No.` is a name.  So are `F-16` and `M5`.
- Ordinals count nothing.  `one` and «ألف» alone count only if a unit stands beside them.
- «عشرات», `hundreds of` say no number, and none is made up.
- An Arabic dual is a number: «أسيرين» is 2 prisoners.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from hudna.text.found import Found
from hudna.text.letters import fold
from hudna.text.numerals import Numeral, lexicon
from hudna.text.statement import Number, When
from hudna.text.tags import Language, without_article
from hudna.text.units import Units
from hudna.text.words import Words, split

# How many words may stand between a number and what it counts, and between a label and its number.
_BETWEEN = 3
_LABELLED = 4
_YEARS = range(1800, 2101)
_DASHES = frozenset("-–—")
_STOPS = frozenset(".,;:!?،؛؟()[]\"«»“”/-–—")
_TIMES = "times"
_PERCENT = "percent"


def find(
    words: Words,
    language: Language,
    numerals: Sequence[Numeral],
    units: Units,
    times: Sequence[Found[When]] = (),
) -> list[Found[Number]]:
    """The numbers of a text, in order.  `numerals` and `times` are those found in it, in order."""
    taken = {
        place for time in times for place in range(time.first, time.last) if place not in time.counts
    }
    found = [*_duals(words, language, units, taken), *_often(words, language)]
    ends: list[tuple[Numeral, str | None]] = []
    for numeral in numerals:
        if numeral.kind != "cardinal" or numeral.first in taken:
            continue
        if not _is_name(words, language, numeral):
            ends.append((numeral, _unit(words, language, numeral, units)))
    found += _counted(words, language, ends, units)
    return sorted(found, key=lambda one: one.first)
