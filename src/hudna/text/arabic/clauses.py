"""Who says what in an Arabic sentence.

A verb of saying stands before its subject («أكد الوزير أن»), after it («الوزير أكد أن»), or alone
(«وأضاف أن»).  What is said follows «أن», a preposition that the verb takes, a colon or a quotation
mark, or directly as a noun.  Further contents hang on it by «وأن» and by participles («مشيرا إلى
أن»).  The rules name classes of the lexicon, never words.
"""

from __future__ import annotations

from dataclasses import replace

from hudna.text import forms
from hudna.text.arabic.headings import issuer
from hudna.text.arabic.heads import (
    BEFORE_SOURCE,
    FINDERS,
    is_aside_of,
    past_holder,
    that_of_participle,
)
from hudna.text.arabic.nouns import held
from hudna.text.arabic.parts import (
    SPEAKERS,
    apposed,
    before_auxiliaries,
    find_subject,
    is_mine,
    is_unnamed_aside,
    named_by,
    without_addressee,
)
from hudna.text.arabic.said import Said, find_preposition, find_said, is_direct
from hudna.text.arabic.subjects import (
    begins_content,
    is_addressee,
    is_matter,
    is_own,
    is_same,
    quoted_by,
    subject_before,
    told_before,
    told_in_paper,
)
from hudna.text.arabic.told import narrated_clause
from hudna.text.clauses import (
    added,
    before_colon,
    conditioned,
    continued,
    narrated,
)
from hudna.text.frames import Frame, Grammar, Head, Sentence
from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import COMMAS, QUOTES, Marked, Stretch

# Verbs of these acts may only give voice to a noun that says what is done: «عبّر عن أمله».
_VOICES = frozenset({"state", "confirm"})
# A verb of blame so far behind the start of its clause goes on with what was said.
_GOES_ON = 2
# Words of a source, of a subject before its verb.
_SOURCE = 20
_SUBJECT = 12
_EXPECTED = 8
# A title has so many words.
_TITLE = 3
_HOLDERS = ("own_country", "actor")
_RESUMES = ("resumption", "that")


def _unheaded(s: Sentence) -> Frame | None:
    """«الناطق باسم الجيش: …», but not «إسلام آباد ـ خاص: …»."""
    frame = before_colon(s, find_subject, SPEAKERS)
    if frame is None or _is_anothers(s.text, frame.content[0]):
        return None
    if s.text.has(s.first, frame.content[0], "dateline", "participle"):
        return None
    return frame


def _is_anothers(text: Marked, place: int) -> bool:
    """Whether a verb of saying behind a colon has a subject of its own: «رويترز: قالت مصادر إن»."""
    verb = text.hit(place, "verb")
    if verb is None or place + verb.length >= len(text.words):
        return False
    subject = text.hit(place + verb.length, *SPEAKERS)
    return subject is not None and not subject.skip


def _led(s: Sentence) -> bool:
    """Whether whoever speaks stands before a colon: «الكرملين: نؤكد أن الهدنة صامدة»."""
    colon = s.text.mark(s.first, s.last, frozenset(":"))
    behind = all(head.place > colon for head in s.heads)
    if not behind or any(_is_anothers(s.text, head.place) for head in s.heads):
        return False
    return _unheaded(s) is not None


