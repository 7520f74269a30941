"""How a page of a reading says things: acts, hedges, times, numbers, names, drafts.

In: the nouns of `statement.py`.  Out: `Markup`, safe to print, in English or Arabic.  What the text
says stands as it says it; codes are given with their labels.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from hudna import taxonomy
from hudna.codes import UnknownCodeError
from hudna.sitrep.words import Phrasing, plain
from hudna.text.phrases import phrase
from hudna.text.statement import Name, Number, Speaker, When

_CLIPPED = 360


@dataclass(frozen=True)
class Words(Phrasing):
    """Says what was read, in one language."""

    def phrase(self, kind: str, code: str) -> Markup:
        """What people call a code of the reading; see `phrases`."""
        return escape(plain(phrase(kind, code, self.lang)))

    def coded(self, kind: str, code: str) -> Markup:
        """A code with its label in this language; a code that no table holds stands alone."""
        try:
            label = taxonomy.label(kind, code, self.lang)
        except UnknownCodeError:
            return self.code(code)
        return Markup("{} {}").format(self.capital(label), self.code(code))

    def about(self, about: str) -> Markup:
        """What a conflict is about: `P06:eastern-ghouta`."""
        topic, _, rest = about.partition(":")
        return self.all_of([self.coded("provision", topic), *([self.code(rest)] if rest else [])])

    def clipped(self, text: str) -> Markup:
        """A quote; of a long one, the beginning and the end."""
        if len(text) > _CLIPPED:
            half = _CLIPPED // 2
            text = f"{text[:half].rstrip()} […] {text[-half:].lstrip()}"
        return self.name(text)

    def listed(self, names: Iterable[str]) -> Markup:
        """Names of the text side by side."""
        return self.all_of(map(self.name, names))

    # --- what is named ----------------------------------------------------------------------------

    def speaker(self, speaker: Speaker) -> Markup:
        """A speaker by name, with whom they speak for."""
        name = self.name(speaker.name)
        if speaker.actor is None:
            return name
        return Markup("{} {}").format(name, self.code(speaker.actor))

    def named(self, names: Iterable[Name]) -> list[Markup]:
        """Actors or places, each once: as the text has it, its name, its id or what it may be."""
        return list(dict.fromkeys(map(self._named, names)))

    def _named(self, name: Name) -> Markup:
        said = self.clipped(name.quote)
        if name.name and name.name != name.quote:
            said = Markup("{} = {}").format(said, self.clipped(name.name))
        if name.id is not None:
            said = Markup("{} {}").format(said, self.code(name.id))
        if name.candidates:
            ids = self.all_of(map(self.code, name.candidates))
            return Markup("{} ({})").format(said, self.say("may be: {ids}", ids=ids))
        if name.id is None:
            return Markup("{} ({})").format(said, self.say("not known"))
        return said

    def numbers(self, numbers: Iterable[Number]) -> list[Markup]:
        """Numbers as the text has them, each with its value."""
        return list(dict.fromkeys(map(self._number, numbers)))

    def _number(self, number: Number) -> Markup:
        value = self.code(f"{number.value:,}")
        modified = {
            "more_than": self.say("more than {n}", n=value),
            "less_than": self.say("less than {n}", n=value),
            "about": self.say("about {n}", n=value),
        }
        shown = modified.get(number.modifier or "", value)
        if number.unit is not None:
            shown = Markup("{} {}").format(shown, self._unit(number.unit))
        return Markup("{} = {}").format(self.clipped(number.quote), shown)

    def _unit(self, unit: str) -> Markup:
        try:
            return escape(taxonomy.label("unit", unit, self.lang))
        except UnknownCodeError:
            return self.code(unit)

    # --- times ------------------------------------------------------------------------------------

    def times(self, times: Iterable[When]) -> list[Markup]:
        """Times as the text has them, and between what and what each lies."""
        return list(dict.fromkeys(map(self._time, times)))

    def _time(self, when: When) -> Markup:
        parts = [Markup("{} = {}").format(self.clipped(when.quote), self._interval(when))]
        if when.relative_to:
            parts.append(self._relative(when.relative_to, when.precision))
        if when.earliest is not None or when.latest is not None:
            parts.append(self._zone(when))
        return self.all_of(parts)

    def _interval(self, when: When) -> Markup:
        earliest, latest = when.earliest, when.latest
        if earliest is None and latest is None:
            return self.say("not known when")
        if earliest is None:
            return self.say("until {end}", end=self.code(latest))
        if latest is None:
            return self.say("from {start} on", start=self.code(earliest))
        if earliest == latest:
            return self.code(earliest)
        return self.say("{start} to {end}", start=self.code(earliest), end=self.code(latest))

    def _zone(self, when: When) -> Markup:
        if when.zone is None:
            return self.say("no zone stated")
        zone = self.code(when.zone)
        if when.zone_from == "stated":
            return self.say("zone {zone}, as stated", zone=zone)
        if when.zone_from == "case":
            return self.say("zone {zone}, of the case", zone=zone)
        return self.say("zone {zone}", zone=zone)

    def _relative(self, relative: Mapping[str, Any], precision: str) -> Markup:
        """From which event a time is counted; `precision` says which part of time that is."""
        event = self.code(relative.get("event", "?"))
        offset = relative.get("offset")
        steps = offset if isinstance(offset, Mapping) else {}
        if not steps and precision in ("from", "until"):
            return (
                self.say("from {event} on", event=event)
                if precision == "from"
                else self.say("until {event}", event=event)
            )
        if not steps:
            return self.say("counted from {event}", event=event)
        before = all(isinstance(n, int | float) and n < 0 for n in steps.values())
        told = self.all_of(self._step(str(u), -n if before else n) for u, n in steps.items())
        if precision == "within" and not before:
            return self.say("within {offset} of {event}", offset=told, event=event)
        if precision == "at" and before:
            return self.say("{offset} before {event}", offset=told, event=event)
        if precision == "at":
            return self.say("{offset} after {event}", offset=told, event=event)
        if before:
            told = Markup("− {}").format(told)
        return self.say("counted from {event}: {offset}", event=event, offset=told)

    def _step(self, unit: str, n: Any) -> Markup:
        count = self.count
        if not isinstance(n, int) or n < 0:
            return self.code(f"{n} {unit}")
        match unit:
            case "years":
                return count("{n:,} year", "{n:,} years", n)
            case "months":
                return count("{n:,} month", "{n:,} months", n)
            case "weeks":
                return count("{n:,} week", "{n:,} weeks", n)
            case "days":
                return count("{n:,} day", "{n:,} days", n)
            case "hours":
                return count("{n:,} hour", "{n:,} hours", n)
            case "minutes":
                return count("{n:,} minute", "{n:,} minutes", n)
            case _:
                return self.code(f"{n} {unit}")

    # --- drafts -----------------------------------------------------------------------------------

    def draft(self, draft: Mapping[str, Any]) -> list[tuple[Markup, Markup]]:
        """The fields of a draft, one a row; those within others by a dotted name."""
        return [
            (self.code(name), self._value(value))
            for name, value in _fields(draft)
            if value not in (None, [], {}, "")
        ]

    def _value(self, value: Any) -> Markup:
        if isinstance(value, str):
            return self.clipped(value)
        if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
            return self.all_of(self.clipped(str(one)) for one in value)
        return self.long(json.dumps(value, ensure_ascii=False, default=str))


def _fields(draft: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in draft.items():
        if name == "statements":
            continue
        if isinstance(value, Mapping):
            yield from ((f"{name}.{inner}", one) for inner, one in value.items())
        else:
            yield name, value
