"""Turning: a whole case's counts of a period under every world, and what they turn on.

In: a case as it is or was known, a period.  Out: `Turned`, one `Sensitivity` for the incidents coded
by hand and one for the reports of each source, with who holds the readings and what it rests on.
`turning_table.py` and `turning_chart.py` show it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hudna.agreement.worlds import OPEN, json_value
from hudna.analysis.counts import MATCHED, Count, Times, Unit, lying, times_of
from hudna.analysis.sensitivity import Change, Sensitivity, sensitivity
from hudna.analysis.tallies import Spread
from hudna.case import Case
from hudna.codes import Text
from hudna.engines.batch import unmatched
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
    unverified: int  # coded incidents of the period that rest on something from general knowledge

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

    def is_unverified(self, switch: str, reading: str | None = None) -> bool:
        """Whether a switch, or what a holder stated of it, is from general knowledge."""
        entry = self.case.agreement.document.switches[switch]
        return entry.unverified if reading is None else entry.readings[reading].unverified

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
            "unverified_incidents": self.unverified,
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
    every = list(known.incidents())
    coded = [incident for incident in every if incident.entry is not None]
    series = [_incidents(known, court, period, coded, Unit(None))]
    if matched := [incident for incident in every if incident.entry is None]:
        series.append(_incidents(known, court, period, matched, Unit(MATCHED)))
    advance(len(case.incidents_file.incidents))
    series += _reports(known, court, period, advance)
    rests_on = manifest(case, known.record, known.state)
    return Turned(
        case, period, rests_on, _day(known, rests_on), tuple(_holders(case)), tuple(series),
        sum(_doubtful(i) for i in known.incidents() if i.time.meets(period)),
    )  # fmt: skip


def _incidents(
    known: Known, court: Court, period: Interval, every: Sequence[Incident], unit: Unit
) -> Sensitivity:
    """The incidents of one unit: those coded by hand, or those matched."""
    agreement = known.case.agreement
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
    return sensitivity(findings, times, agreement.worlds, period, unit, left_out)


def _doubtful(incident: Incident) -> bool:
    """Whether it, or who acted or was hit, is from general knowledge."""
    named = (*incident.actors.candidates, *incident.targets.candidates)
    entry = incident.entry
    return (entry is not None and entry.unverified) or any(each.unverified for each in named)


def _repeats(incident: Incident) -> bool:
    """Whether its coder says that it repeats another entry."""
    entry = incident.entry
    return entry is not None and any(link.kind == "duplicate_of" for link in entry.links)


def _reports(
    known: Known, court: Court, period: Interval, advance: Advance
) -> Iterator[Sensitivity]:
    """The reports of each source, by the source's name."""
    agreement = known.case.agreement
    listing = court.listing(known.case.registry.origins, strict=False)
    out = pa.array([report.id for report in known.workflow().left_out()], pa.string())
    found: dict[str, list[tuple[pa.Table, Times]]] = {}
    left_out: dict[str, Counter[str]] = {}

    def every() -> Iterator[pa.Table]:
        for table in known.reports():
            advance(table.num_rows)
            yield table

    for table in unmatched(known, every()):
        _, shares = lying(_times(table), period)
        aside = np.asarray(pc.is_in(table["report_id"], out).combine_chunks())
        for name in pc.unique(table["source"]).to_pylist():
            mine = np.asarray(pc.equal(table["source"], name).combine_chunks())
            counts = left_out.setdefault(name, Counter())
            counts["outside"] += int((mine & ~shares).sum())
            counts["set_aside"] += int((mine & shares & aside).sum())
            source = checked(table.filter(pa.array(mine & shares & ~aside)), "reports")
            findings = court.table(listing.listed(source), source, reasons=False)
            times = times_of(findings, _times(source), agreement)
            found.setdefault(name, []).append((findings.select(_COLUMNS), times))
    for name in sorted(found):
        tables, times_ = zip(*found[name], strict=True)
        times = Times(
            np.concatenate([each.earliest for each in times_]),
            np.concatenate([each.latest for each in times_]),
        )
        findings = pa.concat_tables(tables)
        yield sensitivity(findings, times, agreement.worlds, period, Unit(name), left_out[name])


def _times(table: pa.Table) -> Times:
    earliest, latest = (
        np.asarray(table[name].combine_chunks().cast(pa.int64()).fill_null(open_))
        for name, open_ in (("t_earliest", BEGIN), ("t_latest", END))
    )
    return Times(earliest, latest)


# --- who, when --------------------------------------------------------------------------------------


def _holders(case: Case) -> Iterator[Holder]:
    document, registry = case.agreement.document, case.registry
    for name in case.agreement.worlds.readings("live"):
        reading = document.readings[name]
        yield Holder(
            name,
            Text(reading.label.text("en"), reading.label.text("ar")),
            tuple(Text(registry.label(h, "en"), registry.label(h, "ar")) for h in reading.holders),
            reading.unverified,
        )


def _day(known: Known, rests_on: Manifest) -> str | None:
    if known.record is None or not rests_on.entries:
        return None
    with known.record.reading() as connection:
        (last,) = lines(connection, rests_on.entries - 1, rests_on.entries)
    return stamp(last.at)[:10]


# --- JSON -------------------------------------------------------------------------------------------


def _words(text: Text) -> dict[str, str]:
    return {"en": text.en, "ar": text.ar}


def _count(count: Count) -> dict[str, int]:
    return {"within": count.within, "possible": count.possible}


def _spread(spread: Spread) -> dict[str, Any]:
    return {
        "worlds": spread.worlds,
        "violations": [_count(count) for count in spread.violations],
        "undetermined": [_count(count) for count in spread.undetermined],
    }


def _change(change: Change) -> list[int]:
    return [change.least, change.most]


def _series_json(found: Sensitivity, turned: Turned) -> dict[str, Any]:
    return {
        "unit": {"kind": found.unit.kind, "source": found.unit.source},
        "counted": _count(found.counted),
        "left_out": {each.why: each.n for each in found.left_out},
        "live": _spread(found.live),
        "worlds": [
            {"id": w.world, "reading": w.reading, "live": w.live,
             "violations": _count(w.violations), "undetermined": _count(w.undetermined)}
            for w in found.worlds
        ],
        "readings": [
            {"reading": r.reading, "live": _spread(r.live), "every": _spread(r.every)}
            for r in found.readings
        ],
        "settings": [
            {"reading": s.reading, "switch": s.switch, "value": json_value(s.value),
             "stated": s.stated, "open": turned.stated(s.reading, s.switch) == OPEN,
             "live": _spread(s.live), "every": _spread(s.every)}
            for s in found.settings
        ],
        "moves": [
            {"switch": m.switch, "reading": m.reading, "from": json_value(m.before),
             "to": json_value(m.after), "open": m.open, "violations": _change(m.violations),
             "at_most": _change(m.at_most)}
            for m in found.moves
        ],
        "moves_violations_most": list(found.strongest("violations")),
        "moves_at_most_most": list(found.strongest("at_most")),
        "open_moves_violations_most": list(found.strongest("violations", open_=True)),
        "open_moves_at_most_most": list(found.strongest("at_most", open_=True)),
        "turning": [
            {"switch": t.switch, "count": _count(t.count), "ids": list(t.ids)}
            for t in found.turning
        ],
        "on_a_switch": _count(found.on_a_switch),
        "on_the_reading_alone": _count(found.on_the_reading),
        "on_nothing": _count(found.on_nothing),
    }  # fmt: skip
