"""The words of small closed classes that a text has, as runs: the alphabet of numbers and times.

In: words, and the words of each class.  Out: runs of `Piece`s, each of a class (`weekday`,
`next`); between two runs stands a word of no class.  A word may be several pieces: «والخميس» is
«و» and a weekday, `mid-January` three.  Nothing is looked at but by looking it up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from hudna.text.letters import fold
from hudna.text.words import Words, split

Language = Literal["ar", "en"]

# A word longer than this is not looked at: no word of a language is.
_LONGEST = 40
# Distinct words of which it is kept what they are.
_KEPT = 100_000
# The longest phrase, in words after its first.
_REACH = 7
# What may be glued to a word of a class, if both have more letters than this.
_CONJUNCTIONS = {"و": 2, "ف": 3}
_PREPOSITIONS = {"ب": 3, "ل": 3, "ك": 3}
_ARTICLE = "ال"
# Classes of the marks that times and numbers are written with.
MARKS = {
    ",": "comma", "،": "comma", "/": "slash", "-": "dash", "–": "dash", "—": "dash", "(": "open",
    ")": "close", ".": "dot", "+": "plus",
}  # fmt: skip


class Piece(NamedTuple):
    """A word or phrase of a class: its words, and its place in the folded text."""

    tag: str
    value: Any
    first: int
    last: int
    start: int
    end: int


class _Part(NamedTuple):
    """What a part of a word is: `low` and `high` letters after the word's start."""

    tag: str
    value: Any
    low: int
    high: int


# The phrases that begin with a word: class and value by the words after it.
_Phrases = dict[tuple[str, ...], tuple[str, Any]]


class _Look(NamedTuple):
    """What a word is by itself, and which phrases begin after `skip` of its letters.

    `lengths` are those of the phrases without their first word, longest first.
    """

    parts: tuple[_Part, ...]
    phrases: _Phrases
    lengths: tuple[int, ...] = ()
    skip: int = 0


