"""Whether an Arabic clause is only background: the history of a war, which no report of its truce tells anew.

In: the words of a clause that nobody is named for.  Out: yes or no.  A clause is history if a formula says
so («يذكر أن …»), if its subject is the war itself, if it tells what has gone on or what it has cost for
years, what somebody is held to be, or what had happened in some year.
"""

from __future__ import annotations

from hudna.text import forms
from hudna.text.arabic.parts import SPEAKERS
from hudna.text.marked import Marked

# A year stands so many words behind «since», a stretch of years fewer.
_SINCE = 7
_FOR = 4
# Whose name a clause begins with has at most so many words.
_NAME = 7


def is_background(text: Marked, first: int, begin: int, last: int) -> bool:
    """Whether a clause, which begins at `begin` behind what only opens it, tells only history."""
    if any(text.hit(at, "reminding") for at in range(first, begin + 1)):
        return True
    at = text.past(begin, last, "auxiliary")
    if at + 1 >= last:
        return False
    if text.hit(at, "deeming") and text.hit(at + 1, *SPEAKERS):
        return True  # «وتعد الحركة كبرى الجماعات»
    if _defines(text, begin, last):
        return True  # «والحركة هي جماعة مسلحة»
    if _is_of_war(text, at, last) and not _tells(text, first, last, "time_words"):
        return True
    if _has_year(text, begin, last) and (at > begin or _in_some_year(text, begin)):
        return True  # «وكانت الحركة خرقت في آب 2008 …», «وفي عام 2012 سيطر …»
    enduring = text.hit(at, "enduring") is not None or _tells(text, at, last, "costing")
    return enduring and _lasts(text, at, last)


def _defines(text: Marked, first: int, last: int) -> bool:
    """Whether a clause tells what somebody or some place is."""
    if not text.hit(first, *SPEAKERS, "place", "place_heads"):
        return False
    being = text.find(first + 1, min(first + _NAME, last - 1), "being")
    what = being + 1 if being is not None else last
    return what < last and text.hit(what, "group_heads", "place_heads", "states") is not None


def _is_of_war(text: Marked, place: int, last: int) -> bool:
    """Whether the war is the subject: «واندلع النزاع …», «وكانت الحرب بدأت …»."""
    if text.hit(place, "wars") is not None:
        return _tells(text, place, last, "costing", "breaking_out")
    return bool(text.hit(place, "costing", "breaking_out") and text.hit(place + 1, "wars"))


def _tells(text: Marked, first: int, last: int, *kinds: str) -> bool:
    return text.find(first, last, *kinds) is not None


def _lasts(text: Marked, first: int, last: int) -> bool:
    """Whether a clause tells of years: «منذ عام 1984», «منذ أكثر من خمسين عاما»."""
    return any(
        _tells(text, at, min(at + _FOR + hit.length, last), "ages")
        or _has_year(text, at, min(at + _SINCE, last))
        for at, hit in text.all(first, last, "lasting")
    )


def _in_some_year(text: Marked, first: int) -> bool:
    """Whether a clause begins with a year by itself: «وفي عام 2012 سيطر …»."""
    at = first + 1 + (text.hit(first + 1, "ages") is not None)
    return text.hit(first, "prepositions") is not None and _has_year(text, at, at + 1)


def _has_year(text: Marked, first: int, last: int) -> bool:
    return any(forms.is_year(word) for word in text.words.text[first:last])
