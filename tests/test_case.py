"""A case folder: what is read of it, what its hashes cover, and making a new one."""

import hashlib
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hudna import case as module
from hudna.case import TEXT_FILES, new_case, open_case, read_case, templates
from hudna.evidence import Level
from hudna.instant import BEGIN, from_datetime, show
from hudna.problem import Problem, Refused, Severity
from hudna.zones import ZoneKind

ROOT = Path(__file__).resolve().parents[1]
MINSK = ROOT / "tests/cases/minsk-2015"
LEBANON = ROOT / "tests/cases/lebanon-2024"


@pytest.fixture
def case(tmp_path):
    folder = tmp_path / "case"
    shutil.copytree(MINSK, folder)
    return folder


def swap(folder, name, old, new):
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_stands_in_the_folder_is_read():
    opened = open_case(MINSK)
    assert opened.id == "minsk-2015"
    assert [i.id for i in opened.incidents] == ["howitzer-west-30", "shelling-first-night"]
    assert len(opened.scenarios_file.scenarios) == 6
    assert set(opened.registry.entries) == {
        "ukraine", "ukrainian-armed-forces", "formations", "civilians",
    }  # fmt: skip
    zone = opened.agreement.zones.by_id["ukraine-50"]
    assert zone.kind == ZoneKind.WITHDRAWAL_LINE
    assert zone.margin_km == 2
    assert zone.name["en"].startswith("Ukraine: 50 km")
    gun = opened.incidents[0]
    assert gun.occurred.level == Level.E4  # two origins, and seen by monitors
    assert show(gun.time.earliest, "UTC") == "2015-03-10T09:00:00+00:00"  # Kyiv: UTC+2 in March
    assert gun.time.is_instant
    assert all(p.severity != Severity.ERROR for p in opened.problems)


def test_a_case_is_an_agreement_and_whatever_else_there_is(case):
    for name in TEXT_FILES:
        if name not in ("agreement.yaml", "actors.yaml", "zones.geojson"):
            (case / name).unlink()
    swap(case, "agreement.yaml", 'note: {en: "Differs from', 'note: {en: "Differs from')
    opened = open_case(case)
    assert opened.incidents == []
    assert opened.scenarios_file.scenarios == []
    assert set(opened.hashes) == {"agreement.yaml", "actors.yaml", "zones.geojson"}


@pytest.mark.parametrize("name", ["incidents.yaml", "scenarios.yaml"])
def test_an_empty_optional_file_is_an_empty_list(case, name):
    for content in ("", "# nothing yet\n"):
        (case / name).write_text(content, encoding="utf-8")
        assert open_case(case)


def test_everything_wrong_is_said_in_reading_order(case):
    swap(case, "incidents.yaml", "H-WIV", "H-XYZ")
    swap(case, "actors.yaml", "side: ukraine-side", "side: nobody")
    swap(case, "agreement.yaml", "area: [ceasefire-area]", "area: [nowhere]")
    with pytest.raises(Refused) as refused:
        open_case(case)
    found = refused.value.problems
    assert [p.file for p in found] == ["actors.yaml", "agreement.yaml", "incidents.yaml"]
    assert all(isinstance(p, Problem) and p.line and p.column for p in found)


def test_hashes_are_of_the_bytes(case):
    opened = open_case(case)
    assert opened.hashes == {
        name: hashlib.sha256((case / name).read_bytes()).hexdigest()
        for name in TEXT_FILES
        if (case / name).exists()
    }
    assert opened.agreement_sha256 == opened.hashes["agreement.yaml"]


def test_what_obligations_may_be_met_by():
    happened, disputed = open_case(MINSK).happened()
    assert "howitzer-west-30" in happened
    assert "ukraine-begins" in happened
    assert "formations-complete" not in happened  # no date is known
    assert "shelling-first-night" not in happened  # one side's account is not yet reported
    assert disputed == {"lists-exchanged"}


# --- the last day that the record speaks of ------------------------------------------------------------


def last(folder):
    return datetime.fromtimestamp(open_case(folder).last_day() / 1e6, UTC)


def test_the_last_day_is_that_of_the_last_thing():
    # The gun of 10 March at 11:00, Kyiv time: the day ends at 22:00 UTC.
    assert last(MINSK) == datetime(2015, 3, 10, 22, tzinfo=UTC)
    # The strike of 5 December is dated by its day, Beirut time.
    assert last(LEBANON) == datetime(2024, 12, 5, 22, tzinfo=UTC)


