"""Words that lost the space between them («أنقرةوموسكو»), parted again.

Two signs: a ta marbuta, which only ends a word, before another letter; and a word that the lexicon
does not know, of which both halves are known and one is a name.
"""

from __future__ import annotations

import re

from hudna.text.lexicon import Hit, Lexicon
from hudna.text.words import Words

_SHORTEST = 3
_LONGEST = 40
_INSIDE = re.compile("ة(?=[\u0621-\u063a\u0641-\u064a])")
NAMES = ("actor", "place", "nation", "titles")


def parted(words: Words, lexicon: Lexicon) -> tuple[Words, list[int]]:
    """The words with glued ones parted, and the (new) places of the first halves."""
    cuts = {
        place: cut
        for place, word in enumerate(words.text)
        if len(word) >= 2 * _SHORTEST and (cut := _cut(words, place, word, lexicon))
    }
    if not cuts:
        return words, []
    text: list[str] = []
    start: list[int] = []
    end: list[int] = []
    glued = []
    for place, word in enumerate(words.text):
        cut = cuts.get(place)
        if cut is None:
            text.append(word)
            start.append(words.start[place])
            end.append(words.end[place])
            continue
        glued.append(len(text))
        middle = words.start[place] + cut
        text += [word[:cut], word[cut:]]
        start += [words.start[place], middle]
        end += [middle, words.end[place]]
    return Words(words.folded, text, start, end), glued


def _cut(words: Words, place: int, word: str, lexicon: Lexicon) -> int | None:
    """After how many letters a word is to be parted."""
    if lexicon.has(word) or len(word) > _LONGEST or not word.isalpha():
        return None
    if lexicon.language == "ar":
        low, high = words.span(place, place + 1)
        source = words.folded.source[low:high]
        if len(source) == len(word) and (found := _INSIDE.search(source)):
            return found.end()
    for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
        if _is_pair(word[:cut], word[cut:], lexicon):
            return cut
    return None


def _is_pair(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether two halves are words, of which the lexicon knows one by itself as a name."""
    if not (lexicon.has(one) and lexicon.has(other)):
        return False
    first, second = lexicon.hits([one, other])
    together = any(hit.length == 2 and hit.kind in NAMES for hit in first)
    return together or (_is_name(first) and _is_name(second))


def _is_name(hits: tuple[Hit, ...]) -> bool:
    return any(
        hit.kind in NAMES and hit.skip < 2 and getattr(hit.value, "sort", "") != "town"
        for hit in hits
    )
