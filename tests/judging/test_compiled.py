"""The compiled judge equals the procedure: random agreements, random incidents, every world."""

import threading
from dataclasses import dataclass, replace
from typing import Any

import pytest
from agreements import Written, agreements
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_incidents import incidents

from hudna.agreement.agreement import Agreement
from hudna.agreement.worlds import World
from hudna.finding import Finding, WorldVerdict, causes, headline
from hudna.incident import Incident
from hudna.judging.alternatives import alternatives, parts
from hudna.judging.judge import Judge
from hudna.judging.reference import evaluate
from hudna.judging.rules import Rules

BROADEST = 5000
"""Alternatives times worlds of an incident that is asked: the procedure is slow."""


@dataclass(frozen=True)
class Docketed:
    """A random agreement and incidents of it."""

    written: Written
    incidents: tuple[Incident, ...]


@st.composite
def cases(draw: Any, sizes: tuple[str, ...] = ("few",), most: int = 8) -> Docketed:
    """An agreement and some incidents, those left out that the procedure would take too long for."""
    written = draw(agreements(sizes))
    agreement = written.agreement
    worlds = len(every_world(agreement))
    found = [
        draw(incidents(written, f"i{n}")) for n in range(draw(st.integers(1, most)))
    ]
    kept = [i for i in found if breadth(agreement, i) * worlds <= max(BROADEST, 20 * worlds)]
    return Docketed(written, tuple(kept))


def breadth(agreement: Agreement, incident: Incident) -> int:
    """How many alternatives an incident has."""
    return sum(len(alternatives(incident, agreement, s)) for s in parts(incident, agreement))


def every_world(agreement: Agreement) -> list[World]:
    """The worlds of all readings, live or not, with every switch varied, and all next to them."""
    worlds = agreement.worlds
    found = {w.id: w for w in worlds.all()}
    for reading in worlds.readings("draft", "historic"):
        found |= {w.id: w for w in worlds.of_reading(reading, every=True)}
    for world in list(found.values()):
        found |= {other.id: other for _, other in worlds.neighbours(world)}
    return list(found.values())


# --- what is expected -------------------------------------------------------------------------------


def afresh(
    agreement: Agreement, asked: tuple[Incident, ...], worlds: list[World]
) -> list[dict[str, WorldVerdict]]:
    """For each part of each incident the verdict in each world, straight from the procedure."""
    opened = [
        (incident, alternatives(incident, agreement, span))
        for incident in asked
        for span in parts(incident, agreement)
    ]
    found: list[dict[str, WorldVerdict]] = [{} for _ in opened]
    for world in worlds:
        rules = Rules(agreement, world)
        for (incident, alternative), verdicts in zip(opened, found, strict=True):
            verdicts[world.id] = evaluate(incident, alternative, rules)
    return found


def shown(verdict: WorldVerdict) -> WorldVerdict:
    """A verdict whose lists are sets: their order is for people."""
    return replace(verdict, by=tuple(sorted(verdict.by)), clauses=tuple(sorted(verdict.clauses)))


def turning(agreement: Agreement, verdicts: dict[str, WorldVerdict]) -> tuple[str, ...]:
    """On what an outcome turns, from what is meant by it.

    A switch: two worlds differ in it alone, one of them a default world, and in the verdict.
    A reading: without its worlds the headline over the default worlds is another.
    """
    default = agreement.worlds.default()
    worlds = [w for w in every_world(agreement) if w.id in verdicts]
    found = set()
    for one in default:
        for other in worlds:
            apart = [k for k in one.switches if one.switches[k] != other.switches.get(k)]
            same = one.reading == other.reading and len(apart) == 1
            if same and verdicts[one.id].verdict != verdicts[other.id].verdict:
                found.add(apart[0])
    names = list(dict.fromkeys(w.reading for w in default))
    whole = headline(verdicts[w.id].verdict for w in default)
    for name in names if len(names) > 1 else ():
        if headline(verdicts[w.id].verdict for w in default if w.reading != name) != whole:
            found.add(name)
    return tuple(n for n in (*agreement.document.switches, *names) if n in found)


def assert_as_the_procedure(case: Docketed, judge: Judge | None = None) -> None:
    """Everything that the compiled judge says of a case is what the procedure says."""
    agreement, worlds = case.written.agreement, every_world(case.written.agreement)
    expected = afresh(agreement, case.incidents, worlds)
    judge = judge or Judge(agreement)
    found = judge.judge_all(case.incidents, worlds)
    assert len(found) == len(expected)
    default = agreement.worlds.default()
    for finding, verdicts in zip(found, expected, strict=True):
        assert list(finding.verdicts) == [w.id for w in worlds]
        for world, verdict in verdicts.items():
            assert shown(finding.verdicts[world]) == shown(verdict), (finding.incident, world)
        incident = next(i for i in case.incidents if i.id == finding.incident)
        told = [verdicts[w.id].verdict for w in default]
        assert finding.headline == headline(told, incident.under_review)
        assert finding.causes == causes(told)
        assert finding.pivots == turning(agreement, verdicts)
    numbered = [
        (i.id, n if many > 1 else None)
        for i in case.incidents
        for many in [len(parts(i, agreement))]
        for n in range(1, many + 1)
    ]
    assert [(finding.incident, finding.part) for finding in found] == numbered
