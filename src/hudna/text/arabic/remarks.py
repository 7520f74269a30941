"""What is said of what an Arabic sentence has just told: «…، وهو اتهام تنفيه أنقرة»، «…، وهو ما تعده كييف خرقا».

In: a sentence as far as it is read, a verb of saying with a pronoun.  Out: a head or none, and its frame.
"""

from __future__ import annotations

from hudna.text import forms
from hudna.text.arabic.parts import SPEAKERS, before_auxiliaries, find_subject, subject_end
from hudna.text.arabic.said import find_said
from hudna.text.arabic.spoken import lays
from hudna.text.frames import Frame, Head, Sentence
from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import COMMAS, Marked

# So many words stand between what is spoken of and the verb that speaks of it.
_BETWEEN = 4


def remark_head(s: Sentence, place: int, hit: Hit) -> Head | None:
    """A verb with a pronoun, or before one («رحبت بها»), that speaks of what stands before it."""
    text = s.text
    taken = text.hit(place + hit.length, "resumptive")
    if hit.skip or not (hit.suffix in forms.OBJECTS or (taken is not None and hit.value.with_)):
        return None
    begin = _begin(text, before_auxiliaries(text, place, s.first), s.first)
    if begin is None or (text.hit(begin, "remarks") is None and not _calls(hit.value)):
        return None
    return Head(begin, place, hit, "remark")


def _begin(text: Marked, verb: int, first: int) -> int | None:
    """Where «وهو اتهام» begins before a verb, or «وهو ما» right before it."""
    for begin in range(verb - 1, max(first, verb - 2 - _BETWEEN) - 1, -1):
        if text.word(begin) in COMMAS or text.hit(begin, "that", "verb"):
            break
        remark = text.hit(begin, "remarks")
        if remark is not None and begin + remark.length <= verb:
            return begin
        before = text.hit(begin, "boundary")
        if before is not None and before.length > 1 and begin + before.length == verb:
            return begin
    return None


def _calls(speech: Speech) -> bool:
    """Whether a verb says what something is: «تعده الحكومة خرقا», «وصفته بأنه خرق»."""
    return lays(speech) or speech.act == "opinion"


def _named_so(text: Marked, first: int, last: int) -> int:
    """Where what something is called begins behind who calls it so: «تعده الحكومة خرقا»."""
    accusative = (at for at in range(first + 1, last) if forms.is_accusative(text.word(at)))
    return next(accusative, subject_end(text, first, last))


def remarked(s: Sentence, head: Head, end: int) -> Frame | None:
    """What a remark says: the noun that stands for what was told, or what it is called."""
    text, remark = s.text, s.text.hit(head.first, "remarks")
    after = text.past(head.after, end, "resumptive")
    if remark is not None and not _calls(head.hit.value):
        subject = find_subject(text, (after, text.mark(after, end, COMMAS)))
        content, skip = (head.first + 1, head.first + remark.length), 0
    else:
        said = find_said(text, head.place, head.hit, end)
        stop = said.subject[1] if said is not None else _named_so(text, after, end)
        subject = find_subject(text, (after, stop))
        content, skip = ((said.content, end), said.skip) if said is not None else ((stop, end), 0)
    if subject is None or not text.has(*subject, *SPEAKERS) or content[0] >= content[1]:
        return None
    frame = head.frame(content, max(end, content[1]), head.hit.value)
    return frame._replace(content_skip=skip, speaker=subject, nested=True)
