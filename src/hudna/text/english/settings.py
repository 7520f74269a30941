"""What stands between an English verb of saying and what it holds: when, where and to whom it is said.

In: where the words behind a verb begin.  Out: where what is said may begin.
"""

from __future__ import annotations

from hudna.text import forms
from hudna.text.english.parts import (
    ASIDES,
    SPEAKERS,
    is_predicate,
    is_to_act,
)
from hudna.text.english.subjects import leading_subject
from hudna.text.marked import COMMAS, SEMICOLONS, Marked

# Words of an addressee.
ADDRESSEE = 10
# Where something is said has its noun within so many words, and an aside between commas at most so many.
_NOUN = 5
_APPOSITION = 7
# How far behind a verb of promise «not to» may stand.
_REACH = 30
# Asides but for whom it is said to.
WHEN = tuple(kind for kind in ASIDES if kind != "addressees")


def past_comma(text: Marked, start: int, last: int) -> int:
    """Where what is said goes on behind an aside: «appealed, once more, for …»."""
    if text.word(start) not in COMMAS:
        return start
    closing = text.mark(start + 1, min(start + _APPOSITION, last), COMMAS)
    aside = closing < min(start + _APPOSITION, last - 1)
    return (
        closing + 1
        if aside and text.past(start + 1, closing, *WHEN, "opener") == closing
        else start
    )


def past_recipient(text: Marked, to: int, last: int) -> int:
    """Where what is said begins behind whom it is said to: «confirmed to Radio Okapi the pullout»."""
    end = text.past(to + 1, last, "addressees")
    while end < last and text.is_word(end) and text.capital(end):
        end += 1
    return end if end > to + 1 and text.hit(end, "determiners") else to


def past_promisee(text: Marked, start: int, last: int) -> int:
    """Where a promise begins behind to whom it is made: «pledged to the envoy, Jan Kub, not to attack»."""
    parted = text.hit(start, "prepositions") or text.word(start) in COMMAS
    if not parted or is_to_act(text, start):
        return start
    for at in range(start + 1, min(start + _REACH, last)):
        if text.hit(at, "negators") and is_to(text, at, last):
            return at
        acting = is_predicate(text, at) and not text.hit(
            at - 1, "prepositions"
        )  # «among themselves»
        if acting or text.word(at) in SEMICOLONS or text.hit(at, "that", "relative"):
            break
    who = leading_subject(text, start + 1, last)
    if who is None or who[0] != start + 1 or not text.has(*who, *SPEAKERS):
        return start
    begin = text.past(who[1] + (text.word(who[1]) in COMMAS), last, *WHEN)
    return begin if is_to(text, begin, last) else start


def is_to(text: Marked, place: int, last: int) -> bool:
    """Whether «to» and a verb stand here, or behind what negates them: «never again to attack»."""
    to = text.past(place, last, "negators", "adverbs")
    return text.hit(to, "infinitive") is not None and is_to_act(text, to)


def past_setting(text: Marked, start: int, last: int) -> int:
    """Where what is said begins behind where it is: «pledged in a letter seen by Reuters to …»."""
    if not text.hit(start, "prepositions") or text.hit(start, "infinitive"):
        return start
    near = min(start + 1 + _NOUN, last)
    noun = text.find(start + 1, near, "settings", "documents", "utterances")
    if noun is None:
        return start
    for at in range(noun + 1, min(noun + ADDRESSEE, last)):
        if text.hit(at, "that") and not is_told_more(text, at + 1):
            return at
        if text.hit(at, "infinitive") and is_to_act(text, at):
            return at - (
                text.hit(at - 1, "negators") is not None
            )  # «vowed in a note never to leave»
        if text.word(at) in COMMAS | SEMICOLONS or text.hit(at, "be", "auxiliary", "relative"):
            return start
    return start


def past_addressee(text: Marked, start: int, last: int) -> int:
    """The word behind whom something is said to, where nothing said follows: «told a crowd in Sanaa»."""
    place = start
    while place < min(last, start + ADDRESSEE) and text.is_word(place):
        if text.hit(place, "that", "relative", "time_words", "occasions") or is_predicate(
            text, place
        ):
            break
        within = text.capital(place) or text.hit(place, "determiners", "addressees", *SPEAKERS)
        known_noun = text.hit(place, "of", "unit", "noun", "settings") or _only_sorted(text, place)
        if not within and not text.is_plain(place) and not known_noun:
            break
        known = text.hit(place, "addressees")  # «told a news conference»
        place += 1 if known is None else known.length
    return place


def _only_sorted(text: Marked, place: int) -> bool:
    """Whether a word has no class of grammar, only one of what a text is about: «the closing session»."""
    return all(hit.kind in ("sort", "weak") for hit in text.hits[place])


def is_told_more(text: Marked, place: int) -> bool:
    """Whether a verb stands behind «that»: «ruled on a complaint over rounds that landed there»."""
    past = forms.is_past(text.word(place)) and not text.capital(place)
    return past or text.hit(place, "be", "auxiliary") is not None


def only_setting(text: Marked, first: int, last: int) -> bool:
    """Whether only when, where and to whom stands between a verb and its preposition."""
    at = first
    while at < last:
        aside = text.hit(at, *ASIDES, "prepositions", "opener", "negators", "months")
        number = text.word(at).isdigit()
        if aside is None and text.is_word(at) and not text.capital(at) and not number:
            return False
        at += aside.length if aside else 1
    return True
