"""How a report says things: sentences, names, times and places, escaped and isolated for HTML.

In: values of a `Report`, a language.  Out: `Markup`, safe to print.  Names, dates and ids stand in
`<bdi>`, so that neither direction of writing disturbs the other; a date or an id always runs from
left to right.  Digits are Western in both languages, so that figures can be compared at a glance.
Controls that hide or reorder text are shown as a replacement character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.core import Locale, get_global
from babel.dates import format_date, get_month_names, get_timezone_location
from markupsafe import Markup, escape

from hudna import codes
from hudna.codes import Text
from hudna.evidence import Standing
from hudna.finding import Reason
from hudna.i18n import translator
from hudna.instant import BEGIN, END, Interval, to_datetime
from hudna.sitrep.model import Heading

_CONTROLS = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")

_FIRST = re.compile(r"^((?:<[^>]*>)*)(\w)")


def both(message: str) -> Text:
    """A sentence of the program in both languages."""
    return Text(translator("en")(message), translator("ar")(message))


def is_arabic(text: str) -> bool:
    """Whether a text has Arabic letters."""
    return _ARABIC.search(text) is not None


def plain(text: str) -> str:
    """The text with every control that hides or reorders it made visible."""
    return _CONTROLS.sub("\ufffd", text)


@dataclass(frozen=True)
class Phrasing:
    """Says the values of a report in one language; `home` is the zone of its days."""

    lang: str
    home: str

    def say(self, message: str, **about: object) -> Markup:
        """A sentence of the program; what is filled in is escaped unless it is `Markup`."""
        return Markup(escape(translator(self.lang)(message))).format(**about)  # noqa: S704

    def count(self, one: str, many: str, n: int, **about: object) -> Markup:
        """A counted sentence of the program."""
        slots = {name: "{" + name + "}" for name in about}
        words = translator(self.lang).count(one, many, n, **slots)
        return Markup(escape(words)).format(**about)  # noqa: S704

    def capital(self, words: object) -> Markup:
        """The words with a capital at the start of a sentence or heading, where there are any."""
        # Tags that open before the first letter stay as they are.
        return Markup(_FIRST.sub(lambda m: m[1] + m[2].upper(), escape(words), count=1))  # noqa: S704

    # --- names ------------------------------------------------------------------------------------

    def name(self, text: Text | str) -> Markup:
        """A name or text of the case, in this language where it has one."""
        words = plain(text if isinstance(text, str) else text.in_(self.lang))
        lang = "ar" if is_arabic(words) else "en"
        if lang == self.lang:
            return Markup("<bdi>{}</bdi>").format(words)
        return Markup('<bdi lang="{}">{}</bdi>').format(lang, words)

    def code(self, words: object) -> Markup:
        """An id or a date: always from left to right, never translated."""
        return Markup('<bdi dir="ltr" class="code" translate="no">{}</bdi>').format(
            plain(str(words))
        )

    def long(self, words: object) -> Markup:
        """A hash, a command or an address: as `code`, but may be broken over lines."""
        return Markup('<bdi dir="ltr" class="long" translate="no">{}</bdi>').format(
            plain(str(words))
        )

    def figure(self, n: int) -> Markup:
        """A number, with its thousands apart."""
        return Markup(f"{n:,}")  # noqa: S704

    @property
    def comma(self) -> str:
        """What stands between names."""
        return "، " if self.lang == "ar" else ", "

    @property
    def semicolon(self) -> str:
        """What stands between phrases."""
        return "؛ " if self.lang == "ar" else "; "

    def all_of(self, items: Iterable[str]) -> Markup:
        """Names side by side; what is not `Markup` is escaped."""
        return escape(self.comma).join(items)

    def names(self, texts: Iterable[Text]) -> Markup:
        """Names of the case side by side."""
        return self.all_of(self.name(text) for text in texts)

    def label(self, kind: str, code: str) -> str:
        """What the report calls a code."""
        return codes.label(kind, code, self.lang)

    def meaning(self, kind: str, code: str) -> str:
        """One sentence on what a code means."""
        return codes.meaning(kind, code, self.lang)

    def needs(self, reason: str) -> str:
        """What would resolve a reason."""
        return codes.needs(reason, self.lang)

    def heading(self, heading: Heading) -> str:
        """A column of the counts: “not a violation” always by its causes."""
        if heading.causes:
            return " / ".join(self.label("cause", cause) for cause in heading.causes)
        return self.label("headline", heading.headline.value)

    def level(self, standing: Standing) -> Markup:
        """The level words of a standing, with its code: “reported (E2)”, contested or refuted."""
        name = standing.level.name
        words = Markup("{} ({})").format(self.label("evidence", name), self.code(name))
        marks = ((standing.contested, "contested"), (standing.refuted, "refuted"))
        return self.all_of([words, *(self.label("evidence", mark) for met, mark in marks if met)])

    def levels(self, standings: Iterable[tuple[str, Standing]]) -> list[tuple[Markup, Markup]]:
        """The level words, each with the elements that stand so."""
        groups: dict[Markup, list[str]] = {}
        for element, standing in standings:
            groups.setdefault(self.level(standing), []).append(self.label("element", element))
        return [(level, self.all_of(elements)) for level, elements in groups.items()]

    def reasons(self, reasons: Iterable[Reason]) -> list[tuple[str, Markup]]:
        """The words of reasons, each with the elements that it concerns."""
        groups: dict[str, list[str]] = {}
        for reason in reasons:
            groups.setdefault(reason.code, []).append(self.label("element", reason.element))
        return [(self.label("reason", code), self.all_of(names)) for code, names in groups.items()]

    # --- times ------------------------------------------------------------------------------------

    def day(self, day: date) -> Markup:
        """A calendar day in words: “30 Dec 2016”; in Arabic with both names of its month."""
        if self.lang == "en":
            return Markup(format_date(day, "d MMM y", locale="en"))  # noqa: S704
        months = dict.fromkeys(
            get_month_names("wide", locale=locale)[day.month] for locale in ("ar_SY", "ar")
        )
        return Markup("{} {} {}").format(day.day, "/".join(months), day.year)

    def iso(self, day: date) -> Markup:
        """A calendar day as ISO 8601."""
        return self.code(day.isoformat())

    def city(self, zone: str) -> str:
        """The city that an IANA zone is named for."""
        if "/" not in zone or zone.startswith("Etc/"):
            return zone
        # Some names stand under the zone's former id only.
        former = [old for old, new in get_global("zone_aliases").items() if new == zone]
        known = Locale.parse(self.lang).time_zones
        for name in (zone, *former):
            if city := known.get(name, {}).get("city"):
                return str(city)
        return get_timezone_location(zone, locale=self.lang, return_city=True)

    def clock(self, zone: str, *moments: datetime) -> Markup:
        """Whose clock it is: “Damascus time (UTC+2)”, with each offset that applied."""
        offsets = list(dict.fromkeys(_offset(moment) for moment in moments))
        return self.say(
            "{city} time ({offsets})",
            city=self.name(self.city(zone)),
            offsets=self.say(" at the start, then ").join(map(self.code, offsets)),
        )

    def period(self, span: Interval, zone: str) -> Markup:
        """A period with its cut-off, zone and offset."""
        start, end = to_datetime(span.earliest, zone), to_datetime(span.latest, zone)
        return self.say(
            "from {start} to {end}, {clock}",
            start=self._moment(start),
            end=self._moment(end),
            clock=self.clock(zone, start, end),
        )

    def _moment(self, moment: datetime) -> Markup:
        shown = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
        return Markup("{} {}").format(self.code(shown), self.day(moment.date()))

    def when(self, span: Interval, zone: str) -> Markup:
        """A time as far as it is known: a day, days, an hour, from when to when."""
        if span.earliest == BEGIN and span.latest == END:
            return self.say("at a time not known")
        if span.earliest == BEGIN:
            return self.say("before {end}", end=self._at(span.latest, zone))
        if span.latest == END:
            return self.say("{start} or later", start=self._at(span.earliest, zone))
        start, end = to_datetime(span.earliest, zone), to_datetime(span.latest, zone)
        if span.is_instant:
            return self._at(span.earliest, zone)
        if _midnight(start) and _midnight(end):
            first, last = start.date(), end.date() - timedelta(days=1)
            days = self.say("{first} to {last}", first=self.iso(first), last=self.iso(last))
            shown = self.iso(first) if first == last else days
            return shown if zone == self.home else self._on(shown, zone, start, end)
        if start.date() == end.date():
            hours = self.code(f"{start.date()} {start:%H:%M}–{end:%H:%M}")
        else:
            hours = self.code(f"{start:%Y-%m-%d %H:%M} – {end:%Y-%m-%d %H:%M}")
        return self._on(hours, zone, start, end)

    def _on(self, shown: Markup, zone: str, *moments: datetime) -> Markup:
        return Markup("{} {}").format(shown, self.clock(zone, *moments))

    def _at(self, instant: int, zone: str) -> Markup:
        moment = to_datetime(instant, zone)
        return self._on(self.code(f"{moment:%Y-%m-%d %H:%M}"), zone, moment)


def _midnight(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)


def _offset(moment: datetime) -> str:
    """The offset from UTC: UTC, UTC+2, UTC−3:30."""
    offset = moment.utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")
