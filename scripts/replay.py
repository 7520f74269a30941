"""Replays the pages of the documentation: what they tell a reader to write and to type.

In: a Markdown page.  Out: where its commands print something else than the page shows.  A page is
replayed in an empty folder, from its first block to its last.

    ```yaml title="case/actors.yaml"                           a whole file
    ```yaml title="case/agreement.yaml, at the end of readings:"  added to a section of a file
    ```yaml title="case/incidents.yaml, in place of: TEXT"     put where TEXT stands, once
    ```yaml title="case/incidents.yaml, in ID, in place of: TEXT"  once in the entry of this id
    ```console                                                 commands (`$ hudna …`) and output
    ```console                                                 `$ python FILE`, a file that it wrote

In output, `…` stands for anything within a line, and a line of `…` alone for any lines.  A command
ends with status 0, or with 1 where the page says so: `$ hudna check case  # status 1`.  Blocks
without a title are not replayed.  Of the shell's own, `> FILE` and `"$(cat FILE)"` are understood.

A reader asks what was known weeks ago; a replay takes seconds.  So a page marks a moment by the
time that it will name, in a comment that readers do not see, and the replay puts the real one:

    <!-- moment: 2026-12-09T18:00 -->                          now is what the page calls so

Each page has a folder of keys of its own, which is not in the folder where it is replayed.  A page
that reads a text of `docs/samples/` finds that folder there, as in a clone.

    python scripts/replay.py PAGE…          says what differs, and exits 1
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

WIDTH = "100"
"""Columns of the terminal on which pages are replayed."""

SAMPLES = "docs/samples"
"""Where the texts stand that pages read."""

_BLOCK = re.compile(
    r'^```(?P<kind>[\w-]+)(?: title="(?P<title>[^"]+)")?\n(?P<body>.*?)^```$',
    re.MULTILINE | re.DOTALL,
)
_MOMENT = re.compile(r"^<!-- moment: (?P<called>\S+) -->$", re.MULTILINE)
_CAT = re.compile(r"\$\(cat (?P<file>\S+)\)")
_OURS = ("HUDNA_DATABASE", "HUDNA_PERSON", "HUDNA_KEYS")


@dataclass(frozen=True, slots=True)
class Edit:
    """A file that a reader writes, whole or in part."""

    line: int
    path: str
    how: str  # "", "at the end of KEY:", "in place of: TEXT" or "in ID, in place of: TEXT"
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command that a reader types, and what the page shows of its output."""

    line: int
    words: tuple[str, ...]
    shown: tuple[str, ...]
    status: int = 0


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of the page whose time it calls something, to ask later what was known then."""

    line: int
    called: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page is replayed: its folder, its keys, and the real times of its moments."""

    folder: Path
    keys: Path
    moments: dict[str, str] = field(default_factory=dict)


def steps(page: str) -> Iterator[Edit | Command | Moment]:
    """The steps of a page, in order."""
    found = [*_BLOCK.finditer(page), *_MOMENT.finditer(page)]
    for block in sorted(found, key=lambda step: step.start()):
        line = page.count("\n", 0, block.start()) + 1
        if block.re is _MOMENT:
            yield Moment(line, block["called"])
        elif block["kind"] == "console":
            yield from _commands(line, block["body"])
        elif block["title"]:
            path, _, how = block["title"].partition(", ")
            yield Edit(line, path, how, block["body"])


def _commands(line: int, body: str) -> Iterator[Command]:
    for part in re.finditer(r"^\$ (?P<typed>.*)\n(?P<shown>(?:(?!\$ ).*\n)*)", body, re.MULTILINE):
        words, _, remark = part["typed"].partition("  # ")
        yield Command(
            line + 1 + body.count("\n", 0, part.start()),
            tuple(shlex.split(words)),
            tuple(part["shown"].splitlines()),
            1 if remark.startswith("status 1") else 0,
        )


