"""Frames: where in a sentence somebody says something, before it is a statement.

In: a sentence of a marked text, and the grammar of its language (`arabic/clauses.py`,
`english/clauses.py`).  Out: its frames.  First the heads are found, the words at which something said
is introduced; then each becomes a frame: the verb or noun of saying, the words that name the speaker,
what is said.  `reading.py` makes statements of frames.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from hudna.text.lexicon import Hit, Speech
from hudna.text.marked import BRACKETS, QUOTES, Marked, Stretch

NARRATION = Speech("report")
# What a quotation or a colon holds without a verb.
SPEECH = Speech("state")
# A quotation that ends a content began within so many words before its end.
_REACH = 60

# How a head introduces what is said: a verb with what it holds behind or before it, a participle or a
# connective that adds a content for the same speaker, its preposition repeated, a source («بحسب …»), an
# expectation, hearsay, a condition; a clause is narration, and a source may trail it; a remark speaks of what
# was told right before it.
Sort = Literal[
    "verb", "after", "given", "participle", "more", "again", "according", "trailing", "expected",
    "reportedly", "condition", "clause", "remark",
]  # fmt: skip
# After heads of these, a participle or «وأن» goes on for their speaker.
_SPEAKING: frozenset[Sort] = frozenset({"verb", "after", "given", "according"})


class Frame(NamedTuple):
    """One thing said, in words of the text.

    `first` and `last` bound it with what introduces it; `skip` letters of its first word are left
    out.  `content` is what is said; `content_skip` letters of its first word are not («بضمان»).
    `speaker` is the words that name who says it; None: nobody, or whoever spoke last, if `carried`.
    `otherwise` is the words that stand for the last speaker, and name one if nobody has spoken («the
    minister»).  `told` is the words that name whom a narration tells of, and `person` says that whoever
    goes on is a person («he»), `many` that it is one body or several («it», «they»).  What is `mine` is
    said by whose text it is («we call on …»).
    `verb` is the word of saying, `verb_skip` the letters before it, `verb_length` its words.  What is
    `nested` stands in what another says.  What is `unsaid` is no statement: it only tells of somebody, who may
    go on («The front gave no comment.  They …»).
    """

    first: int
    last: int
    content: Stretch
    speech: Speech
    skip: int = 0
    content_skip: int = 0
    speaker: Stretch | None = None
    carried: bool = False
    otherwise: Stretch | None = None
    told: Stretch | None = None
    person: bool = False
    mine: bool = False
    many: bool | None = None
    verb: int | None = None
    verb_skip: int = 0
    verb_length: int = 1
    nested: bool = False
    unsaid: bool = False


class Head(NamedTuple):
    """A word at which something said is introduced.

    Its clause begins at `first`, its word at `place`.  `subject` is the words that name who speaks,
    where they are known at once; `quoted` is what is said, where it stands before the verb; it `covers`
    what others say within it, if it is one person's telling.  What it holds ends before `until` at the latest,
    where it stands in an aside.
    """

    first: int
    place: int
    hit: Hit
    sort: Sort
    subject: Stretch | None = None
    nested: bool = False
    quoted: Stretch | None = None
    covers: bool = False
    until: int | None = None

    @property
    def after(self) -> int:
        """The word behind it."""
        return self.place + self.hit.length

    def frame(self, content: Stretch, last: int, speech: Speech) -> Frame:
        """A frame that it introduces, as yet without a speaker."""
        return Frame(
            self.first, last, content, speech, verb=self.place, verb_skip=self.hit.skip,
            verb_length=self.hit.length, nested=self.nested,
        )  # fmt: skip


@dataclass(slots=True)
class Sentence:
    """A sentence as it is read: words `first` to before `last`, the heads and frames found so far.

    `main` is the frame for whose speaker a participle or «وأن» goes on.
    """

    text: Marked
    first: int
    last: int
    heads: list[Head] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    main: Frame | None = None

    def add(self, head: Head, frame: Frame) -> None:
        """Take in what a head introduces."""
        self.frames.append(frame)
        if head.sort in _SPEAKING and not head.nested:
            self.main = frame


# What an entry of the lexicon introduces at a word of a sentence, if it introduces something.
Finder = Callable[[Sentence, int, Hit], Head | None]
# The frame of a head, which at most goes on to before a word: there the next of its level begins.
Framer = Callable[[Sentence, Head, int], Frame | None]


def _never(_: Sentence) -> bool:
    return False


def _nobody(_: Marked, __: Stretch) -> None:
    return None


def _whole(_: Marked, stretch: Stretch) -> list[Stretch]:
    return [stretch]


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a language says who says what.

    `finders` are by the kind of an entry, tried in order; `framers` by the sort of a head.  `unheaded`
    gives the frames of a sentence that no head rules; `narrated` those of words that nobody is named
    for; `held` what nouns of saying hold («رفض موسكو استثناء …»).  `led` says whether whoever speaks
    stands before a colon, so that the verbs behind it are what is said; `issuer` is the words of a heading
    that name whose text it is; `clauses` are the main clauses of words that nobody is named for.
    """

    finders: Mapping[str, tuple[Finder, ...]]
    framers: Mapping[Sort, Framer]
    unheaded: Callable[[Sentence], Frame | None]
    narrated: Callable[[Marked, Stretch], Frame | None]
    held: Callable[[Sentence], Iterator[Frame]]
    led: Callable[[Sentence], bool] = _never
    issuer: Callable[[Marked, Stretch], Stretch | None] = _nobody
    clauses: Callable[[Marked, Stretch], list[Stretch]] = _whole


