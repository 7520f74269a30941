"""The reference pages of the documentation, made from the program itself.

In: the models of the case files, the taxonomy, the codes, the commands.  Out: the pages of
`docs/reference/`.

    python scripts/reference.py            writes them
    python scripts/reference.py --check    says which differ from what is there, and exits 1
"""

from __future__ import annotations

import json
import sys
import typing
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

import typer

from hudna import cli, codes, taxonomy
from hudna.agreement.provisions import INFORMS, KINDS, ActTerm, Term, model_of
from hudna.case import open_case
from hudna.engines.batch import Judged, find_incident
from hudna.entry import Evidence
from hudna.gazetteer import COLUMNS
from hudna.judging.judge import Judge
from hudna.record.known import Known
from hudna.record.store import State
from hudna.schemas import FILES, TABLES
from reference_codes import codes_page, observations_page
from reference_matching import links_page
from reference_models import (
    WORDS,
    Names,
    Page,
    arabic,
    code,
    fields,
    model_page,
    models,
    page,
    prose,
    table,
    words,
)
from reference_python import python_page
from reference_record import byhand_page, log_page, release_page

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "reference"


# --- pages ----------------------------------------------------------------------------------------


_LABELS = (
    "A text with `en` and `ar` may be written bare; it is then taken for the language of its "
    "letters. A field that is not listed is an error."
)


def file_page(name: str, introduction: str) -> Page:
    """The page of one YAML file of a case."""
    yield from page(f"{name}.yaml", introduction, _LABELS, f"JSON Schema: `hudna schema {name}`.")
    elsewhere = {term.__name__: "provisions.md" for term in map(model_of, KINDS)}
    if name == "scenarios":
        elsewhere |= {"IncidentEntry": "incidents.md"}
    yield from model_page(FILES[name], elsewhere)


def provisions_page() -> Page:
    """P01 to P36 with their parameters."""
    yield from page(
        "Provisions",
        "A term of `agreement.yaml` is of one of 36 types. Its type says which parameters it has. "
        "A type is a heading, not a rule: what a clause requires stands in the agreement.",
        "A reading or a switch may set single parameters anew. It cannot change the type.",
    )
    together = _with_definitions()
    names = Names(together, {})
    common = set(Term.model_fields) | {"type"}
    yield from ("## Every term", "")
    yield from fields(Term, Term.model_json_schema(by_alias=True), names)
    yield from (
        "## Terms on acts",
        "",
        "Types P01, P02, P09 to P18 and P21 speak of acts. Besides the above they have:",
        "",
    )
    yield from fields(ActTerm, ActTerm.model_json_schema(by_alias=True), names, common)
    acting = common | {field.alias or name for name, field in ActTerm.model_fields.items()}
    for kind in KINDS:
        yield from _provision(
            kind, names, acting if issubclass(model_of(kind), ActTerm) else common
        )
    done: set[str] = set()
    known = models()
    while waiting := [name for name in names.met if name not in done]:
        done.add(waiting[0])
        yield from (f"## {waiting[0]}", "", prose(together[waiting[0]].get("description")), "")
        yield from fields(known[waiting[0]], together[waiting[0]], names)


def _with_definitions() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for model in (Term, ActTerm, *map(model_of, KINDS)):
        found |= model.model_json_schema(by_alias=True).get("$defs", {})
    return found


def _provision(kind: str, names: Names, skip: set[str]) -> Page:
    provision = taxonomy.provision(kind)
    model = model_of(kind)
    yield from (f"## {kind} {provision.label.en} {{ #{kind.lower()} }}", "")
    yield from (arabic(provision.label.ar), "")
    yield f"Needs: {provision.parameters}."
    if provision.contest:
        yield f"Often disputed: {provision.contest}."
    if kind in INFORMS:
        yield "It informs: its parameters change no verdict."
    yield ""
    schema = model.model_json_schema(by_alias=True)
    defaults = {
        name for name, field in ActTerm.model_json_schema(by_alias=True)["properties"].items()
        if schema["properties"].get(name, {}).get("default") != field.get("default")
    }  # fmt: skip
    yield from fields(model, schema, names, skip - (defaults & skip if issubclass(model, ActTerm) else set()))  # fmt: skip


