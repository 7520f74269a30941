"""A crowded day: so many reports of one district on one day.

In: a number, a seed, a folder.  Out: the tables, written there in the form of the generator.  It is
the besieged city of `dense_imprecise` with all that its sources tell moved to one day.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import generator
import numpy as np
import pyarrow as pa
from settings import DENSE_IMPRECISE

DAY = "2016-12-05"


def write(reports: int, seed: int, folder: Path) -> list[Path]:
    """Write about so many reports, none of which says another day or another district."""
    country = replace(DENSE_IMPRECISE.country, admin1=1, admin2_each=1, towns=20)
    process = replace(DENSE_IMPRECISE.process, per_day=max(reports / 20, 1.0))
    made = generator.generate(replace(DENSE_IMPRECISE, country=country, process=process), reports,
                              seed)  # fmt: skip
    moved = tuple(replace(one, table=_on_one_day(one.table)) for one in made.made)
    return generator.write(replace(made, made=moved), folder)


def _on_one_day(table: pa.Table) -> pa.Table:
    for name in ("t_earliest", "t_latest"):
        given = np.array(table[name].to_pylist(), object)
        hours = [one[10:] for one in given.tolist()]
        column = pa.array([DAY + hour for hour in hours])
        table = table.set_column(table.column_names.index(name), name, column)
    return table
