"""Trials: a case's scenarios, judged and compared with what is expected of them.

In: a case's scenarios.  Out: one `Outcome` a scenario, with every difference between what was
expected and what was derived, element by element.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hudna.agreement.agreement import Agreement
from hudna.agreement.document import Accession
from hudna.agreement.worlds import World
from hudna.case import Case
from hudna.finding import ELEMENTS, Finding, WorldVerdict
from hudna.instant import to_datetime
from hudna.judging.afresh import Afresh
from hudna.judging.judge import Judge
from hudna.scenario import Expectation, Scenario, WorldExpectation


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that was expected and not derived."""

    incident: str
    world: str | None
    what: str
    expected: str
    derived: str

    def __str__(self) -> str:
        """Return the difference as one line."""
        where = f"{self.incident}" + (f" under {self.world}" if self.world else "")
        return f"{where}: {self.what}: expected {self.expected}, derived {self.derived}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One scenario: its findings, and what differs."""

    scenario: str
    title: dict[str, str]
    findings: tuple[Finding, ...]
    differences: tuple[Difference, ...]


Engine = type[Judge] | type[Afresh]
"""The compiled judge, or the procedure itself."""


def run(case: Case, engine: Engine = Judge) -> list[Outcome]:
    """Judge every scenario of a case."""
    judge = engine(case.agreement)
    return [_try(case, scenario, judge) for scenario in case.scenarios_file.scenarios]


def _try(case: Case, scenario: Scenario, judge: Judge | Afresh) -> Outcome:
    if scenario.proved:
        judge = type(judge)(with_proved(case.agreement, scenario))
    counted = pinned_worlds(judge.agreement, scenario)
    everywhere = {w.id: w for w in counted}
    for expected in scenario.expect:
        for selector in expected.worlds:
            everywhere |= {w.id: w for w in _selected(judge.agreement, scenario, selector)}
    findings: dict[tuple[str, int | None], Finding] = {}
    for entry in scenario.incidents:
        incident = case.read_incident(entry)
        for finding in judge.judge(incident, list(everywhere.values()), counted):
            findings[finding.incident, finding.part] = finding
    differences: list[Difference] = []
    for expected in scenario.expect:
        derived = findings.get((expected.incident, expected.part))
        if derived is None:
            parts = [str(p) for i, p in findings if i == expected.incident]
            differences.append(
                Difference(expected.incident, None, "part", str(expected.part), ", ".join(parts))
            )
            continue
        differences += _compare(case, judge.agreement, scenario, expected, derived)
    title = scenario.title.model_dump(exclude_none=True)
    return Outcome(scenario.id, title, tuple(findings.values()), tuple(differences))


def pinned_worlds(agreement: Agreement, scenario: Scenario) -> list[World]:
    """The default worlds, with the switches that the scenario pins."""
    return [
        world
        for reading in agreement.worlds.readings("live")
        for world in agreement.worlds.pinned(reading, _pins(agreement, scenario, reading))
    ]


def _pins(agreement: Agreement, scenario: Scenario, reading: str) -> dict[str, str]:
    concerned = agreement.worlds.stated(reading)
    pins = {k: v for k, v in scenario.pins.items() if k in concerned}
    return pins | scenario.pins_by_reading.get(reading, {})


def _selected(agreement: Agreement, scenario: Scenario, selector: str) -> list[World]:
    """The worlds that a selector names, the scenario's pins holding where it says nothing."""
    reading, _, rest = selector.partition("[")
    pins = _pins(agreement, scenario, reading)
    own = dict(pin.split("=", 1) for pin in rest.rstrip("]").split(",") if pin)
    return agreement.worlds.pinned(reading, pins | own)


def with_proved(agreement: Agreement, scenario: Scenario) -> Agreement:
    """The agreement as it would be if the accessions that a scenario supposes were proved."""
    if not scenario.proved:
        return agreement
    document = agreement.document
    proved = set(scenario.proved)
    since = "1900-01-01"
    kept = [a for a in document.accessions if a.actor not in proved]
    supposed = [Accession(actor=actor, mode="signed", at=since) for actor in scenario.proved]
    changed = document.model_copy(update={"accessions": [*kept, *supposed]})
    return Agreement(changed, agreement.registry, agreement.zones.zones, agreement.gazetteer)


def _compare(
    case: Case, agreement: Agreement, scenario: Scenario, expected: Expectation, finding: Finding
) -> Iterator[Difference]:
    name = finding.incident + (f" part {finding.part}" if finding.part else "")

    def differs(what: str, wanted: object, got: object, world: str | None = None) -> Difference:
        return Difference(name, world, what, str(wanted), str(got))

    if expected.headline is not None and expected.headline != finding.headline.value:
        yield differs("headline", expected.headline, finding.headline.value)
    flags = [f"{law}:{code}" for law, code in finding.flags]
    listed: tuple[tuple[str, Iterable[str], Sequence[str]], ...] = (
        ("causes", expected.causes, finding.causes),
        ("pivots", expected.pivots, finding.pivots),
        ("flags", expected.flags, flags),
    )
    for what, wanted_here, got_here in listed:
        if lacking := [item for item in wanted_here if item not in got_here]:
            yield differs(what, ", ".join(lacking), ", ".join(got_here) or "none")
    if expected.instant is not None:
        entry = next(e for e in scenario.incidents if e.id == expected.incident)
        start = case.read_incident(entry).time.earliest
        got = to_datetime(start).strftime("%Y-%m-%dT%H:%M:%SZ")
        if got != expected.instant:
            yield differs("instant", expected.instant, got)
    for selector, wanted in expected.worlds.items():
        for world in _selected(agreement, scenario, selector):
            for what, want, got in _world_differences(wanted, finding.verdicts[world.id]):
                yield differs(what, want, got, world.id)


def _world_differences(
    wanted: WorldExpectation, got: WorldVerdict
) -> Iterator[tuple[str, str, str]]:
    if wanted.verdict != got.verdict.value:
        why = [f"{n} {t.name}" for n, t in zip(ELEMENTS, got.elements, strict=True)]
        reasons = [f"{r.element}:{r.code}" for r in got.reasons]
        yield "verdict", wanted.verdict, f"{got.verdict.value} ({', '.join(why + reasons)})"
    if lacking := [e for e in wanted.failing if e not in got.failing]:
        yield "failing", ", ".join(lacking), ", ".join(got.failing) or "none"
    codes = [r.code for r in got.reasons]
    if lacking := [c for c in wanted.reasons if c not in codes]:
        yield "reasons", ", ".join(lacking), ", ".join(dict.fromkeys(codes)) or "none"
    if wanted.conditional is not None and wanted.conditional != got.conditional:
        yield "conditional", str(wanted.conditional), str(got.conditional)
    for name, letter in wanted.elements.items():
        if got.element(name).name != letter:
            yield f"element {name}", letter, got.element(name).name
    if wanted.by is not None and set(wanted.by) != set(got.by):
        yield "by", ", ".join(wanted.by), ", ".join(got.by) or "none"