def commands() -> dict[str, Any]:
    """The commands of the program by name; those of a group as `log show`."""
    found: dict[str, Any] = {}
    for name, command in typer.main.get_command(cli.app).commands.items():  # type: ignore[attr-defined]
        within = getattr(command, "commands", None)
        found |= {name: command} if within is None else {
            f"{name} {each}": inner for each, inner in within.items()
        }  # fmt: skip
    return found


def command_page() -> Page:
    """Every command with its arguments and options."""
    yield from page(
        "The command line",
        "`hudna COMMAND --help` says the same. Exit status: 0 done; 1 the input was refused, with "
        "the reason on standard error, a scenario differs, or a record does not hold; 2 wrong usage. "
        "A file is written whole or not at all.",
    )
    for name, command in commands().items():
        shown = [p for p in command.params if not getattr(p, "hidden", False)]
        arguments = [p for p in shown if p.param_type_name == "argument"]
        options = [p for p in shown if p.param_type_name == "option"]
        usage = " ".join(["hudna", name, *(p.metavar or p.name.upper() for p in arguments)])
        yield from (f"## hudna {name}", "", prose(command.help), "")
        yield from ("```text", usage + (" [OPTIONS]" if options else ""), "```", "")
        hints = typing.get_type_hints(command.callback)
        if arguments:
            yield from table(
                ("argument", "meaning"), ((code(p.metavar or p.name), p.help) for p in arguments)
            )
        if options:
            yield from table(
                ("option", "value", "if left out", "meaning"),
                (
                    (code(*p.opts, *p.secondary_opts), _takes(hints[p.name]), _given(p), p.help)
                    for p in options
                ),
            )


def _takes(hint: Any) -> str:
    kinds = [k for k in (typing.get_args(hint) or (hint,)) if k is not type(None)]
    kind = kinds[0]
    if kind is bool:
        return "—"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return code(*(item.value for item in kind))
    return "path" if kind is Path else "text"


def _given(option: Any) -> str:
    value = option.default
    if value is None or value is False:
        return "—"
    return code(value.value if isinstance(value, Enum) else value)


def zones_page() -> Page:
    """`zones.geojson`."""
    yield from page(
        "zones.geojson",
        "A GeoJSON feature collection. Each feature is one dated version of an area. Coordinates "
        "are longitude and latitude, WGS 84. `geometry` may be `null` where `units` say where the "
        "zone is. A property that is not listed is an error.",
    )
    properties = WORDS["zone_properties"].items()
    yield from table(("property", "meaning"), ((code(n), text) for n, text in properties))
    yield from ("## Kinds", "")
    yield from table(
        ("kind", "words", "meaning"),
        ((code(c.code), words(c.label), c.meaning.en) for c in codes.codes("zone").values()),
    )
    yield from ("## Evidence", "", prose(Evidence.__doc__), "")
    yield from fields(Evidence, Evidence.model_json_schema(), Names({"Ground": {"enum": list(codes.codes("ground"))}}, {}))  # fmt: skip


def gazetteer_page() -> Page:
    """`gazetteer.csv`."""
    yield from page(
        "gazetteer.csv",
        "A table of administrative units and places, in UTF-8 with commas. `id` and `kind` are "
        "required; columns may stand in any order. A column that is not listed is an error. One "
        "name may lead to several units: then it is ambiguous, and stays so.",
    )
    words = WORDS["gazetteer_columns"]
    yield from table(("column", "meaning"), ((code(name), words[name]) for name in COLUMNS))


def reports_page() -> Page:
    """The Arrow columns of the reports table."""
    yield from page(
        "The table of reports",
        "The record keeps reports, one row a report. An unknown "
        "value is null or an empty list. `hudna schema reports` prints the same.",
    )
    yield from table(
        ("column", "Arrow type", "null", "meaning"),
        (
            (code(c.name), code(c.type), "may be" if c.nullable else "never",
             (c.metadata or {}).get(b"doc", b"").decode())
            for c in TABLES["reports"]
        ),
    )  # fmt: skip


