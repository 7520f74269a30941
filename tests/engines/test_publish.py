"""Publishing: files whole, recorded once; a replay takes the place of nothing."""

import shutil
from pathlib import Path

import pytest

from hudna.engines.publish import write_sitreps
from hudna.record import files, publications, store
from hudna.record.known import open_known
from hudna.record.store import items, open_record, state_at
from hudna.record.verify import verify

MINSK = Path(__file__).parents[1] / "cases" / "minsk-2015"
DAY = 86_400_000_000
FIRST = 1_425_168_000_000_000  # 1 March 2015, 00:00 UTC


@pytest.fixture
def case(tmp_path):
    return shutil.copytree(MINSK, tmp_path / "case")


def page(case, as_known=None):
    with open_known(case, as_known=as_known) as known:
        (path,) = write_sitreps(known, "2015-02-15", "2015-03-31", ["en"], None)
    return path


def published(case):
    with open_record(case, None, writes=False) as record, record.reading() as connection:
        return list(items(connection, state_at(connection, None), publications.KIND))


def test_a_replay_takes_the_place_of_nothing(case, monkeypatch):
    monkeypatch.setattr(store, "clock", lambda: FIRST)
    first = page(case)
    old = first.read_bytes()
    monkeypatch.setattr(store, "clock", lambda: FIRST + DAY)
    text = (case / "incidents.yaml").read_text(encoding="utf-8")
    (case / "incidents.yaml").write_text(text.replace("a howitzer", "a gun"), encoding="utf-8")
    assert page(case) == first
    new = first.read_bytes()
    assert new != old
    then = page(case, as_known="2015-03-01")
    assert then.read_bytes() == old
    assert then.parent.parent == first.parent
    assert first.read_bytes() == new
    kept = first.with_name("sitrep-en.sitrep-7.html")  # what was published is not lost
    assert kept.read_bytes() == old
    assert len(published(case)) == 2  # a replay is no publication


def test_the_same_page_is_published_once(case):
    page(case)
    page(case)
    assert len(published(case)) == 1
    with open_record(case, None, writes=False) as record:
        assert verify(record).holds


def test_a_folder_that_is_behind_is_warned(case):
    """Somebody else recorded a newer agreement; what this folder has was recorded before."""
    old = (case / "incidents.yaml").read_text(encoding="utf-8")
    with open_known(case) as known:
        assert known.warnings == ()
    (case / "incidents.yaml").write_text(old.replace("howitzer", "gun"), encoding="utf-8")
    with open_known(case) as known:
        assert known.warnings == ()
    (case / "incidents.yaml").write_text(old, encoding="utf-8")
    with open_known(case) as known:
        (warning,) = known.warnings
        assert warning.file == "incidents.yaml"
        assert "older version" in warning.what
        with known.record.reading() as connection:
            assert files.changed(connection, known.state, known.case.hashes) == {}
    with open_known(case) as known:
        assert known.warnings == ()
