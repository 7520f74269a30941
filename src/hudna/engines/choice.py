"""The choice of engine, for those who name one: all of them mean the same."""

from __future__ import annotations

from enum import StrEnum


class Engine(StrEnum):
    """What judges."""

    COMPILED = "compiled"  # every world at once
    REFERENCE = "reference"  # the procedure itself, slow and plain