def judge_example() -> dict[str, Any]:
    """The JSON of one incident of the Syria case under two readings."""
    case = open_case(ROOT / "src" / "hudna" / "cases" / "syria-2016")
    known = Known(case, None, State(0, 0))
    incident, agreement = find_incident(known, "sc-01-sarmada")
    worlds = [agreement.worlds.of_reading(reading)[0] for reading in ("R1", "R4")]
    judged = Judged(known, worlds, Judge(agreement).judge(incident, worlds))
    example: dict[str, Any] = json.loads("".join(judged.pieces("json")))
    return example


def keys(value: Any, at: str = "") -> Iterator[str]:
    """The path of each key of a JSON value, as `judge_json` names them."""
    if isinstance(value, list) and value:
        for item in value:
            yield from keys(item, f"{at}[]")
    elif isinstance(value, dict) and not at.endswith(("switches", "elements")):
        for name, item in value.items():
            yield from keys(item, f"{at}.{name}" if at else name)
    else:
        yield at.removesuffix("[]")


_EXAMPLE = (
    "The strike at Sarmada in one world of R1 and one of R4. The hash, the version and all "
    "obligations but one are left out."
)


def json_page() -> Page:
    """The contract of `hudna judge --format json`."""
    yield from page(
        "The JSON of judge",
        "`hudna judge CASE --format json` prints one object. Keys are not removed or renamed "
        "without notice in the changelog. Codes are in [Reason codes](reason-codes.md).",
        "With `--format csv` and `--format parquet` there is one row for each finding and world, "
        "with the same names; lists are joined by `|`, and `elements` is seven letters in the "
        "order of the elements.",
    )
    yield from table(
        ("key", "meaning"), ((code(path), words) for path, words in WORDS["judge_json"].items())
    )
    example = judge_example()
    example["agreement"]["sha256"] = "…"
    example["engine"] = "hudna …"
    example["obligations"] = example["obligations"][:1]
    yield from (
        "## Example",
        "",
        _EXAMPLE,
        "",
        "```json",
        json.dumps(example, ensure_ascii=False, indent=2),
        "```",
        "",
    )


_FILES = {
    "agreement": "The agreement: its documents, clauses, terms, readings and switches. A case "
    "needs this file; the others are optional.",
    "actors": "The actors with their names, ties and designations, and the origins of reports.",
    "incidents": "Incidents that people coded by hand. What is not known is left out or written as "
    "several candidates.",
    "scenarios": "Incidents with the verdicts that a lawyer expects. `hudna test` compares; "
    "`hudna judge` leaves them out.",
}

ALL: dict[str, Callable[[], Page]] = {
    **{f"{name}.md": lambda n=name, text=text: file_page(n, text) for name, text in _FILES.items()},  # type: ignore[misc]
    "zones.md": zones_page,
    "gazetteer.md": gazetteer_page,
    "provisions.md": provisions_page,
    "observation-codes.md": observations_page,
    "reason-codes.md": codes_page,
    "cli.md": command_page,
    "judge-json.md": json_page,
    "python.md": python_page,
    "reports-table.md": reports_page,
    "links.md": links_page,
    "reports-by-hand.md": byhand_page,
    "log.md": log_page,
    "release.md": release_page,
}


WRITTEN = {"lexicons.md", "reading.md"}
"""Pages of the reference that people write."""


def rendered() -> dict[str, str]:
    """Every page by its file name."""
    return {name: "\n".join(make()).rstrip() + "\n" for name, make in ALL.items()}


def stale(pages: Mapping[str, str], folder: Path) -> list[str]:
    """The pages that differ from what stands in `folder`."""
    files = (path for path in folder.glob("*.md") if path.name not in WRITTEN)
    there = {path.name: path.read_text("utf-8") for path in files}
    return sorted(name for name in {*pages, *there} if pages.get(name) != there.get(name))


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` compare them; the exit status."""
    pages = rendered()
    if "--check" in arguments:
        for name in stale(pages, PAGES):
            print(f"docs/reference/{name} differs: run python scripts/reference.py")
        return 1 if stale(pages, PAGES) else 0
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (PAGES / name).write_text(text, encoding="utf-8")
    print(f"Wrote {len(pages)} pages to docs/reference")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
