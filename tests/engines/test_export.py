"""Export: what is released is known to the log, and tells what its tier may know."""

import csv
import hashlib
import io
import json

import pyarrow.parquet as pq
import pytest

from hudna.engines import custody
from hudna.engines.export import export
from hudna.engines.formats import Format
from hudna.engines.local import judge
from hudna.instant import show
from hudna.problem import Refused
from hudna.record import contributors
from hudna.record.consent import Use
from hudna.record.decisions import decide
from hudna.record.findings import name_of, record_findings, value_of, verdicts_of
from hudna.record.people import Role
from hudna.record.people import add as add_person
from hudna.record.publications import find
from hudna.record.states import Action
from hudna.record.store import items, lines, state_at
from hudna.record.tiers import Tier

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
    assert rows_of(case, "public")["release"]["suppressed"] == 4
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
    assert public["release"]["left_out"][0] == {"why": "consent withdrawn", "count": 1}
    run(opened, Tier.MISSION)
    mission = rows_of(case, "mission")
    assert mission["release"]["left_out"][0]["which"] == [told[0]]
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


# --- incidents that people decided on -------------------------------------------------------------


@pytest.fixture
def published(opened):
    """An incident that two people signed and a third published for the parties."""
    with opened() as known:
        incident = known.case.incidents[0]
        record = known.record
        found = list(judge(known.case, [incident]))
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
        what = f"incident/{incident.id}"
        decide(record, what, Action.SIGN, "an", current)
        decide(record, what, Action.SIGN, "re", current)
        decide(record, what, Action.PUBLISH, "io", current, tier=Tier.PARTIES)
    return incident.id


def test_an_incident_goes_where_it_was_published_to(opened, case, published):
    assert run(opened).rows == 0
    assert run(opened, Tier.PARTIES).rows == 1
    (row,) = rows_of(case, "parties")["rows"]
    assert (row["id"], row["what"]) == (published, "incident")
    assert row["headlines"]


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