def test_an_instant_at_midnight_is_in_the_day_that_it_begins(case):
    swap(case, "incidents.yaml", '{at: "2015-03-10T11:00"', '{at: "2015-03-12T00:00"')
    assert last(case) == datetime(2015, 3, 12, 22, tzinfo=UTC)


def test_a_time_that_ends_at_midnight_is_not_in_the_next_day(case):
    swap(case, "incidents.yaml", '{at: "2015-03-10T11:00"',
         '{from: "2015-03-11T10:00", to: "2015-03-12T00:00"')  # fmt: skip
    assert last(case) == datetime(2015, 3, 11, 22, tzinfo=UTC)


def test_an_open_time_says_nothing_of_the_last_day(case):
    swap(case, "incidents.yaml", '{at: "2015-03-10T11:00"', '{from: "2015-03-11T10:00"')
    # Then it is the event of 5 March.
    assert last(case) == datetime(2015, 3, 5, 22, tzinfo=UTC)


def test_nothing_dated_has_no_last_day(case):
    opened = open_case(case)
    document = opened.agreement.document.model_copy(
        update={"accessions": [], "lists": [], "status_claims": [], "events": {}}
    )
    opened.agreement.document = document
    opened.agreement.events = {}
    opened.__dict__["incidents"] = []
    assert opened.last_day() == BEGIN


# --- new cases ----------------------------------------------------------------------------------------------


def test_templates_are_the_shipped_cases(tmp_path):
    assert "syria-2016" in templates()
    for name in templates():
        new_case(tmp_path / name, name)
        case, problems = read_case(tmp_path / name)
        assert case is not None, problems


def test_a_template_may_share_files_of_another_and_bring_sources(tmp_path):
    made = new_case(tmp_path / "mine", "syria-from-article")
    syria = ROOT / "src/hudna/cases/syria-2016"
    for name in ("actors.yaml", "gazetteer.csv", "zones.geojson"):
        assert (tmp_path / "mine" / name).read_bytes() == (syria / name).read_bytes()
    article = tmp_path / "mine/sources/article.ar.txt"
    assert article in made
    assert not (tmp_path / "mine/template.yaml").exists()


def test_a_new_case_has_the_files_of_its_template(tmp_path):
    made = new_case(tmp_path / "a" / "b", "syria-2016")
    template = ROOT / "src/hudna/cases/syria-2016"
    for path in made:
        assert path.read_bytes() == (template / path.name).read_bytes()
    assert {p.name for p in made} == {p.name for p in template.iterdir() if p.is_file()}
    assert (tmp_path / "a/b/sources").is_dir()
    assert open_case(tmp_path / "a" / "b").id == "syria-2016"


def test_a_new_case_that_fails_leaves_nothing(tmp_path, monkeypatch):
    def broken(_folder):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "_files", broken)
    with pytest.raises(Refused, match="No space left"):
        new_case(tmp_path / "mine", "syria-2016")
    assert list(tmp_path.iterdir()) == []


def test_a_new_case_replaces_nothing(tmp_path):
    (tmp_path / "notes").write_text("x", encoding="utf-8")
    with pytest.raises(Refused, match="not an empty folder"):
        new_case(tmp_path, "syria-2016")
    with pytest.raises(Refused, match="not an empty folder"):
        new_case(tmp_path / "notes", "syria-2016")
    assert os.listdir(tmp_path) == ["notes"]  # noqa: PTH208


def test_other_people_can_read_a_new_case(tmp_path):
    new_case(tmp_path / "mine", "syria-2016")
    assert (tmp_path / "mine").stat().st_mode & 0o055 == 0o055


@pytest.mark.parametrize("name", ["../syria-2016", "/etc", "", "syria-2016/..", ".", "__pycache__"])
def test_a_template_is_a_name_and_no_path(tmp_path, name):
    with pytest.raises(Refused, match="no such template"):
        new_case(tmp_path / "mine", name)
    assert list(tmp_path.iterdir()) == []


def test_an_instant_has_one_meaning():
    assert from_datetime(datetime(2015, 2, 14, 22, tzinfo=UTC)) == (
        open_case(MINSK).agreement.events["ceasefire-start"].earliest
    )
