"""What an Arabic verb of saying holds, and who says it.

In: a sentence, the verb as a head, where its clause ends.  Out: a frame or none.
"""

from __future__ import annotations

from dataclasses import replace

from hudna.text import forms
from hudna.text.arabic.parts import (
    SPEAKERS,
    before_auxiliaries,
    find_subject,
    is_mine,
    is_unnamed_aside,
    subject_end,
    without_addressee,
)
from hudna.text.arabic.said import Said, before_purpose, find_said, is_direct
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
from hudna.text.frames import Frame, Head, Sentence
from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import COMMAS, QUOTES, Marked, Stretch

# Verbs of these acts may only give voice to a noun that says what is done: «عبّر عن أمله».
_VOICES = frozenset({"state", "confirm"})
# A verb of blame so far behind the start of its clause goes on with what was said.
_GOES_ON = 2
# Words of a subject before its verb.
_SUBJECT = 12
_HOLDERS = ("own_country", "actor")


def spoken(s: Sentence, head: Head, end: int) -> Frame | None:
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
    stop = mouth or (_before_connective(text, said.content, stop) if head.nested else stop)
    frame = head.frame((said.content, stop), max(stop, said.content), head.hit.value)._replace(
        content_skip=said.skip,
    )
    frame, stretch = _behind_verb(s, frame, said.subject)
    mine = is_mine(text, head.place, head.hit)
    ours = head.hit.suffix == forms.OUR and head.hit.skip > 0  # «… واتفقنا على»
    if head.nested and (mine or ours or is_own(s, head)):
        return None  # «وأنها أبلغت تل أبيب بأن»
    if mine or _names_none(s, head, frame.speech, said):
        stretch = (stretch[0], stretch[0])  # «وكان الوزير قد أبلغ موسكو بأن»
    if _is_burden(head.hit.value, said, stretch):  # «حمّل الوزير الحركة المسؤولية عن …»
        frame = frame._replace(content=(_past_occasion(text, stretch, said), stop), content_skip=0)
    subject = find_subject(text, stretch)
    if subject is None or not text.has(*subject, "titles", "person"):
        subject = quoted_by(text, said.subject) or quoted_by(text, through) or subject
    if subject is None and not head.nested:
        goes_on = head.hit.skip or text.hit(head.first, "connective") is not None
        subject = told_in_paper(s, head) or (told_before(s, head) if goes_on else None)
    if subject is None and mine:
        return frame._replace(carried=True, mine=True)
    if subject is None:
        subject = subject_before(s, head)
        if subject is not None and not text.has(*subject, "titles", "person"):
            by = quoted_by(text, (subject[1], head.place))  # «الجيش، بلسان ناطقه، يرى»
            subject = by or subject
        if subject is not None and head.nested:
            frame = frame._replace(first=subject[0])
    if subject is not None and _is_thing(text, frame, subject):
        if text.word(head.place - 1) not in COMMAS:
            return None  # «استمرار القصف يهدد بـ»
        subject = None
    if _is_silent(s, head, frame) or _is_passive(head, said) or _points(text, frame):
        return None
    if subject is None and _is_told(s, head):
        return None
    return _by(s, head, frame, subject)


def _names_none(s: Sentence, head: Head, speech: Speech, said: Said) -> bool:
    """Whether what stands behind a verb of saying is not who speaks."""
    fronted = head.place > head.first + _GOES_ON and s.text.hit(head.first, "was") is not None
    fronted = fronted and speech.act != "report"
    renewed = head.hit.kind == "noun" and head.first < head.place
    if fronted or renewed or is_addressee(s, head, said.subject):
        return True
    return speech.to and not head.nested and told_in_paper(s, head) is not None


def _is_silent(s: Sentence, head: Head, frame: Frame) -> bool:
    """Whether a speaker says nothing: «رفض المتحدث التعليق», or asks not to be named."""
    until = frame.content[0] + 1
    quiet = frame.speech.negates or frame.speech.kept  # «التزم الجانبان الصمت»
    if quiet and s.text.find(head.after, until, "silence") is not None:
        return True
    return head.nested and is_unnamed_aside(s.text, *frame.content)


def _is_thing(text: Marked, frame: Frame, subject: Stretch) -> bool:
    """Whether a subject is nobody who speaks: what happens, or what only links two things."""
    links = frame.nested and frame.speech.act == "condition"  # «نفق يربط مواقعها بمكان»
    joined = frame.nested and frame.verb_skip > 0  # «تراجعوا عن الحرب ودعوا إلى وقفها»
    entered = frame.nested and frame.speech.act == "report"  # «إن خمسين خرقا سجلت منذ»
    alike = links or joined or entered
    return is_matter(text, subject) or (alike and not text.has(*subject, *SPEAKERS))


def _points(text: Marked, frame: Frame) -> bool:
    """Whether it is only told that something was said: «وأبلغ الأمم المتحدة بذلك»."""
    first, last = frame.content
    only = last == first + 1 and text.hit(first, "pointing") is not None
    return only and frame.speech.act in ("state", "report")


def _is_passive(head: Head, said: Said) -> bool:
    """Whether a verb within a telling has nothing that it is said of: «مكالمة وصفت بأنها حازمة»."""
    speech, bare = head.hit.value, said.subject[0] == said.subject[1] and not head.hit.suffix
    return head.nested and bare and speech.to and (lays(speech) or speech.act == "accuse")


def _is_told(s: Sentence, head: Head) -> bool:
    """Whether a verb without a subject only tells of something: «الأنباء التي تحدثت عن»."""
    begin = before_auxiliaries(s.text, head.place, s.first)
    return s.text.hit(begin - 1, "relative") is not None or (
        head.nested and (head.hit.skip > 0 or begins_content(s, head))
    )


