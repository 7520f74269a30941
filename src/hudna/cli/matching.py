"""Commands that match reports: match."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hudna.cli.shared import out, progress, refused, shown


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command()(match)


def match(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Tables of reports, CSV.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the links there.")
    ] = None,
    pairs: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the pairs there, with the weight of each field."),
    ] = None,
    no_repeats: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SOURCE", help="A source that tells each incident once; may be repeated."
        ),
    ] = None,
    taxonomy: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Which acts are kinds of which: CSV with name, of."),
    ] = None,
    actors: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Which actors are parts of which: CSV with name, of."),
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option(metavar="ZONE", help="Put times with an offset on its clock: Asia/Damascus."),
    ] = None,
) -> None:
    """Match reports: which of them tell of one incident, and how many independent origins it has."""
    from hudna.engines.matching import match_files

    if output is None:
        raise refused("where do the links go?", "Name a file with -o links.csv", "match")
    with progress(None, "matching") as advance:
        lines = match_files(
            files, output, pairs, no_repeats or (), taxonomy, actors, advance=advance, zone=zone
        )
    for line in lines:
        out.print(shown(line))
    out.print(shown(f"The links are in {output}."))
