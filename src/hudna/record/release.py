"""Release: which things go to a tier, and how sharp they are there.

In: the things of a case as they are known, a tier, a period.  Out: a `Release`: what is shown, made
less sharp, and how much is left out.  Pure: no clock, no key, no database.  The rules stand in
`release`, to be read from top to bottom; how a time or a place is reduced stands in `precision.py`,
which words are written of what is shown in `rows.py`, and which of them are held back in `alike.py`.

A rule against differences: whether a thing falls into a period, and into which cell, is decided by
its reduced time and place alone, so that two releases of overlapping periods tell no more than each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hudna.gazetteer import Gazetteer
from hudna.incident import Incident
from hudna.instant import ALWAYS, Interval
from hudna.problem import refuse
from hudna.record.consent import Consent
from hudna.record.precision import larger, rounded, to_days, to_hours, to_parts, unit_of
from hudna.record.tiers import Tier

K: Final = 5
"""How many contributors a cell of a public release has at least, unless more are asked for."""

FEWEST: Final = 3
"""The least that may be asked for: of two, each knows the other."""


@dataclass(frozen=True, slots=True)
class Thing:
    """An incident or a report, and what is known of who may see it.

    `contributors` are the pseudonyms of the protected sources that it comes from; `consent` is theirs
    to the use that the release is.  `published` says that its id is one of a data set that everybody
    has, and `document` is the document that it came in.  `things` are the names under which consent is
    recorded of it; `digest` is the SHA-256 of what the record has of it, which is never shown.
    `untraced` says that a report which it was coded from is not in the record, so that nobody knows
    who stands behind it; `due`, that what was told of it awaits a correction.
    """

    incident: Incident
    tier: Tier = Tier.MISSION
    contributors: frozenset[str] = frozenset()
    consent: Consent = Consent.UNSAID
    published: bool = False
    document: str | None = None
    things: tuple[str, ...] = ()
    digest: bytes = bytes(32)
    untraced: bool = False
    due: bool = False


@dataclass(frozen=True, slots=True)
class Reduced:
    """A thing as it is shown: when, in which unit, and perhaps about which point (see `rounded`)."""

    thing: Thing
    time: Interval
    unit: str | None
    point: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """What goes to a tier.

    `suppressed` counts the things that too few contributors stand behind, `untraced` and `held` those
    that are so (see `Thing`: untraced, due); `withdrawn` are those of which consent was withdrawn.
    Which they are is for the mission alone.
    """

    tier: Tier
    k: int
    shown: tuple[Reduced, ...]
    suppressed: int
    withdrawn: tuple[Thing, ...]
    untraced: int = 0
    held: int = 0


def release(
    things: Iterable[Thing],
    tier: Tier,
    gazetteer: Gazetteer,
    zone: str,
    k: int = K,
    period: Interval = ALWAYS,
) -> Release:
    """What of `things` goes to `tier`, of those that may lie in `period`.

    `zone` is the case's: its days and parts of days are those of the release.  Raises `Refused` for
    the tier `restricted`, and for a `k` under `FEWEST`.
    """
    if tier == Tier.RESTRICTED:
        what = "what is restricted is released to nobody"
        raise refuse("--tier", what, "`hudna source open` shows who one source is, and logs it")
    if k < FEWEST:
        raise refuse("--k", f"{k} contributors hide nobody", f"Take {FEWEST} or more")

    # 1. What nobody cleared for the tier is not in it.
    cleared = [thing for thing in things if tier.sees(thing.tier)]

    # 2. What is left is made less sharp, and belongs to the period by what is left of its time.
    reduced = [_reduced(thing, tier, gazetteer, zone) for thing in cleared]
    within = [each for each in reduced if each.time.meets(period)]

    # 3. A use to which a contributor did not agree, or no longer agrees, is no use.
    withdrawn = [each.thing for each in within if each.thing.consent == Consent.WITHDRAWN]
    agreed = [each for each in within if _agreed(each.thing)]
    if tier == Tier.MISSION:
        return Release(tier, k, tuple(agreed), 0, tuple(withdrawn))

    # 4. Of what nobody knows who stands behind it, and of what awaits a correction, nobody else is
    #    told.  It goes before anybody is counted: who is not shown hides nobody.
    traced = [each for each in agreed if not each.thing.untraced]
    ready = [each for each in traced if not each.thing.due]
    untraced, held = len(agreed) - len(traced), len(traced) - len(ready)
    if tier == Tier.PARTIES:
        return Release(tier, k, tuple(ready), 0, tuple(withdrawn), untraced, held)

    # 5. What the public sees of protected sources, it sees of k of them at least, alike.
    open_ = [each for each in ready if not each.thing.contributors]
    hidden = [each for each in ready if each.thing.contributors]
    shown, suppressed = _together(hidden, gazetteer, zone, k)
    return Release(tier, k, (*open_, *shown), suppressed, tuple(withdrawn), untraced, held)


def _agreed(thing: Thing) -> bool:
    if thing.contributors:
        return thing.consent == Consent.GIVEN
    return thing.consent != Consent.WITHDRAWN


def _reduced(thing: Thing, tier: Tier, gazetteer: Gazetteer, zone: str) -> Reduced:
    incident = thing.incident
    unit = unit_of(incident.region, gazetteer)
    if tier == Tier.PUBLIC:
        return Reduced(thing, to_parts(incident.time, zone), unit)
    if tier == Tier.PARTIES:
        return Reduced(thing, to_hours(incident.time, zone), unit, rounded(incident.region))
    return Reduced(thing, incident.time, unit)


LADDER: Final[Sequence[tuple[str, Callable[[Interval, str], Interval]]]] = (
    ("adm3", to_parts), ("adm2", to_days), ("adm1", to_days),
)  # fmt: skip
"""The rungs: the smallest unit, and the time, by which things are put together into cells."""


def _together(
    hidden: Sequence[Reduced], gazetteer: Gazetteer, zone: str, k: int
) -> tuple[list[Reduced], int]:
    """Things in cells of at least `k` contributors, rung by rung, and how many find no cell.

    Only what found no cell below is counted on a rung: the rows of each cell that is shown are alike
    in time and place, and k contributors stand behind them.  What else they say is made alike in
    `alike.py`.
    """
    shown: list[Reduced] = []
    waiting = list(hidden)
    for smallest, widened in LADDER:
        cells: dict[tuple[str | None, Interval], list[Reduced]] = {}
        for each in waiting:
            unit = larger(each.unit, gazetteer, smallest)
            time = widened(each.time, zone)
            cells.setdefault((unit, time), []).append(replace(each, unit=unit, time=time))
        waiting = []
        for cell in cells.values():
            voices = {name for each in cell for name in each.thing.contributors}
            (shown if len(voices) >= k else waiting).extend(cell)
    return shown, len(waiting)
