"""Numbers in one word: Arabic duals, and words that say how often.

In: a text with what is known of it.  Out: its numbers of one word: «أسيران» are 2 prisoners, `twice` 2 times.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from hudna.text.counted import TIMES, Counting, number, suffered
from hudna.text.found import Found
from hudna.text.letters import fold
from hudna.text.numerals import Numeral, lexicon
from hudna.text.statement import Number
from hudna.text.tags import Language

_DEFINITE = ("ال", "لل")
# So begin participles, of which the dual looks like the plural.
_PARTICIPLE = "م"


def duals(text: Counting) -> Iterator[Found[Number]]:
    """Arabic duals of units, without the article: «أسيران»."""
    if text.language != "ar":
        return
    look, words = text.units.word, text.words
    are_two = map(text.units.duals.__getitem__, words.text)
    for place in [place for place, is_two in enumerate(are_two) if is_two]:
        word = words.text[place]
        unit = look(word)
        if unit is None or place in text.taken:
            continue
        before = look(text.at(place - 1))
        skip = next(n for n in range(len(word)) if word[n:] in text.units.words or n == 4)
        told = word[:skip].endswith(_DEFINITE) and unit.unit in lexicon("ar")["both"]
        both = word[:skip].endswith(_DEFINITE) and _is_dual(text.at(place - 1))
        plural = word[:skip].endswith(_DEFINITE) and word[skip:].startswith(_PARTICIPLE)
        plural = plural and word.endswith("ين")  # «المرافقين»
        if told or both or plural or skip == 4 or (before is not None and before.two and not skip):
            continue  # those of whom was told; or an adjective
        numeral = Numeral(
            "cardinal", 2, place, place + 1, words.start[place] + skip, words.end[place]
        )
        modifier = text.units.modifier(words.text, place, place + 1)
        counted = text.units.at((_single(word[skip:]), _single(text.at(place + 1))), 0)
        both_words = counted is not None and counted[1] > 1  # «طائرتين مسيرتين»
        said = counted[0] if counted is not None and both_words else unit.unit
        yield number(text, numeral, suffered(text, numeral, said), modifier)


def _single(word: str) -> str:
    """The singular of a dual, as far as its letters tell."""
    if word.endswith(("تان", "تين")):
        return word[:-3] + "ه"
    return word[:-2] if word.endswith(("ان", "ين")) else word


def _is_dual(word: str) -> bool:
    """Whether a word with the article may be a dual, which another one then describes («المديران العامان»)."""
    return word.startswith(_DEFINITE[0]) and word.endswith(("ان", "ين"))


def often(text: Counting) -> Iterator[Found[Number]]:
    """`twice`."""
    known = _adverbs(text.language)
    if not known:
        return
    words = text.words
    for place, word in enumerate(words.text):
        if word in known:
            numeral = Numeral(
                "cardinal", known[word], place, place + 1, words.start[place], words.end[place]
            )
            yield number(text, numeral, TIMES, None)


@cache
def _adverbs(language: Language) -> dict[str, int]:
    return {
        fold(word): int(times)
        for times, listed in lexicon(language)["often"].items()
        for word in listed
    }
