"""Whether an English clause is only background: the history of a war, which no report of its truce tells anew.

In: the words of a clause that nobody is named for.  Out: yes or no.  A clause is history if its subject is
the war itself («The conflict, which began in 1983, has killed …»), if it tells how a country fell into it,
what it has cost since, or begins with when somebody was founded.
"""

from __future__ import annotations

from hudna.text import forms
from hudna.text.english.parts import is_predicate
from hudna.text.marked import COMMAS, Marked

# The war stands among so many words of its clause, and behind «since» or «plunged into» among so many.
_SUBJECT = 12
_NEAR = 5
# A number of so many digits counts the dead of a war.
_GREAT = 5
# What may follow the war as the subject of its clause.
_BEHIND = ("auxiliary", "be", "did", "prepositions", "relative", "harming")


def is_background(text: Marked, first: int, last: int) -> bool:
    """Whether a clause tells only the history of a war."""
    if text.hit(first, "founded") is not None or _defines(text, first, last):
        return True
    if _in_some_year(text, first) or text.has(first, last, "standing"):
        return True
    if _counts_since(text, first, last) or _is_daily(text, first, last):
        return True
    news = text.has(first, last, "time_words")
    if not news and text.has(first, last, "striving") and _lasts(text, first, last):
        return True  # «Rebels have been fighting since 2014 to …»
    if text.has(first, last, "time_words"):
        return False  # «the worst day since the war began» is news
    if not text.places(first, last, "wars", "turmoil"):
        return _costs(text, first, last)
    return _is_of_war(text, first, last) or _falls(text, first, last) or _costs(text, first, last)


def _in_some_year(text: Marked, first: int) -> bool:
    """Whether a clause begins with a year by itself: «In 2012, rebels seized …»."""
    return forms.is_year(text.word(first + 1)) and text.hit(first, "prepositions") is not None


def _defines(text: Marked, first: int, last: int) -> bool:
    """Whether a clause tells what somebody is: «The M23 is a rebel group that …»."""
    be = text.find(first + 1, min(first + _SUBJECT, last), "be")
    if (
        be is None
        or not text.hit(be + 1, "indefinite_articles")
        or not text.has(first, be, "actor")
    ):
        return False
    if any(text.hit(at, "things") for at in range(first, be)) or text.has(
        first, last, "time_words"
    ):
        return False
    return any(
        not text.hit(at + hit.length, "infinitive")
        for at, hit in text.all(be + 2, min(be + 2 + _SUBJECT, last), "group_heads", "wars")
    )


def _is_of_war(text: Marked, first: int, last: int) -> bool:
    """Whether the war is the subject: «The war in Sudan pits …», «Yemen's conflict has …»."""
    for place in range(first, min(first + _SUBJECT, last)):
        war = text.hit(place, "wars", "turmoil")
        if war is not None and (war.kind == "wars" or _costs_many(text, place, last)):
            behind = place + war.length
            return (
                behind < last
                and (text.word(behind) in COMMAS or text.hit(behind, *_BEHIND) is not None
                     or forms.is_past(text.word(behind)))
            )  # fmt: skip
        if text.word(place) == "-":
            continue
        if not text.is_word(place) or is_predicate(text, place):
            return False
        if text.hit(place, "prepositions", "relative", "that", "conjunctions", "titles"):
            return False
    return False


def _costs_many(text: Marked, place: int, last: int) -> bool:
    """Whether what is told since a word is a toll of thousands: «Fighting has driven millions from …»."""
    whole = text.hit(place + 1, "auxiliary", "relative") is not None
    return whole and text.has(place, last, "costing") and text.has(place, last, "multitudes")


def _falls(text: Marked, first: int, last: int) -> bool:
    """Whether somebody falls into war: «The country plunged into chaos in 2013»."""
    return any(
        text.has(at, min(at + hit.length + _NEAR, last), "wars", "turmoil")
        for at, hit in text.all(first, last, "falling")
    )


def _costs(text: Marked, first: int, last: int) -> bool:
    """Whether it is told what the war has cost: «… have been killed since the war began»."""
    if not text.has(first, last, "costing"):
        return False
    whole = text.has(first, last, "wars", "lasting")
    if whole and any(_is_great(text, at) for at in range(first, last)):
        return True  # «300,000 people have been killed in the civil war»
    return any(
        text.has(at, min(at + hit.length + _NEAR, last), "wars")
        for at, hit in text.all(first, last, "lasting")
    )


def _is_great(text: Marked, place: int) -> bool:
    """Whether a number is a toll of tens of thousands: «300,000», «300 000»."""
    digits = text.word(place).replace(",", "")
    if digits == "000":
        digits = text.word(place - 1) + digits
    return len(digits) >= _GREAT and digits.isdigit()


def _counts_since(text: Marked, first: int, last: int) -> bool:
    """Whether the dead of years are counted: «Since they rose up in 1993, 300,000 have been killed»."""
    return (
        text.has(first, last, "costing")
        and text.has(first, last, "lasting")
        and any(
            forms.is_year(text.word(at)) and not text.hit(at - 1, "months")
            for at in range(first, last)
        )
    )


def _is_daily(text: Marked, first: int, last: int) -> bool:
    """Whether only the life of a town is told, beside no truce and no violence: «a bakery reopened»."""
    return text.has(first, last, "daily") and not text.has(
        first, last, "harming", "striking", "event", "things", "titles"
    )


def _lasts(text: Marked, first: int, last: int) -> bool:
    """Whether something goes on for years: «since 2014», «for 20 years»."""
    return text.has(first, last, "lasting") or any(
        text.hit(at - 2, "of_noun") is not None for at, _ in text.all(first + 2, last, "ages")
    )
