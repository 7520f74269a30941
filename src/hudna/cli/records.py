"""Commands for whoever keeps a record: backing up, restoring, moving, a new key, erasing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hudna.cli.shared import (
    CaseDir,
    Database,
    Person,
    Told,
    err,
    out,
    print_json,
    progress,
    refused,
    shown,
)

record = typer.Typer(no_args_is_help=True, help="Keeping a record: backups, copies, keys, erasure.")


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.add_typer(record, name="record")


Reason = Annotated[str, typer.Option(help="Why: it stays in the log.")]


@record.command("info")
def info(
    case: CaseDir,
    format: Annotated[Told, typer.Option(help="table or json.")] = Told.TABLE,
    database: Database = None,
) -> None:
    """Say where a record is, how large, and whether this machine can sign it."""
    from hudna.record.copy import about
    from hudna.record.store import open_record

    with open_record(case, None, database, writes=False) as opened:
        told = about(opened)
    if format == Told.JSON:
        print_json(told)
        return
    for what, value in told.items():
        said = {None: "no", True: "yes", False: "no"}.get(value, value)
        number = f"{value:,}" if type(value) is int else str(said)
        out.print(f"{what.replace('_', ' ')}: {shown(number)}")


@record.command("backup")
def backup(
    case: CaseDir,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write: a new one.")],
    database: Database = None,
) -> None:
    """Write the record as one file, whole and verified."""
    from hudna.record import copy
    from hudna.record.store import open_record

    with (
        open_record(case, None, database, writes=False) as opened,
        progress(opened.state().size, "verifying") as advance,
    ):
        found = copy.backup(opened, file, advance)
    out.print(f"Wrote {shown(str(file))}: {found.entries:,} entries, verified.")
    out.print(f"Root of all entries: {found.root.hex()}")


@record.command("restore")
def restore(
    case: CaseDir,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup of this case's record.")],
    reason: Reason = "restored from a backup",
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace a record that is there, and lose the rest.")
    ] = False,
    database: Database = None,
    person: Person = None,
) -> None:
    """Put a backup in the record's place.  What is lost is said first, and in the log."""
    from hudna.case import read_case
    from hudna.record import copy

    found, _ = read_case(case)
    case_id = None if found is None else found.id
    told = copy.restore(case, case_id, database, file, person, reason, replace)
    out.print(f"Restored {told.entries:,} entries, verified. Lost: {shown(told.lost)}.")
    if told.aside is not None:
        out.print(f"The file that was there is kept: {shown(str(told.aside))}")
    if told.lost != copy.NOTHING:
        out.print("The log says so. Tell those who hold newer checkpoints: they no longer fit.")


@record.command("copy")
def copy_(
    case: CaseDir,
    to: Annotated[
        str,
        typer.Option(metavar="URL", help="An empty database: postgresql://… or sqlite:///FILE."),
    ],
    database: Database = None,
) -> None:
    """Copy the record into an empty database, and verify it there."""
    from hudna.record import copy
    from hudna.record.database import shown as address
    from hudna.record.store import open_record

    with (
        open_record(case, None, database, writes=False) as opened,
        progress(opened.state().size, "verifying") as advance,
    ):
        found = copy.copy(opened, to, advance)
    out.print(f"Copied {found.entries:,} entries to {shown(address(to))}, verified.")
    out.print(f"Root of all entries: {found.root.hex()}")
    out.print("It is the same log: from now on use one of the two only (--database).")


@record.command("rotate")
def rotate(
    case: CaseDir,
    reason: Reason,
    database: Database = None,
    person: Person = None,
) -> None:
    """Give the log a new key, which the old one introduces."""
    from hudna.record import checkpoints
    from hudna.record.store import open_record

    if not reason.strip():
        raise refused("no reason is given", "Give one with --reason", str(case))
    with open_record(case, None, database) as opened:
        print(checkpoints.rotate(opened, person, reason))
    err.print("The log's key is now the one above: give it to those who check the record.")


@record.command("erase")
def erase(
    case: CaseDir,
    what: Annotated[str, typer.Argument(metavar="KIND/ID", help="As `hudna log show` has it.")],
    reason: Reason,
    database: Database = None,
    person: Person = None,
) -> None:
    """Destroy what the record says of a thing; that it was there, and why it went, stays."""
    from hudna.record import copy, erasure
    from hudna.record.store import open_record

    kind, slash, name = what.partition("/")
    if not slash or not name:
        raise typer.BadParameter("write KIND/ID, such as report/ged-1", param_hint="KIND/ID")
    if person is None:
        raise typer.BadParameter("say who erases", param_hint="--as")
    with open_record(case, None, database) as opened:
        gone = erasure.erase(opened, kind, name, person, reason)
        beside = copy.beside(opened)
    for each in gone:
        out.print(f"Erased {shown(each)}")
    err.print(
        "Backups and copies still hold it, and so may a server's own logs and backups: "
        "erase it there too, or destroy them.",
        style="yellow",
    )
    for path in beside:
        err.print(f"Such a copy lies here: {shown(str(path))}", style="yellow")
