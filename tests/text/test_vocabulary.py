"""The lexicons of the package: complete, in the codes of the taxonomy, and kept between runs."""

from typing import get_args

import pytest

from hudna import taxonomy
from hudna.codes import load
from hudna.text import kept as module
from hudna.text.lexicon import Language
from hudna.text.statement import Hedge, SpeechAct
from hudna.text.vocabulary import vocabulary
from hudna.text.when import calendars

LANGUAGES = get_args(Language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_has_words_and_no_word_an_unknown_one(language):
    written = load(f"lexicon/{language}/speech.yaml", plain=True)
    assert {entry["act"] for entry in written} == set(get_args(SpeechAct))
    assert {entry.get("hedge", "none") for entry in written} <= set(get_args(Hedge))


@pytest.mark.parametrize("language", LANGUAGES)
def test_topics_and_events_are_codes_of_the_taxonomy(language):
    written = load(f"lexicon/{language}/topics.yaml", plain=True)
    assert set(written["topics"]) == set(taxonomy.provisions())
    assert set(written["events"]) <= set(taxonomy.acts())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["grammar", "frames"])
def test_a_class_lists_words_once(language, name):
    for kind, words in load(f"lexicon/{language}/{name}.yaml", plain=True).items():
        assert len(words or ()) == len(set(words or ())), kind


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_kept_reads_as_what_was_made(language, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made = vocabulary.__wrapped__(language)
    (kept,) = tmp_path.glob("hudna/lexicon-*.json")
    again = vocabulary.__wrapped__(language)
    assert (again.root, again.known, again.first) == (made.root, made.known, made.first)
    kept.write_text("{", "utf-8")
    assert vocabulary.__wrapped__(language).root == made.root


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_calendars_that_are_kept_are_those_that_were_made(language, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made = calendars.names.__wrapped__(language)
    (kept,) = tmp_path.glob("hudna/calendars-*.json")
    assert calendars.names.__wrapped__(language) == made
    kept.write_text("[", "utf-8")
    assert calendars.names.__wrapped__(language) == made
    assert {number for number, _ in made.months} == set(range(1, 13))


@pytest.mark.slow
def test_a_cache_that_cannot_be_written_is_none(tmp_path, monkeypatch):
    (tmp_path / "hudna").write_text("a file")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert vocabulary.__wrapped__("ar").has("هدنه")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setattr(module.Path, "home", lambda: tmp_path)
    assert vocabulary.__wrapped__("ar").has("هدنه")
