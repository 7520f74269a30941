"""The words of small closed classes that a text has, as runs: the alphabet of numbers and times.

In: words, and the words of each class.  Out: runs of `Piece`s, each of a class (`weekday`,
`next`); between two runs stands a word of no class.  A word may be several pieces: «والخميس» is
«و» and a weekday, `mid-January` three.  Nothing is looked at but by looking it up.
"""

from __future__ import annotations

import re
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


# What a word may be to a run: nothing; a word within a phrase; of a weak class; of another; the
# first of a phrase of another.
_NOTHING, _INNER, _WEAK, _STRONG, _MAYBE = ".iwsm"
_REGION = re.compile(r"[^.]+")


class _Kinds(dict[str, str]):
    """What each folded word may be to a run, found out when it is first met."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self._tagger = tagger

    def __missing__(self, word: str) -> str:
        if len(self) > _KEPT:
            self.clear()
        self[word] = kind = self._kind(word)
        return kind

    def _kind(self, word: str) -> str:
        tagger = self._tagger
        look = tagger.look(word)
        if look is None:
            return _INNER if word in tagger.inner else _NOTHING
        if any(part.tag not in tagger.weak for part in look.parts):
            return _STRONG
        if any(tag not in tagger.weak for tag, _ in look.phrases.values()):
            return _MAYBE
        return _WEAK


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
    kinds: _Kinds = field(init=False)
    inner: set[str] = field(default_factory=set)  # words of phrases, after the first
    lasts: set[str] = field(default_factory=set)  # their last ones

    def __post_init__(self) -> None:
        self.kinds = _Kinds(self)

    def enter(self, tag: str, value: Any, written: Iterable[str]) -> None:
        """Enter words and phrases, as people write them."""
        for phrase in written:
            first, *rest = split(fold(phrase))
            if rest:
                self.phrases.setdefault(first, {}).setdefault(tuple(rest), (tag, value))
                self.inner.update(rest)
                self.lasts.add(rest[-1])
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
        kinds = list(map(self.kinds.__getitem__, words.text))
        for first, held in known.items():
            weak = all(piece.tag in self.weak for piece in held)
            for place in range(first, held[-1].last):
                if not weak or kinds[place] not in (_STRONG, _MAYBE):
                    kinds[place] = _WEAK if weak else _STRONG
        for region in _REGION.finditer("".join(kinds)):
            kind = region[0]
            if _STRONG in kind or _MAYBE in kind[:-1]:  # a phrase has words behind its first
                yield from self._runs(words, *region.span(), known)

    def _runs(
        self, words: Words, place: int, end: int, known: Mapping[int, Sequence[Piece]]
    ) -> Iterator[list[Piece]]:
        """The runs of a region: words that may be of classes."""
        text, starts, weak = words.text, words.start, self.weak
        run: list[Piece] = []
        strong = False
        while place < end:
            word = text[place]
            look = self.look(word)
            pieces: Sequence[Piece]
            if look is None or look.lengths or place in known:
                pieces = self._pieces(words, place, known.get(place, ()))
                strong = strong or any(piece.tag not in weak for piece in pieces)
            else:  # a word by itself, as most are
                start = starts[place]
                pieces = [
                    Piece(tag, value, place, place + 1, start + low, start + high)
                    for tag, value, low, high in look.parts
                ]
                strong = strong or self.kinds[word] == _STRONG
            if pieces:
                run += pieces
                place = pieces[-1].last
            if not pieces or place >= end:
                if strong:
                    yield run
                run, strong = [], False
                place += not pieces

    def ending(self, words: Words, place: int) -> Piece | None:
        """The word or phrase of a class that ends with a word; the longest phrase first."""
        word = words.text[place]
        if self.kinds[word] == _NOTHING:
            return None
        if word in self.lasts:
            for first in range(max(0, place - _REACH), place):
                look = self.look(words.text[first])
                if look and tuple(words.text[first + 1 : place + 1]) in look.phrases:
                    return self._pieces(words, first, ())[-1]
        look = self.look(word)
        if look is None or not look.parts:
            return None
        return _piece(look.parts[-1], place, place + 1, words.start[place])

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
