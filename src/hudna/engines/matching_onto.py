"""Matching onto what was matched before: new reports touch only those that lie near them.

In: tables of reports, and the folder of a shelf (`hudna.engines.shelf`), or one that is to be.  Out: the links
of the new reports and of all whose incidents may have changed, the shelf with the new ones on it, and in
words what was found.  What was learned of the first reports (weights, how often a word is said, how many
incidents lie around a place and a day) stays until it is estimated anew: the incidents are the same as if
all reports were matched afresh by it.  Ids of incidents stay, as in a case (`hudna.matching.named`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hudna.engines.matching import (
    Found,
    by_id,
    check_sources,
    counted,
    related_by,
    spared,
    ties,
    told,
    write,
)
from hudna.engines.shelf import MANIFEST, Shelf, held, is_shelf, opened, put, told_form, worked_out
from hudna.matching import kept, plain
from hudna.matching.aggregates import contained
from hudna.matching.arrivals import announced, arrived
from hudna.matching.blocking import Blocks
from hudna.matching.compare import compared
from hudna.matching.learned import Learned
from hudna.matching.links import links, origins_of
from hudna.matching.matched import (
    KEPT,
    Advance,
    Certain,
    Matched,
    estimated,
    learn,
    parted_into,
    prepared,
    repeating,
    weighed,
)
from hudna.matching.named import Named, named, number_of
from hudna.matching.nearby import nearby
from hudna.matching.related import Ties
from hudna.matching.standing import Standing, standing_of, with_arrived
from hudna.matching.tellings import Flags, Floats, Ints, tellings
from hudna.problem import Problem, Refused, refuse
from hudna.sources.delimited import visible

_SHOWN: Final = 5


def match_onto(
    files: Sequence[Path], folder: Path, output: Path, no_repeats: Iterable[str] | None = None,
    taxonomy: Path | None = None, actors: Path | None = None, zone: str | None = None,
    re_estimate: bool = False, advance: Advance = lambda _: None,
) -> list[str]:  # fmt: skip
    """Match the reports of files onto those of a folder, write their links, and tell what was found.

    Without files the links of all are written.  Raises `Refused` for what cannot be read or written, for
    a report that is there already and told another thing, and where a declaration is not that of before.
    """
    spared(output, None, [*files, taxonomy, actors])
    read = plain.read(files, zone) if files else None
    with held(folder):
        if not is_shelf(folder):
            if read is None:
                what = "nothing was matched onto it yet, and no file is named"
                raise refuse(str(folder), what, "Name tables of reports")
            lines = _first(read.table, folder, output, no_repeats, ties(taxonomy, actors), advance)
        else:
            shelf = _agreed(opened(folder), no_repeats, ties(taxonomy, actors))
            lines = _more(shelf, read, output, re_estimate, advance)
    return [*lines, *(read.notes if read is not None else ())]


# --- the first reports, or all anew ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Whole:
    """Reports that were matched together, in the order of their ids."""

    reports: pa.Table
    found: Matched
    standing: Standing
    learned: Learned


def _whole(
    table: pa.Table, certain: Certain, learned: Learned | None, rates: Floats | None,
    advance: Advance,
) -> _Whole:  # fmt: skip
    """Match reports together, by what was learned or is learned of them."""
    ready = prepared(tellings(table), certain, learned, rates)
    blocks = Blocks(ready.traits.extents)
    if learned is None:
        repeats = repeating(ready.told, certain.no_repeats)
        made = estimated(ready.traits, ready.tables, repeats, blocks)
        learned = learn(ready, kept.freeze(made, ready.voices, ready.tables))
    else:
        learned = replace(learned, met={name: each.met for name, each in ready.tables.items()})
    weights = kept.thaw(learned.weights, ready.voices, ready.traits, ready.tables)
    pairs = weighed(ready, certain, weights, blocks, advance)
    found = parted_into(ready, certain, weights, pairs)
    reports = worked_out(table, ready.extents, ready.sums, ready.traits.rates)
    return _Whole(reports, found, standing_of(found, pairs, certain.no_repeats), learned)


def _first(
    table: pa.Table, folder: Path, output: Path, no_repeats: Iterable[str] | None,
    related: Mapping[str, Ties], advance: Advance,
) -> Iterable[str]:  # fmt: skip
    once = frozenset(name.strip() for name in no_repeats or ())
    certain = Certain(no_repeats=once, related=related_by(related))
    reports = by_id(told_form(table))
    check_sources(once, _sources(reports))
    whole = _whole(reports, certain, None, None, advance)
    number = np.zeros(len(reports), np.int64)
    single = whole.found.sums == 0
    first, number[single] = np.unique(whole.found.incident[single], return_inverse=True)
    number[single] += 1
    shelf = Shelf(
        folder, whole.reports, whole.standing, number, whole.found.told.sources, whole.learned, once,
        related, len(first), {}, bool(len(whole.found.crowd)), 1,
    )  # fmt: skip
    whose, inside = origins_of(whole.found), contained(whole.found)
    table = links(whole.found, whose, inside, _names(number))
    write({output: table})
    put(shelf, None)
    return told(Found(whole.found, table, whose, inside, once))


def _again(shelf: Shelf, certain: Certain, learned: Learned | None, advance: Advance) -> Shelf:
    """All reports of a shelf matched together once more; numbers go on where their incidents do."""
    turn = shelf.order(np.arange(len(shelf.reports)))
    table, rates = shelf.take(turn)
    whole = _whole(table, certain, learned, None if learned is None else rates, advance)
    return replace(
        shelf,
        reports=whole.reports,
        standing=whole.standing,
        number=shelf.number[turn],
        sources=whole.found.told.sources,
        learned=whole.learned,
        crowd=bool(len(whole.found.crowd)),
    )


# --- more of them ----------------------------------------------------------------------------------


def _agreed(shelf: Shelf, no_repeats: Iterable[str] | None, related: Mapping[str, Ties]) -> Shelf:
    """The shelf with what is declared of new sources.

    Raises `Refused` for a declaration by which the reports there were not matched.
    """
    remedy = "Leave it out, or match all reports onto another folder"
    once = frozenset(name.strip() for name in no_repeats or ())
    if late := sorted((once - shelf.no_repeats) & set(shelf.sources)):
        what = f"the reports of “{visible(late[0])}” there were matched as those of a source that may repeat itself"
        raise refuse("--no-repeats", what, remedy)
    for name, option in (("acts", "--taxonomy"), ("actors", "--actors")):
        before = [tuple(tie) for tie in shelf.related.get(name, [])]
        if name in related and related[name] != before:
            what = "the reports there were matched with another list"
            raise refuse(option, what, remedy)
    return replace(shelf, no_repeats=shelf.no_repeats | once)


def _more(
    shelf: Shelf, read: plain.Read | None, output: Path, re_estimate: bool, advance: Advance
) -> Iterable[str]:
    certain = Certain(no_repeats=shelf.no_repeats, related=related_by(shelf.related))
    new = by_id(told_form(read.table)) if read is not None else None
    skipped = 0
    if new is not None:
        fresh = _fresh(shelf, new)
        skipped = len(new) - len(fresh)
        new = fresh
    check_sources(shelf.no_repeats, {*shelf.sources, *(_sources(new) if new is not None else ())})
    if new is None and not re_estimate:
        every = np.ones(len(shelf.reports), bool)
        write({output: _links(shelf, certain, every)})
        return [f"{counted(len(every), 'report')} are there; these are the links of all."]
    if new is not None and not len(new) and not re_estimate:
        write({output: _links(shelf, certain, np.zeros(len(shelf.reports), bool))})
        return [_known(skipped), "There is nothing new to match."]
    joint, moved, names = _joint(shelf, certain, new, re_estimate, advance)
    write({output: _links(joint, certain, moved)})
    together = bool(moved.all())  # then rows are in another order, and all of it is new
    put(joint, None if together else shelf)
    lines = [_known(skipped)] if skipped else []
    return [*lines, *_told(shelf, joint, moved, names, re_estimate)]


def _sources(reports: pa.Table) -> set[str]:
    return {name.strip() for name in pc.unique(reports.column("source")).to_pylist()}


def _fresh(shelf: Shelf, new: pa.Table) -> pa.Table:
    """The reports that are not there yet.  Raises `Refused` for one that is, and told another thing."""
    names = new.column("report_id").combine_chunks()
    old = pc.is_in(shelf.reports.column("report_id"), value_set=names).to_numpy()
    rows = shelf.order(np.flatnonzero(old))
    if not len(rows):
        return new
    before, _ = shelf.take(rows)
    there = pc.is_in(names, value_set=before.column("report_id").combine_chunks())
    now = new.filter(there)
    same = np.ones(len(now), bool)
    for name in now.column_names:
        one, other = now.column(name), before.column(name)
        equal = pc.or_kleene(pc.equal(one, other), pc.and_(pc.is_null(one), pc.is_null(other)))
        same &= pc.fill_null(equal, False).to_numpy(zero_copy_only=False)
    different = np.flatnonzero(~same)
    if len(different):
        names = now.column("report_id").take(pa.array(different[:_SHOWN])).to_pylist()
        remedy = "Give the correction an id of its own, or match all reports onto another folder"
        problems = [
            Problem(
                visible(name), None, None, "is there already, and told another thing then", remedy
            )
            for name in names
        ]
        if len(different) > _SHOWN:
            what = f"so do {len(different) - _SHOWN:,} reports more"
            problems.append(Problem("report_id", None, None, what, remedy))
        raise Refused(problems)
    return new.filter(pc.invert(there))


def _joint(
    shelf: Shelf, certain: Certain, new: pa.Table | None, re_estimate: bool, advance: Advance
) -> tuple[Shelf, Flags, Named]:
    """A shelf with new reports on it, which of its rows were looked at again, and what they are called."""
    joint = replace(shelf, generation=shelf.generation + 1)
    again = re_estimate or shelf.crowd
    moved = np.ones(len(shelf.reports), bool)
    if new is not None and len(new):
        ready, learned, sources = announced(new, certain, shelf.learned, shelf.sources)
        more = worked_out(new, ready.extents, ready.sums, ready.traits.rates)
        joint = replace(
            joint,
            reports=pa.concat_tables([shelf.reports, more]),
            number=np.concatenate([shelf.number, np.zeros(len(new), np.int64)]),
            learned=learned,
            sources=sources,
        )
        arrivals = None
        if not again:
            arrivals = arrived(new, ready, certain, learned, shelf.standing, sources, shelf.take)
        if arrivals is None:
            again = True
        else:
            standing, moved = with_arrived(shelf.standing, arrivals, joint.order)
            joint = replace(joint, standing=standing)
    if again:
        joint = _again(joint, certain, None if re_estimate else joint.learned, advance)
        moved = np.ones(len(joint.reports), bool)
    number, names = _numbered(joint, moved)
    last = max([shelf.last, *map(number_of, names.ids)])
    ended = {**shelf.ended, **names.ended}
    return replace(joint, number=number, last=last, ended=ended), moved, names


def _numbered(shelf: Shelf, moved: Flags) -> tuple[Ints, Named]:
    """The number of each report's incident, where those of some rows are to be named again."""
    rows = shelf.order(np.flatnonzero(moved & (shelf.sums == 0)))
    ids = shelf.reports.column("report_id").take(pa.array(rows)).to_pylist()
    sets: dict[int, list[int]] = {}
    before: dict[str, list[str]] = {}
    for at, (incident, number) in enumerate(
        zip(shelf.standing.incident[rows].tolist(), shelf.number[rows].tolist(), strict=True)
    ):
        sets.setdefault(incident, []).append(at)
        if number:
            before.setdefault(f"m-{number}", []).append(ids[at])
    groups = list(sets.values())
    found = named([[ids[at] for at in some] for some in groups], before, {}, shelf.last)
    result = shelf.number.copy()
    for some, name in zip(groups, found.ids, strict=True):
        result[rows[some]] = number_of(name)
    return result, found


