"""What numbers count, and the words that say more than, less than or about.

In: `data/lexicon/{ar,en}/units.yaml`, with what a case adds.  Out: `Units`, which knows the forms
of each word: plurals, the Arabic dual (a number by itself: «أسيران» are two prisoners), and what is
glued to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hudna.text.letters import fold
from hudna.text.numerals import lexicon
from hudna.text.statement import Modifier
from hudna.text.tags import Language, without_article
from hudna.text.words import split

_MODIFIERS: tuple[Modifier, ...] = ("more_than", "less_than", "about")
_LONGEST = 40
# A word of fewer letters has no dual.
_DUAL = 3
_KEPT = 100_000
_GLUED = "وفبلك"

# Phrases by one of their words: the others, and how they modify a number.
_Phrases = dict[str, list[tuple[tuple[str, ...], Modifier | None]]]


class Counted(NamedTuple):
    """A unit; `two` says that the form of the word is a dual."""

    unit: str
    two: bool = False


class _Duals(dict[str, bool]):
    """Whether a folded word is the dual of a unit, found out when it is first met."""

    def __init__(self, units_: Units) -> None:
        super().__init__()
        self._units = units_

    def __missing__(self, word: str) -> bool:
        if len(self) > _KEPT:
            self.clear()
        found = self._units.word(word)
        self[word] = two = found is not None and found.two
        return two


@dataclass(slots=True)
class Units:
    """Units by folded word and by phrase, and what may stand before and after a number."""

    language: Language
    words: dict[str, Counted] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    before: _Phrases = field(default_factory=dict)
    after: _Phrases = field(default_factory=dict)
    looks: dict[str, Counted | None] = field(default_factory=dict)
    duals: _Duals = field(init=False)  # whether a word is a dual

    def __post_init__(self) -> None:
        self.duals = _Duals(self)

    def word(self, word: str) -> Counted | None:
        """What a folded word counts, if it is the word of a unit."""
        try:
            return self.looks[word]
        except KeyError:
            if len(self.looks) > _KEPT:
                self.looks.clear()
            known = self._forms(word) if len(word) <= _LONGEST else ()
            found = next((self.words[form] for form in known if form in self.words), None)
            self.looks[word] = found
            return found

    def _forms(self, word: str) -> Iterator[str]:
        """What a word may be without what is glued to it, likeliest first."""
        yield word
        if self.language == "en":
            yield word.removesuffix("'s")
            return
        heads = [word, word[1:]] if word[:1] in "وف" and len(word) > 3 else [word]
        for head in heads:
            yield head
            yield without_article(head)
            if head[:1] in "بلك" and len(head) > 3:
                yield head[1:]
                yield without_article(head[1:])

    def at(self, text: Sequence[str], place: int) -> tuple[str, int] | None:
        """The unit that a word or phrase at a place names, and how many words it has."""
        if place >= len(text):
            return None
        word = text[place]
        known = self.phrases.get(word) or self.phrases.get(without_article(word), [])
        for rest, unit in known:
            if tuple(text[place + 1 : place + 1 + len(rest)]) == rest:
                return unit, len(rest) + 1
        found = self.word(word)
        return (found.unit, 1) if found else None

    def modifier(self, text: Sequence[str], first: int, *lasts: int) -> Modifier | None:
        """How the words before `first`, or those at one of `lasts`, modify the number between."""
        if first and self.language == "en" and text[first - 1] in lexicon("en")["article"]:
            first -= 1  # «more than a million»
        if first:
            last = text[first - 1]
            for key in (last, last[1:]) if last[:1] in _GLUED else (last,):
                for rest, modifier in self.before.get(key, ()):
                    if self._end(
                        text[max(0, first - 1 - len(rest)) : first - 1], rest, key == last
                    ):
                        return modifier
        for place in lasts:
            for rest, modifier in self.after.get(text[place], ()) if place < len(text) else ():
                if tuple(text[place + 1 : place + 1 + len(rest)]) == rest:
                    return modifier
        return None

    def modifies(self, text: Sequence[str], first: int, last: int) -> bool:
        """Whether the words of a stretch are one that may stand before a number: `fewer than`."""
        if not 0 <= first < last:
            return False
        rests = self.before.get(text[last - 1], ())
        return any(rest == tuple(text[first : last - 1]) for rest, _ in rests)

    def _end(self, said: Sequence[str], rest: tuple[str, ...], whole: bool) -> bool:
        """Whether the words before the last are those of a phrase; the first may have a proclitic.

        `whole` says that nothing is glued to the last.
        """
        if not rest:
            return whole or self.language == "ar"
        if not whole or len(said) < len(rest) or tuple(said[1:]) != rest[1:]:
            return False
        head = said[0]
        return head == rest[0] or (
            self.language == "ar" and head[:1] in _GLUED and head[1:] == rest[0]
        )


def units(written: Mapping[str, Any], language: Language) -> Units:
    """Compile the lists of `units.yaml`: `units`, `more_than`, `less_than`, `about`."""
    made = Units(language)
    listed = {
        unit: [tuple(split(fold(phrase))) for phrase in phrases]
        for unit, phrases in (written.get("units") or {}).items()
    }
    for unit, phrases in listed.items():
        for first, *rest in filter(None, phrases):
            if rest:
                made.phrases.setdefault(first, []).append((tuple(rest), unit))
                if language == "en":
                    plurals = [(*rest[:-1], form) for form, _ in _english(rest[-1])]
                    made.phrases[first] += [(plural, unit) for plural in plurals]
            else:
                made.words.setdefault(first, Counted(unit))
    for unit, phrases in listed.items():
        alone = frozenset(phrase[0] for phrase in phrases if len(phrase) == 1)
        kinds = lexicon(language)
        persons, paired = unit in kinds["persons"], unit in kinds["paired"]
        for word in sorted(alone):
            for form, two in (
                _arabic(word, alone, persons, paired) if language == "ar" else _english(word)
            ):
                made.words.setdefault(form, Counted(unit, two))
    for held in made.phrases.values():
        held.sort(key=lambda known: -len(known[0]))  # the longest first
    own = lexicon(language)["after"]
    _enter(made.before, written.get("plain") or (), None, last=True)
    for modifier in _MODIFIERS:
        _enter(made.before, written.get(modifier) or (), modifier, last=True)
        _enter(made.after, own.get(modifier) or (), modifier, last=False)
    return made


def _enter(
    phrases: _Phrases, written: Iterable[str], modifier: Modifier | None, *, last: bool
) -> None:
    for phrase in written:
        words = tuple(split(fold(phrase)))
        key, rest = (words[-1], words[:-1]) if last else (words[0], words[1:])
        held = phrases.setdefault(key, [])
        held.append((rest, modifier))
        held.sort(key=lambda known: -len(known[0]))


def _arabic(
    word: str, listed: frozenset[str], persons: bool, paired: bool
) -> Iterator[tuple[str, bool]]:
    """The forms of an Arabic noun, and whether each is a dual; sound plurals and the accusative."""
    feminine = word.endswith("ه")
    stem = word[:-1] if feminine else word
    yield stem + "ات", False
    if len(word) < _DUAL:
        return  # «كمين» is no dual of «كم»
    construct = ("تي", "تا") if paired else ()  # «قذيفتي هاون»
    for ending in ("تان", "تين", *construct) if feminine else ("ان",):
        yield stem + ending, True
    if not feminine:
        plural = persons and _has_sound_plural(word, listed)
        yield word + "ين", fold(word + "ين") in _two() or not plural
        for ending in ("ون", "ا", "ي", "و"):
            yield word + ending, False


def _two() -> frozenset[str]:
    return frozenset(map(fold, lexicon("ar")["two"]))


def _has_sound_plural(word: str, listed: frozenset[str]) -> bool:
    """Whether «ين» makes a plural of a masculine noun, by its shape.

    Of participles («مقاتل», «نازح») and of what is formed with «ي» («مدني») it does; where a broken
    plural is listed («موقع», «مواقع») it does not.
    """
    if word[:2] + "ا" + word[2:] in listed and not word.endswith("ي"):
        return False
    participle = word.startswith("م") and len(word) > 3
    return participle or word.endswith("ي") or (len(word) == 4 and word[1] == "ا")


def _english(word: str) -> Iterator[tuple[str, bool]]:
    """The regular plural of an English noun."""
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        yield word[:-1] + "ies", False
    elif word.endswith(("s", "sh", "ch", "x", "z")):
        yield word + "es", False
    else:
        yield word + "s", False
