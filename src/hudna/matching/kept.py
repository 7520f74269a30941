"""Kept: weights as a record keeps them, and as they are used again on other reports.

In: `Weights` with the sources and symbols that they were estimated on.  Out: a JSON value, and weights for
whatever reports there are now.  What was not there when they were estimated (a source, a set of actors)
gets the weight that pairs related in the same way had: a source's tables are those of two other sources on
average, a symbol's weight that of the same, alike or different words.  Numbers are kept as 32-bit floats, so
weights are always used as they were kept: the same before and after.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hudna.matching import priors
from hudna.matching.compare import Traits
from hudna.matching.crowding import Crowding
from hudna.matching.symbols import ALIKE, DIFFERENT, SAME, Symbols
from hudna.matching.tellings import Floats, Ints
from hudna.matching.vocabulary import relations
from hudna.matching.weights import Weights
from hudna.problem import refuse

FORM: Final = "weights 2"
_BY_SOURCES: Final = ("tellings", "time", "place", "words")  # first axis: pairs of sources
_WHOLE: Final = ("name", "deaths", "origin")
# Tellings of two sources, and of one, where none was met.
_UNMET: Final = (np.log(priors.TELLINGS), np.log(priors.REPEATS))
_RELATED: Final = (1.5, 0.5, -1.0)  # symbols: the same words, alike, different; where none were met


def freeze(
    weights: Weights, sources: Sequence[str], tables: Mapping[str, Symbols]
) -> dict[str, Any]:
    """Weights as a JSON value; `tables` are the symbols of each field."""
    kept: dict[str, Any] = {"form": FORM, "sources": list(sources), "tables": {}, "symbols": {}}
    for name in (*_BY_SOURCES, *_WHOLE):
        kept["tables"][name] = _packed(getattr(weights, name))
    kept["tables"]["excess"] = _packed(weights.crowding.excess)
    kept["tables"]["alike"] = _packed(weights.crowding.alike)
    for name, table in weights.symbols.items():
        known = tables[name]
        kept["symbols"][name] = {
            "of": _keys(known, sources),
            "table": _packed(table),
            "related": _averages(np.asarray(table, float), relations(known)),
        }
    return kept


def thaw(
    kept: Mapping[str, Any], sources: Sequence[str], traits: Traits, tables: Mapping[str, Symbols]
) -> Weights:
    """Weights for reports of these sources and symbols.

    Raises `Refused` for weights that another version of the program kept in another form.
    """
    if kept.get("form") != FORM:
        what = f"the weights are of another form ({kept.get('form')})"
        raise refuse("the record", what, "Run `hudna match CASE --re-estimate`")
    size = len(kept["sources"])
    pairs, known = _pairs(kept["sources"], sources)
    found: dict[str, Floats] = {}
    for name in _BY_SOURCES:
        table = _unpacked(kept["tables"][name])
        found[name] = _by_sources(table, size, pairs, known, len(sources), name == "tellings")
    whole = {name: _unpacked(kept["tables"][name]) for name in (*_WHOLE, "excess", "alike")}
    assert traits.voices == len(sources)
    return Weights(
        found["tellings"],
        found["time"],
        found["place"],
        whole["name"],
        whole["deaths"],
        found["words"],
        whole["origin"],
        Crowding(whole["excess"], whole["alike"]),
        {
            name: _symbols(kept["symbols"].get(name), table, sources)
            for name, table in tables.items()
        },
    )


def version(kept: Mapping[str, Any]) -> str:
    """A name for weights: by what they are, so that equal ones have one name."""
    told = hashlib.sha256(repr(sorted(kept["tables"].items())).encode())
    told.update(repr(sorted(kept["symbols"].items())).encode())
    return f"w-{told.hexdigest()[:12]}"


# --- sources --------------------------------------------------------------------------------------


def _pairs(before: Sequence[str], now: Sequence[str]) -> tuple[Ints, NDArray[np.bool_]]:
    """For each pair of sources now, the pair that it was then; and whether both were there."""
    place = {name: at for at, name in enumerate(before)}
    was = np.array([place.get(name, -1) for name in now], np.int64)
    one, other = np.meshgrid(was, was, indexing="ij")
    lower, upper = np.minimum(one, other), np.maximum(one, other)
    return (lower * len(before) + upper).ravel(), (lower >= 0).ravel()


def _by_sources(
    table: Floats, before: int, pairs: Ints, known: NDArray[np.bool_], now: int, counts: bool
) -> Floats:
    own_before = np.eye(before, dtype=bool).ravel()
    upper = np.triu(np.ones((before, before), bool), 1).ravel()
    own = np.eye(now, dtype=bool).ravel()
    unmet = _UNMET if counts else (None, None)
    result = np.empty((now * now, *table.shape[1:]))
    for rows, mine, otherwise in ((~own, upper, unmet[0]), (own, own_before, unmet[1])):
        some = table[mine] if mine.any() else table
        result[rows] = some.mean(axis=0) if mine.any() or otherwise is None else otherwise
    result[known] = table[pairs[known]]
    return result


# --- symbols --------------------------------------------------------------------------------------


def _keys(table: Symbols, sources: Sequence[str]) -> list[list[str]]:
    """Each symbol by the source that writes it, and its words."""
    if not len(table.words):
        return []
    return [[sources[by], words] for by, words in zip(table.owner, table.words, strict=True)]


def _averages(table: Floats, relation: NDArray[np.int8]) -> list[float]:
    return [
        round(float(table[relation == r].mean()), 4) if (relation == r).any() else _RELATED[r]
        for r in (SAME, ALIKE, DIFFERENT)
    ]


def _symbols(
    kept: Mapping[str, Any] | None, table: Symbols, sources: Sequence[str]
) -> NDArray[np.float32]:
    before = [] if kept is None else [(by, words) for by, words in kept["of"]]
    keys = [(by, words) for by, words in _keys(table, sources)]
    if kept is not None and keys == before:
        return _unpacked(kept["table"]).astype(np.float32)
    related = np.array(_RELATED if kept is None else kept["related"], np.float32)
    result: NDArray[np.float32] = related[relations(table)]
    if kept is None or not before:
        return result
    place = {key: at for at, key in enumerate(before)}
    was = np.array([place.get(key, -1) for key in keys], np.int64)
    now = np.flatnonzero(was >= 0)
    result[np.ix_(now, now)] = _unpacked(kept["table"])[np.ix_(was[now], was[now])]
    return result


# --- numbers --------------------------------------------------------------------------------------


def _packed(numbers: NDArray[Any]) -> dict[str, Any]:
    data = zlib.compress(np.ascontiguousarray(numbers, "<f4").tobytes(), 9)
    return {"shape": list(numbers.shape), "f4": base64.b64encode(data).decode()}


def _unpacked(packed: Mapping[str, Any]) -> Floats:
    data = zlib.decompress(base64.b64decode(packed["f4"]))
    numbers: Floats = np.frombuffer(data, "<f4").astype(float).reshape(packed["shape"])
    return numbers
