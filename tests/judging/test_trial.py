"""Trials: scenarios are compared with what is derived, and never enter it."""

import shutil
from pathlib import Path

import pytest

from hudna.case import open_case
from hudna.evidence import Truth
from hudna.judging.judge import Judge
from hudna.judging.trial import pinned_worlds, run, with_proved
from hudna.problem import Refused

ROOT = Path(__file__).resolve().parents[2]
MINSK = ROOT / "tests/cases/minsk-2015"
INCIDENT = """
      - id: x
        title: Schematic
        evidence: {origins: [osce-smm, synthetic-second-origin]}
        time: {TIME}
        place: {spot: east-60}
        actors: {any_of: [ukrainian-armed-forces]}
        targets: {any_of: [formations]}
        acts: {any_of: [{code: H-ART, weapon: artillery}]}
"""


@pytest.fixture
def trial(tmp_path):
    """Runs scenarios that stand in place of those of a copy of the case."""

    def go(scenario, more="", time='{at: "2015-02-20T10:00", extent: moment}'):
        folder = tmp_path / "case"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(MINSK, folder)
        incident = INCIDENT.replace("{TIME}", time)
        (folder / "scenarios.yaml").write_text(
            "scenarios:\n  - id: S\n    title: Schematic\n"
            + scenario
            + "    incidents:"
            + incident,
            encoding="utf-8",
        )
        if more:
            with (folder / "agreement.yaml").open("a", encoding="utf-8") as file:
                file.write(more)
        (outcome,) = run(open_case(folder))
        return outcome

    return go


def expecting(text, more=""):
    return f"    expect:\n      - {{incident: x, source: Here, {text}}}\n{more}"


def differences(outcome):
    return [str(d) for d in outcome.differences]


def test_what_is_derived_does_not_depend_on_what_is_expected(trial):
    right = trial(expecting("headline: violation, worlds: {M1: violation}"))
    assert differences(right) == []
    wrong = trial(expecting("headline: depends, worlds: {M1: outside}"))
    assert wrong.findings == right.findings
    assert differences(wrong) == [
        "x: headline: expected depends, derived violation",
        (
            "x under M1: verdict: expected outside, derived violation (occurred T, time T, "
            "territory T, actor T, target T, act T, justification F)"
        ),
    ]


@pytest.mark.parametrize(
    ("expected", "difference"),
    [
        ("causes: [outside]", "x: causes: expected outside, derived none"),
        ("pivots: [M1]", "x: pivots: expected M1, derived none"),
        ('flags: ["IHL:attack"]', "x: flags: expected IHL:attack, derived none"),
        ("worlds: {M1: {verdict: violation, conditional: true}}", "x under M1: conditional: expected True, derived False"),
        ("worlds: {M1: {verdict: violation, by: []}}", "x under M1: by: expected , derived ukrainian-armed-forces"),
        ("worlds: {M1: {verdict: violation, elements: {act: F}}}", "x under M1: element act: expected F, derived T"),
        ('instant: "2015-02-20T10:00:00Z"', "x: instant: expected 2015-02-20T10:00:00Z, derived 2015-02-20T08:00:00Z"),
        ("part: 1", "x: part: expected 1, derived None"),
    ],
)  # fmt: skip
def test_each_difference_is_told(trial, expected, difference):
    assert differences(trial(expecting(expected))) == [difference]


def test_a_draft_reading_is_judged_and_changes_no_headline(trial):
    """Thirty seconds after 00:00: in force for the one, before 00:01 for the draft."""
    time = '{at: "2015-02-15T00:00:30", extent: moment}'
    outcome = trial(
        expecting("headline: violation, worlds: {M1: violation, M2: outside}"), time=time
    )
    assert differences(outcome) == []
    assert set(outcome.findings[0].verdicts) == {"M1", "M2"}


