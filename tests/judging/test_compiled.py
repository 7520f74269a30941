"""The compiled judge equals the procedure: random agreements, random incidents, every world."""

import threading
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from agreements import Written, agreements
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from little import (
    ACTORS,
    PLAIN_LEDGER,
    PLAIN_TERMS,
    PROVED,
    ZONES,
    agreement,
    an_incident,
    at,
    graded,
    parties,
)
from random_incidents import incidents

from hudna.agreement.agreement import Agreement
from hudna.agreement.worlds import World
from hudna.evidence import Level
from hudna.finding import Finding, Headline, Verdict, WorldVerdict, causes, headline
from hudna.incident import Incident
from hudna.judging.alternatives import alternatives, parts
from hudna.judging.judge import Judge
from hudna.judging.reference import evaluate
from hudna.judging.rules import Rules

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@dataclass(frozen=True)
class Docketed:
    """A random agreement and incidents of it."""

    written: Written
    incidents: tuple[Incident, ...]


@st.composite
def cases(draw: Any, sizes: tuple[str, ...] = ("few",)) -> Docketed:
    """An agreement and incidents, but none that the procedure would take too long for."""
    written = draw(agreements(sizes))
    agreement = written.agreement
    most = max(20, 5000 // len(every_world(agreement)))
    found = [draw(incidents(written, f"i{n}")) for n in range(draw(st.integers(1, 8)))]
    return Docketed(written, tuple(i for i in found if breadth(agreement, i) <= most))


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


@pytest.mark.slow
@settings(max_examples=300, suppress_health_check=SLOW)
@given(cases())
def test_every_verdict_is_the_procedures(case):
    assert_as_the_procedure(case)


@pytest.mark.slow
@pytest.mark.parametrize(("size", "times"), [("more", 25), ("many", 4)])
def test_so_it_is_in_several_words_of_worlds(size, times):
    @settings(max_examples=times, suppress_health_check=SLOW)
    @given(cases((size,)))
    def check(case):
        assert len(every_world(case.written.agreement)) >= 64
        assert_as_the_procedure(case)

    check()


# --- what must not matter ---------------------------------------------------------------------------


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=SLOW)
@given(cases(), st.randoms(use_true_random=False))
def test_neither_company_nor_order_nor_what_else_is_asked_matters(case, chance):
    agreement, worlds = case.written.agreement, every_world(case.written.agreement)
    whole = {i.id: [] for i in case.incidents}
    for finding in Judge(agreement).judge_all(case.incidents, worlds):
        whole[finding.incident].append(finding)
    order = list(case.incidents)
    chance.shuffle(order)
    shuffled = Judge(agreement).judge_all(order, worlds)
    assert shuffled == [finding for i in order for finding in whole[i.id]]
    some = chance.sample(worlds, chance.randint(1, len(worlds)))
    kept = Judge(agreement)
    for incident in order:
        assert kept.judge(incident, worlds) == whole[incident.id]
        for found, known in zip(kept.judge(incident, some), whole[incident.id], strict=True):
            assert list(found.verdicts) == [w.id for w in some]
            assert found == replace(known, verdicts=found.verdicts)
            assert all(found.verdicts[w.id] == known.verdicts[w.id] for w in some)


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=SLOW)
@given(cases())
def test_threads_may_share_a_judge(case):
    agreement, worlds = case.written.agreement, every_world(case.written.agreement)
    alone = Judge(agreement).judge_all(case.incidents, worlds)
    judge, start = Judge(agreement), threading.Barrier(2)
    court = judge.court(worlds)
    found: dict[bool, list[Finding]] = {}

    def work(back: bool) -> None:
        start.wait()
        step = -1 if back else 1
        several = [court.findings([incident]) for incident in case.incidents[::step]]
        found[back] = [finding for one in several[::step] for finding in one]

    threads = [threading.Thread(target=work, args=(back,)) for back in (False, True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {False: alone, True: alone}


# --- by hand ----------------------------------------------------------------------------------------


def little(terms: dict[str, Any], asked: list[Incident], **more: Any) -> Docketed:
    """A case of the little country (`little.py`)."""
    zones = more.pop("zones", ZONES)
    document = agreement(terms, accessions=PLAIN_LEDGER, zones=zones, **more).document
    raw = document.model_dump(by_alias=True, exclude_unset=True, mode="json")
    return Docketed(Written(ACTORS, raw, tuple(zones)), tuple(asked))


def test_of_several_together_those_violate_whose_part_is_a_violation():
    both = replace(parties(["army", "stranger"], PROVED), together=True)
    case = little(PLAIN_TERMS, [an_incident(actors=both)])
    (finding,) = Judge(case.written.agreement).judge_all(case.incidents)
    assert finding.verdicts["R"].by == ("army",)
    assert_as_the_procedure(case)


@pytest.mark.parametrize("first", ["combat", "combat2"])
def test_the_exclusion_is_cited_in_whose_area_it_was(first):
    both = PLAIN_TERMS["T-exclude"] | {"mode": "both"}
    terms = PLAIN_TERMS | {
        "T-attack": PLAIN_TERMS["T-attack"] | {"duty_scope": "erga_omnes"},
        "T-exclude": both | {"clauses": ["one"]},
        "T-other": both | {"actors": ["nus", "reb"], "clauses": ["other"]},
    }
    against = {"combat": ("nus",), "combat2": ("reb",)}
    zones = [replace(z, against=against.get(z.id, z.against), standing=graded(Level.E3))
             for z in ZONES]  # fmt: skip
    hit = parties(["nus"], PROVED)
    second = "combat2" if first == "combat" else "combat"
    asked = [an_incident(id=where, region=at(where), targets=hit) for where in (first, second)]
    case = little(terms, asked, zones=zones)
    cited = {f.incident: set(f.verdicts["R"].clauses)
             for f in Judge(case.written.agreement).judge_all(case.incidents)}  # fmt: skip
    assert cited == {"combat": {"one"}, "combat2": {"other"}}
    assert_as_the_procedure(case)


def test_where_no_reading_is_live_nothing_counts():
    case = little(PLAIN_TERMS, [an_incident()])
    case.written.document["readings"]["R"]["status"] = "draft"
    judge, draft = Judge(case.written.agreement), case.written.agreement.worlds.of_reading("R")
    (bare,), (asked,) = judge.judge_all(case.incidents), judge.judge_all(case.incidents, draft)
    assert (bare.headline, bare.verdicts, bare.pivots) == (Headline.DEPENDS, {}, ())
    assert (asked.headline, asked.causes, asked.pivots) == (Headline.DEPENDS, (), ())
    assert asked.verdicts["R"].verdict == Verdict.VIOLATION
    assert_as_the_procedure(case)


@pytest.mark.parametrize("element", ["time", "territory", "actor", "target", "act"])
def test_a_bit_that_is_wrong_is_noticed(element):
    case = little(PLAIN_TERMS, [an_incident()])
    judge = Judge(case.written.agreement)
    assert_as_the_procedure(case, judge)
    court = judge.court(every_world(case.written.agreement))
    court.scales.tables[element].sets.rows[0, 0] ^= np.uint64(1)
    with pytest.raises(AssertionError):
        assert_as_the_procedure(case, judge)


@pytest.mark.parametrize("contested", ["actor", "target"])
@pytest.mark.parametrize("backwards", [False, True])
def test_how_many_candidates_there_are_counts_the_other_way_round_too(contested, backwards):
    """Of a clash, whose accounts differ on one side: one candidate or two, through one judge."""
    doubt = replace(PROVED, contested=True)
    firm = {"actor": PROVED, "target": PROVED} | {contested: doubt}
    asked = [
        an_incident(
            id=f"{len(actors)}-{len(targets)}", both_directions=True,
            actors=parties(actors, firm["actor"]), targets=parties(targets, firm["target"]),
        )
        for actors in (["stranger"], ["stranger", "oth"], ["army", "gov"])
        for targets in (["reb"], ["reb", "con"], ["stranger", "oth"])
    ]  # fmt: skip
    case = little(PLAIN_TERMS, asked[::-1] if backwards else asked)
    assert_as_the_procedure(case)
    judge = Judge(case.written.agreement)
    for incident in case.incidents:  # each alone, with what was kept of those before
        assert_as_the_procedure(Docketed(case.written, (incident,)), judge)
