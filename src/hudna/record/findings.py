"""Findings as they were derived: with the engine and the agreement that they follow from.

In: findings under the default worlds.  Out: a version of kind `finding` for each that is new or
differs from the one before, in one entry.  Verdicts that findings share are kept once (`verdicts`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

import hudna
from hudna.finding import Finding, verdict_json
from hudna.record.canonical import canonical
from hudna.record.manifest import FINDINGS
from hudna.record.store import Item, Record, newest_of

KIND: Final = "finding"
VERDICTS: Final = "verdicts"


def name_of(finding: Finding) -> str:
    """The id of a finding: `incident/ID` or `report/ID`, and the part of an act that was split."""
    part = "" if finding.part is None else f"/{finding.part}"
    return f"{'report' if finding.unmatched else 'incident'}/{finding.incident}{part}"


def value_of(finding: Finding, verdicts: str, agreement_sha256: str) -> dict[str, Any]:
    """What is recorded of a finding."""
    return {
        "headline": finding.headline.value,
        "causes": list(finding.causes),
        "pivots": list(finding.pivots),
        "flags": [f"{law}:{code}" for law, code in finding.flags],
        "verdicts": verdicts,
        "engine": f"hudna {hudna.__version__}",
        "agreement": agreement_sha256,
    }


def verdicts_of(finding: Finding) -> bytes:
    """The verdicts of a finding, world by world, without their words."""
    told = []
    for world, found in finding.verdicts.items():
        verdict = verdict_json(world, found)
        for reason in verdict["reasons"]:
            del reason["needs"]
        told.append(verdict)
    return canonical(told)


def record_findings(
    record: Record, findings: Iterable[Finding], agreement_sha256: str, author: str | None
) -> int:
    """Keep what is new or changed of findings; how many.  Raises `Refused`."""
    shared: dict[int, str] = {}  # findings share the very mapping
    texts: dict[str, bytes] = {}
    bodies: dict[str, bytes] = {}
    for finding in findings:
        key = id(finding.verdicts)
        if key not in shared:
            text = verdicts_of(finding)
            shared[key] = hashlib.sha256(text).hexdigest()
            texts[shared[key]] = text
        value = value_of(finding, shared[key], agreement_sha256)
        bodies[name_of(finding)] = canonical(value)
    state = record.state()
    with record.reading() as connection:
        kept = newest_of(connection, state, KIND, list(bodies))
        new = {name: body for name, body in bodies.items() if _differs(kept.get(name), body)}
        had = newest_of(connection, state, VERDICTS, list(texts)) if new else {}
    if not new:
        return 0
    with record.writing(author) as writer:
        writer.put_rows(FINDINGS, _rows(texts, had, new), {"engine": f"hudna {hudna.__version__}"})
    return len(new)


def _differs(kept: Item | None, body: bytes) -> bool:
    return kept is None or kept.body != body


def _rows(
    texts: dict[str, bytes], had: dict[str, Item], new: dict[str, bytes]
) -> Iterator[tuple[str, str, bytes]]:
    for digest, text in texts.items():
        if digest not in had:
            yield VERDICTS, digest, text
    for name, body in new.items():
        yield KIND, name, body
