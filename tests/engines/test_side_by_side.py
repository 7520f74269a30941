"""The tellings of one incident side by side, in both languages."""

import re

import pytest
from test_matching_case import LOG, PAPERS, STJ, Desk

from hudna.engines.matching_case import matched_case
from hudna.engines.side_by_side import side_by_side
from hudna.problem import Refused


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("side"))
    desk.bring(STJ, PAPERS[0], LOG | {"deaths_best": "3"})
    with desk.known() as known:
        yield matched_case(known)


def told(case, name="m-1", lang="en"):
    return "\n".join(side_by_side(case, name, lang))


def test_what_each_says_and_whose_account_it_is(case):
    text = told(case)
    assert text.startswith("m-1: Badama: artillery fire\n====")
    assert "3 reports, 2 independent origins: STJ, White Helmets (of: Opposition side)." in text
    assert "B. paper-1, Paper 1. Whose account: STJ, as its text says." in text
    assert "Act: they agree. corroborated (E3)." in text
    assert "Persons killed: they agree.\n   A: 3\n   B, C: says nothing of it" in text


def test_each_link_is_weighed_in_words(case):
    text = told(case)
    assert len(re.findall(r"^[ABC] and [ABC]: ", text, re.MULTILINE)) == 3
    assert "time and place: strongly for it" in text
    assert "neighbours" not in text


def test_of_many_links_the_least_certain_and_the_surest_are_told(tmp_path):
    desk = Desk(tmp_path)
    desk.bring(*(STJ | {"report_id": f"p-{n}", "source": f"Paper {n}"} for n in range(8)))
    with desk.known() as known:
        text = told(matched_case(known))
    assert len(re.findall(r"^[A-H] and [A-H]: ", text, re.MULTILINE)) == 12
    assert "and 16 pairs more" in text  # of 28


def test_every_field_that_is_weighed_has_words(case):
    fields = set(case.found.weights.parts(case.found.pairs, case.found.traits))
    assert fields <= {
        "sources", "time and place", "name", "deaths", "origin", "actors", "targets", "acts", "words",
        "neighbours",
    }  # fmt: skip


def test_it_is_told_in_arabic(case):
    text = told(case, lang="ar")
    assert "مصدران أصليان مستقلان" in text
    assert "ما يجمع بينها" in text
    assert re.search(r"[a-z]{4,}: ", text) is None


def test_a_report_leads_to_its_incident(case):
    assert told(case, "log-1") == told(case)


def test_there_must_be_such_an_incident(case):
    with pytest.raises(Refused, match="no reports are matched to an incident “m-9”"):
        told(case, "m-9")


def test_the_command(tmp_path):
    desk = Desk(tmp_path)
    desk.bring(STJ, LOG)
    desk.match()
    with desk.known() as known:
        size = known.state.size
    assert "What holds them together" in desk.match("--explain", "m-1")
    assert "ما يقوله كل تقرير" in desk.match("--explain", "stj-1", "--lang", "ar")
    with desk.known() as known:
        assert known.state.size == size
