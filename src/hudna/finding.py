"""Findings: for one incident, the verdict in each world, the headline over them, and the pivots.

In: what the judge derives.  Out: `Finding`s, and their rows and JSON as the contract of `judge`.
Nothing here decides; it holds, names and orders what was derived.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from hudna.codes import needs
from hudna.evidence import Truth

ELEMENTS = ("occurred", "time", "territory", "actor", "target", "act", "justification")
SCOPE = ELEMENTS[1:6]


class Verdict(StrEnum):
    """The verdict on one incident in one world."""

    VIOLATION = "violation"
    OUTSIDE = "outside"
    PERMITTED = "permitted"
    NOT_OCCURRED = "not_occurred"
    CANNOT_DETERMINE = "cannot_determine"


class Headline(StrEnum):
    """What the live readings together say."""

    VIOLATION = "violation"
    NOT_VIOLATION = "not_violation"
    DEPENDS = "depends"
    CANNOT_DETERMINE = "cannot_determine"
    UNDER_REVIEW = "under_review"


CAUSES = {
    Verdict.OUTSIDE: "outside",
    Verdict.PERMITTED: "permitted",
    Verdict.NOT_OCCURRED: "refuted",
}


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """Why something cannot be determined: a reason code and the element that it concerns."""

    element: str
    code: str


@dataclass(frozen=True, slots=True)
class WorldVerdict:
    """The verdict in one world, with what it rests on."""

    verdict: Verdict
    conditional: bool = False
    failing: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    elements: tuple[Truth, ...] = (Truth.U,) * len(ELEMENTS)
    clauses: tuple[str, ...] = ()

    def element(self, name: str) -> Truth:
        """The value of one element."""
        return self.elements[ELEMENTS.index(name)]


@dataclass(frozen=True, slots=True)
class Finding:
    """One incident (or one part of a split act) under every world that was asked for."""

    incident: str
    part: int | None
    verdicts: Mapping[str, WorldVerdict]  # world id → verdict, in the order of the worlds
    headline: Headline
    causes: tuple[str, ...]
    pivots: tuple[str, ...] = ()
    flags: tuple[tuple[str, str], ...] = ()
    unmatched: bool = False
    aggregate: bool = False  # of a report that sums many events: shown, never counted


def headline(verdicts: Iterable[Verdict], under_review: bool = False) -> Headline:
    """The headline over the default worlds."""
    if under_review:
        return Headline.UNDER_REVIEW
    seen = set(verdicts)
    if seen == {Verdict.VIOLATION}:
        return Headline.VIOLATION
    if seen == {Verdict.CANNOT_DETERMINE}:
        return Headline.CANNOT_DETERMINE
    if seen and seen <= set(CAUSES):
        return Headline.NOT_VIOLATION
    return Headline.DEPENDS


def causes(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """Why it is not a violation, in the worlds in which it is not."""
    seen = set(verdicts)
    return tuple(cause for verdict, cause in CAUSES.items() if verdict in seen)


def as_json(finding: Finding) -> dict[str, Any]:
    """One finding as the JSON contract of `hudna judge` writes it."""
    return {
        "incident": finding.incident,
        "part": finding.part,
        "unmatched": finding.unmatched,
        "headline": finding.headline.value,
        "causes": list(finding.causes),
        "verdicts": [verdict_json(world, found) for world, found in finding.verdicts.items()],
        "pivots": list(finding.pivots),
        "flags": [{"law": law, "code": code} for law, code in finding.flags],
    }


def verdict_json(world: str, found: WorldVerdict) -> dict[str, Any]:
    """One verdict as the JSON contract writes it."""
    return {
        "world": world,
        "verdict": found.verdict.value,
        "conditional": found.conditional,
        "failing": list(found.failing),
        "by": list(found.by),
        "reasons": [
            {"code": r.code, "element": r.element, "needs": needs(r.code, "en")}
            for r in found.reasons
        ],
        "elements": {
            name: truth.name for name, truth in zip(ELEMENTS, found.elements, strict=True)
        },
        "clauses": list(found.clauses),
    }


def json_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Each finding as JSON text; verdicts that findings share are written out once."""
    shared: dict[int, str] = {}
    for finding in findings:
        key = id(finding.verdicts)
        if key not in shared:
            verdicts = [verdict_json(world, found) for world, found in finding.verdicts.items()]
            shared[key] = json.dumps(verdicts, ensure_ascii=False)
        bare = as_json(replace(finding, verdicts={}))
        yield json.dumps(bare, ensure_ascii=False).replace(
            '"verdicts": []', f'"verdicts": {shared[key]}', 1
        )


def tally(findings: Sequence[Finding]) -> dict[tuple[Headline, tuple[str, ...]], int]:
    """Count findings by headline and cause; causes only where nothing is a violation."""
    counts: dict[tuple[Headline, tuple[str, ...]], int] = {}
    for finding in findings:
        cause = finding.causes if finding.headline == Headline.NOT_VIOLATION else ()
        key = (finding.headline, cause)
        counts[key] = counts.get(key, 0) + 1
    return counts
