"""What somebody says of what was told right before: «…, a charge the army denies», «…, a move condemned by Kyiv».

In: a sentence as far as it is read, a word of saying, and what the lexicon has for it.  Out: a head or none.
"""

from __future__ import annotations

from hudna.text import forms
from hudna.text.english.parts import before_auxiliaries, is_conjunction, is_passive, only_asides
from hudna.text.english.said import find_said
from hudna.text.english.subjects import find_subject, leading_subject, subject_after
from hudna.text.frames import Head, Sentence
from hudna.text.lexicon import Hit
from hudna.text.marked import COMMAS, Marked, Stretch

# A remark begins at most so many words before its verb, with at most so many words that say more of its noun.
_REACH = 16
_EPITHETS = 2
# Who says it, behind «by», has at most so many words.
_AGENT = 20


def find_remark(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«…, an accusation that Kyiv has rejected»: the noun is what is said, unless the verb holds something."""
    text, after = s.text, place + hit.length
    noun = _noun_before(s, place)
    if noun is None or not _ends(text, after, s.last):
        return None
    begin = noun[1]
    begin += text.hit(begin, "that", "relative") is not None
    if text.hit(after, "by_whom"):
        told = begin == place or (is_passive(text, place) and begin == place - 1)
        subject = subject_after(text, after + 1, min(after + 1 + _AGENT, s.last)) if told else None
    else:
        start = before_auxiliaries(text, place, begin)
        subject = find_subject(text, (begin, start)) if begin < start else None
    if subject is None:
        return None
    accused = s.heads[-1] if s.heads and s.heads[-1].hit.value.act == "accuse" else None
    alone = subject[1] == subject[0] + 1 and text.hit(subject[0], "of_body", "of_many")
    if accused is not None and alone:
        subject = leading_subject(text, accused.after, s.last) or subject  # «a charge it denies»
    held = find_said(text, place, hit, s.last)
    if hit.value.act == "deny" or held is None:
        return Head(noun[0], place, hit, "after", subject, quoted=noun)
    return Head(noun[0], place, hit, "verb", subject)


def _noun_before(s: Sentence, place: int) -> Stretch | None:
    """The words behind a comma that take up what stands before it: «a charge», «something»."""
    text = s.text
    commas = text.marks(max(s.first + 1, place - _REACH), place, COMMAS)
    if not commas:
        return None
    first = commas[-1] + 1
    if text.hit(first, "something"):
        return first, first + 1
    article = text.hit(first, "indefinite_articles")
    if article is None:
        return None
    noun = first + article.length
    for at in range(noun, min(noun + _EPITHETS + 1, place)):
        if text.hit(at, "remarks"):
            return first, at + 1
        if not text.is_word(at):
            break
    return None


def _ends(text: Marked, after: int, last: int) -> bool:
    """Whether nothing of the clause before goes on behind a remark."""
    comma = text.mark(after, last, COMMAS)
    joined = forms.is_ing(text.word(comma + 1)) or is_conjunction(text, comma + 1)
    return (comma == last or joined) and (
        only_asides(text, after, comma) or text.hit(after, "by_whom", "subordinate") is not None
    )
