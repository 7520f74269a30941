"""Random agreements: terms, readings and switches over a random country, as strategies."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from countries import (
    CODES,
    COUNTRY,
    GAZETTEER,
    GROUPS,
    LAST,
    MOST_ZONES,
    WEAPONS,
    ZONES,
    a_zone,
    actors,
    date,
    dates,
    days,
    often,
    some,
)
from hypothesis import strategies as st

from hudna.actors import ActorsFile, registry
from hudna.agreement.agreement import Agreement
from hudna.agreement.document import AgreementFile
from hudna.zones import Zone


@dataclass(frozen=True)
class Written:
    """An agreement as it is written, with its actors and zones."""

    actors: dict[str, Any]
    document: dict[str, Any]
    zones: tuple[Zone, ...]

    @cached_property
    def agreement(self) -> Agreement:
        document = AgreementFile.model_validate(self.document)
        people = registry(ActorsFile.model_validate(self.actors), document.agreement.zone)
        return Agreement(document, people, self.zones, GAZETTEER)


# --- time rules ---------------------------------------------------------------------------------


@st.composite
def rules(draw: Any, latest: int = LAST) -> dict[str, Any]:
    """When something begins or ends: by the clock, or by an event that may have no date."""
    day = date(draw(st.integers(1, latest)))
    return draw(st.sampled_from([
        {"at": day}, {"at": day}, {"at": f"{day}T12:00"}, {"event": "known"},
        {"event": "known", "plus": {"days": 2}}, {"event": "known", "within": {"days": 1}},
        {"event": "vague"}, {"event": "never"}, {"any_of": [{"at": day}, {"at": date(latest)}]},
    ]))  # fmt: skip


EVENTS = {
    "known": {"label": {"en": "Known"}, "at": "2017-01-05T06:00"},
    "vague": {"label": {"en": "Vague"}, "at": "2017-01-04", "to": "2017-01-07"},
    "never": {"label": {"en": "Never"}},
}


@st.composite
def windows(draw: Any) -> dict[str, Any]:
    first, last = sorted((draw(days), draw(days)))
    start, end = draw(st.sampled_from([("09:00", "14:00"), ("22:00", "06:00"), ("00:00", "24:00")]))
    weekdays = draw(often([], [1, 3], [5]))
    window = {"start": start, "end": end, "days": weekdays, "last": date(last)}
    return window | ({"first": date(first)} if draw(st.booleans()) else {})


@st.composite
def pieces(draw: Any) -> dict[str, Any]:
    piece = {"from": draw(rules()), "contested": draw(often(False, True))}
    return piece | draw(st.sampled_from([{}, {"to": draw(rules())}]))


# --- terms ----------------------------------------------------------------------------------------

PLACED = (*ZONES, "control", "contact-line")


def maybe(**some_of: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Parameters, each there or not."""
    return st.fixed_dictionaries({}, optional=some_of)


