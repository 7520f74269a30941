"""Who says what in an Arabic sentence.

A verb of saying stands before its subject («أكد الوزير أن»), after it («الوزير أكد أن»), or alone
(«وأضاف أن»).  What is said follows «أن», a preposition that the verb takes, a colon or a quotation
mark, or directly as a noun.  Further contents hang on it by «وأن» and by participles («مشيرا إلى
أن»).  The rules name classes of the lexicon, never words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hudna.text.arabic.heads import Head, find_heads, is_aside_of
from hudna.text.arabic.parts import (
    apposed,
    before_auxiliaries,
    find_subject,
    is_that,
    is_unnamed_aside,
    names_somebody,
    subject_end,
    subject_start,
    without_addressee,
)
from hudna.text.arabic.said import Said, find_preposition, find_said, is_direct
from hudna.text.frames import NARRATION, Frame, Stretch
from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import Marked

# Participles of these acts only go on with what the verb began; those of others speak for themselves.
_GOES_ON = frozenset({"state", "confirm", "report"})
# Verbs of these acts may only give voice to a noun that says what is done: «عبّر عن أمله».
_VOICES = frozenset({"state", "confirm"})


def clauses(text: Marked, first: int, last: int) -> list[Frame]:
    """The frames of a sentence."""
    heads = find_heads(text, first, last)
    if (named := _named(text, first, last)) and all(head.nested for head in heads):
        return named
    frames: list[Frame] = []
    starts = [
        head.first - (head.sort == "again" and not head.hit.skip)
        for head in heads
        if not head.nested
    ] + [last]
    if starts[0] > first:
        frames += _narrated(text, first, starts[0])
    main: Frame | None = None
    for head in heads:
        end = next(start for start in starts if start > head.first) if starts else last
        frame = _framed(text, head, first, end, main, frames)
        if frame is None or (head.nested and frame.carried and _is_content_start(frames, head)):
            continue
        if head.nested and is_unnamed_aside(text, frame.content[0], frame.content[1]):
            continue
        frames.append(frame)
        if head.sort in ("verb", "after", "according", "named") and not head.nested:
            main = frame
    taken = {
        at for f in frames if f.verb is not None for at in range(f.verb, f.verb + f.verb_length)
    }
    frames += (frame for frame in _held(text, first, last) if frame.verb not in taken)
    return sorted(frames, key=lambda frame: (frame.content[0], -frame.content[1]))


def _named(text: Marked, first: int, last: int) -> list[Frame]:
    """«الناطق باسم الجيش: …»: a speaker, a colon, and what is said, without a verb."""
    for place in range(first, min(first + 15, last - 1)):
        if text.words.text[place] == ":":
            subject = find_subject(text, (first, place))
            if subject is None or not names_somebody(text, *subject) or subject[1] < place:
                return []
            if text.hit(place + 1, "verb") or any(
                text.hit(p, "dateline") for p in range(first, place)
            ):
                return []
            return [Frame(first, last, (place + 1, last), Speech("state"), speaker=subject)]
        if text.hit(place, "verb", "that", "participle"):
            return []
    return []


def _is_content_start(frames: list[Frame], head: Head) -> bool:
    """Whether a verb begins what somebody says of themselves («وأنها تأمل في …»)."""
    return any(head.place - frame.content[0] in (0, 1) for frame in frames)


def _framed(
    text: Marked, head: Head, start: int, end: int, main: Frame | None, frames: list[Frame]
) -> Frame | None:
    """The frame that a head introduces; the next of its level begins at `end`."""
    after = head.place + head.hit.length
    if head.sort == "verb":
        return _spoken(text, head, start, end)
    if head.sort == "after":
        return _after_quotation(text, head, end)
    if head.sort == "participle":
        return _added(text, head, end, main)
    if head.sort == "more":
        before = main or next((frame for frame in reversed(frames) if not frame.nested), None)
        if before is None:
            return None
        return replace(
            before, first=head.first, last=end, skip=0, content=(after, end), content_skip=0,
        )  # fmt: skip
    if head.sort == "again":
        before = frames[-1] if frames else None
        if before is None:
            return None
        begin = after if head.hit.kind == "that" else head.place
        skip = head.hit.skip if head.hit.kind != "that" else 0
        first = head.place if head.hit.skip else head.place - 1
        return replace(
            before, first=first, last=end, skip=0, content=(begin, end), content_skip=skip
        )
    if head.sort == "according":
        return _attributed(text, head, end)
    if head.sort == "expected":
        that = is_that(text, after, after + 8, end)
        begin = that + 1 if that is not None else after
        return Frame(
            head.first, end, (begin, end), Speech("expect", "expectation"), verb=after - 1,
            nested=head.nested,
        )  # fmt: skip
    if head.sort == "reportedly":
        return Frame(
            head.first, end, (after, end), Speech("report", "hearsay"), verb=head.place,
            verb_skip=head.hit.skip, verb_length=head.hit.length,
        )  # fmt: skip
    if head.sort == "condition":
        return Frame(
            head.first, end, (after, end), Speech("condition"), verb=head.place,
            verb_length=head.hit.length, carried=main is not None,
            speaker=main.speaker if main else None,
        )  # fmt: skip
    inner = list(_narrated(text, after, end))
    return replace(inner[0], first=head.first) if inner else None


def _spoken(text: Marked, head: Head, start: int, end: int) -> Frame | None:
    """What a verb of saying holds."""
    said = find_said(text, head.place, head.hit, head.first, end)
    if said is None and is_direct(text, head.place, head.hit, start, end):
        after = head.place + head.hit.length
        said = Said(after, 0, (after, after))
    if said is None:
        return None
    speech: Speech = head.hit.value
    verb, skip, length = head.place, head.hit.skip, head.hit.length
    stretch = without_addressee(text, said.subject) if speech.to else said.subject
    if (
        speech.act in _VOICES and (noun := _voiced(text, said.content, stretch)) is not None
    ):  # «عبّر الوزير عن أمله في أن»
        place, hit = noun
        speech, verb, skip, length = hit.value, place, hit.skip, hit.length
        stretch = (stretch[0], place - 1 if text.hit(place - 1, "prepositions") else place)
    elif speech.act == "report" and (by := _quoting(text, stretch)) is not None:
        stretch = (by, stretch[1])
        if text.hit(by, "unnamed"):
            speech = replace(speech, hedge="hearsay")
    if _is_addressee(text, head, said.subject, start):
        stretch = (stretch[0], stretch[0])
    subject = find_subject(text, stretch)
    first = head.first
    if subject is None:
        subject = _subject_before(text, head, start)
        if subject is not None and head.nested:
            first = subject[0]
    content_end = said.end if said.end is not None and said.end < end else end
    return Frame(
        first, max(content_end, said.content), (said.content, content_end), speech,
        content_skip=said.skip, speaker=subject, carried=subject is None, verb=verb, verb_skip=skip,
        verb_length=length, nested=head.nested,
    )  # fmt: skip


def _is_addressee(text: Marked, head: Head, stretch: Stretch, start: int) -> bool:
    """Whether the one noun after a verb is not its subject: «وذكّر الطرفين بأن», «واتهم الحكومة بـ»."""
    low, high = stretch
    if low >= high:
        return False
    if text.hit(low, "parties") and text.words.text[low].endswith("ين"):
        return True
    speech: Speech = head.hit.value
    goes_on = head.hit.skip > 0 or head.place > start + 2
    return speech.act == "accuse" and speech.to and goes_on and subject_end(text, low, high) >= high


def _voiced(text: Marked, content: int, stretch: Stretch) -> tuple[int, Hit] | None:
    """The noun of saying that a verb only gives voice to, if it is the speaker's own: «أمله»."""
    for place in range(stretch[0] + 1, content):
        hit = text.hit(place, "noun")
        if hit is not None and hit.suffix:
            return place, hit
    return None


