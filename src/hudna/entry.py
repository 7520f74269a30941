"""Entries: the models of what people write in case files, and how a wrong one is reported.

In: a `Located` YAML value and a pydantic model.  Out: the model, or problems with line and column.
Every entry refuses unknown fields, so that a misspelt one is met and not ignored.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from hudna.evidence import Ground, Level, Origin, Standing, level_of
from hudna.problem import Problem
from hudna.yamlfile import Located, Path_

Id = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]{0,79}$", strip_whitespace=False)
]
"""An identifier: Latin letters, digits, dot, dash and underscore; never reused, never translated."""

Written = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
"""Text that a person wrote; shown escaped, never executed."""

When = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}([T ][0-9:.Z+\-]+)?$")]
"""A local date (its whole day) or date and time, ISO 8601."""

_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")


class Entry(BaseModel):
    """Base of everything that stands in a case file."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False
    )


class Label(Entry):
    """A text in English, Arabic or both.  A bare text is taken for the language of its letters."""

    en: Written | None = None
    ar: Written | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"ar" if _ARABIC.search(value) else "en": value}
        return value

    @model_validator(mode="after")
    def _some(self) -> Label:
        if self.en is None and self.ar is None:
            raise ValueError("write the text in `en`, `ar` or both")
        return self

    def text(self, lang: str) -> str:
        """The text in `lang`, or in the other language where that is missing."""
        first, second = (self.ar, self.en) if lang == "ar" else (self.en, self.ar)
        return first or second or ""


def _level(value: Any) -> Any:
    if isinstance(value, str) and value in Level.__members__:
        return Level[value]
    raise ValueError("write E0, E1, E2, E3 or E4")


LevelName = Annotated[
    Level,
    BeforeValidator(_level, json_schema_input_type=str),
    Field(json_schema_extra={"type": "string", "enum": [level.name for level in Level]}),
]
"""An evidence level, E0 to E4."""


class Sourced(Entry):
    """What rests on sources: ids of the agreement's source register."""

    sources: list[Id] = []
    unverified: bool = Field(
        False, description="From general knowledge: shown as unverified wherever it appears."
    )
    note: Label | None = None


class Evidence(Entry):
    """How far an element is supported.

    `level` may be lower than what `origins` and `grounds` support (an analyst's caution), never
    higher; left out, it is derived from them.
    """

    level: LevelName | None = None
    origins: list[Id] = []
    grounds: list[Ground] = []
    contested: bool = False
    refuted: bool = False
    sources: list[Id] = []

    def standing(self, known: dict[str, Origin]) -> Standing:
        """Derive the standing, by the rules of `hudna.evidence`."""
        supported = level_of(self.origins, known, self.grounds)
        return Standing(
            supported if self.level is None else min(self.level, supported),
            self.contested,
            self.refuted,
            tuple(self.origins),
            tuple(self.grounds),
        )

    def overstated(self, known: dict[str, Origin]) -> Level | None:
        """The supported level where `level` stands above it, else None."""
        supported = level_of(self.origins, known, self.grounds)
        return supported if self.level is not None and self.level > supported else None


Model = TypeVar("Model", bound=BaseModel)


def build(
    located: Located, model: type[Model], value: Any = ..., at: Path_ = ()
) -> tuple[Model | None, list[Problem]]:
    """Validate `value` (the whole file unless given, standing at `at`) into `model`.

    Returns the model and no problems, or None and every problem with its place.
    """
    if value is ...:
        value = located.value
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        return None, [_explain(located, model, at, value, item) for item in error.errors()]
    except RecursionError:
        return None, [located.problem(at, "nested too deep", "Flatten it")]


def _explain(located: Located, model: type[BaseModel], at: Path_, value: Any, item: Any) -> Problem:
    path: Path_ = at
    here = value
    missing: str | None = None
    for step in item["loc"]:  # steps that name a branch of a union are not in the file
        if (isinstance(here, dict) and step in here) or (
            isinstance(here, list) and isinstance(step, int) and step < len(here)
        ):
            here, path = here[step], (*path, step)
        elif step == "[key]":  # the key itself is wrong, not what stands under it
            here = path[-1]
        else:
            missing = str(step)
    name = ".".join(str(step) for step in path) or "the file"
    kind, context = item["type"], item.get("ctx", {})
    if kind == "missing":
        return located.problem(path, f"{name}: `{missing}` is missing", f"Add `{missing}:`")
    if kind == "extra_forbidden":
        field = str(path[-1])
        return located.problem(
            path, f"{name}: there is no field `{field}` here", _hint(field, fields_of(model))
        )
    if kind in ("enum", "literal_error"):
        return located.problem(path, f"{name}: “{_short(here)}”", f"Write {context['expected']}")
    if kind == "union_tag_invalid":
        return located.problem(
            path, f"{name}: type “{context['tag']}”", f"Write one of {context['expected_tags']}"
        )
    if kind == "union_tag_not_found":
        return located.problem(path, f"{name}: `type` is missing", "Add `type: P01` … `P36`")
    if kind == "string_pattern_mismatch":
        return located.problem(
            path, f"{name}: “{_short(here)}” is not of the right form", _FORMS.get(
                context["pattern"], f"It must match {context['pattern']}")
        )  # fmt: skip
    message = str(item["msg"]).removeprefix("Value error, ")
    what = f"{name}: " + (f"“{_short(here)}”: {message}" if kind != "value_error" else message)
    return located.problem(path, what, _REMEDIES.get(kind, "Correct it; see `hudna schema`"))


def _hint(field: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(field, list(known), 1)
    return f"Did you mean `{near[0]}`?" if near else "Remove it, or see `hudna schema`"


@functools.cache
def fields_of(model: type[BaseModel]) -> frozenset[str]:
    """Every field name in the schema of `model`, at any depth: for hints only."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return frozenset(name for part in parts for name in part.get("properties", {}))


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"


_FORMS = {
    r"^[A-Za-z0-9][A-Za-z0-9_.\-]{0,79}$": "Use Latin letters, digits, `-`, `_` and `.` only",
    r"^\d{4}-\d{2}-\d{2}([T ][0-9:.Z+\-]+)?$": "Write 2016-12-30 or 2016-12-30T23:55",
}
_REMEDIES = {
    "value_error": "Correct it at this place",
    "list_type": "Write a list: [a, b]",
    "dict_type": "Write a mapping: name: value",
    "model_type": "Write a mapping: name: value",
    "string_type": "Write text (in quotes if it looks like a number)",
    "bool_type": "Write true or false",
    "bool_parsing": "Write true or false",
    "int_type": "Write a whole number",
    "int_parsing": "Write a whole number",
    "float_type": "Write a number",
}
