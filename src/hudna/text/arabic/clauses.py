"""Who says what in an Arabic sentence.

A verb of saying stands before its subject («أكد الوزير أن»), after it («الوزير أكد أن»), or alone
(«وأضاف أن»).  What is said follows «أن», a preposition that the verb takes, a colon or a quotation
mark, or directly as a noun.  Further contents hang on it by «وأن» and by participles («مشيرا إلى
أن»).  The rules name classes of the lexicon, never words.
"""

from __future__ import annotations

from collections.abc import Iterator
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
from hudna.text.arabic.parts import (
    BEGINS,
    SPEAKERS,
    apposed,
    before_auxiliaries,
    find_subject,
    find_topic,
    is_determined,
    is_mine,
    is_unnamed_aside,
    named_by,
    subject_end,
    subject_start,
    without_addressee,
)
from hudna.text.arabic.said import Said, find_preposition, find_said, is_direct
from hudna.text.clauses import (
    added,
    before_colon,
    clause_end,
    conditioned,
    continued,
    narrated,
    narration,
)
from hudna.text.frames import Frame, Grammar, Head, Sentence
from hudna.text.lexicon import HELD, Hit, Speech
from hudna.text.marked import COMMAS, QUOTES, Marked, Stretch

# Verbs of these acts may only give voice to a noun that says what is done: «عبّر عن أمله».
_VOICES = frozenset({"state", "confirm"})
# A verb of blame so far behind the start of its clause goes on with what was said.
_GOES_ON = 2
# Words of a source, of a subject before its verb.
_SOURCE = 20
_SUBJECT = 12
_EXPECTED = 8
# A clause that only says that nothing was said has it so near its start.
_SILENT = 2
# A title has so many words.
_TITLE = 3
# The name of a subject before its verb has at most so many words.
_FRONTED = 5
# «ذات المسؤول» has so many words.
_SAME = 2
_HOLDERS = ("own_country", "actor")
_RESUMES = ("resumption", "that")
# Kinds of words that are verbs of what happens.
_VERBS = frozenset({"happening", "acting"})


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
    if mine or fronted or renewed or _is_addressee(s, head, said.subject):
        stretch = (stretch[0], stretch[0])  # «وكان الوزير قد أبلغ موسكو بأن»
    if _is_burden(head.hit.value, said, stretch):  # «حمّل الوزير الحركة المسؤولية عن …»
        frame = frame._replace(content=(stretch[1], stop), content_skip=0)
    by = _quoted_by(text, said.subject) or _quoted_by(text, through)
    subject = by or find_subject(text, stretch)
    if subject is None and head.hit.skip and not head.nested:
        subject = _told_before(s, head)
    if head.nested and (is_mine(text, head.place, head.hit) or (subject and _is_own(s, head))):
        return None  # «وأنها أبلغت تل أبيب بأن»
    if subject is None and mine:
        return frame._replace(carried=True, mine=True)
    if subject is None:
        subject = _subject_before(s, head)
        if subject is not None and head.nested:
            frame = frame._replace(first=subject[0])
    if frame.speech.negates and text.find(head.after, frame.content[0] + 1, "silence") is not None:
        return None  # «رفض المتحدث التعليق»
    if subject is None and text.hit(before_auxiliaries(text, head.place, s.first) - 1, "relative"):
        return None  # «الأنباء التي تحدثت عن»
    if head.nested and (
        (subject is None and _begins_content(s, head)) or is_unnamed_aside(text, *frame.content)
    ):
        return None
    if subject is not None and _is_same(text, subject):
        return frame._replace(carried=True, otherwise=subject)
    return frame._replace(speaker=subject, carried=subject is None)


def _quoted_by(text: Marked, stretch: Stretch) -> Stretch | None:
    """Whose words a speaker gives, or by whom one speaks: «قالت القناة نقلا عن مصدر إن», «على لسان»."""
    for place, hit in text.all(*stretch, "mouth"):
        return named_by(text, (place + hit.length, stretch[1]))
    return None


def _is_same(text: Marked, subject: Stretch) -> bool:
    """Whether a subject is whoever spoke last: «ذات المسؤول», «المصدر نفسه»."""
    first, last = subject
    if last - first != _SAME:
        return False
    if text.hit(first, "selfsame"):
        return text.hit(first + 1, "titles", "bodies") is not None
    return text.hit(first, "titles", "bodies") is not None and bool(text.hit(first + 1, "itself"))


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


