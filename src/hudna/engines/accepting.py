"""Accepting: drafts that a person confirms, written into a case's agreement and its record.

In: a case, a reading, the ids of drafts, the person.  Out: `agreement.yaml` and the record with them,
both or neither.  The case as it would be is checked first; where it would have an error, nothing is
changed.  A draft that was accepted before changes nothing.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from hudna.case import TEXT_FILES, read_case
from hudna.engines.amending import FILE, Amendment, visible
from hudna.engines.custody import recorded
from hudna.engines.joining import obligation, parties
from hudna.engines.reading_file import (
    Draft,
    ObligationDraft,
    ReadingDraft,
    ReadingFile,
    ReportDraft,
    TermDraft,
)
from hudna.engines.stating import state
from hudna.incident import UNIDENTIFIED
from hudna.names import fold
from hudna.problem import Problem, Refused, Severity, refuse
from hudna.record import documents, files, reports, statements
from hudna.record.known import Known
from hudna.record.store import newest_of
from hudna.report import SCHEMA, written_whole
from hudna.sources import byhand

SOURCE: Final = "read"
"""What the column `source` says of a report that was read from a text and accepted by a person."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What a person says when accepting: beside the drafts, the settings and the reason."""

    person: str
    settings: Mapping[str, Any]
    reason: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """One draft: where in the case it stands; `before`: it was accepted already."""

    draft: str
    into: tuple[str, ...]
    before: bool = False


def chosen(
    reading: ReadingFile, names: Sequence[str], kinds: Collection[str] = ()
) -> list[tuple[str, Draft]]:
    """The drafts of some ids, or of some kinds, in the order in which they are accepted.

    An id without its last part names all drafts of its sort: `t-P07`.  Raises `Refused` for an id
    that no draft has, with the nearest.
    """
    drafts = list(reading.all())
    known = {name for _, draft in drafts for name in (draft.id, draft.sort)}
    if missing := [name for name in names if name not in known]:
        raise Refused(_unknown(name, known) for name in missing)
    return [
        (kind, draft) for kind, draft in drafts
        if kind in kinds or draft.id in names or draft.sort in names
    ]  # fmt: skip


def _unknown(name: str, known: Collection[str]) -> Problem:
    near = difflib.get_close_matches(name, sorted(known), 3, 0.4)
    remedy = f"The nearest are {', '.join(near)}" if near else "See --list for the drafts"
    return Problem(visible(name)[:80], None, None, "there is no such draft", remedy)


def states(known: Known, reading: ReadingFile) -> dict[str, tuple[str, ...]]:
    """Of the drafts that were accepted before, where each stands; what was taken out since is not."""
    record = known.record
    if record is None:
        return {}
    names = [draft.id for _, draft in reading.all()]
    with record.reading() as connection:
        told = statements.accepted(connection, known.state, names)
        there = set(newest_of(connection, known.state, reports.KIND, names))
    document = known.case.agreement.document
    ids = {
        "terms": set(document.terms), "readings": set(document.readings),
        "accessions": {a.actor for a in document.accessions},
        "lists": {item.id for item in document.lists}, "reports": there,
    }  # fmt: skip
    found = {}
    for name, about in told.items():
        into = tuple(map(str, about.get("into", ())))
        parts = [place.split(".") for place in into]
        if all(len(p) > 1 and p[1] in ids.get(p[0], ()) for p in parts):
            found[name] = into
    return found


def accept(
    known: Known,
    file: Path,
    reading: ReadingFile,
    drafts: Iterable[tuple[str, Draft]],
    says: Acceptance,
    text: Path | None = None,
) -> list[Accepted]:
    """Write drafts into the case: `reading` is what `file` holds, `text` the text that it is of.

    Raises `Refused`: for a draft that cannot be written, a setting that nothing asks for, or a case
    that would not pass its checks.  Then nothing is changed.
    """
    drafts, before = list(drafts), states(known, reading)
    told = [Accepted(d.id, before[d.id], before=True) for _, d in drafts if d.id in before]
    new = [(kind, draft) for kind, draft in drafts if draft.id not in before]
    if not new:
        return told
    path = known.case.path / FILE
    written = path.read_bytes()
    form = _Form.of(written)
    if hashlib.sha256(written).hexdigest() != known.case.agreement_sha256:
        raise refuse(FILE, "was changed while it was read", "Run the command again")
    amendment = Amendment(known.case, reading, form.text, says.settings, says.reason, says.title)
    rows = _reported(known, amendment, [d for _, d in new if isinstance(d, ReportDraft)])
    _amend(amendment, new)
    if spare := sorted(set(says.settings) - amendment.used):
        what = f"nothing in the drafts asks for {', '.join(spare)}"
        raise refuse("--set", what, "Leave it out; --list shows what is open")
    content = written if amendment.text == form.text else form.bytes(amendment.text)
    _check(known.case.path, content)
    _keep(known, (file, text), amendment, new, rows, content, says)
    return [*told, *(Accepted(d.id, tuple(amendment.into.get(d.id, ()))) for _, d in new)]


