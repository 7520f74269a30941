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
from hudna.instant import TimeError, local_day, of_day, read, show, zone
from hudna.problem import Problem, Refused, Severity, refuse
from hudna.record import database, decisions, erasure, files, keys, reports, store
from hudna.record.decisions import Workflow
from hudna.record.documents import content
from hudna.record.erasure import Tombstone
from hudna.record.gathered import Gathered, gathered
from hudna.record.heads import follows
from hudna.record.log import tail
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
    _gathered: tuple[State, Gathered] | None = None

    def workflow(self) -> Workflow:
        """What people had decided by this state, and the complaints."""
        if self.record is None:
            return Workflow()
        with self.record.reading() as connection:
            return decisions.read(connection, self.state)

    def incidents(self) -> Iterator[Incident]:
        """The incidents coded by hand, then those matched from reports.

        Under review where a reply or a complaint is open.
        """
        open_ = self.workflow().under_review()
        for incident in (*self.case.incidents, *self.matched().incidents):
            yield replace(incident, under_review=True) if incident.id in open_ else incident

    def matched(self) -> Gathered:
        """The incidents that matching made of reports, and which reports are in one."""
        if self.record is None:
            return Gathered()
        if self._gathered is None or self._gathered[0] != self.state:
            out = {report.id for report in self.workflow().left_out()}
            with self.record.reading() as connection:
                found = gathered(connection, self.state, self.case, out)
            self._gathered = self.state, found
        return self._gathered[1]

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
        if as_known is None:
            yield _now(path, url, author, stack)
        else:
            yield _as_known(path, url, as_known, stack)


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
    warnings = [*_another(path, url), *_cut(record), *_begun(record)]
    with record.reading() as connection:
        state = state_at(connection, None)
        names = files.changed(connection, state, case.hashes)
        older = files.older(connection, state, names)
    if names:
        with record.writing(author) as writer:
            files.keep(writer, path, names)
            state = State(writer.tail.size, writer.tail.versions)
    return Known(case, record, state, None, (*warnings, *map(_went_back, older)))


def _another(path: Path, url: str | None) -> list[Problem]:
    """A warning where a folder has a record of its own, and another database is named."""
    own = path / database.FILE
    used = None if url is None else database.file_of(url)
    if url is None or not own.exists() or (used is not None and used.resolve() == own.resolve()):
        return []
    what = f"the folder has a record of its own, which is not used: {database.shown(url)} is"
    return [_warning(str(own), what, "If that is not meant, leave --database out")]


def _cut(record: Record) -> list[Problem]:
    """A warning where a record is not the one that this machine last saw, grown."""
    with record.reading() as connection:
        if follows(connection, record.origin, tail(connection)):
            return []
    what = "is not what this machine last saw: entries were cut off or rewritten since"
    return [_warning(database.shown(record.url), what, "Run `hudna verify` before you rely on it")]


def _begun(record: Record) -> list[Problem]:
    """A warning where a record was begun just now, and this machine knows another of the case."""
    others = [name for name in keys.logs_of(record.case) if name != record.origin]
    if record.state().size > 1 or not others:
        return []
    what = f"a new record was begun; this machine has seen another of the case: {', '.join(others)}"
    remedy = "If that one was removed, put it back before you go on (`hudna record restore`)"
    return [_warning(database.shown(record.url), what, remedy)]


def _warning(file: str, what: str, remedy: str) -> Problem:
    return Problem(file, None, None, what, remedy, severity=Severity.WARNING)


def _went_back(name: str) -> Problem:
    what = "is an older version than the record's newest, and is now the newest again"
    remedy = (
        "If others have a newer one, take it from them: `hudna log show --kind file` tells when"
    )
    return _warning(name, what, remedy)


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
    what = f"this answer is not recorded ({refused.problems[0].what})"
    return _warning(
        str(path), what, "Give yourself the right to write there, to be able to replay it"
    )


def _as_known(path: Path, url: str | None, when: str, stack: ExitStack) -> Known:
    record = stack.enter_context(open_record(path, None, url, writes=False))
    with record.reading() as connection:
        newest = state_at(connection, None)
        zone_name = _zone(connection, newest)
        instant = _instant(when, zone_name)
        state = state_at(connection, instant)
    shown = show(instant, "UTC") or when
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hudna-as-known-")))
    with record.reading() as connection:
        files.lay(connection, state, folder)
    if not (folder / "agreement.yaml").exists():
        raise refuse("--as-known", f"no agreement was recorded by {shown}", "Name a later time")
    case = open_case(folder)
    case.path = path
    return Known(case, record, state, shown, (*_cut(record), *_ahead(instant, when, zone_name)))


def _ahead(instant: int, when: str, zone_name: str) -> list[Problem]:
    """A warning where a time has not been yet: today's end, asked for today, is no such time."""
    today = of_day(local_day(store.clock(), zone_name), zone_name).latest
    if instant < today:
        return []
    return [_warning("--as-known", f"{when} lies ahead", "This is the answer as it is known now")]


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
