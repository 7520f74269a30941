"""Export: a case released to a tier, as a file that can be held to the record.

In: a case as it is or was known, a tier, a format.  Out: files written whole, with their manifest, and
the publication that the log then knows them by.  What is released, and how sharp, says
`hudna.record.release`, of what `cleared` gathers; this module judges what is shown, and writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import shapely

from hudna.engines import decided
from hudna.engines.cleared import things
from hudna.engines.custody import recorded
from hudna.engines.formats import Format, Shape, written
from hudna.engines.local import Advance, judge_incidents
from hudna.engines.publish import publish
from hudna.finding import Finding
from hudna.instant import BEGIN, END, Interval, TimeError, read, show
from hudna.problem import refuse
from hudna.record import consent
from hudna.record.alike import Voiced, alike
from hudna.record.consent import USE_OF, Consent
from hudna.record.known import Known
from hudna.record.manifest import manifest
from hudna.record.release import K, Reduced, Release, Thing, release
from hudna.record.release_key import release_key
from hudna.record.rows import Marks, columns, row
from hudna.record.states import Stage
from hudna.record.store import state_at
from hudna.record.tiers import Tier

RULES: Final = "hudna release 1"
"""The rules by which things were released: they change with what a reader may conclude."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and what was left out."""

    paths: tuple[Path, ...]
    rows: int
    suppressed: int
    withdrawn: int
    held: int  # published incidents of which a correction is due
    untraced: int  # incidents coded from a report that is not in the record
    since: int  # of a replay: things in it of which consent was withdrawn since


def export(
    known: Known,
    tier: Tier,
    format: Format,
    first: str | None = None,
    last: str | None = None,
    k: int = K,
    folder: Path | None = None,
    author: str | None = None,
    advance: Advance = lambda _: None,
) -> Exported:
    """Release a case to a tier; `first` and `last` are local days of the case, or open.

    What is exported from the case as it stands is recorded as a publication.  Raises `Refused`.
    """
    case = known.case
    zone, gazetteer = case.agreement.zone, case.agreement.gazetteer
    period = _period(first, last, zone)
    found: _Findings = {}
    gathered = list(things(known, tier))
    coded = [thing for thing in gathered if not thing.incident.unmatched]
    _judge(known, coded, found, advance)
    due = _due(known, found)
    gathered = [replace(t, due=True) if _key(t) in due else t for t in gathered]
    chosen = release(gathered, tier, gazetteer, zone, k, period)
    shown = [each.thing for each in chosen.shown]
    _judge(known, (thing for thing in shown if thing.incident.unmatched), found, advance)
    told = _told(known, chosen, found)
    rests_on = manifest(case, known.record, known.state)
    about = {
        "manifest": rests_on.as_json(),
        "release": _about(chosen, len(told), period, zone),
    }
    files = written(
        format, f"export-{tier}", columns(tier), [each for _, each in told],
        [_shape(each, tier) for each, _ in told], about,
    )  # fmt: skip
    paths = publish(known, "export", files, folder or case.path / "out", rests_on, author, tier)
    since = _withdrawn_since(known, tier, shown)
    return Exported(
        tuple(paths), len(told), chosen.suppressed, len(chosen.withdrawn), chosen.held,
        chosen.untraced, since,
    )  # fmt: skip


def _told(known: Known, chosen: Release, found: _Findings) -> list[tuple[Reduced, dict[str, Any]]]:
    """What is shown, each with its row; never in the order in which it was recorded."""
    agreement, tier = known.case.agreement, chosen.tier
    zone, gazetteer = agreement.zone, agreement.gazetteer
    # A replay makes no key: with another one its ids would not be those of the release.
    origin = recorded(known, writes=False).origin
    marks = Marks(release_key(origin, make=known.as_known is None), tier)
    told = []
    for each in chosen.shown:
        name, mark = marks.id(each.thing), marks.commitment(each.thing)
        told.append(row(each, found[_key(each.thing)], gazetteer, zone, tier, name, mark))
    if tier == Tier.PUBLIC:
        whose = (each.thing.contributors for each in chosen.shown)
        told = alike([Voiced(*pair) for pair in zip(told, whose, strict=True)], chosen.k)
    return sorted(zip(chosen.shown, told, strict=True), key=lambda pair: _order(pair[1]))