force = often("operative", "obligation", "aim_only", "silent")
COMMON = {
    "force": force,
    "basis": often("explicit", "implied", "silent"),
    "clauses": some(("c1", "c2", "c3"), 2),
}
ACT_TERM = {
    "acts": st.one_of(st.just("default"), some(CODES, 6, 1)),
    "weapons": st.one_of(st.just("any"), some(WEAPONS, 3, 1)),
    "by": st.one_of(st.just("any"), some((*GROUPS, "s1", "state-force"), 3, 1)),
    "zones": some(PLACED, 2),
    "duty_scope": st.sampled_from(["inter_partes", "erga_omnes", "inter_partes", None]),
    "from": rules(),
    "until": rules(),
}
LINES = st.lists(
    st.fixed_dictionaries(
        {
            "party": st.sampled_from([*GROUPS, "s1"]),
            "weapons": some(WEAPONS, 2, 1),
            "zone": st.sampled_from(ZONES),
        },
        optional={"from": rules()},
    ),
    max_size=2,
)
EXCLUSIONS = {
    "actors": some(GROUPS[3:], 3, 1),
    "also": some(GROUPS, 1),
    "lists": some(("un", "us"), 1),
    "linked": st.booleans(),
    "mode": st.sampled_from(["area", "person", "both", "both", None]),
    "area_kinds": some(("combat-area", "control"), 2),
    "follows_rename": st.sampled_from([True, False, None]),
    "inherits": st.sampled_from(["any", "dominant", "none", None]),
}
PARAMETERS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "P04": {"start": rules(6)},
    "P05": {
        "end": rules(),
        "extensions": st.lists(pieces(), max_size=1),
        "gaps": st.lists(pieces(), max_size=1),
        "windows": st.lists(windows(), max_size=1),
        "pauses": st.lists(windows(), max_size=1),
    },
    "P06": {
        "area": some((*ZONES, "P1", "D3"), 3, 1).map(lambda zones: ["country", *zones]),
        "outside": st.one_of(st.just([]), some((*PLACED, "D2"), 1)),
        "covered_places": st.one_of(st.just([]), some((*ZONES[1:], "D1"), 2)),
    },
    "P07": {
        "members": st.booleans(),
        "supporting_forces": st.booleans(),
        "lists": st.one_of(st.just("all"), some(("l1", "l2"), 2)),
        "parties": some(GROUPS, 3),
        "not_parties": some(GROUPS, 1),
    },
    "P08": EXCLUSIONS,
    "P03": {
        "tests": some(("direct_threat", "necessity"), 2, 1),
        "burden": st.sampled_from(["invoker", "none"]),
        "available_to": st.one_of(st.just("any"), some((*GROUPS, "s1"), 3, 1)),
        "never_for": some(CODES, 2),
    },
    "P32": {"conditions": some(("known", "known", "vague"), 1)},
    "P33": {"gives_effect_to": some(("ended", "suspended", "extended", "frozen"), 2)},
    "P34": {},
    "P01": ACT_TERM,
    "P02": {**ACT_TERM, "including_attempt": st.booleans()},
    "P10": {**ACT_TERM, "lines": LINES},
    "P12": ACT_TERM,
    "P15": ACT_TERM,
}


