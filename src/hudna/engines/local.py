"""The local engine: incidents judged one after another on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from hudna.agreement.worlds import World
from hudna.case import Case
from hudna.finding import Finding
from hudna.incident import Incident
from hudna.judging.bench import Bench


def judge(
    case: Case,
    incidents: Iterable[Incident],
    worlds: Sequence[World] | None = None,
    advance: Callable[[], None] = lambda: None,
) -> Iterator[Finding]:
    """Judge incidents in order; `advance` is called after each."""
    bench = Bench(case.agreement)
    for incident in incidents:
        yield from bench.judge(incident, worlds)
        advance()
