"""A text folded to the letters that words are looked up by, with the way back to where they stood.

Writers vary hamza and alif, ta marbuta, alif maqsura, diacritics, tatweel, Persian letters, digits
and presentation forms; web pages add zero-width and bidirectional controls.  The folded text has
one spelling for all of them.  Offsets are Unicode code points, into the text as it was given.
"""

from __future__ import annotations

import unicodedata
from array import array
from dataclasses import dataclass

import numpy as np

Span = tuple[int, int]

_ARABIC = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ؤ": "و",
    "ة": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ک": "ك", "ڪ": "ك", "گ": "ك", "ـ": "",
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "\u2010": "-", "\u2011": "-",
}  # fmt: skip
_DROPPED = {"Mn", "Me", "Cf"}  # marks, and characters that only format
_SPACES = {"Zs", "Zl", "Zp"}


class _Letters(dict[int, str]):
    """What each character folds to, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _fold(chr(code))
        return found


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


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as given, its folded form, and where each folded character stood.

    `at[i]` is the place in `source` of the folded character `i`, and `at[-1]` the length of
    `source`; None where every character folds to one.
    """

    source: str
    text: str
    at: array[int] | None

    def span(self, start: int, end: int) -> Span:
        """The stretch of `source` that folded to `text[start:end]`; empty for an empty one.

        Marks that follow its last letter belong to it.
        """
        if self.at is None:
            return start, end
        low = self.at[start]
        if start == end:
            return low, low
        high = self.at[end - 1] + 1
        while high < len(self.source) and unicodedata.category(self.source[high]) in ("Mn", "Me"):
            high += 1
        return low, high


def folded(source: str) -> Folded:
    """Fold a text; linear in its length."""
    text = source.translate(_LETTERS)
    if all(len(_LETTERS[ord(letter)]) == 1 for letter in set(source)):
        return Folded(source, text, None)
    codes = np.frombuffer(source.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds, which = np.unique(codes, return_inverse=True)
    lengths = np.array([len(_LETTERS[int(code)]) for code in kinds], dtype=np.int64)[which]
    at = np.repeat(np.arange(len(source), dtype=np.int64), lengths)
    return Folded(source, text, array("q", np.append(at, len(source)).tobytes()))


def fold(text: str) -> str:
    """The folded form alone: for words of a lexicon."""
    return text.translate(_LETTERS)
