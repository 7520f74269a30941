"""Commands that take what people bring, and protect who they are: source, keep, add."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.table import Table

from hudna.cli.shared import (
    CaseDir,
    Database,
    Person,
    Told,
    asked,
    err,
    out,
    print_json,
    refused,
    shown,
)
from hudna.record.tiers import Tier

source = typer.Typer(
    no_args_is_help=True, help="Protected sources: sealed, and known by a pseudonym."
)

_LARGEST: Final = 1 << 16


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.add_typer(source, name="source")
    app.command()(keep)
    app.command()(add)


Reason = Annotated[str, typer.Option(help="Why: it stays in the log.")]
KeyFile = Annotated[Path, typer.Option("--key", metavar="FILE", help="The sealing key's file.")]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Read the passphrase here; otherwise it is asked for."),
]
From = Annotated[
    str | None, typer.Option("--source", metavar="S-…", help="The protected source it is from.")
]
ForTier = Annotated[
    Tier | None, typer.Option("--tier", help="Who may see it; otherwise the mission alone.")
]


def _passphrase(file: Path | None, what: str, *, new: bool = False) -> str:
    """A passphrase, from a file or typed unseen (a new one twice); never from the command line."""
    if file is None:
        typed = typer.prompt(what, hide_input=True, confirmation_prompt=new, err=True)
        return str(typed)
    content = _small(file)
    try:
        return content.decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:  # whose text would show the passphrase
        what = "is not text"
    raise refused(what, "Write the passphrase as UTF-8", str(file))


def _small(file: Path) -> bytes:
    with file.open("rb") as opened:
        content = opened.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise refused("is too large", "Name the right file", str(file))
    return content


def _outside(file: Path, case: Path) -> None:
    from hudna.record.keys import outside

    outside(file, case)


@source.command("key")
def key(
    case: CaseDir,
    new: Annotated[Path, typer.Option(metavar="FILE", help="Make the private key here.")],
    passphrase_file: PassphraseFile = None,
    database: Database = None,
    person: Person = None,
) -> None:
    """Make the key to which the case's sources are sealed.  Keep its file apart from the case."""
    from hudna.engines.custody import recorded
    from hudna.record.contributors import new_key

    _outside(new, case)
    with asked(case, database, None, person) as known:
        phrase = _passphrase(passphrase_file, "New passphrase", new=True)
        made = new_key(recorded(known), new, phrase, person)
    out.print(f"Made {shown(str(new))}, the private half of the key {made.id}.")
    out.print("Whoever loses the file or its passphrase loses who the sources are.")


@source.command("add")
def add_source(
    case: CaseDir,
    identity: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="JSON: field to text; - reads it from standard input."),
    ] = None,
    database: Database = None,
    person: Person = None,
) -> None:
    """Seal who a source is, and print the pseudonym that stands for it from now on."""
    from hudna.engines.custody import recorded
    from hudna.record.contributors import add as seal_source

    with asked(case, database, None, person) as known:
        fields = _asked() if identity is None else _read_identity(identity)
        print(seal_source(recorded(known), fields, person))


def _asked() -> dict[str, str]:
    told = {
        name: str(typer.prompt(f"{name.capitalize()} (empty: not known)", "", err=True,
                               show_default=False))
        for name in ("name", "contact", "note")
    }  # fmt: skip
    return {name: text for name, text in told.items() if text.strip()}


def _read_identity(where: str) -> dict[str, str]:
    """Who a source is, from JSON.  What is wrong is said without a word of it."""
    file = "standard input" if where == "-" else where
    content = sys.stdin.buffer.read(_LARGEST + 1) if where == "-" else _small(Path(where))
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        told = None
    good = isinstance(told, dict) and all(isinstance(value, str) for value in told.values())
    if not good or len(content) > _LARGEST:
        what = "is not one JSON object of fields and texts"
        raise refused(what, '{"name": "…", "contact": "…"}', file)
    return dict(told)


