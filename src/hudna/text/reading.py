"""Read a text: from letters to statements, each with the place that it stands on.

    reading = Reader.of("ar").read(text, published=date(2016, 12, 30))
    reading.document()  # the JSON contract

Nothing is decided here: what is read is a claim of whoever said it, for a person to confirm.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from functools import cache
from typing import NamedTuple

from hudna.codes import load
from hudna.text import (
    forms,
    frames,
    mentions,
    numbers,
    numerals,
    polarity,
    sentences,
    starts,
    times,
    topics,
    transcript,
)
from hudna.text.arabic import clauses as arabic
from hudna.text.conflicts import conflicts
from hudna.text.english import clauses as english
from hudna.text.english.subjects import is_many
from hudna.text.found import Found
from hudna.text.frames import Frame, Grammar
from hudna.text.glued import parted, ran_into
from hudna.text.letters import folded
from hudna.text.lexicon import Entry, Language, Lexicon
from hudna.text.marked import Marked, Stretch, marked
from hudna.text.mention import Mention
from hudna.text.pairs import Pairs, pairs
from hudna.text.sentences import Part
from hudna.text.speakers import Cast
from hudna.text.stance import Stance
from hudna.text.statement import (
    Mentions,
    Note,
    Number,
    Quote,
    Reading,
    Speaker,
    SpeechAct,
    Statement,
    When,
)
from hudna.text.telling import tellings
from hudna.text.uncollected import uncollected
from hudna.text.units import Units, units
from hudna.text.vocabulary import vocabulary
from hudna.text.when.relative import from_telling
from hudna.text.words import words

# What takes up an event stands among so many words of a content; the event was told so many statements
# before at most.
_TAKEN_UP = 4
_TOLD = 3
# Acts that say what was or is, not what is to be within some time.
_REPORTED: frozenset[SpeechAct] = frozenset({"report"})
_STATED: frozenset[SpeechAct] = _REPORTED | {"state", "accuse", "deny", "opinion"}
# What these hold is to be.
_TO_COME: frozenset[SpeechAct] = frozenset({"commit", "demand", "condition"})
_GRAMMARS: Mapping[Language, Grammar] = {"ar": arabic.GRAMMAR, "en": english.GRAMMAR}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the texts of one language, with the names of the world and of a case.

    `zone` is the case's: clock times without a zone of their own are its.
    """

    lexicon: Lexicon
    units: Units
    zone: tzinfo | None = None

    @classmethod
    def of(
        cls, language: Language, named: Iterable[tuple[str, Entry]] = (), zone: tzinfo | None = None
    ) -> Reader:
        """A reader of a language; `named` are the names and words that a case adds."""
        compiled = vocabulary(language)
        added = list(named)
        if added:
            compiled = compiled.with_(added)
        return cls(compiled, _units(language), zone)

    def read(self, text: str, published: date | None = None, sha256: str | None = None) -> Reading:
        """What a text says.

        Args:
            text: The text as given; all spans are code points into it.
            published: The day it was published; without it «yesterday» stays open.
            sha256: Of the document that the text comes from; by default of the text in UTF-8.
        """
        if sha256 is None:
            sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        with uncollected():
            return self._read(text, published, sha256)

    def _read(self, text: str, published: date | None, sha256: str) -> Reading:
        cut, glued = parted(words(folded(text)), self.lexicon)
        page = marked(cut, self.lexicon)
        parts, notes = sentences.parts(page)
        notes += [_glue(page, (place, place + 2)) for place in glued]
        notes += [_glue(page, place) for place in ran_into(cut, self.lexicon)]
        named = self._named(page, parts, published)
        stances = _statements(page, parts, named, published)
        return Reading(
            text, sha256, page.language, published.isoformat() if published else None,
            tuple(one.statement for one in stances), named.document(), conflicts(stances), {},
            tuple(sorted(notes, key=lambda note: note.span)), tellings(stances),
        )  # fmt: skip

    def _named(self, text: Marked, parts: Sequence[Part], published: date | None) -> _Named:
        """Everything that a text names; a number that is part of a time counts nothing."""
        said = numerals.find(text.words, text.language)
        happened = times.events(text.words, text.language)
        dated = times.find(text.words, text.language, published, self.zone, said, happened)
        dated = starts.resolved(text, dated, parts, happened)
        counted = numbers.find(text.words, text.language, self.units, dated, said)
        called = mentions.find(text)
        named = {one.last for one in called}  # «مينسك 2» counts nothing
        counted = [one for one in counted if one.value.unit or one.first not in named]
        return _Named(called, mentions.outside(called, dated), mentions.outside(called, counted))