def _by(s: Sentence, head: Head, frame: Frame, subject: Stretch | None) -> Frame:
    """A frame with who speaks, or carried on from whoever spoke."""
    text = s.text
    if subject is None and _is_of_nobody(s, head):
        return frame
    if subject is None:
        return frame._replace(carried=True)
    if is_same(text, subject):
        return frame._replace(carried=True, otherwise=subject)
    reason = text.hit(head.first, "connective") and text.hit(head.first, "subordinate")
    if reason and not text.has(*subject, "titles", "person"):
        frame = frame._replace(nested=True)  # «…، إذ ترى واشنطن أن»: whoever spoke goes on
    return frame._replace(speaker=subject)


def _is_of_nobody(s: Sentence, head: Head) -> bool:
    """Whether a sentence begins with what is expected, and names nobody: «ويتوقع أن يصل المراقبون»."""
    text = s.text
    he = (
        text.word(head.place)[head.hit.skip :].startswith(forms.HE)
        and head.hit.value.act == "expect"
    )
    begins = text.past(s.first, s.last, "opener", "boundary") == head.place
    return he and begins and text.hit(head.after, "that") is not None


def _before_connective(text: Marked, first: int, last: int) -> int:
    """Where what another says within a telling ends: before «، حيث …» the telling goes on."""
    for comma in text.marks(first, last, COMMAS):
        hit = text.hit(comma + 1, "connective") if comma + 1 < last else None
        if hit is not None and not hit.skip:
            return comma
    return last


def _past_occasion(text: Marked, subject: Stretch, said: Said) -> int:
    """Where what is laid on something begins: «وصف الوزير، في تصريح …، الاتهامات بأنها»."""
    start, limit = text.past(subject[1], said.subject[1]), said.subject[1]
    if text.hit(start, "occasions", "time_words") is None:
        return subject[1]
    comma = text.mark(start, limit, COMMAS)
    return comma + 1 if comma + 1 <= limit else subject[1]


def _behind_verb(s: Sentence, frame: Frame, subject: Stretch) -> tuple[Frame, Stretch]:
    """A frame and the words that name its speaker, where more than a subject stands behind a verb.

    «دعا الوزير الأطراف إلى»: an addressee; «عبّر الوزير عن أمله في أن»: the noun that says it;
    «نقلت الوكالة عن مصدر»: whom it quotes.
    """
    text, speech = s.text, frame.speech
    stretch = without_addressee(text, subject) if speech.to else subject
    if stretch[0] == stretch[1] and _begins_with_her(s, frame, subject):
        stretch = subject[0], _before_known(text, *subject)  # «هددت الفصائل باستئناف القصف»
    if speech.act == "demand" and speech.object and not speech.to:  # «طلب الجيش من الأهالي»
        asked = text.find(stretch[0] + 1, stretch[1], "out_of")
        stretch = stretch if asked is None else (stretch[0], asked)
    if speech.act == "condition" and not speech.to:
        stretch = (stretch[0], before_purpose(text, *stretch))
    begin = frame.content[0] + (text.word(frame.content[0]) in QUOTES)  # «عن "استعداده لـ"»
    given = frame.verb is not None and text.hit(frame.verb, "giving") is not None
    if speech.act in _VOICES and (noun := _voiced(text, begin, stretch, given)) is not None:
        place, hit = noun
        before = place - 1 if text.hit(place - 1, "prepositions") else place
        said = find_said(text, place, hit, frame.content[1]) if place == begin else None
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


def _begins_with_her(s: Sentence, frame: Frame, subject: Stretch) -> bool:
    """Whether a sentence begins with a verb of «she» and its subject stands behind: nobody spoke before."""
    text, first = s.text, s.text.past(s.first, s.last, "opener", "boundary")
    if frame.verb is None or subject[0] >= subject[1]:
        return False
    # «وأبلغت الفصائل بأن»: she told them
    joined = frame.verb_skip > 0 and frame.speech.act != "announce"
    fronted = text.hit(s.first, "prepositions") and text.word(frame.verb - 1) in COMMAS
    if joined or not (frame.verb == first or fronted):
        return False
    oblique = forms.is_oblique(text.word(subject[0]))
    return forms.is_past_of_her(text.word(frame.verb)[frame.verb_skip :]) and not oblique


def _before_known(text: Marked, first: int, last: int) -> int:
    """Where a subject ends: before another with the article, too («أبلغت الفصائل المبعوث بأن»)."""
    end = subject_end(text, first, last)
    others = (
        text.all(first + 1, end, "titles", "bodies") if forms.is_definite(text.word(first)) else ()
    )
    return next((at for at, _ in others if forms.is_definite(text.word(at))), end)


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
    return lays(speech) and subject[1] < min(said.subject[1], said.content)


def lays(speech: Speech) -> bool:
    """Whether a word of saying says something of its object: «وصف الهجوم بأنه خرق»."""
    return speech.to and (not speech.that or speech.act == "opinion")


def _voiced(text: Marked, content: int, stretch: Stretch, given: bool) -> tuple[int, Hit] | None:
    """The noun of saying that a verb only gives voice to, if it is the speaker's own: «أمله».

    One that is `given` needs no preposition: «أبدى الوزير استعداده لـ».  Folded, «أمله» is a participle as
    well («آملة»).
    """
    for at in range(min(stretch[0] + 1, content), content + 1):
        hit = text.hit(at, "noun", "participle")
        before = at - 2 if text.word(at - 1) in QUOTES else at - 1
        led = given or text.hit(before, "prepositions") is not None
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