def _period(first: str | None, last: str | None, zone: str) -> Interval:
    try:
        start = BEGIN if first is None else read(first, zone).earliest
        end = END if last is None else read(last, zone).latest
    except TimeError as error:
        raise refuse("--from, --to", str(error), "Write a day as 2016-12-30") from None
    if end <= start:
        raise refuse("--from, --to", "the period ends before it begins", "Give --from before --to")
    return Interval(start, end)


# --- judging and writing --------------------------------------------------------------------------


def _key(thing: Thing) -> tuple[bool, str]:
    return thing.incident.unmatched, thing.incident.id


_Findings = dict[tuple[bool, str], list[Finding]]
"""The findings of things, under the default worlds."""


def _judge(known: Known, things: Iterable[Thing], found: _Findings, advance: Advance) -> None:
    """Add the findings of things, of those that have any, to `found`."""
    some = list(things)
    found |= {_key(thing): [] for thing in some}
    worlds = known.case.agreement.worlds.default()
    incidents = (thing.incident for thing in some)
    for finding in judge_incidents(known.case, incidents, worlds, advance):
        found[finding.unmatched, finding.incident].append(finding)


def _due(known: Known, found: _Findings) -> set[tuple[bool, str]]:
    """The incidents of which a correction is due: what is found now is not what was signed."""
    states = decided.states(known, (finding for some in found.values() for finding in some))
    return {(False, name) for name, s in states.items() if s.stage == Stage.CORRECTION_DUE}


def _shape(shown: Reduced, tier: Tier) -> Shape | None:
    """The place that is released."""
    if tier == Tier.PARTIES and shown.point is not None:
        return shapely.Point(shown.point[:2])
    return shown.thing.incident.region.geometry if tier == Tier.MISSION else None


def _order(told: Mapping[str, Any]) -> tuple[str, ...]:
    """By what everybody sees of a row: never by when it was recorded."""
    return tuple(told[name] or "" for name in ("from", "to", "unit", "id"))


def _about(chosen: Release, rows: int, period: Interval, zone: str) -> dict[str, Any]:
    """What a release says of itself.  Which things are left out is for the mission alone."""
    withdrawn: dict[str, Any] = {
        "why": "consent withdrawn", "count": _count(chosen, len(chosen.withdrawn)),
    }  # fmt: skip
    if chosen.tier == Tier.MISSION:
        withdrawn["which"] = sorted(thing.incident.id for thing in chosen.withdrawn)
    left_out = [
        withdrawn,
        {"why": "correction due", "count": _count(chosen, chosen.held)},
        {"why": "its report is not in the record", "count": _count(chosen, chosen.untraced)},
    ]
    told: dict[str, Any] = {
        "rules": RULES, "tier": chosen.tier.value, "zone": zone,
        "from": show(period.earliest, zone), "to": show(period.latest, zone), "rows": rows,
        "left_out": left_out,
    }  # fmt: skip
    if chosen.tier == Tier.PUBLIC:
        told |= {"k": chosen.k, "suppressed": _count(chosen, chosen.suppressed)}
    return told


def _count(chosen: Release, n: int) -> int | dict[str, int]:
    """A count as a release tells it: to the public none that is small, for it is of somebody."""
    small = chosen.tier == Tier.PUBLIC and 0 < n < chosen.k
    return {"fewer_than": chosen.k} if small else n


def _withdrawn_since(known: Known, tier: Tier, shown: Sequence[Thing]) -> int:
    """Of a replay: how many of its things no longer have the consent that they had then."""
    if known.as_known is None or known.record is None:
        return 0
    use = USE_OF[tier]
    with known.record.reading() as connection:
        agreed = consent.said(connection, state_at(connection, None))
    return sum(
        consent.standing(agreed, thing.things, thing.contributors, use) == Consent.WITHDRAWN
        for thing in shown
    )
