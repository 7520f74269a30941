"""A line in a file is found in a text, with what is glued to it."""

from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hudna.text.letters import fold
from hudna.text.lexicon import Entry, Lexicon, classes, speech, topics
from hudna.text.words import split

DATA = Path(str(files("hudna"))) / "data" / "lexicon"


def lexicon(language="ar", **phrases):
    made = Lexicon(language)
    for kind, words in phrases.items():
        for word in words:
            made.add(word, Entry(kind, word))
    return made


def found(made, text):
    words = split(fold(text))
    return {
        (hit.kind, " ".join(words[place : place + hit.length]), hit.skip, hit.suffix)
        for place, hits in enumerate(made.hits(words))
        for hit in hits
    }


@pytest.mark.parametrize(
    ("text", "skip", "suffix"),
    [
        ("اتفاق", 0, ""),
        ("الاتفاق", 0, ""),
        ("وبالاتفاق", 2, ""),
        ("للاتفاق", 2, ""),
        ("اتفاقهم", 0, "هم"),
    ],
)
def test_an_arabic_word_is_found_with_what_is_glued_to_it(text, skip, suffix):
    made = lexicon(thing=["اتفاق"])
    assert found(made, text) == {("thing", fold(text), skip, suffix)}


def test_a_phrase_is_found_definite_and_not_in_parts():
    made = lexicon(thing=["مساعدات إنسانية"])
    assert found(made, "ووصلت المساعدات الإنسانية") == {("thing", "المساعدات الانسانيه", 0, "")}
    assert not found(made, "مساعدات عسكرية")


def test_of_one_kind_the_longest_wins_and_other_kinds_stay():
    made = lexicon(role=["وزير", "وزير الدفاع"], noun=["وزير"])
    assert found(made, "وزير الدفاع") == {("role", "وزير الدفاع", 0, ""), ("noun", "وزير", 0, "")}


def test_the_longest_wins_whichever_way_its_first_word_is_read():
    made = lexicon(role=["وفد التفاوض"])
    made.add("فد", Entry("role", "فد"))  # «وفد» may be «و» and «فد», too
    assert ("role", "وفد التفاوض", 0, "") in found(made, "وفد التفاوض")
    assert len(found(made, "وفد التفاوض")) == 1


def test_what_a_text_is_about_hides_no_word():
    made = lexicon(deverbal=["ضمان"])
    made.add("بضمان", Entry("topic", "P20"))
    assert found(made, "بضمان") == {("topic", "بضمان", 0, ""), ("deverbal", "بضمان", 1, "")}


def test_part_of_a_name_is_no_known_word():
    made = Lexicon("ar").with_([("بن", Entry("name_particles", None))])
    assert found(made, "بن") == {("name_particles", "بن", 0, "")}
    assert not made.has("بن")


def test_whether_a_preposition_is_glued_to_a_word():
    made = lexicon(deverbal=["ضمان"], own_country=["بلاد"])
    made.add("لاده", Entry("place", None), sure=False)
    assert made.glued("بضمان")
    assert made.glued("بمجهول")  # nobody knows it: it may be
    assert not made.glued("بلاده")


def test_a_word_that_is_known_hides_nothing_but_a_town_does():
    made = lexicon(that=["أن"], word=["وقف"])
    made.add("قف", Entry("other", None))
    assert found(made, "وقف") == {("word", "وقف", 0, "")}
    made.add("وان", Entry("place", None), sure=False)
    assert ("that", "وان", 1, "") in found(made, "وأن")


def test_further_entries_leave_the_lexicon_as_it_was():
    made = lexicon(thing=["هدنة"])
    other = made.with_([("تهدئة", Entry("thing", None))])
    assert found(other, "التهدئة")
    assert not found(made, "التهدئة")
    assert found(other, "الهدنة") == found(made, "الهدنة")


def test_a_new_verb_is_a_line_and_its_forms_are_derived():
    made = Lexicon("ar")
    for word, entry in speech([{"act": "deny", "verbs": ["كذّب/يكذّب"], "negates": "true"}], "ar"):
        made.add(word, entry)
    for text in ("كذبت", "ويكذّبون", "وكذّبوا"):
        (hits,) = made.hits([fold(text)])
        assert [(hit.kind, hit.value.act, hit.value.negates) for hit in hits] == [
            ("verb", "deny", True)
        ]


def test_classes_and_topics_are_entries_of_their_name():
    assert list(classes({"that": ["أن"], "none": None}, "ar")) == [("أن", Entry("that", None))]
    written = {"topics": {"P15": ["قافلة"]}, "events": {"H-ART": ["قصف مدفعي"]}}
    assert list(topics(written, "ar")) == [
        ("قافلة", Entry("topic", "P15")), ("قصف مدفعي", Entry("event", "H-ART")),
        ("قصفا مدفعيا", Entry("event", "H-ART")),
    ]  # fmt: skip


def test_a_word_of_a_sort_says_what_it_shows_beside_which_others():
    written = {
        "sorts": {"withdraw": ["انسحاب", "سحب/يسحب"], "arms": ["دبابات"]},
        "together": {"P10": [["withdraw", "arms"]]},
    }
    made = dict(topics(written, "ar"))
    assert made["دبابات"] == Entry("sort", "arms withdraw=P10")
    assert made["انسحاب"] == made["سحبت"] == made["تسحب"] == Entry("sort", "withdraw arms=P10")


@given(st.lists(st.text(alphabet="اوفبلكسهامنت", min_size=1, max_size=60), max_size=30))
def test_any_words_are_looked_at_without_error(words):
    made = lexicon(thing=["اتفاق", "هدنة", "وقف إطلاق النار"])
    for place, hits in enumerate(made.hits(words)):
        for hit in hits:
            assert place + hit.length <= len(words)
            assert 0 <= hit.skip < len(words[place])


def _twice(node):
    """The keys that stand twice in one mapping of a file: the second would silently be all there is."""
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value]
        yield from {key for key in keys if keys.count(key) > 1}
        for _, value in node.value:
            yield from _twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _twice(value)


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.yaml")), ids=lambda path: path.name)
def test_no_class_of_words_stands_twice(path):
    assert set(_twice(yaml.compose(path.read_text("utf-8"), yaml.CSafeLoader))) == set()
