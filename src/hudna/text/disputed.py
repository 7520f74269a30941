"""The conflicts between texts as they are written: lines of JSON, with the words of both.

In: the lines of a folder that was read, and which of its texts are copies.  Out: a line for each conflict.
The lines are gone through twice, so that of each text only what it tells is held.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from hudna.text.between import Dispute, Side, Text, between
from hudna.text.copies import Copies
from hudna.text.telling import read_telling

_FORMAT: Final = "hudna conflicts 1"

Line = Mapping[str, Any]


class Found(NamedTuple):
    """The lines of conflicts; `left` statements were not compared with all."""

    lines: tuple[dict[str, Any], ...]
    left: int


def disputed(lines: Callable[[], Iterable[Line]], groups: Iterable[Copies]) -> Found:
    """The conflicts between the texts of some lines.

    Raises `KeyError`, `TypeError`, `ValueError` or `AttributeError` for lines that were changed by hand.
    """
    found = between(_texts(lines(), groups))
    wanted: dict[str, set[str]] = {}
    for dispute in found.disputes:
        for side in dispute.sides:
            wanted.setdefault(side.at.file, set()).add(side.at.telling.statement)
    said = {
        (line["file"], one["id"]): one
        for line in lines()
        if line["file"] in wanted
        for one in line["reading"]["statements"]
        if one["id"] in wanted[line["file"]]
    }
    return Found(tuple(_line(dispute, said) for dispute in found.disputes), found.left)


def is_ours(path: Path) -> bool:
    """Whether nothing is there, or lines of conflicts alone.  Raises `OSError`."""
    if not path.exists():
        return True
    with path.open("rb") as file:
        return all(map(_is_line, file))


def _is_line(raw: bytes) -> bool:
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return isinstance(line, dict) and line.get("format") == _FORMAT


def _texts(lines: Iterable[Line], groups: Iterable[Copies]) -> Iterator[Text]:
    """The texts that were read, each with what it tells."""
    first: dict[str, str] = {name: group.members[0] for group in groups for name in group.members}
    for line in lines:
        if "reading" in line:
            day = line["reading"]["document"]["published"]
            published = None if day is None else date.fromisoformat(day)
            tellings = tuple(map(read_telling, line["tellings"]))
            name: str = line["file"]
            yield Text(name, published, first.get(name, name), tellings)


def _line(dispute: Dispute, said: Mapping[tuple[str, str], Line]) -> dict[str, Any]:
    sides = [_side(side, said) for side in dispute.sides]
    return {"format": _FORMAT, "about": dispute.about, "why": dispute.why, "statements": sides}


def _side(side: Side, said: Mapping[tuple[str, str], Line]) -> dict[str, Any]:
    """A statement of a conflict, with its words."""
    place = side.at
    one = said[place.file, place.telling.statement]
    start, end = (at - one["span"][0] for at in one["content"])
    return {
        "file": place.file, "statement": one["id"], "content": one["content"],
        "quote": one["quote"][start:end], "speaker": one["speaker"],
        "published": place.published and place.published.isoformat(), "texts": side.texts,
    }  # fmt: skip