# --- what is written, and told ---------------------------------------------------------------------


def _names(number: Ints) -> list[str]:
    return [f"m-{each}" for each in number.tolist()]


def _links(shelf: Shelf, certain: Certain, moved: Flags) -> pa.Table:
    """The links of some reports, and of what sums up incidents where they lie."""
    standing, size = shelf.standing, len(moved)
    sums = np.flatnonzero(shelf.sums != 0)
    extents = shelf.extents
    summing = sums[nearby(extents.some(sums), standing.extents.some(np.flatnonzero(moved)))]
    shown = moved.copy()
    shown[summing] = True
    near = nearby(standing.extents, extents.some(sums[shown[sums]]))
    at = standing.touching(moved)
    at = at[standing.probability[at] >= KEPT]
    local = shown.copy()
    local[near] = local[standing.a[at]] = local[standing.b[at]] = True
    rows = shelf.order(np.flatnonzero(local))
    table, rates = shelf.take(rows)
    ready = prepared(tellings(table), certain, shelf.learned, rates)
    weights = kept.thaw(shelf.learned.weights, ready.voices, ready.traits, ready.tables)
    place = np.empty(size, np.int64)
    place[rows] = np.arange(len(rows))
    one, other = place[standing.a[at]], place[standing.b[at]]
    pairs = compared(ready.traits, np.minimum(one, other), np.maximum(one, other), words=False)
    _, first, group = np.unique(standing.incident[rows], return_index=True, return_inverse=True)
    none = np.zeros(len(at), bool)
    crowd = np.empty(0, np.int64)
    found = Matched(ready, weights, pairs, standing.probability[at], none, first[group], crowd)
    origins = {*shelf.sources, *pc.unique(shelf.reports.column("origin")).drop_null().to_pylist()}
    whole = links(found, origins_of(found, origins), contained(found), _names(shelf.number[rows]))
    ids = shelf.reports.column("report_id").take(pa.array(np.flatnonzero(shown)))
    return whole.filter(pc.is_in(whole.column("report_id"), value_set=ids.combine_chunks()))


