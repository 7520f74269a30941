"""Matching as a whole: what a person has said holds, and a contradiction is refused."""

import datetime as dt
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import report, told
from worlds import world

from hudna.matching import matched
from hudna.matching.kinds import of_one_kind
from hudna.matching.links import matched_links
from hudna.matching.matched import REVIEW, Certain, match, modest
from hudna.matching.number import number
from hudna.problem import Refused


def groups(found):
    return {
        frozenset(np.flatnonzero(found.incident == row).tolist())
        for row in set(found.incident.tolist())
    }


ROWS = world(7, 25, days=20)
REPORTS = told(ROWS)


def rows_of(source):
    return [at for at, row in enumerate(ROWS) if row["source"] == source]


def test_what_a_person_says_is_one_stays_one_whatever_speaks_against_it():
    first, second, *_, last = rows_of("A")
    certain = Certain(no_repeats=frozenset("ABC"), same=((last, first), (first, second)))
    found = match(REPORTS, certain)
    assert found.incident[first] == found.incident[second] == found.incident[last]
    for group in groups(found):
        for one, other in itertools.combinations(sorted(group), 2):
            hand = {one, other} <= {first, second, last}
            assert hand or ROWS[one]["source"] != ROWS[other]["source"]
    # An answer is certain, and no longer to be looked at.
    links = matched_links(found)[0].to_pylist()
    assert not [row for row in links if row["relation"] == "review" and row["report_id"] == ROWS[last]["report_id"]
                and row["incident_id"] == f"i-{ROWS[first]['report_id']}"]  # fmt: skip
    (score,) = {
        row["score"]
        for row in links
        if row["report_id"] == ROWS[first]["report_id"] and row["relation"] == "same"
    }
    assert score >= 0.999


def test_what_a_person_sets_apart_stays_apart():
    found = match(REPORTS)
    group = max(groups(found), key=len)
    one, other, *_ = sorted(group)
    apart = match(REPORTS, Certain(different=((other, one),)))
    assert apart.incident[one] != apart.incident[other]


def test_what_holds_of_a_report_holds_of_those_that_are_one_with_it():
    rows = [report("1"), report("2", "B"), report("3", "C"), report("4", "D")]
    certain = Certain(same=((0, 1), (2, 3)), different=((1, 3),))
    found = match(told(rows), certain)
    assert groups(found) == {frozenset({0, 1}), frozenset({2, 3})}
    assert found.settled.all()
    assert number(found).estimate == pytest.approx(2)
    assert {row["relation"] for row in matched_links(found)[0].to_pylist()} == {"same"}


def test_reports_without_place_can_be_joined_by_hand():
    rows = [report("1"), report("2", "B", lat=None, lon=None), report("3", "C", "2017-03-01")]
    found = match(told(rows), Certain(same=((0, 1), (1, 2), (0, 1), (1, 0)), different=()))
    assert groups(found) == {frozenset({0, 1, 2})}
    assert number(found).found == 1
    assert number(found).estimate == pytest.approx(1)


@pytest.mark.parametrize(
    ("same", "different", "what"),
    [
        ([(0, 1)], [(1, 0)], "are set apart, and joined. Take back"),
        ([(0, 1), (2, 1), (2, 3)], [(0, 3)], "are set apart, and joined by way of other reports"),
        ([], [(2, 2)], "are set apart, and joined"),
    ],
)
def test_answers_that_contradict_each_other_are_refused(same, different, what):
    with pytest.raises(Refused, match=what) as refused:
        match(REPORTS, Certain(same=tuple(same), different=tuple(different)))
    named = {ROWS[at]["report_id"] for pair in different for at in pair}
    assert all(name in str(refused.value) for name in named)


def test_with_weights_none_are_estimated_and_the_same_comes_out():
    first = match(REPORTS)
    again = match(REPORTS, weights=first.weights)
    assert again.incident.tolist() == first.incident.tolist()
    np.testing.assert_allclose(again.probability, first.probability)


