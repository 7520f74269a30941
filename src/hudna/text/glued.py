"""Words that lost the space between them («أنقرةوموسكو»), parted again.

In: words and a lexicon.  Out: the words with the glued ones parted, and which they are.  Two signs:
a ta marbuta, which only ends a word, before another letter; and a word that the lexicon does not
know, both halves of which are names.
"""

from __future__ import annotations

import re

from hudna.text.lexicon import Hit, Lexicon
from hudna.text.words import Words

# Letters of the shortest half, and of the longest word that is looked at.
_SHORTEST = 3
_LONGEST = 40
_INSIDE = re.compile("ة(?=[\u0621-\u063a\u0641-\u064a])")
_NAMES = ("actor", "place", "nation", "titles")


def parted(words: Words, lexicon: Lexicon) -> tuple[Words, list[int]]:
    """The words with glued ones parted, and the (new) places of the first halves."""
    unknown = {word for word in dict.fromkeys(words.text) if _may_be_two(word, lexicon)}
    cuts = {
        place: cut
        for place, word in enumerate(words.text)
        if word in unknown and (cut := _cut(words, place, lexicon))
    }
    if not cuts:
        return words, []
    made = Words(words.folded, [], [], [])
    before, glued = 0, []
    for place, cut in cuts.items():
        word, middle = words.text[place], words.start[place] + cut
        _copy(words, made, before, place)
        glued.append(len(made))
        made.text.extend((word[:cut], word[cut:]))
        made.start.extend((words.start[place], middle))
        made.end.extend((middle, words.end[place]))
        before = place + 1
    _copy(words, made, before, len(words))
    return made, glued


def _copy(words: Words, made: Words, first: int, last: int) -> None:
    made.text.extend(words.text[first:last])
    made.start.extend(words.start[first:last])
    made.end.extend(words.end[first:last])


def _may_be_two(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is as long as two, and none that the lexicon knows."""
    return 2 * _SHORTEST <= len(word) <= _LONGEST and word.isalpha() and not lexicon.has(word)


def _cut(words: Words, place: int, lexicon: Lexicon) -> int | None:
    """After how many letters a word that is not known is to be parted."""
    word = words.text[place]
    source = words.quote(place, place + 1)
    whole = len(source) == len(word)
    if whole and (found := _INSIDE.search(source)):
        return found.end()
    return next(
        (cut for cut in range(_SHORTEST, len(word) - _SHORTEST + 1)
         if _are_names(word[:cut], word[cut:], lexicon) and not (whole and _is_one(source, cut))),
        None,
    )  # fmt: skip


def _is_one(source: str, cut: int) -> bool:
    """Whether the second half cannot be a name for want of its capital: «Santamaría»."""
    return source[0].isupper() and source[cut].islower()


def _are_names(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether two halves are words of the lexicon, and both or the two together are names."""
    if not (lexicon.has(one) and lexicon.has(other)):
        return False
    first, second = lexicon.hits([one, other])
    together = any(hit.length == 2 and hit.kind in _NAMES for hit in first)
    return together or (_is_name(first) and _is_name(second))


def _is_name(hits: tuple[Hit, ...]) -> bool:
    """Whether a half is a name, with a conjunction before it or not; small towns are too many."""
    return any(
        hit.kind in _NAMES and hit.skip < 2 and getattr(hit.value, "sort", "") != "town"
        for hit in hits
    )
