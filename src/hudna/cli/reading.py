"""Commands that read texts: read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from hudna.cli.shared import (
    Database,
    Lang,
    Person,
    asked,
    err,
    out,
    print_json,
    progress,
    refused,
    shown,
    warn,
    write,
)

if TYPE_CHECKING:
    from hudna.engines.texts import Readers
    from hudna.text.document import Document
    from hudna.text.statement import Reading


class As(StrEnum):
    """How a reading is shown."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"


class Tongue(StrEnum):
    """The language of a text."""

    AUTO = "auto"
    AR = "ar"
    EN = "en"


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command()(read)


def _day(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise refused(f"“{written}” is not a day", "Write --published 2016-12-30") from None


def read(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="A text, a page, a PDF, or a folder.")
    ],
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day it was published, if the file does not say."),
    ] = None,
    lang: Annotated[Tongue, typer.Option(help="The language of the text.")] = Tongue.AUTO,
    case: Annotated[
        Path | None, typer.Option(metavar="CASE", help="Whose names and time zone to read with.")
    ] = None,
    format: Annotated[As, typer.Option(help="How it is shown.")] = As.TABLE,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it there.")] = None,
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Ask this model of a server, instead of the rules."),
    ] = None,
    endpoint: Annotated[
        str,
        typer.Option(
            metavar="URL", help="An OpenAI-compatible server; by default on this machine."
        ),
    ] = "http://localhost:11434/v1",
    public: Annotated[
        bool,
        typer.Option("--public", help="The text is public, so that it may be sent to a model."),
    ] = False,
    model_tier: Annotated[
        str | None,
        typer.Option(
            metavar="TIER", help="Texts of this tier may be sent to the model: it is logged."
        ),
    ] = None,
    database: Database = None,
    person: Person = None,
    interface: Annotated[
        Lang, typer.Option("--interface", help="The language of the page.")
    ] = Lang.EN,
) -> None:
    """Read who said what about what, with the place in the text where each claim stands.

    Nothing that is read enters a case by itself: a person accepts it (`hudna accept`).
    """
    day = _day(published)
    if format is As.TABLE and output is not None and not path.is_dir():
        raise refused("a table is only printed", "Choose --format json or html", str(output))
    if path.is_dir():
        if model is not None:
            raise refused("a model reads one text at a time", "Name a file", str(path))
        _folder(path, output, day, lang, case, format)
        return
    from hudna.text.document import open_document

    document = open_document(path, language=lang.value)
    if model is not None:
        asking = Asking(model, endpoint, public, model_tier, database, person)
        reading = _modelled(document, day, case, asking)
    else:
        reading = _readers(case, day).read(document, str(path))
    if format is As.JSON:
        if output is None:
            print_json(reading.document())
        else:
            written = json.dumps(reading.document(), ensure_ascii=False, indent=1) + "\n"
            write([written.encode()], output)
    elif format is As.HTML:
        from hudna.sitrep.claims import page

        write([page.html(reading, interface.value, name=path.name).encode()], output)
    else:
        from hudna.text import table

        for part in table.tables(reading, interface.value):
            out.print(part)
    if output is not None:
        err.print(shown(f"Wrote {output}"))


def _readers(case: Path | None, published: date | None) -> Readers:
    from hudna.engines.texts import Readers

    if case is None:
        return Readers(None, published)
    from hudna.case import open_case

    return Readers(open_case(case), published)


class Asking(NamedTuple):
    """Which model is asked, and as whom."""

    model: str
    endpoint: str
    public: bool
    tier: str | None
    database: str | None
    person: str | None


def _modelled(document: Document, day: date | None, case: Path | None, asking: Asking) -> Reading:
    """What a model reads; what does not stand in the text is dropped and counted."""
    from hudna.engines import modelled
    from hudna.text.drafting import drafts

    whom = modelled.Model(asking.model, asking.endpoint, asking.public, asking.tier)
    published = day or document.published
    if case is None:
        answer = modelled.read(document, published, whom, None)
        proposed = drafts(answer.reading)
    else:
        with asked(case, asking.database, None, asking.person) as known:
            answer = modelled.read(document, published, whom, known, asking.person)
            proposed = drafts(answer.reading, known.case)
    dropped = ", ".join(f"{count} {what}" for what, count in answer.dropped.items() if count)
    if dropped:
        err.print(shown(f"Dropped, as the text does not say so: {dropped}"))
    return replace(answer.reading, drafts=proposed, notes=document.notes)


def _folder(
    path: Path, output: Path | None, day: date | None, lang: Tongue, case: Path | None, format: As
) -> None:
    """Read every text of a folder into a file of JSON lines."""
    import hudna
    from hudna.text.folder import conflicts_file, read_folder

    if output is None or format is As.HTML:
        raise refused("is a folder", "Name a file of JSON lines with --output", str(path))
    readers = _readers(case, day)
    task = {"hudna": hudna.__version__, **readers.task()}
    files = sum(1 for one in path.rglob("*") if one.is_file())
    with progress(files, "reading") as advance:
        outcome = read_folder(
            path, output, readers.read, task=task, language=lang.value, advance=advance
        )
    warn(outcome.refused)
    read_now = outcome.read - len(outcome.refused)
    out.print(
        f"{max(read_now, 0)} texts read, {outcome.kept} as before, {len(outcome.refused)} refused: "
        f"{shown(str(output))}"
    )
    out.print(f"{outcome.conflicts} conflicts between texts: {shown(str(conflicts_file(output)))}")
    if outcome.left:
        out.print(
            f"{outcome.left} statements were not compared with all that tell of the same: too many"
        )
    for group in outcome.copies:
        first = f"; the earliest is {group.earliest}" if group.earliest else ""
        out.print(shown(f"Copies of one another: {', '.join(group.members)}{first}"))
