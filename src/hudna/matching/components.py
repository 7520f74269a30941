"""Components: what hangs together by pairs.

In: pairs of rows.  Out: for each row the number of its component.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from hudna.matching.tellings import Ints


def components(a: Ints, b: Ints, rows: int) -> Ints:
    """The component of each of so many rows; rows without a pair are alone."""
    # Older SciPy takes indices of 32 bits alone.
    places = a.astype(np.int32), b.astype(np.int32)
    graph = coo_array((np.ones(len(a), np.int8), places), (rows, rows))
    found: Ints = connected_components(graph, directed=False)[1].astype(np.int64)
    return found