def _amend(amendment: Amendment, drafts: Iterable[tuple[str, Draft]]) -> None:
    """Write the drafts that go into the agreement."""
    wrote = False
    for _, draft in drafts:
        match draft:
            case TermDraft() if draft.type == "P07":
                parties(amendment, draft)
            case TermDraft():
                amendment.term(draft)
            case ReadingDraft():
                state(amendment, draft)
            case ObligationDraft():
                obligation(amendment, draft)
            case _:
                continue
        wrote = True
    if wrote:
        amendment.settle()


@dataclass(frozen=True, slots=True)
class _Form:
    """A file's text, and how its bytes had it: a byte-order mark, the ends of its lines."""

    text: str
    mark: bytes
    end: str

    @classmethod
    def of(cls, content: bytes) -> _Form:
        text = content.decode("utf-8-sig")
        mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
        end = "\r\n" if "\r\n" in text else "\n"
        return cls(text.replace("\r\n", "\n").replace("\r", "\n"), mark, end)

    def bytes(self, text: str) -> bytes:
        return self.mark + text.replace("\n", self.end).encode()


def _check(folder: Path, content: bytes) -> None:
    """Raise `Refused` with every error that the case would have."""
    with tempfile.TemporaryDirectory(prefix="hudna-accept-") as staging:
        for name in TEXT_FILES:
            if (folder / name).is_file():
                shutil.copyfile(folder / name, Path(staging, name))
        Path(staging, FILE).write_bytes(content)
        _, problems = read_case(Path(staging))
    errors = [p for p in problems if p.severity == Severity.ERROR]
    if errors:
        what = "the case would not be sound with these drafts; nothing was changed"
        raise Refused(
            [Problem(FILE, None, None, what, "The errors that it would have follow"), *errors]
        )


# --- reports --------------------------------------------------------------------------------------


_SAYABLE: Final = ("time", "place", "actors", "targets", "acts", "deaths", "origins", "initiator")


def _reported(known: Known, amendment: Amendment, drafts: Sequence[ReportDraft]) -> pa.Table | None:
    """The reports as rows of the record; None for none.  Raises `Refused`."""
    if not drafts:
        return None
    given = {k: v for k, v in amendment.settings.items() if k in _SAYABLE}
    amendment.used |= set(given)
    case = known.case
    entries = [{**_entry(draft, known), **given} for draft in drafts]
    with tempfile.TemporaryDirectory(prefix="hudna-accept-") as staging:
        path = Path(staging, "drafts.yaml")
        path.write_text(json.dumps({"reports": entries}, ensure_ascii=False), encoding="utf-8")
        table = byhand.read(path, case.registry, case.agreement.gazetteer, case.agreement.zone)
    names = [[one.name for one in draft.by] for draft in drafts]
    for draft in drafts:
        amendment.wrote(draft, "reports", draft.id)
    for column, values in (
        ("source", [SOURCE] * len(drafts)), ("source_row", [draft.id for draft in drafts]),
        ("origin_names", names),
    ):  # fmt: skip
        at = SCHEMA.get_field_index(column)
        table = table.set_column(
            at, SCHEMA.field(column), pa.array(values, SCHEMA.field(column).type)
        )
    return table


