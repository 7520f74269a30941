"""The words of time of a language, as a tagger: classes that the grammar of times is written in.

In: `data/lexicon/{ar,en}/times.yaml` and the names of `calendars`.  Out: a `Tagger`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from hudna.codes import load
from hudna.text.letters import fold
from hudna.text.tags import MARKS, Language, Tagger
from hudna.text.when import calendars

# The classes of `times.yaml` that are lists of words without a value.
_PLAIN = (
    "of", "on", "the", "to", "between", "since", "since_ago", "from", "until", "by", "before",
    "before_ago", "after", "upon", "within", "lasting", "over", "been", "ago", "last", "next",
    "this", "one", "qualifier", "day_label", "month_label", "year_label", "tonight", "last_night",
    "not_today", "midnight_tonight", "noonday", "hour_label", "oclock", "zero_hour",
    "and", "less", "era", "leading", "trailing", "begins", "previous", "at_latest", "common", "local", "article", "agent", "weekend", "hence",
)  # fmt: skip
# Those that are lists of words by value.
_VALUED = {
    "relative": "relative", "now": "now", "nth": "nth", "parts": "part", "meridiem": "meridiem", "letter": "letter",
    "hours": "hour_name", "midnight": "midnight", "minutes": "minute_name", "edges": "edge",
    "feasts": "feast", "quarters": "quarter",
    "hijri_feasts": "hijri_feast", "zones": "zone", "closings": "closing",
}  # fmt: skip
# Every class that there is: these, and those of names and units.
CLASSES = frozenset(
    {
        *_PLAIN, *_VALUED.values(), *calendars.UNITS, "month", "short", "doubtful", "hijri",
        "season", "weekday", "zone",
    }
)  # fmt: skip
# Those that make no time alone.
WEAK = frozenset(
    {
        *_PLAIN, *MARKS.values(), "edge", "nth", "letter", "minute_name", "small",
        "num", "ord",
    }
) - {
    "tonight", "last_night", "midnight_tonight", "noonday", "hour_label", "zero_hour", "weekend", "zone",
}  # fmt: skip


@cache
def written(language: Language) -> Mapping[str, Any]:
    """The words of time that stand in the lexicon."""
    found: Mapping[str, Any] = load(f"lexicon/{language}/times.yaml", plain=True)
    return found


@cache
def tagger(language: Language) -> Tagger:
    """The tagger of a language; what is entered first holds."""
    words, made = written(language), Tagger(language, weak=WEAK)
    called = calendars.names(language)
    for tag in _PLAIN:
        made.enter(tag, None, words[tag])
    for name, tag in _VALUED.items():
        for value, listed in words[name].items():
            made.enter(tag, int(value) if value.lstrip("-").isdigit() else value, listed)
    doubtful = frozenset(map(fold, words["doubtful"]))
    for number, name in _named(language, "months", called.months):
        made.enter("doubtful" if fold(name) in doubtful else "month", number, [name])
    for number, name in called.short:
        made.enter("doubtful" if fold(name) in doubtful else "short", number, [name])
    seasons = frozenset(map(fold, words["seasons"]))
    for number, name in _named(language, "hijri", called.hijri):
        made.enter("season" if fold(name) in seasons else "hijri", number, [name])
    for number, name in _named(language, "weekdays", called.weekdays):
        made.enter("weekday", number, [name])
    for unit, count, name in _units(language):
        made.enter(unit, count, [name])
        if language == "ar":
            made.enter(unit, count, ["ال" + name])
    for zone, name in _zones(language):
        made.enter("zone", zone, [name])
    return made


def _named(
    language: Language, name: str, known: Iterable[tuple[int, str]]
) -> Iterator[tuple[int, str]]:
    for number, listed in written(language)[name].items():
        for word in listed:
            yield int(number), word
    yield from known


def _units(language: Language) -> Iterator[tuple[str, int | None, str]]:
    """Unit of time, how many of it the word says by itself, and the word."""
    for name, many in (("units", 1), ("duals", 2), ("plurals", None)):
        for unit, listed in written(language)[name].items():
            for word in listed:
                yield unit, many, word


def _zones(language: Language) -> Iterator[tuple[str, str]]:
    """Zones by how a text states them: `Damascus time`, «توقيت دمشق»."""
    called = calendars.names(language)
    for zone, listed in written(language)["cities"].items():
        for city in listed:
            yield from ((zone, said) for said in _said(called.zoned, city, language))
    for zone, name in called.zones:
        yield from ((zone, said) for said in _said(called.zoned, name, language))


def _said(form: str, place: str, language: Language) -> Iterator[str]:
    yield form % place
    if language == "en":
        yield form % (place + " local")
    else:
        yield form % ("مدينة " + place)
