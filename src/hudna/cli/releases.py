"""Commands that say who may see what, and release it: tier, consent, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hudna.cli.shared import AsKnown, CaseDir, Database, Person, asked, err, out, progress, shown
from hudna.engines.formats import Format
from hudna.record.consent import Use
from hudna.record.release import FEWEST, K
from hudna.record.tiers import Tier


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    for command in (tier, consent, export):
        app.command()(command)


What = Annotated[str, typer.Argument(metavar="WHAT", help="KIND/ID, as `hudna log show` has it.")]
Reason = Annotated[str, typer.Option(help="Why: it stays in the log.")]


def tier(
    case: CaseDir,
    what: What,
    tier: Annotated[Tier, typer.Argument(metavar="TIER", help="public, parties, mission …")],
    reason: Reason,
    database: Database = None,
    person: Person = None,
) -> None:
    """Say for whom a report, a document, an incident, or one import (reports/N) is."""
    from hudna.engines.custody import set_tier

    with asked(case, database, None, person) as known:
        set_tier(known, what, tier, reason, person)
    out.print(f"{shown(what)}: {tier}")


def consent(
    case: CaseDir,
    what: Annotated[
        str,
        typer.Argument(metavar="WHAT", help="source/S-…, or report/ID, document/ID, incident/ID."),
    ],
    use: Annotated[list[Use], typer.Option(help="internal, parties, public or court.")],
    given: Annotated[
        bool, typer.Option("--given/--withdrawn", help="Agreed to, or not, or no longer.")
    ],
    reason: Reason,
    promised: Annotated[
        str | None, typer.Option(help="What the source was promised, word for word.")
    ] = None,
    database: Database = None,
    person: Person = None,
) -> None:
    """Record that a source agreed to a use, or withdrew its consent."""
    from hudna.engines.custody import set_consent

    with asked(case, database, None, person) as known:
        set_consent(known, what, use, given, promised, reason, person)
    out.print(f"{shown(what)}: {', '.join(use)} {'given' if given else 'withdrawn'}")
    if not given:
        out.print(
            "`hudna export` leaves it out from now on; a situation report is the mission's own."
        )
        out.print("What was released cannot be called back.")


def export(
    case: CaseDir,
    tier: Annotated[Tier, typer.Option(help="public, parties or mission.")],
    format: Annotated[Format, typer.Option(help="hxl, geojson, json or parquet.")],
    from_: Annotated[str | None, typer.Option("--from", help="First local day.")] = None,
    to: Annotated[str | None, typer.Option(help="Last local day, included.")] = None,
    k: Annotated[
        int, typer.Option(help=f"Contributors a public cell has at least; {FEWEST} or more.")
    ] = K,
    folder: Annotated[
        Path | None, typer.Option("--out", help="Where to write; otherwise CASE/out.")
    ] = None,
    as_known: AsKnown = None,
    database: Database = None,
    person: Person = None,
) -> None:
    """Release what is cleared for a tier, as sharp as that tier may see it."""
    from hudna.engines import export as engine

    with asked(case, database, as_known, person) as known, progress(None, "judging") as advance:
        done = engine.export(known, tier, format, from_, to, k, folder, person, advance)
    for path in done.paths:
        out.print(f"Wrote {shown(str(path))}")
    out.print(f"{done.rows:,} row{'' if done.rows == 1 else 's'}")
    for count, why in (
        (done.suppressed, f"suppressed: fewer than {k} contributors stand behind their cell"),
        (done.withdrawn, "left out: consent withdrawn"),
        (done.held, "left out: what was published awaits a correction"),
        (done.untraced, "left out: coded from a report that is not in the record"),
    ):
        if count:
            out.print(f"{count:,} {why}")
    if done.since:
        err.print(
            f"This is a replay. Of {done.since:,} of its rows consent was withdrawn since: hold it "
            "against the record, and do not release it.", style="yellow",
        )  # fmt: skip
