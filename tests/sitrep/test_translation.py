"""Every sentence of the report has its Arabic, with the same things filled in."""

import re
from importlib import resources
from string import Formatter

from babel.messages.pofile import read_po

ROOM = resources.files("hudna") / "sitrep"
LITERAL = r'"((?:[^"\\]|\\.)*)"'


def sources():
    for folder in (ROOM, ROOM / "templates"):
        for file in folder.iterdir():
            if file.name.endswith((".py", ".html")):
                yield file.read_text(encoding="utf-8")


def catalog():
    file = resources.files("hudna") / "locale" / "ar" / "sitrep.po"
    with file.open("rb") as stream:
        return {
            message.id if isinstance(message.id, str) else message.id[0]: message
            for message in read_po(stream, locale="ar")
            if message.id
        }


def slots(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_sentence_is_translated_and_none_is_left_over():
    text = "\n".join(sources())
    single = set(re.findall(r"\b(?:t|say|both)\(\s*" + LITERAL, text))
    counted = dict(re.findall(r"\b(?:n|count)\(\s*" + LITERAL + r",\s*" + LITERAL, text))
    assert len(single) > 100
    assert len(counted) > 10
    assert set(catalog()) == single | set(counted)
    for one, many in counted.items():
        assert catalog()[one].id == (one, many)


def test_the_arabic_fills_in_the_same_things():
    for message in catalog().values():
        if isinstance(message.id, str):
            assert slots(message.string) == slots(message.id), message.id
        else:
            assert len(message.string) == 6, message.id
            for form in message.string:
                # “One” and “two” are words in Arabic: the figure may be left out.
                assert slots(form) | {"n"} == slots(message.id[1]) | {"n"}, (message.id, form)
            assert "n" in slots(message.string[5])


def test_the_arabic_is_arabic():
    for message in catalog().values():
        forms = [message.string] if isinstance(message.string, str) else message.string
        for form in forms:
            assert re.search("[\u0621-\u064a]", form), message.id
            assert not re.search("[\u0660-\u0669\u061c\u200e\u200f\u202a-\u202e]", form)
