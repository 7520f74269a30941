"""Words that lost the space between them («أنقرةوموسكو», "monthsThe"), parted again.

In: words and a lexicon.  Out: the words with the glued ones parted, and which they are.  Three signs:
a ta marbuta, which only ends a word, before another letter; a capital within an English word, before or
behind a small word; and a word that the lexicon does not know, both halves of which it does, one or both
as a name.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from hudna.text import forms
from hudna.text.lexicon import Hit, Lexicon
from hudna.text.marked import Stretch
from hudna.text.words import Words

# Letters of the shortest half, and of the longest word that is looked at.
_SHORTEST = 3
_LONGEST = 40
_SIGNS = {
    "ar": re.compile("(?<=ة)(?=[\u0621-\u063a\u0641-\u064a])"),
    "en": re.compile("(?<=[a-z0-9])(?=[A-Z][a-z]|A\\b)"),
}
# A name or an order to find it begins so, and has capitals within.
_TAGS = frozenset("#@")
# A question, or a quotation, that ran into the sentence after it.
_ENDS = {
    "ar": re.compile("(?<=[\u0621-\u064a])[؟!](?=[\u0621-\u064a])"),
    "en": re.compile("(?<=[a-z])[?!]?[\"”»?!](?=[A-Z][a-z]*[\\s.,'’])"),
}
_NAMES = ("actor", "place", "nation", "titles")
# Small words: in English the first half, or behind a name the second; in Arabic behind a name.
_SMALL = ("articles", "prepositions", "conjunctions", "determiners", "of")
_BEHIND = ("negators", "prepositions")
_LONG = 5
# A name of a town that another word is glued to has so many letters at least.
_TOWN = 4
_ARTICLE = "ال"
_AND = "و"


def parted(words: Words, lexicon: Lexicon) -> tuple[Words, list[int]]:
    """The words with glued ones parted, and the (new) places of the first halves."""
    unknown = {word for word in dict.fromkeys(words.text) if _may_be_two(word, lexicon)}
    cuts = {
        place: cut
        for place, word in enumerate(words.text)
        if word in unknown and (cut := _cut(words, place, lexicon))
    }
    cuts |= _signed(words, lexicon)
    if not cuts:
        return words, []
    made = Words(words.folded, [], [], [])
    before, glued = 0, []
    for place, cut in sorted(cuts.items()):
        word, middle = words.text[place], words.start[place] + cut
        _copy(words, made, before, place)
        glued.append(len(made))
        made.text.extend((word[:cut], word[cut:]))
        made.start.extend((words.start[place], middle))
        made.end.extend((middle, words.end[place]))
        before = place + 1
    _copy(words, made, before, len(words))
    return made, glued


def ran_into(words: Words, lexicon: Lexicon) -> list[Stretch]:
    """The last word of a question or quotation, its mark, and the first of the sentence that it ran into."""
    found = []
    for end in _ENDS[lexicon.language].finditer(words.folded.source):
        first, last = _place(words, end.start() - 1), _place(words, end.end())
        found.append((first, last + 1))
    return found


def _copy(words: Words, made: Words, first: int, last: int) -> None:
    made.text.extend(words.text[first:last])
    made.start.extend(words.start[first:last])
    made.end.extend(words.end[first:last])


def _place(words: Words, at: int) -> int:
    """The word that stands at a letter of the text as given."""
    return bisect_right(words.start, at, key=words.folded.at) - 1


def _signed(words: Words, lexicon: Lexicon) -> dict[int, int]:
    """Words that a letter shows to be two, and after how many letters the first of them ends."""
    source = words.folded.source
    cuts: dict[int, int] = {}
    for sign in _SIGNS[lexicon.language].finditer(source):
        place = _place(words, sign.start())
        start = words.folded.at(words.start[place])
        cut, word = sign.start() - start, words.text[place]
        whole = len(words.quote(place, place + 1)) == len(word)
        if place in cuts or not whole or not word.isalnum():
            continue
        if lexicon.language == "ar":
            cuts[place] = cut
        elif lexicon.has(word) or source[max(0, start - 1) : start] in _TAGS:
            continue
        elif _shows(source[start], word[:cut], word[cut:], lexicon):
            cuts[place] = cut
    return cuts


def _shows(letter: str, one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether a capital within a word begins another: «monthsThe», «theHouthis», not «WhatsApp»."""
    first, second = lexicon.hits([one, other])
    if _is_together(first) or (_is_name(first) and _is_name(second)):
        return True
    if len(one) > _LONG and _has(first, ("titles",)) and len(other) >= _TOWN:
        return True  # «PresidentSalva»
    if letter.islower() and _has(first, _SMALL):
        return True
    if letter.islower() and _has(first, ("pronouns",)) and _has(second, ("starters",)):
        return True  # «itAt»
    starts = _has(second, ("starters",)) and len(other) != len("in")
    return starts and (len(one) > 1 or one.isdigit())


