"""Commands that read texts: read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hudna.cli.shared import Lang, out, print_json, refused, write

if TYPE_CHECKING:
    from hudna.text.reading import Reader
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
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A text, a page, a PDF, or a folder.")],
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day it was published, if the file does not say.")
    ] = None,
    lang: Annotated[Tongue, typer.Option(help="The language of the text.")] = Tongue.AUTO,
    case: Annotated[
        Path | None, typer.Option(metavar="CASE", help="Whose names and time zone to read with.")
    ] = None,
    format: Annotated[As, typer.Option(help="How it is shown.")] = As.TABLE,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it there.")] = None,
    interface: Annotated[Lang, typer.Option("--interface", help="The language of the page.")] = Lang.EN,
) -> None:
    """Read who said what about what, with the place in the text where each claim stands.

    Nothing that is read enters a case by itself: a person accepts it (`hudna accept`).
    """
    reading = reading_of(path, _day(published), lang.value, case)
    if format is As.JSON:
        if output is None:
            print_json(reading.document())
        else:
            write([(json.dumps(reading.document(), ensure_ascii=False, indent=1) + "\n").encode()], output)
    elif format is As.HTML:
        from hudna.text import page

        write([page.html(reading, interface.value, name=path.name).encode()], output)
    else:
        from hudna.text import table

        out.print(table.table(reading))
