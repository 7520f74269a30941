"""The rules name classes of words: each that they ask for is in the files, and each in the files is asked for."""

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

import hudna.text
from hudna.codes import load
from hudna.text.lexicon import Language
from hudna.text.vocabulary import vocabulary

LANGUAGES = get_args(Language)
TEXT = Path(hudna.text.__file__).parent
FILES = ("grammar", "frames", "stances")
DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference"
ROOMS = {"ar": "arabic", "en": "english"}
# What asks for kinds: the methods of a marked text, and what hands kinds on to them.
ASKING = {
    "hit",
    "all",
    "has",
    "find",
    "find_behind",
    "past",
    "narration",
    "before_colon",
    "_happened",
}
# What only a case brings.
OF_A_CASE = {"person"}
# The lexicon itself reads these: a word that is known hides nothing, or may stand within a phrase.
READ_BY_LEXICON = {"whole", "fillers"}


def classes(language):
    return {kind for name in FILES for kind in load(f"lexicon/{language}/{name}.yaml", plain=True)}


def strings(node):
    return {
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def modules():
    """The trees of the modules that read a marked text, by path."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(TEXT.rglob("*.py"))}
    marked = "hudna.text.marked"
    return {
        path: tree
        for path, tree in trees.items()
        if any(isinstance(one, ast.ImportFrom) and one.module == marked for one in ast.walk(tree))
    }


def constants(trees):
    """The strings of each tuple, set or table that a module names, whichever module it is."""
    found = {}
    for tree in trees.values():
        for node in tree.body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                keys = node.value.keys if isinstance(node.value, ast.Dict) else [node.value]
                if isinstance(target, ast.Name):
                    found[target.id] = set().union(*(strings(key) for key in keys))
    return found


def asked(tree, named):
    """The kinds that a module asks for."""

    def of(node):
        node = node.value if isinstance(node, ast.Starred) else node
        return named.get(node.id, set()) if isinstance(node, ast.Name) else strings(node)

    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", None))
            if name in ASKING:
                for argument in node.args:
                    if isinstance(argument, ast.Starred | ast.Constant | ast.Name):
                        found |= of(argument)
            if name == "Grammar":
                found |= named["FINDERS"]
        if isinstance(node, ast.Compare) and getattr(node.left, "attr", None) == "kind":
            found |= set().union(*(of(one) for one in node.comparators))
    return found


def asked_in(language):
    trees = modules()
    shared = {path: tree for path, tree in trees.items() if path.parent == TEXT}
    own = {path: tree for path, tree in trees.items() if path.parent.name == ROOMS[language]}
    named = constants(shared | own)
    return set().union(*(asked(tree, named) for tree in (shared | own).values()))


def compiled(language):
    """The kinds of entries that a compiled lexicon has."""
    kinds, nodes = set(), [vocabulary(language).root]
    while nodes:
        node = nodes.pop()
        kinds |= {entry.kind for entry in node.get("", ())}
        nodes += [below for word, below in node.items() if word]
    return kinds


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_rule_asks_for_is_in_the_files(language):
    wanted = asked_in(language)
    assert {"that", "verb", "negators", "titles"} <= wanted
    # A part is the kind of a stretch, not of an entry.
    parts = {"heading", "sentence", "item"}
    assert wanted - parts <= classes(language) | compiled(language) | OF_A_CASE


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_in_the_files_a_rule_asks_for(language):
    assert classes(language) - asked_in(language) == READ_BY_LEXICON


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_class_stands_in_one_file(language):
    kinds = [kind for name in FILES for kind in load(f"lexicon/{language}/{name}.yaml", plain=True)]
    assert len(kinds) == len(set(kinds))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_class_is_documented(language):
    told = (DOCS / "lexicons.md").read_text("utf-8")
    missing = {kind for kind in classes(language) if not re.search(rf"\b{kind}\b.*:", told)}
    assert not missing