def find(text: Marked, stretch: Stretch, grammar: Grammar) -> list[Frame]:
    """The frames of a sentence, in order, each with its ends trimmed; empty ones are dropped."""
    kept = []
    for frame in sorted(_frames(text, stretch, grammar), key=_order):
        content = _trimmed(text, frame.content)
        if content[0] < content[1]:
            kept.append(frame if content == frame.content else _moved(frame, content))
    return kept


def _moved(frame: Frame, content: Stretch) -> Frame:
    """A frame with its content trimmed."""
    skip = frame.content_skip if content[0] == frame.content[0] else 0
    return frame._replace(
        content=content, content_skip=skip, first=min(frame.first, content[0]),
        last=max(frame.last, content[1]),
    )  # fmt: skip


def _order(frame: Frame) -> Stretch:
    """In order of place; what holds another before it."""
    return frame.content[0], -frame.content[1]


def _frames(text: Marked, stretch: Stretch, grammar: Grammar) -> list[Frame]:
    first, last = stretch
    sentence = Sentence(text, first, last)
    _find_heads(sentence, grammar)
    if all(head.nested for head in sentence.heads) or grammar.led(sentence):
        whole = grammar.unheaded(sentence)
        if whole is not None:
            return [whole]
    starts = [head.first for head in sentence.heads if not head.nested] + [last]
    if starts[0] > first:
        sentence.frames += _narrated(text, (first, starts[0]), grammar)
    inner = sorted([*starts, *(head.first for head in sentence.heads if head.sort == "again")])
    for head in sentence.heads:
        ends = inner if head.nested else starts
        end = next((start for start in ends if start > head.place), last)
        end = end if head.until is None else min(end, head.until)
        if head.sort == "clause":
            (_, end), *more = grammar.clauses(text, (head.after, end))
            sentence.frames += [one for clause in more for one in _narrated(text, clause, grammar)]
        frame = grammar.framers[head.sort](sentence, head, end)
        if frame is not None:
            sentence.add(head, frame)
    taken = {
        place
        for frame in sentence.frames
        if frame.verb is not None
        for place in range(frame.verb, frame.verb + frame.verb_length)
    }
    held = [frame for frame in grammar.held(sentence) if frame.verb not in taken]
    return [*sentence.frames, *held]


def _narrated(text: Marked, stretch: Stretch, grammar: Grammar) -> list[Frame]:
    """What the main clauses of a stretch tell that nobody is named for."""
    told = (grammar.narrated(text, clause) for clause in grammar.clauses(text, stretch))
    return [frame for frame in told if frame is not None]


def _find_heads(sentence: Sentence, grammar: Grammar) -> None:
    """Put the heads of a sentence into it, in order; none stands in the words of another."""
    free = sentence.first
    for place in sentence.text.places(sentence.first, sentence.last, *grammar.finders):
        head = _head(sentence, place, grammar) if place >= free else None
        if head is not None:
            sentence.heads.append(head)
            free = max(place + 1, head.after)
    if any(head.quoted is not None for head in sentence.heads):
        sentence.heads = [_nested(sentence, head) for head in sentence.heads]


def _nested(sentence: Sentence, head: Head) -> Head:
    """A head; nested if it stands within what another holds in quotation marks, or covers."""
    inside = any(
        other.quoted is not None
        and other is not head
        and other.quoted[0] <= head.place < other.quoted[1]
        and (
            other.covers
            or head.sort == "clause"
            or sentence.text.word(other.quoted[0] - 1) in QUOTES
        )
        for other in sentence.heads
    )
    return head._replace(nested=True) if inside else head


def _head(sentence: Sentence, place: int, grammar: Grammar) -> Head | None:
    for hit in sentence.text.hits[place]:
        for finder in grammar.finders.get(hit.kind, ()):
            head = finder(sentence, place, hit)
            if head is not None:
                return head
    return None


def _trimmed(text: Marked, stretch: Stretch) -> Stretch:
    """A stretch without marks at its ends; a quotation that it holds whole keeps its marks."""
    first, last = stretch
    while first < last and not text.is_word(first) and text.closes.get(first, last) >= last:
        first += 1
    while last > first and not text.is_word(last - 1) and not _closes(text, first, last - 1):
        last -= 1
    whole = last - first >= 2 and text.closes.get(first) == last - 1
    if whole and text.word(first) not in BRACKETS:
        return _trimmed(text, (first + 1, last - 1))
    return first, last


def _closes(text: Marked, first: int, place: int) -> bool:
    """Whether a mark closes what was opened in a stretch."""
    return max(first, place - _REACH) <= text.opens.get(place, -1)
