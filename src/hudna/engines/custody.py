"""Custody: what is received from people, who it is from, and who may see it.

In: files as they came, reports written by hand, tiers and consent that people state.  Out: entries of
the record, all of a change or none of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from hudna.problem import Problem, Refused, refuse
from hudna.record import consent, contributors, documents, provenance, reports, tiers
from hudna.record.canonical import rows
from hudna.record.consent import Use
from hudna.record.known import Known
from hudna.record.leaf import BATCH
from hudna.record.log import Writer
from hudna.record.schema import VERSION
from hudna.record.store import Record, State, item, items, newest_of
from hudna.record.tiers import Tier
from hudna.sources import byhand


def recorded(known: Known, *, writes: bool = True) -> Record:
    """The record of a case, to be written unless said otherwise.  Raises `Refused` for none."""
    if known.record is None or (writes and not known.record.writes):
        what = "has no record" + (" that may be written here" if writes else "")
        raise refuse(str(known.case.path), what, "Check the folder's rights")
    return known.record


def keep_document(
    known: Known,
    file: Path,
    source: str | None = None,
    tier: Tier | None = None,
    author: str | None = None,
    origin: str | None = None,
) -> tuple[str, bool]:
    """Keep a file as received; its id, and whether it is new.

    Of a protected source the file's name is not kept, but for its ending: names of files tell who
    made them.  The same bytes from the same source are kept once.  Raises `Refused`: also for a tier
    that the document has not, where it is kept already.
    """
    packed = documents.pack(file)
    with recorded(known).writing(author) as writer:
        state = _checked(writer, source)
        for found in items(writer.connection, state, documents.KIND):
            value = found.value or {}
            if (value.get("sha256"), value.get("contributor")) == (packed.sha256, source):
                there = tiers.of(tiers.said(writer.connection, state), f"document/{found.id}")
                if tier not in (None, there):
                    what = f"the document is in the record already, for {there}"
                    raise Refused([_other_tier(file, what, f"document/{found.id}", tier)])
                return found.id, False
        name = documents.keep(writer, packed, _name(file, source), None, author, origin, source)
        if tier is not None:
            tiers.say(writer, f"{documents.KIND}/{name}", tier, "as it was received")
    return name, True


def _name(file: Path, source: str | None) -> str:
    return file.name if source is None else f"received{file.suffix.lower()[:12]}"


def _checked(writer: Writer, source: str | None) -> State:
    """The state before the change.  Raises `Refused` for a source that there is not."""
    state = State(writer.tail.size, writer.tail.versions)
    if source is not None:
        contributors.find(writer.connection, state, source)
    return state


def add_reports(
    known: Known,
    file: Path,
    source: str | None = None,
    tier: Tier | None = None,
    author: str | None = None,
) -> tuple[list[str], str | None]:
    """Add reports written by hand, as one entry; their ids, and the document that holds them.

    The file is kept as received.  A file that was added before adds nothing: no ids.  Raises
    `Refused`, also for an id that another report or an incident has, and for a tier that reports
    which are there already do not have.
    """
    case, record = known.case, recorded(known)
    table = byhand.read(file, case.registry, case.agreement.gazetteer, case.agreement.zone, source)
    packed = documents.pack(file)
    names: list[str] = table["report_id"].to_pylist()
    with record.writing(author) as writer:
        state = _checked(writer, source)
        known_as = documents.find(writer.connection, packed.sha256)
        added = [] if known_as is None else _added(writer.connection, state, known_as)
        agree(writer, file, tier, [added or names], known_as)
        if added:
            return [], known_as
        there = newest_of(writer.connection, state, reports.KIND, names)
        bodies = dict(zip(names, rows(table), strict=True))
        taken = [n for n in names if n in there and there[n].body != bodies[n]]
        taken += [incident.id for incident in case.incidents if incident.id in bodies]
        if taken:
            raise Refused(_taken(file, taken))
        document = known_as or documents.keep(
            writer, packed, _name(file, source), "application/yaml", author, None, source
        )
        about = {"format": byhand.NAME, "document": document}
        reports.add(writer, table, about if tier is None else {**about, "tier": tier.value})
    return names, document


def _taken(file: Path, names: Iterable[str]) -> list[Problem]:
    remedy = "Give another id, or leave it out: one is made"
    return [
        Problem(file.name, None, None, f"the id “{name}” is another's already", remedy)
        for name in names
    ]


def _added(connection: sa.Connection, state: State, document: str) -> list[str]:
    """The reports that were added of a document."""
    heads = items(connection, state, BATCH)
    entries = [h.seq for h in heads if (h.value or {}).get("document") == document]
    query = sa.select(VERSION.c.id).where(VERSION.c.kind == reports.KIND)
    return list(connection.scalars(query.where(VERSION.c.seq.in_(entries)).order_by(VERSION.c.n)))


def agree(
    writer: Writer,
    file: Path,
    tier: Tier | None,
    names: Iterable[Sequence[str]],
    document: str | None,
) -> None:
    """Raise `Refused` for a tier that would be dropped, since what is there already has another.

    `names` are ids of reports, some at a time; `document` is where they are kept, if they are.  What
    is not there yet agrees with any tier, but for a document that is for fewer.
    """
    if tier is None:
        return
    writer.flush()
    state = State(writer.tail.size, writer.tail.versions)
    came = provenance.read(writer.connection, state)
    others: Counter[tuple[str, Tier]] = Counter()
    for some in names:
        there = newest_of(writer.connection, state, reports.KIND, some).values()
        for found in there:
            has = came.tier(found.id, found.seq)
            if found.body is not None and has != tier:
                own = f"{reports.KIND}/{found.id}"
                others[own if own in came.said else came.import_of(found.seq) or own, has] += 1
    problems = [
        _other_tier(file, f"{n:,} of its reports are in the record already, for {has}", what, tier)
        for (what, has), n in sorted(others.items())
    ]
    what = f"{documents.KIND}/{document}"
    if not problems and what in came.said and not tier.sees(came.said[what].tier):
        told = f"the document that holds it is for {came.said[what].tier}"
        problems.append(_other_tier(file, told, what, tier))
    if problems:
        raise Refused(problems[:_NAMED])


_NAMED: Final = 5  # imports or reports, of those that have another tier


def _other_tier(file: Path, told: str, what: str, tier: Tier) -> Problem:
    remedy = f"Leave --tier out, or say it: `hudna tier CASE {what} {tier} --reason …`"
    return Problem(file.name, None, None, f"{told}, which --tier {tier} would not change", remedy)


def set_tier(known: Known, what: str, tier: Tier, reason: str, author: str | None) -> None:
    """Say that a thing, or what one import brought (`reports/12`), is for a tier.  Raises `Refused`."""
    with recorded(known).writing(author) as writer:
        if not what.startswith(f"{contributors.KIND}/"):
            _there(known, writer, what, ("report", "document", "incident", "reports"))
        tiers.say(writer, what, tier, reason)


def set_consent(
    known: Known,
    what: str,
    uses: Iterable[Use],
    given: bool,
    promised: str | None,
    reason: str,
    author: str | None,
) -> None:
    """Record what a source agreed to, or no longer, of all it gives or of one thing.

    Raises `Refused`.
    """
    with recorded(known).writing(author) as writer:
        _there(known, writer, what, ("source", "report", "document", "incident"))
        for use in dict.fromkeys(uses):
            consent.say(writer, what, use, given, promised, reason)


def _there(known: Known, writer: Writer, what: str, kinds: tuple[str, ...]) -> None:
    """Raise `Refused` unless there is a thing `kind/id` of one of the kinds."""
    kind, _, name = what.partition("/")
    if kind not in kinds or not name:
        shown = ", ".join(f"{each}/ID" for each in kinds)
        raise refuse(what[:80], "is not the name of a thing", f"Write {shown}")
    state = State(writer.tail.size, writer.tail.versions)
    if kind == "incident":
        found = any(incident.id == name for incident in known.case.incidents)
    elif kind == "reports":
        found = item(writer.connection, state, BATCH, what) is not None
    else:
        found = item(writer.connection, state, kind, name) is not None
    if not found:
        raise refuse(what[:80], "there is no such thing in the record", "See `hudna log show`")
