"""Aggregates contain what lies within their time and place, and bound how much nobody else told."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import report, told

from hudna.matching.aggregates import contained, shares
from hudna.matching.links import matched_links
from hudna.matching.matched import Certain, match
from hudna.matching.number import number

WEEK = {"t_earliest": "2017-01-02", "t_latest": "2017-01-08"}


def within(*rows):
    found = match(told([report("sum", "S", radius=20, text=rows[0], **WEEK), *rows[1:]]))
    return found, contained(found)


def test_six_attacks_contain_the_two_that_are_told_of():
    found, inside = within(
        "6 attacks in Aleppo",
        report("1", day="2017-01-03"),
        report("2", day="2017-01-08", lat=36.3, lon=37.3),
    )
    assert found.sums.tolist() == [6, 0, 0]
    assert inside.aggregate.tolist() == [0, 0]
    assert inside.incident.tolist() == [1, 2]
    assert inside.unseen.tolist() == [[4, 4]]
    links = matched_links(found)[0].to_pylist()
    assert [(row["report_id"], row["relation"]) for row in links] == [
        ("sum", "contains"), ("sum", "contains"), ("1", "same"), ("2", "same")
    ]  # fmt: skip
    assert number(found).found == 2


def test_what_lies_outside_is_not_contained():
    _, inside = within(
        "6 attacks", report("1", day="2017-01-30"), report("2", day="2017-01-04", lat=37.5)
    )
    assert len(inside.incident) == 0
    assert inside.unseen.tolist() == [[6, 6]]


def test_several_are_two_at_least():
    _, inside = within("Several attacks", report("1", day="2017-01-03"))
    assert inside.unseen[0, 0] == 1
    assert inside.unseen[0, 1] >= 1


def test_more_than_it_sums_up_share_it():
    rows = [report(str(n), day=f"2017-01-0{2 + n}") for n in range(6)]
    found, inside = within("2 attacks", *rows)
    assert inside.unseen[0, 0] == 0
    links = matched_links(found)[0].to_pylist()
    assert sum(row["score"] for row in links if row["relation"] == "contains") <= 2 + 1e-6


def test_two_tellings_of_one_incident_are_contained_once():
    found, inside = within(
        "6 attacks", report("1", "A", day="2017-01-03"), report("2", "B", day="2017-01-03")
    )
    assert found.incident[1] == found.incident[2]
    assert inside.incident.tolist() == [1]


def test_an_aggregate_without_a_place_or_a_time_contains_nothing():
    rows = [
        report("1", text="6 attacks", lat=None),
        report("2", text="6 attacks", t_earliest=None),
        report("3"),
    ]
    found = match(told(rows))
    assert len(contained(found).incident) == 0
    assert {row["report_id"] for row in matched_links(found)[0].to_pylist()} == {"3"}


def test_rows_that_are_known_to_sum_up_do_so_whatever_their_words():
    found = match(told([report("1", text="an attack"), report("2", "B")]), Certain(several=(0,)))
    assert found.sums.tolist() == [-1, 0]


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=8), st.floats(0.05, 0.95))
def test_shares_sum_up_and_keep_their_order(values, part):
    total = np.array([part * len(values)])
    found = shares(np.array(values), np.zeros(len(values), np.int64), total)
    assert found.sum() == pytest.approx(part * len(values), abs=1e-6)
    assert (np.diff(found[np.argsort(values)]) >= -1e-12).all()
