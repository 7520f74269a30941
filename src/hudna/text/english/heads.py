"""The words of an English sentence at which something said is introduced: one function a kind of entry.

In: a sentence as far as it is read, a word, and what the lexicon has for it.  Out: a head or none.
"""

from __future__ import annotations

from collections.abc import Mapping

from hudna.text import forms
from hudna.text.english.beginnings import clause_of, is_inside, joins
from hudna.text.english.comparisons import (
    find_account,
    find_cleft,
    find_comparison,
    find_opinion,
    find_retort,
)
from hudna.text.english.joined import begins_clause
from hudna.text.english.parts import (
    SPEAKERS,
    acts,
    before_auxiliaries,
    has_predicate,
    is_conjunction,
    is_noun,
    is_passive,
    is_roused,
    keeps_silent,
    only_asides,
)
from hudna.text.english.quotations import quoted_before
from hudna.text.english.remarks import find_remark
from hudna.text.english.said import find_said, given_by, is_clause
from hudna.text.english.subjects import find_subject, leading_subject
from hudna.text.english.verbs import find_verb, is_going_on
from hudna.text.frames import Finder, Head, Sentence
from hudna.text.lexicon import Hit
from hudna.text.marked import COMMAS, END_QUOTES, SEMICOLONS, Marked, Stretch

# How far on a verb stands that takes a connective.
_REACH = 14
# What a thing is done by stands within so many words behind «according to».
_RULE = 4
# Acts that a letter is written for.
_OWN = frozenset({"accuse", "demand"})
# Whom a letter is written to has at most so many words, with the verb.
_ADDRESSED = 7
# Words between whose view it is and the noun for it, with the noun.
_EPITHETS = 3
# Whom something is from has at most so many words.
_HOLDER = 10
# A participle that begins a sentence goes on for at most so many words.
_LEADING = 30
# «which the rebels denied» has at most so many words.
_DENIED = 10


