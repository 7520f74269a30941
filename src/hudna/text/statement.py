"""Who said what about what, and where in the text it stands: claims, never facts.

The nouns of reading a text.  Their JSON is a contract (`Reading.document`): spans are code points
into the text as given, and `text[span[0]:span[1]]` is the quote, always.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from hudna.text.letters import Span

if TYPE_CHECKING:
    from hudna.text.telling import Telling

SpeechAct = Literal[
    "confirm", "announce", "state", "deny", "commit", "demand", "condition", "accuse", "report",
    "expect", "opinion",
]  # fmt: skip
Polarity = Literal["affirmed", "negated"]
Hedge = Literal["none", "hearsay", "expectation", "opinion"]
NoteKind = Literal["glued_words", "heading", "list", "encoding", "bidi"]
Modifier = Literal["more_than", "less_than", "about"]


@dataclass(frozen=True, slots=True)
class Name:
    """An actor or a place that the text names: `id` is None where it is not known.

    `candidates` are the ids that the words may stand for, when they may stand for several.
    """

    span: Span
    quote: str
    id: str | None
    name: str
    candidates: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "span": list(self.span), "quote": self.quote, "id": self.id, "name": self.name,
            "candidates": list(self.candidates),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class When:
    """A time that the text names, as an interval of local time: None is open or unknown.

    A date (`2016-12-30`) means the whole day, a time (`2016-12-30T00:00`) that minute; with an
    offset only where the zone is known.  `zone_from` says how: `stated` in the text, or the
    `case`'s.  `relative_to` is the event that it is counted from and the offset from it, as
    `{"event": "in-force", "offset": {"months": 1}}`.
    """

    span: Span
    quote: str
    earliest: str | None
    latest: str | None
    precision: str
    zone: str | None = None
    zone_from: Literal["stated", "case"] | None = None
    relative_to: dict[str, Any] | None = None

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "span": list(self.span), "quote": self.quote, "earliest": self.earliest,
            "latest": self.latest, "zone": self.zone, "zone_from": self.zone_from,
            "precision": self.precision, "relative_to": self.relative_to,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number of things counted; `unit` is None where the text names none that is known."""

    span: Span
    quote: str
    value: float | int
    unit: str | None
    modifier: Modifier | None = None

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "span": list(self.span), "quote": self.quote, "value": self.value, "unit": self.unit,
            "modifier": self.modifier,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of the text."""

    span: Span
    text: str

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {"span": list(self.span), "text": self.text}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom the text names for a statement; `actor` is whom they speak for, if that is known."""

    span: Span
    name: str
    role: str | None = None
    actor: str | None = None

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "actor": self.actor, "name": self.name, "role": self.role, "span": list(self.span),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said.

    `content` is what is said, `said` its words; `span` is that with what introduces it, `quote` its.
    """

    id: str
    span: Span
    content: Span
    quote: str
    act: SpeechAct
    polarity: Polarity
    speaker: Speaker | None = None
    verb: Quote | None = None
    hedge: Hedge = "none"
    topics: tuple[str, ...] = ()
    event: str | None = None
    actors: tuple[Name, ...] = ()
    places: tuple[Name, ...] = ()
    times: tuple[When, ...] = ()
    numbers: tuple[Number, ...] = ()
    causes: tuple[Quote, ...] = ()
    said: str = ""

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "id": self.id, "span": list(self.span), "content": list(self.content),
            "quote": self.quote, "speaker": self.speaker and self.speaker.document(),
            "act": self.act, "verb": self.verb and self.verb.document(),
            "polarity": self.polarity, "hedge": self.hedge, "topics": list(self.topics),
            "event": self.event,
            **{
                kind: [one.document() for one in getattr(self, kind)]
                for kind in ("actors", "places", "times", "numbers", "causes")
            },
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements that cannot both hold about one term; found, never repaired."""

    statements: tuple[str, str]
    about: str
    why: str

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {"statements": list(self.statements), "about": self.about, "why": self.why}


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the text itself that a reader should see: `text` says what was made of it."""

    kind: NoteKind
    span: Span
    text: str

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {"kind": self.kind, "span": list(self.span), "text": self.text}


@dataclass(frozen=True, slots=True)
class Mentions:
    """Everything named in a text, in order of place."""

    actors: tuple[Name, ...] = ()
    places: tuple[Name, ...] = ()
    times: tuple[When, ...] = ()
    numbers: tuple[Number, ...] = ()

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            kind: [one.document() for one in getattr(self, kind)]
            for kind in ("actors", "places", "times", "numbers")
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one text: the contract of `hudna read --format json`.

    `tellings` are what other texts may contradict; they are no part of it.
    """

    text: str
    sha256: str
    language: str
    published: str | None
    statements: tuple[Statement, ...] = ()
    mentions: Mentions = field(default_factory=Mentions)
    conflicts: tuple[Conflict, ...] = ()
    drafts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    tellings: tuple[Telling, ...] = ()

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "document": {
                "sha256": self.sha256, "language": self.language, "published": self.published,
                "characters": len(self.text),
            },
            "statements": [one.document() for one in self.statements],
            "mentions": self.mentions.document(),
            "conflicts": [one.document() for one in self.conflicts],
            "drafts": {
                kind: self.drafts.get(kind, [])
                for kind in ("terms", "readings", "obligations", "reports")
            },
            "notes": [one.document() for one in self.notes],
        }  # fmt: skip
