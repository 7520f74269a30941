"""The acts that a report can describe, and the provisions that may speak of them.

In: an observation code (`H-ART`), a provision type (`P01`), a weapon class, or a label of another
data set.  Out: what Hudna knows of it: its names, its default unit of counting, what a duty about
it protects, which provisions usually speak of it, and what ACLED, UCDP, CAMEO and PLOVER call it,
with what each of those loses.

A code says what was seen or alleged, never whether it was a violation.  The tables stand in
`data/taxonomy.yaml` and `data/provisions.yaml`; start reading there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, get_args

from hudna import codes
from hudna.codes import Text, load, look_up

Scheme = Literal["acled", "ucdp", "cameo", "plover"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)

ANY_WEAPON = "any"
# The candidate that stands for anybody: who it was is not known.
UNIDENTIFIED = "unidentified"


@dataclass(frozen=True, slots=True)
class Mapped:
    """What one scheme calls an act.

    `labels` are ACLED sub-event types, UCDP types of violence, CAMEO codes, or PLOVER
    `EVENT:mode`; several are alternatives.  `contexts` go with PLOVER labels, one each.
    `note` says what the mapping loses, or why there is none.

    `any_label`: any label of the scheme may be right, and only a person can choose.
    `as_weapon`: coded by the weapon that was used (besides `labels`, if there are any).
    `unverified`: taken from memory, not from the scheme's own papers.
    """

    scheme: Scheme
    note: Text
    labels: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    codable: bool = True
    any_label: bool = False
    as_weapon: bool = False
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """One observation code.  The fields are explained at the top of `taxonomy.yaml`."""

    code: str
    label: Text
    family: str
    counts_as: str
    force: bool
    needs_target: bool
    object: Literal["actor", "ground", "population", "none"]
    weapons: tuple[str, ...]
    terms: tuple[str, ...]
    maps: tuple[Mapped, ...]  # one a scheme, in the order of SCHEMES; see `mapping`
    flags: tuple[str, ...] = ()
    kind_of: str | None = None
    undetermined: bool = False
    compliance: bool = False


@dataclass(frozen=True, slots=True)
class Provision:
    """A type of provision.

    `parameters` says what a machine needs to evaluate a term of this type, `contest` what parties
    dispute about it ("" where nothing is noted), `anchors` the sources where it was met.
    """

    code: str
    label: Text
    parameters: str
    contest: str
    anchors: tuple[str, ...]


def acts() -> Mapping[str, Act]:
    """All acts by code, in the order in which reports list them."""
    return _taxonomy().acts


def act(code: str) -> Act:
    """One act.  Raises `UnknownCodeError`, which suggests the nearest code."""
    return look_up("act", code, acts())


def says_nothing(code: str) -> bool:
    """Whether an act's means are not established, so that it may be any of the others."""
    known = acts().get(code)
    return known is not None and known.family == "unspecified"


def families() -> Mapping[str, Text]:
    """Groups of acts, for the tables of a report."""
    return _taxonomy().families


def units() -> Mapping[str, Text]:
    """What is counted; figures in different units never add up."""
    return _taxonomy().units


def weapon_classes() -> Mapping[str, Text]:
    """Classes of weapon, and of the craft that carries it."""
    return _taxonomy().weapons


@cache
def provisions() -> Mapping[str, Provision]:
    """The types of provision, P01 to P36."""
    return MappingProxyType(
        {
            code: Provision(
                code=code,
                label=Text(**entry["label"]),
                parameters=entry["parameters"],
                contest=entry.get("contest", {}).get("en", ""),
                anchors=tuple(entry["anchors"]),
            )
            for code, entry in load("provisions.yaml")["provisions"].items()
        }
    )


def provision(code: str) -> Provision:
    """One type of provision.  Raises `UnknownCodeError`."""
    return look_up("provision", code, provisions())