def _quoting(text: Marked, stretch: Stretch) -> int | None:
    """Where the words begin that name who is quoted: «نقلت الوكالة عن …»."""
    for place in range(*stretch):
        if text.hit(place, "attributing") and place + 1 < stretch[1]:
            return place + 1
    return None


def _subject_before(text: Marked, head: Head, start: int) -> Stretch | None:
    """The subject that stands before a verb."""
    end = before_auxiliaries(text, head.place, start)
    if head.hit.kind == "noun":  # «اكتفى البيت الأبيض بالقول إن»
        named = next(
            (p for p, _ in text.all(head.first, end, "actor", "titles", "bodies", "group_heads")),
            None,
        )
        return None if named is None else find_subject(text, (named, end))
    if not head.nested:
        return (
            find_subject(text, (subject_start(text, head.first, end), end))
            if head.first < end
            else None
        )
    begin = end
    while begin > max(start, end - 12) and not text.hit(begin - 1, "that", "boundary", "relative"):
        begin -= 1
    return find_subject(text, (begin, end))


def _after_quotation(text: Marked, head: Head, end: int) -> Frame | None:
    """«"…"، قال الوزير»: the subject ends at a comma, an aside or the clause."""
    if head.quoted is None:
        return None
    subject = find_subject(text, (head.place + head.hit.length, end))
    last = max(head.place + head.hit.length, subject[1] if subject else 0)
    return Frame(
        head.first, last, head.quoted, head.hit.value, speaker=subject, carried=subject is None,
        verb=head.place, verb_skip=head.hit.skip, verb_length=head.hit.length,
    )  # fmt: skip


def _added(text: Marked, head: Head, end: int, main: Frame | None) -> Frame | None:
    """What a participle adds for the same speaker."""
    speech: Speech = head.hit.value
    after = head.place + head.hit.length
    that = is_that(text, after, after + 3, end)
    skip = 0
    said = find_said(text, head.place, head.hit, head.first, end) if speech.to else None
    if said is not None and not (speech.object and speech.act == "accuse"):
        start, skip = said.content, said.skip
    elif that is not None:
        start = that + (text.hit(that, "that") or head.hit).length
    elif (preposition := find_preposition(text, after, speech)) is not None:
        start, skip = preposition
    else:
        start = after
    frame = Frame(
        head.first, end, (start, end), speech, content_skip=skip, carried=True, verb=head.place,
        verb_skip=head.hit.skip, verb_length=head.hit.length,
    )  # fmt: skip
    if main is None:
        return frame
    if speech.act in _GOES_ON and not speech.negates:
        return replace(
            frame, speech=main.speech, speaker=main.speaker, verb=main.verb,
            verb_skip=main.verb_skip, verb_length=main.verb_length,
        )  # fmt: skip
    return replace(frame, speaker=main.speaker)


