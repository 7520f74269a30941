"""When two words or two names are one, as far as their letters tell.

In: words, or names that were found in texts.  Out: stems, which two forms of a word share, and whether names
are of one.
"""

from __future__ import annotations

from functools import lru_cache

from hudna.text import forms
from hudna.text.letters import fold
from hudna.text.statement import Name

# Words and names of which it is kept what was found out of them.
_KEPT = 50_000
# Letters that are left of a word at least.
_LEAST = 3
_ENDINGS = ("ون", "ين", "ات", "ان", "وا", "ت", "ا", "ي", "ه")


def same(one: Name, other: Name) -> bool:
    """Whether two names are of one: by their ids, or the words of one are among those of the other."""
    if one.id is not None and other.id is not None:
        return one.id == other.id
    mine, theirs = _words(one), _words(other)
    return mine <= theirs or theirs <= mine


def keys(name: Name) -> set[str]:
    """What a name may be found by."""
    return {name.id, *_words(name)} - {None}  # type: ignore[return-value]


def _words(name: Name) -> frozenset[str]:
    return _bare(name.quote)


@lru_cache(_KEPT)
def _bare(quote: str) -> frozenset[str]:
    return frozenset([forms.bare(word) for word in fold(quote).split()])


@lru_cache(_KEPT)
def stem(word: str, language: str) -> str:
    """A word without its endings, as far as two forms of one word are told to be one by it."""
    if language == "en":
        found = min((bare for bare, _, _ in forms.english_within(word)), key=len)
        return found.removesuffix("e") if len(found) > _LEAST else found
    bare = (bare for bare, _, _ in forms.hidden(word) if len(bare) >= _LEAST)
    found = min(bare, key=len, default=word)
    for _ in range(2):  # «لبنانية»
        ends = (end for end in _ENDINGS if found.endswith(end) and len(found) - len(end) >= _LEAST)
        found = found[: -len(next(ends, "")) or None]
    return found
