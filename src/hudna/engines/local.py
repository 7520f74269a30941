"""The local engine: incidents and reports judged on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import pyarrow as pa

from hudna.agreement.worlds import World
from hudna.case import Case
from hudna.engines.choice import Engine
from hudna.finding import Finding
from hudna.incident import Incident
from hudna.incident_table import checked
from hudna.judging.afresh import Afresh
from hudna.judging.judge import Judge
from hudna.report import incidents as reported

TOGETHER = 1000
"""How many incidents are judged at a time."""

Advance = Callable[[int], None]


def judge_incidents(
    case: Case,
    incidents: Iterable[Incident],
    worlds: Sequence[World] | None = None,
    advance: Advance = lambda _: None,
    engine: Engine = Engine.COMPILED,
    judge: Judge | None = None,
) -> Iterator[Finding]:
    """Judge incidents in order; `advance` is told how many have been.

    A `judge` that has compiled the agreement already is used again.
    """
    if engine == Engine.REFERENCE:
        plain = Afresh(case.agreement)
        for incident in incidents:
            yield from plain.judge(incident, worlds)
            advance(1)
        return
    court = (judge or Judge(case.agreement)).court(worlds)
    waiting = iter(incidents)
    while some := list(islice(waiting, TOGETHER)):
        yield from court.findings(some)
        advance(len(some))


def judge_reports(
    case: Case,
    tables: Iterable[pa.Table],
    worlds: Sequence[World] | None = None,
    advance: Advance = lambda _: None,
    engine: Engine = Engine.COMPILED,
    judge: Judge | None = None,
) -> Iterator[Finding]:
    """Judge tables of reports in order, each report as an incident of its own.

    An actor that the case has no more is unidentified.  Raises `Refused` for an unknown act.
    """
    origins = case.registry.origins
    if engine == Engine.REFERENCE:
        found = (incident for table in tables for incident in reported(table, origins))
        yield from judge_incidents(case, found, worlds, advance, engine)
        return
    court = (judge or Judge(case.agreement)).court(worlds)
    listing = court.listing(origins, strict=False)
    for table in tables:
        source = checked(table, "reports")
        yield from court.findings_in(listing.listed(source), source)
        advance(table.num_rows)
