"""Export: what is released is known to the log, and tells what its tier may know."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow.parquet as pq
import pytest

from crash import ged
from hudna.engines import custody
from hudna.engines.export import export
from hudna.engines.formats import Format
from hudna.engines.intake import import_files
from hudna.engines.local import judge_incidents
from hudna.instant import show
from hudna.problem import Refused
from hudna.record import contributors, documents, reports
from hudna.record.consent import Use
from hudna.record.decisions import decide
from hudna.record.erasure import erase
from hudna.record.findings import name_of, record_findings, value_of, verdicts_of
from hudna.record.people import Role
from hudna.record.people import add as add_person
from hudna.record.publications import find
from hudna.record.states import Action
from hudna.record.store import items, lines, state_at
from hudna.record.tiers import Tier
from hudna.sources import byhand

FORMATS = list(Format)


@pytest.fixture
def voices(opened, tmp_path):
    """Six sources, who agreed that the public sees what they tell."""
    with opened() as known:
        contributors.new_key(known.record, tmp_path / "seal", "velvet anchor mirror", "amal")
        names = [contributors.add(known.record, {"name": f"P {i}"}, "amal") for i in range(6)]
        for name in names:
            custody.set_consent(
                known, f"source/{name}", [Use.PUBLIC, Use.PARTIES, Use.INTERNAL], True,
                "Never your name", "asked", "amal",
            )  # fmt: skip
    return names


@pytest.fixture
def told(opened, voices, written):
    """One report of each, in one afternoon by the mill, cleared for the public; their ids."""
    with opened() as known:
        return [
            custody.add_reports(
                known, written(f"2015-03-01T1{2 + i}:{i}7", text=f"words of {name}"), name,
                Tier.PUBLIC, "amal",
            )[0][0]
            for i, name in enumerate(voices)
        ]  # fmt: skip


def rows_of(case, tier):
    return json.loads((case / f"out/export-{tier}.json").read_text("utf-8"))


def run(opened, tier=Tier.PUBLIC, kind=Format.JSON, **more):
    with opened() as known:
        return export(known, tier, kind, author="amal", **more)


def test_the_public_sees_six_alike(opened, case, told):
    done = run(opened)
    found = rows_of(case, "public")
    assert (done.rows, done.suppressed, done.withdrawn) == (6, 0, 0)
    assert {(r["unit"], r["part_of_day"], r["day"]) for r in found["rows"]} == {
        ("N11", "afternoon", "2015-03-01")
    }
    assert found["release"]["k"] == 5
    assert not set(told) & {r["id"] for r in found["rows"]}


def test_four_are_too_few(opened, case, told):
    with opened() as known:
        for name in told[4:]:
            custody.set_tier(known, f"report/{name}", Tier.MISSION, "too near", "amal")
    done = run(opened)
    assert (done.rows, done.suppressed) == (0, 4)
    assert rows_of(case, "public")["release"]["suppressed"] == {"fewer_than": 5}
    assert run(opened, k=4).rows == 4


def test_withdrawn_consent_leaves_it_out_and_tells_the_mission_which(opened, case, told, voices):
    with opened() as known:
        custody.set_consent(
            known, f"report/{told[0]}", [Use.PUBLIC, Use.INTERNAL], False, None,
            "afraid for a brother", "amal",
        )  # fmt: skip
    done = run(opened)
    assert (done.rows, done.withdrawn) == (5, 1)
    public = rows_of(case, "public")
    assert public["release"]["left_out"][0] == {
        "why": "consent withdrawn", "count": {"fewer_than": 5},
    }  # fmt: skip
    run(opened, Tier.MISSION)
    mission = rows_of(case, "mission")
    assert mission["release"]["left_out"][0]["which"] == [told[0]]
    assert mission["release"]["left_out"][0]["count"] == 1
    with opened() as known:
        custody.set_consent(
            known, f"source/{voices[1]}", [Use.PUBLIC], False, None, "left the country", "amal"
        )
    assert run(opened).rows == 0  # four are left: too few


def test_nobody_asked_is_nobody_released(opened, case, written, tmp_path, voices):
    with opened() as known:
        silent = contributors.add(known.record, {"name": "Silent"}, "amal")
        custody.add_reports(known, written(), silent, Tier.PUBLIC, "amal")
    for tier in (Tier.PUBLIC, Tier.PARTIES, Tier.MISSION):
        run(opened, tier)
        rows = [r for r in rows_of(case, tier)["rows"] if r["what"] == "report"]
        assert rows == []
        assert rows_of(case, tier)["release"]["left_out"][0]["count"] == 0


def test_a_document_of_a_source_protects_the_report_that_came_in_it(opened, case, written, voices):
    file = written()
    with opened() as known:
        custody.keep_document(known, file, voices[0])
        custody.add_reports(known, file, None, Tier.PUBLIC, "amal")
    assert run(opened).suppressed == 1


@pytest.mark.parametrize("tier", [Tier.PUBLIC, Tier.PARTIES, Tier.MISSION])
def test_every_format_tells_the_same(opened, case, told, tier):
    for kind in FORMATS:
        run(opened, tier, kind)
    rows = rows_of(case, tier)["rows"]
    out = case / "out"
    features = json.loads((out / f"export-{tier}.geojson").read_text("utf-8"))["features"]
    assert [f["properties"] for f in features] == rows
    assert pq.read_table(out / f"export-{tier}.parquet").to_pylist() == rows
    _, tags, *lines = csv.reader(io.StringIO((out / f"export-{tier}.csv").read_text("utf-8")))
    assert [line[0] for line in lines] == [r["id"] for r in rows]
    assert all(tag.startswith("#") for tag in tags)
    shapes = [f["geometry"] for f in features]
    if tier == Tier.PUBLIC:
        assert shapes == [None] * len(rows)
        assert "#geo+lat" not in tags
    if tier == Tier.PARTIES:
        # 37.456, 48.123 by hand
        assert {tuple(s["coordinates"]) for s in shapes} == {(37.5, 48.1)}
        assert {(r["lon"], r["lat"]) for r in rows} == {(37.5, 48.1)}
        assert {r["time_precision"] for r in rows} == {"hour"}


def test_the_lesser_tiers_hold_no_word_of_a_source(opened, case, told, voices):
    for tier in (Tier.PUBLIC, Tier.PARTIES):
        run(opened, tier)
        text = (case / f"out/export-{tier}.json").read_text("utf-8")
        for secret in (*voices, *told, "words of", "told-", "house", "37.456", "48.123", ":07:"):
            assert secret not in text, (tier, secret)
    run(opened, Tier.MISSION)
    text = (case / "out/export-mission.json").read_text("utf-8")
    assert "words of" in text
    assert voices[0] in text


@pytest.mark.parametrize("kind", FORMATS)
def test_the_log_knows_what_was_released(opened, case, told, kind):
    done = run(opened, kind=kind)
    again = [path.read_bytes() for path in done.paths]
    with opened() as known, known.record.reading() as connection:
        for content in again:
            assert find(connection, content) is not None
            assert find(connection, content + b" ") is None
    assert [path.read_bytes() for path in run(opened, kind=kind).paths] == again


def test_a_release_is_replayed_byte_for_byte_and_says_what_was_withdrawn_since(
    opened, case, told, tmp_path
):
    (path,) = run(opened).paths
    content = path.read_bytes()
    with opened() as known:
        size = known.record.state()
        with known.record.reading() as connection:
            at = show(max(line.at for line in lines(connection)), "UTC")
        custody.set_consent(known, f"report/{told[0]}", [Use.PUBLIC], False, None, "afraid", "amal")
    assert run(opened).rows == 5
    with opened(as_known=at) as known:
        done = export(known, Tier.PUBLIC, Format.JSON, folder=tmp_path / "replay")
    assert done.paths[0].read_bytes() == content
    assert done.since == 1
    with opened() as known:
        assert (
            known.record.state().size == size.size + 2
        )  # the withdrawal, the one release after it


def test_rows_stand_in_no_order_that_tells_when_they_came(opened, case, written):
    with opened() as known:
        for at in ("2015-03-03T09:00", "2015-03-01T09:00", "2015-03-02T09:00"):
            custody.add_reports(known, written(at), None, Tier.PUBLIC, "amal")
    run(opened)
    days = [r["day"] for r in rows_of(case, "public")["rows"]]
    assert days == ["2015-03-01", "2015-03-02", "2015-03-03"]


def test_a_period_holds_what_may_lie_in_it(opened, case, written):
    with opened() as known:
        for at in ("2015-03-01T23:59", "2015-03-02T00:00", "2015-03-03T00:00"):
            custody.add_reports(known, written(at), None, Tier.PUBLIC, "amal")
        custody.add_reports(known, written(time=None), None, Tier.PUBLIC, "amal")
    run(opened, first="2015-03-02", last="2015-03-02")
    found = rows_of(case, "public")
    assert [r["day"] for r in found["rows"]] in ([None, "2015-03-02"], ["2015-03-02", None])
    assert found["release"]["from"].startswith("2015-03-02T00:00")


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"tier": Tier.RESTRICTED}, "released to nobody"),
        ({"k": 2}, "hide nobody"),
        ({"first": "2015-02-30"}, "not a date"),
        ({"first": "2015-03-02", "last": "2015-03-01"}, "ends before"),
    ],
)
def test_what_cannot_be_is_refused_and_writes_nothing(opened, case, told, more, why):
    with pytest.raises(Refused, match=why):
        run(opened, **more)
    assert not (case / "out").exists()


def test_what_is_not_cleared_is_in_no_release(opened, case, written):
    with opened() as known:
        custody.add_reports(known, written(id="mission-only"), None, None, "amal")
        custody.add_reports(known, written(id="restricted"), None, Tier.RESTRICTED, "amal")
    assert run(opened).rows == run(opened, Tier.PARTIES).rows == 0
    run(opened, Tier.MISSION)
    found = {r["id"] for r in rows_of(case, "mission")["rows"]}
    assert "mission-only" in found
    assert "restricted" not in found


def test_an_import_as_a_whole_can_be_cleared_and_one_of_it_held_back(opened, case, written):
    with opened() as known:
        names = []
        for i in range(2):
            names += custody.add_reports(known, written(f"2015-03-0{i + 1}T09:00"))[0]
        with known.record.reading() as connection:
            heads = [i.id for i in items(connection, state_at(connection, None), "batch")]
        for head in heads:
            custody.set_tier(known, head, Tier.PUBLIC, "a public list", "amal")
        custody.set_tier(known, f"report/{names[0]}", Tier.MISSION, "wrong", "amal")
    assert run(opened).rows == 1


# --- reports that came again ----------------------------------------------------------------------


@pytest.fixture
def brought(opened, tmp_path):
    """Bring 3 reports, or change the first of them: `brought("Mill", tier)`; the import's name."""
    file = tmp_path / "ged.csv"

    def bring(village, tier=None):
        file.write_text(ged(1, 3).replace("Small village", village, 1))
        with opened() as known:
            list(import_files(known, [file], tier=tier))
            with known.record.reading() as connection:
                return [i.id for i in items(connection, state_at(connection, None), "batch")][-1]

    return bring


