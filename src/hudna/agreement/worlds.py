"""Worlds: each is one reading with one setting of its switches.

In: the agreement as written.  Out: `World`s, whose `terms` are the base terms, overridden by the
reading, then by each switch.  The default worlds are the live readings with their open switches
expanded; `all_worlds` varies the stated switches, too.  A world's id is its reading, with the
switches that it fixes or sets against what the holder stated: `R2[duty_scope=inter_partes]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeVar

from pydantic import ValidationError

from hudna.agreement.document import AgreementFile
from hudna.agreement.provisions import Exclusions, Term, model_of
from hudna.problem import Problem, Refused
from hudna.yamlfile import Located, Path_

OPEN = "open"
MAX_WORLDS = 4096

AnyTermT = TypeVar("AnyTermT", bound=Term)


@dataclass(frozen=True, eq=False)
class World:
    """One reading with one setting of its switches.  Compared by identity: worlds are made once."""

    id: str
    reading: str
    switches: Mapping[str, str]
    terms: Mapping[str, Term]

    def of(self, model: type[AnyTermT]) -> tuple[tuple[str, AnyTermT], ...]:
        """The terms of one kind, with their ids, in the order written."""
        return tuple((name, t) for name, t in self.terms.items() if isinstance(t, model))

    def __repr__(self) -> str:
        return f"World({self.id})"


def json_value(value: str) -> str | bool:
    """A switch value as JSON: true and false are booleans."""
    return {"true": True, "false": False}.get(value, value)


class Worlds:
    """The worlds of an agreement, built once each."""

    def __init__(self, document: AgreementFile, located: Located | None = None) -> None:
        self.document = document
        self._located = located
        self._built: dict[str, World] = {}
        self._default: list[World] | None = None
        self._made: dict[tuple[str, str], Term] = {}  # equal terms are one object in every world
        self._base = {
            name: term.model_dump(by_alias=True, exclude_unset=True, mode="python")
            for name, term in document.terms.items()
        }

    def stated(self, reading: str) -> dict[str, str]:
        """The switches that concern a reading: the value that its holder stated, or `open`."""
        return {
            name: switch.readings[reading].value
            for name, switch in self.document.switches.items()
            if reading in switch.readings
        }

    def readings(self, *statuses: str) -> list[str]:
        """Ids of the readings with one of these statuses, in the order written."""
        return [name for name, r in self.document.readings.items() if r.status in statuses]

    def default(self) -> list[World]:
        """The live readings with their open switches expanded."""
        if self._default is None:
            live = self.readings("live")
            self._default = [world for name in live for world in self.of_reading(name)]
        return self._default

    def of_reading(self, reading: str, every: bool = False) -> list[World]:
        """The worlds of one reading, whatever its status.

        Its open switches are expanded; with `every`, those with a stated value, too.
        """
        return self._expand(reading, every)

    def all(self) -> list[World]:
        """The live readings with every switch that concerns them varied."""
        return [world for name in self.readings("live") for world in self._expand(name, True)]

    def with_settings(self, reading: str, settings: Mapping[str, str]) -> World:
        """The world of a reading with every switch that concerns it set."""
        stated = self.stated(reading)
        shown = [f"{k}={v}" for k, v in settings.items() if stated[k] != v]
        name = reading + (f"[{','.join(shown)}]" if shown else "")
        if name not in self._built:
            self._built[name] = World(name, reading, dict(settings), self._terms(reading, settings))
        return self._built[name]

    def neighbours(self, world: World) -> Iterator[tuple[str, World]]:
        """The worlds that differ from `world` in one switch, each with that switch."""
        for name, value in world.switches.items():
            for other in self.document.switches[name].values:
                if other != value:
                    changed = {**world.switches, name: other}
                    yield name, self.with_settings(world.reading, changed)

    def select(self, wanted: str) -> list[World]:
        """The worlds that `R1,R4`, `R2[duty_scope=erga_omnes]` or `all` names.

        A reading's id stands for its default worlds; a world's id may leave out switches with a
        stated value.  Raises `Refused` for an unknown one.
        """
        if wanted == "all":
            return self.all()
        found: dict[str, World] = {}
        for part in re.findall(r"[^,\[]+(?:\[[^\]]*\])?", wanted):
            for world in self._selected(part.strip()):
                found[world.id] = world
        if not found:
            raise Refused([_unknown("no world is named", self.document.readings)])
        return list(found.values())

    def _selected(self, part: str) -> list[World]:
        name, _, rest = part.partition("[")
        name = name.rstrip()
        if name not in self.document.readings:
            raise Refused([_unknown(f"there is no reading “{name}”", self.document.readings)])
        pins: dict[str, str] = {}
        for pin in filter(None, rest.rstrip("]").split(",")):
            switch, _, value = (half.strip() for half in pin.partition("="))
            if switch not in self.stated(name):
                raise Refused(
                    [_unknown(f"no switch “{switch}” concerns {name}", self.stated(name))]
                )
            values = self.document.switches[switch].values
            if value not in values:
                raise Refused([_unknown(f"{switch} has no value “{value}”", values)])
            if pins.get(switch, value) != value:
                raise Refused([_unknown(f"{part} sets {switch} twice", values)])
            pins[switch] = value
        return self.pinned(name, pins)

    def pinned(self, reading: str, pins: Mapping[str, str]) -> list[World]:
        """The default worlds of a reading with some switches set."""
        stated = {**self.stated(reading), **pins}
        return self._product(reading, {k: self._values(k, v, False) for k, v in stated.items()})

    def _expand(self, reading: str, every: bool) -> list[World]:
        stated = self.stated(reading)
        return self._product(reading, {k: self._values(k, v, every) for k, v in stated.items()})

    def _values(self, switch: str, stated: str, every: bool) -> list[str]:
        return list(self.document.switches[switch].values) if every or stated == OPEN else [stated]

    def _product(self, reading: str, values: Mapping[str, list[str]]) -> list[World]:
        count = 1
        for options in values.values():
            count *= len(options)
        if count > MAX_WORLDS:
            raise Refused(
                [self._problem(("readings", reading), f"{reading} has {count} worlds",
                               f"State more of its switches: at most {MAX_WORLDS}")]
            )  # fmt: skip
        return [
            self.with_settings(reading, dict(zip(values, setting, strict=True)))
            for setting in product(*values.values())
        ]

    def _terms(self, reading: str, settings: Mapping[str, str]) -> dict[str, Term]:
        overrides: list[tuple[Path_, Mapping[str, Mapping[str, Any]]]] = [
            (("readings", reading, "terms"), self.document.readings[reading].terms)
        ]
        for switch, value in settings.items():
            path: Path_ = ("switches", switch, "values", value)
            overrides.append((path, self.document.switches[switch].values[value]))
        terms: dict[str, Term] = dict(self.document.terms)
        raw: dict[str, dict[str, Any]] = {}
        for path, changes in overrides:
            for name, change in changes.items():
                if name in self._base:  # an unknown term is a problem of the checks
                    before = raw.get(name, self._base[name])
                    if (
                        "clauses" in change
                    ):  # other clauses: what was read for the first is not theirs
                        before = {k: v for k, v in before.items() if k != "sources"}
                    raw[name] = {**before, **change}
                    key = (name, repr(raw[name]))
                    if key not in self._made:
                        self._made[key] = self._validated(name, raw[name], (*path, name))
                    terms[name] = self._made[key]
        return terms

    def _validated(self, name: str, raw: dict[str, Any], path: Path_) -> Term:
        base = self.document.terms[name]
        kind = base.type
        if raw.get("type", kind) != kind:
            raise Refused([self._problem((*path, "type"), f"{name} is a {kind}",
                                         "A reading cannot change the type of a term")])  # fmt: skip
        try:
            return model_of(kind).model_validate(raw)
        except ValidationError as error:
            raise Refused(
                [
                    self._problem(
                        (*path, *item["loc"]), f"{name}.{'.'.join(map(str, item['loc']))}: "
                        + str(item["msg"]).removeprefix("Value error, "),
                        f"See `hudna schema agreement` for the parameters of {kind}",
                    )
                    for item in error.errors()
                ]
            ) from None  # fmt: skip

    def _problem(self, path: Path_, what: str, remedy: str) -> Problem:
        if self._located is None:
            return Problem("agreement.yaml", None, None, what, remedy)
        return self._located.problem(path, what, remedy)


def undecided(world: World) -> Iterator[tuple[str, str]]:
    """The (term, parameter)s that a world must decide and does not."""
    for name, term in world.terms.items():
        if isinstance(term, Exclusions) and (term.actors or term.also or term.lists):
            for parameter in ("mode", "inherits", "follows_rename"):
                if getattr(term, parameter) is None:
                    yield name, parameter
        elif getattr(term, "duty_scope", ...) is None and term.binds:
            yield name, "duty_scope"


def _unknown(what: str, known: Iterable[str]) -> Problem:
    return Problem("--worlds", None, None, what, f"Known: {', '.join(known) or 'none'}")