def _spoken(s: Sentence, head: Head, end: int) -> Frame | None:
    """What a verb of saying holds."""
    text = s.text
    said = find_said(text, head.place, head.hit, end)
    if said is None and is_direct(text, head.place, head.hit, s.first, end):
        said = Said(head.after, 0, (head.after, head.after))
    if said is None:
        return None
    stop = min(said.end or end, end)
    mouth = text.find(said.content, stop, "mouth")  # «رحب المجلس بالبيان على لسان ناطقه»
    through = (mouth or stop, stop)
    stop = mouth or stop
    frame = head.frame((said.content, stop), max(stop, said.content), head.hit.value)._replace(
        content_skip=said.skip,
    )
    frame, stretch = _behind_verb(s, frame, said.subject)
    mine = not head.nested and is_mine(text, head.place, head.hit)
    fronted = head.place > head.first + _GOES_ON and text.hit(head.first, "was") is not None
    fronted = fronted and frame.speech.act != "report"
    renewed = head.hit.kind == "noun" and head.first < head.place
    if mine or fronted or renewed or is_addressee(s, head, said.subject):
        stretch = (stretch[0], stretch[0])  # «وكان الوزير قد أبلغ موسكو بأن»
    if _is_burden(head.hit.value, said, stretch):  # «حمّل الوزير الحركة المسؤولية عن …»
        frame = frame._replace(content=(stretch[1], stop), content_skip=0)
    by = quoted_by(text, said.subject) or quoted_by(text, through)
    subject = by or find_subject(text, stretch)
    if subject is None and not head.nested:
        subject = told_in_paper(s, head) or (told_before(s, head) if head.hit.skip else None)
    if head.nested and (is_mine(text, head.place, head.hit) or is_own(s, head)):
        return None  # «وأنها أبلغت تل أبيب بأن»
    if subject is None and mine:
        return frame._replace(carried=True, mine=True)
    if subject is None:
        subject = subject_before(s, head)
        if subject is not None and head.nested:
            frame = frame._replace(first=subject[0])
    if subject is not None and is_matter(text, subject):
        if text.word(head.place - 1) not in COMMAS:
            return None  # «استمرار القصف يهدد بـ»
        subject = None
    if frame.speech.negates and text.find(head.after, frame.content[0] + 1, "silence") is not None:
        return None  # «رفض المتحدث التعليق»
    if subject is None and text.hit(before_auxiliaries(text, head.place, s.first) - 1, "relative"):
        return None  # «الأنباء التي تحدثت عن»
    if head.nested and (
        (subject is None and begins_content(s, head)) or is_unnamed_aside(text, *frame.content)
    ):
        return None
    if subject is not None and is_same(text, subject):
        return frame._replace(carried=True, otherwise=subject)
    return frame._replace(speaker=subject, carried=subject is None)


def _behind_verb(s: Sentence, frame: Frame, subject: Stretch) -> tuple[Frame, Stretch]:
    """A frame and the words that name its speaker, where more than a subject stands behind a verb.

    «دعا الوزير الأطراف إلى»: an addressee; «عبّر الوزير عن أمله في أن»: the noun that says it;
    «نقلت الوكالة عن مصدر»: whom it quotes.
    """
    text, speech = s.text, frame.speech
    stretch = without_addressee(text, subject) if speech.to else subject
    if speech.act in _VOICES and (noun := _voiced(text, frame.content[0], stretch)) is not None:
        place, hit = noun
        before = place - 1 if text.hit(place - 1, "prepositions") else place
        said = find_said(text, place, hit, frame.content[1]) if place == frame.content[0] else None
        voiced = frame._replace(
            speech=hit.value, verb=place, verb_skip=hit.skip, verb_length=hit.length,
            content=(said.content if said else frame.content[0], frame.content[1]),
            content_skip=said.skip if said else frame.content_skip,
        )  # fmt: skip
        return voiced, (stretch[0], min(before, stretch[1]))
    if speech.act == "report" and (by := _quoting(text, stretch)) is not None:
        told = text.all(by, stretch[1], "noun")
        if any(
            hit.suffix for _, hit in told
        ):  # «… عن مصدر قوله إن»: what the source says is its own
            return frame._replace(content=(by, frame.content[1])), (stretch[0], by - 1)
        if text.hit(by, "unnamed"):
            frame = frame._replace(speech=replace(speech, hedge="hearsay"))
        return frame, (by, stretch[1])
    if speech.act == "report" and text.hit(frame.content[0] - 1, "attributing"):
        return _of_quoted(text, frame, stretch)
    return frame, stretch


def _of_quoted(text: Marked, frame: Frame, stretch: Stretch) -> tuple[Frame, Stretch]:
    """«نقل زوار عن الرئيس ارتياحه»: what the noun of whoever is quoted says."""
    first, last = frame.content
    if text.hit(first, *SPEAKERS):
        for place, hit in text.all(first + 1, min(first + _SUBJECT, last), "deverbal"):
            if hit.suffix and not hit.skip:
                return frame._replace(content=(place, last), content_skip=0), (first, place)
    return frame, stretch


