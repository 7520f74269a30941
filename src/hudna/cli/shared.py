"""What the commands share: consoles, options, printing, writing whole.

In: what a command has to say.  Out: text on a terminal that hides nothing, or files written whole.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from hudna.engines.choice import Engine
from hudna.problem import Problem, Refused
from hudna.yamlfile import hidden_characters

if TYPE_CHECKING:
    from hudna.record.known import Known

out = Console(highlight=False, soft_wrap=True, emoji=False)  # line 100 is “:100:”
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)

CaseDir = Annotated[Path, typer.Argument(metavar="CASE", help="The folder of a case.")]
AsKnown = Annotated[
    str | None, typer.Option(help="Answer as was known at this time; of a day, at its end.")
]
Judges = Annotated[
    Engine,
    typer.Option(help="compiled, or reference: the procedure itself, slow; both say the same."),
]
Database = Annotated[
    str | None,
    typer.Option(
        envvar="HUDNA_DATABASE",
        show_envvar=True,
        metavar="URL",
        help="The team's database, postgresql://…; otherwise the case's own file.",
    ),
]
Person = Annotated[
    str | None,
    typer.Option(
        "--as",
        envvar="HUDNA_PERSON",
        show_envvar=True,
        metavar="PERSON",
        help="Who you are, as the record knows you; it is not checked.",
    ),
]


class Told(StrEnum):
    """How a command prints."""

    TABLE = "table"
    JSON = "json"


class Lang(StrEnum):
    """A language of the program."""

    EN = "en"
    AR = "ar"


def shown(text: str) -> str:
    """Text of a case, or of the user, as a terminal may show it: no markup, nothing hidden."""
    seen = (f"\\u{ord(char):04x}" if hidden_characters(char) else char for char in text)
    return escape("".join(seen))


def refused(what: str, remedy: str, file: str = "hudna") -> Refused:
    """A refusal of one thing; the caller raises it."""
    return Refused([Problem(file, None, None, what, remedy)])


@contextmanager
def progress(total: int | None, what: str) -> Iterator[Callable[..., None]]:
    """A progress bar on a terminal, told how far it is; nothing elsewhere."""
    if not err.is_terminal:
        yield lambda _=1: None
        return
    from rich.progress import Progress

    with Progress(console=err, transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda steps=1: progress.advance(task, steps)


def print_json(value: Any) -> None:
    """Print a value as JSON, in UTF-8."""
    write([(json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()], None)


def spare(output: Path | None, case: Path) -> None:
    """Refuse to write over a case's files, its record, what was set aside of it, or a key."""
    if output is None:
        return
    from hudna.case import TEXT_FILES
    from hudna.record.database import FILE
    from hudna.record.keys import keys_folder

    path, folder = output.resolve(), case.resolve()
    if path in {(folder / name).resolve() for name in TEXT_FILES} or (
        path.parent == folder and path.name.startswith(FILE)
    ):
        raise refused("is a file of the case", "Name another file with --output", str(output))
    if path.is_relative_to(keys_folder().resolve()):
        raise refused("lies among the keys", "Name another file with --output", str(output))


def write(pieces: Iterable[bytes], output: Path | None) -> None:
    """Print as UTF-8 whatever the terminal's own encoding, or write whole or not at all."""
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
        return
    from hudna.report import written_whole

    try:
        with written_whole(output) as path, path.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise refused(
            f"cannot be written: {error.strerror or error}", "Check the path and its rights",
            str(output),
        ) from None  # fmt: skip


def warn(problems: Iterable[Problem]) -> None:
    """Print warnings on standard error."""
    for problem in problems:
        err.print(shown(str(problem)), style="yellow")


@contextmanager
def asked(
    case: Path, database: str | None, as_known: str | None, person: str | None
) -> Iterator[Known]:
    """A case as a command is asked about it; what cannot be relied on is said first."""
    from hudna.record.known import open_known

    with open_known(case, database, as_known, person) as known:
        warn(known.warnings)
        yield known
