"""Read the annotations of a folder: quotes to spans, everything checked.

A text is `NAME.txt`; its annotation `NAME.yaml` beside it says what a person marked, by quotes.
Run as a program, it checks the folders that it is given and prints what is wrong.

    python evaluation/reading/gold.py evaluation/reading/dev
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ACTS = ("confirm announce state deny commit demand condition accuse report expect opinion").split()
HEDGES = ("none", "hearsay", "expectation", "opinion")
NOTES = ("glued_words", "heading", "list", "encoding", "bidi")
ELLIPSIS = " … "

Span = tuple[int, int]


@dataclass(frozen=True)
class Text:
    """An annotated text: its words, and its marks with quotes turned to spans."""

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
    text = path.with_suffix(".txt").read_text("utf-8")
    faults: list[str] = []

    def place(where: str, quote: Any, at: Any = 1, within: Span | None = None) -> Span | None:
        found = find(text, str(quote), int(at), within)
        if found is None:
            faults.append(f"{path.name}: {where}: not in the text: {quote}")
        return found

    ids = [mark.get("id") for mark in marks.get("statements", [])]
    statements = [_statement(mark, place, faults) for mark in marks.get("statements", [])]
    for conflict in marks.get("conflicts", []):
        if not set(conflict["statements"]) <= set(ids):
            faults.append(f"{path.name}: conflict of unknown statements: {conflict}")
    notes = [
        {"kind": mark["kind"], "span": place("note", mark["quote"], mark.get("at", 1))}
        for mark in marks.get("notes", [])
    ]
    faults += [f"{path.name}: note {n['kind']}" for n in notes if n["kind"] not in NOTES]
    published = marks.get("published")
    return Text(
        path.stem, text, marks["language"], None if published in (None, "null") else published,
        statements, marks.get("conflicts", []), notes, faults,
    )  # fmt: skip


def _statement(mark: dict[str, Any], place: Any, faults: list[str]) -> dict[str, Any]:
    name = mark.get("id", "?")
    content = place(f"{name} content", mark["content"], mark.get("at", 1))
    span = place(
        f"{name} span", mark.get("span", mark["content"]), mark.get("span_at", mark.get("at", 1))
    )
    if content and span and not (span[0] <= content[0] and content[1] <= span[1]):
        faults.append(f"{name}: content does not lie in span {span} {content}")
    for key, allowed in (("act", ACTS), ("polarity", ("affirmed", "negated")), ("hedge", HEDGES)):
        if mark.get(key) not in allowed:
            faults.append(f"{name}: {key} is {mark.get(key)}, not one of {', '.join(allowed)}")
    speaker = _null(mark.get("speaker"))
    if speaker is not None:
        speaker = {key: _null(speaker.get(key)) for key in ("name", "role", "actor", "quote", "at")}
        speaker["span"] = place(f"{name} speaker", speaker["quote"], speaker["at"] or 1)
    verb = _null(mark.get("verb"))
    typed = {
        kind: [
            {key: _null(value) for key, value in one.items()}
            | {"span": place(f"{name} {kind}", one["quote"], one.get("at", 1), content)}
            for one in mark.get(kind, [])
        ]
        for kind in ("actors", "places", "times", "numbers")
    }
    for number in typed["numbers"]:
        number["value"] = float(number["value"])
    return {
        "id": name, "span": span, "content": content, "speaker": speaker, "act": mark.get("act"),
        "verb": verb and {"text": verb, "span": place(f"{name} verb", verb, 1, span) if span and mark.get("verb_in_span", "yes") == "yes" else None},
        "polarity": mark.get("polarity"), "hedge": mark.get("hedge"),
        "topics": mark.get("topics", []), "event": _null(mark.get("event")), **typed,
    }  # fmt: skip


def _null(value: Any) -> Any:
    return None if value in ("null", "~", "", None) else value


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
