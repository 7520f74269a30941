"""Provenance: in which imports and documents a report came, and what was said of all of them.

In: a state of the record.  Out: of each report its tier, its contributors and the names under which
consent is recorded of it.  A report that was brought again, changed, is a new version in a new batch;
what was said of the older ones was said of it, and holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from hudna.record import documents, reports, tiers
from hudna.record.leaf import BATCH
from hudna.record.schema import VERSION
from hudna.record.store import State, items
from hudna.record.tiers import Tier, Word

_STREAMED: Final = {"yield_per": 5_000}


class Batch(NamedTuple):
    """An entry that brought reports: `id` as `reports/12`, and what it says itself of its tier."""

    id: str
    word: Word | None
    document: str | None


class Whose(NamedTuple):
    """Whom a report is from.

    `things` are all names (`kind/id`) under which consent may be recorded of it; `givers` are its
    contributors, each with those of the names under which he may have agreed.
    """

    things: tuple[str, ...]
    givers: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def contributors(self) -> frozenset[str]:
        """The pseudonyms."""
        return frozenset(name for name, _ in self.givers)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the reports of a record are from, as known at a state.

    `again` has the entries that brought each report which is there in several versions, the oldest
    first; `voices` the contributors that such versions name.
    """

    said: tiers.Said
    batches: Mapping[int, Batch]  # by the number of the entry
    documents: Mapping[str, Mapping[str, Any]]
    again: Mapping[str, tuple[int, ...]]
    voices: Mapping[str, frozenset[str]]

    def tier(self, name: str, seq: int) -> Tier:
        """The tier of a report, of which the entry `seq` brought the newest version.

        What was said of the report itself holds; else what was said, by `hudna tier`, of the import
        that brought its newest version; else the strictest that was said of any import that brought
        it, by it or of it; else it is the mission's.  A stricter word that came later, of any of the
        imports or documents that it came in, holds too: these only take back.
        """
        came = self._came(name, seq)
        anchor = self.said.get(f"{reports.KIND}/{name}") or self.said.get(self.import_of(seq) or "")
        brought = [word for batch in came if (word := self.said.get(batch.id, batch.word))]
        kept = [self.said.get(f"{documents.KIND}/{document}") for document in _documents(came)]
        if anchor is not None:
            first, after = [anchor.tier], anchor.n
        else:
            first, after = [word.tier for word in brought] or [Tier.MISSION], -1
        later = [word.tier for word in (*brought, *kept) if word is not None and word.n > after]
        return tiers.strictest([*first, *later])

    def whose(self, name: str, seq: int, own: str | None) -> Whose:
        """Whom a report is from; `own` is the contributor that its newest version names."""
        report = f"{reports.KIND}/{name}"
        kept = {each: self._giver(each) for each in _documents(self._came(name, seq))}
        named = {own, *self.voices.get(name, ())} - {None}  # by the rows
        givers = {}
        for voice in sorted({*named, *kept.values()} - {None}, key=str):
            # A document of which nobody is said to be the giver is of whom the rows name.
            his = (voice, None) if voice in named else (voice,)
            told = (f"{documents.KIND}/{d}" for d, giver in kept.items() if giver in his)
            givers[voice] = (report, *told)
        things = (report, *(f"{documents.KIND}/{document}" for document in kept))
        return Whose(things, tuple((str(voice), told) for voice, told in givers.items()))

    def document(self, seq: int) -> str | None:
        """The document in which what an entry brought was received."""
        return self.batches[seq].document if seq in self.batches else None

    def import_of(self, seq: int) -> str | None:
        """The name (`reports/12`) of what an entry brought; None for an entry that is no import."""
        return self.batches[seq].id if seq in self.batches else None

    def _came(self, name: str, seq: int) -> list[Batch]:
        numbers = self.again.get(name, (seq,))
        return [self.batches[number] for number in numbers if number in self.batches]

    def _giver(self, document: str) -> str | None:
        return self.documents.get(document, {}).get("contributor")


def _documents(came: list[Batch]) -> list[str]:
    return list(dict.fromkeys(batch.document for batch in came if batch.document is not None))


def read(connection: sa.Connection, state: State) -> Provenance:
    """Where the reports of a record are from: a few passes over it, and none for each report."""
    batches = {}
    for head in items(connection, state, BATCH):
        about = head.value if isinstance(head.value, dict) else {}
        tier = tiers.told(about)
        word = None if tier is None else Word(tier, head.n)
        batches[head.seq] = Batch(head.id, word, about.get("document"))
    kept = {found.id: found.value or {} for found in items(connection, state, documents.KIND)}
    again: dict[str, tuple[int, ...]] = {}
    voices: dict[str, frozenset[str]] = {}
    alike: dict[tuple[int, ...], tuple[int, ...]] = {}  # a million reports came by few ways
    for name, seq, body in _again(connection, state):
        way = (*again.get(name, ()), seq)
        again[name] = alike.setdefault(way, way)
        if body is not None and b'"contributor":"' in body:
            voices[name] = voices.get(name, frozenset()) | {json.loads(body)["contributor"]}
    return Provenance(tiers.said(connection, state), batches, kept, again, voices)


def _again(connection: sa.Connection, state: State) -> Iterator[tuple[str, int, bytes | None]]:
    """Every version of the reports that are there in several, the oldest first."""
    known = (VERSION.c.kind == reports.KIND, VERSION.c.n < state.versions)
    several = (
        sa.select(VERSION.c.id).where(*known).group_by(VERSION.c.id).having(sa.func.count() > 1)
    )
    query = sa.select(VERSION.c.id, VERSION.c.seq, VERSION.c.body).where(*known)
    query = query.where(VERSION.c.id.in_(several)).order_by(VERSION.c.n)
    with connection.execute(query, execution_options=_STREAMED) as rows:
        for name, seq, body in rows:
            yield name, seq, None if body is None else bytes(body)
