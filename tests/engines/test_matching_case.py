"""Matching within a case: reports of our own writing, in the Syrian case.  Expected levels are domain.md's.

SC-05 and SC-10: SOHR, an agency that has it from SOHR, and six papers that have it from the agency are one
origin; a second one makes E3.
"""

import csv
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hudna.cli import app
from hudna.engines.matching_case import matched_case
from hudna.evidence import Level
from hudna.record.known import open_known

SYRIA = Path(__file__).parents[2] / "src/hudna/cases/syria-2016"
COLUMNS = (
    "report_id", "source", "origin", "t_earliest", "t_latest", "place", "admin1", "actors", "targets",
    "acts", "deaths_best", "text",
)  # fmt: skip


class Desk:
    """A case with nothing coded in it, whose reports are added some at a time."""

    def __init__(self, folder):
        self.folder = folder / "case"
        shutil.copytree(SYRIA, self.folder, ignore=shutil.ignore_patterns("scenarios.yaml"))
        self.incidents("[]")
        self.files = 0

    def incidents(self, listed):
        (self.folder / "incidents.yaml").write_text(f"incidents: {listed}\n", encoding="utf-8")

    def run(self, command, *arguments):
        done = CliRunner().invoke(app, [command, str(self.folder), *map(str, arguments)])
        if done.exception is not None:
            raise done.exception
        return done.stdout

    def bring(self, *rows):
        self.files += 1
        path = self.folder.parent / f"reports-{self.files}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, restval="")
            writer.writeheader()
            writer.writerows(rows)
        assert " 0 refused" in self.run("import", path)

    def match(self, *arguments):
        return self.run("match", *arguments)

    def known(self):
        return open_known(self.folder)

    def incident_of(self, report):
        with self.known() as known:
            of = known.matched().of
            name = next((name for name, reports in of.items() if report in reports), None)
            return next((each for each in known.incidents() if each.id == name), None)

    def sets(self):
        with self.known() as known:
            return dict(known.matched().of)

    def finding(self, name):
        told = json.loads(self.run("judge", "--format", "json"))
        return next(f for f in told["findings"] if f["incident"] == name)


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def report(name, source, text="", **more):
    return {"report_id": name, "source": source, "text": text} | more


def reasons(finding):
    return {
        reason["code"] for verdict in finding["verdicts"] for reason in verdict["reasons"]
    }  # fmt: skip


# --- SC-10 ----------------------------------------------------------------------------------------

SHELLING = {
    "t_earliest": "2016-12-30T04:00", "t_latest": "2016-12-30T05:00", "place": "Badama",
    "admin1": "Idlib", "actors": "syria-army", "targets": "faylaq-al-sham", "acts": "H-ART",
}  # fmt: skip
STJ = report(
    "stj-1", "STJ", "Artillery of the government hit a unit of Faylaq al-Sham at Badama before dawn",
    origin="STJ", **SHELLING,
)  # fmt: skip
PAPERS = [
    report(
        f"paper-{n}", f"Paper {n}",
        "Artillery of the government hit a unit of Faylaq al-Sham at Badama before dawn, according to "
        "Syrians for Truth and Justice", **(SHELLING | {"t_earliest": "2016-12-30", "t_latest": "2016-12-30"}),
    )
    for n in range(1, 4)
]  # fmt: skip
LOG = report(
    "log-1", "Civil defence log", "سجل الدفاع المدني: سقوط قذائف مدفعية على بداما وصور للحفر",
    origin="الدفاع المدني السوري", **(SHELLING | {"place": "بداما", "admin1": "إدلب"}),
)  # fmt: skip


def test_sc10_stj_and_its_copies_are_one_origin(desk):
    desk.bring(STJ, *PAPERS)
    desk.match()
    assert list(desk.sets().values()) == [("paper-1", "paper-2", "paper-3", "stj-1")]
    incident = desk.incident_of("stj-1")
    assert (incident.occurred.level, incident.occurred.origins) == (Level.E2, ("stj",))
    found = desk.finding(incident.id)
    assert (found["headline"], found["unmatched"]) == ("cannot_determine", False)
    assert "SINGLE_ORIGIN" in reasons(found)


