"""What an English clause tells by itself, without anybody who says it.

In: a clause of a sentence that no word of saying takes.  Out: what it tells, or none where it only opens,
names, labels or says that nobody said anything.
"""

from __future__ import annotations

from hudna.text.clauses import narration
from hudna.text.english.background import is_background
from hudna.text.english.parts import (
    acts,
    is_conjunction,
    is_predicate,
    opens_as_participle,
)
from hudna.text.english.subjects import leading_subject
from hudna.text.frames import Frame
from hudna.text.lexicon import Speech
from hudna.text.marked import COMMAS, Marked, Stretch

OPINION = Speech("opinion", "opinion")
# A title stands among the first so many words of who somebody is.
_TITLE = 5
# What is issued stands within so many words behind its verb.
_ISSUED = 6
# What only opens a sentence has at most so many words and its comma.
_OPENER = 18
# What is counted from a day has at most so many words before it: «two years after».
_DATED = 5
# A label has at most so many words.
_LABEL = 2
# Stands before whose picture it is.
_CREDIT = frozenset("/|")


def narrated(text: Marked, stretch: Stretch) -> Frame | None:
    """A clause that nobody is named for, with whom it tells of: «The envoy flew to Kyiv. He said …»."""
    if text.hit(stretch[0], "boilerplate") is not None:
        return None  # «Read more: …»
    closing = stretch[1] - 1
    if closing in text.opens and text.word(closing - 1) == "?":
        return None
    if text.word(closing - 1) in _CREDIT and text.is_spaced(closing - 1) and text.capital(closing):
        return None  # «A man holds a girl in Aleppo / AP»
    frame = narration(text, stretch)
    if frame is None or _is_label(text, *stretch):
        return None
    if only_opens(text, *frame.content) or only_opens(text, *stretch):
        return None  # «Under the agreement, …», before who says something
    if _only_names(text, *stretch):
        return None  # «The envoy of the republic, Jan Kub announced …»
    if text.hit(stretch[1], "relative") and not any(acts(text, at) for at in range(*frame.content)):
        return None  # «The truce, which Kyiv accuses Moscow of breaking, …»
    view = text.hit(frame.content[0], "own_view")
    if view is not None:
        return _viewed(text, frame, frame.content[0] + view.length)
    unsaid = (
        text.hit(frame.content[0], "asking") is not None  # «Who fired first is in dispute.»
        or _is_silence(text, *frame.content)
        or text.hit(frame.content[0], "of_person", "writers") is not None  # «He flew to Kyiv.»
        or is_background(text, *frame.content)
        or _only_issues(text, *stretch)
    )
    begin, end = frame.content
    if is_conjunction(text, text.shorn(begin, end) - 1):
        end = text.shorn(begin, end) - 1  # «…, and the envoy said …»
    return frame._replace(content=(begin, end), told=told_of(text, frame.content), unsaid=unsaid)


def _viewed(text: Marked, frame: Frame, begin: int) -> Frame:
    """What whoever writes holds: «In our view, …», «It is my belief that …»."""
    noun = begin - 1 - (text.hit(begin - 1, "that") is not None)
    return frame._replace(
        content=(begin, frame.content[1]), speech=OPINION, mine=True, verb=noun, verb_length=1
    )


def _is_label(text: Marked, first: int, last: int) -> bool:
    """Whether a word or two by themselves only say what follows: «4. Flights.»."""
    plain = last - first <= _LABEL and not text.has(first, last, "negators", "starters")
    return plain and all(
        text.is_word(at) and not text.word(at).isdigit() for at in range(first, last)
    )


def _only_names(text: Marked, first: int, last: int) -> bool:
    """Whether a stretch before a comma or «and» only says who somebody is, whose name or partner follows."""
    joined = is_conjunction(text, text.shorn(first, last) - 1)
    if not joined and (text.word(last - 1) not in COMMAS or not text.capital(last)):
        return False
    titled = text.has(first, min(first + _TITLE, last), "titles")
    return titled and not any(acts(text, at) for at in range(first, last))


def _only_issues(text: Marked, first: int, last: int) -> bool:
    """Whether it is only told that somebody spoke, before what they said: «issued a statement, saying …»."""
    if text.hit(last, "participle") is None:
        return False
    return any(
        text.has(at + hit.length, min(at + hit.length + _ISSUED, last), "utterances")
        for at, hit in text.all(first, last, "giving")
    )


def _is_silence(text: Marked, first: int, last: int) -> bool:
    """Whether a clause only tells that somebody would say nothing: «declined to comment»."""
    return text.has(first, last, "unheard") or any(
        text.hit(place - 1, "verb", "negators") and not text.hit(place - 1, "without")
        for place in text.places(first + 1, last, "silence")
    )


def only_opens(text: Marked, first: int, last: int) -> bool:
    """Whether a stretch before a comma only says where, when or under what."""
    relative = text.find(first, last, "relative")
    led = text.hit(first, "subordinate") and not text.hit(first, "prepositions")
    long = led or relative is not None or text.hit(first, "dating") is not None
    longest = 2 * _OPENER if long else _OPENER
    if last - first > longest or text.word(last - 1) not in COMMAS:
        return False
    if opens_as_participle(text, first):
        return True  # «Asked whether it would hold, …»
    dated = text.find(first + 1, min(first + _DATED, last), "dating")
    if dated is not None and not any(acts(text, at) for at in range(first, dated)):
        return True  # «Two years after the guns fell silent, …»
    if led or _is_inverted(text, first):
        return True  # «When asked about the siege, …», «Should it go on, …»
    comma = text.mark(first, last - 1, COMMAS) + 1
    dated = text.has(comma, last, "dating", "subordinate", "relative")
    doing = (at for at in range(comma + 1, last - 1) if not text.hit(at - 1, "determiners"))
    if not dated and any(acts(text, at) for at in doing):
        return False  # «On Monday, Iran set terms, saying …»
    told = (
        last if relative is None else relative
    )  # «In its report on the truce, which was signed …»
    return text.hit(first, "prepositions") is not None and not text.has(first, told, "be")


def _is_inverted(text: Marked, first: int) -> bool:
    """Whether a clause begins with its verb, and no question does: «Should provocations continue, …»."""
    return text.hit(first, "be", "auxiliary") is not None and is_predicate(text, first)


def told_of(text: Marked, content: Stretch) -> Stretch | None:
    """Whom a content tells of first, if that is somebody who may speak."""
    subject = leading_subject(text, *content)
    if subject is None:
        return None
    if text.has(*subject, "titles", "bodies", "actor"):
        return subject
    return None if text.has(*subject, "place", "nation", "pronouns", "months") else subject
