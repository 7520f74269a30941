"""What takes long to make and can be made again, kept in the user's cache folder between runs.

In: a name, a mark of all that it depends on, and how it is made and read.  Out: what was read.  Of one
name only the newest is kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def kept(name: str, mark: str, read: Callable[[bytes], T], make: Callable[[], bytes]) -> T:
    """Read what is kept; where it is not there, or is not what it should be, make it anew."""
    path = _cache_folder() / f"{name}-{mark}.json"
    try:
        return read(path.read_bytes())
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        made = make()
        _keep(path, made)
        return read(made)


def _cache_folder() -> Path:
    """Where this machine keeps what can be made again (`$XDG_CACHE_HOME`, else `~/.cache`)."""
    chosen = Path(os.environ.get("XDG_CACHE_HOME") or ".")
    if not chosen.is_absolute():  # the XDG specification: a relative path is no path
        try:
            chosen = Path.home() / ".cache"
        except RuntimeError:
            chosen = Path(os.devnull)  # no home: nothing is kept
    return chosen / "hudna"


def _keep(path: Path, made: bytes) -> None:
    """Write it whole or not at all; a cache that cannot be written is none."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(made)
        part.replace(path)
        for old in path.parent.glob(path.name.rpartition("-")[0] + "-*.json"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError:
        return
