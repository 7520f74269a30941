"""Commands that match reports: match."""

from __future__ import annotations

from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from hudna.cli.shared import Database, Lang, Person, asked, out, progress, refused, shown


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command()(match)


class Engine(StrEnum):
    """What compares reports."""

    LOCAL = "local"
    SPARK = "spark"


def match(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="CASE|FILE…", help="A case's folder, or tables of reports, CSV."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Of tables: write the links there."),
    ] = None,
    pairs: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Of tables: write the pairs there, with the weight of each field."
        ),
    ] = None,
    no_repeats: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SOURCE", help="A source that tells each incident once; may be repeated."
        ),
    ] = None,
    taxonomy: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Of tables: which acts are kinds of which: CSV with name, of."
        ),
    ] = None,
    actors: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Of tables: which actors are parts of which: CSV with name, of."
        ),
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option(
            metavar="ZONE", help="Of tables: put times with an offset on its clock: Asia/Damascus."
        ),
    ] = None,
    onto: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Of tables: match them onto those that were matched onto this folder before.",
        ),
    ] = None,
    engine: Annotated[
        Engine,
        typer.Option(
            help="Of tables: compare reports on this machine, or on Spark; all else here."
        ),
    ] = Engine.LOCAL,
    master: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where Spark runs: spark://…, yarn, local[2], …"),
    ] = None,
    re_estimate: Annotated[
        bool,
        typer.Option(
            "--re-estimate",
            help="Of a case, or with --onto: estimate the weights anew, and keep them.",
        ),
    ] = False,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="INCIDENT",
            help="Of a case: show the tellings of one incident side by side; nothing is written.",
        ),
    ] = None,
    review: Annotated[
        bool,
        typer.Option(
            "--review", help="Of a case: ask about each uncertain pair; answers are never undone."
        ),
    ] = False,
    lang: Annotated[Lang, typer.Option(help="en or ar, with --explain or --review.")] = Lang.EN,
    database: Database = None,
    person: Person = None,
) -> None:
    """Match reports: which of them tell of one incident, and how many independent origins it has.

    Of a case, what is found is kept in its record, and judged from then on.  Of tables, it is written.
    """
    of_tables = (output, pairs, taxonomy, actors, zone, onto)
    files = files or []
    if not files and onto is None:
        raise typer.BadParameter("name a case, or tables of reports", param_hint="CASE|FILE…")
    if master is not None and engine != Engine.SPARK:
        raise typer.BadParameter("only --engine spark has one", param_hint="--master")
    if len(files) == 1 and files[0].is_dir():
        _no_shelf(files[0])
        if engine == Engine.SPARK:
            raise typer.BadParameter("Spark matches tables", param_hint="--engine")
        if any(each is not None for each in of_tables):
            what = "these go with tables; a case keeps what is found in its record"
            raise typer.BadParameter(
                what, param_hint="--output, --pairs, --taxonomy, --actors, --zone, --onto"
            )
        if explain is not None:
            _explain(files[0], explain, lang, database, person)
            return
        if review:
            _review(files[0], lang, database, person)
        _match_case(files[0], no_repeats, re_estimate, database, person)
        return
    if review or explain is not None:
        raise typer.BadParameter("these go with a case", param_hint="--review, --explain")
    if re_estimate and onto is None:
        what = "goes with a case, or with --onto: from tables alone weights are always new"
        raise typer.BadParameter(what, param_hint="--re-estimate")
    if onto is not None:
        if pairs is not None:
            what = "has only the pairs of all reports, matched at once"
            raise typer.BadParameter(what, param_hint="--pairs")
        if engine == Engine.SPARK:
            what = "Spark matches all reports at once: leave out --onto"
            raise typer.BadParameter(what, param_hint="--engine")
        _match_onto(files, onto, output, no_repeats, taxonomy, actors, zone, re_estimate)
        return
    _match_tables(files, output, pairs, no_repeats, taxonomy, actors, zone, engine, master)


def _no_shelf(folder: Path) -> None:
    from hudna.engines.shelf import is_shelf

    if is_shelf(folder):
        remedy = f"For the links of all: hudna match --onto {folder} -o FILE"
        raise refused("what is on it, was matched already", remedy, str(folder))


def _match_case(
    case: Path, no_repeats: list[str] | None, re_estimate: bool, database: str | None,
    person: str | None,
) -> None:  # fmt: skip
    from hudna.engines.matching_case import match_case

    with asked(case, database, None, person) as known, progress(None, "matching") as advance:
        lines = list(match_case(known, no_repeats, re_estimate, person, advance))
    for line in lines:
        out.print(shown(line))


def _explain(
    case: Path, incident: str, lang: Lang, database: str | None, person: str | None
) -> None:
    from hudna.engines.matching_case import matched_case
    from hudna.engines.side_by_side import side_by_side

    with asked(case, database, None, person) as known:
        with progress(None, "matching") as advance:
            found = matched_case(known, advance=advance)
        for line in side_by_side(found, incident, lang.value):
            print(line)


def _review(case: Path, lang: Lang, database: str | None, person: str | None) -> None:
    """Ask about the uncertain pairs; what was answered is kept, also when the rest is not."""
    from hudna.engines.matching_case import matched_case, uncertain
    from hudna.engines.reviewing import Answer, reviewed, told

    def ask(number: int, every: int) -> Answer:
        while True:
            text = typer.prompt(f"[{number}/{every}] One incident? y, n, skip or quit")
            answer = _ANSWERS.get(text.strip().casefold())
            if answer is not None:
                return Answer(answer)

    with asked(case, database, None, person) as known:
        with progress(None, "matching") as advance:
            found = matched_case(known, advance=advance)
        given = reviewed(found, lang.value, print, ask, person)
    for line in told(given, len(uncertain(found))):
        out.print(shown(line))


_ANSWERS = {
    "y": "y", "yes": "y", "n": "n", "no": "n", "s": "skip", "skip": "skip", "q": "quit", "quit": "quit",
}  # fmt: skip


def _match_tables(
    files: list[Path], output: Path | None, pairs: Path | None, no_repeats: list[str] | None,
    taxonomy: Path | None, actors: Path | None, zone: str | None, engine: Engine,
    master: str | None,
) -> None:  # fmt: skip
    from hudna.engines.matching import match_files

    output = _named(output)
    with ExitStack() as stack:
        more: dict[str, Any] = {}
        if engine == Engine.SPARK:  # which shows its own progress
            from hudna.engines import matching_spark, spark

            more["weigh"] = matching_spark.on_spark(stack.enter_context(spark.session(master)))
        else:
            more["advance"] = stack.enter_context(progress(None, "matching"))
        lines = list(
            match_files(files, output, pairs, no_repeats or (), taxonomy, actors, zone=zone, **more)
        )
    _tell(lines, output)


def _match_onto(
    files: list[Path], folder: Path, output: Path | None, no_repeats: list[str] | None,
    taxonomy: Path | None, actors: Path | None, zone: str | None, re_estimate: bool,
) -> None:  # fmt: skip
    from hudna.engines.matching_onto import match_onto

    output = _named(output)
    with progress(None, "matching") as advance:
        lines = match_onto(
            files, folder, output, no_repeats, taxonomy, actors, zone, re_estimate, advance
        )
    _tell(lines, output)


def _named(output: Path | None) -> Path:
    if output is None:
        raise refused("where do the links go?", "Name a file with -o links.csv", "match")
    return output


def _tell(lines: list[str], output: Path) -> None:
    for line in lines:
        out.print(shown(line))
    out.print(shown(f"The links are in {output}."))
