"""What is said around its verb, or behind an aside: «shrugged it off», «because, the envoy said, nobody came».

In: a sentence as far as it is read, a word of saying, and what the lexicon has for it.  Out: a head or none.
"""

from __future__ import annotations

from hudna.text.english.beginnings import clause_of, is_inside
from hudna.text.english.parts import before_auxiliaries, is_noun, only_asides
from hudna.text.english.settings import past_addressee
from hudna.text.english.subjects import find_subject
from hudna.text.frames import Head, Sentence
from hudna.text.lexicon import Hit
from hudna.text.marked import COMMAS

# A verb, a pronoun and its particle.
_AROUND = 3
# Who says it where and beside whom has at most so many words.
_OCCASION = 14


def set_apart(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A verb of saying that what is said stands in, or is parted from by an aside."""
    if is_noun(s.text, place):
        return None
    if hit.length == _AROUND and s.text.hit(place + 1, "of_body", "oblique", "anaphors", "that"):
        return _around_pronoun(s, place, hit)
    return _behind_connective(s, place, hit) if hit.value.that else None


def _around_pronoun(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«The general shrugged it off»: what is denied stands within its verb."""
    text, it = s.text, place + 1
    if not hit.value.negates:
        return None
    start = clause_of(text, place, s.first)
    subject = find_subject(text, (start, before_auxiliaries(text, place, start)))
    if subject is None:
        return None
    return Head(start, place, hit, "after", subject, is_inside(s, start), (it, it + 1))


def _behind_connective(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«…, because, the envoy said, nobody came», «men who, she added, wore no badge»: only what follows is said."""
    text = s.text
    comma = next(iter(reversed(text.marks(s.first, place, COMMAS))), s.first)
    led = comma - 1
    if led <= s.first or not text.hit(led, "subordinate", "relative"):
        return None
    if text.hit(led - 1, "prepositions"):
        return None  # «…, after which, the accord says, they will leave»
    after = past_addressee(text, place + hit.length, s.last)
    closing = text.mark(after, min(after + _OCCASION, s.last), COMMAS)
    subject = find_subject(text, (comma + 1, before_auxiliaries(text, place, comma + 1)))
    goes_on = closing + 1 < s.last and text.word(closing) in COMMAS
    if subject is None or subject[0] != comma + 1 or not goes_on:
        return None
    if not only_asides(text, after, closing) or s.heads:
        return None
    end = text.mark(closing + 1, s.last, COMMAS) if text.hit(led, "relative") else s.last
    if text.word(led - 1) not in COMMAS and not text.hit(end + 1, "be", "auxiliary", "did"):
        end = s.last  # but «the man who, residents say, led the raid, was arrested»
    return Head(led, place, hit, "after", subject, quoted=(closing + 1, end))
