"""The command that takes drafts of a reading into a case, by a person."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Column, Table

from hudna.cli.shared import CaseDir, Database, Person, Told, asked, out, print_json, refused, shown


class Kind(StrEnum):
    """A kind of drafts."""

    TERMS = "terms"
    READINGS = "readings"
    OBLIGATIONS = "obligations"
    REPORTS = "reports"


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command()(accept)


def accept(
    case: CaseDir,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID…", help="Drafts; without its last part, an id names all of its sort."
        ),
    ] = None,
    from_: Annotated[
        Path, typer.Option("--from", metavar="READING", help="What `hudna read` wrote, as JSON.")
    ] = ...,  # type: ignore[assignment]  # required
    text: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The text that was read: every quote is compared."),
    ] = None,
    all_of: Annotated[
        list[Kind] | None, typer.Option("--all-of", help="All drafts of a kind; may be repeated.")
    ] = None,
    list_: Annotated[
        bool, typer.Option("--list", help="Show the drafts with their quotes; accept none.")
    ] = False,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE",
            help="What you say and the statements do not: a parameter, or the answer of a switch.",
        ),
    ] = None,
    reason: Annotated[
        str | None, typer.Option(help="Why you say it: it stands beside the answer.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="The title of the text, as a source.")] = None,
    format: Annotated[Told, typer.Option(help="With --list: table or json.")] = Told.TABLE,
    database: Database = None,
    person: Person = None,
) -> None:  # fmt: skip
    """Take drafts of a reading into the agreement or the record: your word, not the program's."""
    from hudna.engines import accepting
    from hudna.engines.reading_file import read_reading

    reading = read_reading(from_, text)
    if list_:
        with asked(case, database, None, person) as known:
            _show(list(accepting.listed(known, reading)), format)
        return
    if not ids and not all_of:
        raise typer.BadParameter(
            "name drafts, or --all-of a kind; --list shows them", param_hint="ID…"
        )
    if person is None:
        raise typer.BadParameter("say who accepts", param_hint="--as")
    settings = dict(_setting(each) for each in set_ or ())
    if reason is not None and not settings:
        raise typer.BadParameter("is for what you --set", param_hint="--reason")
    drafts = accepting.chosen(reading, ids or (), [kind.value for kind in all_of or ()])
    says = accepting.Acceptance(person, settings, reason, title)
    with asked(case, database, None, person) as known:
        for one in accepting.accept(known, from_, reading, drafts, says, text):
            what = "was accepted before, nothing changed" if one.before else "accepted"
            out.print(f"{shown(one.draft)}: {what}: {shown(', '.join(one.into))}")


def _setting(written: str) -> tuple[str, Any]:
    from hudna.yamlfile import parse_yaml

    name, mark, value = written.partition("=")
    if not mark or not name.strip():
        raise typer.BadParameter("write NAME=VALUE", param_hint="--set")
    return name.strip(), parse_yaml(value, f"--set {name.strip()}").value


def _show(rows: list[dict[str, Any]], format: Told) -> None:
    if format == Told.JSON:
        print_json(rows)
        return
    if not rows:
        raise refused("has no drafts", "Read a text that says something of an agreement", "--from")
    table = Table(
        Column("draft", no_wrap=True), "proposes", "said by", "in the words", "open or not said",
        "accepted as", show_lines=True,
    )  # fmt: skip
    for row in rows:
        table.add_row(*map(shown, (
            row["id"], _told(row["proposes"]), ", ".join(row["by"]) or "nobody named",
            "\n".join(_cut(quote) for quote in row["quotes"]), ", ".join(row["open"]),
            "—" if row["accepted"] is None else ", ".join(row["accepted"]),
        )))  # fmt: skip
    out.print(table)


def _told(value: dict[str, Any]) -> str:
    return "\n".join(
        f"{name}: {each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)}"
        for name, each in value.items()
    )


def _cut(text: str) -> str:
    return text if len(text) <= 160 else text[:159] + "…"
