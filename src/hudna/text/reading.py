"""Read a text: from letters to statements, each with the place that it stands on.

    reading = Reader.of("ar").read(text, published=date(2016, 12, 30))
    reading.document()  # the JSON contract

Nothing is decided here: what is read is a claim of whoever said it, for a person to confirm.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from functools import cache
from typing import Any

from hudna.codes import load
from hudna.text import (
    frames, mentions, numbers, numerals, polarity, starts, times, topics,
)  # fmt: skip
from hudna.text.arabic import clauses as arabic
from hudna.text.conflicts import conflicts
from hudna.text.english import clauses as english
from hudna.text.frames import Frame, Grammar
from hudna.text.glued import parted
from hudna.text.letters import folded
from hudna.text.lexicon import Entry, Language, Lexicon
from hudna.text.marked import Marked, marked
from hudna.text.mention import Mention
from hudna.text.sentences import Part, parts
from hudna.text.speakers import Cast
from hudna.text.statement import Mentions, Note, Quote, Reading, Speaker, Statement
from hudna.text.units import Units, units
from hudna.text.vocabulary import vocabulary
from hudna.text.words import words

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
        cut, glued = parted(words(folded(text)), self.lexicon)
        page = marked(cut, self.lexicon)
        pieces, notes = parts(page)
        notes += [_glue(page, place) for place in glued]
        reading = _Statements(self, page, published)
        statements, said = reading.read(pieces)
        return Reading(
            text, sha256 or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            page.language, published and published.isoformat(), statements, said,
            conflicts(statements, reading.scoped), {}, tuple(sorted(notes, key=lambda note: note.span)),
        )  # fmt: skip


@cache
def _units(language: Language) -> Units:
    """What is counted in a language."""
    return units(load(f"lexicon/{language}/units.yaml", plain=True), language)


def _glue(text: Marked, place: int) -> Note:
    span = text.letters(place, place + 2)
    parts = text.words.quote(place, place + 1), text.words.quote(place + 1, place + 2)
    return Note("glued_words", span, " ".join(parts))


@dataclass(slots=True)
class _Statements:
    """The statements of one text."""

    reader: Reader
    text: Marked
    published: date | None
    scoped: set[str] = field(default_factory=set)

    def read(self, parts: list[Part]) -> tuple[tuple[Statement, ...], Mentions]:
        """The statements in order, and everything named."""
        text = self.text
        named = mentions.find(text)
        said = numerals.find(text.words, text.language)
        dated = times.find(text.words, text.language, self.published, self.reader.zone, said=said)
        dated = starts.resolved(text, dated, parts)
        counted = numbers.find(text.words, text.language, self.reader.units, dated, said)
        cast = Cast()
        found: list[Statement] = []
        for part in parts:
            if part.kind == "heading":
                continue
            for frame in frames.find(text, (part.first, part.last), _GRAMMARS[text.language]):
                speaker = _speaker(text, frame, cast)
                one = _statement(text, frame, speaker, named, counted, dated, len(found) + 1)
                if _says(one, frame):
                    found.append(one)
                    if topics.scope(text, *frame.content):
                        self.scoped.add(one.id)
        return tuple(found), Mentions(
            tuple(one.name for one in named if one.is_actor),
            tuple(one.name for one in named if not one.is_actor),
            tuple(one.value for one in dated), tuple(one.value for one in counted),
        )  # fmt: skip


def _says(one: Statement, frame: Frame) -> bool:
    """Whether it is a statement: narration only if it is about a provision or an observation."""
    return frame.verb is not None or frame.speaker is not None or bool(one.topics or one.event)


def _speaker(text: Marked, frame: Frame, cast: Cast) -> Speaker | None:
    if frame.speaker is not None:
        return cast.speaker(text, frame.speaker, frame.nested)
    return cast.last if frame.carried else None


def _statement(
    text: Marked, frame: Frame, speaker: Speaker | None, named: list[Mention],
    counted: list[Any], dated: list[Any], number: int,
) -> Statement:  # fmt: skip
    first, last = frame.content
    content = text.letters(first, last, frame.content_skip)
    span = text.letters(frame.first, frame.last, frame.skip)
    inside = mentions.within(named, first, last)
    if speaker is not None:
        inside = sorted(
            [*inside, *mentions.own_country(text, first, last, speaker)],
            key=lambda one: one.first,
        )
    verb = None
    if frame.verb is not None:
        at = text.letters(frame.verb, frame.verb + frame.verb_length, frame.verb_skip)
        verb = Quote(at, text.quote(at))
    act: Any = frame.speech.act
    hedge: Any = frame.speech.hedge
    if hedge == "none":
        hedge = topics.hedge(text, first, last)
    event = topics.event(text, act, first, last)
    span = (min(span[0], content[0]), max(span[1], content[1]))
    return Statement(
        f"s{number}", span, content, text.quote(span), act, polarity.polarity(text, frame), speaker, verb, hedge,
        () if event else topics.topics(text, first, last, inside), event,
        tuple(one.name for one in inside if one.is_actor),
        tuple(one.name for one in inside if not one.is_actor),
        tuple(one.value for one in mentions.within(dated, first, last)),
        tuple(one.value for one in mentions.within(counted, first, last)),
        topics.causes(text, first, last), text.quote(content),
    )  # fmt: skip
