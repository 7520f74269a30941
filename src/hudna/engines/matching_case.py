"""Matching within a case: the reports of its record made into incidents, and that kept in the record.

In: a case as it is known.  Out: `CaseMatched`, which reports are one incident, under which id, whose account
each gives; one entry of the record with what is new of it; and in words what was found.

What people say goes before what is computed: two reports that a coded incident was coded from are one, those
of two coded incidents are not, and neither are undone.  The same holds for answers to `--review`.  An incident
in which reports of a coded one are bears its id, and is judged as it was coded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any, Final

import numpy as np
import pyarrow as pa

import hudna
from hudna.actors import Registry
from hudna.engines.batch import current
from hudna.engines.custody import recorded
from hudna.engines.matching import check_sources, counted
from hudna.matching import kept as keeping
from hudna.matching.aggregates import Contains, contained
from hudna.matching.blocking import Blocks
from hudna.matching.links import origins_of
from hudna.matching.links import same as surely
from hudna.matching.matched import (
    REVIEW,
    Certain,
    Matched,
    Ready,
    agreed,
    estimated,
    parted_into,
    prepared,
    repeating,
    weighed,
)
from hudna.matching.named import Named, named
from hudna.matching.number import number
from hudna.matching.origins import HOW, Origins
from hudna.matching.recorded import BETWEEN, related, told
from hudna.matching.reversed import reversed_roles
from hudna.matching.tellings import Ints, Tellings
from hudna.matching.vocabulary import leaning
from hudna.names import fold
from hudna.record import matches
from hudna.record.known import Known
from hudna.record.matches import Outcome, Sameness
from hudna.record.store import State
from hudna.report import SCHEMA
from hudna.sources import byhand

Row = Mapping[str, Any]
NO_REPEATS: Final = "no_repeats"
_FAR_DAYS: Final = 10  # reports that lie further apart are two incidents anyway
_DIGITS: Final = 4


@dataclass(frozen=True)
class CaseMatched:
    """The reports of a case, matched.

    `rows` are the reports, by id; `whose` the origins of each, copies collapsed, and `how` they are known;
    `sets` the rows of each incident, `names` their ids.
    """

    known: Known
    rows: Sequence[Row]
    found: Matched
    contains: Contains
    whose: Sequence[tuple[str, ...]]
    how: Sequence[str]
    sets: Sequence[Sequence[int]]
    names: Named
    weights: Mapping[str, Any]

    def incident(self, row: int) -> str | None:
        """The id of the incident that a report is of; None: of none with another report."""
        return self._of_row.get(row)

    @cached_property
    def _of_row(self) -> dict[int, str]:
        return {
            row: name for some, name in zip(self.sets, self.names.ids, strict=True) for row in some
        }


def match_case(
    known: Known, no_repeats: Iterable[str] | None = None, re_estimate: bool = False,
    author: str | None = None, advance: Callable[[int], None] = lambda _: None,
) -> Iterator[str]:  # fmt: skip
    """Match the reports of a case, keep what is new in its record, and tell what was found.

    `no_repeats` names sources that tell each incident once (None: those that were named last).  Raises
    `Refused` for a source that no report has, and for a record that cannot be written.
    """
    record = recorded(known)
    if not known.count_reports():
        yield "0 reports: there is nothing to match. Bring some by `hudna import` or `hudna add`."
        return
    found = matched_case(known, no_repeats, re_estimate, advance)
    with record.writing(author) as writer:
        entry = matches.keep(writer, _outcome(found), {"engine": f"hudna {hudna.__version__}"})
    yield from _told(found, entry)


def matched_case(
    known: Known, no_repeats: Iterable[str] | None = None, re_estimate: bool = False,
    advance: Callable[[int], None] = lambda _: None,
) -> CaseMatched:  # fmt: skip
    """Match the reports of a case by the weights in its record, or by new ones; nothing is written."""
    table = pa.concat_tables([SCHEMA.empty_table(), *current(known)]).sort_by("report_id")
    old, before, last, said = _before(known)
    registry, agreement = known.case.registry, known.case.agreement
    reports = told(table, registry, agreement.gazetteer, agreement.zones.zones, agreement.zone)
    rows = reports.rows
    once = _no_repeats(reports.tellings, no_repeats, old)
    same, different, coded = _hand_made(known, rows, said)
    certain = Certain(
        frozenset(once), same, different, related(registry), reports.several, reports.events
    )
    agreed(reports.tellings, certain)
    ready = prepared(reports.tellings, certain)
    blocks = Blocks(ready.traits.extents)
    kept = {**(_estimated(ready, certain, blocks) if old is None or re_estimate else old)}
    weights = keeping.thaw(kept, ready.voices, ready.traits, ready.tables)
    pairs = weighed(ready, certain, weights, blocks, advance)
    found = parted_into(ready, certain, weights, pairs)
    if apart := _contradicting(found, rows, certain, registry):
        certain = replace(certain, different=(*different, *apart))
        found = parted_into(ready, certain, weights, pairs)
    kept[NO_REPEATS] = list(once)
    whose, how = _whose(known, found, rows)
    sets, fixed = _sets(found.incident, coded, found.sums)
    ids = named([[str(rows[at]["report_id"]) for at in some] for some in sets], before, fixed, last)
    return CaseMatched(known, rows, found, contained(found), whose, how, sets, ids, kept)


def _before(
    known: Known,
) -> tuple[Mapping[str, Any] | None, dict[str, tuple[str, ...]], int, list[Sameness]]:
    """What the record has of matching: weights, incidents, the last number, what people said."""
    if known.record is None:
        return None, {}, 0, []
    with known.record.reading() as connection:
        state: State = known.state
        return (
            matches.weights(connection, state),
            matches.incidents(connection, state),
            matches.last_number(connection, state),
            matches.said(connection, state),
        )


def _no_repeats(
    reports: Tellings, given: Iterable[str] | None, old: Mapping[str, Any] | None
) -> list[str]:
    if given is None:
        return sorted(set((old or {}).get(NO_REPEATS, ())))
    named = set(given)
    check_sources(named, reports.sources)
    return sorted(named)


def _estimated(ready: Ready, certain: Certain, blocks: Blocks) -> dict[str, Any]:
    """New weights, as a record keeps them."""
    repeats = repeating(ready.told, certain.no_repeats)
    made = estimated(ready.traits, ready.tables, repeats, blocks)
    made = leaning(made, ready.traits, ready.tables)
    new = keeping.freeze(made, ready.voices, ready.tables) | {"reports": len(ready.told)}
    return {**new, "version": keeping.version(new)}


# --- what people said -----------------------------------------------------------------------------


Pairs = tuple[tuple[int, int], ...]


def _hand_made(
    known: Known, rows: Sequence[Row], said: Sequence[Sameness]
) -> tuple[Pairs, Pairs, dict[int, str]]:
    """Pairs that are one, pairs that are not, and the coded incident that a report was coded from."""
    place = {row["report_id"]: at for at, row in enumerate(rows)}
    cited: dict[int, list[str]] = {}
    for incident in known.case.incidents:
        entry = incident.entry
        names = [] if entry is None else [*entry.reports, *(f"ucdp-{n}" for n in entry.ucdp)]
        for name in dict.fromkeys(names):
            if name in place:
                cited.setdefault(place[name], []).append(incident.id)
    coded = {at: names[0] for at, names in cited.items() if len(names) == 1}
    by_incident: dict[str, list[int]] = {}
    for at, name in sorted(coded.items()):
        by_incident.setdefault(name, []).append(at)
    same = [pair for some in by_incident.values() for pair in pairwise(some)]
    different = [
        (one, other)
        for one, other in combinations(sorted(coded), 2)
        if coded[one] != coded[other] and _near(rows[one], rows[other])
    ]
    for word in said:
        if word.one in place and word.other in place:
            (same if word.same else different).append((place[word.one], place[word.other]))
    return tuple(dict.fromkeys(same)), tuple(dict.fromkeys(different)), coded


def _contradicting(
    found: Matched, rows: Sequence[Row], certain: Certain, registry: Registry
) -> list[tuple[int, int]]:
    """Pairs that were weighed, and cannot be one act; what a person joined is not looked at."""
    joined = {row for pair in certain.same for row in pair}
    pairs = zip(found.pairs.a.tolist(), found.pairs.b.tolist(), strict=True)
    apart = reversed_roles(rows, pairs, registry)
    return [pair for pair in apart if joined.isdisjoint(pair) and pair not in certain.different]


def _near(one: Row, other: Row) -> bool:
    first, second = one["t_earliest"], other["t_earliest"]
    return first is None or second is None or abs((first - second).days) <= _FAR_DAYS


def _sets(
    group: Ints, coded: Mapping[int, str], sums: Ints
) -> tuple[list[list[int]], dict[int, str]]:
    """The rows of each incident with two reports, or with a coded one; and ids that people gave."""
    members: dict[int, list[int]] = {}
    for row in np.flatnonzero(sums == 0).tolist():
        members.setdefault(int(group[row]), []).append(row)
    sets = [some for some in members.values() if len(some) > 1 or some[0] in coded]
    fixed: dict[int, str] = {}
    for at, some in enumerate(sets):
        names = {coded[row] for row in some if row in coded}
        if len(names) == 1 and names.isdisjoint(fixed.values()):
            fixed[at] = names.pop()
    return sets, fixed


# --- whose accounts -------------------------------------------------------------------------------


def _whose(
    known: Known, found: Matched, rows: Sequence[Row]
) -> tuple[list[tuple[str, ...]], list[str]]:
    """The origins of each report, ids of the case where it has them, and how they are known."""
    group, whose = found.incident, origins_of(found)
    names = known.case.registry.origin_names
    first = [_named(whose, row, at, names) for at, row in enumerate(rows)]
    own = {at: names.get(fold(str(row["source"]))) for at, row in enumerate(rows)}
    handed: dict[tuple[int, str], tuple[str, ...]] = {}
    for at, by in enumerate(first):
        source = own[at]
        if source is not None and source not in by and by:
            handed.setdefault((int(group[at]), source), by)
    how = [
        "declared" if row["origins"] or row["origin_names"]
        else "in its text" if HOW[whose.how[at]] == "declared" else HOW[whose.how[at]]
        for at, row in enumerate(rows)
    ]  # fmt: skip
    return [_taken(by, int(group[at]), handed) for at, by in enumerate(first)], how


def _named(whose: Origins, row: Row, at: int, names: Mapping[str, str]) -> tuple[str, ...]:
    """The origins of one report; what nobody is named for has none."""
    name = whose.names[whose.name[at]]
    if HOW[whose.how[at]] == "the source itself":
        known = names.get(fold(str(row["source"])))
        if known is None and row["source"] == byhand.NAME:
            return ()
        return (known or str(row["source"]),)
    return tuple(sorted({names.get(fold(part), part) for part in name.split(BETWEEN)}))


def _taken(
    by: tuple[str, ...], group: int, handed: Mapping[tuple[int, str], tuple[str, ...]]
) -> tuple[str, ...]:
    """Whose account it is in the end: an agency that has it from a monitor is no origin of it."""
    found, waiting = dict.fromkeys(by), list(by)
    while waiting:
        name = waiting.pop()
        for source in handed.get((group, name), ()):
            if source not in found:
                found[source] = None
                waiting.append(source)
    ends = [name for name in found if not handed.get((group, name))]
    return tuple(sorted(ends or by))


# --- what is kept, and told -----------------------------------------------------------------------


def _outcome(case: CaseMatched) -> Outcome:
    version = case.weights["version"]
    ids = [str(row["report_id"]) for row in case.rows]
    incidents: dict[str, dict[str, Any]] = {
        name: {"reports": [ids[row] for row in some]} | ({"from": list(came)} if came else {})
        for some, name, came in zip(case.sets, case.names.ids, case.names.came, strict=True)
    }
    for gone, into in case.names.ended.items():
        incidents[gone] = {"reports": []} | ({} if into is None else {"into": into})
    score, beside = scores(case), _beside(case)
    inside = _inside(case)
    reports = {
        ids[row]: {
            "incident": case.incident(row),
            "relation": _relation(case, row),
            "score": score[row],
            "origins": list(case.whose[row]),
            "how": case.how[row],
            "weights": version,
        }
        | ({"contains": inside[row]} if row in inside else {})
        | ({"review": beside[row]} if row in beside else {})
        for row in range(len(ids))
    }
    return Outcome(reports, incidents, case.weights)


def _relation(case: CaseMatched, row: int) -> str:
    if case.found.sums[row] != 0:
        return "contains"
    return "alone" if case.incident(row) is None else "same"


def scores(case: CaseMatched) -> dict[int, float]:
    """How surely each report is of its incident, or of none with another."""
    row, _, _, score = surely(case.found)
    found = dict.fromkeys(range(len(case.rows)), 1.0)
    found |= dict(zip(row.tolist(), np.round(score, _DIGITS).tolist(), strict=True))
    return found


def _beside(case: CaseMatched) -> dict[int, list[list[Any]]]:
    """Of each report the others that it may be of one incident with, though it is said not to be."""
    found: dict[int, list[list[Any]]] = {}
    for a, b, probability in uncertain(case):
        if case.incident(a) is None or case.incident(a) != case.incident(b):
            for one, other in ((a, b), (b, a)):
                found.setdefault(one, []).append([case.rows[other]["report_id"], probability])
    return found


def uncertain(case: CaseMatched) -> list[tuple[int, int, float]]:
    """The pairs that a person should look at, the least certain first."""
    probability, pairs = case.found.probability, case.found.pairs
    band = (probability >= REVIEW[0]) & (probability < REVIEW[1]) & ~case.found.settled
    at = np.flatnonzero(band)
    order = at[np.lexsort((pairs.b[at], pairs.a[at], np.abs(probability[at] - 0.5)))]
    return [
        (int(pairs.a[i]), int(pairs.b[i]), round(float(probability[i]), _DIGITS)) for i in order
    ]


def _inside(case: CaseMatched) -> dict[int, list[list[Any]]]:
    """Of each aggregate the incidents, or single reports, that lie within it."""
    found: dict[int, list[list[Any]]] = {}
    inside = case.contains
    for row, first, probability in zip(
        inside.aggregate.tolist(),
        inside.incident.tolist(),
        inside.probability.tolist(),
        strict=True,
    ):
        name = case.incident(first) or case.rows[first]["report_id"]
        found.setdefault(row, []).append([name, round(probability, _DIGITS)])
    return found


def _told(case: CaseMatched, entry: int | None) -> Iterator[str]:
    """What was found, in sentences."""
    single = int((case.found.sums == 0).sum())
    together = sum(len(some) for some in case.sets)
    yield (
        f"{counted(len(case.rows), 'report')}, {len(case.rows) - single:,} of which sum up several "
        "incidents and are never one."
    )
    yield (
        f"{counted(len(case.sets), 'incident')} of {counted(together, 'report')}; in none: "
        f"{counted(single - together, 'report')}, each judged as its own, unmatched."
    )
    count = number(case.found)
    yield f"As far as can be known they tell of {count.low:,} to {counted(count.high, 'incident')}."
    doubtful = len(uncertain(case))
    if doubtful:
        yield (
            f"{counted(doubtful, 'pair')} of reports uncertain: `hudna match CASE --review` asks about "
            "each."
        )
    before = case.weights["reports"]
    if len(case.rows) > 2 * before:
        yield (
            f"What agreement is worth was estimated from {counted(before, 'report')}: "
            "`--re-estimate` learns from all."
        )
    for name, into in case.names.ended.items():
        yield f"{name} is no more: " + (
            f"it is part of {into}." if into else "its reports are apart."
        )
    yield (
        "Nothing is new in the record."
        if entry is None
        else f"Kept as entry {entry} of the record."
    )
