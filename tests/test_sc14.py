"""SC-14, late evidence: a second origin comes ten days later, and nothing of the past is rewritten."""

import json
import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from hudna.cli import app
from hudna.record import store

SYRIA = Path(__file__).parents[1] / "src/hudna/cases/syria-2016"
SEIZURE = "sc-05-seizure-position"
FEW = ("douma-2016-12-29", "peugeot-hill-2016-12-30")
READINGS = ("R1", "R2", "R3", "R4")


def load(text):
    return yaml.load(text, yaml.CSafeLoader)


class Desk:
    """A case on a desk whose clock is set by hand."""

    def __init__(self, folder, monkeypatch):
        self.folder, self.now = folder, 0
        monkeypatch.setattr(store, "clock", lambda: self.now)

    def at(self, moment):
        self.now = int(datetime.fromisoformat(moment).timestamp()) * 1_000_000
        return self

    def run(self, command, *arguments, fails=False):
        name, *rest = command.split()
        done = CliRunner().invoke(app, [name, *rest, str(self.folder), *arguments])
        if fails:
            assert done.exception is not None
            return str(done.exception)
        if done.exception is not None:
            raise done.exception
        return done.stdout

    def judge(self, *arguments):
        told = json.loads(self.run("judge", "--format", "json", *arguments))
        return told, next(f for f in told["findings"] if f["incident"] == SEIZURE)

    def sitrep(self, folder, *arguments):
        self.run("sitrep", "--date", "2016-12-30", "--out", str(folder), *arguments)
        return {path.name: path.read_bytes() for path in sorted(folder.glob("*.html"))}

    def decide(self, action, person, *arguments, **options):
        return self.run("decide", SEIZURE, action, "--as", person, *arguments, **options)

    def edit(self, name, change):
        path = self.folder / name
        value = load(path.read_text(encoding="utf-8"))
        change(value)
        text = json.dumps(value, ensure_ascii=False, default=str)  # JSON is YAML
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """The Syrian case, with SC-05's seizure as one more of its incidents, and three people."""
    folder = tmp_path / "case"
    shutil.copytree(SYRIA, folder)
    desk = Desk(folder, monkeypatch).at("2016-12-31T08:00+02:00")
    scenarios = load((folder / "scenarios.yaml").read_text(encoding="utf-8"))
    (found,) = [s for s in scenarios["scenarios"] if s["id"] == "SC-05-seizure"]
    (seizure,) = found["incidents"]

    def few(value):  # the template has forty: a few are enough, and quicker
        value["incidents"] = [i for i in value["incidents"] if i["id"] in FEW] + [seizure]

    desk.edit("incidents.yaml", few)
    for name, role in (("p-1", "analyst"), ("p-2", "reviewer"), ("p-3", "information-officer")):
        desk.run("person add", name, "--role", role, "--reason", "the team")
    return desk


def second_origin(desk):
    """The scenario's variant: another independent origin, and accession proved by 29 December."""

    def incident(value):
        (found,) = [i for i in value["incidents"] if i["id"] == SEIZURE]
        found["evidence"]["origins"].append("synthetic-second-origin")
        found["place"] = {"spot": "SY050500", "point": [36.5554, 35.2338], "radius_km": 1}
        found["actors"] = {"any_of": ["jaysh-al-nasr"]}

    desk.edit("incidents.yaml", incident)
    path = desk.folder / "agreement.yaml"
    text = path.read_text(encoding="utf-8")
    joined = (
        "\naccessions:\n  - {actor: jaysh-al-nasr, mode: signed, at: 2016-12-29, sources: [S23]}\n"
    )
    assert text.count("\naccessions:\n") == 1
    path.write_text(text.replace("\naccessions:\n", joined), encoding="utf-8")


def words(page):
    """What a reader sees: names stand in `bdi`, which parts no words; other tags do."""
    body = re.sub(r"</?bdi[^>]*>", "", page.decode().partition("</style>")[2])
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body))


