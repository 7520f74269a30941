"""From heads to frames: what the grammars of Arabic and English have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hudna.text.frames import NARRATION, SPEECH, Frame, Head, Sentence
from hudna.text.lexicon import Speech
from hudna.text.marked import COMMAS, SEMICOLONS, Marked, Stretch

# Participles of these acts only go on with what the verb began; those of others speak for themselves.
GOES_ON = frozenset({"state", "confirm", "report"})
_PARTS = COMMAS | SEMICOLONS
QUESTIONS = frozenset("?؟")
# A speaker before a colon has at most so many words.
_REACH = 15

FindSubject = Callable[[Marked, Stretch], Stretch | None]


def clause_end(text: Marked, first: int, last: int) -> int:
    """Where a clause within a sentence ends: at a comma, a semicolon or a connective."""
    end = text.mark(first, last, _PARTS)
    connective = text.find(first, end, "boundary")
    return end if connective is None else connective


def narration(text: Marked, stretch: Stretch, *openers: str) -> Frame | None:
    """A clause that nobody is named for, without what only opens it; a question says nothing."""
    first, last = stretch
    start = text.past(first, last, "opener", "boundary", *openers)
    if last < len(text.words) and text.word(last) in QUESTIONS:
        return None
    return Frame(first, last, (start, last), NARRATION) if start < last else None


def before_colon(
    sentence: Sentence, find_subject: FindSubject, speakers: tuple[str, ...]
) -> Frame | None:
    """«الناطق باسم الجيش: …»: a speaker, a colon, and what is said, without a verb."""
    text, first, last = sentence.text, sentence.first, sentence.last
    colon = text.mark(first, min(first + _REACH, last - 1), frozenset(":"))
    if colon >= min(first + _REACH, last - 1) or text.has(first, colon, "verb", "that"):
        return None
    subject = find_subject(text, (first, colon))
    if subject is None or subject[1] < colon or not text.has(*subject, *speakers):
        return None
    return Frame(first, last, (colon + 1, last), SPEECH, speaker=subject)


def narrated(told: Frame | None, head: Head) -> Frame | None:
    """A clause that nobody is named for, with the connective that begins it."""
    return told and told._replace(first=head.first)


def continued(before: Frame | None, head: Head, content: Stretch) -> Frame | None:
    """A further content of what a frame before it says: «وأن …», "and that …"."""
    if before is None:
        return None
    return before._replace(
        first=head.first, last=content[1], skip=0, content=content, content_skip=0
    )


def conditioned(sentence: Sentence, head: Head, end: int) -> Frame:
    """What a condition holds, for whoever speaks: «على أن …», "provided that …"."""
    main = sentence.main
    frame = head.frame((head.after, end), end, Speech("condition"))
    return frame._replace(carried=main is not None, speaker=main.speaker if main else None)


def _unnegated(speech: Speech) -> Speech:
    """A word of denial for what a participle adds: that is not denied («…, adding that»)."""
    return replace(speech, negates=False) if speech.negates else speech


def added(frame: Frame, main: Frame | None) -> Frame:
    """What a participle adds to a frame: for its speaker, and by its verb if it only goes on."""
    if main is None:
        return frame
    says = frame.speech.that or not frame.speech.to  # «عازيا إياها إلى خطأ» is a claim of its own
    if frame.speech.act in GOES_ON and says and not frame.speech.negates and not frame.speech.own:
        return frame._replace(
            speech=_unnegated(main.speech), speaker=main.speaker, verb=main.verb,
            verb_skip=main.verb_skip, verb_length=main.verb_length,
        )  # fmt: skip
    return frame._replace(speaker=main.speaker)
