"""No term is idle: without it a verdict, an obligation or a flag changes, or it only informs."""

from functools import cache
from pathlib import Path

import pytest

from hudna.agreement.agreement import Agreement
from hudna.agreement.obligations import dues
from hudna.agreement.provisions import INFORMS
from hudna.case import open_case
from hudna.judging.judge import Judge
from hudna.judging.trial import pinned_worlds, with_proved

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = {
    path.parent.name: path.parent
    for folder in ("src/hudna/cases", "tests/cases")
    for path in sorted((ROOT / folder).glob("*/agreement.yaml"))
    if path.parent.name not in ("blank", "syria-from-article")  # to be filled, without incidents
}

# Terms of other kinds that change nothing in their case's incidents and scenarios, and why.
ONLY_INFORM = {
    ("minsk-2015", "T-end"): "silent: no end is fixed, as without the term",
    ("minsk-2015", "T-line"): "names the contact lines; the acts there are those of other terms",
    ("lebanon-2024", "T-end"): "silent: no end is fixed, as without the term",
    ("syria-2016", "T-end"): "silent: no end is fixed, as without the term",
    ("syria-2016", "T-conditions"): "silent: no condition of entry into force, as without it",
    ("syria-2016", "T-accession"): "silent: no procedure; the ledger says who acceded",
    ("syria-2016", "T-civilians"): "an aim: no act is prohibited by it, as without it",
    # Silence is recorded so that “no clause” is an answer: the act is outside with it and without.
    ("syria-2016", "T-checkpoints"): "silent on acts against monitors",
    ("syria-2016", "T-movement"): "silent on sieges and movement",
    ("syria-2016", "T-flights"): "silent on overflights",
    ("syria-2016", "T-services"): "silent on water and power",
    ("syria-2016", "T-posture"): "silent on fortification and reinforcement",
    ("syria-2016", "T-prisoners"): "silent on detainees",
    ("syria-2016", "T-propaganda"): "silent on propaganda and cyber operations",
}
# Terms that bind and that nothing in their case puts to the test yet.
UNTRIED: dict[tuple[str, str], str] = {}


@cache
def case(name):
    return open_case(FOLDERS[name])


def without(agreement, term):
    """The agreement without a term, also in readings and switches."""
    document = agreement.document

    def rid(changes):
        return {k: v for k, v in changes.items() if k != term}

    readings = {
        name: reading.model_copy(update={"terms": rid(reading.terms)})
        for name, reading in document.readings.items()
    }
    switches = {
        name: switch.model_copy(
            update={"values": {value: rid(changes) for value, changes in switch.values.items()}}
        )
        for name, switch in document.switches.items()
    }
    update = {"terms": rid(document.terms), "readings": readings, "switches": switches}
    return Agreement(
        document.model_copy(update=update), agreement.registry, agreement.zones.zones,
        agreement.gazetteer,
    )  # fmt: skip


def few(worlds):
    """Of each reading the first world and the last: its open switches one way and the other."""
    by_reading = {}
    for world in worlds:
        by_reading.setdefault(world.reading, []).append(world.id)
    return [name for ids in by_reading.values() for name in dict.fromkeys((ids[0], ids[-1]))]


@cache
def settings_of(name):
    """(scenario or None, incidents judged in it, worlds' ids): the case, then each scenario."""
    opened = case(name)
    agreement = opened.agreement
    draft = [
        w.id for r in agreement.worlds.readings("draft") for w in agreement.worlds.of_reading(r)
    ]
    found = [(None, opened.incidents, few(agreement.worlds.default()) + draft)]
    for scenario in opened.scenarios_file.scenarios:
        incidents = [opened.read_incident(entry) for entry in scenario.incidents]
        found.append((scenario, incidents, few(pinned_worlds(agreement, scenario)) + draft))
    return found


def outcome(bench, incident, worlds):
    """What a reader sees of an incident, part by part: verdicts and flags."""
    chosen = [world for name in worlds for world in bench.agreement.worlds.select(name)]
    return [
        ({w: v.verdict for w, v in finding.verdicts.items()}, finding.flags)
        for finding in bench.judge(incident, chosen, chosen, pivots=False)
    ]


@cache
def derived(name, place):
    """The outcomes with every term, for the incidents of one setting."""
    scenario, incidents, worlds = settings_of(name)[place]
    agreement = case(name).agreement
    bench = Judge(agreement if scenario is None else with_proved(agreement, scenario))
    return [outcome(bench, incident, worlds) for incident in incidents]


def duties(name, agreement):
    happened, disputed = case(name).happened()
    worlds = agreement.worlds.default()
    found = dues(worlds, agreement.document, happened, disputed, case(name).last_day())
    return {(due.world, due.id): due.status for due in found}


def changes_something(name, term):
    bare = without(case(name).agreement, term)
    if duties(name, bare) != duties(name, case(name).agreement):
        return True
    benches = {(): Judge(bare)}
    for place, (scenario, incidents, worlds) in enumerate(settings_of(name)):
        proved = tuple(scenario.proved) if scenario else ()
        if proved not in benches:
            benches[proved] = Judge(with_proved(bare, scenario))
        for incident, before in zip(incidents, derived(name, place), strict=True):
            if outcome(benches[proved], incident, worlds) != before:
                return True
    return False


TERMS = [
    (name, term) for name in FOLDERS for term in open_case(FOLDERS[name]).agreement.document.terms
]


def marked(name, term):
    untried = UNTRIED.get((name, term))
    marks = [pytest.mark.xfail(strict=True, reason=untried)] if untried else []
    return pytest.param(name, term, marks=marks, id=f"{name}/{term}")


@pytest.mark.parametrize(("name", "term"), [marked(*pair) for pair in TERMS])
def test_without_it_something_changes(name, term):
    kind = case(name).agreement.document.terms[term].type
    informs = kind in INFORMS or (name, term) in ONLY_INFORM
    changed = changes_something(name, term)
    if (name, term) in ONLY_INFORM:
        assert not changed, "it matters: take it off the list"
    assert changed or informs, f"{term} ({kind}) changes no verdict, obligation or flag"


def test_the_list_names_terms_that_there_are():
    assert set(ONLY_INFORM) <= set(TERMS)
    assert set(UNTRIED) <= set(TERMS)


@pytest.mark.parametrize(("name", "term"), ONLY_INFORM)
def test_what_only_informs_binds_nowhere(name, term):
    """No reading and no switch gives the term force, or it has nothing to be in force about."""
    agreement = case(name).agreement
    for world in (*agreement.worlds.all(), *agreement.worlds.default()):
        found = world.terms[term]
        assert not found.binds or found.type == "P09"
