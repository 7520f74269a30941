"""Where what an English verb of saying holds begins.

In: a word of saying in a marked text.  Out: `Said`.  What is said follows «that», a preposition or «to»
that the verb takes, a colon or a quotation mark, or directly.
"""

from __future__ import annotations

from typing import NamedTuple

from hudna.text.english.parts import ASIDES, is_predicate, is_relative
from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import COMMAS, QUOTES, SEMICOLONS, Marked

# How far after a verb what is said may begin, in words, and how far if nothing brings it.
_REACH = 30
_DIRECT = 12
# Words of an addressee.
_ADDRESSEE = 10
# Words of a thing that a figure is put on («put the number of people killed since May at 97»).
_THING = 16
# The shortest quotation that is what somebody said, in words.
_SHORTEST = 3
# Acts of verbs that a clause may follow without «that».
_BARE = frozenset({"state", "confirm", "opinion", "report", "expect", "announce"})

# Asides but for whom it is said to.
_WHEN = tuple(kind for kind in ASIDES if kind != "addressees")


class Said(NamedTuple):
    """Where what is said begins, and where it ends if it is a quotation."""

    content: int
    end: int | None = None


def find_said(text: Marked, place: int, hit: Hit, last: int) -> Said | None:
    """Where what a word of saying holds begins, if it holds something before word `last`."""
    speech: Speech = hit.value
    start = place + hit.length
    if speech.to:
        return _behind_addressee(text, start, last, speech)
    aside = start
    for at in range(start, min(last, start + _REACH)):
        if text.is_plain(at) and text.word(at) not in speech.with_:
            continue
        when = text.hit(at, "time_words", "occasions")  # «agreed on Sunday to extend it»
        aside = max(aside, at + when.length if when is not None else start)
        opened = _opened(text, at, start, speech)
        if opened is not None:
            return opened
        if _is_over(text, at, start, speech):
            break
        if at >= aside and text.word(at) in speech.with_ and _only_asides(text, start, at):
            that = text.hit(at + 1, "that") if speech.that else None
            begin = at + 1 + (that.length if that is not None else 0)
            return Said(begin) if begin < last else None
    return None if speech.strict else _direct(text, start, last, speech)


def _is_over(text: Marked, at: int, start: int, speech: Speech) -> bool:
    """Whether nothing brings what is said behind a word or mark."""
    if text.word(at) in SEMICOLONS or text.hit(at, "boundary"):
        return True
    if text.word(at) in COMMAS and at > start + 1 and not text.hit(at + 1, "that"):
        return True
    bare = speech.act in _BARE and not speech.strict
    return bare and at > start and is_predicate(text, at)  # «said Moscow had claimed that …»


def _behind_addressee(text: Marked, start: int, last: int, speech: Speech) -> Said | None:
    """What is said to somebody: «told reporters that …», «told AFP …», «urged both sides to …»."""
    if start + 1 >= last or not (speech.that or speech.object or _takes(text, start, last, speech)):
        return None
    bare = speech.act in _BARE
    for at in range(start, min(last, start + _ADDRESSEE)):
        if text.is_plain(at):
            continue
        opened = _opened(text, at, start, speech)
        if opened is not None and speech.that and (bare or (at == start and text.hit(at, "that"))):
            return opened
        if text.word(at) in COMMAS | SEMICOLONS or is_predicate(text, at):
            break
    if not (bare and speech.that):  # to whom it is said belongs to what is said
        return Said(start + (text.hit(start, "upon") is not None))
    begin = text.past(start, last, *ASIDES)
    if begin == start:
        while begin < last and text.is_word(begin) and text.capital(begin):
            begin += 1
    return _direct(text, begin, last, speech)


def _takes(text: Marked, start: int, last: int, speech: Speech) -> bool:
    """Whether the word follows that makes it one of saying: «held … responsible»."""
    near = range(start + 1, min(last + 1, len(text.words), start + _THING))
    for at in near:
        if text.word(at) in speech.with_:
            return True
        if text.word(at) in COMMAS | QUOTES or text.hit(at, "that") or is_predicate(text, at):
            return False
    return False


def _opened(text: Marked, at: int, start: int, speech: Speech) -> Said | None:
    """What «that», a colon or a quotation mark opens."""
    of_addressee = is_relative(text, at) and text.hit(at + 2, "determiners")
    that = text.hit(at, "that") if speech.that and not of_addressee else None
    if that is not None:
        thing = _thing(text, start, at) if speech.object and not speech.to else at
        return Said(thing if thing < at else at + that.length)
    whole = at == start or not (
        text.hit(at - 1, "determiners") or (speech.object and not _only_asides(text, start, at))
    )
    if whole and text.word(at) in QUOTES and text.closes.get(at, at) - at > _SHORTEST:
        return Said(at + 1, text.closes[at])
    if text.word(at) == ":":
        close = text.closes.get(at + 1)
        return Said(at + 1) if close is None else Said(at + 2, close)
    return None


def _thing(text: Marked, start: int, that: int) -> int:
    """The object that a «that» after a verb belongs to («dismissed the accusation that …»)."""
    return text.past(start, that, *ASIDES, "prepositions")


def _direct(text: Marked, start: int, last: int, speech: Speech) -> Said | None:
    """What follows a verb directly."""
    thing = speech.object and speech.act not in _BARE  # «dismissed them as tracks»
    begin = text.past(start, last, *(_WHEN if thing else ASIDES))
    if begin > start and text.closes.get(begin - 1, 0) > begin:
        begin -= 1  # «said "D-Day" fell on Wednesday»
    if begin >= last or begin - start > _DIRECT or not (speech.object or speech.act in _BARE):
        return None
    determined = text.hit(begin, "determiners")
    if text.hit(begin, "boundary", "subordinate", "prepositions") and not determined:
        return None
    return Said(begin)


def _only_asides(text: Marked, first: int, last: int) -> bool:
    """Whether only when, where and to whom stands between a verb and its preposition."""
    at = first
    while at < last:
        aside = text.hit(at, *ASIDES, "prepositions")
        if aside is None and text.is_word(at) and not text.capital(at):
            return False
        at += aside.length if aside else 1
    return True
