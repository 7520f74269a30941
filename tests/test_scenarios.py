"""The scenarios of every case, shipped and of the tests, run as a user runs them: `hudna test`."""

import atexit
import json
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

from hudna.yamlfile import read_yaml

ROOT = Path(__file__).resolve().parents[1]
# Copies: an answer is recorded in the folder that it is given from.
COPIES = Path(tempfile.mkdtemp(prefix="hudna-test-scenarios-"))
atexit.register(shutil.rmtree, COPIES, ignore_errors=True)
CASES = {
    path.parent.name: shutil.copytree(path.parent, COPIES / path.parent.name)
    for folder in ("src/hudna/cases", "tests/cases")
    for path in sorted((ROOT / folder).glob("*/scenarios.yaml"))
}

# The acceptance scenarios, with the variants that each has.  SC-11, SC-12 and SC-14 are about
# counting, source protection and the record: no scenario of verdicts.
ACCEPTANCE = [
    *("SC-01", "SC-01-coalition", "SC-01-russian"),
    *("SC-02a", "SC-02b", "SC-02a-visit", "SC-02-R1-person"),
    "SC-03",
    *(f"SC-04-{vector}" for vector in "abcdefghijk"),
    *("SC-05-seizure", "SC-05-shelling", "SC-05-initiator", "SC-05-proved"),
    "SC-06",
    *("SC-07", "SC-07-ahrar"),
    *("SC-08-joint", "SC-08-30dec", "SC-08-A-inter", "SC-08-A-erga", "SC-08-A-proved"),
    *("SC-08-B", "SC-08-B-proved"),
    *("SC-09", "SC-09-suspension", "SC-09-freeze"),
    *("SC-10", "SC-10-before", "SC-10-stj-alone"),
    *("SC-13-attack", "SC-13-unit", "SC-13-before"),
]


def hudna(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "hudna", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def printed(done):
    """The JSON that a run printed; where it printed none, what it said instead."""
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


ENGINES = ("compiled", "reference")


@cache
def outcomes(case, engine="compiled"):
    """Scenario → differences, as `hudna test --format json` prints them."""
    done = hudna("test", CASES[case], "--format", "json", "--engine", engine)
    found = {item["scenario"]: item["differences"] for item in printed(done)}
    assert done.returncode == int(any(found.values()))
    return found


def scenario_ids(case):
    written = read_yaml(CASES[case] / "scenarios.yaml").value
    return [scenario["id"] for scenario in written["scenarios"] or []]


@pytest.mark.parametrize(
    ("case", "scenario"),
    [
        pytest.param(case, name, id=f"{case}/{name}")
        for case in CASES
        for name in scenario_ids(case)
    ],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_derived_as_expected(case, scenario, engine):
    assert outcomes(case, engine)[scenario] == []


@pytest.mark.parametrize("scenario", ACCEPTANCE)
def test_every_acceptance_scenario_is_there(scenario):
    assert scenario in scenario_ids("syria-2016")


@pytest.mark.parametrize("case", sorted(CASES))
def test_every_expectation_says_where_it_comes_from(case):
    for scenario in read_yaml(CASES[case] / "scenarios.yaml").value["scenarios"]:
        for expected in scenario["expect"]:
            assert set(expected["source"]) == {"en", "ar"}, scenario["id"]
            assert expected["worlds"], scenario["id"]


def test_every_scenario_incident_is_expected_something():
    for case in CASES:
        for scenario in read_yaml(CASES[case] / "scenarios.yaml").value["scenarios"]:
            judged = {entry["id"] for entry in scenario["incidents"]}
            expected = {item["incident"] for item in scenario["expect"]}
            assert judged == expected, scenario["id"]


WRONG = {
    "verdict": (
        "mk-03-after",
        "M1: {verdict: violation, by: [ukrainian-armed-forces]}",
        "M1: {verdict: permitted, by: [ukrainian-armed-forces]}",
        (
            "mk-03-after under M1: verdict: expected permitted, derived violation (occurred T, time T, "
            "territory T, actor T, target T, act T, justification F)"
        ),
    ),
    "headline": (
        "mk-03-after",
        "headline: violation",
        "headline: depends",
        "mk-03-after: headline: expected depends, derived violation",
    ),
    "by": (
        "mk-03-after",
        "by: [ukrainian-armed-forces]",
        "by: [formations]",
        "mk-03-after under M1: by: expected formations, derived ukrainian-armed-forces",
    ),
    "failing": (
        "mk-03-before",
        "failing: [act]",
        "failing: [actor]",
        "mk-03-before under M1: failing: expected actor, derived act",
    ),
    "element": (
        "mk-06-class-unknown",
        "elements: {act: U}",
        "elements: {act: T}",
        "mk-06-class-unknown under M1: element act: expected T, derived U",
    ),
    "reasons": (
        "mk-06-class-unknown",
        "reasons: [ACT_UNKNOWN]",
        "reasons: [TARGET_MIXED]",
        "mk-06-class-unknown under M1: reasons: expected TARGET_MIXED, derived ACT_UNKNOWN",
    ),
    "instant": (
        "mk-01-kyiv",
        'instant: "2015-02-14T21:59:00Z"',
        'instant: "2015-02-14T23:59:00Z"',
        "mk-01-kyiv: instant: expected 2015-02-14T23:59:00Z, derived 2015-02-14T21:59:00Z",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("incident", "right", "wrong", "difference"), WRONG.values(), ids=WRONG.keys()
)
def test_a_wrong_expectation_fails_by_name(tmp_path, incident, right, wrong, difference):
    case = tmp_path / "case"
    shutil.copytree(CASES["minsk-2015"], case)
    file = case / "scenarios.yaml"
    before, at, after = file.read_text(encoding="utf-8").partition(f"- incident: {incident}\n")
    assert at
    assert right in after
    file.write_text(before + at + after.replace(right, wrong, 1), encoding="utf-8")

    done = hudna("test", case, "--format", "json")

    assert done.returncode == 1
    differing = [item for item in printed(done) if item["differences"]]
    scenario = incident[:5].upper()
    assert differing == [{"scenario": scenario, "differences": [difference]}]
    told = hudna("test", case)
    assert told.returncode == 1
    assert f"{scenario}: " in told.stdout
    assert "1 differ" in told.stdout


def statuses(day):
    done = hudna("obligations", CASES["minsk-2015"], "--at", day, "--format", "json")
    return {item["id"]: item["status"] for item in printed(done)["obligations"]}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # What happens on the next day has not happened by the end of this one.
        ("2015-02-16", {"begin-ukraine": "met", "begin-formations": "pending"}),
        # Both began by the second day after the start, and the 14 days still run.
        ("2015-02-17", {"begin-ukraine": "met", "begin-formations": "met",
                        "complete-ukraine": "pending", "complete-formations": "pending"}),
        # Whoever completed later did so late; of the other the record has nothing.
        ("2015-03-10", {"complete-ukraine": "met_late", "complete-formations": "missed",
                        "lists": "disputed"}),
    ],
)  # fmt: skip
def test_deadlines_of_the_withdrawal(day, expected):
    found = statuses(day)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.slow
def test_the_deadline_is_the_end_of_its_local_day():
    done = hudna("obligations", CASES["minsk-2015"], "--at", "2015-03-10", "--format", "json")
    due = {item["id"]: item["due"] for item in printed(done)["obligations"]}
    assert due["begin-ukraine"][1].startswith("2015-02-18T00:00:00")
    assert due["complete-ukraine"][1].startswith("2015-03-02T00:00:00")
