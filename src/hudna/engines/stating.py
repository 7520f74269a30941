"""Stating: what one side says of an agreement, written into its file as a reading.

In: an `Amendment`, and the draft of a reading.  Out: the reading, with what it says otherwise than the
terms that hold for everybody, and its answers to the switches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import ValidationError

from hudna.agreement.provisions import Basis, model_of
from hudna.engines.amending import QUESTIONS, Amendment, both, by_letters, visible
from hudna.engines.reading_file import Draft, ReadingDraft
from hudna.problem import refuse


def state(amendment: Amendment, draft: ReadingDraft) -> None:
    """Write what one side states, and a switch for each parameter that it leaves open."""
    holder = _holder(amendment, draft)
    for name, there in amendment.document.readings.items():
        if there.holders == [holder] and there.status == "live":
            what = f"{name} is the reading of {holder} already"
            raise refuse(draft.id, what, "Change that one by hand, or say another --set holder")
    number = 1
    while f"R{number}" in amendment.document.readings:
        number += 1
    reading, terms = f"R{number}", {}
    stated: dict[tuple[str, str], Any] = {}
    for kind, told in draft.terms.items():
        name = _base(amendment, draft, kind)
        override, own = _override(amendment, name, told.parameters)
        stated |= {(name, parameter): value for parameter, value in own.items()}
        said = told.said.get("covered") if isinstance(told.said.get("covered"), list) else []
        quotes = dict.fromkeys(amendment.file.statement(s).said for s in told.statements)
        terms[name] = {
            **override, "clauses": amendment.clauses(told.statements),
            "text": amendment.label(" … ".join(quotes)), "sources": [amendment.article],
            **(amendment.told(told.unknown) or _covered(said or [])),
        }  # fmt: skip
    registry = amendment.case.registry
    amendment.put(("readings", reading), {
        "label": both(registry.label(holder, "en"), registry.label(holder, "ar")),
        "holders": [holder], "kind": "stated", "status": "live", "sources": [amendment.article],
        "terms": terms,
    })  # fmt: skip
    for (name, parameter), value in stated.items():
        amendment.answer(name, parameter, reading, {"value": value, "sources": [amendment.article]})
    _answered(amendment, reading, terms)
    amendment.wrote(draft, "readings", reading)


def _holder(amendment: Amendment, draft: ReadingDraft) -> str:
    """Whose reading it is: an actor or a side of the case.  Raises `Refused`."""
    said = amendment.settings.get("holder", draft.holder)
    amendment.used |= {"holder"} & set(amendment.settings)
    known = {*amendment.case.registry.entries, *amendment.case.registry.sides}
    if not isinstance(said, str) or said not in known:
        what = f"“{visible(str(said or draft.name))[:60]}” is no actor or side of the case"
        raise refuse(draft.id, what, "Say whose reading it is: --set holder=ACTOR")
    return said


def _base(amendment: Amendment, draft: Draft, kind: str) -> str:
    """The term that a reading overrides; where there is none, one that is silent is written."""
    name = amendment.named(draft, kind)
    if name not in amendment.document.terms:
        silent = {"type": kind, "basis": "silent", "force": "silent"}
        try:
            model_of(kind).model_validate(silent)
        except ValidationError:
            what = f"no term of type {kind} holds for everybody, from which it could differ"
            raise refuse(draft.id, what, f"Accept a draft t-{kind}-… first") from None
        amendment.put(("terms", name), {**silent, "text": dict(_SILENT)})
    return name


def _override(
    amendment: Amendment, name: str, parameters: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a reading says otherwise than the base, and what it answers of the switches."""
    raw, base = amendment.raw["terms"][name], amendment.document.terms[name]
    own = {p: v for p, v in parameters.items() if p in QUESTIONS and getattr(base, p, 0) is None}
    differs = {p: v for p, v in parameters.items() if p not in own and raw.get(p) != v}
    if base.basis == Basis.SILENT:
        force = differs.pop("force", "operative")
        differs = {"basis": "explicit", "force": force, **differs}
    return differs, own


def _answered(amendment: Amendment, reading: str, terms: Iterable[str]) -> None:
    """Set the switches that the person answers for the reading."""
    note = {"note": by_letters(amendment.reason)} if amendment.reason else {}
    for name in terms:
        for parameter, question in QUESTIONS.items():
            key = next((k for k in (parameter, question.name) if k in amendment.settings), None)
            if key is not None and getattr(amendment.document.terms[name], parameter, 0) is None:
                amendment.used.add(key)
                answer = {"value": amendment.settings[key], **note}
                amendment.answer(name, parameter, reading, answer)
    for key in set(amendment.settings) & set(amendment.document.switches) - amendment.used:
        amendment.used.add(key)
        amendment.put(
            ("switches", key, "readings", reading), {"value": amendment.settings[key], **note}
        )


def _covered(actors: list[Any]) -> dict[str, Any]:
    """A note of actors that a side says are covered: an exclusion has no place for them."""
    listed = ", ".join(map(str, actors))
    note = both(f"Said to be covered: {listed}.", f"قيل إنه مشمول: {listed}.")
    return {"note": note} if actors else {}


_SILENT: Final = {
    "en": "Nothing is written here that holds for every reading.",
    "ar": "لم يُكتب هنا ما يسري في جميع القراءات.",
}
