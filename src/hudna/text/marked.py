"""A text with what the lexicon knows marked at each word: what the rules read.

In: words and a lexicon.  Out: a `Marked` text, in which a rule asks what stands at a word by naming
kinds of entries (`that`, `titles`), where quotations close and where lines end.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from hudna.text import forms
from hudna.text.letters import Span
from hudna.text.lexicon import Hit, Language, Lexicon
from hudna.text.words import Words

# Words `first` to before `last`.
Stretch = tuple[int, int]

COMMAS = frozenset({"،", ","})
SEMICOLONS = frozenset({"؛", ";"})
# The mark that closes what a mark opens; some marks do both.
OPENING = {"«": "»", "“": "”", "„": "“", "‹": "›", "(": ")", "[": "]"}
STRAIGHT = frozenset({'"', "''", ",,"})
BRACKETS = frozenset("([")
QUOTES = frozenset({*STRAIGHT, *OPENING}) - BRACKETS
END_QUOTES = frozenset({*STRAIGHT, "»", "”", "›"})
_QUOTATION = frozenset({*STRAIGHT, *OPENING, *OPENING.values()})
# What stands before a mark that closes, though another had opened.
_BEFORE_END = frozenset(",.!?")
# Words that a quotation may have; an opening mark without its closing one opens nothing.
LONGEST_QUOTATION = 200
# An Arabic article before a name in English: «al-Shabaab», «ash-Shaddadi».
_ARTICLE = re.compile(r"[ae][lnrstdz]h?-[A-Z]")
# The longest name in marks within a quotation.
_NAME = 8
_NO_KINDS: frozenset[str] = frozenset()


class _Index(dict[Collection[str], list[int]]):
    """Where entries of one kind begin, or one mark stands; of several it is found out when asked."""

    def __missing__(self, sought: Collection[str]) -> list[int]:
        places = sorted(chain.from_iterable(self.get((one,), ()) for one in sought))
        self[sought] = held = list(dict.fromkeys(places))
        return held


@dataclass(frozen=True, slots=True)
class Marked:
    """Words with their hits; `closes[i]` is where the quotation that opens at `i` closes.

    `opens` is the way back.  `hits` has three more, empty, for what would stand before the first word and behind the last, so
    that a rule may ask what stands beside a word.  `kinds` are those of the hits of each: by them most questions
    end.  `breaks` are the words before which a line ends, `gaps` those before which a paragraph does.  `at` is where what stands, so that a rule goes from one to the
    next.  `capitals` says of each word whether it has one, where a language has them.
    """

    words: Words
    language: Language
    hits: list[tuple[Hit, ...]]
    kinds: list[frozenset[str]]
    lexicon: Lexicon
    closes: dict[int, int]
    opens: dict[int, int]
    breaks: frozenset[int]
    gaps: frozenset[int]
    at: _Index
    capitals: list[bool]

    def word(self, place: int) -> str:
        """A word or mark, folded; nothing stands behind the last."""
        try:
            return self.words.text[place]
        except IndexError:
            return ""

    def is_word(self, place: int) -> bool:
        """Whether there is a word, not a mark."""
        try:
            return self.words.text[place][0].isalnum()
        except IndexError:
            return False

    def is_plain(self, place: int) -> bool:
        """Whether there is a word of no class, as most are: rules pass over it."""
        return not self.hits[place] and self.is_word(place)

    def hit(self, place: int, *kinds: str) -> Hit | None:
        """The entry of one of some kinds that begins at a word."""
        if not self.kinds[place].isdisjoint(kinds):
            for found in self.hits[place]:
                if found.kind in kinds:
                    return found
        return None

    def all(self, first: int, last: int, *kinds: str) -> list[tuple[int, Hit]]:
        """The entries of some kinds in a stretch of words, in order; those that lie in it whole."""
        held, hits = self.at[kinds], self.hits
        low = bisect_left(held, first)
        if low == len(held) or held[low] >= last:
            return []
        return [
            (place, found)
            for place in held[low : bisect_left(held, last, low)]
            for found in hits[place]
            if found.kind in kinds and place + found.length <= last
        ]

    def places(self, first: int, last: int, *kinds: str) -> Sequence[int]:
        """The words of a stretch at which entries of some kinds begin, in order."""
        return _between(self.at[kinds], first, last)

    def marks(self, first: int, last: int, marks: frozenset[str]) -> Sequence[int]:
        """Where in a stretch some marks stand, in order."""
        return _between(self.at[marks], first, last)

    def has(self, first: int, last: int, *kinds: str) -> bool:
        """Whether an entry of some kinds lies in a stretch of words."""
        held = self.at[kinds]
        low = bisect_left(held, first)
        if low == len(held) or held[low] >= last:
            return False
        return any(
            found.kind in kinds and place + found.length <= last
            for place in held[low : bisect_left(held, last, low)]
            for found in self.hits[place]
        )

    def find(self, first: int, last: int, *kinds: str) -> int | None:
        """The first word of a stretch at which an entry of some kinds begins."""
        held = self.at[kinds]
        low = bisect_left(held, first)
        return held[low] if low < len(held) and held[low] < last else None

    def past(self, first: int, last: int, *kinds: str) -> int:
        """The first word of a stretch behind marks and entries of some kinds; `last` if none is."""
        while first < last:
            hit = self.hit(first, *kinds)
            if hit is None and self.is_word(first):
                return first
            first += hit.length if hit is not None else 1
        return min(first, last)

    def shorn(self, first: int, last: int) -> int:
        """The end of a stretch without the marks at its end."""
        while last > first and not self.is_word(last - 1):
            last -= 1
        return last

    def mark(self, first: int, last: int, marks: frozenset[str]) -> int:
        """The first of some marks in a stretch; `last` if none stands there."""
        held = self.at[marks]
        low = bisect_left(held, first)
        return held[low] if low < len(held) and held[low] < last else last

    def letters(self, first: int, last: int, skip: int = 0) -> Span:
        """Where words stand in the text as given, without `skip` letters before the first."""
        if first >= last:
            return self.words.span(first, first)
        return self.words.folded.span(self.words.start[first] + skip, self.words.end[last - 1])

    def name(self, first: int, last: int, skip: int = 0) -> Span:
        """Where a name stands: as `letters`, without an English «'s» at its end."""
        low, high = self.letters(first, last, skip)
        if self.words.text[last - 1].endswith(forms.POSSESSIVE):
            high -= len(forms.POSSESSIVE)
        return low, high

    def quote(self, span: Span) -> str:
        """The text as given at a span."""
        return self.words.folded.source[span[0] : span[1]]

    def written(self, place: int) -> str:
        """A word or mark as given."""
        return self.words.quote(place, place + 1)

    def capital(self, place: int) -> bool:
        """Whether a word begins with a capital in the text as given."""
        capitals = self.capitals
        if place >= len(self.words.text):
            return False
        return capitals[place] if capitals else self.written(place)[:1].isupper()

    def is_feminine(self, place: int) -> bool:
        """Whether a word ends with a ta marbuta, which no pronoun does."""
        return self.words.text[place].endswith(forms.FEMININE) and self.written(place).endswith("ة")

    def is_possessive(self, place: int) -> bool:
        """Whether a word is an English possessive."""
        return self.words.text[place].endswith(forms.POSSESSIVE)

    def is_spaced(self, place: int) -> bool:
        """Whether a mark has space on both sides."""
        words = self.words
        return (
            0 < place < len(words) - 1
            and words.end[place - 1] < words.start[place]
            and words.end[place] < words.start[place + 1]
        )


