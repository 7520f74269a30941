"""Ahead: the later part of a long log, hashed by a process of its own while the first is walked.

In: the address of a record and a part of its log.  Out: for each entry of the part the hash of its
leaf, if the entry is a plain one and its payload fits it; else nothing, and whoever walks the log
looks at it himself.  A process that fails costs its time and no more.

    python -m hudna.record.ahead      reads {"url", "first", "end"} and writes 32 bytes an entry
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from hudna.record import database, merkle
from hudna.record.leaf import BATCH, SALT, commitment, leaf

LONG: Final = 200_000
"""Entries from which on a second process is worth its start."""

SHARE: Final = 0.35
"""The part of a long log that is walked whole meanwhile: both then end at about the same time."""

REFERRING: Final = frozenset({"record", "key", "restore", "erasure", "document", "file"})
"""Kinds that refer to something, so that what they say must be read."""

_ODD: Final = REFERRING | {BATCH}
_NONE: Final = bytes(32)


def fits(line: tuple[Any, ...], version: tuple[Any, ...]) -> bytes | None:
    """The leaf hash of a plain entry (a row of `entry`) whose payload (of `version`) fits it.

    None where anything is odd: what it is, is for `walk.py` to say.  Whether the two stand at their
    places is not asked.
    """
    seq, at, author, kind, subject, first, mark, _ = line
    n, of, version_kind, name, version_mark, salt, body = version
    if (
        n != first or of != seq or mark != version_mark or kind != version_kind or subject != name
        or kind in _ODD or body is None or salt is None or len(salt) != SALT
        or commitment(salt, kind, subject, body) != mark
    ):  # fmt: skip
        return None
    return merkle.leaf_hash(leaf(seq, at, author, kind, subject, mark))


@dataclass(slots=True)
class Ahead:
    """What another process works out: of the entries from `first` to before `end`."""

    first: int
    end: int
    process: subprocess.Popen[bytes] | None
    hashes: bytes = b""

    def hash(self, seq: int) -> bytes | None:
        """The leaf hash of an entry; None where it must be looked at.  Waits for the process."""
        if not self.first <= seq < self.end:
            return None
        if self.process is not None:
            self.hashes, _ = self.process.communicate()
            if self.process.returncode or len(self.hashes) != 32 * (self.end - self.first):
                self.end = self.first
            self.process = None
        at = 32 * (seq - self.first)
        found = self.hashes[at : at + 32]
        return None if found in (_NONE, b"") else found

    def close(self) -> None:
        """End the process, if it runs yet."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


def start(url: str, size: int, long: int = LONG) -> Ahead:
    """Have the later part of a log of `size` entries worked out, if that is worth it."""
    if size < long or (os.cpu_count() or 1) < 2:
        return Ahead(size, size, None)
    first = int(size * SHARE)
    command = [sys.executable, "-m", "hudna.record.ahead"]
    try:
        with tempfile.TemporaryFile() as asked:
            # Not as an argument: an address may hold a password.
            asked.write(json.dumps({"url": url, "first": first, "end": size}).encode())
            asked.seek(0)
            process = subprocess.Popen(  # noqa: S603 - this very module
                command, stdin=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
    except OSError:
        return Ahead(size, size, None)
    return Ahead(first, size, process)


def work_out(url: str, first: int, end: int) -> bytes:
    """The hashes of the entries from `first` to before `end`; zeros for what is odd."""
    from hudna.record.walk import ENTRIES, VERSIONS, rows  # noqa: PLC0415 - it imports this module

    engine = database.connect(url, writes=False)
    found = bytearray(32 * (end - first))
    try:
        with database.reading(engine) as connection:
            part = f"WHERE seq >= {int(first)} AND seq < {int(end)}"
            entries = rows(connection, ENTRIES.replace("ORDER", f"{part} ORDER"))
            lines = list(entries)
            start_n = min((line[5] for line in lines), default=0)
            versions = rows(
                connection, VERSIONS.replace("ORDER", f"WHERE n >= {int(start_n)} ORDER")
            )
            version = next(versions, None)
            for line in lines:
                while version is not None and version[0] < line[5]:
                    version = next(versions, None)
                if version is None:
                    break
                at = 32 * (line[0] - first)
                with suppress(TypeError, ValueError, AttributeError, OverflowError):
                    found[at : at + 32] = fits(line, version) or _NONE
    finally:
        engine.dispose()
    return bytes(found)


def main() -> None:
    """Read what is asked, and write what is found."""
    asked = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(work_out(asked["url"], asked["first"], asked["end"]))


if __name__ == "__main__":
    main()
