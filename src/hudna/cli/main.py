"""The commands, put together: the room of a command is read when the command is asked for.

Exit status: 0 done; 1 the input was refused, a scenario differs, or a record does not hold; 2 wrong
usage.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

import hudna
from hudna.cli.shared import err, shown
from hudna.instant import TimeError
from hudna.problem import Problem, Refused

# The module of each command, in the order of the help.
_ROOMS = {
    "new": "cases", "check": "cases", "import": "cases", "schema": "cases", "keep": "sources",
    "add": "sources", "read": "reading", "accept": "accepting", "match": "matching", "judge": "judging",
    "test": "answers", "explain": "answers", "obligations": "answers", "sitrep": "answers",
    "decide": "work", "tier": "releases", "consent": "releases", "export": "releases",
    "verify": "logs", "source": "sources", "person": "work", "complaint": "work", "log": "logs",
    "record": "records",
}  # fmt: skip
# So many things are made before those that hold each other are looked for: what is made first stays.
_YOUNG = 50_000


class _Commands(Mapping[str, Any]):
    """The commands by name, each made of its room when it is first asked for."""

    def __getitem__(self, name: str) -> Any:
        return _room(_ROOMS[name])[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_ROOMS)

    def __len__(self) -> int:
        return len(_ROOMS)


@cache
def _room(module: str) -> Mapping[str, Any]:
    """The commands of a module of this package."""
    made = typer.Typer()
    import_module(f"hudna.cli.{module}").add_to(made)
    return get_group(made).commands


class _Group(TyperGroup):
    """The program: starting it reads no more than the command needs."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = _Commands()  # type: ignore[assignment]  # nothing is added to it


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The record of a ceasefire: agreements as terms, incidents judged under every reading.",
)


def main() -> None:
    """Run the command line; a refused input is printed and ends with status 1."""
    gc.set_threshold(_YOUNG)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may lack Arabic
    try:
        app()
    except Refused as refused:
        for problem in refused.problems:
            err.print(shown(str(problem)), style="red")
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        err.print("Stopped. What was not done is not done in part.", style="red")
        raise SystemExit(130) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on
        raise SystemExit(0) from None
    except OSError as error:
        name = "hudna" if error.filename is None else str(error.filename)
        problem = Problem(
            name, None, None, f"cannot be read or written: {error.strerror or error}",
            "Check the path and its rights",
        )  # fmt: skip
        err.print(shown(str(problem)), style="red")
        raise SystemExit(1) from None
    except TimeError as error:
        problem = Problem("hudna", None, None, str(error), "Correct the date, the time or the zone")
        err.print(shown(str(problem)), style="red")
        raise SystemExit(1) from None


def _version(wanted: bool) -> None:
    if wanted:
        print(f"hudna {hudna.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    pass
