"""The command that judges: a case's incidents and reports, or anybody's file of incidents."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hudna.case import Case, open_case
from hudna.cli.shared import (
    AsKnown,
    CaseDir,
    Database,
    Lang,
    Person,
    asked,
    err,
    out,
    print_json,
    progress,
    shown,
    spare,
    warn,
    write,
)
from hudna.engines.choice import Engine
from hudna.problem import Severity

if TYPE_CHECKING:
    from hudna.record.known import Known


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command()(judge)


class Format(StrEnum):
    """How `judge` prints."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


class Judges(StrEnum):
    """What judges."""

    COMPILED = Engine.COMPILED.value
    REFERENCE = Engine.REFERENCE.value
    SPARK = "spark"


def judge(
    case: CaseDir,
    worlds: Annotated[
        str | None, typer.Option(help="Readings or worlds, such as R1,R4, or `all`.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.TABLE,
    engine: Annotated[
        Judges,
        typer.Option(
            help="compiled, every world at once; reference, the procedure itself, slow and plain; "
            "spark, with --input."
        ),
    ] = Judges.COMPILED,
    input: Annotated[
        Path | None,
        typer.Option(
            help="Judge this file of incidents, or folder of files, instead of the case's own: "
            "Parquet or Arrow. The record is left alone."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(help="Write here, whole or not at all; of --input, Parquet."),
    ] = None,
    master: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where Spark runs: spark://…, yarn, local[2], …"),
    ] = None,
    sensitivity: Annotated[
        bool,
        typer.Option(
            "--sensitivity", help="Say what the counts of a period turn on, in all worlds."
        ),
    ] = False,
    from_: Annotated[
        str | None, typer.Option("--from", help="First local day, with --sensitivity.")
    ] = None,
    to: Annotated[
        str | None, typer.Option(help="Last local day, included, with --sensitivity.")
    ] = None,
    chart: Annotated[
        Path | None,
        typer.Option(help="Draw it: a name in .svg, .png or .html, with --sensitivity."),
    ] = None,
    lang: Annotated[Lang, typer.Option(help="en or ar, with --sensitivity.")] = Lang.EN,
    as_known: AsKnown = None,
    database: Database = None,
    person: Person = None,
) -> None:
    """Judge every incident of the case under every reading, and record what was found."""
    from hudna.engines.batch import count, judge_case

    if sensitivity:
        _check_with_sensitivity(format, engine, (worlds, input, output, master))
        spare(chart, case)
        with asked(case, database, as_known, person) as known:
            _tell_sensitivity(known, from_, to, format, chart, lang)
        return
    if (from_, to, chart, lang) != (None, None, None, Lang.EN):
        raise typer.BadParameter(
            "these go with --sensitivity", param_hint="--from, --to, --chart, --lang"
        )
    if input is not None:
        _check_with_input(format, engine, output, as_known)
        assert output is not None
        _judge_input(case, input, output, worlds, engine, master)
        return
    if engine == Judges.SPARK or master is not None:
        raise typer.BadParameter("Spark judges files: give --input", param_hint="--engine")
    if format == Format.TABLE and output is not None:
        raise typer.BadParameter(
            "a table is printed: use --format json, csv or parquet", param_hint="--output"
        )
    if format == Format.PARQUET and output is None and sys.stdout.isatty():
        raise typer.BadParameter("Parquet is binary: give --output", param_hint="--format")
    spare(output, case)
    with asked(case, database, as_known, person) as known:
        selected = known.case.agreement.worlds.select(worlds) if worlds else None
        with progress(count(known), "judging") as advance:
            judged = judge_case(known, selected, advance, Engine(engine.value))
        if selected is None:
            judged.record(person)
        if format == Format.TABLE:
            out.print(judged.table())
        elif format == Format.PARQUET:
            write([judged.parquet()], output)
        else:
            write((piece.encode() for piece in judged.pieces(format.value)), output)


def _check_with_sensitivity(format: Format, engine: Judges, others: tuple[object, ...]) -> None:
    if any(other is not None for other in others) or engine != Judges.COMPILED:
        what = "it judges the case under all worlds: leave out the other options"
        raise typer.BadParameter(what, param_hint="--sensitivity")
    if format not in (Format.TABLE, Format.JSON):
        raise typer.BadParameter("sensitivity is a table or JSON", param_hint="--format")


def _tell_sensitivity(
    known: Known,
    first: str | None,
    last: str | None,
    format: Format,
    chart: Path | None,
    lang: Lang,
) -> None:
    from hudna.engines.batch import count
    from hudna.engines.turning import turned
    from hudna.engines.turning_chart import chart as drawn
    from hudna.engines.turning_table import tables

    with progress(count(known), "judging") as advance:
        found = turned(known, first, last, advance)
    if chart is not None:
        write([drawn(found, lang.value, chart)], chart)
    if format == Format.JSON:
        print_json(found.as_json())
    else:
        out.print(tables(found, lang.value))


def _check_with_input(
    format: Format, engine: Judges, output: Path | None, as_known: str | None
) -> None:
    if output is None:
        raise typer.BadParameter("say where the findings go", param_hint="--output")
    if format not in (Format.TABLE, Format.PARQUET):
        raise typer.BadParameter("findings on --input are Parquet", param_hint="--format")
    if engine == Judges.REFERENCE:
        what = "the reference engine judges a case's own incidents"
        raise typer.BadParameter(what, param_hint="--engine")
    if as_known is not None:
        what = "--input is judged by the case as it stands in its folder"
        raise typer.BadParameter(what, param_hint="--as-known")


def _judge_input(
    folder: Path, input: Path, output: Path, worlds: str | None, engine: Judges, master: str | None
) -> None:
    from hudna.engines.incident_files import count, find
    from hudna.engines.stream import judge_file

    if master is not None and engine != Judges.SPARK:
        raise typer.BadParameter("only --engine spark has one", param_hint="--master")
    spare(output, folder)
    case = open_case(folder)
    warn(problem for problem in case.problems if problem.severity == Severity.WARNING)
    if engine == Judges.SPARK:
        _judge_on_spark(case, input, output, worlds, master)
        return
    selected = case.agreement.worlds.select(worlds) if worlds else None
    try:
        with progress(count(find(input)), "judging") as advance:
            done = judge_file(case, input, output, selected, advance=advance)
    except KeyboardInterrupt:
        err.print("Stopped. The same command goes on from here.", style="red")
        raise typer.Exit(130) from None
    if done.before:
        out.print(f"{done.before:,} incidents had been judged before it was stopped.")
    _tell(done.incidents, done.findings, output)


def _judge_on_spark(
    case: Case, input: Path, output: Path, worlds: str | None, master: str | None
) -> None:
    from hudna.engines import spark

    selected = case.agreement.worlds.select(worlds) if worlds else None
    with spark.session(master) as session:
        done = spark.judge_file(session, case, input, output, selected)
    _tell(done.incidents, done.findings, output)


def _tell(incidents: int, findings: int, output: Path) -> None:
    out.print(f"{incidents:,} incidents, {findings:,} findings: wrote {shown(str(output))}")