def seen_by(opened, case, tier):
    run(opened, tier)
    return {r["id"] for r in rows_of(case, tier)["rows"] if r["what"] == "report"}


def say(opened, what, tier):
    with opened() as known:
        custody.set_tier(known, what, tier, "said so", "amal")


ALL = {"ucdp-1", "ucdp-2", "ucdp-3"}


def test_a_report_that_came_again_is_for_whom_it_was(opened, case, brought):
    brought("Mill", Tier.RESTRICTED)
    assert seen_by(opened, case, Tier.MISSION) == set()
    brought("Spring")  # changes the first
    assert seen_by(opened, case, Tier.MISSION) == set()


def test_what_is_said_of_the_first_import_reaches_what_came_again(opened, case, brought):
    first = brought("Mill")
    brought("Spring")
    say(opened, first, Tier.PUBLIC)
    assert seen_by(opened, case, Tier.PUBLIC) == ALL
    say(opened, first, Tier.RESTRICTED)
    assert seen_by(opened, case, Tier.MISSION) == set()


def test_what_is_said_later_of_the_report_or_of_its_newest_import_holds(opened, case, brought):
    brought("Mill", Tier.RESTRICTED)
    second = brought("Spring")
    say(opened, second, Tier.PUBLIC)
    assert seen_by(opened, case, Tier.PUBLIC) == {"ucdp-1"}
    say(opened, "report/ucdp-2", Tier.PUBLIC)
    assert seen_by(opened, case, Tier.PUBLIC) == {"ucdp-1", "ucdp-2"}
    say(opened, "report/ucdp-1", Tier.MISSION)
    assert seen_by(opened, case, Tier.PUBLIC) == {"ucdp-2"}
    say(opened, second, Tier.PUBLIC)  # of the report itself something else was said
    assert seen_by(opened, case, Tier.PUBLIC) == {"ucdp-2"}


