"""A text with what the lexicon knows marked at each word: what the rules read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hudna.text.letters import Span
from hudna.text.lexicon import Hit, Language, Lexicon
from hudna.text.words import Words

OPENING = {"«": "»", "“": "”", "„": "“", "‹": "›", "(": ")", "[": "]"}
STRAIGHT = frozenset({'"', "''", ",,"})
QUOTES = frozenset({*STRAIGHT, "«", "“", "„", "‹"})
END_QUOTES = frozenset({*STRAIGHT, "»", "”", "›"})
# Words that a quotation may have; an opening mark without its closing one opens nothing.
LONGEST_QUOTATION = 200


@dataclass(frozen=True, slots=True)
class Marked:
    """Words with their hits; `closes[i]` is where the quotation that opens at `i` closes.

    `breaks` are the words before which a line ends, `gaps` those before which a paragraph does.
    """

    words: Words
    hits: list[tuple[Hit, ...]]
    lexicon: Lexicon
    closes: dict[int, int]
    breaks: frozenset[int]
    gaps: frozenset[int]

    @property
    def language(self) -> Language:
        """The language that it is read in."""
        return self.lexicon.language

    def hit(self, place: int, *kinds: str) -> Hit | None:
        """The entry of one of some kinds that begins at a word."""
        for found in self.hits[place]:
            if found.kind in kinds:
                return found
        return None

    def all(self, first: int, last: int, *kinds: str) -> Iterator[tuple[int, Hit]]:
        """The entries of some kinds in a stretch of words, in order; those that lie in it whole."""
        for place in range(first, last):
            for found in self.hits[place]:
                if found.kind in kinds and place + found.length <= last:
                    yield place, found

    def letters(self, first: int, last: int, skip: int = 0) -> Span:
        """Where words stand in the text as given, without `skip` letters before the first."""
        if first >= last:
            return self.words.span(first, first)
        return self.words.folded.span(self.words.start[first] + skip, self.words.end[last - 1])

    def quote(self, span: Span) -> str:
        """The text as given at a span."""
        return self.words.folded.source[span[0] : span[1]]

    def capital(self, place: int) -> bool:
        """Whether a word begins with a capital in the text as given."""
        low, _ = self.words.span(place, place + 1)
        return self.words.folded.source[low : low + 1].isupper()

    def is_feminine(self, place: int) -> bool:
        """Whether a word ends with a ta marbuta, which no pronoun does."""
        _, high = self.words.span(place, place + 1)
        return self.words.folded.source[high - 1 : high] == "ة"

    def is_word(self, place: int) -> bool:
        """Whether there is a word, not a mark."""
        letter = self.words.text[place][0]
        return letter.isalnum()


def marked(words: Words, lexicon: Lexicon) -> Marked:
    """Mark a text."""
    breaks, gaps = _lines(words)
    return Marked(words, lexicon.hits(words.text), lexicon, _quotations(words, gaps), breaks, gaps)


def _lines(words: Words) -> tuple[frozenset[int], frozenset[int]]:
    """The words before which a line ends, and those before which there is an empty line."""
    text, breaks, gaps, place = words.folded.text, set(), set(), 0
    at = text.find("\n")
    while at >= 0:
        while place < len(words) and words.start[place] < at:
            place += 1
        if place < len(words):
            if place in breaks:
                gaps.add(place)
            breaks.add(place)
        at = text.find("\n", at + 1)
    return frozenset(breaks), frozenset(gaps)


def _quotations(words: Words, gaps: frozenset[int]) -> dict[int, int]:
    """Opening marks and where they close; none runs over an empty line or too far."""
    closes: dict[int, int] = {}
    opened: list[int] = []
    straight: dict[str, int] = {}
    for place, word in enumerate(words.text):
        if place in gaps:
            opened.clear()
            straight.clear()
        if word in STRAIGHT:
            start = straight.pop(word, None)
            if start is not None and place - start <= LONGEST_QUOTATION:
                closes[start] = place
            else:
                straight[word] = place
        elif opened and word == OPENING[words.text[opened[-1]]]:
            start = opened.pop()
            if place - start <= LONGEST_QUOTATION:
                closes[start] = place
        elif word in OPENING:
            opened.append(place)
    return closes