def _may_be_two(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is as long as two, and none that the lexicon knows."""
    return 2 * _SHORTEST - 1 <= len(word) <= _LONGEST and word.isalpha() and not lexicon.has(word)


def _cut(words: Words, place: int, lexicon: Lexicon) -> int | None:
    """After how many letters a word that is not known is to be parted."""
    word = words.text[place]
    source = words.quote(place, place + 1)
    if len(source) == len(word) and lexicon.language == "en":
        return _english(words, place, source, lexicon)
    behind = words.text[place + 1] if place + 1 < len(words) else ""
    return next(
        (
            cut
            for cut in range(_SHORTEST, len(word) - 1)
            if _are_two(word[:cut], word[cut:], lexicon)
            or _is_said(word[:cut], word[cut:], behind, lexicon)
        ),
        None,
    )


def _english(words: Words, place: int, source: str, lexicon: Lexicon) -> int | None:
    """Where an English word parts that shows no capital: «theministry», «Kinshasaand Kigali»."""
    word = words.text[place]
    for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
        first, second = lexicon.hits([word[:cut], word[cut:]])
        noun = len(word) - cut >= _TOWN and any(hit.kind != "place" for hit in second)
        if noun and _has(first, ("articles",)):
            return cut
        named = cut >= _TOWN and any(hit.kind in _NAMES for hit in first)
        if source[0].isupper() and named and _goes_on(words, place + 1):
            beside = ("directions",) if len(word) - cut >= _TOWN else ()
            if _has(second, beside) or (_is_name(first) and _has(second, ("conjunctions",))):
                return cut
        of_people = source[0].isupper() and len(word) - cut >= _LONG and _is_nation(first)
        if of_people and _has(second, ("bodies", "group_heads")):
            return cut  # «Sudanesegovernment»
    return None


def _goes_on(words: Words, place: int) -> bool:
    """Whether a name stands at a word, or what stands before one: «Sanaaand Cairo», «Haysnear the front»."""
    return place < len(words) and (
        words.quote(place, place + 1)[0].isupper() or words.text[place] == "the"
    )


def _are_two(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether two halves of an Arabic word are words: both names, or one and a word that stands beside one."""
    if not lexicon.has(one):
        return False
    first, second = lexicon.hits([one, other])
    named = len(one) >= _TOWN and _is_name(first)
    if not lexicon.has(other):
        return False
    if len(other) < _SHORTEST:
        return named and _has(second, ("negators",))
    if _is_together(first) or (_is_name(first) and _is_name(second)):
        return True
    if named and len(other) >= _LONG and other.startswith(_AND) and lexicon.glued(other):
        return True
    if other.startswith(_ARTICLE) and (len(other) >= _LONG or _has(second, ("relative",))):
        definite = forms.is_definite(one)  # «الكماليات» is one word
        return len(one) >= _TOWN + definite and not one.startswith(_AND + _ARTICLE)
    return named and _has(second, _BEHIND)


def _is_said(one: str, verb: str, subject: str, lexicon: Lexicon) -> bool:
    """Whether a half is a verb of saying, and behind it stands who speaks: «المطار أولاقال رئيس الهيئة»."""
    if len(one) < _TOWN or len(verb) < _SHORTEST or not lexicon.has(one):
        return False
    first, second = lexicon.hits([verb, subject])
    named = _has(second, ("titles", "bodies")) and not _has(second, ("occasions",))
    return named and _has(first, ("verb",))


def _is_together(hits: tuple[Hit, ...]) -> bool:
    """Whether two words are one name."""
    return any(hit.length == 2 and hit.kind in _NAMES for hit in hits)


def _has(hits: tuple[Hit, ...], kinds: tuple[str, ...]) -> bool:
    """Whether a half is a word of some kinds, with nothing glued to it."""
    return any(hit.kind in kinds and not hit.skip and not hit.suffix for hit in hits)


def _is_nation(hits: tuple[Hit, ...]) -> bool:
    """Whether a half is what a people is called: «Sudanese»."""
    return any(hit.kind == "nation" for hit in hits)


def _is_name(hits: tuple[Hit, ...]) -> bool:
    """Whether a half is a name, with a conjunction before it or not; small towns are too many."""
    return any(
        hit.kind in _NAMES and hit.skip < 2 and getattr(hit.value, "sort", "") != "town"
        for hit in hits
    )