def _entry(draft: ReportDraft, known: Known) -> dict[str, Any]:
    """A report as one writes it by hand; what is not known is left out."""
    case = known.case
    registry, spots = case.registry, case.agreement.gazetteer.spots
    entry: dict[str, Any] = {"id": draft.id, "acts": [draft.act], "text": visible(draft.text())}
    for role in ("actors", "targets"):
        there = [name for name in getattr(draft, role) if name in registry.entries]
        entry[role] = [*there, UNIDENTIFIED]
    if draft.time is not None:
        entry["time"] = _time(draft.time)
    if draft.place is not None:
        place = draft.place
        spot = place.get("id") if place.get("id") in spots else None
        entry["place"] = {"spot": spot} if spot else {"name": visible(str(place.get("name") or ""))}
    if draft.deaths is not None:
        entry["deaths"] = dict(draft.deaths)
    origins = (o for one in draft.by for name in (one.name, one.role) if name
               for o in [registry.origin_names.get(fold(name))] if o)  # fmt: skip
    return {**entry, "origins": list(dict.fromkeys(origins))}


def _time(told: Mapping[str, Any]) -> dict[str, Any]:
    first, last = told.get("earliest"), told.get("latest")
    span = {"at": first} if first == last else {"from": first, "to": last}
    zone = {"zone": told["zone"]} if told.get("zone") else {}
    return {k: v for k, v in span.items() if v is not None} | zone


# --- keeping --------------------------------------------------------------------------------------


def _keep(
    known: Known,
    brought: tuple[Path, Path | None],
    amendment: Amendment,
    drafts: Sequence[tuple[str, Draft]],
    rows: pa.Table | None,
    content: bytes,
    says: Acceptance,
) -> None:
    """Keep everything, or nothing.

    The record's change is undone where the file cannot be written, and the file where the record's
    cannot be kept.
    """
    path = known.case.path / FILE
    written = path.read_bytes()
    packed = [documents.pack(file) for file in brought if file is not None]
    names = [file.name for file in brought if file is not None]
    try:
        with recorded(known).writing(says.person) as writer:
            kept = [
                documents.find(writer.connection, p.sha256)
                or documents.keep(writer, p, name, brought_by=says.person)
                for p, name in zip(packed, names, strict=True)
            ]
            if rows is not None:
                reports.add(writer, rows, {"format": SOURCE, "document": kept[0]})
            for kind, draft in drafts:
                statements.accept(writer, draft.id, {
                    "draft": kind, "documents": kept, "text_sha256": draft.sha256,
                    "quotes": [{"span": list(q.span), "text": q.text} for q in draft.quotes],
                    "by": [{"actor": b.actor, "name": b.name, "role": b.role} for b in draft.by],
                    "into": amendment.into.get(draft.id, []),
                    **({"said": dict(says.settings)} if says.settings else {}),
                    **({"reason": says.reason} if says.reason else {}),
                })  # fmt: skip
            if content != written:
                with written_whole(path) as new:
                    new.write_bytes(content)
                sha256 = hashlib.sha256(content).hexdigest()
                files.keep(writer, known.case.path, {FILE: sha256})
    except BaseException:
        if path.read_bytes() != written:
            with written_whole(path) as old:
                old.write_bytes(written)
        raise


def listed(known: Known, reading: ReadingFile) -> Iterator[dict[str, Any]]:
    """Every draft for a table: what it proposes, who says it in which words, what it leaves open."""
    before = states(known, reading)
    for kind, draft in reading.all():
        about: dict[str, Any] = {}
        unset: list[str] = list(draft.unknown)
        match draft:
            case TermDraft():
                about = draft.parameters | draft.said
                unset += draft.open
            case ReadingDraft():
                about = {kind: term.parameters for kind, term in draft.terms.items()}
                unset += [
                    f"{k}.{name}" for k, t in draft.terms.items() for name in (*t.open, *t.unknown)
                ]
            case ObligationDraft():
                about = {"due": draft.due} if draft.due else {}
            case ReportDraft():
                told = {"time": draft.time, "place": draft.place, "deaths": draft.deaths}
                about = {k: v for k, v in told.items() if v}
        yield {
            "id": draft.id, "kind": kind, "proposes": about, "open": list(dict.fromkeys(unset)),
            "by": [one.name for one in draft.by], "quotes": [q.text for q in draft.quotes],
            "spans": [list(q.span) for q in draft.quotes],
            "accepted": list(before[draft.id]) if draft.id in before else None,
        }  # fmt: skip
