"""Commands that make, check and fill a case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hudna.case import new_case, read_case
from hudna.cli.shared import CaseDir, Database, Person, asked, err, out, print_json, progress, shown
from hudna.problem import Severity, in_reading_order
from hudna.record.tiers import Tier


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command()(new)
    app.command()(check)
    app.command("import")(import_)
    app.command()(schema)


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
    template: Annotated[str, typer.Option(help="Which shipped case to start from.")] = "blank",
) -> None:
    """Make a new case from a template."""
    made = new_case(folder, template)
    out.print(f"Made {shown(str(folder))} from the template {template}:")
    for path in made:
        out.print(f"  {shown(path.relative_to(folder).as_posix())}")
    out.print(f"Next: hudna check {shown(str(folder))}")


def check(
    case: CaseDir,
    strict: Annotated[bool, typer.Option(help="Treat warnings and questions as errors.")] = False,
) -> None:
    """Say what is wrong with a case, and what a lawyer would ask of it."""
    from hudna.checks import check_tracked

    found, problems = read_case(case)
    if found is not None:
        problems = [*problems, *check_tracked(case)]
    problems = in_reading_order(problems)
    for problem in problems:
        stream = err if problem.severity == Severity.ERROR else out
        stream.print(shown(str(problem)))
    errors = sum(problem.severity == Severity.ERROR for problem in problems)
    if found is None or errors or (strict and problems):
        told = f"{errors} error{'' if errors == 1 else 's'}"
        if strict and (rest := len(problems) - errors):
            told += f", {rest} warning{'' if rest == 1 else 's'} or questions"
        err.print(f"{shown(str(case))}: {told}", style="red")
        raise typer.Exit(1)
    document = found.agreement.document
    out.print(
        f"{shown(str(case))}: no errors. {len(document.terms)} terms, "
        f"{len(document.readings)} readings, {len(found.agreement.worlds.default())} default "
        f"worlds, {len(found.registry.entries)} actors, "
        f"{len(found.incidents_file.incidents)} incidents, "
        f"{len(found.scenarios_file.scenarios)} scenarios."
    )


def import_(
    case: CaseDir,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files to import.")],
    format: Annotated[
        str | None, typer.Option(help="ucdp or plain; detected unless given.")
    ] = None,
    strict: Annotated[bool, typer.Option(help="Refuse what is only odd.")] = False,
    tier: Annotated[
        Tier | None, typer.Option(help="Who may see these reports; otherwise the mission alone.")
    ] = None,
    database: Database = None,
    person: Person = None,
) -> None:
    """Import reports: UCDP GED as CSV, or any table in the plain form.  Nothing is dropped in silence."""
    from hudna.engines.intake import import_files

    with asked(case, database, None, person) as known, progress(None, "importing") as advance:
        told = list(import_files(known, files, format, strict, person, tier, advance))
    for text in told:
        out.print(shown(text))


def schema(
    name: Annotated[
        str,
        typer.Argument(
            help="A file: agreement, actors, incidents or scenarios; "
            "a table: reports, incidents-table or findings."
        ),
    ],
) -> None:
    """Print the JSON Schema of a case file, or the Arrow schema of a table."""
    from hudna.schemas import schema_of

    print_json(schema_of(name))
