"""Publishing: a situation report of a case for a period, one page a language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from hudna.case import Case
from hudna.engines.batch import dues_of, everything
from hudna.engines.local import judge
from hudna.instant import Interval, TimeError, local_day, of_day, read
from hudna.problem import Problem, Refused
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
    case: Case,
    first: str | None,
    last: str | None,
    languages: Sequence[str],
    folder: Path,
    advance: Callable[[], None] = lambda: None,
) -> list[Path]:
    """Write `sitrep-LANG.html` for each language into `folder`; all or none.  Raises `Refused`.

    `first` and `last` are local days of the case.  Obligations are told as they stand at the end
    of the period.
    """
    period = period_of(case, first, last)
    incidents = list(everything(case))
    worlds = case.agreement.worlds.default()
    findings = list(judge(case, incidents, worlds, advance))
    day = local_day(period.latest - 1, case.agreement.zone).isoformat()
    _, found = dues_of(case, worlds, day)
    report = build(case, findings, incidents, found, worlds, period)
    pages = {folder / f"sitrep-{lang}.html": html(report, lang) for lang in languages}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as whole:  # every page is written before the first takes its place
            for path, page in pages.items():
                whole.enter_context(written_whole(path)).write_text(
                    page, encoding="utf-8", newline="\n"
                )
    except OSError as error:
        raise Refused(
            [Problem(str(folder), None, None, f"cannot be written: {error.strerror or error}",
                     "Name another folder with --out")]
        ) from None  # fmt: skip
    return list(pages)
