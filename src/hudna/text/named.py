"""Whom or what a name stands for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """An actor or a place that a name may stand for.

    `sort`: `state`, `body`, `group`, `capital` (a town that may speak for its state), `town`,
    `region` (a place whose name is nothing else), or `case` for what the case knows.  `id` is None where a name is known, but not whose.  `of` is the
    state that a town lies in, `size` how many people live there.
    """

    id: str | None
    sort: str
    label: str
    of: str | None = None
    size: int = 0
