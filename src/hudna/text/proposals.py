"""What one statement proposes for an agreement: provisions with the parameters that its words give.

In: a `Content`.  Out: `Proposal`s, whose parameters bear the names and forms of
`hudna.agreement.provisions`.  What the words leave open is left out, and named where it is asked for:
nothing is filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from hudna.text.content import Content, Ground
from hudna.text.statement import Name, Statement, When

# Acts that say what somebody wants, thinks or blames, not what is agreed.
_NO_TERMS: Final = frozenset({"accuse", "demand", "opinion"})
_NO_HEDGES: Final = frozenset({"opinion", "expectation"})
# Prohibitions: to say that an act is not done, and that it is forbidden, is to say the same.
_PROHIBITIONS: Final = frozenset(
    {"P01", "P02", "P03", "P09", "P11", "P12", "P13", "P14", "P16", "P17"}
)
# Duties to do something, which may have a deadline.
DUES: Final = frozenset(
    {"P10", "P15", "P17", "P18", "P19", "P21", "P22", "P24", "P28", "P29", "P30", "P35", "P36"}
)
# Terms that prohibit acts, and the one of them of which it is said to whom it applies.  They are named
# here, for the models of terms take long to load.
NO_SEIZURE: Final = "P02"
PROHIBITIONS: Final = frozenset(
    {
        "P01", NO_SEIZURE, "P09", "P10", "P11", "P12", "P13", "P14", "P15", "P16", "P17", "P18",
        "P21",
    }
)  # fmt: skip
_LASTS: Final = {"minutes": "minutes", "hours": "hours", "days": "days", "months": "months"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A provision that a statement gives: its type, and the parameters that are said.

    `said` is what a term has no place for (how many groups, in which town); `unknown` names what
    the words ask for and do not give.
    """

    type: str
    statement: Statement
    parameters: dict[str, Any]
    said: dict[str, Any]
    unknown: tuple[str, ...] = ()


def proposals(content: Content, ground: Ground) -> Iterator[Proposal]:
    """The provisions that a statement gives."""
    statement = content.statement
    told = statement.event and not statement.topics and statement.event != "H-JOIN"
    if statement.act in _NO_TERMS or (told and not content.has("stops", "joined")):
        return
    bound = _bound(content, ground)
    if bound is not None:
        yield bound
    if statement.act not in ("condition", "demand"):
        yield from _scope(content, ground)
    if statement.act == "deny" or statement.hedge in _NO_HEDGES:
        return
    negated = statement.polarity == "negated"
    for kind in _types(content):
        if negated and kind not in _PROHIBITIONS:
            continue
        proposal = _READ.get(kind, _other)(content, kind)
        if proposal is not None:
            yield proposal


def _types(content: Content) -> list[str]:
    """The types that a statement gives: by its topics, and by words that no other type has."""
    found = [t for t in topics(content) if t not in ("P06", "P07", "P08")]
    if content.has("stops", "any_weapons"):
        found.append("P01")
    elif "P01" in found:  # the ceasefire as such: that it is spoken of stops no attack
        found.remove("P01")
    if content.has("guarantees") and content.about("P20", "P07", "P01"):
        found.append("P20")
    return list(dict.fromkeys(found))


def topics(content: Content) -> list[str]:
    """What a statement is about.

    A deadline that is counted from the entry into force speaks of it and fixes no start; of talks it
    fixes the timetable.
    """
    found = list(content.statement.topics)
    times = content.statement.times
    if times and all((when.relative_to or {}).get("event") == "in-force" for when in times):
        found = [topic for topic in found if topic != "P04"]
        if content.has("talks") and "P29" not in found:
            found.append("P29")
    return found


# --- acts -----------------------------------------------------------------------------------------


def _stops(content: Content, kind: str) -> Proposal:
    parameters: dict[str, Any] = {"acts": "default"}
    if content.has("any_weapons"):
        parameters["weapons"] = "any"
    return Proposal(kind, content.statement, parameters | _owed(content), {})


def _owed(content: Content) -> dict[str, str]:
    """To whom a duty is owed, where the words say it."""
    if content.has("mutual"):
        return {"duty_scope": "inter_partes"}
    return {"duty_scope": "erga_omnes"} if content.has("everybody") else {}


def _seizes(content: Content, kind: str) -> Proposal:
    parameters = {"including_attempt": True} if content.has("attempt") else {}
    return Proposal(kind, content.statement, parameters | _owed(content), {})


def _responds(content: Content, kind: str) -> Proposal | None:
    tests = [t for t in ("direct_threat", "necessity", "proportionality") if content.has(t)]
    if not tests and not content.has("obliges"):
        return None
    unknown = () if tests else ("tests",)
    return Proposal(kind, content.statement, {"tests": tests} if tests else {}, {}, unknown)


