"""Turning: a whole case's counts of a period under every world, and what they turn on.

In: a case as it is or was known, a period.  Out: `Turned`, one `Sensitivity` for the incidents coded
by hand and one for the reports of each source, with who holds the readings and what it rests on.
`turning_table.py` and `turning_chart.py` show it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hudna.agreement.worlds import OPEN, json_value
from hudna.analysis.counts import Count, Ints, Times, Unit, lying, times_of
from hudna.analysis.sensitivity import Change, Sensitivity, sensitivity
from hudna.analysis.tallies import Spread
from hudna.case import Case
from hudna.codes import Text
from hudna.engines.local import Advance
from hudna.engines.publish import period_of
from hudna.finding_table import SETS
from hudna.incident import Incident
from hudna.incident_table import checked
from hudna.instant import BEGIN, END, Interval, show
from hudna.judging.alternatives import parts
from hudna.judging.court import Court
from hudna.judging.judge import Judge
from hudna.record.known import Known
from hudna.record.leaf import stamp
from hudna.record.manifest import Manifest, manifest
from hudna.record.store import lines

_COLUMNS: Final = ("incident", "part", *SETS, "aggregate")


@dataclass(frozen=True, slots=True)
class Holder:
    """A live reading: what it is called, and who holds it."""

    id: str
    label: Text
    holders: tuple[Text, ...]
    unverified: bool


@dataclass(frozen=True, slots=True)
class Turned:
    """What the counts of a case turn on, in a period of local days."""

    case: Case
    period: Interval
    rests_on: Manifest
    record_day: str | None  # of the last entry that it rests on, ISO 8601, UTC; None: no record
    holders: tuple[Holder, ...]
    series: tuple[Sensitivity, ...]

    @property
    def days(self) -> tuple[str, str]:
        """The first and the last local day, both included, ISO 8601."""
        zone = self.case.agreement.zone
        first, last = show(self.period.earliest, zone), show(self.period.latest - 1, zone)
        return str(first)[:10], str(last)[:10]

    def switch(self, name: str) -> Text:
        """The question that a switch answers."""
        label = self.case.agreement.document.switches[name].label
        return Text(label.text("en"), label.text("ar"))

    def stated(self, reading: str, switch: str) -> str:
        """The value that the holder of a reading stated, or `open`."""
        return self.case.agreement.worlds.stated(reading)[switch]

    def as_json(self) -> dict[str, Any]:
        """The JSON contract of `hudna judge --sensitivity`."""
        first, last = self.days
        return {
            **self.rests_on.as_json(),
            "record_day": self.record_day,
            "period": {"from": first, "to": last, "zone": self.case.agreement.zone},
            "readings": [
                {"id": h.id, "label": _words(h.label), "holders": [_words(t) for t in h.holders],
                 "unverified": h.unverified}
                for h in self.holders
            ],
            "series": [_series_json(each, self) for each in self.series],
        }  # fmt: skip


def turned(
    known: Known, first: str | None, last: str | None, advance: Advance = lambda _: None
) -> Turned:
    """Judge a case under every world, and count a period: local days, both included.

    By default the period is all that its coded incidents speak of.  Raises `Refused` for a day that
    is none, and for a reading with too many worlds.
    """
    case = known.case
    period = period_of(case, first, last)
    worlds = case.agreement.worlds
    court = Judge(case.agreement).court(worlds.all(), pivots=False)
    series = [_coded(known, court, period)]
    advance(len(case.incidents_file.incidents))
    series += _reports(known, court, period, advance)
    rests_on = manifest(case, known.record, known.state)
    return Turned(
        case, period, rests_on, _day(known, rests_on), tuple(_holders(case)), tuple(series)
    )


def _coded(known: Known, court: Court, period: Interval) -> Sensitivity:
    agreement = known.case.agreement
    every = list(known.incidents())
    judged = [i for i in every if not i.under_review and not _repeats(i)]
    listed = court.scales.registrar.listed(judged)
    source = pa.table(
        {
            "incident_id": pa.array([i.id for i in judged], pa.string()),
            "aggregate": pa.array([i.aggregate for i in judged], pa.bool_()),
        }
    )
    findings = court.table(listed, source, reasons=False)
    spans = [span for incident in judged for span in parts(incident, agreement)]
    left_out = {
        "under_review": sum(i.under_review and i.time.meets(period) for i in every),
        "duplicate": sum(
            _repeats(i) and not i.under_review and i.time.meets(period) for i in every
        ),
    }
    times = Times(
        np.array([span.earliest for span in spans], np.int64),
        np.array([span.latest for span in spans], np.int64),
    )
    return sensitivity(findings, times, agreement.worlds, period, Unit(None), left_out)


def _repeats(incident: Incident) -> bool:
    """Whether its coder says that it repeats another entry."""
    entry = incident.entry
    return entry is not None and any(link.kind == "duplicate_of" for link in entry.links)


@dataclass(slots=True)
class _Judged:
    """The findings of one source so far, and their times."""

    findings: list[pa.Table]
    times: list[Times]
    set_aside: int = 0
    outside: int = 0


def _reports(
    known: Known, court: Court, period: Interval, advance: Advance
) -> Iterator[Sensitivity]:
    agreement = known.case.agreement
    listing = court.listing(known.case.registry.origins, strict=False)
    out = pa.array([report.id for report in known.workflow().left_out()], pa.string())
    by_source: dict[str, _Judged] = {}
    for table in known.reports():
        for name in pc.unique(table["source"]).to_pylist():
            mine = table.filter(pc.equal(table["source"], name))
            kept = by_source.setdefault(name, _Judged([], []))
            _judge(mine, kept, court, listing.listed, out, period, agreement)
        advance(table.num_rows)
    for name in sorted(by_source):
        kept = by_source[name]
        yield sensitivity(
            pa.concat_tables(kept.findings),
            Times(
                np.concatenate([times.earliest for times in kept.times]),
                np.concatenate([times.latest for times in kept.times]),
            ),
            agreement.worlds, period, Unit(name),
            {"outside": kept.outside, "set_aside": kept.set_aside},
        )  # fmt: skip
