"""Whose words stand beside a clause that only says so: «As the envoy put it, …», «It was the envoy that said …».

In: a sentence as far as it is read, a word of saying, and what the lexicon has for it.  Out: a head or none.
"""

from __future__ import annotations

from hudna.text import forms
from hudna.text.english.parts import ASIDES, acts, before_auxiliaries
from hudna.text.english.said import find_said
from hudna.text.english.subjects import find_subject, subject_after
from hudna.text.frames import Head, Sentence
from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import COMMAS

# Such a clause has at most so many words before its verb, and behind it.
_REACH = 16
_ASIDE = 8
_WHOSE = 12


def find_comparison(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A verb behind «as» and its subject, which holds nothing itself: what it says stands beside it."""
    text = s.text
    found = text.all(max(s.first, place - _REACH), place - 1, "comparing")
    begin = found[-1][0] if found else place
    if begin == place or not (begin == s.first or text.word(begin - 1) in COMMAS):
        return None
    told = hit.value.act != "demand"  # «As the envoy tells it, …»
    if text.hit(begin, "according") or not told:
        return None  # «As per the ministry's post, …»
    verb = before_auxiliaries(text, place, begin + 1)
    subject = find_subject(text, (begin + 1, verb))
    after = place + hit.length
    after += text.hit(after, "of_body") is not None and after < s.last  # «as the envoy sees it»
    end = text.mark(after, min(after + _ASIDE, s.last), COMMAS)
    if subject is None or subject[0] != begin + 1 or text.past(after, end, *ASIDES) < end:
        return None
    if begin == s.first:
        opens = end < min(after + _ASIDE, s.last) - 1
        return (
            Head(begin, place, hit, "after", subject, quoted=(end + 1, s.last)) if opens else None
        )
    if end < s.last - 1:
        return None
    return Head(s.first, place, hit, "after", subject, quoted=(s.first, begin - 1))


def find_retort(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«Not so, said the envoy», «Not so, said the envoy: …», «The war is over: so said the envoy»."""
    text, before = s.text, place - 1
    so = before > s.first + 1 and text.hit(before, "comparing") and not text.is_word(before - 1)
    whole = text.hit(s.first, "retorts")
    brief = text.hit(s.first, "negators") and text.mark(s.first, place, COMMAS) == before
    if brief and not any(acts(text, at) for at in range(s.first, s.last) if at != place):
        return _brief(s, place, hit)
    if so:
        said = s.first, before - 1
    elif whole is not None and s.first + whole.length == before and text.word(before) in COMMAS:
        said = s.first, before
    else:
        return None
    first = text.past(place + hit.length, s.last, *ASIDES)
    while first < s.last and text.hit(first, "prepositions"):
        first = text.mark(first, s.last, COMMAS) + 1  # «so said yesterday, at a rally, the envoy»
    subject = subject_after(text, first, s.last)
    if subject is None or subject[0] != first:
        return None
    if text.word(subject[1]) == ":" and subject[1] + 1 < s.last:
        said = subject[1] + 1, s.last
    return Head(s.first, place, hit, "after", subject, quoted=said)


def _brief(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«Not us, insists the front, no party to the deal, in its note»: no verb but that of saying."""
    subject = subject_after(s.text, place + hit.length, s.last)
    if subject is None or subject[0] != place + hit.length or not hit.value.that:
        return None
    return Head(s.first, place, hit, "after", subject, quoted=(s.first, place - 1))


def find_account(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«In the army's telling, …», «…, by the ministry's count»: who tells it so speaks."""
    text, before = s.text, place - 1
    low = max(s.first, before - _WHOSE)
    if before <= low or not (forms.is_possessive(text.word(before)) or text.word(before) == "'"):
        return None
    led = text.all(low, before, "prepositions")
    begin = led[-1][0] if led else before
    if begin == before or not (begin == s.first or text.word(begin - 1) in COMMAS):
        return None
    subject = find_subject(text, (begin + 1, place))
    after = place + hit.length
    if subject is None or subject[0] != begin + 1:
        return None
    told = hit._replace(value=Speech("report"))
    if begin == s.first and text.word(after) in COMMAS and after + 1 < s.last:
        return Head(begin, place, told, "after", subject, quoted=(after + 1, s.last))
    ends = begin > s.first and after >= s.last - 1
    return (
        Head(s.first, place, told, "after", subject, quoted=(s.first, begin - 1)) if ends else None
    )


def find_cleft(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«It was the army that announced …»: who is named before «that» speaks."""
    text, first = s.text, s.first + 1
    if s.heads or not text.hit(s.first, "of_body") or not text.hit(first, "be"):
        return None
    that = before_auxiliaries(text, place, first) - 1
    if that <= first:
        return None
    subject = find_subject(text, (first + 1, that)) if text.hit(that, "that", "relative") else None
    if subject is None or subject[0] != first + 1 or find_said(text, place, hit, s.last) is None:
        return None
    return Head(s.first, place, hit, "verb", subject)


def find_opinion(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«In his opinion, …», «In his judgement they …»: whoever spoke last holds it."""
    text, after = s.text, place + hit.length
    if place > s.first and text.word(place - 1) in COMMAS:
        return _within(s, place, hit)
    if place != s.first or after + 1 >= s.last:
        return None
    comma = text.word(after) in COMMAS
    if not comma and text.hit(after, "nominative", "determiners", "possessives") is None:
        return None
    if not text.hit(place + 1, "possessives") or text.hit(place + 1, "ours"):
        return None
    view = hit._replace(value=Speech("opinion", "opinion"), length=1)
    return Head(place, after - 1, view, "after", quoted=(after + comma, s.last))


def _within(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«Only two, in his estimation, were breaches»: whoever spoke last holds the whole of it."""
    text, after = s.text, place + hit.length
    if s.heads or not text.hit(place + 1, "possessives") or text.hit(place + 1, "ours"):
        return None
    if after < s.last and text.word(after) not in COMMAS:
        return None
    view = hit._replace(value=Speech("opinion", "opinion"))
    return Head(s.first, place, view, "after", quoted=(s.first, s.last), covers=True)
