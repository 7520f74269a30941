"""Numbers as a text writes them, in digits and in words, before it is asked what they count.

In: words.  Out: `Numeral`s, in order: cardinals («60 ألف», `twenty-five`), ordinals («الثالث»,
`31st`), and the clock times, dates and moments that are written in digits.  The number words
stand in `data/lexicon/{ar,en}/numbers.yaml`; the rules know what a word adds or multiplies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from hudna.codes import load
from hudna.text import digits
from hudna.text.digits import Digits, Kind
from hudna.text.letters import fold
from hudna.text.tags import Language, Piece, Tagger, without_article
from hudna.text.words import Words

# The pieces that one number may have; what goes on is another.
_LONGEST = 24
_SCALES = ("scale", "either")  # «ألفا» may be a scale or two of it


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as it is written: its words, and its place in the folded text.

    `value` is as `Digits` has it, but an int or float for a number.  `bare` says that alone it may
    be no number at all (`one`, «ألف»): only what it counts makes it one.
    """

    kind: Kind
    value: Any
    first: int
    last: int
    start: int
    end: int
    rest: str = ""
    joined: bool = False
    definite: bool = False
    spelt: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A number word: what kind it is, what it is worth, what is glued to it."""

    kind: str
    value: Any
    piece: Piece
    joined: bool = False
    definite: bool = False


@cache
def lexicon(language: Language) -> Mapping[str, Any]:
    """The number words of a language, and the words around numbers."""
    found: Mapping[str, Any] = load(f"lexicon/{language}/numbers.yaml")
    return found


@cache
def _tagger(language: Language) -> Tagger:
    """Number words; in Arabic with and without the article, as `(value, definite)`."""
    written = lexicon(language)
    tagger = Tagger(language)
    either = {fold(word) for words in written["duals"].values() for word in words} & {
        fold(word) for words in written["scales"].values() for word in words
    }
    tables = [("hundred", {100: written["hundred"]})] + [
        (kind, written[table])
        for kind, table in (
            ("cardinal", "cardinals"), ("bound", "bound"), ("scale", "scales"), ("dual", "duals"),
            ("fraction", "fractions"), ("ordinal", "ordinals"),
        )
    ]  # fmt: skip
    for kind, table in tables:
        for value, words in table.items():
            for word in words:
                tag = "either" if fold(word) in either else kind
                worth = Decimal(str(value))
                tagger.enter(tag, (worth, False), [word])
                if language == "ar":
                    tagger.enter(tag, (worth, True), ["ال" + word])
    for kind in ("article", "and"):
        tagger.enter(kind, (Decimal(1), False), written[kind])
    return tagger


def find(words: Words, language: Language) -> list[Numeral]:
    """The numbers of a text, in order."""
    written: dict[int, list[Digits]] = {}
    endings = lexicon(language).get("endings", ())
    for one in digits.find(words, language, endings):
        written.setdefault(one.first, []).append(one)
    also = {first: [_of_digits(one) for one in held] for first, held in written.items()}
    found: list[Numeral] = []
    for run in _tagger(language).runs(words, also):
        parts = list(_parts(run))
        at = 0
        while at < len(parts):
            numeral, length = _number(words, language, parts, at)
            if numeral is not None:
                found.append(numeral)
            at += length
    return found


def _of_digits(one: Digits) -> Piece:
    return Piece("digits", one, one.first, one.last, one.start, one.end)


def _parts(run: list[Piece]) -> Iterator[_Part]:
    """The number words of a run; «و» is taken to the word that it is glued to."""
    joined = False
    for piece in run:
        if piece.tag == "and" and piece.value is None:
            joined = True
            continue
        if piece.tag == "digits":
            one: Digits = piece.value
            yield _Part("digits", one, piece, one.joined, one.definite)
        elif isinstance(piece.value, tuple):
            yield _Part(piece.tag, piece.value[0], piece, joined, piece.value[1])
        else:
            yield _Part(piece.tag, None, piece)
        joined = False


def _number(
    words: Words, language: Language, parts: Sequence[_Part], at: int
) -> tuple[Numeral | None, int]:
    """The number that begins at a part, if one does, and how many parts it has (at least one)."""
    part = parts[at]
    if part.kind == "digits" and part.value.kind != "cardinal":
        return _built(part.value.kind, part.value.value, parts[at : at + 1], words), 1
    if ordinal := _ordinal(language, parts, at):
        value, length = ordinal
        return _built("ordinal", value, parts[at : at + length], words), length
    sum_ = _Sum(language)
    length = sum_.take(words, parts[at : at + _LONGEST])
    if not length:
        return None, 1
    return _built("cardinal", _plain(sum_.worth), parts[at : at + length], words), length


def _plain(worth: Decimal) -> int | float:
    return int(worth) if worth == worth.to_integral_value() else float(worth)


def _built(kind: Kind, value: Any, parts: Sequence[_Part], words: Words) -> Numeral:
    first, last = parts[0], parts[-1]
    spelt = any(part.kind != "digits" for part in parts)
    lone = len(parts) == 1 and (
        first.kind in ("scale", "either", "hundred") or (spelt and value in (0, 1))
    )
    end = last.piece.end
    return Numeral(
        kind, value, first.piece.first, last.piece.last, first.piece.start, end,
        words.folded.text[end : words.end[last.piece.last - 1]], first.joined, first.definite,
        spelt, bare=lone,
    )  # fmt: skip


def _ordinal(language: Language, parts: Sequence[_Part], at: int) -> tuple[int, int] | None:
    """An ordinal and how many parts it has.

    «الخامس», «الخامس عشر», «الحادي والثلاثين»; fifth, twenty-fifth.
    """
    part = parts[at]
    after = parts[at + 1] if at + 1 < len(parts) and _touch(part, parts[at + 1]) else None
    if language == "en":
        if part.kind == "ordinal":
            return int(part.value), 1
        dashed = after is not None and after.kind == "dash" and at + 2 < len(parts)
        last = parts[at + 2] if dashed else after
        if part.kind != "cardinal" or last is None or last.kind != "ordinal":
            return None
        if not (part.value >= 20 and part.value % 10 == 0 and last.value < 10):
            return None
        return int(part.value + last.value), 3 if dashed else 2
    if part.kind != "ordinal" or not part.definite:
        return None
    if after is not None and after.kind == "cardinal":
        if after.value == 10 and not after.joined:
            return int(part.value) + 10, 2
        if after.joined and after.definite and after.value in range(20, 100, 10):
            return int(part.value + after.value), 2
    return int(part.value), 1


def _touch(part: _Part, after: _Part) -> bool:
    return after.piece.first <= part.piece.last


class _Sum:
    """A number while its words are read, one after the other.

    `total` holds what is complete (the thousands), `group` what is not, less than a thousand; what
    is added next must be worth less than `room`, and a scale less than `scale`.
    """

    __slots__ = ("fresh", "group", "kind", "language", "room", "scale", "total")

    def __init__(self, language: Language) -> None:
        self.language = language
        self.total = self.group = Decimal(0)
        self.room = self.scale = Decimal("Infinity")
        self.fresh = True  # the group is empty
        self.kind = ""  # of the word before

    @property
    def worth(self) -> Decimal:
        """What the words came to."""
        return self.total + self.group

    def take(self, words: Words, parts: Sequence[_Part]) -> int:
        """Read as many parts as are one number; return how many."""
        taken = at = 0
        while at < len(parts):
            if at and not _touch(parts[at - 1], parts[at]):
                break
            part, after = parts[at], parts[at + 1] if at + 1 < len(parts) else None
            if part.kind in ("and", "article", "dash"):
                if not self._goes_on(part, parts[at + 1 : at + 4], first=at == 0):
                    break
                at += 1
                continue
            if not self._add(part, after, words, first=taken == 0):
                break
            at += 1
            taken = at
        return taken

    def _goes_on(self, part: _Part, after: Sequence[_Part], *, first: bool) -> bool:
        """Whether a small word belongs to the number: "a million", "hundred and", "twenty-five"."""
        if not after:
            return False
        kind = after[0].kind
        if part.kind == "article":
            if self.kind == "fraction" or first:
                return kind in (*_SCALES, "hundred") or (first and kind == "fraction")
            return kind == "fraction"  # "two and a half"
        if first:
            return False
        if part.kind == "and":
            half = [one.kind for one in after[:2]] == ["article", "fraction"]
            return half or (self.kind in (*_SCALES, "hundred") and kind == "cardinal")
        return self.kind == "cardinal" and kind in ("cardinal", *_SCALES, "hundred")

    def _add(self, part: _Part, after: _Part | None, words: Words, *, first: bool) -> bool:
        linked = first or part.joined or self.language == "en"
        match part.kind:
            case "digits":
                return self._digits(part, first)
            case "bound":
                return self._bound(part, after, linked)
            case "cardinal":
                return self._cardinal(part, linked)
            case "hundred":
                return self._hundred(part, linked)
            case "scale" | "either" | "dual":
                return self._scale(part, after, words, linked, first=first)
            case "fraction":
                return self._fraction(part, after, first=first)
        return False

    def _put(self, value: Decimal, room: Decimal, kind: str) -> bool:
        self.group += value
        self.room, self.kind, self.fresh = room, kind, False
        return True

    def _digits(self, part: _Part, first: bool) -> bool:
        one: Digits = part.value
        if one.kind != "cardinal" or one.rest:
            return first and one.kind == "cardinal" and self._put(one.value, Decimal(0), "end")
        if first or (self.fresh and part.joined and one.value < self.scale):
            return self._put(one.value, Decimal(0), "digits")
        return False

    def _bound(self, part: _Part, after: _Part | None, linked: bool) -> bool:
        ten = after is not None and after.kind == "cardinal" and (
            (after.value == 10 and not after.joined) or (after.value > 10 and after.joined)
        )
        return bool(ten and linked and part.value < self.room) and self._put(
            part.value, Decimal(1), "cardinal"
        )

    def _cardinal(self, part: _Part, linked: bool) -> bool:
        value: Decimal = part.value
        units = self.group % 100
        if self.language == "ar" and self.kind == "cardinal" and 1 <= units <= 9:
            if value == 10 and not part.joined:  # «ثلاثة عشر»
                return self._put(value, Decimal(1), "teen")
            if 20 <= value < 100 and part.joined:  # «خمسة وعشرون»
                return self._put(value, Decimal(1), "tens")
        if not linked or value >= self.room or (value == 0 and not self.fresh):
            return False
        if value >= 100:
            return self._put(value, Decimal(100), "hundred")
        tens = self.language == "en" and value >= 20
        return self._put(value, Decimal(10) if tens else Decimal(1), "cardinal")

    def _hundred(self, part: _Part, linked: bool) -> bool:
        units = self.group % 100
        counted = 1 <= units <= (9 if self.language == "ar" else 99)
        if self.kind in ("cardinal", "digits") and counted and self.group == units and not part.joined:
            self.group = units * 100  # «ثلاث مئة»
            return self._put(Decimal(0), Decimal(100), "hundred")
        if linked and (self.fresh or self.room > 100) and self.room > 100:
            return self._put(Decimal(100), Decimal(100), "hundred")
        return False

    def _scale(
        self, part: _Part, after: _Part | None, words: Words, linked: bool, *, first: bool
    ) -> bool:
        value: Decimal = part.value
        if value >= self.scale or (self.fresh and not linked) or self.kind == "half":
            return False
        if not self.fresh and (part.joined or part.kind == "dual" or self.kind == "end"):
            return False
        if self.fresh:
            if part.definite or (first and self.language == "en" and value < 100 and part.piece.value is None):
                return False
            two = part.kind == "dual" or (
                part.kind == "either" and not (after and _touch(part, after))
                and _counts(words, part.piece.last)
            )
            self.group = Decimal(2 if two else 1)
        self.total += self.group * value
        self.group, self.room, self.scale = Decimal(0), Decimal("Infinity"), value
        self.fresh, self.kind = True, "scale"
        return True

    def _fraction(self, part: _Part, after: _Part | None, *, first: bool) -> bool:
        """«نصف مليون», "half a million"; «مليون ونصف», "two and a half"."""
        if first:
            scaled = after is not None and after.kind in (*_SCALES, "article")
            return scaled and self._put(part.value, Decimal(0), "fraction")
        if self.language == "en":
            return self.kind in ("cardinal", "digits") and self._put(part.value, Decimal(0), "end+")
        if part.joined and self.kind == "scale" and self.fresh:
            self.total += part.value * self.scale
            self.kind = "half"
            return True
        return False


@cache
def _stops(language: Language) -> frozenset[str]:
    return frozenset(map(fold, lexicon(language)["stop"]))


def _counts(words: Words, place: int) -> bool:
    """Whether a noun may follow: an Arabic word, indefinite, and no particle."""
    if place >= len(words):
        return False
    word = words.text[place]
    return word[0].isalpha() and word not in _stops("ar") and without_article(word) == word
