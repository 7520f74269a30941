"""Verbs of saying in the passive: «The claim was denied by the army», «They were accused of …».

In: a sentence as far as it is read, a word, and what the lexicon has for it.  Out: a head or none.
"""

from __future__ import annotations

from hudna.text.english.beginnings import clause_of, is_inside
from hudna.text.english.parts import (
    ASIDES,
    before_auxiliaries,
)
from hudna.text.english.settings import is_to, only_setting
from hudna.text.english.subjects import (
    subject_after,
)
from hudna.text.frames import Head, Sentence
from hudna.text.lexicon import Hit
from hudna.text.marked import COMMAS, Marked

# An agent stands within so many words behind a passive and has at most so many; what goes on behind
# who says it stands within so many behind the verb.
_AGENT = 9
AGENT_NAME = 25


def alleged(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«They were accused of …», but not «a force which was blamed for …»."""
    if s.text.hit(before_auxiliaries(s.text, place, s.first) - 1, "relative"):
        return None
    if s.text.hit(place + hit.length, "infinitive"):
        return None  # «The blast was attributed to gas»
    start = clause_of(s.text, place, s.first)
    return Head(start, place, hit, "expected", nested=is_inside(s, start))


def in_passive(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«The claim was denied by the army»: the speaker stands behind «by»."""
    text, speech = s.text, hit.value
    after = place + hit.length
    near = min(after + _AGENT, s.last)
    by = next((at for at in range(after, near) if text.hit(at, "by_whom")), near)
    if by == near or not only_setting(text, after, by) or text.mark(after, by, COMMAS) < by:
        return None
    far = min(by + AGENT_NAME, s.last)
    stop = text.find(by + 1, far, "infinitive", "that", "negators")
    agent = subject_after(text, by + 1, far if stop is None else stop)
    start = clause_of(text, place, s.first)
    begins = before_auxiliaries(text, place, start)
    if agent is None or agent[0] != by + 1 or begins <= start:
        return None
    if s.heads and s.heads[-1].after > start:
        return None  # «…, he went on, having been reconfirmed by …»
    behind = text.past(agent[1], s.last, *ASIDES) if text.is_word(agent[1]) else agent[1]
    that = text.hit(behind, "that") if behind < s.last else None
    if text.hit(begins - 1, "relative", "that"):
        return None
    if text.hit(begins - 1, "nominative") and that is None:
        comma = begins - 2
        if text.hit(begins - 1, "of_body") and comma > s.first + 1 and text.word(comma) in COMMAS:
            return Head(s.first, place, hit, "after", agent, False, (s.first, comma))
        return None  # not «he was told by the rebels that …», «it was announced by the army that …»
    whole = speech.to or (speech.act == "accuse" and not speech.object)
    said = (start, s.last if whole else begins)
    if not speech.that and (that is not None or not _is_taken(text, agent[1], s.last, hit)):
        return None
    if that is not None:
        said = (behind + that.length, s.last)  # «we were told by the army that …»
    elif speech.that and speech.act != "demand" and is_to(text, behind, s.last):
        said = (start, s.last)  # «The chair was said by aides to favour a joint body»
    elif hit.value.act == "demand":  # «The bishop was asked by both sides to go there»
        behind -= text.hit(behind - 1, "infinitive") is not None  # of «in a statement to»
        said = (behind, s.last) if is_to(text, behind, s.last) else said
    return Head(start, place, hit, "after", agent, is_inside(s, start), said)


def _is_taken(text: Marked, first: int, last: int, hit: Hit) -> bool:
    """Whether the word follows that a verb takes: «was described by Kyiv as …»."""
    words = hit.value.with_
    return not words or any(text.word(at) in words for at in range(first, last))
