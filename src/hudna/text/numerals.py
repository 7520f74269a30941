"""Numbers as a text writes them, in digits and in words, before it is asked what they count.

In: words.  Out: `Numeral`s, in order: cardinals («60 ألف», `twenty-five`), ordinals («الثالث»,
`31st`), and the clock times, dates and moments that are written in digits.  The number words
stand in `data/lexicon/{ar,en}/numbers.yaml`; the rules know what a word adds or multiplies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from hudna.codes import load
from hudna.text import digits
from hudna.text.digits import Digits, Kind
from hudna.text.letters import fold
from hudna.text.tags import MARKS, Language, Piece, Tagger, without_article
from hudna.text.words import Words

# The pieces that one number may have; what goes on is another.
_LONGEST = 24
_SCALES = ("scale", "either")  # «ألفا» may be a scale or two of it
_ALONE = frozenset({"article", "and", "dash", "comma", "dot"})  # begin no number
_TEN, _HUNDRED, _ANY = Decimal(10), Decimal(100), Decimal("Infinity")
_TENS = frozenset(map(Decimal, range(20, 100, 10)))


class Numeral(NamedTuple):
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


class _Part(NamedTuple):
    """A number word: what kind it is, what it is worth, what is glued to it."""

    kind: str
    value: Any
    piece: Piece
    joined: bool = False
    definite: bool = False


@cache
def lexicon(language: Language) -> Mapping[str, Any]:
    """The number words of a language, and the words around numbers."""
    found: Mapping[str, Any] = load(f"lexicon/{language}/numbers.yaml", plain=True)
    return found


@cache
def _tagger(language: Language) -> Tagger:
    """Number words; in Arabic with and without the article, as `(value, definite)`."""
    written = lexicon(language)
    tagger = Tagger(language, weak=frozenset({"and", "article", *MARKS.values()}))
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


@cache
def _clocked(language: Language) -> re.Pattern[str] | None:
    """What stands behind a clock time, or behind it and another that it goes to: «14,00 إلى 16,00 ت غ»."""
    written = lexicon(language)
    if not written["clocked"]:
        return None
    shown, join = (
        "|".join(re.escape(fold(word)) for word in written[name]) for name in ("clocked", "join")
    )
    return re.compile(rf" ?\(?(?:(?:{join}|[–-]) ?\d{{1,2}}[.,:]\d\d)? ?\(?(?:{shown})\b")


def find(words: Words, language: Language) -> list[Numeral]:
    """The numbers of a text, in order."""
    written: dict[int, list[Digits]] = {}
    endings = lexicon(language).get("endings", ())
    for one in digits.find(words, language, endings, _clocked(language)):
        written.setdefault(one.first, []).append(one)
    tagger = _tagger(language)
    also = {
        first: [piece for one in held for piece in _pieces(one, tagger)]
        for first, held in written.items()
    }
    found: list[Numeral] = []
    for run in tagger.runs(words, also):
        parts = list(_parts(language, run))
        at = 0
        while at < len(parts):
            numeral, length = _number(words, language, parts, at)
            if numeral is not None:
                found.append(numeral)
            at += length
    return found


def _pieces(one: Digits, tagger: Tagger) -> Iterator[Piece]:
    """Digits, and the scale that is glued to them («60ألف»)."""
    tag, worth = tagger.alone.get(one.rest, ("", None))
    if tag not in _SCALES:
        yield Piece("digits", one, one.first, one.last, one.start, one.end)
        return
    yield Piece("digits", one._replace(rest=""), one.first, one.last, one.start, one.end)
    yield Piece(tag, worth, one.first, one.last, one.end, one.end + len(one.rest))


def _parts(language: Language, run: list[Piece]) -> Iterator[_Part]:
    """The number words of a run; «و» is taken to the word after it."""
    joined = False
    for piece in run:
        if piece.tag == "and" and language == "ar":
            joined = True
            continue
        if piece.tag == "digits":
            one: Digits = piece.value
            yield _Part("digits", one, piece, joined or one.joined, one.definite)
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
    if part.kind == "digits" and (part.value.kind != "cardinal" or at + 1 == len(parts)):
        kind, value = part.value.kind, part.value.value
        value = _plain(value) if isinstance(value, Decimal) else value
        return _built(kind, value, parts[at : at + 1], words), 1
    if part.kind in _ALONE:
        return None, 1
    if ordinal := _ordinal(words, language, parts, at):
        value, length = ordinal
        return _built("ordinal", value, parts[at : at + length], words), length
    number = _Sum(language, words)
    length = number.take(parts[at : at + _LONGEST])
    if not length:
        return None, 1
    worth = _plain(number.total + number.group)
    return _built("cardinal", worth, parts[at : at + length], words), length


def _plain(worth: Decimal) -> int | float:
    return int(worth) if worth == worth.to_integral_value() else float(worth)


def _built(kind: Kind, value: Any, parts: Sequence[_Part], words: Words) -> Numeral:
    first, last = parts[0], parts[-1]
    spelt = any(part.kind != "digits" for part in parts)
    end = last.piece.end
    return Numeral(
        kind, value, first.piece.first, last.piece.last, first.piece.start, end,
        words.folded.text[end : words.end[last.piece.last - 1]], first.joined, first.definite,
        spelt, bare=spelt and len(parts) == 1 and _is_bare(first, words),
    )  # fmt: skip


def _is_bare(part: _Part, words: Words) -> bool:
    """Whether a word may be no number: `one`, `score`, «ألف» the verb."""
    piece = part.piece
    if part.kind in _SCALES or _is_construct(words.folded.text[piece.start : piece.end]):
        return part.value < _HUNDRED or not _counts(words, part.piece.last)
    return part.kind == "cardinal" and part.value <= 1


def _ordinal(
    words: Words, language: Language, parts: Sequence[_Part], at: int
) -> tuple[int, int] | None:  # fmt: skip
    """An ordinal and how many parts it has.

    «الخامس», «الخامس عشر», «الحادي والثلاثين»; fifth, twenty-fifth.
    """
    part = parts[at]
    after = parts[at + 1] if at + 1 < len(parts) else None
    if language == "ar":
        if part.kind != "ordinal" or not part.definite:
            return None
        if after is not None and after.kind == "cardinal":
            glued = after.piece.start > words.start[after.piece.first]  # «السابعة بعشر دقائق»
            if after.value == _TEN and not after.joined and not glued:
                return int(part.value) + 10, 2
            if after.joined and after.definite and after.value in _TENS:
                return int(part.value + after.value), 2
        return int(part.value), 1
    if part.kind == "ordinal":
        return int(part.value), 1
    dashed = after is not None and after.kind == "dash" and at + 2 < len(parts)
    last = parts[at + 2] if dashed else after
    if part.kind != "cardinal" or part.value not in _TENS or last is None:
        return None
    if last.kind != "ordinal" or last.value >= _TEN:
        return None
    return int(part.value + last.value), 3 if dashed else 2


class _Sum:
    """A number while its words are read, one after the other.

    `total` holds what is complete (the thousands), `group` what is not, less than a thousand.  What
    is added next must be worth less than `room`, and a scale less than `scale`.
    """

    __slots__ = ("_words", "fresh", "group", "kind", "language", "room", "scale", "total")

    def __init__(self, language: Language, words: Words) -> None:
        self.language = language
        self.total = self.group = Decimal(0)
        self.room = self.scale = _ANY
        self.fresh = True  # the group is empty
        self.kind = ""  # of the word before
        self._words = words

    def take(self, parts: Sequence[_Part]) -> int:
        """Read as many parts as are one number; return how many."""
        taken = at = 0
        while at < len(parts):
            part, after = parts[at], parts[at + 1 : at + 3]
            if part.kind in ("and", "article", "dash"):
                if not self._goes_on(part, after, first=at == 0):
                    break
            elif self._add(part, after, first=taken == 0):
                taken = at + 1
            else:
                break
            at += 1
        return taken

    def _goes_on(self, part: _Part, after: Sequence[_Part], *, first: bool) -> bool:
        """Whether a small word belongs to the number: "a million", "hundred and", "twenty-five"."""
        kinds = [one.kind for one in after]
        if not kinds:
            return False
        if part.kind == "article":  # "a million", "half a million", "two and a half"
            counted = kinds[0] in ("scale", "hundred")
            return counted if first or self.kind == "fraction" else kinds[0] == "fraction"
        if part.kind == "and":
            half = kinds == ["article", "fraction"] and self.kind in ("cardinal", "digits")
            return half or (self.kind in ("scale", "hundred") and kinds[0] == "cardinal")
        return self.kind == "cardinal" and kinds[0] in ("cardinal", "scale", "hundred")

    def _add(self, part: _Part, after: Sequence[_Part], *, first: bool) -> bool:
        linked = first or part.joined or self.language == "en" or _is_eleven(part, after)
        match part.kind:
            case "digits":
                return self._digits(part, first=first)
            case "bound":
                return linked and self._bound(part, after)
            case "cardinal":
                return self._cardinal(part, linked=linked)
            case "hundred":
                return self._hundred(part, linked=linked)
            case "scale" | "either" | "dual":
                return self._scale(part, after, linked=linked)
            case "fraction":
                return self._fraction(part, after, first=first)
        return False

    def _put(self, value: Decimal, room: int, kind: str) -> bool:
        self.group += value
        self.room, self.kind, self.fresh = Decimal(room), kind, False
        return True

    def _digits(self, part: _Part, *, first: bool) -> bool:
        one: Digits = part.value
        if one.kind != "cardinal" or not (first or (self.fresh and part.joined and not one.rest)):
            return False
        return one.value < self.scale and self._put(one.value, 0, "end" if one.rest else "digits")

    def _bound(self, part: _Part, after: Sequence[_Part]) -> bool:
        """«أحد عشر», «إحدى وعشرون»: one, if ten or tens follow."""
        if not after or after[0].kind != "cardinal" or part.value >= self.room:
            return False
        tens = after[0].value
        goes_on = tens in _TENS if after[0].joined else tens == _TEN
        return goes_on and self._put(part.value, 1, "cardinal")

    def _cardinal(self, part: _Part, *, linked: bool) -> bool:
        value: Decimal = part.value
        if self.language == "ar" and self.kind == "cardinal" and 1 <= self.group % 100 < _TEN:
            if value == _TEN and not part.joined:  # «ثلاثة عشر»
                return self._put(value, 1, "teen")
            if value in _TENS and part.joined:  # «خمسة وعشرون»
                return self._put(value, 1, "tens")
        if not linked or value >= self.room or (value == 0 and self.kind):
            return False
        if value >= _HUNDRED:
            return self._put(value, 100, "hundred")
        return self._put(value, 10 if self.language == "en" and value in _TENS else 1, "cardinal")

    def _hundred(self, part: _Part, *, linked: bool) -> bool:
        most = _TEN if self.language == "ar" else _HUNDRED
        if self.kind in ("cardinal", "digits") and 1 <= self.group < most and not part.joined:
            self.group *= 100  # «ثلاث مئة»
            return self._put(Decimal(0), 100, "hundred")
        if not linked or self.room <= _HUNDRED or (part.definite and not self.kind):
            return False  # «في المئة» says no number
        return self._put(_HUNDRED, 100, "hundred")

    def _scale(self, part: _Part, after: Sequence[_Part], *, linked: bool) -> bool:
        value: Decimal = part.value
        if value >= self.scale or self.kind in ("half", "end"):
            return False
        if self.fresh:
            if not linked or part.definite:
                return False
            two = part.kind == "dual" or (
                part.kind == "either" and not after and _counts(self._words, part.piece.last)
            )
            self.group = Decimal(2 if two else 1)
        elif part.joined or part.kind == "dual":
            return False
        self.total += self.group * value
        self.group, self.room, self.scale = Decimal(0), _ANY, value
        self.fresh, self.kind = True, "scale"
        if value < _HUNDRED:  # two dozen, and no more
            self.fresh, self.room, self.kind = False, Decimal(0), "end"
        return True

    def _fraction(self, part: _Part, after: Sequence[_Part], *, first: bool) -> bool:
        """«نصف مليون», "half a million"; «مليون ونصف», "two and a half"."""
        if first:
            scaled = bool(after) and after[0].kind in (*_SCALES, "article")
            return scaled and self._put(part.value, 0, "fraction")
        if self.language == "en":
            return self.kind in ("cardinal", "digits") and self._put(part.value, 0, "fractional")
        if not (part.joined and self.kind == "scale"):
            return False
        self.total += part.value * self.scale
        self.kind, self.room, self.fresh = "half", Decimal(0), False
        return True


def _is_eleven(part: _Part, after: Sequence[_Part]) -> bool:
    """Whether «واحد» is «وأحد», folded: ten follows."""
    ten = bool(after) and after[0].kind == "cardinal" and after[0].value == _TEN
    return ten and part.kind == "cardinal" and part.value == 1 and not after[0].joined


def _is_construct(word: str) -> bool:
    return word in _folded("ar", "construct")


@cache
def _folded(language: Language, name: str) -> frozenset[str]:
    """The words of a list of the lexicon, folded."""
    return frozenset(map(fold, lexicon(language)[name]))


def _counts(words: Words, place: int) -> bool:
    """Whether a noun may follow: an Arabic word, indefinite, and no particle."""
    if place >= len(words):
        return False
    word = words.text[place]
    return word[0].isalpha() and word not in _folded("ar", "stop") and without_article(word) == word
