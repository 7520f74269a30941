"""Reports compared on Apache Spark, on one machine or a cluster; all else of matching is done here.

In: reports that are ready to be compared, and weights.  Out: the pairs that are worth keeping with their log
odds, the very same as `hudna.matching.matched.weighed` gives.

Each report is sent once, as bytes, and there to every cell (`hudna.matching.cells`) that it may matter to;
a task compares what one cell owns, and gives back the pairs that are worth keeping.  What all reports share
(their weights, the boxes of the cells) is sent to each worker once.  What is learned of all reports, and what
is done with all pairs, needs all of them: this machine holds the reports, and the pairs twice while they come.
Of a crowd (`hudna.matching.crowds`), pairs within it hang on the order of all of it: they are compared here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hudna.engines.spark import only_arrow
from hudna.matching import crowds
from hudna.matching.blocking import AT_ONCE, Blocks
from hudna.matching.carried import packed, unpacked
from hudna.matching.cells import SIZE, Cells, cells
from hudna.matching.compare import Compared, Traits, compared, joined, none
from hudna.matching.matched import (
    Advance,
    Certain,
    Ready,
    Weigh,
    Weighed,
    repeating,
    weighed_of,
    worth_keeping,
)
from hudna.matching.tellings import Flags, Floats, Ints
from hudna.matching.weights import Weights
from hudna.parallel import by_all

if TYPE_CHECKING:
    from pyspark import Broadcast
    from pyspark.sql import SparkSession

_CELLS_EACH: Final = 4
"""Cells for each task that runs at a time: one of them may take longer than another."""

_SMALLEST: Final = 1000  # reports of a cell: with fewer, most of what it is sent lies around it
_SENT: Final = "cell int, row int, own boolean, crowd boolean, numbers binary, words binary"
_FOUND: Final = "a int, b int, log_odds double, words smallint"


@dataclass(frozen=True, slots=True)
class _Shared:
    """What every worker is sent: the form of the reports (`hudna.matching.carried`), and what weighs them."""

    form: Traits
    weights: Weights
    repeats: Flags
    cells: Cells


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs that are worth keeping: their rows, log odds, and the level of their words."""

    a: Ints
    b: Ints
    log_odds: Floats
    words: Ints


def on_spark(session: SparkSession) -> Weigh:
    """What compares and weighs pairs with a session of Spark."""

    def weigh(
        ready: Ready, certain: Certain, weights: Weights, blocks: Blocks, advance: Advance
    ) -> Weighed:
        traits = ready.traits
        repeats = repeating(ready.told, certain.no_repeats)
        crowd = crowds.crowd(blocks, ready.told, traits.deaths)
        rows = np.empty(0, np.int64) if crowd is None else crowd.rows()
        found = [_sent(session, traits, weights, repeats, rows)]
        if crowd is not None:
            pairs, log_odds = weighed_of(crowd.within(), traits, weights, repeats, advance)
            found.append(_Pairs(pairs.a, pairs.b, log_odds, pairs.words.astype(np.int64)))
        return Weighed(*_together(traits, found), rows)

    return weigh


def _sent(
    session: SparkSession, traits: Traits, weights: Weights, repeats: Flags, crowd: Ints
) -> _Pairs:
    """The pairs that Spark finds: all but those within the crowd."""
    whole = np.flatnonzero(traits.extents.whole)
    tasks = _CELLS_EACH * session.sparkContext.defaultParallelism
    size = min(SIZE, max(_SMALLEST, -(-len(whole) // tasks)))
    made, owner = cells(traits.extents, size)
    if not len(made):
        nothing = np.empty(0, np.int64)
        return _Pairs(nothing, nothing, np.empty(0), nothing)
    form, rows = packed(traits)
    reports = pa.table(
        {
            "row": pa.array(np.arange(len(owner), dtype=np.int32)),
            "owner": pa.array(owner),
            "crowd": pa.array(np.isin(np.arange(len(owner)), crowd)),
            "numbers": rows["numbers"],
            "words": rows["words"],
        }
    )
    # How often values meet is of no use in weighing, and may be large.
    shared = _Shared(form, replace(weights, values={}), repeats, made)
    sent = session.sparkContext.broadcast(shared)

    def spread(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return _by_cell(sent, batches)

    def weigh(cell: pa.Table) -> pa.Table:
        return _of_cell(sent.value, cell)

    try:
        with only_arrow():
            spreads = session.createDataFrame(reports).mapInArrow(spread, _SENT)
            by_cell = spreads.repartition(len(made), "cell").groupBy("cell")
            found = by_cell.applyInArrow(weigh, _FOUND).toArrow()
    finally:
        sent.destroy()
    a, b, log_odds, words = (found[name].to_numpy() for name in found.column_names)
    return _Pairs(a.astype(np.int64), b.astype(np.int64), log_odds, words.astype(np.int64))


def _together(traits: Traits, found: list[_Pairs]) -> tuple[Compared, Floats]:
    """Pairs from several places in order, compared as they were, with their log odds."""
    a, b, log_odds, words = (
        np.concatenate([getattr(pairs, name) for pairs in found]) for name in _Pairs.__slots__
    )
    order = np.argsort(a * len(traits.source) + b, kind="stable")
    a, b, log_odds, words = a[order], b[order], log_odds[order], words[order]

    def work(start: int) -> Compared:
        part = slice(start, start + AT_ONCE)
        return compared(traits, a[part], b[part], words=False)

    pieces = list(by_all(work, range(0, len(a), AT_ONCE)))
    pairs = joined(pieces) if pieces else none(traits)
    return replace(pairs, words=words.astype(np.int16)), log_odds


# --- what a task does -----------------------------------------------------------------------------


def _by_cell(
    sent: Broadcast[_Shared], batches: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """Reports, once for each cell that they are to be sent to."""
    shared: _Shared = sent.value
    for batch in batches:
        table = pa.Table.from_batches([batch])
        extents = unpacked(shared.form, table).extents
        owner = table["owner"].to_numpy()
        rows = list(shared.cells.around(extents))
        at = pa.array(np.concatenate(rows))
        cell = np.repeat(np.arange(len(rows), dtype=np.int32), [len(some) for some in rows])
        columns: dict[str, Any] = {
            "cell": pa.array(cell),
            "row": table["row"].take(at),
            "own": pa.array(owner[at.to_numpy()] == cell),
            **{name: table[name].take(at) for name in ("crowd", "numbers", "words")},
        }
        yield from pa.table(columns).to_batches()


def _of_cell(shared: _Shared, cell: pa.Table) -> pa.Table:
    """The pairs of a cell that are worth keeping: those that it owns."""
    # Rows stand in the order that they have among all: so two that begin together do.
    cell = cell.take(pc.sort_indices(cell["row"]))
    row = cell["row"].to_numpy()
    traits = unpacked(shared.form, cell.select(["numbers", "words"]))
    blocks = Blocks(traits.extents)
    own, crowd = (cell[name].to_numpy()[blocks.order] for name in ("own", "crowd"))
    schema = pa.schema([("a", pa.int32()), ("b", pa.int32()), ("log_odds", pa.float64()),
                        ("words", pa.int16())])  # fmt: skip
    found = []
    for part in crowds.beside(blocks, own, crowd):
        for a, b in part.pairs():
            pairs, log_odds = worth_keeping(traits, shared.weights, shared.repeats, a, b)
            columns = [row[pairs.a], row[pairs.b], log_odds, pairs.words]
            found.append(pa.record_batch([pa.array(each) for each in columns], schema=schema))
    return pa.Table.from_batches(found, schema)