def test_sc10_a_second_independent_origin_makes_a_violation(desk):
    desk.bring(STJ, *PAPERS, LOG)
    desk.match()
    incident = desk.incident_of("log-1")
    standings = (
        incident.occurred, incident.time_standing, incident.place_standing,
        incident.actors.standing, incident.targets.standing, incident.act_standing,
    )  # fmt: skip
    assert {(s.level, s.contested, s.origins) for s in standings} == {
        (Level.E3, False, ("stj", "white-helmets"))
    }
    found = desk.finding(incident.id)
    assert found["headline"] == "violation"
    assert {tuple(v["by"]) for v in found["verdicts"]} == {("syria-army",)}


def test_what_is_matched_is_explained_and_reported_as_one(desk, tmp_path):
    desk.bring(STJ, *PAPERS, LOG)
    desk.match()
    name = desk.incident_of("stj-1").id
    told = desk.run("explain", name)
    assert "corroborated (E3)" in told
    assert "not matched with others" not in told
    assert desk.run("explain", "log-1") == told  # a report leads to its incident
    desk.run("sitrep", "--date", "2016-12-30", "--out", tmp_path / "out")
    page = (tmp_path / "out/sitrep-en.html").read_text(encoding="utf-8")
    assert "1 incident matched" in page
    assert "before dawn" not in page  # the words of a source


# --- SC-05 ----------------------------------------------------------------------------------------

FIRST_HOURS = {"t_earliest": "2016-12-30T00:00", "t_latest": "2016-12-30T02:00"}
SEIZURE = FIRST_HOURS | {
    "place": "Tayyibat al-Imam", "admin1": "Hama", "actors": "jaysh-al-nasr", "targets": "syria-gov",
    "acts": "H-TER-T",
}  # fmt: skip
SOHR = report(
    "sohr-1", "SOHR", "Rebels of Jaysh al-Nasr took a position of government forces in Hama",
    origin="SOHR", **SEIZURE,
)  # fmt: skip
AFP = report(
    "afp-1", "AFP",
    "Rebels took an army position in Hama province less than two hours into the truce, "
    "the Syrian Observatory for Human Rights said", **SEIZURE,
)  # fmt: skip
SIX = [
    report(
        f"daily-{n}", f"Daily {n}",
        "Rebels took an army position in Hama province less than two hours into the truce, AFP reported",
        **(SEIZURE | {"t_earliest": "2016-12-30", "t_latest": "2016-12-30"}),
    )
    for n in range(1, 7)
]  # fmt: skip
SPOKESMAN = report(
    "spokesman-1", "Jaysh al-Nasr", "Government forces shelled Atshan and Skeik first, our spokesman says",
    origin="Jaysh al-Nasr spokesman",
    **(FIRST_HOURS | {"place": "Atshan", "admin1": "Hama", "actors": "syria-army", "acts": "H-ART",
                      "targets": "jaysh-al-nasr"}),
)  # fmt: skip


def test_sc05_sohr_afp_and_six_papers_are_one_origin(desk):
    desk.bring(SOHR, AFP, *SIX, SPOKESMAN)
    desk.match()
    incident = desk.incident_of("sohr-1")
    (together,) = desk.sets().values()
    assert set(together) == {"sohr-1", "afp-1", *(f"daily-{n}" for n in range(1, 7))}
    assert (incident.occurred.level, incident.occurred.origins) == (Level.E2, ("sohr",))
    found = desk.finding(incident.id)
    assert found["headline"] == "cannot_determine"
    assert {"SINGLE_ORIGIN", "ACTOR_STATUS_CONTESTED"} <= reasons(found)


def test_sc05_the_shelling_is_another_incident_that_one_side_alleges(desk):
    desk.bring(SOHR, AFP, *SIX, SPOKESMAN)
    desk.match()
    assert desk.incident_of("spokesman-1") is None
    found = desk.finding("spokesman-1")
    assert (found["headline"], found["unmatched"]) == ("cannot_determine", True)
    assert "OCCURRENCE_UNCORROBORATED" in reasons(found)


def test_sc05_a_second_origin_that_comes_later_corroborates_and_keeps_the_id(desk):
    desk.bring(SOHR, AFP, *SIX)
    desk.match()
    before = desk.incident_of("sohr-1").id
    desk.bring(
        report("stj-1", "STJ", "Fighters captured a checkpoint near Tayyibat al-Imam that night",
               origin="STJ", **SEIZURE)
    )  # fmt: skip
    desk.match()
    incident = desk.incident_of("stj-1")
    assert incident.id == before
    assert incident.occurred.level == Level.E3
    found = desk.finding(incident.id)
    assert found["headline"] == "cannot_determine"  # the group's accession is not proved
    assert "ACTOR_STATUS_CONTESTED" in reasons(found)
    assert "SINGLE_ORIGIN" not in reasons(found)


