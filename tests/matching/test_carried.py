"""Carried: of some rows of bytes the very same traits are made as they were."""

import numpy as np
import pyarrow as pa
import pytest
from tables import report, told
from worlds import world

from hudna.matching import carried
from hudna.matching.compare import compared
from hudna.matching.matched import Certain, prepared


@pytest.fixture
def traits():
    rows = [
        *world(1, 40),
        report("nowhere", lat=None, lon=None, text="an attack"),
        report("wide", "C", radius=90, deaths_best=None),
        report("dumb", "D", text=None, actors=None, acts=None),
    ]
    return prepared(told(rows), Certain()).traits


@pytest.mark.parametrize("at_once", [7, 20_000])
def test_traits_of_some_rows_compare_as_they_did(traits, monkeypatch, at_once):
    monkeypatch.setattr(carried, "_AT_ONCE", at_once)
    form, table = carried.packed(traits)
    size = len(traits.source)
    assert len(table) == size
    assert len(form.source) == 0
    some = np.sort(np.random.default_rng(1).permutation(size)[: size // 2 + 3])
    part = carried.unpacked(form, table.take(pa.array(some)))
    a, b = (side.ravel() for side in np.triu_indices(len(some), 1))
    here, there = compared(part, a, b), compared(traits, some[a], some[b])
    for name in here.__slots__:
        if name not in ("a", "b"):
            np.testing.assert_array_equal(getattr(here, name), getattr(there, name), name)
    assert (part.words.known == traits.words.known[some]).all()
    for name, codes in traits.symbols.items():
        assert (part.symbols[name] == codes[some]).all()


def test_slices_and_no_rows_at_all(traits):
    form, table = carried.packed(traits)
    part = carried.unpacked(form, table.slice(3, 5))
    np.testing.assert_array_equal(part.extents.lat, traits.extents.lat[3:8])
    np.testing.assert_array_equal(part.rates, traits.rates[:, 3:8])
    assert (part.words.rows != traits.words.rows[3:8]).nnz == 0
    empty = carried.unpacked(form, table.slice(0, 0))
    assert len(empty.source) == 0
    assert empty.rates.shape == (len(traits.rates), 0)
    again, none = carried.packed(empty)
    assert len(none) == 0
    assert again.words.rows.shape == form.words.rows.shape
