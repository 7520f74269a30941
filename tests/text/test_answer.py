"""A model's answer held against the text: what does not stand there is dropped, never raised."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.text.answer import checked

TEXT = (
    "نفى وزير الخارجية التركي مولود جاووش أوغلو أمس، وجود أي عملية مشتركة في مدينة الباب. "
    "وأكد أن 60 ألف مسلح وقعوا، وأن وزير الدفاع حضر في الباب."
)


def span(words, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return [start, start + len(words)]


QUOTE = "نفى وزير الخارجية التركي مولود جاووش أوغلو أمس، وجود أي عملية مشتركة في مدينة الباب"
CONTENT = "وجود أي عملية مشتركة في مدينة الباب"
NAME = "مولود جاووش أوغلو"


def denial(**more):
    return {
        "id": "s1", "span": span(QUOTE), "content": span(CONTENT), "quote": QUOTE,
        "speaker": {"actor": "turkey", "name": NAME, "role": "وزير الخارجية التركي", "span": span(NAME)},
        "act": "deny", "verb": {"text": "نفى", "span": span("نفى")}, "polarity": "negated", "hedge": "none",
        "topics": ["P01"], "event": None, "actors": [],
        "places": [{"span": span("الباب"), "quote": "الباب", "id": "al-bab", "name": "al-Bab", "candidates": []}],
        "times": [], "numbers": [], "causes": [],
    } | more  # fmt: skip


def said(quote, **more):
    return {
        "id": "s2", "span": span(quote), "content": span(quote), "quote": quote, "speaker": None,
        "act": "confirm", "verb": None, "polarity": "affirmed", "hedge": "none", "topics": [],
        "event": None, "actors": [], "places": [], "times": [], "numbers": [], "causes": [],
    } | more  # fmt: skip


def hold(*statements, known=("turkey", "al-bab"), **more):
    return checked({"statements": list(statements), **more}, TEXT, known)


def test_a_good_answer_is_taken_as_it_is():
    (one,) = hold(denial()).statements
    assert one.document() == denial()
    assert not hold(denial()).dropped
    assert hold(denial()).moved == 0


def test_quotes_at_wrong_places_are_put_where_they_stand():
    wrong = denial(span=[0, 0], content=[0, 0], content_quote=CONTENT)
    wrong["speaker"] = wrong["speaker"] | {"span": [7, 9]}
    wrong["verb"] = wrong["verb"] | {"span": [7, 9]}
    wrong["places"][0]["span"] = [-5, 900]
    found = hold(wrong)
    assert found.statements[0].document() == denial()
    assert found.moved == 5
    assert not found.dropped


def test_a_quote_that_is_not_in_the_text_is_dropped():
    found = hold(denial(quote=QUOTE + " غدا"), denial(quote=""))
    assert found.statements == ()
    assert found.dropped == {"statements": 2}


def test_a_quote_that_stands_twice_is_not_placed_by_guess():
    place = {"span": [0, 1], "quote": "الباب", "id": None, "name": "x", "candidates": []}
    found = hold(mentions={"places": [place]})
    assert found.mentions.places == ()
    assert found.dropped == {"places": 1}
    # Within the one statement it stands once.
    assert hold(denial(places=[place])).statements[0].places[0].span == tuple(span("الباب"))


def test_a_name_within_a_statement_must_stand_within_it():
    number = {
        "span": span("60 ألف"),
        "quote": "60 ألف",
        "value": 60000,
        "unit": None,
        "modifier": None,
    }
    found = hold(denial(numbers=[number]), mentions={"numbers": [number]})
    assert found.statements[0].numbers == ()
    assert found.mentions.numbers[0].value == 60000
    assert found.dropped == {"numbers": 1}


def test_a_speaker_far_before_is_found_there():
    quote = "وأن وزير الدفاع حضر في الباب"
    speaker = {"actor": None, "name": NAME, "role": None, "span": [0, 0]}
    (one,) = hold(said(quote, speaker=speaker)).statements
    assert one.speaker.span == tuple(span(NAME))
    absent = hold(said(quote, speaker=speaker | {"name": "بوتين"}))
    assert absent.statements[0].speaker is None
    assert absent.dropped == {"speakers": 1}


def test_what_is_said_is_the_whole_statement_where_the_part_cannot_be_told():
    found = hold(denial(content=[0, 900]))
    assert found.statements[0].content == tuple(span(QUOTE))
    assert found.dropped == {"contents": 1}


def test_ids_and_codes_that_nobody_knows_are_dropped():
    found = hold(denial(topics=["P01", "P99", 7, "P01"], event="X-NONE"), known=())
    (one,) = found.statements
    assert (one.topics, one.event, one.speaker.actor, one.places[0].id) == (
        ("P01",),
        None,
        None,
        None,
    )
    assert found.dropped == {"topics": 2, "events": 1, "ids": 2}


def test_a_role_that_is_not_in_the_text_is_dropped():
    speaker = denial()["speaker"] | {"role": "Foreign Minister"}
    found = hold(denial(speaker=speaker))
    assert found.statements[0].speaker.role is None
    assert found.dropped == {"roles": 1}


def test_statements_are_numbered_by_place_and_conflicts_follow():
    second = "وأن وزير الدفاع حضر في الباب"
    conflict = {"statements": ["b", "a"], "about": "P01:al-bab", "why": "x"}
    found = hold(
        said(second, id="a"), denial(id="b"),
        conflicts=[conflict, conflict, conflict | {"statements": ["b", "c"]}, conflict | {"about": "Q"},
                   conflict | {"statements": ["b", "b"]}],
    )  # fmt: skip
    assert [one.id for one in found.statements] == ["s1", "s2"]
    assert [one.statements for one in found.conflicts] == [("s1", "s2")]
    assert found.dropped == {"conflicts": 3}


def test_a_statement_that_is_told_twice_counts_once():
    found = hold(denial(), denial(id="s7"))
    assert len(found.statements) == 1
    assert found.dropped == {"statements": 1}


def test_keys_that_the_contract_has_not_are_dropped():
    found = hold(denial(confidence=0.9), drafts={}, notes=[], document={"sha256": "x"})
    assert len(found.statements) == 1
    assert found.dropped == {"keys": 3}


TIME = {
    "span": span("أمس"), "quote": "أمس", "earliest": "2016-12-29", "latest": "2016-12-29", "precision": "day",
    "zone": None, "zone_from": None, "relative_to": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({}, True),
        ({"earliest": None, "latest": None}, True),
        ({"earliest": "2016-12-29T00:00+02:00", "latest": "2016-12-30T00:00+02:00", "zone": "Asia/Damascus",
          "zone_from": "stated"}, True),
        ({"relative_to": {"event": "in-force", "offset": {"months": 1}}}, True),
        ({"earliest": "2016-12-30"}, False),  # after the latest
        ({"earliest": "yesterday"}, False),
        ({"earliest": "2016-13-29"}, False),
        ({"earliest": "2016-12-29T00:00+02:00", "latest": None}, False),  # an offset of no zone
        ({"zone_from": "case"}, False),  # of which the model knows nothing
        ({"zone_from": "guessed"}, False),
        ({"relative_to": {"offset": {}}}, False),
        ({"relative_to": "in-force"}, False),
        ({"precision": None}, False),
        ({"span": [1]}, False),
        ({"span": [True, 3]}, False),
        ({"quote": 5}, False),
    ],
)  # fmt: skip
def test_times_are_times(change, fits):
    found = checked({"mentions": {"times": [TIME | change]}}, TEXT)
    assert len(found.mentions.times) == fits
    assert found.dropped == ({} if fits else {"times": 1})


@pytest.mark.parametrize("value", [float("inf"), "60000", None, True, 10**400, float("nan")])
def test_numbers_are_numbers(value):
    number = {
        "span": span("60 ألف"),
        "quote": "60 ألف",
        "value": value,
        "unit": None,
        "modifier": None,
    }
    assert checked({"mentions": {"numbers": [number]}}, TEXT).mentions.numbers == ()


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.sampled_from([QUOTE, CONTENT, NAME, "الباب", "deny", "P01", "s1", "affirmed", "\ud800"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from([*denial(), "mentions", "statements", "conflicts", "about", "why", "value", "candidates"]),
        inner, max_size=6,
    ),
    max_leaves=20,
)  # fmt: skip


def everything(document):
    """Every pair of a span and its quote of a reading."""
    for one in document["statements"]:
        yield one["span"], one["quote"]
        assert one["span"][0] <= one["content"][0] < one["content"][1] <= one["span"][1]
        if one["verb"]:
            yield one["verb"]["span"], one["verb"]["text"]
        if one["speaker"]:
            yield one["speaker"]["span"], one["speaker"]["name"]
        yield from ((cause["span"], cause["text"]) for cause in one["causes"])
        for kind in ("actors", "places", "times", "numbers"):
            yield from ((item["span"], item["quote"]) for item in one[kind])
    for listed in document["mentions"].values():
        yield from ((item["span"], item["quote"]) for item in listed)


@given(st.data())
def test_whatever_comes_back_what_is_kept_stands_in_the_text(data):
    told = {
        "statements": [denial(), said("وأن وزير الدفاع حضر في الباب")],
        "mentions": {"times": [TIME]},
    }
    for _ in range(data.draw(st.integers(1, 4))):
        item = data.draw(
            st.sampled_from([told, *told["statements"]] if told.get("statements") else [told])
        )
        if isinstance(item, dict):
            item[data.draw(st.sampled_from([*item, "conflicts"]))] = data.draw(ANY)
        if not isinstance(told.get("statements"), list):
            break
    found = checked(told, TEXT, {"turkey"})
    document = {
        "statements": [one.document() for one in found.statements], "mentions": found.mentions.document(),
    }  # fmt: skip
    json.dumps(document, allow_nan=False)
    for place, quote in everything(document):
        assert TEXT[slice(*place)] == quote
