"""What numbers by themselves count: as the one before, of those that were named, a figure put on something.

In: a text with what is known of it, the numbers found so far.  Out: the unit of each that has none beside it
(«50 منها», "of these, 74", "put the figure at 170").
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache

from hudna.text.found import Found
from hudna.text.letters import fold
from hudna.text.numerals import Numeral, lexicon
from hudna.text.statement import Modifier, Number
from hudna.text.tags import Language
from hudna.text.units import Units
from hudna.text.words import Words, split

COMMAS = frozenset(",،")
TIMES = "times"
PERCENT = "percent"
# Some are of those counted at most so many words before, or named so many before.
_NAMED = 24
# So many, where a sentence begins with them.
_SENTENCE = 60
PEOPLE = "people"
_FATES = frozenset({"killed", "wounded"})
# A word of harm stands so many words before a number.
_HARMED = 5
# So many numbers before are looked at.
_RECENT = 12
# «bringing the total to»: so many words before a sum.
_SUM = 6
# A short sentence that a number ends has so many words before it at most.
_NEAR_END = 8
# A figure stands at most so many words behind what it is put on; a sentence ends at these.
_FIGURE = 18
_MARKS = frozenset(".!?;")
_ENDS = frozenset(".!?")
# Classes of words that take up what was counted: whatever it is, persons, things.
_SOME = ("some", "some_persons", "some_things")


@dataclass(frozen=True, slots=True)
class Counting:
    """A text with what is known of it: words that belong to times count nothing."""

    words: Words
    language: Language
    units: Units
    taken: Set[int] = field(default_factory=frozenset)

    def phrase(self, place: int, name: str) -> int:
        """How many words a phrase of a class has that begins at a place; 0 for none."""
        text = self.words.text
        if not 0 <= place < len(text):
            return 0
        for rest in phrases(self.language, name).get(text[place], ()):
            if tuple(text[place + 1 : place + 1 + len(rest)]) == rest:
                return len(rest) + 1
        return 0

    def before(self, place: int) -> int:
        """How many words right before a place say more than, less than or about."""
        return next(
            (n for n in (3, 2, 1) if self.units.modifies(self.words.text, place - n, place)), 0
        )

    def at(self, place: int) -> str:
        """The word at a place; nothing outside the text."""
        return self.words.text[place] if 0 <= place < len(self.words) else ""


@cache
def phrases(language: Language, name: str) -> dict[str, list[tuple[str, ...]]]:
    """The phrases of a class of `numbers.yaml`: what follows each first word, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in lexicon(language).get(name, ()):
        first, *rest = split(fold(phrase))
        found.setdefault(first, []).append(tuple(rest))
    return {first: sorted(rests, key=len, reverse=True) for first, rests in found.items()}


def shared(text: Counting, found: list[Found[Number]]) -> list[Found[Number]]:
    """Numbers of some of those that were counted before: «600 شاحنة، 50 منها», "12 trucks, two of them"."""
    kept: list[Found[Number]] = []
    for one in found:
        unit = one.value.unit
        if unit is None:
            unit = (
                _of_figure(text, kept, one) or _of_some(text, kept, one) or _alike(text, kept, one)
            )
        kept.append(one if unit is None else one._replace(value=replace(one.value, unit=unit)))
    return kept


def _of_some(text: Counting, kept: Sequence[Found[Number]], one: Found[Number]) -> str | None:
    """What some of those are that were counted or named before: «50 منها», "of these, 74 …".

    Persons are meant or things, where a language tells («منهم», «منها»).
    """
    who = next((name for name in _SOME if _takes_up(text, one, name)), None)
    if who is None:
        return None
    near = (last for last in reversed(kept[-_RECENT:]) if one.first - last.last <= _SENTENCE)
    counted = (last.value.unit for last in near)
    behind = range(one.first - 1, max(-1, one.first - 1 - _NAMED), -1)
    named = (known.unit for at in behind if (known := text.units.word(text.at(at))) is not None)
    persons = listed(text.language, "persons")
    for unit in (*counted, *named):
        fits = who == "some" or (unit in persons) == (who == "some_persons")
        if unit is not None and fits and unit not in listed(text.language, "measures"):
            return unit
    return None


def _takes_up(text: Counting, one: Found[Number], name: str) -> bool:
    """Whether words of a class stand right behind a number or before it: «of these, 74»."""
    before = range(one.first - 3 - (text.at(one.first - 1) in COMMAS), one.first)
    return text.phrase(one.last, name) > 0 or any(
        place + text.phrase(place, name) in (one.first, one.first - 1)
        for place in before
        if text.phrase(place, name)
    )


