"""The commands.  Each reads its input, calls one function of the package, and prints.

Exit status: 0 done; 1 the input was refused, or a scenario differs; 2 wrong usage.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

import hudna
from hudna.case import new_case, open_case, read_case
from hudna.instant import TimeError
from hudna.problem import Problem, Refused, Severity, in_reading_order
from hudna.yamlfile import hidden_characters

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The record of a ceasefire: agreements as terms, incidents judged under every reading.",
)
out = Console(highlight=False, soft_wrap=True, emoji=False)  # line 100 is “:100:”
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)

CaseDir = Annotated[Path, typer.Argument(metavar="CASE", help="The folder of a case.")]
AsKnown = Annotated[
    str | None, typer.Option(help="Answer as was known at this time (needs the record).")
]


class Format(StrEnum):
    """How `judge` prints."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


class Told(StrEnum):
    """How `test` and `obligations` print."""

    TABLE = "table"
    JSON = "json"


class Lang(StrEnum):
    """A language of the program."""

    EN = "en"
    AR = "ar"


def main() -> None:
    """Run the command line; a refused input is printed and ends with status 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may lack Arabic
    try:
        app()
    except Refused as refused:
        for problem in refused.problems:
            err.print(_shown(str(problem)), style="red")
        raise SystemExit(1) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on
        raise SystemExit(0) from None
    except OSError as error:
        name = "hudna" if error.filename is None else str(error.filename)
        problem = Problem(
            name, None, None, f"cannot be read or written: {error.strerror or error}",
            "Check the path and its rights",
        )  # fmt: skip
        err.print(_shown(str(problem)), style="red")
        raise SystemExit(1) from None
    except TimeError as error:
        problem = Problem("hudna", None, None, str(error), "Correct the date, the time or the zone")
        err.print(_shown(str(problem)), style="red")
        raise SystemExit(1) from None


def _shown(text: str) -> str:
    """Text of a case, or of the user, as a terminal may show it: no markup, nothing hidden."""
    seen = (f"\\u{ord(char):04x}" if hidden_characters(char) else char for char in text)
    return escape("".join(seen))


def _refuse(what: str, remedy: str, file: str = "hudna") -> Refused:
    return Refused([Problem(file, None, None, what, remedy)])


def _version(wanted: bool) -> None:
    if wanted:
        print(f"hudna {hudna.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    pass


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
    template: Annotated[str, typer.Option(help="Which shipped case to start from.")] = "blank",
) -> None:
    """Make a new case from a template."""
    made = new_case(folder, template)
    out.print(f"Made {_shown(str(folder))} from the template {template}:")
    for path in made:
        out.print(f"  {_shown(path.name)}")
    out.print(f"Next: hudna check {_shown(str(folder))}")


@app.command()
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
        stream.print(_shown(str(problem)))
    errors = sum(problem.severity == Severity.ERROR for problem in problems)
    if found is None or errors or (strict and problems):
        told = f"{errors} error{'' if errors == 1 else 's'}"
        if strict and (rest := len(problems) - errors):
            told += f", {rest} warning{'' if rest == 1 else 's'} or questions"
        err.print(f"{_shown(str(case))}: {told}", style="red")
        raise typer.Exit(1)
    document = found.agreement.document
    out.print(
        f"{_shown(str(case))}: no errors. {len(document.terms)} terms, "
        f"{len(document.readings)} readings, {len(found.agreement.worlds.default())} default "
        f"worlds, {len(found.registry.entries)} actors, "
        f"{len(found.incidents_file.incidents)} incidents, "
        f"{len(found.scenarios_file.scenarios)} scenarios."
    )


@app.command()
def test(
    case: CaseDir,
    format: Annotated[Told, typer.Option(help="table or json.")] = Told.TABLE,
) -> None:
    """Judge the case's scenarios and say where the result differs from what is expected."""
    from hudna.engines.batch import headline_words
    from hudna.judging.trial import run

    opened = open_case(case)
    if not opened.scenarios_file.scenarios:
        raise _refuse("the case has no scenarios", "Add scenarios.yaml", str(case))
    outcomes = run(opened)
    differing = [o for o in outcomes if o.differences]
    if format == Told.JSON:
        _print_json(
            [
                {"scenario": o.scenario, "differences": [str(d) for d in o.differences]}
                for o in outcomes
            ]
        )
    else:
        table = Table("scenario", "incident", "headline", "")
        for o in outcomes:
            for finding in o.findings:
                name = finding.incident + (f" part {finding.part}" if finding.part else "")
                mark = "differs" if o.differences else "as expected"
                table.add_row(o.scenario, name, headline_words(finding), mark)
        out.print(table)
        for o in differing:
            for difference in o.differences:
                out.print(f"{o.scenario}: {_shown(str(difference))}")
        out.print(f"{len(outcomes)} scenarios, {len(differing)} differ")
    if differing:
        raise typer.Exit(1)


@contextmanager
def _progress(total: int | None, what: str) -> Iterator[Callable[..., None]]:
    """A progress bar on a terminal, told how far it is; nothing elsewhere."""
    if not err.is_terminal:
        yield lambda _=1: None
        return
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda steps=1: progress.advance(task, steps)


def _no_record(as_known: str | None) -> None:
    if as_known is not None:
        raise _refuse(
            "--as-known needs the record, which this version of Hudna does not keep yet",
            "Leave the option out: the answer is then as the case's files stand now",
        )


