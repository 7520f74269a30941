"""YAML files of a case: plain values, and the line and column that each stands on.

In: a path.  Out: a `Located` value, whose `place` gives the line and column of any path into it.

A case file is a small, plain subset of YAML 1.2: mappings with text keys, lists, and scalars.
Dates stay text (a date is a local day whose zone the reader of the field knows), `on`, `off`,
`yes` and `no` stay text, and what YAML can hide (anchors, tags, duplicate keys, control
characters, also in comments) is an error.  The parser is driven event by event, so depth costs no
recursion.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from hudna.problem import Problem, Refused

MAX_BYTES = 32 * 1024 * 1024
MAX_DEPTH = 60
MAX_PROBLEMS = 1000

_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]{1,3})?")
_NULL = {"", "~", "null"}
# Control characters, marks that reorder text, separators that YAML takes for line ends and editors
# do not, and what no text holds (surrogates, non-characters).
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufffe\uffff]"
)

Path_ = tuple[str | int, ...]
Mark = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Located:
    """The value of a YAML file, with the place of each of its nodes.

    `value` holds dict, list, str, int, float, bool and None.  `marks` maps a path (keys and list
    positions) to (line, column), both counted from 1.
    """

    file: str
    value: Any
    marks: dict[Path_, Mark] = field(default_factory=dict)

    def place(self, path: Path_) -> Mark:
        """Return line and column of the nearest node at or above `path` that the file has."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, (1, 1))

    def problem(self, path: Path_, what: str, remedy: str, **more: Any) -> Problem:
        """Build a problem that stands at `path`."""
        line, column = self.place(path)
        return Problem(self.file, line, column, what, remedy, **more)


def read_text(path: Path, name: str | None = None) -> str:
    """Read a UTF-8 text file (a byte-order mark is allowed); `name` is what errors call it.

    Raises `Refused` when the file is missing, too large, not UTF-8, or has NUL bytes.
    """
    name = name or path.name
    if path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve()):
        raise Refused(
            [
                Problem(
                    name, None, None, "is a link that leads out of its folder",
                    "Put the file itself there: a case that others made could show yours",
                )
            ]
        )  # fmt: skip
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Refused(
                [
                    Problem(
                        name, None, None, f"the file has {size:,} bytes", "Split it: at most 32 MiB"
                    )
                ]
            )
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refused(
            [
                Problem(
                    name, None, None, f"cannot be read: {reason}", "Check the path and its rights"
                )
            ]
        ) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Refused(
            [
                Problem(
                    name, line, None, f"byte {error.start} is not UTF-8",
                    "Save the file as UTF-8 (in a spreadsheet: “CSV UTF-8”)",
                )
            ]
        ) from None  # fmt: skip
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise Refused(
            [
                Problem(
                    name,
                    line,
                    None,
                    "there is a NUL byte: this is not a text file",
                    "Check the file",
                )
            ]
        )
    return text


def hidden_characters(text: str) -> list[str]:
    """Name the control characters of `text` that hide or reorder what a reader sees."""
    return [
        unicodedata.name(char, f"U+{ord(char):04X}")
        for char in dict.fromkeys(_HIDDEN.findall(text))
    ]


def read_yaml(path: Path, name: str | None = None) -> Located:
    """Read one YAML file.  Raises `Refused` with every problem that was met."""
    name = name or path.name
    return parse_yaml(read_text(path, name), name)


def parse_yaml(text: str, name: str) -> Located:
    """Parse YAML text; `name` is the file name that errors show."""
    builder = _Builder(name)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if _HIDDEN.search(text):
        for number, line in enumerate(text.split("\n"), 1):
            if found := _HIDDEN.search(line):
                builder.hidden((number, found.start() + 1), hidden_characters(line))
        text = _HIDDEN.sub("\ufffd", text)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "context", None) or str(error)
        builder.problems.append(
            Problem(
                name,
                mark.line + 1 if mark else None,
                mark.column + 1 if mark else None,
                f"this is not YAML: {reason}",
                "Check the indentation, the quotes and the colons at this place",
            )
        )
    if builder.problems:
        raise Refused(builder.problems)
    return Located(name, builder.root, builder.marks)


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _scalar(text: str, plain: bool) -> Any:
    if not plain:
        return text
    if text in _NULL:
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text


