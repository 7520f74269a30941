"""The words of an English sentence at which something said is introduced: one function a kind of entry.

In: a sentence as far as it is read, a word, and what the lexicon has for it.  Out: a head or none.
"""

from __future__ import annotations

from collections.abc import Mapping

from hudna.text import forms
from hudna.text.clauses import GOES_ON
from hudna.text.english.parts import (
    before_auxiliaries,
    clause_of,
    closes_apposition,
    find_subject,
    is_conjunction,
    is_in_name,
    is_noun,
    is_passive,
    is_predicate,
    leading_subject,
    only_asides,
    quoted_before,
    subject_after,
    subject_around,
)
from hudna.text.english.said import find_said
from hudna.text.frames import Finder, Head, Sentence
from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import COMMAS, END_QUOTES, SEMICOLONS, Marked, Stretch

# Acts of verbs that may stand behind what is said without quotation marks.
_TRAILING = GOES_ON | {"opinion", "announce"}
# What is said before such a verb has more words.
_TRAILED = 4
# Several subjects have at most so many words before the last.
_SUBJECTS = 14
# How far back the auxiliaries of a form in -ing stand, and how far on a verb that takes a connective.
_AUXILIARIES = 4
_REACH = 14


def _verb(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A verb of saying, with its subject."""
    text, after = s.text, place + hit.length
    if forms.is_ing(text.word(place)) and not _is_going_on(s, place):
        return None  # «, adding that …» is a participle
    if text.hit(after, "anonymity") or is_in_name(text, place):
        return None  # «who asked not to be named»; «the United States»
    longer = text.hit(place - 1, "verb", "participle") if place > s.first else None
    if longer is not None and longer.length > 1:
        return None  # «blame» of «trading blame»
    if _is_only_to_come(s, place, hit):
        return None
    passive = is_passive(text, place)
    if passive and hit.value.act == "accuse" and text.word(after) in hit.value.with_:
        start = clause_of(text, place, s.first)
        return Head(start, place, hit, "expected", nested=_is_inside(s, start))
    if is_noun(text, place) or (passive and (after >= s.last or not text.hit(after, "that"))):
        return None
    plain = hit.value.that  # «held … responsible» takes no quotation
    quoted = quoted_before(text, place, s.first) if plain else None
    if quoted is not None and not any(head.quoted == quoted for head in s.heads):
        subject = subject_around(text, place, hit, quoted, s.last)
        return Head(quoted[0] - 1, place, hit, "after", subject, quoted=quoted)
    if plain and (trailed := _trailing(s, place, hit)) is not None:
        said, subject = trailed
        return Head(s.first, place, hit, "after", subject, quoted=said)
    start = clause_of(text, place, s.first)
    begins = before_auxiliaries(text, place, start)
    subject = find_subject(text, (start, begins))
    joined = begins > s.first and _joins(s, begins - 1)
    if subject is None and joined and not s.heads and is_conjunction(text, begins - 1):
        subject, start = leading_subject(text, s.first, begins - 1), begins - 1
    if subject is None and not (joined and s.heads) and not passive:
        return None
    if find_said(text, place, hit, s.last) is None:
        return None
    if subject is None and joined:
        start = begins - 1
    # «said it had moved its men and had asked for notice»
    nested = subject is None and joined and bool(s.heads) and _goes_on(s, begins, place)
    return Head(start, place, hit, "verb", subject, nested or _is_inside(s, start))


def _is_only_to_come(s: Sentence, place: int, hit: Hit) -> bool:
    """Whether a report is only one that will be made: «monitors will report breaches»."""
    speech: Speech = hit.value
    begins = before_auxiliaries(s.text, place, s.first)
    told = speech.object and speech.act in ("report", "state")
    return told and begins < place and s.text.has(begins, place, "modal")


def _goes_on(s: Sentence, begins: int, place: int) -> bool:
    """Whether a verb with «has» or «had» goes on for the subject within what somebody said."""
    text, last = s.text, s.heads[-1]
    said = find_said(text, last.place, last.hit, s.last) if last.sort == "verb" else None
    if begins == place or said is None or said.content > begins:
        return False
    helping = text.hit(begins, "auxiliary")
    return helping is not None and text.has(said.content, begins - 1, "auxiliary", "be")


def _joins(s: Sentence, place: int) -> bool:
    """Whether a conjunction or a comma stands here."""
    return is_conjunction(s.text, place) or s.text.word(place) in COMMAS


def _trailing(s: Sentence, place: int, hit: Hit) -> tuple[Stretch, Stretch] | None:
    """What is said before its verb without quotation marks, and who says it."""
    text, first = s.text, s.first
    if (subject := _inverted(s, place, hit)) is not None:
        return (first, place - 1), subject
    after = place + hit.length
    while hit.value.to and after < s.last and text.is_word(after) and text.capital(after):
        after += 1  # «…, sources told Al Jazeera»
    if not only_asides(text, after, s.last):
        return None
    start = _from_comma(s, clause_of(text, place, first))
    closed = text.word(start - 1) in END_QUOTES and text.word(start - 2) in COMMAS
    if start < first + _TRAILED or not (closed or text.word(start - 1) in COMMAS):
        return None
    if text.hit(start, "boundary", "relative"):
        return None
    led = text.hit(first, "prepositions", "opener", "time_words")
    acts = text.has(first, start - 1, "event", "harming", "striking")
    if led and not acts and not any(is_predicate(text, at) for at in range(first, start - 1)):
        return None
    subject = find_subject(text, (start, before_auxiliaries(text, place, start)))
    return None if subject is None else ((first, start - 1 + closed), subject)


def _from_comma(s: Sentence, start: int) -> int:
    """Where several subjects of a verb begin: «…, residents and a military source said»."""
    text = s.text
    if start == s.first or not is_conjunction(text, start - 1):
        return start
    for comma in range(start - 2, max(s.first, start - _SUBJECTS), -1):
        if text.word(comma) in COMMAS:
            named = find_subject(text, (comma + 1, start - 1))
            return comma + 1 if named is not None and named[0] == comma + 1 else start
        if is_predicate(text, comma) or text.hit(comma, "that", "boundary"):
            return start
    return start


def _inverted(s: Sentence, place: int, hit: Hit) -> Stretch | None:
    """The subject of a verb behind what is said: «…, said the minister»."""
    text, after = s.text, place + hit.length
    speech: Speech = hit.value
    plain = not speech.to and not speech.object and speech.act in _TRAILING
    if not plain or after >= s.last or place - s.first <= _TRAILED:
        return None
    if text.word(place - 1) not in COMMAS or text.hit(after, "that", "prepositions"):
        return None
    if closes_apposition(text, s.first, place - 1):
        return None  # «The army, which is to deploy there, said …»
    subject = subject_after(text, after, s.last)
    return subject if subject is not None and subject[0] == after else None


def _is_inside(s: Sentence, start: int) -> bool:
    """Whether a clause stands in what somebody before it says: nothing parts them."""
    text, before = s.text, start - 1
    if start == s.first:
        return False
    if not s.heads:  # «… hours after Delhi announced a truce»
        dated = text.hit(before, "subordinate") is not None and before > s.first
        return dated and not text.hit(before, "boundary", "relative")
    if _joins(s, before) or text.word(before) in SEMICOLONS | {"."}:
        return False
    return not (
        text.hit(before, "boundary") or text.hit(start, "boundary") or is_conjunction(text, start)
    )


def _going_on(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A form in -ing that is the verb of its clause («isn't ruling out»)."""
    return _verb(s, place, hit) if _is_going_on(s, place) else None


def _is_going_on(s: Sentence, place: int) -> bool:
    near = max(0, place - _AUXILIARIES)
    return place > s.first and before_auxiliaries(s.text, place, near) < place


def _participle(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«, adding that …»: goes on for whoever speaks."""
    text = s.text
    if place == s.first or not forms.is_ing(text.word(place)):
        return None
    before = place - 1
    if (
        not _joins(s, before)
        and text.word(before) not in END_QUOTES
        and not text.hit(before, "boundary")
    ):
        return None
    if find_said(text, place, hit, s.last) is None:
        return None
    if s.heads:
        return Head(place, place, hit, "participle")
    speech: Speech = hit.value
    subject = leading_subject(text, s.first, before) if speech.act in GOES_ON else None
    return None if subject is None else Head(place, place, hit, "verb", subject)


def _according(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«according to sources»: at the start, or behind what is said."""
    return Head(place if s.heads else s.first, place, hit, "according")


def _expected(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«is expected to»."""
    begins = before_auxiliaries(s.text, place, s.first)
    if begins > s.first and s.text.hit(begins - 1, "relative", "that"):
        return None  # «a truce that was due to expire»
    if s.heads and s.heads[-1].sort == "according" and s.heads[-1].first == s.first:
        return None  # «According to the text, … is to be …»
    start = clause_of(s.text, place, s.first)
    return Head(start, place, hit, "expected", nested=_is_inside(s, start))


def _reportedly(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«reportedly»: hearsay without a source."""
    return None if s.heads else Head(clause_of(s.text, place, s.first), place, hit, "reportedly")


def _more(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«and that»: a further content of whoever speaks."""
    if not s.heads or place == s.first or not is_conjunction(s.text, place - 1):
        return None
    return Head(place - 1, place, hit, "more")


def _condition(s: Sentence, place: int, hit: Hit) -> Head | None:
    """«provided that»."""
    if place == s.first or s.text.hit(place, "subordinate"):
        return None
    return Head(place, place, hit, "condition")


def _boundary(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A connective that begins a clause that no verb of saying claims."""
    text, after = s.text, place + hit.length
    if place == s.first or (after < s.last and text.hit(after, "that")):
        return None
    if is_conjunction(text, place) and _is_second(text, after):
        return None
    if any(text.closes.get(at, at) > place for at in range(s.first, place)):
        return None  # what is quoted is all said by one
    near = min(place + _REACH, s.last)
    end = text.mark(after + 2, near, COMMAS | SEMICOLONS)
    if any(not is_noun(text, at) for at, _ in text.all(after, end, "verb")):
        return None
    return Head(place, place, hit, "clause")


def _is_second(text: Marked, place: int) -> bool:
    """Whether behind «but» a second predicate follows, not a clause: «is ready but will not …»."""
    if text.hit(place, "auxiliary", "be"):
        return True
    if text.hit(place, "adverbs") and text.hit(place + 1, "prepositions", "subordinate"):
        return True  # «but only after a vote»
    return forms.is_past(text.word(place)) and not text.capital(place)


FINDERS: Mapping[str, tuple[Finder, ...]] = {
    "verb": (_verb, _participle),
    "participle": (_going_on, _participle),
    "according": (_according,),
    "expected": (_expected,),
    "reportedly": (_reportedly,),
    "that": (_more,),
    "condition": (_condition,),
    "boundary": (_boundary,),
}
