"""Work on several things at a time, in one process: numpy lets other threads run while it counts.

In: work, and items.  Out: what came of each item, in the order of the items.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

AHEAD: Final = 6
"""How many items beyond those being worked on wait, to be worked on or to be taken."""

_MOST: Final = 8  # threads: more of them wait for one another

T = TypeVar("T")
R = TypeVar("R")


def in_order(
    work: Callable[[T], R], items: Iterable[T], threads: int, ahead: int = AHEAD
) -> Generator[R, None, None]:
    """Work on several items at a time, and give what came of each in the order of the items.

    Items are taken only a few ahead of what is given.  What `work` raises is raised in its place.
    Whoever stops taking closes it, and waits for what is being worked on; the rest is not begun.
    """
    if threads == 1:
        yield from map(work, items)
        return
    begun: deque[Future[R]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for item in items:
                begun.append(pool.submit(work, item))
                if len(begun) >= threads + ahead:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()
        finally:
            for future in begun:
                future.cancel()


def by_all(work: Callable[[T], R], items: Iterable[T]) -> Generator[R, None, None]:
    """The same by all processors, with as many items waiting as are being worked on."""
    threads = min(_processors(), _MOST)
    return in_order(work, items, threads, ahead=threads)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