def test_a_stricter_word_that_comes_later_takes_back(opened, case, brought):
    first = brought("Mill", Tier.PUBLIC)
    say(opened, "report/ucdp-1", Tier.PUBLIC)
    brought("Spring")
    assert seen_by(opened, case, Tier.PUBLIC) == ALL
    with opened() as known, known.record.reading() as connection:
        heads = list(items(connection, state_at(connection, None), "batch"))
    assert first == heads[0].id
    say(opened, f"document/{heads[0].value['document']}", Tier.MISSION)
    assert seen_by(opened, case, Tier.PUBLIC) == set()


def test_a_document_alone_clears_no_report(opened, case, written):
    file = written()
    with opened() as known:
        custody.keep_document(known, file, tier=Tier.PUBLIC)
        custody.add_reports(known, file)
    assert seen_by(opened, case, Tier.PUBLIC) == set()


def test_who_withdraws_a_document_withdraws_all_that_ever_came_in_it(opened, case, brought):
    brought("Mill", Tier.PUBLIC)
    with opened() as known, known.record.reading() as connection:
        (head,) = items(connection, state_at(connection, None), "batch")
    brought("Spring", Tier.PUBLIC)
    assert seen_by(opened, case, Tier.PUBLIC) == ALL
    with opened() as known:
        custody.set_consent(
            known, f"document/{head.value['document']}", [Use.PUBLIC], False, None, "a", "amal"
        )
    assert seen_by(opened, case, Tier.PUBLIC) == set()


