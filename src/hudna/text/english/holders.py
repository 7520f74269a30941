"""Nouns of saying whose holder stands beside them: «Russia's demand that …», «a claim by Baku that …».

In: a sentence, and a noun of saying in it.  Out: the frame of what it holds, or none.
"""

from __future__ import annotations

from dataclasses import replace

from hudna.text import forms
from hudna.text.clauses import clause_end
from hudna.text.english.parts import acts, has_predicate, is_past, is_to_act
from hudna.text.english.said import held_from
from hudna.text.english.subjects import find_subject, leading_subject
from hudna.text.frames import Frame, Head, Sentence
from hudna.text.lexicon import Speech
from hudna.text.marked import QUOTES, Marked, Stretch

# «that» follows «by Baku» within so many words.
_BY = 16


def of_holder(s: Sentence, head: Head) -> Frame | None:
    """«Russia's demand that …», «its refusal to …»."""
    text, place = s.text, head.place
    before = place - 1
    if place == s.first:
        return None
    named = text.capital(before) or text.hit(
        before, "actor", "nation", "titles", "bodies", "latter"
    )
    possessive = forms.is_possessive(text.word(before)) and named
    if head.after >= s.last or not (possessive or text.hit(before, "possessives")):
        return None
    if not possessive and any(other.after == before for other in s.heads):
        return None  # «reaffirmed their commitment to it»
    start = held_from(text, head.place, head.hit)
    if start is None:
        return None
    end = clause_end(text, start, s.last)
    if not text.hit(head.after, "that"):  # «its proposal to send troops was rejected»
        end = next(
            (
                at
                for at in range(start + 1, end)
                if _acts_behind(text, at) and not text.hit(at - 1, "relative")
            ),
            end,
        )
    frame = head.frame((start, end), end, promised(text, head.hit.value, start, end))
    if not possessive and text.hit(before, "ours") and is_quoted(s, before):
        return None  # «"It is likely in our view that …"»
    if not possessive:
        return frame._replace(carried=True)
    if text.hit(before, "latter"):
        whom = leading_subject(text, s.heads[-1].after, before) if s.heads else None
        return frame._replace(speaker=whom) if whom is not None else None
    while before > s.first and text.capital(before - 1):
        before -= 1
    return frame._replace(first=before, speaker=(before, place))


def _acts_behind(text: Marked, place: int) -> bool:
    """Whether a verb follows what a noun of saying holds: «his declaration of a truce amounted to …»."""
    if text.hit(place, "be", "auxiliary", "did"):
        return True
    return is_past(text, place) and text.hit(place - 1, "things") is not None


def by_somebody(s: Sentence, head: Head) -> Frame | None:
    """«a claim by Baku that …»."""
    text, by, far = s.text, head.after, min(head.after + _BY, s.last)
    if by + 2 >= s.last or not text.hit(by, "by", "out_of", "inside"):
        return None
    that = next((at for at in range(by + 2, far) if text.hit(at, "that", "to_the_effect")), None)
    of = text.find(by + 2, far, "of") if "of" in head.hit.value.with_ else None
    if that is None and text.word(by) not in head.hit.value.with_:
        that = of  # «reports in the press of shelling»
    if that is None:
        return None
    begin = that + next(
        hit.length for hit in text.hits[that] if hit.kind in ("that", "to_the_effect", "of")
    )
    who = by + 1, text.shorn(by + 1, that)
    if acts(text, begin) or has_predicate(text, *who):
        return None  # «a statement from the army said that …»
    if not _is_holder(text, by, who):
        return None  # «fears of renewed fighting that …»
    end = clause_end(text, begin, s.last)
    if that == of:
        end = next((at for at in range(begin + 1, end) if _acts_behind(text, at)), end)
    speech = promised(text, head.hit.value, begin, end)
    return head.frame((begin, end), end, speech)._replace(speaker=who)


def _is_holder(text: Marked, by: int, who: Stretch) -> bool:
    """Whether words behind «by», «from» or «in» name whose something said is: «reports in the press of …»."""
    if text.has(*who, "media"):
        return True
    subject = find_subject(text, who)
    return subject is not None and (
        text.hit(by, "by") is not None or (subject == who and text.hit(by, "out_of") is not None)
    )


def is_quoted(s: Sentence, place: int) -> bool:
    """Whether a word stands within quotation marks."""
    marks = s.text.marks(s.first, place, QUOTES)
    return any(s.text.closes.get(mark, mark) > place for mark in marks)


def promised(text: Marked, speech: Speech, first: int, last: int) -> Speech:
    """A word that tells or promises, by what it holds: «assured them that the road was, or would be, open»."""
    if not speech.kept:
        return speech
    acting = next((at for at in range(first + 1, last) if acts(text, at)), last)
    to_be = acting < last and text.hit(acting, "willing") is not None
    to_be = to_be or (not speech.to and is_to_act(text, first - 1))  # «swore to leave»
    return replace(speech, act="commit") if to_be else speech