def marked(words: Words, lexicon: Lexicon) -> Marked:
    """Mark a text; linear in its length."""
    breaks, gaps = _lines(words)
    hits = [*lexicon.hits(words.text), (), (), ()]
    at, kinds = _index(words, hits)
    closes = _quotations(words, at[_QUOTATION], gaps)
    capitals = _capitals(words) if lexicon.language == "en" else []
    opens = {close: opening for opening, close in closes.items()}
    language = lexicon.language
    return Marked(words, language, hits, kinds, lexicon, closes, opens, breaks, gaps, at, capitals)


def _capitals(words: Words) -> list[bool]:
    """Of each word and mark, whether it begins with a capital in the text as given, or an Arabic article before one."""
    source = words.folded.source
    starts = map(words.folded.at, words.start) if words.folded.turns else words.start
    return [
        (letter := source[start]).isupper()
        or (letter in "ae" and _ARTICLE.match(source, start) is not None)
        for start in starts
    ]


def _index(words: Words, hits: list[tuple[Hit, ...]]) -> tuple[_Index, list[frozenset[str]]]:
    """The words at which entries of each kind begin, and each mark stands, in order; the kinds at each word."""
    at = _Index()
    kinds = [_NO_KINDS] * len(hits)
    alike: defaultdict[int, list[int]] = defaultdict(list)  # words that have the very same entries
    for place, found in enumerate(hits):
        if found:
            alike[id(found)].append(place)
    for places in alike.values():
        here = frozenset([hit.kind for hit in hits[places[0]]])
        for kind in here:
            at.setdefault((kind,), []).extend(places)
        for place in places:
            kinds[place] = here
    for places in at.values():
        places.sort()
    marks = {word for word in set(words.text) if not word[0].isalnum()}
    for place, word in enumerate(words.text):
        if word in marks:
            at.setdefault((word,), []).append(place)
    return at, kinds