def _is_addressee(s: Sentence, head: Head, stretch: Stretch) -> bool:
    """Whether the one noun after a verb is not its subject: «وذكّر الطرفين بأن», «واتهم الحكومة بـ»."""
    text, (low, high) = s.text, stretch
    if low >= high:
        return False
    if text.hit(low, "parties") and forms.is_oblique(text.word(low)):
        return True
    speech: Speech = head.hit.value
    if speech.to and (_disagrees(text, head, low) or _is_thing(text, stretch)):
        return True
    if speech.to and head.hit.skip and _is_spoken_of(text, stretch):
        return True
    if speech.to and not head.hit.skip and _is_fronted(s, head):
        return subject_end(text, low, high) >= high
    goes_on = head.hit.skip > 0 or head.place > s.first + _GOES_ON
    goes_on = goes_on or text.hit(head.first, "connective") is not None  # «كما اتهم باكستان بـ»
    alone = subject_end(text, low, high) >= high or not _names_two(text, stretch)
    return speech.act == "accuse" and speech.to and goes_on and alone


def _is_spoken_of(text: Marked, stretch: Stretch) -> bool:
    """Whether what stands behind a verb that goes on is nobody who speaks: «وأمرت مقاتليها», «وعزا التأخر»."""
    low, high = stretch
    followed = text.hits[low] and not text.hit(low, "titles")
    if followed and high == low + 1 and any(hit.suffix for hit in text.hits[low]):
        return True
    known = forms.is_definite(text.word(low)) or text.hit(low, "deverbal", "noun") is not None
    return known and not text.has(low, high, *SPEAKERS)


def _names_two(text: Marked, stretch: Stretch) -> bool:
    """Whether another who may speak or be addressed stands behind the first: «اتهم الوزير الحركة»."""
    low, high = stretch
    hit = text.hit(low, *SPEAKERS)
    after = low + (hit.length if hit is not None else 1)
    return any(
        text.hit(at, *SPEAKERS) or forms.is_definite(text.word(at)) for at in range(after, high)
    )


def _is_fronted(s: Sentence, head: Head) -> bool:
    """Whether the subject of a verb stands right before it: «لكن الهند اتهمت باكستان»."""
    text, place = s.text, head.place
    begin = text.past(head.first, place, "opener", "boundary", "connective")
    near = begin < place <= begin + _FRONTED and not text.hit(begin, "prepositions")
    named = text.hit(begin, "actor") or (
        text.hit(begin, "bodies", "group_heads") and forms.is_definite(text.word(begin))
    )
    return near and not head.nested and bool(named)


def _is_thing(text: Marked, stretch: Stretch) -> bool:
    """Whether the one word behind a verb is what is spoken of, not who speaks: «وصف الإعلان بأنه»."""
    low, high = stretch
    return (
        high == low + 1
        and text.hit(low, "noun", "deverbal", "pointing") is not None
        and not text.hit(low, *SPEAKERS)
    )


def _disagrees(text: Marked, head: Head, place: int) -> bool:
    """Whether a state behind a verb of «he» has a name of «she», so that it is not the subject: «ودعا تركيا»."""
    verb = text.word(head.place)[head.hit.skip :]
    of_her = forms.is_of_her(verb)
    body = text.hit(place, "bodies", "group_heads", "titles")
    if body is not None and not body.skip and not body.suffix:
        if of_her:
            return head.hit.skip > 0 and text.hit(place, "masculine") is not None
        return (
            forms.is_definite(text.word(place))
            and text.is_feminine(place)
            and body.kind != "titles"
        )
    state = text.hit(place, "actor")
    if state is None or state.skip or state.value.sort != "state":
        return False
    return forms.is_feminine_name(text.word(place)) and not of_her


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


def _subject_before(s: Sentence, head: Head) -> Stretch | None:
    """The subject that stands before a verb."""
    text = s.text
    end = before_auxiliaries(text, head.place, s.first)
    if head.hit.kind == "noun":  # «اكتفى البيت الأبيض بالقول إن»
        begin = text.find(head.first, end, "actor", "titles", "bodies", "group_heads")
        return None if begin is None else find_subject(text, (begin, end))
    if (topic := find_topic(text, s.first, head.place, head.hit)) is not None:
        return find_subject(text, (topic[1], end))
    if text.hit(end - 1, "relative"):
        return _antecedent_of(s, end - 1)
    if not head.nested:
        if head.first >= end:
            return None
        found = find_subject(text, (subject_start(text, head.first, end), end))
        return found or _before_opener(s, head)
    begin = end
    while (
        begin > max(s.first, end - _SUBJECT)
        and not text.hit(begin - 1, "that", "boundary", "relative", "resumption")
        and not _opens(text, begin - 1, end)
    ):
        begin -= 1
    return find_subject(text, (begin, end))


