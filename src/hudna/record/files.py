"""The text files of a case, and their versions.

The YAML that people edit stays the source of the agreement.  Whenever a command answers from it, the
record keeps the files as they then were: a version of kind `file` for each that changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from hudna.case import TEXT_FILES
from hudna.problem import Problem, Refused
from hudna.record.documents import content, pack
from hudna.record.log import Writer
from hudna.record.store import State, history, items

KIND = "file"


def changed(
    connection: sa.Connection, state: State, hashes: Mapping[str, str]
) -> dict[str, str | None]:
    """The files that differ from their newest versions: name → SHA-256, None for one that is gone."""
    kept = {i.id: i.value and i.value.get("sha256") for i in items(connection, state, KIND)}
    found: dict[str, str | None] = {n: s for n, s in hashes.items() if kept.get(n) != s}
    found |= {name: None for name, sha256 in kept.items() if sha256 and name not in hashes}
    return found


def older(connection: sa.Connection, state: State, names: Mapping[str, str | None]) -> list[str]:
    """Which of the changed files are as they once were: somebody's folder may be behind."""
    return [
        name for name, sha256 in names.items()
        if sha256 is not None
        and any(
            found.n < state.versions and (found.value or {}).get("sha256") == sha256
            for found in history(connection, KIND, name)
        )
    ]  # fmt: skip


def keep(writer: Writer, case: Path, names: Mapping[str, str | None]) -> None:
    """Keep new versions of the files that are named, as `changed` gives them.

    Raises `Refused` for a file that was changed since it was read.
    """
    for name, sha256 in names.items():
        if sha256 is None:
            writer.put(KIND, name, {"name": name, "absent": True, "reason": _WHY})
            continue
        packed = pack((case / name).read_bytes())
        if packed.sha256 != sha256:
            what = "was changed while it was read"
            raise Refused([Problem(name, None, None, what, "Run the command again")])
        writer.keep(packed.sha256, packed.parts)
        told = {"name": name, "sha256": sha256, "bytes": packed.length, "reason": _WHY}
        writer.put(KIND, name, told)


_WHY: Final = "as in the case's folder"


def lay(connection: sa.Connection, state: State, folder: Path) -> None:
    """Write the files of a case as they were known at `state` into an empty folder.

    Raises `Refused` where a version was erased: what was answered then cannot be answered again.
    """
    erased = []
    for found in items(connection, state, KIND):
        if found.id not in TEXT_FILES:  # a name of ours, never a path of somebody's
            continue
        if found.body is None:
            erased.append(found.id)
        elif sha256 := found.value.get("sha256"):
            (folder / found.id).write_bytes(content(connection, sha256))
    if erased:
        raise Refused(
            Problem(
                name, None, None, "the version of that time was erased from the record",
                "`hudna log show` gives the reason; ask for another time",
            )
            for name in erased
        )  # fmt: skip
