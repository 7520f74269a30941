"""Matched incidents in what is answered besides findings: releases, sensitivity, the erasure of a report."""

import json

import pytest
from test_matching_case import LOG, PAPERS, STJ, Desk, report
from typer.testing import CliRunner

from hudna.analysis.counts import MATCHED, Unit
from hudna.cli import app
from hudna.engines.cleared import things
from hudna.engines.turning import turned
from hudna.record.tiers import Tier

ALONE = report(
    "sohr-9", "SOHR", "A raid", origin="SOHR", t_earliest="2017-01-20", t_latest="2017-01-20",
    place="Saraqib", admin1="Idlib", actors="syria-army", acts="H-ART",
)  # fmt: skip


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    desk.bring(STJ, LOG, ALONE)
    desk.match()
    return desk


def ask(*arguments):
    done = CliRunner().invoke(app, [str(each) for each in arguments])
    if done.exception is not None:
        raise done.exception
    return done.stdout


def cleared(desk, tier):
    with desk.known() as known:
        return {thing.incident.id: thing for thing in things(known, tier)}


def test_a_release_has_the_incident_in_the_place_of_its_reports(desk):
    found = cleared(desk, Tier.MISSION)
    assert set(found) == {"m-1", "sohr-9"}
    assert found["m-1"].tier == Tier.MISSION
    assert set(found["m-1"].things) >= {"incident/m-1", "report/stj-1", "report/log-1"}


def test_it_goes_no_further_than_its_strictest_report(desk):
    ask("tier", desk.folder, "report/stj-1", "public", "--reason", "published")
    # The incident rests on a report that is the mission's; of the other its own is told.
    assert set(cleared(desk, Tier.PUBLIC)) == {"stj-1"}
    ask("tier", desk.folder, "report/log-1", "public", "--reason", "published")
    assert set(cleared(desk, Tier.PUBLIC)) == {"m-1"}


def test_what_is_released_is_committed_to_its_reports(desk):
    before = cleared(desk, Tier.MISSION)["m-1"].digest
    desk.bring(STJ | {"deaths_best": "2"})
    assert cleared(desk, Tier.MISSION)["m-1"].digest != before


def test_matched_incidents_are_a_unit_of_their_own(desk):
    desk.incidents(
        "[{id: other, title: {en: Another}, time: {at: 2017-01-02}, place: {spot: duma}, "
        "acts: {any_of: [H-ART]}, evidence: {origins: [sohr]}, unverified: true}]"
    )
    with desk.known() as known:
        found = turned(known, "2016-12-30", "2017-01-30")
    assert [series.unit for series in found.series] == [Unit(None), Unit(MATCHED), Unit("SOHR")]
    assert [series.counted.within for series in found.series] == [1, 1, 1]
    assert "incidents matched from reports" in desk.run(
        "judge", "--sensitivity", "--from", "2016-12-30", "--to", "2017-01-30"
    )


def test_the_table_of_findings_counts_them_apart(desk):
    text = " ".join(desk.run("judge").replace("│", " ").split())
    assert "matched" in text
    assert "coded by" not in text


def test_a_report_that_is_erased_takes_what_was_matched_of_it_along(desk):
    told = ask("record", "erase", desk.folder, "report/log-1", "--reason", "asked", "--as", "p-1")
    assert "Erased match/log-1" in told
    assert desk.incident_of("stj-1") is None
    found = json.loads(desk.run("judge", "--format", "json"))
    assert {f["incident"] for f in found["findings"]} == {"stj-1", "sohr-9"}
    assert [t["kind"] for t in found["tombstones"] if t["kind"] == "match"] == []
    desk.bring(*PAPERS)
    desk.match()
    assert set(next(iter(desk.sets().values()))) == {"stj-1", "paper-1", "paper-2", "paper-3"}
    assert "Everything fits" in ask("verify", desk.folder)