@pytest.mark.slow
def test_late_evidence(desk, tmp_path):
    # 31 December: v1, on one origin and with an accession that is not proved.
    v1, finding = desk.judge()
    assert finding["headline"] == "cannot_determine"
    for verdict in finding["verdicts"]:
        codes = {reason["code"] for reason in verdict["reasons"]}
        assert {"SINGLE_ORIGIN", "ACTOR_STATUS_CONTESTED"} <= codes
    unsigned = desk.at("2016-12-31T09:00+02:00").sitrep(tmp_path / "first")
    assert "Derived, not signed" in words(unsigned["sitrep-en.html"])

    desk.at("2016-12-31T10:00+02:00").decide("sign", "p-1")
    assert "signed once, and" in desk.decide("publish", "p-3", fails=True)
    desk.at("2016-12-31T11:00+02:00").decide("sign", "p-2")
    desk.at("2016-12-31T12:00+02:00").decide("publish", "p-3", "--tier", "public")
    signed = desk.at("2016-12-31T13:00+02:00").sitrep(tmp_path / "second")
    assert "analyst (p-1)" in words(signed["sitrep-en.html"])
    explained = desk.run("explain", SEIZURE)
    assert "State: published." in explained
    assert "no person has signed it" not in explained

    # Ten days later the second origin arrives: v2.
    second_origin(desk.at("2017-01-10T08:00+02:00"))
    v2, finding = desk.judge()
    assert finding["headline"] == "violation"
    assert {v["world"].partition("[")[0] for v in finding["verdicts"]} == set(READINGS)
    assert {v["verdict"] for v in finding["verdicts"]} == {"violation"}
    assert "State: correction due." in desk.run("explain", SEIZURE)
    due = desk.at("2017-01-10T08:30+02:00").sitrep(tmp_path / "due")
    assert "Correction due: " + SEIZURE in words(due["sitrep-en.html"])
    assert "both signatures are on an older" in desk.decide("publish", "p-3", fails=True)
    assert "no reason is given" in desk.decide("correct", "p-3", fails=True)
    desk.at("2017-01-10T09:00+02:00").decide("correct", "p-3", "--reason", "A second origin came.")

    # The new report carries the correction, first of all, and names the earlier reports.
    corrected = desk.at("2017-01-10T10:00+02:00").sitrep(tmp_path / "third")
    page = words(corrected["sitrep-en.html"])
    assert page.index("Corrected: " + SEIZURE) < page.index("Judged under")
    notice = page[page.index("Corrected: " + SEIZURE) : page.index("Judged under")]
    assert "As it was told Cannot determine" in notice
    assert "As it was corrected Violation" in notice
    assert "A second origin came." in notice
    assert "information officer (p-3), at 2017-01-10 09:00" in notice
    log = json.loads(desk.run("log show", "--kind", "publication", "--format", "json"))
    assert len(log) == 4
    carried = [entry["subject"] for entry in log[:2]]
    assert ", ".join(carried) in notice
    assert log[2]["subject"] not in notice  # it said that a correction was due
    for text in ("مصوَّب", "يتعذّر الجزم", *carried):
        assert text in words(corrected["sitrep-ar.html"])

    # What was said on 31 December is said again, byte for byte.
    again = desk.sitrep(tmp_path / "a", "--as-known", "2016-12-31")
    assert again == signed
    again = desk.sitrep(tmp_path / "b", "--as-known", "2016-12-31T09:30+02:00")
    assert again == unsigned
    again = desk.sitrep(tmp_path / "c", "--as-known", "2017-01-10T08:45+02:00")
    assert again == due
    known, finding = desk.judge("--as-known", "2016-12-31")
    assert finding["headline"] == "cannot_determine"
    assert known | {"as_known": None} == v1
    assert desk.run("explain", SEIZURE, "--as-known", "2016-12-31") == explained
    assert v2 == desk.judge()[0]
    assert desk.run("verify")