class _Builder:
    """Builds plain values from parser events and remembers where each began."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Any = None
        self.marks: dict[Path_, Mark] = {}
        self.problems: list[Problem] = []
        self._open: list[Any] = []  # the containers that are being filled
        self._keys: list[Any] = []  # for each: the key awaiting its value, or _NO_KEY
        self._path: list[str | int] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        mark = (event.start_mark.line + 1, event.start_mark.column + 1)
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents == 2:
                    self._wrong(mark, "a second document starts here", "Keep one document a file")
            case yaml.AliasEvent():
                self._wrong(mark, f"the alias *{event.anchor}", "Write the value out: no anchors")
                self._value(None, mark)
            case yaml.ScalarEvent():
                self._check_node(event, mark)
                # A key is text as written: `1e3:` and `true:` are names.
                plain = not event.style and not self._awaits_key()
                self._value(_scalar(event.value, plain), mark)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._check_node(event, mark)
                self._enter({} if isinstance(event, yaml.MappingStartEvent) else [], mark)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._leave()
            case _:
                pass

    def _wrong(self, mark: Mark, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.name, *mark, what, remedy))
        if len(self.problems) >= MAX_PROBLEMS:
            rest = f"{MAX_PROBLEMS:,} problems up to here; the rest of the file was not read"
            raise Refused([*self.problems, Problem(self.name, *mark, rest, "Mend these first")])

    def hidden(self, mark: Mark, names: list[str]) -> None:
        """Note characters that hide or reorder what a reader sees."""
        self._wrong(
            mark, f"the text has hidden control characters ({', '.join(names)})",
            "Remove them: they can make a reader see something else than is stored",
        )  # fmt: skip

    def _check_node(self, event: Any, mark: Mark) -> None:
        if event.anchor:
            self._wrong(mark, f"the anchor &{event.anchor}", "Write the value out: no anchors")
        if event.tag:
            self._wrong(mark, f"the tag {event.tag}", "Remove it: case files use no tags")
        if isinstance(event, yaml.ScalarEvent) and (hidden := hidden_characters(event.value)):
            self.hidden(mark, hidden)  # written as an escape, so not met in the text itself

    def _enter(self, container: Any, mark: Mark) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise Refused(
                [*self.problems,
                 Problem(self.name, *mark, f"nested more than {MAX_DEPTH} deep", "Flatten it")]
            )  # fmt: skip
        if self._awaits_key():
            self._wrong(mark, "a mapping or list as a key", "Use a text key")
            container_key = f"?{mark[0]}"
            self._set_key(container_key, mark)
        self._place(container, mark)
        self._open.append(container)
        self._keys.append(_NO_KEY)

    def _leave(self) -> None:
        self._open.pop()
        self._keys.pop()
        self._done()

    def _value(self, value: Any, mark: Mark) -> None:
        if self._awaits_key():
            self._set_key(str(value), mark)
            return
        self._place(value, mark)
        self._done()

    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1], dict) and self._keys[-1] is _NO_KEY

    def _set_key(self, key: str, mark: Mark) -> None:
        if key in self._open[-1]:
            self._wrong(mark, f"“{key}” stands twice in one mapping", "Keep one of the two")
        self._keys[-1] = key

    def _place(self, value: Any, mark: Mark) -> None:
        """Put `value` where it belongs and make its path the current one."""
        if not self._open:
            self.root = value
        elif isinstance(self._open[-1], dict):
            self._path.append(self._keys[-1])
            self._open[-1][self._keys[-1]] = value
        else:
            self._path.append(len(self._open[-1]))
            self._open[-1].append(value)
        self.marks[tuple(self._path)] = mark

    def _done(self) -> None:
        """Close the current node: its path is no longer current, its key is used up."""
        if self._open:
            self._path.pop()
            self._keys[-1] = _NO_KEY


_NO_KEY = object()
