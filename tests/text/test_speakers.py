"""Who speaks: name, title and side, and one person through a text whatever the spelling."""

import pytest
from reads import page, read

from hudna.text.speakers import Cast, is_same
from hudna.text.speakers import read as read_speaker


def speaker(text, language="ar"):
    made = page(text, language)
    return read_speaker(made, (0, len(made.words)))


@pytest.mark.parametrize(
    ("words", "name", "role", "actor"),
    [
        ("وزير الدفاع الأوكراني أندري كوفال", "أندري كوفال", "وزير الدفاع الأوكراني", "ukraine"),
        ("الرئيس الروسي", "الرئيس الروسي", "الرئيس الروسي", "russia"),
        ("موسكو", "موسكو", None, "russia"),
        ("مصادر محلية", "مصادر محلية", None, None),
        ("الناطق باسم الأمم المتحدة سامر بن علي", "سامر بن علي", "الناطق باسم الأمم المتحدة", "united-nations"),
        ("الباحث نزار الشوا", "نزار الشوا", "الباحث", None),
        ("نزار الشوا، الباحث في الشأن الروسي", "نزار الشوا", "الباحث في الشأن الروسي", "russia"),
        ("وموسكو", "موسكو", None, "russia"),
    ],
)  # fmt: skip
def test_an_arabic_speaker(words, name, role, actor):
    found = speaker(words)
    assert (found.name, found.role, found.actor) == (name, role, actor)


@pytest.mark.parametrize(
    ("words", "name", "role", "actor"),
    [
        ("Ukrainian Defence Minister Andrei Koval", "Andrei Koval", "Ukrainian Defence Minister", "ukraine"),
        ("Andrei Koval, the Ukrainian defence minister", "Andrei Koval", "the Ukrainian defence minister", "ukraine"),
        ("the army spokesman", "the army spokesman", "the army spokesman", None),
        ("Moscow", "Moscow", None, "russia"),
        ("local sources", "local sources", None, None),
        ("UN envoy Hassan al-Attar", "Hassan al-Attar", "UN envoy", "united-nations"),
        ("Col. J. Baker", "J. Baker", "Col", None),
        ("Moscow's", "Moscow", None, "russia"),
        ("spokesman Puok Both Deng", "Puok Both Deng", "spokesman", None),  # a word that begins sentences
        ("Salma Karim, a teacher in Omdurman", "Salma Karim", "a teacher in Omdurman", None),
        ("Secretary of State Anna Bell", "Anna Bell", "Secretary of State", "united-states"),
        ("The Kosovo Liberation Army's general staff", "The Kosovo Liberation Army's general staff", None, "kla"),
        ("a spokesman based in Europe", "a spokesman based in Europe", "a spokesman based in Europe", None),
    ],
)  # fmt: skip
def test_an_english_speaker(words, name, role, actor):
    found = speaker(words, "en")
    assert (found.name, found.role, found.actor) == (name, role, actor)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("أوغلو", "مولود تشاووش أوغلو", True),
        ("مولود جاووش أوغلو", "مولود تشاووش أوغلو", True),
        ("أندريه كوفال", "أندري كوفال", True),
        ("Koval", "Andrei Koval", True),
        ("Andriy Kowal", "Andrei Koval", True),
        ("سامر عثمان", "أندري كوفال", False),
        ("Getachew", "Getachew Bekele", True),
        ("Baker", "Andrei Koval", False),
        ("", "Andrei Koval", False),
    ],
)
def test_spellings_of_one_name(one, other, same):
    assert is_same(one, other) is same


def speakers(text, language):
    return [
        (one.speaker.name, one.speaker.role, one.speaker.actor)
        for one in read(text, language).statements
    ]


def test_a_last_name_brings_the_title_of_who_was_named_in_full():
    text = (
        "أكد وزير الخارجية التركي مولود تشاووش أوغلو أن الهدنة صامدة. قالت موسكو إن الهدنة صامدة. "
        "وأوضح أوغلو أن الهدنة تشمل المطار."
    )
    assert speakers(text, "ar")[-1] == ("أوغلو", "وزير الخارجية التركي", "turkey")
    text = (
        "Ukrainian Defence Minister Andrei Koval said the truce was holding. Moscow denied this. "
        "Koval said roads were open."
    )
    assert speakers(text, "en")[-1] == ("Koval", "Ukrainian Defence Minister", "ukraine")


def test_a_nested_speaker_is_not_the_last_one():
    text = "قال الوزير إن موسكو أعلنت أن الهدنة صامدة. وأضاف أن الطرق مفتوحة."
    assert [name for name, *_ in speakers(text, "ar")] == ["الوزير", "موسكو", "الوزير"]


def test_of_very_many_persons_the_last_are_remembered():
    cast = Cast()
    for number in range(300):
        made = page(f"Minister Andrei Kovalsk{number}", "en")
        cast.speaker(made, (0, len(made.words)), nested=False)
    assert len(cast.titled) <= 101
