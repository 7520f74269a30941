"""Publishing: a situation report of a case for a period, one page a language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from hudna.case import Case
from hudna.engines.batch import dues_of, everything
from hudna.engines.decided import states
from hudna.engines.local import Advance, judge_incidents
from hudna.instant import Interval, TimeError, local_day, of_day, read
from hudna.problem import Problem, Refused, refuse
from hudna.record import publications
from hudna.record.known import Known
from hudna.record.manifest import Manifest, manifest
from hudna.record.store import Record
from hudna.record.tiers import Tier
from hudna.report import written_whole
from hudna.sitrep.compose import build
from hudna.sitrep.render import html


def period_of(case: Case, first: str | None, last: str | None) -> Interval:
    """The local days from `first` to `last`, both whole; by default all that incidents speak of.

    Raises `Refused` for a day that is none, an end before the start, or a case without incidents.
    """
    zone = case.agreement.zone
    dated = [item.time for item in case.incidents if not item.time.is_open]
    try:
        start = None if first is None else read(first, zone).earliest
        end = None if last is None else read(last, zone).latest
    except TimeError as error:
        raise _refused(case, str(error), "Write a day as 2016-12-30") from None
    if (start is None or end is None) and not dated:
        raise _refused(case, "no incident has a date", "Give --from and --to")
    if start is None:
        start = of_day(local_day(min(t.earliest for t in dated), zone), zone).earliest
    if end is None:
        last_moment = max(t.latest if t.is_instant else t.latest - 1 for t in dated)
        end = of_day(local_day(last_moment, zone), zone).latest
    if end <= start:
        raise _refused(case, "the period ends before it begins", "Give --from before --to")
    return Interval(start, end)


def _refused(case: Case, what: str, remedy: str) -> Refused:
    return Refused([Problem(str(case.path), None, None, what, remedy)])


def write_sitreps(
    known: Known,
    first: str | None,
    last: str | None,
    languages: Sequence[str],
    folder: Path | None,
    author: str | None = None,
    advance: Advance = lambda _: None,
) -> list[Path]:
    """Write `sitrep-LANG.html` for each language into `folder` (see `publish`).  Raises `Refused`.

    `first` and `last` are local days of the case.  Obligations are told as they stand at the end
    of the period.  What is written from the case as it stands is recorded as a publication.
    """
    case = known.case
    period = period_of(case, first, last)
    incidents = list(everything(known))
    worlds = case.agreement.worlds.default()
    findings = list(judge_incidents(case, incidents, worlds, advance))
    day = local_day(period.latest - 1, case.agreement.zone).isoformat()
    _, found = dues_of(case, worlds, day)
    rests_on = manifest(case, known.record, known.state)
    report = build(
        case, findings, incidents, found, worlds, period, rests_on,
        workflow=states(known, findings), left_out=len(known.workflow().left_out()),
    )  # fmt: skip
    shown = {
        f"incident/{a.id}" + (f"/{a.part}" if a.part else ""): a.heading.headline.value
        for a in report.accounts
    }
    pages = {f"sitrep-{lang}.html": html(report, lang).encode() for lang in languages}
    return publish(known, "sitrep", pages, folder, rests_on, author, shown=shown)


def _set_aside(record: Record, path: Path, content: bytes) -> None:
    """Keep a file that was published, under its publication's name, where another takes its place.

    Without its bytes nobody could show any more what was published.
    """
    if not path.is_file() or path.stat().st_size > LARGEST:
        return
    old = path.read_bytes()
    if old == content:
        return
    with record.reading() as connection:
        name = publications.find(connection, old)
    if name is not None:
        with written_whole(path.with_name(f"{path.stem}.{name}{path.suffix}")) as kept:
            kept.write_bytes(old)


LARGEST: Final = 1 << 30
"""Bytes of a file that is looked at before another takes its place."""


def _folder(known: Known) -> Path:
    """Where to write, if nobody said."""
    folder = known.case.path / "out"
    if known.as_known is None:
        return folder
    return folder / f"as-known-{re.sub('[^0-9TZ]', '', known.as_known.partition('+')[0])}Z"


def publish(
    known: Known,
    what: str,
    files: Mapping[str, bytes],
    folder: Path | None,
    rests_on: Manifest,
    author: str | None,
    tier: Tier | None = None,
    shown: Mapping[str, str] | None = None,
) -> list[Path]:
    """Write files, all or none, and record that they were published.  Raises `Refused`.

    A replay of an older answer is no publication, and neither is one that cannot be recorded.
    Without a `folder` it is the case's `out`, or for a replay a folder of its own in there: it must
    not take the place of what is released now.  `shown` are the findings that the files tell of, each
    with its headline.  A published file in whose
    place another comes is kept under its publication's name.  Of a run that was cut short each file is
    whole, and another run ends it.
    """
    folder = _folder(known) if folder is None else folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as whole:  # every file is written before the first takes its place
            for name, content in files.items():
                whole.enter_context(written_whole(folder / name)).write_bytes(content)
            if known.record is not None and known.record.writes and known.as_known is None:
                for name, content in files.items():
                    _set_aside(known.record, folder / name, content)
                publications.record(known.record, what, files, rests_on, author, tier, shown)
    except OSError as error:
        remedy = "Name another folder with --out"
        raise refuse(str(folder), f"cannot be written: {error.strerror or error}", remedy) from None
    return [folder / name for name in files]
