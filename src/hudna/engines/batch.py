"""Batches: a whole case judged, and its answers as a table, JSON, CSV or Parquet.

In: a case.  Out: `Judged`, the findings of its coded incidents and its imported reports, with the
worlds they were judged in and the obligations as they stand.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from rich.markup import escape
from rich.table import Table

import hudna
from hudna import codes
from hudna.agreement.agreement import Agreement
from hudna.agreement.obligations import Due, dues
from hudna.agreement.worlds import World, json_value
from hudna.case import Case
from hudna.engines.choice import Engine
from hudna.engines.formats import cell
from hudna.engines.local import Advance, judge_incidents, judge_reports
from hudna.finding import Finding, Headline, json_lines, tally
from hudna.incident import Incident
from hudna.instant import BEGIN, TimeError, read, show
from hudna.judging.judge import Judge
from hudna.judging.trial import with_proved
from hudna.problem import Problem, Refused, refuse
from hudna.record.decisions import LeftOut
from hudna.record.erasure import Tombstone
from hudna.record.findings import record_findings
from hudna.record.known import Known
from hudna.record.leaf import stamp
from hudna.report import incidents as reported

LISTED = 60
"""How many findings the table for people lists, coded incidents first, then matched; the rest is counted."""


def current(known: Known) -> Iterator[pa.Table]:
    """The imported reports, but for those that people set aside or withdrew."""
    out = pa.array([report.id for report in known.workflow().left_out()], pa.string())
    for table in known.reports():
        yield table.filter(pc.invert(pc.is_in(table["report_id"], out))) if len(out) else table


def tables(known: Known) -> Iterator[pa.Table]:
    """The reports that are judged each as its own: they are current, and matched to no incident."""
    yield from unmatched(known, current(known))


def unmatched(known: Known, reports: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Of tables of reports those that are matched to no incident."""
    matched = pa.array(sorted(known.matched().reports), pa.string())
    for table in reports:
        alone = pc.invert(pc.is_in(table["report_id"], matched))
        yield table.filter(alone) if len(matched) else table


def everything(known: Known) -> Iterator[Incident]:
    """The incidents, coded and matched, then each unmatched report as its own.  Raises `Refused`."""
    yield from known.incidents()
    for table in tables(known):
        yield from reported(table, known.case.registry.origins)


def count(known: Known) -> int:
    """At most how many incidents and reports there are to judge, for telling progress."""
    return len(known.case.incidents_file.incidents) + known.count_reports()


