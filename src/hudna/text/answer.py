"""What a model says that a text says, held against the text: what does not stand there is dropped.

In: JSON of the contract, as a model wrote it, and the text.  Out: a `Reading` of which every span is
in the text, and counts of what was dropped and what was put in its right place.  Models cannot count:
where a quote is not at its span but stands once in the text, there it is.  Nothing that a model says
is believed beyond that: ids that nobody knows are no ids, and codes of no table are no codes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from hudna.taxonomy import acts, provisions
from hudna.text.letters import Span
from hudna.text.statement import (
    Conflict,
    Hedge,
    Mentions,
    Name,
    Number,
    Polarity,
    Quote,
    Speaker,
    SpeechAct,
    Statement,
    When,
)  # fmt: skip

MAX_STATEMENTS: Final = 5_000
MAX_MENTIONS: Final = 20_000
"""Items that are looked at, of the whole text; of one statement a hundredth."""

_LARGEST: Final = 1e15  # nothing that a text counts is more
_WRITTEN: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Said:
    """What a statement says of itself; the rest are lists of things that it names.

    `content_quote` is not of the contract: a model that cannot count may say what is said with it.
    """

    id: str
    span: Span
    content: Span
    quote: str
    act: SpeechAct
    polarity: Polarity
    hedge: Hedge = "none"
    event: str | None = None
    content_quote: str | None = None


@dataclass(slots=True)
class Checked:
    """An answer held against the text: what stands in it, and counts of the rest by what it was."""

    statements: tuple[Statement, ...] = ()
    mentions: Mentions = field(default_factory=Mentions)
    conflicts: tuple[Conflict, ...] = ()
    dropped: Counter[str] = field(default_factory=Counter)
    moved: int = 0


def checked(told: Mapping[str, Any], text: str, known: Collection[str] = ()) -> Checked:
    """Hold an answer against the text.  Never raises: what is malformed is dropped, and counted.

    Args:
        told: JSON of the contract of a reading.
        text: What it is about.
        known: The ids of actors and places that there are; others become null.
    """
    return _Check(text, frozenset(known)).all(told)


_ADAPTERS: Final[dict[Any, TypeAdapter[Any]]] = {
    kind: TypeAdapter(kind) for kind in (_Said, Conflict, Name, Number, Quote, Speaker, When)
}


@dataclass(slots=True)
class _Check:
    text: str
    known: frozenset[str]
    found: Checked = field(default_factory=Checked)

    def all(self, told: Mapping[str, Any]) -> Checked:
        """The whole answer."""
        self._surplus(told, {"document", "statements", "mentions", "conflicts"})
        statements, ids = self._statements(told)
        listed = told.get("mentions")
        named = listed if isinstance(listed, dict) else {}
        self.found.dropped["mentions"] += listed is not None and listed is not named
        self.found.statements = statements
        self.found.mentions = Mentions(
            tuple(self._names(named, "actors", None)), tuple(self._names(named, "places", None)),
            tuple(self._times(named, None)), tuple(self._numbers(named, None)),
        )  # fmt: skip
        self.found.conflicts = tuple(dict.fromkeys(self._conflicts(told, ids)))
        self.found.dropped = +self.found.dropped
        return self.found

    def _statements(self, told: Mapping[str, Any]) -> tuple[tuple[Statement, ...], dict[str, str]]:
        """The statements, each once, numbered in the order of the text; the new id of each."""
        kept: dict[tuple[Span, Span, str], Statement] = {}
        for item in self._listed(told, "statements", MAX_STATEMENTS):
            built = self._statement(item)
            if built is not None:
                place = (built.span, built.content, built.act)
                if self._fits("statements", place not in kept):
                    kept[place] = built
        ordered = sorted(kept.values(), key=lambda one: (one.span, one.content))
        ids: dict[str, str] = {}
        for number, one in enumerate(ordered, 1):
            ids.setdefault(one.id, f"s{number}")
        numbered = (replace(one, id=f"s{number}") for number, one in enumerate(ordered, 1))
        return tuple(numbered), ids

    def _statement(self, item: Any) -> Statement | None:
        parts = {"speaker", "verb", "topics", "actors", "places", "times", "numbers", "causes"}
        said = self._built(item, _Said, "statements", parts)
        if said is None:
            return None
        span = self._place(said.span, said.quote)
        if span is None:
            self.found.dropped["statements"] += 1
            return None
        content = self._content(said, span)
        topics = dict.fromkeys(
            code for code in self._listed(item, "topics", MAX_MENTIONS // 100)
            if self._fits("topics", isinstance(code, str) and code in provisions())
        )  # fmt: skip
        event = said.event
        if event is not None and not self._fits("events", event in acts()):
            event = None
        return Statement(
            said.id, span, content, self.text[span[0] : span[1]], said.act, said.polarity,
            self._speaker(item.get("speaker"), content[1]), self._verb(item.get("verb"), content[1]),
            said.hedge, tuple(topics), event,
            tuple(self._names(item, "actors", span)), tuple(self._names(item, "places", span)),
            tuple(self._times(item, span)), tuple(self._numbers(item, span)),
            tuple(self._causes(item, span)), self.text[content[0] : content[1]],
        )  # fmt: skip

    # --- places -----------------------------------------------------------------------------------

    def _place(self, span: Span, quote: str, within: Span | None = None) -> Span | None:
        """Where a quote stands: at its span, else where it stands once, in the text or a part of it."""
        low, high = within or (0, len(self.text))
        if not quote:
            return None
        if low <= span[0] < span[1] <= high and self.text[span[0] : span[1]] == quote:
            return span
        start = self.text.find(quote, low, high)
        if start < 0 or self.text.find(quote, start + 1, high) >= 0:
            return None
        self.found.moved += 1
        return start, start + len(quote)

    def _before(self, span: Span, quote: str, end: int) -> Span | None:
        """Where a speaker or verb stands: at its span, else the last time before what is said ends.

        Several things said may hang on one verb, far before them, and a name stands often.
        """
        if quote and span[0] >= 0 and self.text[span[0] : span[1]] == quote:
            return span
        start = self.text.rfind(quote, 0, end) if quote else -1
        if start < 0:
            return None
        self.found.moved += 1
        return start, start + len(quote)

    def _content(self, said: _Said, span: Span) -> Span:
        """What is said, within the statement: all of it where that cannot be told."""
        if said.content_quote is not None:
            placed = self._place(said.content, said.content_quote, span)
        else:
            moved = span[0] - said.span[0]
            low, high = said.content[0] + moved, said.content[1] + moved
            placed = (low, high) if span[0] <= low < high <= span[1] else None
        if placed is None:
            self.found.dropped["contents"] += 1
        return placed or span

    # --- things -----------------------------------------------------------------------------------

    def _speaker(self, item: Any, end: int) -> Speaker | None:
        speaker = self._built(item, Speaker, "speakers") if item is not None else None
        if speaker is None:
            return None
        span = self._before(speaker.span, speaker.name, end)
        if span is None:
            self.found.dropped["speakers"] += 1
            return None
        role = speaker.role
        if role is not None and not self._fits("roles", role != "" and role in self.text):
            role = None
        return replace(speaker, span=span, role=role, actor=self._id(speaker.actor))

    def _verb(self, item: Any, end: int) -> Quote | None:
        verb = self._built(item, Quote, "verbs") if item is not None else None
        if verb is None:
            return None
        span = self._before(verb.span, verb.text, end)
        if span is None:
            self.found.dropped["verbs"] += 1
            return None
        return replace(verb, span=span)

    def _names(self, item: Mapping[str, Any], kind: str, within: Span | None) -> Iterator[Name]:
        for name, span in self._placed(item, kind, Name, within):
            listed = (self._id(id_) for id_ in name.candidates)
            candidates = tuple(id_ for id_ in listed if id_ is not None)
            yield replace(name, span=span, id=self._id(name.id), candidates=candidates)

    def _times(self, item: Mapping[str, Any], within: Span | None) -> Iterator[When]:
        for when, span in self._placed(item, "times", When, within):
            if self._fits("times", _is_time(when)):
                yield replace(when, span=span)

    def _numbers(self, item: Mapping[str, Any], within: Span | None) -> Iterator[Number]:
        for number, span in self._placed(item, "numbers", Number, within):
            if self._fits("numbers", abs(number.value) < _LARGEST):
                yield replace(number, span=span)

    def _causes(self, item: Mapping[str, Any], within: Span) -> Iterator[Quote]:
        for one in self._listed(item, "causes", MAX_MENTIONS // 100):
            cause = self._built(one, Quote, "causes")
            if cause is None:
                continue
            span = self._place(cause.span, cause.text, within)
            if self._fits("causes", span is not None):
                assert span is not None
                yield replace(cause, span=span)

    def _placed(
        self, item: Mapping[str, Any], key: str, kind: type[T], within: Span | None
    ) -> Iterator[tuple[T, Span]]:
        """The things of a list that are well formed and stand in the text, with their places."""
        for one in self._listed(item, key, MAX_MENTIONS // (100 if within else 1)):
            built: Any = self._built(one, kind, key)
            if built is None:
                continue
            span = self._place(built.span, built.quote, within)
            if self._fits(key, span is not None):
                assert span is not None
                yield built, span

    def _conflicts(self, told: Mapping[str, Any], ids: Mapping[str, str]) -> Iterator[Conflict]:
        for item in self._listed(told, "conflicts", MAX_STATEMENTS):
            conflict = self._built(item, Conflict, "conflicts")
            if conflict is None:
                continue
            one, other = (ids.get(id_) for id_ in conflict.statements)
            about = conflict.about.partition(":")[0]
            fits = one is not None and other is not None and one != other
            if self._fits("conflicts", fits and (about in provisions() or about in acts())):
                assert one is not None
                assert other is not None
                yield replace(conflict, statements=(one, other))

    # --- shapes -----------------------------------------------------------------------------------

    def _built(
        self, item: Any, kind: type[T], what: str, besides: Collection[str] = ()
    ) -> T | None:
        """An item of the contract as its noun, or None if it is malformed; counted as `what`."""
        if not isinstance(item, dict):
            self.found.dropped[what] += 1
            return None
        names = {one.name for one in fields(kind)}  # type: ignore[arg-type]  # all are dataclasses
        self._surplus(item, names | set(besides))
        own = {name: value for name, value in item.items() if name in names}
        try:
            built: T = _ADAPTERS[kind].validate_json(json.dumps(own), strict=True)
        except (
            ValidationError,
            ValueError,
            RecursionError,
        ):  # ValueError: numbers beyond all bounds
            self.found.dropped[what] += 1
            return None
        return built

    def _listed(self, item: Any, key: str, most: int) -> list[Any]:
        """A list of an item; what is none, or beyond the most, is dropped."""
        value = item.get(key)
        if not isinstance(value, list):
            self.found.dropped[key] += value is not None
            return []
        self.found.dropped[key] += max(0, len(value) - most)
        return value[:most]

    def _surplus(self, item: Mapping[str, Any], names: Collection[str]) -> None:
        self.found.dropped["keys"] += sum(1 for name in item if name not in names)

    def _fits(self, what: str, holds: bool) -> bool:
        self.found.dropped[what] += not holds
        return holds

    def _id(self, id_: str | None) -> str | None:
        return id_ if id_ is not None and self._fits("ids", id_ in self.known) else None


def _is_time(when: When) -> bool:
    """Whether its bounds are times, in order, with an offset only where a zone is stated."""
    bounds = [bound for bound in (when.earliest, when.latest) if bound is not None]
    try:
        moments = [_moment(bound) for bound in bounds]
    except ValueError:
        return False
    zoned = any(moment.tzinfo is not None for moment in moments)
    if zoned and (when.zone is None or any(moment.tzinfo is None for moment in moments)):
        return False
    relative = when.relative_to
    counted = relative is None or isinstance(relative.get("event"), str)
    return counted and when.zone_from != "case" and moments == sorted(moments)


def _moment(written: str) -> datetime:
    """A local time.  Raises `ValueError`."""
    if _WRITTEN.fullmatch(written) is None:
        raise ValueError(written)
    return datetime.fromisoformat(written)
