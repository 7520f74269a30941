"""Whose words stand beside a clause that compares: «As the envoy put it, …», «…, as the envoy put it».

In: a sentence as far as it is read, a word of saying, and what the lexicon has for it.  Out: a head or none.
"""

from __future__ import annotations

from hudna.text.english.parts import ASIDES, before_auxiliaries
from hudna.text.english.subjects import find_subject
from hudna.text.frames import Head, Sentence
from hudna.text.lexicon import Hit
from hudna.text.marked import COMMAS

# Such a clause has at most so many words before its verb, and behind it.
_REACH = 16
_ASIDE = 8


def find_comparison(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A verb behind «as» and its subject, which holds nothing itself: what it says stands beside it."""
    text = s.text
    found = text.all(max(s.first, place - _REACH), place - 1, "comparing")
    begin = found[-1][0] if found else place
    if begin == place or not (begin == s.first or text.word(begin - 1) in COMMAS):
        return None
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
