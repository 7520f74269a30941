"""A text folded to the letters that words are looked up by, with the way back to where they stood.

Writers vary hamza and alif, ta marbuta, alif maqsura, diacritics, tatweel, Persian letters, digits
and presentation forms; web pages add zero-width and bidirectional controls.  The folded text has
one spelling for all of them.  Offsets are Unicode code points, into the text as it was given.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

Span = tuple[int, int]

_ARABIC = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ؤ": "و",
    "ة": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ک": "ك", "ڪ": "ك", "گ": "ك", "ـ": "",
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "\u2010": "-", "\u2011": "-",
}  # fmt: skip
_DROPPED = {"Mn", "Me", "Cf"}  # marks, and characters that only format
_SPACES = {"Zs", "Zl", "Zp"}
# No character up to this one is a mark.
_LAST_UNMARKED = "\u02ff"


class _Letters(dict[int, str]):
    """What each character folds to, found out when it is first met."""

    def __init__(self) -> None:
        super().__init__()
        self._uneven = ""
        self._finds = "", re.compile("(?!)")

    def __missing__(self, code: int) -> str:
        self[code] = found = _fold(chr(code))
        if len(found) != 1:
            self._uneven += chr(code)
        return found

    def uneven(self) -> re.Pattern[str]:
        """What finds the characters that do not fold to one, of those met so far."""
        known, pattern = self._finds
        if known != self._uneven:
            known = self._uneven
            pattern = re.compile(f"[{re.escape(known)}]")
            self._finds = known, pattern
        return pattern


def _fold(letter: str) -> str:
    if letter in "\n\r\t\f\v":
        return letter
    if unicodedata.category(letter) in _SPACES:
        return " "
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    parts = (_ARABIC.get(part, part) for part in unicodedata.normalize("NFKD", letter))
    kept = (part for part in parts if part and unicodedata.category(part) not in _DROPPED)
    return "".join(part.lower() if len(part.lower()) == 1 else part for part in kept)


_LETTERS = _Letters()


def _is_mark(letter: str) -> bool:
    """Whether a character stands on the letter before it."""
    return unicodedata.category(letter) in ("Mn", "Me")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as given, its folded form, and where each folded character stood.

    From the folded character `turns[i]` on, up to the next turn, a character stood `shifts[i]` later
    in `source` than in `text`; before the first turn it stands where it stood.
    """

    source: str
    text: str
    turns: list[int]
    shifts: list[int]

    def at(self, place: int) -> int:
        """Where a folded character stood in `source`; behind the last, the length of `source`."""
        turn = bisect_right(self.turns, place)
        return place + self.shifts[turn - 1] if turn else place

    def span(self, start: int, end: int) -> Span:
        """The stretch of `source` that folded to `text[start:end]`; empty for an empty one.

        Marks that follow its last letter belong to it.
        """
        turns = self.turns
        if not turns:
            return start, end
        turn = bisect_right(turns, start)
        low = start + self.shifts[turn - 1] if turn else start
        if start == end:
            return low, low
        if turn < len(turns) and turns[turn] < end:
            turn = bisect_right(turns, end - 1, turn)
        high = end + self.shifts[turn - 1] if turn else end
        source = self.source
        while high < len(source) and source[high] > _LAST_UNMARKED and _is_mark(source[high]):
            high += 1
        return low, high


def folded(source: str) -> Folded:
    """Fold a text; linear in its length."""
    text = source.translate(_LETTERS)
    turns: list[int] = []
    shifts: list[int] = []
    shift = 0
    for found in _LETTERS.uneven().finditer(source):
        turn = found.start() - shift
        length = len(_LETTERS[ord(found[0])])
        if not length:
            shift += 1
            if turns and turns[-1] == turn:
                shifts[-1] = shift
                continue
            turns.append(turn)
            shifts.append(shift)
        for more in range(turn + 1, turn + length):
            shift -= 1
            turns.append(more)
            shifts.append(shift)
    return Folded(source, text, turns, shifts)


def fold(text: str) -> str:
    """The folded form alone: for words of a lexicon."""
    return text.translate(_LETTERS)