def test_the_number_of_pairs_is_told_as_they_are_compared():
    seen = []
    match(REPORTS, advance=seen.append)
    assert sum(seen) > len(ROWS)


@pytest.mark.parametrize("days", [1, 5, 400])
@pytest.mark.parametrize("later", [0, 10, 20])
def test_of_many_pairs_weights_are_learned_from_some(monkeypatch, days, later):
    """Never from none, whichever stretches of time hold the reports; and never from all."""
    rows = world(8, 60, days=days)
    for row in rows:
        day = row["t_earliest"] + dt.timedelta(days=later)
        row["t_earliest"] = row["t_latest"] = day
    taken = []
    learn = matched.estimate

    def estimate(pairs, unrelated, traits, tables, once, part):
        taken.append((len(pairs), len(part)))
        return learn(pairs, unrelated, traits, tables, once, part)

    monkeypatch.setattr(matched, "estimate", estimate)
    everything = match(told(rows))
    monkeypatch.setattr(matched, "SAMPLE", taken[0][0] // 8)
    assert len(everything.pairs) > 0
    match(told(rows))
    (pairs, reports), (some, part) = taken
    assert 0 < some < pairs
    assert 0 < part < reports


def test_a_probability_is_made_modest_in_order():
    p = np.array([0.0, 1e-9, 0.01, 0.3, 0.5, 0.9, 1.0])
    found = modest(p)
    assert found[0] == 0
    assert found[-1] == 1
    assert (np.diff(found) > 0).all()


def test_each_pair_that_is_kept_stands_once():
    found = match(REPORTS, Certain(same=((0, 1),), different=((2, 3), (3, 2))))
    pairs = list(zip(found.pairs.a.tolist(), found.pairs.b.tolist(), strict=True))
    assert len(pairs) == len(set(pairs))
    assert all(a < b for a, b in pairs)
    assert ((found.probability >= 0) & (found.probability <= 1)).all()


def test_of_a_few_reports_two_attacks_on_one_town_and_day_are_two():
    shelled = {"place": "Badama", "acts": "artillery", "deaths_best": 4}
    raided = {"place": "Badama", "acts": "air strike", "targets": "clinic"}
    army, gunners = (
        "Army shells killed four in Badama",
        "Four fighters dead after shelling of Badama",
    )
    rows = [
        report("a1", "A", actors="Syrian army", targets="Faylaq", text=army, **shelled),
        report("a2", "A", actors="Syrian army", targets="Faylaq", text=army, **shelled),
        report("a3", "A", actors="Russian air force", deaths_best=2, text="A clinic hit", **raided),
        report("b1", "B", actors="regime", targets="rebels", text=gunners, **(shelled | {"acts": "shelling"})),
        report("b2", "B", actors="Russia", deaths_best=3, text="Russian raid on a clinic", **raided),
        report("b3", "B", day="2017-01-05", lat=33.6, lon=36.2, place="Wadi Barada", acts="air strike"),
    ]  # fmt: skip
    assert groups(match(told(rows))) == {frozenset({0, 1, 3}), frozenset({2, 4}), frozenset({5})}


def madaya(name, source, **more):
    said = {"place": "Madaya", "actors": "army", "targets": "rebels", "acts": "shelling"}
    return report(name, source, **(said | more))


def related():
    return Certain(related={"acts": of_one_kind})


def test_of_a_few_reports_an_attack_a_day_is_as_many_as_there_are_days():
    rows = [
        madaya(f"{source}{day}", source, day=f"2017-01-{day:02}", deaths_best=day)
        for day in range(1, 11)
        for source in ("A", "B")
    ]
    found = groups(match(told(rows), related()))
    assert found == {frozenset({2 * day, 2 * day + 1}) for day in range(10)}


def test_of_two_reports_a_shelling_and_an_abduction_are_put_before_a_person_at_least():
    rows = [
        madaya("a", "A", deaths_best=2, text="Shelling of Madaya kills two"),
        madaya("b", "B", actors="ISIS", targets="civilians", acts="kidnapping", deaths_best=0,
               text="Gunmen kidnap a doctor in Madaya"),
    ]  # fmt: skip
    found = match(told(rows), related())
    assert found.probability.max(initial=0) < REVIEW[1]


@pytest.mark.parametrize(
    "more",
    [
        {"day": "2017-01-02", "deaths_best": 7},  # three days later
        {"lat": 36.23, "place": "Zabadani", "deaths_best": 7, "source": "A"},  # the next town
    ],
)
def test_of_two_reports_those_of_other_days_and_towns_are_rather_two(more):
    later = {"source": "B", "deaths_best": 7} | more
    rows = [madaya("a", "A", deaths_best=2), madaya("b", **later)]
    assert match(told(rows), related()).probability.max(initial=0) < 0.5


def test_one_source_tells_of_two_attacks_at_two_hours():
    rows = [
        madaya("a", "A", t_earliest="2016-12-30T08:00", t_latest="2016-12-30T09:00", deaths_best=2),
        madaya("b", "A", t_earliest="2016-12-30T18:00", t_latest="2016-12-30T19:00", deaths_best=5),
    ]
    assert len(groups(match(told(rows), related()))) == 2


def test_what_two_sources_tell_alike_is_one_however_few_they_are():
    rows = [
        madaya("a", "A", deaths_best=2, text="Two dead in the shelling of Madaya market"),
        madaya(
            "b", "B", deaths_best=2, text="The shelling of the market of Madaya leaves two dead"
        ),
    ]
    found = match(told(rows), related())
    assert groups(found) == {frozenset({0, 1})}
    assert found.probability[0] > REVIEW[1]


def test_two_towns_of_one_name_are_not_one_by_way_of_a_report_without_coordinates():
    rows = [
        madaya("a", "A", place="Salma", admin2="Latakia", lat=35.5, lon=36.2),
        madaya("b", "B", place="Salma", admin2="Daraa", lat=33.0, lon=36.3),
        madaya("c", "C", place="Salma", admin2="Daraa", lat=None, lon=None, radius=None),
    ]
    assert groups(match(told(rows), related())) == {frozenset({0}), frozenset({1, 2})}


@settings(max_examples=12, deadline=None)
@given(st.permutations(range(len(ROWS))))
def test_what_reports_are_called_decides_nothing(order):
    found, other = match(REPORTS), match(told([ROWS[at] for at in order]))
    renamed = {frozenset(order[row] for row in group) for group in groups(other)}
    assert renamed == groups(found)
    said = {
        tuple(sorted((order[a], order[b]))): p
        for a, b, p in zip(
            other.pairs.a.tolist(), other.pairs.b.tolist(), other.probability, strict=True
        )
    }
    mine = zip(found.pairs.a.tolist(), found.pairs.b.tolist(), strict=True)
    assert [said[pair] for pair in mine] == pytest.approx(found.probability.tolist(), abs=1e-6)


def test_reports_that_answer_each_other_are_told_apart_whatever_they_are_called():
    sides = [
        ("A", "army", "rebels"),
        ("B", "army", "rebels"),
        ("A", "rebels", "army"),
        ("B", "rebels", "army"),
    ]
    for order in itertools.permutations(range(4)):
        rows = [
            madaya(str(at), sides[row][0], actors=sides[row][1], targets=sides[row][2])
            for at, row in enumerate(order)
        ]
        found = {
            frozenset(order[row] for row in group) for group in groups(match(told(rows), related()))
        }
        assert found == {frozenset({0, 1}), frozenset({2, 3})}


def test_what_cannot_be_one_is_counted_apart():
    apart = [
        madaya("a", "A"),
        report("b", "B", lat=36.0, lon=36.9, place="Idlib"),
        report("c", "C", day="2017-02-01"),
    ]
    counted = number(match(told(apart)))
    assert (counted.low, counted.found, counted.high) == (3, 3, 3)