def _known(skipped: int) -> str:
    verb = "is there already, as it was" if skipped == 1 else "are there already, as they were"
    return f"{counted(skipped, 'report')} {verb} told: left out."


def _told(
    shelf: Shelf, joint: Shelf, moved: Flags, names: Named, re_estimate: bool
) -> Iterator[str]:
    """What became of the incidents, in sentences."""
    new = len(joint.reports) - len(shelf.reports)
    there = f"{counted(len(shelf.reports), 'report')}"
    if re_estimate:
        yield f"{counted(len(joint.reports), 'report')} matched by weights that were estimated anew."
    elif joint.crowd:
        yield (
            f"{counted(new, 'new report')} beside {there}. Thousands lie around each: all were matched again."
        )
    else:
        again = int(moved.sum()) - new
        yield f"{counted(new, 'new report')} beside {there}, {again:,} of which lie near enough to matter."
    fresh = len({name for name in names.ids if number_of(name) > shelf.last})
    single = int((joint.sums != 0).sum() - (shelf.sums != 0).sum())
    summing = f"; {single:,} of the new ones sum up several" if single else ""
    yield f"{counted(fresh, 'new incident')}{summing}."
    ended = sorted(names.ended.items())
    for name, into in ended[:_SHOWN]:
        yield f"{name} is no more: " + (
            f"it is part of {into}." if into else "its reports are apart."
        )
    if len(ended) > _SHOWN:
        yield (
            f"So are {len(ended) - _SHOWN:,} more: {MANIFEST} in the folder names all that ended."
        )
    basis = shelf.learned.often.many
    if not re_estimate and len(joint.reports) > 2 * basis:
        yield (
            f"What agreement is worth was estimated from {counted(basis, 'report')}: "
            "`--re-estimate` learns from all."
        )
