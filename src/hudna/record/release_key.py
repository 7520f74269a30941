"""The release key of a log: what ids and commitments in its releases are keyed with.

In: a log's origin.  Out: 32 random bytes, in the folder of keys of this machine.  It is secret as long
as a released id is to hide which report it is of.  A team that releases from several machines copies
the file to each; without it the same things bear other ids.
"""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from typing import Final

from hudna.problem import Refused, refuse
from hudna.record.keys import keys_folder, read_guarded, write_private

_BYTES: Final = 32


def release_key(origin: str, *, make: bool = True) -> bytes:
    """The release key of the log `origin`, made where this machine has none and `make` is set.

    Raises `Refused`: it cannot be read or written, is broken, or there is none.
    """
    path = _file(origin)
    found = read_guarded(path)
    if found is None and make:
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_private(path, secrets.token_bytes(_BYTES))
        except OSError as error:
            what = f"cannot be made: {error.strerror or error}"
            raise refuse(str(path.parent), what, "Set HUDNA_KEYS to a folder of yours") from None
        except Refused:
            if read_guarded(path) is None:  # else another made it meanwhile
                raise
        found = read_guarded(path)
    if found is None:
        what = "this machine has no release key of the log, so its ids cannot be made again"
        raise refuse(str(path), what, "Copy the file from the machine that released")
    if len(found) != _BYTES:
        raise refuse(str(path), "is no release key, or a broken one", "Put it back from a backup")
    return found


def _file(origin: str) -> Path:
    """Named as the log's other files are, by a hash: an origin may hold what no file name does."""
    return keys_folder() / f"{hashlib.sha256(origin.encode()).hexdigest()[:32]}.release"