def _is_burden(speech: Speech, said: Said, subject: Stretch) -> bool:
    """Whether a verb lays something on what is then part of what is said: blame, a name, a condition."""
    return _lays(speech) and subject[1] < min(said.subject[1], said.content)


def _lays(speech: Speech) -> bool:
    """Whether a word of saying says something of its object: «وصف الهجوم بأنه خرق»."""
    return speech.to and (not speech.that or speech.act == "opinion")


def _voiced(text: Marked, content: int, stretch: Stretch) -> tuple[int, Hit] | None:
    """The noun of saying that a verb only gives voice to, if it is the speaker's own: «أمله».

    Folded, «أمله» is a participle as well («آملة»).
    """
    for at in range(stretch[0] + 1, content + 1):
        hit = text.hit(at, "noun", "participle")
        led = text.hit(at - 1, "prepositions") is not None
        if hit is None or (at == content and not led):
            continue
        own = hit.suffix or text.hit(at + hit.length, *_HOLDERS)  # «استعداد بلاده», «أمل الصين»
        if own if hit.kind == "noun" else led and not text.is_feminine(at):
            return at, hit
    return None


def _quoting(text: Marked, stretch: Stretch) -> int | None:
    """Where the words begin that name who is quoted: «نقلت الوكالة عن …»."""
    about = text.find(stretch[0], stretch[1] - 1, "attributing")
    return None if about is None else about + 1


def _after_quotation(s: Sentence, head: Head, end: int) -> Frame | None:
    """«"…"، قال الوزير»: the subject ends at a comma, an aside or the clause."""
    if head.quoted is None:
        return None
    subject = find_subject(s.text, (head.after, end))
    last = max(head.after, subject[1] if subject else 0)
    frame = head.frame(head.quoted, last, head.hit.value)
    return frame._replace(speaker=subject, carried=subject is None)


def _added(s: Sentence, head: Head, end: int) -> Frame | None:
    """What a participle adds for the same speaker."""
    text = s.text
    speech: Speech = head.hit.value
    said = find_said(text, head.place, head.hit, end) if speech.to else None
    if said is not None and _lays(speech):
        start, skip = head.after, 0
    elif said is not None:
        start, skip = said.content, said.skip
    elif (that := that_of_participle(text, head.after, end)) is not None:
        start, skip = text.past(that, end, "that"), 0
    elif head.after + 1 < end and _is_quoted_by(text, head.after):
        start, skip = head.after + 1, 0  # «مردفا بالقول: «…»»
    else:
        own = text.hit(head.after, "own_country") is not None  # it stays in what is said
        behind = head.after if own else past_holder(text, head.after)
        found = find_preposition(text, behind, speech) if behind < end else None
        start, skip = found or find_preposition(text, head.after, speech) or (head.after, 0)
    frame = head.frame((start, end), end, speech)._replace(content_skip=skip, carried=True)
    return added(frame, s.main)


def _is_quoted_by(text: Marked, place: int) -> bool:
    """Whether a noun of saying stands right before what is quoted: «بالقول: …»."""
    return text.hit(place, "noun") is not None and text.word(place + 1) in QUOTES | {":"}


def _more(s: Sentence, head: Head, end: int) -> Frame | None:
    """What «وأن» adds."""
    told = (frame for frame in reversed(s.frames) if not frame.nested)
    return continued(s.main or next(told, None), head, (head.after, end))


def _again(s: Sentence, head: Head, end: int) -> Frame | None:
    """What the repeated preposition of a verb adds."""
    before = s.frames[-1] if s.frames else None
    if head.hit.kind == "that":
        return continued(before, head, (head.after, end))
    frame = continued(before, head, (head.place, end))
    return frame and frame._replace(content_skip=head.hit.skip)


