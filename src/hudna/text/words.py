"""The words and marks of a folded text, in order, with where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hudna.text.letters import Folded, Span

# A word is letters and digits; within it an apostrophe, a hyphen between letters, and the points and
# commas of a number.  Every other character that is not space is a mark of its own, but for the
# quotation marks that two apostrophes or two commas stand for.
_WORD = re.compile(
    r"\d+(?:[.,:٫٬]\d+)*(?:st|nd|rd|th)?(?![^\W_])"
    r"|[^\W_]+(?:['\-][^\W_]+)*"
    r"|''|,,|[^\w\s]|_"
)

# Who has only the closing mark opens quotations with it, too.
_OPENING, _CLOSING, _STRAIGHT = "“", "”", '"'


@dataclass(frozen=True, slots=True)
class Words:
    """Words and marks: `text[i]` stands at `start[i]:end[i]` of `folded.text`."""

    folded: Folded
    text: list[str]
    start: list[int]
    end: list[int]

    def __len__(self) -> int:
        return len(self.text)

    def span(self, first: int, last: int) -> Span:
        """The stretch of the text as given from word `first` to before word `last`."""
        if first >= last:
            at = self.start[first] if first < len(self.text) else len(self.folded.text)
            return self.folded.span(at, at)
        return self.folded.span(self.start[first], self.end[last - 1])

    def quote(self, first: int, last: int) -> str:
        """The text as given from word `first` to before word `last`."""
        low, high = self.span(first, last)
        return self.folded.source[low:high]


def words(folded: Folded) -> Words:
    """Cut a folded text into words and marks."""
    text: list[str] = []
    start: list[int] = []
    end: list[int] = []
    for found in _WORD.finditer(folded.text):
        text.append(found[0])
        low, high = found.span()
        start.append(low)
        end.append(high)
    if _CLOSING in text and _OPENING not in text:
        text = [_STRAIGHT if word == _CLOSING else word for word in text]
    return Words(folded, text, start, end)


def split(text: str) -> list[str]:
    """The words and marks of a folded text, without their places."""
    return _WORD.findall(text)
