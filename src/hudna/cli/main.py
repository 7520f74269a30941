"""The commands, put together.

Exit status: 0 done; 1 the input was refused, a scenario differs, or a record does not hold; 2 wrong
usage.
"""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated

import typer

import hudna
from hudna.cli import (
    accepting,
    answers,
    cases,
    judging,
    logs,
    reading,
    records,
    releases,
    sources,
    work,
)
from hudna.cli.shared import err, shown
from hudna.instant import TimeError
from hudna.problem import Problem, Refused

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The record of a ceasefire: agreements as terms, incidents judged under every reading.",
)


def main() -> None:
    """Run the command line; a refused input is printed and ends with status 1."""
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


for _room in (cases, sources, reading, accepting, judging, answers, work, releases, logs, records):
    _room.add_to(app)
