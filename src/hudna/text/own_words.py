"""What a case adds to the reader: its actors and places, and the words of its `lexicon.yaml`.

The file has the keys of the lexicons under `ar` and `en` (`speech`, `grammar`, `topics`, `events`), and
`people`: who held which office in the case's time, so that a text that says only their name is understood.

    people:
      - {actor: russia, ar: [فلان الفلاني], en: [Some Name]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from hudna.case import Case
from hudna.entry import Id
from hudna.problem import refuse
from hudna.text import lexicon, names
from hudna.text.lexicon import Entry, Language
from hudna.text.named import Named

FILE = "lexicon.yaml"
_LARGEST = 4 << 20

Words = list[Annotated[str, "a word or phrase as people write it"]]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Tongue(_Model):
    """Words of one language, as in the lexicons of the package."""

    speech: list[dict[str, Any]] = []
    grammar: dict[str, Words] = {}
    topics: dict[str, Words] = {}
    events: dict[str, Words] = {}


class Holder(_Model):
    """Somebody who speaks for an actor in the case's time."""

    actor: Id
    ar: Words = []
    en: Words = []


class LexiconFile(_Model):
    """`lexicon.yaml` of a case."""

    ar: Tongue = Tongue()
    en: Tongue = Tongue()
    people: list[Holder] = []


def of_case(case: Case, language: Language) -> list[tuple[str, Entry]]:
    """The names and words of a case.  Raises `Refused` for a `lexicon.yaml` that cannot be read."""
    return [
        *_written(case.path / FILE, language),
        *names.of_case(case.registry, case.agreement.gazetteer, language),
    ]


def _written(path: Path, language: Language) -> Iterator[tuple[str, Entry]]:
    if not path.exists():
        return
    file = _file(path)
    own: Tongue = getattr(file, language)
    for entry in own.speech:
        if "act" not in entry:
            raise refuse(
                str(path), f"a word of saying has no act: {entry}", "Write act: state, deny, …"
            )
    yield from lexicon.speech(own.speech, language)
    yield from lexicon.classes(own.grammar)
    yield from lexicon.topics({"topics": own.topics, "events": own.events})
    for holder in file.people:
        for name in getattr(holder, language):
            yield name, Entry("person", Named(holder.actor, "case", name))


def _file(path: Path) -> LexiconFile:
    try:
        with path.open("rb") as opened:
            raw = opened.read(_LARGEST + 1)
        if len(raw) > _LARGEST:
            raise refuse(str(path), "is too large for a lexicon", "Keep it under 4 MB")
        loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        written = yaml.load(raw, Loader=loader) or {}  # noqa: S506  # it makes nothing but text
        if not isinstance(written, Mapping):
            raise refuse(str(path), "is no table", "Write ar:, en: and people:")
        return LexiconFile.model_validate(written)
    except yaml.YAMLError as error:
        raise refuse(
            str(path), f"is not YAML: {str(error).splitlines()[0]}", "Correct it"
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise refuse(
            str(path), f"{place}: {first['msg']}", "See the reference on lexicons"
        ) from None
