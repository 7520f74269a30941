"""The accession ledger: who undertook the agreement, at an instant, as far as it is known.

In: accessions and membership lists as written.  Out: `status`, a truth value with the entries that
it rests on.  Signed or declared: true from its date.  Listed by a third party: true where every
list published by then has the actor, else unknown, also before the first list that has it.  Denied,
reserved, claimed withdrawn, or contested: unknown from its date.  Claimed suspended: no change.  In
no entry at all: false.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from hudna.agreement.document import AgreementFile
from hudna.evidence import Truth
from hudna.instant import END, read


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One accession, its dates read as instants."""

    actor: str
    mode: str
    since: int
    certain: int  # from here on; between the two it may not yet have been made
    until: int
    contested: bool


@dataclass(frozen=True, slots=True)
class PublishedList:
    """One membership list."""

    id: str
    published: int
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Accessions by actor, and the membership lists in the order of publication."""

    entries: Mapping[str, tuple[LedgerEntry, ...]]
    lists: tuple[PublishedList, ...]

    def status(
        self, actor: str, instant: int, lists: Collection[str] | Literal["all"] = "all"
    ) -> Truth:
        """Whether `actor` itself had undertaken the agreement at an instant."""
        undertaken = Truth.F
        for entry in self.entries.get(actor, ()):
            if not entry.since <= instant < entry.until or entry.mode == "suspended_claimed":
                continue
            if entry.contested or entry.mode in ("denied", "reserved", "withdrew_claimed"):
                return Truth.U
            undertaken = max(undertaken, Truth.T if instant >= entry.certain else Truth.U)
        if undertaken == Truth.T:
            return undertaken  # its own word: that others do not list it changes nothing
        counted = [x for x in self.lists if lists == "all" or x.id in lists]
        if not any(actor in x.members for x in counted):
            return undertaken
        published = [x for x in counted if x.published <= instant]
        return Truth.T if published and all(actor in x.members for x in published) else Truth.U

    @property
    def boundaries(self) -> list[int]:
        """The instants at which some status may change."""
        spans = {
            i for es in self.entries.values() for e in es for i in (e.since, e.certain, e.until)
        }
        return sorted(spans | {x.published for x in self.lists})


def ledger(document: AgreementFile) -> Ledger:
    """Read the dates of the ledger in the case's zone.  Raises `TimeError`."""
    zone = document.agreement.zone
    entries: dict[str, list[LedgerEntry]] = {}
    lists: list[PublishedList] = []
    for item in document.lists:
        published = read(item.published, zone).earliest
        lists.append(PublishedList(item.id, published, frozenset(item.members)))
    for accession in document.accessions:
        since = read(accession.at, zone).earliest
        until = END if accession.until is None else read(accession.until, zone).earliest
        certain = since
        if accession.not_later_than is not None:
            certain = read(accession.not_later_than, zone).latest
        contested = bool(accession.contested_by)
        entries.setdefault(accession.actor, []).append(
            LedgerEntry(accession.actor, accession.mode, since, certain, until, contested)
        )
    lists.sort(key=lambda item: item.published)
    return Ledger({actor: tuple(found) for actor, found in entries.items()}, tuple(lists))