@dataclass
class Judged:
    """The findings of a case, as it was known."""

    known: Known
    worlds: Sequence[World]
    findings: list[Finding]
    tombstones: list[Tombstone] = field(default_factory=list)
    left_out: Sequence[LeftOut] = ()

    @property
    def case(self) -> Case:
        """The case that was judged."""
        return self.known.case

    def record(self, author: str | None) -> None:
        """Keep the findings in the record, unless they are a replay of what was known."""
        record = self.known.record
        if record is not None and record.writes and self.known.as_known is None:
            record_findings(record, self.findings, self.case.agreement_sha256, author)

    def header(self) -> dict[str, Any]:
        """The JSON contract of `hudna judge`, without its findings."""
        document = self.case.agreement.document
        _, found = dues_of(self.case, self.worlds, None)
        told = {
            "case": self.case.id,
            "agreement": {"id": document.agreement.id, "sha256": self.case.agreement_sha256},
            "engine": f"hudna {hudna.__version__}",
            "as_known": self.known.as_known,
            "worlds": [
                {
                    "id": world.id,
                    "reading": world.reading,
                    "switches": {k: json_value(v) for k, v in world.switches.items()},
                }
                for world in self.worlds
            ],
            "obligations": [due_json(due, self.case) for due in found],
        }
        if self.tombstones:
            told["tombstones"] = [each.as_json() for each in self.tombstones]
        if self.left_out:
            told["left_out"] = [
                {"report": each.id, "stage": each.stage.value, "at": stamp(each.at),
                 "reason": each.reason}
                for each in self.left_out
            ]  # fmt: skip
        return told

    def pieces(self, format: str) -> Iterator[str]:
        """The findings as JSON or CSV, in pieces: many incidents need no memory at once."""
        if format == "json":
            yield json.dumps(self.header(), ensure_ascii=False)[:-1] + ', "findings": [\n'
            comma = ""
            for line in json_lines(self.findings):
                yield comma + line
                comma = ",\n"
            yield "\n]}\n"
            return
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, fieldnames=list(_COLUMNS))
        writer.writeheader()
        for row in self.rows():  # the header goes with the first, or stands alone
            writer.writerow({k: cell(v) if isinstance(v, str) else v for k, v in row.items()})
            yield text.getvalue()
            text.seek(0)
            text.truncate()
        yield text.getvalue()

    def parquet(self) -> bytes:
        """The findings as a Parquet file of `FINDINGS`."""
        sink = pa.BufferOutputStream()
        with pq.ParquetWriter(sink, FINDINGS, compression="zstd") as writer:
            rows = self.rows()
            while batch := list(islice(rows, 50_000)):
                writer.write_table(pa.Table.from_pylist(batch, schema=FINDINGS))
        return bytes(sink.getvalue())

    def rows(self) -> Iterator[dict[str, Any]]:
        """One row a finding and world."""
        for finding in self.findings:
            for world, found in finding.verdicts.items():
                yield {
                    "incident": finding.incident,
                    "part": finding.part,
                    "unmatched": finding.unmatched,
                    "headline": finding.headline.value,
                    "causes": "|".join(finding.causes),
                    "world": world,
                    "verdict": found.verdict.value,
                    "conditional": found.conditional,
                    "failing": "|".join(found.failing),
                    "by": "|".join(found.by),
                    "reasons": "|".join(f"{r.element}:{r.code}" for r in found.reasons),
                    "elements": "".join(truth.name for truth in found.elements),
                    "clauses": "|".join(found.clauses),
                    "pivots": "|".join(finding.pivots),
                }

    def table(self) -> Table:
        """The findings for people: coded incidents one by one, then counts by headline."""
        then = f", as known at {self.known.as_known}" if self.known.as_known else ""
        table = Table(title=f"{self.case.id}: findings under {len(self.worlds)} worlds{then}")
        for name in ("incident", "headline", "turns on"):
            table.add_column(name, overflow="fold")
        readings = list(dict.fromkeys(world.reading for world in self.worlds))
        for reading in readings:
            table.add_column(reading, overflow="fold")
        names = {incident.id for incident in self.case.incidents}
        single = [finding for finding in self.findings if not finding.unmatched]
        coded = [finding for finding in single if finding.incident in names]
        matched = [finding for finding in single if finding.incident not in names]
        aggregates = [finding for finding in self.findings if finding.aggregate]
        reports = [f for f in self.findings if f.unmatched and not f.aggregate]
        for finding in [*coded, *matched][:LISTED]:
            name = finding.incident + (f" part {finding.part}" if finding.part else "")
            cells = [_verdicts_of(finding, reading) for reading in readings]
            shown = (name, headline_words(finding), ", ".join(finding.pivots), *cells)
            table.add_row(*map(escape, shown))
        for one, what, some in (
            ("incident coded by hand", "incidents coded by hand", coded),
            ("incident matched from reports", "incidents matched from reports", matched),
            ("imported report", "imported reports", reports),
        ):
            if some:
                table.add_section()
                for (headline, causes), n in sorted(tally(some).items(), key=lambda x: -x[1]):
                    words = _words(headline, causes)
                    table.add_row(
                        f"{n:,} {what if n != 1 else one}", words, "", *("" for _ in readings)
                    )
        if aggregates:
            note = "sum many events: kept, never counted"
            table.add_row(f"{len(aggregates):,} aggregates", note, "", *("" for _ in readings))
        for each in self.tombstones:
            erased = f"erased on {each.erased[:10]}: {each.reason}"
            empty = ("" for _ in readings)
            table.add_row(*map(escape, (f"{each.kind} {each.id}", erased, "", *empty)))
        for out in self.left_out:
            words = f"left out, {out.stage.replace('_', ' ')} on {stamp(out.at)[:10]}: {out.reason}"
            empty = ("" for _ in readings)
            table.add_row(*map(escape, (f"report {out.id}", words, "", *empty)))
        return table


