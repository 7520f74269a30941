"""Who says what in an English sentence.

The subject stands before the verb («The minister said that …»), or after it where a quotation comes
first («"…," said the minister»).  What is said follows «that», a preposition or «to» that the verb
takes, a colon or a quotation mark, or directly.  Further contents hang on it by «and that» and by
participles («adding that»).  The rules name classes of the lexicon, never words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hudna.text.english.heads import GOES_ON, Head, find_heads
from hudna.text.english.parts import find_subject
from hudna.text.english.said import find_content
from hudna.text.frames import NARRATION, Frame, Stretch
from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import QUOTES, Marked


# What begins a participle that tells how a source was come by.
_TOLD = frozenset(
    {"seen", "obtained", "cited", "quoted", "carried", "published", "released", "reviewed"}
)


def clauses(text: Marked, first: int, last: int) -> list[Frame]:
    """The frames of a sentence."""
    heads = find_heads(text, first, last)
    if (named := _named(text, first, last)) and all(head.nested for head in heads):
        return named
    frames: list[Frame] = []
    starts = sorted({head.first for head in heads if not head.nested}) + [last]
    if starts[0] > first:
        frames += _narrated(text, first, starts[0])
    main: Frame | None = None
    for head in heads:
        end = next((start for start in starts if start > head.place), last)
        frame = _framed(text, head, first, end, main)
        if frame is None:
            continue
        frames.append(frame)
        if head.sort in ("verb", "after", "according") and not head.nested:
            main = frame
    if not heads and (whole := _quotation(text, first, last)):
        return [Frame(first, last, whole, Speech("state"), carried=True)]
    frames += _held(text, first, last)
    return sorted(frames, key=lambda frame: (frame.content[0], -frame.content[1]))


def _named(text: Marked, first: int, last: int) -> list[Frame]:
    """ "Deputy spokesman: …": a speaker, a colon, and what is said, without a verb."""
    for place in range(first, min(first + 12, last - 1)):
        if text.words.text[place] == ":":
            subject = find_subject(text, first, place)
            if subject is None or subject[0] > first + 1 or subject[1] < place:
                return []
            if not any(True for _ in text.all(*subject, "titles", "bodies", "actor")):
                return []
            return [Frame(first, last, (place + 1, last), Speech("state"), speaker=subject)]
        if text.hit(place, "that", "verb"):
            return []
    return []


def _quotation(text: Marked, first: int, last: int) -> Stretch | None:
    """What is said, where a sentence is nothing but a quotation."""
    closing = text.closes.get(first)
    if closing is None or closing < last - 2 or text.words.text[first] not in QUOTES:
        return None
    return first + 1, closing


def _framed(text: Marked, head: Head, first: int, end: int, main: Frame | None) -> Frame | None:
    """The frame that a head introduces; `end` is where the next of its level begins."""
    after = head.place + head.hit.length
    if head.sort == "after":
        return _after_quotation(text, head, end)
    if head.sort == "verb":
        return _spoken(text, head, end)
    if head.sort == "participle":
        return _added(text, head, end, main)
    if head.sort == "more":
        if main is None:
            return None
        return replace(
            main, first=head.first, last=end, skip=0, content=(after, end), content_skip=0
        )
    if head.sort == "according":
        return _attributed(text, head, first, end)
    if head.sort == "expected":
        return Frame(
            head.first, end, (head.first, end), Speech("expect", "expectation"), verb=head.place,
            verb_length=head.hit.length, nested=head.nested,
        )  # fmt: skip
    if head.sort == "reportedly":
        return Frame(
            head.first, end, (head.first, end), Speech("report", "hearsay"), verb=head.place,
            verb_length=head.hit.length,
        )  # fmt: skip
    if head.sort == "condition":
        return Frame(
            head.first, end, (after, end), Speech("condition"), verb=head.place,
            verb_length=head.hit.length, carried=main is not None,
            speaker=main.speaker if main else None,
        )  # fmt: skip
    inner = list(_narrated(text, after, end))
    return replace(inner[0], first=head.first) if inner else None


def _spoken(text: Marked, head: Head, end: int) -> Frame | None:
    found = find_content(text, head.place, head.hit, end)
    if found is None:
        return None
    start, stop = found
    pronoun = head.subject is not None and _is_pronoun(text, head.subject)
    finish = stop if stop is not None and stop < end else end
    return Frame(
        head.first, max(finish, start), (start, finish), head.hit.value,
        speaker=None if pronoun else head.subject, carried=pronoun or head.subject is None,
        verb=head.place, verb_length=head.hit.length, nested=head.nested,
    )  # fmt: skip


def _is_pronoun(text: Marked, stretch: Stretch) -> bool:
    return stretch[1] - stretch[0] <= 2 and text.hit(stretch[0], "pronouns") is not None


def _after_quotation(text: Marked, head: Head, end: int) -> Frame | None:
    if head.quoted is None:
        return None
    pronoun = head.subject is not None and _is_pronoun(text, head.subject)
    last = max(head.place + head.hit.length, head.subject[1] if head.subject else 0)
    return Frame(
        max(head.first, 0), min(max(last, head.quoted[1]), end), head.quoted, head.hit.value,
        speaker=None if pronoun else head.subject, carried=pronoun or head.subject is None,
        verb=head.place, verb_length=head.hit.length,
    )  # fmt: skip


def _added(text: Marked, head: Head, end: int, main: Frame | None) -> Frame | None:
    speech: Speech = head.hit.value
    found = find_content(text, head.place, head.hit, end)
    if found is None:
        return None
    start, stop = found
    frame = Frame(
        head.first, end, (start, stop if stop is not None and stop < end else end), speech,
        carried=True, verb=head.place, verb_length=head.hit.length,
    )  # fmt: skip
    if main is None:
        return frame
    if speech.act in GOES_ON and not speech.negates:
        return replace(frame, speech=main.speech, speaker=main.speaker, verb=main.verb,
                       verb_length=main.verb_length)  # fmt: skip
    return replace(frame, speaker=main.speaker)


def _attributed(text: Marked, head: Head, first: int, end: int) -> Frame | None:
    """«According to sources, …», «…, according to sources»."""
    after = head.place + head.hit.length
    stop = after
    while stop < end and text.words.text[stop] not in (";",):
        if text.words.text[stop] == "," and not (
            stop + 1 < end
            and text.hit(stop + 1, "titles", "determiners")
            and _is_apposition(text, stop + 1, end)
        ):
            break
        stop += 1
    speaker = _source(text, after, stop)
    unnamed = any(True for _ in text.all(after, stop, "unnamed"))
    hedge = "hearsay" if unnamed else "none"
    if stop + 1 < end and _only_openers(text, first, head.place):
        content, start = (stop + 1, end), head.first
        last = end
    else:
        content, start, last = (first, head.place), first, stop
    return Frame(
        start, last, content, Speech("report", hedge), speaker=speaker,
        carried=speaker is None, verb=head.place, verb_length=1,
    )  # fmt: skip


def _source(text: Marked, first: int, last: int) -> Stretch | None:
    """The words that name whom something is according to, without what is told of them."""
    end = first
    while (
        end < last
        and not text.hit(end, "relative", "occasions", "time_words")
        and not (end > first + 1 and text.words.text[end] in _TOLD)
    ):
        end += 1
    while end > first and not text.is_word(end - 1):
        end -= 1
    return (first, end) if end > first else None


def _is_apposition(text: Marked, first: int, end: int) -> bool:
    """Whether a second comma soon closes what a first one opened."""
    return any(text.words.text[p] == "," for p in range(first, min(first + 10, end)))


def _only_openers(text: Marked, first: int, place: int) -> bool:
    return place - first <= 2 or (text.words.text[place - 1] in (",",) and place - first <= 4)


def _narrated(text: Marked, first: int, last: int) -> Iterator[Frame]:
    """A clause that nobody is named for."""
    start = first
    while start < last and (text.hit(start, "opener", "boundary") or not text.is_word(start)):
        hit = text.hit(start, "opener", "boundary")
        start += hit.length if hit else 1
    if start < last:
        yield Frame(first, last, (start, last), NARRATION)


def _held(text: Marked, first: int, last: int) -> Iterator[Frame]:
    """What a noun of saying holds whose holder stands before it: «Russia's demand that …»."""
    for place, hit in text.all(first, last, "noun"):
        if place == first:
            continue
        before = text.words.text[place - 1]
        holder = text.hit(place - 1, "actor", "nation")
        if (by := _by(text, place + hit.length, last)) is not None:
            yield from _by_whom(text, place, hit, by, last)
            continue
        possessive = before.endswith(("'s", "'")) and (
            text.capital(place - 1) or holder is not None
        )
        if not possessive and not text.hit(place - 1, "possessives"):
            continue
        after = place + hit.length
        speech: Speech = hit.value
        if after >= last:
            continue
        if (that := text.hit(after, "that")) is not None:
            start = after + that.length
        elif text.words.text[after] in speech.with_ or text.words.text[after] in (
            "to",
            "of",
            "for",
        ):
            start = after + 1
        else:
            continue
        end = start
        while (
            end < last and text.words.text[end] not in (",", ";") and not text.hit(end, "boundary")
        ):
            end += 1
        speaker = (place - 1, place) if possessive else None
        low = place - 1
        while (
            speaker is not None and low > first and text.is_word(low - 1) and text.capital(low - 1)
        ):
            low -= 1
        yield Frame(
            low if speaker else place, end, (start, end), speech,
            speaker=(low, place) if speaker else None, carried=speaker is None, verb=place, nested=True,
        )  # fmt: skip


def _by(text: Marked, place: int, last: int) -> int | None:
    """Where what is said begins after «a claim by Baku that», if it does."""
    if place + 2 >= last or text.words.text[place] not in ("by", "of"):
        return None
    return next(
        (at for at in range(place + 2, min(place + 9, last)) if text.words.text[at] == "that"), None
    )


def _by_whom(text: Marked, place: int, hit: Hit, that: int, last: int) -> Iterator[Frame]:
    end = that + 1
    while end < last and text.words.text[end] not in (",", ";") and not text.hit(end, "boundary"):
        end += 1
    yield Frame(
        place, end, (that + 1, end), hit.value, speaker=(place + hit.length + 1, that), verb=place,
        nested=True,
    )  # fmt: skip