def _alike(text: Counting, kept: Sequence[Found[Number]], one: Found[Number]) -> str | None:
    """What a number by itself counts as the last one did: "43 breaches: 19 in Gao, 16 in Kidal"."""
    named = text.units.word(text.at(one.first - 2)) if text.at(one.first - 1) in COMMAS else None
    if named is not None and _is_bare(text, one.last):
        return named.unit  # "their sites, seven in all"
    sums = any(text.phrase(one.first - back, "tally") for back in range(1, _SUM))
    last = next(
        (last for last in reversed(kept[-_RECENT:]) if _is_whole(text, last, sums=sums)), None
    )
    if any(_takes_up(text, one, name) for name in _SOME):
        return None  # of others, of whom nothing is known
    first = one.first - (text.phrase(one.first - 1, "article") == 1)  # "only a dozen"
    lead = first - text.before(first)
    lead -= text.phrase(lead - 1, "again") == 1
    lead -= text.phrase(lead - 1, "these") == 1
    opens = text.at(lead - 1) in _ENDS
    if last is None or one.first - last.last > (_SENTENCE if opens else _NAMED):
        return None
    unit = last.value.unit
    parted = _ENDS.intersection(text.words.text[last.last : one.first]) and not _is_short(text, one)
    again = any(text.phrase(first - back, "again") == back for back in (1, 2))
    if not parted and (again or text.phrase(one.last, "too")):
        return unit
    if unit in listed(text.language, "measures") or unit == PERCENT:
        return None
    return unit if _is_bare(text, one.last) and (opens or not parted) else None


def _is_short(text: Counting, one: Found[Number]) -> bool:
    """Whether a number ends a short sentence: "The Government spoke of 168."."""
    if text.at(one.last) not in _ENDS:
        return False
    before = text.words.text[max(0, one.first - _NEAR_END) : one.first]
    return not _ENDS.isdisjoint(before)


def _is_bare(text: Counting, place: int) -> bool:
    """Whether no noun stands at a place, behind a number that says no more.

    In English a noun there would be known, or a plural.
    """
    if text.language == "en":
        return True
    return not text.at(place)[:1].isalpha() or text.phrase(place, "stop") > 0


def _is_whole(text: Counting, one: Found[Number], *, sums: bool) -> bool:
    """Whether what a number counts may be counted on; a sum is that of all: not «including 29 women»."""
    if one.value.unit in (TIMES, None):
        return False
    return not (sums and any(_takes_up(text, one, name) for name in (*_SOME, "including")))


@cache
def listed(language: Language, name: str) -> frozenset[str]:
    """The words of a class of `numbers.yaml`."""
    return frozenset(lexicon(language).get(name, ()))


def _of_figure(text: Counting, kept: Sequence[Found[Number]], one: Found[Number]) -> str | None:
    """What a figure counts that is put on something: "put the number of breaches at 97"."""
    firsts = {one.first, one.first - text.before(one.first)}  # "at upwards of 150"
    if not any(
        text.phrase(first - back, "reached") == back for first in firsts for back in (1, 2, 3)
    ):
        return None
    for back in (1, 2, 3):  # "violations rose to 97"
        verb = one.first - back - 1
        met = text.units.word(text.at(verb - 1)) if text.phrase(verb, "changed") else None
        if met is not None and (text.at(verb - 1).endswith("s") or met.unit in _FATES):
            return met.unit
    for place in range(one.first - 1, max(-1, one.first - 1 - _FIGURE), -1):
        if text.at(place) in _MARKS:
            return None
        length = text.phrase(place, "tally")
        if length:
            units = [text.units.at(text.words.text, at) for at in range(place, one.first)]
            named = [at for at, counted in enumerate(units) if counted is not None]
            if named:  # of "ceasefire violations" the second is the head
                first = named[0]
                head = first + 1 if text.language == "en" and first + 1 in named else first
                return (units[head] or units[first] or ("", 0))[0]
            return _of_those(text, kept, one)
    return None


def _of_those(text: Counting, kept: Sequence[Found[Number]], one: Found[Number]) -> str | None:
    """What a figure counts that is put on what was counted before: "put the figure at 170"."""
    near = (last for last in reversed(kept[-_RECENT:]) if one.first - last.last <= _SENTENCE)
    units = (last.value.unit for last in near if _is_whole(text, last, sums=True))
    return next(
        (unit for unit in units if unit and unit not in listed(text.language, "measures")), None
    )


def number(
    text: Counting, numeral: Numeral, unit: str | None, modifier: Modifier | None
) -> Found[Number]:
    """The number that a numeral is: its span is that of the number alone."""
    span = text.words.folded.span(numeral.start, numeral.end)
    quote = text.words.folded.source[span[0] : span[1]]
    number = Number(span, quote, numeral.value, unit, modifier)
    return Found(numeral.first, numeral.last, number)


def suffered(text: Counting, numeral: Numeral, unit: str | None) -> str | None:
    """What a number of people counts who were killed or wounded: «مقتل شخصين وإصابة نحو 20 آخرين».

    People who are told apart, as civilians are, stay what they are.
    """
    if unit == PEOPLE and text.phrase(numeral.last, "rest"):
        return suffered(text, numeral, None) or unit  # "wounding seven others"
    if unit not in (None, PEOPLE):
        return unit
    harm = _harms(text.language)
    behind = text.at(numeral.last)
    if unit is None and text.language == "ar" and behind in harm:
        return harm[behind][0]  # «و425 جرحوا»
    for place in range(numeral.first - 1, max(-1, numeral.first - 1 - _HARMED), -1):
        word = text.at(place)
        if not word[:1].isalpha():
            return unit
        for form in (word, word[1:]):
            if form in harm and (unit is None or harm[form][1]):
                return harm[form][0]
        if text.units.word(word) is not None:
            return unit
    return unit


@cache
def _harms(language: Language) -> dict[str, tuple[str, bool]]:
    """Words of harm: what is counted of those who suffer it, and whether of people, too."""
    written = lexicon(language)["suffered"]
    return {
        fold(word): (unit.partition(" ")[0], " " not in unit)
        for unit, listed in written.items()
        for word in listed
    }
