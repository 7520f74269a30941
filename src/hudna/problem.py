"""Problems: what is wrong with an input, where, and what would be right.

Every reader of a case collects problems instead of stopping at the first, so that a person sees
all of them at once.  `Refused` carries them to the command line, which prints them and exits 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters: an error refuses the input; the others do not."""

    ERROR = "error"
    WARNING = "warning"
    QUESTION = "question"  # what a lawyer would ask of the agreement


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: file, place, cause and remedy."""

    file: str
    line: int | None
    column: int | None
    what: str
    remedy: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Return `file:line:column: severity: what - remedy`, one line."""
        place = self.file
        if self.line is not None:
            place += f":{self.line}" + (f":{self.column}" if self.column is not None else "")
        return f"{place}: {self.severity}: {self.what}. {self.remedy}"


def in_reading_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort by file, then place, then severity; equal problems once."""
    order = list(Severity)
    return sorted(
        dict.fromkeys(problems),
        key=lambda p: (p.file, p.line or 0, p.column or 0, order.index(p.severity), p.what),
    )


class Refused(Exception):
    """An input was refused; `problems` says why.  Nothing has been written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(in_reading_order(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def refuse(
    file: str, what: str, remedy: str, line: int | None = None, column: int | None = None
) -> Refused:
    """Build a `Refused` of one error; the caller raises it."""
    return Refused([Problem(file, line, column, what, remedy)])