def label(kind: str, code: str, lang: str) -> str:
    """What a person calls a code of this module or of `hudna.codes`.

    Args:
        kind: `act`, `family`, `provision`, `unit`, `weapon`, or a kind of `hudna.codes`.
        code: The code.
        lang: `en` or `ar`.

    Raises:
        UnknownCodeError: The kind, the code or the language is not known.
    """
    tables = _labels_by_kind()
    if kind not in tables:
        return codes.label(kind, code, lang)
    return look_up(kind, code, tables[kind]).in_(lang)


def mapping(code: str, scheme: str) -> Mapped:
    """What `scheme` (`acled`, `ucdp`, `cameo`, `plover`) calls an act, and what that loses."""
    return look_up("scheme", scheme, {mapped.scheme: mapped for mapped in act(code).maps})


def candidates(scheme: str, label: str) -> tuple[str, ...]:
    """The acts that a label of another scheme may stand for; of an unknown label: none.

    Acts that the scheme codes by the weapon used, or under any label, are not among them.
    CAMEO 196 ("violate ceasefire") stands for no act: it is a verdict, not an observation.
    """
    table = look_up("scheme", scheme, _candidates())
    return table.get(label, ())


@dataclass(frozen=True, slots=True)
class _Taxonomy:
    families: Mapping[str, Text]
    units: Mapping[str, Text]
    weapons: Mapping[str, Text]
    acts: Mapping[str, Act]


@cache
def _taxonomy() -> _Taxonomy:
    data = load("taxonomy.yaml")
    notes = _texts(data["notes"])
    return _Taxonomy(
        families=_texts(data["families"]),
        units=_texts(data["units"]),
        weapons=_texts(data["weapons"]),
        acts=MappingProxyType(
            {code: _act(code, entry, notes) for code, entry in data["acts"].items()}
        ),
    )


@cache
def _labels_by_kind() -> Mapping[str, Mapping[str, Text]]:
    return {
        "act": {code: act.label for code, act in acts().items()},
        "family": families(),
        "provision": {code: provision.label for code, provision in provisions().items()},
        "unit": units(),
        "weapon": weapon_classes(),
    }


@cache
def _candidates() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {scheme: {} for scheme in SCHEMES}
    for each in acts().values():
        for mapped in each.maps:
            for name in mapped.labels:
                found[mapped.scheme][name] = (*found[mapped.scheme].get(name, ()), each.code)
    return found


def _texts(table: Mapping[str, Mapping[str, str]]) -> Mapping[str, Text]:
    return MappingProxyType({code: Text(**entry) for code, entry in table.items()})


def _act(code: str, entry: Mapping[str, Any], notes: Mapping[str, Text]) -> Act:
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    fields["label"] = Text(**entry["label"])
    fields["maps"] = tuple(_mapped(scheme, entry["maps"][scheme], notes) for scheme in SCHEMES)
    return Act(code=code, **fields)


def _mapped(scheme: Scheme, entry: Mapping[str, Any], notes: Mapping[str, Text]) -> Mapped:
    codable = entry.get("codable", True)
    labels, contexts = _names(scheme, entry) if codable else ((), ())
    return Mapped(
        scheme=scheme,
        note=notes[entry["loses" if codable else "why"]],
        labels=labels,
        contexts=contexts,
        codable=codable,
        any_label=entry.get("any", False),
        as_weapon=entry.get("as_weapon", False),
        unverified=entry.get("unverified", False),
    )


def _names(scheme: Scheme, entry: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The labels of a mapping, and for PLOVER the context of each."""
    if scheme == "plover":
        events = [entry, *entry.get("or", [])]
        names = (f"{e['event']}:{e['mode']}" if "mode" in e else e["event"] for e in events)
        return tuple(names), tuple(e["context"] for e in events)
    key = {"acled": "sub_event", "ucdp": "types", "cameo": "codes"}[scheme]
    return tuple(entry.get(key, ())), ()
