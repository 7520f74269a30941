"""Silent: words of saying in an English sentence that say nothing there.

In: a sentence as far as it is read, a word, and what the lexicon has for it.  Out: whether it introduces nothing:
it is denied, owed or still to come, it names a source or asks, or another word tells what is said.
"""

from __future__ import annotations

from hudna.text import forms
from hudna.text.english.parts import (
    ASIDES,
    acts,
    before_auxiliaries,
    had_to,
    is_midway,
    is_passive,
    keeps_silent,
)
from hudna.text.english.passives import AGENT_NAME
from hudna.text.english.quotations import quoted_before
from hudna.text.english.said import given_by
from hudna.text.frames import Sentence
from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import COMMAS

# Phrases that say nothing begin so many words before their verb.
_MUTE = 2
# What violence claims stands within so many words.
_LIVES = 8
# Acts by which one speaks of what one will do: «vowed to respond» is no silence.
_OWN = frozenset({"commit", "announce"})
# Words that are passed over behind a verb, at most.
_ASIDE = 6


def says_nothing(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether a word of saying says nothing here, or another word tells what is said."""
    text = s.text
    after = place + hit.length
    if hit.value.act not in _OWN and keeps_silent(text, after):
        return True  # «who asked not to be named», «declined to comment»
    which = text.hit(place - 2, "relative") and text.word(place - 3) in COMMAS
    to_do = text.hit(after - 1, "infinitive")  # «committed itself to have it lifted»
    if text.hit(after, "be", "auxiliary") and not (to_do or which or text.hit(after, *ASIDES)):
        return True  # «a measure he said was necessary», not «…, which he said would be …»
    if text.hit(place - 1, "nominative") and text.hit(place - 3, "relative"):
        return text.word(after) in COMMAS  # «the army who, it claims, holds the power»
    whole = text.hit(place, "mute")
    goes_on = whole is not None and text.hit(place + whole.length, "be", "auxiliary")
    if whole is not None and whole.length > hit.length and not goes_on:  # not «said nothing had …»
        return True  # «told a different story»
    for before in range(max(s.first, place - _MUTE), place):
        longer = text.hit(before, "mute", "verb", "participle") if text.hits[before] else None
        if longer is not None and before + longer.length > place:
            return True  # «nor denied»; «blame» of «trading blame»
    if text.hit(place, "wanting") and text.hit(after, "infinitive"):
        return True  # «wanted to leave»
    whom = after + (text.hit(after, "oblique") is not None)
    if hit.value.act == "demand" and text.hit(whom, "asked"):
        return True  # «asked who had sent them», «ask us when it will end»
    if _names_source(s, place) or _quotes(s, place) or _takes_lives(s, place, hit):
        return True
    if given_by(text, place, s.last) is not None or _is_left_open(s, place, hit):
        return True
    return _is_reduced(s, place, hit)


def _is_left_open(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether the words before a verb show that nobody says it: «did not say how», «must condemn»."""
    text, before = s.text, place - 1
    if hit.value.act == "commit" and (is_passive(text, place) or text.hit(before, "staying")):
        return True  # «is committed to the truce»
    begins = before_auxiliaries(text, place, s.first)
    if begins == place:
        return False
    rumoured = any(hit.length > 1 for _, hit in text.all(begins, place, "reportedly"))
    if rumoured and quoted_before(text, place, s.first) is None:
        return True  # «is said to have warned them that …»: that is reported
    if (moved := had_to(text, place)) and text.has(begins, place - moved, "negators"):
        return True  # «was not able to verify»
    if text.has(begins, place, "negators"):
        after = place + hit.length
        asked = text.past(after, min(after + _ASIDE, s.last), "opener")
        if text.hit(place, "plainly") or text.hit(asked, "asked"):
            return True  # «did not explicitly say that», «did not say how long»
    if text.has(begins, place, "obliging") and not text.hit(begins - 1, "selves"):
        return True  # «The army must condemn it»
    return _is_only_to_come(s, begins, place, hit)


def _takes_lives(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether a claim is one of lives: «violence which has claimed more than 1,500 lives»."""
    text = s.text
    if not text.hit(place, "claiming"):
        return False
    after = place + hit.length
    lives = text.find(after, min(after + _LIVES, s.last), "lives")
    return lives is not None and not text.has(after, lives, "that", "verb", "auxiliary", "be")


def _names_source(s: Sentence, place: int) -> bool:
    """Whether a word is part of a source: «…, according to the official count»."""
    if not s.heads or s.heads[-1].sort != "according":
        return False
    return s.text.mark(s.heads[-1].after, place, COMMAS) >= place


def _quotes(s: Sentence, place: int) -> bool:
    """Whether a verb only quotes who is named behind it, before «as saying»."""
    if s.text.hit(place, "quoting") is None:
        return False
    far = min(place + AGENT_NAME, s.last)
    return any(
        s.text.hit(at - 1, "subordinate") for at in s.text.places(place + 2, far, "participle")
    )


def _is_reduced(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether a participle stands for a clause of its own: «when asked about …», «as agreed»."""
    before = place - 1
    reduced = place > s.first and s.text.hit(before, "subordinate") is not None
    after = place + hit.length
    closed = s.text.mark(after, s.last - 1, COMMAS) < s.last - 1
    if s.text.word(before) in COMMAS and closed and forms.is_past(s.text.word(place)):
        comma = s.text.mark(after, s.last, COMMAS)
        apposed = s.text.mark(s.first, before, COMMAS) < before
        own = apposed or any(acts(s.text, at) for at in range(s.first, before))
        if s.text.hit(after, "by_whom", "about") or (not own and acts(s.text, comma + 1)):
            return (
                True  # «The army, accused by Kyiv of it, said …», «…, asked for its view, left …»
            )
    if is_midway(s.text, before):
        return False  # «has since explained»
    return reduced and not s.text.hit(before, "relative") and forms.is_past(s.text.word(place))


def _is_only_to_come(s: Sentence, begins: int, place: int, hit: Hit) -> bool:
    """Whether a report is only one that will be made: «monitors will report breaches»."""
    speech: Speech = hit.value
    told = speech.object and speech.act in ("report", "state")
    return told and s.text.has(begins, place, "modal")
