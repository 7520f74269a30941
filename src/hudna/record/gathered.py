"""Gathered: the incidents that matching made of a record's reports, as they are judged.

In: a state of the record, the case, the reports that people took out.  Out: `Gathered`: an `Incident` for
each set of two reports or more, and which reports are judged within an incident and so not by themselves.
This is the one place where reports become matched incidents; what is matched with none stays a report
(`hudna.report.incidents`).  An incident that a person coded is judged as it was coded.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from hudna.case import Case
from hudna.incident import Incident
from hudna.matching.incidents import Setting, incident_of
from hudna.record import matches, reports
from hudna.record.canonical import table
from hudna.record.store import State, newest_of
from hudna.report import SCHEMA


@dataclass(frozen=True, slots=True)
class Gathered:
    """Matched incidents; `of`: the reports of each, also of coded ones; `reports`: all of those."""

    incidents: tuple[Incident, ...] = ()
    of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def reports(self) -> frozenset[str]:
        """The reports that are judged within an incident."""
        return frozenset(name for names in self.of.values() for name in names)


def gathered(connection: sa.Connection, state: State, case: Case, out: Collection[str]) -> Gathered:
    """The matched incidents at a state; `out` are reports that people took out."""
    sets = matches.incidents(connection, state)
    if not sets:
        return Gathered()
    wanted = sorted({name for names in sets.values() for name in names})
    found = newest_of(connection, state, reports.KIND, wanted)
    bodies = [each.body for each in found.values() if each.body is not None and each.id not in out]
    rows = {row["report_id"]: row for row in table(bodies, SCHEMA).to_pylist()} if bodies else {}
    told = matches.of_reports(connection, state, list(rows))
    coded = {incident.id for incident in case.incidents}
    setting = Setting(case.registry, case.agreement.gazetteer, case.agreement.zone)
    kept: dict[str, tuple[str, ...]] = {}
    incidents = []
    for name, names in sets.items():
        there = tuple(each for each in names if each in rows)
        if len(there) < (1 if name in coded else 2):
            continue  # alone again: judged as its own
        kept[name] = there
        if name not in coded:
            whose = [tuple(told.get(each, {}).get("origins", ())) for each in there]
            incidents.append(incident_of(name, [rows[each] for each in there], whose, setting))
    return Gathered(tuple(incidents), kept)
