"""Who says what in an Arabic sentence.

A verb of saying stands before its subject («أكد الوزير أن»), after it («الوزير أكد أن»), or alone
(«وأضاف أن»).  What is said follows «أن», a preposition that the verb takes, a colon or a quotation
mark, or directly as a noun.  Further contents hang on it by «وأن» and by participles («مشيرا إلى
أن»).  The rules name classes of the lexicon, never words.
"""

from __future__ import annotations

from collections.abc import Iterator

from hudna.text import forms
from hudna.text.arabic.headings import issuer
from hudna.text.arabic.heads import (
    BEFORE_SOURCE,
    FINDERS,
    addresses,
    is_aside_of,
    past_holder,
    that_of_participle,
)
from hudna.text.arabic.nouns import held
from hudna.text.arabic.parts import (
    SPEAKERS,
    apposed,
    find_subject,
    named_by,
)
from hudna.text.arabic.remarks import remarked
from hudna.text.arabic.said import find_preposition, find_said
from hudna.text.arabic.spoken import lays, spoken
from hudna.text.arabic.subjects import told_before, told_in_paper
from hudna.text.arabic.told import narrated_clause
from hudna.text.clauses import (
    added,
    before_colon,
    conditioned,
    continued,
    narrated,
)
from hudna.text.frames import SPEECH, Frame, Grammar, Head, Sentence
from hudna.text.lexicon import Speech
from hudna.text.marked import COMMAS, QUOTES, Marked, Stretch

# Words of a source.
_SOURCE = 20
_EXPECTED = 8
_COLON = frozenset(":")
# A quotation of so many words at least stands so many behind the start of what tells who is quoted.
_QUOTED = 4
_TOLD = 30
# A title has so many words.
_TITLE = 3
_RESUMES = ("resumption", "that")


def _unheaded(s: Sentence) -> Frame | None:
    """«الناطق باسم الجيش: …», but not «إسلام آباد ـ خاص: …»."""
    frame = before_colon(s, find_subject, SPEAKERS)
    if frame is None or frame.speaker is None or not s.text.hit(frame.speaker[0], *SPEAKERS):
        frame = _before_quotation(s) or frame  # «هز المزارع رأسه: «…»»
    if frame is None or _is_anothers(s.text, frame.content[0]):
        return None
    if s.text.has(s.first, frame.content[0], "dateline", "participle"):
        return None
    return frame


def _before_quotation(s: Sentence) -> Frame | None:
    """«لم يبد سائق يدعى كمال متحمسا: «…»»: who is told of, and quoted to the end of the sentence."""
    text, last = s.text, s.last
    colon = text.mark(s.first, min(s.first + _TOLD, last), _COLON)
    closing = text.closes.get(colon + 1, colon)
    if text.word(colon + 1) not in QUOTES or closing < colon + _QUOTED or closing + 1 < last:
        return None
    title = text.find(s.first, colon, "titles")
    subject = None if title is None else find_subject(text, (title, colon))
    if subject is None:
        return None
    return Frame(s.first, last, (colon + 1, last), SPEECH, speaker=subject)


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
    if colon + 1 < s.last and s.text.hit(colon + 1, "titles"):
        return False  # «سيراليون: قائد البعثة أنبأ مراسلنا بأن»
    if not behind or any(_is_anothers(s.text, head.place) for head in s.heads):
        return False
    return _unheaded(s) is not None


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
    addressed = head.after < end and addresses(text, head.after, speech)
    said = find_said(text, head.place, head.hit, end) if addressed else None
    if said is not None and lays(speech):
        start, skip = head.after, 0
    elif said is not None:
        start, skip = said.content, said.skip
    elif (that := that_of_participle(text, head.after, end)) is not None:
        start, skip = text.past(that, end, "that"), 0
    elif head.after + 1 < end and _is_quoted_by(text, head.after):
        start, skip = head.after + 1, 0  # «مردفا بالقول: «…»»
    else:
        own = text.hit(head.after, "own_country") is not None  # it stays in what is said
        noun = head.hit.length > 1
        behind = head.after if own else past_holder(text, head.after, noun)
        found = find_preposition(text, behind, speech) if behind < end else None
        after = text.past(head.after, end, "resumptive")  # «معلنا فيه وقف القصف»
        start, skip = found or find_preposition(text, head.after, speech) or (after, 0)
    frame = head.frame((start, end), end, speech)._replace(content_skip=skip, carried=True)
    if s.main is None and s.frames and s.frames[-1].verb is not None:  # «معتبرا …، ومحذرا من أن»
        return frame._replace(speaker=s.frames[-1].speaker)
    if s.main is None:  # «أصدر الحزب بيانا، معلنا فيه»
        return frame._replace(speaker=told_in_paper(s, head) or told_before(s, head))
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
    elif (start := _resumed(text, stop, end)) < end:
        colon = text.mark(stop, end - 1, _COLON)
        if text.word(stop) in COMMAS and text.word(colon + 1) in QUOTES:
            start = colon + 1  # «وجاء في البيان، نقلته الوكالة: «…»»
        frame = head.frame((start, end), end, speech)
    elif begin < head.place:  # it stands after what is said
        frame = head.frame((begin, head.place), end, speech)
    else:
        _name(s, speaker)
        return None
    return frame._replace(speaker=speaker, carried=bool(head.hit.suffix))


