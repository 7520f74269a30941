"""Commands that keep, prove and verify the record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from hudna.cli.shared import (
    CaseDir,
    Database,
    Told,
    err,
    out,
    print_json,
    progress,
    refused,
    shown,
    spare,
    write,
)  # fmt: skip
from hudna.record.store import Record
from hudna.record.walk import SHOWN, Verification

log = typer.Typer(no_args_is_help=True, help="The log of a record: shown, signed, proved.")


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command()(verify)
    app.add_typer(log, name="log")


_PUBLISHED = (".html", ".csv", ".json", ".geojson", ".parquet")

Keys = Annotated[
    list[str] | None,
    typer.Option("--key", metavar="VKEY", help="A public key of the log that you hold."),
]
Held = Annotated[
    list[Path] | None,
    typer.Option("--checkpoint", metavar="FILE", help="A checkpoint that you hold."),
]


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        raise refused("is not text", "Give the file as it was written", str(path)) from None


def verify(
    case: CaseDir,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]…", help="Published files to hold to it.")
    ] = None,
    key: Keys = None,
    checkpoint: Held = None,
    format: Annotated[Told, typer.Option(help="table or json.")] = Told.TABLE,
    database: Database = None,
) -> None:
    """Recompute the record, and name the first entry that does not fit."""
    from hudna.record.store import open_record
    from hudna.record.verify import verify as recompute

    held = [_text(path) for path in checkpoint or ()]
    with open_record(case, None, database, writes=False) as record:
        with progress(record.state().size, "verifying") as advance:
            found = recompute(record, key or (), held, advance)
        published = [(path, _published(record, path)) for path in files or ()]
    good = found.holds and all(told is not None for _, told in published)
    if format == Told.JSON:
        print_json(
            {
                "log": found.origin, "holds": good, "entries": found.entries,
                "versions": found.versions, "erased": found.erased, "documents": found.documents,
                "root": found.root.hex(), "checkpoints": found.checkpoints,
                "signed": found.signed, "keys": found.vkeys, "notes": found.notes,
                "faults": [{"entry": f.entry, "what": f.what} for f in found.in_order()],
                "files": {str(path): told for path, told in published},
            }
        )  # fmt: skip
    else:
        _tell(found, published)
    if not good:
        raise typer.Exit(1)


def _published(record: Record, path: Path) -> str | None:
    """The publication that a file is, byte for byte; None for one that the record does not know."""
    from hudna.record.publications import find

    with record.reading() as connection:
        return find(connection, path.read_bytes())


def _tell(found: Verification, published: list[tuple[Path, str | None]]) -> None:
    out.print(
        f"{found.origin}: {found.entries:,} entries, {found.versions:,} versions, "
        f"{found.documents:,} documents; {found.erased:,} payloads erased."
    )
    out.print(f"Root of all entries: {found.root.hex()}")
    for vkey in found.vkeys:
        out.print(f"Key: {shown(vkey)}")
    for note in found.notes:
        out.print(f"Note: {shown(note)}")
    faults = found.in_order()
    for fault in faults[:SHOWN]:
        err.print(shown(str(fault)), style="red")
    if len(faults) > SHOWN:
        err.print(f"and {len(faults) - SHOWN:,} more", style="red")
    for path, told in published:
        if told is None:
            err.print(
                f"{shown(str(path))}: not published from this record, or altered", style="red"
            )
        else:
            out.print(f"{shown(str(path))}: as published ({told})")
    bad = sum(told is None for _, told in published)
    if found.holds:
        fits = "Everything fits." if not bad else f"The record fits; of the files {bad} do not."
        out.print(
            f"{fits} {found.checkpoints:,} signed checkpoints; the newest holds "
            f"{found.signed:,} entries."
        )
    else:
        err.print(f"It does not hold: {len(faults):,} faults, the first given first.", style="red")


@log.command("show")
def show(
    case: CaseDir,
    kind: Annotated[str | None, typer.Option(help="Only entries of this kind.")] = None,
    subject: Annotated[str | None, typer.Option(help="Only entries on this subject.")] = None,
    format: Annotated[Told, typer.Option(help="table or json.")] = Told.TABLE,
    database: Database = None,
) -> None:
    """Show the log: who changed what, when and why."""
    from hudna.record.leaf import stamp
    from hudna.record.prove import entry_json
    from hudna.record.store import lines, open_record, reasons

    with open_record(case, None, database, writes=False) as record, record.reading() as connection:
        found = [
            line for line in lines(connection)
            if kind in (None, line.kind) and subject in (None, line.subject)
        ]  # fmt: skip
        why = reasons(connection, found)
    if format == Told.JSON:
        print_json([{**entry_json(line), "reason": why.get(line.seq)} for line in found])
        return
    table = Table("entry", "when (UTC)", "who", "kind", "subject", "why")
    for line in found:
        when = stamp(line.at)  # whole, so that `--as-known` can be asked with it
        cells = (line.author, line.kind, line.subject, why.get(line.seq, ""))
        table.add_row(str(line.seq), when, *map(shown, cells))
    out.print(table)


@log.command("key")
def key(case: CaseDir, database: Database = None) -> None:
    """Print the public key of the log, for whoever will hold the record to it."""
    from hudna.record.heads import vkeys
    from hudna.record.store import open_record

    with open_record(case, None, database, writes=False) as record, record.reading() as connection:
        print(vkeys(connection)[-1])


@log.command("checkpoint")
def checkpoint(
    case: CaseDir,
    output: Annotated[Path | None, typer.Option(help="Write here, whole or not at all.")] = None,
    cosign: Annotated[
        Path | None, typer.Option(help="Add the signatures of this note, which witnesses made.")
    ] = None,
    database: Database = None,
) -> None:
    """Print the newest signed checkpoint, to be kept by whoever does not trust the host."""
    from hudna.record.checkpoints import add_witnesses, newest, unsigned
    from hudna.record.store import open_record

    spare(output, case)
    with open_record(case, None, database) as record:
        if cosign is not None:
            added = add_witnesses(record, _text(cosign))
            err.print(f"{added} signatures of witnesses added")
        write([newest(record).encode()], output)
        if rest := unsigned(record):
            err.print(
                f"It does not hold the last {rest:,} entries: the log's key is not on this machine. "
                "Run this where it is, or give the log a new key with `hudna record rotate`.",
                style="yellow",
            )


@log.command("prove")
def prove(
    case: CaseDir,
    what: Annotated[
        str | None, typer.Argument(metavar="[WHAT]", help="A published file, KIND/ID, or an entry.")
    ] = None,
    checkpoint: Annotated[
        Path | None, typer.Option(metavar="FILE", help="For this checkpoint; else the newest.")
    ] = None,
    since: Annotated[
        Path | None, typer.Option(metavar="FILE", help="That nothing was rewritten since this one.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="Write here, whole or not at all.")] = None,
    database: Database = None,
) -> None:
    """Prove that a thing or a published file is in the log, or that it only grew."""
    from hudna.record import prove as proofs
    from hudna.record.store import open_record

    if (what is None) == (since is None):
        raise typer.BadParameter("give WHAT to prove, or --since", param_hint="WHAT")
    spare(output, case)
    note = None if checkpoint is None else _text(checkpoint)
    with open_record(case, None, database, writes=False) as record:
        if since is not None:
            made = proofs.prove_consistency(record, _text(since), note)
        elif what is not None and Path(what).is_file():
            made = proofs.prove_published(record, Path(what).read_bytes(), note)
        else:
            if what and what.endswith(_PUBLISHED) and not what.startswith("file/"):
                raise refused(
                    "there is no such file", "Name the published file where it lies", what
                )
            made = proofs.prove(record, what or "", note)
    write([(json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()], output)


@log.command("check")
def check(
    proof: Annotated[Path, typer.Argument(metavar="PROOF", help="A proof that somebody gave you.")],
    key: Keys = None,
    checkpoint: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The checkpoint that you hold.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option(help="The published file that the proof is of.")
    ] = None,
) -> None:
    """Check a proof, with nothing but files: no case, no record, no network."""
    from hudna.record.note import BadNote, read_verifier
    from hudna.record.proof import BadProof, read_proof
    from hudna.record.proof import check as checked

    if not key:
        raise typer.BadParameter("give the log's key, which you hold", param_hint="--key")
    try:
        verifiers = [read_verifier(vkey.strip()) for vkey in key]
        told = checked(
            read_proof(proof.read_bytes()), verifiers,
            None if checkpoint is None else _text(checkpoint),
            None if file is None else file.read_bytes(),
        )  # fmt: skip
    except BadNote as error:
        raise refused(f"is not a public key of a log: {error}", "Give it whole", "--key") from None
    except BadProof as error:
        what = f"proves nothing: {error}"
        raise refused(what, "Ask for another proof, and keep this one", str(proof)) from None
    for sentence in told:
        out.print(shown(sentence))