def _told_before(s: Sentence, head: Head) -> Stretch | None:
    """Whom the clause before tells of, if it begins with a verb: «وصل الوزير إلى جوبا، وقال إن»."""
    text = s.text
    label = text.mark(s.first, min(s.first + _TITLE, head.first), frozenset(":"))
    begin = label + 1 if text.word(label) == ":" else s.first  # «جافنا: أغلق الجيش …»
    begin = text.past(begin, head.first, "opener", "boundary", "connective", "auxiliary")
    if begin + 1 >= head.first or any(other.first < head.first for other in s.heads):
        return None
    named = text.hit(begin + 1, *SPEAKERS)
    if named is None or named.skip or text.hit(begin, *SPEAKERS, "prepositions", "negators"):
        return None
    if forms.is_definite(text.word(begin)) or text.word(head.first - 1) not in COMMAS:
        return None
    end = subject_end(text, begin + 1, head.first)
    clause = text.find(begin + 2, end, "prepositions")
    return find_subject(text, (begin + 1, end if clause is None else clause))


def _before_opener(s: Sentence, head: Head) -> Stretch | None:
    """A subject with an opener between it and its verb: «السلطات من جهتها تتحدث عن»."""
    text, end = s.text, head.first
    begin = subject_start(text, s.first, end)
    at = text.past(begin, end, "boundary", "opener", "connective")
    if head.hit.skip or not text.hit(head.first, "opener") or end - at > _FRONTED or at >= end:
        return None
    named = text.hit(at, *SPEAKERS)
    return find_subject(text, (at, end)) if named is not None and not named.skip else None


def _antecedent_of(s: Sentence, relative: int) -> Stretch | None:
    """Whom a relative clause tells of: «الوزارة، التي أكدت أن»."""
    text = s.text
    last = text.shorn(max(s.first, relative - 1), relative) if relative > s.first else relative
    for at in range(last - 1, max(s.first, last - _SUBJECT) - 1, -1):
        if text.hit(at, "that", "boundary", "verb", "relative") or text.word(at) in COMMAS:
            break
        named = text.hit(at, *SPEAKERS)
        if named is not None and named.kind != "nation":
            return find_subject(text, (at, last))
    return None


def _opens(text: Marked, place: int, end: int) -> bool:
    """Whether a colon, or a quotation that goes on, stands before a subject."""
    return text.word(place) == ":" or (
        text.word(place) in QUOTES and text.closes.get(place, -1) >= end
    )


def _is_own(s: Sentence, head: Head) -> bool:
    """Whether the subject of a verb is in «أنها» before it, or in the verb («نبهنا»)."""
    text = s.text
    begin = before_auxiliaries(text, head.place, s.first)
    that = text.hit(begin - 1, "that")
    if that is not None and that.suffix and begin - 1 + that.length == begin:
        return True
    return head.hit.suffix == forms.OUR and _begins_content(s, head)


def _begins_content(s: Sentence, head: Head) -> bool:
    """Whether a verb begins what somebody says of themselves («وأنها تأمل في …»)."""
    begin = before_auxiliaries(s.text, head.place, s.first)
    return any(begin - frame.content[0] in (0, 1) for frame in s.frames)


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


def _narration(text: Marked, stretch: Stretch) -> Frame | None:
    """A clause that nobody is named for; a question says nothing, in a heading that ran in either."""
    frame = narration(text, stretch, "opening", "connective")
    if frame is None:
        return None
    begin = frame.content[0]
    if text.find(begin, min(begin + _SILENT, stretch[1]), "silence") is not None:
        return None
    return None if text.hit(begin, "question") else frame


def _clause(s: Sentence, head: Head, end: int) -> Frame | None:
    """What a connective begins; «وذلك بعد ساعات من …» only says when."""
    first = s.text.past(head.after, end)
    if s.text.hit(first, "aftermath", "subordinate", "prepositions"):
        return None
    return narrated(_narration(s.text, (head.after, end)), head)


