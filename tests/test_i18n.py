"""The Arabic of the program: complete, with the same placeholders, and free of hidden marks."""

import ast
import re
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

import hudna
from hudna.i18n import Untranslated, catalog, isolate, translator

PACKAGE = Path(hudna.__file__).parent
FILES = sorted((PACKAGE / "locale").glob("*/*.po"))
ARABIC = re.compile(r"[\u0621-\u064a]")
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
FORMS = {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 103: 3, 11: 4, 99: 4, 111: 4, 100: 5, 102: 5, 1000: 5}


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def messages(path):
    found = read_po(BytesIO(path.read_bytes()), locale=path.parent.name, abort_invalid=True)
    return [message for message in found if message.id]


def identity(message):
    return message.id if isinstance(message.id, str) else message.id[0]


ENTRIES = [
    pytest.param(path.parent.name, message, id=f"{path.stem}: {identity(message)[:50]}")
    for path in FILES
    for message in messages(path)
]


def called(node):
    """The name by which a call calls: `say(…)`, `self.say(…)`, `say.count(…)`."""
    function = node.func
    if isinstance(function, ast.Attribute):
        if function.attr == "count":
            owner = function.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            return f"{name}.count"
        return function.attr
    return getattr(function, "id", "")


def literal(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def used():
    """(where, message) of every sentence that the package says, in modules and templates."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name, first = called(node), literal(node.args[0])
            if first is not None and name in ("say", "_", "Phrase", "say.count", "_.count"):
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", first
    for path in sorted(PACKAGE.rglob("*.*")):
        if path.suffix in (".html", ".j2", ".jinja"):
            text = path.read_text(encoding="utf-8")
            for match in re.finditer(r"\b(?:say|_|t|n)\(\s*([\"'])(.+?)\1", text):
                yield str(path.relative_to(PACKAGE)), match[2]


USED = sorted(set(used()))


def test_there_is_something_to_translate():
    assert len(FILES) > 0
    assert len(USED) > 100


@pytest.mark.parametrize(("where", "message"), USED, ids=[f"{w} {m[:40]}" for w, m in USED])
def test_every_sentence_has_its_arabic(where, message):
    assert message in catalog("ar"), where


@pytest.mark.slow
def test_every_translation_is_used():
    texts = {message for _, message in USED}
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts |= {n.value for n in ast.walk(tree) if literal(n) is not None}
    assert sorted(set(catalog("ar")) - texts) == []


@pytest.mark.parametrize(("lang", "message"), ENTRIES)
def test_an_entry(lang, message):
    assert not message.fuzzy
    if isinstance(message.id, str):
        assert placeholders(message.string) == placeholders(message.id)
        said = [message.string]
    else:
        assert len(message.string) == 6
        assert len(message.id) == 2
        assert message.id[0] not in {m.id for p in FILES for m in messages(p)}
        wanted = placeholders(message.id[1]) - {"n"}
        for form in message.string:
            assert placeholders(form) - {"n"} == wanted
        for form in message.string[3:]:  # three and more are counted in figures
            assert "n" in placeholders(form)
        said = list(message.string)
    source = message.id if isinstance(message.id, str) else message.id[1]
    for text in said:
        assert not BIDI.search(text)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text)
        if re.search(r"[A-Za-z]", re.sub(r"\{[^}]*\}", "", source)):
            assert ARABIC.search(text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file(path):
    text = path.read_text(encoding="utf-8")
    assert not BIDI.search(text)
    header = read_po(BytesIO(path.read_bytes()), locale=path.parent.name)
    assert header.num_plurals == 6
    ids = [identity(message) for message in messages(path)]
    assert len(ids) == len(set(ids))


def test_two_files_do_not_differ():
    found = {}
    for path in FILES:
        for message in messages(path):
            known = found.setdefault((path.parent.name, identity(message)), message.string)
            assert known == message.string, (path.name, identity(message))


COUNTED = [m for p in FILES for m in messages(p) if not isinstance(m.id, str)]


@pytest.mark.parametrize("message", COUNTED, ids=identity)
@pytest.mark.parametrize(("n", "form"), FORMS.items())
def test_the_arabic_plural_of_a_number(message, n, form):
    about = dict.fromkeys(placeholders(message.id[1]) - {"n"}, "x")
    said = translator("ar").count(*message.id, n, **about)
    assert said == message.string[form].format(n=n, **about)


@given(st.integers(0, 10**6))
def test_the_english_plural(n):
    assert translator("en").count("one", "{n} many", n) == ("one" if n == 1 else f"{n} many")


def test_a_sentence_without_arabic_is_an_error():
    with pytest.raises(Untranslated):
        translator("ar")("No such sentence was ever written.")
    assert translator("en")("No such sentence {x}.", x=1) == "No such sentence 1."


@pytest.mark.parametrize("lang", ["", "fr", "AR", "en-GB"])
def test_an_unknown_language(lang):
    with pytest.raises(ValueError, match="write ar or en"):
        translator(lang)


def test_directions():
    assert (translator("ar").direction, translator("en").direction) == ("rtl", "ltr")


def test_isolates():
    assert isolate("2016-12-30") == "\u20682016-12-30\u2069"
    assert isolate("") == ""