def _attributed(s: Sentence, head: Head, end: int) -> Frame | None:
    """«بحسب مصادر، …»: the speaker ends at a comma, at «فقد», «فإن», or at a verb."""
    text = s.text
    stop = _source_end(text, head.after, end)
    speaker = named_by(text, (text.past(head.after, stop, *BEFORE_SOURCE), stop))
    begin = text.past(head.first, head.place, "opener", "boundary", "connective")
    speech = _attribution(text, head)
    if head.first < head.place and is_aside_of(s, head.place, end):
        frame = head.frame((begin, end), end, speech)._replace(first=begin)
    elif (start := text.past(stop, end, *_RESUMES)) < end:
        frame = head.frame((start, end), end, speech)
    elif begin < head.place:  # it stands after what is said
        frame = head.frame((begin, head.place), end, speech)
    else:
        return None
    return frame._replace(speaker=speaker, carried=bool(head.hit.suffix))


def _trailed(s: Sentence, head: Head, end: int) -> Frame | None:
    """What stands before a source that no comma parts from it."""
    text = s.text
    begin = text.past(head.first, head.place, "opener", "boundary", "connective")
    if begin >= head.place:
        return None
    stop = _source_end(text, head.after, end)
    frame = head.frame((begin, head.place), stop, _attribution(text, head))
    first = text.past(head.after, stop, *BEFORE_SOURCE)
    return frame._replace(speaker=named_by(text, (first, stop)))


def _source_end(text: Marked, first: int, end: int) -> int:
    """Where the words end that name a source."""
    stop = first
    while (
        stop < min(end, first + _SOURCE)
        and not (stop > first and text.hit(stop, "relative"))
        and not text.hit(stop, "happening", "negators", *_RESUMES)
        and not (stop > first and _will_happen(text, stop))
        and (text.word(stop) not in COMMAS or apposed(text, stop + 1))
    ):
        stop += 1
    if stop < end and text.hit(stop, "relative"):  # «وفق الوزارة، التي تأمل أن …»
        return text.mark(stop, end, COMMAS)
    return stop


def _will_happen(text: Marked, place: int) -> bool:
    """Whether a word is a verb of the future, and no name behind a title: «ستمتنع», «ستيفاني»."""
    if not forms.is_future(text.word(place)):
        return False
    near = text.all(max(0, place - _TITLE), place, "titles")
    if any(before + title.length == place for before, title in near):
        return False
    return not any(hit.kind in ("person", "actor", "place") for hit in text.hits[place])


def _attribution(text: Marked, head: Head) -> Speech:
    """What «بحسب» and «في رأي» say: a report, hearsay if nobody is named; an opinion."""
    if head.hit.kind == "opinion":
        return Speech("opinion", "opinion")
    unnamed = head.after < len(text.words) and text.hit(head.after, "unnamed")
    return Speech("report", "hearsay" if unnamed else "none")


def _expected(s: Sentence, head: Head, end: int) -> Frame | None:
    """«من المتوقع أن …»: the verb is the word before «أن» or its adverbs."""
    that = s.text.find(head.after, min(head.after + _EXPECTED, end), "that")
    begin = head.after if that is None else that + 1
    frame = head.frame((begin, end), end, Speech("expect", "expectation"))
    return frame._replace(verb=head.after - 1, verb_skip=0, verb_length=1)


def _reportedly(s: Sentence, head: Head, end: int) -> Frame | None:
    """«يقال إن …»."""
    begin = s.text.past(head.after, end, "that")
    return head.frame((begin, end), end, Speech("report", "hearsay"))


def _clause(s: Sentence, head: Head, end: int) -> Frame | None:
    """What a connective begins; «وذلك بعد ساعات من …» only says when."""
    first = s.text.past(head.after, end)
    if s.text.hit(head.place, "explaining"):
        return None
    if s.text.hit(first, "aftermath", "subordinate", "prepositions"):
        return None
    return narrated(narrated_clause(s.text, (head.after, end)), head)


GRAMMAR = Grammar(
    FINDERS,
    {
        "verb": _spoken,
        "after": _after_quotation,
        "participle": _added,
        "more": _more,
        "again": _again,
        "according": _attributed,
        "trailing": _trailed,
        "expected": _expected,
        "reportedly": _reportedly,
        "condition": conditioned,
        "clause": _clause,
    },
    _unheaded,
    narrated_clause,
    held,
    _led,
    issuer,
)
