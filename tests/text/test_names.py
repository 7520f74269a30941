"""Names that libraries and files bring: states, peoples, capitals, towns, bodies."""

import re
from typing import get_args

import pytest
from reads import read
from told import ROOT

from hudna import case
from hudna.codes import load
from hudna.text import names
from hudna.text.letters import fold
from hudna.text.lexicon import Entry, Language
from hudna.text.named import Named

LANGUAGES = get_args(Language)


@pytest.fixture(scope="module")
def world():
    return {language: set(names.of_world(language)) for language in LANGUAGES}


@pytest.fixture(scope="module")
def towns():
    return {language: set(names.towns(language)) for language in LANGUAGES}


def kinds(entries, name):
    return {(entry.kind, entry.value.id) for said, entry in entries if said == name and entry.value}


@pytest.mark.parametrize(
    ("language", "name", "expected"),
    [
        ("ar", "روسيا", {("actor", "russia"), ("place", "russia")}),
        ("en", "Russia", {("actor", "russia"), ("place", "russia")}),
        ("en", "Burma", {("actor", "myanmar"), ("place", "myanmar")}),
        ("ar", "الأمم المتحدة", {("actor", "united-nations")}),
        ("en", "Hezbollah", {("actor", "hezbollah")}),
        ("ar", "سوري", {("nation", "syria")}),
        ("ar", "سورية", {("actor", "syria"), ("place", "syria"), ("nation", "syria")}),
        ("ar", "ليبيون", {("nation", "libya")}),
        ("en", "Libyan", {("nation", "libya")}),
        ("en", "Libyans", {("nation", "libya")}),
        ("en", "Sudanese", {("nation", "sudan")}),
    ],
)
def test_what_the_world_is_called(world, language, name, expected):
    assert kinds(world[language], name) == expected


def test_every_state_has_one_id_and_no_other_code_is_a_state():
    ids = names.state_ids()
    assert len(set(ids.values())) == len(ids)
    assert {"RU": "russia", "GB": "united-kingdom", "TR": "turkey"}.items() <= ids.items()
    assert not {"EU", "UN", "ZZ", "001"} & set(ids)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_capital_speaks_for_its_state_and_another_town_does_not(towns, language):
    moscow, aleppo = {"ar": ("موسكو", "حلب"), "en": ("Moscow", "Aleppo")}[language]
    assert ("actor", "russia") in kinds(towns[language], moscow)
    assert {kind for kind, _ in kinds(towns[language], aleppo)} == {"place"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_town_has_a_name_in_the_script_and_the_state_that_it_lies_in(towns, language):
    ids = set(names.state_ids().values())
    for name, entry in towns[language]:
        assert name.isascii() <= (language == "en"), name
        if entry.kind == "place":
            assert entry.value.of in ids


def test_a_case_gives_the_names_of_its_actors_and_places_by_script():
    opened = case.open_case(ROOT / "src/hudna/cases/syria-2016")
    found = list(names.of_case(opened.registry, opened.agreement.gazetteer, "ar"))
    assert (
        "روسيا",
        Entry("actor", Named("russia", "case", opened.registry.label("russia", "ar"))),
    ) in found
    assert any(entry.kind == "place" for _, entry in found)
    assert not any(name.isascii() for name, _ in found)
    english = list(names.of_case(opened.registry, opened.agreement.gazetteer, "en"))
    assert any(name == "Russia" for name, _ in english)


def test_what_else_the_world_calls_an_actor_of_a_case_is_that_actor():
    opened = case.open_case(ROOT / "src/hudna/cases/syria-2016")
    found = names.of_case(opened.registry, opened.agreement.gazetteer, "ar")
    called = {entry.value.id for name, entry in found if name == "القيادة العامة للجيش السوري"}
    assert called == {"syria-army"}


def test_a_place_of_conflicts_has_one_id_a_slug_and_no_name_of_another():
    written = load("lexicon/places.yaml", plain=True)
    ids = [entry["id"] for entry in written]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_) for id_ in ids)
    for language in ("ar", "en"):
        called = {
            (fold(name), entry["id"]) for entry in written for name in entry.get(language, [])
        }
        assert len(called) == len(dict(called))


def test_a_seat_is_called_what_it_is_and_not_by_another_name_of_who_sits_there():
    (one,) = read("قال الوزير إن النظام السوري وقع الهدنة.", "ar").statements
    assert [(actor.name, actor.id) for actor in one.actors] == [("النظام السوري", "syria")]


def test_nobodys_opposition_is_one_states():
    (one,) = read("قالت قوات المعارضة إن فصائل المعارضة التزمت بالهدنة.", "ar").statements
    assert one.speaker.actor is None
    assert all(actor.id is None for actor in one.actors)