def _parted(text: Marked, frame: Frame) -> Iterator[Frame]:
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
        if text.word(place - 1) not in COMMAS or not _is_verb(text, place):
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
    own = told or (after < stretch[1] and text.hit(after, *SPEAKERS) is not None)
    return _narration(text, stretch) if own else None


def _is_clause(text: Marked, content: int) -> bool:
    """Whether what is said has a verb of its own: behind «أن», a colon or a quotation mark."""
    return not text.is_word(content - 1) or text.hit(content - 1, "that") is not None


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


def _held(s: Sentence) -> Iterator[Frame]:
    """What a noun of saying holds whose holder stands beside it: «رفض موسكو استثناء …»."""
    text = s.text
    s.frames[:] = [one for frame in s.frames for one in _parted(text, frame)]
    heads = {head.place for head in s.heads}
    for place, hit in text.all(s.first, s.last, "noun", HELD):
        if place in heads:
            continue
        head = Head(place, place, hit, "verb", nested=True)
        if head.after >= s.last:
            continue
        if hit.kind == HELD:
            if frame := _agreed(s, head):
                yield frame._replace(skip=hit.skip)
            continue
        if hit.suffix:
            # «أنهت التزامها» says nothing
            holder = None if hit.value.act == "commit" else _antecedent(text, s.first, place)
            frame = holder and _of_holder(s, head, holder, head.after)
        elif (actor := text.hit(head.after, "actor", "nation")) and not actor.skip:
            after = head.after + actor.length
            frame = _of_holder(s, head, (head.after, after), after)
        else:
            frame = _of_titled(s, head)
        if frame:
            yield frame._replace(skip=hit.skip)


def _agreed(s: Sentence, head: Head) -> Frame | None:
    """«اتفاق الطرفين على وقف القصف»: what its holders agree on, not «اتفاق أوسلو»."""
    text = s.text
    if is_determined(text, head.place) or not text.hit(head.after, *SPEAKERS, "parties"):
        return None
    for end in range(head.after + 1, min(head.after + _SUBJECT, s.last)):
        if text.word(end) in COMMAS or text.hit(end, "that", "verb", "relative"):
            break
        if find_preposition(text, end, head.hit.value) is not None:
            return _of_holder(s, head, (head.after, end), end)
    return None


def _of_titled(s: Sentence, head: Head) -> Frame | None:
    """«إعلان وزير الدفاع أن …»."""
    holder = s.text.hit(head.after, "titles", "bodies")
    if holder is None or holder.suffix:
        return None
    said = find_said(s.text, head.place, head.hit, s.last)
    if said is None:
        return None
    taken = s.text.word(said.content - 1) in head.hit.value.with_ or said.skip > 0
    begins = s.text.hit(said.content, "deverbal")
    taken = taken or (head.hit.value.object and begins is not None and not begins.skip)
    if not s.text.hit(said.content - 1, "that") and not (
        taken and s.text.hit(said.content, *BEGINS)
    ):
        return None
    frame = head.frame((said.content, s.last), s.last, head.hit.value)
    return frame._replace(speaker=find_subject(s.text, said.subject))


def _of_holder(s: Sentence, head: Head, holder: Stretch, after: int) -> Frame | None:
    """What stands behind a noun of saying and its holder, to the end of its clause."""
    text = s.text
    if after >= s.last:
        return None
    start, skip = after, 0
    if that := text.hit(after, "that"):
        start = after + that.length
    elif (taken := find_preposition(text, after, head.hit.value)) is not None:
        start, skip = taken
    elif (began := text.hit(after, *BEGINS[:-1])) is None or began.skip:
        return None
    end = clause_end(text, start, s.last)
    end = next((other.first for other in s.heads if start < other.first < end), end)
    return head.frame((start, end), end, head.hit.value)._replace(content_skip=skip, speaker=holder)


def _antecedent(text: Marked, first: int, place: int) -> Stretch | None:
    """The actor or people named last before a pronoun, or who is quoted («عن مزارعين قولهم»)."""
    for at in range(place - 1, max(first, place - _SUBJECT) - 1, -1):
        if text.hit(at, "verb", "that", "boundary") or text.word(at) in COMMAS:
            break
        if text.hit(at, "attributing"):
            return find_subject(text, (at + 1, place))
    named = [
        (at, at + hit.length) for at, hit in text.all(first, place, "actor", "nation", "bodies")
    ]
    return named[-1] if named else None


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
    _narration,
    _held,
    _led,
    issuer,
)
