"""Intake: files read into the reports of a case's record, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hudna import sources
from hudna.engines.custody import agree, recorded
from hudna.record import documents, erasure, reports
from hudna.record.known import Known
from hudna.record.log import CHUNK, Writer
from hudna.record.tiers import Tier


def import_files(
    known: Known,
    files: Sequence[Path],
    format: str | None = None,
    strict: bool = False,
    author: str | None = None,
    tier: Tier | None = None,
    advance: Callable[[int], None] = lambda _: None,
) -> Iterator[str]:
    """Read files into the record, and tell what became of every row.

    Each file is kept as received, and its new and changed reports are one entry of the log, at
    `tier`.  Nothing is written unless every file could be read.  Raises `Refused`: also for a tier
    that reports which are there already do not have.
    """
    case, record = known.case, recorded(known)
    read = []
    for file in files:
        name = format or sources.detect(file)
        table, report = sources.read(
            file,
            name,
            case.registry,
            case.agreement.gazetteer,
            case.agreement.zone,
            strict,
            advance,
        )
        read.append((file, name, table, report.as_text(), documents.pack(file)))
    told: list[str] = []
    with record.writing(author) as writer:
        for file, name, table, text, packed in read:
            about: dict[str, Any] = (
                {"format": name} if tier is None else {"format": name, "tier": tier}
            )
            about |= _document(writer, table, packed, file, author)
            batches = table.to_batches(max_chunksize=CHUNK)
            names = (batch.column("report_id").to_pylist() for batch in batches)
            agree(writer, file, tier, names, about.get("document"))
            added, _ = reports.add(writer, table, about)
            told += [text, _told(file, added)]
            if "document" not in about:
                told.append(f"{file.name}: the file is not kept, for it holds what was erased.")
    yield from told


def _document(
    writer: Writer, table: pa.Table, packed: documents.Packed, file: Path, author: str | None
) -> dict[str, str]:
    """The document that the reports are from: kept once, and not if it holds what was erased."""
    gone = erasure.names(writer.connection, reports.KIND)
    if gone and pc.any(pc.is_in(table["report_id"], pa.array(sorted(gone)))).as_py():
        return {}
    known = documents.find(writer.connection, packed.sha256)
    return {"document": known or documents.keep(writer, packed, file.name, brought_by=author)}


def _told(file: Path, added: reports.Added) -> str:
    erased = f", {added.erased:,} were erased before and stay so" if added.erased else ""
    return (
        f"{file.name}: {added.added:,} reports added, {added.same:,} were there already, "
        f"{added.changed:,} replaced an older version{erased}."
    )