def test_each_who_ever_gave_a_report_stands_behind_it(opened, case, written, voices, tmp_path):
    # Told by one, and again, changed, in a document of another.
    with opened() as known:
        custody.add_reports(known, written(id="form-1"), voices[0], Tier.PARTIES)
        zone = known.case.agreement.zone
        file = written(id="form-1", text="other words")
        table = byhand.read(file, known.case.registry, known.case.agreement.gazetteer, zone)
        with known.record.writing("amal") as writer:
            kept = documents.keep(writer, documents.pack(file), "x", contributor=voices[1])
            reports.add(writer, table, {"document": kept})
    run(opened, Tier.MISSION)
    (row,) = (r for r in rows_of(case, "mission")["rows"] if r["id"] == "form-1")
    assert row["contributors"] == sorted(voices[:2])
    assert run(opened, Tier.PARTIES).rows == 1
    with opened() as known:
        custody.set_consent(
            known, f"source/{voices[0]}", [Use.PARTIES], False, None, "afraid", "amal"
        )
    done = run(opened, Tier.PARTIES)
    assert (done.rows, done.withdrawn) == (0, 1)


# --- incidents that people coded of reports -------------------------------------------------------


def code(opened, case, names, tier=Tier.PUBLIC, spot="house"):
    """Let one incident be coded from reports, with a time and a place like theirs; its id."""
    text = (case / "incidents.yaml").read_text("utf-8")
    text += (
        f"  - id: coded\n    title: A shell\n    reports: [{', '.join(names)}]\n"
        f"    time: {{at: 2015-03-01T14:00}}\n    place: {{spot: {spot}}}\n"
        "    acts: {any_of: [H-ART]}\n"
    )
    (case / "incidents.yaml").write_text(text, "utf-8")
    say(opened, "incident/coded", tier)
    return "coded"


def test_k_and_consent_guard_an_incident_by_its_reports(opened, case, told, voices):
    name = code(opened, case, told[:4])
    for one in told:
        say(opened, f"report/{one}", Tier.MISSION)
    done = run(opened)
    assert (done.rows, done.suppressed) == (0, 1)  # four stand behind it
    assert run(opened, k=4).rows == 1
    (row,) = rows_of(case, "public")["rows"]
    assert (row["unit"], row["part_of_day"], row["what"]) == ("N11", "afternoon", "incident")
    assert name not in json.dumps(row)
    run(opened, Tier.MISSION)
    (row,) = (r for r in rows_of(case, "mission")["rows"] if r["id"] == name)
    assert row["contributors"] == sorted(voices[:4])
    with opened() as known:
        custody.set_consent(
            known, f"source/{voices[2]}", [Use.PUBLIC, Use.PARTIES], False, None, "afraid", "amal"
        )
    done = run(opened, k=4)
    assert (done.rows, done.withdrawn) == (0, 1)
    assert run(opened, Tier.PARTIES).withdrawn == 1


def test_each_source_of_an_incident_must_have_agreed(opened, case, told, written, tmp_path):
    with opened() as known:
        silent = contributors.add(known.record, {"name": "Silent"}, "amal")
        (name,), _ = custody.add_reports(known, written(), silent, None, "amal")
    code(opened, case, [*told[:5], name], Tier.PARTIES)
    for one in told:
        say(opened, f"report/{one}", Tier.MISSION)
    assert run(opened, Tier.PARTIES).rows == 0
    with opened() as known:
        custody.set_consent(known, "incident/coded", [Use.PARTIES], True, "No name", "a", "amal")
    assert run(opened, Tier.PARTIES).rows == 1