@app.command()
def judge(
    case: CaseDir,
    worlds: Annotated[
        str | None, typer.Option(help="Readings or worlds, such as R1,R4, or `all`.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option(help="Write here, whole or not at all.")] = None,
    as_known: AsKnown = None,
) -> None:
    """Judge every incident of the case under every reading."""
    _no_record(as_known)
    from hudna.engines.batch import count, judge_case

    opened = open_case(case)
    if output is not None and output.resolve() in {p.resolve() for p in opened.files()}:
        raise _refuse("is a file of the case", "Name another file with --output", str(output))
    selected = opened.agreement.worlds.select(worlds) if worlds else None
    with _progress(count(opened), "judging") as advance:
        judged = judge_case(opened, selected, advance)
    if format == Format.TABLE:
        if output is not None:
            raise typer.BadParameter(
                "a table is printed: use --format json, csv or parquet", param_hint="--output"
            )
        out.print(judged.table())
    elif format == Format.PARQUET:
        if output is None and sys.stdout.isatty():
            raise typer.BadParameter("Parquet is binary: give --output", param_hint="--format")
        _write([judged.parquet()], output)
    else:
        _write((piece.encode() for piece in judged.pieces(format.value)), output)


@app.command()
def explain(
    case: CaseDir,
    incident: Annotated[str, typer.Argument(metavar="ID", help="An incident, or a report.")],
    lang: Annotated[Lang, typer.Option(help="en or ar.")] = Lang.EN,
    worlds: Annotated[str | None, typer.Option(help="Readings or worlds, or `all`.")] = None,
    as_known: AsKnown = None,
) -> None:
    """Say why: clause, reading, each element with its sources, what would change the finding."""
    _no_record(as_known)
    from hudna.engines.batch import find_incident
    from hudna.judging.explain import as_text
    from hudna.judging.explain import explain as tell

    opened = open_case(case)
    found, agreement = find_incident(opened, incident)
    selected = agreement.worlds.select(worlds) if worlds else agreement.worlds.default()
    for explanation in tell(found, agreement, selected, lang.value, opened.agreement_sha256):
        print(as_text(explanation))


@app.command()
def obligations(
    case: CaseDir,
    at: Annotated[
        str | None, typer.Option(help="The day, by default the last that the record speaks of.")
    ] = None,
    worlds: Annotated[str | None, typer.Option(help="Readings or worlds, or `all`.")] = None,
    format: Annotated[Told, typer.Option(help="table or json.")] = Told.TABLE,
) -> None:
    """Deadlines and how they stand, by reading."""
    from hudna.engines.batch import due_json, dues_of

    opened = open_case(case)
    selected = opened.agreement.worlds.select(worlds) if worlds else None
    day, dues = dues_of(opened, selected, at)
    if format == Told.JSON:
        _print_json({"at": day, "obligations": [due_json(due, opened) for due in dues]})
        return
    table = Table("obligation", "what", "reading", "runs out", "status", "evidence")
    rows: dict[tuple[str, ...], None] = {}
    for due in dues:
        shown = due_json(due, opened)["due"]
        rows[
            due.id, due.obligation.what.text("en"), due.world.partition("[")[0],
            "no deadline" if shown is None else shown[0][:10], due.status.value,
            ", ".join(due.evidence) or "none in the record",
        ] = None  # fmt: skip
    for row in rows:
        table.add_row(*map(_shown, row))
    out.print(f"As the record stands at {day}:")
    out.print(table)


@app.command("import")
def import_(
    case: CaseDir,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files to import.")],
    format: Annotated[str | None, typer.Option(help="ucdp; detected unless given.")] = None,
    strict: Annotated[bool, typer.Option(help="Refuse what is only odd.")] = False,
) -> None:
    """Import reports: UCDP GED as CSV.  Nothing is dropped in silence."""
    from hudna.engines.intake import import_files

    opened = open_case(case)
    with _progress(None, "importing") as advance:
        told = list(import_files(opened, files, format, strict, advance))
    for text in told:
        out.print(_shown(text))


@app.command()
def sitrep(
    case: CaseDir,
    date: Annotated[str | None, typer.Option(help="One local day.")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="First local day.")] = None,
    to: Annotated[str | None, typer.Option(help="Last local day, included.")] = None,
    lang: Annotated[str, typer.Option(help="ar, en, or both.")] = "ar,en",
    folder: Annotated[Path | None, typer.Option("--out", help="Where to write.")] = None,
    as_known: AsKnown = None,
) -> None:
    """Write a situation report, one self-contained HTML file a language."""
    _no_record(as_known)
    from hudna.engines.batch import count
    from hudna.engines.publish import write_sitreps

    opened = open_case(case)
    languages = [part.strip() for part in lang.split(",") if part.strip()]
    if not languages or set(languages) - {"ar", "en"}:
        raise typer.BadParameter("write ar, en or ar,en", param_hint="--lang")
    if date and (from_ or to):
        raise typer.BadParameter("give --date, or --from and --to", param_hint="--date")
    with _progress(count(opened), "judging") as advance:
        written = write_sitreps(
            opened, date or from_, date or to, languages, folder or case / "out", advance
        )
    for path in written:
        out.print(f"Wrote {_shown(str(path))}")


@app.command()
def schema(
    name: Annotated[
        str, typer.Argument(help="agreement, actors, incidents, scenarios or reports.")
    ],
) -> None:
    """Print the JSON Schema of a case file, or the Arrow schema of a table."""
    from hudna.schemas import schema_of

    _print_json(schema_of(name))


def _print_json(value: Any) -> None:
    _write([(json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()], None)


def _write(pieces: Iterable[bytes], output: Path | None) -> None:
    """Print as UTF-8 whatever the terminal's own encoding, or write whole or not at all."""
    from hudna.report import written_whole

    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
        return
    try:
        with written_whole(output) as path, path.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise _refuse(
            f"cannot be written: {error.strerror or error}", "Check the path and its rights",
            str(output),
        ) from None  # fmt: skip