def edit(step: Edit, folder: Path) -> None:
    """Do what the page tells the reader to write.  Raises `ValueError` where it cannot be done."""
    path = folder / step.path
    if not step.how:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(step.text, encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    if replaced := re.fullmatch(r"(?:in (?P<id>[\w.-]+), )?in place of: (?P<old>.+)", step.how):
        old, within = replaced["old"], _entry(text, replaced["id"])
        if within.count(old) != 1:
            raise ValueError(f"“{old}” stands {within.count(old)} times in {step.path}")
        mended = text.replace(within, within.replace(old, step.text.strip()))
        path.write_text(mended, encoding="utf-8")
        return
    key = step.how.removeprefix("at the end of ")
    lines = text.splitlines()
    if lines.count(key) != 1:
        raise ValueError(f"{step.path} has no one line “{key}”")
    end = start = lines.index(key) + 1
    for number in range(start, len(lines)):
        if re.match(r"[^\s#]", lines[number]):
            break
        if lines[number].startswith(" "):
            end = number + 1
    path.write_text(
        "\n".join([*lines[:end], *step.text.splitlines(), *lines[end:]]) + "\n", encoding="utf-8"
    )


def _entry(text: str, name: str | None) -> str:
    """The entry of a list that has an id, or the whole text."""
    if name is None:
        return text
    found = re.search(rf"^ *- id: {re.escape(name)}\n(?:(?! *- id: ).*\n)*", text, re.MULTILINE)
    return "" if found is None else found[0]


def run(command: Command, place: Place) -> tuple[int, list[str]]:
    """Run a command of the program in a folder: its exit status, and the lines that it printed."""
    words = [_filled(word, place) for word in command.words[1:]]
    program = ["-m", "hudna"] if command.words[0] == "hudna" else []
    file = None
    if len(words) > 1 and words[-2] == ">":
        file = place.folder / words[-1]
        words = words[:-2]
    environment = {name: value for name, value in os.environ.items() if name not in _OURS}
    environment |= {"COLUMNS": WIDTH, "PYTHONUTF8": "1", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, *program, *words],
        cwd=place.folder,
        env={**environment, "HUDNA_KEYS": str(place.keys)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if file is None else subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    printed = done.stdout
    if file is not None:
        file.write_text(printed, encoding="utf-8")
        printed = done.stderr
    return done.returncode, [line.rstrip() for line in printed.splitlines()]


def _filled(word: str, place: Place) -> str:
    """A word as a shell, and the clock of the replay, would give it to the program."""
    word = _CAT.sub(lambda m: (place.folder / m["file"]).read_text("utf-8").strip(), word)
    return place.moments.get(word, word)


def fits(shown: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether what a page shows fits what was printed."""
    pattern = "".join(
        r"(?:.*\n)*?"
        if line.strip() == "…"
        else ".*?".join(re.escape(part) for part in line.rstrip().split("…")) + r"\n"
        for line in shown
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def replay(page: Path, folder: Path) -> list[str]:
    """Replay a page in an empty folder: what differs, in words."""
    with tempfile.TemporaryDirectory(prefix="hudna-keys-") as keys:
        return _replay(page, Place(folder, Path(keys)))


def _replay(page: Path, place: Place) -> list[str]:
    differences: list[str] = []
    told = page.read_text(encoding="utf-8")
    if SAMPLES in told:
        shutil.copytree(Path(__file__).parents[1] / SAMPLES, place.folder / SAMPLES)
    for step in steps(told):
        where = f"{page.name}:{step.line}"
        if isinstance(step, Moment):
            place.moments[step.called] = datetime.now(UTC).isoformat()
        elif isinstance(step, Edit):
            try:
                edit(step, place.folder)
            except (ValueError, OSError) as error:
                return [*differences, f"{where}: {error}"]
        elif step.words[0] in ("hudna", "python"):
            status, printed = run(step, place)
            if status != step.status or not fits(step.shown, printed):
                said = "\n".join(printed[-60:])
                differences.append(f"{where}: {shlex.join(step.words)} [{status}] prints\n{said}")
        elif step.words[0] != "make":  # the Makefile's own tests run those
            differences.append(f"{where}: only hudna, python and make are replayed")
    return differences


def main(pages: Sequence[str]) -> int:
    """Replay pages; the exit status."""
    found: list[str] = []
    for page in pages:
        with tempfile.TemporaryDirectory() as folder:
            found += replay(Path(page), Path(folder))
    print("\n\n".join(found) or f"{len(pages)} pages print what they show")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
