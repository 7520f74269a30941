"""What a person answers on uncertain pairs: kept, kept to, and never undone by the machine."""

import pytest
from test_matching_case import LOG, STJ, Desk, report
from typer.testing import CliRunner

from hudna.cli import app
from hudna.engines.matching_case import matched_case, uncertain
from hudna.record import matches

# Two air strikes of one day, some way apart, by nobody knows whom: nobody can tell.
PERHAPS = [
    report("a-1", "SOHR", "Warplanes struck the town", origin="SOHR", t_earliest="2016-12-31",
           t_latest="2016-12-31", place="Saraqib", admin1="Idlib", acts="H-AIR-FW"),
    report("b-1", "STJ", "Jets were over the area all day", origin="STJ", t_earliest="2016-12-31",
           t_latest="2017-01-01", place="Taftanaz", admin1="Idlib", acts="H-AIR-FW"),
]  # fmt: skip


@pytest.fixture
def desk(tmp_path, monkeypatch):
    desk = Desk(tmp_path)
    desk.bring(*PERHAPS)
    # Wide, so that the pair is asked about whatever it is worth at present.
    monkeypatch.setattr("hudna.engines.matching_case.REVIEW", (0.0, 1.0))
    return desk


def review(desk, answers):
    done = CliRunner().invoke(app, ["match", str(desk.folder), "--review"], input=answers)
    if done.exception is not None:
        raise done.exception
    return done.stdout


def said(desk):
    with desk.known() as known, known.record.reading() as connection:
        return [(w.one, w.other, w.same) for w in matches.said(connection, known.state)]


def test_the_pair_is_asked_about(desk):
    with desk.known() as known:
        assert [(a, b) for a, b, _ in uncertain(matched_case(known))] == [(0, 1)]


@pytest.mark.parametrize(
    ("answer", "same", "sets"), [("y", True, [("a-1", "b-1")]), ("n", False, [])]
)
def test_an_answer_is_kept_and_kept_to(desk, answer, same, sets):
    text = review(desk, f"{answer}\n")
    assert "What each says" in text
    assert "1 of 1 answered" in text
    assert said(desk) == [("a-1", "b-1", same)]
    assert list(desk.sets().values()) == sets
    desk.bring(STJ, LOG)
    desk.match("--re-estimate")
    assert [some for some in desk.sets().values() if "a-1" in some] == sets
    with desk.known() as known:
        case = matched_case(known)
        asked = [{case.rows[at]["report_id"] for at in pair[:2]} for pair in uncertain(case)]
    assert {"a-1", "b-1"} not in asked


def test_what_is_skipped_is_asked_again_and_what_is_no_answer_at_once(desk):
    assert "0 of 1 answered" in review(desk, "perhaps\nskip\n")
    assert said(desk) == []
    assert "0 of 1 answered" in review(desk, "quit\n")
    assert "1 of 1 answered" in review(desk, "yes\n")


def test_an_answer_can_be_taken_back(desk):
    from hudna.engines.reviewing import say

    review(desk, "y\n")
    with desk.known() as known:
        say(known, ["b-1", "a-1"], None, None)
    assert said(desk) == []
