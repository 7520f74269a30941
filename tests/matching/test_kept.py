"""Weights as a record keeps them: the same when they are used again, whatever reports there are."""

import json

import numpy as np
import pyarrow as pa
import pytest

from hudna.matching import kept
from hudna.matching.matched import Certain, estimated, match
from hudna.matching.tellings import tellings
from hudna.matching.vocabulary import leaning, relations
from hudna.problem import Refused

DAYS = pa.array([48.0 * 3600e6, 72.0 * 3600e6]).cast(pa.int64()).cast(pa.timestamp("us"))


def reports(rows):
    """Reports of one village, day by day: (id, source, day, actors, acts)."""
    hours = [24.0 * day for _, _, day, _, _ in rows]

    def times(extra):
        micro = [int((hour + extra) * 3600e6) for hour in hours]
        return pa.array(micro, pa.int64()).cast(pa.timestamp("us"))

    return tellings(
        pa.table(
            {
                "report_id": [name for name, *_ in rows],
                "source": [source for _, source, *_ in rows],
                "begin": times(0),
                "end": times(24),
                "lat": [35.0] * len(rows),
                "lon": [36.0] * len(rows),
                "radius_km": [3.0] * len(rows),
                "actors": [actor for *_, actor, _ in rows],
                "acts": [act for *_, act in rows],
            }
        )
    )


def village(days, sources=("a", "b")):
    return [
        (f"{source}-{day}", source, day, ("army", "rebels")[day % 2], ("fire", "raid")[day % 2])
        for day in range(0, days * 4, 4)
        for source in sources
    ]


def frozen(told):
    """What is kept of the weights of some reports."""
    held = []

    def weigh(traits, tables, repeats):
        value = kept.freeze(
            leaning(estimated(traits, tables, repeats), traits, tables), told.sources, tables
        )
        held.append(json.loads(json.dumps(value)))  # as a record gives it back
        return kept.thaw(held[0], told.sources, traits, tables)

    return match(told, Certain(), weigh), held[0]


def thawed(told, value):
    return match(
        told, Certain(), lambda traits, tables, _: kept.thaw(value, told.sources, traits, tables)
    )


def test_the_same_reports_are_matched_the_same():
    told = reports(village(6))
    first, value = frozen(told)
    again = thawed(told, value)
    assert np.array_equal(first.incident, again.incident)
    assert np.array_equal(first.probability, again.probability)
    assert kept.version(value) == kept.version(json.loads(json.dumps(value)))


def test_reports_that_were_there_weigh_the_same_when_others_come():
    rows = village(6)
    first, value = frozen(reports(rows))
    more = thawed(reports([*rows, ("c-0", "c", 0, "others", "flood")]), value)
    for name, table in first.weights.symbols.items():
        now = more.weights.symbols[name]
        words = [(more.tables[name].words[at], at) for at in range(len(now))]
        size = len(table)
        assert np.allclose(np.sort(table.ravel()), np.sort(now[:size, :size].ravel())), words
    for name in ("time", "place", "words"):
        old, new = getattr(first.weights, name), getattr(more.weights, name)
        assert np.allclose(old.reshape(2, 2, -1), new.reshape(3, 3, -1)[:2, :2])


def test_what_is_new_weighs_as_what_is_related_alike_did():
    rows = village(6)
    _, value = frozen(reports(rows))
    more = thawed(reports([*rows, ("c-0", "c", 0, "army", "fire")]), value)
    code = more.traits.symbols["actors"][-1]
    table = more.weights.symbols["actors"]
    relation = relations(more.tables["actors"])
    for other in range(len(table)):
        expected = value["symbols"]["actors"]["related"][relation[code, other]]
        assert table[code, other] == pytest.approx(expected)


def test_weights_of_another_form_are_refused():
    told = reports(village(2))
    with pytest.raises(Refused, match="--re-estimate"):
        thawed(told, {"form": "weights 0"})


def test_of_few_reports_another_hand_and_another_act_speak_against():
    told = reports([("a-0", "a", 0, "army", "fire"), ("b-0", "b", 0, "rebels", "raid")])
    found, _ = frozen(told)
    parts = found.weights.parts(found.pairs, found.traits)
    assert parts["actors"][0] < -0.5
    assert parts["acts"][0] < -0.5
    same, _ = frozen(reports([("a-0", "a", 0, "army", "fire"), ("b-0", "b", 0, "army", "fire")]))
    assert same.weights.parts(same.pairs, same.traits)["actors"][0] > 0
