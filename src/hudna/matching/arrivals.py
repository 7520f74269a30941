"""Arrivals: new reports beside those that stand: which of these they may be one with, and how surely.

In: tables of new reports, what was learned of earlier ones, and these by row.  Out: `Arrived`
(`hudna.matching.standing`): of the pairs that a new report is in those worth keeping, weighed as they
would be among all.  Only the earlier reports that lie near are read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa

from hudna.matching.blocking import Blocks, Extents
from hudna.matching.crowds import crowd
from hudna.matching.kept import thaw
from hudna.matching.learned import Learned
from hudna.matching.matched import Certain, Ready, prepared, weighed
from hudna.matching.nearby import nearby
from hudna.matching.standing import Arrived, Standing
from hudna.matching.tellings import Floats, Ints, joined, tellings

Take = Callable[[Ints], tuple[pa.Table, Floats]]
"""Some of the reports that stand, as a table in the plain form, and their rates."""


def announced(
    new: pa.Table, certain: Certain, learned: Learned, sources: tuple[str, ...]
) -> tuple[Ready, Learned, tuple[str, ...]]:
    """What is compared of new reports, and what is known now: their symbols and sources follow the others."""
    ready = prepared(tellings(new), certain, learned)
    met = {name: table.met for name, table in ready.tables.items()}
    return ready, replace(learned, met=met), tuple(dict.fromkeys((*sources, *ready.told.sources)))


def arrived(
    new: pa.Table, ready: Ready, certain: Certain, learned: Learned, standing: Standing,
    sources: tuple[str, ...], take: Take,
) -> Arrived | None:  # fmt: skip
    """What new reports bring to those that stand; None where these make up a crowd with them.

    A crowd (`hudna.matching.crowds`) is only looked at as a whole.
    """
    near = _near(standing.extents, ready.traits.extents)
    table, rates = take(near)
    rates = np.concatenate([rates, ready.traits.rates], axis=1)
    joint = prepared(tellings(joined([table, new])), certain, learned, rates)
    blocks = Blocks(joint.traits.extents)
    if crowd(blocks, joint.told, joint.traits.deaths) is not None:
        return None
    weights = thaw(learned.weights, joint.voices, joint.traits, joint.tables)
    mine = np.arange(len(near), len(joint.told))
    found = weighed(joint, certain, weights, blocks, rows=mine)
    row = np.concatenate([near, np.arange(len(standing), len(standing) + len(mine))])
    place = {name: at for at, name in enumerate(sources)}
    number = np.array([place[name] for name in ready.told.sources], np.int32)
    return Arrived(
        ready.traits.extents,
        number[ready.told.source],
        np.array([name in certain.no_repeats for name in sources], bool),
        row[found.pairs.a],
        row[found.pairs.b],
        found.log_odds,
    )


def _near(standing: Extents, new: Extents) -> Ints:
    """Rows that stand and may be of one incident with a new one."""
    rows = nearby(standing, new)
    joint = standing.some(rows).then(new)
    met = np.zeros(len(rows) + len(new.lat), bool)
    for a, b in Blocks(joint).pairs(np.arange(len(rows), len(met))):
        met[a] = met[b] = True
    return rows[met[: len(rows)]]
