"""Making much that stays, without the collector of cycles looking at it again and again.

It would, for each few hundred things more; what a text and a lexicon are made into holds hardly a cycle.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave cycles where they are until the work is done."""
    watched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if watched:
            gc.enable()
