"""Commands that answer from a case: explain, obligations, sitrep, test."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from hudna.case import open_case
from hudna.cli.shared import (
    AsKnown,
    CaseDir,
    Database,
    Judges,
    Lang,
    Person,
    Told,
    asked,
    out,
    print_json,
    progress,
    refused,
    shown,
)
from hudna.engines.choice import Engine


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    for command in (test, explain, obligations, sitrep):
        app.command()(command)


def test(
    case: CaseDir,
    format: Annotated[Told, typer.Option(help="table or json.")] = Told.TABLE,
    engine: Judges = Engine.COMPILED,
) -> None:
    """Judge the case's scenarios and say where the result differs from what is expected."""
    from hudna.engines.batch import headline_words
    from hudna.judging.afresh import Afresh
    from hudna.judging.judge import Judge
    from hudna.judging.trial import run

    opened = open_case(case)
    if not opened.scenarios_file.scenarios:
        raise refused("the case has no scenarios", "Add scenarios.yaml", str(case))
    outcomes = run(opened, Judge if engine == Engine.COMPILED else Afresh)
    differing = [o for o in outcomes if o.differences]
    if format == Told.JSON:
        print_json(
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
                out.print(f"{o.scenario}: {shown(str(difference))}")
        out.print(f"{len(outcomes)} scenarios, {len(differing)} differ")
    if differing:
        raise typer.Exit(1)


def explain(
    case: CaseDir,
    incident: Annotated[str, typer.Argument(metavar="ID", help="An incident, or a report.")],
    lang: Annotated[Lang, typer.Option(help="en or ar.")] = Lang.EN,
    worlds: Annotated[str | None, typer.Option(help="Readings or worlds, or `all`.")] = None,
    as_known: AsKnown = None,
    database: Database = None,
    person: Person = None,
) -> None:
    """Say why: clause, reading, each element with its sources, what would change the finding."""
    from hudna.engines.batch import find_incident
    from hudna.engines.decided import state_of, told, told_of_report
    from hudna.judging.explain import as_text
    from hudna.judging.explain import explain as tell

    with asked(case, database, as_known, person) as known:
        found, agreement = find_incident(known, incident)
        selected = agreement.worlds.select(worlds) if worlds else agreement.worlds.default()
        sha256 = known.case.agreement_sha256
        state = state_of(known, found)
        signed = bool(state.signatures) and not state.due
        for explanation in tell(found, agreement, selected, lang.value, sha256, signed=signed):
            print(as_text(explanation))
        text = told_of_report(known, found.id, lang.value) if found.unmatched else ""
        if text := text or told(known, state, lang.value):
            print(text)


def obligations(
    case: CaseDir,
    at: Annotated[
        str | None, typer.Option(help="The day, by default the last that the record speaks of.")
    ] = None,
    worlds: Annotated[str | None, typer.Option(help="Readings or worlds, or `all`.")] = None,
    format: Annotated[Told, typer.Option(help="table or json.")] = Told.TABLE,
    as_known: AsKnown = None,
    database: Database = None,
    person: Person = None,
) -> None:
    """Deadlines and how they stand, by reading."""
    from hudna.engines.batch import due_json, dues_of

    with asked(case, database, as_known, person) as known:
        opened = known.case
    selected = opened.agreement.worlds.select(worlds) if worlds else None
    day, dues = dues_of(opened, selected, at)
    if format == Told.JSON:
        print_json({"at": day, "obligations": [due_json(due, opened) for due in dues]})
        return
    table = Table("obligation", "what", "reading", "runs out", "status", "evidence")
    rows: dict[tuple[str, ...], None] = {}
    for due in dues:
        due_by = due_json(due, opened)["due"]
        rows[
            due.id, due.obligation.what.text("en"), due.world.partition("[")[0],
            "no deadline" if due_by is None else due_by[0][:10], due.status.value,
            ", ".join(due.evidence) or "none in the record",
        ] = None  # fmt: skip
    for row in rows:
        table.add_row(*map(shown, row))
    out.print(f"As the record stands at {day}:")
    out.print(table)


def sitrep(
    case: CaseDir,
    date: Annotated[str | None, typer.Option(help="One local day.")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="First local day.")] = None,
    to: Annotated[str | None, typer.Option(help="Last local day, included.")] = None,
    lang: Annotated[
        list[str] | None, typer.Option(help="ar, en, or ar,en, which is both, as if left out.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--out", help="Where to write; otherwise CASE/out.")
    ] = None,
    as_known: AsKnown = None,
    database: Database = None,
    person: Person = None,
) -> None:
    """Write a situation report, one self-contained HTML file a language."""
    from hudna.engines.batch import count
    from hudna.engines.publish import write_sitreps

    wanted = ("ar,en" if lang is None else ",".join(lang)).split(",")
    languages = list(dict.fromkeys(part.strip() for part in wanted if part.strip()))
    if not languages or set(languages) - {"ar", "en"}:
        raise typer.BadParameter("write ar, en or ar,en", param_hint="--lang")
    if date and (from_ or to):
        raise typer.BadParameter("give --date, or --from and --to", param_hint="--date")
    first, last = date or from_, date or to
    with (
        asked(case, database, as_known, person) as known,
        progress(count(known), "judging") as advance,
    ):
        written = write_sitreps(known, first, last, languages, folder, person, advance)
    for path in written:
        out.print(f"Wrote {shown(str(path))}")