def _attributed(text: Marked, head: Head, end: int) -> Frame | None:
    """«بحسب مصادر، …»: the speaker ends at a comma, at «فقد», «فإن», or at a verb."""
    after = head.place + head.hit.length
    stop = after
    while stop < end and stop < after + 20:
        word = text.words.text[stop]
        hit = text.hit(stop, "resumption", "that")
        if word in ("،", ",") and not apposed(text, stop + 1):
            break
        if hit is not None:
            break
        stop += 1
    speaker = find_subject(text, (after, stop))
    begin = head.first
    while begin < head.place and (
        not text.is_word(begin) or text.hit(begin, "opener", "boundary", "connective")
    ):
        hit = text.hit(begin, "opener", "boundary", "connective")
        begin += hit.length if hit else 1
    if head.first < head.place and is_aside_of(text, head.place, end):
        return Frame(begin, end, (begin, end), _attribution(text, head, after), speaker=speaker,
                     verb=head.place, verb_skip=head.hit.skip, verb_length=head.hit.length)  # fmt: skip
    start = stop
    while start < end and (not text.is_word(start) or text.hit(start, "resumption", "that")):
        hit = text.hit(start, "resumption", "that")
        start += hit.length if hit else 1
    content = (start, end)
    first = head.first
    if start >= end:  # it stands after what is said
        if begin >= head.place:
            return None
        content = (begin, head.place)
    return Frame(
        first, end, content, _attribution(text, head, after), speaker=speaker,
        verb=head.place, verb_skip=head.hit.skip, verb_length=head.hit.length,
    )  # fmt: skip


def _attribution(text: Marked, head: Head, speaker: int) -> Speech:
    """What «بحسب» and «في رأي» say: a report, hearsay if nobody is named; an opinion."""
    if head.hit.kind == "opinion":
        return Speech("opinion", "opinion")
    return Speech("report", "hearsay" if text.hit(speaker, "unnamed") else "none")


def _narrated(text: Marked, first: int, last: int) -> Iterator[Frame]:
    """A clause that nobody is named for."""
    start = first
    while start < last and (
        text.hit(start, "opener", "boundary", "opening", "connective") or not text.is_word(start)
    ):
        hit = text.hit(start, "opener", "boundary", "opening", "connective")
        start += hit.length if hit else 1
    if start < last and not text.hit(start, "question"):
        yield Frame(first, last, (start, last), NARRATION)


def _held(text: Marked, first: int, last: int) -> Iterator[Frame]:
    """What a noun of saying holds whose holder stands beside it: «رفض موسكو استثناء …»."""
    for place, hit in text.all(first, last, "noun"):
        speech: Speech = hit.value
        after = place + hit.length
        speaker: Stretch | None = None
        if hit.suffix:
            if speech.act == "commit":
                continue  # «أنهت التزامها» says nothing
            speaker = _antecedent(text, first, place)
        elif (
            after < last
            and (actor := text.hit(after, "actor", "nation")) is not None
            and not actor.skip
        ):
            speaker = (after, after + actor.length)
            after += actor.length
        elif after < last and text.hit(after, "titles", "bodies"):
            said = find_said(text, place, hit, first, last)
            if said is None or not text.hit(said.content - 1, "that"):
                continue
            speaker = find_subject(text, said.subject)
            yield Frame(
                place, last, (said.content, last), speech, speaker=speaker, verb=place,
                verb_skip=hit.skip, skip=hit.skip, nested=True,
            )  # fmt: skip
            continue
        if speaker is None or after >= last:
            continue
        start, skip = after, 0
        that = text.hit(after, "that")
        if that is not None:
            start = after + that.length
        elif (preposition := find_preposition(text, after, speech)) is not None:
            start, skip = preposition
        elif not text.hit(after, "deverbal", "exclusion", "inclusion", "negators", "noun"):
            continue
        end = start
        while (
            end < last
            and text.words.text[end] not in ("،", ",", "؛")
            and not text.hit(end, "boundary")
        ):
            end += 1
        yield Frame(
            place, end, (start, end), speech, content_skip=skip, speaker=speaker, verb=place,
            verb_skip=hit.skip, skip=hit.skip, nested=True,
        )  # fmt: skip


def _antecedent(text: Marked, first: int, place: int) -> Stretch | None:
    """The actor or people named last before a pronoun."""
    for before in range(place - 1, first - 1, -1):
        hit = text.hit(before, "actor", "nation", "bodies")
        if hit is not None and before + hit.length <= place:
            return before, before + hit.length
    return None