@dataclass(slots=True)
class Tagger:
    """The classes of one language; of a word that is in two, the first that was entered holds.

    Words of a `weak` class begin nothing: they are looked at where they stand beside others.
    """

    language: Language
    alone: dict[str, tuple[str, Any]] = field(default_factory=dict)
    phrases: dict[str, _Phrases] = field(default_factory=dict)
    weak: frozenset[str] = frozenset(MARKS.values())
    looks: dict[str, _Look | None] = field(default_factory=dict)
    strong: dict[str, bool] = field(default_factory=dict)

    def enter(self, tag: str, value: Any, written: Iterable[str]) -> None:
        """Enter words and phrases, as people write them."""
        for phrase in written:
            first, *rest = split(fold(phrase))
            if rest:
                self.phrases.setdefault(first, {}).setdefault(tuple(rest), (tag, value))
            else:
                self.alone.setdefault(first, (tag, value))

    def look(self, word: str) -> _Look | None:
        """What a folded word is, if it is anything."""
        try:
            return self.looks[word]
        except KeyError:
            if len(self.looks) > _KEPT:
                self.looks.clear()
            self.looks[word] = found = self._analysed(word) if len(word) <= _LONGEST else None
            return found

    def _analysed(self, word: str) -> _Look | None:
        if word in MARKS:
            return _Look((_Part(MARKS[word], None, 0, 1),), {})
        for form, skip in self._forms(word):
            found, phrases = self.alone.get(form), self.phrases.get(form, {})
            if found or phrases:
                end = len(form) if self.language == "en" else len(word)  # without a possessive
                parts = (_Part(*found, skip, end),) if found else ()
                lengths = tuple(sorted({len(rest) for rest in phrases}, reverse=True))
                return _Look(_with_and(word, skip, parts), phrases, lengths, skip)
        return self._compound(word)

    def _forms(self, word: str) -> Iterator[tuple[str, int]]:
        """What a word may be, and how many letters are glued before it, fewest first."""
        yield word, 0
        if self.language == "en":
            yield word.removesuffix("'s"), 0
            return
        heads = [0]
        if len(word) > _CONJUNCTIONS.get(word[:1], _LONGEST):
            heads.append(1)
            yield word[1:], 1
        for skip in heads:
            left = word[skip:]
            if len(left) > _PREPOSITIONS.get(left[:1], _LONGEST):
                yield left[1:], skip + 1
            if left.startswith("لل"):
                yield _ARTICLE + left[2:], skip + 1

    def _compound(self, word: str) -> _Look | None:
        """The parts of a word with hyphens, if the first is of a class; unknown ones end it."""
        if "-" not in word:
            return None
        parts = self.parts(word)
        return _Look(tuple(parts), {}) if parts else None

    def parts(self, word: str) -> list[_Part]:
        """The known parts from the start of a stretch with hyphens, and the hyphens between."""
        parts: list[_Part] = []
        low = 0
        for written in word.split("-"):
            found = self.alone.get(written)
            if found is None and len(written) == 4 and written.isdecimal():
                found = ("year", int(written))
            if written and found is None:
                break
            if low:
                parts.append(_Part("dash", None, low - 1, low))
            if found:
                parts.append(_Part(*found, low, low + len(written)))
            low += len(written) + 1
        return parts

    def runs(
        self, words: Words, also: Mapping[int, Sequence[Piece]] | None = None
    ) -> Iterator[list[Piece]]:
        """The runs of a text that have a piece of a class that is not `weak`.

        `also` are pieces already known, by their first word.  They give way to a phrase that is as
        long, and to a single word if they are one, too.
        """
        known = also or {}
        covered = {
            place: first for first, held in known.items() for place in range(first, held[-1].last)
        }
        strong = self.strong
        hits = [
            place
            for place, word in enumerate(words.text)
            if (strong[word] if word in strong else self._is_strong(word))
        ]
        firm = (first for first, held in known.items() if any(p.tag not in self.weak for p in held))
        after = 0
        for hit in sorted({*hits, *firm}) if known else hits:
            if hit < after:
                continue
            place = self._start(words, hit, after, covered)
            run: list[Piece] = []
            while place < len(words) and (
                pieces := self._pieces(words, place, known.get(place, ()))
            ):
                run.extend(pieces)
                place = pieces[-1].last
            after = max(place, hit + 1)
            if run:
                yield run

    def _is_strong(self, word: str) -> bool:
        look = self.look(word)
        if len(self.strong) > _KEPT:
            self.strong.clear()
        self.strong[word] = strong = look is not None and (
            any(part.tag not in self.weak for part in look.parts)
            or any(tag not in self.weak for tag, _ in look.phrases.values())
        )
        return strong

    def _start(self, words: Words, hit: int, floor: int, covered: Mapping[int, int]) -> int:
        """Where the run begins that a word is in."""
        start = covered.get(hit, hit)
        while start > floor:
            before = start - 1
            look = self.look(words.text[before])
            if before in covered:
                start = covered[before]
            elif look is not None and look.parts:
                start = before
            else:
                phrase = self._phrase_over(words, before, floor)
                if phrase is None:
                    break
                start = phrase
        return max(start, floor)

    def ending(self, words: Words, place: int) -> Piece | None:
        """The word or phrase of a class that ends with a word; the longest phrase first."""
        first = self._phrase_over(words, place, 0, end=True)
        if first is not None:
            return self._pieces(words, first, ())[-1]
        look = self.look(words.text[place])
        if look is None or not look.parts:
            return None
        return _piece(look.parts[-1], place, place + 1, words.start[place])

    def _phrase_over(
        self, words: Words, place: int, floor: int, *, end: bool = False
    ) -> int | None:
        """Where a phrase begins that a word is in, or that ends with it."""
        for first in range(max(floor, place - _REACH), place + (not end)):
            look = self.look(words.text[first])
            if look is None:
                continue
            for more in look.lengths:
                last = first + 1 + more
                covers = last == place + 1 if end else place < last <= len(words)
                if covers and tuple(words.text[first + 1 : last]) in look.phrases:
                    return first
        return None

    def _pieces(self, words: Words, place: int, known: Sequence[Piece]) -> Sequence[Piece]:
        look = self.look(words.text[place])
        length = known[-1].last - place if known else 0
        if look is None:
            return known
        start = words.start[place]
        for more in look.lengths:
            last = place + 1 + more
            found = look.phrases.get(tuple(words.text[place + 1 : last]))
            if found and more + 1 >= length and last <= len(words):
                part = _Part(*found, look.skip, words.end[last - 1] - start)
                parts = _with_and(words.text[place], look.skip, (part,))
                return [_piece(part, place, last, start) for part in parts]
        if length > 1 or (known and not look.parts):
            return known
        return [_piece(part, place, place + 1, start) for part in look.parts]


def _piece(part: _Part, first: int, last: int, start: int) -> Piece:
    return Piece(part.tag, part.value, first, last, start + part.low, start + part.high)


def _with_and(word: str, skip: int, parts: tuple[_Part, ...]) -> tuple[_Part, ...]:
    """The parts of a word, with «و» before them where it is glued on."""
    if skip and parts and word[0] == "و":
        return (_Part("and", None, 0, 1), *parts)
    return parts


def without_article(word: str) -> str:
    """An Arabic word without its article, of which at least two letters are left."""
    if word.startswith("لل") and len(word) > 3:
        return word[2:]
    return word[2:] if word.startswith(_ARTICLE) and len(word) > 3 else word
