"""Drafts: what a text proposes for a case, for a person to confirm.  None enters a case by itself.

In: a `Reading`, and perhaps the case that it is read for.  Out: terms, readings by holder, obligations
and incident reports as JSON, each with the statements that it rests on, their quotes and places, and
what the words leave open.  A draft's id is made of what it says and where, so that the same text gives
the same ids.  `docs/reference/reading.md` describes the form.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from hudna.taxonomy import UNIDENTIFIED
from hudna.text.content import Content, Ground
from hudna.text.letters import fold
from hudna.text.lexicon import Language
from hudna.text.proposals import DUES, NO_SEIZURE, PROHIBITIONS, Proposal, due, proposals, topics
from hudna.text.statement import Reading, Speaker, Statement, When

if TYPE_CHECKING:
    from hudna.case import Case

KINDS: Final = {"terms": "t", "readings": "r", "obligations": "o", "reports": "i"}
"""The kinds of drafts, with the letter that the ids of each begin with."""

_NO_REPORTS: Final = frozenset({"demand", "commit", "condition", "expect", "opinion"})
_Draft = dict[str, Any]
X = TypeVar("X")


def drafts(reading: Reading, case: Case | None = None) -> dict[str, list[_Draft]]:
    """What a text proposes: for each of `KINDS` a list, in the order of the text."""
    language: Language = "ar" if reading.language == "ar" else "en"
    ground = Ground(case)
    contents = [Content.of(one, language) for one in reading.statements if one.topics or one.event]
    found = [p for content in contents for p in proposals(content, ground)]
    made: dict[str, Iterable[_Draft]] = {
        "terms": [*_terms(found), *_parties(found, reading)],
        "readings": _readings(found),
        "obligations": _obligations(contents),
        "reports": _reports(contents),
    }
    return {kind: _once(kind, made[kind], reading) for kind in KINDS}


def _once(kind: str, made: Iterable[_Draft], reading: Reading) -> list[_Draft]:
    """The drafts with their ids, those that say the same of the same words once."""
    found: dict[str, _Draft] = {}
    for draft in made:
        told = {k: v for k, v in draft.items() if k != "statements"}
        seed = json.dumps([kind, reading.sha256, told], sort_keys=True, ensure_ascii=False)
        mark = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        what = draft.get("type") or draft.get("act") or draft.get("holder") or "unnamed"
        name = f"{KINDS[kind]}-{what}-{mark}"
        found.setdefault(name, {"id": name, "sha256": reading.sha256, **draft})
    return list(found.values())


def _grounds(statements: Iterable[Statement]) -> _Draft:
    """What a draft rests on: statements, quotes with their places, who said them, how surely."""
    kept = list({one.id: one for one in statements}.values())
    hedges = dict.fromkeys(one.hedge for one in kept if one.hedge != "none")
    return {
        "statements": [one.id for one in kept],
        "quotes": [{"span": list(one.content), "text": one.said} for one in kept],
        "by": list({_key(one.speaker): _by(one.speaker) for one in kept if one.speaker}.values()),
        "hedges": list(hedges),
    }


def _by(speaker: Speaker) -> _Draft:
    return {"actor": speaker.actor, "name": speaker.name, "role": speaker.role}


def _key(speaker: Speaker | None) -> str | None:
    """Whose account a statement is: of one actor, whoever speaks for it."""
    return None if speaker is None else speaker.actor or f"?{fold(speaker.name)}"


def _grouped(items: Iterable[X], key: Callable[[X], Any]) -> dict[Any, list[X]]:
    found: dict[Any, list[X]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


# --- terms and readings ---------------------------------------------------------------------------


def _terms(found: Sequence[Proposal]) -> Iterator[_Draft]:
    """One for each type: what everybody who speaks of it says alike.

    Where the accounts differ, what differs is left to the readings; where they have nothing in
    common, there is no term that all of them state.
    """
    by_type = _grouped((p for p in found if p.type != "P07"), lambda p: p.type)
    for kind, of_type in by_type.items():
        accounts = [
            _merged(ps) for ps in _grouped(of_type, lambda p: _key(p.statement.speaker)).values()
        ]
        accounts = [account for account in accounts if account[0]] or accounts
        common = accounts[0][0]
        for parameters, _, _ in accounts[1:]:
            common = _common(common, parameters)
        if not common and (len(accounts) > 1 or kind == "P08"):
            continue
        said, unknown = (accounts[0][1], accounts[0][2]) if len(accounts) == 1 else ({}, [])
        yield {
            "type": kind, "parameters": common, "said": said,
            "open": _open(kind, common), "unknown": unknown,
            **_grounds(p.statement for p in of_type if _holds(p.parameters, common)),
        }  # fmt: skip


def _parties(found: Sequence[Proposal], reading: Reading) -> Iterator[_Draft]:
    """Who is in: one for each that somebody says to be in, at a day."""
    of = (p for p in found if p.type == "P07")
    for same in _grouped(of, _in).values():
        days = dict.fromkeys(day for p in same if (day := _day(p.statement, reading)))
        parameters, said, unknown = _merged(same)
        day = next(iter(days)) if len(days) == 1 else None
        said |= {"at": day} if day and said else {}
        unknown += ["at"] if said and not day else []
        yield {
            "type": "P07", "parameters": parameters, "said": said, "open": [], "unknown": unknown,
            **_grounds(p.statement for p in same),
        }  # fmt: skip


def _in(proposal: Proposal) -> tuple[Any, ...]:
    """Who says of whom, and how, that they are in."""
    said = proposal.said
    whose = _key(proposal.statement.speaker)
    return whose, tuple(said.get("parties", ())), said.get("mode"), bool(proposal.parameters)


def _day(statement: Statement, reading: Reading) -> str | None:
    """The day on which something was said: a day that stands with it, and not in what is said."""
    low, high = statement.span
    for when in reading.mentions.times:
        beside = low <= when.span[0] and when.span[1] <= high
        inside = statement.content[0] <= when.span[0] < statement.content[1]
        if beside and not inside and when.earliest and when.earliest == when.latest:
            return when.earliest[:10]
    return None


def _readings(found: Sequence[Proposal]) -> Iterator[_Draft]:
    """One for each side that speaks: every provision that it states, as it states it."""
    spoken = (p for p in found if p.type != "P07" and p.statement.speaker is not None)
    for held in _grouped(spoken, lambda p: _key(p.statement.speaker)).values():
        terms: _Draft = {}
        for kind, of_type in _grouped(held, lambda p: p.type).items():
            parameters, said, unknown = _merged(of_type)
            terms[kind] = {
                "parameters": parameters, "said": said, "open": _open(kind, parameters),
                "unknown": unknown, "statements": list(dict.fromkeys(p.statement.id for p in of_type)),
            }  # fmt: skip
        speaker = held[0].statement.speaker
        assert speaker is not None
        yield {
            "holder": speaker.actor, "name": speaker.name, "terms": terms,
            **_grounds(p.statement for p in held),
        }  # fmt: skip


def _open(kind: str, parameters: _Draft) -> list[str]:
    """The parameters that a verdict needs and the words do not give."""
    wanted: tuple[str, ...] = ()
    if kind == "P08" and (parameters.get("actors") or parameters.get("lists")):
        wanted = ("mode", "follows_rename", "inherits")
    elif kind in PROHIBITIONS and kind != NO_SEIZURE:
        wanted = ("duty_scope",) if parameters.get("force") != "aim_only" else ()
    return [name for name in wanted if name not in parameters]


def _merged(found: Sequence[Proposal]) -> tuple[_Draft, _Draft, list[str]]:
    """What the statements of one side say of one type, together.

    Lists are joined.  What it says in two ways stands in neither, and is named as unknown.
    """
    parameters: _Draft = {}
    said: _Draft = {}
    twice: dict[str, None] = {}
    for proposal in found:
        for name, value in proposal.parameters.items():
            joined = _joined(parameters.get(name, value), value)
            if joined is None:
                twice[name] = None
            else:
                parameters[name] = joined
        for name, value in proposal.said.items():
            said[name] = _joined(said.get(name, value), value)
    unknown = dict.fromkeys(u for p in found for u in p.unknown if u not in parameters)
    kept = {name: value for name, value in parameters.items() if name not in twice}
    return kept, said, [*unknown, *(f"{name}: said in two ways" for name in twice)]


def _joined(one: Any, other: Any) -> Any:
    """Two values of one parameter as one; None where both cannot hold."""
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *(item for item in other if item not in one)]
    if isinstance(one, dict) and isinstance(other, dict):  # a time with and without its zone
        return {**one, **other} if all(one.get(k, v) == v for k, v in other.items()) else None
    return one if one == other else None


def _common(one: _Draft, other: _Draft) -> _Draft:
    """The parameters that two accounts give alike."""
    found = {}
    for name, value in one.items():
        if other.get(name) == value:
            found[name] = value
        elif isinstance(value, dict) and isinstance(other.get(name), dict):
            joined = _joined(value, other[name])
            found |= {} if joined is None else {name: joined}
    return found


def _holds(parameters: _Draft, common: _Draft) -> bool:
    """Whether a statement gives some of what is common, or there was nothing to give."""
    return not common or any(
        name in common and _joined(value, common[name]) is not None
        for name, value in parameters.items()
    )


# --- obligations ----------------------------------------------------------------------------------


def _obligations(contents: Iterable[Content]) -> Iterator[_Draft]:
    """Duties to act that somebody says there are: with a deadline, or by a word that obliges."""
    for content in contents:
        statement = content.statement
        kinds = [topic for topic in topics(content) if topic in DUES]
        if (
            not kinds
            or statement.polarity == "negated"
            or content.has("aims")
            or statement.act == "demand"
        ):
            continue
        deadline = due(content)
        if deadline is None and not content.has("obliges") and statement.act != "commit":
            continue
        debtors = [one.id for one in statement.actors if one.id is not None]
        speaker = statement.speaker
        unknown = [*([] if debtors else ["debtors"]), *([] if deadline else ["due"])]
        yield {
            "type": kinds[0], "holder": speaker.actor if speaker else None, "what": statement.said,
            "due": deadline, "debtors": debtors, "venue": [p.name for p in statement.places],
            "unknown": unknown, **_grounds([statement]),
        }  # fmt: skip


# --- reports --------------------------------------------------------------------------------------


def _reports(contents: Iterable[Content]) -> Iterator[_Draft]:
    """Something that happened, by somebody's account: never a default date, place or actor."""
    for content in contents:
        statement = content.statement
        if statement.event is None or statement.act in _NO_REPORTS:
            continue
        if statement.polarity == "negated" or content.has("stops", "obliges"):
            continue  # what is denied, or is to stop, did not happen
        named = [one.id for one in statement.actors if one.id is not None]
        place, time = _only(statement.places), _only(statement.times)
        if time is not None and time.relative_to is not None:
            time = None
        unknown = [name for name, it in (("place", place), ("time", time)) if it is None]
        yield {
            "act": statement.event,
            "time": None if time is None else _span(time),
            "place": None if place is None else {"id": place.id, "name": place.name},
            # Who did it and who was hit is not read: whoever is named may be either, or neither.
            "actors": [*dict.fromkeys(named), UNIDENTIFIED],
            "targets": [*dict.fromkeys(named), UNIDENTIFIED],
            "deaths": _deaths(content),
            "unknown": [*unknown, "who did it"],
            **_grounds([statement]),
        }  # fmt: skip


def _only(named: Sequence[X]) -> X | None:
    """The one that is named; of several none is said to be the one."""
    return named[0] if len(named) == 1 else None


def _span(when: When) -> _Draft:
    return {"earliest": when.earliest, "latest": when.latest, "zone": when.zone}


def _deaths(content: Content) -> _Draft | None:
    """Persons killed, where a number of them is said to be."""
    for number in content.statement.numbers:
        told = number.unit == "killed" or (
            content.has("killed")
            and number.unit in ("civilians", "people", "soldiers", "fighters", "children", "women")
        )
        if told and isinstance(number.value, int):
            bound = {"more_than": "low", "less_than": "high"}.get(number.modifier or "", "best")
            civil = (
                {"civilians": number.value}
                if number.unit == "civilians" and bound == "best"
                else {}
            )
            return {bound: number.value, **civil}
    return None