def _going_on(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A form in -ing that is the verb of its clause («isn't ruling out»)."""
    return find_verb(s, place, hit) if is_going_on(s, place) else None


def _participle(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«, adding that …»: goes on for whoever speaks."""
    text = s.text
    if not forms.is_ing(text.word(place)) or keeps_silent(text, place + hit.length):
        return None
    within = place - 1 in text.closes and text.hit(place - 2, "be", "auxiliary")
    if text.hit(place, "subordinate") or within:
        return None  # «assuming the truce holds», «were "thinking hard"»
    if place == s.first:
        return _leading(s, place, hit)
    before = place - 1
    if text.hit(before, "subordinate") and (quoted := _quoted_as(s, place, hit)) is not None:
        return quoted
    if (issued := _issued_by(s, place, hit) or _alongside(s, place, hit)) is not None:
        return issued
    of_document = text.hit(before, "documents") is not None and not s.heads
    if (
        not of_document
        and not _writes(s, place, hit)
        and not joins(s, before)
        and text.word(before) not in END_QUOTES
        and not text.hit(before, "boundary")
    ):
        return None
    if find_said(text, place, hit, s.last) is None:
        return None
    if s.heads:
        other = _other_speaker(s, before)
        return Head(place, place, hit, "participle" if other is None else "verb", other)
    if of_document or _writes(s, place, hit):
        subject = leading_subject(text, s.first, before)
        return None if subject is None else Head(s.first, place, hit, "verb", subject)
    subject = leading_subject(text, s.first, before)
    return None if subject is None else Head(place, place, hit, "verb", subject)


def _issued_by(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«It follows a statement by the party urging …»: the party urges."""
    text = s.text
    low = max(s.first, place - _REACH)
    papers = text.places(low, place - 2, "documents")
    if not papers or not text.hit(papers[-1] + 1, "by") or text.hit(papers[-1] + 1, "of"):
        return None
    by = papers[-1] + 1
    if text.mark(by, place, COMMAS) < place or has_predicate(text, by, place):
        return None
    speaker = find_subject(text, (by + 1, place))
    if speaker is None or find_said(text, place, hit, s.last) is None:
        return None
    return Head(place, place, hit, "verb", speaker, nested=True)


def _alongside(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«The truce collapsed, with each side blaming the other»: who is told of beside it speaks."""
    text = s.text
    commas = text.marks(max(s.first + 1, place - _REACH), place, COMMAS)
    if not commas:
        return None
    first = commas[-1] + 1
    begin = first + (text.hit(first, "accompanying") is not None)
    if begin == first and not text.hit(first, "floating"):
        return None
    subject = find_subject(text, (begin, place))
    if subject is None or subject[0] != begin or find_said(text, place, hit, s.last) is None:
        return None
    if has_predicate(text, begin, place):
        return None
    return Head(first, place, hit, "verb", subject, nested=bool(s.heads))


def _writes(s: Sentence, place: int, hit: Hit) -> bool:
    """«have written to the council accusing the rebels of …»: who writes accuses."""
    text, act = s.text, hit.value.act
    if s.heads or act not in _OWN or not text.is_word(place - 1):
        return False
    near = s.first if text.capital(place - 1) else max(s.first, place - _ADDRESSED)
    return text.has(near, place, "writing")


def _quoted_as(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«The agency quoted the spokesman as saying …», «"…," it quoted him as saying»."""
    text, low = s.text, max(s.first, place - _LEADING)
    quoting = text.places(low, place - 1, "quoting")
    if quoting and is_passive(text, quoting[-1]):
        return _told_as(s, place, hit, quoting[-1])
    if not quoting or find_subject(text, (low, quoting[-1])) is None:
        return None
    speaker = find_subject(text, (quoting[-1] + 1, place - 1))
    if speaker is None:
        return None
    quoted = quoted_before(text, quoting[-1], s.first)
    if quoted is not None and only_asides(text, place + hit.length, s.last):
        return Head(quoted[0] - 1, place, hit, "after", speaker, quoted=quoted)
    if find_said(text, place, hit, s.last) is None:
        return None
    return Head(clause_of(text, quoting[-1], s.first), place, hit, "verb", speaker)


def _told_as(s: Sentence, place: int, hit: Hit, quoting: int) -> Head | None:
    """«The general was quoted by the weekly as saying …»: who is quoted speaks."""
    text = s.text
    start = clause_of(text, quoting, s.first)
    if any(start <= head.place for head in s.heads):
        return None  # «was quoted» says it already
    subject = find_subject(text, (start, before_auxiliaries(text, quoting, start)))
    if subject is None or find_said(text, place, hit, s.last) is None:
        return None
    return Head(start, place, hit, "verb", subject)


def _leading(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«Denying reports of a raid, the ministry summoned …»: who speaks stands behind the comma."""
    text, near = s.text, min(place + _LEADING, s.last)
    for comma in text.marks(place + 1, near, COMMAS):
        subject = leading_subject(text, comma + 1, s.last)
        if subject is not None and subject[0] == comma + 1:
            if find_said(text, place, hit, comma) is None:
                return None
            return Head(place, place, hit, "verb", subject)
    return None


def _other_speaker(s: Sentence, comma: int) -> Stretch | None:
    """Who else spoke right before a comma: «…, which the rebels denied, accusing …»."""
    text = s.text
    which = text.find(max(s.first, comma - _DENIED), comma, "relative")
    if which is None or text.word(which - 1) not in COMMAS or not text.hit(comma - 1, "verb"):
        return None
    return find_subject(text, (which + 1, before_auxiliaries(text, comma - 1, which + 1)))


def _given(s: Sentence, place: int, _: Hit) -> Head | None:
    """«issued a denial of»: the noun behind the verb tells what its subject does."""
    text = s.text
    noun = given_by(text, place, s.last)
    hit = None if noun is None else text.hit(noun, "noun")
    if noun is None or hit is None or is_noun(text, place) or is_roused(text, place, noun):
        return None
    start = clause_of(text, place, s.first)
    begins = before_auxiliaries(text, place, start)
    joined = begins > s.first and joins(s, begins - 1)
    subject = find_subject(text, (start, begins))
    if subject is None and joined and not s.heads and is_conjunction(text, begins - 1):
        subject, start = leading_subject(text, s.first, begins - 1), begins - 1
    if subject is None and not (joined and s.heads):
        return None
    if subject is None:
        start = begins - 1
    return Head(start, noun, hit, "given", subject, is_inside(s, start))


def _according(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«according to sources»: at the start, or behind what is said."""
    near = place + hit.length
    opens = place == s.first or s.text.word(place - 1) in COMMAS
    if s.text.hit(place, "rates") and not (opens and _names_source(s.text, near)):
        return None  # «four per day»
    if (
        place > s.first
        and s.text.word(place - 1) not in COMMAS
        and s.text.has(near, near + _RULE, "rules")
    ):
        return None  # «was extended according to the same provisions»
    if hit.kind == "viewed" and place > s.first and s.text.word(place - 1) not in COMMAS:
        return None  # «would lose it in the eyes of the world»
    nested = bool(s.heads) and place > s.first and s.text.hit(place - 2, "that") is not None
    return Head(place if s.heads else s.first, place, hit, "according", nested=nested)


def _names_source(text: Marked, place: int) -> bool:
    """Whether who is a source begins here: «per the mission», not «per day»."""
    return text.capital(place) or text.hit(place, "determiners", *SPEAKERS) is not None


def _held_by(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«Moscow's position is that …», «It is the army's contention that …»."""
    text, after = s.text, place + hit.length
    whose = next((at for at in range(place - 1, max(s.first, place - _EPITHETS) - 1, -1)
                  if forms.is_possessive(text.word(at))), None)  # fmt: skip
    if whose is None:
        return _held_from(s, place, hit)
    if s.heads or place == s.first:
        return None
    is_ = text.hit(after, "be")
    that = text.hit(after + 1, "that") if is_ is not None else None
    begin = s.first
    if that is None and text.hit(after, "that") and text.hit(s.first, "of_body"):
        begin = s.first + 1 + (text.hit(s.first + 1, "be") is not None)
        that = text.hit(after, "that") if begin > s.first + 1 else None
    subject = find_subject(text, (begin, whose + 1)) if that is not None else None
    return None if subject is None else Head(s.first, place, hit, "given", subject)


def _held_from(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«Word from the camp is that …», «The message from Kyiv was that …»: whom it is from says it."""
    text, after = s.text, place + hit.length
    begin = after if text.hit(after - 1, "prepositions") else after + 1
    far = min(begin + _HOLDER, s.last)
    is_ = text.find(begin + 1, far, "be") if text.hit(begin - 1, "prepositions") else None
    that = text.hit(is_ + 1, "that") if is_ is not None else None
    if is_ is None or that is None:
        return None
    subject = find_subject(text, (begin, is_))
    if subject is None and text.hit(begin, "possessives"):
        subject = begin, is_  # «word from his camp»
    first = place - (text.hit(place - 1, "determiners") is not None)
    leads = first <= s.first or joins(s, first - 1)
    if subject is None or subject[0] != begin or not leads:
        return None
    said = is_ + 1 + that.length, s.last
    return Head(first, place, hit._replace(length=1), "after", subject, quoted=said)


def _expected(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«is expected to»."""
    begins = before_auxiliaries(s.text, place, s.first)
    if begins > s.first and s.text.hit(begins - 1, "relative", "that"):
        return None  # «a truce that was due to expire»
    if s.heads and s.heads[-1].sort == "according" and s.heads[-1].first == s.first:
        return None  # «According to the text, … is to be …»
    behind = place + hit.length
    if s.text.hit(behind, "articles", "possessives") or s.text.capital(behind):
        return None  # «was due to the rain»
    if _says_which_is_to_come(s, place):
        return None
    if joins(s, place - 1) and not s.text.hit(place, "be") and s.text.word(place - 1) in COMMAS:
        return None  # «France, expected to lead the force, …»
    start = clause_of(s.text, place, s.first)
    if start > s.first and s.text.hit(start - 1, "dating"):
        return None  # «extended it just before it was due to expire»
    joined = s.heads and is_conjunction(s.text, start - 1) and s.heads[-1].sort == "verb"
    return None if joined or is_inside(s, start) else Head(start, place, hit, "expected")


def _says_which_is_to_come(s: Sentence, place: int) -> bool:
    """Whether a participle says more of a noun: «The captives scheduled to be freed are women»."""
    text, before = s.text, place - 1
    if place == s.first or text.hit(place, "be") or text.hit(before, "be", "auxiliary", "adverbs"):
        return False
    near = min(place + _REACH, s.last)
    comma = text.mark(place, near, COMMAS | SEMICOLONS)
    return text.is_word(before) and any(
        text.hit(at, "be", "auxiliary") and not text.hit(at - 1, "infinitive")
        for at in range(place + 1, comma)
    )


def _reportedly(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«reportedly»: hearsay without a source."""
    if s.heads or (place > s.first and s.text.hit(place + hit.length, "prepositions")):
        return None  # «piles of dirt apparently from trenches»
    after = place + hit.length
    if s.text.hit(after, "verb") and quoted_before(s.text, after, s.first) is not None:
        return None  # «"…," the general is reported to have warned»
    return Head(clause_of(s.text, place, s.first), place, hit, "reportedly")


def _more(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«and that»: a further content of whoever speaks."""
    if not s.heads or place == s.first or not _is_listed(s, place):
        return None
    if _points_back(s.text, place):
        return None
    return Head(place - 1, place, hit, "more")


def _is_listed(s: Sentence, that: int) -> bool:
    """Whether «that» goes on behind «and», or behind a comma before another: «…, that two fell and that …»."""
    text = s.text
    if is_conjunction(text, that - 1):
        return True
    if text.word(that - 1) not in COMMAS or acts(text, that + 1):
        return False
    others = text.places(that + 1, s.last, "that")
    return any(is_conjunction(text, at - 1) for at in others)


def _points_back(text: Marked, that: int) -> bool:
    """Whether «that» stands before what was told of: «but that deal fell apart»."""
    return bool(text.hit(that, "anaphors") and text.hit(that + 1, "singular"))


def _condition(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«provided that»."""
    if place == s.first or s.text.hit(place, "subordinate"):
        return None
    after = place + hit.length
    if s.text.has(after, min(after + _HOLDER, s.last), "anonymity"):
        return None  # «on condition that she not be named»
    bare = hit.length == 1 and s.text.word(place - 1) not in COMMAS
    bare = bare or not begins_clause(s.text, after, s.last, parted=True)
    if hit.length == 1 and bare:
        return None  # «a school provided shelter», «…, provided by the army»
    return Head(place, place, hit, "condition")


def _boundary(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A connective that begins a clause that no verb of saying claims."""
    text, after = s.text, place + hit.length
    that = after < s.last and text.hit(after, "that") and not _points_back(text, after)
    if place == s.first or that:
        return None
    if is_conjunction(text, place) and _is_second(text, after):
        return None
    if text.hit(place, "meantime") and text.is_word(place - 1):
        return None  # «was hit while it was crossing»
    if is_conjunction(text, place) and text.has(s.first, place, "correlated"):
        return None  # «Not only the army but also the rebels said …»
    if text.hit(place, "though"):
        return None  # «trucks came, although kits had been taken off»
    if any(text.closes.get(at, at) > place for at in range(s.first, place)):
        return None  # what is quoted is all said by one
    return None if _is_said(s, after) else Head(place, place, hit, "clause")


def _is_said(s: Sentence, after: int) -> bool:
    """Whether a clause behind a connective has a verb of saying of its own."""
    text, near = s.text, min(after + _REACH, s.last)
    end = text.mark(after + 2, near, COMMAS | SEMICOLONS)
    return any(
        not is_noun(text, at) and find_said(text, at, verb, end) is not None
        for at, verb in text.all(after, end, "verb")
    )


def _joined(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«undertook to leave, and the mission will see to it»: behind a thing said, a clause that nobody says."""
    text, after = s.text, place + hit.length
    head = s.heads[-1] if s.heads else None
    if head is None or head.sort != "verb" or head.nested or text.word(place - 1) not in COMMAS:
        return None
    said = find_said(text, head.place, head.hit, place)
    if said is None or said.end is not None or is_clause(text, said.content, place):
        return None
    if any(text.closes.get(at, at) > place for at in range(head.after, place)):
        return None
    whole = text.hit(said.content - 1, "that") or not begins_clause(
        text, after, s.last, parted=True
    )
    return None if whole or _is_said(s, after) else Head(place, place, hit, "clause")


def _is_second(text: Marked, place: int) -> bool:
    """Whether behind «but» a second predicate follows, not a clause: «is ready but will not …»."""
    if text.hit(place, "auxiliary", "be"):
        return True
    if text.hit(place, "negators") and not text.hit(place + 1, "determiners"):
        return True  # «but don't want to leave»
    if text.hit(place, "adverbs") and text.hit(place + 1, "prepositions", "subordinate"):
        return True  # «but only after a vote»
    if place >= len(text.words):
        return False
    return forms.is_past(text.word(place)) and not text.capital(place)


FINDERS: Mapping[str, tuple[Finder, ...]] = {
    "verb": (find_remark, find_retort, find_comparison, find_cleft, find_verb, _participle),
    "noun": (_held_by,),
    "accounts": (find_account,),
    "opinion": (find_opinion,),
    "participle": (_going_on, _participle),
    "giving": (_given,),
    "according": (_according,),
    "viewed": (_according,),
    "expected": (_expected,),
    "reportedly": (_reportedly,),
    "that": (_more,),
    "condition": (_condition,),
    "boundary": (_boundary,),
    "conjunctions": (_joined,),
}
