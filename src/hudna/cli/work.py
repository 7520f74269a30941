"""Commands for the people who work on a record: who they are, what they decide, complaints."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Column, Table

from hudna.cli.shared import (
    AsKnown,
    CaseDir,
    Database,
    Told,
    asked,
    out,
    print_json,
    refused,
    shown,
)
from hudna.cli.shared import Person as By
from hudna.record.roles import Complainant, Role
from hudna.record.states import Action
from hudna.record.tiers import Tier

person = typer.Typer(no_args_is_help=True, help="The people of a record and their roles.")
complaint = typer.Typer(no_args_is_help=True, help="Complaints: their steps and clocks.")


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command()(decide)
    app.add_typer(person, name="person")
    app.add_typer(complaint, name="complaint")


Reason = Annotated[str, typer.Option(help="Why: it stays in the log.")]
Zoned = "2016-12-30, or 2016-12-30T14:00 by the clock of the case"


# --- people ---------------------------------------------------------------------------------------


@person.command("add")
def person_add(
    case: CaseDir,
    id: Annotated[str, typer.Argument(metavar="ID", help="An id; it need not tell who it is.")],
    reason: Reason,
    role: Annotated[list[Role], typer.Option(help="A role; may be given more than once.")],
    name: Annotated[
        str | None, typer.Option(help="A name to show; never printed on pages.")
    ] = None,
    from_: Annotated[str | None, typer.Option("--from", help=f"Otherwise now. {Zoned}.")] = None,
    database: Database = None,
    by: By = None,
) -> None:
    """Add a person, or a role to one who is there."""
    from hudna.engines.custody import recorded
    from hudna.record.known import open_known
    from hudna.record.people import add

    with open_known(case, database, None, by) as known:
        start = None if from_ is None else _time(from_, known.case.agreement.zone, "--from")[0]
        made = add(recorded(known), id, role, by, reason, start, name)
    out.print(f"{shown(made.id)}: {', '.join(dict.fromkeys(role))}")


@person.command("end")
def person_end(
    case: CaseDir,
    id: Annotated[str, typer.Argument(metavar="ID", help="The person's id.")],
    reason: Reason,
    role: Annotated[
        list[Role] | None, typer.Option(help="The role that ends; all unless given.")
    ] = None,
    to: Annotated[
        str | None, typer.Option(help=f"Until when, a day included; otherwise now. {Zoned}.")
    ] = None,
    database: Database = None,
    by: By = None,
) -> None:
    """End roles of a person; the person stays in the record."""
    from hudna.engines.custody import recorded
    from hudna.record.known import open_known
    from hudna.record.people import end

    with open_known(case, database, None, by) as known:
        until = None if to is None else _time(to, known.case.agreement.zone, "--to")[1]
        end(recorded(known), id, role or (), by, reason, until)
    out.print(f"{shown(id)}: ended {', '.join(role or ['all roles'])}")


@person.command("list")
def person_list(
    case: CaseDir,
    format: Annotated[Told, typer.Option(help="table or json.")] = Told.TABLE,
    as_known: AsKnown = None,
    database: Database = None,
    by: By = None,
) -> None:
    """List the people, with their roles from when to when."""
    from hudna.record.leaf import stamp
    from hudna.record.people import People, read

    with asked(case, database, as_known, by) as known:
        people = People({})
        if known.record is not None:
            with known.record.reading() as connection:
                people = read(connection, known.state)
    rows = [
        {"id": p.id, "name": p.name, "role": t.role.value, "from": stamp(t.start),
         "to": None if t.end is None else stamp(t.end)}
        for p in people.all() for t in p.terms
    ]  # fmt: skip
    if format == Told.JSON:
        print_json(rows)
        return
    table = Table(Column("person", no_wrap=True), "role", "from (UTC)", "to (UTC)", "name")
    for row in rows:
        times = (str(row["from"])[:16], str(row["to"] or "goes on")[:16])
        table.add_row(*map(shown, (str(row["id"]), str(row["role"]), *times, row["name"] or "")))
    out.print(table)


# --- decisions ------------------------------------------------------------------------------------


def decide(
    case: CaseDir,
    id: Annotated[str, typer.Argument(metavar="ID", help="An incident, or a report.")],
    action: Annotated[Action, typer.Argument(metavar="ACTION", help=", ".join(Action))],
    reason: Annotated[str | None, typer.Option(help="Why: it stays in the log.")] = None,
    party: Annotated[
        str | None, typer.Option(help="Whose reply: an actor or a side of the case.")
    ] = None,
    text: Annotated[str | None, typer.Option(help="The reply, in its own words.")] = None,
    no_reply: Annotated[
        bool, typer.Option("--no-reply", help="None came; silence is not an admission.")
    ] = False,
    tier: Annotated[Tier | None, typer.Option(help="For whom it is published.")] = None,
    database: Database = None,
    by: By = None,
) -> None:
    """Decide on an incident or a report: sign, dissent, publish, correct, withdraw and more."""
    from hudna.engines.decided import decide as decided
    from hudna.record.known import open_known

    if action == Action.REPLY and (text is None) != no_reply:
        raise typer.BadParameter("give --text with the reply, or --no-reply", param_hint="--text")
    if action != Action.REPLY and (text is not None or no_reply):
        raise typer.BadParameter("is for a reply", param_hint="--text, --no-reply")
    if party is not None and action not in (Action.REPLY, Action.ASK_REPLY):
        raise typer.BadParameter("is for ask-reply and reply", param_hint="--party")
    if tier is not None and action != Action.PUBLISH:
        raise typer.BadParameter("is for publish", param_hint="--tier")
    with open_known(case, database, None, by) as known:
        number = decided(
            known, id, action, by, reason=reason, party=party, text=text, tier=tier
        )  # fmt: skip
    out.print(f"{number}: {action} {shown(id)}")


# --- complaints -----------------------------------------------------------------------------------


@complaint.command("open")
def complaint_open(
    case: CaseDir,
    complainant: Annotated[
        Complainant, typer.Option(help="The class of who complains; never who it is.")
    ],
    allegation: Annotated[
        str | None, typer.Option(help="What is alleged, in the complainant's words.")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="A text file with the allegation.")] = None,
    about: Annotated[str | None, typer.Option(help="The incident, where it is known.")] = None,
    received: Annotated[str | None, typer.Option(help=f"Otherwise now. {Zoned}.")] = None,
    database: Database = None,
    by: By = None,
) -> None:
    """Record a complaint, and print its number for the receipt."""
    from hudna.engines.custody import recorded
    from hudna.record.complaints import open_complaint, procedure
    from hudna.record.known import open_known

    if (allegation is None) == (file is None):
        raise typer.BadParameter("give the words, or a --file", param_hint="--allegation")
    words = allegation if file is None else _words(file)
    with open_known(case, database, None, by) as known:
        agreement = known.case.agreement
        _incident(known.case.incidents, about, case)
        at = None if received is None else _time(received, agreement.zone, "--received")[0]
        steps = procedure(agreement.document)
        number = open_complaint(
            recorded(known), complainant, words or "", by, steps, about, at
        )  # fmt: skip
    out.print(number)


@complaint.command("step")
def complaint_step(
    case: CaseDir,
    id: Annotated[str, typer.Argument(metavar="COMPLAINT", help="The complaint's number.")],
    step: Annotated[
        str, typer.Argument(metavar="STEP", help="A step that the list shows, end, or reopen.")
    ],
    outcome: Annotated[str | None, typer.Option(help="What came of it.")] = None,
    extend: Annotated[
        int | None, typer.Option(metavar="HOURS", help="Do not do it: give it more time.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why it needs more time.")] = None,
    at: Annotated[str | None, typer.Option(help=f"When; otherwise now. {Zoned}.")] = None,
    about: Annotated[str | None, typer.Option(help="The incident that it is about.")] = None,
    database: Database = None,
    by: By = None,
) -> None:
    """Record that a step of a complaint was done, or is given more time."""
    from hudna.engines.custody import recorded
    from hudna.record.complaints import extend as extended
    from hudna.record.complaints import take_step
    from hudna.record.known import open_known

    if (outcome is None) == (extend is None):
        raise typer.BadParameter("give what came of it, or --extend", param_hint="--outcome")
    if extend is not None and (at is not None or about is not None):
        raise typer.BadParameter("goes with --reason alone", param_hint="--extend")
    with open_known(case, database, None, by) as known:
        if extend is not None:
            extended(recorded(known), id, step, by, extend, reason or "")
        else:
            _incident(known.case.incidents, about, case)
            zone = known.case.agreement.zone
            when = None if at is None else _time(at, zone, "--at")[0]
            take_step(recorded(known), id, step, by, outcome or "", when, about)
    out.print(f"{shown(id)}: {shown(step)}" + (" extended" if extend is not None else ""))


At = Annotated[
    str | None, typer.Option(help=f"As at this time; of a day, its end. Otherwise now. {Zoned}.")
]


@complaint.command("list")
def complaint_list(
    case: CaseDir,
    format: Annotated[Told, typer.Option(help="table or json.")] = Told.TABLE,
    at: At = None,
    as_known: AsKnown = None,
    database: Database = None,
    by: By = None,
) -> None:
    """List the complaints with their steps: done, late, or when they fall due."""
    from hudna.engines.working import listed

    with asked(case, database, as_known, by) as known:
        workflow, instant = known.workflow(), _instant(at, known.case.agreement.zone)
    if format == Told.JSON:
        print_json([listed(each, instant) for each in workflow.complaints])
        return
    table = Table(Column("complaint", no_wrap=True), "from", "about", "step", "due (UTC)", "state")
    for each in workflow.complaints:
        told = listed(each, instant)
        for step in told["steps"]:
            table.add_row(*map(shown, (
                told["id"], told["complainant"], told["about"] or "no incident yet",
                step["step"], (step["due"] or "no clock")[:16], step["state"],
            )))  # fmt: skip
    out.print(table)


@complaint.command("overdue")
def complaint_overdue(
    case: CaseDir,
    format: Annotated[Told, typer.Option(help="table or json.")] = Told.TABLE,
    at: At = None,
    as_known: AsKnown = None,
    database: Database = None,
    by: By = None,
) -> None:
    """List what ran late: steps of complaints and rights of reply, also if done since."""
    from hudna.engines.working import late

    with asked(case, database, as_known, by) as known:
        rows = late(known.workflow(), _instant(at, known.case.agreement.zone))
    if format == Told.JSON:
        print_json(rows)
        return
    table = Table(Column("what", no_wrap=True), "step", "late since (UTC)", "by", "done")
    for row in rows:
        hours = f"{row['late_seconds'] // 3600:,} h {row['late_seconds'] % 3600 // 60} min"
        cells = (row["id"], row["step"], row["since"][:16], hours, "late" if row["done"] else "no")
        table.add_row(*map(shown, cells))
    out.print(table)


def _time(written: str, zone: str, option: str) -> tuple[int, int]:
    """The first instant of what is written, and the one after its last."""
    from hudna.instant import TimeError, read

    try:
        found = read(written, zone)
    except TimeError as error:
        raise refused(str(error), f"Write {Zoned}", option) from None
    return found.earliest, found.latest


def _instant(written: str | None, zone: str) -> int:
    from hudna.record.store import clock

    return clock() if written is None else _time(written, zone, "--at")[1]


def _incident(incidents: Any, name: str | None, case: Path) -> None:
    if name is not None and all(incident.id != name for incident in incidents):
        what = f"there is no incident “{name}”"
        raise refused(what, "See `hudna judge` for the ids, or leave it open", str(case))


def _words(file: Path) -> str:
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError:
        raise refused("is not text in UTF-8", "Save it as UTF-8", str(file)) from None
