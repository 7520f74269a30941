"""The scorer, on pairs made by hand."""

import json
from collections import Counter

import gold
import pytest
import score
from hypothesis import given
from hypothesis import strategies as st

TEXT = "Kyiv said the truce holds. Moscow denied shelling Donetsk."


def statement(content, act="state", **more):
    at = TEXT.index(content)
    plain = {
        "id": content[:4], "span": (at, at + len(content)), "content": (at, at + len(content)),
        "speaker": None, "act": act, "verb": None, "polarity": "affirmed", "hedge": "none",
        "topics": [], "event": None, "actors": [], "places": [], "times": [], "numbers": [],
    }  # fmt: skip
    return plain | more


def speaker(name):
    at = TEXT.index(name)
    return {"name": name, "span": (at, at + len(name))}


def compared(marked, read, conflicts=((), ()), notes=((), ())):
    text = gold.Text("a", TEXT, "en", None, marked, list(conflicts[0]), list(notes[0]))
    reading = {"statements": read, "conflicts": list(conflicts[1]), "notes": list(notes[1])}
    return score.compare(text, reading)


def f1(tally, name):
    return score.score([tally], name).f1


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ((0, 10), (0, 10), 1), ((0, 10), (5, 15), 5 / 15), ((0, 10), (10, 20), 0),
        ((0, 10), (20, 30), 0), ((0, 10), (0, 5), 0.5),
    ],
)  # fmt: skip
def test_overlap_is_intersection_over_union(one, other, share):
    assert score.overlap(one, other) == share == score.overlap(other, one)


def test_the_same_reading_is_perfect():
    both = [
        statement("the truce holds", speaker=speaker("Kyiv"), topics=["P01"], verb={"text": "said"}),
        statement("shelling Donetsk", "deny", polarity="negated", event="H-LET-U",
                  places=[{"span": (50, 57)}]),
    ]  # fmt: skip
    tally = compared(both, both)
    assert all(score.score([tally], name) == (1, 1, 1) for name in score.FIELDS)
    assert tally.told == []


def test_a_statement_is_found_by_place_and_act():
    marked = [statement("the truce holds"), statement("shelling Donetsk", "deny")]
    tally = compared(marked, [statement("truce holds"), statement("shelling Donetsk", "accuse")])
    assert score.score([tally], "statements") == (0.5, 0.5, 0.5)
    assert score.score([tally], "content") == (1, 1, 1)
    assert f1(tally, "act") == 0.5
    assert any("act of shel" in told for told in tally.told)


def test_what_is_missed_and_what_is_too_much():
    tally = compared([statement("the truce holds")], [statement("shelling Donetsk")])
    assert score.score([tally], "statements") == (0, 0, 0)
    assert [told.split("[")[0].strip() for told in tally.told] == ["missed the", "too much"]
    assert score.score([compared([], [])], "statements") == (1, 1, 1)


def test_each_statement_is_paired_once_and_with_the_nearest():
    marked = [statement("the truce holds")]
    read = [statement("truce holds"), statement("the truce holds")]
    assert score.matched(marked, read, same_act=True) == [(0, 1)]
    assert score.score([compared(marked, read)], "statements") == (0.5, 1, pytest.approx(2 / 3))


