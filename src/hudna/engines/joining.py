"""Joining: who is in, and who owes what, written into an agreement's file from accepted drafts.

In: an `Amendment`, and drafts of parties and of obligations.  Out: entries of the accession ledger,
membership lists, obligations and the events that they wait for.
"""

from __future__ import annotations

from typing import Any, Final

from hudna.actors import ActorKind
from hudna.agreement.provisions import Basis, PersonalScope
from hudna.engines.amending import Amendment, valid, visible
from hudna.engines.reading_file import ObligationDraft, TermDraft
from hudna.problem import refuse

LISTED: Final = 3
"""So many groups that somebody else names together are a list of his, and not each its own word."""

_GROUPS: Final = (ActorKind.ARMED_GROUP, ActorKind.UNIT, ActorKind.COALITION)


def parties(amendment: Amendment, draft: TermDraft) -> None:
    """Write who is said to be in: their own word, or what another says of them.

    Raises `Refused` for somebody whom the case does not know, or where the day is not said.
    """
    said = {
        **draft.said,
        **{k: amendment.settings[k] for k in ("at", "mode", "parties") if k in amendment.settings},
    }
    amendment.used |= {"at", "mode", "parties"} & set(amendment.settings)
    named = [str(p) for p in said.get("parties", []) if isinstance(p, str)]
    _scope(amendment, draft)
    if not named:
        return
    amendment.clauses(draft.statements)
    at = said.get("at")
    if not isinstance(at, str):
        remedy = "Say when it was said: --set at=2016-12-29"
        raise refuse(draft.id, "the day on which it was said is not known", remedy)
    by = next((one.actor for one in draft.by if one.actor is not None), None)
    registry = amendment.case.registry
    others = [p for p in named if p != by]
    groups = [p for p in others if p in registry.entries and registry.kind(p) in _GROUPS]
    mode = said.get("mode")
    if by is not None and len(groups) >= LISTED and mode == "signed":
        _list(amendment, draft, groups, by, at)
        named = [p for p in named if p not in groups]
    for party in named:
        own = party == by or by is None
        _accession(amendment, draft, party, {"mode": mode, "at": at, **({} if own else {"by": by})})


def _scope(amendment: Amendment, draft: TermDraft) -> None:
    """The term that says who is bound beside those in the ledger; there is one, once anybody is in."""
    terms = amendment.document.terms
    there = [name for name, term in terms.items() if isinstance(term, PersonalScope)]
    if draft.parameters or all(terms[name].basis == Basis.SILENT for name in there):
        amendment.term(draft.model_copy(update={"unknown": []}))


def _list(amendment: Amendment, draft: TermDraft, groups: list[str], by: str, at: str) -> None:
    """A list that a third party published: one for each publisher and day."""
    name = f"{by}-{at[:10]}"
    ids = [item.id for item in amendment.document.lists]
    if name not in ids:
        amendment.add(("lists",), {
            "id": name, "by": by, "published": at, "members": groups,
            "sources": [amendment.article], **amendment.told(draft.unknown),
        })  # fmt: skip
    else:
        number = ids.index(name)
        for group in groups:
            if group not in amendment.document.lists[number].members:
                amendment.add(("lists", number, "members"), group)
    amendment.wrote(draft, "lists", name)


def _accession(amendment: Amendment, draft: TermDraft, party: str, told: dict[str, Any]) -> None:
    entry = {
        "actor": party,
        **told,
        "instrument": amendment.article,
        "sources": [amendment.article],
    }
    there = amendment.raw.get("accessions") or []
    if not any(
        isinstance(one, dict) and all(one.get(k) == v for k, v in entry.items()) for one in there
    ):
        amendment.add(("accessions",), {**entry, **amendment.told(draft.unknown)})
    amendment.wrote(draft, "accessions", party)


def obligation(amendment: Amendment, draft: ObligationDraft) -> None:
    """Write a duty under the term of its type: of its holder's reading, where there is one.

    Raises `Refused` where nothing of that type was accepted.
    """
    name = amendment.named(draft, draft.type)
    document = amendment.document
    if name not in document.terms:
        raise refuse(
            draft.id, f"there is no term of type {draft.type} that it could stand under",
            f"Accept a draft t-{draft.type}-… or the holder's reading first",
        )  # fmt: skip
    holders = [draft.holder] if draft.holder is not None else None
    of = next((n for n, r in document.readings.items() if holders and r.holders == holders), None)
    if of is None and document.terms[name].basis == Basis.SILENT:
        what = f"{name} is silent, and no reading of its holder was accepted"
        raise refuse(draft.id, what, "Accept the term's draft, or the holder's reading, first")
    known = {*amendment.case.registry.entries, *amendment.case.registry.sides}
    entry: dict[str, Any] = {
        "id": _new_id(amendment, draft.type), "debtors": [d for d in draft.debtors if d in known],
        "what": amendment.label(draft.what), "sources": [amendment.article],
    }  # fmt: skip
    for key in ("debtors", "due"):
        if key in amendment.settings:
            amendment.used.add(key)
            entry[key] = amendment.settings[key]
    if draft.due is not None and "due" not in entry:
        entry["due"] = draft.due
    entry |= amendment.told([u for u in draft.unknown if not entry.get(u)], draft.hedges)
    valid(draft.id, draft.type, {**amendment.raw["terms"][name], "obligations": [entry]})
    _event(amendment, entry.get("due"))
    clauses = amendment.clauses(draft.statements)
    if of is None:
        amendment.add(("terms", name, "obligations"), entry)
        amendment.wrote(draft, "terms", name, "obligations", entry["id"])
        return
    own = amendment.raw["readings"][of].get("terms") or {}
    if name not in own:
        silent = document.terms[name].basis == Basis.SILENT
        binds = {"basis": "explicit", "force": "obligation"} if silent else {}
        amendment.put(("readings", of, "terms", name), {**binds, "clauses": clauses})
        own = amendment.raw["readings"][of]["terms"]
    if "obligations" not in own[name]:  # those that hold for everybody hold for the reading, too
        base = amendment.raw["terms"][name].get("obligations") or []
        amendment.put(("readings", of, "terms", name, "obligations"), [*base, entry])
    else:
        amendment.add(("readings", of, "terms", name, "obligations"), entry)
    amendment.wrote(draft, "readings", of, "terms", name, "obligations", entry["id"])


def _new_id(amendment: Amendment, kind: str) -> str:
    number = 1
    while f"O-{kind}-{number}" in amendment.text:
        number += 1
    return f"O-{kind}-{number}"


def _event(amendment: Amendment, due: Any) -> None:
    """The event that a deadline waits for; one that is missing is written, without a date.

    The entry into force is dated by the start, where one is fixed.
    """
    event = due.get("event") if isinstance(due, dict) else None
    if not isinstance(event, str):
        return
    at: dict[str, Any] = {}
    if event == "in-force":
        starts = [t for t in amendment.raw["terms"].values() if t.get("type") == "P04"]
        start = starts[0].get("start", {}) if len(starts) == 1 else {}
        at = {key: start[key] for key in ("at", "zone") if key in start and "at" in start}
    there = amendment.document.events.get(event)
    if there is None:
        label = _EVENTS.get(event) or amendment.label(visible(event))
        amendment.put(("events", event), {"label": label, **at, "sources": [amendment.article]})
    elif there.at is None:
        for key, value in at.items():
            amendment.put(("events", event, key), value)


_EVENTS: Final = {
    "in-force": {"en": "Entry into force", "ar": "الدخول حيز التنفيذ"},
    "signature": {"en": "Signature", "ar": "التوقيع"},
}