def _between(places: list[int], first: int, last: int) -> Sequence[int]:
    """Those of some places, in order, that stand in a stretch."""
    low = bisect_left(places, first)
    if low == len(places) or places[low] >= last:
        return ()
    return places[low : bisect_left(places, last, low)]


def _lines(words: Words) -> tuple[frozenset[int], frozenset[int]]:
    """The words before which a line ends, and those before which there is an empty line."""
    text, breaks, gaps, place = words.folded.text, set(), set(), 0
    at = text.find("\n")
    while at >= 0:
        place = bisect_left(words.start, at, place)
        if place < len(words):
            if place in breaks:
                gaps.add(place)
            breaks.add(place)
        at = text.find("\n", at + 1)
    return frozenset(breaks), frozenset(gaps)


def _inner(words: Words, places: Sequence[int]) -> dict[int, int]:
    """Names in straight marks within a quotation in such marks: «"… in "Yasin" …"», as spaces show."""
    closes: dict[int, int] = {}
    straight = [place for place in places if words.text[place] in STRAIGHT]
    at, outer = 0, False
    while at < len(straight):
        place, after = straight[at], straight[at + 1 : at + 3]
        alike = len(after) > 1 and {words.text[one] for one in after} == {words.text[place]}
        short = alike and after[0] - place <= _NAME and after[1] - place <= LONGEST_QUOTATION
        if (
            outer
            and short
            and _opens(words, place)
            and not any(_opens(words, one) for one in after)
        ):
            closes[place] = after[0]
            at += 2
            continue
        outer = not outer
        at += 1
    return closes


def _opens(words: Words, place: int) -> bool:
    """Whether a mark has a space before it and none behind it."""
    before = place == 0 or words.start[place] > words.end[place - 1]
    last = place + 1 >= len(words.text)
    return before and not last and words.start[place + 1] == words.end[place]


def _quotations(words: Words, places: Iterable[int], gaps: frozenset[int]) -> dict[int, int]:
    """Opening marks and where they close; none runs over an empty line or too far.

    `places` are those of such marks.
    A mark that is never closed opens nothing, and hides nothing that was opened before it.
    """
    places = list(places)
    closes = _inner(words, places)
    inner = {*closes, *closes.values()}
    opened: list[int] = []
    awaited: Counter[str] = Counter()  # how many of `opened` a mark would close
    straight: dict[str, int] = {}
    ends, paragraph = sorted(gaps), 0
    for place in places:
        if paragraph != (paragraph := bisect_right(ends, place)):
            opened.clear()
            awaited.clear()
            straight.clear()
        word = words.text[place]
        if place in inner:
            continue
        if word in STRAIGHT and word not in straight and _ends_quotation(words, place, opened):
            start = opened.pop()
            awaited[OPENING[words.text[start]]] -= 1
            if place <= start + LONGEST_QUOTATION:
                closes[start] = place
        elif word in STRAIGHT:
            start = straight.pop(word, place)
            if start < place <= start + LONGEST_QUOTATION:
                closes[start] = place
            else:
                straight[word] = place
        elif word in END_QUOTES and not awaited[word] and straight:
            start = straight.pop(next(iter(straight)))
            if place <= start + LONGEST_QUOTATION:
                closes[start] = place
        elif awaited[word]:
            start, mark = place, ""
            while mark != word:
                start = opened.pop()
                mark = OPENING[words.text[start]]
                awaited[mark] -= 1
            if place <= start + LONGEST_QUOTATION:
                closes[start] = place
        elif word in OPENING:
            opened.append(place)
            awaited[OPENING[word]] += 1
    return closes


def _ends_quotation(words: Words, place: int, opened: list[int]) -> bool:
    """Whether a straight mark closes what another mark opened: «“…," he said»."""
    if not opened or words.text[opened[-1]] not in QUOTES or place == 0:
        return False
    return words.text[place - 1] in _BEFORE_END and words.end[place - 1] == words.start[place]