def test_fields_are_scored_where_the_content_was_found():
    marked = statement(
        "shelling Donetsk", "deny", speaker=speaker("Moscow"), polarity="negated",
        topics=["P01", "P06"], numbers=[{"value": 3, "unit": "killed"}],
        times=[{"earliest": "2020-10-12T12:00", "latest": None}], places=[{"span": (50, 57)}],
    )  # fmt: skip
    read = statement(
        "shelling Donetsk", "deny", speaker=None, polarity="affirmed", topics=["P01"],
        numbers=[{"value": 3.0, "unit": None}],
        times=[{"earliest": "2020-10-12T12:00+02:00", "latest": None}], places=[{"span": (51, 57)}],
    )  # fmt: skip
    tally = compared([marked], [read])
    assert f1(tally, "speaker") == f1(tally, "polarity") == f1(tally, "numbers") == 0
    assert score.score([tally], "topics") == (1, 0.5, pytest.approx(2 / 3))
    assert f1(tally, "times") == 1  # annotations leave offsets out
    assert f1(tally, "places") == 1  # by overlap
    assert score.score([tally], "typed") == (pytest.approx(2 / 3),) * 3


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (None, None, True), (None, "Kyiv", False), ("Andrei Koval", "Koval", True),
        ("the army", "the rebels", True), ("the army", "rebels", False),
        ("a b c d", "d x y z", False),
    ],
)  # fmt: skip
def test_names_that_share_half_of_the_shorter_one(one, other, same):
    assert score.same_speaker(one, other) is score.same_speaker(other, one) is same


def test_conflicts_and_notes():
    marked = [statement("the truce holds"), statement("shelling Donetsk", "deny")]
    read = [one | {"id": f"s{n}"} for n, one in enumerate(marked, 1)]
    tally = compared(
        marked, read, ([{"statements": ["the ", "shel"]}], [{"statements": ["s2", "s1"]}]),
        ([{"kind": "heading", "span": (0, 4)}], [{"kind": "heading", "span": (0, 9)}]),
    )  # fmt: skip
    assert f1(tally, "conflicts") == f1(tally, "notes") == 1
    tally = compared(marked, read, ((), [{"statements": ["s1", "s2"]}]))
    assert score.score([tally], "conflicts").precision == 0


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), min_size=1))
def test_an_interval_holds_its_score_and_f1_lies_between(counts):
    tallies = [
        score.Tally(*(Counter({"act": count}) for count in counted)) for counted in counts[:8]
    ]
    found = score.score(tallies, "act")
    if found.precision + found.recall:
        mean = 2 * found.precision * found.recall / (found.precision + found.recall)
        assert found.f1 == pytest.approx(mean) or 1.0 in (found.precision, found.recall)
    low, high = score.interval(tallies, "act")
    assert 0 <= low <= high <= 1
    assert (low, high) == score.interval(tallies, "act")


def test_figures_below_their_floors_are_told():
    rows = {name: {"f1": floor} for name, floor in score.FLOORS.items()}
    assert score.too_low({"ar": rows, "en": rows}) == []
    low = rows | {"speaker": {"f1": 0.79}}
    assert score.too_low({"ar": rows, "en": low}) == ["en: F1 of speaker is 0.790, below 0.8"]
    assert {"statements": 0.75, "speaker": 0.8, "polarity": 0.9}.items() <= score.FLOORS.items()


def run(monkeypatch, *words):
    monkeypatch.setattr("sys.argv", ["score.py", *words])
    score.main()


@pytest.mark.slow
def test_the_half_in_the_open_is_read_well_enough(monkeypatch, capsys):
    run(monkeypatch, "dev", "--floors", "--json")
    tables = json.loads(capsys.readouterr().out)
    assert set(tables) == {"ar", "en"}
    assert all(set(score.FIELDS) <= set(rows) for rows in tables.values())


@pytest.mark.slow
def test_a_figure_below_its_floor_fails(monkeypatch, capsys):
    monkeypatch.setitem(score.FLOORS, "statements", 1.01)
    with pytest.raises(SystemExit, match="ar: F1 of statements"):
        run(monkeypatch, "dev", "--language", "ar", "--floors")
    assert "statements" in capsys.readouterr().out


def test_texts_annotated_in_brief_are_scored_by_what_they_mark(monkeypatch, capsys):
    run(monkeypatch, "brief", "--language", "ar", "--json")
    found = json.loads(capsys.readouterr().out)["ar"]
    assert set(found) == {"texts", *score.BRIEF}
    assert found["texts"] > 20