FINDINGS = pa.schema(
    [
        ("incident", pa.string()), ("part", pa.int32()), ("unmatched", pa.bool_()),
        ("headline", pa.string()), ("causes", pa.string()), ("world", pa.string()),
        ("verdict", pa.string()), ("conditional", pa.bool_()), ("failing", pa.string()),
        ("by", pa.string()), ("reasons", pa.string()), ("elements", pa.string()),
        ("clauses", pa.string()), ("pivots", pa.string()),
    ]
)  # fmt: skip
_COLUMNS = tuple(FINDINGS.names)


def headline_words(finding: Finding, lang: str = "en") -> str:
    """The headline in words, by its cause: never a bare “not a violation”."""
    return _words(finding.headline, finding.causes, lang)


def _words(headline: Headline, causes: Sequence[str], lang: str = "en") -> str:
    if headline == Headline.NOT_VIOLATION:
        return " / ".join(codes.label("cause", cause, lang) for cause in causes)
    return codes.label("headline", headline.value, lang)


def _verdicts_of(finding: Finding, reading: str) -> str:
    """The verdicts of one reading's worlds: one if they agree, else each with its share."""
    found = [v for w, v in finding.verdicts.items() if w.partition("[")[0] == reading]
    counts: dict[str, int] = {}
    for verdict in found:
        words = codes.label("verdict", verdict.verdict.value, "en")
        if verdict.failing:
            words += f" ({', '.join(verdict.failing)})"
        if verdict.conditional:
            words += ", conditional"
        counts[words] = counts.get(words, 0) + 1
    if len(counts) == 1:
        return next(iter(counts))
    return "; ".join(f"{words} in {n} of {len(found)}" for words, n in counts.items())


def judge_case(
    known: Known,
    worlds: Sequence[World] | None,
    advance: Advance = lambda _: None,
    engine: Engine = Engine.COMPILED,
) -> Judged:
    """Judge every coded incident and imported report of a case, as it is or was known."""
    case = known.case
    shown = case.agreement.worlds.default() if worlds is None else worlds
    judge = Judge(case.agreement)
    findings = [
        *judge_incidents(case, known.incidents(), shown, advance, engine, judge),
        *judge_reports(case, tables(known), shown, advance, engine, judge),
    ]
    return Judged(known, shown, findings, known.tombstones(), known.workflow().left_out())


def find_incident(known: Known, name: str) -> tuple[Incident, Agreement]:
    """The incident, report or scenario incident called `name`, and the agreement to judge it by.

    A report that is matched leads to its incident.  Raises `Refused` where there is none, and for one that was erased, with the reason.
    """
    case = known.case
    within = {report: of for of, reports in known.matched().of.items() for report in reports}
    for item in known.incidents():
        if item.id in (name, within.get(name)):
            return item, case.agreement
    if (row := known.report(name)) is not None:
        return next(reported(row, case.registry.origins)), case.agreement
    for scenario in case.scenarios_file.scenarios:
        for entry in scenario.incidents:
            if entry.id == name:
                return case.read_incident(entry), with_proved(case.agreement, scenario)
    for erased in known.tombstones():
        if erased.id == name:
            what = f"the {erased.kind} “{name}” was erased on {erased.erased[:10]}: {erased.reason}"
            raise refuse(
                str(case.path), what, "What it said is gone; the log shows that it was there"
            )
    what = f"there is no incident “{name}”"
    raise refuse(str(case.path), what, "See `hudna judge` for the ids")


def dues_of(case: Case, worlds: Sequence[World] | None, at: str | None) -> tuple[str, list[Due]]:
    """The obligations of a case at a day (the end of `at`, or of the record's last day)."""
    agreement = case.agreement
    shown = agreement.worlds.default() if worlds is None else worlds
    try:
        instant = case.last_day() if at is None else read(at, agreement.zone).latest
    except TimeError as error:
        raise Refused(
            [Problem("--at", None, None, str(error), "Write a day: 2017-01-30")]
        ) from None
    happened, disputed = case.happened()
    day = None if instant == BEGIN else show(instant - 1, agreement.zone)
    found = dues(shown, agreement.document, happened, disputed, instant)
    return (day or "an unknown day")[:10], found


def due_json(due: Due, case: Case) -> dict[str, Any]:
    """One obligation as the JSON contract writes it."""
    zone = case.agreement.zone
    return {
        "id": due.id,
        "world": due.world,
        "status": due.status.value,
        "due": None if due.due is None else [
            show(due.due.earliest, zone), show(due.due.latest, zone)
        ],
        "evidence": list(due.evidence),
    }  # fmt: skip