def changes(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Some parameters of a term of a kind, as a reading or a switch sets them."""
    own = PARAMETERS[kind]
    if not own:
        return st.just({})
    one = st.sampled_from(sorted(own)).flatmap(lambda name: maybe_one(name, own[name]))
    return st.one_of(one, one, maybe(**COMMON))


def maybe_one(name: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return values.map(lambda value: {name: value})


@st.composite
def a_term(draw: Any, kind: str) -> dict[str, Any]:
    required = {"P04": ("start",), "P06": ("area",), "P08": ("actors", "mode"),
                "P01": ("duty_scope", "acts"), "P12": ("duty_scope", "acts")}.get(kind, ())  # fmt: skip
    own = PARAMETERS[kind]
    # Terms on acts are left plain as a rule: each parameter narrows them, till none prohibits.
    rest = sorted(set(own) - set(required))
    many = 2 if "acts" in own or kind == "P06" else 8
    others = draw(some(rest, many)) if rest and draw(often(True, False)) else []
    term = {"type": kind, "clauses": draw(COMMON["clauses"])}
    if draw(often(False, True)):
        term |= draw(maybe(**COMMON))
    if kind == "P34":
        term["flags"] = [{"law": "IHL", "code": "watch", "acts": draw(some(CODES, 4, 1))}]
    return term | {name: draw(own[name]) for name in (*required, *others)}


@st.composite
def terms(draw: Any) -> dict[str, dict[str, Any]]:
    plain = {
        "start": {"type": "P04", "start": {"at": date(draw(st.integers(1, 4)))}},
        "scope": {"type": "P06", "area": ["country"]},
        "main": {"type": "P01", "acts": [*CODES[:2], *draw(some(CODES[2:], 4))],
                 "duty_scope": draw(st.sampled_from(["inter_partes", "erga_omnes"]))},
    }  # fmt: skip
    base = {
        name: term | {"clauses": [name]} if draw(often(True, False)) else draw(a_term(term["type"]))
        for name, term in plain.items()
    }
    kinds = {}
    # In an order of their own: of equal terms the first decides.
    for number, kind in enumerate(draw(st.lists(
        st.sampled_from(["P01", "P02", "P10", "P12", "P15", "P01"]), max_size=4
    ))):  # fmt: skip
        kinds[f"a{number}"] = kind
    kinds |= {f"x{n}": "P08" for n in range(draw(st.integers(0, 2)))}
    rarer = {"end": "P05", "parties": "P07", "scope2": "P06", "defence": "P03", "defence2": "P03",
             "given": "P32", "effect": "P33", "law": "P34"}  # fmt: skip
    chosen = ["defence"] * draw(st.booleans()) + draw(some(sorted(rarer), 4))
    kinds |= {name: rarer[name] for name in chosen}
    found = base | {name: draw(a_term(kind)) for name, kind in kinds.items()}
    if "defence" in found and draw(st.booleans()):
        found["defence"] = {"type": "P03", "tests": ["necessity"], "clauses": ["defence"]}
    return {name: found[name] for name in draw(st.permutations(sorted(found)))}


@st.composite
def ledgers(draw: Any) -> list[dict[str, Any]]:
    signed = draw(st.sampled_from([("gov", "reb"), ("gov", "reb", "army"), ()]))
    found = [{"actor": actor, "mode": "signed", "at": date(1)} for actor in signed]
    for actor in draw(some(GROUPS, 5)):
        entry = {"actor": actor, "mode": draw(often("signed", "declared", "denied", "reserved",
                 "withdrew_claimed", "suspended_claimed")), "at": draw(dates)}  # fmt: skip
        if draw(often(True, False)):
            entry["at"] = date(1)
        found.append(entry | draw(often({}, {"contested_by": ["gov"]}, {"until": date(LAST)},
                                        {"not_later_than": date(LAST)})))  # fmt: skip
    return found


# --- the whole ------------------------------------------------------------------------------------


SWITCHES = {"few": (0, 3), "more": (6, 7), "many": (9, 9)}
"""How many questions an agreement leaves open, by its size: up to some tens of worlds, to some
hundred, and more than that."""


@st.composite
def questions(draw: Any, size: str, readings: Any, overrides: Any) -> dict[str, Any]:
    """Switches, with what each reading says to them; in a large agreement all are open in one."""
    found = {}
    for number in range(draw(st.integers(*SWITCHES[size]))):
        values = {"a": {}, "b": overrides(2)}
        if (size == "few" or (size == "more" and number == 0)) and draw(often(False, True)):
            values["true"] = overrides(1)
        concerned = draw(some(sorted(readings), 3)) if size == "few" else ["R1"]
        settings = ["open", "open", *values] if size == "few" else ["open"]
        found[f"s{number}"] = {
            "label": {"en": "?"},
            "values": values,
            "readings": {name: draw(st.sampled_from(settings)) for name in concerned},
        }
    return found


@st.composite
def agreements(draw: Any, sizes: tuple[str, ...] = ("few",)) -> Written:
    """A whole agreement of one of some sizes (`SWITCHES`)."""
    base = draw(terms())
    size = draw(st.sampled_from(sizes))
    live = draw(st.integers(1, 3)) if size == "few" else 1
    statuses = ["live"] * live + draw(st.sampled_from([[], [], ["draft"], ["historic"]]))

    def overrides(many: int) -> dict[str, Any]:
        return {name: draw(changes(base[name]["type"])) for name in draw(some(sorted(base), many))}

    readings = {
        f"R{n}": {"label": {"en": f"R{n}"}, "status": status, "terms": overrides(2)}
        for n, status in enumerate(statuses, 1)
    }
    document = {
        "case": {"id": "random", "title": {"en": "Random"}},
        "agreement": {"id": "a", "title": {"en": "A"}, "kind": "preliminary",
                      "zone": draw(often("UTC", "Europe/Kyiv"))},
        "events": EVENTS, "terms": base, "readings": readings, "switches": draw(questions(size, readings, overrides)),
        "accessions": draw(ledgers()),
        "lists": [
            {"id": name, "by": "gov", "published": draw(dates), "members": draw(some(GROUPS, 4, 1))}
            for name in draw(some(("l1", "l2"), 2))
        ],
        "status_claims": [
            {"id": name, "by": ["reb"], "at": date(9), "kind": kind, "label": {"en": "C"}}
            for name, kind in (("ended", "end_claimed"), ("suspended", "suspension_claimed"),
                               ("extended", "extension_claimed"), ("frozen", "talks_frozen"))
        ],
        "standards": {"verdict": draw(often("E3", "E2", "E4", "E1"))},
    }  # fmt: skip
    zones = [COUNTRY, *(draw(a_zone(n)) for n in range(draw(st.integers(2, MOST_ZONES))))]
    return Written(draw(actors()), document, tuple(zones))
