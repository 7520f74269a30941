"""What an Arabic text tells by itself: clauses that nobody is named for, and where they part.

In: words, or a frame that holds several clauses.  Out: the frames of each.
"""

from __future__ import annotations

from collections.abc import Iterator

from hudna.text import forms
from hudna.text.arabic.background import is_background
from hudna.text.arabic.parts import SPEAKERS
from hudna.text.clauses import narration
from hudna.text.frames import Frame
from hudna.text.marked import COMMAS, Marked, Stretch

# A clause that only says that nothing was said has it so near its start.
_SILENT = 2
# Behind words that say until when it stands so near.
_UNSAID = 7
# What came has a name of at most so many words.
_NAME = 6
# Kinds of words for what was said or told.
_SAYINGS = ("pointing", "demonstratives", "documents", "noun", "bodies")
# Kinds of words that are verbs of what happens.
_VERBS = frozenset({"happening", "acting"})


def narrated_clause(text: Marked, stretch: Stretch) -> Frame | None:
    """A clause that nobody is named for; a question says nothing, in a heading that ran in either."""
    if stretch[0] < stretch[1] and text.hit(stretch[1] - 1, "relative"):
        stretch = stretch[0], stretch[1] - 1  # «…، التي نفت»: what the clause says is another's
    frame = narration(text, stretch, "opening", "connective")
    if frame is None:
        return None
    begin = frame.content[0]
    if text.find(begin, min(begin + _SILENT, stretch[1]), "silence") is not None:
        return None
    if text.has(begin, stretch[1], "barely") and text.hit(stretch[1] - 1, "prepositions"):
        return None  # «لم تمض ساعات حتى أعلن»: it only dates what comes
    unsaid = text.find(begin, min(begin + _UNSAID, stretch[1]), "silence")
    if unsaid is not None and text.hit(begin, "prepositions") and text.hit(unsaid, "negators"):
        return None  # «وحتى مساء أمس لم يصدر أي تعليق»
    if text.hit(begin, "question") or only_dates(text, stretch[0], begin):
        return None
    if is_background(text, stretch[0], begin, stretch[1]):
        return None
    return None if _only_leads(text, begin, stretch[1]) else frame


def only_dates(text: Marked, first: int, begin: int) -> bool:
    """Whether a clause only says on which occasion something was said or done: «وجاءت الهدنة بعد …»."""
    place = first if text.hit(first, "coming", "delivering") else begin
    come = text.hit(place, "coming", "delivering")
    if come is None:
        came = text.find(begin + 1, begin + _NAME, "coming")  # «لقاء الوزيرين جاء بعد …»
        return came is not None and text.hit(came + 1, "dating", "during") is not None
    after = place + come.length
    if come.kind == "delivering":  # «وأدلى الوزير بتصريحاته بعد …»
        return text.find(after, after + _NAME, *_SAYINGS) is not None
    if text.hit(after, *_SAYINGS) is not None:
        return True
    if text.hit(after, *SPEAKERS) is not None:  # «وجاء الوزير بعد …»
        return False
    when = text.find(after + 1, after + _NAME, "prepositions", "dating", "during")
    return when is not None and text.hit(when, "dating", "during") is not None


def _only_leads(text: Marked, first: int, last: int) -> bool:
    """Whether some words only lead to a verb of saying behind them: «ورغم هذه الاتهامات، يؤكد …»."""
    if text.word(last - 1) not in COMMAS or text.mark(first, last, COMMAS) < last - 1:
        return False
    about = max(0, first - 1)  # «وفيما يتعلق بالأسرى، قال …»
    return bool(text.hit(first, "prepositions", "subordinate") or text.hit(about, "concerning"))


def parted(text: Marked, frame: Frame) -> Iterator[Frame]:
    """What is told, or a noun that is said, and the clauses behind it that begin with another verb.

    «نفت الوزارة الهجوم، وقررت …»: no verb goes on with a noun.  Behind «أن» it does.
    """
    first, last = frame.content
    nobody = frame.speaker is None and not frame.carried
    told = nobody and (frame.verb is None or frame.speech.act == "expect")
    noun = frame.verb is not None and not frame.nested and not _is_clause(text, first)
    if not (told or noun):
        yield frame
        return
    begin = first
    for place in range(first + 1, last):
        if text.word(place - 1) not in COMMAS:
            continue
        against = told and text.hit(place, "however") is not None
        if not (against or _is_verb(text, place) or _points(text, place)):
            continue
        if _is_complex(text, begin + 1, place):
            continue
        if begin == first:
            yield frame._replace(content=(first, place), last=min(frame.last, place))
        elif (more := _another(text, (begin, place), told)) is not None:
            yield more
        begin = place
    if begin == first:
        yield frame
    elif (more := _another(text, (begin, last), told)) is not None:
        yield more


def _is_complex(text: Marked, first: int, last: int) -> bool:
    """Whether a clause stands among some words: «بعدما انسحبت», not «بعد ساعات»."""
    return any(
        hit.kind != "subordinate" or not text.hit(place, "prepositions")
        for place, hit in text.all(first, last, "that", "relative", "subordinate")
    )


def _another(text: Marked, stretch: Stretch, told: bool) -> Frame | None:
    """A clause with another verb: behind what is told, or with a subject of its own («وقررت موسكو …»)."""
    after = stretch[0] + 1
    named = after < stretch[1] and text.hit(after, *SPEAKERS) is not None
    own = told or (named and text.hit(after, "documents") is None)  # not «، ورفعت مذكرة»
    return narrated_clause(text, stretch) if own else None


def _is_clause(text: Marked, content: int) -> bool:
    """Whether what is said has a verb of its own: behind «أن», a colon or a quotation mark."""
    return not text.is_word(content - 1) or text.hit(content - 1, "that") is not None


def _points(text: Marked, place: int) -> bool:
    """Whether a clause begins that speaks of what was told: «، وهذا موضع خلاف», not «، وهذا الاتفاق»."""
    hit = text.hit(place, "demonstratives")
    joined = hit is not None and hit.skip == 1 and text.word(place).startswith(forms.AND)
    after = place + 1
    return joined and after < len(text.words) and not forms.is_definite(text.word(after))


def _is_verb(text: Marked, place: int) -> bool:
    """Whether a word with «و» is a verb by its letters, or one that the lexicon knows."""
    word = text.word(place)
    if not word.startswith(forms.AND):
        return False
    negated = text.hit(place, "negators", "still")
    if negated is not None and negated.skip == 1:  # «، ولا تزال …»
        return any(map(forms.is_present, text.words.text[place + 1 : place + 1 + negated.length]))
    hit = text.hit(place, "happening", "striking", "harming", "acting", "exclusion", "inclusion")
    if hit is not None and hit.skip == 1:
        return hit.kind in _VERBS or forms.is_present(word[1:])
    return forms.goes_on(word) and not text.hit(place, "deverbal", "noun")
