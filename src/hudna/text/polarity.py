"""Whether what is said is affirmed or negated, by parity over the negators that govern it.

In: a frame.  Out: its polarity.  A negator governs when it stands before the word of saying or at or
before the main predicate of the content: not in a clause of cause, time or relation.  Words of denial,
refusal and exclusion are negators, so that refusing to exclude is affirmed.  Another word of saying
ends the search: what stands behind it is what somebody else says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from hudna.text import forms
from hudna.text.arabic import parts as arabic
from hudna.text.english import parts as english
from hudna.text.english.beginnings import demanded, is_done, past_aside
from hudna.text.frames import Frame
from hudna.text.lexicon import Hit, Language
from hudna.text.marked import COMMAS, SEMICOLONS, Marked, Stretch
from hudna.text.statement import Polarity

# A predicate begins within so many words of its clause.
_REACH = 30
# What ends a clause: kinds of words that begin another, and marks.
_ENDS = ("subordinate", "boundary", "relative", "connective")
_MARKS = SEMICOLONS | {":", "("}
_STOPS = frozenset(".!?؟")
# Kinds of words that negate what stands behind them, and of others that may.
_NEGATING = ("negators", "failing", "thatnot")
_SAYING = ("noun", "verb", "participle")
_COUNTED = (*_NEGATING, "exclusion", *_SAYING)
_LOOKED_FOR = (*_ENDS, "that", "still", "without", "only", *_COUNTED)


def _past_none(*_: object) -> int | None:
    """No relative clause is passed over."""
    return None


def _first(_text: Marked, first: int, _last: int) -> int:
    """Nothing opens a clause."""
    return first


def _whole(_text: Marked, first: int, last: int) -> Stretch:
    """All that is demanded."""
    return first, last


def _never(*_: object) -> bool:
    return False


class _Rules(NamedTuple):
    """What differs by language.

    The words that belong to a verb, what is a noun, and a known one; where a clause goes on behind a
    relative one that says more of its subject, and what only opens it; where it begins behind what
    opens it; which word only says what is not meant, and which negator stands in a second clause; which verb
    of saying only tells what is done; which word that looks like a verb has the article; what is demanded
    first of somebody.
    """

    before_auxiliaries: Callable[[Marked, int, int], int]
    is_noun: Callable[[Marked, int], bool]
    is_determined: Callable[[Marked, int], bool]
    past_relative: Callable[[Marked, int, int, int], int | None] = _past_none
    opens_only: Callable[[Marked, int], bool] = _never
    is_attribute: Callable[[Marked, int, int], bool] = _never
    is_contrast: Callable[[Marked, int], bool] = _never
    is_verbal: Callable[[Marked, int], bool] = _never
    past_opening: Callable[[Marked, int, int], int] = _first
    contrasts: Callable[[Marked, int], bool] = _never
    joins: Callable[[Marked, int, int], bool] = _never
    is_definite: Callable[[Marked, int, Hit], bool] = _never
    goes_on: Callable[[Marked, int], bool] = _never
    is_done: Callable[[Marked, int, int], bool] = _never
    past_aside: Callable[[Marked, int, int], int] = _first
    demanded: Callable[[Marked, int, int], Stretch] = _whole


_RULES: Mapping[Language, _Rules] = {
    "ar": _Rules(
        arabic.before_auxiliaries,
        arabic.is_noun,
        arabic.is_determined,
        is_attribute=arabic.is_attribute,
        is_contrast=arabic.is_contrast,
        is_verbal=arabic.is_verbal,
        is_definite=arabic.is_definite,
    ),
    "en": _Rules(
        english.before_auxiliaries,
        english.is_noun,
        english.is_determined,
        past_relative=english.past_relative,
        opens_only=english.opens_only,
        past_opening=english.past_opening,
        contrasts=english.contrasts,
        joins=english.joins_clauses,
        goes_on=english.goes_on_negating,
        is_done=is_done,
        past_aside=past_aside,
        demanded=demanded,
    ),
}


def polarity(text: Marked, frame: Frame) -> Polarity:
    """The polarity of what a frame holds."""
    first, last = frame.content
    if frame.speech.to and frame.speech.act == "opinion":  # «وصف الاتهامات بأنها لا أساس لها»
        that = text.find(first, last, "that")
        first = first if that is None else that + 1
    count = int(frame.speech.negates or frame.speech.excludes)
    if frame.speech.to and frame.speech.act == "demand":
        first, last = _RULES[text.language].demanded(text, first, last)
    parts = _parts(text, frame, first, last)
    governing = [_governing(text, *part) for part in parts]
    count += sum(governing)
    if len(parts) > 1 and governing[0] and text.hit(parts[1][0], "only"):
        count += 1  # «لم يخسر، وفق الناطق، سوى رجلين»
    if frame.verb is not None:
        count += _before(text, frame.verb, frame.first)
    return "negated" if count % 2 else "affirmed"


def is_withheld(text: Marked, frame: Frame) -> bool:
    """Whether what a frame holds is only not said, and not denied: «did not confirm that …»."""
    if frame.verb is None or frame.speech.negates or frame.speech.excludes:
        return False
    return _before(text, frame.verb, frame.first)


def _parts(text: Marked, frame: Frame, first: int, last: int) -> list[Stretch]:
    """A content without who says it, where that stands in it: «The silence, he said, "is no consent"»."""
    verb = frame.verb
    if verb is None or not first < verb < last:
        return [(first, last)]
    before, behind = text.marks(first, verb, COMMAS), text.mark(verb, last, COMMAS)
    if text.hit(first, "subordinate"):
        return [(behind + 1, last)] if behind + 1 < last else [(first, last)]
    return (
        [(first, before[-1]), (behind + 1, last)]
        if before and behind + 1 < last
        else [(first, last)]
    )


def _before(text: Marked, verb: int, first: int) -> bool:
    """Whether a negator belongs to a word of saying («لم يستبعد», "did not rule out")."""
    begin = _RULES[text.language].before_auxiliaries(text, verb, first)
    if begin > first and text.language == "ar" and text.hit(begin - 1, "negators"):
        begin -= 1  # «أما الوزير فلم يستبعد»
    return any(not text.hit(place, "still") for place, _ in text.all(begin, verb, "negators"))


def _governing(text: Marked, first: int, last: int) -> int:
    """How many negators govern the first predicate of a stretch."""
    rules = _RULES[text.language]
    first = rules.past_opening(text, first, last)
    count = 0
    claimed = False  # whether a claim is spoken of: behind its «that» another speaks
    free = rules.past_aside(text, first, last)
    for place in text.places(free, min(last, first + _REACH), *_LOOKED_FOR):
        if place < free:
            continue
        clause = place > first and text.hit(place, "relative") is not None
        beyond = rules.past_relative(text, place, first, last) if clause else None
        if beyond is not None:
            free = beyond
            continue
        low = max(free, first + 1)
        if text.mark(low, place + 1, _MARKS) <= place or _ends(text, place, first, claimed):
            break
        if any(_ends_sentence(text, stop) for stop in text.marks(low, place, _STOPS)):
            break
        if count and text.hit(place, "only"):  # «لم تخسر سوى رجلين»
            return count + 1
        still = text.hit(place, "still")
        found = still or text.hit(place, "without") or text.hit(place, *_COUNTED)
        free = place + 1
        if found is None or (found.kind == "verb" and rules.is_definite(text, place, found)):
            continue  # «الراهنة»
        if place > first and (
            _is_another(text, place, found)
            or (found.kind in _NEGATING and rules.joins(text, place, first))
        ):
            break
        if count and found.kind == "negators" and rules.goes_on(text, place):
            continue  # «neither the army nor the rebels»
        if count and found.kind == "negators" and rules.is_verbal(text, place):
            break  # «لن تتفاوض مع جهة لا تلقي سلاحها»
        claimed = claimed or found.kind in ("noun", "verb")
        count += still is None and _negates(text, place, first, found)
        free = place + found.length
    return count


def _ends_sentence(text: Marked, stop: int) -> bool:
    """Whether a sentence ends at a stop within what is said, and another begins."""
    if text.language == "ar":
        return True
    return text.capital(stop + 1) and not text.hit(stop - 1, "abbreviations")


def _ends(text: Marked, place: int, first: int, claimed: bool) -> bool:
    """Whether a clause ends before a word, or what another says begins behind «that»."""
    ended = place > first and text.hit(place, *_ENDS) is not None
    return ended or (claimed and text.hit(place, "that") is not None)


def _is_another(text: Marked, place: int, found: Hit) -> bool:
    """Whether another predicate begins: «… ولا …», or what another says."""
    if found.kind in ("verb", "noun") and not (found.value.negates or found.value.excludes):
        if found.kind == "noun":
            return found.suffix != ""  # «واشتراطهم عدم …»
        if not found.value.that:
            return False  # it says something only with another word: «sees it as»
        own = text.hit(place - 1, "negators") is not None  # «لم تلتزم إلا …»
        if _RULES[text.language].is_done(text, place, place + found.length):
            return False
        return not own and not _RULES[text.language].is_noun(text, place)
    begin = place if found.skip else _RULES[text.language].before_auxiliaries(text, place, 0)
    joined = (found.skip > 0 or begin < place) and text.word(begin).startswith(forms.AND)
    return joined and found.kind in (*_NEGATING, "verb")  # «خرقت الهدنة ورفضت …»


def _negates(text: Marked, place: int, first: int, found: Hit) -> bool:
    """Whether a word negates the predicate that it stands before or is."""
    if found.kind == "without":
        return place == first and not _RULES[text.language].opens_only(text, place)
    if place > first and _RULES[text.language].contrasts(text, place):
        return False
    if found.kind in _NEGATING:
        rules = _RULES[text.language]
        if place > first and (
            rules.is_attribute(text, first, place) or rules.is_contrast(text, place)
        ):
            return False
        return place == first or not text.hit(place + found.length, "quantifiers")
    if found.kind == "exclusion" or found.value.negates or found.value.excludes:
        # «بعد إزالة الاستثناءات»: it is only spoken of
        rules = _RULES[text.language]
        only_a_noun = found.kind == "verb" and rules.is_noun(text, place)  # «address all disputes»
        return place == first or not (only_a_noun or rules.is_determined(text, place))
    return False
