"""A case as it is, and as it was known; the same file twice adds nothing."""

import shutil
from pathlib import Path

import pytest
from tampering import put

from crash import ged
from hudna.engines.intake import import_files
from hudna.problem import Refused
from hudna.record import reports, store
from hudna.record.known import open_known
from hudna.record.verify import verify

MINSK = Path(__file__).parents[1] / "cases" / "minsk-2015"
DAY = 86_400_000_000
FIRST = 1_425_168_000_000_000  # 1 March 2015, 00:00 UTC


@pytest.fixture
def case(tmp_path):
    folder = tmp_path / "case"
    shutil.copytree(MINSK, folder)
    return folder


def url_of(database, case):
    """The case's own file, or a server's."""
    return None if database.startswith("sqlite") else database


def test_files_are_recorded_when_a_case_is_opened_and_only_if_they_changed(case, database):
    url = url_of(database, case)
    sizes = []
    for _ in range(2):
        with open_known(case, url, author="editor") as known:
            sizes.append(known.state.size)
            assert known.warnings == ()
    assert sizes == [7, 7]  # the record's first entry, and six files
    with (case / "scenarios.yaml").open("a") as file:
        file.write("# an edit\n")
    with open_known(case, url, author="editor") as known:
        assert known.state.size == 8


def test_the_same_file_twice_adds_nothing(case, database, tmp_path):
    url = url_of(database, case)
    file = tmp_path / "ged.csv"
    file.write_text(ged(1, 200))
    with open_known(case, url) as known:
        told = list(import_files(known, [file], author="clerk"))
        assert "200 reports added, 0 were there already, 0 replaced" in told[-1]
        state = known.record.state()
        other = tmp_path / "the same under another name.csv"
        other.write_bytes(file.read_bytes())
        for again in (file, other):
            told = list(import_files(known, [again], author="clerk"))
            assert "0 reports added, 200 were there already, 0 replaced" in told[-1]
        assert known.record.state() == state
        with known.record.reading() as connection:
            assert reports.count(connection, state) == 200
        file.write_text(ged(1, 200).replace("Small village", "Large village", 1))
        told = list(import_files(known, [file], author="clerk"))
        assert "0 reports added, 199 were there already, 1 replaced" in told[-1]
        assert known.record.state().versions == state.versions + 3  # a row, its head, a document
        assert verify(known.record).holds


def test_a_day_is_known_at_its_end_in_the_zone_of_the_case(case, database, monkeypatch):
    url = url_of(database, case)
    # 22:00 UTC on 1 March is midnight in Kyiv: the second day begins.
    times = {"first": FIRST, "late": FIRST + DAY * 22 // 24 - 1, "next": FIRST + DAY * 22 // 24}
    for name, at in times.items():
        monkeypatch.setattr(store, "clock", lambda at=at: at)
        with open_known(case, url) as known:
            put(known.record, "test", name, {})
    for day, seen in (("2015-03-01", {"first", "late"}), ("2015-03-02", set(times))):
        with open_known(case, url, day) as known, known.record.reading() as connection:
            assert {i.id for i in store.items(connection, known.state, "test")} == seen
            assert known.as_known.startswith(f"{day}T21:59:59.999999")
    with (
        pytest.raises(Refused, match="no agreement was recorded by"),
        open_known(case, url, "2015-02-28"),
    ):
        pass


@pytest.mark.parametrize("when", ["", "yesterday", "2015-13-01", "9999999999"])
def test_what_is_no_time_is_refused(case, when):
    with open_known(case):
        pass
    if when:
        with pytest.raises(Refused, match="--as-known"), open_known(case, None, when):
            pass


def test_what_is_asked_as_known_changes_nothing(case, database):
    url = url_of(database, case)
    with open_known(case, url) as known:
        state = known.state
    with (case / "agreement.yaml").open("a") as file:
        file.write("# an edit that nobody answered from yet\n")
    with open_known(case, url, "2100-01-01") as known:
        assert known.state == state
        assert known.case.path == case
        with pytest.raises(Refused, match="opened to be read"):
            put(known.record, "a", "x", {})
