"""Markdown of the reference pages: tables, and the fields of a case file's models.

In: a pydantic model.  Out: lines of Markdown.  Words that a model does not carry stand in
`reference_fields.yaml`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from hudna.codes import Text
from hudna.entry import Entry
from hudna.evidence import Level

WORDS = yaml.safe_load(Path(__file__).with_name("reference_fields.yaml").read_text("utf-8"))

MADE = "<!-- Made by scripts/reference.py from the program: change it there. -->"

Page = Iterator[str]


# --- Markdown -------------------------------------------------------------------------------------


def page(title: str, *introduction: str) -> Page:
    """The head of a page."""
    yield from (f"# {title}", "", MADE, "")
    for paragraph in introduction:
        yield from (paragraph, "")


def cell(text: object) -> str:
    """Text that a table's cell can hold."""
    return " ".join(str(text).split()).replace("|", "\\|")


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Page:
    """A Markdown table, with an empty line after it."""
    names = list(header)
    yield "| " + " | ".join(names) + " |"
    yield "|" + " --- |" * len(names)
    for row in rows:
        yield "| " + " | ".join(cell(value) for value in row) + " |"
    yield ""


def arabic(text: str) -> str:
    """Arabic text that keeps its direction inside English."""
    return f'<span lang="ar" dir="rtl">{text}</span>'


def words(text: Text) -> str:
    """A text in both languages, one under the other."""
    return f"{text.en}<br>{arabic(text.ar)}"


def code(*values: object) -> str:
    """Values as code, separated by commas."""
    return ", ".join(f"`{value}`" for value in values)


def prose(docstring: str | None) -> str:
    """A docstring as one paragraph for each of its own."""
    parts = (docstring or "").strip().split("\n\n")
    return "\n\n".join(" ".join(part.split()) for part in parts)


# --- models ---------------------------------------------------------------------------------------

_FORMS = {
    r"^[A-Za-z0-9][A-Za-z0-9_.\-]{0,79}$": "id",
    r"^\d{4}-\d{2}-\d{2}([T ][0-9:.Z+\-]+)?$": "date or time",
    r"^\d{2}:\d{2}$": "HH:MM",
}


def models() -> dict[str, type[Entry]]:
    """Every model of a case file by name."""
    waiting: list[type[Entry]] = [Entry]
    found: dict[str, type[Entry]] = {}
    while waiting:
        for model in waiting.pop().__subclasses__():
            if model.__module__.startswith("hudna."):
                found[model.__name__] = model
                waiting.append(model)
    return found


def described(model: type[BaseModel], name: str, schema: Mapping[str, Any]) -> str | None:
    """What a field means: the model's words, else those of `reference_fields.yaml`."""
    if "description" in schema:
        return str(schema["description"])
    for owner in model.__mro__:
        if f"{owner.__name__}.{name}" in WORDS["models"]:
            return str(WORDS["models"][f"{owner.__name__}.{name}"])
    return str(WORDS["fields"][name]) if name in WORDS["fields"] else None


class Names:
    """Writes the types of one page: models that the page holds become links."""

    def __init__(self, defs: Mapping[str, Any], elsewhere: Mapping[str, str]) -> None:
        self.defs = defs
        self.elsewhere = elsewhere  # model → page
        self.met: dict[str, None] = {}

    def of(self, schema: Mapping[str, Any]) -> str:
        """The type of a field, as people say it."""
        if "$ref" in schema:
            return self._ref(str(schema["$ref"]).rsplit("/", 1)[1])
        if "discriminator" in schema:
            return "a [provision](provisions.md)"
        options = schema.get("anyOf") or schema.get("oneOf")
        if options:
            kinds = [self.of(option) for option in options if option.get("type") != "null"]
            return " or ".join(dict.fromkeys(kinds))
        if "const" in schema:
            return code(schema["const"])
        if "enum" in schema:
            return code(*schema["enum"])
        return self._plain(schema)

    def _plain(self, schema: Mapping[str, Any]) -> str:
        match schema.get("type"):
            case "array" if "prefixItems" in schema:
                return "[" + ", ".join(self.of(item) for item in schema["prefixItems"]) + "]"
            case "array":
                return f"list of {self.of(schema['items'])}"
            case "object":
                values = [*schema.get("patternProperties", {}).values()]
                values += [schema.get("additionalProperties")]
                return "mapping" + "".join(
                    f" of id to {self.of(value)}" for value in values if isinstance(value, Mapping)
                )
            case "string":
                return _FORMS.get(schema.get("pattern", ""), "text")
            case "integer":
                return "whole number"
            case "boolean":
                return "`true`, `false`"
            case None:
                return "value"
            case other:
                return str(other)

    def _ref(self, name: str) -> str:
        target = self.defs[name]
        if "enum" in target:
            return code(*target["enum"])
        if name == "Label":
            return "text, or `en` and `ar`"
        if name in self.elsewhere:
            return f"[{name}]({self.elsewhere[name]}#{name.lower()})"
        self.met[name] = None
        return f"[{name}](#{name.lower()})"


def default(schema: Mapping[str, Any]) -> str:
    """What holds where a field is left out."""
    if "const" in schema:
        return "required"
    if "default" not in schema:
        return "required" if not schema.get("_optional") else "—"
    value = schema["default"]
    if value is None or value in ({}, [], ""):
        return "—"
    if isinstance(value, dict):
        return "its defaults"
    if "enum" in schema and value not in schema["enum"] and isinstance(value, int):
        value = Level(value).name
    return code(*value) if isinstance(value, list) else code(json.dumps(value).strip('"'))


def fields(
    model: type[BaseModel], schema: Mapping[str, Any], names: Names, skip: Iterable[str] = ()
) -> Page:
    """The table of a model's fields."""
    rows = []
    properties = {**schema.get("properties", {})}
    for name in ("sources", "unverified", "note"):  # what every entry may have stands last
        if name in properties:
            properties[name] = properties.pop(name)
    for name, field in properties.items():
        if name in skip:
            continue
        optional = name not in schema.get("required", ())
        rows.append(
            (code(name), names.of(field), default({**field, "_optional": optional}),
             described(model, name, field) or "")
        )  # fmt: skip
    if rows:
        yield from table(("field", "value", "if left out", "meaning"), rows)


def model_page(root: type[BaseModel], elsewhere: Mapping[str, str]) -> Page:
    """The sections of a file's model and of every model that it holds, in the order met."""
    schema = root.model_json_schema(by_alias=True)
    defs = schema.get("$defs", {})
    names = Names(defs, elsewhere)
    yield from fields(root, schema, names)
    known, done = models(), set()
    while waiting := [name for name in names.met if name not in done]:
        name = waiting[0]
        done.add(name)
        yield from (f"## {name}", "", prose(defs[name].get("description")), "")
        yield from fields(known[name], defs[name], names)
