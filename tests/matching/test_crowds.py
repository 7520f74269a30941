"""Crowds: thousands of reports of one place and day are compared with those most like them."""

import numpy as np
import pyarrow as pa
import pytest

from hudna.matching import crowds, matched
from hudna.matching.blocking import Blocks, Extents, pairs
from hudna.matching.tellings import tellings


def told(size, text):
    """Reports of one day and district; each text stands twice."""
    rng = np.random.default_rng(0)
    day = pa.scalar(0, pa.timestamp("us"))
    return tellings(pa.table({
        "report_id": [f"r{n}" for n in range(size)],
        "source": [f"s{n % 2}" for n in range(size)],
        "lat": 36.2 + rng.uniform(-0.04, 0.04, size),
        "lon": 37.1 + rng.uniform(-0.04, 0.04, size),
        "radius_km": np.full(size, 2.0),
        "begin": pa.array([day.as_py()] * size, pa.timestamp("us")),
        "end": pa.array([day.as_py().replace(hour=23)] * size, pa.timestamp("us")),
        "text": text,
    }))  # fmt: skip


def extents(reports):
    return Extents(reports.lat, reports.lon, reports.radius, reports.begin, reports.end)


@pytest.fixture
def few(monkeypatch):
    """A crowd is what a thousand is in earnest."""
    monkeypatch.setattr(crowds, "_FEW", 2000)
    monkeypatch.setattr(crowds, "_EACH", 1)
    monkeypatch.setattr(crowds, "LIMITS", (50, 20))
    monkeypatch.setattr(crowds, "NEAR", 5)


def found(crowd):
    return [
        pair
        for part in crowd.parts()
        for a, b in part.pairs()
        for pair in zip(a.tolist(), b.tolist(), strict=True)
    ]


def texts(size):
    return [f"word{n // 2} number{n // 2}" for n in range(size)]


def test_where_pairs_are_few_there_is_no_crowd():
    reports = told(200, texts(200))
    assert crowds.crowd(Blocks(extents(reports)), reports, np.full(200, np.nan)) is None


@pytest.mark.usefixtures("few")
def test_in_a_crowd_each_meets_those_most_like_it_and_no_pair_twice():
    reports = told(200, texts(200))
    crowd = crowds.crowd(Blocks(extents(reports)), reports, np.full(200, np.nan))
    assert crowd is not None
    assert crowd.rows().tolist() == list(range(200))
    met = found(crowd)
    assert len(met) == len(set(met)) < 200 * 4 * 5
    assert {(n, n + 1) for n in range(0, 200, 2)} <= set(met)
    every = {
        pair
        for a, b in pairs(extents(reports))
        for pair in zip(a.tolist(), b.tolist(), strict=True)
    }
    assert set(met) <= every


@pytest.mark.usefixtures("few")
def test_who_stands_outside_meets_all_of_the_crowd():
    reports = told(200, texts(200))
    place = extents(reports)
    place.begin[199] += 100.0  # within reach of none but those of a longer time
    place.end[199] += 100.0
    place.end[:30] += 48.0
    crowd = crowds.crowd(Blocks(place), reports, np.full(200, np.nan))
    assert crowd is not None
    assert 199 not in crowd.rows()
    assert {(n, 199) for n in range(30)} <= set(found(crowd))


@pytest.mark.usefixtures("few")
def test_matching_says_who_was_in_a_crowd():
    reports = told(200, texts(200))
    result = matched.match(reports)
    assert len(result.crowd) == 200