def test_parts_of_a_split_act(trial):
    time = '{from: "2015-02-14T23:55", to: "2015-02-15T00:20", extent: throughout}'
    text = (
        "    expect:\n"
        "      - {incident: x, part: 1, source: Here, headline: not_violation, worlds: {M1: outside}}\n"
        "      - {incident: x, part: 3, source: Here, headline: violation, worlds: {M1: violation}}\n"
        "      - {incident: x, source: Here, headline: violation}\n"
    )
    outcome = trial(text, time=time)
    # Cut at 00:00 and, for the draft's sake, at 00:01; the whole has no finding of its own.
    assert [f.part for f in outcome.findings] == [1, 2, 3]
    assert differences(outcome) == ["x: part: expected None, derived 1, 2, 3"]


SWITCH = """
switches:
  owed:
    label: To whom?
    values:
      parties: {T-attack: {duty_scope: inter_partes}}
      all: {T-attack: {duty_scope: erga_omnes}}
    readings: {M1: open, M2: parties}
"""


def test_pins_hold_in_every_reading_that_the_switch_concerns(trial):
    both = trial(expecting("headline: violation"), SWITCH)
    assert set(both.findings[0].verdicts) == {"M1[owed=parties]", "M1[owed=all]"}
    pinned = trial(
        "    pins: {owed: all}\n" + expecting("worlds: {M1: violation, M2: violation}"), SWITCH
    )
    assert differences(pinned) == []
    assert set(pinned.findings[0].verdicts) == {"M1[owed=all]", "M2[owed=all]"}
    alone = trial(
        "    pins: {owed: all}\n    pins_by_reading: {M1: {owed: parties}}\n"
        + expecting('worlds: {"M1": violation, "M1[owed=all]": violation}'),
        SWITCH,
    )
    assert differences(alone) == []
    assert set(alone.findings[0].verdicts) == {"M1[owed=parties]", "M1[owed=all]"}


def test_an_unknown_pin_is_refused(trial):
    with pytest.raises(Refused, match="no switch “owde”"):
        trial("    pins: {owde: all}\n" + expecting("headline: violation"), SWITCH)
    with pytest.raises(Refused, match="no value “none”"):
        trial("    pins: {owed: none}\n" + expecting("headline: violation"), SWITCH)


def test_what_a_scenario_supposes_as_proved_stays_in_it(trial, tmp_path):
    """Without their accession the formations are owed nothing; the scenario supposes it."""
    folder = tmp_path / "other"
    shutil.copytree(MINSK, folder)
    text = (folder / "agreement.yaml").read_text(encoding="utf-8")
    start = text.index("  - {actor: formations, mode: signed")
    (folder / "agreement.yaml").write_text(text[:start] + "\n", encoding="utf-8")
    incident = INCIDENT.replace("{TIME}", '{at: "2015-02-20T10:00"}')
    (folder / "scenarios.yaml").write_text(
        "scenarios:\n"
        "  - id: A\n    title: Supposed\n    proved: [formations]\n"
        "    expect: [{incident: x, source: Here, headline: violation}]\n    incidents:"
        + incident
        + "  - id: B\n    title: Not supposed\n"
        "    expect: [{incident: x, source: Here, headline: not_violation}]\n    incidents:"
        + incident,
        encoding="utf-8",
    )
    case = open_case(folder)
    supposed, plain = run(case)
    assert differences(supposed) == differences(plain) == []
    first, second = case.scenarios_file.scenarios
    assert with_proved(case.agreement, second) is case.agreement
    agreement = with_proved(case.agreement, first)
    instant = case.read_incident(first.incidents[0]).time.earliest
    assert agreement.ledger.status("formations", instant) == Truth.T
    assert case.agreement.ledger.status("formations", instant) == Truth.F


def test_the_pinned_worlds_are_what_the_headline_is_over(trial):
    outcome = trial("    pins: {owed: all}\n" + expecting("headline: violation"), SWITCH)
    assert set(outcome.findings[0].verdicts) == {"M1[owed=all]"}


def test_a_trial_judges_as_judge_does():
    case = open_case(MINSK)
    bench = Judge(case.agreement)
    for scenario, outcome in zip(case.scenarios_file.scenarios, run(case), strict=True):
        counted = pinned_worlds(case.agreement, scenario)
        for entry, finding in zip(scenario.incidents, outcome.findings, strict=True):
            (alone,) = bench.judge(case.read_incident(entry), counted)
            for world, verdict in alone.verdicts.items():
                assert finding.verdicts[world] == verdict
            assert finding.headline == alone.headline