@pytest.mark.parametrize("gone", ["unknown", "erased"])
def test_an_incident_whose_report_is_not_in_the_record_is_the_missions(opened, case, written, gone):
    with opened() as known:
        custody.add_reports(known, written(id="r-1"), None, Tier.MISSION, "amal")
    code(opened, case, ["r-1", "r-2"] if gone == "unknown" else ["r-1"])
    with opened() as known:
        if gone == "erased":
            erase(known.record, "report", "r-1", "amal", "asked to be forgotten")
    for tier in (Tier.PUBLIC, Tier.PARTIES):
        done = run(opened, tier)
        assert (done.rows, done.untraced) == (0, 1)
        count = {"fewer_than": 5} if tier == Tier.PUBLIC else 1
        assert rows_of(case, tier)["release"]["left_out"][2] == {
            "why": "its report is not in the record", "count": count,
        }  # fmt: skip
    run(opened, Tier.MISSION)
    assert "coded" in {r["id"] for r in rows_of(case, "mission")["rows"]}


# --- incidents that people decided on -------------------------------------------------------------


@dataclass
class Desk:
    """Three people and an incident that two of them may sign and the third publish."""

    opened: Callable
    incident: str
    current: dict

    def publish(self):
        with self.opened() as known:
            what = f"incident/{self.incident}"
            decide(known.record, what, Action.SIGN, "an", self.current)
            decide(known.record, what, Action.SIGN, "re", self.current)
            decide(known.record, what, Action.PUBLISH, "io", self.current, tier=Tier.PARTIES)


@pytest.fixture
def desk(opened):
    with opened() as known:
        incident = known.case.incidents[0]
        record = known.record
        found = list(judge_incidents(known.case, [incident]))
        record_findings(record, found, known.case.agreement_sha256, "amal")
        current = {
            name_of(f): value_of(
                f, hashlib.sha256(verdicts_of(f)).hexdigest(), known.case.agreement_sha256
            )
            for f in found
        }
        for name, role in (("an", Role.ANALYST), ("re", Role.REVIEWER),
                           ("io", Role.INFORMATION_OFFICER)):  # fmt: skip
            add_person(record, name, [role], "amal", "appointed")
    return Desk(opened, incident.id, current)


@pytest.fixture
def published(desk):
    """An incident that two people signed and a third published for the parties."""
    desk.publish()
    return desk.incident


def test_an_incident_goes_where_it_was_published_to(opened, case, published):
    assert run(opened).rows == 0
    assert run(opened, Tier.PARTIES).rows == 1
    (row,) = rows_of(case, "parties")["rows"]
    assert (row["id"], row["what"]) == (published, "incident")
    assert row["headlines"]


@pytest.mark.parametrize("later", [Tier.MISSION, Tier.RESTRICTED])
def test_what_is_said_after_it_was_published_holds(opened, case, published, later):
    what = f"incident/{published}"
    say(opened, what, Tier.PUBLIC)
    assert run(opened).rows == 1
    say(opened, what, later)
    assert run(opened, Tier.PARTIES).rows == run(opened).rows == 0
    run(opened, Tier.MISSION)
    found = {r["id"] for r in rows_of(case, "mission")["rows"]}
    assert (published in found) == (later == Tier.MISSION)


def test_what_was_restricted_before_it_was_published_is_published(opened, case, desk):
    say(opened, f"incident/{desk.incident}", Tier.RESTRICTED)
    desk.publish()
    assert run(opened, Tier.PARTIES).rows == 1


def test_what_was_withdrawn_and_is_restricted_is_not_the_missions(opened, case, published):
    with opened() as known:
        decide(known.record, f"incident/{published}", Action.WITHDRAW, "io", reason="an error")
    say(opened, f"incident/{published}", Tier.RESTRICTED)
    run(opened, Tier.MISSION)
    assert published not in {r["id"] for r in rows_of(case, "mission")["rows"]}


def test_a_withdrawn_incident_is_the_missions_again(opened, case, published):
    with opened() as known:
        decide(known.record, f"incident/{published}", Action.WITHDRAW, "io", reason="an error")
    assert run(opened, Tier.PARTIES).rows == 0


def test_a_finding_that_nobody_signed_is_not_released_in_the_place_of_one(opened, case, published):
    text = (case / "incidents.yaml").read_text("utf-8")
    # an occurrence that is refuted turns whatever was found
    changed = text.replace(
        f"id: {published}\n", f"id: {published}\n    occurred: {{refuted: true}}\n", 1
    )
    assert changed != text
    (case / "incidents.yaml").write_text(changed, "utf-8")
    done = run(opened, Tier.PARTIES)
    assert (done.rows, done.held) == (0, 1)