def _resumed(text: Marked, first: int, last: int) -> int:
    """Where what a source says begins behind its name: «بحسب الوزير فإن …», with the negator of «فلم يتوقف»."""
    start = text.past(first, last, *_RESUMES)
    denied = start > first and text.hit(start - 1, "negators") is not None
    return start - 1 if denied else start


def _name(s: Sentence, speaker: Stretch | None) -> None:
    """Who expects what nobody was named for: «من المقرر أن …، بحسب الوسيط»."""
    if speaker is None or not s.frames or not s.text.hit(speaker[0], *SPEAKERS):
        return
    before = s.frames[-1]
    if before.speech.act == "expect" and before.speaker is None and not before.nested:
        s.frames[-1] = before._replace(speaker=speaker)


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
        and not text.hit(stop, "happening", *_RESUMES)
        and (text.hit(stop, "name_particles") or not text.hit(stop, "negators"))  # «غير بيدرسن»
        and not (stop > first and _will_happen(text, stop))
        and (text.word(stop) not in COMMAS or _goes_on(text, stop + 1))
    ):
        whole = text.hit(stop, "actor")  # «أطباء بلا حدود»
        stop += 1 if whole is None or whole.skip else whole.length
    if stop < end and text.hit(stop, "relative"):  # «وفق الوزارة، التي تأمل أن …»
        return text.mark(stop, end, COMMAS)
    return stop


def _goes_on(text: Marked, place: int) -> bool:
    """Whether a name goes on behind a comma: «الناطق، سالم علي، …», not «وفق الناطق، سوى رجلين»."""
    return apposed(text, place) and not text.hit(place, "only")


def _will_happen(text: Marked, place: int) -> bool:
    """Whether a word is a verb of the future, and no name behind a title: «ستمتنع», «ستيفاني»."""
    if not forms.is_future(text.word(place)):
        return False
    if text.is_word(place - 1) and not text.lexicon.has(text.word(place - 1)):
        return False  # «غينيروسو سينغا»
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
    if head.nested and s.text.hit(head.place - 1, "relative"):
        end = s.text.mark(begin, end, COMMAS)  # «الانتخابات التي من المقرر أن تجري غدا، …»
    frame = head.frame((begin, end), end, Speech("expect", "expectation"))
    source = s.text.all(head.after, begin, "according")  # «من المرجح، بحسب دبلوماسي، أن»
    first = source[0][0] + source[0][1].length if source else begin
    speaker = named_by(s.text, (first, begin - 1)) if source else None
    return frame._replace(verb=head.after - 1, verb_skip=0, verb_length=1, speaker=speaker)


def _reportedly(s: Sentence, head: Head, end: int) -> Frame | None:
    """«يقال إن …»."""
    that = s.text.find(head.after, min(head.after + _EXPECTED, end), "that")
    whence = s.text.hit(head.after - 1, "out_of") is not None and that is not None
    begin = s.text.past(that if whence and that is not None else head.after, end, "that")
    return head.frame((begin, end), end, Speech("report", "hearsay"))


def _clause(s: Sentence, head: Head, end: int) -> Frame | None:
    """What a connective begins; «وذلك بعد ساعات من …» only says when."""
    first = s.text.past(head.after, end)
    if s.text.hit(head.place, "explaining"):
        return None
    if s.text.hit(first, "aftermath", "subordinate", "prepositions"):
        return None
    return narrated(narrated_clause(s.text, (head.after, end)), head)


def _held(s: Sentence) -> Iterator[Frame]:
    """What nouns of saying hold; a clause that only leads to another is of who speaks there.

    «وإذ أشاد بجهود الوسطاء، شدد المبعوث على …»
    """
    for place, frame in enumerate(s.frames[:-1]):
        after = s.frames[place + 1]
        nobody = frame.speaker is None and frame.carried and not after.nested
        begin = s.text.past(frame.first, frame.content[0], "opener")
        if nobody and s.text.hit(begin, "subordinate") and not s.text.hit(begin, "relative"):
            s.frames[place] = frame._replace(speaker=after.speaker)
    yield from held(s)


GRAMMAR = Grammar(
    FINDERS,
    {
        "verb": spoken,
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
        "remark": remarked,
    },
    _unheaded,
    narrated_clause,
    _held,
    _led,
    issuer,
)
