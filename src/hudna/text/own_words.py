"""What a case adds to the reader: its actors and places, and the words of its `lexicon.yaml`.

In: a case.  Out: entries for the lexicon.  The file has the keys of the lexicons of the package under
`ar` and `en` (`speech`, `grammar`, `topics`, `events`), and `people`: who held which office in the
case's time, so that a text that says only their name is understood.

    people:
      - {actor: russia, ar: [فلان الفلاني], en: [Some Name]}
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from pydantic import Field

from hudna import taxonomy
from hudna.case import Case
from hudna.codes import load
from hudna.entry import Entry as Written
from hudna.entry import Id, build
from hudna.entry import Written as Text
from hudna.problem import Problem, Refused
from hudna.text import lexicon, names
from hudna.text.lexicon import Entry, Language
from hudna.text.named import Named
from hudna.text.statement import Hedge, SpeechAct
from hudna.yamlfile import Located, Path_, read_yaml

FILE = "lexicon.yaml"

Words = list[Text]


class SpeechWords(Written):
    """Words of saying, as in `speech.yaml`."""

    act: SpeechAct
    hedge: Hedge = "none"
    negates: bool = False
    excludes: bool = False
    verbs: Words = []
    forms: Words = []
    participles: Words = []
    nouns: Words = []
    with_: Words = Field([], alias="with")
    to: bool = False
    object: bool = False
    strict: bool = False
    that: bool = True
    own: bool = False


class Tongue(Written):
    """Words of one language, as in the lexicons of the package."""

    speech: list[SpeechWords] = []
    grammar: dict[str, Words] = {}
    topics: dict[str, Words] = {}
    events: dict[str, Words] = {}


class Holder(Written):
    """Somebody who speaks for an actor in the case's time."""

    actor: Id
    ar: Words = []
    en: Words = []


class LexiconFile(Written):
    """`lexicon.yaml` of a case."""

    ar: Tongue = Tongue()
    en: Tongue = Tongue()
    people: list[Holder] = []


def of_case(case: Case, language: Language) -> list[tuple[str, Entry]]:
    """The names and words of a case.  Raises `Refused` for a `lexicon.yaml` that cannot be read."""
    path = case.path / FILE
    own = _words(_file(path), language) if path.exists() else ()
    return [*own, *names.of_case(case.registry, case.agreement.gazetteer, language)]


def _words(file: LexiconFile, language: Language) -> Iterator[tuple[str, Entry]]:
    """The entries of a file in one language."""
    own: Tongue = getattr(file, language)
    yield from lexicon.speech((one.model_dump(by_alias=True) for one in own.speech), language)
    yield from lexicon.classes(own.grammar, language)
    yield from lexicon.topics({"topics": own.topics, "events": own.events}, language)
    for holder in file.people:
        for name in getattr(holder, language):
            yield name, Entry("person", Named(holder.actor, "case", name))


def _file(path: Path) -> LexiconFile:
    """Read the file.  Raises `Refused` with everything that is wrong with it."""
    located = read_yaml(path, FILE)
    if located.value is None:
        return LexiconFile()
    file, problems = build(located, LexiconFile)
    if file is None:
        raise Refused(problems)
    for language, own in (("ar", file.ar), ("en", file.en)):
        classes = {
            kind
            for name in ("grammar", "frames")
            for kind in load(f"lexicon/{language}/{name}.yaml", plain=True)
        }
        problems += _unknown(located, (language, "grammar"), own.grammar, classes)
        problems += _unknown(located, (language, "topics"), own.topics, taxonomy.provisions())
        problems += _unknown(located, (language, "events"), own.events, taxonomy.acts())
    if problems:
        raise Refused(problems)
    return file


def _unknown(
    located: Located, at: Path_, written: Mapping[str, Words], known: Collection[str]
) -> Iterator[Problem]:
    """What stands under a name that no rule reads: it would have no effect."""
    place = ".".join(map(str, at))
    for name in written:
        if name not in known:
            yield located.problem(
                (*at, name),
                f"{place}: nothing reads “{name}”",
                f"Write one of {', '.join(sorted(known))}",
            )