def _other(content: Content, kind: str) -> Proposal | None:
    """A provision of which the words give little but that it is there, and how it binds.

    News speak of aid and of talks all the time: it is a provision where something is an aim, must be,
    is pledged, or has a deadline.
    """
    statement = content.statement
    parameters: dict[str, Any] = {}
    if content.has("aims"):
        parameters["force"] = "aim_only"
    elif content.has("obliges") or statement.act == "commit" or due(content):
        parameters |= {"force": "obligation"} if kind in DUES else {}
    else:
        return None
    if kind in PROHIBITIONS:
        parameters |= _owed(content)
    venue = [place.name for place in statement.places] if kind == "P29" else []
    return Proposal(kind, statement, parameters, {"venue": venue} if venue else {})


# --- times ----------------------------------------------------------------------------------------


def _starts(content: Content, kind: str) -> Proposal | None:
    rules = [rule for when in content.statement.times if (rule := time_rule(when)) is not None]
    rules = [rule for rule in rules if rule.get("event") != "in-force"]
    if not rules:
        return None
    if len(rules) > 1:  # of which none is said to be the one
        return Proposal(kind, content.statement, {}, {}, ("start",))
    unknown = () if "event" in rules[0] or "zone" in rules[0] else ("zone",)
    return Proposal(kind, content.statement, {"start": rules[0]}, {}, unknown)


def _ends(content: Content, kind: str) -> Proposal | None:
    lasts = [n for n in content.statement.numbers if n.unit in _LASTS and n.modifier is None]
    if len(lasts) == 1 and isinstance(lasts[0].value, int):
        span = {_LASTS[str(lasts[0].unit)]: lasts[0].value}
        return Proposal(kind, content.statement, {"end": {"event": "in-force", "plus": span}}, {})
    return None


def time_rule(when: When) -> dict[str, Any] | None:
    """A time as a time rule of an agreement; None where it is no instant, day or deadline."""
    if when.relative_to is not None:
        offset = {k: v for k, v in (when.relative_to.get("offset") or {}).items() if v}
        rule: dict[str, Any] = {"event": when.relative_to["event"]}
        return {**rule, "within": offset} if offset else rule
    known = [_local(edge) for edge in (when.earliest, when.latest) if edge is not None]
    if when.earliest is None or not known:
        return None
    zone = {"zone": when.zone} if when.zone is not None else {}
    if len(set(known)) == 1:
        return {"at": known[0], **zone}
    return {"any_of": [{"at": edge, **zone} for edge in known]}


def _local(edge: str) -> str:
    """A time without its offset: its zone says as much, and holds when clocks change."""
    day, mark, clock = edge.partition("T")
    return day if not mark else f"{day}T{clock[:8].split('+')[0].split('-')[0].rstrip('Z')}"


def due(content: Content) -> dict[str, Any] | None:
    """The deadline of a duty, where the words give one."""
    for when in content.statement.times:
        rule = time_rule(when)
        if rule is not None and "within" in rule:
            return rule
    for when in content.statement.times:
        if when.earliest is None and when.latest is not None:  # “by 16 January”
            zone = {"zone": when.zone} if when.zone is not None else {}
            return {"at": _local(when.latest)[:10], "within": {"days": 0}, **zone}
    return None


# --- who and where --------------------------------------------------------------------------------


def _scope(content: Content, ground: Ground) -> Iterator[Proposal]:
    """P06 and P08: what is covered and what is left out."""
    told = content.scope()
    scoped = content.about("P06", "P08")
    if scoped or (told.everywhere and content.has("stops")):
        area = _areas(content, ground)
        if any(area.values()):
            yield Proposal(
                "P06",
                content.statement,
                {k: v for k, v in area.items() if v},
                {},
                _nameless("place", (*told.covered_places, *told.excluded_places)),
            )
    if not scoped:
        return
    parameters = _exclusion(content, ground)
    covered = [one.id for one in told.covered_actors if one.id is not None]
    unknown = list(_nameless("actor", told.excluded_actors))
    if content.has("designated") and "lists" not in parameters:
        unknown.append("lists")
    if parameters or covered or unknown:
        said = {"covered": covered} if covered else {}
        yield Proposal("P08", content.statement, parameters, said, tuple(unknown))


def _areas(content: Content, ground: Ground) -> dict[str, list[str]]:
    told = content.scope()
    inside = [found for p in told.covered_places if (found := ground.area(p)) is not None]
    outside = [found for p in told.excluded_places if (found := ground.area(p)) is not None]
    whole = [area for area in inside if ground.is_everywhere(area)]
    area = (ground.everywhere() or whole) if told.everywhere else whole
    return {
        "area": list(dict.fromkeys(area)),
        "outside": [a for a in dict.fromkeys(outside) if not ground.is_everywhere(a)],
        "covered_places": [a for a in dict.fromkeys(inside) if a not in whole],
    }


