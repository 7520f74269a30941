"""A case as it is, or was, known: its files, its reports, its decisions, at one state of the record.

In: a case's folder and, perhaps, a time.  Out: `Known`, from which every answer is derived.  A
command that answers from the case as it stands first records what changed in its files, so that the
same answer can be given again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import sqlalchemy as sa

from hudna.case import Case, open_case
from hudna.incident import Incident
from hudna.instant import TimeError, read, show, zone
from hudna.problem import Problem, Refused, Severity, refuse
from hudna.record import database, decisions, erasure, files, reports
from hudna.record.decisions import Workflow
from hudna.record.documents import content
from hudna.record.erasure import Tombstone
from hudna.record.store import Record, State, item, open_record, state_at
from hudna.yamlfile import parse_yaml


@dataclass(slots=True)
class Known:
    """A case at one state of its record.

    `record` is None where none could be begun; `as_known` is the time that was asked for, in ISO
    8601, or None: now.  `warnings` say what could not be recorded.
    """

    case: Case
    record: Record | None
    state: State
    as_known: str | None = None
    warnings: tuple[Problem, ...] = ()

    def workflow(self) -> Workflow:
        """What people had decided by this state, and the complaints."""
        if self.record is None:
            return Workflow()
        with self.record.reading() as connection:
            return decisions.read(connection, self.state)

    def incidents(self) -> Iterator[Incident]:
        """The incidents coded by hand: under review where a reply or a complaint is open."""
        open_ = self.workflow().under_review()
        for incident in self.case.incidents:
            yield replace(incident, under_review=True) if incident.id in open_ else incident

    def reports(self) -> Iterator[pa.Table]:
        """The imported reports, in the order of the record, some thousand at a time."""
        if self.record is not None:
            with self.record.reading() as connection:
                yield from reports.read(connection, self.state)

    def report(self, name: str) -> pa.Table | None:
        """One imported report, as a table of one row; None where there is none."""
        if self.record is None:
            return None
        with self.record.reading() as connection:
            return reports.one(connection, self.state, name)

    def count_reports(self) -> int:
        """At most how many reports there are: for telling progress."""
        if self.record is None:
            return 0
        with self.record.reading() as connection:
            return reports.count(connection, self.state)

    def tombstones(self) -> list[Tombstone]:
        """What was known at this state and has been erased, with the reasons."""
        if self.record is None:
            return []
        with self.record.reading() as connection:
            return erasure.tombstones(connection, self.state)


@contextmanager
def open_known(
    path: Path, url: str | None = None, as_known: str | None = None, author: str | None = None
) -> Iterator[Known]:
    """Open a case as it stands, or as it was known at a time (a day: at its end).

    As it stands, what changed in its files is recorded first, by `author`.  Raises `Refused`.
    """
    with ExitStack() as stack:
        yield _as_known(path, url, as_known, stack) if as_known else _now(path, url, author, stack)


def _now(path: Path, url: str | None, author: str | None, stack: ExitStack) -> Known:
    case = open_case(path)
    try:
        record = stack.enter_context(open_record(path, case.id, url, create=True))
    except Refused as refused:
        if url is not None or not _unwritable(path):
            raise
        warning = _not_recorded(path, refused)
        if not (path / database.FILE).exists():
            return Known(case, None, State(0, 0), None, (warning,))
        record = stack.enter_context(open_record(path, case.id, writes=False))
        return Known(case, record, record.state(), None, (warning,))
    with record.reading() as connection:
        state = state_at(connection, None)
        names = files.changed(connection, state, case.hashes)
        older = files.older(connection, state, names)
    if names:
        with record.writing(author) as writer:
            files.keep(writer, path, names)
            state = State(writer.tail.size, writer.tail.versions)
    return Known(case, record, state, None, tuple(_went_back(name) for name in older))


def _went_back(name: str) -> Problem:
    return Problem(
        name, None, None, "is an older version than the record's newest, and is now the newest again",
        "If others have a newer one, take it from them: `hudna log show --kind file` tells when",
        severity=Severity.WARNING,
    )  # fmt: skip


def _unwritable(path: Path) -> bool:
    """Whether nothing can be made or written in a case's folder by this user."""
    file = path / database.FILE
    try:
        with tempfile.TemporaryFile(dir=path):
            pass
        if file.exists():
            with file.open("rb+"):
                pass
    except OSError:
        return True
    return False


def _not_recorded(path: Path, refused: Refused) -> Problem:
    return Problem(
        str(path), None, None, f"this answer is not recorded ({refused.problems[0].what})",
        "Give yourself the right to write there, to be able to replay it",
        severity=Severity.WARNING,
    )  # fmt: skip


def _as_known(path: Path, url: str | None, when: str, stack: ExitStack) -> Known:
    record = stack.enter_context(open_record(path, None, url, writes=False))
    with record.reading() as connection:
        newest = state_at(connection, None)
        instant = _instant(when, _zone(connection, newest))
        state = state_at(connection, instant)
    shown = show(instant, "UTC") or when
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hudna-as-known-")))
    with record.reading() as connection:
        files.lay(connection, state, folder)
    if not (folder / "agreement.yaml").exists():
        raise refuse("--as-known", f"no agreement was recorded by {shown}", "Name a later time")
    case = open_case(folder)
    case.path = path
    return Known(case, record, state, shown)


def _instant(when: str, zone: str) -> int:
    """The last instant of what is written: of a day its end, which is not in it."""
    try:
        found = read(when, zone)
    except TimeError as error:
        raise refuse(
            "--as-known", str(error), "Write 2017-01-02 or 2017-01-02T18:00+02:00"
        ) from None
    return found.latest if found.is_instant else found.latest - 1


def _zone(connection: sa.Connection, state: State) -> str:
    """The zone in which a bare day is read: the case's own, as it is recorded now."""
    found = item(connection, state, files.KIND, "agreement.yaml")
    sha256 = found and found.value and found.value.get("sha256")
    if not sha256:
        return "UTC"
    text = content(connection, sha256).decode("utf-8-sig", "replace")
    try:
        value = parse_yaml(text, "agreement.yaml").value
        name = str(value["agreement"]["zone"])
        zone(name)
    except (Refused, TimeError, KeyError, TypeError):
        return "UTC"
    return name