class _Named(NamedTuple):
    """Everything that a text names, or some words of it, each in order of place."""

    mentions: Sequence[Mention]
    times: Sequence[Found[When]]
    numbers: Sequence[Found[Number]]

    def within(self, text: Marked, first: int, last: int, speaker: Speaker | None) -> _Named:
        """What some words name that a speaker says."""
        named = mentions.within(self.mentions, first, last)
        if speaker is not None:
            named += mentions.own_country(text, first, last, speaker)
            named.sort(key=lambda one: one.first)
        return _Named(
            named, mentions.within(self.times, first, last),
            mentions.within(self.numbers, first, last),
        )  # fmt: skip

    def document(self, said: date | None = None) -> Mentions:
        """As nouns of the contract; `said` is the day from which one counts who says «within a week»."""
        return Mentions(
            tuple(one.name for one in self.mentions if one.is_actor),
            tuple(one.name for one in self.mentions if not one.is_actor),
            tuple(from_telling(one.value, said) for one in self.times),
            tuple(one.value for one in self.numbers),
        )


@cache
def _units(language: Language) -> Units:
    """What is counted in a language."""
    return units(load(f"lexicon/{language}/units.yaml", plain=True), language)


def _glue(text: Marked, glued: Stretch) -> Note:
    """What words should look like that lost the space between them."""
    first, last = glued
    before = text.quote(text.letters(first, last - 1))
    return Note("glued_words", text.letters(first, last), f"{before} {text.written(last - 1)}")


def _statements(
    text: Marked, parts: Sequence[Part], named: _Named, published: date | None
) -> list[Stance]:
    """The statements in order, each with what it stands for."""
    cast = Cast()
    found: list[Statement] = []
    stances: list[Stance] = []
    shown = pairs(text)
    labels, turn = transcript.labels(text), None
    for part in parts:
        if part.kind == "heading":
            _note_issuer(text, (part.first, part.last), cast)
            continue
        turn = transcript.turn(text, part, labels, cast, turn)
        first = part.first if turn is None else max(part.first, turn.first)
        for told in frames.find(text, (first, part.last), _GRAMMARS[text.language]):
            if turn is not None and transcript.is_own(text, told):
                frame, speaker = transcript.spoken(told, turn), turn.speaker
            else:
                frame, speaker = told, _speaker(text, told, cast)
            if speaker is not None and not frame.nested and frame.speech.act != "report":
                cast.hear(speaker)
            one = _statement(text, frame, speaker, named, shown, f"s{len(found) + 1}", published)
            one = _taking_up(text, frame, one, found)
            if _says(one, frame):
                found.append(one)
                scoped = topics.scope(text, *frame.content)
                withheld = polarity.is_withheld(text, frame)
                stances.append(Stance(one, text, frame.content, scoped, withheld))
    return stances


def _note_issuer(text: Marked, heading: Stretch, cast: Cast) -> None:
    """Whose text it is, where a heading says so: «بيان صادر عن …»."""
    issuer = _GRAMMARS[text.language].issuer(text, heading) if cast.issuer is None else None
    if issuer is not None:
        cast.issuer = cast.speaker(text, issuer, nested=True)


def _taking_up(
    text: Marked, frame: Frame, one: Statement, before: Sequence[Statement]
) -> Statement:
    """A statement that takes up what was told right before it: «denied it», «the strike was …».

    It takes up the event where it tells none itself, or only one that is not told apart; and what the one
    before it is about, where none was told.
    """
    first, last = frame.content
    if one.topics or one.event not in (None, topics.UNDETERMINED):
        return one
    met = text.all(first, min(last, first + _TAKEN_UP), "anaphors", "figures")
    met = [(place, hit) for place, hit in met if _is_told_of(text, place)]
    if not met:
        return one
    told = (other.event for other in reversed(before[-_TOLD:]) if other.event is not None)
    event = next(told, None) if any(hit.kind == "anaphors" for _, hit in met) else None
    if event is None and before and (frame.verb is not None or one.speaker is not None):
        return replace(one, topics=before[-1].topics[:1])
    return one if event is None else replace(one, event=event)


def _is_told_of(text: Marked, place: int) -> bool:
    """Whether a word speaks of what was told: an Arabic word for an act with its article («الغارة»)."""
    if text.language == "en" or forms.is_definite(text.word(place)):
        return True
    return text.hit(place, "event", "weak_event", "striking", "topic", "sort") is None