@source.command("open")
def open_(
    case: CaseDir,
    pseudonym: Annotated[str, typer.Argument(metavar="PSEUDONYM", help="S-…, as it was printed.")],
    key: KeyFile,
    reason: Reason,
    passphrase_file: PassphraseFile = None,
    database: Database = None,
    person: Person = None,
) -> None:
    """Show who a source is, after the log has who opened it and why."""
    from hudna.record.contributors import open_source
    from hudna.record.store import open_record

    with open_record(case, None, database) as record:
        phrase = _passphrase(passphrase_file, "Passphrase")
        found = open_source(record, pseudonym, key, phrase, person, reason)
    for name, text in found.items():
        out.print(f"{shown(name)}: {shown(text)}")


@source.command("reseal")
def reseal(
    case: CaseDir,
    key: Annotated[Path, typer.Option("--key", metavar="OLD", help="The old key's file.")],
    new_key: Annotated[
        Path, typer.Option(metavar="FILE", help="The new key's file; made where there is none.")
    ],
    reason: Reason,
    passphrase_file: PassphraseFile = None,
    new_passphrase_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Read the new passphrase here; otherwise it is asked."),
    ] = None,
    database: Database = None,
    person: Person = None,
) -> None:
    """Seal every source to a new key, and destroy the old seals."""
    from hudna.record import contributors
    from hudna.record.store import open_record

    _outside(new_key, case)
    with open_record(case, None, database) as record:
        old = _passphrase(passphrase_file, "Old passphrase")
        made = not new_key.exists()
        phrase = _passphrase(new_passphrase_file, "New passphrase", new=made)
        done = contributors.reseal(record, (key, old), (new_key, phrase), person, reason)
    out.print(f"{done:,} sources sealed anew; their old seals are destroyed in the record.")
    out.print("Backups made before still open with the old key: destroy the one or the other.")


@source.command("list")
def list_(
    case: CaseDir,
    format: Annotated[Told, typer.Option(help="table or json.")] = Told.TABLE,
    database: Database = None,
) -> None:
    """List the sources by pseudonym, with what each agreed to; not who they are."""
    from hudna.record.consent import Use, said
    from hudna.record.contributors import listed
    from hudna.record.store import open_record, state_at

    words = {True: "given", False: "withdrawn", None: "unsaid"}
    with open_record(case, None, database, writes=False) as record, record.reading() as connection:
        state = state_at(connection, None)
        agreed = said(connection, state)
        found = [
            (each, {use.value: words[agreed.get((f"source/{each.pseudonym}", use))] for use in Use})
            for each in listed(connection, state)
        ]
    if format == Told.JSON:
        print_json([
            {"source": each.pseudonym, "key": each.key, "erased": each.key is None, "consent": uses}
            for each, uses in found
        ])  # fmt: skip
        return
    table = Table("source", "sealed to", *(use.value for use in Use))
    for each, uses in found:
        table.add_row(*map(shown, (each.pseudonym, each.key or "erased", *uses.values())))
    out.print(table)


def keep(
    case: CaseDir,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What was received.")],
    source: From = None,
    tier: ForTier = None,
    origin: Annotated[
        str | None, typer.Option(help="Where it is from: an address, or words.")
    ] = None,
    database: Database = None,
    person: Person = None,
) -> None:
    """Keep a document as received, byte for byte, and print its id."""
    from hudna.engines.custody import keep_document

    with asked(case, database, None, person) as known:
        name, new = keep_document(known, file, source, tier, person, origin)
    if not new:
        err.print("These bytes were kept already: nothing was added.")
    print(name)


def add(
    case: CaseDir,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Reports written by hand, as YAML.")],
    source: From = None,
    tier: ForTier = None,
    database: Database = None,
    person: Person = None,
) -> None:
    """Add reports that were written by hand, and print their ids."""
    from hudna.engines.custody import add_reports

    with asked(case, database, None, person) as known:
        names, document = add_reports(known, file, source, tier, person)
    if not names:
        err.print(f"This file was added before ({shown(document or '')}): nothing was added.")
    for name in names:
        print(name)
