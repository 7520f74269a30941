"""The page of the Python interface, from its docstrings and the schemas of its tables.

In: `hudna.open_case`, `hudna.new_case`, the case that they open.  Out: lines of Markdown.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa

import hudna
from hudna.engines.notebook import OpenedCase
from hudna.finding_table import SETS
from hudna.finding_table import schema as findings
from hudna.incident_table import SCHEMA as INCIDENTS
from reference_models import Page, code, page, prose, table

_SECTIONS = {"Args": "Arguments", "Returns": "Returns", "Raises": "Raises"}


def python_page() -> Page:
    """The Python interface: functions, what an opened case answers, the columns of its tables."""
    yield from page(
        "The Python interface",
        "For notebooks and scripts. [Judging in a notebook](../tutorial/notebook.md) shows it at "
        "work. pandas and polars are not needed, and are taken where they are installed. What is "
        "refused raises `hudna.problem.Refused`, whose `problems` name the row, the cause and the "
        "remedy.",
    )
    for function in (hudna.open_case, hudna.new_case, hudna.match):
        yield from _function(f"hudna.{function.__name__}", function)
    yield from ("## An opened case", "", _prose(inspect.getdoc(OpenedCase) or ""), "")
    for name, member in public():
        if isinstance(member, property):
            yield from (f"### case.{name}", "", *_told(inspect.getdoc(member) or ""))
        else:
            yield from _function(f"case.{name}", member, "###")
    yield from _columns(
        "The columns of a table of incidents", "`hudna.incident_table.SCHEMA`.", INCIDENTS
    )
    whole = findings([""], [""])
    yield from _columns(
        "The columns of a table of findings",
        "Between `causes` and `reasons` stand the verdicts: a column a reading, or a world. With "
        '`form="long"` there are `world`, `reading` and `verdict`. The table of `case.findings` '
        f"has sets of worlds in their place: {', '.join(map(code, SETS))}. A word that repeats is "
        "a category, in pandas and polars.",
        [field for field in whole if field.name not in SETS],
    )


def public() -> Iterator[tuple[str, Any]]:
    """What an opened case answers, in the order of its source."""
    for name, member in vars(OpenedCase).items():
        if not name.startswith("_") and (
            isinstance(member, property) or inspect.isfunction(member)
        ):
            yield name, member


def _function(name: str, function: Callable[..., Any], level: str = "##") -> Page:
    signature = inspect.signature(function)
    given = [
        p.replace(annotation=p.empty) for p in signature.parameters.values() if p.name != "self"
    ]
    shown = signature.replace(parameters=given, return_annotation=signature.empty)
    yield from (f"{level} {name}", "", "```text", f"{name}{shown}", "```", "")
    yield from _told(inspect.getdoc(function) or "")


def _told(text: str) -> Page:
    """A docstring of the google style: its prose, and its sections as lists."""
    parts = re.split(rf"^({'|'.join(_SECTIONS)}):\n", text, flags=re.MULTILINE)
    yield from (_prose(parts[0].strip()), "")
    for section, body in zip(parts[1::2], map(inspect.cleandoc, parts[2::2]), strict=True):
        yield from (f"**{_SECTIONS[section]}**", "")
        if section == "Returns":
            yield from (_prose(body), "")
            continue
        for item in re.split(r"^(?=\S)", body, flags=re.MULTILINE)[1:]:
            argument, _, meaning = item.partition(": ")
            yield from _item(f"`{argument}`: {meaning}")
        yield ""


def _item(text: str) -> Page:
    """One item of a list, with a list or paragraphs of its own."""
    first, *rest = re.split(r"\n\s*\n|\n(?=\s*- )", text.rstrip())
    yield f"- {prose(first)}"
    inner = False
    for part in rest:
        listed = part.lstrip().startswith("- ")
        yield from [] if listed and inner else [""]
        yield f"    {prose(part)}"
        inner = listed


def _prose(text: str) -> str:
    """Paragraphs, each on one line."""
    return "\n\n".join(prose(part) for part in text.split("\n\n"))


def _columns(title: str, text: str, fields: Iterable[pa.Field]) -> Page:
    yield from (f"## {title}", "", text, "")
    yield from table(
        ("column", "Arrow type", "null", "meaning"),
        (
            (code(f.name), _type(f.type), "may be" if f.nullable else "never",
             (f.metadata or {}).get(b"doc", b"").decode())
            for f in fields
        ),
    )  # fmt: skip


def _type(kind: pa.DataType) -> str:
    """A type as its name; a dictionary by what it holds."""
    return f"{code(kind.value_type)}, dictionary" if pa.types.is_dictionary(kind) else code(kind)