@pytest.mark.slow
def test_the_corrected_finding_is_signed_and_published_anew(desk):
    desk.judge()
    for action, person in (("sign", "p-1"), ("sign", "p-2"), ("publish", "p-3")):
        desk.decide(action, person)
    second_origin(desk.at("2017-01-10T08:00+02:00"))
    assert "not in the record" in desk.decide("correct", "p-3", "--reason", "r", fails=True)
    desk.judge()
    desk.decide("correct", "p-3", "--reason", "A second origin came.")
    assert "needs both signatures" in desk.decide("publish", "p-3", fails=True)
    for action, person in (("sign", "p-1"), ("sign", "p-2"), ("publish", "p-3")):
        desk.decide(action, person)
    told = desk.run("explain", SEIZURE)
    assert "State: published." in told
    assert "cannot determine before, violation now" in told
    told = desk.run("explain", SEIZURE, "--lang", "ar")
    assert "الحالة: منشور." in told


@pytest.mark.slow
def test_an_incident_that_leaves_the_case_does_not_vanish(desk, tmp_path):
    desk.judge()
    for action, person in (("sign", "p-1"), ("sign", "p-2"), ("publish", "p-3")):
        desk.decide(action, person)
    desk.at("2017-01-10T08:00+02:00")
    desk.edit("incidents.yaml", lambda value: value["incidents"].pop())
    page = words(desk.sitrep(tmp_path / "gone")["sitrep-en.html"])
    assert "Correction due: " + SEIZURE in page
    assert "does not hold this incident any more" in page
    desk.decide("withdraw", "p-3", "--reason", "It was coded twice.")
    page = words(desk.sitrep(tmp_path / "withdrawn")["sitrep-en.html"])
    assert "Withdrawn: " + SEIZURE in page
    assert "It was coded twice." in page


@pytest.mark.slow
def test_a_right_of_reply_puts_the_incident_under_review(desk, tmp_path):
    desk.run("person add", "p-4", "--role", "party-liaison", "--reason", "the team")
    desk.judge()
    desk.decide("ask-reply", "p-4", "--party", "jaysh-al-nasr")
    assert desk.judge()[1]["headline"] == "under_review"
    assert "a right of reply is open (jaysh-al-nasr)" in desk.decide("sign", "p-1", fails=True)
    page = words(desk.sitrep(tmp_path / "open")["sitrep-en.html"])
    assert "Jaysh al-Nasr is awaited" in page
    assert (
        desk.run("complaint overdue", "--at", "2017-01-02T08:00+02:00", "--format", "json")
        == "[]\n"
    )
    # 48 hours from 08:00 on 31 December; a week later it is late, and open still.
    (late,) = json.loads(
        desk.at("2017-01-09T08:00+02:00").run("complaint overdue", "--format", "json")
    )
    assert (late["since"], late["late_seconds"]) == ("2017-01-02T06:00:00.000000Z", 7 * 86400)
    assert desk.judge()[1]["headline"] == "under_review"
    desk.decide("reply", "p-4", "--party", "jaysh-al-nasr", "--no-reply")
    assert desk.judge()[1]["headline"] == "cannot_determine"
    assert "silence is not an admission" in desk.run("explain", SEIZURE)
    assert desk.judge("--as-known", "2017-01-01")[1]["headline"] == "under_review"
    assert "neither an actor nor a side" in desk.decide(
        "ask-reply", "p-4", "--party", "nobody", fails=True
    )


@pytest.mark.slow
def test_a_complaint_puts_the_incident_under_review_until_it_ends(desk):
    number = desk.run(
        "complaint open", "--complainant", "ngo", "--allegation", "It was not them.", "--about",
        SEIZURE, "--as", "p-1",
    ).strip()  # fmt: skip
    assert desk.judge()[1]["headline"] == "under_review"
    listed = json.loads(desk.run("complaint list", "--format", "json"))
    assert listed[0]["id"] == number
    assert "It was not them." not in desk.run("explain", SEIZURE)
    desk.run("complaint step", number, "end", "--outcome", "unfounded", "--as", "p-1")
    assert desk.judge()[1]["headline"] == "cannot_determine"