# --- the record -----------------------------------------------------------------------------------


def test_matching_again_writes_nothing_and_reads_the_weights(desk):
    desk.bring(STJ, *PAPERS, LOG)
    assert "Kept as entry" in desk.match()
    assert "Nothing is new" in desk.match()
    with desk.known() as known:
        size = known.state.size
    assert "Nothing is new" in desk.match()
    with desk.known() as known:
        assert known.state.size == size


def test_weights_stay_until_they_are_estimated_anew(desk):
    desk.bring(STJ, LOG)
    desk.match()
    with desk.known() as known:
        first = matched_case(known).weights["version"]
    desk.bring(*PAPERS, SOHR, AFP, *SIX)
    desk.match()
    with desk.known() as known:
        assert matched_case(known).weights["version"] == first
    desk.match("--re-estimate")
    with desk.known() as known:
        again = matched_case(known).weights["version"]
    assert again != first
    desk.match()
    with desk.known() as known:
        assert matched_case(known).weights["version"] == again


def test_what_was_matched_can_be_asked_as_it_was_known(desk):
    desk.bring(STJ, LOG)
    desk.match()
    name = desk.incident_of("stj-1").id
    with desk.known() as known:
        state = known.state
    desk.bring(*PAPERS)
    desk.match()
    assert len(desk.sets()[name]) == 5
    with desk.known() as known:
        known.state = state
        assert known.matched().of == {name: ("log-1", "stj-1")}


def test_a_report_that_is_set_aside_is_in_no_incident(desk):
    desk.bring(STJ, LOG)
    desk.match()
    CliRunner().invoke(
        app, ["person", "add", str(desk.folder), "p-1", "--role", "analyst", "--reason", "team"]
    )
    for action in ("triage", "set-aside"):
        done = CliRunner().invoke(
            app,
            ["decide", str(desk.folder), "log-1", action, "--as", "p-1", "--reason", "a mistake"],
        )
        assert done.exit_code == 0, done.output
    assert desk.incident_of("stj-1") is None
    assert desk.finding("stj-1")["unmatched"] is True
    assert "is no more" in desk.match()


def test_a_coded_incident_keeps_its_id_and_its_coding(desk):
    desk.bring(STJ, LOG)
    desk.incidents(
        "[{id: badama, title: {en: Shelling of Badama}, time: {at: 2016-12-30}, place: {spot: badama}, "
        "acts: {any_of: [H-ART]}, reports: [stj-1], evidence: {origins: [stj]}, unverified: true}]"
    )
    desk.match()
    assert desk.sets() == {"badama": ("log-1", "stj-1")}
    found = desk.finding("badama")
    assert found["unmatched"] is False
    told = json.loads(desk.run("judge", "--format", "json"))
    assert [f["incident"] for f in told["findings"]] == ["badama"]


def test_reports_of_two_coded_incidents_are_never_one(desk):
    desk.bring(STJ, LOG)
    entry = (
        "{{id: {}, title: {{en: Shelling}}, time: {{at: 2016-12-30}}, place: {{spot: badama}}, "
        "acts: {{any_of: [H-ART]}}, reports: [{}], evidence: {{origins: [stj]}}, unverified: true}}"
    )
    desk.incidents(f"[{entry.format('one', 'stj-1')}, {entry.format('two', 'log-1')}]")
    desk.match()
    assert desk.sets() == {"one": ("stj-1",), "two": ("log-1",)}


def test_a_source_that_is_said_not_to_repeat_itself_must_be_one(desk):
    desk.bring(STJ, LOG)
    with pytest.raises(Exception, match="no report is of the source “Nobody”"):
        desk.match("--no-repeats", "Nobody")
    desk.match("--no-repeats", "STJ")
    with desk.known() as known:
        assert matched_case(known).weights["no_repeats"] == ["STJ"]


def test_a_bulletin_that_sums_up_is_never_an_incident(desk):
    desk.bring(
        STJ, LOG,
        report("sum-1", "Bulletin", "Six violations in Idlib", t_earliest="2016-12-30",
               t_latest="2016-12-30", admin1="Idlib", actors="syria-army"),
    )  # fmt: skip
    desk.match()
    assert list(desk.sets().values()) == [("log-1", "stj-1")]


def test_a_case_without_reports_has_nothing_to_match(desk):
    assert desk.match().startswith("0 reports")