def _exclusion(content: Content, ground: Ground) -> dict[str, Any]:
    """The parameters of an exclusion, where a statement leaves somebody out."""
    told = content.scope()
    listed = content.has("designated") and not _covers_designated(content)
    actors = [one.id for one in told.excluded_actors if one.id is not None]
    if not actors and not listed:
        return {}
    parameters: dict[str, Any] = {}
    if actors:
        parameters["actors"] = list(dict.fromkeys(actors))
    if listed and len(ground.lists()) == 1:
        parameters["lists"] = ground.lists()
    if content.has("linked"):
        parameters |= {"linked": True}
    areas = {"combat_areas": "combat-area", "held_areas": "control"}
    kinds = [kind for words, kind in areas.items() if content.has(words)]
    if kinds:
        parameters |= {"mode": "area", "area_kinds": kinds}
    elif content.has("groups"):
        parameters["mode"] = "person"
    if ground.renamed(actors):
        parameters["follows_rename"] = True
    return parameters


def _covers_designated(content: Content) -> bool:
    return content.statement.polarity == "affirmed" and not content.has("exception")


def _nameless(what: str, names: tuple[Name, ...]) -> tuple[str, ...]:
    return tuple(f"{what}: {name.quote}" for name in names if name.id is None)


def _bound(content: Content, ground: Ground) -> Proposal | None:
    """P07: who signed or joined, or gives their own word; and who is bound with them."""
    statement = content.statement
    if statement.hedge in _NO_HEDGES:
        return None
    mode: str | None = None
    own = statement.speaker.actor if statement.speaker is not None else None
    named: tuple[Name, ...] = ()
    joins = content.about("P07", "P31", "P01") or statement.event == "H-JOIN"
    if content.has("joined") and joins:
        named, mode = (
            tuple(content.actors),
            "denied" if statement.polarity == "negated" else "signed",
        )
    elif own is not None and _own_word(content, own):
        mode = "declared"
    supporting = content.has("supporting") and content.has("obliges", "stops", "bound")
    parameters = {"supporting_forces": True} if supporting else {}
    if mode is None:
        return Proposal("P07", statement, parameters, {}) if parameters else None
    parties = [own] if mode == "declared" else [one.id for one in named]
    several = [p for p in parties if p and ground.is_several(p)]
    unknown = [*_nameless("actor", named), *(f"who of {name}" for name in dict.fromkeys(several))]
    parties = [p for p in dict.fromkeys(parties) if p and p not in several]
    counts = _counted(statement)
    if not (parties or unknown or counts or parameters):
        return None
    said = {"parties": parties, "mode": mode, **counts}
    return Proposal("P07", statement, parameters, said, tuple(unknown))


def _own_word(content: Content, own: str) -> bool:
    """Whether a speaker gives their own word to keep the agreement."""
    statement = content.statement
    gives = content.has("bound", "stops") and not content.has("obliges")
    gives = gives or statement.act == "commit"
    alone = all(one.id == own for one in content.actors)
    acts = ("commit", "announce", "confirm", "state")
    kept = content.about("P01", "P07") or content.has("stops") or not statement.topics
    return gives and alone and kept and statement.act in acts and statement.polarity == "affirmed"


def _counted(statement: Statement) -> dict[str, Any]:
    counts = [
        {"value": n.value, "unit": n.unit, "modifier": n.modifier}
        for n in statement.numbers if n.unit in ("fighters", "groups", "soldiers")
    ]  # fmt: skip
    return {"counts": counts} if counts else {}


def _guaranteed(content: Content, kind: str) -> Proposal | None:
    """P20: who guarantees whom: after each word of guaranteeing, the first guarantees the others."""
    words = content.at("guarantees")
    pairs: list[dict[str, Any]] = []
    guarantors: list[str | None] = []
    for i, word in enumerate(words):
        end = words[i + 1] if i + 1 < len(words) else len(content.starts)
        after = [a for a in content.actors if word <= content.word(a) < end and a.id]
        before = [a for a in content.actors if content.word(a) < word and a.id]
        first = before[-1:] if i == 0 and before else after[:1]
        rest = [a for a in after if a not in first]
        guarantors += [a.id for a in (before if i == 0 and before and not rest else first)]
        if first and rest:
            pairs.append({"guarantor": first[0].id, "guarantees": [a.id for a in rest]})
    if not guarantors:
        return None
    said = {"guarantors": list(dict.fromkeys(guarantors))}
    unknown = () if pairs else ("guarantees",)
    return Proposal(kind, content.statement, {"guarantees": pairs} if pairs else {}, said, unknown)


_READ: Final[dict[str, Callable[[Content, str], Proposal | None]]] = {
    "P01": _stops, "P02": _seizes, "P03": _responds, "P04": _starts, "P05": _ends,
    "P20": _guaranteed,
}  # fmt: skip
