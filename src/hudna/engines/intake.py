"""Intake: files read into the reports of a case, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from hudna import sources
from hudna.case import Case
from hudna.problem import Problem, Refused
from hudna.report import read_reports, write_reports


def reports_of(case: Case) -> pa.Table | None:
    """The reports that a case has, or None.  Raises `Refused` for a file that is none."""
    if not case.reports_path.exists():
        return None
    try:
        return read_reports(case.reports_path)
    except (pa.ArrowException, OSError) as error:
        raise Refused(
            [Problem(str(case.reports_path), None, None, f"cannot be read: {error}",
                     "Remove it and import again")]
        ) from None  # fmt: skip


def import_files(
    case: Case,
    files: Sequence[Path],
    format: str | None = None,
    strict: bool = False,
    advance: Callable[[int], None] = lambda _: None,
) -> Iterator[str]:
    """Read files into the case's reports, and tell what became of every row.

    Nothing is written unless every file could be read.  Raises `Refused`.
    """
    table = reports_of(case)
    told: list[str] = []
    agreement = case.agreement
    for file in files:
        name = format or sources.detect(file)
        new, report = sources.read(
            file, name, case.registry, agreement.gazetteer, agreement.zone, strict, advance
        )
        merged = sources.merge(table, new)
        table = merged.table
        told.append(report.as_text())
        told.append(
            f"{file.name}: {merged.added:,} reports added, {merged.same:,} were there already, "
            f"{merged.changed:,} replaced an older version."
        )
    if table is not None:
        write_reports(case.reports_path, table)
    yield from told
