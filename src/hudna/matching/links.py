"""Links: what matching found, as tables that anybody can score, check and correct.

In: `Matched`.  Out: `LINKS`, a row for each report of an incident (`same`), for each incident that an
aggregate contains (`contains`), and for each other incident that a report may be of, for a person to
look at (`review`); and `pairs`, each compared pair of the review band and above, field by field.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import pyarrow as pa

from hudna.matching.aggregates import Contains, contained
from hudna.matching.matched import REVIEW, Matched
from hudna.matching.origins import Origins, origins
from hudna.matching.tellings import Floats, Ints

LINKS: Final = pa.schema(
    [
        pa.field("report_id", pa.string(), False, {"doc": "the report"}),
        pa.field("incident_id", pa.string(), False, {"doc": "the incident"}),
        pa.field("relation", pa.string(), False, {"doc": "same, contains or review"}),
        pa.field("score", pa.float64(), False, {"doc": "probability that the row is true"}),
        pa.field("origin_id", pa.string(), False, {"doc": "whose account the report gives"}),
    ],
    metadata={"hudna": "links 1"},
)
_SURE: Final = 0.999


def links(
    found: Matched, whose: Origins, inside: Contains, names: Sequence[str] | None = None
) -> pa.Table:
    """The links of every report, in the order of the reports.

    `names` are the ids of incidents by the row that is the first of each.
    """
    row, incident, relation, score = same(found)
    for other in (_contains(inside), _review(found)):
        row = np.concatenate([row, other[0]])
        incident = np.concatenate([incident, other[1]])
        relation = np.concatenate([relation, other[2]])
        score = np.concatenate([score, other[3]])
    order = np.lexsort((incident, relation, row))
    row, incident, relation, score = row[order], incident[order], relation[order], score[order]
    ids = np.array(found.told.ids, object)
    written = np.array(incident_ids(found) if names is None else names, object)
    return pa.table(
        [
            pa.array(ids[row], pa.string()),
            pa.array(written[incident], pa.string()),
            pa.array(np.array(("same", "contains", "review"), object)[relation], pa.string()),
            pa.array(np.round(score, 4)),
            pa.array(np.array(whose.names, object)[whose.name[row]], pa.string()),
        ],
        schema=LINKS,
    )


def pairs(found: Matched) -> pa.Table:
    """The pairs of the review band and above: both reports, the probability, and the weight of each field."""
    shown = found.pairs.some(found.probability >= REVIEW[0])
    ids = np.array(found.told.ids, object)
    columns = {
        "report_a": pa.array(ids[shown.a], pa.string()),
        "report_b": pa.array(ids[shown.b], pa.string()),
        "score": pa.array(np.round(found.probability[found.probability >= REVIEW[0]], 4)),
    }
    for name, value in found.weights.parts(shown, found.traits).items():
        rounded = np.round(value, 2) + 0.0  # no minus zero; of a report without a place, nothing
        columns[name.replace(" ", "_")] = pa.array(rounded, from_pandas=True)
    return pa.table(columns)


def incident_ids(found: Matched) -> list[str]:
    """The id of the incident of each row that is the first of one: after its least report."""
    return [f"i-{name}" for name in found.told.ids]


def matched_links(found: Matched) -> tuple[pa.Table, Origins, Contains]:
    """The links, with the origins and the aggregates that they rest on."""
    whose, inside = origins_of(found), contained(found)
    return links(found, whose, inside), whose, inside


def origins_of(found: Matched, names: Iterable[str] = ()) -> Origins:
    """Whose account each report gives: copies are looked for among the reports of one incident.

    `names` are origins and sources that a text may name, besides those of the reports.
    """
    a, b = found.pairs.a, found.pairs.b
    one = found.incident[a] == found.incident[b]
    return origins(found.told, found.traits.words, a[one], b[one], names)


Rows = tuple[Ints, Ints, Ints, Floats]


def same(found: Matched) -> Rows:
    """Each report of one incident with its own: how surely it is of one with the others of it."""
    row = np.flatnonzero(found.sums == 0)
    a, b = found.pairs.a, found.pairs.b
    inside = found.incident[a] == found.incident[b]
    miss = np.log1p(-np.minimum(found.probability, _SURE))
    size = len(found.told)
    within = np.bincount(a, miss * inside, size) + np.bincount(b, miss * inside, size)
    every = np.bincount(a, miss, size) + np.bincount(b, miss, size)
    alone = np.bincount(found.incident[row], minlength=size)[found.incident] == 1
    score = np.where(alone, np.exp(every), 1 - np.exp(within))
    return row, found.incident[row], np.zeros(len(row), np.int64), score[row]


def _contains(inside: Contains) -> Rows:
    kind = np.ones(len(inside.aggregate), np.int64)
    return inside.aggregate, inside.incident, kind, inside.probability


def _review(found: Matched) -> Rows:
    """Other incidents that a report may be of, with the best of its pairs with them.

    What is kept apart though a pair of it is more probable stands at the upper edge of the band.
    """
    a, b = found.pairs.a, found.pairs.b
    outside = (
        (found.incident[a] != found.incident[b]) & (found.probability >= REVIEW[0]) & ~found.settled
    )
    row = np.concatenate([a[outside], b[outside]])
    incident = found.incident[np.concatenate([b[outside], a[outside]])]
    score = np.concatenate([np.minimum(found.probability[outside], REVIEW[1])] * 2)
    order = np.lexsort((-score, incident, row))
    key = row[order] * len(found.told) + incident[order]
    first = order[np.flatnonzero(np.diff(key, prepend=-1))]
    return row[first], incident[first], np.full(len(first), 2), score[first]
