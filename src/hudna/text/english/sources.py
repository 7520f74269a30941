"""Sources: «According to the army, …», «…, according to sources», «The convoy, according to the UN, was hit».

In: a sentence, and a head that names a source.  Out: the frame of what the source says.
"""

from __future__ import annotations

from hudna.text import forms
from hudna.text.english.parts import (
    has_predicate,
    is_predicate,
)
from hudna.text.frames import Frame, Head, Sentence
from hudna.text.lexicon import Speech
from hudna.text.marked import COMMAS, QUOTES, SEMICOLONS, Marked, Stretch

# «According to …» begins a sentence behind at most so many words, and so many if a comma parts them.
_OPENING = 2
_PARTED = 4
# A name has at most so many words.
_NAME = 5
# A second comma closes an apposition within so many words.
_APPOSITION = 10
# Marks before a clause that a source is named in.
_PARTS = SEMICOLONS | {":"}


def attributed(s: Sentence, head: Head, end: int) -> Frame | None:
    """«According to sources, …», «…, according to sources»."""
    text = s.text
    oblique = text.hit(head.after, "oblique") is not None
    stop = head.after + 1 if oblique else _source_end(text, head.after, end)
    begin = _clause_before(s, head.place)
    speaker = _source(text, head.after, stop)
    unnamed = text.has(head.after, stop, "unnamed")
    speech = Speech("report", "hearsay" if unnamed else "none")
    if head.hit.kind == "viewed":
        speech = Speech("opinion", "opinion")
    if _is_between(s, head.place, stop):
        frame = head.frame((begin, end), end, speech)
    elif stop + 1 < end and _opens(s, begin, head.place):
        frame = head.frame((stop + (text.word(stop) in COMMAS), end), end, speech)
    else:
        frame = head.frame((begin, head.place), stop, speech)._replace(first=begin)
    if oblique:
        return frame._replace(carried=True, person=True)  # «according to him»
    return frame._replace(speaker=speaker, carried=speaker is None)


def _is_between(s: Sentence, place: int, stop: int) -> bool:
    """Whether a source stands within a clause: «The convoy, according to the UN, was hit»."""
    text, behind = s.text, stop + 1
    if text.hit(behind, "relative"):  # «…, according to the envoy, who is in Aden, is …»
        stop = text.mark(behind, s.last, COMMAS)
        behind = stop + 1
    if place == s.first or text.word(place - 1) not in COMMAS or behind >= s.last:
        return False
    past = forms.is_past(text.word(behind)) and not text.capital(behind)
    quoted = text.word(behind) in QUOTES  # «The army has, in the words of its chief, "no secrets"»
    return text.word(stop) in COMMAS and (past or quoted or is_predicate(text, behind))


def _source_end(text: Marked, first: int, end: int) -> int:
    """Where the words end that name a source and say who it is."""
    for stop in range(first, end):
        if text.word(stop) in SEMICOLONS:
            return stop
        if text.word(stop) in COMMAS:
            named = text.has(first, stop, "titles") and _is_name(text, stop + 1, end)
            if not named and not _is_apposition(text, stop + 1, end):
                return stop
    return end


def _is_name(text: Marked, first: int, end: int) -> bool:
    """Whether only a name stands before the next comma: «the ministry's spokeswoman, Li Wen, …»."""
    comma = text.mark(first, min(first + _NAME, end), COMMAS)
    named = first < comma and all(text.capital(at) for at in range(first, comma))
    return named and text.word(comma) in COMMAS


def _is_apposition(text: Marked, first: int, end: int) -> bool:
    """Whether a title follows a comma, and a second comma soon."""
    near = min(first + _APPOSITION, end)
    if has_predicate(text, first, text.mark(first, near, COMMAS)):
        return False  # «According to the army, the clashes have left 52 dead, most of them rebels»
    titled = first < end and text.hit(first, "titles", "determiners") is not None
    return titled and text.mark(first, near, COMMAS) < near


def _source(text: Marked, first: int, last: int) -> Stretch | None:
    """The words that name whom something is according to, without what is told of them."""
    end = text.find(first, last, "relative", "occasions", "time_words")
    end = last if end is None else end
    obtained = text.find(first + 2, end, "obtained")
    end = text.shorn(first, end if obtained is None else obtained)
    return (first, end) if end > first else None


def _clause_before(s: Sentence, place: int) -> int:
    """Where the clause begins that a source stands in: behind a semicolon or a colon."""
    if s.text.word(place - 1) in COMMAS and s.text.hit(place - 2, "that"):
        return place - 1  # «noted that, according to the mission, …»
    marks = s.text.marks(s.first, place, _PARTS)
    return marks[-1] + 1 if marks else s.first


def _opens(s: Sentence, begin: int, place: int) -> bool:
    """Whether only an opener stands before a word."""
    before = place - begin
    return before <= _OPENING or (before <= _PARTED and s.text.word(place - 1) in COMMAS)
