"""Read the annotations of a folder: quotes to spans, everything checked.

A text is `NAME.txt`; its annotation `NAME.yaml` beside it says what a person marked, by quotes
(`guidelines.md`).  Run as a program, it checks the folders or files that it is given and prints what is
wrong.

    python evaluation/reading/gold.py evaluation/reading/dev
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import yaml

from hudna.text.statement import Hedge, NoteKind, Polarity, SpeechAct

# What a field of a statement may be.
ALLOWED = {"act": get_args(SpeechAct), "polarity": get_args(Polarity), "hedge": get_args(Hedge)}
TYPED = ("actors", "places", "times", "numbers")
SPEAKER = ("name", "role", "actor", "quote", "at")
NOTES = get_args(NoteKind)
# A quote of its first and last words: «first … last».
ELLIPSIS = " … "
NULL = ("null", "~", "", None)

Span = tuple[int, int]


@dataclass(frozen=True)
class Text:
    """An annotated text: its words, and its marks with quotes turned to spans.

    Statements, conflicts and notes are as in the contract of `hudna read --format json`, as far as
    people mark them.  `faults` say what is wrong with the annotation.
    """

    name: str
    text: str
    language: str
    published: str | None
    statements: list[dict[str, Any]]
    conflicts: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    faults: list[str] = field(default_factory=list)


def find(text: str, quote: str, at: int = 1, within: Span | None = None) -> Span | None:
    """Where a quote stands: the `at`-th time, from 1; `first … last` is the shortest such run."""
    low, high = within or (0, len(text))
    head, _, tail = quote.partition(ELLIPSIS)
    start = low - 1
    for _ in range(at):
        start = text.find(head, start + 1, high)
        if start < 0:
            return None
    if not tail:
        return start, start + len(head)
    end = text.find(tail, start + len(head), high)
    return None if end < 0 else (start, end + len(tail))


def read(path: Path) -> Text:
    """The text beside an annotation, and the annotation with spans.  Faults are collected."""
    marks = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    page = _Page(path.name, path.with_suffix(".txt").read_text("utf-8"))
    statements = [page.statement(mark) for mark in marks.get("statements", [])]
    ids = [one["id"] for one in statements]
    if len(set(ids)) < len(ids):
        page.fault("two statements have one id")
    conflicts = marks.get("conflicts", [])
    for conflict in conflicts:
        if not set(conflict["statements"]) <= set(ids):
            page.fault(f"conflict of unknown statements: {conflict}")
    notes = [page.note(mark) for mark in marks.get("notes", [])]
    return Text(
        path.stem, page.text, marks["language"], _null(marks.get("published")), statements,
        conflicts, notes, page.faults,
    )  # fmt: skip


@dataclass
class _Page:
    """A text that is being marked, and what is wrong with its marks."""

    name: str
    text: str
    faults: list[str] = field(default_factory=list)

    def fault(self, what: str) -> None:
        self.faults.append(f"{self.name}: {what}")

    def span(
        self, where: str, quote: str, at: str = "1", within: Span | None = None
    ) -> Span | None:
        """Where a quote stands; one that does not is a fault."""
        found = find(self.text, quote, int(at), within)
        if found is None:
            self.fault(f"{where}: not in the text: {quote}")
        return found

    def note(self, mark: dict[str, Any]) -> dict[str, Any]:
        """A mark of the text itself."""
        if mark["kind"] not in NOTES:
            self.fault(f"note {mark['kind']} is not one of {', '.join(NOTES)}")
        return {
            "kind": mark["kind"], "span": self.span("note", mark["quote"], mark.get("at", "1")),
        }  # fmt: skip

    def statement(self, mark: dict[str, Any]) -> dict[str, Any]:
        """A statement with its spans."""
        id_, at = mark.get("id", "?"), mark.get("at", "1")
        content = self.span(f"{id_} content", mark["content"], at)
        span = self.span(f"{id_} span", mark.get("span", mark["content"]), mark.get("span_at", at))
        if content and span and not (span[0] <= content[0] and content[1] <= span[1]):
            self.fault(f"{id_}: content {content} does not lie in span {span}")
        for key, allowed in ALLOWED.items():
            if mark.get(key) not in allowed:
                self.fault(f"{id_}: {key} is {mark.get(key)}, not one of {', '.join(allowed)}")
        return {
            "id": id_, "span": span, "content": content, "speaker": self._speaker(id_, mark),
            "verb": self._verb(id_, mark, span), "topics": mark.get("topics", []),
            "event": _null(mark.get("event")),
            **{key: mark.get(key) for key in ALLOWED},
            **{kind: self._mentions(id_, kind, mark, content) for kind in TYPED},
        }  # fmt: skip

    def _speaker(self, id_: str, mark: dict[str, Any]) -> dict[str, Any] | None:
        marked = _null(mark.get("speaker"))
        if marked is None:
            return None
        speaker: dict[str, Any] = {key: _null(marked.get(key)) for key in SPEAKER}
        at = speaker.pop("at") or "1"
        return {**speaker, "span": self.span(f"{id_} speaker", marked["quote"], at)}

    def _verb(self, id_: str, mark: dict[str, Any], span: Span | None) -> dict[str, Any] | None:
        """The verb; of a further content it stands outside the span (`verb_in_span: no`)."""
        verb = _null(mark.get("verb"))
        if verb is None:
            return None
        inside = span is not None and mark.get("verb_in_span", "yes") == "yes"
        return {
            "text": verb, "span": self.span(f"{id_} verb", verb, "1", span) if inside else None,
        }  # fmt: skip

    def _mentions(
        self, id_: str, kind: str, mark: dict[str, Any], content: Span | None
    ) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for one in mark.get(kind, []):
            span = self.span(f"{id_} {kind}", one["quote"], one.get("at", "1"), content)
            found.append({**{key: _null(value) for key, value in one.items()}, "span": span})
            if kind == "numbers":
                found[-1]["value"] = float(one["value"])
        return found


def _null(value: Any) -> Any:
    """A value, or None as an annotation writes it."""
    return None if value in NULL else value


def folder(path: Path) -> list[Text]:
    """All annotated texts of a folder, by name."""
    return [read(found) for found in sorted(path.glob("*.yaml"))]


def main() -> None:
    """Check folders or files; say what is wrong, and how much there is."""
    wrong = 0
    for given in map(Path, sys.argv[1:]):
        for text in folder(given) if given.is_dir() else [read(given)]:
            print(f"{text.name}: {len(text.text)} characters, {len(text.statements)} statements")
            for fault in text.faults:
                print("  ", fault)
            wrong += len(text.faults)
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