def _says(one: Statement, frame: Frame) -> bool:
    """Whether it is a statement: narration only if it is about a provision or an observation."""
    if frame.unsaid:
        return False
    return frame.verb is not None or one.speaker is not None or bool(one.topics or one.event)


def _speaker(text: Marked, frame: Frame, cast: Cast) -> Speaker | None:
    """Who says what a frame holds: whom it names, or who spoke last."""
    if frame.told is not None:
        cast.told = frame.told
    if frame.mine and (cast.issuer is not None or text.language == "en"):
        return cast.writer() if frame.carried else cast.issuer
    named = frame.speaker or (frame.otherwise if cast.last is None else None)
    if named is not None:
        return cast.speaker(text, named, frame.nested)
    if not frame.carried:
        return None
    if frame.otherwise is not None:
        place = frame.otherwise[1] - 1
        called = cast.called(text.word(place))
        if called is not None:
            return called
        if cast.person is None and text.hit(place, "titles"):
            return cast.speaker(text, frame.otherwise, frame.nested)
    told = cast.told
    if told is not None and (cast.last is None or _is_meant(text, frame, told)):
        return cast.speaker(text, told, frame.nested)
    return cast.person if frame.person and cast.person is not None else cast.last


def _is_meant(text: Marked, frame: Frame, told: Stretch) -> bool:
    """Whether a pronoun may stand for whom a narration has told of."""
    if frame.person or _is_person(text, told):
        return frame.person and _is_person(text, told)
    if frame.many and text.has(*told, "group_heads"):
        return True  # «the alliance … They said»
    return frame.many is not None and frame.many == is_many(text, told)


def _is_person(text: Marked, stretch: Stretch) -> bool:
    """Whether words name a person: by a title, or by a name that is nobody else's."""
    titled = text.has(*stretch, "titles") or (
        text.has(*stretch, "persons") and not text.has(*stretch, "group_heads")
    )  # «the rebel alliance» is none
    full = any(
        text.capital(at) and text.capital(at + 1) and text.is_plain(at) and text.is_plain(at + 1)
        for at in range(stretch[0], stretch[1] - 1)
    )  # «GAM's Zaini Abdullah»
    return titled or full or not text.has(*stretch, "actor", "bodies", "nation", "group_heads")


def _statement(
    text: Marked, frame: Frame, speaker: Speaker | None, named: _Named, shown: Pairs, id_: str,
    published: date | None,
) -> Statement:  # fmt: skip
    """The statement that a frame is; what happened is about no provision."""
    first, last = frame.content
    content = text.letters(first, last, frame.content_skip)
    whole = text.letters(frame.first, frame.last, frame.skip)
    span = min(whole[0], content[0]), max(whole[1], content[1])
    inside = named.within(text, first, last, speaker)
    told = inside.document(_said_on(text, frame, speaker, published))
    speech = frame.speech
    said = topics.Content.of(text, first, last)
    beside = shown.within(first, last)
    event = topics.event(said, speech.act, beside)
    about = topics.beside(event, topics.topics(said, inside.mentions, beside))
    hedge = topics.hedge(said) if speech.hedge == "none" else speech.hedge
    return Statement(
        id_, span, content, text.quote(span), speech.act, polarity.polarity(text, frame), speaker,
        _verb(text, frame), hedge, about, event, told.actors, told.places, told.times,
        told.numbers, topics.causes(said), text.quote(content),
    )  # fmt: skip


def _said_on(
    text: Marked, frame: Frame, speaker: Speaker | None, published: date | None
) -> date | None:
    """The day on which somebody says what is to be: that of publication, unless a text is told of.

    In Arabic «خلال» is over, too: of what is stated, that is more likely.
    """
    stated = _STATED if text.language == "ar" else _REPORTED
    provided = text.has(*frame.content, "provides")
    if any(hit.value.act in _TO_COME for _, hit in text.all(*frame.content, "verb")):
        stated = frozenset()  # «قال إن الروس تعهدوا بالانسحاب خلال 24 ساعة»
    return published if speaker and not provided and frame.speech.act not in stated else None


def _verb(text: Marked, frame: Frame) -> Quote | None:
    """The word of saying, without letters glued before it."""
    if frame.verb is None:
        return None
    span = text.letters(frame.verb, frame.verb + frame.verb_length, frame.verb_skip)
    return Quote(span, text.quote(span))
