"""Words: what an explanation calls the things of a case, in one language.

In: ids, standings, intervals, regions.  Out: text in which whatever runs against the direction of
the language (ids, dates, Latin names inside Arabic) is isolated, and hidden characters are gone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from hudna import codes, taxonomy
from hudna.agreement.agreement import Agreement
from hudna.agreement.provisions import kind_of
from hudna.agreement.worlds import World
from hudna.evidence import Standing
from hudna.finding import Verdict, WorldVerdict
from hudna.i18n import isolate, translator
from hudna.incident import UNIDENTIFIED, Act
from hudna.instant import BEGIN, END, Interval, show
from hudna.zones import Region

SHOWN = 4
"""How many names of a list are written out before “and N more”."""

_HIDDEN = frozenset(map(chr, (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F),
                              *range(0x2060, 0x2070), 0xFEFF)))  # fmt: skip
_AGAINST = {"ar": {"L", "EN", "AN"}, "en": {"R", "AL", "AN"}}


def clean(text: str) -> str:
    """One line of visible text: no controls, no marks that reorder, no half characters."""
    kept = (
        "\ufffd" if (kind := unicodedata.category(char)) == "Cs"
        else " " if kind in ("Cc", "Zl", "Zp")
        else "" if char in _HIDDEN
        else char
        for char in text
    )  # fmt: skip
    return " ".join("".join(kept).split())


def weapon_label(weapon: str, lang: str) -> str:
    """A class of weapon in words, or its code where no table has it."""
    text = taxonomy.weapon_classes().get(weapon)
    return clean(weapon) if text is None else text.in_(lang)


class Words:
    """Names and phrases of one case in one language."""

    def __init__(self, agreement: Agreement, lang: str) -> None:
        self.agreement = agreement
        self.lang = lang
        self.say = translator(lang)

    # --- text -------------------------------------------------------------------------------------

    def apart(self, text: str) -> str:
        """Text that a person wrote, or an id: cleaned, and isolated where it would disturb."""
        text = clean(text)
        against = _AGAINST[self.lang]
        return isolate(text) if any(unicodedata.bidirectional(c) in against for c in text) else text

    @staticmethod
    def plain(text: str) -> str:
        """An id or a text of which only the hidden characters are taken."""
        return clean(text)

    def written(self, text: Mapping[str, str]) -> str:
        """A text that was written in one or both languages; empty if in none."""
        return self.apart(text.get(self.lang) or next((t for t in text.values() if t), ""))

    def listed(self, names: Iterable[str], shown: int | None = None) -> str:
        """Names as a list, the first `shown` of them written out."""
        names = list(dict.fromkeys(names))
        first = names if shown is None or len(names) <= shown + 1 else names[:shown]
        text = ("، " if self.lang == "ar" else ", ").join(first)
        if len(first) < len(names):
            rest = self.say.count("and one more", "and {n} more", len(names) - len(first))
            text = f"{text} {rest}"
        return text

    def joined(self, phrases: Iterable[str]) -> str:
        """Phrases that may hold lists themselves, one after another."""
        return ("؛ " if self.lang == "ar" else "; ").join(phrases)

    def one_of(self, names: Iterable[str]) -> str:
        """A name, or “one of” several."""
        names = list(dict.fromkeys(names))
        if len(names) == 1:
            return names[0]
        return self.say("one of: {names}", names=self.listed(names, SHOWN))

    # --- things -----------------------------------------------------------------------------------

    def actor(self, name: str) -> str:
        """An actor by name."""
        if name == UNIDENTIFIED:
            return self.say("somebody not identified")
        if name in self.agreement.registry.sides:
            return self.apart(self.agreement.registry.sides[name].text(self.lang))
        return self.apart(self.agreement.registry.label(name, self.lang))

    def actors(self, names: Iterable[str], shown: int | None = SHOWN) -> str:
        """Actors by name, as a list."""
        return self.listed(map(self.actor, names), shown)

    def hit(self, targets: Sequence[str]) -> str:
        """What was hit at once."""
        if not targets:
            return self.say("nobody")
        return " + ".join(map(self.actor, targets))

    def origin(self, name: str) -> str:
        """An origin by name, in the script of the language where it has one, with its side."""
        origin = self.agreement.registry.origins.get(name)
        if origin is None:
            return self.apart(name)
        arabic = [n for n in origin.names if any("\u0600" <= c <= "\u06ff" for c in n)]
        latin = [n for n in origin.names if n not in arabic]
        names = [*arabic, *latin] if self.lang == "ar" else [*latin, *arabic]
        shown = self.apart(names[0]) if names else self.apart(name)
        if not origin.named:
            return self.say("{origin} (does not say who told)", origin=shown)
        if origin.side is None:
            return shown
        return self.say("{origin} (of: {side})", origin=shown, side=self.actor(origin.side))

    def zone(self, name: str) -> str:
        """A zone by name."""
        zone = self.agreement.zones.by_id.get(name)
        return (self.written(zone.name) if zone is not None else "") or self.apart(name)

    def unit(self, name: str) -> str:
        """An administrative unit by name."""
        spot = self.agreement.gazetteer.spots.get(name)
        return (self.written(spot.name) if spot is not None else "") or self.apart(name)

    def term(self, name: str, world: World | None = None) -> str:
        """A term: its id and what kind of provision it is."""
        term = (world.terms if world else self.agreement.document.terms).get(name)
        if term is None:
            return self.apart(name)
        kind = kind_of(term)
        label = taxonomy.label("provision", kind, self.lang)
        return f"{self.apart(name)} ({label})"

    def act(self, act: Act | str) -> str:
        """An act by its label, with the class of weapon where it is known."""
        code, weapon = (act, None) if isinstance(act, str) else (act.code, act.weapon)
        known = code in taxonomy.acts()
        label = taxonomy.label("act", code, self.lang) if known else self.apart(code)
        if weapon is None:
            return label
        kind = weapon_label(weapon, self.lang)
        return self.say("{act}, by {weapon}", act=label, weapon=kind)

    def element(self, name: str) -> str:
        """An element of the procedure."""
        return codes.label("element", name, self.lang)

    def elements(self, names: Iterable[str]) -> str:
        """Elements, as a list."""
        return self.listed(map(self.element, names))

    def verdict(self, found: WorldVerdict) -> str:
        """A verdict with the elements that fail, and whether it is conditional."""
        text = codes.label("verdict", found.verdict.value, self.lang)
        if found.verdict == Verdict.OUTSIDE:
            text += f" ({self.elements(found.failing)})"
        if found.conditional:
            text = self.say("{verdict}, conditional", verdict=text)
        return text

    def switch(self, name: str) -> str:
        """A switch: its id and label."""
        label = self.agreement.document.switches[name].label.text(self.lang)
        return f"{self.apart(name)} ({self.apart(label)})"

    # --- evidence ---------------------------------------------------------------------------------

    def level(self, standing: Standing) -> str:
        """A level in the words of reports."""
        text = self._word(standing.level.name)
        marks = [m for m in ("contested", "refuted") if getattr(standing, m)]
        return self.listed([text, *(codes.label("evidence", m, self.lang) for m in marks)])

    def _word(self, level: str) -> str:
        return f"{codes.label('evidence', level, self.lang)} ({self.apart(level)})"

    def standing(self, standing: Standing) -> str:
        """A standing: level, origins, grounds."""
        level = self.level(standing)
        origins = self.listed(map(self.origin, standing.origins))
        if not standing.origins:
            text = self.say("{level}; no origin is named.", level=level)
        else:
            text = self.say("{level}; origins: {origins}.", level=level, origins=origins)
        if standing.grounds:
            grounds = [codes.label("ground", g.value, self.lang) for g in standing.grounds]
            text += " " + self.say("Also: {grounds}.", grounds=self.listed(grounds))
        return text

    # --- time and place ---------------------------------------------------------------------------

    def instant(self, instant: int, zone: str) -> str:
        """An instant in ISO 8601, isolated; an open end is “not known”."""
        text = show(instant, zone)
        if text is None:
            return self.say("not known")
        return self.apart(text.removesuffix("+00:00") + "Z" if zone == "UTC" else text)

    def interval(self, span: Interval, zone: str) -> str:
        """An interval in one zone; an end that is not known is said."""
        start, end = (self.instant(i, zone) for i in (span.earliest, span.latest))
        if span.is_instant and not span.is_open:
            return self.say("at {instant}", instant=start)
        if span.earliest == BEGIN and span.latest == END:
            return self.say("not known")
        if span.earliest == BEGIN:
            return self.say("before {end}, the earliest not known", end=end)
        if span.latest == END:
            return self.say("from {start} on, the latest not known", start=start)
        return self.say("from {start} to before {end}", start=start, end=end)

    def region(self, region: Region) -> str:
        """How precisely a place is known."""
        if region.is_unknown:
            return self.say("Where it was is not known.")
        units = self.listed(map(self.unit, region.units))
        if region.geometry is None:
            if region.is_unit:
                return self.say("Known only as somewhere in: {units}.", units=units)
            return self.say("In: {units}; the spot is not known.", units=units)
        centre = region.geometry.centroid
        at = self.apart(f"{centre.y:.4f}, {centre.x:.4f}")
        if region.geometry.geom_type != "Point":
            return self.say("An area around {at} (latitude, longitude).", at=at)
        if region.radius_km:
            radius = self.apart(f"{region.radius_km:g}")
            return self.say(
                "Within {radius} km of {at} (latitude, longitude).", radius=radius, at=at
            )
        return self.say("At {at} (latitude, longitude); the precision is not said.", at=at)
